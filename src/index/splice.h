/* Positions taken out of an axis, or added to it. */
#ifndef RP_INDEX_SPLICE_H
#define RP_INDEX_SPLICE_H

#include "array/array.h"

/* `a` without what `which` names along an axis: a bool for each position, true where it goes, or
 * positions of any shape. ValueError or IndexError if they do not fit. `out` is allocated; an array
 * in columns remains one. */
int rp_delete(rp_array *out, const rp_array *a, int axis, const rp_array *which);

/* `a` with values put in before the positions (1-d) of an axis, which count in `a`: those of equal
 * positions in their order. `values` is broadcast to as many along the axis, and cast. */
int rp_insert(rp_array *out, const rp_array *a, int axis, const rp_array *before,
              const rp_array *values);

#endif

/* np.repeat. */
#ifndef RP_SHAPE_REPEAT_H
#define RP_SHAPE_REPEAT_H

#include "array/array.h"

enum { RP_REPEAT_FLAT = INT32_MIN }; /* in place of an axis: the elements in C order */

/* What lies at each place of an axis, so often as counts (one, or one for each place) say, in a new
 * array. Counts cast safely to int64, or it is a TypeError; ValueError for negative ones, for
 * several dimensions of them, and for another number of them. */
int rp_repeat(rp_array *out, const rp_array *a, const rp_array *counts, int axis);

#endif

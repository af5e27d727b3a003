/* One of two elements, by a condition. */
#ifndef RP_INDEX_WHERE_H
#define RP_INDEX_WHERE_H

#include "array/array.h"

/* np.where: x where the condition (of any dtype) is true, y elsewhere, all broadcast; `out` is
 * allocated, of x's and y's result dtype, laid out as they are. */
int rp_where(rp_array *out, const rp_array *condition, const rp_array *x, const rp_array *y);

/* dst[...] = src where the mask is true; mask and src broadcast to dst. Nothing is written on
 * error. */
int rp_copy_where(rp_array *dst, const rp_array *src, const rp_array *mask, rp_casting casting);

#endif

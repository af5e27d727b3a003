/* Elements read and written where a mask is true, in C order. */
#ifndef RP_INDEX_MASK_H
#define RP_INDEX_MASK_H

#include "array/array.h"

/* The elements of `a` where the mask, of as many elements, is true: one dimension, a's dtype. */
int rp_mask_get(rp_array *out, const rp_array *a, const rp_array *mask);

/* a[mask] = value: one element for all, or one for each that is true; cast as `unsafe` allows.
 * ValueError for another number of them, or if `a` is read-only; nothing is written then. */
int rp_mask_set(rp_array *a, const rp_array *mask, const rp_array *value);

/* np.place: the values in turn, from the first one again after the last. ValueError if there are
 * none and one is needed, or if a and the mask have different sizes. */
int rp_place(rp_array *a, const rp_array *mask, const rp_array *values);

/* np.putmask: a's element i becomes values' element i, counted modulo their number, where the mask
 * is true. ValueError if a and the mask have different sizes. */
int rp_putmask(rp_array *a, const rp_array *mask, const rp_array *values);

#endif

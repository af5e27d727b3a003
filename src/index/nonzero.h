/* Where an array is true. */
#ifndef RP_INDEX_NONZERO_H
#define RP_INDEX_NONZERO_H

#include "array/array.h"

/* The elements that are true. */
intptr_t rp_count_true(const rp_array *a);
/* An intp array of shape (ndim, count), C order: row d holds the positions along axis d of the true
 * elements, in C order. */
int rp_nonzero(rp_array *out, const rp_array *a);

#endif

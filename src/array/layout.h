/* What the files of this room share about shapes and strides. */
#ifndef RP_ARRAY_LAYOUT_H
#define RP_ARRAY_LAYOUT_H

#include "array/array.h"
#include <stddef.h>

/* A step computed from a length that may be any: it wraps round as NumPy's does (only the unused
 * step of an axis of length 1 ever does). */
static inline intptr_t rp_wrapped_product(intptr_t a, intptr_t b)
{
    return (intptr_t)((uintptr_t)a * (uintptr_t)b);
}

/* "(3,1,newaxis)": a shape as NumPy writes it into its messages. Returns out. */
char *rp_shape_text_tight(char *out, size_t size, int ndim, const intptr_t *shape);

/* ValueError "maximum supported dimension for an ndarray is currently 64, found 65". */
int rp_check_ndim(int ndim);

#endif

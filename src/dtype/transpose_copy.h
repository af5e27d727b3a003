/* Copying a matrix whose elements lie side by side along the rows in one place, and along the
 * columns in the other. */
#ifndef RP_DTYPE_TRANSPOSE_COPY_H
#define RP_DTYPE_TRANSPOSE_COPY_H

#include <stdbool.h>
#include <stdint.h>

/* Is there such a copy of elements of this size? */
static inline bool rp_can_transpose(intptr_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8 || size == 16;
}

/* Element (i, j) goes from src + i * size + j * src_stride to dst + i * dst_stride + j * size, for
 * i < rows and j < columns. Any alignment; the places do not overlap. */
void rp_transpose_copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                       intptr_t rows, intptr_t columns, intptr_t size);

#endif

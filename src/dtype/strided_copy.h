/* Copying elements of any alignment and stride, with or without reversing their bytes. */
#ifndef RP_DTYPE_STRIDED_COPY_H
#define RP_DTYPE_STRIDED_COPY_H

#include <stdbool.h>
#include <stdint.h>

/* `size` is the element's, `part` the number of bytes reversed together (size, or half of it for a
 * complex number). Source and destination do not overlap or are identical. */
void rp_strided_copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                     intptr_t n, intptr_t size);
void rp_strided_copy_swap(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                          intptr_t n, intptr_t size, intptr_t part);

/* Elements of a and of b in turn, n of each; false, and nothing done, for other sizes than 1, 2, 4
 * and 8 bytes. */
bool rp_zip(char *dst, const char *a, const char *b, intptr_t n, intptr_t size);

/* `rows` rows of n elements; strides[0] are within a row, strides[1] from row to row. */
void rp_copy_rows(char *dst, const intptr_t dst_strides[2], const char *src,
                  const intptr_t src_strides[2], intptr_t n, intptr_t rows, intptr_t size);

/* memcpy, for runs that may be short: WebAssembly's memory.copy is a call of the engine's, which
 * takes as long as copying some kilobytes. */
void rp_copy_bytes(char *dst, const char *src, intptr_t n);

#endif

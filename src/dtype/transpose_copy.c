/* Squares of as many vectors as a vector has lanes are transposed in registers: zipping vector i
 * with vector i + n / 2, log2 n times, is a transposition (the perfect shuffle: H. S. Stone,
 * "Parallel processing with the perfect shuffle", 1971). Squares are taken in tiles whose cache
 * lines all stay in the first-level cache. */
#include "dtype/transpose_copy.h"

#include "base/bits.h"
#include "simd/vec.h"
#include <string.h>

typedef rp_vec (*zip_op)(rp_vec, rp_vec);

#define ZIP(size, shape, low, high)                                                                \
    RP_INLINE rp_vec zip_low_##size(rp_vec a, rp_vec b) { return wasm_##shape##_shuffle low; }     \
    RP_INLINE rp_vec zip_high_##size(rp_vec a, rp_vec b) { return wasm_##shape##_shuffle high; }
ZIP(1, i8x16, (a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    (a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31))
ZIP(2, i16x8, (a, b, 0, 8, 1, 9, 2, 10, 3, 11), (a, b, 4, 12, 5, 13, 6, 14, 7, 15))
ZIP(4, i32x4, (a, b, 0, 4, 1, 5), (a, b, 2, 6, 3, 7))
ZIP(8, i64x2, (a, b, 0, 2), (a, b, 1, 3))
#undef ZIP

enum { LANES = 16 };

RP_INLINE void zip_halves(rp_vec *out, const rp_vec *in, int n, zip_op low, zip_op high)
{
#pragma clang loop unroll(full)
    for (int i = 0; i < n / 2; i++) {
        out[2 * i] = low(in[i], in[i + n / 2]);
        out[2 * i + 1] = high(in[i], in[i + n / 2]);
    }
}

/* n x n elements, n the lanes of a vector. */
RP_INLINE void square(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride, int n,
                      zip_op low, zip_op high)
{
    rp_vec a[LANES], b[LANES];
#pragma clang loop unroll(full)
    for (int j = 0; j < n; j++)
        a[j] = rp_vec_load(src + j * src_stride);
    for (int done = 1; done < n; done *= 4) {
        zip_halves(b, a, n, low, high);
        if (done * 2 < n)
            zip_halves(a, b, n, low, high);
    }
    const rp_vec *lines = n == 2 || n == 8 ? b : a; /* an odd number of times */
#pragma clang loop unroll(full)
    for (int i = 0; i < n; i++)
        rp_vec_store(dst + i * dst_stride, lines[i]);
}

RP_INLINE void element_by_element(char *dst, intptr_t dst_stride, const char *src,
                                  intptr_t src_stride, intptr_t rows, intptr_t columns,
                                  intptr_t size)
{
    for (intptr_t i = 0; i < rows; i++)
        for (intptr_t j = 0; j < columns; j++)
            memcpy(dst + i * dst_stride + j * size, src + i * size + j * src_stride, (size_t)size);
}

/* Elements as large as a vector. */
static void vector_by_vector(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                             intptr_t rows, intptr_t columns)
{
    for (intptr_t i = 0; i < rows; i++) {
        char *to = dst + i * dst_stride;
        const char *from = src + i * RP_VEC_SIZE;
        for (intptr_t j = 0; j < columns; j++)
            rp_vec_store(to + j * RP_VEC_SIZE, rp_vec_load(from + j * src_stride));
    }
}

/* A tile: squares, and what is left beside and below them. */
RP_INLINE void tile(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                    intptr_t rows, intptr_t columns, intptr_t size, zip_op low, zip_op high)
{
    int n = (int)(LANES / size);
    intptr_t whole_rows = rows / n * n, whole_columns = columns / n * n;
    for (intptr_t j = 0; j < whole_columns; j += n)
        for (intptr_t i = 0; i < whole_rows; i += n)
            square(dst + i * dst_stride + j * size, dst_stride, src + i * size + j * src_stride,
                   src_stride, n, low, high);
    if (whole_columns < columns)
        element_by_element(dst + whole_columns * size, dst_stride, src + whole_columns * src_stride,
                           src_stride, whole_rows, columns - whole_columns, size);
    if (whole_rows < rows)
        element_by_element(dst + whole_rows * dst_stride, dst_stride, src + whole_rows * size,
                           src_stride, rows - whole_rows, columns, size);
}

enum { TILE_ROW_BYTES = 1024, TILE_COLUMN_BYTES = 64 };

void rp_transpose_copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                       intptr_t rows, intptr_t columns, intptr_t size)
{
    intptr_t high = TILE_ROW_BYTES / size, wide = TILE_COLUMN_BYTES / size;
    for (intptr_t j = 0; j < columns; j += wide) {
        for (intptr_t i = 0; i < rows; i += high) {
            char *to = dst + i * dst_stride + j * size;
            const char *from = src + i * size + j * src_stride;
            intptr_t m = rp_min_intp(high, rows - i), n = rp_min_intp(wide, columns - j);
            switch (size) {
            case 1: tile(to, dst_stride, from, src_stride, m, n, 1, zip_low_1, zip_high_1); break;
            case 2: tile(to, dst_stride, from, src_stride, m, n, 2, zip_low_2, zip_high_2); break;
            case 4: tile(to, dst_stride, from, src_stride, m, n, 4, zip_low_4, zip_high_4); break;
            case 8: tile(to, dst_stride, from, src_stride, m, n, 8, zip_low_8, zip_high_8); break;
            default: vector_by_vector(to, dst_stride, from, src_stride, m, n);
            }
        }
    }
}

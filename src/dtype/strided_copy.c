#include "dtype/strided_copy.h"

#include "base/bits.h"
#include "dtype/vector_loop.h"
#include "simd/vec.h"
#include <string.h>

/* Each loop below is inlined with a constant size, so that the copies become single moves. */
#define INLINE static inline __attribute__((always_inline))

enum { LONG_RUN = 1 << 14, SHORT_ROW = 256 };

/* Two moves that may overlap take any length between one and two of them. */
#define COPY_ENDS(type)                                                                            \
    do {                                                                                           \
        type head, tail;                                                                           \
        memcpy(&head, src, sizeof head);                                                           \
        memcpy(&tail, src + n - (intptr_t)sizeof tail, sizeof tail);                               \
        memcpy(dst, &head, sizeof head);                                                           \
        memcpy(dst + n - (intptr_t)sizeof tail, &tail, sizeof tail);                               \
    } while (0)

static void copy_few_bytes(char *dst, const char *src, intptr_t n)
{
    if (n >= 8)
        COPY_ENDS(uint64_t);
    else if (n >= 4)
        COPY_ENDS(uint32_t);
    else if (n >= 2)
        COPY_ENDS(uint16_t);
    else if (n == 1)
        *dst = *src;
}

void rp_copy_bytes(char *dst, const char *src, intptr_t n)
{
    if (n >= LONG_RUN) {
        memcpy(dst, src, (size_t)n);
        return;
    }
    if (n < RP_VEC_SIZE) {
        copy_few_bytes(dst, src, n);
        return;
    }
    intptr_t i = 0;
    for (; i + 4 * RP_VEC_SIZE <= n; i += 4 * RP_VEC_SIZE) {
        rp_vec a = rp_vec_load(src + i), b = rp_vec_load(src + i + RP_VEC_SIZE);
        rp_vec c = rp_vec_load(src + i + 2 * RP_VEC_SIZE);
        rp_vec d = rp_vec_load(src + i + 3 * RP_VEC_SIZE);
        rp_vec_store(dst + i, a);
        rp_vec_store(dst + i + RP_VEC_SIZE, b);
        rp_vec_store(dst + i + 2 * RP_VEC_SIZE, c);
        rp_vec_store(dst + i + 3 * RP_VEC_SIZE, d);
    }
    for (; i + RP_VEC_SIZE <= n; i += RP_VEC_SIZE)
        rp_vec_store(dst + i, rp_vec_load(src + i));
    rp_vec_store(dst + n - RP_VEC_SIZE, rp_vec_load(src + n - RP_VEC_SIZE));
}

INLINE void fill(char *dst, intptr_t dst_stride, const char *src, intptr_t n, intptr_t size)
{
    char element[16];
    memcpy(element, src, (size_t)size);
    if (dst_stride == size) {
        RP_VECTOR_LOOP
        for (intptr_t i = 0; i < n; i++)
            memcpy(dst + i * size, element, (size_t)size);
        return;
    }
    for (intptr_t i = 0; i < n; i++)
        memcpy(dst + i * dst_stride, element, (size_t)size);
}

INLINE void copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride, intptr_t n,
                 intptr_t size)
{
    if (src_stride == 0) {
        fill(dst, dst_stride, src, n, size);
        return;
    }
    for (intptr_t i = 0; i < n; i++) {
        memcpy(dst, src, (size_t)size);
        dst += dst_stride;
        src += src_stride;
    }
}

#define REVERSED(size, shape, ...)                                                                 \
    RP_INLINE rp_vec reversed_##size(rp_vec a) { return wasm_##shape##_shuffle(a, a, __VA_ARGS__); }
REVERSED(1, i8x16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
REVERSED(2, i16x8, 7, 6, 5, 4, 3, 2, 1, 0)
REVERSED(4, i32x4, 3, 2, 1, 0)
REVERSED(8, i64x2, 1, 0)
#undef REVERSED

/* Dense elements to dense ones in the opposite order; `src` is where the first one comes from. */
INLINE void copy_backwards(char *dst, const char *src, intptr_t n, intptr_t size, rp_vec_op1 turn)
{
    intptr_t i = 0, lanes = RP_VEC_SIZE / size;
    for (; i + lanes <= n; i += lanes)
        rp_vec_store(dst + i * size, turn(rp_vec_load(src - (i + lanes - 1) * size)));
    for (; i < n; i++)
        memcpy(dst + i * size, src - i * size, (size_t)size);
}

static bool copied_backwards(char *dst, const char *src, intptr_t n, intptr_t size)
{
    switch (size) {
    case 1: copy_backwards(dst, src, n, 1, reversed_1); return true;
    case 2: copy_backwards(dst, src, n, 2, reversed_2); return true;
    case 4: copy_backwards(dst, src, n, 4, reversed_4); return true;
    case 8: copy_backwards(dst, src, n, 8, reversed_8); return true;
    }
    return false;
}

#define ZIPPED(size, shape, LOW, HIGH)                                                             \
    RP_INLINE rp_vec zipped_low_##size(rp_vec a, rp_vec b)                                         \
    {                                                                                              \
        return wasm_##shape##_shuffle(a, b, LOW);                                                  \
    }                                                                                              \
    RP_INLINE rp_vec zipped_high_##size(rp_vec a, rp_vec b)                                        \
    {                                                                                              \
        return wasm_##shape##_shuffle(a, b, HIGH);                                                 \
    }
#define LANES(...) __VA_ARGS__
ZIPPED(1, i8x16, LANES(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
       LANES(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31))
ZIPPED(2, i16x8, LANES(0, 8, 1, 9, 2, 10, 3, 11), LANES(4, 12, 5, 13, 6, 14, 7, 15))
ZIPPED(4, i32x4, LANES(0, 4, 1, 5), LANES(2, 6, 3, 7))
ZIPPED(8, i64x2, LANES(0, 2), LANES(1, 3))
#undef ZIPPED
#undef LANES

INLINE void zip(char *dst, const char *a, const char *b, intptr_t n, intptr_t size, rp_vec_op2 low,
                rp_vec_op2 high)
{
    intptr_t i = 0, lanes = RP_VEC_SIZE / size;
    for (; i + lanes <= n; i += lanes) {
        rp_vec x = rp_vec_load(a + i * size), y = rp_vec_load(b + i * size);
        rp_vec_store(dst + 2 * i * size, low(x, y));
        rp_vec_store(dst + 2 * i * size + RP_VEC_SIZE, high(x, y));
    }
    for (; i < n; i++) {
        memcpy(dst + 2 * i * size, a + i * size, (size_t)size);
        memcpy(dst + (2 * i + 1) * size, b + i * size, (size_t)size);
    }
}

bool rp_zip(char *dst, const char *a, const char *b, intptr_t n, intptr_t size)
{
    switch (size) {
    case 1: zip(dst, a, b, n, 1, zipped_low_1, zipped_high_1); return true;
    case 2: zip(dst, a, b, n, 2, zipped_low_2, zipped_high_2); return true;
    case 4: zip(dst, a, b, n, 4, zipped_low_4, zipped_high_4); return true;
    case 8: zip(dst, a, b, n, 8, zipped_low_8, zipped_high_8); return true;
    }
    return false;
}

void rp_strided_copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                     intptr_t n, intptr_t size)
{
    if (n <= 0 || (dst == src && dst_stride == src_stride))
        return;
    if (dst_stride == size && src_stride == size) {
        rp_copy_bytes(dst, src, n * size);
        return;
    }
    if (dst_stride == -size && src_stride == size) { /* the same, seen from the other end */
        dst -= (n - 1) * size;
        src += (n - 1) * size;
        dst_stride = size;
        src_stride = -size;
    }
    if (dst_stride == size && src_stride == -size && copied_backwards(dst, src, n, size))
        return;
    switch (size) {
    case 1: copy(dst, dst_stride, src, src_stride, n, 1); return;
    case 2: copy(dst, dst_stride, src, src_stride, n, 2); return;
    case 4: copy(dst, dst_stride, src, src_stride, n, 4); return;
    case 8: copy(dst, dst_stride, src, src_stride, n, 8); return;
    case 16: copy(dst, dst_stride, src, src_stride, n, 16); return;
    }
    for (intptr_t i = 0; i < n; i++)
        rp_copy_bytes(dst + i * dst_stride, src + i * src_stride, size);
}

void rp_copy_rows(char *dst, const intptr_t dst_strides[2], const char *src,
                  const intptr_t src_strides[2], intptr_t n, intptr_t rows, intptr_t size)
{
    char repeated[SHORT_ROW];
    intptr_t nbytes = n * size;
    bool dense = dst_strides[0] == size && src_strides[0] == size;
    if (dst_strides[0] == size && src_strides[0] == 0 && src_strides[1] == 0 &&
        nbytes <= SHORT_ROW) {
        rp_strided_copy(repeated, size, src, 0, n, size);
        src = repeated;
        dense = true;
    }
    for (intptr_t i = 0; i < rows; i++, dst += dst_strides[1], src += src_strides[1]) {
        if (dense)
            rp_copy_bytes(dst, src, nbytes);
        else
            rp_strided_copy(dst, dst_strides[0], src, src_strides[0], n, size);
    }
}

INLINE void swap_part(char *dst, const char *src, intptr_t part)
{
    uint16_t x2;
    uint32_t x4;
    uint64_t x8;
    switch (part) {
    case 2:
        memcpy(&x2, src, 2);
        x2 = rp_swap16(x2);
        memcpy(dst, &x2, 2);
        return;
    case 4:
        memcpy(&x4, src, 4);
        x4 = rp_swap32(x4);
        memcpy(dst, &x4, 4);
        return;
    case 8:
        memcpy(&x8, src, 8);
        x8 = rp_swap64(x8);
        memcpy(dst, &x8, 8);
        return;
    }
}

/* `parts` is 1, or 2 for a complex number. */
INLINE void swap(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride, intptr_t n,
                 intptr_t parts, intptr_t part)
{
    if (dst_stride == parts * part && src_stride == parts * part) {
        RP_VECTOR_LOOP
        for (intptr_t i = 0; i < n * parts; i++)
            swap_part(dst + i * part, src + i * part, part);
        return;
    }
    for (intptr_t i = 0; i < n; i++) {
        swap_part(dst, src, part);
        if (parts == 2)
            swap_part(dst + part, src + part, part);
        dst += dst_stride;
        src += src_stride;
    }
}

void rp_strided_copy_swap(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                          intptr_t n, intptr_t size, intptr_t part)
{
    if (part == size) {
        switch (part) {
        case 2: swap(dst, dst_stride, src, src_stride, n, 1, 2); return;
        case 4: swap(dst, dst_stride, src, src_stride, n, 1, 4); return;
        case 8: swap(dst, dst_stride, src, src_stride, n, 1, 8); return;
        }
        rp_strided_copy(dst, dst_stride, src, src_stride, n, size);
        return;
    }
    if (part == 4)
        swap(dst, dst_stride, src, src_stride, n, 2, 4);
    else
        swap(dst, dst_stride, src, src_stride, n, 2, 8);
}

#include "dtype/strided_copy.h"

#include "base/bits.h"
#include "dtype/vector_loop.h"
#include <string.h>

/* Each loop below is inlined with a constant size, so that the copies become single moves. */
#define INLINE static inline __attribute__((always_inline))

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

void rp_strided_copy(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                     intptr_t n, intptr_t size)
{
    if (n <= 0 || (dst == src && dst_stride == src_stride))
        return;
    if (dst_stride == size && src_stride == size) {
        memcpy(dst, src, (size_t)(n * size));
        return;
    }
    switch (size) {
    case 1: copy(dst, dst_stride, src, src_stride, n, 1); return;
    case 2: copy(dst, dst_stride, src, src_stride, n, 2); return;
    case 4: copy(dst, dst_stride, src, src_stride, n, 4); return;
    case 8: copy(dst, dst_stride, src, src_stride, n, 8); return;
    case 16: copy(dst, dst_stride, src, src_stride, n, 16); return;
    }
    for (intptr_t i = 0; i < n; i++)
        memcpy(dst + i * dst_stride, src + i * src_stride, (size_t)size);
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

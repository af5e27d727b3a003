#include "index/gather.h"

#include "base/bits.h"
#include "thread/pool.h"
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

enum {
    CHECKED_ELEMENTS = 1 << 15, /* of one task */
};

/* ---- positions ---- */

typedef struct position_work {
    const void *from; /* int64, or without `to` intp, which are only checked */
    intptr_t *to;
    int64_t least, length;
    rp_index_mode mode;
    atomic_bool outside;
} position_work;

static void note(position_work *work, bool outside)
{
    if (outside)
        atomic_store_explicit(&work->outside, true, memory_order_relaxed);
}

static void check_block(void *context, intptr_t begin, intptr_t end)
{
    position_work *work = context;
    const intptr_t *from = work->from;
    uintptr_t least = (uintptr_t)work->least, count = (uintptr_t)work->length - least, outside = 0;
    for (intptr_t i = begin; i < end; i++)
        outside |= (uintptr_t)from[i] - least >= count;
    note(work, outside);
}

static void narrow_block(void *context, intptr_t begin, intptr_t end)
{
    position_work *work = context;
    const int64_t *from = work->from;
    intptr_t *to = work->to;
    int64_t least = work->least, length = work->length, outside = 0;
    for (intptr_t i = begin; i < end; i++) {
        outside |= (from[i] < least) | (from[i] >= length); /* vectors compare signed ones */
        to[i] = (intptr_t)from[i];
    }
    note(work, outside);
}

static int64_t within(int64_t position, int64_t length, rp_index_mode mode)
{
    if (mode == RP_MODE_CLIP)
        return position < 0 ? 0 : position < length ? position : length - 1;
    if (position >= 0 && position < length)
        return position;
    position %= length;
    return position < 0 ? position + length : position;
}

static void fit_block(void *context, intptr_t begin, intptr_t end)
{
    const position_work *work = context;
    const int64_t *from = work->from;
    for (intptr_t i = begin; i < end; i++)
        work->to[i] = (intptr_t)within(from[i], work->length, work->mode);
}

/* 1, and the first one that is outside, if there is one. */
static int run_positions(position_work *work, intptr_t n, rp_task_fn block, int64_t *wrong)
{
    rp_parallel_for(n, CHECKED_ELEMENTS, block, work);
    if (!atomic_load_explicit(&work->outside, memory_order_relaxed))
        return 0;
    intptr_t first = -1;
    do {
        first++;
        atomic_store_explicit(&work->outside, false, memory_order_relaxed);
        block(work, first, first + 1);
    } while (!atomic_load_explicit(&work->outside, memory_order_relaxed));
    *wrong =
        work->to ? ((const int64_t *)work->from)[first] : ((const intptr_t *)work->from)[first];
    return 1;
}

static int intp_positions(rp_array *out, const rp_array *indices, position_work *work,
                          int64_t *wrong)
{
    if (rp_is_c_contiguous(indices))
        rp_array_alias(out, indices);
    else
        RP_TRY(rp_array_copy(out, indices, NULL, RP_ORDER_C));
    work->from = out->data;
    int code = run_positions(work, rp_array_size(indices), check_block, wrong);
    if (code != 0)
        rp_array_release(out);
    return code;
}

static int other_positions(rp_array *out, const rp_array *indices, position_work *work,
                           rp_task_fn block, int64_t *wrong)
{
    rp_slot copy;
    rp_slot_init(&copy);
    const rp_array *wide = indices;
    bool as_they_are = indices->dtype == rp_dtype_of(RP_INT64) && rp_is_behaved(indices) &&
                       rp_is_c_contiguous(indices);
    if (!as_they_are) {
        RP_TRY(rp_array_copy(&copy.array, indices, rp_dtype_of(RP_INT64), RP_ORDER_C));
        wide = &copy.array;
    }
    int code = rp_array_allocate(out, rp_dtype_of(RP_INTP), indices->ndim, indices->shape,
                                 RP_ORDER_C, false);
    if (code >= 0) {
        work->from = wide->data;
        work->to = (intptr_t *)out->data;
        code = run_positions(work, rp_array_size(indices), block, wrong);
        if (code != 0)
            rp_array_release(out);
    }
    rp_array_release(&copy.array);
    return code;
}

int rp_checked_positions(rp_array *out, const rp_array *indices, intptr_t least, intptr_t length,
                         int64_t *wrong)
{
    position_work work = {.least = least, .length = length};
    if (indices->dtype->num == RP_INTP && rp_is_behaved(indices))
        return intp_positions(out, indices, &work, wrong);
    return other_positions(out, indices, &work, narrow_block, wrong);
}

int rp_positions(rp_array *out, const rp_array *indices, intptr_t length, int axis,
                 rp_index_mode mode)
{
    int64_t wrong;
    if (mode != RP_MODE_RAISE) {
        if (length == 0 && rp_array_size(indices) > 0)
            return rp_fail(RP_INDEX_ERROR, "cannot do a non-empty take from an empty axes.");
        position_work work = {.length = length, .mode = mode};
        return other_positions(out, indices, &work, fit_block, &wrong);
    }
    int code = rp_checked_positions(out, indices, -length, length, &wrong);
    if (code != 1)
        return code;
    return rp_fail(RP_INDEX_ERROR, "index %lld is out of bounds for axis %d with size %zd",
                   (long long)wrong, axis, (ptrdiff_t)length);
}

/* ---- offsets ---- */

static inline intptr_t offset_of(intptr_t position, intptr_t length, intptr_t step)
{
    position += (position >> (8 * sizeof(intptr_t) - 1)) & length;
    return (intptr_t)((uintptr_t)position * (uintptr_t)step);
}

void rp_offsets(intptr_t *restrict offsets, const intptr_t *restrict positions, intptr_t n,
                intptr_t length, intptr_t step)
{
    for (intptr_t i = 0; i < n; i++)
        offsets[i] = offset_of(positions[i], length, step);
}

void rp_offsets_add(intptr_t *restrict offsets, const intptr_t *restrict positions, intptr_t n,
                    intptr_t length, intptr_t step)
{
    for (intptr_t i = 0; i < n; i++)
        offsets[i] =
            (intptr_t)((uintptr_t)offsets[i] + (uintptr_t)offset_of(positions[i], length, step));
}

/* ---- chunks ---- */

/* Inlined with a constant size, the copy is one load and one store, or a few of the widest. Four
 * loads before the first store keep as many cache misses under way. */
static inline void gather_loop(char *restrict dst, intptr_t dst_step, const char *restrict src,
                               const intptr_t *restrict offsets, intptr_t n, size_t bytes)
{
    for (intptr_t i = 0; i < n; i++, dst += dst_step)
        memcpy(dst, src + offsets[i], bytes);
}

#define GATHER_WORDS(bits)                                                                         \
    static void gather_##bits(char *restrict dst, const char *restrict src,                        \
                              const intptr_t *restrict offsets, intptr_t n)                        \
    {                                                                                              \
        enum { BYTES = bits / 8 };                                                                 \
        intptr_t i = 0;                                                                            \
        for (; i + 4 <= n; i += 4, dst += 4 * BYTES) {                                             \
            uint##bits##_t four[4];                                                                \
            memcpy(&four[0], src + offsets[i], BYTES);                                             \
            memcpy(&four[1], src + offsets[i + 1], BYTES);                                         \
            memcpy(&four[2], src + offsets[i + 2], BYTES);                                         \
            memcpy(&four[3], src + offsets[i + 3], BYTES);                                         \
            memcpy(dst, four, 4 * BYTES);                                                          \
        }                                                                                          \
        gather_loop(dst, BYTES, src, offsets + i, n - i, BYTES);                                   \
    }
GATHER_WORDS(32)
GATHER_WORDS(64)
#undef GATHER_WORDS

static inline void scatter_loop(char *restrict dst, const intptr_t *restrict offsets,
                                const char *restrict src, intptr_t src_step, intptr_t n,
                                size_t bytes)
{
    for (intptr_t i = 0; i < n; i++)
        memcpy(dst + offsets[i], src + i * src_step, bytes);
}

#define SCATTER_WORDS(bits)                                                                        \
    static void scatter_##bits(char *restrict dst, const intptr_t *restrict offsets,               \
                               const char *restrict src, intptr_t n)                               \
    {                                                                                              \
        enum { BYTES = bits / 8 };                                                                 \
        intptr_t i = 0;                                                                            \
        for (; i + 4 <= n; i += 4, src += 4 * BYTES) {                                             \
            uint##bits##_t four[4];                                                                \
            memcpy(four, src, 4 * BYTES);                                                          \
            for (int k = 0; k < 4; k++)                                                            \
                memcpy(dst + offsets[i + k], &four[k], BYTES);                                     \
        }                                                                                          \
        scatter_loop(dst, offsets + i, src, BYTES, n - i, BYTES);                                  \
    }
SCATTER_WORDS(32)
SCATTER_WORDS(64)
#undef SCATTER_WORDS

void rp_gather(char *dst, intptr_t dst_step, const char *src, const intptr_t *offsets, intptr_t n,
               intptr_t bytes)
{
    if (dst_step == bytes && bytes == 8)
        return gather_64(dst, src, offsets, n);
    if (dst_step == bytes && bytes == 4)
        return gather_32(dst, src, offsets, n);
    switch (bytes) {
    case 1: gather_loop(dst, dst_step, src, offsets, n, 1); return;
    case 2: gather_loop(dst, dst_step, src, offsets, n, 2); return;
    case 4: gather_loop(dst, dst_step, src, offsets, n, 4); return;
    case 8: gather_loop(dst, dst_step, src, offsets, n, 8); return;
    case 16: gather_loop(dst, dst_step, src, offsets, n, 16); return;
    case 32: gather_loop(dst, dst_step, src, offsets, n, 32); return;
    default: gather_loop(dst, dst_step, src, offsets, n, (size_t)bytes);
    }
}

void rp_scatter(char *dst, const intptr_t *offsets, const char *src, intptr_t src_step, intptr_t n,
                intptr_t bytes)
{
    if (src_step == bytes && bytes == 8)
        return scatter_64(dst, offsets, src, n);
    if (src_step == bytes && bytes == 4)
        return scatter_32(dst, offsets, src, n);
    switch (bytes) {
    case 1: scatter_loop(dst, offsets, src, src_step, n, 1); return;
    case 2: scatter_loop(dst, offsets, src, src_step, n, 2); return;
    case 4: scatter_loop(dst, offsets, src, src_step, n, 4); return;
    case 8: scatter_loop(dst, offsets, src, src_step, n, 8); return;
    case 16: scatter_loop(dst, offsets, src, src_step, n, 16); return;
    case 32: scatter_loop(dst, offsets, src, src_step, n, 32); return;
    default: scatter_loop(dst, offsets, src, src_step, n, (size_t)bytes);
    }
}

#include "shape/repeat.h"

#include "array/iter.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "simd/vec.h"
#include "thread/pool.h"
#include <stddef.h>
#include <string.h>

enum {
    UNIT = 1024, /* most places of the axis in one piece of work */
    UNIT_BYTES = 1 << 16,
    GRAIN_BYTES = 1 << 16,
    BYTES_A_TENTH = 2,
    FEW_VECTORS = 2,
};

/* The array is outer x n x chunk bytes, in C order. */
typedef struct repeating {
    const char *src;
    char *dst;
    intptr_t n, chunk, count; /* count: of each place, unless counts are given */
    const intptr_t *counts;
    const intptr_t *starts; /* of every `unit` places: counts before them */
    intptr_t unit;          /* places in one piece of work */
    intptr_t units, total;  /* in one row of n: pieces of work, places after */
} repeating;

/* ---- small chunks: whole vectors, of which the next place overwrites what is over ---- */

#define SPLAT(type, lanes)                                                                         \
    static inline rp_vec splat_##type(const char *chunk)                                           \
    {                                                                                              \
        type##_t x;                                                                                \
        memcpy(&x, chunk, sizeof x);                                                               \
        return wasm_##lanes##_splat(x);                                                            \
    }
SPLAT(int8, i8x16)
SPLAT(int16, i16x8)
SPLAT(int32, i32x4)
SPLAT(int64, i64x2)
static inline rp_vec splat_128(const char *chunk) { return rp_vec_load(chunk); }

typedef rp_vec (*splat_fn)(const char *chunk);

static inline char *put_exactly(char *dst, const char *src, intptr_t count, size_t bytes)
{
    for (intptr_t i = 0; i < count; i++, dst += bytes)
        memcpy(dst, src, bytes);
    return dst;
}

/* Each of n chunks `count` times. */
static inline void repeat_evenly(char *dst, const char *src, intptr_t n, intptr_t count,
                                 splat_fn splat, size_t bytes)
{
    intptr_t length = count * (intptr_t)bytes, padded = (length + 15) & ~(intptr_t)15;
    intptr_t i = 0, whole = n - (padded - 1) / length; /* these have room */
    if (padded == RP_VEC_SIZE) {
        for (; i < whole; i++, src += bytes, dst += length)
            rp_vec_store(dst, splat(src));
    } else {
        for (; i < whole; i++, src += bytes, dst += length) {
            rp_vec v = splat(src);
            for (intptr_t k = 0; k < padded; k += RP_VEC_SIZE)
                rp_vec_store(dst + k, v);
        }
    }
    for (; i < n; i++, src += bytes)
        dst = put_exactly(dst, src, count, bytes);
}

/* Chunk i counts[i] times; they fill dst up to `end`. */
static inline void repeat_unevenly(char *dst, char *end, const char *src, intptr_t n,
                                   const intptr_t *counts, splat_fn splat, size_t bytes)
{
    enum { ROOM = FEW_VECTORS * RP_VEC_SIZE };
    intptr_t i = 0;
    for (; i < n && end - dst >= ROOM; i++, src += bytes) {
        intptr_t length = counts[i] * (intptr_t)bytes;
        rp_vec v = splat(src);
        for (int k = 0; k < FEW_VECTORS; k++)
            rp_vec_store(dst + k * RP_VEC_SIZE, v);
        if (length > ROOM) {
            intptr_t k = ROOM;
            for (; k + RP_VEC_SIZE <= length; k += RP_VEC_SIZE)
                rp_vec_store(dst + k, v);
            rp_vec_store(dst + length - RP_VEC_SIZE, v);
        }
        dst += length;
    }
    for (; i < n; i++, src += bytes)
        dst = put_exactly(dst, src, counts[i], bytes);
}

static void repeat_chunks(char *dst, const char *src, intptr_t n, intptr_t count, intptr_t bytes)
{
    switch (bytes) {
    case 1: repeat_evenly(dst, src, n, count, splat_int8, 1); return;
    case 2: repeat_evenly(dst, src, n, count, splat_int16, 2); return;
    case 4: repeat_evenly(dst, src, n, count, splat_int32, 4); return;
    case 8: repeat_evenly(dst, src, n, count, splat_int64, 8); return;
    case 16: repeat_evenly(dst, src, n, count, splat_128, 16); return;
    }
    for (intptr_t i = 0; i < n; i++, src += bytes)
        dst = put_exactly(dst, src, count, (size_t)bytes);
}

static void repeat_chunks_by(char *dst, char *end, const char *src, intptr_t n,
                             const intptr_t *counts, intptr_t bytes)
{
    switch (bytes) {
    case 1: repeat_unevenly(dst, end, src, n, counts, splat_int8, 1); return;
    case 2: repeat_unevenly(dst, end, src, n, counts, splat_int16, 2); return;
    case 4: repeat_unevenly(dst, end, src, n, counts, splat_int32, 4); return;
    case 8: repeat_unevenly(dst, end, src, n, counts, splat_int64, 8); return;
    case 16: repeat_unevenly(dst, end, src, n, counts, splat_128, 16); return;
    }
    for (intptr_t i = 0; i < n; i++, src += bytes)
        dst = put_exactly(dst, src, counts[i], (size_t)bytes);
}

static void repeat_units(void *context, intptr_t begin, intptr_t end)
{
    const repeating *r = context;
    for (intptr_t u = begin; u < end; u++) {
        intptr_t row = u / r->units, first = (u - row * r->units) * r->unit;
        intptr_t n = rp_min_intp(r->unit, r->n - first);
        const char *src = r->src + (row * r->n + first) * r->chunk;
        char *dst = r->dst + row * r->total * r->chunk;
        if (r->counts) {
            const intptr_t *start = r->starts + first / r->unit;
            repeat_chunks_by(dst + start[0] * r->chunk, dst + start[1] * r->chunk, src, n,
                             r->counts + first, r->chunk);
        } else {
            repeat_chunks(dst + first * r->count * r->chunk, src, n, r->count, r->chunk);
        }
    }
}

static void repeat_all(const repeating *r, intptr_t outer)
{
    intptr_t bytes = r->total * r->chunk, units = outer * r->units;
    if (rp_worth_threads(outer * bytes / BYTES_A_TENTH, 1))
        rp_parallel_for(units, GRAIN_BYTES / rp_max_intp(bytes / r->units, 1) + 1, repeat_units,
                        (void *)r);
    else
        repeat_units((void *)r, 0, units);
}

/* ---- counts ---- */

/* The sum of at most UNIT counts; negative where it is no intp. */
static intptr_t sum_of(const intptr_t *counts, intptr_t n)
{
    uintptr_t sum = 0, all = 0;
    for (intptr_t i = 0; i < n; i++) {
        sum += (uintptr_t)counts[i];
        all |= (uintptr_t)counts[i];
    }
    if (all <= INTPTR_MAX / UNIT)
        return (intptr_t)sum;
    intptr_t checked = 0;
    for (intptr_t i = 0; i < n; i++)
        if (!rp_add_intp(checked, counts[i], &checked))
            return -1;
    return checked;
}

/* Where the output of every `unit` places starts; false where it ends beyond intp. */
static bool add_up(intptr_t *starts, const intptr_t *counts, intptr_t n, intptr_t unit)
{
    *starts = 0;
    for (intptr_t i = 0; i < n; i += unit, starts++) {
        intptr_t sum = sum_of(counts + i, rp_min_intp(unit, n - i));
        if (sum < 0 || !rp_add_intp(starts[0], sum, starts + 1))
            return false;
    }
    return true;
}

static int check_counts(const rp_array *counts, intptr_t n)
{
    RP_TRY(rp_check_cast(counts->dtype, rp_dtype_of(RP_INT64), RP_CASTING_SAFE));
    if (counts->ndim > 1)
        return rp_fail(RP_VALUE_ERROR, "object too deep for desired array");
    intptr_t given = rp_array_size(counts);
    if (given != 1 && given != n)
        return rp_fail(RP_VALUE_ERROR,
                       "operands could not be broadcast together with shape (%zd,) (%zd,)",
                       (ptrdiff_t)n, (ptrdiff_t)given);
    return 0;
}

static int narrow_counts(rp_array *out, const rp_array *counts)
{
    rp_slot wide;
    rp_slot_init(&wide);
    RP_TRY(rp_array_copy(&wide.array, counts, rp_dtype_of(RP_INT64), RP_ORDER_C));
    const int64_t *from = (const int64_t *)wide.array.data;
    int64_t most = 0;
    for (intptr_t i = 0; i < rp_array_size(counts); i++)
        most = from[i] > most ? from[i] : most;
    int code = most > INTPTR_MAX
                   ? rp_fail(RP_VALUE_ERROR, "array is too big; repeats do not fit in memory")
                   : rp_array_copy(out, &wide.array, rp_dtype_of(RP_INTP), RP_ORDER_C);
    rp_array_release(&wide.array);
    return code;
}

/* Dense intp that are not negative. */
static int read_counts(rp_array *out, const rp_array *counts)
{
    if (counts->dtype->num != RP_INTP || !rp_is_behaved(counts))
        RP_TRY(narrow_counts(out, counts));
    else if (rp_is_c_contiguous(counts))
        rp_array_alias(out, counts);
    else
        RP_TRY(rp_array_copy(out, counts, NULL, RP_ORDER_C));
    intptr_t all = 0;
    for (intptr_t i = 0; i < rp_array_size(counts); i++)
        all |= ((const intptr_t *)out->data)[i];
    if (all >= 0)
        return 0;
    rp_array_release(out);
    return rp_fail(RP_VALUE_ERROR, "repeats may not contain negative values.");
}

/* ---- the whole ---- */

static int repeat_dense(rp_array *out, const rp_array *a, int axis, const rp_array *counts,
                        intptr_t unit, intptr_t *starts)
{
    const intptr_t *given = (const intptr_t *)counts->data;
    intptr_t n = a->shape[axis], shape[RP_MAX_DIMS], outer = 1, size, nbytes;
    bool one = rp_array_size(counts) == 1;
    repeating r = {.src = a->data,
                   .n = n,
                   .chunk = a->dtype->itemsize,
                   .unit = unit,
                   .units = (n + unit - 1) / unit,
                   .counts = one ? NULL : given,
                   .starts = starts,
                   .count = one ? given[0] : 0};
    bool fits = one ? rp_mul_intp(n, given[0], &r.total) : add_up(starts, given, n, unit);
    if (!fits)
        return rp_fail(RP_VALUE_ERROR, "array is too big; repeats do not fit in memory");
    if (!one)
        r.total = starts[r.units];
    for (int d = 0; d < a->ndim; d++) {
        shape[d] = d == axis ? r.total : a->shape[d];
        if (d < axis)
            outer *= a->shape[d];
        else if (d > axis)
            r.chunk *= a->shape[d];
    }
    RP_TRY(rp_check_shape(a->ndim, shape, a->dtype->itemsize, &size, &nbytes));
    RP_TRY(rp_array_allocate(out, a->dtype, a->ndim, shape, RP_ORDER_C, false));
    r.dst = out->data;
    if (size > 0)
        repeat_all(&r, outer);
    return 0;
}

static int repeat_by(rp_array *out, const rp_array *a, int axis, const rp_array *counts)
{
    rp_slot its;
    rp_slot_init(&its);
    RP_TRY(check_counts(counts, a->shape[axis]));
    RP_TRY(read_counts(&its.array, counts));
    /* Of large chunks few are work enough for one thread. */
    intptr_t chunk = a->shape[axis] ? a->strides[axis] : 0;
    intptr_t unit = rp_max_intp(rp_min_intp(UNIT_BYTES / rp_max_intp(chunk, 1), UNIT), 1);
    intptr_t *starts = rp_alloc(sizeof(intptr_t) * (size_t)(a->shape[axis] / unit + 2));
    int code = starts ? repeat_dense(out, a, axis, &its.array, unit, starts) : -RP_MEMORY_ERROR;
    rp_free(starts);
    rp_array_release(&its.array);
    return code;
}

int rp_repeat(rp_array *out, const rp_array *a, const rp_array *counts, int axis)
{
    bool flat = axis == RP_REPEAT_FLAT;
    if (!flat)
        RP_TRY(axis = rp_normalize_axis(axis, a->ndim ? a->ndim : 1, NULL));
    rp_slot dense;
    rp_slot_init(&dense);
    if (rp_is_c_contiguous(a))
        rp_array_alias(&dense.array, a);
    else
        RP_TRY(rp_array_copy(&dense.array, a, NULL, RP_ORDER_C));
    if (flat || a->ndim == 0) {
        axis = 0;
        dense.array.ndim = 1;
        dense.array.shape[0] = rp_array_size(a);
        dense.array.strides[0] = a->dtype->itemsize;
    }
    int code = repeat_by(out, &dense.array, axis, counts);
    rp_array_release(&dense.array);
    return code;
}

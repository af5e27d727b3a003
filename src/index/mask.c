#include "index/mask.h"

#include "array/iter.h"
#include "base/bits.h"
#include "dtype/vector_loop.h"
#include "index/squeeze.h"
#include "index/truth.h"
#include "index/where.h"
#include <string.h>

enum {
    MASK_COST = 6,
    LARGEST_ELEMENT = 16,
};

/* ---- rows ---- */

/* The rest of a block: its mask, and the dense elements to write or read that belong to it. */
typedef struct mask_rows {
    const char *mask;
    char *dense, *end; /* up to `end` there are elements, this block's or (to be read) others' */
} mask_rows;

RP_INLINE bool is_room(const mask_rows *rows, intptr_t bytes)
{
    return rows->end - rows->dense >= bytes;
}

RP_INLINE uint32_t first_bits(uint32_t bits, int lanes) { return bits & ((1u << lanes) - 1); }

/* 16 elements of a row to read. */
RP_INLINE void squeeze_16(mask_rows *rows, const char *from, uint32_t bits, int size)
{
    int lanes = RP_SQUEEZE_LANES(size);
    RP_UNROLLED for (int i = 0; i < RP_VEC_SIZE; i += lanes, bits >>= lanes)
    {
        uint32_t some = first_bits(bits, lanes);
        rp_vec v = size == 1 ? wasm_v128_load64_zero(from + i) : rp_vec_load(from + i * size);
        v = rp_squeeze(v, some, size);
        if (size == 1)
            wasm_v128_store64_lane(rows->dense, v, 0);
        else
            rp_vec_store(rows->dense, v);
        rows->dense += __builtin_popcount(some) * size;
    }
}

/* 16 elements of a row to write; `lanes` is their mask. */
RP_INLINE void spread_16(mask_rows *rows, char *to, rp_vec mask, uint32_t bits, int size)
{
    rp_vec wide[16];
    rp_widen_lanes(mask, wide, size);
    int lanes = RP_SQUEEZE_LANES(size);
    RP_UNROLLED for (int i = 0; i < RP_VEC_SIZE; i += lanes, bits >>= lanes)
    {
        uint32_t some = first_bits(bits, lanes);
        if (size == 1) {
            rp_vec v = rp_spread(wasm_v128_load64_zero(rows->dense), some, size);
            rp_vec here = i == 0 ? wide[0] : wasm_i64x2_shuffle(wide[0], wide[0], 1, 1);
            v = rp_vec_select(v, wasm_v128_load64_zero(to + i), here);
            wasm_v128_store64_lane(to + i, v, 0);
        } else {
            rp_vec v = rp_spread(rp_vec_load(rows->dense), some, size);
            rp_vec_store(to + i * size,
                         rp_vec_select(v, rp_vec_load(to + i * size), wide[i / lanes]));
        }
        rows->dense += __builtin_popcount(some) * size;
    }
}

/* Up to 16 elements, one by one. */
RP_INLINE void move_few(mask_rows *rows, char *element, intptr_t step, intptr_t n, int size,
                        bool writes)
{
    for (intptr_t i = 0; i < n; i++, element += step) {
        if (!rows->mask[i])
            continue;
        memcpy(writes ? element : rows->dense, writes ? rows->dense : element, (size_t)size);
        rows->dense += size;
    }
}

/* 16 elements that lie apart: each is read, and overwritten by the next if it is not wanted. */
RP_INLINE void gather_16(mask_rows *rows, const char *element, intptr_t step, int size)
{
    for (int i = 0; i < RP_VEC_SIZE; i++) {
        memcpy(rows->dense, element + i * step, (size_t)size);
        rows->dense += rows->mask[i] ? size : 0;
    }
}

RP_INLINE void masked_row(char *element, intptr_t n, intptr_t step, mask_rows *rows, int size,
                          bool writes)
{
    while (n > 0) {
        intptr_t some = rp_min_intp(n, RP_VEC_SIZE);
        if (some == RP_VEC_SIZE && step != size && !writes && is_room(rows, RP_VEC_SIZE * size)) {
            gather_16(rows, element, step, size);
        } else if (some < RP_VEC_SIZE || step != size || !is_room(rows, RP_VEC_SIZE * size)) {
            move_few(rows, element, step, some, size, writes);
        } else {
            rp_vec mask = rp_truth_lanes(rows->mask);
            uint32_t bits = (uint32_t)wasm_i8x16_bitmask(mask);
            if (bits == 0xffff) {
                memcpy(writes ? element : rows->dense, writes ? rows->dense : element,
                       RP_VEC_SIZE * (size_t)size);
                rows->dense += RP_VEC_SIZE * size;
            } else if (bits && !(bits & (bits - 1))) { /* few are true: one by one */
                char *one = element + __builtin_ctz(bits) * size;
                memcpy(writes ? one : rows->dense, writes ? rows->dense : one, (size_t)size);
                rows->dense += size;
            } else if (bits && writes) {
                spread_16(rows, element, mask, bits, size);
            } else if (bits) {
                squeeze_16(rows, element, bits, size);
            }
        }
        rows->mask += some;
        element += some * step;
        n -= some;
    }
}

#define MASKED_ROW(size)                                                                           \
    static void get_row_##size(char **args, intptr_t n, const intptr_t *steps, void *rows)         \
    {                                                                                              \
        masked_row(args[0], n, steps[0], rows, size, false);                                       \
    }                                                                                              \
    static void set_row_##size(char **args, intptr_t n, const intptr_t *steps, void *rows)         \
    {                                                                                              \
        masked_row(args[0], n, steps[0], rows, size, true);                                        \
    }
MASKED_ROW(1)
MASKED_ROW(2)
MASKED_ROW(4)
MASKED_ROW(8)
MASKED_ROW(16)

static const rp_row_fn get_rows[] = {get_row_1, get_row_2, get_row_4, get_row_8, get_row_16};
static const rp_row_fn set_rows[] = {set_row_1, set_row_2, set_row_4, set_row_8, set_row_16};

static int by_itemsize(const rp_array *a) { return __builtin_ctz((unsigned)a->dtype->itemsize); }

/* ---- blocks ---- */

typedef struct mask_work {
    const rp_truth *truth;
    rp_iter it; /* over a, in C order */
    rp_row_fn row;
    char *dense;
    intptr_t itemsize;
    bool writes;
} mask_work;

static void move_blocks(void *context, intptr_t begin, intptr_t end)
{
    const mask_work *work = context;
    const rp_truth *truth = work->truth;
    for (intptr_t b = begin; b < end; b++) {
        /* A block that is read into may not be written past; what is to be read ends with all. */
        intptr_t last = truth->before[work->writes ? truth->blocks : b + 1];
        mask_rows rows = {truth->bytes + rp_truth_begin(b),
                          work->dense + truth->before[b] * work->itemsize,
                          work->dense + last * work->itemsize};
        if (truth->before[b] < truth->before[b + 1])
            rp_iter_rows(&work->it, rp_truth_begin(b), rp_truth_end(truth, b), work->row, &rows);
    }
}

/* Between `a` where the mask is true and dense elements. */
static int move_masked(const rp_array *a, const rp_truth *truth, char *dense, bool writes)
{
    mask_work work = {.truth = truth,
                      .row = (writes ? set_rows : get_rows)[by_itemsize(a)],
                      .dense = dense,
                      .itemsize = a->dtype->itemsize,
                      .writes = writes};
    rp_array *ops[1] = {(rp_array *)a};
    RP_TRY(rp_iter_init(&work.it, 1, ops, a->ndim, a->shape, RP_ITER_KEEP_ORDER));
    rp_iter_coalesce(&work.it);
    rp_truth_foreach(truth, move_blocks, &work, MASK_COST);
    return 0;
}

/* ---- reading ---- */

int rp_mask_get(rp_array *out, const rp_array *a, const rp_array *mask)
{
    rp_truth truth;
    RP_TRY(rp_truth_init(&truth, mask, NULL));
    intptr_t count = rp_truth_count(&truth);
    int code = rp_array_allocate(out, a->dtype, 1, &count, RP_ORDER_C, false);
    if (code >= 0 && count > 0) {
        code = move_masked(a, &truth, out->data, false);
        if (code < 0)
            rp_array_release(out);
    }
    rp_truth_release(&truth);
    return code;
}

/* ---- writing ---- */

static int check_destination(const rp_array *a)
{
    return rp_is_writeable(a) ? 0 : rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
}

/* Describes dense memory in a's shape. */
static void in_shape_of(rp_array *dense, const rp_array *a, const rp_dtype *dtype)
{
    dense->dtype = dtype;
    dense->ndim = a->ndim;
    memcpy(dense->shape, a->shape, sizeof(intptr_t) * (size_t)a->ndim);
    rp_fill_strides(dense->strides, a->ndim, a->shape, dtype->itemsize, RP_ORDER_C);
}

/* a becomes the value, which broadcasts to it, wherever the mask, of as many elements, is true. */
static int set_in_place(rp_array *a, const rp_array *mask, const rp_array *value)
{
    if (rp_same_shape(mask, a))
        return rp_copy_where(a, value, mask, RP_CASTING_UNSAFE);
    rp_slot shaped;
    rp_slot_init(&shaped);
    RP_TRY(rp_array_copy(&shaped.array, mask, rp_dtype_of(RP_BOOL), RP_ORDER_C));
    in_shape_of(&shaped.array, a, shaped.array.dtype);
    int code = rp_copy_where(a, value, &shaped.array, RP_CASTING_UNSAFE);
    rp_array_release(&shaped.array);
    return code;
}

static int set_one(rp_array *a, const rp_array *mask, const rp_array *value)
{
    rp_array one = *value;
    one.ndim = 0;
    return set_in_place(a, mask, &one);
}

/* Makes `out` n elements of a's dtype, dense: those of `values` in turn. Memory of theirs will do
 * where nothing that is written lies in it. */
static int prepare_values(rp_array *out, const rp_array *a, const rp_array *values, intptr_t n)
{
    intptr_t size = rp_array_size(values), itemsize = a->dtype->itemsize;
    if (values->dtype == a->dtype && size >= n && rp_is_c_contiguous(values) &&
        !rp_may_share_memory(a, values)) {
        rp_array_alias(out, values);
        return 0;
    }
    rp_slot cast;
    rp_slot_init(&cast);
    RP_TRY(rp_array_copy(&cast.array, values, a->dtype, RP_ORDER_C));
    if (size >= n) {
        out->block = cast.array.block;
        out->data = cast.array.data;
        return 0;
    }
    int code = rp_array_allocate(out, a->dtype, 1, &n, RP_ORDER_C, false);
    if (code >= 0) {
        memcpy(out->data, cast.array.data, (size_t)(size * itemsize));
        for (intptr_t have = size; have < n; have *= 2)
            memcpy(out->data + have * itemsize, out->data,
                   (size_t)(rp_min_intp(have, n - have) * itemsize));
    }
    rp_array_release(&cast.array);
    return code;
}

/* a where the mask is true becomes the values, in turn. */
static int set_values(rp_array *a, const rp_truth *truth, const rp_array *values)
{
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(prepare_values(&dense.array, a, values, rp_truth_count(truth)));
    int code = move_masked(a, truth, dense.array.data, true);
    rp_array_release(&dense.array);
    return code;
}

int rp_mask_set(rp_array *a, const rp_array *mask, const rp_array *value)
{
    RP_TRY(check_destination(a));
    if (value->ndim > 1)
        return rp_fail(RP_VALUE_ERROR,
                       "NumPy boolean array indexing assignment requires a 0 or 1-dimensional "
                       "input, input has %d dimensions",
                       value->ndim);
    intptr_t size = rp_array_size(value);
    if (size == 1)
        return set_one(a, mask, value);
    rp_truth truth;
    RP_TRY(rp_truth_init(&truth, mask, a));
    intptr_t count = rp_truth_count(&truth);
    int code = 0;
    if (size != count)
        code = rp_fail(RP_VALUE_ERROR,
                       "NumPy boolean array indexing assignment cannot assign %zd input values to "
                       "the %zd output values where the mask is true",
                       (ptrdiff_t)size, (ptrdiff_t)count);
    else if (count > 0)
        code = set_values(a, &truth, value);
    rp_truth_release(&truth);
    return code;
}

int rp_place(rp_array *a, const rp_array *mask, const rp_array *values)
{
    RP_TRY(check_destination(a));
    if (rp_array_size(mask) != rp_array_size(a))
        return rp_fail(RP_VALUE_ERROR, "place: mask and data must be the same size");
    intptr_t size = rp_array_size(values);
    if (size == 1)
        return set_one(a, mask, values);
    rp_truth truth;
    RP_TRY(rp_truth_init(&truth, mask, a));
    int code = 0;
    if (rp_truth_count(&truth) > 0)
        code = size == 0 ? rp_fail(RP_VALUE_ERROR, "Cannot insert from an empty array!")
                         : set_values(a, &truth, values);
    rp_truth_release(&truth);
    return code;
}

int rp_putmask(rp_array *a, const rp_array *mask, const rp_array *values)
{
    RP_TRY(check_destination(a));
    intptr_t n = rp_array_size(a), size = rp_array_size(values);
    if (rp_array_size(mask) != n)
        return rp_fail(RP_VALUE_ERROR, "putmask: mask and data must be the same size");
    if (size == 0 || n == 0)
        return 0;
    if (size == 1)
        return set_one(a, mask, values);
    if (rp_same_shape(values, a))
        return set_in_place(a, mask, values);
    rp_slot repeated;
    rp_slot_init(&repeated);
    RP_TRY(prepare_values(&repeated.array, a, values, n));
    in_shape_of(&repeated.array, a, a->dtype);
    int code = set_in_place(a, mask, &repeated.array);
    rp_array_release(&repeated.array);
    return code;
}

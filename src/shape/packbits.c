#include "shape/packbits.h"

#include "array/iter.h"
#include "base/bits.h"
#include "simd/vec.h"
#include "thread/pool.h"
#include <string.h>

enum {
    BLOCK_BYTES = 4096, /* packed bytes of a line that are one piece of work */
    PIECE = 1 << 15,    /* elements for a thread at a time, at least */
    COST = 1,
};

/* A dense array seen as (outer, axis, inner); the axis has `bits` elements on one side and `bytes`
 * on the other. A unit of work is a block of one line where inner is 1, else one packed row. */
typedef struct bit_work {
    const uint8_t *from;
    uint8_t *to;
    intptr_t bits, bytes, inner;
    intptr_t blocks; /* of a line */
    rp_bit_order order;
} bit_work;

/* ---- packing ---- */

/* The truth of 16 bytes, two packed ones. */
RP_INLINE void pack_vector(uint8_t *to, rp_vec from, bool little)
{
    if (!little)
        from = wasm_i8x16_shuffle(from, from, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    uint32_t bits = wasm_i8x16_bitmask(rp_vec_not_equal_uint8(from, rp_vec_zero()));
    to[0] = (uint8_t)bits;
    to[1] = (uint8_t)(bits >> 8);
}

RP_INLINE uint8_t bit_of(int k, bool little) { return (uint8_t)(little ? 1 << k : 128 >> k); }

/* n elements, up to eight of which make a byte. */
RP_INLINE void pack_line(uint8_t *to, const uint8_t *from, intptr_t n, bool little)
{
    intptr_t i = 0;
    for (; i + 16 <= n; i += 16)
        pack_vector(to + i / 8, rp_vec_load(from + i), little);
    for (; i < n; i += 8) {
        uint8_t byte = 0;
        for (int k = 0; k < 8 && i + k < n; k++)
            byte |= from[i + k] ? bit_of(k, little) : 0;
        to[i / 8] = byte;
    }
}

/* Up to eight rows become one. */
RP_INLINE void pack_rows(uint8_t *to, const uint8_t *from, int rows, intptr_t n, bool little)
{
    intptr_t j = 0;
    for (; j + 16 <= n; j += 16) {
        rp_vec bytes = rp_vec_zero();
        for (int k = 0; k < rows; k++) {
            rp_vec truth = rp_vec_not_equal_uint8(rp_vec_load(from + k * n + j), rp_vec_zero());
            rp_vec bit = wasm_i8x16_splat((int8_t)bit_of(k, little));
            bytes = rp_vec_or(bytes, rp_vec_and(truth, bit));
        }
        rp_vec_store(to + j, bytes);
    }
    for (; j < n; j++) {
        uint8_t byte = 0;
        for (int k = 0; k < rows; k++)
            byte |= from[k * n + j] ? bit_of(k, little) : 0;
        to[j] = byte;
    }
}

static void pack_units(void *context, intptr_t begin, intptr_t end)
{
    const bit_work *work = context;
    bool little = work->order == RP_BITS_LITTLE;
    for (intptr_t unit = begin; unit < end; unit++) {
        if (work->inner == 1) {
            intptr_t line = unit / work->blocks, byte = unit % work->blocks * BLOCK_BYTES;
            intptr_t n = rp_min_intp(8 * BLOCK_BYTES, work->bits - 8 * byte);
            uint8_t *to = work->to + line * work->bytes + byte;
            const uint8_t *from = work->from + line * work->bits + 8 * byte;
            little ? pack_line(to, from, n, true) : pack_line(to, from, n, false);
        } else {
            intptr_t outer = unit / work->blocks, byte = unit % work->blocks, n = work->inner;
            int rows = (int)rp_min_intp(8, work->bits - 8 * byte);
            uint8_t *to = work->to + unit * n;
            const uint8_t *from = work->from + (outer * work->bits + 8 * byte) * n;
            little ? pack_rows(to, from, rows, n, true) : pack_rows(to, from, rows, n, false);
        }
    }
}

/* ---- unpacking ---- */

/* The bits of two bytes: each byte is spread over eight lanes, of which each keeps its own bit. */
RP_INLINE rp_vec unpack_vector(const uint8_t *from, bool little)
{
    rp_vec spread = wasm_v128_load16_splat(from);
    spread = wasm_i8x16_shuffle(spread, spread, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    uint64_t in_order = little ? 0x8040201008040201u : 0x0102040810204080u;
    rp_vec bits = wasm_i64x2_splat((int64_t)in_order);
    rp_vec truth = rp_vec_equal_uint8(rp_vec_and(spread, bits), bits);
    return rp_vec_and(truth, wasm_i8x16_splat(1));
}

/* n bits; what they are taken from goes on to whole bytes. */
RP_INLINE void unpack_line(uint8_t *to, const uint8_t *from, intptr_t n, bool little)
{
    intptr_t i = 0;
    for (; i + 16 <= n; i += 16)
        rp_vec_store(to + i, unpack_vector(from + i / 8, little));
    for (; i < n; i++)
        to[i] = (from[i / 8] & bit_of((int)(i % 8), little)) != 0;
}

RP_INLINE void unpack_rows(uint8_t *to, const uint8_t *from, int rows, intptr_t n, bool little)
{
    for (int k = 0; k < rows; k++, to += n) {
        rp_vec bit = wasm_i8x16_splat((int8_t)bit_of(k, little)), one = wasm_i8x16_splat(1);
        intptr_t j = 0;
        for (; j + 16 <= n; j += 16) {
            rp_vec kept = rp_vec_and(rp_vec_load(from + j), bit);
            rp_vec_store(to + j, rp_vec_and(rp_vec_equal_uint8(kept, bit), one));
        }
        for (; j < n; j++)
            to[j] = (from[j] & bit_of(k, little)) != 0;
    }
}

static void unpack_units(void *context, intptr_t begin, intptr_t end)
{
    const bit_work *work = context;
    bool little = work->order == RP_BITS_LITTLE;
    for (intptr_t unit = begin; unit < end; unit++) {
        if (work->inner == 1) {
            intptr_t line = unit / work->blocks, byte = unit % work->blocks * BLOCK_BYTES;
            intptr_t n = rp_min_intp(8 * BLOCK_BYTES, work->bits - 8 * byte);
            uint8_t *to = work->to + line * work->bits + 8 * byte;
            const uint8_t *from = work->from + line * work->bytes + byte;
            intptr_t known = rp_min_intp(n, 8 * (work->bytes - byte));
            if (known > 0)
                little ? unpack_line(to, from, known, true) : unpack_line(to, from, known, false);
            known = rp_max_intp(known, 0);
            memset(to + known, 0, (size_t)(n - known));
        } else {
            intptr_t outer = unit / work->blocks, byte = unit % work->blocks, n = work->inner;
            int rows = (int)rp_min_intp(8, work->bits - 8 * byte);
            uint8_t *to = work->to + (outer * work->bits + 8 * byte) * n;
            const uint8_t *from = work->from + (outer * work->bytes + byte) * n;
            if (byte >= work->bytes)
                memset(to, 0, (size_t)(rows * n));
            else
                little ? unpack_rows(to, from, rows, n, true)
                       : unpack_rows(to, from, rows, n, false);
        }
    }
}

/* ---- both ---- */

static intptr_t product(const intptr_t *shape, int begin, int end)
{
    intptr_t count = 1;
    for (int i = begin; i < end; i++)
        count *= shape[i];
    return count;
}

/* `a` as dense bytes in C order, which `dense` holds: its own, or a copy cast to bool. `columns`
 * says that the axes of an array in columns have been exchanged. */
static int make_dense(rp_array *dense, const rp_array *a, bool *columns)
{
    *columns = rp_is_f_contiguous(a) && !rp_is_c_contiguous(a);
    bool ready = a->dtype->itemsize == 1 && (*columns || rp_is_c_contiguous(a));
    if (ready)
        rp_array_alias(dense, a);
    else
        RP_TRY(rp_array_copy(dense, a, a->dtype->itemsize == 1 ? NULL : rp_dtype_of(RP_BOOL),
                             *columns ? RP_ORDER_F : RP_ORDER_C));
    if (*columns)
        rp_reverse_axes(dense);
    return 0;
}

/* Lays the result out, as `dense` but for one axis, and runs the units of work. */
static int run_bits(rp_array *out, rp_array *dense, bool columns, int axis, bit_work *work,
                    rp_task_fn task)
{
    int ndim = dense->ndim;
    if (columns)
        axis = ndim - 1 - axis;
    bool packs = task == pack_units;
    intptr_t shape[RP_MAX_DIMS];
    memcpy(shape, dense->shape, sizeof *shape * (size_t)ndim);
    shape[axis] = packs ? work->bytes : work->bits;
    int code = rp_array_allocate(out, rp_dtype_of(RP_UINT8), ndim, shape, RP_ORDER_C, false);
    if (code >= 0) {
        work->from = (const uint8_t *)dense->data;
        work->to = (uint8_t *)out->data;
        work->inner = product(shape, axis + 1, ndim);
        intptr_t outer = product(shape, 0, axis), rows = (work->bits + 7) / 8;
        work->blocks = work->inner == 1 ? (rows + BLOCK_BYTES - 1) / BLOCK_BYTES : rows;
        intptr_t elements = outer * work->bits * work->inner, units = outer * work->blocks;
        if (elements > 0 && rp_worth_threads(elements, COST))
            rp_parallel_for(units, rp_max_intp(1, units / rp_max_intp(1, elements / PIECE)), task,
                            work);
        else if (elements > 0)
            task(work, 0, units);
        if (columns)
            rp_reverse_axes(out);
    }
    rp_array_release(dense);
    return code;
}

int rp_packbits(rp_array *out, const rp_array *a, int axis, rp_bit_order order)
{
    if (a->dtype->kind != 'b' && !rp_is_integer(a->dtype))
        return rp_fail(RP_TYPE_ERROR, "Expected an input array of integer or boolean data type");
    bit_work work = {.bits = a->shape[axis], .bytes = (a->shape[axis] + 7) / 8, .order = order};
    rp_slot dense;
    rp_slot_init(&dense);
    bool columns;
    RP_TRY(make_dense(&dense.array, a, &columns));
    return run_bits(out, &dense.array, columns, axis, &work, pack_units);
}

int rp_unpackbits(rp_array *out, const rp_array *a, int axis, intptr_t count, rp_bit_order order)
{
    if (a->dtype->num != RP_UINT8)
        return rp_fail(RP_TYPE_ERROR, "Expected an input array of unsigned byte data type");
    intptr_t bits;
    if (!rp_mul_intp(a->shape[axis], 8, &bits))
        return rp_fail(RP_VALUE_ERROR, "the result of unpackbits is too large");
    if (count < -bits)
        return rp_fail(RP_VALUE_ERROR, "-count larger than number of elements");
    if (count != INTPTR_MAX)
        bits = count < 0 ? bits + count : count;
    bit_work work = {.bits = bits, .bytes = a->shape[axis], .order = order};
    rp_slot dense;
    rp_slot_init(&dense);
    bool columns;
    RP_TRY(make_dense(&dense.array, a, &columns));
    return run_bits(out, &dense.array, columns, axis, &work, unpack_units);
}

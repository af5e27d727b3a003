/* np.put, and what NumPy writes with arrays of positions: take_along_axis, put_along_axis. Elements
 * are found by their offsets in bytes, a block of them at a time. */
#include "array/iter.h"
#include "base/bits.h"
#include "index/take.h"
#include "thread/pool.h"
#include <string.h>

enum { BLOCK = 1024, COST = 15 };

/* Values as dense elements of a's dtype, which nothing shares with a. */
static int dense_values(rp_array *out, const rp_array *values, const rp_array *a)
{
    if (values->dtype == a->dtype && rp_is_c_contiguous(values) &&
        !rp_may_share_memory(a, values)) {
        rp_array_alias(out, values);
        return 0;
    }
    return rp_array_copy(out, values, a->dtype, RP_ORDER_C);
}

/* ---- put ---- */

/* Offsets of elements counted in C order. */
static void flat_offsets(intptr_t *offsets, const rp_array *a, const intptr_t *positions,
                         intptr_t n, intptr_t size)
{
    if (rp_is_c_contiguous(a)) {
        rp_offsets(offsets, positions, n, size, a->dtype->itemsize);
        return;
    }
    for (intptr_t i = 0; i < n; i++) {
        uintptr_t rest = (uintptr_t)(positions[i] < 0 ? positions[i] + size : positions[i]);
        intptr_t offset = 0;
        for (int d = a->ndim - 1; d >= 0; d--) {
            uintptr_t outer = rest / (uintptr_t)a->shape[d];
            offset += (intptr_t)(rest - outer * (uintptr_t)a->shape[d]) * a->strides[d];
            rest = outer;
        }
        offsets[i] = offset;
    }
}

/* Few values again and again, so that they can be written many at a time. */
static int repeat_values(rp_array *values, intptr_t itemsize)
{
    intptr_t bytes = rp_array_size(values) * itemsize, times = BLOCK * itemsize / bytes + 1;
    intptr_t n = rp_array_size(values) * times;
    rp_slot many;
    rp_slot_init(&many);
    RP_TRY(rp_array_allocate(&many.array, values->dtype, 1, &n, RP_ORDER_C, false));
    for (intptr_t i = 0; i < times; i++)
        memcpy(many.array.data + i * bytes, values->data, (size_t)bytes);
    rp_array_release(values);
    rp_array_alias(values, &many.array);
    values->block = many.array.block;
    return 0;
}

static void scatter_values(rp_array *a, const rp_array *positions, const rp_array *values)
{
    intptr_t offsets[BLOCK], size = rp_array_size(a), itemsize = a->dtype->itemsize;
    intptr_t n = rp_array_size(positions), given = rp_array_size(values);
    const intptr_t *from = (const intptr_t *)positions->data;
    for (intptr_t i = 0; i < n; i += BLOCK) {
        intptr_t m = rp_min_intp(BLOCK, n - i);
        flat_offsets(offsets, a, from + i, m, size);
        for (intptr_t k = 0; k < m;) {
            intptr_t value = (i + k) % given;
            intptr_t run = given == 1 ? m : rp_min_intp(m - k, given - value);
            rp_scatter(a->data, offsets + k, values->data + value * itemsize,
                       given == 1 ? 0 : itemsize, run, itemsize);
            k += run;
        }
    }
}

static int put_values(rp_array *a, rp_array *positions, const rp_array *values)
{
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(rp_detach(positions, a));
    RP_TRY(dense_values(&dense.array, values, a));
    intptr_t given = rp_array_size(values);
    int code = 0;
    if (given > 1 && given < BLOCK && given < rp_array_size(positions))
        code = repeat_values(&dense.array, a->dtype->itemsize);
    if (code >= 0)
        scatter_values(a, positions, &dense.array);
    rp_array_release(&dense.array);
    return code;
}

int rp_put(rp_array *a, const rp_array *indices, const rp_array *values, rp_index_mode mode)
{
    if (!rp_is_writeable(a))
        return rp_fail(RP_VALUE_ERROR, "put: output array is read-only");
    RP_TRY(rp_check_positions(indices, RP_CASTING_SAFE));
    if (rp_array_size(indices) == 0)
        return 0;
    if (rp_array_size(a) == 0)
        return rp_fail(RP_INDEX_ERROR, "cannot replace elements of an empty array");
    if (rp_array_size(values) == 0)
        return 0;
    rp_slot positions;
    rp_slot_init(&positions);
    RP_TRY(rp_positions(&positions.array, indices, rp_array_size(a), 0, mode));
    int code = put_values(a, &positions.array, values);
    rp_array_release(&positions.array);
    return code;
}

/* ---- along an axis ---- */

typedef struct along {
    char *data, *other; /* the array's; the dense elements' */
    const intptr_t *positions;
    intptr_t length, step, size, itemsize;
    int ndim;
    intptr_t shape[RP_MAX_DIMS], strides[RP_MAX_DIMS]; /* of the array, but 0 along the axis */
} along;

/* Offsets of elements begin, begin + 1, ..., counted in C order. */
static void along_offsets(intptr_t *offsets, const along *w, intptr_t begin, intptr_t n)
{
    int last = w->ndim - 1;
    for (intptr_t i = 0; i < n;) {
        intptr_t rest = begin + i, first = 0, start = 0;
        for (int d = last; d >= 0; d--) {
            intptr_t outer = rest / w->shape[d], at = rest - outer * w->shape[d];
            start += at * w->strides[d];
            first = d == last ? at : first;
            rest = outer;
        }
        intptr_t row = rp_min_intp(w->shape[last] - first, n - i);
        for (intptr_t k = 0; k < row; k++)
            offsets[i + k] = start + k * w->strides[last];
        i += row;
    }
    rp_offsets_add(offsets, w->positions + begin, n, w->length, w->step);
}

static void take_along(void *context, intptr_t begin, intptr_t end)
{
    const along *w = context;
    intptr_t offsets[BLOCK];
    for (intptr_t i = begin; i < end; i += BLOCK) {
        intptr_t n = rp_min_intp(BLOCK, end - i);
        along_offsets(offsets, w, i, n);
        rp_gather(w->other + i * w->itemsize, w->itemsize, w->data, offsets, n, w->itemsize);
    }
}

static void put_along(const along *w)
{
    intptr_t offsets[BLOCK];
    for (intptr_t i = 0; i < w->size; i += BLOCK) {
        intptr_t n = rp_min_intp(BLOCK, w->size - i);
        along_offsets(offsets, w, i, n);
        rp_scatter(w->data, offsets, w->other + i * w->itemsize, w->itemsize, n, w->itemsize);
    }
}

/* Where the axes of `a` and of indices meet, and a's positions there. */
static int meet(along *w, rp_array *positions, const rp_array *a, const rp_array *indices, int axis)
{
    w->data = a->data;
    w->ndim = a->ndim;
    w->itemsize = a->dtype->itemsize;
    w->length = a->shape[axis];
    w->step = a->strides[axis];
    for (int d = 0; d < a->ndim; d++) {
        intptr_t n = indices->shape[d], own = a->shape[d];
        if (d != axis && n != own && n != 1 && own != 1) {
            char x[RP_SHAPE_TEXT_BYTES], y[RP_SHAPE_TEXT_BYTES];
            return rp_fail(RP_INDEX_ERROR,
                           "shape mismatch: indices of shape %s do not broadcast with an array of "
                           "shape %s",
                           rp_shape_text(x, sizeof x, indices->ndim, indices->shape),
                           rp_shape_text(y, sizeof y, a->ndim, a->shape));
        }
        w->shape[d] = d == axis || own == 1 ? n : own;
        w->strides[d] = d == axis || own == 1 ? 0 : a->strides[d];
    }
    intptr_t nbytes;
    RP_TRY(rp_check_shape(w->ndim, w->shape, w->itemsize, &w->size, &nbytes));
    rp_slot whole;
    rp_slot_init(&whole);
    RP_TRY(rp_view_broadcast(&whole.array, indices, w->ndim, w->shape));
    RP_TRY(rp_positions(positions, &whole.array, w->length, axis, RP_MODE_RAISE));
    w->positions = (const intptr_t *)positions->data;
    return 0;
}

static int check_along(const rp_array *a, const rp_array *indices, int *axis)
{
    if (*axis == RP_FLAT) {
        if (indices->ndim != 1)
            return rp_fail(RP_VALUE_ERROR,
                           "when axis=None, `indices` must have a single dimension.");
    } else {
        RP_TRY(*axis = rp_normalize_axis(*axis, a->ndim, NULL));
        if (indices->ndim != a->ndim)
            return rp_fail(RP_VALUE_ERROR,
                           "`indices` and `arr` must have the same number of dimensions");
    }
    if (!rp_is_integer(indices->dtype))
        return rp_fail(RP_INDEX_ERROR, "`indices` must be an integer array");
    return 0;
}

int rp_take_along_axis(rp_array *out, const rp_array *a, const rp_array *indices, int axis)
{
    RP_TRY(check_along(a, indices, &axis));
    if (axis == RP_FLAT)
        return rp_take(out, a, indices, axis, RP_MODE_RAISE);
    along w;
    rp_slot positions;
    rp_slot_init(&positions);
    RP_TRY(meet(&w, &positions.array, a, indices, axis));
    int code = rp_array_allocate(out, a->dtype, w.ndim, w.shape, RP_ORDER_C, false);
    if (code >= 0 && w.size > 0) {
        w.other = out->data;
        if (rp_worth_threads(w.size, COST))
            rp_parallel_for(w.size, 4 * BLOCK, take_along, &w);
        else
            take_along(&w, 0, w.size);
    }
    rp_array_release(&positions.array);
    return code;
}

static int put_broadcast(along *w, rp_array *a, rp_array *positions, const rp_array *values)
{
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(rp_detach(positions, a));
    w->positions = (const intptr_t *)positions->data;
    RP_TRY(rp_array_allocate(&dense.array, a->dtype, w->ndim, w->shape, RP_ORDER_C, false));
    int code = rp_array_assign(&dense.array, values, RP_CASTING_UNSAFE);
    w->other = dense.array.data;
    if (code >= 0)
        put_along(w);
    rp_array_release(&dense.array);
    return code;
}

int rp_put_along_axis(rp_array *a, const rp_array *indices, const rp_array *values, int axis)
{
    RP_TRY(check_along(a, indices, &axis));
    if (!rp_is_writeable(a))
        return rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
    if (axis == RP_FLAT)
        return rp_put(a, indices, values, RP_MODE_RAISE);
    along w;
    rp_slot positions;
    rp_slot_init(&positions);
    RP_TRY(meet(&w, &positions.array, a, indices, axis));
    int code = put_broadcast(&w, a, &positions.array, values);
    rp_array_release(&positions.array);
    return code;
}

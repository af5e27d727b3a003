/* np.take: an array is (around the axis) x (the axis) x (a chunk of bytes). */
#include "index/take.h"

#include "array/iter.h"
#include "base/bits.h"
#include "thread/pool.h"
#include <string.h>

enum {
    BLOCK = 1024,          /* positions turned into offsets together */
    BLOCK_BYTES = 1 << 15, /* or fewer, where chunks are large */
    FEW = 4,               /* fewer positions are copied one after the other, as views */
    MANY_AROUND = 16,
    MUCH = 4, /* more than the length divided by this */
    LARGE_CHUNK = 1 << 18,
    COST_OF_CHUNK = 10, /* tenths of a nanosecond, and so many bytes for one more */
    BYTES_A_TENTH = 2,
    GRAIN_COST = 60000,
};

typedef struct taking {
    const char *src;
    char *dst;
    const intptr_t *positions;
    intptr_t count, length, step; /* of positions; of the axis */
    intptr_t dst_step;            /* from one position's chunk to the next */
    intptr_t chunk, block;
    intptr_t around; /* how many chunks lie at one position */
    int ndim;        /* of what is around the axis; dimension 0 is the innermost */
    intptr_t shape[RP_MAX_DIMS], src_steps[RP_MAX_DIMS], dst_steps[RP_MAX_DIMS];
} taking;

static void add_dimension(taking *t, intptr_t n, intptr_t src_step, intptr_t dst_step)
{
    t->around *= n;
    int last = t->ndim - 1;
    if (last >= 0 && src_step == t->src_steps[last] * t->shape[last] &&
        dst_step == t->dst_steps[last] * t->shape[last]) {
        t->shape[last] *= n;
        return;
    }
    t->shape[t->ndim] = n;
    t->src_steps[t->ndim] = src_step;
    t->dst_steps[t->ndim++] = dst_step;
}

static void describe(taking *t, const rp_array *a, int axis, intptr_t count)
{
    intptr_t dst_step = t->chunk = a->dtype->itemsize;
    bool dense = true;
    t->src = a->data;
    t->count = count;
    t->around = 1;
    t->ndim = 0;
    for (int d = a->ndim - 1; d >= 0; d--) {
        intptr_t n = a->shape[d];
        if (d == axis) {
            t->length = n;
            t->step = a->strides[d];
            t->dst_step = dst_step;
            dst_step *= count;
            dense = false;
        } else if (n != 1) {
            dense = dense && a->strides[d] == t->chunk;
            if (dense)
                t->chunk *= n;
            else
                add_dimension(t, n, a->strides[d], dst_step);
            dst_step *= n;
        }
    }
    t->block = rp_min_intp(BLOCK, rp_max_intp(BLOCK_BYTES / t->chunk, 1));
}

/* Unit u is block u / around of the positions, at place u % around. */
static void take_units(void *context, intptr_t begin, intptr_t end)
{
    const taking *t = context;
    intptr_t offsets[BLOCK], known = -1, n = 0;
    for (intptr_t u = begin; u < end; u++) {
        intptr_t block = u / t->around, place = u - block * t->around, first = block * t->block;
        if (block != known) {
            n = rp_min_intp(t->block, t->count - first);
            rp_offsets(offsets, t->positions + first, n, t->length, t->step);
            known = block;
        }
        const char *src = t->src;
        char *dst = t->dst + first * t->dst_step;
        for (int d = 0; d < t->ndim; d++) {
            intptr_t outer = place / t->shape[d], at = place - outer * t->shape[d];
            src += at * t->src_steps[d];
            dst += at * t->dst_steps[d];
            place = outer;
        }
        rp_gather(dst, t->dst_step, src, offsets, n, t->chunk);
    }
}

static void gather_all(taking *t)
{
    intptr_t units = (t->count + t->block - 1) / t->block * t->around;
    intptr_t cost = COST_OF_CHUNK + rp_min_intp(t->chunk, BLOCK_BYTES) / BYTES_A_TENTH;
    if (rp_worth_threads(t->count * t->around, (int)cost)) {
        intptr_t in_unit = rp_min_intp(t->block, t->count);
        rp_parallel_for(units, GRAIN_COST / (cost * in_unit) + 1, take_units, t);
    } else {
        take_units(t, 0, units);
    }
}

/* ---- few positions ---- */

static void drop_axis(rp_array *view, int axis)
{
    view->ndim--;
    size_t rest = sizeof(intptr_t) * (size_t)(view->ndim - axis);
    memmove(view->shape + axis, view->shape + axis + 1, rest);
    memmove(view->strides + axis, view->strides + axis + 1, rest);
}

/* What lies at each position is copied by the iterator, which minds how both sides lie. */
static int copy_each(const taking *t, const rp_array *a, int axis)
{
    rp_slot from, to;
    rp_slot_init(&from);
    rp_slot_init(&to);
    rp_array_alias(&from.array, a);
    rp_array_alias(&to.array, a);
    to.array.shape[axis] = t->count;
    rp_fill_strides(to.array.strides, a->ndim, to.array.shape, a->dtype->itemsize, RP_ORDER_C);
    to.array.flags = RP_ARRAY_WRITEABLE;
    drop_axis(&from.array, axis);
    drop_axis(&to.array, axis);
    for (intptr_t i = 0; i < t->count; i++) {
        intptr_t offset;
        rp_offsets(&offset, t->positions + i, 1, t->length, t->step);
        from.array.data = a->data + offset;
        to.array.data = t->dst + i * t->dst_step;
        RP_TRY(rp_array_assign(&to.array, &from.array, RP_CASTING_NO));
    }
    return 0;
}

static int take_all(rp_array *to, const rp_array *a, int axis, const rp_array *positions)
{
    taking t;
    describe(&t, a, axis, rp_array_size(positions));
    t.positions = (const intptr_t *)positions->data;
    t.dst = to->data;
    if (t.count < FEW && (t.around >= MANY_AROUND || t.chunk >= LARGE_CHUNK))
        return copy_each(&t, a, axis);
    /* Chunks in pieces would be written with gaps: where much is taken, they are put together
     * first. */
    bool in_pieces = t.ndim > 0 && t.dst_steps[0] < t.dst_step;
    if (!in_pieces || t.count < t.length / MUCH) {
        gather_all(&t);
        return 0;
    }
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(rp_array_copy(&dense.array, a, NULL, RP_ORDER_C));
    describe(&t, &dense.array, axis, t.count);
    gather_all(&t);
    rp_array_release(&dense.array);
    return 0;
}

/* ---- operands ---- */

/* `a` with an axis to take along: flat or 0-d arrays as one of a single axis. */
static int source_of(rp_slot *source, const rp_array *a, int *axis)
{
    rp_slot_init(source);
    rp_array *view = &source->array;
    bool flat = *axis == RP_FLAT;
    intptr_t size = rp_array_size(a);
    if (!flat)
        RP_TRY(*axis = rp_normalize_axis(*axis, a->ndim ? a->ndim : 1, NULL));
    if (!flat && a->ndim > 0) {
        rp_array_alias(view, a);
        return 0;
    }
    *axis = 0;
    intptr_t resolved[RP_MAX_DIMS];
    int viewed = rp_view_reshape(view, a, 1, &size, RP_ORDER_C, resolved);
    if (viewed != 0)
        return viewed < 0 ? viewed : 0;
    RP_TRY(rp_array_copy(view, a, NULL, RP_ORDER_C));
    view->ndim = 1;
    view->shape[0] = size;
    view->strides[0] = a->dtype->itemsize;
    return 0;
}

/* a's shape with that of indices in the axis' stead; the number of dimensions. */
static int shape_of(intptr_t *shape, const rp_array *a, int axis, const rp_array *indices)
{
    int ndim = 0;
    for (int d = 0; d < axis; d++)
        shape[ndim++] = a->shape[d];
    for (int d = 0; d < indices->ndim; d++)
        shape[ndim++] = indices->shape[d];
    for (int d = axis + 1; d < a->ndim; d++)
        shape[ndim++] = a->shape[d];
    return ndim;
}

static int check_out(const rp_array *out, const rp_dtype *dtype, int ndim, const intptr_t *shape)
{
    bool fits = out->ndim == ndim;
    for (int d = 0; fits && d < ndim; d++)
        fits = out->shape[d] == shape[d];
    if (!fits)
        return rp_fail(RP_VALUE_ERROR, "output array does not match result of ndarray.take");
    if (!rp_is_writeable(out))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    return rp_check_cast(out->dtype, dtype, RP_CASTING_SAFE);
}

static int take_from(rp_array *out, const rp_array *a, int axis, const rp_array *indices,
                     rp_index_mode mode)
{
    intptr_t shape[2 * RP_MAX_DIMS], size, nbytes, around = 1;
    int ndim = shape_of(shape, a, axis, indices);
    RP_TRY(rp_check_shape(ndim, shape, a->dtype->itemsize, &size, &nbytes));
    if (out->dtype)
        RP_TRY(check_out(out, a->dtype, ndim, shape));
    for (int d = 0; d < axis; d++)
        around *= a->shape[d];
    rp_slot positions;
    rp_slot_init(&positions);
    /* NumPy looks at no position where there is nothing around the axis. */
    if (around > 0 && (size > 0 || mode == RP_MODE_RAISE))
        RP_TRY(rp_positions(&positions.array, indices, a->shape[axis], axis, mode));
    rp_result result;
    rp_array *inputs[] = {(rp_array *)a, (rp_array *)indices};
    int code = rp_result_begin(&result, out, a->dtype, ndim, shape, 2, inputs);
    if (code >= 0) {
        if (size > 0)
            code = take_all(result.to, a, axis, &positions.array);
        code = rp_result_end(&result, code);
    }
    rp_array_release(&positions.array);
    return code;
}

int rp_take(rp_array *out, const rp_array *a, const rp_array *indices, int axis, rp_index_mode mode)
{
    rp_slot source;
    RP_TRY(rp_check_positions(indices, RP_CASTING_SAME_KIND));
    RP_TRY(source_of(&source, a, &axis));
    int code = take_from(out, &source.array, axis, indices, mode);
    rp_array_release(&source.array);
    return code;
}

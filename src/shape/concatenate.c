#include "array/iter.h"
#include "array/weak.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "dtype/strided_copy.h"
#include "shape/joining.h"
#include "thread/pool.h"
#include <string.h>

/* A join under way. */
typedef struct join {
    intptr_t count;
    rp_array *const *parts;
    int axis;
    intptr_t *starts; /* where each part begins along the axis */
} join;

/* ---- the parts, as the join looks at them ---- */

static void insert_axis(rp_array *a, int axis)
{
    size_t behind = sizeof(intptr_t) * (size_t)(a->ndim - axis);
    memmove(a->shape + axis + 1, a->shape + axis, behind);
    memmove(a->strides + axis + 1, a->strides + axis, behind);
    a->shape[axis] = 1;
    a->strides[axis] = 0;
    a->ndim++;
}

static void raise_dims(rp_array *a, rp_joining how)
{
    if (a->ndim == 0)
        insert_axis(a, 0);
    if (a->ndim == 1 && how == RP_JOIN_COLUMNS)
        insert_axis(a, 1);
    else if (a->ndim == 1 && how != RP_JOIN_ROW)
        insert_axis(a, 0);
    if (a->ndim == 2 && how == RP_JOIN_DEEP)
        insert_axis(a, 2);
}

static int new_axis(const join *j, intptr_t axis)
{
    const rp_array *first = j->parts[0];
    for (intptr_t i = 0; i < j->count; i++) {
        const rp_array *part = j->parts[i];
        if (part->ndim != first->ndim ||
            memcmp(part->shape, first->shape, sizeof(intptr_t) * (size_t)first->ndim))
            return rp_fail(RP_VALUE_ERROR, "all input arrays must have the same shape");
    }
    if (first->ndim == RP_MAX_DIMS)
        return rp_fail(RP_INDEX_ERROR,
                       "number of dimensions must be within [0, %d], indexing result would have %d",
                       RP_MAX_DIMS, first->ndim + 1);
    int place = rp_normalize_axis(axis, first->ndim + 1, NULL);
    RP_TRY(place);
    for (intptr_t i = 0; i < j->count; i++)
        insert_axis(j->parts[i], place);
    return place;
}

/* Brings the parts into shape and finds the axis. */
static int look_at_parts(join *j, rp_joining how, intptr_t axis)
{
    if (j->count == 0)
        return rp_fail(RP_VALUE_ERROR, "need at least one array to %s",
                       how == RP_JOIN_STACKED ? "stack" : "concatenate");
    if (how == RP_JOIN_FLAT) {
        for (intptr_t i = 0; i < j->count; i++)
            if (j->parts[i]->weak)
                j->parts[i]->ndim = 0;
        return 0;
    }
    if (how == RP_JOIN_STACKED)
        return new_axis(j, axis);
    if (how == RP_JOIN_AS_GIVEN) {
        for (intptr_t i = 0; i < j->count; i++)
            if (j->parts[i]->ndim == 0)
                return rp_fail(RP_VALUE_ERROR, "zero-dimensional arrays cannot be concatenated");
        return rp_normalize_axis(axis, j->parts[0]->ndim, NULL);
    }
    for (intptr_t i = 0; i < j->count; i++)
        raise_dims(j->parts[i], how);
    switch (how) {
    case RP_JOIN_ROW: return j->parts[0]->ndim == 1 ? 0 : 1;
    case RP_JOIN_COLUMNS: return 1;
    case RP_JOIN_DEEP: return 2;
    default: return 0;
    }
}

/* ---- the result's shape, dtype and layout ---- */

static int too_long(void) { return rp_fail(RP_VALUE_ERROR, "array is too big"); }

static int flat_shape(join *j, intptr_t *total)
{
    *total = 0;
    for (intptr_t i = 0; i < j->count; i++) {
        j->starts[i] = *total;
        if (!rp_add_intp(*total, rp_array_size(j->parts[i]), total))
            return too_long();
    }
    return 0;
}

static int joined_shape(join *j, intptr_t *shape)
{
    const rp_array *first = j->parts[0];
    memcpy(shape, first->shape, sizeof(intptr_t) * (size_t)first->ndim);
    shape[j->axis] = 0;
    for (intptr_t i = 0; i < j->count; i++) {
        const rp_array *part = j->parts[i];
        if (part->ndim != first->ndim)
            return rp_fail(RP_VALUE_ERROR,
                           "all the input arrays must have same number of dimensions, but the "
                           "array at index 0 has %d dimension(s) and the array at index %zd has "
                           "%d dimension(s)",
                           first->ndim, i, part->ndim);
        for (int d = 0; d < first->ndim; d++)
            if (d != j->axis && part->shape[d] != first->shape[d])
                return rp_fail(RP_VALUE_ERROR,
                               "all the input array dimensions except for the concatenation axis "
                               "must match exactly, but along dimension %d, the array at index 0 "
                               "has size %zd and the array at index %zd has size %zd",
                               d, first->shape[d], i, part->shape[d]);
        j->starts[i] = shape[j->axis];
        if (!rp_add_intp(shape[j->axis], part->shape[j->axis], &shape[j->axis]))
            return too_long();
    }
    return 0;
}

/* The parts' common dtype; `dtypes` and `weak` have room for all. */
static const rp_dtype *common_dtype(const join *j, const rp_dtype **dtypes, rp_weak *weak)
{
    for (intptr_t i = 0; i < j->count; i++) {
        weak[i] = (rp_weak)j->parts[i]->weak;
        dtypes[i] = weak[i] ? NULL : j->parts[i]->dtype;
    }
    const rp_dtype *dtype = rp_result_type((int)j->count, dtypes, weak);
    bool fits = true;
    for (intptr_t i = 0; dtype && i < j->count; i++) {
        /* A whole number that an integer dtype does not hold counts as a float. */
        if (weak[i] == RP_WEAK_INT && rp_is_integer(dtype) && !rp_weak_fits(j->parts[i], dtype)) {
            weak[i] = RP_WEAK_FLOAT;
            fits = false;
        }
    }
    return fits ? dtype : rp_result_type((int)j->count, dtypes, weak);
}

/* Weak scalars become elements of the result's dtype, where they lie. */
static int settle_scalars(const join *j, const rp_dtype *dtype)
{
    for (intptr_t i = 0; i < j->count; i++) {
        rp_array *part = j->parts[i];
        if (!part->weak)
            continue;
        _Alignas(16) char element[16];
        RP_TRY(rp_weak_element(part, dtype->native, element));
        memcpy(part->data, element, (size_t)dtype->itemsize);
        part->dtype = dtype->native;
        part->ndim = 0;
        part->weak = RP_STRONG;
    }
    return 0;
}

static intptr_t magnitude(intptr_t stride) { return stride < 0 ? -stride : stride; }

/* Does axis `x` lie outside axis `y` in memory, although it is the later one? NumPy's rule: axes of
 * length 1 say nothing, and where parts contradict each other C order wins. -1: nothing is said. */
static int lies_outside(const join *j, int x, int y)
{
    int verdict = -1;
    for (intptr_t i = 0; i < j->count; i++) {
        const rp_array *part = j->parts[i];
        if (part->shape[x] == 1 || part->shape[y] == 1)
            continue;
        if (magnitude(part->strides[x]) <= magnitude(part->strides[y]))
            return 0;
        verdict = 1;
    }
    return verdict;
}

/* A new array with its axes in memory in the order of the parts'. */
static int allocate_joined(rp_array *out, const join *j, const rp_dtype *dtype, int ndim,
                           const intptr_t *shape)
{
    int order[RP_MAX_DIMS]; /* the outermost first */
    for (int i = 0; i < ndim; i++) {
        int place = i;
        for (int k = i - 1; k >= 0; k--) {
            int verdict = lies_outside(j, i, order[k]);
            if (verdict == 0)
                break;
            if (verdict == 1)
                place = k;
        }
        memmove(order + place + 1, order + place, sizeof(int) * (size_t)(i - place));
        order[place] = i;
    }
    rp_slot like; /* of which only shape and order of strides matter */
    rp_slot_init(&like);
    like.array.dtype = dtype;
    like.array.ndim = ndim;
    for (int i = 0; i < ndim; i++) {
        like.array.shape[i] = shape[i];
        like.array.strides[order[i]] = ndim - i;
    }
    return rp_array_allocate_like(out, dtype, &like.array, RP_ORDER_K);
}

static int check_out(const rp_array *out, int ndim, const intptr_t *shape, bool flat)
{
    if (out->ndim != ndim)
        return rp_fail(RP_VALUE_ERROR,
                       flat ? "Output array must be 1D" : "Output array has wrong dimensionality");
    if (memcmp(out->shape, shape, sizeof(intptr_t) * (size_t)ndim))
        return rp_fail(RP_VALUE_ERROR, "Output array is the wrong shape");
    return 0;
}

static int check_casts(const join *j, const rp_dtype *dtype, rp_casting casting)
{
    for (intptr_t i = 0; i < j->count; i++) {
        const rp_dtype *its = j->parts[i]->dtype;
        if (its != dtype)
            RP_TRY(rp_check_cast(its, dtype, casting));
    }
    return 0;
}

/* ---- copying dense parts into a dense result: runs of bytes ---- */

enum {
    BLOCK_BYTES = 1 << 16, /* a piece of work */
    SHORT_RUN = 1 << 14,   /* runs of all parts that are taken several together */
};

/* The result is so many rounds of runs of bytes, one of each part in turn. */
typedef struct runs {
    const join *join;
    char *out;
    intptr_t unit, round, rounds; /* bytes of a step along the axis, of a round; how many rounds */
    intptr_t together;            /* rounds in a piece */
} runs;

static intptr_t run_bytes(const runs *r, intptr_t part)
{
    return r->join->parts[part]->shape[r->join->axis] * r->unit;
}

/* The last part that begins at or before a place along the axis. */
static intptr_t part_at(const join *j, intptr_t place)
{
    intptr_t low = 0, high = j->count;
    while (high - low > 1) {
        intptr_t middle = low + (high - low) / 2;
        if (j->starts[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Long rounds: the result's bytes in blocks, wherever runs end. */
static void copy_blocks(void *context, intptr_t begin, intptr_t end)
{
    const runs *r = context;
    intptr_t at = begin * BLOCK_BYTES;
    end = rp_min_intp(end * BLOCK_BYTES, r->round * r->rounds);
    while (at < end) {
        intptr_t round = at / r->round, offset = at % r->round;
        for (intptr_t i = part_at(r->join, offset / r->unit); at < end && i < r->join->count; i++) {
            intptr_t run = run_bytes(r, i), done = offset - r->join->starts[i] * r->unit;
            intptr_t n = rp_min_intp(run - done, end - at);
            if (n <= 0)
                continue;
            rp_copy_bytes(r->out + at, r->join->parts[i]->data + round * run + done, n);
            at += n;
            offset += n;
        }
    }
}

/* Are there two parts, each with an element a round? */
static bool zips(const runs *r)
{
    const join *j = r->join;
    return j->count == 2 && j->parts[0]->shape[j->axis] == 1 && j->parts[1]->shape[j->axis] == 1;
}

/* Short rounds: several, part by part. Runs of an element's size are strided elements. */
static void copy_rounds(void *context, intptr_t begin, intptr_t end)
{
    const runs *r = context;
    for (intptr_t piece = begin; piece < end; piece++) {
        intptr_t first = piece * r->together, n = rp_min_intp(r->together, r->rounds - first);
        intptr_t done = first * r->unit;
        if (zips(r) && rp_zip(r->out + 2 * done, r->join->parts[0]->data + done,
                              r->join->parts[1]->data + done, n, r->unit))
            continue;
        for (intptr_t i = 0; i < r->join->count; i++) {
            intptr_t run = run_bytes(r, i);
            rp_strided_copy(r->out + first * r->round + r->join->starts[i] * r->unit, r->round,
                            r->join->parts[i]->data + first * run, run, n, run);
        }
    }
}

/* `out` and the parts are dense in C order, of one dtype, and do not overlap. */
static void copy_runs(rp_array *out, const join *j)
{
    runs r = {.join = j, .out = out->data, .unit = out->dtype->itemsize, .rounds = 1};
    for (int d = 0; d < j->axis; d++)
        r.rounds *= out->shape[d];
    for (int d = j->axis + 1; d < out->ndim; d++)
        r.unit *= out->shape[d];
    r.round = r.unit * out->shape[j->axis];
    bool brief = r.round < SHORT_RUN && r.rounds > 1;
    r.together = rp_max_intp(BLOCK_BYTES / 2 / r.round, 1);
    intptr_t pieces = brief ? (r.rounds + r.together - 1) / r.together
                            : (r.round * r.rounds + BLOCK_BYTES - 1) / BLOCK_BYTES;
    rp_task_fn task = brief ? copy_rounds : copy_blocks;
    if (rp_worth_threads(r.round * r.rounds / (intptr_t)sizeof(double), 0))
        rp_parallel_for(pieces, 1, task, &r);
    else
        task(&r, 0, pieces);
}

/* ---- copying any parts ---- */

/* Are parts and result all dense in this order? */
static bool all_dense(const rp_array *out, const join *j, bool (*dense)(const rp_array *))
{
    if (!dense(out))
        return false;
    for (intptr_t i = 0; i < j->count; i++)
        if (!dense(j->parts[i]))
            return false;
    return true;
}

static void reverse_axes(rp_array *a)
{
    for (int i = 0, k = a->ndim - 1; i < k; i++, k--) {
        intptr_t length = a->shape[i], step = a->strides[i];
        a->shape[i] = a->shape[k];
        a->strides[i] = a->strides[k];
        a->shape[k] = length;
        a->strides[k] = step;
    }
}

static void reverse_all(join *j, rp_array *out)
{
    for (intptr_t i = 0; i < j->count; i++)
        reverse_axes(j->parts[i]);
    j->axis = out->ndim - 1 - j->axis;
    reverse_axes(out);
}

static void flatten_dense(rp_array *a)
{
    a->shape[0] = rp_array_size(a);
    a->strides[0] = a->dtype->itemsize;
    a->ndim = 1;
}

/* Copies bytes if that will do. Overlap was excluded by the caller. */
static bool copied_as_runs(rp_array *out, join *j, bool flat)
{
    for (intptr_t i = 0; i < j->count; i++)
        if (j->parts[i]->dtype != out->dtype)
            return false;
    if (all_dense(out, j, rp_is_c_contiguous)) {
        for (intptr_t i = 0; flat && i < j->count; i++)
            flatten_dense(j->parts[i]);
        copy_runs(out, j);
        return true;
    }
    if (flat || !all_dense(out, j, rp_is_f_contiguous))
        return false;
    reverse_all(j, out);
    copy_runs(out, j);
    reverse_all(j, out);
    return true;
}

/* The part of the result where a part goes. */
static void place_of(rp_array *place, const rp_array *out, const join *j, intptr_t i, bool flat)
{
    const rp_array *part = j->parts[i];
    rp_array_alias(place, out);
    place->data += j->starts[i] * out->strides[j->axis];
    if (!flat) {
        place->shape[j->axis] = part->shape[j->axis];
        return;
    }
    place->ndim = part->ndim;
    intptr_t step = out->strides[0];
    for (int d = part->ndim - 1; d >= 0; d--) {
        place->shape[d] = part->shape[d];
        place->strides[d] = step;
        step *= part->shape[d];
    }
}

static int copy_parts(rp_array *out, join *j, bool flat, bool fresh)
{
    if (rp_array_size(out) == 0)
        return 0;
    bool apart = true;
    for (intptr_t i = 0; !fresh && i < j->count; i++)
        apart &= !rp_may_share_memory(out, j->parts[i]);
    if (apart && copied_as_runs(out, j, flat))
        return 0;
    for (intptr_t i = 0; i < j->count; i++) {
        rp_slot place;
        rp_slot_init(&place);
        place_of(&place.array, out, j, i, flat);
        RP_TRY(rp_array_assign(&place.array, j->parts[i], RP_CASTING_UNSAFE));
    }
    return 0;
}

/* ---- all of it ---- */

static int concatenate(rp_array *out, join *j, bool flat, const rp_dtype *dtype, rp_casting casting)
{
    intptr_t shape[RP_MAX_DIMS];
    int ndim = flat ? 1 : j->parts[0]->ndim;
    RP_TRY(flat ? flat_shape(j, shape) : joined_shape(j, shape));
    bool fresh = !out->dtype;
    if (!fresh) {
        RP_TRY(check_out(out, ndim, shape, flat));
        if (!rp_is_writeable(out))
            return rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
        dtype = out->dtype;
    }
    RP_TRY(settle_scalars(j, dtype));
    RP_TRY(check_casts(j, dtype, casting));
    if (fresh)
        RP_TRY(flat ? rp_array_allocate(out, dtype, 1, shape, RP_ORDER_C, false)
                    : allocate_joined(out, j, dtype, ndim, shape));
    int code = copy_parts(out, j, flat, fresh);
    if (code < 0 && fresh)
        rp_array_release(out);
    return code;
}

enum { FEW = 68 }; /* parts that need no memory of their own */

int rp_concatenate(rp_array *out, intptr_t count, rp_array *const *parts, rp_joining how,
                   intptr_t axis, const rp_dtype *dtype, rp_casting casting)
{
    join j = {.count = count, .parts = parts};
    j.axis = look_at_parts(&j, how, axis);
    RP_TRY(j.axis);
    intptr_t starts[FEW];
    const rp_dtype *dtypes[FEW];
    rp_weak weak[FEW];
    void *block = NULL;
    const rp_dtype **all_dtypes = dtypes;
    rp_weak *all_weak = weak;
    j.starts = starts;
    if (count > FEW) {
        block = rp_alloc((size_t)count * (sizeof *starts + sizeof *dtypes + sizeof *weak));
        if (!block)
            return -RP_MEMORY_ERROR;
        j.starts = block;
        all_dtypes = (const rp_dtype **)(j.starts + count);
        all_weak = (rp_weak *)(all_dtypes + count);
    }
    int code = 0;
    if (!out->dtype && !dtype) {
        dtype = common_dtype(&j, all_dtypes, all_weak);
        code = dtype ? 0 : -(int)rp_error_get();
    }
    if (code == 0)
        code = concatenate(out, &j, how == RP_JOIN_FLAT, dtype, casting);
    rp_free(block);
    return code;
}

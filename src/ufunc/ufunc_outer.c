/* outer: every element of a with every element of b. at: unbuffered, in place. */
#include "ufunc/ufunc_internal.h"

#include "base/bits.h"
#include "ufunc/float_errors.h"
#include <string.h>

int rp_ufunc_outer(const rp_ufunc *uf, const rp_array *a, const rp_array *b, rp_array *const *outs,
                   const rp_call *call)
{
    if (uf->signature)
        return rp_fail(RP_TYPE_ERROR,
                       "method outer is not allowed in ufunc with non-trivial signature");
    if (uf->nin != 2)
        return rp_fail(RP_VALUE_ERROR, "outer product only supported for binary functions");
    rp_array *ops[RP_UFUNC_MAX_ARGS] = {(rp_array *)a, (rp_array *)b};
    for (int i = 0; i < uf->nout; i++)
        ops[2 + i] = outs[i];
    if (a->weak || b->weak || b->ndim == 0)
        return rp_ufunc_call(uf, ops, call);
    int ndim = a->ndim + b->ndim;
    if (ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "maximum supported dimension for an ndarray is currently %d, found %d",
                       RP_MAX_DIMS, ndim);
    rp_slot spread;
    rp_slot_init(&spread);
    intptr_t *shape = spread.array.shape, *strides = spread.array.strides;
    rp_array_alias(&spread.array, a);
    spread.array.shape = shape;
    spread.array.strides = strides;
    spread.array.ndim = ndim;
    for (int d = 0; d < ndim; d++) {
        shape[d] = d < a->ndim ? a->shape[d] : 1;
        strides[d] = d < a->ndim ? a->strides[d] : 0;
    }
    ops[0] = &spread.array;
    return rp_ufunc_call(uf, ops, call);
}

/* ---- at ---- */

typedef struct at_run {
    const rp_loop *row;
    char *data;
    int indices;                       /* index arrays, one for each of the first axes */
    const intptr_t *lengths, *strides; /* of those axes */
    bool has_operand;
    bool direct;         /* the loop may work on the elements themselves */
    rp_transfer in, out; /* a's dtype to the loop's and back */
    intptr_t rest;       /* elements an index selects */
} at_run;

/* Where the element that the indices of this step select begins. */
static char *selected(const at_run *run, char *const *args)
{
    char *place = run->data;
    for (int i = 0; i < run->indices; i++) {
        intptr_t index = *(const intptr_t *)args[i];
        place += (index < 0 ? index + run->lengths[i] : index) * run->strides[i];
    }
    return place;
}

static void at_step(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const at_run *run = context;
    intptr_t one = 1, still[3] = {0, 0, 0};
    for (intptr_t k = 0; k < n; k++) {
        char *at[RP_MAX_OPERANDS];
        for (int i = 0; i <= run->indices + run->has_operand; i++)
            at[i] = args[i] + k * steps[i];
        /* The operand before the last gives the offset inside what the indices select. */
        char *place = selected(run, at) + (at[run->indices] - run->data);
        if (run->direct) {
            char *in_place[3] = {place, run->has_operand ? at[run->indices + 1] : place, place};
            run->row->fn(in_place, &one, still, (void *)run->row);
            continue;
        }
        rp_element value, result;
        rp_transfer_run(&run->in, place, 0, value.bytes, 0, 1);
        char *loop_args[3] = {value.bytes, result.bytes, NULL};
        if (run->has_operand) {
            loop_args[1] = at[run->indices + 1];
            loop_args[2] = result.bytes;
        }
        run->row->fn(loop_args, &one, still, (void *)run->row);
        rp_transfer_run(&run->out, result.bytes, 0, place, 0, 1);
    }
}

static void check_index_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    intptr_t *bad_and_length = context; /* [0] the first bad index, [1] the length, [2] found */
    for (intptr_t k = 0; k < n && !bad_and_length[2]; k++) {
        intptr_t index = *(const intptr_t *)(args[0] + k * steps[0]);
        if (index < -bad_and_length[1] || index >= bad_and_length[1]) {
            bad_and_length[0] = index;
            bad_and_length[2] = 1;
        }
    }
}

static int check_indices(const rp_array *indices, int axis, intptr_t length)
{
    rp_iter it;
    rp_array *ops[1] = {(rp_array *)indices};
    RP_TRY(rp_iter_init(&it, 1, ops, indices->ndim, indices->shape, RP_ITER_KEEP_ORDER));
    intptr_t state[3] = {0, length, 0};
    rp_iter_rows(&it, 0, it.size, check_index_row, state);
    if (state[2])
        return rp_fail(RP_INDEX_ERROR, "index %zd is out of bounds for axis %d with size %zd",
                       state[0], axis, length);
    return 0;
}

/* The axes of `a` that no index names, as an array of one element in memory terms: its strides give
 * the offsets inside what the indices select. */
static void describe_rest(rp_slot *rest, const rp_array *a, int indices, int lead)
{
    rp_slot_init(rest);
    intptr_t *shape = rest->array.shape, *strides = rest->array.strides;
    rp_array_alias(&rest->array, a);
    rest->array.shape = shape;
    rest->array.strides = strides;
    rest->array.ndim = lead + a->ndim - indices;
    for (int d = 0; d < rest->array.ndim; d++) {
        shape[d] = d < lead ? 1 : a->shape[indices + d - lead];
        strides[d] = d < lead ? 0 : a->strides[indices + d - lead];
    }
}

/* Positions among all elements in C order become offsets in memory. */
static int to_offsets(rp_array *positions, const rp_array *a)
{
    rp_slot line;
    rp_slot_init(&line);
    intptr_t size = rp_array_size(a);
    int viewed = rp_view_reshape(&line.array, a, 1, &size, RP_ORDER_C, NULL);
    RP_TRY(viewed);
    const rp_array *of = viewed ? &line.array : a;
    intptr_t *offsets = (intptr_t *)positions->data, n = rp_array_size(positions);
    for (intptr_t i = 0; i < n; i++) {
        intptr_t rest = offsets[i] < 0 ? offsets[i] + size : offsets[i], offset = 0;
        for (int d = of->ndim - 1; d > 0; d--) {
            offset += rest % of->shape[d] * of->strides[d];
            rest /= of->shape[d];
        }
        offsets[i] = offset + rest * of->strides[0];
    }
    return 0;
}

typedef struct at_operands {
    rp_slot indices[RP_MAX_DIMS / 8]; /* as intp; */
    rp_slot rest, operand;
} at_operands;

/* `flat`: the one index array holds positions among all elements. */
static int run_at(const rp_ufunc *uf, rp_array *a, int count, rp_array *const *indices, bool flat,
                  rp_array *b, at_operands *own)
{
    /* Offsets are taken as they are, negative ones too. */
    static const intptr_t no_length = 0, byte = 1;
    rp_slot unallocated;
    rp_slot_init(&unallocated);
    rp_array *typed[3] = {a, b ? b : &unallocated.array, &unallocated.array};
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    const rp_loop *row = rp_ufunc_resolve(uf, typed, NULL, dtypes);
    if (!row)
        return -(int)rp_error_get();
    if (b && !b->weak)
        RP_TRY(rp_ufunc_check_power(uf, dtypes[1], b));
    const rp_dtype *result = dtypes[uf->nin]; /* cast back unsafely, as NumPy does */
    rp_watched_loop watched;
    at_run run = {.row = rp_watch_loop(&watched, uf, row),
                  .data = a->data,
                  .indices = count,
                  .lengths = flat ? &no_length : a->shape,
                  .strides = flat ? &byte : a->strides,
                  .has_operand = b != NULL};
    RP_TRY(rp_transfer_init(&run.in, a->dtype, dtypes[0], rp_is_aligned(a)));
    RP_TRY(rp_transfer_init(&run.out, result, a->dtype, rp_is_aligned(a)));

    run.direct = dtypes[0] == a->dtype && result == a->dtype && rp_is_aligned(a);

    rp_array *ops[RP_MAX_OPERANDS];
    int lead = 0;
    intptr_t lead_shape[RP_MAX_DIMS];
    for (int i = 0; i < count; i++) {
        const char kind = indices[i]->dtype->kind;
        if (kind != 'i' && kind != 'u')
            return rp_fail(RP_INDEX_ERROR, "arrays used as indices must be of integer type, not %s",
                           indices[i]->dtype->name);
        RP_TRY(rp_array_copy(&own->indices[i].array, indices[i], rp_dtype_of(RP_INTP), RP_ORDER_C));
        intptr_t length = flat ? rp_array_size(a) : a->shape[i];
        RP_TRY(check_indices(&own->indices[i].array, i, length));
        ops[i] = &own->indices[i].array;
    }
    if (flat)
        RP_TRY(to_offsets(ops[0], a));
    RP_TRY(rp_broadcast_shapes(count, ops, &lead, lead_shape));
    /* Index arrays run over the leading axes of the iteration, the rest of `a` over the last ones.
     */
    int named = flat ? a->ndim : count, tail = a->ndim - named, ndim = lead + tail;
    intptr_t shape[RP_MAX_DIMS];
    if (ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR, "too many dimensions: %d", ndim);
    memcpy(shape, lead_shape, sizeof(intptr_t) * (size_t)lead);
    for (int d = 0; d < tail; d++)
        shape[lead + d] = a->shape[named + d];
    rp_array widened[RP_MAX_DIMS / 8];
    intptr_t dims[RP_MAX_DIMS / 8][2 * RP_MAX_DIMS];
    for (int i = 0; i < count; i++) {
        const rp_array *index = ops[i];
        widened[i] = *index;
        widened[i].shape = dims[i];
        widened[i].strides = dims[i] + RP_MAX_DIMS;
        widened[i].ndim = index->ndim + tail;
        for (int d = 0; d < widened[i].ndim; d++) {
            widened[i].shape[d] = d < index->ndim ? index->shape[d] : 1;
            widened[i].strides[d] = d < index->ndim ? index->strides[d] : 0;
        }
        ops[i] = &widened[i];
    }
    describe_rest(&own->rest, a, named, lead);
    ops[count] = &own->rest.array;
    int nop = count + 1;
    rp_slot spread_operand;
    rp_slot_init(&spread_operand);
    if (b) {
        if (b->weak) {
            own->operand.array.dtype = dtypes[1];
            own->operand.array.data = (char *)own->operand.value;
            RP_TRY(rp_weak_element(b, dtypes[1], own->operand.array.data));
        } else {
            RP_TRY(rp_array_copy(&own->operand.array, b, dtypes[1], RP_ORDER_C));
        }
        RP_TRY(rp_view_broadcast(&spread_operand.array, &own->operand.array, ndim, shape));
        ops[nop++] = &spread_operand.array;
    }
    rp_iter it;
    RP_TRY(rp_iter_init(&it, nop, ops, ndim, shape, RP_ITER_KEEP_ORDER));
    if (it.size > 0)
        rp_iter_rows(&it, 0, it.size, at_step, &run);
    return 0;
}

static int checked_at(const rp_ufunc *uf, rp_array *a, int count, rp_array *const *indices,
                      bool flat, rp_array *b)
{
    if (uf->signature)
        return rp_fail(RP_TYPE_ERROR,
                       "%s.at does not support ufunc with non-trivial signature: %s has signature "
                       "%s.",
                       uf->name, uf->name, uf->signature);
    if (uf->nin > 2 || uf->nout != 1)
        return rp_fail(RP_VALUE_ERROR,
                       "at only supported for unary and binary ufuncs with one output");
    if ((uf->nin == 2) != (b != NULL))
        return rp_fail(RP_VALUE_ERROR, uf->nin == 2
                                           ? "second operand needed for ufunc"
                                           : "second operand provided when ufunc is unary");
    if (!rp_is_writeable(a))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    if (count > a->ndim && !flat)
        return rp_fail(RP_INDEX_ERROR,
                       "too many indices for array: array is %d-dimensional, but %d were indexed",
                       a->ndim, count);
    if (count > RP_MAX_DIMS / 8)
        return rp_fail(RP_INDEX_ERROR, "at takes at most %d index arrays, found %d",
                       RP_MAX_DIMS / 8, count);
    at_operands own;
    for (int i = 0; i < count; i++)
        rp_slot_init(&own.indices[i]);
    rp_slot_init(&own.rest);
    rp_slot_init(&own.operand);
    int code = run_at(uf, a, count, indices, flat, b, &own);
    rp_float_report(uf->name);
    for (int i = 0; i < count; i++)
        rp_array_release(&own.indices[i].array);
    rp_array_release(&own.operand.array);
    return code;
}

int rp_ufunc_at(const rp_ufunc *uf, rp_array *a, int count, rp_array *const *indices, rp_array *b)
{
    return checked_at(uf, a, count, indices, false, b);
}

int rp_ufunc_at_flat(const rp_ufunc *uf, rp_array *a, rp_array *positions, rp_array *b)
{
    return checked_at(uf, a, 1, &positions, true, b);
}

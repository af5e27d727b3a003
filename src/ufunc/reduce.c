/* Reductions: a loop whose output stands still along the reduced axes. What is reduced with which
 * loop into what; reduce_run.c does it. */
#include "ufunc/reduce_run.h"

#include "base/bits.h"
#include "ufunc/float_errors.h"
#include <string.h>

static int check_reducible(const rp_ufunc *uf, const char *method)
{
    if (uf->signature)
        return rp_fail(RP_TYPE_ERROR, "Reduction not defined on ufunc with signature");
    if (uf->nin != 2)
        return rp_fail(RP_VALUE_ERROR, "%s only supported for binary functions", method);
    if (uf->nout != 1)
        return rp_fail(RP_VALUE_ERROR, "%s only supported for functions returning a single value",
                       method);
    return 0;
}

/* The loop that the operands ask for, as NumPy resolves a reduction: `out` counts as the first
 * operand, the array as the second. */
static const rp_loop *promoted_loop(const rp_ufunc *uf, const char *method, const rp_array *a,
                                    const rp_array *out)
{
    rp_slot open;
    rp_slot_init(&open);
    rp_array *ops[3] = {(rp_array *)(out->dtype ? out : a), (rp_array *)a, &open.array};
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    const rp_loop *row = rp_ufunc_resolve(uf, ops, NULL, dtypes);
    if (!row || (row->types[0] == row->types[1] && row->types[0] == row->types[2]))
        return row;
    rp_fail(RP_TYPE_ERROR,
            "the resolved dtypes are not compatible with %s.%s. Resolved (%s, %s, %s)", uf->name,
            method, dtypes[0]->name, dtypes[1]->name, dtypes[2]->name);
    return NULL;
}

const rp_loop *rp_ufunc_reduction_loop(const rp_ufunc *uf, const char *method, const rp_array *a,
                                       const rp_dtype *dtype, const rp_array *out)
{
    if (check_reducible(uf, method) < 0 || rp_ufunc_check_dtype(dtype) < 0)
        return NULL;
    const rp_dtype *wanted = dtype;
    if (!wanted && rp_ufunc_is_logical(uf))
        wanted = rp_dtype_of(RP_BOOL);
    if (!wanted && !out->dtype) {
        wanted = rp_ufunc_accumulator(uf, a->dtype);
        if (wanted->num == a->dtype->num)
            wanted = NULL;
    }
    if (!wanted)
        return promoted_loop(uf, method, a, out);
    const rp_loop *row = rp_ufunc_exact_loop(uf, wanted->num);
    if (!row || row->types[2] != wanted->num)
        row = rp_ufunc_uniform_loop(uf, wanted, dtype != NULL);
    if (!row)
        rp_fail(RP_TYPE_ERROR,
                "No loop matching the specified signature and casting was found for ufunc %s",
                uf->name);
    return row;
}

int rp_ufunc_check_powers_along(const rp_ufunc *uf, const rp_dtype *dtype, const rp_array *a,
                                int axis)
{
    if (a->ndim == 0 || a->shape[axis] < 2)
        return 0;
    rp_slot rest;
    rp_slot_init(&rest);
    RP_TRY(rp_view_broadcast(&rest.array, a, a->ndim, a->shape));
    rest.array.data += a->strides[axis];
    rest.array.shape[axis]--;
    return rp_ufunc_check_power(uf, dtype, &rest.array);
}

/* A view of the output with the input's number of dimensions: stride 0 along reduced axes. */
static void spread_output(rp_slot *view, const rp_array *out, const rp_array *a, uint64_t axes,
                          bool keepdims)
{
    rp_slot_init(view);
    intptr_t *shape = view->array.shape, *strides = view->array.strides;
    rp_array_alias(&view->array, out);
    view->array.shape = shape;
    view->array.strides = strides;
    view->array.ndim = a->ndim;
    int o = 0;
    for (int d = 0; d < a->ndim; d++) {
        bool reduced = axes >> d & 1;
        shape[d] = a->shape[d];
        strides[d] = reduced ? 0 : out->strides[o];
        o += keepdims || !reduced;
    }
}

static void output_shape(const rp_array *a, uint64_t axes, bool keepdims, int *ndim,
                         intptr_t *shape)
{
    *ndim = 0;
    for (int d = 0; d < a->ndim; d++) {
        if (!(axes >> d & 1))
            shape[(*ndim)++] = a->shape[d];
        else if (keepdims)
            shape[(*ndim)++] = 1;
    }
}

static int check_output(const rp_ufunc *uf, const rp_array *out, int ndim, const intptr_t *shape)
{
    if (!rp_is_writeable(out))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    if (out->ndim != ndim)
        return rp_fail(RP_VALUE_ERROR,
                       "output parameter for reduction operation %s has the wrong number of "
                       "dimensions: Found %d but expected %d",
                       uf->name, out->ndim, ndim);
    for (int d = 0; d < ndim; d++) {
        if (out->shape[d] == shape[d])
            continue;
        char own[RP_SHAPE_TEXT_BYTES], wanted[RP_SHAPE_TEXT_BYTES];
        return rp_fail(RP_VALUE_ERROR,
                       "output parameter for reduction operation %s has shape %s, but the result "
                       "has shape %s",
                       uf->name, rp_shape_text(own, sizeof own, out->ndim, out->shape),
                       rp_shape_text(wanted, sizeof wanted, ndim, shape));
    }
    return 0;
}

/* Allocates the result with its axes in the memory order of the input's. */
static int allocate_output(rp_array *out, const rp_dtype *dtype, const rp_array *a, uint64_t axes,
                           bool keepdims)
{
    int ndim;
    intptr_t shape[RP_MAX_DIMS], strides[RP_MAX_DIMS];
    output_shape(a, axes, keepdims, &ndim, shape);
    RP_TRY(rp_array_allocate(out, dtype, ndim, shape, RP_ORDER_C, false));
    rp_iter it;
    rp_array *ops[1] = {(rp_array *)a};
    RP_TRY(rp_iter_init(&it, 1, ops, a->ndim, a->shape, RP_ITER_KEEP_SIGNS));
    intptr_t stride = dtype->itemsize;
    for (int d = 0; d < a->ndim; d++) {
        int axis = a->ndim - 1 - it.axes[d];
        bool reduced = axes >> axis & 1;
        strides[axis] = reduced ? 0 : stride;
        if (!reduced)
            stride *= a->shape[axis] ? a->shape[axis] : 1;
    }
    int o = 0;
    for (int d = 0; d < a->ndim; d++) {
        bool reduced = axes >> d & 1;
        if (!reduced)
            out->strides[o] = strides[d];
        o += keepdims || !reduced;
    }
    return 0;
}

static int fill_outputs(rp_array *outputs, const rp_array *from)
{
    if (rp_array_size(outputs) == 1 && rp_is_behaved(from))
        return rp_cast_element(from->dtype, from->data, outputs->dtype, outputs->data);
    return rp_array_assign(outputs, from, RP_CASTING_UNSAFE);
}

/* Fills the output with what the reduction starts from, and takes from `rest` what is already
 * counted. Returns 1 where the first elements were taken and the reduction is of several axes. */
static int start_output(const rp_ufunc *uf, const rp_loop *row, rp_array *spread, rp_array *rest,
                        const rp_reduction *how)
{
    rp_slot value;
    rp_slot_init(&value);
    value.array.dtype = spread->dtype;
    value.array.data = (char *)value.value;
    rp_array once = *spread; /* each output element once */
    intptr_t shape[RP_MAX_DIMS];
    once.shape = shape;
    for (int d = 0; d < spread->ndim; d++)
        shape[d] = how->axes >> d & 1 ? 1 : spread->shape[d];
    if (how->initial) {
        if (how->initial->weak)
            RP_TRY(rp_weak_element(how->initial, spread->dtype, value.array.data));
        else
            RP_TRY(rp_cast_element(how->initial->dtype, how->initial->data, spread->dtype,
                                   value.array.data));
        return fill_outputs(&once, &value.array);
    }
    if (!how->no_initial && rp_ufunc_identity(uf, spread->dtype, value.array.data))
        return fill_outputs(&once, &value.array);
    if (how->where)
        return rp_fail(RP_VALUE_ERROR,
                       "reduction operation '%s' does not have an identity, so to use a where "
                       "mask one has to specify 'initial'",
                       uf->name);
    intptr_t outputs = 1, reduced = 1;
    int reduced_axes = 0, last_axis = 0;
    for (int d = 0; d < spread->ndim; d++) {
        if (!(how->axes >> d & 1)) {
            outputs *= spread->shape[d];
            continue;
        }
        reduced *= spread->shape[d];
        reduced_axes++;
        last_axis = d;
    }
    if (outputs == 0)
        return 0;
    if (reduced == 0)
        return rp_fail(RP_VALUE_ERROR,
                       "zero-size array to reduction operation %s which has no identity", uf->name);
    rp_array first = *rest;
    first.shape = shape;
    RP_TRY(fill_outputs(&once, &first));
    if (reduced_axes == 0) {
        rest->shape[0] = rest->ndim ? 0 : 1; /* nothing is left to reduce */
        return rest->ndim ? 0 : 2;
    }
    if (row->flags & RP_LOOP_IDEMPOTENT) /* whole lines have their vectors where memory has */
        return 0;
    if (reduced_axes > 1)
        return 1;
    rest->data += rest->strides[last_axis];
    rest->shape[last_axis]--;
    return 0;
}

/* Several axes whose first elements are already counted: each element but those, in pieces. */
static int run_without_first(reduce_run *run, rp_array *spread, const rp_array *a, uint64_t axes)
{
    rp_slot piece;
    for (int cut = 0; cut < a->ndim; cut++) {
        if (!(axes >> cut & 1))
            continue;
        rp_slot_init(&piece);
        intptr_t *shape = piece.array.shape;
        piece.array = *a;
        piece.array.shape = shape;
        for (int d = 0; d < a->ndim; d++)
            shape[d] = (axes >> d & 1) && d > cut ? 1 : a->shape[d];
        shape[cut]--;
        piece.array.data += a->strides[cut];
        RP_TRY(rp_reduce_over(run, spread, &piece.array, NULL));
    }
    return 0;
}

static int reduce_into(const rp_ufunc *uf, const rp_loop *row, const rp_array *a, rp_array *out,
                       const rp_reduction *how)
{
    rp_slot spread, rest;
    spread_output(&spread, out, a, how->axes, how->keepdims);
    rp_slot_init(&rest);
    RP_TRY(rp_view_broadcast(&rest.array, a, a->ndim, a->shape));
    int started = start_output(uf, row, &spread.array, &rest.array, how);
    RP_TRY(started);
    if (started == 2)
        return 0;
    rp_watched_loop watched;
    reduce_run run; /* large: not cleared */
    run.row = rp_watch_loop(&watched, uf, row);
    run.dtype = rp_dtype_of(row->types[0]);
    bool plain = run.row == row;
    run.fold = plain ? rp_fold_loop(uf, run.dtype->num) : NULL;
    run.lines = plain ? rp_lines_loop(uf, run.dtype->num) : NULL;
    run.masked = how->where;
    run.buffered = a->dtype->num != run.dtype->num || a->dtype->swapped || !rp_is_aligned(a);
    RP_TRY(rp_transfer_init(&run.transfer, a->dtype, run.dtype, rp_is_aligned(a)));
    if (started == 1)
        return run_without_first(&run, &spread.array, a, how->axes);
    return rp_reduce_over(&run, &spread.array, &rest.array, how->where);
}

static int check_mask(const rp_array *where, const rp_array *a, rp_slot *mask)
{
    RP_TRY(rp_ufunc_check_mask(where));
    rp_slot_init(mask);
    return rp_view_broadcast(&mask->array, where, a->ndim, a->shape);
}

/* Everything of a dense array of the loop's own dtype to one fresh element. */
static bool is_quick(const rp_array *a, const rp_array *out, const rp_loop *row,
                     const rp_reduction *how)
{
    return !out->dtype && !how->keepdims && !how->initial && !how->no_initial && !how->where &&
           a->ndim > 0 && how->axes == rp_all_axes(a->ndim) && a->dtype->num == row->types[0] &&
           rp_is_c_contiguous(a) && rp_is_behaved(a);
}

static int reduce_quickly(const rp_ufunc *uf, const rp_loop *row, const rp_array *a, rp_array *out)
{
    const rp_dtype *dtype = a->dtype;
    intptr_t n = rp_array_size(a);
    rp_element start;
    bool from_first = !rp_ufunc_identity(uf, dtype, start.bytes);
    if (from_first && n == 0)
        return rp_fail(RP_VALUE_ERROR,
                       "zero-size array to reduction operation %s which has no identity", uf->name);
    if (!out->data) {
        RP_TRY(rp_array_allocate(out, dtype, 0, NULL, RP_ORDER_C, false));
    } else {
        out->dtype = dtype;
        out->ndim = 0;
    }
    memcpy(out->data, from_first ? a->data : start.bytes, (size_t)dtype->itemsize);
    bool counted = from_first && !(row->flags & RP_LOOP_IDEMPOTENT);
    char *in = a->data + (counted ? dtype->itemsize : 0);
    return rp_reduce_dense(uf, row, out->data, in, n - counted);
}

int rp_ufunc_reduce(const rp_ufunc *uf, const rp_array *a, rp_array *out, const rp_reduction *how)
{
    const rp_loop *row = rp_ufunc_reduction_loop(uf, "reduce", a, how->dtype, out);
    if (!row)
        return -(int)rp_error_get();
    if (uf->identity != RP_IDENTITY_NONE && !rp_float_watched && is_quick(a, out, row, how))
        return reduce_quickly(uf, row, a, out);
    if (uf->identity == RP_IDENTITY_NONE && (how->axes & (how->axes - 1)) != 0)
        return rp_fail(RP_VALUE_ERROR,
                       "reduction operation '%s' is not reorderable, so at most one axis may be "
                       "specified",
                       uf->name);
    rp_slot mask;
    rp_reduction settled = *how;
    if (how->where) {
        RP_TRY(check_mask(how->where, a, &mask));
        settled.where = &mask.array;
    }
    const rp_dtype *dtype = rp_dtype_of(row->types[0]);
    if (how->axes)
        RP_TRY(rp_ufunc_check_powers_along(uf, dtype, a, __builtin_ctzll(how->axes)));
    if (!out->dtype) {
        RP_TRY(allocate_output(out, dtype, a, how->axes, how->keepdims));
        int code = reduce_into(uf, row, a, out, &settled);
        rp_float_report("reduce");
        if (code < 0)
            rp_array_release(out);
        return code;
    }
    int ndim;
    intptr_t shape[RP_MAX_DIMS];
    output_shape(a, how->axes, how->keepdims, &ndim, shape);
    RP_TRY(check_output(uf, out, ndim, shape));
    bool direct = out->dtype == dtype && rp_is_aligned(out) && !rp_may_share_memory(out, a) &&
                  !(how->where && rp_may_share_memory(out, how->where));
    if (direct) {
        /* An error found while starting must leave `out` as it was: all are found before it is
         * written, but for memory running out in the copy of overlapping operands, of which there
         * are none here. */
        int code = reduce_into(uf, row, a, out, &settled);
        rp_float_report("reduce");
        return code;
    }
    rp_slot work;
    rp_slot_init(&work);
    RP_TRY(allocate_output(&work.array, dtype, a, how->axes, how->keepdims));
    int code = reduce_into(uf, row, a, &work.array, &settled);
    if (code >= 0)
        code = rp_array_assign(out, &work.array, RP_CASTING_UNSAFE);
    rp_float_report("reduce");
    rp_array_release(&work.array);
    return code;
}

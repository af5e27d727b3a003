/* Calling a generalised ufunc. Each operand is first seen as (loop dimensions..., core
 * dimensions...); the loop runs over the former, broadcast, and is told the sizes and steps of the
 * latter. Operands that it cannot take as they lie are copied as a whole. */
#include "ufunc/core_dims.h"
#include "ufunc/float_products.h"
#include "ufunc/ufunc_internal.h"

#include "base/bits.h"
#include "base/float_status.h"
#include <string.h>

enum { LARGEST_COST = 1 << 20 };

typedef struct core_call {
    const rp_ufunc *uf;
    const rp_call *call;
    const rp_loop *row;
    int nargs;
    rp_core_dims core;
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS]; /* of the signature */
    rp_array *given[RP_UFUNC_MAX_ARGS];
    bool allocated[RP_UFUNC_MAX_ARGS];
    rp_slot weak[RP_UFUNC_MAX_ARGS];      /* weak scalars as elements */
    rp_slot views[RP_UFUNC_MAX_ARGS];     /* as the caller's memory lies */
    rp_slot stand_ins[RP_UFUNC_MAX_ARGS]; /* dense ones of the dtype computed in, or unused */
    rp_array *ops[RP_UFUNC_MAX_ARGS];     /* either */
    intptr_t loop_shape[RP_MAX_DIMS];
} core_call;

/* What the loop computes in: float16 is given to it as float32, and rounded once at the end. */
static const rp_dtype *computed_in(const core_call *c, int i)
{
    bool widened = (c->row->flags & RP_LOOP_IN_FLOAT32) && c->dtypes[i]->num == RP_FLOAT16;
    return widened ? rp_dtype_of(RP_FLOAT32) : c->dtypes[i];
}

/* A dense copy, rounded to one dtype on the way to another. */
static int copy_by_way_of(const rp_dtype *way, const rp_dtype *dtype, const rp_array *from,
                          rp_array *copy)
{
    if (way == dtype || from->dtype->num == way->num)
        return rp_array_copy(copy, from, dtype, RP_ORDER_C);
    rp_slot rounded;
    rp_slot_init(&rounded);
    RP_TRY(rp_array_copy(&rounded.array, from, way, RP_ORDER_C));
    int code = rp_array_copy(copy, &rounded.array, dtype, RP_ORDER_C);
    rp_array_release(&rounded.array);
    return code;
}

/* Weak scalars become 0-d arrays. */
static int convert_weak_inputs(core_call *c)
{
    for (int i = 0; i < c->uf->nin; i++) {
        if (!c->given[i]->weak)
            continue;
        rp_array *element = &c->weak[i].array;
        RP_TRY(rp_weak_element(c->given[i], c->dtypes[i], (char *)c->weak[i].value));
        element->dtype = c->dtypes[i];
        element->data = (char *)c->weak[i].value;
        c->given[i] = element;
    }
    return 0;
}

/* ---- views ---- */

static void view_operand(core_call *c, int i)
{
    rp_array *view = &c->views[i].array;
    const rp_array *a = c->given[i];
    intptr_t *shape = view->shape, *strides = view->strides;
    rp_array_alias(view, a);
    view->shape = shape;
    view->strides = strides;
    for (int place = 0; place < a->ndim; place++) {
        shape[place] = a->shape[c->core.axes[i][place]];
        strides[place] = a->strides[c->core.axes[i][place]];
    }
}

/* The loop dimensions of an operand as an array. */
static rp_array loop_part(const core_call *c, int i, const rp_array *a)
{
    rp_array part = *a;
    if (a->dtype)
        part.ndim -= c->core.present[i];
    return part;
}

static int settle_loop_shape(core_call *c)
{
    rp_array parts[RP_UFUNC_MAX_ARGS], *ops[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < c->nargs; i++) {
        parts[i] = loop_part(c, i, &c->views[i].array);
        ops[i] = &parts[i];
    }
    int ndim;
    RP_TRY(rp_broadcast_shapes(c->nargs, ops, &ndim, c->loop_shape));
    for (int o = c->uf->nin; o < c->nargs; o++) {
        if (!parts[o].dtype)
            continue;
        if (!rp_is_writeable(&parts[o]))
            return rp_fail(RP_VALUE_ERROR, "output array is read-only");
        const rp_array *view = &c->views[o].array;
        bool same = parts[o].ndim == ndim;
        for (int d = 0; same && d < ndim; d++)
            same = view->shape[d] == c->loop_shape[d];
        /* What is kept of the core dimensions is 1. */
        for (int d = ndim; same && c->core.counts[o] == 0 && d < view->ndim; d++)
            same = view->shape[d] == 1;
        if (!same) {
            char own[RP_SHAPE_TEXT_BYTES], wanted[RP_SHAPE_TEXT_BYTES];
            return rp_fail(RP_VALUE_ERROR,
                           "non-broadcastable output operand with shape %s doesn't match the "
                           "broadcast shape %s",
                           rp_shape_text(own, sizeof own, view->ndim, view->shape),
                           rp_shape_text(wanted, sizeof wanted, ndim, c->loop_shape));
        }
    }
    return 0;
}

/* ---- operands the loop can take ---- */

/* Where the loop wants dense rows: is the last core dimension one that the result runs along too,
 * and does it step otherwise than by one element? */
static bool has_loose_rows(const core_call *c, int i, const rp_array *view)
{
    const rp_core_dims *core = &c->core;
    int out = c->uf->nin, last = core->counts[i] - 1, out_last = core->counts[out] - 1;
    if (!(c->row->flags & RP_LOOP_DENSE_ROWS) || last < 0 || out_last < 0 ||
        core->dims[i][last] != core->dims[out][out_last] || core->missing[core->dims[i][last]])
        return false;
    return view->shape[view->ndim - 1] > 1 &&
           view->strides[view->ndim - 1] != view->dtype->itemsize;
}

static bool can_take(const core_call *c, int i, const rp_array *view)
{
    return view->dtype == computed_in(c, i) && rp_is_behaved(view) && !has_loose_rows(c, i, view);
}

static int settle_inputs(core_call *c)
{
    for (int i = 0; i < c->uf->nin; i++) {
        rp_array *view = &c->views[i].array, *own = &c->stand_ins[i].array;
        c->ops[i] = view;
        if (can_take(c, i, view))
            continue;
        RP_TRY(copy_by_way_of(c->dtypes[i], computed_in(c, i), view, own));
        c->ops[i] = own;
    }
    return 0;
}

/* Order A is F where all inputs are laid out so, else C. */
static rp_order settle_order(const core_call *c)
{
    rp_order order = c->call ? c->call->order : RP_ORDER_K;
    if (order != RP_ORDER_A)
        return order;
    for (int i = 0; i < c->uf->nin; i++)
        if (!rp_is_f_contiguous(c->given[i]) || c->given[i]->ndim < 2)
            return RP_ORDER_C;
    return RP_ORDER_F;
}

/* Strides of a dense result of this shape: its loop dimensions in the order of the inputs', its
 * core dimensions innermost. */
static int keep_order(const core_call *c, int ndim, const intptr_t *shape, intptr_t itemsize,
                      intptr_t *strides)
{
    rp_slot parts[RP_UFUNC_MAX_ARGS];
    rp_array *ops[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < c->uf->nin; i++) {
        rp_slot_init(&parts[i]);
        ops[i] = &parts[i].array;
        rp_array loops = loop_part(c, i, &c->views[i].array);
        int before = c->core.loop_ndim - loops.ndim;
        ops[i]->dtype = loops.dtype;
        ops[i]->data = loops.data;
        ops[i]->ndim = ndim;
        for (int d = 0; d < ndim; d++) {
            bool own = d >= before && d < c->core.loop_ndim;
            ops[i]->shape[d] = own ? loops.shape[d - before] : 1;
            ops[i]->strides[d] = own ? loops.strides[d - before] : 0;
        }
    }
    rp_iter it;
    RP_TRY(rp_iter_init(&it, c->uf->nin, ops, ndim, shape, 0));
    rp_iter_dense_strides(&it, itemsize, strides);
    return 0;
}

static int allocate_output(core_call *c, int o)
{
    const rp_core_dims *core = &c->core;
    rp_array *out = c->given[o];
    intptr_t shape[RP_MAX_DIMS], strides[RP_MAX_DIMS], own_shape[RP_MAX_DIMS];
    int ndim = core->loop_ndim;
    memcpy(shape, c->loop_shape, sizeof(intptr_t) * (size_t)ndim);
    for (int d = 0; d < core->counts[o]; d++)
        if (!core->missing[core->dims[o][d]])
            shape[ndim++] = core->sizes[core->dims[o][d]];
    while (ndim < core->loop_ndim + core->present[o])
        shape[ndim++] = 1; /* kept */
    for (int place = 0; place < ndim; place++)
        own_shape[core->axes[o][place]] = shape[place];
    intptr_t itemsize = c->dtypes[o]->itemsize;
    rp_order order = settle_order(c);
    if (order == RP_ORDER_K)
        RP_TRY(keep_order(c, ndim, shape, itemsize, strides));
    else
        rp_fill_strides(strides, ndim, shape, itemsize, order);
    RP_TRY(rp_array_allocate(out, c->dtypes[o], ndim, own_shape, RP_ORDER_C, false));
    c->allocated[o] = true;
    for (int place = 0; place < ndim; place++)
        out->strides[core->axes[o][place]] = strides[place];
    view_operand(c, o);
    return 0;
}

/* The result is computed beside an output that is an input too, or not one for the loop. */
static int settle_outputs(core_call *c)
{
    for (int o = c->uf->nin; o < c->nargs; o++) {
        rp_array *view = &c->views[o].array, *own = &c->stand_ins[o].array;
        if (!c->given[o]->dtype)
            RP_TRY(allocate_output(c, o));
        c->ops[o] = view;
        bool direct = can_take(c, o, view);
        for (int i = 0; i < c->uf->nin && direct && !c->allocated[o]; i++)
            direct = !rp_may_share_memory(view, c->ops[i]);
        if (direct)
            continue;
        RP_TRY(
            rp_array_allocate(own, computed_in(c, o), view->ndim, view->shape, RP_ORDER_C, false));
        c->ops[o] = own;
    }
    return 0;
}

/* ---- running ---- */

typedef struct core_run {
    rp_loop_fn fn;
    int nargs, steps; /* of the core dimensions */
    intptr_t n[1 + RP_MAX_CORE_NAMES];
    intptr_t core_steps[RP_UFUNC_MAX_ARGS * RP_MAX_CORE_DIMS];
    const rp_watched_products *watched; /* or NULL */
} core_run;

static void run_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const core_run *run = context;
    intptr_t sizes[1 + RP_MAX_CORE_NAMES];
    intptr_t all_steps[RP_UFUNC_MAX_ARGS * (1 + RP_MAX_CORE_DIMS)];
    memcpy(sizes, run->n, sizeof sizes);
    sizes[0] = n;
    memcpy(all_steps, steps, sizeof(intptr_t) * (size_t)run->nargs);
    memcpy(all_steps + run->nargs, run->core_steps, sizeof(intptr_t) * (size_t)run->steps);
    run->fn(args, sizes, all_steps, NULL);
    for (intptr_t i = 0; run->watched && i < n; i++) {
        char *at[RP_UFUNC_MAX_ARGS];
        for (int op = 0; op < run->nargs; op++)
            at[op] = args[op] + i * steps[op];
        rp_watch_products(run->watched, at);
    }
}

static int deliver(core_call *c, int o)
{
    rp_array *out = &c->views[o].array, *result = c->ops[o];
    if (result == out)
        return 0;
    if (result->dtype == c->dtypes[o] || out->dtype->num == c->dtypes[o]->num)
        return rp_array_assign(out, result, RP_CASTING_UNSAFE);
    rp_slot rounded;
    rp_slot_init(&rounded);
    RP_TRY(rp_array_copy(&rounded.array, result, c->dtypes[o], RP_ORDER_C));
    int code = rp_array_assign(out, &rounded.array, RP_CASTING_UNSAFE);
    rp_array_release(&rounded.array);
    return code;
}

static int run_loop(core_call *c)
{
    const rp_core_dims *core = &c->core;
    core_run run = {.fn = c->row->fn, .nargs = c->nargs};
    intptr_t cost = c->row->cost ? c->row->cost : 1;
    for (int name = 0; name < core->names; name++) {
        run.n[1 + name] = core->sizes[name];
        bool fits = rp_mul_intp(cost, rp_max_intp(core->sizes[name], 1), &cost);
        cost = fits ? rp_min_intp(cost, LARGEST_COST) : LARGEST_COST;
    }
    rp_array parts[RP_UFUNC_MAX_ARGS], *ops[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < c->nargs; i++) {
        parts[i] = loop_part(c, i, c->ops[i]);
        ops[i] = &parts[i];
        int axis = parts[i].ndim;
        for (int d = 0; d < core->counts[i]; d++) {
            bool missing = core->missing[core->dims[i][d]];
            run.core_steps[run.steps++] = missing ? 0 : c->ops[i]->strides[axis++];
        }
    }
    rp_iter it;
    RP_TRY(rp_iter_init(&it, c->nargs, ops, core->loop_ndim, c->loop_shape, 0));
    rp_iter_coalesce(&it);
    rp_watched_products watched;
    if (rp_watches_products(&watched, core, computed_in(c, 0)->num, run.core_steps))
        run.watched = &watched;
    if (it.size > 0)
        rp_iter_foreach(&it, run_row, &run, (int)cost);
    rp_float_report(c->uf->name);
    int first = rp_float_report_count();
    for (int o = c->uf->nin; o < c->nargs; o++)
        RP_TRY(deliver(c, o));
    rp_float_rename(first, c->uf->name);
    return 0;
}

static int run_call(core_call *c)
{
    if (c->call && c->call->where)
        return rp_fail(RP_TYPE_ERROR, "%s() got an unexpected keyword argument 'where'",
                       c->uf->name);
    c->row = rp_ufunc_resolve(c->uf, c->given, c->call, c->dtypes);
    if (!c->row)
        return -(int)rp_error_get();
    RP_TRY(convert_weak_inputs(c));
    RP_TRY(rp_core_dims_init(&c->core, c->uf, c->given, c->call ? c->call->core : NULL));
    rp_array *views[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < c->nargs; i++) {
        views[i] = &c->views[i].array;
        if (c->given[i]->dtype)
            view_operand(c, i);
    }
    RP_TRY(rp_core_dims_measure(&c->core, views));
    RP_TRY(settle_loop_shape(c));
    RP_TRY(settle_inputs(c));
    RP_TRY(settle_outputs(c));
    return run_loop(c);
}

int rp_gufunc_call(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call)
{
    core_call c; /* large: not cleared */
    c.uf = uf;
    c.call = call;
    c.nargs = uf->nin + uf->nout;
    for (int i = 0; i < c.nargs; i++) {
        c.given[i] = ops[i];
        c.allocated[i] = false;
        rp_slot_init(&c.weak[i]);
        rp_slot_init(&c.views[i]);
        rp_slot_init(&c.stand_ins[i]);
    }
    int code = run_call(&c);
    for (int i = 0; i < c.nargs; i++) {
        rp_array_release(&c.stand_ins[i].array);
        if (code < 0 && c.allocated[i])
            rp_array_release(ops[i]);
    }
    return code;
}

/* Calling a ufunc element by element. */
#include "ufunc/ufunc_internal.h"

#include "base/bits.h"
#include "ufunc/float_errors.h"
#include <string.h>

void rp_call_init(rp_call *call)
{
    memset(call, 0, sizeof *call);
    call->casting = RP_CASTING_SAME_KIND;
    call->order = RP_ORDER_K;
}

/* ---- the quick way: dense operands of the loop's own dtypes ---- */

enum { NOT_QUICK = 1, QUICK_ARGS = 4 };

static bool is_loop_ready(const rp_array *a, int num)
{
    return a->dtype->num == num && !a->dtype->swapped &&
           ((uintptr_t)a->data & (uintptr_t)(a->dtype->alignment - 1)) == 0;
}

static bool is_dense(const rp_array *a)
{
    if (a->ndim == 1 && a->strides[0] == a->dtype->itemsize)
        return true;
    return rp_is_c_contiguous(a);
}

static void quick_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    rp_loop_fn loop = *(rp_loop_fn *)context;
    loop(args, &n, steps, NULL);
}

/* A given output that can be written straight away: each dense input of n elements is the same
 * place or another one, and each single element another one. */
static bool is_quick_output(const rp_array *out, const rp_dtype *dtype, const rp_array *shaped,
                            int nin, const rp_loop *row, char *const *args, const intptr_t *steps)
{
    if (!is_loop_ready(out, dtype->num) || !rp_is_writeable(out) || !rp_same_shape(out, shaped) ||
        !rp_is_c_contiguous(out))
        return false;
    intptr_t n = rp_array_size(out), nbytes = n * dtype->itemsize;
    for (int i = 0; i < nin; i++) {
        intptr_t length = steps[i] ? n * steps[i] : rp_dtype_of(row->types[i])->itemsize;
        bool apart = args[i] + length <= out->data || out->data + nbytes <= args[i];
        bool same_place = args[i] == out->data && steps[i] == dtype->itemsize;
        if (!apart && !same_place)
            return false;
    }
    return true;
}

/* The outputs' places and steps: new arrays, or such that can be written straight away. */
static int prepare_outputs(const rp_ufunc *uf, const rp_loop *row, rp_array *const *ops,
                           const rp_array *shaped, char **args, intptr_t *steps)
{
    int nargs = uf->nin + uf->nout;
    for (int i = uf->nin; i < nargs; i++) {
        const rp_dtype *result = rp_dtype_of(row->types[i]);
        steps[i] = result->itemsize;
        /* Two given ones might be the same. */
        if (ops[i]->dtype &&
            (uf->nout > 1 || !is_quick_output(ops[i], result, shaped, uf->nin, row, args, steps)))
            return NOT_QUICK;
    }
    for (int i = uf->nin; i < nargs; i++) {
        int code =
            ops[i]->dtype ? 0 : rp_array_allocate_dense(ops[i], rp_dtype_of(row->types[i]), shaped);
        if (code < 0) {
            while (--i >= uf->nin)
                rp_array_release(ops[i]);
            return code;
        }
        args[i] = ops[i]->data;
    }
    return 0;
}

/* The loop of exactly these operands, of which weak ones take the dtype of the other. */
static const rp_loop *quick_loop(const rp_ufunc *uf, rp_array *const *ops, const rp_array *shaped)
{
    const rp_loop *row = rp_ufunc_exact_loop(uf, shaped->dtype->num);
    if (row || uf->nin < 2 || ops[0]->weak || ops[1]->weak)
        return row;
    for (int r = 0; r < uf->loops->count; r++) { /* ldexp: a float and an integer */
        row = &uf->loops->rows[r];
        if (row->types[0] == ops[0]->dtype->num && row->types[1] == ops[1]->dtype->num)
            return row;
    }
    return NULL;
}

/* Asks for nothing but perhaps for more casts, of which there are none here. */
static bool is_plain(const rp_call *call)
{
    return !call || (call->casting >= RP_CASTING_SAME_KIND && call->order == RP_ORDER_K &&
                     !call->where && !call->dtype && !call->has_signature && !call->core);
}

static int quick_call(const rp_ufunc *uf, rp_array *const *ops)
{
    const rp_array *shaped = ops[0]->weak || (uf->nin == 2 && ops[0]->ndim == 0) ? ops[1] : ops[0];
    if (shaped->weak || !is_loop_ready(shaped, shaped->dtype->num) || !is_dense(shaped))
        return NOT_QUICK;
    const rp_dtype *dtype = shaped->dtype;
    const rp_loop *row = quick_loop(uf, ops, shaped);
    /* The exponents of whole powers are looked at first. */
    if (!row || (uf->loops == &rp_loops_power && dtype->kind == 'i'))
        return NOT_QUICK;
    rp_element weak[2];
    char *args[QUICK_ARGS];
    intptr_t steps[QUICK_ARGS];
    for (int i = 0; i < uf->nin; i++) {
        const rp_array *op = ops[i];
        args[i] = op->data;
        steps[i] = rp_dtype_of(row->types[i])->itemsize;
        if (op == shaped)
            continue;
        if (op->weak) {
            bool converts = dtype->kind == 'f' && op->weak != RP_WEAK_COMPLEX;
            if (!converts || rp_weak_element(op, dtype, weak[i].bytes) < 0)
                return NOT_QUICK;
            args[i] = weak[i].bytes;
            steps[i] = 0;
            continue;
        }
        if (!is_loop_ready(op, row->types[i]))
            return NOT_QUICK;
        if (op->ndim == 0) {
            steps[i] = 0;
            continue;
        }
        if (!rp_same_shape(op, shaped) || !is_dense(op))
            return NOT_QUICK;
    }
    int code = prepare_outputs(uf, row, ops, shaped, args, steps);
    if (code)
        return code;
    intptr_t n = rp_array_size(shaped);
    if (!rp_worth_threads(n, row->cost)) {
        row->fn(args, &n, steps, NULL);
        return 0;
    }
    rp_iter it;
    it.nop = uf->nin + uf->nout;
    it.ndim = 1;
    it.size = it.shape[0] = n;
    for (int i = 0; i < it.nop; i++) {
        it.data[i] = args[i];
        it.strides[i][0] = steps[i];
    }
    rp_loop_fn loop = row->fn;
    rp_iter_foreach(&it, quick_row, &loop, row->cost);
    return 0;
}

/* ---- the general way ---- */

typedef struct general_call {
    const rp_ufunc *uf;
    const rp_call *call;
    int nargs;
    rp_array *ops[RP_MAX_OPERANDS]; /* as iterated over: copies stand in for overlapping inputs */
    rp_slot stand_ins[RP_UFUNC_MAX_ARGS];
    bool has_stand_in[RP_UFUNC_MAX_ARGS];
    bool allocated[RP_UFUNC_MAX_ARGS];
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    int ndim;
    intptr_t shape[RP_MAX_DIMS];
} general_call;

static void drop_stand_ins(general_call *c)
{
    for (int i = 0; i < c->uf->nin; i++)
        if (c->has_stand_in[i])
            rp_array_release(&c->stand_ins[i].array);
}

static rp_array *new_stand_in(general_call *c, int i)
{
    rp_slot_init(&c->stand_ins[i]);
    c->has_stand_in[i] = true;
    return &c->stand_ins[i].array;
}

int rp_ufunc_check_power(const rp_ufunc *uf, const rp_dtype *dtype, const rp_array *exponent)
{
    if (uf->loops != &rp_loops_power || dtype->kind != 'i')
        return 0;
    rp_slot zero, bad;
    rp_slot_init(&zero);
    rp_slot_init(&bad);
    zero.array.dtype = rp_dtype_of(RP_INT64);
    zero.array.data = (char *)zero.value;
    memset(zero.value, 0, sizeof zero.value);
    rp_array *ops[3] = {(rp_array *)exponent, &zero.array, &bad.array};
    RP_TRY(rp_ufunc_call(rp_ufunc_by_name("less"), ops, NULL));
    rp_slot any;
    rp_slot_init(&any);
    rp_reduction all_axes = {.axes = rp_all_axes(bad.array.ndim)};
    int code = rp_ufunc_reduce(rp_ufunc_by_name("logical_or"), &bad.array, &any.array, &all_axes);
    bool negative = code >= 0 && *any.array.data;
    rp_array_release(&any.array);
    rp_array_release(&bad.array);
    RP_TRY(code);
    return negative
               ? rp_fail(RP_VALUE_ERROR, "Integers to negative integer powers are not allowed.")
               : 0;
}

static int convert_weak_inputs(general_call *c)
{
    for (int i = 0; i < c->uf->nin; i++) {
        const rp_array *scalar = c->ops[i];
        if (!scalar->weak)
            continue;
        rp_array *element = new_stand_in(c, i);
        element->dtype = c->dtypes[i];
        element->data = (char *)c->stand_ins[i].value;
        RP_TRY(rp_weak_element(scalar, c->dtypes[i], element->data));
        rp_float_report("cast");
        c->ops[i] = element;
    }
    return 0;
}

static int check_outputs(general_call *c)
{
    for (int i = c->uf->nin; i < c->nargs; i++) {
        const rp_array *out = c->ops[i];
        if (!out->dtype)
            continue;
        if (!rp_is_writeable(out))
            return rp_fail(RP_VALUE_ERROR, "output array is read-only");
        if (!rp_has_shape(out, c->ndim, c->shape)) {
            char own[RP_SHAPE_TEXT_BYTES], wanted[RP_SHAPE_TEXT_BYTES];
            return rp_fail(RP_VALUE_ERROR,
                           "non-broadcastable output operand with shape %s doesn't match the "
                           "broadcast shape %s",
                           rp_shape_text(own, sizeof own, out->ndim, out->shape),
                           rp_shape_text(wanted, sizeof wanted, c->ndim, c->shape));
        }
    }
    return 0;
}

/* An input that an output would overwrite before it is read is copied first. */
static int copy_overlapping_inputs(general_call *c)
{
    for (int i = 0; i < c->uf->nin; i++) {
        bool harmless = true;
        for (int o = c->uf->nin; o < c->nargs && harmless; o++)
            if (c->ops[o]->dtype)
                harmless = rp_overlap_is_harmless(c->ops[o], c->ops[i]);
        if (harmless)
            continue;
        const rp_array *original = c->ops[i];
        rp_array *copy = new_stand_in(c, i);
        RP_TRY(rp_array_copy(copy, original, NULL, RP_ORDER_K));
        c->ops[i] = copy;
    }
    return 0;
}

/* Order A is F where every input is laid out so, else C. */
static rp_order settle_order(const general_call *c)
{
    rp_order order = c->call ? c->call->order : RP_ORDER_K;
    if (order != RP_ORDER_A)
        return order;
    for (int i = 0; i < c->uf->nin; i++)
        if (!rp_is_f_contiguous(c->ops[i]) || c->ops[i]->ndim < 2)
            return RP_ORDER_C;
    return RP_ORDER_F;
}

static int allocate_outputs(general_call *c, rp_iter *it)
{
    rp_order order = settle_order(c);
    for (int i = c->uf->nin; i < c->nargs; i++) {
        rp_array *out = c->ops[i];
        if (out->dtype)
            continue;
        rp_order dense = order == RP_ORDER_K ? RP_ORDER_C : order;
        RP_TRY(rp_array_allocate(out, c->dtypes[i], c->ndim, c->shape, dense, false));
        c->allocated[i] = true;
        if (order == RP_ORDER_K)
            rp_iter_dense_strides(it, out->dtype->itemsize, out->strides);
        rp_iter_set_operand(it, i, out);
    }
    return 0;
}

int rp_ufunc_check_mask(const rp_array *where)
{
    char from[RP_DTYPE_LABEL_BYTES];
    if (where->dtype->num == RP_BOOL)
        return 0;
    return rp_fail(RP_TYPE_ERROR,
                   "Cannot cast array data from dtype('%s') to dtype('bool') according to the rule "
                   "'safe'",
                   rp_dtype_label(where->dtype, from));
}

static int run_general(general_call *c)
{
    const rp_ufunc *uf = c->uf;
    const rp_loop *row = rp_ufunc_resolve(uf, c->ops, c->call, c->dtypes);
    if (!row)
        return -(int)rp_error_get();
    rp_array *where = c->call ? c->call->where : NULL;
    if (where)
        RP_TRY(rp_ufunc_check_mask(where));
    RP_TRY(convert_weak_inputs(c));
    RP_TRY(rp_ufunc_check_power(uf, c->dtypes[1], c->ops[1]));
    int nop = c->nargs;
    if (where)
        c->ops[nop++] = where;
    RP_TRY(rp_broadcast_shapes(nop, c->ops, &c->ndim, c->shape));
    RP_TRY(check_outputs(c));
    RP_TRY(copy_overlapping_inputs(c));
    rp_slot mask;
    rp_slot_init(&mask);
    for (int o = uf->nin; where && o < c->nargs; o++) {
        if (c->ops[o]->dtype && !rp_overlap_is_harmless(c->ops[o], where) && !mask.array.dtype) {
            RP_TRY(rp_array_copy(&mask.array, where, NULL, RP_ORDER_K));
            c->ops[c->nargs] = &mask.array;
        }
    }

    rp_watched_loop watched;
    row = rp_watch_loop(&watched, uf, row);
    rp_iter it;
    int code = rp_iter_init(&it, nop, c->ops, c->ndim, c->shape, 0);
    if (code >= 0)
        code = allocate_outputs(c, &it);
    if (code >= 0) {
        rp_iter_coalesce(&it);
        rp_elementwise work = {.loop = row->fn,
                               .data = (void *)row,
                               .nin = uf->nin,
                               .nout = uf->nout,
                               .nmask = where != NULL,
                               .cost = row->cost};
        for (int i = 0; i < c->nargs; i++) {
            work.op_dtypes[i] = c->ops[i]->dtype;
            work.loop_dtypes[i] = c->dtypes[i];
            work.aligned[i] = rp_is_aligned(c->ops[i]);
        }
        code = rp_iter_run(&it, &work);
        rp_float_report(uf->name);
    }
    rp_array_release(&mask.array);
    return code;
}

int rp_ufunc_call(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call)
{
    if (uf->signature)
        return rp_gufunc_call(uf, ops, call);
    if (is_plain(call) && !rp_float_watched && uf->nin <= 2 && uf->nout <= 2) {
        int code = quick_call(uf, ops);
        if (code != NOT_QUICK)
            return code;
    }
    general_call c;
    c.uf = uf;
    c.call = call;
    c.nargs = uf->nin + uf->nout;
    for (int i = 0; i < c.nargs; i++) {
        c.ops[i] = ops[i];
        c.has_stand_in[i] = c.allocated[i] = false;
    }
    int code = run_general(&c);
    drop_stand_ins(&c);
    if (code < 0)
        for (int i = uf->nin; i < c.nargs; i++)
            if (c.allocated[i])
                rp_array_release(c.ops[i]);
    return code;
}

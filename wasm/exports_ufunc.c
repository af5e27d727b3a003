/* Ufuncs, their methods and the reductions made of them. */
#include "frame.h"

#include "base/float_status.h"
#include "base/bits.h"
#include "base/format.h"
#include "stat/stat.h"
#include <string.h>

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static rp_array *output_slot(int i, int flags)
{
    return (flags & RP_CALL_OUT) && slot(i)->dtype ? slot(i) : empty_slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

static int find_ufunc(int id, const rp_ufunc **uf)
{
    *uf = rp_ufunc_by_id(id);
    return *uf ? 0 : rp_fail(RP_INTERNAL_ERROR, "there is no ufunc %d", id);
}

static const rp_dtype *option_dtype(int place, int flags)
{
    return flags & RP_CALL_OPTIONS
               ? (const rp_dtype *)(uintptr_t)(uint32_t)rp_the_frame.options[place]
               : NULL;
}

static void read_call(rp_call *call, int flags, int where_slot)
{
    rp_call_init(call);
    if (flags & RP_CALL_WHERE)
        call->where = slot(where_slot);
    if (!(flags & RP_CALL_OPTIONS))
        return;
    const int32_t *options = rp_the_frame.options;
    if (options[RP_OPTION_CASTING] >= 0)
        call->casting = (rp_casting)options[RP_OPTION_CASTING];
    if (options[RP_OPTION_ORDER] >= 0)
        call->order = (rp_order)options[RP_OPTION_ORDER];
    call->dtype = option_dtype(RP_OPTION_DTYPE, flags);
    call->has_signature = options[RP_OPTION_SIGNATURE];
    for (int i = 0; call->has_signature && i < RP_UFUNC_MAX_ARGS; i++)
        call->signature[i] = option_dtype(RP_OPTION_SIGNATURE_0 + i, flags);
}

static int read_core_axes(rp_core_axes *core)
{
    intptr_t given[3 + RP_UFUNC_MAX_ARGS * (1 + RP_MAX_CORE_DIMS)];
    RP_TRY(rp_frame_integers((int)RP_COUNT_OF(given), given, "axes"));
    *core = (rp_core_axes){.keepdims = (int)given[0], .has_axis = given[1] == 1, .lists = -1};
    core->axis = given[2];
    if (given[1] != 2)
        return 0;
    core->lists = (int)given[2];
    for (int i = 0, at = 3; i < core->lists && i < RP_UFUNC_MAX_ARGS; i++) {
        intptr_t count = core->counts[i] = (int)given[at++];
        if (count < 0)
            count = 1;
        for (intptr_t d = 0; d < count && d < RP_MAX_CORE_DIMS; d++)
            core->axes[i][d] = given[at++];
    }
    return 0;
}

RP_EXPORT(rp_js_ufunc) int rp_js_ufunc(int id, int flags)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    int nargs = uf->nin + uf->nout;
    rp_array *ops[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < nargs; i++)
        ops[i] = i < uf->nin ? slot(i) : output_slot(i, flags);
    int code;
    if (flags & (RP_CALL_WHERE | RP_CALL_OPTIONS | RP_CALL_CORE)) {
        rp_call call;
        rp_core_axes core;
        read_call(&call, flags, nargs);
        if (flags & RP_CALL_CORE) {
            RP_TRY(read_core_axes(&core));
            call.core = &core;
        }
        code = rp_ufunc_call(uf, ops, &call);
    } else {
        code = rp_ufunc_call(uf, ops, NULL);
    }
    return result_id(code, ops[uf->nin]);
}

/* The dtypes a call or a reduction of these operands would compute in. */
RP_EXPORT(rp_js_resolve_dtypes) int rp_js_resolve_dtypes(int id, int flags, int reduces)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    rp_array *ops[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < uf->nin + uf->nout; i++)
        ops[i] = slot(i);
    rp_call call;
    read_call(&call, flags, 0);
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    const rp_loop *row =
        reduces ? rp_ufunc_reduction_loop(uf, "reduce", ops[1], call.signature[0], ops[0])
                : rp_ufunc_resolve(uf, ops, &call, dtypes);
    if (!row)
        return -(int)rp_error_get();
    const rp_dtype *own = rp_dtype_of(row->types[0]);
    /* Whatever there is has a truth, which is what logic reduces. */
    bool truth = own->kind == 'b';
    bool casts = !reduces || ((truth || rp_can_cast(ops[1]->dtype, own, call.casting)) &&
                              (!ops[0]->dtype || rp_can_cast(own, ops[0]->dtype, call.casting)));
    if (!casts)
        return rp_fail(RP_TYPE_ERROR,
                       "Cannot cast ufunc '%s' operands to or from %s with casting "
                       "rule '%s'",
                       uf->name, own->name, rp_casting_name(call.casting));
    for (int i = 0; i < uf->nin + uf->nout; i++)
        rp_the_frame.options[i] = rp_dtype_of(row->types[i])->id;
    return 0;
}

RP_EXPORT(rp_js_ufunc_info) int rp_js_ufunc_info(int id)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    int32_t facts[4] = {uf->nin, uf->nout, (int32_t)uf->identity, uf->loops->count};
    memcpy(rp_the_frame.options, facts, sizeof facts);
    char *text = rp_the_frame.text;
    size_t room = RP_FRAME_TEXT_BYTES;
    size_t used = rp_format(text, room, "%s", uf->name) + 1;
    for (int r = 0; r < uf->loops->count; r++) {
        const rp_loop *row = &uf->loops->rows[r];
        for (int i = 0; i < uf->nin + uf->nout && used + 4 < room; i++) {
            if (i == uf->nin)
                used += rp_format(text + used, room - used, "->");
            text[used++] = rp_dtype_of(row->types[i])->character;
        }
        text[used++] = '\n';
    }
    return (int)used;
}

/* ---- axes ---- */

static int read_axes(int count, int flags, int ndim, uint64_t *mask)
{
    if (flags & RP_CALL_ALL_AXES) {
        *mask = rp_all_axes(ndim);
        return 0;
    }
    intptr_t axes[RP_FRAME_NUMBERS];
    RP_TRY(rp_frame_integers(count, axes, "axes"));
    /* A scalar may be reduced along its imaginary only axis. */
    if (ndim == 0 && count == 1 && (axes[0] == 0 || axes[0] == -1)) {
        *mask = 0;
        return 0;
    }
    return rp_axes_mask(count, axes, ndim, mask);
}

/* A whole result is moved out of its block, so that JavaScript reads it and has nothing to free. */
static int settle_scalar(int code, int out_slot, int flags)
{
    rp_array *out = slot(out_slot);
    if (code < 0)
        return code;
    if (!(flags & RP_CALL_OUT) && out->ndim == 0 && out->block) {
        rp_slot *s = &rp_the_frame.slots[out_slot];
        memcpy(s->value, out->data, (size_t)out->dtype->itemsize);
        rp_array_release(out);
        out->data = (char *)s->value;
    }
    return out->dtype->id;
}

RP_EXPORT(rp_js_reduce) int rp_js_reduce(int id, int naxes, int flags)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    const rp_array *a = slot(0);
    rp_array *out = output_slot(1, flags);
    rp_reduction how = {.keepdims = flags & RP_CALL_KEEPDIMS,
                        .dtype = option_dtype(RP_OPTION_DTYPE, flags),
                        .initial = flags & RP_CALL_INITIAL ? slot(3) : NULL,
                        .no_initial = flags & RP_CALL_NO_INITIAL,
                        .where = flags & RP_CALL_WHERE ? slot(2) : NULL};
    RP_TRY(read_axes(naxes, flags, a->ndim, &how.axes));
    if (!out->dtype)
        out->data = (char *)rp_the_frame.slots[1].value;
    return settle_scalar(rp_ufunc_reduce(uf, a, out, &how), 1, flags);
}

RP_EXPORT(rp_js_accumulate) int rp_js_accumulate(int id, int axis, int flags)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    const rp_array *a = slot(0);
    rp_array *out = output_slot(1, flags);
    if (a->ndim > 0)
        RP_TRY(axis = rp_normalize_axis(axis, a->ndim, NULL));
    const rp_dtype *dtype = option_dtype(RP_OPTION_DTYPE, flags);
    return result_id(rp_ufunc_accumulate(uf, a, axis, dtype, out), out);
}

RP_EXPORT(rp_js_reduceat) int rp_js_reduceat(int id, int axis, int flags)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    const rp_array *a = slot(0);
    rp_array *out = output_slot(2, flags);
    if (a->ndim > 0)
        RP_TRY(axis = rp_normalize_axis(axis, a->ndim, NULL));
    const rp_dtype *dtype = option_dtype(RP_OPTION_DTYPE, flags);
    return result_id(rp_ufunc_reduceat(uf, a, slot(1), axis, dtype, out), out);
}

RP_EXPORT(rp_js_outer) int rp_js_outer(int id, int flags)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    rp_array *outs[RP_UFUNC_MAX_ARGS];
    for (int i = 0; i < uf->nout; i++)
        outs[i] = output_slot(2 + i, flags);
    rp_call call;
    read_call(&call, flags, 2 + uf->nout);
    return result_id(rp_ufunc_outer(uf, slot(0), slot(1), outs, &call), outs[0]);
}

RP_EXPORT(rp_js_at) int rp_js_at(int id, int count)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    if (count < 1 || count > RP_FRAME_SLOTS - 2)
        return rp_fail(RP_INDEX_ERROR, "at takes 1 to %d index arrays, found %d",
                       RP_FRAME_SLOTS - 2, count);
    rp_array *indices[RP_FRAME_SLOTS];
    for (int i = 0; i < count; i++)
        indices[i] = slot(1 + i);
    rp_array *operand = slot(count + 1);
    return rp_ufunc_at(uf, slot(0), count, indices,
                       operand->dtype || operand->weak ? operand : NULL);
}

RP_EXPORT(rp_js_at_flat) int rp_js_at_flat(int id)
{
    const rp_ufunc *uf;
    RP_TRY(find_ufunc(id, &uf));
    rp_array *operand = slot(2);
    return rp_ufunc_at_flat(uf, slot(0), slot(1), operand->dtype || operand->weak ? operand : NULL);
}

/* ---- compositions ---- */

RP_EXPORT(rp_js_chain) int rp_js_chain(int first_id, int second_id)
{
    const rp_ufunc *first, *second;
    RP_TRY(find_ufunc(first_id, &first));
    RP_TRY(find_ufunc(second_id, &second));
    return rp_ufunc_chain(first, second, slot(0), slot(1), slot(2), slot(3));
}

RP_EXPORT(rp_js_mean) int rp_js_mean(int which, int naxes, int flags)
{
    const rp_array *a = slot(0);
    rp_array *out = output_slot(1, flags);
    rp_moment how = {.keepdims = flags & RP_CALL_KEEPDIMS,
                     .dtype = option_dtype(RP_OPTION_DTYPE, flags),
                     .where = flags & RP_CALL_WHERE ? slot(2) : NULL,
                     .mean = flags & RP_CALL_INITIAL ? slot(3) : NULL,
                     .ddof = rp_the_frame.numbers[64]};
    if (a->ndim == 0 && naxes > 0) /* stricter than ufunc.reduce, as NumPy is here */
        return rp_fail(RP_AXIS_ERROR, "axis %d is out of bounds for array of dimension 0",
                       (int)rp_the_frame.numbers[0]);
    RP_TRY(read_axes(naxes, flags, a->ndim, &how.axes));
    int code = which == 0   ? rp_mean(a, out, &how)
               : which == 1 ? rp_var(a, out, &how)
                            : rp_std(a, out, &how);
    return settle_scalar(code, 1, flags);
}

RP_EXPORT(rp_js_argreduce) int rp_js_argreduce(int which, int axis, int flags)
{
    const rp_array *a = slot(0);
    rp_array *out = output_slot(1, flags);
    if (flags & RP_CALL_ALL_AXES)
        axis = -1;
    else if (a->ndim == 0 && (axis == 0 || axis == -1))
        axis = -1;
    else
        RP_TRY(axis = rp_normalize_axis(axis, a->ndim, NULL));
    bool keepdims = flags & RP_CALL_KEEPDIMS;
    int code = which ? rp_argmax(a, axis, keepdims, out) : rp_argmin(a, axis, keepdims, out);
    return settle_scalar(code, 1, flags);
}

RP_EXPORT(rp_js_count_nonzero) int rp_js_count_nonzero(int naxes, int flags)
{
    uint64_t axes;
    RP_TRY(read_axes(naxes, flags, slot(0)->ndim, &axes));
    int code = rp_count_nonzero(slot(0), axes, flags & RP_CALL_KEEPDIMS, empty_slot(1));
    return settle_scalar(code, 1, flags);
}

RP_EXPORT(rp_js_ptp) int rp_js_ptp(int naxes, int flags)
{
    uint64_t axes;
    RP_TRY(read_axes(naxes, flags, slot(0)->ndim, &axes));
    rp_array *out = output_slot(1, flags);
    return settle_scalar(rp_ptp(slot(0), axes, flags & RP_CALL_KEEPDIMS, out), 1, flags);
}

RP_EXPORT(rp_js_nan) int rp_js_nan(int which)
{
    rp_array *out = empty_slot(2);
    int code =
        which == 0 ? rp_replace_nan(slot(0), slot(1), out) : rp_nan_squares(slot(0), slot(1), out);
    return result_id(code, out);
}

RP_EXPORT(rp_js_nan_sum) int rp_js_nan_sum(int centred)
{
    double *numbers = rp_the_frame.numbers;
    return rp_nan_sum(slot(0), centred ? numbers + 2 : NULL, numbers, numbers + 1);
}

/* ---- floating-point conditions ---- */

RP_EXPORT(rp_js_float_watch) int rp_js_float_watch(int conditions)
{
    rp_float_watch((unsigned)conditions);
    return 0;
}

/* What was raised outside of ufuncs, casts did. */
RP_EXPORT(rp_js_float_errors) int rp_js_float_errors(int place)
{
    if (place == 0)
        rp_float_report("cast");
    const char *name = "";
    int conditions = (int)rp_float_reported(place, &name);
    rp_the_frame.options[0] =
        (int32_t)rp_format(rp_the_frame.text, RP_FRAME_TEXT_BYTES, "%s", name);
    return conditions;
}

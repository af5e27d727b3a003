/* The iterator that programs hold. Its block belongs to JavaScript, which passes its address. */
#include "frame.h"

#include "array/nditer.h"
#include "base/alloc.h"
#include <string.h>

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

/* Words of a slot's value: what is asked of an operand, and what is told of it. */
static int32_t *words(int i) { return (int32_t *)rp_the_frame.slots[i].value; }

enum {
    GIVEN_OP_AXES = 1,
    GIVEN_ITERSHAPE = 2,
    /* words */
    ASKED_FLAGS = 0,
    ASKED_DTYPE = 1,
    ASKED_AXES = 2, /* the operand has a list in op_axes */
    TOLD_FLAGS = 0,
    TOLD_DTYPE = 1,
    /* numbers */
    TOLD_SIZE = 0,
    TOLD_POSITION = 1,
    TOLD_OPERANDS = 2, /* offset, step, flags of each */
    TOLD_FACTS = 200,  /* of a new iterator: what rp_js_nditer_about says of itself */
};

/* Tells where the iterator stands. */
static int tell(const rp_nditer *it, int result)
{
    double *numbers = rp_the_frame.numbers;
    numbers[TOLD_SIZE] = (double)rp_nditer_inner_size(it);
    numbers[TOLD_POSITION] = (double)it->at;
    for (int i = 0; i < it->nop; i++) {
        double *told = numbers + TOLD_OPERANDS + 3 * i;
        told[0] = (double)it->ops[i].offset;
        told[1] = (double)it->ops[i].inner;
        told[2] = it->ops[i].flags;
    }
    return result;
}

static void tell_facts(const rp_nditer *it, double *numbers)
{
    const double facts[] = {
        (double)it->size, (double)it->begin,      (double)it->end,
        it->ndim,         (double)it->buffersize, (double)rp_nditer_flat_index(it),
    };
    memcpy(numbers, facts, sizeof facts);
}

static int tell_block(rp_nditer *it)
{
    if (!it)
        return -RP_MEMORY_ERROR;
    _Static_assert(TOLD_OPERANDS + 3 * RP_NDITER_OPERANDS <= TOLD_FACTS, "room for operands");
    tell_facts(it, rp_the_frame.numbers + TOLD_FACTS);
    rp_the_frame.options[0] = (int32_t)(uintptr_t)it;
    rp_the_frame.options[1] = (int32_t)rp_nditer_bytes(it);
    return tell(it, 0);
}

RP_EXPORT(rp_js_nditer_new) int rp_js_nditer_new(int nop, int flags, int oa_ndim, int given)
{
    if (nop > RP_NDITER_OPERANDS)
        return rp_fail(RP_VALUE_ERROR, "Too many operands");
    if (oa_ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR, "too many dimensions: %d", oa_ndim);
    rp_array *ops[RP_NDITER_OPERANDS];
    uint32_t op_flags[RP_NDITER_OPERANDS];
    const rp_dtype *dtypes[RP_NDITER_OPERANDS];
    const int32_t *axes[RP_NDITER_OPERANDS];
    intptr_t itershape[RP_MAX_DIMS + 1];
    RP_TRY(rp_frame_integers(given & GIVEN_ITERSHAPE ? oa_ndim + 1 : 1, itershape, "itershape"));
    _Static_assert(RP_FRAME_TEXT_BYTES >= 4 * RP_NDITER_OPERANDS * RP_MAX_DIMS, "room for op_axes");
    for (int i = 0; i < nop; i++) {
        ops[i] = slot(i);
        op_flags[i] = (uint32_t)words(i)[ASKED_FLAGS];
        dtypes[i] = (const rp_dtype *)(uintptr_t)(uint32_t)words(i)[ASKED_DTYPE];
        axes[i] = words(i)[ASKED_AXES] ? (int32_t *)rp_the_frame.text + i * oa_ndim : NULL;
    }
    rp_nditer_request request = {
        .nop = nop,
        .ops = ops,
        .flags = (uint32_t)flags,
        .op_flags = op_flags,
        .op_dtypes = dtypes,
        .order = (rp_order)rp_the_frame.options[RP_OPTION_ORDER],
        .casting = (rp_casting)rp_the_frame.options[RP_OPTION_CASTING],
        .oa_ndim = oa_ndim,
        .op_axes = given & GIVEN_OP_AXES ? axes : NULL,
        .itershape = given & GIVEN_ITERSHAPE ? itershape + 1 : NULL,
        .buffersize = itershape[0],
    };
    rp_nditer *it;
    RP_TRY(rp_nditer_new(&it, &request));
    for (int i = 0; i < nop; i++) {
        words(i)[TOLD_FLAGS] = (int32_t)it->ops[i].flags;
        words(i)[TOLD_DTYPE] = it->ops[i].dtype->id;
    }
    return tell_block(it);
}

RP_EXPORT(rp_js_nditer_copy) int rp_js_nditer_copy(const rp_nditer *it)
{
    return tell_block(rp_nditer_copy(it));
}

/* ---- walking ---- */

RP_EXPORT(rp_js_nditer_goto) int rp_js_nditer_goto(rp_nditer *it, int at)
{
    rp_nditer_goto(it, at);
    return tell(it, 0);
}

RP_EXPORT(rp_js_nditer_goto_in_chunk) int rp_js_nditer_goto_in_chunk(rp_nditer *it, int at)
{
    return tell(it, rp_nditer_goto_in_chunk(it, at));
}

RP_EXPORT(rp_js_nditer_step) int rp_js_nditer_step(rp_nditer *it)
{
    return tell(it, rp_nditer_step(it));
}

RP_EXPORT(rp_js_nditer_next_chunk) int rp_js_nditer_next_chunk(rp_nditer *it)
{
    return tell(it, rp_nditer_next_chunk(it));
}

RP_EXPORT(rp_js_nditer_transfer) int rp_js_nditer_transfer(const rp_nditer *it, int i, int back)
{
    rp_array *array = slot(0), *mask = slot(2);
    return rp_nditer_transfer(it, i, array->data, rp_is_aligned(array), slot(1)->data, back,
                              mask->dtype ? mask->data : NULL);
}

/* ---- what it knows ---- */

enum { ABOUT_ITSELF, ABOUT_MULTI_INDEX, ABOUT_SHAPE };

/* Itself: numbers receive size, begin, end, ndim, buffersize, flat index. Else the lengths
 * or indices; how many. */
RP_EXPORT(rp_js_nditer_about) int rp_js_nditer_about(const rp_nditer *it, int what)
{
    double *numbers = rp_the_frame.numbers;
    if (what == ABOUT_ITSELF) {
        tell_facts(it, numbers);
        return 0;
    }
    intptr_t values[RP_MAX_DIMS];
    if (what == ABOUT_SHAPE)
        rp_nditer_shape(it, values);
    else
        rp_nditer_multi_index(it, values);
    for (int d = 0; d < it->ndim; d++)
        numbers[d] = (double)values[d];
    return it->ndim;
}

/* Operand i, whose array is in slot 0, in the order of the iteration: a view in slot 1. */
RP_EXPORT(rp_js_nditer_view) int rp_js_nditer_view(const rp_nditer *it, int i)
{
    const rp_array *array = slot(0);
    rp_array *out = slot(1);
    rp_slot_init(&rp_the_frame.slots[1]);
    intptr_t offset;
    rp_nditer_view(it, i, out, &offset);
    out->data = array->data + offset;
    out->flags = it->ops[i].flags & RP_ND_WRITE ? RP_ARRAY_WRITEABLE : 0;
    return out->dtype->id;
}

/* The position of a multi-index (count axes, in numbers) or, count -1, of a flat index. */
RP_EXPORT(rp_js_nditer_find) int rp_js_nditer_find(const rp_nditer *it, int count)
{
    intptr_t index[RP_MAX_DIMS], at;
    if (count > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR, "Wrong number of indices");
    RP_TRY(rp_frame_integers(count < 0 ? 1 : count, index, "indices"));
    RP_TRY(count < 0 ? rp_nditer_find_flat(it, index[0], &at)
                     : rp_nditer_find(it, count, index, &at));
    return (int)at;
}

/* ---- changing it ---- */

RP_EXPORT(rp_js_nditer_set_range) int rp_js_nditer_set_range(rp_nditer *it)
{
    intptr_t range[2];
    RP_TRY(rp_frame_integers(2, range, "iterrange"));
    return rp_nditer_set_range(it, range[0], range[1]);
}

RP_EXPORT(rp_js_nditer_remove_axis) int rp_js_nditer_remove_axis(rp_nditer *it, int axis)
{
    return rp_nditer_remove_axis(it, axis);
}

RP_EXPORT(rp_js_nditer_remove_multi_index) int rp_js_nditer_remove_multi_index(rp_nditer *it)
{
    rp_nditer_remove_multi_index(it);
    return 0;
}

RP_EXPORT(rp_js_nditer_enable_external_loop) int rp_js_nditer_enable_external_loop(rp_nditer *it)
{
    return rp_nditer_enable_external_loop(it);
}

RP_EXPORT(rp_js_nditer_rebase) int rp_js_nditer_rebase(rp_nditer *it, const rp_nditer *outer)
{
    rp_nditer_rebase(it, outer);
    return 0;
}

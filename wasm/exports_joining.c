/* Joining, tiling, rolling. */
#include "frame.h"

#include "base/alloc.h"
#include "shape/joining.h"

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

/* More parts than the frame has slots lie in a block of slots of their own. */
RP_EXPORT(rp_js_concatenate)
int rp_js_concatenate(int count, rp_slot *slots, int how, int axis, const rp_dtype *dtype,
                      int casting)
{
    rp_array *few[RP_FRAME_SLOTS], **parts = few;
    if (count > RP_FRAME_SLOTS) {
        parts = rp_alloc(sizeof *parts * (size_t)count);
        if (!parts)
            return -RP_MEMORY_ERROR;
    }
    for (int i = 0; i < count; i++) {
        parts[i] = &slots[i].array;
        parts[i]->shape = slots[i].dims;
        parts[i]->strides = slots[i].dims + RP_MAX_DIMS;
    }
    rp_array *out = slot(0);
    int code = rp_concatenate(out, count, parts, (rp_joining)how, axis, dtype, (rp_casting)casting);
    if (parts != few)
        rp_free(parts);
    return result_id(code, out);
}

RP_EXPORT(rp_js_roll) int rp_js_roll(int flat)
{
    const double *shifts = rp_the_frame.numbers;
    rp_array *out = empty_slot(1);
    int code = flat ? rp_roll_flat(out, slot(0), shifts[0]) : rp_roll(out, slot(0), shifts);
    return result_id(code, out);
}

RP_EXPORT(rp_js_tile) int rp_js_tile(int ndim)
{
    intptr_t reps[RP_MAX_DIMS];
    if (ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "maximum supported dimension for an ndarray is currently %d, found %d",
                       RP_MAX_DIMS, ndim);
    RP_TRY(rp_frame_integers(ndim, reps, "repetitions"));
    rp_array *out = empty_slot(1);
    return result_id(rp_tile(out, slot(0), ndim, reps), out);
}

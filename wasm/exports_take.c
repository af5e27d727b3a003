/* Selecting and repeating by position. */
#include "frame.h"

#include "index/take.h"
#include "shape/repeat.h"

enum { FIRST_CHOICE = 2, FIRST_COORDINATE = 1, MODES = RP_MAX_DIMS };

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

/* An output that was given, or one whose dtype is 0. */
static rp_array *output(int i) { return slot(i)->dtype ? slot(i) : empty_slot(i); }

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

RP_EXPORT(rp_js_take) int rp_js_take(int axis, int mode)
{
    rp_array *out = output(2);
    return result_id(rp_take(out, slot(0), slot(1), axis, (rp_index_mode)mode), out);
}

RP_EXPORT(rp_js_put) int rp_js_put(int mode)
{
    return rp_put(slot(0), slot(1), slot(2), (rp_index_mode)mode);
}

RP_EXPORT(rp_js_take_along_axis) int rp_js_take_along_axis(int axis)
{
    rp_array *out = empty_slot(2);
    return result_id(rp_take_along_axis(out, slot(0), slot(1), axis), out);
}

RP_EXPORT(rp_js_put_along_axis) int rp_js_put_along_axis(int axis)
{
    return rp_put_along_axis(slot(0), slot(1), slot(2), axis);
}

RP_EXPORT(rp_js_choose) int rp_js_choose(int count, int mode)
{
    const rp_dtype *dtype =
        (const rp_dtype *)(uintptr_t)(uint32_t)rp_the_frame.options[RP_OPTION_DTYPE];
    rp_array *choices[RP_FRAME_SLOTS], *out = output(1);
    for (int i = 0; i < RP_FRAME_SLOTS - FIRST_CHOICE; i++)
        choices[i] = slot(FIRST_CHOICE + i);
    return result_id(rp_choose(out, slot(0), count, choices, dtype, (rp_index_mode)mode), out);
}

static int check_count(int count)
{
    return count <= RP_MAX_DIMS
               ? 0
               : rp_fail(RP_VALUE_ERROR,
                         "maximum supported dimension for an ndarray is %d, found %d", RP_MAX_DIMS,
                         count);
}

RP_EXPORT(rp_js_unravel_index) int rp_js_unravel_index(int ndim, int fortran)
{
    rp_array *outs[RP_MAX_DIMS];
    intptr_t dims[RP_MAX_DIMS];
    RP_TRY(check_count(ndim));
    RP_TRY(rp_frame_integers(ndim, dims, "dimensions"));
    for (int i = 0; i < ndim; i++)
        outs[i] = empty_slot(FIRST_COORDINATE + i);
    RP_TRY(rp_unravel_index(outs, ndim, dims, fortran, slot(0)));
    return rp_dtype_of(RP_INTP)->id;
}

RP_EXPORT(rp_js_ravel_multi_index) int rp_js_ravel_multi_index(int count, int fortran)
{
    rp_array *coordinates[RP_MAX_DIMS], *out = empty_slot(0);
    intptr_t dims[RP_MAX_DIMS];
    rp_index_mode modes[RP_MAX_DIMS];
    RP_TRY(check_count(count));
    RP_TRY(rp_frame_integers(count, dims, "dimensions"));
    for (int i = 0; i < count; i++) {
        coordinates[i] = slot(FIRST_COORDINATE + i);
        modes[i] = (rp_index_mode)rp_the_frame.numbers[MODES + i];
    }
    return result_id(rp_ravel_multi_index(out, count, coordinates, dims, modes, fortran), out);
}

RP_EXPORT(rp_js_repeat) int rp_js_repeat(int axis)
{
    rp_array *out = empty_slot(2);
    return result_id(rp_repeat(out, slot(0), slot(1), axis), out);
}

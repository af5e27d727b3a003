#include "base/bits.h"
#include "shape/joining.h"
#include <math.h>
#include <string.h>

/* 0 <= result < n */
static intptr_t places(double shift, intptr_t n)
{
    if (n == 0)
        return 0;
    double rest = fmod(shift, (double)n);
    return (intptr_t)(rest < 0 ? rest + (double)n : rest);
}

/* Both sides are narrowed to one part of an axis, and put back. */
static int roll_axes(rp_array *out, rp_array *a, int axis, const intptr_t *offsets);

static int roll_part(rp_array *out, rp_array *a, int axis, const intptr_t *offsets, intptr_t to,
                     intptr_t from, intptr_t count)
{
    intptr_t length = a->shape[axis];
    char *dst = out->data, *src = a->data;
    out->shape[axis] = a->shape[axis] = count;
    out->data += to * out->strides[axis];
    a->data += from * a->strides[axis];
    int code = roll_axes(out, a, axis + 1, offsets);
    out->data = dst;
    a->data = src;
    out->shape[axis] = a->shape[axis] = length;
    return code;
}

static int roll_axes(rp_array *out, rp_array *a, int axis, const intptr_t *offsets)
{
    while (axis < a->ndim && offsets[axis] == 0)
        axis++;
    if (axis == a->ndim)
        return rp_array_assign(out, a, RP_CASTING_NO);
    intptr_t n = a->shape[axis], moved = offsets[axis];
    RP_TRY(roll_part(out, a, axis, offsets, moved, 0, n - moved));
    return roll_part(out, a, axis, offsets, 0, n - moved, moved);
}

static int roll_into(rp_array *out, const rp_array *a, const intptr_t *offsets)
{
    rp_slot from, to;
    rp_slot_init(&from);
    rp_slot_init(&to);
    rp_array_alias(&from.array, a);
    rp_array_alias(&to.array, out);
    return roll_axes(&to.array, &from.array, 0, offsets);
}

int rp_roll(rp_array *out, const rp_array *a, const double *shifts)
{
    intptr_t offsets[RP_MAX_DIMS];
    for (int i = 0; i < a->ndim; i++)
        offsets[i] = places(shifts[i], a->shape[i]);
    RP_TRY(rp_array_allocate_like(out, a->dtype, a, RP_ORDER_K));
    int code = roll_into(out, a, offsets);
    if (code < 0)
        rp_array_release(out);
    return code;
}

/* One dimension over the same elements. */
static void flatten(rp_array *line, const rp_array *dense)
{
    rp_array_alias(line, dense);
    line->ndim = 1;
    line->shape[0] = rp_array_size(dense);
    line->strides[0] = dense->dtype->itemsize;
}

int rp_roll_flat(rp_array *out, const rp_array *a, double shift)
{
    rp_slot copy, from, to;
    rp_slot_init(&copy);
    rp_slot_init(&from);
    rp_slot_init(&to);
    if (!rp_is_c_contiguous(a)) {
        RP_TRY(rp_array_copy(&copy.array, a, NULL, RP_ORDER_C));
        a = &copy.array;
    }
    int code = rp_array_allocate(out, a->dtype, a->ndim, a->shape, RP_ORDER_C, false);
    if (code >= 0) {
        flatten(&from.array, a);
        flatten(&to.array, out);
        intptr_t offset = places(shift, from.array.shape[0]);
        code = roll_into(&to.array, &from.array, &offset);
        if (code < 0)
            rp_array_release(out);
    }
    rp_array_release(&copy.array);
    return code;
}

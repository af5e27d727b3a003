/* Selecting by conditions. */
#include "frame.h"

#include "array/weak.h"
#include "index/mask.h"
#include "index/nonzero.h"
#include "index/where.h"

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

/* Shapes of the result: a row of positions for each axis; one row, for an array of one axis; a row
 * for each element. */
enum { ROWS_OF_AXES, ONE_ROW, ROWS_OF_ELEMENTS };

RP_EXPORT(rp_js_nonzero) int rp_js_nonzero(int shape)
{
    rp_array *out = empty_slot(1);
    RP_TRY(rp_nonzero(out, slot(0)));
    intptr_t axes = out->shape[0], step = out->strides[0];
    if (shape != ROWS_OF_AXES) {
        out->shape[0] = out->shape[1];
        out->strides[0] = out->strides[1];
    }
    if (shape == ONE_ROW) {
        out->ndim = 1;
    } else if (shape == ROWS_OF_ELEMENTS) {
        out->shape[1] = axes;
        out->strides[1] = step;
    }
    return out->dtype->id;
}

RP_EXPORT(rp_js_where) int rp_js_where(void)
{
    rp_array *out = empty_slot(3);
    return result_id(rp_where(out, slot(0), slot(1), slot(2)), out);
}

/* A number's kind is cast by the rule; then it becomes an element of the destination's dtype. */
static int weak_source(rp_slot *element, const rp_array *number, const rp_dtype *to,
                       rp_casting casting)
{
    bool complex = number->weak == RP_WEAK_COMPLEX, real = number->weak == RP_WEAK_FLOAT;
    const rp_dtype *from = rp_dtype_of(complex ? RP_COMPLEX128 : real ? RP_FLOAT64 : RP_INT64);
    bool keeps_kind = complex ? to->kind == 'c' : real ? rp_is_inexact(to) : to->kind != 'b';
    if (!keeps_kind && !rp_can_cast(from, to, casting))
        return rp_fail(RP_TYPE_ERROR,
                       "Cannot cast scalar from dtype('%s') to dtype('%s') according to the rule "
                       "'%s'",
                       from->name, to->name, rp_casting_name(casting));
    rp_slot_init(element);
    element->array.dtype = to->native;
    element->array.data = (char *)element->value;
    return rp_weak_element(number, to->native, element->array.data);
}

RP_EXPORT(rp_js_copy_where) int rp_js_copy_where(int casting)
{
    rp_array *dst = slot(0), *src = slot(1);
    rp_slot element;
    if (!src->weak)
        return rp_copy_where(dst, src, slot(2), (rp_casting)casting);
    RP_TRY(weak_source(&element, src, dst->dtype, (rp_casting)casting));
    return rp_copy_where(dst, &element.array, slot(2), RP_CASTING_UNSAFE);
}

RP_EXPORT(rp_js_place) int rp_js_place(int by_position)
{
    return (by_position ? rp_putmask : rp_place)(slot(0), slot(1), slot(2));
}

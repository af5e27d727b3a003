/* Diagonals and triangles. */
#include "frame.h"

#include "shape/triangle.h"

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

/* A whole number; past intp it is as good as its largest. */
static intptr_t saturated(double x)
{
    if (x >= (double)INTPTR_MAX)
        return INTPTR_MAX;
    return x > -(double)INTPTR_MAX ? (intptr_t)x : -INTPTR_MAX;
}

RP_EXPORT(rp_js_diagonal) int rp_js_diagonal(double offset, double axis1, double axis2)
{
    rp_array *out = empty_slot(1);
    return result_id(
        rp_view_diagonal(out, slot(0), saturated(offset), saturated(axis1), saturated(axis2)), out);
}

RP_EXPORT(rp_js_fill_diagonal) int rp_js_fill_diagonal(int wrap)
{
    return rp_fill_diagonal(slot(0), slot(1), wrap);
}

RP_EXPORT(rp_js_tri) int rp_js_tri(double rows, double columns, double k, const rp_dtype *dtype)
{
    rp_array *out = empty_slot(0);
    return result_id(rp_tri(out, saturated(rows), saturated(columns), saturated(k), dtype), out);
}

RP_EXPORT(rp_js_triangle) int rp_js_triangle(double k, int upper)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_triangle(out, slot(0), saturated(k), upper), out);
}

RP_EXPORT(rp_js_triangle_indices)
int rp_js_triangle_indices(double rows, double columns, double k, int upper)
{
    rp_array *row_of = empty_slot(0);
    return result_id(rp_triangle_indices(row_of, empty_slot(1), saturated(rows), saturated(columns),
                                         saturated(k), upper),
                     row_of);
}

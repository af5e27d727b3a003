/* Arrays taken apart and put together: positions deleted and inserted, bits, views by hand. */
#include "frame.h"

#include "index/splice.h"
#include "shape/packbits.h"

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

static int check_ndim(int ndim)
{
    if (ndim <= RP_MAX_DIMS)
        return 0;
    return rp_fail(RP_VALUE_ERROR,
                   "maximum supported dimension for an ndarray is currently %d, found %d",
                   RP_MAX_DIMS, ndim);
}

/* Without strides of its own, a view of a dense array is dense. */
RP_EXPORT(rp_js_strided) int rp_js_strided(const char *block, int nbytes, int ndim, int nstrides)
{
    const rp_array *a = slot(0);
    rp_array *out = empty_slot(1);
    intptr_t dims[2 * RP_MAX_DIMS], dense[RP_MAX_DIMS];
    RP_TRY(check_ndim(ndim));
    if (nstrides >= 0 ? nstrides != ndim : a->ndim != ndim && !rp_is_c_contiguous(a))
        return rp_fail(RP_VALUE_ERROR, "mismatch in length of strides and shape");
    RP_TRY(rp_frame_integers(nstrides < 0 ? ndim : 2 * ndim, dims, "shape and strides"));
    const intptr_t *strides = dims + ndim;
    if (nstrides < 0) {
        rp_fill_strides(dense, ndim, dims, a->dtype->itemsize, RP_ORDER_C);
        strides = rp_is_c_contiguous(a) ? dense : a->strides;
    }
    return result_id(rp_view_strided(out, a, ndim, dims, strides, block, nbytes), out);
}

RP_EXPORT(rp_js_field) int rp_js_field(const rp_dtype *dtype)
{
    rp_array *out = empty_slot(1);
    intptr_t offset;
    RP_TRY(rp_frame_integers(1, &offset, "offset"));
    return result_id(rp_view_field(out, slot(0), dtype, offset), out);
}

RP_EXPORT(rp_js_resized) int rp_js_resized(int ndim)
{
    rp_array *out = empty_slot(1);
    intptr_t shape[RP_MAX_DIMS];
    RP_TRY(check_ndim(ndim));
    RP_TRY(rp_frame_integers(ndim, shape, "dimensions"));
    return result_id(rp_resized_layout(out, slot(0), ndim, shape), out);
}

RP_EXPORT(rp_js_flatten) int rp_js_flatten(void)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_flatten_as_lying(out, slot(0)), out);
}

RP_EXPORT(rp_js_delete) int rp_js_delete(int axis)
{
    rp_array *out = empty_slot(2);
    return result_id(rp_delete(out, slot(0), axis, slot(1)), out);
}

RP_EXPORT(rp_js_insert) int rp_js_insert(int axis)
{
    rp_array *out = empty_slot(3);
    return result_id(rp_insert(out, slot(0), axis, slot(1), slot(2)), out);
}

RP_EXPORT(rp_js_packbits) int rp_js_packbits(int axis, int little)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_packbits(out, slot(0), axis, (rp_bit_order)little), out);
}

RP_EXPORT(rp_js_unpackbits) int rp_js_unpackbits(int axis, int little, int all)
{
    rp_array *out = empty_slot(1);
    intptr_t count = INTPTR_MAX;
    if (!all)
        RP_TRY(rp_frame_integers(1, &count, "count"));
    return result_id(rp_unpackbits(out, slot(0), axis, count, (rp_bit_order)little), out);
}

/* Views that are told where in memory their elements lie. */
#include "array/layout.h"
#include "base/bits.h"

static int fail_extent(const rp_array *a, int ndim, const intptr_t *shape, const intptr_t *strides,
                       intptr_t begin, intptr_t end, intptr_t nbytes)
{
    char lengths[RP_SHAPE_TEXT_BYTES], steps[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR,
                   "as_strided: shape %s with strides %s and an itemsize of %d spans the bytes %zd "
                   "to %zd of a block of %zd",
                   rp_shape_text(lengths, sizeof lengths, ndim, shape),
                   rp_shape_text(steps, sizeof steps, ndim, strides), (int)a->dtype->itemsize,
                   (ptrdiff_t)begin, (ptrdiff_t)end, (ptrdiff_t)nbytes);
}

/* The bytes from the first element's place that the elements span; false where they are beyond any
 * address. */
static bool find_span(int ndim, const intptr_t *shape, const intptr_t *strides, intptr_t itemsize,
                      intptr_t *low, intptr_t *high)
{
    *low = 0;
    *high = itemsize;
    for (int i = 0; i < ndim; i++) {
        intptr_t span;
        intptr_t *end = strides[i] < 0 ? low : high;
        if (!rp_mul_intp(shape[i] - 1, strides[i], &span) || !rp_add_intp(*end, span, end))
            return false;
    }
    return true;
}

int rp_view_strided(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape,
                    const intptr_t *strides, const char *block, intptr_t nbytes)
{
    intptr_t size, all, low, high;
    RP_TRY(rp_check_shape(ndim, shape, a->dtype->itemsize, &size, &all));
    if (size > 0) {
        intptr_t start = (intptr_t)((uintptr_t)a->data - (uintptr_t)block);
        if (!find_span(ndim, shape, strides, a->dtype->itemsize, &low, &high) ||
            !rp_add_intp(start, low, &low) || !rp_add_intp(start, high, &high))
            return rp_fail(RP_VALUE_ERROR,
                           "as_strided: the elements are further apart than any "
                           "block of memory is long, which here has %zd bytes",
                           (ptrdiff_t)nbytes);
        if (low < 0 || high > nbytes)
            return fail_extent(a, ndim, shape, strides, low, high, nbytes);
    }
    *out = (rp_array){.dtype = a->dtype,
                      .data = a->data,
                      .shape = out->shape,
                      .strides = out->strides,
                      .ndim = ndim,
                      .flags = a->flags & RP_ARRAY_WRITEABLE};
    for (int i = 0; i < ndim; i++) {
        out->shape[i] = shape[i];
        out->strides[i] = strides[i];
    }
    return 0;
}

int rp_view_field(rp_array *out, const rp_array *a, const rp_dtype *dtype, intptr_t offset)
{
    if (dtype->itemsize > a->dtype->itemsize)
        return rp_fail(RP_VALUE_ERROR, "new type is larger than original type");
    if (offset < 0)
        return rp_fail(RP_VALUE_ERROR, "offset is negative");
    if (offset > a->dtype->itemsize - dtype->itemsize)
        return rp_fail(RP_VALUE_ERROR, "new type plus offset is larger than original type");
    rp_array_alias(out, a);
    out->dtype = dtype;
    out->data = a->data + offset;
    return 0;
}

int rp_resized_layout(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape)
{
    bool dense = rp_is_c_contiguous(a), columns = !dense && rp_is_f_contiguous(a);
    if (!dense && !columns)
        return rp_fail(RP_VALUE_ERROR, "resize only works on single-segment arrays");
    intptr_t size, nbytes;
    RP_TRY(rp_check_shape(ndim, shape, a->dtype->itemsize, &size, &nbytes));
    rp_array_alias(out, a);
    out->ndim = ndim;
    for (int i = 0; i < ndim; i++)
        out->shape[i] = shape[i];
    rp_fill_strides(out->strides, ndim, shape, a->dtype->itemsize,
                    columns ? RP_ORDER_F : RP_ORDER_C);
    return 0;
}

void rp_reverse_axes(rp_array *a)
{
    for (int i = 0, j = a->ndim - 1; i < j; i++, j--) {
        intptr_t length = a->shape[i], stride = a->strides[i];
        a->shape[i] = a->shape[j];
        a->strides[i] = a->strides[j];
        a->shape[j] = length;
        a->strides[j] = stride;
    }
}

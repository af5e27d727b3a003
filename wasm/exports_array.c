/* Making, copying and viewing arrays. */
#include "frame.h"

#include "array/create.h"
#include "array/weak.h"
#include <string.h>

enum {
    CREATE_HAS_SHAPE = 3, /* rp_js_create_like: options[3] = 1, ndim in options[4] */
    CREATE_NDIM = 4,
};

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static const rp_dtype *option_dtype(void)
{
    return (const rp_dtype *)(uintptr_t)(uint32_t)rp_the_frame.options[RP_OPTION_DTYPE];
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

static int read_shape(int ndim, intptr_t *shape)
{
    if (ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "maximum supported dimension for an ndarray is currently %d, found %d",
                       RP_MAX_DIMS, ndim);
    return rp_frame_integers(ndim, shape, "dimensions");
}

RP_EXPORT(rp_js_create) int rp_js_create(int ndim, int zeroed, int order)
{
    intptr_t shape[RP_MAX_DIMS];
    RP_TRY(read_shape(ndim, shape));
    rp_array *out = empty_slot(0);
    return result_id(rp_array_allocate(out, option_dtype(), ndim, shape, (rp_order)order, zeroed),
                     out);
}

RP_EXPORT(rp_js_create_like) int rp_js_create_like(int zeroed, int order)
{
    const rp_array *a = slot(0);
    rp_array *out = empty_slot(1);
    const rp_dtype *dtype = option_dtype() ? option_dtype() : a->dtype;
    int (*allocate_like)(rp_array *, const rp_dtype *, const rp_array *, rp_order) =
        zeroed ? rp_array_zeros_like : rp_array_allocate_like;
    int code;
    if (rp_the_frame.options[CREATE_HAS_SHAPE]) {
        intptr_t shape[RP_MAX_DIMS];
        int ndim = rp_the_frame.options[CREATE_NDIM];
        RP_TRY(read_shape(ndim, shape));
        bool same_ndim = ndim == a->ndim;
        /* The order of `a` can only be kept where the number of axes is the same. */
        if (same_ndim) {
            /* What layout `a` has is asked of its own shape. */
            if (order == RP_ORDER_K && rp_is_c_contiguous(a))
                order = RP_ORDER_C;
            else if (order == RP_ORDER_K && rp_is_f_contiguous(a))
                order = RP_ORDER_F;
            rp_slot like;
            rp_slot_init(&like);
            like.array.dtype = a->dtype;
            like.array.ndim = ndim;
            memcpy(like.array.shape, shape, sizeof(intptr_t) * (size_t)ndim);
            memcpy(like.array.strides, a->strides, sizeof(intptr_t) * (size_t)ndim);
            intptr_t size, nbytes;
            RP_TRY(rp_check_shape(ndim, shape, dtype->itemsize, &size, &nbytes));
            code = allocate_like(out, dtype, &like.array, (rp_order)order);
        } else {
            code = rp_array_allocate(out, dtype, ndim, shape,
                                     order == RP_ORDER_F ? RP_ORDER_F : RP_ORDER_C, zeroed);
        }
    } else {
        code = allocate_like(out, dtype, a, (rp_order)order);
    }
    return result_id(code, out);
}

/* A weak scalar source becomes an element of the destination's dtype. */
RP_EXPORT(rp_js_assign) int rp_js_assign(int casting)
{
    rp_array *src = slot(1);
    if (!src->weak)
        return rp_array_assign(slot(0), src, (rp_casting)casting);
    rp_slot element;
    rp_slot_init(&element);
    element.array.dtype = slot(0)->dtype->native;
    element.array.data = (char *)element.value;
    RP_TRY(rp_weak_element(src, element.array.dtype, element.array.data));
    return rp_array_assign(slot(0), &element.array, RP_CASTING_UNSAFE);
}

RP_EXPORT(rp_js_copy) int rp_js_copy(int order, const rp_dtype *dtype)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_array_copy(out, slot(0), dtype, (rp_order)order), out);
}

static bool has_order(const rp_array *a, rp_order order)
{
    switch (order) {
    case RP_ORDER_C: return rp_is_c_contiguous(a);
    case RP_ORDER_F: return rp_is_f_contiguous(a);
    case RP_ORDER_A: return rp_is_c_contiguous(a) || rp_is_f_contiguous(a);
    case RP_ORDER_K: break;
    }
    return true;
}

RP_EXPORT(rp_js_astype)
int rp_js_astype(int order, const rp_dtype *dtype, int casting, int copy)
{
    const rp_array *a = slot(0);
    rp_array *out = empty_slot(1);
    RP_TRY(rp_check_cast(a->dtype, dtype, (rp_casting)casting));
    if (!copy && a->dtype == dtype && has_order(a, (rp_order)order)) {
        RP_TRY(rp_view_broadcast(out, a, a->ndim, a->shape));
        out->flags = a->flags & RP_ARRAY_WRITEABLE;
        return out->dtype->id;
    }
    return result_id(rp_array_copy(out, a, dtype, (rp_order)order), out);
}

/* ---- views ---- */

RP_EXPORT(rp_js_transpose) int rp_js_transpose(int count)
{
    rp_array *out = empty_slot(1);
    if (count < 0)
        return result_id(rp_view_transpose(out, slot(0), 0, NULL), out);
    intptr_t axes[RP_FRAME_NUMBERS];
    RP_TRY(rp_frame_integers(count, axes, "axes"));
    return result_id(rp_view_transpose(out, slot(0), count, axes), out);
}

enum { COPY_NEVER, COPY_ALWAYS, COPY_AS_NEEDED };

RP_EXPORT(rp_js_reshape) int rp_js_reshape(int ndim, int order, int copy)
{
    const rp_array *a = slot(0);
    rp_array *out = empty_slot(1);
    intptr_t shape[RP_MAX_DIMS], resolved[RP_MAX_DIMS];
    RP_TRY(read_shape(ndim, shape));
    /* Order A is F for an array laid out so, C for any other. */
    rp_order by = order == RP_ORDER_A && rp_is_f_contiguous(a) && !rp_is_c_contiguous(a)
                      ? RP_ORDER_F
                  : order == RP_ORDER_F ? RP_ORDER_F
                                        : RP_ORDER_C;
    int viewed = rp_view_reshape(out, a, ndim, shape, by, resolved);
    RP_TRY(viewed);
    if (viewed && copy != COPY_ALWAYS)
        return out->dtype->id;
    if (!viewed && copy == COPY_NEVER)
        return rp_fail(RP_VALUE_ERROR, "Unable to avoid creating a copy while reshaping.");
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(rp_array_copy(&dense.array, a, NULL, by));
    out = empty_slot(1);
    int code = rp_view_reshape(out, &dense.array, ndim, shape, by, resolved);
    if (code < 0) {
        rp_array_release(&dense.array);
        return code;
    }
    out->block = dense.array.block;
    out->flags |= RP_ARRAY_OWNDATA;
    return out->dtype->id;
}

RP_EXPORT(rp_js_broadcast_to) int rp_js_broadcast_to(int ndim)
{
    rp_array *out = empty_slot(1);
    intptr_t shape[RP_MAX_DIMS];
    RP_TRY(read_shape(ndim, shape));
    return result_id(rp_view_broadcast(out, slot(0), ndim, shape), out);
}

RP_EXPORT(rp_js_broadcast_shapes) int rp_js_broadcast_shapes(int count)
{
    if (count < 0 || count >= RP_FRAME_SLOTS)
        return rp_fail(RP_VALUE_ERROR, "at most %d operands can be broadcast at once, found %d",
                       RP_FRAME_SLOTS - 1, count);
    rp_array *ops[RP_FRAME_SLOTS];
    for (int i = 0; i < count; i++)
        ops[i] = slot(i);
    int ndim = 0;
    rp_array *out = empty_slot(count);
    RP_TRY(rp_broadcast_shapes(count, ops, &ndim, out->shape));
    out->ndim = ndim;
    return 0;
}

RP_EXPORT(rp_js_index) int rp_js_index(int count)
{
    rp_array *out = empty_slot(1);
    if (count < 0 || count > RP_FRAME_KEYS)
        return rp_fail(RP_INDEX_ERROR, "too many indices: %d", count);
    return result_id(rp_view_index(out, slot(0), count, rp_the_frame.keys), out);
}

RP_EXPORT(rp_js_view_dtype) int rp_js_view_dtype(const rp_dtype *dtype)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_view_dtype(out, slot(0), dtype), out);
}

RP_EXPORT(rp_js_part) int rp_js_part(int part)
{
    rp_array *out = empty_slot(1);
    return result_id(rp_view_part(out, slot(0), part), out);
}

RP_EXPORT(rp_js_flags) int rp_js_flags(void)
{
    const rp_array *a = slot(0);
    return rp_is_c_contiguous(a) | rp_is_f_contiguous(a) << 1 | rp_is_aligned(a) << 2;
}

RP_EXPORT(rp_js_may_share) int rp_js_may_share(void)
{
    return rp_may_share_memory(slot(0), slot(1));
}

RP_EXPORT(rp_js_shares) int rp_js_shares(double max_work)
{
    int shares = rp_shares_memory(slot(0), slot(1), max_work < 0 ? -1 : (int64_t)max_work);
    return shares < 0
               ? rp_fail(RP_VALUE_ERROR, "Exceeded max_work: whether the arrays share memory "
                                         "is not decided")
               : shares;
}

RP_EXPORT(rp_js_extent) void rp_js_extent(void)
{
    uintptr_t begin, end;
    rp_memory_extent(slot(0), &begin, &end);
    rp_the_frame.numbers[0] = (double)begin;
    rp_the_frame.numbers[1] = (double)end;
}

/* ---- arrays from rules ---- */

RP_EXPORT(rp_js_arange) int rp_js_arange(int is_complex)
{
    const double *n = rp_the_frame.numbers;
    intptr_t length;
    RP_TRY(rp_arange_length(n, n + 2, is_complex, &length));
    rp_array *out = empty_slot(0);
    return result_id(rp_arange(out, length, slot(1), slot(2), option_dtype()), out);
}

RP_EXPORT(rp_js_linspace) int rp_js_linspace(int endpoint)
{
    double *n = rp_the_frame.numbers;
    intptr_t shape[3];
    double start = n[0], stop = n[1], step;
    n[0] = n[2];
    RP_TRY(rp_frame_integers(1, shape, "num"));
    const rp_dtype *dtype = option_dtype() ? option_dtype() : rp_dtype_of(RP_FLOAT64);
    rp_array *out = empty_slot(0);
    RP_TRY(rp_linspace(out, start, stop, shape[0], endpoint, dtype, &step));
    n[3] = step;
    return out->dtype->id;
}

RP_EXPORT(rp_js_eye) int rp_js_eye(void)
{
    intptr_t n[3];
    RP_TRY(rp_frame_integers(3, n, "N, M and k"));
    rp_array *out = empty_slot(0);
    rp_order order = rp_the_frame.options[RP_OPTION_ORDER] == RP_ORDER_F ? RP_ORDER_F : RP_ORDER_C;
    return result_id(rp_eye(out, n[0], n[1], n[2], option_dtype(), order), out);
}

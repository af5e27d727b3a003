/* Mean, variance and deviation as NumPy composes them: sums, then divisions, in the same dtypes. */
#include "stat/stat.h"

#include "dtype/cast.h"
#include <string.h>

static const rp_ufunc *ufunc(const char *name) { return rp_ufunc_by_name(name); }

/* A 0-d array of one number, on the stack. */
static rp_array *scalar(rp_slot *slot, const rp_dtype *dtype, double value)
{
    rp_slot_init(slot);
    slot->array.dtype = dtype;
    slot->array.data = (char *)slot->value;
    rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&value, dtype, slot->array.data);
    return &slot->array;
}

static int divide_into(rp_array *a, rp_array *by)
{
    rp_call call;
    rp_call_init(&call);
    call.casting = RP_CASTING_UNSAFE;
    rp_array *ops[3] = {a, by, a};
    return rp_ufunc_call(ufunc("divide"), ops, &call);
}

/* How many elements go into each output: one number, or with a mask an array of them (intp). */
static int count_elements(const rp_array *a, const rp_moment *how, bool keepdims, rp_slot *count)
{
    if (!how->where) {
        intptr_t n = 1;
        for (int d = 0; d < a->ndim; d++)
            n *= how->axes >> d & 1 ? a->shape[d] : 1;
        scalar(count, rp_dtype_of(RP_INT64), (double)n);
        count->array.weak = RP_WEAK_INT;
        double value = (double)n;
        memcpy(count->value, &value, sizeof value);
        return 0;
    }
    rp_slot_init(count);
    rp_slot spread;
    rp_slot_init(&spread);
    RP_TRY(rp_view_broadcast(&spread.array, how->where, a->ndim, a->shape));
    rp_reduction sum = {.axes = how->axes, .keepdims = keepdims, .dtype = rp_dtype_of(RP_INTP)};
    return rp_ufunc_reduce(ufunc("add"), &spread.array, &count->array, &sum);
}

/* The dtype sums are taken in: whole numbers in float64, float16 in float32. */
static const rp_dtype *sum_dtype(const rp_array *a, const rp_dtype *given)
{
    if (given)
        return given;
    if (a->dtype->kind == 'b' || rp_is_integer(a->dtype))
        return rp_dtype_of(RP_FLOAT64);
    return a->dtype->num == RP_FLOAT16 ? rp_dtype_of(RP_FLOAT32) : NULL;
}

/* Moves a result computed in float32 into the float16 that was asked for by giving no dtype. */
static int narrow_result(const rp_array *a, const rp_moment *how, rp_slot *wide, rp_array *out)
{
    const rp_dtype *half = rp_dtype_of(RP_FLOAT16);
    bool narrows = a->dtype->num == RP_FLOAT16 && !how->dtype;
    int code = rp_array_copy(out, &wide->array, narrows ? half : NULL, RP_ORDER_K);
    rp_array_release(&wide->array);
    return code;
}

static bool wants_narrowing(const rp_array *a, const rp_array *out, const rp_moment *how)
{
    return !out->dtype && a->dtype->num == RP_FLOAT16 && !how->dtype;
}

static int mean_of(const rp_array *a, rp_array *out, const rp_moment *how)
{
    bool fresh = !out->dtype;
    rp_reduction sum = {.axes = how->axes,
                        .keepdims = how->keepdims,
                        .dtype = sum_dtype(a, how->dtype),
                        .where = how->where};
    rp_slot count;
    RP_TRY(count_elements(a, how, how->keepdims, &count));
    int code = rp_ufunc_reduce(ufunc("add"), a, out, &sum);
    if (code >= 0) {
        code = divide_into(out, &count.array);
        if (code < 0 && fresh)
            rp_array_release(out);
    }
    rp_array_release(&count.array);
    return code;
}

int rp_mean(const rp_array *a, rp_array *out, const rp_moment *how)
{
    if (!wants_narrowing(a, out, how))
        return mean_of(a, out, how);
    rp_slot wide;
    rp_slot_init(&wide);
    RP_TRY(mean_of(a, &wide.array, how));
    return narrow_result(a, how, &wide, out);
}

/* The real or imaginary parts of a complex array, as a view. */
static void part_view(rp_slot *view, const rp_array *z, int part)
{
    const rp_dtype *real = rp_dtype_of(z->dtype->num == RP_COMPLEX64 ? RP_FLOAT32 : RP_FLOAT64);
    rp_slot_init(view);
    intptr_t *shape = view->array.shape, *strides = view->array.strides;
    rp_array_alias(&view->array, z);
    memcpy(shape, z->shape, sizeof(intptr_t) * (size_t)z->ndim);
    memcpy(strides, z->strides, sizeof(intptr_t) * (size_t)z->ndim);
    view->array.shape = shape;
    view->array.strides = strides;
    view->array.dtype = real;
    view->array.data = z->data + part * real->itemsize;
}

/* |x|^2 in place; of complex deviations into their real parts, of which `squares` becomes a view.
 */
static int square_deviations(rp_array *x, rp_slot *squares)
{
    const rp_ufunc *multiply = ufunc("multiply"), *add = ufunc("add");
    if (x->dtype->kind != 'c') {
        rp_array *ops[3] = {x, x, x};
        rp_slot_init(squares);
        RP_TRY(rp_ufunc_call(multiply, ops, NULL));
        return rp_view_broadcast(&squares->array, x, x->ndim, x->shape);
    }
    rp_slot imaginary;
    part_view(squares, x, 0);
    part_view(&imaginary, x, 1);
    rp_array *re = &squares->array, *im = &imaginary.array;
    rp_array *square_re[3] = {re, re, re}, *square_im[3] = {im, im, im}, *total[3] = {re, im, re};
    RP_TRY(rp_ufunc_call(multiply, square_re, NULL));
    RP_TRY(rp_ufunc_call(multiply, square_im, NULL));
    return rp_ufunc_call(add, total, NULL);
}

/* a - mean, fresh. */
static int deviations(const rp_array *a, rp_array *x, const rp_moment *how)
{
    rp_slot mean;
    rp_slot_init(&mean);
    const rp_array *m = how->mean;
    if (!m) {
        rp_moment kept = *how;
        kept.keepdims = true;
        kept.dtype = sum_dtype(a, how->dtype);
        RP_TRY(mean_of(a, &mean.array, &kept));
        m = &mean.array;
    }
    rp_array *ops[3] = {(rp_array *)a, (rp_array *)m, x};
    int code = rp_ufunc_call(ufunc("subtract"), ops, NULL);
    rp_array_release(&mean.array);
    return code;
}

/* The divisor: count - ddof, not below zero. */
static int degrees_of_freedom(rp_slot *count, double ddof)
{
    rp_slot amount, zero;
    if (count->array.weak) {
        double n;
        memcpy(&n, count->value, sizeof n);
        n = n - ddof > 0 ? n - ddof : 0;
        memcpy(count->value, &n, sizeof n);
        count->array.weak = n == (double)(int64_t)n ? RP_WEAK_INT : RP_WEAK_FLOAT;
        return 0;
    }
    scalar(&amount, rp_dtype_of(RP_FLOAT64), ddof)->weak =
        ddof == (double)(int64_t)ddof ? RP_WEAK_INT : RP_WEAK_FLOAT;
    scalar(&zero, rp_dtype_of(RP_FLOAT64), 0)->weak = RP_WEAK_INT;
    rp_slot left, clipped;
    rp_slot_init(&left);
    rp_slot_init(&clipped);
    rp_array *minus[3] = {&count->array, &amount.array, &left.array};
    RP_TRY(rp_ufunc_call(ufunc("subtract"), minus, NULL));
    rp_array *at_least[3] = {&left.array, &zero.array, &clipped.array};
    int code = rp_ufunc_call(ufunc("maximum"), at_least, NULL);
    rp_array_release(&left.array);
    RP_TRY(code);
    rp_array_release(&count->array);
    intptr_t *shape = count->array.shape, *strides = count->array.strides;
    memcpy(shape, clipped.array.shape, sizeof(intptr_t) * (size_t)clipped.array.ndim);
    memcpy(strides, clipped.array.strides, sizeof(intptr_t) * (size_t)clipped.array.ndim);
    count->array = clipped.array;
    count->array.shape = shape;
    count->array.strides = strides;
    return 0;
}

static int sum_squares(const rp_array *a, rp_array *out, const rp_moment *how, rp_slot *count)
{
    rp_slot x, squares;
    rp_slot_init(&x);
    RP_TRY(deviations(a, &x.array, how));
    int code = square_deviations(&x.array, &squares);
    if (code >= 0) {
        const rp_dtype *in = sum_dtype(a, how->dtype);
        /* Deviations of complex numbers are real. */
        const rp_dtype *dtype = in && in->kind == 'c' ? squares.array.dtype : in;
        rp_reduction sum = {
            .axes = how->axes, .keepdims = how->keepdims, .dtype = dtype, .where = how->where};
        code = rp_ufunc_reduce(ufunc("add"), &squares.array, out, &sum);
    }
    rp_array_release(&x.array);
    RP_TRY(code);
    return degrees_of_freedom(count, how->ddof);
}

static int var_of(const rp_array *a, rp_array *out, const rp_moment *how, bool root)
{
    bool fresh = !out->dtype;
    rp_slot count;
    RP_TRY(count_elements(a, how, how->keepdims, &count));
    int code = sum_squares(a, out, how, &count);
    if (code >= 0)
        code = divide_into(out, &count.array);
    if (code >= 0 && root) {
        rp_call call;
        rp_call_init(&call);
        call.casting = RP_CASTING_UNSAFE;
        rp_array *ops[2] = {out, out};
        code = rp_ufunc_call(ufunc("sqrt"), ops, &call);
    }
    rp_array_release(&count.array);
    if (code < 0 && fresh)
        rp_array_release(out);
    return code;
}

static int var_or_std(const rp_array *a, rp_array *out, const rp_moment *how, bool root)
{
    if (!wants_narrowing(a, out, how))
        return var_of(a, out, how, root);
    rp_slot wide;
    rp_slot_init(&wide);
    RP_TRY(var_of(a, &wide.array, how, root));
    return narrow_result(a, how, &wide, out);
}

int rp_var(const rp_array *a, rp_array *out, const rp_moment *how)
{
    return var_or_std(a, out, how, false);
}

int rp_std(const rp_array *a, rp_array *out, const rp_moment *how)
{
    return var_or_std(a, out, how, true);
}

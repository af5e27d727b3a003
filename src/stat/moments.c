/* Mean, variance and deviation as NumPy composes them: sums, then divisions, in the same dtypes. */
#include "stat/stat.h"

#include "base/float_status.h"
#include "dtype/cast.h"

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

/* into = a / by. The divisor is an int64 or a float64: NumPy divides in float64 too. */
static int divide(rp_array *a, rp_array *by, rp_array *into)
{
    rp_call call;
    rp_call_init(&call);
    call.casting = RP_CASTING_UNSAFE;
    rp_array *ops[3] = {a, by, into};
    int reports = rp_float_report_count();
    RP_TRY(rp_ufunc_call(ufunc("divide"), ops, &call));
    if (into->ndim == 0)
        rp_float_rename(reports, "scalar divide");
    return 0;
}

/* How many elements go into each output: one number, or with a mask an array of them (intp). */
static int count_elements(const rp_array *a, const rp_moment *how, bool keepdims, rp_slot *count)
{
    if (!how->where) {
        intptr_t n = 1;
        for (int d = 0; d < a->ndim; d++)
            n *= how->axes >> d & 1 ? a->shape[d] : 1;
        scalar(count, rp_dtype_of(RP_FLOAT64), (double)n);
        return 0;
    }
    rp_slot_init(count);
    rp_slot spread;
    rp_slot_init(&spread);
    RP_TRY(rp_view_broadcast(&spread.array, how->where, a->ndim, a->shape));
    rp_reduction sum = {.axes = how->axes, .keepdims = keepdims, .dtype = rp_dtype_of(RP_INTP)};
    return rp_ufunc_reduce(ufunc("add"), &spread.array, &count->array, &sum);
}

/* NumPy warns of outputs that come of no more than so many elements. */
static int note_few(const rp_array *a, const rp_moment *how, double few, const char *text)
{
    if (!rp_float_watched)
        return 0;
    rp_slot count;
    RP_TRY(count_elements(a, how, false, &count));
    bool found = false;
    const rp_dtype *dtype = count.array.dtype;
    for (intptr_t i = 0; i < rp_array_size(&count.array); i++) {
        double n;
        rp_cast_element(dtype, count.array.data + i * dtype->itemsize, rp_dtype_of(RP_FLOAT64),
                        (char *)&n);
        found |= n <= few;
    }
    rp_array_release(&count.array);
    if (found)
        rp_float_note(text);
    return 0;
}

/* The dtype sums are taken in: whole numbers in float64. */
static const rp_dtype *sum_dtype(const rp_array *a, const rp_dtype *given)
{
    if (!given && (a->dtype->kind == 'b' || rp_is_integer(a->dtype)))
        return rp_dtype_of(RP_FLOAT64);
    return given;
}

static int mean_in(const rp_array *a, rp_array *out, const rp_moment *how, const rp_dtype *dtype)
{
    bool fresh = !out->dtype;
    rp_reduction sum = {
        .axes = how->axes, .keepdims = how->keepdims, .dtype = dtype, .where = how->where};
    rp_slot count;
    RP_TRY(count_elements(a, how, how->keepdims, &count));
    int code = rp_ufunc_reduce(ufunc("add"), a, out, &sum);
    if (code >= 0) {
        code = divide(out, &count.array, out);
        if (code < 0 && fresh)
            rp_array_release(out);
    }
    rp_array_release(&count.array);
    return code;
}

/* float16: summed in float32. A single mean is rounded once, an array of them twice. */
static int mean_of_halves(const rp_array *a, rp_array *out, const rp_moment *how)
{
    const rp_dtype *half = rp_dtype_of(RP_FLOAT16), *single = rp_dtype_of(RP_FLOAT32);
    rp_slot wide;
    rp_slot_init(&wide);
    bool one = !how->keepdims && (how->axes == rp_all_axes(a->ndim) || a->ndim == 0);
    if (!one) {
        RP_TRY(mean_in(a, &wide.array, how, single));
        int copied = rp_array_copy(out, &wide.array, half, RP_ORDER_K);
        rp_array_release(&wide.array);
        return copied;
    }
    rp_reduction sum = {.axes = how->axes, .dtype = single, .where = how->where};
    rp_slot count;
    RP_TRY(count_elements(a, how, false, &count));
    int code = rp_ufunc_reduce(ufunc("add"), a, &wide.array, &sum);
    if (code >= 0)
        code = rp_array_allocate(out, half, 0, NULL, RP_ORDER_C, false);
    if (code >= 0) {
        code = divide(&wide.array, &count.array, out);
        if (code < 0)
            rp_array_release(out);
    }
    rp_array_release(&wide.array);
    rp_array_release(&count.array);
    return code;
}

int rp_mean(const rp_array *a, rp_array *out, const rp_moment *how)
{
    RP_TRY(note_few(a, how, 0, "Mean of empty slice."));
    bool halves = a->dtype->num == RP_FLOAT16 && !how->dtype;
    if (halves && !out->dtype)
        return mean_of_halves(a, out, how);
    return mean_in(a, out, how, halves ? rp_dtype_of(RP_FLOAT32) : sum_dtype(a, how->dtype));
}

/* x squared in place. Of complex numbers |x|^2, in the real parts, of which `squares` becomes a
 * view. */
static int square_deviations(const rp_array *a, rp_array *x, rp_slot *squares)
{
    const rp_ufunc *multiply = ufunc("multiply"), *add = ufunc("add");
    bool plain = a->dtype->kind == 'f' || rp_is_integer(a->dtype);
    if (plain || x->dtype->kind != 'c') {
        rp_array *ops[3] = {x, x, x};
        rp_slot_init(squares);
        RP_TRY(rp_ufunc_call(multiply, ops, NULL));
        return rp_view_broadcast(&squares->array, x, x->ndim, x->shape);
    }
    rp_slot imaginary;
    rp_slot_init(squares);
    rp_slot_init(&imaginary);
    RP_TRY(rp_view_part(&squares->array, x, 0));
    RP_TRY(rp_view_part(&imaginary.array, x, 1));
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
        RP_TRY(mean_in(a, &mean.array, &kept, sum_dtype(a, how->dtype)));
        m = &mean.array;
    }
    rp_array *ops[3] = {(rp_array *)a, (rp_array *)m, x};
    int code = rp_ufunc_call(ufunc("subtract"), ops, NULL);
    rp_array_release(&mean.array);
    return code;
}

/* The divisor: count - ddof, not below zero, in float64. */
static int degrees_of_freedom(rp_slot *count, double ddof)
{
    rp_slot amount, zero, left;
    rp_slot_init(&left);
    scalar(&amount, rp_dtype_of(RP_FLOAT64), ddof);
    scalar(&zero, rp_dtype_of(RP_FLOAT64), 0);
    rp_array *minus[3] = {&count->array, &amount.array, &left.array};
    RP_TRY(rp_ufunc_call(ufunc("subtract"), minus, NULL));
    rp_array_release(&count->array);
    rp_slot_init(count);
    rp_array *at_least[3] = {&left.array, &zero.array, &count->array};
    int code = rp_ufunc_call(ufunc("maximum"), at_least, NULL);
    rp_array_release(&left.array);
    return code;
}

static int sum_squares(const rp_array *a, rp_array *out, const rp_moment *how)
{
    rp_slot x, squares;
    rp_slot_init(&x);
    RP_TRY(deviations(a, &x.array, how));
    int code = square_deviations(a, &x.array, &squares);
    if (code >= 0) {
        rp_reduction sum = {.axes = how->axes,
                            .keepdims = how->keepdims,
                            .dtype = sum_dtype(a, how->dtype),
                            .where = how->where};
        code = rp_ufunc_reduce(ufunc("add"), &squares.array, out, &sum);
    }
    rp_array_release(&x.array);
    return code;
}

int rp_var(const rp_array *a, rp_array *out, const rp_moment *how)
{
    bool fresh = !out->dtype;
    RP_TRY(note_few(a, how, how->ddof, "Degrees of freedom <= 0 for slice"));
    rp_slot count;
    RP_TRY(count_elements(a, how, how->keepdims, &count));
    int code = sum_squares(a, out, how);
    if (code >= 0) {
        code = degrees_of_freedom(&count, how->ddof);
        if (code >= 0)
            code = divide(out, &count.array, out);
        if (code < 0 && fresh)
            rp_array_release(out);
    }
    rp_array_release(&count.array);
    return code;
}

int rp_std(const rp_array *a, rp_array *out, const rp_moment *how)
{
    bool fresh = !out->dtype;
    rp_array *ops[2] = {out, out};
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    /* An output that takes no root is found out before it is written to. */
    if (!fresh && !rp_ufunc_resolve(ufunc("sqrt"), ops, NULL, dtypes))
        return -(int)rp_error_get();
    RP_TRY(rp_var(a, out, how));
    int code = rp_ufunc_call(ufunc("sqrt"), ops, NULL);
    if (code < 0 && fresh)
        rp_array_release(out);
    return code;
}

#include "array/layout.h"
#include "base/bits.h"

/* ---- axes ---- */

int rp_normalize_axis(intptr_t axis, int ndim, const char *argument)
{
    if (axis >= 0 ? axis < ndim : axis >= -ndim)
        return (int)(axis < 0 ? axis + ndim : axis);
    return rp_fail(RP_AXIS_ERROR, "%s%saxis %zd is out of bounds for array of dimension %d",
                   argument ? argument : "", argument ? ": " : "", (ptrdiff_t)axis, ndim);
}

int rp_axes_mask(int count, const intptr_t *axes, int ndim, uint64_t *mask)
{
    uint64_t found = 0;
    for (int i = 0; i < count; i++) {
        int axis = rp_normalize_axis(axes[i], ndim, NULL);
        RP_TRY(axis);
        if (found >> axis & 1)
            return rp_fail(RP_VALUE_ERROR, "duplicate value in 'axis'");
        found |= (uint64_t)1 << axis;
    }
    *mask = found;
    return 0;
}

/* The description of a view but for its dimensions. */
static void start_view(rp_array *out, const rp_array *a, int ndim)
{
    out->dtype = a->dtype;
    out->data = a->data;
    out->ndim = ndim;
    out->flags = a->flags & RP_ARRAY_WRITEABLE;
    out->block = NULL;
    out->base = NULL;
    out->weak = RP_STRONG;
}

static void set_axis(rp_array *out, int axis, const rp_array *a, int from)
{
    out->shape[axis] = a->shape[from];
    out->strides[axis] = a->strides[from];
}

/* axes NULL: the axes reversed. */
int rp_view_transpose(rp_array *out, const rp_array *a, int count, const intptr_t *axes)
{
    int ndim = a->ndim;
    if (!axes) {
        start_view(out, a, ndim);
        for (int i = 0; i < ndim; i++)
            set_axis(out, i, a, ndim - 1 - i);
        return 0;
    }
    if (count != ndim)
        return rp_fail(RP_VALUE_ERROR, "axes don't match array");
    uint64_t found = 0;
    int8_t from[RP_MAX_DIMS];
    for (int i = 0; i < ndim; i++) {
        int axis = rp_normalize_axis(axes[i], ndim, NULL);
        RP_TRY(axis);
        if (found >> axis & 1)
            return rp_fail(RP_VALUE_ERROR, "repeated axis in transpose");
        found |= (uint64_t)1 << axis;
        from[i] = (int8_t)axis;
    }
    start_view(out, a, ndim);
    for (int i = 0; i < ndim; i++)
        set_axis(out, i, a, from[i]);
    return 0;
}

/* ---- reshape ---- */

static int fail_reshape(intptr_t size, int ndim, const intptr_t *shape)
{
    char text[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR, "cannot reshape array of size %zd into shape %s",
                   (ptrdiff_t)size, rp_shape_text_tight(text, sizeof text, ndim, shape));
}

/* Finds the length left open (any negative one is), and checks that the sizes agree. */
static int resolve_shape(intptr_t size, int ndim, const intptr_t *shape, intptr_t *resolved)
{
    intptr_t known = 1;
    int open = -1;
    bool fits = true;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] >= 0) {
            fits = fits && rp_mul_intp(known, shape[i], &known);
        } else if (open >= 0) {
            return rp_fail(RP_VALUE_ERROR, "can only specify one unknown dimension");
        } else {
            open = i;
        }
    }
    if (!fits || (open < 0 ? known != size : known == 0 || size % known != 0))
        return fail_reshape(size, ndim, shape);
    for (int i = 0; i < ndim; i++)
        resolved[i] = i == open ? size / known : shape[i];
    return 0;
}

/* Two groups of axes, of the old shape and of the new, that hold the same number of elements. */
typedef struct axis_group {
    int old_begin, old_end, new_begin, new_end;
} axis_group;

/* Widens the group, which starts as one axis each, until the counts agree. */
static void match_group(axis_group *group, const intptr_t *old_shape, const intptr_t *new_shape)
{
    intptr_t old_count = old_shape[group->old_begin], new_count = new_shape[group->new_begin];
    group->old_end = group->old_begin + 1;
    group->new_end = group->new_begin + 1;
    while (old_count != new_count) {
        if (new_count < old_count)
            new_count *= new_shape[group->new_end++];
        else
            old_count *= old_shape[group->old_end++];
    }
}

/* Do the old axes of the group step as one? */
static bool steps_as_one(const axis_group *group, const intptr_t *shape, const intptr_t *strides,
                         bool fortran)
{
    for (int i = group->old_begin; i < group->old_end - 1; i++) {
        int fast = fortran ? i : i + 1, slow = fortran ? i + 1 : i;
        if (strides[slow] != rp_wrapped_product(shape[fast], strides[fast]))
            return false;
    }
    return true;
}

static void split_group(const axis_group *group, const intptr_t *old_strides, const intptr_t *shape,
                        intptr_t *strides, bool fortran)
{
    if (fortran) {
        strides[group->new_begin] = old_strides[group->old_begin];
        for (int i = group->new_begin + 1; i < group->new_end; i++)
            strides[i] = rp_wrapped_product(strides[i - 1], shape[i - 1]);
    } else {
        strides[group->new_end - 1] = old_strides[group->old_end - 1];
        for (int i = group->new_end - 1; i > group->new_begin; i--)
            strides[i - 1] = rp_wrapped_product(strides[i], shape[i]);
    }
}

/* NumPy's attempt without a copy. The array is not contiguous, hence neither empty nor all ones: at
 * least one axis is matched. */
static bool reshape_in_place(const rp_array *a, int ndim, const intptr_t *shape, intptr_t *strides,
                             bool fortran)
{
    intptr_t old_shape[RP_MAX_DIMS], old_strides[RP_MAX_DIMS];
    int old_ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] == 1)
            continue;
        old_shape[old_ndim] = a->shape[i];
        old_strides[old_ndim++] = a->strides[i];
    }
    axis_group group = {0, 0, 0, 0};
    while (group.new_begin < ndim && group.old_begin < old_ndim) {
        match_group(&group, old_shape, shape);
        if (!steps_as_one(&group, old_shape, old_strides, fortran))
            return false;
        split_group(&group, old_strides, shape, strides, fortran);
        group.old_begin = group.old_end;
        group.new_begin = group.new_end;
    }
    int done = group.new_begin; /* the rest are ones */
    intptr_t last = done ? strides[done - 1] : a->dtype->itemsize;
    if (fortran && done)
        last = rp_wrapped_product(last, shape[done - 1]);
    for (int i = done; i < ndim; i++)
        strides[i] = last;
    return true;
}

int rp_view_reshape(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape,
                    rp_order order, intptr_t *resolved)
{
    RP_TRY(rp_check_ndim(ndim));
    if (order == RP_ORDER_K)
        return rp_fail(RP_VALUE_ERROR, "order 'K' is not permitted for reshaping");
    intptr_t known[RP_MAX_DIMS];
    intptr_t *final = resolved ? resolved : known;
    RP_TRY(resolve_shape(rp_array_size(a), ndim, shape, final));
    if (rp_has_shape(a, ndim, final)) {
        rp_array_alias(out, a);
        return 1;
    }
    bool fortran = order == RP_ORDER_F ||
                   (order == RP_ORDER_A && rp_is_f_contiguous(a) && !rp_is_c_contiguous(a));
    if (fortran ? rp_is_f_contiguous(a) : rp_is_c_contiguous(a)) {
        rp_fill_strides(out->strides, ndim, final, a->dtype->itemsize,
                        fortran ? RP_ORDER_F : RP_ORDER_C);
    } else {
        intptr_t strides[RP_MAX_DIMS];
        if (!reshape_in_place(a, ndim, final, strides, fortran))
            return 0;
        for (int i = 0; i < ndim; i++)
            out->strides[i] = strides[i];
    }
    start_view(out, a, ndim);
    for (int i = 0; i < ndim; i++)
        out->shape[i] = final[i];
    return 1;
}

/* ---- broadcast ---- */

static int fail_broadcast(const rp_array *a, int ndim, const intptr_t *shape)
{
    char from[RP_SHAPE_TEXT_BYTES], to[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR,
                   "operands could not be broadcast together with remapped shapes "
                   "[original->remapped]: %s  and requested shape %s",
                   rp_shape_text_tight(from, sizeof from, a->ndim, a->shape),
                   rp_shape_text_tight(to, sizeof to, ndim, shape));
}

static int check_broadcast(const rp_array *a, int ndim, const intptr_t *shape)
{
    RP_TRY(rp_check_ndim(ndim));
    for (int i = 0; i < ndim; i++) {
        if (shape[i] < 0)
            return rp_fail(RP_VALUE_ERROR, "all elements of broadcast shape must be non-negative");
    }
    if (ndim == 0 && a->ndim > 0)
        return rp_fail(RP_VALUE_ERROR, "cannot broadcast a non-scalar to a scalar array");
    if (a->ndim > ndim)
        return rp_fail(RP_VALUE_ERROR,
                       "input operand has more dimensions than allowed by the axis remapping");
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] != 1 && a->shape[i] != shape[ndim - a->ndim + i])
            return fail_broadcast(a, ndim, shape);
    }
    intptr_t size, nbytes;
    return rp_check_shape(ndim, shape, a->dtype->itemsize, &size, &nbytes);
}

int rp_view_broadcast(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape)
{
    RP_TRY(check_broadcast(a, ndim, shape));
    start_view(out, a, ndim);
    out->flags = 0;
    int added = ndim - a->ndim;
    for (int i = 0; i < ndim; i++) {
        out->shape[i] = shape[i];
        out->strides[i] = i < added || a->shape[i - added] == 1 ? 0 : a->strides[i - added];
    }
    return 0;
}

/* ---- basic indexing ---- */

/* Whole numbers past int64 are its ends: no axis is that long. */
static int64_t whole(double value)
{
    if (value >= 0x1p63)
        return INT64_MAX;
    return value > -0x1p63 ? (int64_t)value : INT64_MIN;
}

static int fail_index(double index, int axis, intptr_t length)
{
    if (index >= 0x1p63 || index < -0x1p63)
        return rp_fail(RP_INDEX_ERROR, "cannot fit 'int' into an index-sized integer");
    return rp_fail(RP_INDEX_ERROR, "index %lld is out of bounds for axis %d with size %zd",
                   (long long)whole(index), axis, (ptrdiff_t)length);
}

/* What a slice takes of an axis. */
typedef struct rp_span {
    intptr_t start, length, step;
} rp_span;

/* A bound of a slice within 0..length, or for a negative step -1..length-1. */
static intptr_t clamp_bound(double bound, intptr_t length, bool backwards)
{
    if (bound < 0)
        bound += (double)length;
    if (bound < 0)
        return backwards ? -1 : 0;
    return bound < (double)length ? (intptr_t)bound : (backwards ? length - 1 : length);
}

static int resolve_slice(const rp_key *key, intptr_t length, rp_span *span)
{
    intptr_t step = 1;
    if (key->has & 4) {
        if (key->step == 0)
            return rp_fail(RP_VALUE_ERROR, "slice step cannot be zero");
        /* A longer step than the longest axis skips no more than it does. */
        step = key->step >= (double)INTPTR_MAX    ? INTPTR_MAX
               : key->step <= -(double)INTPTR_MAX ? -INTPTR_MAX
                                                  : (intptr_t)key->step;
    }
    bool backwards = step < 0;
    intptr_t start =
        key->has & 1 ? clamp_bound(key->start, length, backwards) : (backwards ? length - 1 : 0);
    intptr_t stop =
        key->has & 2 ? clamp_bound(key->stop, length, backwards) : (backwards ? -1 : length);
    intptr_t distance = backwards ? start - stop : stop - start;
    if (distance <= 0) { /* nothing: the axis keeps its direction, as NumPy's */
        *span = (rp_span){0, 0, 1};
        return 0;
    }
    intptr_t stride = backwards ? -step : step;
    *span = (rp_span){start, stride == 1 ? distance : (distance - 1) / stride + 1, step};
    return 0;
}

/* How many of the axes the keys use up, and how many the result has besides the untouched ones. */
typedef struct key_counts {
    int used, made, ellipses;
} key_counts;

static int count_keys(const rp_array *a, int count, const rp_key *keys, key_counts *counts)
{
    int used = 0, made = 0, ellipses = 0;
    for (int i = 0; i < count; i++) {
        int kind = keys[i].kind;
        ellipses += kind == RP_KEY_ELLIPSIS;
        used += kind == RP_KEY_INTEGER || kind == RP_KEY_SLICE;
        made += kind == RP_KEY_NEWAXIS || kind == RP_KEY_SLICE;
    }
    if (ellipses > 1)
        return rp_fail(RP_INDEX_ERROR, "an index can only have a single ellipsis ('...')");
    if (used > a->ndim)
        return rp_fail(RP_INDEX_ERROR,
                       "too many indices for array: array is %d-dimensional, but %d were indexed",
                       (int)a->ndim, used);
    made += a->ndim - used;
    if (made > RP_MAX_DIMS)
        return rp_fail(RP_INDEX_ERROR,
                       "number of dimensions must be within [0, %d], indexing result would have %d",
                       RP_MAX_DIMS, made);
    *counts = (key_counts){used, made, ellipses};
    return 0;
}

int rp_view_index(rp_array *out, const rp_array *a, int count, const rp_key *keys)
{
    key_counts counts;
    RP_TRY(count_keys(a, count, keys, &counts));
    int untouched = a->ndim - counts.used;
    int axis = 0, made = 0;
    uintptr_t offset = 0; /* wraps: only the sum need be in range */
    bool empty = false;
    /* Without an ellipsis there is one at the end. */
    for (int i = 0; i < count + !counts.ellipses; i++) {
        int kind = i < count ? keys[i].kind : RP_KEY_ELLIPSIS;
        if (kind == RP_KEY_ELLIPSIS) {
            for (int end = axis + untouched; axis < end; axis++, made++) {
                set_axis(out, made, a, axis);
                empty |= a->shape[axis] == 0;
            }
            continue;
        }
        if (kind == RP_KEY_NEWAXIS) {
            out->shape[made] = 1;
            out->strides[made++] = 0;
            continue;
        }
        intptr_t length = a->shape[axis], stride = a->strides[axis];
        if (kind == RP_KEY_INTEGER) {
            int64_t at = whole(keys[i].start);
            if (at >= length || at < -(int64_t)length)
                return fail_index(keys[i].start, axis, length);
            offset += (uintptr_t)(at < 0 ? at + length : at) * (uintptr_t)stride;
        } else {
            rp_span span;
            RP_TRY(resolve_slice(&keys[i], length, &span));
            offset += (uintptr_t)span.start * (uintptr_t)stride;
            out->shape[made] = span.length;
            out->strides[made++] = rp_wrapped_product(span.step, stride);
            empty |= span.length == 0;
        }
        axis++;
    }
    start_view(out, a, made);
    if (!empty)
        out->data = a->data + (intptr_t)offset;
    return 0;
}

/* ---- another dtype ---- */

int rp_view_dtype(rp_array *out, const rp_array *a, const rp_dtype *dtype)
{
    intptr_t from = a->dtype->itemsize, to = dtype->itemsize;
    if (from == to) {
        rp_array_alias(out, a);
        out->dtype = dtype;
        return 0;
    }
    if (a->ndim == 0)
        return rp_fail(RP_VALUE_ERROR, "Changing the dtype of a 0d array is only supported if the "
                                       "itemsize is unchanged");
    int last = a->ndim - 1;
    intptr_t length = a->shape[last];
    if (length != 1 && a->strides[last] != from && rp_array_size(a) != 0)
        return rp_fail(
            RP_VALUE_ERROR,
            "To change to a dtype of a different size, the last axis must be contiguous");
    if (to < from) {
        if (to == 0 || from % to != 0)
            return rp_fail(RP_VALUE_ERROR, "When changing to a smaller dtype, its size must be a "
                                           "divisor of the size of original dtype");
        length *= from / to;
    } else {
        if (length * from % to != 0)
            return rp_fail(RP_VALUE_ERROR,
                           "When changing to a larger dtype, its size must be a divisor of the "
                           "total size in bytes of the last axis of the array.");
        length = length * from / to;
    }
    rp_array_alias(out, a);
    out->dtype = dtype;
    out->shape[last] = length;
    out->strides[last] = to;
    return 0;
}

int rp_view_part(rp_array *out, const rp_array *a, int part)
{
    rp_array_alias(out, a);
    if (a->dtype->kind != 'c')
        return rp_fail(RP_TYPE_ERROR, "only complex numbers have parts");
    const rp_dtype *real = rp_dtype_of(a->dtype->num == RP_COMPLEX64 ? RP_FLOAT32 : RP_FLOAT64);
    out->dtype = a->dtype->swapped ? rp_dtype_newbyteorder(real, 'S') : real;
    out->data = a->data + part * real->itemsize;
    return 0;
}

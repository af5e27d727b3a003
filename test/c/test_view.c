/* Views: each against its elements counted out one by one, and the errors in NumPy's words. */
#include "check.h"
#include "random_arrays.h"
#include <math.h>

#define FLOAT64 rp_dtype_of(RP_FLOAT64)

static void axes_are_normalized(void)
{
    CHECK(rp_normalize_axis(0, 3, NULL) == 0 && rp_normalize_axis(2, 3, NULL) == 2);
    CHECK(rp_normalize_axis(-1, 3, NULL) == 2 && rp_normalize_axis(-3, 3, NULL) == 0);
    CHECK_ERROR(rp_normalize_axis(3, 2, NULL), RP_AXIS_ERROR,
                "axis 3 is out of bounds for array of dimension 2");
    CHECK_ERROR(rp_normalize_axis(-4, 3, "source"), RP_AXIS_ERROR,
                "source: axis -4 is out of bounds for array of dimension 3");
    CHECK_ERROR(rp_normalize_axis(0, 0, NULL), RP_AXIS_ERROR, "dimension 0");
    CHECK_ERROR(rp_normalize_axis(INTPTR_MAX, 3, NULL), RP_AXIS_ERROR, "out of bounds");
    CHECK_ERROR(rp_normalize_axis(INTPTR_MIN, 3, NULL), RP_AXIS_ERROR, "out of bounds");

    uint64_t mask = 9;
    CHECK(rp_axes_mask(0, NULL, 3, &mask) == 0 && mask == 0);
    CHECK(rp_axes_mask(2, DIMS(-1, 0), 3, &mask) == 0 && mask == 5);
    CHECK(rp_axes_mask(1, DIMS(63), 64, &mask) == 0 && mask == (uint64_t)1 << 63);
    mask = 9;
    CHECK_ERROR(rp_axes_mask(2, DIMS(0, -3), 3, &mask), RP_VALUE_ERROR,
                "duplicate value in 'axis'");
    CHECK_ERROR(rp_axes_mask(2, DIMS(0, 3), 3, &mask), RP_AXIS_ERROR, "axis 3 is out of bounds");
    CHECK(mask == 9);
}

/* What every view of `a` has in common. */
static bool is_view_of(const rp_array *view, const rp_array *a)
{
    return view->dtype == a->dtype && !view->block && !view->base &&
           view->flags == (a->flags & RP_ARRAY_WRITEABLE);
}

static void transposing(void)
{
    rp_slot slot, out;
    rp_array *a = described(&slot, FLOAT64, random_memory, 3, DIMS(2, 3, 4), NULL);
    a->flags |= RP_ARRAY_OWNDATA;
    rp_slot_init(&out);
    CHECK(rp_view_transpose(&out.array, a, 0, NULL) == 0 && is_view_of(&out.array, a));
    CHECK(dims_are(out.array.shape, 3, DIMS(4, 3, 2)));
    CHECK(dims_are(out.array.strides, 3, DIMS(8, 32, 96)) && out.array.data == a->data);
    CHECK(rp_view_transpose(&out.array, a, 3, DIMS(1, -1, 0)) == 0 && is_view_of(&out.array, a));
    CHECK(dims_are(out.array.shape, 3, DIMS(3, 4, 2)));
    CHECK(dims_are(out.array.strides, 3, DIMS(32, 8, 96)));
    CHECK_ERROR(rp_view_transpose(&out.array, a, 2, DIMS(0, 1)), RP_VALUE_ERROR,
                "axes don't match array");
    CHECK_ERROR(rp_view_transpose(&out.array, a, 3, DIMS(0, 1, 1)), RP_VALUE_ERROR,
                "repeated axis in transpose");
    CHECK_ERROR(rp_view_transpose(&out.array, a, 3, DIMS(0, 1, 3)), RP_AXIS_ERROR,
                "axis 3 is out of bounds for array of dimension 3");
    a->ndim = 0;
    CHECK(rp_view_transpose(&out.array, a, 0, DIMS(0)) == 0 && out.array.ndim == 0);
}

/* ---- reshape ---- */

/* Splits `size` at random into ndim factors. */
static void random_factors(intptr_t size, int ndim, intptr_t *shape)
{
    for (int i = 0; i < ndim; i++)
        shape[i] = 1;
    for (intptr_t prime = 2; size > 1 && ndim; prime++) {
        for (; size % prime == 0; size /= prime)
            shape[random_below(ndim)] *= prime;
    }
}

/* Is there a view of this shape with the elements in this order? Its steps are where the neighbours
 * of the first element lie; then every element must. */
static bool view_exists(const rp_array *a, int ndim, const intptr_t *shape, bool fortran)
{
    rp_slot slot;
    rp_array *view = described(&slot, a->dtype, a->data, ndim, shape, NULL);
    intptr_t next = 1, size = rp_array_size(a);
    if (size == 0)
        return true;
    for (int i = 0; i < ndim; i++) {
        int axis = fortran ? i : ndim - 1 - i;
        if (shape[axis] > 1)
            view->strides[axis] = element_at(a, next, fortran) - a->data;
        next *= shape[axis];
    }
    for (intptr_t k = 0; k < size; k++) {
        if (element_at(view, k, fortran) != element_at(a, k, fortran))
            return false;
    }
    return true;
}

static void reshaping_keeps_the_order_of_elements(void)
{
    int views = 0, copies = 0;
    for (int round = 0; round < 40000; round++) {
        rp_slot slot, out;
        random_view(&slot, rp_dtype_of(RP_INT16), 5, 4);
        const rp_array *a = &slot.array;
        intptr_t size = rp_array_size(a), shape[5], asked[5], resolved[RP_MAX_DIMS];
        int ndim = random_between(size == 1 ? 0 : 1, 5);
        if (size == 0) {
            for (int i = 0; i < ndim; i++)
                shape[i] = i == 0 ? 0 : random_below(3);
        } else {
            random_factors(size, ndim, shape);
        }
        memcpy(asked, shape, sizeof asked);
        if (ndim && size && random_below(3) == 0)
            asked[random_below(ndim)] = -random_between(1, 9);
        rp_order order = (rp_order[]){RP_ORDER_C, RP_ORDER_F, RP_ORDER_A}[random_below(3)];
        bool fortran = order == RP_ORDER_F ||
                       (order == RP_ORDER_A && rp_is_f_contiguous(a) && !rp_is_c_contiguous(a));
        rp_slot_init(&out);
        int is_view = rp_view_reshape(&out.array, a, ndim, asked, order, resolved);
        CHECK(is_view == view_exists(a, ndim, shape, fortran));
        CHECK(dims_are(resolved, ndim, shape));
        if (is_view == 1) {
            views++;
            CHECK(is_view_of(&out.array, a) && out.array.data == a->data);
            CHECK(out.array.ndim == ndim && dims_are(out.array.shape, ndim, shape));
            for (intptr_t k = 0; k < size; k++)
                CHECK(element_at(&out.array, k, fortran) == element_at(a, k, fortran));
        } else {
            copies++;
            CHECK(!out.array.dtype && out.array.ndim == 0);
        }
    }
    CHECK(views > 5000 && copies > 5000);
}

static void check_reshape(int ndim, const intptr_t *shape, const intptr_t *strides, int new_ndim,
                          const intptr_t *new_shape, rp_order order, const intptr_t *expected)
{
    rp_slot slot, out;
    rp_array *a = described(&slot, FLOAT64, random_memory, ndim, shape, strides);
    rp_slot_init(&out);
    CHECK(rp_view_reshape(&out.array, a, new_ndim, new_shape, order, NULL) == 1);
    CHECK(dims_are(out.array.strides, new_ndim, expected));
}

/* The steps of axes of length 1, and of empty arrays, which the elements do not tell. */
static void reshaping_gives_numpys_strides(void)
{
    check_reshape(3, DIMS(2, 3, 4), DIMS(96, 32, -8), 2, DIMS(6, 4), RP_ORDER_C, DIMS(32, -8));
    check_reshape(3, DIMS(2, 3, 1), DIMS(96, 32, 8), 3, DIMS(1, 6, 1), RP_ORDER_C,
                  DIMS(192, 32, 32));
    check_reshape(3, DIMS(1, 3, 2), DIMS(96, 32, 16), 4, DIMS(3, 1, 2, 1), RP_ORDER_C,
                  DIMS(32, 32, 16, 16));
    check_reshape(1, DIMS(24), NULL, 3, DIMS(1, 24, 1), RP_ORDER_C, DIMS(192, 8, 8));
    check_reshape(1, DIMS(24), NULL, 3, DIMS(1, 24, 1), RP_ORDER_F, DIMS(8, 8, 192));
    check_reshape(1, DIMS(3), DIMS(16), 3, DIMS(3, 1, 1), RP_ORDER_F, DIMS(16, 48, 48));
    check_reshape(2, DIMS(0, 3), NULL, 2, DIMS(3, 0), RP_ORDER_C, DIMS(8, 8));
    check_reshape(0, NULL, NULL, 2, DIMS(1, 1), RP_ORDER_C, DIMS(8, 8));
    check_reshape(3, DIMS(2, 3, 1), DIMS(96, 32, 999), 3, DIMS(2, 3, 1), RP_ORDER_C,
                  DIMS(96, 32, 999));
}

static void reshape_errors(void)
{
    rp_slot slot, out;
    intptr_t resolved[RP_MAX_DIMS], ones[RP_MAX_DIMS + 1];
    for (int i = 0; i <= RP_MAX_DIMS; i++)
        ones[i] = 1;
    rp_slot_init(&out);
    rp_array *o = &out.array, *a = described(&slot, FLOAT64, random_memory, 2, DIMS(2, 3), NULL);
    CHECK_ERROR(rp_view_reshape(o, a, 1, DIMS(4), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 6 into shape (4,)");
    CHECK_ERROR(rp_view_reshape(o, a, 0, NULL, RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 6 into shape ()");
    CHECK_ERROR(rp_view_reshape(o, a, 2, DIMS(4, -1), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 6 into shape (4,newaxis)");
    CHECK_ERROR(rp_view_reshape(o, a, 2, DIMS(0, -1), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 6 into shape (0,newaxis)");
    CHECK_ERROR(rp_view_reshape(o, a, 2, DIMS(-1, -1), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "can only specify one unknown dimension");
    CHECK_ERROR(rp_view_reshape(o, a, 2, DIMS(INTPTR_MAX, 3), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 6 into shape (");
    CHECK_ERROR(rp_view_reshape(o, a, 1, DIMS(6), RP_ORDER_K, resolved), RP_VALUE_ERROR,
                "order 'K' is not permitted for reshaping");
    CHECK_ERROR(rp_view_reshape(o, a, RP_MAX_DIMS + 1, ones, RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "maximum supported dimension for an ndarray is currently 64, found 65");
    a->shape[1] = 0;
    CHECK_ERROR(rp_view_reshape(o, a, 2, DIMS(0, -1), RP_ORDER_C, resolved), RP_VALUE_ERROR,
                "cannot reshape array of size 0 into shape (0,newaxis)");
    CHECK(rp_view_reshape(o, a, 2, DIMS(3, -1), RP_ORDER_C, resolved) == 1);
    CHECK(dims_are(resolved, 2, DIMS(3, 0)));
}

/* ---- broadcast ---- */

static void broadcasting_a_view(void)
{
    rp_slot slot, out;
    rp_slot_init(&out);
    rp_array *o = &out.array;
    rp_array *a = described(&slot, FLOAT64, random_memory, 3, DIMS(2, 1, 4), NULL);
    CHECK(rp_view_broadcast(o, a, 4, DIMS(5, 2, 3, 4)) == 0);
    CHECK(dims_are(o->shape, 4, DIMS(5, 2, 3, 4)) && dims_are(o->strides, 4, DIMS(0, 32, 0, 8)));
    CHECK(o->flags == 0 && o->ndim == 4 && o->data == a->data && o->dtype == FLOAT64);
    CHECK(rp_view_broadcast(o, a, 3, DIMS(2, 0, 4)) == 0 && rp_array_size(o) == 0);
    CHECK(rp_view_broadcast(o, a, 3, DIMS(2, 1, 4)) == 0);
    CHECK(dims_are(o->strides, 3, DIMS(32, 0, 8)));
    CHECK_ERROR(rp_view_broadcast(o, a, 3, DIMS(3, 1, 4)), RP_VALUE_ERROR,
                "operands could not be broadcast together with remapped shapes "
                "[original->remapped]: (2,1,4)  and requested shape (3,1,4)");
    CHECK_ERROR(rp_view_broadcast(o, a, 2, DIMS(2, 4)), RP_VALUE_ERROR,
                "input operand has more dimensions than allowed");
    CHECK_ERROR(rp_view_broadcast(o, a, 0, NULL), RP_VALUE_ERROR,
                "cannot broadcast a non-scalar to a scalar array");
    CHECK_ERROR(rp_view_broadcast(o, a, 3, DIMS(2, -1, 4)), RP_VALUE_ERROR,
                "all elements of broadcast shape must be non-negative");
    CHECK_ERROR(rp_view_broadcast(o, a, 3, DIMS(2, INTPTR_MAX, 4)), RP_VALUE_ERROR,
                "array is too big");
    CHECK_ERROR(rp_view_broadcast(o, a, 65, DIMS(0)), RP_VALUE_ERROR,
                "maximum supported dimension");
    a->ndim = 0;
    CHECK(rp_view_broadcast(o, a, 2, DIMS(3, 3)) == 0 && dims_are(o->strides, 2, DIMS(0, 0)));
}

static void shapes_broadcast_together(void)
{
    rp_slot slots[4];
    rp_array *ops[4], missing = {0};
    int ndim = -1;
    intptr_t shape[RP_MAX_DIMS];
    ops[0] = described(&slots[0], FLOAT64, random_memory, 3, DIMS(2, 1, 4), NULL);
    ops[1] = described(&slots[1], FLOAT64, random_memory, 2, DIMS(3, 1), NULL);
    ops[2] = &missing;
    ops[3] = described(&slots[3], FLOAT64, random_memory, 0, NULL, NULL);
    CHECK(rp_broadcast_shapes(4, ops, &ndim, shape) == 0 && ndim == 3);
    CHECK(dims_are(shape, 3, DIMS(2, 3, 4)));
    CHECK(rp_broadcast_shapes(1, ops + 3, &ndim, shape) == 0 && ndim == 0);
    CHECK(rp_broadcast_shapes(1, ops + 2, &ndim, shape) == 0 && ndim == 0);
    CHECK(rp_broadcast_shapes(0, ops, &ndim, shape) == 0 && ndim == 0);
    ops[1]->shape[1] = 0;
    CHECK_ERROR(rp_broadcast_shapes(4, ops, &ndim, shape), RP_VALUE_ERROR,
                "operands could not be broadcast together with shapes (2,1,4) (3,0) ()");
    ops[0]->shape[2] = 1;
    CHECK(rp_broadcast_shapes(2, ops, &ndim, shape) == 0 && dims_are(shape, 3, DIMS(2, 3, 0)));
    ops[0] = described(&slots[0], FLOAT64, random_memory, 1, DIMS(3), NULL);
    ops[1] = described(&slots[1], FLOAT64, random_memory, 1, DIMS(4), NULL);
    CHECK_ERROR(rp_broadcast_shapes(2, ops, &ndim, shape), RP_VALUE_ERROR,
                "operands could not be broadcast together with shapes (3,) (4,)");
    intptr_t many = (intptr_t)1 << (sizeof many * 8 - 3);
    ops[0] = described(&slots[0], FLOAT64, random_memory, 2, DIMS(many, 1), DIMS(0, 0));
    ops[1] = described(&slots[1], FLOAT64, random_memory, 1, DIMS(many), DIMS(0));
    CHECK_ERROR(rp_broadcast_shapes(2, ops, &ndim, shape), RP_VALUE_ERROR, "too large");
    ops[1]->shape[0] = 0;
    CHECK(rp_broadcast_shapes(2, ops, &ndim, shape) == 0);
    /* More operands than a message holds. */
    intptr_t long_shape[RP_MAX_DIMS];
    for (int i = 0; i < RP_MAX_DIMS; i++)
        long_shape[i] = i + 100;
    rp_array *all[16];
    for (int i = 0; i < 16; i++)
        all[i] = described(&slots[0], FLOAT64, random_memory, RP_MAX_DIMS, long_shape, long_shape);
    all[15] = described(&slots[1], FLOAT64, random_memory, 1, DIMS(7), NULL);
    CHECK_ERROR(rp_broadcast_shapes(16, all, &ndim, shape), RP_VALUE_ERROR,
                "operands could not be broadcast together with shapes (100,101");
}

static void broadcast_agrees_with_the_definition(void)
{
    int agreed = 0, refused = 0;
    for (int round = 0; round < 20000; round++) {
        rp_slot slots[3], out;
        rp_array *ops[3];
        int ndim = -1, most = 0;
        intptr_t shape[RP_MAX_DIMS];
        for (int i = 0; i < 3; i++) {
            random_array(&slots[i], FLOAT64, 3, 3, 8);
            ops[i] = &slots[i].array;
            most = ops[i]->ndim > most ? ops[i]->ndim : most;
        }
        bool fits = true;
        intptr_t expected[3] = {1, 1, 1};
        for (int back = 1; back <= most; back++) {
            for (int i = 0; i < 3; i++) {
                intptr_t length = back > ops[i]->ndim ? 1 : ops[i]->shape[ops[i]->ndim - back];
                intptr_t *so_far = &expected[most - back];
                if (length != 1 && *so_far != 1 && *so_far != length)
                    fits = false;
                if (length != 1)
                    *so_far = length;
            }
        }
        CHECK((rp_broadcast_shapes(3, ops, &ndim, shape) == 0) == fits);
        rp_slot_init(&out);
        if (!fits) {
            refused++;
            continue;
        }
        agreed++;
        CHECK(ndim == most && dims_are(shape, ndim, expected));
        for (int i = 0; i < 3; i++) {
            CHECK(rp_view_broadcast(&out.array, ops[i], ndim, shape) == 0);
            for (int axis = 0; axis < ndim; axis++) {
                int own = axis - ndim + ops[i]->ndim;
                bool moves = own >= 0 && ops[i]->shape[own] != 1;
                CHECK(out.array.strides[axis] == (moves ? ops[i]->strides[own] : 0));
            }
        }
    }
    CHECK(agreed > 2000 && refused > 2000);
}

/* ---- basic indexing ---- */

static rp_key integer(double at) { return (rp_key){.kind = RP_KEY_INTEGER, .start = at}; }
static rp_key slice(int has, double start, double stop, double step)
{
    return (rp_key){RP_KEY_SLICE, has, start, stop, step};
}
static const rp_key ellipsis = {.kind = RP_KEY_ELLIPSIS};
static const rp_key newaxis = {.kind = RP_KEY_NEWAXIS};

/* The positions a slice takes of an axis, walked through as Python's language reference has it. */
static int naive_slice(const rp_key *key, intptr_t length, intptr_t *positions)
{
    double n = (double)length, step = key->has & 4 ? key->step : 1;
    double start = step > 0 ? 0 : n - 1, stop = step > 0 ? n : -1;
    if (key->has & 1) {
        start = key->start < 0 ? key->start + n : key->start;
        start = step > 0 && start < 0 ? 0 : step < 0 && start > n - 1 ? n - 1 : start;
    }
    if (key->has & 2) {
        stop = key->stop < 0 ? key->stop + n : key->stop;
        stop = stop < 0 ? (step > 0 ? 0 : -1) : stop > n ? n : stop;
    }
    int count = 0;
    for (double at = start; step > 0 ? at < stop : at > stop; at += step)
        if (at >= 0 && at < n)
            positions[count++] = (intptr_t)at;
    return count;
}

static double random_bound(void)
{
    static const double far[] = {1e300,   -1e300, 0x1p53,  -0x1p53,  0x1p63,
                                 -0x1p63, 0x1p31, -0x1p31, INFINITY, -INFINITY};
    return random_below(8) ? random_between(-7, 7) : far[random_below(10)];
}

enum { LONGEST = 5, MOST_KEYS = 8 };

/* The view an index gives, spelt out: for each axis of the result the byte offsets of its elements.
 */
typedef struct spelt_view {
    int ndim;
    intptr_t base, lengths[MOST_KEYS + 4], offsets[MOST_KEYS + 4][LONGEST];
} spelt_view;

static void spell(const rp_array *a, int count, const rp_key *keys, spelt_view *view)
{
    int used = 0, ellipses = 0, axis = 0;
    *view = (spelt_view){0};
    for (int i = 0; i < count; i++) {
        used += keys[i].kind == RP_KEY_INTEGER || keys[i].kind == RP_KEY_SLICE;
        ellipses += keys[i].kind == RP_KEY_ELLIPSIS;
    }
    for (int i = 0; i < count + !ellipses; i++) {
        rp_key key = i < count ? keys[i] : ellipsis;
        int repeats = key.kind == RP_KEY_ELLIPSIS ? a->ndim - used : 1;
        if (key.kind == RP_KEY_ELLIPSIS)
            key = slice(0, 0, 0, 0);
        for (; repeats > 0; repeats--) {
            if (key.kind == RP_KEY_NEWAXIS) {
                view->lengths[view->ndim++] = 1;
                continue;
            }
            intptr_t stride = a->strides[axis], length = a->shape[axis++];
            if (key.kind == RP_KEY_INTEGER) {
                view->base += stride * ((intptr_t)key.start + (key.start < 0 ? length : 0));
                continue;
            }
            intptr_t positions[LONGEST];
            int taken = naive_slice(&key, length, positions);
            view->lengths[view->ndim] = taken;
            for (int k = 0; k < taken; k++)
                view->offsets[view->ndim][k] = stride * positions[k];
            view->ndim++;
        }
    }
}

static bool is_spelt(const rp_array *a, const rp_array *out, const spelt_view *view)
{
    if (out->ndim != view->ndim || !dims_are(out->shape, view->ndim, view->lengths))
        return false;
    intptr_t size = rp_array_size(out);
    if (size == 0)
        return out->data == a->data;
    for (intptr_t k = 0; k < size; k++) {
        intptr_t offset = view->base, rest = k;
        for (int i = view->ndim - 1; i >= 0; i--) {
            offset += view->offsets[i][rest % view->lengths[i]];
            rest /= view->lengths[i];
        }
        if (element_at(out, k, false) != a->data + offset)
            return false;
    }
    return true;
}

static void indexing_takes_the_right_elements(void)
{
    int full = 0;
    for (int round = 0; round < 60000; round++) {
        rp_slot slot, out;
        random_array(&slot, rp_dtype_of(RP_INT32), 4, LONGEST, 40);
        const rp_array *a = &slot.array;
        rp_key keys[MOST_KEYS];
        int count = 0, axis = 0, wanted = random_between(0, a->ndim);
        int dots = random_below(2) ? random_below(wanted + 1) : -1;
        for (int i = 0; i <= wanted; i++) {
            if (i == dots) {
                keys[count++] = ellipsis;
                axis += a->ndim - wanted;
            }
            if (random_below(5) == 0 && count < MOST_KEYS - wanted + i - 1)
                keys[count++] = newaxis;
            if (i == wanted)
                break;
            intptr_t length = a->shape[axis++];
            if (random_below(3) == 0 && length) {
                keys[count++] = integer(random_between((int)-length, (int)length - 1));
            } else {
                double step = random_bound();
                keys[count++] =
                    slice(random_below(8), random_bound(), random_bound(), step == 0 ? 1 : step);
            }
        }
        spelt_view view;
        spell(a, count, keys, &view);
        rp_slot_init(&out);
        CHECK(rp_view_index(&out.array, a, count, keys) == 0 && is_view_of(&out.array, a));
        CHECK(is_spelt(a, &out.array, &view));
        full += rp_array_size(&out.array) > 1;
    }
    CHECK(full > 10000);
}

/* Steps that the elements do not tell are NumPy's too. */
static void indexing_gives_numpys_strides(void)
{
    rp_slot slot, out;
    rp_slot_init(&out);
    rp_array *o = &out.array, *a = described(&slot, FLOAT64, random_memory, 3, DIMS(2, 3, 4), NULL);
    rp_key key = slice(4, 0, 0, 5);
    CHECK(rp_view_index(o, a, 1, &key) == 0 && dims_are(o->shape, 3, DIMS(1, 3, 4)));
    CHECK(dims_are(o->strides, 3, DIMS(480, 32, 8)));
    rp_key nothing[2] = {slice(0, 0, 0, 0), slice(7, 3, 3, -1)};
    CHECK(rp_view_index(o, a, 2, nothing) == 0 && dims_are(o->shape, 3, DIMS(2, 0, 4)));
    CHECK(dims_are(o->strides, 3, DIMS(96, 32, 8)));
    rp_key axes[2] = {newaxis, slice(5, 1e300, 0, -1e300)};
    CHECK(rp_view_index(o, a, 2, axes) == 0 && dims_are(o->shape, 4, DIMS(1, 1, 3, 4)));
    CHECK(o->strides[0] == 0 && o->data == a->data + 96);
    CHECK(rp_view_index(o, a, 0, NULL) == 0 && dims_are(o->strides, 3, DIMS(96, 32, 8)));
    rp_key all[3] = {integer(1), integer(-1), integer(3)};
    CHECK(rp_view_index(o, a, 3, all) == 0 && o->ndim == 0 && o->data == a->data + 184);
}

static void index_errors(void)
{
    rp_slot slot, out;
    rp_slot_init(&out);
    rp_array *o = &out.array, *a = described(&slot, FLOAT64, random_memory, 1, DIMS(3), NULL);
    rp_key keys[RP_MAX_DIMS + 2];
    keys[0] = integer(5);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR,
                "index 5 is out of bounds for axis 0 with size 3");
    keys[0] = integer(-4);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR,
                "index -4 is out of bounds for axis 0 with size 3");
    keys[0] = integer(0x1p53);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR, "index 9007199254740992 is out of");
    keys[0] = integer(1e300);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR, "index-sized integer");
    keys[0] = integer(-1e300);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR, "index-sized integer");
    keys[0] = newaxis;
    keys[1] = integer(3);
    CHECK_ERROR(rp_view_index(o, a, 2, keys), RP_INDEX_ERROR,
                "index 3 is out of bounds for axis 0 with size 3");
    keys[0] = integer(0);
    CHECK_ERROR(rp_view_index(o, a, 2, keys), RP_INDEX_ERROR,
                "too many indices for array: array is 1-dimensional, but 2 were indexed");
    keys[1] = slice(0, 0, 0, 0);
    keys[2] = ellipsis;
    CHECK_ERROR(rp_view_index(o, a, 3, keys), RP_INDEX_ERROR, "but 2 were indexed");
    keys[0] = keys[1] = ellipsis;
    CHECK_ERROR(rp_view_index(o, a, 2, keys), RP_INDEX_ERROR,
                "an index can only have a single ellipsis ('...')");
    keys[0] = slice(4, 0, 0, 0);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_VALUE_ERROR, "slice step cannot be zero");
    for (int i = 0; i < RP_MAX_DIMS; i++)
        keys[i] = newaxis;
    CHECK(rp_view_index(o, a, RP_MAX_DIMS - 1, keys) == 0 && o->ndim == RP_MAX_DIMS);
    CHECK_ERROR(rp_view_index(o, a, RP_MAX_DIMS, keys), RP_INDEX_ERROR,
                "number of dimensions must be within [0, 64], indexing result would have 65");
    a->ndim = 0;
    keys[0] = integer(0);
    CHECK_ERROR(rp_view_index(o, a, 1, keys), RP_INDEX_ERROR,
                "array is 0-dimensional, but 1 were indexed");
}

/* ---- another dtype ---- */

static void check_dtype(int ndim, const intptr_t *shape, const intptr_t *strides, int num,
                        const intptr_t *new_shape, const intptr_t *new_strides)
{
    rp_slot slot, out;
    rp_array *a = described(&slot, FLOAT64, random_memory, ndim, shape, strides);
    rp_slot_init(&out);
    CHECK(rp_view_dtype(&out.array, a, rp_dtype_of(num)) == 0);
    CHECK(out.array.dtype == rp_dtype_of(num) && out.array.ndim == ndim);
    CHECK(out.array.data == a->data && out.array.flags == RP_ARRAY_WRITEABLE && !out.array.block);
    CHECK(dims_are(out.array.shape, ndim, new_shape));
    CHECK(dims_are(out.array.strides, ndim, new_strides));
}

static void viewing_as_another_dtype(void)
{
    check_dtype(0, NULL, NULL, RP_INT64, NULL, NULL);
    check_dtype(2, DIMS(3, 2), DIMS(8, 24), RP_INT64, DIMS(3, 2), DIMS(8, 24));
    check_dtype(2, DIMS(2, 4), NULL, RP_COMPLEX128, DIMS(2, 2), DIMS(32, 16));
    check_dtype(2, DIMS(2, 3), NULL, RP_INT32, DIMS(2, 6), DIMS(24, 4));
    check_dtype(2, DIMS(2, 1), DIMS(24, 999), RP_INT32, DIMS(2, 2), DIMS(24, 4));
    check_dtype(2, DIMS(2, 0), DIMS(0, 0), RP_COMPLEX128, DIMS(2, 0), DIMS(0, 16));
    check_dtype(2, DIMS(0, 3), DIMS(8, -16), RP_INT8, DIMS(0, 24), DIMS(8, 1));

    rp_slot slot, out;
    rp_slot_init(&out);
    rp_array *a = described(&slot, FLOAT64, random_memory, 2, DIMS(2, 3), NULL), *o = &out.array;
    CHECK_ERROR(rp_view_dtype(o, a, rp_dtype_of(RP_COMPLEX128)), RP_VALUE_ERROR,
                "When changing to a larger dtype, its size must be a divisor of the total size in "
                "bytes of the last axis of the array.");
    rp_dtype three = sized_dtype(3);
    CHECK_ERROR(rp_view_dtype(o, a, &three), RP_VALUE_ERROR,
                "When changing to a smaller dtype, its size must be a divisor of the size of "
                "original dtype");
    a->strides[1] = 16;
    CHECK_ERROR(rp_view_dtype(o, a, rp_dtype_of(RP_INT32)), RP_VALUE_ERROR,
                "To change to a dtype of a different size, the last axis must be contiguous");
    a->ndim = 0;
    CHECK_ERROR(rp_view_dtype(o, a, rp_dtype_of(RP_INT32)), RP_VALUE_ERROR,
                "Changing the dtype of a 0d array is only supported if the itemsize is unchanged");
    CHECK(!o->dtype && o->ndim == 0);
}

static const check_test tests[] = {
    TEST(axes_are_normalized),
    TEST(transposing),
    TEST(reshaping_keeps_the_order_of_elements),
    TEST(reshaping_gives_numpys_strides),
    TEST(reshape_errors),
    TEST(broadcasting_a_view),
    TEST(shapes_broadcast_together),
    TEST(broadcast_agrees_with_the_definition),
    TEST(indexing_takes_the_right_elements),
    TEST(indexing_gives_numpys_strides),
    TEST(index_errors),
    TEST(viewing_as_another_dtype),
};
CHECK_MAIN(tests)

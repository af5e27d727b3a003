/* Selecting and repeating by position against plain loops: layouts, sizes past every block, one
 * thread and several; positions out of range write nothing; every failure to allocate. What the
 * functions mean is compared with NumPy in test/oracle. */
#include "check.h"
#include "dtype/cast.h"
#include "index/take.h"
#include "shape/repeat.h"
#include "thread/pool.h"

static uint32_t state = 1;
static intptr_t draw(intptr_t below)
{
    state = state * 1664525u + 1013904223u;
    return (intptr_t)((state >> 8) % (uint32_t)below);
}

/* A new array in C order; bytes of noise. */
static rp_array *noise_of(rp_slot *slot, int num, int ndim, const intptr_t *shape)
{
    rp_slot_init(slot);
    CHECK(rp_array_allocate(&slot->array, rp_dtype_of(num), ndim, shape, RP_ORDER_C, false) == 0);
    intptr_t bytes = rp_array_size(&slot->array) * slot->array.dtype->itemsize;
    for (intptr_t i = 0; i < bytes; i++)
        slot->array.data[i] = (char)draw(256);
    return &slot->array;
}

/* Positions -length .. length - 1. */
static rp_array *positions_of(rp_slot *slot, int num, int ndim, const intptr_t *shape,
                              intptr_t length)
{
    noise_of(slot, num, ndim, shape);
    intptr_t n = rp_array_size(&slot->array), itemsize = slot->array.dtype->itemsize;
    for (intptr_t i = 0; i < n; i++) {
        int64_t at = draw(2 * length) - length;
        rp_cast_element(rp_dtype_of(RP_INT64), (char *)&at, rp_dtype_of(num),
                        slot->array.data + i * itemsize);
    }
    return &slot->array;
}

static intptr_t position_at(const rp_array *positions, intptr_t i, intptr_t length)
{
    int64_t at;
    rp_cast_element(positions->dtype, positions->data + i * positions->dtype->itemsize,
                    rp_dtype_of(RP_INT64), (char *)&at);
    return (intptr_t)(at < 0 ? at + length : at);
}

/* The address of element (x, y, z) of three dimensions. */
static char *place(const rp_array *a, intptr_t x, intptr_t y, intptr_t z)
{
    return a->data + x * a->strides[0] + y * a->strides[1] + z * a->strides[2];
}

static void check_take(const rp_array *a, int axis, intptr_t count)
{
    rp_slot at, out;
    rp_array *positions =
        positions_of(&at, count % 2 ? RP_INT64 : RP_INT32, 1, &count, a->shape[axis]);
    rp_slot_init(&out);
    CHECK(rp_take(&out.array, a, positions, axis, RP_MODE_RAISE) == 0);
    bool same = out.array.shape[axis] == count && rp_is_c_contiguous(&out.array);
    for (intptr_t x = 0; same && x < out.array.shape[0]; x++)
        for (intptr_t y = 0; same && y < out.array.shape[1]; y++)
            for (intptr_t z = 0; same && z < out.array.shape[2]; z++) {
                intptr_t from[] = {x, y, z};
                from[axis] = position_at(positions, from[axis], a->shape[axis]);
                same = !memcmp(place(&out.array, x, y, z), place(a, from[0], from[1], from[2]),
                               (size_t)a->dtype->itemsize);
            }
    CHECK(same);
    rp_array_release(&out.array);
    rp_array_release(positions);
}

static void check_all_takes(int num, const intptr_t *shape, intptr_t count)
{
    static const intptr_t axes[][3] = {{0, 1, 2}, {2, 0, 1}, {1, 0, 2}, {2, 1, 0}};
    rp_slot whole, view;
    rp_array *a = noise_of(&whole, num, 3, shape);
    for (int i = 0; i < 4; i++)
        for (int axis = 0; axis < 3; axis++) {
            rp_slot_init(&view);
            CHECK(rp_view_transpose(&view.array, a, 3, axes[i]) == 0);
            check_take(&view.array, axis, count);
        }
    rp_array_release(a);
}

static void taking(void)
{
    static const int nums[] = {RP_BOOL, RP_INT16, RP_FLOAT32, RP_FLOAT64, RP_COMPLEX128};
    static const intptr_t shapes[][3] = {{3, 4, 5}, {1, 1, 7}, {40, 3, 2}, {2, 3, 300}};
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 4; k++)
            for (intptr_t count = 1; count < 12; count += 3)
                check_all_takes(nums[i], shapes[k], count);
    check_all_takes(RP_FLOAT32, (intptr_t[]){9, 70, 11}, 1500);
    check_all_takes(RP_UINT8, (intptr_t[]){1, 2, 20000}, 2);
}

static void taking_on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    check_all_takes(RP_FLOAT64, (intptr_t[]){60, 70, 80}, 61);
    check_all_takes(RP_UINT8, (intptr_t[]){7, 3000, 33}, 2);
    rp_slot line;
    check_take(noise_of(&line, RP_INT32, 3, (intptr_t[]){1, 1, 300000}), 2, 200000);
    rp_array_release(&line.array);
    rp_pool_stop();
}

/* ---- put ---- */

static void check_put(int ndim, const intptr_t *shape, const intptr_t *axes, intptr_t n,
                      intptr_t values)
{
    rp_slot whole, view, at, v;
    rp_array *a = noise_of(&whole, RP_FLOAT32, ndim, shape);
    intptr_t size = rp_array_size(a);
    rp_array *positions = positions_of(&at, RP_INT32, 1, &n, size);
    rp_array *from = noise_of(&v, RP_FLOAT32, 1, &values);
    rp_slot_init(&view);
    CHECK(rp_view_transpose(&view.array, a, ndim, axes) == 0);
    rp_slot expected; /* in C order of the view */
    rp_slot_init(&expected);
    CHECK(rp_array_copy(&expected.array, &view.array, NULL, RP_ORDER_C) == 0);
    for (intptr_t i = 0; i < n; i++)
        memcpy(expected.array.data + 4 * position_at(positions, i, size),
               from->data + 4 * (i % values), 4);
    CHECK(rp_put(&view.array, positions, from, RP_MODE_RAISE) == 0);
    rp_slot got;
    rp_slot_init(&got);
    CHECK(rp_array_copy(&got.array, &view.array, NULL, RP_ORDER_C) == 0);
    CHECK(!memcmp(got.array.data, expected.array.data, 4 * (size_t)size));
    rp_slot *all[] = {&whole, &at, &v, &expected, &got};
    for (int i = 0; i < 5; i++)
        rp_array_release(&all[i]->array);
}

static void putting(void)
{
    static const intptr_t sizes[] = {1, 2, 3, 7, 1023, 1024, 1025, 3000};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 8; k++) {
            check_put(2, (intptr_t[]){13, 17}, (intptr_t[]){0, 1}, sizes[i], sizes[k]);
            check_put(3, (intptr_t[]){5, 7, 3}, (intptr_t[]){2, 0, 1}, sizes[i], sizes[k]);
        }
}

/* ---- along an axis ---- */

static void check_along(const intptr_t *shape, const intptr_t *of, int axis, int num)
{
    rp_slot whole, at, out;
    rp_array *a = noise_of(&whole, RP_COMPLEX64, 3, shape);
    rp_array *positions = positions_of(&at, num, 3, of, shape[axis]);
    rp_slot_init(&out);
    CHECK(rp_take_along_axis(&out.array, a, positions, axis) == 0);
    bool same = true;
    const intptr_t *n = out.array.shape;
    for (intptr_t i = 0; same && i < n[0] * n[1] * n[2]; i++) {
        intptr_t c[] = {i / (n[1] * n[2]), i / n[2] % n[1], i % n[2]};
        intptr_t p[3], from[3];
        for (int d = 0; d < 3; d++) {
            p[d] = of[d] == 1 ? 0 : c[d];
            from[d] = shape[d] == 1 ? 0 : c[d];
        }
        from[axis] = position_at(positions, (p[0] * of[1] + p[1]) * of[2] + p[2], shape[axis]);
        same = !memcmp(out.array.data + 8 * i, place(a, from[0], from[1], from[2]), 8);
    }
    CHECK(same);
    /* What was taken, put back, changes nothing. */
    rp_slot before;
    rp_slot_init(&before);
    CHECK(rp_array_copy(&before.array, a, NULL, RP_ORDER_C) == 0);
    CHECK(rp_put_along_axis(a, positions, &out.array, axis) == 0);
    CHECK(!memcmp(a->data, before.array.data, 8 * (size_t)rp_array_size(a)));
    rp_slot *all[] = {&whole, &at, &out, &before};
    for (int i = 0; i < 4; i++)
        rp_array_release(&all[i]->array);
}

static void along_axes(void)
{
    for (int axis = 0; axis < 3; axis++)
        for (int num = RP_INT32; num <= RP_INT64; num += RP_INT64 - RP_INT32) {
            check_along((intptr_t[]){5, 6, 7}, (intptr_t[]){5, 6, 7}, axis, num);
            check_along((intptr_t[]){30, 40, 50}, (intptr_t[]){30, 40, 50}, axis, num);
            intptr_t one[] = {9, 8, 7};
            one[(axis + 1) % 3] = 1;
            check_along((intptr_t[]){9, 8, 7}, one, axis, num);
            check_along(one, (intptr_t[]){9, 8, 7}, axis, num);
        }
    CHECK(rp_pool_start(3) == 3);
    check_along((intptr_t[]){30, 90, 50}, (intptr_t[]){30, 90, 50}, 1, RP_INT32);
    rp_pool_stop();
}

static void sharing(void)
{
    /* The positions are the array that is written. */
    int64_t data[] = {1, 0, 0, 1}, values[] = {10, 20, 30, 40};
    intptr_t shape[] = {2, 2};
    rp_slot x, v;
    rp_slot_init(&x);
    rp_slot_init(&v);
    rp_array *slots[] = {&x.array, &v.array};
    for (int i = 0; i < 2; i++) {
        rp_array *a = slots[i];
        a->dtype = rp_dtype_of(RP_INT64);
        a->data = (char *)(i ? values : data);
        a->ndim = 2;
        a->flags = RP_ARRAY_WRITEABLE;
        memcpy(a->shape, shape, sizeof shape);
        rp_fill_strides(a->strides, 2, shape, 8, RP_ORDER_C);
    }
    CHECK(rp_put_along_axis(&x.array, &x.array, &v.array, 1) == 0);
    CHECK(data[0] == 20 && data[1] == 10 && data[2] == 30 && data[3] == 40);
    memcpy(data, (int64_t[]){3, 2, 1, 0}, sizeof data);
    CHECK(rp_put(&x.array, &x.array, &v.array, RP_MODE_RAISE) == 0);
    CHECK(data[0] == 40 && data[1] == 30 && data[2] == 20 && data[3] == 10);
}

/* ---- choose ---- */

static void check_choose(int num, const intptr_t *shape, int count)
{
    rp_slot *choices = rp_alloc(sizeof *choices * (size_t)count), at, out;
    rp_array *list[RP_MAX_CHOICES], *a = positions_of(&at, RP_INT32, 2, shape, 1 << 20);
    for (int k = 0; k < count; k++) { /* rows, columns, wholes */
        intptr_t its[] = {k % 3 == 1 ? 1 : shape[0], k % 3 == 2 ? 1 : shape[1]};
        list[k] = noise_of(&choices[k], num, 2, its);
    }
    rp_slot_init(&out);
    CHECK(rp_choose(&out.array, a, count, list, NULL, RP_MODE_WRAP) == 0);
    size_t itemsize = (size_t)rp_dtype_of(num)->itemsize;
    bool same = true;
    for (intptr_t i = 0; i < shape[0]; i++)
        for (intptr_t j = 0; j < shape[1]; j++) {
            int32_t number = ((int32_t *)a->data)[i * shape[1] + j] % count;
            const rp_array *c = list[number < 0 ? number + count : number];
            same &= !memcmp(out.array.data + (size_t)(i * shape[1] + j) * itemsize,
                            c->data + (c->shape[0] > 1 ? i : 0) * c->strides[0] +
                                (c->shape[1] > 1 ? j : 0) * c->strides[1],
                            itemsize);
        }
    CHECK(same);
    for (int k = 0; k < count; k++)
        rp_array_release(list[k]);
    rp_array_release(a);
    rp_array_release(&out.array);
    rp_free(choices);
}

static void choosing(void)
{
    for (int count = 1; count <= RP_MAX_CHOICES; count += 31) {
        check_choose(RP_UINT8, (intptr_t[]){3, 40}, count);
        check_choose(RP_INT16, (intptr_t[]){1, 40}, count);
        check_choose(RP_FLOAT32, (intptr_t[]){30, 1}, count);
        check_choose(RP_COMPLEX128, (intptr_t[]){30, 4}, count);
    }
    CHECK(rp_pool_start(3) == 3);
    check_choose(RP_FLOAT64, (intptr_t[]){300, 400}, 5);
    rp_pool_stop();
}

/* ---- positions of several axes ---- */

static void check_ravel(int ndim, const intptr_t *dims, bool fortran)
{
    intptr_t size = 1;
    for (int d = 0; d < ndim; d++)
        size *= dims[d];
    rp_slot at, out, parts[4];
    rp_array *list[4], *a = positions_of(&at, RP_INT64, 1, &size, 1);
    rp_index_mode modes[4] = {RP_MODE_RAISE, RP_MODE_RAISE, RP_MODE_RAISE, RP_MODE_RAISE};
    for (intptr_t i = 0; i < size; i++)
        ((int64_t *)a->data)[i] = i;
    for (int d = 0; d < ndim; d++) {
        rp_slot_init(&parts[d]);
        list[d] = &parts[d].array;
    }
    CHECK(rp_unravel_index(list, ndim, dims, fortran, a) == 0);
    bool same = true;
    for (intptr_t i = 0; i < size; i++) {
        intptr_t number = 0, step = 1;
        for (int k = 0; k < ndim; k++) {
            int d = fortran ? k : ndim - 1 - k;
            intptr_t p = ((intptr_t *)list[d]->data)[i];
            same &= p >= 0 && p < dims[d];
            number += p * step;
            step *= dims[d];
        }
        same &= number == i;
    }
    CHECK(same);
    rp_slot_init(&out);
    CHECK(rp_ravel_multi_index(&out.array, ndim, list, dims, modes, fortran) == 0);
    for (intptr_t i = 0; i < size; i++)
        same &= ((intptr_t *)out.array.data)[i] == i;
    CHECK(same);
    for (int d = 0; d < ndim; d++)
        rp_array_release(list[d]);
    rp_array_release(a);
    rp_array_release(&out.array);
}

static void ravelling(void)
{
    check_ravel(1, (intptr_t[]){7}, false);
    check_ravel(3, (intptr_t[]){11, 13, 17}, false);
    check_ravel(4, (intptr_t[]){5, 1, 7, 31}, true);
    CHECK(rp_pool_start(3) == 3);
    check_ravel(3, (intptr_t[]){40, 50, 60}, true);
    rp_pool_stop();
}

/* ---- repeat ---- */

static void check_repeat(int num, intptr_t outer, intptr_t n, intptr_t inner, intptr_t most,
                         bool same_count)
{
    intptr_t shape[] = {outer, n, inner}, given = same_count ? 1 : n, total = 0;
    rp_slot whole, counts, out;
    rp_array *a = noise_of(&whole, num, 3, shape);
    rp_array *by = positions_of(&counts, RP_INT64, 1, &given, 1);
    int64_t *count = (int64_t *)by->data;
    for (intptr_t i = 0; i < given; i++)
        count[i] = same_count ? most : draw(most + 1);
    rp_slot_init(&out);
    CHECK(rp_repeat(&out.array, a, by, 1) == 0);
    size_t chunk = (size_t)(inner * a->dtype->itemsize);
    const char *to = out.array.data;
    bool same = true;
    for (intptr_t x = 0; x < outer; x++)
        for (intptr_t i = 0; i < n; i++)
            for (int64_t k = 0; k < count[same_count ? 0 : i]; k++, to += chunk, total++)
                same &= !memcmp(to, a->data + (size_t)(x * n + i) * chunk, chunk);
    CHECK(same && out.array.shape[1] * outer == total);
    rp_array_release(a);
    rp_array_release(by);
    rp_array_release(&out.array);
}

static void repeating(void)
{
    static const int nums[] = {RP_UINT8, RP_INT16, RP_FLOAT32, RP_FLOAT64, RP_COMPLEX128};
    for (int i = 0; i < 5; i++)
        for (intptr_t most = 0; most < 40; most += 1 + most / 4)
            for (int one = 0; one < 2; one++) {
                check_repeat(nums[i], 1, 1, 1, most, one);
                check_repeat(nums[i], 2, 37, 1, most, one);
                check_repeat(nums[i], 3, 5, 3, most, one);
                check_repeat(nums[i], 1, 2500, 1, most, one);
            }
    CHECK(rp_pool_start(3) == 3);
    check_repeat(RP_FLOAT64, 1, 100000, 1, 3, false);
    check_repeat(RP_UINT8, 3, 100000, 1, 5, true);
    check_repeat(RP_INT16, 300, 100, 7, 5, false);
    rp_pool_stop();
}

/* ---- errors ---- */

static void errors(void)
{
    intptr_t shape[] = {3, 4}, two = 2;
    rp_slot whole, at, v, out, choice;
    rp_array *a = noise_of(&whole, RP_FLOAT64, 2, shape), *to = &out.array;
    rp_array *positions = positions_of(&at, RP_INT64, 1, &two, 1);
    rp_array *values = noise_of(&v, RP_FLOAT32, 1, &two);
    rp_array *c = noise_of(&choice, RP_FLOAT64, 1, &two);
    int64_t *p = (int64_t *)positions->data;
    rp_slot before;
    rp_slot_init(&before);
    CHECK(rp_array_copy(&before.array, a, NULL, RP_ORDER_C) == 0);
    rp_slot_init(&out);
    p[0] = 0;
    p[1] = 12;
    CHECK_ERROR(rp_take(to, a, positions, RP_FLAT, RP_MODE_RAISE), RP_INDEX_ERROR,
                "index 12 is out of bounds");
    CHECK_ERROR(rp_take(to, a, positions, 1, RP_MODE_RAISE), RP_INDEX_ERROR, "axis 1 with size 4");
    CHECK_ERROR(rp_take(to, a, positions, 2, RP_MODE_RAISE), RP_AXIS_ERROR, "axis 2");
    CHECK_ERROR(rp_take(to, a, values, 1, RP_MODE_RAISE), RP_TYPE_ERROR, "'same_kind'");
    CHECK_ERROR(rp_put(a, positions, values, RP_MODE_RAISE), RP_INDEX_ERROR, "index 12");
    CHECK_ERROR(rp_put_along_axis(a, positions, values, RP_FLAT), RP_INDEX_ERROR, "index 12");
    CHECK_ERROR(rp_choose(to, positions, 1, &c, NULL, RP_MODE_RAISE), RP_VALUE_ERROR,
                "invalid entry");
    CHECK_ERROR(rp_choose(to, positions, 0, &c, NULL, RP_MODE_RAISE), RP_VALUE_ERROR, "0-length");
    CHECK_ERROR(rp_unravel_index(&to, 1, shape, false, positions), RP_VALUE_ERROR,
                "index 12 is out of bounds for array with size 3");
    p[1] = -13;
    CHECK_ERROR(rp_put(a, positions, values, RP_MODE_RAISE), RP_INDEX_ERROR, "index -13");
    CHECK_ERROR(rp_repeat(to, values, positions, 0), RP_VALUE_ERROR, "negative");
    CHECK_ERROR(rp_repeat(to, a, positions, 1), RP_VALUE_ERROR, "(4,) (2,)");
    CHECK_ERROR(rp_repeat(to, a, values, 1), RP_TYPE_ERROR, "'safe'");
    p[0] = p[1] = INTPTR_MAX / 2 + 1;
    CHECK_ERROR(rp_repeat(to, values, positions, 0), RP_VALUE_ERROR, "too big");
    CHECK(!memcmp(before.array.data, a->data, 12 * 8));
    CHECK(!to->block);
    p[0] = 1;
    p[1] = 0;
    rp_array *slots[] = {a, positions, values, c, &before.array};
    /* float32 values, positions of int64 with gaps, a column-wise array: copies that may fail. */
    rp_slot view, sparse;
    rp_slot_init(&view);
    CHECK(rp_view_transpose(&view.array, a, 0, NULL) == 0);
    rp_slot_init(&sparse);
    rp_array_alias(&sparse.array, positions);
    sparse.array.strides[0] = -8;
    sparse.array.data += 8;
    rp_array *t = &view.array, *s = &sparse.array;
    for (long n = 0; n < 2; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_take(to, t, s, RP_FLAT, RP_MODE_WRAP), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_put(t, s, values, RP_MODE_RAISE), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_choose(to, s, 1, &values, a->dtype, RP_MODE_CLIP), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_unravel_index(&to, 1, shape, false, s), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_repeat(to, values, s, 0), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_put_along_axis(c, s, values, 0), RP_MEMORY_ERROR, "");
        CHECK(!to->block);
    }
    rp_alloc_fail_after(-1);
    for (int i = 0; i < 5; i++)
        rp_array_release(slots[i]);
}

static const check_test tests[] = {
    TEST(taking),   TEST(taking_on_threads), TEST(putting),   TEST(along_axes), TEST(sharing),
    TEST(choosing), TEST(ravelling),         TEST(repeating), TEST(errors),
};

CHECK_MAIN(tests)

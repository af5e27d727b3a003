/* Arrays without their NaN, sums that pass over NaN, parts of complex numbers. */
#include "check.h"

#include "array/array.h"
#include "dtype/cast.h"
#include "stat/stat.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"
#include <math.h>

static rp_array *numbers(rp_type_num num, intptr_t n, int every)
{
    const rp_dtype *dtype = rp_dtype_of(num);
    rp_array *a = rp_array_new(dtype, 1, &n, RP_ORDER_C);
    for (intptr_t i = 0; i < n; i++) {
        double x = i % every == every - 1 ? NAN : (double)(i * 7919 % 10007) / 1024 - 5;
        rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&x, dtype,
                        a->data + i * dtype->itemsize);
    }
    return a;
}

static double element(const rp_array *a, intptr_t i)
{
    double x = 0;
    rp_cast_element(a->dtype, a->data + i * a->strides[0], rp_dtype_of(RP_FLOAT64), (char *)&x);
    return x;
}

/* A whole number of the host language. */
static rp_array *weak(rp_slot *slot, double value)
{
    rp_slot_init(slot);
    slot->array.weak = RP_WEAK_INT;
    slot->array.data = (char *)slot->value;
    memcpy(slot->value, &value, sizeof value);
    return &slot->array;
}

static double sum_of(const rp_array *a)
{
    rp_slot out;
    rp_slot_init(&out);
    rp_reduction how = {.axes = rp_all_axes(a->ndim)};
    CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), a, &out.array, &how) >= 0);
    double sum = 0;
    rp_cast_element(out.array.dtype, out.array.data, rp_dtype_of(RP_FLOAT64), (char *)&sum);
    rp_array_release(&out.array);
    return sum;
}

static void nan_is_replaced(void)
{
    rp_type_num nums[] = {RP_FLOAT16, RP_FLOAT32, RP_FLOAT64, RP_COMPLEX64, RP_COMPLEX128};
    for (int k = 0; k < 5; k++)
        for (intptr_t n = 1; n < 100; n += 7) {
            rp_array *a = numbers(nums[k], n, 5);
            rp_slot out, two;
            rp_slot_init(&out);
            CHECK(rp_replace_nan(a, weak(&two, 2), &out.array) == 0);
            CHECK(out.array.dtype == a->dtype);
            bool right = true;
            for (intptr_t i = 0; i < n; i++)
                right &= element(&out.array, i) == (i % 5 == 4 ? 2 : element(a, i));
            CHECK(right);
            rp_array_release(&out.array);
            rp_array_drop(a);
        }
}

static void one_pass_adds_as_two(void)
{
    rp_type_num nums[] = {RP_FLOAT32, RP_FLOAT64};
    intptr_t sizes[] = {1, 7, 130, 8192, 8193, 100003, 9000001};
    for (int k = 0; k < 2; k++)
        for (int s = 0; s < 7; s++) {
            intptr_t n = sizes[s];
            rp_array *a = numbers(nums[k], n, 9);
            rp_slot kept, zero, middle, squares;
            rp_slot_init(&kept);
            rp_slot_init(&squares);
            double sum, count, squared, none, mean = 0.25;
            CHECK(rp_replace_nan(a, weak(&zero, 0), &kept.array) == 0);
            CHECK(rp_nan_sum(a, NULL, &sum, &count));
            CHECK(sum == sum_of(&kept.array));
            CHECK(count == (double)(n - n / 9));
            rp_slot_init(&middle);
            middle.array.dtype = a->dtype;
            middle.array.data = (char *)middle.value;
            rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&mean, a->dtype,
                            middle.array.data);
            CHECK(rp_nan_squares(a, &middle.array, &squares.array) == 0);
            CHECK(rp_nan_sum(a, &mean, &squared, &none));
            CHECK(squared == sum_of(&squares.array));
            rp_array_release(&kept.array);
            rp_array_release(&squares.array);
            rp_array_drop(a);
        }
}

static void infinities_stay(void)
{
    rp_array *a = numbers(RP_FLOAT64, 20000, 9);
    double sum, count;
    ((double *)a->data)[0] = INFINITY;
    CHECK(rp_nan_sum(a, NULL, &sum, &count) && sum == INFINITY);
    ((double *)a->data)[15000] = -INFINITY;
    CHECK(rp_nan_sum(a, NULL, &sum, &count) && isnan(sum));
    rp_array_drop(a);
}

static void only_dense_floats_go_in_one_pass(void)
{
    rp_array *a = numbers(RP_FLOAT64, 10, 3);
    double sum, count;
    intptr_t five = 5, step = 16, none = 0;
    rp_array *b = rp_array_new_view(a, a->dtype, a->data, 1, &five, &step);
    rp_array *c = rp_array_new_view(a, a->dtype, a->data, 1, &none, &step);
    rp_array *d = rp_array_new_view(a, rp_dtype_newbyteorder(a->dtype, 'S'), a->data, 1, a->shape,
                                    a->strides);
    rp_array *e = numbers(RP_FLOAT16, 10, 3);
    CHECK(!rp_nan_sum(b, NULL, &sum, &count));
    CHECK(!rp_nan_sum(c, NULL, &sum, &count));
    CHECK(!rp_nan_sum(d, NULL, &sum, &count));
    CHECK(!rp_nan_sum(e, NULL, &sum, &count));
    rp_array *all[] = {e, d, c, b, a};
    for (int i = 0; i < 5; i++)
        rp_array_drop(all[i]);
}

static void no_memory(void)
{
    rp_array *a = numbers(RP_FLOAT64, 1000, 3);
    rp_slot out, zero;
    rp_slot_init(&out);
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_replace_nan(a, weak(&zero, 0), &out.array), RP_MEMORY_ERROR, "");
    rp_alloc_fail_after(-1);
    rp_array_drop(a);
}

static void parts_of_complex_numbers(void)
{
    intptr_t n = 3;
    rp_array *z = rp_array_new(rp_dtype_of(RP_COMPLEX64), 1, &n, RP_ORDER_C);
    for (int i = 0; i < 6; i++)
        ((float *)z->data)[i] = (float)i;
    rp_slot part;
    rp_slot_init(&part);
    CHECK(rp_view_part(&part.array, z, 1) == 0);
    CHECK(part.array.dtype == rp_dtype_of(RP_FLOAT32));
    CHECK(element(&part.array, 2) == 5);
    z->dtype = rp_dtype_newbyteorder(z->dtype, 'S');
    CHECK(rp_view_part(&part.array, z, 0) == 0);
    CHECK(part.array.dtype == rp_dtype_newbyteorder(rp_dtype_of(RP_FLOAT32), 'S'));
    rp_array_drop(z);
    rp_array *x = numbers(RP_FLOAT64, 3, 9);
    CHECK_ERROR(rp_view_part(&part.array, x, 0), RP_TYPE_ERROR, "complex");
    rp_array_drop(x);
}

static const check_test tests[] = {
    TEST(nan_is_replaced), TEST(one_pass_adds_as_two),
    TEST(infinities_stay), TEST(only_dense_floats_go_in_one_pass),
    TEST(no_memory),       TEST(parts_of_complex_numbers),
};
CHECK_MAIN(tests)

/* Calls, reductions, accumulations: checked against naive loops over the elements. */
#include "check.h"

#include "array/create.h"
#include "array/iter.h"
#include "stat/stat.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"
#include <math.h>
#include <stdlib.h>

static const rp_dtype *f64(void) { return rp_dtype_of(RP_FLOAT64); }

static rp_array *range(int ndim, const intptr_t *shape)
{
    rp_array *a = rp_array_new(f64(), ndim, shape, RP_ORDER_C);
    intptr_t size = rp_array_size(a);
    for (intptr_t i = 0; i < size; i++)
        ((double *)a->data)[i] = (double)(i * 7 % 1001) / 8 - 31;
    return a;
}

static double at2(const rp_array *a, intptr_t i, intptr_t j)
{
    return *(const double *)(a->data + i * a->strides[0] + j * a->strides[1]);
}

static int call2(const char *name, rp_array *a, rp_array *b, rp_slot *out)
{
    rp_slot_init(out);
    rp_array *ops[3] = {a, b, &out->array};
    return rp_ufunc_call(rp_ufunc_by_name(name), ops, NULL);
}

static void adds_with_every_layout(void)
{
    intptr_t shape[2] = {300, 257}, wide[2] = {600, 514};
    rp_array *big = range(2, wide);
    for (int layout = 0; layout < 5; layout++) {
        rp_array *a = range(2, shape);
        intptr_t strides[2] = {257 * 8, 8};
        char *data = big->data;
        intptr_t row_only[2] = {0, 8}, column_only[2] = {514 * 8, 0};
        if (layout == 1) {
            strides[0] = 8, strides[1] = 514 * 8;
        } else if (layout == 2) {
            strides[0] = 2 * 514 * 8, strides[1] = 16;
        } else if (layout == 3) {
            memcpy(strides, row_only, sizeof strides);
        } else if (layout == 4) {
            memcpy(strides, column_only, sizeof strides);
        }
        rp_array *b = rp_array_new_view(big, f64(), data, 2, shape, strides);
        rp_slot out;
        CHECK(call2("add", a, b, &out) == 0);
        bool same = true;
        for (intptr_t i = 0; i < shape[0]; i++)
            for (intptr_t j = 0; j < shape[1]; j++)
                same &= at2(&out.array, i, j) == at2(a, i, j) + at2(b, i, j);
        CHECK(same);
        rp_array_release(&out.array);
        rp_array_drop(b);
        rp_array_drop(a);
    }
    rp_array_drop(big);
}

static double pairwise(const double *a, intptr_t n)
{
    if (n < 8) {
        double sum = -0.0;
        for (intptr_t i = 0; i < n; i++)
            sum += a[i];
        return sum;
    }
    if (n <= 128) {
        double r[8];
        for (int k = 0; k < 8; k++)
            r[k] = a[k];
        intptr_t i = 8;
        for (; i < n - n % 8; i += 8)
            for (int k = 0; k < 8; k++)
                r[k] += a[i + k];
        double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (; i < n; i++)
            sum += a[i];
        return sum;
    }
    intptr_t half = n / 2;
    half -= half % 8;
    return pairwise(a, half) + pairwise(a + half, n - half);
}

static void sums_have_the_pairwise_bits_with_any_threads(void)
{
    for (int threads = 1; threads <= 16; threads += 5) {
        rp_pool_start(threads);
        for (intptr_t n = 1; n < 3000000; n = n * 3 + 1) {
            rp_array *a = range(1, &n);
            for (intptr_t i = 0; i < n; i++)
                ((double *)a->data)[i] += 1.0 / (double)(i + 3);
            rp_slot out;
            rp_slot_init(&out);
            rp_reduction how = {.axes = 1};
            CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), a, &out.array, &how) == 0);
            double expected = 0.0;
            for (intptr_t at = 0; at < n; at += 8192)
                expected += pairwise((double *)a->data + at, n - at < 8192 ? n - at : 8192);
            CHECK(memcmp(out.array.data, &expected, 8) == 0);
            rp_array_release(&out.array);
            rp_array_drop(a);
        }
        rp_pool_stop();
    }
}

/* The larger as NumPy has it: NaN if either is, the second of equals. */
static double larger(double a, double b) { return a > b || a != a ? a : b; }

static bool same_number(double a, double b)
{
    return a != a ? b != b : memcmp(&a, &b, sizeof a) == 0;
}

static void reduces_along_each_axis(void)
{
    rp_pool_start(3);
    intptr_t shape[3] = {60, 70, 81};
    rp_array *a = range(3, shape);
    double *v = (double *)a->data;
    /* Without and with what needs care. */
    static const double special[] = {NAN, INFINITY, -INFINITY, 0.0, -0.0};
    for (int pass = 0; pass < 6; pass++) {
        int axis = pass % 3;
        for (intptr_t i = 0; pass == 3 && i < rp_array_size(a); i += 131)
            v[i] = special[i % 5];
        rp_slot out;
        rp_slot_init(&out);
        rp_reduction how = {.axes = 1ull << axis};
        CHECK(rp_ufunc_reduce(rp_ufunc_by_name("maximum"), a, &out.array, &how) == 0);
        bool same = true;
        intptr_t rest[2] = {axis == 0 ? 1 : 0, axis == 2 ? 1 : 2};
        for (intptr_t i = 0; i < shape[rest[0]]; i++) {
            for (intptr_t j = 0; j < shape[rest[1]]; j++) {
                double most = -INFINITY;
                for (intptr_t k = 0; k < shape[axis]; k++) {
                    intptr_t index[3];
                    index[rest[0]] = i, index[rest[1]] = j, index[axis] = k;
                    most = larger(most, v[(index[0] * 70 + index[1]) * 81 + index[2]]);
                }
                same &= same_number(at2(&out.array, i, j), most);
            }
        }
        CHECK(same);
        rp_array_release(&out.array);
    }
    rp_array_drop(a);
    rp_pool_stop();
}

static void overlapping_output_reads_before_it_writes(void)
{
    intptr_t n = 5000, part = n - 1, stride = 8;
    rp_array *a = range(1, &n), *copy = range(1, &n);
    rp_array *low = rp_array_new_view(a, f64(), a->data, 1, &part, &stride);
    rp_array *high = rp_array_new_view(a, f64(), a->data + 8, 1, &part, &stride);
    rp_array *ops[3] = {high, low, high};
    CHECK(rp_ufunc_call(rp_ufunc_by_name("add"), ops, NULL) == 0);
    bool same = true;
    const double *v = (const double *)a->data, *c = (const double *)copy->data;
    for (intptr_t i = 1; i < n; i++)
        same &= v[i] == c[i] + c[i - 1];
    CHECK(same);
    rp_array_drop(low);
    rp_array_drop(high);
    rp_array_drop(copy);
    rp_array_drop(a);
}

/* One pass or two, and whatever the output lies on: (x - y) * 0.3. */
static void a_chain_is_two_calls(void)
{
    const rp_ufunc *subtract = rp_ufunc_by_name("subtract"),
                   *multiply = rp_ufunc_by_name("multiply");
    intptr_t n = 50001, part = n - 1, stride = 8, backwards = -8;
    rp_slot z;
    rp_slot_init(&z);
    z.array.data = (char *)z.value;
    z.array.weak = RP_WEAK_FLOAT;
    *(double *)z.array.data = 0.3;
    for (int layout = 0; layout < 4; layout++) {
        rp_array *a = range(1, &n), *b = range(1, &n);
        rp_array *x = rp_array_new_view(a, f64(), a->data + 8, 1, &part, &stride);
        rp_array *y = rp_array_new_view(a, f64(), a->data + (layout == 3) * part * 8, 1, &part,
                                        layout == 3 ? &backwards : &stride);
        const rp_dtype *dtype = rp_dtype_of(layout == 2 ? RP_INT32 : RP_FLOAT64);
        rp_array *apart = rp_array_new(dtype, 1, &part, RP_ORDER_C);
        rp_array *out = layout == 1 ? x : apart;
        CHECK(rp_ufunc_chain(subtract, multiply, x, y, &z.array, out) == 0);
        const double *v = (const double *)b->data;
        bool same = true;
        for (intptr_t i = 0; i < part; i++) {
            double expected = (v[i + 1] - v[layout == 3 ? part - i : i]) * 0.3;
            if (layout == 2)
                same &= ((const int32_t *)out->data)[i] ==
                        (int32_t)((double)(int32_t)(v[i + 1] - v[i]) * 0.3);
            else
                same &= ((const double *)out->data)[i] == expected;
        }
        CHECK(same);
        rp_array_drop(apart);
        rp_array_drop(y);
        rp_array_drop(x);
        rp_array_drop(b);
        rp_array_drop(a);
    }
    rp_array *a = range(1, &n), *short_one = range(1, &part);
    CHECK_ERROR(rp_ufunc_chain(subtract, multiply, a, short_one, &z.array, a), RP_VALUE_ERROR,
                "(50001,) (50000,)");
    rp_array_drop(short_one);
    rp_array_drop(a);
}

static void a_failing_allocator_changes_nothing(void)
{
    intptr_t n = 200, part = n - 1, stride = 8;
    rp_array *a = range(1, &n), *copy = range(1, &n);
    rp_array *low = rp_array_new_view(a, f64(), a->data, 1, &part, &stride);
    rp_array *high = rp_array_new_view(a, f64(), a->data + 8, 1, &part, &stride);
    rp_array *ops[3] = {high, low, high};
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_ufunc_call(rp_ufunc_by_name("add"), ops, NULL), RP_MEMORY_ERROR, "");
    rp_alloc_fail_after(-1);
    CHECK(memcmp(a->data, copy->data, (size_t)n * 8) == 0);
    for (int allowed = 0; allowed < 8; allowed++) {
        rp_slot out;
        rp_slot_init(&out);
        rp_moment how = {.axes = 1};
        rp_alloc_fail_after(allowed);
        int code = rp_std(a, &out.array, &how);
        rp_alloc_fail_after(-1);
        CHECK(code == 0 || rp_error_get() == RP_MEMORY_ERROR);
        rp_error_clear();
        if (code == 0)
            rp_array_release(&out.array);
    }
    CHECK(memcmp(a->data, copy->data, (size_t)n * 8) == 0);
    rp_array_drop(low);
    rp_array_drop(high);
    rp_array_drop(copy);
    rp_array_drop(a);
}

static void refuses_what_numpy_refuses(void)
{
    intptr_t three = 3, four = 4;
    rp_array *a = range(1, &three), *b = range(1, &four);
    rp_slot out;
    CHECK_ERROR(call2("add", a, b, &out), RP_VALUE_ERROR, "(3,) (4,)");
    CHECK_ERROR(call2("left_shift", a, a, &out), RP_TYPE_ERROR, "left_shift");
    rp_slot_init(&out);
    rp_reduction how = {.axes = 1};
    CHECK_ERROR(rp_ufunc_reduce(rp_ufunc_by_name("negative"), a, &out.array, &how), RP_VALUE_ERROR,
                "binary");
    rp_array_drop(a);
    rp_array_drop(b);
}

static const check_test tests[] = {
    TEST(adds_with_every_layout),     TEST(sums_have_the_pairwise_bits_with_any_threads),
    TEST(reduces_along_each_axis),    TEST(overlapping_output_reads_before_it_writes),
    TEST(a_chain_is_two_calls),       TEST(a_failing_allocator_changes_nothing),
    TEST(refuses_what_numpy_refuses),
};

CHECK_MAIN(tests)

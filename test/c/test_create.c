/* Arrays from rules: lengths, elements, threads, failures. */
#include "check.h"

#include "array/create.h"
#include "dtype/cast.h"
#include "thread/pool.h"
#include <math.h>

enum { LONG = 100003 }; /* several blocks, and a rest */

static void weak_number(rp_slot *slot, double value)
{
    rp_slot_init(slot);
    slot->array.dtype = rp_dtype_of(RP_FLOAT64);
    slot->array.data = (char *)slot->value;
    slot->array.weak = value == floor(value) ? RP_WEAK_INT : RP_WEAK_FLOAT;
    slot->value[0] = value;
}

static int arange_of(rp_slot *out, int num, intptr_t n, double first, double second)
{
    rp_slot x, y;
    weak_number(&x, first);
    weak_number(&y, second);
    rp_slot_init(out);
    return rp_arange(&out->array, n, &x.array, &y.array, rp_dtype_of(num));
}

static intptr_t length(double distance, double step)
{
    intptr_t n = -1;
    double x[2] = {distance, 0}, y[2] = {step, 0};
    CHECK(rp_arange_length(x, y, false, &n) == 0);
    return n;
}

static void lengths(void)
{
    CHECK(length(5, 1) == 5 && length(5, 2) == 3 && length(-5, 1) == 0 && length(-5, -2) == 3);
    CHECK(length(0, 3) == 0 && length(1, 0.1) == 10 && length(1e-300, 1) == 1);
    intptr_t n;
    double x[2] = {1, 0}, zero[2] = {0, 0}, tiny[2] = {1e-300, 0}, nan[2] = {NAN, 0};
    CHECK_ERROR(rp_arange_length(x, zero, false, &n), RP_ZERO_DIVISION_ERROR, "step is 0");
    CHECK_ERROR(rp_arange_length(x, zero, true, &n), RP_ZERO_DIVISION_ERROR, "step is 0");
    CHECK_ERROR(rp_arange_length(x, tiny, false, &n), RP_VALUE_ERROR, "Maximum allowed size");
    CHECK_ERROR(rp_arange_length(nan, x, false, &n), RP_VALUE_ERROR, "cannot compute length");
    double both[2] = {6, 3}, turn[2] = {0, 1}, skew[2] = {2, 1};
    CHECK(rp_arange_length(both, x, true, &n) == 0 && n == 3);
    CHECK(rp_arange_length(both, skew, true, &n) == 0 && n == 0); /* (6+3j)/(2+1j) is 3 */
    CHECK(rp_arange_length(both, turn, true, &n) == 0 && n == 0); /* 3-6j */
}

/* Element i is first + i (second - first), in every dtype: the steps are exact in all of them. */
static void elements_of_every_dtype(void)
{
    for (int id = 0; id < rp_dtype_count(); id++) {
        const rp_dtype *dtype = rp_dtype_by_id(id);
        if (dtype->kind == 'b')
            continue;
        for (intptr_t n = 0; n <= 20; n++) {
            rp_slot out, x, y;
            weak_number(&x, 3);
            weak_number(&y, 5);
            rp_slot_init(&out);
            CHECK(rp_arange(&out.array, n, &x.array, &y.array, dtype) == 0);
            CHECK(out.array.ndim == 1 && out.array.shape[0] == n && out.array.dtype == dtype);
            for (intptr_t i = 0; i < n; i++) {
                double value[2];
                rp_cast_element(dtype, out.array.data + i * dtype->itemsize,
                                rp_dtype_of(RP_COMPLEX128), (char *)value);
                CHECK(value[0] == 3 + 2 * (double)i && value[1] == 0);
            }
            rp_array_release(&out.array);
        }
    }
}

static void integers_wrap(void)
{
    rp_slot out;
    CHECK(arange_of(&out, RP_UINT8, 300, 250, 251) == 0);
    for (int i = 0; i < 300; i++)
        CHECK(((uint8_t *)out.array.data)[i] == (uint8_t)(250 + i));
    rp_array_release(&out.array);
    CHECK(arange_of(&out, RP_UINT16, 3, 65535, 0) == 0);
    CHECK(((uint16_t *)(void *)out.array.data)[2] == 1);
    rp_array_release(&out.array);
    CHECK_ERROR(arange_of(&out, RP_UINT8, 3, 300, 301), RP_OVERFLOW_ERROR, "out of bounds");
    CHECK_ERROR(arange_of(&out, RP_UINT8, 3, 255, 256), RP_OVERFLOW_ERROR, "out of bounds");
    CHECK(arange_of(&out, RP_UINT8, 1, 255, 256) == 0);
    rp_array_release(&out.array);
    CHECK(arange_of(&out, RP_UINT8, 0, 300, 301) == 0);
    rp_array_release(&out.array);
    CHECK_ERROR(arange_of(&out, RP_BOOL, 3, 0, 1), RP_TYPE_ERROR, "at most length 2");
}

/* One thread and several give the same bytes, and those of the formula. */
static void long_ones_on_threads(void)
{
    for (int threads = 1; threads <= 3; threads += 2) {
        rp_pool_start(threads);
        rp_slot out;
        CHECK(arange_of(&out, RP_FLOAT64, LONG, 0.1, 0.35) == 0);
        const double *values = (double *)(void *)out.array.data;
        double delta = 0.35 - 0.1;
        for (intptr_t i = 2; i < LONG; i++)
            CHECK(values[i] == 0.1 + (double)i * delta);
        rp_array_release(&out.array);
        double step;
        rp_slot_init(&out);
        CHECK(rp_linspace(&out.array, -1, 2, LONG, true, rp_dtype_of(RP_FLOAT32), &step) == 0);
        const float *singles = (float *)(void *)out.array.data;
        for (intptr_t i = 0; i + 1 < LONG; i++)
            CHECK(singles[i] == (float)(-1 + (double)i * step));
        CHECK(singles[LONG - 1] == 2);
        rp_array_release(&out.array);
        intptr_t shape[1] = {LONG * 8};
        rp_slot_init(&out);
        CHECK(rp_array_allocate(&out.array, rp_dtype_of(RP_FLOAT64), 1, shape, RP_ORDER_C, true) ==
              0);
        for (intptr_t i = 0; i < shape[0]; i++)
            CHECK(((uint64_t *)(void *)out.array.data)[i] == 0);
        rp_array_release(&out.array);
        rp_pool_stop();
    }
}

static void zeros_like_in_any_order(void)
{
    intptr_t shape[3] = {3, 4, 5}, axes[3] = {1, 2, 0};
    rp_array *a = rp_array_new(rp_dtype_of(RP_INT32), 3, shape, RP_ORDER_C);
    rp_slot view, out;
    rp_slot_init(&view);
    CHECK(rp_view_transpose(&view.array, a, 3, axes) == 0);
    for (int order = RP_ORDER_C; order <= RP_ORDER_K; order++) {
        rp_slot_init(&out);
        CHECK(rp_array_zeros_like(&out.array, rp_dtype_of(RP_INT16), &view.array,
                                  (rp_order)order) == 0);
        for (int i = 0; i < 60; i++)
            CHECK(((int16_t *)(void *)out.array.data)[i] == 0);
        rp_array_release(&out.array);
    }
    rp_array_drop(a);
}

static void without_memory(void)
{
    rp_slot out;
    double step;
    rp_alloc_fail_after(0);
    CHECK_ERROR(arange_of(&out, RP_INT32, 5, 0, 1), RP_MEMORY_ERROR, "shape (5,)");
    rp_slot_init(&out);
    CHECK_ERROR(rp_linspace(&out.array, 0, 1, 5, true, rp_dtype_of(RP_FLOAT64), &step),
                RP_MEMORY_ERROR, "shape (5,)");
    CHECK_ERROR(rp_eye(&out.array, 2, 2, 0, rp_dtype_of(RP_FLOAT64), RP_ORDER_C), RP_MEMORY_ERROR,
                "shape (2, 2)");
    rp_alloc_fail_after(-1);
    CHECK_ERROR(rp_linspace(&out.array, 0, 1, -1, true, rp_dtype_of(RP_FLOAT64), &step),
                RP_VALUE_ERROR, "must be non-negative");
}

static const check_test tests[] = {
    TEST(lengths),
    TEST(elements_of_every_dtype),
    TEST(integers_wrap),
    TEST(long_ones_on_threads),
    TEST(zeros_like_in_any_order),
    TEST(without_memory),
};
CHECK_MAIN(tests)

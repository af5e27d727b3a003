/* correlate, convolve and interp against plain loops, on one thread and on several; every failure
 * to allocate. What they mean is compared with NumPy in test/oracle. */
#include "check.h"
#include "dtype/cast.h"
#include "signal/signal.h"
#include "thread/pool.h"
#include <math.h>

static double noise(int i) { return (double)(i * 7919 % 10007) / 1024 - 5; }

/* A line on memory of the test's own. */
static rp_array *line_of(rp_slot *slot, int num, void *data, intptr_t length, intptr_t stride)
{
    rp_slot_init(slot);
    slot->array.dtype = rp_dtype_of(num);
    slot->array.data = data;
    slot->array.ndim = 1;
    slot->array.shape[0] = length;
    slot->array.strides[0] = stride;
    return &slot->array;
}

enum { LONGEST = 9000 };
static double a[2 * LONGEST], v[LONGEST], expected[4 * LONGEST];

static void correlate_plainly(intptr_t n, intptr_t m, intptr_t before, intptr_t length)
{
    for (intptr_t i = 0; i < length; i++) {
        expected[i] = 0;
        for (intptr_t k = 0; k < m; k++)
            if (i - before + k >= 0 && i - before + k < n)
                expected[i] += a[i - before + k] * v[k];
    }
}

static void check_lengths(intptr_t n, intptr_t m)
{
    rp_slot x, y, out;
    intptr_t before[] = {0, m / 2, m - 1}, length[] = {n - m + 1, n, n + m - 1};
    for (int mode = 0; mode < 3; mode++) {
        line_of(&x, RP_FLOAT64, a, n, 8);
        line_of(&y, RP_FLOAT64, v, m, 8);
        rp_slot_init(&out);
        CHECK(rp_correlate(&x.array, &y.array, (rp_overhang)mode, &out.array) == 0);
        correlate_plainly(n, m, before[mode], length[mode]);
        CHECK(out.array.shape[0] == length[mode]);
        CHECK(!memcmp(out.array.data, expected, sizeof(double) * (size_t)length[mode]));
        rp_array_release(&out.array);
        /* The other way round: the same backwards. */
        rp_slot_init(&out);
        CHECK(rp_correlate(&y.array, &x.array, (rp_overhang)mode, &out.array) == 0);
        bool same = n != m || mode != 1;
        for (intptr_t i = 0; same && i < length[mode]; i++)
            same = ((double *)out.array.data)[length[mode] - 1 - i] == expected[i] || n == m;
        CHECK(same || n == m);
        rp_array_release(&out.array);
        /* v reversed convolves to the same. */
        line_of(&y, RP_FLOAT64, v + m - 1, m, -8);
        rp_slot_init(&out);
        CHECK(rp_convolve(&x.array, &y.array, (rp_overhang)mode, &out.array) == 0);
        CHECK(!memcmp(out.array.data, expected, sizeof(double) * (size_t)length[mode]));
        rp_array_release(&out.array);
    }
}

static void correlating(void)
{
    for (int i = 0; i < 2 * LONGEST; i++)
        a[i] = noise(i);
    for (int i = 0; i < LONGEST; i++)
        v[i] = noise(i + 17);
    for (intptr_t m = 1; m < 40; m++)
        for (intptr_t n = m; n < 90; n += 7)
            check_lengths(n, m);
    check_lengths(LONGEST, 3);
    check_lengths(2 * LONGEST, 11);
    check_lengths(1000, 1000);
    check_lengths(1000, 999);
}

static void correlating_on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    check_lengths(2 * LONGEST, 100);
    check_lengths(LONGEST, 900);
    rp_pool_stop();
}

static void every_dtype(void)
{
    static char x[400 * 16], y[20 * 16];
    for (int num = 0; num < RP_NUM_NUMERIC; num++) {
        intptr_t size = rp_dtype_of(num)->itemsize;
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        rp_slot p, q, out;
        line_of(&p, num, x, 400, size);
        line_of(&q, num, y, 20, size);
        rp_slot one;
        rp_slot_init(&one);
        one.array.dtype = rp_dtype_of(RP_BOOL);
        one.array.data = "\1";
        CHECK(rp_array_assign(&p.array, &one.array, RP_CASTING_UNSAFE) < 0); /* read-only */
        p.array.flags = q.array.flags = RP_ARRAY_WRITEABLE;
        CHECK(rp_array_assign(&p.array, &one.array, RP_CASTING_UNSAFE) == 0);
        CHECK(rp_array_assign(&q.array, &one.array, RP_CASTING_UNSAFE) == 0);
        rp_slot_init(&out);
        CHECK(rp_correlate(&p.array, &q.array, RP_OVERHANG_FULL, &out.array) == 0);
        CHECK(out.array.dtype->num == num && out.array.shape[0] == 419);
        for (intptr_t i = 0; i < 419; i++) {
            double sum[2];
            rp_cast_element(out.array.dtype, out.array.data + i * size, rp_dtype_of(RP_COMPLEX128),
                            (char *)sum);
            double terms = i < 20 ? (double)i + 1 : i < 400 ? 20 : 419 - (double)i;
            CHECK(sum[0] == (num == RP_BOOL ? 1 : terms) && sum[1] == 0);
        }
        rp_array_release(&out.array);
    }
}

static void correlate_errors(void)
{
    rp_slot x, y, out;
    line_of(&x, RP_FLOAT64, a, 4, 8);
    line_of(&y, RP_FLOAT64, v, 0, 8);
    rp_slot_init(&out);
    rp_array *p = &x.array, *q = &y.array, *to = &out.array;
    CHECK_ERROR(rp_correlate(p, q, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "second array");
    CHECK_ERROR(rp_correlate(q, p, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "first array");
    CHECK_ERROR(rp_convolve(p, q, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "v cannot be empty");
    CHECK_ERROR(rp_convolve(q, q, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "a cannot be empty");
    q->ndim = 0;
    CHECK_ERROR(rp_correlate(p, q, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "too small depth");
    q->ndim = 2;
    q->shape[0] = q->shape[1] = 1;
    CHECK_ERROR(rp_convolve(q, p, RP_OVERHANG_NONE, to), RP_VALUE_ERROR, "too deep");
    line_of(&y, RP_FLOAT16, v, 3, 2); /* to be converted: copies that may fail */
    line_of(&x, RP_FLOAT16, a, 4, 4);
    for (long n = 0; n < 4; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_correlate(p, q, RP_OVERHANG_FULL, to), RP_MEMORY_ERROR, "");
        CHECK(!to->block);
    }
    rp_alloc_fail_after(-1);
}

/* ---- interp ---- */

static double interp_plainly(double x, const double *xp, const double *fp, int n)
{
    int j = n - 2;
    if (!(x > xp[0]))
        return fp[0];
    if (x >= xp[n - 1])
        return fp[n - 1];
    while (xp[j] > x)
        j--;
    return xp[j] == x ? fp[j] : (fp[j + 1] - fp[j]) / (xp[j + 1] - xp[j]) * (x - xp[j]) + fp[j];
}

static void check_interp(int points, int count, bool sorted)
{
    static double xp[LONGEST], fp[LONGEST], x[2 * LONGEST];
    for (int i = 0; i < points; i++) {
        xp[i] = i + 0.25 * (i * 7919 % 3);
        fp[i] = noise(i);
    }
    for (int i = 0; i < count; i++)
        x[i] = (double)(sorted ? i : i * 7919LL % count) * (points + 1) / count - 1;
    rp_slot p, q, r, out;
    rp_interpolation how = {0};
    line_of(&p, RP_FLOAT64, x, count, 8);
    line_of(&q, RP_FLOAT64, xp, points, 8);
    line_of(&r, RP_FLOAT64, fp, points, 8);
    rp_slot_init(&out);
    CHECK(rp_interp(&p.array, &q.array, &r.array, &how, &out.array) == 0);
    bool same = true;
    for (int i = 0; i < count; i++)
        same &= ((double *)out.array.data)[i] == interp_plainly(x[i], xp, fp, points);
    CHECK(same);
    rp_array_release(&out.array);
}

static void interpolating(void)
{
    int sizes[] = {1, 2, 3, 5, 8, 31, 1000, LONGEST};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 8; k++) {
            check_interp(sizes[i], sizes[k], true);
            check_interp(sizes[i], sizes[k], false);
        }
}

static void interpolating_on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    check_interp(100, 2 * LONGEST, true);
    check_interp(LONGEST, 2 * LONGEST, false);
    rp_pool_stop();
}

static void disorder_is_harmless(void)
{
    double xp[] = {3, NAN, -1, INFINITY, 2, 2, -INFINITY, NAN, 0},
           fp[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    double x[] = {NAN, INFINITY, -INFINITY, 0, 1, 2, 3, 2.5, -5, 1e300};
    rp_slot p, q, r, out;
    for (int n = 1; n <= 9; n++)
        for (int periodic = 0; periodic < 2; periodic++) {
            rp_interpolation how = {.period = periodic * 2.5};
            line_of(&p, RP_FLOAT64, x, 10, 8);
            line_of(&q, RP_FLOAT64, xp, n, 8);
            line_of(&r, RP_FLOAT64, fp, n, 8);
            rp_slot_init(&out);
            CHECK(rp_interp(&p.array, &q.array, &r.array, &how, &out.array) == 0);
            rp_array_release(&out.array);
        }
}

static void interp_errors(void)
{
    double xp[] = {1, 2, 3}, z[] = {1, 2, 3, 4, 5, 6};
    rp_slot p, q, r, out;
    rp_array *x = line_of(&p, RP_FLOAT64, xp, 3, 8), *at = line_of(&q, RP_FLOAT64, xp, 2, 8);
    rp_array *f = line_of(&r, RP_FLOAT64, xp, 3, 8), *to = &out.array;
    rp_interpolation plain = {0}, wound = {.period = 2};
    rp_slot_init(&out);
    CHECK_ERROR(rp_interp(x, at, f, &plain, to), RP_VALUE_ERROR, "not of the same length");
    at->shape[0] = 0;
    CHECK_ERROR(rp_interp(x, at, at, &plain, to), RP_VALUE_ERROR, "is empty");
    CHECK_ERROR(rp_interp(x, at, at, &wound, to), RP_VALUE_ERROR, "is empty");
    at->ndim = 0;
    CHECK_ERROR(rp_interp(x, at, f, &plain, to), RP_VALUE_ERROR, "too small depth");
    CHECK_ERROR(rp_interp(x, at, f, &wound, to), RP_VALUE_ERROR, "1-D sequences");
    at = line_of(&q, RP_FLOAT64, xp, 3, 8);
    x = line_of(&p, RP_COMPLEX128, z, 3, 16);
    CHECK_ERROR(rp_interp(x, at, f, &plain, to), RP_TYPE_ERROR, "rule 'safe'");
    x = line_of(&p, RP_FLOAT32, z, 3, 4);
    for (long n = 0; n < 3; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_interp(x, at, f, &plain, to), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_interp(x, at, f, &wound, to), RP_MEMORY_ERROR, "");
        CHECK(!to->block);
    }
    for (long n = 3; n < 7; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_interp(x, at, f, &wound, to), RP_MEMORY_ERROR, "");
        CHECK(!to->block);
    }
    rp_alloc_fail_after(-1);
}

static const check_test tests[] = {
    TEST(correlating),          TEST(correlating_on_threads), TEST(every_dtype),
    TEST(correlate_errors),     TEST(interpolating),          TEST(interpolating_on_threads),
    TEST(disorder_is_harmless), TEST(interp_errors),
};

CHECK_MAIN(tests)

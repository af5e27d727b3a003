/* Running sums and products of floats: to the bit what one operation after the other gives, on one
 * thread and on several, whatever the elements. */
#include "check.h"
#include "dtype/dtype.h"
#include "thread/pool.h"
#include "ufunc/loops/product.h"
#include "ufunc/loops/running.h"
#include <math.h>

enum { LONGEST = 200000, KINDS = 12 };
static double in64[LONGEST], out64[LONGEST];
static float in32[LONGEST], out32[LONGEST];

static uint32_t state = 1;
static double uniform(void)
{
    state = state * 1664525u + 1013904223u;
    return state / 0x1p32;
}

/* Elements of many kinds: of one sign and of both, halves of a last place, cancelling ones, zeros
 * of either sign, very large, very small and none at all. */
static double element(int kind, int i)
{
    switch (kind) {
    case 0: return 1 + 99 * uniform();
    case 1: return uniform() - 0.5;
    case 2: return i ? 0x1p-53 * (1 + i % 3) : 1; /* ties of float64 */
    case 3: return i ? 0x1p-24 * (1 + i % 5) : 1; /* of float32 */
    case 4: return i % 2 ? -uniform() : uniform();
    case 5: return i % 100 ? -0.0 : 0.0;
    case 6: return i % 9999 == 9998 ? INFINITY : uniform();
    case 7: return i == 70001 ? NAN : uniform();
    case 8: return (uniform() - 0.5) * 0x1p120;
    case 9: return (uniform() - 0.5) * 0x1p-140;
    case 10: return i % 5000 ? i % 7 - 3 : 1e9 * uniform();
    default: return 0.1;
    }
}

static void check_sums(intptr_t n)
{
    double sum64 = -0.0;
    float sum32 = -0.0f;
    rp_running_float64(sum64, in64, out64, n);
    rp_running_float32(sum32, in32, out32, n);
    bool same = true;
    for (intptr_t i = 0; i < n && same; i++) {
        sum64 += in64[i];
        sum32 += in32[i];
        same = isnan(sum64) ? isnan(out64[i]) : !memcmp(&sum64, &out64[i], sizeof sum64);
        same &= isnan(sum32) ? isnan(out32[i]) : !memcmp(&sum32, &out32[i], sizeof sum32);
    }
    CHECK(same);
}

static void running_sums(void)
{
    static const intptr_t lengths[] = {0, 1, 1000, 32767, 32768, 32769, 100000, LONGEST};
    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < LONGEST; i++) {
            in64[i] = element(kind, i);
            in32[i] = (float)in64[i];
        }
        for (int i = 0; i < 8; i++)
            check_sums(lengths[i]);
    }
}

/* Sums of two float64 a third one is halfway between: every rounding is a tie, or next to one. */
static void running_ties(void)
{
    for (int i = 0; i < LONGEST; i++) {
        in64[i] = (double)(int)(uniform() * 64) / 32 * 0x1p-52;
        in32[i] = (float)(int)(uniform() * 64) / 32 * 0x1p-23f;
    }
    in64[0] = 1;
    in32[0] = 1;
    check_sums(LONGEST);
    for (int i = 0; i < LONGEST; i++) {
        in64[i] -= 0x1p-52;
        in32[i] -= 0x1p-23f;
    }
    check_sums(LONGEST);
}

static void check_products(intptr_t n)
{
    double wanted64 = 1, got64 = 1;
    float wanted32 = 1, got32 = 1;
    for (intptr_t i = 0; i < n; i++) {
        wanted64 *= in64[i];
        wanted32 *= in32[i];
    }
    rp_product_float64((char *)&got64, (char *)in64, n, 8);
    rp_product_float32((char *)&got32, (char *)in32, n, 4);
    CHECK(isnan(wanted64) ? isnan(got64) : !memcmp(&wanted64, &got64, sizeof got64));
    CHECK(isnan(wanted32) ? isnan(got32) : !memcmp(&wanted32, &got32, sizeof got32));
}

/* Products that overflow or vanish soon, and what then comes. */
static void products(void)
{
    for (int kind = 0; kind < 8; kind++) {
        double base = kind & 1 ? 3 : 0.3;
        for (int i = 0; i < 9000; i++)
            in64[i] = in32[i] = (float)((uniform() < 0.5 ? -base : base) + uniform() / 4);
        static const double later[] = {1, 0, INFINITY, NAN, -0.0, -INFINITY, -1, 0x1p-140};
        in64[7003 + kind] = later[kind];
        in32[7003 + kind] = (float)later[kind];
        in64[8999] = in32[8999] = (float)later[7 - kind];
        for (intptr_t n = 8990; n <= 9000; n++)
            check_products(n);
        check_products(1024);
        check_products(5000);
        check_products(0);
    }
    for (int i = 0; i < 9000; i++)
        in64[i] = in32[i] = (float)(1 + (uniform() - 0.5) / 100);
    check_products(9000);
    for (int i = 0; i < LONGEST; i++)
        in64[i] = in32[i] = (float)(uniform() - 0.5);
    check_products(LONGEST);
    in64[LONGEST - 5000] = in32[LONGEST - 70000] = INFINITY;
    check_products(LONGEST);
}

static void on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    running_sums();
    running_ties();
    products();
    rp_pool_stop();
}

static const check_test tests[] = {
    TEST(running_sums),
    TEST(running_ties),
    TEST(on_threads),
    TEST(products),
};

CHECK_MAIN(tests)

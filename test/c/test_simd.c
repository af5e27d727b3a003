/* The vector vocabulary, lane by lane against C. */
#include "check.h"
#include "simd/vec.h"
#include <math.h>
#include <stdlib.h>

static const double values[] = {
    0.0,  -0.0,      1.0,  -1.0, NAN,    INFINITY, -INFINITY,          0.5, -0.5, 1.5, -1.5, 2.5,
    -2.5, 0x1p-1074, -0.2, 1e18, 0x1p52, -0x1p52,  4503599627370495.5, -3.7};
enum { COUNT = sizeof values / sizeof values[0] };

static bool same64(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}
static bool same32(float a, float b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static double lane64(rp_vec v, int lane)
{
    double lanes[2];
    rp_vec_store(lanes, v);
    return lanes[lane];
}
static float lane32(rp_vec v, int lane)
{
    float lanes[4];
    rp_vec_store(lanes, v);
    return lanes[lane];
}

static void test_extremes(void)
{
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < COUNT; k++) {
            double a = values[i], b = values[k];
            double maximum = a > b || a != a ? a : b, minimum = a < b || a != a ? a : b;
            double fmaximum = a > b || b != b ? a : b, fminimum = a < b || b != b ? a : b;
            rp_vec x = rp_vec_splat_float64(a), y = rp_vec_splat_float64(b);
            CHECK(same64(lane64(rp_vec_maximum_float64(x, y), 0), maximum));
            CHECK(same64(lane64(rp_vec_minimum_float64(x, y), 1), minimum));
            CHECK(same64(lane64(rp_vec_fmax_float64(x, y), 0), fmaximum));
            CHECK(same64(lane64(rp_vec_fmin_float64(x, y), 1), fminimum));
            CHECK(same64(lane64(rp_vec_copysign_float64(x, y), 0), copysign(a, b)));
            float s = (float)a, t = (float)b;
            rp_vec u = rp_vec_splat_float32(s), v = rp_vec_splat_float32(t);
            CHECK(same32(lane32(rp_vec_maximum_float32(u, v), 3), s > t || s != s ? s : t));
            CHECK(same32(lane32(rp_vec_minimum_float32(u, v), 0), s < t || s != s ? s : t));
            CHECK(same32(lane32(rp_vec_fmax_float32(u, v), 2), s > t || t != t ? s : t));
            CHECK(same32(lane32(rp_vec_fmin_float32(u, v), 1), s < t || t != t ? s : t));
            CHECK(same32(lane32(rp_vec_copysign_float32(u, v), 0), copysignf(s, t)));
        }
}

static void test_rounding(void)
{
    for (int i = 0; i < COUNT; i++) {
        double a = values[i];
        rp_vec x = rp_vec_splat_float64(a), y = rp_vec_splat_float32((float)a);
        CHECK(same64(lane64(rp_vec_floor_float64(x), 0), floor(a)));
        CHECK(same64(lane64(rp_vec_ceil_float64(x), 0), ceil(a)));
        CHECK(same64(lane64(rp_vec_trunc_float64(x), 1), trunc(a)));
        CHECK(same64(lane64(rp_vec_rint_float64(x), 1), rint(a)));
        CHECK(same64(lane64(rp_vec_sqrt_float64(x), 1), sqrt(a)));
        CHECK(same32(lane32(rp_vec_floor_float32(y), 0), floorf((float)a)));
        CHECK(same32(lane32(rp_vec_ceil_float32(y), 1), ceilf((float)a)));
        CHECK(same32(lane32(rp_vec_trunc_float32(y), 2), truncf((float)a)));
        CHECK(same32(lane32(rp_vec_rint_float32(y), 3), rintf((float)a)));
    }
}

/* Element i of 16 keeps its place, whatever its size. */
static void test_packing(void)
{
    for (int size = 1; size <= 16; size *= 2)
        for (int pattern = 0; pattern < 65536; pattern += 257) {
            uint8_t bytes[16 * 16], packed[16];
            rp_vec masks[16];
            for (int i = 0; i < 16; i++)
                memset(bytes + i * size, pattern >> i & 1 ? 0xff : 0, (size_t)size);
            for (int k = 0; k < size; k++)
                masks[k] = rp_vec_load(bytes + k * 16);
            rp_vec_store(packed, rp_vec_pack_masks(masks, size));
            for (int i = 0; i < 16; i++)
                CHECK(packed[i] == (pattern >> i & 1 ? 0xff : 0));
        }
}

static void test_integers(void)
{
    static const int64_t wide[] = {0, 1, -1, INT64_MAX, INT64_MIN, 5, 1ll << 32, -(1ll << 32)};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 8; k++) {
            int64_t a[2] = {wide[i], wide[k]}, b[2] = {wide[k], wide[i]}, r[2];
            uint64_t u[2] = {(uint64_t)wide[i], (uint64_t)wide[k]}, ur[2];
            rp_vec x = rp_vec_load(a), y = rp_vec_load(b);
            rp_vec_store(r, rp_vec_maximum_int64(x, y));
            CHECK(r[0] == (a[0] > b[0] ? a[0] : b[0]) && r[1] == r[0]);
            rp_vec_store(r, rp_vec_minimum_int64(x, y));
            CHECK(r[0] == (a[0] < b[0] ? a[0] : b[0]) && r[1] == r[0]);
            rp_vec_store(ur, rp_vec_maximum_uint64(x, y));
            CHECK(ur[0] == (u[0] > u[1] ? u[0] : u[1]) && ur[1] == ur[0]);
            rp_vec_store(ur, rp_vec_minimum_uint64(x, y));
            CHECK(ur[0] == (u[0] < u[1] ? u[0] : u[1]) && ur[1] == ur[0]);
            rp_vec_store(r, rp_vec_less_equal_uint64(x, y));
            CHECK(r[0] == -(int64_t)(u[0] <= u[1]));
        }
    uint8_t a[16], b[16], r[16];
    for (int start = 0; start < 65536; start += 16) {
        for (int i = 0; i < 16; i++)
            a[i] = (uint8_t)(start + i), b[i] = (uint8_t)((start + i) >> 8);
        rp_vec_store(r, rp_vec_multiply_uint8(rp_vec_load(a), rp_vec_load(b)));
        for (int i = 0; i < 16; i++)
            CHECK(r[i] == (uint8_t)(a[i] * b[i]));
    }
}

static void test_complex(void)
{
    double a[2] = {3, -4}, b[2] = {0.5, 2}, r[2];
    float c[4] = {3, -4, 1, 2}, d[4] = {0.5f, 2, -1, 0}, s[4];
    rp_vec_store(r, rp_vec_multiply_complex128(rp_vec_load(a), rp_vec_load(b)));
    CHECK(r[0] == 9.5 && r[1] == 4);
    rp_vec_store(r, rp_vec_conjugate_complex128(rp_vec_load(a)));
    CHECK(r[0] == 3 && r[1] == 4);
    rp_vec_store(s, rp_vec_multiply_complex64(rp_vec_load(c), rp_vec_load(d)));
    CHECK(s[0] == 9.5f && s[1] == 4 && s[2] == -1 && s[3] == -2);
    rp_vec_store(s, rp_vec_square_complex64(rp_vec_load(c)));
    CHECK(s[0] == -7 && s[1] == -24 && s[2] == -3 && s[3] == 4);
    d[0] = 3;
    uint32_t mask[4];
    rp_vec_store(mask, rp_vec_equal_complex64(rp_vec_load(c), rp_vec_load(d)));
    CHECK(!mask[0] && !mask[1] && !mask[2] && !mask[3]);
    d[1] = -4;
    rp_vec_store(mask, rp_vec_equal_complex64(rp_vec_load(c), rp_vec_load(d)));
    CHECK(mask[0] == UINT32_MAX && mask[1] == UINT32_MAX && !mask[2] && !mask[3]);
}

static const check_test tests[] = {
    TEST(test_extremes), TEST(test_rounding), TEST(test_packing),
    TEST(test_integers), TEST(test_complex),
};
CHECK_MAIN(tests)

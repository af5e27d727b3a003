/* Cube roots, and square roots of sums of squares. */
#include "ufunc/loops/pair_math.h"
#include "ufunc/loops/real_functions.h"
#include <math.h>

/* --- cbrt --- */

/* Of a normal number x: its inverse cube root y, first guessed from a third of its exponent and
 * leading digits (Kahan's trick, 1991; 1 - x y^3 is below 0.1024), then by a polynomial in what 1 -
 * x y^3 is; t, about x y^2, so short that its cube is exact; and from v = (x - t^3) / x the root,
 * t (1 - v)^(-1/3). Polynomials are minimax. */
typedef struct cbrt_constants_float64 {
    double one, third, least, infinity, guess, up, down, inverse[4], correction[3];
    int64_t integer, few;
} cbrt_constants_float64;
typedef struct cbrt_constants_float32 {
    float one, third, least, infinity, guess, up, down, inverse[3], correction[3];
    int32_t integer, few;
} cbrt_constants_float32;

/* Bits but the last `lead` go through the arithmetic as a whole number in the low bits of a float.
 */
static const cbrt_constants_float64 cbrt_of_float64 = {
    .one = 1,
    .third = 1. / 3,
    .least = 0x1p-1022,
    .infinity = INFINITY,
    .guess = 0x1p52 + 0x1p52 / 3 + 1430186164,
    .up = 0x1p54,
    .down = 0x1p-18,
    .inverse = {0x1.ffffbce46d71ep-1, 0x1.55540993a09c3p-2, 0x1.ca3a5765af513p-3,
                0x1.658361f3a1f1bp-3},
    .correction = {0x1.5555555555517p-2, 0x1.c71c71c71bd5ap-3, 0x1.61feddb2d39acp-3},
    .integer = 0x4330000000000000,
    .few = -(INT64_C(1) << 36),
};
static const cbrt_constants_float32 cbrt_of_float32 = {
    .one = 1,
    .third = 1.f / 3,
    .least = 0x1p-126f,
    .infinity = INFINITY,
    .guess = 0x1p23f + 0x1p23f / 3 + 5546480,
    .up = 0x1p24f,
    .down = 0x1p-8f,
    .inverse = {0x1.ffffbp-1f, 0x1.56bbeep-2f, 0x1.ca6152p-3f},
    .correction = {0x1.555558p-2f, 0x1.c7052ap-3f, 0x1.6ca05ep-3f},
    .integer = 0x4b000000,
    .few = -(1 << 16),
};

#define REAL_float32 float
#define REAL_float64 double
#define CBRT(name, ints, lead)                                                                     \
    /* c[0] + c[1] z + c[2] z^2, and c[3] z^3 if there is one. */                                  \
    RP_INLINE rp_vec polynomial_##name(rp_vec z, const REAL_##name *c, int count)                  \
    {                                                                                              \
        rp_vec square = rp_vec_multiply_##name(z, z), upper = rp_vec_constant_##name(&c[2]);       \
        if (count > 3)                                                                             \
            upper = rp_vec_add_##name(upper,                                                       \
                                      rp_vec_multiply_##name(rp_vec_constant_##name(&c[3]), z));   \
        rp_vec lower =                                                                             \
            rp_vec_add_##name(rp_vec_constant_##name(&c[0]),                                       \
                              rp_vec_multiply_##name(rp_vec_constant_##name(&c[1]), z));           \
        return rp_vec_add_##name(lower, rp_vec_multiply_##name(upper, square));                    \
    }                                                                                              \
    RP_INLINE rp_vec root_of_normal_##name(rp_vec x)                                               \
    {                                                                                              \
        const cbrt_constants_##name *k = &cbrt_of_##name;                                          \
        rp_vec y =                                                                                 \
            rp_vec_or(rp_vec_shift_right_u##ints(x, lead), rp_vec_constant_##ints(&k->integer));   \
        y = rp_vec_multiply_##name(y, rp_vec_constant_##name(&k->third));                          \
        y = rp_vec_subtract_##name(rp_vec_constant_##name(&k->guess), y);                          \
        y = rp_vec_shift_left_##ints(y, lead);                                                     \
        rp_vec square = rp_vec_multiply_##name(y, y), xy = rp_vec_multiply_##name(x, y);           \
        rp_vec rest = rp_vec_subtract_##name(rp_vec_constant_##name(&k->one),                      \
                                             rp_vec_multiply_##name(xy, square));                  \
        rp_vec series = polynomial_##name(rest, k->inverse, RP_COUNT_OF(k->inverse));              \
        xy = rp_vec_multiply_##name(xy, series);                                                   \
        y = rp_vec_multiply_##name(y, series);                                                     \
        rp_vec t = rp_vec_and(rp_vec_multiply_##name(xy, y), rp_vec_constant_##ints(&k->few));     \
        rp_vec cube = rp_vec_multiply_##name(rp_vec_multiply_##name(t, t), t);                     \
        rp_vec inverse = rp_vec_divide_##name(rp_vec_constant_##name(&k->one), x);                 \
        rp_vec v = rp_vec_multiply_##name(rp_vec_subtract_##name(x, cube), inverse);               \
        series = polynomial_##name(v, k->correction, RP_COUNT_OF(k->correction));                  \
        return rp_vec_add_##name(t, rp_vec_multiply_##name(rp_vec_multiply_##name(t, v), series)); \
    }                                                                                              \
    /* Subnormal numbers are scaled; 0, infinity and NaN are their own roots. */                   \
    RP_APART rp_vec any_root_##name(rp_vec x)                                                      \
    {                                                                                              \
        const cbrt_constants_##name *k = &cbrt_of_##name;                                          \
        rp_vec one = rp_vec_constant_##name(&k->one), zero = rp_vec_zero();                        \
        rp_vec small = rp_vec_less_##name(x, rp_vec_constant_##name(&k->least));                   \
        rp_vec fit = rp_vec_and(rp_vec_less_##name(zero, x),                                       \
                                rp_vec_less_##name(x, rp_vec_constant_##name(&k->infinity)));      \
        rp_vec up = rp_vec_select(rp_vec_constant_##name(&k->up), one, small);                     \
        rp_vec down = rp_vec_select(rp_vec_constant_##name(&k->down), one, small);                 \
        rp_vec scaled = rp_vec_select(rp_vec_multiply_##name(x, up), one, fit);                    \
        rp_vec root = rp_vec_multiply_##name(root_of_normal_##name(scaled), down);                 \
        return rp_vec_select(root, x, fit);                                                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_cbrt_##name(rp_vec x)                                                  \
    {                                                                                              \
        const cbrt_constants_##name *k = &cbrt_of_##name;                                          \
        rp_vec size = rp_vec_absolute_##name(x);                                                   \
        rp_vec normal =                                                                            \
            rp_vec_and(rp_vec_less_equal_##name(rp_vec_constant_##name(&k->least), size),          \
                       rp_vec_less_##name(size, rp_vec_constant_##name(&k->infinity)));            \
        rp_vec root =                                                                              \
            rp_vec_all_##ints(normal) ? root_of_normal_##name(size) : any_root_##name(size);       \
        return rp_vec_or(root, rp_vec_and(x, rp_vec_sign_bits_##name()));                          \
    }
CBRT(float32, int32, 8)
CBRT(float64, int64, 32)

/* --- hypot --- */

/* Infinity, if there is one, also beside NaN. */
RP_INLINE rp_vec infinite_first(rp_vec found, rp_vec a, rp_vec b)
{
    rp_vec infinity = SPLAT(INFINITY);
    rp_vec any = rp_vec_or(rp_vec_equal_float64(a, infinity), rp_vec_equal_float64(b, infinity));
    return rp_vec_select(infinity, found, any);
}

/* Of a, b >= 0 whose squares are in range. */
RP_INLINE rp_vec root_of_squares(rp_vec a, rp_vec b)
{
    rp_vec_pair larger = rp_pair_square(rp_vec_pmax_float64(a, b));
    rp_vec_pair smaller = rp_pair_square(rp_vec_pmin_float64(a, b));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(larger.hi, smaller.hi);
    sum.lo = ADD(sum.lo, ADD(larger.lo, smaller.lo));
    sum = rp_pair_root(sum);
    return ADD(sum.hi, sum.lo);
}

RP_APART rp_vec any_hypot(rp_vec a, rp_vec b)
{
    rp_vec larger = rp_vec_pmax_float64(a, b), one = SPLAT(1), nan = ADD(a, b);
    rp_vec high = LESS(SPLAT(0x1p500), larger), low = LESS(larger, SPLAT(0x1p-400));
    rp_vec down = rp_vec_select(SPLAT(0x1p600), one, low),
           up = rp_vec_select(SPLAT(0x1p-600), one, low);
    down = rp_vec_select(SPLAT(0x1p-600), down, high);
    up = rp_vec_select(SPLAT(0x1p600), up, high);
    rp_vec root = MUL(root_of_squares(MUL(a, down), MUL(b, down)), up);
    root = rp_vec_select(larger, root, rp_vec_equal_float64(larger, rp_vec_zero()));
    return infinite_first(rp_vec_select(nan, root, rp_vec_isnan_float64(nan)), a, b);
}
RP_INLINE rp_vec rp_vec_hypot_float64(rp_vec x, rp_vec y)
{
    rp_vec a = rp_vec_absolute_float64(x), b = rp_vec_absolute_float64(y);
    rp_vec sum = ADD(a, b);
    rp_vec fit =
        rp_vec_and(rp_vec_less_equal_float64(SPLAT(0x1p-400), sum), LESS(sum, SPLAT(0x1p500)));
    return rp_vec_all_int64(fit) ? root_of_squares(a, b) : any_hypot(a, b);
}

RP_INLINE rp_vec hypot_single(rp_vec x, rp_vec y)
{
    rp_vec root = rp_vec_sqrt_float64(ADD(MUL(x, x), MUL(y, y)));
    return infinite_first(root, rp_vec_absolute_float64(x), rp_vec_absolute_float64(y));
}
RP_INLINE rp_vec rp_vec_hypot_float32(rp_vec x, rp_vec y)
{
    return rp_vec_join_float32(hypot_single(rp_vec_low_float64(x), rp_vec_low_float64(y)),
                               hypot_single(rp_vec_high_float64(x), rp_vec_high_float64(y)));
}

/* --- Tables --- */

RP_REAL_FUNCTION1(cbrt)
RP_REAL_FUNCTION2(hypot)
RP_REALS2(hypot)

static const rp_loop cbrt_rows[] = {RP_ROW1(FLOAT16, FLOAT16, cbrt_float16_loop, 30) RP_ROW1(
    FLOAT32, FLOAT32, cbrt_float32_loop, 12) RP_ROW1(FLOAT64, FLOAT64, cbrt_float64_loop, 30)};
RP_TABLE(cbrt)
static const rp_loop hypot_rows[] = {RP_ROW2(FLOAT16, FLOAT16, hypot_float16_loop, 0, 40)
                                         RP_ROW2(FLOAT32, FLOAT32, hypot_float32_loop, 0, 14)
                                             RP_ROW2(FLOAT64, FLOAT64, hypot_float64_loop, 0, 50)};
RP_TABLE(hypot)

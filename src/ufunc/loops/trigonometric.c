/* Sine, cosine, tangent; degrees and radians. float64 keeps the rounding errors that would count;
 * float32 is computed in float64. Polynomials are minimax in the relative error of the function
 * (Remez's algorithm in 200 bits, coefficients rounded). */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/angle_reduction.h"
#include "ufunc/loops/vector_function.h"
#include "ufunc/loops/real_functions.h"

/* --- float64 --- */

/* sin r = r - r^3 (s[0] + s[1] r^2 + ...), cos r = 1 - r^2 / 2 + r^4 (c[0] + c[1] r^2 + ...) up to
 * pi/4, to 2^-57. */
static const double sine64[] = {0x1.5555555555548p-3,  -0x1.111111110f7cdp-7,
                                0x1.a01a019bfd8d6p-13, -0x1.71de356787312p-19,
                                0x1.ae5e5a5abc82bp-26, -0x1.5d8fc2e610142p-33};
static const double cosine64[] = {0x1.555555555554bp-5,  -0x1.6c16c16c14f94p-10,
                                  0x1.a01a019c84866p-16, -0x1.27e4f7eae5c22p-22,
                                  0x1.1ee9d7c8126adp-29, -0x1.8fa4a2b520a5ap-37};

/* Both as first term less a small one, so that no digit is lost before the last sum. `cosine` is 1
 * - r^2 / 2 rounded. */
typedef struct sine_cosine {
    rp_vec sine, less_sine, cosine, less_cosine;
} sine_cosine;

/* square_error: what r * r lacks. */
RP_INLINE sine_cosine sine_and_cosine(const rp_angle *angle, rp_vec z, rp_vec square_error)
{
    rp_vec half = MUL(z, SPLAT(0.5)), one = SPLAT(1), r = angle->rest;
    sine_cosine both = {.sine = r, .cosine = SUB(one, half)};
    rp_vec s = MUL(MUL(z, r), rp_vec_long_polynomial(z, sine64, RP_COUNT_OF(sine64)));
    rp_vec c = MUL(MUL(z, z), rp_vec_long_polynomial(z, cosine64, RP_COUNT_OF(cosine64)));
    /* To the first order in the excess, which is up to 2^-49. */
    both.less_sine = ADD(s, MUL(angle->excess, ADD(both.cosine, c)));
    c = ADD(c, MUL(angle->excess, SUB(r, s)));
    rp_vec lost = SUB(half, SUB(one, both.cosine));
    both.less_cosine = SUB(ADD(lost, MUL(square_error, SPLAT(0.5))), c);
    return both;
}

RP_INLINE rp_vec is_odd(rp_vec quadrant)
{
    rp_vec one = rp_vec_splat_int64(1);
    return rp_vec_equal_uint64(rp_vec_and(quadrant, one), one);
}

/* The sine of an angle: of its rest in even quadrants, else the cosine. */
RP_INLINE rp_vec sine_of(const rp_angle *angle)
{
    sine_cosine both = sine_and_cosine(angle, MUL(angle->rest, angle->rest), rp_vec_zero());
    rp_vec value = rp_vec_select(SUB(both.cosine, both.less_cosine), SUB(both.sine, both.less_sine),
                                 is_odd(angle->quadrant));
    rp_vec sign = rp_vec_and(rp_vec_shift_left_int64(angle->quadrant, 62), SPLAT(-0.0));
    return rp_vec_xor(value, sign);
}

RP_INLINE rp_vec rp_vec_sin_float64(rp_vec x)
{
    rp_angle angle = rp_reduce_angle(x);
    return sine_of(&angle);
}

RP_INLINE rp_vec rp_vec_cos_float64(rp_vec x)
{
    rp_angle angle = rp_reduce_angle(x);
    angle.quadrant = rp_vec_add_int64(angle.quadrant, rp_vec_splat_int64(1));
    return sine_of(&angle);
}

/* Products with halves of numbers are exact, but for what is far behind. */
RP_INLINE rp_vec upper_half(rp_vec x) { return rp_vec_and(x, SPLAT_BITS(RP_UPPER_BITS)); }
RP_INLINE rp_vec error_of_square(rp_vec x, rp_vec square)
{
    rp_vec upper = upper_half(x);
    return ADD(SUB(MUL(upper, upper), square), MUL(SUB(x, upper), ADD(x, upper)));
}

/* sin / cos, or -cos / sin in odd quadrants; the quotient is mended by what it lacks of the
 * dividend.
 */
RP_INLINE rp_vec rp_vec_tan_float64(rp_vec x)
{
    rp_angle angle = rp_reduce_angle(x);
    rp_vec square = MUL(angle.rest, angle.rest);
    sine_cosine both = sine_and_cosine(&angle, square, error_of_square(angle.rest, square));
    rp_vec odd = is_odd(angle.quadrant);
    rp_vec top = rp_vec_select(both.cosine, both.sine, odd);
    rp_vec less_top = rp_vec_select(both.less_cosine, both.less_sine, odd);
    rp_vec under = rp_vec_select(both.sine, both.cosine, odd);
    rp_vec less_under = rp_vec_select(both.less_sine, both.less_cosine, odd);
    rp_vec divisor = SUB(under, less_under);
    rp_vec less_divisor = SUB(less_under, SUB(under, divisor));
    rp_vec inverse = DIV(SPLAT(1), divisor);
    rp_vec quotient = MUL(SUB(top, less_top), inverse);
    rp_vec q = upper_half(quotient), d = upper_half(divisor);
    rp_vec excess = ADD(SUB(MUL(q, d), top), less_top);
    excess = ADD(excess, ADD(MUL(q, SUB(divisor, d)), MUL(SUB(quotient, q), divisor)));
    excess = SUB(excess, MUL(quotient, less_divisor));
    quotient = SUB(quotient, MUL(excess, inverse));
    return rp_vec_xor(quotient, rp_vec_and(odd, SPLAT(-0.0)));
}

/* --- float32 --- */

/* sin r = r + r^3 (...), cos r = 1 + r^2 (...) up to pi/4, to 2^-37. */
static const double sine32[] = {-0x1.5555554c6f281p-3, 0x1.1111086902a04p-7, -0x1.a00f7e496bcdcp-13,
                                0x1.6cd1c62593253p-19};
static const double cosine32[] = {-0.5, 0x1.5555554eda321p-5, -0x1.6c16b82a70ad5p-10,
                                  0x1.a010dee8c82b5p-16, -0x1.241e9cb1f5262p-22};

/* For sine and cosine alone, half turns and one polynomial: pi in two parts (30 and 53 bits) goes
 * as far as 2^20, and sin r = r (...) up to pi/2, to 2^-35. */
static const struct half_turn_parts {
    double inverse, first, second, sine[6];
} half_turn_parts = {0x1.45f306dc9c883p-2,
                     0x1.921fb54p+1,
                     0x1.10b4611a62633p-29,
                     {1, -0x1.555555476b373p-3, 0x1.11110c4a751a8p-7, -0x1.a017d9c38c3fep-13,
                      0x1.7170845ec8ef3p-19, -0x1.9a68e1147ccfap-26}};

typedef struct half_turn_angle {
    rp_vec half_turns, rest;
} half_turn_angle;

/* cos x = sin(x + pi/2): half a half turn more, and the rest is as if it had always been there. */
RP_INLINE half_turn_angle reduce_to_half_turns(rp_vec x, bool cosine)
{
    const struct half_turn_parts *k = &half_turn_parts;
    half_turn_angle angle;
    rp_vec turns = MUL(x, rp_vec_constant_float64(&k->inverse)), half = SPLAT(0.5);
    turns = rp_vec_round_float64(cosine ? ADD(turns, half) : turns, &angle.half_turns);
    turns = cosine ? SUB(turns, half) : turns;
    angle.rest = SUB(x, MUL(turns, rp_vec_constant_float64(&k->first)));
    angle.rest = SUB(angle.rest, MUL(turns, rp_vec_constant_float64(&k->second)));
    return angle;
}

RP_INLINE rp_vec sine_by_half_turns(half_turn_angle angle)
{
    const struct half_turn_parts *k = &half_turn_parts;
    rp_vec z = MUL(angle.rest, angle.rest);
    rp_vec sine = MUL(rp_vec_polynomial(z, k->sine, RP_COUNT_OF(k->sine)), angle.rest);
    return rp_vec_xor(sine, rp_vec_shift_left_int64(angle.half_turns, 63));
}

RP_INLINE rp_vec small_sine(rp_vec x) { return sine_by_half_turns(reduce_to_half_turns(x, false)); }
RP_INLINE rp_vec small_cosine(rp_vec x)
{
    return sine_by_half_turns(reduce_to_half_turns(x, true));
}

RP_INLINE rp_vec large_sine_or_cosine(rp_vec x, bool cosine)
{
    half_turn_angle angle = reduce_to_half_turns(x, cosine);
    rp_vec fast = rp_vec_less_equal_float64(rp_vec_absolute_float64(x), SPLAT(0x1p20));
    rp_angle exact = {rp_vec_zero(), rp_vec_zero(), rp_vec_zero()};
    exact = rp_reduce_slow_lanes(x, fast, exact);
    if (cosine)
        exact.quadrant = rp_vec_add_int64(exact.quadrant, rp_vec_splat_int64(1));
    /* sin(pi/2 + r) = sin(pi/2 - |r|) */
    rp_vec other = SUB(SPLAT(0x1.921fb54442d18p+0), rp_vec_absolute_float64(exact.rest));
    exact.rest = rp_vec_select(other, exact.rest, is_odd(exact.quadrant));
    exact.quadrant = rp_vec_shift_right_uint64(exact.quadrant, 1);
    angle.rest = rp_vec_select(angle.rest, exact.rest, fast);
    angle.half_turns = rp_vec_select(angle.half_turns, exact.quadrant, fast);
    return sine_by_half_turns(angle);
}
RP_INLINE rp_vec large_sine(rp_vec x) { return large_sine_or_cosine(x, false); }
RP_INLINE rp_vec large_cosine(rp_vec x) { return large_sine_or_cosine(x, true); }

#define APART static __attribute__((noinline))
APART rp_vec sine_of_large(rp_vec x) { return rp_vec_in_float64(x, large_sine); }
APART rp_vec cosine_of_large(rp_vec x) { return rp_vec_in_float64(x, large_cosine); }

RP_INLINE bool all_small(rp_vec x)
{
    return rp_vec_all(
        rp_vec_less_equal_float32(rp_vec_absolute_float32(x), rp_vec_splat_float32(0x1p20f)));
}
RP_INLINE rp_vec rp_vec_sin_float32(rp_vec x)
{
    return all_small(x) ? rp_vec_in_float64(x, small_sine) : sine_of_large(x);
}
RP_INLINE rp_vec rp_vec_cos_float32(rp_vec x)
{
    return all_small(x) ? rp_vec_in_float64(x, small_cosine) : cosine_of_large(x);
}

RP_INLINE rp_vec tangent_single(rp_vec x)
{
    rp_angle angle = rp_reduce_angle(x);
    rp_vec r = angle.rest, z = MUL(r, r), one = SPLAT(1);
    rp_vec sine = rp_vec_polynomial(z, sine32, RP_COUNT_OF(sine32));
    rp_vec cosine = rp_vec_polynomial(z, cosine32, RP_COUNT_OF(cosine32));
    sine = MUL(ADD(MUL(sine, z), one), r);
    cosine = ADD(MUL(cosine, z), one);
    rp_vec odd = is_odd(angle.quadrant);
    rp_vec quotient = DIV(rp_vec_select(cosine, sine, odd), rp_vec_select(sine, cosine, odd));
    return rp_vec_xor(quotient, rp_vec_and(odd, SPLAT(-0.0)));
}
RP_INLINE rp_vec rp_vec_tan_float32(rp_vec x) { return rp_vec_in_float64(x, tangent_single); }

/* --- Degrees and radians: by NumPy's factors, which are quotients in the same precision --- */

#define SCALING(op, name, type, factor)                                                            \
    RP_INLINE rp_vec rp_vec_##op##_##name(rp_vec x)                                                \
    {                                                                                              \
        return rp_vec_multiply_##name(x, rp_vec_splat_##name(factor));                             \
    }                                                                                              \
    static inline type op##_##name(type x) { return x * (factor); }                                \
    RP_VECTOR_UNARY(rp_map1, op##_##name, type, type)
SCALING(degrees, float32, float, 180.0f / 0x1.921fb6p+1f)
SCALING(degrees, float64, double, 180.0 / 0x1.921fb54442d18p+1)
SCALING(radians, float32, float, 0x1.921fb6p+1f / 180.0f)
SCALING(radians, float64, double, 0x1.921fb54442d18p+1 / 180.0)
RP_HALF1(degrees)
RP_HALF1(radians)

/* --- Tables --- */

RP_REAL_FUNCTION1(sin)
RP_REAL_FUNCTION1(cos)
RP_REAL_FUNCTION1(tan)
RP_REALS1(sin)
RP_REALS1(cos)

static const rp_loop sin_rows[] = {RP_REAL_ROWS1(sin, 40, 27, 80) RP_COMPLEX_ROWS(sin)};
RP_TABLE(sin)
static const rp_loop cos_rows[] = {RP_REAL_ROWS1(cos, 40, 27, 80) RP_COMPLEX_ROWS(cos)};
RP_TABLE(cos)
static const rp_loop tan_rows[] = {RP_REAL_ROWS1(tan, 80, 75, 145) RP_COMPLEX_ROWS(tan)};
RP_TABLE(tan)
static const rp_loop degrees_rows[] = {RP_REAL_ROWS1(degrees, 15, 0, 0)};
RP_TABLE(degrees)
static const rp_loop radians_rows[] = {RP_REAL_ROWS1(radians, 15, 0, 0)};
RP_TABLE(radians)
static const rp_loop rad2deg_rows[] = {RP_REAL_ROWS1(degrees, 15, 0, 0)};
RP_TABLE(rad2deg)
static const rp_loop deg2rad_rows[] = {RP_REAL_ROWS1(radians, 15, 0, 0)};
RP_TABLE(deg2rad)

/* Sine, cosine, tangent; degrees and radians. The rounding errors that would count are
 * kept; the tangent of float32 is computed in float64. Polynomials are minimax in the relative
 * error of the function (Remez's algorithm in 200 bits, coefficients rounded). */
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

/* For sine and cosine float32 lanes: pi/2 in parts of 12, 12 and 24 bits goes as far as 2^12. sin r
 * = r + r^3 (...) and cos r = 1 - r^2 / 2 + r^4 (...) up to pi/4, to 2^-26 and 2^-29. */
static const struct lane_parts {
    float inverse, first, second, third, near, limit, one, half, sine[3], cosine[3];
} lane_parts = {0x1.45f306p-1f,
                0x1.921p0f,
                0x1.f6ap-13f,
                0x1.110b46p-26f,
                0x1p-24f,
                0x1p12f,
                1,
                0.5f,
                {-0x1.555552p-3f, 0x1.110bep-7f, -0x1.9ab0a6p-13f},
                {0x1.555554p-5f, -0x1.6c129ap-10f, 0x1.9bc51ap-16f}};

/* The sine of x and `quarter` right angles. What is large or so near to a multiple of pi/2 that the
 * parts end is not `fast`. */
RP_INLINE rp_vec sine_of_lanes(rp_vec x, int quarter, rp_vec *fast)
{
    const struct lane_parts *k = &lane_parts;
    rp_vec quadrant, turns = MUL32(x, LOADED32(k->inverse)), size = rp_vec_absolute_float32(x);
    turns = rp_vec_round_float32(turns, &quadrant);
    if (quarter)
        quadrant = rp_vec_add_int32(quadrant, rp_vec_splat_int32(quarter));
    rp_vec rough = SUB32(x, MUL32(turns, LOADED32(k->first)));
    rough = SUB32(rough, MUL32(turns, LOADED32(k->second)));
    rp_vec third = MUL32(turns, LOADED32(k->third)), r = SUB32(rough, third);
    rp_vec rest = SUB32(SUB32(rough, r), third);
    rp_vec near = LESS32(rp_vec_absolute_float32(r), MUL32(size, LOADED32(k->near)));
    *fast = rp_vec_andnot(rp_vec_less_equal_float32(size, LOADED32(k->limit)), near);

    rp_vec z = MUL32(r, r), half = MUL32(z, LOADED32(k->half)), one = LOADED32(k->one);
    rp_vec sine = rp_vec_long_polynomial32(z, k->sine, RP_COUNT_OF(k->sine));
    sine = ADD32(r, ADD32(MUL32(MUL32(r, z), sine), rest));
    sine = rp_vec_or(sine, rp_vec_and(r, rp_vec_sign_bits_float32())); /* of -0 */
    rp_vec less_half = SUB32(one, half);
    rp_vec cosine = rp_vec_long_polynomial32(z, k->cosine, RP_COUNT_OF(k->cosine));
    cosine = ADD32(SUB32(SUB32(one, less_half), half), MUL32(MUL32(z, z), cosine));
    cosine = ADD32(less_half, SUB32(cosine, MUL32(r, rest)));
    rp_vec odd = rp_vec_shift_right_int32(rp_vec_shift_left_int32(quadrant, 31), 31);
    rp_vec sign = rp_vec_and(rp_vec_shift_left_int32(quadrant, 30), rp_vec_sign_bits_float32());
    return rp_vec_xor(rp_vec_select(cosine, sine, odd), sign);
}

#define SINE32(op, quarter)                                                                        \
    static __attribute__((noinline)) rp_vec mend_##op##32(rp_vec value, rp_vec x, rp_vec fast)     \
    {                                                                                              \
        return rp_vec_select(value, rp_vec_in_float64(x, rp_vec_##op##_float64), fast);            \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x)                                               \
    {                                                                                              \
        rp_vec fast, value = sine_of_lanes(x, quarter, &fast);                                     \
        return rp_vec_all_int32(fast) ? value : mend_##op##32(value, x, fast);                     \
    }
SINE32(sin, 0)
SINE32(cos, 1)

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

static const rp_loop sin_rows[] = {RP_REAL_ROWS1(sin, 35, 20, 80) RP_COMPLEX_ROWS(sin)};
RP_TABLE(sin)
static const rp_loop cos_rows[] = {RP_REAL_ROWS1(cos, 35, 20, 80) RP_COMPLEX_ROWS(cos)};
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

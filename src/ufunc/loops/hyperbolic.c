/* sinh, cosh and tanh, of small numbers by series, of others by exponentials as pairs, so that what
 * cancels does not show. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/exponential.h"
#include "ufunc/loops/exponential32.h"
#include <math.h>

RP_INLINE rp_vec magnitude(rp_vec x) { return rp_vec_absolute_float64(x); }
/* NaN stays. */
#define AT_MOST(x, limit) rp_vec_pmin_float64(SPLAT(limit), x)

/* (e^x + sign e^-x) / 2 of 0 <= x <= 710.7, by way of its half: e^x itself may be too large. */
RP_INLINE rp_vec half_sum(rp_vec x, double sign)
{
    rp_exponential power = rp_exp_pair(x, NULL);
    rp_vec_pair e = rp_vec_fast_two_sum_float64(power.hi, power.lo);
    rp_vec quarter = rp_exp_scale(rp_vec_subtract_int64(power.moved, SPLAT_BITS(2 << RP_EXP_BITS)));
    e.hi = MUL(e.hi, quarter);
    e.lo = MUL(e.lo, quarter);
    rp_vec inverse = DIV(rp_vec_splat_float64(sign / 16), e.hi);
    rp_vec change = MUL(MUL(e.lo, inverse), MUL(inverse, rp_vec_splat_float64(16 * sign)));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(e.hi, inverse);
    rp_vec total = ADD(sum.hi, ADD(sum.lo, SUB(e.lo, change)));
    return ADD(total, total);
}

/* (sinh x - x) / x^3 in powers of x^2, to 2^-58 of sinh x, |x| <= 0.7. */
static const double sinh_series[] = {0x1.5555555555555p-3,  0x1.111111111132bp-7,
                                     0x1.a01a019f64542p-13, 0x1.71de3bcf4d0b1p-19,
                                     0x1.ae6182f9d8a86p-26, 0x1.63a80a362c4f2p-33};

RP_INLINE rp_vec rp_vec_sinh_float64(rp_vec x)
{
    rp_vec size = AT_MOST(magnitude(x), 710.7), z = MUL(x, x);
    rp_vec series = rp_vec_long_polynomial(z, sinh_series, RP_COUNT_OF(sinh_series));
    rp_vec small = ADD(size, MUL(MUL(size, z), series)), large = half_sum(size, -1);
    return rp_vec_with_sign_of(x, rp_vec_select(small, large, LESS(size, SPLAT(0.7))));
}

RP_INLINE rp_vec rp_vec_cosh_float64(rp_vec x) { return half_sum(AT_MOST(magnitude(x), 710.7), 1); }

/* (tanh x - x) / x^3 is their quotient in powers of x^2, to 2^-58 of tanh x, |x| <= 0.64. */
static const double tanh_over[] = {-0x1.938c6c4a6daedp+10, -0x1.8d0e27e1eb114p+6,
                                   -0x1.edc4810954027p-1};
static const double tanh_under[] = {0x1.2ea95137d2432p+12, 0x1.175a61836fd60p+11,
                                    0x1.c324a6a6b1894p+6, 1};

/* x + x^3 over / under, or 1 - 2 / (e^2x + 1), with one division. */
RP_INLINE rp_vec rp_vec_tanh_float64(rp_vec x)
{
    rp_vec size = AT_MOST(magnitude(x), 20), z = MUL(size, size);
    rp_exponential power = rp_exp_pair(ADD(size, size), NULL);
    rp_vec_pair e = rp_vec_fast_two_sum_float64(power.hi, power.lo);
    rp_vec scale = rp_exp_scale(power.moved), small = LESS(size, SPLAT(0.55));
    rp_vec_pair more = rp_vec_fast_two_sum_float64(MUL(e.hi, scale), SPLAT(1));
    rp_vec more_lo = rp_vec_andnot(ADD(more.lo, MUL(e.lo, scale)), small);
    rp_vec over = rp_vec_polynomial(z, tanh_over, RP_COUNT_OF(tanh_over));
    rp_vec under = rp_vec_polynomial(z, tanh_under, RP_COUNT_OF(tanh_under));
    over = rp_vec_select(MUL(MUL(size, z), over), SPLAT(-2), small);
    rp_vec quotient = DIV(over, rp_vec_select(under, more.hi, small));
    rp_vec change = MUL(MUL(quotient, quotient), MUL(more_lo, SPLAT(0.5)));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(rp_vec_select(size, SPLAT(1), small), quotient);
    return rp_vec_with_sign_of(x, ADD(sum.hi, ADD(sum.lo, change)));
}

/* --- float32: e^|x| = 2^whole (1 + main + rest), as a pair up to where tails are lost --- */

RP_INLINE rp_vec_pair exp_pair32(rp_vec size)
{
    rp_exp_lanes e = rp_exp_of_lanes(size, false);
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(SPLAT32(1), e.main);
    sum = rp_vec_fast_two_sum_float32(sum.hi, ADD32(sum.lo, e.rest));
    /* A quarter of it: the whole may be too large. */
    rp_vec quarter = rp_exp_lanes_scale(rp_vec_subtract_int32(e.moved, rp_vec_splat_int32(2)));
    return (rp_vec_pair){MUL32(sum.hi, quarter), MUL32(sum.lo, quarter)};
}
RP_INLINE rp_vec size32(rp_vec x, float most)
{
    return rp_vec_pmin_float32(rp_vec_splat_float32(most), rp_vec_absolute_float32(x));
}
RP_INLINE rp_vec with_sign_of32(rp_vec x, rp_vec size)
{
    return rp_vec_or(size, rp_vec_and(x, rp_vec_sign_bits_float32()));
}

/* (sinh x - x) / x^3 in powers of x^2, to 2^-30 of sinh x, |x| <= 1. */
static const float sinh_series32[] = {0x1.555556p-3f, 0x1.1110c4p-7f, 0x1.a036dap-13f,
                                      0x1.720e84p-19f};

/* Half of e^size / 2 plus `other` / e^size. */
RP_INLINE rp_vec half_sum32(rp_vec size, float other)
{
    rp_vec_pair e = exp_pair32(size);
    rp_vec inverse = DIV32(rp_vec_splat_float32(other / 8), e.hi);
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(e.hi, inverse);
    rp_vec total = ADD32(sum.hi, ADD32(sum.lo, e.lo));
    return ADD32(total, total);
}

RP_INLINE rp_vec rp_vec_sinh_float32(rp_vec x)
{
    rp_vec size = size32(x, 89.5f), z = MUL32(size, size);
    rp_vec series = rp_vec_long_polynomial32(z, sinh_series32, RP_COUNT_OF(sinh_series32));
    rp_vec small = ADD32(size, MUL32(MUL32(size, z), series));
    rp_vec large = half_sum32(size, -0.5f);
    return with_sign_of32(x, rp_vec_select(small, large, LESS32(size, SPLAT32(1))));
}

RP_INLINE rp_vec rp_vec_cosh_float32(rp_vec x) { return half_sum32(size32(x, 89.5f), 0.5f); }

/* (tanh x - x) / x^3 in powers of x^2, to 2^-28 of tanh x, |x| <= 0.553. */
static const float tanh_series32[] = {-0x1.555554p-2f, 0x1.110fbcp-3f, -0x1.b99654p-5f,
                                      0x1.5cbed6p-6f, -0x1.aeaa68p-8f};

/* x + x^3 (...), or 1 - 1 / (e^2x / 2 + 1/2), mended by what the divisor lacks. Below
 * 1/2, which is tanh 0.5493, the quotient's rounding would count for a whole half unit. */
RP_INLINE rp_vec rp_vec_tanh_float32(rp_vec x)
{
    rp_vec size = size32(x, 10), z = MUL32(size, size);
    rp_vec series = rp_vec_long_polynomial32(z, tanh_series32, RP_COUNT_OF(tanh_series32));
    rp_vec small = ADD32(size, MUL32(MUL32(size, z), series));
    rp_vec_pair e = exp_pair32(ADD32(size, size));
    rp_vec_pair under = rp_vec_fast_two_sum_float32(e.hi, SPLAT32(0.25f));
    rp_vec inverse = DIV32(SPLAT32(-0.5f), under.hi);
    rp_vec change = MUL32(MUL32(inverse, inverse), ADD32(under.lo, e.lo));
    rp_vec_pair less = rp_vec_fast_two_sum_float32(SPLAT32(1), inverse);
    rp_vec large = ADD32(less.hi, ADD32(less.lo, ADD32(change, change)));
    return with_sign_of32(x, rp_vec_select(small, large, LESS32(size, SPLAT32(0.55f))));
}

/* --- Tables --- */

#define FUNCTION(op)                                                                               \
    RP_VECTOR_FUNCTION1(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION1(op, float64, double)                                                       \
    RP_HALF1(op)
FUNCTION(sinh)
FUNCTION(cosh)
FUNCTION(tanh)

static const rp_loop sinh_rows[] = {RP_REAL_ROWS1(sinh, 40, 25, 80) RP_COMPLEX_ROWS(sinh)};
RP_TABLE(sinh)
static const rp_loop cosh_rows[] = {RP_REAL_ROWS1(cosh, 38, 20, 55) RP_COMPLEX_ROWS(cosh)};
RP_TABLE(cosh)
static const rp_loop tanh_rows[] = {RP_REAL_ROWS1(tanh, 42, 28, 90) RP_COMPLEX_ROWS(tanh)};
RP_TABLE(tanh)

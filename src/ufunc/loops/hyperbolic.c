/* sinh, cosh and tanh. float64 goes through pairs, so that what cancels does not show; float32
 * through float64, where it shows far behind the last place, but for TINY numbers: there the first
 * two terms of the series are the function. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/exponential.h"
#include <math.h>

#define TINY 0x1p-10

RP_INLINE rp_vec magnitude(rp_vec x) { return rp_vec_absolute_float64(x); }
/* NaN stays. */
#define AT_MOST(x, limit) rp_vec_pmin_float64(SPLAT(limit), x)

/* x + x^3 / divisor */
RP_INLINE rp_vec two_terms(rp_vec x, double divisor)
{
    return ADD(x, DIV(MUL(x, MUL(x, x)), rp_vec_splat_float64(divisor)));
}

/* (e^x + sign e^-x) / 2 of 0 <= x <= 710.7, by way of its half: e^x itself may be too large. */
RP_INLINE rp_vec half_sum(rp_vec x, double sign)
{
    rp_vec k;
    rp_vec_pair e = rp_pair_exp(x, &k);
    rp_vec quarter = rp_vec_power_of_two(rp_vec_subtract_int64(k, SPLAT_BITS(2)));
    e.hi = MUL(e.hi, quarter);
    e.lo = MUL(e.lo, quarter);
    rp_vec inverse = DIV(rp_vec_splat_float64(sign / 16), e.hi);
    rp_vec change = MUL(MUL(e.lo, inverse), MUL(inverse, rp_vec_splat_float64(16 * sign)));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(e.hi, inverse);
    rp_vec total = ADD(sum.hi, ADD(sum.lo, SUB(e.lo, change)));
    return ADD(total, total);
}

/* (sinh x - x) / x^3 in powers of x^2, to 2^-63 of sinh x, |x| <= 1. */
static const double sinh_series[] = {
    0x1.5555555555556p-3,  0x1.11111111110a6p-7,  0x1.a01a01a02899fp-13, 0x1.71de3a465b069p-19,
    0x1.ae64671b2a8f5p-26, 0x1.611a561707ffcp-33, 0x1.b4c75c96d331bp-41};

RP_INLINE rp_vec rp_vec_sinh_float64(rp_vec x)
{
    rp_vec size = AT_MOST(magnitude(x), 710.7), z = MUL(x, x);
    rp_vec series = rp_vec_long_polynomial(z, sinh_series, RP_COUNT_OF(sinh_series));
    rp_vec small = ADD(size, MUL(MUL(size, z), series)), large = half_sum(size, -1);
    return rp_vec_with_sign_of(x, rp_vec_select(small, large, LESS(size, SPLAT(1))));
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
    rp_vec k, size = AT_MOST(magnitude(x), 20), z = MUL(size, size);
    rp_vec_pair e = rp_pair_exp(ADD(size, size), &k);
    rp_vec scale = rp_vec_power_of_two(k), small = LESS(size, SPLAT(0.55));
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

/* (e^r - 1 - r) / r^2 to 2^-32 of r, |r| <= log(2) / 2. */
static const double exp_single_series[] = {0x1.00000027df007p-1,  0x1.55555588fb6edp-3,
                                           0x1.5554add301098p-5,  0x1.11108fa00b2fbp-7,
                                           0x1.6d7486bb99b01p-10, 0x1.a1a163316f488p-13};

/* e^x, |x| < 700, to some 2^-32 of itself and of e^x - 1. */
RP_INLINE rp_vec exp_single(rp_vec x)
{
    rp_vec k, turns = rp_vec_round_float64(MUL(x, SPLAT(0x1.71547652b82fep+0)), &k);
    rp_vec r = SUB(x, MUL(turns, SPLAT(0x1.62e42fefa39efp-1)));
    rp_vec series = rp_vec_polynomial(r, exp_single_series, RP_COUNT_OF(exp_single_series));
    return MUL(ADD(SPLAT(1), ADD(r, MUL(MUL(r, r), series))), rp_vec_power_of_two(k));
}
RP_INLINE rp_vec sinh_single(rp_vec x)
{
    rp_vec size = AT_MOST(magnitude(x), 100), e = exp_single(size);
    rp_vec large = MUL(SUB(e, DIV(SPLAT(1), e)), SPLAT(0.5));
    rp_vec tiny = two_terms(size, 6);
    return rp_vec_with_sign_of(x, rp_vec_select(tiny, large, LESS(size, SPLAT(TINY))));
}
RP_INLINE rp_vec cosh_single(rp_vec x)
{
    rp_vec e = exp_single(AT_MOST(magnitude(x), 100));
    return MUL(ADD(e, DIV(SPLAT(1), e)), SPLAT(0.5));
}
RP_INLINE rp_vec tanh_single(rp_vec x)
{
    rp_vec size = AT_MOST(magnitude(x), 20), e = exp_single(ADD(size, size)), one = SPLAT(1);
    rp_vec large = DIV(SUB(e, one), ADD(e, one)), tiny = two_terms(size, -3);
    return rp_vec_with_sign_of(x, rp_vec_select(tiny, large, LESS(size, SPLAT(TINY))));
}

/* --- Tables --- */

#define SINGLE(op)                                                                                 \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x) { return rp_vec_in_float64(x, op##_single); }
#define FUNCTION(op)                                                                               \
    SINGLE(op)                                                                                     \
    RP_VECTOR_FUNCTION1(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION1(op, float64, double)                                                       \
    RP_HALF1(op)
FUNCTION(sinh)
FUNCTION(cosh)
FUNCTION(tanh)

static const rp_loop sinh_rows[] = {RP_REAL_ROWS1(sinh, 60, 42, 105) RP_COMPLEX_ROWS(sinh)};
RP_TABLE(sinh)
static const rp_loop cosh_rows[] = {RP_REAL_ROWS1(cosh, 55, 38, 70) RP_COMPLEX_ROWS(cosh)};
RP_TABLE(cosh)
static const rp_loop tanh_rows[] = {RP_REAL_ROWS1(tanh, 60, 44, 115) RP_COMPLEX_ROWS(tanh)};
RP_TABLE(tanh)

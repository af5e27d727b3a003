/* Exponentials and logarithms of float64 lanes as pairs, good to some 2^-56 of themselves, for
 * functions that subtract or divide them: a sum of two lanes keeps what one of them would lose.
 * Reductions are Cody and Waite's (1980), series Remez' (1934),
 * computed with 60 digits. */
#ifndef RP_UFUNC_LOOPS_PAIR_MATH_H
#define RP_UFUNC_LOOPS_PAIR_MATH_H

#include "ufunc/loops/elementary.h"

#define LN2_HIGH 0x1.62e42fefa38p-1 /* 11 bits short: whole multiples up to 2^11 are exact */
#define LN2_LOW 0x1.ef35793c7673p-45

RP_INLINE rp_vec_pair rp_pair_add(rp_vec_pair a, rp_vec_pair b)
{
    rp_vec_pair sum = rp_vec_two_sum_float64(a.hi, b.hi);
    return rp_vec_fast_two_sum_float64(sum.hi, ADD(sum.lo, ADD(a.lo, b.lo)));
}

RP_INLINE rp_vec_pair rp_pair_negative(rp_vec_pair a)
{
    return (rp_vec_pair){rp_vec_negative_float64(a.hi), rp_vec_negative_float64(a.lo)};
}

RP_INLINE rp_vec_pair rp_pair_divide(rp_vec_pair a, rp_vec_pair b)
{
    rp_vec quotient = DIV(a.hi, b.hi);
    rp_vec_pair product = rp_vec_two_product_float64(quotient, b.hi);
    rp_vec rest = ADD(SUB(SUB(a.hi, product.hi), product.lo), SUB(a.lo, MUL(quotient, b.lo)));
    return (rp_vec_pair){quotient, DIV(rest, b.hi)};
}

/* x^2: the square of the upper 26 bits, which is exact, and the rest. */
RP_INLINE rp_vec_pair rp_pair_square(rp_vec x)
{
    rp_vec upper = rp_vec_and(x, SPLAT_BITS(RP_UPPER_BITS));
    return (rp_vec_pair){MUL(upper, upper), MUL(SUB(x, upper), ADD(x, upper))};
}

/* Of a >= 0; of zero it is zero. */
RP_INLINE rp_vec_pair rp_pair_sqrt(rp_vec_pair a)
{
    rp_vec root = rp_vec_sqrt_float64(a.hi);
    rp_vec_pair square = rp_pair_square(root);
    rp_vec rest = ADD(SUB(SUB(a.hi, square.hi), square.lo), a.lo);
    return (rp_vec_pair){root, DIV(rest, ADD(ADD(root, root), SPLAT(0x1p-1000)))};
}

/* Of a > 0 with the square of its root x in range; the second part is what x lacks. No division
 * waits for the root. */
RP_INLINE rp_vec_pair rp_pair_root(rp_vec_pair a)
{
    a = rp_vec_fast_two_sum_float64(a.hi, a.lo);
    rp_vec root = rp_vec_sqrt_float64(a.hi), half_inverse = DIV(SPLAT(0.5), a.hi);
    rp_vec_pair square = rp_pair_square(root);
    rp_vec rest = ADD(SUB(SUB(a.hi, square.hi), square.lo), a.lo);
    return (rp_vec_pair){root, MUL(MUL(root, half_inverse), rest)};
}

/* `size`, which has no sign, with that of x. */
RP_INLINE rp_vec rp_vec_with_sign_of(rp_vec x, rp_vec size)
{
    return rp_vec_or(size, rp_vec_and(x, SPLAT(-0.0)));
}

/* 2^k of -1022 <= k <= 1023; at 1024 infinity. */
RP_INLINE rp_vec rp_vec_power_of_two(rp_vec k)
{
    return rp_vec_shift_left_int64(rp_vec_add_int64(k, SPLAT_BITS(1023)), 52);
}

RP_INLINE rp_vec rp_vec_float64_of_small_int64(rp_vec k)
{
    rp_vec big = SPLAT(0x1.8p52);
    return SUB(rp_vec_add_int64(k, big), big);
}

/* (e^r - 1 - r) / r^2 to 2^-58 of e^r, |r| <= log(2) / 2. */
static const double exp_series[] = {
    0x1.000000000000ap-1,  0x1.55555555554fap-3,  0x1.555555555087cp-5,  0x1.1111111127beap-7,
    0x1.6c16c1842a18fp-10, 0x1.a01a012a559b1p-13, 0x1.a0199a0c5affdp-16, 0x1.71df255761396p-19,
    0x1.28ad72d3fa16fp-22, 0x1.ad7f6655530e7p-26};

/* e^x is the result times 2^k, the result within [0.7, 1.42]. |x| < 1400. */
RP_INLINE rp_vec_pair rp_pair_exp(rp_vec x, rp_vec *k)
{
    rp_vec turns = rp_vec_round_float64(MUL(x, SPLAT(0x1.71547652b82fep+0)), k);
    rp_vec rough = SUB(x, MUL(turns, SPLAT(LN2_HIGH))), below = MUL(turns, SPLAT(LN2_LOW));
    rp_vec r = SUB(rough, below), r_lo = SUB(SUB(rough, r), below);
    rp_vec series = rp_vec_long_polynomial(r, exp_series, RP_COUNT_OF(exp_series));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(SPLAT(1), r);
    rp_vec rest = ADD(MUL(MUL(r, r), series), ADD(sum.lo, r_lo));
    return rp_vec_fast_two_sum_float64(sum.hi, rest);
}

/* (log((1 + s) / (1 - s)) / s - 2) / s^2 in powers of s^2, to 2^-59 of the logarithm,
 * |s| <= 0.1716. */
static const double log_series[] = {
    0x1.5555555555593p-1, 0x1.999999997fca1p-2, 0x1.2492494201bf1p-2, 0x1.c71c51faf131ep-3,
    0x1.7466420c2c751p-3, 0x1.39a1653dd51a9p-3, 0x1.2f08ec080678bp-3};

/* u, or 1 + f where that is near 1, as m 2^k with m within [0.7, 1.42); k >= 0. m - 1. */
RP_INLINE rp_vec_pair rp_pair_mantissa_less_1(rp_vec_pair u, rp_vec_pair f, rp_vec *k)
{
    rp_vec above = rp_vec_subtract_int64(u.hi, SPLAT_BITS(0x3fe6a09e667f3bcd));
    *k = rp_vec_shift_right_uint64(above, 52);
    rp_vec near = rp_vec_equal_uint64(*k, rp_vec_zero());
    rp_vec m = rp_vec_subtract_int64(u.hi, rp_vec_shift_left_int64(*k, 52));
    rp_vec m_lo = MUL(u.lo, rp_vec_power_of_two(rp_vec_subtract_int64(rp_vec_zero(), *k)));
    return (rp_vec_pair){rp_vec_select(f.hi, SUB(m, SPLAT(1)), near),
                         rp_vec_select(f.lo, m_lo, near)};
}

/* log u of u = 1 + f, f >= 0, u < 2^1000; as good as f is. With s = f / (2 + f) it
 * is f - (f^2 / 2 - s (f^2 / 2 + s^2 ...)), K. C. Ng's way (FDLIBM 1993): no error but that of f
 * counts fully. */
RP_INLINE rp_vec rp_pair_log(rp_vec_pair u, rp_vec_pair f)
{
    rp_vec k;
    f = rp_pair_mantissa_less_1(u, f, &k);
    rp_vec s = DIV(f.hi, ADD(f.hi, SPLAT(2))), z = MUL(s, s);
    rp_vec half = MUL(MUL(f.hi, SPLAT(0.5)), f.hi);
    rp_vec series = rp_vec_long_polynomial(z, log_series, RP_COUNT_OF(log_series));
    rp_vec rest = SUB(half, MUL(s, ADD(half, MUL(z, series))));
    /* f.lo / (1 + f), nearly: 1 / (1 + f) is (1 - s) / (1 + s). */
    rest = SUB(rest, MUL(f.lo, ADD(SUB(SPLAT(1), ADD(s, s)), ADD(z, z))));
    rp_vec turns = rp_vec_float64_of_small_int64(k);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(MUL(turns, SPLAT(LN2_HIGH)), f.hi);
    return ADD(sum.hi, ADD(sum.lo, SUB(MUL(turns, SPLAT(LN2_LOW)), rest)));
}

/* x = 2^k (1 + f). With s = f / (2 + f) the logarithm of 1 + f is f - (half - s (half + s^2 ...)),
 * half being f^2 / 2: K. C. Ng's way (FDLIBM 1993). */
typedef struct rp_split_log {
    rp_vec k, f, half, rest;
} rp_split_log;

RP_INLINE rp_split_log rp_log_split_1(rp_vec x, const rp_vec *more)
{
    rp_split_log log;
    rp_vec m = rp_log32_mantissa(x, &log.k), one = SPLAT(1);
    log.f = SUB(m, one);
    if (more)
        log.k = ADD(log.k, *more);
    rp_vec s = DIV(log.f, ADD(m, one)), z = MUL(s, s);
    rp_vec series = rp_vec_long_polynomial(z, log_series, RP_COUNT_OF(log_series));
    log.half = MUL(MUL(log.f, SPLAT(0.5)), log.f);
    log.rest = MUL(s, ADD(log.half, MUL(z, series)));
    return log;
}

/* log x, and what is to be added to it. */
RP_INLINE rp_vec rp_log_and(rp_vec x, const rp_vec *more, const rp_vec *addend)
{
    rp_split_log log = rp_log_split_1(x, more);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(MUL(log.k, SPLAT(LN2_HIGH)), log.f);
    rp_vec rest = SUB(ADD(log.rest, MUL(log.k, SPLAT(LN2_LOW))), log.half);
    if (addend)
        rest = ADD(rest, *addend);
    return ADD(sum.hi, ADD(sum.lo, rest));
}

#endif

/* Exponentials and logarithms of float64 lanes as pairs, good to some 2^-56 of themselves, for
 * functions that subtract or divide them: a sum of two lanes keeps what one of them would lose.
 * Reductions are Cody and Waite's (1980), series Taylor's. */
#ifndef RP_UFUNC_LOOPS_PAIR_MATH_H
#define RP_UFUNC_LOOPS_PAIR_MATH_H

#include "ufunc/loops/vector_function.h"

#define SPLAT rp_vec_splat_float64
#define ADD rp_vec_add_float64
#define SUB rp_vec_subtract_float64
#define MUL rp_vec_multiply_float64
#define DIV rp_vec_divide_float64
#define LESS rp_vec_less_float64

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

/* Of a >= 0; of zero it is zero. */
RP_INLINE rp_vec_pair rp_pair_sqrt(rp_vec_pair a)
{
    rp_vec root = rp_vec_sqrt_float64(a.hi);
    rp_vec_pair square = rp_vec_two_product_float64(root, root);
    rp_vec rest = ADD(SUB(SUB(a.hi, square.hi), square.lo), a.lo);
    return (rp_vec_pair){root, DIV(rest, ADD(ADD(root, root), SPLAT(0x1p-1000)))};
}

/* 2^k of -1022 <= k <= 1023; at 1024 infinity. */
RP_INLINE rp_vec rp_vec_power_of_two(rp_vec k)
{
    return rp_vec_shift_left_int64(rp_vec_add_int64(k, rp_vec_splat_int64(1023)), 52);
}

RP_INLINE rp_vec rp_vec_float64_of_small_int64(rp_vec k)
{
    rp_vec big = SPLAT(0x1.8p52);
    return SUB(rp_vec_add_int64(k, big), big);
}

/* 1/2!, 1/3!, ... */
static const double exp_series[] = {1. / 2,          1. / 6,        1. / 24,        1. / 120,
                                    1. / 720,        1. / 5040,     1. / 40320,     1. / 362880,
                                    1. / 3628800,    1. / 39916800, 1. / 479001600, 1. / 6227020800,
                                    1. / 87178291200};

/* e^x is the result times 2^k, the result within [0.7, 1.42]. |x| < 1400. */
RP_INLINE rp_vec_pair rp_pair_exp(rp_vec x, rp_vec *k)
{
    rp_vec turns = rp_vec_round_float64(MUL(x, SPLAT(0x1.71547652b82fep+0)), k);
    rp_vec rough = SUB(x, MUL(turns, SPLAT(LN2_HIGH)));
    rp_vec_pair r =
        rp_vec_two_sum_float64(rough, rp_vec_negative_float64(MUL(turns, SPLAT(LN2_LOW))));
    rp_vec series = rp_vec_long_polynomial(r.hi, rp_vec_table(exp_series), RP_COUNT_OF(exp_series));
    rp_vec_pair one = rp_vec_fast_two_sum_float64(SPLAT(1), r.hi);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(one.hi, MUL(MUL(r.hi, r.hi), series));
    return rp_vec_fast_two_sum_float64(sum.hi,
                                       ADD(ADD(one.lo, sum.lo), ADD(r.lo, MUL(r.lo, r.hi))));
}

/* atanh f = f + f^3 (1/3 + f^2/5 + ...) */
static const double log_series[] = {1. / 3,  1. / 5,  1. / 7,  1. / 9,  1. / 11, 1. / 13,
                                    1. / 15, 1. / 17, 1. / 19, 1. / 21, 1. / 23};

/* log u + extra * log 2, for u.hi normal and below 2^1000. Where u is near 1, log u is as good as
 * u - 1 is. */
RP_INLINE rp_vec rp_pair_log(rp_vec_pair u, rp_vec extra)
{
    rp_vec above = rp_vec_subtract_int64(u.hi, rp_vec_splat_int64(0x3fe6a09e667f3bcd));
    rp_vec k = rp_vec_shift_right_int64(above, 52);
    rp_vec m = rp_vec_subtract_int64(u.hi, rp_vec_shift_left_int64(k, 52));
    rp_vec m_lo = MUL(u.lo, rp_vec_power_of_two(rp_vec_subtract_int64(rp_vec_zero(), k)));
    rp_vec turns = ADD(rp_vec_float64_of_small_int64(k), extra), one = SPLAT(1);
    rp_vec_pair over = rp_vec_two_sum_float64(SUB(m, one), m_lo);
    rp_vec_pair under = rp_vec_two_sum_float64(m, one);
    under.lo = ADD(under.lo, m_lo);
    rp_vec_pair f = rp_pair_divide(over, under);
    rp_vec z = MUL(f.hi, f.hi);
    rp_vec series = rp_vec_long_polynomial(z, rp_vec_table(log_series), RP_COUNT_OF(log_series));
    rp_vec rest = ADD(f.lo, MUL(MUL(f.hi, z), series));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(MUL(turns, SPLAT(LN2_HIGH)), ADD(f.hi, f.hi));
    return ADD(sum.hi, ADD(sum.lo, ADD(MUL(turns, SPLAT(LN2_LOW)), ADD(rest, rest))));
}

#endif

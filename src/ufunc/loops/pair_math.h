/* Arithmetic of float64 lanes in pairs, for functions that subtract or divide what has been
 * rounded: a sum of two lanes keeps what one of them would lose. */
#ifndef RP_UFUNC_LOOPS_PAIR_MATH_H
#define RP_UFUNC_LOOPS_PAIR_MATH_H

#include "ufunc/loops/vector_function.h"

#define LN2_HIGH 0x1.62e42fefa38p-1 /* 11 bits short: whole multiples up to 2^11 are exact */
#define LN2_LOW 0x1.ef35793c7673p-45

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

#endif

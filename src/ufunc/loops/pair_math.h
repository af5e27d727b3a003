/* Arithmetic of float64 lanes in pairs, for functions that subtract or divide what has been
 * rounded: a sum of two lanes keeps what one of them would lose. */
#ifndef RP_UFUNC_LOOPS_PAIR_MATH_H
#define RP_UFUNC_LOOPS_PAIR_MATH_H

#include "ufunc/loops/vector_function.h"

#define LN2_HIGH 0x1.62e42fefa38p-1 /* 11 bits short: whole multiples up to 2^11 are exact */
#define LN2_LOW 0x1.ef35793c7673p-45

/* x^2: the square of the upper 26 bits, which is exact, and the rest. */
RP_INLINE rp_vec_pair rp_pair_square(rp_vec x)
{
    rp_vec upper = rp_vec_and(x, SPLAT_BITS(RP_UPPER_BITS));
    return (rp_vec_pair){MUL(upper, upper), MUL(SUB(x, upper), ADD(x, upper))};
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

#endif

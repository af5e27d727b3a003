/* An angle as a number of right angles and a rest within half of one. */
#ifndef RP_UFUNC_LOOPS_ANGLE_REDUCTION_H
#define RP_UFUNC_LOOPS_ANGLE_REDUCTION_H

#include "simd/vec_float.h"

/* x = quadrant * pi/2 + (rest - excess), quadrant (int64 lanes) modulo 4 at least; |rest| is at
 * most about pi/4, excess below its last place or nearly. With the sign of the error turned round a
 * rest of -0 passes unharmed through rest - (excess + ...). */
typedef struct rp_angle {
    rp_vec quadrant, rest, excess;
} rp_angle;

/* Lanes where `fast` is not set, anew, by Payne and Hanek's method. NaN where x is not finite. */
rp_angle rp_reduce_slow_lanes(rp_vec x, rp_vec fast, rp_angle angle);

/* Cody and Waite 1980, with pi/2 in parts of 33, 33 and 53 bits: up to 2^20 the product with the
 * first is exact. Larger numbers are slow, and so are those so near to a multiple of pi/2 that the
 * parts end. */
static const struct rp_angle_parts {
    double inverse, first, second, third, near, limit;
} rp_angle_parts = {0x1.45f306dc9c883p-1,  0x1.921fb544p+0, 0x1.0b4611a6p-34,
                    0x1.3198a2e037073p-69, 0x1p-40,         0x1p20};

RP_INLINE rp_angle rp_reduce_angle(rp_vec x)
{
    const struct rp_angle_parts *k = &rp_angle_parts;
    rp_angle angle;
    rp_vec turns = rp_vec_multiply_float64(x, rp_vec_constant_float64(&k->inverse));
    turns = rp_vec_round_float64(turns, &angle.quadrant);
    rp_vec first = rp_vec_multiply_float64(turns, rp_vec_constant_float64(&k->first));
    rp_vec second = rp_vec_multiply_float64(turns, rp_vec_constant_float64(&k->second));
    rp_vec third = rp_vec_multiply_float64(turns, rp_vec_constant_float64(&k->third));
    first = rp_vec_subtract_float64(x, first);
    angle.rest = rp_vec_subtract_float64(first, second);
    angle.excess = rp_vec_subtract_float64(second, rp_vec_subtract_float64(first, angle.rest));
    angle.excess = rp_vec_add_float64(angle.excess, third);

    rp_vec size = rp_vec_absolute_float64(x), rest = rp_vec_absolute_float64(angle.rest);
    rp_vec near = rp_vec_multiply_float64(size, rp_vec_constant_float64(&k->near));
    rp_vec fit = rp_vec_less_equal_float64(size, rp_vec_constant_float64(&k->limit));
    rp_vec fast = rp_vec_andnot(fit, rp_vec_less_float64(rest, near));
    return rp_vec_all(fast) ? angle : rp_reduce_slow_lanes(x, fast, angle);
}

#endif

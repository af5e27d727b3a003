/* Exponentials of float32 lanes. */
#ifndef RP_UFUNC_LOOPS_EXPONENTIAL32_H
#define RP_UFUNC_LOOPS_EXPONENTIAL32_H

#include "ufunc/loops/vector_function.h"

/* Added to a number below 2^22 it leaves in the low bits the nearest whole number and 127, the bias
 * of exponents: shifted left by 23 these are the power of two. */
#define RP_EXPONENT_MAGIC32 (0x1.8p23f + 127)

/* exp r = 1 + r + r^2 (c[0] + c[1] r + ...) up to ln(2)/2, to 2^-27; the first part of ln 2 has 15
 * bits, so that whole multiples are exact. Minimax. */
typedef struct rp_exp32_constants {
    float magic, per_ln2, ln2[2], one, c[5], shift, precise[6];
} rp_exp32_constants;
static const rp_exp32_constants rp_exp32_constants_ = {
    .magic = RP_EXPONENT_MAGIC32,
    .per_ln2 = 0x1.715476p+0f,
    .ln2 = {0x1.62e4p-1f, 0x1.7f7d1cp-20f},
    .one = 1,
    .c = {0.5f, 0x1.5554dcp-3f, 0x1.555568p-5f, 0x1.120c3p-7f, 0x1.6caef2p-10f},
    .shift = 0.08f,
    .precise = {0x1p-1f, 0x1.555558p-3f, 0x1.55552p-5f, 0x1.1108ecp-7f, 0x1.6cebfap-10f,
                0x1.b3594ap-13f},
};

/* An exponential is 2^whole * (1 + main + rest), main exact. */
typedef struct rp_exp_lanes {
    rp_vec moved; /* whole + RP_EXPONENT_MAGIC32 */
    rp_vec main, rest;
} rp_exp_lanes;

/* `precise` where 1 is to be taken off: the polynomial is that of main, without rounding error, and
 * the whole is 0 up to 0.4 and from -0.29, so that less cancels. */
RP_INLINE rp_exp_lanes rp_exp_of_lanes(rp_vec x, bool precise)
{
    const rp_exp32_constants *k = &rp_exp32_constants_;
    rp_vec magic = LOADED32(k->magic), moved = MUL32(x, LOADED32(k->per_ln2));
    moved = ADD32(precise ? SUB32(moved, LOADED32(k->shift)) : moved, magic);
    rp_vec whole = SUB32(moved, magic);
    rp_vec main = SUB32(x, MUL32(whole, LOADED32(k->ln2[0])));
    rp_vec less = MUL32(whole, LOADED32(k->ln2[1])), r = precise ? main : SUB32(main, less);
    rp_vec square = MUL32(r, r);
    if (!precise) {
        rp_vec q = rp_vec_long_polynomial32(r, k->c, RP_COUNT_OF(k->c));
        return (rp_exp_lanes){moved, main, SUB32(MUL32(square, q), less)};
    }
    rp_vec q = rp_vec_long_polynomial32(r, k->precise + 1, RP_COUNT_OF(k->precise) - 1);
    rp_vec rest = ADD32(MUL32(square, LOADED32(k->precise[0])), MUL32(MUL32(square, r), q));
    less = ADD32(less, MUL32(less, ADD32(main, rest)));
    return (rp_exp_lanes){moved, main, SUB32(rest, less)};
}

RP_INLINE rp_vec rp_exp_lanes_scale(rp_vec moved) { return rp_vec_shift_left_int32(moved, 23); }

/* x times 2^whole, also where that is no normal number: in two factors, whose exponents have half
 * of the bias each. Shifted left by 23, bits above the low nine are gone. */
RP_INLINE rp_vec rp_exp_lanes_scaled(rp_vec x, rp_vec moved)
{
    static const int32_t first = 64 << 23, second = 63 << 23;
    rp_vec half = rp_vec_shift_left_int32(rp_vec_shift_right_uint32(moved, 1), 23);
    rp_vec other = rp_vec_subtract_int32(rp_vec_shift_left_int32(moved, 23), half);
    x = MUL32(x, rp_vec_add_int32(half, rp_vec_constant_int32(&first)));
    return MUL32(x, rp_vec_add_int32(other, rp_vec_constant_int32(&second)));
}

/* 1 + main + rest, rounded twice */
RP_INLINE rp_vec rp_exp_lanes_sum(rp_exp_lanes e)
{
    return ADD32(LOADED32(rp_exp32_constants_.one), ADD32(e.main, e.rest));
}

/* 2^whole (1 + main + rest) - 1, where that scale is a normal number. */
RP_INLINE rp_vec rp_exp_lanes_less_one(rp_exp_lanes e)
{
    rp_vec scale = rp_exp_lanes_scale(e.moved), one = LOADED32(rp_exp32_constants_.one);
    rp_vec less = SUB32(scale, one), lost = SUB32(SUB32(scale, less), one);
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(less, MUL32(scale, e.main));
    return ADD32(sum.hi, ADD32(ADD32(sum.lo, lost), MUL32(scale, e.rest)));
}

/* NaN stays. */
RP_INLINE rp_vec rp_vec_within_float32(rp_vec x, rp_vec low, rp_vec high)
{
    return rp_vec_pmin_float32(high, rp_vec_pmax_float32(low, x));
}

#endif

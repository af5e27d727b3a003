/* exp, exp2 and expm1. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/exponential.h"
#include "ufunc/loops/real_functions.h"

/* --- Constants --- */

const rp_exp_constants rp_exp_constants_ = {
    RP_EXPONENT_MAGIC,
    0x1.71547652b82fep+0,
    {0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45},
    0x1.62e42fefa39efp-1,
    {0x1.62e42f8000000p-1, 0x1.be8e7bcd5e4f2p-27},
    1,
    0.5,
    708,
    1021,
    -110,
    90,
    RP_UPPER_BITS,
    {0.5, 0x1.555555555555bp-3, 0x1.5555555555503p-5, 0x1.111111110ec40p-7, 0x1.6c16c16c304ddp-10,
     0x1.a01a01b389e09p-13, 0x1.a01a01368996fp-16, 0x1.71ddf002f8be3p-19, 0x1.27e5b42d7c893p-22,
     0x1.af6c1d0505270p-26, 0x1.1e3d8a03e80adp-29},
    {0x1.fffffffff462fp-2, 0x1.5555557398a62p-3, 0x1.5555557d3891bp-5, 0x1.1110b1a0086d7p-7,
     0x1.6c1637f9d9455p-10, 0x1.a1703276fecd4p-13, 0x1.a17688048b8eap-16}};

/* --- float64: far from zero the power of two may not be a normal number --- */

RP_APART rp_vec exp_far(rp_vec x)
{
    x = rp_vec_limit_float64(x, -746, 710);
    return rp_exp_any_value(rp_exp_pair(x, rp_vec_zero(), false));
}
RP_INLINE rp_vec rp_vec_exp_float64(rp_vec x)
{
    if (!rp_exp_all_near(x))
        return exp_far(x);
    return rp_exp_value(rp_exp_pair(x, rp_vec_zero(), false));
}

RP_APART rp_vec exp2_far(rp_vec x)
{
    return rp_exp_any_value(
        rp_exp2_pair(rp_vec_limit_float64(x, -1080, 1025), rp_vec_zero(), false));
}
RP_INLINE rp_vec rp_vec_exp2_float64(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec near = rp_vec_less_float64(rp_vec_absolute_float64(x), LOADED(k->most2));
    if (!rp_vec_all_int64(near))
        return exp2_far(x);
    return rp_exp_value(rp_exp2_pair(x, rp_vec_zero(), false));
}

/* 2^whole (hi + lo) - 1, all sums exact but the last; the sign is that of x, of a zero too. */
RP_INLINE rp_vec expm1_near(rp_vec x)
{
    rp_exponential e = rp_exp_pair(rp_vec_limit_float64(x, -60, INFINITY), rp_vec_zero(), true);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(e.hi, e.lo);
    rp_vec scale = rp_exp_scale(e.moved);
    rp_vec_pair less = rp_vec_two_sum_float64(MUL(sum.hi, scale), SPLAT(-1));
    return rp_vec_copysign_float64(ADD(less.hi, ADD(less.lo, MUL(sum.lo, scale))), x);
}
RP_APART rp_vec expm1_far(rp_vec x)
{
    rp_vec near = rp_vec_less_float64(x, SPLAT(708));
    return rp_vec_select(expm1_near(x), exp_far(x), near);
}
RP_INLINE rp_vec rp_vec_expm1_float64(rp_vec x)
{
    return rp_vec_all_int64(rp_vec_less_float64(x, SPLAT(708))) ? expm1_near(x) : expm1_far(x);
}

/* --- float32 --- */

RP_INLINE rp_vec exp_single(rp_vec x) { return rp_exp32_value(rp_exp32(rp_exp32_limit(x))); }
RP_INLINE rp_vec rp_vec_exp_float32(rp_vec x) { return rp_vec_in_float64(x, exp_single); }

RP_INLINE rp_vec exp2_single(rp_vec x)
{
    return rp_exp32_value(rp_exp2_32(rp_vec_limit_float64(x, -160, 130)));
}
RP_INLINE rp_vec rp_vec_exp2_float32(rp_vec x) { return rp_vec_in_float64(x, exp2_single); }

RP_INLINE rp_vec expm1_single(rp_vec x)
{
    rp_exponential32 e = rp_exp32(rp_vec_limit_float64(x, -40, 90));
    rp_vec less = SUB(e.scale, SPLAT(1));
    return rp_vec_copysign_float64(ADD(MUL(e.less_one, e.scale), less), x);
}
RP_INLINE rp_vec rp_vec_expm1_float32(rp_vec x) { return rp_vec_in_float64(x, expm1_single); }

/* --- Tables --- */

RP_REAL_FUNCTION1(exp)
RP_REAL_FUNCTION1(exp2)
RP_REAL_FUNCTION1(expm1)
RP_REALS1(exp)
RP_REALS1(expm1)

static const rp_loop exp_rows[] = {RP_REAL_ROWS1(exp, 45, 28, 48) RP_COMPLEX_ROWS(exp)};
RP_TABLE(exp)
static const rp_loop exp2_rows[] = {RP_REAL_ROWS1(exp2, 42, 26, 50) RP_COMPLEX_ROWS(exp2)};
RP_TABLE(exp2)
static const rp_loop expm1_rows[] = {RP_REAL_ROWS1(expm1, 50, 35, 75) RP_COMPLEX_ROWS(expm1)};
RP_TABLE(expm1)

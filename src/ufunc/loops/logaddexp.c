/* logaddexp and logaddexp2: the larger operand and log(1 + e^d), d <= 0 being the difference.
 *
 * Where the two nearly cancel, as log(1/2 + 1/2), the error is still below 2^-57 in float64 and
 * 2^-35 in float32, however small the result. */
#include "ufunc/loops/elementary.h"

/* --- float64 --- */

/* `far` where the exponential may be no normal number. */
RP_INLINE rp_vec add_exponentials(rp_vec x, rp_vec y, bool base2, bool far)
{
    rp_vec swap = rp_vec_less_float64(x, y);
    rp_vec larger = rp_vec_select(y, x, swap), smaller = rp_vec_select(x, y, swap);
    rp_vec_pair d = rp_vec_two_sum_float64(smaller, rp_vec_negative_float64(larger));
    if (far) {
        rp_vec near = rp_vec_less_float64(SPLAT(-1080), d.hi);
        d = (rp_vec_pair){rp_vec_select(d.hi, SPLAT(-1080), near), rp_vec_and(d.lo, near)};
    }
    rp_exponential e = (base2 ? rp_exp2_pair : rp_exp_pair)(d.hi, d.lo, true);
    rp_vec_pair power = rp_vec_fast_two_sum_float64(e.hi, e.lo);
    if (far) {
        rp_scale scale = rp_exp_scales(e.moved);
        power.hi = MUL(MUL(power.hi, scale.first), scale.second);
        power.lo = MUL(MUL(power.lo, scale.first), scale.second);
    } else {
        rp_vec scale = rp_exp_scale(e.moved);
        power = (rp_vec_pair){MUL(power.hi, scale), MUL(power.lo, scale)};
    }
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(SPLAT(1), power.hi);
    sum.lo = ADD(sum.lo, power.lo);
    rp_vec_pair log = rp_log_sum(sum, true, NULL);
    if (base2)
        log = rp_log_to_base(log, &rp_log_base2);
    rp_vec_pair total = rp_vec_two_sum_float64(larger, log.hi);
    return ADD(total.hi, ADD(total.lo, log.lo));
}

/* Infinite operands: the larger one; NaN: NaN. */
RP_INLINE rp_vec mend_sum(rp_vec sum, rp_vec x, rp_vec y)
{
    rp_vec larger = rp_vec_maximum_float64(x, y);
    rp_vec size = rp_vec_absolute_float64(larger);
    rp_vec finite = rp_vec_less_float64(size, SPLAT(INFINITY));
    return rp_vec_select(sum, larger, finite);
}

RP_INLINE bool all_near(rp_vec x, rp_vec y) { return rp_exp_all_near(SUB(x, y)); }

#define SUMS(op, base2)                                                                            \
    RP_APART rp_vec op##_far(rp_vec x, rp_vec y)                                                   \
    {                                                                                              \
        return mend_sum(add_exponentials(x, y, base2, true), x, y);                                \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float64(rp_vec x, rp_vec y)                                     \
    {                                                                                              \
        return all_near(x, y) ? add_exponentials(x, y, base2, false) : op##_far(x, y);             \
    }
SUMS(logaddexp, false)
SUMS(logaddexp2, true)

/* --- float32 --- */

RP_INLINE rp_vec add_exponentials32(rp_vec x, rp_vec y, bool base2)
{
    rp_vec swap = rp_vec_less_float64(x, y);
    rp_vec larger = rp_vec_select(y, x, swap), smaller = rp_vec_select(x, y, swap);
    rp_vec d = rp_vec_limit_float64(SUB(smaller, larger), -155, 0);
    rp_vec power = rp_exp32_value((base2 ? rp_exp2_32 : rp_exp32)(d));
    rp_vec log = rp_log1p32(power);
    if (base2)
        log = MUL(log, SPLAT(0x1.71547652b82fep+0));
    return mend_sum(ADD(larger, log), x, y);
}
RP_INLINE rp_vec logaddexp_single(rp_vec x, rp_vec y) { return add_exponentials32(x, y, false); }
RP_INLINE rp_vec logaddexp2_single(rp_vec x, rp_vec y) { return add_exponentials32(x, y, true); }
RP_INLINE rp_vec rp_vec_logaddexp_float32(rp_vec x, rp_vec y)
{
    return rp_vec_in_float64_2(x, y, logaddexp_single);
}
RP_INLINE rp_vec rp_vec_logaddexp2_float32(rp_vec x, rp_vec y)
{
    return rp_vec_in_float64_2(x, y, logaddexp2_single);
}

/* --- Tables --- */

RP_REAL_FUNCTION2(logaddexp)
RP_REAL_FUNCTION2(logaddexp2)

static const rp_loop logaddexp_rows[] = {RP_REAL_ROWS2(logaddexp, 100, 82, 180)};
RP_TABLE(logaddexp)
static const rp_loop logaddexp2_rows[] = {RP_REAL_ROWS2(logaddexp2, 100, 82, 200)};
RP_TABLE(logaddexp2)

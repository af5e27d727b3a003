/* log, log2, log10 and log1p. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/elementary.h"

/* --- float64 --- */

RP_INLINE rp_vec round_sum(rp_vec_pair log, const rp_log_base *base)
{
    if (base)
        log = rp_log_to_base(log, base);
    return ADD(log.hi, log.lo);
}

/* What has no logarithm, or an infinite one. */
RP_INLINE rp_vec mend_log(rp_vec log, rp_vec x)
{
    rp_vec infinity = SPLAT(INFINITY), zero = rp_vec_zero();
    log = rp_vec_select(infinity, log, rp_vec_equal_float64(x, infinity));
    log = rp_vec_select(SPLAT(-INFINITY), log, rp_vec_equal_float64(x, zero));
    return rp_vec_select(log, SPLAT(NAN), rp_vec_less_equal_float64(zero, x));
}

RP_INLINE rp_vec any_log(rp_vec x, const rp_log_base *base)
{
    rp_vec small = rp_vec_less_float64(x, SPLAT(0x1p-1022));
    rp_vec_pair scaled = {rp_vec_select(MUL(x, SPLAT(0x1p54)), x, small), rp_vec_zero()};
    rp_vec more = rp_vec_and(small, SPLAT(-54));
    rp_vec_pair log = rp_log_sum(scaled, false, &more, false);
    return mend_log(round_sum(log, base), x);
}
RP_APART rp_vec any_log_e(rp_vec x) { return any_log(x, NULL); }
RP_APART rp_vec any_log2(rp_vec x) { return any_log(x, &rp_log_base2); }
RP_APART rp_vec any_log10(rp_vec x) { return any_log(x, &rp_log_base10); }

RP_INLINE rp_vec log_of(rp_vec x, const rp_log_base *base, rp_vec_op1 any)
{
    if (!rp_vec_all_int64(rp_vec_is_positive_normal_float64(x)))
        return any(x);
    rp_vec_pair operand = {x, rp_vec_zero()};
    return round_sum(rp_log_sum(operand, false, NULL, false), base);
}
RP_INLINE rp_vec rp_vec_log_float64(rp_vec x) { return log_of(x, NULL, any_log_e); }
RP_INLINE rp_vec rp_vec_log2_float64(rp_vec x) { return log_of(x, &rp_log_base2, any_log2); }
RP_INLINE rp_vec rp_vec_log10_float64(rp_vec x) { return log_of(x, &rp_log_base10, any_log10); }

/* The logarithm of the exact sum. */
RP_INLINE rp_vec log1p_near(rp_vec x)
{
    rp_vec_pair sum = rp_vec_two_sum_float64(SPLAT(1), x);
    rp_vec log = round_sum(rp_log_sum(sum, true, NULL, false), NULL);
    return rp_vec_copysign_float64(log, x);
}
/* Where the 1 is lost. */
RP_APART rp_vec log1p_far(rp_vec x)
{
    rp_vec near = rp_vec_less_float64(x, SPLAT(0x1p60));
    rp_vec log = rp_vec_select(log1p_near(x), any_log_e(x), near);
    return mend_log(log, rp_vec_select(ADD(x, SPLAT(1)), x, near));
}
RP_INLINE rp_vec rp_vec_log1p_float64(rp_vec x)
{
    rp_vec near =
        rp_vec_and(rp_vec_less_float64(SPLAT(-1), x), rp_vec_less_float64(x, SPLAT(0x1p60)));
    return rp_vec_all_int64(near) ? log1p_near(x) : log1p_far(x);
}

/* --- float32 --- */

#define SINGLE(op, expression)                                                                     \
    RP_INLINE rp_vec op##_single(rp_vec x) { return expression; }                                  \
    RP_INLINE rp_vec op##_any_single(rp_vec x) { return mend_log(op##_single(x), x); }             \
    RP_APART rp_vec op##_apart(rp_vec x) { return rp_vec_in_float64(x, op##_any_single); }         \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x)                                               \
    {                                                                                              \
        return all_positive(x) ? rp_vec_in_float64(x, op##_single) : op##_apart(x);                \
    }
RP_INLINE bool all_positive(rp_vec x)
{
    return rp_vec_all_int32(rp_vec_and(rp_vec_less_float32(rp_vec_zero(), x),
                                       rp_vec_less_float32(x, rp_vec_splat_float32(INFINITY))));
}
SINGLE(log, rp_log32(x))
SINGLE(log2, MUL(rp_log32(x), SPLAT(0x1.71547652b82fep+0)))
SINGLE(log10, MUL(rp_log32(x), SPLAT(0x1.bcb7b1526e50ep-2)))

RP_INLINE rp_vec log1p_single(rp_vec x) { return rp_vec_copysign_float64(rp_log1p32(x), x); }
RP_INLINE rp_vec log1p_any_single(rp_vec x) { return mend_log(log1p_single(x), ADD(x, SPLAT(1))); }
RP_APART rp_vec log1p_apart(rp_vec x) { return rp_vec_in_float64(x, log1p_any_single); }
RP_INLINE rp_vec rp_vec_log1p_float32(rp_vec x)
{
    rp_vec fit = rp_vec_and(rp_vec_less_float32(rp_vec_splat_float32(-1), x),
                            rp_vec_less_float32(x, rp_vec_splat_float32(INFINITY)));
    return rp_vec_all_int32(fit) ? rp_vec_in_float64(x, log1p_single) : log1p_apart(x);
}

/* --- Tables --- */

RP_REAL_FUNCTION1(log)
RP_REAL_FUNCTION1(log2)
RP_REAL_FUNCTION1(log10)
RP_REAL_FUNCTION1(log1p)

static const rp_loop log_rows[] = {RP_REAL_ROWS1(log, 50, 34, 67) RP_COMPLEX_ROWS(log)};
RP_TABLE(log)
static const rp_loop log2_rows[] = {RP_REAL_ROWS1(log2, 50, 34, 74) RP_COMPLEX_ROWS(log2)};
RP_TABLE(log2)
static const rp_loop log10_rows[] = {RP_REAL_ROWS1(log10, 50, 34, 74) RP_COMPLEX_ROWS(log10)};
RP_TABLE(log10)
static const rp_loop log1p_rows[] = {RP_REAL_ROWS1(log1p, 50, 36, 80) RP_COMPLEX_ROWS(log1p)};
RP_TABLE(log1p)

/* log, log2, log10 and log1p. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/elementary.h"
#include "ufunc/loops/pair_math.h"
#include "ufunc/loops/real_functions.h"

/* --- float64 --- */

/* What has no logarithm, or an infinite one. */
RP_INLINE rp_vec mend_log(rp_vec log, rp_vec x)
{
    rp_vec infinity = SPLAT(INFINITY), zero = rp_vec_zero();
    log = rp_vec_select(infinity, log, rp_vec_equal_float64(x, infinity));
    log = rp_vec_select(SPLAT(-INFINITY), log, rp_vec_equal_float64(x, zero));
    return rp_vec_select(log, SPLAT(NAN), rp_vec_less_equal_float64(zero, x));
}

/* x < 2^-1022, to the power of two that `more` takes back. */
RP_INLINE rp_vec scale_up(rp_vec x, rp_vec *more)
{
    rp_vec small = LESS(x, SPLAT(0x1p-1022));
    *more = rp_vec_and(small, SPLAT(-54));
    return rp_vec_select(MUL(x, SPLAT(0x1p54)), x, small);
}

RP_INLINE rp_vec log_e(rp_vec x, const rp_vec *more, const rp_log_base *base)
{
    (void)base;
    return rp_log_and(x, more, NULL);
}

RP_INLINE rp_vec log_to_base(rp_vec x, const rp_vec *more, const rp_log_base *base)
{
    rp_split_log log = rp_log_split_1(x, more);
    rp_vec hi = rp_vec_and(SUB(log.f, log.half), rp_vec_splat_int64(RP_UPPER_BITS));
    rp_vec lo = ADD(SUB(SUB(log.f, hi), log.half), log.rest);
    rp_vec rest = ADD(MUL(hi, LOADED(base->lower)), MUL(lo, LOADED(base->factor)));
    if (base != &rp_log_base2) {
        rest = ADD(rest, MUL(log.k, LOADED(base->ln2[1])));
        log.k = MUL(log.k, LOADED(base->ln2[0]));
    }
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(log.k, MUL(hi, LOADED(base->upper)));
    return ADD(sum.hi, ADD(sum.lo, rest));
}

/* What has no normal logarithm aside. */
#define LOGARITHM(op, log_of, base)                                                                \
    RP_APART rp_vec any_##op(rp_vec x)                                                             \
    {                                                                                              \
        rp_vec more, scaled = scale_up(x, &more);                                                  \
        return mend_log(log_of(scaled, &more, base), x);                                           \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float64(rp_vec x)                                               \
    {                                                                                              \
        return rp_vec_all_int64(rp_vec_is_positive_normal_float64(x)) ? log_of(x, NULL, base)      \
                                                                      : any_##op(x);               \
    }
LOGARITHM(log, log_e, NULL)
LOGARITHM(log2, log_to_base, &rp_log_base2)
LOGARITHM(log10, log_to_base, &rp_log_base10)

/* The logarithm of the exact sum. */
RP_INLINE rp_vec log1p_near(rp_vec x)
{
    rp_vec_pair log = rp_log_sum_of_pair(rp_vec_two_sum_float64(SPLAT(1), x));
    return rp_vec_copysign_float64(ADD(log.hi, log.lo), x);
}
/* Where the 1 is lost. */
RP_APART rp_vec log1p_far(rp_vec x)
{
    rp_vec near = rp_vec_less_float64(x, SPLAT(0x1p60));
    rp_vec log = rp_vec_select(log1p_near(x), any_log(x), near);
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
RP_REALS1(log)
RP_REALS1(log1p)

static const rp_loop log_rows[] = {RP_REAL_ROWS1(log, 50, 34, 67) RP_COMPLEX_ROWS(log)};
RP_TABLE(log)
static const rp_loop log2_rows[] = {RP_REAL_ROWS1(log2, 50, 34, 74) RP_COMPLEX_ROWS(log2)};
RP_TABLE(log2)
static const rp_loop log10_rows[] = {RP_REAL_ROWS1(log10, 50, 34, 74) RP_COMPLEX_ROWS(log10)};
RP_TABLE(log10)
static const rp_loop log1p_rows[] = {RP_REAL_ROWS1(log1p, 50, 36, 80) RP_COMPLEX_ROWS(log1p)};
RP_TABLE(log1p)

/* arcsinh, arccosh and arctanh, by logarithms. float64 goes through pairs, so that what cancels
 * does not show; float32 through float64, where it shows far behind the last place, but for TINY
 * numbers: there the first two terms of the series are the function. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/logarithm.h"
#include <math.h>

#define TINY 0x1p-10
#define HUGE 0x1p500 /* from where x^2 may be infinite */

RP_INLINE rp_vec magnitude(rp_vec x) { return rp_vec_absolute_float64(x); }
/* NaN stays. */
#define AT_MOST(x, limit) rp_vec_pmin_float64(SPLAT(limit), x)

/* x + x^3 / divisor */
RP_INLINE rp_vec two_terms(rp_vec x, double divisor)
{
    return ADD(x, DIV(MUL(x, MUL(x, x)), rp_vec_splat_float64(divisor)));
}

/* x + sqrt(x^2 + 1) of x >= 0.5, or x + sqrt(x^2 - 1) of x >= 1.5, and about its inverse; x below
 * HUGE. */
typedef struct root_sum {
    rp_vec_pair sum;
    rp_vec inverse;
} root_sum;

RP_INLINE root_sum sum_with_root(rp_vec x, rp_vec root, bool plus)
{
    rp_vec larger = plus ? root : x, smaller = plus ? x : root;
    return (root_sum){rp_vec_fast_two_sum_float64(larger, smaller), SUB(larger, smaller)};
}
RP_INLINE root_sum add_root(rp_vec x, bool plus)
{
    rp_vec_pair square = rp_pair_square(x), s;
    rp_vec one = SPLAT(1), hi = square.hi;
    if (plus)
        s = rp_vec_fast_two_sum_float64(rp_vec_pmax_float64(hi, one), rp_vec_pmin_float64(hi, one));
    else
        s = rp_vec_fast_two_sum_float64(hi, SPLAT(-1));
    s.lo = ADD(s.lo, square.lo);
    rp_vec_pair root = rp_pair_root(s);
    root_sum u = sum_with_root(x, root.hi, plus);
    u.sum.lo = ADD(u.sum.lo, root.lo);
    return u;
}
/* From here on logarithms of sums are above 2: what the root is rounded by is small. */
#define PLAIN 3.8
RP_INLINE root_sum add_plain_root(rp_vec x, bool plus)
{
    rp_vec square = ADD(MUL(x, x), plus ? SPLAT(1) : SPLAT(-1));
    return sum_with_root(x, rp_vec_sqrt_float64(square), plus);
}
RP_INLINE rp_vec is_plain(rp_vec x)
{
    return rp_vec_and(rp_vec_less_equal_float64(SPLAT(PLAIN), x), LESS(x, SPLAT(HUGE)));
}
RP_INLINE rp_vec log_of_sum(const root_sum *u, const rp_vec *more)
{
    rp_vec change = MUL(u->sum.lo, u->inverse);
    return rp_log_and(u->sum.hi, more, &change);
}
/* The same, or log 2x where x is HUGE. */
RP_INLINE rp_vec any_log_of_sum(rp_vec x, bool plus)
{
    rp_vec huge = rp_vec_less_equal_float64(SPLAT(HUGE), x), more = rp_vec_and(huge, SPLAT(601));
    rp_vec plain = rp_vec_less_equal_float64(SPLAT(PLAIN), x);
    root_sum u = add_root(x, plus), v = add_plain_root(x, plus);
    u.sum.hi = rp_vec_select(v.sum.hi, u.sum.hi, plain);
    u.sum.lo = rp_vec_select(v.sum.lo, u.sum.lo, plain);
    u.inverse = rp_vec_select(v.inverse, u.inverse, plain);
    u.sum.hi = rp_vec_select(MUL(x, SPLAT(0x1p-600)), u.sum.hi, huge);
    u.sum.lo = rp_vec_andnot(u.sum.lo, huge);
    u.inverse = rp_vec_andnot(u.inverse, huge);
    return rp_vec_select(log_of_sum(&u, &more), x, LESS(x, SPLAT(INFINITY)));
}

/* (arcsinh x - x) / x^3 in powers of x^2, |x| <= 1/2, to 2^-60 of arcsinh x. */
static const double arcsinh_series[] = {
    -0x1.5555555555541p-3, 0x1.33333333307e6p-4, -0x1.6db6db6babdc0p-5, 0x1.f1c71bab6f3fap-6,
    -0x1.6e8b8ccf724e2p-6, 0x1.1c4d3203b3805p-6, -0x1.c97318a75f7ebp-7, 0x1.794310dd4cc63p-7,
    -0x1.386f0ffac61a9p-7, 0x1.e95e0af6b256dp-8, -0x1.3749f97946ebdp-8, 0x1.c2cd9c88698b4p-10};

RP_APART rp_vec any_arcsinh(rp_vec x)
{
    rp_vec size = magnitude(x), small = LESS(size, SPLAT(0.5)), z = MUL(x, x);
    rp_vec series = rp_vec_long_polynomial(z, arcsinh_series, RP_COUNT_OF(arcsinh_series));
    series = ADD(size, MUL(MUL(size, z), series));
    if (rp_vec_any(rp_vec_not(small)))
        series = rp_vec_select(series, any_log_of_sum(size, true), small);
    return rp_vec_with_sign_of(x, series);
}
/* log(x + sqrt(x^2 + 1)) */
RP_INLINE rp_vec rp_vec_arcsinh_float64(rp_vec x)
{
    rp_vec size = magnitude(x);
    if (!rp_vec_all_int64(is_plain(size)))
        return any_arcsinh(x);
    root_sum u = add_plain_root(size, true);
    return rp_vec_with_sign_of(x, log_of_sum(&u, NULL));
}

/* Below 1.5 the logarithm of 1 + f, f = x - 1 + sqrt((x - 1) (x + 1)). */
RP_INLINE rp_vec arccosh_near_1(rp_vec x)
{
    rp_vec less = SUB(x, SPLAT(1));
    rp_vec_pair more = rp_vec_fast_two_sum_float64(x, SPLAT(1));
    rp_vec_pair product = rp_vec_two_product_float64(less, more.hi);
    product.lo = ADD(product.lo, MUL(less, more.lo));
    rp_vec_pair root = rp_pair_sqrt(product), f = rp_vec_two_sum_float64(root.hi, less);
    f.lo = ADD(f.lo, root.lo);
    rp_vec_pair u = rp_vec_two_sum_float64(SPLAT(1), f.hi);
    u.lo = ADD(u.lo, f.lo);
    return rp_pair_log(u, f);
}
RP_APART rp_vec any_arccosh(rp_vec x)
{
    rp_vec near = LESS(x, SPLAT(1.5)), found = x;
    if (rp_vec_any(near))
        found = arccosh_near_1(x);
    if (rp_vec_any(rp_vec_not(near)))
        found = rp_vec_select(found, any_log_of_sum(x, false), near);
    return rp_vec_select(SPLAT(NAN), found, LESS(x, SPLAT(1)));
}
/* log(x + sqrt(x^2 - 1)) */
RP_INLINE rp_vec rp_vec_arccosh_float64(rp_vec x)
{
    if (!rp_vec_all_int64(is_plain(x)))
        return any_arccosh(x);
    root_sum u = add_plain_root(x, false);
    return log_of_sum(&u, NULL);
}

/* log(1 + 2x / (1 - x)) / 2 */
RP_INLINE rp_vec rp_vec_arctanh_float64(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec_pair f = rp_pair_divide((rp_vec_pair){ADD(size, size), rp_vec_zero()},
                                   rp_vec_fast_two_sum_float64(one, rp_vec_negative_float64(size)));
    rp_vec_pair u = rp_vec_two_sum_float64(one, f.hi);
    u.lo = ADD(u.lo, f.lo);
    rp_vec found = MUL(rp_pair_log(u, f), SPLAT(0.5));
    found = rp_vec_select(SPLAT(INFINITY), found, rp_vec_equal_float64(size, one));
    return rp_vec_with_sign_of(
        x, rp_vec_select(found, SPLAT(NAN), rp_vec_less_equal_float64(size, one)));
}

/* As log_series, to 2^-45. */
static const double log_single_series[] = {0x1.555555561e9d3p-1, 0x1.999996a83cc17p-2,
                                           0x1.24941269191bcp-2, 0x1.c62ae925e7256p-3,
                                           0x1.91182e242a544p-3};

/* log u, u >= 1, to some 2^-44 of the larger of itself and u - 1. */
RP_INLINE rp_vec log_single(rp_vec u)
{
    rp_vec above = rp_vec_subtract_int64(u, SPLAT_BITS(0x3fe6a09e667f3bcd));
    rp_vec k = rp_vec_shift_right_uint64(above, 52), one = SPLAT(1);
    rp_vec m = rp_vec_subtract_int64(u, rp_vec_shift_left_int64(k, 52));
    rp_vec s = DIV(SUB(m, one), ADD(m, one)), z = MUL(s, s);
    rp_vec series = rp_vec_polynomial(z, log_single_series, RP_COUNT_OF(log_single_series));
    rp_vec turns = rp_vec_float64_of_small_int64(k);
    return ADD(MUL(turns, SPLAT(0x1.62e42fefa39efp-1)), ADD(ADD(s, s), MUL(MUL(s, z), series)));
}
RP_INLINE rp_vec arcsinh_single(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec found = log_single(ADD(size, rp_vec_sqrt_float64(ADD(MUL(size, size), one))));
    found = rp_vec_select(two_terms(size, -6), found, LESS(size, SPLAT(TINY)));
    return rp_vec_with_sign_of(x, rp_vec_select(found, size, LESS(size, SPLAT(INFINITY))));
}
RP_INLINE rp_vec arccosh_single(rp_vec x)
{
    rp_vec one = SPLAT(1), root = rp_vec_sqrt_float64(MUL(SUB(x, one), ADD(x, one)));
    rp_vec found = rp_vec_select(log_single(ADD(x, root)), x, LESS(x, SPLAT(INFINITY)));
    return rp_vec_select(SPLAT(NAN), found, LESS(x, one));
}
RP_INLINE rp_vec arctanh_single(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec found = MUL(log_single(DIV(ADD(one, size), SUB(one, size))), SPLAT(0.5));
    found = rp_vec_select(two_terms(size, 3), found, LESS(size, SPLAT(TINY)));
    found = rp_vec_select(SPLAT(INFINITY), found, rp_vec_equal_float64(size, one));
    return rp_vec_with_sign_of(
        x, rp_vec_select(found, SPLAT(NAN), rp_vec_less_equal_float64(size, one)));
}

/* --- Tables --- */

#define SINGLE(op)                                                                                 \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x) { return rp_vec_in_float64(x, op##_single); }
#define FUNCTION(op)                                                                               \
    SINGLE(op)                                                                                     \
    RP_VECTOR_FUNCTION1(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION1(op, float64, double)                                                       \
    RP_HALF1(op)
FUNCTION(arcsinh)
FUNCTION(arccosh)
FUNCTION(arctanh)

static const rp_loop arcsinh_rows[] = {RP_REAL_ROWS1(arcsinh, 65, 50, 95) RP_COMPLEX_ROWS(arcsinh)};
RP_TABLE(arcsinh)
static const rp_loop arccosh_rows[] = {RP_REAL_ROWS1(arccosh, 65, 50, 90) RP_COMPLEX_ROWS(arccosh)};
RP_TABLE(arccosh)
static const rp_loop arctanh_rows[] = {RP_REAL_ROWS1(arctanh, 65, 50, 130)
                                           RP_COMPLEX_ROWS(arctanh)};
RP_TABLE(arctanh)

/* Hyperbolic functions and their inverses. float64 goes through pairs, so that what cancels does
 * not show; float32 through float64, where it shows far behind the last place. Below TINY the first
 * two terms of the series are the function. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/pair_math.h"
#include <math.h>

#define TINY 0x1p-14
#define TINY32 0x1p-10
#define HUGE 0x1p30 /* from where x^2 + 1 is x^2 */

RP_INLINE rp_vec magnitude(rp_vec x) { return rp_vec_absolute_float64(x); }
RP_INLINE rp_vec with_sign_of(rp_vec x, rp_vec size)
{
    return rp_vec_or(size, rp_vec_and(x, SPLAT(-0.0)));
}
/* NaN stays. */
RP_INLINE rp_vec at_most(rp_vec x, double limit) { return rp_vec_pmin_float64(SPLAT(limit), x); }

/* x + x^3 / divisor */
RP_INLINE rp_vec two_terms(rp_vec x, double divisor)
{
    return ADD(x, DIV(MUL(x, MUL(x, x)), SPLAT(divisor)));
}

/* --- sinh, cosh, tanh --- */

enum { LARGEST_K = 60 }; /* beyond, e^-x is nothing beside e^x */

/* e^x = grow 2^k and e^-x = shrink 2^k of 0 <= x <= 712. */
typedef struct exponentials {
    rp_vec_pair grow, shrink;
    rp_vec k;
} exponentials;

RP_INLINE exponentials both_exponentials(rp_vec size)
{
    exponentials e;
    e.grow = rp_pair_exp(size, &e.k);
    rp_vec k = rp_vec_minimum_int64(e.k, rp_vec_splat_int64(LARGEST_K));
    rp_vec down =
        rp_vec_power_of_two(rp_vec_subtract_int64(rp_vec_zero(), rp_vec_shift_left_int64(k, 1)));
    e.shrink = rp_pair_divide((rp_vec_pair){SPLAT(1), rp_vec_zero()}, e.grow);
    e.shrink.hi = MUL(e.shrink.hi, down);
    e.shrink.lo = MUL(e.shrink.lo, down);
    return e;
}

/* (hi + lo) 2^k / 2, where 2^k itself may be too large. */
RP_INLINE rp_vec halved(rp_vec_pair a, rp_vec k)
{
    rp_vec scale = rp_vec_power_of_two(rp_vec_subtract_int64(k, rp_vec_splat_int64(3)));
    return MUL(MUL(ADD(a.hi, a.lo), scale), SPLAT(4));
}

/* 1/3!, 1/5!, ... */
static const double sinh_series[] = {1. / 6,        1. / 120,        1. / 5040,         1. / 362880,
                                     1. / 39916800, 1. / 6227020800, 1. / 1307674368000};

RP_INLINE rp_vec rp_vec_sinh_float64(rp_vec x)
{
    rp_vec size = at_most(magnitude(x), 712), z = MUL(x, x);
    rp_vec series = rp_vec_polynomial(z, rp_vec_table(sinh_series), RP_COUNT_OF(sinh_series));
    rp_vec small = ADD(size, MUL(MUL(size, z), series));
    exponentials e = both_exponentials(size);
    rp_vec large = halved(rp_pair_add(e.grow, rp_pair_negative(e.shrink)), e.k);
    return with_sign_of(x, rp_vec_select(small, large, LESS(size, SPLAT(0.35))));
}

RP_INLINE rp_vec rp_vec_cosh_float64(rp_vec x)
{
    exponentials e = both_exponentials(at_most(magnitude(x), 712));
    return halved(rp_pair_add(e.grow, e.shrink), e.k);
}

/* (e^2x - 1) / (e^2x + 1) */
RP_INLINE rp_vec rp_vec_tanh_float64(rp_vec x)
{
    rp_vec k, size = at_most(magnitude(x), 20);
    rp_vec_pair e = rp_pair_exp(ADD(size, size), &k);
    rp_vec_pair one = {rp_vec_power_of_two(rp_vec_subtract_int64(rp_vec_zero(), k)), rp_vec_zero()};
    rp_vec_pair t = rp_pair_divide(rp_pair_add(e, rp_pair_negative(one)), rp_pair_add(e, one));
    rp_vec tiny = two_terms(size, -3);
    return with_sign_of(x, rp_vec_select(tiny, ADD(t.hi, t.lo), LESS(size, SPLAT(TINY))));
}

/* e^x, |x| < 700, to some 2^-48. */
RP_INLINE rp_vec exp_single(rp_vec x)
{
    rp_vec k, turns = rp_vec_round_float64(MUL(x, SPLAT(0x1.71547652b82fep+0)), &k);
    rp_vec r = SUB(SUB(x, MUL(turns, SPLAT(LN2_HIGH))), MUL(turns, SPLAT(LN2_LOW)));
    rp_vec series = rp_vec_polynomial(r, rp_vec_table(exp_series), 9);
    return MUL(ADD(SPLAT(1), ADD(r, MUL(MUL(r, r), series))), rp_vec_power_of_two(k));
}
RP_INLINE rp_vec sinh_single(rp_vec x)
{
    rp_vec size = at_most(magnitude(x), 100), e = exp_single(size);
    rp_vec large = MUL(SUB(e, DIV(SPLAT(1), e)), SPLAT(0.5));
    rp_vec tiny = two_terms(size, 6);
    return with_sign_of(x, rp_vec_select(tiny, large, LESS(size, SPLAT(TINY32))));
}
RP_INLINE rp_vec cosh_single(rp_vec x)
{
    rp_vec e = exp_single(at_most(magnitude(x), 100));
    return MUL(ADD(e, DIV(SPLAT(1), e)), SPLAT(0.5));
}
RP_INLINE rp_vec tanh_single(rp_vec x)
{
    rp_vec size = at_most(magnitude(x), 20), e = exp_single(ADD(size, size)), one = SPLAT(1);
    rp_vec large = DIV(SUB(e, one), ADD(e, one)), tiny = two_terms(size, -3);
    return with_sign_of(x, rp_vec_select(tiny, large, LESS(size, SPLAT(TINY32))));
}

/* --- arcsinh, arccosh, arctanh --- */

/* log 2x of x >= HUGE, and the logarithm of `u` elsewhere. */
RP_INLINE rp_vec log_or_huge(rp_vec size, rp_vec_pair u)
{
    rp_vec huge = LESS(SPLAT(HUGE), size);
    u.hi = rp_vec_select(MUL(size, SPLAT(0x1p-64)), u.hi, huge);
    u.lo = rp_vec_andnot(u.lo, huge);
    rp_vec found = rp_pair_log(u, rp_vec_and(huge, SPLAT(65)));
    return rp_vec_select(found, size, LESS(size, SPLAT(INFINITY)));
}

/* log(x + sqrt(x^2 + 1)) */
RP_INLINE rp_vec rp_vec_arcsinh_float64(rp_vec x)
{
    rp_vec size = magnitude(x), within = at_most(size, HUGE);
    rp_vec_pair square = rp_vec_two_product_float64(within, within);
    rp_vec_pair root = rp_pair_sqrt(rp_pair_add(square, (rp_vec_pair){SPLAT(1), rp_vec_zero()}));
    rp_vec found = log_or_huge(size, rp_pair_add(root, (rp_vec_pair){within, rp_vec_zero()}));
    return with_sign_of(x, rp_vec_select(two_terms(size, -6), found, LESS(size, SPLAT(TINY))));
}

/* log(x + sqrt((x - 1) (x + 1))) */
RP_INLINE rp_vec rp_vec_arccosh_float64(rp_vec x)
{
    rp_vec within = at_most(x, HUGE), less = SUB(within, SPLAT(1));
    rp_vec_pair more = rp_vec_two_sum_float64(within, SPLAT(1));
    rp_vec_pair product = rp_vec_two_product_float64(less, more.hi);
    product.lo = ADD(product.lo, MUL(less, more.lo));
    rp_vec_pair root = rp_pair_sqrt(product);
    rp_vec found = log_or_huge(x, rp_pair_add(root, (rp_vec_pair){within, rp_vec_zero()}));
    return rp_vec_select(SPLAT(NAN), found, LESS(x, SPLAT(1)));
}

/* log((1 + x) / (1 - x)) / 2 */
RP_INLINE rp_vec rp_vec_arctanh_float64(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec_pair u = rp_pair_divide(rp_vec_two_sum_float64(one, size),
                                   rp_vec_two_sum_float64(one, rp_vec_negative_float64(size)));
    rp_vec found = MUL(rp_pair_log(u, rp_vec_zero()), SPLAT(0.5));
    found = rp_vec_select(two_terms(size, 3), found, LESS(size, SPLAT(TINY)));
    found = rp_vec_select(SPLAT(INFINITY), found, rp_vec_equal_float64(size, one));
    return with_sign_of(x, rp_vec_select(found, SPLAT(NAN), rp_vec_less_equal_float64(size, one)));
}

/* log u of a normal number, to some 2^-48 of the larger of itself and u - 1. */
RP_INLINE rp_vec log_single(rp_vec u)
{
    rp_vec above = rp_vec_subtract_int64(u, rp_vec_splat_int64(0x3fe6a09e667f3bcd));
    rp_vec k = rp_vec_shift_right_int64(above, 52), one = SPLAT(1);
    rp_vec m = rp_vec_subtract_int64(u, rp_vec_shift_left_int64(k, 52));
    rp_vec f = DIV(SUB(m, one), ADD(m, one)), z = MUL(f, f);
    rp_vec series = rp_vec_polynomial(z, rp_vec_table(log_series), 7);
    rp_vec rest = MUL(MUL(f, z), series), turns = rp_vec_float64_of_small_int64(k);
    return ADD(MUL(turns, SPLAT(0x1.62e42fefa39efp-1)), ADD(ADD(f, f), ADD(rest, rest)));
}
RP_INLINE rp_vec arcsinh_single(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec found = log_single(ADD(size, rp_vec_sqrt_float64(ADD(MUL(size, size), one))));
    found = rp_vec_select(two_terms(size, -6), found, LESS(size, SPLAT(TINY32)));
    return with_sign_of(x, rp_vec_select(found, size, LESS(size, SPLAT(INFINITY))));
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
    found = rp_vec_select(two_terms(size, 3), found, LESS(size, SPLAT(TINY32)));
    found = rp_vec_select(SPLAT(INFINITY), found, rp_vec_equal_float64(size, one));
    return with_sign_of(x, rp_vec_select(found, SPLAT(NAN), rp_vec_less_equal_float64(size, one)));
}

/* --- Tables --- */

#define SINGLE(op)                                                                                 \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x) { return rp_vec_in_float64(x, op##_single); }
#define FUNCTION(op)                                                                               \
    SINGLE(op)                                                                                     \
    RP_VECTOR_FUNCTION1(op##_float32, float)                                                       \
    RP_VECTOR_FUNCTION1(op##_float64, double)                                                      \
    RP_HALF1(op)
FUNCTION(sinh)
FUNCTION(cosh)
FUNCTION(tanh)
FUNCTION(arcsinh)
FUNCTION(arccosh)
FUNCTION(arctanh)

static const rp_loop sinh_rows[] = {RP_REAL_ROWS1(sinh, 60, 45, 200) RP_COMPLEX_ROWS(sinh)};
RP_TABLE(sinh)
static const rp_loop cosh_rows[] = {RP_REAL_ROWS1(cosh, 60, 45, 200) RP_COMPLEX_ROWS(cosh)};
RP_TABLE(cosh)
static const rp_loop tanh_rows[] = {RP_REAL_ROWS1(tanh, 65, 50, 180) RP_COMPLEX_ROWS(tanh)};
RP_TABLE(tanh)
static const rp_loop arcsinh_rows[] = {RP_REAL_ROWS1(arcsinh, 75, 60, 250)
                                           RP_COMPLEX_ROWS(arcsinh)};
RP_TABLE(arcsinh)
static const rp_loop arccosh_rows[] = {RP_REAL_ROWS1(arccosh, 75, 60, 250)
                                           RP_COMPLEX_ROWS(arccosh)};
RP_TABLE(arccosh)
static const rp_loop arctanh_rows[] = {RP_REAL_ROWS1(arctanh, 70, 55, 230)
                                           RP_COMPLEX_ROWS(arctanh)};
RP_TABLE(arctanh)

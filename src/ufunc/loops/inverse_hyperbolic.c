/* arcsinh, arccosh and arctanh, by logarithms. What a sum under a logarithm is rounded by is
 * carried along, so that it does not show where the sum is near 1. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/logarithm.h"
#include "ufunc/loops/logarithm32.h"
#include <math.h>

#define HUGE 0x1p500 /* from where x^2 may be infinite */
#define HUGE32 0x1p60f

RP_INLINE rp_vec magnitude(rp_vec x) { return rp_vec_absolute_float64(x); }

/* x + sqrt(x^2 + 1), or, x being above 1, x + sqrt(x^2 - 1), and about its inverse; x below HUGE.
 */
typedef struct root_sum {
    rp_vec_pair sum;
    rp_vec inverse;
} root_sum;

RP_INLINE root_sum sum_with_root(rp_vec x, rp_vec root, bool plus)
{
    rp_vec larger = plus ? root : x, smaller = plus ? x : root;
    return (root_sum){rp_vec_fast_two_sum_float64(larger, smaller), SUB(larger, smaller)};
}
/* Of d = x - 1 the difference is d^2 + 2d: nothing cancels. */
RP_INLINE root_sum add_root(rp_vec x, bool plus)
{
    rp_vec one = SPLAT(1), d = SUB(x, one);
    rp_vec_pair square = rp_pair_square(plus ? x : d);
    rp_vec other = plus ? one : ADD(d, d);
    rp_vec_pair s = rp_vec_fast_two_sum_float64(rp_vec_pmax_float64(square.hi, other),
                                                rp_vec_pmin_float64(square.hi, other));
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

/* Below 2^-26 the next term is below a fifth of the last place. */
RP_APART rp_vec any_arcsinh(rp_vec x)
{
    rp_vec size = magnitude(x), tiny = LESS(size, SPLAT(0x1p-26));
    return rp_vec_with_sign_of(x, rp_vec_select(size, any_log_of_sum(size, true), tiny));
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

RP_APART rp_vec any_arccosh(rp_vec x)
{
    rp_vec one = SPLAT(1), found = any_log_of_sum(x, false);
    found = rp_vec_andnot(found, rp_vec_equal_float64(x, one));
    return rp_vec_or(found, LESS(x, one)); /* NaN has all bits */
}
/* log(x + sqrt(x^2 - 1)) */
RP_INLINE rp_vec rp_vec_arccosh_float64(rp_vec x)
{
    if (!rp_vec_all_int64(is_plain(x)))
        return any_arccosh(x);
    root_sum u = add_plain_root(x, false);
    return log_of_sum(&u, NULL);
}

/* (atanh s / s - 1) / s^2 in powers of s^2, |s| <= 0.316, to 2^-59 of atanh s. */
static const double arctanh_series[] = {
    0x1.5555555555555p-2, 0x1.9999999999dd5p-3, 0x1.249249243f609p-3, 0x1.c71c7217c97f5p-4,
    0x1.745d0334a86e7p-4, 0x1.3b168fd25febbp-4, 0x1.10d14c6e7236cp-4, 0x1.e8af161691bf3p-5,
    0x1.77f67a8b4f0cfp-5, 0x1.39bf7c44190d7p-4};

/* log((1 + x) / (1 - x)) / 2 is k log(2) / 2 + atanh s, s being
 * ((1 + x) - 2^k (1 - x)) / ((1 + x) + 2^k (1 - x)). k is about log2((1 + x) / (1 - x)) - 0.35, of
 * which the difference of the bits is the logarithm to some 0.09: where it is 0, s is x, where not
 * above is exact, and what below is rounded by is made good roughly. */
RP_INLINE rp_vec arctanh_below_1(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1), less = SUB(one, size);
    rp_vec distance = rp_vec_subtract_int64(ADD(one, size), less);
    distance = rp_vec_add_int64(distance, SPLAT_BITS((INT64_C(1) << 52) * 15 / 100));
    distance = rp_vec_and(distance, SPLAT_BITS(-(INT64_C(1) << 52)));
    /* No more, so that one less is exact. */
    rp_vec power = rp_vec_pmin_float64(rp_vec_add_int64(one, distance), SPLAT(0x1p53));
    rp_vec power_less_1 = SUB(power, one), big = SPLAT(0x1p52);
    rp_vec k = rp_vec_shift_right_uint64(rp_vec_subtract_int64(power, one), 52);
    rp_vec turns = SUB(rp_vec_or(k, big), big);
    rp_vec above = ADD(size, SUB(MUL(power, size), power_less_1));
    rp_vec_pair below = rp_vec_fast_two_sum_float64(SPLAT(2), MUL(power_less_1, less));
    rp_vec s = DIV(above, below.hi), z = MUL(s, s);
    rp_vec change = MUL(MUL(s, below.lo), SPLAT(0.4));
    rp_vec series = rp_vec_long_polynomial(z, arctanh_series, RP_COUNT_OF(arctanh_series));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(MUL(turns, SPLAT(LN2_HIGH / 2)), s);
    rp_vec rest = ADD(sum.lo, SUB(MUL(turns, SPLAT(LN2_LOW / 2)), change));
    return rp_vec_with_sign_of(x, ADD(sum.hi, ADD(rest, MUL(MUL(s, z), series))));
}
RP_APART rp_vec any_arctanh(rp_vec x)
{
    rp_vec size = magnitude(x), one = SPLAT(1);
    rp_vec edge = rp_vec_select(SPLAT(INFINITY), SPLAT(NAN), rp_vec_equal_float64(size, one));
    return rp_vec_select(arctanh_below_1(x), rp_vec_with_sign_of(x, edge), LESS(size, one));
}
RP_INLINE rp_vec rp_vec_arctanh_float64(rp_vec x)
{
    return rp_vec_all_int64(LESS(magnitude(x), SPLAT(1))) ? arctanh_below_1(x) : any_arctanh(x);
}

/* --- float32 --- */

RP_INLINE rp_vec magnitude32(rp_vec x) { return rp_vec_absolute_float32(x); }
RP_INLINE rp_vec with_sign_of32(rp_vec x, rp_vec size)
{
    return rp_vec_or(size, rp_vec_and(x, rp_vec_sign_bits_float32()));
}

/* The square of x; see rp_pair_square, rp_pair_root. */
RP_INLINE rp_vec_pair square32(rp_vec x)
{
    static const int32_t upper_half = -(1 << 12);
    rp_vec upper = rp_vec_and(x, rp_vec_constant_int32(&upper_half));
    return (rp_vec_pair){MUL32(upper, upper), MUL32(SUB32(x, upper), ADD32(x, upper))};
}
RP_INLINE rp_vec_pair root32(rp_vec_pair a)
{
    a = rp_vec_fast_two_sum_float32(a.hi, a.lo);
    rp_vec root = rp_vec_sqrt_float32(a.hi), half_inverse = DIV32(SPLAT32(0.5f), a.hi);
    rp_vec_pair square = square32(root);
    rp_vec rest = ADD32(SUB32(SUB32(a.hi, square.hi), square.lo), a.lo);
    return (rp_vec_pair){root, MUL32(MUL32(root, half_inverse), rest)};
}

/* As log_of_sum, add_root (of x below PLAIN) and add_plain_root. */
RP_INLINE rp_vec log_of_sum32(rp_vec x, rp_vec_pair root, bool plus)
{
    rp_vec larger = plus ? root.hi : x, smaller = plus ? x : root.hi;
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(larger, smaller);
    rp_vec lost = MUL32(ADD32(sum.lo, root.lo), SUB32(larger, smaller));
    rp_log_lanes log = rp_log_of_lanes(sum.hi);
    return rp_log_lanes_e(&log, &lost);
}
RP_INLINE rp_vec_pair near_root32(rp_vec x, bool plus)
{
    rp_vec one = SPLAT32(1), d = SUB32(x, one);
    rp_vec_pair square = square32(plus ? x : d);
    rp_vec other = plus ? one : ADD32(d, d);
    rp_vec_pair s = rp_vec_fast_two_sum_float32(rp_vec_pmax_float32(square.hi, other),
                                                rp_vec_pmin_float32(square.hi, other));
    s.lo = ADD32(s.lo, square.lo);
    return root32(s);
}
RP_INLINE rp_vec_pair plain_root32(rp_vec x, bool plus)
{
    rp_vec square = ADD32(MUL32(x, x), plus ? SPLAT32(1) : SPLAT32(-1));
    return (rp_vec_pair){rp_vec_sqrt_float32(square), rp_vec_zero()};
}
RP_INLINE rp_vec is_plain32(rp_vec x)
{
    return rp_vec_and(rp_vec_less_equal_float32(SPLAT32(PLAIN), x), LESS32(x, SPLAT32(HUGE32)));
}
/* The same, or log 2x where x is HUGE32. */
RP_INLINE rp_vec any_log_of_sum32(rp_vec x, bool plus)
{
    rp_vec plain = rp_vec_less_equal_float32(SPLAT32(PLAIN), x);
    rp_vec_pair near = near_root32(x, plus), far = plain_root32(x, plus);
    near.hi = rp_vec_select(far.hi, near.hi, plain);
    near.lo = rp_vec_andnot(near.lo, plain);
    rp_vec found = log_of_sum32(x, near, plus), fit = LESS32(x, SPLAT32(HUGE32));
    if (rp_vec_all_int32(fit))
        return found;
    rp_log_lanes log = rp_log_of_lanes(x);
    log.k = ADD32(log.k, SPLAT32(1));
    rp_vec huge = rp_log_lanes_e(&log, NULL);
    huge = rp_vec_select(huge, x, LESS32(x, SPLAT32(INFINITY)));
    return rp_vec_select(found, huge, fit);
}

/* Below 2^-12 the next term is below a fifth of the last place. */
RP_APART rp_vec any_arcsinh32(rp_vec x)
{
    rp_vec size = magnitude32(x), tiny = LESS32(size, SPLAT32(0x1p-12f));
    return with_sign_of32(x, rp_vec_select(size, any_log_of_sum32(size, true), tiny));
}
RP_INLINE rp_vec rp_vec_arcsinh_float32(rp_vec x)
{
    rp_vec size = magnitude32(x);
    if (!rp_vec_all_int32(is_plain32(size)))
        return any_arcsinh32(x);
    return with_sign_of32(x, log_of_sum32(size, plain_root32(size, true), true));
}

RP_APART rp_vec any_arccosh32(rp_vec x)
{
    rp_vec one = SPLAT32(1), found = any_log_of_sum32(x, false);
    found = rp_vec_andnot(found, rp_vec_equal_float32(x, one));
    return rp_vec_or(found, LESS32(x, one)); /* NaN has all bits */
}
RP_INLINE rp_vec rp_vec_arccosh_float32(rp_vec x)
{
    return rp_vec_all_int32(is_plain32(x)) ? log_of_sum32(x, plain_root32(x, false), false)
                                           : any_arccosh32(x);
}

/* As arctanh_series, to 2^-33. */
static const float arctanh_series32[] = {0x1.555556p-2f, 0x1.99988ap-3f, 0x1.24cdfp-3f,
                                         0x1.bc95e6p-4f, 0x1.d95b24p-4f};

/* As arctanh_below_1. */
RP_INLINE rp_vec arctanh_below_1_32(rp_vec x)
{
    rp_vec size = magnitude32(x), one = SPLAT32(1), less = SUB32(one, size);
    rp_vec distance = rp_vec_subtract_int32(ADD32(one, size), less);
    distance = rp_vec_add_int32(distance, rp_vec_splat_int32((1 << 23) * 15 / 100));
    distance = rp_vec_and(distance, rp_vec_splat_int32(-(1 << 23)));
    rp_vec power = rp_vec_pmin_float32(rp_vec_add_int32(one, distance), SPLAT32(0x1p24f));
    rp_vec power_less_1 = SUB32(power, one);
    rp_vec turns = rp_vec_shift_right_uint32(rp_vec_subtract_int32(power, one), 23);
    turns = wasm_f32x4_convert_i32x4(turns);
    rp_vec above = ADD32(size, SUB32(MUL32(power, size), power_less_1));
    rp_vec_pair below = rp_vec_fast_two_sum_float32(SPLAT32(2), MUL32(power_less_1, less));
    rp_vec s = DIV32(above, below.hi), z = MUL32(s, s);
    rp_vec change = MUL32(MUL32(s, below.lo), SPLAT32(0.4f));
    rp_vec series = rp_vec_long_polynomial32(z, arctanh_series32, RP_COUNT_OF(arctanh_series32));
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(MUL32(turns, SPLAT32(0x1.62e4p-2f)), s);
    rp_vec rest = ADD32(sum.lo, SUB32(MUL32(turns, SPLAT32(0x1.7f7d1cp-21f)), change));
    return with_sign_of32(x, ADD32(sum.hi, ADD32(rest, MUL32(MUL32(s, z), series))));
}
RP_APART rp_vec any_arctanh32(rp_vec x)
{
    rp_vec size = magnitude32(x), one = SPLAT32(1);
    rp_vec edge = rp_vec_select(SPLAT32(INFINITY), SPLAT32(NAN), rp_vec_equal_float32(size, one));
    return rp_vec_select(arctanh_below_1_32(x), with_sign_of32(x, edge), LESS32(size, one));
}
RP_INLINE rp_vec rp_vec_arctanh_float32(rp_vec x)
{
    return rp_vec_all_int32(LESS32(magnitude32(x), SPLAT32(1))) ? arctanh_below_1_32(x)
                                                                : any_arctanh32(x);
}

/* --- Tables --- */

#define FUNCTION(op)                                                                               \
    RP_VECTOR_FUNCTION1(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION1(op, float64, double)                                                       \
    RP_HALF1(op)
FUNCTION(arcsinh)
FUNCTION(arccosh)
FUNCTION(arctanh)

static const rp_loop arcsinh_rows[] = {RP_REAL_ROWS1(arcsinh, 42, 27, 92) RP_COMPLEX_ROWS(arcsinh)};
RP_TABLE(arcsinh)
static const rp_loop arccosh_rows[] = {RP_REAL_ROWS1(arccosh, 42, 26, 88) RP_COMPLEX_ROWS(arccosh)};
RP_TABLE(arccosh)
static const rp_loop arctanh_rows[] = {RP_REAL_ROWS1(arctanh, 44, 29, 78) RP_COMPLEX_ROWS(arctanh)};
RP_TABLE(arctanh)

/* What exponentials, logarithms and powers share: the exponential and the logarithm of float64
 * lanes, each as a pair of numbers, and shorter ones for float32 computed in float64. */
#ifndef RP_UFUNC_LOOPS_ELEMENTARY_H
#define RP_UFUNC_LOOPS_ELEMENTARY_H

#include "ufunc/loops/vector_function.h"
#include <math.h>

#define LOADED(x) rp_vec_constant_float64(&(x))
#define LOADED_INT(x) rp_vec_constant_int64(&(x))

/* Rare operands must not burden the common ones. */
#define RP_APART static __attribute__((noinline))

/* --- Exponentials --- */

/* Added to a number below 2^51 it leaves in the low bits the nearest whole number and 1023, the
 * bias of exponents: shifted left by 52 these are the power of two. */
#define RP_EXPONENT_MAGIC (0x1.8p52 + 1023)

/* An exponential is 2^whole * (1 + main + rest): 1 + main is exactly hi + lo. */
typedef struct rp_exponential {
    rp_vec moved; /* whole + RP_EXPONENT_MAGIC */
    rp_vec hi, lo;
} rp_exponential;

/* Polynomials of exponentials and logarithms are minimax (Remez's algorithm in 200 bits,
 * coefficients rounded). exp r = 1 + r + r^2 (c[0] + c[1] r + ...) up to ln(2)/2, to 2^-64 of
 * float64 and to 2^-37 of float32. */
typedef struct rp_exp_constants {
    double magic, per_ln2, ln2[2], ln2_whole, ln2_parts[2], one, half, most, most2;
    double least32, most32; /* the results of what is beyond are 0 and infinite */
    int64_t upper;
    double c[11], c32[7];
} rp_exp_constants;
extern const rp_exp_constants rp_exp_constants_;

/* Where 2^whole is no normal number it takes two factors. */
typedef struct rp_scale {
    rp_vec first, second;
} rp_scale;

RP_INLINE rp_vec rp_exp_scale(rp_vec moved) { return rp_vec_shift_left_int64(moved, 52); }

RP_INLINE rp_scale rp_exp_scales(rp_vec moved)
{
    /* The shift of a number that is not negative is that of 2048 more, less 1024. */
    rp_vec whole = rp_vec_subtract_int64(moved, SPLAT(RP_EXPONENT_MAGIC));
    rp_vec half = rp_vec_add_int64(whole, rp_vec_splat_int64(2048));
    half = rp_vec_subtract_int64(rp_vec_shift_right_uint64(half, 1), rp_vec_splat_int64(1024));
    rp_vec bias = rp_vec_splat_int64(1023), other = rp_vec_subtract_int64(whole, half);
    return (rp_scale){rp_vec_shift_left_int64(rp_vec_add_int64(half, bias), 52),
                      rp_vec_shift_left_int64(rp_vec_add_int64(other, bias), 52)};
}

/* r^2 / 2 as two numbers, the first exact. */
RP_INLINE rp_vec_pair rp_half_square(rp_vec r)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec upper = rp_vec_and(r, LOADED_INT(k->upper)), half = LOADED(k->half);
    rp_vec lower = MUL(SUB(r, upper), half);
    return (rp_vec_pair){MUL(MUL(upper, half), upper), MUL(lower, ADD(r, upper))};
}

/* 2^whole * exp(main + tail), where the tail is the smaller. The rest has 2^-57 of error; where
 * not only the rounded sum is wanted, `precise` makes it 2^-59. */
RP_INLINE rp_exponential rp_exp_reduced(rp_vec moved, rp_vec main, rp_vec tail, bool precise)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec_pair r = rp_vec_fast_two_sum_float64(main, tail);
    if (precise) {
        rp_vec_pair square = rp_half_square(r.hi);
        rp_vec cube = MUL(MUL(r.hi, r.hi), r.hi);
        rp_vec cubic = MUL(cube, rp_vec_long_polynomial(r.hi, k->c + 1, RP_COUNT_OF(k->c) - 1));
        rp_vec_pair line = rp_vec_fast_two_sum_float64(LOADED(k->one), r.hi);
        rp_vec_pair sum = rp_vec_fast_two_sum_float64(line.hi, square.hi);
        rp_vec rest = ADD(ADD(cubic, square.lo), ADD(r.lo, MUL(r.lo, r.hi)));
        return (rp_exponential){moved, sum.hi, ADD(ADD(line.lo, sum.lo), rest)};
    }
    rp_vec q = rp_vec_long_polynomial(r.hi, k->c, RP_COUNT_OF(k->c));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(LOADED(k->one), r.hi);
    rp_vec rest = ADD(MUL(MUL(r.hi, r.hi), q), r.lo);
    return (rp_exponential){moved, sum.hi, ADD(sum.lo, rest)};
}

/* exp(x + tail) */
RP_INLINE rp_exponential rp_exp_pair(rp_vec x, rp_vec tail, bool precise)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), moved = ADD(MUL(x, LOADED(k->per_ln2)), magic);
    rp_vec whole = SUB(moved, magic);
    rp_vec main = SUB(x, MUL(whole, LOADED(k->ln2[0])));
    return rp_exp_reduced(moved, main, SUB(tail, MUL(whole, LOADED(k->ln2[1]))), precise);
}

/* 2^(x + tail): x is a whole number and d, of which the upper part times that of ln 2 is exact. */
RP_INLINE rp_exponential rp_exp2_pair(rp_vec x, rp_vec tail, bool precise)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), moved = ADD(x, magic), d = SUB(x, SUB(moved, magic));
    rp_vec upper = rp_vec_and(d, LOADED_INT(k->upper)), lower = ADD(SUB(d, upper), tail);
    rp_vec rest = ADD(MUL(upper, LOADED(k->ln2_parts[1])), MUL(lower, LOADED(k->ln2_whole)));
    return rp_exp_reduced(moved, MUL(upper, LOADED(k->ln2_parts[0])), rest, precise);
}

/* The rounded value, for |whole| <= 1022 and for any up to 2 * 1022. */
RP_INLINE rp_vec rp_exp_value(rp_exponential e)
{
    return MUL(ADD(e.hi, e.lo), rp_exp_scale(e.moved));
}
RP_INLINE rp_vec rp_exp_any_value(rp_exponential e)
{
    rp_scale scale = rp_exp_scales(e.moved);
    return MUL(MUL(ADD(e.hi, e.lo), scale.first), scale.second);
}

/* From `low` to `high`; NaN stays. */
RP_INLINE rp_vec rp_vec_within_float64(rp_vec x, rp_vec low, rp_vec high)
{
    return wasm_f64x2_pmin(wasm_f64x2_pmax(x, low), high);
}
RP_INLINE rp_vec rp_vec_limit_float64(rp_vec x, double low, double high)
{
    return rp_vec_within_float64(x, rp_vec_splat_float64(low), rp_vec_splat_float64(high));
}

/* Whether 2^whole is a normal number for all; not if one is NaN. */
RP_INLINE bool rp_exp_all_near(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    return rp_vec_all_int64(rp_vec_less_float64(rp_vec_absolute_float64(x), LOADED(k->most)));
}

/* For float32, to where the results are 0 and infinite. */
RP_INLINE rp_vec rp_exp32_limit(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    return rp_vec_within_float64(x, LOADED(k->least32), LOADED(k->most32));
}

/* 2^whole and exp(r) - 1 for float32, |x| below 160. */
typedef struct rp_exponential32 {
    rp_vec scale, less_one;
} rp_exponential32;

RP_INLINE rp_exponential32 rp_exp32_reduced(rp_vec moved, rp_vec r)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec q = rp_vec_polynomial(r, k->c32, RP_COUNT_OF(k->c32));
    return (rp_exponential32){rp_exp_scale(moved), ADD(MUL(MUL(r, r), q), r)};
}

RP_INLINE rp_exponential32 rp_exp32(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), moved = ADD(MUL(x, LOADED(k->per_ln2)), magic);
    rp_vec whole = SUB(moved, magic);
    return rp_exp32_reduced(moved, SUB(x, MUL(whole, LOADED(k->ln2_whole))));
}

RP_INLINE rp_exponential32 rp_exp2_32(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), moved = ADD(x, magic), d = SUB(x, SUB(moved, magic));
    return rp_exp32_reduced(moved, MUL(d, LOADED(k->ln2_whole)));
}

RP_INLINE rp_vec rp_exp32_value(rp_exponential32 e)
{
    return ADD(MUL(e.less_one, e.scale), e.scale);
}

/* --- Logarithms --- */

/* x = 2^k m, m in 64 intervals from 0.698 to 1.396, one of which is about 1; in each, inverse is
 * 1/m to 11 bits and minus_log its logarithm in two parts, of which the first and those of ln 2
 * are multiples of 2^-42. (Tables of this kind: P. T. P. Tang, ACM TOMS 16, 1990.)
 * log(1 + r) = r + r^2 (c[0] + c[1] r + ...) up to 0.0085, to 2^-72; c[0] is -1/2.
 * For float32, 2 atanh s = 2 s + s^3 (c32[0] + c32[1] s^2 + ...) up to 0.172, to 2^-45. */
enum { RP_LOG_BITS = 6 };
#define RP_LOG_FIRST INT64_C(0x3fe6555600000000)
#define RP_LOG_FIRST32 INT64_C(0x3fe6a09e667f3bcd) /* sqrt(1/2) */
#define RP_LOG_BIAS (INT64_C(1024) << 52)          /* keeps k from being negative */
typedef struct rp_log_interval {
    double inverse, minus_log, minus_log_rest, unused;
} rp_log_interval;
typedef struct rp_log_constants {
    double ln2[2], ln2_whole, one, two, whole, whole_bias, least, infinity, magic;
    int64_t first, first32, first_less_bias, first32_less_bias, mantissa, place, upper;
    double c[7], c32[5];
    rp_log_interval intervals[1 << RP_LOG_BITS];
} rp_log_constants;
extern const rp_log_constants rp_log_constants_;

RP_INLINE rp_vec rp_vec_is_positive_normal_float64(rp_vec x)
{
    const rp_log_constants *c = &rp_log_constants_;
    return rp_vec_and(rp_vec_less_equal_float64(LOADED(c->least), x),
                      rp_vec_less_float64(x, LOADED(c->infinity)));
}

/* From the distance of x to the first of m, in units of the last place, plus the bias. */
RP_INLINE rp_vec rp_log_exponent(rp_vec distance)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec k = rp_vec_or(rp_vec_shift_right_uint64(distance, 52), LOADED(c->whole));
    return SUB(k, LOADED(c->whole_bias));
}

/* x = 2^k m is split; the logarithm is that of 2^k, of the interval, and of 1 + near + rest. `near`
 * is exact, and a multiple of 2^-42 as are minus_log and ln2[0]. */
typedef struct rp_log_parts {
    rp_vec k, minus_log, minus_log_rest, near, rest;
} rp_log_parts;

/* Of x (positive, normal), and of x + tail if there is one; `more`, if any, is added to k. */
RP_INLINE rp_log_parts rp_log_split(rp_vec x, const rp_vec *tail, const rp_vec *more)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec distance = rp_vec_subtract_int64(x, LOADED_INT(c->first_less_bias));
    rp_log_parts parts = {.k = rp_log_exponent(distance)};
    if (more)
        parts.k = ADD(parts.k, *more);
    rp_vec at = rp_vec_shift_right_uint64(distance, 52 - RP_LOG_BITS - 2);
    at = rp_vec_and(at, LOADED_INT(c->place));
    const double *intervals = &c->intervals[0].inverse;
    rp_vec low = rp_vec_load(intervals + rp_vec_lane_int32(at, 0));
    rp_vec high = rp_vec_load(intervals + rp_vec_lane_int32(at, 2));
    rp_vec inverse = wasm_i64x2_shuffle(low, high, 0, 2);
    parts.minus_log = wasm_i64x2_shuffle(low, high, 1, 3);
    parts.minus_log_rest = rp_vec_lookup_float64(intervals + 2, at);

    rp_vec m = rp_vec_and(distance, LOADED_INT(c->mantissa));
    m = rp_vec_add_int64(m, LOADED_INT(c->first));
    /* Rounded, so that a number near 1 has nothing to cancel. */
    rp_vec magic = LOADED(c->magic), upper = SUB(ADD(m, magic), magic), one = LOADED(c->one);
    parts.near = SUB(MUL(upper, inverse), one);
    parts.rest = MUL(SUB(m, upper), inverse);
    if (tail) {
        rp_vec scale = rp_vec_add_int64(one, rp_vec_subtract_int64(m, x)); /* 2^-k */
        rp_vec_pair r = rp_vec_fast_two_sum_float64(parts.near, parts.rest);
        parts.near = r.hi; /* any number */
        parts.rest = ADD(r.lo, MUL(MUL(*tail, scale), inverse));
    }
    return parts;
}

/* log(1 + near + rest) - near: the rest and the higher terms. */
RP_INLINE rp_vec rp_log_rest(const rp_log_parts *parts)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec r = ADD(parts->near, parts->rest);
    rp_vec q = rp_vec_long_polynomial(r, c->c, RP_COUNT_OF(c->c));
    return ADD(parts->rest, MUL(MUL(r, r), q));
}

/* log of an exact sum, positive and normal, to some 2^-60 of it. hi is not the nearest to the
 * whole. */
RP_INLINE rp_vec_pair rp_log_sum_of_pair(rp_vec_pair x)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_log_parts parts = rp_log_split(x.hi, &x.lo, NULL);
    rp_vec rest = ADD(MUL(parts.k, LOADED(c->ln2[1])), parts.minus_log_rest);
    rp_vec main = ADD(MUL(parts.k, LOADED(c->ln2[0])), parts.minus_log);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(main, parts.near);
    return (rp_vec_pair){sum.hi, ADD(sum.lo, ADD(rest, rp_log_rest(&parts)))};
}

/* log of x, positive and normal, to 2^-66: the square is that of the upper bits, which is exact,
 * and the rest. */
RP_INLINE rp_vec_pair rp_log_pair(rp_vec x, const rp_vec *more)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_log_parts parts = rp_log_split(x, NULL, more);
    rp_vec rest = ADD(MUL(parts.k, LOADED(c->ln2[1])), parts.minus_log_rest);
    rp_vec main = ADD(MUL(parts.k, LOADED(c->ln2[0])), parts.minus_log), half = LOADED(c->c[0]);
    rp_vec r = ADD(parts.near, parts.rest), upper = rp_vec_and(r, LOADED_INT(c->upper));
    rp_vec lower = ADD(SUB(parts.near, upper), parts.rest);
    rp_vec square = MUL(MUL(upper, half), upper),
           square_rest = MUL(MUL(lower, half), ADD(r, upper));
    rp_vec_pair first = rp_vec_fast_two_sum_float64(ADD(main, parts.near), parts.rest);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(first.hi, square);
    rp_vec cubic = rp_vec_long_polynomial(r, c->c + 1, RP_COUNT_OF(c->c) - 1);
    cubic = MUL(MUL(MUL(r, r), r), cubic);
    rest = ADD(ADD(rest, square_rest), cubic);
    return (rp_vec_pair){sum.hi, ADD(ADD(first.lo, sum.lo), rest)};
}

/* 1 / log(base), also in parts of which `upper` times 26 bits is exact, and the logarithm of 2 in
 * two parts. */
typedef struct rp_log_base {
    double ln2[2], factor, upper, lower;
} rp_log_base;
extern const rp_log_base rp_log_base2, rp_log_base10;

/* hi + lo times the factor; the first product is exact, the sum not rounded yet. */
RP_INLINE rp_vec_pair rp_times_factor(rp_vec_pair log, const rp_log_base *base)
{
    rp_vec upper = rp_vec_and(log.hi, LOADED_INT(rp_log_constants_.upper));
    rp_vec lower = ADD(SUB(log.hi, upper), log.lo);
    rp_vec rest = ADD(MUL(upper, LOADED(base->lower)), MUL(lower, LOADED(base->factor)));
    return (rp_vec_pair){MUL(upper, LOADED(base->upper)), rest};
}

/* For float32: log of 2^k (1 + t), t given exactly where k is 0; t in [sqrt(1/2) - 1, sqrt(2) - 1].
 */
RP_INLINE rp_vec rp_log32_split(rp_vec k, rp_vec t)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec s = DIV(t, ADD(t, LOADED(c->two))), z = MUL(s, s);
    rp_vec terms = MUL(MUL(s, z), rp_vec_polynomial(z, c->c32, RP_COUNT_OF(c->c32)));
    rp_vec log = ADD(ADD(s, s), terms);
    return ADD(MUL(k, LOADED(c->ln2_whole)), log);
}

/* x = 2^k m; returns m, for positive normal x. */
RP_INLINE rp_vec rp_log32_mantissa(rp_vec x, rp_vec *k)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec distance = rp_vec_subtract_int64(x, LOADED_INT(c->first32_less_bias));
    *k = rp_log_exponent(distance);
    rp_vec m = rp_vec_and(distance, LOADED_INT(c->mantissa));
    return rp_vec_add_int64(m, LOADED_INT(c->first32));
}

RP_INLINE rp_vec rp_log32(rp_vec x)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec k, m = rp_log32_mantissa(x, &k);
    return rp_log32_split(k, SUB(m, LOADED(c->one)));
}

/* log(1 + x) for -1 < x, finite. */
RP_INLINE rp_vec rp_log1p32(rp_vec x)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec k, one = LOADED(c->one), m = rp_log32_mantissa(ADD(x, one), &k);
    rp_vec t = rp_vec_select(x, SUB(m, one), rp_vec_equal_float64(k, rp_vec_zero()));
    return rp_log32_split(k, t);
}

#endif

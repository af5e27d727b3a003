/* Logarithms of float64 lanes: as pairs of numbers, for functions that go on with them, and shorter
 * ones for float32 computed in float64. */
#ifndef RP_UFUNC_LOOPS_LOGARITHM_H
#define RP_UFUNC_LOOPS_LOGARITHM_H

#include "ufunc/loops/pair_math.h"
#include <math.h>

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

/* (log((1 + s) / (1 - s)) / s - 2) / s^2 in powers of s^2, to 2^-59 of the logarithm,
 * |s| <= 0.1716. */
static const double log_series[] = {
    0x1.5555555555593p-1, 0x1.999999997fca1p-2, 0x1.2492494201bf1p-2, 0x1.c71c51faf131ep-3,
    0x1.7466420c2c751p-3, 0x1.39a1653dd51a9p-3, 0x1.2f08ec080678bp-3};

/* x = 2^k (1 + f). With s = f / (2 + f) the logarithm of 1 + f is f - (half - s (half + s^2 ...)),
 * half being f^2 / 2: K. C. Ng's way (FDLIBM 1993). */
typedef struct rp_split_log {
    rp_vec k, m, f, s, half;
    rp_vec s_half, s_terms; /* of which s (half + s^2 ...) is the sum */
} rp_split_log;

RP_INLINE rp_split_log rp_log_split_1(rp_vec x, const rp_vec *more)
{
    rp_split_log log;
    rp_vec one = SPLAT(1);
    log.m = rp_log32_mantissa(x, &log.k);
    log.f = SUB(log.m, one);
    if (more)
        log.k = ADD(log.k, *more);
    log.s = DIV(log.f, ADD(log.m, one));
    rp_vec z = MUL(log.s, log.s);
    rp_vec series = rp_vec_long_polynomial(z, log_series, RP_COUNT_OF(log_series));
    log.half = MUL(MUL(log.f, SPLAT(0.5)), log.f);
    log.s_half = MUL(log.s, log.half);
    log.s_terms = MUL(MUL(log.s, z), series);
    return log;
}

/* The logarithm, and what is to be added to it. The terms come last, and so does their sum. */
RP_INLINE rp_vec rp_log_joined(const rp_split_log *log, const rp_vec *addend)
{
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(MUL(log->k, SPLAT(LN2_HIGH)), log->f);
    rp_vec rest = SUB(ADD(sum.lo, MUL(log->k, SPLAT(LN2_LOW))), log->half);
    if (addend)
        rest = ADD(rest, *addend);
    return ADD(sum.hi, ADD(ADD(rest, log->s_half), log->s_terms));
}
RP_INLINE rp_vec rp_log_and(rp_vec x, const rp_vec *more, const rp_vec *addend)
{
    rp_split_log log = rp_log_split_1(x, more);
    return rp_log_joined(&log, addend);
}

#endif

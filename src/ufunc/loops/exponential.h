/* Exponentials of float64 lanes: as pairs of numbers, for functions that go on with them, and
 * shorter ones for float32 computed in float64. */
#ifndef RP_UFUNC_LOOPS_EXPONENTIAL_H
#define RP_UFUNC_LOOPS_EXPONENTIAL_H

#include "ufunc/loops/pair_math.h"
#include <math.h>

/* 64 times a number below 2^44 is rounded to a whole number by adding this. Its low six bits then
 * are the place in the table, and shifted left by 46 those above are the power of two, 1023 being
 * the bias of exponents. */
#define RP_EXPONENT_MAGIC (0x1.8p52 + 1023 * 64)

/* 2^(j/64), rounded, and what it lacks. (Tables of this kind: P. T. P. Tang, ACM TOMS 15, 1989.) */
enum { RP_EXP_BITS = 6 };
typedef struct rp_exp_entry {
    double value, rest;
} rp_exp_entry;

/* Polynomials of exponentials and logarithms are minimax (Remez's algorithm in 200 bits,
 * coefficients rounded). exp r = 1 + r + r^2 (c[0] + c[1] r + ...) up to ln(2)/128, to 2^-58 or, if
 * precise, to 2^-68 of exp(r) - 1, for float64; and up to ln(2)/2, to 2^-37, for float32. */
typedef struct rp_exp_constants {
    double magic, magic32, per_step, step[2], ln2_step, per_ln2, ln2_whole, one, most, most2;
    double least32, most32; /* the results of what is beyond are 0 and infinite */
    int64_t place, power;
    double c[4], precise[5], c32[7];
    rp_exp_entry table[1 << RP_EXP_BITS];
} rp_exp_constants;
extern const rp_exp_constants rp_exp_constants_;

/* An exponential is 2^whole * (hi + lo), |lo| some 2^-7 at most and good to 2^-60. */
typedef struct rp_exponential {
    rp_vec moved; /* 64 times the whole, the place in the table, and RP_EXPONENT_MAGIC */
    rp_vec hi, lo;
} rp_exponential;

/* Where 2^whole is no normal number it takes two factors. */
typedef struct rp_scale {
    rp_vec first, second;
} rp_scale;

RP_INLINE rp_vec rp_exp_scale(rp_vec moved)
{
    rp_vec power = rp_vec_and(moved, LOADED_INT(rp_exp_constants_.power));
    return rp_vec_shift_left_int64(power, 52 - RP_EXP_BITS);
}

RP_INLINE rp_scale rp_exp_scales(rp_vec moved)
{
    /* The shift of a number that is not negative is that of 4096 more, less 4096. */
    rp_vec steps = rp_vec_subtract_int64(moved, SPLAT(RP_EXPONENT_MAGIC));
    rp_vec whole = rp_vec_add_int64(steps, rp_vec_splat_int64(4096 << RP_EXP_BITS));
    whole = rp_vec_shift_right_uint64(whole, RP_EXP_BITS);
    rp_vec half = rp_vec_shift_right_uint64(whole, 1);
    rp_vec bias = rp_vec_splat_int64(1023 - 2048), other = rp_vec_subtract_int64(whole, half);
    return (rp_scale){rp_vec_shift_left_int64(rp_vec_add_int64(half, bias), 52),
                      rp_vec_shift_left_int64(rp_vec_add_int64(other, bias), 52)};
}

/* e^r times 2^(moved / 64); `precise` where 1 is to be taken off. */
RP_INLINE rp_exponential rp_exp_reduced(rp_vec moved, rp_vec r, bool precise)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec at = rp_vec_and(moved, LOADED_INT(k->place));
    rp_vec low = rp_vec_load(&k->table[rp_vec_lane_int32(at, 0)]);
    rp_vec high = rp_vec_load(&k->table[rp_vec_lane_int32(at, 2)]);
    rp_vec value = wasm_i64x2_shuffle(low, high, 0, 2), rest = wasm_i64x2_shuffle(low, high, 1, 3);
    rp_vec q = precise ? rp_vec_long_polynomial(r, k->precise, RP_COUNT_OF(k->precise))
                       : rp_vec_long_polynomial(r, k->c, RP_COUNT_OF(k->c));
    rp_vec less_one = ADD(r, MUL(MUL(r, r), q));
    return (rp_exponential){moved, value, ADD(rest, MUL(value, less_one))};
}

/* exp(x + tail), if there is a tail. */
RP_INLINE rp_exponential rp_exp_split(rp_vec x, const rp_vec *tail, bool precise)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), moved = ADD(MUL(x, LOADED(k->per_step)), magic);
    rp_vec steps = SUB(moved, magic), r = SUB(x, MUL(steps, LOADED(k->step[0])));
    r = SUB(r, MUL(steps, LOADED(k->step[1])));
    return rp_exp_reduced(moved, tail ? ADD(r, *tail) : r, precise);
}
RP_INLINE rp_exponential rp_exp_pair(rp_vec x, const rp_vec *tail)
{
    return rp_exp_split(x, tail, false);
}

/* 2^(x + tail), if there is a tail. */
RP_INLINE rp_exponential rp_exp2_pair(rp_vec x, const rp_vec *tail)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic), steps = MUL(x, SPLAT(1 << RP_EXP_BITS)),
           moved = ADD(steps, magic);
    rp_vec d = SUB(steps, SUB(moved, magic));
    if (tail)
        d = ADD(d, MUL(*tail, SPLAT(1 << RP_EXP_BITS)));
    return rp_exp_reduced(moved, MUL(d, LOADED(k->ln2_step)), false);
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
    return (rp_exponential32){rp_vec_shift_left_int64(moved, 52), ADD(MUL(MUL(r, r), q), r)};
}

RP_INLINE rp_exponential32 rp_exp32(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic32), moved = ADD(MUL(x, LOADED(k->per_ln2)), magic);
    rp_vec whole = SUB(moved, magic);
    return rp_exp32_reduced(moved, SUB(x, MUL(whole, LOADED(k->ln2_whole))));
}

RP_INLINE rp_exponential32 rp_exp2_32(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec magic = LOADED(k->magic32), moved = ADD(x, magic), d = SUB(x, SUB(moved, magic));
    return rp_exp32_reduced(moved, MUL(d, LOADED(k->ln2_whole)));
}

RP_INLINE rp_vec rp_exp32_value(rp_exponential32 e)
{
    return ADD(MUL(e.less_one, e.scale), e.scale);
}

#endif

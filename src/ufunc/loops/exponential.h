/* Exponentials of float64 lanes: as pairs of numbers, for functions that go on with them, and
 * shorter ones for float32 computed in float64. */
#ifndef RP_UFUNC_LOOPS_EXPONENTIAL_H
#define RP_UFUNC_LOOPS_EXPONENTIAL_H

#include "ufunc/loops/pair_math.h"
#include <math.h>

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

/* (e^r - 1 - r) / r^2 to 2^-58 of e^r, |r| <= log(2) / 2. */
static const double exp_series[] = {
    0x1.000000000000ap-1,  0x1.55555555554fap-3,  0x1.555555555087cp-5,  0x1.1111111127beap-7,
    0x1.6c16c1842a18fp-10, 0x1.a01a012a559b1p-13, 0x1.a0199a0c5affdp-16, 0x1.71df255761396p-19,
    0x1.28ad72d3fa16fp-22, 0x1.ad7f6655530e7p-26};

/* e^x is the result times 2^k, the result within [0.7, 1.42]. |x| < 1400. */
RP_INLINE rp_vec_pair rp_pair_exp(rp_vec x, rp_vec *k)
{
    rp_vec turns = rp_vec_round_float64(MUL(x, SPLAT(0x1.71547652b82fep+0)), k);
    rp_vec rough = SUB(x, MUL(turns, SPLAT(LN2_HIGH))), below = MUL(turns, SPLAT(LN2_LOW));
    rp_vec r = SUB(rough, below), r_lo = SUB(SUB(rough, r), below);
    rp_vec series = rp_vec_long_polynomial(r, exp_series, RP_COUNT_OF(exp_series));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(SPLAT(1), r);
    rp_vec rest = ADD(MUL(MUL(r, r), series), ADD(sum.lo, r_lo));
    return rp_vec_fast_two_sum_float64(sum.hi, rest);
}

#endif

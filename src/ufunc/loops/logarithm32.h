/* Logarithms of float32 lanes. */
#ifndef RP_UFUNC_LOOPS_LOGARITHM32_H
#define RP_UFUNC_LOOPS_LOGARITHM32_H

#include "ufunc/loops/vector_function.h"
#include <math.h>

/* Of x = 2^k (1 + f), 1 + f from sqrt(1/2): with s = f / (2 + f) and half = f^2 / 2 the logarithm
 * of 1 + f is f - half + s half + s^3 (terms[0] + ...), to 2^-28 (K. C. Ng's way, FDLIBM 1993;
 * minimax). */
typedef struct rp_log32_constants {
    float one, half, least, infinity, terms[3];
    int32_t first, mantissa;
} rp_log32_constants;
static const rp_log32_constants rp_log32_constants_ = {
    .one = 1,
    .half = 0.5f,
    .least = 0x1p-126f,
    .infinity = INFINITY,
    .terms = {0x1.55555cp-1f, 0x1.997b8cp-2f, 0x1.2efa24p-2f},
    .first = 0x3f3504f3,
    .mantissa = 0x007fffff,
};

/* 1 / log(base), also in parts of which `upper` times 12 bits is exact, and the logarithm of 2 in
 * two, of which the first times 8 bits is exact. */
typedef struct rp_log32_base {
    float ln2[2], factor, upper, lower;
} rp_log32_base;
static const rp_log32_base rp_log32_e = {.ln2 = {0x1.62e4p-1f, 0x1.7f7d1cp-20f}};
static const rp_log32_base rp_log32_2 = {
    .ln2 = {1, 0}, .factor = 0x1.715476p+0f, .upper = 0x1.716p+0f, .lower = -0x1.7135a8p-13f};
static const rp_log32_base rp_log32_10 = {.ln2 = {0x1.344p-2f, 0x1.3509f8p-18f},
                                          .factor = 0x1.bcb7b2p-2f,
                                          .upper = 0x1.bccp-2f,
                                          .lower = -0x1.09d5b2p-15f};

typedef struct rp_log_lanes {
    rp_vec k, f, s, less, terms; /* the logarithm of 1 + f is f - less + terms */
    rp_vec m;
} rp_log_lanes;

/* Of positive normal numbers. */
RP_INLINE rp_log_lanes rp_log_of_lanes(rp_vec x)
{
    const rp_log32_constants *c = &rp_log32_constants_;
    rp_vec first = rp_vec_constant_int32(&c->first), one = LOADED32(c->one);
    rp_vec distance = rp_vec_subtract_int32(x, first);
    rp_vec m = rp_vec_and(distance, rp_vec_constant_int32(&c->mantissa));
    rp_log_lanes log = {.k = wasm_f32x4_convert_i32x4(rp_vec_shift_right_int32(distance, 23)),
                        .m = rp_vec_add_int32(m, first)};
    log.f = SUB32(log.m, one);
    log.s = DIV32(log.f, ADD32(log.m, one));
    rp_vec z = MUL32(log.s, log.s), half = MUL32(MUL32(log.f, LOADED32(c->half)), log.f);
    rp_vec terms = rp_vec_long_polynomial32(z, c->terms, RP_COUNT_OF(c->terms));
    log.less = SUB32(half, MUL32(log.s, half));
    log.terms = MUL32(MUL32(log.s, z), terms);
    return log;
}

/* The logarithm, and what is to be added to it. */
RP_INLINE rp_vec rp_log_lanes_e(const rp_log_lanes *log, const rp_vec *addend)
{
    const rp_log32_base *base = &rp_log32_e;
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(MUL32(log->k, LOADED32(base->ln2[0])), log->f);
    rp_vec rest = SUB32(ADD32(sum.lo, MUL32(log->k, LOADED32(base->ln2[1]))), log->less);
    /* The small ones first: they are rounded less. */
    rp_vec small = addend ? ADD32(log->terms, *addend) : log->terms;
    return ADD32(sum.hi, ADD32(rest, small));
}

RP_INLINE rp_vec rp_log_lanes_to_base(const rp_log_lanes *log, const rp_log32_base *base)
{
    static const int32_t upper_half = -(1 << 12);
    rp_vec hi = rp_vec_and(SUB32(log->f, log->less), rp_vec_constant_int32(&upper_half));
    rp_vec lo = ADD32(SUB32(SUB32(log->f, hi), log->less), log->terms);
    rp_vec rest = ADD32(MUL32(hi, LOADED32(base->lower)), MUL32(lo, LOADED32(base->factor)));
    rp_vec main = log->k;
    if (base != &rp_log32_2) {
        rest = ADD32(rest, MUL32(main, LOADED32(base->ln2[1])));
        main = MUL32(main, LOADED32(base->ln2[0]));
    }
    rp_vec_pair sum = rp_vec_fast_two_sum_float32(main, MUL32(hi, LOADED32(base->upper)));
    return ADD32(sum.hi, ADD32(sum.lo, rest));
}

RP_INLINE rp_vec rp_vec_is_positive_normal_float32(rp_vec x)
{
    const rp_log32_constants *c = &rp_log32_constants_;
    return rp_vec_and(rp_vec_less_equal_float32(LOADED32(c->least), x),
                      LESS32(x, LOADED32(c->infinity)));
}

#endif

/* The largest or smallest of many vectors, for reductions and for the search of its place. */
#ifndef RP_UFUNC_LOOPS_EXTREME_VECTORS_H
#define RP_UFUNC_LOOPS_EXTREME_VECTORS_H

#include "simd/vec.h"

enum { RP_EXTREME_CHAINS = 4, RP_EXTREME_FAR = 4096 /* vectors */ };

RP_INLINE bool rp_any_nan(const char *in, intptr_t count, rp_vec_op1 is_nan)
{
    rp_vec nan = rp_vec_zero();
    for (intptr_t i = 0; i < count; i++)
        nan = rp_vec_or(nan, is_nan(rp_vec_load(in + i * RP_VEC_SIZE)));
    return rp_vec_any(nan);
}

/* The extremes, lane by lane, of `count` vectors, a multiple of RP_EXTREME_CHAINS, into best; NaNs
 * are passed over. Returns whether there were any: their sum tells in one instruction that there is
 * none, and only where it is NaN (infinities may make it so) they are looked for. */
RP_INLINE bool rp_extreme_vectors(const char *in, intptr_t count, rp_vec start, rp_vec_op2 pick,
                                  rp_vec_op2 add, rp_vec_op1 is_nan, rp_vec *best)
{
    rp_vec r[RP_EXTREME_CHAINS] = {start, start, start, start};
    rp_vec sum[RP_EXTREME_CHAINS] = {rp_vec_zero(), rp_vec_zero(), rp_vec_zero(), rp_vec_zero()};
    const char *at = in;
    /* Memory from two places comes sooner, but not where both are on the same few pages. */
    bool far = count >= RP_EXTREME_FAR;
    intptr_t apart = (far ? count / 2 : 2) * RP_VEC_SIZE, step = (far ? 2 : 4) * RP_VEC_SIZE;
    for (intptr_t i = 0; i < count; i += RP_EXTREME_CHAINS, at += step)
        for (int k = 0; k < RP_EXTREME_CHAINS; k++) {
            rp_vec x = rp_vec_load(at + (k >> 1) * apart + (k & 1) * RP_VEC_SIZE);
            r[k] = pick(x, r[k]);
            sum[k] = add(sum[k], x);
        }
    *best = pick(pick(r[0], r[1]), pick(r[2], r[3]));
    rp_vec total = add(add(sum[0], sum[1]), add(sum[2], sum[3]));
    return rp_vec_any(is_nan(total)) && rp_any_nan(in, count, is_nan);
}

#endif

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

/* From two places, two vectors a round of each. */
typedef struct rp_extremes {
    rp_vec best[2]; /* lane by lane; NaNs are passed over */
    rp_vec sum[2];
} rp_extremes;

RP_INLINE rp_extremes rp_extremes_of_two(const char *const *at, intptr_t step, intptr_t rounds,
                                         rp_vec start, rp_vec_op2 pick, rp_vec_op2 add)
{
    rp_vec r[RP_EXTREME_CHAINS] = {start, start, start, start};
    rp_vec sum[RP_EXTREME_CHAINS] = {rp_vec_zero(), rp_vec_zero(), rp_vec_zero(), rp_vec_zero()};
    const char *a = at[0], *b = at[1];
    for (; rounds > 0; rounds--, a += step, b += step)
        for (int k = 0; k < RP_EXTREME_CHAINS; k++) {
            rp_vec x = rp_vec_load((k < RP_EXTREME_CHAINS / 2 ? a : b) + (k & 1) * RP_VEC_SIZE);
            r[k] = pick(x, r[k]);
            sum[k] = add(sum[k], x);
        }
    return (rp_extremes){{pick(r[0], r[1]), pick(r[2], r[3])},
                         {add(sum[0], sum[1]), add(sum[2], sum[3])}};
}

/* The extremes, lane by lane, of `count` vectors, a multiple of RP_EXTREME_CHAINS, into best; NaNs
 * are passed over. Returns whether there were any: their sum tells in one instruction that there is
 * none, and only where it is NaN (infinities may make it so) they are looked for. */
RP_INLINE bool rp_extreme_vectors(const char *in, intptr_t count, rp_vec start, rp_vec_op2 pick,
                                  rp_vec_op2 add, rp_vec_op1 is_nan, rp_vec *best)
{
    /* Memory from two places comes sooner, but not where both are on the same few pages. */
    bool far = count >= RP_EXTREME_FAR;
    const char *at[2] = {in, in + (far ? count / 2 : 2) * RP_VEC_SIZE};
    rp_extremes found = rp_extremes_of_two(at, (far ? 2 : 4) * RP_VEC_SIZE,
                                           count / RP_EXTREME_CHAINS, start, pick, add);
    *best = pick(found.best[0], found.best[1]);
    return rp_vec_any(is_nan(add(found.sum[0], found.sum[1]))) && rp_any_nan(in, count, is_nan);
}

#endif

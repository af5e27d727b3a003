/* log, log2, log10 and log1p. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/logarithm.h"
#include "ufunc/loops/logarithm32.h"
#include "ufunc/loops/real_functions.h"

/* --- Constants --- */

const rp_log_constants rp_log_constants_ = {
    {0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45},
    0x1.62e42fefa39efp-1,
    1,
    2,
    0x1p52,
    0x1p52 + 1024,
    0x1p-1022,
    INFINITY,
    0x1.8p26,
    RP_LOG_FIRST,
    RP_LOG_FIRST32,
    RP_LOG_FIRST - RP_LOG_BIAS,
    RP_LOG_FIRST32 - RP_LOG_BIAS,
    (INT64_C(1) << 52) - 1,
    (4 << RP_LOG_BITS) - 4,
    RP_UPPER_BITS,
    {-0.5, 0x1.5555555555612p-2, -0x1.0000000000145p-2, 0x1.9999997f9a450p-3, -0x1.5555553345220p-3,
     0x1.249ae8d819814p-3, -0x1.00092c4692db8p-3},
    {0x1.555555561f456p-1, 0x1.999996a65aa8bp-2, 0x1.249413437f2aep-2, 0x1.c62a9bcbffc1bp-3,
     0x1.911cd99483614p-3},
    {{0x1.6cc0000000000p+0, -0x1.6a88156a04000p-2, 0x1.be2c84c59195ep-44, 0},
     {0x1.68c0000000000p+0, -0x1.5f3d6ca8a2000p-2, -0x1.7af848e19cc75p-44, 0},
     {0x1.64e0000000000p+0, -0x1.542e5e9d26000p-2, -0x1.ba7df94d11e8fp-44, 0},
     {0x1.6100000000000p+0, -0x1.4900680401000p-2, 0x1.8bccffe1a0f8cp-44, 0},
     {0x1.5d40000000000p+0, -0x1.3e10b16701000p-2, -0x1.f3bcf145429c7p-44, 0},
     {0x1.5980000000000p+0, -0x1.3302c16586000p-2, -0x1.6217dc2a3e08bp-44, 0},
     {0x1.55e0000000000p+0, -0x1.2835ccaa29000p-2, -0x1.b4163de679232p-44, 0},
     {0x1.5260000000000p+0, -0x1.1dac39eaa9000p-2, -0x1.2f8d3dfc0b49dp-47, 0},
     {0x1.4ee0000000000p+0, -0x1.13069ade03000p-2, -0x1.64434a3c1f3a1p-47, 0},
     {0x1.4b80000000000p+0, -0x1.08a73667c5000p-2, -0x1.ebc1d40c5a329p-44, 0},
     {0x1.4840000000000p+0, -0x1.fd20fbf770000p-3, 0x1.1c55b72c6fe70p-46, 0},
     {0x1.4500000000000p+0, -0x1.e8c0252aa6000p-3, 0x1.6805b80e8e6ffp-45, 0},
     {0x1.41c0000000000p+0, -0x1.d42adfec36000p-3, 0x1.75c00fd804272p-46, 0},
     {0x1.3ea0000000000p+0, -0x1.c02dd5130e000p-3, -0x1.41fd126c60c6dp-47, 0},
     {0x1.3ba0000000000p+0, -0x1.acce08f4e2000p-3, -0x1.0c518913fefc7p-45, 0},
     {0x1.38a0000000000p+0, -0x1.993ede8366000p-3, 0x1.d4c7fe15c9df1p-44, 0},
     {0x1.35a0000000000p+0, -0x1.857f6be27c000p-3, 0x1.a1bbccad13643p-44, 0},
     {0x1.32c0000000000p+0, -0x1.726470fa40000p-3, 0x1.774df0e743a45p-44, 0},
     {0x1.2fe0000000000p+0, -0x1.5f1b677b24000p-3, 0x1.da6e5ae0d5f1dp-46, 0},
     {0x1.2d20000000000p+0, -0x1.4c7d1de9fa000p-3, 0x1.68d1f92de068dp-44, 0},
     {0x1.2a60000000000p+0, -0x1.39b319f970000p-3, -0x1.fdfff76703fd3p-45, 0},
     {0x1.27a0000000000p+0, -0x1.26bc8c5aca000p-3, -0x1.4961162ddd32fp-44, 0},
     {0x1.2500000000000p+0, -0x1.1478584674000p-3, -0x1.563451027c750p-46, 0},
     {0x1.2260000000000p+0, -0x1.020a0ed908000p-3, -0x1.ff64f3a70cc03p-44, 0},
     {0x1.1fe0000000000p+0, -0x1.e0a9412658000p-4, 0x1.1094463960762p-45, 0},
     {0x1.1d60000000000p+0, -0x1.bcef4f1c3c000p-4, 0x1.8858b46aee053p-46, 0},
     {0x1.1ae0000000000p+0, -0x1.98e4e34ad8000p-4, 0x1.5bdab72ed19a4p-46, 0},
     {0x1.1880000000000p+0, -0x1.765bf23a6c000p-4, 0x1.ecbc035c4256ap-48, 0},
     {0x1.1620000000000p+0, -0x1.5387d43508000p-4, 0x1.8fb503636d235p-46, 0},
     {0x1.13c0000000000p+0, -0x1.30673f22c8000p-4, -0x1.4c9e29dcf0ba5p-45, 0},
     {0x1.1180000000000p+0, -0x1.0ed839b554000p-4, 0x1.901f46d48abb4p-44, 0},
     {0x1.0f20000000000p+0, -0x1.d63dd1c4f0000p-5, -0x1.6a811b4812751p-44, 0},
     {0x1.0d00000000000p+0, -0x1.95c830ec90000p-5, 0x1.c148297c5feb8p-45, 0},
     {0x1.0ac0000000000p+0, -0x1.50f92f60f8000p-5, -0x1.96cfb0a91ffe3p-45, 0},
     {0x1.08a0000000000p+0, -0x1.0f73d388f8000p-5, -0x1.32a1f11845095p-44, 0},
     {0x1.0680000000000p+0, -0x1.9ace7551d0000p-6, 0x1.d75d97ec7c410p-45, 0},
     {0x1.0460000000000p+0, -0x1.15a263de90000p-6, 0x1.d1b562e289ea8p-44, 0},
     {0x1.0260000000000p+0, -0x1.2e9937a2c0000p-7, 0x1.a1a8a6437dd2fp-44, 0},
     {0x1.0000000000000p+0, 0x0.0p+0, 0x0.0p+0, 0},
     {0x1.f980000000000p-1, 0x1.a2a9c6c180000p-7, -0x1.f73bc4d6d3472p-44, 0},
     {0x1.f1c0000000000p-1, 0x1.ce77491e50000p-6, -0x1.3ca0c430b6b9ap-45, 0},
     {0x1.ea40000000000p-1, 0x1.639b9b4c68000p-5, 0x1.d3cdedadfe59dp-44, 0},
     {0x1.e300000000000p-1, 0x1.dda8adc680000p-5, -0x1.1b1ac64d9e42fp-45, 0},
     {0x1.dc00000000000p-1, 0x1.2aa04a4470000p-4, 0x1.7a48ba8b1cb41p-44, 0},
     {0x1.d540000000000p-1, 0x1.65203d6fd0000p-4, -0x1.0affcbf3366cap-45, 0},
     {0x1.ce80000000000p-1, 0x1.a0792e9278000p-4, -0x1.a9ce6c9ad51bfp-47, 0},
     {0x1.c840000000000p-1, 0x1.d833bdfc64000p-4, 0x1.4805c07408695p-45, 0},
     {0x1.c200000000000p-1, 0x1.08598b59e4000p-3, -0x1.7e5dd7009902cp-45, 0},
     {0x1.bbc0000000000p-1, 0x1.24fe5cf8e4000p-3, 0x1.18f9626b10d30p-44, 0},
     {0x1.b600000000000p-1, 0x1.3fb45a5992000p-3, 0x1.19713c0cae559p-44, 0},
     {0x1.b000000000000p-1, 0x1.5bf406b544000p-3, -0x1.27023eb68981cp-46, 0},
     {0x1.aa80000000000p-1, 0x1.7631d82936000p-3, -0x1.5e77dc7c5f3e1p-45, 0},
     {0x1.a500000000000p-1, 0x1.90c6db9fcc000p-3, -0x1.935f57718d7cap-46, 0},
     {0x1.9fc0000000000p-1, 0x1.aa79ffb8fc000p-3, 0x1.a8bf11c0d8aaap-44, 0},
     {0x1.9a80000000000p-1, 0x1.c480c0005c000p-3, 0x1.9a294d5e44e76p-44, 0},
     {0x1.9580000000000p-1, 0x1.dd99edaf6e000p-3, -0x1.02ec669c756ebp-44, 0},
     {0x1.9080000000000p-1, 0x1.f702d36778000p-3, -0x1.0819516673e23p-46, 0},
     {0x1.8b80000000000p-1, 0x1.085eb8f8ae000p-2, 0x1.e5d513f45fe7bp-44, 0},
     {0x1.86c0000000000p-1, 0x1.14be2927af000p-2, -0x1.95fa0dea5e877p-45, 0},
     {0x1.8240000000000p-1, 0x1.209a9c9858000p-2, -0x1.49f5988ac6d66p-44, 0},
     {0x1.7dc0000000000p-1, 0x1.2c9aa59864000p-2, -0x1.601bc5f58acb7p-45, 0},
     {0x1.7940000000000p-1, 0x1.38bf1c3338000p-2, -0x1.8b0b5f0b57497p-46, 0},
     {0x1.7500000000000p-1, 0x1.44591e053a000p-2, -0x1.6e95892923d88p-47, 0},
     {0x1.70c0000000000p-1, 0x1.501528da20000p-2, -0x1.a60a725ac1653p-44, 0}}};

const rp_log_base rp_log_base2 = {
    .ln2 = {1, 0},
    .factor = 0x1.71547652b82fep+0,
    .upper = 0x1.7154760000000p+0,
    .lower = 0x1.4ae0bf85ddf44p-26,
};
const rp_log_base rp_log_base10 = {
    .ln2 = {0x1.34413509f8000p-2, -0x1.80433b83b532ap-44},
    .factor = 0x1.bcb7b1526e50ep-2,
    .upper = 0x1.bcb7b10000000p-2,
    .lower = 0x1.49b9438ca9aaep-28,
};

/* --- float64 --- */

/* What has no logarithm, or an infinite one. */
RP_INLINE rp_vec mend_log(rp_vec log, rp_vec x)
{
    rp_vec infinity = SPLAT(INFINITY), zero = rp_vec_zero();
    log = rp_vec_select(infinity, log, rp_vec_equal_float64(x, infinity));
    log = rp_vec_select(SPLAT(-INFINITY), log, rp_vec_equal_float64(x, zero));
    return rp_vec_select(log, SPLAT(NAN), rp_vec_less_equal_float64(zero, x));
}

/* x < 2^-1022, to the power of two that `more` takes back. */
RP_INLINE rp_vec scale_up(rp_vec x, rp_vec *more)
{
    rp_vec small = LESS(x, SPLAT(0x1p-1022));
    *more = rp_vec_and(small, SPLAT(-54));
    return rp_vec_select(MUL(x, SPLAT(0x1p54)), x, small);
}

RP_INLINE rp_vec log_e(rp_vec x, const rp_vec *more, const rp_log_base *base)
{
    (void)base;
    return rp_log_and(x, more, NULL);
}

RP_INLINE rp_vec log_to_base(rp_vec x, const rp_vec *more, const rp_log_base *base)
{
    rp_split_log log = rp_log_split_1(x, more);
    rp_vec hi = rp_vec_and(SUB(log.f, log.half), rp_vec_splat_int64(RP_UPPER_BITS));
    rp_vec lo = ADD(ADD(SUB(SUB(log.f, hi), log.half), log.s_half), log.s_terms);
    rp_vec rest = ADD(MUL(hi, LOADED(base->lower)), MUL(lo, LOADED(base->factor)));
    if (base != &rp_log_base2) {
        rest = ADD(rest, MUL(log.k, LOADED(base->ln2[1])));
        log.k = MUL(log.k, LOADED(base->ln2[0]));
    }
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(log.k, MUL(hi, LOADED(base->upper)));
    return ADD(sum.hi, ADD(sum.lo, rest));
}

/* What has no normal logarithm aside. */
#define LOGARITHM(op, log_of, base)                                                                \
    RP_APART rp_vec any_##op(rp_vec x)                                                             \
    {                                                                                              \
        rp_vec more, scaled = scale_up(x, &more);                                                  \
        return mend_log(log_of(scaled, &more, base), x);                                           \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float64(rp_vec x)                                               \
    {                                                                                              \
        return rp_vec_all_int64(rp_vec_is_positive_normal_float64(x)) ? log_of(x, NULL, base)      \
                                                                      : any_##op(x);               \
    }
LOGARITHM(log, log_e, NULL)
LOGARITHM(log2, log_to_base, &rp_log_base2)
LOGARITHM(log10, log_to_base, &rp_log_base10)

/* The logarithm of u, the sum rounded, and what u lacks over u: 1 / (1 + f) is (1 - s) / (1 + s),
 * nearly 1 - 2 s + 2 s^2, exactly enough where what is lost is not small beside the logarithm. */
RP_INLINE rp_vec log1p_near(rp_vec x)
{
    rp_vec one = SPLAT(1), u = ADD(x, one);
    rp_vec larger = rp_vec_pmax_float64(one, x), smaller = rp_vec_pmin_float64(one, x);
    rp_vec lost = SUB(smaller, SUB(u, larger));
    rp_split_log log = rp_log_split_1(u, NULL);
    rp_vec scale = rp_vec_add_int64(one, rp_vec_subtract_int64(log.m, u)); /* 2^-k */
    rp_vec twice = ADD(log.s, log.s), inverse = ADD(SUB(one, twice), MUL(twice, log.s));
    lost = MUL(MUL(lost, scale), inverse);
    return rp_vec_copysign_float64(rp_log_joined(&log, &lost), x);
}
/* Where the 1 is lost. */
RP_APART rp_vec log1p_far(rp_vec x)
{
    rp_vec near = rp_vec_less_float64(x, SPLAT(0x1p60));
    rp_vec log = rp_vec_select(log1p_near(x), any_log(x), near);
    return mend_log(log, rp_vec_select(ADD(x, SPLAT(1)), x, near));
}
RP_INLINE rp_vec rp_vec_log1p_float64(rp_vec x)
{
    rp_vec near =
        rp_vec_and(rp_vec_less_float64(SPLAT(-1), x), rp_vec_less_float64(x, SPLAT(0x1p60)));
    return rp_vec_all_int64(near) ? log1p_near(x) : log1p_far(x);
}

/* --- float32 --- */

RP_INLINE rp_vec mend_log32(rp_vec log, rp_vec x)
{
    rp_vec infinity = SPLAT32(INFINITY), zero = rp_vec_zero();
    log = rp_vec_select(infinity, log, rp_vec_equal_float32(x, infinity));
    log = rp_vec_select(SPLAT32(-INFINITY), log, rp_vec_equal_float32(x, zero));
    return rp_vec_select(log, SPLAT32(NAN), rp_vec_less_equal_float32(zero, x));
}

/* Subnormal numbers are scaled. */
RP_INLINE rp_log_lanes log_of_any_lanes(rp_vec x)
{
    rp_vec small = LESS32(x, SPLAT32(0x1p-126f));
    rp_log_lanes log = rp_log_of_lanes(rp_vec_select(MUL32(x, SPLAT32(0x1p24f)), x, small));
    log.k = ADD32(log.k, rp_vec_and(small, SPLAT32(-24)));
    return log;
}

#define LOGARITHM32(op, log_of, argument)                                                          \
    RP_APART rp_vec any_##op##32(rp_vec x)                                                         \
    {                                                                                              \
        rp_log_lanes log = log_of_any_lanes(x);                                                    \
        return mend_log32(log_of(&log, argument), x);                                              \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x)                                               \
    {                                                                                              \
        if (!rp_vec_all_int32(rp_vec_is_positive_normal_float32(x)))                               \
            return any_##op##32(x);                                                                \
        rp_log_lanes log = rp_log_of_lanes(x);                                                     \
        return log_of(&log, argument);                                                             \
    }
LOGARITHM32(log, rp_log_lanes_e, NULL)
LOGARITHM32(log2, rp_log_lanes_to_base, &rp_log32_2)
LOGARITHM32(log10, rp_log_lanes_to_base, &rp_log32_10)

/* As log1p_near. */
RP_INLINE rp_vec log1p_near32(rp_vec x)
{
    rp_vec one = SPLAT32(1), u = ADD32(x, one);
    rp_vec larger = rp_vec_pmax_float32(one, x), smaller = rp_vec_pmin_float32(one, x);
    rp_vec lost = SUB32(smaller, SUB32(u, larger));
    rp_log_lanes log = rp_log_of_lanes(u);
    rp_vec scale = rp_vec_add_int32(one, rp_vec_subtract_int32(log.m, u)); /* 2^-k */
    rp_vec twice = ADD32(log.s, log.s), inverse = ADD32(SUB32(one, twice), MUL32(twice, log.s));
    lost = MUL32(MUL32(lost, scale), inverse);
    return rp_vec_copysign_float32(rp_log_lanes_e(&log, &lost), x);
}
/* Where the 1 is lost there is nothing to be lost. */
RP_APART rp_vec log1p_far32(rp_vec x)
{
    rp_vec near = LESS32(x, SPLAT32(0x1p30f));
    rp_vec log = rp_vec_select(log1p_near32(x), any_log32(x), near);
    return mend_log32(log, rp_vec_select(ADD32(x, SPLAT32(1)), x, near));
}
RP_INLINE rp_vec rp_vec_log1p_float32(rp_vec x)
{
    rp_vec near = rp_vec_and(LESS32(SPLAT32(-1), x), LESS32(x, SPLAT32(0x1p30f)));
    return rp_vec_all_int32(near) ? log1p_near32(x) : log1p_far32(x);
}

/* --- Tables --- */

RP_REAL_FUNCTION1(log)
RP_REAL_FUNCTION1(log2)
RP_REAL_FUNCTION1(log10)
RP_REAL_FUNCTION1(log1p)
RP_REALS1(log)
RP_REALS1(log1p)

static const rp_loop log_rows[] = {RP_REAL_ROWS1(log, 28, 14, 60) RP_COMPLEX_ROWS(log)};
RP_TABLE(log)
static const rp_loop log2_rows[] = {RP_REAL_ROWS1(log2, 28, 15, 70) RP_COMPLEX_ROWS(log2)};
RP_TABLE(log2)
static const rp_loop log10_rows[] = {RP_REAL_ROWS1(log10, 28, 15, 72) RP_COMPLEX_ROWS(log10)};
RP_TABLE(log10)
static const rp_loop log1p_rows[] = {RP_REAL_ROWS1(log1p, 32, 18, 80) RP_COMPLEX_ROWS(log1p)};
RP_TABLE(log1p)

/* exp, exp2 and expm1. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/exponential.h"
#include "ufunc/loops/exponential32.h"
#include "ufunc/loops/real_functions.h"

/* --- Constants --- */

const rp_exp_constants rp_exp_constants_ = {
    .magic = RP_EXPONENT_MAGIC,
    .magic32 = 0x1.8p52 + 1023,
    .per_step = 0x1.71547652b82fep+6,
    .step = {0x1.62e42fefa0000p-7, 0x1.cf79abc9e3b3ap-46},
    .ln2_step = 0x1.62e42fefa39efp-7,
    .per_ln2 = 0x1.71547652b82fep+0,
    .ln2_whole = 0x1.62e42fefa39efp-1,
    .one = 1,
    .most = 708,
    .most2 = 1021,
    .least32 = -110,
    .most32 = 90,
    .place = (1 << RP_EXP_BITS) - 1,
    .power = -(INT64_C(1) << RP_EXP_BITS),
    .c = {0x1.ffffffffff4a1p-2, 0x1.5555555555f15p-3, 0x1.55556c152004bp-5, 0x1.111115661a794p-7},
    .precise = {0.5, 0x1.5555555554d36p-3, 0x1.55555555556bp-5, 0x1.11112150ec758p-7,
                0x1.6c16cb2be41a8p-10},
    .c32 = {0x1.fffffffff462fp-2, 0x1.5555557398a62p-3, 0x1.5555557d3891bp-5, 0x1.1110b1a0086d7p-7,
            0x1.6c1637f9d9455p-10, 0x1.a1703276fecd4p-13, 0x1.a17688048b8eap-16},
    .table = {{0x1.0000000000000p+0, 0x0.0p+0},
              {0x1.02c9a3e778061p+0, -0x1.19083535b085dp-56},
              {0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55},
              {0x1.0874518759bc8p+0, 0x1.186be4bb284ffp-57},
              {0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54},
              {0x1.0e3ec32d3d1a2p+0, 0x1.03a1727c57b53p-59},
              {0x1.11301d0125b51p+0, -0x1.6c51039449b3ap-54},
              {0x1.1429aaea92de0p+0, -0x1.32fbf9af1369ep-54},
              {0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55},
              {0x1.1a35beb6fcb75p+0, 0x1.e5b4c7b4968e4p-55},
              {0x1.1d4873168b9aap+0, 0x1.e016e00a2643cp-54},
              {0x1.2063b88628cd6p+0, 0x1.dc775814a8495p-55},
              {0x1.2387a6e756238p+0, 0x1.9b07eb6c70573p-54},
              {0x1.26b4565e27cddp+0, 0x1.2bd339940e9d9p-55},
              {0x1.29e9df51fdee1p+0, 0x1.612e8afad1255p-55},
              {0x1.2d285a6e4030bp+0, 0x1.0024754db41d5p-54},
              {0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55},
              {0x1.33c08b26416ffp+0, 0x1.32721843659a6p-54},
              {0x1.371a7373aa9cbp+0, -0x1.63aeabf42eae2p-54},
              {0x1.3a7db34e59ff7p+0, -0x1.5e436d661f5e3p-56},
              {0x1.3dea64c123422p+0, 0x1.ada0911f09ebcp-55},
              {0x1.4160a21f72e2ap+0, -0x1.ef3691c309278p-58},
              {0x1.44e086061892dp+0, 0x1.89b7a04ef80d0p-59},
              {0x1.486a2b5c13cd0p+0, 0x1.3c1a3b69062f0p-56},
              {0x1.4bfdad5362a27p+0, 0x1.d4397afec42e2p-56},
              {0x1.4f9b2769d2ca7p+0, -0x1.4b309d25957e3p-54},
              {0x1.5342b569d4f82p+0, -0x1.07abe1db13cadp-55},
              {0x1.56f4736b527dap+0, 0x1.9bb2c011d93adp-54},
              {0x1.5ab07dd485429p+0, 0x1.6324c054647adp-54},
              {0x1.5e76f15ad2148p+0, 0x1.ba6f93080e65ep-54},
              {0x1.6247eb03a5585p+0, -0x1.383c17e40b497p-54},
              {0x1.6623882552225p+0, -0x1.bb60987591c34p-54},
              {0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54},
              {0x1.6dfb23c651a2fp+0, -0x1.bbe3a683c88abp-57},
              {0x1.71f75e8ec5f74p+0, -0x1.16e4786887a99p-55},
              {0x1.75feb564267c9p+0, -0x1.0245957316dd3p-54},
              {0x1.7a11473eb0187p+0, -0x1.41577ee04992fp-55},
              {0x1.7e2f336cf4e62p+0, 0x1.05d02ba15797ep-56},
              {0x1.82589994cce13p+0, -0x1.d4c1dd41532d8p-54},
              {0x1.868d99b4492edp+0, -0x1.fc6f89bd4f6bap-54},
              {0x1.8ace5422aa0dbp+0, 0x1.6e9f156864b27p-54},
              {0x1.8f1ae99157736p+0, 0x1.5cc13a2e3976cp-55},
              {0x1.93737b0cdc5e5p+0, -0x1.75fc781b57ebcp-57},
              {0x1.97d829fde4e50p+0, -0x1.d185b7c1b85d1p-54},
              {0x1.9c49182a3f090p+0, 0x1.c7c46b071f2bep-56},
              {0x1.a0c667b5de565p+0, -0x1.359495d1cd533p-54},
              {0x1.a5503b23e255dp+0, -0x1.d2f6edb8d41e1p-54},
              {0x1.a9e6b5579fdbfp+0, 0x1.0fac90ef7fd31p-54},
              {0x1.ae89f995ad3adp+0, 0x1.7a1cd345dcc81p-54},
              {0x1.b33a2b84f15fbp+0, -0x1.2805e3084d708p-57},
              {0x1.b7f76f2fb5e47p+0, -0x1.5584f7e54ac3bp-56},
              {0x1.bcc1e904bc1d2p+0, 0x1.23dd07a2d9e84p-55},
              {0x1.c199bdd85529cp+0, 0x1.11065895048ddp-55},
              {0x1.c67f12e57d14bp+0, 0x1.2884dff483cadp-54},
              {0x1.cb720dcef9069p+0, 0x1.503cbd1e949dbp-56},
              {0x1.d072d4a07897cp+0, -0x1.cbc3743797a9cp-54},
              {0x1.d5818dcfba487p+0, 0x1.2ed02d75b3707p-55},
              {0x1.da9e603db3285p+0, 0x1.c2300696db532p-54},
              {0x1.dfc97337b9b5fp+0, -0x1.1a5cd4f184b5cp-54},
              {0x1.e502ee78b3ff6p+0, 0x1.39e8980a9cc8fp-55},
              {0x1.ea4afa2a490dap+0, -0x1.e9c23179c2893p-54},
              {0x1.efa1bee615a27p+0, 0x1.dc7f486a4b6b0p-54},
              {0x1.f50765b6e4540p+0, 0x1.9d3e12dd8a18bp-54},
              {0x1.fa7c1819e90d8p+0, 0x1.74853f3a5931ep-55}}};

/* --- float64: far from zero the power of two may not be a normal number --- */

RP_APART rp_vec exp_far(rp_vec x)
{
    x = rp_vec_limit_float64(x, -746, 710);
    return rp_exp_any_value(rp_exp_pair(x, NULL));
}
RP_INLINE rp_vec rp_vec_exp_float64(rp_vec x)
{
    if (!rp_exp_all_near(x))
        return exp_far(x);
    return rp_exp_value(rp_exp_pair(x, NULL));
}

RP_APART rp_vec exp2_far(rp_vec x)
{
    return rp_exp_any_value(rp_exp2_pair(rp_vec_limit_float64(x, -1080, 1025), NULL));
}
RP_INLINE rp_vec rp_vec_exp2_float64(rp_vec x)
{
    const rp_exp_constants *k = &rp_exp_constants_;
    rp_vec near = rp_vec_less_float64(rp_vec_absolute_float64(x), LOADED(k->most2));
    if (!rp_vec_all_int64(near))
        return exp2_far(x);
    return rp_exp_value(rp_exp2_pair(x, NULL));
}

/* From 1/32 on; 2^whole hi - 1 is exact as a sum of two. */
RP_INLINE rp_vec expm1_near(rp_vec x)
{
    rp_exponential e = rp_exp_split(rp_vec_limit_float64(x, -60, INFINITY), NULL, true);
    rp_vec scale = rp_exp_scale(e.moved);
    rp_vec_pair less = rp_vec_two_sum_float64(MUL(e.hi, scale), SPLAT(-1));
    return ADD(less.hi, ADD(less.lo, MUL(e.lo, scale)));
}
/* Below it the table's first entry would be cancelled: x + x^2 (...), to 2^-65. */
static const double expm1_series[] = {0.5,
                                      0x1.555555555555fp-3,
                                      0x1.555555555554bp-5,
                                      0x1.1111110fd326bp-7,
                                      0x1.6c16c16c84ecbp-10,
                                      0x1.a01c84d017128p-13,
                                      0x1.a01aff6d62ccep-16};
RP_APART rp_vec any_expm1(rp_vec x)
{
    rp_vec small = LESS(rp_vec_absolute_float64(x), SPLAT(0x1p-5)), found = x;
    if (rp_vec_any(small)) {
        rp_vec series = rp_vec_long_polynomial(x, expm1_series, RP_COUNT_OF(expm1_series));
        found = rp_vec_copysign_float64(ADD(x, MUL(MUL(x, x), series)), x);
    }
    if (rp_vec_all(small))
        return found;
    rp_vec near = LESS(x, SPLAT(708));
    return rp_vec_select(found, rp_vec_select(expm1_near(x), exp_far(x), near), small);
}
RP_INLINE rp_vec rp_vec_expm1_float64(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x);
    rp_vec usual = rp_vec_and(rp_vec_less_equal_float64(SPLAT(0x1p-5), size), LESS(x, SPLAT(708)));
    return rp_vec_all_int64(usual) ? expm1_near(x) : any_expm1(x);
}

/* --- float32 --- */

/* No branches: operands whose results vanish or overflow are as common as others. */
RP_INLINE rp_vec rp_vec_exp_float32(rp_vec x)
{
    rp_exp_lanes e = rp_exp_of_lanes(rp_vec_within_float32(x, SPLAT32(-105), SPLAT32(89)), false);
    return rp_exp_lanes_scaled(rp_exp_lanes_sum(e), e.moved);
}

/* 2^d = 1 + d ln 2 + d^2 (...) up to 1/2, to 2^-27; the product of 12 bits of d and of ln 2 is
 * exact. */
static const float exp2_series[] = {0x1.ebfbep-3f, 0x1.c6afeep-5f, 0x1.3b2ac2p-7f, 0x1.5ec7dep-10f,
                                    0x1.439404p-13f};
RP_INLINE rp_exp_lanes exp2_of_lanes(rp_vec x)
{
    static const int32_t upper_half = -(1 << 12);
    rp_vec magic = SPLAT32(RP_EXPONENT_MAGIC32), moved = ADD32(x, magic);
    rp_vec d = SUB32(x, SUB32(moved, magic));
    rp_vec upper = rp_vec_and(d, rp_vec_constant_int32(&upper_half)), lower = SUB32(d, upper);
    rp_vec series = rp_vec_long_polynomial32(d, exp2_series, RP_COUNT_OF(exp2_series));
    rp_vec rest =
        ADD32(MUL32(upper, SPLAT32(0x1.0bfbe8p-15f)), MUL32(lower, SPLAT32(0x1.62e43p-1f)));
    rest = ADD32(rest, MUL32(MUL32(d, d), series));
    return (rp_exp_lanes){moved, MUL32(upper, SPLAT32(0x1.62ep-1f)), rest};
}
RP_INLINE rp_vec rp_vec_exp2_float32(rp_vec x)
{
    rp_exp_lanes e = exp2_of_lanes(rp_vec_within_float32(x, SPLAT32(-151), SPLAT32(129)));
    return rp_exp_lanes_scaled(rp_exp_lanes_sum(e), e.moved);
}

RP_INLINE rp_vec expm1_near32(rp_vec x)
{
    return rp_vec_copysign_float32(rp_exp_lanes_less_one(rp_exp_of_lanes(x, true)), x);
}
/* NaN and what has no normal power of two go apart. */
RP_APART rp_vec expm1_far32(rp_vec x)
{
    rp_vec found = expm1_near32(rp_vec_within_float32(x, SPLAT32(-30), SPLAT32(87)));
    return rp_vec_select(rp_vec_exp_float32(x), found, LESS32(SPLAT32(87), x));
}
RP_INLINE rp_vec rp_vec_expm1_float32(rp_vec x)
{
    rp_vec near = LESS32(rp_vec_absolute_float32(x), SPLAT32(87));
    return rp_vec_all_int32(near) ? expm1_near32(x) : expm1_far32(x);
}

/* --- Tables --- */

RP_REAL_FUNCTION1(exp)
RP_REAL_FUNCTION1(exp2)
RP_REAL_FUNCTION1(expm1)
RP_REALS1(exp)
RP_REALS1(expm1)

static const rp_loop exp_rows[] = {RP_REAL_ROWS1(exp, 25, 10, 30) RP_COMPLEX_ROWS(exp)};
RP_TABLE(exp)
static const rp_loop exp2_rows[] = {RP_REAL_ROWS1(exp2, 25, 10, 28) RP_COMPLEX_ROWS(exp2)};
RP_TABLE(exp2)
static const rp_loop expm1_rows[] = {RP_REAL_ROWS1(expm1, 28, 12, 45) RP_COMPLEX_ROWS(expm1)};
RP_TABLE(expm1)

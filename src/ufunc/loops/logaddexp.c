/* logaddexp and logaddexp2: the larger operand and log(1 + e^d), d <= 0 being the difference.
 *
 * Where the two nearly cancel, as in log(1/2 + 1/2), the sum of the exponentials is taken less 1,
 * in twice the precision, and float32 in float64: only results below 2^-50 of the operands are
 * worse than promised. */
#include "ufunc/loops/exponential.h"
#include "ufunc/loops/logarithm.h"

/* V8 loads all constants first: the polynomials take the registers, others are better made. */
#undef SPLAT
#define SPLAT rp_vec_splat_float64

/* --- Near cancellation: log(1 + (e^x - 1 + e^y)) --- */

/* 1/1!, 1/2!, ... in twice the precision; the next would be below 2^-105 of the first. */
static const double inverse_factorials[][2] = {{0x1.0000000000000p+0, 0x0.0p+0},
                                               {0x1.0000000000000p-1, 0x0.0p+0},
                                               {0x1.5555555555555p-3, 0x1.5555555555555p-57},
                                               {0x1.5555555555555p-5, 0x1.5555555555555p-59},
                                               {0x1.1111111111111p-7, 0x1.1111111111111p-63},
                                               {0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65},
                                               {0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73},
                                               {0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
                                               {0x1.71de3a556c734p-19, -0x1.c154f8ddc6c00p-73},
                                               {0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76},
                                               {0x1.ae64567f544e4p-26, -0x1.c062e06d1f209p-80},
                                               {0x1.1eed8eff8d898p-29, -0x1.2aec959e14c06p-83},
                                               {0x1.6124613a86d09p-33, 0x1.f28e0cc748ebep-87},
                                               {0x1.93974a8c07c9dp-37, 0x1.05d6f8a2efd1fp-92},
                                               {0x1.ae7f3e733b81fp-41, 0x1.1d8656b0ee8cbp-97},
                                               {0x1.ae7f3e733b81fp-45, 0x1.1d8656b0ee8cbp-101},
                                               {0x1.952c77030ad4ap-49, 0x1.ac981465ddc6cp-103},
                                               {0x1.6827863b97d97p-53, 0x1.eec01221a8b0bp-107},
                                               {0x1.2f49b46814157p-57, 0x1.2650f61dbdcb4p-112},
                                               {0x1.e542ba4020225p-62, 0x1.ea72b4afe3c2fp-120},
                                               {0x1.71b8ef6dcf572p-66, -0x1.d043ae40c4647p-120},
                                               {0x1.0ce396db7f853p-70, -0x1.aebcdbd20331cp-124},
                                               {0x1.761b41316381ap-75, -0x1.3423c7d91404fp-130}};
/* The first two times a whole number to 2^11 are exact. */
static const double ln2_thirds[] = {0x1.62e42fefa3800p-1, 0x1.ef35793c76000p-45,
                                    0x1.cc01f97b57a08p-87};
static const double ln2_halves[] = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

RP_INLINE rp_vec_pair pair_product(rp_vec_pair a, rp_vec_pair b)
{
    rp_vec_pair product = rp_vec_two_product_float64(a.hi, b.hi);
    rp_vec rest = ADD(MUL(a.hi, b.lo), MUL(a.lo, b.hi));
    return rp_vec_fast_two_sum_float64(product.hi, ADD(product.lo, rest));
}

RP_INLINE rp_vec_pair pair_sum(rp_vec_pair a, rp_vec_pair b)
{
    rp_vec_pair sum = rp_vec_two_sum_float64(a.hi, b.hi);
    rp_vec_pair rest = rp_vec_two_sum_float64(a.lo, b.lo);
    sum = rp_vec_fast_two_sum_float64(sum.hi, ADD(sum.lo, rest.hi));
    return rp_vec_fast_two_sum_float64(sum.hi, ADD(sum.lo, rest.lo));
}

RP_INLINE rp_vec_pair splat_pair(const double *parts)
{
    return (rp_vec_pair){rp_vec_constant_float64(&parts[0]), rp_vec_constant_float64(&parts[1])};
}

/* e^x or 2^x, less `less`, for -1000 < x < 1. */
RP_APART rp_vec_pair pair_exp(rp_vec x, bool base2, double less)
{
    /* Steps of the table, all whole. */
    rp_vec magic = SPLAT(0x1.8p52), per_ln2 = SPLAT(0x1.71547652b82fep+0);
    rp_vec whole = SUB(ADD(base2 ? x : MUL(x, per_ln2), magic), magic);
    rp_vec moved = ADD(MUL(whole, SPLAT(1 << RP_EXP_BITS)), SPLAT(RP_EXPONENT_MAGIC));
    rp_vec_pair r;
    if (base2) {
        r = pair_product((rp_vec_pair){SUB(x, whole), rp_vec_zero()}, splat_pair(ln2_halves));
    } else {
        rp_vec main = SUB(x, MUL(whole, LOADED(ln2_thirds[0])));
        r = rp_vec_two_sum_float64(main,
                                   rp_vec_negative_float64(MUL(whole, LOADED(ln2_thirds[1]))));
        r.lo = SUB(r.lo, MUL(whole, LOADED(ln2_thirds[2])));
    }
    int i = RP_COUNT_OF(inverse_factorials) - 1;
    rp_vec_pair sum = splat_pair(inverse_factorials[i]);
    while (i-- > 0)
        sum = pair_sum(pair_product(sum, r), splat_pair(inverse_factorials[i]));
    sum = pair_product(sum, r); /* e^r - 1 */
    rp_scale scale = rp_exp_scales(moved);
    sum.hi = MUL(MUL(sum.hi, scale.first), scale.second);
    sum.lo = MUL(MUL(sum.lo, scale.first), scale.second);
    rp_vec power = MUL(scale.first, scale.second);
    return pair_sum(rp_vec_two_sum_float64(power, rp_vec_splat_float64(-less)), sum);
}

RP_APART rp_vec cancelled_sum(rp_vec x, rp_vec y, bool base2)
{
    rp_vec larger = rp_vec_pmax_float64(x, y), smaller = rp_vec_pmin_float64(x, y);
    rp_vec_pair less_one = pair_exp(rp_vec_limit_float64(larger, -2, 0), base2, 1);
    rp_vec_pair other = pair_exp(rp_vec_limit_float64(smaller, -1000, 0), base2, 0);
    less_one = pair_sum(less_one, other);
    rp_vec_pair sum = rp_vec_two_sum_float64(SPLAT(1), less_one.hi);
    sum.lo = ADD(sum.lo, less_one.lo);
    rp_vec_pair log = rp_log_sum_of_pair(sum);
    if (base2)
        log = rp_times_factor(log, &rp_log_base2);
    return ADD(log.hi, log.lo);
}

/* Where a sum is so much smaller than its larger operand that the error, 2^-59 of that, would show.
 */
RP_INLINE rp_vec is_cancelled(rp_vec sum, rp_vec x, rp_vec y)
{
    rp_vec size = rp_vec_absolute_float64(rp_vec_pmax_float64(x, y));
    return LESS(MUL(rp_vec_absolute_float64(sum), SPLAT(32)), size);
}

/* --- float64 --- */

/* With all care, for any operands. */
RP_INLINE rp_vec add_exponentials(rp_vec x, rp_vec y, bool base2)
{
    rp_vec swap = rp_vec_less_float64(x, y);
    rp_vec larger = rp_vec_select(y, x, swap), smaller = rp_vec_select(x, y, swap);
    rp_vec_pair d = rp_vec_two_sum_float64(smaller, rp_vec_negative_float64(larger));
    rp_vec near = rp_vec_less_float64(SPLAT(-1080), d.hi);
    d = (rp_vec_pair){rp_vec_select(d.hi, SPLAT(-1080), near), rp_vec_and(d.lo, near)};
    rp_exponential e = (base2 ? rp_exp2_pair : rp_exp_pair)(d.hi, &d.lo);
    rp_vec_pair power = rp_vec_fast_two_sum_float64(e.hi, e.lo);
    rp_scale scale = rp_exp_scales(e.moved);
    power.hi = MUL(MUL(power.hi, scale.first), scale.second);
    power.lo = MUL(MUL(power.lo, scale.first), scale.second);
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(SPLAT(1), power.hi);
    sum.lo = ADD(sum.lo, power.lo);
    rp_vec_pair log = rp_log_sum_of_pair(sum);
    /* The tail of 1 + power has too few bits of a small one; log(1 + p) = p - p^2 / 2 then. */
    rp_vec tiny = LESS(power.hi, SPLAT(0x1p-46));
    log.hi = rp_vec_select(power.hi, log.hi, tiny);
    rp_vec square = MUL(MUL(power.hi, SPLAT(0.5)), power.hi);
    log.lo = rp_vec_select(SUB(power.lo, square), log.lo, tiny);
    if (base2)
        log = rp_times_factor(log, &rp_log_base2);
    rp_vec_pair total = rp_vec_two_sum_float64(larger, log.hi);
    return ADD(total.hi, ADD(total.lo, log.lo));
}

/* Infinite operands: the larger one; NaN: NaN. */
RP_INLINE rp_vec mend_sum(rp_vec sum, rp_vec x, rp_vec y)
{
    rp_vec larger = rp_vec_maximum_float64(x, y);
    rp_vec size = rp_vec_absolute_float64(larger);
    rp_vec finite = rp_vec_less_float64(size, SPLAT(INFINITY));
    return rp_vec_select(sum, larger, finite);
}

/* log(1 + e) = s (2 + s^2 (c[0] + c[1] s^2 + ...)), s = e / (2 + e) up to 1/3, to 2^-54, and the
 * same over log 2. */
static const double log_1_series[][10] = {
    {2, 0x1.5555555555947p-1, 0x1.99999998e9953p-2, 0x1.249249790d2fbp-2, 0x1.c71c4a1806a51p-3,
     0x1.746258db96b31p-3, 0x1.3aa89db20c70bp-3, 0x1.16444c7490538p-3, 0x1.956f4583ec5d3p-4,
     0x1.6b7f1dbaa94eep-3},
    {0x1.71547652b82fep+1, 0x1.ec709dc3a09aep-1, 0x1.2776c50e7ac7bp-1, 0x1.a61763218ef35p-2,
     0x1.484af737850f3p-2, 0x1.0c9e4f3baa53cp-2, 0x1.c5f4dc10c7712p-3, 0x1.9174413a7f9b1p-3,
     0x1.2475938d212f6p-3, 0x1.063513c8ed9e9p-2}};

/* e^-distance to some 2^-53, not less than 2^-58: the powers of less would underflow, which takes
 * time. */
RP_INLINE rp_vec plain_power(rp_vec distance, bool base2)
{
    rp_vec d =
        rp_vec_pmax_float64(base2 ? SPLAT(-57) : SPLAT(-40), rp_vec_negative_float64(distance));
    return rp_exp_value((base2 ? rp_exp2_pair : rp_exp_pair)(d, NULL));
}
RP_INLINE rp_vec add_log_1(rp_vec larger, rp_vec power, bool base2)
{
    rp_vec s = DIV(power, ADD(power, SPLAT(2))), z = MUL(s, s);
    const double *c = log_1_series[base2];
    rp_vec log = rp_vec_long_polynomial(z, c + 1, RP_COUNT_OF(log_1_series[0]) - 1);
    return ADD(larger, MUL(s, ADD(LOADED(c[0]), MUL(z, log))));
}

/* Whether the sum is so large that the error of its smaller part is small: the larger operand is
 * 1.5 at least, or below -3, which leaves -2 or less. */
RP_INLINE rp_vec is_plain(rp_vec larger)
{
    rp_vec size = rp_vec_absolute_float64(ADD(larger, SPLAT(0.75)));
    return rp_vec_and(rp_vec_less_equal_float64(SPLAT(2.25), size), LESS(size, SPLAT(1e300)));
}
/* Not for NaN. */
RP_INLINE rp_vec is_number(rp_vec power) { return LESS(power, SPLAT(2)); }

RP_APART rp_vec sum_with_care(rp_vec x, rp_vec y, bool base2)
{
    rp_vec sum = mend_sum(add_exponentials(x, y, base2), x, y);
    rp_vec cancelled = is_cancelled(sum, x, y);
    if (rp_vec_any(cancelled))
        sum = rp_vec_select(cancelled_sum(x, y, base2), sum, cancelled);
    rp_vec larger = rp_vec_pmax_float64(x, y), plain = is_plain(larger);
    if (!rp_vec_any(plain))
        return sum;
    rp_vec power = plain_power(rp_vec_absolute_float64(SUB(x, y)), base2);
    plain = rp_vec_and(plain, is_number(power));
    return rp_vec_select(add_log_1(larger, power, base2), sum, plain);
}

/* The test of the power comes late, to divide the constants between two blocks: V8 loads those of
 * one all at once, and there are too few registers. */
#define SUMS(op, base2)                                                                            \
    RP_INLINE rp_vec rp_vec_##op##_float64(rp_vec x, rp_vec y)                                     \
    {                                                                                              \
        rp_vec larger = rp_vec_pmax_float64(x, y);                                                 \
        if (!rp_vec_all_int64(is_plain(larger)))                                                   \
            return sum_with_care(x, y, base2);                                                     \
        rp_vec power = plain_power(rp_vec_absolute_float64(SUB(x, y)), base2);                     \
        return rp_vec_all_int64(is_number(power)) ? add_log_1(larger, power, base2)                \
                                                  : sum_with_care(x, y, base2);                    \
    }
SUMS(logaddexp, false)
SUMS(logaddexp2, true)

/* --- float32 --- */

RP_INLINE rp_vec add_exponentials32(rp_vec x, rp_vec y, bool base2)
{
    rp_vec swap = rp_vec_less_float64(x, y);
    rp_vec larger = rp_vec_select(y, x, swap), smaller = rp_vec_select(x, y, swap);
    rp_vec d = rp_vec_limit_float64(SUB(smaller, larger), -155, 0);
    rp_vec power = rp_exp32_value((base2 ? rp_exp2_32 : rp_exp32)(d));
    rp_vec log = rp_log1p32(power);
    if (base2)
        log = MUL(log, SPLAT(0x1.71547652b82fep+0));
    return mend_sum(ADD(larger, log), x, y);
}
#define SUMS32(op, base2)                                                                          \
    RP_INLINE rp_vec op##_single(rp_vec x, rp_vec y) { return add_exponentials32(x, y, base2); }   \
    RP_APART rp_vec op##_apart(rp_vec x, rp_vec y)                                                 \
    {                                                                                              \
        return rp_vec_in_float64_2(x, y, rp_vec_##op##_float64);                                   \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_##op##_float32(rp_vec x, rp_vec y)                                     \
    {                                                                                              \
        rp_vec sum = rp_vec_in_float64_2(x, y, op##_single);                                       \
        rp_vec size = rp_vec_absolute_float32(sum), many = rp_vec_splat_float32(2048);             \
        rp_vec other = rp_vec_absolute_float32(rp_vec_pmax_float32(x, y));                         \
        rp_vec cancelled = rp_vec_less_float32(rp_vec_multiply_float32(size, many), other);        \
        return rp_vec_any(cancelled) ? op##_apart(x, y) : sum;                                     \
    }
SUMS32(logaddexp, false)
SUMS32(logaddexp2, true)

/* --- Tables --- */

RP_REAL_FUNCTION2(logaddexp)
RP_REAL_FUNCTION2(logaddexp2)

static const rp_loop logaddexp_rows[] = {RP_REAL_ROWS2(logaddexp, 100, 82, 110)};
RP_TABLE(logaddexp)
static const rp_loop logaddexp2_rows[] = {RP_REAL_ROWS2(logaddexp2, 100, 82, 105)};
RP_TABLE(logaddexp2)

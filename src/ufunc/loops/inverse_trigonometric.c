/* Arc sine, cosine and tangent. Polynomials are minimax in the relative error of the function
 * (Remez's algorithm in 200 bits, coefficients rounded). */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/vector_function.h"
#include "ufunc/loops/real_functions.h"
#include <math.h>

/* V8 loads all constants first: the polynomials take the registers, others are better made. */
#undef SPLAT
#define SPLAT rp_vec_splat_float64

#define PI 0x1.921fb54442d18p+1
#define PI_REST 0x1.1a62633145c07p-53 /* what PI lacks */
#define ATAN_HALF 0x1.dac670561bb4fp-2
#define ATAN_HALF_REST 0x1.a2b7f222f65e2p-56

/* `value` in the lanes of the mask, else 0. */
#define WHERE(mask, value) rp_vec_and(mask, SPLAT(value))
RP_INLINE rp_vec sign_of(rp_vec x) { return rp_vec_and(x, SPLAT(-0.0)); }

/* --- arcsin and arccos --- */

/* asin r = r + r^3 (...) up to 1/2, to 2^-59 and 2^-39. */
static const double arc_sine64[] = {
    0x1.5555555555577p-3, 0x1.333333332e109p-4, 0x1.6db6db7213b3fp-5, 0x1.f1c71a9497659p-6,
    0x1.6e8bdee7e9deap-6, 0x1.1c49eff150499p-6, 0x1.ca1f958059c55p-7, 0x1.7585538a2ae38p-7,
    0x1.613d8b9e3508bp-7, 0x1.e5e8869b42d36p-9, 0x1.639ff499affdap-6, -0x1.580202d548bb4p-6,
    0x1.0b4810585d228p-5};
static const double arc_sine32[] = {
    0x1.55555547daa0ap-3, 0x1.333340897a6a9p-4, 0x1.6db25c71e7128p-5, 0x1.f281ab4643fe8p-6,
    0x1.66437c8da1a00p-6, 0x1.523046021c748p-6, 0x1.052711b7fe598p-9, 0x1.0d7ec81e104bep-5};

/* asin |x| is hi + lo where |x| < 1/2 (`small`), else pi/2 - (hi + lo), by way of the half angle:
 * asin x = pi/2 - 2 asin sqrt((1 - x) / 2). */
typedef struct arc {
    rp_vec hi, lo, small;
} arc;

/* The root is taken in two parts, the first short enough that its square is exact. */
RP_INLINE arc arc_sine(rp_vec size)
{
    rp_vec small = LESS(size, SPLAT(0.5));
    rp_vec z = MUL(SUB(SPLAT(1), size), SPLAT(0.5)), root = rp_vec_sqrt_float64(z);
    rp_vec hi = rp_vec_and(root, rp_vec_splat_int64(-(INT64_C(1) << 27)));
    rp_vec divisor = ADD(ADD(root, hi), SPLAT(0x1p-1000)); /* it may be 0 else */
    rp_vec lo = rp_vec_andnot(DIV(SUB(z, MUL(hi, hi)), divisor), small);
    z = rp_vec_select(MUL(size, size), z, small);
    rp_vec r = rp_vec_select(size, root, small);
    rp_vec v = MUL(MUL(r, z), rp_vec_long_polynomial(z, arc_sine64, RP_COUNT_OF(arc_sine64)));
    arc found = {rp_vec_select(size, ADD(hi, hi), small), ADD(lo, v), small};
    found.lo = rp_vec_select(found.lo, ADD(found.lo, found.lo), small);
    return found;
}

/* base (0, pi/2 or pi) + (hi + lo), with the last two's signs turned where `sign` is set. */
RP_INLINE rp_vec unfold(rp_vec base, rp_vec hi, rp_vec lo, rp_vec sign)
{
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(base, rp_vec_xor(hi, sign));
    rp_vec rest = ADD(MUL(base, SPLAT(PI_REST / PI)), rp_vec_xor(lo, sign));
    return ADD(sum.hi, ADD(sum.lo, rest));
}

RP_INLINE rp_vec rp_vec_arcsin_float64(rp_vec x)
{
    arc a = arc_sine(rp_vec_absolute_float64(x));
    rp_vec large = rp_vec_not(a.small);
    rp_vec size = unfold(WHERE(large, PI / 2), a.hi, a.lo, sign_of(large));
    return rp_vec_or(size, sign_of(x));
}

RP_INLINE rp_vec rp_vec_arccos_float64(rp_vec x)
{
    arc a = arc_sine(rp_vec_absolute_float64(x));
    rp_vec base = rp_vec_or(WHERE(a.small, PI / 2),
                            WHERE(rp_vec_andnot(LESS(x, rp_vec_zero()), a.small), PI));
    return unfold(base, a.hi, a.lo, sign_of(rp_vec_xor(x, a.small)));
}

/* The same for floats in float64, where one part is enough. */
RP_INLINE rp_vec arc_sine_single(rp_vec size, rp_vec small)
{
    rp_vec half = MUL(SUB(SPLAT(1), size), SPLAT(0.5));
    rp_vec z = rp_vec_select(MUL(size, size), half, small);
    rp_vec r = rp_vec_select(size, MUL(rp_vec_sqrt_float64(z), SPLAT(2)), small);
    rp_vec sum = rp_vec_long_polynomial(z, arc_sine32, RP_COUNT_OF(arc_sine32));
    return ADD(r, MUL(MUL(r, z), sum));
}
RP_INLINE rp_vec arcsin_single(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x), small = LESS(size, SPLAT(0.5));
    rp_vec a = arc_sine_single(size, small);
    a = rp_vec_select(a, SUB(SPLAT(PI / 2), a), small);
    return rp_vec_or(a, sign_of(x));
}
RP_INLINE rp_vec arccos_single(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x), small = LESS(size, SPLAT(0.5));
    rp_vec a = arc_sine_single(size, small);
    rp_vec fold = rp_vec_select(SPLAT(PI / 2), WHERE(LESS(x, rp_vec_zero()), PI), small);
    return ADD(fold, rp_vec_xor(a, sign_of(rp_vec_xor(x, small))));
}
RP_INLINE rp_vec rp_vec_arcsin_float32(rp_vec x) { return rp_vec_in_float64(x, arcsin_single); }
RP_INLINE rp_vec rp_vec_arccos_float32(rp_vec x) { return rp_vec_in_float64(x, arccos_single); }

/* --- arctan and arctan2 --- */

/* atan t = t + t^3 (...) up to 7/16, to 2^-57, and up to tan(pi/8), to 2^-40. */
static const double arc_tangent64[] = {
    -0x1.555555555550bp-2, 0x1.999999998e710p-3, -0x1.2492491fee7ddp-3, 0x1.c71c6fd96b433p-4,
    -0x1.745cdb784154cp-4, 0x1.3b0f1d8d20a0cp-4, -0x1.10d5e45600677p-4, 0x1.dddc287f83018p-5,
    -0x1.979a417892182p-5, 0x1.2b09225a5d1c0p-5, -0x1.0a6195c455e24p-6};
static const double arc_tangent32[] = {
    -0x1.5555554edf9d7p-2, 0x1.999991fbd10fbp-3, -0x1.2490c2f3620a6p-3, 0x1.c6d1e8cb7d444p-4,
    -0x1.70829d1f104f8p-4, 0x1.1e5bd254d1fe5p-4, -0x1.36aba7afc18f8p-5};

/* The arc tangent of over / under, both finite, 0 <= over <= under > 0, is taken as that of c = 0,
 * 1/2 or 1 and that of t = (over - c under) / (under + c over). */
typedef struct quotient {
    rp_vec half, whole; /* whether c is at least 1/2; is 1 */
    rp_vec over, under; /* t, the first exactly */
    rp_vec under_rest;
} quotient;

RP_INLINE quotient reduce_quotient(rp_vec over, rp_vec under)
{
    quotient q;
    q.half = LESS(MUL(under, SPLAT(7. / 16)), over);
    q.whole = LESS(MUL(under, SPLAT(11. / 16)), over);
    rp_vec c = ADD(WHERE(q.half, 0.5), WHERE(q.whole, 0.5));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(under, MUL(c, over));
    q.over = SUB(over, MUL(c, under));
    q.under = sum.hi;
    q.under_rest = sum.lo;
    return q;
}

/* base + the arc tangent of c and t, or minus it where `sign` is set; less: what the quotient t is
 * too large by. */
RP_INLINE rp_vec arc_tangent(const quotient *q, rp_vec t, rp_vec less, rp_vec base, rp_vec sign)
{
    rp_vec z = MUL(t, t);
    rp_vec v = rp_vec_long_polynomial(z, arc_tangent64, RP_COUNT_OF(arc_tangent64));
    v = SUB(MUL(MUL(t, z), v), less);
    rp_vec angle = ADD(WHERE(q->half, ATAN_HALF), WHERE(q->whole, PI / 4 - ATAN_HALF));
    rp_vec angle_rest =
        ADD(WHERE(q->half, ATAN_HALF_REST), WHERE(q->whole, PI_REST / 4 - ATAN_HALF_REST));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(angle, t);
    return unfold(base, sum.hi, ADD(sum.lo, ADD(angle_rest, v)), sign);
}

RP_INLINE rp_vec rp_vec_arctan_float64(rp_vec x)
{
    /* From 2^60 on it is pi/2, and infinity need not be told apart. */
    rp_vec size = rp_vec_pmin_float64(SPLAT(0x1p60), rp_vec_absolute_float64(x)), one = SPLAT(1);
    rp_vec large = LESS(one, size);
    quotient q = reduce_quotient(rp_vec_pmin_float64(one, size), rp_vec_pmax_float64(one, size));
    rp_vec angle =
        arc_tangent(&q, DIV(q.over, q.under), rp_vec_zero(), WHERE(large, PI / 2), sign_of(large));
    return rp_vec_or(angle, sign_of(x));
}

/* 0/0, a division by infinity, and what would overflow or lose digits on the way. */
static __attribute__((noinline)) void settle_quotient(rp_vec *over, rp_vec *under)
{
    rp_vec infinity = SPLAT(INFINITY), one = SPLAT(1);
    rp_vec infinite = rp_vec_equal_float64(*under, infinity);
    rp_vec both = rp_vec_equal_float64(*over, infinity);
    *over = rp_vec_select(MUL(*over, rp_vec_zero()), *over, rp_vec_andnot(infinite, both));
    *over = rp_vec_select(one, *over, both);
    rp_vec zero = rp_vec_equal_float64(*under, rp_vec_zero());
    *under = rp_vec_select(one, *under, rp_vec_or(infinite, zero));
    rp_vec scale = rp_vec_select(SPLAT(0x1p-200), one, LESS(SPLAT(0x1p800), *under));
    scale = rp_vec_select(SPLAT(0x1p500), scale, LESS(*under, SPLAT(0x1p-500)));
    *over = MUL(*over, scale);
    *under = MUL(*under, scale);
}

/* What t is too large by: products of halves are exact. A tiny one is right as it is, and products
 * with it might lose digits. */
RP_INLINE rp_vec excess_of_quotient(const quotient *q, rp_vec t)
{
    rp_vec few = rp_vec_splat_int64(RP_UPPER_BITS), inverse = DIV(SPLAT(1), q->under);
    rp_vec t_upper = rp_vec_and(t, few), t_lower = SUB(t, t_upper);
    rp_vec upper = rp_vec_and(q->under, few), lower = SUB(q->under, upper);
    rp_vec excess = ADD(SUB(MUL(t_upper, upper), q->over), MUL(t_lower, upper));
    excess = ADD(excess, MUL(t, ADD(lower, q->under_rest)));
    return rp_vec_and(MUL(excess, inverse), LESS(SPLAT(0x1p-100), rp_vec_absolute_float64(t)));
}

RP_INLINE rp_vec rp_vec_arctan2_float64(rp_vec y, rp_vec x)
{
    rp_vec height = rp_vec_absolute_float64(y), width = rp_vec_absolute_float64(x);
    /* So turned a NaN is in one of them. */
    rp_vec over = rp_vec_pmin_float64(width, height), under = rp_vec_pmax_float64(height, width);
    rp_vec steep = LESS(width, height);
    rp_vec usual = rp_vec_and(LESS(SPLAT(0x1p-500), under), LESS(under, SPLAT(0x1p800)));
    if (rp_vec_any(rp_vec_not(usual)))
        settle_quotient(&over, &under);
    quotient q = reduce_quotient(over, under);
    rp_vec t = DIV(q.over, q.under);
    rp_vec left = rp_vec_less_int64(x, rp_vec_zero());
    rp_vec base = rp_vec_or(WHERE(steep, PI / 2), WHERE(rp_vec_andnot(left, steep), PI));
    rp_vec angle =
        arc_tangent(&q, t, excess_of_quotient(&q, t), base, sign_of(rp_vec_xor(x, steep)));
    return rp_vec_or(angle, sign_of(y));
}

/* Floats in float64: nothing overflows, and t needs no mending. */
RP_INLINE rp_vec arc_tangent_single(rp_vec over, rp_vec under, rp_vec fold, rp_vec sign)
{
    rp_vec c = LESS(MUL(under, SPLAT(0x1.a8279ap-2)), over), one = SPLAT(1);
    rp_vec t = DIV(SUB(over, rp_vec_and(c, under)), ADD(under, rp_vec_and(c, over)));
    rp_vec z = MUL(t, t);
    rp_vec sum = rp_vec_long_polynomial(z, arc_tangent32, RP_COUNT_OF(arc_tangent32));
    rp_vec angle = ADD(WHERE(c, PI / 4), MUL(t, ADD(MUL(z, sum), one)));
    return ADD(fold, rp_vec_xor(angle, sign));
}
RP_INLINE rp_vec arctan_single(rp_vec x)
{
    rp_vec size = rp_vec_pmin_float64(SPLAT(0x1p60), rp_vec_absolute_float64(x)), one = SPLAT(1);
    rp_vec large = LESS(one, size);
    rp_vec angle =
        arc_tangent_single(rp_vec_select(one, size, large), rp_vec_select(size, one, large),
                           WHERE(large, PI / 2), sign_of(large));
    return rp_vec_or(angle, sign_of(x));
}
RP_INLINE rp_vec arctan2_single(rp_vec y, rp_vec x)
{
    rp_vec height = rp_vec_absolute_float64(y), width = rp_vec_absolute_float64(x);
    rp_vec steep = LESS(width, height);
    rp_vec over = rp_vec_select(width, height, steep);
    rp_vec under = rp_vec_select(height, width, steep);
    rp_vec usual = rp_vec_and(LESS(rp_vec_zero(), under), LESS(under, SPLAT(INFINITY)));
    if (rp_vec_any(rp_vec_not(usual)))
        settle_quotient(&over, &under);
    rp_vec left = rp_vec_less_int64(x, rp_vec_zero());
    rp_vec fold = rp_vec_select(SPLAT(PI / 2), WHERE(left, PI), steep);
    rp_vec angle = arc_tangent_single(over, under, fold, sign_of(rp_vec_xor(x, steep)));
    return rp_vec_or(angle, sign_of(y));
}
RP_INLINE rp_vec rp_vec_arctan_float32(rp_vec x) { return rp_vec_in_float64(x, arctan_single); }
RP_INLINE rp_vec rp_vec_arctan2_float32(rp_vec y, rp_vec x)
{
    return rp_vec_join_float32(arctan2_single(rp_vec_low_float64(y), rp_vec_low_float64(x)),
                               arctan2_single(rp_vec_high_float64(y), rp_vec_high_float64(x)));
}

/* --- Tables --- */

RP_REAL_FUNCTION1(arcsin)
RP_REAL_FUNCTION1(arccos)
RP_REAL_FUNCTION1(arctan)
RP_REAL_FUNCTION2(arctan2)
RP_REALS2(arctan2)

static const rp_loop arcsin_rows[] = {RP_REAL_ROWS1(arcsin, 47, 32, 70) RP_COMPLEX_ROWS(arcsin)};
RP_TABLE(arcsin)
static const rp_loop arccos_rows[] = {RP_REAL_ROWS1(arccos, 47, 32, 80) RP_COMPLEX_ROWS(arccos)};
RP_TABLE(arccos)
static const rp_loop arctan_rows[] = {RP_REAL_ROWS1(arctan, 57, 50, 80) RP_COMPLEX_ROWS(arctan)};
RP_TABLE(arctan)
static const rp_loop arctan2_rows[] = {
    RP_ROW2(FLOAT16, FLOAT16, arctan2_float16_loop, 0, 118)
        RP_ROW2(FLOAT32, FLOAT32, arctan2_float32_loop, 0, 95)
            RP_ROW2(FLOAT64, FLOAT64, arctan2_float64_loop, 0, 135)};
RP_TABLE(arctan2)

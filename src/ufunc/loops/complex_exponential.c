/* exp, log and power of complex numbers. exp2, expm1, log2, log10 and power are put together of
 * others as NumPy puts them together, for their special values and edges follow from that. */
#include "ufunc/loops/complex_each.h"
#include <float.h>

static const double LN2 = 0x1.62e42fefa39efp-1, LOG2_E = 0x1.71547652b82fep+0,
                    LOG10_E = 0x1.bcb7b1526e50ep-2;

/* Where NumPy's floats would overflow on the way. */
static inline double limited(double x, double max)
{
    return __builtin_fabs(x) > max ? rp_with_sign(INFINITY, x) : x;
}

/* --- exp --- */

static rp_complex128 exp_of_special(rp_complex128 z)
{
    if (z.re != z.re)
        return (rp_complex128){z.re, z.im == 0 ? z.im : NAN};
    if (!isinf(z.re))
        return (rp_complex128){NAN, NAN};
    double size = z.re > 0 ? INFINITY : 0;
    if (z.im - z.im != 0)
        return (rp_complex128){size, z.re > 0 ? NAN : rp_with_sign(0, z.im)};
    if (z.im == 0)
        return (rp_complex128){size, z.im};
    rp_sincos turn = rp_real_sincos(z.im);
    return (rp_complex128){rp_with_sign(size, turn.cos), rp_with_sign(size, turn.sin)};
}

static rp_complex128 complex_exp(rp_complex128 z)
{
    if (!rp_complex_isfinite(z))
        return exp_of_special(z);
    rp_sincos turn = rp_real_sincos(z.im);
    if (z.re > RP_EXP_STEP)
        return rp_times_large_exp(z.re, 1, turn.cos, turn.sin);
    double size = rp_real_exp(z.re);
    return (rp_complex128){size * turn.cos, size * turn.sin};
}

static rp_complex128 complex_exp2(rp_complex128 z)
{
    return complex_exp((rp_complex128){z.re * LN2, z.im * LN2});
}

/* (e^x - 1) cos y - (1 - cos y), e^x sin y */
static inline rp_complex128 expm1_within(rp_complex128 z, double max, double least)
{
    rp_sincos turn = rp_real_sincos(z.im);
    double more = rp_real_expm1(z.re), size = z.re > -0.5 ? more + 1 : rp_real_exp(z.re), less;
    if (turn.cos < 0.5) {
        less = 1 - turn.cos;
    } else {
        double half = rp_real_sin(z.im / 2);
        less = 2 * half * half;
    }
    return (rp_complex128){limited(more, max) * turn.cos - (less < least ? 0 : less),
                           limited(size, max) * turn.sin};
}
static rp_complex128 complex_expm1(rp_complex128 z) { return expm1_within(z, DBL_MAX, 0); }
static rp_complex128 complex_expm1_single(rp_complex128 z)
{
    return expm1_within(z, FLT_MAX, 0x1p-150);
}

/* --- log --- */

/* Dekker's and Knuth's exact sums and products. */
typedef struct exact {
    double high, low;
} exact;

static inline exact exact_sum(double a, double b)
{
    double sum = a + b, part = sum - a;
    return (exact){sum, (a - (sum - part)) + (b - part)};
}

static inline exact exact_square(double a)
{
    double square = a * a, high = 0x1p27 * a + a;
    high -= high - a;
    double low = a - high;
    return (exact){square, ((high * high - square) + 2 * high * low) + low * low};
}

/* start + x^2 + y^2, where they may cancel: rounded once, nearly. */
static double plus_squares(double start, double x, double y)
{
    exact xx = exact_square(x), yy = exact_square(y);
    exact first = exact_sum(xx.high, start), second = exact_sum(first.high, yy.high);
    exact lows = exact_sum(xx.low, yy.low), errors = exact_sum(first.low, second.low);
    exact small = exact_sum(lows.high, errors.high), all = exact_sum(second.high, small.high);
    return all.high + (all.low + (small.low + (lows.low + errors.low)));
}

static inline bool near_one(double squares) { return squares > 0.125 && squares < 8; }

/* log |x + yi|, x + yi neither infinite nor near to the unit circle */
static double log_of_modulus(double x, double y)
{
    double size = __builtin_fabs(x) > __builtin_fabs(y) ? __builtin_fabs(x) : __builtin_fabs(y);
    if (size > 0x1p500)
        return 0.5 * rp_real_log(x * 0x1p-600 * (x * 0x1p-600) + y * 0x1p-600 * (y * 0x1p-600)) +
               600 * LN2;
    if (size < 0x1p-450)
        return 0.5 * rp_real_log(x * 0x1p600 * (x * 0x1p600) + y * 0x1p600 * (y * 0x1p600)) -
               600 * LN2;
    return 0.5 * rp_real_log(x * x + y * y);
}

static rp_complex128 complex_log(rp_complex128 z)
{
    if (isinf(z.re) || isinf(z.im))
        return (rp_complex128){INFINITY, rp_real_atan2(z.im, z.re)};
    double size = near_one(z.re * z.re + z.im * z.im)
                      ? 0.5 * rp_real_log1p(plus_squares(-1, z.re, z.im))
                      : log_of_modulus(z.re, z.im);
    return (rp_complex128){size, rp_real_atan2(z.im, z.re)};
}

static rp_complex128 complex_log2(rp_complex128 z)
{
    rp_complex128 log = complex_log(z);
    return (rp_complex128){log.re * LOG2_E, log.im * LOG2_E};
}

static rp_complex128 complex_log10(rp_complex128 z)
{
    rp_complex128 log = complex_log(z);
    return (rp_complex128){log.re * LOG10_E, log.im * LOG10_E};
}

/* NumPy takes log(hypot(x + 1, y)), infinite where the modulus overflows; it has no correct digit
 * for small z, so there it is done better here. */
static inline rp_complex128 log1p_within(rp_complex128 z, double max)
{
    rp_complex128 more = {z.re + 1, z.im};
    if (near_one(more.re * more.re + z.im * z.im))
        return (rp_complex128){0.5 * rp_real_log1p(plus_squares(2 * z.re, z.re, z.im)),
                               rp_real_atan2(z.im, more.re)};
    rp_complex128 log = complex_log(more);
    if (absolute_complex128(more) > max)
        log.re = INFINITY;
    return log;
}
static rp_complex128 complex_log1p(rp_complex128 z) { return log1p_within(z, DBL_MAX); }
static rp_complex128 complex_log1p_single(rp_complex128 z) { return log1p_within(z, FLT_MAX); }

/* --- power --- */

RP_INLINE rp_complex128 product(rp_complex128 a, rp_complex128 b, bool single)
{
    return single ? rp_widened(multiply_complex64(rp_rounded(a), rp_rounded(b)))
                  : multiply_complex128(a, b);
}

/* By repeated products, and that of 1 counts too: it makes NaN of infinities. */
RP_INLINE rp_complex128 integer_power(rp_complex128 a, int n, bool single)
{
    const rp_complex128 one = {1, 0};
    if (n == 1)
        return a;
    if (n == 2)
        return product(a, a, single);
    if (n == 3)
        return product(a, product(a, a, single), single);
    rp_complex128 result = one;
    for (int left = n < 0 ? -n : n;; a = product(a, a, single)) {
        if (left & 1)
            result = product(result, a, single);
        if ((left >>= 1) == 0)
            break;
    }
    if (n > 0)
        return result;
    return single ? rp_widened(divide_complex64(rp_rounded(one), rp_rounded(result)))
                  : divide_complex128(one, result);
}

static inline double infinite_or_zero(double x) { return rp_with_sign(isinf(x) ? 1 : 0, x); }
static inline double zero_if_nan(double x) { return x != x ? rp_with_sign(0, x) : x; }

/* C's product of complex numbers (C11, G.5.1): infinite where either is. */
static rp_complex128 recovered_product(rp_complex128 a, rp_complex128 b, bool overflowed)
{
    bool a_isinf = isinf(a.re) || isinf(a.im), b_isinf = isinf(b.re) || isinf(b.im);
    if (!a_isinf && !b_isinf && !overflowed)
        return (rp_complex128){NAN, NAN};
    if (a_isinf) {
        a = (rp_complex128){infinite_or_zero(a.re), infinite_or_zero(a.im)};
        b = (rp_complex128){zero_if_nan(b.re), zero_if_nan(b.im)};
    }
    if (b_isinf) {
        b = (rp_complex128){infinite_or_zero(b.re), infinite_or_zero(b.im)};
        a = (rp_complex128){zero_if_nan(a.re), zero_if_nan(a.im)};
    }
    if (!a_isinf && !b_isinf) {
        a = (rp_complex128){zero_if_nan(a.re), zero_if_nan(a.im)};
        b = (rp_complex128){zero_if_nan(b.re), zero_if_nan(b.im)};
    }
    return (rp_complex128){INFINITY * (a.re * b.re - a.im * b.im),
                           INFINITY * (a.re * b.im + a.im * b.re)};
}

static rp_complex128 c_product(rp_complex128 a, rp_complex128 b, double max)
{
    double rr = limited(a.re * b.re, max), ii = limited(a.im * b.im, max);
    double ri = limited(a.re * b.im, max), ir = limited(a.im * b.re, max);
    double re = limited(rr - ii, max), im = limited(ri + ir, max);
    if (re != re && im != im)
        return recovered_product(a, b, isinf(rr) || isinf(ii) || isinf(ri) || isinf(ir));
    return (rp_complex128){re, im};
}

static rp_complex128 any_power(rp_complex128 a, rp_complex128 b, bool single)
{
    rp_complex128 log = complex_log(a);
    if (single && !rp_complex_isfinite(b))
        log = rp_widened(rp_rounded(log)); /* whether a part is 0 decides */
    return complex_exp(c_product(b, log, single ? FLT_MAX : DBL_MAX));
}

RP_INLINE rp_complex128 complex_power(rp_complex128 a, rp_complex128 b, bool single)
{
    if (b.re == 0 && b.im == 0)
        return (rp_complex128){1, 0};
    if (a.re == 0 && a.im == 0)
        return b.re > 0 ? (rp_complex128){0, 0} : (rp_complex128){NAN, NAN};
    if (b.im == 0 && b.re > -100 && b.re < 100 && b.re == (int)b.re)
        return integer_power(a, (int)b.re, single);
    return any_power(a, b, single);
}

#define POWER_LOOP(name, WIDEN, ROUND, single)                                                     \
    void rp_loop_power_##name(char **args, const intptr_t *n, const intptr_t *steps, void *data)   \
    {                                                                                              \
        const char *a = args[0], *b = args[1];                                                     \
        char *out = args[2];                                                                       \
        (void)data;                                                                                \
        for (intptr_t i = *n; i > 0; i--, a += steps[0], b += steps[1], out += steps[2])           \
            *(rp_##name *)out = ROUND(complex_power(WIDEN(*(const rp_##name *)a),                  \
                                                    WIDEN(*(const rp_##name *)b), single));        \
    }
POWER_LOOP(complex64, rp_widened, rp_rounded, true)
POWER_LOOP(complex128, , , false)

RP_COMPLEX_LOOPS(exp)
RP_COMPLEX_LOOPS(exp2)
RP_COMPLEX_LOOP(expm1, complex64, complex_expm1_single)
RP_COMPLEX_LOOP(expm1, complex128, complex_expm1)
RP_COMPLEX_LOOPS(log)
RP_COMPLEX_LOOPS(log2)
RP_COMPLEX_LOOPS(log10)
RP_COMPLEX_LOOP(log1p, complex64, complex_log1p_single)
RP_COMPLEX_LOOP(log1p, complex128, complex_log1p)

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

static rp_complex128 join_exp(rp_complex128 z, double exp, rp_sincos turn)
{
    if (!rp_complex_isfinite(z))
        return exp_of_special(z);
    if (z.re > RP_EXP_STEP)
        return rp_times_large_exp(z.re, 1, turn.cos, turn.sin);
    return (rp_complex128){exp * turn.cos, exp * turn.sin};
}

static void complex_exp(rp_complex128 *z, intptr_t n)
{
    rp_from_exponential(z, n, false, join_exp);
}

static void scale(rp_complex128 *z, intptr_t n, double factor)
{
    for (intptr_t i = 0; i < n; i++)
        z[i] = (rp_complex128){z[i].re * factor, z[i].im * factor};
}

static void complex_exp2(rp_complex128 *z, intptr_t n)
{
    scale(z, n, LN2);
    complex_exp(z, n);
}

/* (e^x - 1) cos y - (1 - cos y), e^x sin y */
static void expm1_within(rp_complex128 *z, intptr_t n, double max, double least)
{
    double more[RP_COMPLEX_BLOCK], exp[RP_COMPLEX_BLOCK], sin[RP_COMPLEX_BLOCK];
    double cos[RP_COMPLEX_BLOCK], sin_of_half[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++) {
        more[i] = exp[i] = z[i].re;
        sin[i] = cos[i] = z[i].im;
        sin_of_half[i] = z[i].im / 2;
    }
    rp_reals_expm1(more, n);
    rp_reals_exp(exp, n);
    rp_reals_sin(sin, n);
    rp_reals_cos(cos, n);
    rp_reals_sin(sin_of_half, n);
    for (intptr_t i = 0; i < n; i++) {
        double less = cos[i] < 0.5 ? 1 - cos[i] : 2 * sin_of_half[i] * sin_of_half[i];
        z[i].re = limited(more[i], max) * cos[i] - (less < least ? 0 : less);
        z[i].im = limited(exp[i], max) * sin[i];
    }
}
static void complex_expm1(rp_complex128 *z, intptr_t n) { expm1_within(z, n, DBL_MAX, 0); }
static void complex_expm1_single(rp_complex128 *z, intptr_t n)
{
    expm1_within(z, n, FLT_MAX, 0x1p-150);
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

/* A logarithm is factor * log1p(t) + more, so that all go through one function. */
typedef struct logarithm {
    double t, factor, more;
} logarithm;

static inline bool near_one(double squares) { return squares > 0.125 && squares < 8; }

static inline logarithm log_of(double squares, double more)
{
    return squares <= 0.125 ? (logarithm){1 / squares - 1, -0.5, more}
                            : (logarithm){squares - 1, 0.5, more};
}

/* log |x + yi| */
static logarithm log_of_modulus(double x, double y)
{
    double squares = x * x + y * y;
    if (near_one(squares))
        return (logarithm){plus_squares(-1, x, y), 0.5, 0};
    if (isinf(x) || isinf(y))
        return (logarithm){INFINITY, 0.5, 0};
    double size = __builtin_fabs(x) > __builtin_fabs(y) ? __builtin_fabs(x) : __builtin_fabs(y);
    if (size > 0x1p500)
        return log_of(x * 0x1p-600 * (x * 0x1p-600) + y * 0x1p-600 * (y * 0x1p-600), 600 * LN2);
    if (size < 0x1p-450)
        return log_of(x * 0x1p600 * (x * 0x1p600) + y * 0x1p600 * (y * 0x1p600), -600 * LN2);
    return log_of(squares, 0);
}

/* NumPy takes log(hypot(x + 1, y)) for log1p, infinite where the modulus overflows; it has no
 * correct digit for small z, so there it is done better here. */
static logarithm log1p_of_modulus(rp_complex128 z, double max)
{
    rp_complex128 more = {z.re + 1, z.im};
    if (near_one(more.re * more.re + z.im * z.im))
        return (logarithm){plus_squares(2 * z.re, z.re, z.im), 0.5, 0};
    if (absolute_complex128(more) > max)
        return (logarithm){INFINITY, 0.5, 0};
    return log_of_modulus(more.re, more.im);
}

/* log z, or log (z + 1) of no greater modulus than `max`, times a factor. */
static void log_within(rp_complex128 *z, intptr_t n, bool of_more, double max, double factor)
{
    double logs[RP_COMPLEX_BLOCK], angles[RP_COMPLEX_BLOCK], x[RP_COMPLEX_BLOCK];
    logarithm how[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++) {
        how[i] = of_more ? log1p_of_modulus(z[i], max) : log_of_modulus(z[i].re, z[i].im);
        logs[i] = how[i].t;
        x[i] = of_more ? z[i].re + 1 : z[i].re;
        angles[i] = z[i].im;
    }
    rp_reals_log1p(logs, n);
    rp_reals_arctan2(angles, x, n);
    for (intptr_t i = 0; i < n; i++)
        z[i] =
            (rp_complex128){(logs[i] * how[i].factor + how[i].more) * factor, angles[i] * factor};
}

static void complex_log(rp_complex128 *z, intptr_t n) { log_within(z, n, false, 0, 1); }
static void complex_log2(rp_complex128 *z, intptr_t n) { log_within(z, n, false, 0, LOG2_E); }
static void complex_log10(rp_complex128 *z, intptr_t n) { log_within(z, n, false, 0, LOG10_E); }
static void complex_log1p(rp_complex128 *z, intptr_t n) { log_within(z, n, true, DBL_MAX, 1); }
static void complex_log1p_single(rp_complex128 *z, intptr_t n)
{
    log_within(z, n, true, FLT_MAX, 1);
}

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

/* exp(b log a) */
static void any_power(rp_complex128 *a, const rp_complex128 *b, intptr_t n, bool single)
{
    complex_log(a, n);
    for (intptr_t i = 0; i < n; i++) {
        rp_complex128 log = a[i];
        if (single && !rp_complex_isfinite(b[i]))
            log = rp_widened(rp_rounded(log)); /* whether a part is 0 decides */
        a[i] = c_product(b[i], log, single ? FLT_MAX : DBL_MAX);
    }
    complex_exp(a, n);
}

/* Powers that are not exp(b log a). */
static bool plain_power(rp_complex128 a, rp_complex128 b, bool single, rp_complex128 *power)
{
    if (b.re == 0 && b.im == 0)
        *power = (rp_complex128){1, 0};
    else if (a.re == 0 && a.im == 0)
        *power = b.re > 0 ? (rp_complex128){0, 0} : (rp_complex128){NAN, NAN};
    else if (b.im == 0 && b.re > -100 && b.re < 100 && b.re == (int)b.re)
        *power = integer_power(a, (int)b.re, single);
    else
        return false;
    return true;
}

/* a = a^b */
static void complex_power(rp_complex128 *a, const rp_complex128 *b, intptr_t n, bool single)
{
    rp_complex128 others[RP_COMPLEX_BLOCK], exponents[RP_COMPLEX_BLOCK];
    int8_t places[RP_COMPLEX_BLOCK];
    int count = 0;
    for (intptr_t i = 0; i < n; i++)
        if (!plain_power(a[i], b[i], single, &a[i])) {
            others[count] = a[i];
            exponents[count] = b[i];
            places[count++] = (int8_t)i;
        }
    if (count)
        any_power(others, exponents, count, single);
    for (int k = 0; k < count; k++)
        a[places[k]] = others[k];
}

/* In accumulate and reduce each result is an operand of the next. */
static bool is_apart(const char *in, const char *out, intptr_t out_step)
{
    return out_step != 0 && in != out - out_step;
}

#define POWER_LOOP(name, single)                                                                   \
    void rp_loop_power_##name(char **args, const intptr_t *n, const intptr_t *steps, void *data)   \
    {                                                                                              \
        rp_complex128 a[RP_COMPLEX_BLOCK], b[RP_COMPLEX_BLOCK];                                    \
        const char *x = args[0], *y = args[1];                                                     \
        char *out = args[2];                                                                       \
        intptr_t most = is_apart(x, out, steps[2]) ? RP_COMPLEX_BLOCK : 1;                         \
        (void)data;                                                                                \
        for (intptr_t i = 0, count; i < *n; i += count) {                                          \
            count = rp_min_intp(most, *n - i);                                                     \
            rp_load_block_##name(a, x + i * steps[0], steps[0], count);                            \
            rp_load_block_##name(b, y + i * steps[1], steps[1], count);                            \
            complex_power(a, b, count, single);                                                    \
            rp_store_block_##name(out + i * steps[2], steps[2], a, count);                         \
        }                                                                                          \
    }
POWER_LOOP(complex64, true)
POWER_LOOP(complex128, false)

RP_COMPLEX_LOOPS(exp)
RP_COMPLEX_LOOPS(exp2)
RP_COMPLEX_LOOP(expm1, complex64, complex_expm1_single)
RP_COMPLEX_LOOP(expm1, complex128, complex_expm1)
RP_COMPLEX_LOOPS(log)
RP_COMPLEX_LOOPS(log2)
RP_COMPLEX_LOOPS(log10)
RP_COMPLEX_LOOP(log1p, complex64, complex_log1p_single)
RP_COMPLEX_LOOP(log1p, complex128, complex_log1p)

/* arcsin, arccos, arctan, arcsinh, arccosh and arctanh of complex numbers.
 *
 * arcsin and arccos are those of Hull, Fairgrieve & Tang, "Implementing the complex arcsine and
 * arccosine functions using exception handling", ACM TOMS 23 (1997); arctanh follows Kahan, "Branch
 * cuts for complex elementary functions" (1987). The special values are those of C11, annex G. The
 * hyperbolic functions are the others, turned by a right angle. */
#include "ufunc/loops/complex_each.h"
#include <string.h>

static const double LN2 = 0x1.62e42fefa39efp-1, PI = 0x1.921fb54442d18p+1,
                    HALF_PI = 0x1.921fb54442d18p+0, QUARTER_PI = 0x1.921fb54442d18p-1;
static const double TINY = 0x1p-509, LARGE = 0x1p508; /* squares between them are safe */

static inline double modulus(double re, double im)
{
    return absolute_complex128((rp_complex128){re, im});
}

/* --- arcsin and arccos of x + yi with x, y >= 0; their imaginary parts differ by the sign --- */

/* x or y is so small or so large that a square would under- or overflow. */
static inline bool is_extreme(double x, double y) { return x > LARGE || y < TINY || y > LARGE; }

static rp_complex128 extreme_arc(double x, double y, bool cosine)
{
    double apart = __builtin_fabs(x - 1), re, im;
    if (y <= 0x1p-52 * apart) { /* on the real axis, as good as */
        double root = __builtin_sqrt(apart) * __builtin_sqrt(x + 1), turn = y == 0 ? 0 : y / root;
        if (x < 1) {
            re = cosine ? rp_real_arctan2(root, x) : rp_real_arctan2(x, root);
            im = turn;
        } else {
            re = cosine ? turn : HALF_PI;
            im = x > LARGE ? LN2 + rp_real_log(x) : rp_real_log1p(apart + root);
        }
    } else if (y < TINY) { /* then x is 1 */
        im = __builtin_sqrt(y);
        re = cosine ? im : HALF_PI - im;
    } else if (x <= 0x1p-52 * y - 1) {
        re = cosine ? HALF_PI : x / y;
        im = LN2 + rp_real_log(y);
    } else {
        double ratio = x / y;
        re = cosine ? rp_real_arctan2(y, x) : rp_real_arctan2(x, y);
        im = LN2 + rp_real_log(y) + 0.5 * rp_real_log1p(ratio * ratio);
    }
    return (rp_complex128){re, im};
}

/* The result is the angle of (adjacent, opposite), and log1p(t). */
typedef struct arc {
    double opposite, adjacent, t;
} arc;

static arc moderate_arc(double x, double y, bool cosine)
{
    double right = modulus(x + 1, y), left = modulus(x - 1, y); /* the distances from -1 and 1 */
    double a = 0.5 * (right + left), b = x / a;
    /* What is left where terms would cancel, of right - (x + 1), and for x < 1 of left - (1 - x) */
    double over_right = y * y / (right + (x + 1));
    double over_left = x < 1 ? y * y / (left + (1 - x)) : left + (x - 1);
    double above_one = a <= 1.5 ? 0.5 * (over_right + over_left) : a - 1;
    double root, base = x;
    if (b <= 0.6417)
        root = __builtin_sqrt((1 - b) * (1 + b)), base = b;
    else if (x <= 1)
        root = __builtin_sqrt(0.5 * (a + x) * (over_right + (left + (1 - x))));
    else
        root = y * __builtin_sqrt(0.5 * ((a + x) / (right + (x + 1)) + (a + x) / (left + (x - 1))));
    return (arc){cosine ? root : base, cosine ? base : root,
                 above_one + __builtin_sqrt(above_one * (a + 1))};
}

static rp_complex128 arcsin_of_special(rp_complex128 z)
{
    if (isinf(z.re))
        return (rp_complex128){
            z.im != z.im ? NAN : rp_with_sign(isinf(z.im) ? QUARTER_PI : HALF_PI, z.re),
            rp_with_sign(INFINITY, z.im)};
    if (isinf(z.im))
        return (rp_complex128){z.re != z.re ? NAN : rp_with_sign(0, z.re), z.im};
    return (rp_complex128){z.re == 0 ? z.re : NAN, NAN};
}

static void arcs(rp_complex128 *z, intptr_t n, bool cosine)
{
    double angles[RP_COMPLEX_BLOCK], adjacent[RP_COMPLEX_BLOCK], logs[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++) {
        arc its = moderate_arc(__builtin_fabs(z[i].re), __builtin_fabs(z[i].im), cosine);
        angles[i] = its.opposite;
        adjacent[i] = its.adjacent;
        logs[i] = its.t;
    }
    rp_reals_arctan2(angles, adjacent, n);
    rp_reals_log1p(logs, n);
    for (intptr_t i = 0; i < n; i++) {
        double x = __builtin_fabs(z[i].re), y = __builtin_fabs(z[i].im);
        z[i] = is_extreme(x, y) ? extreme_arc(x, y, cosine) : (rp_complex128){angles[i], logs[i]};
    }
}

static void complex_arcsin(rp_complex128 *z, intptr_t n)
{
    rp_complex128 found[RP_COMPLEX_BLOCK];
    memcpy(found, z, sizeof *z * (size_t)n);
    arcs(found, n, false);
    for (intptr_t i = 0; i < n; i++)
        z[i] = rp_complex_isfinite(z[i]) ? (rp_complex128){rp_with_sign(found[i].re, z[i].re),
                                                           rp_with_sign(found[i].im, z[i].im)}
                                         : arcsin_of_special(z[i]);
}

static rp_complex128 arccos_of_special(rp_complex128 z)
{
    rp_complex128 other = arcsin_of_special(z);
    return (rp_complex128){HALF_PI - other.re, -other.im};
}

static void complex_arccos(rp_complex128 *z, intptr_t n)
{
    rp_complex128 found[RP_COMPLEX_BLOCK];
    memcpy(found, z, sizeof *z * (size_t)n);
    arcs(found, n, true);
    for (intptr_t i = 0; i < n; i++)
        z[i] = rp_complex_isfinite(z[i])
                   ? (rp_complex128){z[i].re < 0 ? PI - found[i].re : found[i].re,
                                     rp_with_sign(found[i].im, -z[i].im)}
                   : arccos_of_special(z[i]);
}

static void complex_arcsinh(rp_complex128 *z, intptr_t n)
{
    rp_swap_block(z, n);
    complex_arcsin(z, n);
    rp_swap_block(z, n);
}

static void complex_arccosh(rp_complex128 *z, intptr_t n)
{
    double im[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++)
        im[i] = z[i].im;
    complex_arccos(z, n);
    for (intptr_t i = 0; i < n; i++)
        z[i] = (rp_complex128){__builtin_fabs(z[i].im), rp_with_sign(z[i].re, im[i])};
}

/* --- arctanh --- */

static rp_complex128 arctanh_of_special(rp_complex128 z)
{
    if (isinf(z.im) || (isinf(z.re) && z.im == z.im))
        return (rp_complex128){rp_with_sign(0, z.re), rp_with_sign(HALF_PI, z.im)};
    return (rp_complex128){isinf(z.re) || z.re == 0 ? rp_with_sign(0, z.re) : NAN, NAN};
}

/* Of z far away or at 1, x, y >= 0. */
static inline bool is_rare(double x, double y)
{
    return x > 0x1p54 || y > 0x1p54 || (x == 1 && y < 0x1p-54);
}
static rp_complex128 rare_arctanh(double x, double y)
{
    if (x == 1 && y < 0x1p-54)
        return (rp_complex128){0.5 * (LN2 - rp_real_log(y)), y == 0 ? 0 : QUARTER_PI};
    double size = modulus(x * 0.5, y * 0.5); /* 1/z, and a right angle */
    return (rp_complex128){0.25 * x / size / size, HALF_PI};
}

static void complex_arctanh(rp_complex128 *z, intptr_t n)
{
    double logs[RP_COMPLEX_BLOCK], angles[RP_COMPLEX_BLOCK], adjacent[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++) {
        double x = __builtin_fabs(z[i].re), y = __builtin_fabs(z[i].im);
        double square = y < TINY ? 0 : y * y, apart = 1 - x;
        logs[i] = 4 * x / (apart * apart + square);
        angles[i] = 2 * y;
        adjacent[i] = apart * (1 + x) - square;
    }
    rp_reals_log1p(logs, n);
    rp_reals_arctan2(angles, adjacent, n);
    for (intptr_t i = 0; i < n; i++) {
        if (!rp_complex_isfinite(z[i])) {
            z[i] = arctanh_of_special(z[i]);
            continue;
        }
        double x = __builtin_fabs(z[i].re), y = __builtin_fabs(z[i].im);
        rp_complex128 its =
            is_rare(x, y) ? rare_arctanh(x, y) : (rp_complex128){0.25 * logs[i], 0.5 * angles[i]};
        z[i] = (rp_complex128){rp_with_sign(its.re, z[i].re), rp_with_sign(its.im, z[i].im)};
    }
}

static void complex_arctan(rp_complex128 *z, intptr_t n)
{
    rp_swap_block(z, n);
    complex_arctanh(z, n);
    rp_swap_block(z, n);
}

RP_COMPLEX_LOOPS(arcsin)
RP_COMPLEX_LOOPS(arccos)
RP_COMPLEX_LOOPS(arctan)
RP_COMPLEX_LOOPS(arcsinh)
RP_COMPLEX_LOOPS(arccosh)
RP_COMPLEX_LOOPS(arctanh)

/* arcsin, arccos, arctan, arcsinh, arccosh and arctanh of complex numbers.
 *
 * arcsin and arccos are those of Hull, Fairgrieve & Tang, "Implementing the complex arcsine and
 * arccosine functions using exception handling", ACM TOMS 23 (1997); arctanh follows Kahan, "Branch
 * cuts for complex elementary functions" (1987). The special values are those of C11, annex G. The
 * hyperbolic functions are the others, turned by a right angle. */
#include "ufunc/loops/complex_each.h"

static const double LN2 = 0x1.62e42fefa39efp-1, PI = 0x1.921fb54442d18p+1,
                    HALF_PI = 0x1.921fb54442d18p+0, QUARTER_PI = 0x1.921fb54442d18p-1;
static const double TINY = 0x1p-509, LARGE = 0x1p508; /* squares between them are safe */

static inline double modulus(double re, double im)
{
    return absolute_complex128((rp_complex128){re, im});
}

/* --- arcsin and arccos of x + yi with x, y >= 0; their imaginary parts differ by the sign --- */

/* x or y is so small or so large that a square would under- or overflow. */
static rp_complex128 extreme_arc(double x, double y, bool cosine)
{
    double apart = __builtin_fabs(x - 1), re, im;
    if (y <= 0x1p-52 * apart) { /* on the real axis, as good as */
        double root = __builtin_sqrt(apart) * __builtin_sqrt(x + 1), turn = y == 0 ? 0 : y / root;
        if (x < 1) {
            re = cosine ? rp_real_acos(x) : rp_real_asin(x);
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
        re = cosine ? rp_real_atan(y / x) : rp_real_atan(ratio);
        im = LN2 + rp_real_log(y) + 0.5 * rp_real_log1p(ratio * ratio);
    }
    return (rp_complex128){re, im};
}

static rp_complex128 arc(double x, double y, bool cosine)
{
    if (x > LARGE || y < TINY || y > LARGE)
        return extreme_arc(x, y, cosine);
    double right = modulus(x + 1, y), left = modulus(x - 1, y); /* the distances from -1 and 1 */
    double a = 0.5 * (right + left), b = x / a;
    /* What is left where terms would cancel, of right - (x + 1), and for x < 1 of left - (1 - x) */
    double over_right = y * y / (right + (x + 1));
    double over_left = x < 1 ? y * y / (left + (1 - x)) : left + (x - 1);
    rp_complex128 result;
    if (a <= 1.5) {
        double above_one = 0.5 * (over_right + over_left);
        result.im = rp_real_log1p(above_one + __builtin_sqrt(above_one * (a + 1)));
    } else {
        result.im = rp_real_log(a + __builtin_sqrt(a * a - 1));
    }
    if (b <= 0.6417) {
        result.re = cosine ? rp_real_acos(b) : rp_real_asin(b);
    } else {
        double root = x <= 1 ? __builtin_sqrt(0.5 * (a + x) * (over_right + (left + (1 - x))))
                             : y * __builtin_sqrt(0.5 * ((a + x) / (right + (x + 1)) +
                                                         (a + x) / (left + (x - 1))));
        result.re = rp_real_atan(cosine ? root / x : x / root);
    }
    return result;
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

static rp_complex128 complex_arcsin(rp_complex128 z)
{
    if (!rp_complex_isfinite(z))
        return arcsin_of_special(z);
    rp_complex128 its = arc(__builtin_fabs(z.re), __builtin_fabs(z.im), false);
    return (rp_complex128){rp_with_sign(its.re, z.re), rp_with_sign(its.im, z.im)};
}

static rp_complex128 complex_arccos(rp_complex128 z)
{
    if (!rp_complex_isfinite(z)) {
        rp_complex128 other = arcsin_of_special(z);
        return (rp_complex128){HALF_PI - other.re, -other.im};
    }
    rp_complex128 its = arc(__builtin_fabs(z.re), __builtin_fabs(z.im), true);
    return (rp_complex128){z.re < 0 ? PI - its.re : its.re, rp_with_sign(its.im, -z.im)};
}

static rp_complex128 complex_arcsinh(rp_complex128 z)
{
    return rp_swapped(complex_arcsin(rp_swapped(z)));
}

static rp_complex128 complex_arccosh(rp_complex128 z)
{
    rp_complex128 its = complex_arccos(z);
    return (rp_complex128){__builtin_fabs(its.im), rp_with_sign(its.re, z.im)};
}

/* --- arctanh --- */

static rp_complex128 arctanh_of_special(rp_complex128 z)
{
    if (isinf(z.im) || (isinf(z.re) && z.im == z.im))
        return (rp_complex128){rp_with_sign(0, z.re), rp_with_sign(HALF_PI, z.im)};
    return (rp_complex128){isinf(z.re) || z.re == 0 ? rp_with_sign(0, z.re) : NAN, NAN};
}

static rp_complex128 complex_arctanh(rp_complex128 z)
{
    if (!rp_complex_isfinite(z))
        return arctanh_of_special(z);
    double x = __builtin_fabs(z.re), y = __builtin_fabs(z.im);
    double re, im;
    if (x > 0x1p54 || y > 0x1p54) { /* 1/z, and a right angle */
        double size = modulus(x * 0.5, y * 0.5);
        re = 0.25 * x / size / size;
        im = HALF_PI;
    } else if (x == 1 && y < 0x1p-54) {
        re = 0.5 * (LN2 - rp_real_log(y));
        im = y == 0 ? 0 : QUARTER_PI;
    } else {
        double square = y < TINY ? 0 : y * y, apart = 1 - x;
        re = 0.25 * rp_real_log1p(4 * x / (apart * apart + square));
        im = 0.5 * rp_real_atan2(2 * y, apart * (1 + x) - square);
    }
    return (rp_complex128){rp_with_sign(re, z.re), rp_with_sign(im, z.im)};
}

static rp_complex128 complex_arctan(rp_complex128 z)
{
    return rp_swapped(complex_arctanh(rp_swapped(z)));
}

RP_COMPLEX_LOOPS(arcsin)
RP_COMPLEX_LOOPS(arccos)
RP_COMPLEX_LOOPS(arctan)
RP_COMPLEX_LOOPS(arcsinh)
RP_COMPLEX_LOOPS(arccosh)
RP_COMPLEX_LOOPS(arctanh)

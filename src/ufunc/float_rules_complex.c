/* The rules for complex numbers. Arithmetic is traced step by step through the formulas that NumPy
 * uses; of the elementary functions only operands and results are looked at. */
#include "ufunc/float_rules.h"
#include "ufunc/loops/real_functions.h"

typedef struct pair {
    double re, im;
} pair;

static pair operand(const rp_sample *s, int i) { return (pair){s->x[i][0], s->x[i][1]}; }

static bool any_nan(pair z) { return isnan(z.re) || isnan(z.im); }

static bool all_finite(pair z) { return isfinite(z.re) && isfinite(z.im); }

static bool is_zero(pair z) { return z.re == 0 && z.im == 0; }

void rp_complex_sum(rp_sample *s)
{
    rp_traced_add(s, s->x[0][0], s->x[1][0]);
    rp_traced_add(s, s->x[0][1], s->x[1][1]);
}

void rp_complex_difference(rp_sample *s)
{
    rp_traced_add(s, s->x[0][0], -s->x[1][0]);
    rp_traced_add(s, s->x[0][1], -s->x[1][1]);
}

static pair multiply(rp_sample *s, pair a, pair b)
{
    double re =
        rp_traced_add(s, rp_traced_multiply(s, a.re, b.re), -rp_traced_multiply(s, a.im, b.im));
    double im =
        rp_traced_add(s, rp_traced_multiply(s, a.re, b.im), rp_traced_multiply(s, a.im, b.re));
    return (pair){re, im};
}

void rp_complex_product(rp_sample *s) { multiply(s, operand(s, 0), operand(s, 1)); }

void rp_complex_square(rp_sample *s) { multiply(s, operand(s, 0), operand(s, 0)); }

/* Smith's algorithm (Communications of the ACM 5, 1962). */
static void divide(rp_sample *s, pair a, pair b)
{
    if (any_nan(b)) { /* its parts are compared */
        s->flags |= RP_FLOAT_INVALID;
        return;
    }
    bool wide = fabs(b.re) >= fabs(b.im);
    if (wide && is_zero(b)) {
        rp_traced_divide(s, a.re, fabs(b.re));
        rp_traced_divide(s, a.im, fabs(b.re));
        return;
    }
    double large = wide ? b.re : b.im, small = wide ? b.im : b.re;
    double ratio = rp_traced_divide(s, small, large);
    double scale =
        rp_traced_divide(s, 1, rp_traced_add(s, large, rp_traced_multiply(s, small, ratio)));
    double x = wide ? a.re : a.im, y = wide ? a.im : a.re;
    double re = rp_traced_add(s, x, rp_traced_multiply(s, y, ratio));
    double im = wide ? rp_traced_add(s, a.im, -rp_traced_multiply(s, a.re, ratio))
                     : rp_traced_add(s, rp_traced_multiply(s, a.im, ratio), -a.re);
    if (!wide)
        re = rp_traced_add(s, rp_traced_multiply(s, a.re, ratio), a.im);
    rp_traced_multiply(s, re, scale);
    rp_traced_multiply(s, im, scale);
}

void rp_complex_quotient(rp_sample *s) { divide(s, operand(s, 0), operand(s, 1)); }

void rp_complex_reciprocal(rp_sample *s)
{
    pair b = operand(s, 0);
    if (any_nan(b))
        s->flags |= RP_FLOAT_INVALID;
    bool wide = fabs(b.im) <= fabs(b.re);
    double large = wide ? b.re : b.im, small = wide ? b.im : b.re;
    double ratio = rp_traced_divide(s, small, large);
    double d = rp_traced_add(s, large, rp_traced_multiply(s, small, ratio));
    rp_traced_divide(s, wide ? 1 : ratio, d);
    rp_traced_divide(s, wide ? -ratio : -1, d);
}

void rp_complex_order(rp_sample *s)
{
    pair a = operand(s, 0), b = operand(s, 1);
    bool decides = a.re == b.re; /* the imaginary part */
    if (isnan(a.re) || isnan(b.re) || (decides && (isnan(a.im) || isnan(b.im))))
        s->flags |= RP_FLOAT_INVALID;
}

static pair result(const rp_sample *s) { return (pair){s->r[0][0], s->r[0][1]}; }

/* A part was rounded below the normal numbers, or away altogether. */
static bool has_tiny_part(const rp_sample *s)
{
    pair z = operand(s, 0), r = result(s);
    double least = fmin(fabs(r.re), fabs(r.im));
    return least < s->normal && (least != 0 || (z.re != 0 && z.im != 0));
}

void rp_complex_modulus(rp_sample *s)
{
    pair z = operand(s, 0);
    double modulus = rp_rounded(s, rp_real_hypot(z.re, z.im));
    if (!all_finite(z) || modulus == 0)
        return;
    if (isinf(modulus))
        s->flags |= RP_FLOAT_OVER;
    if (modulus < (s->single ? 0x1p-126 : 0x1p-1022) && z.re != 0 && z.im != 0)
        s->flags |= RP_FLOAT_UNDER;
    rp_traced_divide(s, z.re, modulus);
    rp_traced_divide(s, z.im, modulus);
}

void rp_complex_smooth(rp_sample *s)
{
    pair z = operand(s, 0), r = result(s);
    if (any_nan(r) && !any_nan(z))
        s->flags |= RP_FLOAT_INVALID;
    if (all_finite(z) && (isinf(r.re) || isinf(r.im)))
        s->flags |= RP_FLOAT_OVER;
    if (all_finite(z) && has_tiny_part(s))
        s->flags |= RP_FLOAT_UNDER;
}

void rp_complex_exponential(rp_sample *s)
{
    pair z = operand(s, 0);
    rp_complex_smooth(s);
    if (any_nan(z) && !isinf(z.re))
        s->flags |= RP_FLOAT_INVALID;
    if (all_finite(z) && is_zero(result(s)))
        s->flags |= RP_FLOAT_UNDER;
}

static void smooth_but(rp_sample *s, bool pole)
{
    if (pole)
        s->flags |= RP_FLOAT_DIVIDE;
    else
        rp_complex_smooth(s);
}

void rp_complex_log(rp_sample *s) { smooth_but(s, is_zero(operand(s, 0))); }

/* Next to 1 the logarithm of the modulus is rightly zero. */
void rp_complex_log1p(rp_sample *s)
{
    bool pole = s->x[0][0] == -1 && s->x[0][1] == 0;
    unsigned before = s->flags;
    smooth_but(s, pole);
    if (!pole && result(s).re == 0 && fabs(result(s).im) >= s->normal)
        s->flags = before;
}

/* Both begin with products of the parts. */
void rp_complex_expm1(rp_sample *s)
{
    double half = s->x[0][1] / 2;
    rp_complex_smooth(s);
    if (fabs(half) < 1)
        rp_traced_multiply(s, half, half);
}

void rp_complex_exp2(rp_sample *s)
{
    double ln2 = rp_rounded(s, 0.69314718055994530942);
    rp_complex_exponential(s);
    rp_traced_multiply(s, s->x[0][0], ln2);
    rp_traced_multiply(s, s->x[0][1], ln2);
}

void rp_complex_arctan(rp_sample *s) { smooth_but(s, s->x[0][0] == 0 && fabs(s->x[0][1]) == 1); }

void rp_complex_arctanh(rp_sample *s) { smooth_but(s, fabs(s->x[0][0]) == 1 && s->x[0][1] == 0); }

/* a to the power of n, |n| < 100, by squaring. */
static void whole_power(rp_sample *s, pair a, int n)
{
    if (n == 1)
        return;
    pair power = {1, 0}, factor = a;
    unsigned left = (unsigned)(n < 0 ? -n : n);
    bool first = n == 2 || n == 3; /* these are products of a alone */
    for (;;) {
        if (left & 1) {
            power = first ? factor : multiply(s, power, factor);
            first = false;
        }
        left >>= 1;
        if (!left)
            break;
        factor = multiply(s, factor, factor);
    }
    if (n < 0)
        divide(s, (pair){1, 0}, power);
}

void rp_complex_power(rp_sample *s)
{
    pair a = operand(s, 0), b = operand(s, 1), r = result(s);
    if (is_zero(b))
        return;
    if (is_zero(a)) {
        if (any_nan(r))
            s->flags |= RP_FLOAT_INVALID;
        return;
    }
    if (b.im == 0 && b.re == trunc(b.re) && fabs(b.re) < 100) {
        whole_power(s, a, (int)b.re);
        return;
    }
    if (any_nan(r) && !any_nan(a) && !any_nan(b))
        s->flags |= RP_FLOAT_INVALID;
    if (all_finite(a) && all_finite(b) && (isinf(r.re) || isinf(r.im)))
        s->flags |= RP_FLOAT_OVER;
    if (all_finite(a) && all_finite(b) && (has_tiny_part(s) || is_zero(r)))
        s->flags |= RP_FLOAT_UNDER;
}

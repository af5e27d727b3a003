/* The rules for real numbers, and the list of all. */
#include "ufunc/float_rules.h"

#include <string.h>

static void sum(rp_sample *s)
{
    rp_traced_half(s, rp_traced_add(s, s->x[0][0], s->x[1][0]), s->r[0][0]);
}

static void difference(rp_sample *s)
{
    rp_traced_half(s, rp_traced_add(s, s->x[0][0], -s->x[1][0]), s->r[0][0]);
}

static void product(rp_sample *s)
{
    rp_traced_half(s, rp_traced_multiply(s, s->x[0][0], s->x[1][0]), s->r[0][0]);
}

static void square(rp_sample *s)
{
    rp_traced_half(s, rp_traced_multiply(s, s->x[0][0], s->x[0][0]), s->r[0][0]);
}

static void quotient(rp_sample *s)
{
    rp_traced_half(s, rp_traced_divide(s, s->x[0][0], s->x[1][0]), s->r[0][0]);
}

static void reciprocal(rp_sample *s)
{
    rp_traced_half(s, rp_traced_divide(s, 1, s->x[0][0]), s->r[0][0]);
}

/* NumPy's floor_divide: the quotient of what fmod leaves, rounded down, and a look at how far that
 * went, which of an infinity is not a number. */
static void whole_quotient(rp_sample *s)
{
    double x = s->x[0][0], y = s->x[1][0];
    if (y == 0) {
        rp_traced_divide(s, x, y);
        return;
    }
    if (isinf(x) && !isnan(y))
        s->flags |= RP_FLOAT_INVALID;
    if (!isfinite(x) || isnan(y))
        return;
    double q = rp_traced_divide(s, rp_traced_add(s, x, -fmod(x, y)), y);
    if (q == 0 && s->r[0][0] == 0)
        rp_traced_divide(s, x, y); /* for the sign of zero */
    if (isinf(q) && !s->half)
        s->flags |= RP_FLOAT_INVALID;
    if (isinf(s->r[0][0]))
        rp_traced_half(s, q, s->r[0][0]);
}

static void invalid(rp_sample *s)
{
    if (rp_is_fresh_nan(s->r[0][0], s->x[0][0], s->x[1][0]))
        s->flags |= RP_FLOAT_INVALID;
}

static void quotient_and_remainder(rp_sample *s)
{
    whole_quotient(s);
    if (s->x[1][0] == 0 && !isnan(s->x[0][0]))
        s->flags |= RP_FLOAT_INVALID;
}

/* Results that are rounded wherever they are tiny, but for that of zero. */
static void smooth(rp_sample *s)
{
    double x = s->x[0][0], r = s->r[0][0];
    invalid(s);
    if (!isfinite(x))
        return;
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    /* in float16, what single precision does not tell from x is exact */
    if (fabs(r) < s->normal && x != 0 && !(s->half && r == x))
        s->flags |= RP_FLOAT_UNDER;
}

/* exp(x) - 1 and log(1 + x) of what is small in float16 are told from x in single precision. */
static void bent(rp_sample *s, double square, double cube)
{
    double x = s->x[0][0];
    if (s->half && fabs(x) < 0x1p-10)
        rp_traced_half(s, (float)(x + square * x * x + cube * x * x * x), s->r[0][0]);
    else
        smooth(s);
}

static void exponential_m1(rp_sample *s) { bent(s, 1.0 / 2, 1.0 / 6); }

static void exponential2(rp_sample *s)
{
    bool exact = s->single && s->x[0][0] == rint(s->x[0][0]) && s->r[0][0] != 0;
    if (!exact)
        smooth(s);
    else if (isinf(s->r[0][0]) && isfinite(s->x[0][0]))
        s->flags |= RP_FLOAT_OVER;
}

static void pole(rp_sample *s, double at)
{
    invalid(s);
    if (s->x[0][0] == at)
        s->flags |= RP_FLOAT_DIVIDE;
}

static void logarithm(rp_sample *s) { pole(s, 0); }

static void logarithm1p(rp_sample *s)
{
    if (s->x[0][0] == -1)
        pole(s, -1);
    else
        bent(s, -1.0 / 2, 1.0 / 3);
}

static void arctanh_(rp_sample *s)
{
    if (fabs(s->x[0][0]) == 1)
        s->flags |= RP_FLOAT_DIVIDE;
    else
        smooth(s);
}

static void power_(rp_sample *s)
{
    double x = s->x[0][0], y = s->x[1][0], r = s->r[0][0];
    invalid(s);
    if (!isfinite(x) || !isfinite(y))
        return;
    if (x == 0) {
        if (y < 0)
            s->flags |= RP_FLOAT_DIVIDE;
        return;
    }
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    int e;
    bool exact = y == 1 && (s->half || (s->single && fabs(frexp(x, &e)) == 0.5));
    if (fabs(r) < s->normal && !exact)
        s->flags |= RP_FLOAT_UNDER;
}

static void arctan2_(rp_sample *s)
{
    double x = s->x[0][0], y = s->x[1][0], r = s->r[0][0];
    if (fabs(r) < s->normal && x != 0 && !isinf(y) && !(s->half && r * y == x))
        s->flags |= RP_FLOAT_UNDER;
}

static void hypotenuse(rp_sample *s)
{
    double x = s->x[0][0], y = s->x[1][0], r = s->r[0][0];
    if (!isfinite(x) || !isfinite(y))
        return;
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    if (s->half)
        rp_traced_half(s, (float)sqrt(x * x + y * y), r);
    else if (fabs(r) < s->normal && x != 0 && y != 0)
        s->flags |= RP_FLOAT_UNDER;
}

/* max + log1p(exp(-distance)), the exponential to this base: it underflows past `lowest`;
 * comparisons flag NaN. In float16 it does not count where it is lost in single precision. */
static void log_of_sum(rp_sample *s, double lowest, double log2_of_base)
{
    double x = s->x[0][0], y = s->x[1][0], r = s->r[0][0];
    if (isnan(x) || isnan(y)) {
        s->flags |= RP_FLOAT_INVALID;
        return;
    }
    if (isinf(x) || isinf(y))
        return;
    double distance = fabs(rp_traced_add(s, x, -y));
    if (isfinite(distance) && distance > lowest)
        s->flags |= RP_FLOAT_UNDER;
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    double sum = fmax(x, y) + (isfinite(distance) ? ldexp(1, -(int)(distance * log2_of_base)) : 0);
    if (s->half && fabs(r) < s->normal && (float)sum != r)
        s->flags |= RP_FLOAT_UNDER;
}

static void log_of_sum_e(rp_sample *s)
{
    log_of_sum(s, s->single ? 87.33655 : 708.3964185322641, 1.4426950408889634);
}

static void log_of_sum_2(rp_sample *s) { log_of_sum(s, s->single ? 126 : 1022, 1); }

static void times(rp_sample *s, double factor)
{
    rp_traced_half(s, rp_traced_multiply(s, s->x[0][0], rp_rounded(s, factor)), s->r[0][0]);
}

static void in_degrees(rp_sample *s) { times(s, 57.295779513082320876798); } /* 180 / pi */

static void in_radians(rp_sample *s) { times(s, 0.017453292519943295769237); } /* pi / 180 */

static void scaled(rp_sample *s)
{
    double x = s->x[0][0], n = s->x[1][0], r = s->r[0][0];
    if (!isfinite(x))
        return;
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    int e = n > 5000 ? 5000 : n < -5000 ? -5000 : (int)n;
    if (fabs(r) < s->normal && x != 0 && (r == 0 || ldexp(r, -e) != x))
        s->flags |= RP_FLOAT_UNDER;
}

static void neighbour(rp_sample *s)
{
    double x = s->x[0][0], y = s->x[1][0], r = s->r[0][0];
    if (isnan(r) || x == y)
        return;
    if (isinf(r) && isfinite(x))
        s->flags |= RP_FLOAT_OVER;
    if (!s->half && fabs(r) < s->normal)
        s->flags |= RP_FLOAT_UNDER;
}

static void gap(rp_sample *s)
{
    double x = s->x[0][0], r = s->r[0][0];
    if (s->half && !isfinite(x))
        s->flags |= RP_FLOAT_INVALID;
    if (!isfinite(x))
        return;
    if (isinf(r))
        s->flags |= RP_FLOAT_OVER;
    if (!s->half && x != 0 && fabs(x) + fabs(r) < s->normal)
        s->flags |= RP_FLOAT_UNDER;
}

#define SAFE RP_INTEGER_SAFE

/* clang-format off */
static const rp_float_rules all[] = {
    {"add", sum, rp_complex_sum, SAFE},
    {"subtract", difference, rp_complex_difference, SAFE},
    {"multiply", product, rp_complex_product, SAFE},
    {"divide", quotient, rp_complex_quotient, SAFE},
    {"floor_divide", whole_quotient, NULL, RP_INTEGER_DIVIDE},
    {"divmod", quotient_and_remainder, NULL, RP_INTEGER_DIVIDE},
    {"remainder", invalid, NULL, RP_INTEGER_REMAINDER},
    {"fmod", invalid, NULL, RP_INTEGER_REMAINDER},
    {"reciprocal", reciprocal, rp_complex_reciprocal, RP_INTEGER_RECIPROCAL},
    {"square", square, rp_complex_square, SAFE},
    {"power", power_, rp_complex_power, SAFE},
    {"float_power", power_, rp_complex_power, SAFE},
    {"sqrt", invalid, rp_complex_smooth, SAFE},
    {"sign", NULL, rp_complex_modulus, SAFE},
    {"less", NULL, rp_complex_order, SAFE},
    {"less_equal", NULL, rp_complex_order, SAFE},
    {"greater", NULL, rp_complex_order, SAFE},
    {"greater_equal", NULL, rp_complex_order, SAFE},
    {"exp", smooth, rp_complex_exponential, SAFE},
    {"exp2", exponential2, rp_complex_exp2, SAFE},
    {"expm1", exponential_m1, rp_complex_expm1, SAFE},
    {"log", logarithm, rp_complex_log, SAFE},
    {"log2", logarithm, rp_complex_log, SAFE},
    {"log10", logarithm, rp_complex_log, SAFE},
    {"log1p", logarithm1p, rp_complex_log1p, SAFE},
    {"sin", smooth, rp_complex_smooth, SAFE},
    {"cos", invalid, rp_complex_smooth, SAFE},
    {"tan", smooth, rp_complex_smooth, SAFE},
    {"sinh", smooth, rp_complex_smooth, SAFE},
    {"cosh", smooth, rp_complex_smooth, SAFE},
    {"tanh", smooth, rp_complex_smooth, SAFE},
    {"arcsin", smooth, rp_complex_smooth, SAFE},
    {"arccos", invalid, rp_complex_smooth, SAFE},
    {"arctan", smooth, rp_complex_arctan, SAFE},
    {"arcsinh", smooth, rp_complex_smooth, SAFE},
    {"arccosh", invalid, rp_complex_smooth, SAFE},
    {"arctanh", arctanh_, rp_complex_arctanh, SAFE},
    {"arctan2", arctan2_, NULL, SAFE},
    {"hypot", hypotenuse, NULL, SAFE},
    {"logaddexp", log_of_sum_e, NULL, SAFE},
    {"logaddexp2", log_of_sum_2, NULL, SAFE},
    {"degrees", in_degrees, NULL, SAFE},
    {"rad2deg", in_degrees, NULL, SAFE},
    {"radians", in_radians, NULL, SAFE},
    {"deg2rad", in_radians, NULL, SAFE},
    {"ldexp", scaled, NULL, SAFE},
    {"nextafter", neighbour, NULL, SAFE},
    {"spacing", gap, NULL, SAFE},
};
/* clang-format on */

const rp_float_rules *rp_float_rules_of(const char *name)
{
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

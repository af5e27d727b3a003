#include "ufunc/float_sample.h"

#include "dtype/dtype.h"
#include <string.h>

static bool is_tiny(const rp_sample *s, double r)
{
    return fabs(r) < (s->single ? 0x1p-126 : 0x1p-1022);
}

/* ab = p + error, for |a|, |b| in [1/2, 1): Dekker's product (Numerische Mathematik 18, 1971). */
static double product_error(double a, double b, double p)
{
    double t = a * 0x1.0000002p27, u = b * 0x1.0000002p27;
    double a1 = t - (t - a), b1 = u - (u - b), a2 = a - a1, b2 = b - b1;
    return ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2;
}

/* Is xy exactly z? For numbers that are neither zero nor special. */
static bool product_is(double x, double y, double z)
{
    int ex, ey, ez;
    double mx = frexp(x, &ex), my = frexp(y, &ey), mz = frexp(z, &ez);
    double p = mx * my;
    return product_error(mx, my, p) == 0 && ldexp(p, ex + ey - ez) == mz;
}

void rp_sample_begin(rp_sample *s, int num)
{
    memset(s, 0, sizeof *s);
    s->half = num == RP_FLOAT16;
    s->single = s->half || num == RP_FLOAT32 || num == RP_COMPLEX64;
    s->normal = s->half ? 0x1p-14 : s->single ? 0x1p-126 : 0x1p-1022;
}

double rp_traced_add(rp_sample *s, double x, double y)
{
    double r = rp_rounded(s, x + y);
    if (rp_is_fresh_nan(r, x, y))
        s->flags |= RP_FLOAT_INVALID;
    else if (isinf(r) && isfinite(x) && isfinite(y))
        s->flags |= RP_FLOAT_OVER;
    return r;
}

double rp_traced_multiply(rp_sample *s, double x, double y)
{
    double r = rp_rounded(s, x * y);
    if (rp_is_fresh_nan(r, x, y))
        s->flags |= RP_FLOAT_INVALID;
    else if (isinf(r) && isfinite(x) && isfinite(y))
        s->flags |= RP_FLOAT_OVER;
    else if (is_tiny(s, r) && x != 0 && y != 0 && (r == 0 || !product_is(x, y, r)))
        s->flags |= RP_FLOAT_UNDER;
    return r;
}

double rp_traced_divide(rp_sample *s, double x, double y)
{
    double r = rp_rounded(s, x / y);
    if (rp_is_fresh_nan(r, x, y))
        s->flags |= RP_FLOAT_INVALID;
    else if (isinf(r) && isfinite(x))
        s->flags |= y == 0 ? RP_FLOAT_DIVIDE : RP_FLOAT_OVER;
    else if (is_tiny(s, r) && x != 0 && isfinite(y) && (r == 0 || !product_is(r, y, x)))
        s->flags |= RP_FLOAT_UNDER;
    return r;
}

void rp_traced_half(rp_sample *s, double value, double r)
{
    if (!s->half)
        return;
    if (isinf(r) && isfinite(value))
        s->flags |= RP_FLOAT_OVER;
    else if (fabs(value) < 0x1p-14 && r != value)
        s->flags |= RP_FLOAT_UNDER;
}

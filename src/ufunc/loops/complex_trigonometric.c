/* sin, cos, tan, sinh, cosh and tanh of complex numbers, with the special values of C11, annex G,
 * where it leaves a sign open, that of glibc, which is NumPy's. sin and tan are sinh and tanh,
 * turned by a right angle before and after: that swaps the parts of both. */
#include "ufunc/loops/complex_each.h"

typedef struct hyperbolic {
    double sinh, cosh;
} hyperbolic;

/* Both of |x| <= RP_EXP_STEP from e^|x|. */
static inline hyperbolic hyperbolic_of(double x, double exp)
{
    if (__builtin_fabs(x) < 0.5) { /* Taylor's series, where e^x - e^-x cancels */
        double square = x * x, sum = square * (1.0 / 1307674368000) + 1.0 / 6227020800;
        sum = sum * square + 1.0 / 39916800;
        sum = sum * square + 1.0 / 362880;
        sum = sum * square + 1.0 / 5040;
        sum = sum * square + 1.0 / 120;
        sum = sum * square + 1.0 / 6;
        double sinh = x + x * (square * sum);
        return (hyperbolic){sinh, __builtin_sqrt(1 + sinh * sinh)};
    }
    double large = 0.5 * exp, small = 0.25 / large;
    return (hyperbolic){__builtin_copysign(large - small, x), large + small};
}

static inline bool isfinite_part(double x) { return x - x == 0; }

/* --- sinh --- */

static rp_complex128 sinh_of_special(rp_complex128 z)
{
    if (z.im == 0)
        return z;
    if (z.re == 0)
        return (rp_complex128){z.re, NAN};
    if (!isinf(z.re))
        return (rp_complex128){NAN, NAN};
    if (!isfinite_part(z.im))
        return (rp_complex128){INFINITY, NAN};
    rp_sincos turn = rp_real_sincos(z.im);
    return (rp_complex128){rp_with_sign(z.re, z.re * turn.cos), rp_with_sign(INFINITY, turn.sin)};
}

static rp_complex128 join_sinh(rp_complex128 z, double exp, rp_sincos turn)
{
    if (!rp_complex_isfinite(z))
        return sinh_of_special(z);
    if (__builtin_fabs(z.re) > RP_EXP_STEP)
        return rp_times_large_exp(__builtin_fabs(z.re), 0.5, z.re < 0 ? -turn.cos : turn.cos,
                                  turn.sin);
    hyperbolic x = hyperbolic_of(z.re, exp);
    return (rp_complex128){x.sinh * turn.cos, x.cosh * turn.sin};
}

static void complex_sinh(rp_complex128 *z, intptr_t n)
{
    rp_from_exponential(z, n, true, join_sinh);
}

static void complex_sin(rp_complex128 *z, intptr_t n)
{
    rp_swap_block(z, n);
    complex_sinh(z, n);
    rp_swap_block(z, n);
}

/* --- cosh --- */

static rp_complex128 cosh_of_special(rp_complex128 z)
{
    if (z.re != z.re)
        return (rp_complex128){NAN, z.im == 0 ? z.im : NAN};
    if (!isinf(z.re))
        return (rp_complex128){NAN, z.re == 0 ? 0 : NAN};
    if (!isfinite_part(z.im))
        return (rp_complex128){INFINITY, NAN};
    if (z.im == 0)
        return (rp_complex128){INFINITY, z.im * rp_with_sign(1, z.re)};
    rp_sincos turn = rp_real_sincos(z.im);
    return (rp_complex128){rp_with_sign(INFINITY, turn.cos),
                           rp_with_sign(INFINITY, z.re * turn.sin)};
}

static rp_complex128 join_cosh(rp_complex128 z, double exp, rp_sincos turn)
{
    if (!rp_complex_isfinite(z))
        return cosh_of_special(z);
    if (__builtin_fabs(z.re) > RP_EXP_STEP)
        return rp_times_large_exp(__builtin_fabs(z.re), 0.5, turn.cos,
                                  z.re < 0 ? -turn.sin : turn.sin);
    hyperbolic x = hyperbolic_of(z.re, exp);
    return (rp_complex128){x.cosh * turn.cos, x.sinh * turn.sin};
}

static void complex_cosh(rp_complex128 *z, intptr_t n)
{
    rp_from_exponential(z, n, true, join_cosh);
}

static void complex_cos(rp_complex128 *z, intptr_t n)
{
    for (intptr_t i = 0; i < n; i++)
        z[i] = (rp_complex128){-z[i].im, z[i].re};
    complex_cosh(z, n);
}

/* --- tanh --- */

static rp_complex128 tanh_of_special(rp_complex128 z)
{
    if (isinf(z.re)) {
        double sign = z.im;
        if (isfinite_part(z.im) && __builtin_fabs(z.im) > 1) {
            rp_sincos turn = rp_real_sincos(z.im);
            sign = turn.sin * turn.cos;
        }
        return (rp_complex128){rp_with_sign(1, z.re), rp_with_sign(0, sign)};
    }
    if (z.im == 0)
        return z;
    return (rp_complex128){z.re == 0 ? z.re : NAN, NAN};
}

static rp_complex128 join_tanh(rp_complex128 z, double exp, rp_sincos turn)
{
    if (!rp_complex_isfinite(z))
        return tanh_of_special(z);
    if (__builtin_fabs(z.re) > 22) { /* sin cos / sinh^2, sinh being e^x / 2; no overflow */
        double small = 1 / exp;
        return (rp_complex128){rp_with_sign(1, z.re), 4 * turn.sin * turn.cos * small * small};
    }
    hyperbolic x = hyperbolic_of(z.re, exp);
    double below = x.sinh * x.sinh + turn.cos * turn.cos;
    return (rp_complex128){x.sinh * x.cosh / below, turn.sin * turn.cos / below};
}

static void complex_tanh(rp_complex128 *z, intptr_t n)
{
    rp_from_exponential(z, n, true, join_tanh);
}

static void complex_tan(rp_complex128 *z, intptr_t n)
{
    rp_swap_block(z, n);
    complex_tanh(z, n);
    rp_swap_block(z, n);
}

RP_COMPLEX_LOOPS(sin)
RP_COMPLEX_LOOPS(cos)
RP_COMPLEX_LOOPS(tan)
RP_COMPLEX_LOOPS(sinh)
RP_COMPLEX_LOOPS(cosh)
RP_COMPLEX_LOOPS(tanh)

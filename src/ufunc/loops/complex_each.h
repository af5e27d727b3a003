/* What the elementary functions of complex numbers share. They compute in double; those of
 * complex64 round the result. */
#ifndef RP_UFUNC_LOOPS_COMPLEX_EACH_H
#define RP_UFUNC_LOOPS_COMPLEX_EACH_H

#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/real_functions.h"

typedef rp_complex128 (*rp_complex_op)(rp_complex128 z);

RP_INLINE void rp_each_complex128(char **args, intptr_t n, const intptr_t *steps, rp_complex_op op)
{
    const char *a = args[0];
    char *out = args[1];
    for (; n > 0; n--, a += steps[0], out += steps[1])
        *(rp_complex128 *)out = op(*(const rp_complex128 *)a);
}

RP_INLINE rp_complex128 rp_widened(rp_complex64 z) { return (rp_complex128){z.re, z.im}; }
RP_INLINE rp_complex64 rp_rounded(rp_complex128 z)
{
    return (rp_complex64){(float)z.re, (float)z.im};
}

RP_INLINE void rp_each_complex64(char **args, intptr_t n, const intptr_t *steps, rp_complex_op op)
{
    const char *a = args[0];
    char *out = args[1];
    for (; n > 0; n--, a += steps[0], out += steps[1])
        *(rp_complex64 *)out = rp_rounded(op(rp_widened(*(const rp_complex64 *)a)));
}

#define RP_COMPLEX_LOOP(op, name, fn)                                                              \
    void rp_loop_##op##_##name(char **args, const intptr_t *n, const intptr_t *steps, void *data)  \
    {                                                                                              \
        (void)data;                                                                                \
        rp_each_##name(args, *n, steps, fn);                                                       \
    }
#define RP_COMPLEX_LOOPS(op)                                                                       \
    RP_COMPLEX_LOOP(op, complex64, complex_##op)                                                   \
    RP_COMPLEX_LOOP(op, complex128, complex_##op)

RP_INLINE double rp_with_sign(double x, double y) { return __builtin_copysign(x, y); }
RP_INLINE bool rp_complex_isfinite(rp_complex128 z) { return z.re - z.re == 0 && z.im - z.im == 0; }
RP_INLINE rp_complex128 rp_swapped(rp_complex128 z) { return (rp_complex128){z.im, z.re}; }

/* factor e^x (c + s i) for x > RP_EXP_STEP, where e^x overflows and its product may not. Steps of
 * whole numbers: x loses no bit by them. */
#define RP_EXP_STEP 709.0
#define RP_EXP_OF_STEP 0x1.d422d2be5dc9bp+1022
RP_INLINE rp_complex128 rp_times_large_exp(double x, double factor, double c, double s)
{
    double step = RP_EXP_OF_STEP * factor;
    for (int i = 0; i < 2 && x > RP_EXP_STEP; i++, step = RP_EXP_OF_STEP) {
        c *= step, s *= step;
        x -= RP_EXP_STEP;
    }
    double rest = x > RP_EXP_STEP ? 0x1p1023 : rp_real_exp(x); /* not infinite: s may be 0 */
    return (rp_complex128){c * rest, s * rest};
}

#endif

/* What the elementary functions of complex numbers share. They compute in double; those of
 * complex64 round the result. */
#ifndef RP_UFUNC_LOOPS_COMPLEX_EACH_H
#define RP_UFUNC_LOOPS_COMPLEX_EACH_H

#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/real_functions.h"

/* A function takes a block of numbers in place: what the real functions need of all of them is put
 * together first, so that these go in vectors. */
enum { RP_COMPLEX_BLOCK = 64 };

RP_INLINE rp_complex128 rp_widened(rp_complex64 z) { return (rp_complex128){z.re, z.im}; }
RP_INLINE rp_complex64 rp_rounded(rp_complex128 z)
{
    return (rp_complex64){(float)z.re, (float)z.im};
}
RP_INLINE rp_complex128 rp_as_is(rp_complex128 z) { return z; }

#define RP_LOAD_BLOCK(name, WIDEN)                                                                 \
    RP_INLINE void rp_load_block_##name(rp_complex128 *z, const char *in, intptr_t step,           \
                                        intptr_t n)                                                \
    {                                                                                              \
        for (intptr_t i = 0; i < n; i++)                                                           \
            z[i] = WIDEN(*(const rp_##name *)(in + i * step));                                     \
    }
RP_LOAD_BLOCK(complex64, rp_widened)
RP_LOAD_BLOCK(complex128, rp_as_is)
#define RP_STORE_BLOCK(name, ROUND)                                                                \
    RP_INLINE void rp_store_block_##name(char *out, intptr_t step, const rp_complex128 *z,         \
                                         intptr_t n)                                               \
    {                                                                                              \
        for (intptr_t i = 0; i < n; i++)                                                           \
            *(rp_##name *)(out + i * step) = ROUND(z[i]);                                          \
    }
RP_STORE_BLOCK(complex64, rp_rounded)
RP_STORE_BLOCK(complex128, rp_as_is)

#define RP_COMPLEX_LOOP(op, name, fn)                                                              \
    void rp_loop_##op##_##name(char **args, const intptr_t *n, const intptr_t *steps, void *data)  \
    {                                                                                              \
        rp_complex128 z[RP_COMPLEX_BLOCK];                                                         \
        (void)data;                                                                                \
        for (intptr_t i = 0, count; i < *n; i += count) {                                          \
            count = rp_min_intp(RP_COMPLEX_BLOCK, *n - i);                                         \
            rp_load_block_##name(z, args[0] + i * steps[0], steps[0], count);                      \
            fn(z, count);                                                                          \
            rp_store_block_##name(args[1] + i * steps[1], steps[1], z, count);                     \
        }                                                                                          \
    }
#define RP_COMPLEX_LOOPS(op)                                                                       \
    RP_COMPLEX_LOOP(op, complex64, complex_##op)                                                   \
    RP_COMPLEX_LOOP(op, complex128, complex_##op)

RP_INLINE double rp_with_sign(double x, double y) { return __builtin_copysign(x, y); }
RP_INLINE bool rp_complex_isfinite(rp_complex128 z) { return z.re - z.re == 0 && z.im - z.im == 0; }
RP_INLINE rp_complex128 rp_swapped(rp_complex128 z) { return (rp_complex128){z.im, z.re}; }

RP_INLINE void rp_swap_block(rp_complex128 *z, intptr_t n)
{
    for (intptr_t i = 0; i < n; i++)
        z[i] = rp_swapped(z[i]);
}

typedef struct rp_sincos {
    double sin, cos;
} rp_sincos;
RP_INLINE rp_sincos rp_real_sincos(double x) { return (rp_sincos){rp_real_sin(x), rp_real_cos(x)}; }

/* Functions of e^x, or of e^|x|, and of the sine and cosine of y. */
typedef rp_complex128 (*rp_join_fn)(rp_complex128 z, double exp, rp_sincos turn);

RP_INLINE void rp_from_exponential(rp_complex128 *z, intptr_t n, bool of_magnitude, rp_join_fn join)
{
    double exp[RP_COMPLEX_BLOCK], sin[RP_COMPLEX_BLOCK], cos[RP_COMPLEX_BLOCK];
    for (intptr_t i = 0; i < n; i++) {
        exp[i] = of_magnitude ? __builtin_fabs(z[i].re) : z[i].re;
        sin[i] = cos[i] = z[i].im;
    }
    rp_reals_exp(exp, n);
    rp_reals_sin(sin, n);
    rp_reals_cos(cos, n);
    for (intptr_t i = 0; i < n; i++)
        z[i] = join(z[i], exp[i], (rp_sincos){sin[i], cos[i]});
}

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

/* Ops on complex numbers, by NumPy's formulas, for both precisions. */
#ifndef RP_UFUNC_LOOPS_COMPLEX_OPS_H
#define RP_UFUNC_LOOPS_COMPLEX_OPS_H

#include "dtype/dtype_list.h"
#include <math.h>
#include <stdbool.h>

#define RP_COMPLEX_ARITHMETIC(name, part, FABS)                                                    \
    static inline rp_##name add_##name(rp_##name a, rp_##name b)                                   \
    {                                                                                              \
        return (rp_##name){a.re + b.re, a.im + b.im};                                              \
    }                                                                                              \
    static inline rp_##name subtract_##name(rp_##name a, rp_##name b)                              \
    {                                                                                              \
        return (rp_##name){a.re - b.re, a.im - b.im};                                              \
    }                                                                                              \
    static inline rp_##name multiply_##name(rp_##name a, rp_##name b)                              \
    {                                                                                              \
        return (rp_##name){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};                  \
    }                                                                                              \
    /* Smith's: by the larger part of the divisor. */                                              \
    static inline rp_##name divide_##name(rp_##name a, rp_##name b)                                \
    {                                                                                              \
        if (FABS(b.re) >= FABS(b.im)) {                                                            \
            if (b.re == 0 && b.im == 0)                                                            \
                return (rp_##name){a.re / FABS(b.re), a.im / FABS(b.re)};                          \
            part ratio = b.im / b.re, scale = 1 / (b.re + b.im * ratio);                           \
            return (rp_##name){(a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale};      \
        }                                                                                          \
        part ratio = b.re / b.im, scale = 1 / (b.im + b.re * ratio);                               \
        return (rp_##name){(a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale};          \
    }                                                                                              \
    static inline rp_##name reciprocal_##name(rp_##name a)                                         \
    {                                                                                              \
        if (FABS(a.im) <= FABS(a.re)) {                                                            \
            part ratio = a.im / a.re, d = a.re + a.im * ratio;                                     \
            return (rp_##name){1 / d, -ratio / d};                                                 \
        }                                                                                          \
        part ratio = a.re / a.im, d = a.re * ratio + a.im;                                         \
        return (rp_##name){ratio / d, -1 / d};                                                     \
    }                                                                                              \
    static inline rp_##name square_##name(rp_##name a)                                             \
    {                                                                                              \
        return (rp_##name){a.re * a.re - a.im * a.im, a.re * a.im + a.im * a.re};                  \
    }                                                                                              \
    static inline rp_##name negative_##name(rp_##name a) { return (rp_##name){-a.re, -a.im}; }     \
    static inline rp_##name conjugate_##name(rp_##name a) { return (rp_##name){a.re, -a.im}; }

RP_COMPLEX_ARITHMETIC(complex64, float, __builtin_fabsf)
RP_COMPLEX_ARITHMETIC(complex128, double, __builtin_fabs)

/* Order: by the real parts, then by the imaginary ones; nothing is before or after a NaN. */
#define RP_COMPLEX_ORDER(name)                                                                     \
    static inline bool complex_isnan_##name(rp_##name a) { return a.re != a.re || a.im != a.im; }  \
    static inline bool equal_##name(rp_##name a, rp_##name b)                                      \
    {                                                                                              \
        return a.re == b.re && a.im == b.im;                                                       \
    }                                                                                              \
    static inline bool not_equal_##name(rp_##name a, rp_##name b) { return !equal_##name(a, b); }  \
    static inline bool less_##name(rp_##name a, rp_##name b)                                       \
    {                                                                                              \
        return a.re == b.re ? a.im < b.im : a.re < b.re && a.im == a.im && b.im == b.im;           \
    }                                                                                              \
    static inline bool less_equal_##name(rp_##name a, rp_##name b)                                 \
    {                                                                                              \
        return a.re == b.re ? a.im <= b.im : a.re < b.re && a.im == a.im && b.im == b.im;          \
    }
RP_COMPLEX_ORDER(complex64)
RP_COMPLEX_ORDER(complex128)

/* The modulus, as glibc's hypot has it, which is NumPy's where it has no loop of its own. */
static inline float absolute_complex64(rp_complex64 a)
{
    double re = a.re, im = a.im; /* whose squares and their sum neither overflow nor vanish */
    return isinf(re) || isinf(im) ? INFINITY : (float)__builtin_sqrt(re * re + im * im);
}

/* x >= y: the square root, corrected by what its square misses, which is taken apart so that it
 * does not cancel (Borges). Within 0.56 units of the last place. */
static inline double hypot_moderate(double x, double y)
{
    double h = __builtin_sqrt(x * x + y * y), miss;
    if (h <= 2 * y) {
        double d = h - y;
        miss = x * (2 * d - x) + (d - 2 * (x - y)) * d;
    } else {
        double d = h - x;
        miss = 2 * d * (x - 2 * y) + ((4 * d - y) * y + d * d);
    }
    return h - miss / (2 * h);
}

static inline double absolute_complex128(rp_complex128 a)
{
    double re = __builtin_fabs(a.re), im = __builtin_fabs(a.im);
    if (isinf(re) || isinf(im))
        return INFINITY;
    double x = re > im ? re : im, y = re > im ? im : re;
    if (!(y > x * 0x1p-54)) /* NaN too */
        return x + y;
    if (x > 0x1p511)
        return hypot_moderate(x * 0x1p-600, y * 0x1p-600) * 0x1p600;
    if (y < 0x1p-459)
        return hypot_moderate(x * 0x1p600, y * 0x1p600) * 0x1p-600;
    return hypot_moderate(x, y);
}

#endif

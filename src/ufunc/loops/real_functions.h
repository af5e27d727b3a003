/* The real functions that complex ones are made of: the kernels of the real ufuncs, each given out
 * beside its kernel. */
#ifndef RP_UFUNC_LOOPS_REAL_FUNCTIONS_H
#define RP_UFUNC_LOOPS_REAL_FUNCTIONS_H

#include <stdint.h>

/* x[i] = op(x[i]) for i < n, and for a single number. */
#define RP_REAL1(op)                                                                               \
    void rp_reals_##op(double *x, intptr_t n);                                                     \
    static inline double rp_real_##op(double x)                                                    \
    {                                                                                              \
        rp_reals_##op(&x, 1);                                                                      \
        return x;                                                                                  \
    }
RP_REAL1(exp)
RP_REAL1(expm1)
RP_REAL1(log)
RP_REAL1(log1p)
RP_REAL1(sin)
RP_REAL1(cos)
#undef RP_REAL1

/* x[i] = op(x[i], y[i]) */
#define RP_REAL2(op)                                                                               \
    void rp_reals_##op(double *x, const double *y, intptr_t n);                                    \
    static inline double rp_real_##op(double x, double y)                                          \
    {                                                                                              \
        rp_reals_##op(&x, &y, 1);                                                                  \
        return x;                                                                                  \
    }
RP_REAL2(arctan2)
RP_REAL2(hypot)
#undef RP_REAL2

#define RP_REALS1(op)                                                                              \
    void rp_reals_##op(double *x, intptr_t n)                                                      \
    {                                                                                              \
        op##_float64_kernel((const char *)x, (char *)x, n);                                        \
    }
#define RP_REALS2(op)                                                                              \
    void rp_reals_##op(double *x, const double *y, intptr_t n)                                     \
    {                                                                                              \
        op##_float64_kernel((const char *)x, (const char *)y, (char *)x, n);                       \
    }

#endif

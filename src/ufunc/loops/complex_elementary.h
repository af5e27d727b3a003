/* Loops of the elementary functions of complex numbers, and their rows for the tables of ufuncs.
 * In a table they stand last: {... RP_COMPLEX_ROWS(exp)}. */
#ifndef RP_UFUNC_LOOPS_COMPLEX_ELEMENTARY_H
#define RP_UFUNC_LOOPS_COMPLEX_ELEMENTARY_H

#include "dtype/loop.h"

#define RP_COMPLEX_FUNCTIONS(FUNCTION)                                                             \
    FUNCTION(exp)                                                                                  \
    FUNCTION(exp2)                                                                                 \
    FUNCTION(expm1)                                                                                \
    FUNCTION(log)                                                                                  \
    FUNCTION(log2)                                                                                 \
    FUNCTION(log10)                                                                                \
    FUNCTION(log1p)                                                                                \
    FUNCTION(power)                                                                                \
    FUNCTION(sin)                                                                                  \
    FUNCTION(cos)                                                                                  \
    FUNCTION(tan)                                                                                  \
    FUNCTION(sinh)                                                                                 \
    FUNCTION(cosh)                                                                                 \
    FUNCTION(tanh)                                                                                 \
    FUNCTION(arcsin)                                                                               \
    FUNCTION(arccos)                                                                               \
    FUNCTION(arctan)                                                                               \
    FUNCTION(arcsinh)                                                                              \
    FUNCTION(arccosh)                                                                              \
    FUNCTION(arctanh)

/* rp_loop_exp_complex64, rp_loop_exp_complex128, ... */
#define FUNCTION(op)                                                                               \
    void rp_loop_##op##_complex64(char **args, const intptr_t *n, const intptr_t *steps,           \
                                  void *data);                                                     \
    void rp_loop_##op##_complex128(char **args, const intptr_t *n, const intptr_t *steps,          \
                                   void *data);
RP_COMPLEX_FUNCTIONS(FUNCTION)
#undef FUNCTION

/* They take 30 to 120 ns an element, more than a row can say. */
#define RP_COMPLEX_COST 255
#define RP_COMPLEX_ROWS(op)                                                                        \
    RP_ROW1(COMPLEX64, COMPLEX64, rp_loop_##op##_complex64, RP_COMPLEX_COST)                       \
    RP_ROW1(COMPLEX128, COMPLEX128, rp_loop_##op##_complex128, RP_COMPLEX_COST)
#define RP_COMPLEX_ROWS_float_power                                                                \
    RP_ROW2(COMPLEX128, COMPLEX128, rp_loop_power_complex128, 0, RP_COMPLEX_COST)
#define RP_COMPLEX_ROWS_power                                                                      \
    RP_ROW2(COMPLEX64, COMPLEX64, rp_loop_power_complex64, 0, RP_COMPLEX_COST)                     \
    RP_COMPLEX_ROWS_float_power

#endif

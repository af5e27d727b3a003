/* Which floating-point conditions a ufunc meets, worked out from operands and results: a rule for
 * real numbers, one for complex ones, one for integers. NULL: none ever. What NumPy reports on
 * x86-64 counts; test/oracle/make_errstate.py asks it. */
#ifndef RP_UFUNC_FLOAT_RULES_H
#define RP_UFUNC_FLOAT_RULES_H

#include "ufunc/float_sample.h"

/* Integers, as far as they can meet anything. */
typedef enum rp_integer_rule {
    RP_INTEGER_SAFE,
    RP_INTEGER_DIVIDE,     /* by zero; the least number by -1 overflows */
    RP_INTEGER_REMAINDER,  /* by zero */
    RP_INTEGER_RECIPROCAL, /* of zero */
} rp_integer_rule;

typedef struct rp_float_rules {
    const char *name;
    rp_float_rule real, complex;
    rp_integer_rule integer;
} rp_float_rules;

/* NULL for a ufunc that never meets any. */
const rp_float_rules *rp_float_rules_of(const char *name);

/* The rules for complex numbers, in float_rules_complex.c. */
void rp_complex_sum(rp_sample *s);
void rp_complex_difference(rp_sample *s);
void rp_complex_product(rp_sample *s);
void rp_complex_square(rp_sample *s);
void rp_complex_quotient(rp_sample *s);
void rp_complex_reciprocal(rp_sample *s);
void rp_complex_order(rp_sample *s);
void rp_complex_modulus(rp_sample *s);
void rp_complex_power(rp_sample *s);
void rp_complex_smooth(rp_sample *s);
void rp_complex_exponential(rp_sample *s);
void rp_complex_expm1(rp_sample *s);
void rp_complex_exp2(rp_sample *s);
void rp_complex_log(rp_sample *s);
void rp_complex_log1p(rp_sample *s);
void rp_complex_arctan(rp_sample *s);
void rp_complex_arctanh(rp_sample *s);

#endif

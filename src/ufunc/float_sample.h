/* One element's operands and results, and arithmetic that notes what hardware would have flagged.
 *
 * Values are doubles; a step in single precision rounds the double result, which is the same as
 * rounding once. float16 is computed in single precision and rounded at the end, as NumPy does. */
#ifndef RP_UFUNC_FLOAT_SAMPLE_H
#define RP_UFUNC_FLOAT_SAMPLE_H

#include "base/float_status.h"
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { RP_SAMPLE_IN = 3, RP_SAMPLE_OUT = 2 };

typedef struct rp_sample {
    double x[RP_SAMPLE_IN][2], r[RP_SAMPLE_OUT][2]; /* real and imaginary parts */
    bool half, single;                              /* float16; float16 or single precision */
    double normal;                                  /* the least normal number of the results */
    unsigned flags;
} rp_sample;

/* Nothing noted yet, in the precision of a dtype: it counts by the operands, as what compares
 * complex numbers gives booleans. */
void rp_sample_begin(rp_sample *s, int num);

static inline bool rp_is_fresh_nan(double r, double x, double y)
{
    return isnan(r) && !isnan(x) && !isnan(y);
}

static inline double rp_rounded(const rp_sample *s, double r) { return s->single ? (float)r : r; }

/* x + y, xy and x / y in the sample's precision. */
double rp_traced_add(rp_sample *s, double x, double y);
double rp_traced_multiply(rp_sample *s, double x, double y);
double rp_traced_divide(rp_sample *s, double x, double y);

/* What rounding `value` to float16 flags, where the result `r` is one. */
void rp_traced_half(rp_sample *s, double value, double r);

/* Adds to s->flags what happened. */
typedef void (*rp_float_rule)(rp_sample *s);

#endif

/* The real functions that complex ones are made of: the one place that says whose they are. */
#ifndef RP_UFUNC_LOOPS_REAL_FUNCTIONS_H
#define RP_UFUNC_LOOPS_REAL_FUNCTIONS_H

#include <math.h>

static inline double rp_real_exp(double x) { return exp(x); }
static inline double rp_real_expm1(double x) { return expm1(x); }
static inline double rp_real_log(double x) { return log(x); }
static inline double rp_real_log1p(double x) { return log1p(x); }
static inline double rp_real_sin(double x) { return sin(x); }
static inline double rp_real_asin(double x) { return asin(x); }
static inline double rp_real_acos(double x) { return acos(x); }
static inline double rp_real_atan(double x) { return atan(x); }
static inline double rp_real_atan2(double y, double x) { return atan2(y, x); }

typedef struct rp_sincos {
    double sin, cos;
} rp_sincos;
static inline rp_sincos rp_real_sincos(double x) { return (rp_sincos){sin(x), cos(x)}; }

#endif

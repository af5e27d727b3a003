/* Running sums of floats, in order, faster than one addition after the other. */
#ifndef RP_UFUNC_RUNNING_H
#define RP_UFUNC_RUNNING_H

#include <stdint.h>

/* out[i] = total + in[0] + ... + in[i], rounded at each step; the lines are dense and do not
 * overlap. */
void rp_running_float32(float total, const float *in, float *out, intptr_t n);
void rp_running_float64(double total, const double *in, double *out, intptr_t n);

#endif

/* Sums of floating-point numbers by NumPy's pairwise tree: *acc += in[0] + ... + in[n - 1]. Each
 * has the shape of rp_reducer. */
#ifndef RP_UFUNC_LOOPS_SUM_H
#define RP_UFUNC_LOOPS_SUM_H

#include <stdint.h>

void rp_sum_float16(char *acc, const char *in, intptr_t n, intptr_t step);
void rp_sum_float32(char *acc, const char *in, intptr_t n, intptr_t step);
void rp_sum_float64(char *acc, const char *in, intptr_t n, intptr_t step);
void rp_sum_complex64(char *acc, const char *in, intptr_t n, intptr_t step);
void rp_sum_complex128(char *acc, const char *in, intptr_t n, intptr_t step);

#endif

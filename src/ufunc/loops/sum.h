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

/* rp_sum_float16 in two steps, so that blocks may be summed apart from each other: the sum of one
 * block, and its addition to a float16. */
float rp_block_sum_float16(const char *in, intptr_t n, intptr_t step);
void rp_add_block_sum_float16(char *acc, float sum);

#endif

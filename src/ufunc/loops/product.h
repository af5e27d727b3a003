/* Products of floats, one factor after the other, as NumPy takes them. */
#ifndef RP_UFUNC_PRODUCT_H
#define RP_UFUNC_PRODUCT_H

#include <stdint.h>

/* *product *= each of n factors, `step` bytes apart. */
void rp_product_float32(char *product, const char *in, intptr_t n, intptr_t step);
void rp_product_float64(char *product, const char *in, intptr_t n, intptr_t step);

/* The products of `lines` lines of n elements, side by side, so that none waits for another: line i
 * starts at in + i * line_step, its product is at out + i * out_step. */
typedef void (*rp_lines_fn)(char *out, intptr_t out_step, const char *in, intptr_t line_step,
                            intptr_t lines, intptr_t n, intptr_t step);

/* NULL where there is none. */
rp_lines_fn rp_lines_loop(const char *ufunc_name, int num);

#endif

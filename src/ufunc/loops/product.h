/* Products of floats, one factor after the other, as NumPy takes them. */
#ifndef RP_UFUNC_PRODUCT_H
#define RP_UFUNC_PRODUCT_H

#include <stdint.h>

/* *product *= each of n factors, `step` bytes apart. */
void rp_product_float32(char *product, const char *in, intptr_t n, intptr_t step);
void rp_product_float64(char *product, const char *in, intptr_t n, intptr_t step);

#endif

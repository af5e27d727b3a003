/* One value from one number type to another, where C alone does not say or does not vectorise. All
 * forms are free of branches; 64-bit integers, for which WebAssembly's vectors have no conversions,
 * go through two halves of 32 bits.
 *
 * Floats to integers are NumPy's on x86-64, whatever the length or layout: truncation in int32 (for
 * 8 and 16 bits too) or int64 (for uint32 too), where NaN and what is out of range give the least
 * number; the result then wraps. uint64 takes [2**63, 2**64) besides, and gives 0 above. */
#ifndef RP_DTYPE_CAST_VALUE_H
#define RP_DTYPE_CAST_VALUE_H

#include "base/half.h"
#include <stdbool.h>
#include <stdint.h>

/* The integer t, |t| < 2**84, is high * 2**32 + low with |low| <= 2**31; all steps are exact.
 * Adding 3 * 2**51 leaves an integer in the low bits of the mantissa, under the bits 0x43380000 of
 * exponent and sign, which the high half takes off in advance. */
static inline uint64_t rp_wrap_to_uint64(double x)
{
    double t = __builtin_trunc(x);
    double shifter = 0x1.8p52 - 0x43380000;
    double shifted = t * 0x1p-32 + shifter;
    double low = t - (shifted - shifter) * 0x1p32;
    return (rp_bits_of_double(shifted) << 32) + rp_bits_of_double(low + 0x1.8p52);
}

/* The least number of a width is its own exception: -2**31 is out of range and comes out right. */
static inline int32_t rp_int32_of_float(float x)
{
    return __builtin_fabsf(x) < 0x1p31f ? (int32_t)x : INT32_MIN;
}

static inline int32_t rp_int32_of_double(double x)
{
    double t = __builtin_trunc(x);
    uint64_t bits = rp_bits_of_double(t + 0x1.8p52);
    return __builtin_fabs(t) < 0x1p31 ? (int32_t)(uint32_t)bits : INT32_MIN;
}

static inline int64_t rp_int64_of_double(double x)
{
    uint64_t wrapped = rp_wrap_to_uint64(x);
    return __builtin_fabs(x) < 0x1p63 ? (int64_t)wrapped : INT64_MIN;
}

static inline uint64_t rp_uint64_of_double(double x)
{
    uint64_t wrapped = rp_wrap_to_uint64(x);
    uint64_t below = x < 0x1p64 ? wrapped : 0;
    return x >= -0x1p63 ? below : (uint64_t)INT64_MIN;
}

static inline uint32_t rp_uint32_of_double(double x)
{
    double t = __builtin_trunc(x);
    double high = (t * 0x1p-32 + 0x1.8p52) - 0x1.8p52;
    uint64_t bits = rp_bits_of_double((t - high * 0x1p32) + 0x1.8p52);
    return __builtin_fabs(t) < 0x1p63 ? (uint32_t)bits : 0;
}

/* The high half stands in a double of scale 2**84, the low one in one of scale 2**52; their sum
 * rounds once. */
static inline double rp_double_of_uint64(uint64_t x)
{
    double high = rp_double_of_bits((x >> 32) | 0x4530000000000000u);
    double low = rp_double_of_bits((x & 0xffffffffu) | 0x4330000000000000u);
    return (high - 0x1.00000001p84) + low;
}

static inline double rp_double_of_int64(int64_t x)
{
    uint64_t biased = (uint64_t)x ^ 0x8000000000000000u;
    double high = rp_double_of_bits((biased >> 32) | 0x4530000000000000u);
    double low = rp_double_of_bits((biased & 0xffffffffu) | 0x4330000000000000u);
    return (high - 0x1.00000801p84) + low; /* 2**84 + 2**63 + 2**52 */
}

static inline bool rp_half_is_true(rp_half x) { return (x.bits & 0x7fffu) != 0; }

#endif

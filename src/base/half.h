/* IEEE 754 binary16, kept as its 16 bits; arithmetic happens in float and rounds once, to nearest
 * even. Branch-free forms, so that loops over them vectorise. */
#ifndef RP_BASE_HALF_H
#define RP_BASE_HALF_H

#include <stdint.h>
#include <string.h>

typedef struct rp_half {
    uint16_t bits;
} rp_half;

static inline uint32_t rp_bits_of_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float rp_float_of_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint64_t rp_bits_of_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double rp_double_of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline float rp_half_to_float(rp_half half)
{
    uint32_t magnitude = half.bits & 0x7fffu;
    uint32_t sign = (uint32_t)(half.bits & 0x8000u) << 16;
    /* Rebias by a multiplication, which is exact and handles subnormals too. */
    float scaled = rp_float_of_bits(magnitude << 13) * 0x1p112f;
    uint32_t special = magnitude >= 0x7c00u ? 0x7f800000u | (magnitude << 13) : 0;
    uint32_t bits = special ? special : rp_bits_of_float(scaled);
    return rp_float_of_bits(bits | sign);
}

static inline rp_half rp_half_of_float(float value)
{
    uint32_t bits = rp_bits_of_float(value);
    uint32_t sign = (bits >> 16) & 0x8000u;
    uint32_t magnitude = bits & 0x7fffffffu;
    /* A normal result: drop 13 bits of the mantissa, rounding to even; overflow runs into infinity.
     */
    uint32_t normal = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
    /* A subnormal one: adding 0.5 aligns the mantissa so that the hardware rounds it. */
    uint32_t subnormal =
        rp_bits_of_float(rp_float_of_bits(magnitude) + 0.5f) - rp_bits_of_float(0.5f);
    uint32_t finite = magnitude < 0x38800000u ? subnormal : normal;
    /* NaN keeps the top of its payload, and is never rounded to infinity. */
    uint32_t payload = (magnitude >> 13) & 0x3ffu;
    uint32_t nan = 0x7c00u | (payload ? payload : 1u);
    uint32_t large = magnitude > 0x7f800000u ? nan : 0x7c00u;
    uint32_t result = magnitude >= 0x477ff000u ? large : finite;
    return (rp_half){(uint16_t)(result | sign)};
}

/* Rounds a double once (not by way of float, which would round twice). As above, in 64 bits. */
static inline rp_half rp_half_of_double(double value)
{
    uint64_t bits = rp_bits_of_double(value);
    uint64_t sign = (bits >> 48) & 0x8000u;
    uint64_t magnitude = bits & 0x7fffffffffffffffu;
    uint64_t normal =
        (magnitude - ((uint64_t)1008 << 52) + 0x1ffffffffffu + ((magnitude >> 42) & 1u)) >> 42;
    uint64_t subnormal =
        rp_bits_of_double(rp_double_of_bits(magnitude) + 0x1p28) - rp_bits_of_double(0x1p28);
    uint64_t finite = magnitude < (uint64_t)1009 << 52 ? subnormal : normal;
    uint64_t payload = (magnitude >> 42) & 0x3ffu;
    uint64_t nan = 0x7c00u | (payload ? payload : 1u);
    uint64_t large = magnitude > (uint64_t)0x7ff << 52 ? nan : 0x7c00u;
    uint64_t result = magnitude >= 0x40effe0000000000u ? large : finite;
    return (rp_half){(uint16_t)(result | sign)};
}

static inline int rp_half_is_nan(rp_half half) { return (half.bits & 0x7fffu) > 0x7c00u; }

/* An integer in the order of the numbers; both zeros are 0. */
static inline int rp_half_order(rp_half half)
{
    int magnitude = half.bits & 0x7fff;
    return half.bits & 0x8000 ? -magnitude : magnitude;
}

#endif

/* Integers checked and counted. */
#ifndef RP_BASE_BITS_H
#define RP_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RP_COUNT_OF(array) ((ptrdiff_t)(sizeof(array) / sizeof((array)[0])))

static inline intptr_t rp_min_intp(intptr_t a, intptr_t b) { return a < b ? a : b; }
static inline intptr_t rp_max_intp(intptr_t a, intptr_t b) { return a > b ? a : b; }

/* false where the product does not fit. */
static inline bool rp_mul_intp(intptr_t a, intptr_t b, intptr_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

static inline bool rp_add_intp(intptr_t a, intptr_t b, intptr_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}

static inline uintptr_t rp_round_up(uintptr_t value, uintptr_t power_of_two)
{
    return (value + power_of_two - 1) & ~(power_of_two - 1);
}

static inline uint16_t rp_swap16(uint16_t x) { return __builtin_bswap16(x); }
static inline uint32_t rp_swap32(uint32_t x) { return __builtin_bswap32(x); }
static inline uint64_t rp_swap64(uint64_t x) { return __builtin_bswap64(x); }

#endif

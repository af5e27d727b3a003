/* The greatest common divisor and the least common multiple of integers: those of the magnitudes,
 * wrapped to the dtype. */
#include "ufunc/loops/body.h"

/* By halving and subtracting (Stein 1967), for a division takes as long as several of its steps.
 * Both become odd; the difference of odd numbers is even, so that each step takes a bit away. */
#define BINARY_GCD(bits, type, COUNT_ZEROS)                                                        \
    static inline type gcd_of_##bits(type a, type b)                                               \
    {                                                                                              \
        if (a == 0 || b == 0)                                                                      \
            return a | b;                                                                          \
        int twos = COUNT_ZEROS(a | b);                                                             \
        a >>= COUNT_ZEROS(a);                                                                      \
        b >>= COUNT_ZEROS(b);                                                                      \
        while (a != b) {                                                                           \
            type difference = a > b ? a - b : b - a;                                               \
            b = a < b ? a : b;                                                                     \
            a = difference >> COUNT_ZEROS(difference);                                             \
        }                                                                                          \
        return a << twos;                                                                          \
    }                                                                                              \
    static inline type lcm_of_##bits(type a, type b)                                               \
    {                                                                                              \
        type gcd = gcd_of_##bits(a, b);                                                            \
        return gcd ? a / gcd * b : 0;                                                              \
    }
BINARY_GCD(32, uint32_t, __builtin_ctz)
BINARY_GCD(64, uint64_t, __builtin_ctzll)

#define WIDTH_int8 32
#define WIDTH_int16 32
#define WIDTH_int32 32
#define WIDTH_int64 64
#define WIDE_32 uint32_t
#define WIDE_64 uint64_t
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#define SIGNED_OP(op, name, type)                                                                  \
    static inline type op##_##name(type a, type b)                                                 \
    {                                                                                              \
        typedef JOIN(WIDE_, WIDTH_##name) wide;                                                    \
        wide x = (wide)a, y = (wide)b; /* of the least number, its magnitude too */                \
        return (type)JOIN(op##_of_, WIDTH_##name)(a < 0 ? 0 - x : x, b < 0 ? 0 - y : y);           \
    }
#define UNSIGNED_OP(op, name, type)                                                                \
    static inline u##type op##_u##name(u##type a, u##type b)                                       \
    {                                                                                              \
        return (u##type)JOIN(op##_of_, WIDTH_##name)(a, b);                                        \
    }
#define DTYPE(NUMBER, name, type, ...)                                                             \
    SIGNED_OP(gcd, name, type)                                                                     \
    SIGNED_OP(lcm, name, type)                                                                     \
    UNSIGNED_OP(gcd, name, type)                                                                   \
    UNSIGNED_OP(lcm, name, type)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, type, ...)                                                             \
    RP_PLAIN_BINARY(gcd_##name, type, type)                                                        \
    RP_PLAIN_BINARY(lcm_##name, type, type)
RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, gcd_##name##_loop, RP_LOOP_ASSOCIATIVE, 200)
static const rp_loop gcd_rows[] = {RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(gcd)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, lcm_##name##_loop, 0, 220)
static const rp_loop lcm_rows[] = {RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(lcm)
#undef DTYPE

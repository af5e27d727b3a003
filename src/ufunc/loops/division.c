/* divide, floor_divide, remainder, fmod, divmod and power. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"

/* --- Integers. Division by zero gives 0; the least integer over -1 wraps to itself. --- */

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type negated_##name(type a) { return (type)(0u - (u##type)a); }                  \
    static inline type fmod_##name(type a, type b)                                                 \
    {                                                                                              \
        return b == 0 || b == -1 ? (type)0 : (type)(a % b);                                        \
    }                                                                                              \
    static inline type floor_divide_##name(type a, type b)                                         \
    {                                                                                              \
        if (b == 0 || b == -1)                                                                     \
            return b ? negated_##name(a) : (type)0;                                                \
        type quotient = (type)(a / b);                                                             \
        return (type)(quotient - ((a < 0) != (b < 0) && quotient * b != a));                       \
    }                                                                                              \
    static inline type remainder_##name(type a, type b)                                            \
    {                                                                                              \
        type rest = fmod_##name(a, b);                                                             \
        return (type)(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);                       \
    }
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type floor_divide_##name(type a, type b) { return b ? (type)(a / b) : (type)0; } \
    static inline type remainder_##name(type a, type b) { return b ? (type)(a % b) : (type)0; }
RP_UNSIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Floating point --- */

/* NumPy's and Python's: quotient and remainder fit each other, the remainder has the divisor's sign. */
#define FLOAT_DIVISION(name, type, FMOD, FLOOR, COPYSIGN)                                          \
    static inline type fmod_##name(type a, type b) { return FMOD(a, b); }                          \
    static inline type remainder_##name(type a, type b)                                            \
    {                                                                                              \
        type rest = FMOD(a, b);                                                                    \
        if (b == 0)                                                                                \
            return rest;                                                                           \
        if (rest == 0)                                                                             \
            return COPYSIGN(0, b);                                                                 \
        return (b < 0) != (rest < 0) ? rest + b : rest;                                            \
    }                                                                                              \
    static inline type floor_divide_##name(type a, type b)                                         \
    {                                                                                              \
        if (b == 0)                                                                                \
            return a / b;                                                                          \
        type rest = FMOD(a, b), quotient = (a - rest) / b;                                         \
        if (rest != 0 && (b < 0) != (rest < 0))                                                    \
            quotient -= 1;                                                                         \
        if (quotient == 0)                                                                         \
            return COPYSIGN(0, a / b);                                                             \
        type whole = FLOOR(quotient);                                                              \
        return quotient - whole > (type)0.5 ? whole + 1 : whole;                                   \
    }
FLOAT_DIVISION(float32, float, fmodf, __builtin_floorf, __builtin_copysignf)
FLOAT_DIVISION(float64, double, fmod, __builtin_floor, __builtin_copysign)

static inline float divide_float32(float a, float b) { return a / b; }
static inline double divide_float64(double a, double b) { return a / b; }
static inline float power_float32(float a, float b) { return powf(a, b); }
static inline double power_float64(double a, double b) { return pow(a, b); }

#define HALF(op)                                                                                   \
    static inline rp_half op##_float16(rp_half a, rp_half b)                                       \
    {                                                                                              \
        return rp_half_of_float(op##_float32(rp_half_to_float(a), rp_half_to_float(b)));           \
    }
HALF(divide)
HALF(floor_divide)
HALF(remainder)
HALF(fmod)
HALF(power)

/* --- power of integers: by squaring; negative exponents do not come here --- */

#define DTYPE(name, type)                                                                          \
    static inline type raise_##name(type base, uint64_t exponent)                                  \
    {                                                                                              \
        type result = 1;                                                                           \
        for (;; base = (type)(1u * base * base)) {                                                 \
            if (exponent & 1)                                                                      \
                result = (type)(1u * result * base);                                               \
            if (!(exponent >>= 1))                                                                 \
                return result;                                                                     \
        }                                                                                          \
    }                                                                                              \
    static inline type power_##name(type a, type b) { return raise_##name(a, b); }
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type power_##name(type a, type b)                                                \
    {                                                                                              \
        return (type)RP_JOIN_OP(raise, RP_BITS_##name)((u##type)a, b < 0 ? 0 : (uint64_t)b);       \
    }
#define RP_JOIN_OP_(op, name) op##_##name
#define RP_JOIN_OP(op, name) RP_JOIN_OP_(op, name)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Loops --- */

/* No vectors: the engine has no integer division of lanes, and the others call functions. */
#define BY_ELEMENT(op, type)                                                                       \
    RP_STRIDED2(op, type, type)                                                                    \
    static void op##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)       \
    {                                                                                              \
        (void)data;                                                                                \
        op##_strided(args, *n, steps);                                                             \
    }

#define DIVMOD(name, type)                                                                         \
    static void divmod_##name##_loop(char **args, const intptr_t *count, const intptr_t *steps,    \
                                     void *data)                                                   \
    {                                                                                              \
        char *a = args[0], *b = args[1], *quotient = args[2], *rest = args[3];                     \
        (void)data;                                                                                \
        RP_IN_ORDER for (intptr_t n = *count; n > 0; n--) {                                        \
            type x = *(type *)a, y = *(type *)b;                                                   \
            *(type *)quotient = floor_divide_##name(x, y);                                         \
            *(type *)rest = remainder_##name(x, y);                                                \
            a += steps[0], b += steps[1], quotient += steps[2], rest += steps[3];                  \
        }                                                                                          \
    }

#define DTYPE(NUMBER, name, type, ...)                                                             \
    BY_ELEMENT(floor_divide_##name, type)                                                          \
    BY_ELEMENT(remainder_##name, type)                                                             \
    BY_ELEMENT(power_##name, type)                                                                 \
    DIVMOD(name, type)
RP_INTEGER_DTYPES(DTYPE)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...) BY_ELEMENT(fmod_##name, type)
RP_SIGNED_DTYPES(DTYPE)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...) RP_BINARY(divide_##name, type, type)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE

/* --- Tables --- */

static const rp_loop divide_rows[] = {
    RP_ROW2(FLOAT16, FLOAT16, divide_float16_loop, 0, 20)
    RP_ROW2(FLOAT32, FLOAT32, divide_float32_loop, 0, 5)
    RP_ROW2(FLOAT64, FLOAT64, divide_float64_loop, 0, 10)
    RP_ROW2(COMPLEX64, COMPLEX64, divide_complex64_loop, 0, 60)
    RP_ROW2(COMPLEX128, COMPLEX128, divide_complex128_loop, 0, 80)};
RP_TABLE(divide)

#define FLOATS(op, half, cost32, cost64)                                                           \
    RP_ROW2(FLOAT16, FLOAT16, op##_float16_loop, 0, half)                                          \
    RP_ROW2(FLOAT32, FLOAT32, op##_float32_loop, 0, cost32)                                        \
    RP_ROW2(FLOAT64, FLOAT64, op##_float64_loop, 0, cost64)

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, floor_divide_##name##_loop, 0, 30)
static const rp_loop floor_divide_rows[] = {RP_INTEGER_DTYPES(DTYPE)
                                                FLOATS(floor_divide, 150, 120, 150)};
RP_TABLE(floor_divide)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, remainder_##name##_loop, 0, 30)
static const rp_loop remainder_rows[] = {RP_INTEGER_DTYPES(DTYPE)
                                             FLOATS(remainder, 120, 100, 120)};
RP_TABLE(remainder)
#undef DTYPE

static const rp_loop fmod_rows[] = {
    RP_ROW2(INT8, INT8, fmod_int8_loop, 0, 30)
    RP_ROW2(UINT8, UINT8, remainder_uint8_loop, 0, 30)
    RP_ROW2(INT16, INT16, fmod_int16_loop, 0, 30)
    RP_ROW2(UINT16, UINT16, remainder_uint16_loop, 0, 30)
    RP_ROW2(INT32, INT32, fmod_int32_loop, 0, 30)
    RP_ROW2(UINT32, UINT32, remainder_uint32_loop, 0, 30)
    RP_ROW2(INT64, INT64, fmod_int64_loop, 0, 50)
    RP_ROW2(UINT64, UINT64, remainder_uint64_loop, 0, 50)
    FLOATS(fmod, 120, 100, 120)};
RP_TABLE(fmod)

#define DTYPE(NUMBER, name, ...)                                                                   \
    {{RP_##NUMBER, RP_##NUMBER, RP_##NUMBER, RP_##NUMBER}, divmod_##name##_loop, 0, 60},
#define FLOATING(NUMBER, name, ...)                                                                \
    {{RP_##NUMBER, RP_##NUMBER, RP_##NUMBER, RP_##NUMBER}, divmod_##name##_loop, 0, 250},
static const rp_loop divmod_rows[] = {RP_INTEGER_DTYPES(DTYPE) RP_HALF_DTYPE(FLOATING)
                                          RP_FLOAT_DTYPES(FLOATING)};
RP_TABLE(divmod)
#undef FLOATING
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, power_##name##_loop, 0, 40)
static const rp_loop power_rows[] = {RP_INTEGER_DTYPES(DTYPE) FLOATS(power, 120, 100, 200)};
RP_TABLE(power)
#undef DTYPE

/* divide, floor_divide, remainder, fmod and divmod. */
#include "base/bits.h"
#include "dtype/strided_copy.h"
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/float_division.h"

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

/* Vectors of integers are divided as floating-point numbers with room to spare: a quotient that is
 * not whole differs from the next whole number by more than the rounding. */

typedef rp_vec (*round_fn)(rp_vec);

RP_INLINE rp_vec upper_half(rp_vec a) { return wasm_i64x2_shuffle(a, a, 1, 1); }
RP_INLINE rp_vec join_lower(rp_vec a, rp_vec b) { return wasm_i64x2_shuffle(a, b, 0, 2); }

/* The least integer over -1 saturates one short of itself: mend that, and division by zero. */
#define MEND(name, lanes, least)                                                                   \
    RP_INLINE rp_vec mend_##name(rp_vec quotient, rp_vec a, rp_vec b)                              \
    {                                                                                              \
        rp_vec wraps = rp_vec_and(wasm_##lanes##_eq(a, wasm_##lanes##_splat(least)),               \
                                  wasm_##lanes##_eq(b, wasm_##lanes##_splat(-1)));                 \
        quotient = wasm_##lanes##_sub(quotient, wraps);                                            \
        return rp_vec_andnot(quotient, wasm_##lanes##_eq(b, rp_vec_zero()));                       \
    }
MEND(int8, i8x16, INT8_MIN)
MEND(int16, i16x8, INT16_MIN)
MEND(int32, i32x4, INT32_MIN)
RP_INLINE rp_vec mend_uint8(rp_vec quotient, rp_vec a, rp_vec b)
{
    (void)a;
    return rp_vec_andnot(quotient, rp_vec_equal_uint8(b, rp_vec_zero()));
}
RP_INLINE rp_vec mend_uint16(rp_vec quotient, rp_vec a, rp_vec b)
{
    (void)a;
    return rp_vec_andnot(quotient, rp_vec_equal_uint16(b, rp_vec_zero()));
}
RP_INLINE rp_vec mend_uint32(rp_vec quotient, rp_vec a, rp_vec b)
{
    (void)a;
    return rp_vec_andnot(quotient, rp_vec_equal_uint32(b, rp_vec_zero()));
}

/* u or i; the quotient is rounded by floor or trunc. */
#define QUOTIENTS(u, prefix)                                                                       \
    RP_INLINE rp_vec lower_quotient_##prefix##int32(rp_vec a, rp_vec b, round_fn round)            \
    {                                                                                              \
        rp_vec x = wasm_f64x2_convert_low_##u##32x4(a), y = wasm_f64x2_convert_low_##u##32x4(b);   \
        return wasm_##u##32x4_trunc_sat_f64x2_zero(round(wasm_f64x2_div(x, y)));                   \
    }                                                                                              \
    RP_INLINE rp_vec quotient_##prefix##int32(rp_vec a, rp_vec b, round_fn round)                  \
    {                                                                                              \
        rp_vec lower = lower_quotient_##prefix##int32(a, b, round);                                \
        rp_vec upper = lower_quotient_##prefix##int32(upper_half(a), upper_half(b), round);        \
        return mend_##prefix##int32(join_lower(lower, upper), a, b);                               \
    }                                                                                              \
    RP_INLINE rp_vec lower_quotient_##prefix##int16(rp_vec a, rp_vec b, round_fn round)            \
    {                                                                                              \
        rp_vec x = wasm_f32x4_convert_##u##32x4(wasm_##u##32x4_extend_low_##u##16x8(a));           \
        rp_vec y = wasm_f32x4_convert_##u##32x4(wasm_##u##32x4_extend_low_##u##16x8(b));           \
        return wasm_i32x4_trunc_sat_f32x4(round(wasm_f32x4_div(x, y)));                            \
    }                                                                                              \
    RP_INLINE rp_vec quotient_##prefix##int16(rp_vec a, rp_vec b, round_fn round)                  \
    {                                                                                              \
        rp_vec lower = lower_quotient_##prefix##int16(a, b, round);                                \
        rp_vec upper = lower_quotient_##prefix##int16(upper_half(a), upper_half(b), round);        \
        return mend_##prefix##int16(wasm_##u##16x8_narrow_i32x4(lower, upper), a, b);              \
    }                                                                                              \
    RP_INLINE rp_vec quotient_##prefix##int8(rp_vec a, rp_vec b, round_fn round)                   \
    {                                                                                              \
        rp_vec lower = quotient_##prefix##int16(wasm_##u##16x8_extend_low_##u##8x16(a),            \
                                                wasm_##u##16x8_extend_low_##u##8x16(b), round);    \
        rp_vec upper = quotient_##prefix##int16(wasm_##u##16x8_extend_high_##u##8x16(a),           \
                                                wasm_##u##16x8_extend_high_##u##8x16(b), round);   \
        return mend_##prefix##int8(wasm_##u##8x16_narrow_i16x8(lower, upper), a, b);               \
    }
QUOTIENTS(i, )
QUOTIENTS(u, u)

RP_INLINE rp_vec rest_8(rp_vec a, rp_vec q, rp_vec b)
{
    rp_vec rest = wasm_i8x16_sub(a, rp_vec_multiply_uint8(q, b));
    return rp_vec_andnot(rest, rp_vec_equal_uint8(b, rp_vec_zero()));
}
RP_INLINE rp_vec rest_16(rp_vec a, rp_vec q, rp_vec b)
{
    rp_vec rest = wasm_i16x8_sub(a, wasm_i16x8_mul(q, b));
    return rp_vec_andnot(rest, rp_vec_equal_uint16(b, rp_vec_zero()));
}
RP_INLINE rp_vec rest_32(rp_vec a, rp_vec q, rp_vec b)
{
    rp_vec rest = wasm_i32x4_sub(a, wasm_i32x4_mul(q, b));
    return rp_vec_andnot(rest, rp_vec_equal_uint32(b, rp_vec_zero()));
}

#define VECTOR_DIVISION(name, bits, real)                                                          \
    RP_INLINE rp_vec rp_vec_floor_divide_##name(rp_vec a, rp_vec b)                                \
    {                                                                                              \
        return quotient_##name(a, b, rp_vec_floor_##real);                                         \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_remainder_##name(rp_vec a, rp_vec b)                                   \
    {                                                                                              \
        return rest_##bits(a, quotient_##name(a, b, rp_vec_floor_##real), b);                      \
    }
#define VECTOR_FMOD(name, bits, real)                                                              \
    RP_INLINE rp_vec rp_vec_fmod_##name(rp_vec a, rp_vec b)                                        \
    {                                                                                              \
        return rest_##bits(a, quotient_##name(a, b, rp_vec_trunc_##real), b);                      \
    }
VECTOR_DIVISION(int8, 8, float32)
VECTOR_DIVISION(int16, 16, float32)
VECTOR_DIVISION(int32, 32, float64)
VECTOR_DIVISION(uint8, 8, float32)
VECTOR_DIVISION(uint16, 16, float32)
VECTOR_DIVISION(uint32, 32, float64)
VECTOR_FMOD(int8, 8, float32)
VECTOR_FMOD(int16, 16, float32)
VECTOR_FMOD(int32, 32, float64)

static inline float divide_float32(float a, float b) { return a / b; }
static inline double divide_float64(double a, double b) { return a / b; }

#define HALF(op)                                                                                   \
    static inline rp_half op##_float16(rp_half a, rp_half b)                                       \
    {                                                                                              \
        return rp_half_of_float(op##_float32(rp_half_to_float(a), rp_half_to_float(b)));           \
    }
HALF(floor_divide)
HALF(remainder)
HALF(fmod)

/* --- Loops --- */

/* No vectors: division of 64-bit integers, and what calls functions. */
#define BY_ELEMENT(op, type)                                                                       \
    RP_STRIDED2(op, type, type)                                                                    \
    static void op##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)       \
    {                                                                                              \
        (void)data;                                                                                \
        op##_strided(args, *n, steps);                                                             \
    }

enum { BOTH_AT_A_TIME = 256, LARGEST_NUMBER = 8 };

/* The rests wait until the quotients are there: they may go to where the operands are. */
static void divide_both(char **args, intptr_t count, const intptr_t *steps, intptr_t size,
                        rp_loop_fn floor_divide, rp_loop_fn remainder)
{
    _Alignas(16) char rests[BOTH_AT_A_TIME * LARGEST_NUMBER];
    char *a = args[0], *b = args[1], *quotient = args[2], *rest = args[3];
    intptr_t rest_steps[] = {steps[0], steps[1], size};
    for (intptr_t n; count > 0; count -= n) {
        n = rp_min_intp(count, BOTH_AT_A_TIME);
        remainder((char *[]){a, b, rests}, &n, rest_steps, NULL);
        floor_divide((char *[]){a, b, quotient}, &n, steps, NULL);
        rp_strided_copy(rest, steps[3], rests, size, n, size);
        a += n * steps[0], b += n * steps[1], quotient += n * steps[2], rest += n * steps[3];
    }
}

#define DIVMOD(name, type)                                                                         \
    static void divmod_##name##_loop(char **args, const intptr_t *n, const intptr_t *steps,        \
                                     void *data)                                                   \
    {                                                                                              \
        (void)data;                                                                                \
        divide_both(args, *n, steps, sizeof(type), floor_divide_##name##_loop,                     \
                    remainder_##name##_loop);                                                      \
    }

#define DTYPE(NUMBER, name, type, ...)                                                             \
    DIVISION(floor_divide_##name, type)                                                            \
    DIVISION(remainder_##name, type)                                                               \
    DIVMOD(name, type)
#define DIVISION(op, type) RP_VECTOR_BINARY(rp_map2_once, op, type, type)
DTYPE(INT8, int8, int8_t)
DTYPE(UINT8, uint8, uint8_t)
DTYPE(INT16, int16, int16_t)
DTYPE(UINT16, uint16, uint16_t)
DTYPE(INT32, int32, int32_t)
DTYPE(UINT32, uint32, uint32_t)
DIVISION(fmod_int8, int8_t)
DIVISION(fmod_int16, int16_t)
DIVISION(fmod_int32, int32_t)
DTYPE(FLOAT32, float32, float)
DTYPE(FLOAT64, float64, double)
DIVISION(fmod_float32, float)
DIVISION(fmod_float64, double)
#undef DIVISION
#define DIVISION BY_ELEMENT
DTYPE(INT64, int64, int64_t)
DTYPE(UINT64, uint64, uint64_t)
RP_HALF_DTYPE(DTYPE)
DIVISION(fmod_int64, int64_t)
DIVISION(fmod_float16, rp_half)
#undef DIVISION
#undef DTYPE
RP_BINARY(divide_float32, float, float)
RP_BINARY(divide_float64, double, double)
RP_HALF_REDUCE(divide)
RP_HALF2(divide, divide_float16_reduce)
RP_PLAIN_BINARY(divide_complex64, rp_complex64, rp_complex64)
RP_PLAIN_BINARY(divide_complex128, rp_complex128, rp_complex128)

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
                                                FLOATS(floor_divide, 150, 40, 70)};
RP_TABLE(floor_divide)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, remainder_##name##_loop, 0, 30)
static const rp_loop remainder_rows[] = {RP_INTEGER_DTYPES(DTYPE) FLOATS(remainder, 120, 30, 50)};
RP_TABLE(remainder)
#undef DTYPE

static const rp_loop fmod_rows[] = {
    RP_ROW2(INT8, INT8, fmod_int8_loop, 0, 30) RP_ROW2(UINT8, UINT8, remainder_uint8_loop, 0, 30)
        RP_ROW2(INT16, INT16, fmod_int16_loop, 0, 30)
            RP_ROW2(UINT16, UINT16, remainder_uint16_loop, 0, 30)
                RP_ROW2(INT32, INT32, fmod_int32_loop, 0, 30)
                    RP_ROW2(UINT32, UINT32, remainder_uint32_loop, 0, 30)
                        RP_ROW2(INT64, INT64, fmod_int64_loop, 0, 50)
                            RP_ROW2(UINT64, UINT64, remainder_uint64_loop, 0, 50)
                                FLOATS(fmod, 120, 25, 45)};
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

/* fmod, remainder and floor_divide of floating-point numbers, one by one and in vectors, to the
 * same bits. */
#ifndef RP_UFUNC_LOOPS_FLOAT_DIVISION_H
#define RP_UFUNC_LOOPS_FLOAT_DIVISION_H

#include "simd/vec_float.h"
#include <math.h>

/* --- One element --- */

/* The libm's fmod goes bit by bit. Where the quotient is moderate, subtract the whole multiple,
 * which is exact: the quotient is the right one or, if rounding took it up, one too many. */
static inline float quick_fmod_float32(float a, float b)
{
    double x = __builtin_fabs(a), y = __builtin_fabs(b);
    if (x < y)
        return a;
    double quotient = x / y;
    if (!(quotient < 0x1p29))
        return fmodf(a, b);
    double rest = x - __builtin_trunc(quotient) * y;
    return __builtin_copysignf((float)(rest < 0 ? rest + y : rest), a);
}

static inline double upper_bits(double a)
{
    double spread = a * 0x1.0000002p27;
    return spread - (spread - a);
}

static inline double quick_fmod_float64(double a, double b)
{
    double x = __builtin_fabs(a), y = __builtin_fabs(b);
    if (x < y)
        return a;
    double quotient = __builtin_trunc(x / y);
    if (!(quotient < 0x1p53 && x < 0x1p900 && y > 0x1p-900))
        return fmod(a, b);
    /* quotient * y as the sum of two numbers (Dekker) */
    double product = quotient * y;
    double q_upper = upper_bits(quotient), q_lower = quotient - q_upper;
    double y_upper = upper_bits(y), y_lower = y - y_upper;
    double error =
        ((q_upper * y_upper - product) + q_upper * y_lower + q_lower * y_upper) + q_lower * y_lower;
    double rest = (x - product) - error;
    return __builtin_copysign(rest < 0 ? rest + y : rest, a);
}

/* NumPy's and Python's: quotient and remainder fit each other, the remainder has the divisor's
 * sign. */
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
FLOAT_DIVISION(float32, float, quick_fmod_float32, __builtin_floorf, __builtin_copysignf)
FLOAT_DIVISION(float64, double, quick_fmod_float64, __builtin_floor, __builtin_copysign)

/* --- Vectors: the same steps. Lanes that are not `fine`, where the quotient is too large or
 * something is special, send the vector to the functions above. --- */

/* The rest of |a|, times |b| having been taken off, with the sign of a; `whole`: how often it was.
 */
RP_INLINE rp_vec rp_vec_finish_rest(rp_vec rest, rp_vec quotient, rp_vec a, rp_vec y, rp_vec *whole)
{
    rp_vec below = wasm_f64x2_lt(rest, rp_vec_zero());
    *whole = wasm_f64x2_sub(quotient, rp_vec_and(wasm_f64x2_splat(1), below));
    return rp_vec_copysign_float64(wasm_f64x2_add(rest, rp_vec_and(y, below)), a);
}

/* A quotient of 26 bits times each half of b is exact. */
RP_INLINE rp_vec rp_vec_rest_float64(rp_vec a, rp_vec b, rp_vec *fine, rp_vec *whole)
{
    static const int64_t upper_half = -(INT64_C(1) << 27);
    static const double most = 0x1p26, infinity = INFINITY;
    rp_vec x = wasm_f64x2_abs(a), y = wasm_f64x2_abs(b);
    rp_vec quotient = rp_vec_trunc_float64(wasm_f64x2_div(x, y));
    *fine = rp_vec_and(wasm_f64x2_lt(quotient, rp_vec_constant_float64(&most)),
                       wasm_f64x2_lt(y, rp_vec_constant_float64(&infinity)));
    rp_vec upper = rp_vec_and(y, rp_vec_constant_int64(&upper_half));
    rp_vec rest = wasm_f64x2_sub(x, wasm_f64x2_mul(quotient, upper));
    rest = wasm_f64x2_sub(rest, wasm_f64x2_mul(quotient, wasm_f64x2_sub(y, upper)));
    return rp_vec_finish_rest(rest, quotient, a, y, whole);
}

/* For quotients of 53 bits. */
RP_INLINE rp_vec rp_vec_far_rest_float64(rp_vec a, rp_vec b, rp_vec *fine, rp_vec *whole)
{
    rp_vec x = wasm_f64x2_abs(a), y = wasm_f64x2_abs(b);
    rp_vec quotient = rp_vec_trunc_float64(wasm_f64x2_div(x, y));
    rp_vec huge = wasm_f64x2_splat(0x1p900);
    rp_vec moderate = rp_vec_and(wasm_f64x2_lt(x, huge), wasm_f64x2_lt(y, huge));
    rp_vec not_tiny = wasm_f64x2_gt(y, wasm_f64x2_splat(0x1p-900));
    *fine = rp_vec_and(rp_vec_and(moderate, not_tiny),
                       wasm_f64x2_lt(quotient, wasm_f64x2_splat(0x1p53)));
    rp_vec_pair product = rp_vec_two_product_float64(quotient, y);
    rp_vec rest = wasm_f64x2_sub(wasm_f64x2_sub(x, product.hi), product.lo);
    return rp_vec_finish_rest(rest, quotient, a, y, whole);
}

/* Two floats as doubles. */
RP_INLINE rp_vec rp_vec_rest_of_pair(rp_vec x, rp_vec y, rp_vec *fine, rp_vec *whole)
{
    rp_vec quotient = wasm_f64x2_div(x, y);
    *fine = rp_vec_and(wasm_f64x2_lt(quotient, wasm_f64x2_splat(0x1p29)),
                       wasm_f64x2_lt(y, wasm_f64x2_splat(INFINITY)));
    quotient = rp_vec_trunc_float64(quotient);
    rp_vec rest = wasm_f64x2_sub(x, wasm_f64x2_mul(quotient, y));
    rp_vec below = wasm_f64x2_lt(rest, rp_vec_zero());
    *whole = wasm_f64x2_sub(quotient, rp_vec_and(wasm_f64x2_splat(1), below));
    return wasm_f64x2_add(rest, rp_vec_and(y, below));
}
RP_INLINE rp_vec rp_vec_rest_float32(rp_vec a, rp_vec b, rp_vec *fine, rp_vec *whole)
{
    rp_vec x = wasm_f32x4_abs(a), y = wasm_f32x4_abs(b), fine_low, fine_high, wholes[2];
    rp_vec low =
        rp_vec_rest_of_pair(rp_vec_low_float64(x), rp_vec_low_float64(y), &fine_low, &wholes[0]);
    rp_vec high =
        rp_vec_rest_of_pair(rp_vec_high_float64(x), rp_vec_high_float64(y), &fine_high, &wholes[1]);
    *fine = rp_vec_and(fine_low, fine_high);
    *whole = rp_vec_join_float32(wholes[0], wholes[1]);
    return rp_vec_copysign_float32(rp_vec_join_float32(low, high), a);
}

/* Each lane by the function of one element. */
#define RP_VEC_ONE_BY_ONE(op, type)                                                                \
    static __attribute__((noinline)) rp_vec op##_one_by_one(rp_vec a, rp_vec b)                    \
    {                                                                                              \
        type x[RP_VEC_SIZE / sizeof(type)], y[RP_VEC_SIZE / sizeof(type)];                         \
        rp_vec_store(x, a), rp_vec_store(y, b);                                                    \
        for (int i = 0; i < (int)(RP_VEC_SIZE / sizeof(type)); i++)                                \
            x[i] = op(x[i], y[i]);                                                                 \
        return rp_vec_load(x);                                                                     \
    }
#define RP_VEC_OPS_ONE_BY_ONE(name, type)                                                          \
    RP_VEC_ONE_BY_ONE(fmod_##name, type)                                                           \
    RP_VEC_ONE_BY_ONE(remainder_##name, type)                                                      \
    RP_VEC_ONE_BY_ONE(floor_divide_##name, type)
RP_VEC_OPS_ONE_BY_ONE(float32, float)
RP_VEC_OPS_ONE_BY_ONE(float64, double)

/* What `rest_of` finds, or else what `otherwise` does, where it is not fine. Below `most`, the
 * whole quotient is what the steps of one element round to: they are off by less than a half. */
#define RP_VEC_DIVISION(place, op, name, lanes, most, rest_of, otherwise)                          \
    place rp_vec rp_vec_##op##fmod_##name(rp_vec a, rp_vec b)                                      \
    {                                                                                              \
        rp_vec fine, whole, rest = rest_of(a, b, &fine, &whole);                                   \
        return wasm_i64x2_all_true(fine) ? rest : otherwise(fmod_##name)(a, b);                    \
    }                                                                                              \
    place rp_vec rp_vec_##op##remainder_##name(rp_vec a, rp_vec b)                                 \
    {                                                                                              \
        rp_vec fine, times, zero = rp_vec_zero();                                                  \
        rp_vec rest = rest_of(a, b, &fine, &times);                                                \
        rp_vec apart = rp_vec_xor(wasm_##lanes##_lt(b, zero), wasm_##lanes##_lt(rest, zero));      \
        rp_vec mended = wasm_##lanes##_add(rest, rp_vec_and(b, apart));                            \
        rp_vec whole = wasm_##lanes##_eq(rest, zero);                                              \
        rp_vec result = rp_vec_select(rp_vec_copysign_##name(zero, b), mended, whole);             \
        return wasm_i64x2_all_true(fine) ? result : otherwise(remainder_##name)(a, b);             \
    }                                                                                              \
    place rp_vec rp_vec_##op##floor_divide_##name(rp_vec a, rp_vec b)                              \
    {                                                                                              \
        rp_vec fine, whole, zero = rp_vec_zero(), one = wasm_##lanes##_splat(1);                   \
        rp_vec rest = rest_of(a, b, &fine, &whole);                                                \
        fine = rp_vec_and(fine, wasm_##lanes##_lt(whole, wasm_##lanes##_splat(most)));             \
        rp_vec apart = rp_vec_xor(wasm_##lanes##_lt(b, zero), wasm_##lanes##_lt(rest, zero));      \
        apart = rp_vec_and(apart, wasm_##lanes##_ne(rest, zero));                                  \
        rp_vec result = rp_vec_copysign_##name(whole, rp_vec_xor(a, b));                           \
        result = wasm_##lanes##_sub(result, rp_vec_and(one, apart));                               \
        return wasm_i32x4_all_true(fine) ? result : otherwise(floor_divide_##name)(a, b);          \
    }
#define RP_VEC_APART static __attribute__((noinline))
#define RP_ONE_BY_ONE(op) op##_one_by_one
#define RP_FARTHER(op) rp_vec_far_##op
RP_VEC_DIVISION(RP_INLINE, , float32, f32x4, 0x1p21f, rp_vec_rest_float32, RP_ONE_BY_ONE)
RP_VEC_DIVISION(RP_VEC_APART, far_, float64, f64x2, 0x1p50, rp_vec_far_rest_float64, RP_ONE_BY_ONE)
RP_VEC_DIVISION(RP_INLINE, , float64, f64x2, 0x1p50, rp_vec_rest_float64, RP_FARTHER)

#endif

/* Loops of functions that are written for vectors only. Whatever lies alone, the rest of a line or
 * a strided element, goes through the same vector, so that its bits are the same. */
#ifndef RP_UFUNC_LOOPS_VECTOR_FUNCTION_H
#define RP_UFUNC_LOOPS_VECTOR_FUNCTION_H

#include "simd/vec_float.h"
#include "ufunc/loops/body.h"
#include <string.h>

/* Formulas of float64 lanes are long enough. */
#define ADD rp_vec_add_float64
#define SUB rp_vec_subtract_float64
#define MUL rp_vec_multiply_float64
#define DIV rp_vec_divide_float64
#define LESS rp_vec_less_float64

#define ADD32 rp_vec_add_float32
#define SUB32 rp_vec_subtract_float32
#define MUL32 rp_vec_multiply_float32
#define DIV32 rp_vec_divide_float32
#define LESS32 rp_vec_less_float32

/* A constant in all lanes, loaded: see rp_vec_constant_float64. */
#define SPLAT(x)                                                                                   \
    __extension__({                                                                                \
        static const double constant = (x);                                                        \
        rp_vec_constant_float64(&constant);                                                        \
    })
#define SPLAT_BITS(x)                                                                              \
    __extension__({                                                                                \
        static const int64_t constant = (x);                                                       \
        rp_vec_constant_int64(&constant);                                                          \
    })

#define LOADED(x) rp_vec_constant_float64(&(x))
#define LOADED_INT(x) rp_vec_constant_int64(&(x))
#define LOADED32(x) rp_vec_constant_float32(&(x))

/* Rare operands must not burden the common ones. */
#define RP_APART static __attribute__((noinline))

/* From `low` to `high`; NaN stays. */
RP_INLINE rp_vec rp_vec_within_float64(rp_vec x, rp_vec low, rp_vec high)
{
    return wasm_f64x2_pmin(wasm_f64x2_pmax(x, low), high);
}
RP_INLINE rp_vec rp_vec_limit_float64(rp_vec x, double low, double high)
{
    return rp_vec_within_float64(x, rp_vec_splat_float64(low), rp_vec_splat_float64(high));
}

#define SPLAT32(x)                                                                                 \
    __extension__({                                                                                \
        static const float constant = (x);                                                         \
        rp_vec_constant_float32(&constant);                                                        \
    })

/* The upper 26 bits, so that products of two such are exact. */
#define RP_UPPER_BITS (-(INT64_C(1) << 27))

/* Fewer elements than a vector has, and zeros. */
RP_INLINE rp_vec rp_vec_load_few_float64(const char *from, intptr_t n)
{
    (void)n;
    return wasm_v128_load64_zero(from);
}
RP_INLINE void rp_vec_store_few_float64(char *to, rp_vec x, intptr_t n)
{
    (void)n;
    wasm_v128_store64_lane(to, x, 0);
}
RP_INLINE rp_vec rp_vec_load_few_float32(const char *from, intptr_t n)
{
    rp_vec x = wasm_v128_load32_zero(from);
    if (n > 1)
        x = wasm_v128_load32_lane(from + 4, x, 1);
    return n > 2 ? wasm_v128_load32_lane(from + 8, x, 2) : x;
}
RP_INLINE void rp_vec_store_few_float32(char *to, rp_vec x, intptr_t n)
{
    wasm_v128_store32_lane(to, x, 0);
    if (n > 1)
        wasm_v128_store32_lane(to + 4, x, 1);
    if (n > 2)
        wasm_v128_store32_lane(to + 8, x, 2);
}

/* These are long: never a copy of one in what calls it, nor another for the rest of a line, which
 * the kernel is called for again. */
#define RP_ONE_COPY __attribute__((noinline))

#define RP_VECTOR_FUNCTION1(op, name, type)                                                        \
    static RP_ONE_COPY void op##_##name##_kernel(const char *a, char *out, intptr_t n)             \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        for (; n >= LANES; n -= LANES, a += RP_VEC_SIZE, out += RP_VEC_SIZE)                       \
            rp_vec_store(out, rp_vec_##op##_##name(rp_vec_load(a)));                               \
        if (n > 0) {                                                                               \
            rp_vec x = rp_vec_load_few_##name(a, n);                                               \
            op##_##name##_kernel((const char *)&x, (char *)&x, LANES);                             \
            rp_vec_store_few_##name(out, x, n);                                                    \
        }                                                                                          \
    }                                                                                              \
    static type op##_##name(type x)                                                                \
    {                                                                                              \
        rp_vec one = rp_vec_load_few_##name((const char *)&x, 1);                                  \
        op##_##name##_kernel((const char *)&one, (char *)&one, RP_VEC_SIZE / sizeof(type));        \
        return rp_vec_lane_##name(one, 0);                                                         \
    }                                                                                              \
    RP_STRIDED1(op##_##name, type, type)                                                           \
    RP_LOOP1(op##_##name, type, type)
#define RP_VECTOR_KERNEL_OP2(op, name, type)                                                       \
    static RP_ONE_COPY void op##_##name##_kernel(const char *a, const char *b, char *out,          \
                                                 intptr_t n)                                       \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        for (; n >= LANES; n -= LANES, a += RP_VEC_SIZE, b += RP_VEC_SIZE, out += RP_VEC_SIZE)     \
            rp_vec_store(out, rp_vec_##op##_##name(rp_vec_load(a), rp_vec_load(b)));               \
        if (n > 0) {                                                                               \
            rp_vec x = rp_vec_load_few_##name(a, n), y = rp_vec_load_few_##name(b, n);             \
            op##_##name##_kernel((const char *)&x, (const char *)&y, (char *)&x, LANES);           \
            rp_vec_store_few_##name(out, x, n);                                                    \
        }                                                                                          \
    }                                                                                              \
    static type op##_##name(type x, type y)                                                        \
    {                                                                                              \
        rp_vec one = rp_vec_load_few_##name((const char *)&x, 1);                                  \
        rp_vec other = rp_vec_load_few_##name((const char *)&y, 1);                                \
        op##_##name##_kernel((const char *)&one, (const char *)&other, (char *)&one,               \
                             RP_VEC_SIZE / sizeof(type));                                          \
        return rp_vec_lane_##name(one, 0);                                                         \
    }                                                                                              \
    RP_STRIDED2(op##_##name, type, type)
#define RP_VECTOR_FUNCTION2(op, name, type)                                                        \
    RP_VECTOR_KERNEL_OP2(op, name, type)                                                           \
    RP_LOOP2_OF(op##_##name, type, type, NULL, NULL)

/* float32 by way of a function of float64 lanes. */
RP_INLINE rp_vec rp_vec_in_float64(rp_vec a, rp_vec_op1 op)
{
    return rp_vec_join_float32(op(rp_vec_low_float64(a)), op(rp_vec_high_float64(a)));
}

RP_INLINE rp_vec rp_vec_in_float64_2(rp_vec a, rp_vec b, rp_vec_op2 op)
{
    return rp_vec_join_float32(op(rp_vec_low_float64(a), rp_vec_low_float64(b)),
                               op(rp_vec_high_float64(a), rp_vec_high_float64(b)));
}

/* The loops of a real function and their rows: op_float32 and op_float64 are written for vectors,
 * float16 is computed in float32. */
#define RP_REAL_FUNCTION1(op)                                                                      \
    RP_VECTOR_FUNCTION1(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION1(op, float64, double)                                                       \
    RP_HALF1(op)
#define RP_REAL_FUNCTION2(op)                                                                      \
    RP_VECTOR_FUNCTION2(op, float32, float)                                                        \
    RP_VECTOR_FUNCTION2(op, float64, double)                                                       \
    RP_HALF2(op, NULL)
#define RP_REAL_ROWS1(op, half, cost32, cost64)                                                    \
    RP_ROW1(FLOAT16, FLOAT16, op##_float16_loop, half)                                             \
    RP_ROW1(FLOAT32, FLOAT32, op##_float32_loop, cost32)                                           \
    RP_ROW1(FLOAT64, FLOAT64, op##_float64_loop, cost64)
#define RP_REAL_ROWS2(op, half, cost32, cost64)                                                    \
    RP_ROW2(FLOAT16, FLOAT16, op##_float16_loop, 0, half)                                          \
    RP_ROW2(FLOAT32, FLOAT32, op##_float32_loop, 0, cost32)                                        \
    RP_ROW2(FLOAT64, FLOAT64, op##_float64_loop, 0, cost64)

/* c[0] + c[1] z + ..., by Horner's rule. */
RP_INLINE rp_vec rp_vec_polynomial(rp_vec z, const double *c, int count)
{
    rp_vec sum = rp_vec_constant_float64(&c[count - 1]);
    for (int i = count - 2; i >= 0; i--)
        sum = rp_vec_add_float64(rp_vec_multiply_float64(sum, z), rp_vec_constant_float64(&c[i]));
    return sum;
}

/* The same by Estrin's scheme, pairs of pairs: long ones wait less for each other's results. */
#define RP_LONG_POLYNOMIAL(name, type, suffix)                                                     \
    RP_INLINE rp_vec rp_vec_long_polynomial##suffix(rp_vec z, const type *c, int count)            \
    {                                                                                              \
        rp_vec terms[16], power = z;                                                               \
        for (int i = 0; i < count; i++)                                                            \
            terms[i] = rp_vec_constant_##name(&c[i]);                                              \
        for (; count > 1; count = (count + 1) / 2, power = rp_vec_multiply_##name(power, power)) { \
            for (int i = 0; i < count / 2; i++)                                                    \
                terms[i] = rp_vec_add_##name(terms[2 * i],                                         \
                                             rp_vec_multiply_##name(terms[2 * i + 1], power));     \
            if (count & 1)                                                                         \
                terms[count / 2] = terms[count - 1];                                               \
        }                                                                                          \
        return terms[0];                                                                           \
    }
RP_LONG_POLYNOMIAL(float64, double, )
RP_LONG_POLYNOMIAL(float32, float, 32)

#endif

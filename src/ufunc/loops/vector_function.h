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

/* One body for whole vectors and the rest: these functions are long. */
RP_INLINE void rp_apply1(const char *a, char *out, intptr_t bytes, rp_vec_op1 op)
{
    char rest[RP_VEC_SIZE] = {0};
    for (; bytes > 0; bytes -= RP_VEC_SIZE, a += RP_VEC_SIZE, out += RP_VEC_SIZE) {
        bool whole = bytes >= RP_VEC_SIZE;
        if (!whole)
            memcpy(rest, a, (size_t)bytes);
        rp_vec result = op(rp_vec_load(whole ? a : rest));
        rp_vec_store(whole ? out : rest, result);
        if (!whole)
            memcpy(out, rest, (size_t)bytes);
    }
}

RP_INLINE void rp_apply2(const char *a, const char *b, char *out, intptr_t bytes, rp_vec_op2 op)
{
    char rest[2][RP_VEC_SIZE] = {{0}};
    for (; bytes > 0;
         bytes -= RP_VEC_SIZE, a += RP_VEC_SIZE, b += RP_VEC_SIZE, out += RP_VEC_SIZE) {
        bool whole = bytes >= RP_VEC_SIZE;
        if (!whole) {
            memcpy(rest[0], a, (size_t)bytes);
            memcpy(rest[1], b, (size_t)bytes);
        }
        rp_vec result = op(rp_vec_load(whole ? a : rest[0]), rp_vec_load(whole ? b : rest[1]));
        rp_vec_store(whole ? out : rest[0], result);
        if (!whole)
            memcpy(out, rest[0], (size_t)bytes);
    }
}

/* These are long: never a copy of one in what calls it. */
#define RP_ONE_COPY __attribute__((noinline))

#define RP_VECTOR_FUNCTION1(op, type)                                                              \
    static RP_ONE_COPY void op##_kernel(const char *a, char *out, intptr_t n)                      \
    {                                                                                              \
        rp_apply1(a, out, n *(intptr_t)sizeof(type), rp_vec_##op);                                 \
    }                                                                                              \
    static type op(type x)                                                                         \
    {                                                                                              \
        op##_kernel((const char *)&x, (char *)&x, 1);                                              \
        return x;                                                                                  \
    }                                                                                              \
    RP_STRIDED1(op, type, type)                                                                    \
    RP_LOOP1(op, type, type)
#define RP_VECTOR_KERNEL_OP2(op, type)                                                             \
    static RP_ONE_COPY void op##_kernel(const char *a, const char *b, char *out, intptr_t n)       \
    {                                                                                              \
        rp_apply2(a, b, out, n *(intptr_t)sizeof(type), rp_vec_##op);                              \
    }                                                                                              \
    static type op(type x, type y)                                                                 \
    {                                                                                              \
        op##_kernel((const char *)&x, (const char *)&y, (char *)&x, 1);                            \
        return x;                                                                                  \
    }                                                                                              \
    RP_STRIDED2(op, type, type)
#define RP_VECTOR_FUNCTION2(op, type)                                                              \
    RP_VECTOR_KERNEL_OP2(op, type)                                                                 \
    RP_LOOP2_OF(op, type, type, NULL, NULL)

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
    RP_VECTOR_FUNCTION1(op##_float32, float)                                                       \
    RP_VECTOR_FUNCTION1(op##_float64, double)                                                      \
    RP_HALF1(op)
#define RP_REAL_FUNCTION2(op)                                                                      \
    RP_VECTOR_FUNCTION2(op##_float32, float)                                                       \
    RP_VECTOR_FUNCTION2(op##_float64, double)                                                      \
    RP_HALF2(op, NULL)
#define RP_REAL_ROWS1(op, half, cost32, cost64)                                                    \
    RP_ROW1(FLOAT16, FLOAT16, op##_float16_loop, half)                                             \
    RP_ROW1(FLOAT32, FLOAT32, op##_float32_loop, cost32)                                           \
    RP_ROW1(FLOAT64, FLOAT64, op##_float64_loop, cost64)
#define RP_REAL_ROWS2(op, half, cost32, cost64)                                                    \
    RP_ROW2(FLOAT16, FLOAT16, op##_float16_loop, 0, half)                                          \
    RP_ROW2(FLOAT32, FLOAT32, op##_float32_loop, 0, cost32)                                        \
    RP_ROW2(FLOAT64, FLOAT64, op##_float64_loop, 0, cost64)

/* c[0] + c[1] z + ..., by Horner's rule; the table may have gone through rp_vec_table. */
RP_INLINE rp_vec rp_vec_polynomial(rp_vec z, const double *c, int count)
{
    rp_vec sum = rp_vec_load_splat_float64(&c[count - 1]);
    for (int i = count - 2; i >= 0; i--)
        sum = rp_vec_add_float64(rp_vec_multiply_float64(sum, z), rp_vec_load_splat_float64(&c[i]));
    return sum;
}

/* The same, even and odd powers apart: long ones wait less for each other's results. */
RP_INLINE rp_vec rp_vec_long_polynomial(rp_vec z, const double *c, int count)
{
    rp_vec w = rp_vec_multiply_float64(z, z), sums[2];
    for (int k = 0; k < 2; k++) {
        int i = count - 1 - k;
        rp_vec sum = rp_vec_load_splat_float64(&c[i]);
        for (i -= 2; i >= 0; i -= 2)
            sum = rp_vec_add_float64(rp_vec_multiply_float64(sum, w),
                                     rp_vec_load_splat_float64(&c[i]));
        sums[(count - 1 - k) & 1] = sum;
    }
    return rp_vec_add_float64(sums[0], rp_vec_multiply_float64(sums[1], z));
}

#endif

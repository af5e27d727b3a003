/* logical_and, logical_or, logical_xor, logical_not: on the bits of integers, by width. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/boolean.h"

#define TRUTH(name, type, TEST)                                                                    \
    static inline rp_bool truth_##name(type a) { return TEST; }
#define DTYPE(name, type) TRUTH(name, type, a != 0)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
TRUTH(float16, rp_half, (a.bits & 0x7fffu) != 0)
TRUTH(float32, float, a != 0)
TRUTH(float64, double, a != 0)
TRUTH(complex64, rp_complex64, a.re != 0 || a.im != 0)
TRUTH(complex128, rp_complex128, a.re != 0 || a.im != 0)

/* Masks of the zeros among the elements. */
#define FALSITY(name, TEST)                                                                        \
    RP_INLINE rp_vec false_##name(rp_vec a) { return TEST; }
FALSITY(uint8, rp_vec_equal_uint8(a, rp_vec_zero()))
FALSITY(uint16, rp_vec_equal_uint16(a, rp_vec_zero()))
FALSITY(uint32, rp_vec_equal_uint32(a, rp_vec_zero()))
FALSITY(uint64, rp_vec_equal_uint64(a, rp_vec_zero()))
FALSITY(float16, rp_vec_equal_uint16(rp_vec_and(a, wasm_i16x8_splat(0x7fff)), rp_vec_zero()))
FALSITY(float32, rp_vec_equal_float32(a, rp_vec_zero()))
FALSITY(float64, rp_vec_equal_float64(a, rp_vec_zero()))

#define TYPES_BY_VECTOR(DTYPE)                                                                     \
    RP_UNSIGNED_TYPES(DTYPE)                                                                       \
    DTYPE(float16, rp_half) DTYPE(float32, float) DTYPE(float64, double)

#define OPS(name, type)                                                                            \
    static inline rp_bool and_##name(type a, type b) { return truth_##name(a) & truth_##name(b); } \
    static inline rp_bool or_##name(type a, type b) { return truth_##name(a) | truth_##name(b); }  \
    static inline rp_bool xor_##name(type a, type b) { return truth_##name(a) ^ truth_##name(b); } \
    static inline rp_bool not_##name(type a) { return !truth_##name(a); }
TYPES_BY_VECTOR(OPS)
OPS(complex64, rp_complex64)
OPS(complex128, rp_complex128)

#define VECTOR_OPS(name, type)                                                                     \
    RP_INLINE rp_vec rp_vec_and_##name(rp_vec a, rp_vec b)                                         \
    {                                                                                              \
        return rp_vec_not(rp_vec_or(false_##name(a), false_##name(b)));                            \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_or_##name(rp_vec a, rp_vec b)                                          \
    {                                                                                              \
        return rp_vec_not(rp_vec_and(false_##name(a), false_##name(b)));                           \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_xor_##name(rp_vec a, rp_vec b)                                         \
    {                                                                                              \
        return rp_vec_xor(false_##name(a), false_##name(b));                                       \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_not_##name(rp_vec a) { return false_##name(a); }
#define DTYPE(name, type) VECTOR_OPS(name, type)
DTYPE(uint16, uint16_t)
DTYPE(uint32, uint32_t)
DTYPE(uint64, uint64_t)
DTYPE(float16, rp_half)
DTYPE(float32, float)
DTYPE(float64, double)
#undef DTYPE

/* Bytes are results already: whatever is not 0 becomes 1. */
RP_INLINE rp_vec least_with_1(rp_vec a) { return wasm_u8x16_min(a, rp_vec_bytes_of_1()); }
RP_INLINE rp_vec rp_vec_and_uint8(rp_vec a, rp_vec b) { return least_with_1(wasm_u8x16_min(a, b)); }
RP_INLINE rp_vec rp_vec_or_uint8(rp_vec a, rp_vec b) { return least_with_1(rp_vec_or(a, b)); }
RP_INLINE rp_vec rp_vec_xor_uint8(rp_vec a, rp_vec b)
{
    return rp_vec_xor(least_with_1(a), least_with_1(b));
}
RP_INLINE rp_vec rp_vec_not_uint8(rp_vec a)
{
    return rp_vec_xor(least_with_1(a), rp_vec_bytes_of_1());
}

/* --- Reductions of bools. or and and stop at the first block that settles them. --- */

enum { BLOCK = 64 };

static intptr_t find_byte(const uint8_t *x, intptr_t n, bool truth)
{
    intptr_t i = 0;
    for (; i + BLOCK <= n; i += BLOCK) {
        rp_vec found = rp_vec_zero();
        for (int k = 0; k < BLOCK; k += RP_VEC_SIZE) {
            rp_vec v = rp_vec_load(x + i + k);
            found = rp_vec_or(found, truth ? v : false_uint8(v));
        }
        if (rp_vec_any(found))
            break;
    }
    for (; i < n; i++)
        if ((x[i] != 0) == truth)
            break;
    return i;
}

intptr_t rp_find_truth(const char *in, intptr_t n, intptr_t step, bool truth)
{
    if (step == 1)
        return find_byte((const uint8_t *)in, n, truth);
    intptr_t i = 0;
    for (; i < n; i++, in += step)
        if ((*in != 0) == truth)
            break;
    return i;
}

static void or_uint8_reduce(char *acc, const char *in, intptr_t n, intptr_t step)
{
    *acc = *acc || rp_find_truth(in, n, step, true) < n;
}

static void and_uint8_reduce(char *acc, const char *in, intptr_t n, intptr_t step)
{
    *acc = *acc && rp_find_truth(in, n, step, false) == n;
}

static void xor_uint8_reduce(char *acc, const char *in, intptr_t n, intptr_t step)
{
    uint8_t odd = *acc != 0;
    if (step == 1)
        RP_EACH for (intptr_t i = 0; i < n; i++) odd ^= in[i] != 0;
    else
        RP_IN_ORDER for (; n > 0; n--, in += step) odd ^= *in != 0;
    *acc = (char)odd;
}

/* --- Loops --- */

#define LOOP(op, type, reduce)                                                                     \
    RP_VECTOR_KERNEL2(rp_mask2, op, type, rp_bool)                                                 \
    RP_STRIDED2(op, type, rp_bool)                                                                 \
    RP_LOOP2_OF(op, type, rp_bool, NULL, reduce)
#define NOT_LOOP(op, type) RP_VECTOR_UNARY(rp_mask1, op, type, rp_bool)
#define BYTE_LOOP(op)                                                                              \
    RP_VECTOR_KERNEL2(rp_map2, op, uint8_t, rp_bool)                                               \
    RP_STRIDED2(op, uint8_t, rp_bool)                                                              \
    RP_LOOP2_OF(op, uint8_t, rp_bool, NULL, op##_reduce)
BYTE_LOOP(and_uint8)
BYTE_LOOP(or_uint8)
BYTE_LOOP(xor_uint8)
RP_VECTOR_UNARY(rp_map1, not_uint8, uint8_t, rp_bool)

#define BY_VECTOR(name, type)                                                                      \
    LOOP(and_##name, type, NULL)                                                                   \
    LOOP(or_##name, type, NULL)                                                                    \
    LOOP(xor_##name, type, NULL)                                                                   \
    NOT_LOOP(not_##name, type)
#define BY_OP(name, type)                                                                          \
    RP_PLAIN_BINARY(and_##name, type, rp_bool)                                                     \
    RP_PLAIN_BINARY(or_##name, type, rp_bool)                                                      \
    RP_PLAIN_BINARY(xor_##name, type, rp_bool)                                                     \
    RP_PLAIN_UNARY(not_##name, type, rp_bool)
BY_VECTOR(uint16, uint16_t)
BY_VECTOR(uint32, uint32_t)
BY_VECTOR(uint64, uint64_t)
BY_VECTOR(float16, rp_half)
BY_VECTOR(float32, float)
BY_VECTOR(float64, double)
BY_OP(complex64, rp_complex64)
BY_OP(complex128, rp_complex128)

#define SHARED(op, public)                                                                         \
    void public(char **args, const intptr_t *n, const intptr_t *steps, void *data)                 \
    {                                                                                              \
        op##_loop(args, n, steps, data);                                                           \
    }
SHARED(or_uint8, rp_loop_or_bool)
SHARED(and_uint8, rp_loop_and_bool)
SHARED(xor_uint8, rp_loop_xor_bool)
SHARED(not_uint8, rp_loop_not_bool)

/* --- Tables. A bool may reduce; other dtypes yield a bool, which is not their operand. --- */

#define BINARY_TABLE(ufunc, op)                                                                    \
    static const rp_loop ufunc##_rows[] = {                                                        \
        RP_ROW2(BOOL, BOOL, op##_uint8_loop, RP_LOOP_ASSOCIATIVE, 1) RP_INTEGER_DTYPES(DTYPE)      \
            RP_ROW2(FLOAT16, BOOL, op##_float16_loop, 0, 0)                                        \
                RP_ROW2(FLOAT32, BOOL, op##_float32_loop, 0, 0)                                    \
                    RP_ROW2(FLOAT64, BOOL, op##_float64_loop, 0, 0)                                \
                        RP_ROW2(COMPLEX64, BOOL, op##_complex64_loop, 0, 0)                        \
                            RP_ROW2(COMPLEX128, BOOL, op##_complex128_loop, 0, 0)};                \
    RP_TABLE(ufunc)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, BOOL, RP_SHARED(and, name), 0, 0)
BINARY_TABLE(logical_and, and)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, BOOL, RP_SHARED(or, name), 0, 0)
BINARY_TABLE(logical_or, or)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, BOOL, RP_SHARED(xor, name), 0, 0)
BINARY_TABLE(logical_xor, xor)
#undef DTYPE

static const rp_loop logical_not_rows[] = {RP_ROW1(BOOL, BOOL, not_uint8_loop, 1)
#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, BOOL, RP_SHARED(not, name), 0)
                                               RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, BOOL, not_##name##_loop, 0)
                                                   RP_HALF_DTYPE(DTYPE) RP_FLOAT_DTYPES(DTYPE)
                                                       RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(logical_not)

/* bitwise_and, bitwise_or, bitwise_xor, invert, the shifts and bitwise_count. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/boolean.h"
#include <string.h>

#define DTYPE(name, type)                                                                          \
    static inline type and_##name(type a, type b) { return a & b; }                                \
    static inline type or_##name(type a, type b) { return a | b; }                                 \
    static inline type xor_##name(type a, type b) { return a ^ b; }                                \
    static inline type invert_##name(type a) { return (type)~a; }                                  \
    RP_BINARY_REDUCED(and_##name, type)                                                            \
    RP_BINARY_REDUCED(or_##name, type)                                                             \
    RP_BINARY_REDUCED(xor_##name, type)                                                            \
    RP_UNARY(invert_##name, type, type)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE

/* --- Shifts. One past the width, or negative, shifts everything out. Vectors shift by one count
 * for all lanes, so only a scalar count has them. --- */

typedef rp_vec (*vec_shift)(rp_vec, uint32_t);
#define VEC_LEFT(name, lanes)                                                                      \
    RP_INLINE rp_vec vec_left_##name(rp_vec a, uint32_t n) { return wasm_##lanes##_shl(a, n); }
#define VEC_RIGHT(name, lanes)                                                                     \
    RP_INLINE rp_vec vec_right_##name(rp_vec a, uint32_t n) { return wasm_##lanes##_shr(a, n); }
VEC_LEFT(uint8, i8x16)
VEC_LEFT(uint16, i16x8)
VEC_LEFT(uint32, i32x4)
VEC_LEFT(uint64, i64x2)
VEC_RIGHT(uint8, u8x16)
VEC_RIGHT(uint16, u16x8)
VEC_RIGHT(uint32, u32x4)
VEC_RIGHT(uint64, u64x2)
VEC_RIGHT(int8, i8x16)
VEC_RIGHT(int16, i16x8)
VEC_RIGHT(int32, i32x4)
VEC_RIGHT(int64, i64x2)

RP_INLINE intptr_t shift_vectors(const char *a, char *out, intptr_t n, int size, vec_shift shift,
                                 uint32_t count)
{
    intptr_t end = n * size & -(intptr_t)(RP_UNROLL * RP_VEC_SIZE);
    for (intptr_t i = 0; i < end; i += RP_UNROLL * RP_VEC_SIZE)
        for (int k = 0; k < RP_UNROLL * RP_VEC_SIZE; k += RP_VEC_SIZE)
            rp_vec_store(out + i + k, shift(rp_vec_load(a + i + k), count));
    return end / size;
}

#define SHIFT(op, type, utype, PAST)                                                               \
    static inline type op(type a, type b)                                                          \
    {                                                                                              \
        return (utype)b < 8 * sizeof(type) ? op##_within(a, (int)b) : (type)(PAST);                \
    }                                                                                              \
    static void op##_by_scalar(const char *a, const char *b, char *out, intptr_t n)                \
    {                                                                                              \
        const type *x = (const type *)a;                                                           \
        type *z = (type *)out, count = *(const type *)b;                                           \
        bool within = (utype)count < 8 * sizeof(type), is_signed = (type)-1 < (type)1;             \
        if (!within && !is_signed) {                                                               \
            memset(out, 0, (size_t)n * sizeof(type));                                              \
            return;                                                                                \
        }                                                                                          \
        uint32_t by = within ? (uint32_t)count : 8 * sizeof(type) - 1;                             \
        intptr_t i = shift_vectors(a, out, n, sizeof(type), vec_##op, by);                         \
        RP_IN_ORDER for (; i < n; i++) z[i] = op(x[i], count);                                     \
    }                                                                                              \
    RP_PLAIN_KERNEL2(op, type, type)                                                               \
    RP_STRIDED2(op, type, type)                                                                    \
    RP_LOOP2_OF(op, type, type, op##_by_scalar, NULL)

#define DTYPE(name, type)                                                                          \
    static inline type left_##name##_within(type a, int b) { return (type)(1u * a << b); }         \
    SHIFT(left_##name, type, type, 0)                                                              \
    static inline type right_##name##_within(type a, int b) { return (type)(a >> b); }             \
    SHIFT(right_##name, type, type, 0)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type right_##name##_within(type a, int b) { return (type)(a >> b); }             \
    SHIFT(right_##name, type, u##type, a < 0 ? -1 : 0)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Bits of the absolute value --- */

#define DTYPE(name, type)                                                                          \
    static inline uint8_t count_##name(type a) { return (uint8_t)__builtin_popcountll(a); }        \
    RP_UNARY(count_##name, type, uint8_t)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline uint8_t count_##name(type a)                                                     \
    {                                                                                              \
        return (uint8_t)__builtin_popcountll((u##type)(a < 0 ? 0u - (u##type)a : (u##type)a));     \
    }                                                                                              \
    RP_UNARY(count_##name, type, uint8_t)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Tables --- */

#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, RP_SHARED(and, name), RP_LOOP_ASSOCIATIVE, 0)
static const rp_loop bitwise_and_rows[] = {
    RP_ROW2(BOOL, BOOL, rp_loop_and_bool, RP_LOOP_ASSOCIATIVE, 0) RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(bitwise_and)
#undef DTYPE

#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, RP_SHARED(or, name), RP_LOOP_ASSOCIATIVE, 0)
static const rp_loop bitwise_or_rows[] = {
    RP_ROW2(BOOL, BOOL, rp_loop_or_bool, RP_LOOP_ASSOCIATIVE, 0) RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(bitwise_or)
#undef DTYPE

#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, RP_SHARED(xor, name), RP_LOOP_ASSOCIATIVE, 0)
static const rp_loop bitwise_xor_rows[] = {
    RP_ROW2(BOOL, BOOL, rp_loop_xor_bool, RP_LOOP_ASSOCIATIVE, 0) RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(bitwise_xor)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, NUMBER, RP_SHARED(invert, name), 0)
static const rp_loop invert_rows[] = {RP_ROW1(BOOL, BOOL, rp_loop_not_bool, 0)
                                          RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(invert)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, RP_SHARED(left, name), 0, 5)
static const rp_loop left_shift_rows[] = {RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(left_shift)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, right_##name##_loop, 0, 5)
static const rp_loop right_shift_rows[] = {RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(right_shift)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, UINT8, count_##name##_loop, 5)
static const rp_loop bitwise_count_rows[] = {RP_INTEGER_DTYPES(DTYPE)};
RP_TABLE(bitwise_count)
#undef DTYPE

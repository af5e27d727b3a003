/* add, subtract, multiply and the unary operations of arithmetic. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/boolean.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/product.h"
#include "ufunc/loops/sum.h"

/* --- Integers. Two's complement: one loop for both signs of a width, unsigned, where wrapping is
 * defined; `1u *` keeps narrow ones from being promoted to int. --- */

#define DTYPE(name, type)                                                                          \
    static inline type add_##name(type a, type b) { return (type)(a + b); }                        \
    static inline type subtract_##name(type a, type b) { return (type)(a - b); }                   \
    static inline type multiply_##name(type a, type b) { return (type)(1u * a * b); }              \
    static inline type negative_##name(type a) { return (type)(0u - a); }                          \
    static inline type square_##name(type a) { return (type)(1u * a * a); }                        \
    RP_BINARY_REDUCED(add_##name, type)                                                            \
    RP_BINARY(subtract_##name, type, type)                                                         \
    RP_STRIDED2(multiply_##name, type, type)                                                       \
    RP_REDUCE_ANY_ORDER(multiply_##name, type)                                                     \
    RP_UNARY(negative_##name, type, type)                                                          \
    RP_STRIDED1(square_##name, type, type)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE

RP_VECTOR_KERNEL2(rp_map2, multiply_uint8, uint8_t, uint8_t)
RP_VECTOR_KERNEL1(rp_map1, square_uint8, uint8_t, uint8_t)
RP_KERNEL2(multiply_uint16, uint16_t, uint16_t)
RP_KERNEL1(square_uint16, uint16_t, uint16_t)
RP_KERNEL2(multiply_uint32, uint32_t, uint32_t)
RP_KERNEL1(square_uint32, uint32_t, uint32_t)
RP_KERNEL2(multiply_uint64, uint64_t, uint64_t)
RP_KERNEL1(square_uint64, uint64_t, uint64_t)
#define DTYPE(name, type)                                                                          \
    RP_LOOP2_OF(multiply_##name, type, type, NULL, multiply_##name##_reduce)                       \
    RP_LOOP1(square_##name, type, type)
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type absolute_##name(type a)                                                     \
    {                                                                                              \
        return (type)(a < 0 ? 0u - (u##type)a : (u##type)a);                                       \
    }                                                                                              \
    static inline type sign_##name(type a) { return (type)((a > 0) - (a < 0)); }                   \
    static inline type reciprocal_##name(type a)                                                   \
    {                                                                                              \
        /* 1 / 0 is what x86 makes of an infinite double */                                        \
        type by_zero = sizeof(type) < 4 ? 0 : (type)(UINT64_C(1) << (8 * sizeof(type) - 1));       \
        return a == 0 ? by_zero : a == 1 || a == -1 ? a : 0;                                       \
    }                                                                                              \
    RP_UNARY(absolute_##name, type, type)                                                          \
    RP_UNARY(sign_##name, type, type)                                                              \
    RP_UNARY(reciprocal_##name, type, type)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type sign_##name(type a) { return a > 0; }                                       \
    static inline type reciprocal_##name(type a) { return a == 1; }                                \
    RP_UNARY(sign_##name, type, type)                                                              \
    RP_UNARY(reciprocal_##name, type, type)
RP_UNSIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Floating point --- */

/* Of two arrays, or an array and a number. */
#define ARITHMETIC(op, type, reduce)                                                               \
    RP_KERNEL2(op, type, type)                                                                     \
    RP_SCALAR_RIGHT(op, type, type)                                                                \
    RP_STRIDED2(op, type, type)                                                                    \
    RP_LOOP2_OF(op, type, type, op##_by_scalar, reduce)
#define SIGN(op, vec_op, type)                                                                     \
    RP_VECTOR_KERNEL1_OF(rp_map1, op, vec_op, type, type)                                          \
    RP_STRIDED1(op, type, type)                                                                    \
    RP_LOOP1(op, type, type)

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type add_##name(type a, type b) { return a + b; }                                \
    static inline type subtract_##name(type a, type b) { return a - b; }                           \
    static inline type multiply_##name(type a, type b) { return a * b; }                           \
    static inline type negative_##name(type a) { return -a; }                                      \
    static inline type absolute_##name(type a) { return (type)__builtin_fabs(a); }                 \
    static inline type sign_##name(type a)                                                         \
    {                                                                                              \
        return a > 0 ? (type)1 : a < 0 ? (type)-1 : a == 0 ? (type)0 : a;                          \
    }                                                                                              \
    static inline type square_##name(type a) { return a * a; }                                     \
    static inline type reciprocal_##name(type a) { return 1 / a; }                                 \
    ARITHMETIC(add_##name, type, rp_sum_##name)                                                    \
    ARITHMETIC(subtract_##name, type, NULL)                                                        \
    ARITHMETIC(multiply_##name, type, rp_product_##name)                                           \
    SIGN(negative_##name, rp_vec_other_sign_##name, type)                                          \
    SIGN(absolute_##name, rp_vec_without_sign_##name, type)                                        \
    RP_UNARY(sign_##name, type, type)                                                              \
    RP_UNARY(square_##name, type, type)                                                            \
    RP_UNARY(reciprocal_##name, type, type)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

RP_HALF2(add, rp_sum_float16)
RP_HALF_REDUCE(subtract)
RP_HALF2(subtract, subtract_float16_reduce)
RP_HALF_REDUCE(multiply)
RP_HALF2(multiply, multiply_float16_reduce)
RP_HALF1(sign)
RP_HALF1(square)
RP_HALF1(reciprocal)
static inline rp_half negative_float16(rp_half a) { return (rp_half){a.bits ^ 0x8000u}; }
static inline rp_half absolute_float16(rp_half a) { return (rp_half){a.bits & 0x7fffu}; }
RP_UNARY(negative_float16, rp_half, rp_half)
RP_UNARY(absolute_float16, rp_half, rp_half)

/* --- Complex --- */

/* z / |z|; a number with one infinite part is on that axis. */
#define SIGN_COMPLEX(name, part)                                                                   \
    static inline rp_##name sign_##name(rp_##name a)                                               \
    {                                                                                              \
        bool re_inf = __builtin_isinf(a.re), im_inf = __builtin_isinf(a.im);                       \
        part modulus = absolute_##name(a);                                                         \
        if (__builtin_isinf(modulus) && !re_inf) /* too large: NumPy looks at one part */          \
            return (rp_##name){0, a.im > 0 ? 1 : -1};                                              \
        if (re_inf != im_inf)                                                                      \
            return (rp_##name){re_inf ? (a.re > 0 ? 1 : -1) : 0,                                   \
                               im_inf ? (a.im > 0 ? 1 : -1) : 0};                                  \
        if (re_inf || modulus != modulus)                                                          \
            return (rp_##name){NAN, NAN};                                                          \
        if (modulus == 0)                                                                          \
            return (rp_##name){0, 0};                                                              \
        return (rp_##name){a.re / modulus, a.im / modulus};                                        \
    }
SIGN_COMPLEX(complex64, float)
SIGN_COMPLEX(complex128, double)

/* Contiguous, these are twice as many real numbers. */
#define BY_PARTS1(op, name, real)                                                                  \
    static void op##_##name##_kernel(const char *a, char *out, intptr_t n)                         \
    {                                                                                              \
        op##_##real##_kernel(a, out, 2 * n);                                                       \
    }
#define BY_PARTS2(op, name, real)                                                                  \
    static void op##_##name##_kernel(const char *a, const char *b, char *out, intptr_t n)          \
    {                                                                                              \
        op##_##real##_kernel(a, b, out, 2 * n);                                                    \
    }

/* Moduli of vectors, by the formulas of the ops. */
RP_INLINE rp_vec two_moduli_complex64(rp_vec re, rp_vec im)
{
    rp_vec x = wasm_f64x2_promote_low_f32x4(re), y = wasm_f64x2_promote_low_f32x4(im);
    rp_vec sum = wasm_f64x2_add(wasm_f64x2_mul(x, x), wasm_f64x2_mul(y, y));
    return wasm_f32x4_demote_f64x2_zero(wasm_f64x2_sqrt(sum));
}

static void absolute_complex64_kernel(const char *a, char *out, intptr_t n)
{
    intptr_t i = 0;
    rp_vec infinity = rp_vec_splat_float32(INFINITY);
    for (; i + 4 <= n; i += 4) {
        rp_vec first = rp_vec_load(a + i * 8), second = rp_vec_load(a + i * 8 + RP_VEC_SIZE);
        rp_vec re = wasm_i32x4_shuffle(first, second, 0, 2, 4, 6);
        rp_vec im = wasm_i32x4_shuffle(first, second, 1, 3, 5, 7);
        rp_vec lower = two_moduli_complex64(re, im);
        rp_vec upper = two_moduli_complex64(wasm_i64x2_shuffle(re, re, 1, 1),
                                            wasm_i64x2_shuffle(im, im, 1, 1));
        rp_vec infinite = rp_vec_or(rp_vec_equal_float32(rp_vec_absolute_float32(re), infinity),
                                    rp_vec_equal_float32(rp_vec_absolute_float32(im), infinity));
        rp_vec moduli = wasm_i64x2_shuffle(lower, upper, 0, 2);
        rp_vec_store(out + i * 4, rp_vec_select(infinity, moduli, infinite));
    }
    for (; i < n; i++)
        ((float *)out)[i] = absolute_complex64(((const rp_complex64 *)a)[i]);
}

/* hypot_moderate */
RP_INLINE rp_vec two_moduli_complex128(rp_vec x, rp_vec y)
{
    rp_vec two = rp_vec_splat_float64(2), four = rp_vec_splat_float64(4);
    rp_vec h = wasm_f64x2_sqrt(wasm_f64x2_add(wasm_f64x2_mul(x, x), wasm_f64x2_mul(y, y)));
    rp_vec d = wasm_f64x2_sub(h, y), e = wasm_f64x2_sub(h, x), twice_y = wasm_f64x2_mul(two, y);
    rp_vec near = wasm_f64x2_add(
        wasm_f64x2_mul(x, wasm_f64x2_sub(wasm_f64x2_mul(two, d), x)),
        wasm_f64x2_mul(wasm_f64x2_sub(d, wasm_f64x2_mul(two, wasm_f64x2_sub(x, y))), d));
    rp_vec far =
        wasm_f64x2_add(wasm_f64x2_mul(wasm_f64x2_mul(two, e), wasm_f64x2_sub(x, twice_y)),
                       wasm_f64x2_add(wasm_f64x2_mul(wasm_f64x2_sub(wasm_f64x2_mul(four, e), y), y),
                                      wasm_f64x2_mul(e, e)));
    rp_vec miss = rp_vec_select(near, far, rp_vec_less_equal_float64(h, twice_y));
    return wasm_f64x2_sub(h, wasm_f64x2_div(miss, wasm_f64x2_mul(two, h)));
}

static void absolute_complex128_kernel(const char *a, char *out, intptr_t n)
{
    double *z = (double *)out;
    const rp_complex128 *c = (const rp_complex128 *)a;
    intptr_t i = 0;
    for (; i + 2 <= n; i += 2) {
        rp_vec first = rp_vec_load(c + i), second = rp_vec_load(c + i + 1);
        rp_vec re = rp_vec_absolute_float64(wasm_i64x2_shuffle(first, second, 0, 2));
        rp_vec im = rp_vec_absolute_float64(wasm_i64x2_shuffle(first, second, 1, 3));
        rp_vec x = rp_vec_pmax_float64(re, im), y = rp_vec_pmin_float64(im, re);
        rp_vec least = wasm_f64x2_mul(x, rp_vec_splat_float64(0x1p-54));
        rp_vec moderate = rp_vec_and(rp_vec_less_float64(x, rp_vec_splat_float64(0x1p511)),
                                     rp_vec_less_float64(rp_vec_splat_float64(0x1p-459), y));
        moderate = rp_vec_and(moderate, rp_vec_less_float64(least, y));
        if (rp_vec_any(rp_vec_not(moderate))) {
            z[i] = absolute_complex128(c[i]);
            z[i + 1] = absolute_complex128(c[i + 1]);
        } else {
            rp_vec_store(z + i, two_moduli_complex128(x, y));
        }
    }
    for (; i < n; i++)
        z[i] = absolute_complex128(c[i]);
}

#define COMPLEX_LOOPS(name, type, part, real)                                                      \
    BY_PARTS2(add, name, real)                                                                     \
    RP_STRIDED2(add_##name, type, type)                                                            \
    RP_LOOP2_OF(add_##name, type, type, NULL, rp_sum_##name)                                       \
    BY_PARTS2(subtract, name, real)                                                                \
    RP_STRIDED2(subtract_##name, type, type)                                                       \
    RP_LOOP2_OF(subtract_##name, type, type, NULL, NULL)                                           \
    RP_VECTOR_KERNEL2(rp_map2, multiply_##name, type, type)                                        \
    RP_STRIDED2(multiply_##name, type, type)                                                       \
    RP_LOOP2_OF(multiply_##name, type, type, NULL, NULL)                                           \
    BY_PARTS1(negative, name, real)                                                                \
    RP_STRIDED1(negative_##name, type, type)                                                       \
    RP_LOOP1(negative_##name, type, type)                                                          \
    RP_VECTOR_KERNEL1(rp_map1, conjugate_##name, type, type)                                       \
    RP_STRIDED1(conjugate_##name, type, type)                                                      \
    RP_LOOP1(conjugate_##name, type, type)                                                         \
    RP_VECTOR_KERNEL1(rp_map1, square_##name, type, type)                                          \
    RP_STRIDED1(square_##name, type, type)                                                         \
    RP_LOOP1(square_##name, type, type)                                                            \
    RP_PLAIN_UNARY(reciprocal_##name, type, type)                                                  \
    RP_PLAIN_UNARY(sign_##name, type, type)                                                        \
    RP_STRIDED1(absolute_##name, type, part)                                                       \
    RP_LOOP1(absolute_##name, type, part)
COMPLEX_LOOPS(complex64, rp_complex64, float, float32)
COMPLEX_LOOPS(complex128, rp_complex128, double, float64)

/* --- Tables --- */

#define SHARED2(NUMBER, op, name, flags) RP_ROW2(NUMBER, NUMBER, RP_SHARED(op, name), flags, 0)
#define OWN1(NUMBER, op, name, cost) RP_ROW1(NUMBER, NUMBER, op##_##name##_loop, cost)

static const rp_loop add_rows[] = {
    RP_ROW2(BOOL, BOOL, rp_loop_or_bool, RP_LOOP_ASSOCIATIVE, 0)
#define DTYPE(NUMBER, name, ...) SHARED2(NUMBER, add, name, RP_LOOP_ASSOCIATIVE)
        RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
            RP_ROW2(FLOAT16, FLOAT16, add_float16_loop, RP_LOOP_HALF_BLOCKS, 15)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, add_##name##_loop, RP_LOOP_PAIRWISE, 0)
                RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(add)

static const rp_loop subtract_rows[] = {
#define DTYPE(NUMBER, name, ...) SHARED2(NUMBER, subtract, name, 0)
    RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
        RP_ROW2(FLOAT16, FLOAT16, subtract_float16_loop, 0, 15)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, subtract_##name##_loop, 0, 0)
            RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(subtract)

static const rp_loop multiply_rows[] = {
    RP_ROW2(BOOL, BOOL, rp_loop_and_bool, RP_LOOP_ASSOCIATIVE, 0)
#define DTYPE(NUMBER, name, ...) SHARED2(NUMBER, multiply, name, RP_LOOP_ASSOCIATIVE)
        RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
            RP_ROW2(FLOAT16, FLOAT16, multiply_float16_loop, 0, 15)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, multiply_##name##_loop, 0, 0)
                RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(multiply)

static const rp_loop negative_rows[] = {
#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, NUMBER, RP_SHARED(negative, name), 0)
    RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) OWN1(NUMBER, negative, name, 0)
        RP_HALF_DTYPE(DTYPE) RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(negative)

#define COPIED_INTEGERS                                                                            \
    RP_ROW1(INT8, INT8, rp_loop_copy8, 0)                                                          \
    RP_ROW1(UINT8, UINT8, rp_loop_copy8, 0)                                                        \
    RP_ROW1(INT16, INT16, rp_loop_copy16, 0)                                                       \
    RP_ROW1(UINT16, UINT16, rp_loop_copy16, 0)                                                     \
    RP_ROW1(INT32, INT32, rp_loop_copy32, 0)                                                       \
    RP_ROW1(UINT32, UINT32, rp_loop_copy32, 0)                                                     \
    RP_ROW1(INT64, INT64, rp_loop_copy64, 0)                                                       \
    RP_ROW1(UINT64, UINT64, rp_loop_copy64, 0)
#define COPIED_FLOATS                                                                              \
    RP_ROW1(FLOAT16, FLOAT16, rp_loop_copy16, 0)                                                   \
    RP_ROW1(FLOAT32, FLOAT32, rp_loop_copy32, 0)                                                   \
    RP_ROW1(FLOAT64, FLOAT64, rp_loop_copy64, 0)

static const rp_loop positive_rows[] = {
    COPIED_INTEGERS COPIED_FLOATS RP_ROW1(COMPLEX64, COMPLEX64, rp_loop_copy_complex64, 0)
        RP_ROW1(COMPLEX128, COMPLEX128, rp_loop_copy_complex128, 0)};
RP_TABLE(positive)

static const rp_loop conjugate_rows[] = {
    COPIED_INTEGERS COPIED_FLOATS RP_ROW1(COMPLEX64, COMPLEX64, conjugate_complex64_loop, 0)
        RP_ROW1(COMPLEX128, COMPLEX128, conjugate_complex128_loop, 0)};
RP_TABLE(conjugate)

static const rp_loop absolute_rows[] = {
    RP_ROW1(BOOL, BOOL, rp_loop_copy_bool, 0) RP_ROW1(INT8, INT8, absolute_int8_loop, 0) RP_ROW1(
        UINT8, UINT8, rp_loop_copy8, 0) RP_ROW1(INT16, INT16, absolute_int16_loop, 0)
        RP_ROW1(UINT16, UINT16, rp_loop_copy16, 0) RP_ROW1(INT32, INT32, absolute_int32_loop, 0)
            RP_ROW1(UINT32, UINT32, rp_loop_copy32, 0) RP_ROW1(INT64, INT64, absolute_int64_loop, 0)
                RP_ROW1(UINT64, UINT64, rp_loop_copy64, 0)
                    RP_ROW1(FLOAT16, FLOAT16, absolute_float16_loop, 0)
                        RP_ROW1(FLOAT32, FLOAT32, absolute_float32_loop, 0)
                            RP_ROW1(FLOAT64, FLOAT64, absolute_float64_loop, 0)
                                RP_ROW1(COMPLEX64, FLOAT32, absolute_complex64_loop, 60)
                                    RP_ROW1(COMPLEX128, FLOAT64, absolute_complex128_loop, 80)};
RP_TABLE(absolute)

static const rp_loop fabs_rows[] = {RP_ROW1(FLOAT16, FLOAT16, absolute_float16_loop, 0)
                                        RP_ROW1(FLOAT32, FLOAT32, absolute_float32_loop, 0)
                                            RP_ROW1(FLOAT64, FLOAT64, absolute_float64_loop, 0)};
RP_TABLE(fabs)

static const rp_loop sign_rows[] = {
#define DTYPE(NUMBER, name, ...) OWN1(NUMBER, sign, name, 0)
    RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
        OWN1(FLOAT16, sign, float16, 15) OWN1(FLOAT32, sign, float32, 0)
            OWN1(FLOAT64, sign, float64, 0) OWN1(COMPLEX64, sign, complex64, 80)
                OWN1(COMPLEX128, sign, complex128, 120)};
RP_TABLE(sign)

static const rp_loop square_rows[] = {
#define DTYPE(NUMBER, name, ...) RP_ROW1(NUMBER, NUMBER, RP_SHARED(square, name), 0)
    RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
        OWN1(FLOAT16, square, float16, 15)
#define DTYPE(NUMBER, name, ...) OWN1(NUMBER, square, name, 0)
            RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
};
RP_TABLE(square)

static const rp_loop reciprocal_rows[] = {
#define DTYPE(NUMBER, name, ...) OWN1(NUMBER, reciprocal, name, 0)
    RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
        OWN1(FLOAT16, reciprocal, float16, 15) OWN1(FLOAT32, reciprocal, float32, 5)
            OWN1(FLOAT64, reciprocal, float64, 10) OWN1(COMPLEX64, reciprocal, complex64, 40)
                OWN1(COMPLEX128, reciprocal, complex128, 60)};
RP_TABLE(reciprocal)

/* sqrt, copysign, the tests of floating-point numbers, and rounding to whole numbers. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"
#include <complex.h>

/* --- Tests --- */

#define FLOAT_TESTS(name, type)                                                                    \
    static inline rp_bool isnan_##name(type a) { return a != a; }                                  \
    static inline rp_bool isinf_##name(type a) { return a == (type)INFINITY || a == -(type)INFINITY; } \
    static inline rp_bool isfinite_##name(type a) { return a - a == 0; }                           \
    static inline rp_bool signbit_##name(type a) { return __builtin_signbit(a) != 0; }
FLOAT_TESTS(float32, float)
FLOAT_TESTS(float64, double)

#define VECTOR_TESTS(name)                                                                  \
    RP_INLINE rp_vec rp_vec_isinf_##name(rp_vec a)                                                 \
    {                                                                                              \
        return rp_vec_equal_##name(rp_vec_absolute_##name(a), rp_vec_splat_##name(INFINITY));         \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_isfinite_##name(rp_vec a)                                              \
    {                                                                                              \
        return rp_vec_less_##name(rp_vec_absolute_##name(a), rp_vec_splat_##name(INFINITY));          \
    }
VECTOR_TESTS(float32)
VECTOR_TESTS(float64)
RP_INLINE rp_vec rp_vec_signbit_float32(rp_vec a) { return rp_vec_less_int32(a, rp_vec_zero()); }
RP_INLINE rp_vec rp_vec_signbit_float64(rp_vec a) { return rp_vec_less_int64(a, rp_vec_zero()); }

#define TEST_LOOP(op, type)                                                                        \
    RP_VECTOR_KERNEL1(rp_mask1, op, type, rp_bool)                                                 \
    RP_STRIDED1(op, type, rp_bool)                                                                 \
    RP_LOOP1(op, type, rp_bool)
#define TEST_LOOPS(name, type)                                                                     \
    TEST_LOOP(isnan_##name, type)                                                                  \
    TEST_LOOP(isinf_##name, type)                                                                  \
    TEST_LOOP(isfinite_##name, type)                                                               \
    TEST_LOOP(signbit_##name, type)
TEST_LOOPS(float32, float)
TEST_LOOPS(float64, double)

#define HALF_TEST(op, TEST)                                                                        \
    static inline rp_bool op##_float16(rp_half a) { return TEST; }                                 \
    RP_UNARY(op##_float16, rp_half, rp_bool)
HALF_TEST(isnan, (a.bits & 0x7fffu) > 0x7c00u)
HALF_TEST(isinf, (a.bits & 0x7fffu) == 0x7c00u)
HALF_TEST(isfinite, (a.bits & 0x7fffu) < 0x7c00u)
HALF_TEST(signbit, a.bits >> 15)

#define COMPLEX_TESTS(name, type, part)                                                            \
    static inline rp_bool isnan_##name(type a) { return isnan_##part(a.re) | isnan_##part(a.im); } \
    static inline rp_bool isinf_##name(type a) { return isinf_##part(a.re) | isinf_##part(a.im); } \
    static inline rp_bool isfinite_##name(type a)                                                  \
    {                                                                                              \
        return isfinite_##part(a.re) & isfinite_##part(a.im);                                      \
    }                                                                                              \
    RP_UNARY(isnan_##name, type, rp_bool)                                                          \
    RP_UNARY(isinf_##name, type, rp_bool)                                                          \
    RP_UNARY(isfinite_##name, type, rp_bool)
COMPLEX_TESTS(complex64, rp_complex64, float32)
COMPLEX_TESTS(complex128, rp_complex128, float64)

/* --- Rounding and sqrt --- */

#define VECTOR_OP(op, name, type, SCALAR)                                                  \
    static inline type op##_##name(type a) { return SCALAR(a); }                                   \
    RP_VECTOR_KERNEL1(rp_map1, op##_##name, type, type)                                            \
    RP_STRIDED1(op##_##name, type, type)                                                           \
    RP_LOOP1(op##_##name, type, type)
#define VECTOR_OPS(op)                                                                       \
    VECTOR_OP(op, float32, float, __builtin_##op##f)                            \
    VECTOR_OP(op, float64, double, __builtin_##op)                              \
    static inline rp_half op##_float16(rp_half a)                                                  \
    {                                                                                              \
        return rp_half_of_float(op##_float32(rp_half_to_float(a)));                                \
    }                                                                                              \
    RP_UNARY(op##_float16, rp_half, rp_half)
VECTOR_OPS(floor)
VECTOR_OPS(ceil)
VECTOR_OPS(trunc)
VECTOR_OPS(rint)
VECTOR_OPS(sqrt)

#define COMPLEX_OPS(name, type, real, part, CSQRT)                                                 \
    static inline type rint_##name(type a)                                                         \
    {                                                                                              \
        return (type){rint_##real(a.re), rint_##real(a.im)};                                       \
    }                                                                                              \
    static inline type sqrt_##name(type a)                                                         \
    {                                                                                              \
        union { part _Complex whole; type parts; } z = {.parts = a};                               \
        z.whole = CSQRT(z.whole);                                                                  \
        return z.parts;                                                                            \
    }                                                                                              \
    RP_UNARY(rint_##name, type, type)                                                              \
    RP_UNARY(sqrt_##name, type, type)
COMPLEX_OPS(complex64, rp_complex64, float32, float, csqrtf)
COMPLEX_OPS(complex128, rp_complex128, float64, double, csqrt)

static inline rp_half copysign_float16(rp_half a, rp_half b)
{
    return (rp_half){(uint16_t)((a.bits & 0x7fffu) | (b.bits & 0x8000u))};
}
static inline float copysign_float32(float a, float b) { return __builtin_copysignf(a, b); }
static inline double copysign_float64(double a, double b) { return __builtin_copysign(a, b); }
RP_BINARY(copysign_float16, rp_half, rp_half)
RP_BINARY(copysign_float32, float, float)
RP_BINARY(copysign_float64, double, double)

/* --- Tables --- */

#define NOT_FLOATING(loop)                                                                         \
    RP_ROW1(BOOL, BOOL, loop, 0)                                                                   \
    RP_ROW1(INT8, BOOL, loop, 0)                                                                   \
    RP_ROW1(UINT8, BOOL, loop, 0)                                                                  \
    RP_ROW1(INT16, BOOL, loop, 0)                                                                  \
    RP_ROW1(UINT16, BOOL, loop, 0)                                                                 \
    RP_ROW1(INT32, BOOL, loop, 0)                                                                  \
    RP_ROW1(UINT32, BOOL, loop, 0)                                                                 \
    RP_ROW1(INT64, BOOL, loop, 0)                                                                  \
    RP_ROW1(UINT64, BOOL, loop, 0)
#define REAL_TEST_ROWS(op)                                                                         \
    RP_ROW1(FLOAT16, BOOL, op##_float16_loop, 0)                                                   \
    RP_ROW1(FLOAT32, BOOL, op##_float32_loop, 0)                                                   \
    RP_ROW1(FLOAT64, BOOL, op##_float64_loop, 0)
#define TEST_TABLE(op, loop)                                                                       \
    static const rp_loop op##_rows[] = {                                                           \
        NOT_FLOATING(loop) REAL_TEST_ROWS(op) RP_ROW1(COMPLEX64, BOOL, op##_complex64_loop, 0)     \
            RP_ROW1(COMPLEX128, BOOL, op##_complex128_loop, 0)};                                   \
    RP_TABLE(op)
TEST_TABLE(isnan, rp_loop_false)
TEST_TABLE(isinf, rp_loop_false)
TEST_TABLE(isfinite, rp_loop_true)
static const rp_loop signbit_rows[] = {REAL_TEST_ROWS(signbit)};
RP_TABLE(signbit)

#define SAME_ROWS                                                                                  \
    RP_ROW1(BOOL, BOOL, rp_loop_copy_bool, 0)                                                      \
    RP_ROW1(INT8, INT8, rp_loop_copy8, 0)                                                          \
    RP_ROW1(UINT8, UINT8, rp_loop_copy8, 0)                                                        \
    RP_ROW1(INT16, INT16, rp_loop_copy16, 0)                                                       \
    RP_ROW1(UINT16, UINT16, rp_loop_copy16, 0)                                                     \
    RP_ROW1(INT32, INT32, rp_loop_copy32, 0)                                                       \
    RP_ROW1(UINT32, UINT32, rp_loop_copy32, 0)                                                     \
    RP_ROW1(INT64, INT64, rp_loop_copy64, 0)                                                       \
    RP_ROW1(UINT64, UINT64, rp_loop_copy64, 0)
#define REAL_ROWS(op, half, cost32, cost64)                                                        \
    RP_ROW1(FLOAT16, FLOAT16, op##_float16_loop, half)                                             \
    RP_ROW1(FLOAT32, FLOAT32, op##_float32_loop, cost32)                                           \
    RP_ROW1(FLOAT64, FLOAT64, op##_float64_loop, cost64)
#define COMPLEX_ROWS(op, cost64, cost128)                                                          \
    RP_ROW1(COMPLEX64, COMPLEX64, op##_complex64_loop, cost64)                                     \
    RP_ROW1(COMPLEX128, COMPLEX128, op##_complex128_loop, cost128)

static const rp_loop floor_rows[] = {SAME_ROWS REAL_ROWS(floor, 15, 0, 0)};
RP_TABLE(floor)
static const rp_loop ceil_rows[] = {SAME_ROWS REAL_ROWS(ceil, 15, 0, 0)};
RP_TABLE(ceil)
static const rp_loop trunc_rows[] = {SAME_ROWS REAL_ROWS(trunc, 15, 0, 0)};
RP_TABLE(trunc)
static const rp_loop rint_rows[] = {REAL_ROWS(rint, 15, 0, 0) COMPLEX_ROWS(rint, 0, 0)};
RP_TABLE(rint)
static const rp_loop sqrt_rows[] = {REAL_ROWS(sqrt, 20, 6, 20) COMPLEX_ROWS(sqrt, 150, 200)};
RP_TABLE(sqrt)

static const rp_loop copysign_rows[] = {RP_ROW2(FLOAT16, FLOAT16, copysign_float16_loop, 0, 0)
                                            RP_ROW2(FLOAT32, FLOAT32, copysign_float32_loop, 0, 0)
                                                RP_ROW2(FLOAT64, FLOAT64, copysign_float64_loop, 0, 0)};
RP_TABLE(copysign)

/* sqrt, copysign, the tests of floating-point numbers, and rounding to whole numbers. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"
#include <float.h>

/* --- Tests --- */

#define FLOAT_TESTS(name, type)                                                                    \
    static inline rp_bool isnan_##name(type a) { return a != a; }                                  \
    static inline rp_bool isinf_##name(type a)                                                     \
    {                                                                                              \
        return a == (type)INFINITY || a == -(type)INFINITY;                                        \
    }                                                                                              \
    static inline rp_bool isfinite_##name(type a) { return a - a == 0; }                           \
    static inline rp_bool signbit_##name(type a) { return __builtin_signbit(a) != 0; }
FLOAT_TESTS(float32, float)
FLOAT_TESTS(float64, double)

#define VECTOR_TESTS(name, type)                                                                   \
    RP_INLINE rp_vec rp_vec_isinf_##name(rp_vec a)                                                 \
    {                                                                                              \
        static const type infinity = INFINITY;                                                     \
        return rp_vec_equal_##name(rp_vec_without_sign_##name(a),                                  \
                                   rp_vec_constant_##name(&infinity));                             \
    }                                                                                              \
    /* Here constants made in place are the quicker ones. */                                       \
    RP_INLINE rp_vec rp_vec_isfinite_##name(rp_vec a)                                              \
    {                                                                                              \
        return rp_vec_less_##name(rp_vec_absolute_##name(a), rp_vec_splat_##name(INFINITY));       \
    }
VECTOR_TESTS(float32, float)
VECTOR_TESTS(float64, double)
RP_INLINE rp_vec rp_vec_signbit_float32(rp_vec a) { return rp_vec_less_int32(a, rp_vec_zero()); }
RP_INLINE rp_vec rp_vec_signbit_float64(rp_vec a)
{
    return wasm_i32x4_shr(wasm_i32x4_shuffle(a, a, 1, 1, 3, 3), 31);
}

#define TEST_LOOP(op, type) RP_VECTOR_UNARY(rp_mask1, op, type, rp_bool)
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
    RP_INLINE rp_vec rp_vec_isinf_##name(rp_vec a)                                                 \
    {                                                                                              \
        rp_vec parts = rp_vec_isinf_##part(a);                                                     \
        return rp_vec_or(parts, rp_vec_swap_##name(parts));                                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_isfinite_##name(rp_vec a)                                              \
    {                                                                                              \
        rp_vec parts = rp_vec_isfinite_##part(a);                                                  \
        return rp_vec_and(parts, rp_vec_swap_##name(parts));                                       \
    }                                                                                              \
    TEST_LOOP(isnan_##name, type)                                                                  \
    TEST_LOOP(isinf_##name, type)                                                                  \
    TEST_LOOP(isfinite_##name, type)
COMPLEX_TESTS(complex64, rp_complex64, float32)
COMPLEX_TESTS(complex128, rp_complex128, float64)

/* --- Rounding and sqrt --- */

#define VECTOR_OP(op, name, type, SCALAR)                                                          \
    static inline type op##_##name(type a) { return SCALAR(a); }                                   \
    RP_VECTOR_UNARY(rp_map1, op##_##name, type, type)
#define VECTOR_OPS(op)                                                                             \
    VECTOR_OP(op, float32, float, __builtin_##op##f)                                               \
    VECTOR_OP(op, float64, double, __builtin_##op)                                                 \
    RP_HALF1(op)
VECTOR_OPS(floor)
VECTOR_OPS(ceil)
VECTOR_OPS(trunc)
VECTOR_OPS(rint)
VECTOR_OPS(sqrt)

#define COMPLEX_RINT(name, type, real)                                                             \
    static inline type rint_##name(type a)                                                         \
    {                                                                                              \
        return (type){rint_##real(a.re), rint_##real(a.im)};                                       \
    }                                                                                              \
    static void rint_##name##_kernel(const char *a, char *out, intptr_t n)                         \
    {                                                                                              \
        rint_##real##_kernel(a, out, 2 * n);                                                       \
    }                                                                                              \
    RP_STRIDED1(rint_##name, type, type)                                                           \
    RP_LOOP1(rint_##name, type, type)
COMPLEX_RINT(complex64, rp_complex64, float32)
COMPLEX_RINT(complex128, rp_complex128, float64)

/* Square roots of complex numbers, glibc's way, which is NumPy's. One function does both
 * precisions: an operation on floats made in double and then rounded is the float operation. */
typedef struct precision {
    bool single;
    double max, min,
        tiny_scale; /* the last brings subnormal numbers up; its square root back down */
} precision;
static const precision singles = {true, FLT_MAX, FLT_MIN, 0x1p24};
static const precision doubles = {false, DBL_MAX, DBL_MIN, 0x1p54};

static inline double rounded(const precision *p, double x) { return p->single ? (float)x : x; }

static inline double modulus(const precision *p, double re, double im)
{
    return p->single ? absolute_complex64((rp_complex64){(float)re, (float)im})
                     : absolute_complex128((rp_complex128){re, im});
}

static rp_complex128 sqrt_of_special(double re, double im)
{
    if (isinf(im))
        return (rp_complex128){INFINITY, im};
    if (!isinf(re))
        return (rp_complex128){NAN, NAN};
    if (re < 0)
        return (rp_complex128){im != im ? NAN : 0, copysign(INFINITY, im)};
    return (rp_complex128){re, im != im ? NAN : copysign(0, im)};
}

static rp_complex128 sqrt_on_axis(const precision *p, double re, double im)
{
    double size = __builtin_fabs(im);
    if (im == 0 && re < 0)
        return (rp_complex128){0, copysign(rounded(p, __builtin_sqrt(-re)), im)};
    if (im == 0)
        return (rp_complex128){__builtin_fabs(rounded(p, __builtin_sqrt(re))), im};
    double r = size >= 2 * p->min ? rounded(p, __builtin_sqrt(0.5 * size))
                                  : 0.5 * rounded(p, __builtin_sqrt(2 * size));
    return (rp_complex128){r, copysign(r, im)};
}

static rp_complex128 complex_sqrt(const precision *p, double re, double im)
{
    if (re - re != 0 || im - im != 0)
        return sqrt_of_special(re, im);
    if (re == 0 || im == 0)
        return sqrt_on_axis(p, re, im);
    double scale = 1, re_size = __builtin_fabs(re), im_size = __builtin_fabs(im);
    if (re_size > p->max / 4 || im_size > p->max / 4) {
        scale = 2;
        re = re_size > p->max / 4 || re_size >= 4 * p->min ? re * 0.25 : 0;
        im = rounded(p, im * 0.25);
    } else if (re_size < 2 * p->min && im_size < 2 * p->min) {
        re *= p->tiny_scale, im *= p->tiny_scale;
        scale = 1 / __builtin_sqrt(p->tiny_scale);
    }
    /* The larger part first, from which the other follows without cancelling. */
    double sum = rounded(p, modulus(p, re, im) + __builtin_fabs(re));
    double larger = rounded(p, __builtin_sqrt(rounded(p, 0.5 * sum)));
    double ratio = rounded(p, im / larger), smaller = rounded(p, 0.5 * ratio);
    if (scale == 2 && __builtin_fabs(im) < 2)
        smaller = ratio; /* halved and doubled again it would lose bits */
    else
        smaller = rounded(p, smaller * scale);
    larger = rounded(p, larger * scale);
    return re > 0 ? (rp_complex128){larger, copysign(smaller, im)}
                  : (rp_complex128){__builtin_fabs(smaller), copysign(larger, im)};
}

static inline rp_complex64 sqrt_complex64(rp_complex64 a)
{
    rp_complex128 root = complex_sqrt(&singles, a.re, a.im);
    return (rp_complex64){(float)root.re, (float)root.im};
}
static inline rp_complex128 sqrt_complex128(rp_complex128 a)
{
    return complex_sqrt(&doubles, a.re, a.im);
}
RP_PLAIN_UNARY(sqrt_complex64, rp_complex64, rp_complex64)
RP_PLAIN_UNARY(sqrt_complex128, rp_complex128, rp_complex128)

static inline rp_half copysign_float16(rp_half a, rp_half b)
{
    return (rp_half){(uint16_t)((a.bits & 0x7fffu) | (b.bits & 0x8000u))};
}
static inline float copysign_float32(float a, float b) { return __builtin_copysignf(a, b); }
static inline double copysign_float64(double a, double b) { return __builtin_copysign(a, b); }
RP_BINARY(copysign_float16, rp_half, rp_half)
RP_VECTOR_BINARY(rp_map2, copysign_float32, float, float)
RP_VECTOR_BINARY(rp_map2, copysign_float64, double, double)

/* --- Tables --- */

#define NOT_FLOATING(loop)                                                                         \
    RP_ROW1(BOOL, BOOL, loop, 1)                                                                   \
    RP_ROW1(INT8, BOOL, loop, 1)                                                                   \
    RP_ROW1(UINT8, BOOL, loop, 1)                                                                  \
    RP_ROW1(INT16, BOOL, loop, 1)                                                                  \
    RP_ROW1(UINT16, BOOL, loop, 1)                                                                 \
    RP_ROW1(INT32, BOOL, loop, 1)                                                                  \
    RP_ROW1(UINT32, BOOL, loop, 1)                                                                 \
    RP_ROW1(INT64, BOOL, loop, 1)                                                                  \
    RP_ROW1(UINT64, BOOL, loop, 1)
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

static const rp_loop copysign_rows[] = {
    RP_ROW2(FLOAT16, FLOAT16, copysign_float16_loop, 0, 0)
        RP_ROW2(FLOAT32, FLOAT32, copysign_float32_loop, 0, 0)
            RP_ROW2(FLOAT64, FLOAT64, copysign_float64_loop, 0, 0)};
RP_TABLE(copysign)

/* equal, not_equal, less, less_equal; greater and greater_equal are the last two turned round. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"

/* Each op with its kernel over vectors. */
#define BY_VECTOR(op, type) RP_VECTOR_BINARY(rp_mask2, op, type, rp_bool)
#define COMPARE(op, type, TEST)                                                                    \
    static inline rp_bool op(type a, type b) { return TEST; }                                      \
    BY_VECTOR(op, type)
#define EQUALITY(name, type)                                                                       \
    COMPARE(equal_##name, type, a == b)                                                            \
    COMPARE(not_equal_##name, type, a != b)
#define ORDER(name, type)                                                                          \
    COMPARE(less_##name, type, a < b)                                                              \
    COMPARE(less_equal_##name, type, a <= b)

RP_UNSIGNED_TYPES(EQUALITY)
EQUALITY(float32, float)
EQUALITY(float64, double)
#define DTYPE(NUMBER, name, type, ...) ORDER(name, type)
RP_INTEGER_DTYPES(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

/* Any byte but 0 is true. */
#define BOOLEAN(op)                                                                                \
    static inline rp_bool op##_bool(rp_bool a, rp_bool b) { return op##_uint8(a != 0, b != 0); }   \
    RP_BINARY(op##_bool, rp_bool, rp_bool)
#define HALF(op)                                                                                   \
    static inline rp_bool op##_float16(rp_half a, rp_half b)                                       \
    {                                                                                              \
        return op##_float32(rp_half_to_float(a), rp_half_to_float(b));                             \
    }                                                                                              \
    static void op##_float16_kernel(const char *a, const char *b, char *out, intptr_t n)           \
    {                                                                                              \
        rp_half_test2(a, b, out, n, op##_float32_kernel);                                          \
    }                                                                                              \
    RP_STRIDED2(op##_float16, rp_half, rp_bool)                                                    \
    RP_LOOP2_OF(op##_float16, rp_half, rp_bool, NULL, NULL)
BOOLEAN(equal)
BOOLEAN(not_equal)
BOOLEAN(less)
BOOLEAN(less_equal)
HALF(equal)
HALF(not_equal)
HALF(less)
HALF(less_equal)

BY_VECTOR(equal_complex64, rp_complex64)
BY_VECTOR(equal_complex128, rp_complex128)
BY_VECTOR(not_equal_complex64, rp_complex64)
BY_VECTOR(not_equal_complex128, rp_complex128)
RP_PLAIN_BINARY(less_complex64, rp_complex64, rp_bool)
RP_PLAIN_BINARY(less_complex128, rp_complex128, rp_bool)
RP_PLAIN_BINARY(less_equal_complex64, rp_complex64, rp_bool)
RP_PLAIN_BINARY(less_equal_complex128, rp_complex128, rp_bool)

/* int64 with uint64, by value. Their types stand in the loops as one type; the op knows better. */
#define MIXED(op, type, TEST)                                                                      \
    static inline rp_bool op(type a, type b) { return TEST; }                                      \
    RP_PLAIN_BINARY(op, type, rp_bool)
MIXED(equal_mixed, uint64_t, a == b && (int64_t)a >= 0)
MIXED(not_equal_mixed, uint64_t, a != b || (int64_t)a < 0)
MIXED(less_int64_uint64, uint64_t, (int64_t)a < 0 || a < b)
MIXED(less_equal_int64_uint64, uint64_t, (int64_t)a < 0 || a <= b)
MIXED(less_uint64_int64, uint64_t, (int64_t)b >= 0 && a < b)
MIXED(less_equal_uint64_int64, uint64_t, (int64_t)b >= 0 && a <= b)

#define TURNED(op, turned)                                                                         \
    static void turned##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)   \
    {                                                                                              \
        char *turned_args[3] = {args[1], args[0], args[2]};                                        \
        intptr_t turned_steps[3] = {steps[1], steps[0], steps[2]};                                 \
        op##_loop(turned_args, n, turned_steps, data);                                             \
    }
#define DTYPE(NUMBER, name, ...)                                                                   \
    TURNED(less_##name, greater_##name)                                                            \
    TURNED(less_equal_##name, greater_equal_##name)
RP_ALL_DTYPES(DTYPE)
#undef DTYPE
TURNED(less_uint64_int64, greater_int64_uint64)
TURNED(less_int64_uint64, greater_uint64_int64)
TURNED(less_equal_uint64_int64, greater_equal_int64_uint64)
TURNED(less_equal_int64_uint64, greater_equal_uint64_int64)

/* --- Tables --- */

#define ROW(NUMBER, op, name) RP_ROW2(NUMBER, BOOL, op##_##name##_loop, 0, 0)
#define MIXED_ROWS(lq, Lq)                                                                         \
    {{RP_INT64, RP_UINT64, RP_BOOL}, lq, 0, 0}, {{RP_UINT64, RP_INT64, RP_BOOL}, Lq, 0, 0},
#define REST_ROWS(op)                                                                              \
    RP_ROW2(FLOAT16, BOOL, op##_float16_loop, 0, 10)                                               \
    ROW(FLOAT32, op, float32)                                                                      \
    ROW(FLOAT64, op, float64)                                                                      \
    ROW(COMPLEX64, op, complex64)                                                                  \
    ROW(COMPLEX128, op, complex128)

static const rp_loop equal_rows[] = {ROW(BOOL, equal, bool)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, BOOL, RP_SHARED(equal, name), 0, 0)
                                         RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
                                             MIXED_ROWS(equal_mixed_loop, equal_mixed_loop)
                                                 REST_ROWS(equal)};
RP_TABLE(equal)

static const rp_loop not_equal_rows[] = {
    ROW(BOOL, not_equal, bool)
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, BOOL, RP_SHARED(not_equal, name), 0, 0)
        RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE
            MIXED_ROWS(not_equal_mixed_loop, not_equal_mixed_loop) REST_ROWS(not_equal)};
RP_TABLE(not_equal)

#define ORDER_TABLE(op)                                                                            \
    static const rp_loop op##_rows[] = {ROW(BOOL, op, bool) RP_INTEGER_DTYPES(DTYPE) MIXED_ROWS(   \
        op##_int64_uint64_loop, op##_uint64_int64_loop) REST_ROWS(op)};                            \
    RP_TABLE(op)
#define DTYPE(NUMBER, name, ...) ROW(NUMBER, less, name)
ORDER_TABLE(less)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) ROW(NUMBER, less_equal, name)
ORDER_TABLE(less_equal)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) ROW(NUMBER, greater, name)
ORDER_TABLE(greater)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) ROW(NUMBER, greater_equal, name)
ORDER_TABLE(greater_equal)
#undef DTYPE

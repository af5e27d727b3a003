/* maximum, minimum, fmax, fmin and clip. On ties NumPy's float32 and float64 loops return the
 * second operand, float16 and complex ones the first; it shows in the sign of a zero. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/boolean.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/extreme_vectors.h"
#include "ufunc/loops/lines.h"

/* --- Integers --- */

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type maximum_##name(type a, type b) { return a > b ? a : b; }                    \
    static inline type minimum_##name(type a, type b) { return a < b ? a : b; }                    \
    EXTREME(maximum_##name, type)                                                                  \
    EXTREME(minimum_##name, type)
#define EXTREME RP_BINARY_REDUCED
DTYPE(INT8, int8, int8_t)
DTYPE(UINT8, uint8, uint8_t)
DTYPE(INT16, int16, int16_t)
DTYPE(UINT16, uint16, uint16_t)
DTYPE(INT32, int32, int32_t)
DTYPE(UINT32, uint32, uint32_t)
#undef EXTREME

RP_INLINE intptr_t reduce_lanes(const char *in, intptr_t n, rp_vec_op2 op, char *lanes)
{
    enum { CHAINS = 4 };
    intptr_t end = n * 8 & -(intptr_t)(CHAINS * RP_VEC_SIZE);
    rp_vec r[CHAINS];
    for (int k = 0; k < CHAINS && end; k++)
        r[k] = rp_vec_load(in + k * RP_VEC_SIZE);
    for (intptr_t i = CHAINS * RP_VEC_SIZE; i < end; i += CHAINS * RP_VEC_SIZE)
        for (int k = 0; k < CHAINS; k++)
            r[k] = op(r[k], rp_vec_load(in + i + k * RP_VEC_SIZE));
    if (end)
        rp_vec_store(lanes, op(op(r[0], r[1]), op(r[2], r[3])));
    return end / 8;
}

/* Lanes of 64 bits need a comparison and a selection. */
#define EXTREME(op, type)                                                                          \
    static void op##_reduce(char *acc, const char *in, intptr_t n, intptr_t step)                  \
    {                                                                                              \
        type r = *(type *)acc, lanes[2];                                                           \
        intptr_t i = step == sizeof(type) ? reduce_lanes(in, n, rp_vec_##op, (char *)lanes) : 0;   \
        if (i)                                                                                     \
            r = op(r, op(lanes[0], lanes[1]));                                                     \
        RP_IN_ORDER for (; i < n; i++) r = op(r, *(const type *)(in + i * step));                  \
        *(type *)acc = r;                                                                          \
    }                                                                                              \
    RP_VECTOR_KERNEL2(rp_map2, op, type, type)                                                     \
    RP_STRIDED2(op, type, type)                                                                    \
    RP_LOOP2_OF(op, type, type, NULL, op##_reduce)
DTYPE(INT64, int64, int64_t)
DTYPE(UINT64, uint64, uint64_t)
#undef EXTREME
#undef DTYPE

/* --- float32, float64 --- */

#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type maximum_##name(type a, type b) { return a > b || a != a ? a : b; }          \
    static inline type minimum_##name(type a, type b) { return a < b || a != a ? a : b; }          \
    static inline type fmax_##name(type a, type b) { return a > b || b != b ? a : b; }             \
    static inline type fmin_##name(type a, type b) { return a < b || b != b ? a : b; }
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

/* Of equal zeros the last is the result, as when each is taken in turn. */
#define EXTREME_REDUCE(op, name, type, pick, START, PASS_NAN)                                      \
    static type last_zero_##op##_##name(const type *x, intptr_t n)                                 \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type), BLOCK = RP_EXTREME_CHAINS * LANES };            \
        for (rp_vec zero = rp_vec_zero(), found; n >= BLOCK; n -= BLOCK) {                         \
            found = zero;                                                                          \
            for (const type *y = x + n - BLOCK; y < x + n; y += LANES)                             \
                found = rp_vec_or(found, rp_vec_equal_##name(rp_vec_load(y), zero));               \
            if (rp_vec_any(found))                                                                 \
                break;                                                                             \
        }                                                                                          \
        while (x[n - 1] != 0)                                                                      \
            n--;                                                                                   \
        return x[n - 1];                                                                           \
    }                                                                                              \
    static void op##_##name##_finish(char *acc, const type *x, intptr_t n, intptr_t end,           \
                                     rp_vec best, bool nan)                                        \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        type lanes[LANES];                                                                         \
        if (nan && !(PASS_NAN)) {                                                                  \
            *(type *)acc = (type)NAN;                                                              \
            return;                                                                                \
        }                                                                                          \
        rp_vec_store(lanes, best);                                                                 \
        type found = lanes[0];                                                                     \
        for (int k = 1; k < LANES; k++)                                                            \
            found = op##_##name(found, lanes[k]);                                                  \
        bool any = !nan || found != (type)(START);                                                 \
        type own = any ? found : x[0], before = *(type *)acc;                                      \
        RP_IN_ORDER for (intptr_t i = any ? end : 1; i < n; i++) own = op##_##name(own, x[i]);     \
        type r = op##_##name(before, own);                                                         \
        *(type *)acc = r == 0 && own == 0 ? last_zero_##op##_##name(x, n) : r;                     \
    }                                                                                              \
    static void op##_##name##_reduce(char *acc, const char *in, intptr_t n, intptr_t step)         \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type), BLOCK = RP_EXTREME_CHAINS * LANES };            \
        type r = *(type *)acc;                                                                     \
        if (r != r && !(PASS_NAN))                                                                 \
            return;                                                                                \
        intptr_t end = step == sizeof(type) ? n - n % BLOCK : 0;                                   \
        if (end) {                                                                                 \
            rp_vec best, start = rp_vec_splat_##name((type)(START));                               \
            bool nan = rp_extreme_vectors(in, end / LANES, start, rp_vec_##pick##_##name,          \
                                          rp_vec_add_##name, rp_vec_isnan_##name, &best);          \
            op##_##name##_finish(acc, (const type *)in, n, end, best, nan);                        \
            return;                                                                                \
        }                                                                                          \
        RP_IN_ORDER for (; n > 0; n--, in += step) r = op##_##name(r, *(const type *)in);          \
        *(type *)acc = r;                                                                          \
    }
/* Two lines at once. */
#define EXTREME_LINES(op, name, type, pick, START)                                                 \
    static void op##_##name##_two_lines(char *p, char *q, const char *a, const char *b,            \
                                        intptr_t n)                                                \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        const char *at[2] = {a, b};                                                                \
        char *acc[2] = {p, q};                                                                     \
        intptr_t end = n - n % (2 * LANES);                                                        \
        rp_extremes found = rp_extremes_of_two(at, 2 * RP_VEC_SIZE, n / (2 * LANES),               \
                                               rp_vec_splat_##name((type)(START)),                 \
                                               rp_vec_##pick##_##name, rp_vec_add_##name);         \
        for (int k = 0; k < 2; k++) {                                                              \
            type before = *(type *)acc[k];                                                         \
            bool nan = rp_vec_any(rp_vec_isnan_##name(found.sum[k])) &&                            \
                       rp_any_nan(at[k], end / LANES, rp_vec_isnan_##name);                        \
            if (before == before)                                                                  \
                op##_##name##_finish(acc[k], (const type *)at[k], n, end, found.best[k], nan);     \
        }                                                                                          \
    }                                                                                              \
    RP_LINES_FN(rp_##op##_lines_##name)                                                            \
    {                                                                                              \
        rp_by_two_lines(out, out_step, in, line_step, lines, n, step,                              \
                        step == sizeof(type) && n * (intptr_t)sizeof(type) >= 2 * RP_VEC_SIZE,     \
                        op##_##name##_two_lines, op##_##name##_reduce);                            \
    }
#define VECTOR_EXTREME(op, name, type, pick, START, PASS_NAN)                                      \
    RP_VECTOR_KERNEL2(rp_map2, op##_##name, type, type)                                            \
    RP_STRIDED2(op##_##name, type, type)                                                           \
    EXTREME_REDUCE(op, name, type, pick, START, PASS_NAN)                                          \
    RP_LOOP2_OF(op##_##name, type, type, NULL, op##_##name##_reduce)
#define DTYPE(NUMBER, name, type, ...)                                                             \
    VECTOR_EXTREME(maximum, name, type, pmax, -INFINITY, false)                                    \
    VECTOR_EXTREME(minimum, name, type, pmin, INFINITY, false)                                     \
    VECTOR_EXTREME(fmax, name, type, pmax, -INFINITY, true)                                        \
    VECTOR_EXTREME(fmin, name, type, pmin, INFINITY, true)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    EXTREME_LINES(maximum, name, type, pmax, -INFINITY)                                            \
    EXTREME_LINES(minimum, name, type, pmin, INFINITY)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

/* --- float16, complex --- */

/* float32's kernel with the operands turned round returns the first on ties. */
#define HALF_EXTREME(op, TEST)                                                                     \
    static inline rp_half op##_float16(rp_half a, rp_half b) { return TEST ? b : a; }              \
    static void op##_float16_kernel(const char *a, const char *b, char *out, intptr_t n)           \
    {                                                                                              \
        rp_half_map2(b, a, out, n, op##_float32_kernel);                                           \
    }                                                                                              \
    RP_STRIDED2(op##_float16, rp_half, rp_half)                                                    \
    RP_REDUCE_IN_ORDER(op##_float16, rp_half)                                                      \
    RP_LOOP2_OF(op##_float16, rp_half, rp_half, NULL, op##_float16_reduce)
#define KEY rp_half_order
HALF_EXTREME(maximum, !rp_half_is_nan(a) && (rp_half_is_nan(b) || KEY(b) > KEY(a)))
HALF_EXTREME(minimum, !rp_half_is_nan(a) && (rp_half_is_nan(b) || KEY(b) < KEY(a)))
HALF_EXTREME(fmax, !rp_half_is_nan(b) && (rp_half_is_nan(a) || KEY(b) > KEY(a)))
HALF_EXTREME(fmin, !rp_half_is_nan(b) && (rp_half_is_nan(a) || KEY(b) < KEY(a)))

static inline bool isnan_complex64(rp_complex64 a) { return complex_isnan_complex64(a); }
static inline bool isnan_complex128(rp_complex128 a) { return complex_isnan_complex128(a); }

#define FIRST_ON_TIES(op, name, type, TEST)                                                        \
    static inline type op##_##name(type a, type b) { return TEST ? a : b; }                        \
    RP_PLAIN_KERNEL2(op##_##name, type, type)                                                      \
    RP_STRIDED2(op##_##name, type, type)                                                           \
    RP_REDUCE_IN_ORDER(op##_##name, type)                                                          \
    RP_LOOP2_OF(op##_##name, type, type, NULL, op##_##name##_reduce)
#define SCALAR_EXTREMES(name, type)                                                                \
    FIRST_ON_TIES(maximum, name, type, isnan_##name(a) || less_equal_##name(b, a))                 \
    FIRST_ON_TIES(minimum, name, type, isnan_##name(a) || less_equal_##name(a, b))                 \
    FIRST_ON_TIES(fmax, name, type, isnan_##name(b) || less_equal_##name(b, a))                    \
    FIRST_ON_TIES(fmin, name, type, isnan_##name(b) || less_equal_##name(a, b))
SCALAR_EXTREMES(complex64, rp_complex64)
SCALAR_EXTREMES(complex128, rp_complex128)

/* --- clip: minimum(maximum(x, low), high), where scalar bounds leave x alone on ties --- */

#define CLIP_STRIDED(name, type, MAXIMUM, MINIMUM)                                                 \
    static void clip_##name##_strided(char **args, intptr_t n, const intptr_t *steps)              \
    {                                                                                              \
        const char *x = args[0], *low = args[1], *high = args[2];                                  \
        char *out = args[3];                                                                       \
        RP_IN_ORDER for (; n > 0; n--)                                                             \
        {                                                                                          \
            type lifted = MAXIMUM(*(const type *)x, *(const type *)low);                           \
            *(type *)out = MINIMUM(lifted, *(const type *)high);                                   \
            x += steps[0], low += steps[1], high += steps[2], out += steps[3];                     \
        }                                                                                          \
    }
/* Bounds that are one number, no NaN, each. */
#define CLIP_BETWEEN(name, type)                                                                   \
    static inline type clip_##name(type x, type low, type high)                                    \
    {                                                                                              \
        type lifted = x < low ? low : x;                                                           \
        return lifted > high ? high : lifted;                                                      \
    }                                                                                              \
    static void clip_##name##_between(char **args, intptr_t n, const intptr_t *steps)              \
    {                                                                                              \
        const char *x = args[0];                                                                   \
        char *out = args[3];                                                                       \
        type low = *(const type *)args[1], high = *(const type *)args[2];                          \
        intptr_t step = steps[0], out_step = steps[3];                                             \
        if (step == sizeof(type) && out_step == sizeof(type))                                      \
            RP_EACH for (intptr_t i = 0; i < n; i++)((type *)out)[i] =                             \
                clip_##name(((const type *)x)[i], low, high);                                      \
        else                                                                                       \
            RP_IN_ORDER for (; n > 0; n--, x += step, out += out_step) * (type *)out =             \
                clip_##name(*(const type *)x, low, high);                                          \
    }
#define CLIP_LOOP(name, type)                                                                      \
    static void clip_##name##_loop(char **args, const intptr_t *n, const intptr_t *steps,          \
                                   void *data)                                                     \
    {                                                                                              \
        type low = *(const type *)args[1], high = *(const type *)args[2];                          \
        (void)data;                                                                                \
        if (steps[1] == 0 && steps[2] == 0 && low == low && high == high)                          \
            clip_##name##_between(args, *n, steps);                                                \
        else                                                                                       \
            clip_##name##_strided(args, *n, steps);                                                \
    }
#define DTYPE(NUMBER, name, type, ...)                                                             \
    CLIP_STRIDED(name, type, maximum_##name, minimum_##name)                                       \
    CLIP_BETWEEN(name, type)                                                                       \
    CLIP_LOOP(name, type)
RP_INTEGER_DTYPES(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

static inline rp_bool maximum_truth(rp_bool a, rp_bool b) { return a != 0 || b != 0; }
static inline rp_bool minimum_truth(rp_bool a, rp_bool b) { return a != 0 && b != 0; }

/* Of complex numbers: a NaN in x stays, one in a bound is only compared. */
#define COMPLEX_BOUNDS(name, type)                                                                 \
    static inline bool under_##name(type a, type b)                                                \
    {                                                                                              \
        return a.re < b.re || (a.re == b.re && a.im < b.im);                                       \
    }                                                                                              \
    static inline type lift_##name(type a, type b)                                                 \
    {                                                                                              \
        return isnan_##name(a) || under_##name(b, a) ? a : b;                                      \
    }                                                                                              \
    static inline type lower_##name(type a, type b)                                                \
    {                                                                                              \
        return isnan_##name(a) || under_##name(a, b) ? a : b;                                      \
    }
COMPLEX_BOUNDS(complex64, rp_complex64)
COMPLEX_BOUNDS(complex128, rp_complex128)

#define CLIP_ANYHOW(name, type, MAXIMUM, MINIMUM)                                                  \
    CLIP_STRIDED(name, type, MAXIMUM, MINIMUM)                                                     \
    static void clip_##name##_loop(char **args, const intptr_t *n, const intptr_t *steps,          \
                                   void *data)                                                     \
    {                                                                                              \
        (void)data;                                                                                \
        clip_##name##_strided(args, *n, steps);                                                    \
    }
CLIP_ANYHOW(truth, rp_bool, maximum_truth, minimum_truth)
CLIP_ANYHOW(float16, rp_half, maximum_float16, minimum_float16)
CLIP_ANYHOW(complex64, rp_complex64, lift_complex64, lower_complex64)
CLIP_ANYHOW(complex128, rp_complex128, lift_complex128, lower_complex128)

/* --- Tables --- */

enum { EXTREME_FLAGS = RP_LOOP_ASSOCIATIVE | RP_LOOP_IDEMPOTENT };

#define EXTREME_TABLE(ufunc, bool_loop)                                                            \
    static const rp_loop ufunc##_rows[] = {                                                        \
        RP_ROW2(BOOL, BOOL, bool_loop, EXTREME_FLAGS, 0) RP_INTEGER_DTYPES(DTYPE)                  \
            RP_ROW2(FLOAT16, FLOAT16, ufunc##_float16_loop, EXTREME_FLAGS, 15)                     \
                RP_FLOAT_DTYPES(FLOATING) RP_COMPLEX_DTYPES(FLOATING)};                            \
    RP_TABLE(ufunc)

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, maximum_##name##_loop, EXTREME_FLAGS, 0)
#define FLOATING DTYPE
EXTREME_TABLE(maximum, rp_loop_or_bool)
#undef FLOATING
#define FLOATING(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, fmax_##name##_loop, EXTREME_FLAGS, 0)
EXTREME_TABLE(fmax, rp_loop_or_bool)
#undef FLOATING
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, minimum_##name##_loop, EXTREME_FLAGS, 0)
#define FLOATING DTYPE
EXTREME_TABLE(minimum, rp_loop_and_bool)
#undef FLOATING
#define FLOATING(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, fmin_##name##_loop, EXTREME_FLAGS, 0)
EXTREME_TABLE(fmin, rp_loop_and_bool)
#undef FLOATING
#undef DTYPE

#define DTYPE(NUMBER, name, ...)                                                                   \
    {{RP_##NUMBER, RP_##NUMBER, RP_##NUMBER, RP_##NUMBER}, clip_##name##_loop, 0, 0},
static const rp_loop clip_rows[] = {{{RP_BOOL, RP_BOOL, RP_BOOL, RP_BOOL}, clip_truth_loop, 0, 0},
                                    RP_INTEGER_DTYPES(DTYPE) RP_HALF_DTYPE(DTYPE)
                                        RP_FLOAT_DTYPES(DTYPE) RP_COMPLEX_DTYPES(DTYPE)};
RP_TABLE(clip)
#undef DTYPE

/* modf; the neighbours of numbers: nextafter, spacing; heaviside. Everything goes by the bits of
 * IEEE 754, without branches, so that the compiler vectorises it. */
#include "ufunc/loops/body.h"
#include <math.h>

#define BITS_float32(x) rp_bits_of_float(x)
#define BITS_float64(x) rp_bits_of_double(x)
#define REAL_float32(x) rp_float_of_bits(x)
#define REAL_float64(x) rp_double_of_bits(x)

/* DTYPE(name, type, bits of it, bits of the mantissa, the exponent's bias) */
#define FLOATS(DTYPE)                                                                              \
    DTYPE(float32, float, uint32_t, 23, 127)                                                       \
    DTYPE(float64, double, uint64_t, 52, 1023)

/* --- heaviside, nextafter, spacing --- */

#define DTYPE(name, type, bits_t, mantissa, bias)                                                  \
    static inline type heaviside_##name(type a, type b)                                            \
    {                                                                                              \
        type side = a < 0 ? 0 : a > 0 ? 1 : a;                                                     \
        return a == 0 ? b : side;                                                                  \
    }                                                                                              \
    static inline type nextafter_##name(type a, type b)                                            \
    {                                                                                              \
        bits_t bits = BITS_##name(a), sign = BITS_##name(b) & ~(~(bits_t)0 >> 1);                  \
        bool away = (a < b) == (a > 0);                                                            \
        type next = REAL_##name(a == 0 ? sign | 1 : away ? bits + 1 : bits - 1);                   \
        type ends = a == b ? b : next;                                                             \
        return a != a || b != b ? a + b : ends;                                                    \
    }                                                                                              \
    /* To the next number away from 0; from either zero, to the least above it. */                 \
    static inline type spacing_##name(type a)                                                      \
    {                                                                                              \
        type next = REAL_##name(a == 0 ? 1 : BITS_##name(a) + 1);                                  \
        return next - a; /* NaN of NaN, and of infinity, whose neighbour is NaN */                 \
    }
FLOATS(DTYPE)
#undef DTYPE

/* NumPy's halves have rules of their own: of equal zeros the first, spacings always positive. */
static inline rp_half heaviside_float16(rp_half a, rp_half b)
{
    uint16_t side = a.bits & 0x8000u ? 0 : 0x3c00u;
    uint16_t number = (a.bits & 0x7fffu) == 0 ? b.bits : side;
    return (rp_half){rp_half_is_nan(a) ? a.bits : number};
}
static inline rp_half nextafter_float16(rp_half a, rp_half b)
{
    int from = rp_half_order(a), to = rp_half_order(b);
    bool away = (from < to) == (from > 0);
    uint16_t least = (uint16_t)((b.bits & 0x8000u) | 1u);
    uint16_t next = from == 0 ? least : (uint16_t)(away ? a.bits + 1 : a.bits - 1);
    bool nan = rp_half_is_nan(a) | rp_half_is_nan(b);
    return (rp_half){nan ? 0x7e00u : from == to ? a.bits : next};
}
/* The distance to the next number above. */
static inline rp_half spacing_float16(rp_half a)
{
    unsigned magnitude = a.bits & 0x7fffu;
    bool narrow = a.bits > 0x8000u && (magnitude & 0x3ffu) == 0; /* numbers are denser beyond it */
    unsigned exponent = (magnitude >> 10) - narrow;
    unsigned unit = exponent > 10 ? (exponent - 10) << 10 : exponent > 1 ? 1u << (exponent - 1) : 1;
    unsigned special = a.bits == 0x7bffu ? 0x7c00u : unit; /* above the largest is infinity */
    return (rp_half){(uint16_t)(magnitude >= 0x7c00u ? 0x7e00u : special)};
}

#define LONG_BINARY(op, type)                                                                      \
    static void op##_kernel(const char *a, const char *b, char *out, intptr_t n)                   \
    {                                                                                              \
        const type *x = (const type *)a, *y = (const type *)b;                                     \
        type *z = (type *)out;                                                                     \
        RP_EACH_LONG for (intptr_t i = 0; i < n; i++) z[i] = op(x[i], y[i]);                       \
    }                                                                                              \
    RP_STRIDED2(op, type, type)                                                                    \
    RP_LOOP2_OF(op, type, type, NULL, NULL)
#define DTYPE(NUMBER, name, type, ...)                                                             \
    LONG_BINARY(heaviside_##name, type)                                                            \
    LONG_BINARY(nextafter_##name, type)                                                            \
    RP_UNARY(spacing_##name, type, type)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

/* --- modf --- */

/* A loop of one operand and two results. */
#define ONE_TO_TWO(op, type)                                                                       \
    static void op##_dense(const type *a, type *first, type *second, intptr_t n)                   \
    {                                                                                              \
        RP_EACH_LONG for (intptr_t i = 0; i < n; i++) first[i] = op(a[i], &second[i]);             \
    }                                                                                              \
    static void op##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)       \
    {                                                                                              \
        char *a = args[0], *first = args[1], *second = args[2];                                    \
        intptr_t size = sizeof(type);                                                              \
        bool dense = steps[0] == size && steps[1] == size && steps[2] == size;                     \
        (void)data;                                                                                \
        if (dense)                                                                                 \
            op##_dense((type *)a, (type *)first, (type *)second, *n);                              \
        RP_IN_ORDER for (intptr_t i = dense ? *n : 0; i < *n; i++) *                               \
            (type *)(first + i * steps[1]) =                                                       \
            op(*(type *)(a + i * steps[0]), (type *)(second + i * steps[2]));                      \
    }

static inline float modf_float32(float a, float *whole)
{
    float below = __builtin_truncf(a), rest = __builtin_fabsf(a) == INFINITY ? 0 : a - below;
    *whole = below;
    return __builtin_copysignf(rest, a);
}
static inline double modf_float64(double a, double *whole)
{
    double below = __builtin_trunc(a), rest = __builtin_fabs(a) == INFINITY ? 0 : a - below;
    *whole = below;
    return __builtin_copysign(rest, a);
}

static inline rp_half modf_float16(rp_half a, rp_half *whole)
{
    float below, rest = modf_float32(rp_half_to_float(a), &below);
    *whole = rp_half_of_float(below);
    return rp_half_of_float(rest);
}

#define DTYPE(NUMBER, name, type, ...) ONE_TO_TWO(modf_##name, type)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

/* --- Tables --- */

#define REAL_ROWS2(op, half, cost32, cost64)                                                       \
    RP_ROW2(FLOAT16, FLOAT16, op##_float16_loop, 0, half)                                          \
    RP_ROW2(FLOAT32, FLOAT32, op##_float32_loop, 0, cost32)                                        \
    RP_ROW2(FLOAT64, FLOAT64, op##_float64_loop, 0, cost64)
static const rp_loop heaviside_rows[] = {REAL_ROWS2(heaviside, 0, 0, 0)};
RP_TABLE(heaviside)
static const rp_loop nextafter_rows[] = {REAL_ROWS2(nextafter, 4, 5, 10)};
RP_TABLE(nextafter)

static const rp_loop spacing_rows[] = {RP_ROW1(FLOAT16, FLOAT16, spacing_float16_loop, 0) RP_ROW1(
    FLOAT32, FLOAT32, spacing_float32_loop, 0) RP_ROW1(FLOAT64, FLOAT64, spacing_float64_loop, 0)};
RP_TABLE(spacing)

#define DTYPE(NUMBER, name, ...)                                                                   \
    {{RP_##NUMBER, RP_##NUMBER, RP_##NUMBER}, modf_##name##_loop, 0, 10},
static const rp_loop modf_rows[] = {RP_HALF_DTYPE(DTYPE) RP_FLOAT_DTYPES(DTYPE)};
RP_TABLE(modf)
#undef DTYPE

/* frexp and ldexp: numbers taken apart into fraction and exponent, and put together, by the bits of
 * IEEE 754. What is common goes a vector at a time, other numbers each by itself. */
#include "simd/vec_float.h"
#include "ufunc/loops/body.h"

#define BITS_float32(x) rp_bits_of_float(x)
#define BITS_float64(x) rp_bits_of_double(x)
#define REAL_float32(x) rp_float_of_bits(x)
#define REAL_float64(x) rp_double_of_bits(x)

/* DTYPE(name, type, bits of it, bits of the mantissa, the exponent's bias) */
#define FLOATS(DTYPE)                                                                              \
    DTYPE(float32, float, uint32_t, 23, 127)                                                       \
    DTYPE(float64, double, uint64_t, 52, 1023)

/* --- One number --- */

#define DTYPE(name, type, bits_t, mantissa, bias)                                                  \
    /* a = result * 2^exponent with the result in [0.5, 1). */                                     \
    static inline type frexp_##name(type a, int32_t *exponent)                                     \
    {                                                                                              \
        const bits_t field = (bits_t)(2 * bias + 1) << mantissa;                                   \
        bool subnormal = (BITS_##name(a) & field) == 0;                                            \
        type scaled = subnormal ? a * (type)(1ull << (mantissa + 1)) : a; /* exact */              \
        bits_t bits = BITS_##name(scaled);                                                         \
        bool plain = a != 0 && (bits & field) != field;                                            \
        int32_t power = (int32_t)(bits >> mantissa & (2 * bias + 1)) - (bias - 1) -                \
                        (subnormal ? mantissa + 1 : 0);                                            \
        *exponent = plain ? power : 0;                                                             \
        type fraction = REAL_##name((bits & ~field) | (bits_t)(bias - 1) << mantissa);             \
        return plain ? fraction : a;                                                               \
    }
FLOATS(DTYPE)
#undef DTYPE

static inline rp_half frexp_float16(rp_half a, int32_t *exponent)
{
    return rp_half_of_float(frexp_float32(rp_half_to_float(a), exponent));
}

/* The exponent is added in the bits. Where the result is subnormal, that is done 64 powers of two
 * too high, and one multiplication rounds; where it overflows, one multiplication makes infinity.
 */
#define DTYPE(name, type, bits_t, mantissa, bias)                                                  \
    static inline type ldexp_##name(type a, int32_t by)                                            \
    {                                                                                              \
        const int32_t special = 2 * bias + 1, far = 4 * bias;                                      \
        bits_t bits = BITS_##name(a);                                                              \
        bool subnormal = (bits >> mantissa & (bits_t)special) == 0;                                \
        bits = BITS_##name(subnormal ? a * (type)(1ull << (mantissa + 1)) : a);                    \
        int32_t own = (int32_t)(bits >> mantissa & (bits_t)special);                               \
        int32_t exponent = own - (subnormal ? mantissa + 1 : 0);                                   \
        exponent += by < -far ? -far : by > far ? far : by;                                        \
        int32_t raised = exponent + 64 < 1 ? 1 : exponent + 64;                                    \
        int32_t kept = exponent >= special ? special - 1 : exponent < 1 ? raised : exponent;       \
        type factor = exponent >= special ? (type)0x1p127 : exponent < 1 ? (type)0x1p-64 : 1;      \
        bits = (bits & ~((bits_t)special << mantissa)) | (bits_t)kept << mantissa;                 \
        return a == 0 || own == special ? a : REAL_##name(bits) * factor;                          \
    }
FLOATS(DTYPE)
#undef DTYPE

static inline rp_half ldexp_float16(rp_half a, int32_t by)
{
    return rp_half_of_float(ldexp_float32(rp_half_to_float(a), by));
}

static inline int32_t of_int32(int32_t by) { return by; }
static inline int32_t of_int64(int64_t by)
{
    return by < -10000 ? -10000 : by > 10000 ? 10000 : (int32_t)by;
}

/* --- A vector of numbers --- */

/* What is odd has its sign bit set in `odd`: an exponent of no normal number, as it stands in the
 * bits.
 */
#define VECTORS(name, type, ints, lanes, mantissa, bias)                                           \
    RP_INLINE bool any_odd_##name(rp_vec odd) { return wasm_##lanes##_bitmask(odd) != 0; }         \
    RP_INLINE rp_vec odd_exponents_##name(rp_vec exponents)                                        \
    {                                                                                              \
        static const ints##_t least = 1, most = 2 * bias;                                          \
        return rp_vec_or(rp_vec_subtract_##ints(exponents, rp_vec_constant_##ints(&least)),        \
                         rp_vec_subtract_##ints(rp_vec_constant_##ints(&most), exponents));        \
    }                                                                                              \
    RP_INLINE rp_vec take_apart_##name(rp_vec a, rp_vec *exponents, rp_vec *odd)                   \
    {                                                                                              \
        static const ints##_t all = 2 * bias + 1, field = (ints##_t)(2 * bias + 1) << mantissa,    \
                              offset = bias - 1;                                                   \
        static const type half = 0.5;                                                              \
        rp_vec found = rp_vec_shift_right_u##ints(a, mantissa);                                    \
        found = rp_vec_and(found, rp_vec_constant_##ints(&all));                                   \
        *odd = odd_exponents_##name(found);                                                        \
        *exponents = rp_vec_subtract_##ints(found, rp_vec_constant_##ints(&offset));               \
        return rp_vec_or(rp_vec_andnot(a, rp_vec_constant_##ints(&field)),                         \
                         rp_vec_constant_##name(&half));                                           \
    }                                                                                              \
    /* One product rounds as it must, also where a or the result is subnormal. */                  \
    RP_INLINE rp_vec raise_##name(rp_vec a, rp_vec by, rp_vec *odd)                                \
    {                                                                                              \
        static const ints##_t one = bias;                                                          \
        rp_vec power = rp_vec_add_##ints(by, rp_vec_constant_##ints(&one));                        \
        *odd = odd_exponents_##name(power);                                                        \
        return rp_vec_multiply_##name(a, rp_vec_shift_left_##ints(power, mantissa));               \
    }
VECTORS(float32, float, int32, i32x4, 23, 127)
VECTORS(float64, double, int64, i64x2, 52, 1023)

/* Whole numbers beside a vector of floats. */
RP_INLINE void store_int32_beside_float32(int32_t *to, rp_vec x) { rp_vec_store(to, x); }
RP_INLINE void store_int32_beside_float64(int32_t *to, rp_vec x)
{
    wasm_v128_store64_lane(to, wasm_i32x4_shuffle(x, x, 0, 2, 0, 2), 0);
}
RP_INLINE rp_vec load_int32_beside_float32(const int32_t *from) { return rp_vec_load(from); }
RP_INLINE rp_vec load_int32_beside_float64(const int32_t *from)
{
    return wasm_i64x2_load32x2(from);
}
RP_INLINE rp_vec load_int64_beside_float32(const int64_t *from)
{
    return wasm_i32x4_make(of_int64(from[0]), of_int64(from[1]), of_int64(from[2]),
                           of_int64(from[3]));
}
RP_INLINE rp_vec load_int64_beside_float64(const int64_t *from) { return rp_vec_load(from); }

/* --- frexp --- */

#define STRIDED_FREXP(name, type)                                                                  \
    static void frexp_##name##_strided(const char *a, char *first, char *second, intptr_t n,       \
                                       const intptr_t *steps)                                      \
    {                                                                                              \
        RP_IN_ORDER for (; n > 0; n--, a += steps[0], first += steps[1], second += steps[2]) *     \
            (type *)first = frexp_##name(*(const type *)a, (int32_t *)second);                     \
    }
#define FREXP(name, type)                                                                          \
    STRIDED_FREXP(name, type)                                                                      \
    static void frexp_##name##_loop(char **args, const intptr_t *n, const intptr_t *steps,         \
                                    void *data)                                                    \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        const type *a = (type *)args[0];                                                           \
        type *first = (type *)args[1];                                                             \
        int32_t *second = (int32_t *)args[2];                                                      \
        intptr_t i = 0, size = sizeof(type), whole = sizeof(int32_t);                              \
        bool dense = steps[0] == size && steps[1] == size && steps[2] == whole;                    \
        (void)data;                                                                                \
        for (; dense && i + LANES <= *n; i += LANES) {                                             \
            rp_vec exponent, odd,                                                                  \
                fraction = take_apart_##name(rp_vec_load(a + i), &exponent, &odd);                 \
            if (any_odd_##name(odd)) {                                                             \
                frexp_##name##_strided((const char *)(a + i), (char *)(first + i),                 \
                                       (char *)(second + i), LANES, steps);                        \
                continue;                                                                          \
            }                                                                                      \
            rp_vec_store(first + i, fraction);                                                     \
            store_int32_beside_##name(second + i, exponent);                                       \
        }                                                                                          \
        frexp_##name##_strided(args[0] + i * steps[0], args[1] + i * steps[1],                     \
                               args[2] + i * steps[2], *n - i, steps);                             \
    }
FREXP(float32, float)
FREXP(float64, double)
STRIDED_FREXP(float16, rp_half)
static void frexp_float16_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)
{
    (void)data;
    frexp_float16_strided(args[0], args[1], args[2], *n, steps);
}

/* --- ldexp --- */

#define STRIDED_LDEXP(name, type, by)                                                              \
    static void ldexp_##name##_##by##_strided(const char *a, const char *b, char *out, intptr_t n, \
                                              const intptr_t *steps)                               \
    {                                                                                              \
        RP_IN_ORDER for (; n > 0; n--, a += steps[0], b += steps[1], out += steps[2]) *            \
            (type *)out = ldexp_##name(*(const type *)a, of_##by(*(const by##_t *)b));             \
    }
#define LDEXP(name, type, ints, by)                                                                \
    STRIDED_LDEXP(name, type, by)                                                                  \
    static void ldexp_##name##_##by##_loop(char **args, const intptr_t *n, const intptr_t *steps,  \
                                           void *data)                                             \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        const type *a = (type *)args[0];                                                           \
        const by##_t *b = (by##_t *)args[1];                                                       \
        type *out = (type *)args[2];                                                               \
        intptr_t i = 0, size = sizeof(type), far = steps[1] / (intptr_t)sizeof(by##_t);            \
        bool one = steps[1] == 0; /* exponent for all */                                           \
        bool dense = steps[0] == size && steps[2] == size && (one || steps[1] == sizeof(by##_t));  \
        rp_vec exponents = one && *n ? rp_vec_splat_##ints(of_##by(*b)) : rp_vec_zero();           \
        (void)data;                                                                                \
        for (; dense && i + LANES <= *n; i += LANES) {                                             \
            rp_vec odd;                                                                            \
            if (!one)                                                                              \
                exponents = load_##by##_beside_##name(b + i);                                      \
            rp_vec raised = raise_##name(rp_vec_load(a + i), exponents, &odd);                     \
            if (any_odd_##name(odd))                                                               \
                ldexp_##name##_##by##_strided((const char *)(a + i), (const char *)(b + i * far),  \
                                              (char *)(out + i), LANES, steps);                    \
            else                                                                                   \
                rp_vec_store(out + i, raised);                                                     \
        }                                                                                          \
        ldexp_##name##_##by##_strided(args[0] + i * steps[0], args[1] + i * steps[1],              \
                                      args[2] + i * steps[2], *n - i, steps);                      \
    }
LDEXP(float32, float, int32, int32)
LDEXP(float32, float, int32, int64)
LDEXP(float64, double, int64, int32)
LDEXP(float64, double, int64, int64)
#define HALF_LDEXP(by)                                                                             \
    STRIDED_LDEXP(float16, rp_half, by)                                                            \
    static void ldexp_float16_##by##_loop(char **args, const intptr_t *n, const intptr_t *steps,   \
                                          void *data)                                              \
    {                                                                                              \
        (void)data;                                                                                \
        ldexp_float16_##by##_strided(args[0], args[1], args[2], *n, steps);                        \
    }
HALF_LDEXP(int32)
HALF_LDEXP(int64)

/* --- Tables --- */

#define DTYPE(NUMBER, name, ...) {{RP_##NUMBER, RP_##NUMBER, RP_INT32}, frexp_##name##_loop, 0, 8},
static const rp_loop frexp_rows[] = {RP_HALF_DTYPE(DTYPE) RP_FLOAT_DTYPES(DTYPE)};
RP_TABLE(frexp)
#undef DTYPE

/* In NumPy's order, which tries the wider floats before the wider exponents only for float64. */
#define ROW(NUMBER, name, BY, by)                                                                  \
    {{RP_##NUMBER, RP_##BY, RP_##NUMBER}, ldexp_##name##_##by##_loop, 0, 8},
static const rp_loop ldexp_rows[] = {
    ROW(FLOAT16, float16, INT32, int32) ROW(FLOAT32, float32, INT32, int32)
        ROW(FLOAT16, float16, INT64, int64) ROW(FLOAT32, float32, INT64, int64)
            ROW(FLOAT64, float64, INT32, int32) ROW(FLOAT64, float64, INT64, int64)};
RP_TABLE(ldexp)

#include "base/bits.h"
#include "dtype/cast.h"
#include "dtype/cast_value.h"
#include "dtype/strided_copy.h"
#include "dtype/vector_loop.h"
#include "simd/vec_float.h"

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline)) /* loops are large, and shared */
#define LOOP_ARGS char **args, const intptr_t *n, const intptr_t *steps, void *data

typedef void (*element_fn)(const char *src, char *dst);

enum { CHUNK = 256 }; /* elements */

/* Strided operands are gathered and scattered, so that `loop` finds them contiguous. */
NOINLINE static void cast_strided(char **args, const intptr_t *n, const intptr_t *steps,
                                  rp_loop_fn loop, intptr_t from_size, intptr_t to_size)
{
    rp_complex128 in[CHUNK], out[CHUNK];
    bool gather = steps[0] != from_size, scatter = steps[1] != to_size;
    intptr_t sizes[2] = {from_size, to_size};
    for (intptr_t done = 0; done < *n; done += CHUNK) {
        intptr_t count = rp_min_intp(*n - done, CHUNK);
        char *src = args[0] + done * steps[0], *dst = args[1] + done * steps[1];
        char *ends[2] = {gather ? (char *)in : src, scatter ? (char *)out : dst};
        if (gather)
            rp_strided_copy(ends[0], from_size, src, steps[0], count, from_size);
        loop(ends, &count, sizes, NULL);
        if (scatter)
            rp_strided_copy(dst, steps[1], ends[1], to_size, count, to_size);
    }
}

/* `convert` and the sizes are constants where the following are inlined. */
INLINE void vectors(char **args, const intptr_t *n, element_fn convert, intptr_t from_size,
                    intptr_t to_size)
{
    const char *src = args[0];
    char *dst = args[1];
    intptr_t count = *n;
    RP_VECTOR_LOOP
    for (intptr_t i = 0; i < count; i++)
        convert(src + i * from_size, dst + i * to_size);
}

INLINE void wide_vectors(char **args, const intptr_t *n, element_fn convert, intptr_t from_size,
                         intptr_t to_size)
{
    const char *src = args[0];
    char *dst = args[1];
    intptr_t count = *n;
    RP_WIDE_VECTOR_LOOP
    for (intptr_t i = 0; i < count; i++)
        convert(src + i * from_size, dst + i * to_size);
}

INLINE void one_by_one(char **args, const intptr_t *n, const intptr_t *steps, element_fn convert)
{
    const char *src = args[0];
    char *dst = args[1];
    intptr_t count = *n, src_step = steps[0], dst_step = steps[1];
    RP_SERIAL_LOOP
    for (intptr_t i = 0; i < count; i++) {
        convert(src, dst);
        src += src_step;
        dst += dst_step;
    }
}

#define BODY_ARGS                                                                                  \
    char **args, const intptr_t *n, const intptr_t *steps, element_fn convert, rp_loop_fn self,    \
        intptr_t from_size, intptr_t to_size

/* The bodies of the loops. Most: */
INLINE void each(BODY_ARGS)
{
    (void)self;
    if (steps[0] == from_size && steps[1] == to_size)
        vectors(args, n, convert, from_size, to_size);
    else
        one_by_one(args, n, steps, convert);
}

/* Small results of large operands: enough at once to fill vectors of results. */
INLINE void narrow(BODY_ARGS)
{
    (void)self;
    if (steps[0] == from_size && steps[1] == to_size)
        wide_vectors(args, n, convert, from_size, to_size);
    else
        one_by_one(args, n, steps, convert);
}

/* Conversions of many instructions, worth gathering for. */
INLINE void heavy(BODY_ARGS)
{
    if ((steps[0] == from_size && steps[1] == to_size) || *n == 1)
        vectors(args, n, convert, from_size, to_size);
    else
        cast_strided(args, n, steps, self, from_size, to_size);
}

INLINE void heavy_narrow(BODY_ARGS)
{
    if ((steps[0] == from_size && steps[1] == to_size) || *n == 1)
        wide_vectors(args, n, convert, from_size, to_size);
    else
        cast_strided(args, n, steps, self, from_size, to_size);
}

/* What vectors have no instructions for. */
INLINE void serial(BODY_ARGS)
{
    (void)self, (void)from_size, (void)to_size;
    one_by_one(args, n, steps, convert);
}

/* A complex64 as one integer, whose low half is the real part; and a complex128 as one vector. */
typedef uint64_t complex64_bits __attribute__((aligned(4), may_alias));
typedef double complex128_vector __attribute__((vector_size(16), aligned(8), may_alias));

/* The loops with a body of their own. Dtypes of one representation share them: a narrower or
 * equally wide integer is the same bits whatever the signs, a wider one depends on the sign of its
 * source. */
/* clang-format off */
#define CASTS(CAST)                                                                \
    CAST(b_u8, each, uint8_t, uint8_t, x != 0)                                     \
    CAST(b_u16, each, uint8_t, uint16_t, x != 0)                                   \
    CAST(b_u32, each, uint8_t, uint32_t, x != 0)                                   \
    CAST(b_u64, each, uint8_t, uint64_t, x != 0)                                   \
    CAST(b_f32, each, uint8_t, float, x != 0 ? 1.0f : 0.0f)                        \
    CAST(b_f64, each, uint8_t, double, x != 0 ? 1.0 : 0.0)                         \
    CAST(u16_b, narrow, uint16_t, uint8_t, x != 0)                                 \
    CAST(u32_b, narrow, uint32_t, uint8_t, x != 0)                                 \
    CAST(u64_b, narrow, uint64_t, uint8_t, x != 0)                                 \
    CAST(f16_b, each, rp_half, uint8_t, rp_half_is_true(x))                        \
    CAST(f32_b, narrow, float, uint8_t, x != 0)                                    \
    CAST(f64_b, narrow, double, uint8_t, x != 0)                                   \
    CAST(c64_b, each, rp_complex64, uint8_t, (x.re != 0) | (x.im != 0))            \
    CAST(c128_b, each, rp_complex128, uint8_t, (x.re != 0) | (x.im != 0))          \
    CAST(u16_u8, narrow, uint16_t, uint8_t, (uint8_t)x)                            \
    CAST(u32_u8, narrow, uint32_t, uint8_t, (uint8_t)x)                            \
    CAST(u64_u8, narrow, uint64_t, uint8_t, (uint8_t)x)                            \
    CAST(u32_u16, narrow, uint32_t, uint16_t, (uint16_t)x)                         \
    CAST(u64_u32, each, uint64_t, uint32_t, (uint32_t)x)                           \
    CAST(i8_i16, each, int8_t, int16_t, x)                                         \
    CAST(i8_i32, each, int8_t, int32_t, x)                                         \
    CAST(i8_i64, each, int8_t, int64_t, x)                                         \
    CAST(u8_u16, each, uint8_t, uint16_t, x)                                       \
    CAST(u8_u32, each, uint8_t, uint32_t, x)                                       \
    CAST(u8_u64, each, uint8_t, uint64_t, x)                                       \
    CAST(i16_i32, each, int16_t, int32_t, x)                                       \
    CAST(i16_i64, each, int16_t, int64_t, x)                                       \
    CAST(u16_u32, each, uint16_t, uint32_t, x)                                     \
    CAST(u16_u64, each, uint16_t, uint64_t, x)                                     \
    CAST(i32_i64, each, int32_t, int64_t, x)                                       \
    CAST(u32_u64, each, uint32_t, uint64_t, x)                                     \
    CAST(i8_f32, each, int8_t, float, x)                                           \
    CAST(u8_f32, each, uint8_t, float, x)                                          \
    CAST(i16_f32, each, int16_t, float, x)                                         \
    CAST(u16_f32, each, uint16_t, float, x)                                        \
    CAST(i32_f32, each, int32_t, float, (float)x)                                  \
    CAST(u32_f32, each, uint32_t, float, (float)x)                                 \
    CAST(i64_f32, serial, int64_t, float, (float)x)                                \
    CAST(u64_f32, serial, uint64_t, float, (float)x)                               \
    CAST(i8_f64, each, int8_t, double, x)                                          \
    CAST(u8_f64, each, uint8_t, double, x)                                         \
    CAST(i16_f64, each, int16_t, double, x)                                        \
    CAST(u16_f64, each, uint16_t, double, x)                                       \
    CAST(i32_f64, each, int32_t, double, x)                                        \
    CAST(u32_f64, each, uint32_t, double, x)                                       \
    CAST(i64_f64, heavy, int64_t, double, rp_double_of_int64(x))                   \
    CAST(u64_f64, heavy, uint64_t, double, rp_double_of_uint64(x))                 \
    CAST(f32_i32, heavy, float, int32_t, rp_int32_of_float(x))                     \
    CAST(f32_u32, heavy, float, uint32_t, rp_uint32_of_double(x))                  \
    CAST(f64_i32, heavy_narrow, double, int32_t, rp_int32_of_double(x))            \
    CAST(f64_u32, heavy, double, uint32_t, rp_uint32_of_double(x))                 \
    CAST(f16_f32, heavy, rp_half, float, rp_half_to_float(x))                      \
    CAST(f16_f64, heavy, rp_half, double, rp_half_to_float(x))                     \
    CAST(f32_f16, heavy, float, rp_half, rp_half_of_float(x))                      \
    CAST(f64_f16, heavy, double, rp_half, rp_half_of_double(x))                    \
    CAST(f32_f64, each, float, double, x)                                          \
    CAST(f64_f32, each, double, float, (float)x)                                   \
    CAST(f32_c64, each, uint32_t, complex64_bits, x)                               \
    CAST(f64_c128, serial, double, complex128_vector, ((complex128_vector){x, 0})) \
    CAST(c64_f32, each, complex64_bits, uint32_t, (uint32_t)x)                     \
    CAST(c128_f64, each, rp_complex128, double, x.re)                              \
    CAST(f64_i64_any, heavy, double, int64_t, rp_int64_of_double(x))               \
    CAST(f64_u64_any, heavy, double, uint64_t, rp_uint64_of_double(x))
/* clang-format on */

#define CAST(name, body, FROM, TO, value)                                                          \
    INLINE void element_##name(const char *src, char *dst)                                         \
    {                                                                                              \
        FROM x = *(const FROM *)src;                                                               \
        *(TO *)dst = value;                                                                        \
    }                                                                                              \
    NOINLINE static void name(LOOP_ARGS)                                                           \
    {                                                                                              \
        (void)data;                                                                                \
        body(args, n, steps, element_##name, name, sizeof(FROM), sizeof(TO));                      \
    }
CASTS(CAST)
#undef CAST

INLINE void copy(char **args, const intptr_t *n, const intptr_t *steps, intptr_t size)
{
    rp_strided_copy(args[1], steps[1], args[0], steps[0], *n, size);
}

/* Two casts, by way of a small buffer of values of `middle` bytes: the rarer pairs with float16 go
 * through float32, those with a complex type through the type of its parts. */
NOINLINE static void through(char **args, const intptr_t *n, const intptr_t *steps,
                             rp_loop_fn first, intptr_t middle, rp_loop_fn second)
{
    double buffer[CHUNK];
    for (intptr_t done = 0; done < *n; done += CHUNK) {
        intptr_t count = rp_min_intp(*n - done, CHUNK);
        char *in[2] = {args[0] + done * steps[0], (char *)buffer};
        char *out[2] = {(char *)buffer, args[1] + done * steps[1]};
        first(in, &count, (intptr_t[]){steps[0], middle}, NULL);
        second(out, &count, (intptr_t[]){middle, steps[1]}, NULL);
    }
}

/* Of n doubles those at the front below 2^51, to 64-bit integers: 1.5 * 2^52 added leaves them in
 * the low bits. Four vectors at a time; how many were done. */
static intptr_t cast_small(const char *src, char *dst, intptr_t n)
{
    enum { VECTORS = 4, ELEMENTS = VECTORS * RP_VEC_SIZE / sizeof(double) };
    static const double shifter = 0x1.8p52, limit = 0x1p51;
    rp_vec magic = rp_vec_constant_float64(&shifter), below = rp_vec_constant_float64(&limit);
    intptr_t done = 0;
    for (; done + ELEMENTS <= n; done += ELEMENTS) {
        const char *from = src + done * (intptr_t)sizeof(double);
        char *to = dst + done * (intptr_t)sizeof(double);
        rp_vec x[VECTORS], small[VECTORS];
        for (int i = 0; i < VECTORS; i++) {
            x[i] = rp_vec_load(from + i * RP_VEC_SIZE);
            small[i] = rp_vec_less_float64(rp_vec_absolute_float64(x[i]), below);
        }
        if (!rp_vec_all(rp_vec_and(rp_vec_and(small[0], small[1]), rp_vec_and(small[2], small[3]))))
            break;
        for (int i = 0; i < VECTORS; i++) {
            rp_vec moved = rp_vec_add_float64(rp_vec_trunc_float64(x[i]), magic);
            rp_vec_store(to + i * RP_VEC_SIZE, rp_vec_subtract_int64(moved, magic));
        }
    }
    return done;
}

/* Doubles to 64-bit integers: most are small enough for half the work. */
NOINLINE static void by_size(char **args, const intptr_t *n, const intptr_t *steps, rp_loop_fn any)
{
    bool dense = steps[0] == sizeof(double) && steps[1] == sizeof(int64_t);
    for (intptr_t done = 0; done < *n;) {
        char *ends[2] = {args[0] + done * steps[0], args[1] + done * steps[1]};
        intptr_t rest = *n - done, small = dense ? cast_small(ends[0], ends[1], rest) : 0;
        intptr_t count = small ? 0 : dense ? rp_min_intp(rest, CHUNK) : rest;
        if (count)
            any(ends, &count, steps, NULL);
        done += small + count;
    }
}

/* Between complex types, whose parts are cast by `each`. */
NOINLINE static void each_part(char **args, const intptr_t *n, const intptr_t *steps,
                               rp_loop_fn each, intptr_t from_part, intptr_t to_part)
{
    if (steps[0] == 2 * from_part && steps[1] == 2 * to_part) {
        intptr_t parts = 2 * *n;
        each(args, &parts, (intptr_t[]){from_part, to_part}, NULL);
        return;
    }
    each(args, n, steps, NULL);
    each((char *[]){args[0] + from_part, args[1] + to_part}, n, steps, NULL);
}

/* The loops made of others. */
/* clang-format off */
#define COMPOSITIONS(CAST)                        \
    CAST(copy1, copy, 1)                          \
    CAST(copy2, copy, 2)                          \
    CAST(copy4, copy, 4)                          \
    CAST(copy8, copy, 8)                          \
    CAST(copy16, copy, 16)                        \
    CAST(u64_u16, through, u64_u32, 4, u32_u16)   \
    CAST(b_f16, through, b_f32, 4, f32_f16)       \
    CAST(i8_f16, through, i8_f32, 4, f32_f16)     \
    CAST(u8_f16, through, u8_f32, 4, f32_f16)     \
    CAST(i16_f16, through, i16_f32, 4, f32_f16)   \
    CAST(u16_f16, through, u16_f32, 4, f32_f16)   \
    CAST(i32_f16, through, i32_f32, 4, f32_f16)   \
    CAST(u32_f16, through, u32_f32, 4, f32_f16)   \
    CAST(i64_f16, through, i64_f32, 4, f32_f16)   \
    CAST(u64_f16, through, u64_f32, 4, f32_f16)   \
    CAST(f32_i8, through, f32_i32, 4, u32_u8)     \
    CAST(f32_i16, through, f32_i32, 4, u32_u16)   \
    CAST(f64_i8, through, f64_i32, 4, u32_u8)     \
    CAST(f64_i16, through, f64_i32, 4, u32_u16)   \
    CAST(f64_i64, by_size, f64_i64_any)           \
    CAST(f64_u64, by_size, f64_u64_any)           \
    CAST(f32_i64, through, f32_f64, 8, f64_i64)   \
    CAST(f32_u64, through, f32_f64, 8, f64_u64)   \
    CAST(f16_i8, through, f16_f32, 4, f32_i8)     \
    CAST(f16_i16, through, f16_f32, 4, f32_i16)   \
    CAST(f16_i32, through, f16_f32, 4, f32_i32)   \
    CAST(f16_u32, through, f16_f32, 4, f32_u32)   \
    CAST(f16_i64, through, f16_f32, 4, f32_i64)   \
    CAST(f16_u64, through, f16_f32, 4, f32_u64)   \
    CAST(b_c64, through, b_f32, 4, f32_c64)       \
    CAST(i8_c64, through, i8_f32, 4, f32_c64)     \
    CAST(u8_c64, through, u8_f32, 4, f32_c64)     \
    CAST(i16_c64, through, i16_f32, 4, f32_c64)   \
    CAST(u16_c64, through, u16_f32, 4, f32_c64)   \
    CAST(i32_c64, through, i32_f32, 4, f32_c64)   \
    CAST(u32_c64, through, u32_f32, 4, f32_c64)   \
    CAST(i64_c64, through, i64_f32, 4, f32_c64)   \
    CAST(u64_c64, through, u64_f32, 4, f32_c64)   \
    CAST(f16_c64, through, f16_f32, 4, f32_c64)   \
    CAST(f64_c64, through, f64_f32, 4, f32_c64)   \
    CAST(b_c128, through, b_f64, 8, f64_c128)     \
    CAST(i8_c128, through, i8_f64, 8, f64_c128)   \
    CAST(u8_c128, through, u8_f64, 8, f64_c128)   \
    CAST(i16_c128, through, i16_f64, 8, f64_c128) \
    CAST(u16_c128, through, u16_f64, 8, f64_c128) \
    CAST(i32_c128, through, i32_f64, 8, f64_c128) \
    CAST(u32_c128, through, u32_f64, 8, f64_c128) \
    CAST(i64_c128, through, i64_f64, 8, f64_c128) \
    CAST(u64_c128, through, u64_f64, 8, f64_c128) \
    CAST(f16_c128, through, f16_f64, 8, f64_c128) \
    CAST(f32_c128, through, f32_f64, 8, f64_c128) \
    CAST(c64_i8, through, c64_f32, 4, f32_i8)     \
    CAST(c64_i16, through, c64_f32, 4, f32_i16)   \
    CAST(c64_i32, through, c64_f32, 4, f32_i32)   \
    CAST(c64_u32, through, c64_f32, 4, f32_u32)   \
    CAST(c64_i64, through, c64_f32, 4, f32_i64)   \
    CAST(c64_u64, through, c64_f32, 4, f32_u64)   \
    CAST(c64_f16, through, c64_f32, 4, f32_f16)   \
    CAST(c64_f64, through, c64_f32, 4, f32_f64)   \
    CAST(c128_i8, through, c128_f64, 8, f64_i8)   \
    CAST(c128_i16, through, c128_f64, 8, f64_i16) \
    CAST(c128_i32, through, c128_f64, 8, f64_i32) \
    CAST(c128_u32, through, c128_f64, 8, f64_u32) \
    CAST(c128_i64, through, c128_f64, 8, f64_i64) \
    CAST(c128_u64, through, c128_f64, 8, f64_u64) \
    CAST(c128_f16, through, c128_f64, 8, f64_f16) \
    CAST(c128_f32, through, c128_f64, 8, f64_f32) \
    CAST(c64_c128, each_part, f32_f64, 4, 8)      \
    CAST(c128_c64, each_part, f64_f32, 8, 4)
/* clang-format on */

#define CAST(name, compose, ...)                                                                   \
    NOINLINE static void name(LOOP_ARGS)                                                           \
    {                                                                                              \
        (void)data;                                                                                \
        compose(args, n, steps, __VA_ARGS__);                                                      \
    }
COMPOSITIONS(CAST)
#undef CAST

rp_loop_fn rp_cast_loop(int from_num, int to_num)
{
    /* clang-format off */
    static const rp_loop_fn loops[RP_NUM_NUMERIC][RP_NUM_NUMERIC] = {
        [RP_BOOL] = {copy1, b_u8, b_u8, b_u16, b_u16, b_u32, b_u32, b_u64, b_u64, b_f16, b_f32, b_f64, b_c64, b_c128},
        [RP_INT8] = {b_u8, copy1, copy1, i8_i16, i8_i16, i8_i32, i8_i32, i8_i64, i8_i64, i8_f16, i8_f32, i8_f64, i8_c64, i8_c128},
        [RP_UINT8] = {b_u8, copy1, copy1, u8_u16, u8_u16, u8_u32, u8_u32, u8_u64, u8_u64, u8_f16, u8_f32, u8_f64, u8_c64, u8_c128},
        [RP_INT16] = {u16_b, u16_u8, u16_u8, copy2, copy2, i16_i32, i16_i32, i16_i64, i16_i64, i16_f16, i16_f32, i16_f64, i16_c64, i16_c128},
        [RP_UINT16] = {u16_b, u16_u8, u16_u8, copy2, copy2, u16_u32, u16_u32, u16_u64, u16_u64, u16_f16, u16_f32, u16_f64, u16_c64, u16_c128},
        [RP_INT32] = {u32_b, u32_u8, u32_u8, u32_u16, u32_u16, copy4, copy4, i32_i64, i32_i64, i32_f16, i32_f32, i32_f64, i32_c64, i32_c128},
        [RP_UINT32] = {u32_b, u32_u8, u32_u8, u32_u16, u32_u16, copy4, copy4, u32_u64, u32_u64, u32_f16, u32_f32, u32_f64, u32_c64, u32_c128},
        [RP_INT64] = {u64_b, u64_u8, u64_u8, u64_u16, u64_u16, u64_u32, u64_u32, copy8, copy8, i64_f16, i64_f32, i64_f64, i64_c64, i64_c128},
        [RP_UINT64] = {u64_b, u64_u8, u64_u8, u64_u16, u64_u16, u64_u32, u64_u32, copy8, copy8, u64_f16, u64_f32, u64_f64, u64_c64, u64_c128},
        [RP_FLOAT16] = {f16_b, f16_i8, f16_i8, f16_i16, f16_i16, f16_i32, f16_u32, f16_i64, f16_u64, copy2, f16_f32, f16_f64, f16_c64, f16_c128},
        [RP_FLOAT32] = {f32_b, f32_i8, f32_i8, f32_i16, f32_i16, f32_i32, f32_u32, f32_i64, f32_u64, f32_f16, copy4, f32_f64, f32_c64, f32_c128},
        [RP_FLOAT64] = {f64_b, f64_i8, f64_i8, f64_i16, f64_i16, f64_i32, f64_u32, f64_i64, f64_u64, f64_f16, f64_f32, copy8, f64_c64, f64_c128},
        [RP_COMPLEX64] = {c64_b, c64_i8, c64_i8, c64_i16, c64_i16, c64_i32, c64_u32, c64_i64, c64_u64, c64_f16, c64_f32, c64_f64, copy8, c64_c128},
        [RP_COMPLEX128] = {c128_b, c128_i8, c128_i8, c128_i16, c128_i16, c128_i32, c128_u32, c128_i64, c128_u64, c128_f16, c128_f32, c128_f64, c128_c64, copy16},
    };
    /* clang-format on */
    return loops[from_num][to_num];
}

#include "ufunc/loops/argminmax.h"
#include "dtype/dtype.h"
#include "ufunc/loops/body.h"
#include "ufunc/loops/boolean.h"
#include "ufunc/loops/complex_ops.h"
#include "ufunc/loops/extreme_vectors.h"

/* Rarely run: not worth a copy at each call. */
#define RP_APART __attribute__((noinline))

/* --- One by one --- */

#define PLAIN(name, type)                                                                          \
    static inline bool before_##name(type a, type b) { return a < b; }                             \
    static inline bool unordered_##name(type a) { return a != a; }
#define DTYPE(NUMBER, name, type, ...) PLAIN(name, type)
RP_INTEGER_DTYPES(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

static inline bool before_float16(rp_half a, rp_half b)
{
    return rp_half_order(a) < rp_half_order(b);
}
static inline bool unordered_float16(rp_half a) { return rp_half_is_nan(a); }

static inline bool before_complex64(rp_complex64 a, rp_complex64 b) { return less_complex64(a, b); }
static inline bool before_complex128(rp_complex128 a, rp_complex128 b)
{
    return less_complex128(a, b);
}
static inline bool unordered_complex64(rp_complex64 a) { return complex_isnan_complex64(a); }
static inline bool unordered_complex128(rp_complex128 a) { return complex_isnan_complex128(a); }

#define SCAN(op, name, type, BEFORE)                                                               \
    static RP_APART intptr_t op##_##name##_scan(const char *data, intptr_t n, intptr_t stride)     \
    {                                                                                              \
        type best = *(const type *)data;                                                           \
        intptr_t at = 0;                                                                           \
        for (intptr_t i = 0; i < n; i++, data += stride) {                                         \
            type x = *(const type *)data;                                                          \
            if (unordered_##name(x))                                                               \
                return i;                                                                          \
            if (BEFORE)                                                                            \
                best = x, at = i;                                                                  \
        }                                                                                          \
        return at;                                                                                 \
    }
#define SCANS(name, type)                                                                          \
    SCAN(argmin, name, type, before_##name(x, best))                                               \
    SCAN(argmax, name, type, before_##name(best, x))
#define DTYPE(NUMBER, name, type, ...) SCANS(name, type)
RP_INTEGER_DTYPES(DTYPE)
RP_HALF_DTYPE(DTYPE)
RP_FLOAT_DTYPES(DTYPE)
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE

static intptr_t first_truth(const char *data, intptr_t n, intptr_t stride, bool truth)
{
    intptr_t at = rp_find_truth(data, n, stride, truth);
    return at < n ? at : 0;
}
static intptr_t argmin_truth(const char *data, intptr_t n, intptr_t stride)
{
    return first_truth(data, n, stride, false);
}
static intptr_t argmax_truth(const char *data, intptr_t n, intptr_t stride)
{
    return first_truth(data, n, stride, true);
}

/* --- Contiguous: blocks in the first cache, each asked for its extreme (op_value: the better of it
 * and the best so far), which is cheap in vectors; the block that holds the first best one is then
 * searched for it. --- */

enum { BLOCK = 2048 /* bytes */ };

/* Vectors before the four that hold the value, a multiple of four; all that are whole if none does.
 */
RP_INLINE intptr_t vectors_before(const char *in, intptr_t vectors, rp_vec value, rp_vec_op2 equal)
{
    intptr_t i = 0;
    for (; i + 4 <= vectors; i += 4) {
        rp_vec found = rp_vec_zero();
        for (int k = 0; k < 4; k++)
            found = rp_vec_or(found, equal(rp_vec_load(in + (i + k) * RP_VEC_SIZE), value));
        if (rp_vec_any(found))
            break;
    }
    return i;
}

/* Where the value, which is there, comes first. */
#define LOCATE(name, type, lanes)                                                                  \
    static RP_APART intptr_t locate_##name(const type *x, intptr_t n, type value)                  \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        type splat[LANES];                                                                         \
        for (int k = 0; k < LANES; k++)                                                            \
            splat[k] = value;                                                                      \
        intptr_t i = LANES * vectors_before((const char *)x, n / LANES, rp_vec_load(splat),        \
                                            rp_vec_equal_##lanes);                                 \
        while (i < n - 1 && x[i] != value)                                                         \
            i++;                                                                                   \
        return i;                                                                                  \
    }

#define BLOCKS(op, name, type, IS_BETTER)                                                          \
    static intptr_t op##_##name(const char *data, intptr_t n, intptr_t stride)                     \
    {                                                                                              \
        enum { COUNT = BLOCK / sizeof(type) };                                                     \
        const type *x = (const type *)data;                                                        \
        intptr_t at = 0;                                                                           \
        type best = x[0];                                                                          \
        if (stride != sizeof(type) || n < 64)                                                      \
            return op##_##name##_scan(data, n, stride);                                            \
        for (intptr_t i = 0; i < n; i += COUNT) {                                                  \
            intptr_t count = rp_min_intp(COUNT, n - i);                                            \
            type found = op##_##name##_value(x + i, count, best);                                  \
            if (unordered_##name(found))                                                           \
                return i + op##_##name##_scan((const char *)(x + i), count, sizeof(type));         \
            if (IS_BETTER)                                                                         \
                best = found, at = i;                                                              \
        }                                                                                          \
        return at + locate_##name(x + at, rp_min_intp(COUNT, n - at), best);                       \
    }

#define INTEGER_VALUE(op, name, type, extreme, IS_BETTER)                                          \
    static type op##_##name##_value(const type *x, intptr_t n, type best)                          \
    {                                                                                              \
        RP_EACH for (intptr_t i = 0; i < n; i++)                                                   \
        {                                                                                          \
            type found = x[i];                                                                     \
            best = IS_BETTER ? found : best;                                                       \
        }                                                                                          \
        return best;                                                                               \
    }
/* Lanes of 64 bits have no extreme of their own. */
#define WIDE_VALUE(op, name, type, extreme, IS_BETTER)                                             \
    static type op##_##name##_value(const type *x, intptr_t n, type best)                          \
    {                                                                                              \
        type lanes[2];                                                                             \
        intptr_t end = n - n % 4;                                                                  \
        if (end) {                                                                                 \
            rp_vec r = rp_vec_load(x), s = rp_vec_load(x + 2);                                     \
            for (intptr_t i = 4; i < end; i += 4) {                                                \
                r = rp_vec_##extreme##_##name(r, rp_vec_load(x + i));                              \
                s = rp_vec_##extreme##_##name(s, rp_vec_load(x + i + 2));                          \
            }                                                                                      \
            rp_vec_store(lanes, rp_vec_##extreme##_##name(r, s));                                  \
        }                                                                                          \
        for (intptr_t k = end ? end - 2 : 0; k < n; k++) {                                         \
            type found = k < end ? lanes[k - end + 2] : x[k];                                      \
            best = IS_BETTER ? found : best;                                                       \
        }                                                                                          \
        return best;                                                                               \
    }

#define DTYPE(NUMBER, name, type, lanes)                                                           \
    LOCATE(name, type, lanes)                                                                      \
    VALUE(argmin, name, type, minimum, found < best)                                               \
    VALUE(argmax, name, type, maximum, found > best)                                               \
    BLOCKS(argmin, name, type, found < best)                                                       \
    BLOCKS(argmax, name, type, found > best)
#define VALUE INTEGER_VALUE
DTYPE(INT8, int8, int8_t, uint8)
DTYPE(UINT8, uint8, uint8_t, uint8)
DTYPE(INT16, int16, int16_t, uint16)
DTYPE(UINT16, uint16, uint16_t, uint16)
DTYPE(INT32, int32, int32_t, uint32)
DTYPE(UINT32, uint32, uint32_t, uint32)
#undef VALUE
#define VALUE WIDE_VALUE
DTYPE(INT64, int64, int64_t, uint64)
DTYPE(UINT64, uint64, uint64_t, uint64)
#undef VALUE
#undef DTYPE

#define FLOAT_VALUE(op, name, type, pick, IS_BETTER)                                               \
    static type op##_##name##_value(const type *x, intptr_t n, type best)                          \
    {                                                                                              \
        enum { LANES = RP_VEC_SIZE / sizeof(type) };                                               \
        type lanes[LANES];                                                                         \
        rp_vec before = rp_vec_splat_##name(best), extreme = before;                               \
        intptr_t end = n - n % (4 * LANES);                                                        \
        if (end &&                                                                                 \
            rp_extreme_vectors((const char *)x, end / LANES, extreme, rp_vec_##pick##_##name,      \
                               rp_vec_add_##name, rp_vec_isnan_##name, &extreme))                  \
            return (type)NAN;                                                                      \
        if (end == n && !rp_vec_any(rp_vec_not_equal_##name(extreme, before)))                     \
            return best;                                                                           \
        rp_vec_store(lanes, extreme);                                                              \
        for (int k = 0; k < LANES; k++) {                                                          \
            type found = lanes[k];                                                                 \
            best = IS_BETTER ? found : best;                                                       \
        }                                                                                          \
        for (intptr_t i = end; i < n; i++) {                                                       \
            type found = x[i];                                                                     \
            if (found != found)                                                                    \
                return found;                                                                      \
            best = IS_BETTER ? found : best;                                                       \
        }                                                                                          \
        return best;                                                                               \
    }
#define DTYPE(NUMBER, name, type, ...)                                                             \
    LOCATE(name, type, name)                                                                       \
    FLOAT_VALUE(argmin, name, type, pmin, found < best)                                            \
    FLOAT_VALUE(argmax, name, type, pmax, found > best)                                            \
    BLOCKS(argmin, name, type, found < best)                                                       \
    BLOCKS(argmax, name, type, found > best)
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE

#define LOOPS(op)                                                                                  \
    rp_arg_fn rp_##op##_loop(int num)                                                              \
    {                                                                                              \
        static const rp_arg_fn loops[] = {                                                         \
            op##_truth,                                                                            \
            RP_INTEGER_DTYPES(DTYPE) op##_float16_scan,                                            \
            RP_FLOAT_DTYPES(DTYPE) op##_complex64_scan,                                            \
            op##_complex128_scan,                                                                  \
        };                                                                                         \
        return (unsigned)num < RP_NUM_NUMERIC ? loops[num] : NULL;                                 \
    }
#define DTYPE(NUMBER, name, ...) argmin_##name,
LOOPS(argmin)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) argmax_##name,
LOOPS(argmax)
#undef DTYPE

/* --- Counting --- */

static intptr_t count_truth(const char *data, intptr_t n, intptr_t stride)
{
    const uint8_t *x = (const uint8_t *)data;
    intptr_t count = 0, i = 0;
    if (stride == 1)
        while (i + 64 <= n) {
            /* Up to 255 in each byte, then the bytes together. */
            intptr_t end = rp_min_intp(n - n % 64, i + 63 * 64);
            rp_vec sum = rp_vec_zero();
            for (; i < end; i += 64)
                for (int k = 0; k < 64; k += RP_VEC_SIZE)
                    sum = wasm_i8x16_sub(
                        sum, rp_vec_not_equal_uint8(rp_vec_load(x + i + k), rp_vec_zero()));
            sum = wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(sum));
            count += wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) +
                     wasm_i32x4_extract_lane(sum, 2) + wasm_i32x4_extract_lane(sum, 3);
        }
    for (; i < n; i++)
        count += data[i * stride] != 0;
    return count;
}

/* Of 16 bits each, under a mask. */
static intptr_t count_halfwords(const char *data, intptr_t n, intptr_t stride, uint16_t mask)
{
    const uint16_t *x = (const uint16_t *)data;
    intptr_t count = 0, i = 0;
    if (stride == 2)
        while (i + 16 <= n) {
            intptr_t end = rp_min_intp(n - n % 16, i + 16384 * 8);
            rp_vec sum = rp_vec_zero();
            for (; i < end; i += 16)
                for (int k = 0; k < 16; k += 8) {
                    rp_vec v = rp_vec_and(rp_vec_load(x + i + k), wasm_i16x8_splat((int16_t)mask));
                    sum = wasm_i16x8_sub(sum, rp_vec_not_equal_uint16(v, rp_vec_zero()));
                }
            sum = wasm_u32x4_extadd_pairwise_u16x8(sum);
            count += wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) +
                     wasm_i32x4_extract_lane(sum, 2) + wasm_i32x4_extract_lane(sum, 3);
        }
    for (; i < n; i++)
        count += (*(const uint16_t *)(data + i * stride) & mask) != 0;
    return count;
}

static intptr_t count_uint16(const char *data, intptr_t n, intptr_t stride)
{
    return count_halfwords(data, n, stride, 0xffff);
}
static intptr_t count_float16(const char *data, intptr_t n, intptr_t stride)
{
    return count_halfwords(data, n, stride, 0x7fff);
}

#define COUNT(name, type, TEST)                                                                    \
    static intptr_t count_##name(const char *data, intptr_t n, intptr_t stride)                    \
    {                                                                                              \
        intptr_t count = 0;                                                                        \
        if (stride == sizeof(type))                                                                \
            RP_EACH for (intptr_t i = 0; i < n; i++)                                               \
            {                                                                                      \
                type x = ((const type *)data)[i];                                                  \
                count += TEST;                                                                     \
            }                                                                                      \
        else                                                                                       \
            RP_IN_ORDER for (; n > 0; n--, data += stride)                                         \
            {                                                                                      \
                type x = *(const type *)data;                                                      \
                count += TEST;                                                                     \
            }                                                                                      \
        return count;                                                                              \
    }
COUNT(uint32, uint32_t, x != 0)
COUNT(uint64, uint64_t, x != 0)
COUNT(float32, float, x != 0)
COUNT(float64, double, x != 0)
COUNT(complex64, rp_complex64, (x.re != 0) | (x.im != 0))
COUNT(complex128, rp_complex128, (x.re != 0) | (x.im != 0))

rp_count_nonzero_fn rp_count_nonzero_loop(int num)
{
    static const rp_count_nonzero_fn loops[] = {
        count_truth,   count_truth,   count_truth,     count_uint16,     count_uint16,
        count_uint32,  count_uint32,  count_uint64,    count_uint64,     count_float16,
        count_float32, count_float64, count_complex64, count_complex128,
    };
    _Static_assert(RP_COUNT_OF(loops) == RP_NUM_NUMERIC, "one loop a dtype");
    return (unsigned)num < RP_NUM_NUMERIC ? loops[num] : NULL;
}

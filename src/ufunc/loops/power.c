/* power and float_power. */
#include "ufunc/loops/complex_elementary.h"
#include "ufunc/loops/exponential.h"
#include "ufunc/loops/logarithm.h"

/* --- Integers: by squaring; negative exponents do not come here --- */

#define DTYPE(name, type)                                                                          \
    static inline type raise_##name(type base, uint64_t exponent)                                  \
    {                                                                                              \
        type result = 1;                                                                           \
        for (;; base = (type)(1u * base * base)) {                                                 \
            if (exponent & 1)                                                                      \
                result = (type)(1u * result * base);                                               \
            if (!(exponent >>= 1))                                                                 \
                return result;                                                                     \
        }                                                                                          \
    }                                                                                              \
    static inline type power_##name(type a, type b) { return raise_##name(a, b); }
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type power_##name(type a, type b)                                                \
    {                                                                                              \
        return (type)RP_JOIN_OP(raise, RP_BITS_##name)((u##type)a, b < 0 ? 0 : (uint64_t)b);       \
    }
#define RP_JOIN_OP_(op, name) op##_##name
#define RP_JOIN_OP(op, name) RP_JOIN_OP_(op, name)
RP_SIGNED_DTYPES(DTYPE)
#undef DTYPE

/* --- Floating-point numbers: exp(y log x) --- */

/* Results for |x|^y become those for x^y, by the table of C99, annex F.9.4.4. */
RP_INLINE rp_vec mend_power(rp_vec power, rp_vec x, rp_vec y)
{
    rp_vec zero = rp_vec_zero(), one = SPLAT(1), infinity = SPLAT(INFINITY);
    rp_vec size = rp_vec_absolute_float64(x), half = MUL(y, SPLAT(0.5));
    rp_vec whole = rp_vec_equal_float64(rp_vec_trunc_float64(y), y);
    rp_vec odd = rp_vec_andnot(whole, rp_vec_equal_float64(rp_vec_trunc_float64(half), half));
    rp_vec is_zero = rp_vec_equal_float64(x, zero);
    rp_vec is_infinite = rp_vec_equal_float64(size, infinity);
    rp_vec grows = rp_vec_xor(is_infinite, rp_vec_less_float64(y, zero));
    power = rp_vec_select(rp_vec_and(infinity, grows), power, rp_vec_or(is_zero, is_infinite));
    rp_vec negative = rp_vec_less_int64(x, zero);
    power = rp_vec_xor(power, rp_vec_and(rp_vec_and(negative, odd), SPLAT(-0.0)));
    rp_vec root = rp_vec_andnot(rp_vec_less_float64(x, zero), rp_vec_or(whole, is_infinite));
    rp_vec unordered = rp_vec_or(rp_vec_isnan_float64(x), rp_vec_isnan_float64(y));
    power = rp_vec_select(SPLAT(NAN), power, rp_vec_or(root, unordered));
    power = rp_vec_select(MUL(x, x), power, rp_vec_equal_float64(y, SPLAT(2)));
    return rp_vec_select(one, power,
                         rp_vec_or(rp_vec_equal_float64(x, one), rp_vec_equal_float64(y, zero)));
}

/* No exponent beyond these makes a difference. */
RP_INLINE rp_vec limit_exponent(rp_vec y) { return rp_vec_limit_float64(y, -0x1p70, 0x1p70); }

/* The product with y: that of the upper parts, which is exact, and the rest. */
RP_INLINE rp_vec_pair times_log(rp_vec_pair log, rp_vec y)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec mask = LOADED_INT(c->upper), upper = rp_vec_and(log.hi, mask);
    rp_vec y_upper = rp_vec_and(y, mask), lower = ADD(SUB(log.hi, upper), log.lo);
    rp_vec rest = ADD(MUL(upper, SUB(y, y_upper)), MUL(lower, y));
    return (rp_vec_pair){MUL(upper, y_upper), rest};
}

RP_APART rp_vec any_power(rp_vec x, rp_vec y)
{
    if (rp_vec_all(rp_vec_equal_float64(y, SPLAT(2))))
        return MUL(x, x);
    rp_vec size = rp_vec_absolute_float64(x);
    rp_vec small = rp_vec_less_float64(size, SPLAT(0x1p-1022));
    rp_vec scaled = rp_vec_select(MUL(size, SPLAT(0x1p54)), size, small);
    rp_vec more = rp_vec_and(small, SPLAT(-54));
    rp_vec_pair log = rp_log_pair(scaled, &more);
    rp_vec_pair product = times_log(log, limit_exponent(y));
    rp_vec near = rp_vec_less_float64(rp_vec_absolute_float64(product.hi), SPLAT(800));
    product.hi = rp_vec_limit_float64(product.hi, -800, 800);
    product.lo = rp_vec_and(product.lo, near);
    rp_vec power = rp_exp_any_value(rp_exp_pair(product.hi, &product.lo));
    return mend_power(power, x, y);
}

RP_INLINE rp_vec rp_vec_power_float64(rp_vec x, rp_vec y)
{
    const rp_log_constants *c = &rp_log_constants_;
    rp_vec usual = rp_vec_and(rp_vec_is_positive_normal_float64(x),
                              rp_vec_not_equal_float64(y, LOADED(c->two)));
    if (!rp_vec_all_int64(usual))
        return any_power(x, y);
    rp_vec_pair product = times_log(rp_log_pair(x, NULL), y);
    if (!rp_exp_all_near(product.hi)) /* or y is infinite or NaN */
        return any_power(x, y);
    return rp_exp_value(rp_exp_pair(product.hi, &product.lo));
}

RP_INLINE rp_vec power_single(rp_vec x, rp_vec y)
{
    rp_vec product = rp_exp32_limit(MUL(rp_log32(x), y));
    return rp_exp32_value(rp_exp32(product));
}
RP_INLINE rp_vec any_power_single(rp_vec x, rp_vec y)
{
    return mend_power(power_single(rp_vec_absolute_float64(x), limit_exponent(y)), x, y);
}
RP_APART rp_vec any_power32(rp_vec x, rp_vec y)
{
    if (rp_vec_all(rp_vec_equal_float32(y, rp_vec_splat_float32(2))))
        return rp_vec_multiply_float32(x, x);
    return rp_vec_in_float64_2(x, y, any_power_single);
}

RP_INLINE rp_vec rp_vec_power_float32(rp_vec x, rp_vec y)
{
    rp_vec infinity = rp_vec_splat_float32(INFINITY);
    rp_vec plain =
        rp_vec_and(rp_vec_less_float32(rp_vec_zero(), x), rp_vec_less_float32(x, infinity));
    rp_vec usual = rp_vec_and(rp_vec_less_float32(rp_vec_absolute_float32(y), infinity),
                              rp_vec_not_equal_float32(y, rp_vec_splat_float32(2)));
    return rp_vec_all_int32(rp_vec_and(plain, usual)) ? rp_vec_in_float64_2(x, y, power_single)
                                                      : any_power32(x, y);
}

/* One exponent for all: squares are common, others are repeated in blocks. */
#define POWER(name, type)                                                                          \
    RP_VECTOR_KERNEL_OP2(power, name, type)                                                        \
    static void raise_all_##name(const char *a, const char *b, char *out, intptr_t n)              \
    {                                                                                              \
        type block[ONE_EXPONENT], y = *(const type *)b;                                            \
        const type *x = (const type *)a;                                                           \
        type *z = (type *)out;                                                                     \
        if (y == 2) {                                                                              \
            RP_EACH for (intptr_t i = 0; i < n; i++) z[i] = x[i] * x[i];                           \
            return;                                                                                \
        }                                                                                          \
        for (int i = 0; i < ONE_EXPONENT; i++)                                                     \
            block[i] = y;                                                                          \
        for (intptr_t i = 0; i < n; i += ONE_EXPONENT)                                             \
            power_##name##_kernel((const char *)(x + i), (const char *)block, (char *)(z + i),     \
                                  rp_min_intp(n - i, ONE_EXPONENT));                               \
    }                                                                                              \
    RP_LOOP2_OF(power_##name, type, type, raise_all_##name, NULL)
enum { ONE_EXPONENT = 256 };
POWER(float32, float)
POWER(float64, double)
RP_HALF2(power, NULL)

/* --- Tables --- */

#define DTYPE(NUMBER, name, type, ...) RP_PLAIN_BINARY(power_##name, type, type)
RP_INTEGER_DTYPES(DTYPE)
#undef DTYPE

#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, power_##name##_loop, 0, 40)
static const rp_loop power_rows[] = {
    RP_INTEGER_DTYPES(DTYPE) RP_ROW2(FLOAT16, FLOAT16, power_float16_loop, 0, 90)
        RP_ROW2(FLOAT32, FLOAT32, power_float32_loop, 0, 75)
            RP_ROW2(FLOAT64, FLOAT64, power_float64_loop, 0, 160) RP_COMPLEX_ROWS_power};
RP_TABLE(power)
#undef DTYPE

static const rp_loop float_power_rows[] = {RP_ROW2(FLOAT64, FLOAT64, power_float64_loop, 0, 160)
                                               RP_COMPLEX_ROWS_float_power};
RP_TABLE(float_power)

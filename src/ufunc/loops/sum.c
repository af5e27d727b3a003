#include "ufunc/loops/sum.h"
#include "base/bits.h"
#include "base/half.h"
#include "dtype/dtype_list.h"
#include "simd/vec_float.h"
#include "simd/vec_half.h"
#include "ufunc/loops/lines.h"
#include "ufunc/pairwise.h"

/* A leaf keeps eight running sums, element i going to sum i % 8, and joins them in a fixed way;
 * what is left after the last eight is added one by one. A leaf of fewer than eight is a plain sum,
 * from -0.0, so that a sum of negative zeros stays one. */

#define JOIN(r) (((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7])))

static inline float value_float16(const char *in) { return rp_half_to_float(*(const rp_half *)in); }
static inline float value_float32(const char *in) { return *(const float *)in; }
static inline double value_float64(const char *in) { return *(const double *)in; }

/* Any step. */
#define STRIDED_SUM(name, part)                                                                    \
    static part strided_leaf_##name(const char *in, intptr_t n, intptr_t step)                     \
    {                                                                                              \
        part r[8], sum = (part)-0.0;                                                               \
        intptr_t i = 0;                                                                            \
        if (n >= 8) {                                                                              \
            for (int k = 0; k < 8; k++, in += step)                                                \
                r[k] = value_##name(in);                                                           \
            for (i = 8; i < n - n % 8; i += 8)                                                     \
                for (int k = 0; k < 8; k++, in += step)                                            \
                    r[k] += value_##name(in);                                                      \
            sum = JOIN(r);                                                                         \
        }                                                                                          \
        for (; i < n; i++, in += step)                                                             \
            sum += value_##name(in);                                                               \
        return sum;                                                                                \
    }                                                                                              \
    static part strided_##name(const char *in, intptr_t n, intptr_t step)                          \
    {                                                                                              \
        if (n <= RP_PAIRWISE_LEAF)                                                                 \
            return strided_leaf_##name(in, n, step);                                               \
        intptr_t left = rp_pairwise_split(n);                                                      \
        part sum = strided_##name(in, left, step);                                                 \
        return sum + strided_##name(in + left * step, n - left, step);                             \
    }
STRIDED_SUM(float16, float)
STRIDED_SUM(float32, float)
STRIDED_SUM(float64, double)

/* Contiguous: the eight sums are vectors. */
typedef struct two_double {
    double a, b;
} two_double;
typedef struct two_float {
    float a, b;
} two_float;
typedef struct sums_float64 {
    rp_vec r[4];
} sums_float64;
typedef struct sums_float32 {
    rp_vec r[2];
} sums_float32;

#define SUMS(name, part, vectors)                                                                  \
    RP_INLINE sums_##name load_##name(const part *a)                                               \
    {                                                                                              \
        sums_##name s;                                                                             \
        for (int k = 0; k < vectors; k++)                                                          \
            s.r[k] = rp_vec_load(a + k * (8 / vectors));                                           \
        return s;                                                                                  \
    }                                                                                              \
    RP_INLINE void accumulate_##name(sums_##name *s, const part *a)                                \
    {                                                                                              \
        for (int k = 0; k < vectors; k++)                                                          \
            s->r[k] = rp_vec_add_##name(s->r[k], rp_vec_load(a + k * (8 / vectors)));              \
    }
SUMS(float32, float, 2)
SUMS(float64, double, 4)

/* The sums of two leaves in lanes 0 and 1. */
RP_INLINE rp_vec join_float64(const sums_float64 *s, const sums_float64 *t)
{
    rp_vec r[4];
    for (int k = 0; k < 4; k++)
        r[k] = rp_vec_add_float64(wasm_i64x2_shuffle(s->r[k], t->r[k], 0, 2),
                                  wasm_i64x2_shuffle(s->r[k], t->r[k], 1, 3));
    return rp_vec_add_float64(rp_vec_add_float64(r[0], r[1]), rp_vec_add_float64(r[2], r[3]));
}
RP_INLINE rp_vec pair_float64(double a, double b) { return wasm_f64x2_make(a, b); }

RP_INLINE rp_vec neighbours_float32(rp_vec a, rp_vec b)
{
    return rp_vec_add_float32(wasm_i32x4_shuffle(a, b, 0, 2, 4, 6),
                              wasm_i32x4_shuffle(a, b, 1, 3, 5, 7));
}
RP_INLINE rp_vec join_float32(const sums_float32 *s, const sums_float32 *t)
{
    rp_vec four = neighbours_float32(neighbours_float32(s->r[0], s->r[1]),
                                     neighbours_float32(t->r[0], t->r[1]));
    return neighbours_float32(four, four);
}

RP_INLINE rp_vec pair_float32(float a, float b) { return wasm_f32x4_make(a, b, 0, 0); }

#define FINISH(name, part)                                                                         \
    static rp_vec add_rests_##name(rp_vec sums, const part *a, intptr_t a_n, const part *b,        \
                                   intptr_t b_n)                                                   \
    {                                                                                              \
        part r[RP_VEC_SIZE / sizeof(part)];                                                        \
        rp_vec_store(r, sums);                                                                     \
        for (intptr_t i = a_n - a_n % 8; i < a_n; i++)                                             \
            r[0] += a[i];                                                                          \
        for (intptr_t i = b_n - b_n % 8; i < b_n; i++)                                             \
            r[1] += b[i];                                                                          \
        return rp_vec_load(r);                                                                     \
    }                                                                                              \
    RP_INLINE rp_vec finish_##name(const sums_##name *s, const part *a, intptr_t a_n,              \
                                   const sums_##name *t, const part *b, intptr_t b_n)              \
    {                                                                                              \
        rp_vec sums = join_##name(s, t);                                                           \
        return (a_n | b_n) % 8 ? add_rests_##name(sums, a, a_n, b, b_n) : sums;                    \
    }
FINISH(float32, float)
FINISH(float64, double)

/* Two lines go together, their sums in lanes 0 and 1 of vectors of the dtype `sums`: a leaf alone
 * waits for its own additions, and memory from two places comes sooner. */
#define CONTIGUOUS_SUM(name, element, sums, part)                                                  \
    static part leaf_##name(const element *a, intptr_t n)                                          \
    {                                                                                              \
        sums_##name s = load_##name(a);                                                            \
        for (intptr_t i = 8; i < n - n % 8; i += 8)                                                \
            accumulate_##name(&s, a + i);                                                          \
        return rp_vec_lane_##sums(finish_##name(&s, a, n, &s, a, n), 0);                           \
    }                                                                                              \
    static rp_vec two_leaves_##name(const element *a, intptr_t a_n, const element *b,              \
                                    intptr_t b_n)                                                  \
    {                                                                                              \
        sums_##name s = load_##name(a), t = load_##name(b);                                        \
        intptr_t a_end = a_n - a_n % 8, b_end = b_n - b_n % 8, i = 8;                              \
        for (intptr_t both = rp_min_intp(a_end, b_end); i < both; i += 8) {                        \
            accumulate_##name(&s, a + i);                                                          \
            accumulate_##name(&t, b + i);                                                          \
        }                                                                                          \
        for (intptr_t k = i; k < a_end; k += 8)                                                    \
            accumulate_##name(&s, a + k);                                                          \
        for (intptr_t k = i; k < b_end; k += 8)                                                    \
            accumulate_##name(&t, b + k);                                                          \
        return finish_##name(&s, a, a_n, &t, b, b_n);                                              \
    }                                                                                              \
    static part contiguous_##name(const element *a, intptr_t n);                                   \
    static rp_vec two_trees_##name(const element *a, intptr_t a_n, const element *b, intptr_t b_n) \
    {                                                                                              \
        if (rp_max_intp(a_n, b_n) <= RP_PAIRWISE_LEAF)                                             \
            return two_leaves_##name(a, a_n, b, b_n);                                              \
        if (rp_min_intp(a_n, b_n) <= RP_PAIRWISE_LEAF)                                             \
            return pair_##sums(contiguous_##name(a, a_n), contiguous_##name(b, b_n));              \
        intptr_t i = rp_pairwise_split(a_n), j = rp_pairwise_split(b_n);                           \
        rp_vec left = two_trees_##name(a, i, b, j);                                                \
        return rp_vec_add_##sums(left, two_trees_##name(a + i, a_n - i, b + j, b_n - j));          \
    }                                                                                              \
    static part contiguous_##name(const element *a, intptr_t n)                                    \
    {                                                                                              \
        if (n < 8)                                                                                 \
            return strided_leaf_##name((const char *)a, n, sizeof(element));                       \
        if (n <= RP_PAIRWISE_LEAF)                                                                 \
            return leaf_##name(a, n);                                                              \
        intptr_t half = rp_pairwise_split(n);                                                      \
        rp_vec two = two_trees_##name(a, half, a + half, n - half);                                \
        return rp_vec_lane_##sums(two, 0) + rp_vec_lane_##sums(two, 1);                            \
    }
CONTIGUOUS_SUM(float32, float, float32, float)
CONTIGUOUS_SUM(float64, double, float64, double)

/* Halves are added as float32, 2^112 times too small, which takes fewer instructions and rounds to
 * the same bits: what is subnormal there is a sum of subnormal halves, and exact. */
static inline float scaled_float16(rp_half x)
{
    return rp_float_of_bits((uint32_t)(x.bits & 0x8000u) << 16 | (x.bits & 0x7fffu) << 13);
}
typedef struct sums_float16 {
    sums_float32 of;
    rp_vec top; /* the largest magnitude */
} sums_float16;
RP_INLINE sums_float16 load_float16(const rp_half *a)
{
    rp_vec v = rp_vec_load(a);
    return (sums_float16){{{rp_vec_half_scaled_low(v), rp_vec_half_scaled_high(v)}},
                          rp_vec_and(v, wasm_i16x8_splat(0x7fff))};
}
RP_INLINE void accumulate_float16(sums_float16 *s, const rp_half *a)
{
    sums_float16 more = load_float16(a);
    for (int k = 0; k < 2; k++)
        s->of.r[k] = rp_vec_add_float32(s->of.r[k], more.of.r[k]);
    s->top = wasm_i16x8_max(s->top, more.top);
}
/* With the rest of a leaf, or again where an element is an infinity or NaN. */
static float whole_leaf_float16(float sum, bool finite, const rp_half *a, intptr_t n)
{
    for (intptr_t i = n - n % 8; i < n; i++) {
        finite &= (a[i].bits & 0x7fffu) < 0x7c00u;
        sum += scaled_float16(a[i]);
    }
    return finite ? sum * 0x1p112f : strided_leaf_float16((const char *)a, n, sizeof *a);
}
RP_INLINE rp_vec finish_float16(const sums_float16 *s, const rp_half *a, intptr_t a_n,
                                const sums_float16 *t, const rp_half *b, intptr_t b_n)
{
    rp_vec sums = join_float32(&s->of, &t->of), top = wasm_i16x8_max(s->top, t->top);
    bool finite = !rp_vec_any(wasm_i16x8_gt(top, wasm_i16x8_splat(0x7bff)));
    if (finite && (a_n | b_n) % 8 == 0)
        return rp_vec_multiply_float32(sums, rp_vec_splat_float32(0x1p112f));
    return pair_float32(whole_leaf_float16(rp_vec_lane_float32(sums, 0), finite, a, a_n),
                        whole_leaf_float16(rp_vec_lane_float32(sums, 1), finite, b, b_n));
}
CONTIGUOUS_SUM(float16, rp_half, float32, float)

/* Complex numbers: four running sums of each part. */
#define COMPLEX_SUM(name, part)                                                                    \
    static rp_##name leaf_##name(const char *in, intptr_t n, intptr_t step)                        \
    {                                                                                              \
        rp_##name r[4], sum = {(part)-0.0, (part)-0.0};                                            \
        intptr_t i = 0;                                                                            \
        if (n >= 4) {                                                                              \
            for (int k = 0; k < 4; k++, in += step)                                                \
                r[k] = *(const rp_##name *)in;                                                     \
            for (i = 4; i < n - n % 4; i += 4)                                                     \
                for (int k = 0; k < 4; k++, in += step) {                                          \
                    r[k].re += ((const rp_##name *)in)->re;                                        \
                    r[k].im += ((const rp_##name *)in)->im;                                        \
                }                                                                                  \
            sum.re = (r[0].re + r[1].re) + (r[2].re + r[3].re);                                    \
            sum.im = (r[0].im + r[1].im) + (r[2].im + r[3].im);                                    \
        }                                                                                          \
        for (; i < n; i++, in += step) {                                                           \
            sum.re += ((const rp_##name *)in)->re;                                                 \
            sum.im += ((const rp_##name *)in)->im;                                                 \
        }                                                                                          \
        return sum;                                                                                \
    }                                                                                              \
    static rp_##name sum_##name(const char *in, intptr_t n, intptr_t step)                         \
    {                                                                                              \
        if (n <= RP_PAIRWISE_LEAF_COMPLEX)                                                         \
            return leaf_##name(in, n, step);                                                       \
        intptr_t left = rp_pairwise_split_complex(n);                                              \
        rp_##name a = sum_##name(in, left, step);                                                  \
        rp_##name b = sum_##name(in + left * step, n - left, step);                                \
        return (rp_##name){a.re + b.re, a.im + b.im};                                              \
    }
COMPLEX_SUM(complex64, float)
COMPLEX_SUM(complex128, double)

/* --- Blocks --- */

#define BLOCKS(name)                                                                               \
    void rp_sum_##name(char *acc, const char *in, intptr_t n, intptr_t step)                       \
    {                                                                                              \
        for (; n > 0; n -= RP_PAIRWISE_BLOCK, in += RP_PAIRWISE_BLOCK * step)                      \
            add_block_##name(acc, in, rp_min_intp(n, RP_PAIRWISE_BLOCK), step);                    \
    }

float rp_block_sum_float16(const char *in, intptr_t n, intptr_t step)
{
    return step == sizeof(rp_half) ? contiguous_float16((const rp_half *)in, n)
                                   : strided_float16(in, n, step);
}
/* Rounded once a block. */
void rp_add_block_sum_float16(char *acc, float sum)
{
    rp_half *to = (rp_half *)acc;
    *to = rp_half_of_float(rp_half_to_float(*to) + sum);
}
static void add_block_float16(char *acc, const char *in, intptr_t n, intptr_t step)
{
    rp_add_block_sum_float16(acc, rp_block_sum_float16(in, n, step));
}
BLOCKS(float16)

#define ADD_BLOCK(name, part)                                                                      \
    static void add_block_##name(char *acc, const char *in, intptr_t n, intptr_t step)             \
    {                                                                                              \
        *(part *)acc += step == sizeof(part) ? contiguous_##name((const part *)in, n)              \
                                             : strided_##name(in, n, step);                        \
    }                                                                                              \
    BLOCKS(name)
ADD_BLOCK(float32, float)
ADD_BLOCK(float64, double)

#define ADD_COMPLEX_BLOCK(name)                                                                    \
    static void add_block_##name(char *acc, const char *in, intptr_t n, intptr_t step)             \
    {                                                                                              \
        rp_##name sum = sum_##name(in, n, step), *to = (rp_##name *)acc;                           \
        to->re += sum.re;                                                                          \
        to->im += sum.im;                                                                          \
    }                                                                                              \
    BLOCKS(name)
ADD_COMPLEX_BLOCK(complex64)
ADD_COMPLEX_BLOCK(complex128)

/* --- Two lines --- */

#define SUM_LINES(name, part)                                                                      \
    static void two_lines_##name(char *p, char *q, const char *a, const char *b, intptr_t n)       \
    {                                                                                              \
        const part *x = (const part *)a, *y = (const part *)b;                                     \
        for (; n >= 8; n -= RP_PAIRWISE_BLOCK, x += RP_PAIRWISE_BLOCK, y += RP_PAIRWISE_BLOCK) {   \
            intptr_t count = rp_min_intp(n, RP_PAIRWISE_BLOCK);                                    \
            rp_vec sums = two_trees_##name(x, count, y, count);                                    \
            *(part *)p += rp_vec_lane_##name(sums, 0);                                             \
            *(part *)q += rp_vec_lane_##name(sums, 1);                                             \
        }                                                                                          \
        if (n > 0) {                                                                               \
            rp_sum_##name(p, (const char *)x, n, sizeof(part));                                    \
            rp_sum_##name(q, (const char *)y, n, sizeof(part));                                    \
        }                                                                                          \
    }                                                                                              \
    RP_LINES_FN(rp_sum_lines_##name)                                                               \
    {                                                                                              \
        rp_by_two_lines(out, out_step, in, line_step, lines, n, step,                              \
                        step == sizeof(part) && n >= 8, two_lines_##name, rp_sum_##name);          \
    }
SUM_LINES(float32, float)
SUM_LINES(float64, double)

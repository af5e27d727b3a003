/* What the functions that pass over NaN are made of: ufuncs that stand in no list. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"

#include "simd/vec_float.h"
#include "stat/stat.h"
#include "thread/pool.h"
#include "ufunc/loops/sum.h"

/* --- a number, or another where it is NaN --- */

static inline float number_or_float32(float x, float other) { return x == x ? x : other; }
static inline double number_or_float64(double x, double other) { return x == x ? x : other; }
RP_BINARY(number_or_float32, float, float)
RP_BINARY(number_or_float64, double, double)
RP_HALF2(number_or, NULL)

#define NUMBER_OR(name, type)                                                                      \
    static inline type number_or_##name(type x, type other)                                        \
    {                                                                                              \
        return complex_isnan_##name(x) ? other : x;                                                \
    }                                                                                              \
    RP_PLAIN_BINARY(number_or_##name, type, type)
NUMBER_OR(complex64, rp_complex64)
NUMBER_OR(complex128, rp_complex128)

/* --- the square of a number's distance, 0 for NaN --- */

#define SQUARE_FROM(name, type)                                                                    \
    static inline type square_from_##name(type x, type mean)                                       \
    {                                                                                              \
        type distance = x - mean, square = distance * distance;                                    \
        return x == x ? square : 0;                                                                \
    }                                                                                              \
    RP_BINARY(square_from_##name, type, type)
SQUARE_FROM(float32, float)
SQUARE_FROM(float64, double)

static const rp_loop number_or_rows[] = {
    RP_ROW2(FLOAT16, FLOAT16, number_or_float16_loop, 0, 10)
        RP_ROW2(FLOAT32, FLOAT32, number_or_float32_loop, 0, 0)
            RP_ROW2(FLOAT64, FLOAT64, number_or_float64_loop, 0, 0)
                RP_ROW2(COMPLEX64, COMPLEX64, number_or_complex64_loop, 0, 10)
                    RP_ROW2(COMPLEX128, COMPLEX128, number_or_complex128_loop, 0, 10)};
static const rp_loop square_from_rows[] = {
    RP_ROW2(FLOAT32, FLOAT32, square_from_float32_loop, 0, 0)
        RP_ROW2(FLOAT64, FLOAT64, square_from_float64_loop, 0, 0)};

static int call2(const char *name, const rp_loop *rows, int count, const rp_array *a,
                 const rp_array *b, rp_array *out)
{
    rp_loop_table table = {rows, count};
    rp_ufunc uf = {.name = name, .nin = 2, .nout = 1, .loops = &table};
    rp_array *ops[3] = {(rp_array *)a, (rp_array *)b, out};
    return rp_ufunc_call(&uf, ops, NULL);
}

int rp_replace_nan(const rp_array *a, const rp_array *value, rp_array *out)
{
    return call2("replace_nan", number_or_rows, RP_COUNT_OF(number_or_rows), a, value, out);
}

int rp_nan_squares(const rp_array *a, const rp_array *mean, rp_array *out)
{
    return call2("nan_squares", square_from_rows, RP_COUNT_OF(square_from_rows), a, mean, out);
}

/* --- sums of whole arrays in one pass: a block of the pairwise sum at a time --- */

enum { MAX_BLOCKS = 1024, TASK_BLOCKS = 2 };

/* Numbers, or squared distances from `mean`, with 0 for NaN. Numbers are counted as well: an equal
 * lane is -1. */
#define PUT_NUMBERS(name, type, ints)                                                              \
    enum { LANES_##name = RP_VEC_SIZE / sizeof(type) };                                            \
    static intptr_t put_numbers_##name(const type *x, intptr_t n, type *out)                       \
    {                                                                                              \
        rp_vec found = rp_vec_splat_##ints(0);                                                     \
        intptr_t i = 0, count = 0;                                                                 \
        for (; i + LANES_##name <= n; i += LANES_##name) {                                         \
            rp_vec v = rp_vec_load(x + i), is_number = rp_vec_equal_##name(v, v);                  \
            rp_vec_store(out + i, rp_vec_and(v, is_number));                                       \
            found = rp_vec_add_##ints(found, is_number);                                           \
        }                                                                                          \
        ints##_t lanes[LANES_##name];                                                              \
        rp_vec_store(lanes, found);                                                                \
        for (int k = 0; k < LANES_##name; k++)                                                     \
            count -= (intptr_t)lanes[k];                                                           \
        for (; i < n; i++) {                                                                       \
            out[i] = number_or_##name(x[i], 0);                                                    \
            count += x[i] == x[i];                                                                 \
        }                                                                                          \
        return count;                                                                              \
    }                                                                                              \
    static void put_squares_##name(const type *x, intptr_t n, type mean, type *out)                \
    {                                                                                              \
        rp_vec middle = rp_vec_splat_##name(mean);                                                 \
        intptr_t i = 0;                                                                            \
        for (; i + LANES_##name <= n; i += LANES_##name) {                                         \
            rp_vec v = rp_vec_load(x + i), distance = rp_vec_subtract_##name(v, middle);           \
            rp_vec_store(out + i, rp_vec_and(rp_vec_multiply_##name(distance, distance),           \
                                             rp_vec_equal_##name(v, v)));                          \
        }                                                                                          \
        for (; i < n; i++)                                                                         \
            out[i] = square_from_##name(x[i], mean);                                               \
    }                                                                                              \
    static double sum_block_##name(const char *data, intptr_t from, intptr_t n,                    \
                                   const double *mean, void *room, intptr_t *count)                \
    {                                                                                              \
        const type *x = (const type *)data + from;                                                 \
        type sum = (type)-0.0;                                                                     \
        *count = 0;                                                                                \
        if (mean)                                                                                  \
            put_squares_##name(x, n, (type)*mean, room);                                           \
        else                                                                                       \
            *count = put_numbers_##name(x, n, room);                                               \
        rp_sum_##name((char *)&sum, room, n, sizeof sum);                                          \
        return sum;                                                                                \
    }
PUT_NUMBERS(float32, float, int32)
PUT_NUMBERS(float64, double, int64)

typedef struct nan_sum {
    const char *data;
    intptr_t n;
    bool single;
    const double *mean;
    double *sums;
    intptr_t *counts;
} nan_sum;

static void sum_blocks(void *context, intptr_t begin, intptr_t end)
{
    const nan_sum *s = context;
    _Alignas(64) double numbers[RP_PAIRWISE_BLOCK];
    for (intptr_t i = begin; i < end; i++) {
        intptr_t from = i * RP_PAIRWISE_BLOCK, n = rp_min_intp(RP_PAIRWISE_BLOCK, s->n - from);
        s->sums[i] = (s->single ? sum_block_float32 : sum_block_float64)(s->data, from, n, s->mean,
                                                                         numbers, &s->counts[i]);
    }
}

bool rp_nan_sum(const rp_array *a, const double *mean, double *sum, double *count)
{
    bool single = a->dtype->num == RP_FLOAT32;
    bool dense = (rp_is_c_contiguous(a) || rp_is_f_contiguous(a)) && rp_is_aligned(a);
    intptr_t left = rp_array_size(a);
    if (!dense || left == 0 ||
        (a->dtype != rp_dtype_of(RP_FLOAT64) && !(single && !a->dtype->swapped)))
        return false;
    double sums[MAX_BLOCKS];
    intptr_t counts[MAX_BLOCKS];
    nan_sum s = {a->data, 0, single, mean, sums, counts};
    *sum = -0.0;
    *count = 0;
    for (; left > 0; left -= s.n, s.data += s.n * a->dtype->itemsize) {
        s.n = rp_min_intp(left, MAX_BLOCKS * (intptr_t)RP_PAIRWISE_BLOCK);
        intptr_t blocks = (s.n + RP_PAIRWISE_BLOCK - 1) / RP_PAIRWISE_BLOCK;
        rp_parallel_for(blocks, TASK_BLOCKS, sum_blocks, &s);
        for (intptr_t i = 0; i < blocks; i++) {
            *sum = single ? (double)((float)*sum + (float)sums[i]) : *sum + sums[i];
            *count += (double)counts[i];
        }
    }
    return true;
}

#include "ufunc/loops/fold.h"

#include "base/bits.h"
#include "simd/vec_float.h"

/* Rows taken at once: so often less is each result loaded and stored. V8 loads all elements of a
 * round before it computes, so with more of them it spills. */
enum { ROWS = 4 };

RP_INLINE rp_vec fold_column(rp_vec start, const char *const *row, intptr_t at, rp_vec_op2 op)
{
    rp_vec r = start;
    for (int k = 0; k < ROWS; k++)
        r = op(r, rp_vec_load(row[k] + at));
    return r;
}

typedef struct columns {
    rp_vec a, b; /* two vectors of results side by side */
} columns;

RP_INLINE columns fold_columns(columns start, const char *const *row, intptr_t at, rp_vec_op2 op)
{
    return (columns){fold_column(start.a, row, at, op),
                     fold_column(start.b, row, at + RP_VEC_SIZE, op)};
}

/* `quick` is op where there is no NaN; the sum of all tells whether there is. */
RP_INLINE columns fold_quickly(columns start, const char *const *row, intptr_t at, rp_vec_op2 op,
                               rp_vec_op2 quick, rp_vec_op2 add, rp_vec_op1 is_nan)
{
    columns r = start, sum = start;
    for (int k = 0; k < ROWS; k++) {
        rp_vec x = rp_vec_load(row[k] + at), y = rp_vec_load(row[k] + at + RP_VEC_SIZE);
        r.a = quick(r.a, x);
        r.b = quick(r.b, y);
        sum.a = add(sum.a, x);
        sum.b = add(sum.b, y);
    }
    return rp_vec_any(is_nan(add(sum.a, sum.b))) ? fold_columns(start, row, at, op) : r;
}

RP_INLINE intptr_t fold_vectors(char *out, const char *in, intptr_t row_step, intptr_t nbytes,
                                rp_vec_op2 op, rp_vec_op2 quick, rp_vec_op2 add, rp_vec_op1 is_nan)
{
    const char *row[ROWS];
    for (int k = 0; k < ROWS; k++)
        row[k] = in + k * row_step;
    intptr_t i = 0;
    for (; i + 2 * RP_VEC_SIZE <= nbytes; i += 2 * RP_VEC_SIZE) {
        columns r = {rp_vec_load(out + i), rp_vec_load(out + i + RP_VEC_SIZE)};
        r = quick == op ? fold_columns(r, row, i, op)
                        : fold_quickly(r, row, i, op, quick, add, is_nan);
        rp_vec_store(out + i, r.a);
        rp_vec_store(out + i + RP_VEC_SIZE, r.b);
    }
    for (; i + RP_VEC_SIZE <= nbytes; i += RP_VEC_SIZE)
        rp_vec_store(out + i, fold_column(rp_vec_load(out + i), row, i, op));
    return i;
}

/* The last rows, and the last elements of each row, go through the loop of the dtype. */
RP_INLINE void fold(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                    int itemsize, rp_loop_fn loop, rp_vec_op2 op, rp_vec_op2 quick, rp_vec_op2 add,
                    rp_vec_op1 is_nan)
{
    intptr_t r = 0, step = itemsize;
    for (; r + ROWS <= rows; r += ROWS) {
        const char *block = in + r * row_step;
        intptr_t done = fold_vectors(out, block, row_step, n * itemsize, op, quick, add, is_nan);
        intptr_t left = n - done / itemsize, steps[3] = {step, step, step};
        for (int k = 0; k < ROWS && left > 0; k++) {
            char *args[3] = {out + done, (char *)block + k * row_step + done, out + done};
            loop(args, &left, steps, NULL);
        }
    }
    for (; r < rows; r++) {
        char *args[3] = {out, (char *)in + r * row_step, out};
        intptr_t steps[3] = {step, step, step};
        loop(args, &n, steps, NULL);
    }
}

#define FOLD(op, quick, name, type)                                                                \
    static void fold_##op##_##name(char *out, const char *in, intptr_t row_step, intptr_t rows,    \
                                   intptr_t n, rp_loop_fn loop)                                    \
    {                                                                                              \
        fold(out, in, row_step, rows, n, sizeof(type), loop, rp_vec_##op##_##name,                 \
             rp_vec_##quick##_##name, rp_vec_add_##name, rp_vec_isnan_##name);                     \
    }
#define FOLDS(name, type)                                                                          \
    FOLD(add, add, name, type)                                                                     \
    FOLD(multiply, multiply, name, type)                                                           \
    FOLD(maximum, pmax, name, type)                                                                \
    FOLD(minimum, pmin, name, type)
FOLDS(float32, float)
FOLDS(float64, double)

typedef struct fold_row {
    const rp_loop_table *ufunc;
    int num;
    rp_fold_fn fn;
} fold_row;

static const fold_row folds[] = {
    {&rp_loops_add, RP_FLOAT32, fold_add_float32},
    {&rp_loops_add, RP_FLOAT64, fold_add_float64},
    {&rp_loops_multiply, RP_FLOAT32, fold_multiply_float32},
    {&rp_loops_multiply, RP_FLOAT64, fold_multiply_float64},
    {&rp_loops_maximum, RP_FLOAT32, fold_maximum_float32},
    {&rp_loops_maximum, RP_FLOAT64, fold_maximum_float64},
    {&rp_loops_minimum, RP_FLOAT32, fold_minimum_float32},
    {&rp_loops_minimum, RP_FLOAT64, fold_minimum_float64},
};

rp_fold_fn rp_fold_loop(const rp_ufunc *uf, int num)
{
    for (int i = 0; i < RP_COUNT_OF(folds); i++)
        if (folds[i].ufunc == uf->loops && folds[i].num == num)
            return folds[i].fn;
    return NULL;
}

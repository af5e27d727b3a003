#include "ufunc/loops/fold.h"

#include "base/bits.h"
#include "simd/vec.h"

/* Rows taken at once: so often less is each result loaded and stored. */
enum { ROWS = 4 };

RP_INLINE intptr_t fold_vectors(char *out, const char *in, intptr_t row_step, intptr_t nbytes,
                                rp_vec_op2 op)
{
    const char *row[ROWS];
    for (int r = 0; r < ROWS; r++)
        row[r] = in + r * row_step;
    intptr_t end = nbytes & -(intptr_t)(2 * RP_VEC_SIZE);
    for (intptr_t i = 0; i < end; i += 2 * RP_VEC_SIZE) {
        rp_vec a = rp_vec_load(out + i), b = rp_vec_load(out + i + RP_VEC_SIZE);
        for (int r = 0; r < ROWS; r++) {
            a = op(a, rp_vec_load(row[r] + i));
            b = op(b, rp_vec_load(row[r] + i + RP_VEC_SIZE));
        }
        rp_vec_store(out + i, a);
        rp_vec_store(out + i + RP_VEC_SIZE, b);
    }
    return end;
}

/* The last rows, and the last elements of each row, go through the loop of the dtype. */
RP_INLINE void fold(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                    int itemsize, rp_vec_op2 op, rp_loop_fn loop)
{
    intptr_t r = 0, step = itemsize;
    for (; r + ROWS <= rows; r += ROWS) {
        const char *block = in + r * row_step;
        intptr_t done = fold_vectors(out, block, row_step, n * itemsize, op);
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

#define FOLD(op, name, type)                                                                       \
    static void fold_##op##_##name(char *out, const char *in, intptr_t row_step, intptr_t rows,    \
                                   intptr_t n, rp_loop_fn loop)                                    \
    {                                                                                              \
        fold(out, in, row_step, rows, n, sizeof(type), rp_vec_##op##_##name, loop);                \
    }

#define FOLDS(name, type)                                                                          \
    FOLD(add, name, type)                                                                          \
    FOLD(maximum, name, type)                                                                      \
    FOLD(minimum, name, type)
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

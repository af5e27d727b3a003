#include "ufunc/loops/fold.h"

#include "base/bits.h"
#include "simd/vec_float.h"

/* A tile of results stays in registers while many rows pass by: so often less is each loaded and
 * stored, and so many places of memory are asked for at once. More rows, or wider tiles than a line
 * of the cache, were slower. */
enum { ROWS = 16, TILE = 4 /* vectors */ };

/* Rows that fall on one set of the first cache, of eight ways or more, push each other out of it.
 */
enum { SAME_SET = 4096 /* bytes */, SET_ROWS = 4 };

RP_INLINE void fold_tile(char *out, const char *in, intptr_t row_step, intptr_t rows, int width,
                         rp_vec_op2 op)
{
    rp_vec r[TILE];
    for (int k = 0; k < width; k++)
        r[k] = rp_vec_load(out + k * RP_VEC_SIZE);
    for (; rows > 0; rows--, in += row_step)
        for (int k = 0; k < width; k++)
            r[k] = op(r[k], rp_vec_load(in + k * RP_VEC_SIZE));
    for (int k = 0; k < width; k++)
        rp_vec_store(out + k * RP_VEC_SIZE, r[k]);
}

/* `quick` is op where there is no NaN. Returns what is NaN where there is one: a sum of all. */
RP_INLINE rp_vec fold_quickly(char *out, rp_vec *results, const char *in, intptr_t row_step,
                              intptr_t rows, int width, rp_vec_op2 quick, rp_vec_op2 add)
{
    rp_vec sum[TILE];
    for (int k = 0; k < width; k++)
        results[k] = sum[k] = rp_vec_load(out + k * RP_VEC_SIZE);
    for (; rows > 0; rows--, in += row_step)
        for (int k = 0; k < width; k++) {
            rp_vec x = rp_vec_load(in + k * RP_VEC_SIZE);
            results[k] = quick(results[k], x);
            sum[k] = add(sum[k], x);
        }
    for (int k = 1; k < width; k++)
        sum[0] = add(sum[0], sum[k]);
    return sum[0];
}

/* The operations of a fold. */
typedef struct fold_ops {
    rp_vec_op2 op, quick, add;
    rp_vec_op1 is_nan;
} fold_ops;

RP_INLINE void fold_columns(char *out, const char *in, intptr_t row_step, intptr_t rows, int width,
                            fold_ops ops)
{
    rp_vec results[TILE];
    if (ops.op == ops.quick || rp_vec_any(ops.is_nan(fold_quickly(out, results, in, row_step, rows,
                                                                  width, ops.quick, ops.add)))) {
        fold_tile(out, in, row_step, rows, width, ops.op);
        return;
    }
    for (int k = 0; k < width; k++)
        rp_vec_store(out + k * RP_VEC_SIZE, results[k]);
}

/* Bytes of each row that are done. */
RP_INLINE intptr_t fold_vectors(char *out, const char *in, intptr_t row_step, intptr_t rows,
                                intptr_t nbytes, fold_ops ops)
{
    intptr_t i = 0;
    for (; i + TILE * RP_VEC_SIZE <= nbytes; i += TILE * RP_VEC_SIZE)
        fold_columns(out + i, in + i, row_step, rows, TILE, ops);
    for (; i + RP_VEC_SIZE <= nbytes; i += RP_VEC_SIZE)
        fold_columns(out + i, in + i, row_step, rows, 1, ops);
    return i;
}

/* The last elements of each row go through the loop of the dtype. */
RP_INLINE void fold(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                    int itemsize, rp_loop_fn loop, fold_ops ops)
{
    intptr_t most = row_step % SAME_SET ? ROWS : SET_ROWS;
    for (intptr_t count; rows > 0; rows -= count, in += count * row_step) {
        count = rp_min_intp(rows, most);
        intptr_t done = fold_vectors(out, in, row_step, count, n * itemsize, ops);
        intptr_t left = n - done / itemsize, steps[3] = {itemsize, itemsize, itemsize};
        for (intptr_t k = 0; k < count && left > 0; k++) {
            char *args[3] = {out + done, (char *)in + k * row_step + done, out + done};
            loop(args, &left, steps, NULL);
        }
    }
}

#define FOLD(op, quick, name, type)                                                                \
    static void fold_##op##_##name(char *out, const char *in, intptr_t row_step, intptr_t rows,    \
                                   intptr_t n, rp_loop_fn loop)                                    \
    {                                                                                              \
        fold_ops ops = {rp_vec_##op##_##name, rp_vec_##quick##_##name, rp_vec_add_##name,          \
                        rp_vec_isnan_##name};                                                      \
        fold(out, in, row_step, rows, n, sizeof(type), loop, ops);                                 \
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

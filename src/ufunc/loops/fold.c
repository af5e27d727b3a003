#include "ufunc/loops/fold.h"

#include "base/bits.h"
#include "simd/vec_float.h"
#include "ufunc/loops/lines.h"
#include <string.h>

/* A tile of results stays in registers while many rows pass by: so often less is each loaded and
 * stored, and so many places of memory are asked for at once. More rows, or wider tiles than a line
 * of the cache, were slower. */
enum { ROWS = 16, TILE = 4 /* vectors */ };

/* Rows that fall on one set of the first cache, of eight ways or more, push each other out of it.
 */
enum { SAME_SET = 4096 /* bytes */, SET_ROWS = 4 };

/* `finish` makes of what was folded what is stored. */
RP_INLINE void fold_tile(char *out, const char *in, intptr_t row_step, intptr_t rows, int width,
                         rp_vec_op2 op, rp_vec_op1 finish)
{
    rp_vec r[TILE];
    for (int k = 0; k < width; k++)
        r[k] = rp_vec_load(out + k * RP_VEC_SIZE);
    for (; rows > 0; rows--, in += row_step)
        for (int k = 0; k < width; k++)
            r[k] = op(r[k], rp_vec_load(in + k * RP_VEC_SIZE));
    for (int k = 0; k < width; k++)
        rp_vec_store(out + k * RP_VEC_SIZE, finish(r[k]));
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
    rp_vec_op1 is_nan, finish;
} fold_ops;

RP_INLINE void fold_columns(char *out, const char *in, intptr_t row_step, intptr_t rows, int width,
                            fold_ops ops)
{
    rp_vec results[TILE];
    if (ops.op == ops.quick || rp_vec_any(ops.is_nan(fold_quickly(out, results, in, row_step, rows,
                                                                  width, ops.quick, ops.add)))) {
        fold_tile(out, in, row_step, rows, width, ops.op, ops.finish);
        return;
    }
    for (int k = 0; k < width; k++)
        rp_vec_store(out + k * RP_VEC_SIZE, results[k]);
}

/* Rows of `nbytes` bytes, of a vector or more. The last vector may begin with columns that are done
 * already: those are put aside. */
RP_INLINE void fold_rows(char *out, const char *in, intptr_t row_step, intptr_t rows,
                         intptr_t nbytes, fold_ops ops)
{
    intptr_t i = 0;
    for (; i + TILE * RP_VEC_SIZE <= nbytes; i += TILE * RP_VEC_SIZE)
        fold_columns(out + i, in + i, row_step, rows, TILE, ops);
    for (; i < nbytes; i += RP_VEC_SIZE) {
        char last[RP_VEC_SIZE];
        intptr_t done = rp_max_intp(0, i + RP_VEC_SIZE - nbytes);
        memcpy(last, out + i - done, RP_VEC_SIZE);
        fold_columns(last, in + i - done, row_step, rows, 1, ops);
        memcpy(out + i, last + done, (size_t)(RP_VEC_SIZE - done));
    }
}

RP_INLINE void fold(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                    int itemsize, rp_loop_fn loop, fold_ops ops)
{
    intptr_t most = row_step % SAME_SET ? ROWS : SET_ROWS,
             steps[3] = {itemsize, itemsize, itemsize};
    bool narrow = n * itemsize < RP_VEC_SIZE;
    for (intptr_t count; rows > 0; rows -= count, in += count * row_step) {
        count = narrow ? 1 : rp_min_intp(rows, most);
        char *args[3] = {out, (char *)in, out};
        if (narrow)
            loop(args, &n, steps, NULL);
        else
            fold_rows(out, in, row_step, count, n * itemsize, ops);
    }
}

RP_INLINE rp_vec as_is(rp_vec x) { return x; }

#define FOLD(fn, type, ...)                                                                        \
    static void fn(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,        \
                   rp_loop_fn loop)                                                                \
    {                                                                                              \
        fold(out, in, row_step, rows, n, sizeof(type), loop, (fold_ops){__VA_ARGS__});             \
    }
#define FLOAT_FOLD(op_, quick_, name, type)                                                        \
    FOLD(fold_##op_##_##name, type, .op = rp_vec_##op_##_##name,                                   \
         .quick = rp_vec_##quick_##_##name, .add = rp_vec_add_##name,                              \
         .is_nan = rp_vec_isnan_##name, .finish = as_is)
#define FLOAT_FOLDS(name, type)                                                                    \
    FLOAT_FOLD(add, add, name, type)                                                               \
    FLOAT_FOLD(multiply, multiply, name, type)                                                     \
    FLOAT_FOLD(maximum, pmax, name, type)                                                          \
    FLOAT_FOLD(minimum, pmin, name, type)
FLOAT_FOLDS(float32, float)
FLOAT_FOLDS(float64, double)

#define PLAIN_FOLD(fn, type, op_, finish_)                                                         \
    FOLD(fn, type, .op = op_, .quick = op_, .add = op_, .is_nan = as_is, .finish = finish_)
PLAIN_FOLD(fold_add_int64, int64_t, rp_vec_add_int64, as_is)
PLAIN_FOLD(fold_maximum_int64, int64_t, rp_vec_maximum_int64, as_is)
PLAIN_FOLD(fold_minimum_int64, int64_t, rp_vec_minimum_int64, as_is)

/* Any byte but 0 is true. */
RP_INLINE rp_vec lesser_byte(rp_vec a, rp_vec b) { return wasm_u8x16_min(a, b); }
RP_INLINE rp_vec truth(rp_vec x)
{
    return rp_vec_and(rp_vec_not_equal_uint8(x, rp_vec_zero()), wasm_i8x16_splat(1));
}
PLAIN_FOLD(fold_or, uint8_t, rp_vec_or, truth)
PLAIN_FOLD(fold_and, uint8_t, lesser_byte, truth)

/* What a loop has for rows that are folded into one, and for lines that each become one element. */
typedef struct reducing_row {
    const rp_loop_table *ufunc;
    int num;
    rp_fold_fn fold;
    rp_lines_fn lines;
} reducing_row;

static const reducing_row rows_of_loops[] = {
    {&rp_loops_add, RP_FLOAT32, fold_add_float32, rp_sum_lines_float32},
    {&rp_loops_add, RP_FLOAT64, fold_add_float64, rp_sum_lines_float64},
    {&rp_loops_add, RP_INT64, fold_add_int64, NULL},
    {&rp_loops_add, RP_UINT64, fold_add_int64, NULL},
    {&rp_loops_add, RP_BOOL, fold_or, NULL},
    {&rp_loops_logical_or, RP_BOOL, fold_or, NULL},
    {&rp_loops_logical_and, RP_BOOL, fold_and, NULL},
    {&rp_loops_multiply, RP_BOOL, fold_and, NULL},
    {&rp_loops_multiply, RP_FLOAT32, fold_multiply_float32, rp_product_lines_float32},
    {&rp_loops_multiply, RP_FLOAT64, fold_multiply_float64, rp_product_lines_float64},
    {&rp_loops_maximum, RP_FLOAT32, fold_maximum_float32, rp_maximum_lines_float32},
    {&rp_loops_maximum, RP_FLOAT64, fold_maximum_float64, rp_maximum_lines_float64},
    {&rp_loops_maximum, RP_INT64, fold_maximum_int64, NULL},
    {&rp_loops_maximum, RP_BOOL, fold_or, NULL},
    {&rp_loops_minimum, RP_INT64, fold_minimum_int64, NULL},
    {&rp_loops_minimum, RP_BOOL, fold_and, NULL},
    {&rp_loops_minimum, RP_FLOAT32, fold_minimum_float32, rp_minimum_lines_float32},
    {&rp_loops_minimum, RP_FLOAT64, fold_minimum_float64, rp_minimum_lines_float64},
};

static const reducing_row *find_row(const rp_ufunc *uf, int num)
{
    for (int i = 0; i < RP_COUNT_OF(rows_of_loops); i++)
        if (rows_of_loops[i].ufunc == uf->loops && rows_of_loops[i].num == num)
            return &rows_of_loops[i];
    return NULL;
}

rp_fold_fn rp_fold_loop(const rp_ufunc *uf, int num)
{
    const reducing_row *row = find_row(uf, num);
    return row ? row->fold : NULL;
}

rp_lines_fn rp_lines_loop(const rp_ufunc *uf, int num)
{
    const reducing_row *row = find_row(uf, num);
    return row ? row->lines : NULL;
}

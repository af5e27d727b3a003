#include "ufunc/loops/fold.h"

#include "base/bits.h"
#include "simd/vec_float.h"
#include "ufunc/loops/lines.h"
#include <string.h>

/* A vector of results stays in a register while rows pass by: so often less is it loaded and
 * stored, and so many places of memory are asked for at once. More rows, or vectors side by side,
 * were slower: engines load all that a straight piece of code needs first, and run out of
 * registers. */
enum { ROWS = 8 };

/* Rows that fall on one set of the first cache, of eight ways or more, push each other out of it.
 */
enum { SAME_SET = 4096 /* bytes */, SET_ROWS = 4 };

/* The operations of a fold. `quick` is `op` where there is no NaN, and the sum `add` makes of all
 * is NaN where there is one; `finish` makes of what was folded what is stored. */
typedef struct fold_ops {
    rp_vec_op2 op, quick, add;
    rp_vec_op1 is_nan, finish;
} fold_ops;

RP_INLINE rp_vec fold_vector(rp_vec first, const char *in, intptr_t row_step, int rows,
                             fold_ops ops)
{
    rp_vec result = first, sum = first;
    const char *row = in;
#pragma clang loop unroll(full)
    for (int k = 0; k < rows; k++, row += row_step) {
        rp_vec x = rp_vec_load(row);
        result = ops.quick(result, x);
        if (ops.op != ops.quick)
            sum = ops.add(sum, x);
    }
    if (ops.op != ops.quick && rp_vec_any(ops.is_nan(sum))) {
        result = first;
        for (int k = 0; k < rows; k++, in += row_step)
            result = ops.op(result, rp_vec_load(in));
    }
    return ops.finish(result);
}

/* Rows of `nbytes` bytes, of a vector or more. The last vector may begin with columns that are done
 * already. */
RP_INLINE void fold_rows(char *out, const char *in, intptr_t row_step, int rows, intptr_t nbytes,
                         fold_ops ops)
{
    intptr_t i = 0;
    for (; i + RP_VEC_SIZE <= nbytes; i += RP_VEC_SIZE)
        rp_vec_store(out + i, fold_vector(rp_vec_load(out + i), in + i, row_step, rows, ops));
    if (i < nbytes) {
        char last[RP_VEC_SIZE];
        intptr_t begin = nbytes - RP_VEC_SIZE;
        rp_vec_store(last, fold_vector(rp_vec_load(out + begin), in + begin, row_step, rows, ops));
        memcpy(out + i, last + (i - begin), (size_t)(nbytes - i));
    }
}

RP_INLINE void fold(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                    int itemsize, rp_loop_fn loop, fold_ops ops)
{
    intptr_t nbytes = n * itemsize, steps[3] = {itemsize, itemsize, itemsize};
    if (nbytes >= RP_VEC_SIZE) {
        if (row_step % SAME_SET)
            for (; rows >= ROWS; rows -= ROWS, in += ROWS * row_step)
                fold_rows(out, in, row_step, ROWS, nbytes, ops);
        for (; rows >= SET_ROWS; rows -= SET_ROWS, in += SET_ROWS * row_step)
            fold_rows(out, in, row_step, SET_ROWS, nbytes, ops);
    }
    for (; rows > 0; rows--, in += row_step) {
        char *args[3] = {out, (char *)in, out};
        loop(args, &n, steps, NULL);
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

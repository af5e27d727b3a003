#include "shape/triangle.h"

#include "array/iter.h"
#include "base/bits.h"
#include "dtype/strided_copy.h"
#include "thread/pool.h"
#include <string.h>

enum {
    MASK_BYTES = 4096,     /* a matrix at most so large is masked as a whole */
    COST = 3,              /* tenths of a nanosecond an element */
    GRAIN_ELEMENTS = 20000 /* of a piece of work for a thread */
};

static const _Alignas(16) char zeros[64];

/* One matrix, and which part of it is copied; the rest becomes zero bytes. */
typedef struct triangle {
    rp_transfer transfer;
    char *out;
    const char *from;
    intptr_t rows, columns, itemsize;
    intptr_t out_row, out_column, from_row, from_column; /* steps in bytes */
    intptr_t k;
    bool upper;
} triangle;

static void zero(const triangle *t, char *at, intptr_t n)
{
    if (t->out_column == t->itemsize)
        memset(at, 0, (size_t)(n * t->itemsize));
    else if (t->itemsize <= (intptr_t)sizeof zeros)
        rp_strided_copy(at, t->out_column, zeros, 0, n, t->itemsize);
    else
        for (intptr_t i = 0; i < n; i++)
            memset(at + i * t->out_column, 0, (size_t)t->itemsize);
}

static void do_rows(void *context, intptr_t begin, intptr_t end)
{
    const triangle *t = context;
    for (intptr_t i = begin; i < end; i++) {
        /* Columns before the cut belong to the lower part. */
        intptr_t cut = rp_max_intp(0, rp_min_intp(i + t->k + !t->upper, t->columns));
        intptr_t first = t->upper ? cut : 0, last = t->upper ? t->columns : cut;
        char *out = t->out + i * t->out_row;
        zero(t, t->upper ? out : out + cut * t->out_column, t->columns - (last - first));
        rp_transfer_run(&t->transfer, t->from + i * t->from_row + first * t->from_column,
                        t->from_column, out + first * t->out_column, t->out_column, last - first);
    }
}

static void do_matrix(triangle *t)
{
    if (rp_worth_threads(t->rows * t->columns, COST))
        rp_parallel_for(t->rows, rp_max_intp(1, GRAIN_ELEMENTS / t->columns), do_rows, t);
    else
        do_rows(t, 0, t->rows);
}

/* Rows of the output should be dense: else rows and columns change places. */
static void lie_along_rows(triangle *t)
{
    if (t->out_row >= t->out_column)
        return;
    triangle turned = *t;
    turned.rows = t->columns;
    turned.columns = t->rows;
    turned.out_row = t->out_column;
    turned.out_column = t->out_row;
    turned.from_row = t->from_column;
    turned.from_column = t->from_row;
    turned.k = -t->k;
    turned.upper = !t->upper;
    *t = turned;
}

int rp_tri(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype)
{
    intptr_t shape[2] = {rp_max_intp(rows, 0), rp_max_intp(columns, 0)};
    double one = 1;
    _Alignas(16) char element[16];
    RP_TRY(rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&one, dtype, element));
    triangle t = {.from = element,
                  .rows = shape[0],
                  .columns = shape[1],
                  .itemsize = dtype->itemsize,
                  .out_row = shape[1] * dtype->itemsize,
                  .out_column = dtype->itemsize,
                  .k = rp_diagonal_within(k, shape[0], shape[1])};
    RP_TRY(rp_transfer_init(&t.transfer, dtype, dtype, true));
    RP_TRY(rp_array_allocate(out, dtype, 2, shape, RP_ORDER_C, false));
    t.out = out->data;
    if (rp_array_size(out) > 0)
        do_matrix(&t);
    return 0;
}

/* ---- stacks ---- */

static void matrices(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    triangle t = *(const triangle *)context; /* threads share the context */
    for (intptr_t i = 0; i < n; i++) {
        t.out = args[0] + i * steps[0];
        t.from = args[1] + i * steps[1];
        do_rows(&t, 0, t.rows);
    }
}

/* Small dense matrices: bits that are kept, and those that are not. */
typedef struct masking {
    intptr_t bytes;
    _Alignas(16) char mask[MASK_BYTES];
} masking;

static void mask_matrix(char *out, const char *from, const masking *m)
{
    intptr_t i = 0;
    for (; i + 8 <= m->bytes; i += 8) {
        uint64_t x, keep;
        memcpy(&x, from + i, 8);
        memcpy(&keep, m->mask + i, 8);
        x &= keep;
        memcpy(out + i, &x, 8);
    }
    for (; i < m->bytes; i++)
        out[i] = from[i] & m->mask[i];
}

static void masked_matrices(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    for (intptr_t i = 0; i < n; i++)
        mask_matrix(args[0] + i * steps[0], args[1] + i * steps[1], context);
}

/* The mask is the triangle of a matrix of ones in all bits; false where matrices are no such. */
static bool make_mask(masking *m, const triangle *t, const rp_dtype *from)
{
    m->bytes = t->rows * t->columns * t->itemsize;
    static const uint64_t ones[2] = {~(uint64_t)0, ~(uint64_t)0};
    if (m->bytes > MASK_BYTES || t->itemsize > (intptr_t)sizeof ones || from->swapped ||
        t->out_column != t->itemsize || t->out_row != t->columns * t->itemsize ||
        t->from_column != t->out_column || t->from_row != t->out_row)
        return false;
    triangle of_ones = *t;
    of_ones.out = m->mask;
    of_ones.from = (const char *)ones;
    of_ones.from_row = of_ones.from_column = 0;
    do_rows(&of_ones, 0, t->rows);
    return true;
}

static void large_matrices(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    triangle *t = context;
    for (intptr_t i = 0; i < n; i++) {
        t->out = args[0] + i * steps[0];
        t->from = args[1] + i * steps[1];
        do_matrix(t);
    }
}

/* Where a stack lies as an innermost axis: the same element of n matrices at a time. */
typedef struct across {
    const triangle *t;
    char **args;
    const intptr_t *steps;
    intptr_t n;
} across;

static void do_lines(void *context, intptr_t begin, intptr_t end)
{
    const across *all = context;
    triangle t = *all->t;
    t.out_column = all->steps[0]; /* the line's, for zero */
    for (intptr_t i = begin; i < end; i++)
        for (intptr_t j = 0; j < t.columns; j++) {
            char *out = all->args[0] + i * t.out_row + j * all->t->out_column;
            const char *from = all->args[1] + i * t.from_row + j * t.from_column;
            if (t.upper ? j >= i + t.k : j <= i + t.k)
                rp_transfer_run(&t.transfer, from, all->steps[1], out, t.out_column, all->n);
            else
                zero(&t, out, all->n);
        }
}

static void lines(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const triangle *t = context;
    across all = {.t = t, .args = args, .steps = steps, .n = n};
    intptr_t of_row = t->columns * n;
    if (rp_worth_threads(t->rows * of_row, COST))
        rp_parallel_for(t->rows, rp_max_intp(1, GRAIN_ELEMENTS / of_row), do_lines, &all);
    else
        do_lines(&all, 0, t->rows);
}

/* As NumPy's `where` of a dense mask of the matrix and `a` lays its result out. */
static int allocate_as_where(rp_array *out, const rp_array *a)
{
    const rp_dtype *dtype = a->dtype->native;
    int ndim = a->ndim;
    rp_slot mask;
    rp_slot_init(&mask);
    mask.array.dtype = rp_dtype_of(RP_BOOL);
    mask.array.ndim = 2;
    memcpy(mask.array.shape, a->shape + ndim - 2, 2 * sizeof(intptr_t));
    rp_fill_strides(mask.array.strides, 2, mask.array.shape, 1, RP_ORDER_C);
    rp_array *ops[2] = {&mask.array, (rp_array *)a};
    rp_iter it;
    RP_TRY(rp_iter_init(&it, 2, ops, ndim, a->shape, 0));
    RP_TRY(rp_array_allocate(out, dtype, ndim, a->shape, RP_ORDER_C, false));
    if (it.size > 0)
        rp_iter_dense_strides(&it, dtype->itemsize, out->strides);
    return 0;
}

static int fill_stack(rp_array *out, const rp_array *a, triangle *t)
{
    RP_TRY(rp_transfer_init(&t->transfer, a->dtype, out->dtype, rp_is_aligned(a)));
    rp_array stack = *out, from = *a;
    stack.ndim -= 2;
    from.ndim -= 2;
    rp_array *ops[2] = {&stack, &from};
    rp_iter it;
    RP_TRY(rp_iter_init(&it, 2, ops, stack.ndim, stack.shape, 0));
    rp_iter_coalesce(&it);
    intptr_t elements = t->rows * t->columns;
    int cost = (int)rp_min_intp(elements, 1 << 20) * COST;
    masking mask;
    if (it.ndim > 0 && it.shape[0] > 1 && it.strides[0][0] < t->out_column)
        rp_iter_rows(&it, 0, it.size, lines, t);
    else if (rp_worth_threads(elements, COST))
        rp_iter_rows(&it, 0, it.size, large_matrices, t);
    else if (it.size > 4 && make_mask(&mask, t, a->dtype))
        rp_iter_foreach(&it, masked_matrices, &mask, cost);
    else
        rp_iter_foreach(&it, matrices, t, cost);
    return 0;
}

int rp_triangle(rp_array *out, const rp_array *a, intptr_t k, bool upper)
{
    rp_slot square;
    if (a->ndim == 0)
        return rp_fail(RP_TYPE_ERROR, "tri() missing 1 required positional argument: 'N': an array "
                                      "of no dimensions has no triangle");
    if (a->ndim == 1) {
        intptr_t shape[2] = {a->shape[0], a->shape[0]};
        rp_slot_init(&square);
        RP_TRY(rp_view_broadcast(&square.array, a, 2, shape));
        a = &square.array;
    }
    RP_TRY(allocate_as_where(out, a));
    if (rp_array_size(out) == 0)
        return 0;
    int row = a->ndim - 2, column = a->ndim - 1;
    triangle t = {.rows = a->shape[row],
                  .columns = a->shape[column],
                  .itemsize = out->dtype->itemsize,
                  .out_row = out->strides[row],
                  .out_column = out->strides[column],
                  .from_row = a->strides[row],
                  .from_column = a->strides[column],
                  .k = rp_diagonal_within(k, a->shape[row], a->shape[column]),
                  .upper = upper};
    lie_along_rows(&t);
    int code = fill_stack(out, a, &t);
    if (code < 0)
        rp_array_release(out);
    return code;
}

/* ---- diagonals ---- */

/* Places that are `step` bytes apart take values in turn. */
typedef struct diagonal {
    intptr_t step, itemsize;
    const char *values;
    intptr_t count, next;
} diagonal;

static void fill_line(diagonal *d, char *at, intptr_t n)
{
    if (d->count == 1) {
        rp_strided_copy(at, d->step, d->values, 0, n, d->itemsize);
        return;
    }
    while (n > 0) {
        intptr_t some = rp_min_intp(n, d->count - d->next);
        rp_strided_copy(at, d->step, d->values + d->next * d->itemsize, d->itemsize, some,
                        d->itemsize);
        at += some * d->step;
        n -= some;
        d->next = (d->next + some) % d->count;
    }
}

int rp_fill_diagonal(rp_array *a, const rp_array *values, bool wrap)
{
    if (a->ndim < 2)
        return rp_fail(RP_VALUE_ERROR, "array must be at least 2-d");
    intptr_t length = a->shape[0], step = 0;
    for (int d = 0; d < a->ndim; d++) {
        if (a->ndim > 2 && a->shape[d] != length)
            return rp_fail(RP_VALUE_ERROR, "All dimensions of input must be of equal length");
        step += a->strides[d];
    }
    if (!rp_is_writeable(a))
        return rp_fail(RP_VALUE_ERROR, "underlying array is read-only");
    if (rp_array_size(a) == 0 || rp_array_size(values) == 0)
        return 0;
    rp_slot own;
    rp_slot_init(&own);
    RP_TRY(rp_array_copy(&own.array, values, a->dtype, RP_ORDER_C));
    diagonal d = {.step = step,
                  .itemsize = a->dtype->itemsize,
                  .values = own.array.data,
                  .count = rp_array_size(values)};
    intptr_t rows = a->shape[0], columns = a->shape[1];
    /* Without wrapping there is one line; with it the next begins a row below the end of the last.
     */
    intptr_t end = wrap && a->ndim == 2 ? rows : 1;
    for (intptr_t row = 0; row < end; row += columns + 1)
        fill_line(&d, a->data + row * a->strides[0], rp_min_intp(rows - row, columns));
    rp_array_release(&own.array);
    return 0;
}

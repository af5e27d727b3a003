/* Float sums give NumPy's bits. NumPy's iterator hands its loops at most RP_PAIRWISE_BLOCK elements
 * of a line at a time, and takes the innermost reduced dimensions as one line even where they do
 * not follow one another in memory, copying them together. Threads take parts whose results do not
 * depend on who computed them: separate outputs, whole blocks, or, where the order does not matter,
 * any pieces. */
#include "ufunc/reduce_steps.h"

#include "base/bits.h"
#include "thread/pool.h"

enum {
    COLUMN_BLOCK = 1024, /* outputs kept in the cache while the rows pass by */
    CACHE_LINE = 64,
    LEAST_LINES = 4,
    SHORT_LINE = 512,
};

typedef struct slice_run {
    const reduce_run *run;
    int dim; /* a dimension along which the outputs differ */
    bool folds;
} slice_run;

typedef struct line_run {
    const reduce_run *run;
    rp_iter line;
} line_run;

static void reduce_lines_of_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    line_run *l = context;
    for (intptr_t i = 0; i < n; i++) {
        l->line.data[OUT] = args[OUT] + i * steps[OUT];
        l->line.data[IN] = args[IN] + i * steps[IN];
        rp_reduce_gathered_line(l->run, &l->line);
    }
}

/* The dimensions of `it` from `first` on. */
static void outer_dims(const rp_iter *it, int first, rp_iter *outer)
{
    outer->nop = it->nop;
    outer->ndim = it->ndim - first;
    outer->size = 1;
    for (int op = 0; op < it->nop; op++)
        outer->data[op] = it->data[op];
    for (int d = 0; d < outer->ndim; d++) {
        outer->shape[d] = it->shape[d + first];
        outer->size *= outer->shape[d];
        for (int op = 0; op < it->nop; op++)
            outer->strides[op][d] = it->strides[op][d + first];
    }
}

/* Each line is the innermost dimensions of `it`, there is one for each place in the others. */
static void reduce_lines(const reduce_run *run, const rp_iter *it)
{
    line_run l = {run, *it};
    rp_iter outer;
    outer_dims(it, run->line_dims, &outer);
    l.line.ndim = run->line_dims;
    l.line.size = it->size / outer.size;
    rp_iter_rows(&outer, 0, outer.size, reduce_lines_of_row, &l);
}

/* Dimension 0 holds the outputs, dimension 1 the rows that are folded into them. */
static bool folds_rows(const reduce_run *run)
{
    const rp_iter *it = &run->it;
    intptr_t itemsize = run->dtype->itemsize;
    return run->fold && !run->masked && it->ndim >= 2 && it->strides[OUT][0] == itemsize &&
           (run->buffered || it->strides[IN][0] == itemsize) && it->strides[OUT][1] == 0;
}

typedef struct fold_run {
    const reduce_run *run;
    intptr_t n, step, rows, row_step;
} fold_run;

/* Pieces of a few rows are brought into the loop's dtype together. */
static void fold_buffered(const fold_run *f, char *out, char *in)
{
    enum { ROWS = 8, COLUMNS = 512 };
    _Alignas(64) char buffer[ROWS * COLUMNS * LARGEST_ELEMENT];
    intptr_t itemsize = f->run->dtype->itemsize;
    for (intptr_t at = 0; at < f->n; at += COLUMNS) {
        intptr_t columns = rp_min_intp(COLUMNS, f->n - at), row_step = columns * itemsize;
        for (intptr_t row = 0; row < f->rows; row += ROWS) {
            intptr_t rows = rp_min_intp(ROWS, f->rows - row);
            for (intptr_t k = 0; k < rows; k++)
                rp_transfer_run(&f->run->transfer, in + at * f->step + (row + k) * f->row_step,
                                f->step, buffer + k * row_step, itemsize, columns);
            f->run->fold(out + at * itemsize, buffer, row_step, rows, columns, f->run->row->fn);
        }
    }
}

static void fold_row(char **args, intptr_t count, const intptr_t *steps, void *context)
{
    const fold_run *f = context;
    for (intptr_t i = 0; i < count; i++) {
        char *out = args[OUT] + i * steps[OUT], *in = args[IN] + i * steps[IN];
        if (f->run->buffered)
            fold_buffered(f, out, in);
        else
            f->run->fold(out, in, f->row_step, f->rows, f->n, f->run->row->fn);
    }
}

static void reduce_by_folding(const reduce_run *run, const rp_iter *it)
{
    fold_run f = {run, it->shape[0], it->strides[IN][0], it->shape[1], it->strides[IN][1]};
    rp_iter outer;
    outer_dims(it, 2, &outer);
    rp_iter_rows(&outer, 0, outer.size, fold_row, &f);
}

/* Dimension 0 is reduced, and only that: lines one beside the other. Where they have to be cast,
 * they are short, so that many are at once. */
static bool takes_lines(const reduce_run *run)
{
    const rp_iter *it = &run->it;
    return !run->masked && (!run->buffered || it->shape[0] <= SHORT_LINE) && it->ndim >= 2 &&
           it->strides[OUT][0] == 0 && it->strides[OUT][1] != 0;
}

static void take_lines(const reduce_run *run, char *out, intptr_t out_step, char *in,
                       intptr_t line_step, intptr_t lines, intptr_t n, intptr_t step)
{
    if (run->lines)
        run->lines(out, out_step, in, line_step, lines, n, step);
    else
        for (intptr_t i = 0; i < lines; i++)
            rp_reduce_loop_on(run, out + i * out_step, 0, in + i * line_step, step, n);
}

static void take_buffered_lines(const reduce_run *run, char *out, intptr_t out_step, char *in,
                                intptr_t line_step, intptr_t lines, intptr_t n, intptr_t step)
{
    _Alignas(64) char buffer[RP_BUFFER_ELEMENTS * LARGEST_ELEMENT];
    intptr_t itemsize = run->dtype->itemsize, most = RP_BUFFER_ELEMENTS / n;
    for (intptr_t at = 0, count; at < lines; at += count) {
        count = rp_min_intp(most, lines - at);
        char *from = in + at * line_step;
        if (line_step == n * step)
            rp_transfer_run(&run->transfer, from, step, buffer, itemsize, count * n);
        else
            for (intptr_t i = 0; i < count; i++)
                rp_transfer_run(&run->transfer, from + i * line_step, step,
                                buffer + i * n * itemsize, itemsize, n);
        take_lines(run, out + at * out_step, out_step, buffer, n * itemsize, count, n, itemsize);
    }
}

static void lines_row(char **args, intptr_t lines, const intptr_t *steps, void *context)
{
    const line_run *l = context;
    (l->run->buffered ? take_buffered_lines : take_lines)(l->run, args[OUT], steps[OUT], args[IN],
                                                          steps[IN], lines, l->line.shape[0],
                                                          l->line.strides[IN][0]);
}

static void reduce_beside(const reduce_run *run, const rp_iter *it)
{
    line_run l = {run, *it};
    rp_iter outer;
    outer_dims(it, 1, &outer);
    rp_iter_rows(&outer, 0, outer.size, lines_row, &l);
}

static void reduce_slice(void *context, intptr_t begin, intptr_t end)
{
    const slice_run *s = context;
    rp_iter it = s->run->it;
    it.size = it.size / it.shape[s->dim] * (end - begin);
    it.shape[s->dim] = end - begin;
    for (int op = 0; op < it.nop; op++)
        it.data[op] += it.strides[op][s->dim] * begin;
    if (s->run->as_one)
        reduce_lines(s->run, &it);
    else if (s->folds)
        reduce_by_folding(s->run, &it);
    else if (takes_lines(s->run))
        reduce_beside(s->run, &it);
    else
        rp_iter_rows(&it, 0, it.size, rp_reduce_row, (void *)s->run);
}

/* Outputs side by side that one task takes: whole cache lines of them, as many for each thread. */
static intptr_t columns_of_task(const reduce_run *run, intptr_t length)
{
    intptr_t line = rp_max_intp(1, CACHE_LINE / run->dtype->itemsize), threads = rp_pool_threads();
    intptr_t share = (length + threads - 1) / threads;
    intptr_t whole = rp_max_intp((share + line - 1) / line, LEAST_LINES) * line;
    return rp_min_intp(COLUMN_BLOCK, whole);
}

static void reduce_to_several(const reduce_run *run)
{
    const rp_iter *it = &run->it;
    slice_run s = {run, 0, folds_rows(run)};
    for (int d = 1; d < it->ndim; d++) {
        bool differs = it->strides[OUT][d] != 0;
        if (differs && (it->strides[OUT][s.dim] == 0 || it->shape[d] > 4 * it->shape[s.dim]))
            s.dim = d;
    }
    intptr_t length = it->shape[s.dim];
    bool beside = run->lines && takes_lines(run);
    intptr_t task = beside ? rp_min_intp(BESIDE_ELEMENTS, it->size / 4) : TASK_ELEMENTS;
    intptr_t grain =
        s.dim > 0 ? rp_max_intp(1, task / (it->size / length)) : columns_of_task(run, length);
    if (rp_worth_threads(it->size, run->row->cost)) {
        rp_parallel_for(length, grain, reduce_slice, &s);
        return;
    }
    if (s.dim > 0 || length <= 2 * COLUMN_BLOCK)
        grain = length;
    for (intptr_t at = 0; at < length; at += grain)
        reduce_slice(&s, at, rp_min_intp(at + grain, length));
}

static void run_reduction(const reduce_run *run)
{
    if (run->it.size == 0)
        return;
    for (int d = 0; d < run->it.ndim; d++) {
        if (run->it.strides[OUT][d] != 0) {
            reduce_to_several(run);
            return;
        }
    }
    rp_reduce_to_one(run);
}

int rp_reduce_over(reduce_run *run, rp_array *spread, rp_array *a, rp_array *mask)
{
    rp_array *ops[3] = {spread, a, mask};
    spread->shape = a->shape;
    RP_TRY(rp_iter_init(&run->it, mask ? 3 : 2, ops, a->ndim, a->shape, RP_ITER_KEEP_SIGNS));
    rp_iter_coalesce(&run->it);
    run->line_dims = 0;
    while (run->line_dims < run->it.ndim && run->it.strides[OUT][run->line_dims] == 0)
        run->line_dims++;
    bool order_counts = rp_is_inexact(run->dtype) && !(run->row->flags & RP_LOOP_ASSOCIATIVE);
    run->as_one = run->line_dims > 1 && order_counts && !run->masked;
    run_reduction(run);
    return 0;
}

int rp_reduce_dense(const rp_ufunc *uf, const rp_loop *row, char *out, char *in, intptr_t n)
{
    reduce_run run;
    const rp_dtype *dtype = rp_dtype_of(row->types[0]);
    run.row = row;
    run.dtype = dtype;
    if (!rp_worth_threads(n, row->cost)) {
        if (n > 0)
            rp_reduce_loop_on(&run, out, 0, in, dtype->itemsize, n);
        return 0;
    }
    run.lines = rp_lines_loop(uf, dtype->num);
    run.masked = run.buffered = run.as_one = false;
    run.line_dims = 1;
    run.it.nop = 2;
    run.it.ndim = 1;
    run.it.size = run.it.shape[0] = n;
    run.it.data[OUT] = out;
    run.it.data[IN] = in;
    run.it.strides[OUT][0] = 0;
    run.it.strides[IN][0] = dtype->itemsize;
    RP_TRY(rp_transfer_init(&run.transfer, dtype, dtype, true));
    rp_reduce_to_one(&run);
    return 0;
}

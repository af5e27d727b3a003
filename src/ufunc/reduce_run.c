/* Float sums give NumPy's bits. NumPy's iterator hands its loops at most RP_PAIRWISE_BLOCK elements
 * of a line at a time, and takes the innermost reduced dimensions as one line even where they do
 * not follow one another in memory, copying them together. Threads take parts whose results do not
 * depend on who computed them: separate outputs, whole blocks, or, where the order does not matter,
 * any pieces. */
#include "ufunc/reduce_run.h"

#include "base/bits.h"
#include "thread/pool.h"
#include "ufunc/loops/sum.h"
#include "ufunc/pairwise.h"
#include <string.h>

enum {
    OUT,
    IN,
    MASK,
    MAX_PARTIALS = 1024,
    COLUMN_BLOCK = 1024, /* outputs kept in the cache while the rows pass by */
    TASK_ELEMENTS = 16384,
    BESIDE_ELEMENTS = 65536, /* of lines taken together: far enough apart */
    TASK_BYTES = 1 << 17,
    HALF_BLOCKS = 4, /* of the pairwise sum: 6 us */
    LARGEST_ELEMENT = 16,
};

/* ---- one row ---- */

static void loop_on(const reduce_run *run, char *out, intptr_t out_step, char *in, intptr_t in_step,
                    intptr_t n)
{
    char *args[3] = {out, in, out};
    intptr_t steps[3] = {out_step, in_step, out_step};
    run->row->fn(args, &n, steps, (void *)run->row);
}

static void buffered_loop(const reduce_run *run, char *out, intptr_t out_step, char *in,
                          intptr_t in_step, intptr_t n)
{
    if (!run->buffered) {
        loop_on(run, out, out_step, in, in_step, n);
        return;
    }
    _Alignas(64) char buffer[RP_BUFFER_ELEMENTS * LARGEST_ELEMENT];
    intptr_t itemsize = run->dtype->itemsize;
    while (n > 0) {
        intptr_t count = rp_min_intp(n, RP_BUFFER_ELEMENTS);
        rp_transfer_run(&run->transfer, in, in_step, buffer, itemsize, count);
        loop_on(run, out, out_step, buffer, itemsize, count);
        in += in_step * count;
        out += out_step * count;
        n -= count;
    }
}

static void reduce_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const reduce_run *run = context;
    if (!run->masked) {
        buffered_loop(run, args[OUT], steps[OUT], args[IN], steps[IN], n);
        return;
    }
    const char *mask = args[MASK];
    for (intptr_t i = 0; i < n;) {
        intptr_t block_end = rp_min_intp(n, (i / RP_PAIRWISE_BLOCK + 1) * RP_PAIRWISE_BLOCK);
        while (i < block_end && !mask[i * steps[MASK]])
            i++;
        intptr_t begin = i;
        while (i < block_end && mask[i * steps[MASK]])
            i++;
        if (i > begin)
            buffered_loop(run, args[OUT] + begin * steps[OUT], steps[OUT],
                          args[IN] + begin * steps[IN], steps[IN], i - begin);
    }
}

/* Elements of several rows gathered into one buffer. */
typedef struct gather {
    const reduce_run *run;
    char *buffer;
    intptr_t filled;
} gather;

static void gather_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    gather *g = context;
    intptr_t itemsize = g->run->dtype->itemsize;
    rp_transfer_run(&g->run->transfer, args[IN], steps[IN], g->buffer + g->filled * itemsize,
                    itemsize, n);
    g->filled += n;
}

/* The elements [begin, end), at most one buffer of them, of a line that is all of `it`. */
static void reduce_gathered(const reduce_run *run, const rp_iter *it, char *out, intptr_t begin,
                            intptr_t end)
{
    _Alignas(64) char buffer[RP_BUFFER_ELEMENTS * LARGEST_ELEMENT];
    gather g = {run, buffer, 0};
    rp_iter_rows(it, begin, end, gather_row, &g);
    loop_on(run, out, 0, buffer, run->dtype->itemsize, end - begin);
}

static void reduce_gathered_line(const reduce_run *run, const rp_iter *line)
{
    for (intptr_t at = 0; at < line->size; at += RP_BUFFER_ELEMENTS)
        reduce_gathered(run, line, line->data[OUT], at,
                        rp_min_intp(at + RP_BUFFER_ELEMENTS, line->size));
}

/* ---- everything to one element ---- */

typedef struct partial_run {
    const reduce_run *run;
    char *partials; /* one element of the loop's dtype each */
    intptr_t begin; /* the linear index of the first part's first element */
    intptr_t length;
} partial_run;

static bool is_plain_line(const reduce_run *run)
{
    return run->it.ndim == 1 && !run->masked && !run->buffered;
}

static char *partial_at(const partial_run *p, intptr_t i)
{
    return p->partials + i * p->run->dtype->itemsize;
}

/* Minus zero changes no sum, not even one of minus zeros. */
static void start_sum(const reduce_run *run, char *partial)
{
    double minus_zero[2] = {-0.0, -0.0};
    bool is_complex = run->dtype->kind == 'c';
    rp_cast_element(rp_dtype_of(is_complex ? RP_COMPLEX128 : RP_FLOAT64), (char *)minus_zero,
                    run->dtype, partial);
}

static void first_element(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    (void)n;
    partial_run *p = context;
    rp_transfer_run(&p->run->transfer, args[IN], steps[IN], args[OUT], 0, 1);
}

/* A part of a sum starts from nothing; one of another associative operation from its first element.
 */
static void reduce_parts(void *context, intptr_t begin, intptr_t end)
{
    partial_run *p = context;
    const reduce_run *run = p->run;
    rp_iter it = run->it;
    for (intptr_t i = begin; i < end; i++) {
        intptr_t from = p->begin + i * p->length;
        intptr_t to = rp_min_intp(from + p->length, it.size);
        it.data[OUT] = partial_at(p, i);
        if (run->row->flags & RP_LOOP_PAIRWISE) {
            start_sum(run, it.data[OUT]);
        } else {
            rp_iter_rows(&it, from, from + 1, first_element, p);
            from += !(run->row->flags & RP_LOOP_IDEMPOTENT);
        }
        if (run->as_one)
            reduce_gathered(run, &it, it.data[OUT], from, to);
        else
            rp_iter_rows(&it, from, to, reduce_row, (void *)run);
    }
}

/* The blocks of a line are lines themselves. */
static void sum_blocks(void *context, intptr_t begin, intptr_t end)
{
    partial_run *p = context;
    const reduce_run *run = p->run;
    intptr_t step = run->it.strides[IN][0], itemsize = run->dtype->itemsize;
    intptr_t size = run->it.size - p->begin;
    char *in = run->it.data[IN] + p->begin * step;
    intptr_t whole = rp_min_intp(end, size / RP_PAIRWISE_BLOCK);
    for (intptr_t i = begin; i < end; i++)
        start_sum(run, partial_at(p, i));
    run->lines(partial_at(p, begin), itemsize, in + begin * RP_PAIRWISE_BLOCK * step,
               RP_PAIRWISE_BLOCK * step, whole - begin, RP_PAIRWISE_BLOCK, step);
    if (whole < end)
        run->lines(partial_at(p, whole), itemsize, in + whole * RP_PAIRWISE_BLOCK * step, 0, 1,
                   size - whole * RP_PAIRWISE_BLOCK, step);
}

/* The results of the parts are taken one after the other, a lot of parts at a time. */
static void reduce_in_parts(partial_run *p)
{
    const reduce_run *run = p->run;
    bool blocks = (run->row->flags & RP_LOOP_PAIRWISE) && run->lines && is_plain_line(run);
    intptr_t task = blocks ? BESIDE_ELEMENTS : TASK_ELEMENTS;
    for (p->begin = 0; p->begin < run->it.size; p->begin += MAX_PARTIALS * p->length) {
        intptr_t left = (run->it.size - p->begin + p->length - 1) / p->length;
        intptr_t parts = rp_min_intp(left, MAX_PARTIALS);
        rp_parallel_for(parts, rp_max_intp(1, task / p->length), blocks ? sum_blocks : reduce_parts,
                        p);
        for (intptr_t i = 0; i < parts; i++)
            loop_on(run, run->it.data[OUT], 0, partial_at(p, i), 0, 1);
    }
}

/* Halves: the sums of blocks are float32 until they are added, one after the other. */
static void sum_half_blocks(void *context, intptr_t begin, intptr_t end)
{
    const partial_run *p = context;
    const rp_iter *it = &p->run->it;
    intptr_t step = it->strides[IN][0];
    for (intptr_t i = begin; i < end; i++) {
        intptr_t from = p->begin + i * RP_PAIRWISE_BLOCK;
        intptr_t n = rp_min_intp(RP_PAIRWISE_BLOCK, it->size - from);
        ((float *)p->partials)[i] = rp_block_sum_float16(it->data[IN] + from * step, n, step);
    }
}

static void sum_halves(const reduce_run *run)
{
    float sums[MAX_PARTIALS];
    partial_run p = {run, (char *)sums, 0, RP_PAIRWISE_BLOCK};
    for (; p.begin < run->it.size; p.begin += MAX_PARTIALS * RP_PAIRWISE_BLOCK) {
        intptr_t left = (run->it.size - p.begin + RP_PAIRWISE_BLOCK - 1) / RP_PAIRWISE_BLOCK;
        intptr_t parts = rp_min_intp(left, MAX_PARTIALS);
        rp_parallel_for(parts, HALF_BLOCKS, sum_half_blocks, &p);
        for (intptr_t i = 0; i < parts; i++)
            rp_add_block_sum_float16(run->it.data[OUT], sums[i]);
    }
}

static void reduce_to_one(const reduce_run *run)
{
    const rp_iter *it = &run->it;
    if (is_plain_line(run) && (run->row->flags & RP_LOOP_HALF_BLOCKS) &&
        it->size > 2 * HALF_BLOCKS * RP_PAIRWISE_BLOCK) {
        sum_halves(run);
        return;
    }
    bool associative = run->row->flags & RP_LOOP_ASSOCIATIVE;
    bool cuttable = associative || (run->row->flags & RP_LOOP_PAIRWISE);
    if (cuttable && !run->masked && rp_worth_threads(it->size, run->row->cost)) {
        _Alignas(64) char partials[MAX_PARTIALS * LARGEST_ELEMENT];
        intptr_t anywhere = rp_max_intp(TASK_ELEMENTS, TASK_BYTES / run->dtype->itemsize);
        partial_run p = {run, partials, 0, associative ? anywhere : RP_PAIRWISE_BLOCK};
        reduce_in_parts(&p);
    } else if (run->as_one) {
        reduce_gathered_line(run, it);
    } else {
        rp_iter_rows(it, 0, it->size, reduce_row, (void *)run);
    }
}

/* ---- to several elements ---- */

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
        reduce_gathered_line(l->run, &l->line);
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

/* Dimension 0 is reduced, and only that: lines one beside the other. */
static bool takes_lines(const reduce_run *run)
{
    return run->lines && !run->masked && !run->buffered && run->it.ndim >= 2 &&
           run->it.strides[OUT][0] == 0 && run->it.strides[OUT][1] != 0;
}

static void lines_row(char **args, intptr_t lines, const intptr_t *steps, void *context)
{
    const line_run *l = context;
    l->run->lines(args[OUT], steps[OUT], args[IN], steps[IN], lines, l->line.shape[0],
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
        rp_iter_rows(&it, 0, it.size, reduce_row, (void *)s->run);
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
    intptr_t task = takes_lines(run) ? rp_min_intp(BESIDE_ELEMENTS, it->size / 4) : TASK_ELEMENTS;
    intptr_t grain = s.dim > 0 ? rp_max_intp(1, task / (it->size / length))
                               : rp_min_intp(COLUMN_BLOCK, (length / 2 + 15) / 16 * 16 + 16);
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
    reduce_to_one(run);
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
            loop_on(&run, out, 0, in, dtype->itemsize, n);
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
    reduce_to_one(&run);
    return 0;
}

/* All to one element: parts by threads, whose results are folded in their order. */
#include "ufunc/reduce_steps.h"

#include "base/bits.h"
#include "thread/pool.h"
#include "ufunc/loops/sum.h"
#include "ufunc/pairwise.h"

enum {
    MAX_PARTIALS = 1024,
    TASK_BYTES = 1 << 17,
    HALF_BLOCKS = 4, /* of the pairwise sum: 6 us */
};

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
            rp_reduce_gathered(run, &it, it.data[OUT], from, to);
        else
            rp_iter_rows(&it, from, to, rp_reduce_row, (void *)run);
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
            rp_reduce_loop_on(run, run->it.data[OUT], 0, partial_at(p, i), 0, 1);
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

void rp_reduce_to_one(const reduce_run *run)
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
        rp_reduce_gathered_line(run, it);
    } else {
        rp_iter_rows(it, 0, it->size, rp_reduce_row, (void *)run);
    }
}

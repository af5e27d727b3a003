#include "ufunc/reduce_steps.h"

#include "base/bits.h"
#include "ufunc/pairwise.h"

static void buffered_loop(const reduce_run *run, char *out, intptr_t out_step, char *in,
                          intptr_t in_step, intptr_t n)
{
    if (!run->buffered) {
        rp_reduce_loop_on(run, out, out_step, in, in_step, n);
        return;
    }
    _Alignas(64) char buffer[RP_BUFFER_ELEMENTS * LARGEST_ELEMENT];
    intptr_t itemsize = run->dtype->itemsize;
    while (n > 0) {
        intptr_t count = rp_min_intp(n, RP_BUFFER_ELEMENTS);
        rp_transfer_run(&run->transfer, in, in_step, buffer, itemsize, count);
        rp_reduce_loop_on(run, out, out_step, buffer, itemsize, count);
        in += in_step * count;
        out += out_step * count;
        n -= count;
    }
}

void rp_reduce_row(char **args, intptr_t n, const intptr_t *steps, void *context)
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

void rp_reduce_gathered(const reduce_run *run, const rp_iter *it, char *out, intptr_t begin,
                        intptr_t end)
{
    _Alignas(64) char buffer[RP_BUFFER_ELEMENTS * LARGEST_ELEMENT];
    gather g = {run, buffer, 0};
    rp_iter_rows(it, begin, end, gather_row, &g);
    rp_reduce_loop_on(run, out, 0, buffer, run->dtype->itemsize, end - begin);
}

void rp_reduce_gathered_line(const reduce_run *run, const rp_iter *line)
{
    for (intptr_t at = 0; at < line->size; at += RP_BUFFER_ELEMENTS)
        rp_reduce_gathered(run, line, line->data[OUT], at,
                           rp_min_intp(at + RP_BUFFER_ELEMENTS, line->size));
}

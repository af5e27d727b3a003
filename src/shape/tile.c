/* A tile is laid once, where the result begins; then, from the last axis outwards, what is there is
 * repeated. In C order each repetition is of whole runs of bytes. */
#include "array/iter.h"
#include "base/bits.h"
#include "dtype/strided_copy.h"
#include "shape/joining.h"
#include "thread/pool.h"
#include <string.h>

enum { BLOCK_BYTES = 1 << 16, DOUBLED_BYTES = 1 << 14 };

/* Lines of `total` bytes each, of which the first `period` are there. */
typedef struct periodic {
    char *data;
    intptr_t period, total;
} periodic;

/* Doubles what is there until it is `enough`, or all; returns how much there is then. */
static intptr_t grow(const periodic *p, char *line, intptr_t enough)
{
    intptr_t there = p->period;
    while (there < p->total && there < enough) {
        intptr_t n = rp_min_intp(there, p->total - there);
        rp_copy_bytes(line + there, line, n);
        there += n;
    }
    return there;
}

/* [begin, end) of a line, from the first `there` bytes. */
static void repeat(char *line, intptr_t there, intptr_t begin, intptr_t end)
{
    while (begin < end) {
        intptr_t from = begin % there, n = rp_min_intp(there - from, end - begin);
        rp_copy_bytes(line + begin, line + from, n);
        begin += n;
    }
}

static void fill_lines(void *context, intptr_t begin, intptr_t end)
{
    const periodic *p = context;
    for (intptr_t i = begin; i < end; i++) {
        char *line = p->data + i * p->total;
        intptr_t there = grow(p, line, DOUBLED_BYTES);
        repeat(line, there, there, p->total);
    }
}

/* Of one line, whose first `period` bytes are there. */
static void fill_blocks(void *context, intptr_t begin, intptr_t end)
{
    const periodic *p = context;
    repeat(p->data, p->period, p->period + begin * BLOCK_BYTES,
           rp_min_intp(p->period + end * BLOCK_BYTES, p->total));
}

static void fill(const periodic *p, intptr_t lines)
{
    bool threads = rp_worth_threads(lines * p->total / (intptr_t)sizeof(double), 0);
    if (threads && lines > 8) {
        rp_parallel_for(lines, BLOCK_BYTES / p->total + 1, fill_lines, (void *)p);
        return;
    }
    if (!threads) {
        fill_lines((void *)p, 0, lines);
        return;
    }
    for (intptr_t i = 0; i < lines; i++) {
        periodic line = *p;
        line.data += i * p->total;
        line.period = grow(&line, line.data, DOUBLED_BYTES);
        rp_parallel_for((line.total - line.period + BLOCK_BYTES - 1) / BLOCK_BYTES, 1, fill_blocks,
                        &line);
    }
}

/* Repeats along each axis what is there of the axes behind it. `dense` has C order. */
static void repeat_axes(rp_array *out, const intptr_t *once)
{
    intptr_t inside = out->dtype->itemsize;
    for (int d = out->ndim - 1; d >= 0; d--) {
        periodic p = {.period = once[d] * inside, .total = out->shape[d] * inside};
        inside = p.total;
        if (p.period == p.total)
            continue;
        /* Lines lie where the first tile has places in the axes before; those of one more axis lie
         * side by side. */
        intptr_t lines = d > 0 ? once[d - 1] : 1, groups = 1;
        for (int k = 0; k < d - 1; k++)
            groups *= once[k];
        for (intptr_t group = 0; group < groups; group++) {
            intptr_t rest = group;
            p.data = out->data;
            for (int k = d - 2; k >= 0; k--) {
                p.data += rest % once[k] * out->strides[k];
                rest /= once[k];
            }
            fill(&p, lines);
        }
    }
}

int rp_tile(rp_array *out, const rp_array *a, int ndim, const intptr_t *reps)
{
    intptr_t shape[RP_MAX_DIMS], once[RP_MAX_DIMS];
    for (int d = 0; d < ndim; d++) {
        int axis = d - (ndim - a->ndim);
        once[d] = axis < 0 ? 1 : a->shape[axis];
        if (reps[d] < 0)
            return rp_fail(RP_VALUE_ERROR, "negative dimensions are not allowed");
        if (!rp_mul_intp(once[d], reps[d], &shape[d]))
            return rp_fail(RP_VALUE_ERROR, "array is too big");
    }
    RP_TRY(rp_array_allocate(out, a->dtype, ndim, shape, RP_ORDER_C, false));
    if (rp_array_size(out) == 0)
        return 0;
    rp_slot first;
    rp_slot_init(&first);
    rp_array_alias(&first.array, out);
    memcpy(first.array.shape, once, sizeof(intptr_t) * (size_t)ndim);
    int code = rp_array_assign(&first.array, a, RP_CASTING_NO);
    if (code < 0) {
        rp_array_release(out);
        return code;
    }
    repeat_axes(out, once);
    return 0;
}

#include "array/nditer.h"

#include "base/bits.h"
#include "dtype/cast.h"
#include <string.h>

/* ---- where the walk stands ---- */

/* Places the walk at a position, counted with dimension 0 fastest. */
static void place(rp_nditer *it, intptr_t at)
{
    it->at = at;
    for (int i = 0; i < it->nop; i++)
        it->ops[i].start = it->ops[i].base;
    for (int d = 0; d < it->ndim; d++) {
        it->index[d] = it->shape[d] ? at % it->shape[d] : 0;
        at /= it->shape[d] ? it->shape[d] : 1;
        for (int i = 0; i < it->nop; i++)
            it->ops[i].start += it->strides[i][d] * it->index[d];
    }
}

/* ---- chunks ---- */

/* Does every operand that is written repeatedly repeat along one dimension as along the other? */
static bool repeat_alike(const rp_nditer *it, int d, int e)
{
    for (int i = 0; i < it->nop; i++)
        if (it->ops[i].flags & RP_ND_REDUCE && !it->strides[i][d] != !it->strides[i][e])
            return false;
    return true;
}

/* How many elements follow, with dimension *d fastest, before an operand begins or ceases to
 * repeat, or at least `limit`. *d becomes the dimension where that is; *inside: the walk does not
 * stand at the beginning of those passed. */
static intptr_t alike_elements(const rp_nditer *it, int *d, intptr_t limit, bool *inside)
{
    int first = *d, e = first + 1;
    intptr_t count = it->shape[first] - it->index[first], factor = it->shape[first];
    *inside = it->index[first] != 0;
    for (; e < it->ndim && count < limit && repeat_alike(it, first, e); e++) {
        count += (it->shape[e] - it->index[e] - 1) * factor;
        factor *= it->shape[e];
        *inside |= it->index[e] != 0;
    }
    *d = e;
    return count;
}

/* An element that is written repeatedly must be in a buffer once only. So a chunk of `limit`
 * elements is cut to runs in which such operands either repeat or do not; then it may be several
 * runs, along which they do as well. */
static void cut_into_runs(rp_nditer *it, intptr_t limit)
{
    it->inner = limit;
    it->outer = 1;
    it->outer_dim = 0;
    if (it->ndim < 2 || limit == 0)
        return;
    int d = 0;
    bool inside;
    intptr_t run = alike_elements(it, &d, limit, &inside);
    if (run >= limit)
        return;
    it->inner = run;
    if (inside)
        return;
    it->outer_dim = d;
    it->outer = rp_min_intp(limit / run, alike_elements(it, &d, limit / run, &inside));
}

static intptr_t rest_of_row(const rp_nditer *it)
{
    intptr_t left = it->end - it->at;
    return it->ndim ? rp_min_intp(it->shape[0] - it->index[0], left) : left;
}

/* Can operand i be handed out as it lies, for the whole of the present chunk? */
static bool lies_ready(const rp_nditer *it, int i)
{
    const rp_nd_operand *op = &it->ops[i];
    if (op->flags & RP_ND_CAST)
        return false;
    if (it->inner * it->outer <= rest_of_row(it))
        return true;
    int d = it->outer_dim;
    if (d == 0 || it->outer > it->shape[d] - it->index[d])
        return false;
    return d == 1 || (op->flags & RP_ND_REDUCE && it->strides[i][0] == 0);
}

/* Says for operand i where the present chunk is handed out from, and by which steps. */
static void plan_operand(rp_nditer *it, int i)
{
    rp_nd_operand *op = &it->ops[i];
    const intptr_t *strides = it->strides[i];
    intptr_t inner = it->ndim ? strides[0] : 0;
    intptr_t outer = it->outer_dim ? strides[it->outer_dim] : 0;
    op->flags &= ~(uint32_t)RP_ND_BUFFERING;
    op->offset = op->start;
    if (op->flags & RP_ND_NEVER_BUFFERED) {
        op->inner = op->single;
        op->outer = op->single * it->inner;
    } else if (lies_ready(it, i)) {
        op->inner = inner;
        op->outer = outer;
    } else {
        intptr_t size = op->dtype->itemsize;
        bool once = op->flags & RP_ND_REDUCE;
        op->flags |= RP_ND_BUFFERING;
        op->offset = 0;
        op->inner = once && inner == 0 ? 0 : size;
        op->outer = once && outer == 0 ? 0 : op->inner ? size * it->inner : size;
    }
}

static void begin_chunk(rp_nditer *it)
{
    intptr_t count = rp_min_intp(it->buffersize, it->end - it->at);
    it->chunk = it->at;
    it->inner_at = it->outer_at = 0;
    it->inner = count;
    it->outer = 1;
    it->outer_dim = 0;
    if (it->flags & RP_ND_REDUCES)
        cut_into_runs(it, count);
    bool buffering = false;
    for (int i = 0; i < it->nop; i++) {
        plan_operand(it, i);
        buffering |= it->ops[i].flags & RP_ND_BUFFERING;
    }
    /* Only here an iterator may hand out more than its buffers hold. */
    if (it->flags & RP_ND_GROWINNER && !buffering && !(it->flags & RP_ND_REDUCES))
        it->inner = rp_max_intp(it->inner, rest_of_row(it));
}

void rp_nditer_goto(rp_nditer *it, intptr_t at)
{
    place(it, at);
    if (it->flags & RP_ND_BUFFERED) {
        begin_chunk(it);
        return;
    }
    for (int i = 0; i < it->nop; i++) {
        it->ops[i].offset = it->ops[i].start;
        it->ops[i].inner = it->ndim ? it->strides[i][0] : 0;
    }
}

bool rp_nditer_goto_in_chunk(rp_nditer *it, intptr_t at)
{
    if (!(it->flags & RP_ND_BUFFERED) || at < it->chunk || at >= it->chunk + it->inner * it->outer)
        return false;
    intptr_t inner = (at - it->chunk) % it->inner, outer = (at - it->chunk) / it->inner;
    for (int i = 0; i < it->nop; i++) {
        rp_nd_operand *op = &it->ops[i];
        op->offset += (inner - it->inner_at) * op->inner + (outer - it->outer_at) * op->outer;
    }
    it->inner_at = inner;
    it->outer_at = outer;
    it->at = at;
    return true;
}

static int step_in_chunk(rp_nditer *it)
{
    intptr_t by = it->flags & RP_ND_EXTERNAL_LOOP ? it->inner : 1;
    return rp_nditer_goto_in_chunk(it, it->at + by);
}

int rp_nditer_step(rp_nditer *it)
{
    if (it->flags & RP_ND_BUFFERED)
        return step_in_chunk(it);
    intptr_t by = rp_nditer_inner_size(it);
    it->at += by;
    if (it->at >= it->end)
        return 0;
    for (int d = it->flags & RP_ND_EXTERNAL_LOOP ? 1 : 0; d < it->ndim; d++) {
        bool within = ++it->index[d] < it->shape[d];
        intptr_t steps = within ? 1 : 1 - it->shape[d];
        for (int i = 0; i < it->nop; i++)
            it->ops[i].offset = it->ops[i].start += it->strides[i][d] * steps;
        if (within)
            break;
        it->index[d] = 0;
    }
    return 1;
}

int rp_nditer_next_chunk(rp_nditer *it)
{
    intptr_t at = it->chunk + it->inner * it->outer;
    it->at = at;
    if (at >= it->end)
        return 0;
    rp_nditer_goto(it, at);
    return 1;
}

/* ---- between arrays and buffers ---- */

/* The elements of a chunk that an array holds once each, and what they are next to. */
typedef struct portion {
    int first; /* the fastest dimension */
    intptr_t count;
    intptr_t position; /* of the next one */
} portion;

/* Moves a row's n elements; into the array only those whose mask is set. */
static void move_row(const rp_nditer *it, const rp_transfer *t, const rp_nd_operand *op,
                     const portion *done, char *array, intptr_t step, char *buffer, intptr_t n,
                     bool back, const char *mask)
{
    intptr_t size = op->dtype->itemsize;
    if (!back) {
        rp_transfer_run(t, array, step, buffer, size, n);
    } else if (!mask) {
        rp_transfer_run(t, buffer, size, array, step, n);
    } else {
        const rp_nd_operand *its = &it->ops[it->mask_op];
        for (intptr_t k = 0; k < n; k++) {
            intptr_t p = done->position + k;
            intptr_t inner = op->inner ? p % it->inner : 0;
            intptr_t outer = op->inner ? p / it->inner : p;
            if (mask[inner * its->inner + outer * its->outer])
                rp_transfer_run(t, buffer + k * size, size, array + k * step, step, 1);
        }
    }
}

int rp_nditer_transfer(const rp_nditer *it, int i, char *array, bool aligned, char *buffer,
                       bool back, const char *mask)
{
    const rp_nd_operand *op = &it->ops[i];
    rp_transfer t;
    RP_TRY(back ? rp_transfer_init(&t, op->dtype, op->own, aligned)
                : rp_transfer_init(&t, op->own, op->dtype, aligned));
    /* A buffered walk stands where its chunk began. */
    intptr_t index[RP_MAX_DIMS];
    memcpy(index, it->index, sizeof index);
    portion part = {op->inner ? 0 : it->outer_dim,
                    (op->inner ? it->inner : 1) * (op->outer ? it->outer : 1), 0};
    array += op->start;
    if (mask && !(it->ops[it->mask_op].flags & RP_ND_BUFFERING))
        mask += it->ops[it->mask_op].start;
    while (part.position < part.count) {
        int d = part.first;
        intptr_t left = part.count - part.position;
        intptr_t step = it->ndim ? it->strides[i][d] : 0;
        intptr_t n = it->ndim ? rp_min_intp(it->shape[d] - index[d], left) : left;
        move_row(it, &t, op, &part, array, step, buffer, n, back, mask);
        part.position += n;
        buffer += n * op->dtype->itemsize;
        if (part.position >= part.count)
            break;
        array -= step * index[d];
        index[d] = 0;
        for (d++; d < it->ndim; d++) {
            array += it->strides[i][d];
            if (++index[d] < it->shape[d])
                break;
            array -= it->strides[i][d] * it->shape[d];
            index[d] = 0;
        }
    }
    return 0;
}

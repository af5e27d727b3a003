#include "index/nonzero.h"

#include "base/bits.h"
#include "index/squeeze.h"
#include "index/truth.h"

enum {
    FIND_COST = 5,
    STEP = 8, /* elements whose positions are looked up at once */
};

intptr_t rp_count_true(const rp_array *a)
{
    rp_truth truth;
    RP_TRY(rp_truth_init(&truth, a, NULL));
    intptr_t count = rp_truth_count(&truth);
    rp_truth_release(&truth);
    return count;
}

/* Writes first + i for every true element i, at most up to `end`; returns where it stopped. */
static intptr_t *find(const char *bytes, intptr_t n, intptr_t first, intptr_t *out,
                      const intptr_t *end)
{
    intptr_t i = 0;
    for (; i + RP_VEC_SIZE <= n; i += RP_VEC_SIZE) {
        uint32_t bits = rp_truth_bits(bytes + i);
        if (!bits)
            continue;
        for (int half = 0; half < RP_VEC_SIZE; half += STEP, bits >>= STEP) {
            uint32_t some = bits & 0xff;
            intptr_t base = first + i + half;
            if (end - out < STEP) { /* a whole step would write past the end */
                for (; some; some &= some - 1)
                    *out++ = base + __builtin_ctz(some);
                continue;
            }
            uint64_t order = rp_squeeze_order[some];
            for (int k = 0; k < STEP; k++)
                out[k] = base + (intptr_t)(order >> 8 * k & 0xff);
            out += __builtin_popcount(some);
        }
    }
    for (; i < n; i++)
        if (bytes[i])
            *out++ = first + i;
    return out;
}

typedef struct find_work {
    const rp_truth *truth;
    const rp_array *a;
    intptr_t *out;
} find_work;

static void fill(intptr_t *to, intptr_t value, intptr_t n)
{
    for (intptr_t i = 0; i < n; i++)
        to[i] = value;
}

/* One axis: positions are those in the mask. */
static void find_in_line(const find_work *work, intptr_t b)
{
    const rp_truth *truth = work->truth;
    intptr_t begin = rp_truth_begin(b);
    find(truth->bytes + begin, rp_truth_end(truth, b) - begin, begin, work->out + truth->before[b],
         work->out + truth->before[b + 1]);
}

/* Several axes, row by row along the last one. */
static void find_in_rows(const find_work *work, intptr_t b)
{
    const rp_truth *truth = work->truth;
    const rp_array *a = work->a;
    int last = a->ndim - 1;
    intptr_t count = rp_truth_count(truth), length = a->shape[last];
    intptr_t at = truth->before[b], stop = truth->before[b + 1];
    intptr_t begin = rp_truth_begin(b), end = rp_truth_end(truth, b);
    intptr_t index[RP_MAX_DIMS];
    intptr_t rest = begin / length;
    for (int d = last - 1; d >= 0; d--) {
        index[d] = rest % a->shape[d];
        rest /= a->shape[d];
    }
    intptr_t offset = begin % length;
    while (begin < end && at < stop) {
        intptr_t n = rp_min_intp(length - offset, end - begin);
        intptr_t *row = work->out + last * count;
        intptr_t *to = find(truth->bytes + begin, n, offset, row + at, row + stop);
        intptr_t found = to - (row + at);
        for (int d = 0; d < last; d++)
            fill(work->out + d * count + at, index[d], found);
        at += found;
        begin += n;
        offset = 0;
        for (int d = last - 1; d >= 0 && ++index[d] == a->shape[d]; d--)
            index[d] = 0;
    }
}

static void find_blocks(void *context, intptr_t begin, intptr_t end)
{
    const find_work *work = context;
    for (intptr_t b = begin; b < end; b++) {
        if (work->a->ndim == 1)
            find_in_line(work, b);
        else
            find_in_rows(work, b);
    }
}

int rp_nonzero(rp_array *out, const rp_array *a)
{
    rp_truth truth;
    RP_TRY(rp_truth_init(&truth, a, NULL));
    intptr_t shape[2] = {a->ndim, rp_truth_count(&truth)};
    int code = rp_array_allocate(out, rp_dtype_of(RP_INTP), 2, shape, RP_ORDER_C, false);
    if (code >= 0 && a->ndim > 0 && shape[1] > 0) {
        find_work work = {&truth, a, (intptr_t *)out->data};
        rp_truth_foreach(&truth, find_blocks, &work, FIND_COST);
    }
    rp_truth_release(&truth);
    return code;
}

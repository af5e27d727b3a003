#include "array/iter.h"

#include "array/dims.h"
#include "base/bits.h"
#include "thread/pool.h"
#include <string.h>

enum {
    COST_OF_MEMORY = 3,         /* what a loop costs that only waits for memory */
    THREADS_FROM_COST = 120000, /* 12 us of work: a dispatch and a cold second core pay off */
    GRAIN_COST = 60000,         /* a piece of work: 6 us */
    THREADS_FROM_BYTES =
        5 * THREADS_FROM_COST, /* a core moves 50 bytes a nanosecond from its caches */
    GRAIN_BYTES = 5 * GRAIN_COST,
    TILE_ROWS = 16, /* rows that share the cache lines an operand has across them */
    TILE_COLUMNS = 128,
    CACHED_LINES = 2048,
    CROWDED_STRIDE = 1024,
    FAR_STRIDE = 64,        /* a step at least this long touches a new cache line each time */
    BUFFER_BYTES = 1 << 16, /* stack for casting buffers of one thread */
    LARGEST_ELEMENT = 16,
    BUFFERED_ELEMENTS = 1024,
};

/* ---- laying out ---- */

static rp_dims dims_of(rp_iter *it)
{
    return (rp_dims){it->nop, it->ndim, it->shape, it->strides, it->axes};
}

static void turn_negative_strides(rp_iter *it)
{
    for (int d = 0; d < it->ndim; d++) {
        bool negative = false, positive = false;
        for (int op = 0; op < it->nop; op++) {
            negative |= it->strides[op][d] < 0;
            positive |= it->strides[op][d] > 0;
        }
        if (!negative || positive)
            continue;
        for (int op = 0; op < it->nop; op++) {
            if (!it->data[op])
                continue;
            it->data[op] += it->strides[op][d] * (it->shape[d] - 1);
            it->strides[op][d] = -it->strides[op][d];
        }
        it->axes[d] = (int8_t)~it->axes[d];
    }
}

void rp_iter_set_operand(rp_iter *it, int i, const rp_array *op)
{
    it->data[i] = op->data;
    for (int d = 0; d < it->ndim; d++) {
        bool turned = it->axes[d] < 0;
        int from_last = turned ? ~it->axes[d] : it->axes[d];
        int axis = op->ndim - 1 - from_last;
        intptr_t stride = axis < 0 || op->shape[axis] == 1 ? 0 : op->strides[axis];
        if (turned) {
            it->data[i] += stride * (it->shape[d] - 1);
            stride = -stride;
        }
        it->strides[i][d] = stride;
    }
}

int rp_iter_init(rp_iter *it, int nop, rp_array *const *ops, int ndim, const intptr_t *shape,
                 uint32_t flags)
{
    if (nop > RP_MAX_OPERANDS)
        return rp_fail(RP_VALUE_ERROR, "at most %d operands can be iterated over, found %d",
                       RP_MAX_OPERANDS, nop);
    it->nop = nop;
    it->ndim = ndim;
    it->size = 1;
    for (int d = 0; d < ndim; d++) {
        it->shape[d] = shape[ndim - 1 - d];
        it->axes[d] = (int8_t)d;
        it->size *= it->shape[d];
    }
    for (int op = 0; op < nop; op++) {
        if (ops[op]->dtype) {
            rp_iter_set_operand(it, op, ops[op]);
        } else {
            it->data[op] = NULL;
            for (int d = 0; d < ndim; d++)
                it->strides[op][d] = 0;
        }
    }
    if (!(flags & RP_ITER_KEEP_ORDER) && ndim > 0) {
        if (!(flags & RP_ITER_KEEP_SIGNS) && it->size > 0)
            turn_negative_strides(it);
        rp_dims dims = dims_of(it);
        rp_dims_sort(&dims, it->nop);
    }
    return 0;
}

void rp_iter_dense_strides(const rp_iter *it, intptr_t itemsize, intptr_t *strides)
{
    intptr_t stride = itemsize;
    for (int d = 0; d < it->ndim; d++) {
        int from_last = it->axes[d] < 0 ? ~it->axes[d] : it->axes[d];
        strides[it->ndim - 1 - from_last] = stride;
        stride *= it->shape[d] ? it->shape[d] : 1;
    }
}

void rp_iter_coalesce(rp_iter *it)
{
    rp_dims dims = dims_of(it);
    it->ndim = rp_dims_merge(&dims);
}

/* ---- walking ---- */

/* Where the walk stands in the dimensions from `first` on. */
typedef struct walk {
    intptr_t index[RP_MAX_DIMS];
    char *args[RP_MAX_OPERANDS];
} walk;

/* Places the walk at linear index `at`, counted over the dimensions from `first` on. */
static void walk_start(walk *w, const rp_iter *it, int first, intptr_t at)
{
    for (int op = 0; op < it->nop; op++)
        w->args[op] = it->data[op];
    for (int d = first; d < it->ndim; d++) {
        w->index[d] = at % it->shape[d];
        at /= it->shape[d];
        for (int op = 0; op < it->nop; op++)
            w->args[op] += it->strides[op][d] * w->index[d];
    }
}

/* One step on, with dimension `first` fastest. */
static void walk_next(walk *w, const rp_iter *it, int first)
{
    for (int d = first; d < it->ndim; d++) {
        if (++w->index[d] < it->shape[d]) {
            for (int op = 0; op < it->nop; op++)
                w->args[op] += it->strides[op][d];
            return;
        }
        w->index[d] = 0;
        for (int op = 0; op < it->nop; op++)
            w->args[op] -= it->strides[op][d] * (it->shape[d] - 1);
    }
}

/* A row's arguments are a copy: the function may move them. */
static void call_row(const rp_iter *it, char *const *from, intptr_t offset, intptr_t n,
                     rp_row_fn fn, void *context)
{
    char *args[RP_MAX_OPERANDS];
    intptr_t steps[RP_MAX_OPERANDS];
    for (int op = 0; op < it->nop; op++) {
        steps[op] = it->ndim ? it->strides[op][0] : 0;
        args[op] = from[op] + offset * steps[op];
    }
    fn(args, n, steps, context);
}

void rp_iter_rows(const rp_iter *it, intptr_t begin, intptr_t end, rp_row_fn fn, void *context)
{
    if (begin >= end)
        return;
    if (it->ndim == 0) {
        call_row(it, it->data, 0, 1, fn, context);
        return;
    }
    if (it->ndim == 1) {
        call_row(it, it->data, begin, end - begin, fn, context);
        return;
    }
    walk w;
    intptr_t row = it->shape[0];
    walk_start(&w, it, 1, begin / row);
    intptr_t offset = begin % row;
    for (intptr_t left = end - begin; left > 0;) {
        intptr_t n = rp_min_intp(row - offset, left);
        call_row(it, w.args, offset, n, fn, context);
        left -= n;
        offset = 0;
        if (left > 0)
            walk_next(&w, it, 1);
    }
}

/* ---- tiles and threads ---- */

bool rp_worth_threads(intptr_t elements, int cost)
{
    int64_t whole = (int64_t)elements * (cost ? cost : COST_OF_MEMORY);
    return whole >= THREADS_FROM_COST && rp_pool_threads() > 1;
}

static bool lies_across(const rp_iter *it, int op)
{
    intptr_t along = rp_magnitude(it->strides[op][0]), across = rp_magnitude(it->strides[op][1]);
    return along >= FAR_STRIDE && across != 0 && across < along;
}

/* Some operand runs across the rows: a tile of short rows reuses the cache lines it fetches. */
static bool wants_tiles(const rp_iter *it)
{
    if (it->ndim < 2 || it->shape[0] < TILE_ROWS || it->shape[1] < 2)
        return false;
    for (int op = 0; op < it->nop; op++)
        if (lies_across(it, op))
            return true;
    return false;
}

typedef struct foreach_work {
    const rp_iter *it;
    rp_row_fn fn;
    void *context;
} foreach_work;

static void do_elements(void *context, intptr_t begin, intptr_t end)
{
    foreach_work *work = context;
    rp_iter_rows(work->it, begin, end, work->fn, work->context);
}

/* How much of a row is done before going on to the next row. The engine's prefetching likes whole
 * rows, as long as the lines that the rows share stay in the cache: all together, and not in the
 * few places that a stride of a power of two leads to. */
static intptr_t tile_columns(const rp_iter *it)
{
    if (it->shape[0] > CACHED_LINES)
        return TILE_COLUMNS;
    for (int op = 0; op < it->nop; op++)
        if (lies_across(it, op) && it->strides[op][0] % CROWDED_STRIDE == 0)
            return TILE_COLUMNS;
    return it->shape[0];
}

/* Tiles go one beside the other along `rows` rows that begin where the walk stands. */
static void do_tiles(const foreach_work *work, const walk *w, intptr_t rows)
{
    const rp_iter *it = work->it;
    intptr_t columns = tile_columns(it);
    for (intptr_t offset = 0; offset < it->shape[0]; offset += columns) {
        intptr_t n = rp_min_intp(columns, it->shape[0] - offset);
        char *at[RP_MAX_OPERANDS];
        for (int op = 0; op < it->nop; op++)
            at[op] = w->args[op];
        for (intptr_t row = 0; row < rows; row++) {
            call_row(it, at, offset, n, work->fn, work->context);
            for (int op = 0; op < it->nop; op++)
                at[op] += it->strides[op][1];
        }
    }
}

/* Rows [begin, end), counted over the dimensions from 1 on. */
static void do_tiled_rows(void *context, intptr_t begin, intptr_t end)
{
    const foreach_work *work = context;
    const rp_iter *it = work->it;
    while (begin < end) {
        intptr_t in_plane = rp_min_intp(it->shape[1] - begin % it->shape[1], end - begin);
        intptr_t rows = rp_min_intp(in_plane, TILE_ROWS);
        walk w;
        walk_start(&w, it, 1, begin);
        do_tiles(work, &w, rows);
        begin += rows;
    }
}

/* Bytes that pass for an element: a loop which only waits for memory waits for them. */
static intptr_t traffic(const rp_iter *it)
{
    intptr_t bytes = 0;
    for (int op = 0; op < it->nop && it->ndim > 0; op++)
        bytes += rp_min_intp(rp_magnitude(it->strides[op][0]), FAR_STRIDE);
    return rp_max_intp(bytes, 1);
}

void rp_iter_foreach(const rp_iter *it, rp_row_fn fn, void *context, int cost)
{
    foreach_work work = {it, fn, context};
    bool tiled = wants_tiles(it);
    intptr_t unit = tiled ? it->shape[0] : 1;
    intptr_t count = it->size / (it->size ? unit : 1);
    rp_task_fn task = tiled ? do_tiled_rows : do_elements;
    intptr_t worth = cost ? THREADS_FROM_COST / cost : THREADS_FROM_BYTES / traffic(it);
    if (it->size >= worth && rp_pool_threads() > 1) {
        intptr_t grain = (cost ? GRAIN_COST / cost : GRAIN_BYTES / traffic(it)) / unit;
        rp_parallel_for(count, tiled ? (grain / TILE_ROWS + 1) * TILE_ROWS : rp_max_intp(grain, 1),
                        task, &work);
    } else if (count > 0) {
        task(&work, 0, count);
    }
}

/* ---- elementwise loops over any dtype and layout ---- */

typedef struct elementwise_run {
    const rp_elementwise *work;
    int nop; /* without the mask */
    bool buffered[RP_MAX_OPERANDS];
    rp_transfer transfers[RP_MAX_OPERANDS];
    intptr_t chunk;
} elementwise_run;

static void direct_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const rp_elementwise *work = ((elementwise_run *)context)->work;
    work->loop(args, &n, steps, work->data);
}

/* The loop's own operands point into buffers where an operand has to be converted. */
static void buffered_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    elementwise_run *run = context;
    const rp_elementwise *work = run->work;
    _Alignas(64) char buffers[BUFFER_BYTES];
    char *loop_args[RP_MAX_OPERANDS];
    intptr_t loop_steps[RP_MAX_OPERANDS];
    while (n > 0) {
        intptr_t count = rp_min_intp(n, run->chunk);
        char *buffer = buffers;
        for (int i = 0; i < run->nop; i++) {
            loop_args[i] = args[i];
            loop_steps[i] = steps[i];
            if (!run->buffered[i])
                continue;
            loop_args[i] = buffer;
            loop_steps[i] = work->loop_dtypes[i]->itemsize;
            buffer += run->chunk * LARGEST_ELEMENT;
            if (i >= work->nin)
                continue;
            if (steps[i] == 0) { /* a repeated element is converted once and repeated */
                loop_steps[i] = 0;
                rp_transfer_run(&run->transfers[i], args[i], 0, loop_args[i], 0, 1);
            } else {
                rp_transfer_run(&run->transfers[i], args[i], steps[i], loop_args[i], loop_steps[i],
                                count);
            }
        }
        work->loop(loop_args, &count, loop_steps, work->data);
        for (int i = work->nin; i < run->nop; i++)
            if (run->buffered[i])
                rp_transfer_run(&run->transfers[i], loop_args[i], loop_steps[i], args[i], steps[i],
                                count);
        for (int i = 0; i < run->nop; i++)
            args[i] += steps[i] * count;
        n -= count;
    }
}

/* Splits a row into the runs of elements whose mask is set. */
static void masked_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    elementwise_run *run = context;
    const char *mask = args[run->nop];
    intptr_t mask_step = steps[run->nop];
    for (intptr_t i = 0; i < n;) {
        while (i < n && !mask[i * mask_step])
            i++;
        intptr_t begin = i;
        while (i < n && mask[i * mask_step])
            i++;
        if (i == begin)
            break;
        char *part[RP_MAX_OPERANDS];
        for (int op = 0; op < run->nop; op++)
            part[op] = args[op] + begin * steps[op];
        buffered_row(part, i - begin, steps, context);
    }
}

int rp_iter_run(const rp_iter *it, const rp_elementwise *work)
{
    elementwise_run run = {.work = work, .nop = work->nin + work->nout};
    int buffers = 0;
    for (int i = 0; i < run.nop; i++) {
        const rp_dtype *op = work->op_dtypes[i], *loop = work->loop_dtypes[i];
        run.buffered[i] = op->num != loop->num || op->swapped || !work->aligned[i];
        buffers += run.buffered[i];
        if (run.buffered[i] && i < work->nin)
            RP_TRY(rp_transfer_init(&run.transfers[i], op, loop, work->aligned[i]));
        else if (run.buffered[i])
            RP_TRY(rp_transfer_init(&run.transfers[i], loop, op, work->aligned[i]));
    }
    run.chunk = BUFFERED_ELEMENTS;
    while (buffers * run.chunk * LARGEST_ELEMENT > BUFFER_BYTES)
        run.chunk /= 2;
    rp_row_fn row = work->nmask ? masked_row : buffers ? buffered_row : direct_row;
    bool only_moves = row == direct_row && work->cost == 0;
    rp_iter_foreach(it, row, &run, only_moves ? 0 : (int)rp_max_intp(work->cost, COST_OF_MEMORY));
    return 0;
}

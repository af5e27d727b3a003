/* Positions and ranges of extreme values, and counts. */
#include "stat/stat.h"

#include "array/iter.h"
#include "base/bits.h"
#include "thread/pool.h"
#include "ufunc/loops/argcolumns.h"
#include "ufunc/loops/argminmax.h"
#include <string.h>

enum { COLUMN_COST = 250, ARG_TASK = 32768, MAX_ARG_TASKS = 256, LARGEST_ELEMENT = 16 };
enum { MAX_PIECES = 256, PIECE_BYTES = 1 << 17, BYTES_A_TENTH = 4 /* of a nanosecond */ };

/* ---- argmin, argmax ---- */

typedef struct arg_run {
    rp_arg_fn find;
    rp_arg_columns_fn find_columns; /* or NULL */
    intptr_t n, step;               /* along the line */
} arg_run;

/* Lines side by side, results and elements contiguous. */
static void find_in_columns(char **args, intptr_t count, const intptr_t *steps, void *context)
{
    const arg_run *run = context;
    for (intptr_t i = 0; i < count; i += RP_ARG_COLUMNS)
        run->find_columns(args[1] + i * steps[1], run->step, run->n,
                          rp_min_intp(RP_ARG_COLUMNS, count - i),
                          (intptr_t *)(args[0] + i * steps[0]));
}

static void find_in_lines(char **args, intptr_t count, const intptr_t *steps, void *context)
{
    const arg_run *run = context;
    for (intptr_t i = 0; i < count; i++)
        *(intptr_t *)(args[0] + i * steps[0]) =
            run->find(args[1] + i * steps[1], run->n, run->step);
}

typedef struct long_line {
    const arg_run *run;
    const char *data;
    intptr_t piece;
    intptr_t *found; /* within the line, one a piece */
} long_line;

static void find_in_pieces(void *context, intptr_t begin, intptr_t end)
{
    const long_line *line = context;
    for (intptr_t i = begin; i < end; i++) {
        intptr_t from = i * line->piece, n = rp_min_intp(line->piece, line->run->n - from);
        line->found[i] =
            from + line->run->find(line->data + from * line->run->step, n, line->run->step);
    }
}

/* One line by pieces: the winners of the pieces, in order, are searched as a line of their own. */
static intptr_t find_in_long_line(const arg_run *run, const char *data, intptr_t itemsize)
{
    intptr_t found[MAX_ARG_TASKS];
    _Alignas(16) char winners[MAX_ARG_TASKS * LARGEST_ELEMENT];
    intptr_t piece = rp_max_intp(ARG_TASK, (run->n + MAX_ARG_TASKS - 1) / MAX_ARG_TASKS);
    intptr_t pieces = (run->n + piece - 1) / piece;
    long_line line = {run, data, piece, found};
    rp_parallel_for(pieces, 1, find_in_pieces, &line);
    for (intptr_t i = 0; i < pieces; i++)
        memcpy(winners + i * itemsize, data + found[i] * run->step, (size_t)itemsize);
    return found[run->find(winners, pieces, itemsize)];
}

static int check_arg_output(const rp_array *out, int ndim, const intptr_t *shape)
{
    if (!rp_is_writeable(out))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    if (!rp_has_shape(out, ndim, shape)) {
        char own[RP_SHAPE_TEXT_BYTES], wanted[RP_SHAPE_TEXT_BYTES];
        return rp_fail(RP_VALUE_ERROR, "output array has shape %s, but the result has shape %s",
                       rp_shape_text(own, sizeof own, out->ndim, out->shape),
                       rp_shape_text(wanted, sizeof wanted, ndim, shape));
    }
    if (!rp_is_integer(out->dtype) ||
        !rp_can_cast(rp_dtype_of(RP_INTP), out->dtype, RP_CASTING_SAFE))
        return rp_fail(RP_TYPE_ERROR,
                       "Cannot cast positions to dtype('%s') according to the rule "
                       "'safe'",
                       out->dtype->name);
    return 0;
}

/* `a` is aligned and native; `out` (intp) has its shape without the axis, or with it as 1. */
static int run_arg(const rp_array *a, int axis, bool keepdims, rp_array *out, rp_arg_fn find,
                   rp_arg_columns_fn find_columns)
{
    arg_run run = {find, find_columns, a->shape[axis], a->strides[axis]};
    rp_array to = *out, in = *a;
    intptr_t shape[RP_MAX_DIMS], strides[RP_MAX_DIMS];
    int o = 0;
    for (int d = 0; d < a->ndim; d++) {
        shape[d] = d == axis ? 1 : a->shape[d];
        strides[d] = d == axis ? 0 : out->strides[o];
        o += keepdims || d != axis;
    }
    to.ndim = a->ndim;
    to.shape = in.shape = shape;
    to.strides = strides;
    rp_iter it;
    rp_array *ops[2] = {&to, &in};
    RP_TRY(rp_iter_init(&it, 2, ops, a->ndim, shape, 0));
    rp_iter_coalesce(&it);
    if (it.size == 1 && rp_worth_threads(run.n, 0))
        *(intptr_t *)it.data[0] = find_in_long_line(&run, it.data[1], a->dtype->itemsize);
    else if (it.size > 0) {
        bool side_by_side = find_columns && it.shape[0] >= 16 &&
                            it.strides[0][0] == (intptr_t)sizeof(intptr_t) &&
                            it.strides[1][0] == a->dtype->itemsize;
        /* Columns are cut among threads by no less than goes at once. */
        int cost = (int)rp_min_intp(run.n * 3, side_by_side ? COLUMN_COST : 30000);
        rp_iter_foreach(&it, side_by_side ? find_in_columns : find_in_lines, &run, cost);
    }
    return 0;
}

static int arg_extreme(const rp_array *given, int axis, bool keepdims, rp_array *out,
                       rp_arg_fn (*loop)(int), const char *name)
{
    int ndim = 0;
    intptr_t shape[RP_MAX_DIMS];
    for (int d = 0; d < given->ndim; d++) {
        bool searched = axis < 0 || d == axis;
        if (!searched)
            shape[ndim++] = given->shape[d];
        else if (keepdims)
            shape[ndim++] = 1;
    }
    if (out->dtype)
        RP_TRY(check_arg_output(out, ndim, shape));
    intptr_t searched = axis < 0 ? rp_array_size(given) : given->shape[axis];
    if (searched == 0)
        return rp_fail(RP_VALUE_ERROR, "attempt to get %s of an empty sequence", name);
    /* The whole array is one line in C order; a copy makes it so where it is not. */
    rp_slot copy, result;
    rp_slot_init(&copy);
    rp_slot_init(&result);
    const rp_array *a = given;
    bool needs_copy = !rp_is_behaved(a) || (axis < 0 && !rp_is_c_contiguous(a));
    if (needs_copy) {
        RP_TRY(rp_array_copy(&copy.array, given, given->dtype->native, RP_ORDER_C));
        a = &copy.array;
    }
    int line_axis = axis, inner_keepdims = keepdims;
    rp_array line = *a, target;
    intptr_t one_stride = a->dtype->itemsize;
    if (axis < 0) {
        line.ndim = 1;
        line.shape = &searched;
        line.strides = &one_stride;
        line_axis = 0;
        inner_keepdims = false;
    }
    const rp_dtype *intp = rp_dtype_of(RP_INTP);
    rp_array *to = out;
    bool direct = !out->dtype ||
                  (out->dtype == intp && rp_is_aligned(out) && !rp_may_share_memory(out, given));
    if (!direct)
        to = &result.array;
    int code = 0;
    if (!to->dtype)
        code = rp_array_allocate(to, intp, ndim, shape, RP_ORDER_C, false);
    if (code >= 0) {
        target = *to;
        if (axis < 0)
            target.ndim = 0;
        code = run_arg(&line, line_axis, inner_keepdims, &target, loop(a->dtype->num),
                       rp_arg_columns_loop(a->dtype->num, loop == rp_argmax_loop));
        if (code >= 0 && !direct)
            code = rp_array_assign(out, to, RP_CASTING_UNSAFE);
    }
    rp_array_release(&result.array);
    rp_array_release(&copy.array);
    return code;
}

int rp_argmax(const rp_array *a, int axis, bool keepdims, rp_array *out)
{
    return arg_extreme(a, axis, keepdims, out, rp_argmax_loop, "argmax");
}

int rp_argmin(const rp_array *a, int axis, bool keepdims, rp_array *out)
{
    return arg_extreme(a, axis, keepdims, out, rp_argmin_loop, "argmin");
}

/* ---- range and count ---- */

int rp_ptp(const rp_array *a, uint64_t axes, bool keepdims, rp_array *out)
{
    bool fresh = !out->dtype;
    rp_slot least;
    rp_slot_init(&least);
    rp_reduction how = {.axes = axes, .keepdims = keepdims};
    const rp_ufunc *subtract = rp_ufunc_by_name("subtract");
    const rp_dtype *dtypes[RP_UFUNC_MAX_ARGS];
    RP_TRY(rp_ufunc_reduce(rp_ufunc_by_name("minimum"), a, &least.array, &how));
    /* What cannot be subtracted, or not into this output, is found out before it is written to. */
    rp_array *types[3] = {fresh ? (rp_array *)a : out, (rp_array *)a, out};
    int code = rp_ufunc_resolve(subtract, types, NULL, dtypes) ? 0 : -(int)rp_error_get();
    if (code >= 0)
        code = rp_ufunc_reduce(rp_ufunc_by_name("maximum"), a, out, &how);
    if (code >= 0) {
        rp_array *ops[3] = {out, &least.array, out};
        code = rp_ufunc_call(subtract, ops, NULL);
        if (code < 0 && fresh)
            rp_array_release(out);
    }
    rp_array_release(&least.array);
    return code;
}

typedef struct count_run {
    const rp_iter *it;
    rp_count_nonzero_fn count;
    intptr_t piece; /* elements */
    intptr_t found[MAX_PIECES];
} count_run;

typedef struct count_row_context {
    rp_count_nonzero_fn count;
    intptr_t total;
} count_row_context;

static void count_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    count_row_context *row = context;
    row->total += row->count(args[0], n, steps[0]);
}

static void count_pieces(void *context, intptr_t begin, intptr_t end)
{
    count_run *run = context;
    for (intptr_t i = begin; i < end; i++) {
        count_row_context row = {run->count, 0};
        intptr_t from = i * run->piece, to = rp_min_intp(from + run->piece, run->it->size);
        rp_iter_rows(run->it, from, to, count_row, &row);
        run->found[i] = row.total;
    }
}

static intptr_t count_all(const rp_iter *it, const rp_dtype *dtype)
{
    count_run run = {.it = it, .count = rp_count_nonzero_loop(dtype->num)};
    intptr_t size = it->size, tenths = size * dtype->itemsize / BYTES_A_TENTH;
    run.piece = rp_max_intp(PIECE_BYTES / dtype->itemsize, (size + MAX_PIECES - 1) / MAX_PIECES);
    if (!rp_worth_threads(tenths, 1))
        run.piece = rp_max_intp(size, 1);
    intptr_t pieces = (size + run.piece - 1) / run.piece, total = 0;
    rp_parallel_for(pieces, 1, count_pieces, &run);
    for (intptr_t i = 0; i < pieces; i++)
        total += run.found[i];
    return total;
}

int rp_count_nonzero(const rp_array *a, uint64_t axes, bool keepdims, rp_array *out)
{
    bool everything = true;
    for (int d = 0; d < a->ndim; d++)
        everything &= axes >> d & 1;
    if (everything && !keepdims && rp_is_behaved(a)) {
        rp_iter it;
        rp_array *ops[1] = {(rp_array *)a};
        RP_TRY(rp_iter_init(&it, 1, ops, a->ndim, a->shape, 0));
        rp_iter_coalesce(&it);
        RP_TRY(rp_array_allocate(out, rp_dtype_of(RP_INTP), 0, NULL, RP_ORDER_C, false));
        *(intptr_t *)out->data = count_all(&it, a->dtype);
        return 0;
    }
    /* Along axes: the sum of the truth values. */
    rp_slot truth;
    rp_slot_init(&truth);
    RP_TRY(rp_array_copy(&truth.array, a, rp_dtype_of(RP_BOOL), RP_ORDER_K));
    rp_reduction how = {.axes = axes, .keepdims = keepdims, .dtype = rp_dtype_of(RP_INTP)};
    int code = rp_ufunc_reduce(rp_ufunc_by_name("add"), &truth.array, out, &how);
    rp_array_release(&truth.array);
    return code;
}

/* accumulate and reduceat: reductions that keep their steps. */
#include "ufunc/ufunc_internal.h"

#include "base/bits.h"
#include "thread/pool.h"
#include "ufunc/float_errors.h"
#include "ufunc/loops/scan.h"
#include <string.h>

static int check_output_shape(const rp_ufunc *uf, const rp_array *out, int ndim,
                              const intptr_t *shape)
{
    if (!rp_is_writeable(out))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    bool same = out->ndim == ndim;
    for (int d = 0; same && d < ndim; d++)
        same = out->shape[d] == shape[d];
    if (same)
        return 0;
    char own[RP_SHAPE_TEXT_BYTES], wanted[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR, "output of %s has shape %s, but the result has shape %s",
                   uf->name, rp_shape_text(own, sizeof own, out->ndim, out->shape),
                   rp_shape_text(wanted, sizeof wanted, ndim, shape));
}

/* Both methods compute into an array of the loop's dtype that shares nothing with the operands:
 * `out` itself where it will do, else `work`. */
typedef struct method_run {
    const rp_ufunc *uf;
    const rp_loop *row;
    const rp_dtype *dtype;
    rp_slot in_copy, work;
    const rp_array *in; /* aligned, native, of the loop's dtype */
    rp_array *target;
} method_run;

/* The exponents of reduceat: in each segment all elements but the first. */
static int check_powers_of_segments(const rp_ufunc *uf, const rp_dtype *dtype, const rp_array *a,
                                    int axis, const rp_array *starts)
{
    const intptr_t *values = (const intptr_t *)starts->data;
    rp_slot segment;
    rp_slot_init(&segment);
    for (intptr_t i = 0; uf->loops == &rp_loops_power && i < starts->shape[0]; i++) {
        intptr_t end = i + 1 < starts->shape[0] ? values[i + 1] : a->shape[axis];
        RP_TRY(rp_view_broadcast(&segment.array, a, a->ndim, a->shape));
        segment.array.data += values[i] * a->strides[axis];
        segment.array.shape[axis] = rp_max_intp(end - values[i], 1);
        RP_TRY(rp_ufunc_check_powers_along(uf, dtype, &segment.array, axis));
    }
    return 0;
}

/* `starts` are those of reduceat's segments, NULL for accumulate. */
static int begin_method(method_run *m, const rp_ufunc *uf, const char *method, const rp_array *a,
                        int axis, const rp_array *starts, const rp_dtype *dtype, rp_array *out,
                        const intptr_t *shape)
{
    m->uf = uf;
    rp_slot_init(&m->in_copy);
    rp_slot_init(&m->work);
    m->row = rp_ufunc_reduction_loop(uf, method, a, dtype, out);
    if (!m->row)
        return -(int)rp_error_get();
    m->dtype = rp_dtype_of(m->row->types[0]);
    RP_TRY(starts ? check_powers_of_segments(uf, m->dtype, a, axis, starts)
                  : rp_ufunc_check_powers_along(uf, m->dtype, a, axis));
    m->in = a;
    m->target = out;
    if (out->dtype)
        RP_TRY(check_output_shape(uf, out, a->ndim, shape));
    if (a->dtype != m->dtype || !rp_is_aligned(a)) {
        RP_TRY(rp_array_copy(&m->in_copy.array, a, m->dtype, RP_ORDER_K));
        rp_float_report("cast");
        m->in = &m->in_copy.array;
    }
    bool direct = out->dtype == m->dtype && rp_is_aligned(out) && !rp_may_share_memory(out, m->in);
    if (out->dtype && !direct)
        m->target = &m->work.array;
    int code = 0;
    if (!m->target->dtype)
        code = rp_array_allocate(m->target, m->dtype, a->ndim, shape, RP_ORDER_C, false);
    if (code < 0)
        rp_array_release(&m->in_copy.array);
    return code;
}

static int end_method(method_run *m, rp_array *out)
{
    int code = 0;
    if (m->target != out)
        code = rp_array_assign(out, m->target, RP_CASTING_UNSAFE);
    rp_array_release(&m->work.array);
    rp_array_release(&m->in_copy.array);
    return code;
}

/* ---- accumulate ---- */

typedef struct scan_context {
    rp_scan_fn scan;
    const rp_loop *row;
    intptr_t n, in_step, out_step, itemsize; /* along the axis */
} scan_context;

static void scan_line(const scan_context *c, char *out, char *in)
{
    if (c->scan) {
        c->scan(in, c->in_step, out, c->out_step, c->n);
        return;
    }
    memcpy(out, in, (size_t)c->itemsize);
    intptr_t one = 1, steps[3] = {0, 0, 0};
    for (intptr_t i = 1; i < c->n; i++) {
        char *args[3] = {out, in + c->in_step, out + c->out_step};
        c->row->fn(args, &one, steps, (void *)c->row);
        out += c->out_step;
        in += c->in_step;
    }
}

/* Lines one after the other. */
static void scan_lines(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    for (intptr_t i = 0; i < n; i++)
        scan_line(context, args[0] + i * steps[0], args[1] + i * steps[1]);
}

/* Lines side by side: each step of all of them is one call of the loop. */
static void scan_rows(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const scan_context *c = context;
    for (intptr_t i = 0; i < n; i++)
        memcpy(args[0] + i * steps[0], args[1] + i * steps[1], (size_t)c->itemsize);
    for (intptr_t k = 1; k < c->n; k++) {
        char *part[3] = {args[0] + (k - 1) * c->out_step, args[1] + k * c->in_step,
                         args[0] + k * c->out_step};
        intptr_t part_steps[3] = {steps[0], steps[1], steps[0]};
        c->row->fn(part, &n, part_steps, (void *)c->row);
    }
}

/* Columns that one task takes: whole cache lines of them, and few enough to stay in the cache from
 * one step to the next. */
enum { COLUMNS = 512, FEW_COLUMNS = 64 };

typedef struct columns_run {
    const rp_iter *it;
    scan_context *scan;
} columns_run;

static void scan_columns(void *context, intptr_t begin, intptr_t end)
{
    columns_run *run = context;
    rp_iter_rows(run->it, begin, end, scan_rows, run->scan);
}

int rp_ufunc_accumulate(const rp_ufunc *uf, const rp_array *a, int axis, const rp_dtype *dtype,
                        rp_array *out)
{
    if (a->ndim == 0)
        return rp_fail(RP_TYPE_ERROR, "cannot accumulate on a scalar");
    method_run m;
    RP_TRY(begin_method(&m, uf, "accumulate", a, axis, NULL, dtype, out, a->shape));
    rp_watched_loop watched;
    const rp_loop *row = rp_watch_loop(&watched, uf, m.row);
    scan_context c = {.scan = row == m.row ? rp_scan_loop(uf->name, m.dtype->num) : NULL,
                      .row = row,
                      .n = a->shape[axis],
                      .in_step = m.in->strides[axis],
                      .out_step = m.target->strides[axis],
                      .itemsize = m.dtype->itemsize};
    /* The iteration is over the starts of the lines. */
    rp_array in = *m.in, to = *m.target;
    intptr_t shape[RP_MAX_DIMS];
    memcpy(shape, a->shape, sizeof(intptr_t) * (size_t)a->ndim);
    shape[axis] = 1;
    in.shape = to.shape = shape;
    rp_iter it;
    rp_array *ops[2] = {&to, &in};
    int code = rp_iter_init(&it, 2, ops, a->ndim, shape, 0);
    if (code >= 0 && it.size > 0 && c.n > 0) {
        rp_iter_coalesce(&it);
        intptr_t item = c.itemsize;
        bool side_by_side =
            it.shape[0] >= 8 && it.strides[0][0] == item && it.strides[1][0] == item;
        if (side_by_side) {
            columns_run run = {&it, &c};
            intptr_t few = (it.size / 8 + FEW_COLUMNS - 1) & -FEW_COLUMNS;
            intptr_t grain = rp_min_intp(rp_max_intp(few, FEW_COLUMNS), COLUMNS);
            bool cut = rp_worth_threads(it.size, 3 * (int)rp_min_intp(c.n, 10000));
            if (cut)
                rp_parallel_for(it.size, grain, scan_columns, &run);
            else
                scan_columns(&run, 0, it.size);
        } else {
            rp_iter_foreach(&it, scan_lines, &c, 10 * (int)rp_min_intp(c.n, 10000));
        }
    }
    int ended = end_method(&m, out);
    rp_float_report("accumulate");
    return code < 0 ? code : ended;
}

/* ---- reduceat ---- */

typedef struct segments {
    const rp_loop *row;
    const intptr_t *starts;
    intptr_t count, length; /* segments; elements along the axis */
    intptr_t in_step, out_step, itemsize;
} segments;

static void reduce_segments(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const segments *s = context;
    for (intptr_t line = 0; line < n; line++) {
        char *out = args[0] + line * steps[0], *in = args[1] + line * steps[1];
        for (intptr_t i = 0; i < s->count; i++, out += s->out_step) {
            intptr_t begin = s->starts[i];
            intptr_t end = i + 1 < s->count ? s->starts[i + 1] : s->length;
            memcpy(out, in + begin * s->in_step, (size_t)s->itemsize);
            if (end <= begin + 1)
                continue;
            char *part[3] = {out, in + (begin + 1) * s->in_step, out};
            intptr_t left = end - begin - 1, part_steps[3] = {0, s->in_step, 0};
            s->row->fn(part, &left, part_steps, (void *)s->row);
        }
    }
}

static int check_segment_starts(const rp_ufunc *uf, const rp_array *starts, intptr_t length)
{
    const intptr_t *values = (const intptr_t *)starts->data;
    for (intptr_t i = 0; i < starts->shape[0]; i++)
        if (values[i] < 0 || values[i] >= length)
            return rp_fail(RP_INDEX_ERROR, "index %zd out-of-bounds in %s.reduceat [0, %zd)",
                           values[i], uf->name, length);
    return 0;
}

static int run_segments(method_run *m, const rp_array *starts, int axis)
{
    rp_watched_loop watched;
    segments s = {.row = rp_watch_loop(&watched, m->uf, m->row),
                  .starts = (const intptr_t *)starts->data,
                  .count = starts->shape[0],
                  .length = m->in->shape[axis],
                  .in_step = m->in->strides[axis],
                  .out_step = m->target->strides[axis],
                  .itemsize = m->dtype->itemsize};
    rp_array in = *m->in, to = *m->target;
    intptr_t shape[RP_MAX_DIMS];
    memcpy(shape, in.shape, sizeof(intptr_t) * (size_t)in.ndim);
    shape[axis] = 1;
    in.shape = to.shape = shape;
    rp_iter it;
    rp_array *ops[2] = {&to, &in};
    RP_TRY(rp_iter_init(&it, 2, ops, in.ndim, shape, 0));
    rp_iter_coalesce(&it);
    if (it.size > 0)
        rp_iter_foreach(&it, reduce_segments, &s, (int)rp_min_intp(s.length, 10000) * 3);
    return 0;
}

int rp_ufunc_reduceat(const rp_ufunc *uf, const rp_array *a, const rp_array *indices, int axis,
                      const rp_dtype *dtype, rp_array *out)
{
    if (a->ndim == 0)
        return rp_fail(RP_TYPE_ERROR, "cannot reduceat on a scalar");
    if (indices->ndim != 1)
        return rp_fail(RP_VALUE_ERROR, "indices of reduceat must be one-dimensional");
    if (!rp_can_cast(indices->dtype, rp_dtype_of(RP_INT64), RP_CASTING_SAME_KIND))
        return rp_fail(RP_TYPE_ERROR, "indices of reduceat must be whole numbers, not %s",
                       indices->dtype->name);
    rp_slot starts;
    rp_slot_init(&starts);
    RP_TRY(rp_array_copy(&starts.array, indices, rp_dtype_of(RP_INTP), RP_ORDER_C));
    int code = check_segment_starts(uf, &starts.array, a->shape[axis]);
    intptr_t shape[RP_MAX_DIMS];
    memcpy(shape, a->shape, sizeof(intptr_t) * (size_t)a->ndim);
    shape[axis] = starts.array.shape[0];
    method_run m;
    if (code >= 0)
        code = begin_method(&m, uf, "reduceat", a, axis, &starts.array, dtype, out, shape);
    if (code >= 0) {
        code = run_segments(&m, &starts.array, axis);
        int ended = end_method(&m, out);
        rp_float_report("reduceat");
        code = code < 0 ? code : ended;
    }
    rp_array_release(&starts.array);
    return code;
}

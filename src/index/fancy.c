#include "index/fancy.h"

#include "base/bits.h"
#include "index/gather.h"
#include "index/index_plan.h"
#include "index/mask.h"
#include "thread/pool.h"

enum {
    BLOCK_ELEMENTS = 1024,   /* positions whose offsets are worked out at a time */
    TASK_BYTES = 1 << 17,    /* moved by one task of a thread */
    THREADED_BYTES = 1 << 16 /* moved in all, from which threads pay */
};

/* ---- moving ---- */

/* Between the indexed array and another one of the result's shape: chunks that are dense in both,
 * one for each place of the arrays' shape, and that again for each step of the outer axes. */
typedef struct index_move {
    const index_plan *plan;
    char *other;
    intptr_t other_step; /* from one place of the arrays' shape to the next */
    intptr_t chunk;      /* bytes */
    intptr_t block;      /* places whose offsets are worked out at a time */
    intptr_t blocks, outer;
    int ndim; /* of the outer axes */
    intptr_t shape[RP_MAX_DIMS], base_strides[RP_MAX_DIMS], other_strides[RP_MAX_DIMS];
    bool writes;
} index_move;

/* Can the arrays' axes of `other` be walked by one step? */
static bool walk_by_one_step(const rp_array *other, int first, int ndim, intptr_t *step)
{
    intptr_t next = 0;
    bool any = false;
    *step = 0;
    for (int d = first + ndim - 1; d >= first; d--) {
        if (other->shape[d] == 1)
            continue;
        if (!any)
            *step = other->strides[d];
        else if (other->strides[d] != next)
            return false;
        any = true;
        next = other->strides[d] * other->shape[d];
    }
    return true;
}

static void add_outer(index_move *move, intptr_t length, intptr_t base_stride,
                      intptr_t other_stride)
{
    if (length == 1)
        return;
    move->shape[move->ndim] = length;
    move->base_strides[move->ndim] = base_stride;
    move->other_strides[move->ndim++] = other_stride;
    move->outer *= length;
}

/* False if `other` has first to be copied. */
static bool plan_move(index_move *move, const index_plan *plan, const rp_array *other, bool writes)
{
    const rp_array *base = &plan->base.array;
    *move = (index_move){.plan = plan,
                         .other = other->data,
                         .chunk = base->dtype->itemsize,
                         .outer = 1,
                         .writes = writes};
    if (!walk_by_one_step(other, plan->before, plan->ndim, &move->other_step))
        return false;
    int last = base->ndim - 1;
    for (; last >= plan->before; last--) {
        intptr_t other_stride = other->strides[last + plan->ndim];
        if (base->shape[last] != 1 &&
            (base->strides[last] != move->chunk || other_stride != move->chunk))
            break;
        move->chunk *= base->shape[last];
    }
    for (int d = 0; d <= last; d++)
        add_outer(move, base->shape[d], base->strides[d],
                  other->strides[d < plan->before ? d : d + plan->ndim]);
    intptr_t chunks = TASK_BYTES / rp_max_intp(move->chunk, 1);
    move->block = rp_max_intp(rp_min_intp(chunks, BLOCK_ELEMENTS), 1);
    move->blocks = (plan->size + move->block - 1) / move->block;
    return true;
}

/* Units [begin, end) of (block of places, step of the outer axes). */
static void move_units(void *context, intptr_t begin, intptr_t end)
{
    const index_move *move = context;
    intptr_t offsets[BLOCK_ELEMENTS], known = -1, n = 0;
    for (intptr_t unit = begin; unit < end; unit++) {
        intptr_t block = unit / move->outer, rest = unit % move->outer;
        intptr_t first = block * move->block;
        if (block != known) {
            n = rp_min_intp(move->block, move->plan->size - first);
            rp_index_plan_offsets(move->plan, first, n, offsets);
            known = block;
        }
        char *base = move->plan->base.array.data;
        char *other = move->other + first * move->other_step;
        for (int d = move->ndim - 1; d >= 0; d--) {
            intptr_t at = rest % move->shape[d];
            rest /= move->shape[d];
            base += at * move->base_strides[d];
            other += at * move->other_strides[d];
        }
        if (move->writes)
            rp_scatter(base, offsets, other, move->other_step, n, move->chunk);
        else
            rp_gather(other, move->other_step, base, offsets, n, move->chunk);
    }
}

static void run_move(index_move *move)
{
    intptr_t units = move->blocks * move->outer;
    if (units == 0 || move->chunk == 0)
        return;
    intptr_t unit_bytes = rp_min_intp(move->plan->size, move->block) * move->chunk;
    /* The last of two writes to one place stays: writes go in order. */
    if (move->writes || units * unit_bytes < THREADED_BYTES)
        move_units(move, 0, units);
    else
        rp_parallel_for(units, rp_max_intp(TASK_BYTES / unit_bytes, 1), move_units, move);
}

static bool has_arrays(int count, const rp_key *keys)
{
    for (int i = 0; i < count; i++)
        if (keys[i].kind == RP_KEY_ARRAY)
            return true;
    return false;
}

/* The mask, if the only key is one that says of every element whether it is meant. */
static const rp_array *whole_mask(const rp_array *a, int count, const rp_key *keys,
                                  rp_array *const *arrays)
{
    if (count != 1 || keys[0].kind != RP_KEY_ARRAY || a->ndim == 0)
        return NULL;
    const rp_array *mask = arrays[keys[0].has];
    return rp_is_bool(mask) && rp_same_shape(mask, a) ? mask : NULL;
}

int rp_index_get(rp_array *out, const rp_array *a, int count, const rp_key *keys,
                 rp_array *const *arrays)
{
    if (!has_arrays(count, keys))
        return rp_view_index(out, a, count, keys);
    const rp_array *mask = whole_mask(a, count, keys, arrays);
    if (mask)
        return rp_mask_get(out, a, mask);
    index_plan plan;
    RP_TRY(rp_index_plan(&plan, a, count, keys, arrays, NULL));
    if (plan.copied_view)
        return rp_array_copy(out, &plan.base.array, NULL, RP_ORDER_K);
    intptr_t shape[RP_MAX_DIMS];
    int ndim = rp_index_plan_shape(&plan, shape);
    int code = rp_array_allocate(out, a->dtype, ndim, shape, RP_ORDER_C, false);
    if (code >= 0) {
        index_move move;
        plan_move(&move, &plan, out, false);
        run_move(&move);
    }
    rp_index_plan_drop(&plan);
    return code;
}

/* ---- writing ---- */

static int write_value(const index_plan *plan, const rp_array *a, const rp_array *value)
{
    intptr_t shape[RP_MAX_DIMS];
    int ndim = rp_index_plan_shape(plan, shape);
    rp_array stripped = *value;
    rp_strip_leading_ones(&stripped, ndim);
    rp_slot cast, view, dense;
    rp_slot_init(&cast);
    rp_slot_init(&view);
    rp_slot_init(&dense);
    const rp_array *from = &stripped;
    if (value->dtype != a->dtype || rp_may_share_memory(value, a)) {
        RP_TRY(rp_array_copy(&cast.array, &stripped, a->dtype, RP_ORDER_K));
        from = &cast.array;
    }
    index_move move;
    int code = rp_view_broadcast(&view.array, from, ndim, shape);
    if (code >= 0 && !plan_move(&move, plan, &view.array, true)) {
        code = rp_array_copy(&dense.array, &view.array, NULL, RP_ORDER_C);
        if (code >= 0)
            plan_move(&move, plan, &dense.array, true);
    }
    if (code >= 0)
        run_move(&move);
    rp_array_release(&dense.array);
    rp_array_release(&cast.array);
    return code < 0 ? code : 0;
}

int rp_index_set(rp_array *a, int count, const rp_key *keys, rp_array *const *arrays,
                 const rp_array *value)
{
    if (!rp_is_writeable(a))
        return rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
    const rp_array *mask = whole_mask(a, count, keys, arrays);
    if (mask && value->ndim <= 1)
        return rp_mask_set(a, mask, value);
    index_plan plan;
    RP_TRY(rp_index_plan(&plan, a, count, keys, arrays, value));
    if (plan.copied_view)
        return rp_array_assign(&plan.base.array, value, RP_CASTING_UNSAFE);
    int code = write_value(&plan, a, value);
    rp_index_plan_drop(&plan);
    return code;
}

#include "index/fancy.h"

#include "array/layout.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "dtype/cast.h"
#include "index/gather.h"
#include "index/mask.h"
#include "index/nonzero.h"
#include "thread/pool.h"
#include <stddef.h>
#include <string.h>

enum {
    MAX_KEYS = 4 * RP_MAX_DIMS,
    BLOCK_ELEMENTS = 1024,   /* positions whose offsets are worked out at a time */
    TASK_BYTES = 1 << 17,    /* moved by one task of a thread */
    THREADED_BYTES = 1 << 16 /* moved in all, from which threads pay */
};

/* One axis that an array selects from. */
typedef struct indexed_axis {
    rp_slot positions;  /* dense; its shape is one that broadcasts to the plan's */
    const rp_array *by; /* an integer array whose positions have yet to be checked, or NULL */
    int number;         /* of the axis */
    intptr_t length, step;
    intptr_t strides[RP_MAX_DIMS]; /* in elements, over the plan's shape */
} indexed_axis;

typedef struct index_plan {
    /* What the other keys leave of the array, at position 0 of the indexed axes. */
    rp_slot base;
    int before;       /* so many of its axes come before the indexed ones in the result */
    bool copied_view; /* no axis is indexed, but the result is a copy */
    int count;
    indexed_axis *axes;
    /* What the arrays broadcast to. */
    int ndim;
    intptr_t shape[RP_MAX_DIMS];
    intptr_t size;
    bool flat; /* every array is of the whole shape, so that they go on side by side */
} index_plan;

static void drop_plan(index_plan *plan)
{
    for (int i = 0; i < plan->count; i++)
        rp_array_release(&plan->axes[i].positions.array);
    rp_free(plan->axes);
}

/* ---- reading the keys ---- */

static bool is_bool(const rp_array *a) { return a->dtype->num == RP_BOOL; }

static bool is_integer_scalar(const rp_array *a) { return a->ndim == 0 && !is_bool(a); }

static int check_array_key(const rp_array *a)
{
    if (!is_bool(a) && !rp_is_integer(a->dtype))
        return rp_fail(RP_INDEX_ERROR,
                       "arrays used as indices must be of integer (or boolean) type");
    return 0;
}

static int integer_key(const rp_array *a, rp_key *key)
{
    int64_t value = 0;
    RP_TRY(rp_cast_element(a->dtype, a->data, rp_dtype_of(RP_INT64), (char *)&value));
    *key = (rp_key){.kind = RP_KEY_INTEGER, .has = 1, .start = (double)value};
    return 0;
}

/* The keys with ':' in the place of every axis that an array selects from. */
typedef struct plain_keys {
    int count, used, indexed;
    rp_key keys[MAX_KEYS];
} plain_keys;

static int make_plain(plain_keys *plain, int count, const rp_key *keys, rp_array *const *arrays)
{
    plain->count = plain->used = plain->indexed = 0;
    for (int i = 0; i < count; i++) {
        rp_key key = keys[i];
        int repeats = 1;
        if (key.kind == RP_KEY_ARRAY) {
            const rp_array *by = arrays[key.has];
            RP_TRY(check_array_key(by));
            if (is_integer_scalar(by)) {
                RP_TRY(integer_key(by, &key));
            } else {
                key = (rp_key){.kind = RP_KEY_SLICE};
                repeats = is_bool(by) ? by->ndim : 1;
                plain->indexed += repeats ? repeats : 1;
            }
        }
        if (key.kind == RP_KEY_INTEGER || key.kind == RP_KEY_SLICE)
            plain->used += repeats;
        for (int r = 0; r < repeats; r++) {
            if (plain->count == MAX_KEYS)
                return rp_fail(RP_INDEX_ERROR, "too many indices: more than %d", MAX_KEYS);
            plain->keys[plain->count++] = key;
        }
    }
    return 0;
}

/* The positions of an integer array, checked. */
static int take_positions(indexed_axis *axis, bool writes, const rp_array *a)
{
    rp_array *positions = &axis->positions.array;
    RP_TRY(rp_positions(positions, axis->by, axis->length, axis->number, RP_MODE_RAISE));
    /* What is written must not be what says where. */
    if (writes && !positions->block && rp_may_share_memory(positions, a)) {
        rp_slot copy;
        rp_slot_init(&copy);
        RP_TRY(rp_array_copy(&copy.array, positions, NULL, RP_ORDER_C));
        positions->data = copy.array.data;
        positions->block = copy.array.block;
        positions->flags = copy.array.flags;
    }
    return 0;
}

static void describe_line(rp_array *line, char *data, intptr_t length)
{
    line->dtype = rp_dtype_of(RP_INTP);
    line->data = data;
    line->ndim = 1;
    line->shape[0] = length;
    line->strides[0] = (intptr_t)sizeof(intptr_t);
    line->flags = 0;
}

/* A bool is a new axis that holds one thing or none. */
static int take_truth(indexed_axis *axis, const rp_array *by)
{
    intptr_t length = by->data[0] != 0;
    axis->length = 1;
    axis->step = 0;
    RP_TRY(rp_array_allocate(&axis->positions.array, rp_dtype_of(RP_INTP), 1, &length, RP_ORDER_C,
                             true));
    return 0;
}

/* An array of bools stands for the positions of the true ones, an array for each of its axes. */
static int take_bools(indexed_axis *axes, const rp_array *by, const rp_array *a, int first)
{
    for (int d = 0; d < by->ndim; d++) {
        if (by->shape[d] != a->shape[first + d])
            return rp_fail(RP_INDEX_ERROR,
                           "boolean index did not match indexed array along axis %d; size of axis "
                           "is %zd but size of corresponding boolean axis is %zd",
                           first + d, (ptrdiff_t)a->shape[first + d], (ptrdiff_t)by->shape[d]);
    }
    rp_slot found;
    rp_slot_init(&found);
    RP_TRY(rp_nonzero(&found.array, by));
    intptr_t count = found.array.shape[1];
    for (int d = 0; d < by->ndim; d++)
        describe_line(&axes[d].positions.array,
                      found.array.data + d * count * (intptr_t)sizeof(intptr_t), count);
    /* The first line frees the block of all. */
    axes[0].positions.array.block = found.array.block;
    axes[0].positions.array.flags = RP_ARRAY_OWNDATA;
    return 0;
}

/* Where the axes of the result come from, while the keys are read. */
typedef struct key_reader {
    index_plan *plan;
    const rp_array *a, *view;
    bool fancy;    /* some key is an array: then integers go with the arrays */
    int axis;      /* of the array */
    int view_axis; /* of the view of the plain keys */
    int kept;      /* axes of the base so far */
    /* Whether indexed keys follow one another, and how many axes come before them. */
    enum { NONE_YET, TOGETHER, INTERRUPTED, APART } run;
} key_reader;

static void keep_axes(key_reader *reader, int count)
{
    rp_array *base = &reader->plan->base.array;
    for (int i = 0; i < count; i++, reader->view_axis++, reader->kept++) {
        base->shape[reader->kept] = reader->view->shape[reader->view_axis];
        base->strides[reader->kept] = reader->view->strides[reader->view_axis];
    }
    if (reader->run == TOGETHER)
        reader->run = INTERRUPTED;
}

static void note_indexed(key_reader *reader)
{
    if (reader->run == NONE_YET) {
        reader->run = TOGETHER;
        reader->plan->before = reader->kept;
    } else if (reader->run == INTERRUPTED) {
        reader->run = APART;
        reader->plan->before = 0;
    }
}

static int read_array_key(key_reader *reader, const rp_array *by)
{
    index_plan *plan = reader->plan;
    note_indexed(reader);
    int axes = is_bool(by) ? by->ndim : 1;
    indexed_axis *first = &plan->axes[plan->count];
    for (int d = 0; d < (axes ? axes : 1); d++) {
        indexed_axis *axis = &first[d];
        rp_slot_init(&axis->positions);
        axis->by = NULL;
        plan->count++;
        if (axes) {
            axis->length = reader->view->shape[reader->view_axis + d];
            axis->step = reader->view->strides[reader->view_axis + d];
        }
    }
    if (!axes)
        return take_truth(first, by);
    if (is_bool(by)) {
        RP_TRY(take_bools(first, by, reader->a, reader->axis));
    } else {
        /* Shapes are looked at before positions are, as NumPy does. */
        rp_array_alias(&first->positions.array, by);
        first->by = by;
        first->number = reader->axis;
    }
    reader->axis += axes;
    reader->view_axis += axes;
    return 0;
}

static int read_keys(key_reader *reader, int count, const rp_key *keys, rp_array *const *arrays,
                     int untouched)
{
    bool ellipsis = false;
    for (int i = 0; i < count; i++) {
        switch (keys[i].kind) {
        case RP_KEY_ARRAY:
            if (!is_integer_scalar(arrays[keys[i].has])) {
                RP_TRY(read_array_key(reader, arrays[keys[i].has]));
                break;
            }
            __attribute__((fallthrough));
        case RP_KEY_INTEGER:
            note_indexed(reader);
            reader->axis++;
            break;
        case RP_KEY_SLICE:
            keep_axes(reader, 1);
            reader->axis++;
            break;
        case RP_KEY_NEWAXIS: keep_axes(reader, 1); break;
        case RP_KEY_ELLIPSIS:
            keep_axes(reader, untouched);
            reader->axis += untouched;
            ellipsis = true;
            break;
        }
    }
    if (!ellipsis)
        keep_axes(reader, untouched);
    return 0;
}

/* ---- what the arrays broadcast to ---- */

static int fail_shapes(const index_plan *plan)
{
    char text[RP_ERROR_MESSAGE_BYTES / 2] = "";
    size_t used = 0;
    for (int i = 0; i < plan->count; i++) {
        const rp_array *by = &plan->axes[i].positions.array;
        char shape[RP_SHAPE_TEXT_BYTES];
        rp_shape_text_tight(shape, sizeof shape, by->ndim, by->shape);
        size_t length = strlen(shape);
        if (used + length + 2 > sizeof text)
            break;
        text[used++] = ' ';
        memcpy(text + used, shape, length + 1);
        used += length;
    }
    return rp_fail(RP_INDEX_ERROR,
                   "shape mismatch: indexing arrays could not be broadcast together with shapes%s",
                   text);
}

static int broadcast_axes(index_plan *plan)
{
    plan->ndim = 0;
    for (int i = 0; i < plan->count; i++) {
        const rp_array *by = &plan->axes[i].positions.array;
        for (; plan->ndim < by->ndim; plan->ndim++) {
            memmove(plan->shape + 1, plan->shape, sizeof(intptr_t) * (size_t)plan->ndim);
            plan->shape[0] = 1;
        }
        intptr_t *shape = plan->shape + plan->ndim - by->ndim;
        for (int d = 0; d < by->ndim; d++) {
            if (by->shape[d] == 1 || by->shape[d] == shape[d])
                continue;
            if (shape[d] != 1)
                return fail_shapes(plan);
            shape[d] = by->shape[d];
        }
    }
    plan->size = 1;
    for (int d = 0; d < plan->ndim; d++) {
        if (!rp_mul_intp(plan->size, plan->shape[d], &plan->size))
            return rp_fail(RP_VALUE_ERROR, "array is too big");
    }
    plan->flat = true;
    for (int i = 0; i < plan->count; i++) {
        indexed_axis *axis = &plan->axes[i];
        const rp_array *by = &axis->positions.array;
        plan->flat &= rp_array_size(by) == plan->size;
        intptr_t stride = 1;
        for (int d = plan->ndim - 1, from = by->ndim - 1; d >= 0; d--, from--) {
            bool along = from >= 0 && by->shape[from] != 1;
            axis->strides[d] = along ? stride : 0;
            stride *= along ? by->shape[from] : 1;
        }
    }
    return 0;
}

/* ---- what is written ---- */

static int result_shape(const index_plan *plan, intptr_t *shape)
{
    const rp_array *base = &plan->base.array;
    size_t word = sizeof(intptr_t);
    memcpy(shape, base->shape, word * (size_t)plan->before);
    memcpy(shape + plan->before, plan->shape, word * (size_t)plan->ndim);
    memcpy(shape + plan->before + plan->ndim, base->shape + plan->before,
           word * (size_t)(base->ndim - plan->before));
    return base->ndim + plan->ndim;
}

static int fail_value_shape(const rp_array *value, int ndim, const intptr_t *shape)
{
    char from[RP_SHAPE_TEXT_BYTES], to[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR,
                   "shape mismatch: value array of shape %s could not be broadcast to indexing "
                   "result of shape %s",
                   rp_shape_text_tight(from, sizeof from, value->ndim, value->shape),
                   rp_shape_text_tight(to, sizeof to, ndim, shape));
}

static bool broadcasts_to(const rp_array *value, int ndim, const intptr_t *shape)
{
    for (int i = 1; i <= value->ndim; i++) {
        intptr_t n = value->shape[value->ndim - i];
        if (n != 1 && (i > ndim || n != shape[ndim - i]))
            return false;
    }
    return true;
}

/* Is the key one array of bools of the array's own shape? */
static bool is_mask(const rp_array *a, int count, const rp_key *keys, rp_array *const *arrays)
{
    const rp_array *by = count == 1 && keys[0].kind == RP_KEY_ARRAY ? arrays[keys[0].has] : NULL;
    return by && is_bool(by) && by->ndim == a->ndim;
}

/* A mask takes its values one by one, and so from one dimension at most. */
static int check_value(const index_plan *plan, const rp_array *value, bool mask)
{
    intptr_t shape[RP_MAX_DIMS];
    int ndim = result_shape(plan, shape);
    if (mask && value->ndim > 1)
        return rp_fail(RP_TYPE_ERROR,
                       "NumPy boolean array indexing assignment requires a 0 or 1-dimensional "
                       "input, input has %d dimensions",
                       (int)value->ndim);
    if (broadcasts_to(value, ndim, shape))
        return 0;
    if (mask)
        return rp_fail(RP_VALUE_ERROR,
                       "NumPy boolean array indexing assignment cannot assign %zd input values to "
                       "the %zd output values where the mask is true",
                       (ptrdiff_t)value->shape[0], (ptrdiff_t)shape[0]);
    return fail_value_shape(value, ndim, shape);
}

/* ---- the plan ---- */

/* `value` is what will be written, NULL for reading. */
static int make_plan(index_plan *plan, const rp_array *a, int count, const rp_key *keys,
                     rp_array *const *arrays, const rp_array *value)
{
    plan->count = plan->before = 0;
    plan->axes = NULL;
    rp_slot_init(&plan->base);
    plain_keys plain;
    RP_TRY(make_plain(&plain, count, keys, arrays));
    rp_slot view;
    rp_slot_init(&view);
    RP_TRY(rp_view_index(&view.array, a, plain.count, plain.keys));
    plan->copied_view = plain.indexed == 0;
    if (plan->copied_view) {
        rp_array_alias(&plan->base.array, &view.array);
        return 0;
    }
    plan->axes = rp_alloc((size_t)plain.indexed * sizeof *plan->axes);
    if (!plan->axes)
        return rp_fail(RP_MEMORY_ERROR, "no memory for %d index arrays", plain.indexed);
    key_reader reader = {.plan = plan, .a = a, .view = &view.array};
    int code = read_keys(&reader, count, keys, arrays, a->ndim - plain.used);
    if (code >= 0)
        code = broadcast_axes(plan);
    if (code >= 0 && reader.kept + plan->ndim > RP_MAX_DIMS)
        code = rp_fail(RP_INDEX_ERROR,
                       "number of dimensions must be within [0, %d], indexing result would have %d",
                       RP_MAX_DIMS, reader.kept + plan->ndim);
    rp_array *base = &plan->base.array;
    base->dtype = a->dtype;
    base->data = view.array.data;
    base->ndim = reader.kept;
    base->flags = view.array.flags;
    if (code >= 0 && value)
        code = check_value(plan, value, is_mask(a, count, keys, arrays));
    for (int i = 0; code >= 0 && i < plan->count; i++) {
        if (plan->axes[i].by)
            code = take_positions(&plan->axes[i], value != NULL, a);
    }
    if (code < 0)
        drop_plan(plan);
    return code;
}

/* Offsets of `n` places from `begin` on, counted through the arrays' shape in C order. */
static void plan_offsets(const index_plan *plan, intptr_t begin, intptr_t n, intptr_t *offsets)
{
    if (plan->flat) {
        for (int i = 0; i < plan->count; i++) {
            const indexed_axis *axis = &plan->axes[i];
            const intptr_t *positions = (const intptr_t *)axis->positions.array.data + begin;
            (i ? rp_offsets_add : rp_offsets)(offsets, positions, n, axis->length, axis->step);
        }
        return;
    }
    memset(offsets, 0, (size_t)n * sizeof *offsets);
    int last = plan->ndim - 1;
    intptr_t row = plan->shape[last];
    for (intptr_t done = 0; done < n;) {
        intptr_t in_row = (begin + done) % row;
        intptr_t length = rp_min_intp(row - in_row, n - done);
        for (int i = 0; i < plan->count; i++) {
            const indexed_axis *axis = &plan->axes[i];
            intptr_t rest = (begin + done) / row, place = axis->strides[last] * in_row;
            for (int d = last - 1; d >= 0; d--) {
                place += axis->strides[d] * (rest % plan->shape[d]);
                rest /= plan->shape[d];
            }
            const intptr_t *positions = (const intptr_t *)axis->positions.array.data + place;
            if (axis->strides[last]) {
                rp_offsets_add(offsets + done, positions, length, axis->length, axis->step);
                continue;
            }
            intptr_t offset;
            rp_offsets(&offset, positions, 1, axis->length, axis->step);
            for (intptr_t j = 0; j < length; j++)
                offsets[done + j] += offset;
        }
        done += length;
    }
}

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
            plan_offsets(move->plan, first, n, offsets);
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
    if (!is_bool(mask) || mask->ndim != a->ndim)
        return NULL;
    for (int d = 0; d < a->ndim; d++)
        if (mask->shape[d] != a->shape[d])
            return NULL;
    return mask;
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
    RP_TRY(make_plan(&plan, a, count, keys, arrays, NULL));
    if (plan.copied_view)
        return rp_array_copy(out, &plan.base.array, NULL, RP_ORDER_K);
    intptr_t shape[RP_MAX_DIMS];
    int ndim = result_shape(&plan, shape);
    int code = rp_array_allocate(out, a->dtype, ndim, shape, RP_ORDER_C, false);
    if (code >= 0) {
        index_move move;
        plan_move(&move, &plan, out, false);
        run_move(&move);
    }
    drop_plan(&plan);
    return code;
}

/* ---- writing ---- */

static int write_value(const index_plan *plan, const rp_array *a, const rp_array *value)
{
    intptr_t shape[RP_MAX_DIMS];
    int ndim = result_shape(plan, shape);
    rp_array stripped = *value;
    while (stripped.ndim > ndim) {
        stripped.ndim--;
        stripped.shape++;
        stripped.strides++;
    }
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
    RP_TRY(make_plan(&plan, a, count, keys, arrays, value));
    if (plan.copied_view)
        return rp_array_assign(&plan.base.array, value, RP_CASTING_UNSAFE);
    int code = write_value(&plan, a, value);
    drop_plan(&plan);
    return code;
}

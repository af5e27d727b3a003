#include "index/index_plan.h"

#include "array/layout.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "dtype/cast.h"
#include "index/gather.h"
#include "index/nonzero.h"
#include "index/take.h"
#include <stddef.h>
#include <string.h>

enum { MAX_KEYS = 4 * RP_MAX_DIMS };

void rp_index_plan_drop(index_plan *plan)
{
    for (int i = 0; i < plan->count; i++)
        rp_array_release(&plan->axes[i].positions.array);
    rp_free(plan->axes);
}

/* ---- reading the keys ---- */

static bool is_integer_scalar(const rp_array *a) { return a->ndim == 0 && !rp_is_bool(a); }

static int check_array_key(const rp_array *a)
{
    if (!rp_is_bool(a) && !rp_is_integer(a->dtype))
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
                repeats = rp_is_bool(by) ? by->ndim : 1;
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
    return writes ? rp_detach(positions, a) : 0;
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
    int axes = rp_is_bool(by) ? by->ndim : 1;
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
    if (rp_is_bool(by)) {
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

int rp_index_plan_shape(const index_plan *plan, intptr_t *shape)
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

/* Is the key one array of bools of the array's own shape? */
static bool is_mask(const rp_array *a, int count, const rp_key *keys, rp_array *const *arrays)
{
    const rp_array *by = count == 1 && keys[0].kind == RP_KEY_ARRAY ? arrays[keys[0].has] : NULL;
    return by && rp_is_bool(by) && by->ndim == a->ndim;
}

/* A mask takes its values one by one, and so from one dimension at most. */
static int check_value(const index_plan *plan, const rp_array *value, bool mask)
{
    intptr_t shape[RP_MAX_DIMS];
    int ndim = rp_index_plan_shape(plan, shape);
    if (mask && value->ndim > 1)
        return rp_fail(RP_TYPE_ERROR,
                       "NumPy boolean array indexing assignment requires a 0 or 1-dimensional "
                       "input, input has %d dimensions",
                       (int)value->ndim);
    if (rp_broadcasts_to(value, ndim, shape))
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
int rp_index_plan(index_plan *plan, const rp_array *a, int count, const rp_key *keys,
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
        rp_index_plan_drop(plan);
    return code;
}

/* Offsets of `n` places from `begin` on, counted through the arrays' shape in C order. */
void rp_index_plan_offsets(const index_plan *plan, intptr_t begin, intptr_t n, intptr_t *offsets)
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

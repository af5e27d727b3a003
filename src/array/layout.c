#include "array/layout.h"

#include "array/iter.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "base/bits.h"
#include "base/format.h"
#include "thread/pool.h"
#include <string.h>

void rp_slot_init(rp_slot *slot)
{
    slot->array = (rp_array){.shape = slot->dims, .strides = slot->dims + RP_MAX_DIMS};
}

/* ---- what follows from shape and strides ---- */

bool rp_is_c_contiguous(const rp_array *a)
{
    intptr_t expected = a->dtype->itemsize;
    bool dense = true;
    for (int i = a->ndim - 1; i >= 0; i--) {
        intptr_t length = a->shape[i];
        if (length == 0)
            return true;
        if (length == 1 || !dense)
            continue;
        dense = a->strides[i] == expected;
        expected = rp_wrapped_product(expected, length);
    }
    return dense;
}

bool rp_is_f_contiguous(const rp_array *a)
{
    intptr_t expected = a->dtype->itemsize;
    bool dense = true;
    for (int i = 0; i < a->ndim; i++) {
        intptr_t length = a->shape[i];
        if (length == 0)
            return true;
        if (length == 1 || !dense)
            continue;
        dense = a->strides[i] == expected;
        expected = rp_wrapped_product(expected, length);
    }
    return dense;
}

bool rp_is_aligned(const rp_array *a)
{
    uintptr_t low_bits = (uintptr_t)a->data;
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] == 0)
            return true;
        if (a->shape[i] > 1)
            low_bits |= (uintptr_t)a->strides[i];
    }
    return (low_bits & ((uintptr_t)a->dtype->alignment - 1)) == 0;
}

/* ---- shapes ---- */

int rp_check_ndim(int ndim)
{
    if (ndim < 0)
        return rp_fail(RP_VALUE_ERROR, "number of dimensions must be within [0, %d]", RP_MAX_DIMS);
    if (ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "maximum supported dimension for an ndarray is currently %d, found %d",
                       RP_MAX_DIMS, ndim);
    return 0;
}

/* As NumPy, a length of zero does not hide that the others are too much: strides are made of them.
 */
int rp_check_shape(int ndim, const intptr_t *shape, intptr_t itemsize, intptr_t *size,
                   intptr_t *nbytes)
{
    RP_TRY(rp_check_ndim(ndim));
    intptr_t count = 1, bytes = 0;
    bool empty = false, fits = true;
    for (int i = 0; i < ndim; i++) {
        intptr_t length = shape[i];
        if (length < 0)
            return rp_fail(RP_VALUE_ERROR, "negative dimensions are not allowed");
        if (length == 0)
            empty = true;
        else if (fits)
            fits = rp_mul_intp(count, length, &count);
    }
    if (!fits || !rp_mul_intp(count, itemsize, &bytes))
        return rp_fail(RP_VALUE_ERROR,
                       "array is too big; `arr.size * arr.dtype.itemsize` is larger than the "
                       "maximum possible size.");
    *size = empty ? 0 : count;
    *nbytes = empty ? 0 : bytes;
    return 0;
}

int rp_order_parse(char order)
{
    switch (order) {
    case 'C':
    case 'c': return RP_ORDER_C;
    case 'F':
    case 'f': return RP_ORDER_F;
    case 'A':
    case 'a': return RP_ORDER_A;
    case 'K':
    case 'k': return RP_ORDER_K;
    default:
        return rp_fail(RP_VALUE_ERROR, "order must be one of 'C', 'F', 'A', or 'K' (got '%c')",
                       order);
    }
}

/* One dimension more of a dense array: its step, and the step of the next. Lengths of zero are
 * passed over, as NumPy does. */
static inline intptr_t dense_step(intptr_t step, intptr_t length)
{
    return length ? rp_wrapped_product(step, length) : step;
}

void rp_fill_strides(intptr_t *strides, int ndim, const intptr_t *shape, intptr_t itemsize,
                     rp_order order)
{
    intptr_t step = itemsize;
    if (order == RP_ORDER_F) {
        for (int i = 0; i < ndim; i++) {
            strides[i] = step;
            step = dense_step(step, shape[i]);
        }
        return;
    }
    for (int i = ndim - 1; i >= 0; i--) {
        strides[i] = step;
        step = dense_step(step, shape[i]);
    }
}

/* The order, C or F, of a dense array laid out like this one; K where only sorting will tell. */
static rp_order order_of(const rp_array *like, rp_order order)
{
    if (order == RP_ORDER_C || order == RP_ORDER_F)
        return order;
    if (like->ndim <= 1 || rp_is_c_contiguous(like))
        return RP_ORDER_C;
    if (rp_is_f_contiguous(like))
        return RP_ORDER_F;
    return order == RP_ORDER_K ? RP_ORDER_K : RP_ORDER_C;
}

static uintptr_t magnitude(intptr_t step) { return step < 0 ? -(uintptr_t)step : (uintptr_t)step; }

/* Axes sorted by falling magnitude of step; equal ones keep their order. */
static void fill_strides_sorted(intptr_t *strides, const rp_array *like, intptr_t itemsize)
{
    int axes[RP_MAX_DIMS];
    for (int i = 0; i < like->ndim; i++) {
        uintptr_t step = magnitude(like->strides[i]);
        int place = i;
        for (; place > 0 && magnitude(like->strides[axes[place - 1]]) < step; place--)
            axes[place] = axes[place - 1];
        axes[place] = i;
    }
    intptr_t step = itemsize;
    for (int i = like->ndim - 1; i >= 0; i--) {
        strides[axes[i]] = step;
        step = dense_step(step, like->shape[axes[i]]);
    }
}

void rp_fill_strides_like(intptr_t *strides, const rp_array *like, intptr_t itemsize,
                          rp_order order)
{
    rp_order named = order_of(like, order);
    if (named == RP_ORDER_K)
        fill_strides_sorted(strides, like, itemsize);
    else
        rp_fill_strides(strides, like->ndim, like->shape, itemsize, named);
}

/* ---- memory ---- */

/* "8.00 TiB", "512. MiB": three digits, as NumPy writes the size of what it could not allocate. */
static void size_text(char *out, size_t room, uint64_t nbytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    int unit = 0;
    while (unit < 6 && (nbytes >> (10 * unit)) >= 1024)
        unit++;
    if (unit == 0) {
        rp_format(out, room, "%zu bytes", (size_t)nbytes);
        return;
    }
    double amount = (double)nbytes / (double)((uint64_t)1 << (10 * unit));
    int decimals = amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
    int scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
    int digits = (int)(amount * scale + 0.5);
    if (decimals == 0)
        rp_format(out, room, "%d. %s", digits, units[unit]);
    else if (decimals == 1)
        rp_format(out, room, "%d.%d %s", digits / 10, digits % 10, units[unit]);
    else
        rp_format(out, room, "%d.%d%d %s", digits / 100, digits / 10 % 10, digits % 10,
                  units[unit]);
}

static int fail_no_memory(const rp_dtype *dtype, int ndim, const intptr_t *shape, intptr_t nbytes)
{
    char amount[32], text[RP_SHAPE_TEXT_BYTES];
    size_text(amount, sizeof amount, (uint64_t)nbytes);
    return rp_fail(RP_MEMORY_ERROR,
                   "Unable to allocate %s for an array with shape %s and data type %s", amount,
                   rp_shape_text(text, sizeof text, ndim, shape), dtype->name);
}

enum { CLEARED_BYTES = 1 << 18 /* at a time */, CLEARING_COST = 1 /* of eight bytes */ };

typedef struct clearing {
    char *block;
    intptr_t nbytes;
} clearing;

static void clear_pieces(void *context, intptr_t begin, intptr_t end)
{
    const clearing *c = context;
    intptr_t from = begin * CLEARED_BYTES, to = rp_min_intp(end * CLEARED_BYTES, c->nbytes);
    memset(c->block + from, 0, (size_t)(to - from));
}

static void clear(void *block, intptr_t nbytes)
{
    clearing c = {block, nbytes};
    intptr_t pieces = (nbytes + CLEARED_BYTES - 1) / CLEARED_BYTES;
    if (rp_worth_threads(nbytes / 8, CLEARING_COST))
        rp_parallel_for(pieces, 1, clear_pieces, &c);
    else if (pieces > 0)
        clear_pieces(&c, 0, pieces);
}

/* Everything that can fail comes first: a checked block for the shape. */
static int allocate_block(const rp_dtype *dtype, int ndim, const intptr_t *shape, bool zeroed,
                          void **block, intptr_t *nbytes)
{
    intptr_t size;
    RP_TRY(rp_check_shape(ndim, shape, dtype->itemsize, &size, nbytes));
    size_t used;
    *block = rp_alloc_knowing((size_t)*nbytes, &used);
    if (!*block)
        return fail_no_memory(dtype, ndim, shape, *nbytes);
    if (zeroed)
        clear(*block, (intptr_t)used);
    return 0;
}

static void own(rp_array *out, const rp_dtype *dtype, void *block)
{
    out->dtype = dtype;
    out->data = block;
    out->flags = RP_ARRAY_OWNDATA | RP_ARRAY_WRITEABLE;
    out->block = block;
    out->base = NULL;
    out->weak = RP_STRONG;
}

static void copy_dims(intptr_t *to, const intptr_t *from, int ndim)
{
    for (int i = 0; i < ndim; i++)
        to[i] = from[i];
}

static void clear_dims(intptr_t *dims, int ndim)
{
    for (int i = 0; i < ndim; i++)
        dims[i] = 0;
}

int rp_array_allocate(rp_array *out, const rp_dtype *dtype, int ndim, const intptr_t *shape,
                      rp_order order, bool zeroed)
{
    void *block;
    intptr_t nbytes;
    RP_TRY(allocate_block(dtype, ndim, shape, zeroed, &block, &nbytes));
    own(out, dtype, block);
    out->ndim = ndim;
    copy_dims(out->shape, shape, ndim);
    if (nbytes == 0) /* as NumPy */
        clear_dims(out->strides, ndim);
    else
        rp_fill_strides(out->strides, ndim, out->shape, dtype->itemsize, order);
    return 0;
}

int rp_array_allocate_dense(rp_array *out, const rp_dtype *dtype, const rp_array *like)
{
    intptr_t nbytes;
    size_t used;
    if (!rp_mul_intp(rp_array_size(like), dtype->itemsize, &nbytes))
        return rp_array_allocate(out, dtype, like->ndim, like->shape, RP_ORDER_C, false);
    void *block = rp_alloc_knowing((size_t)nbytes, &used);
    if (!block)
        return fail_no_memory(dtype, like->ndim, like->shape, nbytes);
    own(out, dtype, block);
    out->ndim = like->ndim;
    copy_dims(out->shape, like->shape, like->ndim);
    if (nbytes == 0)
        clear_dims(out->strides, like->ndim);
    else if (like->ndim == 1)
        out->strides[0] = dtype->itemsize;
    else
        rp_fill_strides(out->strides, like->ndim, out->shape, dtype->itemsize, RP_ORDER_C);
    return 0;
}

static int allocate_like(rp_array *out, const rp_dtype *dtype, const rp_array *like, rp_order order,
                         bool zeroed)
{
    rp_order named = order_of(like, order);
    if (named != RP_ORDER_K)
        return rp_array_allocate(out, dtype, like->ndim, like->shape, named, zeroed);
    void *block;
    intptr_t nbytes;
    RP_TRY(allocate_block(dtype, like->ndim, like->shape, zeroed, &block, &nbytes));
    fill_strides_sorted(out->strides, like, dtype->itemsize);
    own(out, dtype, block);
    out->ndim = like->ndim;
    copy_dims(out->shape, like->shape, like->ndim);
    return 0;
}

int rp_array_allocate_like(rp_array *out, const rp_dtype *dtype, const rp_array *like,
                           rp_order order)
{
    return allocate_like(out, dtype, like, order, false);
}

int rp_array_zeros_like(rp_array *out, const rp_dtype *dtype, const rp_array *like, rp_order order)
{
    return allocate_like(out, dtype, like, order, true);
}

void rp_array_release(rp_array *a)
{
    if (!a->block)
        return;
    rp_free(a->block);
    a->block = NULL;
    a->data = NULL;
    a->flags &= ~(uint32_t)RP_ARRAY_OWNDATA;
}

void rp_array_alias(rp_array *view, const rp_array *of)
{
    view->dtype = of->dtype;
    view->data = of->data;
    view->ndim = of->ndim;
    copy_dims(view->shape, of->shape, of->ndim);
    copy_dims(view->strides, of->strides, of->ndim);
    view->flags = of->flags & RP_ARRAY_WRITEABLE;
    view->block = NULL;
    view->base = NULL;
    view->weak = RP_STRONG;
}

/* ---- shapes as text ---- */

/* Writes "(a<separator>b)"; a negative length as `unknown`, or as the number where that is NULL.
 * What does not fit ends in "...". */
static char *shape_text(char *out, size_t size, int ndim, const intptr_t *shape,
                        const char *separator, const char *unknown)
{
    enum { TAIL_BYTES = 6 }; /* "...)" or ",)" and the zero */
    if (size < TAIL_BYTES) {
        if (size)
            out[0] = 0;
        return out;
    }
    size_t at = rp_format(out, size, "(");
    for (int i = 0; i < ndim; i++) {
        char item[32];
        size_t length =
            shape[i] < 0 && unknown
                ? rp_format(item, sizeof item, "%s%s", i ? separator : "", unknown)
                : rp_format(item, sizeof item, "%s%zd", i ? separator : "", (ptrdiff_t)shape[i]);
        if (at + length + TAIL_BYTES > size) {
            rp_format(out + at, size - at, "...)");
            return out;
        }
        memcpy(out + at, item, length);
        at += length;
    }
    rp_format(out + at, size - at, ndim == 1 ? ",)" : ")");
    return out;
}

char *rp_shape_text(char *out, size_t size, int ndim, const intptr_t *shape)
{
    return shape_text(out, size, ndim, shape, ", ", NULL);
}

char *rp_shape_text_tight(char *out, size_t size, int ndim, const intptr_t *shape)
{
    return shape_text(out, size, ndim, shape, ",", "newaxis");
}

/* ---- heap objects ---- */

/* An object with room for its dimensions, described as empty. */
static rp_array *new_object(int ndim)
{
    rp_array *a = rp_alloc(sizeof *a + 2 * (size_t)ndim * sizeof(intptr_t));
    if (!a)
        return NULL;
    intptr_t *dims = (intptr_t *)(a + 1);
    *a = (rp_array){.shape = dims, .strides = dims + ndim, .ndim = ndim, .refcount = 1};
    return a;
}

rp_array *rp_array_new(const rp_dtype *dtype, int ndim, const intptr_t *shape, rp_order order)
{
    if (rp_check_ndim(ndim) < 0)
        return NULL;
    rp_array *a = new_object(ndim);
    if (a && rp_array_allocate(a, dtype, ndim, shape, order, false) < 0) {
        rp_free(a);
        return NULL;
    }
    return a;
}

/* A view of a view holds on to the one that owns the memory. */
static rp_array *owner_of(rp_array *base)
{
    while (base && !base->block && base->base)
        base = base->base;
    return base;
}

rp_array *rp_array_new_view(rp_array *base, const rp_dtype *dtype, char *data, int ndim,
                            const intptr_t *shape, const intptr_t *strides)
{
    if (rp_check_ndim(ndim) < 0)
        return NULL;
    rp_array *owner = owner_of(base);
    if (owner && owner->refcount <= 0) {
        rp_fail(RP_INTERNAL_ERROR, "an array in a slot cannot be kept alive by a view");
        return NULL;
    }
    rp_array *a = new_object(ndim);
    if (!a)
        return NULL;
    a->dtype = dtype;
    a->data = data;
    a->flags = base ? base->flags & RP_ARRAY_WRITEABLE : RP_ARRAY_WRITEABLE;
    a->base = owner ? rp_array_retain(owner) : NULL;
    copy_dims(a->shape, shape, ndim);
    copy_dims(a->strides, strides, ndim);
    return a;
}

/* A scalar's element lies in the slot itself and has to move to a block. */
static bool lies_in_slot(const rp_slot *slot)
{
    uintptr_t data = (uintptr_t)slot->array.data, begin = (uintptr_t)slot->value;
    return data >= begin && data < begin + sizeof slot->value;
}

rp_array *rp_array_from_slot(rp_slot *slot)
{
    rp_array *from = &slot->array;
    rp_array *a = new_object(from->ndim);
    if (!a)
        return NULL;
    if (!from->block && lies_in_slot(slot)) {
        size_t nbytes = sizeof slot->value;
        void *block = rp_alloc(nbytes);
        if (!block) {
            rp_free(a);
            return NULL;
        }
        memcpy(block, slot->value, nbytes);
        a->data = (char *)block + (from->data - (char *)slot->value);
        a->block = block;
        a->flags = RP_ARRAY_OWNDATA | RP_ARRAY_WRITEABLE;
    } else {
        a->data = from->data;
        a->block = from->block;
        a->flags = from->block ? from->flags : from->flags & RP_ARRAY_WRITEABLE;
        rp_array *owner = from->block ? NULL : owner_of(from->base);
        if (owner && owner->refcount > 0)
            a->base = rp_array_retain(owner);
        from->block = NULL;
        from->flags &= ~(uint32_t)RP_ARRAY_OWNDATA;
    }
    a->dtype = from->dtype;
    copy_dims(a->shape, from->shape, from->ndim);
    copy_dims(a->strides, from->strides, from->ndim);
    return a;
}

rp_array *rp_array_retain(rp_array *a)
{
    a->refcount++;
    return a;
}

void rp_array_drop(rp_array *a)
{
    while (a && --a->refcount == 0) {
        rp_array *base = a->base;
        rp_array_release(a);
        rp_free(a);
        a = base;
    }
}

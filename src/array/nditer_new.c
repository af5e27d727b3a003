/* Making an iterator: flags, broadcasting with remapped axes, order, dtypes, new arrays. */
#include "array/dims.h"
#include "array/layout.h"
#include "array/nditer.h"
#include "array/nditer_parts.h"
#include "base/alloc.h"
#include "base/bits.h"
#include <string.h>

/* ---- room ---- */

static size_t bytes_for(int nop)
{
    return sizeof(rp_nditer) + sizeof(rp_nd_operand) * (size_t)nop +
           sizeof(intptr_t[RP_MAX_DIMS]) * (size_t)(nop + 1);
}

size_t rp_nditer_bytes(const rp_nditer *it) { return bytes_for(it->nop); }

static void place_parts(rp_nditer *it)
{
    it->strides = (void *)(it + 1);
    it->ops = (void *)(it->strides + it->nop + 1);
}

rp_nditer *rp_nditer_copy(const rp_nditer *it)
{
    rp_nditer *copy = rp_alloc(rp_nditer_bytes(it));
    if (!copy)
        return NULL;
    memcpy(copy, it, rp_nditer_bytes(it));
    place_parts(copy);
    return copy;
}

static rp_dims dims_of(rp_nditer *it)
{
    return (rp_dims){it->nop + 1, it->ndim, it->shape, it->strides, it->axes};
}

/* ---- axes ---- */

int rp_nditer_own_axis(const rp_nditer_request *r, int ndim, int i, int op_ndim, int from_last,
                       bool *reduction)
{
    *reduction = false;
    if (!r->op_axes || !r->op_axes[i])
        return op_ndim - 1 - from_last < 0 ? -1 : op_ndim - 1 - from_last;
    int axis = r->op_axes[i][ndim - 1 - from_last];
    if (axis >= RP_ND_REDUCTION_AXIS - 1) {
        axis -= RP_ND_REDUCTION_AXIS;
        *reduction = true;
    }
    return axis < 0 ? -1 : axis;
}

static int check_op_axes(const rp_nditer_request *r)
{
    if (r->oa_ndim > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "Cannot construct an iterator with more than %d dimensions (%d were "
                       "requested)",
                       RP_MAX_DIMS, r->oa_ndim);
    for (int i = 0; i < r->nop && r->op_axes; i++) {
        uint64_t seen = 0;
        for (int k = 0; k < r->oa_ndim && r->op_axes[i]; k++) {
            bool reduction;
            int axis = rp_nditer_own_axis(r, r->oa_ndim, i, 0, r->oa_ndim - 1 - k, &reduction);
            if (axis < 0)
                continue;
            if (axis >= RP_MAX_DIMS)
                return rp_fail(RP_VALUE_ERROR,
                               "The 'op_axes' provided to the iterator constructor for operand %d "
                               "contained invalid values %d",
                               i, axis);
            if (seen & 1ull << axis)
                return rp_fail(RP_VALUE_ERROR,
                               "The 'op_axes' provided to the iterator constructor for operand %d "
                               "contained duplicate value %d",
                               i, axis);
            seen |= 1ull << axis;
        }
    }
    return 0;
}

static int fail_broadcast(const rp_nditer_request *r, int ndim)
{
    char text[RP_ERROR_MESSAGE_BYTES - 192];
    size_t at = 0;
    text[0] = 0;
    for (int i = 0; i < r->nop; i++) {
        const rp_array *op = r->ops[i];
        if (!op->dtype || at + 8 > sizeof text)
            continue;
        text[at++] = ' ';
        rp_shape_text_tight(text + at, sizeof text - at, op->ndim, op->shape);
        at += strlen(text + at);
    }
    if (!r->itershape)
        return rp_fail(RP_VALUE_ERROR, "operands could not be broadcast together with%s shapes%s",
                       r->op_axes ? " remapped" : "", text);
    char shape[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR,
                   "operands could not be broadcast together with remapped shapes%s and requested "
                   "shape %s",
                   text, rp_shape_text_tight(shape, sizeof shape, ndim, r->itershape));
}

/* Broadcasts the operands' axes to it->shape. */
static int broadcast(rp_nditer *it, const rp_nditer_request *r)
{
    int ndim = it->ndim;
    for (int d = 0; d < ndim; d++) {
        intptr_t asked = r->itershape ? r->itershape[ndim - 1 - d] : -1;
        it->shape[d] = asked < 0 ? 1 : asked;
    }
    for (int i = 0; i < r->nop; i++) {
        const rp_array *op = r->ops[i];
        if (!op->dtype)
            continue;
        bool remapped = r->op_axes && r->op_axes[i];
        if (!remapped && op->ndim > ndim)
            return rp_fail(RP_VALUE_ERROR, "input operand has more dimensions than allowed by the "
                                           "axis remapping");
        for (int d = 0; d < ndim; d++) {
            bool reduction;
            int axis = rp_nditer_own_axis(r, ndim, i, op->ndim, d, &reduction);
            if (axis < 0)
                continue;
            if (axis >= op->ndim)
                return rp_fail(RP_VALUE_ERROR,
                               "Iterator input op_axes[%d][%d] (==%d) is not a valid axis of "
                               "op[%d], which has %d dimensions",
                               i, ndim - 1 - d, axis, i, op->ndim);
            intptr_t length = op->shape[axis];
            if (reduction && length != 1)
                return rp_fail(RP_VALUE_ERROR,
                               "operand was set up as a reduction along axis %d, but the length of "
                               "the axis is %zd (it has to be 1)",
                               axis, length);
            if (it->shape[d] == 1)
                it->shape[d] = length;
            else if (length != it->shape[d] && length != 1)
                return fail_broadcast(r, ndim);
        }
    }
    for (int d = 0; d < ndim && r->itershape; d++)
        if (r->itershape[ndim - 1 - d] == 1 && it->shape[d] != 1)
            return fail_broadcast(r, ndim);
    return 0;
}

/* Operand i is written again and again along dimension d. */
static int note_reduction(rp_nditer *it, const rp_nditer_request *r, int i, int d)
{
    rp_nd_operand *op = &it->ops[i];
    if (!(op->flags & RP_ND_WRITE))
        return 0;
    if (!(r->flags & RP_ND_REDUCE_OK))
        return rp_fail(RP_VALUE_ERROR,
                       "output operand requires a reduction along dimension %d, but the reduction "
                       "is not enabled. The dimension size of 1 does not match the expected output "
                       "shape.",
                       it->ndim - 1 - d);
    if (!(op->flags & RP_ND_READ))
        return rp_fail(RP_VALUE_ERROR,
                       "output operand requires a reduction along dimension %d, but is flagged as "
                       "write-only, not read-write",
                       it->ndim - 1 - d);
    op->flags |= RP_ND_REDUCE;
    it->flags |= RP_ND_REDUCES;
    return 0;
}

/* Does operand i have every dimension that the iteration steps along, as its flags demand? */
static int check_repeats(rp_nditer *it, const rp_nditer_request *r, int i)
{
    const rp_array *op = r->ops[i];
    bool remapped = r->op_axes && r->op_axes[i];
    if (!op->dtype && !remapped)
        return 0;
    for (int d = 0; d < it->ndim; d++) {
        bool reduction;
        int axis = rp_nditer_own_axis(r, it->ndim, i, op->ndim, d, &reduction);
        bool repeats = axis < 0 || (op->dtype && op->shape[axis] == 1);
        bool missing = !remapped && axis < 0; /* counts as broadcasting, whatever the length */
        if (!reduction && !missing && (it->shape[d] == 1 || !repeats))
            continue;
        if ((it->shape[d] != 1 || missing) && r->op_flags[i] & RP_ND_NO_BROADCAST && op->dtype) {
            char own[RP_SHAPE_TEXT_BYTES], all[RP_SHAPE_TEXT_BYTES];
            intptr_t shape[RP_MAX_DIMS];
            for (int k = 0; k < it->ndim; k++)
                shape[k] = it->shape[it->ndim - 1 - k];
            return rp_fail(RP_VALUE_ERROR,
                           "non-broadcastable operand with shape %s doesn't match the broadcast "
                           "shape %s",
                           rp_shape_text_tight(own, sizeof own, op->ndim, op->shape),
                           rp_shape_text_tight(all, sizeof all, it->ndim, shape));
        }
        if (!op->dtype && reduction) { /* asked for in so many words */
            it->ops[i].flags |= RP_ND_REDUCE;
            it->flags |= RP_ND_REDUCES;
        } else if (it->shape[d] != 1 || reduction)
            RP_TRY(note_reduction(it, r, i, d));
    }
    return 0;
}

void rp_nditer_set_operand(rp_nditer *it, const rp_nditer_request *r, int i)
{
    const rp_array *op = r->ops[i];
    rp_nd_operand *own = &it->ops[i];
    own->laid = 0;
    for (int d = 0; d < it->ndim; d++) {
        bool turned = it->axes[d] < 0, reduction;
        int from_last = turned ? ~it->axes[d] : it->axes[d];
        int axis =
            op->dtype ? rp_nditer_own_axis(r, it->ndim, i, op->ndim, from_last, &reduction) : -1;
        intptr_t stride = axis < 0 || op->shape[axis] == 1 ? 0 : op->strides[axis];
        if (turned) {
            own->laid += stride * (it->shape[d] - 1);
            stride = -stride;
        }
        it->strides[i][d] = stride;
    }
    own->base = own->laid;
}

/* The flat index is one more operand, which no order looks at. */
static void set_index(rp_nditer *it)
{
    intptr_t step = 1;
    bool of_c = it->flags & RP_ND_C_INDEX, of_f = it->flags & RP_ND_F_INDEX;
    for (int k = 0; k < it->ndim; k++) {
        int d = of_c ? k : it->ndim - 1 - k;
        it->strides[it->nop][d] = (of_c || of_f) && it->shape[d] != 1 ? step : 0;
        step = rp_wrapped_product(step, it->shape[d]);
    }
}

static int count_elements(rp_nditer *it)
{
    it->size = 1;
    bool fits = true;
    for (int d = 0; d < it->ndim; d++)
        fits = fits && rp_mul_intp(it->size, it->shape[d], &it->size);
    for (int d = 0; d < it->ndim; d++)
        if (it->shape[d] == 0) {
            it->size = 0;
            fits = true;
        }
    if (!fits && !(it->flags & RP_ND_MULTI_INDEX))
        return rp_fail(RP_VALUE_ERROR, "iterator is too large");
    if (!fits)
        it->size = -1; /* removing an axis may help */
    return 0;
}

/* ---- order ---- */

static void turn_negative_strides(rp_nditer *it)
{
    for (int d = 0; d < it->ndim; d++) {
        bool negative = false, positive = false;
        for (int i = 0; i < it->nop; i++) {
            negative |= it->strides[i][d] < 0;
            positive |= it->strides[i][d] > 0;
        }
        if (!negative || positive)
            continue;
        intptr_t last = it->shape[d] - 1;
        for (int i = 0; i < it->nop; i++)
            it->ops[i].laid = it->ops[i].base += it->strides[i][d] * last;
        it->index_base += it->strides[it->nop][d] * last;
        for (int row = 0; row <= it->nop; row++)
            it->strides[row][d] = -it->strides[row][d];
        it->axes[d] = (int8_t)~it->axes[d];
    }
}

static void put_in_order(rp_nditer *it, const rp_nditer_request *r)
{
    rp_order order = r->order;
    bool allocates = false, all_f = true;
    for (int i = 0; i < it->nop; i++) {
        allocates |= !r->ops[i]->dtype;
        all_f &= !r->ops[i]->dtype || rp_is_f_contiguous(r->ops[i]);
    }
    if (order == RP_ORDER_A)
        order = all_f ? RP_ORDER_F : RP_ORDER_C;
    rp_dims dims = dims_of(it);
    if (order == RP_ORDER_F)
        for (int i = 0, j = it->ndim - 1; i < j; i++, j--)
            rp_dims_swap(&dims, i, j);
    if (order != RP_ORDER_K)
        return;
    rp_dims_sort(&dims, it->nop);
    if (!allocates) /* an output is to lie the way its axes go */
        turn_negative_strides(it);
}

/* ---- all of it ---- */

static int lay_out(rp_nditer *it, const rp_nditer_request *r)
{
    it->flags = r->flags;
    it->ndim = r->oa_ndim < 0 ? 0 : r->oa_ndim;
    for (int i = 0; i < it->nop && r->oa_ndim < 0; i++)
        if (r->ops[i]->dtype && r->ops[i]->ndim > it->ndim)
            it->ndim = r->ops[i]->ndim;
    for (int d = 0; d < it->ndim; d++)
        it->axes[d] = (int8_t)d;
    RP_TRY(rp_nditer_check_operands(it, r));
    RP_TRY(broadcast(it, r));
    for (int i = 0; i < it->nop; i++) {
        RP_TRY(check_repeats(it, r, i));
        rp_nditer_set_operand(it, r, i);
    }
    RP_TRY(count_elements(it));
    set_index(it);
    put_in_order(it, r);
    RP_TRY(rp_nditer_find_dtypes(it, r));
    RP_TRY(rp_nditer_make_arrays(it, r));
    if (!(it->flags & RP_ND_MULTI_INDEX)) {
        rp_dims dims = dims_of(it);
        it->ndim = rp_dims_merge(&dims);
    }
    it->end = it->size;
    it->buffersize = r->buffersize <= 0 ? RP_NDITER_BUFFER : r->buffersize;
    if (it->buffersize > it->size)
        it->buffersize = it->size;
    if (it->size >= 0)
        rp_nditer_goto(it, 0);
    return 0;
}

int rp_nditer_new(rp_nditer **out, const rp_nditer_request *r)
{
    if (r->nop < 1)
        return rp_fail(RP_VALUE_ERROR, "Must provide at least one operand");
    if (r->nop > RP_NDITER_OPERANDS)
        return rp_fail(
            RP_VALUE_ERROR,
            "Cannot construct an iterator with more than %d operands (%d were requested)",
            RP_NDITER_OPERANDS, r->nop);
    RP_TRY(check_op_axes(r));
    RP_TRY(rp_nditer_check_flags(r->flags));
    rp_nditer *it = rp_alloc_zeroed(bytes_for(r->nop));
    if (!it)
        return -RP_MEMORY_ERROR;
    it->nop = r->nop;
    it->mask_op = -1;
    place_parts(it);
    int code = lay_out(it, r);
    if (code < 0) {
        rp_free(it);
        return code;
    }
    *out = it;
    return 0;
}

/* Arrays that an iterator needs: outputs, and copies of what it cannot walk along or overlaps. */
#include "array/layout.h"
#include "array/nditer_parts.h"

/* The caller is to make an array of operand i's dtype that lies in the order of the iteration: a
 * copy of the operand, or an output. */
static int describe_array(rp_nditer *it, const rp_nditer_request *r, int i)
{
    rp_array *op = r->ops[i];
    bool output = !op->dtype, remapped = r->op_axes && r->op_axes[i];
    intptr_t stride = it->ops[i].dtype->itemsize;
    if (output) {
        op->ndim = it->ndim;
        for (int d = 0; d < it->ndim && remapped; d++) {
            bool reduction;
            op->ndim -= rp_nditer_own_axis(r, it->ndim, i, 0, d, &reduction) < 0;
        }
    }
    uint64_t seen = 0;
    for (int d = 0; d < it->ndim; d++) {
        bool reduction;
        int from_last = it->axes[d] < 0 ? ~it->axes[d] : it->axes[d];
        int axis = rp_nditer_own_axis(r, it->ndim, i, op->ndim, from_last, &reduction);
        if (axis < 0)
            continue;
        if (axis >= op->ndim)
            return rp_fail(RP_VALUE_ERROR,
                           "automatically allocated output array specified with an inconsistent "
                           "axis mapping; the axis mapping is missing an entry for a dimension "
                           "below %d",
                           axis);
        seen |= 1ull << axis;
        if (output)
            op->shape[axis] = reduction ? 1 : it->shape[d];
        op->strides[axis] = stride;
        stride *= op->shape[axis];
    }
    /* Axes of a copy that the iteration does not know. */
    for (int axis = op->ndim - 1; axis >= 0; axis--)
        if (!(seen >> axis & 1)) {
            op->strides[axis] = stride;
            stride *= op->shape[axis];
        }
    intptr_t size, nbytes;
    RP_TRY(rp_check_shape(op->ndim, op->shape, it->ops[i].dtype->itemsize, &size, &nbytes));
    op->dtype = it->ops[i].own = it->ops[i].dtype;
    op->data = NULL; /* as well aligned as an address can be */
    rp_nditer_set_operand(it, r, i);
    it->ops[i].flags &= ~(uint32_t)RP_ND_CAST;
    it->ops[i].flags |= RP_ND_NEW_ARRAY | (output ? 0 : RP_ND_COPIED);
    return 0;
}

static bool same_elements(const rp_array *a, const rp_array *b)
{
    if (a->data != b->data || a->dtype != b->dtype || a->ndim != b->ndim)
        return false;
    for (int d = 0; d < a->ndim; d++)
        if (a->shape[d] != b->shape[d] || a->strides[d] != b->strides[d] ||
            (a->strides[d] == 0 && a->shape[d] > 1))
            return false;
    return true;
}

/* Outputs that an operand being read shares memory with are to be copies. */
static void find_overlaps(rp_nditer *it, const rp_nditer_request *r)
{
    for (int i = 0; i < it->nop; i++) {
        if (!r->ops[i]->dtype || !(it->ops[i].flags & RP_ND_WRITE))
            continue;
        for (int j = 0; j < it->nop; j++) {
            uint32_t other = it->ops[j].flags;
            if (j == i || !r->ops[j]->dtype || !(other & RP_ND_READ) || other & RP_ND_FORCE_COPY)
                continue;
            if (r->op_flags[i] & r->op_flags[j] & RP_ND_ELEMENTWISE &&
                same_elements(r->ops[i], r->ops[j]))
                continue;
            if (rp_shares_memory(r->ops[i], r->ops[j], 1) != 0) {
                it->ops[i].flags |= RP_ND_FORCE_COPY;
                break;
            }
        }
    }
}

/* Is one step enough for operand i, whatever the dimensions? */
static void find_single_step(rp_nditer *it, const rp_array *op, int i)
{
    rp_nd_operand *own = &it->ops[i];
    const intptr_t *strides = it->strides[i];
    own->single = it->ndim ? strides[0] : 0;
    if (it->ndim > 1) {
        if (op->ndim == 0)
            return;
        int d = 0;
        while (d < it->ndim && it->shape[d] == 1)
            d++;
        own->single = d < it->ndim ? strides[d] : 0;
        intptr_t reach = 0;
        for (; d < it->ndim; d++) {
            if (it->shape[d] == 1)
                continue;
            if (reach && own->single * reach != strides[d])
                return;
            reach = (reach ? reach : 1) * it->shape[d];
        }
    }
    own->flags |= RP_ND_NEVER_BUFFERED;
}

int rp_nditer_make_arrays(rp_nditer *it, const rp_nditer_request *r)
{
    bool buffered = it->flags & RP_ND_BUFFERED;
    if (it->flags & RP_ND_COPY_IF_OVERLAP)
        find_overlaps(it, r);
    for (int i = 0; i < it->nop; i++) {
        rp_array *op = r->ops[i];
        rp_nd_operand *own = &it->ops[i];
        uint32_t asked = r->op_flags[i];
        bool cast = own->flags & RP_ND_CAST;
        if (!op->dtype || (cast && asked & (RP_ND_COPY | RP_ND_UPDATEIFCOPY)) ||
            own->flags & RP_ND_FORCE_COPY ||
            (cast && op->ndim == 0 && !(own->flags & RP_ND_WRITE))) {
            RP_TRY(describe_array(it, r, i));
        } else if (cast && !buffered) {
            return rp_fail(RP_TYPE_ERROR, "Iterator operand required copying or buffering, but "
                                          "neither copying nor buffering was enabled");
        }
        if (asked & RP_ND_CONTIG && (it->ndim ? it->strides[i][0] : 0) != own->dtype->itemsize &&
            it->ndim) {
            own->flags |= RP_ND_CAST;
            if (!buffered)
                return rp_fail(RP_TYPE_ERROR, "Iterator operand required buffering, to be "
                                              "contiguous as requested, but buffering is not "
                                              "enabled");
        }
        if (!(own->flags & RP_ND_CAST))
            find_single_step(it, op, i);
    }
    for (int i = 0; i < it->nop; i++)
        for (int d = 0; d < it->ndim; d++)
            if (r->op_flags[i] & RP_ND_WRITEMASKED && it->ops[i].flags & RP_ND_REDUCE &&
                it->strides[i][d] == 0 && it->strides[it->mask_op][d] != 0)
                return rp_fail(RP_VALUE_ERROR,
                               "Iterator reduction operand is WRITEMASKED, but also broadcasts to "
                               "multiple mask values. There can be only one mask value per "
                               "WRITEMASKED element.");
    return 0;
}

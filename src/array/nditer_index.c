/* Indices, views and ranges of an iterator; axes that it loses. */
#include "array/dims.h"
#include "array/nditer.h"
#include "base/bits.h"

static int from_last(const rp_nditer *it, int d)
{
    return it->axes[d] < 0 ? ~it->axes[d] : it->axes[d];
}

static intptr_t axis_index(const rp_nditer *it, int d)
{
    return it->axes[d] < 0 ? it->shape[d] - 1 - it->index[d] : it->index[d];
}

void rp_nditer_multi_index(const rp_nditer *it, intptr_t *out)
{
    for (int d = 0; d < it->ndim; d++)
        out[it->ndim - 1 - from_last(it, d)] = axis_index(it, d);
}

intptr_t rp_nditer_flat_index(const rp_nditer *it)
{
    intptr_t index = it->index_base;
    for (int d = 0; d < it->ndim; d++)
        index += it->strides[it->nop][d] * it->index[d];
    return index;
}

void rp_nditer_shape(const rp_nditer *it, intptr_t *out)
{
    bool by_axes = it->flags & RP_ND_MULTI_INDEX;
    for (int d = 0; d < it->ndim; d++)
        out[by_axes ? it->ndim - 1 - from_last(it, d) : d] = it->shape[d];
}

void rp_nditer_view(const rp_nditer *it, int i, rp_array *out, intptr_t *offset)
{
    out->dtype = it->ops[i].own;
    out->ndim = it->ndim;
    *offset = it->ops[i].base;
    for (int d = 0; d < it->ndim; d++) {
        out->shape[it->ndim - 1 - d] = it->shape[d];
        out->strides[it->ndim - 1 - d] = it->strides[i][d];
    }
}

static int check_in_range(const rp_nditer *it, intptr_t at, const char *what)
{
    if (at >= it->begin && at < it->end)
        return 0;
    return rp_fail(RP_VALUE_ERROR, "Iterator called with %s outside the restricted iteration range",
                   what);
}

int rp_nditer_find(const rp_nditer *it, int count, const intptr_t *multi_index, intptr_t *at)
{
    if (!(it->flags & RP_ND_MULTI_INDEX))
        return rp_fail(RP_VALUE_ERROR, "Cannot call GotoMultiIndex on an iterator without "
                                       "requesting a multi-index in the constructor");
    if (it->flags & RP_ND_BUFFERED)
        return rp_fail(RP_VALUE_ERROR, "Cannot call GotoMultiIndex on an iterator which is "
                                       "buffered");
    if (count != it->ndim)
        return rp_fail(RP_VALUE_ERROR, "Wrong number of indices");
    intptr_t position = 0, factor = 1;
    for (int d = 0; d < it->ndim; d++) {
        intptr_t i = multi_index[it->ndim - 1 - from_last(it, d)];
        if (i < 0 || i >= it->shape[d])
            return rp_fail(RP_INDEX_ERROR,
                           "Iterator GotoMultiIndex called with an out-of-bounds multi-index");
        position += factor * (it->axes[d] < 0 ? it->shape[d] - 1 - i : i);
        factor *= it->shape[d];
    }
    RP_TRY(check_in_range(it, position, "a multi-index"));
    *at = position;
    return 0;
}

int rp_nditer_find_flat(const rp_nditer *it, intptr_t index, intptr_t *at)
{
    if (!(it->flags & (RP_ND_C_INDEX | RP_ND_F_INDEX)))
        return rp_fail(RP_VALUE_ERROR, "Cannot call GotoIndex on an iterator without requesting a "
                                       "C or Fortran index in the constructor");
    if (it->flags & RP_ND_BUFFERED)
        return rp_fail(RP_VALUE_ERROR, "Cannot call GotoIndex on an iterator which is buffered");
    if (index < 0 || index >= it->size)
        return rp_fail(RP_INDEX_ERROR, "Iterator GotoIndex called with an out-of-bounds index");
    intptr_t position = 0, factor = 1;
    for (int d = 0; d < it->ndim; d++) {
        intptr_t stride = it->strides[it->nop][d];
        bool turned = stride < 0;
        if (stride) {
            intptr_t i = index / (turned ? -stride : stride) % it->shape[d];
            position += factor * (turned ? it->shape[d] - 1 - i : i);
        }
        factor *= it->shape[d];
    }
    RP_TRY(check_in_range(it, position, "an index"));
    *at = position;
    return 0;
}

/* ---- changing an iterator ---- */

int rp_nditer_set_range(rp_nditer *it, intptr_t begin, intptr_t end)
{
    if (!(it->flags & RP_ND_RANGED))
        return rp_fail(RP_VALUE_ERROR, "Cannot call ResetToIterIndexRange on an iterator without "
                                       "requesting ranged iteration support in the constructor");
    if (begin < 0 || end > it->size)
        return rp_fail(RP_VALUE_ERROR,
                       "Out-of-bounds range [%zd, %zd) passed to ResetToIterIndexRange", begin,
                       end);
    if (end < begin)
        return rp_fail(RP_VALUE_ERROR, "Invalid range [%zd, %zd) passed to ResetToIterIndexRange",
                       begin, end);
    it->begin = begin;
    it->end = end;
    return 0;
}

int rp_nditer_remove_axis(rp_nditer *it, int axis)
{
    if (!(it->flags & RP_ND_MULTI_INDEX))
        return rp_fail(RP_TYPE_ERROR, "Iterator RemoveAxis may only be called if a multi-index is "
                                      "being tracked");
    if (it->flags & (RP_ND_C_INDEX | RP_ND_F_INDEX))
        return rp_fail(RP_TYPE_ERROR,
                       "Iterator RemoveAxis may not be called on an index is being tracked");
    if (it->flags & RP_ND_BUFFERED)
        return rp_fail(RP_TYPE_ERROR,
                       "Iterator RemoveAxis may not be called on a buffered iterator");
    if (axis < 0 || axis >= it->ndim)
        return rp_fail(RP_VALUE_ERROR, "axis out of bounds in iterator RemoveAxis");
    int gone = 0, away = it->ndim - 1 - axis;
    while (from_last(it, gone) != away)
        gone++;
    /* What was turned round stands at the axis's index 0, as what was not. */
    for (int i = 0; i < it->nop && it->axes[gone] < 0; i++) {
        intptr_t back = it->strides[i][gone] * (it->shape[gone] - 1);
        it->ops[i].laid += back;
        it->ops[i].base += back;
    }
    it->ndim--;
    it->size = 1;
    bool fits = true;
    for (int d = 0; d < it->ndim; d++) {
        int from = d < gone ? d : d + 1, of = from_last(it, from);
        bool turned = it->axes[from] < 0;
        of -= of > away;
        it->axes[d] = (int8_t)(turned ? ~of : of);
        it->shape[d] = it->shape[from];
        for (int row = 0; row <= it->nop; row++)
            it->strides[row][d] = it->strides[row][from];
        fits = rp_mul_intp(it->size, it->shape[d], &it->size) && fits;
    }
    if (!fits)
        it->size = -1;
    it->begin = 0;
    it->end = it->size;
    return 0;
}

void rp_nditer_remove_multi_index(rp_nditer *it)
{
    if (!(it->flags & RP_ND_MULTI_INDEX))
        return;
    it->flags &= ~(uint32_t)RP_ND_MULTI_INDEX;
    rp_dims dims = {it->nop + 1, it->ndim, it->shape, it->strides, it->axes};
    it->ndim = rp_dims_merge(&dims);
}

int rp_nditer_enable_external_loop(rp_nditer *it)
{
    if (it->flags & (RP_ND_C_INDEX | RP_ND_F_INDEX | RP_ND_MULTI_INDEX))
        return rp_fail(RP_VALUE_ERROR, "Iterator flag EXTERNAL_LOOP cannot be used if an index or "
                                       "multi-index is being tracked");
    bool in_one = it->ndim == 0 || it->size == it->shape[0];
    if ((it->flags & (RP_ND_BUFFERED | RP_ND_RANGED)) == RP_ND_RANGED && !in_one)
        return rp_fail(RP_VALUE_ERROR, "Iterator flag EXTERNAL_LOOP cannot be used with ranged "
                                       "iteration unless buffering is also enabled");
    it->flags |= RP_ND_EXTERNAL_LOOP;
    return 0;
}

void rp_nditer_rebase(rp_nditer *it, const rp_nditer *outer)
{
    for (int i = 0; i < it->nop; i++)
        it->ops[i].base = it->ops[i].laid + outer->ops[i].offset;
}

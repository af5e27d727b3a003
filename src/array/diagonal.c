#include "array/array.h"

int rp_view_diagonal(rp_array *out, const rp_array *a, intptr_t offset, intptr_t axis1,
                     intptr_t axis2)
{
    if (a->ndim < 2)
        return rp_fail(RP_VALUE_ERROR, "diag requires an array of at least two dimensions");
    int down = rp_normalize_axis(axis1, a->ndim, "axis1");
    RP_TRY(down);
    int across = rp_normalize_axis(axis2, a->ndim, "axis2");
    RP_TRY(across);
    if (down == across)
        return rp_fail(RP_VALUE_ERROR, "axis1 and axis2 cannot be the same");
    /* The first element lies `skipped` steps along one of the two axes. */
    int along = offset < 0 ? down : across;
    intptr_t skipped = offset >= 0 ? offset : offset == INTPTR_MIN ? INTPTR_MAX : -offset;
    intptr_t left = skipped < a->shape[along] ? a->shape[along] - skipped : 0;
    intptr_t other = a->shape[along == down ? across : down];
    intptr_t length = left < other ? left : other;
    rp_array_alias(out, a);
    out->flags = 0; /* NumPy's is read-only, too */
    if (length > 0)
        out->data += skipped * a->strides[along];
    int kept = 0;
    for (int d = 0; d < a->ndim; d++) {
        if (d == down || d == across)
            continue;
        out->shape[kept] = a->shape[d];
        out->strides[kept++] = a->strides[d];
    }
    out->shape[kept] = length;
    out->strides[kept++] = (intptr_t)((uintptr_t)a->strides[down] + (uintptr_t)a->strides[across]);
    out->ndim = kept;
    return 0;
}

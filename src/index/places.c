/* Positions as they are given, and results where they are wanted. */
#include "index/take.h"

int rp_check_positions(const rp_array *indices, rp_casting rule)
{
    return rp_check_cast(indices->dtype, rp_dtype_of(RP_INT64), rule);
}

int rp_detach(rp_array *positions, const rp_array *written)
{
    if (positions->block || !rp_may_share_memory(positions, written))
        return 0;
    rp_slot shared;
    rp_slot_init(&shared);
    rp_array_alias(&shared.array, positions);
    return rp_array_copy(positions, &shared.array, NULL, RP_ORDER_C);
}

/* ---- results ---- */

int rp_result_begin(rp_result *result, rp_array *out, const rp_dtype *dtype, int ndim,
                    const intptr_t *shape, int count, rp_array *const *inputs)
{
    result->out = result->to = out;
    result->allocated = !out->dtype;
    rp_slot_init(&result->temporary);
    if (result->allocated)
        return rp_array_allocate(out, dtype, ndim, shape, RP_ORDER_C, false);
    if (!rp_is_writeable(out))
        return rp_fail(RP_VALUE_ERROR, "output array is read-only");
    bool direct = out->dtype == dtype && rp_is_c_contiguous(out);
    for (int i = 0; direct && i < count; i++)
        direct = !rp_may_share_memory(out, inputs[i]);
    if (direct)
        return 0;
    result->to = &result->temporary.array;
    return rp_array_allocate(result->to, dtype, ndim, shape, RP_ORDER_C, false);
}

int rp_result_end(rp_result *result, int code)
{
    if (result->to != result->out) {
        if (code >= 0)
            code = rp_array_assign(result->out, result->to, RP_CASTING_UNSAFE);
        rp_array_release(result->to);
    } else if (code < 0 && result->allocated) {
        rp_array_release(result->out);
        result->out->dtype = NULL;
    }
    return code;
}

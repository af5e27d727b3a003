/* Positions as they are given, and results where they are wanted. */
#include "base/bits.h"
#include "index/take.h"
#include "thread/pool.h"
#include <stdatomic.h>
#include <string.h>

int rp_check_positions(const rp_array *indices, rp_casting rule)
{
    return rp_check_cast(indices->dtype, rp_dtype_of(RP_INT64), rule);
}

/* ---- places ---- */

typedef struct place_check {
    const intptr_t *places;
    uintptr_t length;
    atomic_bool outside;
} place_check;

static void check_places(void *context, intptr_t begin, intptr_t end)
{
    place_check *work = context;
    uintptr_t outside = 0;
    for (intptr_t i = begin; i < end; i++)
        outside |= (uintptr_t)work->places[i] >= work->length;
    if (outside)
        atomic_store_explicit(&work->outside, true, memory_order_relaxed);
}

enum { CHECKED_PLACES = 1 << 15 }; /* of one task */

static int intp_places(rp_array *out, const rp_array *indices, intptr_t length, int64_t *wrong)
{
    if (rp_is_c_contiguous(indices))
        rp_array_alias(out, indices);
    else
        RP_TRY(rp_array_copy(out, indices, NULL, RP_ORDER_C));
    const intptr_t *places = (const intptr_t *)out->data;
    place_check work = {places, (uintptr_t)length, false};
    rp_parallel_for(rp_array_size(indices), CHECKED_PLACES, check_places, &work);
    if (!atomic_load_explicit(&work.outside, memory_order_relaxed))
        return 0;
    while ((uintptr_t)*places < (uintptr_t)length)
        places++;
    *wrong = *places;
    rp_array_release(out);
    return 1;
}

static int narrowed_places(intptr_t *to, const int64_t *wide, intptr_t n, intptr_t length,
                           int64_t *wrong)
{
    for (intptr_t i = 0; i < n; i++) {
        if ((uint64_t)wide[i] >= (uint64_t)length) {
            *wrong = wide[i];
            return 1;
        }
        to[i] = (intptr_t)wide[i];
    }
    return 0;
}

int rp_places(rp_array *out, const rp_array *indices, intptr_t length, int64_t *wrong)
{
    if (indices->dtype->num == RP_INTP && rp_is_behaved(indices))
        return intp_places(out, indices, length, wrong);
    rp_slot wide;
    rp_slot_init(&wide);
    RP_TRY(rp_array_copy(&wide.array, indices, rp_dtype_of(RP_INT64), RP_ORDER_C));
    int code = rp_array_allocate(out, rp_dtype_of(RP_INTP), indices->ndim, indices->shape,
                                 RP_ORDER_C, false);
    if (code >= 0) {
        code = narrowed_places((intptr_t *)out->data, (const int64_t *)wide.array.data,
                               rp_array_size(indices), length, wrong);
        if (code != 0)
            rp_array_release(out);
    }
    rp_array_release(&wide.array);
    return code;
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

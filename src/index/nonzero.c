#include "index/nonzero.h"

#include <stddef.h>
#include <string.h>

/* The truth of every element as bytes, dense. */
static int truth(rp_array *out, const rp_array *a)
{
    return rp_array_copy(out, a, rp_dtype_of(RP_BOOL), RP_ORDER_C);
}

static intptr_t count_bytes(const char *truth, intptr_t n)
{
    intptr_t count = 0;
    for (intptr_t i = 0; i < n; i++)
        count += truth[i] != 0;
    return count;
}

intptr_t rp_count_true(const rp_array *a)
{
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(truth(&dense.array, a));
    intptr_t count = count_bytes(dense.array.data, rp_array_size(a));
    rp_array_release(&dense.array);
    return count;
}

static void fill(intptr_t *out, intptr_t count, const char *truth, const rp_array *a, intptr_t n)
{
    intptr_t at = 0;
    for (intptr_t i = 0; i < n; i++) {
        if (!truth[i])
            continue;
        intptr_t rest = i;
        for (int d = a->ndim - 1; d >= 0; d--) {
            out[d * count + at] = rest % a->shape[d];
            rest /= a->shape[d];
        }
        at++;
    }
}

int rp_nonzero(rp_array *out, const rp_array *a)
{
    rp_slot dense;
    rp_slot_init(&dense);
    RP_TRY(truth(&dense.array, a));
    intptr_t n = rp_array_size(a), count = count_bytes(dense.array.data, n);
    intptr_t shape[2] = {a->ndim, count};
    int code = rp_array_allocate(out, rp_dtype_of(RP_INTP), 2, shape, RP_ORDER_C, false);
    if (code >= 0)
        fill((intptr_t *)out->data, count, dense.array.data, a, n);
    rp_array_release(&dense.array);
    return code;
}

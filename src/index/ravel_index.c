/* Positions along axes, and those of the elements counted one after the other. */
#include "array/iter.h"
#include "base/bits.h"
#include "index/take.h"
#include "thread/pool.h"
#include <stddef.h>
#include <string.h>

enum {
    BLOCK = 1024,
    TASK = 1 << 13,
    COST_OF_DIVISION = 20, /* tenths of a nanosecond */
    COST_OF_SUM = 5,
};

static int check_integers(const rp_array *indices)
{
    if (rp_is_integer(indices->dtype) || indices->dtype->kind == 'b')
        return 0;
    return rp_fail(RP_TYPE_ERROR, "only int indices permitted");
}

/* The number of elements; false where it is no intp. */
static bool count_elements(int ndim, const intptr_t *dims, intptr_t *size)
{
    bool fits = true, empty = false;
    *size = 1;
    for (int d = 0; d < ndim; d++) {
        empty = empty || dims[d] == 0;
        fits = fits && dims[d] >= 0 && rp_mul_intp(*size, dims[d], size);
    }
    if (empty)
        *size = 0;
    return fits || empty;
}

/* ---- unravel_index ---- */

typedef struct unravelling {
    const intptr_t *places;
    intptr_t count;
    int ndim;
    uintptr_t dims[RP_MAX_DIMS]; /* the one that changes fastest first */
    intptr_t *outs[RP_MAX_DIMS];
} unravelling;

static void unravel_block(const unravelling *u, intptr_t begin, intptr_t n)
{
    uintptr_t rest[BLOCK];
    memcpy(rest, u->places + begin, sizeof *rest * (size_t)n);
    for (int d = 0; d < u->ndim - 1; d++) {
        uintptr_t length = u->dims[d];
        intptr_t *out = u->outs[d] + begin;
        for (intptr_t i = 0; i < n; i++) {
            uintptr_t outer = rest[i] / length;
            out[i] = (intptr_t)(rest[i] - outer * length);
            rest[i] = outer;
        }
    }
    memcpy(u->outs[u->ndim - 1] + begin, rest, sizeof *rest * (size_t)n);
}

static void unravel(void *context, intptr_t begin, intptr_t end)
{
    for (intptr_t i = begin; i < end; i += BLOCK)
        unravel_block(context, i, rp_min_intp(BLOCK, end - i));
}

static int allocate_each(rp_array *const *outs, int ndim, const rp_array *like)
{
    for (int d = 0; d < ndim; d++) {
        int code = rp_array_allocate(outs[d], rp_dtype_of(RP_INTP), like->ndim, like->shape,
                                     RP_ORDER_C, false);
        if (code < 0) {
            while (d-- > 0)
                rp_array_release(outs[d]);
            return code;
        }
    }
    return 0;
}

int rp_unravel_index(rp_array *const *outs, int ndim, const intptr_t *dims, bool fortran,
                     const rp_array *indices)
{
    intptr_t size;
    RP_TRY(check_integers(indices));
    if (!count_elements(ndim, dims, &size))
        return rp_fail(RP_VALUE_ERROR, "dimensions are negative or too large; arrays and shapes "
                                       "with a total size greater than 'intp' are not supported.");
    if (ndim == 0 && indices->ndim > 0)
        return rp_fail(RP_VALUE_ERROR, "multiple indices are not supported for 0d arrays");
    rp_slot places;
    rp_slot_init(&places);
    int64_t wrong;
    int code = rp_checked_positions(&places.array, indices, 0, size, &wrong);
    if (code > 0)
        return rp_fail(RP_VALUE_ERROR, "index %lld is out of bounds for array with size %zd",
                       (long long)wrong, (ptrdiff_t)size);
    RP_TRY(code);
    code = allocate_each(outs, ndim, indices);
    intptr_t n = rp_array_size(indices);
    if (code >= 0 && ndim > 0 && n > 0) {
        unravelling u = {(const intptr_t *)places.array.data, n, ndim, {0}, {0}};
        for (int i = 0; i < ndim; i++) {
            int d = fortran ? i : ndim - 1 - i;
            u.dims[i] = (uintptr_t)dims[d];
            u.outs[i] = (intptr_t *)outs[d]->data;
        }
        if (rp_worth_threads(n, COST_OF_DIVISION * ndim))
            rp_parallel_for(n, TASK, unravel, &u);
        else
            unravel(&u, 0, n);
    }
    rp_array_release(&places.array);
    return code;
}

/* ---- ravel_multi_index ---- */

static void add_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    intptr_t length = *(const intptr_t *)context;
    for (intptr_t i = 0; i < n; i++)
        *(intptr_t *)(args[0] + i * steps[0]) +=
            *(const intptr_t *)(args[1] + i * steps[1]) * length;
}

static int add_positions(rp_array *out, rp_array *positions, intptr_t step)
{
    rp_iter it;
    rp_array *ops[] = {out, positions};
    RP_TRY(rp_iter_init(&it, 2, ops, out->ndim, out->shape, 0));
    rp_iter_coalesce(&it);
    if (it.size > 0)
        rp_iter_foreach(&it, add_row, &step, COST_OF_SUM);
    return 0;
}

static int add_coordinate(rp_array *out, const rp_array *indices, intptr_t length,
                          rp_index_mode mode, intptr_t step)
{
    rp_slot positions;
    rp_slot_init(&positions);
    int64_t wrong;
    int code = mode == RP_MODE_RAISE
                   ? rp_checked_positions(&positions.array, indices, 0, length, &wrong)
                   : rp_positions(&positions.array, indices, length, 0, mode);
    if (code > 0)
        return rp_fail(RP_VALUE_ERROR, "invalid entry in coordinates array");
    RP_TRY(code);
    code = add_positions(out, &positions.array, step);
    rp_array_release(&positions.array);
    return code;
}

int rp_ravel_multi_index(rp_array *out, int count, rp_array *const *coordinates,
                         const intptr_t *dims, const rp_index_mode *modes, bool fortran)
{
    intptr_t size, shape[RP_MAX_DIMS];
    int ndim;
    for (int d = 0; d < count; d++)
        RP_TRY(check_integers(coordinates[d]));
    if (!count_elements(count, dims, &size))
        return rp_fail(RP_VALUE_ERROR, "invalid dims: array size defined by dims is larger than "
                                       "the maximum possible size.");
    RP_TRY(rp_broadcast_shapes(count, coordinates, &ndim, shape));
    RP_TRY(rp_array_allocate(out, rp_dtype_of(RP_INTP), ndim, shape, RP_ORDER_C, false));
    intptr_t n = rp_array_size(out), step = 1;
    memset(out->data, 0, sizeof(intptr_t) * (size_t)n);
    int code = n > 0 && size == 0
                   ? rp_fail(RP_VALUE_ERROR, "cannot unravel if shape has zero entries (is empty).")
                   : 0;
    for (int i = 0; code >= 0 && n > 0 && i < count; i++) {
        int d = fortran ? i : count - 1 - i;
        code = add_coordinate(out, coordinates[d], dims[d], modes[d], step);
        step *= dims[d];
    }
    if (code < 0)
        rp_array_release(out);
    return code;
}

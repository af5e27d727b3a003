/* Copying between arrays, with broadcasting, casting and overlap minded. */
#include "array/iter.h"
#include "array/layout.h"
#include "array/transposed.h"
#include "base/bits.h"
#include "dtype/strided_copy.h"
#include "thread/pool.h"
#include <string.h>

enum { REPEATED_BYTES = 16384, TASK_BYTES = 1 << 17, COST_OF_CAST = 3 };

/* One element all over a dense row: converted a few times, then copied as bytes, which is as quick
 * for every dtype. */
static void repeat(const rp_transfer *transfer, const char *element, char *row, intptr_t n)
{
    intptr_t size = transfer->to->itemsize, count = rp_min_intp(n, REPEATED_BYTES / size);
    rp_transfer_run(transfer, element, 0, row, size, count);
    for (intptr_t i = count; i < n; i += count)
        memcpy(row + i * size, row, (size_t)(rp_min_intp(count, n - i) * size));
}

static void transfer_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    const rp_transfer *transfer = context;
    intptr_t size = transfer->to->itemsize;
    if (steps[1] == 0 && steps[0] == size && n > REPEATED_BYTES / size && size <= REPEATED_BYTES)
        repeat(transfer, args[1], args[0], n);
    else
        rp_transfer_run(transfer, args[1], steps[1], args[0], steps[0], n);
}

typedef struct table_copy {
    const rp_iter *it;
    intptr_t size;
} table_copy;

static void copy_rows(void *context, intptr_t begin, intptr_t end)
{
    const table_copy *t = context;
    const rp_iter *it = t->it;
    rp_copy_rows(it->data[0] + begin * it->strides[0][1], it->strides[0],
                 it->data[1] + begin * it->strides[1][1], it->strides[1], it->shape[0], end - begin,
                 t->size);
}

/* Rows that are dense where they go, from such or from one element each: short ones would cost
 * more to call for than to copy. False if it is not that. */
static bool copied_by_rows(const rp_iter *it, intptr_t size)
{
    bool by_rows = it->ndim == 2 && it->strides[0][0] == size &&
                   (it->strides[1][0] == size || it->strides[1][0] == 0);
    if (!by_rows)
        return false;
    table_copy t = {it, size};
    intptr_t nbytes = it->shape[0] * size;
    if (rp_worth_threads(it->shape[1] * nbytes / (intptr_t)sizeof(double), 0))
        rp_parallel_for(it->shape[1], TASK_BYTES / nbytes + 1, copy_rows, &t);
    else
        copy_rows(&t, 0, it->shape[1]);
    return true;
}

/* dst and src have the same shape and do not overlap harmfully. */
static int copy_elements(rp_array *dst, const rp_array *src)
{
    rp_transfer transfer;
    bool aligned = rp_is_aligned(dst) && rp_is_aligned(src);
    RP_TRY(rp_transfer_init(&transfer, src->dtype, dst->dtype, aligned));
    rp_iter it;
    rp_array *ops[2] = {dst, (rp_array *)src};
    RP_TRY(rp_iter_init(&it, 2, ops, dst->ndim, dst->shape, 0));
    rp_iter_coalesce(&it);
    if (it.size == 0)
        return 0;
    intptr_t size = src->dtype->itemsize;
    bool as_they_are = !transfer.cast && transfer.swap_from == transfer.swap_to;
    if (as_they_are && (rp_iter_copy_transposed(&it, size) || copied_by_rows(&it, size)))
        return 0;
    rp_iter_foreach(&it, transfer_row, &transfer, as_they_are ? 0 : COST_OF_CAST);
    return 0;
}

int rp_array_assign(rp_array *dst, const rp_array *src, rp_casting casting)
{
    if (!rp_is_writeable(dst))
        return rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
    RP_TRY(rp_check_cast(src->dtype, dst->dtype, casting));
    /* Leading axes of length one in the source do not count. */
    rp_array stripped = *src;
    rp_strip_leading_ones(&stripped, dst->ndim);
    rp_slot view, copy;
    rp_slot_init(&view);
    rp_slot_init(&copy);
    if (!rp_broadcasts_to(&stripped, dst->ndim, dst->shape)) {
        char from[RP_SHAPE_TEXT_BYTES], to[RP_SHAPE_TEXT_BYTES];
        return rp_fail(RP_VALUE_ERROR,
                       "could not broadcast input array from shape %s into shape %s",
                       rp_shape_text_tight(from, sizeof from, stripped.ndim, stripped.shape),
                       rp_shape_text_tight(to, sizeof to, dst->ndim, dst->shape));
    }
    const rp_array *from = &stripped;
    if (!rp_overlap_is_harmless(dst, from)) {
        RP_TRY(rp_array_copy(&copy.array, from, NULL, RP_ORDER_K));
        from = &copy.array;
    }
    RP_TRY(rp_view_broadcast(&view.array, from, dst->ndim, dst->shape));
    int code = copy_elements(dst, &view.array);
    rp_array_release(&copy.array);
    return code;
}

int rp_array_copy(rp_array *out, const rp_array *src, const rp_dtype *dtype, rp_order order)
{
    RP_TRY(rp_array_allocate_like(out, dtype ? dtype : src->dtype, src, order));
    int code = copy_elements(out, src);
    if (code < 0)
        rp_array_release(out);
    return code;
}

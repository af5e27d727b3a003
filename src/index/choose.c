/* np.choose: each element comes from the array that its number names. */
#include "array/iter.h"
#include "array/weak.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "index/take.h"
#include "thread/pool.h"
#include <string.h>

enum { GRAIN = 1 << 13, COST = 15 };

typedef struct choosing {
    char *dst;
    int count, ndim;
    intptr_t itemsize;
    intptr_t shape[RP_MAX_DIMS];
    rp_slot *operands; /* the numbers, then the choices: broadcast, in the result's dtype */
} choosing;

static intptr_t step_of(const choosing *c, int operand, int d)
{
    return c->operands[operand].array.strides[d];
}

/* Inlined with a constant size. */
static inline void choose_row(char *dst, const char *numbers, intptr_t step,
                              const char *const *choices, const intptr_t *steps, intptr_t n,
                              size_t bytes)
{
    for (intptr_t i = 0; i < n; i++) {
        intptr_t k = *(const intptr_t *)(numbers + i * step);
        memcpy(dst + (size_t)i * bytes, choices[k] + i * steps[k], bytes);
    }
}

static void choose_any_row(char *dst, const char *numbers, intptr_t step,
                           const char *const *choices, const intptr_t *steps, intptr_t n,
                           intptr_t bytes)
{
    switch (bytes) {
    case 1: choose_row(dst, numbers, step, choices, steps, n, 1); return;
    case 2: choose_row(dst, numbers, step, choices, steps, n, 2); return;
    case 4: choose_row(dst, numbers, step, choices, steps, n, 4); return;
    case 8: choose_row(dst, numbers, step, choices, steps, n, 8); return;
    case 16: choose_row(dst, numbers, step, choices, steps, n, 16); return;
    default: choose_row(dst, numbers, step, choices, steps, n, (size_t)bytes);
    }
}

/* Elements begin .. end - 1, row by row. */
static void choose_elements(void *context, intptr_t begin, intptr_t end)
{
    const choosing *c = context;
    int last = c->ndim - 1;
    intptr_t steps[RP_MAX_CHOICES], at[RP_MAX_DIMS];
    const char *row[RP_MAX_CHOICES + 1];
    for (int k = 0; k < c->count; k++)
        steps[k] = step_of(c, k + 1, last);
    for (intptr_t i = begin; i < end;) {
        intptr_t rest = i;
        for (int d = last; d >= 0; d--) {
            intptr_t outer = rest / c->shape[d];
            at[d] = rest - outer * c->shape[d];
            rest = outer;
        }
        for (int k = 0; k <= c->count; k++) {
            row[k] = c->operands[k].array.data;
            for (int d = 0; d <= last; d++)
                row[k] += at[d] * step_of(c, k, d);
        }
        intptr_t n = rp_min_intp(c->shape[last] - at[last], end - i);
        choose_any_row(c->dst + i * c->itemsize, row[0], step_of(c, 0, last), row + 1, steps, n,
                       c->itemsize);
        i += n;
    }
}

/* Two dimensions are one where every operand steps through them so. */
static void merge_dimensions(choosing *c)
{
    int kept = 0;
    for (int d = 1; d < c->ndim; d++) {
        bool merges = true;
        for (int k = 0; merges && k <= c->count; k++)
            merges = step_of(c, k, kept) == step_of(c, k, d) * c->shape[d];
        intptr_t outer = merges ? c->shape[kept] : 1;
        kept += !merges;
        c->shape[kept] = outer * c->shape[d];
        for (int k = 0; k <= c->count; k++)
            c->operands[k].array.strides[kept] = step_of(c, k, d);
    }
    c->ndim = kept + 1;
}

/* ---- operands ---- */

/* Turns an operand into a view of the result's shape; what memory it owns stays its own. */
static int spread(rp_slot *operand, int ndim, const intptr_t *shape)
{
    rp_slot view;
    rp_slot_init(&view);
    RP_TRY(rp_view_broadcast(&view.array, &operand->array, ndim, shape));
    void *block = operand->array.block;
    rp_array_alias(&operand->array, &view.array);
    operand->array.block = block;
    return 0;
}

static int put_numbers(rp_slot *to, const rp_array *a, int count, rp_index_mode mode)
{
    if (mode != RP_MODE_RAISE)
        return rp_positions(&to->array, a, count, 0, mode);
    int64_t wrong;
    int code = rp_checked_positions(&to->array, a, 0, count, &wrong);
    return code > 0 ? rp_fail(RP_VALUE_ERROR, "invalid entry in choice array") : code;
}

static int put_choice(rp_slot *to, const rp_array *choice, const rp_dtype *dtype)
{
    if (!choice->weak && choice->dtype == dtype) {
        rp_array_alias(&to->array, choice);
        return 0;
    }
    if (!choice->weak)
        return rp_array_copy(&to->array, choice, dtype, RP_ORDER_K);
    to->array.dtype = dtype;
    to->array.ndim = 0;
    to->array.data = (char *)to->value;
    return rp_weak_element(choice, dtype, to->array.data);
}

static const rp_dtype *common_dtype(int count, rp_array *const *choices)
{
    const rp_dtype *dtypes[RP_MAX_CHOICES];
    rp_weak weak[RP_MAX_CHOICES];
    for (int k = 0; k < count; k++) {
        dtypes[k] = choices[k]->weak ? NULL : choices[k]->dtype;
        weak[k] = (rp_weak)choices[k]->weak;
    }
    return rp_result_type(count, dtypes, weak);
}

static int choose_all(choosing *c, const rp_array *a, rp_array *const *choices,
                      const rp_dtype *dtype, rp_index_mode mode, int ndim, const intptr_t *shape)
{
    RP_TRY(put_numbers(&c->operands[0], a, c->count, mode));
    for (int k = 0; k < c->count; k++)
        RP_TRY(put_choice(&c->operands[k + 1], choices[k], dtype));
    for (int k = 0; k <= c->count; k++)
        RP_TRY(spread(&c->operands[k], ndim, shape));
    c->ndim = ndim;
    c->itemsize = dtype->itemsize;
    memcpy(c->shape, shape, sizeof(intptr_t) * (size_t)ndim);
    if (ndim == 0) { /* one row of one */
        c->ndim = 1;
        c->shape[0] = 1;
        for (int k = 0; k <= c->count; k++)
            c->operands[k].array.strides[0] = 0;
    }
    intptr_t size = 1;
    for (int d = 0; d < c->ndim; d++)
        size *= c->shape[d];
    merge_dimensions(c);
    if (rp_worth_threads(size, COST))
        rp_parallel_for(size, GRAIN, choose_elements, c);
    else
        choose_elements(c, 0, size);
    return 0;
}

static int choose_into(rp_array *to, const rp_array *a, int count, rp_array *const *choices,
                       rp_index_mode mode)
{
    if (rp_array_size(to) == 0)
        return 0; /* NumPy looks at no number then */
    choosing c = {.dst = to->data, .count = count};
    c.operands = rp_alloc(sizeof(rp_slot) * (size_t)(count + 1));
    if (!c.operands)
        return -RP_MEMORY_ERROR;
    for (int k = 0; k <= count; k++)
        rp_slot_init(&c.operands[k]);
    int code = choose_all(&c, a, choices, to->dtype, mode, to->ndim, to->shape);
    for (int k = 0; k <= count; k++)
        rp_array_release(&c.operands[k].array);
    rp_free(c.operands);
    return code;
}

static int check_out(const rp_array *out, int ndim, const intptr_t *shape)
{
    bool fits = out->ndim == ndim;
    for (int d = 0; fits && d < ndim; d++)
        fits = out->shape[d] == shape[d];
    return fits ? 0 : rp_fail(RP_TYPE_ERROR, "choose: invalid shape for output array.");
}

int rp_choose(rp_array *out, const rp_array *a, int count, rp_array *const *choices,
              const rp_dtype *dtype, rp_index_mode mode)
{
    if (count < 1)
        return rp_fail(RP_VALUE_ERROR, "0-length sequence.");
    if (count > RP_MAX_CHOICES)
        return rp_fail(RP_VALUE_ERROR, "at most %d arrays can be chosen from, found %d",
                       RP_MAX_CHOICES, count);
    RP_TRY(rp_check_positions(a, RP_CASTING_SAFE));
    if (!dtype && !(dtype = common_dtype(count, choices)))
        return -(int)rp_error_get();
    rp_array *operands[RP_MAX_CHOICES + 1] = {(rp_array *)a};
    int arrays = 1; /* among the operands; numbers of the host language have no shape */
    for (int k = 0; k < count; k++)
        if (!choices[k]->weak)
            operands[arrays++] = choices[k];
    intptr_t shape[RP_MAX_DIMS];
    int ndim;
    RP_TRY(rp_broadcast_shapes(arrays, operands, &ndim, shape));
    if (out->dtype)
        RP_TRY(check_out(out, ndim, shape));
    rp_result result;
    RP_TRY(rp_result_begin(&result, out, dtype, ndim, shape, arrays, operands));
    return rp_result_end(&result, choose_into(result.to, a, count, choices, mode));
}

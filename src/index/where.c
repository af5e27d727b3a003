#include "index/where.h"

#include "array/iter.h"
#include "array/weak.h"
#include "dtype/cast.h"
#include "index/squeeze.h"
#include <string.h>

enum { SELECT_COST = 6 };

/* ---- loops ---- */

/* The next 16 elements of an operand that moves; one that repeats was loaded before. */
RP_INLINE void load_operand(rp_vec *v, const char *from, intptr_t step, int size)
{
    if (step)
        RP_UNROLLED for (int i = 0; i < size; i++) v[i] = rp_vec_load(from + i * RP_VEC_SIZE);
}

RP_INLINE void repeat_operand(rp_vec *v, const char *from, int size)
{
    char bytes[RP_VEC_SIZE];
    for (int i = 0; i < RP_VEC_SIZE; i += size)
        memcpy(bytes + i, from, (size_t)size);
    RP_UNROLLED for (int i = 0; i < size; i++) v[i] = rp_vec_load(bytes);
}

/* Dense but for x or y that repeat an element; returns how many elements are done. */
RP_INLINE intptr_t select_vectors(char **args, intptr_t n, const intptr_t *steps, int size)
{
    const char *mask = args[0], *x = args[1], *y = args[2];
    char *out = args[3];
    rp_vec from_x[16], from_y[16], wide[16];
    if (n < RP_VEC_SIZE)
        return 0;
    repeat_operand(from_x, x, size);
    repeat_operand(from_y, y, size);
    intptr_t i = 0;
    for (; i + RP_VEC_SIZE <= n; i += RP_VEC_SIZE) {
        rp_vec lanes = wasm_i8x16_ne(rp_vec_load(mask + i), rp_vec_zero());
        rp_widen_lanes(lanes, wide, size);
        load_operand(from_x, x + i * steps[1], steps[1], size);
        load_operand(from_y, y + i * steps[2], steps[2], size);
        RP_UNROLLED for (int k = 0; k < size; k++) rp_vec_store(
            out + i * size + k * RP_VEC_SIZE, rp_vec_select(from_x[k], from_y[k], wide[k]));
    }
    return i;
}

RP_INLINE void select_elements(char **args, intptr_t n, const intptr_t *steps, intptr_t begin,
                               size_t size)
{
    const char *mask = args[0];
    for (intptr_t i = begin; i < n; i++) {
        const char *from = mask[i * steps[0]] ? args[1] + i * steps[1] : args[2] + i * steps[2];
        memmove(args[3] + i * steps[3], from, size);
    }
}

/* One loop for each way in which x and y may repeat: steps are constants in it. */
RP_INLINE void select_loop(char **args, intptr_t n, const intptr_t *steps, int size)
{
    bool dense = steps[0] == 1 && steps[3] == size && (steps[1] == size || steps[1] == 0) &&
                 (steps[2] == size || steps[2] == 0);
    intptr_t done = 0;
    if (dense && steps[1] && steps[2])
        done = select_vectors(args, n, (const intptr_t[]){1, size, size, size}, size);
    else if (dense && steps[1])
        done = select_vectors(args, n, (const intptr_t[]){1, size, 0, size}, size);
    else if (dense && steps[2])
        done = select_vectors(args, n, (const intptr_t[]){1, 0, size, size}, size);
    else if (dense)
        done = select_vectors(args, n, (const intptr_t[]){1, 0, 0, size}, size);
    select_elements(args, n, steps, done, (size_t)size);
}

#define SELECT_LOOP(size)                                                                          \
    static void select_##size(char **args, const intptr_t *n, const intptr_t *steps, void *data)   \
    {                                                                                              \
        (void)data;                                                                                \
        select_loop(args, *n, steps, size);                                                        \
    }
SELECT_LOOP(1)
SELECT_LOOP(2)
SELECT_LOOP(4)
SELECT_LOOP(8)
SELECT_LOOP(16)

/* ---- calls ---- */

/* The select loop over (condition, x, y, out), already broadcast into the iteration. */
static int run_select(const rp_iter *it, rp_array *const *ops, const rp_dtype *dtype)
{
    static const rp_loop_fn loops[] = {select_1, select_2, select_4, select_8, select_16};
    rp_elementwise work = {.loop = loops[__builtin_ctz((unsigned)dtype->itemsize)],
                           .nin = 3,
                           .nout = 1,
                           .cost = SELECT_COST};
    for (int i = 0; i < 4; i++) {
        work.op_dtypes[i] = ops[i]->dtype;
        work.loop_dtypes[i] = i == 0 ? rp_dtype_of(RP_BOOL) : dtype;
        work.aligned[i] = rp_is_aligned(ops[i]);
    }
    return rp_iter_run(it, &work);
}

/* The dtype of x and y together; a whole number that the other's integers cannot hold is a float.
 */
static const rp_dtype *result_dtype(rp_array *const *xy)
{
    const rp_dtype *dtypes[2];
    rp_weak weak[2];
    for (int i = 0; i < 2; i++) {
        const rp_dtype *other = xy[1 - i]->weak ? rp_dtype_of(RP_INT64) : xy[1 - i]->dtype;
        dtypes[i] = xy[i]->weak ? NULL : xy[i]->dtype;
        weak[i] = (rp_weak)xy[i]->weak;
        if (other->kind == 'b')
            other = rp_dtype_of(RP_INT64);
        if (weak[i] == RP_WEAK_INT && rp_is_integer(other) && !rp_weak_fits(xy[i], other))
            weak[i] = RP_WEAK_FLOAT;
    }
    return rp_result_type(2, dtypes, weak);
}

int rp_where(rp_array *out, const rp_array *condition, const rp_array *x, const rp_array *y)
{
    rp_array *ops[4] = {(rp_array *)condition, (rp_array *)x, (rp_array *)y, out};
    const rp_dtype *dtype = result_dtype(ops + 1);
    if (!dtype)
        return -(int)rp_error_get();
    rp_slot numbers[2];
    for (int i = 1; i < 3; i++) {
        if (!ops[i]->weak)
            continue;
        rp_slot *number = &numbers[i - 1];
        rp_slot_init(number);
        number->array.dtype = dtype;
        number->array.data = (char *)number->value;
        RP_TRY(rp_weak_element(ops[i], dtype, number->array.data));
        ops[i] = &number->array;
    }
    int ndim;
    intptr_t shape[RP_MAX_DIMS];
    rp_iter it;
    RP_TRY(rp_broadcast_shapes(3, ops, &ndim, shape));
    RP_TRY(rp_iter_init(&it, 4, ops, ndim, shape, 0));
    RP_TRY(rp_array_allocate(out, dtype, ndim, shape, RP_ORDER_C, false));
    rp_iter_dense_strides(&it, dtype->itemsize, out->strides);
    rp_iter_set_operand(&it, 3, out);
    rp_iter_coalesce(&it);
    int code = run_select(&it, ops, dtype);
    if (code < 0)
        rp_array_release(out);
    return code;
}

/* ops: mask, src, dst, dst */
static int copy_where(rp_array **ops)
{
    rp_array *dst = ops[3];
    rp_iter it;
    RP_TRY(rp_iter_init(&it, 4, ops, dst->ndim, dst->shape, 0));
    rp_iter_coalesce(&it);
    return run_select(&it, ops, dst->dtype->native);
}

static int fail_shape(const char *what, const rp_array *a, const rp_array *dst)
{
    char from[RP_SHAPE_TEXT_BYTES], to[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR, "could not broadcast %s from shape %s into shape %s", what,
                   rp_shape_text(from, sizeof from, a->ndim, a->shape),
                   rp_shape_text(to, sizeof to, dst->ndim, dst->shape));
}

/* A view in dst's shape; of a copy, which `copy` then owns, if it lies in dst another way. */
static int beside(rp_array *view, rp_array *copy, const rp_array *a, const rp_array *dst)
{
    if (!rp_overlap_is_harmless(dst, a)) {
        RP_TRY(rp_array_copy(copy, a, NULL, RP_ORDER_K));
        a = copy;
    }
    return rp_view_broadcast(view, a, dst->ndim, dst->shape);
}

int rp_copy_where(rp_array *dst, const rp_array *src, const rp_array *mask, rp_casting casting)
{
    if (!rp_is_writeable(dst))
        return rp_fail(RP_VALUE_ERROR, "assignment destination is read-only");
    RP_TRY(rp_check_cast(src->dtype, dst->dtype, casting));
    /* Leading axes of length one do not count in src. */
    rp_array stripped = *src;
    rp_strip_leading_ones(&stripped, dst->ndim);
    if (!rp_broadcasts_to(&stripped, dst->ndim, dst->shape))
        return fail_shape("input array", src, dst);
    if (mask->ndim > dst->ndim || !rp_broadcasts_to(mask, dst->ndim, dst->shape))
        return fail_shape("where mask", mask, dst);
    rp_slot views[2], copies[2];
    for (int i = 0; i < 2; i++) {
        rp_slot_init(&views[i]);
        rp_slot_init(&copies[i]);
    }
    rp_array *ops[4] = {&views[0].array, &views[1].array, dst, dst};
    int code = beside(ops[0], &copies[0].array, mask, dst);
    if (code >= 0)
        code = beside(ops[1], &copies[1].array, &stripped, dst);
    if (code >= 0 && rp_array_size(dst) > 0)
        code = copy_where(ops);
    for (int i = 0; i < 2; i++)
        rp_array_release(&copies[i].array);
    return code;
}

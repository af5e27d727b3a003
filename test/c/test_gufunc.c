/* Generalised ufuncs against naive sums: layouts, blocks, threads, core axes, overlap, failures.
 * And sums of halves, which threads take block by block. */
#include "check.h"

#include "dtype/cast.h"

#include "thread/pool.h"
#include "ufunc/ufunc.h"
#include <math.h>
#include <stdlib.h>

static rp_array *numbers(int num, int ndim, const intptr_t *shape)
{
    rp_array *a = rp_array_new(rp_dtype_of(num), ndim, shape, RP_ORDER_C);
    intptr_t size = rp_array_size(a), itemsize = a->dtype->itemsize;
    for (intptr_t i = 0; i < size; i++) {
        double value = (double)(i * 7919 % 7 - 3) / 2; /* products add up without rounding */
        rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&value, a->dtype,
                        a->data + i * itemsize);
    }
    return a;
}

static double at(const rp_array *a, const intptr_t *index)
{
    const char *place = a->data;
    for (int d = 0; d < a->ndim; d++)
        place += index[d] * a->strides[d];
    double value = 0;
    rp_cast_element(a->dtype, place, rp_dtype_of(RP_FLOAT64), (char *)&value);
    return value;
}

static int call(const char *name, rp_array *a, rp_array *b, rp_array *out, const rp_core_axes *core)
{
    rp_array *ops[3] = {a, b, out};
    rp_call how;
    rp_call_init(&how);
    how.core = core;
    return rp_ufunc_call(rp_ufunc_by_name(name), ops, core ? &how : NULL);
}

static bool is_product(const rp_array *a, const rp_array *b, const rp_array *out, intptr_t loops,
                       intptr_t n, intptr_t k, intptr_t m)
{
    bool same = out->ndim == 3;
    for (intptr_t l = 0; same && l < loops; l++)
        for (intptr_t i = 0; i < n; i++)
            for (intptr_t j = 0; j < m; j++) {
                double sum = 0;
                for (intptr_t s = 0; s < k; s++)
                    sum += at(a, (intptr_t[]){l, i, s}) * at(b, (intptr_t[]){s, j});
                same &= at(out, (intptr_t[]){l, i, j}) == sum;
            }
    return same;
}

/* In blocks of rows and columns, with rests of each; b also transposed, so copied. */
static void multiplies_matrices_of_every_size(void)
{
    static const intptr_t sizes[][4] = {{1, 1, 1, 1},   {2, 3, 4, 5},    {3, 5, 67, 3},
                                        {1, 3, 9, 600}, {2, 2, 131, 70}, {5, 4, 0, 3},
                                        {2, 0, 3, 4},   {2, 3, 4, 0},    {0, 2, 2, 2}};
    static const int dtypes[] = {RP_FLOAT64, RP_FLOAT32, RP_FLOAT16, RP_INT16, RP_COMPLEX64};
    rp_pool_start(3);
    for (int s = 0; s < (int)(sizeof sizes / sizeof *sizes); s++) {
        const intptr_t *z = sizes[s];
        for (int d = 0; d < (int)(sizeof dtypes / sizeof *dtypes); d++) {
            rp_array *a = numbers(dtypes[d], 3, (intptr_t[]){z[0], z[1], z[2]});
            rp_array *b = numbers(dtypes[d], 2, (intptr_t[]){z[2], z[3]});
            rp_array *c = numbers(dtypes[d], 2, (intptr_t[]){z[3], z[2]});
            intptr_t turned[2] = {c->strides[1], c->strides[0]};
            rp_array *t = rp_array_new_view(c, c->dtype, c->data, 2, b->shape, turned);
            for (int which = 0; which < 2; which++) {
                rp_slot out;
                rp_slot_init(&out);
                CHECK(call("matmul", a, which ? t : b, &out.array, NULL) == 0);
                CHECK(is_product(a, which ? t : b, &out.array, z[0], z[1], z[2], z[3]));
                rp_array_release(&out.array);
            }
            rp_array_drop(t);
            rp_array_drop(c);
            rp_array_drop(b);
            rp_array_drop(a);
        }
    }
    rp_pool_stop();
}

/* Sums that do round: the same bits with any number of threads, and however the lines lie. */
static void rounds_alike_with_any_threads_and_steps(void)
{
    intptr_t shape[2] = {700, 301}, wide[2] = {700, 602};
    rp_array *a = numbers(RP_FLOAT32, 2, wide), *dense = numbers(RP_FLOAT32, 2, shape);
    for (intptr_t i = 0; i < 700 * 602; i++)
        ((float *)a->data)[i] += 1.0f / (float)(i + 3);
    intptr_t strides[2] = {602 * 4, 8};
    rp_array *gaps = rp_array_new_view(a, a->dtype, a->data, 2, shape, strides);
    CHECK(rp_array_assign(dense, gaps, RP_CASTING_NO) == 0);
    rp_slot first;
    rp_slot_init(&first);
    CHECK(call("vecdot", dense, dense, &first.array, NULL) == 0);
    for (int threads = 1; threads <= 4; threads++) {
        rp_pool_start(threads);
        for (int which = 0; which < 4; which++) {
            rp_slot out;
            rp_slot_init(&out);
            CHECK(call("vecdot", which & 1 ? gaps : dense, which & 2 ? gaps : dense, &out.array,
                       NULL) == 0);
            CHECK(memcmp(out.array.data, first.array.data, 700 * 4) == 0);
            rp_array_release(&out.array);
        }
        rp_pool_stop();
    }
    rp_array_release(&first.array);
    rp_array_drop(gaps);
    rp_array_drop(dense);
    rp_array_drop(a);
}

static void finds_core_dimensions_where_it_is_told(void)
{
    rp_array *a = numbers(RP_FLOAT64, 3, (intptr_t[]){3, 4, 5});
    rp_slot out;
    rp_slot_init(&out);
    rp_core_axes axis = {.keepdims = 1, .has_axis = true, .axis = 1, .lists = -1};
    CHECK(call("vecdot", a, a, &out.array, &axis) == 0);
    CHECK(out.array.ndim == 3 && out.array.shape[1] == 1 && out.array.shape[2] == 5);
    for (intptr_t i = 0; i < 3; i++)
        for (intptr_t j = 0; j < 5; j++) {
            double sum = 0;
            for (intptr_t k = 0; k < 4; k++)
                sum += at(a, (intptr_t[]){i, k, j}) * at(a, (intptr_t[]){i, k, j});
            CHECK(at(&out.array, (intptr_t[]){i, 0, j}) == sum);
        }
    rp_array_release(&out.array);

    /* (5, 4) of each with (4, 3) of all: rows are a's last axis, results go to axes 2 and 0. */
    rp_array *b = numbers(RP_FLOAT64, 2, (intptr_t[]){4, 3});
    rp_slot_init(&out);
    rp_core_axes axes = {
        .keepdims = -1, .lists = 3, .counts = {2, 2, 2}, .axes = {{2, 1}, {0, -1}, {2, 0}}};
    CHECK(call("matmul", a, b, &out.array, &axes) == 0);
    CHECK(out.array.ndim == 3 && out.array.shape[0] == 3 && out.array.shape[1] == 3 &&
          out.array.shape[2] == 5);
    double sum = 0;
    for (intptr_t k = 0; k < 4; k++)
        sum += at(a, (intptr_t[]){1, k, 4}) * at(b, (intptr_t[]){k, 2});
    CHECK(at(&out.array, (intptr_t[]){2, 1, 4}) == sum);
    rp_array_release(&out.array);
    axes.counts[0] = 1;
    rp_slot_init(&out);
    CHECK_ERROR(call("matmul", a, b, &out.array, &axes), RP_AXIS_ERROR, "1 dimensions");
    rp_array_drop(b);
    rp_array_drop(a);
}

static void an_output_may_be_an_input(void)
{
    rp_array *a = numbers(RP_FLOAT64, 2, (intptr_t[]){9, 9});
    rp_slot apart;
    rp_slot_init(&apart);
    CHECK(call("matmul", a, a, &apart.array, NULL) == 0);
    CHECK(call("matmul", a, a, a, NULL) == 0);
    CHECK(memcmp(a->data, apart.array.data, 81 * 8) == 0);
    rp_array_release(&apart.array);
    rp_array_drop(a);
}

/* Mixed dtypes, a transposed operand, a result beside the output: each is a block. */
static void a_failing_allocator_changes_nothing(void)
{
    rp_array *a = numbers(RP_INT32, 2, (intptr_t[]){6, 7});
    rp_array *c = numbers(RP_FLOAT16, 2, (intptr_t[]){5, 7});
    rp_array *into = numbers(RP_COMPLEX128, 2, (intptr_t[]){6, 5});
    rp_array *before = numbers(RP_COMPLEX128, 2, (intptr_t[]){6, 5});
    intptr_t turned[2] = {c->strides[1], c->strides[0]};
    rp_array *b = rp_array_new_view(c, c->dtype, c->data, 2, (intptr_t[]){7, 5}, turned);
    rp_array *half = numbers(RP_FLOAT16, 2, (intptr_t[]){6, 7});
    int failed = 0, done = 0;
    for (int allowed = 0; allowed < 8; allowed++) {
        for (int which = 0; which < 3; which++) {
            rp_slot out;
            rp_slot_init(&out);
            rp_array *to = which == 0 ? &out.array : into;
            CHECK(rp_array_assign(into, before, RP_CASTING_NO) == 0);
            rp_alloc_fail_after(allowed);
            int code = call("matmul", which == 2 ? half : a, b, to, NULL);
            rp_alloc_fail_after(-1);
            CHECK(code == 0 || rp_error_get() == RP_MEMORY_ERROR);
            failed += code < 0;
            done += code == 0;
            if (code < 0)
                CHECK(memcmp(into->data, before->data, 6 * 5 * 16) == 0);
            rp_error_clear();
            if (which == 0 && code == 0)
                rp_array_release(&out.array);
        }
    }
    CHECK(failed > 4 && done > 4);
    rp_array_drop(half);
    rp_array_drop(b);
    rp_array_drop(before);
    rp_array_drop(into);
    rp_array_drop(c);
    rp_array_drop(a);
}

static void refuses_what_numpy_refuses(void)
{
    rp_array *a = numbers(RP_FLOAT64, 2, (intptr_t[]){2, 3});
    rp_array *b = numbers(RP_FLOAT64, 2, (intptr_t[]){4, 2});
    rp_slot out;
    rp_slot_init(&out);
    CHECK_ERROR(call("matmul", a, b, &out.array, NULL), RP_VALUE_ERROR,
                "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
                "signature (n?,k),(k,m?)->(n?,m?) (size 4 is different from 3)");
    rp_core_axes kept = {.keepdims = 0, .lists = -1};
    CHECK_ERROR(call("matvec", a, a, &out.array, &kept), RP_TYPE_ERROR, "keepdims");
    rp_call masked;
    rp_call_init(&masked);
    masked.where = a;
    rp_array *ops[3] = {a, a, &out.array};
    CHECK_ERROR(rp_ufunc_call(rp_ufunc_by_name("vecdot"), ops, &masked), RP_TYPE_ERROR, "where");
    rp_reduction how = {.axes = 1};
    CHECK_ERROR(rp_ufunc_reduce(rp_ufunc_by_name("matmul"), a, &out.array, &how), RP_TYPE_ERROR,
                "Reduction not defined");
    rp_array *outs[1] = {&out.array};
    CHECK_ERROR(rp_ufunc_outer(rp_ufunc_by_name("matmul"), a, a, outs, NULL), RP_TYPE_ERROR,
                "outer");
    rp_array *no_indices[1] = {NULL};
    CHECK_ERROR(rp_ufunc_at(rp_ufunc_by_name("matmul"), a, 0, no_indices, a), RP_TYPE_ERROR, "at");
    rp_array_drop(b);
    rp_array_drop(a);
}

static void sums_halves_block_by_block(void)
{
    for (intptr_t n = 60000; n < 900000; n = n * 2 + 7) {
        rp_array *a = rp_array_new(rp_dtype_of(RP_FLOAT16), 1, &n, RP_ORDER_C);
        for (int special = 0; special < 3; special++) {
            for (intptr_t i = 0; i < n; i++)
                ((rp_half *)a->data)[i].bits =
                    (uint16_t)(i * 40503u & 0x83ff) | (i % 5 ? 0 : 0x2000);
            if (special) /* an infinity, then another of the other sign */
                ((rp_half *)a->data)[n / 2].bits = 0x7c00;
            if (special > 1)
                ((rp_half *)a->data)[n / 3].bits = 0xfc00;
            uint16_t found[3];
            for (int threads = 1; threads <= 3; threads++) {
                rp_pool_start(threads);
                rp_slot out;
                rp_slot_init(&out);
                rp_reduction how = {.axes = 1};
                CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), a, &out.array, &how) == 0);
                found[threads - 1] = *(uint16_t *)out.array.data;
                rp_array_release(&out.array);
                rp_pool_stop();
            }
            CHECK(found[0] == found[1] && found[0] == found[2]);
            CHECK(special == 0   ? (found[0] & 0x7fff) < 0x7c00
                  : special == 1 ? found[0] == 0x7c00
                                 : (found[0] & 0x7fff) > 0x7c00);
        }
        rp_array_drop(a);
    }
}

static const check_test tests[] = {
    TEST(multiplies_matrices_of_every_size),
    TEST(rounds_alike_with_any_threads_and_steps),
    TEST(finds_core_dimensions_where_it_is_told),
    TEST(an_output_may_be_an_input),
    TEST(a_failing_allocator_changes_nothing),
    TEST(refuses_what_numpy_refuses),
    TEST(sums_halves_block_by_block),
};

CHECK_MAIN(tests)

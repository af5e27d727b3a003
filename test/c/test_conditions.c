/* Selecting by conditions: every size of element against loops that cannot be wrong, on threads,
 * over layouts and overlaps, with failing allocations. */
#include "check.h"

#include "index/mask.h"
#include "index/nonzero.h"
#include "index/where.h"
#include "thread/pool.h"

enum { MOST = 100003, LARGEST = 16 };

static unsigned char source[MOST * LARGEST], target[MOST * LARGEST], wanted[MOST * LARGEST];
static unsigned char values[MOST * LARGEST], truth[MOST];

static const int dtypes[] = {RP_INT8, RP_FLOAT16, RP_FLOAT32, RP_FLOAT64, RP_COMPLEX128};

static rp_array *line(rp_slot *slot, int dtype, void *data, intptr_t n, intptr_t step)
{
    rp_slot_init(slot);
    rp_array *a = &slot->array;
    a->dtype = rp_dtype_of(dtype);
    a->data = data;
    a->ndim = 1;
    a->shape[0] = n;
    a->strides[0] = step;
    a->flags = RP_ARRAY_WRITEABLE;
    return a;
}

/* Bytes that are never all zero, and a mask that is true for `some` of 16, in runs now and then. */
static void make_bytes(intptr_t n, unsigned some)
{
    uint32_t seed = 12345 + some;
    for (intptr_t i = 0; i < n * LARGEST; i++) {
        seed = seed * 1664525u + 1013904223u;
        source[i] = (unsigned char)(seed >> 24) | 1;
        values[i] = (unsigned char)(seed >> 16) | 1;
        target[i] = 7;
    }
    for (intptr_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        bool run = i / 64 % 5 == 0;
        truth[i] = run ? i / 320 % 2 : (seed >> 24) % 16 < some ? 1 + (seed >> 30) : 0;
    }
}

static intptr_t count_true(intptr_t n)
{
    intptr_t count = 0;
    for (intptr_t i = 0; i < n; i++)
        count += truth[i] != 0;
    return count;
}

/* Reading, of elements `step` bytes apart. */
static void check_get(int dtype, intptr_t n, intptr_t apart)
{
    rp_slot a, m, out;
    intptr_t size = rp_dtype_of(dtype)->itemsize, count = 0;
    rp_slot_init(&out);
    for (intptr_t i = 0; i < n; i++)
        if (truth[i])
            memcpy(wanted + count++ * size, source + i * size * apart, (size_t)size);
    CHECK(rp_mask_get(&out.array, line(&a, dtype, source, n, size * apart),
                      line(&m, RP_BOOL, truth, n, 1)) == 0);
    CHECK(out.array.ndim == 1 && out.array.shape[0] == count);
    CHECK(memcmp(out.array.data, wanted, (size_t)(count * size)) == 0);
    rp_array_release(&out.array);
}

static void check_set(int dtype, intptr_t n, intptr_t apart, intptr_t given)
{
    rp_slot a, m, v;
    intptr_t size = rp_dtype_of(dtype)->itemsize, used = 0;
    memset(target, 7, (size_t)(n * size * apart));
    memset(wanted, 7, (size_t)(n * size * apart));
    for (intptr_t i = 0; i < n; i++)
        if (truth[i])
            memcpy(wanted + i * size * apart, values + used++ % given * size, (size_t)size);
    rp_array *to = line(&a, dtype, target, n, size * apart);
    rp_array *mask = line(&m, RP_BOOL, truth, n, 1);
    rp_array *from = line(&v, dtype, values, given, size);
    CHECK((given == 1 || given == used ? rp_mask_set : rp_place)(to, mask, from) == 0);
    CHECK(memcmp(target, wanted, (size_t)(n * size * apart)) == 0);
    memset(target, 7, (size_t)(n * size * apart));
    for (intptr_t i = 0; i < n; i++)
        if (truth[i])
            memcpy(wanted + i * size * apart, values + i % given * size, (size_t)size);
    CHECK(rp_putmask(to, mask, from) == 0);
    CHECK(memcmp(target, wanted, (size_t)(n * size * apart)) == 0);
}

static void check_where(int dtype, intptr_t n, bool repeat_x, bool repeat_y)
{
    rp_slot m, p, q, out;
    intptr_t size = rp_dtype_of(dtype)->itemsize;
    for (intptr_t i = 0; i < n; i++)
        memcpy(wanted + i * size,
               truth[i] ? source + (repeat_x ? 0 : i * size) : values + (repeat_y ? 0 : i * size),
               (size_t)size);
    rp_array *x = line(&p, dtype, source, n, repeat_x ? 0 : size);
    rp_array *y = line(&q, dtype, values, n, repeat_y ? 0 : size);
    rp_slot_init(&out);
    CHECK(rp_where(&out.array, line(&m, RP_BOOL, truth, n, 1), x, y) == 0);
    CHECK(out.array.dtype->num == dtype && out.array.shape[0] == n);
    CHECK(memcmp(out.array.data, wanted, (size_t)(n * size)) == 0);
    rp_array_release(&out.array);
}

static void check_nonzero(intptr_t n, intptr_t columns)
{
    rp_slot m, out;
    rp_array *mask = line(&m, RP_BOOL, truth, n, 1);
    intptr_t at = 0, rows = columns ? n / columns : 0;
    if (columns) {
        mask->ndim = 2;
        mask->shape[0] = rows;
        mask->shape[1] = columns;
        mask->strides[0] = columns;
        mask->strides[1] = 1;
        n = rows * columns;
    }
    rp_slot_init(&out);
    CHECK(rp_nonzero(&out.array, mask) == 0);
    CHECK(rp_count_true(mask) == count_true(n) && out.array.shape[1] == count_true(n));
    const intptr_t *got = (const intptr_t *)out.array.data;
    intptr_t count = out.array.shape[1], wrong = 0;
    for (intptr_t i = 0; i < n; i++) {
        if (!truth[i])
            continue;
        wrong += got[at] != (columns ? i / columns : i);
        wrong += columns && got[count + at] != i % columns;
        at++;
    }
    CHECK(wrong == 0 && at == count);
    rp_array_release(&out.array);
}

static void check_lengths(intptr_t n)
{
    for (unsigned some = 0; some <= 16; some += n > 1000 ? 4 : 1) {
        make_bytes(n, some);
        intptr_t count = count_true(n);
        for (int d = 0; d < 5; d++) {
            check_get(dtypes[d], n, 1);
            for (int way = 0; way < 4; way++)
                check_where(dtypes[d], n, way & 1, way & 2);
            check_set(dtypes[d], n, 1, 1);
            check_set(dtypes[d], n, 1, 3);
            if (count > 0)
                check_set(dtypes[d], n, 1, count);
            if (dtypes[d] == RP_COMPLEX128)
                continue;
            check_get(dtypes[d], n, 2);
            check_set(dtypes[d], n, 2, 1);
            if (count > 0)
                check_set(dtypes[d], n, 2, count);
        }
        check_nonzero(n, 0);
        for (intptr_t columns = 1; columns < 40; columns += 19)
            check_nonzero(n, columns);
    }
}

static void every_length(void)
{
    for (intptr_t n = 0; n < 70; n++)
        check_lengths(n);
    check_lengths(1 << 14);
    check_lengths((1 << 14) + 1);
}

static void on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    check_lengths(MOST);
    rp_pool_stop();
}

/* The mask and the values lie in what is written, one element off. */
static void overlap(void)
{
    enum { N = 50000 };
    rp_slot a, m, v;
    make_bytes(N + 1, 8);
    memcpy(target, truth, N + 1);
    intptr_t count = 0;
    for (intptr_t i = 0; i < N; i++)
        wanted[i] = target[i] ? 0 : target[i + 1];
    unsigned char zero = 0;
    CHECK(rp_mask_set(line(&a, RP_BOOL, target + 1, N, 1), line(&m, RP_BOOL, target, N, 1),
                      line(&v, RP_BOOL, &zero, 1, 1)) == 0);
    CHECK(memcmp(target + 1, wanted, N) == 0);
    memcpy(target, source, N + 1);
    for (intptr_t i = 0; i < N; i++)
        wanted[i] = truth[i] ? source[count++] : source[i + 1];
    CHECK(rp_mask_set(line(&a, RP_INT8, target + 1, N, 1), line(&m, RP_BOOL, truth, N, 1),
                      line(&v, RP_INT8, target, count, 1)) == 0);
    CHECK(memcmp(target + 1, wanted, N) == 0);
    memcpy(target, source, N + 1);
    for (intptr_t i = 0; i < N; i++)
        wanted[i] = truth[i] ? source[i] : source[i + 1];
    CHECK(rp_copy_where(line(&a, RP_INT8, target + 1, N, 1), line(&v, RP_INT8, target, N, 1),
                        line(&m, RP_BOOL, truth, N, 1), RP_CASTING_SAME_KIND) == 0);
    CHECK(memcmp(target + 1, wanted, N) == 0);
    memcpy(target, source, N + 1);
    CHECK(rp_putmask(line(&a, RP_INT8, target + 1, N, 1), line(&m, RP_BOOL, truth, N, 1),
                     line(&v, RP_INT8, target, N, 1)) == 0);
    CHECK(memcmp(target + 1, wanted, N) == 0);
}

static void errors(void)
{
    enum { N = 40000 };
    rp_slot a, m, v, out;
    make_bytes(N, 8);
    memset(target, 7, 8 * N);
    rp_array *to = line(&a, RP_FLOAT64, target, N, 8), *mask = line(&m, RP_BOOL, truth, N, 1);
    intptr_t count = count_true(N);
    rp_array *from = line(&v, RP_FLOAT64, values, count - 1, 8);
    CHECK_ERROR(rp_mask_set(to, mask, from), RP_VALUE_ERROR, "NumPy boolean array indexing");
    from = line(&v, RP_FLOAT64, values, 0, 8);
    CHECK_ERROR(rp_mask_set(to, mask, from), RP_VALUE_ERROR, "cannot assign 0 input values");
    CHECK_ERROR(rp_place(to, mask, from), RP_VALUE_ERROR, "Cannot insert from an empty array!");
    CHECK(rp_putmask(to, mask, from) == 0);
    from = line(&v, RP_FLOAT32, values, count, 4);
    from->ndim = 2;
    from->shape[1] = 1;
    from->strides[1] = 4;
    CHECK_ERROR(rp_mask_set(to, mask, from), RP_VALUE_ERROR, "requires a 0 or 1-dimensional");
    from->ndim = 1;
    mask->shape[0]--;
    CHECK_ERROR(rp_place(to, mask, from), RP_VALUE_ERROR, "place: mask and data");
    CHECK_ERROR(rp_putmask(to, mask, from), RP_VALUE_ERROR, "putmask: mask and data");
    CHECK_ERROR(rp_copy_where(to, from, mask, RP_CASTING_UNSAFE), RP_VALUE_ERROR, "input array");
    mask->shape[0]++;
    to->flags = 0;
    CHECK_ERROR(rp_mask_set(to, mask, from), RP_VALUE_ERROR, "read-only");
    CHECK_ERROR(rp_place(to, mask, from), RP_VALUE_ERROR, "read-only");
    CHECK_ERROR(rp_putmask(to, mask, from), RP_VALUE_ERROR, "read-only");
    CHECK_ERROR(rp_copy_where(to, from, mask, RP_CASTING_UNSAFE), RP_VALUE_ERROR, "read-only");
    to->flags = RP_ARRAY_WRITEABLE;
    for (long n = 0; n < 2; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_mask_set(to, mask, from), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_place(to, mask, from), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_putmask(to, mask, from), RP_MEMORY_ERROR, "");
        rp_slot_init(&out);
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_mask_get(&out.array, to, mask), RP_MEMORY_ERROR, "");
        CHECK(!out.array.block);
    }
    for (long n = 0; n < 3; n++) {
        rp_slot_init(&out);
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_nonzero(&out.array, to), RP_MEMORY_ERROR, "");
        CHECK(!out.array.block);
    }
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_where(&out.array, mask, to, to), RP_MEMORY_ERROR, "");
    CHECK(!out.array.block);
    rp_alloc_fail_after(-1);
    bool untouched = true;
    for (intptr_t i = 0; i < 8 * N; i++)
        untouched &= target[i] == 7;
    CHECK(untouched);
}

static const check_test tests[] = {
    TEST(every_length),
    TEST(on_threads),
    TEST(overlap),
    TEST(errors),
};

CHECK_MAIN(tests)

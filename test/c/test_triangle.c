/* Triangles and diagonals against plain loops, on one thread and on several; every failure to
 * allocate. What they mean is compared with NumPy in test/oracle. */
#include "check.h"
#include "dtype/cast.h"
#include "shape/triangle.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"

enum { MOST = 700 * 400 };
static int32_t numbers[MOST];

static rp_array *matrix_of(rp_slot *slot, intptr_t rows, intptr_t columns, bool fortran)
{
    rp_slot_init(slot);
    slot->array.dtype = rp_dtype_of(RP_INT32);
    slot->array.data = (char *)numbers;
    slot->array.flags = RP_ARRAY_WRITEABLE;
    slot->array.ndim = 2;
    slot->array.shape[0] = rows;
    slot->array.shape[1] = columns;
    rp_fill_strides(slot->array.strides, 2, slot->array.shape, 4,
                    fortran ? RP_ORDER_F : RP_ORDER_C);
    return &slot->array;
}

static int32_t at(const rp_array *a, intptr_t i, intptr_t j)
{
    int32_t value;
    memcpy(&value, a->data + i * a->strides[0] + j * a->strides[1], sizeof value);
    return value;
}

static bool in_triangle(intptr_t i, intptr_t j, intptr_t k, bool upper)
{
    return upper ? j - i >= k : j - i <= k;
}

static void check_triangle(intptr_t rows, intptr_t columns, intptr_t k, bool upper, bool fortran)
{
    rp_slot x, out;
    rp_array *a = matrix_of(&x, rows, columns, fortran);
    rp_slot_init(&out);
    CHECK(rp_triangle(&out.array, a, k, upper) == 0);
    int wrong = 0;
    for (intptr_t i = 0; i < rows; i++)
        for (intptr_t j = 0; j < columns; j++)
            wrong += at(&out.array, i, j) != (in_triangle(i, j, k, upper) ? at(a, i, j) : 0);
    CHECK(wrong == 0);
    rp_array_release(&out.array);
}

static void check_places(intptr_t rows, intptr_t columns, intptr_t k, bool upper)
{
    rp_slot row_of, column_of;
    rp_slot_init(&row_of);
    rp_slot_init(&column_of);
    CHECK(rp_triangle_indices(&row_of.array, &column_of.array, rows, columns, k, upper) == 0);
    const intptr_t *r = (const intptr_t *)row_of.array.data;
    const intptr_t *c = (const intptr_t *)column_of.array.data;
    intptr_t count = 0, wrong = 0;
    for (intptr_t i = 0; i < rows; i++)
        for (intptr_t j = 0; j < columns; j++)
            if (in_triangle(i, j, k, upper)) {
                wrong += count >= row_of.array.shape[0] || r[count] != i || c[count] != j;
                count++;
            }
    CHECK(wrong == 0 && count == row_of.array.shape[0] && count == column_of.array.shape[0]);
    rp_array_release(&row_of.array);
    rp_array_release(&column_of.array);
}

static void small_and_large(void)
{
    for (int i = 0; i < MOST; i++)
        numbers[i] = i + 1;
    for (intptr_t rows = 0; rows < 5; rows++)
        for (intptr_t columns = 0; columns < 5; columns++)
            for (intptr_t k = -7; k <= 7; k++)
                for (int which = 0; which < 4; which++) {
                    check_triangle(rows, columns, k, which & 1, which >> 1);
                    check_places(rows, columns, k, which & 1);
                }
    for (int which = 0; which < 4; which++) {
        check_triangle(700, 400, -50, which & 1, which >> 1);
        check_triangle(400, 700, 3, which & 1, which >> 1);
        check_places(700, 400, -50, which & 1);
        check_places(300, 900, 20, which & 1);
    }
    check_triangle(4, 4, INTPTR_MAX, true, false);
    check_triangle(4, 4, -INTPTR_MAX, false, false);
}

/* A stack of 4-byte elements that lies in memory with these steps. */
static void check_stack(const intptr_t *shape, const intptr_t *steps, intptr_t k, bool upper)
{
    rp_slot x, out;
    rp_slot_init(&x);
    rp_array *a = &x.array, *o = &out.array;
    a->dtype = rp_dtype_of(RP_INT32);
    a->data = (char *)numbers;
    a->ndim = 3;
    memcpy(a->shape, shape, 3 * sizeof(intptr_t));
    memcpy(a->strides, steps, 3 * sizeof(intptr_t));
    rp_slot_init(&out);
    CHECK(rp_triangle(o, a, k, upper) == 0);
    int wrong = 0;
    for (intptr_t s = 0; s < shape[0]; s++)
        for (intptr_t i = 0; i < shape[1]; i++)
            for (intptr_t j = 0; j < shape[2]; j++) {
                int32_t value, from;
                memcpy(&value, o->data + s * o->strides[0] + i * o->strides[1] + j * o->strides[2],
                       4);
                memcpy(&from, a->data + s * steps[0] + i * steps[1] + j * steps[2], 4);
                wrong += value != (in_triangle(i, j, k, upper) ? from : 0);
            }
    CHECK(wrong == 0);
    rp_array_release(o);
}

static void stacks(void)
{
    for (int i = 0; i < MOST; i++)
        numbers[i] = i + 1;
    for (int upper = 0; upper < 2; upper++)
        for (intptr_t k = -2; k < 3; k++) {
            check_stack((intptr_t[]){3, 50, 2}, (intptr_t[]){8, 24, 4}, k * 10, upper);
            check_stack((intptr_t[]){900, 7, 9}, (intptr_t[]){252, 36, 4}, k, upper);
            check_stack((intptr_t[]){900, 9, 7}, (intptr_t[]){252, 4, 36}, k, upper);
            check_stack((intptr_t[]){3, 7, 9}, (intptr_t[]){252, 36, 4}, k, upper);
            check_stack((intptr_t[]){70, 40, 90}, (intptr_t[]){4, 280, 11200}, k * 9, upper);
            check_stack((intptr_t[]){70, 40, 9}, (intptr_t[]){4, 2520, 280}, k, upper);
            check_stack((intptr_t[]){2, 300, 400}, (intptr_t[]){480000, 1600, 4}, k * 50, upper);
            check_stack((intptr_t[]){50, 4, 6}, (intptr_t[]){0, 24, 4}, k, upper);
        }
}

static void on_threads(void)
{
    rp_pool_start(3);
    small_and_large();
    stacks();
    rp_pool_stop();
}

static void ones(void)
{
    rp_slot out;
    for (int num = 0; num < RP_NUM_NUMERIC; num++) {
        rp_slot_init(&out);
        CHECK(rp_tri(&out.array, 3, 5, 1, rp_dtype_of(num)) == 0);
        double one = 1;
        _Alignas(16) char element[16];
        CHECK(rp_cast_element(rp_dtype_of(RP_FLOAT64), (char *)&one, rp_dtype_of(num), element) ==
              0);
        size_t size = (size_t)rp_dtype_of(num)->itemsize;
        for (size_t i = 0; i < 15; i++)
            CHECK((memcmp(out.array.data + i * size, element, size) == 0) == (i % 5 <= i / 5 + 1));
        rp_array_release(&out.array);
    }
    rp_slot_init(&out);
    CHECK(rp_tri(&out.array, -1, 5, 0, rp_dtype_of(RP_BOOL)) == 0);
    CHECK(out.array.shape[0] == 0 && out.array.shape[1] == 5);
    rp_array_release(&out.array);
}

static void diagonals(void)
{
    rp_slot x, v, out;
    rp_array *a = matrix_of(&x, 7, 2, false);
    memset(numbers, 0, sizeof numbers);
    static double values[3] = {1, 2, 3};
    rp_slot_init(&v);
    v.array.dtype = rp_dtype_of(RP_FLOAT64);
    v.array.data = (char *)values;
    v.array.ndim = 1;
    v.array.shape[0] = 3;
    v.array.strides[0] = 8;
    CHECK(rp_fill_diagonal(a, &v.array, true) == 0);
    static const int32_t expected[14] = {1, 0, 0, 2, 0, 0, 3, 0, 0, 1, 0, 0, 2, 0};
    CHECK(!memcmp(numbers, expected, sizeof expected));
    rp_slot_init(&out);
    CHECK(rp_view_diagonal(&out.array, a, -3, 0, 1) == 0);
    CHECK(out.array.shape[0] == 2 && out.array.strides[0] == 12);
    CHECK(out.array.data == (char *)(numbers + 6) && !rp_is_writeable(&out.array));
    CHECK(rp_view_diagonal(&out.array, a, INTPTR_MIN, 0, 1) == 0);
    CHECK(out.array.shape[0] == 0 && out.array.data == a->data);
    CHECK(rp_view_diagonal(&out.array, a, INTPTR_MAX, 0, 1) == 0 && out.array.shape[0] == 0);
    CHECK_ERROR(rp_view_diagonal(&out.array, a, 0, 1, -1), RP_VALUE_ERROR, "cannot be the same");
    CHECK_ERROR(rp_view_diagonal(&out.array, a, 0, 0, 2), RP_AXIS_ERROR, "axis2");
    CHECK_ERROR(rp_view_diagonal(&out.array, &v.array, 0, 0, 1), RP_VALUE_ERROR, "two dimensions");
    a->flags = 0;
    CHECK_ERROR(rp_fill_diagonal(a, &v.array, true), RP_VALUE_ERROR, "read-only");
    CHECK_ERROR(rp_triangle(&out.array, (a->ndim = 0, a), 0, true), RP_TYPE_ERROR, "no dimensions");
}

/* ufunc.at by positions, of an array that no line runs through. */
static void at_positions(void)
{
    rp_slot x, p, one;
    rp_array *a = matrix_of(&x, 3, 4, false);
    a->strides[0] = -24; /* from behind, with gaps */
    a->data = (char *)(numbers + 12);
    memset(numbers, 0, sizeof numbers);
    static intptr_t places[5] = {0, 5, 5, 11, -1};
    rp_slot_init(&p);
    p.array.dtype = rp_dtype_of(RP_INTP);
    p.array.data = (char *)places;
    p.array.ndim = 1;
    p.array.shape[0] = 5;
    p.array.strides[0] = sizeof(intptr_t);
    rp_slot_init(&one);
    one.array.weak = RP_WEAK_INT;
    one.array.data = (char *)one.value;
    one.value[0] = 1;
    const rp_ufunc *add = rp_ufunc_by_name("add");
    CHECK(rp_ufunc_at_flat(add, a, &p.array, &one.array) == 0);
    CHECK(at(a, 0, 0) == 1 && at(a, 1, 1) == 2 && at(a, 2, 3) == 2);
    int32_t sum = 0;
    for (int i = 0; i < 24; i++)
        sum += numbers[i];
    CHECK(sum == 5);
    places[4] = 12;
    CHECK_ERROR(rp_ufunc_at_flat(add, a, &p.array, &one.array), RP_INDEX_ERROR, "out of bounds");
    places[4] = -13;
    CHECK_ERROR(rp_ufunc_at_flat(add, a, &p.array, &one.array), RP_INDEX_ERROR, "out of bounds");
    places[4] = 0;
    for (int n = 0; n < 3; n++) {
        rp_alloc_fail_after(n);
        int code = rp_ufunc_at_flat(add, a, &p.array, &one.array);
        rp_alloc_fail_after(-1);
        CHECK(code == 0 || rp_error_get() == RP_MEMORY_ERROR);
    }
}

static void failures(void)
{
    rp_slot x, out, second;
    rp_array *a = matrix_of(&x, 30, 30, false);
    for (int n = 0; n < 3; n++) {
        rp_slot_init(&out);
        rp_slot_init(&second);
        rp_alloc_fail_after(n);
        int code = rp_triangle(&out.array, a, 0, false);
        rp_alloc_fail_after(n);
        int more = rp_triangle_indices(&second.array, &x.array, 5, 5, 0, true);
        rp_alloc_fail_after(-1);
        CHECK((code == 0) == (n > 0) && (more == 0) == (n > 1));
        rp_array_release(&out.array);
        rp_array_release(&second.array);
        if (more == 0)
            rp_array_release(&x.array);
        a = matrix_of(&x, 30, 30, false);
    }
    rp_slot_init(&out);
    rp_alloc_fail_after(0);
    CHECK(rp_tri(&out.array, 3, 3, 0, rp_dtype_of(RP_BOOL)) == -RP_MEMORY_ERROR);
    CHECK(rp_fill_diagonal(a, a, false) == -RP_MEMORY_ERROR);
    rp_alloc_fail_after(-1);
    CHECK_ERROR(rp_triangle_indices(&out.array, &second.array, INTPTR_MAX, INTPTR_MAX, 0, true),
                RP_VALUE_ERROR, "too big");
}

static const check_test tests[] = {
    TEST(small_and_large), TEST(on_threads),   TEST(stacks),   TEST(ones),
    TEST(diagonals),       TEST(at_positions), TEST(failures),
};

CHECK_MAIN(tests)

/* Joins, tiles, rolls and transposed copies against plain loops over elements, on one thread and on
 * several; every failure to allocate. What they mean is compared with NumPy in test/oracle. */
#include "check.h"
#include "random_arrays.h"
#include "shape/joining.h"
#include "thread/pool.h"

static const int TYPES[] = {RP_UINT8, RP_INT16, RP_FLOAT32, RP_FLOAT64, RP_COMPLEX128};

/* A new array whose bytes are noise. */
static rp_array *noise(int num, int ndim, const intptr_t *shape, rp_order order)
{
    rp_array *a = rp_array_new(rp_dtype_of(num), ndim, shape, order);
    for (intptr_t i = 0; i < rp_array_size(a) * a->dtype->itemsize; i++)
        a->data[i] = (char)(random_below(256));
    return a;
}

/* Is every element of `a` the one at the same place of `b`? */
static bool equal_elements(const rp_array *a, const rp_array *b)
{
    if (a->ndim != b->ndim || !dims_are(a->shape, a->ndim, b->shape))
        return false;
    intptr_t size = rp_array_size(a);
    for (intptr_t k = 0; k < size; k++)
        if (memcmp(element_at(a, k, false), element_at(b, k, false), (size_t)a->dtype->itemsize))
            return false;
    return true;
}

/* ---- transposed copies ---- */

static void check_copy(const rp_array *a, rp_order order)
{
    rp_slot out;
    rp_slot_init(&out);
    CHECK(rp_array_copy(&out.array, a, NULL, order) == 0);
    CHECK(equal_elements(&out.array, a));
    rp_array_release(&out.array);
}

static void copy_transposed(int num, int ndim, const intptr_t *shape)
{
    rp_array *a = noise(num, ndim, shape, RP_ORDER_C);
    rp_slot view;
    for (int axis = 0; axis < ndim; axis++) {
        rp_slot_init(&view);
        rp_array_alias(&view.array, a);
        view.array.shape[axis] = a->shape[ndim - 1];
        view.array.strides[axis] = a->strides[ndim - 1];
        view.array.shape[ndim - 1] = a->shape[axis];
        view.array.strides[ndim - 1] = a->strides[axis];
        check_copy(&view.array, RP_ORDER_C);
        check_copy(&view.array, RP_ORDER_F);
    }
    rp_array_drop(a);
}

/* A part of a larger array, transposed into a part of another: nothing beside it is touched. */
static void assign_part(int num, intptr_t rows, intptr_t columns)
{
    rp_array *from = noise(num, 2, DIMS(columns + 3, rows + 5), RP_ORDER_C);
    rp_array *to = noise(num, 2, DIMS(rows + 2, columns + 7), RP_ORDER_C);
    intptr_t bytes = rp_array_size(to) * to->dtype->itemsize;
    char *before = rp_alloc((size_t)bytes);
    memcpy(before, to->data, (size_t)bytes);
    rp_slot src, dst;
    described(&src, from->dtype, from->data + from->strides[0] + from->strides[1], 2,
              DIMS(rows, columns), DIMS(from->strides[1], from->strides[0]));
    described(&dst, to->dtype, to->data + to->strides[0] + 3 * to->strides[1], 2,
              DIMS(rows, columns), to->strides);
    CHECK(rp_array_assign(&dst.array, &src.array, RP_CASTING_NO) == 0);
    CHECK(equal_elements(&dst.array, &src.array));
    intptr_t changed = 0, size = to->dtype->itemsize;
    for (intptr_t i = 0; i < bytes; i++) {
        intptr_t row = i / to->strides[0] - 1, column = i % to->strides[0] / size - 3;
        bool inside = row >= 0 && row < rows && column >= 0 && column < columns;
        changed += !inside && to->data[i] != before[i];
    }
    CHECK(changed == 0);
    rp_free(before);
    rp_array_drop(from);
    rp_array_drop(to);
}

static void transposing(void)
{
    for (int t = 0; t < 5; t++) {
        for (intptr_t n = 1; n < 40; n += n < 20 ? 1 : 5) {
            copy_transposed(TYPES[t], 2, DIMS(n, 37));
            assign_part(TYPES[t], n, 24 + n % 3);
        }
        copy_transposed(TYPES[t], 2, DIMS(300, 1100));
        copy_transposed(TYPES[t], 3, DIMS(9, 13, 17));
        copy_transposed(TYPES[t], 3, DIMS(40, 3, 50));
        copy_transposed(TYPES[t], 4, DIMS(9, 2, 3, 12));
        copy_transposed(TYPES[t], 3, DIMS(9, 0, 12));
    }
}

/* Rows backwards, on either side. */
static void reversing(void)
{
    for (int t = 0; t < 5; t++) {
        for (intptr_t n = 1; n < 70; n++) {
            rp_array *a = noise(TYPES[t], 1, DIMS(n), RP_ORDER_C);
            rp_array *b = noise(TYPES[t], 1, DIMS(n), RP_ORDER_C);
            rp_slot back;
            intptr_t size = a->dtype->itemsize;
            described(&back, a->dtype, a->data + (n - 1) * size, 1, DIMS(n), DIMS(-size));
            check_copy(&back.array, RP_ORDER_C);
            CHECK(rp_array_assign(&back.array, b, RP_CASTING_NO) == 0);
            CHECK(equal_elements(&back.array, b));
            rp_array_drop(a);
            rp_array_drop(b);
        }
    }
}

/* ---- joins ---- */

enum { MANY = 100 };

/* Joins random parts along an axis and looks for each part in the result. */
static void join_parts(int num, int count, int ndim, const intptr_t *shape, int axis,
                       rp_order order, int how_long)
{
    rp_array *given[MANY], *parts[MANY];
    rp_slot copies[MANY], out;
    intptr_t lengths[RP_MAX_DIMS];
    memcpy(lengths, shape, sizeof(intptr_t) * (size_t)ndim);
    for (int i = 0; i < count; i++) {
        lengths[axis] = random_below(how_long);
        given[i] =
            noise(num, ndim, lengths, i % 3 == 2 && order == RP_ORDER_K ? RP_ORDER_F : order);
        rp_slot_init(&copies[i]);
        rp_array_alias(&copies[i].array, given[i]);
        parts[i] = &copies[i].array;
    }
    rp_slot_init(&out);
    CHECK(rp_concatenate(&out.array, count, parts, RP_JOIN_AS_GIVEN, axis - ndim, NULL,
                         RP_CASTING_SAME_KIND) == 0);
    intptr_t start = 0;
    for (int i = 0; i < count; i++) {
        rp_slot place;
        rp_slot_init(&place);
        rp_array_alias(&place.array, &out.array);
        place.array.data += start * out.array.strides[axis];
        place.array.shape[axis] = given[i]->shape[axis];
        CHECK(equal_elements(&place.array, given[i]));
        start += given[i]->shape[axis];
        rp_array_drop(given[i]);
    }
    CHECK(out.array.shape[axis] == start);
    rp_array_release(&out.array);
}

static void joining(void)
{
    for (int t = 0; t < 5; t++) {
        for (int axis = 0; axis < 3; axis++) {
            for (int order = 0; order < 4; order++) {
                rp_order by = order == 2 ? RP_ORDER_K : (rp_order)(order % 2);
                join_parts(TYPES[t], 5, 3, DIMS(3, 4, 5), axis, by, 7);
                join_parts(TYPES[t], 2, 3, DIMS(40, 50, 9), axis, by, 70);
            }
            join_parts(TYPES[t], MANY, 3, DIMS(2, 3, 2), axis, RP_ORDER_C, 4);
        }
        join_parts(TYPES[t], 3, 2, DIMS(9000, 2), 1, RP_ORDER_C, 2);
        join_parts(TYPES[t], 40, 1, DIMS(1), 0, RP_ORDER_C, 9000);
        join_parts(TYPES[t], 3, 2, DIMS(7, 1), 1, RP_ORDER_C, 9000);
    }
}

/* Numbers of the host language, and casts. */
static void joining_flat(void)
{
    rp_slot one, two, out;
    rp_array *a = rp_array_new(rp_dtype_of(RP_UINT8), 2, DIMS(2, 2), RP_ORDER_C);
    for (int whole = 0; whole < 2; whole++) {
        memcpy(a->data, "\1\2\3\4", 4);
        rp_slot_init(&one);
        rp_slot_init(&two);
        rp_slot_init(&out);
        rp_array_alias(&one.array, a);
        two.array.weak = RP_WEAK_INT;
        two.array.data = (char *)two.value;
        two.array.ndim = 7; /* not looked at */
        two.value[0] = whole ? 200 : 300;
        rp_array *parts[] = {&one.array, &two.array};
        CHECK(rp_concatenate(&out.array, 2, parts, RP_JOIN_FLAT, 0, NULL, RP_CASTING_SAME_KIND) ==
              0);
        CHECK(out.array.ndim == 1 && out.array.shape[0] == 5);
        CHECK(out.array.dtype->num == (whole ? RP_UINT8 : RP_FLOAT64));
        if (whole)
            CHECK(!memcmp(out.array.data, "\1\2\3\4\310", 5));
        else
            CHECK(((double *)out.array.data)[4] == 300 && ((double *)out.array.data)[0] == 1);
        rp_array_release(&out.array);
    }
    rp_array_drop(a);
}

static void join_wrongly(int count, rp_joining how, intptr_t axis, const intptr_t *second, int ndim,
                         rp_error_kind kind, const char *text)
{
    rp_array *a = noise(RP_FLOAT64, 2, DIMS(2, 3), RP_ORDER_C);
    rp_array *b = noise(RP_INT16, ndim, second, RP_ORDER_C);
    rp_slot x, y, out;
    rp_slot_init(&x);
    rp_slot_init(&y);
    rp_slot_init(&out);
    rp_array_alias(&x.array, a);
    rp_array_alias(&y.array, b);
    rp_array *parts[] = {&x.array, &y.array};
    CHECK_ERROR(rp_concatenate(&out.array, count, parts, how, axis, NULL, RP_CASTING_SAME_KIND),
                kind, text);
    CHECK(!out.array.block);
    rp_array_drop(a);
    rp_array_drop(b);
}

static void wrong_joins(void)
{
    join_wrongly(0, RP_JOIN_AS_GIVEN, 0, DIMS(2), 1, RP_VALUE_ERROR, "to concatenate");
    join_wrongly(0, RP_JOIN_STACKED, 0, DIMS(2), 1, RP_VALUE_ERROR, "to stack");
    join_wrongly(2, RP_JOIN_AS_GIVEN, 0, DIMS(2, 2), 2, RP_VALUE_ERROR, "along dimension 1");
    join_wrongly(2, RP_JOIN_AS_GIVEN, 0, DIMS(2), 1, RP_VALUE_ERROR, "index 1 has 1 dimension(s)");
    join_wrongly(2, RP_JOIN_AS_GIVEN, 0, NULL, 0, RP_VALUE_ERROR, "zero-dimensional");
    join_wrongly(2, RP_JOIN_AS_GIVEN, 2, DIMS(2, 3), 2, RP_AXIS_ERROR, "axis 2");
    join_wrongly(2, RP_JOIN_STACKED, 3, DIMS(2, 3), 2, RP_AXIS_ERROR, "dimension 3");
    join_wrongly(2, RP_JOIN_STACKED, 0, DIMS(3, 2), 2, RP_VALUE_ERROR, "same shape");
}

/* Parts may lie where the result goes. */
static void joining_in_place(void)
{
    double line[6] = {1, 2, 3, 4, 5, 6};
    rp_slot first, second, out;
    described(&first, rp_dtype_of(RP_FLOAT64), (char *)line, 1, DIMS(4), NULL);
    described(&second, rp_dtype_of(RP_FLOAT64), (char *)(line + 5), 1, DIMS(2), DIMS(-8));
    described(&out, rp_dtype_of(RP_FLOAT64), (char *)line, 1, DIMS(6), NULL);
    rp_array *parts[] = {&first.array, &second.array};
    CHECK(rp_concatenate(&out.array, 2, parts, RP_JOIN_AS_GIVEN, 0, NULL, RP_CASTING_NO) == 0);
    CHECK(line[0] == 1 && line[3] == 4 && line[4] == 6 && line[5] == 5);
}

/* ---- tiles and rolls ---- */

static void tile_of(int num, int ndim, const intptr_t *shape, const intptr_t *reps)
{
    rp_array *a = noise(num, ndim, shape, RP_ORDER_F);
    rp_slot out;
    rp_slot_init(&out);
    CHECK(rp_tile(&out.array, a, ndim, reps) == 0);
    intptr_t size = rp_array_size(&out.array), wrong = 0;
    for (intptr_t k = 0; k < size; k++) {
        intptr_t rest = k;
        const char *from = a->data;
        for (int d = ndim - 1; d >= 0; d--) {
            intptr_t index = rest % out.array.shape[d];
            rest /= out.array.shape[d];
            from += index % a->shape[d] * a->strides[d];
        }
        wrong +=
            memcmp(out.array.data + k * a->dtype->itemsize, from, (size_t)a->dtype->itemsize) != 0;
    }
    CHECK(wrong == 0);
    rp_array_release(&out.array);
    rp_array_drop(a);
}

static void tiling(void)
{
    for (int t = 0; t < 5; t++) {
        tile_of(TYPES[t], 1, DIMS(3), DIMS(40000));
        tile_of(TYPES[t], 1, DIMS(1), DIMS(1));
        tile_of(TYPES[t], 1, DIMS(30000), DIMS(5));
        tile_of(TYPES[t], 2, DIMS(3, 5), DIMS(1, 9));
        tile_of(TYPES[t], 2, DIMS(20000, 3), DIMS(1, 3));
        tile_of(TYPES[t], 2, DIMS(4, 9000), DIMS(3, 2));
        tile_of(TYPES[t], 4, DIMS(2, 3, 2, 5), DIMS(3, 2, 1, 4));
        tile_of(TYPES[t], 3, DIMS(2, 0, 2), DIMS(3, 2, 1));
        tile_of(TYPES[t], 3, DIMS(2, 3, 2), DIMS(3, 0, 1));
    }
    rp_slot out;
    rp_array *a = noise(RP_UINT8, 1, DIMS(3), RP_ORDER_C);
    rp_slot_init(&out);
    CHECK_ERROR(rp_tile(&out.array, a, 1, DIMS(-1)), RP_VALUE_ERROR, "negative");
    CHECK_ERROR(rp_tile(&out.array, a, 1, DIMS(INTPTR_MAX)), RP_VALUE_ERROR, "too big");
    rp_array_drop(a);
}

static void roll_of(int num, int ndim, const intptr_t *shape, const double *shifts, rp_order order)
{
    rp_array *a = noise(num, ndim, shape, order);
    rp_slot out;
    rp_slot_init(&out);
    CHECK(rp_roll(&out.array, a, shifts) == 0);
    intptr_t size = rp_array_size(a), wrong = 0;
    for (intptr_t k = 0; k < size; k++) {
        intptr_t rest = k;
        const char *to = out.array.data;
        for (int d = ndim - 1; d >= 0; d--) {
            intptr_t n = shape[d], moved = (intptr_t)shifts[d] % n;
            to += (rest % n + moved + n) % n * out.array.strides[d];
            rest /= n;
        }
        wrong += memcmp(to, element_at(a, k, false), (size_t)a->dtype->itemsize) != 0;
    }
    CHECK(wrong == 0);
    rp_array_release(&out.array);
    rp_array_drop(a);
}

static void rolling(void)
{
    for (int t = 0; t < 5; t++) {
        for (int order = 0; order < 2; order++) {
            roll_of(TYPES[t], 1, DIMS(7), (double[]){-3}, (rp_order)order);
            roll_of(TYPES[t], 1, DIMS(70000), (double[]){12345}, (rp_order)order);
            roll_of(TYPES[t], 3, DIMS(3, 4, 5), (double[]){1, -9, 12}, (rp_order)order);
            roll_of(TYPES[t], 3, DIMS(3, 1, 5), (double[]){0, 7, 5}, (rp_order)order);
            roll_of(TYPES[t], 2, DIMS(300, 400), (double[]){-7, 1e9}, (rp_order)order);
        }
    }
}

static void on_threads(void)
{
    CHECK(rp_pool_start(3) == 3);
    transposing();
    joining();
    tiling();
    rolling();
    rp_pool_stop();
}

/* ---- memory runs out ---- */

static int join_many(rp_array *out)
{
    static char bytes[MANY];
    static rp_slot slots[MANY];
    rp_array *parts[MANY];
    for (int i = 0; i < MANY; i++)
        parts[i] = described(&slots[i], rp_dtype_of(RP_UINT8), bytes + i, 1, DIMS(1), NULL);
    return rp_concatenate(out, MANY, parts, RP_JOIN_AS_GIVEN, 0, NULL, RP_CASTING_NO);
}

static int roll_columns(rp_array *out)
{
    static double line[6] = {1, 2, 3, 4, 5, 6};
    rp_slot a;
    described(&a, rp_dtype_of(RP_FLOAT64), (char *)line, 2, DIMS(2, 3), DIMS(8, 16));
    return rp_roll_flat(out, &a.array, 1);
}

static int tile_line(rp_array *out)
{
    static double line[3] = {1, 2, 3};
    rp_slot a;
    described(&a, rp_dtype_of(RP_FLOAT64), (char *)line, 1, DIMS(3), NULL);
    return rp_tile(out, &a.array, 2, DIMS(2, 3));
}

static void running_out(void)
{
    int (*const calls[])(rp_array *) = {join_many, roll_columns, tile_line};
    for (int c = 0; c < 3; c++) {
        int code = -1;
        for (long allowed = 0; code < 0 && allowed < 10; allowed++) {
            rp_slot out;
            rp_slot_init(&out);
            rp_alloc_fail_after(allowed);
            code = calls[c](&out.array);
            rp_alloc_fail_after(-1);
            CHECK(code == 0 || code == -RP_MEMORY_ERROR);
            CHECK((code == 0) == (out.array.block != NULL));
            rp_array_release(&out.array);
            CHECK(code == 0 || allowed < 5);
        }
        CHECK(code == 0);
    }
    rp_error_clear();
}

static const check_test tests[] = {
    TEST(transposing),      TEST(reversing), TEST(joining), TEST(joining_flat), TEST(wrong_joins),
    TEST(joining_in_place), TEST(tiling),    TEST(rolling), TEST(on_threads),   TEST(running_out),
};
CHECK_MAIN(tests)

/* Keys with arrays among them: what the oracle's keys (test_keys.c) are too small or too lucky for.
 * Large arrays on threads, failing allocations, positions that lie in the array written to. */
#include "check.h"

#include "index/fancy.h"
#include "thread/pool.h"

enum { ROWS = 700, COLUMNS = 90, PICKED = 5000 };

static double table[ROWS][COLUMNS];
static int32_t picked[PICKED];

static rp_array *dense(rp_slot *slot, int dtype, void *data, int ndim, const intptr_t *shape)
{
    rp_slot_init(slot);
    rp_array *a = &slot->array;
    a->dtype = rp_dtype_of(dtype);
    a->data = data;
    a->ndim = ndim;
    a->flags = RP_ARRAY_WRITEABLE;
    memcpy(a->shape, shape, sizeof(intptr_t) * (size_t)ndim);
    rp_fill_strides(a->strides, ndim, shape, a->dtype->itemsize, RP_ORDER_C);
    return a;
}

static rp_array *vector(rp_slot *slot, int dtype, void *data, intptr_t n)
{
    return dense(slot, dtype, data, 1, &n);
}

static void fill_tables(void)
{
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++)
            table[i][j] = i * 1000 + j;
    for (int i = 0; i < PICKED; i++)
        picked[i] = (int32_t)(i * 7919LL % (2 * COLUMNS)) - COLUMNS;
}

static rp_array *the_table(rp_slot *slot)
{
    return dense(slot, RP_FLOAT64, table, 2, (intptr_t[]){ROWS, COLUMNS});
}

static const rp_key all = {.kind = RP_KEY_SLICE};
static const rp_key first = {.kind = RP_KEY_ARRAY, .has = 0};
static const rp_key second = {.kind = RP_KEY_ARRAY, .has = 1};

static int column_of(int i) { return picked[i] < 0 ? picked[i] + COLUMNS : picked[i]; }

/* a[:, picked] and a[picked] of many, so that blocks and threads take part. */
static void reads_many(void)
{
    fill_tables();
    rp_slot a, p, out;
    rp_array *by = vector(&p, RP_INT32, picked, PICKED);
    rp_slot_init(&out);
    CHECK(rp_index_get(&out.array, the_table(&a), 2, (rp_key[]){all, first}, &by) == 0);
    CHECK(out.array.ndim == 2 && out.array.shape[0] == ROWS && out.array.shape[1] == PICKED);
    const double *got = (const double *)out.array.data;
    int wrong = 0;
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < PICKED; j++)
            wrong += got[i * PICKED + j] != table[i][column_of(j)];
    CHECK(wrong == 0);
    rp_array_release(&out.array);

    rp_slot_init(&out);
    CHECK(rp_index_get(&out.array, the_table(&a), 1, &first, &by) == 0);
    got = (const double *)out.array.data;
    for (int i = 0; i < PICKED; i++) {
        int row = picked[i] < 0 ? picked[i] + ROWS : picked[i];
        wrong += memcmp(got + i * COLUMNS, table[row], sizeof table[row]) != 0;
    }
    CHECK(wrong == 0);
    rp_array_release(&out.array);
}

/* Of a position named twice the last value stays, over the blocks too. */
static void the_last_value_stays(void)
{
    fill_tables();
    static double values[PICKED];
    for (int i = 0; i < PICKED; i++)
        values[i] = -i;
    rp_slot a, p, v;
    rp_array *by = vector(&p, RP_INT32, picked, PICKED);
    rp_array *value = vector(&v, RP_FLOAT64, values, PICKED);
    CHECK(rp_index_set(the_table(&a), 2, (rp_key[]){all, first}, &by, value) == 0);
    int last[COLUMNS], wrong = 0;
    for (int i = 0; i < PICKED; i++)
        last[column_of(i)] = i;
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++)
            wrong += table[i][j] != -last[j];
    CHECK(wrong == 0);
}

enum { PLACES = 40000, WRITES = 300000 };

/* The same of many positions, and of an axis that runs backwards. */
static void the_last_of_many_stays(void)
{
    static float places[PLACES];
    static int32_t at[WRITES];
    static float values[WRITES];
    static int last[PLACES];
    for (int backwards = 0; backwards < 2; backwards++) {
        for (int i = 0; i < PLACES; i++)
            last[i] = -1;
        for (int i = 0; i < WRITES; i++) {
            int place = (int)(i * 7919LL % (PLACES - 10));
            at[i] = (int32_t)(i % 3 ? place : place - PLACES);
            values[i] = (float)i;
            last[place] = i;
        }
        memset(places, 0xff, sizeof places);
        rp_slot a, p, v;
        rp_array *array = vector(&a, RP_FLOAT32, places, PLACES);
        if (backwards) {
            array->data = (char *)&places[PLACES - 1];
            array->strides[0] = -(intptr_t)sizeof(float);
        }
        rp_array *by = vector(&p, RP_INT32, at, WRITES);
        CHECK(rp_index_set(array, 1, &first, &by, vector(&v, RP_FLOAT32, values, WRITES)) == 0);
        int wrong = 0;
        for (int i = 0; i < PLACES; i++) {
            float value = places[backwards ? PLACES - 1 - i : i];
            wrong += last[i] < 0 ? value == value : value != (float)last[i];
        }
        CHECK(wrong == 0);
    }
}

/* a[a] = 0 of an array of positions: they are read before they are written. */
static void positions_in_the_array_itself(void)
{
    intptr_t own[] = {3, 1, 2, 0, -1000};
    rp_slot a, p, v;
    double zero = -1000;
    rp_array *array = vector(&a, RP_INTP, own, 4), *value = vector(&v, RP_FLOAT64, &zero, 1);
    rp_array *by = vector(&p, RP_INTP, own, 4);
    CHECK(rp_index_set(array, 1, &first, &by, value) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(own[i] == -1000);
}

static void out_of_range_writes_nothing(void)
{
    fill_tables();
    int32_t bad[] = {0, 1, COLUMNS};
    int64_t far[] = {0, 1, INT64_C(1) << 40};
    double one = 1;
    rp_slot a, p, v;
    rp_array *by = vector(&p, RP_INT32, bad, 3), *value = vector(&v, RP_FLOAT64, &one, 1);
    CHECK_ERROR(rp_index_set(the_table(&a), 2, (rp_key[]){all, first}, &by, value), RP_INDEX_ERROR,
                "index 90 is out of bounds for axis 1 with size 90");
    by = vector(&p, RP_INT64, far, 3);
    CHECK_ERROR(rp_index_set(the_table(&a), 2, (rp_key[]){all, first}, &by, value), RP_INDEX_ERROR,
                "index 1099511627776 is out of bounds");
    CHECK(table[0][0] == 0 && table[0][1] == 1);
}

/* Every allocation fails in its turn; nothing is left behind, nothing is written. */
static void failing_allocations(void)
{
    fill_tables();
    int8_t rows[] = {1, 2, -1};
    char mask[COLUMNS] = {1, 0, 1, 1};
    float values[9] = {5, 5, 5, 5, 5, 5, 5, 5, 5};
    rp_slot a, p, q, v, out;
    rp_array *by[] = {dense(&p, RP_INT8, rows, 2, (intptr_t[]){3, 1}),
                      vector(&q, RP_BOOL, mask, COLUMNS)};
    rp_array *value = dense(&v, RP_FLOAT32, values, 2, (intptr_t[]){3, 3});
    rp_key keys[] = {first, second};
    int failures = 0;
    for (long n = 0;; n++, failures++) {
        rp_slot_init(&out);
        rp_alloc_fail_after(n);
        int code = rp_index_get(&out.array, the_table(&a), 2, keys, by);
        rp_alloc_fail_after(-1);
        if (code >= 0)
            break;
        CHECK(code == -RP_MEMORY_ERROR && !out.array.block);
    }
    CHECK(failures >= 4);
    CHECK(out.array.shape[0] == 3 && out.array.shape[1] == 3);
    CHECK(((double *)out.array.data)[8] == table[ROWS - 1][3]);
    rp_array_release(&out.array);
    for (long n = 0;; n++) {
        rp_alloc_fail_after(n);
        int code = rp_index_set(the_table(&a), 2, keys, by, value);
        rp_alloc_fail_after(-1);
        if (code >= 0)
            break;
        CHECK(code == -RP_MEMORY_ERROR && table[1][0] == 1000 && table[ROWS - 1][3] != 5);
    }
    CHECK(table[1][0] == 5 && table[2][2] == 5 && table[ROWS - 1][3] == 5 && table[1][1] == 1001);
}

static void on_threads(void)
{
    rp_pool_start(4);
    reads_many();
    the_last_value_stays();
    the_last_of_many_stays();
    rp_pool_stop();
}

static const check_test tests[] = {
    TEST(reads_many),
    TEST(the_last_value_stays),
    TEST(the_last_of_many_stays),
    TEST(positions_in_the_array_itself),
    TEST(out_of_range_writes_nothing),
    TEST(failing_allocations),
    TEST(on_threads),
};

CHECK_MAIN(tests)

/* Several lines, or several rows, at once: to the bit what the ufunc's loop gives for each. */
#include "check.h"
#include "dtype/dtype.h"
#include "ufunc/loops/fold.h"
#include "ufunc/loops/lines.h"
#include <math.h>

enum { LINES = 9, LONGEST = 2 * 8192 + 300, KINDS = 8 };

static double in64[LINES * LONGEST];
static float in32[LINES * LONGEST];

static uint32_t state = 1;
static double uniform(void)
{
    state = state * 1664525u + 1013904223u;
    return state / 0x1p32;
}

static double element(int kind)
{
    double u = uniform();
    switch (kind) {
    case 0: return u - 0.5;
    case 1: return u < 0.5 ? -0.0 : 0.0;
    case 2: return u < 0.01 ? NAN : u;
    case 3: return u < 0.01 ? INFINITY : u < 0.02 ? -INFINITY : u - 0.5;
    case 4: return u < 0.01 ? (u < 0.005 ? -0.0 : 0.0) : u;
    case 5: return u < 0.3 ? -0.0 : -u;
    case 6: return u < 0.5 ? INFINITY : -INFINITY;
    default: return (u - 0.5) * 0x1p100;
    }
}

static const struct {
    const rp_loop_table *ufunc;
    double starts[3];
} reductions[] = {
    {&rp_loops_add, {0, -0.0, 3}},
    {&rp_loops_multiply, {1, -2, NAN}},
    {&rp_loops_maximum, {-INFINITY, 0, -NAN}},
    {&rp_loops_minimum, {INFINITY, -0.0, NAN}},
};

static const rp_loop *row_of(const rp_loop_table *table, int num)
{
    for (int i = 0; i < table->count; i++)
        if (table->rows[i].types[0] == num && table->rows[i].types[2] == num)
            return &table->rows[i];
    return NULL;
}

static rp_lines_fn lines_of(const rp_loop_table *table, int num)
{
    rp_ufunc uf = {.loops = table};
    return rp_lines_loop(&uf, num);
}

#define CHECK_LINES(NUMBER, in, type)                                                              \
    for (int r = 0; r < RP_COUNT_OF(reductions); r++)                                              \
        for (int start = 0; start < 3; start++) {                                                  \
            const rp_loop *row = row_of(reductions[r].ufunc, NUMBER);                              \
            rp_lines_fn fn = lines_of(reductions[r].ufunc, NUMBER);                                \
            type got[LINES], wanted[LINES];                                                        \
            for (int k = 0; k < LINES; k++)                                                        \
                got[k] = wanted[k] = (type)reductions[r].starts[start];                            \
            for (intptr_t k = 0; k < lines; k++) {                                                 \
                char *args[3] = {(char *)&wanted[k], (char *)(in + k * line), (char *)&wanted[k]}; \
                intptr_t steps[3] = {0, step * (intptr_t)sizeof(type), 0};                         \
                row->fn(args, &n, steps, (void *)row);                                             \
            }                                                                                      \
            fn((char *)got, sizeof(type), (char *)in, line *(intptr_t)sizeof(type), lines, n,      \
               step *(intptr_t)sizeof(type));                                                      \
            CHECK(!memcmp(got, wanted, sizeof got));                                               \
        }

static void check_lines(intptr_t lines, intptr_t line, intptr_t n, intptr_t step)
{
    CHECK_LINES(RP_FLOAT64, in64, double)
    CHECK_LINES(RP_FLOAT32, in32, float)
}

static void as_one_by_one(void)
{
    static const intptr_t lengths[] = {0,   1,   7,   8,   9,    15,   16,   17,   33,
                                       127, 128, 129, 136, 1000, 1001, 8192, 8200, 2 * 8192 + 3};
    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < LINES * LONGEST; i++)
            in64[i] = in32[i] = (float)element(kind);
        for (int k = 0; k < RP_COUNT_OF(lengths); k++) {
            intptr_t n = lengths[k];
            for (intptr_t lines = 0; lines <= LINES; lines += lines < 4 ? 1 : 5)
                check_lines(lines, n + 1, n, 1);
            if (n < LONGEST / 3)
                check_lines(5, 3 * n, n, 3);
        }
    }
}

/* One NaN, one zero or one greatest element, at each place of a line. */
static void at_each_place(void)
{
    static const double odd[] = {NAN, 0, -0.0, INFINITY, -INFINITY};
    for (int k = 0; k < RP_COUNT_OF(odd); k++)
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 80; j++)
                in64[j] = in32[j] = (float)((odd[k] == 0 ? -1 : 1) * (0.5 + uniform()));
            in64[i] = in32[i] = (float)odd[k];
            check_lines(2, 40, 40, 1);
            check_lines(2, 39, 39, 1);
        }
}

#define CHECK_FOLD(NUMBER, in, type)                                                               \
    for (int r = 0; r < RP_COUNT_OF(reductions); r++) {                                            \
        const rp_loop *row = row_of(reductions[r].ufunc, NUMBER);                                  \
        rp_ufunc uf = {.loops = reductions[r].ufunc};                                              \
        type got[COLUMNS], wanted[COLUMNS];                                                        \
        for (int k = 0; k < COLUMNS; k++)                                                          \
            got[k] = wanted[k] = (type)reductions[r].starts[k % 3];                                \
        for (intptr_t k = 0; k < rows; k++) {                                                      \
            char *args[3] = {(char *)wanted, (char *)(in + k * step), (char *)wanted};             \
            intptr_t steps[3] = {sizeof(type), sizeof(type), sizeof(type)};                        \
            row->fn(args, &n, steps, (void *)row);                                                 \
        }                                                                                          \
        rp_fold_loop(&uf, NUMBER)((char *)got, (char *)in, step * (intptr_t)sizeof(type), rows, n, \
                                  row->fn);                                                        \
        for (int k = 0; k < COLUMNS; k++)                                                          \
            CHECK(isnan(wanted[k]) ? isnan(got[k]) : !memcmp(&got[k], &wanted[k], sizeof(type)));  \
    }

enum { COLUMNS = 45, ROWS = 40 };

static void check_fold(intptr_t rows, intptr_t n, intptr_t step)
{
    CHECK_FOLD(RP_FLOAT64, in64, double)
    CHECK_FOLD(RP_FLOAT32, in32, float)
}

static void rows_in_order(void)
{
    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < LINES * LONGEST; i++)
            in64[i] = in32[i] = (float)element(kind);
        for (intptr_t rows = 0; rows <= ROWS; rows++)
            for (intptr_t n = 0; n <= COLUMNS; n += 3)
                check_fold(rows, n, rows % 2 ? n + 1 : 1024); /* which all fall on one set */
    }
}

/* Integers and truths, by bytes other than 0 and 1 too. */
#define CHECK_WHOLE_FOLD(ufunc, NUMBER, type)                                                      \
    for (intptr_t rows = 0; rows <= ROWS; rows += 3)                                               \
        for (intptr_t n = 0; n <= COLUMNS; n++) {                                                  \
            const rp_loop *row = row_of(&rp_loops_##ufunc, NUMBER);                                \
            rp_ufunc uf = {.loops = &rp_loops_##ufunc};                                            \
            type in[ROWS * COLUMNS], got[COLUMNS], wanted[COLUMNS];                                \
            for (int k = 0; k < ROWS * COLUMNS; k++)                                               \
                in[k] = (type)(int64_t)(uniform() < 0.1 ? uniform() * 1e9 : 3);                    \
            for (int k = 0; k < COLUMNS; k++)                                                      \
                got[k] = wanted[k] = (type)(uniform() * 2);                                        \
            for (intptr_t k = 0; k < rows; k++) {                                                  \
                char *args[3] = {(char *)wanted, (char *)(in + k * COLUMNS), (char *)wanted};      \
                intptr_t steps[3] = {sizeof(type), sizeof(type), sizeof(type)};                    \
                row->fn(args, &n, steps, (void *)row);                                             \
            }                                                                                      \
            rp_fold_loop(&uf, NUMBER)((char *)got, (char *)in, sizeof(type) * COLUMNS, rows, n,    \
                                      row->fn);                                                    \
            CHECK(!memcmp(got, wanted, sizeof got));                                               \
        }

static void whole_numbers(void)
{
    CHECK_WHOLE_FOLD(add, RP_INT64, int64_t)
    CHECK_WHOLE_FOLD(add, RP_UINT64, uint64_t)
    CHECK_WHOLE_FOLD(maximum, RP_INT64, int64_t)
    CHECK_WHOLE_FOLD(minimum, RP_INT64, int64_t)
    CHECK_WHOLE_FOLD(add, RP_BOOL, uint8_t)
    CHECK_WHOLE_FOLD(multiply, RP_BOOL, uint8_t)
    CHECK_WHOLE_FOLD(logical_or, RP_BOOL, uint8_t)
    CHECK_WHOLE_FOLD(logical_and, RP_BOOL, uint8_t)
    CHECK_WHOLE_FOLD(maximum, RP_BOOL, uint8_t)
    CHECK_WHOLE_FOLD(minimum, RP_BOOL, uint8_t)
}

static void of_which_loops(void)
{
    rp_ufunc subtract = {.loops = &rp_loops_subtract};
    CHECK(!rp_fold_loop(&subtract, RP_FLOAT64));
    CHECK(!lines_of(&rp_loops_add, RP_INT64) && !lines_of(&rp_loops_subtract, RP_FLOAT64));
}

static const check_test tests[] = {
    TEST(as_one_by_one), TEST(at_each_place),  TEST(rows_in_order),
    TEST(whole_numbers), TEST(of_which_loops),
};

CHECK_MAIN(tests)

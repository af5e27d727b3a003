#include "shape/triangle.h"

#include "array/iter.h"
#include "thread/pool.h"

enum {
    COST = 3,              /* tenths of a nanosecond an element */
    GRAIN_ELEMENTS = 20000 /* of a piece of work for a thread */
};

typedef struct places {
    intptr_t *row_of, *column_of;
    int64_t rows, columns, k;
    bool upper;
} places;

/* Columns of row i that lie before the k-th diagonal's next column: of the lower triangle. */
static int64_t lower_in(const places *p, int64_t i, int64_t k)
{
    int64_t n = i + k + 1;
    return n < 0 ? 0 : n < p->columns ? n : p->columns;
}

/* All of them in the rows before row i: none at first, then one more each row, then whole rows. */
static int64_t lower_before(const places *p, int64_t i, int64_t k)
{
    int64_t from = k < 0 ? -k : 0, full = p->columns - k - 1;
    from = from < i ? from : i;
    full = full < from ? from : full < i ? full : i;
    int64_t growing = full - from;
    return growing * (from + k + 1) + growing * (growing - 1) / 2 + (i - full) * p->columns;
}

static int64_t places_before(const places *p, int64_t i)
{
    return p->upper ? i * p->columns - lower_before(p, i, p->k - 1) : lower_before(p, i, p->k);
}

static void list_rows(void *context, intptr_t begin, intptr_t end)
{
    const places *p = context;
    int64_t at = places_before(p, begin);
    for (intptr_t i = begin; i < end; i++) {
        intptr_t first = p->upper ? (intptr_t)lower_in(p, i, p->k - 1) : 0;
        intptr_t last = p->upper ? (intptr_t)p->columns : (intptr_t)lower_in(p, i, p->k);
        intptr_t *row_of = p->row_of + at, *column_of = p->column_of + at;
        for (intptr_t j = 0; j < last - first; j++)
            row_of[j] = i;
        for (intptr_t j = 0; j < last - first; j++)
            column_of[j] = first + j;
        at += last - first;
    }
}

int rp_triangle_indices(rp_array *row_of, rp_array *column_of, intptr_t rows, intptr_t columns,
                        intptr_t k, bool upper)
{
    rows = rp_max_intp(rows, 0);
    columns = rp_max_intp(columns, 0);
    places p = {.rows = rows,
                .columns = columns,
                .k = rp_diagonal_within(k, rows, columns),
                .upper = upper};
    int64_t all;
    if (__builtin_mul_overflow(p.rows, p.columns, &all) || places_before(&p, rows) > INTPTR_MAX)
        return rp_fail(RP_VALUE_ERROR, "array is too big: a triangle of %zd rows and %zd columns",
                       rows, columns);
    intptr_t count = (intptr_t)places_before(&p, rows);
    const rp_dtype *intp = rp_dtype_of(RP_INTP);
    RP_TRY(rp_array_allocate(row_of, intp, 1, &count, RP_ORDER_C, false));
    int code = rp_array_allocate(column_of, intp, 1, &count, RP_ORDER_C, false);
    if (code < 0) {
        rp_array_release(row_of);
        return code;
    }
    p.row_of = (intptr_t *)row_of->data;
    p.column_of = (intptr_t *)column_of->data;
    if (count == 0)
        return 0;
    if (rp_worth_threads(count, COST))
        rp_parallel_for(rows, rp_max_intp(1, GRAIN_ELEMENTS / columns), list_rows, &p);
    else
        list_rows(&p, 0, rows);
    return 0;
}

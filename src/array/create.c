#include "array/create.h"

#include "array/iter.h"
#include "base/bits.h"
#include "thread/pool.h"
#include <math.h>
#include <string.h>

enum { CHUNK = 512, GRAIN_CHUNKS = 32 };

/* A sequence of doubles, made by `fill` in pieces and cast into a dense array. */
typedef struct sequence {
    double start, delta, stop;
    double second; /* element 1 of an arange, which NumPy does not compute from the difference */
    bool has_second;
    double div;       /* not 0: (i / div) * delta, where delta / div would vanish */
    intptr_t n, last; /* the index of the exact stop, or -1 */
    bool whole;       /* round down before casting to a whole-number dtype */
    bool single;      /* float arithmetic, as NumPy fills the narrow dtypes */
    rp_transfer transfer;
    char *data;
    intptr_t itemsize;
} sequence;

static void fill_single(const sequence *s, double *values, intptr_t from, intptr_t n)
{
    float start = (float)s->start, delta = (float)s->delta;
    for (intptr_t i = 0; i < n; i++)
        values[i] = start + (float)(from + i) * delta;
}

static void fill_chunks(void *context, intptr_t begin, intptr_t end)
{
    const sequence *s = context;
    double values[CHUNK];
    for (intptr_t c = begin; c < end; c++) {
        intptr_t from = c * CHUNK, n = rp_min_intp(CHUNK, s->n - from);
        if (s->single)
            fill_single(s, values, from, n);
        else if (s->div != 0)
            for (intptr_t i = 0; i < n; i++)
                values[i] = s->start + (double)(from + i) / s->div * s->delta;
        else
            for (intptr_t i = 0; i < n; i++)
                values[i] = s->start + (double)(from + i) * s->delta;
        if (s->has_second && from == 0 && n > 1)
            values[1] = s->second;
        if (s->last >= from && s->last < from + n)
            values[s->last - from] = s->stop;
        for (intptr_t i = 0; s->whole && i < n; i++)
            values[i] = floor(values[i]);
        rp_transfer_run(&s->transfer, (const char *)values, sizeof(double),
                        s->data + from * s->itemsize, s->itemsize, n);
    }
}

static int fill_sequence(sequence *s, rp_array *out)
{
    s->data = out->data;
    s->itemsize = out->dtype->itemsize;
    RP_TRY(rp_transfer_init(&s->transfer, rp_dtype_of(RP_FLOAT64), out->dtype, true));
    intptr_t chunks = (s->n + CHUNK - 1) / CHUNK;
    if (rp_worth_threads(s->n, 10))
        rp_parallel_for(chunks, GRAIN_CHUNKS, fill_chunks, s);
    else
        fill_chunks(s, 0, chunks);
    return 0;
}

int rp_arange(rp_array *out, double start, double stop, double step, const rp_dtype *dtype)
{
    if (step == 0)
        return rp_fail(RP_ZERO_DIVISION_ERROR, "division by zero: arange's step is 0");
    double length = ceil((stop - start) / step);
    if (!(length == length))
        return rp_fail(RP_VALUE_ERROR, "arange: cannot compute length");
    if (!(length <= (double)INTPTR_MAX))
        return rp_fail(RP_VALUE_ERROR, "Maximum allowed size exceeded");
    intptr_t n = length > 0 ? (intptr_t)length : 0;
    if (dtype->kind == 'b' && n > 2)
        return rp_fail(RP_TYPE_ERROR, "arange() is only supported for booleans when the result has "
                                      "at most length 2.");
    RP_TRY(rp_array_allocate(out, dtype, 1, &n, RP_ORDER_C, false));
    /* The first two elements are cast, and their difference is what the rest are counted by. */
    _Alignas(16) char two[2][16];
    double first = start, second = start + step;
    const rp_dtype *wide = rp_dtype_of(RP_FLOAT64);
    rp_cast_element(wide, (const char *)&first, dtype, two[0]);
    rp_cast_element(wide, (const char *)&second, dtype, two[1]);
    rp_cast_element(dtype, two[0], wide, (char *)&first);
    rp_cast_element(dtype, two[1], wide, (char *)&second);
    bool single =
        dtype->num == RP_FLOAT16 || dtype->num == RP_FLOAT32 || dtype->num == RP_COMPLEX64;
    double delta = single ? (float)second - (float)first : second - first;
    sequence s = {.start = first,
                  .second = second,
                  .has_second = true,
                  .delta = delta,
                  .n = n,
                  .last = -1,
                  .single = single};
    return fill_sequence(&s, out);
}

int rp_linspace(rp_array *out, double start, double stop, intptr_t num, bool endpoint,
                const rp_dtype *dtype, double *step)
{
    if (num < 0)
        return rp_fail(RP_VALUE_ERROR, "Number of samples, %zd, must be non-negative.", num);
    intptr_t div = endpoint ? num - 1 : num;
    RP_TRY(rp_array_allocate(out, dtype, 1, &num, RP_ORDER_C, false));
    double delta = stop - start;
    *step = div > 0 ? delta / (double)div : NAN;
    sequence s = {.start = start,
                  .delta = div > 0 && *step != 0 ? *step : delta,
                  .stop = stop,
                  .div = div > 0 && *step == 0 ? (double)div : 0,
                  .n = num,
                  .last = endpoint && num > 1 ? num - 1 : -1,
                  .whole = rp_is_integer(dtype)};
    return fill_sequence(&s, out);
}

int rp_eye(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype,
           rp_order order)
{
    intptr_t shape[2] = {rows, columns};
    RP_TRY(rp_array_allocate(out, dtype, 2, shape, order, true));
    double one = 1;
    _Alignas(16) char element[16];
    RP_TRY(rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&one, dtype, element));
    intptr_t i = k < 0 ? -k : 0, j = k > 0 ? k : 0;
    for (; i < rows && j < columns; i++, j++)
        memcpy(out->data + i * out->strides[0] + j * out->strides[1], element,
               (size_t)dtype->itemsize);
    return 0;
}

#include "array/create.h"

#include "array/iter.h"
#include "array/weak.h"
#include "base/bits.h"
#include "thread/pool.h"
#include <math.h>
#include <string.h>

enum { BLOCK = 16384, CHUNK = 512, LARGEST_ELEMENT = 16 };

/* Element i is start + i * delta. */
typedef struct sequence sequence;
typedef void (*sequence_fn)(const sequence *s, char *out, intptr_t from, intptr_t n);
struct sequence {
    sequence_fn write; /* the elements [from, from + n), of the dtype computed in */
    intptr_t n;
    uint64_t whole_start, whole_delta; /* of integers, which wrap */
    double start[2], delta[2];         /* of floats and complex numbers, in parts */
    double div;                        /* (i / div) * delta, where delta / div would vanish */
    bool floored;                      /* rounded down before casting */
    bool direct;                       /* the dtype computed in is the array's */
    rp_transfer transfer;              /* from the one to the other */
    char *data;
    intptr_t itemsize;
};

#define WHOLE(bits, wide)                                                                          \
    static void write_##bits(const sequence *s, char *out, intptr_t from, intptr_t n)              \
    {                                                                                              \
        wide start = (wide)s->whole_start, delta = (wide)s->whole_delta;                           \
        for (intptr_t i = 0; i < n; i++)                                                           \
            ((uint##bits##_t *)(void *)out)[i] =                                                   \
                (uint##bits##_t)(start + (wide)(from + i) * delta);                                \
    }
WHOLE(8, uint32_t)
WHOLE(16, uint32_t)
WHOLE(32, uint32_t)
WHOLE(64, uint64_t)

#define FLOATING(name, type)                                                                       \
    static void write_##name(const sequence *s, char *out, intptr_t from, intptr_t n)              \
    {                                                                                              \
        type start = (type)s->start[0], delta = (type)s->delta[0];                                 \
        for (intptr_t i = 0; i < n; i++)                                                           \
            ((type *)(void *)out)[i] = start + (type)(from + i) * delta;                           \
    }                                                                                              \
    static void write_complex_##name(const sequence *s, char *out, intptr_t from, intptr_t n)      \
    {                                                                                              \
        for (intptr_t i = 0; i < 2 * n; i++)                                                       \
            ((type *)(void *)out)[i] =                                                             \
                (type)s->start[i & 1] + (type)(from + i / 2) * (type)s->delta[i & 1];              \
    }
FLOATING(float, float)
FLOATING(double, double)

static void write_divided(const sequence *s, char *out, intptr_t from, intptr_t n)
{
    for (intptr_t i = 0; i < n; i++)
        ((double *)(void *)out)[i] = s->start[0] + (double)(from + i) / s->div * s->delta[0];
}

static void fill_through_buffer(const sequence *s, intptr_t from, intptr_t end)
{
    _Alignas(16) char buffer[CHUNK * LARGEST_ELEMENT];
    for (; from < end; from += CHUNK) {
        intptr_t n = rp_min_intp(CHUNK, end - from);
        s->write(s, buffer, from, n);
        for (intptr_t i = 0; s->floored && i < n; i++)
            ((double *)(void *)buffer)[i] = floor(((double *)(void *)buffer)[i]);
        rp_transfer_run(&s->transfer, buffer, s->transfer.from->itemsize,
                        s->data + from * s->itemsize, s->itemsize, n);
    }
}

static void fill_blocks(void *context, intptr_t begin, intptr_t end)
{
    const sequence *s = context;
    for (intptr_t b = begin; b < end; b++) {
        intptr_t from = b * BLOCK, to = rp_min_intp(from + BLOCK, s->n);
        if (s->direct)
            s->write(s, s->data + from * s->itemsize, from, to - from);
        else
            fill_through_buffer(s, from, to);
    }
}

static int fill_sequence(sequence *s, rp_array *out, const rp_dtype *computed)
{
    s->n = out->shape[0];
    s->data = out->data;
    s->itemsize = out->dtype->itemsize;
    s->direct = computed == out->dtype;
    RP_TRY(rp_transfer_init(&s->transfer, computed, out->dtype, true));
    intptr_t blocks = (s->n + BLOCK - 1) / BLOCK;
    if (rp_worth_threads(s->n, s->direct ? 0 : 10))
        rp_parallel_for(blocks, 1, fill_blocks, s);
    else
        fill_blocks(s, 0, blocks);
    return 0;
}

/* ---- arange ---- */

static int length_of(double quotient, intptr_t *n)
{
    double length = ceil(quotient);
    if (!(length == length))
        return rp_fail(RP_VALUE_ERROR, "arange: cannot compute length");
    if (!(length <= (double)INTPTR_MAX))
        return rp_fail(RP_VALUE_ERROR, "Maximum allowed size exceeded");
    *n = length > 0 ? (intptr_t)length : 0;
    return 0;
}

/* Of complex numbers both parts count, and the fewer of them; the division is Smith's (1962). */
int rp_arange_length(const double distance[2], const double step[2], bool is_complex, intptr_t *n)
{
    if (step[0] == 0 && (!is_complex || step[1] == 0))
        return rp_fail(RP_ZERO_DIVISION_ERROR, "division by zero: arange's step is 0");
    if (!is_complex)
        return length_of(distance[0] / step[0], n);
    bool real = fabs(step[0]) >= fabs(step[1]);
    double ratio = real ? step[1] / step[0] : step[0] / step[1];
    double below = real ? step[0] + step[1] * ratio : step[0] * ratio + step[1];
    double x = distance[0], y = distance[1];
    intptr_t other;
    RP_TRY(length_of((real ? x + y * ratio : x * ratio + y) / below, n));
    RP_TRY(length_of((real ? y - x * ratio : y * ratio - x) / below, &other));
    *n = rp_min_intp(*n, other);
    return 0;
}

/* Elements of up to 8 bytes as NumPy's loops take them: integers whole, others as doubles. */
static void read_terms(sequence *s, const rp_dtype *native, const char *first, const char *second)
{
    uint64_t whole[2] = {0, 0};
    memcpy(&whole[0], first, (size_t)rp_min_intp(native->itemsize, 8));
    memcpy(&whole[1], second, (size_t)rp_min_intp(native->itemsize, 8));
    s->whole_start = whole[0];
    s->whole_delta = whole[1] - whole[0];
    double parts[2][2];
    const rp_dtype *wide = rp_dtype_of(RP_COMPLEX128);
    rp_cast_element(native, first, wide, (char *)parts[0]);
    rp_cast_element(native, second, wide, (char *)parts[1]);
    bool narrow = native->num != RP_FLOAT64 && native->num != RP_COMPLEX128;
    for (int i = 0; i < 2; i++) {
        s->start[i] = parts[0][i];
        s->delta[i] = narrow ? (float)parts[1][i] - (float)parts[0][i] : parts[1][i] - parts[0][i];
    }
}

static sequence_fn writer_of(const rp_dtype *computed)
{
    if (computed->kind == 'c')
        return computed->itemsize == 8 ? write_complex_float : write_complex_double;
    if (computed->kind == 'f')
        return computed->itemsize == 4 ? write_float : write_double;
    return computed->itemsize == 1   ? write_8
           : computed->itemsize == 2 ? write_16
           : computed->itemsize == 4 ? write_32
                                     : write_64;
}

int rp_arange(rp_array *out, intptr_t n, const rp_array *first, const rp_array *second,
              const rp_dtype *dtype)
{
    if (dtype->kind == 'b' && n > 2)
        return rp_fail(RP_TYPE_ERROR, "arange() is only supported for booleans when the result has "
                                      "at most length 2.");
    const rp_dtype *native = dtype->native;
    _Alignas(16) char terms[2][LARGEST_ELEMENT];
    if (n > 0)
        RP_TRY(rp_weak_element(first, native, terms[0]));
    if (n > 1)
        RP_TRY(rp_weak_element(second, native, terms[1]));
    RP_TRY(rp_array_allocate(out, dtype, 1, &n, RP_ORDER_C, false));
    if (n > 2) {
        const rp_dtype *computed = native->num == RP_FLOAT16 ? rp_dtype_of(RP_FLOAT32) : native;
        sequence s = {.write = writer_of(computed)};
        read_terms(&s, native, terms[0], terms[1]);
        RP_TRY(fill_sequence(&s, out, computed));
    }
    /* NumPy does not compute the second element from the difference either. */
    for (intptr_t i = 0; i < rp_min_intp(n, 2); i++)
        rp_cast_element(native, terms[i], dtype, out->data + i * dtype->itemsize);
    return 0;
}

/* ---- linspace ---- */

int rp_linspace(rp_array *out, double start, double stop, intptr_t num, bool endpoint,
                const rp_dtype *dtype, double *step)
{
    if (num < 0)
        return rp_fail(RP_VALUE_ERROR, "Number of samples, %zd, must be non-negative.", num);
    intptr_t div = endpoint ? num - 1 : num;
    RP_TRY(rp_array_allocate(out, dtype, 1, &num, RP_ORDER_C, false));
    double delta = stop - start;
    *step = div > 0 ? delta / (double)div : NAN;
    bool divided = div > 0 && *step == 0;
    sequence s = {.write = divided ? write_divided : write_double,
                  .start = {start, 0},
                  .delta = {div > 0 && !divided ? *step : delta, 0},
                  .div = (double)div,
                  .floored = rp_is_integer(dtype)};
    RP_TRY(fill_sequence(&s, out, rp_dtype_of(RP_FLOAT64)));
    double last = s.floored ? floor(stop) : stop;
    if (endpoint && num > 1)
        rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&last, dtype,
                        out->data + (num - 1) * dtype->itemsize);
    return 0;
}

/* ---- eye ---- */

int rp_eye(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype,
           rp_order order)
{
    intptr_t shape[2] = {rows, columns};
    RP_TRY(rp_array_allocate(out, dtype, 2, shape, order, true));
    double one = 1;
    _Alignas(16) char element[LARGEST_ELEMENT];
    RP_TRY(rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&one, dtype, element));
    intptr_t i = k < 0 ? -k : 0, j = k > 0 ? k : 0;
    for (; i < rows && j < columns; i++, j++)
        memcpy(out->data + i * out->strides[0] + j * out->strides[1], element,
               (size_t)dtype->itemsize);
    return 0;
}

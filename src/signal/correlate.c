/* np.correlate and np.convolve. Every output is one sum taken in the order of NumPy's loop, so many
 * of them can go side by side in lanes, and a line can be cut among threads anywhere. */
#include "signal/signal.h"

#include "array/iter.h"
#include "base/bits.h"
#include "simd/vec.h"
#include "thread/pool.h"
#include <string.h>

/* ---- kernels ---- */

/* Vectors of sums that are kept at once: half of the registers, and enough to hide how long an
 * addition takes. */
enum { VECTORS = 8, BLOCK_BYTES = VECTORS * RP_VEC_SIZE };

typedef rp_vec (*splat_fn)(const void *element);
typedef rp_vec (*join_fn)(rp_vec sum, rp_vec x, rp_vec y);

/* sum += a[0] v[0] + ... + a[n - 1] v[n - 1] */
RP_INLINE void one_sum(const char *a, const char *v, intptr_t n, char *sum, int itemsize,
                       splat_fn splat, join_fn join)
{
    rp_vec total = splat(sum);
    for (intptr_t k = 0; k < n; k++)
        total = join(total, splat(a + k * itemsize), splat(v + k * itemsize));
    _Alignas(RP_VEC_SIZE) char lanes[RP_VEC_SIZE];
    rp_vec_store(lanes, total);
    memcpy(sum, lanes, (size_t)itemsize);
}

/* The same for `blocks` blocks of sums, each of which starts one element further on in a. Fresh
 * sums start from 0. */
RP_INLINE void many_sums(const char *a, const char *v, intptr_t n, char *sums, intptr_t blocks,
                         bool fresh, int itemsize, splat_fn splat, join_fn join)
{
    for (; blocks > 0; blocks--, a += BLOCK_BYTES, sums += BLOCK_BYTES) {
        rp_vec totals[VECTORS];
        for (int j = 0; j < VECTORS; j++)
            totals[j] = fresh ? rp_vec_zero() : rp_vec_load(sums + j * RP_VEC_SIZE);
        const char *x = a, *y = v, *end = v + n * itemsize;
        for (; y < end; x += itemsize, y += itemsize) {
            rp_vec factor = splat(y);
            for (int j = 0; j < VECTORS; j++)
                totals[j] = join(totals[j], rp_vec_load(x + j * RP_VEC_SIZE), factor);
        }
        for (int j = 0; j < VECTORS; j++)
            rp_vec_store(sums + j * RP_VEC_SIZE, totals[j]);
    }
}

typedef struct kernel {
    void (*one)(const char *a, const char *v, intptr_t n, char *sum);
    void (*many)(const char *a, const char *v, intptr_t n, char *sums, intptr_t blocks, bool fresh);
} kernel;

#define KERNEL(name, size, load_splat, add, multiply)                                              \
    RP_INLINE rp_vec splat_##name(const void *p) { return load_splat(p); }                         \
    RP_INLINE rp_vec join_##name(rp_vec sum, rp_vec x, rp_vec y)                                   \
    {                                                                                              \
        return add(sum, multiply(x, y));                                                           \
    }                                                                                              \
    static void one_##name(const char *a, const char *v, intptr_t n, char *sum)                    \
    {                                                                                              \
        one_sum(a, v, n, sum, size, splat_##name, join_##name);                                    \
    }                                                                                              \
    static void many_##name(const char *a, const char *v, intptr_t n, char *sums, intptr_t blocks, \
                            bool fresh)                                                            \
    {                                                                                              \
        many_sums(a, v, n, sums, blocks, fresh, size, splat_##name, join_##name);                  \
    }                                                                                              \
    static const kernel kernel_##name = {one_##name, many_##name};

KERNEL(bool, 1, wasm_v128_load8_splat, rp_vec_or, rp_vec_and)
KERNEL(int8, 1, wasm_v128_load8_splat, wasm_i8x16_add, rp_vec_multiply_uint8)
KERNEL(int16, 2, wasm_v128_load16_splat, wasm_i16x8_add, wasm_i16x8_mul)
KERNEL(int32, 4, wasm_v128_load32_splat, wasm_i32x4_add, wasm_i32x4_mul)
KERNEL(int64, 8, wasm_v128_load64_splat, wasm_i64x2_add, wasm_i64x2_mul)
KERNEL(float32, 4, wasm_v128_load32_splat, wasm_f32x4_add, wasm_f32x4_mul)
KERNEL(float64, 8, wasm_v128_load64_splat, wasm_f64x2_add, wasm_f64x2_mul)
KERNEL(complex64, 8, wasm_v128_load64_splat, wasm_f32x4_add, rp_vec_multiply_complex64)
KERNEL(complex128, 16, rp_vec_load, wasm_f64x2_add, rp_vec_multiply_complex128)

/* Of whole numbers only the size matters: sums and products wrap. */
static const kernel *kernel_of(const rp_dtype *dtype)
{
    switch (dtype->num) {
    case RP_BOOL: return &kernel_bool;
    case RP_FLOAT32: return &kernel_float32;
    case RP_FLOAT64: return &kernel_float64;
    case RP_COMPLEX64: return &kernel_complex64;
    case RP_COMPLEX128: return &kernel_complex128;
    default:
        return dtype->itemsize == 1   ? &kernel_int8
               : dtype->itemsize == 2 ? &kernel_int16
               : dtype->itemsize == 4 ? &kernel_int32
                                      : &kernel_int64;
    }
}

/* ---- one line along the other ---- */

typedef struct sliding {
    const kernel *kernel;
    const char *a, *v;
    char *out;
    intptr_t itemsize, width;    /* elements of a block */
    intptr_t a_length, v_length; /* a is not the shorter */
    intptr_t before, length,
        serial; /* v sticks out so far at the start; outputs; those of a task */
} sliding;

/* Output i takes the elements [first, last) of v: those that lie over a. */
static intptr_t first_over(const sliding *s, intptr_t i) { return rp_max_intp(s->before - i, 0); }
static intptr_t last_over(const sliding *s, intptr_t i)
{
    return rp_min_intp(s->a_length + s->before - i, s->v_length);
}

/* Goes on with the sum of output i over the elements [from, to) of v. */
static void add_one(const sliding *s, intptr_t i, intptr_t from, intptr_t to)
{
    if (from < to)
        s->kernel->one(s->a + (i - s->before + from) * s->itemsize, s->v + from * s->itemsize,
                       to - from, s->out + i * s->itemsize);
}

/* A block part of which hangs over: what its sums have in common is in the middle. */
static void hanging_block(const sliding *s, intptr_t i)
{
    intptr_t end = i + s->width;
    intptr_t from = first_over(s, i), to = last_over(s, end - 1);
    if (to <= from)
        from = to = 0;
    for (intptr_t j = i; j < end && to > 0; j++)
        add_one(s, j, first_over(s, j), from);
    if (from < to)
        s->kernel->many(s->a + (i - s->before + from) * s->itemsize, s->v + from * s->itemsize,
                        to - from, s->out + i * s->itemsize, 1, false);
    for (intptr_t j = i; j < end; j++)
        add_one(s, j, rp_max_intp(first_over(s, j), to), last_over(s, j));
}

static void slide(void *context, intptr_t begin, intptr_t end)
{
    const sliding *s = context;
    begin *= s->serial;
    end = rp_min_intp(end * s->serial, s->length);
    intptr_t inside = s->a_length - s->v_length + s->before + 1; /* the end of whole sums */
    memset(s->out + begin * s->itemsize, 0, (size_t)((end - begin) * s->itemsize));
    for (intptr_t i = begin; i < end;) {
        intptr_t whole = (rp_min_intp(end, inside) - i) / s->width;
        if (i >= s->before && whole > 0) {
            s->kernel->many(s->a + (i - s->before) * s->itemsize, s->v, s->v_length,
                            s->out + i * s->itemsize, whole, true);
            i += whole * s->width;
        } else if (end - i >= s->width) {
            hanging_block(s, i);
            i += s->width;
        } else {
            add_one(s, i, first_over(s, i), last_over(s, i));
            i++;
        }
    }
}

/* Tenths of a nanosecond for a vector's products and their sums, and how much makes a task. */
enum { COST = 5, TASK = 200000 };

static void slide_all(sliding *s)
{
    int64_t of_block = (int64_t)COST * VECTORS * (s->v_length + 4);
    s->serial = rp_max_intp((intptr_t)(TASK / of_block), 1) * s->width;
    intptr_t tasks = (s->length + s->serial - 1) / s->serial;
    if (tasks > 1)
        rp_parallel_for(tasks, 1, slide, s);
    else
        slide(s, 0, tasks);
}

/* ---- arrays ---- */

static void reverse(char *line, intptr_t length, intptr_t itemsize)
{
    char item[RP_VEC_SIZE];
    for (char *x = line, *y = line + (length - 1) * itemsize; x < y; x += itemsize, y -= itemsize) {
        memcpy(item, x, (size_t)itemsize);
        memcpy(x, y, (size_t)itemsize);
        memcpy(y, item, (size_t)itemsize);
    }
}

static void conjugate(const rp_array *z, intptr_t length)
{
    bool single = z->dtype->num == RP_COMPLEX64;
    for (intptr_t i = 0; i < length; i++) {
        if (single)
            ((float *)z->data)[2 * i + 1] *= -1;
        else
            ((double *)z->data)[2 * i + 1] *= -1;
    }
}

/* `a` itself where a kernel can run on it, else a copy that is. */
static int as_line(rp_slot *copy, const rp_array *a, const rp_dtype *dtype, const rp_array **line)
{
    *line = a;
    if (a->dtype == dtype && rp_is_c_contiguous(a) && rp_is_aligned(a))
        return 0;
    *line = &copy->array;
    return rp_array_copy(&copy->array, a, dtype, RP_ORDER_C);
}

/* v has been conjugated or reversed: both lines are of the dtype that is computed in. */
static int slide_lines(const rp_array *a, const rp_array *v, rp_overhang overhang, rp_array *out)
{
    bool swap = rp_array_size(a) < rp_array_size(v);
    const rp_array *longer = swap ? v : a, *shorter = swap ? a : v;
    intptr_t n = rp_array_size(shorter), length = rp_array_size(longer);
    intptr_t before = overhang == RP_OVERHANG_NONE   ? 0
                      : overhang == RP_OVERHANG_HALF ? n / 2
                                                     : n - 1;
    sliding s = {.kernel = kernel_of(a->dtype),
                 .a = longer->data,
                 .v = shorter->data,
                 .itemsize = a->dtype->itemsize,
                 .width = BLOCK_BYTES / a->dtype->itemsize,
                 .a_length = length,
                 .v_length = n,
                 .before = before,
                 .length = overhang == RP_OVERHANG_NONE   ? length - n + 1
                           : overhang == RP_OVERHANG_HALF ? length
                                                          : length + n - 1};
    RP_TRY(rp_array_allocate(out, a->dtype, 1, &s.length, RP_ORDER_C, false));
    s.out = out->data;
    slide_all(&s);
    if (swap)
        reverse(s.out, s.length, s.itemsize);
    return 0;
}

static int check_line(const rp_array *a)
{
    if (a->ndim == 1)
        return 0;
    return rp_fail(RP_VALUE_ERROR, "object %s for desired array",
                   a->ndim ? "too deep" : "of too small depth");
}

static int correlate(const rp_array *a, const rp_array *v, rp_overhang overhang, bool convolves,
                     rp_array *out)
{
    const rp_dtype *dtype = rp_promote_types(a->dtype, v->dtype);
    if (!dtype)
        return -(int)rp_error_get();
    const rp_dtype *half = dtype->num == RP_FLOAT16 ? dtype : NULL;
    if (half)
        dtype = rp_dtype_of(RP_FLOAT32);
    rp_slot a_copy, v_copy, wide;
    rp_slot_init(&a_copy);
    rp_slot_init(&v_copy);
    rp_slot_init(&wide);
    const rp_array *line;
    int code = as_line(&a_copy, a, dtype, &line);
    if (code >= 0)
        code = rp_array_copy(&v_copy.array, v, dtype, RP_ORDER_C);
    if (code >= 0) {
        intptr_t n = rp_array_size(v);
        if (convolves)
            reverse(v_copy.array.data, n, dtype->itemsize);
        else if (dtype->kind == 'c')
            conjugate(&v_copy.array, n);
        code = slide_lines(line, &v_copy.array, overhang, half ? &wide.array : out);
    }
    if (code >= 0 && half)
        code = rp_array_copy(out, &wide.array, half, RP_ORDER_C);
    rp_array_release(&wide.array);
    rp_array_release(&v_copy.array);
    rp_array_release(&a_copy.array);
    return code;
}

int rp_correlate(const rp_array *a, const rp_array *v, rp_overhang overhang, rp_array *out)
{
    RP_TRY(check_line(a));
    RP_TRY(check_line(v));
    for (int i = 0; i < 2; i++)
        if (rp_array_size(i ? v : a) == 0)
            return rp_fail(RP_VALUE_ERROR, "%s array argument cannot be empty",
                           i ? "second" : "first");
    return correlate(a, v, overhang, false, out);
}

int rp_convolve(const rp_array *a, const rp_array *v, rp_overhang overhang, rp_array *out)
{
    if (a->ndim > 0)
        RP_TRY(check_line(a));
    if (v->ndim > 0)
        RP_TRY(check_line(v));
    bool swap = rp_array_size(v) > rp_array_size(a);
    if (rp_array_size(a) == 0 || rp_array_size(v) == 0)
        return rp_fail(RP_VALUE_ERROR, "%s cannot be empty",
                       rp_array_size(a) == rp_array_size(v) ? "a" : "v");
    return correlate(swap ? v : a, swap ? a : v, overhang, true, out);
}

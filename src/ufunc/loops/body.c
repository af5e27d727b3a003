#include "ufunc/loops/body.h"

#include "simd/vec_half.h"
#include <string.h>

/* Bytes of an operand that are put together at a time. One number again and again is put there
 * once: the longer, the fewer calls of the kernel. Of what is gathered, the processor fetches the
 * next elements while it computes only if those are near. Short rows do not fill a block for
 * nothing. */
enum { BLOCK = 4096, SHORT_BLOCK = 1024 };

static intptr_t piece_length(intptr_t n, int size, bool gathers)
{
    return (gathers || n * size < 4 * BLOCK ? SHORT_BLOCK : BLOCK) / size;
}

/* `count` copies of an element, and up to a whole vector. */
static void repeat(char *block, const char *element, int size, intptr_t count)
{
    if (count <= 0)
        return;
    memcpy(block, element, (size_t)size);
    size_t have = (size_t)size, want = (size_t)count * (size_t)size;
    for (; have < RP_VEC_SIZE && have < want; have *= 2)
        memcpy(block + have, block, have);
    if (want <= RP_VEC_SIZE)
        return;
    rp_vec v = rp_vec_load(block);
    for (size_t i = RP_VEC_SIZE; i < want; i += RP_VEC_SIZE)
        rp_vec_store(block + i, v);
}

#define GATHER(name, type)                                                                         \
    static void gather_##name(type *block, const char *in, intptr_t step, intptr_t n)              \
    {                                                                                              \
        for (intptr_t i = 0; i < n; i++, in += step)                                               \
            block[i] = *(const type *)in;                                                          \
    }
typedef struct two_words {
    uint64_t word[2];
} two_words;
GATHER(1, uint8_t)
GATHER(2, uint16_t)
GATHER(4, uint32_t)
GATHER(8, uint64_t)
GATHER(16, two_words)

/* Every other element, four vectors at a time. The last ones are left to the caller: what follows
 * them may not be ours. */
#define GATHER_EVERY_OTHER(size, lanes, ...)                                                       \
    static intptr_t gather_every_other_##size(char *block, const char *in, intptr_t n)             \
    {                                                                                              \
        intptr_t count = 4 * RP_VEC_SIZE / size, i = 0;                                            \
        for (; i + count < n; i += count)                                                          \
            for (int k = 0; k < 4; k++, block += RP_VEC_SIZE, in += 2 * RP_VEC_SIZE)               \
                rp_vec_store(block,                                                                \
                             wasm_##lanes##_shuffle(rp_vec_load(in),                               \
                                                    rp_vec_load(in + RP_VEC_SIZE), __VA_ARGS__));  \
        return i;                                                                                  \
    }
GATHER_EVERY_OTHER(4, i32x4, 0, 2, 4, 6)
GATHER_EVERY_OTHER(8, i64x2, 0, 2)

static void gather(char *block, const char *in, intptr_t step, int size, intptr_t n)
{
    if (step == 2 * size && (size == 4 || size == 8)) {
        intptr_t done =
            size == 8 ? gather_every_other_8(block, in, n) : gather_every_other_4(block, in, n);
        block += done * size;
        in += done * step;
        n -= done;
    }
    switch (size) {
    case 1: gather_1((uint8_t *)block, in, step, n); break;
    case 2: gather_2((uint16_t *)block, in, step, n); break;
    case 4: gather_4((uint32_t *)block, in, step, n); break;
    case 8: gather_8((uint64_t *)block, in, step, n); break;
    default: gather_16((two_words *)block, in, step, n);
    }
}

/* An operand that is not contiguous is put together in pieces that stay in the first cache, so that
 * the kernel can take it. */
typedef struct pieces {
    const char *at;
    intptr_t step;
    int size;
    _Alignas(RP_VEC_SIZE) char block[BLOCK + RP_VEC_SIZE];
} pieces;

static void begin_pieces(pieces *p, const char *arg, intptr_t step, int size, intptr_t count)
{
    p->at = arg;
    p->step = step;
    p->size = size;
    if (step == 0)
        repeat(p->block, arg, size, count);
}

static const char *next_piece(pieces *p, intptr_t count)
{
    const char *at = p->at;
    p->at += p->step * count;
    if (p->step == p->size)
        return at;
    if (p->step != 0)
        gather(p->block, at, p->step, p->size, count);
    return p->block;
}

/* May an output of n contiguous elements be written before all of this input has been read? Yes
 * where they are the same elements, or apart. */
static bool may_run_ahead(const char *out, intptr_t out_bytes, const char *in, intptr_t step,
                          intptr_t n, int size)
{
    if (in == out && step == size)
        return true;
    const char *first = step < 0 ? in + step * (n - 1) : in;
    const char *end = step < 0 ? in + size : in + step * (n - 1) + size;
    return end <= out || out + out_bytes <= first;
}

enum { FEW = 16 }; /* elements for which that does not pay */

void rp_run_unary(char **args, intptr_t n, const intptr_t *steps, const rp_unary *how)
{
    if (steps[0] == how->in_size && steps[1] == how->out_size) {
        how->kernel(args[0], args[1], n);
        return;
    }
    bool ahead = steps[1] == how->out_size &&
                 may_run_ahead(args[1], n * how->out_size, args[0], steps[0], n, how->in_size);
    if (n < FEW || !ahead) {
        how->strided(args, n, steps);
        return;
    }
    pieces a;
    char *out = args[1];
    intptr_t most = piece_length(n, how->in_size, steps[0] != 0);
    begin_pieces(&a, args[0], steps[0], how->in_size, rp_min_intp(n, most));
    for (; n > 0; n -= most, out += most * how->out_size) {
        intptr_t count = rp_min_intp(n, most);
        how->kernel(next_piece(&a, count), out, count);
    }
}

static void run_in_pieces(char **args, intptr_t n, const intptr_t *steps, const rp_binary *how)
{
    pieces a, b;
    char *out = args[2];
    bool gathers =
        (steps[0] != 0 && steps[0] != how->in_size) || (steps[1] != 0 && steps[1] != how->in_size);
    intptr_t most = piece_length(n, how->in_size, gathers);
    begin_pieces(&a, args[0], steps[0], how->in_size, rp_min_intp(n, most));
    begin_pieces(&b, args[1], steps[1], how->in_size, rp_min_intp(n, most));
    for (; n > 0; n -= most, out += most * how->out_size) {
        intptr_t count = rp_min_intp(n, most);
        how->kernel(next_piece(&a, count), next_piece(&b, count), out, count);
    }
}

void rp_run_binary(char **args, intptr_t n, const intptr_t *steps, const rp_binary *how)
{
    int in_size = how->in_size, out_size = how->out_size;
    if (steps[2] == 0 && steps[0] == 0 && args[0] == args[2] && how->reduce) {
        how->reduce(args[0], args[1], n, steps[1]);
        return;
    }
    bool dense0 = steps[0] == in_size, dense1 = steps[1] == in_size;
    intptr_t out_bytes = n * out_size;
    /* Not so in accumulate, where each result is an operand of the next. */
    bool ahead = steps[2] == out_size &&
                 may_run_ahead(args[2], out_bytes, args[0], steps[0], n, in_size) &&
                 may_run_ahead(args[2], out_bytes, args[1], steps[1], n, in_size);
    if (!ahead)
        how->strided(args, n, steps);
    else if (dense0 && dense1)
        how->kernel(args[0], args[1], args[2], n);
    else if (dense0 && steps[1] == 0 && how->scalar_right)
        how->scalar_right(args[0], args[1], args[2], n);
    else if (n >= FEW)
        run_in_pieces(args, n, steps, how);
    else
        how->strided(args, n, steps);
}

/* --- float16 --- */

enum { HALVES = 512 };

/* Not worth a copy at each call. */
#define APART __attribute__((noinline))

static APART void widen(const char *in, float *out, intptr_t n)
{
    const rp_half *x = (const rp_half *)in;
    intptr_t i = 0;
    for (; i + 8 <= n; i += 8) {
        rp_vec halves = rp_vec_load(x + i);
        rp_vec_store(out + i, rp_vec_half_low(halves));
        rp_vec_store(out + i + 4, rp_vec_half_high(halves));
    }
    RP_IN_ORDER for (; i < n; i++) out[i] = rp_half_to_float(x[i]);
}

static APART void narrow(const float *in, char *out, intptr_t n)
{
    rp_half *z = (rp_half *)out;
    intptr_t i = 0;
    for (; i + 8 <= n; i += 8)
        rp_vec_store(z + i, rp_vec_half_of(rp_vec_load(in + i), rp_vec_load(in + i + 4)));
    RP_IN_ORDER for (; i < n; i++) z[i] = rp_half_of_float(in[i]);
}

void rp_half_map1(const char *a, char *out, intptr_t n, rp_kernel1 kernel)
{
    float x[HALVES];
    for (; n > 0; n -= HALVES, a += sizeof(x) / 2, out += sizeof(x) / 2) {
        intptr_t count = rp_min_intp(n, HALVES);
        widen(a, x, count);
        kernel((const char *)x, (char *)x, count);
        narrow(x, out, count);
    }
}

void rp_half_map2(const char *a, const char *b, char *out, intptr_t n, rp_kernel2 kernel)
{
    float x[HALVES];
    for (; n > 0; n -= HALVES, a += sizeof(x) / 2, b += sizeof(x) / 2, out += sizeof(x) / 2) {
        intptr_t count = rp_min_intp(n, HALVES);
        rp_half_test2(a, b, (char *)x, count, kernel);
        narrow(x, out, count);
    }
}

void rp_half_test2(const char *a, const char *b, char *out, intptr_t n, rp_kernel2 kernel)
{
    float x[HALVES], y[HALVES];
    for (; n > 0; n -= HALVES, a += sizeof(x) / 2, b += sizeof(x) / 2, out += HALVES) {
        intptr_t count = rp_min_intp(n, HALVES);
        widen(a, x, count);
        widen(b, y, count);
        kernel((const char *)x, (const char *)y, out, count);
    }
}

/* --- Shared loops --- */

#define COPY(op, type)                                                                             \
    static inline type op(type x) { return x; }                                                    \
    RP_UNARY(op, type, type)
#define SHARED(op, public)                                                                         \
    void public(char **args, const intptr_t *n, const intptr_t *steps, void *data)                 \
    {                                                                                              \
        op##_loop(args, n, steps, data);                                                           \
    }
COPY(copy8, uint8_t)
COPY(copy16, uint16_t)
COPY(copy32, uint32_t)
COPY(copy64, uint64_t)
COPY(copy_complex64, rp_complex64)
COPY(copy_complex128, rp_complex128)
SHARED(copy8, rp_loop_copy8)
SHARED(copy16, rp_loop_copy16)
SHARED(copy32, rp_loop_copy32)
SHARED(copy64, rp_loop_copy64)
SHARED(copy_complex64, rp_loop_copy_complex64)
SHARED(copy_complex128, rp_loop_copy_complex128)

static inline rp_bool copy_bool(rp_bool x) { return x != 0; }
RP_UNARY(copy_bool, rp_bool, rp_bool)
SHARED(copy_bool, rp_loop_copy_bool)

static void fill(char **args, intptr_t n, const intptr_t *steps, char value)
{
    char *out = args[1];
    if (steps[1] == 1)
        memset(out, value, (size_t)n);
    else
        RP_IN_ORDER for (; n > 0; n--, out += steps[1]) *out = value;
}

void rp_loop_false(char **args, const intptr_t *n, const intptr_t *steps, void *data)
{
    (void)data;
    fill(args, *n, steps, 0);
}

void rp_loop_true(char **args, const intptr_t *n, const intptr_t *steps, void *data)
{
    (void)data;
    fill(args, *n, steps, 1);
}

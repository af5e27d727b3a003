#include "ufunc/loops/body.h"
#include <string.h>

void rp_run_unary(char **args, intptr_t n, const intptr_t *steps, const rp_unary *how)
{
    if (steps[0] == how->in_size && steps[1] == how->out_size)
        how->kernel(args[0], args[1], n);
    else
        how->strided(args, n, steps);
}

enum { BLOCK = 2048 }; /* bytes in which a scalar operand is repeated */

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

/* One operand stands still: the kernel sees it repeated, in pieces that stay in the first cache. */
static void run_with_scalar(char **args, intptr_t n, const intptr_t *steps, const rp_binary *how)
{
    _Alignas(RP_VEC_SIZE) char block[BLOCK + RP_VEC_SIZE];
    intptr_t in_size = how->in_size, piece = BLOCK / in_size;
    char *out = args[2];
    bool left = steps[0] == 0;
    const char *other = args[left];
    repeat(block, args[!left], how->in_size, rp_min_intp(n, piece));
    for (; n > 0; n -= piece, other += piece * in_size, out += piece * how->out_size)
        how->kernel(left ? block : other, left ? other : block, out, rp_min_intp(n, piece));
}

void rp_run_binary(char **args, intptr_t n, const intptr_t *steps, const rp_binary *how)
{
    intptr_t in_size = how->in_size, out_size = how->out_size;
    if (steps[2] == 0 && steps[0] == 0 && args[0] == args[2] && how->reduce) {
        how->reduce(args[0], args[1], n, steps[1]);
        return;
    }
    bool dense0 = steps[0] == in_size, dense1 = steps[1] == in_size;
    bool still = (dense0 && steps[1] == 0) || (dense1 && steps[0] == 0);
    /* An output ahead of an input it overlaps (accumulate) takes each result in turn. */
    uintptr_t ahead0 = (uintptr_t)args[2] - (uintptr_t)args[0] - 1;
    uintptr_t ahead1 = (uintptr_t)args[2] - (uintptr_t)args[1] - 1;
    uintptr_t reach = (uintptr_t)(n * in_size);
    bool chained = ahead0 < (steps[0] ? reach : 0) || ahead1 < (steps[1] ? reach : 0);
    if (steps[2] != out_size || chained)
        how->strided(args, n, steps);
    else if (dense0 && dense1)
        how->kernel(args[0], args[1], args[2], n);
    else if (dense0 && steps[1] == 0 && how->scalar_right)
        how->scalar_right(args[0], args[1], args[2], n);
    else if (still && n >= 16)
        run_with_scalar(args, n, steps, how);
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
    RP_EACH for (intptr_t i = 0; i < n; i++) out[i] = rp_half_to_float(x[i]);
}

static APART void narrow(const float *in, char *out, intptr_t n)
{
    rp_half *z = (rp_half *)out;
    RP_EACH for (intptr_t i = 0; i < n; i++) z[i] = rp_half_of_float(in[i]);
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

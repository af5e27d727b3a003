/* What every inner loop is made of: an op on elements, a kernel over contiguous operands, a loop
 * over strided ones in order, and one runner that picks between them.
 *
 * An op is an ordinary function op_name(x, y). The macros below only wrap ops into kernels and
 * loops of a few lines, by one-line instantiations in lists of dtypes. */
#ifndef RP_UFUNC_LOOPS_BODY_H
#define RP_UFUNC_LOOPS_BODY_H

#include "base/bits.h"
#include "simd/vec.h"
#include "ufunc/pairwise.h"
#include "ufunc/ufunc.h"

/* Whether a compiler can vectorise each loop is not an error. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/* Elements are independent, and an output is one of the inputs or apart from them. */
#define RP_EACH _Pragma("clang loop vectorize(assume_safety) interleave_count(2)")
/* The same for bodies of many instructions, which fill the processor by themselves. */
#define RP_EACH_LONG _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")
/* Each element may depend on the one before. */
#define RP_IN_ORDER _Pragma("clang loop vectorize(disable) unroll(disable)")

typedef void (*rp_kernel1)(const char *a, char *out, intptr_t n);
typedef void (*rp_kernel2)(const char *a, const char *b, char *out, intptr_t n);
typedef void (*rp_strided)(char **args, intptr_t n, const intptr_t *steps);
/* *acc = op(... op(*acc, in[0]) ..., in[n - 1]), or what equals it. */
typedef void (*rp_reducer)(char *acc, const char *in, intptr_t n, intptr_t step);

typedef struct rp_unary {
    rp_kernel1 kernel; /* both contiguous */
    rp_strided strided;
    int8_t in_size, out_size;
} rp_unary;

typedef struct rp_binary {
    rp_kernel2 kernel;       /* all contiguous */
    rp_kernel2 scalar_right; /* b is one element; NULL: the element is repeated for `kernel` */
    rp_strided strided;
    rp_reducer reduce; /* NULL: strided */
    int8_t in_size, out_size;
} rp_binary;

void rp_run_unary(char **args, intptr_t n, const intptr_t *steps, const rp_unary *how);
void rp_run_binary(char **args, intptr_t n, const intptr_t *steps, const rp_binary *how);

/* Loops that dtypes of one width share: copies, and filling with the same byte. */
void rp_loop_copy8(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy16(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy32(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy64(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy_complex64(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy_complex128(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_copy_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_false(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_true(char **args, const intptr_t *n, const intptr_t *steps, void *data);

/* --- Kernels and strided loops from ops --- */

#define RP_KERNEL1(op, in_type, out_type)                                                          \
    static void op##_kernel(const char *a, char *out, intptr_t n)                                  \
    {                                                                                              \
        const in_type *x = (const in_type *)a;                                                     \
        out_type *z = (out_type *)out;                                                             \
        RP_EACH for (intptr_t i = 0; i < n; i++) z[i] = op(x[i]);                                  \
    }

#define RP_STRIDED1(op, in_type, out_type)                                                         \
    static void op##_strided(char **args, intptr_t n, const intptr_t *steps)                       \
    {                                                                                              \
        const char *a = args[0];                                                                   \
        char *out = args[1];                                                                       \
        intptr_t step = steps[0], out_step = steps[1];                                             \
        RP_IN_ORDER for (; n > 0; n--, a += step, out += out_step) * (out_type *)out =             \
            op(*(const in_type *)a);                                                               \
    }

#define RP_KERNEL2(op, in_type, out_type)                                                          \
    static void op##_kernel(const char *a, const char *b, char *out, intptr_t n)                   \
    {                                                                                              \
        const in_type *x = (const in_type *)a, *y = (const in_type *)b;                            \
        out_type *z = (out_type *)out;                                                             \
        RP_EACH for (intptr_t i = 0; i < n; i++) z[i] = op(x[i], y[i]);                            \
    }

#define RP_STRIDED2(op, in_type, out_type)                                                         \
    static void op##_strided(char **args, intptr_t n, const intptr_t *steps)                       \
    {                                                                                              \
        const char *a = args[0], *b = args[1];                                                     \
        char *out = args[2];                                                                       \
        intptr_t a_step = steps[0], b_step = steps[1], out_step = steps[2];                        \
        RP_IN_ORDER for (; n > 0; n--, a += a_step, b += b_step, out += out_step) *                \
            (out_type *)out = op(*(const in_type *)a, *(const in_type *)b);                        \
    }

/* All by one number, which stays in a register. */
#define RP_SCALAR_RIGHT(op, in_type, out_type)                                                     \
    static void op##_by_scalar(const char *a, const char *b, char *out, intptr_t n)                \
    {                                                                                              \
        const in_type *x = (const in_type *)a;                                                     \
        in_type y = *(const in_type *)b;                                                           \
        out_type *z = (out_type *)out;                                                             \
        RP_EACH for (intptr_t i = 0; i < n; i++) z[i] = op(x[i], y);                               \
    }

/* Contiguous, but nothing to gain from vectors. */
#define RP_PLAIN_KERNEL1(op, in_type, out_type)                                                    \
    static void op##_kernel(const char *a, char *out, intptr_t n)                                  \
    {                                                                                              \
        const in_type *x = (const in_type *)a;                                                     \
        out_type *z = (out_type *)out;                                                             \
        RP_IN_ORDER for (intptr_t i = 0; i < n; i++) z[i] = op(x[i]);                              \
    }
#define RP_PLAIN_KERNEL2(op, in_type, out_type)                                                    \
    static void op##_kernel(const char *a, const char *b, char *out, intptr_t n)                   \
    {                                                                                              \
        const in_type *x = (const in_type *)a, *y = (const in_type *)b;                            \
        out_type *z = (out_type *)out;                                                             \
        RP_IN_ORDER for (intptr_t i = 0; i < n; i++) z[i] = op(x[i], y[i]);                        \
    }

/* float16 goes in blocks through the kernel of float32 and, where that yields floats, is rounded.
 */
void rp_half_map1(const char *a, char *out, intptr_t n, rp_kernel1 kernel);
void rp_half_map2(const char *a, const char *b, char *out, intptr_t n, rp_kernel2 kernel);
void rp_half_test2(const char *a, const char *b, char *out, intptr_t n, rp_kernel2 kernel);

#define RP_HALF1(op)                                                                               \
    static inline rp_half op##_float16(rp_half a)                                                  \
    {                                                                                              \
        return rp_half_of_float(op##_float32(rp_half_to_float(a)));                                \
    }                                                                                              \
    static void op##_float16_kernel(const char *a, char *out, intptr_t n)                          \
    {                                                                                              \
        rp_half_map1(a, out, n, op##_float32_kernel);                                              \
    }                                                                                              \
    RP_STRIDED1(op##_float16, rp_half, rp_half)                                                    \
    RP_LOOP1(op##_float16, rp_half, rp_half)
#define RP_HALF2(op, reduce)                                                                       \
    static inline rp_half op##_float16(rp_half a, rp_half b)                                       \
    {                                                                                              \
        return rp_half_of_float(op##_float32(rp_half_to_float(a), rp_half_to_float(b)));           \
    }                                                                                              \
    static void op##_float16_kernel(const char *a, const char *b, char *out, intptr_t n)           \
    {                                                                                              \
        rp_half_map2(a, b, out, n, op##_float32_kernel);                                           \
    }                                                                                              \
    RP_STRIDED2(op##_float16, rp_half, rp_half)                                                    \
    RP_LOOP2_OF(op##_float16, rp_half, rp_half, NULL, reduce)

/* float16 in a line: in float32, rounded once a block, as NumPy's. */
#define RP_HALF_REDUCE(op)                                                                         \
    static void op##_float16_reduce(char *acc, const char *in, intptr_t n, intptr_t step)          \
    {                                                                                              \
        for (intptr_t left; n > 0; n -= RP_PAIRWISE_BLOCK) {                                       \
            float r = rp_half_to_float(*(rp_half *)acc);                                           \
            RP_IN_ORDER for (left = rp_min_intp(n, RP_PAIRWISE_BLOCK); left > 0;                   \
                             left--, in += step) r =                                               \
                op##_float32(r, rp_half_to_float(*(const rp_half *)in));                           \
            *(rp_half *)acc = rp_half_of_float(r);                                                 \
        }                                                                                          \
    }

/* Integers: in any order, so the compiler may vectorise. */
#define RP_REDUCE_ANY_ORDER(op, type)                                                              \
    static void op##_reduce(char *acc, const char *in, intptr_t n, intptr_t step)                  \
    {                                                                                              \
        type r = *(type *)acc;                                                                     \
        const type *x = (const type *)in;                                                          \
        if (step == sizeof(type)) {                                                                \
            RP_EACH for (intptr_t i = 0; i < n; i++) r = op(r, x[i]);                              \
        } else {                                                                                   \
            RP_IN_ORDER for (; n > 0; n--, in += step) r = op(r, *(const type *)in);               \
        }                                                                                          \
        *(type *)acc = r;                                                                          \
    }

#define RP_REDUCE_IN_ORDER(op, type)                                                               \
    static void op##_reduce(char *acc, const char *in, intptr_t n, intptr_t step)                  \
    {                                                                                              \
        type r = *(type *)acc;                                                                     \
        RP_IN_ORDER for (; n > 0; n--, in += step) r = op(r, *(const type *)in);                   \
        *(type *)acc = r;                                                                          \
    }

/* --- The loop of a table row --- */

#define RP_LOOP1(op, in_type, out_type)                                                            \
    static void op##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)       \
    {                                                                                              \
        static const rp_unary how = {op##_kernel, op##_strided, sizeof(in_type),                   \
                                     sizeof(out_type)};                                            \
        (void)data;                                                                                \
        rp_run_unary(args, *n, steps, &how);                                                       \
    }

#define RP_LOOP2_OF(op, in_type, out_type, scalar_right, reduce)                                   \
    static void op##_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)       \
    {                                                                                              \
        static const rp_binary how = {op##_kernel, scalar_right,    op##_strided,                  \
                                      reduce,      sizeof(in_type), sizeof(out_type)};             \
        (void)data;                                                                                \
        rp_run_binary(args, *n, steps, &how);                                                      \
    }

/* The usual ones, whole. */
#define RP_UNARY(op, in_type, out_type)                                                            \
    RP_KERNEL1(op, in_type, out_type)                                                              \
    RP_STRIDED1(op, in_type, out_type)                                                             \
    RP_LOOP1(op, in_type, out_type)
#define RP_BINARY(op, in_type, out_type)                                                           \
    RP_KERNEL2(op, in_type, out_type)                                                              \
    RP_STRIDED2(op, in_type, out_type)                                                             \
    RP_LOOP2_OF(op, in_type, out_type, NULL, NULL)
#define RP_PLAIN_UNARY(op, in_type, out_type)                                                      \
    RP_PLAIN_KERNEL1(op, in_type, out_type)                                                        \
    RP_STRIDED1(op, in_type, out_type)                                                             \
    RP_LOOP1(op, in_type, out_type)
#define RP_PLAIN_BINARY(op, in_type, out_type)                                                     \
    RP_PLAIN_KERNEL2(op, in_type, out_type)                                                        \
    RP_STRIDED2(op, in_type, out_type)                                                             \
    RP_LOOP2_OF(op, in_type, out_type, NULL, NULL)
#define RP_BINARY_REDUCED(op, type)                                                                \
    RP_KERNEL2(op, type, type)                                                                     \
    RP_STRIDED2(op, type, type)                                                                    \
    RP_REDUCE_ANY_ORDER(op, type)                                                                  \
    RP_LOOP2_OF(op, type, type, NULL, op##_reduce)

/* --- Vectors over whole blocks: each returns how many elements it has done --- */

/* Vectors a round: a loop's own cost in WebAssembly is that of a vector or two. */
enum { RP_UNROLL = 4 };

RP_INLINE intptr_t rp_map1(const char *a, char *out, intptr_t n, int size, rp_vec_op1 op)
{
    intptr_t end = n * size & -(intptr_t)(RP_UNROLL * RP_VEC_SIZE);
    for (intptr_t i = 0; i < end; i += RP_UNROLL * RP_VEC_SIZE) {
        rp_vec r[RP_UNROLL];
        for (int k = 0; k < RP_UNROLL; k++)
            r[k] = op(rp_vec_load(a + i + k * RP_VEC_SIZE));
        for (int k = 0; k < RP_UNROLL; k++)
            rp_vec_store(out + i + k * RP_VEC_SIZE, r[k]);
    }
    return end / size;
}

RP_INLINE intptr_t rp_map2(const char *a, const char *b, char *out, intptr_t n, int size,
                           rp_vec_op2 op)
{
    intptr_t end = n * size & -(intptr_t)(RP_UNROLL * RP_VEC_SIZE);
    for (intptr_t i = 0; i < end; i += RP_UNROLL * RP_VEC_SIZE) {
        rp_vec r[RP_UNROLL];
        for (int k = 0; k < RP_UNROLL; k++)
            r[k] = op(rp_vec_load(a + i + k * RP_VEC_SIZE), rp_vec_load(b + i + k * RP_VEC_SIZE));
        for (int k = 0; k < RP_UNROLL; k++)
            rp_vec_store(out + i + k * RP_VEC_SIZE, r[k]);
    }
    return end / size;
}

/* For ops of many instructions. */
RP_INLINE intptr_t rp_map2_once(const char *a, const char *b, char *out, intptr_t n, int size,
                                rp_vec_op2 op)
{
    intptr_t end = n * size & -(intptr_t)RP_VEC_SIZE;
    for (intptr_t i = 0; i < end; i += RP_VEC_SIZE)
        rp_vec_store(out + i, op(rp_vec_load(a + i), rp_vec_load(b + i)));
    return end / size;
}

/* Elements of `size` bytes to bools. */
RP_INLINE intptr_t rp_mask1(const char *a, char *out, intptr_t n, int size, rp_vec_op1 op)
{
    intptr_t end = n & -(intptr_t)RP_VEC_SIZE;
    for (intptr_t i = 0; i < end; i += RP_VEC_SIZE, a += RP_VEC_SIZE * size) {
        rp_vec masks[16];
        for (int k = 0; k < size; k++)
            masks[k] = op(rp_vec_load(a + k * RP_VEC_SIZE));
        rp_vec bytes = rp_vec_pack_masks(masks, size);
        rp_vec_store(out + i, rp_vec_and(bytes, rp_vec_bytes_of_1()));
    }
    return end;
}

RP_INLINE intptr_t rp_mask2(const char *a, const char *b, char *out, intptr_t n, int size,
                            rp_vec_op2 op)
{
    intptr_t end = n & -(intptr_t)RP_VEC_SIZE;
    for (intptr_t i = 0; i < end;
         i += RP_VEC_SIZE, a += RP_VEC_SIZE * size, b += RP_VEC_SIZE * size) {
        rp_vec masks[16];
        for (int k = 0; k < size; k++)
            masks[k] = op(rp_vec_load(a + k * RP_VEC_SIZE), rp_vec_load(b + k * RP_VEC_SIZE));
        rp_vec bytes = rp_vec_pack_masks(masks, size);
        rp_vec_store(out + i, rp_vec_and(bytes, rp_vec_bytes_of_1()));
    }
    return end;
}

/* A kernel of one of the above and the op for the rest. */
#define RP_VECTOR_KERNEL1_OF(run, op, vec_op, in_type, out_type)                                   \
    static void op##_kernel(const char *a, char *out, intptr_t n)                                  \
    {                                                                                              \
        const in_type *x = (const in_type *)a;                                                     \
        intptr_t i = run(a, out, n, sizeof(in_type), vec_op);                                      \
        RP_IN_ORDER for (; i < n; i++)((out_type *)out)[i] = op(x[i]);                             \
    }
#define RP_VECTOR_KERNEL1(run, op, in_type, out_type)                                              \
    RP_VECTOR_KERNEL1_OF(run, op, rp_vec_##op, in_type, out_type)
#define RP_VECTOR_KERNEL2(run, op, in_type, out_type)                                              \
    static void op##_kernel(const char *a, const char *b, char *out, intptr_t n)                   \
    {                                                                                              \
        const in_type *x = (const in_type *)a, *y = (const in_type *)b;                            \
        intptr_t i = run(a, b, out, n, sizeof(in_type), rp_vec_##op);                              \
        RP_IN_ORDER for (; i < n; i++)((out_type *)out)[i] = op(x[i], y[i]);                       \
    }

#define RP_VECTOR_UNARY(run, op, in_type, out_type)                                                \
    RP_VECTOR_KERNEL1(run, op, in_type, out_type)                                                  \
    RP_STRIDED1(op, in_type, out_type)                                                             \
    RP_LOOP1(op, in_type, out_type)
#define RP_VECTOR_BINARY(run, op, in_type, out_type)                                               \
    RP_VECTOR_KERNEL2(run, op, in_type, out_type)                                                  \
    RP_STRIDED2(op, in_type, out_type)                                                             \
    RP_LOOP2_OF(op, in_type, out_type, NULL, NULL)

/* --- Tables --- */

#define RP_ROW1(from, to, fn, cost) {{RP_##from, RP_##to}, fn, 0, cost},
#define RP_ROW2(from, to, fn, flags, cost) {{RP_##from, RP_##from, RP_##to}, fn, flags, cost},
#define RP_TABLE(ufunc)                                                                            \
    const rp_loop_table rp_loops_##ufunc = {ufunc##_rows, RP_COUNT_OF(ufunc##_rows)};

/* The integer loop of the same width that does the same to the bits: RP_SHARED(add, int32) is
 * add_uint32_loop. */
#define RP_BITS_int8 uint8
#define RP_BITS_uint8 uint8
#define RP_BITS_int16 uint16
#define RP_BITS_uint16 uint16
#define RP_BITS_int32 uint32
#define RP_BITS_uint32 uint32
#define RP_BITS_int64 uint64
#define RP_BITS_uint64 uint64
#define RP_JOIN_LOOP(op, name) op##_##name##_loop
#define RP_JOIN(op, name) RP_JOIN_LOOP(op, name)
#define RP_SHARED(op, name) RP_JOIN(op, RP_BITS_##name)

#define RP_UNSIGNED_TYPES(DTYPE)                                                                   \
    DTYPE(uint8, uint8_t) DTYPE(uint16, uint16_t) DTYPE(uint32, uint32_t) DTYPE(uint64, uint64_t)

#endif

/* Products of vectors and matrices, as plain loops.
 *
 * Two kernels a dtype. A dot adds the products of two lines in eight running sums, element i to sum
 * i % 8, however the lines lie. A row adds multiples of dense rows to a dense row, each of its
 * elements in the order of the multiples. */
#include "ufunc/loops/body.h"
#include "ufunc/loops/complex_ops.h"
#include <string.h>

enum {
    SUMS = 8,
    BLOCK_ROWS = 64, /* of a matrix, which stay in the cache while other rows pass by */
    BLOCK_BYTES = 2048,
};

typedef struct line {
    const char *at;
    intptr_t step;
} line;
typedef void (*dot_fn)(line a, line b, intptr_t n, char *out);
/* out[j] += a[0] * rows[0][j] + ... + a[k - 1] * rows[k - 1][j] for j in [0, m) */
typedef void (*row_fn)(line a, line rows, intptr_t k, char *out, intptr_t m);

/* --- Ops: product and sum --- */

static inline rp_bool times_bool(rp_bool a, rp_bool b) { return (a != 0) & (b != 0); }
static inline rp_bool plus_bool(rp_bool a, rp_bool b) { return a | b; }
#define DTYPE(name, type)                                                                          \
    static inline type times_##name(type a, type b) { return (type)(1u * a * b); }                 \
    static inline type plus_##name(type a, type b) { return (type)(a + b); }
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type times_##name(type a, type b) { return a * b; }                              \
    static inline type plus_##name(type a, type b) { return a + b; }
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    static inline type times_##name(type a, type b) { return multiply_##name(a, b); }              \
    static inline type plus_##name(type a, type b) { return add_##name(a, b); }                    \
    static inline type times_conjugate_##name(type a, type b)                                      \
    {                                                                                              \
        return multiply_##name((type){a.re, -a.im}, b);                                            \
    }
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE

/* --- Kernels --- */

#define DOT(dot, type, times, plus)                                                                \
    static void dot(line a, line b, intptr_t n, char *out)                                         \
    {                                                                                              \
        type s[SUMS] = {0};                                                                        \
        const type *x = (const type *)a.at, *y = (const type *)b.at;                               \
        intptr_t i = 0;                                                                            \
        bool dense = a.step == sizeof(type) && b.step == sizeof(type);                             \
        for (; dense && i + SUMS <= n; i += SUMS)                                                  \
            for (int k = 0; k < SUMS; k++)                                                         \
                s[k] = plus(s[k], times(x[i + k], y[i + k]));                                      \
        for (; i < n; i++) {                                                                       \
            x = (const type *)(a.at + i * a.step), y = (const type *)(b.at + i * b.step);          \
            s[i % SUMS] = plus(s[i % SUMS], times(*x, *y));                                        \
        }                                                                                          \
        *(type *)out = plus(plus(plus(s[0], s[1]), plus(s[2], s[3])),                              \
                            plus(plus(s[4], s[5]), plus(s[6], s[7])));                             \
    }

/* For dtypes whose sums are the same in every order. */
#define PLAIN_DOT(dot, type, times, plus)                                                          \
    static void dot(line a, line b, intptr_t n, char *out)                                         \
    {                                                                                              \
        type sum = 0;                                                                              \
        const type *x = (const type *)a.at, *y = (const type *)b.at;                               \
        if (a.step == sizeof(type) && b.step == sizeof(type))                                      \
            RP_EACH for (intptr_t i = 0; i < n; i++) sum = plus(sum, times(x[i], y[i]));           \
        else                                                                                       \
            for (; n > 0; n--, a.at += a.step, b.at += b.step)                                     \
                sum = plus(sum, times(*(const type *)a.at, *(const type *)b.at));                  \
        *(type *)out = sum;                                                                        \
    }

/* Four rows at a time, so that the result is read and written a quarter as often. */
#define ROW(row, type, times, plus)                                                                \
    static void row(line a, line rows, intptr_t k, char *out, intptr_t m)                          \
    {                                                                                              \
        type *z = (type *)out, x[4];                                                               \
        const type *y[4];                                                                          \
        for (int r; k > 0; k -= r) {                                                               \
            for (r = 0; r < 4 && r < k; r++, a.at += a.step, rows.at += rows.step)                 \
                x[r] = *(const type *)a.at, y[r] = (const type *)rows.at;                          \
            if (r == 4) {                                                                          \
                RP_EACH_LONG for (intptr_t j = 0; j < m; j++) z[j] =                               \
                    plus(plus(plus(plus(z[j], times(x[0], y[0][j])), times(x[1], y[1][j])),        \
                              times(x[2], y[2][j])),                                               \
                         times(x[3], y[3][j]));                                                    \
                continue;                                                                          \
            }                                                                                      \
            for (int i = 0; i < r; i++)                                                            \
                RP_EACH_LONG for (intptr_t j = 0; j < m; j++) z[j] =                               \
                    plus(z[j], times(x[i], y[i][j]));                                              \
        }                                                                                          \
    }

/* One row at a time, for what is multiplied less often. */
#define PLAIN_ROW(row, type, times, plus)                                                          \
    static void row(line a, line rows, intptr_t k, char *out, intptr_t m)                          \
    {                                                                                              \
        type *z = (type *)out;                                                                     \
        for (; k > 0; k--, a.at += a.step, rows.at += rows.step) {                                 \
            type x = *(const type *)a.at;                                                          \
            const type *y = (const type *)rows.at;                                                 \
            RP_EACH_LONG for (intptr_t j = 0; j < m; j++) z[j] = plus(z[j], times(x, y[j]));       \
        }                                                                                          \
    }

#define KERNELS(name, type)                                                                        \
    PLAIN_DOT(dot_##name, type, times_##name, plus_##name)                                         \
    PLAIN_ROW(row_##name, type, times_##name, plus_##name)
KERNELS(bool, rp_bool)
RP_UNSIGNED_TYPES(KERNELS)
#undef KERNELS
#define KERNELS(name, type)                                                                        \
    DOT(dot_##name, type, times_##name, plus_##name)                                               \
    ROW(row_##name, type, times_##name, plus_##name)
#define DTYPE(NUMBER, name, type, ...) KERNELS(name, type)
RP_FLOAT_DTYPES(DTYPE)
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...)                                                             \
    DOT(dot_conjugate_##name, type, times_conjugate_##name, plus_##name)                           \
    ROW(row_conjugate_##name, type, times_conjugate_##name, plus_##name)
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE

/* --- Loops over kernels: args, sizes and steps as gufunc_call.c gives them --- */

/* "(n),(n)->()" */
static void run_vecdot(char **args, const intptr_t *n, const intptr_t *steps, dot_fn dot)
{
    for (intptr_t i = 0; i < n[0]; i++)
        dot((line){args[0] + i * steps[0], steps[3]}, (line){args[1] + i * steps[1], steps[4]},
            n[1], args[2] + i * steps[2]);
}

/* "(m,n),(n)->(m)" */
static void run_matvec(char **args, const intptr_t *n, const intptr_t *steps, dot_fn dot)
{
    for (intptr_t i = 0; i < n[0]; i++) {
        const char *a = args[0] + i * steps[0], *v = args[1] + i * steps[1];
        char *out = args[2] + i * steps[2];
        for (intptr_t j = 0; j < n[1]; j++)
            dot((line){a + j * steps[3], steps[4]}, (line){v, steps[5]}, n[2], out + j * steps[6]);
    }
}

/* One matrix product: `a` has n lines of k elements, `rows` k rows of m. In blocks, so that a part
 * of `rows` is used for every line while it is in the cache. */
typedef struct product {
    line a, rows; /* a.step between elements of a line, rows.step between rows */
    intptr_t a_lines, out_lines;
    intptr_t n, k, m, itemsize;
} product;

static void multiply_blocks(const product *p, char *out, row_fn row)
{
    intptr_t columns = BLOCK_BYTES / p->itemsize;
    for (intptr_t i = 0; i < p->n; i++)
        memset(out + i * p->out_lines, 0, (size_t)(p->m * p->itemsize));
    for (intptr_t j = 0; j < p->m; j += columns) {
        intptr_t width = rp_min_intp(columns, p->m - j), shift = j * p->itemsize;
        for (intptr_t k = 0; k < p->k; k += BLOCK_ROWS) {
            intptr_t count = rp_min_intp(BLOCK_ROWS, p->k - k);
            line rows = {p->rows.at + k * p->rows.step + shift, p->rows.step};
            for (intptr_t i = 0; i < p->n; i++) {
                line a = {p->a.at + i * p->a_lines + k * p->a.step, p->a.step};
                row(a, rows, count, out + i * p->out_lines + shift, width);
            }
        }
    }
}

/* "(n),(n,m)->(m)" */
static void run_vecmat(char **args, const intptr_t *n, const intptr_t *steps, row_fn row,
                       intptr_t itemsize)
{
    for (intptr_t i = 0; i < n[0]; i++) {
        product p = {.a = {args[0] + i * steps[0], steps[3]},
                     .rows = {args[1] + i * steps[1], steps[4]},
                     .n = 1,
                     .k = n[1],
                     .m = n[2],
                     .itemsize = itemsize};
        multiply_blocks(&p, args[2] + i * steps[2], row);
    }
}

/* "(n?,k),(k,m?)->(n?,m?)" */
static void run_matmul(char **args, const intptr_t *sizes, const intptr_t *steps, dot_fn dot,
                       row_fn row, intptr_t itemsize)
{
    intptr_t n = sizes[1], k = sizes[2], m = sizes[3];
    for (intptr_t i = 0; i < sizes[0]; i++) {
        product p = {.a = {args[0] + i * steps[0], steps[4]},
                     .rows = {args[1] + i * steps[1], steps[5]},
                     .a_lines = steps[3],
                     .out_lines = steps[7],
                     .n = n,
                     .k = k,
                     .m = m,
                     .itemsize = itemsize};
        char *out = args[2] + i * steps[2];
        if (m > 1) {
            multiply_blocks(&p, out, row);
            continue;
        }
        for (intptr_t j = 0; j < n && m == 1; j++)
            dot((line){p.a.at + j * p.a_lines, p.a.step}, p.rows, k, out + j * p.out_lines);
    }
}

#define LOOP(loop, CALL)                                                                           \
    static void loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)            \
    {                                                                                              \
        (void)data;                                                                                \
        CALL;                                                                                      \
    }
/* Those of a dtype; `of` is empty or conjugate_, for the two that conjugate. */
#define LOOPS(name, type, of)                                                                      \
    LOOP(vecdot_##name##_loop, run_vecdot(args, n, steps, dot_##of##name))                         \
    LOOP(matvec_##name##_loop, run_matvec(args, n, steps, dot_##name))                             \
    LOOP(vecmat_##name##_loop, run_vecmat(args, n, steps, row_##of##name, sizeof(type)))           \
    LOOP(matmul_##name##_loop, run_matmul(args, n, steps, dot_##name, row_##name, sizeof(type)))
LOOPS(bool, rp_bool, )
#define DTYPE(name, type) LOOPS(name, type, )
RP_UNSIGNED_TYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...) LOOPS(name, type, )
RP_FLOAT_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, type, ...) LOOPS(name, type, conjugate_)
RP_COMPLEX_DTYPES(DTYPE)
#undef DTYPE

/* --- Tables --- */

#define TABLE(op, flags)                                                                           \
    static const rp_loop op##_rows[] = {                                                           \
        RP_ROW2(BOOL, BOOL, op##_bool_loop, flags, 1) RP_INTEGER_DTYPES(DTYPE)                     \
            RP_ROW2(FLOAT16, FLOAT16, op##_float32_loop, (flags) | RP_LOOP_IN_FLOAT32, 3)          \
                RP_ROW2(FLOAT32, FLOAT32, op##_float32_loop, flags, 3)                             \
                    RP_ROW2(FLOAT64, FLOAT64, op##_float64_loop, flags, 5)                         \
                        RP_ROW2(COMPLEX64, COMPLEX64, op##_complex64_loop, flags, 10)              \
                            RP_ROW2(COMPLEX128, COMPLEX128, op##_complex128_loop, flags, 15)};     \
    RP_TABLE(op)
#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, RP_SHARED(matmul, name), RP_LOOP_DENSE_ROWS, 5)
TABLE(matmul, RP_LOOP_DENSE_ROWS)
#undef DTYPE
#define DTYPE(NUMBER, name, ...)                                                                   \
    RP_ROW2(NUMBER, NUMBER, RP_SHARED(vecmat, name), RP_LOOP_DENSE_ROWS, 5)
TABLE(vecmat, RP_LOOP_DENSE_ROWS)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, RP_SHARED(vecdot, name), 0, 5)
TABLE(vecdot, 0)
#undef DTYPE
#define DTYPE(NUMBER, name, ...) RP_ROW2(NUMBER, NUMBER, RP_SHARED(matvec, name), 0, 5)
TABLE(matvec, 0)
#undef DTYPE

/* Every row of every loop table, by every path: contiguous, with a scalar, strided, backwards, in
 * place and as a reduction, against the same loop run on one element at a time. Vectors, their
 * scalar rest and the strided loop must agree to the bit, whatever NaN looks like. What the ops
 * themselves compute is held against C arithmetic and against values that NumPy 2.2.4 gave. */
#include "check.h"
#include "base/bits.h"
#include "ufunc/loops/argminmax.h"
#include "ufunc/pairwise.h"
#include "ufunc/ufunc.h"
#include <math.h>
#include <stdlib.h>

enum { MOST = 1000, GAP = 3, LARGEST = 16, GUARD = 64 };

static const struct {
    const char *name;
    int nin, nout;
    const rp_loop_table *table;
} ufuncs[] = {
#define UFUNC(name, nin, nout, ...) {#name, nin, nout, &rp_loops_##name},
    RP_ALL_UFUNCS(UFUNC)
#undef UFUNC
};

static const int sizes[] = {
#define DTYPE(NUMBER, name, type, ...) sizeof(type),
    RP_ALL_DTYPES(DTYPE)
#undef DTYPE
};

static uint64_t random_state = 1;
static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * 0x2545f4914f6cdd1dull;
}

/* --- Elements --- */

static const double specials[] = {0.0,
                                  -0.0,
                                  1.0,
                                  -1.0,
                                  NAN,
                                  INFINITY,
                                  -INFINITY,
                                  0.5,
                                  -0.5,
                                  1.5,
                                  2.5,
                                  -2.5,
                                  7.0,
                                  -7.25,
                                  0x1p-1074,
                                  -0x1p-1074,
                                  0x1p-149,
                                  -0x1p-24,
                                  0x1.fffffep127,
                                  -0x1.fffffffffffffp1023,
                                  65504.0,
                                  0x1p-1022,
                                  3.0,
                                  -3.0};

static double random_real(void)
{
    uint64_t bits = random_bits();
    if (bits % 4 == 0)
        return specials[(bits >> 8) % (uint64_t)RP_COUNT_OF(specials)];
    if (bits % 16 == 1)
        return rp_double_of_bits(random_bits());
    return ((double)(int64_t)random_bits()) * 0x1p-60;
}

static void put_random(int type, char *to)
{
    uint64_t bits = random_bits();
    float single[2] = {(float)random_real(), (float)random_real()};
    double both[2] = {random_real(), random_real()};
    rp_half half = rp_half_of_double(both[0]);
    uint64_t integer = random_bits() >> (bits % 8 * 8);
    if (bits & 0x100)
        integer = ~integer;
    if (bits & 0x200)
        integer %= 9;
    switch (type) {
    case RP_BOOL:
        *to = (char)(bits & 0x400 ? 0 : bits & 0x800 ? 1 : bits >> 32); /* any byte may come */
        break;
    case RP_FLOAT16: memcpy(to, &half, sizeof half); break;
    case RP_FLOAT32:
    case RP_COMPLEX64: memcpy(to, single, (size_t)sizes[type]); break;
    case RP_FLOAT64:
    case RP_COMPLEX128: memcpy(to, both, (size_t)sizes[type]); break;
    default: memcpy(to, &integer, (size_t)sizes[type]);
    }
}

static bool same_part(int size, const char *a, const char *b)
{
    if (memcmp(a, b, (size_t)size) == 0)
        return true;
    if (size == 2)
        return (((const rp_half *)a)->bits & 0x7fffu) > 0x7c00u &&
               (((const rp_half *)b)->bits & 0x7fffu) > 0x7c00u;
    if (size == 4)
        return isnan(*(const float *)a) && isnan(*(const float *)b);
    return isnan(*(const double *)a) && isnan(*(const double *)b);
}

static bool same(int type, const char *a, const char *b)
{
    int size = sizes[type];
    if (type < RP_FLOAT16)
        return memcmp(a, b, (size_t)size) == 0;
    if (type < RP_COMPLEX64)
        return same_part(size, a, b);
    return same_part(size / 2, a, b) && same_part(size / 2, a + size / 2, b + size / 2);
}

/* --- Operands: contiguous, GAP apart, or backwards, over guarded memory --- */

typedef struct operand {
    int type;
    intptr_t n, step;
    char *data;    /* of element 0 */
    intptr_t used; /* bytes of memory */
    _Alignas(16) char memory[(MOST + 1) * GAP * LARGEST + 2 * GUARD];
} operand;

typedef enum layout { DENSE, GAPS, BACKWARDS, SCALAR } layout;

static void lay_out(operand *o, int type, intptr_t n, layout how)
{
    intptr_t size = sizes[type];
    o->type = type;
    o->n = n;
    o->step = how == DENSE ? size : how == GAPS ? GAP * size : how == BACKWARDS ? -size : 0;
    o->data = o->memory + GUARD + (how == BACKWARDS && n > 0 ? (n - 1) * size : 0);
    o->used = 2 * GUARD + (n + 1) * size * (how == GAPS ? GAP : 1);
    memset(o->memory, 0x5a, (size_t)o->used);
}

static void fill(operand *o)
{
    if (o->step == 0)
        put_random(o->type, o->data);
    else
        for (intptr_t i = 0; i < o->n; i++)
            put_random(o->type, o->data + i * o->step);
}

/* Nothing but the elements has been written. */
static bool is_guarded(const operand *o)
{
    intptr_t first = o->data - o->memory, size = sizes[o->type];
    for (intptr_t i = 0; i < o->used; i++) {
        bool inside = false;
        if (o->step > 0)
            inside = i >= first && i < first + o->n * o->step && (i - first) % o->step < size;
        else if (o->n > 0)
            inside = i >= first + (o->n - 1) * o->step && i < first + size;
        if (!inside && o->memory[i] != 0x5a)
            return false;
    }
    return true;
}

static operand inputs[3], outputs[2];
static char expected[2][MOST * LARGEST];

static void report(const char *ufunc, int row, const char *path, intptr_t n, intptr_t at)
{
    check_failures++;
    if (check_failures < 20)
        fprintf(stderr, "%s row %d, %s, n = %d: element %d differs\n", ufunc, row, path, (int)n,
                (int)at);
}

static const intptr_t lengths[] = {0, 1, 2, 7, 8, 15, 17, 64, 129, MOST};

/* One element at a time; the steps are never those of a contiguous operand, but 0 where it is 0. */
static void expect(const rp_loop *loop, int nin, int nout, intptr_t n)
{
    for (intptr_t i = 0; i < n; i++) {
        char *args[RP_UFUNC_MAX_ARGS];
        intptr_t steps[RP_UFUNC_MAX_ARGS], one = 1;
        for (int k = 0; k < nin; k++) {
            args[k] = inputs[k].data + i * inputs[k].step;
            steps[k] = inputs[k].step ? GAP * sizes[inputs[k].type] : 0;
        }
        for (int k = 0; k < nout; k++) {
            int size = sizes[loop->types[nin + k]];
            args[nin + k] = expected[k] + i * size;
            steps[nin + k] = GAP * size;
        }
        loop->fn(args, &one, steps, NULL);
    }
}

static void run(const rp_loop *loop, int nin, int nout, intptr_t n)
{
    char *args[RP_UFUNC_MAX_ARGS];
    intptr_t steps[RP_UFUNC_MAX_ARGS];
    for (int k = 0; k < nin + nout; k++) {
        const operand *o = k < nin ? &inputs[k] : &outputs[k - nin];
        args[k] = o->data;
        steps[k] = o->step;
    }
    loop->fn(args, &n, steps, NULL);
}

static void check_layout(int u, int row, intptr_t n, const layout *how, layout out,
                         const char *path)
{
    const rp_loop *loop = &ufuncs[u].table->rows[row];
    int nin = ufuncs[u].nin, nout = ufuncs[u].nout;
    for (int k = 0; k < nin; k++) {
        lay_out(&inputs[k], loop->types[k], n, how[k]);
        fill(&inputs[k]);
    }
    for (int k = 0; k < nout; k++)
        lay_out(&outputs[k], loop->types[nin + k], n, out);
    expect(loop, nin, nout, n);
    run(loop, nin, nout, n);
    for (int k = 0; k < nout; k++) {
        const operand *o = &outputs[k];
        for (intptr_t i = 0; i < n; i++)
            if (!same(o->type, o->data + i * o->step, expected[k] + i * sizes[o->type])) {
                report(ufuncs[u].name, row, path, n, i);
                break;
            }
        CHECK(is_guarded(o));
    }
}

/* The first output is written over input `over`. */
static void check_in_place(int u, int row, intptr_t n, int over, layout how)
{
    const rp_loop *loop = &ufuncs[u].table->rows[row];
    int nin = ufuncs[u].nin, nout = ufuncs[u].nout;
    if (sizes[loop->types[over]] != sizes[loop->types[nin]])
        return;
    for (int k = 0; k < nin; k++) {
        lay_out(&inputs[k], loop->types[k], n, how);
        fill(&inputs[k]);
    }
    for (int k = 0; k < nout; k++)
        lay_out(&outputs[k], loop->types[nin + k], n, how);
    expect(loop, nin, nout, n);
    char *args[RP_UFUNC_MAX_ARGS];
    intptr_t steps[RP_UFUNC_MAX_ARGS];
    for (int k = 0; k < nin + nout; k++) {
        const operand *o = k < nin ? &inputs[k] : k == nin ? &inputs[over] : &outputs[k - nin];
        args[k] = o->data;
        steps[k] = o->step;
    }
    loop->fn(args, &n, steps, NULL);
    for (intptr_t i = 0; i < n; i++)
        if (!same(loop->types[nin], inputs[over].data + i * inputs[over].step,
                  expected[0] + i * sizes[loop->types[nin]])) {
            report(ufuncs[u].name, row, "in place", n, i);
            break;
        }
    CHECK(is_guarded(&inputs[over]));
}

static void test_paths(void)
{
    static const layout dense[] = {DENSE, DENSE, DENSE}, gaps[] = {GAPS, GAPS, GAPS},
                        backwards[] = {BACKWARDS, BACKWARDS, BACKWARDS},
                        left[] = {SCALAR, DENSE, DENSE}, right[] = {DENSE, SCALAR, SCALAR},
                        left_gaps[] = {SCALAR, GAPS, DENSE}, mixed[] = {GAPS, DENSE, SCALAR};
    for (int u = 0; u < RP_COUNT_OF(ufuncs); u++)
        for (int row = 0; row < ufuncs[u].table->count; row++)
            for (int i = 0; i < RP_COUNT_OF(lengths); i++) {
                intptr_t n = lengths[i];
                check_layout(u, row, n, dense, DENSE, "contiguous");
                check_layout(u, row, n, dense, GAPS, "strided output");
                check_layout(u, row, n, gaps, DENSE, "strided inputs");
                check_layout(u, row, n, gaps, GAPS, "strided");
                check_layout(u, row, n, backwards, BACKWARDS, "backwards");
                check_layout(u, row, n, left, DENSE, "scalar left");
                check_layout(u, row, n, right, DENSE, "scalar right");
                check_layout(u, row, n, right, GAPS, "scalar right, strided output");
                check_layout(u, row, n, left_gaps, DENSE, "scalar left, strided right");
                check_layout(u, row, n, mixed, DENSE, "strided left");
                for (int over = 0; over < ufuncs[u].nin; over++) {
                    check_in_place(u, row, n, over, DENSE);
                    check_in_place(u, row, n, over, GAPS);
                }
            }
}

/* --- Reductions --- */

static int find_ufunc(const char *name)
{
    int u = 0;
    while (strcmp(ufuncs[u].name, name) != 0)
        u++;
    return u;
}

static const rp_loop *find_loop(const char *name, int type)
{
    const rp_loop_table *table = ufuncs[find_ufunc(name)].table;
    for (int row = 0; row < table->count; row++)
        if (table->rows[row].types[0] == type && table->rows[row].types[1] == type)
            return &table->rows[row];
    return &table->rows[0];
}

static void call2(const rp_loop *loop, char *a, char *b, char *out)
{
    char *args[] = {a, b, out};
    intptr_t steps[] = {1, 1, 1}, n = 1;
    loop->fn(args, &n, steps, NULL);
}

static void reduce(const rp_loop *loop, char *acc, char *in, intptr_t n, intptr_t step)
{
    char *args[] = {acc, in, acc};
    intptr_t steps[] = {0, step, 0};
    loop->fn(args, &n, steps, NULL);
}

/* Differences, products and quotients of float16 are taken in float and rounded once, as NumPy's.
 */
static bool rounds_once(int u, int type)
{
    const char *name = ufuncs[u].name;
    return type == RP_FLOAT16 && (strcmp(name, "subtract") == 0 || strcmp(name, "multiply") == 0 ||
                                  strcmp(name, "divide") == 0);
}

static rp_half reduced_half(int u, rp_half start, const char *in, intptr_t n, intptr_t step)
{
    float total = rp_half_to_float(start);
    for (intptr_t i = 0; i < n; i++, in += step) {
        float x = rp_half_to_float(*(const rp_half *)in);
        total = ufuncs[u].name[0] == 's'   ? total - x
                : ufuncs[u].name[0] == 'm' ? total * x
                                           : total / x;
    }
    return rp_half_of_float(total);
}

static void check_reduction(int u, int row, intptr_t n, layout how)
{
    const rp_loop *loop = &ufuncs[u].table->rows[row];
    int type = loop->types[0];
    _Alignas(16) char acc[LARGEST], want[LARGEST];
    lay_out(&inputs[1], type, n, how);
    fill(&inputs[1]);
    put_random(type, acc);
    memcpy(want, acc, sizeof acc);
    if (rounds_once(u, type))
        *(rp_half *)want = reduced_half(u, *(rp_half *)want, inputs[1].data, n, inputs[1].step);
    else
        for (intptr_t i = 0; i < n; i++)
            call2(loop, want, inputs[1].data + i * inputs[1].step, want);
    if (type == RP_BOOL && n == 0)
        acc[0] = want[0] = acc[0] != 0; /* an accumulator is a clean bool */
    reduce(loop, acc, inputs[1].data, n, inputs[1].step);
    if (!same(type, acc, want))
        report(ufuncs[u].name, row, how == DENSE ? "reduction" : "strided reduction", n, 0);
}

static void test_reductions(void)
{
    for (int u = 0; u < RP_COUNT_OF(ufuncs); u++)
        for (int row = 0; row < ufuncs[u].table->count; row++) {
            const rp_loop *loop = &ufuncs[u].table->rows[row];
            bool is_sum = strcmp(ufuncs[u].name, "add") == 0 && loop->types[0] >= RP_FLOAT16;
            if (ufuncs[u].nin != 2 || ufuncs[u].nout != 1 || loop->types[0] != loop->types[1] ||
                loop->types[0] != loop->types[2] || is_sum)
                continue;
            for (int i = 0; i < RP_COUNT_OF(lengths); i++)
                for (int again = 0; again < 4; again++) {
                    check_reduction(u, row, lengths[i], DENSE);
                    check_reduction(u, row, lengths[i], GAPS);
                    check_reduction(u, row, lengths[i], BACKWARDS);
                }
        }
}

/* Cutting an associative reduction anywhere changes nothing; signed zeros, NaN and all. */
static void test_cut_reductions(void)
{
    for (int u = 0; u < RP_COUNT_OF(ufuncs); u++)
        for (int row = 0; row < ufuncs[u].table->count; row++) {
            const rp_loop *loop = &ufuncs[u].table->rows[row];
            if (!(loop->flags & RP_LOOP_ASSOCIATIVE))
                continue;
            int size = sizes[loop->types[0]];
            for (int again = 0; again < 20; again++) {
                _Alignas(16) char whole[LARGEST], left[LARGEST], right[LARGEST];
                intptr_t n = 2 + (intptr_t)(random_bits() % (MOST - 2));
                intptr_t cut = 1 + (intptr_t)(random_bits() % (uint64_t)(n - 1));
                lay_out(&inputs[1], loop->types[0], n, DENSE);
                fill(&inputs[1]);
                char *x = inputs[1].data;
                if (loop->types[0] == RP_BOOL)
                    x[0] = x[0] != 0, x[cut] = x[cut] != 0;
                memcpy(whole, x, (size_t)size);
                reduce(loop, whole, x + size, n - 1, size);
                memcpy(left, x, (size_t)size);
                reduce(loop, left, x + size, cut - 1, size);
                memcpy(right, x + cut * size, (size_t)size);
                reduce(loop, right, x + (cut + 1) * size, n - cut - 1, size);
                call2(loop, left, right, left);
                if (!same(loop->types[0], whole, left))
                    report(ufuncs[u].name, row, "cut reduction", n, cut);
            }
        }
}

/* NumPy's sum, written out. */
static double plain_sum(const double *x, intptr_t n, intptr_t step)
{
    double r[8], sum = -0.0;
    if (n > RP_PAIRWISE_BLOCK) {
        sum = 0;
        for (intptr_t i = 0; i < n; i += RP_PAIRWISE_BLOCK)
            sum += plain_sum(x + i * step, rp_min_intp(RP_PAIRWISE_BLOCK, n - i), step);
        return sum;
    }
    if (n < 8) {
        for (intptr_t i = 0; i < n; i++)
            sum += x[i * step];
        return sum;
    }
    if (n <= RP_PAIRWISE_LEAF) {
        for (int k = 0; k < 8; k++)
            r[k] = x[k * step];
        intptr_t i = 8;
        for (; i < n - n % 8; i += 8)
            for (int k = 0; k < 8; k++)
                r[k] += x[(i + k) * step];
        sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (; i < n; i++)
            sum += x[i * step];
        return sum;
    }
    intptr_t half = rp_pairwise_split(n);
    sum = plain_sum(x, half, step);
    return sum + plain_sum(x + half * step, n - half, step);
}

static void test_sums(void)
{
    enum { N = 20000 };
    static double x[2 * N];
    static float y[2 * N];
    for (int i = 0; i < 2 * N; i++) {
        x[i] = (double)(int64_t)random_bits() * 0x1p-60;
        y[i] = (float)(i % 1000) * 0.25f; /* whose sums are exact */
    }
    for (intptr_t n = 0; n <= N; n += n < 300 ? 1 : 1 + n / 17)
        for (int step = 1; step <= 2; step++) {
            double sum = 0;
            reduce(find_loop("add", RP_FLOAT64), (char *)&sum, (char *)x, n, step * 8);
            CHECK(sum == 0.0 + plain_sum(x, n, step));
            float single = 0, exact = 0;
            for (intptr_t i = 0; i < n; i++)
                exact += y[i * step];
            if (exact < 0x1p22f) {
                reduce(find_loop("add", RP_FLOAT32), (char *)&single, (char *)y, n, step * 4);
                CHECK(single == exact);
            }
        }
    /* A complex sum's parts go by a tree of their own; with zeros in one part it is the other's. */
    for (intptr_t n = 0; n <= 4000; n += n < 300 ? 1 : 1 + n / 17) {
        rp_complex128 sum = {0, 0}, halves[2] = {{0, 0}, {0, 0}};
        const rp_loop *add = find_loop("add", RP_COMPLEX128);
        reduce(add, (char *)&sum, (char *)x, n, 16);
        if (n > RP_PAIRWISE_LEAF_COMPLEX) {
            intptr_t left = rp_pairwise_split_complex(n);
            reduce(add, (char *)&halves[0], (char *)x, left, 16);
            reduce(add, (char *)&halves[1], (char *)(x + 2 * left), n - left, 16);
            CHECK(sum.re == halves[0].re + halves[1].re && sum.im == halves[0].im + halves[1].im);
        }
    }
    double zeros[9], sum = -0.0;
    for (int i = 0; i < 9; i++)
        zeros[i] = -0.0;
    reduce(find_loop("add", RP_FLOAT64), (char *)&sum, (char *)zeros, 9, 8);
    CHECK(signbit(sum));
}

/* NumPy 2.2.4's sums of 1 / (1 + i % 977) - 0.001, for i below n. */
static void test_known_sums(void)
{
    static double x[100003];
    static float y[100003];
    for (int i = 0; i < 100003; i++) {
        x[i] = 1.0 / (1 + i % 977) - 0.001;
        y[i] = (float)x[i];
    }
    static const struct {
        int n;
        double sum;
        float single;
    } known[] = {
        {1, 0x1.ff7ced916872bp-1, 0x1.ff7cee0000000p-1f},
        {7, 0x1.4afd5dea5986ep+1, 0x1.4afd5c0000000p+1f},
        {8, 0x1.5adc994eb3a39p+1, 0x1.5adc980000000p+1f},
        {9, 0x1.68f4b84146a3dp+1, 0x1.68f4b60000000p+1f},
        {100, 0x1.459797df2abdbp+2, 0x1.4597960000000p+2f},
        {128, 0x1.538787abc8f56p+2, 0x1.53878a0000000p+2f},
        {129, 0x1.53f62759fdf3dp+2, 0x1.53f6280000000p+2f},
        {200, 0x1.6b64dbeaf6e0dp+2, 0x1.6b64dc0000000p+2f},
        {255, 0x1.7763590e0f860p+2, 0x1.77635a0000000p+2f},
        {256, 0x1.7792f6c03c945p+2, 0x1.7792f80000000p+2f},
        {257, 0x1.77c254b229e26p+2, 0x1.77c2580000000p+2f},
        {1000, 0x1.4649c5ed25d37p+3, 0x1.4649c60000000p+3f},
        {4097, 0x1.f92ce65585da0p+4, 0x1.f92ce80000000p+4f},
        {8192, 0x1.d01c5b4bdf882p+5, 0x1.d01c5c0000000p+5f},
        {8193, 0x1.d01fbdb156bbfp+5, 0x1.d01fbe0000000p+5f},
        {20000, 0x1.0fe8599dfc398p+7, 0x1.0fe85a0000000p+7f},
        {65536, 0x1.b75c1e614b9efp+8, 0x1.b75c1c0000000p+8f},
        {100003, 0x1.4dc9cc4fda7e5p+9, 0x1.4dc9cc0000000p+9f},
    };
    for (int k = 0; k < RP_COUNT_OF(known); k++) {
        double sum = 0;
        float single = 0;
        reduce(find_loop("add", RP_FLOAT64), (char *)&sum, (char *)x, known[k].n, 8);
        reduce(find_loop("add", RP_FLOAT32), (char *)&single, (char *)y, known[k].n, 4);
        CHECK(sum == known[k].sum);
        CHECK(single == known[k].single);
    }
}

/* Each output is an input of the next, as accumulate has it. */
static void test_chains(void)
{
    int64_t x[40], got[41] = {5}, want[41] = {5};
    for (int i = 0; i < 40; i++) {
        x[i] = i * i - 7;
        want[i + 1] = want[i] + x[i];
    }
    char *args[] = {(char *)got, (char *)x, (char *)(got + 1)};
    intptr_t steps[] = {8, 8, 8}, n = 40;
    find_loop("add", RP_INT64)->fn(args, &n, steps, NULL);
    CHECK(memcmp(got, want, sizeof want) == 0);
}

/* --- What the ops compute --- */

static void run_row(const char *ufunc, int type, const void *a, const void *b, void *out,
                    intptr_t n, int out_size)
{
    char *args[] = {(char *)a, (char *)b, out};
    intptr_t steps[] = {sizes[type], sizes[type], out_size};
    find_loop(ufunc, type)->fn(args, &n, steps, NULL);
}

static int64_t floor_quotient(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

/* Divisions of integers are made by floating-point vectors: hold them against C's. */
#define CHECK_DIVISION(NUMBER, name, type, ...)                                                    \
    static void check_division_##name(const type *a, const type *b, intptr_t n)                    \
    {                                                                                              \
        static type quotient[MOST], rest[MOST], c_rest[MOST];                                      \
        run_row("floor_divide", RP_##NUMBER, a, b, quotient, n, sizeof(type));                     \
        run_row("remainder", RP_##NUMBER, a, b, rest, n, sizeof(type));                            \
        run_row("fmod", RP_##NUMBER, a, b, c_rest, n, sizeof(type));                               \
        for (intptr_t i = 0; i < n; i++) {                                                         \
            int64_t x = (int64_t)a[i], y = (int64_t)b[i];                                          \
            int64_t q = y ? floor_quotient(x, y) : 0;                                              \
            CHECK(quotient[i] == (type)q);                                                         \
            CHECK(rest[i] == (type)(y ? x - q * y : 0));                                           \
            CHECK(c_rest[i] == (type)(y ? x % y : 0));                                             \
        }                                                                                          \
    }                                                                                              \
    static void check_divisions_##name(void)                                                       \
    {                                                                                              \
        static type a[MOST], b[MOST];                                                              \
        int64_t least = (type)-1 < (type)0 ? -((int64_t)1 << (8 * sizeof(type) - 1)) : 0;          \
        for (int times = 0; times < 40; times++) {                                                 \
            for (int i = 0; i < MOST; i++) {                                                       \
                put_random(RP_##NUMBER, (char *)&a[i]);                                            \
                put_random(RP_##NUMBER, (char *)&b[i]);                                            \
                if (i % 5 == 0 && b[i])                                                            \
                    a[i] = (type)((uint64_t)a[i] / b[i] * b[i] - (uint64_t)(i % 2));               \
                if (i % 11 == 0)                                                                   \
                    a[i] = (type)least, b[i] = (type)(i % 2 ? -1 : 1);                             \
            }                                                                                      \
            check_division_##name(a, b, MOST);                                                     \
        }                                                                                          \
    }
CHECK_DIVISION(INT8, int8, int8_t)
CHECK_DIVISION(UINT8, uint8, uint8_t)
CHECK_DIVISION(INT16, int16, int16_t)
CHECK_DIVISION(UINT16, uint16, uint16_t)
CHECK_DIVISION(INT32, int32, int32_t)
CHECK_DIVISION(UINT32, uint32, uint32_t)

static void test_integer_division(void)
{
    int8_t a[256], b[256];
    for (int x = -128; x < 128; x++) {
        for (int y = -128; y < 128; y++)
            a[y + 128] = (int8_t)x, b[y + 128] = (int8_t)y;
        check_division_int8(a, b, 256);
        check_division_uint8((uint8_t *)a, (uint8_t *)b, 256);
    }
    check_divisions_int8();
    check_divisions_uint8();
    check_divisions_int16();
    check_divisions_uint16();
    check_divisions_int32();
    check_divisions_uint32();
}

/* fmod has ways of its own for quotients of 26 and of 53 bits; a vector that holds one of another
 * kind goes that one's way as a whole. */
static void test_fmod(void)
{
    enum { LANES = 4 };
    for (int times = 0; times < 100000; times++) {
        double a[LANES], b[LANES], got[LANES];
        float x[LANES], y[LANES], single[LANES];
        for (int i = 0; i < LANES; i++) {
            a[i] = random_real(), b[i] = random_real();
            if ((times + i) % 3 == 0)
                b[i] = rp_double_of_bits(rp_bits_of_double(a[i]) -
                                         (random_bits() % 0x38) * 0x0010000000000000ull +
                                         random_bits() % 16);
            if ((times + i) % 7 == 0)
                a[i] = b[i] * (double)(random_bits() % 100000);
            x[i] = (float)a[i], y[i] = (float)b[i];
        }
        intptr_t n = times % 2 ? LANES : 1;
        run_row("fmod", RP_FLOAT64, a, b, got, n, 8);
        run_row("fmod", RP_FLOAT32, x, y, single, n, 4);
        for (int i = 0; i < n; i++) {
            double want = fmod(a[i], b[i]);
            float single_want = fmodf(x[i], y[i]);
            CHECK(same(RP_FLOAT64, (char *)&got[i], (char *)&want));
            CHECK(same(RP_FLOAT32, (char *)&single[i], (char *)&single_want));
        }
    }
}

#define CHECK_ROW(ufunc, NUMBER, type, out_type, ...)                                              \
    do {                                                                                           \
        struct {                                                                                   \
            type a, b;                                                                             \
            out_type want;                                                                         \
        } cases[] = {__VA_ARGS__};                                                                 \
        for (int i = 0; i < RP_COUNT_OF(cases); i++) {                                             \
            out_type got;                                                                          \
            run_row(ufunc, RP_##NUMBER, &cases[i].a, &cases[i].b, &got, 1, sizeof got);            \
            CHECK(same(sizeof(out_type) == 1 ? RP_UINT8 : RP_##NUMBER, (char *)&got,               \
                       (char *)&cases[i].want));                                                   \
        }                                                                                          \
    } while (0)

/* Values that NumPy 2.2.4 gave on x86-64. */
static void test_known_values(void)
{
    CHECK_ROW("maximum", FLOAT64, double, double, {0.0, -0.0, -0.0}, {-0.0, 0.0, 0.0},
              {NAN, 1, NAN}, {1, NAN, NAN}, {1, 2, 2});
    CHECK_ROW("minimum", FLOAT32, float, float, {0.0f, -0.0f, -0.0f}, {-0.0f, 0.0f, 0.0f},
              {NAN, 1, NAN}, {1, NAN, NAN}, {1, 2, 1});
    CHECK_ROW("fmax", FLOAT64, double, double, {0.0, -0.0, -0.0}, {NAN, 1, 1}, {1, NAN, 1});
    CHECK_ROW("floor_divide", FLOAT64, double, double, {1, 0, INFINITY}, {-1, 0, -INFINITY},
              {0, 0, NAN}, {INFINITY, 2, NAN}, {1, INFINITY, 0}, {-1, INFINITY, -1},
              {5, INFINITY, 0}, {0.0, -1, -0.0}, {-0.0, 1, -0.0}, {7, -2, -4}, {1, 0.1, 9});
    CHECK_ROW("remainder", FLOAT64, double, double, {1, 0, NAN}, {INFINITY, 2, NAN},
              {1, INFINITY, 1}, {-1, INFINITY, INFINITY}, {5, -INFINITY, -INFINITY},
              {0.0, -1, -0.0}, {-0.0, 1, 0.0}, {-0.0, -1, -0.0}, {7, -2, -1});
    CHECK_ROW("left_shift", INT8, int8_t, int8_t, {5, 8, 0}, {-5, 8, 0}, {-5, -1, 0}, {1, 7, -128});
    CHECK_ROW("right_shift", INT8, int8_t, int8_t, {5, 8, 0}, {-5, 8, -1}, {-5, -1, -1}, {5, -1, 0},
              {-5, 127, -1}, {-5, 1, -3});
    CHECK_ROW("floor_divide", INT64, int64_t, int64_t, {INT64_MIN, -1, INT64_MIN}, {7, 0, 0},
              {-7, 2, -4});
    CHECK_ROW("remainder", INT64, int64_t, int64_t, {INT64_MIN, -1, 0}, {7, 0, 0}, {-7, 2, 1},
              {7, -2, -1});
    CHECK_ROW("fmod", INT64, int64_t, int64_t, {INT64_MIN, -1, 0}, {7, 0, 0}, {-7, 2, -1});
    CHECK_ROW("power", INT8, int8_t, int8_t, {3, 4, 81}, {2, 7, -128}, {2, 8, 0}, {-3, 3, -27},
              {0, 0, 1});
    CHECK_ROW("greater", COMPLEX128, rp_complex128, uint8_t, {{1, 2}, {1, 1}, 1},
              {{2, NAN}, {1, 1}, 0}, {{NAN, 1}, {NAN, 1}, 0}, {{1, 1}, {1, 1}, 0},
              {{1, 1}, {1, NAN}, 0});
    CHECK_ROW("divide", COMPLEX128, rp_complex128, rp_complex128,
              {{1, 1}, {0, 0}, {INFINITY, INFINITY}}, {{1, 2}, {3, 4}, {0.44, 0.08}},
              {{4, 2}, {0, 2}, {1, -2}});
    CHECK_ROW("maximum", COMPLEX64, rp_complex64, rp_complex64, {{0, -0.0f}, {0, 0}, {0, -0.0f}},
              {{1, NAN}, {5, 5}, {1, NAN}}, {{5, 5}, {NAN, 1}, {NAN, 1}});

    struct {
        int64_t a;
        uint64_t b;
        uint8_t less, equal;
    } mixed[] = {
        {-1, 0, 1, 0}, {-1, UINT64_MAX, 1, 0}, {5, 5, 0, 1}, {INT64_MAX, 1ull << 63, 1, 0}};
    for (int i = 0; i < RP_COUNT_OF(mixed); i++) {
        static const char *const names[] = {"less", "equal"};
        for (int k = 0; k < 2; k++) {
            const rp_loop_table *table = ufuncs[find_ufunc(names[k])].table;
            for (int row = 0; row < table->count; row++)
                if (table->rows[row].types[0] == RP_INT64 &&
                    table->rows[row].types[1] == RP_UINT64) {
                    uint8_t got;
                    char *args[] = {(char *)&mixed[i].a, (char *)&mixed[i].b, (char *)&got};
                    intptr_t steps[] = {8, 8, 1}, n = 1;
                    table->rows[row].fn(args, &n, steps, NULL);
                    CHECK(got == (k ? mixed[i].equal : mixed[i].less));
                }
        }
    }

    /* Unary rows take the output where a binary one has its second operand. */
    int32_t whole[] = {0, 1, -1, 2, INT32_MIN}, inverse[5], magnitude[5];
    char *args[] = {(char *)whole, (char *)inverse};
    intptr_t steps[] = {4, 4}, n = 5;
    find_loop("reciprocal", RP_INT32)->fn(args, &n, steps, NULL);
    CHECK(inverse[0] == INT32_MIN && inverse[1] == 1 && inverse[2] == -1 && inverse[3] == 0);
    args[1] = (char *)magnitude;
    find_loop("absolute", RP_INT32)->fn(args, &n, steps, NULL);
    CHECK(magnitude[2] == 1 && magnitude[4] == INT32_MIN);

    rp_complex128 z[] = {{3, 4}, {INFINITY, 1}, {INFINITY, INFINITY}, {-0.0, 5}, {NAN, 1}, {0, 0}};
    rp_complex128 sign[6], want[] = {{0.6, 0.8}, {1, 0}, {NAN, NAN}, {-0.0, 1}, {NAN, NAN}, {0, 0}};
    char *z_args[] = {(char *)z, (char *)sign};
    intptr_t z_steps[] = {16, 16}, six = 6;
    find_loop("sign", RP_COMPLEX128)->fn(z_args, &six, z_steps, NULL);
    for (int i = 0; i < 6; i++)
        CHECK(same(RP_COMPLEX128, (char *)&sign[i], (char *)&want[i]));
}

/* --- argmin, argmax, counting --- */

static bool goes_before(int type, const char *a, const char *b, bool greatest)
{
    static const char *const names[] = {"less", "greater"};
    const rp_loop *loop = find_loop(names[greatest], type);
    uint8_t truth;
    char *args[] = {(char *)a, (char *)b, (char *)&truth};
    intptr_t steps[] = {1, 1, 1}, n = 1;
    loop->fn(args, &n, steps, NULL);
    return truth;
}

static bool is_nan(int type, const char *a)
{
    const rp_loop *loop = find_loop("isnan", type);
    const rp_loop_table *table = ufuncs[find_ufunc("isnan")].table;
    for (int row = 0; row < table->count; row++)
        if (table->rows[row].types[0] == type)
            loop = &table->rows[row];
    uint8_t truth;
    char *args[] = {(char *)a, (char *)&truth};
    intptr_t steps[] = {sizes[type], 1}, n = 1;
    loop->fn(args, &n, steps, NULL);
    return truth;
}

static void check_position(int type, intptr_t n, layout how, bool with_nan)
{
    operand *o = &inputs[0];
    lay_out(o, type, n, how);
    fill(o);
    intptr_t nonzero = 0;
    for (intptr_t i = 0; i < n; i++) {
        char *x = o->data + i * o->step;
        while (!with_nan && is_nan(type, x))
            put_random(type, x);
        static const char zero[LARGEST];
        uint8_t truth;
        char *args[] = {x, (char *)zero, (char *)&truth};
        intptr_t steps[] = {1, 1, 1}, one = 1;
        find_loop("logical_or", type)->fn(args, &one, steps, NULL);
        nonzero += truth;
    }
    CHECK(rp_count_nonzero_loop(type)(o->data, n, o->step) == nonzero);
    for (int greatest = 0; greatest < 2; greatest++) {
        intptr_t at = 0;
        for (intptr_t i = 0; i < n; i++) {
            const char *x = o->data + i * o->step, *best = o->data + at * o->step;
            if (is_nan(type, best))
                break;
            if (is_nan(type, x) || goes_before(type, x, best, greatest))
                at = i;
        }
        rp_arg_fn fn = greatest ? rp_argmax_loop(type) : rp_argmin_loop(type);
        if (fn(o->data, n, o->step) != at)
            report(greatest ? "argmax" : "argmin", type, "", n, at);
    }
}

static void test_positions(void)
{
    for (int type = 0; type < RP_NUM_NUMERIC; type++)
        for (int i = 1; i < RP_COUNT_OF(lengths); i++)
            for (int again = 0; again < 6; again++) {
                check_position(type, lengths[i], DENSE, false);
                check_position(type, lengths[i], DENSE, true);
                check_position(type, lengths[i], GAPS, again & 1);
                check_position(type, lengths[i], BACKWARDS, again & 1);
            }
    /* Past a block, with the best one and a NaN late. */
    enum { N = 5000 };
    static double x[N];
    static int64_t y[N];
    for (int i = 0; i < N; i++)
        x[i] = (double)(i % 100), y[i] = i % 100;
    CHECK(rp_argmax_loop(RP_FLOAT64)((char *)x, N, 8) == 99);
    CHECK(rp_argmax_loop(RP_INT64)((char *)y, N, 8) == 99);
    x[4321] = y[4321] = 100;
    CHECK(rp_argmax_loop(RP_FLOAT64)((char *)x, N, 8) == 4321);
    CHECK(rp_argmax_loop(RP_INT64)((char *)y, N, 8) == 4321);
    x[4999] = NAN;
    CHECK(rp_argmax_loop(RP_FLOAT64)((char *)x, N, 8) == 4999);
    CHECK(rp_argmin_loop(RP_FLOAT64)((char *)x, N, 8) == 4999);
    static uint8_t bytes[N * 40];
    memset(bytes, 1, sizeof bytes);
    CHECK(rp_count_nonzero_loop(RP_BOOL)((char *)bytes, sizeof bytes, 1) == sizeof bytes);
    CHECK(rp_count_nonzero_loop(RP_INT16)((char *)bytes, sizeof bytes / 2, 2) == sizeof bytes / 2);
    CHECK(rp_argmin_loop(RP_NUM_NUMERIC) == NULL && rp_count_nonzero_loop(-1) == NULL);
}

static const check_test tests[] = {
    TEST(test_paths),        TEST(test_reductions), TEST(test_cut_reductions),   TEST(test_sums),
    TEST(test_known_sums),   TEST(test_chains),     TEST(test_integer_division), TEST(test_fmod),
    TEST(test_known_values), TEST(test_positions),
};
CHECK_MAIN(tests)

/* A running sum waits for each addition before the next. But as long as it stays between two powers
 * of two, its last place weighs the same, and a start that is an even number of last places away
 * runs through the same roundings at that distance (an even number, for halves are rounded to the
 * even neighbour). So the sums of many segments can be foreseen side by side: each is run from the
 * present total, and from its neighbour for totals that are odd to it. Then all segments are summed
 * at once from the starts that were foreseen. What counts is only what was summed in order: a
 * segment is taken if it starts, to the bit, where the one before it has ended, and whatever comes
 * after the first that does not is summed again. Threads change nothing, and a wrong guess costs
 * only time. */
#include "ufunc/loops/running.h"

#include "base/bits.h"
#include "simd/vec.h"
#include "thread/pool.h"
#include <stdbool.h>
#include <string.h>

enum {
    SEGMENT = 1056, /* no power of two, whose multiples share few places in the cache */
    ABREAST = 8,    /* segments that one loop runs through: enough to hide an addition's latency */
    GROUPS = 4,     /* of them in a wave */
    SEGMENTS = GROUPS * ABREAST,
    WAVE = SEGMENTS * SEGMENT,
    PATIENCE = 4 * SEGMENTS, /* segments at most that are summed in order before the next wave */
};

/* How far a segment moves a total: [0] the present one, [1] its neighbour. */
typedef double moves[2];

typedef struct wave {
    const char *in;
    char *out;
    double total, neighbour;
    moves moves[SEGMENTS];
    double starts[SEGMENTS], ends[SEGMENTS];
} wave;

/* Both sums of a segment are lanes of a vector. */
#define FORESEE(name, type, load_splat)                                                            \
    static void foresee_##name(void *context, intptr_t begin, intptr_t end)                        \
    {                                                                                              \
        wave *w = context;                                                                         \
        type lanes[RP_VEC_SIZE / sizeof(type)] = {(type)w->total, (type)w->neighbour};             \
        for (intptr_t k = begin * ABREAST; k < end * ABREAST; k += ABREAST) {                      \
            const type *in = (const type *)w->in + k * SEGMENT;                                    \
            rp_vec sums[ABREAST];                                                                  \
            for (int j = 0; j < ABREAST; j++)                                                      \
                sums[j] = rp_vec_load(lanes);                                                      \
            for (int i = 0; i < SEGMENT; i++)                                                      \
                for (int j = 0; j < ABREAST; j++)                                                  \
                    sums[j] = rp_vec_add_##name(sums[j], load_splat(in + j * SEGMENT + i));        \
            for (int j = 0; j < ABREAST; j++) {                                                    \
                type moved[RP_VEC_SIZE / sizeof(type)];                                            \
                rp_vec_store(moved, sums[j]);                                                      \
                w->moves[k + j][0] = moved[0] - w->total;                                          \
                w->moves[k + j][1] = moved[1] - w->neighbour;                                      \
            }                                                                                      \
        }                                                                                          \
    }

#define FOLLOW(name, type)                                                                         \
    static void follow_##name(void *context, intptr_t begin, intptr_t end)                         \
    {                                                                                              \
        wave *w = context;                                                                         \
        for (intptr_t k = begin * ABREAST; k < end * ABREAST; k += ABREAST) {                      \
            const type *in = (const type *)w->in + k * SEGMENT;                                    \
            type totals[ABREAST], *out = (type *)w->out + k * SEGMENT;                             \
            for (int j = 0; j < ABREAST; j++)                                                      \
                totals[j] = (type)w->starts[k + j];                                                \
            for (int i = 0; i < SEGMENT; i++)                                                      \
                for (int j = 0; j < ABREAST; j++)                                                  \
                    out[j * SEGMENT + i] = totals[j] += in[j * SEGMENT + i];                       \
            for (int j = 0; j < ABREAST; j++)                                                      \
                w->ends[k + j] = totals[j];                                                        \
        }                                                                                          \
    }

#define IN_ORDER(name, type)                                                                       \
    static double in_order_##name(double total, const char *in, char *out, intptr_t n)             \
    {                                                                                              \
        type sum = (type)total;                                                                    \
        for (intptr_t i = 0; i < n; i++)                                                           \
            ((type *)out)[i] = sum += ((const type *)in)[i];                                       \
        return sum;                                                                                \
    }

/* The number after it in size, and whether there is an odd number of them between two. */
#define NEIGHBOURS(name, type, bits)                                                               \
    static inline bits bits_##name(double x)                                                       \
    {                                                                                              \
        type rounded = (type)x;                                                                    \
        bits b;                                                                                    \
        memcpy(&b, &rounded, sizeof b);                                                            \
        return b;                                                                                  \
    }                                                                                              \
    static double neighbour_##name(double x)                                                       \
    {                                                                                              \
        bits b = bits_##name(x) + 1;                                                               \
        type next;                                                                                 \
        memcpy(&next, &b, sizeof b);                                                               \
        return next;                                                                               \
    }                                                                                              \
    static bool are_odd_##name(double x, double y) { return (bits_##name(x) ^ bits_##name(y)) & 1; }

typedef struct kind {
    intptr_t itemsize;
    void (*foresee)(void *wave, intptr_t begin, intptr_t end);
    void (*follow)(void *wave, intptr_t begin, intptr_t end);
    double (*in_order)(double total, const char *in, char *out, intptr_t n);
    double (*neighbour)(double x);
    bool (*are_odd)(double x, double y);
} kind;

#define KIND(name, type, bits, load_splat)                                                         \
    FORESEE(name, type, load_splat)                                                                \
    FOLLOW(name, type)                                                                             \
    IN_ORDER(name, type)                                                                           \
    NEIGHBOURS(name, type, bits)                                                                   \
    static const kind kind_##name = {sizeof(type),    foresee_##name,   follow_##name,             \
                                     in_order_##name, neighbour_##name, are_odd_##name};

KIND(float32, float, uint32_t, wasm_v128_load32_splat)
KIND(float64, double, uint64_t, wasm_v128_load64_splat)

/* Sums a wave; returns how many of its segments are right, the first always, and the total there.
 */
static int run_wave(const kind *of, wave *w, double *total)
{
    w->total = *total;
    w->neighbour = of->neighbour(w->total);
    rp_parallel_for(GROUPS, 1, of->foresee, w);
    w->starts[0] = w->total;
    for (int k = 0; k + 1 < SEGMENTS; k++)
        w->starts[k + 1] = w->starts[k] + w->moves[k][of->are_odd(w->total, w->starts[k])];
    rp_parallel_for(GROUPS, 1, of->follow, w);
    int right = 1;
    while (right < SEGMENTS && !memcmp(&w->ends[right - 1], &w->starts[right], sizeof(double)))
        right++;
    *total = w->ends[right - 1];
    return right;
}

static void run(const kind *of, double total, const char *in, char *out, intptr_t n)
{
    wave w;
    int in_order = 1; /* segments to be summed in order: many where waves go wrong */
    while (n >= WAVE) {
        w.in = in;
        w.out = out;
        intptr_t done = run_wave(of, &w, &total);
        if (done < SEGMENTS) {
            in_order = done > SEGMENTS / 2 ? 1 : 2 * in_order > PATIENCE ? PATIENCE : 2 * in_order;
            intptr_t count = rp_min_intp(in_order * SEGMENT, n - done * SEGMENT);
            intptr_t at = done * SEGMENT * of->itemsize;
            total = of->in_order(total, in + at, out + at, count);
            done += count / SEGMENT;
            if (count % SEGMENT)
                return; /* that was the rest */
        }
        n -= done * SEGMENT;
        in += done * SEGMENT * of->itemsize;
        out += done * SEGMENT * of->itemsize;
    }
    of->in_order(total, in, out, n);
}

void rp_running_float32(float total, const float *in, float *out, intptr_t n)
{
    run(&kind_float32, total, (const char *)in, (char *)out, n);
}

void rp_running_float64(double total, const double *in, double *out, intptr_t n)
{
    run(&kind_float64, total, (const char *)in, (char *)out, n);
}

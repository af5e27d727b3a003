/* Reducing along the innermost axis: several lines at a time, so that none waits for another. */
#ifndef RP_UFUNC_LINES_H
#define RP_UFUNC_LINES_H

#include "ufunc/loops/body.h"

/* Folds each of `lines` lines of n elements into a result: line i starts at in + i * line_step, its
 * elements are `step` bytes apart, its result is at out + i * out_step. */
#define RP_LINES_FN(name)                                                                          \
    void name(char *out, intptr_t out_step, const char *in, intptr_t line_step, intptr_t lines,    \
              intptr_t n, intptr_t step)

typedef RP_LINES_FN((*rp_lines_fn));

/* NULL for a loop that has none: then the loop itself is called for each line. */
rp_lines_fn rp_lines_loop(const rp_ufunc *uf, int num);

/* Each defined beside the loop that takes one line. */
RP_LINES_FN(rp_sum_lines_float32);
RP_LINES_FN(rp_sum_lines_float64);
RP_LINES_FN(rp_product_lines_float32);
RP_LINES_FN(rp_product_lines_float64);
RP_LINES_FN(rp_maximum_lines_float32);
RP_LINES_FN(rp_maximum_lines_float64);
RP_LINES_FN(rp_minimum_lines_float32);
RP_LINES_FN(rp_minimum_lines_float64);

/* Two lines of n contiguous elements, from a into *p and from b into *q. */
typedef void (*rp_two_lines)(char *p, char *q, const char *a, const char *b, intptr_t n);

/* The lines of a pair are far apart: memory from two places comes sooner than from one. */
RP_INLINE void rp_by_two_lines(char *out, intptr_t out_step, const char *in, intptr_t line_step,
                               intptr_t lines, intptr_t n, intptr_t step, bool in_pairs,
                               rp_two_lines two, rp_reducer one)
{
    intptr_t half = in_pairs ? lines / 2 : 0;
    for (intptr_t i = 0; i < half; i++)
        two(out + i * out_step, out + (half + i) * out_step, in + i * line_step,
            in + (half + i) * line_step, n);
    for (intptr_t i = 2 * half; i < lines; i++)
        one(out + i * out_step, in + i * line_step, n, step);
}

#endif

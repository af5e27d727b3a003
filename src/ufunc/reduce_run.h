/* A reduction that is set up, and its running. */
#ifndef RP_REDUCE_RUN_H
#define RP_REDUCE_RUN_H

#include "ufunc/loops/fold.h"
#include "ufunc/loops/lines.h"
#include "ufunc/ufunc_internal.h"

typedef struct reduce_run {
    rp_iter it; /* output, input and perhaps the mask */
    const rp_loop *row;
    const rp_dtype *dtype; /* of the loop */
    rp_fold_fn fold;       /* NULL: none for this loop */
    rp_lines_fn lines;     /* the same */
    bool masked, buffered;
    int line_dims; /* how many of the innermost dimensions are reduced */
    /* They do not follow one another, and the order of a sum counts them as one line. */
    bool as_one;
    rp_transfer transfer; /* input to the loop's dtype, if buffered */
} reduce_run;

/* Folds what `a` holds into `spread`, the output with stride 0 along the reduced axes, which holds
 * what to start from; `mask`, of a's shape, or NULL says which elements count. The run's row,
 * dtype, fold, lines, masked, buffered and transfer are set; the rest is found out. */
int rp_reduce_over(reduce_run *run, rp_array *spread, rp_array *a, rp_array *mask);

/* Folds n elements of the loop's dtype, which follow one another, into the one at `out`. */
int rp_reduce_dense(const rp_ufunc *uf, const rp_loop *row, char *out, char *in, intptr_t n);

#endif

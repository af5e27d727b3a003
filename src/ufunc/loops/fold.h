/* Reducing along an outer axis: several rows at a time into one row of results. */
#ifndef RP_UFUNC_FOLD_H
#define RP_UFUNC_FOLD_H

#include "ufunc/ufunc.h"

/* out[j] = op(... op(out[j], in row 0 [j]) ..., in row (rows - 1) [j]) for j < n, in this order;
 * rows are `row_step` bytes apart, elements of a row and of `out` contiguous. `loop` is the ufunc's
 * own for the dtype. */
typedef void (*rp_fold_fn)(char *out, const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                           rp_loop_fn loop);

/* NULL for a loop that has none: then the loop itself is called for each row. */
rp_fold_fn rp_fold_loop(const rp_ufunc *uf, int num);

#endif

/* Watching a loop for floating-point conditions. */
#ifndef RP_UFUNC_FLOAT_ERRORS_H
#define RP_UFUNC_FLOAT_ERRORS_H

#include "ufunc/float_rules.h"
#include "ufunc/ufunc.h"

/* A loop in place of another: it runs that one and raises what happened. */
typedef struct rp_watched_loop {
    rp_loop row; /* first: the loop gets its row as `data` */
    rp_loop_fn inner;
    int nin, nout;
    const rp_float_rules *rules;
} rp_watched_loop;

/* The row to run: `row` itself if nobody watches or the ufunc never meets a condition, else one
 * made in `watched`. Whoever runs it passes it to its function as `data`. */
const rp_loop *rp_watch_loop(rp_watched_loop *watched, const rp_ufunc *uf, const rp_loop *row);

#endif

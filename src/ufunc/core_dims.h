/* The core dimensions of a generalised ufunc: what its signature says, and where they lie in the
 * operands of one call. */
#ifndef RP_UFUNC_CORE_DIMS_H
#define RP_UFUNC_CORE_DIMS_H

#include "ufunc/ufunc.h"

typedef struct rp_core_dims {
    const rp_ufunc *uf;
    int names;                                        /* distinct ones */
    bool may_miss[RP_MAX_CORE_NAMES];                 /* "n?": an operand may come without it */
    bool missing[RP_MAX_CORE_NAMES];                  /* one did */
    intptr_t sizes[RP_MAX_CORE_NAMES];                /* 1 where missing */
    int counts[RP_UFUNC_MAX_ARGS];                    /* core dimensions in the signature */
    int8_t dims[RP_UFUNC_MAX_ARGS][RP_MAX_CORE_DIMS]; /* which name each of them is */
    int present[RP_UFUNC_MAX_ARGS]; /* core dimensions of the operand itself: without the missing
                                       ones, and with keepdims those kept as 1 */
    int loop_ndim;                  /* of the dimensions before them, broadcast */
    /* The operand's axis at each place of (loop dimensions..., core dimensions...). */
    int8_t axes[RP_UFUNC_MAX_ARGS][RP_MAX_DIMS];
} rp_core_dims;

/* Counts dimensions and places axes for these operands (dtype NULL: to be allocated). TypeError,
 * ValueError or AxisError as NumPy. */
int rp_core_dims_init(rp_core_dims *core, const rp_ufunc *uf, rp_array *const *ops,
                      const rp_core_axes *how);
/* The sizes, from views whose core dimensions lie last; ValueError where they disagree. */
int rp_core_dims_measure(rp_core_dims *core, rp_array *const *views);

#endif

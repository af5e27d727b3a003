/* Which floating-point conditions a generalised ufunc meets that sums products. */
#ifndef RP_UFUNC_FLOAT_PRODUCTS_H
#define RP_UFUNC_FLOAT_PRODUCTS_H

#include "ufunc/core_dims.h"

typedef struct rp_watched_products {
    int num;         /* the type of both operands and of the result */
    bool conjugates; /* the first operand */
    int names;
    intptr_t sizes[RP_MAX_CORE_NAMES];
    bool summed[RP_MAX_CORE_NAMES];       /* over this dimension, which the result has not */
    intptr_t steps[3][RP_MAX_CORE_NAMES]; /* of the operands and the result; 0 without it */
} rp_watched_products;

/* False if nobody watches or nothing can happen. `core_steps` are those of the operands' core
 * dimensions, one operand after the other. */
bool rp_watches_products(rp_watched_products *watched, const rp_core_dims *core, int num,
                         const intptr_t *core_steps);

/* Raises what one result meets, worked out again from its operands and compared with itself: args
 * are the places of the three. */
void rp_watch_products(const rp_watched_products *watched, char *const *args);

#endif

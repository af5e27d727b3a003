/* Casts while floating-point conditions are watched. */
#ifndef RP_DTYPE_CAST_ERRORS_H
#define RP_DTYPE_CAST_ERRORS_H

#include "base/float_status.h"
#include "dtype/cast.h"

/* Runs t->cast over n native, aligned elements and raises what happened: a number too large for the
 * float it becomes, or lost below its normal ones; one that no integer of the width computed in can
 * be, NaN and infinities among them. */
void rp_watched_cast(const rp_transfer *t, char *const *args, intptr_t n, const intptr_t *steps);

#endif

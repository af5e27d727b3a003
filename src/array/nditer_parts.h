/* The parts of rp_nditer_new. */
#ifndef RP_ARRAY_NDITER_PARTS_H
#define RP_ARRAY_NDITER_PARTS_H

#include "array/nditer.h"

int rp_nditer_check_flags(uint32_t flags);
/* Sets own, dtype (NULL: not known yet) and flags of every operand. */
int rp_nditer_check_operands(rp_nditer *it, const rp_nditer_request *r);
/* Sets what dtypes are still missing, and finds what has to be cast. */
int rp_nditer_find_dtypes(rp_nditer *it, const rp_nditer_request *r);

/* Which axis of operand i, of op_ndim axes, an axis of the iteration is (counted from the last);
 * -1: none. */
int rp_nditer_own_axis(const rp_nditer_request *r, int ndim, int i, int op_ndim, int from_last,
                       bool *reduction);
/* Strides and beginning of an operand, the directions that were turned round included. */
void rp_nditer_set_operand(rp_nditer *it, const rp_nditer_request *r, int i);
/* Describes the arrays that are to be made, and says which operands need a buffer. */
int rp_nditer_make_arrays(rp_nditer *it, const rp_nditer_request *r);

#endif

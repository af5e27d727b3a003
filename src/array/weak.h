/* Numbers of the host language among the operands: 0-d arrays whose `weak` says what kind, and
 * whose data holds a double (RP_WEAK_INT, RP_WEAK_FLOAT), two (RP_WEAK_COMPLEX), or an int64
 * followed by an int64 that is 1 if the first is a uint64 beyond int64 (RP_WEAK_BIGINT). */
#ifndef RP_ARRAY_WEAK_H
#define RP_ARRAY_WEAK_H

#include "array/array.h"

/* Does an integer dtype hold the number's whole part? */
bool rp_weak_fits(const rp_array *scalar, const rp_dtype *dtype);

/* Writes the number as an element of a dtype in native order. OverflowError for a number that an
 * integer dtype does not hold, ValueError for NaN there, TypeError for a complex number and a real
 * dtype. */
int rp_weak_element(const rp_array *scalar, const rp_dtype *dtype, char *element);

#endif

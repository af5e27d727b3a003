/* What the files of this room share. */
#ifndef RP_UFUNC_INTERNAL_H
#define RP_UFUNC_INTERNAL_H

#include "array/iter.h"
#include "array/weak.h"
#include "ufunc/ufunc.h"

/* The first row all of whose operands have this dtype, NULL if none: what reductions run. */
const rp_loop *rp_ufunc_uniform_loop(const rp_ufunc *uf, const rp_dtype *dtype, bool exactly);

/* The first row whose inputs are all exactly this dtype, NULL if none. */
const rp_loop *rp_ufunc_exact_loop(const rp_ufunc *uf, int num);

/* dtype= and signature= select a kind of loop, not a byte order: TypeError for a swapped dtype. */
int rp_ufunc_check_dtype(const rp_dtype *dtype);

/* TypeError for a where= that is not bool. */
int rp_ufunc_check_mask(const rp_array *where);

/* ValueError for power in a signed integer dtype and a negative exponent, as NumPy refuses it. */
int rp_ufunc_check_power(const rp_ufunc *uf, const rp_dtype *dtype, const rp_array *exponent);
/* The same for all elements but the first along an axis, which a reduction takes as exponents. */
int rp_ufunc_check_powers_along(const rp_ufunc *uf, const rp_dtype *dtype, const rp_array *a,
                                int axis);

/* rp_ufunc_call of a ufunc with a signature. */
int rp_gufunc_call(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call);

/* The dtype add and multiply accumulate narrow integers in, or the dtype itself. */
const rp_dtype *rp_ufunc_accumulator(const rp_ufunc *uf, const rp_dtype *dtype);

/* Writes the identity as an element of a dtype; false if there is none. */
bool rp_ufunc_identity(const rp_ufunc *uf, const rp_dtype *dtype, char *element);

/* logical_and, logical_or and logical_xor, which reduce in bool. */
bool rp_ufunc_is_logical(const rp_ufunc *uf);

/* Elements of up to 16 bytes, aligned for any numeric dtype. */
typedef struct rp_element {
    _Alignas(16) char bytes[16];
} rp_element;

#endif

/* Reductions that are more than one ufunc: means, deviations, positions, counts. Axes as in
 * rp_ufunc_reduce; an output with dtype NULL is allocated. */
#ifndef RP_STAT_H
#define RP_STAT_H

#include "ufunc/ufunc.h"

typedef struct rp_moment {
    uint64_t axes;
    bool keepdims;
    const rp_dtype *dtype; /* to compute in; NULL: float64 for whole numbers, float32 for float16 */
    rp_array *where;
    const rp_array *mean; /* of var and std: already known, with the reduced axes kept; or NULL */
    double ddof;          /* delta degrees of freedom of var and std */
} rp_moment;

/* np.mean, np.var, np.std, with NumPy's own order of operations, so that the bits agree. No
 * elements: NaN. */
int rp_mean(const rp_array *a, rp_array *out, const rp_moment *how);
int rp_var(const rp_array *a, rp_array *out, const rp_moment *how);
int rp_std(const rp_array *a, rp_array *out, const rp_moment *how);

/* Position (intp) of the first largest or smallest element, NaN first of all; axis < 0: of the
 * flattened array, in C order. ValueError for an empty axis. */
int rp_argmax(const rp_array *a, int axis, bool keepdims, rp_array *out);
int rp_argmin(const rp_array *a, int axis, bool keepdims, rp_array *out);

/* maximum - minimum. */
int rp_ptp(const rp_array *a, uint64_t axes, bool keepdims, rp_array *out);

/* a with `value` (which may be weak) where it is NaN: float16 to complex128. */
int rp_replace_nan(const rp_array *a, const rp_array *value, rp_array *out);
/* (a - mean)^2, and 0 where a is NaN: float32 and float64. */
int rp_nan_squares(const rp_array *a, const rp_array *mean, rp_array *out);
/* The sum of all elements that are not NaN, and how many these are; or, given a mean, the sum of
 * their squared distances from it. In one pass, with the bits of the sum of the above. False, and
 * nothing done, for an array that is not dense float32 or float64, or empty. */
bool rp_nan_sum(const rp_array *a, const double *mean, double *sum, double *count);

/* Elements that are not zero, as intp. */
int rp_count_nonzero(const rp_array *a, uint64_t axes, bool keepdims, rp_array *out);

#endif

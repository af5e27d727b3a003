/* Lines of samples: sliding products and interpolation. Outputs are allocated. */
#ifndef RP_SIGNAL_H
#define RP_SIGNAL_H

#include "array/array.h"

/* How far the shorter line may stick out of the longer one. */
typedef enum rp_overhang {
    RP_OVERHANG_NONE, /* "valid" */
    RP_OVERHANG_HALF, /* "same": as long as the longer line */
    RP_OVERHANG_FULL, /* "full" */
} rp_overhang;

/* np.correlate: out[i] = sum of a[i + k] conj(v[k]); np.convolve: v reversed, not conjugated. Each
 * sum is taken in the order of k, float16 in float32. ValueError if one is empty or not 1-d
 * (rp_convolve takes a 0-d operand as a line of one element). */
int rp_correlate(const rp_array *a, const rp_array *v, rp_overhang overhang, rp_array *out);
int rp_convolve(const rp_array *a, const rp_array *v, rp_overhang overhang, rp_array *out);

typedef struct rp_interpolation {
    const double *left, *right; /* real and imaginary part; NULL: the first and last of fp */
    double period;              /* 0: none */
} rp_interpolation;

/* np.interp: fp over xp, piecewise linear, at x; float64, or complex128 if fp is complex. xp must
 * increase, else values are meaningless (with a period it is sorted). */
int rp_interp(const rp_array *x, const rp_array *xp, const rp_array *fp,
              const rp_interpolation *how, rp_array *out);

#endif

/* Arrays from rules. Outputs are allocated. */
#ifndef RP_ARRAY_CREATE_H
#define RP_ARRAY_CREATE_H

#include "array/array.h"

/* np.arange: ceil((stop - start) / step) numbers start + i * (second - start), as NumPy fills them.
 */
int rp_arange(rp_array *out, double start, double stop, double step, const rp_dtype *dtype);
/* np.linspace over num points; `step` receives their distance, NaN if there is none. */
int rp_linspace(rp_array *out, double start, double stop, intptr_t num, bool endpoint,
                const rp_dtype *dtype, double *step);
/* np.eye: ones on the k-th diagonal. */
int rp_eye(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype,
           rp_order order);

#endif

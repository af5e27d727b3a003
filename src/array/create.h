/* Arrays from rules. Outputs are allocated. */
#ifndef RP_ARRAY_CREATE_H
#define RP_ARRAY_CREATE_H

#include "array/array.h"

/* How many elements an arange has: `distance` and `step` are stop - start and step, with their
 * imaginary parts where is_complex. */
int rp_arange_length(const double distance[2], const double step[2], bool is_complex, intptr_t *n);
/* np.arange: n elements, of which the numbers `first` and `second` (see array/weak.h) are the
 * first, the others as far apart as those are once they are elements. OverflowError if they do not
 * fit. */
int rp_arange(rp_array *out, intptr_t n, const rp_array *first, const rp_array *second,
              const rp_dtype *dtype);
/* np.linspace over num points; `step` receives their distance, NaN if there is none. */
int rp_linspace(rp_array *out, double start, double stop, intptr_t num, bool endpoint,
                const rp_dtype *dtype, double *step);
/* np.eye: ones on the k-th diagonal. */
int rp_eye(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype,
           rp_order order);

#endif

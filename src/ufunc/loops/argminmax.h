/* Where the least and the greatest element is, and how many are not zero. The first of equals; the
 * first NaN before all else. */
#ifndef RP_UFUNC_LOOPS_ARGMINMAX_H
#define RP_UFUNC_LOOPS_ARGMINMAX_H

#include <stdint.h>

/* n > 0 elements, `stride` bytes apart. */
typedef intptr_t (*rp_arg_fn)(const char *data, intptr_t n, intptr_t stride);
typedef intptr_t (*rp_count_nonzero_fn)(const char *data, intptr_t n, intptr_t stride);

/* By rp_type_num; NULL for a dtype that has none. */
rp_arg_fn rp_argmin_loop(int num);
rp_arg_fn rp_argmax_loop(int num);
rp_count_nonzero_fn rp_count_nonzero_loop(int num);

#endif

/* argmin and argmax along an outer axis: many columns at once, row by row. */
#ifndef RP_UFUNC_ARGCOLUMNS_H
#define RP_UFUNC_ARGCOLUMNS_H

#include <stdbool.h>
#include <stdint.h>

enum { RP_ARG_COLUMNS = 256 };

/* For n <= RP_ARG_COLUMNS contiguous columns of rows > 0 rows, `row_step` bytes apart: where in
 * each the first extreme value is, or the first NaN. */
typedef void (*rp_arg_columns_fn)(const char *in, intptr_t row_step, intptr_t rows, intptr_t n,
                                  intptr_t *found);

/* NULL for a dtype that has none: then the columns are searched one by one. */
rp_arg_columns_fn rp_arg_columns_loop(int num, bool greatest);

#endif

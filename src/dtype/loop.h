/* The shape of every inner loop, NumPy's: args[i] is where operand i starts, steps[i] how many
 * bytes lie between its elements (0 repeats one, negative runs backwards), *n how many elements
 * there are. Operands are aligned and in native byte order. */
#ifndef RP_DTYPE_LOOP_H
#define RP_DTYPE_LOOP_H

#include <stdint.h>

typedef void (*rp_loop_fn)(char **args, const intptr_t *n, const intptr_t *steps, void *data);

#endif

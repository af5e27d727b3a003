/* Loops over bools that several ufuncs share: or is add, maximum and bitwise_or of bools too. Any
 * byte but 0 is true. */
#ifndef RP_UFUNC_LOOPS_BOOLEAN_H
#define RP_UFUNC_LOOPS_BOOLEAN_H

#include <stdbool.h>
#include <stdint.h>

void rp_loop_or_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_and_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_xor_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_not_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);

/* Where the first of n bools is that is as said; n if none is. */
intptr_t rp_find_truth(const char *in, intptr_t n, intptr_t step, bool truth);

#endif

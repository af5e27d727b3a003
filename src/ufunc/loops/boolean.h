/* Loops over bools that several ufuncs share: or is add, maximum and bitwise_or of bools too. Any byte
 * but 0 is true. */
#ifndef RP_UFUNC_LOOPS_BOOLEAN_H
#define RP_UFUNC_LOOPS_BOOLEAN_H

#include <stdint.h>

void rp_loop_or_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_and_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_xor_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);
void rp_loop_not_bool(char **args, const intptr_t *n, const intptr_t *steps, void *data);

#endif

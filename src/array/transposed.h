/* Copies between a place where the elements lie along one axis and one where they lie along
 * another. */
#ifndef RP_ARRAY_TRANSPOSED_H
#define RP_ARRAY_TRANSPOSED_H

#include "array/iter.h"

/* Copies operand 1 to operand 0 as they are, `size` bytes an element, in square tiles; false, and
 * nothing done, where the layout does not call for that. */
bool rp_iter_copy_transposed(const rp_iter *it, intptr_t size);

#endif

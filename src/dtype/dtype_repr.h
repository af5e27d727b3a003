/* Text as Python's repr writes it: for messages that quote what the user gave. */
#ifndef RP_DTYPE_REPR_H
#define RP_DTYPE_REPR_H

#include <stddef.h>

/* Writes at most size-1 bytes and a zero; a longer text is cut and ends in dots. `size` >= 16. */
void rp_repr_text(char *out, size_t size, const char *text, size_t length);

#endif

/* A printf of our own: the C library's brings 10 kB of long double printing into the module. */
#ifndef RP_BASE_FORMAT_H
#define RP_BASE_FORMAT_H

#include "base/error.h"
#include <stdarg.h>
#include <stddef.h>

/* Writes at most size-1 bytes and a terminating zero; returns the number of bytes written, without
 * the zero. Conversions: %s %c %d %u %zd %zu %lld %llu %g (six digits) %%; text that does not fit
 * is cut off. */
size_t rp_vformat(char *out, size_t size, const char *format, va_list args);
size_t rp_format(char *out, size_t size, const char *format, ...) RP_PRINTF_LIKE(3, 4);

#endif

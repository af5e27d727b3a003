/* Errors are values: a function returns a negative code (or NULL) and leaves a kind and a message
 * in a slot of its thread. Nothing here aborts: a trap would take the caller's page with it. */
#ifndef RP_BASE_ERROR_H
#define RP_BASE_ERROR_H

#include <stdarg.h>

typedef enum rp_error_kind {
    RP_NO_ERROR = 0,
    RP_VALUE_ERROR,
    RP_INDEX_ERROR,
    RP_AXIS_ERROR,
    RP_MEMORY_ERROR,
    RP_OVERFLOW_ERROR,
    RP_TYPE_ERROR,
    RP_PROMOTION_ERROR, /* numpy.exceptions.DTypePromotionError */
    RP_LINALG_ERROR,
    RP_ZERO_DIVISION_ERROR,
    RP_INTERNAL_ERROR, /* a broken invariant of Raptors itself */
} rp_error_kind;

enum { RP_ERROR_MESSAGE_BYTES = 1024 };

#if defined(__GNUC__)
#define RP_PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define RP_PRINTF_LIKE(fmt, first)
#endif

/* Records the error and returns -kind, so that `return rp_fail(...)` is the whole of a failure
 * path. The format knows what rp_format (base/format.h) knows: %s %c %d %zd %zu %u %lld %llu %g %%.
 */
int rp_fail(rp_error_kind kind, const char *format, ...) RP_PRINTF_LIKE(2, 3);

/* The last error of this thread: RP_NO_ERROR and "" if there was none since rp_error_clear. */
rp_error_kind rp_error_get(void);
const char *rp_error_message(void);
void rp_error_clear(void);

/* Passes a failure of `call` on to the caller. */
#define RP_TRY(call)                                                                               \
    do {                                                                                           \
        int rp_code_ = (call);                                                                     \
        if (rp_code_ < 0)                                                                          \
            return rp_code_;                                                                       \
    } while (0)

#endif

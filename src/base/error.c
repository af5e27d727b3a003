#include "base/error.h"

#include "base/format.h"

static _Thread_local rp_error_kind error_kind = RP_NO_ERROR;
static _Thread_local char error_message[RP_ERROR_MESSAGE_BYTES];

int rp_fail(rp_error_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    rp_vformat(error_message, sizeof error_message, format, args);
    va_end(args);
    error_kind = kind;
    return -(int)kind;
}

rp_error_kind rp_error_get(void) { return error_kind; }

const char *rp_error_message(void) { return error_message; }

void rp_error_clear(void)
{
    error_kind = RP_NO_ERROR;
    error_message[0] = '\0';
}

/* libFuzzer: any bytes as the spelling of a dtype. */
#include "dtype/dtype.h"
#include <stdlib.h>
#include <string.h>

static void expect(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rp_dtype *dtype = rp_dtype_parse((const char *)data, size);
    if (!dtype) {
        expect(rp_error_get() == RP_TYPE_ERROR && rp_error_message()[0] != '\0');
        return 0;
    }
    expect(rp_dtype_by_id(dtype->id) == dtype);
    char text[16];
    size_t length = rp_dtype_str(dtype, text, sizeof text);
    expect(length >= 3 && length == strlen(text) && rp_dtype_parse(text, length) == dtype);
    expect(dtype->opposite->opposite == dtype && dtype->native->native == dtype->native);
    return 0;
}

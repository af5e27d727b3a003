/* libFuzzer: any bytes as the beginning of a .npy file. The first byte chooses the flags and the
 * limit. */
#include "io/npy.h"
#include <stdlib.h>
#include <string.h>

static void expect(bool condition)
{
    if (!condition)
        abort();
}

/* What was accepted is written as NumPy would and read again: the same array. */
static void check_accepted(const rp_npy_header *header)
{
    expect(header->dtype && header->ndim >= 0 && header->ndim <= RP_MAX_DIMS);
    expect(header->nbytes >= 0 && header->nbytes <= INT64_C(1) << 53);
    expect(header->size * header->dtype->itemsize == header->nbytes);
    char text[RP_NPY_HEADER_BYTES];
    rp_npy_header again;
    int length = rp_npy_write_header(header, header->major, text, sizeof text);
    expect(length > 0 && length % 64 == 0);
    expect(rp_npy_parse((const uint8_t *)text, (size_t)length, RP_NPY_MAX_HEADER, RP_NPY_COMPLETE,
                        &again) == 0);
    expect(again.dtype == header->dtype && again.fortran_order == header->fortran_order);
    expect(again.ndim == header->ndim && again.nbytes == header->nbytes);
    expect(memcmp(again.shape, header->shape, sizeof again.shape) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    int flags = data[0] & (RP_NPY_COMPLETE | RP_NPY_ALLOW_PICKLE);
    size_t limit = data[0] & 4 ? 100 : RP_NPY_MAX_HEADER;
    const uint8_t *bytes = data + 1;
    size_t length = size - 1;
    rp_npy_header header;
    int code = rp_npy_parse(bytes, length, limit, flags, &header);
    if (code == 0) {
        expect(header.data_offset <= length);
        check_accepted(&header);
        /* The streaming way: ask for what is needed, and end at the same place. */
        rp_npy_header streamed;
        uint64_t known = 0;
        int steps = 0;
        while (rp_npy_parse(bytes, (size_t)known, limit, flags & ~RP_NPY_COMPLETE, &streamed) ==
               1) {
            expect(streamed.needed > known && streamed.needed <= length && ++steps < 4);
            known = streamed.needed;
        }
        expect(known == header.data_offset && streamed.nbytes == header.nbytes);
    } else if (code == 1) {
        expect(!(flags & RP_NPY_COMPLETE) && header.needed > length);
    } else {
        expect(code == -RP_VALUE_ERROR || code == -RP_TYPE_ERROR);
        expect(rp_error_get() == (rp_error_kind)-code && rp_error_message()[0] != '\0');
    }
    return 0;
}

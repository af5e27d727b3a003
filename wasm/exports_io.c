/* What JavaScript asks of .npy files: bytes are its business, headers the core's. */
#include "frame.h"
#include "io/npy.h"

enum { NPY_DATA_OFFSET = RP_MAX_DIMS, NPY_NBYTES, NPY_NEEDED };

/* 0 done, 1 more bytes needed. */
RP_EXPORT(rp_js_npy_parse)
int rp_js_npy_parse(const uint8_t *bytes, size_t length, double max_header_size, int flags)
{
    rp_npy_header header;
    size_t limit = max_header_size < (double)SIZE_MAX ? (size_t)max_header_size : SIZE_MAX;
    int code = rp_npy_parse(bytes, length, max_header_size > 0 ? limit : 0, flags, &header);
    double *numbers = rp_the_frame.numbers;
    numbers[NPY_NEEDED] = (double)header.needed;
    if (code != 0)
        return code;
    for (int i = 0; i < header.ndim; i++)
        numbers[i] = (double)header.shape[i];
    numbers[NPY_DATA_OFFSET] = (double)header.data_offset;
    numbers[NPY_NBYTES] = (double)header.nbytes;
    int32_t *options = rp_the_frame.options;
    options[0] = header.dtype->id;
    options[1] = header.fortran_order;
    options[2] = header.ndim;
    options[3] = header.major;
    options[4] = header.minor;
    return 0;
}

/* The header for the array in slot 0, as text; its length. */
RP_EXPORT(rp_js_npy_header) int rp_js_npy_header(int major)
{
    const rp_array *a = &rp_the_frame.slots[0].array;
    rp_npy_header header;
    rp_npy_describe(a, &header);
    rp_the_frame.options[0] = header.fortran_order || rp_is_c_contiguous(a);
    rp_the_frame.numbers[0] = (double)(uintptr_t)rp_the_frame.text;
    return rp_npy_write_header(&header, major, rp_the_frame.text, RP_FRAME_TEXT_BYTES);
}

/* The header of a .npy file, read and written as NumPy does. Knows no files: bytes come and go. */
#ifndef RP_IO_NPY_H
#define RP_IO_NPY_H

#include "array/array.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RP_NPY_MAX_HEADER = 10000,  /* NumPy's default limit, in characters */
    RP_NPY_HEADER_BYTES = 2048, /* room for every header that rp_npy_write_header makes */
};

typedef struct rp_npy_header {
    const rp_dtype *dtype;
    bool fortran_order;
    int ndim;
    int major, minor;           /* version of the format */
    int64_t shape[RP_MAX_DIMS]; /* a file may be larger than this machine's memory */
    int64_t size, nbytes;       /* elements and bytes of the data: below 2^53 */
    uint64_t data_offset;       /* where they begin */
    uint64_t needed;            /* see rp_npy_parse */
} rp_npy_header;

enum {
    RP_NPY_COMPLETE = 1 << 0,     /* there are no more bytes than these */
    RP_NPY_ALLOW_PICKLE = 1 << 1, /* the file is trusted: its header may be of any length */
};

/* Reads the header at the beginning of a file, of which `length` bytes are known. 0: `out` is
 * filled in. 1: not enough bytes; call again with the first out->needed of them, which may still be
 * too few (never without RP_NPY_COMPLETE unset: then it is an error). Negative: an error. */
int rp_npy_parse(const uint8_t *bytes, size_t length, size_t max_header_size, int flags,
                 rp_npy_header *out);

/* How an array is stored: its dtype, its shape, and the order its elements are to be written in: as
 * they lie in memory if it is dense, else (fortran_order false) as those of a copy in C order. */
void rp_npy_describe(const rp_array *a, rp_npy_header *out);

/* NumPy's own header, byte for byte. Version major 1, 2 or 3, or 0: the oldest that does. Returns
 * the length, at most RP_NPY_HEADER_BYTES; negative on error. */
int rp_npy_write_header(const rp_npy_header *header, int major, char *out, size_t room);

#endif

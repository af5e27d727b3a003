/* The one list of built-in dtypes. Everything that needs a row a dtype (numbers, descriptors,
 * casts, loops, the TypeScript types, the fixtures) is made from it; a new dtype is a row here.
 *
 * DTYPE(NUMBER, name, c_type, kind, character)
 *   name       NumPy's name, and the suffix of every loop instantiated for the dtype
 *   kind       NumPy's dtype.kind
 *   character  NumPy's dtype.char on 64-bit Linux
 * in the order of NumPy's type numbers, which is the order in which ufunc loops are tried. */
#ifndef RP_DTYPE_LIST_H
#define RP_DTYPE_LIST_H

#include "base/half.h"
#include <stdint.h>

typedef uint8_t rp_bool; /* 0 or 1; any other byte read counts as true */
typedef struct rp_complex64 {
    float re, im;
} rp_complex64;
typedef struct rp_complex128 {
    double re, im;
} rp_complex128;

#define RP_BOOL_DTYPE(DTYPE) DTYPE(BOOL, bool, rp_bool, 'b', '?')
#define RP_SIGNED_DTYPES(DTYPE)                                                                    \
    DTYPE(INT8, int8, int8_t, 'i', 'b')                                                            \
    DTYPE(INT16, int16, int16_t, 'i', 'h')                                                         \
    DTYPE(INT32, int32, int32_t, 'i', 'i')                                                         \
    DTYPE(INT64, int64, int64_t, 'i', 'l')
#define RP_UNSIGNED_DTYPES(DTYPE)                                                                  \
    DTYPE(UINT8, uint8, uint8_t, 'u', 'B')                                                         \
    DTYPE(UINT16, uint16, uint16_t, 'u', 'H')                                                      \
    DTYPE(UINT32, uint32, uint32_t, 'u', 'I')                                                      \
    DTYPE(UINT64, uint64, uint64_t, 'u', 'L')
#define RP_HALF_DTYPE(DTYPE) DTYPE(FLOAT16, float16, rp_half, 'f', 'e')
#define RP_FLOAT_DTYPES(DTYPE)                                                                     \
    DTYPE(FLOAT32, float32, float, 'f', 'f')                                                       \
    DTYPE(FLOAT64, float64, double, 'f', 'd')
#define RP_COMPLEX_DTYPES(DTYPE)                                                                   \
    DTYPE(COMPLEX64, complex64, rp_complex64, 'c', 'F')                                            \
    DTYPE(COMPLEX128, complex128, rp_complex128, 'c', 'D')

#define RP_INTEGER_DTYPES(DTYPE)                                                                   \
    DTYPE(INT8, int8, int8_t, 'i', 'b')                                                            \
    DTYPE(UINT8, uint8, uint8_t, 'u', 'B')                                                         \
    DTYPE(INT16, int16, int16_t, 'i', 'h')                                                         \
    DTYPE(UINT16, uint16, uint16_t, 'u', 'H')                                                      \
    DTYPE(INT32, int32, int32_t, 'i', 'i')                                                         \
    DTYPE(UINT32, uint32, uint32_t, 'u', 'I')                                                      \
    DTYPE(INT64, int64, int64_t, 'i', 'l')                                                         \
    DTYPE(UINT64, uint64, uint64_t, 'u', 'L')

#define RP_ALL_DTYPES(DTYPE)                                                                       \
    RP_BOOL_DTYPE(DTYPE)                                                                           \
    RP_INTEGER_DTYPES(DTYPE)                                                                       \
    RP_HALF_DTYPE(DTYPE)                                                                           \
    RP_FLOAT_DTYPES(DTYPE)                                                                         \
    RP_COMPLEX_DTYPES(DTYPE)

#endif

#include "dtype/dtype.h"

int rp_finfo_get(const rp_dtype *dtype, rp_finfo *info)
{
    /* resolution is 10**-precision, rounded to the dtype. */
    static const rp_finfo half = {
        .bits = 16,
        .nmant = 10,
        .nexp = 5,
        .machep = -10,
        .negep = -11,
        .minexp = -14,
        .maxexp = 16,
        .iexp = 5,
        .precision = 3,
        .eps = 0x1p-10,
        .epsneg = 0x1p-11,
        .max = 65504,
        .min = -65504,
        .tiny = 0x1p-14,
        .smallest_subnormal = 0x1p-24,
        .resolution = 0x1.064p-10,
    };
    static const rp_finfo single = {
        .bits = 32,
        .nmant = 23,
        .nexp = 8,
        .machep = -23,
        .negep = -24,
        .minexp = -126,
        .maxexp = 128,
        .iexp = 8,
        .precision = 6,
        .eps = 0x1p-23,
        .epsneg = 0x1p-24,
        .max = 0x1.fffffep127,
        .min = -0x1.fffffep127,
        .tiny = 0x1p-126,
        .smallest_subnormal = 0x1p-149,
        .resolution = 1e-6f,
    };
    static const rp_finfo wide = {
        .bits = 64,
        .nmant = 52,
        .nexp = 11,
        .machep = -52,
        .negep = -53,
        .minexp = -1022,
        .maxexp = 1024,
        .iexp = 11,
        .precision = 15,
        .eps = 0x1p-52,
        .epsneg = 0x1p-53,
        .max = 0x1.fffffffffffffp1023,
        .min = -0x1.fffffffffffffp1023,
        .tiny = 0x1p-1022,
        .smallest_subnormal = 0x1p-1074,
        .resolution = 1e-15,
    };
    switch (dtype->num) {
    case RP_FLOAT16: *info = half; return 0;
    case RP_FLOAT32:
    case RP_COMPLEX64: *info = single; return 0;
    case RP_FLOAT64:
    case RP_COMPLEX128: *info = wide; return 0;
    }
    return rp_fail(RP_VALUE_ERROR, "data type <class 'numpy.%s'> not inexact", dtype->name);
}

int rp_iinfo_get(const rp_dtype *dtype, rp_iinfo *info)
{
    if (!rp_is_integer(dtype))
        return rp_fail(RP_VALUE_ERROR, "Invalid integer data type '%c'.", dtype->kind);
    bool is_signed = dtype->kind == 'i';
    int bits = dtype->itemsize * 8;
    info->bits = bits;
    info->max = UINT64_MAX >> (64 - bits + is_signed);
    info->min = is_signed ? -1 - (int64_t)info->max : 0;
    return 0;
}

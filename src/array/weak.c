#include "array/weak.h"

#include "dtype/cast.h"
#include <math.h>
#include <string.h>

static int64_t big_value(const rp_array *scalar)
{
    int64_t value;
    memcpy(&value, scalar->data, sizeof value);
    return value;
}

/* An integer past int64 that uint64 holds. */
static bool big_is_unsigned(const rp_array *scalar)
{
    int64_t flag;
    memcpy(&flag, scalar->data + sizeof(double), sizeof flag);
    return flag != 0;
}

static double weak_double(const rp_array *scalar)
{
    if (scalar->weak == RP_WEAK_BIGINT)
        return big_is_unsigned(scalar) ? (double)(uint64_t)big_value(scalar)
                                       : (double)big_value(scalar);
    double value;
    memcpy(&value, scalar->data, sizeof value);
    return value;
}

bool rp_weak_fits(const rp_array *scalar, const rp_dtype *dtype)
{
    rp_iinfo info;
    if (rp_iinfo_get(dtype, &info) < 0)
        return false;
    if (scalar->weak == RP_WEAK_BIGINT) {
        int64_t value = big_value(scalar);
        if (big_is_unsigned(scalar))
            return (uint64_t)value <= info.max;
        return value >= info.min && (value < 0 || (uint64_t)value <= info.max);
    }
    double value = weak_double(scalar);
    /* The bounds are powers of two, so exact as doubles when the upper one is exclusive. */
    return value >= (double)info.min && value < ldexp(1, info.bits - (info.min < 0));
}

int rp_weak_element(const rp_array *scalar, const rp_dtype *dtype, char *element)
{
    if (scalar->weak == RP_WEAK_COMPLEX && dtype->kind != 'c' && dtype->kind != 'b')
        return rp_fail(RP_TYPE_ERROR, "a complex number does not convert to dtype('%s')",
                       dtype->name);
    if (rp_is_integer(dtype)) {
        if (!rp_weak_fits(scalar, dtype)) {
            if (scalar->weak == RP_WEAK_FLOAT && isnan(weak_double(scalar)))
                return rp_fail(RP_VALUE_ERROR, "cannot convert float NaN to integer");
            if (scalar->weak == RP_WEAK_BIGINT && big_is_unsigned(scalar))
                return rp_fail(RP_OVERFLOW_ERROR, "integer %llu out of bounds for %s",
                               (unsigned long long)big_value(scalar), dtype->name);
            if (scalar->weak == RP_WEAK_BIGINT)
                return rp_fail(RP_OVERFLOW_ERROR, "integer %lld out of bounds for %s",
                               (long long)big_value(scalar), dtype->name);
            return rp_fail(RP_OVERFLOW_ERROR, "integer %g out of bounds for %s",
                           weak_double(scalar), dtype->name);
        }
        int64_t bits = scalar->weak == RP_WEAK_BIGINT  ? big_value(scalar)
                       : weak_double(scalar) >= 0x1p63 ? (int64_t)(uint64_t)weak_double(scalar)
                                                       : (int64_t)weak_double(scalar);
        return rp_cast_element(rp_dtype_of(RP_INT64), (const char *)&bits, dtype, element);
    }
    if (scalar->weak == RP_WEAK_COMPLEX)
        return rp_cast_element(rp_dtype_of(RP_COMPLEX128), scalar->data, dtype, element);
    double value = weak_double(scalar);
    return rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&value, dtype, element);
}

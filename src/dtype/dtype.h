/* The descriptor of an array's elements, and what can be asked of it. */
#ifndef RP_DTYPE_H
#define RP_DTYPE_H

#include "base/error.h"
#include "dtype/dtype_list.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum rp_type_num {
#define DTYPE(NUMBER, ...) RP_##NUMBER,
    RP_ALL_DTYPES(DTYPE)
#undef DTYPE
        RP_NUM_NUMERIC, /* later: dates, strings, records, user dtypes */
    RP_NO_DTYPE = -1,
} rp_type_num;

/* What is asked of every dtype, built in or not. Strides in bytes; native byte order unless said.
 */
typedef struct rp_dtype rp_dtype;

typedef struct rp_dtype_ops {
    /* Copies n elements, reversing the bytes of each part (both of a complex) if swap. Any
     * alignment; source and destination do not overlap or are identical. */
    void (*copy_swap)(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                      intptr_t n, bool swap, const rp_dtype *dtype);
    /* Truth of one aligned element in native order. */
    bool (*nonzero)(const char *element, const rp_dtype *dtype);
} rp_dtype_ops;

typedef struct rp_field {
    const char *name, *title;
    const rp_dtype *dtype;
    intptr_t offset;
} rp_field;

struct rp_dtype {
    int16_t num; /* rp_type_num; equal for both byte orders */
    int16_t id;  /* index into the descriptor table; differs for the swapped twin */
    char kind;   /* '?bhi...' is character; kind is one of "biufc" and, later, "mMSUVTO" */
    char character;
    char byteorder; /* NumPy's: '=' native, '|' does not apply, '<' or '>' when swapped */
    bool swapped;   /* stored in the order that is not this machine's */
    int32_t itemsize, alignment;
    const char *name;
    const rp_dtype_ops *ops;
    const rp_dtype *native;   /* the twin in native order; itself if it is */
    const rp_dtype *opposite; /* the twin in the other order; itself where order does not apply */
    /* For the dtypes to come; NULL and 0 in numeric ones. */
    const rp_field *fields;
    int32_t field_count;
    const rp_dtype *subarray_base;
    const intptr_t *subarray_shape;
    int32_t subarray_ndim;
    int32_t unit, unit_multiple; /* of datetime64 and timedelta64 */
    const void *metadata;
    const void *user; /* a user dtype's own data */
};

/* The descriptor of a number, in native order. */
const rp_dtype *rp_dtype_of(int num);
/* By id, as JavaScript names it; NULL if there is none. ids are 0 .. rp_dtype_count() - 1. */
const rp_dtype *rp_dtype_by_id(int id);
int rp_dtype_count(void);

/* intp: int32 on wasm32, int64 on 64-bit machines. */
#define RP_INTP (sizeof(intptr_t) == 4 ? RP_INT32 : RP_INT64)

static inline bool rp_is_integer(const rp_dtype *d) { return d->kind == 'i' || d->kind == 'u'; }
static inline bool rp_is_inexact(const rp_dtype *d) { return d->kind == 'f' || d->kind == 'c'; }
static inline bool rp_is_numeric(const rp_dtype *d) { return (unsigned)d->num < RP_NUM_NUMERIC; }

/* '<f8', 'float64', 'd', '?', 'c16', '>i2', 'single', 'intp', ...: every spelling NumPy takes for
 * these dtypes. `text` is UTF-8 of `length` bytes. NULL with a TypeError if it names no dtype. */
const rp_dtype *rp_dtype_parse(const char *text, size_t length);
/* NumPy's dtype.str, e.g. "<f8", "|b1"; out holds at least 16 bytes. Returns the length. */
size_t rp_dtype_str(const rp_dtype *dtype, char *out, size_t size);
/* What stands in dtype('...') in messages: the name, or the str of a swapped dtype. */
enum { RP_DTYPE_LABEL_BYTES = 32 };
static inline const char *rp_dtype_label(const rp_dtype *dtype, char out[RP_DTYPE_LABEL_BYTES])
{
    if (!dtype->swapped)
        return dtype->name;
    rp_dtype_str(dtype, out, RP_DTYPE_LABEL_BYTES);
    return out;
}
/* np.dtype.newbyteorder: 'S' swap, '<' 'L' little, '>' 'B' big, '=' 'N' native, '|' 'I' ignore.
 * NULL with a ValueError for anything else. */
const rp_dtype *rp_dtype_newbyteorder(const rp_dtype *dtype, char order);

typedef enum rp_casting {
    RP_CASTING_NO,
    RP_CASTING_EQUIV,
    RP_CASTING_SAFE,
    RP_CASTING_SAME_KIND,
    RP_CASTING_UNSAFE,
} rp_casting;

const char *rp_casting_name(rp_casting casting);
/* -RP_VALUE_ERROR for a name that is no casting rule, else the rule. */
int rp_casting_parse(const char *text, size_t length);

bool rp_can_cast(const rp_dtype *from, const rp_dtype *to, rp_casting casting);
/* A TypeError that names both and the rule where that is false. */
int rp_check_cast(const rp_dtype *from, const rp_dtype *to, rp_casting casting);

/* np.promote_types: native byte order; NULL with a DTypePromotionError if there is none. */
const rp_dtype *rp_promote_types(const rp_dtype *a, const rp_dtype *b);

/* A weak scalar (NEP 50): a number of the host language, which takes on the dtype of its company.
 */
typedef enum rp_weak {
    RP_STRONG,
    RP_WEAK_INT,    /* a whole number given as double: fits, or counts as RP_WEAK_FLOAT */
    RP_WEAK_BIGINT, /* an integer for certain: must fit, or is an OverflowError */
    RP_WEAK_FLOAT,
    RP_WEAK_COMPLEX,
} rp_weak;

/* np.result_type of n operands: dtypes[i], or where weak[i] is not RP_STRONG a weak scalar
 * (dtypes[i] is then ignored). weak may be NULL. All weak: int64, float64 or complex128. */
const rp_dtype *rp_result_type(int n, const rp_dtype *const *dtypes, const rp_weak *weak);

/* np.min_scalar_type of one element in native order. */
const rp_dtype *rp_min_scalar_type(const rp_dtype *dtype, const char *element);

/* np.issubdtype(dtype, "integer") and its kin, over the abstract names: generic, number, integer,
 * signedinteger, unsignedinteger, inexact, floating, complexfloating, bool/bool_, flexible,
 * character. -1 if `kind` is no abstract name. */
int rp_dtype_is_subtype(const rp_dtype *dtype, const char *kind);

/* np.finfo / np.iinfo; TypeError / ValueError-kind errors as NumPy's for other dtypes. */
typedef struct rp_finfo {
    int bits, nmant, nexp, machep, negep, minexp, maxexp, iexp, precision;
    double eps, epsneg, max, min, tiny, smallest_subnormal, resolution;
} rp_finfo;
int rp_finfo_get(const rp_dtype *dtype, rp_finfo *info);

typedef struct rp_iinfo {
    int bits;
    int64_t min;
    uint64_t max;
} rp_iinfo;
int rp_iinfo_get(const rp_dtype *dtype, rp_iinfo *info);

#endif

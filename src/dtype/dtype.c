#include "dtype/dtype.h"

#include "base/bits.h"
#include "base/format.h"
#include "dtype/strided_copy.h"
#include <string.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { NATIVE_ORDER = '<', OTHER_ORDER = '>' };
#else
enum { NATIVE_ORDER = '>', OTHER_ORDER = '<' };
#endif

/* The dtypes of one byte have no twin in the other order. */
#define SWAPPABLE_DTYPES(DTYPE)                                                                    \
    DTYPE(INT16, int16, int16_t, 'i', 'h')                                                         \
    DTYPE(UINT16, uint16, uint16_t, 'u', 'H')                                                      \
    DTYPE(INT32, int32, int32_t, 'i', 'i')                                                         \
    DTYPE(UINT32, uint32, uint32_t, 'u', 'I')                                                      \
    DTYPE(INT64, int64, int64_t, 'i', 'l')                                                         \
    DTYPE(UINT64, uint64, uint64_t, 'u', 'L')                                                      \
    RP_HALF_DTYPE(DTYPE)                                                                           \
    RP_FLOAT_DTYPES(DTYPE)                                                                         \
    RP_COMPLEX_DTYPES(DTYPE)
#define SINGLE_BYTE_DTYPES(DTYPE)                                                                  \
    DTYPE(BOOL, bool, rp_bool, 'b', '?')                                                           \
    DTYPE(INT8, int8, int8_t, 'i', 'b')                                                            \
    DTYPE(UINT8, uint8, uint8_t, 'u', 'B')

/* A native dtype's id is its number; the twins follow. */
enum {
    LAST_NATIVE_ID = RP_NUM_NUMERIC - 1,
#define DTYPE(NUMBER, ...) SWAPPED_##NUMBER,
    SWAPPABLE_DTYPES(DTYPE)
#undef DTYPE
        DTYPE_COUNT,
#define DTYPE(NUMBER, ...) TWIN_OF_##NUMBER = SWAPPED_##NUMBER,
    SWAPPABLE_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, ...) TWIN_OF_##NUMBER = RP_##NUMBER,
        SINGLE_BYTE_DTYPES(DTYPE)
#undef DTYPE
};

static void copy_swap(char *dst, intptr_t dst_stride, const char *src, intptr_t src_stride,
                      intptr_t n, bool swap, const rp_dtype *dtype)
{
    intptr_t size = dtype->itemsize;
    intptr_t part = dtype->kind == 'c' ? size / 2 : size;
    if (swap)
        rp_strided_copy_swap(dst, dst_stride, src, src_stride, n, size, part);
    else
        rp_strided_copy(dst, dst_stride, src, src_stride, n, size);
}

static inline bool true_integer(uint64_t x) { return x != 0; }
static inline bool true_half(rp_half x) { return (x.bits & 0x7fffu) != 0; }
static inline bool true_double(double x) { return x != 0; }
static inline bool true_complex64(rp_complex64 x) { return x.re != 0 || x.im != 0; }
static inline bool true_complex128(rp_complex128 x) { return x.re != 0 || x.im != 0; }

/* A signed number turns into an unsigned one without becoming or ceasing to be zero. */
#define TRUTH(x)                                                                                   \
    _Generic((x), rp_half                                                                          \
             : true_half, float                                                                    \
             : true_double, double                                                                 \
             : true_double, rp_complex64                                                           \
             : true_complex64, rp_complex128                                                       \
             : true_complex128, default                                                            \
             : true_integer)(x)

#define DTYPE(NUMBER, name, c_type, ...)                                                           \
    static bool nonzero_##name(const char *element, const rp_dtype *dtype)                         \
    {                                                                                              \
        (void)dtype;                                                                               \
        return TRUTH(*(const c_type *)element);                                                    \
    }
RP_ALL_DTYPES(DTYPE)
#undef DTYPE

static const rp_dtype_ops dtype_ops[RP_NUM_NUMERIC] = {
#define DTYPE(NUMBER, name, ...) [RP_##NUMBER] = {copy_swap, nonzero_##name},
    RP_ALL_DTYPES(DTYPE)
#undef DTYPE
};

/* `bool` is itself a macro, of stdbool.h: the name is made text here, where it has not yet been
 * expanded, and not inside DESCRIPTOR. */
#define DESCRIPTOR(NUMBER, dtype_id, text, c_type, dtype_kind, dtype_char, order, is_swapped,      \
                   other)                                                                          \
    {                                                                                              \
        .num = RP_##NUMBER, .id = (dtype_id), .kind = (dtype_kind), .character = (dtype_char),     \
        .byteorder = (order), .swapped = (is_swapped), .itemsize = (int32_t)sizeof(c_type),        \
        .alignment = (int32_t) _Alignof(c_type), .name = (text), .ops = &dtype_ops[RP_##NUMBER],   \
        .native = &descriptors[RP_##NUMBER], .opposite = &descriptors[other],                      \
    }

static const rp_dtype descriptors[DTYPE_COUNT] = {
#define DTYPE(NUMBER, name, c_type, kind, character)                                               \
    [RP_##NUMBER] = DESCRIPTOR(NUMBER, RP_##NUMBER, #name, c_type, kind, character,                \
                               sizeof(c_type) == 1 ? '|' : '=', false, TWIN_OF_##NUMBER),
    RP_ALL_DTYPES(DTYPE)
#undef DTYPE
#define DTYPE(NUMBER, name, c_type, kind, character)                                               \
    [SWAPPED_##NUMBER] = DESCRIPTOR(NUMBER, SWAPPED_##NUMBER, #name, c_type, kind, character,      \
                                    OTHER_ORDER, true, RP_##NUMBER),
        SWAPPABLE_DTYPES(DTYPE)
#undef DTYPE
};

const rp_dtype *rp_dtype_of(int num) { return &descriptors[num]; }

const rp_dtype *rp_dtype_by_id(int id)
{
    return id >= 0 && id < DTYPE_COUNT ? &descriptors[id] : NULL;
}

int rp_dtype_count(void) { return DTYPE_COUNT; }

size_t rp_dtype_str(const rp_dtype *dtype, char *out, size_t size)
{
    char order = dtype->byteorder == '=' ? NATIVE_ORDER : dtype->byteorder;
    return rp_format(out, size, "%c%c%d", order, dtype->kind, (int)dtype->itemsize);
}

const rp_dtype *rp_dtype_newbyteorder(const rp_dtype *dtype, char order)
{
    switch (order) {
    case 'S':
    case 's': return dtype->opposite;
    case '|':
    case 'I':
    case 'i': return dtype;
    case '=':
    case 'N':
    case 'n': return dtype->native;
    case '<':
    case 'L':
    case 'l': return NATIVE_ORDER == '<' ? dtype->native : dtype->native->opposite;
    case '>':
    case 'B':
    case 'b': return NATIVE_ORDER == '>' ? dtype->native : dtype->native->opposite;
    }
    rp_fail(RP_VALUE_ERROR, "byteorder not recognized (got '%c')", order);
    return NULL;
}

int rp_dtype_is_subtype(const rp_dtype *dtype, const char *kind)
{
    static const struct {
        const char *name, *kinds;
    } abstract[] = {
        {"generic", "biufcmMSUVTO"},
        {"number", "iufc"},
        {"integer", "iu"},
        {"signedinteger", "im"},
        {"unsignedinteger", "u"},
        {"inexact", "fc"},
        {"floating", "f"},
        {"complexfloating", "c"},
        {"bool", "b"},
        {"bool_", "b"},
        {"flexible", "SUV"},
        {"character", "SU"},
    };
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(abstract); i++)
        if (strcmp(kind, abstract[i].name) == 0)
            return strchr(abstract[i].kinds, dtype->kind) != NULL;
    return -1;
}

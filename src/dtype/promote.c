#include "base/bits.h"
#include "dtype/dtype.h"
#include "dtype/dtype_repr.h"
#include <string.h>

static const char *const casting_names[] = {"no", "equiv", "safe", "same_kind", "unsafe"};

const char *rp_casting_name(rp_casting casting) { return casting_names[casting]; }

int rp_casting_parse(const char *text, size_t length)
{
    for (int i = 0; i < RP_COUNT_OF(casting_names); i++)
        if (strlen(casting_names[i]) == length && memcmp(casting_names[i], text, length) == 0)
            return i;
    char quoted[64];
    rp_repr_text(quoted, sizeof quoted, text, length);
    return rp_fail(
        RP_VALUE_ERROR,
        "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got %s)", quoted);
}

/* The bytes of the smallest float (of a complex number: of its parts) that NumPy takes to hold
 * every value of the dtype; int64 is said to fit float64. */
static int float_size(const rp_dtype *d)
{
    switch (d->kind) {
    case 'b': return 2;
    case 'f': return d->itemsize;
    case 'c': return d->itemsize / 2;
    }
    return d->itemsize < 4 ? d->itemsize * 2 : 8;
}

static int promote_inexact(const rp_dtype *a, const rp_dtype *b)
{
    int size = float_size(a) > float_size(b) ? float_size(a) : float_size(b);
    if (a->kind == 'c' || b->kind == 'c')
        return size == 8 ? RP_COMPLEX128 : RP_COMPLEX64;
    return size == 8 ? RP_FLOAT64 : size == 4 ? RP_FLOAT32 : RP_FLOAT16;
}

/* Both are numbers. The list is in order of size within each kind, signed before unsigned. */
static int promote(int num_a, int num_b)
{
    int low = num_a < num_b ? num_a : num_b, high = num_a < num_b ? num_b : num_a;
    const rp_dtype *a = rp_dtype_of(low), *b = rp_dtype_of(high);
    if (low == high || low == RP_BOOL)
        return high;
    if (rp_is_inexact(b))
        return promote_inexact(a, b);
    if (a->kind == b->kind || b->kind == 'i')
        return high;
    /* A signed integer and an unsigned one at least as wide: the next wider signed one holds both.
     */
    return b->num == RP_UINT64 ? RP_FLOAT64 : b->num + 1;
}

bool rp_can_cast(const rp_dtype *from, const rp_dtype *to, rp_casting casting)
{
    if (casting == RP_CASTING_UNSAFE)
        return true;
    if (from->num == to->num)
        return casting != RP_CASTING_NO || from->swapped == to->swapped;
    if (casting < RP_CASTING_SAFE || !rp_is_numeric(from) || !rp_is_numeric(to))
        return false;
    if (promote(from->num, to->num) == to->num)
        return true;
    static const char kinds[] = "buifc";
    return casting == RP_CASTING_SAME_KIND && strchr(kinds, from->kind) <= strchr(kinds, to->kind);
}

int rp_check_cast(const rp_dtype *from, const rp_dtype *to, rp_casting casting)
{
    if (rp_can_cast(from, to, casting))
        return 0;
    char from_label[RP_DTYPE_LABEL_BYTES], to_label[RP_DTYPE_LABEL_BYTES];
    return rp_fail(RP_TYPE_ERROR,
                   "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule "
                   "'%s'",
                   rp_dtype_label(from, from_label), rp_dtype_label(to, to_label),
                   rp_casting_name(casting));
}

const rp_dtype *rp_promote_types(const rp_dtype *a, const rp_dtype *b)
{
    if (rp_is_numeric(a) && rp_is_numeric(b))
        return rp_dtype_of(promote(a->num, b->num));
    if (a->num == b->num)
        return a->native;
    rp_fail(RP_PROMOTION_ERROR, "The DTypes %s and %s do not have a common DType.", a->name,
            b->name);
    return NULL;
}

/* The type of an operand while the common one is sought: a number, or a weak scalar. */
enum { WEAK = RP_NUM_NUMERIC, WEAK_INT = WEAK, WEAK_FLOAT, WEAK_COMPLEX };

static int operand_type(const rp_dtype *dtype, rp_weak weak)
{
    switch (weak) {
    case RP_STRONG: return dtype->num;
    case RP_WEAK_INT:
    case RP_WEAK_BIGINT: return WEAK_INT;
    case RP_WEAK_FLOAT: return WEAK_FLOAT;
    case RP_WEAK_COMPLEX: return WEAK_COMPLEX;
    }
    return RP_NO_DTYPE;
}

/* Who decides: a weak scalar changes integers (or, if it is one, a bool), and yields to inexact
 * dtypes, though a complex one makes them complex. */
static int authority(int type)
{
    if (type >= WEAK)
        return type == WEAK_INT ? RP_BOOL + 1 : RP_FLOAT16 + type;
    return type >= RP_FLOAT16 ? RP_FLOAT16 + 2 * WEAK + type : type == RP_BOOL ? 0 : 1 + type;
}

static int common_type(int a, int b)
{
    int strong = a < b ? a : b, weak = a < b ? b : a;
    if (weak < WEAK)
        return promote(a, b);
    if (strong >= WEAK)
        return weak;
    bool inexact = strong >= RP_FLOAT16;
    switch (weak) {
    case WEAK_INT: return strong == RP_BOOL ? RP_INT64 : strong;
    case WEAK_FLOAT: return inexact ? strong : RP_FLOAT64;
    }
    return inexact ? promote(strong, RP_COMPLEX64) : RP_COMPLEX128;
}

const rp_dtype *rp_result_type(int n, const rp_dtype *const *dtypes, const rp_weak *weak)
{
    if (n < 1) {
        rp_fail(RP_VALUE_ERROR, "at least one array or dtype is required");
        return NULL;
    }
    /* Promotion is not associative (int16, uint16, float32): as NumPy does, promote each operand
     * with the one of the highest category, and those results with each other. */
    int chief = RP_BOOL;
    for (int i = 0; i < n; i++) {
        int type = operand_type(dtypes[i], weak ? weak[i] : RP_STRONG);
        if (type >= 0 && type < WEAK && !rp_is_numeric(dtypes[i])) {
            rp_fail(RP_INTERNAL_ERROR, "no promotion for %s", dtypes[i]->name);
            return NULL;
        }
        if (authority(type) > authority(chief))
            chief = type;
    }
    int result = chief;
    for (int i = 0; i < n; i++) {
        int type = operand_type(dtypes[i], weak ? weak[i] : RP_STRONG);
        result = common_type(result, common_type(chief, type));
    }
    if (result >= WEAK)
        result = result == WEAK_INT ? RP_INT64 : result == WEAK_FLOAT ? RP_FLOAT64 : RP_COMPLEX128;
    return rp_dtype_of(result);
}

static int min_unsigned(uint64_t x)
{
    return x <= UINT8_MAX    ? RP_UINT8
           : x <= UINT16_MAX ? RP_UINT16
           : x <= UINT32_MAX ? RP_UINT32
                             : RP_UINT64;
}

static int min_signed(int64_t x)
{
    return x >= 0           ? min_unsigned((uint64_t)x)
           : x >= INT8_MIN  ? RP_INT8
           : x >= INT16_MIN ? RP_INT16
           : x >= INT32_MIN ? RP_INT32
                            : RP_INT64;
}

/* NumPy's bounds, a little inside the true ones. */
static bool within(double x, double bound) { return x > -bound && x < bound; }
static const double half_bound = 65000, float_bound = 3.4e38;

const rp_dtype *rp_min_scalar_type(const rp_dtype *dtype, const char *element)
{
    int num = dtype->num;
    switch (num) {
    case RP_INT8: num = min_signed(*(const int8_t *)element); break;
    case RP_INT16: num = min_signed(*(const int16_t *)element); break;
    case RP_INT32: num = min_signed(*(const int32_t *)element); break;
    case RP_INT64: num = min_signed(*(const int64_t *)element); break;
    case RP_UINT8: num = min_unsigned(*(const uint8_t *)element); break;
    case RP_UINT16: num = min_unsigned(*(const uint16_t *)element); break;
    case RP_UINT32: num = min_unsigned(*(const uint32_t *)element); break;
    case RP_UINT64: num = min_unsigned(*(const uint64_t *)element); break;
    case RP_FLOAT32:
    case RP_FLOAT64: {
        double x = num == RP_FLOAT32 ? *(const float *)element : *(const double *)element;
        if (x - x != 0 || within(x, half_bound)) /* not finite, or small */
            num = RP_FLOAT16;
        else if (within(x, float_bound))
            num = RP_FLOAT32;
        break;
    }
    case RP_COMPLEX128: {
        rp_complex128 x = *(const rp_complex128 *)element;
        if (within(x.re, float_bound) && within(x.im, float_bound))
            num = RP_COMPLEX64;
        break;
    }
    }
    return num < RP_NUM_NUMERIC ? rp_dtype_of(num) : dtype;
}

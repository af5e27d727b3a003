#include "base/bits.h"
#include "dtype/dtype.h"
#include "dtype/dtype_repr.h"
#include <string.h>

void rp_repr_text(char *out, size_t size, const char *text, size_t length)
{
    static const char hex[] = "0123456789abcdef";
    char quote = memchr(text, '\'', length) && !memchr(text, '"', length) ? '"' : '\'';
    size_t used = 0;
    size_t room = size - 9; /* for an escape, the dots, the quote and the zero */
    out[used++] = quote;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        /* Never inside a character, as far as there are any. */
        if (used >= room && ((c & 0xc0) != 0x80 || used >= room + 3)) {
            memcpy(out + used, "...", 3);
            used += 3;
            break;
        }
        const char *short_escapes = "\tt\nn\rr\\\\";
        const char *found = c ? strchr(short_escapes, c) : NULL;
        if (c == (unsigned char)quote || (found && (found - short_escapes) % 2 == 0)) {
            out[used++] = '\\';
            out[used++] = found ? found[1] : quote;
        } else if (c < 0x20 || c == 0x7f) {
            out[used++] = '\\';
            out[used++] = 'x';
            out[used++] = hex[c >> 4];
            out[used++] = hex[c & 15];
        } else {
            out[used++] = (char)c;
        }
    }
    out[used++] = quote;
    out[used] = '\0';
}

/* NumPy's names beyond those of the list. C long has 64 bits here, as on 64-bit Linux, also where
 * the machine's own has 32. */
static const struct {
    const char *name;
    int8_t num;
} aliases[] = {
    {"bool_", RP_BOOL},         {"byte", RP_INT8},          {"ubyte", RP_UINT8},
    {"short", RP_INT16},        {"ushort", RP_UINT16},      {"intc", RP_INT32},
    {"uintc", RP_UINT32},       {"int", RP_INT64},          {"int_", RP_INT64},
    {"long", RP_INT64},         {"longlong", RP_INT64},     {"uint", RP_UINT64},
    {"ulong", RP_UINT64},       {"ulonglong", RP_UINT64},   {"intp", RP_INTP},
    {"uintp", RP_INTP + 1},     {"half", RP_FLOAT16},       {"single", RP_FLOAT32},
    {"double", RP_FLOAT64},     {"float", RP_FLOAT64},      {"csingle", RP_COMPLEX64},
    {"cdouble", RP_COMPLEX128}, {"complex", RP_COMPLEX128},
};

/* dtype.char, beside the characters of the list. */
static int num_of_character(char c)
{
    for (int num = 0; num < RP_NUM_NUMERIC; num++)
        if (rp_dtype_of(num)->character == c)
            return num;
    switch (c) {
    case 'q': return RP_INT64;
    case 'Q': return RP_UINT64;
    case 'p':
    case 'n': return RP_INTP;
    case 'P':
    case 'N': return RP_INTP + 1;
    }
    return RP_NO_DTYPE;
}

/* 'f8': a kind and a number of bytes, read as strtol reads it: blanks, a plus, digits, all of it.
 */
static int num_of_kind_and_size(const char *text, size_t length)
{
    size_t i = 1;
    while (i < length && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')))
        i++;
    if (i < length && text[i] == '+')
        i++;
    if (i == length)
        return RP_NO_DTYPE;
    int size = 0;
    for (; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return RP_NO_DTYPE;
        size = size * 10 + (text[i] - '0');
        if (size > 16)
            return RP_NO_DTYPE;
    }
    for (int num = 0; num < RP_NUM_NUMERIC; num++)
        if (rp_dtype_of(num)->kind == text[0] && rp_dtype_of(num)->itemsize == size)
            return num;
    return RP_NO_DTYPE;
}

static bool same_text(const char *name, const char *text, size_t length)
{
    return strlen(name) == length && memcmp(name, text, length) == 0;
}

static int num_of_name(const char *text, size_t length)
{
    for (int num = 0; num < RP_NUM_NUMERIC; num++)
        if (same_text(rp_dtype_of(num)->name, text, length))
            return num;
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(aliases); i++)
        if (same_text(aliases[i].name, text, length))
            return aliases[i].num;
    return RP_NO_DTYPE;
}

static const rp_dtype *fail_to_understand(const char *text, size_t length)
{
    static const char *const removed[] = {"bool8", "int0",   "uint0", "object0",
                                          "str0",  "bytes0", "void0"};
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(removed); i++) {
        if (!same_text(removed[i], text, length))
            continue;
        rp_fail(RP_TYPE_ERROR,
                "Alias '%s' was removed in NumPy 2.0. Use a name without a digit at the end.",
                removed[i]);
        return NULL;
    }
    char quoted[256];
    rp_repr_text(quoted, sizeof quoted, text, length);
    rp_fail(RP_TYPE_ERROR, "data type %s not understood", quoted);
    return NULL;
}

const rp_dtype *rp_dtype_parse(const char *text, size_t length)
{
    int num = num_of_name(text, length);
    if (num != RP_NO_DTYPE)
        return rp_dtype_of(num);

    char order = '=';
    size_t start = 0;
    if (length > 1 && memchr("<>=|", text[0], 4)) {
        order = text[0] == '|' ? '=' : text[0];
        start = 1;
    }
    if (length - start == 1)
        num = num_of_character(text[start]);
    else if (length > start)
        num = num_of_kind_and_size(text + start, length - start);
    if (num == RP_NO_DTYPE)
        return fail_to_understand(text, length);
    return rp_dtype_newbyteorder(rp_dtype_of(num), order);
}

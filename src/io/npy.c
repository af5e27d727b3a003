#include "io/npy.h"

#include "base/bits.h"
#include "base/format.h"
#include "dtype/dtype_repr.h"
#include "io/py_literal.h"
#include <string.h>

enum {
    MAGIC_BYTES = 6,
    VERSION_END = 8, /* the magic string and two bytes */
    ALIGN = 64,
    GROWTH_DIGITS =
        21, /* NumPy's GROWTH_AXIS_MAX_DIGITS: room to write a longer first axis later */
    QUOTED_BYTES = 320,
};

static const uint8_t magic[MAGIC_BYTES] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

/* ---- the dictionary ---- */

typedef enum header_key {
    KEY_DESCR,
    KEY_FORTRAN,
    KEY_SHAPE,
    KEY_OTHER,
    KEY_COUNT = KEY_OTHER
} header_key;
static const char *const key_names[KEY_COUNT] = {"descr", "fortran_order", "shape"};

typedef struct dictionary {
    rp_py_value values[KEY_COUNT];
    bool seen[KEY_COUNT];
    bool others; /* there are keys beside the three */
    int64_t shape[RP_MAX_DIMS];
    char descr[RP_PY_STRING_BYTES];
    size_t descr_length;
} dictionary;

static int on_key(rp_py_reader *reader, const rp_py_value *key)
{
    dictionary *d = reader->context;
    for (int i = 0; i < KEY_COUNT; i++)
        if (key->kind == RP_PY_STRING && reader->string_length == strlen(key_names[i]) &&
            memcmp(reader->string, key_names[i], reader->string_length) == 0)
            return i;
    d->others = true;
    return KEY_OTHER;
}

/* A key that comes twice has its last value. */
static void on_entry(rp_py_reader *reader, int key, const rp_py_value *value)
{
    dictionary *d = reader->context;
    if (key == KEY_OTHER)
        return;
    d->seen[key] = true;
    d->values[key] = *value;
    if (key == KEY_SHAPE)
        memcpy(d->shape, reader->items, sizeof d->shape);
    if (key == KEY_DESCR) {
        memcpy(d->descr, reader->string, sizeof d->descr);
        d->descr_length = reader->string_length;
    }
}

/* ---- what messages quote ---- */

/* A piece of the header as UTF-8, cut to fit. */
static size_t copy_text(char *out, size_t room, const char *text, size_t length, bool utf8)
{
    size_t used = 0;
    for (size_t i = 0; i < length && used + 6 < room; i++) {
        unsigned char c = (unsigned char)text[i];
        if (utf8 || c < 0x80) {
            out[used++] = text[i];
        } else {
            out[used++] = (char)(0xc0 | c >> 6);
            out[used++] = (char)(0x80 | (c & 0x3f));
        }
    }
    return used;
}

/* The text of a value; where it is long, its beginning. */
static const char *quote_value(char out[QUOTED_BYTES], const rp_py_reader *reader,
                               const rp_py_value *value, bool utf8)
{
    size_t length = value->end - value->start;
    size_t used = copy_text(out, QUOTED_BYTES - 4, reader->text + value->start, length, utf8);
    for (size_t i = 0; i < used; i++)
        if ((unsigned char)out[i] < 0x20)
            out[i] = ' ';
    bool cut = used < length;
    while (cut && used > 0 && ((unsigned char)out[used - 1] & 0xc0) == 0x80)
        used--; /* not inside a character */
    if (cut && used > 0 && (unsigned char)out[used - 1] >= 0xc0)
        used--;
    memcpy(out + used, cut ? "..." : "", cut ? 4 : 1);
    return out;
}

static const char *quote_header(char out[QUOTED_BYTES], const rp_py_reader *reader, bool utf8)
{
    char text[QUOTED_BYTES];
    size_t used = copy_text(text, sizeof text, reader->text, reader->length, utf8);
    rp_repr_text(out, QUOTED_BYTES, text, used);
    return out;
}

/* ---- the values ---- */

static bool is_future_dtype(const char *text, size_t length);

static bool is_any_dtype(const char *text, size_t length)
{
    return length > 0 && (rp_dtype_parse(text, length) || is_future_dtype(text, length));
}

static size_t count_digits(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] >= '0' && text[i] <= '9')
        i++;
    return i;
}

/* Strings, dates, long doubles: "S5", "<U3", "M8[25s]", "g", ... */
static bool is_future_scalar(const char *text, size_t length)
{
    static const char *const names[] = {
        "str",        "bytes",       "void", "datetime64", "longdouble", "float128", "timedelta64",
        "complex256", "clongdouble", "f16",  "c32",        "g",          "G",        "c"};
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(names); i++) {
        size_t name = strlen(names[i]);
        if (length >= name && memcmp(text, names[i], name) == 0 &&
            (length == name || text[name] == '['))
            return true;
    }
    if (length == 0 || !memchr("SUVaTMm", text[0], 7))
        return false;
    size_t end = 1 + count_digits(text + 1, length - 1);
    return end == length ||
           (memchr("Mm", text[0], 2) && text[end] == '[' && text[length - 1] == ']');
}

/* dtypes that NumPy has and Raptors has not yet: also "f4,f4", "3f4" and "(2, 3)f4". */
static bool is_future_dtype(const char *text, size_t length)
{
    size_t start = length > 1 && memchr("<>=|", text[0], 4) ? 1 : 0;
    text += start;
    length -= start;
    if (is_future_scalar(text, length))
        return true;
    if (length > 0 && text[0] == '(') {
        size_t i = 1;
        while (i < length && memchr("0123456789, ", text[i], 12))
            i++;
        return i < length && text[i] == ')' && is_any_dtype(text + i + 1, length - i - 1);
    }
    size_t digits = count_digits(text, length);
    if (digits)
        return is_any_dtype(text + digits, length - digits);
    const char *comma = length ? memchr(text, ',', length) : NULL;
    size_t first = comma ? (size_t)(comma - text) : 0;
    return first > 0 && is_any_dtype(text, first) &&
           (first + 1 == length || is_any_dtype(text + first + 1, length - first - 1));
}

static bool is_object_dtype(const char *text, size_t length)
{
    if (length == 6 && memcmp(text, "object", 6) == 0)
        return true;
    size_t i = length > 1 && memchr("<>=|", text[0], 4) ? 1 : 0;
    if (i == length || text[i++] != 'O')
        return false;
    return i + count_digits(text + i, length - i) == length;
}

static int read_descr(const dictionary *d, const char *quoted, int flags, rp_npy_header *out)
{
    const rp_py_value *value = &d->values[KEY_DESCR];
    if (value->kind == RP_PY_LIST || (value->kind == RP_PY_TUPLE && value->count == 2))
        return rp_fail(RP_TYPE_ERROR,
                       "the file holds a structured dtype, %s: these are not supported yet",
                       quoted);
    if (value->kind != RP_PY_STRING || d->descr_length > sizeof d->descr)
        return rp_fail(RP_VALUE_ERROR, "descr is not a valid dtype descriptor: %s", quoted);
    if (is_object_dtype(d->descr, d->descr_length)) {
        if (flags & RP_NPY_ALLOW_PICKLE)
            return rp_fail(RP_TYPE_ERROR, "the file holds an object array, which is pickled Python "
                                          "objects: these are not supported");
        return rp_fail(RP_VALUE_ERROR, "Object arrays cannot be loaded when allow_pickle=False");
    }
    out->dtype = rp_dtype_parse(d->descr, d->descr_length);
    if (out->dtype)
        return 0;
    if (is_future_dtype(d->descr, d->descr_length))
        return rp_fail(RP_TYPE_ERROR, "the file's dtype, %s, is not supported yet", quoted);
    return rp_fail(RP_VALUE_ERROR, "descr is not a valid dtype descriptor: %s", quoted);
}

static int read_shape(const dictionary *d, const char *quoted, rp_npy_header *out)
{
    const int64_t limit = INT64_C(1) << 53;
    const rp_py_value *value = &d->values[KEY_SHAPE];
    if (value->count > RP_MAX_DIMS)
        return rp_fail(RP_VALUE_ERROR,
                       "maximum supported dimension for an ndarray is currently %d, found %zu",
                       RP_MAX_DIMS, value->count);
    out->ndim = (int)value->count;
    int64_t nbytes = out->dtype->itemsize;
    bool empty = false, fits = true;
    for (int i = 0; i < out->ndim; i++) {
        int64_t length = d->shape[i];
        if (length < 0)
            return rp_fail(RP_VALUE_ERROR, "negative dimensions are not allowed: shape %s", quoted);
        out->shape[i] = length;
        empty |= length == 0;
        fits = fits && length <= limit &&
               (length == 0 || !__builtin_mul_overflow(nbytes, length, &nbytes)) && nbytes <= limit;
    }
    if (!fits)
        return rp_fail(RP_VALUE_ERROR,
                       "array is too big: shape %s of %d-byte elements is more than 2**53 bytes",
                       quoted, (int)out->dtype->itemsize);
    out->nbytes = empty ? 0 : nbytes;
    out->size = out->nbytes / out->dtype->itemsize;
    return 0;
}

/* The text between the length field and the data. */
static int read_dictionary(const char *text, size_t length, int flags, rp_npy_header *out)
{
    char quoted[QUOTED_BYTES];
    bool utf8 = out->major >= 3;
    dictionary d = {.others = false};
    rp_py_reader reader = {
        .text = text,
        .length = length,
        .long_suffix = !utf8,
        .key = on_key,
        .entry = on_entry,
        .context = &d,
    };
    rp_py_value whole;
    if (!rp_py_read(&reader, &whole))
        return rp_fail(RP_VALUE_ERROR, "Cannot parse header: %s (%s, at character %zu)",
                       quote_header(quoted, &reader, utf8), reader.problem, reader.at);
    if (whole.kind != RP_PY_DICT)
        return rp_fail(RP_VALUE_ERROR, "Header is not a dictionary: %s",
                       quote_value(quoted, &reader, &whole, utf8));
    for (int i = 0; i < KEY_COUNT; i++)
        if (!d.seen[i] || d.others)
            return rp_fail(RP_VALUE_ERROR,
                           d.seen[i] ? "Header does not contain the correct keys ('descr', "
                                       "'fortran_order' and 'shape' and no other): %s"
                                     : "Header does not contain the correct keys ('descr', "
                                       "'fortran_order', 'shape'): %s",
                           quote_value(quoted, &reader, &whole, utf8));
    const rp_py_value *shape = &d.values[KEY_SHAPE], *order = &d.values[KEY_FORTRAN];
    if (shape->kind != RP_PY_TUPLE || !shape->all_integers)
        return rp_fail(RP_VALUE_ERROR, "shape is not valid: %s",
                       quote_value(quoted, &reader, shape, utf8));
    if (order->kind != RP_PY_BOOL)
        return rp_fail(RP_VALUE_ERROR, "fortran_order is not a valid bool: %s",
                       quote_value(quoted, &reader, order, utf8));
    out->fortran_order = order->truth;
    quote_value(quoted, &reader, &d.values[KEY_DESCR], utf8);
    RP_TRY(read_descr(&d, quoted, flags, out));
    quote_value(quoted, &reader, shape, utf8);
    return read_shape(&d, quoted, out);
}

/* ---- the frame around it ---- */

/* The byte at which the text stops being UTF-8, or its length. Surrogates, overlong forms and code
 * points past U+10FFFF are none. */
static size_t utf8_valid(const uint8_t *text, size_t length, size_t *characters)
{
    size_t i = 0;
    for (*characters = 0; i < length; ++*characters) {
        uint8_t c = text[i];
        size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : (c & 0xf0) == 0xe0 ? 2 : 3;
        if (c >= 0x80 && (c < 0xc2 || c > 0xf4 || more >= length - i))
            return i;
        for (size_t k = 1; k <= more; k++)
            if ((text[i + k] & 0xc0) != 0x80)
                return i;
        if ((c == 0xe0 && text[i + 1] < 0xa0) || (c == 0xed && text[i + 1] >= 0xa0) ||
            (c == 0xf0 && text[i + 1] < 0x90) || (c == 0xf4 && text[i + 1] >= 0x90))
            return i;
        i += more + 1;
    }
    return i;
}

/* The header goes on beyond the bytes that are there: wanted more, or truncated. */
static int need(uint64_t needed, const char *what, uint64_t start, size_t length, int flags,
                rp_npy_header *out)
{
    out->needed = needed;
    if (!(flags & RP_NPY_COMPLETE))
        return 1;
    return rp_fail(RP_VALUE_ERROR, "EOF: reading %s, expected %llu bytes got %llu", what,
                   (unsigned long long)(needed - start),
                   (unsigned long long)(length > start ? length - start : 0));
}

static int fail_magic(const uint8_t *bytes, size_t length)
{
    if (length >= 4 && bytes[0] == 'P' && bytes[1] == 'K' &&
        ((bytes[2] == 3 && bytes[3] == 4) || (bytes[2] == 5 && bytes[3] == 6)))
        return rp_fail(RP_TYPE_ERROR, "the file is a zip archive: .npz is not supported yet");
    if (bytes[0] == 0x80) /* how pickles begin */
        return rp_fail(RP_VALUE_ERROR,
                       "This file contains pickled (object) data, which cannot be loaded");
    char text[4 * MAGIC_BYTES + 1];
    size_t used = 0;
    for (size_t i = 0; i < length && i < MAGIC_BYTES; i++) {
        static const char hex[] = "0123456789abcdef";
        if (bytes[i] >= 0x20 && bytes[i] < 0x7f) {
            text[used++] = (char)bytes[i];
        } else {
            text[used++] = '\\';
            text[used++] = 'x';
            text[used++] = hex[bytes[i] >> 4];
            text[used++] = hex[bytes[i] & 15];
        }
    }
    text[used] = '\0';
    return rp_fail(RP_VALUE_ERROR,
                   "the magic string is not correct; expected '\\x93NUMPY', got '%s': this is no "
                   ".npy file",
                   text);
}

static int check_length(uint64_t header, uint64_t limit)
{
    if (header <= limit)
        return 0;
    return rp_fail(
        RP_VALUE_ERROR,
        "Header info length (%llu) is large and may not be safe to load securely.\n"
        "To allow loading, adjust `max_header_size` or fully trust the `.npy` file using "
        "`allow_pickle=True`.",
        (unsigned long long)header);
}

int rp_npy_parse(const uint8_t *bytes, size_t length, size_t max_header_size, int flags,
                 rp_npy_header *out)
{
    *out = (rp_npy_header){.dtype = NULL};
    if (length == 0 && (flags & RP_NPY_COMPLETE))
        return rp_fail(RP_VALUE_ERROR, "No data left in file");
    size_t known = length < MAGIC_BYTES ? length : MAGIC_BYTES;
    if (known > 0 && memcmp(bytes, magic, known) != 0)
        return length < 4 && !(flags & RP_NPY_COMPLETE)
                   ? need(VERSION_END, "magic string", 0, length, flags, out)
                   : fail_magic(bytes, length);
    if (length < VERSION_END)
        return need(VERSION_END, "magic string", 0, length, flags, out);
    out->major = bytes[6];
    out->minor = bytes[7];
    if (out->major < 1 || out->major > 3 || out->minor != 0)
        return rp_fail(RP_VALUE_ERROR,
                       "we only support format version (1,0), (2,0), and (3,0), not (%d, %d)",
                       out->major, out->minor);
    size_t text = out->major == 1 ? VERSION_END + 2 : VERSION_END + 4;
    if (length < text)
        return need(text, "array header length", VERSION_END, length, flags, out);
    uint64_t header = 0;
    for (size_t i = text; i-- > VERSION_END;)
        header = header << 8 | bytes[i];

    bool utf8 = out->major == 3;
    uint64_t limit = flags & RP_NPY_ALLOW_PICKLE ? UINT64_MAX / 4 : max_header_size;
    RP_TRY(check_length(header, utf8 && limit < UINT64_MAX / 4 ? 4 * limit : limit));
    out->data_offset = text + header;
    if (length < out->data_offset)
        return need(out->data_offset, "array header", text, length, flags, out);
    if (utf8) {
        size_t characters, valid = utf8_valid(bytes + text, (size_t)header, &characters);
        if (valid < header)
            return rp_fail(RP_VALUE_ERROR,
                           "'utf-8' codec can't decode the header's byte %d in "
                           "position %zu",
                           bytes[text + valid], valid);
        RP_TRY(check_length(characters, limit));
    }
    out->needed = out->data_offset;
    return read_dictionary((const char *)bytes + text, (size_t)header, flags, out);
}

/* ---- writing ---- */

void rp_npy_describe(const rp_array *a, rp_npy_header *out)
{
    *out = (rp_npy_header){
        .dtype = a->dtype,
        .fortran_order = rp_is_f_contiguous(a) && !rp_is_c_contiguous(a),
        .ndim = a->ndim,
        .size = rp_array_size(a),
    };
    out->nbytes = out->size * a->dtype->itemsize;
    for (int i = 0; i < a->ndim; i++)
        out->shape[i] = a->shape[i];
}

/* The text grows at `used`; what does not fit is dropped, which the caller sees at the end. */
static void put(char *out, size_t room, size_t *used, const char *text)
{
    *used += rp_format(out + *used, room - *used, "%s", text);
}

int rp_npy_write_header(const rp_npy_header *header, int major, char *out, size_t room)
{
    if (major < 0 || major > 3)
        return rp_fail(RP_VALUE_ERROR,
                       "we only support format version (1,0), (2,0), and (3,0), not (%d, 0)",
                       major);
    if (room < RP_NPY_HEADER_BYTES)
        return rp_fail(RP_INTERNAL_ERROR, "rp_npy_write_header: %zu bytes are too few", room);
    int version = major ? major : 1; /* the text below is always short and ASCII */
    size_t start = version == 1 ? VERSION_END + 2 : VERSION_END + 4;
    size_t used = start;

    char descr[16], digits[24];
    rp_dtype_str(header->dtype, descr, sizeof descr);
    put(out, room, &used, "{'descr': '");
    put(out, room, &used, descr);
    put(out, room, &used, "', 'fortran_order': ");
    put(out, room, &used, header->fortran_order ? "True" : "False");
    put(out, room, &used, ", 'shape': (");
    for (int i = 0; i < header->ndim; i++) {
        rp_format(digits, sizeof digits, "%lld", (long long)header->shape[i]);
        put(out, room, &used, i ? ", " : "");
        put(out, room, &used, digits);
    }
    put(out, room, &used, header->ndim == 1 ? ",), }" : "), }");

    size_t spaces = 0;
    if (header->ndim > 0) {
        int growing = header->fortran_order ? header->ndim - 1 : 0;
        spaces = GROWTH_DIGITS -
                 rp_format(digits, sizeof digits, "%lld", (long long)header->shape[growing]);
    }
    spaces += ALIGN - (used + spaces + 1) % ALIGN;
    memset(out + used, ' ', spaces);
    used += spaces;
    out[used++] = '\n';

    memcpy(out, magic, MAGIC_BYTES);
    out[6] = (char)version;
    out[7] = 0;
    for (size_t i = VERSION_END; i < start; i++)
        out[i] = (char)((used - start) >> (8 * (i - VERSION_END)));
    return (int)used;
}

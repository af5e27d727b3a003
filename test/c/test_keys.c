/* Random keys, read and written, against NumPy's results: the lines of test/oracle/make_keys.py,
 * where their form is described. Every array lies in a block of its exact size, so that
 * AddressSanitizer sees what is read or written outside of it. */
#include "check.h"
#include "array/array.h"
#include "dtype/cast.h"
#include "index/fancy.h"
#include <stdlib.h>

enum { MOST_KEYS = 24, SHOWN = 3000, MOST_ERRORS = 4096 };

/* ---- arrays ---- */

/* An array, and the memory behind it as an array of one dimension. */
typedef struct laid_out {
    rp_slot array, memory;
    char *block;
} laid_out;

typedef struct array_spec {
    const rp_dtype *dtype;
    char layout;
    int ndim, below;
    intptr_t shape[RP_MAX_DIMS];
} array_spec;

static void put_number(const rp_dtype *dtype, char *at, double re, double im)
{
    double z[2] = {re, im};
    int64_t whole = (int64_t)re;
    if (dtype->kind == 'c')
        CHECK(rp_cast_element(rp_dtype_of(RP_COMPLEX128), (char *)z, dtype, at) >= 0);
    else
        CHECK(rp_cast_element(rp_dtype_of(RP_INT64), (char *)&whole, dtype, at) >= 0);
}

static void fill_memory(const array_spec *spec, char *data, intptr_t count)
{
    for (intptr_t i = 0; i < count; i++) {
        int v = (int)((i * 37 + 11) % 101);
        double im = v;
        if (spec->below)
            v %= spec->below;
        else if (spec->dtype->num == RP_BOOL)
            v = v % 3 == 0;
        else
            v -= 20;
        im = v;
        put_number(spec->dtype, data + i * spec->dtype->itemsize, v, im / 2);
    }
}

/* Which axis steps the k-th slowest in memory. */
static int slow_axis(const array_spec *spec, int k)
{
    return spec->layout == 'F'   ? spec->ndim - 1 - k
           : spec->layout == 'P' ? (k + 1) % spec->ndim
                                 : k;
}

/* How often the axis is in memory. */
static intptr_t length_in_memory(const array_spec *spec, int axis)
{
    intptr_t n = spec->shape[axis];
    return spec->layout == 'S' ? 2 * n + 1 : spec->layout == 'B' && axis % 2 == 0 ? 1 : n;
}

static void lay_out(laid_out *out, const array_spec *spec)
{
    rp_slot_init(&out->array);
    rp_slot_init(&out->memory);
    rp_array *a = &out->array.array, *memory = &out->memory.array;
    intptr_t itemsize = spec->dtype->itemsize, count = 1, offset = 0;
    bool empty = false;
    for (int k = spec->ndim - 1; k >= 0; k--) {
        int axis = slow_axis(spec, k);
        intptr_t n = spec->shape[axis], step = count * itemsize;
        a->shape[axis] = n;
        a->strides[axis] = spec->layout == 'S'                    ? 2 * step
                           : spec->layout == 'R'                  ? -step
                           : spec->layout == 'B' && axis % 2 == 0 ? 0
                                                                  : step;
        offset += spec->layout == 'S' ? step : spec->layout == 'R' ? (n - 1) * step : 0;
        count *= length_in_memory(spec, axis);
        empty |= n == 0;
    }
    bool unaligned = spec->layout == 'U';
    intptr_t nbytes = count * itemsize + unaligned;
    out->block = malloc((size_t)nbytes);
    if (unaligned)
        out->block[0] = (char)0xa5;
    fill_memory(spec, out->block + unaligned, count);
    a->dtype = spec->dtype;
    a->ndim = spec->ndim;
    a->data = out->block + (empty ? 0 : offset + unaligned);
    a->flags = spec->layout == 'B' ? 0 : RP_ARRAY_WRITEABLE;
    memory->dtype = unaligned ? rp_dtype_of(RP_UINT8) : spec->dtype;
    memory->ndim = 1;
    memory->data = out->block;
    memory->shape[0] = unaligned ? nbytes : count;
    memory->strides[0] = memory->dtype->itemsize;
}

static void drop(laid_out *out)
{
    free(out->block);
    out->block = NULL;
}

/* As make_keys.py has it: of the elements in C order and this machine's byte order. */
static uint32_t hash_of(const rp_array *a)
{
    rp_slot dense;
    rp_slot_init(&dense);
    CHECK(rp_array_copy(&dense.array, a, a->dtype->native, RP_ORDER_C) >= 0);
    uint32_t h = 2166136261u;
    intptr_t nbytes = rp_array_size(&dense.array) * a->dtype->itemsize;
    for (intptr_t i = 0; i < nbytes; i++)
        h = (h ^ (unsigned char)dense.array.data[i]) * 16777619u;
    rp_array_release(&dense.array);
    return (h ^ h >> 24) & 0xffffff;
}

/* ---- reading a line ---- */

static const char *cursor;

static bool accept(char c)
{
    if (*cursor != c)
        return false;
    cursor++;
    return true;
}

static double read_number(void)
{
    char *end;
    double value = strtod(cursor, &end);
    cursor = end;
    return value;
}

static array_spec read_spec(void)
{
    array_spec spec = {.ndim = 0};
    size_t length = *cursor == '>' ? 2 : 1;
    char text[3] = {cursor[0], cursor[1]};
    text[length] = 0;
    /* What JavaScript takes lists or typed arrays for. */
    if (*text == 'l')
        *text = 'q';
    if (*text == 'L')
        *text = '?';
    spec.dtype = rp_dtype_parse(text, length);
    cursor += length;
    spec.layout = *cursor++;
    if (*cursor >= '0' && *cursor <= '9') {
        do
            spec.shape[spec.ndim++] = (intptr_t)read_number();
        while (accept(','));
    }
    if (accept('%'))
        spec.below = (int)read_number();
    return spec;
}

/* What stands behind the spec: numbers, digits, or where a value starts to count from. */
static void read_elements(laid_out *out, bool is_value)
{
    rp_array *a = &out->array.array;
    intptr_t size = rp_array_size(a);
    double first = is_value ? read_number() : 0;
    for (intptr_t k = 0; k < size; k++) {
        double value = first + (double)k;
        if (!is_value && a->dtype->num == RP_BOOL) {
            value = *cursor++ == '1';
        } else if (!is_value) {
            value = read_number();
            accept(',');
        }
        char *at = a->data;
        intptr_t rest = k;
        for (int d = a->ndim - 1; d >= 0; d--) {
            at += rest % a->shape[d] * a->strides[d];
            rest /= a->shape[d];
        }
        put_number(a->dtype, at, value, 0);
    }
}

typedef struct key_list {
    int count, arrays;
    rp_key keys[MOST_KEYS];
    rp_array *array[MOST_KEYS];
    laid_out laid[MOST_KEYS];
} key_list;

static void read_laid_out(laid_out *out, bool is_value)
{
    accept('(');
    array_spec spec = read_spec();
    lay_out(out, &spec);
    accept(')');
    read_elements(out, is_value);
}

static void read_slice(rp_key *key)
{
    double *bounds[] = {&key->start, &key->stop, &key->step};
    *key = (rp_key){.kind = RP_KEY_SLICE};
    for (int i = 0; i < 3; i++) {
        if (*cursor == '-' || (*cursor >= '0' && *cursor <= '9')) {
            *bounds[i] = read_number();
            key->has |= 1 << i;
        }
        if (!accept(':'))
            break;
    }
}

static bool is_slice(void)
{
    size_t length = strcspn(cursor, " |=");
    return memchr(cursor, ':', length);
}

/* Keys up to '=' or '|'; false if only JavaScript can be given them. */
static bool read_keys(key_list *list, rp_array *itself)
{
    bool possible = true;
    list->count = list->arrays = 0;
    while (*cursor != '=' && *cursor != '|') {
        rp_key *key = &list->keys[list->count++];
        *key = (rp_key){.kind = RP_KEY_ARRAY, .has = list->arrays};
        laid_out *laid = &list->laid[list->arrays];
        if (*cursor == '(') {
            read_laid_out(laid, false);
            list->array[list->arrays++] = &laid->array.array;
        } else if (*cursor == 'T' || *cursor == 'F') {
            array_spec spec = {.dtype = rp_dtype_of(RP_BOOL), .layout = 'C'};
            lay_out(laid, &spec);
            *laid->block = *cursor++ == 'T';
            list->array[list->arrays++] = &laid->array.array;
        } else if (accept('@')) {
            laid->block = NULL;
            list->array[list->arrays++] = itself;
        } else if (accept('.')) {
            key->kind = RP_KEY_ELLIPSIS;
        } else if (accept('n')) {
            key->kind = RP_KEY_NEWAXIS;
        } else if (accept('x')) {
            read_number();
            possible = false;
        } else if (is_slice()) {
            read_slice(key);
        } else {
            *key = (rp_key){.kind = RP_KEY_INTEGER, .has = 1, .start = read_number()};
        }
        accept(' ');
    }
    return possible;
}

static void drop_keys(key_list *list)
{
    for (int i = 0; i < list->arrays; i++)
        drop(&list->laid[i]);
}

/* ---- results ---- */

typedef struct known_error {
    int kind;
    const char *message;
} known_error;
static known_error errors[MOST_ERRORS];
static int error_count;

static void note_error(char *line)
{
    static const struct {
        const char *name;
        int kind;
    } kinds[] = {{"ValueError", RP_VALUE_ERROR},
                 {"IndexError", RP_INDEX_ERROR},
                 {"TypeError", RP_TYPE_ERROR}};
    char *message = strchr(line, ' ');
    *message++ = 0;
    CHECK(error_count < MOST_ERRORS);
    known_error *error = &errors[error_count++];
    *error = (known_error){RP_NO_ERROR, message};
    for (int i = 0; i < 3; i++) {
        if (strcmp(line, kinds[i].name) == 0)
            error->kind = kinds[i].kind;
    }
    CHECK(error->kind != RP_NO_ERROR);
}

static int shown;

static void differs(const char *about, const char *line, const char *got)
{
    check_failures++;
    if (shown++ < SHOWN)
        fprintf(stderr, "array %s: %s, not %s\n", about, line, got);
}

/* Is what came the result that the cursor is at? `out` is NULL if the array was written. */
static bool is_expected(int code, const rp_array *out, const rp_array *memory, char *got)
{
    size_t room = RP_ERROR_MESSAGE_BYTES;
    if (code < 0) {
        snprintf(got, room, "%d: %.900s", (int)rp_error_get(), rp_error_message());
        if (!accept('!'))
            return false;
        const known_error *error = &errors[atoi(cursor)];
        size_t used = strlen(got);
        snprintf(got + used, room - used, " (NumPy: %d: %s)", error->kind, error->message);
        return (int)rp_error_get() == error->kind &&
               strncmp(rp_error_message(), error->message, strlen(error->message)) == 0;
    }
    if (!out) {
        snprintf(got, room, "%06x", hash_of(memory));
        return strcmp(cursor, got) == 0;
    }
    char kind = *cursor;
    int used = 0;
    got[used++] = kind == 'e' && out->ndim == 0 ? 'e' : out->block ? 'c' : 'v';
    for (int i = 0; i < out->ndim; i++)
        used += snprintf(got + used, room - (size_t)used, i ? ",%d" : "%d", (int)out->shape[i]);
    snprintf(got + used, room - (size_t)used, ":%06x", hash_of(out));
    return out->dtype == memory->dtype || memory->dtype->num == RP_UINT8 ? strcmp(cursor, got) == 0
                                                                         : false;
}

static void read_by(rp_array *a, const rp_array *memory, key_list *list, const char *about,
                    const char *line)
{
    char got[RP_ERROR_MESSAGE_BYTES] = "";
    rp_slot out;
    rp_slot_init(&out);
    rp_error_clear();
    int code = rp_index_get(&out.array, a, list->count, list->keys, list->array);
    if (!is_expected(code, &out.array, memory, got))
        differs(about, line, got);
    if (code >= 0)
        rp_array_release(&out.array);
}

static void write_by(rp_array *a, const rp_array *memory, key_list *list, const char *about,
                     const char *line)
{
    char got[RP_ERROR_MESSAGE_BYTES] = "";
    laid_out laid = {.block = NULL};
    rp_slot view;
    rp_slot_init(&view);
    rp_array *value = &laid.array.array;
    uint32_t before = hash_of(memory);
    if (*cursor == '(') {
        read_laid_out(&laid, true);
    } else if (accept('@')) {
        static key_list part;
        read_keys(&part, NULL);
        value = &view.array;
        CHECK(rp_view_index(value, a, part.count, part.keys) >= 0);
    } else {
        array_spec spec = {.dtype = rp_dtype_of(RP_FLOAT64), .layout = 'C'};
        lay_out(&laid, &spec);
        double number = read_number();
        memcpy(laid.block, &number, sizeof number);
    }
    accept('|');
    rp_error_clear();
    int code = rp_index_set(a, list->count, list->keys, list->array, value);
    if (!is_expected(code, NULL, memory, got))
        differs(about, line, got);
    if (code < 0 && hash_of(memory) != before)
        differs(about, line, "half-written");
    drop(&laid);
}

static char *read_fixture(void)
{
    FILE *file = fopen(KEYS_FIXTURE, "rb");
    if (!file) {
        fprintf(stderr, "cannot open %s, which the build unpacks from test/oracle/fixtures\n",
                KEYS_FIXTURE);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    CHECK(fread(text, 1, (size_t)length, file) == (size_t)length);
    text[length] = 0;
    fclose(file);
    return text;
}

static void keys_of_the_fixture(void)
{
    char *text = read_fixture();
    static key_list list;
    array_spec spec = {.ndim = 0};
    const char *about = "";
    int count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (line[0] == 'E' && line[1] == ' ') {
            note_error(line + 2);
            continue;
        }
        if (line[0] == 'A' && line[1] == ' ') {
            cursor = about = line + 2;
            spec = read_spec();
            continue;
        }
        count++;
        laid_out laid;
        lay_out(&laid, &spec);
        cursor = line;
        bool possible = read_keys(&list, &laid.array.array);
        if (possible && accept('='))
            write_by(&laid.array.array, &laid.memory.array, &list, about, line);
        else if (possible && accept('|'))
            read_by(&laid.array.array, &laid.memory.array, &list, about, line);
        drop_keys(&list);
        drop(&laid);
    }
    CHECK(count > 20000);
    if (shown > SHOWN)
        fprintf(stderr, "%d of %d differ\n", shown, count);
    free(text);
}

static const check_test tests[] = {TEST(keys_of_the_fixture)};
CHECK_MAIN(tests)

#include "io/py_literal.h"

#include "base/bits.h"
#include <string.h>

static bool wrong(rp_py_reader *r, const char *problem)
{
    if (!r->problem)
        r->problem = problem;
    return false;
}

/* The byte at the reader's place, or further on; -1 past the end. */
static int peek_at(const rp_py_reader *r, size_t ahead)
{
    return ahead < r->length - r->at ? (unsigned char)r->text[r->at + ahead] : -1;
}

static int peek(const rp_py_reader *r) { return peek_at(r, 0); }

static bool is_digit(int c) { return c >= '0' && c <= '9'; }

static bool is_name_char(int c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static int digit_value(int c, int base)
{
    int value = is_digit(c)                          ? c - '0'
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                     : 99;
    return value < base ? value : -1;
}

/* ---- white space ---- */

/* The bytes of a line's end here: "\n", "\r\n", "\r"; 0 if there is none. */
static size_t line_end_at(const rp_py_reader *r, size_t ahead)
{
    int c = peek_at(r, ahead);
    if (c == '\r')
        return peek_at(r, ahead + 1) == '\n' ? 2 : 1;
    return c == '\n';
}

/* A backslash at the end of a line that is not the last joins it to the next. */
static bool skip_continuation(rp_py_reader *r)
{
    size_t end = peek(r) == '\\' ? line_end_at(r, 1) : 0;
    if (end == 0 || r->at + 1 + end >= r->length)
        return false;
    r->at += 1 + end;
    return true;
}

static void skip_comment(rp_py_reader *r)
{
    if (peek(r) == '#')
        while (peek(r) >= 0 && !line_end_at(r, 0))
            r->at++;
}

static bool is_blank(int c) { return c == ' ' || c == '\t' || c == '\f'; }

/* Blanks and joined lines. */
static void skip_blanks(rp_py_reader *r)
{
    for (;;) {
        if (is_blank(peek(r)))
            r->at++;
        else if (!skip_continuation(r))
            return;
    }
}

/* Blanks and comments; inside brackets line ends too. */
static void skip_space(rp_py_reader *r)
{
    for (;;) {
        skip_blanks(r);
        skip_comment(r);
        size_t end = r->depth > 0 ? line_end_at(r, 0) : 0;
        if (end == 0)
            return;
        r->at += end;
    }
}

/* Passes over blank lines, from the beginning of one; returns the indentation of the line it stops
 * in, at its first token or the end of the text. */
static int skip_blank_lines(rp_py_reader *r)
{
    for (;;) {
        int column = 0, joined_column = 0;
        for (;;) {
            if (is_blank(peek(r))) {
                column = peek(r) == '\f' ? 0 : column + 1;
                r->at++;
            } else if (skip_continuation(r)) {
                joined_column = joined_column ? joined_column : column;
            } else {
                break;
            }
        }
        if (joined_column)
            column = joined_column;
        if (peek(r) == '#') {
            skip_comment(r);
            column = 0;
        }
        size_t end = line_end_at(r, 0);
        if (end == 0)
            return column;
        r->at += end;
    }
}

/* Only the first line may be indented. */
static bool skip_leading_lines(rp_py_reader *r)
{
    while (peek(r) == ' ' || peek(r) == '\t')
        r->at++;
    return skip_blank_lines(r) == 0 || wrong(r, "unexpected indent");
}

/* Python minds blanks in a last line that has no end, too. */
static bool skip_trailing_lines(rp_py_reader *r)
{
    skip_space(r);
    size_t end = line_end_at(r, 0);
    r->at += end;
    int column = end ? skip_blank_lines(r) : 0;
    if (r->at < r->length)
        return wrong(r, "something follows the literal");
    return column == 0 || wrong(r, "unexpected indent");
}

/* ---- numbers ---- */

/* Digits with single underscores between them, added to *value. false: none here, or a loose "_".
 */
static bool read_digits(rp_py_reader *r, int base, int64_t *value)
{
    if (digit_value(peek(r), base) < 0)
        return wrong(r, "invalid number");
    for (;;) {
        int digit = digit_value(peek(r), base);
        if (digit < 0)
            return peek(r) != '_' || wrong(r, "invalid number");
        if (__builtin_mul_overflow(*value, (int64_t)base, value) ||
            __builtin_add_overflow(*value, (int64_t)digit, value))
            *value = INT64_MAX;
        r->at++;
        if (peek(r) == '_' && digit_value(peek_at(r, 1), base) >= 0)
            r->at++;
    }
}

/* ".5", "e-3" and "j" behind whole digits. */
static bool read_fraction(rp_py_reader *r, rp_py_value *v)
{
    int64_t ignored = 0;
    if (peek(r) == '.') {
        v->kind = RP_PY_FLOAT;
        r->at++;
        if (is_digit(peek(r)) && !read_digits(r, 10, &ignored))
            return false;
    }
    if ((peek(r) | 32) == 'e') {
        v->kind = RP_PY_FLOAT;
        r->at++;
        if (peek(r) == '+' || peek(r) == '-')
            r->at++;
        if (!read_digits(r, 10, &ignored))
            return false;
    }
    if ((peek(r) | 32) == 'j') {
        v->kind = RP_PY_COMPLEX;
        r->at++;
    }
    return true;
}

static bool read_number(rp_py_reader *r, rp_py_value *v)
{
    v->kind = RP_PY_INT;
    v->form = RP_PY_PLAIN;
    int mark = peek(r) == '0' ? peek_at(r, 1) | 32 : 0;
    int base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    if (base != 10) {
        r->at += 2;
        if (peek(r) == '_')
            r->at++;
        if (!read_digits(r, base, &v->integer))
            return false;
    } else {
        bool leading_zero = peek(r) == '0';
        if (peek(r) != '.' && !read_digits(r, 10, &v->integer))
            return false;
        if (!read_fraction(r, v))
            return false;
        if (leading_zero && v->kind == RP_PY_INT && v->integer != 0)
            return wrong(r, "leading zeros in a number");
    }
    while (r->long_suffix) { /* NumPy's filter drops any number of them */
        size_t place = r->at;
        skip_blanks(r);
        if (peek(r) != 'L' || is_name_char(peek_at(r, 1))) {
            r->at = place;
            break;
        }
        r->at++;
    }
    return !is_name_char(peek(r)) || wrong(r, "invalid number");
}

/* ---- strings ---- */

static void add_byte(rp_py_reader *r, int byte)
{
    if (r->string_length < RP_PY_STRING_BYTES)
        r->string[r->string_length] = (char)byte;
    r->string_length++;
}

static void add_code_point(rp_py_reader *r, uint32_t c)
{
    if (c < 0x80) {
        add_byte(r, (int)c);
        return;
    }
    int rest = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    add_byte(r, lead[rest] | (int)(c >> (6 * rest)));
    while (rest--)
        add_byte(r, 0x80 | ((int)(c >> (6 * rest)) & 0x3f));
}

/* "x41": exactly so many digits behind the letter. */
static bool read_code(rp_py_reader *r, int digits)
{
    uint32_t code = 0;
    r->at++;
    for (; digits; digits--) {
        int digit = digit_value(peek(r), 16);
        if (digit < 0)
            return wrong(r, "an escape lacks digits");
        code = code * 16 + (uint32_t)digit;
        r->at++;
    }
    if (code > 0x10ffff)
        return wrong(r, "an escape beyond Unicode");
    add_code_point(r, code);
    return true;
}

static bool same_word(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        int c = (unsigned char)text[i];
        if ((c >= 'a' && c <= 'z' ? c - 32 : c) != word[i])
            return false;
    }
    return true;
}

/* "N{DIGIT FOUR}": of Unicode's names, those of the characters that dtypes are spelt with. */
static bool read_named(rp_py_reader *r)
{
    static const char letter[] = "LATIN SMALL LETTER ", capital[] = "LATIN CAPITAL LETTER ";
    static const struct {
        const char *name;
        char c;
    } others[] = {
        {"DIGIT ZERO", '0'},  {"DIGIT ONE", '1'},      {"DIGIT TWO", '2'},
        {"DIGIT THREE", '3'}, {"DIGIT FOUR", '4'},     {"DIGIT FIVE", '5'},
        {"DIGIT SIX", '6'},   {"DIGIT SEVEN", '7'},    {"DIGIT EIGHT", '8'},
        {"DIGIT NINE", '9'},  {"LESS-THAN SIGN", '<'}, {"GREATER-THAN SIGN", '>'},
        {"EQUALS SIGN", '='}, {"VERTICAL LINE", '|'},  {"QUESTION MARK", '?'},
        {"LOW LINE", '_'},
    };
    r->at++;
    if (peek(r) != '{')
        return wrong(r, "malformed \\N escape");
    r->at++;
    const char *name = r->text + r->at;
    size_t length = 0;
    while (peek_at(r, length) >= 0 && peek_at(r, length) != '}' && !line_end_at(r, length))
        length++;
    if (peek_at(r, length) != '}')
        return wrong(r, "malformed \\N escape");
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(others); i++) {
        if (!same_word(name, length, others[i].name))
            continue;
        add_byte(r, others[i].c);
        r->at += length + 1;
        return true;
    }
    size_t stem = length ? length - 1 : 0;
    bool small = same_word(name, stem, letter);
    int c = stem ? name[stem] | 32 : 0;
    if (c < 'a' || c > 'z' || !(small || same_word(name, stem, capital)))
        return wrong(r, "unknown character name");
    add_byte(r, small ? c : c - 32);
    r->at += length + 1;
    return true;
}

/* What follows a backslash. */
static bool read_escape(rp_py_reader *r, bool bytes)
{
    static const char simple[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    int c = peek(r);
    size_t end = line_end_at(r, 0);
    if (end) {
        r->at += end;
        return true;
    }
    if (c >= '0' && c <= '7') {
        uint32_t code = 0;
        for (int i = 0; i < 3 && peek(r) >= '0' && peek(r) <= '7'; i++)
            code = code * 8 + (uint32_t)(r->text[r->at++] - '0');
        add_code_point(r, code);
        return true;
    }
    if (c == 'x')
        return read_code(r, 2);
    if (!bytes && c == 'u')
        return read_code(r, 4);
    if (!bytes && c == 'U')
        return read_code(r, 8);
    if (!bytes && c == 'N')
        return read_named(r);
    for (const char *pair = simple; *pair; pair += 2) {
        if (c == pair[0]) {
            add_byte(r, pair[1]);
            r->at++;
            return true;
        }
    }
    add_byte(r, '\\'); /* an unknown escape stands for itself */
    return true;
}

/* From the opening quote to behind the closing one. */
static bool read_quoted(rp_py_reader *r, bool raw, bool bytes)
{
    int quote = peek(r);
    bool triple = peek_at(r, 1) == quote && peek_at(r, 2) == quote;
    r->at += triple ? 3 : 1;
    for (;;) {
        int c = peek(r);
        size_t end = line_end_at(r, 0);
        if (c < 0 || (end && !triple))
            return wrong(r, "unterminated string");
        if (c == quote && (!triple || (peek_at(r, 1) == quote && peek_at(r, 2) == quote))) {
            r->at += triple ? 3 : 1;
            return true;
        }
        if (bytes && c >= 0x80)
            return wrong(r, "bytes can only contain ASCII literal characters");
        if (end) {
            add_byte(r, '\n');
            r->at += end;
        } else if (c != '\\') {
            add_byte(r, c);
            r->at++;
        } else if (peek_at(r, 1) < 0) {
            return wrong(r, "unterminated string");
        } else {
            r->at++;
            if (!raw) {
                if (!read_escape(r, bytes))
                    return false;
                continue;
            }
            add_byte(r, '\\'); /* and what follows, a quote too */
            end = line_end_at(r, 0);
            add_byte(r, end ? '\n' : peek(r));
            r->at += end ? end : 1;
        }
    }
}

/* The length of a string's prefix here ("", "u", "rb", ...), or -1 if there is no string. */
static int string_prefix(const rp_py_reader *r, bool *raw, bool *bytes)
{
    int letters = 0, length = 0;
    for (; length < 3; length++) {
        int c = peek_at(r, (size_t)length);
        if (c == '\'' || c == '"')
            break;
        int letter = (c | 32) == 'r' ? 1 : (c | 32) == 'b' ? 2 : (c | 32) == 'u' ? 4 : 8;
        if (letters & letter)
            return -1;
        letters |= letter;
    }
    if (length == 3 || (letters & 8) || ((letters & 4) && letters != 4))
        return -1;
    *raw = letters & 1;
    *bytes = letters & 2;
    return length;
}

/* One string, or several side by side, which are one. */
static bool read_strings(rp_py_reader *r, rp_py_value *v)
{
    bool raw, bytes;
    int prefix = string_prefix(r, &raw, &bytes);
    v->kind = bytes ? RP_PY_BYTES : RP_PY_STRING;
    r->string_length = 0;
    do {
        if (bytes != (v->kind == RP_PY_BYTES))
            return wrong(r, "cannot mix bytes and nonbytes literals");
        r->at += (size_t)prefix;
        if (!read_quoted(r, raw, bytes))
            return false;
        v->end = r->at;
        skip_space(r);
        prefix = string_prefix(r, &raw, &bytes);
    } while (prefix >= 0);
    return true;
}

/* ---- brackets ---- */

static bool read_expression(rp_py_reader *r, rp_py_value *v);

static bool open_bracket(rp_py_reader *r)
{
    if (r->depth == RP_PY_MAX_DEPTH)
        return wrong(r, "too many nested parentheses");
    r->depth++;
    r->at++;
    skip_space(r);
    return true;
}

static bool close_bracket(rp_py_reader *r)
{
    r->depth--;
    r->at++;
    return true;
}

/* After an item: a comma, with more to come or not, or the closing bracket. */
static bool skip_comma(rp_py_reader *r, char close, bool *comma)
{
    skip_space(r);
    *comma = peek(r) == ',';
    if (*comma) {
        r->at++;
        skip_space(r);
    }
    return *comma || peek(r) == close || wrong(r, "invalid syntax");
}

static bool read_parentheses(rp_py_reader *r, rp_py_value *v)
{
    v->kind = RP_PY_TUPLE;
    v->all_integers = true;
    if (!open_bracket(r))
        return false;
    bool comma;
    while (peek(r) != ')') {
        rp_py_value item;
        if (!read_expression(r, &item) || !skip_comma(r, ')', &comma))
            return false;
        if (v->count == 0 && !comma) { /* brackets around one value: no tuple */
            *v = item;
            return close_bracket(r);
        }
        v->hashable &= item.hashable;
        v->all_integers &= item.kind == RP_PY_INT;
        if (v->all_integers && v->count < RP_PY_TUPLE_ITEMS)
            r->items[v->count] = item.integer;
        v->count++;
        if (!comma)
            break;
    }
    return close_bracket(r);
}

static bool read_list(rp_py_reader *r, rp_py_value *v)
{
    v->kind = RP_PY_LIST;
    v->hashable = false;
    if (!open_bracket(r))
        return false;
    bool comma = true;
    while (comma && peek(r) != ']') {
        rp_py_value item;
        if (!read_expression(r, &item) || !skip_comma(r, ']', &comma))
            return false;
        v->count++;
    }
    return close_bracket(r);
}

/* A dict or a set: known when its first item is. */
static bool read_braces(rp_py_reader *r, rp_py_value *v)
{
    v->kind = RP_PY_DICT;
    v->hashable = false;
    if (!open_bracket(r))
        return false;
    r->dicts++;
    bool comma = true;
    for (; comma && peek(r) != '}'; v->count++) {
        rp_py_value key, value;
        if (!read_expression(r, &key))
            return false;
        if (!key.hashable)
            return wrong(r, "unhashable type");
        skip_space(r);
        if (v->count == 0 && peek(r) != ':')
            v->kind = RP_PY_SET;
        if (v->kind == RP_PY_DICT) {
            if (peek(r) != ':')
                return wrong(r, "':' expected after dictionary key");
            r->at++;
            bool outermost = r->dicts == 1;
            int number = outermost ? r->key(r, &key) : 0;
            if (!read_expression(r, &value))
                return false;
            if (outermost)
                r->entry(r, number, &value);
        }
        if (!skip_comma(r, '}', &comma))
            return false;
    }
    r->dicts--;
    return close_bracket(r);
}

/* ---- the rest ---- */

static bool read_name(rp_py_reader *r, rp_py_value *v)
{
    static const struct {
        const char *name;
        rp_py_kind kind;
        bool truth;
    } names[] = {
        {"True", RP_PY_BOOL, true}, {"False", RP_PY_BOOL, false}, {"None", RP_PY_NONE, false}};
    const char *name = r->text + r->at;
    size_t length = 0;
    while (is_name_char(peek_at(r, length)))
        length++;
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(names); i++) {
        if (strlen(names[i].name) != length || memcmp(names[i].name, name, length) != 0)
            continue;
        r->at += length;
        v->kind = names[i].kind;
        v->truth = names[i].truth;
        return true;
    }
    if (length != 3 || memcmp(name, "set", 3) != 0)
        return wrong(r, length ? "a name instead of a literal" : "invalid syntax");
    r->at += 3; /* set(), the empty set */
    skip_space(r);
    if (peek(r) != '(')
        return wrong(r, "a name instead of a literal");
    if (!open_bracket(r))
        return false;
    v->kind = RP_PY_SET;
    v->hashable = false;
    return peek(r) == ')' ? close_bracket(r) : wrong(r, "invalid syntax");
}

static bool read_atom(rp_py_reader *r, rp_py_value *v)
{
    bool raw, bytes;
    *v = (rp_py_value){.start = r->at, .hashable = true};
    size_t start = r->at;
    int c = peek(r);
    bool good;
    if (c == '(') {
        good = read_parentheses(r, v);
    } else if (c == '[') {
        good = read_list(r, v);
    } else if (c == '{') {
        good = read_braces(r, v);
    } else if (is_digit(c) || (c == '.' && is_digit(peek_at(r, 1)))) {
        good = read_number(r, v);
    } else if (c == '.' && peek_at(r, 1) == '.' && peek_at(r, 2) == '.') {
        v->kind = RP_PY_ELLIPSIS;
        r->at += 3;
        good = true;
    } else if (string_prefix(r, &raw, &bytes) >= 0) {
        good = read_strings(r, v);
        if (good) { /* its end is known already: white space was looked through */
            v->start = start;
            return true;
        }
    } else {
        good = read_name(r, v);
    }
    v->start = start;
    v->end = r->at;
    return good;
}

/* A literal: -1, 1+2j, or an atom. */
static bool read_expression(rp_py_reader *r, rp_py_value *v)
{
    skip_space(r);
    size_t start = r->at;
    int sign = peek(r);
    if (sign == '+' || sign == '-') {
        r->at++;
        skip_space(r);
        if (!read_atom(r, v))
            return false;
        if (v->form != RP_PY_PLAIN)
            return wrong(r, "a sign before what is no number");
        v->form = RP_PY_SIGNED;
        if (sign == '-')
            v->integer = -v->integer;
    } else if (!read_atom(r, v)) {
        return false;
    }
    v->start = start;
    if (v->form == RP_PY_NO_NUMBER)
        return true;
    skip_space(r);
    if (peek(r) != '+' && peek(r) != '-')
        return true;
    rp_py_value right;
    r->at++;
    skip_space(r);
    if (!read_atom(r, &right))
        return false;
    if (v->form == RP_PY_SUM || v->kind == RP_PY_COMPLEX || right.form != RP_PY_PLAIN ||
        right.kind != RP_PY_COMPLEX)
        return wrong(r, "a sum that is no complex number");
    v->kind = RP_PY_COMPLEX;
    v->form = RP_PY_SUM;
    v->end = right.end;
    return true;
}

bool rp_py_read(rp_py_reader *r, rp_py_value *value)
{
    const char *zero = memchr(r->text, '\0', r->length);
    if (zero) {
        r->at = (size_t)(zero - r->text);
        return wrong(r, "source code cannot contain null bytes");
    }
    if (!skip_leading_lines(r) || !read_expression(r, value))
        return false;
    skip_space(r);
    if (peek(r) == ',') { /* a tuple without brackets */
        rp_py_value item;
        bool comma = true;
        size_t start = value->start;
        while (comma) {
            r->at++;
            skip_space(r);
            if (peek(r) < 0 || line_end_at(r, 0))
                break;
            if (!read_expression(r, &item))
                return false;
            skip_space(r);
            comma = peek(r) == ',';
        }
        *value = (rp_py_value){.kind = RP_PY_TUPLE, .start = start, .end = r->at};
    }
    return skip_trailing_lines(r);
}

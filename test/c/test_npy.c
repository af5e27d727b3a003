#include "base/bits.h"
#include "check.h"
#include "io/npy.h"
#include "io/py_literal.h"
#include <stdlib.h>

/* A whole file's beginning around the header text. */
static size_t wrap(uint8_t *out, int major, const char *text, size_t length)
{
    memcpy(out, "\x93NUMPY", 6);
    out[6] = (uint8_t)major;
    out[7] = 0;
    size_t start = major == 1 ? 10 : 12;
    for (size_t i = 8; i < start; i++)
        out[i] = (uint8_t)(length >> (8 * (i - 8)));
    memcpy(out + start, text, length);
    return start + length;
}

/* Parsed from an exact heap copy, so that the address sanitizer sees a read past its end. */
static int parse_bytes(const uint8_t *bytes, size_t length, size_t limit, int flags,
                       rp_npy_header *header)
{
    uint8_t *copy = malloc(length ? length : 1);
    memcpy(copy, bytes, length);
    int code = rp_npy_parse(copy, length, limit, flags, header);
    free(copy);
    return code;
}

static int parse_sized(int major, const char *text, size_t length, rp_npy_header *header)
{
    static uint8_t file[1 << 17];
    size_t total = wrap(file, major, text, length);
    return parse_bytes(file, total, RP_NPY_MAX_HEADER, RP_NPY_COMPLETE, header);
}

static int parse(int major, const char *text, rp_npy_header *header)
{
    return parse_sized(major, text, strlen(text), header);
}

#define DICT(descr, order, shape)                                                                  \
    "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }"

static void test_plain_headers(void)
{
    rp_npy_header h;
    for (int major = 1; major <= 3; major++) {
        CHECK(parse(major, DICT("'<f8'", "False", "(3, 4)") "   \n", &h) == 0);
        CHECK(h.dtype == rp_dtype_of(RP_FLOAT64) && !h.fortran_order);
        CHECK(h.ndim == 2 && h.shape[0] == 3 && h.shape[1] == 4);
        CHECK(h.size == 12 && h.nbytes == 96 && h.major == major);
        CHECK(h.data_offset ==
              (major == 1 ? 10u : 12u) + strlen(DICT("'<f8'", "False", "(3, 4)")) + 4);
    }
    CHECK(parse(1, DICT("'>i2'", "True", "(2,)"), &h) == 0);
    CHECK(h.dtype == rp_dtype_of(RP_INT16)->opposite && h.fortran_order && h.ndim == 1);
    CHECK(parse(1, DICT("'|b1'", "False", "()"), &h) == 0);
    CHECK(h.ndim == 0 && h.size == 1 && h.nbytes == 1);
    CHECK(parse(1, DICT("'<c16'", "False", "(0, 5)"), &h) == 0);
    CHECK(h.size == 0 && h.nbytes == 0);
}

/* Headers NumPy 2.2.4 reads: all mean float32, C order, shape (3, 4). */
static void test_grammar_accepted(void)
{
    static const char *const texts[] = {
        "{'descr':'<f4','fortran_order':False,'shape':(3,4)}",
        "{'shape':(3,4),'descr':'<f4','fortran_order':False}",
        "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(3,4,)}",
        " \t {'descr':'<f4','fortran_order':False,'shape':(3,4)}",
        "{'descr':'<f4','fortran_order':False,'shape':(3,4)} \n  \n #c",
        "\n\t\n#c\n{'descr':'<f4','fortran_order':False,'shape':(3,4)}",
        "({'descr':'<f4','fortran_order':(False),'shape':((3),(4))})",
        "{'descr':'<f4','fortran_order':False,'shape':((3,4)),}\n\n  # end \n",
        "{'descr':\n'<f4'\r\n,\r'fortran_order':False,'shape':(3,#c\n4)}",
        "{'descr':'<f4','fortran_order':False,'shape':(3,\\\n4)}",
        "{'descr':'<f4'\f,'fortran_order':False,'shape':(+3,0x4)}",
        "{'descr':'<f4','fortran_order':False,'shape':(0b1_1,0o4)}",
        "{u'descr':U'<f4',r'fortran_order':False,R'shape':(3,4)}",
        "{'des' 'cr':'<' \"f4\",'fortran_order':False,'shape':(3,4)}",
        "{'''descr''':\"\"\"<f4\"\"\",'fortran_order':False,'shape':(3,4)}",
        "{'descr':'\\x3c\\146\\u0034','fortran_order':False,'shape':(3,4)}",
        "{'descr':'\\N{less-than sign}\\N{LATIN SMALL LETTER "
        "F}4','fortran_order':False,'shape':(3,4)}",
        "{'descr':'<\\\nf4','fortran_order':False,'shape':(3,4)}",
        "{'descr':'>i2','fortran_order':7,'shape':[],'descr':'<f4','fortran_order':False,'shape':("
        "3,4)}",
        ("{'descr':[('a',{1:2}),{1,2},1+2j,-1.5e-3,.5,1_0.,None,...,b'x',set()],'shape':(3,4)"
         ",'descr':'<f4','fortran_order':False}"),
        "{'descr':'float32','fortran_order':False,'shape':(3,4)}",
    };
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(texts); i++) {
        for (int major = 1; major <= 3; major++) {
            rp_npy_header h;
            int code = parse(major, texts[i], &h);
            if (code != 0)
                fprintf(stderr, "%s: %s\n", texts[i], rp_error_message());
            CHECK(code == 0 && h.dtype == rp_dtype_of(RP_FLOAT32) && !h.fortran_order);
            CHECK(h.ndim == 2 && h.shape[0] == 3 && h.shape[1] == 4);
        }
    }
}

static void test_python_2_longs(void)
{
    rp_npy_header h;
    CHECK(parse(1, DICT("'<f4'", "False", "(3L, 4 L)"), &h) == 0 && h.shape[1] == 4);
    CHECK(parse(2, DICT("'<f4'", "False", "(0x3L,)"), &h) == 0 && h.shape[0] == 3);
    CHECK_ERROR(parse(3, DICT("'<f4'", "False", "(3L, 4)"), &h), RP_VALUE_ERROR,
                "Cannot parse header");
    CHECK_ERROR(parse(1, DICT("'<f4'", "False", "(3l,)"), &h), RP_VALUE_ERROR,
                "Cannot parse header");
    CHECK_ERROR(parse(1, DICT("'<f4'", "False", "(3)L"), &h), RP_VALUE_ERROR,
                "Cannot parse header");
    CHECK_ERROR(parse(1, DICT("'<f4'", "False", "(3LL,)"), &h), RP_VALUE_ERROR,
                "Cannot parse header");
}

static void test_grammar_refused(void)
{
    static const char *const texts[] = {
        "",
        "\n",
        "\n  {'descr':'<f4','fortran_order':False,'shape':()}",
        "{'descr':'<f4','fortran_order':False,'shape':()",
        "{'descr':'<f4','fortran_order':False,'shape':()} x",
        "{'descr':'<f4','fortran_order':False,'shape':()};",
        "{'descr':'<f4','fortran_order':False,'shape':()}\n  ",
        "{'descr':'<f4','fortran_order':False,'shape':()}\nx",
        "{'descr':'<f4','fortran_order':False,'shape':()}\\\n",
        "{'descr':'<f4','fortran_order':False,'shape':(),,}",
        "{'descr':'<f4','fortran_order':False,'shape':(,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(3,,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(3 4)}",
        "{'descr':'<f4','fortran_order':False,'shape':(03,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(1__0,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(1_,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(0x,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(--3,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(1+2,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2**2,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(*(),3)}",
        "{'descr':'<f4','fortran_order':-False,'shape':()}",
        "{'descr':'<f4','fortran_order':not True,'shape':()}",
        "{'descr':'<f4','fortran_order':false,'shape':()}",
        "{'descr':f'<f4','fortran_order':False,'shape':()}",
        "{'descr':ur'<f4','fortran_order':False,'shape':()}",
        "{'descr':'<f' b'4','fortran_order':False,'shape':()}",
        "{'descr':'<f4\n','fortran_order':False,'shape':()}",
        "{'descr':'<f4,'fortran_order':False,'shape':()}",
        "{'descr':'\\x3','fortran_order':False,'shape':()}",
        "{'descr':'\\U00110000','fortran_order':False,'shape':()}",
        "{'descr':'\\N{NO SUCH}','fortran_order':False,'shape':()}",
        "{'descr':float,'fortran_order':False,'shape':()}",
        "{**{}}",
        "{[]:1}",
        "dict(a=1)",
    };
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(texts); i++) {
        rp_npy_header h;
        CHECK_ERROR(parse(1, texts[i], &h), RP_VALUE_ERROR, "Cannot parse header: ");
        CHECK_ERROR(parse(3, texts[i], &h), RP_VALUE_ERROR, "Cannot parse header: ");
    }
}

static void test_wrong_values(void)
{
    static const struct {
        const char *text;
        rp_error_kind kind;
        const char *message;
    } cases[] = {
        {"[1]", RP_VALUE_ERROR, "Header is not a dictionary: [1]"},
        {"{'descr', 'shape'}", RP_VALUE_ERROR, "Header is not a dictionary"},
        {DICT("'<f4'", "False", "()") ",", RP_VALUE_ERROR, "Header is not a dictionary"},
        {"{}", RP_VALUE_ERROR, "Header does not contain the correct keys"},
        {"{'descr':'<f4','shape':()}", RP_VALUE_ERROR, "Header does not contain the correct keys"},
        {"{'descr':'<f4','fortran_order':False,'shape':(),'x':1}", RP_VALUE_ERROR, "and no other"},
        {"{'descr':'<f4','fortran_order':False,'shape':(),1:1}", RP_VALUE_ERROR, "and no other"},
        {"{b'descr':'<f4','fortran_order':False,'shape':()}", RP_VALUE_ERROR, "correct keys"},
        {DICT("'<f4'", "0", "()"), RP_VALUE_ERROR, "fortran_order is not a valid bool: 0"},
        {DICT("'<f4'", "'False'", "()"), RP_VALUE_ERROR,
         "fortran_order is not a valid bool: 'False'"},
        {DICT("'<f4'", "False", "3"), RP_VALUE_ERROR, "shape is not valid: 3"},
        {DICT("'<f4'", "False", "(3)"), RP_VALUE_ERROR, "shape is not valid: (3)"},
        {DICT("'<f4'", "False", "[3]"), RP_VALUE_ERROR, "shape is not valid: [3]"},
        {DICT("'<f4'", "False", "(3.0,)"), RP_VALUE_ERROR, "shape is not valid: (3.0,)"},
        {DICT("'<f4'", "False", "(True,)"), RP_VALUE_ERROR, "shape is not valid: (True,)"},
        {DICT("'<f4'", "False", "((3,),)"), RP_VALUE_ERROR, "shape is not valid: ((3,),)"},
        {DICT("'<f4'", "False", "(3,'a')"), RP_VALUE_ERROR, "shape is not valid: (3,'a')"},
        {DICT("'<f4'", "False", "(-3,)"), RP_VALUE_ERROR, "negative dimensions are not allowed"},
        {DICT("'<f4'", "False", "(0, -3)"), RP_VALUE_ERROR, "negative dimensions are not allowed"},
        {DICT("'|u1'", "False", "(9007199254740993,)"), RP_VALUE_ERROR, "array is too big"},
        {DICT("'<f8'", "False", "(4294967296, 4294967296)"), RP_VALUE_ERROR, "array is too big"},
        {DICT("'<f8'", "False", "(0, 99999999999999999999)"), RP_VALUE_ERROR, "array is too big"},
        {DICT("'<f8'", "False", "(-99999999999999999999,)"), RP_VALUE_ERROR, "negative dim"},
        {DICT("'nope'", "False", "()"), RP_VALUE_ERROR,
         "descr is not a valid dtype descriptor: 'nope'"},
        {DICT("''", "False", "()"), RP_VALUE_ERROR, "descr is not a valid dtype descriptor"},
        {DICT("'<f4\\x00'", "False", "()"), RP_VALUE_ERROR,
         "descr is not a valid dtype descriptor"},
        {DICT("b'<f4'", "False", "()"), RP_VALUE_ERROR,
         "descr is not a valid dtype descriptor: b'<f4'"},
        {DICT("None", "False", "()"), RP_VALUE_ERROR,
         "descr is not a valid dtype descriptor: None"},
        {DICT("4", "False", "()"), RP_VALUE_ERROR, "descr is not a valid dtype descriptor: 4"},
        {DICT("'|O'", "False", "()"), RP_VALUE_ERROR,
         "Object arrays cannot be loaded when allow_pickle=False"},
        {DICT("'O8'", "False", "()"), RP_VALUE_ERROR,
         "Object arrays cannot be loaded when allow_pickle=False"},
        {DICT("[('a', '<f4')]", "False", "()"), RP_TYPE_ERROR,
         "[('a', '<f4')]: these are not supported yet"},
        {DICT("('<f4', (2,))", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
        {DICT("'<U3'", "False", "()"), RP_TYPE_ERROR, "'<U3', is not supported yet"},
        {DICT("'|S5'", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
        {DICT("'<M8[25s]'", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
        {DICT("'<f16'", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
        {DICT("'(2,)f4'", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
        {DICT("'f4,f4'", "False", "()"), RP_TYPE_ERROR, "not supported yet"},
    };
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(cases); i++) {
        rp_npy_header h;
        CHECK_ERROR(parse(1, cases[i].text, &h), cases[i].kind, cases[i].message);
        CHECK_ERROR(parse(3, cases[i].text, &h), cases[i].kind, cases[i].message);
    }
    rp_npy_header h;
    CHECK(parse(1, DICT("'|u1'", "False", "(9007199254740992,)"), &h) == 0);
    CHECK(h.nbytes == INT64_C(9007199254740992));
    CHECK(parse(1, DICT("'<f8'", "False", "(1000000, 1000000)"), &h) == 0 &&
          h.size == 1000000000000);
    CHECK(parse(1, DICT("'<f8'", "False", "(0, 1000000000000)"), &h) == 0 && h.nbytes == 0);
}

static void test_depth_and_dimensions(void)
{
    char text[2048];
    rp_npy_header h;
    for (int depth = 1; depth <= 1000; depth += depth < 199 ? 198 : 1 + 600 * (depth > 199)) {
        size_t n = (size_t)sprintf(text, "{'descr':'<f4','fortran_order':False,'shape':");
        memset(text + n, '(', (size_t)depth);
        n += (size_t)depth;
        memset(text + n, ')', (size_t)depth);
        n += (size_t)depth;
        sprintf(text + n, "}"); /* () in brackets */
        int code = parse(1, text, &h);
        CHECK(code == (depth <= 199 ? 0 : -RP_VALUE_ERROR));
        if (code < 0)
            CHECK(strstr(rp_error_message(), "too many nested parentheses") != NULL);
        else
            CHECK(h.ndim == 0);
    }
    for (int ndim = 63; ndim <= 66; ndim++) {
        size_t n = (size_t)sprintf(text, "{'descr':'<f4','fortran_order':False,'shape':(");
        for (int i = 0; i < ndim; i++)
            n += (size_t)sprintf(text + n, "1,");
        sprintf(text + n, ")}");
        int code = parse(1, text, &h);
        CHECK(code == (ndim <= 64 ? 0 : -RP_VALUE_ERROR));
        CHECK(code < 0 || (h.ndim == ndim && h.size == 1));
    }
}

static void test_frame(void)
{
    rp_npy_header h;
    const uint8_t *zip = (const uint8_t *)"PK\3\4....", *pickle = (const uint8_t *)"\x80\4\x95....";
    CHECK_ERROR(parse_bytes(zip, 0, 10000, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR, "No data left");
    CHECK_ERROR(parse_bytes(zip, 8, 10000, RP_NPY_COMPLETE, &h), RP_TYPE_ERROR, "npz");
    CHECK_ERROR(parse_bytes(pickle, 7, 10000, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR, "pickled");
    CHECK_ERROR(parse_bytes((const uint8_t *)"\x93NUMPX\1\0", 8, 10000, 0, &h), RP_VALUE_ERROR,
                "the magic string is not correct; expected '\\x93NUMPY', got '\\x93NUMPX'");
    CHECK_ERROR(parse_bytes((const uint8_t *)"hello, world", 12, 10000, 0, &h), RP_VALUE_ERROR,
                "got 'hello,'");
    CHECK_ERROR(parse_bytes((const uint8_t *)"\x93NUM", 4, 10000, RP_NPY_COMPLETE, &h),
                RP_VALUE_ERROR, "EOF: reading magic string, expected 8 bytes got 4");
    for (int version = 0; version < 5; version += 4)
        CHECK_ERROR(parse(version, "{}", &h), RP_VALUE_ERROR, "we only support format version");
    CHECK_ERROR(parse_bytes((const uint8_t *)"\x93NUMPY\1\1", 8, 10000, 0, &h), RP_VALUE_ERROR,
                "not (1, 1)");

    /* Byte by byte, from nothing to the whole: always more wanted, never an error. */
    uint8_t file[256];
    for (int major = 1; major <= 3; major++) {
        const char *text = DICT("'<f8'", "False", "(3, 4)") "      \n";
        size_t total = wrap(file, major, text, strlen(text));
        for (size_t length = 0; length < total; length++) {
            CHECK(parse_bytes(file, length, 10000, 0, &h) == 1);
            CHECK(h.needed > length && h.needed <= total);
            CHECK_ERROR(parse_bytes(file, length, 10000, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR,
                        length ? "EOF: reading" : "No data left");
        }
        CHECK(parse_bytes(file, total, 10000, 0, &h) == 0 && h.data_offset == total);
        /* Data behind the header do not matter. */
        CHECK(parse_bytes(file, sizeof file, 10000, 0, &h) == 0 && h.data_offset == total);
    }
    CHECK_ERROR(parse_bytes(file, 20, 10000, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR,
                "EOF: reading array header, expected 66 bytes got 8");
}

static void test_length_limit(void)
{
    rp_npy_header h;
    static char text[12000];
    static uint8_t file[50000];
    size_t n = strlen(DICT("'<f8'", "False", "(3,)"));
    memcpy(text, DICT("'<f8'", "False", "(3,)"), n);
    memset(text + n, ' ', sizeof text - n);
    CHECK(parse_sized(1, text, 10000, &h) == 0);
    CHECK_ERROR(parse_sized(1, text, 10001, &h), RP_VALUE_ERROR,
                "Header info length (10001) is large");
    size_t total = wrap(file, 1, text, 12000);
    CHECK(parse_bytes(file, total, 12000, RP_NPY_COMPLETE, &h) == 0);
    CHECK(parse_bytes(file, total, 10, RP_NPY_COMPLETE | RP_NPY_ALLOW_PICKLE, &h) == 0);
    CHECK_ERROR(parse_bytes(file, total, 11999, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR,
                "max_header_size");
    /* A length beyond reason is refused before its bytes are waited for. */
    CHECK_ERROR(parse_bytes((const uint8_t *)"\x93NUMPY\2\0\xff\xff\xff\xff{", 13, 10000, 0, &h),
                RP_VALUE_ERROR, "Header info length (4294967295)");
    /* The limit of version 3 counts characters. */
    char *p = text + n;
    *p++ = '#';
    for (int i = 0; i < 3000; i++, p += 3)
        memcpy(p, "\xe2\x82\xac", 3);
    size_t length = (size_t)(p - text), characters = n + 1 + 3000;
    total = wrap(file, 3, text, length);
    CHECK(parse_bytes(file, total, characters, RP_NPY_COMPLETE, &h) == 0);
    CHECK_ERROR(parse_bytes(file, total, characters - 1, RP_NPY_COMPLETE, &h), RP_VALUE_ERROR,
                "Header info length");
}

static void test_encodings(void)
{
    rp_npy_header h;
    CHECK(parse(1, DICT("'<f4'", "False", "()") "#\xe9\xff", &h) == 0);
    CHECK(parse(3, DICT("'<f4'", "False", "()") "#\xc3\xa9", &h) == 0);
    static const char *const broken[] = {
        "\xe9",         "\xc0\x80",         "\xc3",
        "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80",
        "\x80",         "\xf0\x80\x80\x80", "\xf8\x80\x80\x80\x80"};
    for (ptrdiff_t i = 0; i < RP_COUNT_OF(broken); i++) {
        char text[128];
        size_t n = (size_t)sprintf(text, DICT("'<f4'", "False", "()") "#%s", broken[i]);
        CHECK_ERROR(parse_sized(3, text, n, &h), RP_VALUE_ERROR, "'utf-8' codec can't decode");
        CHECK(parse_sized(1, text, n, &h) == 0);
    }
    CHECK_ERROR(parse(1, DICT("'\xe9'", "False", "()"), &h), RP_VALUE_ERROR,
                "descr is not a valid dtype descriptor: '\xc3\xa9'");
    CHECK_ERROR(parse(3, DICT("'\xc3\xa9'", "False", "()"), &h), RP_VALUE_ERROR,
                "descr is not a valid dtype descriptor: '\xc3\xa9'");
    CHECK_ERROR(parse(3, "\xef\xbb\xbf" DICT("'<f4'", "False", "()"), &h), RP_VALUE_ERROR,
                "Cannot parse header");
    CHECK_ERROR(parse(1, DICT("'<f4'", "False", "()") "\xa0", &h), RP_VALUE_ERROR, "Cannot parse");
    CHECK_ERROR(parse_sized(1, DICT("'<f4'", "False", "()") "\0", 57, &h), RP_VALUE_ERROR,
                "null bytes");
}

static void check_written(int major, const char *dtype, bool fortran, int ndim,
                          const int64_t *shape, const char *text, size_t text_length)
{
    char out[RP_NPY_HEADER_BYTES];
    uint8_t expected[RP_NPY_HEADER_BYTES];
    rp_npy_header h = {
        .dtype = rp_dtype_parse(dtype, strlen(dtype)), .fortran_order = fortran, .ndim = ndim};
    memcpy(h.shape, shape, (size_t)ndim * sizeof *shape);
    int length = rp_npy_write_header(&h, major, out, sizeof out);
    char padded[RP_NPY_HEADER_BYTES];
    memset(padded, ' ', sizeof padded);
    memcpy(padded, text, strlen(text));
    padded[text_length - 1] = '\n';
    size_t total = wrap(expected, major ? major : 1, padded, text_length);
    CHECK((size_t)length == total && memcmp(out, expected, total) == 0);

    rp_npy_header back;
    CHECK(parse_bytes((uint8_t *)out, (size_t)length, 10000, RP_NPY_COMPLETE, &back) == 0);
    CHECK(back.dtype == h.dtype && back.fortran_order == fortran && back.ndim == ndim);
    CHECK(memcmp(back.shape, shape, (size_t)ndim * sizeof *shape) == 0);
}

/* Lengths as NumPy 2.2.4 writes them; the fixtures of test/js hold whole files. */
static void test_writing(void)
{
    const int64_t shape[RP_MAX_DIMS] = {3, 400, 5};
    check_written(0, "<f8", false, 2, shape,
                  "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 400), }", 118);
    check_written(0, ">i2", true, 3, shape,
                  "{'descr': '>i2', 'fortran_order': True, 'shape': (3, 400, 5), }", 118);
    check_written(0, "?", false, 1, shape,
                  "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", 118);
    check_written(0, "<f8", false, 0, shape,
                  "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 118);
    check_written(2, "<c16", false, 0, shape,
                  "{'descr': '<c16', 'fortran_order': False, 'shape': (), }", 116);
    check_written(3, "<c16", false, 1, shape,
                  "{'descr': '<c16', 'fortran_order': False, 'shape': (3,), }", 116);

    int64_t many[RP_MAX_DIMS];
    char text[RP_NPY_HEADER_BYTES];
    size_t n = (size_t)sprintf(text, "{'descr': '<c16', 'fortran_order': False, 'shape': (0, ");
    many[0] = 0;
    for (int i = 1; i < RP_MAX_DIMS; i++) {
        many[i] = i == 5 ? INT64_C(562949953421312) : 1;
        n += (size_t)sprintf(text + n, "%lld%s", (long long)many[i],
                             i < RP_MAX_DIMS - 1 ? ", " : "), }");
    }
    check_written(0, "<c16", false, RP_MAX_DIMS, many, text, (n + 20 + 1 + 10) / 64 * 64 + 64 - 10);

    rp_npy_header h = {.dtype = rp_dtype_of(RP_INT8)};
    char out[RP_NPY_HEADER_BYTES];
    CHECK_ERROR(rp_npy_write_header(&h, 4, out, sizeof out), RP_VALUE_ERROR, "not (4, 0)");
    CHECK_ERROR(rp_npy_write_header(&h, 1, out, 100), RP_INTERNAL_ERROR, "too few");
}

static void test_describe(void)
{
    rp_npy_header h;
    rp_slot slot, turned;
    rp_slot_init(&slot);
    rp_slot_init(&turned);
    const intptr_t shape[] = {3, 4};
    CHECK(rp_array_allocate(&slot.array, rp_dtype_of(RP_INT16), 2, shape, RP_ORDER_C, true) == 0);
    rp_npy_describe(&slot.array, &h);
    CHECK(!h.fortran_order && h.ndim == 2 && h.shape[1] == 4 && h.nbytes == 24);
    CHECK(rp_view_transpose(&turned.array, &slot.array, -1, NULL) == 0);
    rp_npy_describe(&turned.array, &h);
    CHECK(h.fortran_order && h.shape[0] == 4);
    turned.array.strides[0] *= 2;
    turned.array.shape[0] = 2;
    rp_npy_describe(&turned.array, &h);
    CHECK(!h.fortran_order && h.size == 6);
    rp_array_release(&slot.array);
}

static const check_test tests[] = {
    TEST(test_plain_headers),   TEST(test_grammar_accepted), TEST(test_python_2_longs),
    TEST(test_grammar_refused), TEST(test_wrong_values),     TEST(test_depth_and_dimensions),
    TEST(test_frame),           TEST(test_length_limit),     TEST(test_encodings),
    TEST(test_writing),         TEST(test_describe),
};

CHECK_MAIN(tests)

/* Descriptors, their spellings, copies in either byte order, and limits. */
#include "check.h"
#include "dtype/dtype.h"
#include "dtype_oracle.h"
#include <float.h>
#include <stdlib.h>

static void descriptors_are_consistent(void)
{
    CHECK(rp_dtype_count() == 14 + 11);
    CHECK(!rp_dtype_by_id(-1) && !rp_dtype_by_id(rp_dtype_count()));
    for (int id = 0; id < rp_dtype_count(); id++) {
        const rp_dtype *d = rp_dtype_by_id(id);
        CHECK(d->id == id);
        CHECK(d->native == rp_dtype_of(d->num) && d->native->num == d->num);
        CHECK(d->swapped == (id >= RP_NUM_NUMERIC) && d->swapped == (d != d->native));
        CHECK(d->opposite->opposite == d && d->opposite->num == d->num);
        CHECK((d->opposite == d) == (d->itemsize == 1));
        CHECK(d->byteorder == (d->itemsize == 1 ? '|' : d->swapped ? '>' : '='));
        CHECK(d->itemsize == d->native->itemsize && d->kind == d->native->kind);
        CHECK(d->alignment == (d->kind == 'c' ? d->itemsize / 2 : d->itemsize));
        char text[16];
        size_t length = rp_dtype_str(d, text, sizeof text);
        CHECK(length == strlen(text) && rp_dtype_parse(text, length) == d);
        CHECK(rp_dtype_parse(d->name, strlen(d->name)) == d->native);
        CHECK(rp_dtype_parse(&d->character, 1) == d->native);
    }
    CHECK(strcmp(rp_dtype_of(RP_BOOL)->name, "bool") == 0);
}

static void byte_order_can_be_changed(void)
{
    const rp_dtype *little = rp_dtype_of(RP_INT32), *big = little->opposite;
    for (const char *c = "<Ll=Nn"; *c; c++)
        CHECK(rp_dtype_newbyteorder(little, *c) == little &&
              rp_dtype_newbyteorder(big, *c) == little);
    for (const char *c = ">Bb"; *c; c++)
        CHECK(rp_dtype_newbyteorder(little, *c) == big && rp_dtype_newbyteorder(big, *c) == big);
    for (const char *c = "|Ii"; *c; c++)
        CHECK(rp_dtype_newbyteorder(little, *c) == little && rp_dtype_newbyteorder(big, *c) == big);
    CHECK(rp_dtype_newbyteorder(little, 'S') == big && rp_dtype_newbyteorder(big, 's') == little);
    CHECK(rp_dtype_newbyteorder(rp_dtype_of(RP_INT8), '>') == rp_dtype_of(RP_INT8));
    CHECK_ERROR(rp_dtype_newbyteorder(little, 'x'), RP_VALUE_ERROR,
                "byteorder not recognized (got 'x')");
}

static void spellings_are_numpys(void)
{
    for (size_t i = 0; i < sizeof oracle_spellings / sizeof *oracle_spellings; i++) {
        size_t length = (size_t)oracle_spellings[i].length;
        char *text = malloc(length + 1); /* so that a read past the end is seen */
        char *exact = realloc(text, length ? length : 1);
        memcpy(exact, oracle_spellings[i].text, length);
        rp_error_clear();
        const rp_dtype *d = rp_dtype_parse(exact, length);
        bool good;
        if (oracle_spellings[i].str) {
            char str[16];
            good = d && rp_dtype_str(d, str, sizeof str) && !strcmp(str, oracle_spellings[i].str);
        } else {
            char expected[300];
            snprintf(expected, sizeof expected, "data type '%.100s%s", oracle_spellings[i].text,
                     length > 100 ? "" : "' not understood");
            const char *error = oracle_spellings[i].error ? oracle_spellings[i].error : expected;
            good = !d && rp_error_get() == RP_TYPE_ERROR &&
                   !strncmp(rp_error_message(), error, strlen(error));
        }
        if (!good)
            fprintf(stderr, "spelling \"%s\": %s\n", oracle_spellings[i].text, rp_error_message());
        CHECK(good);
        free(exact);
    }
    rp_error_clear();
    CHECK_ERROR(rp_dtype_parse("\x07", 1), RP_TYPE_ERROR, "'\\x07'"); /* NumPy: a type number */
    char random[1000];
    srand(1);
    for (int i = 0; i < 20000; i++) { /* nothing that is parsed can do harm */
        size_t length = (size_t)rand() % (i % 100 ? 12 : sizeof random);
        for (size_t k = 0; k < length; k++)
            random[k] = i % 2 ? "<>=|fiucb0124816?\\'\" "[rand() % 21] : (char)rand();
        rp_dtype_parse(random, length);
    }
    rp_error_clear();
}

/* Copies elements with every combination of strides and alignments, and looks at each byte. */
static void copies_in_either_order(void)
{
    static const intptr_t factors[] = {1, 2, -1, 0, 3};
    enum { N = 37, ROOM = 16 * (N * 4) * 2 };
    static char src[ROOM], dst[ROOM], before[ROOM];
    for (int i = 0; i < ROOM; i++)
        src[i] = (char)(i * 37 + i / 256);
    for (int num = 0; num < RP_NUM_NUMERIC; num++)
        for (int test = 0; test < 5 * 5 * 2 * 4 * 2; test++) {
            const rp_dtype *d = rp_dtype_of(num);
            intptr_t size = d->itemsize, part = d->kind == 'c' ? size / 2 : size;
            intptr_t from = size * factors[test % 5], to = size * factors[test / 5 % 5];
            bool swap = test / 25 % 2;
            intptr_t n = test / 200 ? N : 3;
            char *s = src + ROOM / 2 + test / 50 % 2, *t = dst + ROOM / 2 + test / 100 % 2;
            memset(dst, 0x5a, ROOM);
            memcpy(before, dst, ROOM);
            d->ops->copy_swap(t, to, s, from, n, swap, d);
            for (intptr_t i = 0; i < n; i++)
                for (intptr_t k = 0; k < size; k++) {
                    intptr_t other = swap ? k / part * part + (part - 1 - k % part) : k;
                    before[(t - dst) + i * to + k] = s[i * from + other];
                }
            if (memcmp(before, dst, ROOM) != 0) {
                fprintf(stderr, "%s, strides %d -> %d, swap %d\n", d->name, (int)from, (int)to,
                        swap);
                CHECK(false);
            }
        }
    /* In place. */
    uint32_t words[3] = {0x01020304, 0x05060708, 0x090a0b0c};
    const rp_dtype *d = rp_dtype_of(RP_UINT32);
    d->ops->copy_swap((char *)words, 4, (char *)words, 4, 3, true, d);
    CHECK(words[0] == 0x04030201 && words[1] == 0x08070605 && words[2] == 0x0c0b0a09);
    d->ops->copy_swap((char *)words, 4, (char *)words, 4, 3, false, d);
    CHECK(words[0] == 0x04030201 && words[2] == 0x0c0b0a09);
    d->ops->copy_swap((char *)words, 4, (char *)words, 4, 0, true, d);
    CHECK(words[0] == 0x04030201);
}

static bool truth(int num, const void *element)
{
    return rp_dtype_of(num)->ops->nonzero(element, rp_dtype_of(num));
}

static void truth_is_being_nonzero(void)
{
    for (int num = 0; num < RP_NUM_NUMERIC; num++) {
        _Alignas(16) char element[16] = {0};
        const rp_dtype *d = rp_dtype_of(num);
        CHECK(!truth(num, element));
        for (int i = 0; i < d->itemsize; i++) {
            memset(element, 0, 16);
            element[i] = 1; /* for a float a subnormal or normal number */
            CHECK(truth(num, element));
        }
        memset(element, 0, 16);
        element[d->itemsize - 1] = (char)0x80;
        CHECK(truth(num, element) == !rp_is_inexact(d)); /* -0.0 */
    }
    CHECK(truth(RP_FLOAT64, &(double){NAN}) && truth(RP_FLOAT32, &(float){NAN}));
    CHECK(truth(RP_FLOAT16, &(rp_half){0x7e00}) && truth(RP_COMPLEX64, &(rp_complex64){0, NAN}));
}

static void subtypes_are_by_kind(void)
{
    static const struct {
        const char *name, *yes;
    } cases[] = {
        {"generic", "biufc"},   {"number", "iufc"},       {"integer", "iu"},
        {"signedinteger", "i"}, {"unsignedinteger", "u"}, {"inexact", "fc"},
        {"floating", "f"},      {"complexfloating", "c"}, {"bool", "b"},
        {"bool_", "b"},         {"flexible", ""},         {"character", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int num = 0; num < RP_NUM_NUMERIC; num++)
            CHECK(rp_dtype_is_subtype(rp_dtype_of(num), cases[i].name) ==
                  (strchr(cases[i].yes, rp_dtype_of(num)->kind) != NULL));
    CHECK(rp_dtype_is_subtype(rp_dtype_of(0), "float64") == -1);
    CHECK(rp_dtype_is_subtype(rp_dtype_of(0), "") == -1);
}

static void limits_are_numpys(void)
{
    rp_finfo f;
    CHECK(rp_finfo_get(rp_dtype_of(RP_FLOAT64), &f) == 0);
    CHECK(f.max == DBL_MAX && f.min == -DBL_MAX && f.tiny == DBL_MIN && f.eps == DBL_EPSILON);
    CHECK(f.epsneg == DBL_EPSILON / 2 && f.resolution == 1e-15 && f.smallest_subnormal == 5e-324);
    CHECK(f.bits == 64 && f.nmant == 52 && f.nexp == 11 && f.iexp == 11 && f.precision == 15);
    CHECK(f.machep == -52 && f.negep == -53 && f.minexp == -1022 && f.maxexp == 1024);
    CHECK(rp_finfo_get(rp_dtype_of(RP_COMPLEX64), &f) == 0);
    CHECK(f.max == FLT_MAX && f.min == -FLT_MAX && f.tiny == FLT_MIN && f.eps == FLT_EPSILON);
    CHECK(f.bits == 32 && f.nmant == 23 && f.precision == 6 && f.resolution == (double)1e-6f);
    CHECK(f.machep == -23 && f.negep == -24 && f.minexp == -126 && f.maxexp == 128);
    CHECK(f.smallest_subnormal == (double)1e-45f);
    CHECK(rp_finfo_get(rp_dtype_of(RP_FLOAT16)->opposite, &f) == 0);
    CHECK(f.bits == 16 && f.max == 65504 && f.eps == 0x1p-10 && f.smallest_subnormal == 0x1p-24);
    CHECK(f.resolution == rp_half_to_float(rp_half_of_double(1e-3)) && f.tiny == 0x1p-14);
    CHECK_ERROR(rp_finfo_get(rp_dtype_of(RP_INT8), &f), RP_VALUE_ERROR,
                "data type <class 'numpy.int8'> not inexact");

    rp_iinfo i;
    CHECK(rp_iinfo_get(rp_dtype_of(RP_INT8), &i) == 0);
    CHECK(i.bits == 8 && i.min == -128 && i.max == 127);
    CHECK(rp_iinfo_get(rp_dtype_of(RP_UINT32), &i) == 0);
    CHECK(i.bits == 32 && i.min == 0 && i.max == UINT32_MAX);
    CHECK(rp_iinfo_get(rp_dtype_of(RP_INT64), &i) == 0);
    CHECK(i.bits == 64 && i.min == INT64_MIN && i.max == INT64_MAX);
    CHECK(rp_iinfo_get(rp_dtype_of(RP_UINT64), &i) == 0);
    CHECK(i.min == 0 && i.max == UINT64_MAX);
    CHECK_ERROR(rp_iinfo_get(rp_dtype_of(RP_BOOL), &i), RP_VALUE_ERROR,
                "Invalid integer data type 'b'.");
}

static const check_test tests[] = {
    TEST(descriptors_are_consistent), TEST(byte_order_can_be_changed), TEST(spellings_are_numpys),
    TEST(copies_in_either_order),     TEST(truth_is_being_nonzero),    TEST(subtypes_are_by_kind),
    TEST(limits_are_numpys),
};
CHECK_MAIN(tests)

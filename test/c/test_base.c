/* Allocation, the allocator that fails on demand, formatted messages, the error slot, bits. */
#include "check.h"

#include "base/bits.h"
#include "base/format.h"
#include <float.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>

static void test_alloc(void)
{
    rp_memory_stats before = rp_memory_get_stats();
    for (size_t size = 0; size < 5000; size = size * 3 / 2 + 1) {
        char *block = rp_alloc(size);
        CHECK(block && (uintptr_t)block % RP_BLOCK_ALIGN == 0);
        memset(block, 7, size + RP_BLOCK_PADDING);
        CHECK(rp_memory_get_stats().live_bytes == before.live_bytes + size);
        CHECK(rp_memory_get_stats().live_blocks == before.live_blocks + 1);
        rp_free(block);
    }
    rp_free(NULL);
    CHECK(rp_memory_get_stats().live_bytes == before.live_bytes);
    char *none = rp_alloc(0), *other = rp_alloc(0);
    CHECK(none && other && none != other);
    rp_free(none);
    rp_free(other);
}

static void test_alloc_zeroed(void)
{
    for (int round = 0; round < 2; round++) {
        unsigned char *block = rp_alloc_zeroed(100000);
        int set = 0;
        for (int i = 0; i < 100000; i++)
            set |= block[i];
        CHECK(set == 0);
        memset(block, 255, 100000);
        rp_free(block);
    }
}

static void test_alloc_too_large(void)
{
    CHECK_ERROR(rp_alloc(SIZE_MAX), RP_MEMORY_ERROR, "18446744073709551615 bytes");
    CHECK_ERROR(rp_alloc(SIZE_MAX - 100), RP_MEMORY_ERROR, "Unable to allocate");
    CHECK_ERROR(rp_alloc_zeroed(SIZE_MAX / 2), RP_MEMORY_ERROR, "Unable to allocate");
    CHECK(rp_alloc(SIZE_MAX) == NULL);
    rp_error_clear();
}

static void test_alloc_fails_on_demand(void)
{
    rp_alloc_fail_after(2);
    void *first = rp_alloc(10);
    void *second = rp_alloc_zeroed(10);
    CHECK(first && second);
    CHECK_ERROR(rp_alloc(123), RP_MEMORY_ERROR, "123 bytes");
    CHECK_ERROR(rp_alloc_zeroed(456), RP_MEMORY_ERROR, "456 bytes");
    CHECK(rp_alloc(1) == NULL);
    rp_error_clear();
    rp_free(first);
    rp_alloc_fail_after(-1);
    first = rp_alloc(10);
    CHECK(first);
    rp_alloc_fail_after(0);
    CHECK(rp_alloc(1) == NULL);
    rp_error_clear();
    rp_alloc_fail_after(-5);
    rp_free(first);
    rp_free(second);
}

static char text[256];

#define CHECK_TEXT(expected, ...)                                                                  \
    do {                                                                                           \
        size_t used = rp_format(text, sizeof text, __VA_ARGS__);                                   \
        CHECK(used == strlen(text));                                                               \
        if (strcmp(text, expected) != 0) {                                                         \
            CHECK(!"the text is as expected");                                                     \
            fprintf(stderr, "  \"%s\", not \"%s\"\n", text, expected);                             \
        }                                                                                          \
    } while (0)

static void test_format(void)
{
    CHECK_TEXT("", "%s", "");
    CHECK_TEXT("plain", "plain");
    CHECK_TEXT("axis 3 of 'x' is 100%", "axis %d of '%s' is %d%%", 3, "x", 100);
    CHECK_TEXT("c|d", "%c|%c", 'c', 'd');
    CHECK_TEXT("0 -1 2147483647 -2147483648", "%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
    CHECK_TEXT("4294967295", "%u", UINT_MAX);
    CHECK_TEXT("-5 7", "%zd %zu", (ptrdiff_t)-5, (size_t)7);
    CHECK_TEXT("-9223372036854775808 9223372036854775807", "%lld %lld", LLONG_MIN, LLONG_MAX);
    CHECK_TEXT("18446744073709551615", "%llu", ULLONG_MAX);
}

static void test_format_cuts(void)
{
    char small[8];
    memset(small, 'x', sizeof small);
    CHECK(rp_format(small, 6, "%s and %d", "abc", 12345) == 5);
    CHECK(strcmp(small, "abc a") == 0 && small[6] == 'x');
    CHECK(rp_format(small, 4, "%d", 12345) == 3 && strcmp(small, "123") == 0);
    CHECK(rp_format(small, 1, "abc") == 0 && small[0] == '\0');
    small[0] = 'y';
    CHECK(rp_format(small, 0, "abc") == 0 && small[0] == 'y');
}

/* %g against the C library's, where the exponent is written with two digits. */
static void test_format_double(void)
{
    static const double values[] = {1,        0.5,    100000,   123456,    0.1,    0.0001,  1.5,
                                    3.14159,  1e5,    0.001234, 99999.9,   2.5e-3, 42,      1234.5,
                                    999999.4, 1e10,   1e15,     1.25e20,   1e100,  1e300,   1e-10,
                                    5e-20,    -1e-30, -2.75,    -123456.4, 1e6,    1234567, 7e22};
    for (int i = 0; i < RP_COUNT_OF(values); i++) {
        char expected[40];
        snprintf(expected, sizeof expected, "%g", values[i]);
        CHECK_TEXT(expected, "%g", values[i]);
    }
    CHECK_TEXT("0 -0 inf -inf nan", "%g %g %g %g %g", 0.0, -0.0, INFINITY, -INFINITY, NAN);
    CHECK_TEXT("1e+06", "%g", 999999.7); /* rounds up into the next power */
    CHECK_TEXT("1.79769e+308", "%g", DBL_MAX);
    CHECK_TEXT("2.22507e-308", "%g", DBL_MIN);
    CHECK_TEXT("4.94066e-324", "%g", 4.9406564584124654e-324);
}

static void test_error_slot(void)
{
    rp_error_clear();
    CHECK(rp_error_get() == RP_NO_ERROR && strcmp(rp_error_message(), "") == 0);
    CHECK(rp_fail(RP_AXIS_ERROR, "axis %d is out of bounds", 5) == -(int)RP_AXIS_ERROR);
    CHECK(rp_error_get() == RP_AXIS_ERROR);
    CHECK(strcmp(rp_error_message(), "axis 5 is out of bounds") == 0);
    rp_fail(RP_VALUE_ERROR, "second");
    CHECK(rp_error_get() == RP_VALUE_ERROR && strcmp(rp_error_message(), "second") == 0);
    char longer[2 * RP_ERROR_MESSAGE_BYTES];
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    rp_fail(RP_TYPE_ERROR, "%s", longer);
    CHECK(strlen(rp_error_message()) == RP_ERROR_MESSAGE_BYTES - 1);
    rp_error_clear();
    CHECK(rp_error_get() == RP_NO_ERROR && strcmp(rp_error_message(), "") == 0);
}

static int fails_twice(int code) { return code < 0 ? rp_fail(RP_INDEX_ERROR, "inner") : code; }

static int passes_on(int code)
{
    RP_TRY(fails_twice(code));
    return 1;
}

static void test_try(void)
{
    CHECK(passes_on(7) == 1);
    CHECK_ERROR(passes_on(-1), RP_INDEX_ERROR, "inner");
    CHECK(passes_on(-1) == -(int)RP_INDEX_ERROR);
    rp_error_clear();
}

static void *fail_elsewhere(void *kind)
{
    *(rp_error_kind *)kind = rp_error_get();
    rp_fail(RP_TYPE_ERROR, "of another thread");
    return NULL;
}

static void test_error_slot_is_of_its_thread(void)
{
    rp_fail(RP_VALUE_ERROR, "of this thread");
    rp_error_kind seen = RP_INTERNAL_ERROR;
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, fail_elsewhere, &seen) == 0);
    pthread_join(thread, NULL);
    CHECK(seen == RP_NO_ERROR);
    CHECK(strcmp(rp_error_message(), "of this thread") == 0);
    rp_error_clear();
}

static void test_bits(void)
{
    intptr_t out;
    CHECK(rp_mul_intp(3, -4, &out) && out == -12);
    CHECK(!rp_mul_intp(INTPTR_MAX, 2, &out));
    CHECK(!rp_mul_intp(INTPTR_MIN, -1, &out));
    CHECK(rp_add_intp(3, 4, &out) && out == 7);
    CHECK(!rp_add_intp(INTPTR_MAX, 1, &out));
    CHECK(rp_round_up(0, 64) == 0 && rp_round_up(1, 64) == 64 && rp_round_up(64, 64) == 64);
    CHECK(rp_min_intp(-1, 2) == -1 && rp_max_intp(-1, 2) == 2);
    CHECK(rp_swap16(0x0102) == 0x0201 && rp_swap32(0x01020304u) == 0x04030201u);
    CHECK(rp_swap64(0x0102030405060708u) == 0x0807060504030201u);
}

static const check_test tests[] = {
    TEST(test_alloc),       TEST(test_alloc_zeroed),
    TEST(test_format),      TEST(test_alloc_too_large),
    TEST(test_format_cuts), TEST(test_alloc_fails_on_demand),
    TEST(test_error_slot),  TEST(test_format_double),
    TEST(test_try),         TEST(test_error_slot_is_of_its_thread),
    TEST(test_bits),
};
CHECK_MAIN(tests)

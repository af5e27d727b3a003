/* The native tests' harness: CHECK counts, a test file is a list of functions run by main. */
#ifndef RP_TEST_CHECK_H
#define RP_TEST_CHECK_H

#include "base/alloc.h"
#include "base/error.h"
#include <stdio.h>
#include <string.h>

static int check_failures;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            check_failures++;                                                                      \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                \
        }                                                                                          \
    } while (0)

/* The call fails with this kind of error, and its message holds `text`. */
#define CHECK_ERROR(call, kind, text)                                                              \
    do {                                                                                           \
        rp_error_clear();                                                                          \
        (void)(call);                                                                              \
        CHECK(rp_error_get() == (kind));                                                           \
        if (!strstr(rp_error_message(), text)) {                                                   \
            check_failures++;                                                                      \
            fprintf(stderr, "%s:%d: message \"%s\" lacks \"%s\"\n", __FILE__, __LINE__,            \
                    rp_error_message(), text);                                                     \
        }                                                                                          \
        rp_error_clear();                                                                          \
    } while (0)

typedef void (*check_fn)(void);
typedef struct check_test {
    const char *name;
    check_fn run;
} check_test;
#define TEST(function)                                                                             \
    {                                                                                              \
#function, function                                                                        \
    }

/* Runs each test; one that leaves a block allocated has failed. */
static inline int check_run(const check_test *tests, int count)
{
    int failed = 0;
    for (int i = 0; i < count; i++) {
        uint64_t blocks = rp_memory_get_stats().live_blocks;
        check_failures = 0;
        tests[i].run();
        rp_alloc_fail_after(-1);
        if (rp_memory_get_stats().live_blocks != blocks) {
            check_failures++;
            fprintf(stderr, "%s: leaves blocks allocated\n", tests[i].name);
        }
        printf("%s %s\n", check_failures ? "not ok" : "ok", tests[i].name);
        failed += check_failures != 0;
    }
    printf("%d passed, %d failed\n", count - failed, failed);
    return failed != 0;
}

#define CHECK_MAIN(tests)                                                                          \
    int main(void) { return check_run(tests, (int)(sizeof(tests) / sizeof((tests)[0]))); }

#endif

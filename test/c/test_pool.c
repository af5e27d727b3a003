#define _POSIX_C_SOURCE 200112L
/* Every index exactly once, whatever the cut, the limit and the number of threads. */
#include "check.h"

#include "thread/pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { MOST_INDICES = 5000 };

typedef struct tally {
    intptr_t count, grain;
    atomic_int done[MOST_INDICES];
    atomic_int wrong_cuts;
} tally;

static void count_indices(void *context, intptr_t begin, intptr_t end)
{
    tally *t = context;
    bool last = end == t->count;
    if (begin % t->grain != 0 || end <= begin || end - begin > t->grain ||
        (!last && end - begin != t->grain))
        atomic_fetch_add(&t->wrong_cuts, 1);
    for (intptr_t i = begin; i < end; i++)
        atomic_fetch_add_explicit(&t->done[i], 1, memory_order_relaxed);
}

static tally *tally_new(intptr_t count, intptr_t grain)
{
    tally *t = rp_alloc_zeroed(sizeof *t);
    t->count = count;
    t->grain = grain;
    return t;
}

static bool every_index_done(const tally *t, int times)
{
    for (intptr_t i = 0; i < MOST_INDICES; i++)
        if (atomic_load(&t->done[i]) != (i < t->count ? times : 0))
            return false;
    return atomic_load(&t->wrong_cuts) == 0;
}

static bool runs_right(intptr_t count, intptr_t grain)
{
    tally *t = tally_new(count, grain);
    rp_parallel_for(count, grain, count_indices, t);
    bool right = every_index_done(t, 1);
    rp_free(t);
    return right;
}

static void check_cuts(void)
{
    static const intptr_t counts[] = {0, 1, 2, 3, 7, 64, 100, 1000, MOST_INDICES};
    static const intptr_t grains[] = {1, 2, 3, 16, 99, 100, 101, 4999, 100000, INTPTR_MAX};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (size_t g = 0; g < sizeof grains / sizeof *grains; g++)
            CHECK(runs_right(counts[c], grains[g]));
}

static void test_serial(void)
{
    CHECK(rp_pool_threads() == 1);
    check_cuts();

    rp_parallel_for(-1, 1, count_indices, NULL); /* nothing to do */
}

static void test_thread_counts(void)
{
    for (int threads = 1; threads <= RP_MAX_THREADS; threads += threads < 4 ? 1 : 6) {
        CHECK(rp_pool_start(threads) == threads);
        CHECK(rp_pool_threads() == threads);
        check_cuts();
        rp_pool_stop();
        CHECK(rp_pool_threads() == 1);
    }
    CHECK(rp_pool_start(1000) == RP_MAX_THREADS);
    CHECK(rp_pool_start(2) == RP_MAX_THREADS); /* it only adds */
    check_cuts();
    rp_pool_stop();
    rp_pool_stop(); /* harmless */
}

static void test_start_adds(void)
{
    CHECK(rp_pool_start(0) == 1);
    for (int threads = 1; threads <= 5; threads++) {
        CHECK(rp_pool_start(threads) == threads);
        CHECK(runs_right(1000, 7));
    }
    rp_pool_stop();
}

static void test_limit(void)
{
    CHECK(rp_pool_limit() == RP_MAX_THREADS);
    rp_pool_start(4);
    for (int round = 0; round < 3; round++)
        for (int limit = 1; limit <= 5; limit++) {
            rp_pool_set_limit(limit);
            CHECK(rp_pool_limit() == limit);
            CHECK(rp_pool_threads() == (limit < 4 ? limit : 4));
            check_cuts();
        }
    rp_pool_set_limit(0);
    CHECK(rp_pool_limit() == 1);
    rp_pool_set_limit(1); /* a stop reaches threads that sleep beyond the limit */
    rp_pool_stop();
    rp_pool_set_limit(99);
    CHECK(rp_pool_limit() == RP_MAX_THREADS);
    CHECK(rp_pool_threads() == 1);
}

typedef struct crowd {
    atomic_int inside, most;
} crowd;

static void measure_crowd(void *context, intptr_t begin, intptr_t end)
{
    (void)begin, (void)end;
    crowd *c = context;
    int now = atomic_fetch_add(&c->inside, 1) + 1;
    int most = atomic_load(&c->most);
    while (now > most && !atomic_compare_exchange_weak(&c->most, &most, now))
        continue;
    for (int i = 0; i < 100; i++)
        atomic_load(&c->inside);
    atomic_fetch_sub(&c->inside, 1);
}

static void test_limit_is_kept(void)
{
    rp_pool_start(6);
    for (int limit = 1; limit <= 4; limit++) {
        rp_pool_set_limit(limit);
        crowd c = {0, 0};
        for (int i = 0; i < 50; i++)
            rp_parallel_for(100, 1, measure_crowd, &c);
        CHECK(atomic_load(&c.most) <= limit);
        CHECK(atomic_load(&c.most) >= 1);
    }
    rp_pool_set_limit(RP_MAX_THREADS);
    rp_pool_stop();
}

static void run_nested(void *context, intptr_t begin, intptr_t end)
{
    tally *t = context;
    for (intptr_t i = begin; i < end; i++)
        rp_parallel_for(t->count, t->grain, count_indices, t);
}

static void test_nested(void)
{
    rp_pool_start(4);
    for (int i = 0; i < 20; i++) {
        tally *t = tally_new(777, 10);
        rp_parallel_for(40, 3, run_nested, t);
        CHECK(every_index_done(t, 40));
        rp_free(t);
    }
    rp_pool_stop();
}

enum { CALLERS = 4, ROUNDS = 200 };

static void *call_often(void *unused)
{
    (void)unused;
    intptr_t wrong = 0;
    for (int i = 0; i < ROUNDS; i++)
        wrong += !runs_right(1 + i * 23 % MOST_INDICES, 1 + i % 50);
    return (void *)wrong;
}

static void test_many_callers(void)
{
    rp_pool_start(3);
    pthread_t callers[CALLERS];
    for (int i = 0; i < CALLERS; i++)
        pthread_create(&callers[i], NULL, call_often, NULL);
    for (int i = 0; i < CALLERS; i++) {
        void *wrong = NULL;
        pthread_join(callers[i], &wrong);
        CHECK(wrong == NULL);
    }
    rp_pool_stop();
}

static atomic_bool callers_done;

static void *restart_often(void *unused)
{
    int threads = 1;
    while (!atomic_load(&callers_done)) {
        rp_pool_set_limit(threads % 3 + 1);
        rp_pool_start(threads % 5 + 1);
        if (threads++ % 2)
            rp_pool_stop();
    }
    return unused;
}

static void test_restarts_under_load(void)
{
    atomic_store(&callers_done, false);
    pthread_t restarter;
    pthread_create(&restarter, NULL, restart_often, NULL);
    for (int i = 0; i < 3; i++)
        CHECK(call_often(NULL) == NULL);
    atomic_store(&callers_done, true);
    pthread_join(restarter, NULL);
    rp_pool_set_limit(RP_MAX_THREADS);
    rp_pool_stop();
    CHECK(rp_pool_threads() == 1);
}

/* Threads that have gone to sleep come back, and the plain data of a job is seen by all. */
static void write_indices(void *context, intptr_t begin, intptr_t end)
{
    intptr_t *out = context;
    for (intptr_t i = begin; i < end; i++)
        out[i] += i;
}

static void test_sleepers(void)
{
    rp_pool_start(4);
    intptr_t *out = rp_alloc_zeroed(MOST_INDICES * sizeof *out);
    for (int round = 0; round < 30; round++) {
        struct timespec nap = {0, round % 3 * 1000000};
        nanosleep(&nap, NULL);
        for (int i = 0; i < 5; i++)
            rp_parallel_for(MOST_INDICES, 11, write_indices, out);
    }
    bool right = true;
    for (intptr_t i = 0; i < MOST_INDICES; i++)
        right = right && out[i] == 150 * i;
    CHECK(right);
    rp_free(out);
    rp_pool_stop();
}

static const check_test tests[] = {
    TEST(test_serial),   TEST(test_thread_counts), TEST(test_start_adds),
    TEST(test_limit),    TEST(test_limit_is_kept), TEST(test_nested),
    TEST(test_sleepers), TEST(test_many_callers),  TEST(test_restarts_under_load),
};
CHECK_MAIN(tests)

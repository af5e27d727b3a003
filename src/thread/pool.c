/* One job at a time. Its state is one word, the gate: an epoch, whether the job is open, and how
 * many pool threads have joined it. A thread joins by raising the count of an open gate, so joining
 * and closing cannot race; the caller closes the gate when the chunks have run out and waits only
 * for threads that joined. It never waits for a thread that sleeps, was never started, or is slow
 * to wake, and it never blocks: it may be a page's main thread. */
#include "thread/pool.h"

#include <stddef.h>

#if !defined(__wasm__) || defined(__wasm_atomics__)
#define WITH_THREADS 1
#else
#define WITH_THREADS 0
#endif

typedef struct job {
    rp_task_fn task;
    void *context;
    intptr_t count, grain, chunks;
} job;

static job job_of(intptr_t count, intptr_t grain, rp_task_fn task, void *context)
{
    grain = grain < 1 ? 1 : grain;
    return (job){task, context, count, grain, count / grain + (count % grain != 0)};
}

static void run_chunk(const job *j, intptr_t chunk)
{
    intptr_t begin = chunk * j->grain;
    j->task(j->context, begin, j->count - begin > j->grain ? begin + j->grain : j->count);
}

static void run_serially(const job *j)
{
    for (intptr_t chunk = 0; chunk < j->chunks; chunk++)
        run_chunk(j, chunk);
}

#if WITH_THREADS

#include "thread/park.h"
#include <stdatomic.h>

enum { CACHE_LINE = 64 };

enum { /* the gate */
       GATE_JOINED = 0xff,
       GATE_OPEN = 0x100,
       GATE_EPOCH = 0x200,
};

enum { /* the roll: a bit for each pool thread, the limit, and the generation that a stop ends */
       ROLL_MEMBERS = 0xffff,
       ROLL_LIMIT = 0x10000,
       ROLL_LIMIT_MASK = 0x1f,
       ROLL_GENERATION = 0x200000,
};

/* The chunks of a job are dealt out in runs, one a thread, and the same thread begins with the same
 * run each time: what one operation left in a core's cache, the next one finds there. Whoever is
 * done helps with the others' runs. */
typedef struct run {
    _Alignas(CACHE_LINE) atomic_intptr_t next;
    intptr_t end;
} run;

static struct {
    _Alignas(CACHE_LINE) atomic_uint gate;
    job job; /* this and the runs are written while the gate is closed and nobody inside */
    unsigned run_count;
    run runs[RP_MAX_THREADS];
    _Alignas(CACHE_LINE) atomic_uint roll;
    atomic_bool parked; /* some thread may have gone to sleep at the gate since the last wake */
    _Alignas(CACHE_LINE) atomic_bool taken; /* some caller has the pool */
} pool = {.roll = RP_MAX_THREADS * ROLL_LIMIT};

static unsigned limit_of(unsigned roll) { return roll / ROLL_LIMIT & ROLL_LIMIT_MASK; }

static unsigned threads_of(unsigned roll)
{
    unsigned threads = (unsigned)__builtin_popcount(roll & ROLL_MEMBERS) + 1;
    return threads < limit_of(roll) ? threads : limit_of(roll);
}

static unsigned current_roll(void)
{
    return atomic_load_explicit(&pool.roll, memory_order_relaxed);
}

static bool take_pool(void)
{
    return !atomic_load_explicit(&pool.taken, memory_order_relaxed) &&
           !atomic_exchange_explicit(&pool.taken, true, memory_order_acquire);
}

static void release_pool(void) { atomic_store_explicit(&pool.taken, false, memory_order_release); }

/* `threads` runs of equal length, or a chunk a run where there are fewer. */
static void deal(unsigned threads)
{
    intptr_t chunks = pool.job.chunks;
    intptr_t count = chunks < (intptr_t)threads ? chunks : (intptr_t)threads;
    intptr_t length = chunks / count, longer = chunks % count, begin = 0;
    for (intptr_t i = 0; i < count; i++) {
        atomic_store_explicit(&pool.runs[i].next, begin, memory_order_relaxed);
        begin += length + (i < longer);
        pool.runs[i].end = begin;
    }
    pool.run_count = (unsigned)count;
}

/* Claims chunks until there are none. Functions of their own: a wasm engine compiles one well only
 * after some calls, and the loop of a worker is called once. */
static __attribute__((noinline)) void finish_run(const job *j, run *r)
{
    intptr_t chunk;
    while ((chunk = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed)) < r->end)
        run_chunk(j, chunk);
}

static __attribute__((noinline)) void run_claimed(unsigned thread)
{
    for (unsigned i = 0; i < pool.run_count; i++)
        finish_run(&pool.job, &pool.runs[(thread + i) % pool.run_count]);
}

/* The flag is cleared before the gate changes and read again after: a thread that raises it in
 * between either sees the new gate and does not sleep, or is woken. */
static void change_gate(unsigned gate)
{
    bool parked = atomic_load(&pool.parked);
    if (parked)
        atomic_store(&pool.parked, false);
    atomic_store(&pool.gate, gate);
    if (parked || atomic_load(&pool.parked))
        rp_park_wake(&pool.gate);
}

static __attribute__((noinline)) void wait_for_joined(void)
{
    int looks = 0;
    while (atomic_load_explicit(&pool.gate, memory_order_acquire) & GATE_JOINED) {
        rp_park_pause(looks);
        looks += looks < INT16_MAX;
    }
}

void rp_parallel_for(intptr_t count, intptr_t grain, rp_task_fn task, void *context)
{
    if (count <= 0)
        return;
    job j = job_of(count, grain, task, context);
    unsigned threads = threads_of(current_roll());
    if (j.chunks == 1 || threads == 1 || !take_pool()) {
        run_serially(&j);
        return;
    }
    pool.job = j;
    deal(threads);
    unsigned closed = atomic_load_explicit(&pool.gate, memory_order_relaxed);
    change_gate(closed + GATE_EPOCH + GATE_OPEN);
    run_claimed(0);
    unsigned gate = atomic_fetch_sub_explicit(&pool.gate, GATE_OPEN, memory_order_acq_rel);
    if (gate & GATE_JOINED)
        wait_for_joined();
    release_pool();
}

int rp_pool_threads(void) { return (int)threads_of(current_roll()); }

int rp_pool_limit(void) { return (int)limit_of(current_roll()); }

void rp_pool_set_limit(int threads)
{
    unsigned limit = threads < 1                ? 1
                     : threads > RP_MAX_THREADS ? (unsigned)RP_MAX_THREADS
                                                : (unsigned)threads;
    unsigned roll = atomic_load(&pool.roll);
    unsigned changed;
    do
        changed = roll + (limit - limit_of(roll)) * ROLL_LIMIT;
    while (!atomic_compare_exchange_weak(&pool.roll, &roll, changed));
    rp_park_wake(&pool.roll);
}

/* Begins a new generation without members: those of the old one see it and leave. */
static void end_generation(void)
{
    while (!take_pool())
        rp_park_pause(INT16_MAX);
    unsigned roll = atomic_load(&pool.roll);
    while (!atomic_compare_exchange_weak(&pool.roll, &roll,
                                         (roll & ~(unsigned)ROLL_MEMBERS) + ROLL_GENERATION))
        continue;
    rp_park_wake(&pool.roll);
    atomic_store(&pool.parked, true);
    change_gate(atomic_load(&pool.gate) + GATE_EPOCH);
    release_pool();
}

/* A new thread's number: from 1 up, the caller being 0; 0 when the pool is full. */
static unsigned enrol(unsigned *generation)
{
    unsigned roll = atomic_load(&pool.roll);
    unsigned number;
    do {
        number = (unsigned)__builtin_ctz(~roll | ROLL_MEMBERS + 1) + 1;
        if (number >= RP_MAX_THREADS)
            return 0;
    } while (!atomic_compare_exchange_weak(&pool.roll, &roll, roll | 1u << (number - 1)));
    *generation = roll / ROLL_GENERATION;
    return number;
}

static bool is_new(unsigned gate, unsigned last_epoch)
{
    return (gate & GATE_OPEN) && gate / GATE_EPOCH != last_epoch;
}

/* Waits a little for a job this thread has not been in; returns the gate as seen last. */
static __attribute__((noinline)) unsigned look_for_job(unsigned last_epoch)
{
    unsigned gate = 0;
    for (int looks = 0; looks < RP_PARK_IDLE_LOOKS; looks++) {
        gate = atomic_load_explicit(&pool.gate, memory_order_acquire);
        if (is_new(gate, last_epoch))
            break;
        rp_park_pause(0);
    }
    return gate;
}

static __attribute__((noinline)) void join_job(unsigned number, unsigned gate, unsigned *last_epoch)
{
    if (!atomic_compare_exchange_strong_explicit(&pool.gate, &gate, gate + 1, memory_order_acquire,
                                                 memory_order_relaxed))
        return; /* somebody joined or left, or the gate closed: look again */
    *last_epoch = gate / GATE_EPOCH;
    run_claimed(number);
    atomic_fetch_sub_explicit(&pool.gate, 1, memory_order_release);
}

void rp_pool_worker(void)
{
    unsigned generation;
    unsigned number = enrol(&generation);
    unsigned last_epoch = UINT32_MAX; /* none */
    while (number) {
        unsigned roll = atomic_load(&pool.roll);
        if (roll / ROLL_GENERATION != generation)
            return;
        if (number >= limit_of(roll)) {
            rp_park_sleep(&pool.roll, roll);
            continue;
        }
        unsigned gate = look_for_job(last_epoch);
        if (is_new(gate, last_epoch)) {
            join_job(number, gate, &last_epoch);
            continue;
        }
        atomic_store(&pool.parked, true);
        if (atomic_load(&pool.roll) == roll) /* else the gate may be the one a stop left */
            rp_park_sleep(&pool.gate, gate);
    }
}

#else

void rp_parallel_for(intptr_t count, intptr_t grain, rp_task_fn task, void *context)
{
    if (count <= 0)
        return;
    job j = job_of(count, grain, task, context);
    run_serially(&j);
}

int rp_pool_threads(void) { return 1; }
int rp_pool_limit(void) { return 1; }
void rp_pool_set_limit(int threads) { (void)threads; }
void rp_pool_worker(void) {}
static void end_generation(void) {}

#endif

#if defined(__wasm__)

int rp_pool_start(int threads)
{
    (void)threads;
    return rp_pool_threads();
}

void rp_pool_stop(void) { end_generation(); }

#else

#include <pthread.h>

static pthread_mutex_t control = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static pthread_t started[RP_MAX_THREADS - 1];
static int started_count;

static void *thread_main(void *unused)
{
    rp_pool_worker();
    return unused;
}

int rp_pool_start(int threads)
{
    threads = threads > RP_MAX_THREADS ? RP_MAX_THREADS : threads;
    pthread_mutex_lock(&control);
    while (started_count < threads - 1 &&
           pthread_create(&started[started_count], NULL, thread_main, NULL) == 0)
        started_count++;
    while (__builtin_popcount(current_roll() & ROLL_MEMBERS) < started_count)
        rp_park_pause(INT16_MAX);
    pthread_mutex_unlock(&control);
    return rp_pool_threads();
}

void rp_pool_stop(void)
{
    pthread_mutex_lock(&control);
    end_generation();
    while (started_count)
        pthread_join(started[--started_count], NULL);
    pthread_mutex_unlock(&control);
}

#endif

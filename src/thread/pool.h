/* The pool of compute threads and its parallel loop. Natively the threads are pthreads; on wasm
 * they are workers that instantiate the module on the shared memory and enter rp_pool_worker. Work
 * is cut at places that depend on the work alone, so results have the same bits with any number of
 * threads. */
#ifndef RP_THREAD_POOL_H
#define RP_THREAD_POOL_H

#include <stdbool.h>
#include <stdint.h>

enum { RP_MAX_THREADS = 16 };

/* Runs chunk indices begin <= i < end. It computes only: no allocation, no output, no errors. */
typedef void (*rp_task_fn)(void *context, intptr_t begin, intptr_t end);

/* Calls task over all of [0, count), in pieces of `grain` indices (the last may be shorter), on the
 * caller and on every pool thread that is awake; returns when all of it is done. Called from inside
 * a task, or with one thread, it runs on the caller alone. */
void rp_parallel_for(intptr_t count, intptr_t grain, rp_task_fn task, void *context);

/* Threads that take part now, the caller included: 1 .. RP_MAX_THREADS. */
int rp_pool_threads(void);
/* The most that may take part, e.g. to measure one against two; 1 .. RP_MAX_THREADS. */
void rp_pool_set_limit(int threads);
int rp_pool_limit(void);

/* Natively: starts pthreads until `threads` (caller included) take part; returns how many do. On
 * wasm the host starts workers. */
int rp_pool_start(int threads);
/* Asks every pool thread to leave its loop, and natively joins them. */
void rp_pool_stop(void);

/* The loop of a pool thread; returns when the pool is stopped. */
void rp_pool_worker(void);

#endif

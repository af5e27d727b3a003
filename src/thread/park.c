#include "thread/park.h"

#if defined(__wasm_atomics__)

void rp_park_sleep(atomic_uint *word, unsigned seen)
{
    __builtin_wasm_memory_atomic_wait32((int *)word, (int)seen, -1);
}

void rp_park_wake(atomic_uint *word) { __builtin_wasm_memory_atomic_notify((int *)word, ~0u); }

#elif !defined(__wasm__)

#include <pthread.h>
#include <sched.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t woken = PTHREAD_COND_INITIALIZER; /* for all words */

void rp_park_sleep(atomic_uint *word, unsigned seen)
{
    pthread_mutex_lock(&mutex);
    if (atomic_load(word) == seen)
        pthread_cond_wait(&woken, &mutex);
    pthread_mutex_unlock(&mutex);
}

void rp_park_wake(atomic_uint *word)
{
    (void)word;
    pthread_mutex_lock(&mutex);
    pthread_cond_broadcast(&woken);
    pthread_mutex_unlock(&mutex);
}

void rp_park_yield(void) { sched_yield(); }

#endif

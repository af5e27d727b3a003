/* How a thread waits: a pause between two looks at a word, and sleeping until it is woken. */
#ifndef RP_THREAD_PARK_H
#define RP_THREAD_PARK_H

#include <stdatomic.h>

/* Looks an idle thread takes before it sleeps: some 60 us. */
#if defined(__wasm__)
enum { RP_PARK_IDLE_LOOKS = 60000 };
#else
enum { RP_PARK_IDLE_LOOKS = 5000, RP_PARK_PATIENCE = 5000 };
void rp_park_yield(void);
#endif

/* Between looks, of which `looks` have been taken: natively a thread that waits long lets others
 * run. */
static inline void rp_park_pause(int looks)
{
#if defined(__wasm__)
    (void)looks;
#else
    if (looks >= RP_PARK_PATIENCE)
        rp_park_yield();
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
#endif
}

/* Sleeps while *word is `seen`. It may return early; it does not sleep through an rp_park_wake that
 * follows a change of the word. */
void rp_park_sleep(atomic_uint *word, unsigned seen);
/* Wakes every thread that sleeps on the word. Not cheap, even if there is none. */
void rp_park_wake(atomic_uint *word);

#endif

/* The host's side of the pool, and how it starts the threads.
 *
 * The main thread makes the first instance, with `module` compiled and `memory` a shared
 * WebAssembly.Memory. That one copies the static data in, and has its stack and thread-local data
 * from the linker. Then for each further thread:
 *
 *     const block = main.rp_js_thread_new() >>> 0;            // 0: no memory, so no more threads
 *     const [stack, tls] = new Uint32Array(memory.buffer, block, 2);
 *     const worker = new Worker(url);  worker.postMessage({ module, memory, stack, tls });
 *     worker.unref?.();                                       // Node, Deno, Bun
 *
 * and in the worker, in this order:
 *
 *     const { exports } = new WebAssembly.Instance(module, { env: { memory } });
 *     exports.__stack_pointer.value = stack;    // else it would run on the main stack
 *     exports.__wasm_init_tls(tls);
 *     exports.rp_js_thread_main();              // returns after rp_js_pool_stop()
 *
 * From rp_js_thread_main on the worker never reads a message. In Node a worker that is unref'd does
 * not keep the process, asleep or spinning, and terminate() ends it at any time. But a worker must
 * not be terminated inside a job: the caller would wait for ever. Between calls of the main thread
 * there is none.
 *
 * A worker takes part from the moment it enters; until then, or if it never comes, everything works
 * with those there are. rp_js_pool_threads() says how many, the caller included.
 *
 * To stop: rp_js_pool_stop(), terminate the workers, await their end, rp_js_thread_free(block) for
 * each. Without the stop, a terminated worker still counts as a thread and work is cut to no avail.
 */
#include "export.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "thread/pool.h"

RP_EXPORT(rp_js_pool_threads) int rp_js_pool_threads(void) { return rp_pool_threads(); }

RP_EXPORT(rp_js_pool_limit) int rp_js_pool_limit(void) { return rp_pool_limit(); }

RP_EXPORT(rp_js_pool_set_limit) void rp_js_pool_set_limit(int threads)
{
    rp_pool_set_limit(threads);
}

RP_EXPORT(rp_js_pool_stop) void rp_js_pool_stop(void) { rp_pool_stop(); }

#if defined(__wasm_atomics__)

enum { STACK_BYTES = 512 * 1024, STACK_ALIGN = 16 };

/* What a worker needs, at the start of its block: the thread-local data lie above it, and above
 * them the stack, which grows down. */
typedef struct rp_js_thread {
    uint32_t stack_top, tls_base;
} rp_js_thread;

RP_EXPORT(rp_js_thread_new) rp_js_thread *rp_js_thread_new(void)
{
    size_t tls_align = __builtin_wasm_tls_align();
    size_t tls_bytes = __builtin_wasm_tls_size();
    size_t nbytes = sizeof(rp_js_thread) + tls_align + tls_bytes + STACK_BYTES + STACK_ALIGN;
    rp_js_thread *thread = rp_alloc(nbytes);
    if (!thread)
        return NULL;
    uintptr_t begin = (uintptr_t)thread;
    thread->tls_base = (uint32_t)rp_round_up(begin + sizeof *thread, tls_align ? tls_align : 1);
    thread->stack_top = (uint32_t)(begin + nbytes) / STACK_ALIGN * STACK_ALIGN;
    return thread;
}

RP_EXPORT(rp_js_thread_free) void rp_js_thread_free(rp_js_thread *thread) { rp_free(thread); }

RP_EXPORT(rp_js_thread_main) void rp_js_thread_main(void) { rp_pool_worker(); }

#endif

/* All memory of the core comes from here: 64-byte aligned blocks, padded so that a vector load at
 * the last element stays inside. On wasm a heap of our own (base/heap.h) over memory.grow; natively
 * the C library, so that the sanitizers see each block. Pool workers never allocate. */
#ifndef RP_BASE_ALLOC_H
#define RP_BASE_ALLOC_H

#include <stddef.h>
#include <stdint.h>

enum { RP_BLOCK_ALIGN = 64, RP_BLOCK_PADDING = 16 };

/* NULL with a MemoryError naming the size when there is no memory. rp_alloc(0) is a valid block. */
void *rp_alloc(size_t nbytes);
void *rp_alloc_zeroed(size_t nbytes);
/* As rp_alloc; the block is zero from byte `used` on, where nothing was before. */
void *rp_alloc_knowing(size_t nbytes, size_t *used);
void rp_free(void *block); /* NULL is allowed */

typedef struct rp_memory_stats {
    uint64_t live_bytes;  /* asked for and not yet freed */
    uint64_t live_blocks; /* the leak counter of the tests */
    uint64_t heap_bytes;  /* wasm: size of the linear memory; native: 0 */
} rp_memory_stats;

rp_memory_stats rp_memory_get_stats(void);

/* For tests: the next `count` allocations succeed and every later one fails; a negative count
 * switches that off. */
void rp_alloc_fail_after(long count);

#endif

/* For posix_memalign; the C11 aligned_alloc would round sizes up, and hide overruns from ASan. */
#define _POSIX_C_SOURCE 200112L

#include "base/alloc.h"

#include "base/error.h"
#include <stdbool.h>
#include <string.h>

static void *no_memory(size_t nbytes)
{
    rp_fail(RP_MEMORY_ERROR, "Unable to allocate %zu bytes", nbytes);
    return NULL;
}

#if defined(__wasm__)

#include "base/heap.h"

_Static_assert((int)RP_HEAP_UNIT == (int)RP_BLOCK_ALIGN, "payloads are aligned by the unit");
_Static_assert((int)RP_HEAP_PADDING == (int)RP_BLOCK_PADDING, "the heap pads each payload");

enum { WASM_PAGE = 65536, SMALLEST_GROWTH = 16 /* pages: 1 MiB */ };

extern char __heap_base; /* from the linker: the end of static data and the stack */

static rp_heap heap;
static long allocations_left = -1;

static uint64_t memory_bytes(void)
{
    return (uint64_t)(uint32_t)__builtin_wasm_memory_size(0) * WASM_PAGE;
}

static uint64_t extend_memory(void *context, uint64_t needed)
{
    (void)context;
    uint64_t before = memory_bytes();
    uint64_t pages = (needed + WASM_PAGE - 1) / WASM_PAGE;
    uint64_t wanted = before / WASM_PAGE / 8;
    wanted = wanted < SMALLEST_GROWTH ? SMALLEST_GROWTH : wanted;
    bool grown = wanted > pages && __builtin_wasm_memory_grow(0, (uint32_t)wanted) != (size_t)-1;
    if (!grown && pages <= UINT16_MAX)
        __builtin_wasm_memory_grow(0, (uint32_t)pages);
    return memory_bytes() - before;
}

/* The memory above `top` is as the engine made it: zero. */
void *rp_alloc_knowing(size_t nbytes, size_t *used)
{
    if (allocations_left >= 0 && allocations_left-- == 0) {
        allocations_left = 0;
        return no_memory(nbytes);
    }
    if (!heap.base)
        rp_heap_init(&heap, &__heap_base, memory_bytes(), extend_memory, NULL);
    char *top = rp_heap_top(&heap);
    char *block = rp_heap_alloc(&heap, nbytes);
    if (!block)
        return no_memory(nbytes);
    size_t touched = block < top ? (size_t)(top - block) : 0;
    *used = touched < nbytes ? touched : nbytes;
    return block;
}

void *rp_alloc(size_t nbytes)
{
    size_t used;
    return rp_alloc_knowing(nbytes, &used);
}

void *rp_alloc_zeroed(size_t nbytes)
{
    size_t used;
    void *block = rp_alloc_knowing(nbytes, &used);
    if (block)
        memset(block, 0, used);
    return block;
}

void rp_free(void *block)
{
    if (block && !rp_heap_free(&heap, block))
        rp_fail(RP_INTERNAL_ERROR, "rp_free of %zu, which is not an allocated block",
                (size_t)block);
}

rp_memory_stats rp_memory_get_stats(void)
{
    return (rp_memory_stats){heap.live_bytes, heap.live_blocks, memory_bytes()};
}

void rp_alloc_fail_after(long count) { allocations_left = count < 0 ? -1 : count; }

#else

#include <stdatomic.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#if defined(WITH_ASAN)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

/* A header before the payload remembers the size; ASan is told that nobody may touch it. */
typedef struct header {
    _Alignas(RP_BLOCK_ALIGN) size_t size;
} header;

/* More is refused before the C library sees it: the sanitizers' allocators would abort. */
static const uint64_t LARGEST_BLOCK = (uint64_t)1 << 38;

static atomic_long allocations_left = -1;
static _Atomic uint64_t live_bytes, live_blocks;

static bool told_to_fail(void)
{
    long left = atomic_load(&allocations_left);
    while (left > 0 && !atomic_compare_exchange_weak(&allocations_left, &left, left - 1))
        continue;
    return left == 0;
}

void *rp_alloc(size_t nbytes)
{
    if (told_to_fail() || nbytes > LARGEST_BLOCK)
        return no_memory(nbytes);
    void *memory;
    if (posix_memalign(&memory, RP_BLOCK_ALIGN, sizeof(header) + nbytes + RP_BLOCK_PADDING))
        return no_memory(nbytes);
    header *block = memory;
    block->size = nbytes;
    ASAN_POISON_MEMORY_REGION(block, sizeof *block);
    atomic_fetch_add(&live_bytes, nbytes);
    atomic_fetch_add(&live_blocks, 1);
    return block + 1;
}

void *rp_alloc_knowing(size_t nbytes, size_t *used)
{
    *used = nbytes;
    return rp_alloc(nbytes);
}

void *rp_alloc_zeroed(size_t nbytes)
{
    void *block = rp_alloc(nbytes);
    if (block)
        memset(block, 0, nbytes);
    return block;
}

void rp_free(void *payload)
{
    if (!payload)
        return;
    header *block = (header *)payload - 1;
    ASAN_UNPOISON_MEMORY_REGION(block, sizeof *block);
    atomic_fetch_sub(&live_bytes, block->size);
    atomic_fetch_sub(&live_blocks, 1);
    free(block);
}

rp_memory_stats rp_memory_get_stats(void)
{
    return (rp_memory_stats){atomic_load(&live_bytes), atomic_load(&live_blocks), 0};
}

void rp_alloc_fail_after(long count) { atomic_store(&allocations_left, count < 0 ? -1 : count); }

#endif

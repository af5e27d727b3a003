/* A heap over one growable region: two-level segregated fit (Masmano, Ripoll, Crespo, Real 2004).
 *
 * The region is a row of blocks without gaps. A block is a multiple of 64 bytes; its 16-byte header
 * stands right before its payload, and payloads are 64-byte aligned. Lengths are counted in such
 * units of 64 bytes, so that 32 bits reach beyond 4 GiB. Free blocks hang in bins by size, and two
 * levels of bitmaps find the smallest bin with something in it. Small freed blocks first go to a
 * short stack of their exact size, unmerged: most small allocations begin and end there.
 *
 * Memory above `top` was never touched and is still zero. It is used only when no freed block fits,
 * because the first touch of a page costs ten times a later one. */
#ifndef RP_BASE_HEAP_H
#define RP_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RP_HEAP_UNIT = 64,
    RP_HEAP_HEADER = 16,
    RP_HEAP_PADDING = 16,  /* bytes a payload has beyond its size */
    RP_HEAP_BINS_LOG2 = 5, /* bins a power of two */
    RP_HEAP_BINS = 1 << RP_HEAP_BINS_LOG2,
    RP_HEAP_ROWS = 26 - RP_HEAP_BINS_LOG2 + 2, /* a block has up to 2^26 units */
    RP_HEAP_QUICK_UNITS = 17, /* the largest block kept in a quick stack: 1 kB and its header */
    RP_HEAP_QUICK_DEPTH = 64,
};

/* Words that data seldom looks like. */
typedef enum rp_heap_state {
    RP_HEAP_USED = 0x5ee1b10c,
    RP_HEAP_FREE = 0x0f4eeb10,
    RP_HEAP_QUICK = 0x3a1cb10c,
} rp_heap_state;

typedef struct rp_heap_block {
    uint32_t units;        /* the whole block, header included */
    uint32_t before_units; /* the block before this one; 0 for the first */
    uint32_t size;         /* bytes asked for */
    uint32_t state;
    struct rp_heap_block *next, *prev; /* while it is not used: these lie in the payload */
} rp_heap_block;

typedef struct rp_heap {
    char *base;           /* the header of the first block */
    uint32_t top_units;   /* from base to the end of the last block */
    uint32_t total_units; /* from base to the end of the region */
    uint32_t last_units;  /* the last block */
    uint64_t live_bytes, live_blocks;
    /* Lengthens the region by at least `needed` bytes; returns by how many, 0 for failure. */
    uint64_t (*extend)(void *context, uint64_t needed);
    void *context;
    rp_heap_block *quick[RP_HEAP_QUICK_UNITS + 1];
    uint8_t quick_depth[RP_HEAP_QUICK_UNITS + 1];
    uint32_t rows;                   /* a bit for each row that has something in it */
    uint32_t row_bins[RP_HEAP_ROWS]; /* a bit for each bin of the row */
    rp_heap_block *bins[RP_HEAP_ROWS][RP_HEAP_BINS];
} rp_heap;

/* The region [begin, end) must be zero. `end` is 64 bits wide because it may be 4 GiB. */
void rp_heap_init(rp_heap *heap, void *begin, uint64_t end,
                  uint64_t (*extend)(void *context, uint64_t needed), void *context);

/* The first address never touched: a payload is zero from there on. */
static inline char *rp_heap_top(const rp_heap *heap)
{
    return heap->base + (size_t)heap->top_units * RP_HEAP_UNIT;
}

void *rp_heap_alloc_slow(rp_heap *heap, uint32_t units, uint32_t size);
void rp_heap_free_slow(rp_heap *heap, rp_heap_block *block);

/* NULL when the region cannot grow enough. */
static inline void *rp_heap_alloc(rp_heap *heap, size_t size)
{
    if (size > UINT32_MAX - 2 * RP_HEAP_UNIT)
        return NULL;
    uint32_t units =
        (uint32_t)(size + RP_HEAP_HEADER + RP_HEAP_PADDING + RP_HEAP_UNIT - 1) / RP_HEAP_UNIT;
    if (units > RP_HEAP_QUICK_UNITS || !heap->quick[units])
        return rp_heap_alloc_slow(heap, units, (uint32_t)size);
    rp_heap_block *block = heap->quick[units];
    heap->quick[units] = block->next;
    heap->quick_depth[units]--;
    block->size = (uint32_t)size;
    block->state = RP_HEAP_USED;
    heap->live_bytes += size;
    heap->live_blocks++;
    return (char *)block + RP_HEAP_HEADER;
}

/* false, and nothing done, for a pointer that is not a block in use: freed before, or foreign. */
static inline bool rp_heap_free(rp_heap *heap, void *payload)
{
    uintptr_t offset = (uintptr_t)payload - (uintptr_t)heap->base - RP_HEAP_HEADER;
    if (offset % RP_HEAP_UNIT != 0 || offset / RP_HEAP_UNIT >= heap->top_units)
        return false;
    rp_heap_block *block = (rp_heap_block *)((char *)payload - RP_HEAP_HEADER);
    if (block->state != RP_HEAP_USED)
        return false;
    heap->live_bytes -= block->size;
    heap->live_blocks--;
    uint32_t units = block->units;
    if (units > RP_HEAP_QUICK_UNITS || heap->quick_depth[units] == RP_HEAP_QUICK_DEPTH) {
        rp_heap_free_slow(heap, block);
        return true;
    }
    block->state = RP_HEAP_QUICK;
    block->next = heap->quick[units];
    heap->quick[units] = block;
    heap->quick_depth[units]++;
    return true;
}

/* Merges the quick stacks' blocks with their neighbours; false if there were none. */
bool rp_heap_flush(rp_heap *heap);

#endif

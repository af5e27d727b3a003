#include "base/heap.h"

#include <string.h>

enum {
    SHORT_SEARCH = 64, /* blocks looked at before untouched memory is used */
    FULL_SEARCH = INT32_MAX,
};

static uint32_t highest_bit(uint32_t x) { return 31u - (uint32_t)__builtin_clz(x); }
static uint32_t lowest_bit(uint32_t x) { return (uint32_t)__builtin_ctz(x); }

typedef struct place {
    uint32_t row, bin;
} place;

/* Row 0 has a bin for each length below 32; row r then divides a power of two in 32. */
static place place_of(uint32_t units)
{
    if (units < RP_HEAP_BINS)
        return (place){0, units};
    uint32_t shift = highest_bit(units) - RP_HEAP_BINS_LOG2;
    return (place){shift + 1, (units >> shift) - RP_HEAP_BINS};
}

static rp_heap_block *block_at(const rp_heap *heap, uint32_t units)
{
    return (rp_heap_block *)(heap->base + (size_t)units * RP_HEAP_UNIT);
}

static uint32_t position_of(const rp_heap *heap, const rp_heap_block *block)
{
    return (uint32_t)(((uintptr_t)block - (uintptr_t)heap->base) / RP_HEAP_UNIT);
}

static rp_heap_block *last_block(const rp_heap *heap)
{
    return heap->last_units ? block_at(heap, heap->top_units - heap->last_units) : NULL;
}

static rp_heap_block *block_before(const rp_heap *heap, const rp_heap_block *block)
{
    if (!block->before_units)
        return NULL;
    return block_at(heap, position_of(heap, block) - block->before_units);
}

static rp_heap_block *block_after(const rp_heap *heap, const rp_heap_block *block)
{
    uint32_t end = position_of(heap, block) + block->units;
    return end < heap->top_units ? block_at(heap, end) : NULL;
}

/* Gives the block a length and tells what follows it. */
static void set_units(rp_heap *heap, rp_heap_block *block, uint32_t units)
{
    block->units = units;
    rp_heap_block *after = block_after(heap, block);
    if (after)
        after->before_units = units;
    else
        heap->last_units = units;
}

static void push_bin(rp_heap *heap, rp_heap_block *block)
{
    place at = place_of(block->units);
    rp_heap_block **head = &heap->bins[at.row][at.bin];
    block->state = RP_HEAP_FREE;
    block->prev = NULL;
    block->next = *head;
    if (*head)
        (*head)->prev = block;
    *head = block;
    heap->row_bins[at.row] |= 1u << at.bin;
    heap->rows |= 1u << at.row;
}

static void remove_from_bin(rp_heap *heap, rp_heap_block *block)
{
    if (block->next)
        block->next->prev = block->prev;
    if (block->prev) {
        block->prev->next = block->next;
        return;
    }
    place at = place_of(block->units);
    heap->bins[at.row][at.bin] = block->next;
    if (block->next)
        return;
    heap->row_bins[at.row] &= ~(1u << at.bin);
    if (!heap->row_bins[at.row])
        heap->rows &= ~(1u << at.row);
}

/* A free block of at least `units`, or NULL. In the request's own bin a block may be too short, so
 * only the newest `patience` of them are looked at; in any bin above, every block fits. */
static rp_heap_block *find(const rp_heap *heap, uint32_t units, int32_t patience)
{
    place at = place_of(units);
    rp_heap_block *block = heap->bins[at.row][at.bin];
    for (; block && patience > 0; block = block->next, patience--)
        if (block->units >= units)
            return block;
    uint32_t bins = heap->row_bins[at.row] & (~1u << at.bin);
    uint32_t row = at.row;
    if (!bins) {
        uint32_t rows = heap->rows & (~1u << at.row);
        if (!rows)
            return NULL;
        row = lowest_bit(rows);
        bins = heap->row_bins[row];
    }
    return heap->bins[row][lowest_bit(bins)];
}

static void *use(rp_heap *heap, rp_heap_block *block, uint32_t size)
{
    block->size = size;
    block->state = RP_HEAP_USED;
    heap->live_bytes += size;
    heap->live_blocks++;
    return (char *)block + RP_HEAP_HEADER;
}

/* Takes a free block out of its bin and gives back what is more than `units` of it. */
static void *use_free(rp_heap *heap, rp_heap_block *block, uint32_t units, uint32_t size)
{
    remove_from_bin(heap, block);
    uint32_t rest = block->units - units;
    if (rest) {
        rp_heap_block *second = block_at(heap, position_of(heap, block) + units);
        block->units = units;
        second->before_units = units;
        set_units(heap, second, rest);
        push_bin(heap, second);
    }
    return use(heap, block, size);
}

/* Takes untouched memory, and the last block with it if that is free. */
static void *use_top(rp_heap *heap, uint32_t units, uint32_t size)
{
    rp_heap_block *block = last_block(heap);
    uint32_t start = heap->top_units;
    uint32_t before = heap->last_units;
    if (block && block->state == RP_HEAP_FREE) {
        start -= block->units;
        before = block->before_units;
    } else {
        block = NULL;
    }
    uint64_t end = (uint64_t)start + units;
    if (end > heap->total_units) {
        uint64_t missing = (end - heap->total_units) * RP_HEAP_UNIT;
        uint64_t gained = heap->extend ? heap->extend(heap->context, missing) : 0;
        heap->total_units += (uint32_t)(gained / RP_HEAP_UNIT);
        if (end > heap->total_units)
            return NULL;
    }
    if (block)
        remove_from_bin(heap, block);
    block = block_at(heap, start);
    block->units = units;
    block->before_units = before;
    heap->top_units = (uint32_t)end;
    heap->last_units = units;
    return use(heap, block, size);
}

void rp_heap_init(rp_heap *heap, void *begin, uint64_t end,
                  uint64_t (*extend)(void *context, uint64_t needed), void *context)
{
    memset(heap, 0, sizeof *heap);
    uintptr_t payload = (uintptr_t)begin + RP_HEAP_HEADER + RP_HEAP_UNIT - 1;
    uintptr_t base = payload / RP_HEAP_UNIT * RP_HEAP_UNIT - RP_HEAP_HEADER;
    heap->base = (char *)begin + (base - (uintptr_t)begin);
    heap->total_units = end > base ? (uint32_t)((end - base) / RP_HEAP_UNIT) : 0;
    heap->extend = extend;
    heap->context = context;
}

void *rp_heap_alloc_slow(rp_heap *heap, uint32_t units, uint32_t size)
{
    rp_heap_block *block = find(heap, units, 1);
    if (!block && rp_heap_flush(heap))
        block = find(heap, units, 1);
    if (!block) {
        bool must_grow = (uint64_t)heap->top_units + units > heap->total_units;
        block = find(heap, units, must_grow ? FULL_SEARCH : SHORT_SEARCH);
    }
    return block ? use_free(heap, block, units, size) : use_top(heap, units, size);
}

void rp_heap_free_slow(rp_heap *heap, rp_heap_block *block)
{
    uint32_t units = block->units;
    block->state = RP_HEAP_FREE; /* stays so when the header ends up inside a merged block */
    rp_heap_block *after = block_after(heap, block);
    if (after && after->state == RP_HEAP_FREE) {
        remove_from_bin(heap, after);
        units += after->units;
    }
    rp_heap_block *before = block_before(heap, block);
    if (before && before->state == RP_HEAP_FREE) {
        remove_from_bin(heap, before);
        units += before->units;
        block = before;
    }
    set_units(heap, block, units);
    push_bin(heap, block);
}

bool rp_heap_flush(rp_heap *heap)
{
    bool any = false;
    for (int units = 0; units <= RP_HEAP_QUICK_UNITS; units++) {
        rp_heap_block *block = heap->quick[units];
        heap->quick[units] = NULL;
        heap->quick_depth[units] = 0;
        any = any || block;
        while (block) {
            rp_heap_block *next = block->next;
            rp_heap_free_slow(heap, block);
            block = next;
        }
    }
    return any;
}

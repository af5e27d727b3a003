/* The heap under random use, held against a shadow list of what it gave out. */
#include "check.h"

#include "base/heap.h"
#include <stdlib.h>

enum { REGION = 16 << 20, SLOTS = 500 };

/* Grows in steps up to REGION, and refuses from then on. */
typedef struct region {
    char *memory;
    uint64_t end, most;
    int extensions;
} region;

static uint64_t extend_region(void *context, uint64_t needed)
{
    region *r = context;
    uint64_t step = needed < 100000 ? 100000 : needed;
    if (r->end + needed > r->most)
        return 0;
    step = r->end + step > r->most ? r->most - r->end : step;
    r->end += step;
    r->extensions++;
    return step;
}

typedef struct fixture {
    region region;
    rp_heap heap;
    char *begin; /* the region starts at an odd place */
} fixture;

static fixture *fixture_new(uint64_t first, uint64_t most)
{
    fixture *f = rp_alloc(sizeof *f);
    f->region.memory = rp_alloc_zeroed(REGION + 128);
    f->begin = f->region.memory + 8;
    f->region.end = (uint64_t)(uintptr_t)f->begin + first;
    f->region.most = (uint64_t)(uintptr_t)f->begin + most;
    f->region.extensions = 0;
    rp_heap_init(&f->heap, f->begin, f->region.end, extend_region, &f->region);
    return f;
}

static void fixture_free(fixture *f)
{
    rp_free(f->region.memory);
    rp_free(f);
}

typedef struct survey {
    uint32_t used, quick, free, free_neighbours;
} survey;

/* Walks the row of blocks and holds it against the bins. */
static survey walk(const rp_heap *heap)
{
    survey s = {0, 0, 0, 0};
    uint32_t before = 0, at = 0, last_state = 0;
    while (at < heap->top_units) {
        const rp_heap_block *block =
            (const rp_heap_block *)(heap->base + (size_t)at * RP_HEAP_UNIT);
        CHECK(block->units > 0);
        if (!block->units)
            return s;
        CHECK(block->before_units == before);
        s.used += block->state == RP_HEAP_USED;
        s.quick += block->state == RP_HEAP_QUICK;
        s.free += block->state == RP_HEAP_FREE;
        s.free_neighbours += block->state == RP_HEAP_FREE && last_state == RP_HEAP_FREE;
        last_state = block->state;
        before = block->units;
        at += block->units;
    }
    CHECK(at == heap->top_units && before == heap->last_units);
    CHECK(heap->top_units <= heap->total_units);
    uint32_t binned = 0, quick = 0;
    for (int row = 0; row < RP_HEAP_ROWS; row++) {
        CHECK(!(heap->rows >> row & 1) == !heap->row_bins[row]);
        for (int bin = 0; bin < RP_HEAP_BINS; bin++) {
            CHECK(!(heap->row_bins[row] >> bin & 1) == !heap->bins[row][bin]);
            for (const rp_heap_block *b = heap->bins[row][bin]; b; b = b->next)
                binned += b->state == RP_HEAP_FREE;
        }
    }
    for (uint32_t units = 0; units <= RP_HEAP_QUICK_UNITS; units++)
        for (const rp_heap_block *b = heap->quick[units]; b; b = b->next)
            quick += b->state == RP_HEAP_QUICK && b->units == units;
    CHECK(binned == s.free && quick == s.quick);
    CHECK(s.free_neighbours == 0);
    CHECK(s.used == heap->live_blocks);
    return s;
}

static uint32_t seed = 1;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)seed * limit >> 32);
}

static uint32_t random_size(void)
{
    switch (random_below(8)) {
    case 0: return random_below(3);
    case 1: return random_below(300000);
    case 2:
    case 3: return random_below(20000);
    default: return random_below(1200);
    }
}

typedef struct shadow {
    unsigned char *payload;
    uint32_t size;
    unsigned char stamp;
} shadow;

static void fill(shadow *s) { memset(s->payload, s->stamp, s->size + RP_HEAP_PADDING); }

static bool intact(const shadow *s)
{
    for (uint32_t i = 0; i < s->size + RP_HEAP_PADDING; i++)
        if (s->payload[i] != s->stamp)
            return false;
    return true;
}

static void release(fixture *f, shadow *s, uint64_t *live_bytes)
{
    CHECK(intact(s));
    CHECK(rp_heap_free(&f->heap, s->payload));
    *live_bytes -= s->size;
    s->payload = NULL;
}

/* No two payloads share a byte, or a fill would spoil another's stamp. */
static void stress(uint64_t most, int steps)
{
    fixture *f = fixture_new(1000, most);
    shadow slots[SLOTS] = {0};
    uint64_t live_bytes = 0;
    int refused = 0;
    for (int step = 0; step < steps; step++) {
        shadow *s = &slots[random_below(SLOTS)];
        if (s->payload) {
            release(f, s, &live_bytes);
            continue;
        }
        s->size = random_size();
        s->stamp = (unsigned char)step;
        s->payload = rp_heap_alloc(&f->heap, s->size);
        refused += !s->payload;
        if (!s->payload)
            continue;
        live_bytes += s->size;
        uintptr_t at = (uintptr_t)s->payload;
        CHECK(at % RP_HEAP_UNIT == 0);
        CHECK(at >= (uintptr_t)f->begin + RP_HEAP_HEADER);
        CHECK(at + s->size + RP_HEAP_PADDING <= f->region.end);
        fill(s);
        if (step % 1000 == 0)
            walk(&f->heap);
    }
    CHECK(f->heap.live_bytes == live_bytes);
    CHECK((refused > 0) == (most < REGION));
    for (int i = 0; i < SLOTS; i++)
        if (slots[i].payload)
            release(f, &slots[i], &live_bytes);
    CHECK(f->heap.live_bytes == 0 && f->heap.live_blocks == 0);
    rp_heap_flush(&f->heap);
    survey s = walk(&f->heap);
    CHECK(s.used == 0 && s.quick == 0 && s.free == 1); /* merged into one */
    fixture_free(f);
}

static void test_stress(void) { stress(REGION, 20000); }

static void test_stress_when_full(void)
{
    stress(REGION / 32, 20000);
    stress(4000, 1000);
}

/* A freed block serves the next request of its size, small or large. */
static void test_reuse(void)
{
    static const uint32_t sizes[] = {0, 8, 800, 1024, 1025, 5000, 80000, 1000001};
    fixture *f = fixture_new(0, REGION);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        void *guard_before = rp_heap_alloc(&f->heap, 2000);
        void *block = rp_heap_alloc(&f->heap, sizes[i]);
        void *guard_after = rp_heap_alloc(&f->heap, 2000);
        const char *top = rp_heap_top(&f->heap);
        for (int again = 0; again < 5; again++) {
            CHECK(rp_heap_free(&f->heap, block));
            CHECK(rp_heap_alloc(&f->heap, sizes[i]) == block);
        }
        CHECK(rp_heap_top(&f->heap) == top);
        CHECK(rp_heap_free(&f->heap, block));
        CHECK(rp_heap_free(&f->heap, guard_before));
        CHECK(rp_heap_free(&f->heap, guard_after));
    }
    fixture_free(f);
}

/* Many small blocks together make room for a large one before untouched memory is used. */
static void test_small_blocks_merge(void)
{
    enum { COUNT = 50 };
    fixture *f = fixture_new(REGION, REGION);
    void *blocks[COUNT];
    for (int i = 0; i < COUNT; i++)
        blocks[i] = rp_heap_alloc(&f->heap, 500);
    const char *top = rp_heap_top(&f->heap);
    for (int i = 0; i < COUNT; i++)
        rp_heap_free(&f->heap, blocks[i]);
    CHECK(walk(&f->heap).quick == COUNT);
    CHECK(rp_heap_alloc(&f->heap, COUNT * 500) == blocks[0]);
    CHECK(rp_heap_top(&f->heap) == top);
    fixture_free(f);
}

/* A block in the request's own bin, but not the newest there, is found before the region grows. */
static void test_search_before_growth(void)
{
    fixture *f = fixture_new(0, REGION);
    void *fits = rp_heap_alloc(&f->heap, 102000);
    void *guard = rp_heap_alloc(&f->heap, 1);
    void *shorter = rp_heap_alloc(&f->heap, 101000);
    void *guard_too = rp_heap_alloc(&f->heap, 1);
    const char *top = rp_heap_top(&f->heap);
    rp_heap_free(&f->heap, fits);
    rp_heap_free(&f->heap, shorter);
    CHECK(rp_heap_alloc(&f->heap, 102000) == fits);
    CHECK(rp_heap_top(&f->heap) == top);
    CHECK(guard && guard_too);
    fixture_free(f);
}

/* Memory from the top on is untouched; a free last block is lengthened into it. */
static void test_top(void)
{
    fixture *f = fixture_new(REGION, REGION);
    char *first = rp_heap_alloc(&f->heap, 5000);
    char *last = rp_heap_alloc(&f->heap, 5000);
    memset(first, 1, 5016);
    memset(last, 1, 5016);
    rp_heap_free(&f->heap, last);
    const char *top = rp_heap_top(&f->heap);
    char *longer = rp_heap_alloc(&f->heap, 50000);
    CHECK(longer == last);
    CHECK(rp_heap_top(&f->heap) > longer + 50000 && longer < top);
    bool zero = true;
    for (const char *p = top; p < longer + 50000; p++)
        zero = zero && !*p;
    CHECK(zero);
    walk(&f->heap);
    fixture_free(f);
}

static void test_wrong_frees(void)
{
    static _Alignas(64) char foreign[128];
    fixture *f = fixture_new(0, REGION);
    char *small = rp_heap_alloc(&f->heap, 100);
    char *large = rp_heap_alloc(&f->heap, 100000);
    char *guard = rp_heap_alloc(&f->heap, 1);
    CHECK(!rp_heap_free(&f->heap, foreign + 64));
    CHECK(!rp_heap_free(&f->heap, small + 8));
    CHECK(!rp_heap_free(&f->heap, (char *)rp_heap_top(&f->heap) + RP_HEAP_HEADER));
    CHECK(rp_heap_free(&f->heap, small));
    CHECK(!rp_heap_free(&f->heap, small));
    CHECK(rp_heap_free(&f->heap, large));
    CHECK(!rp_heap_free(&f->heap, large));
    rp_heap_flush(&f->heap); /* now both are one block, and the second header lies inside it */
    CHECK(!rp_heap_free(&f->heap, large));
    CHECK(!rp_heap_free(&f->heap, small));
    CHECK(f->heap.live_blocks == 1);
    CHECK(rp_heap_free(&f->heap, guard));
    walk(&f->heap);
    fixture_free(f);
}

static void test_impossible_sizes(void)
{
    fixture *f = fixture_new(0, REGION);
    CHECK(!rp_heap_alloc(&f->heap, REGION));
    CHECK(!rp_heap_alloc(&f->heap, UINT32_MAX));
    CHECK(!rp_heap_alloc(&f->heap, UINT32_MAX - 95));
    CHECK(!rp_heap_alloc(&f->heap, UINT32_MAX - 128));
    CHECK(!rp_heap_alloc(&f->heap, (size_t)INT32_MAX + 1));
    CHECK(!rp_heap_alloc(&f->heap, SIZE_MAX));
    CHECK(f->region.extensions == 0 && f->heap.live_blocks == 0);
    char *whole = rp_heap_alloc(&f->heap, REGION - 200); /* growth of just what is there */
    CHECK(whole != NULL);
    CHECK(!rp_heap_alloc(&f->heap, 200));
    CHECK(rp_heap_free(&f->heap, whole));
    CHECK(rp_heap_alloc(&f->heap, 200) == whole);
    fixture_free(f);
    fixture *fixed = fixture_new(1000, 1000);
    fixed->heap.extend = NULL;
    CHECK(rp_heap_alloc(&fixed->heap, 500) && !rp_heap_alloc(&fixed->heap, 500));
    fixture_free(fixed);
}

static const check_test tests[] = {
    TEST(test_stress),      TEST(test_stress_when_full),   TEST(test_reuse),
    TEST(test_top),         TEST(test_small_blocks_merge), TEST(test_search_before_growth),
    TEST(test_wrong_frees), TEST(test_impossible_sizes),
};
CHECK_MAIN(tests)

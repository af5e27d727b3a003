/* A mask as dense bytes, cut into blocks whose true elements are counted: where the results of a
 * block begin is known before any of them is computed. */
#ifndef RP_INDEX_TRUTH_H
#define RP_INDEX_TRUTH_H

#include "array/array.h"
#include "simd/vec.h"
#include "thread/pool.h"

enum { RP_TRUTH_BLOCK = 1 << 14 };

typedef struct rp_truth {
    const char *bytes; /* 0: false, anything else: true */
    intptr_t n, blocks;
    intptr_t *before; /* blocks + 1: the true elements before each block, and all of them */
    intptr_t few[2];  /* `before` of a short mask */
    rp_slot dense;    /* owns the bytes, if they are a copy */
} rp_truth;

/* Of any dtype and layout, in C order. The bytes are the mask's own where that is possible and they
 * do not lie in what is to be written (NULL: nothing is). */
int rp_truth_init(rp_truth *truth, const rp_array *mask, const rp_array *written);
void rp_truth_release(rp_truth *truth);

static inline intptr_t rp_truth_count(const rp_truth *truth)
{
    return truth->before[truth->blocks];
}

/* Calls the task on all blocks, on several threads if it is worth it: cost as of
 * rp_worth_threads. */
void rp_truth_foreach(const rp_truth *truth, rp_task_fn task, void *context, int cost);

/* The elements of block b: [begin, end). */
static inline intptr_t rp_truth_begin(intptr_t b) { return b * RP_TRUTH_BLOCK; }
static inline intptr_t rp_truth_end(const rp_truth *truth, intptr_t b)
{
    return b + 1 == truth->blocks ? truth->n : (b + 1) * RP_TRUTH_BLOCK;
}

/* 16 elements: lanes all ones where true; and a bit each. */
RP_INLINE rp_vec rp_truth_lanes(const char *bytes)
{
    return wasm_i8x16_ne(rp_vec_load(bytes), rp_vec_zero());
}
RP_INLINE uint32_t rp_truth_bits(const char *bytes)
{
    return (uint32_t)wasm_i8x16_bitmask(rp_truth_lanes(bytes));
}

#endif

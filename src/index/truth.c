#include "index/truth.h"

#include "array/iter.h"
#include "base/alloc.h"
#include "base/bits.h"

enum { COUNT_COST = 1 };

static intptr_t count_bytes(const char *bytes, intptr_t n)
{
    intptr_t count = 0, i = 0;
    while (i + RP_VEC_SIZE <= n) {
        /* Lanes of true ones are -1: each lane counts up to 255. */
        rp_vec lanes = rp_vec_zero();
        intptr_t steps = rp_min_intp((n - i) / RP_VEC_SIZE, 255);
        for (intptr_t k = 0; k < steps; k++, i += RP_VEC_SIZE)
            lanes = wasm_i8x16_sub(lanes, rp_truth_lanes(bytes + i));
        lanes = wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(lanes));
        count += wasm_i32x4_extract_lane(lanes, 0) + wasm_i32x4_extract_lane(lanes, 1) +
                 wasm_i32x4_extract_lane(lanes, 2) + wasm_i32x4_extract_lane(lanes, 3);
    }
    for (; i < n; i++)
        count += bytes[i] != 0;
    return count;
}

static void count_blocks(void *context, intptr_t begin, intptr_t end)
{
    rp_truth *truth = context;
    for (intptr_t b = begin; b < end; b++) {
        intptr_t from = rp_truth_begin(b);
        truth->before[b + 1] = count_bytes(truth->bytes + from, rp_truth_end(truth, b) - from);
    }
}

void rp_truth_foreach(const rp_truth *truth, rp_task_fn task, void *context, int cost)
{
    if (rp_worth_threads(truth->n, cost))
        rp_parallel_for(truth->blocks, 1, task, context);
    else if (truth->blocks > 0)
        task(context, 0, truth->blocks);
}

int rp_truth_init(rp_truth *truth, const rp_array *mask, const rp_array *written)
{
    rp_slot_init(&truth->dense);
    truth->n = rp_array_size(mask);
    truth->blocks = (truth->n + RP_TRUTH_BLOCK - 1) / RP_TRUTH_BLOCK;
    truth->before = truth->few;
    if (truth->blocks > 1) {
        truth->before = rp_alloc(sizeof(intptr_t) * ((size_t)truth->blocks + 1));
        if (!truth->before)
            return -RP_MEMORY_ERROR;
    }
    truth->bytes = mask->data;
    if (mask->dtype->num != RP_BOOL || !rp_is_c_contiguous(mask) ||
        (written && rp_may_share_memory(written, mask))) {
        int code = rp_array_copy(&truth->dense.array, mask, rp_dtype_of(RP_BOOL), RP_ORDER_C);
        if (code < 0) {
            rp_truth_release(truth);
            return code;
        }
        truth->bytes = truth->dense.array.data;
    }
    truth->before[0] = 0;
    rp_truth_foreach(truth, count_blocks, truth, COUNT_COST);
    for (intptr_t b = 0; b < truth->blocks; b++)
        truth->before[b + 1] += truth->before[b];
    return 0;
}

void rp_truth_release(rp_truth *truth)
{
    rp_array_release(&truth->dense.array);
    if (truth->before != truth->few)
        rp_free(truth->before);
    truth->before = truth->few;
}

/* Positions along an axis, and the chunks of memory that they name. */
#ifndef RP_INDEX_GATHER_H
#define RP_INDEX_GATHER_H

#include "array/array.h"

/* What becomes of a position outside -length .. length - 1. */
typedef enum rp_index_mode {
    RP_MODE_RAISE, /* an IndexError */
    RP_MODE_WRAP,  /* it is taken modulo the length */
    RP_MODE_CLIP,  /* it becomes 0 or length - 1; so does every negative one become 0 */
} rp_index_mode;

/* The elements of an integer array as dense intp in C order: its own memory where they lie so, else
 * a copy that `out` owns. By RP_MODE_RAISE they are checked, and may still count from the end; by
 * the other modes they are 0 .. length - 1. IndexError if one is out of range, or if there are
 * positions and length is 0. */
int rp_positions(rp_array *out, const rp_array *indices, intptr_t length, int axis,
                 rp_index_mode mode);

/* As by RP_MODE_RAISE, of least .. length - 1: 1, and the first that is outside in *wrong, if one
 * is; `out` is empty then. */
int rp_checked_positions(rp_array *out, const rp_array *indices, intptr_t least, intptr_t length,
                         int64_t *wrong);

/* offsets[i] (+)= step * positions[i], of positions that rp_positions returned. */
void rp_offsets(intptr_t *offsets, const intptr_t *positions, intptr_t n, intptr_t length,
                intptr_t step);
void rp_offsets_add(intptr_t *offsets, const intptr_t *positions, intptr_t n, intptr_t length,
                    intptr_t step);

/* Chunk i of dst, which are dst_step apart, is the chunk at src + offsets[i]; nothing overlaps. */
void rp_gather(char *dst, intptr_t dst_step, const char *src, const intptr_t *offsets, intptr_t n,
               intptr_t bytes);
/* The chunk at dst + offsets[i] becomes chunk i of src: the last one stays. */
void rp_scatter(char *dst, const intptr_t *offsets, const char *src, intptr_t src_step, intptr_t n,
                intptr_t bytes);

#endif

/* What a key with arrays in it means for one array: its axes laid out, its positions checked. */
#ifndef RP_INDEX_PLAN_H
#define RP_INDEX_PLAN_H

#include "array/array.h"

/* One axis that an array selects from. */
typedef struct indexed_axis {
    rp_slot positions;  /* dense; its shape is one that broadcasts to the plan's */
    const rp_array *by; /* an integer array whose positions have yet to be checked, or NULL */
    int number;         /* of the axis */
    intptr_t length, step;
    intptr_t strides[RP_MAX_DIMS]; /* in elements, over the plan's shape */
} indexed_axis;

typedef struct index_plan {
    /* What the other keys leave of the array, at position 0 of the indexed axes. */
    rp_slot base;
    int before;       /* so many of its axes come before the indexed ones in the result */
    bool copied_view; /* no axis is indexed, but the result is a copy */
    int count;
    indexed_axis *axes;
    /* What the arrays broadcast to. */
    int ndim;
    intptr_t shape[RP_MAX_DIMS];
    intptr_t size;
    bool flat; /* every array is of the whole shape, so that they go on side by side */
} index_plan;

/* Reads the keys, whose arrays are arrays[key.has]; `value` is what is to be written, NULL for
 * reading. Errors as rp_index_get's and rp_index_set's. The plan may point into the arrays. */
int rp_index_plan(index_plan *plan, const rp_array *a, int count, const rp_key *keys,
                  rp_array *const *arrays, const rp_array *value);
void rp_index_plan_drop(index_plan *plan);

/* The shape of what is selected; returns its dimensions. */
int rp_index_plan_shape(const index_plan *plan, intptr_t *shape);

/* Byte offsets of `n` places from `begin` on, counted through the arrays' shape in C order. */
void rp_index_plan_offsets(const index_plan *plan, intptr_t begin, intptr_t n, intptr_t *offsets);

static inline bool rp_is_bool(const rp_array *a) { return a->dtype->num == RP_BOOL; }

#endif

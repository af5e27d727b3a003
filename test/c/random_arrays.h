/* Arrays for the property tests: any shape, steps of any sign, over memory nobody reads. */
#ifndef RP_TEST_RANDOM_ARRAYS_H
#define RP_TEST_RANDOM_ARRAYS_H

#include "array/array.h"

static uint64_t random_state = 0x9e3779b97f4a7c15u;

/* 0 .. limit - 1. */
static inline int random_below(int limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (int)((random_state >> 20) % (uint64_t)limit);
}

static inline int random_between(int low, int high) { return low + random_below(high - low + 1); }

/* A dtype of which only the size matters. */
static inline rp_dtype sized_dtype(int itemsize)
{
    return (rp_dtype){.num = RP_UINT8,
                      .kind = 'u',
                      .byteorder = '|',
                      .itemsize = itemsize,
                      .alignment = 1,
                      .name = "sized"};
}

static char random_memory[1 << 16];

/* Up to max_ndim axes of 0 (rarely) to max_length elements, steps within +-max_step. */
static inline void random_array(rp_slot *slot, const rp_dtype *dtype, int max_ndim, int max_length,
                                int max_step)
{
    rp_slot_init(slot);
    rp_array *a = &slot->array;
    a->dtype = dtype;
    a->data = random_memory + sizeof random_memory / 2 + random_below(32);
    a->flags = RP_ARRAY_WRITEABLE;
    a->ndim = random_between(0, max_ndim);
    for (int i = 0; i < a->ndim; i++) {
        a->shape[i] = random_below(24) ? random_between(1, max_length) : 0;
        a->strides[i] = random_between(-max_step, max_step);
    }
}

/* As that, but often contiguous in part: a dense array, some axes of it sliced, turned or moved. */
static inline void random_view(rp_slot *slot, const rp_dtype *dtype, int max_ndim, int max_length)
{
    random_array(slot, dtype, max_ndim, max_length, 1);
    rp_array *a = &slot->array;
    intptr_t step = dtype->itemsize;
    bool forward = random_below(2);
    for (int i = 0; i < a->ndim; i++) {
        int axis = forward ? i : a->ndim - 1 - i;
        bool wider = random_below(4) == 0;
        a->strides[axis] = random_below(6) == 0 ? -step : random_below(8) == 0 ? 0 : step;
        step *= a->shape[axis] + wider;
        if (a->shape[axis] == 1 && random_below(2))
            a->strides[axis] = random_between(-100, 100);
    }
}

/* Where the k-th element in C order (or, counting the first axis fastest, in F order) lies. */
static inline char *element_at(const rp_array *a, intptr_t k, bool fortran)
{
    uintptr_t at = (uintptr_t)a->data;
    for (int i = 0; i < a->ndim; i++) {
        int axis = fortran ? i : a->ndim - 1 - i;
        at += (uintptr_t)(k % a->shape[axis]) * (uintptr_t)a->strides[axis];
        k /= a->shape[axis];
    }
    return (char *)at;
}

/* Sets a slot's array up by hand. */
static inline rp_array *described(rp_slot *slot, const rp_dtype *dtype, char *data, int ndim,
                                  const intptr_t *shape, const intptr_t *strides)
{
    rp_slot_init(slot);
    rp_array *a = &slot->array;
    a->dtype = dtype;
    a->data = data;
    a->flags = RP_ARRAY_WRITEABLE;
    a->ndim = ndim;
    for (int i = 0; i < ndim; i++) {
        a->shape[i] = shape[i];
        a->strides[i] = strides ? strides[i] : 0;
    }
    if (!strides)
        rp_fill_strides(a->strides, ndim, shape, dtype->itemsize, RP_ORDER_C);
    return a;
}

/* The same dimensions, as a list. */
static inline bool dims_are(const intptr_t *dims, int ndim, const intptr_t *expected)
{
    for (int i = 0; i < ndim; i++) {
        if (dims[i] != expected[i])
            return false;
    }
    return true;
}

#define DIMS(...) ((const intptr_t[]){__VA_ARGS__})

#endif

/* The dimensions of an iteration, innermost first, and their order. */
#ifndef RP_ARRAY_DIMS_H
#define RP_ARRAY_DIMS_H

#include "array/array.h"

/* A look at the dimensions that an iterator has: `rows` rows of strides, one an operand. */
typedef struct rp_dims {
    int rows, ndim;
    intptr_t *shape;
    intptr_t (*strides)[RP_MAX_DIMS];
    int8_t *axes; /* moved with the dimensions */
} rp_dims;

static inline intptr_t rp_magnitude(intptr_t stride) { return stride < 0 ? -stride : stride; }

static inline void rp_dims_swap(const rp_dims *dims, int i, int j)
{
    intptr_t n = dims->shape[i];
    dims->shape[i] = dims->shape[j];
    dims->shape[j] = n;
    int8_t axis = dims->axes[i];
    dims->axes[i] = dims->axes[j];
    dims->axes[j] = axis;
    for (int row = 0; row < dims->rows; row++) {
        intptr_t stride = dims->strides[row][i];
        dims->strides[row][i] = dims->strides[row][j];
        dims->strides[row][j] = stride;
    }
}

/* Should dimension `inner` come before (inside) `outer`? 1 yes, 0 no, -1 the operands do not say.
 * NumPy's rule: operands that repeat along either say nothing; where they contradict each other, C
 * order wins. Only the first `judges` rows are asked. */
static inline int rp_dims_belongs_inside(const rp_dims *dims, int judges, int inner, int outer)
{
    int verdict = -1;
    for (int row = 0; row < judges; row++) {
        intptr_t a = rp_magnitude(dims->strides[row][inner]);
        intptr_t b = rp_magnitude(dims->strides[row][outer]);
        if (a == 0 || b == 0)
            continue;
        if (b <= a)
            return 0;
        verdict = 1;
    }
    return verdict;
}

/* A stable insertion sort, smallest strides innermost. */
static inline void rp_dims_sort(const rp_dims *dims, int judges)
{
    for (int i = 1; i < dims->ndim; i++) {
        int place = i;
        for (int j = i - 1; j >= 0; j--) {
            int verdict = rp_dims_belongs_inside(dims, judges, i, j);
            if (verdict == 0)
                break;
            if (verdict == 1)
                place = j;
        }
        for (int j = i; j > place; j--)
            rp_dims_swap(dims, j, j - 1);
    }
}

static inline bool rp_dims_can_merge(const rp_dims *dims, int inner, int outer)
{
    for (int row = 0; row < dims->rows; row++) {
        intptr_t a = dims->strides[row][inner], b = dims->strides[row][outer];
        bool follows = a * dims->shape[inner] == b;
        bool trivial = (dims->shape[inner] == 1 && a == 0) || (dims->shape[outer] == 1 && b == 0);
        if (!follows && !trivial)
            return false;
    }
    return true;
}

/* Merges dimensions that step as one for every row; returns how many are left. */
static inline int rp_dims_merge(const rp_dims *dims)
{
    if (dims->ndim < 2)
        return dims->ndim;
    int last = 0;
    for (int d = 1; d < dims->ndim; d++) {
        if (rp_dims_can_merge(dims, last, d)) {
            for (int row = 0; row < dims->rows; row++)
                if (dims->shape[last] == 1)
                    dims->strides[row][last] = dims->strides[row][d];
            dims->shape[last] *= dims->shape[d];
            continue;
        }
        last++;
        dims->shape[last] = dims->shape[d];
        dims->axes[last] = dims->axes[d];
        for (int row = 0; row < dims->rows; row++)
            dims->strides[row][last] = dims->strides[row][d];
    }
    return last + 1;
}

#endif

/* The one iterator over several operands: broadcasting, order, coalescing, buffering, inner loops
 * of whole rows, and cutting for threads. Elementwise work, reductions, copies and casts stand on
 * it. */
#ifndef RP_ARRAY_ITER_H
#define RP_ARRAY_ITER_H

#include "array/array.h"
#include "dtype/cast.h"

enum { RP_MAX_OPERANDS = 16, RP_BUFFER_ELEMENTS = 8192 };

enum {
    RP_ITER_KEEP_SIGNS = 1 << 0, /* do not turn negative strides round (reductions, as NumPy) */
    RP_ITER_KEEP_ORDER = 1 << 1, /* C order of the broadcast axes instead of memory order */
};

/* Dimension 0 is the innermost. */
typedef struct rp_iter {
    int nop, ndim;
    intptr_t size; /* elements in all */
    intptr_t shape[RP_MAX_DIMS];
    intptr_t strides[RP_MAX_OPERANDS][RP_MAX_DIMS];
    char *data[RP_MAX_OPERANDS];
    /* Which axis of the broadcast shape (counted from the last, before coalescing) each dimension
     * is; ~axis if its direction was turned round. */
    int8_t axes[RP_MAX_DIMS];
} rp_iter;

/* Lays the iteration out over operands broadcast to (ndim, shape); an operand with dtype NULL takes
 * no part until rp_iter_add_output. Dimensions are not coalesced yet. */
int rp_iter_init(rp_iter *it, int nop, rp_array *const *ops, int ndim, const intptr_t *shape,
                 uint32_t flags);
/* Strides of a dense array of the iteration's shape laid out in the iteration's order, as NumPy's
 * K. */
void rp_iter_dense_strides(const rp_iter *it, intptr_t itemsize, intptr_t *strides);
/* Sets operand i (whose shape is the broadcast shape) after it has been allocated. */
void rp_iter_set_operand(rp_iter *it, int i, const rp_array *op);
/* Merges dimensions that step as one for every operand. */
void rp_iter_coalesce(rp_iter *it);

/* Called on rows that together cover the iteration: args and steps are of the row, n its length. */
typedef void (*rp_row_fn)(char **args, intptr_t n, const intptr_t *steps, void *context);
/* The elements [begin, end), counted with dimension 0 fastest, in that order. */
void rp_iter_rows(const rp_iter *it, intptr_t begin, intptr_t end, rp_row_fn fn, void *context);
/* All elements, in any order, cut into tiles where that saves cache lines and among threads where
 * there is work enough: `cost` is roughly tenths of a nanosecond an element; 0 means that the loop
 * waits for memory alone. */
void rp_iter_foreach(const rp_iter *it, rp_row_fn fn, void *context, int cost);

/* Is work of so many elements worth waking the pool? */
bool rp_worth_threads(intptr_t elements, int cost);

/* Runs an inner loop over the whole iteration: operands whose dtype is not loop_dtypes[i], or that
 * are swapped or unaligned, pass through small buffers (the first nin are read, the rest written;
 * nmask = 1 adds a last operand, the bool mask of elements to do). Goes through rp_iter_foreach. */
typedef struct rp_elementwise {
    rp_loop_fn loop;
    void *data;
    int nin, nout, nmask;
    int cost;
    const rp_dtype *op_dtypes[RP_MAX_OPERANDS];
    const rp_dtype *loop_dtypes[RP_MAX_OPERANDS];
    bool aligned[RP_MAX_OPERANDS]; /* operand i is aligned */
} rp_elementwise;
int rp_iter_run(const rp_iter *it, const rp_elementwise *work);

#endif

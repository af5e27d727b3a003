/* The N-dimensional array: a dtype, a place, a shape and strides in bytes. */
#ifndef RP_ARRAY_H
#define RP_ARRAY_H

#include "dtype/dtype.h"
#include <stdbool.h>
#include <stdint.h>

enum { RP_MAX_DIMS = 64 };

/* Kept in `flags`. Contiguity and alignment are never stored: they follow from the rest. */
enum {
    RP_ARRAY_OWNDATA = 1 << 0,
    RP_ARRAY_WRITEABLE = 1 << 1,
    RP_ARRAY_WRITEBACKIFCOPY = 1 << 2,
};

typedef struct rp_array rp_array;
struct rp_array {
    const rp_dtype *dtype; /* NULL in an output that is to be allocated */
    char *data;
    intptr_t *shape;   /* ndim lengths */
    intptr_t *strides; /* ndim byte steps */
    int32_t ndim;
    uint32_t flags;
    void *block;      /* the rp_alloc block this array owns, or NULL: the memory is another's */
    rp_array *base;   /* the array whose memory this one views; kept alive */
    int32_t refcount; /* of heap objects; 0 in an array that lives in a slot or on a stack */
    int32_t weak;     /* rp_weak: this operand is a number of the host language */
};

/* An array with room for its dimensions: on a stack, or in the frame shared with JavaScript. */
typedef struct rp_slot {
    rp_array array;
    intptr_t dims[2 * RP_MAX_DIMS];
    double value[2]; /* the element of a scalar operand or result */
} rp_slot;

/* Empty slot, dtype NULL: as an output it is to be allocated. */
void rp_slot_init(rp_slot *slot);

static inline intptr_t rp_array_size(const rp_array *a)
{
    intptr_t size = 1;
    for (int i = 0; i < a->ndim; i++)
        size *= a->shape[i];
    return size;
}

static inline bool rp_has_shape(const rp_array *a, int ndim, const intptr_t *shape)
{
    bool same = a->ndim == ndim;
    for (int i = 0; same && i < ndim; i++)
        same = a->shape[i] == shape[i];
    return same;
}
static inline bool rp_same_shape(const rp_array *a, const rp_array *b)
{
    return rp_has_shape(a, b->ndim, b->shape);
}

bool rp_is_c_contiguous(const rp_array *a);
bool rp_is_f_contiguous(const rp_array *a);
bool rp_is_aligned(const rp_array *a);
static inline bool rp_is_writeable(const rp_array *a) { return a->flags & RP_ARRAY_WRITEABLE; }
/* Aligned and in native byte order: loops may run on it as it is. */
static inline bool rp_is_behaved(const rp_array *a)
{
    return !a->dtype->swapped && rp_is_aligned(a);
}

/* The product of the lengths and its size in bytes; a ValueError if negative, too many dimensions
 * or past the address space ("array is too big"). */
int rp_check_shape(int ndim, const intptr_t *shape, intptr_t itemsize, intptr_t *size,
                   intptr_t *nbytes);

typedef enum rp_order { RP_ORDER_C, RP_ORDER_F, RP_ORDER_A, RP_ORDER_K } rp_order;
/* -RP_VALUE_ERROR for anything but 'C', 'F', 'A', 'K' (either case). */
int rp_order_parse(char order);

/* Strides of a dense array in C order, or in F order. */
void rp_fill_strides(intptr_t *strides, int ndim, const intptr_t *shape, intptr_t itemsize,
                     rp_order order);
/* Strides of a dense array whose axes lie in memory in the order of `like`'s strides (order K; A
 * and the rest as named). */
void rp_fill_strides_like(intptr_t *strides, const rp_array *like, intptr_t itemsize,
                          rp_order order);

/* Gives `out` (its shape and strides pointers lead to room enough) a block of its own:
 * uninitialised, or zero bytes. On failure `out` is as it was. */
int rp_array_allocate(rp_array *out, const rp_dtype *dtype, int ndim, const intptr_t *shape,
                      rp_order order, bool zeroed);
int rp_array_allocate_like(rp_array *out, const rp_dtype *dtype, const rp_array *like,
                           rp_order order);
/* In C order, of the shape of an array that exists: what has been checked of it is not again. */
int rp_array_allocate_dense(rp_array *out, const rp_dtype *dtype, const rp_array *like);
int rp_array_zeros_like(rp_array *out, const rp_dtype *dtype, const rp_array *like, rp_order order);
/* Frees the block, if it owns one. */
void rp_array_release(rp_array *a);

/* Copies the description only: dtype, data, shape, strides, flags without OWNDATA. */
void rp_array_alias(rp_array *view, const rp_array *of);

/* Copies src's elements into dst, broadcasting and casting; overlap is minded. ValueError if the
 * shapes do not broadcast or dst is read-only, TypeError if the rule forbids the cast. */
int rp_array_assign(rp_array *dst, const rp_array *src, rp_casting casting);
/* A dense copy with a dtype (NULL: the same), in an order. */
int rp_array_copy(rp_array *out, const rp_array *src, const rp_dtype *dtype, rp_order order);
/* A copy in one dimension, in the order in which NumPy's iterator would come by the elements (K).
 */
int rp_flatten_as_lying(rp_array *out, const rp_array *a);

/* "(3, 1, 4)", as NumPy prints a shape, cut to fit. Returns out. */
char *rp_shape_text(char *out, size_t size, int ndim, const intptr_t *shape);
enum { RP_SHAPE_TEXT_BYTES = 256 };

/* Heap objects, for C: reference counted, with the room for their dimensions behind them. */
rp_array *rp_array_new(const rp_dtype *dtype, int ndim, const intptr_t *shape, rp_order order);
rp_array *rp_array_new_view(rp_array *base, const rp_dtype *dtype, char *data, int ndim,
                            const intptr_t *shape, const intptr_t *strides);
/* Moves a slot's result into a heap object, which takes over its block. */
rp_array *rp_array_from_slot(rp_slot *slot);
rp_array *rp_array_retain(rp_array *a);
void rp_array_drop(rp_array *a); /* NULL is allowed */

/* ---- views: out has room for its dimensions; no data moves ---- */

int rp_normalize_axis(intptr_t axis, int ndim,
                      const char *argument); /* AxisError; else 0..ndim-1 */
/* A set of axes, each once: bit i of the mask is axis i. ValueError "duplicate value in 'axis'". */
static inline uint64_t rp_all_axes(int ndim) { return ndim == 64 ? ~0ull : (1ull << ndim) - 1; }
int rp_axes_mask(int count, const intptr_t *axes, int ndim, uint64_t *mask);
int rp_view_transpose(rp_array *out, const rp_array *a, int count, const intptr_t *axes);
/* 1 if the shape could be had as a view (out is filled), 0 if a copy is needed, negative on error;
 * shape may hold one -1. `resolved` receives the final shape. */
int rp_view_reshape(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape,
                    rp_order order, intptr_t *resolved);
int rp_view_broadcast(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape);

/* One element of a key. */
typedef enum rp_key_kind {
    RP_KEY_INTEGER,
    RP_KEY_SLICE,
    RP_KEY_ELLIPSIS,
    RP_KEY_NEWAXIS,
    RP_KEY_ARRAY, /* an array of integers or bools: index/fancy.h */
} rp_key_kind;
typedef struct rp_key {
    int32_t kind;
    int32_t has; /* of a slice: 1 start, 2 stop, 4 step are given; of an array: which one it is */
    double start, stop, step; /* whole numbers; an integer key is in start */
} rp_key;
/* Of keys that are no arrays. */
int rp_view_index(rp_array *out, const rp_array *a, int count, const rp_key *keys);

/* a.view(dtype) with NumPy's rules on the last axis. */
int rp_view_dtype(rp_array *out, const rp_array *a, const rp_dtype *dtype);

/* Any shape and steps within the `nbytes` at `block`, which hold a's elements: ValueError if an
 * element would lie outside. */
int rp_view_strided(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape,
                    const intptr_t *strides, const char *block, intptr_t nbytes);

/* A part of each element's bytes, from `offset` on, as another dtype. */
int rp_view_field(rp_array *out, const rp_array *a, const rp_dtype *dtype, intptr_t offset);

/* The description of a.resize(shape): dense in a's own order, whether or not a's memory is large
 * enough. ValueError if a has gaps. */
int rp_resized_layout(rp_array *out, const rp_array *a, int ndim, const intptr_t *shape);

/* Transposes in place: what lies in columns then lies in rows. */
void rp_reverse_axes(rp_array *a);

/* The real (0) or imaginary (1) parts of a complex array. */
int rp_view_part(rp_array *out, const rp_array *a, int part);

/* np.diagonal, read-only: its axis is the last, the two it comes from are gone. */
int rp_view_diagonal(rp_array *out, const rp_array *a, intptr_t offset, intptr_t axis1,
                     intptr_t axis2);

/* ---- broadcasting ---- */

/* The shape that all operands with a dtype broadcast to; ValueError naming the shapes. */
int rp_broadcast_shapes(int count, rp_array *const *operands, int *ndim, intptr_t *shape);

/* Whether a broadcasts to the shape; leading axes of length one that the shape lacks do not count.
 */
bool rp_broadcasts_to(const rp_array *a, int ndim, const intptr_t *shape);
/* A value that is assigned may have leading axes of length one beyond `ndim`: they are dropped. */
static inline void rp_strip_leading_ones(rp_array *a, int ndim)
{
    for (; a->ndim > ndim && a->shape[0] == 1; a->ndim--, a->shape++, a->strides++)
        ;
}

/* ---- overlap ---- */

/* The bytes [*begin, *end) that a's elements lie in; empty (equal) for an empty array. */
void rp_memory_extent(const rp_array *a, uintptr_t *begin, uintptr_t *end);
/* Bounds only: np.may_share_memory. */
bool rp_may_share_memory(const rp_array *a, const rp_array *b);
/* Exactly: 1 shares, 0 does not, -1 undecided after max_work steps (max_work < 0: no limit). */
int rp_shares_memory(const rp_array *a, const rp_array *b, int64_t max_work);
/* May the output be written while the input is still being read elementwise in any order? True if
 * they share nothing, or are the same elements at the same places. */
bool rp_overlap_is_harmless(const rp_array *out, const rp_array *in);

#endif

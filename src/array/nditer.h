/* The iterator that programs hold (np.nditer): NumPy's order of visiting, buffers, indices.
 *
 * It knows no addresses. Where an operand stands is bytes from its array's data, or from its
 * buffer; arrays and buffers belong to the caller, who moves elements between them when told to
 * (rp_nditer_transfer). So arrays may move between one call and the next. */
#ifndef RP_ARRAY_NDITER_H
#define RP_ARRAY_NDITER_H

#include "array/array.h"

enum { RP_NDITER_OPERANDS = 64, RP_NDITER_BUFFER = 8192 };

/* Flags of the iterator. */
enum {
    RP_ND_C_INDEX = 1 << 0,
    RP_ND_F_INDEX = 1 << 1,
    RP_ND_MULTI_INDEX = 1 << 2,
    RP_ND_EXTERNAL_LOOP = 1 << 3,
    RP_ND_COMMON_DTYPE = 1 << 4,
    RP_ND_REFS_OK = 1 << 5,
    RP_ND_ZEROSIZE_OK = 1 << 6,
    RP_ND_REDUCE_OK = 1 << 7,
    RP_ND_RANGED = 1 << 8,
    RP_ND_BUFFERED = 1 << 9,
    RP_ND_GROWINNER = 1 << 10,
    RP_ND_DELAY_BUFALLOC = 1 << 11,
    RP_ND_COPY_IF_OVERLAP = 1 << 12,
    RP_ND_REDUCES = 1 << 16, /* found out: some operand is written repeatedly */
};

/* Flags of an operand. */
enum {
    RP_ND_READWRITE = 1 << 0,
    RP_ND_READONLY = 1 << 1,
    RP_ND_WRITEONLY = 1 << 2,
    RP_ND_NBO = 1 << 3,
    RP_ND_ALIGNED = 1 << 4,
    RP_ND_CONTIG = 1 << 5,
    RP_ND_COPY = 1 << 6,
    RP_ND_UPDATEIFCOPY = 1 << 7,
    RP_ND_ALLOCATE = 1 << 8,
    RP_ND_NO_SUBTYPE = 1 << 9,
    RP_ND_VIRTUAL = 1 << 10,
    RP_ND_NO_BROADCAST = 1 << 11,
    RP_ND_WRITEMASKED = 1 << 12,
    RP_ND_ARRAYMASK = 1 << 13,
    RP_ND_ELEMENTWISE = 1 << 14, /* overlap_assume_elementwise */
    /* Found out. */
    RP_ND_READ = 1 << 16,
    RP_ND_WRITE = 1 << 17,
    RP_ND_CAST = 1 << 18,   /* its elements cannot be handed out as they lie */
    RP_ND_REDUCE = 1 << 19, /* written repeatedly */
    RP_ND_NEVER_BUFFERED = 1 << 20,
    RP_ND_BUFFERING = 1 << 21,  /* the present chunk is in the buffer */
    RP_ND_NEW_ARRAY = 1 << 22,  /* the caller makes it, as rp_nditer_new says */
    RP_ND_COPIED = 1 << 23,     /* the new array is a copy; written back in the end if writable */
    RP_ND_FORCE_COPY = 1 << 24, /* for memory that another operand reads */
};

/* An axis in op_axes may have this added: the operand is reduced along it. */
enum { RP_ND_REDUCTION_AXIS = 1 << 30 };

typedef struct rp_nditer_request {
    int nop;
    rp_array **ops; /* dtype NULL: none given */
    uint32_t flags;
    const uint32_t *op_flags;
    const rp_dtype *const *op_dtypes; /* NULL where none is asked for */
    rp_order order;
    rp_casting casting;
    int oa_ndim;                   /* axes of the iteration; -1: as the operands broadcast */
    const int32_t *const *op_axes; /* NULL, or lists of oa_ndim axes, where NULL: broadcast */
    const intptr_t *itershape;     /* NULL, or oa_ndim lengths; negative: as the operands have it */
    intptr_t buffersize;           /* at most 0: RP_NDITER_BUFFER */
} rp_nditer_request;

typedef struct rp_nd_operand {
    const rp_dtype *own;   /* of the array's elements */
    const rp_dtype *dtype; /* of those handed out */
    uint32_t flags;
    intptr_t laid;         /* from the array's data to the element visited first, as laid out */
    intptr_t base;         /* the same inside of another iteration: see rp_nditer_rebase */
    intptr_t start;        /* to where the walk stands: in a chunk, where that began */
    intptr_t offset;       /* to the element handed out, in the array or in the buffer */
    intptr_t inner, outer; /* steps of what is handed out */
    intptr_t single;       /* the one step of an operand that is never buffered */
} rp_nd_operand;

/* One block of memory, so that memcpy makes a second one: see rp_nditer_copy. Dimension 0 is the
 * innermost. */
typedef struct rp_nditer {
    int nop, ndim;
    int mask_op; /* -1: none */
    uint32_t flags;
    intptr_t size;           /* -1: too large to count */
    intptr_t begin, end, at; /* the range, and the position */
    intptr_t buffersize;
    intptr_t inner, outer; /* of the present chunk: its elements are outer runs of inner */
    intptr_t inner_at, outer_at;
    intptr_t chunk;      /* where the chunk began */
    int outer_dim;       /* the dimension that the runs of a chunk follow; 0: one run */
    intptr_t index_base; /* the flat index of the element visited first */
    intptr_t shape[RP_MAX_DIMS], index[RP_MAX_DIMS];
    int8_t axes[RP_MAX_DIMS]; /* which axis, counted from the last; ~axis if it was turned round */
    rp_nd_operand *ops;
    intptr_t (*strides)[RP_MAX_DIMS]; /* a row an operand, and one of the flat index */
} rp_nditer;

/* Lays an iteration out. Where it needs a new array (an output, or a copy), the operand's flags say
 * RP_ND_NEW_ARRAY and ops[i] receives the description: dtype, ndim, shape, strides, no data. A
 * delayed or buffered iterator does not stand anywhere until rp_nditer_goto. ValueError, TypeError
 * as NumPy's. Freed by rp_free. */
int rp_nditer_new(rp_nditer **out, const rp_nditer_request *request);
size_t rp_nditer_bytes(const rp_nditer *it);
rp_nditer *rp_nditer_copy(const rp_nditer *it);

/* ---- walking ---- */

/* Stands at a position of the range and, buffered, begins a chunk there. */
void rp_nditer_goto(rp_nditer *it, intptr_t at);
/* One step on. 0: the chunk, or without buffers the iteration, has come to its end. */
int rp_nditer_step(rp_nditer *it);
/* Behind a chunk's end: begins the next. 0: there is none. */
int rp_nditer_next_chunk(rp_nditer *it);
/* A position in the present chunk is gone to without a new one; false if it is in another. */
bool rp_nditer_goto_in_chunk(rp_nditer *it, intptr_t at);
/* How many elements are handed out at once, and where they begin. */
static inline intptr_t rp_nditer_inner_size(const rp_nditer *it)
{
    if (!(it->flags & RP_ND_EXTERNAL_LOOP))
        return 1;
    if (it->flags & RP_ND_BUFFERED)
        return it->inner;
    return it->ndim ? it->shape[0] : 1;
}

/* Moves the present chunk of operand i into its buffer, or back into the array; `mask` is
 * the data of the mask operand's array, or of its buffer if the chunk is there; NULL: all is
 * written. */
int rp_nditer_transfer(const rp_nditer *it, int i, char *array, bool aligned, char *buffer,
                       bool back, const char *mask);

/* ---- indices and ranges ---- */

/* The position of an index of every axis. IndexError out of bounds, ValueError out of the range. */
int rp_nditer_find(const rp_nditer *it, int count, const intptr_t *multi_index, intptr_t *at);
/* The position of a flat index. */
int rp_nditer_find_flat(const rp_nditer *it, intptr_t index, intptr_t *at);
/* The indices of the element stood at; of the first one of a chunk. */
void rp_nditer_multi_index(const rp_nditer *it, intptr_t *out);
intptr_t rp_nditer_flat_index(const rp_nditer *it);
/* Lengths of the axes; of the dimensions, the innermost first, where no multi-index is kept. */
void rp_nditer_shape(const rp_nditer *it, intptr_t *out);
/* Operand i as a view in the order of the iteration: shape, strides, and data as bytes from the
 * array's. */
void rp_nditer_view(const rp_nditer *it, int i, rp_array *out, intptr_t *offset);

int rp_nditer_set_range(rp_nditer *it, intptr_t begin, intptr_t end);
int rp_nditer_remove_axis(rp_nditer *it, int axis);
void rp_nditer_remove_multi_index(rp_nditer *it);
int rp_nditer_enable_external_loop(rp_nditer *it);
/* Moves where the operands begin by as much as another iteration over the same arrays stands. */
void rp_nditer_rebase(rp_nditer *it, const rp_nditer *outer);

#endif

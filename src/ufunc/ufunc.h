/* Universal functions: one object an operation, with loops by dtype. */
#ifndef RP_UFUNC_H
#define RP_UFUNC_H

#include "array/array.h"
#include "dtype/loop.h"
#include "ufunc/ufunc_list.h"

enum { RP_UFUNC_MAX_ARGS = 8, RP_MAX_CORE_DIMS = 4, RP_MAX_CORE_NAMES = 8 };

typedef enum rp_identity {
    RP_IDENTITY_NONE, /* reductions start from the first element; empty ones are an error */
    RP_IDENTITY_ZERO,
    RP_IDENTITY_ONE,
    RP_IDENTITY_MINUS_ONE,   /* all bits set */
    RP_IDENTITY_REORDERABLE, /* none, but several axes may be reduced at once */
    RP_IDENTITY_MINUS_INFINITY,
} rp_identity;

enum {
    /* How a long reduction may be cut without changing a bit of the result. */
    RP_LOOP_ASSOCIATIVE = 1 << 0, /* anywhere: integers, minimum, logic */
    RP_LOOP_PAIRWISE = 1 << 1,    /* at the blocks of the pairwise sum (ufunc/pairwise.h) */
    RP_LOOP_HALF_BLOCKS = 1 << 4, /* there too, for a sum that rounds to float16 after each */
    RP_LOOP_IDEMPOTENT = 1 << 5,  /* an element may be counted again: minimum */
    /* How a loop over core dimensions wants its operands. */
    RP_LOOP_DENSE_ROWS = 1 << 2, /* the result, and inputs whose last core dimension is that of the
                                    result, without gaps along it */
    RP_LOOP_IN_FLOAT32 = 1 << 3, /* float16 as float32, for it computes in that */
};

typedef struct rp_loop {
    int8_t types[RP_UFUNC_MAX_ARGS]; /* rp_type_num of inputs, then outputs */
    rp_loop_fn fn;
    uint8_t flags;
    uint8_t cost; /* about 0.1 ns an element (of all core dimensions), for the thread threshold; 0:
                     memory-bound (3) */
} rp_loop;

typedef struct rp_loop_table {
    const rp_loop *rows; /* in the order they are tried, NumPy's */
    int count;
} rp_loop_table;

typedef struct rp_ufunc {
    const char *name;
    int8_t nin, nout;
    rp_identity identity;
    const rp_loop_table *loops;
    const char *signature; /* of a generalised ufunc, "(n),(n)->()"; NULL if elementwise */
    float ulp;             /* the accuracy promised; 0 is correctly rounded or exact */
    const char *summary;
} rp_ufunc;

/* rp_loops_add, rp_loops_subtract, ...: each defined in ufunc/loops/. */
#define UFUNC(name, ...) extern const rp_loop_table rp_loops_##name;
RP_ALL_UFUNCS(UFUNC)
RP_ALL_GUFUNCS(UFUNC)
#undef UFUNC

/* Ids count in the order of ufunc_list.h, the generalised ones behind the others. NULL if there is
 * none. */
const rp_ufunc *rp_ufunc_by_id(int id);
const rp_ufunc *rp_ufunc_by_name(const char *name);
int rp_ufunc_count(void);

/* axis=, axes= and keepdims= of a generalised ufunc. */
typedef struct rp_core_axes {
    int keepdims; /* -1: not given */
    bool has_axis;
    intptr_t axis;
    int lists; /* operands that axes= names, -1: not given */
    /* How many axes an operand's list has, -1 for one axis that is no list; and the axes. */
    int counts[RP_UFUNC_MAX_ARGS];
    intptr_t axes[RP_UFUNC_MAX_ARGS][RP_MAX_CORE_DIMS];
} rp_core_axes;

typedef struct rp_call {
    rp_array *where;       /* bool mask, or NULL */
    const rp_dtype *dtype; /* NULL: by the operands */
    /* signature=: a dtype for each argument, NULL where free */
    const rp_dtype *signature[RP_UFUNC_MAX_ARGS];
    bool has_signature;
    rp_casting casting;       /* RP_CASTING_SAME_KIND by default */
    rp_order order;           /* RP_ORDER_K by default */
    const rp_core_axes *core; /* NULL: the last axes of each operand */
} rp_call;
void rp_call_init(rp_call *call);

/* ops: nin inputs, then nout outputs; an output with dtype NULL is allocated. Inputs may be weak
 * scalars. A generalised ufunc takes the last axes of each operand for its core dimensions, and
 * refuses `where`. On failure allocated outputs are released and given ones unchanged, unless the
 * failure came from memory running out after writing had begun in none of them. call NULL: the
 * defaults. */
int rp_ufunc_call(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call);

/* out[...] = second(first(x, y), z), of two ufuncs of two operands: what each returns is cast to
 * out's dtype as by assignment. In one pass where the dtypes allow. Errors as rp_ufunc_call's; out
 * may then hold what `first` returns. */
int rp_ufunc_chain(const rp_ufunc *first, const rp_ufunc *second, rp_array *x, rp_array *y,
                   rp_array *z, rp_array *out);

typedef struct rp_reduction {
    uint64_t axes; /* mask of axes to reduce, already normalised */
    bool keepdims;
    const rp_dtype *dtype;
    const rp_array *initial; /* 0-d, or NULL */
    bool no_initial;         /* initial=None: start from the first element */
    rp_array *where;
} rp_reduction;
/* An `out` without a dtype is allocated; a whole result goes to out->data where that is not NULL.
 */
int rp_ufunc_reduce(const rp_ufunc *uf, const rp_array *a, rp_array *out, const rp_reduction *how);
int rp_ufunc_accumulate(const rp_ufunc *uf, const rp_array *a, int axis, const rp_dtype *dtype,
                        rp_array *out);
int rp_ufunc_reduceat(const rp_ufunc *uf, const rp_array *a, const rp_array *indices, int axis,
                      const rp_dtype *dtype, rp_array *out);
/* a's shape followed by b's; as many outputs as the ufunc has. */
int rp_ufunc_outer(const rp_ufunc *uf, const rp_array *a, const rp_array *b, rp_array *const *outs,
                   const rp_call *call);
/* a[indices] op= b without buffering: repeated indices count repeatedly. One integer array for each
 * of the first count axes; b NULL for a unary ufunc. */
int rp_ufunc_at(const rp_ufunc *uf, rp_array *a, int count, rp_array *const *indices, rp_array *b);
/* The same by positions among all elements of a, counted in C order. */
int rp_ufunc_at_flat(const rp_ufunc *uf, rp_array *a, rp_array *positions, rp_array *b);

/* The loop for these operands, their weak scalars counted in; loop dtypes into `dtypes`. */
const rp_loop *rp_ufunc_resolve(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call,
                                const rp_dtype **dtypes);
/* The loop `method` (reduce, accumulate, reduceat) runs; out->dtype NULL: no output given. NULL
 * with an error where the ufunc has none. */
const rp_loop *rp_ufunc_reduction_loop(const rp_ufunc *uf, const char *method, const rp_array *a,
                                       const rp_dtype *dtype, const rp_array *out);

#endif

/* Arrays put together, repeated as a whole, and turned round. */
#ifndef RP_SHAPE_JOINING_H
#define RP_SHAPE_JOINING_H

#include "array/array.h"

/* How the parts of a join are looked at first. */
typedef enum rp_joining {
    RP_JOIN_AS_GIVEN,
    RP_JOIN_FLAT,    /* each in one dimension: concatenate's axis=None */
    RP_JOIN_STACKED, /* each with a new axis of length 1, the one to join along */
    RP_JOIN_ROW,     /* hstack: at least 1-d, along the first axis if 1-d, else the second */
    RP_JOIN_ROWS,    /* vstack: at least 2-d, (n) as (1, n), along the first axis */
    RP_JOIN_COLUMNS, /* column_stack: at least 2-d, (n) as (n, 1), along the second axis */
    RP_JOIN_DEEP,    /* dstack: at least 3-d, (n) as (1, n, 1), along the third axis */
} rp_joining;

/* np.concatenate and the stacks: the parts one behind the other along an axis, in `out` or, where
 * its dtype is NULL, in a new array of `dtype` (NULL: the promoted one). The parts' shapes and
 * strides have room for RP_MAX_DIMS and are used up. Weak scalars may be among the parts of
 * RP_JOIN_FLAT. ValueError for no parts, 0-d ones, shapes that do not fit; AxisError; TypeError for
 * a cast that the rule forbids. */
int rp_concatenate(rp_array *out, intptr_t count, rp_array *const *parts, rp_joining how,
                   intptr_t axis, const rp_dtype *dtype, rp_casting casting);

/* np.roll: a copy, laid out as `a`, moved round by so many places along each axis. */
int rp_roll(rp_array *out, const rp_array *a, const double *shifts);
/* Along all axes as one, in C order: axis=None. */
int rp_roll_flat(rp_array *out, const rp_array *a, double shift);

/* np.tile: `a` repeated so often along each of the last `ndim` axes (it counts as one with leading
 * axes of length 1 if it has fewer), in C order; ndim is at least a's. */
int rp_tile(rp_array *out, const rp_array *a, int ndim, const intptr_t *reps);

#endif

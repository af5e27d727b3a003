/* Selecting by position: take, put, along an axis, choose; and the positions themselves. */
#ifndef RP_INDEX_TAKE_H
#define RP_INDEX_TAKE_H

#include "index/gather.h"

/* In place of an axis: the elements in C order. */
enum { RP_FLAT = INT32_MIN };

/* An `out` whose dtype is NULL is allocated, in C order; any other must have the result's shape.
 * Nothing is written before every position has been found right. Positions are integers or bools:
 * TypeError for others. */

/* The chunks at `indices` along an axis: their shape stands in the result in the axis' stead. What
 * is in `out` afterwards is cast without a rule, but its dtype must cast safely to a's. IndexError
 * for a position out of range, ValueError for an `out` of another shape. */
int rp_take(rp_array *out, const rp_array *a, const rp_array *indices, int axis,
            rp_index_mode mode);

/* a.flat[indices] = values, which begin anew where there are fewer; the last one stays. */
int rp_put(rp_array *a, const rp_array *indices, const rp_array *values, rp_index_mode mode);

/* out[..., j, ...] = a[..., indices[..., j, ...], ...], with as many dimensions each, which
 * broadcast but for the axis; of RP_FLAT indices have one dimension. */
int rp_take_along_axis(rp_array *out, const rp_array *a, const rp_array *indices, int axis);
int rp_put_along_axis(rp_array *a, const rp_array *indices, const rp_array *values, int axis);

/* Element by element that of choices[a], all broadcast together; dtype NULL: the promoted one.
 * ValueError for a number that is no choice. */
enum { RP_MAX_CHOICES = 63 };
int rp_choose(rp_array *out, const rp_array *a, int count, rp_array *const *choices,
              const rp_dtype *dtype, rp_index_mode mode);

/* The positions along each of ndim axes of elements counted in C order, or F order: an array of
 * indices' shape an axis. ValueError for one that is not 0 .. size - 1. */
int rp_unravel_index(rp_array *const *outs, int ndim, const intptr_t *dims, bool fortran,
                     const rp_array *indices);
/* And back: of positions along `count` axes, which broadcast. */
int rp_ravel_multi_index(rp_array *out, int count, rp_array *const *coordinates,
                         const intptr_t *dims, const rp_index_mode *modes, bool fortran);

/* ---- what these have in common ---- */

/* TypeError unless positions of this dtype may be read as int64. */
int rp_check_positions(const rp_array *indices, rp_casting rule);

/* Copies positions that are another array's memory, if that may be part of `written`. */
int rp_detach(rp_array *positions, const rp_array *written);

/* A result on its way: `to` is where it is written, in C order and its own dtype. */
typedef struct rp_result {
    rp_array *out, *to;
    bool allocated; /* out was */
    rp_slot temporary;
} rp_result;
/* `inputs` are read while it is written. */
int rp_result_begin(rp_result *result, rp_array *out, const rp_dtype *dtype, int ndim,
                    const intptr_t *shape, int count, rp_array *const *inputs);
/* Moves what was written to `out`, if code is no failure's. Returns the code. */
int rp_result_end(rp_result *result, int code);

#endif

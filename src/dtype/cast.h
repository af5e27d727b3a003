/* Moving elements from one dtype to another: all pairs, any byte order, alignment and stride. */
#ifndef RP_DTYPE_CAST_H
#define RP_DTYPE_CAST_H

#include "dtype/dtype.h"
#include "dtype/loop.h"

/* The loop (args[0] -> args[1]) that casts between two numbers; native order, aligned, not
 * overlapping unless both are the same place with the same step. Values as NumPy's on x86-64:
 * floats truncate to integers, out-of-range ones give the least number of the width computed in,
 * integers wrap, complex drops the imaginary part, NaN is true. */
rp_loop_fn rp_cast_loop(int from_num, int to_num);

/* One prepared movement: a plain copy, a swap, a cast, or swap-cast-swap through a small buffer. */
typedef struct rp_transfer {
    const rp_dtype *from, *to;
    rp_loop_fn cast; /* NULL: only copied, perhaps swapped */
    bool direct;     /* the cast loop may run on the operands themselves */
    bool swap_from, swap_to;
} rp_transfer;

/* `aligned`: both sides are aligned for their dtype. Never fails for the numeric dtypes; a
 * TypeError where no cast exists. */
int rp_transfer_init(rp_transfer *t, const rp_dtype *from, const rp_dtype *to, bool aligned);
/* Source and destination do not overlap, or are the same place with equal strides and item sizes.
 */
void rp_transfer_run(const rp_transfer *t, const char *src, intptr_t src_stride, char *dst,
                     intptr_t dst_stride, intptr_t n);

/* One element. */
int rp_cast_element(const rp_dtype *from, const char *src, const rp_dtype *to, char *dst);

#endif

/* Triangles and diagonals of matrices. Elements move as bytes, whatever they are. */
#ifndef RP_SHAPE_TRIANGLE_H
#define RP_SHAPE_TRIANGLE_H

#include "array/array.h"
#include "base/bits.h"

/* np.tri: ones at and below the k-th diagonal, zeros above. Negative lengths count as 0. */
int rp_tri(rp_array *out, intptr_t rows, intptr_t columns, intptr_t k, const rp_dtype *dtype);

/* np.tril, or np.triu: the matrices of a stack with zeros above (below) the k-th diagonal, in
 * native byte order, laid out as NumPy's. A line is first repeated to a square. TypeError for 0-d.
 */
int rp_triangle(rp_array *out, const rp_array *a, intptr_t k, bool upper);

/* Where the lower (upper) triangle of a matrix is, row by row, as intp. Negative lengths count as
 * 0. */
int rp_triangle_indices(rp_array *row_of, rp_array *column_of, intptr_t rows, intptr_t columns,
                        intptr_t k, bool upper);

/* np.fill_diagonal: values, cast and repeated, along the main diagonal; if `wrap` the diagonal of a
 * tall matrix begins again below its end, one row left out. ValueError below two dimensions, for
 * unequal lengths of more than two, and for what is read-only. */
int rp_fill_diagonal(rp_array *a, const rp_array *values, bool wrap);

/* A diagonal, as far off as the matrix goes: so it can be added to. */
static inline intptr_t rp_diagonal_within(intptr_t k, intptr_t rows, intptr_t columns)
{
    return rp_max_intp(-rows, rp_min_intp(k, columns));
}

#endif

#include "array/transposed.h"

#include "base/bits.h"
#include "dtype/transpose_copy.h"
#include "thread/pool.h"

enum {
    FEWEST = 8,         /* rows or columns worth a tile */
    PIECE_BYTES = 1024, /* the side of a piece of work: a megabyte at most */
    GRAIN_PIECES = 1,
    COST_OF_ELEMENT = 8, /* tenths of a nanosecond */
};

/* A copy of matrices in the dimensions `along` (where the destination's elements lie side by side)
 * and `across` (where the source's do), one for each place in the other dimensions. */
typedef struct transposition {
    const rp_iter *it;
    int along, across;
    intptr_t size, side;    /* of an element in bytes, of a piece in elements */
    intptr_t rows, columns; /* pieces in a matrix */
} transposition;

static int dense_dim(const rp_iter *it, int op, intptr_t size)
{
    for (int d = 0; d < it->ndim; d++)
        if (it->strides[op][d] == size && it->shape[d] >= FEWEST)
            return d;
    return -1;
}

static void copy_pieces(void *context, intptr_t begin, intptr_t end)
{
    const transposition *t = context;
    const rp_iter *it = t->it;
    const intptr_t *out = it->strides[0], *in = it->strides[1];
    for (intptr_t piece = begin; piece < end; piece++) {
        intptr_t j = piece % t->columns * t->side, rest = piece / t->columns;
        intptr_t i = rest % t->rows * t->side;
        rest /= t->rows;
        char *dst = it->data[0] + i * out[t->across] + j * t->size;
        const char *src = it->data[1] + i * t->size + j * in[t->along];
        for (int d = 0; d < it->ndim; d++) {
            if (d == t->along || d == t->across)
                continue;
            intptr_t index = rest % it->shape[d];
            rest /= it->shape[d];
            dst += index * out[d];
            src += index * in[d];
        }
        rp_transpose_copy(dst, out[t->across], src, in[t->along],
                          rp_min_intp(t->side, it->shape[t->across] - i),
                          rp_min_intp(t->side, it->shape[t->along] - j), t->size);
    }
}

bool rp_iter_copy_transposed(const rp_iter *it, intptr_t size)
{
    if (it->ndim < 2 || !rp_can_transpose(size))
        return false;
    transposition t = {.it = it, .size = size, .side = PIECE_BYTES / size};
    t.along = dense_dim(it, 0, size);
    t.across = dense_dim(it, 1, size);
    if (t.along < 0 || t.across < 0 || t.along == t.across)
        return false;
    t.rows = (it->shape[t.across] + t.side - 1) / t.side;
    t.columns = (it->shape[t.along] + t.side - 1) / t.side;
    intptr_t pieces = t.rows * t.columns;
    for (int d = 0; d < it->ndim; d++)
        if (d != t.along && d != t.across)
            pieces *= it->shape[d];
    if (rp_worth_threads(it->size, COST_OF_ELEMENT))
        rp_parallel_for(pieces, GRAIN_PIECES, copy_pieces, &t);
    else
        copy_pieces(&t, 0, pieces);
    return true;
}

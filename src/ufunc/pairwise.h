/* NumPy's pairwise sum. A line of numbers is taken in blocks of 8192, whose sums are added to the
 * result one after another. The sum of a block is a tree: it is cut in two down to leaves. (The
 * blocks are those of NumPy's iterator, which cuts even what it does not buffer. They do not stop
 * at the end of a row where the rows of an operand do not follow one another in memory: such an
 * operand is summed as if it were copied.) */
#ifndef RP_UFUNC_PAIRWISE_H
#define RP_UFUNC_PAIRWISE_H

#include <stdint.h>

/* A loop takes any number of elements and cuts them itself, the first block starting with the first
 * element; so a line may be shared out to threads at multiples of this. */
enum { RP_PAIRWISE_BLOCK = 8192 };

/* Up to so many elements are one leaf, which is not to be cut. */
enum { RP_PAIRWISE_LEAF = 128, RP_PAIRWISE_LEAF_COMPLEX = 64 };

/* The length of the left part of n > RP_PAIRWISE_LEAF elements. */
static inline intptr_t rp_pairwise_split(intptr_t n)
{
    intptr_t half = n / 2;
    return half - half % 8;
}

/* The same of n > RP_PAIRWISE_LEAF_COMPLEX complex numbers; NumPy counts their parts. */
static inline intptr_t rp_pairwise_split_complex(intptr_t n) { return (n - n % 8) / 2; }

#endif

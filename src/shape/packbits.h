/* Truth values packed eight to a byte, along an axis. */
#ifndef RP_SHAPE_PACKBITS_H
#define RP_SHAPE_PACKBITS_H

#include "array/array.h"

/* Which bit of a byte is its first. */
typedef enum rp_bit_order { RP_BITS_BIG, RP_BITS_LITTLE } rp_bit_order;

/* Bytes of the truth of a's elements (bool or integers: else a TypeError); the last is filled up
 * with zeros. `out` is allocated. */
int rp_packbits(rp_array *out, const rp_array *a, int axis, rp_bit_order order);

/* The bits of uint8 elements (else a TypeError), each as an element. `count` says how many of the
 * axis (those past the end are 0), or if negative how many not; INTPTR_MAX: all. */
int rp_unpackbits(rp_array *out, const rp_array *a, int axis, intptr_t count, rp_bit_order order);

#endif

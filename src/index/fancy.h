/* Keys of every kind: integers, slices, '...', new axes, and arrays of integers or bools among
 * them, as NumPy reads them. */
#ifndef RP_INDEX_FANCY_H
#define RP_INDEX_FANCY_H

#include "array/array.h"

/* a[keys]. A key of RP_KEY_ARRAY is arrays[key.has], of an integer dtype or bool. Without arrays
 * `out` is a view of a; with one it is a copy in C order. IndexError for a position out of range,
 * an array of another dtype, bools of another shape than the axes they select from, arrays that do
 * not broadcast with one another, and too many keys. */
int rp_index_get(rp_array *out, const rp_array *a, int count, const rp_key *keys,
                 rp_array *const *arrays);

/* a[keys] = value, cast as `unsafe` allows and broadcast. Where a position is named twice the last
 * value stays. Errors as rp_index_get's; ValueError if the value does not broadcast, or a is
 * read-only. Nothing is written then. */
int rp_index_set(rp_array *a, int count, const rp_key *keys, rp_array *const *arrays,
                 const rp_array *value);

#endif

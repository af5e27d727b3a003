/* The true ones of a few elements moved together, and moved apart again: a permutation of the bytes
 * of a vector, looked up by the bits of the mask. (The known technique of "left packing".) */
#ifndef RP_INDEX_SQUEEZE_H
#define RP_INDEX_SQUEEZE_H

#include "simd/vec.h"

/* By 8 bits of a mask, a byte each: the positions of the true elements, then zeros; and how many
 * are true before each element. */
extern const uint64_t rp_squeeze_order[256];
extern const uint64_t rp_spread_order[256];
/* The same as an order of bytes, for elements of 4 and of 8 bytes. */
extern const uint32_t rp_squeeze_words[16][4];
extern const uint32_t rp_spread_words[16][4];
extern const uint64_t rp_squeeze_longs[4][2];
extern const uint64_t rp_spread_longs[4][2];

/* How many elements of this size one vector squeezes or spreads at once. */
#define RP_SQUEEZE_LANES(size) ((size) == 1 ? 8 : RP_VEC_SIZE / (size))

RP_INLINE rp_vec rp_squeeze_bytes(const uint64_t *order, uint32_t bits)
{
    return wasm_v128_load64_zero(&order[bits]);
}

/* Elements of 2 bytes: 256 orders of 16 bytes each are better computed. */
RP_INLINE rp_vec rp_squeeze_pairs(const uint64_t *order, uint32_t bits)
{
    rp_vec at = wasm_u16x8_extend_low_u8x16(rp_squeeze_bytes(order, bits));
    at = wasm_i16x8_shl(at, 1);
    return wasm_i16x8_add(rp_vec_or(at, wasm_i16x8_shl(at, 8)), wasm_i16x8_splat(0x0100));
}

/* v's true elements first. `size` is a constant 1, 2, 4, 8 or 16, bits are those of
 * RP_SQUEEZE_LANES(size) elements. */
RP_INLINE rp_vec rp_squeeze(rp_vec v, uint32_t bits, int size)
{
    switch (size) {
    case 1: return wasm_i8x16_swizzle(v, rp_squeeze_bytes(rp_squeeze_order, bits));
    case 2: return wasm_i8x16_swizzle(v, rp_squeeze_pairs(rp_squeeze_order, bits));
    case 4: return wasm_i8x16_swizzle(v, rp_vec_load(rp_squeeze_words[bits]));
    case 8: return wasm_i8x16_swizzle(v, rp_vec_load(rp_squeeze_longs[bits]));
    }
    return v;
}

/* The first elements of v at the places of the true ones; anything at the others. */
RP_INLINE rp_vec rp_spread(rp_vec v, uint32_t bits, int size)
{
    switch (size) {
    case 1: return wasm_i8x16_swizzle(v, rp_squeeze_bytes(rp_spread_order, bits));
    case 2: return wasm_i8x16_swizzle(v, rp_squeeze_pairs(rp_spread_order, bits));
    case 4: return wasm_i8x16_swizzle(v, rp_vec_load(rp_spread_words[bits]));
    case 8: return wasm_i8x16_swizzle(v, rp_vec_load(rp_spread_longs[bits]));
    }
    return v;
}

/* 16 lanes of a byte widened to `size` vectors of lanes of that size. */
RP_INLINE void rp_widen_lanes(rp_vec lanes, rp_vec *wide, int size)
{
    wide[0] = lanes;
    RP_UNROLLED for (int have = 1; have < size; have *= 2)
        RP_UNROLLED for (int i = have - 1; i >= 0; i--)
    {
        rp_vec v = wide[i];
        wide[2 * i] = have == 1   ? wasm_i16x8_extend_low_i8x16(v)
                      : have == 2 ? wasm_i32x4_extend_low_i16x8(v)
                      : have == 4 ? wasm_i64x2_extend_low_i32x4(v)
                                  : wasm_i64x2_shuffle(v, v, 0, 0);
        wide[2 * i + 1] = have == 1   ? wasm_i16x8_extend_high_i8x16(v)
                          : have == 2 ? wasm_i32x4_extend_high_i16x8(v)
                          : have == 4 ? wasm_i64x2_extend_high_i32x4(v)
                                      : wasm_i64x2_shuffle(v, v, 1, 1);
    }
}

#endif

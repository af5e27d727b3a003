/* Vectors of floating-point numbers, for the bodies of elementary functions: arithmetic, the bits
 * of a number, and sums and products without rounding error. An operation is named by the dtype of
 * its lanes: float64 goes with int64 of the same width, float32 with int32. */
#ifndef RP_SIMD_VEC_FLOAT_H
#define RP_SIMD_VEC_FLOAT_H

#include "simd/vec.h"

#define RP_VEC_ARITHMETIC(name, lanes)                                                             \
    RP_INLINE rp_vec rp_vec_subtract_##name(rp_vec a, rp_vec b)                                    \
    {                                                                                              \
        return wasm_##lanes##_sub(a, b);                                                           \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_multiply_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_mul(a, b); }
RP_VEC_ARITHMETIC(float32, f32x4)
RP_VEC_ARITHMETIC(float64, f64x2)
RP_VEC_ARITHMETIC(int32, i32x4)
RP_VEC_ARITHMETIC(int64, i64x2)
#undef RP_VEC_ARITHMETIC
RP_INLINE rp_vec rp_vec_add_int32(rp_vec a, rp_vec b) { return wasm_i32x4_add(a, b); }
RP_INLINE rp_vec rp_vec_add_int64(rp_vec a, rp_vec b) { return wasm_i64x2_add(a, b); }
RP_INLINE rp_vec rp_vec_divide_float32(rp_vec a, rp_vec b) { return wasm_f32x4_div(a, b); }
RP_INLINE rp_vec rp_vec_divide_float64(rp_vec a, rp_vec b) { return wasm_f64x2_div(a, b); }
RP_INLINE rp_vec rp_vec_negative_float32(rp_vec a) { return wasm_f32x4_neg(a); }
RP_INLINE rp_vec rp_vec_negative_float64(rp_vec a) { return wasm_f64x2_neg(a); }
RP_INLINE rp_vec rp_vec_splat_int32(int32_t x) { return wasm_i32x4_splat(x); }
RP_INLINE rp_vec rp_vec_splat_int64(int64_t x) { return wasm_i64x2_splat(x); }

/* Whole lanes by a number of bits that is the same for all. */
RP_INLINE rp_vec rp_vec_shift_left_int32(rp_vec a, int bits) { return wasm_i32x4_shl(a, bits); }
RP_INLINE rp_vec rp_vec_shift_left_int64(rp_vec a, int bits) { return wasm_i64x2_shl(a, bits); }
RP_INLINE rp_vec rp_vec_shift_right_int32(rp_vec a, int bits) { return wasm_i32x4_shr(a, bits); }
RP_INLINE rp_vec rp_vec_shift_right_int64(rp_vec a, int bits) { return wasm_i64x2_shr(a, bits); }
RP_INLINE rp_vec rp_vec_shift_right_uint32(rp_vec a, int bits) { return wasm_u32x4_shr(a, bits); }
RP_INLINE rp_vec rp_vec_shift_right_uint64(rp_vec a, int bits) { return wasm_u64x2_shr(a, bits); }

/* Whether masks of 64-bit lanes are all ones; fewer instructions than for any lanes. */
RP_INLINE bool rp_vec_all_int64(rp_vec masks) { return wasm_i64x2_bitmask(masks) == 3; }
RP_INLINE bool rp_vec_all_int32(rp_vec masks) { return wasm_i32x4_bitmask(masks) == 15; }

/* One lane, for what a vector has no instruction for: scalar fallbacks and tables. */
#define rp_vec_lane_float32(a, i) wasm_f32x4_extract_lane(a, i)
#define rp_vec_lane_float64(a, i) wasm_f64x2_extract_lane(a, i)
#define rp_vec_lane_int32(a, i) wasm_i32x4_extract_lane(a, i)
#define rp_vec_lane_int64(a, i) wasm_i64x2_extract_lane(a, i)

/* The elements of a table at two places (int64 lanes). */
RP_INLINE rp_vec rp_vec_lookup_float64(const double *table, rp_vec at)
{
    return wasm_f64x2_make(table[wasm_i32x4_extract_lane(at, 0)],
                           table[wasm_i32x4_extract_lane(at, 2)]);
}

/* Four float32 as two pairs of float64 and back: float functions computed in double are right to
 * half a unit but for the rarest cases. */
RP_INLINE rp_vec rp_vec_low_float64(rp_vec a) { return wasm_f64x2_promote_low_f32x4(a); }
RP_INLINE rp_vec rp_vec_high_float64(rp_vec a)
{
    return wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(a, a, 1, 1));
}
RP_INLINE rp_vec rp_vec_join_float32(rp_vec low, rp_vec high)
{
    return wasm_i64x2_shuffle(wasm_f32x4_demote_f64x2_zero(low), wasm_f32x4_demote_f64x2_zero(high),
                              0, 2);
}

/* The nearest whole number (ties to even) of |a| < 2^51 (2^22), as a float and as an integer lane:
 * adding 1.5 * 2^52 (2^23) leaves it in the low bits. */
#define RP_VEC_ROUND(name, type, ints, magic)                                                      \
    RP_INLINE rp_vec rp_vec_round_##name(rp_vec a, rp_vec *whole)                                  \
    {                                                                                              \
        static const type constant = magic;                                                        \
        rp_vec big = rp_vec_constant_##name(&constant);                                            \
        rp_vec moved = rp_vec_add_##name(a, big);                                                  \
        *whole = rp_vec_subtract_##ints(moved, big);                                               \
        return rp_vec_subtract_##name(moved, big);                                                 \
    }
RP_VEC_ROUND(float32, float, int32, 0x1.8p23f)
RP_VEC_ROUND(float64, double, int64, 0x1.8p52)
#undef RP_VEC_ROUND

/* An unevaluated sum, hi the sum rounded: some twice the precision (Dekker 1971). */
typedef struct rp_vec_pair {
    rp_vec hi, lo;
} rp_vec_pair;

/* two_sum (Knuth): exact for all a, b. fast_two_sum (Dekker): |a| >= |b| or a == 0. two_product
 * (Veltkamp and Dekker, as there is no fused multiply-add): no overflow of a * (2^27 + 1). */
#define RP_VEC_EXACT(name, type, splitter)                                                         \
    RP_INLINE rp_vec_pair rp_vec_fast_two_sum_##name(rp_vec a, rp_vec b)                           \
    {                                                                                              \
        rp_vec sum = rp_vec_add_##name(a, b);                                                      \
        return (rp_vec_pair){sum, rp_vec_subtract_##name(b, rp_vec_subtract_##name(sum, a))};      \
    }                                                                                              \
    RP_INLINE rp_vec_pair rp_vec_two_sum_##name(rp_vec a, rp_vec b)                                \
    {                                                                                              \
        rp_vec sum = rp_vec_add_##name(a, b), b_part = rp_vec_subtract_##name(sum, a);             \
        rp_vec a_part = rp_vec_subtract_##name(sum, b_part);                                       \
        return (rp_vec_pair){sum, rp_vec_add_##name(rp_vec_subtract_##name(a, a_part),             \
                                                    rp_vec_subtract_##name(b, b_part))};           \
    }                                                                                              \
    RP_INLINE rp_vec_pair rp_vec_split_##name(rp_vec a)                                            \
    {                                                                                              \
        static const type constant = splitter;                                                     \
        rp_vec by = rp_vec_constant_##name(&constant);                                             \
        rp_vec big = rp_vec_multiply_##name(a, by);                                                \
        rp_vec hi = rp_vec_subtract_##name(big, rp_vec_subtract_##name(big, a));                   \
        return (rp_vec_pair){hi, rp_vec_subtract_##name(a, hi)};                                   \
    }                                                                                              \
    RP_INLINE rp_vec_pair rp_vec_two_product_##name(rp_vec a, rp_vec b)                            \
    {                                                                                              \
        rp_vec product = rp_vec_multiply_##name(a, b);                                             \
        rp_vec_pair x = rp_vec_split_##name(a), y = rp_vec_split_##name(b);                        \
        rp_vec error = rp_vec_subtract_##name(rp_vec_multiply_##name(x.hi, y.hi), product);        \
        error = rp_vec_add_##name(error, rp_vec_multiply_##name(x.hi, y.lo));                      \
        error = rp_vec_add_##name(error, rp_vec_multiply_##name(x.lo, y.hi));                      \
        return (rp_vec_pair){product,                                                              \
                             rp_vec_add_##name(error, rp_vec_multiply_##name(x.lo, y.lo))};        \
    }
RP_VEC_EXACT(float32, float, 4097.0f)
RP_VEC_EXACT(float64, double, 134217729.0)
#undef RP_VEC_EXACT

#endif

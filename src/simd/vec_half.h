/* float16 to float32 and back, eight at a time: base/half.h in vectors, to the same bits. */
#ifndef RP_SIMD_VEC_HALF_H
#define RP_SIMD_VEC_HALF_H

#include "simd/vec.h"

/* The first and the last four of eight as float32, 2^112 times too small; infinity and NaN come out
 * as finite numbers. */
RP_INLINE rp_vec rp_vec_half_placed(rp_vec upper)
{
    static const int32_t placed = (int32_t)0x8fffffffu;
    return rp_vec_and(wasm_i32x4_shr(upper, 3), rp_vec_constant_int32(&placed));
}
RP_INLINE rp_vec rp_vec_half_scaled_low(rp_vec v)
{
    return rp_vec_half_placed(wasm_i16x8_shuffle(rp_vec_zero(), v, 0, 8, 1, 9, 2, 10, 3, 11));
}
RP_INLINE rp_vec rp_vec_half_scaled_high(rp_vec v)
{
    return rp_vec_half_placed(wasm_i16x8_shuffle(rp_vec_zero(), v, 4, 12, 5, 13, 6, 14, 7, 15));
}

RP_INLINE rp_vec rp_vec_half_number(rp_vec scaled)
{
    static const int32_t top_bits = 0x0f800000;
    static const float scale = 0x1p112f;
    rp_vec top = rp_vec_constant_int32(&top_bits);
    rp_vec special = wasm_i32x4_eq(rp_vec_and(scaled, top), top);
    rp_vec number = wasm_f32x4_mul(scaled, rp_vec_constant_float32(&scale));
    return rp_vec_or(number, rp_vec_and(special, wasm_i32x4_splat(0x7f800000)));
}
RP_INLINE rp_vec rp_vec_half_low(rp_vec v) { return rp_vec_half_number(rp_vec_half_scaled_low(v)); }
RP_INLINE rp_vec rp_vec_half_high(rp_vec v)
{
    return rp_vec_half_number(rp_vec_half_scaled_high(v));
}

/* Magnitudes of four numbers as those of halves; NaN as anything. */
RP_INLINE rp_vec rp_vec_half_magnitude(rp_vec magnitude)
{
    rp_vec odd = rp_vec_and(wasm_u32x4_shr(magnitude, 13), wasm_i32x4_splat(1));
    rp_vec up = wasm_i32x4_add(wasm_i32x4_splat(0xfff - 0x38000000), odd);
    rp_vec normal = wasm_u32x4_shr(wasm_i32x4_add(magnitude, up), 13);
    rp_vec aligned = wasm_f32x4_add(magnitude, wasm_f32x4_splat(0.5f));
    rp_vec subnormal = wasm_i32x4_sub(aligned, wasm_f32x4_splat(0.5f));
    rp_vec small = wasm_i32x4_lt(magnitude, wasm_i32x4_splat(0x38800000));
    rp_vec half = rp_vec_select(subnormal, normal, small);
    return wasm_i32x4_min(half, wasm_i32x4_splat(0x7c00)); /* overflow is infinity */
}
RP_INLINE rp_vec rp_vec_half_nan(rp_vec magnitude)
{
    rp_vec payload = rp_vec_and(wasm_u32x4_shr(magnitude, 13), wasm_i32x4_splat(0x3ff));
    payload = wasm_i32x4_max(payload, wasm_i32x4_splat(1));
    return rp_vec_or(payload, wasm_i32x4_splat(0x7c00));
}

/* Rounds twice four numbers to eight halves. */
RP_INLINE rp_vec rp_vec_half_of(rp_vec low, rp_vec high)
{
    rp_vec a = wasm_f32x4_abs(low), b = wasm_f32x4_abs(high);
    rp_vec x = rp_vec_half_magnitude(a), y = rp_vec_half_magnitude(b);
    rp_vec nan_a = wasm_f32x4_ne(a, a), nan_b = wasm_f32x4_ne(b, b);
    if (rp_vec_any(rp_vec_or(nan_a, nan_b))) {
        x = rp_vec_select(rp_vec_half_nan(a), x, nan_a);
        y = rp_vec_select(rp_vec_half_nan(b), y, nan_b);
    }
    rp_vec signs = wasm_i16x8_shuffle(low, high, 1, 3, 5, 7, 9, 11, 13, 15);
    signs = rp_vec_and(signs, wasm_i16x8_splat((int16_t)0x8000));
    return rp_vec_or(wasm_u16x8_narrow_i32x4(x, y), signs);
}

#endif

/* A small vector vocabulary: 16 bytes, whose lanes the operation names by dtype. WebAssembly's own
 * instructions, natively the same ones by way of SIMDe. */
#ifndef RP_SIMD_VEC_H
#define RP_SIMD_VEC_H

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#else
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>
#endif

#include <stdbool.h>
#include <stdint.h>

#define RP_INLINE static inline __attribute__((always_inline))

/* A loop with a constant number of turns over vectors in an array, which then are in registers.
 * (Loops with few turns of few instructions need not say so; native compilers take minutes.) */
#if defined(__wasm__)
#define RP_UNROLLED _Pragma("clang loop unroll(full)")
#else
#define RP_UNROLLED
#endif

typedef v128_t rp_vec;
typedef rp_vec (*rp_vec_op1)(rp_vec);
typedef rp_vec (*rp_vec_op2)(rp_vec, rp_vec);

enum { RP_VEC_SIZE = 16 };

RP_INLINE rp_vec rp_vec_load(const void *p) { return wasm_v128_load(p); }
RP_INLINE void rp_vec_store(void *p, rp_vec v) { wasm_v128_store(p, v); }
RP_INLINE rp_vec rp_vec_zero(void) { return wasm_i64x2_splat(0); }
RP_INLINE rp_vec rp_vec_ones(void) { return wasm_i64x2_splat(-1); }

RP_INLINE rp_vec rp_vec_and(rp_vec a, rp_vec b) { return wasm_v128_and(a, b); }
RP_INLINE rp_vec rp_vec_or(rp_vec a, rp_vec b) { return wasm_v128_or(a, b); }
RP_INLINE rp_vec rp_vec_xor(rp_vec a, rp_vec b) { return wasm_v128_xor(a, b); }
RP_INLINE rp_vec rp_vec_andnot(rp_vec a, rp_vec b) { return wasm_v128_andnot(a, b); }
RP_INLINE rp_vec rp_vec_not(rp_vec a) { return wasm_v128_not(a); }
RP_INLINE rp_vec rp_vec_select(rp_vec a, rp_vec b, rp_vec mask)
{
    return wasm_v128_bitselect(a, b, mask);
}
RP_INLINE bool rp_vec_any(rp_vec a) { return wasm_v128_any_true(a); }
RP_INLINE bool rp_vec_all(rp_vec masks) { return wasm_i8x16_all_true(masks); }

/* Arithmetic. */
RP_INLINE rp_vec rp_vec_splat_float32(float x) { return wasm_f32x4_splat(x); }
RP_INLINE rp_vec rp_vec_splat_float64(double x) { return wasm_f64x2_splat(x); }
RP_INLINE rp_vec rp_vec_add_float32(rp_vec a, rp_vec b) { return wasm_f32x4_add(a, b); }
RP_INLINE rp_vec rp_vec_add_float64(rp_vec a, rp_vec b) { return wasm_f64x2_add(a, b); }

/* Constants are better loaded: V8 makes a vector constant anew at each use, with several
 * instructions. The compiler must not see that it is one, nor that those of a table lie side by
 * side: an address that is a number by itself costs V8 nothing. */
#define RP_VEC_CONSTANT(name, type, bits)                                                          \
    RP_INLINE rp_vec rp_vec_constant_##name(const type *x)                                         \
    {                                                                                              \
        __asm__("" : "+r"(x));                                                                     \
        return wasm_v128_load##bits##_splat(x);                                                    \
    }
RP_VEC_CONSTANT(uint8, uint8_t, 8)
RP_VEC_CONSTANT(int32, int32_t, 32)
RP_VEC_CONSTANT(float32, float, 32)
RP_VEC_CONSTANT(float64, double, 64)
RP_VEC_CONSTANT(int64, int64_t, 64)
#undef RP_VEC_CONSTANT
RP_INLINE rp_vec rp_vec_constant_lanes(const void *x)
{
    __asm__("" : "+r"(x));
    return wasm_v128_load(x);
}

/* 1 in each byte. */
RP_INLINE rp_vec rp_vec_bytes_of_1(void)
{
    static const uint8_t one = 1;
    return rp_vec_constant_uint8(&one);
}

#define RP_VEC_SIGNS(name, type)                                                                   \
    RP_INLINE rp_vec rp_vec_sign_bits_##name(void)                                                 \
    {                                                                                              \
        static const type minus_zero = -(type)0;                                                   \
        return rp_vec_constant_##name(&minus_zero);                                                \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_without_sign_##name(rp_vec a)                                          \
    {                                                                                              \
        return rp_vec_andnot(a, rp_vec_sign_bits_##name());                                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_other_sign_##name(rp_vec a)                                            \
    {                                                                                              \
        return rp_vec_xor(a, rp_vec_sign_bits_##name());                                           \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_copysign_##name(rp_vec a, rp_vec b)                                    \
    {                                                                                              \
        return rp_vec_select(b, a, rp_vec_sign_bits_##name());                                     \
    }
RP_VEC_SIGNS(float32, float)
RP_VEC_SIGNS(float64, double)
#undef RP_VEC_SIGNS

/* Comparisons: lanes all ones where true. */
#define RP_VEC_COMPARE(name, lanes)                                                                \
    RP_INLINE rp_vec rp_vec_equal_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_eq(a, b); }   \
    RP_INLINE rp_vec rp_vec_not_equal_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_ne(a, b); }
#define RP_VEC_ORDER(name, lanes)                                                                  \
    RP_INLINE rp_vec rp_vec_less_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_lt(a, b); }    \
    RP_INLINE rp_vec rp_vec_less_equal_##name(rp_vec a, rp_vec b)                                  \
    {                                                                                              \
        return wasm_##lanes##_le(a, b);                                                            \
    }
RP_VEC_COMPARE(uint8, i8x16)
RP_VEC_COMPARE(uint16, i16x8)
RP_VEC_COMPARE(uint32, i32x4)
RP_VEC_COMPARE(uint64, i64x2)
RP_VEC_COMPARE(float32, f32x4)
RP_VEC_COMPARE(float64, f64x2)
RP_VEC_ORDER(int8, i8x16)
RP_VEC_ORDER(uint8, u8x16)
RP_VEC_ORDER(int16, i16x8)
RP_VEC_ORDER(uint16, u16x8)
RP_VEC_ORDER(int32, i32x4)
RP_VEC_ORDER(uint32, u32x4)
RP_VEC_ORDER(int64, i64x2)
RP_VEC_ORDER(float32, f32x4)
RP_VEC_ORDER(float64, f64x2)
#undef RP_VEC_COMPARE
#undef RP_VEC_ORDER

/* There is no unsigned order of 64-bit lanes: move both into the signed range. */
RP_INLINE rp_vec rp_vec_flip_uint64(rp_vec a)
{
    return wasm_v128_xor(a, wasm_i64x2_splat(INT64_MIN));
}
RP_INLINE rp_vec rp_vec_less_uint64(rp_vec a, rp_vec b)
{
    return wasm_i64x2_lt(rp_vec_flip_uint64(a), rp_vec_flip_uint64(b));
}
RP_INLINE rp_vec rp_vec_less_equal_uint64(rp_vec a, rp_vec b)
{
    return wasm_v128_not(rp_vec_less_uint64(b, a));
}

/* Larger and smaller as NumPy has them: the second operand on ties (so for signed zeros), and NaN
 * if either is NaN. pmax and pmin are one instruction of x86, where max and min are seven or eight.
 */
#define RP_VEC_EXTREMES(name, lanes)                                                               \
    RP_INLINE rp_vec rp_vec_pmax_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_pmax(b, a); }  \
    RP_INLINE rp_vec rp_vec_pmin_##name(rp_vec a, rp_vec b) { return wasm_##lanes##_pmin(b, a); }  \
    RP_INLINE rp_vec rp_vec_isnan_##name(rp_vec a) { return wasm_##lanes##_ne(a, a); }             \
    RP_INLINE rp_vec rp_vec_maximum_##name(rp_vec a, rp_vec b)                                     \
    {                                                                                              \
        return rp_vec_or(rp_vec_pmax_##name(a, b), rp_vec_isnan_##name(a));                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_minimum_##name(rp_vec a, rp_vec b)                                     \
    {                                                                                              \
        return rp_vec_or(rp_vec_pmin_##name(a, b), rp_vec_isnan_##name(a));                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_fmax_##name(rp_vec a, rp_vec b)                                        \
    {                                                                                              \
        return rp_vec_select(a, rp_vec_pmax_##name(a, b), rp_vec_isnan_##name(b));                 \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_fmin_##name(rp_vec a, rp_vec b)                                        \
    {                                                                                              \
        return rp_vec_select(a, rp_vec_pmin_##name(a, b), rp_vec_isnan_##name(b));                 \
    }
RP_VEC_EXTREMES(float32, f32x4)
RP_VEC_EXTREMES(float64, f64x2)
#undef RP_VEC_EXTREMES

/* Rounding to whole numbers. It never changes the sign, not of a zero either, but SIMDe forgets. */
#if defined(__wasm_simd128__)
#define RP_VEC_KEEP_SIGN(lanes, a, rounded) (rounded)
#else
#define RP_VEC_KEEP_SIGN(lanes, a, rounded)                                                        \
    rp_vec_or(rounded, rp_vec_and(a, wasm_##lanes##_splat(-0.0)))
#endif
#define RP_VEC_ROUNDING(name, lanes)                                                               \
    RP_INLINE rp_vec rp_vec_floor_##name(rp_vec a)                                                 \
    {                                                                                              \
        return RP_VEC_KEEP_SIGN(lanes, a, wasm_##lanes##_floor(a));                                \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_ceil_##name(rp_vec a)                                                  \
    {                                                                                              \
        return RP_VEC_KEEP_SIGN(lanes, a, wasm_##lanes##_ceil(a));                                 \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_trunc_##name(rp_vec a)                                                 \
    {                                                                                              \
        return RP_VEC_KEEP_SIGN(lanes, a, wasm_##lanes##_trunc(a));                                \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_rint_##name(rp_vec a)                                                  \
    {                                                                                              \
        return RP_VEC_KEEP_SIGN(lanes, a, wasm_##lanes##_nearest(a));                              \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_sqrt_##name(rp_vec a) { return wasm_##lanes##_sqrt(a); }               \
    RP_INLINE rp_vec rp_vec_absolute_##name(rp_vec a) { return wasm_##lanes##_abs(a); }
RP_VEC_ROUNDING(float32, f32x4)
RP_VEC_ROUNDING(float64, f64x2)
#undef RP_VEC_ROUNDING

/* There is no product of 8-bit lanes: take the even and the odd ones as 16-bit lanes. */
RP_INLINE rp_vec rp_vec_multiply_uint8(rp_vec a, rp_vec b)
{
    rp_vec even = rp_vec_and(wasm_i16x8_mul(a, b), wasm_i16x8_splat(0xff));
    rp_vec odd = wasm_i16x8_mul(wasm_u16x8_shr(a, 8), wasm_u16x8_shr(b, 8));
    return rp_vec_or(even, wasm_i16x8_shl(odd, 8));
}
RP_INLINE rp_vec rp_vec_square_uint8(rp_vec a) { return rp_vec_multiply_uint8(a, a); }

/* Nor a larger one of 64-bit lanes. */
RP_INLINE rp_vec rp_vec_maximum_int64(rp_vec a, rp_vec b)
{
    return rp_vec_select(b, a, rp_vec_less_int64(a, b));
}
RP_INLINE rp_vec rp_vec_minimum_int64(rp_vec a, rp_vec b)
{
    return rp_vec_select(a, b, rp_vec_less_int64(a, b));
}
RP_INLINE rp_vec rp_vec_maximum_uint64(rp_vec a, rp_vec b)
{
    return rp_vec_select(b, a, rp_vec_less_uint64(a, b));
}
RP_INLINE rp_vec rp_vec_minimum_uint64(rp_vec a, rp_vec b)
{
    return rp_vec_select(a, b, rp_vec_less_uint64(a, b));
}

/* Complex numbers, real and imaginary part side by side; re * re - im * im is taken as the sum with
 * the negated product, which has the same bits. */
RP_INLINE rp_vec rp_vec_swap_complex64(rp_vec a) { return wasm_i32x4_shuffle(a, a, 1, 0, 3, 2); }
RP_INLINE rp_vec rp_vec_swap_complex128(rp_vec a) { return wasm_i64x2_shuffle(a, a, 1, 0); }
RP_INLINE rp_vec rp_vec_sign_of_real_complex64(void)
{
    static const float signs[] = {-0.0f, 0, -0.0f, 0};
    return rp_vec_constant_lanes(signs);
}
RP_INLINE rp_vec rp_vec_sign_of_real_complex128(void)
{
    static const double signs[] = {-0.0, 0};
    return rp_vec_constant_lanes(signs);
}
RP_INLINE rp_vec rp_vec_multiply_complex64(rp_vec a, rp_vec b)
{
    rp_vec re = wasm_i32x4_shuffle(b, b, 0, 0, 2, 2), im = wasm_i32x4_shuffle(b, b, 1, 1, 3, 3);
    rp_vec crossed = wasm_f32x4_mul(rp_vec_swap_complex64(a), im);
    crossed = rp_vec_xor(crossed, rp_vec_sign_of_real_complex64());
    return wasm_f32x4_add(wasm_f32x4_mul(a, re), crossed);
}
RP_INLINE rp_vec rp_vec_multiply_complex128(rp_vec a, rp_vec b)
{
    rp_vec re = wasm_i64x2_shuffle(b, b, 0, 0), im = wasm_i64x2_shuffle(b, b, 1, 1);
    rp_vec crossed = wasm_f64x2_mul(rp_vec_swap_complex128(a), im);
    crossed = rp_vec_xor(crossed, rp_vec_sign_of_real_complex128());
    return wasm_f64x2_add(wasm_f64x2_mul(a, re), crossed);
}
RP_INLINE rp_vec rp_vec_square_complex64(rp_vec a) { return rp_vec_multiply_complex64(a, a); }
RP_INLINE rp_vec rp_vec_square_complex128(rp_vec a) { return rp_vec_multiply_complex128(a, a); }
RP_INLINE rp_vec rp_vec_conjugate_complex64(rp_vec a)
{
    return rp_vec_xor(a, rp_vec_swap_complex64(rp_vec_sign_of_real_complex64()));
}
RP_INLINE rp_vec rp_vec_conjugate_complex128(rp_vec a)
{
    return rp_vec_xor(a, rp_vec_swap_complex128(rp_vec_sign_of_real_complex128()));
}
#define RP_VEC_COMPLEX(name, part)                                                                 \
    RP_INLINE rp_vec rp_vec_equal_##name(rp_vec a, rp_vec b)                                       \
    {                                                                                              \
        rp_vec parts = rp_vec_equal_##part(a, b);                                                  \
        return rp_vec_and(parts, rp_vec_swap_##name(parts));                                       \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_not_equal_##name(rp_vec a, rp_vec b)                                   \
    {                                                                                              \
        rp_vec parts = rp_vec_not_equal_##part(a, b);                                              \
        return rp_vec_or(parts, rp_vec_swap_##name(parts));                                        \
    }                                                                                              \
    RP_INLINE rp_vec rp_vec_isnan_##name(rp_vec a) { return rp_vec_not_equal_##name(a, a); }
RP_VEC_COMPLEX(complex64, float32)
RP_VEC_COMPLEX(complex128, float64)
#undef RP_VEC_COMPLEX

/* Packs the masks of 16 elements, spread over `size` vectors, into 16 bytes. Lanes of a mask are
 * all ones or all zeros, so that signed saturation keeps them, and lanes wider than 32 bits are
 * pairs. */
RP_INLINE rp_vec rp_vec_pack_masks(rp_vec *masks, int size)
{
    for (; size > 2; size /= 2)
        for (int i = 0; i < size / 2; i++)
            masks[i] = wasm_i16x8_narrow_i32x4(masks[2 * i], masks[2 * i + 1]);
    return size == 2 ? wasm_i8x16_narrow_i16x8(masks[0], masks[1]) : masks[0];
}

#endif

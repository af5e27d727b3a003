/* Cube roots, and square roots of sums of squares. */
#include "ufunc/loops/pair_math.h"
#include <math.h>

/* --- cbrt --- */

/* The cube root from 1 to 8, to half a percent: least squares, reweighted until the largest
 * relative error was least. Halley's iteration then triples the digits each time. */
static const double root_guess[] = {0.6816823703965644, 0.36452753017903095, -0.04330935987012288,
                                    0.002313117817136935};

/* t (t^3 + 2 x) / (2 t^3 + x) */
RP_INLINE rp_vec halley(rp_vec t, rp_vec x)
{
    rp_vec cube = MUL(MUL(t, t), t);
    return DIV(MUL(t, ADD(cube, ADD(x, x))), ADD(ADD(cube, cube), x));
}

/* x = m 8^turns, 1 <= m < 8, of a normal number; 2^turns is `scale`. */
RP_INLINE rp_vec take_cubes_out(rp_vec x, rp_vec *scale)
{
    rp_vec exponent =
        rp_vec_subtract_int64(rp_vec_shift_right_uint64(x, 52), rp_vec_splat_int64(1023));
    rp_vec third = MUL(ADD(rp_vec_float64_of_small_int64(exponent), SPLAT(0.5)), SPLAT(1. / 3));
    rp_vec turns;
    rp_vec_round_float64(rp_vec_floor_float64(third), &turns);
    *scale = rp_vec_power_of_two(turns);
    rp_vec triple = rp_vec_add_int64(turns, rp_vec_shift_left_int64(turns, 1));
    return rp_vec_subtract_int64(x, rp_vec_shift_left_int64(triple, 52));
}

/* The last iteration, on a guess so short that its square is exact, with the rest to be divided. */
RP_INLINE rp_vec rp_vec_cbrt_float64(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x), scale;
    rp_vec subnormal = LESS(size, SPLAT(0x1p-1022));
    size = rp_vec_select(MUL(size, SPLAT(0x1p54)), size, subnormal);
    rp_vec m = take_cubes_out(size, &scale);
    rp_vec t = halley(rp_vec_polynomial(m, root_guess, RP_COUNT_OF(root_guess)), m);
    t = rp_vec_and(t, rp_vec_splat_int64(-(INT64_C(1) << 27)));
    rp_vec_pair cube = rp_vec_two_product_float64(MUL(t, t), t);
    rp_vec rest = SUB(SUB(m, cube.hi), cube.lo);
    rp_vec root = ADD(t, DIV(MUL(t, rest), ADD(ADD(cube.hi, cube.hi), m)));
    root = MUL(root, MUL(scale, rp_vec_select(SPLAT(0x1p-18), SPLAT(1), subnormal)));
    rp_vec usual = rp_vec_and(LESS(rp_vec_zero(), size), LESS(size, SPLAT(INFINITY)));
    return rp_vec_copysign_float64(rp_vec_select(root, x, usual), x);
}

RP_INLINE rp_vec cbrt_single(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x), scale, m = take_cubes_out(size, &scale);
    rp_vec root = halley(halley(rp_vec_polynomial(m, root_guess, RP_COUNT_OF(root_guess)), m), m);
    rp_vec usual = rp_vec_and(LESS(rp_vec_zero(), size), LESS(size, SPLAT(INFINITY)));
    return rp_vec_copysign_float64(rp_vec_select(MUL(root, scale), x, usual), x);
}
RP_INLINE rp_vec rp_vec_cbrt_float32(rp_vec x) { return rp_vec_in_float64(x, cbrt_single); }

/* --- hypot --- */

/* Infinity, if there is one, also beside NaN. */
RP_INLINE rp_vec infinite_first(rp_vec found, rp_vec a, rp_vec b)
{
    rp_vec infinity = SPLAT(INFINITY);
    rp_vec any = rp_vec_or(rp_vec_equal_float64(a, infinity), rp_vec_equal_float64(b, infinity));
    return rp_vec_select(infinity, found, any);
}

RP_INLINE rp_vec rp_vec_hypot_float64(rp_vec x, rp_vec y)
{
    rp_vec a = rp_vec_absolute_float64(x), b = rp_vec_absolute_float64(y);
    rp_vec larger = rp_vec_pmax_float64(a, b);
    rp_vec high = LESS(SPLAT(0x1p500), larger), low = LESS(larger, SPLAT(0x1p-400));
    rp_vec down = rp_vec_select(SPLAT(0x1p-600), SPLAT(1), high);
    rp_vec up = rp_vec_select(SPLAT(0x1p600), SPLAT(1), high);
    down = rp_vec_select(SPLAT(0x1p600), down, low);
    up = rp_vec_select(SPLAT(0x1p-600), up, low);
    rp_vec p = MUL(a, down), q = MUL(b, down);
    rp_vec_pair sum =
        rp_pair_add(rp_vec_two_product_float64(p, p), rp_vec_two_product_float64(q, q));
    rp_vec_pair root = rp_pair_sqrt(sum);
    return infinite_first(MUL(ADD(root.hi, root.lo), up), a, b);
}

RP_INLINE rp_vec hypot_single(rp_vec x, rp_vec y)
{
    rp_vec root = rp_vec_sqrt_float64(ADD(MUL(x, x), MUL(y, y)));
    return infinite_first(root, rp_vec_absolute_float64(x), rp_vec_absolute_float64(y));
}
RP_INLINE rp_vec rp_vec_hypot_float32(rp_vec x, rp_vec y)
{
    return rp_vec_join_float32(hypot_single(rp_vec_low_float64(x), rp_vec_low_float64(y)),
                               hypot_single(rp_vec_high_float64(x), rp_vec_high_float64(y)));
}

/* --- Tables --- */

RP_VECTOR_FUNCTION1(cbrt_float32, float)
RP_VECTOR_FUNCTION1(cbrt_float64, double)
RP_HALF1(cbrt)
RP_VECTOR_FUNCTION2(hypot_float32, float)
RP_VECTOR_FUNCTION2(hypot_float64, double)
RP_HALF2(hypot, NULL)

static const rp_loop cbrt_rows[] = {RP_ROW1(FLOAT16, FLOAT16, cbrt_float16_loop, 80) RP_ROW1(
    FLOAT32, FLOAT32, cbrt_float32_loop, 70) RP_ROW1(FLOAT64, FLOAT64, cbrt_float64_loop, 90)};
RP_TABLE(cbrt)
static const rp_loop hypot_rows[] = {RP_ROW2(FLOAT16, FLOAT16, hypot_float16_loop, 0, 70)
                                         RP_ROW2(FLOAT32, FLOAT32, hypot_float32_loop, 0, 30)
                                             RP_ROW2(FLOAT64, FLOAT64, hypot_float64_loop, 0, 80)};
RP_TABLE(hypot)

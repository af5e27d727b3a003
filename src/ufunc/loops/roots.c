/* Cube roots, and square roots of sums of squares. */
#include "ufunc/loops/pair_math.h"
#include "ufunc/loops/real_functions.h"
#include <math.h>

/* --- cbrt --- */

/* The inverse cube root of a normal number to 4 bits, from a third of its exponent and leading
 * digits (Kahan's trick, 1991): |1 - x y^3| < 0.1024. The integer lies in the low bits of a double.
 */
RP_INLINE rp_vec guess(rp_vec x)
{
    rp_vec top = rp_vec_or(rp_vec_shift_right_uint64(x, 32), SPLAT(0x1p52));
    rp_vec rest = SUB(SPLAT(0x1p52 + 0x1p52 / 3 + 1430186164), MUL(top, SPLAT(1. / 3)));
    return rp_vec_shift_left_int64(rest, 32);
}

/* (1 - r)^(-1/3), |r| < 0.1024, to 2^-28 and to 2^-19. */
static const double correction[] = {0x1.000000116a8ffp+0, 0x1.555556d114ab0p-2,
                                    0x1.c718ccc03ff1fp-3, 0x1.61f2b14964ab8p-3,
                                    0x1.2a96c9fae5500p-3, 0x1.0403cf74caf11p-3};
static const double correction_single[] = {0x1.ffffbcf312eb6p-1, 0x1.555382c49eaa6p-2,
                                           0x1.ca3a0c84813bcp-3, 0x1.660943fd8b64ep-3};

/* 1 - x y^3 */
RP_INLINE rp_vec residue(rp_vec x, rp_vec y) { return SUB(SPLAT(1), MUL(MUL(x, y), MUL(y, y))); }

/* x^(-1/3), the last step Newton's: no division. */
RP_INLINE rp_vec inverse_root(rp_vec x, const double *series, int count)
{
    rp_vec y = guess(x);
    y = MUL(y, rp_vec_polynomial(residue(x, y), series, count));
    return ADD(y, MUL(y, MUL(residue(x, y), SPLAT(1. / 3))));
}

/* The root so short that its square is exact, and what the rest of its cube asks for besides. */
RP_INLINE rp_vec rp_vec_cbrt_float64(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x), few = SPLAT_BITS(-(INT64_C(1) << 27));
    rp_vec small = LESS(size, SPLAT(0x1p-500));
    rp_vec m = rp_vec_select(MUL(size, SPLAT(0x1p600)), size, small);
    rp_vec y = inverse_root(m, correction, RP_COUNT_OF(correction));
    rp_vec t = rp_vec_and(MUL(MUL(m, y), y), few);
    rp_vec square = MUL(t, t), square_hi = rp_vec_and(square, few);
    rp_vec rest = SUB(SUB(m, MUL(square_hi, t)), MUL(SUB(square, square_hi), t));
    rp_vec step = MUL(rest, MUL(MUL(y, y), SPLAT(1. / 3)));
    rp_vec root = ADD(t, ADD(step, MUL(step, MUL(step, y))));
    root = MUL(root, rp_vec_select(SPLAT(0x1p-200), SPLAT(1), small));
    return rp_vec_with_sign_of(x, rp_vec_select(root, size, LESS(size, SPLAT(INFINITY))));
}

RP_INLINE rp_vec cbrt_single(rp_vec x)
{
    rp_vec size = rp_vec_absolute_float64(x);
    rp_vec y = inverse_root(size, correction_single, RP_COUNT_OF(correction_single));
    rp_vec root = MUL(MUL(size, y), y);
    return rp_vec_with_sign_of(x, rp_vec_select(root, size, LESS(size, SPLAT(INFINITY))));
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

/* Of a, b >= 0 whose squares are in range. */
RP_INLINE rp_vec root_of_squares(rp_vec a, rp_vec b)
{
    rp_vec_pair larger = rp_pair_square(rp_vec_pmax_float64(a, b));
    rp_vec_pair smaller = rp_pair_square(rp_vec_pmin_float64(a, b));
    rp_vec_pair sum = rp_vec_fast_two_sum_float64(larger.hi, smaller.hi);
    sum.lo = ADD(sum.lo, ADD(larger.lo, smaller.lo));
    sum = rp_pair_root(sum);
    return ADD(sum.hi, sum.lo);
}

RP_APART rp_vec any_hypot(rp_vec a, rp_vec b)
{
    rp_vec larger = rp_vec_pmax_float64(a, b), one = SPLAT(1), nan = ADD(a, b);
    rp_vec high = LESS(SPLAT(0x1p500), larger), low = LESS(larger, SPLAT(0x1p-400));
    rp_vec down = rp_vec_select(SPLAT(0x1p600), one, low),
           up = rp_vec_select(SPLAT(0x1p-600), one, low);
    down = rp_vec_select(SPLAT(0x1p-600), down, high);
    up = rp_vec_select(SPLAT(0x1p600), up, high);
    rp_vec root = MUL(root_of_squares(MUL(a, down), MUL(b, down)), up);
    root = rp_vec_select(larger, root, rp_vec_equal_float64(larger, rp_vec_zero()));
    return infinite_first(rp_vec_select(nan, root, rp_vec_isnan_float64(nan)), a, b);
}
RP_INLINE rp_vec rp_vec_hypot_float64(rp_vec x, rp_vec y)
{
    rp_vec a = rp_vec_absolute_float64(x), b = rp_vec_absolute_float64(y);
    rp_vec sum = ADD(a, b);
    rp_vec fit =
        rp_vec_and(rp_vec_less_equal_float64(SPLAT(0x1p-400), sum), LESS(sum, SPLAT(0x1p500)));
    return rp_vec_all_int64(fit) ? root_of_squares(a, b) : any_hypot(a, b);
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

RP_REAL_FUNCTION1(cbrt)
RP_REAL_FUNCTION2(hypot)
RP_REALS2(hypot)

static const rp_loop cbrt_rows[] = {RP_ROW1(FLOAT16, FLOAT16, cbrt_float16_loop, 45) RP_ROW1(
    FLOAT32, FLOAT32, cbrt_float32_loop, 32) RP_ROW1(FLOAT64, FLOAT64, cbrt_float64_loop, 88)};
RP_TABLE(cbrt)
static const rp_loop hypot_rows[] = {RP_ROW2(FLOAT16, FLOAT16, hypot_float16_loop, 0, 40)
                                         RP_ROW2(FLOAT32, FLOAT32, hypot_float32_loop, 0, 14)
                                             RP_ROW2(FLOAT64, FLOAT64, hypot_float64_loop, 0, 50)};
RP_TABLE(hypot)

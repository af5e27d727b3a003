/* The one list of ufuncs. The C registry, the TypeScript functions with their types and docs, the
 * oracle cases and the benchmarks are made from it; a new ufunc is a row here and a loop table
 * rp_loops_<name> in ufunc/loops/.
 *
 * UFUNC(name, nin, nout, IDENTITY, ulp, result, summary)
 *   ulp     the largest error of float32 and float64 in units of the last place, judged against
 * MPFR (test/c/test_accuracy.c); 0 is exact, correctly rounded, or to the bit NumPy's result  how
 * the TypeScript types derive the result's dtype: PROMOTE  that of the promoted operands     BOOL
 * bool SAME     that of the (one) operand         FLOAT  at least a floating dtype REAL     SAME,
 * complex becoming real       COUNT  uint8 FIRST    FLOAT of the first operand alone  EXPONENT
 * FLOAT, and int32 DOUBLE   float64, of complex complex128 Kept one row a line: the generator of
 * the TypeScript side reads it as text. */
#ifndef RP_UFUNC_LIST_H
#define RP_UFUNC_LIST_H

/* clang-format off */
#define RP_ALL_UFUNCS(UFUNC) \
    UFUNC(add, 2, 1, ZERO, 0, PROMOTE, "Add arguments element by element.") \
    UFUNC(subtract, 2, 1, NONE, 0, PROMOTE, "Subtract the second argument from the first.") \
    UFUNC(multiply, 2, 1, ONE, 0, PROMOTE, "Multiply arguments element by element.") \
    UFUNC(divide, 2, 1, NONE, 0, FLOAT, "Divide the first argument by the second, as real numbers.") \
    UFUNC(floor_divide, 2, 1, NONE, 0, PROMOTE, "The largest whole number not above the quotient.") \
    UFUNC(remainder, 2, 1, NONE, 0, PROMOTE, "Remainder with the sign of the divisor, fitting floor_divide.") \
    UFUNC(fmod, 2, 1, NONE, 0, PROMOTE, "Remainder with the sign of the dividend, as C's fmod.") \
    UFUNC(divmod, 2, 2, NONE, 0, PROMOTE, "Quotient of floor_divide and remainder at once.") \
    UFUNC(power, 2, 1, NONE, 1, PROMOTE, "First argument raised to the power of the second.") \
    UFUNC(negative, 1, 1, NONE, 0, SAME, "Numerical negative.") \
    UFUNC(positive, 1, 1, NONE, 0, SAME, "Numerical positive: a copy.") \
    UFUNC(absolute, 1, 1, NONE, 1, REAL, "Absolute value; of a complex number, its modulus.") \
    UFUNC(fabs, 1, 1, NONE, 0, FLOAT, "Absolute value as a floating-point number.") \
    UFUNC(sign, 1, 1, NONE, 0, SAME, "-1, 0 or 1 by sign; of a complex number, the number over its modulus.") \
    UFUNC(square, 1, 1, NONE, 0, SAME, "The argument times itself.") \
    UFUNC(reciprocal, 1, 1, NONE, 0, SAME, "One over the argument; whole numbers truncate.") \
    UFUNC(sqrt, 1, 1, NONE, 0, FLOAT, "Non-negative square root.") \
    UFUNC(conjugate, 1, 1, NONE, 0, SAME, "Complex conjugate.") \
    UFUNC(equal, 2, 1, NONE, 0, BOOL, "Whether x1 == x2.") \
    UFUNC(not_equal, 2, 1, NONE, 0, BOOL, "Whether x1 != x2.") \
    UFUNC(less, 2, 1, NONE, 0, BOOL, "Whether x1 < x2.") \
    UFUNC(less_equal, 2, 1, NONE, 0, BOOL, "Whether x1 <= x2.") \
    UFUNC(greater, 2, 1, NONE, 0, BOOL, "Whether x1 > x2.") \
    UFUNC(greater_equal, 2, 1, NONE, 0, BOOL, "Whether x1 >= x2.") \
    UFUNC(logical_and, 2, 1, ONE, 0, BOOL, "Whether both arguments are true.") \
    UFUNC(logical_or, 2, 1, ZERO, 0, BOOL, "Whether either argument is true.") \
    UFUNC(logical_xor, 2, 1, ZERO, 0, BOOL, "Whether exactly one argument is true.") \
    UFUNC(logical_not, 1, 1, NONE, 0, BOOL, "Whether the argument is false.") \
    UFUNC(bitwise_and, 2, 1, MINUS_ONE, 0, PROMOTE, "Bit-wise and.") \
    UFUNC(bitwise_or, 2, 1, ZERO, 0, PROMOTE, "Bit-wise or.") \
    UFUNC(bitwise_xor, 2, 1, ZERO, 0, PROMOTE, "Bit-wise exclusive or.") \
    UFUNC(invert, 1, 1, NONE, 0, SAME, "Bit-wise not.") \
    UFUNC(left_shift, 2, 1, NONE, 0, PROMOTE, "Bits of x1 moved left by x2; too far gives 0.") \
    UFUNC(right_shift, 2, 1, NONE, 0, PROMOTE, "Bits of x1 moved right by x2, keeping the sign.") \
    UFUNC(bitwise_count, 1, 1, NONE, 0, COUNT, "Number of bits set in the absolute value.") \
    UFUNC(maximum, 2, 1, REORDERABLE, 0, PROMOTE, "Larger of two values; NaN if either is.") \
    UFUNC(minimum, 2, 1, REORDERABLE, 0, PROMOTE, "Smaller of two values; NaN if either is.") \
    UFUNC(fmax, 2, 1, REORDERABLE, 0, PROMOTE, "Larger of two values, passing over NaN.") \
    UFUNC(fmin, 2, 1, REORDERABLE, 0, PROMOTE, "Smaller of two values, passing over NaN.") \
    UFUNC(isfinite, 1, 1, NONE, 0, BOOL, "Neither infinite nor NaN.") \
    UFUNC(isinf, 1, 1, NONE, 0, BOOL, "Positive or negative infinity.") \
    UFUNC(isnan, 1, 1, NONE, 0, BOOL, "Not a number.") \
    UFUNC(signbit, 1, 1, NONE, 0, BOOL, "Whether the sign bit is set.") \
    UFUNC(copysign, 2, 1, NONE, 0, FLOAT, "Magnitude of x1 with the sign of x2.") \
    UFUNC(floor, 1, 1, NONE, 0, SAME, "Largest whole number not above.") \
    UFUNC(ceil, 1, 1, NONE, 0, SAME, "Smallest whole number not below.") \
    UFUNC(trunc, 1, 1, NONE, 0, SAME, "Nearest whole number towards zero.") \
    UFUNC(rint, 1, 1, NONE, 0, FLOAT, "Nearest whole number, halves to even.") \
    UFUNC(clip, 3, 1, NONE, 0, PROMOTE, "Values limited to an interval.") \
    UFUNC(sin, 1, 1, NONE, 0.9, FLOAT, "Sine of an angle in radians.") \
    UFUNC(cos, 1, 1, NONE, 0.9, FLOAT, "Cosine of an angle in radians.") \
    UFUNC(tan, 1, 1, NONE, 1, FLOAT, "Tangent of an angle in radians.") \
    UFUNC(arcsin, 1, 1, NONE, 0.7, FLOAT, "Inverse sine, from -pi/2 to pi/2.") \
    UFUNC(arccos, 1, 1, NONE, 0.7, FLOAT, "Inverse cosine, from 0 to pi.") \
    UFUNC(arctan, 1, 1, NONE, 0.8, FLOAT, "Inverse tangent, from -pi/2 to pi/2.") \
    UFUNC(arctan2, 2, 1, NONE, 0.8, FLOAT, "Angle of the point (x2, x1), from -pi to pi.") \
    UFUNC(degrees, 1, 1, NONE, 0, FLOAT, "Radians as degrees.") \
    UFUNC(radians, 1, 1, NONE, 0, FLOAT, "Degrees as radians.") \
    UFUNC(rad2deg, 1, 1, NONE, 0, FLOAT, "Radians as degrees.") \
    UFUNC(deg2rad, 1, 1, NONE, 0, FLOAT, "Degrees as radians.") \
    UFUNC(sinh, 1, 1, NONE, 0.9, FLOAT, "Hyperbolic sine.") \
    UFUNC(cosh, 1, 1, NONE, 0.9, FLOAT, "Hyperbolic cosine.") \
    UFUNC(tanh, 1, 1, NONE, 1, FLOAT, "Hyperbolic tangent.") \
    UFUNC(arcsinh, 1, 1, NONE, 1, FLOAT, "Inverse hyperbolic sine.") \
    UFUNC(arccosh, 1, 1, NONE, 1, FLOAT, "Inverse hyperbolic cosine, not negative; NaN below 1.") \
    UFUNC(arctanh, 1, 1, NONE, 1, FLOAT, "Inverse hyperbolic tangent.") \
    UFUNC(cbrt, 1, 1, NONE, 0.7, FLOAT, "Cube root.") \
    UFUNC(hypot, 2, 1, ZERO, 0.6, FLOAT, "Length of the hypotenuse with these legs.") \
    UFUNC(exp, 1, 1, NONE, 1, FLOAT, "e raised to the argument.") \
    UFUNC(exp2, 1, 1, NONE, 1, FLOAT, "2 raised to the argument.") \
    UFUNC(expm1, 1, 1, NONE, 1, FLOAT, "exp(x) - 1, precise for small x.") \
    UFUNC(log, 1, 1, NONE, 1, FLOAT, "Natural logarithm.") \
    UFUNC(log2, 1, 1, NONE, 1, FLOAT, "Logarithm to base 2.") \
    UFUNC(log10, 1, 1, NONE, 1, FLOAT, "Logarithm to base 10.") \
    UFUNC(log1p, 1, 1, NONE, 1, FLOAT, "log(1 + x), precise for small x.") \
    UFUNC(float_power, 2, 1, NONE, 1, DOUBLE, "First argument raised to the power of the second, in float64 at least.") \
    UFUNC(logaddexp, 2, 1, MINUS_INFINITY, 2, FLOAT, "log(exp(x1) + exp(x2)), without overflow.") \
    UFUNC(logaddexp2, 2, 1, MINUS_INFINITY, 2, FLOAT, "log2(2**x1 + 2**x2), without overflow.") \
    UFUNC(heaviside, 2, 1, NONE, 0, FLOAT, "0 where x1 is negative, 1 where it is positive, x2 where it is 0.") \
    UFUNC(nextafter, 2, 1, NONE, 0, FLOAT, "The next floating-point number after x1 towards x2.") \
    UFUNC(spacing, 1, 1, NONE, 0, FLOAT, "Distance to the nearest other number.") \
    UFUNC(ldexp, 2, 1, NONE, 0, FIRST, "x1 * 2**x2 for whole x2.") \
    UFUNC(frexp, 1, 2, NONE, 0, EXPONENT, "Mantissa, of magnitude in [0.5, 1), and exponent of two.") \
    UFUNC(modf, 1, 2, NONE, 0, FLOAT, "Fractional and whole part, both with the sign of the argument.") \
    UFUNC(gcd, 2, 1, ZERO, 0, PROMOTE, "Greatest common divisor of the magnitudes.") \
    UFUNC(lcm, 2, 1, NONE, 0, PROMOTE, "Least common multiple of the magnitudes.")

/* Generalised ufuncs, which work on the last axes of their operands together.
 * GUFUNC(name, nin, nout, signature, result, summary) */
#define RP_ALL_GUFUNCS(GUFUNC) \
    GUFUNC(matmul, 2, 1, "(n?,k),(k,m?)->(n?,m?)", PROMOTE, "Product of matrices; of a vector as a row before one, as a column behind one.") \
    GUFUNC(vecdot, 2, 1, "(n),(n)->()", PROMOTE, "Sum of the products of two vectors' elements, the first conjugated.") \
    GUFUNC(matvec, 2, 1, "(m,n),(n)->(m)", PROMOTE, "Product of a matrix and a vector.") \
    GUFUNC(vecmat, 2, 1, "(n),(n,m)->(m)", PROMOTE, "Product of a vector, conjugated, and a matrix.")
/* clang-format on */

#endif

// The modified Bessel function I0.
import {
    absolute,
    add,
    divide,
    exp,
    less_equal,
    logical_not,
    multiply,
    sqrt,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { toArray } from './convert.js';
import { float64 } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { copyto } from './shape.js';
import { call, isComplex, isInexact, step } from './steps.js';
import type { ArrayLike, DTypeOf, MeanOf, Scalar, ScalarOf } from './types.js';

type FloatResult<A> = A extends Scalar ? ScalarOf<MeanOf<DTypeOf<A>>> : NDArray<MeanOf<DTypeOf<A>>>;

// Chebyshev coefficients of exp(-x) I0(x) on [0, 8], and of exp(-x) sqrt(x) I0(x) on [8, inf] in 32/x - 2:
// Cephes Mathematical Library, i0.c, after C. W. Clenshaw, Chebyshev Series for Mathematical Functions
// (National Physical Laboratory, Mathematical Tables 5, 1962).
// biome-ignore format: a table
const NEAR = [-4.4153416464793395e-18, 3.3307945188222384e-17, -2.431279846547955e-16, 1.715391285555133e-15, -1.1685332877993451e-14, 7.676185498604936e-14, -4.856446783111929e-13, 2.95505266312964e-12, -1.726826291441556e-11, 9.675809035373237e-11, -5.189795601635263e-10, 2.6598237246823866e-09, -1.300025009986248e-08, 6.046995022541919e-08, -2.670793853940612e-07, 1.1173875391201037e-06, -4.4167383584587505e-06, 1.6448448070728896e-05, -5.754195010082104e-05, 0.00018850288509584165, -0.0005763755745385824, 0.0016394756169413357, -0.004324309995050576, 0.010546460394594998, -0.02373741480589947, 0.04930528423967071, -0.09490109704804764, 0.17162090152220877, -0.3046826723431984, 0.6767952744094761];
// biome-ignore format: a table
const FAR = [-7.233180487874754e-18, -4.830504485944182e-18, 4.46562142029676e-17, 3.461222867697461e-17, -2.8276239805165836e-16, -3.425485619677219e-16, 1.7725601330565263e-15, 3.8116806693526224e-15, -9.554846698828307e-15, -4.150569347287222e-14, 1.54008621752141e-14, 3.8527783827421426e-13, 7.180124451383666e-13, -1.7941785315068062e-12, -1.3215811840447713e-11, -3.1499165279632416e-11, 1.1889147107846439e-11, 4.94060238822497e-10, 3.3962320257083865e-09, 2.266668990498178e-08, 2.0489185894690638e-07, 2.8913705208347567e-06, 6.889758346916825e-05, 0.0033691164782556943, 0.8044904110141088];

/** The sum of a Chebyshev series at x, by Clenshaw's recurrence. */
function chebyshev(x: NDArray, coefficients: readonly number[]): NDArray {
    let b0: unknown = coefficients[0]!;
    let b1: unknown = 0;
    let b2: unknown = 0;
    for (const coefficient of coefficients.slice(1)) {
        b2 = b1;
        b1 = b0;
        b0 = step(add, step(subtract, step(multiply, x, b1), b2), coefficient);
    }
    return step(multiply, step(subtract, b0, b2), 0.5);
}

/** Modified Bessel function of the first kind, order 0. TypeError for complex numbers. */
export function i0<A extends ArrayLike>(x: A): FloatResult<A>;
export function i0(x: unknown): unknown {
    return run(() => {
        const array = toArray(x);
        if (isComplex(array)) throw new TypeError('i0 not supported for complex values');
        const its = isInexact(array) ? array : step(() => array.astype(float64));
        const size = step(absolute, its);
        const growth = step(exp, size);
        const near = chebyshev(step(subtract, step(divide, size, 2), 2), NEAR);
        const far = chebyshev(step(subtract, step(divide, 32, size), 2), FAR);
        const result = call(multiply, growth, near);
        const beyond = step(divide, step(multiply, growth, far), step(sqrt, size));
        copyto(result, beyond, { where: step(logical_not, step(less_equal, size, 8)) });
        return isScalar(x) ? temporary(result).item() : result;
    });
}

// Angles: of complex numbers, of a signal, and the sine over its angle.
import {
    absolute,
    add,
    arctan2,
    bitwise_and,
    divide,
    equal,
    greater,
    less,
    multiply,
    not_equal,
    remainder,
    sin,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { bind, bindLoosely, signature, toInteger } from './args.js';
import { part } from './compose.js';
import { toArray } from './convert.js';
import { float64 } from './dtype.js';
import { assign, copyArray, type NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { partOf } from './parts.js';
import { cumsum } from './reductions.js';
import { AxisError, ValueError } from './runtime/errors.js';
import { copyto } from './shape.js';
import { call, isComplex, isInexact, step } from './steps.js';
import { result_type } from './typeinfo.js';
import type { ArrayLike, DTypeOf, MeanOf, RealOf, Scalar, ScalarOf } from './types.js';

type AngleOf<A> = A extends Scalar ? number : NDArray<RealOf<MeanOf<DTypeOf<A>>>>;

const angleArgs = /* @__PURE__ */ signature('angle(z, deg=)');
/** The argument of complex numbers, in (-pi, pi], or in degrees; of real ones 0 or pi. Keyword: deg. */
export function angle<A extends ArrayLike>(z: A, deg?: boolean | { deg?: boolean }): AngleOf<A>;
export function angle(...args: unknown[]): unknown {
    const [z, deg] = bind(angleArgs, args);
    return run(() => {
        const array = toArray(z);
        const parts = isComplex(array) ? [partOf(array, 1), partOf(array, 0)] : [0, array];
        const result = call(arctan2, ...parts);
        if (deg) call(multiply, result, 180 / Math.PI, result);
        return isScalar(z) ? temporary(result).item() : result;
    });
}

/** sin(pi x) / (pi x); 1 at 0, where float16 gives NaN, as in NumPy. */
export function sinc<A extends ArrayLike>(
    x: A,
): A extends Scalar ? ScalarOf<MeanOf<DTypeOf<A>>> : NDArray<MeanOf<DTypeOf<A>>>;
export function sinc(x: unknown): unknown {
    return run(() => {
        const array = toArray(x);
        const y = isInexact(array) ? copyArray(array, 3) : array.astype(float64);
        // 1e-20 is 0 in float16.
        copyto(y, 1e-20, { where: step(equal, y, 0) });
        call(multiply, y, Math.PI, y);
        call(divide, step(sin, y), y, y);
        return isScalar(x) ? temporary(y).item() : y;
    });
}

const unwrapArgs = /* @__PURE__ */ signature('unwrap(p, discont=, axis=, *, period=)');
interface UnwrapKeywords {
    discont?: number | null;
    axis?: number;
    period?: number;
}
/**
 * The array with jumps from one element to the next of `discont` (half a period) or more along an axis
 * (the last) taken back by whole periods (2 pi). Integers stay integers if the period is whole.
 */
export function unwrap(
    p: ArrayLike,
    discont?: number | null | UnwrapKeywords,
    axis?: number | UnwrapKeywords,
    keywords?: UnwrapKeywords,
): NDArray;
export function unwrap(...args: unknown[]): NDArray {
    const [p, discont, given, period = 2 * Math.PI] = bindLoosely(unwrapArgs, args);
    const turn = Number(period);
    return run(() => {
        const array = toArray(p);
        if (array.ndim === 0)
            throw new ValueError('diff requires input that is at least one dimensional');
        let axis = toInteger(given ?? -1, 'axis');
        if (axis < -array.ndim || axis >= array.ndim) {
            throw new AxisError(
                `axis ${axis} is out of bounds for array of dimension ${array.ndim}`,
            );
        }
        if (axis < 0) axis += array.ndim;
        const later = part(array, axis, 1, null);
        const less_ = array._dtype.kind === 'b' ? not_equal : subtract;
        const jumps = step(less_, later, part(array, axis, null, -1));
        const dtype = result_type(jumps, turn);
        const whole = 'iu'.includes(dtype.kind);
        const high = whole ? Math.floor(turn / 2) : turn / 2;
        const fraction = step(remainder, step(subtract, jumps, -high), turn);
        const wrapped = step(add, fraction, -high);
        if (!whole || turn % 2 === 0) {
            const half = step(bitwise_and, step(equal, wrapped, -high), step(greater, jumps, 0));
            copyto(wrapped, high, { where: half });
        }
        const correction = step(subtract, wrapped, jumps);
        const bound = Number(discont ?? turn / 2);
        copyto(correction, 0, { where: step(less, step(absolute, jumps), bound) });
        const result = array.astype(dtype);
        const sums = step(cumsum, correction, axis);
        assign(part(result, axis, 1, null), step(add, later, sums), 4);
        return result;
    });
}

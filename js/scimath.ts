// np.emath: functions that leave the real numbers where they have to, as NumPy's numpy.lib.scimath.
import {
    absolute,
    arccos,
    arcsin,
    arctanh,
    divide,
    greater,
    less,
    log,
    log2,
    log10,
    power,
    sqrt,
} from '../build/gen/ufunc-functions.js';
import type { Complex } from './complex.js';
import { toArray } from './convert.js';
import { complex64, complex128 } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { any } from './reductions.js';
import { call, isComplex, step } from './steps.js';
import type { ArrayLike, Scalar } from './types.js';

/** The array as complex numbers: those that complex64 holds (or NumPy says so) in complex64. */
function toComplex(a: NDArray): NDArray {
    const { kind, itemsize } = a._dtype;
    const single = kind === 'f' ? itemsize === 4 : kind !== 'b' && itemsize < 4;
    return step(() => a.astype(single ? complex64 : complex128));
}

/** Complex if any element passes a test, which complex arrays need not take. */
const complexIf = (a: NDArray, test: (a: NDArray) => unknown): NDArray =>
    !isComplex(a) && any(test(a) as NDArray) ? toComplex(a) : a;
const belowZero = (a: NDArray) => step(less, a, 0);
const beyondOne = (a: NDArray) => step(greater, step(absolute, a), 1);

/** A JavaScript value of JavaScript values, an array of all else. */
function finish(result: NDArray, operands: unknown[]): unknown {
    return operands.every(isScalar) ? temporary(result).item() : result;
}

type Result<A> = A extends Scalar ? number | Complex : NDArray;

const unary =
    (fn: unknown, test: (a: NDArray) => unknown) =>
    <A extends ArrayLike>(x: A): Result<A> =>
        run(() => finish(call(fn, complexIf(toArray(x), test)), [x])) as Result<A>;

/** Square root; of negative numbers, imaginary. */
const complexSqrt = /* @__PURE__ */ unary(sqrt, belowZero);
/** Natural logarithm; of negative numbers, complex. */
const complexLog = /* @__PURE__ */ unary(log, belowZero);
const complexLog2 = /* @__PURE__ */ unary(log2, belowZero);
const complexLog10 = /* @__PURE__ */ unary(log10, belowZero);
const complexArccos = /* @__PURE__ */ unary(arccos, beyondOne);
const complexArcsin = /* @__PURE__ */ unary(arcsin, beyondOne);
const complexArctanh = /* @__PURE__ */ unary(arctanh, beyondOne);

/** Logarithm of x to the base n, complex where either is negative. */
function logn<N extends ArrayLike, A extends ArrayLike>(n: N, x: A): Result<N | A> {
    return run(() => {
        const top = step(log, complexIf(toArray(x), belowZero));
        const bottom = step(log, complexIf(toArray(n), belowZero));
        return finish(call(divide, top, bottom), [n, x]);
    }) as Result<N | A>;
}

/** x to the power p: complex where x is negative, and of integers to negative powers floating. */
function complexPower<A extends ArrayLike, P extends ArrayLike>(x: A, p: P): Result<A | P> {
    return run(() => {
        const exponent = toArray(p);
        const negative = !isComplex(exponent) && any(belowZero(exponent));
        const by =
            negative && 'biu'.includes(exponent._dtype.kind)
                ? step(() => exponent.astype('float64'))
                : exponent;
        return finish(call(power, complexIf(toArray(x), belowZero), by), [x, p]);
    }) as Result<A | P>;
}

/**
 * Functions whose domain is all numbers: emath.sqrt(-1) is 1j. Real results where all arguments allow
 * them.
 */
export const emath = {
    sqrt: complexSqrt,
    log: complexLog,
    log2: complexLog2,
    log10: complexLog10,
    logn,
    power: complexPower,
    arccos: complexArccos,
    arcsin: complexArcsin,
    arctanh: complexArctanh,
};

// For functions that NumPy writes as compositions of others: calls that take whatever comes, and
// intermediate results that are freed when the run around ends.
import { toOperand } from './convert.js';
import { NDArray } from './ndarray.js';
import { isScalar, temporary } from './operand.js';
import type { Scalar } from './types.js';

export type Value = NDArray | Scalar;
type Fn = (...args: unknown[]) => any;

/** Calls a function of whatever type. */
export const call = (fn: unknown, ...args: unknown[]): any => (fn as Fn)(...args);

/** As call; a new array that comes of it is a step on the way, and ends with the run. */
export function step(fn: unknown, ...args: unknown[]): any {
    const result = call(fn, ...args);
    return result instanceof NDArray ? temporary(result) : result;
}

/** What stays: arrays as they are, JavaScript numbers weak, anything else as an array. */
export const value = (x: unknown): Value => (isScalar(x) ? x : toOperand(x));

export const isInexact = (a: NDArray): boolean => 'fc'.includes(a._dtype.kind);
export const isComplex = (a: NDArray): boolean => a._dtype.kind === 'c';

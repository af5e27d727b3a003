// What functions composed of ufuncs on parts of arrays have in common.
import {
    subtract as minus,
    negative as opposite,
    divide as over,
    add as plus,
    multiply as times,
    not_equal as unequal,
} from '../build/gen/ufunc-functions.js';
import { getView, Slice } from './indexing.js';
import { NDArray } from './ndarray.js';
import { putArray, putScalar, run, WRITE } from './operand.js';
import { check, core } from './runtime/frame.js';
import { step } from './steps.js';
import type { ArrayLike, Scalar } from './types.js';

export type Operand = NDArray | Scalar;
/** A ufunc of two operands, however they are typed. */
export type Binary = (
    x: ArrayLike,
    y: ArrayLike,
    out?: { out: NDArray; casting: 'unsafe' },
) => Operand;

export const add = plus as unknown as Binary;
export const divide = over as unknown as Binary;
export const multiply = times as unknown as Binary;
export const negative = opposite as unknown as Binary;
export const not_equal = unequal as unknown as Binary;
export const subtract = minus as unknown as Binary;

/** A result that lives as long as the call around it. */
export function temp(op: Binary | undefined, x: Operand, y: Operand): Operand {
    return step(op, x, y);
}

/** out[...] = x op y */
export function into(out: NDArray, op: Binary | undefined, x: Operand, y: Operand): NDArray {
    op!(x, y, { out, casting: 'unsafe' });
    return out;
}

const idOf = (op: Binary): number => (op as unknown as { id: number }).id;

/** out[...] = second(first(x, y), z), in one pass where that can be. */
export function chain(
    out: NDArray,
    first: Binary,
    x: NDArray,
    y: NDArray,
    second: Binary,
    z: Operand,
): void {
    run(() => {
        putArray(0, x);
        putArray(1, y);
        if (z instanceof NDArray) putArray(2, z);
        else putScalar(2, z);
        putArray(3, out, WRITE);
        check(core.rp_js_chain!(idOf(first), idOf(second)));
    });
}

export const ALL = /* @__PURE__ */ new Slice(null, null, null);

/** a[..., start:stop:step, ...] at one axis: a view. */
export function part(
    a: NDArray,
    axis: number,
    start: number | null,
    stop: number | null,
    step: number | null = null,
): NDArray {
    return getView(a, [...new Array<Slice>(axis).fill(ALL), new Slice(start, stop, step)]);
}

/** A view of all of a new array, to stand in its stead: whoever disposes it frees the memory. */
export function instead(whole: NDArray, { _offset, _shape, _strides }: NDArray): NDArray {
    return new NDArray(whole._id, whole._storage, _offset, _shape, _strides, whole._flags, null);
}

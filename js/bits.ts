// Truth values eight to a byte.
import { bind, describe, signature, toInteger } from './args.js';
import { beside } from './calculus.js';
import { toArray } from './convert.js';
import { alongAxis } from './editing.js';
import type { NDArray } from './ndarray.js';
import { putArray, putEmpty, run, takeArray } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putNumbers } from './runtime/frame.js';
import { reshapeArray } from './shape.js';
import type { ArrayLike } from './types.js';

/** Keywords of np.packbits. */
export interface PackbitsKeywords {
    /** The axis that is packed; without one the flattened array is. */
    axis?: number | null;
    /** Whether the first element is the highest bit of a byte, as by default, or the lowest. */
    bitorder?: 'big' | 'little';
}

/** Keywords of np.unpackbits. */
export interface UnpackbitsKeywords extends PackbitsKeywords {
    /** How many elements the axis gets (0 past the last bit); if negative, how many less than all. */
    count?: number | null;
}

function isLittle(bitorder: unknown): number {
    if (bitorder === undefined || bitorder === 'big') return 0;
    if (bitorder === 'little') return 1;
    throw new ValueError(`bitorder must be 'big' or 'little', not ${describe(bitorder)}`);
}

/** Bits have an axis, a 0-d array's too. */
const withAxis = (x: NDArray, axis: unknown) =>
    alongAxis(x.ndim === 0 ? reshapeArray(x, [1], 0, 0) : x, axis);

const packArgs = /* @__PURE__ */ signature('packbits(a, /, axis=, bitorder=)');
/**
 * Eight elements of an axis to a byte: a bit says whether an element is not zero; the last byte is filled
 * up with zeros. A uint8 array. Keywords: axis, bitorder. TypeError for other than bools and integers,
 * AxisError for an axis out of range.
 */
export function packbits(
    a: ArrayLike,
    axis?: number | null | PackbitsKeywords,
    bitorder?: 'big' | 'little' | PackbitsKeywords,
    keywords?: PackbitsKeywords,
): NDArray<'uint8'>;
export function packbits(...args: unknown[]): NDArray {
    const [a, axis, bitorder] = bind(packArgs, args);
    const little = isLittle(bitorder);
    return run(() => {
        const [x, along] = withAxis(beside(a), axis);
        putArray(0, x);
        putEmpty(1);
        return takeArray(1, check(core.rp_js_packbits!(along, little)));
    });
}

const unpackArgs = /* @__PURE__ */ signature('unpackbits(a, /, axis=, count=, bitorder=)');
/**
 * The bits of a uint8 array, each as an element 0 or 1 of a uint8 array. Keywords: axis, count, bitorder.
 * TypeError for another dtype, ValueError for a negative count beyond all bits, AxisError for an axis out
 * of range.
 */
export function unpackbits(
    a: ArrayLike,
    axis?: number | null | UnpackbitsKeywords,
    count?: number | null | UnpackbitsKeywords,
    bitorder?: 'big' | 'little' | UnpackbitsKeywords,
    keywords?: UnpackbitsKeywords,
): NDArray<'uint8'>;
export function unpackbits(...args: unknown[]): NDArray {
    const [a, axis, count, bitorder] = bind(unpackArgs, args);
    const little = isLittle(bitorder);
    const all = count === undefined || count === null;
    const wanted = all ? 0 : toInteger(count, 'count');
    return run(() => {
        const [x, along] = withAxis(toArray(a), axis);
        putArray(0, x);
        putEmpty(1);
        putNumbers([wanted]);
        return takeArray(1, check(core.rp_js_unpackbits!(along, little, Number(all))));
    });
}

// The short way of an operation whose operands are arrays on the heap and numbers: a few stores, one
// call, two small objects. Whatever is not that simple gives null and goes the long way (ufunc.ts).
import { typePtr, typeSize } from './dtype.js';
import { NDArray } from './ndarray.js';
import { takeArray, weakOf } from './operand.js';
import { F64, I32, refresh, rp_ufunc, S0, S1, S2 } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { adopt, charged, fastBudget } from './runtime/memory.js';

/**
 * Writes an operand into the slot at word `o`. False if that takes more than a few stores: for a list,
 * a complex number, an array that is not on the heap.
 */
function putFast(o: number, x: unknown): boolean {
    const h = I32;
    if (x instanceof NDArray) {
        const ptr = x._storage.ptr;
        if (ptr === 0) return false;
        const shape = x._shape;
        const strides = x._strides;
        const ndim = shape.length;
        h[o] = typePtr[x._id]!;
        h[o + at.DATA] = ptr + x._offset;
        h[o + at.NDIM] = ndim;
        h[o + at.WEAK] = 0;
        if (ndim === 1) {
            h[o + at.DIMS] = shape[0]!;
            h[o + at.STEPS] = strides[0]!;
            return true;
        }
        for (let i = 0; i < ndim; i++) {
            h[o + at.DIMS + i] = shape[i]!;
            h[o + at.STEPS + i] = strides[i]!;
        }
        return true;
    }
    if (typeof x === 'number') {
        h[o + at.DATA] = (o + at.VALUE) << 2;
        h[o + at.WEAK] = weakOf(x);
        F64[(o + at.VALUE) >>> 1] = x;
        return true;
    }
    return false;
}

export function fastUnary(id: number, x: NDArray): NDArray | null {
    if (charged > fastBudget || !putFast(S0, x)) return null;
    I32[S1] = 0;
    const dtype = rp_ufunc(id, 0);
    return dtype < 0 ? null : takeFast(S1, dtype, x);
}

export function fastBinary(id: number, x1: unknown, x2: unknown): NDArray | null {
    const like = x1 instanceof NDArray ? x1 : x2;
    if (!(like instanceof NDArray) || charged > fastBudget) return null;
    if (!putFast(S0, x1) || !putFast(S1, x2)) return null;
    I32[S2] = 0;
    const dtype = rp_ufunc(id, 0);
    return dtype < 0 ? null : takeFast(S2, dtype, like);
}

/** Of three operands or two results. */
export function fastOther(
    id: number,
    nin: number,
    nout: number,
    operands: readonly unknown[],
): NDArray | NDArray[] | null {
    const like = operands.find((x) => x instanceof NDArray);
    if (like === undefined || charged > fastBudget) return null;
    for (let i = 0; i < nin; i++) if (!putFast(S0 + i * at.SLOT, operands[i])) return null;
    const o = S0 + nin * at.SLOT;
    for (let i = 0; i < nout; i++) I32[o + i * at.SLOT] = 0;
    if (rp_ufunc(id, 0) < 0) return null;
    const results: NDArray[] = [];
    for (let i = 0; i < nout; i++) {
        if (I32.length === 0) refresh();
        const place = o + i * at.SLOT;
        results.push(takeFast(place, typePtr.indexOf(I32[place]!), like));
    }
    return nout === 1 ? results[0]! : results;
}

/** Into an output that is given, `x2` undefined for one operand; false if it was not done. */
export function fastInto(id: number, x1: unknown, x2: unknown, out: NDArray): boolean {
    const o = x2 === undefined ? S1 : S2;
    if (charged > fastBudget || !putFast(S0, x1) || !putFast(o, out)) return false;
    if (x2 !== undefined && !putFast(S1, x2)) return false;
    I32[o + at.FLAGS] = out._flags;
    I32[o + at.BLOCK] = 0;
    return rp_ufunc(id, at.CALL_OUT) >= 0;
}

/** The array that the core put into the output slot at word `o`. */
function takeFast(o: number, id: number, like: NDArray): NDArray {
    if (I32.length === 0) refresh();
    const h = I32;
    const block = h[o + at.BLOCK]!;
    const ndim = h[o + at.NDIM]!;
    let shape = like._shape;
    let strides = like._strides;
    let nbytes = typeSize[id]!;
    // Shapes are never changed in place: a result of the same shape shares its operand's.
    if (ndim === 1 && shape.length === 1 && h[o + at.DIMS] === shape[0] && block !== 0) {
        nbytes *= shape[0];
        const step = h[o + at.STEPS]!;
        if (strides[0] !== step) strides = [step];
    } else {
        if (block === 0) return takeArray((o - S0) / at.SLOT, id);
        shape = takeWords(o + at.DIMS, ndim, shape);
        strides = takeWords(o + at.STEPS, ndim, strides);
        for (let i = 0; i < ndim; i++) nbytes *= shape[i]!;
    }
    const offset = h[o + at.DATA]! - block;
    return new NDArray(
        id,
        adopt(block, nbytes),
        offset,
        shape,
        strides,
        at.OWNDATA | at.WRITEABLE,
        null,
    );
}

/** The words from `o` on: `like` if it has the same. */
function takeWords(o: number, count: number, like: number[]): number[] {
    const h = I32;
    let i = like.length === count ? 0 : -1;
    while (i >= 0 && i < count) i = like[i] === h[o + i] ? i + 1 : -1;
    if (i >= 0) return like;
    const words: number[] = [];
    for (let k = 0; k < count; k++) words.push(h[o + k]!);
    return words;
}

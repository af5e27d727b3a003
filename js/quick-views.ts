// Views by integers and slices, and of dense arrays in another shape, described without asking the core:
// a call costs more than the few sums. Whatever is not that simple, or is wrong, gives null and goes to
// the core, whose rules these are (src/array/view.c).
import { typeSize } from './dtype.js';
import { NDArray } from './ndarray.js';
import { WRITEABLE } from './runtime/layout.js';
import { Slice } from './slice.js';

const FAR = 0x40000000;
const MOST_AXES = 8;

/** What the last slice took of an axis: its first position and its step. */
let first = 0;
let stride = 1;

/** How many positions a slice takes of an axis; -1 if the core has to say. */
function take({ start, stop, step }: Slice, length: number): number {
    stride = step ?? 1;
    if (stride === 0 || stride > FAR || stride < -FAR) return -1;
    const back = stride < 0;
    const low = back ? -1 : 0;
    const high = back ? length - 1 : length;
    const bound = (x: number) => (x < 0 ? Math.max(x + length, low) : Math.min(x, high));
    first = start === null ? (back ? high : low) : bound(start);
    const end = stop === null ? (back ? low : high) : bound(stop);
    if (back ? first <= end : end <= first) {
        // Nothing: the axis keeps its direction.
        first = 0;
        stride = 1;
        return 0;
    }
    return stride === 1 ? end - first : Math.ceil((end - first) / stride);
}

/** a[keys] of integers and slices. */
export function viewAt(a: NDArray, keys: readonly unknown[]): NDArray | null {
    const lengths = a._shape;
    const steps = a._strides;
    if (a._storage.ptr === 0 || keys.length > lengths.length) return null;
    const shape: number[] = [];
    const strides: number[] = [];
    let offset = a._offset;
    let empty = false;
    for (let i = 0; i < lengths.length; i++) {
        const length = lengths[i]!;
        const step = steps[i]!;
        if (i >= keys.length) {
            empty ||= length === 0;
            shape.push(length);
            strides.push(step);
            continue;
        }
        const key = keys[i];
        if (key instanceof Slice) {
            const count = take(key, length);
            if (count < 0) return null;
            empty ||= count === 0;
            offset += first * step;
            shape.push(count);
            strides.push(Math.imul(step, stride));
        } else if (typeof key === 'number') {
            const index = key < 0 ? key + length : key;
            if (!(index >= 0 && index < length) || index !== Math.floor(index)) return null;
            offset += index * step;
        } else return null;
    }
    if (shape.length === 0) return null; // An element.
    return viewIn(a, empty ? a._offset : offset, shape, strides);
}

/** A dense array in C order in another shape, of which one length may be left open by -1. */
export function reshapeDense(a: NDArray, wanted: readonly number[]): NDArray | null {
    const ndim = wanted.length;
    if (a._storage.ptr === 0 || ndim === 0 || ndim > MOST_AXES) return null;
    const itemsize = typeSize[a._id]!;
    let size = 1;
    for (let i = a._shape.length - 1; i >= 0; i--) {
        if (a._strides[i] !== size * itemsize) return null;
        size *= a._shape[i]!;
    }
    const shape = wanted.slice();
    let known = 1;
    let open = -1;
    for (let i = 0; i < ndim; i++) {
        if (shape[i]! > 0) known *= shape[i]!;
        else if (shape[i] === -1 && open < 0) open = i;
        else return null;
    }
    if (open >= 0) shape[open] = size / known;
    if (size === 0 || (open < 0 ? known !== size : size % known !== 0)) return null;
    const strides = new Array<number>(ndim);
    let step = itemsize;
    for (let i = ndim - 1; i >= 0; i--) {
        strides[i] = step;
        step *= shape[i]!;
    }
    return viewIn(a, a._offset, shape, strides);
}

const viewIn = (a: NDArray, offset: number, shape: number[], strides: number[]) =>
    new NDArray(a._id, a._storage, offset, shape, strides, a._flags & WRITEABLE, a._base ?? a);

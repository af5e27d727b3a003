// Views by integers and slices, and of dense arrays in another shape, described without asking the core:
// a call costs more than the few sums. Whatever is not that simple, or is wrong, gives null and goes to
// the core, whose rules these are (src/array/view.c).
import { typeSize } from './dtype.js';
import { partsOfText } from './key-text.js';
import { NDArray } from './ndarray.js';
import { WRITEABLE } from './runtime/layout.js';
import { Slice } from './slice.js';

const FAR = 0x40000000;
const MOST_AXES = 8;

/** The view so far: the axes it has, how many of the array's are dealt with, where it begins. */
const lengths = [0, 0, 0, 0, 0, 0, 0, 0];
const steps = [0, 0, 0, 0, 0, 0, 0, 0];
let ndim = 0;
let axis = 0;
let offset = 0;
let empty = false;

function keep(length: number, step: number): void {
    if (length === 0) empty = true;
    lengths[ndim] = length;
    steps[ndim++] = step;
}

/** A bound of a slice among so many elements, within what is allowed. */
export const bound = (x: number, length: number, low: number, high: number) =>
    x < 0 ? Math.max(x + length, low) : Math.min(x, high);

/** Takes a slice of the next axis; false if the core has to say. */
function takeSlice({ start, stop, step }: Slice, length: number, stride: number): boolean {
    const by = step ?? 1;
    if (by === 0 || by > FAR || by < -FAR) return false;
    const back = by < 0;
    const low = back ? -1 : 0;
    const high = back ? length - 1 : length;
    const first = start === null ? (back ? high : low) : bound(start, length, low, high);
    const end = stop === null ? (back ? low : high) : bound(stop, length, low, high);
    // Where nothing is taken the axis keeps its direction.
    if (back ? first <= end : end <= first) keep(0, stride);
    else {
        offset += first * stride;
        keep(by === 1 ? end - first : Math.ceil((end - first) / by), Math.imul(stride, by));
    }
    return true;
}

function takeKey(a: NDArray, key: unknown): boolean {
    if (axis === a._shape.length) return false;
    const length = a._shape[axis]!;
    const stride = a._strides[axis++]!;
    if (key instanceof Slice) return takeSlice(key, length, stride);
    if (typeof key !== 'number') return false;
    const index = key < 0 ? key + length : key;
    if (!(index >= 0 && index < length) || index !== Math.floor(index)) return false;
    offset += index * stride;
    return true;
}

/** What the axes of the view have in a list, of exactly that length: it lives as long as the view. */
const exactly = (list: number[]) =>
    ndim === 1 ? [list[0]!] : ndim === 2 ? [list[0]!, list[1]!] : list.slice(0, ndim);

/** a[keys] of integers and slices. */
export function viewAt(a: NDArray, keys: readonly unknown[]): NDArray | null {
    const shape = a._shape;
    if (a._storage.ptr === 0 || shape.length > MOST_AXES) return null;
    ndim = axis = 0;
    empty = false;
    offset = a._offset;
    for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (typeof key === 'string') {
            for (const part of partsOfText(key)) if (!takeKey(a, part)) return null;
        } else if (!takeKey(a, key)) return null;
    }
    for (; axis < shape.length; axis++) keep(shape[axis]!, a._strides[axis]!);
    if (ndim === 0) return null; // An element.
    return viewIn(a, empty ? a._offset : offset, exactly(lengths), exactly(steps));
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

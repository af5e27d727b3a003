// Keys: integers, slices, '...', new axes, arrays. The core says what a key means; here it is written down.
import { describe, toInteger } from './args.js';
import { allocate, newArray } from './convert.js';
import { int32 } from './dtype.js';
import { readAt, writeAt } from './element.js';
import { partsOfText, type TextPart } from './key-text.js';
import { assign, NDArray, toAssigned } from './ndarray.js';
import {
    elementOf,
    putArray,
    putEmpty,
    READ,
    run,
    takeScalar,
    takeView,
    temporary,
    viewOf,
    WRITE,
} from './operand.js';
import { viewAt } from './quick-views.js';
import { IndexError, ValueError } from './runtime/errors.js';
import { check, core, F64, I32, keyAt, refresh, rp_index } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { Slice } from './slice.js';
import type { Scalar, TypedArray } from './types.js';

export { Slice };

/** A slice: slice(stop), slice(start, stop), slice(start, stop, step), as in Python. */
export function slice(...bounds: (number | bigint | null | undefined)[]): Slice {
    if (bounds.length === 0 || bounds.length > 3) {
        throw new TypeError(`slice() takes from 1 to 3 arguments but ${bounds.length} were given`);
    }
    const [start, stop, step] = bounds.map((bound) =>
        bound === undefined || bound === null ? null : toInteger(bound, 'a bound of a slice'),
    );
    if (bounds.length === 1) return new Slice(null, start ?? null, null);
    return new Slice(start ?? null, stop ?? null, step ?? null);
}

/** Marks a new axis of length 1 in a key. */
export const newaxis = null;

/**
 * What stands in a key: an integer, '1:10:2', '...', a slice, newaxis ('1, ::2' is two of them), an
 * array or list of integers, an array or list of bools, a bool.
 */
export type Key =
    | number
    | bigint
    | boolean
    | string
    | Slice
    | null
    | NDArray
    | TypedArray
    | readonly unknown[];

/** A key as the core takes it. */
type Part = TextPart | NDArray;

const FIXED = 1;

/** The one key that a text is; undefined if it is several. */
function partOfText(text: string): Part | undefined {
    const parts = partsOfText(text);
    return parts.length === 1 ? parts[0] : undefined;
}

/** Of the keys last written: whether they are integers all, whether there are arrays among them. */
let integersOnly = false;
let withArrays = false;

/**
 * Writes keys into the frame if none is an array and none a text of several, and returns how many; -1
 * if putKeys has to be asked.
 */
function putPlain(keys: readonly Key[]): number {
    const count = keys.length;
    if (count > at.KEY_COUNT) return -1;
    if (I32.length === 0) refresh();
    integersOnly = true;
    withArrays = false;
    for (let i = 0; i < count; i++) {
        const key = keys[i];
        if (!putPart(i, typeof key === 'string' ? partOfText(key) : key)) return -1;
    }
    return count;
}

/** Writes key `i`; false if it is none of those that need no slot. */
function putPart(i: number, key: unknown): boolean {
    const place = keyAt(i);
    const word = place >>> 2;
    if (typeof key === 'number') {
        if (!Number.isInteger(key)) throw badKey(key);
        I32[word] = at.KEY_INTEGER;
        I32[word + 1] = FIXED;
        F64[(place >>> 3) + 1] = key;
        return true;
    }
    integersOnly = false;
    if (key instanceof Slice) putSlice(place, key);
    else if (key === null) I32[word] = at.KEY_NEWAXIS;
    else if (key === '...') I32[word] = at.KEY_ELLIPSIS;
    else return false;
    return true;
}

/**
 * Writes any keys into the frame, and arrays among them into slots; returns how many. If there may be
 * arrays only a run (operand.ts) may call this.
 */
function putKeys(keys: readonly Key[]): number {
    const parts = toParts(keys);
    if (parts.length > at.KEY_COUNT) throw new IndexError('too many indices for array');
    if (I32.length === 0) refresh();
    integersOnly = true;
    withArrays = false;
    let arrays = 0;
    for (let i = 0; i < parts.length; i++) {
        const key = parts[i]!;
        if (key instanceof NDArray) {
            withArrays = true;
            integersOnly &&= key._shape.length === 0 && key._dtype.kind !== 'b';
            if (arrays === MAX_ARRAYS) throw new IndexError('too many indices for array');
            putArray(FIRST_ARRAY + arrays, key, READ);
            const word = keyAt(i) >>> 2;
            I32[word] = at.KEY_ARRAY;
            I32[word + 1] = arrays++;
        } else putPart(i, key);
    }
    return parts.length;
}
const FIRST_ARRAY = 2;
const MAX_ARRAYS = at.SLOTS - FIRST_ARRAY;

function putSlice(place: number, { start, stop, step }: Slice): void {
    const word = place >>> 2;
    I32[word] = at.KEY_SLICE;
    I32[word + 1] =
        Number(start !== null) | (Number(stop !== null) << 1) | (Number(step !== null) << 2);
    const numbers = place >>> 3;
    F64[numbers + 1] = start ?? 0;
    F64[numbers + 2] = stop ?? 0;
    F64[numbers + 3] = step ?? 0;
}

function toParts(keys: readonly Key[]): Part[] {
    const parts: Part[] = [];
    for (const key of keys) {
        if (typeof key === 'number') parts.push(key);
        else if (typeof key === 'string') for (const part of partsOfText(key)) parts.push(part);
        else if (key === null || key instanceof Slice) parts.push(key);
        else if (typeof key === 'bigint') parts.push(Number(key));
        else if (key instanceof NDArray) parts.push(key);
        else if (typeof key === 'boolean' || (typeof key === 'object' && key !== undefined)) {
            parts.push(toPositions(key));
        } else throw badKey(key);
    }
    return parts;
}

/**
 * @internal Positions or bools from a list, a typed array or a bool, as a temporary array. JavaScript's
 * whole numbers are integers here: IndexError for fractions.
 */
export function toPositions(key: unknown): NDArray {
    if (Array.isArray(key) && key.every(isInt32)) return listOfPositions(key);
    let array: NDArray;
    try {
        array = temporary(newArray(key));
    } catch (error) {
        if (error instanceof TypeError) throw badKey(key);
        throw error;
    }
    if (array._dtype.kind !== 'f' || ArrayBuffer.isView(key)) return array;
    const values = array.data as Float64Array;
    if (!values.every(Number.isInteger)) throw badKey(key);
    return temporary(array.astype(values.every(isInt32) ? 'int32' : 'int64') as NDArray);
}
const isInt32 = (x: unknown) => typeof x === 'number' && x === (x | 0);

/** The commonest list, without detours. */
function listOfPositions(list: readonly number[]): NDArray {
    const positions = temporary(allocate(int32, [list.length]));
    if (positions._storage.ptr === 0) {
        (positions.data as Int32Array).set(list);
        return positions;
    }
    const first = (positions._storage.ptr >>> 0) / 4;
    if (first + list.length > I32.length) refresh();
    for (let i = 0; i < list.length; i++) I32[first + i] = list[i]!;
    return positions;
}

const badKey = (key: unknown) =>
    new IndexError(
        "only integers, slices ('start:stop' or np.slice), '...', np.newaxis and integer or boolean " +
            `arrays are valid indices, not ${describe(key)}`,
    );

/** A view of a part of an array; a copy by arrays; the element where the key names a single one. */
export function getItem(a: NDArray, keys: readonly Key[]): NDArray | Scalar {
    const found = readAt(a, keys);
    if (found !== undefined) return found;
    const quick = viewAt(a, keys);
    if (quick !== null) return quick;
    const count = putPlain(keys);
    if (count < 0) return run(() => selected(a, keys));
    return integersOnly && count === a._shape.length ? element(a, count) : view(a, count);
}

/** The element that the frame's integer keys name. */
function element(a: NDArray, count: number): Scalar {
    // Off the heap only the element is staged, not the array.
    if (a._storage.bytes !== null) return elementOf(view(a, count));
    putArray(0, a, READ);
    putEmpty(1);
    return takeScalar(1, check(core.rp_js_index!(count)));
}

/** By keys that may hold arrays. */
function selected(a: NDArray, keys: readonly Key[]): NDArray | Scalar {
    const count = putKeys(keys);
    if (!withArrays) {
        return integersOnly && count === a._shape.length ? element(a, count) : view(a, count);
    }
    const base = putArray(0, a, READ);
    putEmpty(1);
    const id = check(core.rp_js_index_get!(count));
    if (integersOnly && count === a._shape.length) return takeScalar(1, id);
    return takeView(1, id, a, base);
}

/** a[keys] = value, cast as 'unsafe' allows. */
export function setItem(a: NDArray, keys: readonly Key[], value: unknown): void {
    if (writeAt(a, keys, value)) return;
    if (!(a._flags & at.WRITEABLE)) throw new ValueError('assignment destination is read-only');
    const plain = putPlain(keys);
    if (plain >= 0) {
        assign(view(a, plain), value, UNSAFE);
        return;
    }
    run(() => {
        const source = toAssigned(value, a);
        const count = putKeys(keys);
        if (!withArrays) {
            assign(view(a, count), source, UNSAFE);
            return;
        }
        putArray(0, a, WRITE);
        putArray(1, source, READ);
        check(core.rp_js_index_set!(count));
    });
}
const UNSAFE = 4;

/** As getItem of keys without arrays, but a 0-d view of a single element. */
export function getView(a: NDArray, keys: readonly Key[]): NDArray {
    const quick = viewAt(a, keys);
    if (quick !== null) return quick;
    const count = putPlain(keys);
    return view(a, count < 0 ? putKeys(keys) : count);
}

function view(a: NDArray, count: number): NDArray {
    return viewOf(a, rp_index, count, 0, 0);
}

/** Element i of a 1-d array, or row i of another: what iteration gives. */
export function getRow(a: NDArray, i: number): NDArray | Scalar {
    const quick = a._shape.length > 1 ? viewAt(a, [i]) : readAt(a, [i]);
    if (quick !== null && quick !== undefined) return quick;
    if (I32.length === 0) refresh();
    const place = keyAt(0);
    I32[place >>> 2] = at.KEY_INTEGER;
    I32[(place >>> 2) + 1] = FIXED;
    F64[(place >>> 3) + 1] = i;
    return a._shape.length > 1 ? view(a, 1) : element(a, 1);
}

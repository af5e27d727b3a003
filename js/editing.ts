// Elements put in, taken out, cut off or repeated: arrays that are made from others by pieces.
import { bind, signature, toIntegers } from './args.js';
import { moveaxis, normalAxis } from './axes.js';
import { beside } from './calculus.js';
import { ALL, part } from './compose.js';
import { allocate, toArray } from './convert.js';
import { zeros_like } from './creation.js';
import { type DType, int8 } from './dtype.js';
import { getItem, getView, type Key, Slice, toPositions } from './indexing.js';
import { joined } from './joining.js';
import { assign, copyArray, NDArray, toAssigned } from './ndarray.js';
import { putArray, putEmpty, run, takeArray } from './operand.js';
import { arange } from './ranges.js';
import { any, argmax } from './reductions.js';
import { IndexError, ValueError } from './runtime/errors.js';
import { check, core } from './runtime/frame.js';
import { ravelArray, reshapeArray } from './shape.js';
import { step } from './steps.js';
import { result_type } from './typeinfo.js';
import type { ArrayLike, DTypeOf, Scalar, Shape } from './types.js';

const UNSAFE = 4;
const NEVER = 0;
const READ_ONLY = 0;

/** The array and the axis meant: all of it flattened in C order where no axis is given. */
export function alongAxis(x: NDArray, axis: unknown): [array: NDArray, axis: number] {
    if (axis !== undefined && axis !== null) return [x, normalAxis(axis, x.ndim)];
    return [x.ndim === 1 ? x : step(ravelArray, x, 0), 0];
}

/** The order of a new array like x: in columns only if x is. */
const orderLike = ({ flags }: NDArray) => Number(flags.FNC);

/** A new array, which `write` fills. */
function filledBy(a: NDArray, axis: number, length: number, write: (made: NDArray) => void) {
    const made = allocate(a._dtype, a._shape.with(axis, length), orderLike(a));
    try {
        write(made);
    } catch (error) {
        made.dispose();
        throw error;
    }
    return made;
}

// ---- append ----

const appendArgs = /* @__PURE__ */ signature('append(arr, values, axis=)');
/**
 * The array with values behind it along an axis, in the promoted dtype; without an axis both flattened.
 * ValueError if their dimensions do not fit, AxisError for an axis out of range.
 */
export function append(
    arr: ArrayLike,
    values: ArrayLike,
    axis?: number | null | { axis?: number | null },
): NDArray;
export function append(...args: unknown[]): NDArray {
    const [arr, values, axis] = bind(appendArgs, args);
    return run(() => {
        const parts = [toArray(arr), beside(values)];
        if (axis === undefined || axis === null) {
            return joined(
                parts.map((x) => step(ravelArray, x, 0)),
                0,
            );
        }
        if (parts.some((x) => x.ndim === 0)) {
            throw new ValueError('zero-dimensional arrays cannot be concatenated');
        }
        return joined(parts, axis as number);
    });
}

// ---- where to delete or insert ----

/** Positions start, start + step, ...: what a slice takes of an axis. */
interface Range {
    start: number;
    count: number;
    step: number;
}

/** What a slice, or a text such as '1:10:2', means on an axis of this length; a number for '3'. */
function rangeOf(key: Key, length: number, a: NDArray): Range | number {
    // The core reads keys. Of bytes one behind the other, offsets are positions; nobody reads the bytes.
    const line = new NDArray(int8.id, a._storage, 0, [length], [1], READ_ONLY, a);
    if (typeof key === 'string' && /^\s*[+-]?\d+\s*$/.test(key)) return Number(key);
    const { _offset, _shape, _strides, ndim } = getView(line, [key]);
    if (ndim !== 1) throw new IndexError('a single slice is needed, or positions');
    return { start: _offset, count: _shape[0]!, step: _strides[0]! };
}

/** A position given as such, a range, or an array of positions or bools. */
function placesOf(obj: unknown, length: number, a: NDArray): number | Range | NDArray {
    if (typeof obj === 'number' && Number.isInteger(obj)) return obj;
    if (typeof obj === 'bigint') return Number(obj);
    if (typeof obj === 'string' || obj instanceof Slice) return rangeOf(obj, length, a);
    return obj instanceof NDArray ? obj : toPositions(obj);
}

const positionsIn = ({ start, count, step: by }: Range): NDArray =>
    step(arange, start, start + count * by, by);

/** A position counted from the start; IndexError unless it is below `end`. */
function placeOf(position: number, length: number, end: number, axis: number): number {
    if (position < -length || position >= end) {
        throw new IndexError(
            `index ${position} is out of bounds for axis ${axis} with size ${length}`,
        );
    }
    return position < 0 ? position + length : position;
}

/** The position that an array of one integer holds. */
const singlePosition = (places: NDArray) =>
    places.size === 1 && 'iu'.includes(places._dtype.kind) ? Number(places.item()) : undefined;

// ---- delete ----

/** Without the positions start .. stop - 1. */
const without = (a: NDArray, axis: number, start: number, stop: number): NDArray =>
    filledBy(a, axis, a._shape[axis]! - (stop - start), (made) => {
        assign(part(made, axis, 0, start), part(a, axis, 0, start), UNSAFE);
        assign(part(made, axis, start, null), part(a, axis, stop, null), UNSAFE);
    });

/** Without the positions that an array names, or its bools mark. */
function withoutThese(a: NDArray, axis: number, places: NDArray): NDArray {
    putArray(0, a);
    putArray(1, places);
    putEmpty(2);
    return takeArray(2, check(core.rp_js_delete!(axis)));
}

function withoutRange(a: NDArray, axis: number, range: Range): NDArray {
    const { start, count, step: by } = range;
    if (count === 0) return copyArray(a, orderLike(a));
    if (by === 1 || count === 1) return without(a, axis, start, start + count);
    if (by === -1) return without(a, axis, start - count + 1, start + 1);
    return withoutThese(a, axis, positionsIn(range));
}

const deleteArgs = /* @__PURE__ */ signature('delete(arr, obj, axis=)');
/**
 * A copy without what `obj` names along an axis (without one: of the flattened array): a position, a
 * slice (np.slice or '1:5'), positions, or a list of bools as long as the axis. IndexError for a position
 * out of range, ValueError for bools of another shape, AxisError for an axis out of range.
 */
export function delete_<A extends ArrayLike>(
    arr: A,
    obj: Key,
    axis?: number | null | { axis?: number | null },
): NDArray<DTypeOf<A>>;
export function delete_(...args: unknown[]): NDArray {
    const [arr, obj, axis] = bind(deleteArgs, args);
    return run(() => {
        const [a, along] = alongAxis(toArray(arr), axis);
        const length = a._shape[along]!;
        const places = placesOf(obj, length, a);
        const single = places instanceof NDArray ? singlePosition(places) : places;
        if (typeof single === 'number') {
            const place = placeOf(single, length, length, along);
            return without(a, along, place, place + 1);
        }
        if (places instanceof NDArray) return withoutThese(a, along, places);
        return withoutRange(a, along, places as Range);
    });
}

// ---- insert ----

/** All of the values before one position. */
function insertAt(a: NDArray, axis: number, place: number, values: NDArray): NDArray {
    const stop = place + values._shape[axis]!;
    return filledBy(a, axis, a._shape[axis]! + stop - place, (made) => {
        assign(part(made, axis, 0, place), part(a, axis, 0, place), UNSAFE);
        assign(part(made, axis, place, stop), values, UNSAFE);
        assign(part(made, axis, stop, null), part(a, axis, place, null), UNSAFE);
    });
}

/** One value, or as many as the axis is to have, before each of several positions. */
function insertThese(a: NDArray, axis: number, places: NDArray, values: NDArray): NDArray {
    putArray(0, a);
    putArray(1, places);
    putArray(2, values);
    putEmpty(3);
    return takeArray(3, check(core.rp_js_insert!(axis)));
}

/** Positions from what `obj` was read as; bools stand for the positions where they are true. */
function toInsertionPlaces(places: Range | NDArray): NDArray {
    if (!(places instanceof NDArray)) return positionsIn(places);
    if (places._dtype.kind === 'b') {
        if (places.ndim !== 1) {
            throw new ValueError('boolean array argument obj to insert must be one dimensional');
        }
        return step(getItem, step(arange, places._shape[0]), [places]);
    }
    if (places.ndim > 1) {
        throw new ValueError(
            'index array argument obj to insert must be one dimensional or scalar',
        );
    }
    return places;
}

const insertArgs = /* @__PURE__ */ signature('insert(arr, obj, values, axis=)');
/**
 * A copy with values put in before positions of an axis (without one: of the flattened array), which
 * `obj` names as in np.delete; bools mark positions. Values are cast to the array's dtype. Before one
 * position all values are put in; before several, one each, or the same for all. IndexError for a position
 * out of range, ValueError for values that do not fit, AxisError for an axis out of range.
 */
export function insert<A extends ArrayLike>(
    arr: A,
    obj: Key,
    values: ArrayLike,
    axis?: number | null | { axis?: number | null },
): NDArray<DTypeOf<A>>;
export function insert(...args: unknown[]): NDArray {
    const [arr, obj, values, axis] = bind(insertArgs, args);
    return run(() => {
        const [a, along] = alongAxis(toArray(arr), axis);
        const length = a._shape[along]!;
        const source = toAssigned(values, a);
        const given = placesOf(obj, length, a);
        const places = typeof given === 'number' ? given : toInsertionPlaces(given);
        const single = typeof places === 'number' ? places : singlePosition(places);
        if (single === undefined) return insertThese(a, along, places as NDArray, source);
        const place = placeOf(single, length, length + 1, along);
        const missing = Math.max(0, a.ndim - source.ndim);
        const wide = reshapeArray(
            source,
            [...new Array<number>(missing).fill(1), ...source._shape],
            0,
            NEVER,
        );
        // A position by itself takes its axis away, so the values' first axis is the one put in.
        const alone = typeof places === 'number' || places.ndim === 0;
        return insertAt(a, along, place, alone ? moveaxis(wide, 0, along) : wide);
    });
}

// ---- trim_zeros ----

/** Keywords of np.trim_zeros. */
export interface TrimZerosKeywords {
    /** Where: 'f' in front, 'b' at the back, 'fb' both. */
    trim?: 'f' | 'b' | 'fb' | 'bf' | (string & {});
    /** The axes to be cut, all by default. Of a 1-d array it has no effect, as in NumPy. */
    axis?: number | readonly number[] | null;
}

/** The first and one past the last position of an axis at which something is not zero. */
function extent(x: NDArray, axis: number): [start: number, stop: number] {
    const others = x._shape.flatMap((_, i) => (i === axis ? [] : [i]));
    const truth: NDArray = step(any, x, others);
    const back: number = argmax(getView(truth, [new Slice(null, null, -1)])) as number;
    return [argmax(truth) as number, x._shape[axis]! - back];
}

const trimArgs = /* @__PURE__ */ signature('trim_zeros(filt, trim=, axis=)');
/**
 * The part of an array that holds all that is not zero: a view, of a list the list itself cut. Keywords:
 * trim, axis. ValueError for a `trim` of other letters than f and b, AxisError for an axis out of range.
 */
export function trim_zeros<T extends Scalar>(
    filt: readonly T[],
    trim?: string | TrimZerosKeywords,
    axis?: number | readonly number[] | null | TrimZerosKeywords,
): T[];
export function trim_zeros<A extends ArrayLike>(
    filt: A,
    trim?: string | TrimZerosKeywords,
    axis?: number | readonly number[] | null | TrimZerosKeywords,
): NDArray<DTypeOf<A>>;
export function trim_zeros(...args: unknown[]): unknown {
    const [filt, trim = 'fb', axis] = bind(trimArgs, args);
    const sides = String(trim).toLowerCase();
    if (!/^(f|b|fb|bf)$/.test(sides)) {
        throw new ValueError(`unexpected character(s) in \`trim\`: '${sides}'`);
    }
    return run(() => {
        const x = toArray(filt);
        const all = axis === undefined || axis === null || x.ndim === 1;
        const axes = all ? null : toIntegers(axis, 'axis').map((i) => normalAxis(i, x.ndim));
        const empty = !any(x);
        const keys = x._shape.map((_, i) => {
            if (axes !== null && !axes.includes(i)) return ALL;
            if (empty) return new Slice(0, 0, null);
            const [start, stop] = extent(x, i);
            return new Slice(sides === 'b' ? null : start, sides === 'f' ? null : stop, null);
        });
        if (x.ndim === 0) return x.item();
        if (Array.isArray(filt) && x.ndim === 1) {
            return filt.slice(keys[0]!.start ?? 0, keys[0]!.stop ?? filt.length);
        }
        const view = getView(x, keys);
        return filt instanceof NDArray ? view : copyArray(view, 0);
    });
}

// ---- resize ----

const resizeArgs = /* @__PURE__ */ signature('resize(a, new_shape)');
/**
 * A new array of another shape that holds the elements in C order, again and again until it is full; of
 * an empty array zeros. (The method a.resize fills up with zeros.) ValueError for negative lengths.
 */
export function resize<A extends ArrayLike>(
    a: A,
    new_shape: Shape | { new_shape: Shape },
): NDArray<DTypeOf<A>>;
export function resize(...args: unknown[]): NDArray {
    const [a, new_shape] = bind(resizeArgs, args);
    const lengths = toIntegers(new_shape, 'new_shape');
    if (lengths.some((length) => length < 0)) {
        throw new ValueError('all elements of `new_shape` must be non-negative');
    }
    return run(() => {
        const flat: NDArray = step(ravelArray, toArray(a), 0);
        const size = lengths.reduce((product, length) => product * length, 1);
        if (flat.size === 0 || size === 0) return zeros_like(flat, { shape: lengths });
        const made = allocate(result_type(flat) as DType, lengths);
        try {
            const line = reshapeArray(made, [size], 0, NEVER);
            const times = Math.floor(size / flat.size);
            const whole = times * flat.size;
            const rows = reshapeArray(part(line, 0, 0, whole), [times, flat.size], 0, NEVER);
            assign(rows, flat, UNSAFE);
            assign(part(line, 0, whole, null), part(flat, 0, 0, size - whole), UNSAFE);
        } catch (error) {
            made.dispose();
            throw error;
        }
        return made;
    });
}

// Selecting and repeating by position. The rules are the core's.
import { bind, describe, type Signature, signature, toIntegers, toOrder } from './args.js';
import { normalAxis } from './axes.js';
import { putShape, toArray, toOut } from './convert.js';
import { getView, toPositions } from './indexing.js';
import { NDArray, toAssigned } from './ndarray.js';
import {
    isScalar,
    putArray,
    putEmpty,
    putOut,
    putScalar,
    run,
    takeArray,
    takeResult,
    WRITE,
} from './operand.js';
import { IndexError, ValueError } from './runtime/errors.js';
import { check, core, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { noteSize } from './runtime/memory.js';
import { value } from './steps.js';
import type { ArrayLike, DTypeOf, Order, Scalar, Shape } from './types.js';

/**
 * What becomes of a position out of range: 'raise', an error; 'wrap', it is taken modulo the length;
 * 'clip', it becomes the nearest one, so that negative ones become 0. NumPy's numbers for them: 2, 1, 0.
 */
export type IndexMode = 'raise' | 'wrap' | 'clip' | 0 | 1 | 2;
/** PositionList of several elements: lists of whole numbers, arrays of integers or bools. */
export type PositionList = NDArray | Exclude<ArrayLike, Scalar>;

const MODES = 'rwc';

function toMode(mode: unknown): number {
    if (mode === undefined || mode === null) return 0;
    if (typeof mode === 'string') {
        const found = mode === '' ? -1 : MODES.indexOf(mode[0]!.toLowerCase());
        if (found >= 0) return found; // NumPy looks at the first letter
        throw new ValueError(`clipmode must be one of 'clip', 'raise', or 'wrap' (got '${mode}')`);
    }
    if (typeof mode !== 'number' || !Number.isInteger(mode))
        throw new TypeError('clipmode not understood');
    if (mode < 0 || mode > 2)
        throw new ValueError("integer clipmode must be 0, 1 or 2: 'clip', 'wrap' or 'raise'");
    return 2 - mode;
}

const FLAT = -0x80000000;
/** An axis as the core takes it; null: none, the elements in C order. */
const toAxis = (axis: unknown, ndim: number): number =>
    axis === undefined || axis === null ? FLAT : normalAxis(axis, ndim);

/** PositionList as an array; of `strict` ones an empty list is one of floats, as in NumPy. */
function toIndices(x: unknown, strict = false): NDArray {
    if (x instanceof NDArray) return x;
    let array: NDArray;
    try {
        array = toPositions(x);
    } catch (error) {
        if (!(error instanceof IndexError)) throw error;
        throw new TypeError(`positions must be integers, not ${describe(x)}`);
    }
    if (strict && array.size === 0 && !ArrayBuffer.isView(x)) {
        throw new TypeError('indices must be integral: an empty list is one of floats');
    }
    return array;
}

function toTarget(a: unknown): NDArray {
    if (a instanceof NDArray) return a;
    throw new TypeError(`argument 1 must be an array, not ${describe(a)}`);
}

/** Keywords of np.take. */
export interface TakeKeywords {
    /** The axis along which the positions count; null: in the flattened array. */
    axis?: number | null | undefined;
    out?: NDArray | null | undefined;
    mode?: IndexMode | undefined;
}

const takeArgs = /* @__PURE__ */ signature('take(a, indices, axis=, out=, mode=)');
/**
 * The elements at positions, or the parts of an array at positions along an axis: a copy, in C order,
 * whose shape has that of `indices` in the axis' stead. Keywords: axis, out (of the result's shape; its
 * dtype casts safely to a's), mode. IndexError for a position out of range, TypeError for positions that
 * are no integers, ValueError for an `out` that does not fit.
 */
export function take<A extends ArrayLike, I extends ArrayLike>(
    a: A,
    indices: I,
    axis?: number | null | TakeKeywords,
    out?: NDArray | null | TakeKeywords,
    mode?: IndexMode | TakeKeywords,
    keywords?: TakeKeywords,
): I extends PositionList ? NDArray<DTypeOf<A>> : NDArray<DTypeOf<A>> | Scalar;
export function take(...args: unknown[]): NDArray | Scalar {
    const [a, indices, axis, out, mode] = bind(takeArgs, args);
    const [how, into] = [toMode(mode), toOut(out)];
    return run(() => {
        const [x, places] = [toArray(a), toIndices(indices)];
        noteSize(Math.max(x.nbytes, places.nbytes));
        putArray(0, x);
        putArray(1, places);
        putOut(2, into);
        const id = check(core.rp_js_take!(toAxis(axis, Math.max(1, x.ndim)), how));
        return into ?? takeResult(2, id);
    });
}

function putInto(its: Signature, args: unknown[]): void {
    const [target, ind, v, mode] = bind(its, args);
    const [a, how] = [toTarget(target), toMode(mode)];
    run(() => {
        const [places, source] = [toIndices(ind), toAssigned(v, a)];
        putArray(0, a, WRITE);
        putArray(1, places);
        putArray(2, source);
        check(core.rp_js_put!(how));
    });
}

const putArgs = /* @__PURE__ */ signature('put(a, ind, v, mode=)');
/**
 * Sets the elements at positions of the flattened array; values begin anew where there are fewer of them,
 * and the last one for a position stays. IndexError for a position out of range, TypeError for
 * positions that are no integers, ValueError for a read-only array: nothing is written then.
 */
export function put(
    a: NDArray,
    ind: ArrayLike,
    v: ArrayLike,
    mode?: IndexMode | { mode?: IndexMode },
): void;
export function put(...args: unknown[]): void {
    putInto(putArgs, args);
}

const putMethodArgs = /* @__PURE__ */ signature('put(a, indices, values, mode=)');
/** @internal a.put(indices, values, mode) */
export const putMethod = (...args: unknown[]): void => putInto(putMethodArgs, args);

const takeAlongArgs = /* @__PURE__ */ signature('take_along_axis(arr, indices, axis)');
/**
 * The elements at positions along an axis, other positions for every line: what argsort and argmax (with
 * keepdims) give. `indices` has as many dimensions as `arr`, and but for the axis they broadcast; axis
 * null: of the flattened array. IndexError for positions out of range or of another dtype than integers,
 * ValueError for another number of dimensions, AxisError for an axis out of range.
 */
export function take_along_axis<A extends ArrayLike>(
    arr: A,
    indices: ArrayLike,
    axis: number | null | { axis: number | null },
): NDArray<DTypeOf<A>>;
export function take_along_axis(...args: unknown[]): NDArray {
    const [arr, indices, axis] = bind(takeAlongArgs, args);
    return run(() => {
        const a = toArray(arr);
        const places = indices instanceof NDArray ? indices : toPositions(indices);
        noteSize(Math.max(a.nbytes, places.nbytes));
        putArray(0, a);
        putArray(1, places);
        putEmpty(2);
        return takeArray(2, check(core.rp_js_take_along_axis!(toAxis(axis, a.ndim))));
    });
}

const putAlongArgs = /* @__PURE__ */ signature('put_along_axis(arr, indices, values, axis)');
/**
 * Sets the elements that take_along_axis would give; values broadcast to the shape of its result. Errors
 * are the same, and ValueError for values that do not broadcast: nothing is written then.
 */
export function put_along_axis(
    arr: NDArray,
    indices: ArrayLike,
    values: ArrayLike,
    axis: number | null | { axis: number | null },
): void;
export function put_along_axis(...args: unknown[]): void {
    const [arr, indices, values, axis] = bind(putAlongArgs, args);
    const a = toTarget(arr);
    run(() => {
        const places = indices instanceof NDArray ? indices : toPositions(indices);
        const source = toAssigned(values, a);
        putArray(0, a, WRITE);
        putArray(1, places);
        putArray(2, source);
        check(core.rp_js_put_along_axis!(toAxis(axis, a.ndim)));
    });
}

/** What a list or an array along its first axis holds. */
function itemsOf(x: unknown, what: string): unknown[] {
    if (x instanceof NDArray && x.ndim > 0) {
        return Array.from({ length: x.shape[0]! }, (_, i) => getView(x, [i]));
    }
    if (typeof x === 'object' && x !== null && Symbol.iterator in x && !(x instanceof NDArray)) {
        return Array.from(x as Iterable<unknown>);
    }
    throw new TypeError(`${what} must be several, not ${describe(x)}`);
}

/** Keywords of np.choose. */
export interface ChooseKeywords {
    out?: NDArray | null | undefined;
    mode?: IndexMode | undefined;
}

const MAX_CHOICES = 63;
const chooseArgs = /* @__PURE__ */ signature('choose(a, choices, out=, mode=)');
/**
 * Each element from the choice that its number in `a` names; numbers and choices broadcast together. The
 * dtype is the promoted one. Choices are a list of arrays and numbers, or an array of them along its first
 * axis; 63 at most. Keywords: out, mode. ValueError for a number that is no choice, no choices at all,
 * or shapes that do not broadcast; TypeError for numbers that are no integers and an `out` of another shape.
 */
export function choose(
    a: ArrayLike,
    choices: NDArray | Iterable<ArrayLike>,
    out?: NDArray | null | ChooseKeywords,
    mode?: IndexMode | ChooseKeywords,
    keywords?: ChooseKeywords,
): NDArray | Scalar;
export function choose(...args: unknown[]): NDArray | Scalar {
    const [a, choices, out, mode] = bind(chooseArgs, args);
    const [how, into] = [toMode(mode), toOut(out)];
    return run(() => {
        const numbers = toIndices(a, true);
        const list = itemsOf(choices, 'choices').map(value);
        if (list.length > MAX_CHOICES) {
            throw new ValueError(`at most ${MAX_CHOICES} choices, found ${list.length}`);
        }
        noteSize(numbers.nbytes);
        putArray(0, numbers);
        putOut(1, into);
        for (const [i, choice] of list.entries()) {
            if (isScalar(choice)) putScalar(2 + i, choice);
            else putArray(2 + i, choice);
        }
        putOption(at.OPTION_DTYPE, choices instanceof NDArray ? choices._dtype.ptr : 0);
        const id = check(core.rp_js_choose!(list.length, how));
        return into ?? takeResult(1, id);
    });
}

function toFortran(order: unknown): number {
    const found = toOrder(order, 'C');
    if (found > 1) throw new ValueError("only 'C' or 'F' order is permitted");
    return found;
}

const unravelArgs = /* @__PURE__ */ signature('unravel_index(indices, shape, order=)');
/**
 * The positions along each axis of the elements that `indices` count in C (or F) order: a list of
 * intp arrays of indices' shape, or of numbers for a single one. ValueError for an index that is not
 * in 0 .. size - 1, TypeError for indices that are no integers.
 */
export function unravel_index(
    indices: number | bigint,
    shape: Shape,
    order?: 'C' | 'F' | { order?: 'C' | 'F' },
): number[];
export function unravel_index(
    indices: ArrayLike,
    shape: Shape | { shape: Shape; order?: 'C' | 'F' },
    order?: 'C' | 'F' | { order?: 'C' | 'F' },
): NDArray<'int32'>[];
export function unravel_index(...args: unknown[]): (NDArray | Scalar)[] {
    const [indices, shape, order] = bind(unravelArgs, args);
    const fortran = toFortran(order);
    return run(() => {
        const dims = toIntegers(shape, 'shape');
        const places = toIndices(indices, true);
        noteSize(places.nbytes);
        putArray(0, places);
        const id = check(core.rp_js_unravel_index!(putShape(dims), fortran));
        return dims.map((_, i) => takeResult(1 + i, id));
    });
}

/** Keywords of np.ravel_multi_index. */
export interface RavelIndexKeywords {
    /** One for all axes, or one for each. */
    mode?: IndexMode | readonly IndexMode[] | undefined;
    order?: Order | undefined;
}

const MODES_AT = 64;
const ravelIndexArgs = /* @__PURE__ */ signature(
    'ravel_multi_index(multi_index, dims, mode=, order=)',
);
/**
 * PositionList along axes of these lengths, which broadcast, as numbers of the elements in C (or F) order: the
 * reverse of unravel_index. Keywords: mode (one, or one for each axis), order. ValueError for a position
 * out of range (negative ones are) and for another number of them than of lengths, TypeError for positions
 * that are no integers.
 */
export function ravel_multi_index(
    multi_index: NDArray | Iterable<ArrayLike>,
    dims: Shape,
    mode?: IndexMode | readonly IndexMode[] | RavelIndexKeywords,
    order?: Order | RavelIndexKeywords,
    keywords?: RavelIndexKeywords,
): NDArray<'int32'> | number;
export function ravel_multi_index(...args: unknown[]): NDArray | Scalar {
    const [index, dims, mode, order] = bind(ravelIndexArgs, args);
    const fortran = toFortran(order);
    return run(() => {
        const lengths = toIntegers(dims, 'dims');
        const modes = Array.isArray(mode) ? mode.map(toMode) : lengths.map(() => toMode(mode));
        if (modes.length !== lengths.length) {
            throw new ValueError(
                `list of clipmodes has wrong length (${modes.length} instead of ${lengths.length})`,
            );
        }
        const parts = itemsOf(index, 'multi_index').map((part) => toIndices(part, true));
        if (parts.length !== lengths.length) {
            throw new ValueError(
                `parameter multi_index must be a sequence of length ${lengths.length}`,
            );
        }
        const count = putShape(lengths);
        if (count > at.MAX_DIMS) throw new ValueError(`at most ${at.MAX_DIMS} axes`);
        putNumbers(modes, MODES_AT);
        for (const [i, part] of parts.entries()) {
            noteSize(part.nbytes);
            putArray(1 + i, part);
        }
        return takeResult(0, check(core.rp_js_ravel_multi_index!(count, fortran)));
    });
}

const repeatArgs = /* @__PURE__ */ signature('repeat(a, repeats, axis=)');
/**
 * Each element, or each part along an axis, as often as `repeats` says: a number for all of them, or a list
 * with one for each. Without an axis the array is flattened. A copy, in C order. ValueError for negative
 * counts and for another number of them, TypeError for counts that are no integers, AxisError.
 */
export function repeat<A extends ArrayLike>(
    a: A,
    repeats: ArrayLike,
    axis?: number | null | { axis?: number | null },
): NDArray<DTypeOf<A>>;
export function repeat(...args: unknown[]): NDArray {
    const [a, repeats, axis] = bind(repeatArgs, args);
    return run(() => {
        const [x, counts] = [toArray(a), toIndices(repeats)];
        noteSize(Math.max(x.nbytes, counts.nbytes));
        putArray(0, x);
        putArray(1, counts);
        putEmpty(2);
        return takeArray(2, check(core.rp_js_repeat!(toAxis(axis, Math.max(1, x.ndim)))));
    });
}

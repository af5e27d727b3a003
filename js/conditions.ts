// Selecting by conditions: where something is true, and what lies there.
import { logical_not, logical_or } from '../build/gen/ufunc-functions.js';
import { bind, describe, signature } from './args.js';
import { normalAxis } from './axes.js';
import { broadcast_shapes } from './broadcasting.js';
import { allocate, convertArray, toArray, toOut } from './convert.js';
import { full, zeros_like } from './creation.js';
import { bool, type DType, int32 } from './dtype.js';
import { getItem, getView, setItem } from './indexing.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import {
    isScalar,
    putArray,
    putEmpty,
    putScalar,
    run,
    takeArray,
    temporary,
    WRITE,
} from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core } from './runtime/frame.js';
import { copyto, ravelArray } from './shape.js';
import { step, type Value, value } from './steps.js';
import { can_cast, result_type } from './typeinfo.js';
import type { ArrayLike, DTypeOf, PromoteOperands } from './types.js';

const UNSAFE = 4;

// ---- where something is true ----

const ROWS_OF_AXES = 0;
const ONE_ROW = 1;
const ROWS_OF_ELEMENTS = 2;

function find(a: NDArray, shape: number): NDArray<'int32'> {
    putArray(0, a);
    putEmpty(1);
    return takeArray(1, check(core.rp_js_nonzero!(shape))) as NDArray<'int32'>;
}

const flat = (a: NDArray): NDArray => (a.ndim === 1 ? a : temporary(ravelArray(a, 0)));

const nonzeroArgs = /* @__PURE__ */ signature('nonzero(a)');
/**
 * The positions of the elements that are not zero, in C order: an array for each axis. ValueError for a
 * 0-d array.
 */
export function nonzero(a: ArrayLike): NDArray<'int32'>[];
export function nonzero(...args: unknown[]): NDArray<'int32'>[] {
    const [a] = bind(nonzeroArgs, args);
    return run(() => {
        const array = toArray(a);
        if (array.ndim === 0) {
            throw new ValueError(
                'Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() ' +
                    'instead. If the context of the error is of the form `arr[nonzero(cond)]`, just ' +
                    'use `arr[cond]`.',
            );
        }
        if (array.ndim === 1) return [find(array, ONE_ROW)];
        const all = temporary(find(array, ROWS_OF_AXES));
        return array._shape.map((_, axis) => copyArray(getView(all, [axis]), 0) as typeof all);
    });
}

const flatnonzeroArgs = /* @__PURE__ */ signature('flatnonzero(a)');
/** The positions of the elements that are not zero, counted through the flattened array. */
export function flatnonzero(a: ArrayLike): NDArray<'int32'>;
export function flatnonzero(...args: unknown[]): NDArray<'int32'> {
    const [a] = bind(flatnonzeroArgs, args);
    return run(() => find(flat(toArray(a)), ONE_ROW));
}

const argwhereArgs = /* @__PURE__ */ signature('argwhere(a)');
/** The positions of the elements that are not zero: a row for each, a column for each axis. */
export function argwhere(a: ArrayLike): NDArray<'int32'>;
export function argwhere(...args: unknown[]): NDArray<'int32'> {
    const [a] = bind(argwhereArgs, args);
    return run(() => {
        const array = toArray(a);
        if (array.ndim > 0) return find(array, ROWS_OF_ELEMENTS);
        const found = temporary(find(flat(array), ONE_ROW));
        return allocate(int32, [found.size, 0]) as NDArray<'int32'>;
    });
}

const whereArgs = /* @__PURE__ */ signature('where(condition, x=, y=, /)');
function putValue(slot: number, x: Value): void {
    if (isScalar(x)) putScalar(slot, x);
    else putArray(slot, x);
}

/**
 * x where the condition is true, y elsewhere; all three are broadcast, and a JavaScript number takes on
 * the other's dtype. Without x and y, nonzero(condition). ValueError if only one is given, or if the
 * shapes do not broadcast.
 */
export function where(condition: ArrayLike): NDArray<'int32'>[];
export function where<X extends ArrayLike, Y extends ArrayLike>(
    condition: ArrayLike,
    x: X,
    y: Y,
): NDArray<PromoteOperands<X, Y>>;
export function where(...args: unknown[]): NDArray | NDArray[] {
    const [condition, x, y] = bind(whereArgs, args);
    if (x === undefined && y === undefined) return nonzero(condition as ArrayLike);
    if (x === undefined || y === undefined)
        throw new ValueError('either both or neither of x and y should be given');
    return run(() => {
        const test = toArray(condition);
        const [first, second] = [value(x), value(y)];
        putArray(0, test);
        putValue(1, first);
        putValue(2, second);
        putEmpty(3);
        return takeArray(3, check(core.rp_js_where!()));
    });
}

// ---- what lies there ----

/** A condition as bools. */
function asBools(condition: NDArray): NDArray {
    if (condition._dtype.kind === 'b') return condition;
    return temporary(convertArray(condition, bool, 0, null));
}

/** Entries along an axis where the condition, of one axis, is true. It may be shorter, or longer where
 * it is false. */
function select1d(a: NDArray, condition: NDArray, axis: number): NDArray {
    const all = new Array<string>(axis).fill(':');
    const short = a.ndim === 1 && a.size === condition.size;
    const key = short ? asBools(condition) : temporary(find(condition, ONE_ROW));
    return getItem(a, [...all, key]) as NDArray;
}

const extractArgs = /* @__PURE__ */ signature('extract(condition, arr)');
/**
 * The elements where the condition, flattened as they are, is true. IndexError if it is true past the
 * last element.
 */
export function extract<A extends ArrayLike>(condition: ArrayLike, arr: A): NDArray<DTypeOf<A>>;
export function extract(...args: unknown[]): NDArray {
    const [condition, arr] = bind(extractArgs, args);
    return run(() => select1d(flat(toArray(arr)), flat(toArray(condition)), 0));
}

/** Keywords of np.compress. */
export interface CompressKeywords {
    /** Along which entries are selected; null: the array is flattened. */
    axis?: number | null;
    out?: NDArray | null;
}
const compressArgs = /* @__PURE__ */ signature('compress(condition, a, axis=, out=)');
/**
 * The entries along an axis where a condition of one dimension is true. ValueError for a condition of
 * another, and if `out` has another shape; IndexError if the condition is true past the end; AxisError
 * for an axis out of range; TypeError if `out`'s dtype does not cast to the array's safely.
 */
export function compress<A extends ArrayLike>(
    condition: ArrayLike,
    a: A,
    axis?: number | null | CompressKeywords,
    out?: NDArray | null | CompressKeywords,
    keywords?: CompressKeywords,
): NDArray<DTypeOf<A>>;
export function compress(...args: unknown[]): NDArray {
    const [condition, a, axis, out] = bind(compressArgs, args);
    const into = toOut(out);
    return run(() => {
        const test = toArray(condition);
        if (test.ndim !== 1) throw new ValueError('condition must be a 1-d array');
        const array = toArray(a);
        const whole = axis === undefined || axis === null || array.ndim === 0;
        const along = axis === undefined || axis === null ? 0 : normalAxis(axis, array.ndim || 1);
        const result = select1d(whole ? flat(array) : array, test, along);
        return into === undefined ? result : written(into, temporary(result));
    });
}

/** What was selected, in an array that the caller has given. */
function written(out: NDArray, result: NDArray): NDArray {
    if (String(out._shape) !== String(result._shape) || out.ndim !== result.ndim)
        throw new ValueError('output array does not match result of ndarray.take');
    refuseUnsafe(out._dtype, result._dtype);
    assign(out, result, UNSAFE);
    return out;
}

function refuseUnsafe(from: DType, to: DType): void {
    if (can_cast(from, to, 'safe')) return;
    throw new TypeError(
        `Cannot cast array data from dtype('${from}') to dtype('${to}') according to the rule 'safe'`,
    );
}

// ---- writing ----

function writeValues(name: string, args: unknown[], byPosition: number): void {
    const [a, mask, values] = args;
    if (!(a instanceof NDArray))
        throw new TypeError(`${name}() argument 1 must be an array, not ${describe(a)}`);
    run(() => {
        const test = toArray(mask);
        const strong = values instanceof NDArray || ArrayBuffer.isView(values);
        const source = toArray(values, strong ? undefined : a._dtype);
        refuseUnsafe(source._dtype, a._dtype);
        putArray(0, a, WRITE);
        putArray(1, test);
        putArray(2, source);
        check(core.rp_js_place!(byPosition));
    });
}

const placeArgs = /* @__PURE__ */ signature('place(arr, mask, vals)');
/**
 * Writes values in turn where the mask is true, the first one again after the last. ValueError if the
 * mask has another size or there are no values and one is needed; TypeError if they do not cast safely.
 */
export function place(arr: NDArray, mask: ArrayLike, vals: ArrayLike): void;
export function place(...args: unknown[]): void {
    writeValues('place', bind(placeArgs, args), 0);
}

const putmaskArgs = /* @__PURE__ */ signature('putmask(a, /, mask, values)');
/**
 * Where the mask is true, element i becomes values[i], counted modulo their number. ValueError if the
 * mask has another size, TypeError if the values do not cast safely.
 */
export function putmask(
    a: NDArray,
    mask: ArrayLike | { mask: ArrayLike; values: ArrayLike },
    values?: ArrayLike,
): void;
export function putmask(...args: unknown[]): void {
    writeValues('putmask', bind(putmaskArgs, args), 1);
}

// ---- choosing among several ----

const selectArgs = /* @__PURE__ */ signature('select(condlist, choicelist, default=)');
/**
 * The elements of the first array of choicelist whose condition is true, `default` where none is.
 * Conditions are bool; all are broadcast. ValueError for lists of different lengths, no conditions, and
 * shapes that do not broadcast; TypeError for a condition of another dtype.
 */
export function select(
    condlist: Iterable<unknown>,
    choicelist: Iterable<unknown>,
    defaults?: ArrayLike | { default?: ArrayLike },
): NDArray;
export function select(...args: unknown[]): NDArray {
    const [condlist, choicelist, otherwise = 0] = bind(selectArgs, args);
    return run(() => {
        const listed = [...(condlist as Iterable<unknown>)];
        const choices = Array.from(choicelist as Iterable<unknown>, value);
        if (listed.length !== choices.length)
            throw new ValueError('list of cases must be same length as list of conditions');
        if (listed.length === 0)
            throw new ValueError('select with an empty condition list is not possible');
        const conditions = listed.map((x) => toArray(x));
        const wrong = conditions.findIndex((test) => test._dtype.kind !== 'b');
        if (wrong >= 0)
            throw new TypeError(`invalid entry ${wrong} in condlist: should be boolean ndarray`);
        const rest = value(otherwise);
        const dtype = result_type(...(choices as ArrayLike[]), rest);
        const shape = broadcast_shapes(
            ...[...conditions, ...choices, rest].map((x) => (isScalar(x) ? [] : x._shape)),
        );
        const result = full(shape, rest, dtype) as NDArray;
        try {
            for (let i = conditions.length - 1; i >= 0; i--)
                copyto(result, choices[i]!, { where: conditions[i]! });
        } catch (error) {
            result.dispose();
            throw error;
        }
        return result;
    });
}

/** What np.piecewise computes a piece with: a function of its elements, or a value. */
export type Piece = ArrayLike | ((x: NDArray, ...args: any[]) => ArrayLike);

/** The conditions of piecewise as arrays of bools. */
function conditionsOf(condlist: unknown, ndim: number): NDArray[] {
    let list = condlist;
    const first = Array.isArray(list)
        ? list[0]
        : list instanceof NDArray && list.ndim > 1
          ? list
          : 0;
    if (isScalar(list) || (!Array.isArray(first) && !(first instanceof NDArray) && ndim !== 0))
        list = [list];
    if (Array.isArray(list) && list.length > 0 && list.every((x) => x instanceof NDArray)) {
        const arrays = list as NDArray[];
        if (arrays.some((x) => String(x._shape) !== String(arrays[0]!._shape)))
            throw new ValueError('the conditions must have the same shape');
        return arrays.map(asBools);
    }
    const all = asBools(toArray(list, list instanceof NDArray ? undefined : bool));
    return Array.from({ length: all._shape[0] ?? 0 }, (_, i) => temporary(getView(all, [i])));
}

/**
 * Element by element, the function of funclist whose condition is true: each is called with the elements
 * of its piece (and with args), or is a value. One function more than there are conditions is for the
 * rest, which else is 0; of several true conditions the last counts. The result has x's dtype.
 * ValueError for another number of functions; IndexError if conditions do not have x's shape.
 */
export function piecewise<A extends ArrayLike>(
    x: A,
    condlist: unknown,
    funclist: Iterable<Piece>,
    ...args: unknown[]
): NDArray<DTypeOf<A>> {
    return run(() => {
        const array = toArray(x);
        const pieces = [...funclist];
        const conditions = conditionsOf(condlist, array.ndim);
        const n = conditions.length;
        if (n === pieces.length - 1 && n > 0) {
            const any = conditions.reduce((p, q) => step(logical_or, p, q));
            conditions.push(step(logical_not, any));
        } else if (n !== pieces.length) {
            throw new ValueError(
                `with ${n} condition(s), either ${n} or ${n + 1} functions are expected`,
            );
        }
        const result = zeros_like(array) as NDArray;
        try {
            for (const [i, piece] of pieces.entries()) {
                const key = [conditions[i]!];
                if (typeof piece !== 'function') {
                    setItem(result, key, piece);
                    continue;
                }
                const some = temporary(getItem(array, key) as NDArray);
                if (some.size > 0) setItem(result, key, piece(some, ...args));
            }
        } catch (error) {
            result.dispose();
            throw error;
        }
        return result as NDArray<DTypeOf<A>>;
    });
}

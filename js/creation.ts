// Making arrays.
import { add, divide, floor, multiply, subtract } from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, isKeywords, signature, toInteger, toIntegers, toOrder } from './args.js';
import { Complex } from './complex.js';
import { allocate, convertArray, newArray, ownerOfData, toArray } from './convert.js';
import { type DType, float64, int32, optionalDType, toDType } from './dtype.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { isScalar, promoted, putArray, putEmpty, run, takeArray, temporary } from './operand.js';
import { check, core, getNumber, putNumbers, putOption } from './runtime/frame.js';
import { ValueError } from './runtime/errors.js';
import * as at from './runtime/layout.js';
import { all } from './reductions.js';
import { moveaxis, putShape, reshapeArray } from './shape.js';
import type { ArrayLike, DTypeLike, DTypeName, DTypeOf, NameOf, Order, Shape } from './types.js';

/** Keywords of np.array. */
export interface ArrayKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null | undefined;
    /** true: always a copy; false: never (ValueError if one is needed); null: if needed. */
    copy?: boolean | null | undefined;
    order?: Order | null | undefined;
    subok?: boolean | undefined;
    /** At least so many dimensions; new ones come first. */
    ndmin?: number | undefined;
    like?: ArrayLike | null | undefined;
    device?: 'cpu' | null | undefined;
}

const arrayArgs = /* @__PURE__ */ signature('array(object, dtype=, *, copy=, order=, subok=, ndmin=, like=)');
const asarrayArgs = /* @__PURE__ */ signature('asarray(a, dtype=, order=, *, device=, copy=, like=)');

function make(
    object: unknown,
    dtype: DType | undefined,
    order: number,
    copy: boolean | null,
    ndmin: number,
): NDArray {
    let a: NDArray;
    const source = typeof object === 'object' && object !== null ? (ownerOfData(object) ?? object) : object;
    if (source instanceof NDArray) {
        // Order A asks for nothing of an array that is taken as it is.
        const same = order === 2 && copy !== true && (dtype === undefined || dtype === source._dtype);
        a = convertArray(source, dtype, same ? 3 : order, copy);
    }
    else {
        if (copy === false) throw new ValueError('Unable to avoid copy while creating an array as requested.');
        a = newArray(source, dtype);
        if (order === 1 && a.ndim > 1) {
            const fortran = copyArray(a, 1);
            a.dispose();
            a = fortran;
        }
    }
    if (a.ndim >= ndmin) return a;
    const shape = [...new Array<number>(ndmin - a.ndim).fill(1), ...a._shape];
    const wider = reshapeArray(a, shape, 0, 0);
    // The new array, not its view, is what the caller gets to own.
    return source instanceof NDArray ? wider : owned(wider, a);
}

/** A view that takes over what it is a view of. */
function owned(view: NDArray, of: NDArray): NDArray {
    return new NDArray(view._id, of._storage, view._offset, view._shape, view._strides, of._flags, null);
}

/**
 * A new array from a number, lists in lists, a typed array, another array or whatever has __array__.
 * Numbers become float64, bigints int64, booleans bool. Keywords: dtype, copy, order, ndmin, subok,
 * like. ValueError for ragged lists, OverflowError for an integer that the dtype cannot hold.
 */
export function array<A extends ArrayLike, T extends DTypeLike>(
    object: A,
    dtype: T,
    keywords?: ArrayKeywords,
): NDArray<NameOf<T>>;
export function array<A extends ArrayLike, T extends DTypeLike>(
    object: A,
    keywords: ArrayKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function array<A extends ArrayLike>(
    object: A,
    dtype?: null | ArrayKeywords,
    keywords?: ArrayKeywords,
): NDArray<DTypeOf<A>>;
export function array(...args: unknown[]): NDArray {
    const [object, dtype, copy, order, , ndmin] = bind(arrayArgs, args);
    const mode = copy === undefined ? true : copy === null ? null : Boolean(copy);
    return make(object, optionalDType(dtype), toOrder(order, 'K'), mode, toInteger(ndmin ?? 0, 'ndmin'));
}

/**
 * The array itself if it is one of the wanted dtype and order; else a new one, as np.array makes it.
 * What `a.data` gave out comes back as `a`, without a copy. Keywords: dtype, order, copy, device, like.
 */
export function asarray<A extends ArrayLike, T extends DTypeLike>(
    a: A,
    dtype: T,
    order?: Order | null | ArrayKeywords,
    keywords?: ArrayKeywords,
): NDArray<NameOf<T>>;
export function asarray<A extends ArrayLike, T extends DTypeLike>(
    a: A,
    keywords: ArrayKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function asarray<A extends ArrayLike>(
    a: A,
    dtype?: null | ArrayKeywords,
    order?: Order | null | ArrayKeywords,
    keywords?: ArrayKeywords,
): NDArray<DTypeOf<A>>;
export function asarray(...args: unknown[]): NDArray {
    const [a, dtype, order, device, copy] = bind(asarrayArgs, args);
    checkDevice(device);
    const mode = copy === undefined || copy === null ? null : Boolean(copy);
    return make(a, optionalDType(dtype), toOrder(order, 'K'), mode, 0);
}
export { asarray as asanyarray };

/** As asarray, in C order and at least 1-d. */
export function ascontiguousarray<A extends ArrayLike>(a: A, dtype: DTypeLike | null = null): NDArray<DTypeOf<A>> {
    return make(a, optionalDType(dtype), 0, null, 1) as NDArray<DTypeOf<A>>;
}
/** As asarray, in Fortran order. */
export function asfortranarray<A extends ArrayLike>(a: A, dtype: DTypeLike | null = null): NDArray<DTypeOf<A>> {
    return make(a, optionalDType(dtype), 1, null, 0) as NDArray<DTypeOf<A>>;
}

/** Keywords of zeros, ones, empty. */
export interface NewKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null | undefined;
    order?: 'C' | 'F' | undefined;
    device?: 'cpu' | null | undefined;
    like?: ArrayLike | null | undefined;
}

interface NewFunction {
    <T extends DTypeLike>(shape: Shape, dtype: T, order?: 'C' | 'F' | NewKeywords, keywords?: NewKeywords): NDArray<NameOf<T>>;
    <T extends DTypeLike>(shape: Shape, keywords: NewKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
    (shape: Shape, dtype?: null | NewKeywords, order?: 'C' | 'F' | NewKeywords, keywords?: NewKeywords): NDArray<'float64'>;
}

function newFunction(name: string, after: (a: NDArray) => NDArray, zeroed: boolean): NewFunction {
    const its = signature(`${name}(shape, dtype=, order=, *, device=, like=)`);
    return ((...args: unknown[]) => {
        const [shape, dtype, order, device] = bind(its, args);
        checkDevice(device);
        const type = optionalDType(dtype) ?? float64;
        return after(allocate(type, toIntegers(shape, 'shape'), onlyCF(order), zeroed));
    }) as NewFunction;
}

function onlyCF(order: unknown): number {
    const number = toOrder(order, 'C');
    if (number > 1) throw new ValueError('only \'C\' or \'F\' order is permitted');
    return number;
}

function filled(a: NDArray, value: unknown): NDArray {
    try {
        assign(a, value, 4);
    } catch (error) {
        a.dispose();
        throw error;
    }
    return a;
}

/** A new array of zeros: zeros([2, 3]), zeros(5, 'int32'). Keywords: dtype, order, device, like. */
export const zeros: NewFunction = /* @__PURE__ */ newFunction('zeros', (a) => a, true);
/** A new array of ones. Keywords as zeros. */
export const ones: NewFunction = /* @__PURE__ */ newFunction('ones', (a) => filled(a, 1), false);
/** A new array of whatever the memory held. Keywords as zeros. */
export const empty: NewFunction = /* @__PURE__ */ newFunction('empty', (a) => a, false);

const fullArgs = /* @__PURE__ */ signature('full(shape, fill_value, dtype=, order=, *, device=, like=)');
/** A new array of one value (broadcast to the shape). Keywords: dtype, order, device, like. */
export function full<T extends DTypeLike>(shape: Shape, fill_value: ArrayLike, dtype: T, order?: 'C' | 'F' | NewKeywords, keywords?: NewKeywords): NDArray<NameOf<T>>;
export function full<T extends DTypeLike>(shape: Shape, fill_value: ArrayLike, keywords: NewKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function full<V extends ArrayLike>(shape: Shape, fill_value: V, dtype?: null | NewKeywords, order?: 'C' | 'F' | NewKeywords, keywords?: NewKeywords): NDArray<DTypeOf<V>>;
export function full(...args: unknown[]): NDArray {
    const [shape, value, dtype, order, device] = bind(fullArgs, args);
    checkDevice(device);
    return run(() => {
        const type = optionalDType(dtype);
        // A fraction, or NaN, is cast; a whole number has to fit.
        const cast = type === undefined || (typeof value === 'number' && !Number.isInteger(value));
        const source = cast ? toArray(value) : value;
        const a = allocate(type ?? (source as NDArray)._dtype, toIntegers(shape, 'shape'), onlyCF(order));
        return filled(a, source);
    });
}

/** Keywords of zeros_like and its kin. */
export interface LikeKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null | undefined;
    order?: Order | undefined;
    subok?: boolean | undefined;
    shape?: Shape | null | undefined;
    device?: 'cpu' | null | undefined;
}

interface LikeFunction {
    <T extends DTypeLike>(a: ArrayLike, dtype: T, order?: Order | LikeKeywords, subok?: boolean | LikeKeywords, shape?: Shape | null | LikeKeywords, keywords?: LikeKeywords): NDArray<NameOf<T>>;
    <T extends DTypeLike>(a: ArrayLike, keywords: LikeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
    <A extends ArrayLike>(a: A, dtype?: null | LikeKeywords, order?: Order | LikeKeywords, subok?: boolean | LikeKeywords, shape?: Shape | null | LikeKeywords, keywords?: LikeKeywords): NDArray<DTypeOf<A>>;
}

function alike(values: unknown[], zeroed: boolean): NDArray {
    const [a, dtype, order, , shape, device] = values;
    checkDevice(device);
    return run(() => {
        const model = toArray(a);
        const type = optionalDType(dtype);
        putOption(at.OPTION_DTYPE, type?.ptr ?? 0);
        const given = shape !== undefined && shape !== null;
        putOption(3, Number(given));
        if (given) putOption(4, putShape(toIntegers(shape, 'shape')));
        putArray(0, model);
        putEmpty(1);
        return takeArray(1, check(core.rp_js_create_like!(Number(zeroed), toOrder(order, 'K'))));
    });
}

function likeFunction(name: string, first: string, value: number | null, zeroed: boolean): LikeFunction {
    const its = signature(`${name}(${first}, dtype=, order=, subok=, shape=, *, device=)`);
    return ((...args: unknown[]) => {
        const a = alike(bind(its, args), zeroed);
        return value === null ? a : filled(a, value);
    }) as LikeFunction;
}

/** Zeros in the shape, dtype and layout of another array. Keywords: dtype, order, subok, shape, device. */
export const zeros_like: LikeFunction = /* @__PURE__ */ likeFunction('zeros_like', 'a', null, true);
/** Ones in the shape, dtype and layout of another array; keywords as zeros_like. */
export const ones_like: LikeFunction = /* @__PURE__ */ likeFunction('ones_like', 'a', 1, false);
/** An uninitialised array like another; keywords as zeros_like. */
export const empty_like: LikeFunction = /* @__PURE__ */ likeFunction('empty_like', 'prototype', null, false);

const fullLikeArgs = /* @__PURE__ */ signature('full_like(a, fill_value, dtype=, order=, subok=, shape=, *, device=)');
/** One value in the shape, dtype and layout of another array; keywords as zeros_like. */
export function full_like<T extends DTypeLike>(a: ArrayLike, fill_value: ArrayLike, keywords: LikeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function full_like<A extends ArrayLike>(a: A, fill_value: ArrayLike, dtype?: DTypeLike | null | LikeKeywords, order?: Order | LikeKeywords, subok?: boolean | LikeKeywords, shape?: Shape | null | LikeKeywords, keywords?: LikeKeywords): NDArray<DTypeOf<A>>;
export function full_like(...args: unknown[]): NDArray {
    const [a, value, ...rest] = bind(fullLikeArgs, args);
    return filled(alike([a, ...rest], false), value);
}

interface ArangeKeywords<T extends DTypeLike = DTypeLike> {
    start?: number | bigint;
    stop?: number | bigint;
    step?: number | bigint;
    dtype?: T | null;
    device?: 'cpu' | null;
    like?: ArrayLike | null;
}

const arangeArgs = /* @__PURE__ */ signature('arange(start=, stop=, step=, dtype=, *, device=, like=)');
type Real = number | bigint | NDArray;
/**
 * Numbers from start (0) to stop, stop excluded, step (1) apart: arange(stop), arange(start, stop, step).
 * Whole numbers give intp (int32), others float64. ValueError if step is 0 or the range is endless.
 */
export function arange<T extends DTypeLike>(stop: Real, keywords: ArangeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(start: Real, stop: Real, keywords: ArangeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(start: Real, stop: Real, step: Real, dtype: T): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(start: Real, stop: Real, step: Real, keywords: ArangeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function arange(start: Real | ArangeKeywords, stop?: Real | null | ArangeKeywords, step?: Real | null | ArangeKeywords, dtype?: null | ArangeKeywords, keywords?: ArangeKeywords): NDArray<'int32' | 'float64'>;
export function arange(...args: unknown[]): NDArray {
    let [start, stop, step, dtype, device] = bind(arangeArgs, args);
    checkDevice(device);
    if (stop === undefined || stop === null) {
        if (start === undefined) throw new TypeError('arange() requires stop to be specified.');
        [start, stop] = [0, start];
    }
    const bounds = [start ?? 0, stop, step ?? 1].map((value) => {
        if (typeof value === 'number' || typeof value === 'bigint') return value;
        if (value instanceof NDArray && value.size === 1) return value;
        throw new TypeError(`arange() takes real numbers, not ${String(value)}`);
    });
    const arrays = bounds.filter((bound) => bound instanceof NDArray);
    let type = optionalDType(dtype);
    if (type === undefined && arrays.length > 0) type = commonType(bounds);
    putNumbers(bounds.map((bound) => Number(bound instanceof NDArray ? bound.item() : bound)));
    putOption(at.OPTION_DTYPE, type?.ptr ?? 0);
    const whole = bounds.every((bound) => !(bound instanceof NDArray) && isIntp(bound));
    putEmpty(0);
    return takeArray(0, check(core.rp_js_arange!(Number(whole))));
}

/** Whole, and not beyond intp: a larger number counts as a float, as weak scalars do. */
const isIntp = (x: number | bigint) =>
    typeof x === 'bigint' || (Number.isInteger(x) && Math.abs(x) <= 2 ** 31);

function commonType(bounds: (number | bigint | NDArray)[]): DType {
    return bounds
        .map((bound) => {
            if (bound instanceof NDArray) return bound._dtype;
            return isIntp(bound) ? int32 : float64;
        })
        .reduce<DType>((x, y) => promoted(x, y), int32);
}

interface LinspaceKeywords<T extends DTypeLike = DTypeLike> {
    num?: number;
    endpoint?: boolean;
    retstep?: boolean;
    dtype?: T | null;
    axis?: number;
    device?: 'cpu' | null;
}

const linspaceArgs = /* @__PURE__ */ signature('linspace(start, stop, num=, endpoint=, retstep=, dtype=, axis=, *, device=)');
/**
 * `num` (50) numbers evenly from start to stop; stop included unless endpoint is false. start and stop
 * may be arrays: the new axis is the first, or `axis`. With retstep, [numbers, step].
 */
export function linspace(start: ArrayLike, stop: ArrayLike, keywords: LinspaceKeywords & { retstep: true }): [NDArray, number | Complex | NDArray];
export function linspace<T extends DTypeLike>(start: ArrayLike, stop: ArrayLike, keywords: LinspaceKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function linspace(start: ArrayLike, stop: ArrayLike, num?: number | LinspaceKeywords, endpoint?: boolean | LinspaceKeywords, retstep?: boolean | LinspaceKeywords, dtype?: DTypeLike | null | LinspaceKeywords, axis?: number | LinspaceKeywords, keywords?: LinspaceKeywords): NDArray<'float64'>;
export function linspace(...args: unknown[]): unknown {
    const [start, stop, num, endpoint, retstep, dtype, axis, device] = bind(linspaceArgs, args);
    checkDevice(device);
    const count = num === undefined ? 50 : toInteger(num, 'num');
    if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
    const type = optionalDType(dtype);
    const ends = endpoint === undefined || Boolean(endpoint);
    const simple = isReal(start) && isReal(stop);
    const [values, step] = simple
        ? realLinspace(Number(start), Number(stop), count, ends, type)
        : arrayLinspace(start, stop, count, ends, type, toInteger(axis ?? 0, 'axis'));
    return retstep ? [values, step] : values;
}

const isReal = (x: unknown) => typeof x === 'number' || typeof x === 'bigint';

function realLinspace(start: number, stop: number, count: number, ends: boolean, type?: DType): [NDArray, number] {
    putNumbers([start, stop, count]);
    putOption(at.OPTION_DTYPE, type?.ptr ?? 0);
    putEmpty(0);
    const values = takeArray(0, check(core.rp_js_linspace!(Number(ends))));
    return [values, getNumber(3)];
}

/** Ends that are arrays or complex: NumPy's own composition. */
function arrayLinspace(
    start: unknown,
    stop: unknown,
    count: number,
    ends: boolean,
    type: DType | undefined,
    axis: number,
): [NDArray, NDArray] {
    return run(() => {
        const from = temporary(multiply(toArray(start), 1.0) as NDArray);
        const delta = temporary(subtract(temporary(multiply(toArray(stop), 1.0) as NDArray), from) as NDArray);
        const parts = ends ? count - 1 : count;
        const [steps] = realLinspace(0, Math.max(0, count - 1), count, true);
        const shape = [count, ...new Array<number>(delta.ndim).fill(1)];
        const column = reshapeArray(temporary(steps), shape, 0, 0);
        const step = parts > 0 ? (divide(delta, parts) as NDArray) : (multiply(delta, Number.NaN) as NDArray);
        // A step may vanish although the ends differ: then the places are divided, as in NumPy.
        const vanishes = parts <= 0 || all(step.not_equal(0)) !== true;
        if (vanishes && parts > 0) divide(column, parts, { out: column });
        const offsets = temporary(multiply(column, vanishes ? delta : step) as NDArray);
        const values = add(offsets, from) as NDArray;
        if (ends && count > 1) values.set([-1], toArray(stop));
        let result = values;
        if (type !== undefined && type !== values._dtype) {
            if ('iu'.includes(type.kind)) floor(values, { out: values });
            result = values.astype(type) as NDArray;
            values.dispose();
        }
        return [axis === 0 ? result : moveaxis(result, 0, axis), step];
    });
}

interface EyeKeywords<T extends DTypeLike = DTypeLike> {
    M?: number | null;
    k?: number;
    dtype?: T | null;
    order?: 'C' | 'F';
    device?: 'cpu' | null;
    like?: ArrayLike | null;
}
const eyeArgs = /* @__PURE__ */ signature('eye(N, M=, k=, dtype=, order=, *, device=, like=)');
/** Ones on the k-th diagonal of an N by M array, zeros elsewhere. */
export function eye<T extends DTypeLike>(N: number, keywords: EyeKeywords<T> & { dtype: T }): NDArray<NameOf<T>>;
export function eye(N: number, M?: number | null | EyeKeywords, k?: number | EyeKeywords, dtype?: DTypeLike | null | EyeKeywords, order?: 'C' | 'F' | EyeKeywords, keywords?: EyeKeywords): NDArray<'float64'>;
export function eye(...args: unknown[]): NDArray {
    const [N, M, k, dtype, order, device] = bind(eyeArgs, args);
    checkDevice(device);
    const rows = toInteger(N, 'N');
    putNumbers([rows, M === undefined || M === null ? rows : toInteger(M, 'M'), toInteger(k ?? 0, 'k')]);
    putOption(at.OPTION_ORDER, onlyCF(order));
    putOption(at.OPTION_DTYPE, (optionalDType(dtype) ?? float64).ptr);
    putEmpty(0);
    return takeArray(0, check(core.rp_js_eye!()));
}

/** The n by n identity matrix. */
export function identity<T extends DTypeLike = 'float64'>(n: number, dtype?: T | null | { dtype?: T | null; like?: ArrayLike | null }): NDArray<NameOf<T>> {
    const type = isKeywords(dtype) ? bind(identityArgs, [n, dtype])[1] : dtype;
    return eye(n, { dtype: toDType((type ?? float64) as DTypeLike) }) as unknown as NDArray<NameOf<T>>;
}
const identityArgs = /* @__PURE__ */ signature('identity(n, dtype=, *, like=)');

export { isScalar };
export type { DTypeName };

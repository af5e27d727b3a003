// Making arrays.
import { isfinite } from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, signature, toInteger, toIntegers, toOrder } from './args.js';
import { allocate, convertArray, newArray, ownerOfData, putShape, toArray } from './convert.js';
import { type DType, float64, optionalDType } from './dtype.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { putArray, putEmpty, run, takeArray } from './operand.js';
import { all } from './reductions.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { reshapeArray } from './shape.js';
import { isInexact, step } from './steps.js';
import type { ArrayLike, DTypeLike, DTypeOf, NameOf, Order, Shape } from './types.js';

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

const arrayArgs = /* @__PURE__ */ signature(
    'array(object, dtype=, *, copy=, order=, subok=, ndmin=, like=)',
);
const asarrayArgs = /* @__PURE__ */ signature(
    'asarray(a, dtype=, order=, *, device=, copy=, like=)',
);

function make(
    object: unknown,
    dtype: DType | undefined,
    order: number,
    copy: boolean | null,
    ndmin: number,
): NDArray {
    let a: NDArray;
    if (ndmin > at.MAX_DIMS) {
        throw new ValueError(
            `ndmin bigger than allowable number of dimensions NPY_MAXDIMS (=${at.MAX_DIMS})`,
        );
    }
    const source = sourceOf(object);
    if (source instanceof NDArray) {
        // Order A asks for nothing of an array that is taken as it is.
        const same =
            order === 2 && copy !== true && (dtype === undefined || dtype === source._dtype);
        a = convertArray(source, dtype, same ? 3 : order, copy);
    } else {
        if (copy === false)
            throw new ValueError('Unable to avoid copy while creating an array as requested.');
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
    return a === source ? wider : owned(wider, a);
}

/** What `a.data` gave out stands for `a`. */
const sourceOf = (object: unknown): unknown =>
    typeof object === 'object' && object !== null ? (ownerOfData(object) ?? object) : object;

/** @internal A view that takes over what it is a view of. */
export function owned(view: NDArray, of: NDArray): NDArray {
    return new NDArray(
        view._id,
        of._storage,
        view._offset,
        view._shape,
        view._strides,
        of._flags,
        null,
    );
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
    const [object, dtype, copy, order, , ndmin, like] = bind(arrayArgs, args);
    checkLike(like);
    const mode = copy === undefined ? true : copy === null ? null : Boolean(copy);
    return make(
        object,
        optionalDType(dtype),
        toOrder(order, 'K'),
        mode,
        toInteger(ndmin ?? 0, 'ndmin'),
    );
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
    const [a, dtype, order, device, copy, like] = bind(asarrayArgs, args);
    checkDevice(device);
    checkLike(like);
    const mode = copy === undefined || copy === null ? null : Boolean(copy);
    return make(a, optionalDType(dtype), toOrder(order, 'K'), mode, 0);
}
export { asarray as asanyarray };

interface LaidOutKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null | undefined;
    like?: ArrayLike | null | undefined;
}
interface LaidOutFunction {
    <T extends DTypeLike>(
        a: ArrayLike,
        dtype: T | (LaidOutKeywords<T> & { dtype: T }),
        keywords?: LaidOutKeywords,
    ): NDArray<NameOf<T>>;
    <A extends ArrayLike>(
        a: A,
        dtype?: null | LaidOutKeywords,
        keywords?: LaidOutKeywords,
    ): NDArray<DTypeOf<A>>;
}

function laidOut(name: string, order: number, ndmin: number): LaidOutFunction {
    const its = signature(`${name}(a, dtype=, *, like=)`);
    return ((...args: unknown[]) => {
        const [a, dtype, like] = bind(its, args);
        checkLike(like);
        return make(a, optionalDType(dtype), order, null, ndmin);
    }) as LaidOutFunction;
}

/** As asarray, in C order and at least 1-d. Keywords: dtype, like. */
export const ascontiguousarray: LaidOutFunction = /* @__PURE__ */ laidOut(
    'ascontiguousarray',
    0,
    1,
);
/** As asarray, in Fortran order. Keywords: dtype, like. */
export const asfortranarray: LaidOutFunction = /* @__PURE__ */ laidOut('asfortranarray', 1, 1);

const chkfiniteArgs = /* @__PURE__ */ signature('asarray_chkfinite(a, dtype=, order=)');
/** As asarray; ValueError if there is a NaN or an infinity. Keywords: dtype, order. */
export function asarray_chkfinite<A extends ArrayLike, T extends DTypeLike>(
    a: A,
    dtype: T | { dtype: T; order?: Order | null },
    order?: Order | null | { order?: Order | null },
): NDArray<NameOf<T>>;
export function asarray_chkfinite<A extends ArrayLike>(
    a: A,
    dtype?: null | { dtype?: null; order?: Order | null },
    order?: Order | null | { order?: Order | null },
): NDArray<DTypeOf<A>>;
export function asarray_chkfinite(...args: unknown[]): NDArray {
    const [a, dtype, order] = bind(chkfiniteArgs, args);
    const array = make(a, optionalDType(dtype), toOrder(order, 'K'), null, 0);
    if (!isInexact(array) || run(() => all(step(isfinite, array)))) return array;
    if (array !== a && array !== sourceOf(a)) array.dispose();
    throw new ValueError('array must not contain infs or NaNs');
}
/** Keywords of zeros, ones, empty. */
export interface NewKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null | undefined;
    order?: 'C' | 'F' | undefined;
    device?: 'cpu' | null | undefined;
    like?: ArrayLike | null | undefined;
}

interface NewFunction {
    <T extends DTypeLike>(
        shape: Shape,
        dtype: T,
        order?: 'C' | 'F' | NewKeywords,
        keywords?: NewKeywords,
    ): NDArray<NameOf<T>>;
    <T extends DTypeLike>(
        shape: Shape,
        keywords: NewKeywords<T> & { dtype: T },
    ): NDArray<NameOf<T>>;
    (
        shape: Shape,
        dtype?: null | NewKeywords,
        order?: 'C' | 'F' | NewKeywords,
        keywords?: NewKeywords,
    ): NDArray<'float64'>;
}

function newFunction(name: string, after: (a: NDArray) => NDArray, zeroed: boolean): NewFunction {
    const its = signature(`${name}(shape, dtype=, order=, *, device=, like=)`);
    return ((...args: unknown[]) => {
        const [shape, dtype, order, device, like] = bind(its, args);
        checkDevice(device);
        checkLike(like);
        const type = optionalDType(dtype) ?? float64;
        return after(allocate(type, toIntegers(shape, 'shape'), onlyCF(order), zeroed));
    }) as NewFunction;
}

/**
 * @internal `like` says whose library is to make the array. Arrays are of ours, and nobody else's take
 * part in NumPy's protocol for it.
 */
export function checkLike(like: unknown): void {
    if (like === undefined || like === null || like instanceof NDArray) return;
    throw new TypeError(
        'The `like` argument must be an array-like that implements the `__array_function__` protocol.',
    );
}

/** @internal */
export function onlyCF(order: unknown): number {
    const number = toOrder(order, 'C');
    if (number > 1) throw new ValueError("only 'C' or 'F' order is permitted");
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

const fullArgs = /* @__PURE__ */ signature(
    'full(shape, fill_value, dtype=, order=, *, device=, like=)',
);
/** A new array of one value (broadcast to the shape). Keywords: dtype, order, device, like. */
export function full<T extends DTypeLike>(
    shape: Shape,
    fill_value: ArrayLike,
    dtype: T,
    order?: 'C' | 'F' | NewKeywords,
    keywords?: NewKeywords,
): NDArray<NameOf<T>>;
export function full<T extends DTypeLike>(
    shape: Shape,
    fill_value: ArrayLike,
    keywords: NewKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function full<V extends ArrayLike>(
    shape: Shape,
    fill_value: V,
    dtype?: null | NewKeywords,
    order?: 'C' | 'F' | NewKeywords,
    keywords?: NewKeywords,
): NDArray<DTypeOf<V>>;
export function full(...args: unknown[]): NDArray {
    const [shape, value, dtype, order, device, like] = bind(fullArgs, args);
    checkDevice(device);
    checkLike(like);
    return run(() => {
        const type = optionalDType(dtype);
        // A fraction, or NaN, is cast; a whole number has to fit.
        const cast = type === undefined || (typeof value === 'number' && !Number.isInteger(value));
        const source = cast ? toArray(value) : value;
        const a = allocate(
            type ?? (source as NDArray)._dtype,
            toIntegers(shape, 'shape'),
            onlyCF(order),
        );
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
    <T extends DTypeLike>(
        a: ArrayLike,
        dtype: T,
        order?: Order | LikeKeywords,
        subok?: boolean | LikeKeywords,
        shape?: Shape | null | LikeKeywords,
        keywords?: LikeKeywords,
    ): NDArray<NameOf<T>>;
    <T extends DTypeLike>(
        a: ArrayLike,
        keywords: LikeKeywords<T> & { dtype: T },
    ): NDArray<NameOf<T>>;
    <A extends ArrayLike>(
        a: A,
        dtype?: null | LikeKeywords,
        order?: Order | LikeKeywords,
        subok?: boolean | LikeKeywords,
        shape?: Shape | null | LikeKeywords,
        keywords?: LikeKeywords,
    ): NDArray<DTypeOf<A>>;
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

function likeFunction(
    name: string,
    first: string,
    value: number | null,
    zeroed: boolean,
): LikeFunction {
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
export const empty_like: LikeFunction = /* @__PURE__ */ likeFunction(
    'empty_like',
    'prototype',
    null,
    false,
);

const fullLikeArgs = /* @__PURE__ */ signature(
    'full_like(a, fill_value, dtype=, order=, subok=, shape=, *, device=)',
);
/** One value in the shape, dtype and layout of another array; keywords as zeros_like. */
export function full_like<T extends DTypeLike>(
    a: ArrayLike,
    fill_value: ArrayLike,
    keywords: LikeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function full_like<A extends ArrayLike>(
    a: A,
    fill_value: ArrayLike,
    dtype?: DTypeLike | null | LikeKeywords,
    order?: Order | LikeKeywords,
    subok?: boolean | LikeKeywords,
    shape?: Shape | null | LikeKeywords,
    keywords?: LikeKeywords,
): NDArray<DTypeOf<A>>;
export function full_like(...args: unknown[]): NDArray {
    const [a, value, ...rest] = bind(fullLikeArgs, args);
    return filled(alike([a, ...rest], false), value);
}

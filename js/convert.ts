// JavaScript values into arrays: numbers, lists in lists, typed arrays, whatever has __array__.
import { describe } from './args.js';
import { Complex } from './complex.js';
import {
    bool,
    codecOf,
    complex128,
    type DType,
    dtypeOfTyped,
    float64,
    int64,
    isTrue,
    setConvert,
    uint64,
} from './dtype.js';
import { NDArray } from './ndarray.js';
import * as operand from './operand.js';
import { isScalar, putArray, putEmpty, run, takeArray, takeView, temporary } from './operand.js';
import { OverflowError, ValueError } from './runtime/errors.js';
import { check, core, heap, heapBuffer, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import * as memory from './runtime/memory.js';
import { newBytes } from './runtime/memory.js';
import type { ArrayLike, Scalar, TypedArray } from './types.js';

/** A new array of any shape: zero bytes, or whatever was there. */
export function allocate(
    dtype: DType,
    shape: readonly number[],
    order = 0,
    zeroed = false,
): NDArray {
    // Without room on the heap the array lives in a JavaScript buffer from the start.
    const nbytes = shape.reduce((size, length) => size * length, dtype.itemsize);
    const plain = shape.length <= at.MAX_DIMS && shape.every((n) => Number.isInteger(n) && n >= 0);
    const fits = plain && nbytes < 2 ** 32;
    if (fits && memory.charged + nbytes > memory.budget)
        return onBytes(dtype, shape, order, nbytes);
    if (shape.length > at.NUMBER_COUNT) throw tooManyDims(shape.length);
    putNumbers(shape);
    putOption(at.OPTION_DTYPE, dtype.ptr);
    putEmpty(0);
    const id = core.rp_js_create!(shape.length, Number(zeroed), order);
    if (id === -4 && fits) return onBytes(dtype, shape, order, nbytes);
    return takeArray(0, check(id));
}

export const tooManyDims = (count: number) =>
    new ValueError(`maximum supported dimension for an ndarray is 64, found ${count}`);

function onBytes(dtype: DType, shape: readonly number[], order: number, nbytes: number): NDArray {
    const strides = new Array<number>(shape.length);
    let step = dtype.itemsize;
    for (let k = 0; k < shape.length; k++) {
        const i = order === 1 ? k : shape.length - 1 - k;
        strides[i] = step;
        step *= Math.max(1, shape[i]!);
    }
    return operand.arrayOnBytes(dtype, newBytes(nbytes), [...shape], strides);
}

/** The elements of a dense native array as a typed array on its memory. */
export function elements(a: NDArray): TypedArray {
    const { array, items } = codecOf(a._dtype);
    const bytes = a._storage.bytes;
    const count = a.size * items;
    if (count === 0) return new array(new ArrayBuffer(0)); // It may lie anywhere, unaligned too.
    if (bytes !== null) return new array(bytes.buffer, bytes.byteOffset + a._offset, count);
    heap();
    return new array(heapBuffer(), (a._storage.ptr + a._offset) >>> 0, count);
}

/** A 0-d array; OverflowError if an integer dtype cannot hold the value. */
function fromScalar(value: Scalar, dtype?: DType): NDArray {
    const its = dtype ?? dtypeOfScalars([value]);
    return fill(its, [], [value]);
}

function fromTyped(list: TypedArray, dtype?: DType): NDArray {
    const its = dtypeOfTyped(list);
    if (its === undefined) throw new TypeError(`cannot make an array of a ${describe(list)}`);
    const a = allocate(its, [list.length]);
    const bytes = new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
    const target = elements(a);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes);
    return dtype === undefined || dtype === its ? a : replaced(a, dtype);
}

/** The array in another dtype, in its stead. */
function replaced(a: NDArray, dtype: DType): NDArray {
    return run(() => {
        putArray(0, temporary(a));
        putEmpty(1);
        return takeArray(1, check(core.rp_js_copy!(0, dtype.ptr)));
    });
}

interface HasArrayMethod {
    __array__(): ArrayLike;
}
const hasArray = (x: object): x is HasArrayMethod =>
    '__array__' in x && typeof x.__array__ === 'function';

const isTyped = (x: unknown): x is TypedArray => ArrayBuffer.isView(x) && !(x instanceof DataView);

/** Lists of lists down to scalars; arrays found inside are opened up, their dtypes noted. */
function open(x: unknown, strong: DType[], depth: number): unknown {
    if (typeof x === 'number' || isScalar(x)) return x;
    if (x instanceof NDArray) {
        strong.push(x.dtype);
        return x.tolist();
    }
    if (isTyped(x)) {
        const its = dtypeOfTyped(x);
        if (its === undefined) throw new TypeError(`cannot make an array of a ${describe(x)}`);
        strong.push(its);
        return Array.from(x as ArrayLike2);
    }
    if (depth > at.MAX_DIMS) throw tooManyDims(depth);
    if (typeof x === 'object' && x !== null) {
        if (hasArray(x)) return open(x.__array__(), strong, depth);
        if (Array.isArray(x)) {
            // Nothing to open in a list of numbers, which is the commonest and may be long.
            if (x.every((item) => typeof item === 'number')) return x;
            return Array.from(x, (item) => open(item, strong, depth + 1));
        }
        if (Symbol.iterator in x) {
            return Array.from(x as Iterable<unknown>, (item) => open(item, strong, depth + 1));
        }
    }
    throw new TypeError(
        `cannot make an array of ${describe(x)}: strings and objects are not supported`,
    );
}
type ArrayLike2 = Iterable<number>;

function shapeOf(nested: unknown): number[] {
    const shape: number[] = [];
    for (let x = nested; Array.isArray(x); x = x[0]) shape.push(x.length);
    return shape;
}

function flatten(x: unknown, shape: readonly number[], depth: number, out: Scalar[]): void {
    if (depth === shape.length && !Array.isArray(x)) {
        out.push(x as Scalar);
        return;
    }
    if (!Array.isArray(x) || depth === shape.length || x.length !== shape[depth]) {
        const known = shape.slice(0, depth);
        throw new ValueError(
            'setting an array element with a sequence. The requested array has an inhomogeneous ' +
                `shape after ${depth} dimensions. The detected shape was ` +
                `(${known.join(', ')}${depth === 1 ? ',' : ''}) + inhomogeneous part.`,
        );
    }
    if (depth === shape.length - 1 && x.every((item) => typeof item === 'number')) {
        for (const item of x) out.push(item as number);
        return;
    }
    for (const item of x) flatten(item, shape, depth + 1, out);
}

/** The dtype that JavaScript values call for: numbers are float64, bigints int64, booleans bool. */
function dtypeOfScalars(values: readonly Scalar[]): DType {
    let numbers = values.length === 0;
    let bigints = false;
    let complexes = false;
    let negative = false;
    let beyond = false;
    for (const value of values) {
        if (typeof value === 'number') numbers = true;
        else if (typeof value === 'bigint') {
            bigints = true;
            if (value < 0n) negative = true;
            if (value > 0x7fffffffffffffffn) beyond = true;
        } else if (value instanceof Complex) complexes = true;
    }
    if (complexes) return complex128;
    if (numbers) return float64;
    if (!bigints) return bool;
    if (beyond && negative) throw new OverflowError('integers too large for int64 and below zero');
    return beyond ? uint64 : int64;
}

function fromNested(list: unknown, dtype?: DType): NDArray {
    const strong: DType[] = [];
    const nested = open(list, strong, 0);
    const shape = shapeOf(nested);
    const flat: Scalar[] = [];
    flatten(nested, shape, 0, flat);
    let its = dtype;
    if (its === undefined && strong.length > 0) {
        its = strong.reduce((x, y) => promote(x, y));
        if (!onlyArrays(list)) its = promote(its, dtypeOfScalars(flat));
    }
    return fill(its ?? dtypeOfScalars(flat), shape, flat);
}

const promote = (x: DType, y: DType) => operand.promoted(x, y);

function onlyArrays(x: unknown): boolean {
    if (Array.isArray(x)) return x.every(onlyArrays);
    return !isScalar(x);
}

/** A C-ordered array of these elements. */
function fill(dtype: DType, shape: readonly number[], values: readonly Scalar[]): NDArray {
    const { opaque, min, max, items } = codecOf(dtype);
    if (opaque || !dtype.isnative) {
        // The core rounds, or swaps, on the way from a dtype that JavaScript knows.
        return replaced(fill(opaque ? float64 : dtype.newbyteorder('='), shape, values), dtype);
    }
    const a = allocate(dtype, shape);
    try {
        const target = elements(a) as unknown as (number | bigint)[];
        const wide = dtype.kind !== 'f' && dtype.itemsize === 8;
        for (let i = 0; i < values.length; i++) {
            const value = values[i]!;
            if (min !== undefined) target[i] = toInt(value, min, max!, dtype, wide);
            else if (dtype.kind === 'b') target[i] = Number(isTrue(value));
            else if (items === 2) {
                const z = value instanceof Complex ? value : new Complex(Number(value));
                target[2 * i] = z.re;
                target[2 * i + 1] = z.im;
            } else if (value instanceof Complex) {
                throw new TypeError(`cannot convert the complex number ${value} to ${dtype}`);
            } else target[i] = Number(value);
        }
    } catch (error) {
        a.dispose();
        throw error;
    }
    return a;
}

function toInt(
    value: Scalar,
    min: bigint,
    max: bigint,
    dtype: DType,
    wide: boolean,
): number | bigint {
    let whole: number | bigint;
    if (typeof value === 'number') {
        if (Number.isNaN(value)) throw new ValueError('cannot convert float NaN to integer');
        if (!Number.isFinite(value))
            throw new OverflowError('cannot convert float infinity to integer');
        whole = Math.trunc(value);
    } else if (typeof value === 'boolean') whole = Number(value);
    else if (value instanceof Complex) {
        throw new TypeError(`cannot convert the complex number ${value} to ${dtype}`);
    } else whole = value;
    if (whole < min || whole > max) {
        throw new OverflowError(`the integer ${whole} is out of bounds for ${dtype}`);
    }
    return wide ? BigInt(whole) : Number(whole);
}

/** A new array of any value that is not an array yet. */
export function newArray(x: unknown, dtype?: DType): NDArray {
    if (isScalar(x)) return fromScalar(x, dtype);
    if (isTyped(x)) return fromTyped(x, dtype);
    if (x instanceof ArrayBuffer) throw new TypeError('wrap the ArrayBuffer in a typed array');
    if (typeof x === 'object' && x !== null && hasArray(x)) {
        const its = x.__array__();
        if (!(its instanceof NDArray)) return newArray(its, dtype);
        return convertArray(its, dtype, toCopyOrder, true);
    }
    return fromNested(x, dtype);
}
const toCopyOrder = 3;

/** An array in a dtype and order; the same object if nothing changes and no copy is wanted. */
export function convertArray(
    a: NDArray,
    dtype: DType | undefined,
    order: number,
    copy: boolean | null,
): NDArray {
    const its = dtype ?? a._dtype;
    return run(() => {
        const base = putArray(0, a);
        putEmpty(1);
        const id = check(core.rp_js_astype!(order, its.ptr, UNSAFE, Number(copy === true)));
        const result = takeView(1, id, a, base);
        if (result._base === null) {
            if (copy === false) {
                result.dispose();
                throw new ValueError('Unable to avoid copy while creating an array as requested.');
            }
            return result;
        }
        return a; // The view is of the same elements in the same dtype: the array itself will do.
    });
}
const UNSAFE = 4;

/** Typed arrays that `data` has given out, and whose memory they are. */
const ours = /* @__PURE__ */ new WeakMap<object, NDArray>();
export function rememberData(view: object, a: NDArray): void {
    ours.set(view, a);
}
export const ownerOfData = (view: object) => ours.get(view);

/**
 * An operand of an operation: arrays and JavaScript scalars as they are, anything else as an array
 * that is disposed when the call around ends. `asArray` makes arrays of scalars too.
 */
export function toOperand(x: unknown, asArray = false, dtype?: DType): NDArray | Scalar {
    if (x instanceof NDArray) return x;
    if (!asArray && isScalar(x)) return x;
    if (x === undefined) throw new TypeError('an argument is missing');
    return temporary(newArray(x, dtype));
}

/** As toOperand, arrays only. */
export const toArray = (x: unknown, dtype?: DType) => toOperand(x, true, dtype) as NDArray;

/** @internal What calling a dtype does: np.float32(2), np.int16([1, 2]). */
export function callDType(value: ArrayLike, dtype: DType): NDArray {
    if (value instanceof NDArray) return convertArray(value, dtype, toCopyOrder, true);
    return newArray(value, dtype);
}
setConvert(callDType);

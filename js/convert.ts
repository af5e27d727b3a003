// JavaScript values into arrays: numbers, lists in lists, typed arrays, whatever has __array__.
import { describe } from './args.js';
import { codecOf, type DType, dtypeOfTyped, setConvert } from './dtype.js';
import { NDArray } from './ndarray.js';
import { fromNested, tooManyDims } from './nested.js';
import * as operand from './operand.js';
import { isScalar, putArray, putEmpty, run, takeArray, takeView, temporary } from './operand.js';
import { ValueError } from './runtime/errors.js';
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
    const ndim = putShape(shape);
    putOption(at.OPTION_DTYPE, dtype.ptr);
    putEmpty(0);
    const id = core.rp_js_create!(ndim, Number(zeroed), order);
    if (id === -4 && fits) return onBytes(dtype, shape, order, nbytes);
    return takeArray(0, check(id));
}

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

function fromTyped(list: TypedArray, dtype?: DType): NDArray {
    const its = dtypeOfTyped(list);
    if (its === undefined) throw new TypeError(`cannot make an array of a ${describe(list)}`);
    const a = allocate(its, [list.length]);
    const bytes = new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
    const target = elements(a);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes);
    return dtype === undefined || dtype === its ? a : replaced(a, dtype);
}

/** @internal The array in another dtype, in its stead. */
export function replaced(a: NDArray, dtype: DType): NDArray {
    return run(() => {
        putArray(0, temporary(a));
        putEmpty(1);
        return takeArray(1, check(core.rp_js_copy!(0, dtype.ptr)));
    });
}

interface HasArrayMethod {
    __array__(): ArrayLike;
}
/** @internal */
export const hasArray = (x: object): x is HasArrayMethod =>
    '__array__' in x && typeof x.__array__ === 'function';
/** @internal */
export const hasList = (x: object): x is { tolist(): unknown } =>
    'tolist' in x && typeof x.tolist === 'function';
/** @internal */
export const isBuffer = (x: unknown): x is ArrayBufferLike =>
    x instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && x instanceof SharedArrayBuffer);
/** @internal */
export const isTyped = (x: unknown): x is TypedArray =>
    ArrayBuffer.isView(x) && !(x instanceof DataView);

/** A new array of any value that is not an array yet. */
export function newArray(x: unknown, dtype?: DType): NDArray {
    if (isTyped(x)) return fromTyped(x, dtype);
    if (x instanceof DataView || isBuffer(x))
        throw new TypeError(`np.frombuffer makes arrays of a ${describe(x)}'s bytes`);
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

/** @internal An output: an array or nothing. */
export function toOut(out: unknown): NDArray | undefined {
    if (out === undefined || out === null) return undefined;
    if (out instanceof NDArray) return out;
    throw new TypeError(`return arrays must be of ArrayType, not ${describe(out)}`);
}

/** @internal A mask, or nothing for `where: true`. */
export function maskOf(where: unknown): NDArray | undefined {
    if (where === undefined || where === null || where === true) return undefined;
    const mask = toOperand(where);
    return mask instanceof NDArray ? mask : (toOperand([mask]) as NDArray);
}

/** @internal Looks at the array itself, or at a new one of anything else, which is freed if `body` fails. */
export function withArray<T>(a: unknown, body: (array: NDArray) => T): T {
    if (a instanceof NDArray) return body(a);
    const array = newArray(a);
    try {
        return body(array);
    } catch (error) {
        array.dispose();
        throw error;
    }
}

/** @internal */
export function putShape(shape: readonly number[]): number {
    if (shape.length > at.NUMBER_COUNT) throw tooManyDims(shape.length);
    putNumbers(shape);
    return shape.length;
}

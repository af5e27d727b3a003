// Arrays of raw bytes and of what iterators yield: frombuffer, fromiter.
import { bind, describe, signature, toInteger } from './args.js';
import { allocate, elements, isBuffer, newArray, ownerOfData } from './convert.js';
import { checkLike } from './creation.js';
import { type DType, float64, optionalDType, toDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { isScalar } from './operand.js';
import { ValueError } from './runtime/errors.js';
import * as at from './runtime/layout.js';
import { disposedError } from './runtime/memory.js';
import type { ArrayLike, DTypeLike, NameOf, Scalar } from './types.js';

/** Keywords of np.frombuffer. */
export interface FrombufferKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null;
    /** So many elements; all that there are if it is negative. */
    count?: number;
    /** Where to begin, in bytes. */
    offset?: number;
    like?: ArrayLike | null;
}
type Bytes = ArrayBufferLike | ArrayBufferView | NDArray;

const frombufferArgs = /* @__PURE__ */ signature(
    'frombuffer(buffer, dtype=, count=, offset=, *, like=)',
);
/**
 * The bytes of an ArrayBuffer, SharedArrayBuffer, DataView or typed array as a 1-d array (float64).
 * An array, or what its `data` gave out, is not copied: the result is a view of it. Other memory is out
 * of the core's reach, and is copied. Keywords: dtype, count, offset (in bytes), like. ValueError if
 * there are not so many bytes, or they do not divide into elements.
 */
export function frombuffer<T extends DTypeLike>(
    buffer: Bytes,
    dtype: T,
    count?: number | FrombufferKeywords,
    offset?: number | FrombufferKeywords,
    keywords?: FrombufferKeywords,
): NDArray<NameOf<T>>;
export function frombuffer<T extends DTypeLike>(
    buffer: Bytes,
    keywords: FrombufferKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function frombuffer(
    buffer: Bytes,
    dtype?: null | FrombufferKeywords,
    count?: number | FrombufferKeywords,
    offset?: number | FrombufferKeywords,
    keywords?: FrombufferKeywords,
): NDArray<'float64'>;
export function frombuffer(...args: unknown[]): NDArray {
    const [buffer, dtype, count, offset, like] = bind(frombufferArgs, args);
    checkLike(like);
    const its = optionalDType(dtype) ?? float64;
    const owner = buffer instanceof NDArray ? buffer : ownerOfData(buffer as object);
    const from = toInteger(offset ?? 0, 'offset');
    const many = toInteger(count ?? -1, 'count');
    if (owner !== undefined) {
        if (owner.disposed) throw disposedError();
        if (!owner.flags.C_CONTIGUOUS) throw new ValueError('ndarray is not C-contiguous');
        const n = elementCount(owner.nbytes, its, many, from);
        const flags = owner._flags & at.WRITEABLE;
        const place = owner._offset + from;
        const base = owner._base ?? owner;
        return new NDArray(its.id, owner._storage, place, [n], [its.itemsize], flags, base);
    }
    const bytes = bytesOf(buffer);
    const n = elementCount(bytes.length, its, many, from);
    const a = allocate(its, [n]);
    const { buffer: memory, byteOffset, byteLength } = elements(a);
    new Uint8Array(memory, byteOffset, byteLength).set(bytes.subarray(from, from + byteLength));
    return a;
}

function bytesOf(buffer: unknown): Uint8Array {
    if (isBuffer(buffer)) return new Uint8Array(buffer);
    if (ArrayBuffer.isView(buffer))
        return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    throw new TypeError(`a bytes-like object is required, not ${describe(buffer)}`);
}

function elementCount(nbytes: number, { itemsize }: DType, count: number, offset: number): number {
    if (offset < 0 || offset > nbytes) {
        throw new ValueError(
            `offset must be non-negative and no greater than buffer length (${nbytes})`,
        );
    }
    const rest = nbytes - offset;
    if (count < 0) {
        if (rest % itemsize !== 0)
            throw new ValueError('buffer size must be a multiple of element size');
        return rest / itemsize;
    }
    if (rest < count * itemsize) throw new ValueError('buffer is smaller than requested size');
    return count;
}

/** Keywords of np.fromiter. */
export interface FromiterKeywords {
    count?: number;
    like?: ArrayLike | null;
}

const fromiterArgs = /* @__PURE__ */ signature('fromiter(iter, dtype, count=, *, like=)');
/**
 * A 1-d array of what an iterable yields: numbers, bigints, booleans, complex numbers. With a count other
 * than -1 just so many are taken, and the iterator stays where it is then. ValueError if there are
 * fewer, TypeError for what is no iterable or no number.
 */
export function fromiter<T extends DTypeLike>(
    iter: Iterable<Scalar | NDArray>,
    dtype: T | { dtype: T; count?: number; like?: ArrayLike | null },
    count?: number | FromiterKeywords,
    keywords?: FromiterKeywords,
): NDArray<NameOf<T>>;
export function fromiter(...args: unknown[]): NDArray {
    const [iter, dtype, count, like] = bind(fromiterArgs, args);
    checkLike(like);
    const its = toDType(dtype as DTypeLike);
    const many = toInteger(count ?? -1, 'count');
    if (typeof iter !== 'object' || iter === null || !(Symbol.iterator in iter))
        throw new TypeError(`${describe(iter)} is not iterable`);
    const values: Scalar[] = [];
    // for...of would close the iterator when it stops early.
    const iterator = (iter as Iterable<unknown>)[Symbol.iterator]();
    while (many === -1 || values.length < many) {
        const { done, value } = iterator.next();
        if (done) break;
        const element = value instanceof NDArray && value.ndim === 0 ? value.item() : value;
        if (!isScalar(element)) {
            const what = `element ${values.length} is ${describe(value)}`;
            if (typeof element === 'object' && element !== null)
                throw new ValueError(`setting an array element with a sequence: ${what}`);
            throw new TypeError(`an iterator must yield numbers: ${what}`);
        }
        values.push(element);
    }
    if (values.length < many) {
        throw new ValueError(
            `iterator too short: Expected ${many} but iterator had only ${values.length} items.`,
        );
    }
    return newArray(values, its);
}

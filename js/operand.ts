// Operands into slots, results out of them.
//
// An array whose storage is a JavaScript buffer has no address. For the length of a call its bytes are
// copied to a block of the heap ("staged"), and back if the call writes to it.

import { Complex } from './complex.js';
import { type DType, dtypeById, isTrue, readElement, typePtr, typeSize } from './dtype.js';
import { NDArray } from './ndarray.js';
import { OverflowError } from './runtime/errors.js';
import {
    check,
    core,
    F64,
    heap,
    I32,
    lastError,
    refresh,
    rp_free,
    S0,
    slotAt,
    U8,
} from './runtime/frame.js';
import * as at from './runtime/layout.js';
import * as memory from './runtime/memory.js';
import { adopt, adoptBytes, disposedError, type Storage, unspill } from './runtime/memory.js';
import type { Scalar } from './types.js';

/** What a call does with an operand. */
export const READ = 0;
export const WRITE = 1;
/** Only its description is looked at. */
export const VIEW = 2;

/** Stands for the address of bytes that have none, in calls that only compute a view. */
const NOWHERE = 1 << 30;

interface Staged {
    storage: Storage;
    block: number;
    begin: number;
    end: number;
    write: boolean;
}
const staged: Staged[] = [];
const temporaries: NDArray[] = [];

/** An array to be disposed when the call around (see run) ends. */
export function temporary<A extends NDArray>(array: A): A {
    temporaries.push(array);
    return array;
}

/** Set while floating-point conditions are watched for (errstate.ts): runs what it is given. */
let around: (<T>(task: () => T) => T) | null = null;
export function setAround(watch: typeof around): void {
    around = watch;
}

/** Runs one call or several; then writes staged outputs back, and frees what they needed. */
export function run<T>(body: () => T): T {
    return around === null ? runAlone(body) : runWatched(body);
}

/** Apart, for a closure over `body` would cost every call of run an allocation. */
const runWatched = <T>(body: () => T): T => around!(() => runAlone(body));

function runAlone<T>(body: () => T): T {
    const firstStaged = staged.length;
    const firstTemporary = temporaries.length;
    try {
        const result = body();
        for (let i = firstStaged; i < staged.length; i++) writeBack(staged[i]!);
        return result;
    } finally {
        while (staged.length > firstStaged) rp_free(staged.pop()!.block);
        while (temporaries.length > firstTemporary) temporaries.pop()!.dispose();
    }
}

function writeBack({ storage, block, begin, end, write }: Staged): void {
    if (write && storage.bytes !== null) {
        const from = block >>> 0;
        storage.bytes.set(heap().subarray(from, from + end - begin), begin);
    }
}

/** Copies the bytes an array spans to the heap; returns the address its storage would have there. */
function stage(a: NDArray, write: boolean): number {
    const storage = a._storage;
    if (storage.bytes === null) throw disposedError();
    if (unspill(storage)) return storage.ptr;
    let begin = a._offset;
    let end = begin;
    let empty = false;
    for (let i = 0; i < a._shape.length; i++) {
        const span = (a._shape[i]! - 1) * a._strides[i]!;
        if (a._shape[i] === 0) empty = true;
        else if (span < 0) begin += span;
        else end += span;
    }
    end = empty ? begin : end + a._dtype.itemsize;
    begin -= begin % 64; // The block is as well aligned as the storage.
    const block = core.rp_js_alloc!(end - begin);
    refresh();
    if (block === 0) throw lastError(-4);
    staged.push({ storage, block, begin, end, write });
    U8.set(storage.bytes.subarray(begin, end), block >>> 0);
    return block - begin;
}

/** Puts an array into a slot; returns the address of its storage's first byte (see takeView). */
export function putArray(slot: number, a: NDArray, use: number = READ): number {
    let base = a._storage.ptr;
    if (base === 0) {
        if (use === VIEW && a._storage.bytes !== null) base = NOWHERE;
        else base = stage(a, use === WRITE);
    }
    if (I32.length === 0) refresh();
    const o = slotAt(slot);
    const shape = a._shape;
    const strides = a._strides;
    I32[o] = typePtr[a._id]!;
    I32[o + at.DATA] = base + a._offset;
    I32[o + at.NDIM] = shape.length;
    I32[o + at.FLAGS] = a._flags;
    I32[o + at.BLOCK] = 0;
    I32[o + at.WEAK] = 0;
    for (let i = 0; i < shape.length; i++) {
        I32[o + at.DIMS + i] = shape[i]!;
        I32[o + at.STEPS + i] = strides[i]!;
    }
    return base;
}

/** An output that the core is to allocate. */
export function putEmpty(slot: number): void {
    if (I32.length === 0) refresh();
    const o = slotAt(slot);
    I32[o] = 0;
    I32[o + at.BLOCK] = 0;
    I32[o + at.WEAK] = 0;
}

/** Puts an output: the array given, or one to be allocated. */
export function putOut(slot: number, out: NDArray | undefined): void {
    if (out === undefined) putEmpty(slot);
    else putArray(slot, out, WRITE);
}

export const isScalar = (x: unknown): x is Scalar =>
    typeof x === 'number' ||
    typeof x === 'boolean' ||
    typeof x === 'bigint' ||
    x instanceof Complex;

/** Puts a JavaScript number as a weak scalar; a boolean as a 0-d bool. */
export function putScalar(slot: number, x: Scalar): void {
    if (I32.length === 0) refresh();
    const o = slotAt(slot);
    const value = (o + at.VALUE) >>> 1;
    I32[o + at.DATA] = (o + at.VALUE) << 2;
    if (typeof x === 'number') {
        I32[o + at.WEAK] = weakOf(x);
        F64[value] = x;
    } else if (typeof x === 'boolean') {
        I32[o] = dtypeById(0).ptr;
        I32[o + at.NDIM] = 0;
        I32[o + at.FLAGS] = 0;
        I32[o + at.WEAK] = 0;
        I32[o + at.VALUE] = Number(isTrue(x));
    } else if (typeof x === 'bigint') {
        const beyond = x > 0x7fffffffffffffffn;
        if (x > 0xffffffffffffffffn || x < -0x8000000000000000n) {
            throw new OverflowError(`the integer ${x} does not fit in 64 bits`);
        }
        I32[o + at.WEAK] = at.WEAK_BIGINT;
        const low = Number(BigInt.asIntN(32, x));
        I32[o + at.VALUE] = low;
        I32[o + at.VALUE + 1] = Number(BigInt.asIntN(32, x >> 32n));
        I32[o + at.VALUE + 2] = beyond ? 1 : 0;
        I32[o + at.VALUE + 3] = 0;
    } else {
        I32[o + at.WEAK] = at.WEAK_COMPLEX;
        F64[value] = x.re;
        F64[value + 1] = x.im;
    }
}

/** Whole numbers may become integers; -0, which no integer is, may not. */
export const weakOf = (x: number): number =>
    Number.isInteger(x) && (x !== 0 || 1 / x > 0) ? at.WEAK_INT : at.WEAK_FLOAT;

const NONE: number[] = [];

/** A new array from an output slot that the core has allocated. */
export function takeArray(slot: number, id: number): NDArray {
    if (I32.length === 0) refresh();
    const o = slotAt(slot);
    const ndim = I32[o + at.NDIM]!;
    const shape = ndim === 0 ? NONE : new Array<number>(ndim);
    const strides = ndim === 0 ? NONE : new Array<number>(ndim);
    let nbytes = typeSize[id]!;
    for (let i = 0; i < ndim; i++) {
        shape[i] = I32[o + at.DIMS + i]!;
        strides[i] = I32[o + at.STEPS + i]!;
        nbytes *= shape[i]!;
    }
    let data = I32[o + at.DATA]!;
    let block = I32[o + at.BLOCK]!;
    if (block === 0) block = data = blockOfValue(data, nbytes);
    const flags = at.OWNDATA | at.WRITEABLE;
    return new NDArray(id, take(block, nbytes), data - block, shape, strides, flags, null);
}

/** A 0-d result lies in its slot: it needs a block to last. */
function blockOfValue(data: number, nbytes: number): number {
    const block = core.rp_js_alloc!(nbytes);
    refresh();
    if (block === 0) throw lastError(-4);
    U8.copyWithin(block >>> 0, data >>> 0, (data >>> 0) + nbytes);
    return block;
}

/** Takes charge of a new block; past the budget its bytes move to a JavaScript buffer. */
function take(block: number, nbytes: number): Storage {
    if (memory.charged + nbytes <= memory.budget) return adopt(block, nbytes);
    let bytes: Uint8Array;
    try {
        const from = block >>> 0;
        bytes = memory.newBytes(nbytes);
        bytes.set(heap().subarray(from, from + nbytes));
    } catch {
        return adopt(block, nbytes); // It does fit on the heap, after all.
    }
    rp_free(block);
    return adoptBytes(bytes);
}

/** Literals are made several times as fast as an array that is filled. */
function intsAt(word: number, count: number): number[] {
    const h = I32;
    if (count === 1) return [h[word]!];
    if (count === 2) return [h[word]!, h[word + 1]!];
    if (count === 3) return [h[word]!, h[word + 1]!, h[word + 2]!];
    const ints = new Array<number>(count);
    for (let i = 0; i < count; i++) ints[i] = h[word + i]!;
    return ints;
}

/** An array from an output slot that is a view of `of`, or a new one if it got a block. */
export function takeView(slot: number, id: number, of: NDArray, base: number): NDArray {
    if (I32.length === 0) refresh();
    const h = I32;
    const o = slotAt(slot);
    if (h[o + at.BLOCK] !== 0) return takeArray(slot, id);
    const ndim = h[o + at.NDIM]!;
    const shape = intsAt(o + at.DIMS, ndim);
    const strides = intsAt(o + at.STEPS, ndim);
    const offset = (h[o + at.DATA]! - base) >>> 0;
    const flags = h[o + at.FLAGS]! & at.WRITEABLE;
    return new NDArray(id, of._storage, offset, shape, strides, flags, of._base ?? of);
}

/**
 * The view that `call` makes of an array: its short way, where the array is on the heap. Nothing is
 * read or written but descriptions.
 */
export function viewOf(
    a: NDArray,
    call: (x: number, y: number, z: number) => number,
    x: number,
    y: number,
    z: number,
): NDArray {
    let base = a._storage.ptr;
    if (base === 0 || I32.length === 0) base = putArray(0, a, VIEW);
    else {
        const h = I32;
        const o = S0;
        const shape = a._shape;
        const strides = a._strides;
        const ndim = shape.length;
        h[o] = typePtr[a._id]!;
        h[o + at.DATA] = base + a._offset;
        h[o + at.NDIM] = ndim;
        h[o + at.FLAGS] = a._flags;
        for (let i = 0; i < ndim; i++) {
            h[o + at.DIMS + i] = shape[i]!;
            h[o + at.STEPS + i] = strides[i]!;
        }
    }
    const id = call(x, y, z);
    return takeView(1, id < 0 ? check(id) : id, a, base);
}

/** The JavaScript value of a 0-d result, whose block, if it has one, is freed. */
export function takeScalar(slot: number, id: number): Scalar {
    refresh();
    const o = slotAt(slot);
    const value = readElement(dtypeById(id), I32[o + at.DATA]! >>> 0);
    if (I32[o + at.BLOCK] !== 0) rp_free(I32[o + at.BLOCK]!);
    return value;
}

/** A JavaScript value for a 0-d result, an array for any other. */
export function takeResult(slot: number, id: number): NDArray | Scalar {
    if (I32.length === 0) refresh();
    return I32[slotAt(slot) + at.NDIM] === 0 ? takeScalar(slot, id) : takeArray(slot, id);
}

/** np.promote_types. */
export const promoted = (x: DType, y: DType): DType =>
    dtypeById(check(core.rp_js_promote!(x.ptr, y.ptr)));

/** The element of an array of one element. */
export function elementOf(a: NDArray): Scalar {
    return run(() => {
        const base = putArray(0, a);
        return readElement(a._dtype, (base + a._offset) >>> 0);
    });
}

/** A new array on the bytes of a JavaScript buffer, dense. */
export function arrayOnBytes(
    dtype: DType,
    bytes: Uint8Array,
    shape: number[],
    strides: number[],
): NDArray {
    const flags = at.OWNDATA | at.WRITEABLE;
    return new NDArray(dtype.id, adoptBytes(bytes), 0, shape, strides, flags, null);
}

// What np.nditer is asked: flags by name, dtypes, remapped axes, written into the frame.
import { describe, toCasting, toInteger, toIntegers, toOrder } from './args.js';
import { newArray } from './convert.js';
import { type DType, optionalDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { putArray, putEmpty, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import {
    F64,
    getNumber,
    I32,
    NUM0,
    OPT0,
    putNumbers,
    putOption,
    refresh,
    slotAt,
} from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { disposedError } from './runtime/memory.js';
import type { ArrayLike, Casting, DTypeLike, Order, Shape } from './types.js';

/** Names of the iterator's flags, in the order of their bits (src/array/nditer.h). */
const FLAG_NAMES =
    'c_index f_index multi_index external_loop common_dtype refs_ok zerosize_ok reduce_ok ranged ' +
    'buffered growinner delay_bufalloc copy_if_overlap';
const OP_FLAG_NAMES =
    'readwrite readonly writeonly nbo aligned contig copy updateifcopy allocate no_subtype virtual ' +
    'no_broadcast writemasked arraymask overlap_assume_elementwise';

export const ANY_INDEX = 3;
export const MULTI_INDEX = 1 << 2;
export const EXTERNAL_LOOP = 1 << 3;
export const COMMON_DTYPE = 1 << 4;
export const RANGED = 1 << 8;
export const BUFFERED = 1 << 9;
export const GROWINNER = 1 << 10;
export const DELAY_BUFALLOC = 1 << 11;

export const READWRITE = 1 << 0;
export const READONLY = 1 << 1;
export const WRITEONLY = 1 << 2;
export const NBO = 1 << 3;
export const ALIGNED = 1 << 4;
export const CONTIG = 1 << 5;
export const COPY = 1 << 6;
export const UPDATEIFCOPY = 1 << 7;
export const ALLOCATE = 1 << 8;
/** What the core tells of an operand. */
export const WRITEMASKED = 1 << 12;
export const ARRAYMASK = 1 << 13;
export const READ = 1 << 16;
export const WRITE = 1 << 17;
export const NEVER_BUFFERED = 1 << 20;
export const BUFFERING = 1 << 21;
export const NEW_ARRAY = 1 << 22;
export const COPIED = 1 << 23;

/** Flags of an iterator. */
export type NditerFlag =
    | 'c_index'
    | 'f_index'
    | 'multi_index'
    | 'external_loop'
    | 'common_dtype'
    | 'refs_ok'
    | 'zerosize_ok'
    | 'reduce_ok'
    | 'ranged'
    | 'buffered'
    | 'growinner'
    | 'grow_inner'
    | 'delay_bufalloc'
    | 'copy_if_overlap';
/** Flags of an operand. */
export type NditerOpFlag =
    | 'readwrite'
    | 'readonly'
    | 'writeonly'
    | 'nbo'
    | 'aligned'
    | 'contig'
    | 'copy'
    | 'updateifcopy'
    | 'allocate'
    | 'no_subtype'
    | 'virtual'
    | 'no_broadcast'
    | 'writemasked'
    | 'arraymask'
    | 'overlap_assume_elementwise';

type Operand = ArrayLike | null;
/** Keywords of np.nditer. */
export interface NditerKeywords {
    flags?: readonly NditerFlag[] | null;
    op_flags?: readonly NditerOpFlag[] | readonly (readonly NditerOpFlag[])[] | null;
    op_dtypes?: DTypeLike | null | readonly (DTypeLike | null)[];
    order?: Order;
    casting?: Casting;
    op_axes?: readonly (readonly (number | null)[] | null)[] | null;
    itershape?: Shape | null;
    buffersize?: number;
}
/** One operand, or several in an Array; null for one to be allocated. */
export type NditerOperands = Operand | readonly Operand[];

/** All that an iterator is made of. */
export interface Request {
    operands: (NDArray | null)[];
    flags: number;
    opFlags: number[];
    dtypes: (DType | null)[];
    order: number;
    casting: number;
    /** Axes of the iteration; -1: as the operands broadcast. */
    ndim: number;
    axes: (number[] | null)[] | null;
    itershape: number[] | null;
    buffersize: number;
}

const bitsOfNames = (names: string): Map<unknown, number> =>
    new Map(names.split(' ').map((name, bit) => [name, 1 << bit]));
const FLAGS = /* @__PURE__ */ bitsOfNames(FLAG_NAMES);
const OP_FLAGS = /* @__PURE__ */ bitsOfNames(OP_FLAG_NAMES);

function bitsOf(names: readonly unknown[], known: Map<unknown, number>, kind: string): number {
    let bits = 0;
    for (let i = 0; i < names.length; i++) {
        const bit = known.get(names[i] === 'grow_inner' ? 'growinner' : names[i]);
        if (bit === undefined) {
            throw new ValueError(`Unexpected ${kind} flag "${String(names[i])}"`);
        }
        bits |= bit;
    }
    return bits;
}

export function flagBits(flags: unknown): number {
    if (flags === undefined || flags === null) return 0;
    if (!Array.isArray(flags)) {
        throw new ValueError('Iterator global flags must be a list or tuple of strings');
    }
    return bitsOf(flags, FLAGS, 'iterator global');
}

/** Flags of each operand, from a list for each or one list for all. */
export function opFlagBits(value: unknown, operands: readonly (NDArray | null)[]): number[] {
    if (value === undefined || value === null) {
        return operands.map((a) => (a === null ? WRITEONLY | ALLOCATE : READONLY));
    }
    const kind = 'per-op iterator';
    if (Array.isArray(value) && value.every((names) => typeof names === 'string')) {
        const bits = bitsOf(value, OP_FLAGS, kind);
        return operands.map(() => bits);
    }
    if (!Array.isArray(value) || value.length !== operands.length || !value.every(Array.isArray)) {
        throw new ValueError('op_flags must be a tuple or array of per-op flag-tuples');
    }
    return value.map((names) => bitsOf(names, OP_FLAGS, kind));
}

export function opDTypes(value: unknown, count: number): (DType | null)[] {
    if (Array.isArray(value)) {
        if (value.length !== count) {
            throw new TypeError('op_dtypes must be a tuple/list matching the number of ops');
        }
        return value.map((dtype) => optionalDType(dtype) ?? null);
    }
    return new Array(count).fill(optionalDType(value as DTypeLike | null) ?? null);
}

/** The operands as arrays. `made` receives those that are new. */
export function operandsOf(op: unknown, made: NDArray[]): (NDArray | null)[] {
    const list = Array.isArray(op) ? op : [op];
    if (list.length === 0) throw new ValueError('Must provide at least one operand');
    if (list.length > 64) throw new ValueError('Too many operands');
    return list.map((x) => {
        if (x === null || x instanceof NDArray) return x;
        const array = newArray(x);
        made.push(array);
        return array;
    });
}

/** Arrays made of what is no array cannot be written back to. */
export function checkWritable(opFlags: number[], operands: unknown[], made: NDArray[]): void {
    if (
        operands.some(
            (a, i) => made.includes(a as NDArray) && opFlags[i]! & (READWRITE | WRITEONLY),
        )
    ) {
        throw new TypeError(
            'Iterator operand is flagged as writeable, but is an object which cannot be written back to',
        );
    }
}

function axesOf(value: unknown, count: number): (number[] | null)[] | null {
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value) || value.length !== count) {
        throw new ValueError('op_axes must be a tuple/list matching the number of ops');
    }
    return value.map((axes) => {
        if (axes === null || axes === undefined) return null;
        if (typeof axes !== 'object' || !(Symbol.iterator in axes)) {
            throw new ValueError(
                `Each entry of op_axes must be a list or null, not ${describe(axes)}`,
            );
        }
        return Array.from(axes as Iterable<unknown>, (axis) =>
            axis === null ? -1 : toInteger(axis, 'an axis of op_axes'),
        );
    });
}

/** The request that np.nditer's arguments make; `made` receives new arrays. */
export function requestOf(args: unknown[], made: NDArray[]): Request {
    const [op, flags, opFlags, dtypes, order, casting, opAxes, shape, buffersize] = args;
    const bits = flagBits(flags);
    const operands = operandsOf(op, made);
    const axes = axesOf(opAxes, operands.length);
    let itershape: number[] | null = null;
    if (shape !== undefined && shape !== null) itershape = toIntegers(shape, 'itershape');
    let ndim = -1;
    for (const list of axes ?? []) {
        if (list === null) continue;
        if (ndim >= 0 && list.length !== ndim) {
            throw new ValueError('Each entry of op_axes must have the same size');
        }
        ndim = list.length;
    }
    if (axes !== null && ndim < 0) {
        throw new ValueError('If op_axes is provided, at least one list of axes must be contained');
    }
    if (itershape !== null) {
        if (ndim >= 0 && ndim !== itershape.length) {
            throw new ValueError(
                "'op_axes' and 'itershape' must have the same number of entries equal to the iterator ndim",
            );
        }
        ndim = itershape.length;
    }
    const request: Request = {
        operands,
        flags: bits,
        opFlags: opFlagBits(opFlags, operands),
        dtypes: opDTypes(dtypes, operands.length),
        order: toOrder(order, 'K'),
        casting: toCasting(casting, 'safe'),
        ndim,
        axes,
        itershape,
        buffersize: toInteger(buffersize ?? 0, 'buffersize'),
    };
    checkWritable(request.opFlags, operands, made);
    return request;
}

/**
 * Puts operands so that the core sees where they lie to each other: it is to say how arrays are visited,
 * and reads no elements.
 */
function putPlaces(operands: readonly (NDArray | null)[]): void {
    let next = 64;
    for (let i = 0; i < operands.length; i++) {
        const a = operands[i]!;
        if (a === null) {
            putEmpty(i);
            continue;
        }
        const storage = a._storage;
        if (storage.disposed) throw disposedError();
        putArray(i, a, VIEW);
        // Of operands in one storage, the first one's place.
        let first = 0;
        while (operands[first]?._storage !== storage) first++;
        let place = next;
        if (first < i) place = I32[slotAt(first) + at.DATA]! - operands[first]!._offset;
        else next += Math.ceil(storage.nbytes / 64 + 1) * 64;
        I32[slotAt(i) + at.DATA] = place + a._offset;
    }
}

/** Writes a request into the frame; returns the last of what rp_js_nditer_new is to be told. */
export function putRequest(r: Request): number {
    if (I32.length === 0) refresh();
    putPlaces(r.operands);
    for (let i = 0; i < r.opFlags.length; i++) {
        const word = slotAt(i) + at.VALUE;
        I32[word] = r.opFlags[i]!;
        I32[word + 1] = r.dtypes[i]?.ptr ?? 0;
        I32[word + 2] = Number(r.axes !== null && r.axes[i] !== null);
    }
    if (r.ndim > at.MAX_DIMS) throw new ValueError(`too many dimensions: ${r.ndim}`);
    // Where the text of the frame is, there is room for the axes.
    const text = OPT0 + (at.TEXT - at.OPTIONS) / 4;
    r.axes?.forEach((axes, i) => {
        axes?.forEach((axis, k) => {
            I32[text + i * r.ndim + k] = axis;
        });
    });
    putNumbers(r.itershape ?? [], 1);
    F64[NUM0] = r.buffersize;
    putOption(at.OPTION_ORDER, r.order);
    putOption(at.OPTION_CASTING, r.casting);
    return Number(r.axes !== null) | (Number(r.itershape !== null) << 1);
}

/** What the core tells of where an iterator stands, among the frame's numbers. */
export const TOLD_SIZE = 0;
export const TOLD_POSITION = 1;
export const toldOffset = (i: number) => getNumber(2 + 3 * i);
export const toldStep = (i: number) => getNumber(3 + 3 * i);
export const toldFlags = (i: number) => getNumber(4 + 3 * i);

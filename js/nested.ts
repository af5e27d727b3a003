// Lists in lists into arrays. Lists of plain numbers, which are the commonest and may be long, are
// written straight to where the array has its elements; anything else is looked through first.
import { describe } from './args.js';
import { Complex } from './complex.js';
import { allocate, elements, hasArray, hasList, isTyped, replaced } from './convert.js';
import {
    bool,
    codecOf,
    complex128,
    type DType,
    dtypeOfTyped,
    float64,
    int64,
    isTrue,
    uint64,
} from './dtype.js';
import { getView } from './indexing.js';
import { assign, NDArray } from './ndarray.js';
import { isScalar, promoted } from './operand.js';
import { OverflowError, ValueError } from './runtime/errors.js';
import * as at from './runtime/layout.js';
import type { Scalar, TypedArray } from './types.js';

/** A new array of lists in lists, whatever they hold. */
export function fromNested(x: unknown, dtype?: DType): NDArray {
    return (Array.isArray(x) && fromNumbers(x, dtype ?? float64)) || fromTree(x, dtype);
}

// ---- lists of numbers ----

/** The array, if there are lists of equal lengths with numbers that the dtype holds; else null. */
function fromNumbers(list: unknown[], dtype: DType): NDArray | null {
    const shape: number[] = [];
    let first: unknown = list;
    for (; Array.isArray(first); first = first[0]) {
        if (shape.push(first.length) > at.MAX_DIMS) return null;
    }
    const { kind, itemsize, isnative } = dtype;
    const integers = kind === 'i' || kind === 'u';
    if (typeof first !== 'number' || kind === 'b') return null;
    if (integers && (itemsize === 8 || !isnative)) return null;
    const a = allocate(integers ? dtype : float64, shape);
    try {
        const { min, max } = codecOf(dtype);
        const target = elements(a);
        const end = integers
            ? putIntegers(list, shape, 0, target, 0, Number(min), Number(max))
            : putFloats(list, shape, 0, target as Float64Array, 0);
        if (end < 0) a.dispose();
        // Of floats the core rounds, and swaps.
        return end < 0 ? null : integers || dtype === float64 ? a : replaced(a, dtype);
    } catch (error) {
        a.dispose();
        throw error;
    }
}

/** Writes a list in its place; the place after it, or -1 if there is something else in it. */
function putFloats(
    list: unknown[],
    shape: readonly number[],
    axis: number,
    target: Float64Array,
    place: number,
): number {
    const n = shape[axis]!;
    if (list.length !== n) return -1;
    if (axis === shape.length - 1) {
        for (let i = 0; i < n; i++) {
            const x = list[i];
            if (typeof x !== 'number') return -1;
            target[place + i] = x;
        }
        return place + n;
    }
    let next = place;
    for (let i = 0; i < n && next >= 0; i++) {
        const row = list[i];
        next = Array.isArray(row) ? putFloats(row, shape, axis + 1, target, next) : -1;
    }
    return next;
}

/** The same for integers of up to 32 bits, which have bounds. */
function putIntegers(
    list: unknown[],
    shape: readonly number[],
    axis: number,
    target: TypedArray,
    place: number,
    min: number,
    max: number,
): number {
    const n = shape[axis]!;
    if (list.length !== n) return -1;
    if (axis === shape.length - 1) {
        for (let i = 0; i < n; i++) {
            const x = list[i];
            if (typeof x !== 'number' || !(x >= min && x <= max)) return -1;
            target[place + i] = x;
        }
        return place + n;
    }
    let next = place;
    for (let i = 0; i < n && next >= 0; i++) {
        const row = list[i];
        next = Array.isArray(row) ? putIntegers(row, shape, axis + 1, target, next, min, max) : -1;
    }
    return next;
}

// ---- anything ----

/** What is found in lists, iterables turned to lists: those can be gone through once only. */
type Node = Scalar | NDArray | TypedArray | Node[];

/** What dtype the elements call for. */
class Wanted {
    /** Of the arrays among them. */
    arrays: DType | undefined;
    bools = false;
    numbers = false;
    complexes = false;
    least = 0n;
    most = -1n;

    addArray(dtype: DType): void {
        this.arrays = this.arrays === undefined ? dtype : promoted(this.arrays, dtype);
    }

    addScalar(x: Scalar): void {
        if (typeof x === 'number') this.numbers = true;
        else if (typeof x === 'boolean') this.bools = true;
        else if (typeof x === 'bigint') {
            if (this.most < this.least) this.least = this.most = x;
            else if (x < this.least) this.least = x;
            else if (x > this.most) this.most = x;
        } else this.complexes = true;
    }

    /** Numbers are float64, bigints int64, booleans bool; nothing at all is float64. */
    dtype(): DType {
        const all: DType[] = this.arrays === undefined ? [] : [this.arrays];
        if (this.bools) all.push(bool);
        if (this.most >= this.least) {
            const beyond = this.most > 0x7fffffffffffffffn;
            if (beyond) all.push(uint64);
            if (!beyond || this.least < 0n) all.push(int64);
        }
        if (this.numbers) all.push(float64);
        if (this.complexes) all.push(complex128);
        return all.length === 0 ? float64 : all.reduce(promoted);
    }
}

export const tooManyDims = (count: number) =>
    new ValueError(`maximum supported dimension for an ndarray is 64, found ${count}`);

/** Looks through a value, down to scalars and arrays. */
function open(x: unknown, wanted: Wanted, depth: number): Node {
    if (isScalar(x)) {
        wanted.addScalar(x);
        return x;
    }
    if (x instanceof NDArray) {
        wanted.addArray(x._dtype);
        return x;
    }
    if (isTyped(x)) {
        const its = dtypeOfTyped(x);
        if (its === undefined) throw new TypeError(`cannot make an array of a ${describe(x)}`);
        wanted.addArray(its);
        return x;
    }
    if (depth > at.MAX_DIMS) throw tooManyDims(depth);
    if (typeof x === 'object' && x !== null) {
        if (!Array.isArray(x)) {
            if (hasArray(x)) return open(x.__array__(), wanted, depth + 1);
            if (hasList(x)) return open(x.tolist(), wanted, depth + 1);
        }
        if (Symbol.iterator in x) {
            const list: Node[] = [];
            for (const item of x as Iterable<unknown>) list.push(open(item, wanted, depth + 1));
            return list;
        }
    }
    throw new TypeError(
        `cannot make an array of ${describe(x)}: strings and objects are not supported`,
    );
}

const isArray = (node: Node): node is NDArray | TypedArray =>
    node instanceof NDArray || isTyped(node);
const lengthsOf = (node: NDArray | TypedArray): readonly number[] =>
    node instanceof NDArray ? node._shape : [node.length];

/** The shape, going by what stands first in every list. */
function shapeOf(tree: Node): number[] {
    const shape: number[] = [];
    let node: Node | undefined = tree;
    for (; Array.isArray(node); node = node[0]) shape.push(node.length);
    if (node !== undefined && isArray(node)) shape.push(...lengthsOf(node));
    if (shape.length > at.MAX_DIMS) throw tooManyDims(shape.length);
    return shape;
}

function fromTree(x: unknown, dtype?: DType): NDArray {
    const wanted = new Wanted();
    const tree = open(x, wanted, 0);
    const shape = shapeOf(tree);
    const ragged = raggedness(tree, shape, 0);
    if (ragged !== null) throw raggedError(ragged, shape);
    const its = dtype ?? wanted.dtype();
    // What JavaScript cannot write, the core makes of what it can.
    const { opaque } = codecOf(its);
    const written = opaque ? float64 : its.isnative ? its : its.newbyteorder('=');
    let a = allocate(written, shape);
    try {
        if (wanted.arrays === undefined || !Array.isArray(tree) || tree.some((n) => !isArray(n)))
            putScalars(tree, a.size, 0, putter(a));
        if (written !== its) a = replaced(a, its);
        if (wanted.arrays !== undefined) putArrays(tree, a);
    } catch (error) {
        a.dispose();
        throw error;
    }
    return a;
}

/** Every scalar of a tree whose elements take the `span` places from `place` on. */
function putScalars(
    node: Node,
    span: number,
    place: number,
    put: (x: Scalar, place: number) => void,
): void {
    if (Array.isArray(node)) {
        const each = span / node.length;
        for (let i = 0; i < node.length; i++) putScalars(node[i]!, each, place + i * each, put);
    } else if (!isArray(node)) put(node, place);
}

/** Every array of a tree, into the part of `a` that is its. */
function putArrays(node: Node, a: NDArray): void {
    if (Array.isArray(node)) {
        for (const [i, item] of node.entries()) {
            if (!isScalar(item)) putArrays(item, getView(a, [i]));
        }
    } else if (isTyped(node) && dtypeOfTyped(node) === a._dtype && a._dtype.name !== 'float16') {
        (elements(a) as Float64Array).set(node as Float64Array);
    } else assign(a, node, UNSAFE);
}
const UNSAFE = 4;

/** How a scalar is written into an array of a native dtype that JavaScript knows. */
function putter(a: NDArray): (x: Scalar, place: number) => void {
    const dtype = a._dtype;
    const { min, max, items } = codecOf(dtype);
    const target = elements(a) as unknown as (number | bigint)[];
    if (min !== undefined) {
        const wide = dtype.itemsize === 8;
        return (x, i) => {
            target[i] = toInt(x, min, max!, dtype, wide);
        };
    }
    if (dtype.kind === 'b') {
        return (x, i) => {
            target[i] = Number(isTrue(x));
        };
    }
    if (items === 2) {
        return (x, i) => {
            target[2 * i] = x instanceof Complex ? x.re : Number(x);
            target[2 * i + 1] = x instanceof Complex ? x.im : 0;
        };
    }
    return (x, i) => {
        if (x instanceof Complex) throw noReal(x, dtype);
        target[i] = Number(x);
    };
}

const noReal = (z: Complex, dtype: DType) =>
    new TypeError(`cannot convert the complex number ${z} to ${dtype}`);

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
    else if (value instanceof Complex) throw noReal(value, dtype);
    else whole = value;
    if (whole < min || whole > max) {
        throw new OverflowError(`the integer ${whole} is out of bounds for ${dtype}`);
    }
    return wide ? BigInt(whole) : Number(whole);
}

// ---- lists that do not fit together ----

/** Where a tree departs from the shape: after how many dimensions, at which place, and how. */
interface Ragged {
    depth: number;
    place: number[];
    how: string;
}

/** The first place among those after the fewest dimensions, as NumPy counts; null if there is none. */
function raggedness(node: Node, shape: readonly number[], depth: number): Ragged | null {
    const rest = shape.length - depth;
    if (isArray(node)) {
        const lengths = lengthsOf(node);
        let same = 0;
        while (same < lengths.length && same < rest && lengths[same] === shape[depth + same])
            same++;
        if (same === lengths.length && same === rest) return null;
        const how = `has shape ${tuple(lengths)}, not ${tuple(shape.slice(depth))}`;
        return { depth: depth + same, place: [], how };
    }
    if (!Array.isArray(node)) {
        return rest === 0
            ? null
            : { depth, place: [], how: `is a number, not a list of length ${shape[depth]}` };
    }
    if (rest === 0)
        return { depth, place: [], how: `is a list of length ${node.length}, not a number` };
    if (node.length !== shape[depth])
        return { depth, place: [], how: `has length ${node.length}, not ${shape[depth]}` };
    let worst: Ragged | null = null;
    for (let i = 0; i < node.length; i++) {
        const item = node[i]!;
        if (rest === 1 && isScalar(item)) continue;
        const found = raggedness(item, shape, depth + 1);
        if (found === null || (worst !== null && found.depth >= worst.depth)) continue;
        worst = { ...found, place: [i, ...found.place] };
        if (found.depth === depth + 1) break; // There is no earlier one in this list.
    }
    return worst;
}

const tuple = (lengths: readonly number[]) =>
    `(${lengths.join(', ')}${lengths.length === 1 ? ',' : ''})`;

function raggedError({ depth, place, how }: Ragged, shape: readonly number[]): ValueError {
    return new ValueError(
        'setting an array element with a sequence. The requested array has an inhomogeneous shape ' +
            `after ${depth} dimensions. The detected shape was ${tuple(shape.slice(0, depth))} ` +
            `+ inhomogeneous part: [${place.join('][')}] ${how}.`,
    );
}

// Arrays put together to larger ones. The core looks at shapes, dtypes and layouts.
import { bind, describe, type Signature, signature, toCasting, toInteger } from './args.js';
import { toArray, toOut } from './convert.js';
import { type DType, optionalDType } from './dtype.js';
import { copyArray, NDArray } from './ndarray.js';
import { isScalar, putArray, putOut, putScalar, run, takeArray, temporary } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, lastError, refresh, rp_free, slotAt } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { reshape } from './shape.js';
import type { ArrayLike, Casting, DTypeLike, NameOf, Scalar } from './types.js';

// rp_joining
const AS_GIVEN = 0;
const FLAT = 1;
const STACKED = 2;
const ROW = 3;
const ROWS = 4;
const COLUMNS = 5;
const DEEP = 6;

const SAME_KIND = 3;

/** Slots behind one another anywhere on the heap: the block, and the number that its first slot has. */
function moreSlots(count: number): [block: number, first: number] {
    const block = core.rp_js_alloc!((count + 1) * at.SLOT * 4);
    refresh();
    if (block === 0) throw lastError(-4);
    return [block, Math.ceil(((block >>> 2) - slotAt(0)) / at.SLOT)];
}

const LAST = 0x7fffffff;

/** Arrays put together, as rp_concatenate does it. */
function join(
    parts: readonly (NDArray | Scalar)[],
    how: number,
    axis: number,
    dtype: DType | undefined,
    into: NDArray | undefined,
    casting: number,
): NDArray {
    return run(() => {
        const { length } = parts;
        const [block, first] = length < at.SLOTS ? [0, 1] : moreSlots(length);
        try {
            putOut(0, into);
            for (let i = 0; i < length; i++) {
                const x = parts[i]!;
                if (x instanceof NDArray) putArray(first + i, x);
                else putScalar(first + i, x);
            }
            const along = Math.max(-LAST, Math.min(axis, LAST));
            const id = check(
                core.rp_js_concatenate!(
                    length,
                    slotAt(first) << 2,
                    how,
                    along,
                    dtype?.ptr ?? 0,
                    casting,
                ),
            );
            return into ?? takeArray(0, id);
        } finally {
            if (block !== 0) rp_free(block);
        }
    });
}

/** @internal Arrays one behind the other along an axis, as a new array or in one of the right shape. */
export const joined = (
    parts: readonly NDArray[],
    axis: number,
    dtype?: DType,
    into?: NDArray,
    casting: number = SAME_KIND,
): NDArray => join(parts, AS_GIVEN, axis, dtype, into, casting);

const toArrays = (arrays: unknown): NDArray[] =>
    Array.from(arrays as Iterable<unknown>, (x) => toArray(x));

/** The commonest call: a list of arrays, and nothing else. */
function onlyArrays(args: unknown[]): args is [NDArray[]] {
    const list = args[0];
    if (args.length !== 1 || !Array.isArray(list)) return false;
    for (let i = 0; i < list.length; i++) if (!(list[i] instanceof NDArray)) return false;
    return true;
}

/** Keywords of the stacks. */
export interface JoinKeywords {
    dtype?: DTypeLike | null;
    casting?: Casting;
}
/** Keywords of np.stack. */
export interface StackKeywords extends JoinKeywords {
    /** The place of the new axis in the result, the first by default. */
    axis?: number;
    out?: NDArray | null;
}
/** Keywords of np.concatenate. */
export interface ConcatenateKeywords extends JoinKeywords {
    /** The axis along which they follow one another, the first by default; null: all flattened. */
    axis?: number | null;
    out?: NDArray | null;
}

function toPlace(
    name: string,
    out: unknown,
    dtype: unknown,
): [DType | undefined, NDArray | undefined] {
    if (out != null && dtype != null) {
        throw new TypeError(
            `${name}() only takes \`out\` or \`dtype\` as an argument, but both were provided.`,
        );
    }
    return [optionalDType(dtype), toOut(out)];
}

const concatenateArgs = /* @__PURE__ */ signature(
    'concatenate(arrays, /, axis=, out=, *, dtype=, casting=)',
);
/**
 * Arrays one behind the other along an axis that exists. Their other lengths are equal; the dtype is
 * the promoted one unless `dtype` says. ValueError for no arrays, 0-d ones and shapes that do not fit,
 * AxisError for an axis out of range, TypeError for `out` beside `dtype` and for casts not allowed.
 */
export function concatenate<D extends DTypeLike>(
    arrays: Iterable<ArrayLike>,
    keywords: ConcatenateKeywords & { dtype: D },
): NDArray<NameOf<D>>;
export function concatenate(
    arrays: Iterable<ArrayLike>,
    axis?: number | null | ConcatenateKeywords,
    out?: NDArray | null | ConcatenateKeywords,
    keywords?: ConcatenateKeywords,
): NDArray;
export function concatenate(...args: unknown[]): NDArray {
    if (onlyArrays(args)) return joined(args[0], 0);
    const [arrays, axis = 0, out, dtype, casting] = bind(concatenateArgs, args);
    const [its, into] = toPlace('concatenate', out, dtype);
    const rule = toCasting(casting, 'same_kind');
    return run(() => {
        if (axis !== null) {
            return joined(toArrays(arrays), toInteger(axis, 'axis'), its, into, rule);
        }
        let parts = Array.from(arrays as Iterable<unknown>, (x) => (isScalar(x) ? x : toArray(x)));
        // Numbers take on the dtype of their company; alone they are arrays.
        if (parts.every(isScalar)) parts = parts.map((x) => toArray(x));
        return join(parts, FLAT, 0, its, into, rule);
    });
}

const stackArgs = /* @__PURE__ */ signature('stack(arrays, axis=, out=, *, dtype=, casting=)');
/**
 * Arrays of one shape along a new axis. ValueError for no arrays or different shapes, AxisError for an
 * axis out of range, TypeError for `out` beside `dtype` and for casts not allowed.
 */
export function stack<D extends DTypeLike>(
    arrays: Iterable<ArrayLike>,
    keywords: StackKeywords & { dtype: D },
): NDArray<NameOf<D>>;
export function stack(
    arrays: Iterable<ArrayLike>,
    axis?: number | StackKeywords,
    out?: NDArray | null | StackKeywords,
    keywords?: StackKeywords,
): NDArray;
export function stack(...args: unknown[]): NDArray {
    if (onlyArrays(args)) return join(args[0], STACKED, 0, undefined, undefined, SAME_KIND);
    const [arrays, axis, out, dtype, casting] = bind(stackArgs, args);
    const place = toInteger(axis ?? 0, 'axis');
    const [its, into] = toPlace('concatenate', out, dtype);
    const rule = toCasting(casting, 'same_kind');
    return run(() => join(toArrays(arrays), STACKED, place, its, into, rule));
}

/** vstack and its kin: arrays, and for some a dtype. */
interface StackFunction {
    <D extends DTypeLike>(
        tup: Iterable<ArrayLike>,
        keywords: JoinKeywords & { dtype: D },
    ): NDArray<NameOf<D>>;
    (tup: Iterable<ArrayLike>, keywords?: JoinKeywords): NDArray;
}

function stackFunction(its: Signature, how: number): StackFunction {
    return ((...args: unknown[]) => {
        if (onlyArrays(args)) return join(args[0], how, 0, undefined, undefined, SAME_KIND);
        const [tup, dtype, casting] = bind(its, args);
        const rule = toCasting(casting, 'same_kind');
        return run(() => join(toArrays(tup), how, 0, optionalDType(dtype), undefined, rule));
    }) as StackFunction;
}

/**
 * Arrays below one another: joined along the first axis, 1-d ones as rows. Keywords: dtype, casting.
 * ValueError for no arrays and shapes that do not fit.
 */
export const vstack: StackFunction = /* @__PURE__ */ stackFunction(
    /* @__PURE__ */ signature('vstack(tup, *, dtype=, casting=)'),
    ROWS,
);
export { vstack as row_stack };
/**
 * Arrays beside one another: joined along the second axis, 1-d ones along their only one. Keywords:
 * dtype, casting. ValueError for no arrays and shapes that do not fit.
 */
export const hstack: StackFunction = /* @__PURE__ */ stackFunction(
    /* @__PURE__ */ signature('hstack(tup, *, dtype=, casting=)'),
    ROW,
);
/**
 * Arrays behind one another: joined along the third axis, (n) as (1, n, 1) and (m, n) as (m, n, 1).
 * ValueError for no arrays and shapes that do not fit.
 */
export const dstack: (tup: Iterable<ArrayLike>) => NDArray = /* @__PURE__ */ stackFunction(
    /* @__PURE__ */ signature('dstack(tup)'),
    DEEP,
);
/** 1-d arrays as columns, and 2-d ones as they are, beside one another. ValueError as of hstack. */
export const column_stack: (tup: Iterable<ArrayLike>) => NDArray = /* @__PURE__ */ stackFunction(
    /* @__PURE__ */ signature('column_stack(tup)'),
    COLUMNS,
);

// ---- blocks ----

/** Lists in lists of blocks. */
export type Blocks = ArrayLike | readonly Blocks[];

/** What a path into lists is called in messages; -1 stands for the inside of an empty list. */
const named = (path: readonly number[]) =>
    `arrays${path.map((i) => (i < 0 ? '' : `[${i}]`)).join('')}`;

/** The path to the first block; all others must be as deep. */
function firstBlock(blocks: unknown, path: readonly number[]): readonly number[] {
    if (!Array.isArray(blocks)) return path;
    if (blocks.length === 0) return [...path, -1];
    let first: readonly number[] | undefined;
    for (const [i, inner] of blocks.entries()) {
        const its = firstBlock(inner, [...path, i]);
        first ??= its;
        if (its.length !== first.length) {
            throw new ValueError(
                `List depths are mismatched. First element was at depth ${first.length}, but there ` +
                    `is an element at depth ${its.length} (${named(its)})`,
            );
        }
        if (its.at(-1) === -1) first = its;
    }
    return first!;
}

/** Lists with arrays for their blocks. */
type Nested = NDArray | Nested[];
const openBlocks = (blocks: unknown): Nested =>
    Array.isArray(blocks) ? blocks.map(openBlocks) : toArray(blocks);
const dimsOf = (nested: Nested): number =>
    nested instanceof NDArray ? nested.ndim : Math.max(...nested.map(dimsOf));

/** With leading axes of length 1 up to so many. */
const withDims = (a: NDArray, ndim: number): NDArray =>
    a.ndim >= ndim ? a : reshape(a, [...new Array<number>(ndim - a.ndim).fill(1), ...a._shape]);

/** Blocks in lists so many levels deep, joined along the last axes. */
function assemble(nested: Nested, levels: number, ndim: number): NDArray {
    if (nested instanceof NDArray) return withDims(nested, ndim);
    const parts = nested.map((inner) => assemble(inner, levels - 1, ndim));
    return temporary(joined(parts, -levels));
}

const blockArgs = /* @__PURE__ */ signature('block(arrays)');
/**
 * An array of blocks: those of the innermost lists are joined along the last axis, the results along
 * the last but one, and so on. ValueError if the lists are not equally deep, one is empty, or shapes do
 * not fit.
 */
export function block(arrays: Blocks | { arrays: Blocks }): NDArray;
export function block(...args: unknown[]): NDArray {
    const [arrays] = bind(blockArgs, args);
    if (arrays === null || typeof arrays === 'string')
        throw new TypeError(`cannot make blocks of ${describe(arrays)}`);
    const first = firstBlock(arrays, []);
    if (first.at(-1) === -1) throw new ValueError(`List at ${named(first)} cannot be empty`);
    return run(() => {
        const nested = openBlocks(arrays);
        if (nested instanceof NDArray) return copyArray(nested, 0);
        const levels = first.length;
        const ndim = Math.max(levels, dimsOf(nested));
        const parts = nested.map((inner) => assemble(inner, levels - 1, ndim));
        return joined(parts, -levels);
    });
}

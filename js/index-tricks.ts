// What NumPy writes in brackets: np.r_[...], np.mgrid[...] and their kin, as functions of keys.
import { add, multiply } from '../build/gen/ufunc-functions.js';
import { bind, describe, signature, toInteger } from './args.js';
import { swapaxes, transpose } from './axes.js';
import { instead } from './compose.js';
import { allocate, newArray } from './convert.js';
import { type DType, float64, int32, optionalDType } from './dtype.js';
import { getItem, getView, type Key, Slice, toPositions } from './indexing.js';
import { concatenate } from './joining.js';
import { partsOfText } from './key-text.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { arange } from './ranges.js';
import { IndexError, OverflowError, ValueError, ZeroDivisionError } from './runtime/errors.js';
import { reshapeArray } from './shape.js';
import { linspace } from './spaces.js';
import { call, step } from './steps.js';
import { result_type } from './typeinfo.js';
import type { ArrayLike, DTypeLike, NameOf, Scalar } from './types.js';

const AS_NEEDED = 2;
const NEVER = 0;

/** A shape of ones but for one axis. */
const lineShape = (ndim: number, axis: number, length: number): number[] =>
    Array.from({ length: ndim }, (_, i) => (i === axis ? length : 1));

/** Frees arrays made on the way if what makes them fails. */
function orDispose<T>(made: NDArray[], body: () => T): T {
    try {
        return body();
    } catch (error) {
        for (const a of made) a.dispose();
        throw error;
    }
}

// ---- keys ----

/**
 * Keys as a list, to be kept: a.at(...np.s_('1:5', '...')), a.set(np.s_(0, ':3'), 1). Strings become slices
 * and the like. IndexError for a string that is no key.
 */
export function s_(...keys: Key[]): Key[] {
    return keys.flatMap((key) => (typeof key === 'string' ? (partsOfText(key) as Key[]) : [key]));
}
export { s_ as index_exp };

/**
 * Index arrays of which the k-th lies along axis k: a.at(...np.ix_([0, 2], [1, 3])) selects the rows 0
 * and 2 of the columns 1 and 3. Bools stand for the positions where they are true. ValueError for what
 * does not have one dimension.
 */
export function ix_(...args: ArrayLike[]): NDArray[] {
    const made: NDArray[] = [];
    return orDispose(made, () => {
        for (const [k, arg] of args.entries()) {
            made.push(run(() => crossIndex(arg, k, args.length)));
        }
        return made;
    });
}

function crossIndex(arg: ArrayLike, axis: number, ndim: number): NDArray {
    const array = arg instanceof NDArray ? arg : toPositions(arg);
    if (array.ndim !== 1) throw new ValueError('Cross index must be 1 dimensional');
    let positions = array;
    if (array._dtype.kind === 'b') {
        positions = temporary(getItem(step(arange, array.size), [array]) as NDArray);
    }
    const shaped = reshapeArray(positions, lineShape(ndim, axis, positions.size), 0, AS_NEEDED);
    return positions === arg ? shaped : copyArray(temporary(shaped), 0);
}

// ---- ranges ----

/** start:stop:step of whole or broken numbers; an imaginary step says how many. */
interface Range {
    start: number;
    stop: number | null;
    step: number;
    count: boolean;
    /** Written without point and exponent: integers. */
    whole: boolean;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
const isIntp = (x: number) => Math.abs(x) < 2 ** 31;

function parseRange(text: string): Range {
    const bounds = text.split(':').map((bound) => bound.trim());
    if (bounds.length > 3 || bounds.length < 2) throw notARange(text);
    const count = /j$/i.test(bounds[2] ?? '');
    if (count) bounds[2] = bounds[2]!.slice(0, -1);
    for (const bound of bounds) if (bound !== '' && !NUMBER.test(bound)) throw notARange(text);
    const [start = '', stop = '', step = ''] = bounds;
    const given = bounds.filter((bound) => bound !== '');
    return {
        start: Number(start),
        stop: stop === '' ? null : Number(stop),
        step: step === '' ? 1 : Number(step),
        count,
        whole: !count && given.every((bound) => INTEGER.test(bound) && isIntp(Number(bound))),
    };
}

const notARange = (text: string) =>
    new IndexError(
        `${JSON.stringify(text)} is no range: write 'start:stop:step' or 'start:stop:5j'`,
    );

function rangeOf({ start, stop, step }: Slice): Range {
    const whole = [start, stop, step].every((bound) => bound === null || isIntp(bound));
    return { start: start ?? 0, stop, step: step ?? 1, count: false, whole };
}

function stopOf({ stop }: Range): number {
    if (stop === null) throw new TypeError('a range that counts its elements needs a stop');
    return stop;
}

/** How many elements a range has in a grid. */
function lengthOf(range: Range): number {
    if (range.count) return Math.trunc(Math.abs(range.step));
    if (range.step === 0) throw new ZeroDivisionError('float division by zero');
    const length = Math.ceil((stopOf(range) - range.start) / range.step);
    if (!Number.isFinite(length)) throw new OverflowError('a range is endless');
    return length;
}

/** What a grid holds along an axis: start + i * step, all in one dtype. */
function lineOf(range: Range, length: number, dtype: DType): NDArray {
    const { start, count } = range;
    let distance = count ? length : range.step;
    if (count && length !== 1) distance = (stopOf(range) - start) / (length - 1);
    const line = call(arange, Math.max(0, length), { dtype }) as NDArray;
    return orDispose([line], () => {
        if (distance !== 1) call(multiply, line, distance, line);
        if (start !== 0) call(add, line, start, line);
        return line;
    });
}

/** np.arange of a range, in floats unless its numbers are whole. */
const stepsOf = ({ start, stop, step, whole }: Range): NDArray =>
    call(arange, start, stop, step, whole ? undefined : float64) as NDArray;

type RangeKey = string | Slice;

/** The ranges that keys name; one alone unless it stands in a list or is followed by a comma. */
function rangesOf(name: string, args: (RangeKey | readonly RangeKey[])[]): Range[] | Range {
    const list = args.length === 1 && Array.isArray(args[0]);
    const keys = (list ? args[0] : args) as readonly RangeKey[];
    let single = !list && args.length === 1;
    const ranges = keys.flatMap((key) => {
        if (key instanceof Slice) return rangeOf(key);
        if (typeof key !== 'string') {
            throw new TypeError(
                `${name}() takes ranges, 'start:stop:step' or np.slice, not ${describe(key)}`,
            );
        }
        const parts = key.split(',');
        if (parts.length > 1) single = false;
        if (parts.length > 1 && parts[parts.length - 1]!.trim() === '') parts.pop();
        return parts.map(parseRange);
    });
    return single ? ranges[0]! : ranges;
}

function singleGrid(range: Range): NDArray {
    if (!range.count) return stepsOf(range);
    stopOf(range);
    return lineOf(range, lengthOf(range), float64);
}

const gridDType = (ranges: Range[]) => (ranges.every(({ whole }) => whole) ? int32 : float64);

/**
 * A dense grid: np.mgrid('0:3', '0:1:5j') holds, for each range, its values at every point, in an array
 * of shape (2, 3, 5). A step of 5j stands for 5 values, the stop included. One range alone gives a line;
 * in a list, np.mgrid(['0:3']), a grid of one axis. Whole numbers give intp, others float64.
 */
export function mgrid(...ranges: (RangeKey | readonly RangeKey[])[]): NDArray<'int32' | 'float64'>;
export function mgrid(...args: (RangeKey | readonly RangeKey[])[]): NDArray {
    const ranges = rangesOf('mgrid', args);
    if (!Array.isArray(ranges)) return singleGrid(ranges);
    const sizes = ranges.map(lengthOf);
    const dtype = gridDType(ranges);
    return gridOf(sizes, dtype, (k) => lineOf(ranges[k]!, sizes[k]!, dtype));
}

/** An array of shape (n, ...sizes) of which part k holds line k along its axis. */
function gridOf(sizes: number[], dtype: DType, line: (k: number) => NDArray): NDArray {
    const whole = allocate(dtype, [sizes.length, ...sizes]);
    return orDispose([whole], () => {
        for (const [k, length] of sizes.entries()) {
            run(() => {
                const shape = lineShape(sizes.length, k, length);
                const along = reshapeArray(temporary(line(k)), shape, 0, NEVER);
                assign(getView(whole, [k]), along, 4);
            });
        }
        return whole;
    });
}

/**
 * An open grid: for each range an array along its own axis, which broadcast to the arrays of np.mgrid. One
 * range alone gives a line, not a list.
 */
export function ogrid(range: RangeKey): NDArray<'int32' | 'float64'>;
export function ogrid(
    ...ranges: (RangeKey | readonly RangeKey[])[]
): NDArray<'int32' | 'float64'>[];
export function ogrid(...args: (RangeKey | readonly RangeKey[])[]): NDArray | NDArray[] {
    const ranges = rangesOf('ogrid', args);
    if (!Array.isArray(ranges)) return singleGrid(ranges);
    const sizes = ranges.map(lengthOf);
    const dtype = gridDType(ranges);
    return openGrid(sizes, (k) => lineOf(ranges[k]!, sizes[k]!, dtype));
}

function openGrid(sizes: number[], line: (k: number) => NDArray): NDArray[] {
    const made: NDArray[] = [];
    return orDispose(made, () => {
        for (const k of sizes.keys()) {
            const along = line(k);
            made.push(along);
            const shape = lineShape(sizes.length, k, along.size);
            made[k] = instead(along, reshapeArray(along, shape, 0, NEVER));
        }
        return made;
    });
}

/** Keywords of np.indices. */
export interface IndicesKeywords<T extends DTypeLike = DTypeLike, S extends boolean = boolean> {
    /** intp by default. */
    dtype?: T | null;
    /** Arrays that broadcast, one for each axis, instead of one dense array. */
    sparse?: S;
}

const indicesArgs = /* @__PURE__ */ signature('indices(dimensions, dtype=, sparse=)');
/**
 * The positions along each axis of every element of a shape: an array of shape (number of axes,
 * ...dimensions). Keywords: dtype, sparse. ValueError for negative lengths.
 */
export function indices<T extends DTypeLike = 'int32'>(
    dimensions: Iterable<number>,
    keywords: IndicesKeywords<T, true> & { sparse: true },
): NDArray<NameOf<T>>[];
export function indices<T extends DTypeLike = 'int32'>(
    dimensions: Iterable<number>,
    keywords?: IndicesKeywords<T, false> | null,
): NDArray<NameOf<T>>;
export function indices<T extends DTypeLike = 'int32'>(
    dimensions: Iterable<number>,
    dtype: T | null,
    sparse: true | { sparse: true },
): NDArray<NameOf<T>>[];
export function indices<T extends DTypeLike = 'int32'>(
    dimensions: Iterable<number>,
    dtype: T | null,
    sparse?: false | { sparse?: false },
): NDArray<NameOf<T>>;
export function indices(...args: unknown[]): NDArray | NDArray[] {
    const [dimensions, dtype, sparse] = bind(indicesArgs, args);
    if (typeof dimensions !== 'object' || dimensions === null || !(Symbol.iterator in dimensions)) {
        throw new TypeError(`indices() takes a list of lengths, not ${describe(dimensions)}`);
    }
    const sizes = Array.from(dimensions as Iterable<unknown>, (n) => toInteger(n, 'dimensions'));
    const its = optionalDType(dtype) ?? int32;
    const line = (k: number) => call(arange, sizes[k], { dtype: its }) as NDArray;
    return sparse ? openGrid(sizes, line) : gridOf(sizes, its, line);
}

// ---- joining ----

/** What np.r_ joins: arrays, numbers, ranges as text or np.slice; a directive may come first. */
export type Joined = ArrayLike | string | Slice;

interface Rule {
    axis: number;
    /** So many dimensions at least. */
    ndmin: number;
    /** Where the axes of arrays with fewer begin; -1: they come last. */
    first: number;
    matrix: '' | 'r' | 'c';
}

/** Reads 'r', 'c', '0', '0,2', '0,2,-1' into a rule. */
function readDirective(text: string, rule: Rule): void {
    if (text === 'r' || text === 'c') {
        rule.matrix = text;
        return;
    }
    const parts = text.split(',');
    const used = parts.length === 3 ? 3 : Math.min(parts.length, 2);
    if (!parts.slice(0, used).every((part) => INTEGER.test(part.trim()))) {
        throw new ValueError(`unknown special directive ${JSON.stringify(text)}`);
    }
    const [axis, ndmin, first] = parts.map(Number);
    rule.axis = axis!;
    if (used > 1) rule.ndmin = ndmin!;
    if (used > 2) rule.first = first!;
}

/** A range as a line of at least so many dimensions. */
function rangePart(range: Range, { ndmin, first }: Rule): NDArray {
    const { start, count, step: distance } = range;
    const line = count
        ? step(linspace, start, stopOf(range), Math.trunc(Math.abs(distance)))
        : temporary(stepsOf(range));
    if (ndmin <= 1) return line;
    const shaped = reshapeArray(line, lineShape(ndmin, ndmin - 1, line.size), 0, NEVER);
    return first === -1 ? shaped : swapaxes(shaped, -1, first);
}

/** An array with at least so many dimensions. */
function arrayPart(item: unknown, { ndmin, first }: Rule): NDArray {
    const array = item instanceof NDArray ? item : temporary(newArray(item));
    const added = ndmin - array.ndim;
    if (added <= 0) return array;
    const shape = [...new Array<number>(added).fill(1), ...array._shape];
    const wide = reshapeArray(array, shape, 0, AS_NEEDED);
    if (first === -1) return wide;
    const before = first < 0 ? first + added + 1 : first;
    const axes = shape.map((_, i) => i);
    return transpose(wide, [
        ...axes.slice(0, before),
        ...axes.slice(added),
        ...axes.slice(before, added),
    ]);
}

function join(args: readonly unknown[], rule: Rule): NDArray {
    return run(() => {
        const parts: (NDArray | Scalar)[] = [];
        // What counts for the dtype: of a number only whether it is a whole one.
        const types: (NDArray | Scalar)[] = [];
        const put = (part: NDArray | Scalar, type = part) => {
            parts.push(part);
            types.push(type);
        };
        for (const [k, item] of args.entries()) {
            if (item instanceof Slice) put(rangePart(rangeOf(item), rule));
            else if (isScalar(item)) put(item);
            else if (typeof item !== 'string') put(arrayPart(item, rule));
            else if (item.includes(':')) {
                // It looks like what stands between NumPy's brackets: ranges and numbers.
                for (const text of item.split(',').map((part) => part.trim())) {
                    if (!NUMBER.test(text)) put(rangePart(parseRange(text), rule));
                    // 2.0 is a float, as in Python: a number of JavaScript does not tell.
                    else put(Number(text), INTEGER.test(text) ? Number(text) : 0.5);
                }
            } else if (k === 0) readDirective(item, rule);
            else throw new ValueError('special directives must be the first entry.');
        }
        if (parts.length === 0) throw new ValueError('need at least one array to concatenate');
        const dtype = result_type(...types);
        const ones = new Array<number>(Math.max(1, rule.ndmin)).fill(1);
        const arrays = parts.map((part) => {
            if (part instanceof NDArray) return part;
            return reshapeArray(temporary(newArray(part, dtype)), ones, 0, NEVER);
        });
        const whole = concatenate(arrays, { axis: rule.axis, dtype, casting: 'unsafe' });
        return rule.matrix === '' ? whole : orDispose([whole], () => matrix(whole, rule.matrix));
    });
}

/** Two dimensions: a line as a row, or as a column. */
function matrix(a: NDArray, which: 'r' | 'c' | ''): NDArray {
    const long = a._shape.filter((length) => length > 1);
    if (a.ndim > 2 && long.length > 2) throw new ValueError('shape too large to be a matrix.');
    if (a.ndim === 2) return a;
    const shape = long.length === 2 ? long : [1, a.size];
    const column = a.ndim === 1 && which === 'c';
    return instead(a, reshapeArray(a, column ? [a.size, 1] : shape, 0, NEVER));
}

/**
 * Arrays, numbers and ranges one behind the other: np.r_('0:3', 7, [1, 2]), np.r_('0:1:5j'). A first string
 * without a colon directs: '1' names the axis to join along, '1,2' also the least number of dimensions,
 * '1,2,0' also where the axes of arrays with fewer begin; 'r' and 'c' ask for a row or a column of two
 * dimensions. ValueError for other directives, ones that come later, and nothing to join.
 */
export function r_(...parts: Joined[]): NDArray {
    return join(parts, { axis: 0, ndmin: 1, first: -1, matrix: '' });
}

/** Arrays side by side as columns: np.r_('-1,2,0', ...). */
export function c_(...parts: Joined[]): NDArray {
    return join(parts, { axis: -1, ndmin: 2, first: 0, matrix: '' });
}

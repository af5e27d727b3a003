// np.pad: a larger array, and what its margins hold, one axis after the other.
import { describe, isKeywords, toInteger } from './args.js';
import { moveaxis } from './axes.js';
import { ALL } from './compose.js';
import { allocate, toArray } from './convert.js';
import { getView, Slice } from './indexing.js';
import {
    edges,
    endsDType,
    type Pair,
    type Region,
    reflect,
    STATISTICS,
    setMargins,
    setRamps,
    setStatistics,
    UNSAFE,
    wrap,
} from './margins.js';
import { assign, NDArray } from './ndarray.js';
import { run } from './operand.js';
import { IndexError, ValueError } from './runtime/errors.js';
import type { ArrayLike, DTypeOf } from './types.js';

// ---- what is given for all axes, for each, for both ends ----

/** Lists of lists of whatever was given. */
function opened(x: unknown): unknown {
    if (x instanceof NDArray) return x.tolist();
    const many = typeof x === 'object' && x !== null && Symbol.iterator in x;
    return many ? Array.from(x as Iterable<unknown>, opened) : x;
}

/** A pair for each axis, from one value, a pair, a value for each axis, or a pair for each. */
function toPairs(given: unknown, ndim: number, what: string): Pair<unknown>[] {
    const each = (x: unknown) => Array.from({ length: ndim }, () => x as Pair<unknown>);
    const nested = opened(given);
    if (!Array.isArray(nested)) return each([nested, nested]);
    const rows = nested.map((row) => (Array.isArray(row) ? (row as unknown[]) : [row]));
    const width = rows[0]?.length;
    const flat = rows.flat();
    const deep = nested.some(Array.isArray);
    if (
        rows.some((row) => row.length !== width) ||
        flat.some(Array.isArray) ||
        (deep && !nested.every(Array.isArray))
    ) {
        throw new ValueError(`${what} must be a number, a pair, or a list of pairs`);
    }
    if (flat.length === 1) return each([flat[0], flat[0]]);
    if (flat.length === 2 && !(deep && rows.length === 2)) return each(flat);
    if (!deep || (rows.length !== 1 && rows.length !== ndim) || width === 0 || width! > 2) {
        const shape = deep ? `(${rows.length},${width})` : `(${rows.length},)`;
        throw new ValueError(
            `operands could not be broadcast together with remapped shapes: ${what} of shape ` +
                `${shape} and requested shape (${ndim},2)`,
        );
    }
    const pairs = rows.map((row): Pair<unknown> => [row[0], row[width! - 1]]);
    return rows.length === ndim ? pairs : each(pairs[0]);
}

function checkWidths(pairs: Pair[]): Pair[] {
    if (pairs.flat().some((n) => n < 0))
        throw new ValueError("index can't contain negative values");
    return pairs;
}

/** The widths of each axis of { axis: width }; other axes get none. */
function widthsByAxis(given: Record<string, unknown>, ndim: number): unknown[] {
    const widths: unknown[] = Array.from({ length: ndim }, () => [0, 0]);
    for (const [key, width] of Object.entries(given)) {
        const axis = Number(key);
        if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim)
            throw new IndexError(`pad_width names axis ${key} of an array of dimension ${ndim}`);
        widths[axis < 0 ? axis + ndim : axis] = Array.isArray(width) ? width : [width, width];
    }
    return widths;
}

function toWidths(given: unknown, ndim: number): Pair[] {
    const notIntegral = () => new TypeError('`pad_width` must be of integral type.');
    const integral = (n: unknown) => {
        if (typeof n !== 'bigint' && !Number.isInteger(n)) throw notIntegral();
        return toInteger(n, 'pad_width');
    };
    if (given instanceof NDArray && !'iu'.includes(given._dtype.kind)) throw notIntegral();
    if (Array.isArray(given) && given.length === 0) throw notIntegral(); // It is of floats.
    const widths = isKeywords(given) ? widthsByAxis(given, ndim) : given;
    if (ndim === 0) {
        toPairs(widths, 1, 'pad_width').flat().forEach(integral);
        return [];
    }
    const pairs = toPairs(widths, ndim, 'pad_width');
    return checkWidths(pairs.map(([before, behind]): Pair => [integral(before), integral(behind)]));
}

/** How many elements a statistic is of; null: all. */
function toLengths(given: unknown, ndim: number): Pair<number | null>[] {
    if (given === undefined || given === null)
        return Array.from({ length: ndim }, () => [null, null]);
    const whole = (n: unknown) => {
        if (typeof n !== 'number' && typeof n !== 'bigint')
            throw new TypeError(`stat_length must be whole numbers, not ${describe(n)}`);
        return Math.round(Number(n));
    };
    const pairs = toPairs(given, ndim, 'stat_length');
    return checkWidths(pairs.map(([before, behind]): Pair => [whole(before), whole(behind)]));
}

/** A function of each line along each axis, which changes it in place. */
export type PadFunction = (
    vector: NDArray,
    iaxis_pad_width: [before: number, behind: number],
    iaxis: number,
    kwargs: Record<string, unknown>,
) => void;

function callOnLines(
    whole: NDArray,
    widths: Pair[],
    fn: PadFunction,
    keywords: Record<string, unknown>,
): void {
    for (const [axis, pair] of widths.entries()) {
        const lines = moveaxis(whole, axis, -1);
        const outer = lines._shape.slice(0, -1);
        const count = outer.reduce((product, n) => product * n, 1);
        for (let i = 0; i < count; i++) {
            const place: number[] = [];
            let rest = i;
            for (let d = outer.length - 1; d >= 0; d--) {
                place.unshift(rest % outer[d]!);
                rest = Math.floor(rest / outer[d]!);
            }
            fn(getView(lines, [...place, '...']), [...pair], axis, keywords);
        }
    }
}

// ---- all of it ----

/** What fills the margins. */
export type PadMode =
    | 'constant'
    | 'edge'
    | 'linear_ramp'
    | 'maximum'
    | 'mean'
    | 'median'
    | 'minimum'
    | 'reflect'
    | 'symmetric'
    | 'wrap'
    | 'empty';
type Width = number | bigint;
/** One width, a pair for all axes, a pair for each axis, or { axis: width or pair }. */
export type PadWidth =
    | Width
    | NDArray
    | readonly (Width | readonly Width[])[]
    | { [axis: number | `-${number}`]: Width | readonly Width[] };

/** Keywords of np.pad. */
export interface PadKeywords {
    pad_width?: PadWidth;
    mode?: PadMode | PadFunction;
    /** Of the modes maximum, mean, median, minimum: of how many elements at the edge; null: all. */
    stat_length?: number | null | ArrayLike;
    /** Of the mode constant, 0 by default: one, a pair, or a pair for each axis. */
    constant_values?: ArrayLike;
    /** Of the mode linear_ramp, 0 by default: what the ramps reach at the outer ends. */
    end_values?: ArrayLike;
    /** Of the modes reflect and symmetric: 'odd' subtracts the mirrored elements from twice the edge. */
    reflect_type?: 'even' | 'odd';
    /** What else a function as the mode is to be given. */
    [keyword: string]: unknown;
}

const KEYWORDS: Record<string, string> = /* @__PURE__ */ Object.assign(
    /* @__PURE__ */ Object.create(null),
    {
        constant: 'constant_values',
        edge: '',
        linear_ramp: 'end_values',
        maximum: 'stat_length',
        mean: 'stat_length',
        median: 'stat_length',
        minimum: 'stat_length',
        reflect: 'reflect_type',
        symmetric: 'reflect_type',
        wrap: '',
        empty: '',
    },
);

const isWidths = (x: unknown): boolean =>
    isKeywords(x) &&
    Object.keys(x).length > 0 &&
    Object.keys(x).every((key) => /^-?\d+$/.test(key));

/** The arguments, and the keywords that are left for the mode. */
function bindPad(args: unknown[]): [unknown[], Record<string, unknown>] {
    const given = [...args];
    while (given.length > 0 && given.at(-1) === undefined) given.pop();
    const last = given.at(-1);
    const bag = isKeywords(last) && !(given.length === 2 && isWidths(last));
    const keywords: Record<string, unknown> = bag ? { ...last } : {};
    if (bag) given.pop();
    if (given.length > 3)
        throw new TypeError(
            `pad() takes from 2 to 3 positional arguments but ${given.length} were given`,
        );
    const values = ['array', 'pad_width', 'mode'].map((name, i) => {
        const { [name]: value } = keywords;
        delete keywords[name];
        if (value !== undefined && given[i] !== undefined)
            throw new TypeError(`pad() got multiple values for argument '${name}'`);
        const its = value ?? given[i];
        if (its === undefined && i < 2)
            throw new TypeError(`pad() missing required argument '${name}' (pos ${i + 1})`);
        return its;
    });
    return [values, keywords];
}

function fillMargins(
    a: NDArray,
    whole: NDArray,
    widths: Pair[],
    mode: string,
    keywords: Record<string, unknown>,
): void {
    const { ndim, _shape } = a;
    const { constant_values = 0, end_values = 0, stat_length, reflect_type } = keywords;
    const constants = mode === 'constant' ? toPairs(constant_values, ndim, 'constant_values') : [];
    const ends = mode === 'linear_ramp' ? toPairs(end_values, ndim, 'end_values') : [];
    const strong = mode === 'linear_ramp' ? endsDType(end_values) : undefined;
    const lengths = mode in STATISTICS ? toLengths(stat_length, ndim) : [];
    if (mode === 'empty') return;
    if (a.size === 0 && mode !== 'constant') {
        const axis = widths.findIndex((pair, i) => _shape[i] === 0 && pair.some((n) => n > 0));
        if (axis < 0) return;
        throw new ValueError(
            `can't extend empty axis ${axis} using modes other than 'constant' or 'empty'`,
        );
    }
    for (const [axis, pair] of widths.entries()) {
        // Along axes that were done the margins take part; of those to come, only the elements.
        const inner = widths.map(([before], i) =>
            i <= axis ? ALL : new Slice(before, before + _shape[i]!, null),
        );
        const region: Region = { whole: getView(whole, inner), axis, widths: pair };
        const period = _shape[axis]!;
        const mirrors = mode === 'reflect' || mode === 'symmetric';
        if (mode === 'constant') setMargins(region, constants[axis]!);
        else if (mode === 'linear_ramp') setRamps(region, ends[axis]!, strong);
        else if (mode in STATISTICS) setStatistics(region, mode, lengths[axis]!);
        else if (mode === 'edge') setMargins(region, edges(region));
        else if (mirrors && period === 1) {
            const all: Region = { whole, axis, widths: pair };
            setMargins(all, edges(all));
        } else {
            let rest = pair;
            while (rest[0] > 0 || rest[1] > 0) {
                const remaining = { ...region, widths: rest };
                rest = mirrors
                    ? reflect(remaining, reflect_type === 'odd', period, mode === 'symmetric')
                    : wrap(remaining, period);
            }
        }
    }
}

/**
 * The array with margins around it. pad_width: one width, a pair for all axes, a pair for each axis, or
 * { axis: width }. mode: 'constant' (keyword constant_values), 'edge', 'linear_ramp' (end_values),
 * 'maximum', 'mean', 'median', 'minimum' (stat_length), 'reflect', 'symmetric' (reflect_type), 'wrap',
 * 'empty', or a function that is called with each line along each axis, its two widths, the axis and
 * the keywords, and fills the margins of the line in place. TypeError for widths that are no whole
 * numbers; ValueError for negative ones, an unknown mode, a keyword of another mode, and for axes of
 * length 0, which only 'constant' and 'empty' can extend.
 */
export function pad<A extends ArrayLike>(
    array: A,
    pad_width: PadWidth | PadKeywords,
    mode?: PadMode | PadFunction | PadKeywords,
    keywords?: PadKeywords,
): NDArray<DTypeOf<A>>;
export function pad(...args: unknown[]): NDArray {
    const [[array, width, given], keywords] = bindPad(args);
    const mode = given ?? 'constant';
    if (typeof mode !== 'function') {
        const allowed = KEYWORDS[mode as string];
        if (typeof mode !== 'string' || allowed === undefined)
            throw new ValueError(`mode '${String(mode)}' is not supported`);
        const wrong = Object.keys(keywords).filter((name) => name !== allowed);
        if (wrong.length > 0) {
            throw new ValueError(
                `unsupported keyword arguments for mode '${mode}': {${wrong.map((name) => `'${name}'`).join(', ')}}`,
            );
        }
    }
    return run(() => {
        const a = toArray(array);
        const widths = toWidths(width, a.ndim);
        const shape = a._shape.map((n, i) => widths[i]![0] + n + widths[i]![1]);
        const { C_CONTIGUOUS, F_CONTIGUOUS } = a.flags;
        const called = typeof mode === 'function';
        const whole = allocate(a._dtype, shape, Number(F_CONTIGUOUS && !C_CONTIGUOUS), called);
        try {
            const middle = widths.map(([n], i) => new Slice(n, n + a._shape[i]!, null));
            assign(getView(whole, middle), a, UNSAFE);
            if (called) callOnLines(whole, widths, mode as PadFunction, keywords);
            else fillMargins(a, whole, widths, mode as string, keywords);
        } catch (error) {
            whole.dispose();
            throw error;
        }
        return whole;
    });
}

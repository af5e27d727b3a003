// np.gradient: central differences, composed as NumPy composes them, so that the bits agree.
import * as ufuncs from '../build/gen/ufunc-functions.js';
import { takeKeywords, toInteger, toIntegers, unexpectedKeyword } from './args.js';
import { normalAxis } from './axes.js';
import { diff, distance } from './calculus.js';
import {
    add,
    chain,
    divide,
    into,
    multiply,
    negative,
    type Operand,
    part,
    subtract,
    temp,
} from './compose.js';
import { convertArray, toArray } from './convert.js';
import { empty_like } from './creation.js';
import { float64 } from './dtype.js';
import { getView } from './indexing.js';
import { NDArray } from './ndarray.js';
import { run, temporary } from './operand.js';
import { all } from './reductions.js';
import { ValueError } from './runtime/errors.js';
import type { ArrayLike } from './types.js';

type Args = unknown[];

/** Keywords of np.gradient. */
export interface GradientKeywords {
    axis?: number | readonly number[] | null;
    /** 1 or 2: how exact the values at the ends are. */
    edge_order?: number;
}

/**
 * Derivatives by central differences, along all axes or those given: an array for one axis, a list of
 * arrays for several. Spacings follow f: one number for all axes, or for each axis a number or its
 * coordinates. gradient(f, 0.5), gradient(f, [0, 1, 3], { edge_order: 2 }), gradient(f, 2, x, { axis:
 * [0, 1] }). TypeError for a wrong number of spacings, ValueError for coordinates that do not fit and
 * for an axis with too few elements.
 */
export function gradient(
    f: ArrayLike,
    ...varargs: (ArrayLike | GradientKeywords)[]
): NDArray | NDArray[];
export function gradient(...args: Args): NDArray | NDArray[] {
    const { axis, edge_order = 1, ...rest } = takeKeywords(args) as GradientKeywords;
    for (const key of Object.keys(rest)) throw unexpectedKeyword('gradient', key);
    if (args.length === 0) throw new TypeError("gradient() missing required argument 'f' (pos 1)");
    const order = toInteger(edge_order, 'edge_order');
    const [given, ...varargs] = args;
    return run(() => {
        let f = toArray(given);
        const axes =
            axis === undefined || axis === null
                ? f._shape.map((_, i) => i)
                : toIntegers(axis, 'axis').map((i) => normalAxis(i, f.ndim));
        if (new Set(axes).size !== axes.length) throw new ValueError('repeated axis');
        const spacings = spacingsOf(f, axes, varargs);
        if (order > 2) throw new ValueError("'edge_order' greater than 2 not supported");
        const { kind } = f.dtype;
        const inexact = kind === 'f' || kind === 'c';
        if (kind === 'i' || kind === 'u') f = temporary(convertArray(f, float64, 3, true));
        const results: NDArray[] = [];
        try {
            for (const [i, along] of axes.entries()) {
                if (f._shape[along]! < order + 1) {
                    throw new ValueError(
                        'Shape of array too small to calculate a numerical gradient, at least ' +
                            '(edge_order + 1) elements are required.',
                    );
                }
                const out = empty_like(f, inexact ? f.dtype : float64) as NDArray;
                results.push(out);
                const spacing = spacings[i]!;
                inside(f, along, spacing, out);
                if (order === 1 && f._shape[along]! > 2 && !isUneven(spacing))
                    atBothEdges(f, along, spacing, out);
                else for (const end of [0, -1]) atEdge(f, along, spacing, out, end, order);
            }
        } catch (error) {
            for (const result of results) result.dispose();
            throw error;
        }
        return axes.length === 1 ? results[0]! : results;
    });
}

/** For each axis a number (or a 0-d array), or the distances of its coordinates. */
function spacingsOf(f: NDArray, axes: number[], varargs: Args): Operand[] {
    const given = varargs.map(distance);
    if (given.length === 0) return axes.map(() => 1);
    if (given.length === 1 && !isUneven(given[0]!)) return axes.map(() => given[0]!);
    if (given.length !== axes.length) throw new TypeError('invalid number of arguments');
    return given.map((x, i) => {
        if (!isUneven(x)) return x;
        if (x.ndim !== 1) throw new ValueError('distances must be either scalars or 1d');
        if (x.size !== f._shape[axes[i]!]) {
            throw new ValueError(
                'when 1d, distances must match the length of the corresponding dimension',
            );
        }
        const whole = 'iu'.includes(x.dtype.kind);
        const places = whole ? temporary(convertArray(x, float64, 3, true)) : x;
        const widths = temporary(diff(places));
        const first = getView(widths, [0]);
        return all(temp(ufuncs.equal as never, widths, first) as NDArray) ? first : widths;
    });
}

/** `factor` times x, where a whole factor counts as a float all the same. */
function times(factor: number, x: Operand): Operand {
    if (typeof x === 'number') return factor * x;
    const whole = x instanceof NDArray && !'fc'.includes(x.dtype.kind);
    return temp(multiply, factor, whole ? temporary(convertArray(x, float64, 3, true)) : x);
}

const isPowerOfTwo = (x: number) => x > 0 && Number.isInteger(Math.log2(x));

/** Whether a spacing is distances one by one, not one for all. */
const isUneven = (spacing: Operand): spacing is NDArray =>
    spacing instanceof NDArray && spacing.ndim > 0;

/** All but the ends. */
function inside(f: NDArray, axis: number, spacing: Operand, out: NDArray): void {
    const middle = part(out, axis, 1, -1);
    const before = part(f, axis, null, -2);
    const behind = part(f, axis, 2, null);
    if (!isUneven(spacing)) {
        const twice = times(2, spacing);
        // By a power of two the product is as exact as the quotient, and quicker.
        if (typeof twice === 'number' && isPowerOfTwo(twice) && isPowerOfTwo(1 / twice))
            chain(middle, subtract, behind, before, multiply, 1 / twice);
        else chain(middle, subtract, behind, before, divide, twice);
        return;
    }
    const left = part(spacing, 0, null, -1);
    const right = part(spacing, 0, 1, null);
    const both = temp(add, left, right);
    const shape = f._shape.map((_, i) => (i === axis ? -1 : 1));
    const weights = [
        temp(divide, minus(right), temp(multiply, left, both)),
        temp(divide, temp(subtract, right, left), temp(multiply, left, right)),
        temp(divide, left, temp(multiply, right, both)),
    ].map((weight) => (weight as NDArray).reshape(shape));
    combine(middle, weights, [before, part(f, axis, 1, -1), behind]);
}

function minus(x: Operand): Operand {
    const result = (negative as unknown as (x: Operand) => Operand)(x);
    return result instanceof NDArray ? temporary(result) : result;
}

/** out = a f[0] + b f[1] + c f[2] */
function combine(out: NDArray, [a, b, c]: Operand[], f: NDArray[]): void {
    const first = temp(multiply, a!, f[0]!) as NDArray;
    const second = temp(multiply, b!, f[1]!) as NDArray;
    into(first, add, first, second);
    into(second, multiply, c!, f[2]!);
    into(out, add, first, second);
}

/** The first and the last place, in one go: both are n - 1 apart, and what they are made of n - 2. */
function atBothEdges(f: NDArray, axis: number, spacing: Operand, out: NDArray): void {
    const n = f._shape[axis]!;
    const places = part(out, axis, null, null, n - 1);
    const next = part(f, axis, 1, null, n - 2);
    chain(places, subtract, next, part(f, axis, null, -1, n - 2), divide, spacing);
}

/** The first (end 0) or the last (end -1) place. */
function atEdge(
    f: NDArray,
    axis: number,
    spacing: Operand,
    out: NDArray,
    end: number,
    order: number,
): void {
    const n = f._shape[axis]!;
    const one = (a: NDArray, i: number) => part(a, axis, i, i + 1);
    const place = one(out, end === 0 ? 0 : n - 1);
    if (order === 1) {
        const start = end === 0 ? 0 : n - 2;
        const width = isUneven(spacing) ? getView(spacing, [end]) : spacing;
        chain(place, subtract, one(f, start + 1), one(f, start), divide, width);
        return;
    }
    const sign = end === 0 ? 1 : -1;
    let weights: Operand[];
    if (!isUneven(spacing)) {
        const float = times(1, spacing);
        weights = [-1.5, 2, -0.5].map((w) => temp(divide, sign * w, float));
    } else {
        // Away from the edge: the nearer and the farther step.
        const near = getView(spacing, [end]);
        const far = getView(spacing, [end === 0 ? 1 : -2]);
        const both = temp(add, near, far);
        const outer = temp(divide, temp(add, times(2, near), far), temp(multiply, near, both));
        const middle = temp(divide, both, temp(multiply, near, far));
        const inner = temp(divide, near, temp(multiply, far, both));
        weights = end === 0 ? [minus(outer), middle, minus(inner)] : [outer, minus(middle), inner];
    }
    const start = end === 0 ? 0 : n - 3;
    const places = [one(f, start), one(f, start + 1), one(f, start + 2)];
    combine(place, end === 0 ? weights : weights.reverse(), places);
}

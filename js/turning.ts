// Arrays turned round, moved round and repeated as a whole.
import { bind, describe, signature, toInteger, toIntegers } from './args.js';
import { normalAxis, transpose } from './axes.js';
import { ALL } from './compose.js';
import { toArray, withArray } from './convert.js';
import { getView, Slice } from './indexing.js';
import { copyArray, NDArray } from './ndarray.js';
import { tooManyDims } from './nested.js';
import { putArray, putEmpty, run, takeArray } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putNumbers } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { reshape } from './shape.js';
import type { ArrayLike, Axis, DTypeOf } from './types.js';

const BACKWARDS = /* @__PURE__ */ new Slice(null, null, -1);

/** A view with the order along these axes reversed. */
const reversed = (a: NDArray, axes: readonly number[]): NDArray =>
    getView(
        a,
        a._shape.map((_, i) => (axes.includes(i) ? BACKWARDS : ALL)),
    );

const flipArgs = /* @__PURE__ */ signature('flip(m, axis=)');
/**
 * A view with the order of the elements along one axis, several, or all of them (null) reversed.
 * AxisError for an axis out of range, ValueError for a repeated one.
 */
export function flip<A extends ArrayLike>(m: A, axis?: Axis | { axis?: Axis }): NDArray<DTypeOf<A>>;
export function flip(...args: unknown[]): NDArray {
    const [m, axis] = bind(flipArgs, args);
    return withArray(m, (a) => {
        if (axis === undefined || axis === null) return reversed(a, [...a._shape.keys()]);
        const axes = toIntegers(axis, 'axis').map((i) => normalAxis(i, a.ndim));
        if (new Set(axes).size !== axes.length) throw new ValueError('repeated axis');
        return reversed(a, axes);
    });
}

const flipAlong = (name: string, axis: number) => {
    const its = signature(`${name}(m)`);
    return (<A extends ArrayLike>(...args: [A]) => {
        const [m] = bind(its, args);
        return withArray(m, (a) => {
            if (a.ndim <= axis) throw new ValueError(`Input must be >= ${axis + 1}-d.`);
            return reversed(a, [axis]);
        });
    }) as <A extends ArrayLike>(m: A) => NDArray<DTypeOf<A>>;
};
/** A view with the columns, which the second axis counts, in reverse order. ValueError below 2-d. */
export const fliplr: <A extends ArrayLike>(m: A) => NDArray<DTypeOf<A>> = /* @__PURE__ */ flipAlong(
    'fliplr',
    1,
);
/** A view with the rows, which the first axis counts, in reverse order. ValueError for a 0-d array. */
export const flipud: <A extends ArrayLike>(m: A) => NDArray<DTypeOf<A>> = /* @__PURE__ */ flipAlong(
    'flipud',
    0,
);

/** Keywords of np.rot90. */
export interface Rot90Keywords {
    /** How many quarters of a turn, from the first axis towards the second. */
    k?: number;
    axes?: readonly [number, number];
}
const rot90Args = /* @__PURE__ */ signature('rot90(m, k=, axes=)');
/**
 * A view turned by k quarters in the plane of two axes. ValueError if they are not two different axes
 * of the array.
 */
export function rot90<A extends ArrayLike>(
    m: A,
    k?: number | Rot90Keywords,
    axes?: readonly [number, number] | Rot90Keywords,
): NDArray<DTypeOf<A>>;
export function rot90(...args: unknown[]): NDArray {
    const [m, k, plane] = bind(rot90Args, args);
    const axes = toIntegers(plane ?? [0, 1], 'axes');
    const quarters = toInteger(k ?? 1, 'k') & 3;
    if (axes.length !== 2) throw new ValueError('len(axes) must be 2.');
    return withArray(m, (a) => {
        const { ndim } = a;
        if (axes[0] === axes[1] || Math.abs(axes[0]! - axes[1]!) === ndim)
            throw new ValueError('Axes must be different.');
        if (axes.some((axis) => axis < -ndim || axis >= ndim)) {
            throw new ValueError(
                `Axes=(${axes.join(', ')}) out of range for array of ndim=${ndim}.`,
            );
        }
        const [i, j] = axes.map((axis) => (axis + ndim) % ndim) as [number, number];
        if (quarters % 2 === 0) return reversed(a, quarters === 0 ? [] : [i, j]);
        const order = [...a._shape.keys()];
        [order[i], order[j]] = [j, i];
        return quarters === 1
            ? transpose(reversed(a, [j]), order)
            : reversed(transpose(a, order), [j]);
    });
}

/** A number or several, without fractions, as Python's int() takes them. */
function toShifts(shift: unknown): number[] {
    if (typeof shift === 'number' && Number.isFinite(shift)) return [Math.trunc(shift)];
    if (typeof shift !== 'object' || shift === null || (shift as NDArray).ndim === 0)
        return [toInteger(shift, 'shift')];
    if (!(Symbol.iterator in shift))
        throw new TypeError(`shift must be an integer or a list, not ${describe(shift)}`);
    return Array.from(shift as Iterable<unknown>, (item) => {
        if (typeof item === 'object' && item !== null && (item as NDArray).ndim !== 0)
            throw new ValueError("'shift' and 'axis' should be scalars or 1D sequences");
        return toShifts(item)[0]!;
    });
}

/** Keywords of np.roll. */
export interface RollKeywords {
    shift?: number | readonly number[];
    /** The axes along which to move; null, the default: all as one, in C order. */
    axis?: Axis;
}
const rollArgs = /* @__PURE__ */ signature('roll(a, shift, axis=)');
/**
 * The elements moved along axes by so many places; those that leave at the end come in again at the
 * beginning. Shifts and axes are broadcast; those of an axis add up. AxisError for an axis out of range,
 * ValueError if there are as many shifts as no number of axes fits.
 */
export function roll<A extends ArrayLike>(
    a: A,
    shift: number | bigint | readonly number[] | RollKeywords,
    axis?: Axis | RollKeywords,
): NDArray<DTypeOf<A>>;
export function roll(...args: unknown[]): NDArray {
    const [x, shift, axis] = bind(rollArgs, args);
    const shifts = toShifts(shift);
    return run(() => {
        const a = toArray(x);
        const flat = axis === undefined || axis === null;
        const axes = flat ? [0] : toIntegers(axis, 'axis').map((i) => normalAxis(i, a.ndim));
        const [n, m] = [shifts.length, axes.length];
        if (n !== m && n !== 1 && m !== 1) {
            throw new ValueError(
                'shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between ' +
                    `arg 0 with shape (${n},) and arg 1 with shape (${m},).`,
            );
        }
        const places = new Array<number>(Math.max(1, a.ndim)).fill(0);
        const count = n === 0 || m === 0 ? 0 : Math.max(n, m);
        for (let i = 0; i < count; i++) places[axes[m === 1 ? 0 : i]!]! += shifts[n === 1 ? 0 : i]!;
        putArray(0, a);
        putEmpty(1);
        putNumbers(places);
        return takeArray(1, check(core.rp_js_roll!(Number(flat))));
    });
}

const tileArgs = /* @__PURE__ */ signature('tile(A, reps)');
/**
 * The array repeated so often along each axis; fewer axes or fewer numbers are filled up with 1 in
 * front. ValueError for a negative number.
 */
export function tile<A extends ArrayLike>(
    A: A,
    reps: number | readonly number[] | NDArray | { reps: number | readonly number[] | NDArray },
): NDArray<DTypeOf<A>>;
export function tile(...args: unknown[]): NDArray {
    const [x, given] = bind(tileArgs, args);
    const reps = toIntegers(given, 'reps');
    return run(() => {
        const a = toArray(x);
        const { ndim, _shape } = a;
        const ones = (count: number) => new Array<number>(Math.max(0, count)).fill(1);
        if (x instanceof NDArray && reps.every((n) => n === 1)) {
            const same = copyArray(a, 3);
            return reps.length > ndim
                ? reshape(same, [...ones(reps.length - ndim), ..._shape])
                : same;
        }
        const all = [...ones(ndim - reps.length), ...reps];
        if (all.length > at.MAX_DIMS) throw tooManyDims(all.length);
        putArray(0, a);
        putEmpty(1);
        putNumbers(all);
        return takeArray(1, check(core.rp_js_tile!(all.length)));
    });
}

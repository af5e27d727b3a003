// Differences, integrals and vector products: what NumPy composes of ufuncs on parts of arrays, in the
// same order, so that the bits agree.
import { bind, signature, toInteger } from './args.js';
import { moveaxis, normalAxis } from './axes.js';
import { broadcast_shapes, broadcast_to } from './broadcasting.js';
import {
    ALL,
    add,
    divide,
    into,
    multiply,
    negative,
    not_equal,
    type Operand,
    part,
    subtract,
    temp,
} from './compose.js';
import { allocate, convertArray, newArray, toArray } from './convert.js';
import { int64 } from './dtype.js';
import { getView, type Slice } from './indexing.js';
import { joined } from './joining.js';
import { assign, NDArray } from './ndarray.js';
import { isScalar, promoted, run, temporary, weakOf } from './operand.js';
import { sum } from './reductions.js';
import { IndexError, ValueError } from './runtime/errors.js';
import * as at from './runtime/layout.js';
import { ravelArray } from './shape.js';
import { can_cast } from './typeinfo.js';
import type { ArrayLike, DTypeOf, Scalar } from './types.js';

type Args = unknown[];
const UNSAFE = 4;

/** A new array that is given out once it is filled in, and freed if that fails. */
function filled<A extends NDArray>(array: A, fill: (array: A) => void): A {
    try {
        fill(array);
    } catch (error) {
        array.dispose();
        throw error;
    }
    return array;
}

/** @internal An array of a value whose whole numbers count as integers, for it stands beside other arrays. */
export function beside(x: unknown): NDArray {
    const whole = (value: unknown) => typeof value === 'number' && weakOf(value) === at.WEAK_INT;
    const list = Array.isArray(x) ? x.flat(Number.POSITIVE_INFINITY) : [x];
    return toArray(x, list.length > 0 && list.every(whole) ? int64 : undefined);
}

/** Keywords of np.diff. */
export interface DiffKeywords {
    n?: number;
    axis?: number;
    /** What comes before the first and behind the last element: a value, or an array that fits. */
    prepend?: ArrayLike;
    append?: ArrayLike;
}

const diffArgs = /* @__PURE__ */ signature('diff(a, n=, axis=, prepend=, append=)');
/**
 * Differences of neighbours along an axis (the last), n times over; of booleans, whether they differ.
 * Each time the axis is one shorter. Keywords: n, axis, prepend, append. ValueError for a negative n
 * and a 0-d array, AxisError for an axis out of range.
 */
export function diff<A extends ArrayLike>(
    a: A,
    n?: number | DiffKeywords,
    axis?: number | DiffKeywords,
    prepend?: ArrayLike | DiffKeywords,
    append?: ArrayLike | DiffKeywords,
    keywords?: DiffKeywords,
): NDArray<DTypeOf<A>>;
export function diff(...args: Args): NDArray {
    const [a, n = 1, axis = -1, prepend, append] = bind(diffArgs, args);
    const order = toInteger(n, 'n');
    if (order === 0) return a instanceof NDArray ? a : newArray(a);
    if (order < 0) throw new ValueError(`order must be non-negative but got ${order}`);
    return run(() => {
        let x = toArray(a);
        if (x.ndim === 0)
            throw new ValueError('diff requires input that is at least one dimensional');
        const along = normalAxis(axis, x.ndim);
        const ends = [prepend, append].map((end) => {
            if (end === undefined) return [];
            const array = beside(end);
            if (array.ndim > 0) return [array];
            return [broadcast_to(array, x._shape.with(along, 1))];
        });
        if (ends.some((end) => end.length > 0))
            x = temporary(joined([...ends[0]!, x, ...ends[1]!], along));
        const op = x.dtype.kind === 'b' ? not_equal : subtract;
        for (let i = 0; i < order; i++) {
            const next = op!(part(x, along, 1, null), part(x, along, null, -1)) as NDArray;
            if (i > 0) x.dispose();
            x = next;
        }
        return x;
    });
}

const ediff1dArgs = /* @__PURE__ */ signature('ediff1d(ary, to_end=, to_begin=)');
/** Keywords of np.ediff1d. */
export interface Ediff1dKeywords {
    /** What follows the differences, and what comes before them. */
    to_end?: ArrayLike | null;
    to_begin?: ArrayLike | null;
}

/**
 * Differences of neighbours in the flattened array, between to_begin and to_end. TypeError if these
 * do not cast to the array's dtype by the rule 'same_kind'.
 */
export function ediff1d<A extends ArrayLike>(
    ary: A,
    to_end?: ArrayLike | null | Ediff1dKeywords,
    to_begin?: ArrayLike | null | Ediff1dKeywords,
    keywords?: Ediff1dKeywords,
): NDArray<DTypeOf<A>>;
export function ediff1d(...args: Args): NDArray {
    const [ary, to_end, to_begin] = bind(ediff1dArgs, args);
    return run(() => {
        const flat = temporary(ravelArray(toArray(ary), 0));
        const later = part(flat, 0, 1, null);
        const sooner = part(flat, 0, null, -1);
        const ends = Object.entries({ to_begin, to_end }).map(([name, end]) => {
            if (end === undefined || end === null) return [];
            const array = beside(end);
            if (!can_cast(array.dtype, flat.dtype, 'same_kind')) {
                throw new TypeError(
                    `dtype of \`${name}\` must be compatible with input \`ary\` under the ` +
                        '`same_kind` rule.',
                );
            }
            return [temporary(ravelArray(array, 0))];
        });
        const [before, after] = ends as [NDArray[], NDArray[]];
        if (before.length + after.length === 0) return subtract!(later, sooner) as NDArray;
        const start = before[0]?.size ?? 0;
        const stop = start + later.size;
        const size = stop + (after[0]?.size ?? 0);
        return filled(allocate(flat.dtype, [size]), (result) => {
            for (const x of before) assign(part(result, 0, null, start), x, UNSAFE);
            for (const x of after) assign(part(result, 0, stop, null), x, UNSAFE);
            into(part(result, 0, start, stop), subtract, later, sooner);
        });
    });
}

const trapezoidArgs = /* @__PURE__ */ signature('trapezoid(y, x=, dx=, axis=)');
/** Keywords of np.trapezoid. */
export interface TrapezoidKeywords {
    x?: ArrayLike | null;
    dx?: ArrayLike;
    axis?: number;
}

/**
 * Integral along an axis (the last) by trapezoids, at places x or `dx` apart. A JavaScript value if no
 * axis is left. IndexError for an axis out of range, ValueError if shapes do not fit.
 */
export function trapezoid(
    y: ArrayLike,
    x?: ArrayLike | null | TrapezoidKeywords,
    dx?: ArrayLike | TrapezoidKeywords,
    axis?: number | TrapezoidKeywords,
    keywords?: TrapezoidKeywords,
): NDArray | Scalar;
export function trapezoid(...args: Args): NDArray | Scalar {
    const [y, x, dx = 1, axis = -1] = bind(trapezoidArgs, args);
    return run(() => {
        const heights = toArray(y);
        const { ndim } = heights;
        const place = toInteger(axis, 'axis');
        const widths =
            x === undefined || x === null ? distance(dx) : steps(toArray(x), ndim, place);
        if (place < -ndim || place >= ndim) throw new IndexError('axis index out of range');
        const along = normalAxis(place, ndim);
        const pairs = temp(add, part(heights, along, 1, null), part(heights, along, null, -1));
        const areas = temp(multiply, widths, pairs) as NDArray;
        const inexact = 'fc'.includes(areas.dtype.kind);
        const halves = inexact ? into(areas, divide, areas, 2) : temp(divide, areas, 2);
        return sum(halves as NDArray, along) as NDArray | Scalar;
    });
}
/** @deprecated NumPy's former name of trapezoid. */
export const trapz: typeof trapezoid = trapezoid;

/** @internal A number, or an array of distances. */
export const distance = (dx: unknown): Operand => (isScalar(dx) ? dx : toArray(dx));

/** Distances of the places x, in a shape that goes with arrays of so many dimensions. */
function steps(x: NDArray, ndim: number, axis: number): NDArray {
    if (x.ndim !== 1) return temporary(diff(x, 1, axis));
    if (axis < -ndim || axis >= ndim) throw new IndexError('axis index out of range');
    const shape = new Array<number>(ndim).fill(1);
    const widths = temporary(diff(x));
    shape[normalAxis(axis, ndim)] = widths.size;
    return widths.reshape(shape);
}

const crossArgs = /* @__PURE__ */ signature('cross(a, b, axisa=, axisb=, axisc=, axis=)');
/** Keywords of np.cross. */
export interface CrossKeywords {
    /** Where the components are in a, in b, and in the result: the last axis, if nothing is said. */
    axisa?: number;
    axisb?: number;
    axisc?: number;
    /** All three of them. */
    axis?: number | null;
}

/**
 * Vector product of vectors of 3 components; a vector of 2 lies in the plane, and the product of two
 * such has one component and no axis. ValueError for other numbers of components and shapes that do
 * not fit, AxisError for an axis out of range.
 */
export function cross(
    a: ArrayLike,
    b: ArrayLike,
    axisa?: number | CrossKeywords,
    axisb?: number | CrossKeywords,
    axisc?: number | CrossKeywords,
    axis?: number | null | CrossKeywords,
    keywords?: CrossKeywords,
): NDArray;
export function cross(...args: Args): NDArray {
    const [a, b, axisa = -1, axisb = -1, axisc = -1, axis] = bind(crossArgs, args);
    const [placeA, placeB, placeC] =
        axis === undefined || axis === null ? [axisa, axisb, axisc] : [axis, axis, axis];
    return run(() => {
        let [x, y] = [toArray(a), toArray(b)];
        if (x.ndim < 1 || y.ndim < 1) throw new ValueError('At least one array has zero dimension');
        x = moveaxis(x, normalAxis(placeA, x.ndim, 'axisa'), -1);
        y = moveaxis(y, normalAxis(placeB, y.ndim, 'axisb'), -1);
        const [m, n] = [x._shape.at(-1)!, y._shape.at(-1)!];
        if (m < 2 || m > 3 || n < 2 || n > 3) {
            throw new ValueError(
                'incompatible dimensions for cross product\n(dimension must be 2 or 3)',
            );
        }
        const shape = broadcast_shapes(x._shape.slice(0, -1), y._shape.slice(0, -1));
        const flat = m === 2 && n === 2;
        const along = flat ? 0 : normalAxis(placeC, shape.length + 1, 'axisc');
        if (!flat) shape.splice(along, 0, 3);
        const dtype = promoted(x.dtype, y.dtype);
        const [p, q] = [x, y].map((vectors) => {
            const its = convertArray(vectors, dtype, 3, null);
            if (its !== vectors) temporary(its);
            return (i: number) => getView(its, ['...', i]);
        }) as [(i: number) => NDArray, (i: number) => NDArray];
        return filled(allocate(dtype, shape), (result) => {
            const axes = new Array<Slice>(along).fill(ALL);
            const c = (i: number) => (flat ? result : getView(result, [...axes, i]));
            // A third component that is not there counts as zero, whose products are left out.
            const component = (i: number, j: number, k: number) => {
                const out = c(i);
                if (j < m && k < n) {
                    into(out, multiply, p(j), q(k));
                    if (k < m && j < n) into(out, subtract, out, temp(multiply, p(k), q(j)));
                } else {
                    into(out, multiply, p(k), q(j));
                    (negative as unknown as (x: NDArray, k: { out: NDArray }) => void)(out, {
                        out,
                    });
                }
            };
            if (!flat) component(0, 1, 2);
            if (!flat) component(1, 2, 0);
            component(2, 0, 1);
        });
    });
}

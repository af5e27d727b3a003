// Views with the axes in another order, without some or with more of them.
import { bind, signature, toInteger, toIntegers } from './args.js';
import { putShape, withArray } from './convert.js';
import { NDArray } from './ndarray.js';
import { viewOf } from './operand.js';
import { AxisError, ValueError } from './runtime/errors.js';
import { rp_transpose } from './runtime/frame.js';
import { NEVER, reshapeArray } from './shape.js';
import type { ArrayLike, Axis, DTypeOf } from './types.js';

const transposeArgs = /* @__PURE__ */ signature('transpose(a, axes=)');
/** A view with the axes reversed, or in the order of `axes`. ValueError if they are no permutation. */
export function transpose<A extends ArrayLike>(
    a: A,
    axes?: readonly number[] | null | { axes?: readonly number[] | null },
): NDArray<DTypeOf<A>>;
export function transpose(...args: unknown[]): NDArray {
    if (args.length === 1 && args[0] instanceof NDArray) return reversed(args[0]);
    const [a, axes] = bind(transposeArgs, args);
    return withArray(a, (array) => {
        if (axes === undefined || axes === null) return reversed(array);
        return viewOf(array, rp_transpose, putShape(toIntegers(axes, 'axes')), 0, 0);
    });
}

/** @internal The axes in the opposite order. */
export const reversed = (a: NDArray): NDArray => viewOf(a, rp_transpose, -1, 0, 0);
export { transpose as permute_dims };

/** A view with the last two axes exchanged. ValueError below two dimensions. */
export function matrix_transpose<A extends ArrayLike>(x: A): NDArray<DTypeOf<A>> {
    return withArray(x, (array) => {
        if (array.ndim < 2) {
            throw new ValueError(
                `Input array must be at least 2-dimensional, but it is ${array.ndim}`,
            );
        }
        return swapaxes(array, -1, -2) as NDArray<DTypeOf<A>>;
    });
}

/** @internal An axis counted from either end; AxisError if there is none. */
export function normalAxis(axis: unknown, ndim: number, what = ''): number {
    const i = toInteger(axis, what || 'axis');
    if (i < -ndim || i >= ndim) {
        throw new AxisError(
            `${what ? `${what}: ` : ''}axis ${i} is out of bounds for array of dimension ${ndim}`,
        );
    }
    return i < 0 ? i + ndim : i;
}

const swapaxesArgs = /* @__PURE__ */ signature('swapaxes(a, axis1, axis2)');
/** A view with two axes exchanged. AxisError for an axis out of range. */
export function swapaxes<A extends ArrayLike>(
    a: A,
    axis1: number | { axis1: number; axis2: number },
    axis2?: number | { axis2: number },
): NDArray<DTypeOf<A>>;
export function swapaxes(...args: unknown[]): NDArray {
    const [a, axis1, axis2] = bind(swapaxesArgs, args);
    return withArray(a, (array) => {
        const axes = array._shape.map((_, i) => i);
        const i = normalAxis(axis1, array.ndim, 'axis1');
        const j = normalAxis(axis2, array.ndim, 'axis2');
        [axes[i], axes[j]] = [axes[j]!, axes[i]!];
        return transpose(array, axes);
    });
}

type Places = number | readonly number[];
const moveaxisArgs = /* @__PURE__ */ signature('moveaxis(a, source, destination)');
/**
 * A view with axes moved to other places; the rest keep their order. AxisError for an axis out of
 * range, ValueError for repeated ones and lists of different lengths.
 */
export function moveaxis<A extends ArrayLike>(
    a: A,
    source: Places | { source: Places; destination: Places },
    destination?: Places | { destination: Places },
): NDArray<DTypeOf<A>>;
export function moveaxis(...args: unknown[]): NDArray {
    const [a, source, destination] = bind(moveaxisArgs, args);
    return withArray(a, (array) => {
        const from = toIntegers(source, 'source').map((axis) =>
            normalAxis(axis, array.ndim, 'source'),
        );
        const to = toIntegers(destination, 'destination').map((axis) =>
            normalAxis(axis, array.ndim, 'destination'),
        );
        if (new Set(from).size !== from.length)
            throw new ValueError("repeated axis in 'source' argument");
        if (new Set(to).size !== to.length)
            throw new ValueError("repeated axis in 'destination' argument");
        if (from.length !== to.length) {
            throw new ValueError(
                '`source` and `destination` arguments must have the same number of elements',
            );
        }
        const order = array._shape.map((_, i) => i).filter((i) => !from.includes(i));
        const pairs = to.map((place, i) => [place, from[i]!] as const).sort((x, y) => x[0] - y[0]);
        for (const [place, axis] of pairs) order.splice(place, 0, axis);
        return transpose(array, order);
    });
}

const rollaxisArgs = /* @__PURE__ */ signature('rollaxis(a, axis, start=)');
/**
 * A view with an axis moved to just before the axis `start`: moveaxis is easier to understand. AxisError
 * for an axis or start out of range.
 */
export function rollaxis<A extends ArrayLike>(
    a: A,
    axis: number | { axis: number; start?: number },
    start?: number | { start?: number },
): NDArray<DTypeOf<A>>;
export function rollaxis(...args: unknown[]): NDArray {
    const [a, which, before] = bind(rollaxisArgs, args);
    return withArray(a, (array) => {
        const { ndim } = array;
        const axis = normalAxis(which, ndim);
        const start = toInteger(before ?? 0, 'start');
        if (start < -ndim || start > ndim) {
            throw new AxisError(
                `'start' arg requires ${-ndim} <= start < ${ndim + 1}, but ${start} was passed in`,
            );
        }
        const place = start < 0 ? start + ndim : start;
        const order = array._shape.map((_, i) => i);
        order.splice(axis, 1);
        order.splice(place > axis ? place - 1 : place, 0, axis);
        return transpose(array, order);
    });
}

const squeezeArgs = /* @__PURE__ */ signature('squeeze(a, axis=)');
/** A view without axes of length 1: all of them, or those named. ValueError if one is longer. */
export function squeeze<A extends ArrayLike>(
    a: A,
    axis?: Axis | { axis?: Axis },
): NDArray<DTypeOf<A>>;
export function squeeze(...args: unknown[]): NDArray {
    const [a, which] = bind(squeezeArgs, args);
    return withArray(a, (array) => {
        const shape = array._shape;
        const axes =
            which === null || which === undefined
                ? shape.flatMap((length, i) => (length === 1 ? [i] : []))
                : toIntegers(which, 'axis').map((i) => normalAxis(i, shape.length));
        if (new Set(axes).size !== axes.length) throw new ValueError("duplicate value in 'axis'");
        if (axes.length === 0) return array;
        if (axes.some((i) => shape[i] !== 1)) {
            throw new ValueError(
                'cannot select an axis to squeeze out which has size not equal to one',
            );
        }
        return reshapeArray(
            array,
            shape.filter((_, i) => !axes.includes(i)),
            0,
            NEVER,
        );
    });
}

const expandArgs = /* @__PURE__ */ signature('expand_dims(a, axis)');
/** A view with new axes of length 1 at these places of the result. */
export function expand_dims<A extends ArrayLike>(
    a: A,
    axis: Places | { axis: Places },
): NDArray<DTypeOf<A>>;
export function expand_dims(...args: unknown[]): NDArray {
    const [a, axis] = bind(expandArgs, args);
    return withArray(a, (array) => {
        const places = toIntegers(axis, 'axis');
        const ndim = array.ndim + places.length;
        const axes = places.map((place) => normalAxis(place, ndim));
        if (new Set(axes).size !== axes.length) throw new ValueError('repeated axis');
        const rest = array._shape.slice();
        const shape = Array.from({ length: ndim }, (_, i) =>
            axes.includes(i) ? 1 : rest.shift()!,
        );
        return reshapeArray(array, shape, 0, NEVER);
    });
}

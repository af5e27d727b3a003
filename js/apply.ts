// Functions of lines and of axes, called for each.
import { bind, isKeywords, signature, toIntegers } from './args.js';
import { expand_dims, normalAxis, transpose } from './axes.js';
import { instead } from './compose.js';
import { newArray, toArray } from './convert.js';
import { zeros_like } from './creation.js';
import { getView } from './indexing.js';
import { assign, NDArray } from './ndarray.js';
import { run, temporary } from './operand.js';
import { ValueError } from './runtime/errors.js';
import type { ArrayLike } from './types.js';

/** The next of all positions in a shape, in C order; false after the last. */
function advance(index: number[], shape: readonly number[]): boolean {
    for (let d = shape.length - 1; d >= 0; d--) {
        if (++index[d]! < shape[d]!) return true;
        index[d] = 0;
    }
    return false;
}

const named = ['func1d', 'axis', 'arr'];

/**
 * Calls func1d for every line of an array along an axis, and puts what it gives in the lines' places:
 * elements, lines of another length, or arrays. What follows `arr` goes to func1d behind the line, a plain
 * object in last place too. The first result says what dtype and shape all have: JavaScript's numbers
 * are float64. ValueError if there is no line.
 */
export function apply_along_axis(
    func1d: (line: NDArray, ...args: any[]) => ArrayLike,
    axis: number,
    arr: ArrayLike,
    ...args: unknown[]
): NDArray;
export function apply_along_axis(
    func1d: (line: NDArray, ...args: any[]) => ArrayLike,
    keywords: { axis: number; arr: ArrayLike; [keyword: string]: unknown },
): NDArray;
export function apply_along_axis(...given: unknown[]): NDArray {
    const keywords = isKeywords(given[given.length - 1])
        ? { ...(given.pop() as Record<string, unknown>) }
        : {};
    const [func, along, arr] = named.map((name, i) => {
        const byName = keywords[name];
        delete keywords[name];
        if (given[i] !== undefined && byName !== undefined) {
            throw new TypeError(`apply_along_axis() got multiple values for argument '${name}'`);
        }
        const value = given[i] ?? byName;
        if (value === undefined) {
            throw new TypeError(
                `apply_along_axis() missing required argument '${name}' (pos ${i + 1})`,
            );
        }
        return value;
    });
    const rest = given.slice(named.length);
    if (Object.keys(keywords).length > 0) rest.push(keywords);
    return run(() => {
        const array = toArray(arr);
        const axis = normalAxis(along, array.ndim);
        const order = array._shape.map((_, i) => i).filter((i) => i !== axis);
        const lines = transpose(array, [...order, axis]);
        const shape = lines._shape.slice(0, -1);
        if (shape.includes(0)) {
            throw new ValueError('Cannot apply_along_axis when any iteration dimensions are 0');
        }
        const index = new Array<number>(shape.length).fill(0);
        // What the function gives is its own; only what is made of it here is freed.
        const next = () => {
            const line = getView(lines, [...index, '...']);
            const result = (func as (...args: unknown[]) => unknown)(line, ...rest);
            return result instanceof NDArray ? result : temporary(newArray(result));
        };
        const first = next();
        const all = zeros_like(first, { shape: [...shape, ...first._shape] });
        try {
            assign(getView(all, [...index, '...']), first, UNSAFE);
            while (advance(index, shape)) {
                // Each in a run of its own: there may be very many.
                run(() => assign(getView(all, [...index, '...']), next(), UNSAFE));
            }
        } catch (error) {
            all.dispose();
            throw error;
        }
        const axes = all._shape.map((_, i) => i);
        const made = all.ndim - first.ndim;
        const moved = [...axes.slice(0, axis), ...axes.slice(made), ...axes.slice(axis, made)];
        return instead(all, transpose(all, moved));
    });
}
const UNSAFE = 4;

const overAxesArgs = /* @__PURE__ */ signature('apply_over_axes(func, a, axes)');
/**
 * Calls func(a, axis) for one axis after the other, each time with what it gave before: np.sum and the like.
 * An axis that it takes away comes back with length 1. ValueError if it takes away more.
 */
export function apply_over_axes(
    func: (a: any, axis: number) => ArrayLike,
    a: ArrayLike,
    axes: number | readonly number[] | NDArray,
): NDArray;
export function apply_over_axes(...args: unknown[]): NDArray {
    const [func, a, axes] = bind(overAxesArgs, args);
    const made: NDArray[] = [];
    const toOwn = (x: unknown) => {
        if (!(x instanceof NDArray)) made.push(newArray(x));
        return x instanceof NDArray ? x : made[made.length - 1]!;
    };
    let last: NDArray | null = null;
    try {
        let value = toOwn(a);
        const { ndim } = value;
        for (const given of toIntegers(axes, 'axes')) {
            const axis = given < 0 ? given + ndim : given;
            const result = toOwn((func as (a: NDArray, axis: number) => unknown)(value, axis));
            const wide = result.ndim === ndim ? result : expand_dims(result, axis);
            if (wide.ndim !== ndim) {
                throw new ValueError('function is not returning an array of the correct shape');
            }
            value = made.includes(result) ? instead(result, wide) : wide;
        }
        last = value;
        return value;
    } finally {
        for (const array of made) if (array._storage !== last?._storage) array.dispose();
    }
}

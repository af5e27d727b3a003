// Functions that look at the same elements in another shape.
import {
    bind,
    isKeywords,
    signature,
    takeKeywords,
    toCasting,
    toInteger,
    toIntegers,
    toOrder,
} from './args.js';
import { newArray, toArray } from './convert.js';
import { bool } from './dtype.js';
import { assign, copyArray, NDArray, toAssigned } from './ndarray.js';
import { tooManyDims } from './nested.js';
import {
    isScalar,
    putArray,
    putEmpty,
    putScalar,
    run,
    takeArray,
    takeView,
    temporary,
    VIEW,
    viewOf,
    WRITE,
} from './operand.js';
import { reshapeDense } from './quick-views.js';
import { AxisError, IndexError, ValueError } from './runtime/errors.js';
import {
    check,
    core,
    I32,
    lastError,
    putNumbers,
    refresh,
    rp_reshape,
    rp_transpose,
    slotAt,
} from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike, Axis, Casting, DTypeName, DTypeOf, Order, Shape } from './types.js';

/** @internal Looks at the array itself, or at a new one of anything else, which is freed if `body` fails. */
export function withArray<T>(a: unknown, body: (array: NDArray) => T): T {
    if (a instanceof NDArray) return body(a);
    const array = newArray(a);
    try {
        return body(array);
    } catch (error) {
        array.dispose();
        throw error;
    }
}

/** @internal */
export function putShape(shape: readonly number[]): number {
    if (shape.length > at.NUMBER_COUNT) throw tooManyDims(shape.length);
    putNumbers(shape);
    return shape.length;
}

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

const NEVER = 0;
const ALWAYS = 1;
const AS_NEEDED = 2;

/** @internal */
export function reshapeArray(
    a: NDArray,
    shape: readonly number[],
    order: number,
    copy: number,
): NDArray {
    const quick = order === 0 && copy !== ALWAYS ? reshapeDense(a, shape) : null;
    if (quick !== null) return quick;
    const count = putShape(shape);
    // On the heap nothing is staged.
    if (a._storage.ptr !== 0) return viewOf(a, rp_reshape, count, order, copy);
    return run(() => {
        // A view needs no bytes on the heap, so that is tried first.
        if (a._storage.bytes !== null && copy !== ALWAYS) {
            const base = putArray(0, a, VIEW);
            const id = rp_reshape(count, order, NEVER);
            if (id >= 0) return takeView(1, id, a, base);
            if (copy === NEVER) throw lastError(id);
        }
        const base = putArray(0, a);
        return takeView(1, check(rp_reshape(putShape(shape), order, copy)), a, base);
    });
}

/** Keywords of the method reshape. */
export interface ReshapeKeywords {
    order?: Order;
    copy?: boolean | null;
    shape?: Shape;
}

const reshapeArgs = /* @__PURE__ */ signature('reshape(a, /, shape=, order=, *, newshape=, copy=)');
function reshapeOrder(order: unknown): number {
    const number = toOrder(order, 'C');
    if (number === 3) throw new ValueError("order 'K' is not permitted for reshaping");
    return number;
}
const copyMode = (copy: unknown) =>
    copy === undefined || copy === null ? AS_NEEDED : copy ? ALWAYS : NEVER;

/**
 * The elements in another shape, one length of which may be -1. A view where that is possible. Keywords:
 * shape, order, copy (false: ValueError if a copy is needed). ValueError if the sizes differ.
 */
export function reshape<A extends ArrayLike>(
    a: A,
    shape: Shape | (ReshapeKeywords & { shape: Shape }),
    order?: Order | ReshapeKeywords,
    keywords?: ReshapeKeywords,
): NDArray<DTypeOf<A>>;
export function reshape(...args: unknown[]): NDArray {
    const [a, shape, order, newshape, copy] = bind(reshapeArgs, args);
    const wanted = shape ?? newshape;
    if (wanted === undefined || wanted === null)
        throw new TypeError("reshape() missing 1 required positional argument: 'shape'");
    return withArray(a, (array) =>
        reshapeArray(array, toIntegers(wanted, 'shape'), reshapeOrder(order), copyMode(copy)),
    );
}

const reshapeMethodArgs = /* @__PURE__ */ signature('reshape(shape=, *, order=, copy=)');
/** @internal a.reshape(2, 3), a.reshape([2, 3]), with keywords. */
export function reshapeMethod<D extends DTypeName>(a: NDArray<D>, args: unknown[]): NDArray<D> {
    if (args.every(Number.isInteger)) {
        return reshapeArray(a, args as number[], 0, AS_NEEDED) as NDArray<D>;
    }
    const keywords = takeKeywords(args);
    const several = args.length > 1 || typeof args[0] === 'number';
    const bound = args.length === 0 ? [keywords] : [several ? args : args[0], keywords];
    const [shape, order, copy] = bind(reshapeMethodArgs, bound);
    const wanted = toIntegers(shape ?? [], 'shape');
    return reshapeArray(a, wanted, reshapeOrder(order), copyMode(copy)) as NDArray<D>;
}

/** @internal One dimension, in an order. */
export function ravelArray(a: NDArray, order: number): NDArray {
    const quick = order === 1 ? null : reshapeDense(a, [-1]);
    if (quick !== null) return quick;
    const { C_CONTIGUOUS, F_CONTIGUOUS } = a.flags;
    if (order === 3) {
        // As the elements lie in memory.
        const axes = a._strides.map((step, i) => [Math.abs(step), i] as const);
        axes.sort((x, y) => y[0] - x[0] || x[1] - y[1]);
        const sorted = transpose(
            a,
            axes.map(([, i]) => i),
        );
        return sorted.flags.C_CONTIGUOUS ? reshapeArray(sorted, [-1], 0, NEVER) : asLying(a);
    }
    const fortran = order === 1 || (order === 2 && F_CONTIGUOUS && !C_CONTIGUOUS);
    const dense = fortran ? F_CONTIGUOUS : C_CONTIGUOUS;
    return reshapeArray(a, [-1], fortran ? 1 : 0, dense ? NEVER : ALWAYS);
}

/** A copy in one dimension, in the order in which the elements lie in memory. */
function asLying(a: NDArray): NDArray {
    return run(() => {
        putArray(0, a);
        putEmpty(1);
        return takeArray(1, check(core.rp_js_flatten!()));
    });
}

/** @internal A copy in one dimension, in an order. */
export function flattenArray(a: NDArray, order: number): NDArray {
    if (order === 3) return asLying(a);
    const dense = copyArray(a, order === 1 || (order === 2 && a.flags.FNC) ? 1 : 0);
    const { _id, _storage, _offset, _flags, itemsize, size } = dense;
    return new NDArray(_id, _storage, _offset, [size], [itemsize], _flags, null);
}

const ravelArgs = /* @__PURE__ */ signature('ravel(a, order=)');
/** The elements in one dimension, contiguous: a view where that is possible. */
export function ravel<A extends ArrayLike>(
    a: A,
    order?: Order | { order?: Order },
): NDArray<DTypeOf<A>>;
export function ravel(...args: unknown[]): NDArray {
    const [a, order] = bind(ravelArgs, args);
    return withArray(a, (array) => ravelArray(array, toOrder(order, 'C')));
}

const copyArgs = /* @__PURE__ */ signature('copy(a, order=, subok=)');
/** A copy, laid out as the original unless said. */
export function copy<A extends ArrayLike>(
    a: A,
    order?: Order | { order?: Order; subok?: boolean },
): NDArray<DTypeOf<A>>;
export function copy(...args: unknown[]): NDArray {
    const [a, order] = bind(copyArgs, args);
    const layout = toOrder(order, 'K');
    if (a instanceof NDArray) return copyArray(a, layout);
    const made = newArray(a);
    return layout === 1 && made.ndim > 1 ? run(() => copyArray(temporary(made), 1)) : made;
}

const copytoArgs = /* @__PURE__ */ signature('copyto(dst, src, casting=, where=)');
/**
 * Copies src's elements into dst, broadcasting and casting; only where `where` is true. TypeError if
 * the casting rule ('same_kind') forbids it, ValueError if the shapes do not fit.
 */
export function copyto(
    dst: NDArray,
    src: ArrayLike,
    casting?: Casting | { casting?: Casting; where?: ArrayLike },
    where?: ArrayLike | { where?: ArrayLike },
): void;
export function copyto(...args: unknown[]): void {
    const [dst, src, casting, where] = bind(copytoArgs, args);
    if (!(dst instanceof NDArray)) throw new TypeError('copyto() argument 1 must be an array');
    if (where === undefined || where === true) {
        assign(dst, src, toCasting(casting, 'same_kind'));
        return;
    }
    const rule = toCasting(casting, 'same_kind');
    run(() => {
        const source = isScalar(src) ? src : toAssigned(src, dst);
        const mask = toArray(where, where instanceof NDArray ? undefined : bool);
        if (mask._dtype.kind !== 'b') {
            throw new TypeError(
                `Cannot cast array data from dtype('${mask._dtype}') to dtype('bool') according to ` +
                    "the rule 'safe'",
            );
        }
        putArray(0, dst, WRITE);
        if (isScalar(source)) putScalar(1, source);
        else putArray(1, source);
        putArray(2, mask);
        check(core.rp_js_copy_where!(rule));
    });
}

const broadcastArgs = /* @__PURE__ */ signature('broadcast_to(array, shape, subok=)');
/** A read-only view in a shape that the array broadcasts to. ValueError if it does not. */
export function broadcast_to<A extends ArrayLike>(
    array: A,
    shape: Shape,
    subok?: boolean | { subok?: boolean },
): NDArray<DTypeOf<A>>;
export function broadcast_to(...args: unknown[]): NDArray {
    const [array, shape] = bind(broadcastArgs, args);
    return withArray(array, (a) => {
        const lengths = toIntegers(shape, 'shape');
        const base = putArray(0, a, VIEW);
        putEmpty(1);
        return takeView(1, check(core.rp_js_broadcast_to!(putShape(lengths))), a, base);
    });
}

/** The shape that these shapes broadcast to. ValueError if they do not fit. */
export function broadcast_shapes(...shapes: Shape[]): number[] {
    if (shapes.length === 0) return [];
    let result = toIntegers(shapes[0], 'shape');
    // Two at a time: the frame has room for so many operands only.
    for (const shape of shapes.length === 1 ? [shapes[0]] : shapes.slice(1)) {
        result = broadcastPair(result, toIntegers(shape, 'shape'));
    }
    return result;
}

function broadcastPair(x: readonly number[], y: readonly number[]): number[] {
    refresh();
    for (const [slot, shape] of [x, y].entries()) {
        if (shape.length > at.MAX_DIMS) throw tooManyDims(shape.length);
        if (shape.some((n) => !Number.isInteger(n) || n < 0 || n > 0x7fffffff)) {
            throw new ValueError('negative dimensions are not allowed');
        }
        const o = slotAt(slot);
        I32[o] = 1; // Any dtype: only shapes are looked at.
        I32[o + at.NDIM] = shape.length;
        I32[o + at.WEAK] = 0;
        for (const [i, length] of shape.entries()) I32[o + at.DIMS + i] = length;
    }
    putEmpty(2);
    check(core.rp_js_broadcast_shapes!(2));
    const o = slotAt(2);
    return Array.from({ length: I32[o + at.NDIM]! }, (_, i) => I32[o + at.DIMS + i]!);
}

const broadcastArraysArgs = /* @__PURE__ */ signature('broadcast_arrays(*, subok=)');
/**
 * All arrays in the shape that they broadcast to: themselves where they have it, else views. ValueError if
 * the shapes do not fit.
 */
export function broadcast_arrays(...args: (ArrayLike | { subok?: boolean })[]): NDArray[] {
    if (isKeywords(args[args.length - 1])) bind(broadcastArraysArgs, [args.pop()]);
    const made: NDArray[] = [];
    try {
        const arrays = args.map((a) => {
            if (a instanceof NDArray) return a;
            made.push(newArray(a));
            return made[made.length - 1]!;
        });
        const shape = broadcast_shapes(...arrays.map((a) => a._shape));
        return arrays.map((a) => {
            if (String(a._shape) === String(shape)) return a;
            const view = broadcast_to(a, shape);
            view._flags |= a._flags & at.WRITEABLE;
            return view;
        });
    } catch (error) {
        for (const a of made) a.dispose();
        throw error;
    }
}

const shapeOf = (a: ArrayLike): readonly number[] => run(() => toArray(a)._shape);

const ndimArgs = /* @__PURE__ */ signature('ndim(a)');
/** The number of dimensions. */
export const ndim = (a: ArrayLike | { a: ArrayLike }): number =>
    shapeOf(bind(ndimArgs, [a])[0] as ArrayLike).length;
const shapeArgs = /* @__PURE__ */ signature('shape(a)');
/** The length of each axis. */
export const shape = (a: ArrayLike | { a: ArrayLike }): number[] => [
    ...shapeOf(bind(shapeArgs, [a])[0] as ArrayLike),
];

const sizeArgs = /* @__PURE__ */ signature('size(a, axis=)');
/** The number of elements, or the length of an axis. IndexError for an axis out of range. */
export function size(a: ArrayLike, axis?: number | null | { axis?: number | null }): number;
export function size(...args: unknown[]): number {
    const [a, axis] = bind(sizeArgs, args);
    const lengths = shapeOf(a as ArrayLike);
    if (axis !== null && axis !== undefined) {
        const length = lengths.at(toInteger(axis, 'axis'));
        if (length === undefined) {
            throw new IndexError(
                `axis ${axis} is out of bounds for array of dimension ${lengths.length}`,
            );
        }
        return length;
    }
    return lengths.reduce((product, length) => product * length, 1);
}

const shareArgs = /* @__PURE__ */ signature('may_share_memory(a, b, /, max_work=)');

function sharing(args: unknown[], call: (work: number) => number): boolean {
    const [a, b, work] = bind(shareArgs, args) as [NDArray, NDArray, number | null];
    if (!(a instanceof NDArray) || !(b instanceof NDArray)) return false;
    if (a._storage !== b._storage) return false;
    putArray(0, a, VIEW);
    putArray(1, b, VIEW);
    return check(call(work ?? -1)) === 1;
}

/** Whether two arrays' bounds in memory overlap; quick, and true may be wrong. */
export function may_share_memory(
    a: ArrayLike,
    b: ArrayLike,
    max_work?: number | null | { max_work?: number | null },
): boolean;
export function may_share_memory(...args: unknown[]): boolean {
    return sharing(args, (work) => (work > 0 ? core.rp_js_shares!(work) : core.rp_js_may_share!()));
}

/**
 * Whether two arrays have a byte in common: exactly. ValueError if max_work steps did not decide it.
 */
export function shares_memory(
    a: ArrayLike,
    b: ArrayLike,
    max_work?: number | null | { max_work?: number | null },
): boolean;
export function shares_memory(...args: unknown[]): boolean {
    return sharing(args, (work) =>
        work === 0 ? core.rp_js_may_share!() : core.rp_js_shares!(work),
    );
}

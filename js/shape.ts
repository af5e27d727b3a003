// The same elements in another shape, copies of them, and questions about shape and memory.
import {
    bind,
    signature,
    takeKeywords,
    toCasting,
    toInteger,
    toIntegers,
    toOrder,
} from './args.js';
import { transpose } from './axes.js';
import { newArray, putShape, toArray, withArray } from './convert.js';
import { bool } from './dtype.js';
import { assign, copyArray, NDArray, toAssigned } from './ndarray.js';
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
import { IndexError, ValueError } from './runtime/errors.js';
import { check, core, lastError, rp_reshape } from './runtime/frame.js';
import type { ArrayLike, Casting, DTypeName, DTypeOf, Order, Shape } from './types.js';

/** @internal How to copy: never; always; where a view will not do. */
export const NEVER = 0;
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

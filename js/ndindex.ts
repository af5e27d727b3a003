// np.ndindex, np.ndenumerate, np.broadcast: small iterators over positions and elements.
import { isKeywords, toInteger, toIntegers } from './args.js';
import { broadcast_shapes, broadcast_to } from './broadcasting.js';
import { newArray } from './convert.js';
import { FlatIter } from './flatiter.js';
import { NDArray } from './ndarray.js';
import { ValueError } from './runtime/errors.js';
import type { ArrayLike, DTypeName, DTypeOf, Scalar, ScalarOf, Shape } from './types.js';

/** The indices of every axis of a shape, the last one fastest. Made by np.ndindex. */
export class NDIndex implements Iterable<number[]> {
    private readonly shape: number[];
    private index: number[] | null;

    /** @internal */
    constructor(shape: number[]) {
        this.shape = shape;
        this.index = shape.includes(0) ? null : shape.map(() => 0);
    }

    next(): IteratorResult<number[], undefined> {
        const { index, shape } = this;
        if (index === null) return { done: true, value: undefined };
        const value = index.slice();
        let axis = shape.length - 1;
        for (; axis >= 0; axis--) {
            if (++index[axis]! < shape[axis]!) break;
            index[axis] = 0;
        }
        if (axis < 0) this.index = null;
        return { done: false, value };
    }

    /** One step on, as next(). */
    ndincr(): void {
        this.next();
    }

    [Symbol.iterator](): this {
        return this;
    }

    get [Symbol.toStringTag](): string {
        return 'ndindex';
    }
}

/** The indices of every axis of a shape: np.ndindex(2, 3) or np.ndindex([2, 3]). ValueError below 0. */
export function ndindex(...shape: Shape[]): NDIndex {
    const lengths =
        shape.length === 1
            ? toIntegers(shape[0], 'shape')
            : shape.map((length) => toInteger(length, 'shape'));
    if (lengths.length > 64) {
        throw new ValueError(
            `maximum supported dimension for an ndarray is currently 64, found ${lengths.length}`,
        );
    }
    if (lengths.some((length) => length < 0)) {
        throw new ValueError('negative dimensions are not allowed');
    }
    return new NDIndex(lengths);
}

/** Pairs of an index and the element there. Made by np.ndenumerate. */
export class NDEnumerate<D extends DTypeName = DTypeName>
    implements Iterable<[number[], ScalarOf<D>]>
{
    readonly iter: FlatIter<D>;

    /** @internal */
    constructor(array: NDArray<D>) {
        this.iter = new FlatIter(array);
    }

    next(): IteratorResult<[number[], ScalarOf<D>], undefined> {
        const index = this.iter.coords;
        const { done, value } = this.iter.next();
        return done ? { done, value: undefined } : { done: false, value: [index, value!] };
    }

    [Symbol.iterator](): this {
        return this;
    }

    get [Symbol.toStringTag](): string {
        return 'ndenumerate';
    }
}

/** Pairs of the index of every axis and the element there, in C order. */
export function ndenumerate<A extends ArrayLike>(arr: A): NDEnumerate<DTypeOf<A>> {
    if (arr === undefined) throw new TypeError("ndenumerate() missing required argument 'arr'");
    return new NDEnumerate((arr instanceof NDArray ? arr : newArray(arr)) as NDArray<DTypeOf<A>>);
}

/** Several arrays broadcast against each other, their elements side by side. Made by np.broadcast. */
export class Broadcast implements Iterable<Scalar[]> {
    private readonly flats: FlatIter[];
    private readonly lengths: number[];
    private position = 0;

    /** @internal */
    constructor(arrays: NDArray[]) {
        this.lengths = arrays.length === 0 ? [] : broadcast_shapes(...arrays.map((a) => a._shape));
        this.flats = arrays.map((a) => new FlatIter(broadcast_to(a, this.lengths), a));
    }

    /** The shape that the arrays broadcast to. */
    get shape(): number[] {
        return this.lengths.slice();
    }
    get ndim(): number {
        return this.lengths.length;
    }
    get nd(): number {
        return this.ndim;
    }
    get size(): number {
        return this.lengths.reduce((size, length) => size * length, 1);
    }
    /** How many arrays there are. */
    get numiter(): number {
        return this.flats.length;
    }
    /** How many places have been passed. */
    get index(): number {
        return this.position;
    }
    /** An iterator over the elements of each array, broadcast. */
    get iters(): FlatIter[] {
        return this.flats.slice();
    }

    /** Back to the first place. */
    reset(): void {
        this.position = 0;
        for (const flat of this.flats) flat._rewind();
    }

    next(): IteratorResult<Scalar[], undefined> {
        if (this.position >= this.size) return { done: true, value: undefined };
        this.position++;
        return { done: false, value: this.flats.map((flat) => flat.next().value as Scalar) };
    }

    [Symbol.iterator](): this {
        return this;
    }

    get [Symbol.toStringTag](): string {
        return 'broadcast';
    }
}

/**
 * The arrays broadcast against each other, as an object that knows their shape and yields their elements
 * side by side. Another such object stands for its arrays. ValueError if they do not broadcast.
 */
export function broadcast(...args: (ArrayLike | Broadcast)[]): Broadcast {
    if (isKeywords(args[args.length - 1])) {
        throw new TypeError('broadcast() does not accept keyword arguments');
    }
    const made: NDArray[] = [];
    try {
        const arrays = args.flatMap((x) => {
            if (x instanceof Broadcast) return x.iters.map((flat) => flat.base);
            if (x instanceof NDArray) return [x];
            made.push(newArray(x));
            return made.slice(-1);
        });
        if (arrays.length > 64) {
            throw new ValueError('Need at least 0 and at most 64 array objects.');
        }
        return new Broadcast(arrays);
    } catch (error) {
        for (const a of made) a.dispose();
        throw error;
    }
}

/** Whether a value can be iterated over; a 0-d array cannot. */
export function iterable(y: unknown): boolean {
    if (y instanceof NDArray) return y.ndim > 0;
    return typeof y === 'string' || (typeof y === 'object' && y !== null && Symbol.iterator in y);
}

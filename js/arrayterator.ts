// np.lib.Arrayterator: an array a block at a time.
import { bind, describe, signature, toInteger } from './args.js';
import { newArray } from './convert.js';
import type { DType } from './dtype.js';
import { getView, Slice } from './indexing.js';
import { partsOfText } from './key-text.js';
import { NDArray } from './ndarray.js';
import { bound } from './quick-views.js';
import { IndexError, ValueError } from './runtime/errors.js';
import type { DTypeName, ScalarOf } from './types.js';

const args = /* @__PURE__ */ signature('Arrayterator(var, buf_size=)');

/** What an Arrayterator takes as a key: an integer, '1:10:2', '...', a slice. */
export type BlockKey = number | bigint | string | Slice;

/**
 * Walks over an array in blocks of at most `buf_size` elements (null: all in one), each a view with as many axes
 * as the array: as much as fits of the last axes, in C order. at() gives another one over a part of the array.
 */
export class Arrayterator<D extends DTypeName = DTypeName> implements Iterable<NDArray<D>> {
    /** The array. */
    readonly var: NDArray<D>;
    /** The first index, the one before which it ends, and the step along every axis of the array. */
    readonly start: number[];
    readonly stop: number[];
    readonly step: number[];
    private most: number | null = null;

    /** ValueError for a buffer of less than no elements. */
    constructor(var_: NDArray<D>, buf_size?: number | null | { buf_size?: number | null });
    constructor(...given: unknown[]) {
        const [var_, size] = bind(args, given);
        this.var = (var_ instanceof NDArray ? var_ : newArray(var_)) as NDArray<D>;
        this.buf_size = (size ?? null) as number | null;
        this.start = this.var._shape.map(() => 0);
        this.stop = this.var._shape.slice();
        this.step = this.var._shape.map(() => 1);
    }

    /** So many elements a block has at most; null, or 0: all of them. */
    get buf_size(): number | null {
        return this.most;
    }
    set buf_size(size: number | null) {
        const most = size === null ? null : toInteger(size, 'buf_size');
        if (most !== null && most < 0) throw new ValueError('buf_size must not be negative');
        this.most = most;
    }
    get dtype(): DType<D> {
        return this.var._dtype;
    }
    get ndim(): number {
        return this.var.ndim;
    }
    /** How many indices are visited along each axis. */
    get shape(): number[] {
        return this.start.map((start, k) => count(start, this.stop[k]!, this.step[k]!));
    }

    /**
     * Another one, over a part: an integer keeps its axis, with length 1. IndexError for an index out of range,
     * too many keys, and what is no integer, slice or '...'; ValueError for a step that is not positive.
     */
    at(...keys: BlockKey[]): Arrayterator<D> {
        const part = new Arrayterator(this.var, this.most);
        const { shape } = this;
        for (const [k, key] of spread(keys, shape.length).entries()) {
            const [first, end, by] = boundsOf(key, shape[k]!, k);
            part.start[k] = this.start[k]! + first * this.step[k]!;
            part.step[k] = by * this.step[k]!;
            part.stop[k] = Math.min(this.stop[k]!, this.start[k]! + end * this.step[k]!);
        }
        return part;
    }

    /** The elements one after the other, in C order. */
    get flat(): IterableIterator<ScalarOf<D>> {
        return this.elements();
    }
    private *elements(): IterableIterator<ScalarOf<D>> {
        for (const block of this) yield* block.flat;
    }

    *[Symbol.iterator](): IterableIterator<NDArray<D>> {
        const part = this.__array__();
        const shape = part._shape;
        if (shape.includes(0)) return;
        const lengths = blockLengths(shape, this.most || part.size);
        const from = shape.map(() => 0);
        let axis: number;
        do {
            yield getView(
                part,
                from.map((i, k) => new Slice(i, i + lengths[k]!, null)),
            ) as NDArray<D>;
            for (axis = shape.length - 1; axis >= 0; axis--) {
                from[axis]! += lengths[axis]!;
                if (from[axis]! < shape[axis]!) break;
                from[axis] = 0;
            }
        } while (axis >= 0);
    }

    /** The part that is visited, as a view. */
    __array__(): NDArray<D> {
        const { start, stop, step } = this;
        return getView(
            this.var,
            start.map((first, k) => new Slice(first, stop[k]!, step[k]!)),
        ) as NDArray<D>;
    }

    get [Symbol.toStringTag](): string {
        return 'Arrayterator';
    }
}

const count = (start: number, stop: number, step: number) =>
    Math.max(0, Math.ceil((stop - start) / step));

/** How long a block is along each axis: whole axes from the last one on, then what there is room for. */
function blockLengths(shape: readonly number[], room: number): number[] {
    const lengths = shape.slice();
    let left = room;
    for (let k = shape.length - 1; k >= 0; k--) {
        lengths[k] = Math.min(shape[k]!, Math.max(left, 1));
        left = Math.floor(left / shape[k]!);
    }
    return lengths;
}

/** A key for each axis. */
function spread(keys: readonly BlockKey[], ndim: number): (number | Slice)[] {
    const all = new Slice(null, null, null);
    const parts: unknown[] = keys.flatMap<unknown>((key) =>
        typeof key === 'string' ? partsOfText(key) : [key],
    );
    const dots = parts.indexOf('...');
    const named = parts.length - Number(dots >= 0);
    if (named > ndim) throw new IndexError('too many indices for array');
    const rest = new Array<Slice>(ndim - named).fill(all);
    parts.splice(dots < 0 ? parts.length : dots, Number(dots >= 0), ...rest);
    return parts.map((part) => {
        if (part instanceof Slice) return part;
        if (typeof part === 'bigint' || Number.isInteger(part)) return Number(part);
        throw new IndexError(
            `an Arrayterator takes integers, slices and '...', not ${describe(part)}`,
        );
    });
}

/** First index, end and step of a key among so many. */
function boundsOf(key: number | Slice, length: number, axis: number): [number, number, number] {
    if (typeof key === 'number') {
        const i = key < 0 ? key + length : key;
        if (i >= 0 && i < length) return [i, i + 1, 1];
        throw new IndexError(`index ${key} is out of bounds for axis ${axis} with size ${length}`);
    }
    const step = key.step ?? 1;
    if (step < 1) throw new ValueError('the steps of an Arrayterator must be positive');
    const { start, stop } = key;
    return [bound(start ?? 0, length, 0, length), bound(stop ?? length, length, 0, length), step];
}

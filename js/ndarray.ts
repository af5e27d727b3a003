/// <reference lib="esnext.disposable" preserve="true" />
// The array as programs see it. What an array means is in the core; this is a description of a piece
// of memory (dtype, storage, offset, shape, strides) with methods that hand it over.
import { bind, signature, toCasting, toOrder } from './args.js';
import { matrix_transpose, reversed, squeeze, swapaxes, transpose } from './axes.js';
import { elements, rememberData, toArray } from './convert.js';
import { type DType, dtypes, toDType } from './dtype.js';
import { Flags } from './flags.js';
import { coordsOf, FlatIter, setFlat } from './flatiter.js';
import { getItem, getRow, type Key, setItem } from './indexing.js';
import type { Methods } from './methods.js';
import {
    elementOf,
    putArray,
    putEmpty,
    READ,
    run,
    takeArray,
    takeView,
    temporary,
    VIEW,
    WRITE,
} from './operand.js';
import { partOf, setPart } from './parts.js';
import { format, inspect } from './print.js';
import { ValueError } from './runtime/errors.js';
import { check, core } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { DISPOSED, disposedError, pin, release, type Storage } from './runtime/memory.js';
import * as shapes from './shape.js';
import { listsOf } from './tolist.js';
import type {
    ArrayLike,
    Axis,
    Casting,
    DTypeLike,
    DTypeName,
    NameOf,
    NestedOf,
    Order,
    RealOf,
    ScalarOf,
    Shape,
    TypedArray,
    TypedArrayOf,
} from './types.js';

const astypeArgs = /* @__PURE__ */ signature('astype(dtype, order=, casting=, subok=, copy=)');
const viewArgs = /* @__PURE__ */ signature('view(dtype=, type=)');
const copyArgs = /* @__PURE__ */ signature('copy(order=)');
const flattenArgs = /* @__PURE__ */ signature('flatten(order=)');
const setflagsArgs = /* @__PURE__ */ signature('setflags(write=, align=, uic=)');
const toDeviceArgs = /* @__PURE__ */ signature('to_device(device, /, *, stream=)');
const byteswapArgs = /* @__PURE__ */ signature('byteswap(inplace=)');

/**
 * An N-dimensional array of one dtype. Made by np.array, np.zeros and the like, never by `new`.
 *
 * Its memory is freed by dispose(), `using`, np.scope, or some time after the array and all its views
 * have become unreachable. Whatever reads elements of a disposed array throws a ValueError.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: index.ts gives the class what the interface says
export class NDArray<D extends DTypeName = DTypeName> {
    // Declared, not defined: a defined field would be written twice.
    /** @internal the dtype's index: its object is looked up only when asked for */
    declare readonly _id: number;
    /** @internal */
    declare _storage: Storage;
    /** @internal bytes from the storage's start to element [0, 0, ...] */
    declare readonly _offset: number;
    /** @internal never changed: arrays share it */
    declare readonly _shape: number[];
    /** @internal never changed: arrays share it */
    declare readonly _strides: number[];
    /** @internal */
    declare _flags: number;
    /** @internal the array whose memory this is a view of */
    declare readonly _base: NDArray | null;
    /** @internal what `data` gave out last */
    declare _data: TypedArray | null;

    /** @internal */
    constructor(
        id: number,
        storage: Storage,
        offset: number,
        shape: number[],
        strides: number[],
        flags: number,
        base: NDArray | null,
    ) {
        this._id = id;
        this._storage = storage;
        this._offset = offset;
        this._shape = shape;
        this._strides = strides;
        this._flags = flags;
        this._base = base;
        this._data = null;
    }

    /** @internal */
    get _dtype(): DType<D> {
        return dtypes[this._id] as DType<D>;
    }

    /** The length of each axis. */
    get shape(): number[] {
        return this._shape.slice();
    }
    /** Bytes from one element to the next along each axis. */
    get strides(): number[] {
        return this._strides.slice();
    }
    get ndim(): number {
        return this._shape.length;
    }
    /** The number of elements. */
    get size(): number {
        let size = 1;
        for (let i = 0; i < this._shape.length; i++) size *= this._shape[i]!;
        return size;
    }
    get itemsize(): number {
        return this._dtype.itemsize;
    }
    /** Bytes that the elements take. */
    get nbytes(): number {
        return this.size * this._dtype.itemsize;
    }
    get dtype(): DType<D> {
        return this._dtype;
    }
    get flags(): Flags {
        return new Flags(this);
    }
    /** The array that owns the memory of this view; null if this one does. */
    get base(): NDArray | null {
        return this._base;
    }
    /** Where the array lives, as the array API asks for it. */
    get device(): 'cpu' {
        return 'cpu';
    }
    /** The real parts: a view of a complex array, which may be set; a real array itself. */
    get real(): NDArray<RealOf<D>> {
        return partOf(this, 0) as NDArray<RealOf<D>>;
    }
    set real(value: ArrayLike) {
        setPart(this, 0, value);
    }
    /** The imaginary parts: a view of a complex array; of a real one read-only zeros. */
    get imag(): NDArray<RealOf<D>> {
        return partOf(this, 1) as NDArray<RealOf<D>>;
    }
    set imag(value: ArrayLike) {
        setPart(this, 1, value);
    }
    /** The elements in C order, to iterate over, read or set by position; setting repeats the values. */
    get flat(): FlatIter<D> {
        return new FlatIter(this);
    }
    set flat(value: ArrayLike) {
        setFlat(this, value);
    }
    /** The array with its axes reversed: a view. */
    get T(): NDArray<D> {
        return reversed(this) as NDArray<D>;
    }
    /** The array with its last two axes exchanged: a view. ValueError below two dimensions. */
    get mT(): NDArray<D> {
        return matrix_transpose(this);
    }

    /**
     * The elements as a typed array on the array's own memory, without a copy. Only for C-contiguous
     * aligned arrays in native byte order (else ValueError: use toTypedArray). Complex numbers are
     * pairs, float16 its bits, bool bytes. A later allocation may detach it where memory is not shared
     * between threads: take it anew after other operations.
     */
    get data(): TypedArrayOf<D> {
        if (this._storage.disposed) throw disposedError();
        // A detached view has no length, and after a resize one lies where the memory was.
        if (this._data !== null && this._data.length !== 0 && liesIn(this._data, this)) {
            return this._data as TypedArrayOf<D>;
        }
        const flags = this.flags;
        if (!this._dtype.isnative || !flags.C_CONTIGUOUS || !flags.ALIGNED) {
            throw new ValueError(
                'data needs a C-contiguous, aligned array in native byte order: use toTypedArray()',
            );
        }
        pin(this._storage);
        const view = elements(this);
        rememberData(view, this);
        this._data = view;
        return view as TypedArrayOf<D>;
    }

    /** A copy of the elements in C order; complex numbers as pairs, float16 as its bits. */
    toTypedArray(): TypedArrayOf<D> {
        return run(() => elements(denseNative(this)).slice()) as TypedArrayOf<D>;
    }

    /** The elements as JavaScript values in lists in lists; of a 0-d array its value. */
    tolist(): NestedOf<D> {
        if (this._shape.length === 0) return this.item() as NestedOf<D>;
        return run(() => {
            const dense = denseNative(this);
            return listsOf(dense._dtype, elements(dense), this._shape) as NestedOf<D>;
        });
    }

    /**
     * One element as a JavaScript value: item() of an array of size 1, item(i) by position in C order,
     * item(i, j, ...). IndexError out of range, ValueError if item() is not given enough.
     */
    item(...args: (number | bigint | readonly number[])[]): ScalarOf<D> {
        const index = args.length === 1 && typeof args[0] === 'object' ? [...args[0]] : args;
        if (index.length === 0) {
            if (this.size !== 1) {
                throw new ValueError('can only convert an array of size 1 to a JavaScript value');
            }
            return elementOf(this) as ScalarOf<D>;
        }
        if (index.length === 1 && this._shape.length !== 1) {
            return getItem(this, coordsOf(this, Number(index[0]))) as ScalarOf<D>;
        }
        if (index.length !== this._shape.length) {
            throw new ValueError('incorrect number of indices for array');
        }
        return getItem(this, index as number[]) as ScalarOf<D>;
    }

    /**
     * Reads a part: a.at(0), a.at(1, 2), a.at('1:10:2', '...'), a.at(np.slice(3), np.newaxis), and by
     * arrays or lists of integers or bools: a.at([0, 2, 2]), a.at(np.greater(a, 0)), a.at(rows, '1:3').
     * As many integers as there are axes give the element as a JavaScript value, arrays among the keys
     * a copy, anything else a view.
     * IndexError for an index out of range, too many indices or what is no key. Types do not know how
     * many axes there are: say at<number>(0, 1) or at<NDArray>(0) where it matters.
     */
    at<R = NDArray<D> | ScalarOf<D>>(...keys: (number | bigint)[]): R;
    at(...keys: Key[]): NDArray<D>;
    at(...keys: Key[]): unknown {
        return getItem(this, keys);
    }

    /**
     * Writes a part: a.set([0, '1:3'], value), a.set('...', 0), a.set(3, 1.5), a.set(mask, 0), by any
     * keys that at() takes; a list of positions stands in the list of keys: a.set([[0, 2]], 1). The
     * value is broadcast and cast to the array's dtype; of a position named twice the last value stays. ValueError if it does not fit the part or the array is read-only.
     */
    set(keys: Key | readonly Key[], value: ArrayLike): void {
        setItem(this, Array.isArray(keys) ? (keys as Key[]) : [keys as Key], value);
    }

    /** Sets every element. */
    fill(value: ArrayLike): void {
        assign(this, value, 4);
    }

    /** A view with the axes in another order: reversed, or as given; -1 counts from the last. */
    transpose(...axes: (number | readonly number[] | null)[]): NDArray<D> {
        if (axes.length === 0) return reversed(this) as NDArray<D>;
        const order = axes.length === 1 && typeof axes[0] !== 'number' ? axes[0]! : axes;
        return transpose(this, order as number[] | null);
    }

    /** The array with two axes exchanged: a view. */
    swapaxes(axis1: number, axis2: number): NDArray<D> {
        return swapaxes(this, axis1, axis2);
    }

    /** The array without axes of length 1: a view. */
    squeeze(axis: Axis | { axis?: Axis } = null): NDArray<D> {
        return squeeze(this, axis as Axis);
    }

    /**
     * The elements in another shape: reshape(2, 3), reshape([2, -1], { order: 'F' }). A view where that
     * is possible, unless copy is true. ValueError if the sizes differ, or copy is false and needed.
     */
    reshape(...args: (Shape | bigint | shapes.ReshapeKeywords)[]): NDArray<D> {
        return shapes.reshapeMethod(this, args);
    }

    /** The elements in one dimension: a view where that is possible. */
    ravel(order?: Order | { order?: Order }): NDArray<D> {
        return shapes.ravel(this, order as Order);
    }

    /** The elements in one dimension: a copy. */
    flatten(order?: Order | { order?: Order }): NDArray<D> {
        return shapes.flattenArray(this, toOrder(bind(flattenArgs, [order])[0], 'C')) as NDArray<D>;
    }

    /** A copy, in C order unless said. */
    copy(order?: Order | { order?: Order }): NDArray<D> {
        return copyArray(this, toOrder(bind(copyArgs, [order])[0], 'C')) as NDArray<D>;
    }

    /**
     * The array cast to a dtype. TypeError if `casting` ('unsafe' by default) forbids it. With
     * { copy: false } the array itself where nothing changes.
     */
    astype<T extends DTypeLike>(
        dtype: T,
        order?: Order | AstypeKeywords,
        casting?: Casting | AstypeKeywords,
        subok?: boolean | AstypeKeywords,
        copy?: boolean | AstypeKeywords,
        keywords?: AstypeKeywords,
    ): NDArray<NameOf<T>>;
    astype(...args: unknown[]): NDArray {
        const [dtype, order, casting, , copy] = bind(astypeArgs, args);
        const its = toDType(dtype as DTypeLike);
        const layout = toOrder(order, 'K');
        const rule = toCasting(casting, 'unsafe');
        return run(() => {
            const base = putArray(0, this);
            putEmpty(1);
            const wanted = copy === undefined || Boolean(copy);
            const id = check(core.rp_js_astype!(layout, its.ptr, rule, Number(wanted)));
            const result = takeView(1, id, this, base);
            return result._base === null ? result : this;
        });
    }

    /** The array itself, which is where every array is. ValueError for any device but 'cpu'. */
    to_device(device: 'cpu', stream?: null | { stream?: null }): this;
    to_device(...args: unknown[]): this {
        const [device, stream] = bind(toDeviceArgs, args);
        if (stream !== undefined && stream !== null) {
            throw new ValueError('The stream argument in to_device() is not supported');
        }
        if (device !== 'cpu') throw new ValueError(`Unsupported device: ${String(device)}.`);
        return this;
    }

    /** The same bytes as another dtype. ValueError if the last axis does not divide. */
    view<T extends DTypeLike>(dtype: T): NDArray<NameOf<T>>;
    view(): NDArray<D>;
    view(...args: unknown[]): NDArray {
        const [dtype] = bind(viewArgs, args);
        const base = putArray(0, this, VIEW);
        putEmpty(1);
        const its =
            dtype === undefined || dtype === null ? this._dtype : toDType(dtype as DTypeLike);
        return takeView(1, check(core.rp_js_view_dtype!(its.ptr)), this, base);
    }

    /** The array with the bytes of each element reversed: a copy, or in place. */
    byteswap(inplace: boolean | { inplace?: boolean } = false): NDArray<D> {
        const [swap] = bind(byteswapArgs, [inplace]);
        // Casting from the other byte order swaps.
        const other = this.view(this._dtype.newbyteorder('S')) as NDArray;
        if (!swap) return other.astype(this._dtype, 'A') as NDArray<D>;
        assign(this, other, 4);
        return this;
    }

    /** Sets flags: { write } makes the array read-only or writeable again. ValueError if it may not be. */
    setflags(
        write?: boolean | null | { write?: boolean; align?: boolean; uic?: boolean },
        align?: boolean | null,
        uic?: boolean | null,
    ): void {
        const [writeable, aligned, copy] = bind(setflagsArgs, [write, align, uic]);
        if (aligned && !this.flags.ALIGNED) {
            throw new ValueError('cannot set aligned flag of mis-aligned array to True');
        }
        if (copy) throw new ValueError('cannot set WRITEBACKIFCOPY flag to True');
        if (writeable === undefined || writeable === null) return;
        if (!writeable) this._flags &= ~at.WRITEABLE;
        else {
            if (this._base !== null && !(this._base._flags & at.WRITEABLE)) {
                throw new ValueError('cannot set WRITEABLE flag to True of this array');
            }
            this._flags |= at.WRITEABLE;
        }
    }

    /** Rows of the array, elements of a 1-d one. TypeError for a 0-d array. */
    *[Symbol.iterator](): IterableIterator<NDArray<D> | ScalarOf<D>> {
        if (this._shape.length === 0) throw new TypeError('iteration over a 0-d array');
        for (let i = 0; i < this._shape[0]!; i++) {
            yield getRow(this, i) as NDArray<D> | ScalarOf<D>;
        }
    }

    /**
     * Frees the memory if this array owns it, at once: views of it can then no longer be read.
     * Disposing a view ends the view only. Disposing twice does nothing.
     */
    dispose(): void {
        if (this._flags & at.OWNDATA) release(this._storage);
        this._storage = DISPOSED;
    }

    /** Whether the array, or the one it is a view of, has been disposed. */
    get disposed(): boolean {
        return this._storage.disposed;
    }

    /** The element of an array of size 1, so that JavaScript's operators work; TypeError for others. */
    valueOf(): ScalarOf<D> {
        if (this.size !== 1) {
            throw new TypeError(
                'JavaScript operators work on arrays of size 1 only: use np.add(a, b), np.less(a, b), ...',
            );
        }
        return this.item();
    }

    toString(): string {
        return format(this);
    }

    [Symbol.for('nodejs.util.inspect.custom')](): string {
        return inspect(this);
    }

    get [Symbol.toStringTag](): string {
        return 'NDArray';
    }
}

// Arithmetic and reductions are methods too: see methods.ts.
export interface NDArray<D extends DTypeName = DTypeName> extends Methods<D> {
    /** What `using` calls. */
    [Symbol.dispose](): void;
}
/** Whether a view on memory begins with the array's first element. */
function liesIn(view: TypedArray, { _storage, _offset }: NDArray): boolean {
    const { bytes, ptr } = _storage;
    if (bytes === null) return view.byteOffset === (ptr + _offset) >>> 0;
    return view.buffer === bytes.buffer && view.byteOffset === bytes.byteOffset + _offset;
}

/** Keywords of astype. */
export interface AstypeKeywords {
    order?: Order;
    casting?: Casting;
    subok?: boolean;
    copy?: boolean;
}

/** a[...] = value, by a casting rule. */
export function assign(a: NDArray, value: unknown, casting: number): void {
    run(() => {
        const source = toAssigned(value, a);
        putArray(0, a, WRITE);
        putArray(1, source, READ);
        check(core.rp_js_assign!(casting));
    });
}

/** @internal A value to be written into `a`: numbers must fit its dtype; arrays are cast. */
export function toAssigned(value: unknown, a: NDArray): NDArray {
    if (value instanceof NDArray) return value;
    return toArray(value, ArrayBuffer.isView(value) ? undefined : a._dtype);
}

/** A dense copy in an order. */
export function copyArray(a: NDArray, order: number): NDArray {
    return run(() => {
        putArray(0, a);
        putEmpty(1);
        return takeArray(1, check(core.rp_js_copy!(order, 0)));
    });
}

/** The array itself if its elements lie in C order as JavaScript reads them, else a temporary copy. */
function denseNative(a: NDArray): NDArray {
    if (a._storage.disposed) throw disposedError();
    const flags = a.flags;
    if (flags.C_CONTIGUOUS && flags.ALIGNED && a._dtype.isnative) return a;
    const native = a._dtype.isnative ? a._dtype : a._dtype.newbyteorder('=');
    putArray(0, a);
    putEmpty(1);
    return temporary(takeArray(1, check(core.rp_js_copy!(0, native.ptr))));
}

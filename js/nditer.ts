/// <reference lib="esnext.disposable" preserve="true" />
// np.nditer: what a program sees of an iterator.
import { bind, signature, toInteger, toIntegers } from './args.js';
import type { DType } from './dtype.js';
import { Slice } from './indexing.js';
import { assign, type NDArray } from './ndarray.js';
import * as its from './nditer-request.js';
import {
    BEGIN,
    END,
    INDEX,
    ITSELF,
    MULTI_INDEX,
    NDIM,
    NDWalk,
    SHAPE,
    SIZE,
} from './nditer-walk.js';
import { putArray, putEmpty, takeView, VIEW } from './operand.js';
import { IndexError, ValueError } from './runtime/errors.js';
import { check, core, getNumber, putNumbers } from './runtime/frame.js';
import type { ArrayLike } from './types.js';

/**
 * An iterator over one array or several broadcast against each other, in the order in which they lie in
 * memory. Made by np.nditer; has what NumPy's has. As an iterable it yields a 0-d view of the element
 * (a 1-d one of each run with 'external_loop'), for several operands an array of them.
 *
 * Operands that were copied (updateifcopy, copy_if_overlap) or that are buffered are written when the
 * iteration comes to its end and at close(): call it, or use `using`.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: Symbol.dispose may be missing where this runs
export class NDIter extends NDWalk implements Iterable<NDArray | NDArray[]> {
    /** @internal */
    constructor(from: its.Request | NDIter) {
        super(from);
        const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
        if (dispose in this) return;
        const value = NDIter.prototype.close;
        Object.defineProperty(NDIter.prototype, dispose, { value, configurable: true });
    }

    // ---- attributes ----

    /** The arrays iterated over: the operands, copies of them, or those allocated. */
    get operands(): NDArray[] {
        this.handle;
        return this.arrays.slice();
    }
    /** The dtype in which each operand is handed out. */
    get dtypes(): DType[] {
        this.handle;
        return this.types.slice();
    }
    /** Each operand as a view in the order of the iteration. ValueError if it is buffered. */
    get itviews(): NDArray[] {
        if (this.buffered) {
            throw new ValueError('cannot provide an iterator view when buffering is enabled');
        }
        return this.arrays.map((a, i) => {
            const base = putArray(0, a, VIEW);
            putEmpty(1);
            return takeView(1, check(core.rp_js_nditer_view!(this.handle, i)), a, base);
        });
    }
    /** What iteration yields, at the place where the iterator stands. ValueError past the end. */
    get value(): NDArray | NDArray[] {
        this.checkInside();
        if (this.arrays.length === 1) return this.view(0);
        return this.arrays.map((_, i) => this.view(i));
    }
    /** Whether the iteration has come to its end. */
    get finished(): boolean {
        return this.done;
    }
    get has_delayed_bufalloc(): boolean {
        this.handle;
        return this.delayed;
    }
    get has_index(): boolean {
        this.handle;
        return (this.flags & its.ANY_INDEX) !== 0;
    }
    get has_multi_index(): boolean {
        this.handle;
        return (this.flags & its.MULTI_INDEX) !== 0;
    }
    /** Whether iteration needs Python: never. */
    get iterationneedsapi(): boolean {
        this.handle;
        return false;
    }
    /** The index in C or Fortran order, with flag 'c_index' or 'f_index'; may be set. */
    get index(): number {
        if (!this.has_index) throw new ValueError('Iterator does not have an index');
        this.checkNotPast();
        return this.about(INDEX);
    }
    set index(value: number | bigint) {
        if (!this.has_index) throw new ValueError('Iterator does not have an index');
        putNumbers([toInteger(value, 'index')]);
        this.moveTo(check(core.rp_js_nditer_find!(this.handle, -1)));
    }
    /** The index of every axis, with flag 'multi_index'; may be set. */
    get multi_index(): number[] {
        if (!this.has_multi_index) throw new ValueError('Iterator is not tracking a multi-index');
        this.checkInside();
        return this.list(MULTI_INDEX);
    }
    set multi_index(value: readonly number[]) {
        if (!this.has_multi_index) throw new ValueError('Iterator is not tracking a multi-index');
        const index = toIntegers(value, 'multi_index');
        if (index.length !== this.ndim) throw new ValueError('Wrong number of indices');
        putNumbers(index);
        this.moveTo(check(core.rp_js_nditer_find!(this.handle, index.length)));
    }
    /** How many elements have been passed; may be set. */
    get iterindex(): number {
        this.checkNotPast();
        return this.places.position;
    }
    set iterindex(value: number | bigint) {
        const position = toInteger(value, 'iterindex');
        const [begin, end] = this.iterrange as [number, number];
        if (this.flags & its.EXTERNAL_LOOP) {
            throw new ValueError(
                'Cannot call GotoIterIndex on an iterator which has the flag EXTERNAL_LOOP',
            );
        }
        if (position < begin || position >= end) {
            throw new IndexError(
                'Iterator GotoIterIndex called with an iterindex outside the iteration range.',
            );
        }
        this.moveTo(position);
    }
    /** [begin, end) of the positions visited; may be set with flag 'ranged'. */
    get iterrange(): number[] {
        core.rp_js_nditer_about!(this.handle, ITSELF);
        return [getNumber(BEGIN), getNumber(END)];
    }
    set iterrange(value: readonly number[]) {
        const range = toIntegers(value, 'iterrange');
        if (range.length !== 2) throw new TypeError('iterrange takes two positions');
        putNumbers(range);
        check(core.rp_js_nditer_set_range!(this.handle));
        this.flush();
        this.delayed = false;
        this.settle();
        this.child?.follow(this);
    }
    /** How many elements there are in all. */
    get itersize(): number {
        return this.about(SIZE);
    }
    /** Dimensions of the iteration, which may be fewer than the operands have. */
    get ndim(): number {
        return this.about(NDIM);
    }
    /** How many operands there are. */
    get nop(): number {
        this.handle;
        return this.arrays.length;
    }
    /** As nop: Python's len. */
    get length(): number {
        return this.nop;
    }
    /** The lengths of the dimensions; of the axes where a multi-index is tracked. */
    get shape(): number[] {
        this.checkNotPast();
        return this.list(SHAPE);
    }

    // ---- methods ----

    /** A 0-d (or 1-d) view of operand i; of several with a slice. */
    at(key: number | bigint): NDArray;
    at(key: string | Slice): NDArray[];
    at(key: number | bigint | string | Slice): NDArray | NDArray[] {
        this.checkInside();
        if (typeof key === 'string' || key instanceof Slice) {
            return this.chosen(key).map((i) => this.view(i));
        }
        return this.view(this.operandIndex(key));
    }

    /** Writes into operand i where the iterator stands; into several with a slice and a list. */
    set(key: number | bigint | string | Slice, value: ArrayLike | readonly ArrayLike[]): void {
        this.checkInside();
        const write = (i: number, x: unknown) => {
            if (!(this.kinds[i]! & its.WRITE)) {
                throw new TypeError(`Iterator operand ${i} is not writeable`);
            }
            assign(this.view(i), x, 4);
        };
        if (typeof key !== 'string' && !(key instanceof Slice)) {
            write(this.operandIndex(key), value);
            return;
        }
        const chosen = this.chosen(key);
        const values = Array.from(value as Iterable<unknown>);
        if (values.length !== chosen.length) {
            throw new ValueError('Wrong size to slice assignment');
        }
        for (const [k, i] of chosen.entries()) write(i, values[k]);
    }

    private operandIndex(key: number | bigint): number {
        const i = toInteger(key, 'an operand');
        const index = i < 0 ? i + this.nop : i;
        if (index < 0 || index >= this.nop) {
            throw new IndexError(`Iterator operand index ${i} is out of bounds`);
        }
        return index;
    }

    private chosen(key: string | Slice): number[] {
        const [start, stop, step] =
            key instanceof Slice
                ? [key.start, key.stop, key.step]
                : key.split(':').map((bound) => (bound.trim() === '' ? null : Number(bound)));
        if (step !== null && step !== undefined && step !== 1) {
            throw new ValueError('Iterator slicing only supports a step of 1');
        }
        return this.arrays.map((_, i) => i).slice(start ?? 0, stop ?? this.nop);
    }

    /** Back to the first element; buffers whose allocation was delayed are made. */
    reset(): void {
        this.flush();
        this.delayed = false;
        this.settle();
        this.child?.follow(this);
    }

    /** An iterator that stands at the same place and goes on by itself. */
    copy(): NDIter {
        this.copies = []; // Of two iterators neither knows when they are no longer needed.
        return new NDIter(this);
    }

    /** One step on; false at the end. Instead of iterating over it, do { ... } while (it.iternext()). */
    iternext(): boolean {
        this.handle;
        this.checkUndelayed();
        if (this.done) return false;
        return this.advance();
    }

    /** Takes an axis out of the iteration, which stays at index 0 of it. */
    remove_axis(axis: number): void {
        check(core.rp_js_nditer_remove_axis!(this.handle, toInteger(axis, 'axis')));
        this.settle();
    }

    /** No longer tracks a multi-index, so that dimensions may be merged. */
    remove_multi_index(): void {
        this.flush();
        core.rp_js_nditer_remove_multi_index!(this.handle);
        this.flags &= ~its.MULTI_INDEX;
        this.settle();
    }

    /** From here on hands out runs of elements, as flag 'external_loop' does. */
    enable_external_loop(): void {
        check(core.rp_js_nditer_enable_external_loop!(this.handle));
        this.flags |= its.EXTERNAL_LOOP;
        this.flush();
        this.settle();
    }

    /** Prints how the iterator is laid out. */
    debug_print(): void {
        const { itersize, iterrange } = this;
        console.log(
            [
                `nditer: ${this.nop} operands, shape ${this.list(SHAPE)}, size ${itersize}`,
                `  position ${this.places.position} of [${iterrange.join(', ')})`,
                ...this.arrays.map((a, i) => {
                    const { offsets, steps, flags } = this.places;
                    const place = flags[i]! & its.BUFFERING ? 'buffer' : 'array';
                    return `  operand ${i}: ${a.dtype} as ${this.types[i]}, ${place} at ${offsets[i]}, step ${steps[i]}`;
                }),
            ].join('\n'),
        );
    }

    /** Writes what is still in buffers and copies, and ends the iterator. */
    close(): void {
        if (this.block === null) return;
        this.flush();
        this.writeBack();
        this.free();
    }

    next(): IteratorResult<NDArray | NDArray[], undefined> {
        if (this.block !== null && !this.done) {
            this.checkUndelayed();
            if (!this.started || this.advance()) {
                this.started = true;
                return { done: false, value: this.value };
            }
        }
        return { done: true, value: undefined };
    }

    [Symbol.iterator](): this {
        return this;
    }

    get [Symbol.toStringTag](): string {
        return 'nditer';
    }
}
export interface NDIter {
    /** What `using` calls: close(). */
    [Symbol.dispose](): void;
}

const nditerArgs = /* @__PURE__ */ signature(
    'nditer(op, flags=, op_flags=, op_dtypes=, order=, casting=, op_axes=, itershape=, buffersize=)',
);
/**
 * An iterator over one array, or several in a list, broadcast against each other; null stands for an
 * output to be allocated. `op_flags` says what is done with each operand, `op_dtypes` in which dtype,
 * 'buffered' among the `flags` allows that to differ from the array's. ValueError, TypeError for flags that
 * do not go together, shapes that do not broadcast, dtypes that `casting` ('safe') forbids.
 */
export function nditer(
    op: its.NditerOperands,
    flags?: its.NditerKeywords['flags'] | its.NditerKeywords,
    op_flags?: its.NditerKeywords['op_flags'] | its.NditerKeywords,
    op_dtypes?: its.NditerKeywords['op_dtypes'] | its.NditerKeywords,
    order?: its.NditerKeywords['order'] | its.NditerKeywords,
    casting?: its.NditerKeywords['casting'] | its.NditerKeywords,
    op_axes?: its.NditerKeywords['op_axes'] | its.NditerKeywords,
    itershape?: its.NditerKeywords['itershape'] | its.NditerKeywords,
    buffersize?: number | its.NditerKeywords,
): NDIter;
export function nditer(...args: unknown[]): NDIter {
    const made: NDArray[] = [];
    try {
        return new NDIter(its.requestOf(bind(nditerArgs, args), made));
    } catch (error) {
        for (const a of made) a.dispose();
        throw error;
    }
}

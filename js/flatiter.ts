// a.flat, np.ndenumerate, np.broadcast: elements one after the other, in C order.
import { toInteger } from './args.js';
import { allocate, toArray } from './convert.js';
import { readAtOffset } from './element.js';
import { getItem, type Key, Slice } from './indexing.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { IndexError, ValueError } from './runtime/errors.js';
import { ravelArray, reshapeArray } from './shape.js';
import type { ArrayLike, DTypeName, Scalar, ScalarOf } from './types.js';

/** What a.flat takes as a key. */
export type FlatKey =
    | number
    | bigint
    | boolean
    | string
    | Slice
    | NDArray
    | readonly number[]
    | readonly boolean[];

const AS_NEEDED = 2;
const UNSAFE = 4;

/** @internal The index of every axis of an element, by its position in C order. */
export function coordsOf({ size, _shape }: NDArray, index: number): number[] {
    if (index < -size || index >= size) {
        throw new IndexError(`index ${index} is out of bounds for size ${size}`);
    }
    let rest = index < 0 ? index + size : index;
    const coords = _shape.slice();
    for (let axis = coords.length - 1; axis >= 0; axis--) {
        coords[axis] = rest % _shape[axis]!;
        rest = Math.floor(rest / _shape[axis]!);
    }
    return coords;
}

/** Whether a key names a single element. */
function singleIndex(key: unknown): number | null {
    if (typeof key === 'number' || typeof key === 'bigint') return toInteger(key, 'an index');
    if (key === true) return 0; // as NumPy has it
    if (typeof key === 'string' && /^\s*[+-]?\d+\s*$/.test(key)) return Number(key);
    if (key instanceof NDArray && key.ndim === 0 && key._dtype.kind !== 'b') {
        return toInteger(key, 'an index');
    }
    return null;
}

/**
 * The elements of an array one after the other in C order: as an iterable it yields them as JavaScript values;
 * at() reads, set() writes by position as if the array had one dimension. Made by a.flat.
 */
export class FlatIter<D extends DTypeName = DTypeName> implements Iterable<ScalarOf<D>> {
    private readonly _array: NDArray<D>;
    private readonly _of: NDArray;
    /** Position, and the same by axes. */
    private _position = 0;
    private readonly _along: number[];
    /** Bytes from the storage's start to the next element. */
    private _offset: number;
    /** Of the array as it was: resize may change it, but does not take memory away. */
    private readonly _size: number;
    private readonly _shape: readonly number[];
    private readonly _strides: readonly number[];

    /** @internal `of`: the array itself where `array` is it broadcast */
    constructor(array: NDArray<D>, of: NDArray = array) {
        this._array = array;
        this._of = of;
        this._along = new Array<number>(array.ndim).fill(0);
        this._offset = array._offset;
        this._size = array.size;
        this._shape = array._shape;
        this._strides = array._strides;
    }

    /** The array whose elements these are. */
    get base(): NDArray<D> {
        return this._of as NDArray<D>;
    }
    /** How many have been passed. */
    get index(): number {
        return this._position;
    }
    /** The index of every axis of the next element. */
    get coords(): number[] {
        return this._along.slice();
    }
    /** How many elements there are: Python's len. */
    get length(): number {
        return this._array.size;
    }

    /** The elements in an array of one dimension. */
    copy(): NDArray<D> {
        return run(() => copyArray(temporary(ravelArray(this._array, 0)), 0)) as NDArray<D>;
    }

    /** What makes an array of it wherever one is expected. */
    __array__(): NDArray<D> {
        return this.copy();
    }

    /**
     * Reads: an element by its position, or a new array by a slice, '...', a list or array of positions, or a
     * boolean array. The iterator goes back to the beginning, as NumPy's. IndexError out of bounds.
     */
    at(key: number | bigint): ScalarOf<D>;
    at(key: FlatKey): NDArray<D>;
    at(...keys: FlatKey[]): NDArray<D> | ScalarOf<D> {
        const key = onlyKey(keys);
        this._rewind();
        const i = singleIndex(key);
        if (i !== null) return getItem(this._array, coordsOf(this._array, i)) as ScalarOf<D>;
        return run(() => {
            const part = pick(temporary(flatOf(this._array)), key);
            return part._base === null ? part : copyArray(temporary(part), 0);
        }) as NDArray<D>;
    }

    /** Writes: the values are repeated as often as it takes, and cast to the array's dtype. */
    set(key: FlatKey, value: ArrayLike): void {
        const only = onlyKey([key]);
        this._rewind();
        const i = singleIndex(only);
        run(() => {
            const values = isScalar(value) ? value : toArray(value, undefined);
            if (i !== null) {
                const at = coordsOf(this._array, i);
                if (values instanceof NDArray && values.size !== 1) {
                    throw new ValueError('Error setting single item of array.');
                }
                this._array.set(at, values instanceof NDArray ? (values.item() as Scalar) : values);
                return;
            }
            if (values instanceof NDArray && values.size === 0) return;
            const flat = temporary(flatOf(this._array));
            const { shape } = temporary(pick(flat, only));
            const whole = values instanceof NDArray ? repeated(values, shape) : values;
            flat.set([keyFor(flat, only)], whole);
            // A copy goes back to where it came from.
            if (flat._storage !== this._array._storage) {
                const back = reshapeArray(flat, this._array._shape, 0, AS_NEEDED);
                assign(this._array, temporary(back), UNSAFE);
            }
        });
    }

    next(): IteratorResult<ScalarOf<D>, undefined> {
        if (this._position >= this._size) return { done: true, value: undefined };
        const value = readAtOffset(this._array, this._offset) ?? getItem(this._array, this._along);
        this._advance();
        return { done: false, value: value as ScalarOf<D> };
    }

    [Symbol.iterator](): this {
        return this;
    }

    get [Symbol.toStringTag](): string {
        return 'flatiter';
    }

    /** @internal */
    _rewind(): void {
        this._position = 0;
        this._along.fill(0);
        this._offset = this._array._offset;
    }

    private _advance(): void {
        this._position++;
        const { _shape: shape, _strides: strides, _along: along } = this;
        for (let axis = shape.length - 1; axis >= 0; axis--) {
            this._offset += strides[axis]!;
            if (++along[axis]! < shape[axis]!) return;
            this._offset -= strides[axis]! * shape[axis]!;
            along[axis] = 0;
        }
    }
}

function onlyKey(keys: readonly unknown[]): unknown {
    const key =
        keys.length === 1 && Array.isArray(keys[0]) && keys[0].length === 0 ? '...' : keys[0];
    if (keys.length > 1 || key === null || (typeof key === 'string' && key.includes(','))) {
        throw new IndexError('unsupported iterator index');
    }
    if (key === false) return new Slice(0, 0, null);
    return keys.length === 0 ? '...' : key;
}

/** One dimension: a view if the elements lie in C order, else a copy. */
const flatOf = (a: NDArray): NDArray => reshapeArray(a, [-1], 0, AS_NEEDED);

/** A key as an array takes it: what a mask does not reach counts as false. */
function keyFor(flat: NDArray, key: unknown): Key {
    if (!(key instanceof NDArray) || key._dtype.kind !== 'b') return key as Key;
    if (key.ndim !== 1) throw new ValueError('boolean index array should have 1 dimension');
    if (key.size > flat.size) throw new ValueError('too many boolean indices');
    if (key.size === flat.size) return key;
    const mask = temporary(allocate(key._dtype, [flat.size], 0, true));
    mask.set(new Slice(0, key.size, null), key);
    return mask;
}

const pick = (flat: NDArray, key: unknown): NDArray => flat.at(keyFor(flat, key));

/** Elements in C order, over and over, until they fill a shape. */
function repeated(values: NDArray, shape: number[]): NDArray {
    const count = shape.reduce((product, length) => product * length, 1);
    const line = temporary(flatOf(values));
    if (line.size === 1) return temporary(reshapeArray(line, [], 0, AS_NEEDED));
    const times = Math.ceil(count / line.size);
    const all = temporary(allocate(values._dtype, [times, line.size]));
    assign(all, line, UNSAFE);
    const flat = temporary(reshapeArray(all, [-1], 0, AS_NEEDED));
    const enough = temporary(flat.at(new Slice(0, count, null)));
    return temporary(reshapeArray(enough, shape, 0, AS_NEEDED));
}

/** @internal a.flat = value */
export function setFlat(a: NDArray, value: ArrayLike): void {
    new FlatIter(a).set('...', value);
}

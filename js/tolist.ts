// Elements as JavaScript values, a row at a time.
import { Complex } from './complex.js';
import { type DType, halfValue } from './dtype.js';
import type { TypedArray } from './types.js';

/** The list of the n elements from place `from` of a typed array. */
type Row = (items: never, from: number, n: number) => unknown[];

// Engines compile an access for up to four kinds of typed arrays; with a fifth it becomes several times
// slower. So there are two of these.
type Wide = Float64Array | Float32Array | Int32Array | Uint32Array;
function wideRow(items: Wide, from: number, n: number): number[] {
    const row = new Array<number>(n);
    for (let i = 0; i < n; i++) row[i] = items[from + i]!;
    return row;
}
type Narrow = Int8Array | Uint8Array | Int16Array | Uint16Array;
function narrowRow(items: Narrow, from: number, n: number): number[] {
    const row = new Array<number>(n);
    for (let i = 0; i < n; i++) row[i] = items[from + i]!;
    return row;
}

function boolRow(items: Uint8Array, from: number, n: number): boolean[] {
    const row = new Array<boolean>(n);
    for (let i = 0; i < n; i++) row[i] = items[from + i] !== 0;
    return row;
}

function halfRow(items: Uint16Array, from: number, n: number): number[] {
    const row = new Array<number>(n);
    for (let i = 0; i < n; i++) row[i] = halfValue(items[from + i]!);
    return row;
}

function complexRow(items: Float64Array | Float32Array, from: number, n: number): Complex[] {
    const row = new Array<Complex>(n);
    for (let i = 0; i < n; i++) {
        const at = 2 * (from + i);
        row[i] = new Complex(items[at]!, items[at + 1]!);
    }
    return row;
}

/** Numbers while they are safe, else bigints: these cost ten times as much to make. */
function longRow(
    items: BigInt64Array | BigUint64Array,
    from: number,
    n: number,
): (number | bigint)[] {
    const row = new Array<number | bigint>(n);
    const signed = items instanceof BigInt64Array;
    const { buffer, byteOffset } = items;
    const low = new Uint32Array(buffer, byteOffset + 8 * from, 2 * n);
    const high = signed ? new Int32Array(buffer, byteOffset + 8 * from, 2 * n) : low;
    for (let i = 0; i < n; i++) {
        const top = high[2 * i + 1]!;
        const value = top * 2 ** 32 + low[2 * i]!;
        row[i] = Number.isSafeInteger(value) ? value : items[from + i]!;
    }
    return row;
}

function rowOf({ name, kind, itemsize }: DType): Row {
    if (kind === 'b') return boolRow;
    if (kind === 'c') return complexRow;
    if (name === 'float16') return halfRow;
    if (kind !== 'f' && itemsize === 8) return longRow;
    return itemsize >= 4 ? wideRow : narrowRow;
}

/** Lists in lists of a dense native array, of one dimension at least. */
export function listsOf(dtype: DType, items: TypedArray, shape: readonly number[]): unknown[] {
    const row = rowOf(dtype);
    const last = shape.length - 1;
    let next = 0;
    const lists = (axis: number): unknown[] => {
        const n = shape[axis]!;
        if (axis === last) {
            next += n;
            return row(items as never, next - n, n);
        }
        const list = new Array<unknown>(n);
        for (let i = 0; i < n; i++) list[i] = lists(axis + 1);
        return list;
    };
    return lists(0);
}

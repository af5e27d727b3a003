// Keys: integers, slices, '...', new axes. The core says what a key means; here it is written down.
import { describe, toInteger } from './args.js';
import { NDArray } from './ndarray.js';
import { elementOf, putArray, putEmpty, READ, takeScalar, takeView, VIEW } from './operand.js';
import { IndexError } from './runtime/errors.js';
import { check, core, DV, I32, keyAt, refresh } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { Scalar } from './types.js';

/** A range of positions, as start:stop:step in Python; null leaves a bound open. */
export class Slice {
    readonly start: number | null;
    readonly stop: number | null;
    readonly step: number | null;

    constructor(start: number | null, stop: number | null, step: number | null) {
        this.start = start;
        this.stop = stop;
        this.step = step;
    }

    toString(): string {
        const { start, stop, step } = this;
        return `${start ?? ''}:${stop ?? ''}${step === null ? '' : `:${step}`}`;
    }
}

/** A slice: slice(stop), slice(start, stop), slice(start, stop, step), as in Python. */
export function slice(...bounds: (number | bigint | null | undefined)[]): Slice {
    if (bounds.length === 0 || bounds.length > 3) {
        throw new TypeError(`slice() takes from 1 to 3 arguments but ${bounds.length} were given`);
    }
    const [start, stop, step] = bounds.map((bound) =>
        bound === undefined || bound === null ? null : toInteger(bound, 'a bound of a slice'),
    );
    if (bounds.length === 1) return new Slice(null, start ?? null, null);
    return new Slice(start ?? null, stop ?? null, step ?? null);
}

/** Marks a new axis of length 1 in a key. */
export const newaxis = null;

/** What stands in a key: an integer, '1:10:2', '...', a slice, newaxis; '1, ::2' is two of them. */
export type Key = number | bigint | string | Slice | null | NDArray;

const FIXED = 1;

function parseText(text: string, keys: (number | Slice | null | '...')[]): void {
    for (const part of text.split(',')) {
        const item = part.trim();
        if (item === '...') keys.push(item);
        else if (item === 'newaxis' || item === 'None') keys.push(null);
        else if (/^[+-]?\d+$/.test(item)) keys.push(Number(item));
        else if (/^([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(:\s*([+-]?\d+)?\s*)?$/.test(item)) {
            const [start, stop, step] = item
                .split(':')
                .map((bound) => (bound.trim() === '' ? null : Number(bound)));
            keys.push(new Slice(start!, stop!, step ?? null));
        } else {
            throw new IndexError(
                `${JSON.stringify(text)} is no key: write an integer, 'start:stop:step' or '...'`,
            );
        }
    }
}

/** Writes keys into the frame; returns how many, and whether they are integers all. */
function putKeys(keys: readonly Key[]): [count: number, integers: boolean] {
    let parts = keys as readonly (number | Slice | null | '...')[];
    if (!keys.every((key) => typeof key === 'number')) {
        const list: (number | Slice | null | '...')[] = [];
        for (const key of keys) {
            if (typeof key === 'string') parseText(key, list);
            else if (key === null || key instanceof Slice) list.push(key);
            else if (key instanceof NDArray && key.ndim > 0) throw notYet();
            else if (Array.isArray(key) || typeof key === 'boolean') throw notYet();
            else if (typeof key === 'number' || typeof key === 'bigint' || key instanceof NDArray) {
                list.push(toInteger(key, 'an index'));
            } else throw badKey(key);
        }
        parts = list;
    }
    if (parts.length > at.KEY_COUNT) throw new IndexError('too many indices for array');
    refresh();
    let integers = true;
    for (let i = 0; i < parts.length; i++) {
        const key = parts[i]!;
        const place = keyAt(i);
        const word = place >>> 2;
        if (typeof key === 'number') {
            if (!Number.isInteger(key)) throw badKey(key);
            I32[word] = at.KEY_INTEGER;
            I32[word + 1] = FIXED;
            DV.setFloat64(place + 8, key, true);
            continue;
        }
        integers = false;
        if (key === null) I32[word] = at.KEY_NEWAXIS;
        else if (key === '...') I32[word] = at.KEY_ELLIPSIS;
        else {
            I32[word] = at.KEY_SLICE;
            const { start, stop, step } = key;
            I32[word + 1] =
                Number(start !== null) |
                (Number(stop !== null) << 1) |
                (Number(step !== null) << 2);
            DV.setFloat64(place + 8, start ?? 0, true);
            DV.setFloat64(place + 16, stop ?? 0, true);
            DV.setFloat64(place + 24, step ?? 0, true);
        }
    }
    return [parts.length, integers];
}

const notYet = () =>
    new IndexError('arrays and lists as indices are not supported yet: use integers and slices');
const badKey = (key: unknown) =>
    new IndexError(
        "only integers, slices ('start:stop' or np.slice), '...' and np.newaxis are valid indices, " +
            `not ${describe(key)}`,
    );

/** A view of a part of an array; its element where the key names a single one. */
export function getItem(a: NDArray, keys: readonly Key[]): NDArray | Scalar {
    const [count, integers] = putKeys(keys);
    return integers && count === a._shape.length ? element(a, count) : view(a, count);
}

/** The element that the frame's integer keys name. */
function element(a: NDArray, count: number): Scalar {
    // Off the heap only the element is staged, not the array.
    if (a._storage.bytes !== null) return elementOf(view(a, count));
    putArray(0, a, READ);
    putEmpty(1);
    return takeScalar(1, check(core.rp_js_index!(count)));
}

/** As getItem, but a 0-d view of a single element. */
export function getView(a: NDArray, keys: readonly Key[]): NDArray {
    return view(a, putKeys(keys)[0]);
}

function view(a: NDArray, count: number): NDArray {
    const base = putArray(0, a, VIEW);
    putEmpty(1);
    return takeView(1, check(core.rp_js_index!(count)), a, base);
}

/** Element i of a 1-d array, or row i of another: what iteration gives. */
export function getRow(a: NDArray, i: number): NDArray | Scalar {
    refresh();
    const place = keyAt(0);
    I32[place >>> 2] = at.KEY_INTEGER;
    I32[(place >>> 2) + 1] = FIXED;
    DV.setFloat64(place + 8, i, true);
    return a._shape.length > 1 ? view(a, 1) : element(a, 1);
}

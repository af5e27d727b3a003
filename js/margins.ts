// The margins of a larger array, along one axis: what np.pad puts there.
import { floor } from '../build/gen/ufunc-functions.js';
import { moveaxis, squeeze } from './axes.js';
import { add, divide, multiply, part, subtract } from './compose.js';
import { toArray } from './convert.js';
import { type DType, isTrue, toDType } from './dtype.js';
import { median } from './middle.js';
import { assign, type NDArray } from './ndarray.js';
import { arange } from './ranges.js';
import { all, amax, amin, mean } from './reductions.js';
import { round } from './rounding.js';
import { ValueError } from './runtime/errors.js';
import { call, step } from './steps.js';
import { result_type } from './typeinfo.js';
import type { Scalar } from './types.js';

/** Before and behind the elements along an axis. */
export type Pair<T = number> = [before: T, behind: T];

export const UNSAFE = 4;

/** The larger array while it is being filled: along `axis`, of the axes behind only the elements. */
export interface Region {
    readonly whole: NDArray;
    readonly axis: number;
    readonly widths: Pair;
}

const lengthOf = ({ whole, axis }: Region) => whole._shape[axis]!;
const slab = ({ whole, axis }: Region, start: number | null, stop: number | null, by?: number) =>
    part(whole, axis, start, stop, by);

export function setMargins(region: Region, values: Pair<unknown>): void {
    const [before, behind] = region.widths;
    const length = lengthOf(region);
    if (before > 0) assign(slab(region, 0, before), values[0], UNSAFE);
    if (behind > 0) assign(slab(region, length - behind, length), values[1], UNSAFE);
}

/** The first and the last slab of elements. */
export function edges(region: Region): Pair<NDArray> {
    const [before, behind] = region.widths;
    const end = lengthOf(region) - behind;
    return [slab(region, before, before + 1), slab(region, end - 1, end)];
}

/** What one or two end values count as: elements of an array of them; more are numbers. */
export function endsDType(given: unknown): DType | undefined {
    const { ndim, size, _shape, _dtype } = toArray(given);
    const single = size === 1 || (size === 2 && !(ndim === 2 && _shape[0] === 2));
    return ndim < 3 && single ? _dtype : undefined;
}

/** From a value towards the edge, without reaching it: np.linspace's steps, in the same dtypes. */
function ramp(from: unknown, edge: NDArray, num: number, strong: DType | undefined): NDArray {
    const start = strong === undefined ? from : toArray(from, strong);
    const common = result_type(start as Scalar, edge) as DType;
    const dtype = 'fc'.includes(common.kind) ? common : toDType('float64');
    const delta = step(subtract, edge, start, { dtype });
    const by = step(divide, delta, num);
    let places = step(arange, 0, num, { dtype }).reshape([num, ...edge._shape.map(() => 1)]);
    // A step may vanish although the ends differ: then the places are divided.
    const vanishes = !isTrue(call(all, by));
    if (vanishes) places = step(divide, places, num);
    const offsets = step(multiply, places, vanishes ? delta : by);
    return call(add, offsets, start, { out: offsets });
}

export function setRamps(region: Region, ends: Pair<unknown>, strong: DType | undefined): void {
    const { axis, widths, whole } = region;
    const length = lengthOf(region);
    for (const [side, edge] of edges(region).entries()) {
        const num = widths[side]!;
        if (num === 0) continue;
        const values = ramp(ends[side], squeeze(edge, axis), num, strong);
        if ('iu'.includes(whole._dtype.kind)) call(floor, values, { out: values });
        const place = side === 0 ? slab(region, 0, num) : slab(region, length - num, length);
        const outwards = side === 0 ? place : part(place, axis, null, null, -1);
        assign(outwards, moveaxis(values, 0, axis), UNSAFE);
    }
}

export const STATISTICS: Record<string, unknown> = /* @__PURE__ */ Object.assign(
    /* @__PURE__ */ Object.create(null),
    { maximum: amax, minimum: amin, mean, median },
);

export function setStatistics(region: Region, mode: string, lengths: Pair<number | null>): void {
    const { axis, widths, whole } = region;
    const [begin, end] = [widths[0], lengthOf(region) - widths[1]];
    const most = end - begin;
    const [first, last] = lengths.map((n) => (n === null ? most : Math.min(n, most))) as Pair;
    if ((first === 0 || last === 0) && mode.startsWith('m') && mode.endsWith('imum'))
        throw new ValueError('stat_length of 0 yields no value for padding');
    const statistic = (chunk: NDArray): NDArray => {
        const its = step(STATISTICS[mode], chunk, { axis, keepdims: true });
        return 'iu'.includes(whole._dtype.kind) ? step(round, its) : its;
    };
    const before = statistic(slab(region, begin, begin + first));
    const same = first === most && last === most;
    setMargins(region, [before, same ? before : statistic(slab(region, end - last, end))]);
}

/**
 * Mirrors elements into the margins, as many as there are; returns what remains to be filled. The
 * elements there are reach as far as a whole number of periods, so that mirroring goes on alike.
 */
export function reflect(region: Region, odd: boolean, period: number, twice: boolean): Pair {
    const { axis } = region;
    let [before, behind] = region.widths;
    const length = lengthOf(region);
    const there = length - before - behind;
    const most = twice
        ? Math.floor(there / period) * period
        : Math.floor((there - 1) / (period - 1)) * (period - 1);
    const edge = Number(twice);
    const mirrored = (chunk: NDArray, at: number) => {
        if (!odd) return chunk;
        const doubled = step(multiply, 2, part(region.whole, axis, at, at + 1));
        return step(subtract, doubled, chunk);
    };
    if (before > 0) {
        const count = Math.min(most, before);
        const stop = before - edge;
        const chunk = slab(region, stop + count, stop, -1);
        assign(slab(region, before - count, before), mirrored(chunk, before), UNSAFE);
        before -= count;
    }
    if (behind > 0) {
        const count = Math.min(most, behind);
        const end = length - behind;
        const start = end + edge - 2;
        const stop = start - count;
        const chunk = slab(region, start, stop < 0 ? null : stop, -1);
        assign(slab(region, end, end + count), mirrored(chunk, end - 1), UNSAFE);
        behind -= count;
    }
    return [before, behind];
}

/** Continues the elements round into the margins; returns what remains to be filled. */
export function wrap(region: Region, period: number): Pair {
    const [before, behind] = region.widths;
    const length = lengthOf(region);
    const most = Math.floor((length - before - behind) / period) * period;
    const [first, last] = [Math.min(most, before), Math.min(most, behind)];
    const end = length - behind;
    if (first > 0) {
        const stop = before + most;
        assign(slab(region, before - first, before), slab(region, stop - first, stop), UNSAFE);
    }
    if (last > 0) {
        const start = end - most;
        assign(slab(region, end, end + last), slab(region, start, start + last), UNSAFE);
    }
    return [before - first, behind - last];
}

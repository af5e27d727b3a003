// The median along an axis, as np.pad needs it.

import { moveaxis } from './axes.js';
import { allocate, elements } from './convert.js';
import type { NDArray } from './ndarray.js';
import { mean } from './reductions.js';
import { reshape } from './shape.js';
import { call, isComplex, step } from './steps.js';

type Line = { [i: number]: number | bigint; readonly length: number };

/** Complex numbers in order: by their real parts, then by their imaginary parts. */
function sortPairs(line: Line): Line {
    const count = line.length / 2;
    const order = Array.from({ length: count }, (_, i) => 2 * i) as number[];
    const at = line as { [i: number]: number };
    order.sort((i, j) => at[i]! - at[j]! || at[i + 1]! - at[j + 1]!);
    return order.flatMap((i) => [at[i]!, at[i + 1]!]);
}

/** The median of each line along an axis, which stays with length 1; NaN for a line that has one. */
export function median(a: NDArray, { axis }: { axis: number }): NDArray {
    if (a._shape[axis] === 0) return call(mean, a, { axis, keepdims: true });
    const shape = a._shape.map((length, i) => (i === axis ? 1 : length));
    const half = a._dtype.kind === 'f' && a._dtype.itemsize === 2;
    const source = half ? step((x: NDArray) => x.astype('float32'), a) : a;
    const items = isComplex(a) ? 2 : 1;
    const length = a._shape[axis]!;
    const all = moveaxis(source as NDArray, axis, -1).toTypedArray();
    const lines = length === 0 ? 0 : all.length / items / length;
    const from = (length - 1) >> 1;
    const to = (length >> 1) + 1; // One element in the middle, or two.
    const width = to - from;
    const middles = step(allocate, source._dtype.newbyteorder('='), [lines, width]) as NDArray;
    const out = elements(middles) as unknown as Line;
    for (let i = 0; i < lines; i++) {
        const line = all.slice(i * length * items, (i + 1) * length * items) as unknown as Line;
        const bad = (line as unknown as unknown[]).findIndex(Number.isNaN);
        const sorted = items === 2 ? sortPairs(line) : (line as unknown as number[]).sort();
        for (let k = 0; k < width * items; k++) {
            out[i * width * items + k] = bad < 0 ? sorted[from * items + k]! : Number.NaN;
        }
    }
    const result = step(mean, middles, { axis: 1 });
    const its = half ? step((x: NDArray) => x.astype('float16'), result) : result;
    return call(reshape, its, shape);
}

// Arrays put together to larger ones.
import { bind, signature, toCasting, toInteger } from './args.js';
import { part } from './compose.js';
import { allocate, toArray } from './convert.js';
import { type DType, optionalDType } from './dtype.js';
import { assign, type NDArray } from './ndarray.js';
import { run } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { normalAxis, ravelArray } from './shape.js';
import { result_type } from './typeinfo.js';
import type { ArrayLike, Casting, DTypeLike, NameOf } from './types.js';
import { toOut } from './ufunc.js';

/** Keywords of np.concatenate. */
export interface ConcatenateKeywords {
    /** The axis along which they follow one another, the first by default; null: all flattened. */
    axis?: number | null;
    out?: NDArray | null;
    dtype?: DTypeLike | null;
    casting?: Casting;
}

/** The shape of arrays one behind the other. */
function joinedShape(parts: readonly NDArray[], axis: number): number[] {
    const shape = parts[0]!.shape;
    for (const [i, { ndim, _shape }] of parts.entries()) {
        if (ndim !== shape.length) {
            throw new ValueError(
                'all the input arrays must have same number of dimensions, but the array at index 0 ' +
                    `has ${shape.length} dimension(s) and the array at index ${i} has ${ndim} dimension(s)`,
            );
        }
        const other = _shape.findIndex((length, d) => d !== axis && length !== shape[d]);
        if (other >= 0) {
            throw new ValueError(
                'all the input array dimensions except for the concatenation axis must match exactly, ' +
                    `but along dimension ${other}, the array at index 0 has size ${shape[other]} and ` +
                    `the array at index ${i} has size ${_shape[other]}`,
            );
        }
        if (i > 0) shape[axis]! += _shape[axis]!;
    }
    return shape;
}

/** Whether they lie in memory as columns, so that the result is to. */
const inColumns = (parts: readonly NDArray[]) =>
    parts.every(({ flags }) => flags.F_CONTIGUOUS) &&
    parts.some(({ flags }) => !flags.C_CONTIGUOUS);

/** @internal Arrays one behind the other along an axis, as a new array or in one of the right shape. */
export function joined(
    parts: readonly NDArray[],
    axis: number,
    dtype?: DType,
    into?: NDArray,
    casting: number = SAME_KIND,
): NDArray {
    const along = normalAxis(axis, parts[0]!.ndim);
    const shape = joinedShape(parts, along);
    if (into !== undefined && String(into._shape) !== String(shape)) {
        throw new ValueError('Output array is the wrong shape');
    }
    const its = dtype ?? (result_type(...parts) as DType);
    const whole = into ?? allocate(its, shape, inColumns(parts) ? 1 : 0);
    try {
        let start = 0;
        for (const x of parts) {
            const stop = start + x._shape[along]!;
            assign(part(whole, along, start, stop), x, casting);
            start = stop;
        }
    } catch (error) {
        if (into === undefined) whole.dispose();
        throw error;
    }
    return whole;
}
const SAME_KIND = 3;

const concatenateArgs = /* @__PURE__ */ signature(
    'concatenate(arrays, /, axis=, out=, *, dtype=, casting=)',
);
/**
 * Arrays one behind the other along an axis that exists. Their other lengths are equal; the dtype is
 * the promoted one unless `dtype` says. ValueError for no arrays, 0-d ones and shapes that do not fit,
 * AxisError for an axis out of range, TypeError for `out` beside `dtype` and for casts not allowed.
 */
export function concatenate<D extends DTypeLike>(
    arrays: Iterable<ArrayLike>,
    keywords: ConcatenateKeywords & { dtype: D },
): NDArray<NameOf<D>>;
export function concatenate(
    arrays: Iterable<ArrayLike>,
    axis?: number | null | ConcatenateKeywords,
    out?: NDArray | null | ConcatenateKeywords,
    keywords?: ConcatenateKeywords,
): NDArray;
export function concatenate(...args: unknown[]): NDArray {
    const [arrays, axis = 0, out, dtype, casting] = bind(concatenateArgs, args);
    if (out != null && dtype != null) {
        throw new TypeError(
            'concatenate() only takes `out` or `dtype` as an argument, but both were provided.',
        );
    }
    return run(() => {
        let parts = Array.from(arrays as Iterable<unknown>, (x) => toArray(x));
        if (parts.length === 0) throw new ValueError('need at least one array to concatenate');
        if (axis === null) parts = parts.map((x) => ravelArray(x, 0));
        if (parts.some((x) => x.ndim === 0)) {
            throw new ValueError('zero-dimensional arrays cannot be concatenated');
        }
        const along = axis === null ? 0 : toInteger(axis, 'axis');
        const rule = toCasting(casting, 'same_kind');
        return joined(parts, along, optionalDType(dtype), toOut(out), rule);
    });
}

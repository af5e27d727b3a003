// Sums, extremes, means, counts: NumPy's names and keywords over the core's reductions.
import {
    add,
    logical_and,
    logical_or,
    maximum,
    minimum,
    multiply,
    positive,
    clip as ufuncClip,
} from '../build/gen/ufunc-functions.js';
import { bind, bindLoosely, signature, takeKeywords, toInteger } from './args.js';
import { toArray, toOut } from './convert.js';
import { optionalDType } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { isScalar, putArray, putOut, run, takeResult } from './operand.js';
import { reduction } from './reduce.js';
import type * as R from './reduction-types.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putNumbers } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { noteSize } from './runtime/memory.js';
import { ravelArray } from './shape.js';
import type { ArrayLike, Axis, DTypeOf, Scalar, ScalarOf } from './types.js';
import { accumulateArray } from './ufunc.js';

type Args = unknown[];
const idOf = (ufunc: unknown) => (ufunc as { id: number }).id;

function viaReduce(name: string, ufunc: unknown, hasDType: boolean): (...args: Args) => unknown {
    const its = signature(
        hasDType
            ? `${name}(a, axis=, dtype=, out=, keepdims=, initial=, where=)`
            : `${name}(a, axis=, out=, keepdims=, initial=, where=)`,
    );
    return (...args) => {
        const values = bind(its, args);
        if (!hasDType) values.splice(2, 0, undefined);
        return reduction(idOf(ufunc), values);
    };
}

/**
 * Sum of the elements: of all, or along `axis` (an integer or several). Narrow integers are summed in
 * 64 bits, floats pairwise. Keywords: axis, dtype, out, keepdims, initial, where. A JavaScript value
 * if no axis is left. AxisError for an axis out of range.
 */
export const sum: R.SumFunction = /* @__PURE__ */ viaReduce('sum', add, true) as R.SumFunction;
/** Product of the elements; see sum. */
export const prod: R.SumFunction = /* @__PURE__ */ viaReduce(
    'prod',
    multiply,
    true,
) as R.SumFunction;
/** Smallest element; NaN if there is one. ValueError of an empty array without `initial`. */
export const min: R.ExtremeFunction = /* @__PURE__ */ viaReduce(
    'min',
    minimum,
    false,
) as R.ExtremeFunction;
/** Largest element; NaN if there is one. ValueError of an empty array without `initial`. */
export const max: R.ExtremeFunction = /* @__PURE__ */ viaReduce(
    'max',
    maximum,
    false,
) as R.ExtremeFunction;
export { max as amax, min as amin };

function truth(name: string, ufunc: unknown): R.TruthFunction {
    const its = signature(`${name}(a, axis=, out=, keepdims=, *, where=)`);
    return ((...args: Args) => {
        const [a, axis, out, keepdims, where] = bindLoosely(its, args);
        const values = [a, axis, undefined, out, keepdims, undefined, where];
        return reduction(idOf(ufunc), values);
    }) as R.TruthFunction;
}

/** Whether any element is true. Keywords: axis, out, keepdims, where. */
export const any: R.TruthFunction = /* @__PURE__ */ truth('any', logical_or);
/** Whether all elements are true. Keywords: axis, out, keepdims, where. */
export const all: R.TruthFunction = /* @__PURE__ */ truth('all', logical_and);

const MEAN = 0;
const VAR = 1;
const STD = 2;
const CORRECTION = 64; // the place of ddof among the numbers

const meanArgs = /* @__PURE__ */ signature('mean(a, axis=, dtype=, out=, keepdims=, *, where=)');

/** `values` as of ufunc.reduce, but the mean where it is known in the place of `initial`. */
const moment = (which: number, values: unknown[], ddof: number): NDArray | Scalar =>
    reduction(which, values, (id, axes, flags) => {
        putNumbers([ddof], CORRECTION);
        return core.rp_js_mean!(id, axes, flags);
    });

/** Mean of the elements; of integers in float64. Keywords: axis, dtype, out, keepdims, where. */
export const mean: R.MeanFunction = ((...args: Args) => {
    const values = bindLoosely(meanArgs, args);
    values.splice(5, 0, undefined);
    return moment(MEAN, values, 0);
}) as R.MeanFunction;

function spread(name: string, which: number): R.VarFunction {
    const its = signature(
        `${name}(a, axis=, dtype=, out=, ddof=, keepdims=, *, where=, mean=, correction=)`,
    );
    return ((...args: Args) => {
        const [a, axis, dtype, out, ddof, keepdims, where, given, correction] = bindLoosely(
            its,
            args,
        );
        if (correction !== undefined && correction !== null && ddof !== undefined && ddof !== 0) {
            throw new ValueError("ddof and correction can't be provided simultaneously.");
        }
        const values = [a, axis, dtype, out, keepdims, given ?? undefined, where];
        return moment(which, values, Number(correction ?? ddof ?? 0));
    }) as R.VarFunction;
}

/**
 * Variance: the mean squared distance from the mean, over N - ddof. Keywords: axis, dtype, out, ddof (or
 * correction), keepdims, where, mean (if it is known already, with keepdims).
 */
const variance: R.VarFunction = /* @__PURE__ */ spread('var', VAR);

export { variance as var };
/** Standard deviation, the square root of var, with its keywords. */
export const std: R.VarFunction = /* @__PURE__ */ spread('std', STD);

function position(name: string, which: number): R.ArgFunction {
    const its = signature(`${name}(a, axis=, out=, *, keepdims=)`);
    return ((...args: Args) => {
        const [a, axis, out, keepdims] = bindLoosely(its, args);
        return run(() => {
            const array = toArray(a);
            const into = toOut(out);
            noteSize(array.nbytes);
            putArray(0, array);
            putOut(1, into);
            let flags = keepdims ? at.CALL_KEEPDIMS : 0;
            if (into !== undefined) flags |= at.CALL_OUT;
            if (axis === undefined || axis === null) flags |= at.CALL_ALL_AXES;
            const along = flags & at.CALL_ALL_AXES ? 0 : toInteger(axis, 'axis');
            const id = check(core.rp_js_argreduce!(which, along, flags));
            return into ?? takeResult(1, id);
        });
    }) as R.ArgFunction;
}

/** Where the smallest element is (the first, or the first NaN): in the flat array, or along an axis. */
export const argmin: R.ArgFunction = /* @__PURE__ */ position('argmin', 0);
/** Where the largest element is (the first, or the first NaN): in the flat array, or along an axis. */
export const argmax: R.ArgFunction = /* @__PURE__ */ position('argmax', 1);

const countArgs = /* @__PURE__ */ signature('count_nonzero(a, axis=, *, keepdims=)');
/** How many elements are not zero. Keywords: axis, keepdims. */
export const count_nonzero: R.CountFunction = ((...args: Args) => {
    const [a, axis, keepdims] = bindLoosely(countArgs, args);
    const values = [a, axis, undefined, undefined, keepdims];
    return reduction(0, values, (_, axes, flags) => core.rp_js_count_nonzero!(axes, flags));
}) as R.CountFunction;

const ptpArgs = /* @__PURE__ */ signature('ptp(a, axis=, out=, keepdims=)');
/** Largest minus smallest element. Keywords: axis, out, keepdims. ValueError of an empty array. */
export function ptp<A extends ArrayLike>(
    a: A,
    axis?: Axis | R.PtpKeywords,
    out?: NDArray | null | R.PtpKeywords,
    keepdims?: boolean | R.PtpKeywords,
    keywords?: R.PtpKeywords,
): ScalarOf<DTypeOf<A>> | NDArray<DTypeOf<A>>;
export function ptp(...args: Args): unknown {
    const [a, axis, out, keepdims] = bind(ptpArgs, args);
    const values = [a, axis, undefined, out, keepdims];
    return reduction(0, values, (_, axes, flags) => core.rp_js_ptp!(axes, flags));
}

function cumulative(name: string, ufunc: unknown): R.CumulativeFunction {
    const its = signature(`${name}(a, axis=, dtype=, out=)`);
    return ((...args: Args) => {
        const [a, axis, dtype, out] = bind(its, args);
        return run(() => {
            let array = toArray(a);
            let along = 0;
            if (axis !== undefined && axis !== null) along = toInteger(axis, 'axis');
            // A single element may be counted along its imaginary axis.
            if (axis === undefined || axis === null || array.ndim === 0)
                array = ravelArray(array, 0);
            noteSize(array.nbytes);
            return accumulateArray(idOf(ufunc), array, along, optionalDType(dtype), toOut(out));
        });
    }) as R.CumulativeFunction;
}

/** Sums up to each element, of the flat array or along an axis. Keywords: axis, dtype, out. */
export const cumsum: R.CumulativeFunction = /* @__PURE__ */ cumulative('cumsum', add);
/** Products up to each element, of the flat array or along an axis. Keywords: axis, dtype, out. */
export const cumprod: R.CumulativeFunction = /* @__PURE__ */ cumulative('cumprod', multiply);

/**
 * Values limited to [a_min, a_max]; null leaves an end open. Also clip(a, { min, max, out, ... }) with
 * every keyword of a ufunc. ValueError if bounds are named both ways.
 */
export function clip<A extends ArrayLike>(
    a: A,
    a_min?: ArrayLike | null | R.ClipKeywords,
    a_max?: ArrayLike | null | R.ClipKeywords,
    out?: NDArray | null | R.ClipKeywords,
    keywords?: R.ClipKeywords & { a_min?: ArrayLike | null; a_max?: ArrayLike | null },
): A extends Scalar ? ScalarOf<DTypeOf<A>> : NDArray<DTypeOf<A>>;
export function clip(...args: Args): unknown {
    const keywords = takeKeywords(args);
    const { a_min, a_max, min: lowest, max: highest, ...rest } = keywords;
    if (args.length > 4)
        throw new TypeError(
            `clip() takes from 1 to 4 positional arguments but ${args.length} were given`,
        );
    const [a, first, second, out] = args;
    for (const [i, value] of [a_min, a_max, rest.out].entries()) {
        if (value !== undefined && args[i + 1] !== undefined) {
            throw new TypeError(
                `clip() got multiple values for argument '${['a_min', 'a_max', 'out'][i]}'`,
            );
        }
    }
    const low = first ?? a_min;
    const high = second ?? a_max;
    const named = lowest !== undefined || highest !== undefined;
    if (named && (low !== undefined || high !== undefined)) {
        throw new ValueError(
            'Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.',
        );
    }
    if (a === undefined) throw new TypeError("clip() missing required argument 'a' (pos 1)");
    if (out !== undefined) rest.out = out;
    return clipBetween(a, named ? lowest : low, named ? highest : high, rest);
}

/** @internal a.clip(min=None, max=None, out=None) */
export function clipMethod(a: NDArray, args: Args): unknown {
    const { min: lowest, max: highest, ...rest } = takeKeywords(args);
    const [low, high, out] = args;
    if (out !== undefined) rest.out = out;
    return clipBetween(a, low ?? lowest, high ?? highest, rest);
}

function clipBetween(a: unknown, low: unknown, high: unknown, keywords: object): unknown {
    const call = (ufunc: unknown, ...operands: unknown[]) =>
        // The short way is open to calls without keywords.
        (ufunc as (...args: unknown[]) => unknown)(
            ...operands,
            ...(Object.keys(keywords).length > 0 ? [keywords] : []),
        );
    const source = isScalar(a) ? a : (a as ArrayLike);
    if (low == null && high == null) return call(positive, source);
    if (low == null) return call(minimum, source, high);
    if (high == null) return call(maximum, source, low);
    return call(ufuncClip, source, low, high);
}

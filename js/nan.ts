// Reductions that pass over NaN, composed as NumPy composes them so that the bits agree. Where NumPy
// warns (an empty slice, too few degrees of freedom) the result is its NaN, without a warning.
import {
    conjugate,
    divide,
    equal,
    fmax,
    fmin,
    isnan,
    less_equal,
    multiply,
    sqrt,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { bindLoosely, type Signature, signature } from './args.js';
import { maskOf, toArray, toOut } from './convert.js';
import { type DType, intp, optionalDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { putArray, putEmpty, putScalar, run, takeArray, temporary } from './operand.js';
import { partOf } from './parts.js';
import { reduction } from './reduce.js';
import type * as R from './reduction-types.js';
import * as reductions from './reductions.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, putNumbers } from './runtime/frame.js';
import { noteSize } from './runtime/memory.js';
import { copyto } from './shape.js';
import { call, isComplex, isInexact, step } from './steps.js';
import type { Scalar } from './types.js';

type Fn = (...args: unknown[]) => any;

/** The array with a number for each NaN; integers have none, and are taken as they are. */
function withoutNan(a: NDArray, number: number): NDArray {
    if (!isInexact(a)) return a;
    noteSize(a.nbytes);
    putArray(0, a);
    putScalar(1, number);
    putEmpty(2);
    return temporary(takeArray(2, check(core.rp_js_nan!(0))));
}

/**
 * The sum of all numbers and their count in one pass; given a mean, the sum of squared distances.
 * Undefined where the core has no short way, or the call asks for more than a whole sum.
 */
function sumAll(
    a: NDArray,
    plain: boolean,
    mean?: number,
): [sum: number, count: number] | undefined {
    if (!plain || a._dtype.kind !== 'f') return undefined;
    noteSize(a.nbytes);
    putArray(0, a);
    if (mean !== undefined) putNumbers([mean], 2);
    const done = check(core.rp_js_nan_sum!(Number(mean !== undefined)));
    return done ? [getNumber(0), getNumber(1)] : undefined;
}
/** Whether nothing but a whole reduction is asked for. */
const isPlain = (axis: unknown, ...rest: unknown[]) =>
    (axis ?? null) === null && rest.every((item) => (item ?? false) === false);

/** A function of what is left when NaN is replaced. */
function replacing(
    its: Signature,
    number: number,
    fn: unknown,
    quickly?: (a: NDArray, rest: unknown[]) => unknown,
): Fn {
    return (...args) => {
        const [a, ...rest] = bindLoosely(its, args);
        return run(() => {
            const array = toArray(a);
            return quickly?.(array, rest) ?? call(fn, withoutNan(array, number), ...rest);
        });
    };
}
const sumArgs = (name: string) =>
    signature(`${name}(a, axis=, dtype=, out=, keepdims=, initial=, where=)`);
const cumulativeArgs = (name: string) => signature(`${name}(a, axis=, dtype=, out=)`);

/** Sum of the elements, NaN as 0. Keywords as sum: axis, dtype, out, keepdims, initial, where. */
export const nansum: R.SumFunction = /* @__PURE__ */ replacing(
    /* @__PURE__ */ sumArgs('nansum'),
    0,
    reductions.sum,
    (a, rest) => sumAll(a, isPlain(...(rest as [unknown])))?.[0],
);
/** Product of the elements, NaN as 1. Keywords as prod. */
export const nanprod: R.SumFunction = /* @__PURE__ */ replacing(
    /* @__PURE__ */ sumArgs('nanprod'),
    1,
    reductions.prod,
);
/** Sums up to each element, NaN as 0. Keywords: axis, dtype, out. */
export const nancumsum: R.CumulativeFunction = /* @__PURE__ */ replacing(
    /* @__PURE__ */ cumulativeArgs('nancumsum'),
    0,
    reductions.cumsum,
);
/** Products up to each element, NaN as 1. Keywords: axis, dtype, out. */
export const nancumprod: R.CumulativeFunction = /* @__PURE__ */ replacing(
    /* @__PURE__ */ cumulativeArgs('nancumprod'),
    1,
    reductions.cumprod,
);

function extreme(name: string, ufunc: unknown): R.ExtremeFunction {
    const its = signature(`${name}(a, axis=, out=, keepdims=, initial=, where=)`);
    return ((...args: unknown[]) => {
        const values = bindLoosely(its, args);
        values.splice(2, 0, undefined);
        return reduction((ufunc as { id: number }).id, values);
    }) as R.ExtremeFunction;
}
/** Smallest element that is not NaN; NaN if all are. ValueError of an empty array without `initial`. */
export const nanmin: R.ExtremeFunction = /* @__PURE__ */ extreme('nanmin', fmin);
/** Largest element that is not NaN; NaN if all are. ValueError of an empty array without `initial`. */
export const nanmax: R.ExtremeFunction = /* @__PURE__ */ extreme('nanmax', fmax);

function position(name: string, number: number, fn: unknown): R.ArgFunction {
    const its = signature(`${name}(a, axis=, out=, *, keepdims=)`);
    return ((...args: unknown[]) => {
        const [a, axis, out, keepdims] = bindLoosely(its, args);
        return run(() => {
            const array = toArray(a);
            const its = withoutNan(array, number);
            if (its !== array && array.size > 0) {
                const lost = step(reductions.all, step(isnan, array), axis ?? null);
                if (lost instanceof NDArray ? reductions.any(lost) : lost) {
                    throw new ValueError('All-NaN slice encountered');
                }
            }
            return call(fn, its, axis, out, keepdims);
        });
    }) as R.ArgFunction;
}
/** Where the smallest element is that is not NaN. ValueError if all along the axis are. */
export const nanargmin: R.ArgFunction = /* @__PURE__ */ position(
    'nanargmin',
    Infinity,
    reductions.argmin,
);
/** Where the largest element is that is not NaN. ValueError if all along the axis are. */
export const nanargmax: R.ArgFunction = /* @__PURE__ */ position(
    'nanargmax',
    -Infinity,
    reductions.argmax,
);

/** How many elements are not NaN, as an array. */
function countNumbers(a: NDArray, axis: unknown, keepdims: unknown, where: unknown): NDArray {
    const numbers = step(equal, a, a);
    const count =
        maskOf(where) === undefined
            ? step(reductions.count_nonzero, numbers, axis ?? null, keepdims)
            : step(reductions.sum, numbers, { axis, dtype: intp, keepdims, where });
    return toArray(count, intp);
}

/** A reduction's result as an array: a whole one becomes 0-d, to be divided and rounded in its dtype. */
const held = (result: NDArray | Scalar, dtype: DType) =>
    result instanceof NDArray ? result : toArray(result, dtype);

const over = (total: NDArray, count: NDArray): NDArray =>
    call(divide, total, count, { out: total, casting: 'unsafe' });

function checkInexact(dtype: DType | undefined, out: NDArray | undefined): void {
    for (const [what, its] of [
        ['dtype', dtype],
        ['out', out?._dtype],
    ] as const) {
        if (its !== undefined && !'fc'.includes(its.kind))
            throw new TypeError(`If a is inexact, then ${what} must be inexact`);
    }
}

/** A JavaScript value if the reduction gave one. */
const release = (array: NDArray, whole: boolean) => (whole ? array.item() : array);

const meanArgs = /* @__PURE__ */ signature('nanmean(a, axis=, dtype=, out=, keepdims=, *, where=)');
/**
 * Mean of the elements that are not NaN; NaN if all are. Keywords: axis, dtype, out, keepdims, where.
 * TypeError if `dtype` or `out` is no floating dtype.
 */
export const nanmean: R.MeanFunction = ((...args: unknown[]) => {
    const [a, axis, given, out, keepdims, where] = bindLoosely(meanArgs, args);
    return run(() => {
        const array = toArray(a);
        if (!isInexact(array))
            return call(reductions.mean, array, axis, given, out, keepdims, where);
        const dtype = optionalDType(given);
        const into = toOut(out);
        checkInexact(dtype, into);
        const sum = sumAll(array, isPlain(axis, dtype, into, keepdims, where));
        if (sum !== undefined)
            return over(toArray(sum[0], array._dtype), toArray(sum[1], intp)).item();
        const count = countNumbers(array, axis, keepdims, where);
        const total = call(reductions.sum, withoutNan(array, 0), {
            axis,
            dtype,
            out: into,
            keepdims,
            where,
        });
        const mean = over(held(total, dtype ?? array._dtype), count);
        return release(mean, !(total instanceof NDArray));
    });
}) as R.MeanFunction;

/** The squared distances from the mean, 0 for NaN. */
function squares(a: NDArray, mean: NDArray, arr: NDArray, where: unknown, plain: boolean): NDArray {
    if (plain) {
        putArray(0, a);
        putArray(1, mean);
        putEmpty(2);
        return temporary(takeArray(2, check(core.rp_js_nan!(1))));
    }
    call(subtract, arr, mean, { out: arr, casting: 'unsafe', where });
    copyto(arr, 0, { where: step(isnan, a) });
    if (!isComplex(arr)) return call(multiply, arr, arr, { out: arr, where });
    call(multiply, arr, step(conjugate, arr), { out: arr, where });
    return partOf(arr, 0);
}

/** nanvar and, with `root`, nanstd. */
function spread(name: string, root: boolean): R.VarFunction {
    const its = signature(
        `${name}(a, axis=, dtype=, out=, ddof=, keepdims=, *, where=, mean=, correction=)`,
    );
    const finish = (sum: NDArray, count: NDArray, less: number): NDArray => {
        const degrees = step(subtract, count, less);
        over(sum, degrees);
        const none = step(less_equal, degrees, 0);
        if (reductions.any(none)) copyto(sum, Number.NaN, { where: none });
        return root ? call(sqrt, sum, sum) : sum;
    };
    return ((...args: unknown[]) => {
        const [a, axis, given, out, ddof, keepdims, where, mean, correction] = bindLoosely(
            its,
            args,
        );
        return run(() => {
            const array = toArray(a);
            if (!isInexact(array)) {
                const variance = call(
                    reductions.var,
                    array,
                    axis,
                    given,
                    out,
                    ddof,
                    keepdims,
                    where,
                    mean,
                    correction,
                );
                if (!root) return variance;
                if (variance instanceof NDArray) return call(sqrt, variance, variance);
                return toArray(call(sqrt, variance), optionalDType(given)).item();
            }
            const dtype = optionalDType(given);
            const into = toOut(out);
            checkInexact(dtype, into);
            if (correction !== undefined && correction !== null && ddof !== undefined && ddof !== 0)
                throw new ValueError("ddof and correction can't be provided simultaneously.");
            const less = Number(correction ?? ddof ?? 0);
            const its = sumAll(array, isPlain(axis, dtype, into, keepdims, where, mean));
            if (its !== undefined) {
                const [sum, count] = its.map((x, i) => toArray(x, i ? intp : array._dtype));
                const [squared] = sumAll(array, true, over(sum!, count!).item() as number)!;
                return finish(toArray(squared, array._dtype), count!, less).item();
            }
            const arr = withoutNan(array, 0);
            const count = countNumbers(array, axis, true, where);
            const known = mean !== undefined && mean !== null;
            const total = (of: NDArray, more: object) =>
                call(reductions.sum, of, { axis, dtype, where, ...more });
            const middle = known
                ? toArray(mean)
                : over(
                      temporary(held(total(arr, { keepdims: true }), dtype ?? array._dtype)),
                      count,
                  );
            const plain =
                !known &&
                dtype === undefined &&
                where === undefined &&
                array._dtype.kind === 'f' &&
                array._dtype.itemsize > 2;
            const sqr = squares(array, middle, arr, where, plain);
            const sum = total(sqr, { out: into, keepdims });
            const result = held(sum, dtype ?? sqr._dtype);
            finish(result, count.reshape(result._shape), less);
            return release(result, !(sum instanceof NDArray));
        });
    }) as R.VarFunction;
}
/**
 * Variance of the elements that are not NaN; NaN where fewer than `ddof` + 1 are left. Keywords as var:
 * axis, dtype, out, ddof (or correction), keepdims, where, mean.
 */
export const nanvar: R.VarFunction = /* @__PURE__ */ spread('nanvar', false);
/** Standard deviation of the elements that are not NaN, the square root of nanvar, with its keywords. */
export const nanstd: R.VarFunction = /* @__PURE__ */ spread('nanstd', true);

// Lines of samples: correlate, convolve, interp. The work is the core's.
import { bind, describe, type Signature, signature } from './args.js';
import { Complex } from './complex.js';
import { toArray } from './convert.js';
import { NDArray } from './ndarray.js';
import { elementOf, putArray, putEmpty, run, takeArray, takeResult } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putNumbers } from './runtime/frame.js';
import { noteSize } from './runtime/memory.js';
import type { ArrayLike, DTypeOf, Promote, Scalar } from './types.js';

/** How far the shorter line may stick out of the longer one: not at all, by half, to the last element. */
export type Overhang = 'valid' | 'same' | 'full' | 0 | 1 | 2;

const MODES = ['valid', 'same', 'full'];

/** NumPy looks at the first letter of a mode only, in either case. */
function toMode(mode: unknown, otherwise: number): number {
    const given = mode === undefined ? otherwise : mode;
    if (typeof given === 'string') {
        const found = MODES.findIndex((name) => name[0] === given[0]?.toLowerCase());
        if (found >= 0) return found;
        throw new ValueError(`mode must be one of 'valid', 'same', or 'full' (got '${given}')`);
    }
    if (typeof given !== 'number' || !Number.isInteger(given))
        throw new TypeError('convolve/correlate mode not understood');
    if (given < 0 || given > 2)
        throw new ValueError('integer convolve/correlate mode must be 0, 1, or 2');
    return given;
}

function slide(its: Signature, args: unknown[], mode: number, convolves: number): NDArray {
    const [a, v, given] = bind(its, args);
    const overhang = toMode(given, mode);
    return run(() => {
        const [x, y] = [toArray(a), toArray(v)];
        noteSize(Math.max(x.nbytes, y.nbytes));
        putArray(0, x);
        putArray(1, y);
        putEmpty(2);
        return takeArray(2, check(core.rp_js_correlate!(overhang, convolves)));
    });
}

const correlateArgs = /* @__PURE__ */ signature('correlate(a, v, mode=)');
/**
 * Sums of products as v slides along a: c[k] = sum of a[n + k] conj(v[n]). Mode 'valid' (only whole
 * sums), 'same' (as long as the longer of both) or 'full'. ValueError if one is empty or not 1-d.
 */
export function correlate<A extends ArrayLike, V extends ArrayLike>(
    a: A,
    v: V,
    mode?: Overhang | { mode?: Overhang },
): NDArray<Promote<DTypeOf<A>, DTypeOf<V>>>;
export function correlate(...args: unknown[]): NDArray {
    return slide(correlateArgs, args, 0, 0);
}

const convolveArgs = /* @__PURE__ */ signature('convolve(a, v, mode=)');
/**
 * Sums of products as v, reversed, slides along a: the product of two polynomials. Mode 'full', 'same'
 * or 'valid'. ValueError if one is empty or has several dimensions.
 */
export function convolve<A extends ArrayLike, V extends ArrayLike>(
    a: A,
    v: V,
    mode?: Overhang | { mode?: Overhang },
): NDArray<Promote<DTypeOf<A>, DTypeOf<V>>>;
export function convolve(...args: unknown[]): NDArray {
    return slide(convolveArgs, args, 2, 1);
}

/** Keywords of np.interp. */
export interface InterpKeywords {
    /** What x below xp[0] and above the last xp give; fp's first and last, if nothing is said. */
    left?: Scalar | NDArray | null;
    right?: Scalar | NDArray | null;
    /** The length after which x, xp and fp begin anew; xp need not increase then. */
    period?: number | null;
}

const LEFT = 1;
const RIGHT = 2;

/** The real and imaginary part of left or right. */
function toEnd(value: unknown, complex: boolean): [re: number, im: number] {
    const given = value instanceof NDArray && value.ndim === 0 ? elementOf(value) : value;
    if (given instanceof Complex && complex) return [given.re, given.im];
    if (typeof given === 'number' || typeof given === 'bigint' || typeof given === 'boolean')
        return [Number(given), 0];
    throw new TypeError(`must be real number, not ${describe(given)}`);
}

const interpArgs = /* @__PURE__ */ signature('interp(x, xp, fp, left=, right=, period=)');
/**
 * Values at x of the line through the points (xp, fp), where xp increases: float64, or complex128 if
 * fp is complex. Keywords: left, right, period. A JavaScript value if x is one. ValueError if there
 * are no points, xp and fp differ in length or have not one dimension, or the period is 0; TypeError
 * for complex x or xp.
 */
export function interp(
    x: ArrayLike,
    xp: ArrayLike,
    fp: ArrayLike,
    left?: Scalar | NDArray | null | InterpKeywords,
    right?: Scalar | NDArray | null | InterpKeywords,
    period?: number | null | InterpKeywords,
    keywords?: InterpKeywords,
): NDArray | Scalar;
export function interp(...args: unknown[]): NDArray | Scalar {
    const [x, xp, fp, left, right, period] = bind(interpArgs, args);
    return run(() => {
        const [at, places, values] = [toArray(x), toArray(xp), toArray(fp)];
        const complex = values.dtype.kind === 'c';
        const periodic = period !== undefined && period !== null;
        const length = periodic ? Math.abs(toEnd(period, false)[0]) : 0;
        if (periodic && length === 0) throw new ValueError('period must be a non-zero value');
        let given = 0;
        const ends = [left, right].flatMap((end, i) => {
            if (periodic || end === undefined || end === null) return [0, 0];
            given |= i === 0 ? LEFT : RIGHT;
            return toEnd(end, complex);
        });
        noteSize(at.nbytes);
        putArray(0, at);
        putArray(1, places);
        putArray(2, values);
        putEmpty(3);
        putNumbers([...ends, length]);
        return takeResult(3, check(core.rp_js_interp!(given)));
    });
}

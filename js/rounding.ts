// Rounding to decimals, and numbers in the place of NaN and infinities.
import { divide, isnan, multiply, rint, trunc } from '../build/gen/ufunc-functions.js';
import { bind, signature, toInteger } from './args.js';
import { allocate, newArray, toArray, toOut } from './convert.js';
import { array } from './creation.js';
import { float64 } from './dtype.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { isneginf, isposinf, partOf, setPart } from './parts.js';
import { copyto } from './shape.js';
import { call, isComplex, isInexact, step } from './steps.js';
import { finfo } from './typeinfo.js';
import type { ArrayLike, DTypeOf, Scalar, ScalarOf } from './types.js';

const SAME_KIND = 3;

/** As NumPy: times a power of ten, to the nearest (ties to even), divided by it; integers in float64. */
function rounded(a: NDArray, decimals: number, out: NDArray | undefined): NDArray {
    const { kind } = a._dtype;
    if (isComplex(a)) {
        const into = out ?? copyArray(a, 0);
        setPart(into, 0, temporary(rounded(partOf(a, 0), decimals, undefined)));
        setPart(into, 1, temporary(rounded(partOf(a, 1), decimals, undefined)));
        return into;
    }
    const whole = kind === 'i' || kind === 'u';
    if (whole && decimals >= 0) {
        if (out !== undefined) assign(out, a, SAME_KIND);
        return out ?? a;
    }
    if (decimals === 0) return call(rint, a, out);
    const [before, after] = decimals > 0 ? [multiply, divide] : [divide, multiply];
    const ten = Number(`1e${Math.abs(decimals)}`);
    // Beside integers it would count as one.
    const power = isInexact(a) ? ten : toArray(ten);
    const flags = a.flags;
    const order = Number(flags.F_CONTIGUOUS && !flags.C_CONTIGUOUS);
    const into = out ?? allocate(whole ? float64 : a._dtype, a._shape, order);
    if (out === undefined && whole) temporary(into);
    call(before, a, power, into);
    call(rint, into, into);
    call(after, into, power, into);
    return out === undefined && whole ? into.astype(a._dtype) : into;
}

const roundArgs = /* @__PURE__ */ signature('round(a, decimals=, out=)');
interface RoundKeywords {
    decimals?: number | undefined;
    out?: NDArray | null | undefined;
}
/**
 * Elements rounded to decimals, which may be negative; halves to even. Integers stay what they are for
 * decimals of 0 and more. Keywords: decimals, out. TypeError if `out` cannot hold the result.
 */
export function round<O extends NDArray>(
    a: ArrayLike,
    decimals: number | undefined | (RoundKeywords & { out: O }),
    out: O,
): O;
export function round<A extends ArrayLike>(
    a: A,
    decimals?: number | RoundKeywords,
    out?: NDArray | null | RoundKeywords,
): A extends Scalar ? ScalarOf<DTypeOf<A>> : NDArray<DTypeOf<A>>;
export function round(...args: unknown[]): unknown {
    const [a, decimals, out] = bind(roundArgs, args);
    const places = toInteger(decimals ?? 0, 'decimals');
    return run(() => {
        const into = toOut(out);
        const array = a instanceof NDArray ? a : newArray(a);
        const result = rounded(array, places, into);
        if (array !== a && array !== result) temporary(array);
        return isScalar(a) && into === undefined ? temporary(result).item() : result;
    });
}
export { round as around };

const fixArgs = /* @__PURE__ */ signature('fix(x, out=)');
/** The nearest whole number towards zero. Keyword: out. */
export function fix<O extends NDArray>(x: ArrayLike, out: O | { out: O }): O;
export function fix<A extends ArrayLike>(
    x: A,
    out?: null | { out?: null },
): A extends Scalar ? ScalarOf<DTypeOf<A>> : NDArray<DTypeOf<A>>;
export function fix(...args: unknown[]): unknown {
    const [x, out] = bind(fixArgs, args);
    return call(trunc, x, out);
}

const nanToNumArgs = /* @__PURE__ */ signature('nan_to_num(x, copy=, nan=, posinf=, neginf=)');
interface NanToNumKeywords {
    copy?: boolean;
    nan?: ArrayLike;
    posinf?: ArrayLike | null;
    neginf?: ArrayLike | null;
}
/**
 * NaN replaced by `nan` (0), infinities by `posinf` and `neginf` (the largest and least numbers of the
 * dtype); in place with { copy: false }. ValueError if that needs a copy all the same.
 */
export function nan_to_num<A extends ArrayLike>(
    x: A,
    copy?: boolean | NanToNumKeywords,
    nan?: ArrayLike | NanToNumKeywords,
    posinf?: ArrayLike | null | NanToNumKeywords,
    neginf?: ArrayLike | null | NanToNumKeywords,
    keywords?: NanToNumKeywords,
): A extends Scalar ? ScalarOf<DTypeOf<A>> : NDArray<DTypeOf<A>>;
export function nan_to_num(...args: unknown[]): unknown {
    const [x, copy, nan, posinf, neginf] = bind(nanToNumArgs, args);
    const a = array(x as ArrayLike, { copy: copy === undefined || Boolean(copy) });
    run(() => {
        if (!isInexact(a)) return;
        const limits = finfo(a);
        for (const part of isComplex(a) ? [partOf(a, 0), partOf(a, 1)] : [a]) {
            // All three masks before the first change: a replacement may be infinite.
            const steps = [
                [nan ?? 0, step(isnan, part)],
                [posinf ?? limits.max, step(isposinf, part)],
                [neginf ?? limits.min, step(isneginf, part)],
            ];
            for (const [number, where] of steps) copyto(part, number, { where });
        }
    });
    return isScalar(x) ? run(() => temporary(a).item()) : a;
}

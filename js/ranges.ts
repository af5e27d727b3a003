// Arrays made by a rule: numbers one step apart, identity matrices.
import { add, divide, subtract } from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, isKeywords, signature, toInteger } from './args.js';
import { Complex } from './complex.js';
import { checkLike, onlyCF } from './creation.js';
import { complex128, type DType, float64, int32, int64, optionalDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { isScalar, promoted, putEmpty, putScalar, run, takeArray } from './operand.js';
import { check, core, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { step as made } from './steps.js';
import type { ArrayLike, DTypeLike, NameOf, Scalar } from './types.js';

interface ArangeKeywords<T extends DTypeLike = DTypeLike> {
    start?: Bound;
    stop?: Bound | null;
    step?: Bound | null;
    dtype?: T | null;
    device?: 'cpu' | null;
    like?: ArrayLike | null;
}
type Bound = Scalar | NDArray;

const arangeArgs = /* @__PURE__ */ signature(
    'arange(start=, stop=, step=, dtype=, *, device=, like=)',
);
/**
 * Numbers from start (0) to stop, stop excluded, step (1) apart: arange(stop), arange(start, stop, step).
 * Whole numbers give intp (int32), bigints beyond it int64, others float64 or complex128; arrays of one
 * element give their dtype's promotion. ZeroDivisionError if step is 0, ValueError if the range is
 * endless, OverflowError if the dtype does not hold the first two numbers.
 */
export function arange<T extends DTypeLike>(
    stop: Bound,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Bound,
    stop: Bound,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Bound,
    stop: Bound,
    step: Bound,
    dtype: T,
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Bound,
    stop: Bound,
    step: Bound,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange(
    start: Bound | ArangeKeywords,
    stop?: Bound | null | ArangeKeywords,
    step?: Bound | null | ArangeKeywords,
    dtype?: null | ArangeKeywords,
    keywords?: ArangeKeywords,
): NDArray<'int32' | 'float64'>;
export function arange(...args: unknown[]): NDArray {
    let [start, stop, step, dtype, device, like] = bind(arangeArgs, args);
    checkDevice(device);
    checkLike(like);
    if (stop === undefined || stop === null) {
        // A single number is where to stop, but not one that says it is the start.
        if (start === undefined || start === null || isKeywords(args[0]))
            throw new TypeError('arange() requires stop to be specified.');
        [start, stop] = [0, start];
    }
    const bounds = [start === undefined ? 0 : start, stop, step ?? 1].map(toBound);
    const type = optionalDType(dtype) ?? typeOf(bounds);
    const [from, to, by] = bounds as [Bound, Bound, Bound];
    return run(() => {
        const distance = combined(to, from, -1);
        // Of arrays NumPy takes the length in their own arithmetic.
        const arrays = distance instanceof NDArray || by instanceof NDArray;
        const [over, under] = arrays ? [made(divide, distance, by), 1] : [distance, by];
        const [x, y, first] = [numberOf(over), numberOf(under), numberOf(from)];
        const second = numberOf(combined(from, by, 1));
        const complex = x instanceof Complex || y instanceof Complex;
        putNumbers([...partsOf(x), ...partsOf(y)]);
        putOption(at.OPTION_DTYPE, type.ptr);
        const whole = type.kind === 'i' || type.kind === 'u';
        putScalar(1, whole ? truncated(first) : first);
        putScalar(2, beyond64(second, whole));
        putEmpty(0);
        return takeArray(0, check(core.rp_js_arange!(Number(complex))));
    });
}

const numberOf = (bound: Bound): Scalar =>
    bound instanceof NDArray ? (bound.item() as Scalar) : bound;

function toBound(value: unknown): Bound {
    if (typeof value === 'boolean') return Number(value);
    if (isScalar(value) || (value instanceof NDArray && value.size === 1)) return value;
    throw new TypeError(`arange() takes real numbers, not ${String(value)}`);
}

/** Whole, and not beyond intp: a larger number counts as a float, as weak scalars do. */
const isIntp = (x: number) => Number.isInteger(x) && Math.abs(x) <= 2 ** 31;

function typeOf(bounds: Bound[]): DType {
    return bounds
        .map((bound): DType => {
            if (bound instanceof NDArray) return bound._dtype;
            if (bound instanceof Complex) return complex128;
            if (isIntp(Number(bound))) return int32;
            return typeof bound === 'bigint' && BigInt.asIntN(64, bound) === bound
                ? int64
                : float64;
        })
        .reduce(promoted, int32);
}

/** x + sign y: exactly where both are whole. */
function combined(x: Bound, y: Bound, sign: 1 | -1): Bound {
    if (x instanceof NDArray || y instanceof NDArray) return made(sign > 0 ? add : subtract, x, y);
    if (x instanceof Complex || y instanceof Complex) {
        const [[a, b], [c, d]] = [partsOf(x), partsOf(y)];
        return new Complex(a + sign * c, b + sign * d);
    }
    if (typeof x === 'bigint' || typeof y === 'bigint') {
        if (isWhole(x) && isWhole(y)) return BigInt(x) + BigInt(sign) * BigInt(y);
    }
    return Number(x) + sign * Number(y);
}
const isWhole = (x: Scalar): x is number | bigint => typeof x === 'bigint' || Number.isInteger(x);

const partsOf = (x: Scalar): [number, number] =>
    x instanceof Complex ? [x.re, x.im] : [Number(x), 0];

const truncated = (x: Scalar): Scalar => (typeof x === 'number' ? Math.trunc(x) : x);

/** The second element. What no 64 bits hold is a float: there may be no second element. */
function beyond64(x: Scalar, whole: boolean): Scalar {
    if (typeof x !== 'bigint') return whole ? truncated(x) : x;
    return x > 0xffffffffffffffffn || x < -0x8000000000000000n ? Number(x) : x;
}

interface EyeKeywords<T extends DTypeLike = DTypeLike> {
    M?: number | null;
    k?: number;
    dtype?: T | null;
    order?: 'C' | 'F';
    device?: 'cpu' | null;
    like?: ArrayLike | null;
}
const eyeArgs = /* @__PURE__ */ signature('eye(N, M=, k=, dtype=, order=, *, device=, like=)');
/** Ones on the k-th diagonal of an N by M array, zeros elsewhere. */
export function eye<T extends DTypeLike>(
    N: number,
    keywords: EyeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function eye(
    N: number,
    M?: number | null | EyeKeywords,
    k?: number | EyeKeywords,
    dtype?: DTypeLike | null | EyeKeywords,
    order?: 'C' | 'F' | EyeKeywords,
    keywords?: EyeKeywords,
): NDArray<'float64'>;
export function eye(...args: unknown[]): NDArray {
    const [N, M, k, dtype, order, device, like] = bind(eyeArgs, args);
    checkDevice(device);
    checkLike(like);
    const rows = toInteger(N, 'N');
    putNumbers([
        rows,
        M === undefined || M === null ? rows : toInteger(M, 'M'),
        toInteger(k ?? 0, 'k'),
    ]);
    putOption(at.OPTION_ORDER, onlyCF(order));
    putOption(at.OPTION_DTYPE, (optionalDType(dtype) ?? float64).ptr);
    putEmpty(0);
    return takeArray(0, check(core.rp_js_eye!()));
}

const identityArgs = /* @__PURE__ */ signature('identity(n, dtype=, *, like=)');
/** The n by n identity matrix. */
export function identity<T extends DTypeLike = 'float64'>(
    n: number,
    dtype?: T | null | { dtype?: T | null; like?: ArrayLike | null },
    keywords?: { like?: ArrayLike | null },
): NDArray<NameOf<T>>;
export function identity(...args: unknown[]): NDArray {
    const [n, dtype, like] = bind(identityArgs, args);
    checkLike(like);
    return eye(n as number, { dtype: optionalDType(dtype) ?? float64 }) as unknown as NDArray;
}

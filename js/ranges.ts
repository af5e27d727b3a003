// Arrays made by a rule: evenly spaced numbers, identity matrices.
import { add, divide, floor, multiply, subtract } from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, isKeywords, signature, toInteger } from './args.js';
import type { Complex } from './complex.js';
import { newArray } from './convert.js';
import { onlyCF } from './creation.js';
import { type DType, float64, int32, optionalDType, toDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { promoted, putEmpty, takeArray } from './operand.js';
import { all } from './reductions.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { scope } from './scope.js';
import { moveaxis, reshapeArray } from './shape.js';
import type { ArrayLike, DTypeLike, NameOf } from './types.js';

interface ArangeKeywords<T extends DTypeLike = DTypeLike> {
    start?: number | bigint;
    stop?: number | bigint;
    step?: number | bigint;
    dtype?: T | null;
    device?: 'cpu' | null;
    like?: ArrayLike | null;
}

const arangeArgs = /* @__PURE__ */ signature(
    'arange(start=, stop=, step=, dtype=, *, device=, like=)',
);
type Real = number | bigint | NDArray;
/**
 * Numbers from start (0) to stop, stop excluded, step (1) apart: arange(stop), arange(start, stop, step).
 * Whole numbers give intp (int32), others float64. ValueError if step is 0 or the range is endless.
 */
export function arange<T extends DTypeLike>(
    stop: Real,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Real,
    stop: Real,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Real,
    stop: Real,
    step: Real,
    dtype: T,
): NDArray<NameOf<T>>;
export function arange<T extends DTypeLike>(
    start: Real,
    stop: Real,
    step: Real,
    keywords: ArangeKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function arange(
    start: Real | ArangeKeywords,
    stop?: Real | null | ArangeKeywords,
    step?: Real | null | ArangeKeywords,
    dtype?: null | ArangeKeywords,
    keywords?: ArangeKeywords,
): NDArray<'int32' | 'float64'>;
export function arange(...args: unknown[]): NDArray {
    let [start, stop, step, dtype, device] = bind(arangeArgs, args);
    checkDevice(device);
    if (stop === undefined || stop === null) {
        if (start === undefined) throw new TypeError('arange() requires stop to be specified.');
        [start, stop] = [0, start];
    }
    const bounds = [start ?? 0, stop, step ?? 1].map((value) => {
        if (typeof value === 'number' || typeof value === 'bigint') return value;
        if (value instanceof NDArray && value.size === 1) return value;
        throw new TypeError(`arange() takes real numbers, not ${String(value)}`);
    });
    const arrays = bounds.filter((bound) => bound instanceof NDArray);
    let type = optionalDType(dtype);
    if (type === undefined && arrays.length > 0) type = commonType(bounds);
    putNumbers(bounds.map((bound) => Number(bound instanceof NDArray ? bound.item() : bound)));
    putOption(at.OPTION_DTYPE, type?.ptr ?? 0);
    const whole = bounds.every((bound) => !(bound instanceof NDArray) && isIntp(bound));
    putEmpty(0);
    return takeArray(0, check(core.rp_js_arange!(Number(whole))));
}

/** Whole, and not beyond intp: a larger number counts as a float, as weak scalars do. */
const isIntp = (x: number | bigint) =>
    typeof x === 'bigint' || (Number.isInteger(x) && Math.abs(x) <= 2 ** 31);

function commonType(bounds: (number | bigint | NDArray)[]): DType {
    return bounds
        .map((bound) => {
            if (bound instanceof NDArray) return bound._dtype;
            return isIntp(bound) ? int32 : float64;
        })
        .reduce<DType>((x, y) => promoted(x, y), int32);
}

interface LinspaceKeywords<T extends DTypeLike = DTypeLike> {
    num?: number;
    endpoint?: boolean;
    retstep?: boolean;
    dtype?: T | null;
    axis?: number;
    device?: 'cpu' | null;
}

const linspaceArgs = /* @__PURE__ */ signature(
    'linspace(start, stop, num=, endpoint=, retstep=, dtype=, axis=, *, device=)',
);
/**
 * `num` (50) numbers evenly from start to stop; stop included unless endpoint is false. start and stop
 * may be arrays: the new axis is the first, or `axis`. With retstep, [numbers, step].
 */
export function linspace(
    start: ArrayLike,
    stop: ArrayLike,
    keywords: LinspaceKeywords & { retstep: true },
): [NDArray, number | Complex | NDArray];
export function linspace<T extends DTypeLike>(
    start: ArrayLike,
    stop: ArrayLike,
    keywords: LinspaceKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function linspace(
    start: ArrayLike,
    stop: ArrayLike,
    num?: number | LinspaceKeywords,
    endpoint?: boolean | LinspaceKeywords,
    retstep?: boolean | LinspaceKeywords,
    dtype?: DTypeLike | null | LinspaceKeywords,
    axis?: number | LinspaceKeywords,
    keywords?: LinspaceKeywords,
): NDArray<'float64'>;
export function linspace(...args: unknown[]): unknown {
    const [start, stop, num, endpoint, retstep, dtype, axis, device] = bind(linspaceArgs, args);
    checkDevice(device);
    const count = num === undefined ? 50 : toInteger(num, 'num');
    if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
    const type = optionalDType(dtype);
    const ends = endpoint === undefined || Boolean(endpoint);
    const simple = isReal(start) && isReal(stop);
    const [values, step] = simple
        ? realLinspace(Number(start), Number(stop), count, ends, type)
        : arrayLinspace(start, stop, count, ends, type, toInteger(axis ?? 0, 'axis'));
    if (retstep) return [values, step];
    if (step instanceof NDArray) step.dispose();
    return values;
}

const isReal = (x: unknown) => typeof x === 'number' || typeof x === 'bigint';

function realLinspace(
    start: number,
    stop: number,
    count: number,
    ends: boolean,
    type?: DType,
): [NDArray, number] {
    putNumbers([start, stop, count]);
    putOption(at.OPTION_DTYPE, type?.ptr ?? 0);
    putEmpty(0);
    const values = takeArray(0, check(core.rp_js_linspace!(Number(ends))));
    return [values, getNumber(3)];
}

/** Ends that are arrays or complex: NumPy's own composition. */
function arrayLinspace(
    start: unknown,
    stop: unknown,
    count: number,
    ends: boolean,
    type: DType | undefined,
    axis: number,
): [NDArray, NDArray] {
    return scope(() => {
        const from = multiply(newOrSame(start), 1.0) as NDArray;
        const to = newOrSame(stop);
        const delta = subtract(multiply(to, 1.0) as NDArray, from) as NDArray;
        const parts = ends ? count - 1 : count;
        const [steps] = realLinspace(0, Math.max(0, count - 1), count, true);
        const shape = [count, ...new Array<number>(delta.ndim).fill(1)];
        const column = reshapeArray(steps, shape, 0, 0);
        const step =
            parts > 0
                ? (divide(delta, parts) as NDArray)
                : (multiply(delta, Number.NaN) as NDArray);
        // A step may vanish although the ends differ: then the places are divided, as in NumPy.
        const vanishes = parts <= 0 || all(step.not_equal(0)) !== true;
        if (vanishes && parts > 0) divide(column, parts, { out: column });
        const offsets = multiply(column, vanishes ? delta : step) as NDArray;
        let result = add(offsets, from) as NDArray;
        if (ends && count > 1) result.set([-1], to);
        if (type !== undefined && type !== result._dtype) {
            if ('iu'.includes(type.kind)) floor(result, { out: result });
            result = result.astype(type) as NDArray;
        }
        return [axis === 0 ? result : moveaxis(result, 0, axis), step];
    });
}

const newOrSame = (x: unknown) => (x instanceof NDArray ? x : newArray(x));

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
    const [N, M, k, dtype, order, device] = bind(eyeArgs, args);
    checkDevice(device);
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

/** The n by n identity matrix. */
export function identity<T extends DTypeLike = 'float64'>(
    n: number,
    dtype?: T | null | { dtype?: T | null; like?: ArrayLike | null },
): NDArray<NameOf<T>> {
    const type = isKeywords(dtype) ? bind(identityArgs, [n, dtype])[1] : dtype;
    return eye(n, { dtype: toDType((type ?? float64) as DTypeLike) }) as unknown as NDArray<
        NameOf<T>
    >;
}
const identityArgs = /* @__PURE__ */ signature('identity(n, dtype=, *, like=)');

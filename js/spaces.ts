// So many numbers from one end to another: linspace, logspace, geomspace.
import {
    add,
    divide,
    floor,
    log10,
    multiply,
    power,
    sign,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, type Signature, signature, toInteger } from './args.js';
import { expand_dims, moveaxis, normalAxis } from './axes.js';
import { broadcast_shapes } from './broadcasting.js';
import type { Complex } from './complex.js';
import { convertArray, newArray, toArray } from './convert.js';
import { owned } from './creation.js';
import { type DType, float64, optionalDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { promoted, putEmpty, run, takeArray, temporary } from './operand.js';
import { all } from './reductions.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { scope } from './scope.js';
import { reshapeArray } from './shape.js';
import { call, isInexact, step as made, value } from './steps.js';
import type { ArrayLike, DTypeLike, NameOf, Scalar } from './types.js';

/** Keywords of np.geomspace. */
export interface SpaceKeywords<T extends DTypeLike = DTypeLike> {
    num?: number;
    endpoint?: boolean;
    dtype?: T | null;
    axis?: number;
}
/** Keywords of np.logspace. */
export interface LogspaceKeywords<T extends DTypeLike = DTypeLike> extends SpaceKeywords<T> {
    base?: ArrayLike;
}
/** Keywords of np.linspace. */
export interface LinspaceKeywords<T extends DTypeLike = DTypeLike> extends SpaceKeywords<T> {
    retstep?: boolean;
    device?: 'cpu' | null;
}

const linspaceArgs = /* @__PURE__ */ signature(
    'linspace(start, stop, num=, endpoint=, retstep=, dtype=, axis=, *, device=)',
);
/**
 * `num` (50) numbers evenly from start to stop; stop included unless endpoint is false. start and stop
 * may be arrays: the new axis is the first, or `axis`. With retstep, [numbers, step]. Without a dtype
 * the ends' own, if it is a float or complex one, else float64; integers are rounded down. ValueError
 * for a negative num.
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
    const count = toCount(num);
    const type = optionalDType(dtype);
    const ends = endpoint === undefined || Boolean(endpoint);
    const along = toInteger(axis ?? 0, 'axis');
    const simple = isReal(start) && isReal(stop);
    if (simple) normalAxis(along, 1);
    const [values, step] = simple
        ? realLinspace(Number(start), Number(stop), count, ends, type)
        : arrayLinspace(start, stop, count, ends, type, along);
    if (retstep) return [values, step];
    if (step instanceof NDArray) step.dispose();
    return values;
}

const isReal = (x: unknown) => typeof x === 'number' || typeof x === 'bigint';

function toCount(num: unknown): number {
    const count = num === undefined ? 50 : toInteger(num, 'num');
    if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
    return count;
}

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
): [NDArray, NDArray | Scalar] {
    return scope(() =>
        run((): [NDArray, NDArray | Scalar] => {
            const [from, to] = [value(start), value(stop)];
            const dtype = inexactOf(toArray(made(add, from, to)));
            const delta = arrayOf(call(subtract, to, from, { dtype }));
            const [places] = realLinspace(0, Math.max(0, count - 1), count, true, dtype);
            const column = reshapeArray(places, [count, ...delta._shape.map(() => 1)], 0, 0);
            const parts = ends ? count - 1 : count;
            const step = parts > 0 ? arrayOf(divide(delta, parts)) : undefined;
            // A step may vanish although the ends differ: then the places are divided, as in NumPy.
            const vanishes = step === undefined || !all(step);
            if (vanishes && parts > 0) divide(column, parts, { out: column });
            const result = arrayOf(multiply(column, vanishes ? delta : step));
            add(result, from, { out: result });
            if (ends && count > 1) result.set([-1], to);
            if (type !== undefined && 'iu'.includes(type.kind)) floor(result, { out: result });
            const cast = convertArray(result, type, 3, null);
            const distance = step !== undefined && step.ndim === 0 ? step.item() : step;
            return [atAxis(cast, axis), distance ?? Number.NaN];
        }),
    );
}

const arrayOf = (x: unknown): NDArray => (x instanceof NDArray ? x : newArray(x));
const inexactOf = (x: NDArray): DType =>
    isInexact(x) ? (x._dtype.newbyteorder('=') as DType) : float64;

function putting(its: Signature, args: unknown[]) {
    const [start, stop, num, endpoint, ...rest] = bind(its, args);
    return { start, stop, num: toCount(num), endpoint: endpoint ?? true, rest };
}

const logspaceArgs = /* @__PURE__ */ signature(
    'logspace(start, stop, num=, endpoint=, base=, dtype=, axis=)',
);
/**
 * base (10) to powers evenly from start to stop; stop included unless endpoint is false. start, stop and
 * base may be arrays: the new axis is the first, or `axis`. ValueError for a negative num.
 */
export function logspace<T extends DTypeLike>(
    start: ArrayLike,
    stop: ArrayLike,
    keywords: LogspaceKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function logspace(
    start: ArrayLike,
    stop: ArrayLike,
    num?: number | LogspaceKeywords,
    endpoint?: boolean | LogspaceKeywords,
    base?: ArrayLike | LogspaceKeywords,
    dtype?: DTypeLike | null | LogspaceKeywords,
    axis?: number | LogspaceKeywords,
    keywords?: LogspaceKeywords,
): NDArray<'float64'>;
export function logspace(...args: unknown[]): NDArray {
    const { start, stop, num, endpoint, rest } = putting(logspaceArgs, args);
    const [base, dtype, axis] = rest;
    const type = optionalDType(dtype);
    const along = toInteger(axis ?? 0, 'axis');
    return run(() => {
        let [from, to, of] = [value(start), value(stop), value(base ?? 10)];
        if (of instanceof NDArray && of.ndim > 0) {
            // A base for each of the numbers stands where they do, but for the new axis.
            const [x, y] = [toArray(from), toArray(to)];
            const { length } = broadcast_shapes(x._shape, y._shape, of._shape);
            const widened = [x, y, of].map((a) => {
                const ones = new Array<number>(length - a.ndim).fill(1);
                return reshapeArray(a, [...ones, ...a._shape], 0, 0);
            });
            [from, to] = widened as [NDArray, NDArray];
            of = expand_dims(widened[2]!, along);
        }
        const powers = made(linspace, from, to, { num, endpoint, axis: along });
        const result = arrayOf(call(power, of, powers));
        return type === undefined || type === result._dtype
            ? result
            : convertArray(temporary(result), type, 3, null);
    });
}

const geomspaceArgs = /* @__PURE__ */ signature(
    'geomspace(start, stop, num=, endpoint=, dtype=, axis=)',
);
/**
 * `num` (50) numbers from start to stop, each the same multiple of the one before; stop included unless
 * endpoint is false. The ends may be negative, complex (a spiral), and arrays: the new axis is the first,
 * or `axis`. ValueError if an end is 0, or for a negative num.
 */
export function geomspace<T extends DTypeLike>(
    start: ArrayLike,
    stop: ArrayLike,
    keywords: SpaceKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function geomspace(
    start: ArrayLike,
    stop: ArrayLike,
    num?: number | SpaceKeywords,
    endpoint?: boolean | SpaceKeywords,
    dtype?: DTypeLike | null | SpaceKeywords,
    axis?: number | SpaceKeywords,
    keywords?: SpaceKeywords,
): NDArray<'float64'>;
export function geomspace(...args: unknown[]): NDArray {
    const { start, stop, num, endpoint, rest } = putting(geomspaceArgs, args);
    const type = optionalDType(rest[0]);
    const axis = toInteger(rest[1] ?? 0, 'axis');
    return run(() => {
        const [first, last] = [toArray(start), toArray(stop)];
        if (!all(first) || !all(last))
            throw new ValueError('Geometric sequence cannot include zero');
        const dtype = [last._dtype, type ?? float64].reduce(promoted, first._dtype);
        const inexact = 'fc'.includes(dtype.kind) ? dtype : promoted(dtype, float64);
        const from = temporary(convertArray(first, inexact, 3, true));
        const to = temporary(convertArray(last, inexact, 3, true));
        // Turned so that the start is a positive number, and back in the end.
        const turn = made(sign, from);
        divide(from, turn, { out: from });
        const end = made(divide, to, turn);
        const powers = { num, endpoint: Boolean(endpoint), dtype: inexact };
        const result = made(logspace, made(log10, from), made(log10, end), powers) as NDArray;
        // Powers of logarithms need not be what they are logarithms of.
        if (num > 0) result.set([0], from);
        if (num > 1 && endpoint) result.set([-1], end);
        multiply(result, turn, { out: result });
        return atAxis(convertArray(result, type ?? inexact, 3, true), axis);
    });
}

/** A new array with its first axis in another place. */
function atAxis(a: NDArray, axis: number): NDArray {
    if (axis === 0) return a;
    try {
        return owned(moveaxis(a, 0, axis), a);
    } catch (error) {
        a.dispose();
        throw error;
    }
}

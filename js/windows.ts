// Windows to multiply samples with: bartlett, blackman, hamming, hanning, kaiser.
import {
    absolute,
    add,
    cos,
    divide,
    multiply,
    sqrt,
    square,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { bind, describe, type Signature, signature } from './args.js';
import { i0 } from './bessel.js';
import { ones, zeros } from './creation.js';
import type { NDArray } from './ndarray.js';
import { run } from './operand.js';
import { arange } from './ranges.js';
import { call, step } from './steps.js';

/** How many points, or another number of a window's, from a number or an array of one element. */
function toNumber(value: unknown, what: string): number {
    const given =
        typeof value === 'object' && value !== null && 'item' in value && 'dtype' in value
            ? (value as NDArray).item()
            : value;
    if (typeof given === 'number' || typeof given === 'bigint' || typeof given === 'boolean')
        return Number(given);
    throw new TypeError(`${what} must be a real number, not ${describe(given)}`);
}

/** 1 - M, 3 - M, ..., M - 1: twice the distances from the middle. */
const twiceFromMiddle = (M: number): NDArray => step(arange, 1 - M, M, 2);

/** The window of M points that `body` computes; none below 1, a single 1 for 1. */
function windowOf(its: Signature, args: unknown[], body: (M: number) => NDArray): NDArray {
    const M = toNumber(bind(its, args)[0], 'M');
    if (M < 1) return zeros(0);
    if (M === 1) return ones(1);
    return run(() => body(M));
}

/** cos(factor pi n / (M - 1)) times a weight. */
function wave(n: NDArray, M: number, factor: number, weight: number): NDArray {
    const angle = step(divide, step(multiply, factor * Math.PI, n), M - 1);
    return step(multiply, weight, step(cos, angle));
}

const bartlettArgs = /* @__PURE__ */ signature('bartlett(M)');
/** A triangle of M points that ends in zeros. */
export function bartlett(M: number): NDArray<'float64'>;
export function bartlett(...args: unknown[]): NDArray {
    return windowOf(bartlettArgs, args, (M) => {
        const n = twiceFromMiddle(M);
        return call(subtract, 1, step(divide, step(absolute, n), M - 1));
    });
}

const blackmanArgs = /* @__PURE__ */ signature('blackman(M)');
/** The Blackman window of M points: 0.42 + 0.5 cos(pi x) + 0.08 cos(2 pi x) for x from -1 to 1. */
export function blackman(M: number): NDArray<'float64'>;
export function blackman(...args: unknown[]): NDArray {
    return windowOf(blackmanArgs, args, (M) => {
        const n = twiceFromMiddle(M);
        return call(add, step(add, 0.42, wave(n, M, 1, 0.5)), wave(n, M, 2, 0.08));
    });
}

const hammingArgs = /* @__PURE__ */ signature('hamming(M)');
/** The Hamming window of M points: 0.54 + 0.46 cos(pi x) for x from -1 to 1. */
export function hamming(M: number): NDArray<'float64'>;
export function hamming(...args: unknown[]): NDArray {
    return windowOf(hammingArgs, args, (M) =>
        call(add, 0.54, wave(twiceFromMiddle(M), M, 1, 0.46)),
    );
}

const hanningArgs = /* @__PURE__ */ signature('hanning(M)');
/** The Hann window of M points: 0.5 + 0.5 cos(pi x) for x from -1 to 1. */
export function hanning(M: number): NDArray<'float64'>;
export function hanning(...args: unknown[]): NDArray {
    return windowOf(hanningArgs, args, (M) => call(add, 0.5, wave(twiceFromMiddle(M), M, 1, 0.5)));
}

const kaiserArgs = /* @__PURE__ */ signature('kaiser(M, beta)');
/** The Kaiser window of M points: i0(beta sqrt(1 - x^2)) / i0(beta) for x from -1 to 1. */
export function kaiser(M: number, beta: number): NDArray<'float64'>;
export function kaiser(...args: unknown[]): NDArray {
    const [points, shape] = bind(kaiserArgs, args);
    const M = toNumber(points, 'M');
    const beta = toNumber(shape, 'beta');
    if (M === 1) return ones(1);
    return run(() => {
        const middle = (M - 1) / 2;
        const n = step(arange, 0, M, { dtype: 'float64' });
        const x = step(square, step(divide, step(subtract, n, middle), middle));
        const under = step(multiply, beta, step(sqrt, step(subtract, 1, x)));
        return call(divide, step(i0, under), step(i0, beta));
    });
}

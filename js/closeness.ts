// Whether arrays are equal, or nearly so.
import {
    absolute,
    add,
    bitwise_and,
    bitwise_or,
    equal,
    isfinite,
    isnan,
    less_equal,
    multiply,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { bind, signature } from './args.js';
import { broadcast_shapes } from './broadcasting.js';
import { toArray } from './convert.js';
import { float64 } from './dtype.js';
import { NDArray } from './ndarray.js';
import { run } from './operand.js';
import { all } from './reductions.js';
import { ValueError } from './runtime/errors.js';
import { call, isInexact, step, type Value, value } from './steps.js';
import type { ArrayLike, Scalar } from './types.js';

export interface CloseKeywords {
    rtol?: ArrayLike;
    atol?: ArrayLike;
    equal_nan?: boolean;
}

/** The reference: in a floating dtype, so that the least integer has an absolute value. */
function reference(b: unknown, x: Value): Value {
    const y = value(b);
    if (y instanceof NDArray) return isInexact(y) ? y : step(() => y.astype(float64));
    if (typeof y === 'object') return y;
    // A JavaScript number beside integers would count as one.
    return x instanceof NDArray && !isInexact(x) ? toArray(Number(y), float64) : Number(y);
}

function close(args: unknown[]): any {
    const [a, b, rtol, atol, equal_nan] = args;
    const x = value(a);
    const y = reference(b, x);
    const bound = step(
        add,
        value(atol ?? 1e-8),
        step(multiply, value(rtol ?? 1e-5), step(absolute, y)),
    );
    const near = step(less_equal, step(absolute, step(subtract, x, y)), bound);
    let result = step(bitwise_and, near, step(isfinite, y));
    const last = (finish: typeof call, more: unknown) => finish(bitwise_or, result, more);
    if (!equal_nan) return last(call, step(equal, x, y));
    result = last(step, step(equal, x, y));
    return last(call, step(bitwise_and, step(isnan, x), step(isnan, y)));
}

const iscloseArgs = /* @__PURE__ */ signature('isclose(a, b, rtol=, atol=, equal_nan=)');
/**
 * Whether |a - b| <= atol + rtol |b|, element by element. Keywords: rtol (1e-5), atol (1e-8), equal_nan.
 * A boolean of two JavaScript numbers.
 */
export function isclose<A extends ArrayLike, B extends ArrayLike>(
    a: A,
    b: B,
    rtol?: ArrayLike | CloseKeywords,
    atol?: ArrayLike | CloseKeywords,
    equal_nan?: boolean | CloseKeywords,
    keywords?: CloseKeywords,
): [A | B] extends [Scalar] ? boolean : NDArray<'bool'>;
export function isclose(...args: unknown[]): unknown {
    const values = bind(iscloseArgs, args);
    return run(() => close(values));
}

const allcloseArgs = /* @__PURE__ */ signature('allclose(a, b, rtol=, atol=, equal_nan=)');
/** Whether isclose holds of all elements; its keywords. */
export function allclose(
    a: ArrayLike,
    b: ArrayLike,
    rtol?: ArrayLike | CloseKeywords,
    atol?: ArrayLike | CloseKeywords,
    equal_nan?: boolean | CloseKeywords,
    keywords?: CloseKeywords,
): boolean;
export function allclose(...args: unknown[]): boolean {
    const values = bind(allcloseArgs, args);
    return run(() => all(step(close, values)));
}

const arrayEqualArgs = /* @__PURE__ */ signature('array_equal(a1, a2, equal_nan=)');
/** Whether two arrays have the same shape and elements. Keyword: equal_nan, NaN equal to NaN. */
export function array_equal(
    a1: ArrayLike,
    a2: ArrayLike,
    equal_nan?: boolean | { equal_nan?: boolean },
): boolean;
export function array_equal(...args: unknown[]): boolean {
    const [a1, a2, equal_nan] = bind(arrayEqualArgs, args);
    return run(() => {
        const [x, y] = [toArray(a1), toArray(a2)];
        if (String(x._shape) !== String(y._shape)) return false;
        const same = step(equal, x, y);
        if (!equal_nan) return all(same);
        return all(step(bitwise_or, same, step(bitwise_and, step(isnan, x), step(isnan, y))));
    });
}

/** Whether two arrays have the same elements once broadcast to one shape; false if they do not fit. */
export function array_equiv(a1: ArrayLike, a2: ArrayLike): boolean {
    return run(() => {
        const [x, y] = [toArray(a1), toArray(a2)];
        try {
            broadcast_shapes(x._shape, y._shape);
        } catch (error) {
            if (error instanceof ValueError) return false;
            throw error;
        }
        return all(step(equal, x, y));
    });
}

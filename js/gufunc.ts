// Generalised ufuncs: callable objects whose loops work on several axes of their operands at once.
import { describe, toInteger, withoutTail } from './args.js';
import type { Ufunc } from './call-options.js';
import { fastBinary } from './fast.js';
import type { NDArray } from './ndarray.js';
import { elementOf } from './operand.js';
import { putNumbers } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike } from './types.js';
import { asUfunc, slow } from './ufunc.js';

/** @internal Makes the generalised ufunc of an id. */
export function makeGufunc<U>(
    id: number,
    name: string,
    nin: number,
    nout: number,
    core: string,
): U {
    const uf = { id, name, nin, nout, putCore };
    const call =
        nin === 2 && nout === 1
            ? (
                  x1?: ArrayLike,
                  x2?: ArrayLike,
                  out?: unknown,
                  keywords?: unknown,
                  more?: unknown,
              ) => {
                  if (out === undefined && keywords === undefined && more === undefined) {
                      const result = fastBinary(id, x1, x2);
                      if (result !== null) return result._shape.length ? result : whole(result);
                  }
                  return slow(uf, withoutTail([x1, x2, out, keywords, more]));
              }
            : (...args: unknown[]) => slow(uf, args);
    return Object.defineProperty(asUfunc(uf, call), 'signature', { value: core }) as unknown as U;
}

/** The JavaScript value of a result without axes. */
function whole(result: NDArray): unknown {
    const value = elementOf(result);
    result.dispose();
    return value;
}

/** Numbers that the core reads: wasm/frame.h says which. */
const COUNT = 43;
const MOST_AXES = 4;

function putCore(uf: Ufunc, keywords: Record<string, unknown>): number {
    const { axis, axes, keepdims } = keywords;
    if (axis !== undefined && axes !== undefined) {
        throw new TypeError("cannot specify both 'axis' and 'axes'");
    }
    if (axis === undefined && axes === undefined && keepdims === undefined) return 0;
    if (keepdims !== undefined && typeof keepdims !== 'boolean') {
        throw new TypeError("'keepdims' must be a boolean");
    }
    const numbers = [keepdims === undefined ? -1 : Number(keepdims), 0, 0];
    if (axis !== undefined) {
        numbers[1] = 1;
        numbers[2] = toInteger(axis, 'axis');
    } else if (axes !== undefined) {
        if (!Array.isArray(axes)) {
            throw new TypeError(`axes should be a list, not ${describe(axes)}`);
        }
        numbers[1] = 2;
        numbers[2] = axes.length;
        for (const item of axes.slice(0, uf.nin + uf.nout)) {
            const list = Array.isArray(item) ? item : [item];
            numbers.push(Array.isArray(item) ? list.length : -1);
            for (const one of list.slice(0, MOST_AXES)) numbers.push(toInteger(one, 'axes item'));
        }
    }
    while (numbers.length < COUNT) numbers.push(0);
    putNumbers(numbers);
    return at.CALL_CORE;
}

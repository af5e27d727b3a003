// Real and imaginary parts, and what can be asked of an element or an array.
import {
    absolute,
    equal,
    isinf,
    less,
    logical_and,
    logical_not,
    not_equal,
    signbit,
} from '../build/gen/ufunc-functions.js';
import { bind, signature } from './args.js';
import { Complex } from './complex.js';
import { newArray, toArray } from './convert.js';
import { zeros } from './creation.js';
import { assign, NDArray } from './ndarray.js';
import { isScalar, putArray, putEmpty, run, takeView, VIEW } from './operand.js';
import { all } from './reductions.js';
import { check, core } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { call, isComplex, step, type Value, value } from './steps.js';
import { finfo } from './typeinfo.js';
import type { ArrayLike, DTypeOf, RealOf, Scalar } from './types.js';
import type { UfuncKeywords } from './ufunc-types.js';

/** @internal a.real (0) and a.imag (1): views of a complex array; else the array, or zeros. */
export function partOf(a: NDArray, part: 0 | 1): NDArray {
    if (isComplex(a)) {
        const base = putArray(0, a, VIEW);
        putEmpty(1);
        return takeView(1, check(core.rp_js_part!(part)), a, base);
    }
    if (part === 0) return a;
    const none = zeros(a._shape, { dtype: a._dtype }) as NDArray;
    none._flags &= ~at.WRITEABLE;
    return none;
}

/** @internal a.real = value, a.imag = value. */
export function setPart(a: NDArray, part: 0 | 1, value: unknown): void {
    if (part === 1 && !isComplex(a))
        throw new TypeError('array does not have imaginary part to set');
    assign(partOf(a, part), value, 4);
}

type PartOf<A> = A extends Scalar ? number | bigint : NDArray<RealOf<DTypeOf<A>>>;

function part(val: unknown, which: 0 | 1): unknown {
    if (val instanceof Complex) return which === 0 ? val.re : val.im;
    if (isScalar(val)) return which === 1 ? 0 : typeof val === 'boolean' ? Number(val) : val;
    return partOf(val instanceof NDArray ? val : newArray(val), which);
}
/** The real parts: a view of a complex array, a real one itself. */
export const real = <A extends ArrayLike>(val: A): PartOf<A> => part(val, 0) as PartOf<A>;
/** The imaginary parts: a view of a complex array; of a real one, read-only zeros. */
export const imag = <A extends ArrayLike>(val: A): PartOf<A> => part(val, 1) as PartOf<A>;

const realIfCloseArgs = /* @__PURE__ */ signature('real_if_close(a, tol=)');
/**
 * The real parts of a complex array if all imaginary ones are below `tol` machine epsilons (or below
 * `tol` itself, if that is at most 1); else the array.
 */
export function real_if_close(a: ArrayLike, tol?: number | { tol?: number }): NDArray;
export function real_if_close(...args: unknown[]): NDArray {
    const [a, tol] = bind(realIfCloseArgs, args);
    const array = a instanceof NDArray ? a : newArray(a);
    if (!isComplex(array)) return array;
    const least = Number(tol ?? 100);
    const bound = least > 1 ? finfo(array).eps * least : least;
    const close = run(() => all(step(less, step(absolute, partOf(array, 1)), bound)));
    return close ? partOf(array, 0) : array;
}

function infinite(name: string, negative: boolean) {
    const its = signature(`${name}(x, out=)`);
    return (...args: unknown[]): unknown => {
        const [x, out] = bind(its, args);
        return run(() => {
            const array = value(x);
            if (array instanceof Complex || (array instanceof NDArray && isComplex(array))) {
                throw new TypeError(
                    'This operation is not supported for complex values because it would be ambiguous.',
                );
            }
            const sign = step(signbit, array);
            return call(
                logical_and,
                step(isinf, array),
                negative ? sign : step(logical_not, sign),
                out,
            );
        });
    };
}
type TestOf<A> = A extends Scalar ? boolean : NDArray<'bool'>;
interface TestFunction {
    <O extends NDArray>(x: ArrayLike, out: O | { out: O }): O;
    <A extends ArrayLike>(x: A, out?: null | UfuncKeywords): TestOf<A>;
}
/** Whether an element is negative infinity. TypeError for complex numbers. */
export const isneginf: TestFunction = /* @__PURE__ */ infinite('isneginf', true) as TestFunction;
/** Whether an element is positive infinity. TypeError for complex numbers. */
export const isposinf: TestFunction = /* @__PURE__ */ infinite('isposinf', false) as TestFunction;

const compared = (x: unknown, test: unknown) =>
    run(() => {
        const its: Value = value(x);
        if (isScalar(its)) return call(test, part(its, 1), 0);
        return call(test, isComplex(its) ? partOf(its, 1) : step(partOf, its, 1), 0);
    });
/** Whether an element has an imaginary part that is not zero. */
export const iscomplex = <A extends ArrayLike>(x: A): TestOf<A> => compared(x, not_equal);
/** Whether an element has no imaginary part, or a zero one. */
export const isreal = <A extends ArrayLike>(x: A): TestOf<A> => compared(x, equal);

/** Whether a value is complex, or an array or list of complex numbers, whatever they are. */
export const iscomplexobj = (x: ArrayLike): boolean => run(() => isComplex(toArray(x)));
/** Whether a value, or an array's dtype, is not complex. */
export const isrealobj = (x: ArrayLike): boolean => !iscomplexobj(x);

/** Whether a value is a number, boolean, bigint, string or Complex: no array, not even a 0-d one. */
export const isscalar = (element: unknown): element is Scalar | string =>
    isScalar(element) || typeof element === 'string';

// Reductions as the core does them: axes and flags into the frame, one call, a value or an array.
import { toIntegers } from './args.js';
import { toOperand } from './convert.js';
import type { DType } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { isScalar, putArray, putOut, putScalar, takeResult } from './operand.js';
import { AxisError } from './runtime/errors.js';
import { check, core, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { noteSize } from './runtime/memory.js';
import type { Scalar } from './types.js';

/** Puts the axes of a reduction; returns their number and the flag for "all". */
export function putAxes(axis: unknown): [count: number, flag: number] {
    if (axis === undefined || axis === null) return [0, at.CALL_ALL_AXES];
    const axes = toIntegers(axis, 'axis');
    if (axes.length > at.MAX_DIMS)
        throw new AxisError(`${axes.length} axes are more than any array has`);
    putNumbers(axes);
    return [axes.length, 0];
}

/** Options of calls that reduce. */
export function putReduceDType(dtype: DType | undefined): number {
    if (dtype === undefined) return 0;
    putOption(at.OPTION_CASTING, -1);
    putOption(at.OPTION_ORDER, -1);
    putOption(at.OPTION_DTYPE, dtype.ptr);
    putOption(at.OPTION_SIGNATURE, 0);
    return at.CALL_OPTIONS;
}

/** Puts what every reduction has; returns the number of axes and the flags. */
export function putReduction(
    a: NDArray,
    axis: unknown,
    dtype: DType | undefined,
    out: NDArray | undefined,
    keepdims: boolean,
    mask: NDArray | undefined,
): [count: number, flags: number] {
    noteSize(a.nbytes);
    putArray(0, a);
    putOut(1, out);
    let flags = keepdims ? at.CALL_KEEPDIMS : 0;
    if (out !== undefined) flags |= at.CALL_OUT;
    if (mask !== undefined) {
        putArray(2, mask);
        flags |= at.CALL_WHERE;
    }
    const [count, all] = putAxes(axis);
    return [count, flags | all | putReduceDType(dtype)];
}

/** ufunc.reduce over arrays; to be called inside run. */
export function reduceArray(
    id: number,
    a: NDArray,
    axis: unknown,
    dtype: DType | undefined,
    out: NDArray | undefined,
    keepdims: boolean,
    initial: unknown,
    mask: NDArray | undefined,
): NDArray | Scalar {
    const given = initial !== undefined && initial !== null;
    const start = given ? toOperand(initial) : undefined;
    const [count, common] = putReduction(a, axis, dtype, out, keepdims, mask);
    let flags = common;
    if (start !== undefined) {
        if (isScalar(start)) putScalar(3, start);
        else putArray(3, start);
        flags |= at.CALL_INITIAL;
    } else if (initial === null) flags |= at.CALL_NO_INITIAL;
    const result = check(core.rp_js_reduce!(id, count, flags));
    return out ?? takeResult(1, result);
}

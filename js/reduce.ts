// Reductions as the core does them: axes and flags into the frame, one call, a value or an array.
import { toIntegers } from './args.js';
import { maskOf, toArray, toOperand, toOut } from './convert.js';
import { type DType, optionalDType } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { isScalar, putArray, putOut, putScalar, run, takeResult } from './operand.js';
import { AxisError } from './runtime/errors.js';
import { check, core, putNumbers, putOption } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { noteSize } from './runtime/memory.js';
import type { Scalar } from './types.js';

/** Puts the axes of a reduction; returns their number and the flag for "all". */
function putAxes(axis: unknown): [count: number, flag: number] {
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

/** A call of the core: `id` of what, the number of axes, flags. */
type CoreCall = (id: number, axes: number, flags: number) => number;

const callReduce: CoreCall = (id, axes, flags) => core.rp_js_reduce!(id, axes, flags);

/**
 * A reduction, ufunc.reduce if not another call, of what functions are given: `out`, a new array, or a
 * JavaScript value if no axis is left. `initial` null says that there is none.
 */
export function reduction(
    id: number,
    [a, axis, dtype, out, keepdims, initial, where]: unknown[],
    call = callReduce,
): NDArray | Scalar {
    return run(() => {
        const array = toArray(a);
        const its = optionalDType(dtype);
        const into = toOut(out);
        const mask = maskOf(where);
        // Beside a ufunc a number is a weak one.
        const start = initial == null ? undefined : toOperand(initial, call !== callReduce);
        noteSize(array.nbytes);
        putArray(0, array);
        putOut(1, into);
        let flags = keepdims ? at.CALL_KEEPDIMS : 0;
        if (into !== undefined) flags |= at.CALL_OUT;
        if (mask !== undefined) {
            putArray(2, mask);
            flags |= at.CALL_WHERE;
        }
        if (start !== undefined) {
            if (isScalar(start)) putScalar(3, start);
            else putArray(3, start);
            flags |= at.CALL_INITIAL;
        } else if (initial === null) flags |= at.CALL_NO_INITIAL;
        const [count, all] = putAxes(axis);
        const result = check(call(id, count, flags | all | putReduceDType(its)));
        return into ?? takeResult(1, result);
    });
}

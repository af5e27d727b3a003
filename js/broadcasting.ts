// Shapes that fit each other, and views in them.
import { bind, isKeywords, signature, toIntegers } from './args.js';
import { newArray, putShape, withArray } from './convert.js';
import { NDArray } from './ndarray.js';
import { tooManyDims } from './nested.js';
import { putArray, putEmpty, takeView, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, I32, refresh, slotAt } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike, DTypeOf, Shape } from './types.js';

const broadcastArgs = /* @__PURE__ */ signature('broadcast_to(array, shape, subok=)');
/** A read-only view in a shape that the array broadcasts to. ValueError if it does not. */
export function broadcast_to<A extends ArrayLike>(
    array: A,
    shape: Shape,
    subok?: boolean | { subok?: boolean },
): NDArray<DTypeOf<A>>;
export function broadcast_to(...args: unknown[]): NDArray {
    const [array, shape] = bind(broadcastArgs, args);
    return withArray(array, (a) => {
        const lengths = toIntegers(shape, 'shape');
        const base = putArray(0, a, VIEW);
        putEmpty(1);
        return takeView(1, check(core.rp_js_broadcast_to!(putShape(lengths))), a, base);
    });
}

/** The shape that these shapes broadcast to. ValueError if they do not fit. */
export function broadcast_shapes(...shapes: Shape[]): number[] {
    if (shapes.length === 0) return [];
    let result = toIntegers(shapes[0], 'shape');
    // Two at a time: the frame has room for so many operands only.
    for (const shape of shapes.length === 1 ? [shapes[0]] : shapes.slice(1)) {
        result = broadcastPair(result, toIntegers(shape, 'shape'));
    }
    return result;
}

function broadcastPair(x: readonly number[], y: readonly number[]): number[] {
    refresh();
    for (const [slot, shape] of [x, y].entries()) {
        if (shape.length > at.MAX_DIMS) throw tooManyDims(shape.length);
        if (shape.some((n) => !Number.isInteger(n) || n < 0 || n > 0x7fffffff)) {
            throw new ValueError('negative dimensions are not allowed');
        }
        const o = slotAt(slot);
        I32[o] = 1; // Any dtype: only shapes are looked at.
        I32[o + at.NDIM] = shape.length;
        I32[o + at.WEAK] = 0;
        for (const [i, length] of shape.entries()) I32[o + at.DIMS + i] = length;
    }
    putEmpty(2);
    check(core.rp_js_broadcast_shapes!(2));
    const o = slotAt(2);
    return Array.from({ length: I32[o + at.NDIM]! }, (_, i) => I32[o + at.DIMS + i]!);
}

const broadcastArraysArgs = /* @__PURE__ */ signature('broadcast_arrays(*, subok=)');
/**
 * All arrays in the shape that they broadcast to: themselves where they have it, else views. ValueError if
 * the shapes do not fit.
 */
export function broadcast_arrays(...args: (ArrayLike | { subok?: boolean })[]): NDArray[] {
    if (isKeywords(args[args.length - 1])) bind(broadcastArraysArgs, [args.pop()]);
    const made: NDArray[] = [];
    try {
        const arrays = args.map((a) => {
            if (a instanceof NDArray) return a;
            made.push(newArray(a));
            return made[made.length - 1]!;
        });
        const shape = broadcast_shapes(...arrays.map((a) => a._shape));
        return arrays.map((a) => {
            if (String(a._shape) === String(shape)) return a;
            const view = broadcast_to(a, shape);
            view._flags |= a._flags & at.WRITEABLE;
            return view;
        });
    } catch (error) {
        for (const a of made) a.dispose();
        throw error;
    }
}

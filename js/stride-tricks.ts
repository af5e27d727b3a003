// Views by hand: np.lib.stride_tricks.
import { bind, signature, toIntegers } from './args.js';
import { normalAxis } from './axes.js';
import { withArray } from './convert.js';
import type { NDArray } from './ndarray.js';
import { tooManyDims } from './nested.js';
import { putArray, putEmpty, takeView, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, putNumbers } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike, DTypeOf, Shape } from './types.js';

/** Keywords of as_strided. */
export interface AsStridedKeywords {
    shape?: Shape | null;
    /** Bytes from one element to the next along each axis. */
    strides?: Shape | null;
    subok?: boolean;
    /** false: the view is read-only. It may have elements in common with itself. */
    writeable?: boolean;
}

const stridedArgs = /* @__PURE__ */ signature(
    'as_strided(x, shape=, strides=, subok=, writeable=)',
);
/**
 * A view from x's first element on with any shape and strides, those of x unless given. It stays within the
 * memory that x is a view of: ValueError, which names the bytes, if an element would lie outside.
 */
export function as_strided<A extends ArrayLike>(
    x: A,
    shape?: Shape | null | AsStridedKeywords,
    strides?: Shape | null | AsStridedKeywords,
    subok?: boolean | AsStridedKeywords,
    writeable?: boolean | AsStridedKeywords,
    keywords?: AsStridedKeywords,
): NDArray<DTypeOf<A>>;
export function as_strided(...args: unknown[]): NDArray {
    const [x, shape, strides, , writeable] = bind(stridedArgs, args);
    return withArray(x, (array) => {
        const lengths = shape == null ? array._shape : toIntegers(shape, 'shape');
        const steps = strides == null ? null : toIntegers(strides, 'strides');
        return strided(array, lengths, steps, writeable === undefined || Boolean(writeable));
    });
}

function strided(
    array: NDArray,
    shape: readonly number[],
    strides: readonly number[] | null,
    writeable: boolean,
): NDArray {
    if (shape.length > at.MAX_DIMS) throw tooManyDims(shape.length);
    if (strides !== null && strides.length !== shape.length) {
        throw new ValueError('mismatch in length of strides and shape');
    }
    const base = putArray(0, array, VIEW);
    putEmpty(1);
    putNumbers(strides === null ? shape : [...shape, ...strides]);
    const steps = strides === null ? -1 : strides.length;
    const id = check(core.rp_js_strided!(base, array._storage.nbytes, shape.length, steps));
    const view = takeView(1, id, array, base);
    if (!writeable) view._flags &= ~at.WRITEABLE;
    return view;
}

/** Keywords of sliding_window_view. */
export interface SlidingWindowKeywords {
    axis?: number | readonly number[] | null;
    subok?: boolean;
    /** true: the view may be written to if x may. Its windows overlap. */
    writeable?: boolean;
}

const windowArgs = /* @__PURE__ */ signature(
    'sliding_window_view(x, window_shape, axis=, *, subok=, writeable=)',
);
/**
 * A read-only view of all windows of a shape: x's axes say where a window begins, new ones behind them
 * lead through it. The window has a length for each axis of x, or for those in `axis`, which may be named
 * again. ValueError for a window longer than its axis and for lengths that do not fit the axes.
 */
export function sliding_window_view<A extends ArrayLike>(
    x: A,
    window_shape: Shape,
    axis?: number | readonly number[] | null | SlidingWindowKeywords,
    keywords?: SlidingWindowKeywords,
): NDArray<DTypeOf<A>>;
export function sliding_window_view(...args: unknown[]): NDArray {
    const [x, window_shape, axis, , writeable] = bind(windowArgs, args);
    const lengths = toIntegers(window_shape, 'window_shape');
    if (lengths.some((length) => length < 0)) {
        throw new ValueError('`window_shape` cannot contain negative values');
    }
    return withArray(x, (array) => {
        const axes = windowAxes(axis, array.ndim, lengths.length);
        const places = array.shape;
        for (const [i, along] of axes.entries()) {
            if (places[along]! < lengths[i]!) {
                throw new ValueError('window shape cannot be larger than input array shape');
            }
            places[along]! -= lengths[i]! - 1;
        }
        const steps = axes.map((along) => array._strides[along]!);
        const shape = [...places, ...lengths];
        return strided(array, shape, [...array._strides, ...steps], Boolean(writeable));
    });
}

function windowAxes(axis: unknown, ndim: number, count: number): number[] {
    const all = axis === undefined || axis === null;
    const axes = all
        ? Array.from({ length: ndim }, (_, i) => i)
        : toIntegers(axis, 'axis').map((i) => normalAxis(i, ndim));
    if (axes.length === count) return axes;
    throw new ValueError(
        all
            ? 'Since axis is `None`, must provide window_shape for all dimensions of `x`; got ' +
                  `${count} window_shape elements and \`x.ndim\` is ${ndim}.`
            : 'Must provide matching length window_shape and axis; got ' +
                  `${count} window_shape elements and ${axes.length} axes elements.`,
    );
}

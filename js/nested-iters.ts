// np.nested_iters: iterators in iterators over the same operands.
import { bind, signature, toCasting, toInteger, toOrder } from './args.js';
import type { NDArray } from './ndarray.js';
import { NDIter } from './nditer.js';
import * as its from './nditer-request.js';
import { ValueError } from './runtime/errors.js';
import type { Casting, Order } from './types.js';

/** Keywords of np.nested_iters. */
export interface NestedItersKeywords {
    flags?: its.NditerKeywords['flags'];
    op_flags?: its.NditerKeywords['op_flags'];
    op_dtypes?: its.NditerKeywords['op_dtypes'];
    order?: Order;
    casting?: Casting;
    buffersize?: number;
}

function axesOf(value: unknown): number[][] {
    if (!Array.isArray(value)) throw new TypeError('axes must be a list of lists of axes');
    if (value.length < 2) {
        throw new ValueError('axes must have at least 2 entries for nested iteration');
    }
    const used = new Set<number>();
    return value.map((axes) => {
        if (!Array.isArray(axes)) throw new TypeError('Each item in axes must be a list of axes');
        return axes.map((item) => {
            const axis = toInteger(item, 'an axis');
            if (axis < 0 || axis >= 64) throw new ValueError('An axis is out of bounds');
            if (used.has(axis)) throw new ValueError('An axis is used more than once');
            used.add(axis);
            return axis;
        });
    });
}

/** What only the innermost iterator does. (Functions: bundlers keep constants that take a calculation.) */
const innermost = () =>
    its.EXTERNAL_LOOP | its.RANGED | its.BUFFERED | its.GROWINNER | its.DELAY_BUFALLOC;
/** What the outermost has seen to already. */
const done = () => its.COPY | its.UPDATEIFCOPY | its.ALLOCATE;

const nestedArgs = /* @__PURE__ */ signature(
    'nested_iters(op, axes, flags=, op_flags=, op_dtypes=, order=, casting=, buffersize=)',
);
/**
 * Iterators for nested loops: the first over the axes that axes[0] lists, and so on inwards. Each begins
 * anew when one around it goes on. ValueError for fewer than two lists, an axis out of range or named twice,
 * and as np.nditer.
 */
export function nested_iters(
    op: its.NditerOperands,
    axes: readonly (readonly number[])[],
    flags?: its.NditerKeywords['flags'] | NestedItersKeywords,
    op_flags?: its.NditerKeywords['op_flags'] | NestedItersKeywords,
    op_dtypes?: its.NditerKeywords['op_dtypes'] | NestedItersKeywords,
    order?: Order | NestedItersKeywords,
    casting?: Casting | NestedItersKeywords,
    buffersize?: number | NestedItersKeywords,
): NDIter[];
export function nested_iters(...args: unknown[]): NDIter[] {
    const [op, axes, flags, opFlags, dtypes, order, casting, buffersize] = bind(nestedArgs, args);
    const nests = axesOf(axes);
    const made: NDArray[] = [];
    const found: NDIter[] = [];
    try {
        const operands = its.operandsOf(op, made);
        const bits = its.flagBits(flags);
        const asked = its.opFlagBits(opFlags, operands);
        const types = its.opDTypes(dtypes, operands.length);
        its.checkWritable(asked, operands, made);
        const buffered = (bits & its.BUFFERED) !== 0;
        for (const [k, nest] of nests.entries()) {
            const inner = k === nests.length - 1;
            // What casts is the buffer, and so the innermost, or else a copy, which the outermost makes.
            const casts = buffered ? inner : k === 0;
            const iter = new NDIter({
                operands: k === 0 ? operands : found[0]!.operands,
                flags:
                    (inner ? bits | (buffered ? its.DELAY_BUFALLOC : 0) : bits & ~innermost()) &
                    ~(k === 0 ? 0 : its.COMMON_DTYPE),
                opFlags: asked.map((b) => {
                    const known = k === 0 ? b : b & ~done();
                    return casts ? known : known & ~(its.NBO | its.ALIGNED | its.CONTIG);
                }),
                dtypes: casts ? types : types.map(() => null),
                order: toOrder(order, 'K'),
                casting: toCasting(casting, 'safe'),
                ndim: nest.length,
                axes: operands.map(() => nest),
                itershape: null,
                buffersize: inner ? toInteger(buffersize ?? 0, 'buffersize') : 0,
            });
            found.push(iter);
        }
        for (let k = nests.length - 2; k >= 0; k--) found[k]!.nest(found[k + 1]!);
        return found;
    } catch (error) {
        for (const iter of found) iter.close();
        for (const a of made) a.dispose();
        throw error;
    }
}

// Arrays divided into parts: lists of views.
import { bind, type Signature, signature, toInteger, toIntegers } from './args.js';
import { part } from './compose.js';
import { withArray } from './convert.js';
import type { NDArray } from './ndarray.js';
import { IndexError, ValueError, ZeroDivisionError } from './runtime/errors.js';
import type { ArrayLike, DTypeOf } from './types.js';

/** How many parts, or where they end. */
export type Sections = number | bigint | Iterable<number>;

const isList = (x: unknown): boolean =>
    typeof x === 'object' && x !== null && Symbol.iterator in x && (x as NDArray).ndim !== 0;

/** Where the parts begin, and where the last ends: as slices' bounds are meant. */
function boundsOf(length: number, sections: unknown): number[] {
    if (isList(sections)) return [0, ...toIntegers(sections, 'indices_or_sections'), length];
    const count = toInteger(sections, 'indices_or_sections');
    if (count <= 0) throw new ValueError('number sections must be larger than 0.');
    const each = Math.floor(length / count);
    const longer = length % count; // So many parts have one more.
    return Array.from({ length: count + 1 }, (_, i) => i * each + Math.min(i, longer));
}

function divide(a: NDArray, sections: unknown, along: unknown, equally: boolean): NDArray[] {
    const given = toInteger(along ?? 0, 'axis');
    const axis = given < 0 ? given + a.ndim : given;
    const length = a._shape[axis];
    if (length === undefined) throw new IndexError(`the array has no axis ${given}`);
    if (equally && !isList(sections)) {
        const count = toInteger(sections, 'indices_or_sections');
        if (count === 0) throw new ZeroDivisionError('integer modulo by zero');
        if (length % count !== 0)
            throw new ValueError('array split does not result in an equal division');
    }
    const bounds = boundsOf(length, sections);
    return bounds.slice(1).map((stop, i) => part(a, axis, bounds[i]!, stop));
}

/** Keywords of split and array_split. */
export interface SplitKeywords {
    indices_or_sections?: Sections;
    /** The axis along which to divide, the first by default. */
    axis?: number;
}
type SplitFunction = <A extends ArrayLike>(
    ary: A,
    indices_or_sections: Sections | SplitKeywords,
    axis?: number | SplitKeywords,
) => NDArray<DTypeOf<A>>[];

function splitFunction(name: string, equally: boolean): SplitFunction {
    const its = signature(`${name}(ary, indices_or_sections, axis=)`);
    return ((...args: unknown[]) => {
        const [ary, sections, axis] = bind(its, args);
        return withArray(ary, (a) => divide(a, sections, axis, equally));
    }) as SplitFunction;
}

/**
 * Views of parts along an axis: so many of equal length, or parts that end before these positions.
 * ValueError if they cannot be equal, IndexError for an axis that is not there.
 */
export const split: SplitFunction = /* @__PURE__ */ splitFunction('split', true);
/** As split, but the first parts may have one element more than the others. */
export const array_split: SplitFunction = /* @__PURE__ */ splitFunction('array_split', false);

type SplitAlong = <A extends ArrayLike>(
    ary: A,
    indices_or_sections: Sections | { indices_or_sections: Sections },
) => NDArray<DTypeOf<A>>[];

function splitAlong(its: Signature, least: number, axisOf: (ndim: number) => number): SplitAlong {
    return ((...args: unknown[]) => {
        const [ary, sections] = bind(its, args);
        return withArray(ary, (a) => {
            if (a.ndim < least) {
                throw new ValueError(
                    `${its.name} only works on arrays of ${least} or more dimensions`,
                );
            }
            return divide(a, sections, axisOf(a.ndim), true);
        });
    }) as SplitAlong;
}

const HSPLIT = /* @__PURE__ */ signature('hsplit(ary, indices_or_sections)');
const VSPLIT = /* @__PURE__ */ signature('vsplit(ary, indices_or_sections)');
const DSPLIT = /* @__PURE__ */ signature('dsplit(ary, indices_or_sections)');
/** split along the second axis, or the only one. ValueError for a 0-d array. */
export const hsplit: SplitAlong = /* @__PURE__ */ splitAlong(HSPLIT, 1, (ndim) => +(ndim > 1));
/** split along the first axis. ValueError below two dimensions. */
export const vsplit: SplitAlong = /* @__PURE__ */ splitAlong(VSPLIT, 2, () => 0);
/** split along the third axis. ValueError below three dimensions. */
export const dsplit: SplitAlong = /* @__PURE__ */ splitAlong(DSPLIT, 3, () => 2);

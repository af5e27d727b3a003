// Arrays of coordinates and powers: meshgrid, fromfunction, vander.
import { multiply } from '../build/gen/ufunc-functions.js';
import { bind, signature, takeKeywords, toInteger, toIntegers, unexpectedKeyword } from './args.js';
import { broadcast_arrays, broadcast_to } from './broadcasting.js';
import { ALL } from './compose.js';
import { newArray, toArray } from './convert.js';
import { checkLike, empty } from './creation.js';
import { float64, int64, optionalDType } from './dtype.js';
import { getView, Slice } from './indexing.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { promoted, run } from './operand.js';
import { arange } from './ranges.js';
import { ValueError } from './runtime/errors.js';
import { scope } from './scope.js';
import { reshapeArray } from './shape.js';
import type { ArrayLike, DTypeLike, DTypeOf, Promote, Shape } from './types.js';

/** Keywords of np.meshgrid. */
export interface MeshgridKeywords {
    /** false: views, whose elements lie in one place of memory many times. */
    copy?: boolean;
    /** Every array is long along its own axis only; they broadcast to the grid. */
    sparse?: boolean;
    /** 'xy': the first array along the second axis; 'ij': along the first. */
    indexing?: 'xy' | 'ij';
}

/**
 * The coordinates of a grid's points from those along each axis: for each array one in the grid's shape.
 * meshgrid(x, y), meshgrid(x, y, { indexing: 'ij', sparse: true }). ValueError for another indexing.
 */
export function meshgrid(...args: (ArrayLike | MeshgridKeywords)[]): NDArray[];
export function meshgrid(...args: unknown[]): NDArray[] {
    const keywords = takeKeywords(args) as MeshgridKeywords;
    const { copy = true, sparse = false, indexing = 'xy', ...rest } = keywords;
    for (const key of Object.keys(rest)) throw unexpectedKeyword('meshgrid', key);
    if (indexing !== 'xy' && indexing !== 'ij')
        throw new ValueError("Valid values for `indexing` are 'xy' and 'ij'.");
    return scope(() => {
        const swapped = indexing === 'xy' && args.length > 1;
        const lines = args.map((x, i) => {
            const shape = new Array<number>(args.length).fill(1);
            shape[swapped && i < 2 ? 1 - i : i] = -1;
            return reshapeArray(x instanceof NDArray ? x : newArray(x), shape, 0, AS_NEEDED);
        });
        const grid = sparse ? lines : broadcast_arrays(...lines);
        return copy ? grid.map((a) => copyArray(a, 0)) : grid;
    });
}
const AS_NEEDED = 2;

/** Keywords of np.fromfunction; others are handed on to the function, in an object in last place. */
export interface FromfunctionKeywords {
    dtype?: DTypeLike | null;
    like?: ArrayLike | null;
    [more: string]: unknown;
}

/**
 * What a function gives for the coordinates of all elements of a shape: it is called once, with an array
 * for each axis. fromfunction((i, j) => np.add(i, j), [3, 3]). The coordinates are float64 unless dtype
 * says something else.
 */
export function fromfunction<R>(
    fn: (...coordinates: any[]) => R,
    shape: Shape,
    keywords: FromfunctionKeywords = {},
): R {
    if (typeof fn !== 'function') throw new TypeError('fromfunction() argument 1 must be callable');
    const { dtype, like, ...rest } = keywords;
    checkLike(like);
    const its = optionalDType(dtype) ?? float64;
    const lengths = toIntegers(shape, 'shape');
    const coordinates = scope(() =>
        lengths.map((length, axis) => {
            const ones = lengths.map((_, i) => (i === axis ? length : 1));
            const line = arange(0, length, 1, its);
            return copyArray(broadcast_to(reshapeArray(line, ones, 0, 0), lengths), 0);
        }),
    );
    return Object.keys(rest).length === 0 ? fn(...coordinates) : fn(...coordinates, rest);
}

const vanderArgs = /* @__PURE__ */ signature('vander(x, N=, increasing=)');
/**
 * The Vandermonde matrix: in row i the powers of x[i] from the N - 1st down to the 0th, or upwards if
 * increasing. N is the length of x if not given. ValueError if x is not 1-d.
 */
export function vander<A extends ArrayLike>(
    x: A,
    N?: number | null | { N?: number | null; increasing?: boolean },
    increasing?: boolean | { increasing?: boolean },
): NDArray<Promote<DTypeOf<A>, 'int64'>>;
export function vander(...args: unknown[]): NDArray {
    const [given, count, increasing] = bind(vanderArgs, args);
    return run(() => {
        const x = toArray(given);
        if (x.ndim !== 1) throw new ValueError('x must be a one-dimensional array or sequence.');
        const N = count === undefined || count === null ? x.size : toInteger(count, 'N');
        const dtype = promoted(x._dtype, int64);
        const v = empty([x.size, N], { dtype }) as NDArray;
        try {
            const columns = increasing ? v : getView(v, [ALL, new Slice(null, null, -1)]);
            if (N > 0) columns.set([ALL, 0], 1);
            if (N > 1) {
                const powers = getView(columns, [ALL, new Slice(1, null, null)]);
                assign(powers, getView(x, [ALL, null]), UNSAFE);
                multiply.accumulate(powers, { axis: 1, out: powers });
            }
        } catch (error) {
            v.dispose();
            throw error;
        }
        return v;
    });
}
const UNSAFE = 4;

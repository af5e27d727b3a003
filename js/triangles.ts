// Diagonals and triangles of matrices.
import { not_equal } from '../build/gen/ufunc-functions.js';
import { bind, describe, signature, toInteger } from './args.js';
import { broadcast_to } from './broadcasting.js';
import { allocate, toArray, withArray } from './convert.js';
import { ones } from './creation.js';
import { type DType, float64, int64, optionalDType } from './dtype.js';
import { getItem } from './indexing.js';
import { assign, NDArray, toAssigned } from './ndarray.js';
import { putArray, putEmpty, run, takeArray, takeView, temporary, VIEW, WRITE } from './operand.js';
import { arange } from './ranges.js';
import { ValueError } from './runtime/errors.js';
import { check, core } from './runtime/frame.js';
import { WRITEABLE } from './runtime/layout.js';
import { noteSize } from './runtime/memory.js';
import { ravelArray, reshapeArray } from './shape.js';
import { call, step } from './steps.js';
import type { ArrayLike, DTypeLike, DTypeOf, NameOf } from './types.js';

/** Positions along one axis: intp. */
export type Positions = NDArray<'int32'>;

// ---- diagonals ----

function diagonalView(a: NDArray, offset: number, axis1: number, axis2: number): NDArray {
    const base = putArray(0, a, VIEW);
    putEmpty(1);
    return takeView(1, check(core.rp_js_diagonal!(offset, axis1, axis2)), a, base);
}

/** Keywords of np.diagonal. */
export interface DiagonalKeywords {
    /** How many columns above (or, negative, rows below) the main diagonal. */
    offset?: number;
    axis1?: number;
    axis2?: number;
}

const diagonalArgs = /* @__PURE__ */ signature('diagonal(a, offset=, axis1=, axis2=)');
/**
 * A read-only view of a diagonal: of the two axes axis1 (0) and axis2 (1), which make way for one at the
 * end, `offset` columns above the main one. ValueError below two dimensions or for equal axes, AxisError
 * for one out of range.
 */
export function diagonal<A extends ArrayLike>(
    a: A,
    offset?: number | DiagonalKeywords,
    axis1?: number | DiagonalKeywords,
    axis2?: number | DiagonalKeywords,
    keywords?: DiagonalKeywords,
): NDArray<DTypeOf<A>>;
export function diagonal(...args: unknown[]): NDArray {
    const [a, offset, axis1, axis2] = bind(diagonalArgs, args);
    return withArray(a, (array) =>
        diagonalView(
            array,
            toInteger(offset ?? 0, 'offset'),
            toInteger(axis1 ?? 0, 'axis1'),
            toInteger(axis2 ?? 1, 'axis2'),
        ),
    );
}

/** A square of zeros with a line on its k-th diagonal. */
function onDiagonal(line: NDArray, k: number): NDArray {
    const n = line.size + Math.abs(k);
    const result = allocate(line._dtype, [n, n], 0, true);
    try {
        const place = diagonalView(result, k, 0, 1);
        place._flags |= WRITEABLE;
        assign(place, line, 4);
    } catch (error) {
        result.dispose();
        throw error;
    }
    return result;
}

const diagArgs = /* @__PURE__ */ signature('diag(v, k=)');
/**
 * The k-th diagonal of a matrix, a read-only view; or a new matrix of zeros with a line on its k-th
 * diagonal. ValueError for other numbers of dimensions.
 */
export function diag<A extends ArrayLike>(v: A, k?: number | { k?: number }): NDArray<DTypeOf<A>>;
export function diag(...args: unknown[]): NDArray {
    const [v, k] = bind(diagArgs, args);
    const offset = toInteger(k ?? 0, 'k');
    return withArray(v, (array) => {
        if (array.ndim === 2) return diagonalView(array, offset, 0, 1);
        if (array.ndim !== 1) throw new ValueError('Input must be 1- or 2-d.');
        return run(() => onDiagonal(array === v ? array : temporary(array), offset));
    });
}

const diagflatArgs = /* @__PURE__ */ signature('diagflat(v, k=)');
/** A matrix of zeros with all elements of an array on its k-th diagonal. */
export function diagflat<A extends ArrayLike>(
    v: A,
    k?: number | { k?: number },
): NDArray<DTypeOf<A>>;
export function diagflat(...args: unknown[]): NDArray {
    const [v, k] = bind(diagflatArgs, args);
    return run(() => onDiagonal(temporary(ravelArray(toArray(v), 0)), toInteger(k ?? 0, 'k')));
}

const fillDiagonalArgs = /* @__PURE__ */ signature('fill_diagonal(a, val, wrap=)');
/**
 * Writes a value, or values in turn, to the main diagonal: a[i, ..., i]. With `wrap` the diagonal of a
 * tall matrix begins anew below its end, one row left out. ValueError below two dimensions, for several
 * axes of unequal length, and if the array is read-only.
 */
export function fill_diagonal(
    a: NDArray,
    val: ArrayLike,
    wrap?: boolean | { wrap?: boolean },
): void;
export function fill_diagonal(...args: unknown[]): void {
    const [a, val, wrap] = bind(fillDiagonalArgs, args);
    if (!(a instanceof NDArray)) {
        throw new TypeError(`fill_diagonal() takes an array, not ${describe(a)}`);
    }
    run(() => {
        const values = toAssigned(val, a);
        putArray(0, a, WRITE);
        putArray(1, values);
        check(core.rp_js_fill_diagonal!(Number(Boolean(wrap))));
    });
}

const diagIndicesArgs = /* @__PURE__ */ signature('diag_indices(n, ndim=)');
/** Where the main diagonal of an n by n by ... array of ndim (2) axes is: the same positions for each. */
export function diag_indices(n: number, ndim?: number | { ndim?: number }): Positions[];
export function diag_indices(...args: unknown[]): NDArray[] {
    const [n, ndim] = bind(diagIndicesArgs, args);
    const axes = toInteger(ndim ?? 2, 'ndim');
    return axes > 0 ? new Array<NDArray>(axes).fill(call(arange, n)) : [];
}

const diagIndicesFromArgs = /* @__PURE__ */ signature('diag_indices_from(arr)');
/**
 * Where the main diagonal of an array is: diag_indices of its shape. ValueError below two dimensions or
 * for axes of unequal length.
 */
export function diag_indices_from(arr: ArrayLike | { arr: ArrayLike }): Positions[];
export function diag_indices_from(...args: unknown[]): NDArray[] {
    const shape = run(() => toArray(bind(diagIndicesFromArgs, args)[0])._shape);
    if (shape.length < 2) throw new ValueError('input array must be at least 2-d');
    if (shape.some((length) => length !== shape[0])) {
        throw new ValueError('All dimensions of input must be of equal length');
    }
    return diag_indices(shape[0]!, shape.length);
}

// ---- triangles ----

/** Keywords of np.tri. */
export interface TriKeywords<T extends DTypeLike = DTypeLike> {
    M?: number | null;
    k?: number;
    dtype?: T | null;
    like?: ArrayLike | null;
}
const triArgs = /* @__PURE__ */ signature('tri(N, M=, k=, dtype=, *, like=)');
/** An N by M (N) array with ones on and below the k-th diagonal. Keywords: M, k, dtype (float64), like. */
export function tri<T extends DTypeLike>(
    N: number,
    keywords: TriKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function tri<T extends DTypeLike>(
    N: number,
    M: number | null | undefined,
    k: number | undefined,
    dtype: T,
): NDArray<NameOf<T>>;
export function tri(
    N: number,
    M?: number | null | TriKeywords,
    k?: number | TriKeywords,
    dtype?: null | TriKeywords,
    keywords?: TriKeywords,
): NDArray<'float64'>;
export function tri(...args: unknown[]): NDArray {
    const [N, M, k, dtype] = bind(triArgs, args);
    const rows = toInteger(N, 'N');
    const columns = M === undefined || M === null ? rows : toInteger(M, 'M');
    const its: DType = optionalDType(dtype) ?? float64;
    putEmpty(0);
    return takeArray(0, check(core.rp_js_tri!(rows, columns, toInteger(k ?? 0, 'k'), its.ptr)));
}

type Triangle = <A extends ArrayLike>(m: A, k?: number | { k?: number }) => NDArray<DTypeOf<A>>;

function triangle(name: string, upper: number): Triangle {
    const its = signature(`${name}(m, k=)`);
    return ((...args: unknown[]) => {
        const [m, k] = bind(its, args);
        return run(() => {
            const array = toArray(m);
            noteSize(array.nbytes);
            putArray(0, array);
            putEmpty(1);
            return takeArray(1, check(core.rp_js_triangle!(toInteger(k ?? 0, 'k'), upper)));
        });
    }) as Triangle;
}

/**
 * A copy of a matrix, or of each of a stack, with zeros above the k-th diagonal. A line is repeated to a
 * square first. TypeError for a 0-d array.
 */
export const tril: Triangle = /* @__PURE__ */ triangle('tril', 0);
/** A copy of a matrix, or of each of a stack, with zeros below the k-th diagonal; otherwise as tril. */
export const triu: Triangle = /* @__PURE__ */ triangle('triu', 1);

function placesOf(rows: number, columns: number, k: number, upper: number): Positions[] {
    putEmpty(0);
    putEmpty(1);
    const id = check(core.rp_js_triangle_indices!(rows, columns, k, upper));
    // The other slot is filled too: nothing may come between.
    const results = [takeArray(0, id), takeArray(1, id)];
    return results as Positions[];
}

interface IndicesKeywords {
    k?: number;
    m?: number | null;
}
type TriangleIndices = (
    n: number,
    k?: number | IndicesKeywords,
    m?: number | null | IndicesKeywords,
    keywords?: IndicesKeywords,
) => Positions[];

function triangleIndices(name: string, upper: number): TriangleIndices {
    const its = signature(`${name}(n, k=, m=)`);
    return (...args: unknown[]) => {
        const [n, k, m] = bind(its, args);
        const rows = toInteger(n, 'n');
        const columns = m === undefined || m === null ? rows : toInteger(m, 'm');
        return placesOf(rows, columns, toInteger(k ?? 0, 'k'), upper);
    };
}

/** Where an n by m (n) matrix has its elements on and below the k-th diagonal: [rows, columns]. */
export const tril_indices: TriangleIndices = /* @__PURE__ */ triangleIndices('tril_indices', 0);
/** Where an n by m (n) matrix has its elements on and above the k-th diagonal: [rows, columns]. */
export const triu_indices: TriangleIndices = /* @__PURE__ */ triangleIndices('triu_indices', 1);

type TriangleIndicesFrom = (arr: ArrayLike, k?: number | { k?: number }) => Positions[];

function triangleIndicesFrom(name: string, upper: number): TriangleIndicesFrom {
    const its = signature(`${name}(arr, k=)`);
    return (...args: unknown[]) => {
        const [arr, k] = bind(its, args);
        const shape = run(() => toArray(arr)._shape);
        if (shape.length !== 2) throw new ValueError('input array must be 2-d');
        return placesOf(shape[0]!, shape[1]!, toInteger(k ?? 0, 'k'), upper);
    };
}

/** tril_indices of an array's shape. ValueError if it is no matrix. */
export const tril_indices_from: TriangleIndicesFrom = /* @__PURE__ */ triangleIndicesFrom(
    'tril_indices_from',
    0,
);
/** triu_indices of an array's shape. ValueError if it is no matrix. */
export const triu_indices_from: TriangleIndicesFrom = /* @__PURE__ */ triangleIndicesFrom(
    'triu_indices_from',
    1,
);

const maskIndicesArgs = /* @__PURE__ */ signature('mask_indices(n, mask_func, k=)');
/**
 * Where mask_func(a, k) of an n by n array of ones is not zero: positions along each axis. mask_func is
 * np.triu, np.tril or the like.
 */
export function mask_indices(
    n: number,
    mask_func: (m: NDArray<'int64'>, k: any) => ArrayLike,
    k?: unknown,
): Positions[];
export function mask_indices(...args: unknown[]): NDArray[] {
    const [n, mask, k = 0] = bind(maskIndicesArgs, args);
    const length = toInteger(n, 'n');
    return run(() => {
        const whole = temporary(ones([length, length], int64));
        const marks = step(not_equal, toArray(call(mask, whole, k)), 0) as NDArray;
        const { _shape: shape } = marks;
        return shape.map((count, axis) => {
            const line = shape.map((_, i) => (i === axis ? count : 1));
            const along = temporary(arange(count) as NDArray);
            const places = broadcast_to(reshapeArray(along, line, 0, 0), shape);
            return getItem(places, [marks]) as NDArray;
        });
    });
}

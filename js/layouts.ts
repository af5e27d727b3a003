// Arrays made to have so many dimensions, or to lie in memory in some way.
import { bind, signature } from './args.js';
import { array, asarray } from './creation.js';
import { copyArray, NDArray } from './ndarray.js';
import { ValueError } from './runtime/errors.js';
import { reshapeArray } from './shape.js';
import type { ArrayLike, DTypeLike, DTypeOf, NameOf } from './types.js';

/** One result for one argument, else a list of them. */
function each(arrays: ArrayLike[], make: (a: ArrayLike) => NDArray): NDArray | NDArray[] {
    return arrays.length === 1 ? make(arrays[0]!) : arrays.map(make);
}

const atLeast = (a: ArrayLike, ndmin: number): NDArray => array(a, { copy: null, ndmin });

/** What it is given as arrays of at least one dimension: themselves where they are, else views. */
export function atleast_1d<A extends ArrayLike>(ary: A): NDArray<DTypeOf<A>>;
export function atleast_1d(...arys: ArrayLike[]): NDArray[];
export function atleast_1d(...arys: ArrayLike[]): NDArray | NDArray[] {
    return each(arys, (a) => atLeast(a, 1));
}

/** As atleast_1d, two dimensions: lines become rows. */
export function atleast_2d<A extends ArrayLike>(ary: A): NDArray<DTypeOf<A>>;
export function atleast_2d(...arys: ArrayLike[]): NDArray[];
export function atleast_2d(...arys: ArrayLike[]): NDArray | NDArray[] {
    return each(arys, (a) => atLeast(a, 2));
}

/** As atleast_1d, three dimensions: (n) becomes (1, n, 1), and (m, n) becomes (m, n, 1). */
export function atleast_3d<A extends ArrayLike>(ary: A): NDArray<DTypeOf<A>>;
export function atleast_3d(...arys: ArrayLike[]): NDArray[];
export function atleast_3d(...arys: ArrayLike[]): NDArray | NDArray[] {
    return each(arys, (a) => {
        const flat = atLeast(a, 2);
        if (flat.ndim > 2) return flat;
        const deep = reshapeArray(flat, [...flat._shape, 1], 0, 0);
        // A new array, not its view, is what the caller gets to own.
        return flat._base === null && !(a instanceof NDArray) ? owning(deep, flat) : deep;
    });
}

/** A view that takes over what it is a view of. */
const owning = (view: NDArray, { _storage, _flags }: NDArray) =>
    new NDArray(view._id, _storage, view._offset, view._shape, view._strides, _flags, null);

/** What may be required of an array, by all the names that NumPy has for it. */
const REQUIREMENTS: Record<string, 'C' | 'F' | 'ALIGNED' | 'WRITEABLE' | 'OWNDATA' | 'E'> = {
    C: 'C',
    C_CONTIGUOUS: 'C',
    CONTIGUOUS: 'C',
    F: 'F',
    F_CONTIGUOUS: 'F',
    FORTRAN: 'F',
    A: 'ALIGNED',
    ALIGNED: 'ALIGNED',
    W: 'WRITEABLE',
    WRITEABLE: 'WRITEABLE',
    O: 'OWNDATA',
    OWNDATA: 'OWNDATA',
    E: 'E',
    ENSUREARRAY: 'E',
};

function requirement(name: unknown) {
    const key = String(name).toUpperCase();
    if (Object.hasOwn(REQUIREMENTS, key)) return REQUIREMENTS[key]!;
    throw new ValueError(`${JSON.stringify(name)} is nothing that can be required of an array`);
}

/** Keywords of np.require. */
export interface RequireKeywords<T extends DTypeLike = DTypeLike> {
    dtype?: T | null;
    requirements?: string | Iterable<string> | null;
    like?: ArrayLike | null;
}

const requireArgs = /* @__PURE__ */ signature('require(a, dtype=, requirements=, *, like=)');
/**
 * The array itself if it has a dtype and meets requirements, else a copy that does: 'C' or 'F' (in
 * which order it lies), 'A' (aligned), 'W' (writeable), 'O' (owns its memory), 'E' (which every array is), or
 * their long names, as a list or in one string of letters. ValueError for other names, and for 'C' with 'F'.
 */
export function require_<A extends ArrayLike, T extends DTypeLike>(
    a: A,
    dtype: T,
    requirements?: string | Iterable<string> | null | RequireKeywords,
    keywords?: RequireKeywords,
): NDArray<NameOf<T>>;
export function require_<A extends ArrayLike, T extends DTypeLike>(
    a: A,
    keywords: RequireKeywords<T> & { dtype: T },
): NDArray<NameOf<T>>;
export function require_<A extends ArrayLike>(
    a: A,
    dtype?: null | RequireKeywords,
    requirements?: string | Iterable<string> | null | RequireKeywords,
    keywords?: RequireKeywords,
): NDArray<DTypeOf<A>>;
export function require_(...args: unknown[]): NDArray {
    const [a, dtype, requirements] = bind(requireArgs, args) as [
        ArrayLike,
        DTypeLike | null | undefined,
        Iterable<string> | null | undefined,
    ];
    const wanted = new Set(Array.from(requirements ?? [], requirement));
    if (wanted.size === 0) return asarray(a, { dtype });
    if (wanted.has('C') && wanted.has('F')) {
        throw new ValueError('Cannot specify both "C" and "F" order');
    }
    const order = wanted.has('F') ? 'F' : wanted.has('C') ? 'C' : 'A';
    const made = array(a, { dtype, order, copy: null });
    const { flags } = made;
    const lacks = (['ALIGNED', 'WRITEABLE', 'OWNDATA'] as const).some(
        (name) => wanted.has(name) && !flags[name],
    );
    return lacks ? copyArray(made, 'CFA'.indexOf(order)) : made;
}

// What the array API standard asks for beyond NumPy's older names.

import * as ufuncs from '../build/gen/ufunc-functions.js';
import { bind, checkDevice, describe, signature, toInteger } from './args.js';
import { moveaxis } from './axes.js';
import { ALL } from './compose.js';
import { allocate, newArray, toArray, toOut } from './convert.js';
import { type DType, dtypes, optionalDType, toDType } from './dtype.js';
import { getView, Slice } from './indexing.js';
import { assign, NDArray } from './ndarray.js';
import { run, temporary } from './operand.js';
import { AxisError, ValueError } from './runtime/errors.js';
import { reshape } from './shape.js';
import { isdtype } from './typeinfo.js';
import type { ArrayLike, DTypeLike, DTypeOf, NameOf, SumOf } from './types.js';
import { accumulateArray } from './ufunc.js';

const astypeArgs = /* @__PURE__ */ signature('astype(x, dtype, /, *, copy=, device=)');
/** The array cast to a dtype; with { copy: false } itself where nothing changes. */
export function astype<T extends DTypeLike>(
    x: NDArray,
    dtype: T,
    keywords?: { copy?: boolean; device?: 'cpu' | null },
): NDArray<NameOf<T>>;
export function astype(...args: unknown[]): NDArray {
    const [x, dtype, copy, device] = bind(astypeArgs, args);
    if (!(x instanceof NDArray)) {
        throw new TypeError(`Input should be a NumPy array. It is of type ${describe(x)}.`);
    }
    checkDevice(device);
    return x.astype(dtype as DTypeLike, { copy: copy === undefined || Boolean(copy) });
}

const unstackArgs = /* @__PURE__ */ signature('unstack(x, /, *, axis=)');
/** The parts along an axis (the first), as a list of views. ValueError for a 0-d array. */
export function unstack<A extends ArrayLike>(
    x: A,
    keywords?: { axis?: number },
): NDArray<DTypeOf<A>>[];
export function unstack(...args: unknown[]): NDArray[] {
    const [x, axis] = bind(unstackArgs, args);
    const array = x instanceof NDArray ? x : newArray(x);
    if (array.ndim === 0) throw new ValueError('Input array must be at least 1-d.');
    const moved = moveaxis(array, toInteger(axis ?? 0, 'axis'), 0);
    return Array.from({ length: moved._shape[0]! }, (_, i) => getView(moved, [i, '...']));
}

export interface CumulativeStandardKeywords {
    axis?: number | null;
    dtype?: DTypeLike | null;
    out?: NDArray | null;
    /** Begin with what nothing gives: 0 or 1. */
    include_initial?: boolean;
}
type CumulativeStandard = <A extends ArrayLike>(
    x: A,
    keywords?: CumulativeStandardKeywords,
) => NDArray<SumOf<DTypeOf<A>>>;

function cumulative(name: string, ufunc: unknown, identity: number): CumulativeStandard {
    const its = signature(`${name}(x, /, *, axis=, dtype=, out=, include_initial=)`);
    return ((...args: unknown[]) => {
        const [x, along, dtype, out, initial] = bind(its, args);
        const { id } = ufunc as { id: number };
        return run(() => {
            const given = toArray(x);
            const array = given.ndim === 0 ? reshape(given, 1) : given;
            const { ndim } = array;
            if ((along ?? null) === null && ndim >= 2) {
                throw new ValueError(
                    'For arrays which have more than one dimension ``axis`` argument is required.',
                );
            }
            let axis = toInteger(along ?? 0, 'axis');
            if (axis < -ndim || axis >= ndim) {
                throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`);
            }
            if (axis < 0) axis += ndim;
            const into = toOut(out);
            const type = optionalDType(dtype);
            if (!initial) return accumulateArray(id, array, axis, type, into);
            const first = (a: NDArray, key: number | Slice) =>
                getView(a, [...new Array<Slice>(axis).fill(ALL), key, '...']);
            let result = into;
            if (into === undefined) {
                const sums = temporary(accumulateArray(id, array, axis, type, undefined));
                const shape = sums._shape.map((length, i) => length + Number(i === axis));
                result = allocate(sums._dtype, shape);
                assign(first(result, new Slice(1, null, null)), sums, 4);
            } else {
                accumulateArray(id, array, axis, type, first(into, new Slice(1, null, null)));
            }
            assign(first(result!, 0), identity, 4);
            return result;
        });
    }) as CumulativeStandard;
}
/** Sums up to each element along an axis. Keywords: axis, dtype, out, include_initial. */
export const cumulative_sum: CumulativeStandard = /* @__PURE__ */ cumulative(
    'cumulative_sum',
    ufuncs.add,
    0,
);
/** Products up to each element along an axis. Keywords: axis, dtype, out, include_initial. */
export const cumulative_prod: CumulativeStandard = /* @__PURE__ */ cumulative(
    'cumulative_prod',
    ufuncs.multiply,
    1,
);

type Kind = string | null | readonly string[];
const dtypesArgs = /* @__PURE__ */ signature('dtypes(*, device=, kind=)');
const defaultArgs = /* @__PURE__ */ signature('default_dtypes(*, device=)');

/** What the standard asks a namespace about itself. */
export interface ArrayNamespaceInfo {
    capabilities(): Record<string, boolean>;
    default_device(): 'cpu';
    default_dtypes(keywords?: { device?: 'cpu' | null }): Record<string, DType>;
    devices(): ['cpu'];
    /** The standard's dtypes, or those of a kind (see isdtype), by name. */
    dtypes(keywords?: { device?: 'cpu' | null; kind?: Kind }): Record<string, DType>;
}

const info: ArrayNamespaceInfo = {
    capabilities: () => ({ 'boolean indexing': false, 'data-dependent shapes': false }),
    default_device: () => 'cpu',
    default_dtypes(...args) {
        checkDevice(bind(defaultArgs, args)[0]);
        return {
            'real floating': toDType('float64'),
            'complex floating': toDType('complex128'),
            integral: toDType('intp'),
            indexing: toDType('intp'),
        };
    },
    devices: () => ['cpu'],
    dtypes(...args) {
        const [device, kind] = bind(dtypesArgs, args);
        checkDevice(device);
        const known = dtypes.filter((its) => its.isnative && its.name !== 'float16');
        const some =
            kind === undefined || kind === null
                ? known
                : known.filter((its) => isdtype(its, kind as string));
        return Object.fromEntries(some.map((its) => [its.name, its]));
    },
};
/** An inspector of this namespace, as the array API standard describes it. */
export const __array_namespace_info__ = (): ArrayNamespaceInfo => info;

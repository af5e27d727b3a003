// Methods that are functions with the array in first place: x.add(y) is np.add(x, y), x.sum() np.sum(x).
import { matmul } from '../build/gen/gufunc-functions.js';
import {
    absolute,
    add,
    bitwise_and,
    bitwise_or,
    bitwise_xor,
    conjugate,
    divide,
    equal,
    floor_divide,
    greater,
    greater_equal,
    invert,
    left_shift,
    less,
    less_equal,
    logical_and,
    logical_not,
    logical_or,
    maximum,
    minimum,
    multiply,
    negative,
    not_equal,
    positive,
    power,
    remainder,
    right_shift,
    sqrt,
    square,
    subtract,
} from '../build/gen/ufunc-functions.js';
import { getfield, resize, setfield, tobytes } from './bytes.js';
import { type CompressKeywords, compress, nonzero } from './conditions.js';
import type { NDArray } from './ndarray.js';
import type * as R from './reduction-types.js';
import {
    all,
    any,
    argmax,
    argmin,
    clipMethod,
    cumprod,
    cumsum,
    max,
    mean,
    min,
    prod,
    ptp,
    std,
    sum,
    var as var_,
} from './reductions.js';
import { round } from './rounding.js';
import {
    type ChooseKeywords,
    choose,
    type IndexMode,
    type PositionList,
    putMethod,
    repeat,
    type TakeKeywords,
    take,
} from './take.js';
import { type DiagonalKeywords, diagonal } from './triangles.js';
import type {
    ApplyRule,
    ArrayLike,
    Axis,
    DTypeLike,
    DTypeName,
    MeanOf,
    NameOf,
    Order,
    PromoteOperands,
    ResultRule,
    Scalar,
    ScalarOf,
    Shape,
    SumOf,
} from './types.js';
import type { GufuncKeywords, UfuncKeywords } from './ufunc-types.js';

type UnaryMethod<D extends DTypeName, R extends ResultRule> = (
    out?: NDArray | null | UfuncKeywords,
    keywords?: UfuncKeywords,
) => NDArray<ApplyRule<R, D>>;
type BinaryMethod<D extends DTypeName, R extends ResultRule> = <B extends ArrayLike>(
    x2: B,
    out?: NDArray | null | UfuncKeywords,
    keywords?: UfuncKeywords,
) => NDArray<ApplyRule<R, PromoteOperands<NDArray<D>, B>>>;

type ProductMethod<D extends DTypeName> = <B extends ArrayLike>(
    x2: B,
    out?: NDArray | null | GufuncKeywords,
    keywords?: GufuncKeywords,
) => NDArray<ApplyRule<'PROMOTE', PromoteOperands<NDArray<D>, B>>> | Scalar;

/** Arithmetic, comparison, reductions: documented at the functions of the same names. */
export interface Methods<D extends DTypeName> {
    add: BinaryMethod<D, 'PROMOTE'>;
    subtract: BinaryMethod<D, 'PROMOTE'>;
    multiply: BinaryMethod<D, 'PROMOTE'>;
    divide: BinaryMethod<D, 'FLOAT'>;
    floor_divide: BinaryMethod<D, 'PROMOTE'>;
    remainder: BinaryMethod<D, 'PROMOTE'>;
    mod: BinaryMethod<D, 'PROMOTE'>;
    power: BinaryMethod<D, 'PROMOTE'>;
    equal: BinaryMethod<D, 'BOOL'>;
    not_equal: BinaryMethod<D, 'BOOL'>;
    less: BinaryMethod<D, 'BOOL'>;
    less_equal: BinaryMethod<D, 'BOOL'>;
    greater: BinaryMethod<D, 'BOOL'>;
    greater_equal: BinaryMethod<D, 'BOOL'>;
    logical_and: BinaryMethod<D, 'BOOL'>;
    logical_or: BinaryMethod<D, 'BOOL'>;
    bitwise_and: BinaryMethod<D, 'PROMOTE'>;
    bitwise_or: BinaryMethod<D, 'PROMOTE'>;
    bitwise_xor: BinaryMethod<D, 'PROMOTE'>;
    left_shift: BinaryMethod<D, 'PROMOTE'>;
    right_shift: BinaryMethod<D, 'PROMOTE'>;
    matmul: ProductMethod<D>;
    maximum: BinaryMethod<D, 'PROMOTE'>;
    minimum: BinaryMethod<D, 'PROMOTE'>;
    negative: UnaryMethod<D, 'SAME'>;
    positive: UnaryMethod<D, 'SAME'>;
    absolute: UnaryMethod<D, 'REAL'>;
    abs: UnaryMethod<D, 'REAL'>;
    invert: UnaryMethod<D, 'SAME'>;
    logical_not: UnaryMethod<D, 'BOOL'>;
    sqrt: UnaryMethod<D, 'FLOAT'>;
    square: UnaryMethod<D, 'SAME'>;
    conj: UnaryMethod<D, 'SAME'>;
    conjugate: UnaryMethod<D, 'SAME'>;

    sum: R.SumMethod<D, SumOf<D>>;
    prod: R.SumMethod<D, SumOf<D>>;
    min: R.ExtremeMethod<D>;
    max: R.ExtremeMethod<D>;
    mean: R.MeanMethod<MeanOf<D>>;
    std: R.VarMethod<D>;
    var: R.VarMethod<D>;
    any: R.TruthMethod;
    all: R.TruthMethod;
    argmin: R.ArgMethod;
    argmax: R.ArgMethod;
    cumsum: R.CumulativeMethod<SumOf<D>>;
    cumprod: R.CumulativeMethod<SumOf<D>>;
    ptp(
        axis?: Axis | R.PtpKeywords,
        out?: NDArray | null | R.PtpKeywords,
        keepdims?: boolean | R.PtpKeywords,
        keywords?: R.PtpKeywords,
    ): ScalarOf<D> | NDArray<D>;
    round(
        decimals?: number | { decimals?: number; out?: NDArray | null },
        out?: NDArray | null | { out?: NDArray | null },
    ): NDArray<D>;
    clip(
        min?: ArrayLike | null | R.ClipKeywords,
        max?: ArrayLike | null | R.ClipKeywords,
        out?: NDArray | null | R.ClipKeywords,
        keywords?: R.ClipKeywords,
    ): NDArray<D>;

    // By position: js/take.ts.
    take<I extends ArrayLike>(
        indices: I,
        axis?: number | null | TakeKeywords,
        out?: NDArray | null | TakeKeywords,
        mode?: IndexMode | TakeKeywords,
        keywords?: TakeKeywords,
    ): I extends PositionList ? NDArray<D> : NDArray<D> | Scalar;
    put(indices: ArrayLike, values: ArrayLike, mode?: IndexMode | { mode?: IndexMode }): void;
    choose(
        choices: NDArray | Iterable<ArrayLike>,
        out?: NDArray | null | ChooseKeywords,
        mode?: IndexMode | ChooseKeywords,
        keywords?: ChooseKeywords,
    ): NDArray | Scalar;
    repeat(repeats: ArrayLike, axis?: number | null | { axis?: number | null }): NDArray<D>;
    // Bytes.
    /**
     * A view of a part of each element's bytes, from `offset` on, as another dtype. ValueError if it does
     * not lie within the element.
     */
    getfield<T extends DTypeLike>(
        dtype: T,
        offset?: number | { offset?: number },
    ): NDArray<NameOf<T>>;
    /** Writes into what getfield is a view of. ValueError if the array is read-only too. */
    setfield(val: ArrayLike, dtype: DTypeLike, offset?: number | { offset?: number }): void;
    /** A copy of the elements' bytes, in C order unless said. */
    tobytes(order?: Order | { order?: Order }): Uint8Array;
    /**
     * Changes the shape in place: a.resize(2, 3), a.resize([2, 3]). Elements keep their places in memory, new
     * ones behind them are zero. Views of the array remain views of it; typed arrays that `data` gave out do
     * not, wherefore the size cannot change once there are such, unless refcheck is false. ValueError for
     * that, for an array with gaps, and where the size of a view would change. A smaller array keeps its block.
     */
    resize(...args: (Shape | bigint | boolean | null | ResizeKeywords)[]): void;

    // diagonals and triangles
    diagonal(
        offset?: number | DiagonalKeywords,
        axis1?: number | DiagonalKeywords,
        axis2?: number | DiagonalKeywords,
        keywords?: DiagonalKeywords,
    ): NDArray<D>;

    // By conditions.
    nonzero(): NDArray<'int32'>[];
    compress(
        condition: ArrayLike,
        axis?: number | null | CompressKeywords,
        out?: NDArray | null | CompressKeywords,
        keywords?: CompressKeywords,
    ): NDArray<D>;

    /**
     * The namespace of the array API standard: all of the package as one object, the default export. ValueError for
     * a version of the standard other than '2021.12', '2022.12' and '2023.12'. Not in a page's bundle, which has the
     * functions in use and no others.
     */
    __array_namespace__?(keywords?: { api_version?: string | null }): typeof import('./index.js');
}

/** Keywords of the method resize. */
export interface ResizeKeywords {
    new_shape?: Shape | null;
    refcheck?: boolean;
}

type Fn = (...args: any[]) => unknown;

/** @internal Gives arrays their methods: named one by one, since bundlers leave out what is not named. */
export function attachMethods(prototype: object): void {
    const attach = (functions: Record<string | symbol, Fn>, method: (of: Fn) => Fn) => {
        for (const name of Reflect.ownKeys(functions)) {
            const value = method(functions[name]!);
            Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
        }
    };
    const named = (list: Fn[]) => Object.fromEntries(list.map((of) => [of.name, of]));
    // Fixed parameters, not a rest array: it would be allocated on every call.
    const unary = [negative, positive, absolute, invert, logical_not, sqrt, square, conjugate];
    attach({ ...named(unary), abs: absolute, conj: conjugate }, (of) => {
        return function (this: NDArray, out, keywords, more) {
            return of(this, out, keywords, more);
        };
    });
    const arithmetic = [add, subtract, multiply, divide, floor_divide, remainder, power, matmul];
    const comparing = [equal, not_equal, less, less_equal, greater, greater_equal];
    const bitwise = [bitwise_and, bitwise_or, bitwise_xor, left_shift, right_shift];
    const choosing = [logical_and, logical_or, maximum, minimum];
    const binary = [...arithmetic, ...comparing, ...bitwise, ...choosing];
    attach({ ...named(binary), mod: remainder }, (of) => {
        return function (this: NDArray, x2, out, keywords, more) {
            return of(this, x2, out, keywords, more);
        };
    });
    const reducing = { sum, prod, min, max, mean, std, var: var_, any, all, argmin, argmax };
    const others = { cumsum, cumprod, ptp, round, take, put: putMethod, choose, repeat };
    attach({ ...reducing, ...others, diagonal, nonzero }, (of) => {
        return function (this: NDArray, ...args) {
            return of(this, ...args);
        };
    });
    attach({ getfield, setfield, tobytes, resize, clip: clipMethod }, (of) => {
        return function (this: NDArray, ...args) {
            return of(this, args);
        };
    });
    attach({ compress }, (of) => {
        return function (this: NDArray, condition, ...rest) {
            return of(condition, this, ...rest);
        };
    });
    const { dispose } = prototype as { dispose: Fn };
    attach({ [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: dispose }, (of) => of);
}

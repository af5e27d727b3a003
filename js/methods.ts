// Methods that are functions with the array in first place: x.add(y) is np.add(x, y), x.sum() np.sum(x).
import { matmul } from '../build/gen/gufunc-functions.js';
import * as ufuncs from '../build/gen/ufunc-functions.js';
import * as bytes from './bytes.js';
import * as conditions from './conditions.js';
import type { NDArray } from './ndarray.js';
import type * as R from './reduction-types.js';
import * as reductions from './reductions.js';
import * as rounding from './rounding.js';
import * as taking from './take.js';
import type { DiagonalKeywords } from './triangles.js';
import { diagonal } from './triangles.js';
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
        axis?: number | null | taking.TakeKeywords,
        out?: NDArray | null | taking.TakeKeywords,
        mode?: taking.IndexMode | taking.TakeKeywords,
        keywords?: taking.TakeKeywords,
    ): I extends taking.PositionList ? NDArray<D> : NDArray<D> | Scalar;
    put(
        indices: ArrayLike,
        values: ArrayLike,
        mode?: taking.IndexMode | { mode?: taking.IndexMode },
    ): void;
    choose(
        choices: NDArray | Iterable<ArrayLike>,
        out?: NDArray | null | taking.ChooseKeywords,
        mode?: taking.IndexMode | taking.ChooseKeywords,
        keywords?: taking.ChooseKeywords,
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
        axis?: number | null | conditions.CompressKeywords,
        out?: NDArray | null | conditions.CompressKeywords,
        keywords?: conditions.CompressKeywords,
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

const unary = 'negative positive absolute invert logical_not sqrt square conjugate';
const binary =
    'add subtract multiply divide floor_divide remainder power equal not_equal less less_equal ' +
    'greater greater_equal logical_and logical_or bitwise_and bitwise_or bitwise_xor left_shift ' +
    'right_shift maximum minimum';
const reducing = 'sum prod min max mean std var any all argmin argmax cumsum cumprod ptp';
const aliases = { mod: 'remainder', abs: 'absolute', conj: 'conjugate' };

type Fn = (...args: unknown[]) => unknown;

/** @internal Gives arrays their methods. */
export function attachMethods(prototype: object): void {
    const define = (name: string, value: unknown) =>
        Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
    const lookUp = (name: string) => (ufuncs as unknown as Record<string, Fn>)[name]!;
    for (const name of unary.split(' ')) {
        define(name, function (this: NDArray, out?: unknown, keywords?: unknown, more?: unknown) {
            return lookUp(name)(this, out, keywords, more);
        });
    }
    for (const name of binary.split(' ')) {
        define(
            name,
            function (
                this: NDArray,
                x2: unknown,
                out?: unknown,
                keywords?: unknown,
                more?: unknown,
            ) {
                return lookUp(name)(this, x2, out, keywords, more);
            },
        );
    }
    for (const [name, of] of Object.entries(aliases)) {
        define(name, (prototype as Record<string, unknown>)[of]);
    }
    const functions = reductions as unknown as Record<string, Fn>;
    for (const name of reducing.split(' ')) {
        define(name, function (this: NDArray, ...args: unknown[]) {
            return functions[name]!(this, ...args);
        });
    }
    define('round', function (this: NDArray, ...args: unknown[]) {
        return (rounding.round as Fn)(this, ...args);
    });
    define('matmul', function (this: NDArray, x2: ArrayLike, out?: NDArray, keywords?: object) {
        return matmul(this, x2, out!, keywords);
    });
    define('clip', function (this: NDArray, ...args: unknown[]) {
        return reductions.clipMethod(this, args);
    });
    const { take, putMethod: put, choose, repeat } = taking;
    for (const [name, of] of Object.entries({ take, put, choose, repeat })) {
        define(name, function (this: NDArray, ...args: unknown[]) {
            return (of as Fn)(this, ...args);
        });
    }
    for (const [name, method] of Object.entries({ ...bytes })) {
        define(name, function (this: NDArray, ...args: unknown[]) {
            return method(this, args);
        });
    }
    define('diagonal', function (this: NDArray, ...args: unknown[]) {
        return (diagonal as Fn)(this, ...args);
    });
    // By conditions.
    define('nonzero', function (this: NDArray) {
        return conditions.nonzero(this);
    });
    define('compress', function (this: NDArray, condition: ArrayLike, ...rest: unknown[]) {
        return (conditions.compress as Fn)(condition, this, ...rest);
    });
    const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
    define(dispose as unknown as string, (prototype as { dispose: unknown }).dispose);
}

// What a ufunc looks like to a program: its ways of being called, and its methods.
import type { Complex } from './complex.js';
import type { DType } from './dtype.js';
import type { Key } from './indexing.js';
import type { NDArray } from './ndarray.js';
import type {
    ApplyRule,
    ArrayLike,
    Axis,
    Casting,
    DTypeLike,
    DTypeName,
    DTypeOf,
    NameOf,
    Order,
    PromoteOperands,
    ResultRule,
    Scalar,
    ScalarOf,
} from './types.js';

/** Keywords of every ufunc. */
export interface UfuncKeywords {
    /** Where to put the result; it is also what is returned. */
    out?: NDArray | readonly (NDArray | null)[] | null | undefined;
    /** Compute only where true; elsewhere `out` keeps what it has. */
    where?: ArrayLike | undefined;
    /** How far operands may be cast; 'same_kind' by default. */
    casting?: Casting | undefined;
    /** Layout of a new result; 'K' (as the operands) by default. */
    order?: Order | undefined;
    /** The dtype to compute in. */
    dtype?: DTypeLike | null | undefined;
    /** Accepted as NumPy does; there is one array class. */
    subok?: boolean | undefined;
    /** The loop to use: 'dd->d', or a dtype (or null) for each argument. */
    signature?: string | readonly (DTypeLike | null)[] | undefined;
}

/** A JavaScript value if all operands are, an array otherwise. */
type Result<Operands, D extends DTypeName> = [Operands] extends [Scalar] ? ScalarOf<D> : NDArray<D>;

interface WithDType<D extends DTypeLike> extends UfuncKeywords {
    dtype: D;
    out?: null | undefined;
}
interface WithOut<O extends NDArray> extends UfuncKeywords {
    out: O | readonly [O];
}

/** What ufuncs have beside being called. */
export interface UfuncMethods {
    readonly name: string;
    readonly nin: number;
    readonly nout: number;
    readonly nargs: number;
    readonly ntypes: number;
    /** The loops as NumPy writes them: 'dd->d'. */
    readonly types: readonly string[];
    /** What a reduction of nothing gives; null if it is an error. */
    readonly identity: number | null;
    /** Of a generalised ufunc; null for elementwise ones. */
    readonly signature: string | null;
    /**
     * The dtypes that a call with operands of these dtypes computes in and gives: one for each operand
     * and result, null for a result that is not given. `BigInt`, `Number` and `Complex` stand for
     * JavaScript numbers, as int, float and complex do in NumPy. With `reduction` those of a reduction:
     * [of `out` or null, of the array, null]. TypeError where there is no loop for them.
     */
    resolve_dtypes(
        dtypes: readonly (DTypeLike | typeof Complex | null)[],
        keywords?: {
            signature?: string | readonly (DTypeLike | null)[] | null | undefined;
            casting?: Casting | undefined;
            reduction?: boolean | undefined;
        },
    ): DType[];
}

/** What binary ufuncs with one result have beside. */
export interface BinaryMethods extends UfuncMethods {
    /**
     * Folds the ufunc along axes: add.reduce is sum. A JavaScript value if no axis is left.
     * ValueError for an empty axis without identity, AxisError for an axis out of range.
     */
    reduce(
        array: ArrayLike,
        axis?: Axis | ReduceKeywords,
        dtype?: DTypeLike | null | ReduceKeywords,
        out?: NDArray | null | ReduceKeywords,
        keepdims?: boolean | ReduceKeywords,
        initial?: Scalar | null | ReduceKeywords,
        where?: ArrayLike | ReduceKeywords,
        keywords?: ReduceKeywords,
    ): NDArray | Scalar;
    /** The results of each step along one axis: add.accumulate is cumsum. */
    accumulate(
        array: ArrayLike,
        axis?: number | AccumulateKeywords,
        dtype?: DTypeLike | null | AccumulateKeywords,
        out?: NDArray | null | AccumulateKeywords,
        keywords?: AccumulateKeywords,
    ): NDArray;
    /** Reduces the pieces array[indices[i]:indices[i+1]] of one axis. IndexError out of range. */
    reduceat(
        array: ArrayLike,
        indices: ArrayLike,
        axis?: number | AccumulateKeywords,
        dtype?: DTypeLike | null | AccumulateKeywords,
        out?: NDArray | null | AccumulateKeywords,
        keywords?: AccumulateKeywords,
    ): NDArray;
    /** The ufunc of all pairs: the result's shape is A's followed by B's. */
    outer(A: ArrayLike, B: ArrayLike, keywords?: UfuncKeywords): NDArray | Scalar;
    /**
     * a[key] op= b in place, where an element that is named twice counts twice. The key is any that a.at
     * takes, or an array of keys as of a.set; a list of numbers is one array of positions.
     */
    at(a: NDArray, key: Key | ArrayLike, b: ArrayLike): void;
}

export interface ReduceKeywords {
    axis?: Axis | undefined;
    dtype?: DTypeLike | null | undefined;
    out?: NDArray | null | undefined;
    keepdims?: boolean | undefined;
    initial?: Scalar | null | undefined;
    where?: ArrayLike | undefined;
}
export interface AccumulateKeywords {
    axis?: number | undefined;
    dtype?: DTypeLike | null | undefined;
    out?: NDArray | null | undefined;
}

/** A ufunc of one operand. */
export interface UnaryUfunc<R extends ResultRule> extends UfuncMethods {
    <O extends NDArray>(x: ArrayLike, out: O, keywords?: UfuncKeywords): O;
    <O extends NDArray>(x: ArrayLike, keywords: WithOut<O>): O;
    <D extends DTypeLike>(x: ArrayLike, keywords: WithDType<D>): NDArray<ApplyRule<R, NameOf<D>>>;
    <X extends ArrayLike>(x: X, keywords?: UfuncKeywords): Result<X, ApplyRule<R, DTypeOf<X>>>;
    <X extends ArrayLike>(
        x: X,
        out: null | undefined,
        keywords?: UfuncKeywords,
    ): Result<X, ApplyRule<R, DTypeOf<X>>>;
    /** a[key] = op(a[key]) in place, as often as the key names an element. */
    at(a: NDArray, key: Key | ArrayLike): void;
}

/** A ufunc of two operands, which are broadcast against each other. */
export interface BinaryUfunc<R extends ResultRule> extends BinaryMethods {
    <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, keywords?: UfuncKeywords): O;
    <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, keywords: WithOut<O>): O;
    <D extends DTypeLike>(
        x1: ArrayLike,
        x2: ArrayLike,
        keywords: WithDType<D>,
    ): NDArray<ApplyRule<R, NameOf<D>>>;
    <A extends ArrayLike, B extends ArrayLike>(
        x1: A,
        x2: B,
        keywords?: UfuncKeywords,
    ): Result<A | B, ApplyRule<R, PromoteOperands<A, B>>>;
    <A extends ArrayLike, B extends ArrayLike>(
        x1: A,
        x2: B,
        out: null | undefined,
        keywords?: UfuncKeywords,
    ): Result<A | B, ApplyRule<R, PromoteOperands<A, B>>>;
}

/** A ufunc of three operands. */
export interface TernaryUfunc<R extends ResultRule> extends UfuncMethods {
    <O extends NDArray>(
        x1: ArrayLike,
        x2: ArrayLike,
        x3: ArrayLike,
        out: O,
        keywords?: UfuncKeywords,
    ): O;
    <A extends ArrayLike>(
        x1: A,
        x2: ArrayLike,
        x3: ArrayLike,
        keywords?: UfuncKeywords,
    ): Result<A, ApplyRule<R, DTypeOf<A>>>;
}

/** A ufunc of two operands and two results: [quotient, remainder]. */
export interface TwoResultUfunc extends UfuncMethods {
    <A extends ArrayLike, B extends ArrayLike>(
        x1: A,
        x2: B,
        out1?: NDArray | null | UfuncKeywords,
        out2?: NDArray | null | UfuncKeywords,
        keywords?: UfuncKeywords,
    ): [Result<A | B, PromoteOperands<A, B>>, Result<A | B, PromoteOperands<A, B>>];
}

/** ldexp: the result is a floating-point number as the first operand, whatever the exponents are. */
export interface ScalingUfunc extends BinaryMethods {
    <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, keywords?: UfuncKeywords): O;
    <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, keywords: WithOut<O>): O;
    <A extends ArrayLike, B extends ArrayLike>(
        x1: A,
        x2: B,
        out?: null | UfuncKeywords,
        keywords?: UfuncKeywords,
    ): Result<A | B, ApplyRule<'FLOAT', DTypeOf<A>>>;
}

/** A ufunc that takes numbers apart: modf, and frexp, whose second result are exponents. */
export interface PartsUfunc<R extends 'FLOAT' | 'EXPONENT'> extends UfuncMethods {
    <A extends ArrayLike>(
        x: A,
        out1?: NDArray | null | UfuncKeywords,
        out2?: NDArray | null | UfuncKeywords,
        keywords?: UfuncKeywords,
    ): [
        Result<A, ApplyRule<'FLOAT', DTypeOf<A>>>,
        Result<A, R extends 'FLOAT' ? ApplyRule<'FLOAT', DTypeOf<A>> : 'int32'>,
    ];
}

/** Keywords of generalised ufuncs. */
export interface GufuncKeywords extends Omit<UfuncKeywords, 'where'> {
    /** For each operand and result the axes its core dimensions are; the last ones by default. */
    axes?: readonly (number | readonly number[])[] | undefined;
    /** The one core dimension of all operands, where there is only one. */
    axis?: number | undefined;
    /** Keep the core dimension of the operands in the result, with length 1. */
    keepdims?: boolean | undefined;
}

/**
 * A generalised ufunc of two operands: it works on their last axes together, as its `signature` says,
 * and the axes before them are broadcast. A JavaScript value if no axis is left. ValueError where core
 * dimensions disagree; TypeError for reduce and its kin, which are not defined.
 */
export interface Gufunc<R extends ResultRule, May = never> extends UfuncMethods {
    readonly signature: string;
    <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, keywords?: GufuncKeywords): O;
    <O extends NDArray>(
        x1: ArrayLike,
        x2: ArrayLike,
        keywords: GufuncKeywords & { out: O | readonly [O] },
    ): O;
    <A extends ArrayLike, B extends ArrayLike>(
        x1: A,
        x2: B,
        out?: null | GufuncKeywords,
        keywords?: GufuncKeywords,
    ):
        | NDArray<ApplyRule<R, PromoteOperands<A, B>>>
        | ([May] extends [never] ? never : ScalarOf<ApplyRule<R, PromoteOperands<A, B>>>);
}

// How the reductions may be called: shared by the functions and the methods of the same names.
import type { NDArray } from './ndarray.js';
import type {
    ArrayLike,
    Axis,
    DTypeLike,
    DTypeName,
    DTypeOf,
    MeanOf,
    NameOf,
    Scalar,
    ScalarOf,
    SumOf,
} from './types.js';
import type { UfuncKeywords } from './ufunc-types.js';

interface Common {
    axis?: Axis | undefined;
    out?: NDArray | null | undefined;
    keepdims?: boolean | undefined;
}
export interface SumKeywords extends Common {
    dtype?: DTypeLike | null | undefined;
    initial?: Scalar | null | undefined;
    where?: ArrayLike | undefined;
}
export interface ExtremeKeywords extends Common {
    initial?: Scalar | null | undefined;
    where?: ArrayLike | undefined;
}
export interface TruthKeywords extends Common {
    where?: ArrayLike | undefined;
}
export interface MeanKeywords extends Common {
    dtype?: DTypeLike | null | undefined;
    where?: ArrayLike | undefined;
}
export interface VarKeywords extends MeanKeywords {
    ddof?: number | undefined;
    mean?: ArrayLike | undefined;
    correction?: number | undefined;
}
export interface ArgKeywords {
    axis?: number | null | undefined;
    out?: NDArray | null | undefined;
    keepdims?: boolean | undefined;
}
export interface CumulativeKeywords {
    axis?: number | null | undefined;
    dtype?: DTypeLike | null | undefined;
    out?: NDArray | null | undefined;
}
export type PtpKeywords = Common;
export interface ClipKeywords extends UfuncKeywords {
    min?: ArrayLike | null | undefined;
    max?: ArrayLike | null | undefined;
}

/** Keywords that leave no axis and keep none: the result is a JavaScript value. */
type Whole<K> = K & {
    axis?: null | undefined;
    out?: null | undefined;
    keepdims?: false | undefined;
};
/** An axis: an array, but of a 1-d operand a JavaScript value all the same. */
type Axes = number | readonly number[];

export interface SumMethod<D extends DTypeName, S extends DTypeName> {
    <O extends NDArray>(keywords: SumKeywords & { out: O }): O;
    <T extends DTypeLike>(keywords: Whole<SumKeywords> & { dtype: T }): ScalarOf<NameOf<T>>;
    (axis?: null, dtype?: null | Whole<SumKeywords>): ScalarOf<S>;
    (keywords: Whole<SumKeywords> & { dtype?: null | undefined }): ScalarOf<S>;
    <T extends DTypeLike>(keywords: SumKeywords & { dtype: T }): NDArray<NameOf<T>>;
    (
        axis: Axes | null | SumKeywords,
        dtype?: DTypeLike | null | SumKeywords,
        out?: NDArray | null | SumKeywords,
        keepdims?: boolean | SumKeywords,
        initial?: Scalar | null | SumKeywords,
        where?: ArrayLike | SumKeywords,
        keywords?: SumKeywords,
    ): NDArray<S>;
    /** @internal */ readonly _of?: D;
}
export interface ExtremeMethod<D extends DTypeName> {
    <O extends NDArray>(keywords: ExtremeKeywords & { out: O }): O;
    (axis?: null | Whole<ExtremeKeywords>): ScalarOf<D>;
    (
        axis: Axes | null | ExtremeKeywords,
        out?: NDArray | null | ExtremeKeywords,
        keepdims?: boolean | ExtremeKeywords,
        initial?: Scalar | null | ExtremeKeywords,
        where?: ArrayLike | ExtremeKeywords,
        keywords?: ExtremeKeywords,
    ): NDArray<D>;
}
export interface MeanMethod<M extends DTypeName> {
    <O extends NDArray>(keywords: MeanKeywords & { out: O }): O;
    (axis?: null | Whole<MeanKeywords>): ScalarOf<M>;
    (
        axis: Axes | null | MeanKeywords,
        dtype?: DTypeLike | null | MeanKeywords,
        out?: NDArray | null | MeanKeywords,
        keepdims?: boolean | MeanKeywords,
        keywords?: MeanKeywords,
    ): NDArray<M>;
}
export interface VarMethod<D extends DTypeName> {
    <O extends NDArray>(keywords: VarKeywords & { out: O }): O;
    (axis?: null | Whole<VarKeywords>): number;
    (
        axis: Axes | null | VarKeywords,
        dtype?: DTypeLike | null | VarKeywords,
        out?: NDArray | null | VarKeywords,
        ddof?: number | VarKeywords,
        keepdims?: boolean | VarKeywords,
        keywords?: VarKeywords,
    ): NDArray<RealMean<D>>;
}
type RealMean<D extends DTypeName> = D extends 'float16' | 'float32'
    ? D
    : D extends 'complex64'
      ? 'float32'
      : 'float64';
export interface TruthMethod {
    <O extends NDArray>(keywords: TruthKeywords & { out: O }): O;
    (axis?: null | Whole<TruthKeywords>): boolean;
    (
        axis: Axes | null | TruthKeywords,
        out?: NDArray | null | TruthKeywords,
        keepdims?: boolean | TruthKeywords,
        keywords?: TruthKeywords,
    ): NDArray<'bool'>;
}
export interface ArgMethod {
    <O extends NDArray>(keywords: ArgKeywords & { out: O }): O;
    (axis?: null | Whole<ArgKeywords>): number;
    (
        axis: number | null | ArgKeywords,
        out?: NDArray | null | ArgKeywords,
        keywords?: ArgKeywords,
    ): NDArray<'int32'>;
}
export interface CumulativeMethod<S extends DTypeName> {
    <O extends NDArray>(keywords: CumulativeKeywords & { out: O }): O;
    <T extends DTypeLike>(keywords: CumulativeKeywords & { dtype: T }): NDArray<NameOf<T>>;
    (
        axis?: number | null | CumulativeKeywords,
        dtype?: DTypeLike | null | CumulativeKeywords,
        out?: NDArray | null | CumulativeKeywords,
        keywords?: CumulativeKeywords,
    ): NDArray<S>;
}

// The functions: as the methods, with the operand in first place.

export interface SumFunction {
    <O extends NDArray>(a: ArrayLike, keywords: SumKeywords & { out: O }): O;
    <T extends DTypeLike>(
        a: ArrayLike,
        keywords: Whole<SumKeywords> & { dtype: T },
    ): ScalarOf<NameOf<T>>;
    <A extends ArrayLike>(a: A, axis?: null, dtype?: null): ScalarOf<SumOf<DTypeOf<A>>>;
    <A extends ArrayLike>(
        a: A,
        keywords: Whole<SumKeywords> & { dtype?: null | undefined },
    ): ScalarOf<SumOf<DTypeOf<A>>>;
    <T extends DTypeLike>(a: ArrayLike, keywords: SumKeywords & { dtype: T }): NDArray<NameOf<T>>;
    <A extends ArrayLike>(
        a: A,
        axis: Axes | null | SumKeywords,
        dtype?: DTypeLike | null | SumKeywords,
        out?: NDArray | null | SumKeywords,
        keepdims?: boolean | SumKeywords,
        initial?: Scalar | null | SumKeywords,
        where?: ArrayLike | SumKeywords,
        keywords?: SumKeywords,
    ): NDArray<SumOf<DTypeOf<A>>>;
}
export interface ExtremeFunction {
    <O extends NDArray>(a: ArrayLike, keywords: ExtremeKeywords & { out: O }): O;
    <A extends ArrayLike>(a: A, axis?: null | Whole<ExtremeKeywords>): ScalarOf<DTypeOf<A>>;
    <A extends ArrayLike>(
        a: A,
        axis: Axes | null | ExtremeKeywords,
        out?: NDArray | null | ExtremeKeywords,
        keepdims?: boolean | ExtremeKeywords,
        initial?: Scalar | null | ExtremeKeywords,
        where?: ArrayLike | ExtremeKeywords,
        keywords?: ExtremeKeywords,
    ): NDArray<DTypeOf<A>>;
}
export interface MeanFunction {
    <O extends NDArray>(a: ArrayLike, keywords: MeanKeywords & { out: O }): O;
    <A extends ArrayLike>(a: A, axis?: null | Whole<MeanKeywords>): ScalarOf<MeanOf<DTypeOf<A>>>;
    <A extends ArrayLike>(
        a: A,
        axis: Axes | null | MeanKeywords,
        dtype?: DTypeLike | null | MeanKeywords,
        out?: NDArray | null | MeanKeywords,
        keepdims?: boolean | MeanKeywords,
        keywords?: MeanKeywords,
    ): NDArray<MeanOf<DTypeOf<A>>>;
}
export interface VarFunction {
    <O extends NDArray>(a: ArrayLike, keywords: VarKeywords & { out: O }): O;
    (a: ArrayLike, axis?: null | Whole<VarKeywords>): number;
    <A extends ArrayLike>(
        a: A,
        axis: Axes | null | VarKeywords,
        dtype?: DTypeLike | null | VarKeywords,
        out?: NDArray | null | VarKeywords,
        ddof?: number | VarKeywords,
        keepdims?: boolean | VarKeywords,
        keywords?: VarKeywords,
    ): NDArray<RealMean<DTypeOf<A>>>;
}
export interface TruthFunction {
    <O extends NDArray>(a: ArrayLike, keywords: TruthKeywords & { out: O }): O;
    (a: ArrayLike, axis?: null | Whole<TruthKeywords>): boolean;
    (
        a: ArrayLike,
        axis: Axes | null | TruthKeywords,
        out?: NDArray | null | TruthKeywords,
        keepdims?: boolean | TruthKeywords,
        keywords?: TruthKeywords,
    ): NDArray<'bool'>;
}
export interface ArgFunction {
    <O extends NDArray>(a: ArrayLike, keywords: ArgKeywords & { out: O }): O;
    (a: ArrayLike, axis?: null | Whole<ArgKeywords>): number;
    (
        a: ArrayLike,
        axis: number | null | ArgKeywords,
        out?: NDArray | null | ArgKeywords,
        keywords?: ArgKeywords,
    ): NDArray<'int32'>;
}
export interface CountFunction {
    (a: ArrayLike, axis?: null | { axis?: null; keepdims?: false }): number;
    (
        a: ArrayLike,
        axis: Axes | null | { axis?: Axis; keepdims?: boolean },
        keywords?: { keepdims?: boolean },
    ): NDArray<'int32'>;
}
export interface CumulativeFunction {
    <O extends NDArray>(a: ArrayLike, keywords: CumulativeKeywords & { out: O }): O;
    <T extends DTypeLike>(
        a: ArrayLike,
        keywords: CumulativeKeywords & { dtype: T },
    ): NDArray<NameOf<T>>;
    <A extends ArrayLike>(
        a: A,
        axis?: number | null | CumulativeKeywords,
        dtype?: DTypeLike | null | CumulativeKeywords,
        out?: NDArray | null | CumulativeKeywords,
        keywords?: CumulativeKeywords,
    ): NDArray<SumOf<DTypeOf<A>>>;
}

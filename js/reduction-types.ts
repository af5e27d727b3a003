// How the reductions may be called: shared by the functions and the methods of the same names.
import type { NDArray } from './ndarray.js';
import type { ArrayLike, Axis, DTypeLike, DTypeName, NameOf, Scalar, ScalarOf } from './types.js';
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
type Whole<K> = K & { axis?: null | undefined; out?: null | undefined; keepdims?: false | undefined };
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

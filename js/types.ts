// The types that a program which uses Raptors sees most: scalars, what counts as an array, dtypes by
// every spelling, and how they come out of an operation.
import type { DTypeName, Promotions, Spellings } from '../build/gen/dtypes.js';
import type { Complex } from './complex.js';
import type { DType } from './dtype.js';
import type { NDArray } from './ndarray.js';

export type { DTypeName };

/** One element as a JavaScript value. 64-bit integers are bigints where a number would not be exact. */
export type Scalar = number | bigint | boolean | Complex;

/** The JavaScript value of an element. */
export type ScalarOf<D extends DTypeName> = D extends 'bool'
    ? boolean
    : D extends 'complex64' | 'complex128'
      ? Complex
      : D extends 'int64' | 'uint64'
        ? number | bigint
        : number;

export type TypedArray =
    | Int8Array
    | Uint8Array
    | Uint8ClampedArray
    | Int16Array
    | Uint16Array
    | Int32Array
    | Uint32Array
    | BigInt64Array
    | BigUint64Array
    | Float32Array
    | Float64Array;

/** What `data` and `toTypedArray` give: complex numbers as pairs, float16 as its bits. */
export type TypedArrayOf<D extends DTypeName> = {
    bool: Uint8Array;
    int8: Int8Array;
    uint8: Uint8Array;
    int16: Int16Array;
    uint16: Uint16Array;
    int32: Int32Array;
    uint32: Uint32Array;
    int64: BigInt64Array;
    uint64: BigUint64Array;
    float16: Uint16Array;
    float32: Float32Array;
    float64: Float64Array;
    complex64: Float32Array;
    complex128: Float64Array;
}[D];

/** Lists in lists, as tolist gives them. */
export type NestedOf<D extends DTypeName> = ScalarOf<D> | NestedOf<D>[];

/** Anything that says of itself how to become an array. */
export interface HasArray {
    __array__(): ArrayLike;
}

/** Anything that can be written as lists in lists. */
export interface HasList {
    tolist(): unknown;
}

/** Everything that is accepted where an array is. */
export type ArrayLike = NDArray | Scalar | TypedArray | HasArray | HasList | Iterable<ArrayLike>;

/** A dtype by any spelling: np.float32, 'float32', '<f4', 'f', Number, Boolean, BigInt, Float32Array. */
export type DTypeLike =
    | DType
    | DTypeName
    | SpellingOf<keyof Spellings>
    | NumberConstructor
    | BooleanConstructor
    | BigIntConstructor
    | TypedArrayConstructor
    | (string & {});

export type TypedArrayConstructor = {
    new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
    readonly BYTES_PER_ELEMENT: number;
    readonly name: string;
};

type SpellingOf<S extends string> = S | `${'<' | '>' | '=' | '|'}${S}`;

/** The name of the dtype that a spelling stands for. */
export type NameOf<T> =
    T extends DType<infer D>
        ? D
        : T extends DTypeName
          ? T
          : T extends keyof Spellings
            ? Spellings[T]
            : T extends `${'<' | '>' | '=' | '|'}${infer S extends keyof Spellings}`
              ? Spellings[S]
              : T extends NumberConstructor
                ? 'float64'
                : T extends BooleanConstructor
                  ? 'bool'
                  : T extends BigIntConstructor
                    ? 'int64'
                    : DTypeName;

/** The dtype of what np.array makes of a value. */
export type DTypeOf<T> =
    T extends NDArray<infer D>
        ? D
        : T extends number
          ? 'float64'
          : T extends boolean
            ? 'bool'
            : T extends bigint
              ? 'int64'
              : T extends Complex
                ? 'complex128'
                : T extends { readonly [Symbol.toStringTag]: infer N }
                  ? N extends keyof TypedNames
                      ? TypedNames[N]
                      : DTypeName
                  : T extends readonly (infer E)[]
                    ? DTypeOf<E>
                    : DTypeName;

interface TypedNames {
    Int8Array: 'int8';
    Uint8Array: 'uint8';
    Uint8ClampedArray: 'uint8';
    Int16Array: 'int16';
    Uint16Array: 'uint16';
    Int32Array: 'int32';
    Uint32Array: 'uint32';
    BigInt64Array: 'int64';
    BigUint64Array: 'uint64';
    Float32Array: 'float32';
    Float64Array: 'float64';
}

/** The dtype of two operands together. */
export type Promote<A extends DTypeName, B extends DTypeName> = Promotions[A][B];

/** Together with a JavaScript number, which takes on the dtype of its company if it can. */
type WeakWith<D extends DTypeName, T> = T extends boolean
    ? D
    : T extends Complex
      ? D extends 'float32' | 'float16' | 'complex64'
          ? 'complex64'
          : 'complex128'
      : T extends bigint
        ? D extends 'bool'
            ? 'int64'
            : D
        : D extends 'bool' | `${'' | 'u'}int${number}`
          ? D | 'float64'
          : D;

/** The dtype that two operands of any kind are computed in. */
export type PromoteOperands<A, B> =
    A extends NDArray<infer X>
        ? B extends NDArray<infer Y>
            ? Promote<X, Y>
            : B extends Scalar
              ? WeakWith<X, B>
              : Promote<X, DTypeOf<B>>
        : B extends NDArray<infer Y>
          ? A extends Scalar
              ? WeakWith<Y, A>
              : Promote<DTypeOf<A>, Y>
          : Promote<DTypeOf<A>, DTypeOf<B>>;

/** How a ufunc's result follows from what it is computed in: the column of src/ufunc/ufunc_list.h. */
export type ResultRule = 'PROMOTE' | 'SAME' | 'BOOL' | 'FLOAT' | 'DOUBLE' | 'REAL' | 'COUNT';
export type ApplyRule<R extends ResultRule, D extends DTypeName> = R extends 'BOOL'
    ? 'bool'
    : R extends 'COUNT'
      ? 'uint8'
      : R extends 'FLOAT'
        ? FloatOf<D>
        : R extends 'REAL'
          ? RealOf<D>
          : R extends 'DOUBLE'
            ? DoubleOf<D>
            : D;

type FloatOf<D extends DTypeName> = D extends `float${number}` | `complex${number}`
    ? D
    : D extends 'bool' | 'int8' | 'uint8'
      ? 'float16' | 'float64'
      : D extends 'int16' | 'uint16'
        ? 'float32' | 'float64'
        : 'float64';
type DoubleOf<D extends DTypeName> = D extends `complex${number}` ? 'complex128' : 'float64';
/** The dtype of the parts of complex numbers. */
export type RealOf<D extends DTypeName> = D extends 'complex64'
    ? 'float32'
    : D extends 'complex128'
      ? 'float64'
      : D;

/** The dtype of sums: narrower integers become 64 bits wide. */
export type SumOf<D extends DTypeName> = D extends 'bool' | `int${number}`
    ? 'int64'
    : D extends `uint${number}`
      ? 'uint64'
      : D;
/** The dtype of means. */
export type MeanOf<D extends DTypeName> = D extends 'bool' | `${'' | 'u'}int${number}`
    ? 'float64'
    : D;

export type Shape = number | readonly number[];
export type Axis = number | readonly number[] | null;
export type Order = 'C' | 'F' | 'A' | 'K';
export type Casting = 'no' | 'equiv' | 'safe' | 'same_kind' | 'unsafe';

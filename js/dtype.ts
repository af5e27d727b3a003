// Descriptors as JavaScript sees them. The core knows what a dtype means; here are its names, its
// place in the core, and how one element becomes a JavaScript value and back.
import { type DTypeName, dtypeList } from '../build/gen/dtypes.js';
import { Complex } from './complex.js';
import type { NDArray } from './ndarray.js';
import { check, core, DV, getOption, getText, putText, refresh } from './runtime/frame.js';
import type {
    ArrayLike,
    DTypeLike,
    NameOf,
    Scalar,
    TypedArray,
    TypedArrayConstructor,
} from './types.js';

/**
 * A dtype. Called as a function it makes a 0-d array ("strong scalar") or casts an array:
 * np.float32(2), np.int16([1, 2]).
 */
export interface DType<D extends DTypeName = DTypeName> {
    (value?: ArrayLike): NDArray<D>;
    readonly name: D;
    /** One of b, i, u, f, c. */
    readonly kind: string;
    readonly char: string;
    readonly num: number;
    readonly itemsize: number;
    readonly alignment: number;
    /** '=' native, '|' does not apply, '<' or '>' swapped. */
    readonly byteorder: string;
    readonly isnative: boolean;
    /** NumPy's array-interface spelling: '<f8'. */
    readonly str: string;
    /** The dtype in another byte order: 'S' swapped, '<', '>', '='. */
    newbyteorder(order?: string): DType<D>;
    toString(): string;
    /** @internal address of the descriptor */
    ptr: number;
    /** @internal index into the core's table */
    id: number;
}

/** @internal What JavaScript keeps elements of a dtype in, and how it reads one. */
export interface Codec {
    array: TypedArrayConstructor;
    /** How many items of the typed array an element has. */
    items: number;
    read(view: DataView, at: number, little: boolean): Scalar;
    /** Only the core can make an element: it does so from a float64. */
    opaque?: boolean;
    /** The typed array's items are the elements' JavaScript values. */
    direct?: boolean;
    /** Bounds of an integer dtype. */
    min?: bigint;
    max?: bigint;
}

const safe = (x: bigint): number | bigint =>
    x >= Number.MIN_SAFE_INTEGER && x <= Number.MAX_SAFE_INTEGER ? Number(x) : x;

/** The value of a float16's bits. */
export function halfValue(bits: number): number {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const magnitude =
        exponent === 31
            ? fraction
                ? Number.NaN
                : Number.POSITIVE_INFINITY
            : exponent === 0
              ? fraction * 2 ** -24
              : (1024 + fraction) * 2 ** (exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}

const integer = (array: TypedArrayConstructor, bits: number, signed: boolean): Codec => {
    const get = `get${signed ? 'Int' : 'Uint'}${bits}` as 'getInt32';
    return {
        array,
        items: 1,
        direct: true,
        read: (view, at, little) => view[get](at, little),
        min: signed ? -(2n ** BigInt(bits - 1)) : 0n,
        max: 2n ** BigInt(signed ? bits - 1 : bits) - 1n,
    };
};

const float = (array: TypedArrayConstructor, get: 'getFloat32' | 'getFloat64'): Codec => ({
    array,
    items: 1,
    direct: true,
    read: (view, at, little) => view[get](at, little),
});

const pair = (
    array: TypedArrayConstructor,
    get: 'getFloat32' | 'getFloat64',
    size: number,
): Codec => ({
    array,
    items: 2,
    read: (view, at, little) => new Complex(view[get](at, little), view[get](at + size, little)),
});

const codecs: Record<DTypeName, Codec> = /* @__PURE__ */ (() => ({
    bool: {
        array: Uint8Array,
        items: 1,
        read: (view: DataView, at: number) => view.getUint8(at) !== 0,
    },
    int8: integer(Int8Array, 8, true),
    uint8: integer(Uint8Array, 8, false),
    int16: integer(Int16Array, 16, true),
    uint16: integer(Uint16Array, 16, false),
    int32: integer(Int32Array, 32, true),
    uint32: integer(Uint32Array, 32, false),
    int64: {
        ...integer(BigInt64Array, 64, true),
        direct: false,
        read: (view: DataView, at: number, little: boolean) => safe(view.getBigInt64(at, little)),
    },
    uint64: {
        ...integer(BigUint64Array, 64, false),
        direct: false,
        read: (view: DataView, at: number, little: boolean) => safe(view.getBigUint64(at, little)),
    },
    float16: {
        array: Uint16Array,
        items: 1,
        opaque: true,
        read: (view: DataView, at: number, little: boolean) =>
            halfValue(view.getUint16(at, little)),
    },
    float32: float(Float32Array, 'getFloat32'),
    float64: float(Float64Array, 'getFloat64'),
    complex64: pair(Float32Array, 'getFloat32', 4),
    complex128: pair(Float64Array, 'getFloat64', 8),
}))();

/** @internal */
export const codecOf = (dtype: DType): Codec => codecs[dtype.name];

export function isTrue(value: Scalar): boolean {
    return value instanceof Complex
        ? value.re !== 0 || value.im !== 0
        : Boolean(value) || Number.isNaN(value);
}

/** @internal The element at an address of the heap (WebAssembly is little-endian everywhere). */
export function readElement(dtype: DType, address: number): Scalar {
    refresh();
    return codecs[dtype.name].read(DV, address, dtype.isnative);
}

const methods = /* @__PURE__ */ Object.create(Function.prototype, {
    newbyteorder: {
        value(this: DType, order = 'S'): DType {
            const code = String(order).slice(0, 1).charCodeAt(0) || 0;
            return dtypeById(check(core.rp_js_dtype_newbyteorder!(this.ptr, code)));
        },
    },
    toString: {
        value(this: DType) {
            return this.isnative ? this.name : this.str;
        },
    },
    [Symbol.for('nodejs.util.inspect.custom')]: {
        value(this: DType) {
            return `dtype('${this}')`;
        },
    },
    isDType: { value: true },
}) as object;

/** Set by convert.ts: what calling a dtype does. */
let convert: (value: ArrayLike, dtype: DType) => NDArray = () => {
    throw new Error('not ready');
};
/** @internal */
export function setConvert(fn: typeof convert): void {
    convert = fn;
}

type Row = { name: DTypeName; kind: string; char: string };

function makeDType({ name, kind, char }: Row, id: number, swapped: boolean): DType {
    const bits = Number(/\d+$/.exec(name)?.[0] ?? 8);
    const itemsize = bits >> 3;
    const dtype = ((value: ArrayLike = 0) => convert(value, dtype)) as unknown as DType;
    Object.setPrototypeOf(dtype, methods);
    const byteorder = itemsize === 1 ? '|' : swapped ? '>' : '=';
    const fields = {
        name,
        kind,
        char,
        num: dtypeList.findIndex((row) => row.name === name),
        itemsize,
        alignment: kind === 'c' ? itemsize >> 1 : itemsize,
        byteorder,
        isnative: !swapped,
        str: `${byteorder === '=' ? '<' : byteorder}${kind}${itemsize}`,
    };
    for (const [key, value] of Object.entries(fields)) {
        Object.defineProperty(dtype, key, { value, enumerable: true });
    }
    dtype.ptr = 0;
    dtype.id = id;
    return dtype;
}

/** @internal By id. Those of native order are here before the core is. */
export const dtypes: DType[] = /* @__PURE__ */ dtypeList.map((row, id) =>
    makeDType(row, id, false),
);

/** @internal Addresses of the descriptors and sizes of elements by id, for paths where nanoseconds count. */
export const typePtr: number[] = [];
export const typeSize: number[] = /* @__PURE__ */ dtypes.map((dtype) => dtype.itemsize);

/** @internal By id. */
export const dtypeById = (id: number): DType => dtypes[id]!;

const named = <D extends DTypeName>(name: D) =>
    dtypes[dtypeList.findIndex((row) => row.name === name)] as DType<D>;

const parsed = new Map<string, DType>();

/** @internal Learns the addresses of the descriptors from a module that has just started. */
export function bindDTypes(): void {
    for (let id = 0; ; id++) {
        const ptr = core.rp_js_dtype!(id);
        if (ptr === -1) break;
        const name = getText(check(core.rp_js_dtype_info!(ptr))) as DTypeName;
        const swapped = getOption(7) !== 0;
        const known = dtypes[id];
        if (known === undefined || known.name !== name || known.isnative === swapped) {
            const row = dtypeList.find((item) => item.name === name)!;
            dtypes[id] = makeDType(row, id, swapped);
        }
        dtypes[id]!.ptr = ptr;
        typePtr[id] = ptr;
        typeSize[id] = dtypes[id]!.itemsize;
    }
}

const bool = /* @__PURE__ */ named('bool');
const int8 = /* @__PURE__ */ named('int8');
const int16 = /* @__PURE__ */ named('int16');
const int32 = /* @__PURE__ */ named('int32');
const int64 = /* @__PURE__ */ named('int64');
const uint8 = /* @__PURE__ */ named('uint8');
const uint16 = /* @__PURE__ */ named('uint16');
const uint32 = /* @__PURE__ */ named('uint32');
const uint64 = /* @__PURE__ */ named('uint64');
const float16 = /* @__PURE__ */ named('float16');
const float32 = /* @__PURE__ */ named('float32');
const float64 = /* @__PURE__ */ named('float64');
const complex64 = /* @__PURE__ */ named('complex64');
const complex128 = /* @__PURE__ */ named('complex128');

// NumPy's further names.
export {
    bool,
    bool as bool_,
    complex64,
    complex64 as csingle,
    complex128,
    complex128 as cdouble,
    float16,
    float16 as half,
    float32,
    float32 as single,
    float64,
    float64 as double,
    int8,
    int8 as byte,
    int16,
    int16 as short,
    int32,
    int32 as intc,
    int32 as intp,
    int64,
    int64 as int_,
    int64 as long,
    int64 as longlong,
    uint8,
    uint8 as ubyte,
    uint16,
    uint16 as ushort,
    uint32,
    uint32 as uintc,
    uint32 as uintp,
    uint64,
    uint64 as uint,
    uint64 as ulong,
    uint64 as ulonglong,
};

export const isDType = (x: unknown): x is DType =>
    typeof x === 'function' && (x as { isDType?: unknown }).isDType === true;

/** @internal The dtype of a typed array's elements, if there is one. */
export function dtypeOfTyped(array: TypedArray | TypedArrayConstructor): DType | undefined {
    const kind = 'name' in array ? array.name : array[Symbol.toStringTag];
    const name = kind.replace('Clamped', '').replace('Big', '').replace('Array', '').toLowerCase();
    return dtypes.find((dtype) => dtype.name === name && dtype.isnative);
}

/**
 * The dtype that a value stands for: a dtype, a spelling of NumPy's ('float32', '<f4', 'd'), Number,
 * Boolean, BigInt, or a typed array's class. Throws TypeError if it stands for none.
 */
export function dtype<T extends DTypeLike>(
    dtype: T,
    align = false,
    copy = false,
): DType<NameOf<T>> {
    void align;
    void copy;
    return toDType(dtype) as unknown as DType<NameOf<T>>;
}

/** @internal */
export function toDType(like: DTypeLike | { dtype: DType }): DType {
    if (isDType(like)) return like;
    if (typeof like === 'string') {
        let found = parsed.get(like);
        if (found === undefined) {
            found = dtypeById(check(core.rp_js_dtype_parse!(putText(like))));
            if (parsed.size < 256) parsed.set(like, found);
        }
        return found;
    }
    if (like === Number) return float64;
    if (like === Boolean) return bool;
    if (like === BigInt) return int64;
    if (typeof like === 'function') {
        const found = /Array$/.test(like.name) && dtypeOfTyped(like as TypedArrayConstructor);
        if (found) return found;
    }
    throw new TypeError(`Cannot interpret '${String(like)}' as a data type`);
}

/** @internal As toDType; undefined and null give undefined. */
export const optionalDType = (like: unknown): DType | undefined =>
    like === undefined || like === null ? undefined : toDType(like as DTypeLike);

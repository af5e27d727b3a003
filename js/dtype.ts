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
    opaque: boolean;
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

/** Of each dtype of the list, in its order. */
const arrays = [
    Uint8Array,
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
    Uint16Array,
    Float32Array,
    Float64Array,
    Float32Array,
    Float64Array,
];

type Read = Codec['read'];
/** The readers of items that are no elements yet, by kind and size of the item. */
const readers: Record<string, (item: Read, size: number) => Read> = {
    b1: (item) => (view, at, little) => item(view, at, little) !== 0,
    i8: (item) => (view, at, little) => safe(item(view, at, little) as bigint),
    f2: (item) => (view, at, little) => halfValue(item(view, at, little) as number),
    c: (item, size) => (view, at, little) =>
        new Complex(item(view, at, little) as number, item(view, at + size, little) as number),
};

const codecs = /* @__PURE__ */ dtypeList.map(({ kind }, id): Codec => {
    const array = arrays[id]!;
    const size = array.BYTES_PER_ELEMENT;
    const get = `get${array.name.slice(0, -5)}` as 'getInt32';
    const item: Read = (view, at, little) => view[get](at, little);
    const reader = readers[kind] ?? readers[(kind === 'u' ? 'i' : kind) + size];
    const bits = BigInt(8 * size);
    return {
        array,
        items: kind === 'c' ? 2 : 1,
        opaque: kind === 'f' && size === 2,
        read: reader === undefined ? item : reader(item, size),
        ...(kind === 'i' && { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }),
        ...(kind === 'u' && { min: 0n, max: 2n ** bits - 1n }),
    };
});

/** @internal */
export const codecOf = (dtype: DType): Codec => codecs[dtype.num]!;

export function isTrue(value: Scalar): boolean {
    return value instanceof Complex
        ? value.re !== 0 || value.im !== 0
        : Boolean(value) || Number.isNaN(value);
}

/** @internal The element at an address of the heap (WebAssembly is little-endian everywhere). */
export function readElement(dtype: DType, address: number): Scalar {
    refresh();
    return codecs[dtype.num]!.read(DV, address, dtype.isnative);
}

/** What every dtype has. A class for its methods alone: no dtype is made by `new`. */
class Methods extends Function {
    declare readonly isnative: boolean;
    declare readonly str: string;
    declare readonly ptr: number;

    newbyteorder(order = 'S'): DType {
        const code = String(order).slice(0, 1).charCodeAt(0) || 0;
        return dtypeById(check(core.rp_js_dtype_newbyteorder!(this.ptr, code)));
    }
    override toString() {
        return this.isnative ? this.name : this.str;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return `dtype('${this}')`;
    }
}

/** Set by convert.ts: what calling a dtype does. */
let convert: (value: ArrayLike, dtype: DType) => NDArray = () => {
    throw new Error('not ready');
};
/** @internal */
export function setConvert(fn: typeof convert): void {
    convert = fn;
}

/** A dtype by its number in the list, with its id in the core. */
function makeDType(num: number, id: number, swapped: boolean): DType {
    const { name, kind, char } = dtypeList[num]!;
    const { array, items } = codecs[num]!;
    const alignment = array.BYTES_PER_ELEMENT;
    const itemsize = alignment * items;
    const dtype = ((value: ArrayLike = 0) => convert(value, dtype)) as unknown as DType;
    Object.setPrototypeOf(dtype, Methods.prototype);
    const byteorder = itemsize === 1 ? '|' : swapped ? '>' : '=';
    const fields = {
        name,
        kind,
        char,
        num,
        itemsize,
        alignment,
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
export const dtypes: DType[] = /* @__PURE__ */ dtypeList.map((_, id) => makeDType(id, id, false));

/** @internal Addresses of the descriptors and sizes of elements by id, for paths where nanoseconds count. */
export const typePtr: number[] = [];
export const typeSize: number[] = /* @__PURE__ */ dtypes.map((dtype) => dtype.itemsize);

/** @internal By id. */
export const dtypeById = (id: number): DType => dtypes[id]!;

const numberOf = (name: string) => dtypeList.findIndex((row) => row.name === name);
const named = <D extends DTypeName>(name: D) => dtypes[numberOf(name)] as DType<D>;

const parsed = new Map<string, DType>();

/** @internal Learns the addresses of the descriptors from a module that has just started. */
export function bindDTypes(): void {
    for (let id = 0; ; id++) {
        const ptr = core.rp_js_dtype!(id);
        if (ptr === -1) break;
        const num = numberOf(getText(check(core.rp_js_dtype_info!(ptr))));
        const swapped = getOption(7) !== 0;
        if (dtypes[id]?.num !== num || dtypes[id].isnative === swapped) {
            dtypes[id] = makeDType(num, id, swapped);
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

export const isDType = (x: unknown): x is DType => x instanceof Methods;

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

// One element at integers, read and written where it lies: the short way of at() and set(), whose cost
// is that of a few loads. Whatever is not that simple goes the way of all keys (indexing.ts).
import { dtypes } from './dtype.js';
import type { NDArray } from './ndarray.js';
import { DV, refresh, U8 } from './runtime/frame.js';
import { WRITEABLE } from './runtime/layout.js';
import type { Scalar } from './types.js';

/** What the switches below are over: ids of dtypes in native byte order. */
const idOf = (name: string) => dtypes.findIndex((dtype) => dtype.name === name);
const BOOL = /* @__PURE__ */ idOf('bool');
const INT8 = /* @__PURE__ */ idOf('int8');
const UINT8 = /* @__PURE__ */ idOf('uint8');
const INT16 = /* @__PURE__ */ idOf('int16');
const UINT16 = /* @__PURE__ */ idOf('uint16');
const INT32 = /* @__PURE__ */ idOf('int32');
const UINT32 = /* @__PURE__ */ idOf('uint32');
const FLOAT32 = /* @__PURE__ */ idOf('float32');
const FLOAT64 = /* @__PURE__ */ idOf('float64');
const LARGEST = 8;

/** The address of the element; -1 if the keys are no integers within the shape, or it has none. */
function addressOf(a: NDArray, keys: readonly unknown[]): number {
    const shape = a._shape;
    if (keys.length !== shape.length) return -1;
    let offset = a._offset;
    for (let i = 0; i < shape.length; i++) {
        const key = keys[i];
        const length = shape[i]!;
        if (typeof key !== 'number') return -1;
        const index = key < 0 ? key + length : key;
        if (!(index >= 0 && index < length) || index !== Math.floor(index)) return -1;
        offset += index * a._strides[i]!;
    }
    return addressAt(a, offset);
}

/** The address of what lies so many bytes from the storage's start; -1 if it has none. */
function addressAt(a: NDArray, offset: number): number {
    const ptr = a._storage.ptr;
    if (ptr === 0) return -1;
    const address = (ptr + offset) >>> 0;
    // The views end where the memory ended when they were made.
    if (address + LARGEST > U8.length) refresh();
    return address + LARGEST > U8.length ? -1 : address;
}

/** The element at these keys, or undefined: then go the long way. */
export function readAt(a: NDArray, keys: readonly unknown[]): Scalar | undefined {
    return readHere(a._id, addressOf(a, keys));
}

/** The element that lies so many bytes from the storage's start, or undefined. */
export const readAtOffset = (a: NDArray, offset: number): Scalar | undefined =>
    readHere(a._id, addressAt(a, offset));

function readHere(id: number, address: number): Scalar | undefined {
    if (address < 0) return undefined;
    switch (id) {
        case FLOAT64:
            return DV.getFloat64(address, true);
        case FLOAT32:
            return DV.getFloat32(address, true);
        case INT32:
            return DV.getInt32(address, true);
        case UINT8:
            return U8[address]!;
        case BOOL:
            return U8[address] !== 0;
        case UINT32:
            return DV.getUint32(address, true);
        case INT16:
            return DV.getInt16(address, true);
        case UINT16:
            return DV.getUint16(address, true);
        case INT8:
            return DV.getInt8(address);
    }
    return undefined;
}

/** Writes a number that needs no cast; false: then go the long way. */
export function writeAt(a: NDArray, keys: readonly unknown[], value: unknown): boolean {
    if (typeof value !== 'number' || !(a._flags & WRITEABLE)) return false;
    const address = addressOf(a, keys);
    if (address < 0) return false;
    switch (a._id) {
        case FLOAT64:
            DV.setFloat64(address, value, true);
            return true;
        case FLOAT32:
            DV.setFloat32(address, value, true);
            return true;
        case INT32:
            if (value !== (value | 0)) return false;
            DV.setInt32(address, value, true);
            return true;
        case UINT32:
            if (value !== value >>> 0) return false;
            DV.setUint32(address, value, true);
            return true;
        case UINT8:
            if (value !== (value & 0xff)) return false;
            U8[address] = value;
            return true;
        case INT16:
            if (value !== (value << 16) >> 16) return false;
            DV.setInt16(address, value, true);
            return true;
        case UINT16:
            if (value !== (value & 0xffff)) return false;
            DV.setUint16(address, value, true);
            return true;
        case INT8:
            if (value !== (value << 24) >> 24) return false;
            DV.setInt8(address, value);
            return true;
    }
    return false;
}

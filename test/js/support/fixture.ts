// Reads what test/oracle writes; see oracle.py there.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type Place = [offset: number, length: number];

export interface Fixture<T> {
    content: T;
    bytes(place: Place): Uint8Array;
}

export function readFixture<T>(name: string): Fixture<T> {
    const path = join(__dirname, '../../oracle/fixtures', `${name}.gz`);
    const all = gunzipSync(readFileSync(path));
    const length = all.readUInt32LE(0);
    const content = JSON.parse(all.toString('utf8', 4, 4 + length)) as T;
    const blob = all.subarray(4 + length);
    return {
        content,
        // A copy: typed arrays want to be aligned.
        bytes: ([offset, count]) => new Uint8Array(blob.subarray(offset, offset + count)),
    };
}

/** As oracle.py abridges long results. */
export const hashOf = (bytes: Uint8Array) =>
    createHash('sha1').update(bytes).digest('hex').slice(0, 16);

/** kind and size of '<f8' */
export const kindOf = (dtype: string) => dtype.at(1)!;
export const sizeOf = (dtype: string) => Number(dtype.slice(2));

// Globals are slow to come by in Jest.
const { isNaN: isNan } = Number;

/** Makes all NaN alike, in place. The elements are in native order. */
export function canonical(bytes: Uint8Array, dtype: string): Uint8Array {
    const kind = kindOf(dtype);
    if (kind !== 'f' && kind !== 'c') return bytes;
    const size = sizeOf(dtype) / (kind === 'c' ? 2 : 1);
    const { buffer, byteOffset, byteLength } = bytes;
    const count = byteLength / size;
    if (size === 8) {
        const values = new Float64Array(buffer, byteOffset, count);
        const bits = new BigUint64Array(buffer, byteOffset, count);
        for (let i = 0; i < count; i++) {
            if (isNan(values[i])) bits[i] = 0x7ff8000000000000n;
        }
    } else if (size === 4) {
        const values = new Float32Array(buffer, byteOffset, count);
        const bits = new Uint32Array(buffer, byteOffset, count);
        for (let i = 0; i < count; i++) if (isNan(values[i])) bits[i] = 0x7fc00000;
    } else {
        const bits = new Uint16Array(buffer, byteOffset, count);
        for (let i = 0; i < count; i++) if ((bits[i]! & 0x7fff) > 0x7c00) bits[i] = 0x7e00;
    }
    return bytes;
}

export const sameBytes = (x: Uint8Array, y: Uint8Array) =>
    x.length === y.length && Buffer.compare(x, y) === 0;

/**
 * The largest distance of floating-point elements in steps of the last place; infinite where one is NaN
 * or infinite and the other is not, and for zeros of different signs unless those are alike here.
 */
export function distance(x: Uint8Array, y: Uint8Array, dtype: string, zerosAlike = false): number {
    const size = sizeOf(dtype) / (kindOf(dtype) === 'c' ? 2 : 1);
    const views = [x, y].map(
        (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    const bits = (view: DataView, at: number) => {
        const unsigned =
            size === 8
                ? view.getBigUint64(at, true)
                : BigInt(size === 4 ? view.getUint32(at, true) : view.getUint16(at, true));
        const top = 1n << BigInt(8 * size - 1);
        return unsigned & top ? top - unsigned : unsigned; // in the order of the numbers
    };
    const isNegative = (view: DataView, at: number) => view.getUint8(at + size - 1) >> 7 === 1;
    const infinite = { 2: 0x7c00n, 4: 0x7f800000n, 8: 0x7ff0000000000000n }[size]!;
    let worst = 0;
    for (let at = 0; at < x.length; at += size) {
        const [p, q] = views.map((view) => bits(view, at)) as [bigint, bigint];
        // Zeros of different signs are one number in that order.
        const alike = zerosAlike || isNegative(views[0]!, at) === isNegative(views[1]!, at);
        if (p === q && alike) continue;
        const special = p === q || [p, q].some((b) => (b < 0n ? -b : b) >= infinite);
        const apart = special ? Number.POSITIVE_INFINITY : Math.abs(Number(p - q));
        worst = Math.max(worst, apart);
    }
    return worst;
}

export function swapBytes(bytes: Uint8Array, dtype: string): Uint8Array {
    const size = sizeOf(dtype) / (kindOf(dtype) === 'c' ? 2 : 1);
    for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
    return bytes;
}

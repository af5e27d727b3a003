// Contents of arrays, computed as oracle.py computes them.
import { kindOf, sizeOf, swapBytes } from './fixture.js';

const NAN = Number.NaN;
const wave = (i: number) => ((i * 7919) % 10007) / 1024 + 1 / ((i % 97) + 1);
const whole = (i: number) => ((i * 7919) % 10007) - 5003;
const step = (i: number, n: number) => (i * 7919) % n;

type Formula = [ofFloat: (i: number) => number, ofInt: (i: number) => number];
const formulas: Record<string, Formula> = {
    wave: [wave, whole],
    signed: [(i) => wave(i) - 5, whole],
    small: [(i) => (step(i, 7) - 3) / 2, (i) => step(i, 7) - 3],
    tiny: [(i) => 1 + (step(i, 5) - 2) / 1024, (i) => step(i, 3) - 1],
    iota: [(i) => i, (i) => i],
    nans: [(i) => (i % 37 === 36 ? NAN : wave(i)), whole],
    tenth: [() => 0.1, () => 1],
    zeros: [() => 0, () => 0],
    mask: [(i) => Number(step(i, 3) !== 0), (i) => Number(step(i, 3) !== 0)],
};

// Globals are slow to come by in Jest.
const { abs, floor, max } = Math;
const { isNaN: isNan } = Number;
const { is } = Object;

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The float16 nearest to a number, ties to even. */
export function halfBits(x: number): number {
    if (isNan(x)) return 0x7e00;
    const sign = x < 0 || is(x, -0) ? 0x8000 : 0;
    const size = abs(x);
    if (size >= 65520) return sign | 0x7c00;
    if (size === 0) return sign;
    single[0] = size;
    const exponent = max(-14, (singleBits[0]! >>> 23) - 127);
    const unit = 2 ** (exponent - 10);
    let count = floor(size / unit);
    const rest = size / unit - count;
    if (rest > 0.5 || (rest === 0.5 && count % 2 === 1)) count++;
    return sign + ((exponent + 14) << 10) + count;
}

const filled = new Map<string, Uint8Array>();

/** The bytes of `size` elements, not to be written to: an element depends on its number only. */
export function fill(name: string, dtype: string, size: number): Uint8Array {
    const key = `${name} ${dtype}`;
    const nbytes = size * sizeOf(dtype);
    let bytes = filled.get(key);
    if (bytes === undefined || bytes.length < nbytes) {
        bytes = compute(name, dtype, max(size, (2 * (bytes?.length ?? 0)) / sizeOf(dtype)));
        filled.set(key, bytes);
    }
    return bytes.subarray(0, nbytes);
}

function compute(name: string, dtype: string, size: number): Uint8Array {
    const [ofFloat, ofInt] = formulas[name]!;
    const kind = kindOf(dtype);
    const itemsize = sizeOf(dtype);
    const bytes = new Uint8Array(size * itemsize);
    const { buffer } = bytes;
    if (kind === 'b') for (let i = 0; i < size; i++) bytes[i] = Number(ofInt(i) % 2 !== 0);
    else if (kind === 'i' || kind === 'u') {
        if (itemsize === 8) {
            const items = new BigInt64Array(buffer);
            for (let i = 0; i < size; i++) items[i] = BigInt(ofInt(i));
        } else {
            const items =
                itemsize === 1
                    ? bytes
                    : itemsize === 2
                      ? new Int16Array(buffer)
                      : new Int32Array(buffer);
            for (let i = 0; i < size; i++) items[i] = ofInt(i);
        }
    } else if (itemsize === 2) {
        const items = new Uint16Array(buffer);
        for (let i = 0; i < size; i++) items[i] = halfBits(ofFloat(i));
    } else {
        const parts = kind === 'c' ? 2 : 1;
        const items = itemsize / parts === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
        for (let i = 0; i < size; i++) {
            items[parts * i] = ofFloat(i);
            if (parts === 2) items[2 * i + 1] = ofFloat(i + 13);
        }
    }
    return dtype.startsWith('>') ? swapBytes(bytes, dtype) : bytes;
}

// What test/c/test_accuracy.c judges natively, here only for its bits: a checksum of the results of each
// elementary function, at the same points, must be the one made there.
import { readFileSync } from 'node:fs';
import * as np from 'raptors';
import { ufuncList } from '../../build/gen/ufuncs.js';

const SUMMED = 20000;
const fixture = 'test/oracle/fixtures/accuracy.json';
const sums = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, number>;
const lib = np as any;

const float64 = new Float64Array(1);
const bits64 = new BigUint64Array(float64.buffer);
const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

let state = 0;
function nextWord(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
}

const landmarks = [
    0.7853981633974483, 0.34657359027997264, 0.3010299956639812, 0.25, 709.782712893384,
    745.1332191019412, 88.72283905206835, 103.97207708399179,
];
enum Kind {
    AroundOne = 1,
    Landmark,
    Ordinary,
}

function landmark(): { near: number; offset: number } {
    const which = nextWord();
    const multiple = nextWord();
    const near = landmarks[which & 7]! * (which & 4 ? 1 : multiple & 63);
    return { near: which >>> 31 ? -near : near, offset: ((multiple >>> 8) & 63) - 32 };
}

function float64Point(kind: number): number {
    let high = nextWord();
    const low = nextWord();
    const rest = high & 0x800fffff;
    const exponent = (high >>> 20) & 0x7ff;
    if (kind === Kind.Landmark) {
        const { near, offset } = landmark();
        float64[0] = near;
        bits64[0] = BigInt.asUintN(64, bits64[0]! + BigInt(offset));
        return float64[0];
    }
    if (kind === Kind.AroundOne) high = rest | ((1023 - 24 + (exponent % 48)) << 20);
    if (kind === Kind.Ordinary) high = rest | ((1023 - 4 + (exponent % 14)) << 20);
    bits64[0] = (BigInt(high >>> 0) << 32n) | BigInt(low);
    return float64[0]!;
}

function float32Point(kind: number): number {
    let bits = nextWord();
    const rest = bits & 0x807fffff;
    const exponent = (bits >>> 23) & 0xff;
    if (kind === Kind.Landmark) {
        const { near, offset } = landmark();
        float32[0] = near;
        bits = bits32[0]! + offset;
    }
    if (kind === Kind.AroundOne) bits = rest | ((127 - 24 + (exponent % 48)) << 23);
    if (kind === Kind.Ordinary) bits = rest | ((127 - 4 + (exponent % 14)) << 23);
    bits32[0] = bits;
    return float32[0]!;
}

function points(dtype: 'float64' | 'float32'): np.NDArray[] {
    const Line = dtype === 'float64' ? Float64Array : Float32Array;
    const point = dtype === 'float64' ? float64Point : float32Point;
    const lines = [new Line(SUMMED), new Line(SUMMED)];
    state = 2463534242;
    for (let i = 0; i < SUMMED; i++) {
        lines[0]![i] = point(i & 3);
        lines[1]![i] = point((i >> 2) & 3);
    }
    return lines.map((line) => np.array(line));
}

function checksum(line: np.NDArray): number {
    const items = line.toTypedArray() as Float64Array | Float32Array;
    for (let i = 0; i < items.length; i++) if (Number.isNaN(items[i])) items[i] = Number.NaN;
    let hash = 2166136261;
    for (const word of new Uint32Array(items.buffer, items.byteOffset, items.byteLength / 4)) {
        hash = Math.imul(hash ^ word, 16777619);
    }
    return hash >>> 0;
}

for (const dtype of ['float64', 'float32'] as const) {
    describe(dtype, () => {
        let operands: np.NDArray[];
        beforeAll(() => {
            operands = points(dtype);
        });
        afterAll(() => {
            for (const operand of operands) operand.dispose();
        });
        for (const name of Object.keys(sums).filter((key) => key.endsWith(dtype))) {
            const ufunc = lib[name.split(' ')[0]!];
            test(name, () => {
                const result = ufunc(...operands.slice(0, ufunc.nin)) as np.NDArray;
                expect(checksum(result)).toBe(sums[name]);
                result.dispose();
            });
        }
    });
}

test('every inexact ufunc is judged', () => {
    const judged = new Set(Object.keys(sums).map((key) => key.split(' ')[0]!));
    const inexact = ufuncList.filter(({ name, ulp }) => ulp > 0 && name !== 'absolute');
    expect([...judged].sort()).toEqual(inexact.map(({ name }) => name as string).sort());
});

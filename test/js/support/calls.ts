// Carries out the calls of a fixture and compares what comes of them with NumPy's results.
import * as np from 'raptors';
import type { Fixture, Place } from './fixture.js';
import { canonical, distance, hashOf, kindOf, readFixture, sameBytes, sizeOf } from './fixture.js';
import { fill } from './formulas.js';

interface BaseSpec {
    t: string;
    n: number[];
    f?: string; // formula
    p?: string; // the formula's dtype, its elements lying one byte off in an array of uint8
    x?: Place; // or the elements
    o?: 'F';
}
interface Operand {
    a: number;
    v?: [step: string, argument?: any][];
}
interface Values {
    b?: Place;
    h?: string; // their hash
    u?: number; // the ulps that a result may be off
}
interface Expected extends Values {
    e?: string; // name of an error
    m?: string;
    half?: 1; // NumPy had begun to write when it failed
    l?: Expected[]; // several results
    p?: unknown; // neither an array nor an element
    o?: number; // the operand of that number itself
    t?: string;
    n?: number[];
    s?: 1; // a scalar
    k?: number[]; // strides
    w?: number; // flags
    y?: number[]; // operands it shares memory with
}
export interface Row {
    f: string;
    a: unknown[];
    k?: Record<string, unknown>;
    b?: BaseSpec[];
    c?: Record<string, Values>;
    e: Expected;
}

const lib = np as any;

/** What wasm32 calls intp is int32; NumPy wrote its results where it is int64. */
function expectedDType(row: Row, dtype: string): string {
    if (dtype !== '<i8') return dtype;
    const counts = /^\.?((nan)?arg(min|max)|count_nonzero)$/.test(row.f);
    const ranges = row.f === 'arange' && row.k?.dtype === undefined;
    const found =
        /^\.?(nonzero|flatnonzero|argwhere)$/.test(row.f) ||
        (row.f === 'where' && row.a.length === 1);
    if (found || POSITIONS.test(row.f) || arePositions(row)) return '<i4';
    return (counts && row.k?.out === undefined) || ranges ? '<i4' : dtype;
}

const POSITIONS =
    /^(mgrid|ogrid|(diag|tri[lu]|mask)_indices(_from)?|unravel_index|ravel_multi_index)$/;
/** Made of ranges, or indices without a dtype. */
function arePositions({ f, a, k, b }: Row): boolean {
    if (f === 'indices') return k?.dtype === undefined && typeof a[1] !== 'string';
    // Its arguments are arrays of another dtype than int64 where there are any.
    if (f === 'ix_') return b?.[0]?.t !== '<i8';
    const wide = b?.some(({ t }) => t === '<i8' || t === '<u4') ?? false;
    const range = (x: unknown) => typeof x === 'string' && x.includes(':');
    return /^[rc]_$/.test(f) && a.some(range) && !wide;
}

/** BLAS, which NumPy asks, has its own mind about the signs of zero parts of complex products. */
const SIGNS_OF_ZEROS_DIFFER = /^(matmul|vecdot|matvec|vecmat)$/;

/** Functions that go element by element, as ufuncs: of 0-d arrays they give 0-d arrays. */
const ELEMENTWISE =
    /^(clip|around|fix|nan_to_num|isclose|real|imag|is(neg|pos)inf|isreal|iscomplex|angle|sinc|i0|emath\.\w+|\.?round|\.\.(real|imag))$/;
const isUfunc = (name: string) => lib[name]?.signature === null || ELEMENTWISE.test(name);

/** Bytes of an array's elements, in C order and native byte order, all NaN alike. */
export function bytesOf(a: np.NDArray): Uint8Array {
    const items = a.toTypedArray() as Uint8Array;
    const bytes = new Uint8Array(items.buffer, items.byteOffset, items.byteLength);
    return canonical(bytes, a.dtype.str);
}

/** A whole array with these bytes in memory. */
export function arrayOf(
    dtype: string,
    shape: number[],
    bytes: Uint8Array,
    order: 'C' | 'F' = 'C',
): { array: np.NDArray; memory: np.NDArray } {
    const its = np.dtype(dtype);
    if (its.isnative && order === 'C') {
        const array = np.empty(shape, { dtype: its }) as np.NDArray;
        const { buffer, byteOffset } = array.data;
        new Uint8Array(buffer, byteOffset, bytes.length).set(bytes);
        return { array, memory: array };
    }
    const memory = np.empty(bytes.length, { dtype: 'uint8' });
    memory.data.set(bytes);
    return { array: memory.view(its).reshape(shape, { order }) as np.NDArray, memory };
}

export function memoryBytes(memory: np.NDArray): Uint8Array {
    const { buffer, byteOffset, byteLength } = memory.data;
    return new Uint8Array(buffer, byteOffset, byteLength);
}

export class Run {
    readonly bases: { array: np.NDArray; memory: np.NDArray; before: Uint8Array }[];
    readonly operands: unknown[] = [];

    constructor(
        readonly fixture: Fixture<unknown>,
        readonly row: Row,
    ) {
        this.bases = (row.b ?? []).map(({ t, n, f, p, x, o }) => {
            const size = n.reduce((product, length) => product * length, 1);
            let before: Uint8Array;
            if (x !== undefined) before = fixture.bytes(x);
            else if (p !== undefined) {
                before = new Uint8Array(size);
                before[0] = 0xa5;
                before.set(fill(f!, p, (size - 1) / sizeOf(p)), 1);
            } else before = fill(f!, t, size);
            return { ...arrayOf(t, n, before, o ?? 'C'), before };
        });
    }

    operand({ a, v }: Operand): unknown {
        let array = this.bases[a]!.array;
        for (const [step, argument] of v ?? []) {
            if (step === 'at') array = array.at(argument) as np.NDArray;
            else if (step === 'T') array = array.T;
            else if (step === 'readonly') {
                array = array.at('...') as np.NDArray;
                array.setflags({ write: false });
            } else if (step === 'broadcast_to') array = np.broadcast_to(array, argument);
            else array = (array as any)[step](argument);
        }
        this.operands.push(array);
        return array;
    }

    argument(value: any): unknown {
        if (Array.isArray(value)) return value.map((item) => this.argument(item));
        if (typeof value !== 'object' || value === null) return value;
        if ('a' in value) return this.operand(value);
        if ('d' in value) return value.d;
        if ('fn' in value) return lib[value.fn];
        if ('s' in value) return Number(value.s.replace('inf', 'Infinity'));
        if ('i' in value) return BigInt(value.i);
        return np.complex(
            ...(value.c.map((part: unknown) => this.argument(part)) as [number, number]),
        );
    }

    call(): unknown {
        const { f, a, k } = this.row;
        const args = a.map((value) => this.argument(value));
        const keywords: Record<string, unknown> = {};
        for (const [name, value] of Object.entries(k ?? {})) keywords[name] = this.argument(value);
        if (f.startsWith('..')) return (args[0] as any)[f.slice(2)];
        if (f === '.set') return (args[0] as np.NDArray).set(args[1] as string, args[2] as number);
        if (k !== undefined) args.push(keywords);
        if (f.startsWith('.')) {
            const [self, ...rest] = args;
            return (self as any)[f.slice(1)](...rest);
        }
        const path = f.split('.');
        const last = path.pop()!;
        return path.reduce((object, name) => object[name], lib)[last](...args);
    }

    /** What is wrong; '' if nothing is. */
    check(): string {
        const { e } = this.row;
        let result: unknown;
        try {
            result = this.call();
        } catch (error) {
            const { name, message } = error as Error;
            if (e.e === undefined) return `threw ${name}: ${message}`;
            if (name !== e.e) return `threw ${name} (${message}), not ${e.e}`;
            return e.half ? '' : this.checkBases();
        }
        if (e.e !== undefined) return `gave ${describe(result)}, should throw ${e.e}`;
        return this.compare(result, e) || this.checkBases();
    }

    checkBases(): string {
        for (const [i, { array, memory, before }] of this.bases.entries()) {
            const expected = this.row.c?.[i];
            const changed = !sameBytes(memoryBytes(memory), before);
            if (expected === undefined && changed)
                return `changed operand ${i}: ${describe(array)}`;
            if (expected !== undefined) {
                const wrong = this.compareBytes(bytesOf(array), expected, array.dtype.str);
                if (wrong) return `operand ${i} after the call: ${wrong}: ${describe(array)}`;
            }
        }
        return '';
    }

    compareBytes(bytes: Uint8Array, { b, h, u }: Values, dtype: string): string {
        if (h !== undefined) return hashOf(bytes) === h ? '' : 'other elements (by their hash)';
        const wanted = this.fixture.bytes(b!);
        // Each of the two may be off.
        const alike = SIGNS_OF_ZEROS_DIFFER.test(this.row.f);
        if (u && bytes.length === wanted.length && distance(bytes, wanted, dtype, alike) <= 2 * u)
            return '';
        return sameBytes(bytes, wanted) ? '' : `bytes ${hex(bytes)}, not ${hex(wanted)}`;
    }

    compare(result: any, e: Expected): string {
        if (e.l !== undefined) {
            if (!Array.isArray(result) || result.length !== e.l.length) {
                return `gave ${describe(result)}, not ${e.l.length} results`;
            }
            return e.l.map((item, i) => this.compare(result[i], item)).find((text) => text) ?? '';
        }
        if ('o' in e)
            return result === this.operands[e.o!]
                ? ''
                : `gave ${describe(result)}, not operand ${e.o}`;
        if ('p' in e) {
            if (e.p === null) return result === undefined ? '' : `gave ${describe(result)}`;
            const value = typeof result === 'function' ? result.str : result;
            const same = JSON.stringify(value) === JSON.stringify(e.p);
            return same ? '' : `gave ${describe(value)}, not ${JSON.stringify(e.p)}`;
        }
        const dtype = expectedDType(this.row, e.t!);
        if (
            e.s &&
            !(isUfunc(this.row.f) || /outer$/.test(this.row.f)) &&
            !(result instanceof np.NDArray)
        ) {
            return this.compareElement(result, e);
        }
        if (!(result instanceof np.NDArray)) {
            if (!e.s || this.operands.some((operand) => operand instanceof np.NDArray)) {
                return `gave ${describe(result)}, not an array`;
            }
            return this.compareElement(result, e);
        }
        if (e.s && !isUfunc(this.row.f) && !/outer$/.test(this.row.f))
            return `gave ${describe(result)}, not a value`;
        if (result.dtype.str !== dtype) return `gave ${result.dtype.str}, not ${dtype}`;
        const shape = JSON.stringify(result.shape);
        if (shape !== JSON.stringify(e.n)) return `gave shape ${shape}, not ${JSON.stringify(e.n)}`;
        let bytes = bytesOf(result as np.NDArray);
        if (dtype !== e.t) {
            const narrow = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
            bytes = new Uint8Array(BigInt64Array.from(narrow, BigInt).buffer);
        }
        const wrong = this.compareBytes(bytes, e, dtype);
        if (wrong) return `${wrong}: ${describe(result)}`;
        return this.compareLayout(result as np.NDArray, e, dtype);
    }

    compareElement(result: unknown, { b, t, u }: Expected): string {
        const wanted = elementOf(this.fixture.bytes(b!), t!);
        if (sameElement(result, wanted)) return '';
        if (u) {
            const near = 2 * u * EPSILONS[t!.slice(1)]!;
            const all = partsOf(wanted);
            const got = partsOf(result);
            const isNear = (x: number, i: number) =>
                Object.is(got[i], x) || Math.abs(got[i]! - x) <= near * Math.abs(x);
            if (got.length === all.length && all.length > 0 && all.every(isNear)) return '';
        }
        return `gave ${describe(result)}, not ${String(wanted)}`;
    }

    compareLayout(result: np.NDArray, { t, k, w, y }: Expected, dtype: string): string {
        if (k === undefined) return '';
        const scale = sizeOf(dtype) / sizeOf(t!);
        const { shape, strides, flags, size } = result;
        // Where there is no second element, the step to it means nothing.
        const differs = (length: number, i: number) => length > 1 && strides[i] !== k[i]! * scale;
        if (size > 0 && shape.some(differs)) return `strides ${strides}, not ${k} (shape ${shape})`;
        const bits =
            Number(flags.C_CONTIGUOUS) |
            (Number(flags.F_CONTIGUOUS) << 1) |
            (Number(flags.ALIGNED) << 2) |
            (Number(flags.WRITEABLE) << 3);
        if (bits !== w) return `flags ${bits.toString(2)}, not ${w!.toString(2)} (W A F C)`;
        const shared = this.operands.flatMap((operand, i) =>
            operand instanceof np.NDArray && operand.size && np.shares_memory(result, operand)
                ? [i]
                : [],
        );
        const same = JSON.stringify(shared) === JSON.stringify(y);
        return same ? '' : `shares memory with operands [${shared}], not [${y}]`;
    }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 48)).toString('hex');

export function describe(value: any): string {
    if (value instanceof np.NDArray) {
        const { dtype, shape } = value;
        let text = '';
        try {
            text = String(
                JSON.stringify(value.tolist(), (_, x) =>
                    typeof x === 'bigint' ? `${x}n` : Object.is(x, -0) ? '-0' : x,
                ),
            ).slice(0, 160);
        } catch {
            text = '(unreadable)';
        }
        return `${dtype.str}[${shape}] ${text}`;
    }
    if (Array.isArray(value)) return `[${value.map(describe)}]`;
    return Object.is(value, -0) ? '-0' : String(value);
}

/** The JavaScript value of an element. */
export function elementOf(bytes: Uint8Array, dtype: string): unknown {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = sizeOf(dtype);
    const float = (at: number, width: number): number => {
        if (width === 8) return view.getFloat64(at, true);
        if (width === 4) return view.getFloat32(at, true);
        const bits = view.getUint16(at, true);
        const exponent = (bits >> 10) & 31;
        const rest = bits & 1023;
        const sign = bits & 0x8000 ? -1 : 1;
        if (exponent === 31) return rest ? Number.NaN : sign * Number.POSITIVE_INFINITY;
        return sign * (exponent ? (1024 + rest) * 2 ** (exponent - 25) : rest * 2 ** -24);
    };
    switch (kindOf(dtype)) {
        case 'b':
            return bytes[0] !== 0;
        case 'f':
            return float(0, size);
        case 'c':
            return np.complex(float(0, size / 2), float(size / 2, size / 2));
        default: {
            const wide =
                size === 8
                    ? view.getBigInt64(0, true)
                    : BigInt(
                          size === 4
                              ? view.getInt32(0, true)
                              : size === 2
                                ? view.getInt16(0, true)
                                : view.getInt8(0),
                      );
            const value = kindOf(dtype) === 'u' ? BigInt.asUintN(8 * size, wide) : wide;
            const number = Number(value);
            return Number.isSafeInteger(number) ? number : value;
        }
    }
}

export function sameElement(x: any, y: any): boolean {
    if (x instanceof np.Complex && y instanceof np.Complex) {
        return Object.is(x.re, y.re) && Object.is(x.im, y.im);
    }
    return Object.is(x, y);
}

/** The unit in the last place of 1. */
const EPSILONS: Record<string, number> = {
    f2: 2 ** -10,
    f4: 2 ** -23,
    c8: 2 ** -23,
    f8: 2 ** -52,
    c16: 2 ** -52,
};

function partsOf(element: unknown): number[] {
    if (element instanceof np.Complex) return [element.re, element.im];
    return typeof element === 'number' ? [element] : [];
}

/** Every call of one row; what is wrong, or ''. Nothing outlives it. */
export function checkRow(fixture: Fixture<unknown>, row: Row): string {
    return np.scope(() => new Run(fixture, row).check());
}

const SHOWN = 8;

/** Fails with the first few of many complaints. */
export function expectNone(wrong: string[], of: number): void {
    if (wrong.length === 0) return;
    const shown = process.env.ORACLE_ALL ? wrong : wrong.slice(0, SHOWN);
    throw new Error(`${wrong.length} of ${of} wrong:\n${shown.join('\n')}`);
}

/** Numbers of threads that every oracle test runs with. */
export const THREADS = [1, 2];

/** Starts the runtime anew, waits for all its threads, and at the end sees that nothing is left. */
export function onThreads(threads: number): void {
    beforeAll(async () => {
        await np.init({ threads });
        if (threads > 1) await allThreads();
    });
    afterEach(() => {
        expect(np.runtime.memory.blocks).toBe(0);
    });
}

export async function allThreads(): Promise<void> {
    np.scope(() => void np.ones(70_000).add(1)); // A large operation starts the workers.
    const end = Date.now() + 10_000;
    while (np.runtime.threads < np.runtime.wantedThreads && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(np.runtime.threads).toBe(np.runtime.wantedThreads);
}

/** A Jest test for each section and function of a fixture of calls. */
export function testCalls(name: string, sections?: string[]): void {
    const fixture = readFixture<Record<string, Row[]>>(name);
    describeThreads(() => {
        for (const [section, rows] of Object.entries(fixture.content)) {
            if (sections !== undefined ? !sections.includes(section) : !isCalls(rows)) continue;
            const groups = new Map<string, Row[]>();
            for (const row of rows) {
                const group = groups.get(row.f) ?? [];
                groups.set(row.f, group);
                group.push(row);
            }
            for (const [f, group] of groups) {
                test(`${section}: ${f} (${group.length} calls)`, () => {
                    const wrong = group.flatMap((row) => {
                        let complaint = checkRow(fixture, row);
                        if (complaint === '') return [];
                        if (row.e.m) complaint += ` [${row.e.m}]`;
                        const { f, a, k, b } = row;
                        const call = JSON.stringify({ f, a, k, b }).slice(1, 700);
                        return [`  ${complaint}\n      ${call}`];
                    });
                    expectNone(wrong, group.length);
                });
            }
        }
    });
}

const isCalls = (rows: unknown) =>
    Array.isArray(rows) && typeof rows[0] === 'object' && 'f' in rows[0] && 'e' in rows[0];

export function describeThreads(body: (threads: number) => void): void {
    for (const threads of THREADS) {
        globalThis.describe(`${threads} thread${threads > 1 ? 's' : ''}`, () => {
            onThreads(threads);
            body(threads);
        });
    }
}

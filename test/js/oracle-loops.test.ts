// Every ufunc, every signature, special values: in each way that elements may lie.
import * as np from 'raptors';
import { arrayOf, bytesOf, describeThreads, expectNone } from './support/calls.js';
import {
    canonical,
    distance,
    hashOf,
    type Place,
    readFixture,
    sameBytes,
} from './support/fixture.js';

interface Table {
    f: string;
    t: [inputs: string[], outputs: string[]];
    u: number;
    i: Place[];
    o: Place[][]; // more than one where NumPy contradicts itself
}
interface Every {
    f: string;
    t: string[];
    h: string[];
}
const fixture = readFixture<{ tables: Table[]; every: Every[] }>('loops');
const { tables, every } = fixture.content;
const lib = np as any;
const names = [...new Set(tables.map(({ f }) => f))];
const str = (name: string) => np.dtype(name).str;
const toList = (results: unknown) => (Array.isArray(results) ? results : [results]) as np.NDArray[];

type Choice = ((i: number) => number) | 'cyclic';
const chooser = (which: Choice, n: number) => (which === 'cyclic' ? (i: number) => i % n : which);

/** Bytes of elements, `size` each, chosen by number. */
function pick(bytes: Uint8Array, size: number, count: number, which: Choice): Uint8Array {
    const out = new Uint8Array(count * size);
    if (which === 'cyclic') {
        out.set(bytes.subarray(0, out.length));
        for (let done = bytes.length; done < out.length; done *= 2) out.copyWithin(done, 0, done);
        return out;
    }
    for (let i = 0; i < count; i++) {
        const at = which(i) * size;
        for (let k = 0; k < size; k++) out[i * size + k] = bytes[at + k]!;
    }
    return out;
}

class Case {
    readonly columns: Uint8Array[];
    readonly answers: Uint8Array[][];
    readonly n: number;
    readonly wrong: string[] = [];

    constructor(readonly table: Table) {
        this.columns = table.i.map((place) => fixture.bytes(place));
        this.answers = table.o.map((way) => way.map((place) => fixture.bytes(place)));
        this.n = this.columns[0]!.length / np.dtype(table.t[0][0]!).itemsize;
    }

    /** Computes with operands that `lay` makes of each column, and compares with the results picked. */
    run(
        label: string,
        count: number,
        which: Choice,
        lay: (bytes: Uint8Array, dtype: string, input: number) => np.NDArray | number,
        options?: (inputs: unknown[]) => object,
    ): void {
        const { f, t, u } = this.table;
        np.scope(() => {
            const inputs = this.columns.map((bytes, i) => {
                const dtype = t[0][i]!;
                return lay(pick(bytes, np.dtype(dtype).itemsize, count, which), dtype, i);
            });
            const results = toList(
                options === undefined ? lib[f](...inputs) : lib[f](...inputs, options(inputs)),
            );
            for (const [o, result] of results.entries()) {
                const dtype = t[1][o]!;
                if (result.dtype.name !== dtype) {
                    this.wrong.push(`${label}: ${t[0]} gave ${result.dtype}, not ${dtype}`);
                    continue;
                }
                const got = bytesOf(result);
                const size = result.itemsize;
                const fits = this.answers.some((way) => {
                    const wanted = pick(way[o]!, size, count, which);
                    if (sameBytes(got, wanted)) return true;
                    return (
                        u > 0 &&
                        /float|complex/.test(dtype) &&
                        distance(got, wanted, str(dtype)) <= 2 * u
                    );
                });
                if (fits) continue;
                // Where the results are given in several ways, each element must be one of them.
                for (let i = 0; i < count; i++) {
                    const mine = got.subarray(i * size, (i + 1) * size);
                    const k = chooser(which, this.n)(i);
                    const theirs = this.answers.map((way) =>
                        way[o]!.subarray(k * size, (k + 1) * size),
                    );
                    const near = (bytes: Uint8Array) =>
                        sameBytes(mine, bytes) ||
                        (u > 0 &&
                            /float|complex/.test(dtype) &&
                            distance(mine.slice(), bytes.slice(), str(dtype)) <= 2 * u);
                    if (theirs.some(near)) continue;
                    const operands = this.columns.map((bytes, c) => {
                        const { itemsize } = np.dtype(t[0][c]!);
                        return show(bytes.slice(k * itemsize, (k + 1) * itemsize), t[0][c]!);
                    });
                    this.wrong.push(
                        `${label}: ${f}(${operands.join(', ')}) ${t[0]} gave ${show(mine.slice(), dtype)}, not ${show(theirs[0]!.slice(), dtype)}`,
                    );
                    break;
                }
            }
        });
    }
}

function show(bytes: Uint8Array, dtype: string): string {
    const { array } = arrayOf(str(dtype), [], bytes);
    const value = array.item();
    array.dispose();
    return Object.is(value, -0) ? '-0' : String(value);
}

const whole = (bytes: Uint8Array, dtype: string) => {
    const { itemsize } = np.dtype(dtype);
    return arrayOf(str(dtype), [bytes.length / itemsize], bytes).array;
};

function spread(bytes: Uint8Array, dtype: string, step: number): np.NDArray {
    const { itemsize } = np.dtype(dtype);
    const n = bytes.length / itemsize;
    const size = Math.abs(step);
    const apart = new Uint8Array(n * size * itemsize).fill(0xa5);
    for (let i = 0; i < n; i++) {
        const to = step > 0 ? i * size : (n - i) * size - 1;
        apart.set(bytes.subarray(i * itemsize, (i + 1) * itemsize), to * itemsize);
    }
    return whole(apart, dtype).at(`::${step}`);
}

function unaligned(bytes: Uint8Array, dtype: string): np.NDArray {
    const apart = new Uint8Array(bytes.length + 1);
    apart.set(bytes, 1);
    return arrayOf('|u1', [apart.length], apart).array.at('1:').view(dtype) as np.NDArray;
}

const swapped = (bytes: Uint8Array, dtype: string) =>
    whole(bytes, dtype).astype(np.dtype(dtype).newbyteorder('>')) as np.NDArray;

describeThreads((threads) => {
    test.each(names)('%s: special values', (name) => {
        const wrong: string[] = [];
        const mine = tables.filter(({ f }) => f === name);
        for (const table of mine) {
            const its = new Case(table);
            const { n } = its;
            const cyclic = 'cyclic';
            // Long enough for every vector path and its tail; with threads, for several of them.
            const long = threads === 1 ? 3 * n + 5 : 140_000;
            its.run('contiguous', long, cyclic, whole);
            if (threads === 1) {
                its.run('one', 1, () => 0, whole);
                for (let length = 2; length < 40; length += 3) {
                    its.run(`length ${length}`, length, (i) => (7 * length + i) % n, whole);
                }
                for (const step of [2, 3, -1, -2]) {
                    its.run(`step ${step}`, n, cyclic, (bytes, dtype) =>
                        spread(bytes, dtype, step),
                    );
                }
                its.run('step 2, 1', n, cyclic, (bytes, dtype, i) =>
                    spread(bytes, dtype, 2 - (i % 2)),
                );
                its.run('step 1, 2', n, cyclic, (bytes, dtype, i) =>
                    spread(bytes, dtype, 1 + (i % 2)),
                );
                its.run('unaligned', n, cyclic, unaligned);
                its.run('swapped', n, cyclic, swapped);
                its.run('into strided', n, cyclic, whole, () => {
                    const outs = table.t[1].map((dtype) => np.zeros(2 * n, { dtype }).at('::-2'));
                    return { out: outs.length > 1 ? outs : outs[0] };
                });
                if (table.t[1].length === 1 && table.t[0].includes(table.t[1][0]!)) {
                    const fit = table.t[0].indexOf(table.t[1][0]!);
                    its.run('in place', n, cyclic, whole, (inputs) => ({ out: inputs[fit] }));
                    const last = table.t[0].lastIndexOf(table.t[1][0]!);
                    its.run('into the last', n, cyclic, whole, (inputs) => ({ out: inputs[last] }));
                }
                // A clip of one element takes its bounds for scalars, which keep -0 where bounds are 0.
                for (let i = 0; i < n && name !== 'clip'; i += 7)
                    its.run('by one', 1, () => i, whole);
            }
            // One operand for all elements: 0-d, or with a step of 0.
            if (table.t[0].length === 2 && threads === 1) {
                const size = (i: number) => np.dtype(table.t[0][i]!).itemsize;
                const rows = new Map<string, number[]>();
                for (const c of [0, 1]) {
                    for (let i = 0; i < n; i++) {
                        const key = `${c} ${Buffer.from(its.columns[c]!.subarray(i * size(c), (i + 1) * size(c))).toString('hex')}`;
                        rows.set(key, [...(rows.get(key) ?? []), i]);
                    }
                }
                for (const [key, row] of rows) {
                    if (row.length < 5) continue;
                    const fixed = Number(key[0]);
                    its.run(
                        'a scalar',
                        row.length + 3,
                        (i) => row[i % row.length]!,
                        (bytes, dtype, c) =>
                            c === fixed
                                ? (whole(bytes, dtype).at('0:1').reshape([]) as np.NDArray)
                                : whole(bytes, dtype),
                    );
                }
            }
            wrong.push(...its.wrong);
        }
        expectNone(wrong, mine.length);
    });

    test('all there are, where there are not many', () => {
        const wrong: string[] = [];
        for (const { f, t, h } of every) {
            np.scope(() => {
                const sizes = t.map((name) => np.dtype(name).itemsize);
                let columns: Uint8Array[];
                if (t.length === 1) {
                    const count = t[0] === 'bool' ? 2 : 2 ** (8 * sizes[0]!);
                    const bits = sizes[0] === 2 ? new Uint16Array(count) : new Uint8Array(count);
                    for (let i = 0; i < count; i++) bits[i] = i;
                    columns = [new Uint8Array(bits.buffer)];
                } else {
                    columns = [new Uint8Array(65536), new Uint8Array(65536)];
                    for (let i = 0; i < 65536; i++) {
                        columns[0]![i] = i >> 8;
                        columns[1]![i] =
                            f === 'power' && t[0] === 'int8'
                                ? Math.abs(Math.floor(((i << 24) >> 24) / 2))
                                : i;
                    }
                }
                const results = toList(lib[f](...columns.map((bytes, i) => whole(bytes, t[i]!))));
                for (const [o, result] of results.entries()) {
                    const bytes = canonical(bytesOf(result), result.dtype.str);
                    if (hashOf(bytes) !== h[o]) wrong.push(`${f} of ${t}: result ${o}`);
                }
            });
        }
        expectNone(wrong, every.length);
    });

    test('the signatures', () => {
        const wrong: string[] = [];
        const letters: Record<string, string> = {
            '?': 'bool',
            b: 'int8',
            B: 'uint8',
            h: 'int16',
            H: 'uint16',
            i: 'int32',
            I: 'uint32',
            l: 'int64',
            L: 'uint64',
            e: 'float16',
            f: 'float32',
            d: 'float64',
            F: 'complex64',
            D: 'complex128',
        }; // prettier-ignore
        for (const name of names) {
            if (name === 'clip') continue; // a function, as in NumPy
            const ours = (lib[name].types as string[]).map((types) =>
                [...types].map((c) => letters[c] ?? c).join(' '),
            );
            const theirs = tables
                .filter(({ f }) => f === name)
                .map(({ t: [inputs, outs] }) => [...inputs, '-', '>', ...outs].join(' '));
            for (const types of theirs)
                if (!ours.includes(types)) wrong.push(`${name} has no ${types}`);
            for (const types of ours)
                if (!theirs.includes(types)) wrong.push(`NumPy's ${name} has no ${types}`);
            if (ours.join() !== theirs.join() && wrong.length === 0)
                wrong.push(`${name}: in another order`);
        }
        expectNone(wrong, names.length);
    });
});

import * as np from 'raptors';
import { arrayOf, describeThreads, expectNone, testCalls } from './support/calls.js';
import { type Place, readFixture, sameBytes } from './support/fixture.js';
import { fill } from './support/formulas.js';

testCalls('editing');

interface ResizeRow {
    t: string;
    n: number[];
    o: 'C' | 'F';
    x: number[];
    b: Place;
    e: { e?: string; n?: number[]; k?: number[]; b?: Place };
}
interface BytesRow {
    a: { v?: [string, any][] };
    o: 'C' | null;
    b: { t: string; n: number[]; f: string; p?: string; o?: 'F' }[];
    x: Place;
}

const fixture = readFixture<{ 'resize method': ResizeRow[]; tobytes: BytesRow[] }>('editing');

/** An array that owns its memory, in any dtype and order. */
function owning({ t, n, o, b }: ResizeRow): np.NDArray {
    const a = np.empty(n, { dtype: t, order: o });
    // The bytes as they lie: those of the transposed array in C order.
    const lines = o === 'F' ? (a.T as np.NDArray) : a;
    const from = np.array(fixture.bytes(b)).view(t).reshape(lines.shape);
    lines.set('...', from);
    return a;
}

function checkResize(row: ResizeRow): string {
    const a = owning(row);
    try {
        a.resize(row.x, { refcheck: false });
    } catch (error) {
        const { name } = error as Error;
        return name === row.e.e ? '' : `threw ${name}: ${(error as Error).message}`;
    }
    if (row.e.e !== undefined) return `gave ${a.shape}, should throw ${row.e.e}`;
    const { n, k, b } = row.e;
    if (String(a.shape) !== String(n)) return `shape ${a.shape}, not ${n}`;
    if (a.size > 1 && a.shape.some((length, i) => length > 1 && a.strides[i] !== k![i]))
        return `strides ${a.strides}, not ${k}`;
    return sameBytes(a.tobytes('A'), fixture.bytes(b!)) ? '' : `other bytes: ${a.tolist()}`;
}

function checkBytes({ a, o, b, x }: BytesRow): string {
    const { t, n, f, p, o: order } = b[0]!;
    const size = n.reduce((product, length) => product * length, 1);
    const before = p === undefined ? fill(f, t, size) : new Uint8Array(size);
    if (p !== undefined) before.set(fill(f, p, (size - 1) / Number(p.slice(2))), 1);
    let array = arrayOf(t, n, before, order ?? 'C').array as any;
    for (const [step, argument] of a.v ?? []) {
        if (step === 'T') array = array.T;
        else if (step === 'broadcast_to') array = np.broadcast_to(array, argument);
        else array = array[step](argument);
    }
    const bytes = o === null ? array.tobytes() : array.tobytes(o);
    return bytes instanceof Uint8Array && sameBytes(bytes, fixture.bytes(x)) ? '' : `${bytes}`;
}

describeThreads(() => {
    test('a.resize', () => {
        const rows = fixture.content['resize method'];
        const wrong = rows.flatMap((row) => {
            const complaint = np.scope(() => checkResize(row));
            return complaint ? [`  ${complaint}: ${JSON.stringify(row)}`] : [];
        });
        expectNone(wrong, rows.length);
    });
    test('a.tobytes', () => {
        const rows = fixture.content.tobytes;
        const wrong = rows.flatMap((row) => {
            const complaint = np.scope(() => checkBytes(row));
            return complaint ? [`  ${complaint}: ${JSON.stringify(row)}`] : [];
        });
        expectNone(wrong, rows.length);
    });
});

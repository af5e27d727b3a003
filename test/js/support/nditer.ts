// Carries out the cases of make_nditer.py: makes an iterator, gives it commands, compares what it tells.
import * as np from 'raptors';
import { type Row as CallRow, Run } from './calls.js';
import { readFixture } from './fixture.js';

type Command = [name: string, ...args: any[]];
interface Row extends Omit<CallRow, 'e' | 'c'> {
    p: Command[];
    w?: number[];
    e: unknown[];
    o?: Record<string, [dtype: string, strides: number[], elements: unknown]>;
    c?: Record<string, unknown>;
}

/** As make_nditer.py writes it down. */
function plain(value: any): unknown {
    if (value instanceof np.NDArray) return plain(value.tolist());
    if (Array.isArray(value)) return value.map(plain);
    if (value instanceof np.Complex) return [value.re, value.im];
    if (typeof value === 'function') return value.str;
    return value === undefined ? null : value;
}

const list = <T>(x: T | T[]): T[] => (Array.isArray(x) ? x : [x]);

function write(views: np.NDArray[], writes: number[]): void {
    for (const place of np.ndindex(views[0]!.shape)) {
        const first = Number(views[0]!.at(...place));
        for (const [k, y] of views.entries()) {
            const old = writes[k]! > 1 ? Number(y.at(...place)) : 0;
            if (writes[k]) y.set(place.length > 0 ? place : '...', old + first + k + 1);
        }
    }
}

function step(it: np.NDIter, views: np.NDArray | np.NDArray[], writes?: number[]): unknown[] {
    const shown = list(views).map((view, k) => (writes?.[k] === 1 ? null : view));
    const row: unknown[] = [it.iterindex, plain(shown)];
    if (it.has_multi_index) row.push(it.multi_index);
    else if (it.has_index) row.push(it.index);
    if (writes !== undefined) write(list(views), writes);
    return row;
}

function carryOut(it: any, [name, ...args]: Command, writes?: number[]): unknown {
    if (name === 'trace') {
        let left = 200; // No case has as many steps.
        return Array.from(it, (views: any) => {
            if (left-- === 0) throw new Error('there is no end to it');
            return step(it, views, writes);
        });
    }
    if (name === 'next') {
        const { done, value } = it.next();
        return done ? null : step(it, value, writes);
    }
    if (name === 'inner') {
        const [outer, inner] = it as [np.NDIter, np.NDIter];
        return Array.from(outer, (views) => [
            step(outer, views),
            Array.from(inner, (own) => step(inner, own, writes)),
        ]);
    }
    if (name === 'get') return plain(it[args[0]]);
    if (name === 'set') {
        it[args[0]] = args[1];
        return null;
    }
    if (name === 'at') return plain(it.at(args[0]));
    if (name === 'put') {
        it.set(args[0], args[1]);
        return null;
    }
    if (name === 'list') return plain([...it]);
    return plain(it[name](...args));
}

function attempt(results: unknown[], body: () => unknown): void {
    try {
        results.push(body());
    } catch (error) {
        if (!(error instanceof Error)) throw error;
        results.push({ e: error.name });
    }
}

/** What differs from NumPy's, or null. */
function difference(row: Row, fixture: any): string | null {
    const run = new Run(fixture, { ...row, e: {} } as unknown as CallRow);
    const results: unknown[] = [];
    let it: any;
    const args = row.a.map((x) => run.argument(x));
    const keywords: Record<string, unknown> = {};
    for (const [name, x] of Object.entries(row.k ?? {})) keywords[name] = run.argument(x);
    const given = [...args, ...(row.k === undefined ? [] : [keywords])];
    attempt(results, () => {
        it = row.f === 'flat' ? (args[0] as np.NDArray).flat : (np as any)[row.f](...given);
    });
    if (it !== undefined) results.pop();
    for (const command of it === undefined ? [] : row.p) {
        const its = command.map((x) => (x === '@' ? args[1] : x)) as Command;
        attempt(results, () => carryOut(it, its, row.w));
    }
    const outputs: typeof row.o = {};
    if (it instanceof np.NDIter) {
        for (const i of Object.keys(row.o ?? {})) {
            const { dtype, strides } = it.operands[Number(i)]!;
            outputs[i] = [dtype.str, strides, row.w ? plain(it.operands[Number(i)]) : 0];
        }
        it.close();
    }
    const text = (x: unknown) => JSON.stringify(x);
    if (text(results) !== text(row.e)) return `${text(results)}\nNumPy: ${text(row.e)}`;
    if (text(outputs) !== text(row.o ?? {})) return `${text(outputs)}\nNumPy: ${text(row.o)}`;
    for (const [i, { array, before }] of run.bases.entries()) {
        const bytes = Buffer.from(before).toString('hex');
        const now = row.c?.[i];
        if (now !== undefined && text(plain(array)) !== text(now)) {
            return `operand ${i}: ${text(plain(array))}\nNumPy: ${text(now)}`;
        }
        const { memory } = run.bases[i]!;
        const own = Buffer.from(memory.toTypedArray().buffer as ArrayBuffer).toString('hex');
        if (now === undefined && row.w !== undefined && own !== bytes)
            return `operand ${i} changed`;
    }
    return null;
}

/** Makes a test of each section. */
export function testNditer(): void {
    const fixture = readFixture<Record<string, Row[]>>('nditer');
    for (const [section, rows] of Object.entries(fixture.content)) {
        if (!Array.isArray(rows)) continue;
        test(`${section}: ${rows.length} cases`, () => {
            const wrong: string[] = [];
            for (const row of rows) {
                const found = difference(row, fixture);
                if (found === null) continue;
                const { e, o, c, ...call } = row;
                wrong.push(`${JSON.stringify(call)}\n${found}`);
            }
            if (wrong.length > 0)
                throw new Error(
                    `${wrong.length} differ:\n${wrong.slice(0, Number(process.env.SHOW ?? 3)).join('\n\n')}`,
                );
        });
    }
}

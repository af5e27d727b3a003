// Random keys, read and written, against NumPy's results: the lines of test/oracle/make_keys.py, where
// their form is described. test/c/test_keys.c reads the same ones.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as np from 'raptors';

const text = gunzipSync(readFileSync(join(__dirname, '../oracle/fixtures/keys.gz'))).toString();

interface Spec {
    dtype: string;
    layout: string;
    shape: number[];
    below: number;
}
type Arrays = { memory: np.NDArray; array: np.NDArray };

const product = (list: number[]) => list.reduce((x, y) => x * y, 1);

function parseSpec(text: string): Spec {
    const [, dtype, layout, shape, below] = /^(>?.)(\w)([\d,]*)(?:%(\d+))?$/.exec(text)!;
    return {
        dtype: dtype!,
        layout: layout!,
        shape: shape === '' ? [] : shape!.split(',').map(Number),
        below: Number(below ?? 0),
    };
}

/** The elements of a new memory: see memory_of. */
function memoryOf({ dtype, below }: Spec, count: number): np.NDArray {
    const values = Array.from({ length: count }, (_, i) => {
        const v = (i * 37 + 11) % 101;
        return below ? v % below : dtype === '?' ? Number(v % 3 === 0) : v - 20;
    });
    const whole = np.array(new Int32Array(values));
    if (!/[FD]/.test(dtype)) return whole.astype(dtype as 'int32') as np.NDArray;
    return np
        .array(values.map((v) => new np.Complex(v, v / 2)))
        .astype(dtype as 'complex64') as any;
}

const once = (shape: number[]) => shape.map((n, i) => (i % 2 ? n : 1));

function layOut(spec: Spec): Arrays {
    const { layout, shape, dtype } = spec;
    if (layout === 'U') {
        const dense = memoryOf(spec, product(shape));
        const bytes = dense.view('uint8') as np.NDArray;
        const memory = np.concatenate([np.array(new Uint8Array([0xa5])), bytes]) as np.NDArray;
        const array = (memory.at('1:').view(dtype as 'int32') as np.NDArray).reshape(shape);
        return { memory, array };
    }
    const sizes =
        layout === 'S' ? shape.map((n) => 2 * n + 1) : layout === 'B' ? once(shape) : shape;
    const memory = memoryOf(spec, product(sizes));
    const shaped = (n: number[]) => memory.reshape(n) as np.NDArray;
    const each = (key: string) => ['...', ...shape.map(() => key)];
    const make: Record<string, () => np.NDArray> = {
        C: () => shaped(shape),
        F: () => shaped(shape.toReversed()).T,
        S: () => shaped(sizes).at(...each('1::2')),
        R: () => shaped(shape).at(...each('::-1')),
        P: () => np.moveaxis(shaped([...shape.slice(1), ...shape.slice(0, 1)]), -1, 0),
        B: () => np.broadcast_to(shaped(sizes), shape),
    };
    if (shape.length === 0) make.P = make.C!;
    return { memory, array: make[layout]!() };
}

function nest(values: unknown[], shape: number[]): unknown {
    if (shape.length === 0) return values[0];
    const step = product(shape.slice(1));
    return Array.from({ length: shape[0]! }, (_, i) =>
        nest(values.slice(i * step, (i + 1) * step), shape.slice(1)),
    );
}

/** An array as it stands in a key: lists and typed arrays as such. */
function keyArray(text: string): unknown {
    const [, its, elements] = /^\(([^)]*)\)(.*)$/.exec(text)!;
    const spec = parseSpec(its!);
    const { dtype, layout, shape } = spec;
    const bools = /[?L]/.test(dtype);
    const numbers = (bools ? [...elements!] : elements!.split(',')).slice(0, product(shape));
    if (dtype === 'L')
        return nest(
            numbers.map((x) => x === '1'),
            shape,
        );
    if (dtype === 'l') return nest(numbers.map(Number), shape);
    const wide = np.array(bools ? numbers.map(Number) : numbers.map((x) => BigInt(x)), 'int64');
    const dense = wide.reshape(shape).astype(dtype as 'int32') as np.NDArray;
    if (layout === 't') return dense.toTypedArray();
    const { array } = layOut(spec);
    array.set('...', dense);
    return array;
}

/** What stands in for one piece of the text; `turn` chooses among spellings that mean the same. */
function parseKey(text: string, array: np.NDArray, turn: number): unknown {
    if (text === '.') return '...';
    if (text === 'n') return turn % 3 ? np.newaxis : 'newaxis';
    if (text === '@') return array;
    if (text === 'T' || text === 'F') return text === 'T';
    if (text.startsWith('x')) return Number(text.slice(1));
    if (text.startsWith('(')) return keyArray(text);
    if (!text.includes(':')) {
        return turn % 7 === 3
            ? BigInt(text)
            : turn % 7 === 5 && text.length < 18
              ? text
              : Number(text);
    }
    if (turn % 2) return text;
    const bounds = text.split(':').map((x) => (x === '' ? null : Number(x)));
    return np.slice(...bounds);
}

const parseKeys = (text: string, array: np.NDArray, turn: number) =>
    text === '' ? [] : text.split(' ').map((part, i) => parseKey(part, array, turn + i));

function parseValue(text: string, array: np.NDArray): unknown {
    if (text.startsWith('@')) return array.at(...(parseKeys(text.slice(1), array, 0) as np.Key[]));
    if (!text.startsWith('(')) return Number(text);
    const [, its, first] = /^\(([^)]*)\)(.*)$/.exec(text)!;
    const spec = parseSpec(its!);
    const { array: value } = layOut(spec);
    const size = product(spec.shape);
    const counted = Int32Array.from({ length: size }, (_, i) => Number(first) + i);
    value.set('...', np.array(counted).reshape(spec.shape));
    return value;
}

function hashOf(a: np.NDArray): string {
    const { buffer, byteOffset, byteLength } = a.toTypedArray();
    let h = 2166136261;
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) {
        h = Math.imul(h ^ byte, 16777619);
    }
    return ((h ^ (h >>> 24)) & 0xffffff).toString(16).padStart(6, '0');
}

function readBy(array: np.NDArray, keys: np.Key[]): string {
    const result = array.at(...keys) as unknown;
    if (!(result instanceof np.NDArray)) {
        return `e:${hashOf(np.array(result as number, array.dtype) as np.NDArray)}`;
    }
    const same = result.dtype === array.dtype ? '' : ` of dtype ${result.dtype}`;
    return `${result.base === null ? 'c' : 'v'}${result.shape.join(',')}:${hashOf(result)}${same}`;
}

const errors: { name: string; start: string }[] = [];
const groups: { about: string; lines: string[] }[] = [];
for (const line of text.split('\n')) {
    if (line.startsWith('E ')) {
        const [, name, start] = /^E (\w+) (.*)$/.exec(line)!;
        errors.push({ name: name!, start: start! });
    } else if (line.startsWith('A ')) groups.push({ about: line.slice(2), lines: [] });
    else if (line !== '') groups.at(-1)!.lines.push(line);
}

/** What a line's result is with us; what it should be. */
function compare(spec: Spec, line: string, turn: number): [got: string, expected: string] {
    const [question, answer] = line.split('|') as [string, string];
    const [keysText, valueText] = question.split('=') as [string, string?];
    const { memory, array } = layOut(spec);
    let got: string;
    try {
        const keys = parseKeys(keysText, array, turn) as np.Key[];
        if (valueText === undefined) got = readBy(array, keys);
        else {
            const value = parseValue(valueText, array);
            array.set(
                keys.length === 1 && turn % 5 === 0 && !Array.isArray(keys[0]) ? keys[0]! : keys,
                value as number,
            );
            got = hashOf(memory);
        }
    } catch (error) {
        const { name, message } = error as Error;
        const known = answer.startsWith('!') ? errors[Number(answer.slice(1))]! : undefined;
        if (known === undefined) return [`${name}: ${message}`, answer];
        const cut = message.slice(0, known.start.length);
        return [`${name}: ${cut}`, `${known.name}: ${known.start}`];
    }
    const known = answer.startsWith('!') ? errors[Number(answer.slice(1))]! : undefined;
    return [got, known === undefined ? answer : `${known.name}: ${known.start}`];
}

test('there are enough of them', () => {
    const count = groups.reduce((sum, { lines }) => sum + lines.length, 0);
    expect(count).toBeGreaterThan(20000);
});

describe.each(groups)('array $about', ({ about, lines }) => {
    test.each(['read', 'written'])('%s', (how) => {
        const mine = lines.filter(
            (line) => line.split('|')[0]!.includes('=') === (how === 'written'),
        );
        const spec = parseSpec(about);
        const blocks = np.runtime.memory.blocks;
        const differences: string[] = [];
        for (const [turn, line] of mine.entries()) {
            const [got, expected] = np.scope(() => compare(spec, line, turn) as any) as [
                string,
                string,
            ];
            if (got !== expected) differences.push(`${line}: ${got}, not ${expected}`);
        }
        expect(mine.length).toBeGreaterThan(0);
        expect(differences.slice(0, 8)).toEqual([]);
        expect(np.runtime.memory.blocks).toBe(blocks);
    });
});

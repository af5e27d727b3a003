import * as np from 'raptors';
import { expectNone, testCalls } from './support/calls.js';
import { readFixture } from './support/fixture.js';

interface Tables {
    names: string[];
    promote: string[][];
    promote_swapped: string[][];
    can_cast: { dtypes: string[]; rules: string[] };
    abstract: string[];
    issubdtype: Record<string, string[]>;
    isdtype: Record<string, string[]>;
    iinfo: Record<string, [min: string, max: string, bits: number, kind: string]>;
    finfo: Record<string, Record<string, number>>;
    spellings: Record<string, string | 0>;
    facts: Record<string, unknown[]>;
}
const tables = readFixture<Tables>('dtypes').content;
const { names } = tables;
const rules = ['no', 'equiv', 'safe', 'same_kind', 'unsafe'] as const;

test('promote_types', () => {
    for (const [i, x] of names.entries()) {
        expect(names.map((y) => np.promote_types(x, y).name)).toEqual(tables.promote[i]);
    }
    const swapped = ['>i4', '>f8', '<i2', '>c8', '?'];
    expect(swapped.map((x) => swapped.map((y) => np.promote_types(x, y).str))).toEqual(
        tables.promote_swapped,
    );
});

test('can_cast', () => {
    const { dtypes, rules: expected } = tables.can_cast;
    for (const [i, x] of dtypes.entries()) {
        const found = dtypes.map((y) => rules.findIndex((rule) => np.can_cast(x, y, rule)));
        expect(found.join('')).toBe(expected[i]);
    }
    expect(np.can_cast('int8', 'int16')).toBe(true);
    expect(np.can_cast('int16', 'int8')).toBe(false);
    expect(() => np.can_cast('int8', 'int16', 'nonsense' as 'no')).toThrow(np.ValueError);
});

test('issubdtype and isdtype', () => {
    for (const x of names) {
        expect(tables.abstract.filter((y) => np.issubdtype(x, y))).toEqual(tables.issubdtype[x]);
        const kinds = [
            'bool',
            'signed integer',
            'unsigned integer',
            'integral',
            'real floating',
            'complex floating',
            'numeric',
        ];
        expect(kinds.filter((kind) => np.isdtype(x, kind))).toEqual(tables.isdtype[x]);
    }
    expect(np.isdtype('int8', ['real floating', np.int8])).toBe(true);
    expect(() => np.isdtype('int8', 'nonsense')).toThrow(np.ValueError);
});

test('iinfo', () => {
    for (const [name, [min, max, bits, kind]] of Object.entries(tables.iinfo)) {
        const info = np.iinfo(name);
        expect([String(info.min), String(info.max), info.bits, info.kind]).toEqual([
            min,
            max,
            bits,
            kind,
        ]);
    }
    expect(() => np.iinfo('float32')).toThrow(np.ValueError);
});

test('finfo', () => {
    for (const [name, facts] of Object.entries(tables.finfo)) {
        const info = np.finfo(name) as unknown as Record<string, number>;
        for (const [fact, value] of Object.entries(facts)) {
            expect(`${name} ${fact} ${info[fact]}`).toBe(`${name} ${fact} ${value}`);
        }
    }
    expect(() => np.finfo('int32')).toThrow(np.ValueError);
});

test('spellings', () => {
    const wrong: string[] = [];
    for (const [text, expected] of Object.entries(tables.spellings)) {
        let found: string | 0 = 0;
        try {
            found = np.dtype(text).str;
        } catch (error) {
            if (!(error instanceof TypeError)) wrong.push(`${JSON.stringify(text)} threw ${error}`);
        }
        if (found !== expected) wrong.push(`${JSON.stringify(text)} is ${found}, not ${expected}`);
    }
    expectNone(wrong, Object.keys(tables.spellings).length);
});

test('what a dtype says of itself', () => {
    for (const [
        text,
        [name, kind, char, itemsize, alignment, byteorder, isnative, str],
    ] of Object.entries(tables.facts)) {
        const d = np.dtype(text);
        const letter = ({ l: 'q', L: 'Q' } as Record<string, string>)[char as string] ?? char; // of the platform
        const found = [
            d.name,
            d.kind,
            ['l', 'L'].includes(d.char) ? letter : d.char,
            d.itemsize,
            d.alignment,
            d.byteorder,
            d.isnative,
            d.str,
        ];
        expect(found).toEqual([name, kind, letter, itemsize, alignment, byteorder, isnative, str]);
    }
});

testCalls('dtypes');

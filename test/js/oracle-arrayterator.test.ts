// np.lib.Arrayterator: the blocks that NumPy gives, and what NumPy refuses or gets wrong.
import * as np from 'raptors';
import { readFixture } from './support/fixture.js';

interface Row {
    n: number[];
    m: number | null;
    k: string[];
    start: number[];
    stop: number[];
    step: number[];
    shape: number[];
    blocks: [shape: number[], elements: number[]][];
    flat: number[];
    whole: unknown;
}
const { cases } = readFixture<{ cases: Row[] }>('arrayterator').content;
const { Arrayterator } = np.lib;

const range = (...shape: number[]) =>
    np.arange(shape.reduce((n, length) => n * length, 1)).reshape(shape) as np.NDArray;

test(`${cases.length} cases`, () => {
    expect(cases.length).toBeGreaterThan(500);
    for (const { n, m, k, flat, whole, blocks, ...bounds } of cases) {
        np.scope(() => {
            const a = range(...n);
            const it = k.reduce((part, key) => part.at(key), new Arrayterator(a, m));
            const found = [...it];
            expect({ k, ...bounds }).toEqual({
                k,
                start: it.start,
                stop: it.stop,
                step: it.step,
                shape: it.shape,
            });
            expect(found.map((block) => [block.shape, block.ravel().tolist()])).toEqual(blocks);
            expect([...it.flat]).toEqual(flat);
            expect(it.__array__().tolist()).toEqual(whole);
            for (const block of found) expect(np.shares_memory(block, a)).toBe(true);
        });
    }
});

test('attributes, keywords, and the array of it', () => {
    np.scope(() => {
        const a = range(3, 4, 5);
        const it = new Arrayterator(a, { buf_size: 10 });
        expect(it.var).toBe(a);
        expect([it.buf_size, it.ndim, it.dtype]).toEqual([10, 3, np.dtype('int32')]);
        expect(np.sum(it.at(1) as never)).toBe(590);
        for (const block of it) np.negative(block, block);
        expect(a.at(2, 3, 4)).toBe(-59);
        it.buf_size = null;
        expect([...it].length).toBe(1);
        expect(
            [
                ...new Arrayterator(
                    [
                        [1, 2],
                        [3, 4],
                    ] as never,
                    3,
                ),
            ].map(String),
        ).toEqual(['[[1. 2.]]', '[[3. 4.]]']);
        expect([...new Arrayterator(np.array(3))].map((block) => block.shape)).toEqual([[]]);
    });
});

test('keys that NumPy misunderstands are those of the array', () => {
    np.scope(() => {
        const a = range(7, 4);
        const it = new Arrayterator(a, 3);
        const keys = [
            -1,
            '-3:',
            ':-2',
            '5:99',
            '99:',
            '3:1',
            '...,-2:',
            '-2:,-1',
            6n,
            np.slice(1, -1),
        ];
        for (const key of keys) {
            const expected = a.at(typeof key === 'number' ? `${key}:` : key === 6n ? '6:' : key);
            const part = it.at(...[key].flat());
            const shape = expected.ndim === 2 ? expected.shape : [...expected.shape, 1];
            expect([key, part.shape, [...part.flat]]).toEqual([key, shape, [...expected.flat]]);
        }
        // A key after a step.
        const [rest] = [...it.at('::2').at('1:').at('1:', 0).flat];
        expect(rest).toBe(a.at(4, 0));
        expect(it.at('::2').at('1:3').at('::2').shape).toEqual([1, 4]);
    });
});

test('what is refused', () => {
    np.scope(() => {
        const a = range(3, 4);
        const it = new Arrayterator(a, 3);
        expect(() => new Arrayterator(a, -1)).toThrow(np.ValueError);
        expect(() => new Arrayterator(a, 2.5)).toThrow(TypeError);
        expect(() => new (Arrayterator as any)(a, { size: 1 })).toThrow(/unexpected keyword/);
        for (const key of [3, -4, 'newaxis', 1.5, [0, 1], '...,...']) {
            expect(() => it.at(key as number)).toThrow(np.IndexError);
        }
        expect(() => it.at(0, 0, 0)).toThrow('too many indices');
        expect(() => it.at('::-1')).toThrow(np.ValueError);
        expect(() => it.at('::0')).toThrow(np.ValueError);
    });
});

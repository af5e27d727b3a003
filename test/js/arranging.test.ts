// What fixtures cannot say of joins and padding: functions as modes, objects of widths, many parts,
// nothing left behind.
import * as np from 'raptors';
import { allThreads } from './support/calls.js';

const memory = np.runtime.memory;

beforeAll(async () => {
    await np.init({ threads: 2 });
    await allThreads();
});
afterEach(() => {
    expect(memory.blocks).toBe(0);
});

const list = (a: unknown) => (a as np.NDArray).tolist();

describe('pad', () => {
    test('calls a function with each line, its widths, the axis and the keywords', () => {
        np.scope(() => {
            const seen: unknown[] = [];
            const a = np.arange(6).reshape(2, 3);
            const out = np.pad(
                a,
                [
                    [1, 0],
                    [2, 1],
                ],
                (vector, [before, behind], axis, { padder = 10 }) => {
                    seen.push([vector.size, before, behind, axis]);
                    if (before) vector.set(np.slice(before), padder as number);
                    if (behind) vector.set(np.slice(-behind, null), padder as number);
                },
                { padder: 7 },
            );
            // The columns first: lines along axis 0 of all six columns, then the three rows.
            expect(seen).toEqual([
                ...new Array(6).fill([3, 1, 0, 0]),
                ...new Array(3).fill([6, 2, 1, 1]),
            ]);
            expect(list(out)).toEqual([
                [7, 7, 7, 7, 7, 7],
                [7, 7, 0, 1, 2, 7],
                [7, 7, 3, 4, 5, 7],
            ]);
            expect(out.dtype.name).toBe('int32');
            const zeros = np.pad(a, 1, () => undefined);
            expect(list(zeros.at('0'))).toEqual([0, 0, 0, 0, 0]);
            const failing = () =>
                np.pad(a, 1, () => {
                    throw new Error('mine');
                });
            expect(failing).toThrow('mine');
        });
    });

    test('takes an object of axes and widths', () => {
        np.scope(() => {
            const a = np.arange(6).reshape(2, 3);
            const same = (x: np.NDArray, y: np.NDArray) => expect(list(x)).toEqual(list(y));
            same(
                np.pad(a, { 1: [1, 2] }),
                np.pad(a, [
                    [0, 0],
                    [1, 2],
                ]),
            );
            same(
                np.pad(a, { '-1': 2, 0: 1 }, 'edge'),
                np.pad(
                    a,
                    [
                        [1, 1],
                        [2, 2],
                    ],
                    'edge',
                ),
            );
            same(
                np.pad(a, { pad_width: { 0: 1 }, mode: 'wrap' }),
                np.pad(
                    a,
                    [
                        [1, 1],
                        [0, 0],
                    ],
                    'wrap',
                ),
            );
            expect(() => np.pad(a, { 2: 1 })).toThrow(np.IndexError);
            expect(() => np.pad(a, { 0: 1.5 })).toThrow(TypeError);
            expect(() => np.pad(a, { 0: [1, -1] })).toThrow("index can't contain negative values");
        });
    });

    test("leaves margins alone with 'empty'", () => {
        np.scope(() => {
            const out = np.pad(
                np.arange(6).reshape(2, 3),
                [
                    [1, 2],
                    [3, 4],
                ],
                'empty',
            );
            expect(out.shape).toEqual([5, 10]);
            expect(list(out.at('1:3, 3:6'))).toEqual([
                [0, 1, 2],
                [3, 4, 5],
            ]);
        });
    });

    test('says what is wrong as NumPy does', () => {
        np.scope(() => {
            const a = np.zeros([0, 2]);
            expect(() => np.pad(a, 1, 'edge')).toThrow(
                "can't extend empty axis 0 using modes other than 'constant' or 'empty'",
            );
            expect(() => np.pad(a, 1, 'none' as 'edge')).toThrow("mode 'none' is not supported");
            expect(() => np.pad(a, 1, 'edge', { end_values: 1 })).toThrow(
                "unsupported keyword arguments for mode 'edge': {'end_values'}",
            );
            expect(() => np.pad([1, 2], 1, 'maximum', { stat_length: 0 })).toThrow(
                'stat_length of 0 yields no value for padding',
            );
        });
    });
});

describe('joins', () => {
    test('of thousands of parts, in one list or another', () => {
        np.scope(() => {
            const parts = Array.from({ length: 3000 }, (_, i) => np.full([1 + (i % 3)], i));
            const all = np.concatenate(parts);
            expect(all.size).toBe(6000);
            expect(all.at<number>(5999)).toBe(2999);
            const set = np.concatenate(new Set(parts.slice(0, 70)), null);
            expect(set.size).toBe(139);
            const numbers = np.concatenate([...new Array(100).fill(2), np.int8([1])], null);
            expect(numbers.dtype.name).toBe('int8');
            expect(np.sum(numbers)).toBe(201);
            expect(np.hstack(new Array(500).fill(3)).shape).toEqual([500]);
            expect(() => np.concatenate([...parts, np.zeros([1, 1])])).toThrow(
                'array at index 3000 has 2 dimension(s)',
            );
        });
    });

    test('of large arrays on threads', () => {
        np.scope(() => {
            const a = np.arange(500_000);
            for (const axis of [0, 1, -1]) {
                const both = np.stack([a, np.negative(a) as np.NDArray, a], axis);
                const last = axis === 0 ? both.at('2') : both.at(':, 2');
                expect(np.array_equal(last, a)).toBe(true);
            }
            const square = np.arange(1_000_000).reshape(1000, 1000);
            const columns = np.hstack([square.T, square]);
            expect(np.array_equal(columns.at(':, :1000'), square.T)).toBe(true);
            expect(np.array_equal(columns.at(':, 1000:'), square)).toBe(true);
            const copy = square.T.copy();
            expect(copy.flags.C_CONTIGUOUS).toBe(true);
            expect(np.array_equal(copy.T, square)).toBe(true);
        });
    });

    test('say which block is at fault', () => {
        expect(() => np.block([[1, 2], 3])).toThrow(
            'List depths are mismatched. First element was at depth 2, but there is an element at ' +
                'depth 1 (arrays[1])',
        );
        expect(() => np.block([[1, 2], []])).toThrow('List at arrays[1] cannot be empty');
        expect(() => np.block([])).toThrow('List at arrays cannot be empty');
    });
});

describe('nothing is left', () => {
    test('neither of results nor of failures', () => {
        const one = [1, 2, 3];
        const two = [
            [1, 2],
            [3, 4],
        ];
        const calls: (() => unknown)[] = [
            () => np.concatenate([one, one]),
            () => np.stack([one, one], 1),
            () => np.vstack([one, two]),
            () => np.hstack([one, one, 2]),
            () => np.block([[two, two], [two]]),
            () => np.block([[one, [one]]]),
            () => np.tile(two, 3),
            () => np.tile(two, -3),
            () => np.roll(two, 1, 0),
            () => np.roll(two, 1, 2),
            () => np.rollaxis(two as unknown as np.NDArray, 5),
            () => np.flip(two, 3),
            () => np.rot90(one),
            () => np.split(one, 2),
            () => np.hsplit(2, 2),
            () => np.pad(two, 2, 'median'),
            () => np.pad(two, 2, 'linear_ramp', { end_values: [1, 5] }),
            () => np.pad(two, 2, 'reflect', { reflect_type: 'odd' }),
            () => np.pad(two, [1, 2, 3]),
            () => np.pad(np.zeros([0]), 1, 'mean'),
        ];
        for (const call of calls) {
            np.scope(() => {
                try {
                    const result = call();
                    if (Array.isArray(result)) result[0]!.dispose();
                } catch (error) {
                    expect(error).toBeInstanceOf(Error);
                }
            });
        }
        const before = memory.blocks;
        const a = np.pad(two, 2, 'median');
        expect(memory.blocks).toBe(before + 1);
        a.dispose();
        const b = np.block([[two, two]]);
        expect(memory.blocks).toBe(before + 1);
        b.dispose();
        const c = np.vstack([one, one]);
        expect(memory.blocks).toBe(before + 1);
        c.dispose();
        expect(() => np.vstack([one, two])).toThrow(np.ValueError);
        expect(() => np.flip(one, 3)).toThrow(np.AxisError);
        expect(memory.blocks).toBe(before);
    });
});

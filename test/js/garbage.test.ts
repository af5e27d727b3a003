// Memory: disposal, scopes, the collector, the budget and what happens past it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as np from 'raptors';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const memory = np.runtime.memory;
const yielded = () => new Promise((resolve) => setTimeout(resolve, 1));

async function collect(): Promise<void> {
    memory.flush();
    for (let i = 0; i < 10; i++) {
        gc();
        await yielded();
    }
}

describe('disposal', () => {
    test('frees at once, and twice does nothing', () => {
        const before = memory.blocks;
        const bytes = memory.live;
        const a = np.zeros([10, 10]);
        expect(memory.blocks).toBe(before + 1);
        expect(memory.live).toBe(bytes + 800);
        a.dispose();
        a.dispose();
        expect(memory.blocks).toBe(before);
        expect(memory.live).toBe(bytes);
    });

    test('a disposed array is a clear error wherever elements are needed', () => {
        const a = np.arange(4);
        const view = a.at('1:');
        const b = np.arange(4);
        a.dispose();
        expect(a.disposed).toBe(true);
        expect(view.disposed).toBe(true);
        const uses: (() => unknown)[] = [
            () => np.add(a, 1),
            () => np.add(b, a),
            () => np.add(b, b, { out: a }),
            () => np.negative(a),
            () => np.sum(a),
            () => np.mean(view),
            () => a.tolist(),
            () => a.toTypedArray(),
            () => a.data,
            () => a.item(0),
            () => a.at(0),
            () => a.at('1:'),
            () => a.set([0], 1),
            () => a.fill(0),
            () => a.copy(),
            () => a.reshape(2, 2),
            () => a.astype('float32'),
            () => a.T,
            () => view.tolist(),
            () => [...a],
            () => np.array(a),
            () => np.array([a, b]),
            () => np.cumsum(a),
            () => np.argmax(a),
            () => np.add.at(a, [0], 1),
            () => String(a),
        ];
        for (const use of uses) {
            expect(use).toThrow(np.ValueError);
            expect(use).toThrow('the array has been disposed');
        }
        expect(a.shape).toEqual([4]); // What it was may still be asked.
        b.dispose();
    });

    test('disposing a view ends the view only', () => {
        const a = np.arange(4);
        const view = a.at('1:');
        view.dispose();
        expect(() => view.tolist()).toThrow('disposed');
        expect(a.tolist()).toEqual([0, 1, 2, 3]);
        a.dispose();
    });

    test('using', () => {
        const before = memory.blocks;
        const a = np.zeros(3);
        a[Symbol.dispose]();
        expect(memory.blocks).toBe(before);
    });

    test('a failed operation leaves nothing behind', () => {
        const a = np.zeros([2, 3]);
        const before = memory.blocks;
        expect(() => np.add(a, np.broadcast_to(a, [2, 2, 3]).at(0, 0, '1:'))).toThrow(
            np.ValueError,
        );
        expect(() => np.array([[1, 2], [3]])).toThrow(np.ValueError);
        expect(() => np.array([1, 300], 'uint8')).toThrow(np.OverflowError);
        expect(() => np.add([1, 2], [1, 2, 3])).toThrow(np.ValueError);
        expect(() => np.sum(a, { axis: 5 })).toThrow(np.AxisError);
        expect(() => np.full(3, 300, 'uint8')).toThrow(np.OverflowError);
        expect(memory.blocks).toBe(before);
        a.dispose();
    });

    test('temporaries of list operands are freed', () => {
        const before = memory.blocks;
        const c = np.add([1, 2, 3], [[1], [2]]);
        expect(c.shape).toEqual([2, 3]);
        c.dispose();
        expect(
            np.sum([
                [1, 2],
                [3, 4],
            ]),
        ).toBe(10);
        expect(memory.blocks).toBe(before);
    });
});

describe('scope', () => {
    test('disposes all but what is returned', () => {
        const before = memory.blocks;
        let inner: np.NDArray | undefined;
        const result = np.scope(() => {
            inner = np.ones(3);
            const twice = np.add(inner, inner);
            return { list: [twice], view: np.arange(6).reshape(2, 3).at<np.NDArray>(1), name: 'x' };
        });
        expect(memory.blocks).toBe(before + 2);
        expect(inner!.disposed).toBe(true);
        expect(result.list[0]!.tolist()).toEqual([2, 2, 2]);
        expect(result.view.tolist()).toEqual([3, 4, 5]);
        result.list[0]!.dispose();
        expect(result.view.base).not.toBeNull();
        result.view.base!.dispose();
        expect(memory.blocks).toBe(before);
    });

    test('scopes nest: what the inner one returns belongs to the outer', () => {
        const before = memory.blocks;
        const sum = np.scope(() => {
            const a = np.scope(() => np.add(np.ones(4), 1));
            return np.sum(a);
        });
        expect(sum).toBe(8);
        expect(memory.blocks).toBe(before);
    });

    test('disposes when the function throws, and refuses an asynchronous one', () => {
        const before = memory.blocks;
        const fails = () =>
            np.scope(() => {
                np.ones(10);
                throw new Error('mine');
            });
        expect(fails).toThrow('mine');
        expect(() => np.scope(async () => np.ones(10))).toThrow(TypeError);
        expect(memory.blocks).toBe(before);
    });
});

describe('the collector', () => {
    test('frees arrays that nobody reaches, of every size', async () => {
        await collect();
        const before = memory.blocks;
        (() => {
            for (const n of [0, 1, 100, 5000, 100_000]) {
                for (let i = 0; i < 20; i++) np.zeros(n);
            }
        })();
        // When is the engine's business, and a register may hold on to the last one.
        for (let i = 0; i < 100 && memory.blocks > before; i++) await collect();
        expect(memory.blocks).toBeLessThanOrEqual(before + 5);
    });

    test('what shares a finaliser is freed together, and each once', async () => {
        await collect();
        const before = memory.blocks;
        const kept = (() => {
            const few = Array.from({ length: 32 }, (_, i) => np.full(3, i));
            memory.flush();
            for (let i = 1; i < 32; i += 2) few[i]!.dispose();
            return few[16]!;
        })();
        expect(memory.blocks).toBe(before + 16);
        // Its neighbours may go only with it, the others before.
        for (let i = 0; i < 100 && memory.blocks > before + 4; i++) await collect();
        expect(memory.blocks).toBeLessThanOrEqual(before + 4);
        for (let i = 0; i < 200; i++) np.zeros(3).dispose();
        expect(kept.tolist()).toEqual([16, 16, 16]);
        kept.dispose();
        expect(memory.blocks).toBeLessThanOrEqual(before + 3);
    });

    test('a view keeps the memory of its base', async () => {
        const view = (() => np.arange(1000).at('10:20'))();
        await collect();
        for (let i = 0; i < 200; i++) np.zeros(1000).dispose();
        expect(view.tolist()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
        view.base!.dispose();
    });
});

describe('past the budget', () => {
    const budget = 1 << 20;
    beforeAll(async () => {
        await collect();
        await np.init({ threads: 1, memory: { maximum: 64 << 20, budget } });
    });

    test('a loop that disposes nothing and never yields ends, with memory bounded', () => {
        const a = np.ones(1000);
        let total = 0;
        for (let i = 0; i < 20_000; i++) {
            const b = np.add(a, i);
            if (i % 1000 === 0) total += np.sum(b);
        }
        expect(total).toBe(1000 * (20 + (19_000 * 20) / 2));
        expect(memory.live).toBeLessThanOrEqual(budget);
        expect(memory.heap).toBeLessThan(16 << 20);
        expect(memory.spilled).toBeGreaterThan(0);
        a.dispose();
    });

    describe('arrays in JavaScript buffers', () => {
        const hoard: np.NDArray[] = [];
        beforeAll(async () => {
            await collect();
            const before = memory.spilled;
            while (memory.spilled === before) hoard.push(np.zeros(1000));
        });
        afterAll(() => {
            for (const a of hoard) a.dispose();
        });
        /** What `make` returns, which must have gone to a JavaScript buffer. */
        const spilled = <A>(make: () => A): A => {
            const before = memory.spilled;
            const made = make();
            expect(memory.spilled).toBeGreaterThan(before);
            return made;
        };

        test('compute as others do', () => {
            const a = spilled(() => np.arange(6000).reshape(2, 3000)) as np.NDArray<'int32'>;
            const b = np.add(a, 1);
            expect(b.at(1, 2999)).toBe(6000);
            expect(np.sum(b)).toBe((6000 * 6001) / 2);
            expect(a.T.shape).toEqual([3000, 2]);
            expect(a.at('...', '::1000').tolist()).toEqual([
                [0, 1000, 2000],
                [3000, 4000, 5000],
            ]);
            expect(a.at<np.NDArray>(1).at(-1)).toBe(5999);
            expect(np.max(a, { axis: 0 }).shape).toEqual([3000]);
            expect(a.reshape(3000, 2).base).not.toBeNull();
            expect(a.T.reshape(-1).at(':4').tolist()).toEqual([0, 3000, 1, 3001]);
        });

        test('are written to: set, fill, out, in place on overlapping views', () => {
            const a = spilled(() => np.arange(5000, { dtype: 'float64' }));
            a.set(['::2'], -1);
            expect(a.at('0:4').tolist()).toEqual([-1, 1, -1, 3]);
            const out = spilled(() => np.zeros(5000));
            expect(np.add(a, a, { out })).toBe(out);
            expect(out.at('0:4').tolist()).toEqual([-2, 2, -2, 6]);
            a.fill(1);
            np.add(a.at('1:'), a.at(':-1'), { out: a.at('1:') });
            expect(a.at('0:4').tolist()).toEqual([1, 2, 2, 2]);
            np.add.at(a, [0, 0], 1);
            expect(a.item(0)).toBe(3);
        });

        test('negative steps, other byte orders, data', () => {
            const a = spilled(() => np.arange(5000, { dtype: '>i4' }));
            expect(a.at('::-2500').tolist()).toEqual([4999, 2499]);
            expect(np.add(a.at('::-1'), 0).at('0:3').tolist()).toEqual([4999, 4998, 4997]);
            const b = spilled(() => np.zeros(5000));
            b.data[3] = 7;
            expect(b.at(3)).toBe(7);
            expect(np.sum(b)).toBe(7);
        });

        test('come back to the heap when there is room again', () => {
            const a = spilled(() => np.ones(2000));
            for (const b of hoard.splice(0, 10)) b.dispose();
            const { live } = memory;
            expect(np.sum(a)).toBe(2000);
            expect(memory.live).toBe(live + 16_000);
            a.dispose();
        });

        test('disposed ones are errors too', () => {
            const a = np.ones(20_000);
            a.dispose();
            expect(() => np.sum(a)).toThrow('disposed');
        });
    });

    test('memory that runs out is a MemoryError, and all stays usable', () => {
        const a = np.arange(3);
        expect(() => np.ones(10_000_000)).toThrow(np.MemoryError);
        expect(() => np.zeros([1000, 1000, 1000, 1000])).toThrow(RangeError);
        expect(() => np.zeros([2 ** 31, 2 ** 31])).toThrow(RangeError);
        expect(np.add(a, 1).tolist()).toEqual([1, 2, 3]);
        a.dispose();
    });
});

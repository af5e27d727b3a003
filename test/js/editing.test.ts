// What the oracle cannot say of inserting, deleting, resizing and views by hand: who owns the memory, what
// happens to views, JavaScript's own arguments, messages.
import * as np from 'raptors';

const memory = np.runtime.memory;
const { as_strided, sliding_window_view } = np.lib.stride_tricks;

/** Nothing but what `made` returns outlives a call, and after an error nothing does. */
function expectNoLeak(call: () => unknown, results: number): void {
    const before = memory.blocks;
    let made: unknown;
    try {
        made = call();
    } catch {
        made = [];
    }
    expect(memory.blocks).toBe(before + results);
    for (const a of Array.isArray(made) ? made : [made]) (a as np.NDArray).dispose?.();
    expect(memory.blocks).toBe(before);
}

describe('results own their memory', () => {
    const a = np.array(
        [
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [8, 9, 10, 11],
        ],
        'int32',
    );
    afterAll(() => a.dispose());

    const one: Record<string, () => unknown> = {
        append: () => np.append(a, [[1, 2, 3, 4]], 0),
        'append flat': () => np.append([1, 2], 3),
        delete: () => np.delete(a, 1, 1),
        'delete of a list': () =>
            np.delete(
                [
                    [1, 2],
                    [3, 4],
                ],
                [0],
                1,
            ),
        'delete by a slice': () => np.delete(a, '::2', 1),
        insert: () => np.insert(a, 1, [[1], [2], [3]], 1),
        'insert several': () => np.insert(a, [0, 2], [1, 2, 3, 4], 0),
        'insert by bools': () => np.insert(a, [true, false, true], 7, 0),
        resize: () => np.resize(a.T as np.NDArray, [5, 5]),
        trim_zeros: () =>
            np.trim_zeros([
                [0, 0],
                [0, 1],
            ]),
        packbits: () => np.packbits(a.T, 0),
        unpackbits: () => np.unpackbits(np.uint8([1, 2]), { count: 3 }),
        atleast_1d: () => np.atleast_1d(3),
        atleast_2d: () => np.atleast_2d([1, 2]),
        atleast_3d: () => np.atleast_3d([1, 2]),
        require: () => np.require([[1, 2]], 'float32', ['F', 'O', 'W']),
        ascontiguousarray: () => np.ascontiguousarray(a.T, { like: a }),
        copy: () =>
            np.copy(
                [
                    [1, 2],
                    [3, 4],
                ],
                'F',
            ),
    };
    test.each(Object.entries(one))('%s', (name, call) => {
        const extra = name === 'unpackbits' ? 1 : 0; // Its operand is made on the way.
        if (extra) np.scope(() => expect((call() as np.NDArray).shape).toEqual([3]));
        else expectNoLeak(call, 1);
    });

    const none: Record<string, () => unknown> = {
        append: () => np.append(a, [1, 2], 0),
        delete: () => np.delete([1, 2, 3], [7]),
        'delete by bools': () => np.delete(a, [true, false], 0),
        insert: () => np.insert(a, 1, [1, 2, 3], 0),
        'insert several': () => np.insert([[1, 2]], [0, 1], [[1, 2, 3]], 0),
        'insert out of range': () => np.insert([1, 2], [0, 9], 1),
        resize: () => np.resize([1, 2], [-1]),
        trim_zeros: () => np.trim_zeros([[0, 1]], 'x'),
        packbits: () => np.packbits([0.5, 1]),
        unpackbits: () => np.unpackbits([1, 2], 5),
        require: () => np.require([1, 2], null, 'CF'),
        as_strided: () => as_strided([1, 2], [4], [8]),
        sliding_window_view: () => sliding_window_view([1, 2], 3),
        broadcast_arrays: () => np.broadcast_arrays([1, 2], [1, 2, 3]),
    };
    test.each(Object.entries(none))('%s fails without a trace', (_, call) => {
        expect(call).toThrow();
        expectNoLeak(call, 0);
    });
});

describe('arguments', () => {
    test('keywords that do not exist, and ones missing', () => {
        const calls: ((k: object) => unknown)[] = [
            (k) => (np.append as any)([1], 2, k),
            (k) => (np.delete as any)([1], 0, k),
            (k) => (np.insert as any)([1], 0, 2, k),
            (k) => (np.trim_zeros as any)([1], k),
            (k) => (np.resize as any)([1], 2, k),
            (k) => (np.packbits as any)([true], k),
            (k) => (np.unpackbits as any)(np.uint8(1), k),
            (k) => (np.require as any)([1], k),
            (k) => (np.ascontiguousarray as any)([1], k),
            (k) => (np.asfortranarray as any)([1], k),
            (k) => (np.broadcast_arrays as any)([1], k),
            (k) => (as_strided as any)([1], k),
            (k) => (sliding_window_view as any)([1], 1, k),
            (k) => (np.zeros(2) as any).resize(2, k),
            (k) => (np.zeros(2) as any).tobytes(k),
            (k) => (np.zeros(2) as any).getfield('i2', k),
            (k) => (np.zeros(2) as any).setfield(1, 'i2', k),
        ];
        np.scope(() => {
            for (const call of calls) expect(() => call({ nonsense: 1 })).toThrow(TypeError);
            expect(() => (np.zeros(1) as any).getfield()).toThrow(TypeError);
        });
        expect(() => (np.append as any)([1])).toThrow('missing required argument');
        expect(() => (np.insert as any)([1], 0)).toThrow(TypeError);
    });

    test('by keyword, all of them', () => {
        np.scope(() => {
            const a = np.array([
                [1, 2],
                [3, 4],
            ]);
            expect(np.append(a, [[5, 6]], { axis: 0 }).tolist()).toEqual([
                [1, 2],
                [3, 4],
                [5, 6],
            ]);
            expect((np.delete as any)({ arr: a, obj: 0, axis: 1 }).tolist()).toEqual([[2], [4]]);
            expect((np.insert as any)({ arr: a, obj: 0, values: 9 }).tolist()).toEqual([
                9, 1, 2, 3, 4,
            ]);
            expect((np.ndim as any)({ a })).toBe(2);
            expect((np.shape as any)({ a })).toEqual([2, 2]);
            expect((np.size as any)({ a, axis: 1 })).toBe(2);
            expect(() => np.size(a, 2)).toThrow(np.IndexError);
            expect(np.unpackbits(np.uint8([5]), { bitorder: 'little', count: 3 }).tolist()).toEqual(
                [1, 0, 1],
            );
        });
    });

    test('positions as JavaScript has them', () => {
        np.scope(() => {
            const a = np.array([0, 1, 2, 3, 4]);
            const rest = (obj: any) => np.delete(a, obj).tolist();
            expect(rest(1n)).toEqual([0, 2, 3, 4]);
            expect(rest('1:3')).toEqual([0, 3, 4]);
            expect(rest(np.slice(null, null, -2))).toEqual([1, 3]);
            expect(rest(new Uint8Array([0, 4]))).toEqual([1, 2, 3]);
            expect(rest('-1')).toEqual([0, 1, 2, 3]);
            expect(rest([])).toEqual([0, 1, 2, 3, 4]);
            expect(() => rest('...,')).toThrow(np.IndexError);
            expect(() => rest([0.5, 1])).toThrow(np.IndexError);
            expect(() => rest(null)).toThrow();
            expect(np.insert(a, '1:4:2', [7, 8]).tolist()).toEqual([0, 7, 1, 2, 8, 3, 4]);
            expect(np.insert(np.int8(a), 0, 2.7).tolist()).toEqual([2, 0, 1, 2, 3, 4]);
            expect(() => np.insert(np.int8(a), 0, 300)).toThrow(np.OverflowError);
        });
    });

    test('trim_zeros gives lists for lists, views for arrays', () => {
        expect(np.trim_zeros([0, 1, 0, 2, 0])).toEqual([1, 0, 2]);
        expect(np.trim_zeros([0, 1, 0], 'b')).toEqual([0, 1]);
        expect(np.trim_zeros([0, 0])).toEqual([]);
        np.scope(() => {
            const a = np.array([
                [0, 0],
                [0, 3],
                [0, 0],
            ]);
            const cut = np.trim_zeros(a);
            expect([cut.tolist(), cut.base === a]).toEqual([[[3]], true]);
            expect(np.trim_zeros(a, { axis: [0] }).tolist()).toEqual([[0, 3]]);
            expect(np.trim_zeros(a, { axis: [0, 1], trim: 'F' }).tolist()).toEqual([[3], [0]]);
        });
    });
});

describe('as_strided', () => {
    test('names the bytes that would be outside of the block', () => {
        np.scope(() => {
            const a = np.int16([1, 2, 3, 4]);
            expect(() => as_strided(a, [3], [4])).toThrow(
                'as_strided: shape (3,) with strides (4,) and an itemsize of 2 spans the bytes 0 to 10 of a ' +
                    'block of 8',
            );
            expect(() => as_strided(a, [2], [-2])).toThrow('the bytes -2 to 2 of a block of 8');
            expect(() => as_strided(a, [2, 2], [2 ** 31 - 1, 2])).toThrow(np.ValueError);
            expect(() => as_strided(a, [2, 2], [-(2 ** 31), 2])).toThrow(np.ValueError);
            expect(() => as_strided(a, [2 ** 31 - 1], [0])).toThrow('too big');
            expect(() => as_strided(a, new Array(65).fill(1))).toThrow(np.ValueError);
            expect(() => as_strided(a, [2.5], [2])).toThrow(TypeError);
            // From a view all of the block it is in can be reached, and no more.
            const view = a.at('2:');
            expect(as_strided(view, [3], [-2]).tolist()).toEqual([3, 2, 1]);
            expect(() => as_strided(view, [4], [-2])).toThrow('the bytes -2 to 6 of a block of 8');
            expect(as_strided(a, [1000, 0], [9999, 1]).shape).toEqual([1000, 0]);
        });
    });

    test('reads and writes', () => {
        np.scope(() => {
            const a = np.arange(6);
            const { itemsize } = a;
            const pairs = as_strided(a, [3, 2], [2 * itemsize, itemsize]);
            pairs.set([1], 9);
            expect(a.tolist()).toEqual([0, 1, 9, 9, 4, 5]);
            expect(pairs.base).toBe(a);
            expect(as_strided(a, { writeable: false }).flags.WRITEABLE).toBe(false);
            a.dispose();
            expect(() => pairs.tolist()).toThrow('disposed');
            expect(() => as_strided(a)).toThrow('disposed');
        });
    });

    test('windows are read-only unless asked for', () => {
        np.scope(() => {
            const a = np.arange(4);
            const windows = sliding_window_view(a, 2);
            expect(windows.tolist()).toEqual([
                [0, 1],
                [1, 2],
                [2, 3],
            ]);
            expect(() => windows.set([0], 1)).toThrow(np.ValueError);
            sliding_window_view(a, 2, { writeable: true }).set([0, 0], 7);
            expect(a.tolist()).toEqual([7, 1, 2, 3]);
        });
    });
});

describe('a.resize', () => {
    test('views stay views, through growth too', () => {
        np.scope(() => {
            const a = np.array([1, 2, 3]);
            const view = a.at('1:');
            expect(a.resize(100)).toBe(undefined);
            expect(a.shape).toEqual([100]);
            a.set(2, 9);
            expect(view.tolist()).toEqual([2, 9]);
            expect(np.shares_memory(a, view)).toBe(true);
            a.resize([2]);
            expect(view.tolist()).toEqual([2, 9]);
            a.resize([2, 2]);
            expect(a.tolist()).toEqual([
                [1, 2],
                [0, 0],
            ]);
            expect(view.tolist()).toEqual([2, 0]);
            expect([a.flags.OWNDATA, a.base]).toEqual([true, null]);
        });
        expect(memory.blocks).toBe(0);
    });

    test('frees what it leaves, and dispose frees the rest', () => {
        const before = [memory.blocks, memory.live];
        const a = np.zeros(10);
        for (const length of [100, 10_000, 100_000, 10, 200_000]) {
            a.resize(length);
            expect(memory.blocks).toBe(before[0]! + 1);
        }
        expect(memory.live).toBe(before[1]! + 8 * 200_000);
        expect(np.sum(a)).toBe(0);
        const view = a.at('5:');
        a.dispose();
        expect(view.disposed).toBe(true);
        expect([memory.blocks, memory.live]).toEqual(before);
        expect(() => a.resize(3)).toThrow('disposed');
    });

    test('typed arrays that were given out hold it back', () => {
        np.scope(() => {
            const a = np.array([1, 2, 3]);
            const { data } = a;
            expect(() => a.resize(4)).toThrow('refcheck: false');
            expect(() => a.resize(2)).toThrow(np.ValueError);
            expect(() => a.resize([4], true)).toThrow(np.ValueError);
            a.resize(3, 1); // As many bytes.
            expect(a.data).toHaveLength(3);
            a.resize([1000], { refcheck: false });
            expect(data).not.toBe(a.data);
            expect(a.data).toHaveLength(1000);
            expect([...a.data.slice(0, 4)]).toEqual([1, 2, 3, 0]);
            const view = a.at('1:3');
            const before = view.data;
            a.resize(5000, { refcheck: false });
            a.set(1, 7);
            expect(view.data).not.toBe(before);
            expect([...view.data]).toEqual([7, 3]);
        });
    });

    test('only an array of its own memory without gaps', () => {
        np.scope(() => {
            const a = np.arange(6);
            expect(() => a.at('1:').resize(3)).toThrow('it does not own its data');
            expect(() => a.at('::2').resize(3)).toThrow('single-segment');
            const view = a.at('1:5');
            view.resize(2, 2);
            expect(view.tolist()).toEqual([
                [1, 2],
                [3, 4],
            ]);
            expect(() => a.resize(-1)).toThrow(np.ValueError);
            expect(() => a.resize(2.5)).toThrow(TypeError);
            expect(() => a.resize(2, 1.5)).toThrow(TypeError);
            expect(() => a.resize([2 ** 31])).toThrow(np.ValueError);
            expect(() => a.resize([60_000, 60_000])).toThrow(np.ValueError);
            expect(a.tolist()).toEqual([0, 1, 2, 3, 4, 5]);
            a.resize();
            a.resize(null);
            expect(a.shape).toEqual([6]);
            a.resize([]);
            expect(a.item()).toBe(0);
        });
    });

    describe('with a budget', () => {
        const budget = 1 << 20;
        beforeAll(async () => {
            await np.init({ threads: 1, memory: { maximum: 64 << 20, budget } });
        });
        afterAll(async () => {
            await np.init();
        });

        test('between the heap and JavaScript buffers', () => {
            const a = np.zeros(1000, { dtype: 'uint8' }); // on the heap
            a.fill(3);
            const view = a.at('10:20');
            const spilled = memory.spilled;
            a.resize(3 << 20);
            expect(memory.spilled).toBe(spilled + 1);
            expect(memory.live).toBe(0);
            expect([np.sum(a), np.sum(view)]).toEqual([3000, 30]);
            view.fill(4);
            expect(np.sum(a)).toBe(3010);
            a.resize([2, 2 << 20]);
            expect([np.sum(a), np.sum(view), memory.live]).toEqual([3010, 40, 0]);
            const { data } = a;
            expect(data[10]).toBe(4);
            a.resize(5 << 20, { refcheck: false });
            expect(a.data).not.toBe(data);
            expect([a.data[10], a.data[4 << 20]]).toEqual([4, 0]);
            a.dispose();
            expect([memory.live, memory.blocks]).toEqual([0, 0]);
        });

        test('back onto the heap', () => {
            const large = np.zeros(1 << 20, { dtype: 'uint8' });
            const small = np.ones(100, { dtype: 'uint8' }); // There is no room left.
            large.dispose();
            small.resize(1000);
            expect(np.sum(small)).toBe(100);
            expect(memory.live).toBe(1000);
            small.dispose();
            expect([memory.live, memory.blocks]).toEqual([0, 0]);
        });
    });
});

test('bytes are a copy in a buffer of their own', () => {
    np.scope(() => {
        const a = np.array(
            [
                [1, 2],
                [3, 4],
            ],
            'uint8',
        );
        const bytes = a.tobytes();
        expect(bytes).toEqual(new Uint8Array([1, 2, 3, 4]));
        expect(bytes.buffer).toBeInstanceOf(ArrayBuffer);
        bytes[0] = 9;
        expect(a.at(0, 0)).toBe(1);
        expect(a.tobytes('F')).toEqual(new Uint8Array([1, 3, 2, 4]));
        expect(() => a.tobytes('X' as 'C')).toThrow(np.ValueError);
        const z = np.array([np.complex(1, 2)]);
        z.getfield('float64', 8).set(0, 5);
        expect(String(z.at(0))).toBe('(1+5j)');
        z.setfield(7, 'float64');
        expect(String(z.at(0))).toBe('(7+5j)');
    });
});

test('flags by their short names, and those that can be set', () => {
    np.scope(() => {
        const { flags } = np.zeros([2, 3], { order: 'F' });
        expect([flags.C, flags.F, flags.O, flags.W, flags.A, flags.X, flags.B]).toEqual([
            false,
            true,
            true,
            true,
            true,
            false,
            true,
        ]);
        expect([flags.CA, flags.FA, flags.FORTRAN, flags.CONTIGUOUS, flags.num]).toEqual([
            false,
            true,
            true,
            false,
            1286,
        ]);
        flags.W = false;
        expect([flags.writeable, flags.B]).toEqual([false, false]);
        expect(() => {
            flags.writebackifcopy = true;
        }).toThrow(np.ValueError);
        const unaligned = np.zeros(9, { dtype: 'uint8' }).at('1:').view('float64');
        expect(() => {
            unaligned.flags.aligned = true;
        }).toThrow(np.ValueError);
    });
});

test('setflags follows the memory to who owns it', () => {
    np.scope(() => {
        const a = np.zeros(4);
        const view = a.at('1:');
        a.setflags({ write: false });
        expect(view.flags.WRITEABLE).toBe(true); // It was, when it was made.
        view.setflags(false);
        expect(() => view.setflags(true)).toThrow(np.ValueError);
        expect(() => a.at('2:').set(0, 1)).toThrow(np.ValueError);
        a.setflags(true);
        view.setflags(true);
        view.set(0, 1);
        expect(a.tolist()).toEqual([0, 1, 0, 0]);
    });
});

test('what is required is kept where it is there already', () => {
    np.scope(() => {
        const a = np.zeros([2, 3]);
        expect(np.require(a, null, 'CAWOE')).toBe(a);
        expect(np.require(a, 'float64', ['C_CONTIGUOUS', 'owndata'])).toBe(a);
        expect(np.require(a.T, null, ['O']).base).toBe(null);
        expect(() => np.require(a, null, ['Z'])).toThrow('"Z"');
        expect(() => np.require(a, null, 'C_CONTIGUOUS')).toThrow(np.ValueError); // letter by letter
        expect(np.ascontiguousarray(a, { like: null })).toBe(a);
        expect(np.asfortranarray(a, { dtype: 'float32' }).flags.F).toBe(true);
    });
});

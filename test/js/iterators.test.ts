// What the fixtures of iterators do not show: what they hold, when they let go of it, and how they are ended.
import * as np from 'raptors';

let before: number;
beforeEach(() => {
    before = np.runtime.memory.blocks;
});
afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(before);
});

/** Runs a body and frees what it makes. */
const scoped = (body: () => void) => np.scope(body);

test('a closed iterator holds nothing', () => {
    const a = np.arange(12).reshape(3, 4);
    const b = np.zeros([3, 4]);
    const it = np.nditer([a, b], ['buffered'], [['readonly'], ['readwrite', 'updateifcopy']], {
        op_dtypes: ['float64', 'float32'],
        casting: 'unsafe',
        buffersize: 5,
    });
    expect(np.runtime.memory.blocks).toBeGreaterThan(before + 2);
    for (const [x, y] of it as Iterable<np.NDArray[]>) y!.set('...', Number(x!.item()) + 1);
    it.close();
    it.close();
    expect(b.tolist()).toEqual([
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11, 12],
    ]);
    expect(() => it.value).toThrow('Iterator is invalid');
    expect(() => it.reset()).toThrow('Iterator is invalid');
    expect(it.next()).toEqual({ done: true, value: undefined });
    a.base!.dispose();
    b.dispose();
});

test('what cannot be iterated over leaves nothing behind', () => {
    scoped(() => {
        const a = np.zeros([2, 3]);
        expect(() => np.nditer([a, [1, 2]])).toThrow(np.ValueError);
        expect(() => np.nditer([a, [1, 2, 3]], { op_dtypes: ['int8', null] })).toThrow(TypeError);
        expect(() => np.nditer([[1, 2], a.at(0)], ['nothing' as 'ranged'])).toThrow(np.ValueError);
        expect(() => np.nested_iters([a, [[1]]], [[0], [5]])).toThrow(np.ValueError);
        expect(() => np.broadcast([1, 2], [1, 2, 3])).toThrow(np.ValueError);
        expect(() => a.flat.at([0, 99])).toThrow(np.IndexError);
    });
});

test('an iterator ends with its scope, and says so', () => {
    let it: np.NDIter | undefined;
    scoped(() => {
        it = np.nditer(np.arange(4), ['buffered'], { op_dtypes: 'float64' });
    });
    expect(() => it!.value).toThrow('Iterator is invalid');
});

test('using closes it', () => {
    scoped(() => {
        const a = np.arange(3);
        const it = np.nditer(a, [], ['readwrite', 'updateifcopy'], ['float64'], {
            casting: 'unsafe',
        });
        it.set(0, 7);
        expect(a.tolist()).toEqual([0, 1, 2]);
        (it as unknown as Record<symbol, () => void>)[
            Symbol.dispose ?? Symbol.for('Symbol.dispose')
        ]!();
        expect(a.tolist()).toEqual([7, 1, 2]);
    });
});

test('a copy of an iterator goes on by itself', () => {
    scoped(() => {
        const it = np.nditer(np.arange(6), ['buffered', 'external_loop'], {
            op_dtypes: 'float32',
            buffersize: 4,
            casting: 'unsafe',
        });
        const first = it.next().value as np.NDArray;
        const other = it.copy();
        expect((other.next().value as np.NDArray).tolist()).toEqual([4, 5]);
        expect(first.tolist()).toEqual([0, 1, 2, 3]);
        expect((it.next().value as np.NDArray).tolist()).toEqual([4, 5]);
        it.close();
        other.close();
    });
});

test('views of elements share the memory of the operand', () => {
    scoped(() => {
        const a = np.zeros([2, 2]);
        for (const x of np.nditer(a.T, [], ['readwrite']) as Iterable<np.NDArray>) {
            expect(np.shares_memory(x, a)).toBe(true);
            x.set('...', 5);
        }
        expect(a.tolist()).toEqual([
            [5, 5],
            [5, 5],
        ]);
        const x = np.nditer(a).value as np.NDArray;
        expect(() => x.set('...', 1)).toThrow(np.ValueError);
    });
});

test('operands without flags or in lists', () => {
    scoped(() => {
        expect(np.nditer([[1, 2], new Float32Array(2)]).dtypes.map(String)).toEqual([
            'float64',
            'float32',
        ]);
        expect(() => np.nditer(np.arange(2), { flag: [] } as object)).toThrow(TypeError);
        expect(() => np.nditer([[1, 2]], [], ['readwrite'])).toThrow(TypeError);
        const it = np.nditer(np.arange(2), {
            flags: ['buffered', 'delay_bufalloc'],
            op_dtypes: 'float64',
        });
        expect(it.has_delayed_bufalloc).toBe(true);
        expect(() => it.iternext()).toThrow(np.ValueError);
        it.reset();
        expect(it.has_delayed_bufalloc).toBe(false);
        expect(it.iterationneedsapi).toBe(false);
        expect(it.length).toBe(1);
    });
});

test('a.flat is taken for an array, and set', () => {
    scoped(() => {
        const a = np.arange(6).reshape(2, 3);
        expect(np.add(a.T.flat as unknown as np.ArrayLike, 1).tolist()).toEqual([1, 4, 2, 5, 3, 6]);
        a.flat = [1, 2, 3, 4] as unknown as typeof a.flat;
        expect(a.tolist()).toEqual([
            [1, 2, 3],
            [4, 1, 2],
        ]);
        a.T.flat = np.array([9, 8]) as unknown as typeof a.flat;
        expect(a.tolist()).toEqual([
            [9, 9, 9],
            [8, 8, 8],
        ]);
        expect(a.flat.at([true, false, true, false, false, false]).tolist()).toEqual([9, 9]);
        expect(a.flat.base).toBe(a);
        expect(a.flat.length).toBe(6);
        expect(() => a.flat.at(6)).toThrow(np.IndexError);
    });
});

test('iterable', () => {
    scoped(() => {
        expect(
            [np.zeros(2), np.zeros([]), [1], 'text', 3, null].map((x) => np.iterable(x)),
        ).toEqual([true, false, true, true, false, false]);
    });
});

test('a.flat of an array that is resized meanwhile goes on over what it was', () => {
    for (const shape of [[2, 2], [3, 4], [1]]) {
        scoped(() => {
            const a = np.array([0, 1, 2, 3, 4, 5]);
            const { flat } = a;
            expect(flat.next().value).toBe(0);
            a.resize(shape);
            expect([...flat]).toEqual([1, 2, 3, 4, 5]);
        });
    }
});

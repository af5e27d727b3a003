// Selecting by position: what fixtures of NumPy cannot say.
import * as np from 'raptors';

const live = () => np.runtime.memory.blocks;

test('JavaScript lists of whole numbers are positions, typed arrays of floats are not', () => {
    const a = np.array([10, 20, 30]);
    expect(np.take(a, [2, 0]).tolist()).toEqual([30, 10]);
    expect(np.take(a, [2n, 0n]).tolist()).toEqual([30, 10]);
    expect(np.take(a, new Int16Array([2, -1])).tolist()).toEqual([30, 30]);
    expect(np.take(a, 1)).toBe(20);
    expect(() => np.take(a, [0.5])).toThrow(TypeError);
    expect(() => np.take(a, new Float64Array([1]))).toThrow(TypeError);
    expect(() => np.take(a, np.array([1]))).toThrow(/rule 'same_kind'/);
    expect(() => np.put(a, [0.5], 1)).toThrow(TypeError);
    expect(() => np.repeat(a, 1.5)).toThrow(TypeError);
    expect(() => np.take(a, 'x' as never)).toThrow(TypeError);
});

test('a position out of range writes nothing', () => {
    const a = np.zeros(4);
    const out = np.zeros(3);
    expect(() => np.put(a, [0, 1, 4], 7)).toThrow(np.IndexError);
    expect(() => np.put_along_axis(a, [0, 1, 4], 7, 0)).toThrow(np.IndexError);
    expect(() => np.take(np.ones(3), [0, 1, 3], { out })).toThrow(np.IndexError);
    expect(() => np.choose([0, 1, 2], [1, 2], { out })).toThrow(np.ValueError);
    expect([a.tolist(), out.tolist()]).toEqual([
        [0, 0, 0, 0],
        [0, 0, 0],
    ]);
});

test('keywords, and those that do not exist', () => {
    const a = np.arange(6).reshape(2, 3);
    expect(np.take(a, [-7], { mode: 'wrap' }).tolist()).toEqual([5]);
    expect(a.take([1], { axis: 1 }).tolist()).toEqual([[1], [4]]);
    a.put([0], { values: [9] } as never);
    expect(a.at(0, 0)).toBe(9);
    expect(a.repeat(2, { axis: 0 }).shape).toEqual([4, 3]);
    expect(() => np.take(a, [0], { order: 'C' } as never)).toThrow(/unexpected keyword/);
    expect(() => np.put(a, [0], 1, { axis: 0 } as never)).toThrow(/unexpected keyword/);
    expect(() => np.repeat(a, 2, { mode: 'clip' } as never)).toThrow(/unexpected keyword/);
    expect(() => a.choose([1], { dtype: 'int8' } as never)).toThrow(/unexpected keyword/);
    expect(() => np.unravel_index(1, [2], { dims: 1 } as never)).toThrow(/unexpected keyword/);
});

test('argsort-like use: put along an axis what was taken along it', () => {
    const a = np.array([
        [3, 1, 2],
        [6, 5, 4],
    ]);
    const order = np.array(
        [
            [1, 2, 0],
            [2, 1, 0],
        ],
        'int32',
    );
    const sorted = np.take_along_axis(a, order, 1);
    expect(sorted.tolist()).toEqual([
        [1, 2, 3],
        [4, 5, 6],
    ]);
    const back = np.empty_like(a);
    np.put_along_axis(back, order, sorted, { axis: 1 });
    expect(back.tolist()).toEqual(a.tolist());
    // Its own positions: read before they are overwritten.
    np.put_along_axis(order, order, [[7, 8, 9]], 1);
    expect(order.tolist()).toEqual([
        [9, 7, 8],
        [9, 8, 7],
    ]);
});

test('large and on threads: as element by element', () => {
    const n = 200_000;
    const at = np.array(Int32Array.from({ length: n }, (_, i) => (i * 7919) % n));
    for (const dtype of ['uint8', 'int16', 'float32', 'float64', 'complex128'] as const) {
        const a = np.arange(n).astype(dtype);
        const taken = np.take(a, at);
        expect(np.array_equal(taken, at.astype(dtype))).toBe(true);
        const back = np.zeros(n, { dtype });
        np.put(back, at, taken);
        expect(np.array_equal(back, a)).toBe(true);
        const thrice = np.repeat(a, 3).reshape(n, 3) as np.NDArray;
        expect(np.array_equal(thrice, np.broadcast_to(a.reshape(n, 1), [n, 3]))).toBe(true);
    }
    const places = np.unravel_index(at, [100, 400, 5]);
    expect(np.array_equal(np.ravel_multi_index(places, [100, 400, 5]) as np.NDArray, at)).toBe(
        true,
    );
});

test('nothing is left behind, by errors neither', () => {
    const a = np.arange(24).reshape(2, 3, 4).astype('float32');
    const at = np.array([0, 1], 'int8');
    const out = np.zeros(2, { dtype: 'float32' });
    const wrong: (() => unknown)[] = [
        () => np.take(a, [99]),
        () => np.take(a, [0], 5),
        () => np.take(a, [0.5]),
        () => np.take(a, [0, 1, 2], { out }),
        () => np.put(a, [99], [1]),
        () => np.put(a, [0], np.complex(0, 1)),
        () => np.take_along_axis(a, [[[9]]], 2),
        () => np.put_along_axis(a, [[[0]]], [1, 2, 3, 4, 5], 2),
        () => np.choose([0, 2], [[1, 2], 3]),
        () => np.choose([0, 1], [[1, 2], [[1, 2, 3]]]),
        () => np.unravel_index([0, 99], [3, 3]),
        () => np.ravel_multi_index([[0, 1], [9]], [3, 3]),
        () => np.ravel_multi_index([[0, 1], 0.5], [3, 3]),
        () => np.repeat(a, [1, -1], 0),
        () => np.repeat(a, [1, 2], 2),
    ];
    const right: (() => unknown)[] = [
        () => np.take(a.T, at, 1).dispose(),
        () => np.take([1, 2], [[0]]).dispose(),
        () => np.take(a, [0, 1], { out }),
        () => a.take(3),
        () => np.put(a, [0, 1], [5, 6, 7]),
        () => np.put(a.T, [0, 1], at),
        () => np.take_along_axis(a, [[[0]]], 1).dispose(),
        () => np.put_along_axis(a, [[[0]]], 3, 1),
        () =>
            (np.choose(at, [[1, 2], 3.5, a.at(0, 0, ':2') as np.NDArray]) as np.NDArray).dispose(),
        () => np.choose(1, [5, 6]),
        () => {
            for (const part of np.unravel_index([0, 1], [3, 3])) part.dispose();
        },
        () => np.unravel_index(4, [3, 3]),
        () => (np.ravel_multi_index([[0, 1], at], [3, 3]) as np.NDArray).dispose(),
        () => np.repeat(a, [1, 2], 0).dispose(),
        () => np.repeat(a.T, 2).dispose(),
    ];
    const run = () => {
        for (const call of wrong) expect(call).toThrow();
        for (const call of right) call();
    };
    run();
    const before = live();
    for (let i = 0; i < 3; i++) run();
    expect(live()).toBe(before);
});

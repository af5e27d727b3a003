// What a fixture of calls cannot hold: setters, functions of functions, what a namespace says of itself.
import * as np from 'raptors';

const list = (a: unknown) => (a as np.NDArray).tolist();

describe('parts', () => {
    test('a.real and a.imag can be set', () => {
        const z = np.array([np.complex(1, 2), np.complex(3, 4)]);
        z.real = 7;
        z.imag = [1, -1];
        expect(String(z)).toBe('[7.+1.j 7.-1.j]');
        const x = np.array([1, 2]);
        x.real = [5, 6];
        expect(list(x)).toEqual([5, 6]);
        expect(() => {
            x.imag = 1;
        }).toThrow('array does not have imaginary part to set');
        expect(() => x.imag.fill(1)).toThrow(np.ValueError);
    });

    test('views share memory, in either byte order', () => {
        const z = np.zeros([2, 3], 'complex64');
        z.at(':, 1').imag.fill(2);
        expect(list(z.imag)).toEqual([
            [0, 2, 0],
            [0, 2, 0],
        ]);
        const swapped = np.array([np.complex(1, 2)]).astype('>c16');
        expect(swapped.imag.dtype.str).toBe('>f8');
        expect(swapped.imag.at(0)).toBe(2);
        expect(np.real(z).base).toBe(z);
    });
});

describe('vectorize', () => {
    const clipped = (a: number, b: number) => (a > b ? a - b : a + b);

    test('elements, broadcast', () => {
        const f = np.vectorize(clipped);
        const result = f([1, 2, 3, 4], 2);
        expect(list(result)).toEqual([3, 4, 1, 2]);
        expect(result.dtype.name).toBe('float64');
        expect(list(f([[1], [5]], [2, 3]))).toEqual([
            [3, 4],
            [3, 2],
        ]);
        expect(f(1, 2).shape).toEqual([]);
        expect(() => f([], 2)).toThrow('size 0 inputs');
    });

    test('the first result says the dtype, or otypes does', () => {
        expect(np.vectorize((x: number) => x > 1)([1, 2]).dtype.name).toBe('bool');
        expect(list(np.vectorize((x: number) => (x > 1 ? 2.7 : 1n))([1, 2]))).toEqual([1, 2]);
        const f = np.vectorize((x: number) => x / 2, { otypes: ['float32'] });
        expect(f([1, 2]).dtype.name).toBe('float32');
        expect(f([]).shape).toEqual([0]);
        expect(np.vectorize((x: number) => x, 'i')([1.5]).dtype.name).toBe('int32');
        expect(() => np.vectorize((x) => x, 'x')).toThrow('Invalid otype specified');
        expect(() => np.vectorize((x) => x, 3 as never)).toThrow('Invalid otype specification');
    });

    test('several results', () => {
        const [sum, product] = np.vectorize((x: number, y: number) => [x + y, x * y])([1, 2], 3);
        expect([list(sum), list(product)]).toEqual([
            [4, 5],
            [3, 6],
        ]);
    });

    test('cache: the first result is computed once', () => {
        for (const [cache, calls] of [
            [true, 3],
            [false, 4],
        ] as const) {
            let count = 0;
            np.vectorize((x: number) => x + count++ * 0, { cache })([1, 2, 3]);
            expect(count).toBe(calls);
        }
    });

    test('excluded positions and names', () => {
        const polynomial = (p: number[], x: number) => p.reduce((y, c) => y * x + c, 0);
        const f = np.vectorize(polynomial, { excluded: [0] });
        expect(list(f([1, 2, 3], [0, 1]))).toEqual([3, 6]);
        const g = np.vectorize(
            (x: number, { by, of }: { by: number; of: number[] }) => x * by + of.length,
            {
                excluded: ['of'],
            },
        );
        expect(list(g([1, 2], { by: [10, 20], of: [1, 2, 3] }))).toEqual([13, 43]);
    });

    test('signature', () => {
        const inner = np.vectorize((a: np.NDArray, b: np.NDArray) => np.sum(a.multiply(b)), {
            signature: '(n),(n)->()',
        });
        expect(
            list(
                inner(
                    [
                        [1, 2],
                        [3, 4],
                    ],
                    [1, 1],
                ),
            ),
        ).toEqual([3, 7]);
        expect(() => inner([1, 2], [1, 2, 3])).toThrow('inconsistent size for core dimension');
        expect(() => inner(1, [1])).toThrow('does not have enough dimensions');
        expect(() => inner([1])).toThrow(TypeError);
        const pairs = np.vectorize((n: number) => [np.array([n, n]), n], {
            signature: '()->(k),()',
        });
        const [twice, once] = pairs([1, 2]);
        expect([list(twice), list(once)]).toEqual([
            [
                [1, 1],
                [2, 2],
            ],
            [1, 2],
        ]);
        expect(() => pairs([])).toThrow('size 0 inputs');
        expect(() => np.vectorize((x) => x, { signature: '(n)->' })).toThrow('not a valid gufunc');
    });

    test('a decorator', () => {
        const half = np.vectorize({ otypes: 'd' })((x: number) => x / 2);
        expect(list(half([1, 2]))).toEqual([0.5, 1]);
    });
});

describe('frompyfunc', () => {
    const hypot = np.frompyfunc((x: number, y: number) => Math.hypot(x, y), 2, 1, { identity: 0 });
    const minus = np.frompyfunc((x: number, y: number) => x - y, 2, 1);

    test('a ufunc', () => {
        expect([hypot.nin, hypot.nout, hypot.nargs, hypot.identity]).toEqual([2, 1, 3, 0]);
        expect(minus.identity).toBe(null);
        expect(hypot(3, 4)).toBe(5);
        expect(list(hypot([[3], [5]], [4, 12]))).toEqual([
            [5, Math.hypot(3, 12)],
            [Math.hypot(5, 4), 13],
        ]);
        const out = np.zeros(2, 'float32');
        expect(minus([5, 6], 1, { out, where: [true, false] })).toBe(out);
        expect(list(out)).toEqual([4, 0]);
        expect(() => hypot(1, 2, { bogus: 1 } as object)).toThrow(TypeError);
        expect(() => hypot(1)).toThrow(TypeError);
        expect(() => np.frompyfunc(3 as never, 1, 1)).toThrow('function must be callable');
    });

    test('several results', () => {
        const both = np.frompyfunc((x: number) => [Math.floor(x), x % 1 > 0], 1, 2);
        const [whole, rest] = both([1.5, 2]);
        expect([list(whole), list(rest)]).toEqual([
            [1, 2],
            [true, false],
        ]);
    });

    test('methods', () => {
        const a = np.arange(6, { dtype: 'float64' }).reshape(2, 3);
        expect(list(minus.reduce(a))).toEqual([-3, -3, -3]);
        expect(list(minus.reduce(a, 1))).toEqual([-3, -6]);
        expect(list(minus.reduce(a, { axis: -1, keepdims: true, initial: 10 }))).toEqual([
            [7],
            [-2],
        ]);
        expect(hypot.reduce(a, { axis: [0, 1] })).toBeCloseTo(Math.sqrt(55), 12);
        expect(hypot.reduce([])).toBe(0);
        expect(() => minus.reduce([])).toThrow(np.ValueError);
        expect(() => minus.reduce(a, null)).toThrow('not reorderable');
        expect(list(hypot.reduce(a, { axis: 0, where: [true, false, true] }))).toEqual([
            3,
            0,
            Math.hypot(2, 5),
        ]);
        expect(list(minus.accumulate(a, 1))).toEqual([
            [0, -1, -3],
            [3, -1, -6],
        ]);
        expect(list(minus.accumulate(a))).toEqual([
            [0, 1, 2],
            [-3, -3, -3],
        ]);
        expect(list(minus.reduceat(np.arange(8, { dtype: 'float64' }), [0, 4, 1, 5]))).toEqual([
            -6, 4, -8, -8,
        ]);
        expect(() => minus.reduceat(a, [3])).toThrow(np.IndexError);
        expect(list(minus.outer([1, 2], [10, 20, 30]))).toEqual([
            [-9, -19, -29],
            [-8, -18, -28],
        ]);
        const b = np.array([1, 2, 3]);
        minus.at(b, [0, 0, 2], 1);
        expect(list(b)).toEqual([-1, 2, 2]);
        expect(() => minus.reduce(a, 2)).toThrow(np.AxisError);
    });
});

test('__array_namespace_info__', () => {
    const info = np.__array_namespace_info__();
    expect([info.default_device(), info.devices()]).toEqual(['cpu', ['cpu']]);
    expect(info.default_dtypes().integral).toBe(np.intp);
    expect(Object.keys(info.dtypes()).length).toBe(13);
    expect(Object.keys(info.dtypes({ kind: 'signed integer' }))).toEqual(
        expect.arrayContaining(['int8', 'int16', 'int32', 'int64']),
    );
    expect(Object.keys(info.dtypes({ kind: ['bool', 'complex floating'] }))).toEqual([
        'bool',
        'complex64',
        'complex128',
    ]);
    expect(() => info.dtypes({ kind: 'bogus' })).toThrow(np.ValueError);
    expect(() => info.default_dtypes({ device: 'gpu' as 'cpu' })).toThrow(np.ValueError);
});

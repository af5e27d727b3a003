// What NumPy has no counterpart for: typed arrays, iterables, buffers; and what is freed.
import fc from 'fast-check';
import * as np from 'raptors';

afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(0);
});

/** Runs a test and frees what it made. */
const scoped = (body: () => void) => () => np.scope(body);
const { isSafeInteger } = Number;

describe('np.array', () => {
    test(
        'typed arrays keep their dtype, alone and in lists',
        scoped(() => {
            const kinds = [
                [Int8Array, 'int8'],
                [Uint8Array, 'uint8'],
                [Uint8ClampedArray, 'uint8'],
                [Int16Array, 'int16'],
                [Uint16Array, 'uint16'],
                [Int32Array, 'int32'],
                [Uint32Array, 'uint32'],
                [Float32Array, 'float32'],
                [Float64Array, 'float64'],
            ] as const;
            for (const [kind, name] of kinds) {
                const typed = kind.from([1, 2, 100]);
                expect(np.array(typed).dtype.name).toBe(name);
                const rows = np.array([typed, typed]);
                expect(rows.dtype.name).toBe(name);
                expect(rows.tolist()).toEqual([
                    [1, 2, 100],
                    [1, 2, 100],
                ]);
                expect(np.array([typed, [0.5, 1.5, 2.5]]).dtype.name).toBe('float64');
                expect(np.array([typed, typed], 'float16').tolist()).toEqual(rows.tolist());
                expect(np.array([typed, np.array(typed)], '>i4').tolist()).toEqual(rows.tolist());
            }
            const long = BigInt64Array.of(-1n, 2n ** 62n);
            expect(np.array([long, long]).dtype.name).toBe('int64');
            expect(np.array([long, long]).tolist()).toEqual([
                [-1, 2n ** 62n],
                [-1, 2n ** 62n],
            ]);
            const longs = np.array([BigUint64Array.of(2n ** 64n - 1n), [1n]]);
            expect(longs.dtype.name).toBe('float64'); // as uint64 and int64 promote
            expect(np.array([BigUint64Array.of(2n ** 64n - 1n)]).tolist()).toEqual([
                [2n ** 64n - 1n],
            ]);
            expect(np.array([Float32Array.of(0.5), Int16Array.of(1)]).dtype.name).toBe('float32');
        }),
    );

    test(
        'Float16Array, where there is one',
        scoped(() => {
            const Half = (globalThis as any).Float16Array;
            if (Half === undefined) return;
            expect(np.array(Half.of(0.5, 1.5)).dtype.name).toBe('float16');
            expect(np.array([Half.of(0.5, 1.5)]).tolist()).toEqual([[0.5, 1.5]]);
        }),
    );

    test(
        'bigints: int64, beyond it uint64',
        scoped(() => {
            expect(np.array([1n, 2n]).dtype.name).toBe('int64');
            expect(np.array([1n, 2n ** 63n]).dtype.name).toBe('uint64');
            expect(np.array([-1n, 2n ** 63n]).dtype.name).toBe('float64');
            expect(() => np.array([2n ** 64n])).toThrow(np.OverflowError);
            expect(() => np.array([-(2n ** 63n) - 1n])).toThrow(np.OverflowError);
        }),
    );

    test(
        'iterables, and whatever has __array__ or tolist',
        scoped(() => {
            function* rows() {
                yield [1, 2];
                yield new Set([3, 4]);
                yield { tolist: () => [5, 6] };
                yield { __array__: () => np.array([7, 8], 'int8') };
            }
            expect(np.array(rows() as any).tolist()).toEqual([
                [1, 2],
                [3, 4],
                [5, 6],
                [7, 8],
            ]);
            expect(np.array({ tolist: () => [[true], [false]] }).tolist()).toEqual([
                [true],
                [false],
            ]);
            expect(np.array(new Map([[1, 2]]) as any).tolist()).toEqual([[1, 2]]);
            expect(np.array({ tolist: () => 2.5 }).shape).toEqual([]);
            expect(np.sum({ tolist: () => [1, 2] })).toBe(3);
        }),
    );

    test(
        'says where lists do not fit together',
        scoped(() => {
            const message = (x: unknown) => {
                try {
                    np.array(x as number[]);
                } catch (error) {
                    return (error as Error).message.replace(/^.*inhomogeneous shape /, '');
                }
                return '';
            };
            expect(
                message([
                    [1, 2, 3],
                    [4, 5],
                ]),
            ).toBe(
                'after 1 dimensions. The detected shape was (2,) + inhomogeneous part: ' +
                    '[1] has length 2, not 3.',
            );
            expect(
                message([
                    [[1], [2]],
                    [[3], [4, 5]],
                ]),
            ).toMatch(/after 2 dimensions. .*\(2, 2\) .*: \[1\]\[1\] has length 2, not 1\.$/);
            expect(message([[1], 2])).toMatch(/: \[1\] is a number, not a list of length 1\.$/);
            expect(message([1, 2, [3]])).toMatch(/: \[2\] is a list of length 1, not a number\.$/);
            expect(message([np.ones([2, 2]), np.ones([2, 3])])).toMatch(
                /after 2 dimensions. .*: \[1\] has shape \(2, 3\), not \(2, 2\)\.$/,
            );
            expect(message([[[1, 2], [3]], [4]])).toMatch(/: \[1\] has length 1, not 2\.$/);
        }),
    );

    test('what is no number leaves nothing behind', () => {
        for (const bad of [['a'], [1, null], [1, undefined], [1, {}], [1, [2]], [new Date()]]) {
            expect(() => np.array(bad as number[])).toThrow();
            expect(() => np.array(bad as number[], 'int8')).toThrow();
        }
        // biome-ignore lint/suspicious/noSparseArray: a hole is no number
        expect(() => np.array([1, , 2] as number[])).toThrow(TypeError);
        expect(() => np.array([1, 300], 'int8')).toThrow(np.OverflowError);
        expect(() => np.array(new ArrayBuffer(8) as any)).toThrow(/frombuffer/);
        expect(() => np.array(new DataView(new ArrayBuffer(8)) as any)).toThrow(/frombuffer/);
    });

    test('lists of any dtype come back as they went in', () => {
        const dtypes = ['float64', 'float32', 'int32', 'uint8', 'int64', '>i2', 'complex128'];
        fc.assert(
            fc.property(
                fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 6, maxLength: 24 }),
                fc.constantFrom(...dtypes),
                fc.integer({ min: 1, max: 3 }),
                (values, dtype, rows) => {
                    np.scope(() => {
                        const columns = Math.floor(values.length / rows / 2);
                        const nested = Array.from({ length: rows }, (_, i) =>
                            Array.from({ length: 2 }, (_, j) =>
                                values.slice((2 * i + j) * columns, (2 * i + j + 1) * columns),
                            ),
                        );
                        const a = np.array(nested, dtype) as np.NDArray;
                        expect(a.shape).toEqual([rows, 2, columns]);
                        expect((a.real as np.NDArray).tolist()).toEqual(nested);
                        // The same by the way that lists of anything take.
                        const mixed = np.array(
                            nested.map((row) => row.map((line) => line.values())),
                            dtype,
                        );
                        expect(np.array_equal(a, mixed)).toBe(true);
                    });
                },
            ),
        );
    });

    test('tolist of each dtype', () => {
        np.scope(() => {
            const names =
                'bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64';
            for (const name of names.split(' ')) {
                const a = np.arange(2, { dtype: 'float64' }).astype(name);
                const wanted = name === 'bool' ? [false, true] : [0, 1];
                expect(a.tolist()).toEqual(wanted);
                expect(np.array([a, a]).tolist()).toEqual([wanted, wanted]);
                expect(a.astype(a.dtype.newbyteorder()).tolist()).toEqual(wanted);
            }
            const limits = [
                2n ** 53n - 1n,
                2n ** 53n,
                -(2n ** 53n),
                2n ** 63n - 1n,
                -(2n ** 63n),
                -1n,
            ];
            const list = np.array(limits).tolist() as (number | bigint)[];
            expect(list.map(BigInt)).toEqual(limits);
            expect(list.map((x) => typeof x)).toEqual(
                limits.map((x) => (isSafeInteger(Number(x)) ? 'number' : 'bigint')),
            );
            expect(np.zeros([2, 0, 3]).tolist()).toEqual([[], []]);
            expect(np.zeros([0, 3]).tolist()).toEqual([]);
        });
    });
});

describe('np.frombuffer', () => {
    test(
        'copies what is not ours',
        scoped(() => {
            const bytes = Uint8Array.from({ length: 16 }, (_, i) => i);
            const { buffer } = bytes;
            const shared = new SharedArrayBuffer(16);
            new Uint8Array(shared).set(bytes);
            for (const memory of [
                buffer,
                shared,
                bytes,
                new DataView(buffer),
                new Int16Array(buffer),
            ]) {
                const a = np.frombuffer(memory, 'uint16', 3, 2);
                expect(a.tolist()).toEqual([0x0302, 0x0504, 0x0706]);
                expect(a.base).toBe(null);
                a.set(0, 9);
                expect(bytes[2]).toBe(2);
                expect(np.frombuffer(memory).size).toBe(2);
                expect(np.frombuffer(memory, '>u4', { offset: 4, count: 1 }).item()).toBe(
                    0x04050607,
                );
            }
            expect(np.frombuffer(bytes.subarray(4, 8), 'uint8').tolist()).toEqual([4, 5, 6, 7]);
            expect(np.frombuffer(new DataView(buffer, 1, 2), 'uint16').item()).toBe(0x0201);
            expect(() => np.frombuffer('text' as any)).toThrow(TypeError);
            expect(() => np.frombuffer(bytes, 'float64', 3)).toThrow(/smaller than requested/);
            expect(() => np.frombuffer(bytes, 'float64', -1, 17)).toThrow(/offset must be/);
            expect(() => np.frombuffer(bytes, 'float64', -1, 4)).toThrow(
                /multiple of element size/,
            );
        }),
    );

    test(
        'views what is ours',
        scoped(() => {
            const a = np.arange(6, { dtype: 'float32' });
            const b = np.frombuffer(a.data, 'float32', 2, 4);
            expect(b.tolist()).toEqual([1, 2]);
            expect(np.shares_memory(a, b)).toBe(true);
            expect(b.base).toBe(a);
            b.set(0, 7.5);
            expect(a.at(1)).toBe(7.5);
            const part = a.at('2:') as unknown as np.NDArray;
            const c = np.frombuffer(part.data, 'uint8');
            expect(c.size).toBe(16);
            expect(c.base).toBe(a);
            const { data } = a;
            a.dispose();
            expect(() => np.frombuffer(data)).toThrow(np.ValueError);
        }),
    );
});

describe('np.fromiter', () => {
    test(
        'takes as many as asked for, and leaves the rest',
        scoped(() => {
            function* squares() {
                for (let i = 0; ; i++) yield i * i;
            }
            const iterator = squares();
            expect(np.fromiter(iterator, 'int32', 4).tolist()).toEqual([0, 1, 4, 9]);
            expect(np.fromiter(iterator, 'int32', { count: 2 }).tolist()).toEqual([16, 25]);
            expect(np.fromiter(new Set([1n, 2n]), 'int64').tolist()).toEqual([1, 2]);
            expect(np.fromiter([true, np.complex(0, 1)], 'complex64').tolist()).toEqual([
                np.complex(1),
                np.complex(0, 1),
            ]);
            expect(() => np.fromiter([1, 2], 'int8', 3)).toThrow(
                'iterator too short: Expected 3 but iterator had only 2 items.',
            );
            expect(() => np.fromiter(['a'] as any, 'int8')).toThrow(TypeError);
            expect(() => np.fromiter(3 as any, 'int8')).toThrow(/not iterable/);
        }),
    );
});

describe('compositions', () => {
    test(
        'fromfunction calls with the coordinates, and hands keywords on',
        scoped(() => {
            const sums = np.fromfunction((i, j) => np.add(i, j), [2, 3]) as unknown as np.NDArray;
            expect(sums.dtype.name).toBe('float64');
            expect(sums.tolist()).toEqual([
                [0, 1, 2],
                [1, 2, 3],
            ]);
            const column = np.fromfunction((_i, j) => j, [2, 2], { dtype: 'int8' }) as np.NDArray;
            expect(column.dtype.name).toBe('int8');
            expect(np.fromfunction((i, more) => [i.shape, more], 3, { by: 2 })).toEqual([
                [3],
                { by: 2 },
            ]);
            expect(np.fromfunction(() => 7, [])).toBe(7);
            expect(() => np.fromfunction(() => 0, [2], { like: [1] })).toThrow(TypeError);
        }),
    );

    test(
        'arange beyond 2^53, and of bigints',
        scoped(() => {
            const big = np.arange(2n ** 62n, 2n ** 62n + 3n);
            expect(big.dtype.name).toBe('int64');
            expect(big.tolist()).toEqual([2n ** 62n, 2n ** 62n + 1n, 2n ** 62n + 2n]);
            expect(np.arange(3n).dtype.name).toBe('int32');
            expect(np.arange(true as any).tolist()).toEqual([0]);
        }),
    );

    test(
        'geomspace turns a spiral',
        scoped(() => {
            const spiral = np.geomspace(1, np.complex(-1, 1e-300), { num: 5, dtype: 'complex128' });
            for (const [k, z] of (spiral.tolist() as np.Complex[]).entries()) {
                expect(z.re).toBeCloseTo(Math.cos((k * Math.PI) / 4), 12);
                expect(z.im).toBeCloseTo(Math.sin((k * Math.PI) / 4), 12);
            }
            const imaginary = np.geomspace(np.complex(0, 1), np.complex(0, 1000), 4);
            for (const [k, z] of (imaginary.tolist() as unknown as np.Complex[]).entries()) {
                expect(z.im / 10 ** k).toBeCloseTo(1, 12);
                expect(Math.abs(z.re)).toBeLessThan(1e-10 * 10 ** k);
            }
        }),
    );

    test('linspace is even, and ends where it should', () => {
        const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
        fc.assert(
            fc.property(finite, finite, fc.integer({ min: 2, max: 50 }), (start, stop, num) => {
                np.scope(() => {
                    const line = np.linspace(start, stop, num).tolist() as number[];
                    expect(line.length).toBe(num);
                    expect(line[0] === start).toBe(true); // The sign of a zero is the sum's.
                    expect(line[num - 1]).toBe(stop);
                    const back = np.linspace([start], [stop], num, { axis: -1 });
                    expect(back.tolist()).toEqual([line]);
                });
            }),
        );
    });

    test('nothing is left of a failed or a finished composition', () => {
        const calls: (() => unknown)[] = [
            () => np.linspace([0, 1], 2, 3, { axis: 2 }),
            () => np.linspace([0, 1], 2, { num: 3, axis: 1 }),
            () => np.linspace([0, 1], [2, 3], { retstep: true }),
            () => np.logspace([0, 1], 2, 3, { base: [2, 3], axis: 1 }),
            () => np.logspace([0, 1], 2, 3, { base: [2, 3, 4] }),
            () => np.logspace(0, 1, 4, { dtype: 'float32' }),
            () => np.geomspace(1, 0),
            () => np.geomspace([1, 2], [3, 4], { axis: -1, dtype: 'float32' }),
            () => np.geomspace([1, 2], [3, 4], { axis: 5 }),
            () => np.meshgrid([1, 2], [3, 4, 5]),
            () => np.meshgrid([[1, 2]], np.complex(1), { sparse: true, indexing: 'ij' }),
            () => np.meshgrid([1], ['a'] as any),
            () => np.vander([1, 2, 3]),
            () => np.vander([1, 2, 3], -1),
            () => np.vander([[1]]),
            () => np.scope(() => np.arange(np.float32(0.5), 3)),
            () => np.arange(300, 310, 1, 'uint8'),
            () => np.array([[1, 2]], { ndmin: 4, order: 'F' }),
            () => np.array([1], { ndmin: 70 }),
            () => np.asarray_chkfinite([1, Number.NaN]),
            () => np.asarray_chkfinite([1, 2]),
            () => np.full(3, [1, 2]),
            () => np.full_like([1, 2], [1, 2, 3]),
            () => np.fromiter([1, 2], 'int8', 5),
            () => np.fromfunction(() => 1, [2, 2], { dtype: 'nonsense' }),
            ...[np.bartlett, np.blackman, np.hamming, np.hanning].flatMap((f) => [
                () => f(8),
                () => f(0),
                () => f('a' as any),
            ]),
            () => np.kaiser(8, 14),
            () => np.i0(3),
        ];
        for (const call of calls) {
            try {
                const result = call();
                for (const a of Array.isArray(result) ? result : [result]) {
                    if (a instanceof np.NDArray) a.dispose();
                }
            } catch (error) {
                expect(error).toBeInstanceOf(Error);
            }
            expect([String(call), np.runtime.memory.blocks]).toEqual([String(call), 0]);
        }
    });
});

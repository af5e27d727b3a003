// What the oracle cannot say of diff, gradient, cross, convolve and interp: keywords in JavaScript,
// long floating-point sums, memory.
import * as np from 'raptors';
import { onThreads } from './support/calls.js';

const functions: Record<string, unknown[]> = {
    diff: [[1, 2, 4]],
    ediff1d: [[1, 2, 4]],
    gradient: [[1, 2, 4]],
    trapezoid: [[1, 2, 4]],
    cross: [
        [1, 2, 3],
        [4, 5, 6],
    ],
    correlate: [
        [1, 2, 3],
        [0, 1],
    ],
    convolve: [
        [1, 2, 3],
        [0, 1],
    ],
    interp: [
        [1.5, 2],
        [1, 2, 3],
        [1, 4, 9],
    ],
};
const lib = np as unknown as Record<string, (...args: unknown[]) => any>;

describe.each([1, 2])('%i threads', (threads) => {
    onThreads(threads);

    test.each(Object.entries(functions))('%s: keywords, arguments, memory', (name, args) => {
        np.scope(() => {
            expect(() => lib[name]!(...args, { nonsense: 1 })).toThrow(
                `${name}() got an unexpected keyword argument 'nonsense'`,
            );
            expect(() => lib[name]!()).toThrow(/missing/);
            expect(() => lib[name]!(...args, ...new Array(9).fill(0))).toThrow(Error);
        });
        const result = lib[name]!(...args);
        result?.dispose?.(); // owns its memory, and nothing else is left
        expect(np.runtime.memory.blocks).toBe(0);
    });

    test('numbers beside arrays', () => {
        np.scope(() => {
            const a = np.int16([1, 4, 9]) as np.NDArray;
            expect(np.diff(a, { prepend: 0 }).dtype.name).toBe('int64');
            expect(np.diff(a, { prepend: 0.5 }).dtype.name).toBe('float64');
            expect(np.ediff1d(a, [1, 2], 3).tolist()).toEqual([3, 3, 5, 1, 2]);
            expect(np.ediff1d(a, [1, 2]).dtype.name).toBe('int16');
            expect(() => np.ediff1d(a, [0.5])).toThrow(TypeError);
            expect(np.diff(a, 0)).toBe(a);
            const f = np.float32([1, 4, 9]) as np.NDArray;
            expect((np.gradient(f, 2) as np.NDArray).dtype.name).toBe('float32');
            expect(() => np.gradient(f, { edge_order: 3 })).toThrow(np.ValueError);
            expect(np.interp(2.5, [1, 2, 3], [3, 2, 0])).toBe(1);
            expect(np.trapezoid([1, 2, 3], { dx: 2 })).toBe(8);
        });
    });

    test('long sums of products', () => {
        np.scope(() => {
            const wave = (n: number, k: number) =>
                Float64Array.from({ length: n }, (_, i) => Math.sin(k * i * i));
            const [a, v] = [wave(5000, 0.1), wave(333, 0.7)];
            for (const dtype of ['float64', 'float32', 'complex128', 'complex64'] as const) {
                const [x, y] = [np.array(a, dtype), np.array(v, dtype)];
                const real = (z: unknown) => (z instanceof np.Complex ? z.re : (z as number));
                const sums = (np.correlate(x, y).tolist() as unknown[]).map(real);
                const eps = np.finfo(dtype).eps;
                for (let i = 0; i < sums.length; i += 101) {
                    let sum = 0;
                    let sizes = 0;
                    for (let k = 0; k < v.length; k++) {
                        sum += a[i + k]! * v[k]!;
                        sizes += Math.abs(a[i + k]! * v[k]!);
                    }
                    expect(Math.abs(sums[i]! - sum)).toBeLessThan(sizes * eps * 8);
                }
            }
        });
    });

    test('running sums and products equal those taken one by one', () => {
        np.scope(() => {
            const n = 100_000;
            for (const shift of [0, -0.5]) {
                const x = Float64Array.from(
                    { length: n },
                    (_, i) => ((i * 7919) % 10007) / 9973 + shift,
                );
                let sum = 0;
                const sums = x.map((item) => (sum += item));
                expect(np.cumsum(x).toTypedArray()).toEqual(sums);
                let single = 0;
                const singles = Float32Array.from(
                    x,
                    (item) => (single = Math.fround(single + Math.fround(item))),
                );
                expect(np.cumsum(Float32Array.from(x)).toTypedArray()).toEqual(singles);
                expect(np.prod(x)).toBe(x.reduce((product, item) => product * item, 1));
            }
            const table = np.reshape(
                Float64Array.from({ length: n }, (_, i) => 1 + ((i % 17) - 8) / 1e3),
                [100, 1000],
            );
            for (const axis of [0, 1]) {
                const last = (np.cumprod(table, axis) as np.NDArray).at(
                    ...(axis ? [':', -1] : [-1]),
                );
                const products = np.prod(table, axis) as np.NDArray;
                expect(last.toTypedArray()).toEqual(products.toTypedArray());
            }
        });
    });
});

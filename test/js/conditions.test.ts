// Selecting by conditions: what fixtures cannot hold (functions, host values), and what is left behind.
import * as np from 'raptors';
import { describeThreads } from './support/calls.js';

describeThreads(() => {
    const list = (a: unknown) => (a as np.NDArray).tolist();

    test('piecewise calls functions with the elements of their piece', () => {
        np.scope(() => {
            const x = np.array([-2, -1, 0, 1, 2]);
            const low = x.less(0);
            const pieces = np.piecewise(x, [low], [(v) => v.negative(), (v) => v.multiply(10)]);
            expect(list(pieces)).toEqual([2, 1, 0, 10, 20]);
            const scaled = np.piecewise(x, [low], [(v, k, add) => v.multiply(k).add(add), 7], 3, 1);
            expect(list(scaled)).toEqual([-5, -2, 7, 7, 7]);
            let called = 0;
            const none = (v: np.NDArray) => {
                called++;
                return v;
            };
            expect(list(np.piecewise(x, [x.less(-9)], [none, 1]))).toEqual([1, 1, 1, 1, 1]);
            expect(called).toBe(0);
            expect(list(np.piecewise(x, [x.less(9)], [none]))).toEqual([-2, -1, 0, 1, 2]);
            expect(called).toBe(1);
            expect(np.piecewise(3, [true], [(v) => v.multiply(2)]).item()).toBe(6);
            expect(() => np.piecewise(x, [low, x.less(9)], [none])).toThrow(
                'with 2 condition(s), either 2 or 3 functions are expected',
            );
        });
    });

    test('numbers of the host language', () => {
        np.scope(() => {
            const bytes = np.array([1, 2, 3], 'uint8');
            const mask = np.array([true, false, true]);
            expect(np.where(mask, bytes, 7).dtype.name).toBe('uint8');
            expect(np.where(mask, bytes, 7.5).dtype.name).toBe('float64');
            // A whole number that does not fit counts as a float, as in ufuncs; a bigint must fit.
            expect(list(np.where(mask, bytes, 300))).toEqual([1, 300, 3]);
            expect(() => np.where(mask, bytes, 300n)).toThrow(np.OverflowError);
            expect(np.where(mask, 1, 0).dtype.name).toBe('int64');
            expect(np.where(mask, new Float32Array([1, 2, 3]), 0.5).dtype.name).toBe('float32');
            expect(list(np.select([mask], [bytes], { default: 9 }))).toEqual([1, 9, 3]);
            expect(list(np.where([1, 0, 2], [1, 2, 3], 0n))).toEqual([1, 0, 3]);
            expect(() => np.copyto(bytes, 1.5, { where: mask })).toThrow(TypeError);
            expect(() => np.copyto(bytes, 300, { where: mask })).toThrow(np.OverflowError);
            expect(list(bytes)).toEqual([1, 2, 3]);
            np.copyto(bytes, 1.5, { where: mask, casting: 'unsafe' });
            expect(list(bytes)).toEqual([1, 2, 1]);
            np.place(bytes, [false, true, true], [8, 9, 10]);
            expect(list(bytes)).toEqual([1, 8, 9]);
            np.putmask(bytes, { mask: [true, false, true], values: [4, 5] });
            expect(list(bytes)).toEqual([4, 8, 4]);
        });
    });

    test('long arrays agree with what JavaScript computes', () => {
        np.scope(() => {
            const n = 150_001;
            const truth = Array.from({ length: n }, (_, i) => (i * 7919) % 10007 < 5003);
            const mask = np.array(truth);
            const a = np.arange(n);
            const places = truth.flatMap((is, i) => (is ? [i] : []));
            for (const dtype of ['int32', 'float64', 'complex64', 'complex128'] as const) {
                const its = a.astype(dtype) as np.NDArray;
                const found = its.at(mask) as np.NDArray;
                expect(np.array_equal(found, np.array(places))).toBe(true);
                const other = np.where(mask, its, -1) as np.NDArray;
                const zero = np.zeros(n, dtype) as np.NDArray;
                zero.set([mask], found);
                np.copyto(zero, -1, { where: np.logical_not(mask) });
                expect(np.array_equal(zero, other)).toBe(true);
            }
            expect(np.array_equal(np.nonzero(mask)[0]!, np.array(places))).toBe(true);
            const [rows, columns] = np.nonzero(mask.at(':150000').reshape(300, 500));
            const flat = rows!.multiply(500).add(columns!);
            expect(np.array_equal(flat, np.array(places.filter((i) => i < 150_000)))).toBe(true);
        });
    });

    test('nothing is left behind', () => {
        const a = np.array([
            [1, 2, 3],
            [4, 5, 6],
        ]);
        const mask = np.array([true, false, true]);
        const { blocks } = np.runtime.memory;
        const ends = (...arrays: np.NDArray[]) => {
            for (const array of arrays) array.dispose();
            expect(np.runtime.memory.blocks).toBe(blocks);
        };
        ends(...np.nonzero(a));
        ends(...a.nonzero());
        ends(...np.where([[1, 0]]));
        ends(np.argwhere(a));
        ends(np.argwhere(3));
        ends(np.flatnonzero(a.T));
        ends(np.where(mask, a, [1, 2, 3]));
        ends(np.extract([1, 0, 1], a));
        ends(np.extract(a.T, a.T));
        ends(a.compress([1, 0], 0));
        ends(np.compress(mask, a.T, 0));
        ends(np.select([mask, [true, true, true]], [a, [1, 2, 3]], 1.5));
        ends(np.piecewise([1, 2, 3], [mask], [1, (v) => v]));
        a.dispose();
        mask.dispose();
    });

    test('nor by what fails', () => {
        const a = np.array([1, 2, 3]);
        const { blocks } = np.runtime.memory;
        const fails = (body: () => unknown) => {
            expect(body).toThrow();
            expect(np.runtime.memory.blocks).toBe(blocks);
        };
        fails(() => np.nonzero(3));
        fails(() => np.where([true, false], a, 1));
        fails(() => np.where([true, false, true], a, 10n ** 20n));
        fails(() => np.extract([0, 0, 0, 1], a));
        fails(() => np.compress([0, 0, 0, 1], a));
        fails(() => np.compress([1], a, { out: a }));
        fails(() => np.place(a, [1, 0, 1], []));
        fails(() => np.putmask(a, [1, 0], 1));
        fails(() => np.copyto(a, [1, 2], { where: [true, false, true] }));
        fails(() => np.select([[true, false]], [a]));
        fails(() =>
            np.piecewise(
                a,
                [[true, false, true]],
                [
                    () => {
                        throw new Error('no');
                    },
                ],
            ),
        );
        expect(list(a)).toEqual([1, 2, 3]);
        a.dispose();
    });
});

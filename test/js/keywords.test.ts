// Keywords are honoured wherever they stand: behind arguments that are left out by undefined or null too.
import * as np from 'raptors';

const lib = np as any;

/** What a ufunc gives: dtypes and elements. */
const shown = (result: unknown): unknown =>
    Array.isArray(result)
        ? result.map(shown)
        : result instanceof np.NDArray
          ? [result.dtype.name, result.tolist()]
          : result;

const x = np.array([4, 9, 0.25]);
const y = np.array([2, 1, 3]);
const calls: [name: string, operands: np.NDArray[], nout: number][] = [
    ['sqrt', [x], 1],
    ['isnan', [x], 1],
    ['modf', [x], 2],
    ['add', [x, y], 1],
    ['less', [x, y], 1],
    ['divmod', [x, y], 2],
    ['clip', [x, y, y], 1],
    ['matmul', [x, y], 1],
    ['vecdot', [x, y], 1],
];

test.each(calls)('%s: keywords behind outputs that are left out', (name, operands, nout) => {
    np.scope(() => {
        const types = { dtype: name === 'isnan' || name === 'less' ? 'bool' : 'float32' };
        const expected = shown(lib[name](...operands, types));
        expect(JSON.stringify(expected)).toMatch(/float32|bool|vecdot|^\d/);
        for (const nothing of [undefined, null]) {
            for (let n = 1; n <= nout; n++) {
                const rest = new Array(n).fill(nothing);
                expect(shown(lib[name](...operands, ...rest, types))).toEqual(expected);
                expect(() => lib[name](...operands, ...rest, { nonsense: 1 })).toThrow(
                    "unexpected keyword argument 'nonsense'",
                );
            }
        }
        // One argument more than there may be is not passed over.
        const much = new Array(nout + 1).fill(undefined);
        expect(() => lib[name](...operands, ...much, types)).toThrow(
            /takes from|at most|positional/,
        );
    });
});

test.each(calls.filter(([name]) => !['clip', 'isnan'].includes(name)))(
    '%s: `where`, `casting`, `order` and `out` there',
    (name, operands, nout) => {
        np.scope(() => {
            const left = new Array(nout).fill(undefined);
            const outs = left.map(() => np.full([3], 7));
            if (/matmul|vecdot/.test(name)) {
                const out = np.array(0);
                expect(lib[name](...operands, undefined, { out })).toBe(out);
                expect(out.item()).toBe(17.75);
                return;
            }
            const out = nout === 1 ? outs[0] : outs;
            lib[name](...operands, ...left, {
                out,
                where: [true, false, true],
                casting: 'unsafe',
                order: 'F',
            });
            const all = [lib[name](...operands)].flat();
            for (const [i, result] of outs.entries()) {
                const [first, , last] = ((all[i] as np.NDArray).tolist() as unknown[]).map(Number);
                expect(result.tolist()).toEqual([first, 7, last]);
            }
        });
    },
);

test('of methods, and of functions made by frompyfunc', () => {
    np.scope(() => {
        const float32 = { dtype: 'float32' } as const;
        expect(x.sqrt(undefined, float32).dtype.name).toBe('float32');
        expect(x.add(y, undefined, float32).dtype.name).toBe('float32');
        expect((x as any).matmul(y, undefined, { dtype: 'float32' })).toBe(17.75);
        expect(() => (x as any).sqrt(undefined, undefined, float32)).toThrow(/takes from 1 to 2/);
        expect(() => (x as any).add(y, undefined, undefined, float32)).toThrow(/takes from 2 to 3/);
        const sum = np.frompyfunc((p: any, q: any) => p + q, 2, 1) as any;
        const out = np.zeros(3);
        expect(sum(x, y, undefined, { out })).toBe(out);
        expect(out.tolist()).toEqual([6, 10, 3.25]);
        expect(() => sum(x, y, undefined, { nonsense: 1 })).toThrow(/nonsense/);
    });
});

// The same bits with any number of threads.
import * as np from 'raptors';
import { allThreads, arrayOf, expectNone } from './support/calls.js';
import { sameBytes } from './support/fixture.js';
import { fill } from './support/formulas.js';

// Many threads on few cores wait for each other: most cases do with two.
const COUNTS = [1, 2];
const ALL_COUNTS = [1, 2, 3, 4, 7, 16];
const lib = np as any;

beforeAll(async () => {
    await np.init({ threads: 16 });
    await allThreads();
});
afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(0);
});
afterAll(() => np.runtime.setThreads(16));

// Filling takes longer than what is tested.
const filled = new Map<string, ReturnType<typeof fill>>();
function filling(formula: string, str: string, size: number): ReturnType<typeof fill> {
    const key = `${formula} ${str} ${size}`;
    const known = filled.get(key) ?? fill(formula, str, size);
    filled.set(key, known);
    return known;
}

const made = (dtype: string, shape: number[], formula = 'signed') => {
    const size = shape.reduce((product, length) => product * length, 1);
    const { str } = np.dtype(dtype);
    return arrayOf(str, shape, filling(formula, str, size)).array;
};

const bytesOf = (a: np.NDArray) => {
    const { buffer, byteOffset, byteLength } = a.toTypedArray();
    return new Uint8Array(buffer, byteOffset, byteLength);
};

/** The bytes of what `compute` gives, NaN and all, which all numbers of threads must agree on. */
function agree(
    label: string,
    compute: () => unknown,
    wrong: string[],
    counts: readonly number[] = COUNTS,
): void {
    let first: Uint8Array[] | undefined;
    for (const count of counts) {
        expect(np.runtime.setThreads(count)).toBe(count);
        const bytes = np.scope(() => {
            const result = compute();
            const list = Array.isArray(result) ? result : [result];
            return list.map((item) => bytesOf(item instanceof np.NDArray ? item : np.array(item)));
        });
        first ??= bytes;
        if (!bytes.every((item, i) => sameBytes(item, first![i]!)))
            wrong.push(`${label}: ${count} threads`);
    }
}

const layouts: Record<string, (dtype: string, formula: string) => np.NDArray> = {
    'a line': (dtype, formula) => made(dtype, [100_003], formula),
    'a strided line': (dtype, formula) => made(dtype, [150_002], formula).at('::2'),
    rows: (dtype, formula) => made(dtype, [37, 2501], formula),
    columns: (dtype, formula) => made(dtype, [2501, 37], formula).T,
    'strided rows': (dtype, formula) => made(dtype, [60, 3000], formula).at('::-2, ::2'),
    cube: (dtype, formula) => made(dtype, [30, 70, 50], formula).transpose(1, 0, 2),
};

const reductions =
    'sum prod min max mean var std any all argmin argmax count_nonzero cumsum cumprod ptp'.split(
        ' ',
    );
const dtypes = ['float32', 'float64', 'float16', 'complex64', 'int8', 'int32', 'uint64', 'bool'];

test.each(reductions)('%s', (name) => {
    const wrong: string[] = [];
    for (const dtype of dtypes) {
        if (name === 'ptp' && dtype === 'bool') continue;
        for (const [layout, make] of Object.entries(layouts)) {
            const a = make(dtype, name.includes('prod') ? 'tiny' : 'signed');
            const axes = [null, ...a.shape.keys()];
            for (const axis of axes)
                agree(`${dtype} ${layout} axis ${axis}`, () => lib[name](a, { axis }), wrong);
            (a.base ?? a).dispose();
        }
    }
    expectNone(wrong, dtypes.length);
});

const unary =
    'negative absolute sqrt square sign floor isnan logical_not conjugate reciprocal'.split(' ');
const binary =
    'add subtract multiply divide maximum less power floor_divide logical_and bitwise_xor left_shift divmod'.split(
        ' ',
    );

test.each([...unary, ...binary])('%s', (name) => {
    const wrong: string[] = [];
    for (const dtype of ['float64', 'float16', 'complex64', 'int8', 'int32', 'bool']) {
        for (const [layout, make] of Object.entries(layouts)) {
            if (!['a line', 'rows', 'strided rows'].includes(layout)) continue;
            np.scope(() => {
                const a = make(dtype, 'signed');
                const b = make(dtype, 'mask');
                const args = unary.includes(name) ? [a] : [a, b];
                try {
                    np.scope(() => lib[name](...args.map((x) => x.at('0:1'))));
                } catch (error) {
                    if (error instanceof TypeError) return; // it has no such loop
                    throw error;
                }
                agree(`${dtype} ${layout}`, () => lib[name](...args), wrong);
                if (layout === 'rows' && args.length === 2 && name !== 'divmod') {
                    agree(`${dtype} with a row`, () => lib[name](a, b.at('3')), wrong);
                    agree(`${dtype} with a column`, () => lib[name](a.at(':, 2:3'), b), wrong);
                    agree(
                        `${dtype} in place`,
                        () =>
                            lib[name](a, b, {
                                out: np.zeros(a.shape, { dtype: 'complex128' }),
                                casting: 'unsafe',
                            }),
                        wrong,
                    );
                }
            });
        }
    }
    expectNone(wrong, dtypes.length);
});

test('casts, copies, accumulate, outer', () => {
    const wrong: string[] = [];
    for (const dtype of ['float64', 'float16', 'complex64', 'int8', 'int32']) {
        for (const [layout, make] of Object.entries(layouts)) {
            if (!['a line', 'columns', 'strided rows'].includes(layout)) continue;
            np.scope(() => {
                const a = make(dtype, 'signed');
                for (const to of ['float32', 'int16', 'complex128', '>f8', 'bool']) {
                    agree(`${dtype} ${layout} to ${to}`, () => a.astype(to), wrong);
                }
                agree(`${dtype} ${layout} copy`, () => a.copy(), wrong);
                for (const axis of a.shape.keys()) {
                    agree(
                        `${dtype} ${layout} accumulate ${axis}`,
                        () => np.maximum.accumulate(a, axis),
                        wrong,
                    );
                    agree(
                        `${dtype} ${layout} reduceat ${axis}`,
                        () => np.add.reduceat(a, [0, 7, 3, 20], axis),
                        wrong,
                    );
                }
            });
        }
        np.scope(() => {
            agree(
                `${dtype} outer`,
                () => np.add.outer(made(dtype, [400]), made(dtype, [700])),
                wrong,
            );
        });
    }
    expectNone(wrong, dtypes.length);
});

test('up to sixteen threads', () => {
    const wrong: string[] = [];
    const a = made('float64', [300_007]);
    const b = made('float32', [500, 601]);
    const cases: [string, () => unknown][] = [
        ['sum', () => np.sum(a)],
        ['mean of rows', () => np.mean(b, 1)],
        ['max of columns', () => np.max(b, 0)],
        ['argmin', () => np.argmin(a)],
        ['sum in another dtype', () => np.sum(b, { dtype: 'complex128' })],
        ['divide', () => np.divide(b, b.at('::-1'))],
        ['astype', () => a.astype('float16')],
        ['cumsum', () => np.cumsum(b, 1)],
    ];
    for (const [label, compute] of cases) agree(label, compute, wrong, ALL_COUNTS);
    for (const array of [a, b]) array.dispose();
    expectNone(wrong, cases.length);
});

// The floating-point conditions that NumPy reports, element by element, and its messages.
import { jest } from '@jest/globals';
import * as np from 'raptors';
import { arrayOf, describeThreads, expectNone } from './support/calls.js';
import { type Place, readFixture } from './support/fixture.js';

interface Table {
    f: string;
    t: string[];
    i: Place[];
    e: Place;
}
interface Products {
    t: string;
    n: number;
    i: Place[];
    e: Place;
}
const fixture = readFixture<{ tables: Table[]; messages: Record<string, string[]> }>('errstate');
const { tables, messages } = fixture.content;
const products = readFixture<{ tables: Products[] }>('errstate_products');
const lib = np as any;
const here = tables.filter(({ f }) => f in lib);

/**
 * Of how many elements other conditions may be found, by ufunc and kind of dtype. NumPy's own tell of how its
 * functions compute: SSE2 rounds large float32 by way of integers; the complex ones flag underflow and overflow
 * on the way, which leave no trace in the result, or NaN operands.
 */
const MAY_DIFFER: Record<string, number> = {
    'floor float32': 13,
    'ceil float32': 16,
    'trunc float32': 20,
    'rint float32': 19,
    'rad2deg float32': 1,
    'expm1 complex': 4,
    // Accurate near 0, where NumPy's has no digit right: parts that are subnormal underflow.
    'log1p complex': 2,
    'float_power complex': 119,
};
for (const f of 'sin sinh tan'.split(' ')) MAY_DIFFER[`${f} complex`] = 1;
const kindOf = (dtype: string) => (dtype.startsWith('complex') ? 'complex' : dtype);

/** The conditions of a call, as NumPy numbers them. */
function conditionsOf(call: () => unknown): number {
    let found = 0;
    const note = (_: string, flags: number) => {
        found |= flags;
    };
    np.scope(() => {
        np.errstate({ all: 'call', call: note }, call);
    });
    return found;
}

function check({ f, t, i: places, e }: Table, wrong: string[]): void {
    const flags = fixture.bytes(e);
    np.scope(() => {
        const columns = places.map((place, k) => {
            const bytes = fixture.bytes(place);
            return arrayOf(t[k]!, [flags.length], bytes).array;
        });
        const differing: string[] = [];
        let all = 0;
        for (const [k, expected] of flags.entries()) {
            const items = columns.map((column) => column.at(np.slice(k, k + 1)) as np.NDArray);
            const found = conditionsOf(() => lib[f](...items));
            all |= found;
            if (found !== expected) {
                const values = items.map((item) => String(item.at(0)));
                differing.push(`${f}(${values}) of ${t}: ${found}, not ${expected}`);
            }
        }
        if (differing.length > (MAY_DIFFER[`${f} ${kindOf(t[0]!)}`] ?? 0)) wrong.push(...differing);
        // All at once, strided, and in another byte order: what one of them meets.
        const ways: [string, np.NDArray[]][] = [
            ['together', columns],
            ['reversed', columns.map((column) => column.at('::-1') as np.NDArray)],
            ['swapped', columns.map((column) => column.astype(column.dtype.newbyteorder('S')))],
        ];
        for (const [label, operands] of ways) {
            const found = conditionsOf(() => lib[f](...operands));
            if (found !== all) wrong.push(`${f} of ${t} ${label}: ${found}, not ${all}`);
        }
    });
}

describeThreads(() => {
    for (const f of new Set(here.map((table) => table.f))) {
        const its = here.filter((table) => table.f === f);
        test(f, () => {
            const wrong: string[] = [];
            for (const table of its) check(table, wrong);
            expectNone(wrong, its.length);
        });
    }

    for (const { t, n, i: places, e } of products.content.tables) {
        test(`sums of products, ${t}`, () => {
            const flags = products.bytes(e);
            const wrong: string[] = [];
            np.scope(() => {
                const [xs, ys] = places.map((at) => arrayOf(t, [n, 2], products.bytes(at)).array);
                for (let i = 0; i < n; i++) {
                    const [x, y] = [xs!.at(i) as np.NDArray, ys!.at(i) as np.NDArray];
                    const calls = {
                        vecdot: () => np.vecdot(x, y),
                        matmul: () => np.matmul(x.at('...', null), y.at(null)),
                        matvec: () => np.matvec(x.at(null), y),
                        vecmat: () => np.vecmat(x, y.at('...', null)),
                    };
                    for (const [k, [name, call]] of Object.entries(calls).entries()) {
                        const found = conditionsOf(call);
                        const expected = flags[4 * i + k];
                        // What overflowed in a part of a complex number BLAS may go on to
                        // subtract from another such.
                        const unsure = t.startsWith('complex') && found & 2 ? 8 : 0;
                        if ((found | unsure) !== (expected! | unsure))
                            wrong.push(`${name}(${x}, ${y}): ${found}, not ${expected}`);
                    }
                }
            });
            expectNone(wrong, 4 * n);
        });
    }

    test('in long arrays, wherever it happens', () => {
        np.scope(() => {
            const ones = np.ones(1_000_000);
            expect(conditionsOf(() => np.divide(1, ones))).toBe(0);
            for (const place of [0, 333_333, 999_999]) {
                const x = ones.copy();
                x.set(place, 0);
                expect(conditionsOf(() => np.divide(1, x))).toBe(1);
                x.set(place, 1e308);
                expect(conditionsOf(() => np.square(x))).toBe(2);
                x.set(place, -1);
                expect(conditionsOf(() => np.sqrt(x))).toBe(8);
                x.set(place, 1e-300);
                expect(conditionsOf(() => x.astype('float32'))).toBe(4);
                x.set(place, Infinity);
                expect(conditionsOf(() => x.sum())).toBe(0);
                x.set((place + 500) % 1_000_000, -Infinity);
                expect(conditionsOf(() => x.sum())).toBe(8);
            }
        });
    });

    test('the same results, watched or not', () => {
        np.scope(() => {
            const x = np.arange(100_000, { dtype: 'float32' }).divide(7) as np.NDArray;
            const grid = x.reshape(100, 1000) as np.NDArray;
            const compared: (() => unknown)[] = [
                () => np.sum(x),
                () => np.cumsum(x),
                () => np.sum(grid, 0),
                () => np.std(grid, 1),
                () => np.multiply(grid, x.at(':1000')),
                () => np.add.reduceat(x, [0, 5, 70_000]),
                () => np.sum(x.astype('float16')),
                () => np.add.accumulate(grid.astype('float16'), 0),
            ];
            for (const call of compared) {
                const plain = call() as any;
                const seen = np.errstate({ all: 'call', call: () => {} }, call) as any;
                const bytes = (value: any) => (value.toTypedArray ? value.toTypedArray() : value);
                expect(bytes(seen)).toEqual(bytes(plain));
            }
        });
    });
});

const big = () => np.array([1e308, 1e308, 1e308]);
const small = () => np.array([1e-200, 1e-200]);
const quarter = () => np.divide(big(), 4);
const none = () => np.zeros([0, 3]);

/** The calls of test/oracle/make_errstate.py. */
const calls: Record<string, () => unknown> = {
    divide: () => np.divide([1, 0], 0),
    'divide, exact': () => np.divide([1, 2], 4),
    'divide where': () => np.divide([1, 0], 0, { where: [false, false] }),
    'a where': () => np.divide([1, 0], 0, { where: [true, false] }),
    divmod: () => np.divmod(big(), 0),
    'floor_divide, integers': () =>
        np.floor_divide(np.array([5, -128], 'int8'), np.array([0, -1], 'int8')),
    sum: () => np.sum(big()),
    'sum along an axis': () => np.sum(np.full([2, 3], 1e308), 0),
    'sum of columns': () =>
        np.sum(
            np.array([
                [1e307, 1e307, -1e307],
                [1e307, 1e307, -1e307],
            ]),
            0,
        ),
    'sum of infinities': () => np.sum([Infinity, -Infinity]),
    'sum of an infinity': () => np.sum([Infinity, 1]),
    'sum of NaN': () => np.sum([NaN, 1]),
    'sum of many': () => np.sum(np.full(10000, 1e305)),
    prod: () => np.prod(big()),
    'prod below': () => np.prod(small()),
    cumsum: () => np.cumsum(big()),
    cumprod: () => np.cumprod(small()),
    'accumulate lines': () => np.add.accumulate(np.full([3, 9], 1e308), 0),
    'accumulate as float32': () => np.add.accumulate(quarter(), { dtype: 'float32' }),
    'reduce as float32': () => np.add.reduce(quarter(), { dtype: 'float32' }),
    reduceat: () => np.add.reduceat(big(), [0]),
    outer: () => np.multiply.outer(big(), big()),
    at: () => np.add.at(big(), [0, 1], 1e308),
    mean: () => np.mean(big()),
    'mean of none': () => np.mean([]),
    'means of none': () => np.mean(none(), 0),
    'mean of halves': () => np.mean(np.array([60000, 60000], 'float16')),
    var: () => np.var(big()),
    'var of none': () => np.var([]),
    'vars of none': () => np.var(none(), 0),
    'var of one': () => np.var([1], { ddof: 1 }),
    'means where': () =>
        np.mean(
            np.array([
                [1, 2],
                [3, 4],
            ]),
            {
                axis: 1,
                where: [
                    [true, false],
                    [false, false],
                ],
            },
        ),
    std: () => np.std(big()),
    ptp: () => np.ptp([-1e308, 1e308]),
    min: () => np.min([NaN, 1]),
    less: () => np.less([NaN, 1], 0),
    'astype float32': () => np.array([1e300, 1e-300]).astype('float32'),
    'astype int32': () => np.array([1, NaN]).astype('int32'),
    'astype int8': () => np.array([300, -300]).astype('int8'),
    'astype uint64': () => np.array([-1, 1e19]).astype('uint64'),
    'astype bool': () => np.array([NaN, 1e-300]).astype('bool'),
    'astype float16': () => np.array([70000, 1]).astype('float16'),
    'astype complex64': () => np.array([np.complex(0, 1e300), 1]).astype('complex64'),
    copyto: () => np.copyto(np.zeros(2, 'int32'), np.array([NaN, 1]), { casting: 'unsafe' }),
    out: () => np.add(quarter().at(':1'), 0, { out: np.zeros(1, 'float32'), casting: 'unsafe' }),
    'a number that does not fit': () => np.add(np.array([1, 2], 'float32'), 1e300),
    power: () => np.power([0], -1),
    sqrt: () => np.sqrt([-1]),
    square: () => np.square(np.array([np.complex(1e200, 1e200)])),
};

test('NumPy words its messages so', () => {
    expect(Object.keys(calls)).toEqual(Object.keys(messages));
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    for (const [name, call] of Object.entries(calls)) {
        warn.mockClear();
        np.scope(() => {
            np.errstate({ all: 'warn' }, call);
        });
        const seen = warn.mock.calls.map(([text]) => text);
        const expected = messages[name]!.map((text) => `RuntimeWarning: ${text}`);
        expect([name, ...new Set(seen)]).toEqual([name, ...new Set(expected)]);
    }
    warn.mockRestore();
});

// What is refused, how, and that nothing is lost or changed by it. More of it is in the oracle tests,
// which check each call that NumPy refuses.
import * as np from 'raptors';

const lib = np as any;
const memory = () => {
    const { live, blocks } = np.runtime.memory;
    return { live, blocks };
};

/** Runs a call that must throw; the arrays keep their elements, and no memory is lost by it. */
function refused(
    call: () => unknown,
    error: new (...args: any[]) => Error,
    message: RegExp,
    arrays: np.NDArray[] = [],
): void {
    const before = arrays.map((a) => [...a.toTypedArray()].join());
    const start = memory();
    let caught: unknown;
    try {
        const result = call();
        if (result instanceof np.NDArray) result.dispose();
    } catch (thrown) {
        caught = thrown;
    }
    expect(caught).toBeInstanceOf(error);
    // The classes' own names may be minified.
    const name = Object.keys(lib).find((key) => lib[key] === error);
    if (name !== undefined) expect((caught as Error).name).toBe(name);
    expect((caught as Error).message).toMatch(message);
    expect(memory()).toEqual(start);
    for (let i = 0; i < 10; i++) expect(call).toThrow(error);
    expect(memory()).toEqual(start);
    expect(arrays.map((a) => [...a.toTypedArray()].join())).toEqual(before);
}

let before: number;
let a: np.NDArray;
let ints: np.NDArray;
let out: np.NDArray;
beforeEach(() => {
    before = np.runtime.memory.blocks;
    a = np.arange(12, { dtype: 'float64' }).reshape(3, 4) as np.NDArray;
    ints = np.array([1, 2, 3], { dtype: 'int32' }) as np.NDArray;
    out = np.zeros([3, 4]) as np.NDArray;
});
afterEach(() => {
    for (const array of [a.base ?? a, ints, out]) array.dispose();
    expect(np.runtime.memory.blocks).toBe(before);
});

test('the classes', () => {
    for (const name of ['ValueError', 'IndexError', 'AxisError', 'MemoryError', 'OverflowError']) {
        expect(new lib[name]('x')).toBeInstanceOf(RangeError);
        expect(new lib[name]('x').name).toBe(name);
    }
    expect(new np.AxisError('x')).toBeInstanceOf(np.IndexError);
    expect(new np.DTypePromotionError('x')).toBeInstanceOf(TypeError);
    expect(new np.LinAlgError('x')).toBeInstanceOf(np.ValueError);
});

describe('shapes', () => {
    test('too large', () => {
        refused(() => np.zeros(1e12), RangeError, /./);
        refused(() => np.zeros([1e6, 1e6]), RangeError, /./);
        refused(() => np.empty([2 ** 40, 2 ** 40]), np.ValueError, /./);
        refused(() => np.zeros([2 ** 31, 2 ** 31, 2 ** 31]), np.ValueError, /./);
        refused(() => np.ones(2 ** 53), RangeError, /./);
        refused(() => np.arange(1e12), RangeError, /./);
        refused(() => np.linspace(0, 1, 1e12), RangeError, /./);
        refused(() => np.eye(1e6), RangeError, /./);
        refused(() => np.full([1e12], 1), RangeError, /./);
        refused(() => np.zeros_like(a, { shape: [1e12] }), RangeError, /./, [a]);
        // Empty arrays may be as wide as they like.
        const empty = np.zeros([0, 2 ** 20]);
        expect(empty.size).toBe(0);
        empty.dispose();
    });
    test('results too large', () => {
        const wide = np.broadcast_to(a, [2 ** 12, 2 ** 12, 3, 4]);
        refused(() => np.add(wide, np.complex(0, 1)), RangeError, /./, [a]);
        refused(() => wide.astype('complex128'), RangeError, /./, [a]);
        refused(() => np.add.outer(wide, wide), RangeError, /./, [a]);
        refused(() => np.broadcast_to(a, [2 ** 31, 2 ** 31, 3, 4]), np.ValueError, /./, [a]);
    });
    test('negative, not whole, too many', () => {
        refused(() => np.zeros(-1), np.ValueError, /negative/);
        refused(() => np.zeros([2, -3]), np.ValueError, /negative/);
        refused(() => np.zeros(2.5), TypeError, /./);
        refused(() => np.zeros(Number.NaN), TypeError, /./);
        refused(() => np.zeros('3' as never), TypeError, /./);
        refused(() => np.zeros(new Array(65).fill(1)), np.ValueError, /64/);
        refused(() => a.reshape(5, -1), np.ValueError, /size 12/, [a]);
        refused(() => a.reshape(-1, -1), np.ValueError, /one/, [a]);
        refused(() => a.reshape(5), np.ValueError, /12/, [a]);
        refused(() => a.T.reshape([12], { copy: false }), np.ValueError, /copy/, [a]);
    });
    test('that do not broadcast', () => {
        refused(() => np.add(a, ints), np.ValueError, /\(3,\s?4\).*\(3,\)/, [a, ints]);
        refused(() => np.broadcast_to(a, [4, 3]), np.ValueError, /./, [a]);
        refused(() => np.broadcast_shapes([2, 3], [3, 2]), np.ValueError, /./);
        refused(() => a.set('0', ints), np.ValueError, /./, [a, ints]);
        refused(() => np.copyto(a, ints), np.ValueError, /./, [a, ints]);
        const mask = ints.astype('bool');
        refused(() => np.sum(a, { where: mask }), np.ValueError, /./, [a]);
        mask.dispose();
        refused(() => np.array([[1, 2], [3]]), np.ValueError, /inhomogeneous/);
    });
});

describe('dtypes', () => {
    test('unknown', () => {
        for (const call of [
            () => np.dtype('nonsense'),
            () => np.zeros(3, 'float33'),
            () => np.array([1], { dtype: '<f9' }),
            () => a.astype('f3'),
            () => a.view(''),
            () => np.add(a, a, { dtype: 'flaot64' }),
            () => np.sum(a, { dtype: 'x' }),
            () => np.result_type('?', 'foo'),
            () => np.can_cast('int8', 'int9'),
            () => np.arange(3, { dtype: 'U' }),
        ]) {
            refused(call, TypeError, /not understood|Cannot interpret|not supported/, [a]);
        }
        refused(() => np.dtype(3 as never), TypeError, /./);
        refused(() => np.dtype({} as never), TypeError, /./);
    });
    test('casts that are not allowed', () => {
        refused(() => a.astype('int32', { casting: 'safe' }), TypeError, /float64.*int32.*safe/, [
            a,
        ]);
        refused(
            () => np.add(a, a, { out: np.broadcast_to(out, [3, 4]) }),
            np.ValueError,
            /read-only/,
            [a, out],
        );
        const narrow = np.zeros([3, 4], { dtype: 'int32' });
        refused(() => np.add(a, a, { out: narrow }), TypeError, /float64.*int32.*same_kind/, [
            a,
            narrow as np.NDArray,
        ]);
        refused(() => np.add(a, a, { dtype: 'int8' }), TypeError, /Cannot cast/, [a]);
        refused(() => np.copyto(narrow, a), TypeError, /./, [a, narrow as np.NDArray]);
        narrow.dispose();
        refused(() => np.bitwise_and(a, a), TypeError, /not supported/, [a]);
        refused(() => np.left_shift(ints, 1.5), TypeError, /not supported/, [ints]);
        refused(() => np.invert(a), TypeError, /not supported/, [a]);
        refused(() => np.floor_divide(np.complex(1, 2), a), TypeError, /./, [a]);
        refused(() => np.negative([true]), TypeError, /boolean/);
        refused(() => np.add(a, a, { casting: 'sloppy' as never }), np.ValueError, /casting/, [a]);
        refused(() => np.power(ints, [-1n]), np.ValueError, /negative integer powers/, [ints]);
    });
    test('numbers that do not fit', () => {
        refused(() => np.array([300], { dtype: 'uint8' }), np.OverflowError, /300/);
        refused(() => np.array([-1], { dtype: 'uint64' }), np.OverflowError, /-1/);
        refused(() => np.array([1n << 64n]), np.OverflowError, /./);
        refused(() => np.array([Number.NaN], { dtype: 'int32' }), np.ValueError, /NaN/);
        refused(
            () => np.array([Number.POSITIVE_INFINITY], { dtype: 'int32' }),
            np.OverflowError,
            /infinity/,
        );
        refused(() => np.array([np.complex(1, 2)], { dtype: 'float64' }), TypeError, /complex/);
        refused(() => np.array(['x' as never]), TypeError, /./);
        refused(() => np.array({} as never), TypeError, /./);
        refused(() => np.add(ints, 1n << 40n), np.OverflowError, /./, [ints]);
        refused(() => ints.set([0], 3e9), np.OverflowError, /./, [ints]);
        refused(() => ints.set([0], Number.NaN), np.ValueError, /NaN/, [ints]);
        refused(() => ints.set([0], np.complex(1, 1)), TypeError, /complex/, [ints]);
    });
});

describe('indices', () => {
    test('out of range', () => {
        refused(() => a.at(3), np.IndexError, /index 3 .*axis 0.*size 3/, [a]);
        refused(() => a.at(-4), np.IndexError, /-4/, [a]);
        refused(() => a.at(0, 4), np.IndexError, /axis 1.*size 4/, [a]);
        refused(() => a.at('5, :'), np.IndexError, /5/, [a]);
        refused(() => a.at(1e15), np.IndexError, /./, [a]);
        refused(() => a.set([3, 0], 1), np.IndexError, /3/, [a]);
        refused(() => a.item(12), np.IndexError, /12/, [a]);
        refused(() => a.item(0, 4), np.IndexError, /./, [a]);
        refused(() => np.add.at(ints, [0, 3], 1), np.IndexError, /3/, [ints]);
        refused(() => np.add.reduceat(a, [0, 3]), np.IndexError, /3/, [a]);
    });
    test('too many, or none at all', () => {
        refused(() => a.at(0, 0, 0), np.IndexError, /too many indices/, [a]);
        refused(() => a.at('...', '...'), np.IndexError, /ellipsis/, [a]);
        refused(() => a.at(1.5), np.IndexError, /./, [a]);
        refused(() => a.at('x'), np.IndexError, /"x"/, [a]);
        refused(() => a.at('1:2:3:4'), np.IndexError, /./, [a]);
        refused(() => a.at({} as never), np.IndexError, /./, [a]);
        refused(() => a.at('::0'), np.ValueError, /zero/, [a]);
        refused(() => a.item(), np.ValueError, /size 1/, [a]);
        const deep = np.zeros(new Array(64).fill(1));
        refused(() => deep.at(null), np.IndexError, /./);
        deep.dispose();
    });
});

describe('axes', () => {
    const functions =
        'sum prod min max mean var std any all argmin argmax count_nonzero cumsum cumprod ptp'.split(
            ' ',
        );
    test.each(functions)('%s', (name) => {
        for (const axis of [2, -3, 1e9]) {
            refused(
                () => lib[name](a, { axis }),
                np.AxisError,
                new RegExp(`axis ${axis} .*dimension 2`),
                [a],
            );
        }
        refused(() => lib[name](a, { axis: 0.5 }), TypeError, /./, [a]);
        refused(() => lib[name](a, { axis: 'x' }), TypeError, /./, [a]);
        if (/arg|cum/.test(name)) return;
        refused(() => lib[name](a, { axis: [0, 0] }), np.ValueError, /duplicate/, [a]);
        refused(() => lib[name](a, { axis: [0, -2] }), np.ValueError, /duplicate/, [a]);
        refused(() => lib[name](a, { axis: [0, 2] }), np.AxisError, /axis 2/, [a]);
    });
    test('of shapes', () => {
        refused(() => a.transpose(0, 2), np.AxisError, /2/, [a]);
        refused(() => a.transpose(0, 0), np.ValueError, /repeated/, [a]);
        refused(() => a.transpose(0), np.ValueError, /match/, [a]);
        refused(() => a.swapaxes(0, 2), np.AxisError, /axis 2/, [a]);
        refused(() => a.squeeze(0), np.ValueError, /size/, [a]);
        refused(() => np.expand_dims(a, 4), np.AxisError, /4/, [a]);
        refused(() => np.expand_dims(a, [0, 0]), np.ValueError, /repeated/, [a]);
        refused(() => np.moveaxis(a, 0, 3), np.AxisError, /3/, [a]);
        // A list becomes an array on the way, which must not stay.
        const list = [[1, 2, 3]];
        refused(() => np.transpose(list, [0, 2]), np.AxisError, /2/);
        refused(() => np.reshape(list, [2]), np.ValueError, /3/);
        refused(() => np.squeeze(list, 1), np.ValueError, /size/);
        refused(() => np.swapaxes(list, 0, 2), np.AxisError, /2/);
        refused(() => np.moveaxis(list, 0, 3), np.AxisError, /3/);
        refused(() => np.expand_dims(list, 4), np.AxisError, /4/);
        refused(() => np.broadcast_to(list, [2]), np.ValueError, /./);
        refused(() => np.broadcast_arrays(list, [1, 2]), np.ValueError, /./);
        refused(() => np.ravel(list, 'X' as never), np.ValueError, /order/);
        refused(() => np.size(list, 2), np.IndexError, /2/);
        refused(() => np.matrix_transpose([1, 2]), np.ValueError, /2-dim/);
        const start = memory();
        expect([np.ndim(list), np.shape(list), np.size(list), np.size(list, 0)]).toEqual([
            2,
            [1, 3],
            3,
            1,
        ]);
        expect(memory()).toEqual(start);
    });
    test('of ufuncs', () => {
        refused(() => np.add.reduce(a, 2), np.AxisError, /2/, [a]);
        refused(() => np.add.accumulate(a, 2), np.AxisError, /2/, [a]);
        refused(() => np.add.reduceat(a, [0], 2), np.AxisError, /2/, [a]);
        refused(() => np.subtract.reduce(a, { axis: null }), np.ValueError, /reorderable/, [a]);
        refused(() => np.add.accumulate(5), TypeError, /scalar/);
        refused(() => lib.sqrt.reduce(a), np.ValueError, /binary/, [a]);
        refused(() => lib.divmod.reduce(a), np.ValueError, /./, [a]);
    });
    test('without elements', () => {
        const none = np.zeros([0, 3]) as np.NDArray;
        for (const name of ['min', 'max', 'argmin', 'argmax', 'ptp']) {
            refused(() => lib[name](none), np.ValueError, /zero-size|empty/);
            refused(() => lib[name](none, { axis: 0 }), np.ValueError, /zero-size|empty/);
        }
        none.dispose();
    });
});

describe('outputs', () => {
    const calls: [string, (given: unknown) => unknown][] = [
        ['add', (given) => np.add(a, a, { out: given as never })],
        ['sqrt', (given) => np.sqrt(a, { out: given as never })],
        ['sum', (given) => np.sum(a, { axis: 0, out: given as never })],
        ['mean', (given) => np.mean(a, { axis: 0, out: given as never })],
        ['std', (given) => np.std(a, { axis: 0, out: given as never })],
        ['max', (given) => np.max(a, { axis: 0, out: given as never })],
        ['any', (given) => np.any(a, { axis: 0, out: given as never })],
        ['argmax', (given) => np.argmax(a, { axis: 0, out: given as never })],
        ['cumsum', (given) => np.cumsum(a, { axis: 0, out: given as never })],
        ['ptp', (given) => np.ptp(a, { axis: 0, out: given as never })],
        ['clip', (given) => np.clip(a, 1, 2, { out: given as never })],
        ['add.reduce', (given) => np.add.reduce(a, { out: given as never })],
        ['add.accumulate', (given) => np.add.accumulate(a, { out: given as never })],
        ['add.reduceat', (given) => np.add.reduceat(a, [0, 1], { out: given as never })],
        ['add.outer', (given) => np.add.outer(a, a, { out: given as never })],
    ];
    test.each(calls)('%s', (_, call) => {
        const wide = np.zeros([7]) as np.NDArray;
        refused(() => call(wide), np.ValueError, /./, [a, wide]);
        wide.dispose();
        refused(() => call(new Float64Array(4)), TypeError, /./, [a]);
        refused(() => call(5), TypeError, /./, [a]);
        refused(() => call('x'), TypeError, /./, [a]);
        for (const shape of [[3, 4], [4], [2, 4], [3, 4, 3, 4]]) {
            const readonly = np.zeros(shape) as np.NDArray;
            readonly.setflags({ write: false });
            refused(() => call(readonly), Error, /read-only|shape|dimensions|positions/, [
                a,
                readonly,
            ]);
            readonly.dispose();
        }
    });
    test('read-only', () => {
        out.setflags({ write: false });
        refused(() => np.add(a, a, { out }), np.ValueError, /read-only/, [a, out]);
        refused(() => np.add(a, a, out), np.ValueError, /read-only/, [a, out]);
        refused(() => out.set([0], 1), np.ValueError, /read-only/, [out]);
        refused(() => out.fill(1), np.ValueError, /read-only/, [out]);
        refused(() => np.copyto(out, a), np.ValueError, /read-only/, [out]);
        refused(() => np.add.at(out, [0], 1), np.ValueError, /read-only/, [out]);
        refused(() => out.at('1:').setflags({ write: true }), np.ValueError, /WRITEABLE/, [out]);
        refused(() => np.broadcast_to(a, [2, 3, 4]).set([0], 1), np.ValueError, /read-only/, [a]);
        out.setflags({ write: true });
        out.fill(1);
        expect(out.sum()).toBe(12);
    });
    test('several', () => {
        refused(() => np.divmod(a, a, { out: out as never }), TypeError, /./, [a, out]);
        refused(() => np.divmod(a, a, { out: [out] as never }), np.ValueError, /./, [a, out]);
        refused(() => np.add(a, a, out, { out }), TypeError, /both|multiple|cannot/, [a, out]);
    });
});

describe('arguments', () => {
    const functions: [string, unknown[]][] = [
        ['add', [1, 2]],
        ['sqrt', [1]],
        ['divmod', [1, 2]],
        ['clip', [[1, 2], 0, 1]],
        ['sum', [[1, 2]]],
        ['mean', [[1, 2]]],
        ['var', [[1, 2]]],
        ['std', [[1, 2]]],
        ['min', [[1, 2]]],
        ['any', [[1, 2]]],
        ['argmax', [[1, 2]]],
        ['count_nonzero', [[1, 2]]],
        ['cumsum', [[1, 2]]],
        ['ptp', [[1, 2]]],
        ['array', [[1, 2]]],
        ['asarray', [[1, 2]]],
        ['zeros', [3]],
        ['ones', [3]],
        ['empty', [3]],
        ['full', [3, 1]],
        ['zeros_like', [[1, 2]]],
        ['full_like', [[1, 2], 1]],
        ['arange', [3]],
        ['linspace', [0, 1]],
        ['eye', [3]],
        [
            'reshape',
            [
                [1, 2],
                [2, 1],
            ],
        ],
        ['ravel', [[1, 2]]],
        ['transpose', [[1, 2]]],
        [
            'broadcast_to',
            [
                [1, 2],
                [2, 2],
            ],
        ],
        ['copy', [[1, 2]]],
        ['squeeze', [[1, 2]]],
    ]; // prettier-ignore
    test.each(functions)('%s: a keyword it does not have', (name, args) => {
        refused(() => lib[name](...args, { axes_: 1 }), TypeError, /axes_/);
        refused(() => lib[name](...args, { Axis: 1, dtype: undefined }), TypeError, /Axis/);
    });
    test.each(functions)('%s: too many arguments', (name, args) => {
        refused(() => lib[name](...args, ...new Array(12).fill(null)), TypeError, /./);
    });
    test.each(functions)('%s: too few', (name) => {
        refused(() => lib[name](), TypeError, /./);
    });
    test.each(['reduce', 'accumulate', 'outer', 'reduceat'])(
        'add.%s: a keyword it does not have',
        (method) => {
            refused(() => lib.add[method](a, [0, 1], { axes_: 1 }), TypeError, /axes_/, [a]);
        },
    );
    test('methods', () => {
        for (const call of [
            () => a.astype('int8', { cast: 'safe' } as never),
            () => a.sum({ axes: 0 } as never),
            () => a.reshape([4, 3], { oder: 'F' } as never),
            () => a.copy({ order_: 'C' } as never),
            () => a.flatten({ x: 1 } as never),
        ]) {
            refused(call, TypeError, /keyword/, [a]);
        }
    });
    test('orders', () => {
        refused(() => np.zeros(3, { order: 'X' as never }), np.ValueError, /order/);
        refused(() => a.copy('Q' as never), np.ValueError, /order/, [a]);
        refused(() => np.add(a, a, { order: 'Z' as never }), np.ValueError, /order/, [a]);
    });
});

describe('disposed arrays', () => {
    const calls: [string, (x: np.NDArray) => unknown][] = [
        ['add', (x) => np.add(x, 1)],
        ['add to it', (x) => np.add(1, 2, { out: x })],
        ['add with lists', (x) => np.add([1, 2, 3], x)],
        ['sqrt', (x) => np.sqrt(x)],
        ['where', (x) => np.add(ints, 1, { where: x, out: ints })],
        ['sum', (x) => np.sum(x)],
        ['mean', (x) => x.mean()],
        ['argmax', (x) => np.argmax(x)],
        ['cumsum', (x) => np.cumsum(x)],
        ['data', (x) => x.data],
        ['toTypedArray', (x) => x.toTypedArray()],
        ['tolist', (x) => x.tolist()],
        ['item', (x) => x.item(0)],
        ['at', (x) => x.at(0)],
        ['set', (x) => x.set([0], 1)],
        ['fill', (x) => x.fill(0)],
        ['copy', (x) => x.copy()],
        ['astype', (x) => x.astype('int8')],
        ['flatten', (x) => x.flatten()],
        ['array', (x) => np.array(x)],
        ['copyto', (x) => np.copyto(x, 1)],
        ['copy from it', (x) => np.copyto(ints, x, { casting: 'unsafe' })],
        ['reduceat', (x) => np.add.reduceat(x, [0])],
        ['outer', (x) => np.add.outer(x, x)],
        ['add.at', (x) => np.add.at(x, [0], 1)],
        ['iteration', (x) => [...x]],
        ['byteswap', (x) => x.byteswap()],
        ['array_of it', (x) => np.array([x, x])],
    ];
    test.each(calls)('%s', (_, call) => {
        const x = np.array([1, 0, 1], { dtype: 'bool' }) as np.NDArray;
        const view = x.at('::2');
        x.dispose();
        expect(x.disposed).toBe(true);
        expect(view.disposed).toBe(true);
        x.dispose();
        const start = memory();
        expect(() => call(x)).toThrow(np.ValueError);
        expect(() => call(x)).toThrow(/disposed/);
        expect(() => call(view)).toThrow(/disposed/);
        expect(memory()).toEqual(start);
        // What describes it may still be asked.
        expect(x.shape).toEqual([3]);
        expect(String(x.dtype)).toBe('bool');
    });
    test('views of a disposed view', () => {
        const view = a.at('1:') as np.NDArray;
        const further = view.at('0');
        view.dispose();
        expect(() => view.sum()).toThrow(/disposed/);
        expect((further as np.NDArray).sum()).toBe(4 + 5 + 6 + 7);
        expect(a.sum()).toBe(66);
    });
    test('scopes free what they made, also when they fail', () => {
        const start = memory();
        expect(() =>
            np.scope(() => {
                const x = np.ones(1000);
                np.add(x, x);
                throw new np.ValueError('enough');
            }),
        ).toThrow(/enough/);
        expect(memory()).toEqual(start);
        expect(() => np.scope((async () => np.ones(3)) as never)).toThrow(TypeError);
        expect(memory()).toEqual(start);
        const kept = np.scope(() => ({ x: np.ones(3), y: np.ones(4) }).x);
        expect(kept.sum()).toBe(3);
        kept.dispose();
    });
});

// Index tricks as JavaScript has them: keys that are kept, ranges, functions called for lines; and nothing
// that is left behind. What they compute is compared with NumPy in oracle-tricks.test.ts.
import * as np from 'raptors';

const lib = np as any;
const { memory } = np.runtime;

afterEach(() => {
    expect(memory.blocks).toBe(0);
});

/** Inside a scope, so that nothing needs disposing. */
const scoped = (name: string, body: () => void) => test(name, () => np.scope(body));

const grid = () => np.arange(12).reshape(3, 4) as np.NDArray;

describe('keys', () => {
    scoped('s_ and index_exp are to be spread, or given to set', () => {
        const a = grid();
        const key = np.s_('1:', '::2');
        expect(a.at(...key).tolist()).toEqual(a.at('1:', '::2').tolist());
        a.set(np.s_('..., 0'), 7);
        expect(a.at(':, 0').tolist()).toEqual([7, 7, 7]);
        expect(np.s_('1:5:2, ..., newaxis', 3, [0, 1])).toEqual([
            new np.Slice(1, 5, 2),
            '...',
            null,
            3,
            [0, 1],
        ]);
        // A list of its own each time.
        np.s_('1:').push(0);
        expect(np.s_('1:')).toHaveLength(1);
        expect(np.index_exp).toBe(np.s_);
        expect(() => np.s_('1:5:2:3')).toThrow(np.IndexError);
    });
    scoped('ix_ crosses', () => {
        const a = grid();
        expect(a.at(...np.ix_([0, 2], [3, 1])).tolist()).toEqual([
            [3, 1],
            [11, 9],
        ]);
        expect(a.at(...np.ix_([true, false, true], np.array([0], 'int64'))).tolist()).toEqual([
            [0],
            [8],
        ]);
        a.set(np.ix_([0], [0, 1]), -1);
        expect(a.at('0').tolist()).toEqual([-1, -1, 2, 3]);
        expect(np.ix_([0, 2])[0]!.dtype).toBe(np.intp);
        expect(np.ix_([], new Uint8Array(2)).map((x) => String(x.dtype))).toEqual([
            'int32',
            'uint8',
        ]);
        expect(() => np.ix_([0.5])).toThrow(np.IndexError);
        expect(() => np.ix_([0, 1], 'x' as never)).toThrow(np.IndexError);
    });
});

describe('ranges', () => {
    scoped('by text, by slice, several in one text, in a list', () => {
        const wanted = np.mgrid('0:2', '1:3').tolist();
        expect(np.mgrid('0:2, 1:3').tolist()).toEqual(wanted);
        expect(np.mgrid(np.slice(0, 2), np.slice(1, 3)).tolist()).toEqual(wanted);
        expect(np.mgrid(['0:2', np.slice(1, 3)]).tolist()).toEqual(wanted);
        expect(np.mgrid('0:2').shape).toEqual([2]);
        expect(np.mgrid('0:2,').shape).toEqual([1, 2]);
        expect(np.mgrid(['0:2']).shape).toEqual([1, 2]);
        expect(np.mgrid('0:2').dtype).toBe(np.intp);
        expect(np.mgrid(`0:${Math.PI}:3j`).tolist()).toEqual([0, Math.PI / 2, Math.PI]);
        expect(np.mgrid(`${1e-7}:1:2j`).tolist()).toEqual([1e-7, 1]);
        const open = np.ogrid('0:2', '1:3') as np.NDArray[];
        expect(open.map((x) => x.shape)).toEqual([
            [2, 1],
            [1, 2],
        ]);
        expect(np.mgrid('0:3000000000:1000000000', '0:1').dtype).toBe(np.float64);
    });
    test.each([
        ['no range', () => np.mgrid('0'), np.IndexError],
        ['words', () => np.mgrid('a:b'), np.IndexError],
        ['too many colons', () => np.ogrid('1:2:3:4'), np.IndexError],
        ['a complex start', () => np.ogrid('1j:2'), np.IndexError],
        ['a number', () => lib.mgrid(3), TypeError],
        ['several numbers', () => lib.mgrid(3, 4), TypeError],
        ['endless', () => np.mgrid('0:1e309', '0:1'), np.OverflowError],
        ['too large', () => np.mgrid('0:1e6', '0:1e6'), np.ValueError],
        ['later ones that fail', () => np.ogrid('0:3', '0:1', ':'), TypeError],
        ['too many axes', () => np.indices(new Array(64).fill(1)), np.ValueError],
        ['fractions', () => np.indices([2, 1.5]), TypeError],
        ['sparse, too long', () => np.indices([2, 1e10], null, true), Error],
    ] as [string, () => unknown, any][])('%s: refused', (_, call, error) => {
        expect(call).toThrow(error);
    });
});

describe('r_ and c_', () => {
    scoped('text reads like what NumPy has between brackets', () => {
        expect(np.r_('1:4, 0, 4').tolist()).toEqual([1, 2, 3, 0, 4]);
        expect(np.r_('1:4', 0, 4).dtype).toBe(np.intp);
        expect(np.r_('1:3, 0.0').dtype).toBe(np.float64);
        expect(np.r_(np.slice(3), [0.5], 1n).tolist()).toEqual([0, 1, 2, 0.5, 1]);
        expect(np.r_(new Float32Array(2), 1).dtype).toBe(np.float32);
        expect(np.r_('r', [1, 2]).shape).toEqual([1, 2]);
        expect(np.r_('c', [1, 2]).shape).toEqual([2, 1]);
        expect(np.c_([1, 2], [3, 4]).tolist()).toEqual([
            [1, 3],
            [2, 4],
        ]);
        const a = grid();
        expect(np.r_(a, a).shape).toEqual([6, 4]);
    });
    test.each([
        ['nothing', () => np.r_(), np.ValueError],
        ['only a directive', () => np.r_('0,2'), np.ValueError],
        ['an unknown one', () => np.r_('rc', [1]), np.ValueError],
        ['a late one', () => np.r_([1], 'r'), np.ValueError],
        ['shapes that differ', () => np.c_([1, 2], [3]), np.ValueError],
        ['an axis too many', () => np.r_('3', [1, 2]), np.AxisError],
        ['too large for a matrix', () => np.r_('r', np.ones([2, 2, 2])), np.ValueError],
        ['what is no array', () => np.r_([1], {} as never), TypeError],
    ] as [string, () => unknown, any][])('%s: refused', (_, call, error) => {
        np.scope(() => void expect(call).toThrow(error));
    });
});

describe('functions applied', () => {
    scoped('lines are views; what follows goes to the function', () => {
        const a = np.array([
            [3, 1, 2],
            [6, 5, 4],
        ]);
        const seen: unknown[] = [];
        const result = np.apply_along_axis(
            (line, ...rest) => {
                seen.push([line.shape, line.base === a, ...rest]);
                return line.at(-1);
            },
            1,
            a,
            'more',
            { key: 1 },
        );
        expect(result.tolist()).toEqual([2, 4]);
        expect(seen).toEqual(new Array(2).fill([[3], true, 'more', { key: 1 }]));
        const clear = (line: np.NDArray) => {
            line.fill(0);
            return 0;
        };
        np.apply_along_axis(clear, 0, a);
        expect(a.sum()).toBe(0);
    });
    scoped('results of any kind; the first says which', () => {
        const a = grid();
        const by = (fn: (line: np.NDArray) => any) => np.apply_along_axis(fn, 0, a);
        expect(by((line) => line.at(0) === 1).tolist()).toEqual([false, true, false, false]);
        expect(by((line) => [line.item(0), 0.5]).tolist()).toEqual([
            [0, 1, 2, 3],
            [0.5, 0.5, 0.5, 0.5],
        ]);
        expect(by((line) => BigInt(line.item(1) as number)).dtype).toBe(np.int64);
        expect(by(() => np.complex(0, 1)).dtype).toBe(np.complex128);
        expect(by((line) => line).tolist()).toEqual(a.tolist());
        let turn = 0;
        expect(by(() => np.array([++turn], 'int8')).tolist()).toEqual([[1, 2, 3, 4]]);
        expect(() => by(() => new Float64Array(turn++))).toThrow(np.ValueError);
    });
    scoped('by keyword', () => {
        const a = grid();
        const result = np.apply_along_axis(lib.sum, { axis: 1, arr: a });
        expect(result.tolist()).toEqual([6, 22, 38]);
        const kept = np.apply_along_axis(lib.sum, { axis: 1, arr: a, keepdims: true });
        expect(kept.shape).toEqual([3, 1]);
        expect(() => lib.apply_along_axis(lib.sum, 1, a, { axis: 1 })).toThrow(/multiple values/);
        expect(() => lib.apply_along_axis(lib.sum, 1)).toThrow(/missing.*'arr'/);
        expect(lib.apply_over_axes(lib.sum, { a, axes: [0, 1] }).tolist()).toEqual([[66]]);
        expect(() => lib.apply_over_axes(lib.sum, a, 0, 1)).toThrow(TypeError);
    });
    test('what a function throws passes through, and frees what was made', () => {
        const a = np.ones([50, 3]);
        const before = memory.blocks;
        const fail = () => {
            throw new Error('enough');
        };
        let calls = 0;
        expect(() => np.apply_along_axis(fail, 0, a)).toThrow('enough');
        expect(() => np.apply_along_axis(() => (++calls > 9 ? fail() : 1), 1, a)).toThrow('enough');
        expect(calls).toBe(10);
        expect(() => np.apply_over_axes(fail, [[1, 2]], 0)).toThrow('enough');
        expect(() => np.mask_indices(3, fail)).toThrow('enough');
        expect(memory.blocks).toBe(before);
        a.dispose();
    });
});

describe('ufunc.at', () => {
    scoped('keys as of at, or in a list as of set', () => {
        const a = np.zeros([3, 4]);
        np.add.at(a, '1:', 1);
        np.add.at(a, np.slice(1), 2);
        np.add.at(a, ['...', [0, 0, 3]], 10);
        np.add.at(a, np.greater(a, 20), 100);
        np.add.at(a, 2, 0.5);
        np.add.at(a, np.s_(0, ':2'), 0.25);
        np.add.at(a, np.ix_([1], [1, 2]), -1);
        expect(a.tolist()).toEqual([
            [122.25, 2.25, 2, 12],
            [121, 0, 0, 11],
            [121.5, 1.5, 1.5, 11.5],
        ]);
    });
    scoped('a whole number counts as an integer', () => {
        const a = np.array([2n ** 60n + 1n, 3n]);
        np.add.at(a, [0], 1);
        expect(a.item(0)).toBe(2n ** 60n + 2n);
        const bits = np.ones(2, 'uint8');
        np.left_shift.at(bits, [0, 0], 2);
        expect(bits.tolist()).toEqual([16, 1]);
    });
    scoped('refused keys leave the array as it is', () => {
        const a = np.zeros([3, 4]) as np.NDArray;
        for (const key of [
            '3',
            '0, 4',
            '..., ...',
            'x',
            [0.5],
            ['1:', [4]],
            [[true]],
            {},
            undefined,
        ]) {
            expect(() => lib.add.at(a, key, 1)).toThrow(np.IndexError);
        }
        expect(() => np.add.at(a, '1:', [1, 2, 3])).toThrow(np.ValueError);
        expect(a.any()).toBe(false);
        const dead = np.ones(3);
        dead.dispose();
        expect(() => np.add.at(dead, '1:', 1)).toThrow('disposed');
    });
});

test('nothing is left behind, whether calls succeed or fail', () => {
    const a = np.ones([4, 3]);
    const line = np.ones(3, 'bool');
    const calls: [() => any, any?][] = [
        [() => np.tril(a)],
        [() => np.triu([[1, 2]], 1)],
        [() => np.triu(1), TypeError],
        [() => np.tril([[1], [1, 2]] as never), np.ValueError],
        [() => np.tri(3)],
        [() => np.tri(1.5), TypeError],
        [() => np.tri(1e9), np.ValueError],
        [() => np.diag([1, 2])],
        [() => np.diag(line, 2 ** 31), np.ValueError],
        [() => np.diag([1, 2], 1e9), np.ValueError],
        [() => np.diag(1), np.ValueError],
        [() => np.diag([[1, 2]], 'x' as never), TypeError],
        [() => np.diagflat([[1, 2]])],
        [() => np.diagflat(a)],
        [() => np.diagonal([1, 2]), np.ValueError],
        [() => np.diagonal([[1, 2]], 0, 5), np.AxisError],
        [() => np.fill_diagonal(a, [1, 2])],
        [() => np.fill_diagonal([[1]] as never, 1), TypeError],
        [() => np.fill_diagonal(line, [1, 2]), np.ValueError],
        [() => np.tril_indices(4)],
        [() => np.tril_indices(1e9), np.ValueError],
        [() => np.triu_indices_from([[1, 2]])],
        [() => np.tril_indices_from([1, 2]), np.ValueError],
        [() => np.diag_indices(3)],
        [() => np.diag_indices_from([[1]])],
        [() => np.diag_indices_from([1]), np.ValueError],
        [() => np.mask_indices(3, () => line)],
        [() => np.ix_([1, 2], line, [true])],
        [() => np.ix_([1, 2], [[1]]), np.ValueError],
        [() => np.mgrid('0:3', '0:1:2j')],
        [() => np.mgrid('0:1:3j')],
        [() => np.ogrid('0:3', '0:1:2j')],
        [() => np.indices([2, 3])],
        [() => np.indices([2, 3], { sparse: true })],
        [() => np.indices([3, 2], 'bool'), TypeError],
        [() => np.indices([2, 3], 'bool', true), TypeError],
        [() => np.r_('0:3', [1, 2], 7, line, '0:1:3j')],
        [() => np.r_('r', [1, 2], 2.5)],
        [() => np.r_('c', '1:3')],
        [() => np.c_([1, 2], '0:2')],
        [() => np.c_([1, 2], '0:3'), np.ValueError],
        [() => np.apply_along_axis((x) => [x.size], 1, a)],
        [() => np.apply_along_axis((x) => x, 1, [[1, 2]])],
        [() => np.apply_along_axis((x) => x.item(0), 0, [1, 2])],
        [() => np.apply_along_axis((x) => x, 2, [[1, 2]]), np.AxisError],
        [() => np.apply_over_axes((x) => x, [[1, 2]], [])],
        [() => np.apply_over_axes(() => 1, [[1, 2]], 0), np.ValueError],
        [() => np.apply_over_axes(() => [[1]], [[1, 2]], [0])],
        [() => np.add.at(a, ['1:', [0, 0]], [1, 2])],
        [() => np.add.at(a, line.at('::-1'), 1), np.IndexError],
        [() => np.add.at(a, ['...', line], [1, 2, 3, 4]), np.ValueError],
        [() => np.negative.at(a.T, '1')],
    ];
    for (const [call, error] of calls) {
        const before = memory.blocks;
        if (error !== undefined) expect(call).toThrow(error);
        else {
            const result = call();
            for (const made of Array.isArray(result) ? result : [result]) {
                if (made !== undefined && made !== a) made.dispose();
            }
        }
        if (memory.blocks !== before) throw new Error(`${call} left something behind`);
    }
    a.dispose();
    line.dispose();
});

test('arrays that live in JavaScript buffers', async () => {
    await np.init({ memory: { budget: 0 } });
    const a = np.arange(12, { dtype: 'float64' }).reshape(3, 4) as np.NDArray;
    expect(a.diagonal(1).tolist()).toEqual([1, 6, 11]);
    expect(np.tril(a, -1).tolist()).toEqual([
        [0, 0, 0, 0],
        [4, 0, 0, 0],
        [8, 9, 0, 0],
    ]);
    np.fill_diagonal(a, [-1, -2]);
    expect(np.diag(a).tolist()).toEqual([-1, -2, -1]);
    np.add.at(a, ['1:', [0, 0]], 1);
    expect(a.at(':, 0').tolist()).toEqual([-1, 6, 10]);
    expect(np.diag([1, 2]).tolist()).toEqual([
        [1, 0],
        [0, 2],
    ]);
    expect(np.mgrid('0:2', '0:2').tolist()).toEqual(np.indices([2, 2]).tolist());
    expect(np.r_('0:3', [5]).tolist()).toEqual([0, 1, 2, 5]);
    expect(np.triu_indices(2).map((x) => x.tolist())).toEqual([
        [0, 0, 1],
        [0, 1, 1],
    ]);
    expect(np.apply_along_axis((x) => x.size, 0, a).tolist()).toEqual([3, 3, 3, 3]);
    await np.init();
});

// The array and the functions as a program calls them: what the oracle tests, which compare values with
// NumPy, do not look at.
import { inspect } from 'node:util';
import * as np from 'raptors';

afterEach(() => np.runtime.memory.flush());

describe('arguments', () => {
    const a = np.arange(6).reshape(2, 3);

    test('by position, by keyword, both', () => {
        expect(np.sum(a, 0).tolist()).toEqual([3, 5, 7]);
        expect(np.sum(a, { axis: 0 }).tolist()).toEqual([3, 5, 7]);
        expect(np.sum(a, 0, { keepdims: true }).shape).toEqual([1, 3]);
        expect(np.sum(a, null, 'float32', null, true).shape).toEqual([1, 1]);
        expect(np.linspace(0, 1, { num: 5 }).tolist()).toEqual([0, 0.25, 0.5, 0.75, 1]);
        expect(np.add(a, 1, undefined, { dtype: 'float64' }).dtype).toBe(np.float64);
        expect(np.sqrt(a, undefined, { dtype: 'float32' }).dtype).toBe(np.float32);
    });

    test('an unknown, doubled or missing one is a TypeError that names it and the function', () => {
        const call = np as unknown as Record<string, (...args: unknown[]) => unknown>;
        expect(() => call.sum!(a, { axes: 0 })).toThrow(
            "sum() got an unexpected keyword argument 'axes'",
        );
        expect(() => call.add!(a, 1, { whare: 1 })).toThrow(
            "add() got an unexpected keyword argument 'whare'",
        );
        expect(() => call.zeros!(3, { dtyp: 'f4' })).toThrow('zeros() got an unexpected keyword');
        expect(() => call.sum!(a, 0, { axis: 0 })).toThrow(
            "sum() got multiple values for argument 'axis'",
        );
        expect(() => call.full!(3)).toThrow("full() missing required argument 'fill_value'");
        expect(() => call.add!(a)).toThrow(
            'add() takes from 2 to 3 positional arguments but 1 were given',
        );
        expect(() => call.eye!(1, 2, 3, 'f4', 'C', 6)).toThrow('positional arguments');
        for (const name of [
            'sum',
            'zeros',
            'clip',
            'arange',
            'reshape',
            'array',
            'mean',
            'argmax',
        ]) {
            expect(() => call[name]!(a, { no_such_key: 1 })).toThrow(TypeError);
        }
        expect(() => (a as unknown as { sum(x: object): void }).sum({ no_such_key: 1 })).toThrow(
            TypeError,
        );
    });

    test('device, like, subok', () => {
        expect(np.zeros(2, { device: 'cpu', like: a }).size).toBe(2);
        expect(() => np.zeros(2, { device: 'gpu' as 'cpu' })).toThrow(np.ValueError);
        expect(np.zeros_like(a, { subok: false }).dtype).toBe(np.int32);
    });
});

describe('values in', () => {
    test('dtypes of JavaScript values', () => {
        expect(np.array([1, 2]).dtype).toBe(np.float64);
        expect(np.array([1n, 2n]).dtype).toBe(np.int64);
        expect(np.array([2n ** 63n]).dtype).toBe(np.uint64);
        expect(np.array([true, false]).dtype).toBe(np.bool);
        expect(np.array([true, 2]).dtype).toBe(np.float64);
        expect(np.array([np.complex(1, 2), 3]).dtype).toBe(np.complex128);
        expect(np.array([]).dtype).toBe(np.float64);
        expect(np.array(5).ndim).toBe(0);
        expect(np.array([np.float32(1), np.float32(2)]).dtype).toBe(np.float32);
        expect(np.array([np.arange(3), [4, 5, 6]]).tolist()).toEqual([
            [0, 1, 2],
            [4, 5, 6],
        ]);
    });

    test('typed arrays of every kind, subarrays, iterables, __array__', () => {
        expect(np.array(new Float32Array([1, 2])).dtype).toBe(np.float32);
        expect(np.array(new Uint8ClampedArray([1, 2])).dtype).toBe(np.uint8);
        expect(np.array(new BigInt64Array([1n])).tolist()).toEqual([1]);
        expect(np.array(new Int16Array([1, 2, 3]).subarray(1)).tolist()).toEqual([2, 3]);
        expect(np.array([new Float32Array(2), new Float32Array(2)]).shape).toEqual([2, 2]);
        expect(np.array(new Set([3, 4])).tolist()).toEqual([3, 4]);
        expect(np.add({ __array__: () => [1, 2] }, 1).tolist()).toEqual([2, 3]);
        expect(() => np.array('text' as never)).toThrow(TypeError);
        expect(() => np.array(new DataView(new ArrayBuffer(8)) as never)).toThrow(TypeError);
        expect(() => np.array([undefined] as never)).toThrow(TypeError);
    });

    test('a wanted dtype', () => {
        expect(np.array([1.9, -1.9], 'int8').tolist()).toEqual([1, -1]);
        expect(np.array([1, 2], 'float16').tolist()).toEqual([1, 2]);
        expect(np.array([1, 2], '>f4').dtype.str).toBe('>f4');
        expect(np.array([1, 2], '>f4').tolist()).toEqual([1, 2]);
        expect(np.array([9007199254740993n], 'int64').tolist()).toEqual([9007199254740993n]);
        expect(() => np.array([300], 'uint8')).toThrow(np.OverflowError);
        expect(() => np.array([-1n], 'uint64')).toThrow(np.OverflowError);
        expect(() => np.array([Number.NaN], 'int32')).toThrow(np.ValueError);
        expect(() => np.array([np.complex(1, 1)], 'float64')).toThrow(TypeError);
        expect(() => np.array([1], 'no such dtype')).toThrow(TypeError);
    });

    test('copy, ndmin, order; data comes back without a copy', () => {
        const a = np.array([
            [1, 2],
            [3, 4],
        ]);
        expect(np.asarray(a)).toBe(a);
        expect(np.asarray(a.data)).toBe(a);
        expect(np.array(a)).not.toBe(a);
        expect(np.array(a, { copy: null })).toBe(a);
        expect(() => np.array([1], { copy: false })).toThrow(np.ValueError);
        expect(() => np.array(a, 'float32', { copy: false })).toThrow(np.ValueError);
        expect(np.array([1, 2], { ndmin: 3 }).shape).toEqual([1, 1, 2]);
        expect(np.array(a, { order: 'F' }).flags.F_CONTIGUOUS).toBe(true);
        expect(
            np.array(
                [
                    [1, 2],
                    [3, 4],
                ],
                { order: 'F' },
            ).strides,
        ).toEqual([8, 16]);
    });

    test('ragged lists', () => {
        expect(() => np.array([[1, 2], [3]])).toThrow('inhomogeneous');
        expect(() => np.array([1, [2]] as never)).toThrow(np.ValueError);
        expect(np.array([[], []]).shape).toEqual([2, 0]);
    });
});

describe('values out', () => {
    test('elements and whole reductions are JavaScript values, results of arrays are arrays', () => {
        const a = np.array([
            [1, 2],
            [3, 4],
        ]);
        expect(a.at(1, 0)).toBe(3);
        expect(a.at<np.NDArray>(0).tolist()).toEqual([1, 2]);
        expect(a.item(3)).toBe(4);
        expect(a.item(1, 1)).toBe(4);
        expect(np.max(a)).toBe(4);
        expect(np.any(a)).toBe(true);
        expect(np.argmax(a)).toBe(3);
        expect(np.sum(np.array([np.complex(1, 2)]))).toEqual(np.complex(1, 2));
        expect(np.sum(np.array([2n ** 62n, 1n]))).toBe(2n ** 62n + 1n);
        expect(np.sum(np.array([1n, 2n]))).toBe(3);
        expect(np.add(1, 2)).toBe(3);
        expect(np.divide(1, 2)).toBe(0.5);
        expect(np.isnan(Number.NaN)).toBe(true);
        expect(np.add(np.float64(1), 2).ndim).toBe(0);
        expect(np.divmod(7, 3)).toEqual([2, 1]);
    });

    test('typed arrays', () => {
        const a = np.arange(6, { dtype: 'int16' }).reshape(2, 3);
        expect(a.data).toEqual(new Int16Array([0, 1, 2, 3, 4, 5]));
        a.data[0] = 9;
        expect(a.at(0, 0)).toBe(9);
        expect(() => a.T.data).toThrow('toTypedArray');
        expect(a.T.toTypedArray()).toEqual(new Int16Array([9, 3, 1, 4, 2, 5]));
        expect(np.array([np.complex(1, 2)]).toTypedArray()).toEqual(new Float64Array([1, 2]));
        expect(np.array([true]).data).toEqual(new Uint8Array([1]));
        expect(np.array([1], 'float16').data).toEqual(new Uint16Array([0x3c00]));
        const copy = a.toTypedArray();
        copy[0] = 1;
        expect(a.at(0, 0)).toBe(9);
        expect(np.zeros([0, 3]).toTypedArray().length).toBe(0);
    });

    test('iteration, valueOf, text', () => {
        const a = np.arange(4).reshape(2, 2);
        expect([...a].map((row) => (row as np.NDArray).tolist())).toEqual([
            [0, 1],
            [2, 3],
        ]);
        expect([...np.arange(3)]).toEqual([0, 1, 2]);
        expect(() => [...np.array(1)]).toThrow(TypeError);
        expect(+np.array([5]) + 1).toBe(6);
        expect(() => +a).toThrow(TypeError);
        expect(String(a)).toBe('[[0 1]\n [2 3]]');
        expect(inspect(a)).toBe('array([[0, 1],\n       [2, 3]], dtype=int32)');
        expect(inspect(np.array([1, 2.5]))).toBe('array([1. , 2.5])');
        expect(String(np.array([Number.NaN, -1]))).toBe('[nan -1.]');
        expect(String(np.arange(2000))).toBe('[   0    1    2 ... 1997 1998 1999]');
        expect(String(np.array(true))).toBe('True');
        expect(String(np.zeros([0]))).toBe('[]');
        expect(inspect(np.float32)).toBe("dtype('float32')");
        expect(String(np.array([np.complex(1, -2)]))).toBe('[1.-2.j]');
    });
});

describe('the array', () => {
    test('attributes', () => {
        const a = np.zeros([2, 3], 'float32');
        expect([a.ndim, a.size, a.itemsize, a.nbytes]).toEqual([2, 6, 4, 24]);
        expect(a.strides).toEqual([12, 4]);
        a.shape[0] = 100; // A copy.
        expect(a.shape).toEqual([2, 3]);
        expect(a.base).toBeNull();
        expect(a.T.base).toBe(a);
        expect(a.T.at('0:1').base).toBe(a);
    });

    test('flags', () => {
        const a = np.zeros([2, 3]);
        const { flags } = a;
        expect([flags.C_CONTIGUOUS, flags.F_CONTIGUOUS, flags.OWNDATA]).toEqual([
            true,
            false,
            true,
        ]);
        expect([flags.WRITEABLE, flags.ALIGNED, flags.WRITEBACKIFCOPY]).toEqual([
            true,
            true,
            false,
        ]);
        expect([a.T.flags.FNC, a.T.flags.FORC, a.T.flags.OWNDATA]).toEqual([true, true, false]);
        a.setflags({ write: false });
        expect(() => a.fill(1)).toThrow(np.ValueError);
        expect(() => np.add(a, 1, { out: a })).toThrow(np.ValueError);
        expect(() => a.set([0, 0], 1)).toThrow(np.ValueError);
        expect(() => a.at('0').setflags(true)).toThrow(np.ValueError);
        a.flags.writeable = true;
        a.fill(1);
        expect(np.sum(a)).toBe(6);
        expect(np.broadcast_to(a, [4, 2, 3]).flags.WRITEABLE).toBe(false);
        expect(np.zeros(9, 'int8').at('1:').view('int16').flags.ALIGNED).toBe(false);
    });

    test('keys', () => {
        const a = np.arange(24).reshape(2, 3, 4);
        expect(a.at('...', 0).shape).toEqual([2, 3]);
        expect(a.at(np.newaxis, 0).shape).toEqual([1, 3, 4]);
        expect(a.at(1, '::-1', '1:3').tolist()).toEqual([
            [21, 22],
            [17, 18],
            [13, 14],
        ]);
        expect(a.at('1, ::2, -1').tolist()).toEqual([15, 23]);
        expect(a.at(np.slice(1), np.slice(0, 2), np.slice(null, null, 2)).shape).toEqual([1, 2, 2]);
        expect(a.at(1n, 2n, 3n)).toBe(23);
        expect(np.arange(3).at('...', 1).ndim).toBe(0);
        a.set(['...', 0], 100);
        expect(a.at(0, 0, 0)).toBe(100);
        a.set([0], np.zeros([3, 4]));
        expect(np.sum(a.at('0:1'))).toBe(0);
        for (const keys of [
            [5],
            [0, 0, 0, 0],
            ['x'],
            ['1:2:0'],
            [1.5],
            [{}],
            [[0, 5]],
            [[0, 0.5]],
        ]) {
            expect(() => a.at(...(keys as number[]))).toThrow(RangeError);
        }
        expect(() => a.at(2)).toThrow(np.IndexError);
        expect(() => a.set([0], [1, 2])).toThrow(np.ValueError);
        expect(() => np.zeros(2, 'uint8').set([0], 300)).toThrow(np.OverflowError);
    });

    test('methods are the functions', () => {
        const a = np.array([
            [3, 1],
            [2, 4],
        ]);
        expect(a.add(1).tolist()).toEqual([
            [4, 2],
            [3, 5],
        ]);
        expect(a.less(3).tolist()).toEqual([
            [false, true],
            [true, false],
        ]);
        expect(a.power(2).sum()).toBe(30);
        expect(a.negative().min()).toBe(-4);
        expect(a.mean()).toBe(2.5);
        expect(a.var({ ddof: 1 })).toBeCloseTo(5 / 3);
        expect(a.cumsum().tolist()).toEqual([3, 4, 6, 10]);
        expect(a.cumsum(1).tolist()).toEqual([
            [3, 4],
            [2, 6],
        ]);
        expect(a.argmax()).toBe(3);
        expect(a.clip(2, 3).tolist()).toEqual([
            [3, 2],
            [2, 3],
        ]);
        expect(a.clip({ min: 2 }).tolist()).toEqual([
            [3, 2],
            [2, 4],
        ]);
        expect(np.clip(a, null, 2).tolist()).toEqual([
            [2, 1],
            [2, 2],
        ]);
        expect(a.ptp()).toBe(3);
        expect(a.ravel('F').tolist()).toEqual([3, 2, 1, 4]);
        expect(a.flatten().flags.OWNDATA).toBe(true);
        expect(a.reshape([4]).base).toBe(a);
        expect(a.reshape(4, { copy: true }).base).toBeNull();
        expect(a.astype('int8').dtype).toBe(np.int8);
        expect(a.astype('float64', { copy: false })).toBe(a);
        expect(() => a.astype('int8', { casting: 'safe' })).toThrow(TypeError);
        expect(a.view('int64').shape).toEqual([2, 2]);
        const swapped = np.array([1, 256], 'int16').byteswap();
        expect(swapped.tolist()).toEqual([256, 1]);
        expect(np.array([1], 'int16').byteswap(true).tolist()).toEqual([256]);
    });
});

describe('ufuncs', () => {
    test('are objects', () => {
        expect(np.add.name).toBe('add');
        expect([np.add.nin, np.add.nout, np.add.nargs]).toEqual([2, 1, 3]);
        expect(np.add.types).toContain('dd->d');
        expect(np.add.ntypes).toBe(np.add.types.length);
        expect([np.add.identity, np.multiply.identity, np.subtract.identity]).toEqual([0, 1, null]);
        expect(inspect(np.add)).toBe("<ufunc 'add'>");
        expect(np.mod).toBe(np.remainder);
        expect(np.abs).toBe(np.absolute);
    });

    test('out is what is returned; where, dtype, casting, signature', () => {
        const a = np.array([1, 2, 3]);
        const out = np.zeros(3);
        expect(np.add(a, 1, out)).toBe(out);
        expect(np.add(a, 1, { out, where: [true, false, true] }).tolist()).toEqual([2, 3, 4]);
        out.fill(0);
        expect(np.add(a, 1, { out: [out], where: [true, false, true] }).tolist()).toEqual([
            2, 0, 4,
        ]);
        expect(np.add(a, 1, { dtype: 'float32' }).dtype).toBe(np.float32);
        expect(np.add(a, 1, { signature: 'ff->f', casting: 'unsafe' }).dtype).toBe(np.float32);
        expect(() => np.add(a, 1, { dtype: 'int8' })).toThrow(TypeError);
        expect(() => np.add(a, 1, { out: np.zeros(2) })).toThrow(np.ValueError);
        expect(() => np.add(a, 1, { out: np.zeros(3, 'int8') })).toThrow(TypeError);
        expect(() => np.add(a, 1, out, { out } as never)).toThrow(TypeError);
        const [q, r] = np.divmod(a, 2) as [np.NDArray, np.NDArray];
        expect([q.tolist(), r.tolist()]).toEqual([
            [0, 1, 1],
            [1, 0, 1],
        ]);
    });

    test('numbers take on the dtype of their company', () => {
        const a = np.array([1, 2], 'int8');
        expect(np.add(a, 1).dtype).toBe(np.int8);
        expect(np.add(a, 1.5).dtype).toBe(np.float64);
        expect(np.add(np.array([1], 'float32'), 1.5).dtype).toBe(np.float32);
        expect(np.add(a, np.complex(0, 1)).dtype).toBe(np.complex128);
        expect(np.add(np.array([true]), 1).dtype).toBe(np.int64);
        expect(np.add(a, np.float32(1)).dtype).toBe(np.float32);
        expect(() => np.add(a, 300n)).toThrow(np.OverflowError);
    });

    test('methods', () => {
        const a = np.arange(6).reshape(2, 3);
        expect((np.add.reduce(a) as np.NDArray).tolist()).toEqual([3, 5, 7]);
        expect(np.add.reduce(a, { axis: null })).toBe(15);
        expect(np.multiply.accumulate([1, 2, 3]).tolist()).toEqual([1, 2, 6]);
        expect(np.add.reduceat(np.arange(8), [0, 4, 1]).tolist()).toEqual([6, 4, 28]);
        expect((np.multiply.outer([1, 2], [3, 4]) as np.NDArray).tolist()).toEqual([
            [3, 4],
            [6, 8],
        ]);
        const b = np.zeros(3);
        np.add.at(b, [0, 0, 2], 1);
        expect(b.tolist()).toEqual([2, 0, 1]);
        expect(() => np.subtract.reduce(np.zeros([2, 0]), { axis: 1 })).toThrow(np.ValueError);
    });
});

describe('dtypes', () => {
    test('by every spelling', () => {
        for (const name of [
            'float64',
            '<f8',
            'f8',
            'd',
            'double',
            Number,
            np.float64,
            Float64Array,
        ]) {
            expect(np.dtype(name)).toBe(np.float64);
        }
        expect(np.dtype('>i4').newbyteorder('=')).toBe(np.int32);
        expect(() => np.dtype('foo')).toThrow(TypeError);
        expect(() => np.dtype(5 as never)).toThrow(TypeError);
        expect(np.intp).toBe(np.int32);
    });

    test('called, they make strong scalars', () => {
        expect(np.float32(2).ndim).toBe(0);
        expect(np.float32(2).dtype).toBe(np.float32);
        expect(np.int16([1, 2]).tolist()).toEqual([1, 2]);
        expect(np.int16().item()).toBe(0);
    });

    test('questions', () => {
        expect(np.can_cast('int32', 'float64')).toBe(true);
        expect(np.can_cast('float64', 'int32', 'same_kind')).toBe(false);
        expect(np.can_cast('float64', 'float32', { casting: 'same_kind' })).toBe(true);
        expect(() => np.can_cast('f8', 'f4', 'nonsense' as never)).toThrow(np.ValueError);
        expect(np.promote_types('int8', 'uint8')).toBe(np.int16);
        expect(np.result_type(np.array([1], 'int8'), 3)).toBe(np.int8);
        expect(np.result_type('float32', 1.5)).toBe(np.float32);
        expect(np.min_scalar_type(255)).toBe(np.uint8);
        expect(np.finfo('float32').eps).toBe(2 ** -23);
        expect(np.iinfo('int64').max).toBe(2n ** 63n - 1n);
        expect(np.iinfo('uint8').max).toBe(255);
        expect(np.issubdtype(np.float32, np.floating)).toBe(true);
        expect(np.isdtype(np.int8, 'integral')).toBe(true);
        expect(() => np.isdtype(np.int8, 'nonsense')).toThrow(np.ValueError);
        expect(() => np.finfo('int8')).toThrow();
    });
});

test('bad sizes', () => {
    expect(() => np.zeros(-1)).toThrow(np.ValueError);
    expect(() => np.zeros(10 ** 12)).toThrow(RangeError);
    expect(() => np.zeros([2 ** 53, 2 ** 53])).toThrow(RangeError);
    expect(() => np.zeros(1.5)).toThrow(TypeError);
    expect(() => np.zeros(new Array(65).fill(1))).toThrow(np.ValueError);
    expect(() => np.ones(3).reshape(2, 2)).toThrow(np.ValueError);
    expect(() => np.sum(np.ones([2, 2]), { axis: [0, 0] })).toThrow(np.ValueError);
    expect(() => np.sum(np.ones(2), { axis: 1 })).toThrow(np.AxisError);
});

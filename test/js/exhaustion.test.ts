// Memory that ends in the middle of an operation, at every place where it can.
import * as np from 'raptors';

const MIB = 2 ** 20;
const PAGE = 65536;
const lib = np as any;

// No room for JavaScript buffers either: past the heap's end there is nothing.
const limited = { memory: { initial: 4 * MIB, maximum: 4 * MIB, budget: 2 ** 40 } };

interface Case {
    make(): np.NDArray[];
    call(...arrays: np.NDArray[]): unknown;
}
const N = 20_000;
const floats = () => np.arange(N, { dtype: 'float64' }) as np.NDArray;
const cases: Record<string, Case> = {
    add: { make: () => [floats(), floats()], call: (x, y) => np.add(x, y) },
    'add of other dtypes': {
        make: () => [floats(), np.arange(N, { dtype: 'int16' }) as np.NDArray],
        call: (x, y) => np.add(x, y),
    },
    'add of strided': {
        make: () => [np.zeros([N, 2]).at(':, 0'), floats()],
        call: (x, y) => np.add(x, y),
    },
    'add over itself': {
        make: () => [floats()],
        call: (x) => np.add(x.at('1:'), x.at(':-1'), { out: x.at('1:') }),
    },
    'add into another dtype': {
        make: () => [floats(), np.zeros(N, 'float32')],
        call: (x, out) => np.add(x, x, { out }),
    },
    'add in place backwards': {
        make: () => [floats()],
        call: (x) => np.multiply(x.at('::-1'), x, { out: x }),
    },
    divmod: { make: () => [floats()], call: (x) => np.divmod(x, 3) },
    where: {
        make: () => [floats(), np.ones(N, 'bool')],
        call: (x, where) => np.add(x, x, { where, out: x.at('::-1') }),
    },
    sum: { make: () => [floats().reshape(100, 200) as np.NDArray], call: (x) => np.sum(x, 0) },
    'sum in another dtype': {
        make: () => [floats()],
        call: (x) => np.sum(x, { dtype: 'complex128', keepdims: true }),
    },
    mean: { make: () => [floats().reshape(20, 1000) as np.NDArray], call: (x) => np.mean(x, 0) },
    var: {
        make: () => [floats().reshape(20, 1000) as np.NDArray, np.ones(1, 'bool')],
        call: (x, where) => np.var(x, 1, { where }),
    },
    std: { make: () => [floats()], call: (x) => np.std(x, { keepdims: true }) },
    ptp: { make: () => [floats().reshape(2, -1) as np.NDArray], call: (x) => np.ptp(x, 0) },
    cumsum: { make: () => [np.ones(N, 'int8')], call: (x) => np.cumsum(x) },
    'cumsum over itself': {
        make: () => [floats()],
        call: (x) => np.cumsum(x, { out: x.at('::-1') }),
    },
    argmax: { make: () => [np.zeros([100, 400]).at(':, ::2')], call: (x) => np.argmax(x) },
    count_nonzero: {
        make: () => [floats().reshape(20, 1000) as np.NDArray],
        call: (x) => np.count_nonzero(x, 0),
    },
    reduceat: {
        make: () => [np.ones(N, 'float16')],
        call: (x) => np.add.reduceat(x, [0, 5, 3], { dtype: 'float64' }),
    },
    outer: {
        make: () => [np.ones(300), np.ones(60, 'int8')],
        call: (x, y) => np.multiply.outer(x, y),
    },
    at: {
        make: () => [floats(), np.zeros(N, 'int16'), np.ones(1, 'int8')],
        call: (x, i, y) => np.add.at(x, i, y),
    },
    astype: { make: () => [floats()], call: (x) => x.astype('complex128') },
    copy: { make: () => [floats().reshape(100, 200).T as np.NDArray], call: (x) => x.copy() },
    reshape: {
        make: () => [floats().reshape(100, 200).T as np.NDArray],
        call: (x) => x.reshape(-1),
    },
    flatten: {
        make: () => [floats().reshape(100, 200) as np.NDArray],
        call: (x) => x.flatten('F'),
    },
    'set of itself': { make: () => [floats()], call: (x) => x.set('1:', x.at(':-1')) },
    tolist: { make: () => [floats().at('::-1') as np.NDArray], call: (x) => x.tolist() },
    toTypedArray: {
        make: () => [floats().at('::-1') as np.NDArray],
        call: (x) => x.toTypedArray(),
    },
    array: { make: () => [], call: () => np.array([new Float64Array(N), new Float64Array(N)]) },
    'array of typed': {
        make: () => [],
        call: () => np.array(new Float64Array(N), { dtype: 'complex64' }),
    },
    full: { make: () => [], call: () => np.full([200, 100], 1.5) },
    zeros_like: { make: () => [floats()], call: (x) => np.zeros_like(x, { dtype: 'complex128' }) },
    arange: { make: () => [], call: () => np.arange(N, { dtype: 'float64' }) },
    linspace: { make: () => [], call: () => np.linspace([0, 1], 2, N / 2) },
    eye: { make: () => [], call: () => np.eye(150) },
    byteswap: { make: () => [floats()], call: (x) => x.byteswap() },
    copyto: {
        make: () => [floats(), np.ones(N, 'int8'), np.ones(1, 'bool')],
        call: (x, y, where) => np.copyto(x, y, { where }),
    },
    clip: { make: () => [floats(), np.ones(N, 'float32')], call: (x, low) => np.clip(x, low, 5) },
    'at of a slice': { make: () => [floats()], call: (x) => np.add.at(x, '1:', x.at('1:')) },
    tril: { make: () => [floats().reshape(100, 200) as np.NDArray], call: (x) => np.tril(x) },
    tril_indices: { make: () => [], call: () => np.tril_indices(150) },
    diagflat: { make: () => [np.ones([10, 10]).T as np.NDArray], call: (x) => np.diagflat(x) },
    mgrid: { make: () => [], call: () => np.mgrid('0:100', '0:1:100j') },
    ogrid: { make: () => [], call: () => np.ogrid('0:10000', '0:1:10000j') },
    ix_: { make: () => [np.ones(N, 'bool')], call: (x) => np.ix_(x, x) },
    r_: { make: () => [floats()], call: (x) => np.r_(x, '0:3', 1) },
    apply_along_axis: {
        make: () => [floats().reshape(4, 5000) as np.NDArray],
        call: (x) => np.apply_along_axis((line) => line, 0, x),
    },
};

/** Fills the heap until only so many bytes, more or less, are left in one piece. */
function fillUp(left: number): np.NDArray[] {
    const hole = left > 0 ? np.empty(left, 'uint8') : null;
    const filling: np.NDArray[] = [];
    for (let size = 4 * MIB; size >= 64; size = size >> 1) {
        for (;;) {
            const start = np.runtime.memory.spilled;
            try {
                filling.push(np.empty(size, 'uint8') as np.NDArray);
            } catch (error) {
                expect(error).toBeInstanceOf(np.MemoryError);
                break;
            }
            if (np.runtime.memory.spilled > start) {
                // It went to a JavaScript buffer: the heap is full for this size.
                filling.pop()!.dispose();
                break;
            }
        }
    }
    hole?.dispose();
    return filling;
}

/** The largest array that the heap has room for: less than before if something was not given back. */
function room(): number {
    let [fits, fails] = [0, 4 * MIB];
    while (fails - fits > 64) {
        const size = (fits + fails) >> 1;
        const start = np.runtime.memory.spilled;
        np.empty(size, 'uint8').dispose();
        if (np.runtime.memory.spilled > start) fails = size;
        else fits = size;
    }
    return fits;
}
let most = 0;

beforeAll(async () => {
    await np.init({ threads: 1, ...limited });
    expect(np.runtime.limits.heap).toBe(4 * MIB);
    most = room();
    expect(most).toBeGreaterThan(2 * MIB);
});
afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(0);
    expect(room()).toBe(most);
});

const bytes = (a: np.NDArray) => {
    const base = a.base ?? a;
    return Buffer.from(base.data.buffer, base.data.byteOffset, base.data.byteLength).toString(
        'latin1',
    );
};

test.each(Object.entries(cases))('%s', (_, { make, call }) => {
    expect(np.runtime.memory.blocks).toBe(0);
    const wanted = np.scope(() => show(call(...make())));
    let failures = 0;
    let successes = 0;
    for (let left = 0; left < 2 * MIB; left = left < 1024 ? left + 256 : Math.floor(left * 1.35)) {
        const arrays = make();
        const before = arrays.map(bytes);
        const filling = fillUp(left);
        const { live, blocks } = np.runtime.memory;
        let result: unknown;
        let failed = false;
        try {
            result = call(...arrays);
        } catch (error) {
            expect(error).toBeInstanceOf(np.MemoryError);
            failed = true;
        }
        if (failed) {
            failures++;
            // Nothing is lost, nothing is changed, and it works again once there is room.
            expect(np.runtime.memory).toMatchObject({ live, blocks });
            expect(arrays.map(bytes)).toEqual(before);
            for (const filler of filling) filler.dispose();
            expect(np.scope(() => show(call(...arrays)))).toBe(wanted);
        } else {
            successes++;
            for (const filler of filling) filler.dispose();
            expect(show(result)).toBe(wanted);
        }
        const made = Array.isArray(result) ? result : [result];
        for (const item of [...made, ...arrays])
            if (item instanceof np.NDArray) (item.base ?? item).dispose();
        expect(np.runtime.memory.blocks).toBe(0);
    }
    expect(successes).toBeGreaterThan(0);
    expect(failures + successes).toBeGreaterThan(10);
});

function show(result: unknown): string {
    if (Array.isArray(result) && result[0] instanceof np.NDArray) return result.map(show).join();
    if (result instanceof np.NDArray)
        return `${result.dtype} [${result.shape}] ${result.toTypedArray().join()}`;
    return String(result);
}

test('a result larger than the heap lives in a JavaScript buffer', () => {
    const a = np.zeros(8 * MIB, 'uint8');
    expect(np.runtime.memory.spilled).toBeGreaterThan(0);
    expect(a.size).toBe(8 * MIB);
    // To work on it takes more than there is.
    expect(() => np.add(a, 1)).toThrow(np.MemoryError);
    const part = np.add(a.at(':100'), 1);
    expect(part.sum()).toBe(100);
    part.dispose();
    a.set([5], 3);
    expect(a.item(5)).toBe(3);
    a.dispose();
    expect(np.runtime.memory.blocks).toBe(0);
    expect(np.runtime.memory.heap).toBeLessThanOrEqual(4 * MIB + PAGE);
    expect(np.scope(() => lib.add(np.float64(1), 2).item())).toBe(3);
});

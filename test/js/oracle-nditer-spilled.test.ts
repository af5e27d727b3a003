// Iterators over arrays that lie in JavaScript buffers: with a budget of nothing each array is staged onto the
// heap for the length of a call.
import * as np from 'raptors';
import { testNditer } from './support/nditer.js';

beforeAll(async () => {
    await np.init({ memory: { budget: 0 } });
});

test('arrays lie there', () => {
    const { spilled } = np.runtime.memory;
    np.zeros(100).dispose();
    expect(np.runtime.memory.spilled).toBeGreaterThan(spilled);
});

testNditer();

test('what iteration yields is read and written there, once it is left too', () => {
    np.scope(() => {
        const a = np.arange(6, { dtype: 'float64' }).reshape(2, 3) as np.NDArray;
        const { live } = np.runtime.memory;
        const kept = [...(np.nditer(a, { op_flags: ['readwrite'] }) as Iterable<np.NDArray>)];
        for (const [i, x] of kept.entries()) x.set('...', 10 * i);
        expect(a.tolist()).toEqual([
            [0, 10, 20],
            [30, 40, 50],
        ]);
        using it = np.nditer([a, null], ['buffered'], {
            op_dtypes: ['int16', 'float32'],
            casting: 'unsafe',
        });
        for (const [x, y] of it as Iterable<np.NDArray[]>) y!.set('...', Number(x!.item()) + 0.5);
        expect(it.operands[1]!.tolist()).toEqual([
            [0.5, 10.5, 20.5],
            [30.5, 40.5, 50.5],
        ]);
        expect([...a.flat, ...a.T.flat].length).toBe(12);
        expect([...np.ndenumerate(a)].at(-1)).toEqual([[1, 2], 50]);
        expect(np.runtime.memory.live).toBeLessThan(live + 4096);
    });
});

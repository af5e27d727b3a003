import * as np from 'raptors';
import { arrayOf, bytesOf, describeThreads, expectNone, testCalls } from './support/calls.js';
import { type Place, readFixture, sameBytes } from './support/fixture.js';

interface Pairs {
    t: string;
    b: Place;
    n: number;
    to: Record<string, Place[]>; // several answers where NumPy contradicts itself
}
const fixture = readFixture<{ pairs: Pairs[] }>('casts');

/** One after the other, again and again, from some place on. */
function cycle(bytes: Uint8Array, itemsize: number, count: number, from = 0): Uint8Array {
    const out = new Uint8Array(count * itemsize);
    const n = bytes.length / itemsize;
    for (let i = 0; i < count; i++) {
        const at = ((from + i) % n) * itemsize;
        out.set(bytes.subarray(at, at + itemsize), i * itemsize);
    }
    return out;
}

describeThreads((threads) => {
    test.each(fixture.content.pairs)('from $t', ({ t, b, n, to }) => {
        const wrong: string[] = [];
        const bytes = fixture.bytes(b);
        const from = np.dtype(t);
        for (const [name, places] of Object.entries(to)) {
            const answers = places.map((place) => fixture.bytes(place));
            const { itemsize } = np.dtype(name);
            const check = (
                label: string,
                count: number,
                start: number,
                cast: (a: np.NDArray) => np.NDArray,
            ) =>
                np.scope(() => {
                    const { array } = arrayOf(
                        from.str,
                        [count],
                        cycle(bytes, from.itemsize, count, start),
                    );
                    const got = bytesOf(cast(array));
                    if (answers.some((way) => sameBytes(got, cycle(way, itemsize, count, start))))
                        return;
                    for (let i = 0; i < count; i++) {
                        const mine = got.slice(i * itemsize, (i + 1) * itemsize);
                        const k = ((start + i) % n) * itemsize;
                        const theirs = answers.map((way) => way.slice(k, k + itemsize));
                        if (theirs.some((way) => sameBytes(way, mine))) continue;
                        const hex = (x: Uint8Array) => Buffer.from(x).toString('hex');
                        wrong.push(
                            `${label}: ${t} to ${name}: ${String(array.item(i))} gave ${hex(mine)}, not ${hex(theirs[0]!)}`,
                        );
                        return;
                    }
                });
            const plain = (a: np.NDArray) => a.astype(name) as np.NDArray;
            check('contiguous', threads === 1 ? 3 * n + 3 : 70_000, 0, plain);
            if (threads > 1) continue;
            for (let count = 1; count < 24; count++)
                check(`length ${count}`, count, count * 5, plain);
            check('by one', 1, 1, plain);
            check('reversed', n, 0, (a) => a.at('::-1').astype(name).at('::-1'));
            check('strided', n, 0, (a) => {
                const apart = np.empty(3 * a.size, { dtype: t });
                apart.set('::3', a);
                return apart.at('::3').astype(name) as np.NDArray;
            });
            check('from swapped', n, 0, (a) => a.astype(from.newbyteorder('>')).astype(name));
            check(
                'to swapped',
                n,
                0,
                (a) => a.astype(np.dtype(name).newbyteorder('>')) as np.NDArray,
            );
            check('into strided', n, 0, (a) => {
                const out = np.zeros([2, a.size], { dtype: name }).T.at('::-1');
                out.set(':, 1', a);
                return out.at(':, 1') as np.NDArray;
            });
            check('unaligned', n, 0, (a) => {
                const raw = np.empty(a.nbytes + 1, { dtype: 'uint8' });
                const moved = raw.at('1:').view(t) as np.NDArray;
                moved.set('...', a);
                return moved.astype(name) as np.NDArray;
            });
        }
        expectNone(wrong, Object.keys(to).length);
    });
});

testCalls('casts');

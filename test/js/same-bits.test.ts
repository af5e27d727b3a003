// An elementwise function gives the same bits to one element alone, to a thousand copies of it, and to
// elements that lie apart or backwards: vectors, their rest and single elements agree.
import * as np from 'raptors';
import { ufuncList } from '../../build/gen/ufuncs.js';
import { bytesOf } from './support/calls.js';

const lib = np as any;
type Call = (...operands: np.NDArray[]) => np.NDArray | np.NDArray[];

const floats = [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3,
    7.25,
    -7,
    20,
    88.8,
    -104,
    710,
    -746,
    1e-3,
    1e5,
    65504,
    1e-7,
    3e38,
    -3e38,
    1e-40,
    1e300,
    -1e-300,
    5e-324,
    2 ** 24,
    2 ** 53,
    Infinity,
    -Infinity,
    NaN,
];
const wholes = [0, 1, 2, 3, 5, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 255];

function samples(char: string): np.NDArray {
    const { kind, name } = np.dtype(char as np.DTypeLike);
    if (kind === 'f') return np.array(floats).astype(name as 'float64');
    if (kind === 'c') {
        const parts = floats.filter((_, i) => i % 3 === 0 || i > 28);
        return np
            .array(parts.flatMap((re) => parts.map((im) => np.complex(re, im))))
            .astype(name as 'complex128');
    }
    const all = kind === 'i' ? [...wholes, -1, -2, -7, -64, -127, -128] : wholes;
    return np
        .array(all)
        .astype('int64')
        .astype(name as 'int64');
}

/** All pairs of two lists, or triples of three. */
function combinations(lists: np.NDArray[]): np.NDArray[] {
    const shape = lists.map((list) => Math.min(list.size, lists.length > 2 ? 6 : 32));
    const grid = lists.map((list, axis) => {
        const part = list.at(np.slice(0, shape[axis]!)) as np.NDArray;
        const its = shape.map((length, i) => (i === axis ? length : 1));
        return np.broadcast_to(part.reshape(its), shape).copy().ravel();
    });
    return grid;
}

const results = (call: Call, operands: np.NDArray[]): Uint8Array[] => {
    const found = call(...operands);
    return (Array.isArray(found) ? found : [found]).map(bytesOf);
};

function same(a: Uint8Array[], b: Uint8Array[], what: string): void {
    for (const [i, bytes] of a.entries()) {
        if (Buffer.compare(bytes, b[i]!) !== 0) throw new Error(`${what} differ`);
    }
}

const onAxis = (operands: np.NDArray[], key: string) =>
    operands.map((a) => a.at(key) as np.NDArray);

for (const { name, nin } of ufuncList) {
    test(name, () => {
        const call = lib[name] as Call & { types: string[]; signature: string | null };
        if (call.signature !== null) return;
        for (const type of call.types) {
            np.scope(() => {
                const chars = [...type.split('->')[0]!];
                const lists = combinations(chars.map(samples)).slice(0, nin);
                // Integers to negative powers are refused.
                if (name === 'power' && !'efdFD'.includes(chars[1]!))
                    np.bitwise_and(lists[1]!, 31, lists[1]!);
                const n = lists[0]!.size;
                const whole = results(call, lists);
                const width = whole.map((bytes) => bytes.length / n);
                for (let i = 0; i < n; i += n > 200 ? 3 : 1) {
                    const one = results(call, onAxis(lists, `${i}:${i + 1}`));
                    const its = whole.map((bytes, k) =>
                        bytes.slice(i * width[k]!, (i + 1) * width[k]!),
                    );
                    same(one, its, `${type}: ${lists.map((list) => list.item(i))} alone`);
                    if (i % 7 !== 0) continue;
                    const copies = results(
                        call,
                        lists.map((list) => np.full([1000], list.item(i), { dtype: list.dtype })),
                    );
                    const repeated = its.map((bytes) => {
                        const out = new Uint8Array(1000 * bytes.length);
                        for (let k = 0; k < 1000; k++) out.set(bytes, k * bytes.length);
                        return out;
                    });
                    same(
                        copies,
                        repeated,
                        `${type}: 1,000 copies of ${lists.map((l) => l.item(i))}`,
                    );
                }
                const apart = lists.map((list) => {
                    const space = np.zeros([3 * n], { dtype: list.dtype });
                    const view = space.at('::3') as np.NDArray;
                    np.copyto(view, list);
                    return view;
                });
                same(results(call, apart), whole, `${type}: strided ones`);
                const backwards = onAxis(
                    lists.map((list) => (list.at('::-1') as np.NDArray).copy()),
                    '::-1',
                );
                same(results(call, backwards), whole, `${type}: reversed ones`);
            });
        }
    });
}

// Products over core dimensions; and what ufuncs say of themselves.
import * as np from 'raptors';
import { expectNone, testCalls } from './support/calls.js';
import { readFixture } from './support/fixture.js';

testCalls('gufuncs');

interface Resolve {
    f: string;
    a: (string | null)[];
    k: Record<string, unknown>;
    r?: string[];
    e?: string;
}
interface About {
    name: string;
    nin: number;
    nout: number;
    signature: string | null;
    types: string[];
    identity: string | null;
}
const { content } = readFixture<{ resolve: Resolve[]; about: Record<string, About> }>('gufuncs');
const lib = np as any;
const constructors: Record<string, unknown> = { Number, BigInt, Complex: np.Complex };

test('resolve_dtypes', () => {
    const wrong = content.resolve.flatMap(({ f, a, k, r, e }) => {
        let got: string;
        try {
            const dtypes = a.map((dtype) =>
                dtype === null ? null : (constructors[dtype] ?? dtype),
            );
            got = lib[f]
                .resolve_dtypes(dtypes, k)
                .map(({ str }: np.DType) => str)
                .join();
        } catch (error) {
            got = (error as Error).name;
        }
        const wanted = e ?? r!.join();
        return got === wanted ? [] : [`${f}(${a}) ${JSON.stringify(k)} gave ${got}, not ${wanted}`];
    });
    expectNone(wrong, content.resolve.length);
});

/** They wait for the dtypes they are of. */
const waiting = ['isnat'];

test('every ufunc that there is has its name, loops and identity', () => {
    const wrong = Object.entries(content.about).flatMap(([alias, wanted]) => {
        const uf = lib[alias];
        if (uf === undefined || waiting.includes(alias)) return [];
        const { name, nin, nout, signature, types, identity } = uf;
        const shown = identity === null ? null : Number(identity);
        const as =
            wanted.identity === null ? null : Number(wanted.identity.replace('inf', 'Infinity'));
        const same =
            name === wanted.name &&
            nin === wanted.nin &&
            nout === wanted.nout &&
            signature === wanted.signature &&
            shown === as &&
            (name === 'power' || types.join() === wanted.types.join());
        return same ? [] : [`${alias}: ${[name, nin, nout, signature, identity, ...types]}`];
    });
    expectNone(wrong, Object.keys(content.about).length);
});

test('what reduces along one axis is not defined for core dimensions', () => {
    const a = np.ones([2, 2]);
    const refusals: [(...args: any[]) => unknown, RegExp][] = [
        [(uf) => uf.reduce(a), /Reduction not defined on ufunc with signature/],
        [(uf) => uf.accumulate(a), /Reduction not defined on ufunc with signature/],
        [(uf) => uf.reduceat(a, [0]), /Reduction not defined on ufunc with signature/],
        [(uf) => uf.outer(a, a), /outer is not allowed in ufunc with non-trivial signature/],
        [(uf) => uf.at(a, [0], a), /at does not support ufunc with non-trivial signature/],
    ];
    for (const uf of [np.matmul, np.vecdot, np.matvec, np.vecmat]) {
        for (const [call, message] of refusals) {
            expect(() => call(uf)).toThrow(TypeError);
            expect(() => call(uf)).toThrow(message);
        }
    }
});

test('messages name operand, dimension, signature and sizes', () => {
    expect(() => np.matmul(np.ones([2, 3]), np.ones([4, 2]))).toThrow(
        'matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature ' +
            '(n?,k),(k,m?)->(n?,m?) (size 4 is different from 3)',
    );
    expect(() => np.matvec(np.ones(3), np.ones(3))).toThrow(
        'matvec: Input operand 0 does not have enough dimensions (has 1, gufunc core with signature ' +
            '(m,n),(n)->(m) requires 2)',
    );
    expect(() => np.matmul(np.ones([2, 2]), np.ones([2, 2]), { axis: 0 })).toThrow(
        'matmul: axis can only be used with a single shared core dimension, not with the 3 distinct ones',
    );
});

test('scalars come out as JavaScript values, the method is the function', () => {
    const v = np.array([1, 2, 3]);
    expect(np.vecdot(v, v)).toBe(14);
    expect(np.matmul([1, 2], [3, 4])).toBe(11);
    expect(v.matmul([1, 1, 1])).toBe(6);
    expect(
        (
            np.eye(2).matmul([
                [1, 2],
                [3, 4],
            ]) as np.NDArray
        ).tolist(),
    ).toEqual([
        [1, 2],
        [3, 4],
    ]);
    expect(np.vecdot([np.complex(0, 1)], [np.complex(0, 1)])).toEqual(np.complex(1, 0));
});

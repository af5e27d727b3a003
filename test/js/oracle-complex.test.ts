// The elementary functions of complex numbers, against NumPy's.
import * as np from 'raptors';
import { arrayOf, bytesOf, describeThreads, expectNone } from './support/calls.js';
import { canonical, distance, type Place, readFixture, sameBytes } from './support/fixture.js';

type Kind = 'complex64' | 'complex128';
type Power = [base: Place, exponent: Place, result: Place];
const { content, bytes } = readFixture<{
    parts: Record<Kind, Place>;
    few: Place;
    many: Place;
    functions: { f: string; special: Record<Kind, Place>; few: Place; many: Place }[];
    power: Record<'special' | 'edges' | 'whole', Record<Kind, Power>> & { others: Power };
    types: Record<string, string[]>;
}>('complex');
const { functions, power } = content;
const kinds: Kind[] = ['complex64', 'complex128'];
const lib = np as any;

/** The largest error in units of the last place of each part; NumPy's own included. */
const ULPS: Record<string, number> = { tan: 8, tanh: 8 };
const ulpsOf = (name: string) => ULPS[name] ?? 5;

const doubles = (place: Place) => new Float64Array(bytes(place).buffer);
const bytesOfParts = (parts: Float64Array, kind: Kind) =>
    new Uint8Array(kind === 'complex64' ? new Float32Array(parts).buffer : parts.buffer);
const whole = (its: Uint8Array, kind: Kind) => {
    const dtype = np.dtype(kind);
    return arrayOf(dtype.str, [its.length / dtype.itemsize], its).array;
};
const sizeOf = (kind: Kind) => np.dtype(kind).itemsize;

/** Every part with every part. */
function squareOf(kind: Kind): Uint8Array {
    const parts = doubles(content.parts[kind]);
    const pairs = [...parts].flatMap((re) => [...parts].flatMap((im) => [re, im]));
    return bytesOfParts(new Float64Array(pairs), kind);
}

const show = (its: Uint8Array, kind: Kind) => {
    const parts =
        kind === 'complex64'
            ? new Float32Array(its.slice().buffer)
            : new Float64Array(its.slice().buffer);
    return [...parts].map((x) => (Object.is(x, -0) ? '-0' : String(x))).join(' ');
};

/** Part by part: NaN, zeros and infinities exactly, others within some ulps. */
function compare(
    label: string,
    kind: Kind,
    operands: Uint8Array[],
    got: Uint8Array,
    wanted: Uint8Array,
    ulps: number,
): string[] {
    if (sameBytes(got, wanted)) return [];
    if (got.length !== wanted.length) return [`${label}: ${got.length} bytes`];
    const wrong: string[] = [];
    const size = sizeOf(kind);
    const part = kind === 'complex64' ? '<f4' : '<f8';
    const isZero = (its: Uint8Array) => its.every((byte, i) => byte === 0 || i === its.length - 1);
    for (let at = 0; at < got.length; at += size / 2) {
        const mine = got.slice(at, at + size / 2);
        const theirs = wanted.slice(at, at + size / 2);
        const near = distance(mine, theirs, part) <= ulps;
        const zero = isZero(mine) && isZero(theirs); // of any sign, then: -0 ends in 0x80
        if (sameBytes(mine, theirs) || (near && !zero)) continue;
        const from = at - (at % size);
        const of = operands.map((its) => show(its.subarray(from, from + size), kind));
        wrong.push(
            `${label} (${of.join(', ')}) ${kind}: ${show(got.slice(from, from + size), kind)}, not ${show(wanted.slice(from, from + size), kind)}`,
        );
    }
    return wrong;
}

const call = (name: string, kind: Kind, ...columns: Uint8Array[]) =>
    np.scope(() => bytesOf(lib[name](...columns.map((its) => whole(its, kind)))));

describe('special values', () => {
    test.each(functions)('$f', ({ f, special }) => {
        const wrong = kinds.flatMap((kind) => {
            const z = squareOf(kind);
            return compare(f, kind, [z], call(f, kind, z), bytes(special[kind]), ulpsOf(f));
        });
        expectNone(wrong, 2);
    });

    test.each(['special', 'edges'] as const)('power: %s', (which) => {
        const wrong = kinds.flatMap((kind) => {
            const [x, y, z] = power[which][kind].map(bytes) as [Uint8Array, Uint8Array, Uint8Array];
            const ulps = which === 'special' ? 5 : 2000; // the phase is that much off, in NumPy too
            return compare('power', kind, [x, y], call('power', kind, x, y), z, ulps);
        });
        expectNone(wrong, 2);
    });
});

describe('ordinary values', () => {
    test.each(functions)('$f', ({ f, few, many }) => {
        const z = doubles(content.few);
        const single = bytesOfParts(z, 'complex64');
        const rounded = bytesOfParts(doubles(few), 'complex64');
        expectNone(
            [
                ...(['few', 'many'] as const).flatMap((which) => {
                    const operand = bytes(content[which]);
                    const wanted = bytes(which === 'few' ? few : many);
                    const got = call(f, 'complex128', operand);
                    return compare(f, 'complex128', [operand], got, wanted, ulpsOf(f));
                }),
                ...compare(f, 'complex64', [single], call(f, 'complex64', single), rounded, 1),
            ],
            3,
        );
    });

    test('power, whole exponents: to the bit', () => {
        const wrong = kinds.flatMap((kind) => {
            const [x, y, z] = power.whole[kind].map(bytes) as [Uint8Array, Uint8Array, Uint8Array];
            return compare('power', kind, [x, y], call('power', kind, x, y), z, 0);
        });
        expectNone(wrong, 2);
    });

    // exp(y log x) is as far off as y log x is, relative to the modulus.
    test('power, other exponents', () => {
        const [x, y, z] = power.others.map(doubles) as [Float64Array, Float64Array, Float64Array];
        const wrong: string[] = [];
        for (const kind of kinds) {
            const got = call('power', kind, bytesOfParts(x, kind), bytesOfParts(y, kind));
            const mine =
                kind === 'complex64' ? new Float32Array(got.buffer) : new Float64Array(got.buffer);
            for (let i = 0; i < z.length; i += 2) {
                const error = Math.hypot(mine[i]! - z[i]!, mine[i + 1]! - z[i + 1]!);
                const log = Math.hypot(
                    Math.log(Math.hypot(x[i]!, x[i + 1]!)),
                    Math.atan2(x[i + 1]!, x[i]!),
                );
                const size = Math.hypot(z[i]!, z[i + 1]!);
                const turns = Math.hypot(y[i]!, y[i + 1]!) * log;
                const exponent = [y[i]!, y[i + 1]!];
                // The exponents of `others` that single precision does not hold, it does not hold.
                const bound =
                    kind === 'complex64'
                        ? 2 ** -24 * (2 + (exponent.every((v) => Math.fround(v) === v) ? 0 : turns))
                        : 2 ** -53 * (4 + 2 * turns);
                if (kind === 'complex64' && (size > 3e38 || size < 2e-38)) continue;
                if (!(error <= bound * size) && size !== Number.POSITIVE_INFINITY)
                    wrong.push(
                        `${x.subarray(i, i + 2)} to the ${exponent} ${kind}: ${mine.subarray(i, i + 2)}, not ${z.subarray(i, i + 2)}`,
                    );
            }
        }
        expectNone(wrong, 2 * z.length);
    });

    test('f(conj z) is conj f(z), to the bit: both sides of a cut', () => {
        const wrong: string[] = [];
        np.scope(() => {
            const z = whole(bytes(content.many), 'complex128');
            for (const { f } of functions) {
                const straight = bytesOf(lib.conjugate(lib[f](z)));
                const around = bytesOf(lib[f](lib.conjugate(z)));
                if (!sameBytes(straight, around)) wrong.push(f);
            }
        });
        expectNone(wrong, functions.length);
    });
});

describeThreads((threads) => {
    const names = [...functions.map(({ f }) => f), 'power', 'float_power'];
    test.each(names)('%s: the same bits, however elements lie', (name) => {
        const two = name.includes('power');
        for (const kind of kinds) {
            if (name === 'float_power' && kind === 'complex64') continue;
            const [x, y] = two
                ? (['special', 'whole', 'edges'] as const)
                      .map((which) => power[which][kind].map(bytes))
                      .reduce((a, b) => a.map((its, i) => new Uint8Array([...its, ...b[i]!])))
                : [
                      new Uint8Array([
                          ...squareOf(kind),
                          ...bytesOfParts(doubles(content.few), kind),
                      ]),
                  ];
            const columns = two ? [x!, y!] : [x!];
            const size = sizeOf(kind);
            const n = x!.length / size;
            const all = call(name, kind, ...columns);
            const repeat = (its: Uint8Array, times: number) => {
                const out = new Uint8Array(its.length * times);
                for (let i = 0; i < times; i++) out.set(its, i * its.length);
                return out;
            };
            if (threads > 1) {
                const times = Math.ceil(50_000 / n);
                const long = call(name, kind, ...columns.map((its) => repeat(its, times)));
                expect(sameBytes(long, repeat(all, times))).toBe(true);
                continue;
            }
            np.scope(() => {
                for (const step of [2, 3, -1, -2]) {
                    const spread = columns.map((its) => {
                        const apart = np.zeros([n * Math.abs(step)], { dtype: kind });
                        const view = (apart as np.NDArray).at(`::${step}`) as np.NDArray;
                        view.set('...', whole(its, kind));
                        return view;
                    });
                    expect(sameBytes(bytesOf(lib[name](...spread)), all)).toBe(true);
                }
                const own = columns.map((its) => whole(its, kind));
                lib[name](...own, { out: own[0] });
                expect(sameBytes(bytesOf(own[0]!), all)).toBe(true);
            });
            for (let i = 0; i < n; i += 5) {
                const one = columns.map((its) => its.slice(i * size, (i + 1) * size));
                const its = all.subarray(i * size, (i + 1) * size);
                expect(sameBytes(call(name, kind, ...one), its)).toBe(true);
                if (i % 25) continue;
                const copies = call(name, kind, ...one.map((element) => repeat(element, 1000)));
                expect(sameBytes(copies, repeat(its, 1000))).toBe(true);
            }
        }
    });
});

test('float_power is power in complex128', () => {
    np.scope(() => {
        const x = np.array([np.complex(1, 2), np.complex(-3, 0.5)], { dtype: 'complex64' });
        const result = lib.float_power(x, 3);
        expect(result.dtype.name).toBe('complex128');
        const wide = np.power(x.astype('complex128'), 3);
        expect(sameBytes(bytesOf(result), bytesOf(wide as np.NDArray))).toBe(true);
    });
});

test('power in reductions', () => {
    np.scope(() => {
        const z = np.array([np.complex(1.5, -1), np.complex(2, 0), np.complex(3, 0)]);
        const same = (a: any, b: any) =>
            expect(canonical(bytesOf(np.asarray(a)), '<c16')).toEqual(bytesOf(np.asarray(b)));
        const first = np.power(z.at('0:1'), 2);
        same(lib.power.reduce(z), np.power(first, 3).at(0));
        same(lib.power.accumulate(z).at('1:2'), first);
        same(lib.power.outer(z, [2, 3]).at(':, 0'), np.power(z, 2));
        lib.power.at(z, [0, 0], [2, 3]);
        same(z.at('0:1'), np.power(first, 3));
    });
});

test('signatures', () => {
    for (const [name, types] of Object.entries(content.types)) {
        const complex = types.filter((its) => /[FD]/.test(its));
        const ours = (lib[name].types as string[]).filter((its) => /[FD]/.test(its));
        expect([name, ...ours]).toEqual([name, ...complex]);
    }
});

test('what has no order has no floor', () => {
    const z = np.array([np.complex(1.5, 2)]);
    for (const name of ['floor', 'ceil', 'trunc', 'fmod', 'remainder', 'cbrt', 'arctan2'])
        if (name in lib) expect(() => lib[name](z, z)).toThrow(TypeError);
    z.dispose();
});

// Rules that hold for any arrays: of algebra, of views against a model in plain JavaScript, of overlap.
import fc from 'fast-check';
import * as np from 'raptors';

const lib = np as any;
const INTEGERS = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'];
const FLOATS = ['float16', 'float32', 'float64'];

afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(0);
});

/** Checks a rule for many values; arrays made on the way are freed. */
function rule<T extends unknown[]>(
    title: string,
    values: { [K in keyof T]: fc.Arbitrary<T[K]> },
    check: (...values: T) => boolean | undefined,
    numRuns = 120,
): void {
    test(title, () => {
        fc.assert(
            fc.property(...(values as unknown as [fc.Arbitrary<T[0]>]), (...given: unknown[]) =>
                np.scope(() => {
                    if (check(...(given as T)) === false) throw new Error('it does not hold');
                }),
            ),
            { numRuns, seed: 42 },
        );
    });
}

const bits = (dtype: string) => Number(/\d+$/.exec(dtype)![0]);
const range = (dtype: string): [bigint, bigint] => {
    const n = BigInt(bits(dtype));
    return dtype.startsWith('u')
        ? [0n, (1n << n) - 1n]
        : [-(1n << (n - 1n)), (1n << (n - 1n)) - 1n];
};
const wrap = (value: bigint, dtype: string) =>
    dtype.startsWith('u') ? BigInt.asUintN(bits(dtype), value) : BigInt.asIntN(bits(dtype), value);

/** A dtype of whole numbers, and some lists of them, all of one length. */
const wholes = (count: number, maxLength = 70) =>
    fc.constantFrom(...INTEGERS).chain((dtype) => {
        const [min, max] = range(dtype);
        const near = fc.constantFrom(min, max, 0n, 1n, min + 1n, max - 1n, max / 2n);
        const element = fc.oneof(
            { weight: 4, arbitrary: fc.bigInt({ min, max }) },
            { weight: 1, arbitrary: near },
        );
        const row = fc.tuple(...new Array<typeof element>(count).fill(element));
        return fc.array(row, { maxLength }).map((rows) => ({
            dtype,
            lists: Array.from({ length: count }, (_, i) => rows.map((item) => item[i]!)),
        }));
    });

const reals = (count: number, options: fc.DoubleConstraints = {}, maxLength = 70) =>
    fc.constantFrom(...FLOATS).chain((dtype) =>
        fc
            .array(fc.tuple(...new Array<fc.Arbitrary<number>>(count).fill(fc.double(options))), {
                maxLength,
            })
            .map((rows) => ({
                dtype,
                lists: Array.from({ length: count }, (_, i) => rows.map((item) => item[i]!)),
            })),
    );

const arrays = ({ dtype, lists }: { dtype: string; lists: (bigint | number)[][] }) =>
    lists.map((list) => np.array(list, { dtype })) as np.NDArray[];
const big = (a: np.NDArray) => (a.tolist() as (number | bigint)[]).map(BigInt);
const list = (a: np.NDArray) => a.tolist() as number[];
/** The same elements, bit for bit but for NaN. */
const same = (x: np.NDArray, y: np.NDArray) =>
    x.dtype === y.dtype &&
    String(x.shape) === String(y.shape) &&
    (x.dtype.kind === 'c' || x.dtype.kind === 'f'
        ? [...(x.toTypedArray() as Float64Array)].every((value, i) =>
              Object.is(value, (y.toTypedArray() as Float64Array)[i]),
          ) ||
          np.all(np.logical_or(np.equal(x, y), np.logical_and(np.isnan(x), np.isnan(y)))) === true
        : np.all(np.equal(x, y)) === true);

describe('whole numbers', () => {
    const models: Record<string, (x: bigint, y: bigint) => bigint> = {
        add: (x, y) => x + y,
        subtract: (x, y) => x - y,
        multiply: (x, y) => x * y,
        bitwise_and: (x, y) => x & y,
        bitwise_or: (x, y) => x | y,
        bitwise_xor: (x, y) => x ^ y,
        // biome-ignore lint/complexity/useMathMinMax: Math knows no bigints
        maximum: (x, y) => (x > y ? x : y),
        // biome-ignore lint/complexity/useMathMinMax: Math knows no bigints
        minimum: (x, y) => (x < y ? x : y),
    };
    for (const [name, model] of Object.entries(models)) {
        rule<[{ dtype: string; lists: bigint[][] }]>(
            `${name} as of BigInt`,
            [wholes(2)],
            (given) => {
                const [x, y] = arrays(given);
                const expected = given.lists[0]!.map((a, i) =>
                    wrap(model(a, given.lists[1]![i]!), given.dtype),
                );
                expect(big(lib[name](x, y))).toEqual(expected);
                return undefined;
            },
        );
    }

    rule<[{ dtype: string; lists: bigint[][] }]>(
        'quotient and remainder belong together',
        [wholes(2)],
        (given) => {
            const [x, y] = arrays(given);
            const [q, r] = np.divmod(x!, y!);
            const back = np.add(np.multiply(q!, y!), r!);
            const held = np.logical_or(np.equal(back, x!), np.equal(y!, 0));
            const signs = np.logical_or(np.equal(r!, 0), np.equal(np.sign(r!), np.sign(y!)));
            return (
                same(q!, np.floor_divide(x!, y!)) &&
                same(r!, np.remainder(x!, y!)) &&
                np.all(held) === true &&
                np.all(signs) === true
            );
        },
    );

    rule<[{ dtype: string; lists: bigint[][] }]>(
        'shifts are multiplications',
        [wholes(1)],
        ({ dtype, lists }) => {
            const [x] = arrays({ dtype, lists });
            for (const n of [0, 1, bits(dtype) - 1, bits(dtype), bits(dtype) + 7]) {
                const by = np.array(n, { dtype });
                const left = lists[0]!.map((a) =>
                    n >= bits(dtype) ? 0n : wrap(a << BigInt(n), dtype),
                );
                const right = lists[0]!.map((a) =>
                    n >= bits(dtype) ? (a < 0n ? -1n : 0n) : a >> BigInt(n),
                );
                expect(big(np.left_shift(x!, by))).toEqual(left);
                expect(big(np.right_shift(x!, by))).toEqual(right);
            }
            return undefined;
        },
    );

    rule<[{ dtype: string; lists: bigint[][] }]>(
        'sums in any way are equal',
        [wholes(1, 200)],
        (given) => {
            const [x] = arrays(given);
            const total = BigInt(np.sum(x!) as number);
            const wide = given.dtype.startsWith('u') ? 'uint64' : 'int64';
            expect(total).toBe(
                wrap(
                    given.lists[0]!.reduce((sum, a) => sum + a, 0n),
                    wide,
                ),
            );
            expect(BigInt(np.sum(x!.at('::-1')) as number)).toBe(total);
            if (x!.size > 0) expect(big(np.cumsum(x!) as np.NDArray).at(-1)).toBe(total);
            return undefined;
        },
    );

    rule<[{ dtype: string; lists: bigint[][] }]>('De Morgan, absorption', [wholes(2)], (given) => {
        const [x, y] = arrays(given);
        return (
            same(np.invert(np.bitwise_and(x!, y!)), np.bitwise_or(np.invert(x!), np.invert(y!))) &&
            same(np.bitwise_or(x!, np.bitwise_and(x!, y!)), x!) &&
            same(
                np.logical_not(np.logical_or(x!, y!)),
                np.logical_and(np.logical_not(x!), np.logical_not(y!)),
            ) &&
            same(
                np.subtract(np.maximum(x!, y!), np.minimum(x!, y!)),
                np.bitwise_xor(np.subtract(np.maximum(x!, y!), np.minimum(x!, y!)), 0),
            )
        );
    });

    rule<[{ dtype: string; lists: bigint[][] }]>(
        'there and back through wider dtypes',
        [wholes(1)],
        (given) => {
            const [x] = arrays(given);
            // NumPy calls int64 to float64 safe, though it rounds.
            const wide =
                bits(given.dtype) === 64
                    ? ['int64', 'uint64', '>i8']
                    : ['int64', 'uint64', '>i8', 'float64', 'complex128'];
            const wider = wide.filter((dtype) => np.can_cast(given.dtype, dtype));
            return wider.every((dtype) =>
                same(x!.astype(dtype).astype(given.dtype) as np.NDArray, x!),
            );
        },
    );
});

describe('floating point', () => {
    rule<[{ dtype: string; lists: number[][] }]>(
        'add and multiply commute',
        [reals(2)],
        (given) => {
            const [x, y] = arrays(given);
            return (
                same(np.add(x!, y!), np.add(y!, x!)) &&
                same(np.multiply(x!, y!), np.multiply(y!, x!))
            );
        },
    );
    rule<[{ dtype: string; lists: number[][] }]>(
        'float64 as of JavaScript',
        [reals(2)],
        ({ lists }) => {
            const [x, y] = arrays({ dtype: 'float64', lists });
            const [p, q] = lists as [number[], number[]];
            expect(list(np.add(x!, y!))).toEqual(p.map((a, i) => a + q[i]!));
            expect(list(np.subtract(x!, y!))).toEqual(p.map((a, i) => a - q[i]!));
            expect(list(np.multiply(x!, y!))).toEqual(p.map((a, i) => a * q[i]!));
            expect(list(np.divide(x!, y!))).toEqual(p.map((a, i) => a / q[i]!));
            expect(list(np.sqrt(x!))).toEqual(p.map(Math.sqrt));
            expect(list(np.floor(x!))).toEqual(p.map(Math.floor));
            expect(list(np.ceil(x!))).toEqual(p.map(Math.ceil));
            expect(list(np.trunc(x!))).toEqual(p.map(Math.trunc));
            expect(list(np.fmod(x!, y!))).toEqual(p.map((a, i) => a % q[i]!));
            expect(list(np.absolute(x!))).toEqual(p.map(Math.abs));
            expect(list(x!.astype('float32') as np.NDArray)).toEqual(p.map(Math.fround));
            expect(np.less(x!, y!).tolist()).toEqual(p.map((a, i) => a < q[i]!));
            expect(np.equal(x!, y!).tolist()).toEqual(p.map((a, i) => a === q[i]!));
            return undefined;
        },
    );
    rule<[{ dtype: string; lists: number[][] }]>('negation, signs, order', [reals(2)], (given) => {
        const [x, y] = arrays(given);
        const ordered = np.logical_not(np.logical_or(np.isnan(x!), np.isnan(y!)));
        const kinds = np.add(
            np.add(np.less(x!, y!).astype('int8'), np.greater(x!, y!)),
            np.equal(x!, y!),
        );
        return (
            same(np.negative(np.negative(x!)), x!) &&
            same(np.copysign(np.absolute(x!), x!), x!) &&
            same(kinds.astype('bool') as np.NDArray, ordered) &&
            same(np.greater_equal(x!, y!), np.less_equal(y!, x!)) &&
            same(np.not_equal(x!, y!), np.logical_not(np.equal(x!, y!)))
        );
    });
    rule<[{ dtype: string; lists: number[][] }]>(
        'extremes',
        [reals(1, { noNaN: true })],
        (given) => {
            const [x] = arrays(given);
            if (x!.size === 0) return undefined;
            const values = list(x!);
            const [low, high] = [Math.min(...values), Math.max(...values)];
            expect((np.min(x!) as number) === low && (np.max(x!) as number) === high).toBe(true);
            expect(np.argmax(x!)).toBe(values.indexOf(high));
            expect(np.argmin(x!)).toBe(values.indexOf(low));
            expect(np.count_nonzero(x!)).toBe(values.filter((value) => value !== 0).length);
            return undefined;
        },
    );
    rule<[{ dtype: string; lists: number[][] }]>(
        'sums are near the true ones',
        [reals(1, { min: -1e3, max: 1e3, noNaN: true }, 300)],
        ({ lists }) => {
            const [x] = arrays({ dtype: 'float64', lists });
            const scale = lists[0]!.reduce((sum, value) => sum + Math.abs(value), 0);
            const exact = lists[0]!.reduce((sum, value) => sum + value, 0);
            return Math.abs((np.sum(x!) as number) - exact) <= scale * 1e-13;
        },
    );
    rule<[{ dtype: string; lists: number[][] }]>(
        'clip lies between',
        [reals(3, { noNaN: true })],
        (given) => {
            const [x, low, high] = arrays(given);
            const result = np.clip(
                x!,
                np.minimum(low!, high!),
                np.maximum(low!, high!),
            ) as np.NDArray;
            return (
                np.all(np.greater_equal(result, np.minimum(low!, high!))) === true &&
                np.all(np.less_equal(result, np.maximum(low!, high!))) === true
            );
        },
    );
});

// --- Views against a model: nested lists. ---

type Nested = number | Nested[];
interface View {
    a: np.NDArray;
    model: Nested;
}
const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
const filled = (shape: number[]): View => {
    let next = 0;
    const model = (d: number): Nested =>
        d === shape.length ? next++ : Array.from({ length: shape[d]! }, () => model(d + 1));
    const size = shape.reduce((product, n) => product * n, 1);
    return {
        a: np.arange(size, { dtype: 'float64' }).reshape(shape) as np.NDArray,
        model: model(0),
    };
};

const steps = fc.array(
    fc.oneof(
        fc.record({
            kind: fc.constant('slice'),
            axis: fc.nat(3),
            start: fc.option(fc.integer({ min: -6, max: 6 })),
            stop: fc.option(fc.integer({ min: -6, max: 6 })),
            step: fc.constantFrom(1, 2, 3, -1, -2),
        }),
        fc.record({
            kind: fc.constant('take'),
            axis: fc.nat(3),
            index: fc.integer({ min: -5, max: 4 }),
        }),
        fc.record({ kind: fc.constant('transpose'), axis: fc.nat(3), other: fc.nat(3) }),
        fc.record({ kind: fc.constant('newaxis') }),
    ),
    { maxLength: 5 },
);

const depth = (model: Nested): number =>
    Array.isArray(model) ? 1 + (model.length ? depth(model[0]!) : 0) : 0;
const onAxis = (model: Nested, axis: number, fn: (row: Nested[]) => Nested): Nested =>
    axis === 0
        ? fn(model as Nested[])
        : (model as Nested[]).map((row) => onAxis(row, axis - 1, fn));

/** start:stop:step of n, as Python has it. */
function positions(n: number, start: number | null, stop: number | null, step: number): number[] {
    const clamp = (x: number, low: number, high: number) =>
        Math.min(Math.max(x < 0 ? x + n : x, low), high);
    const found: number[] = [];
    if (step > 0) {
        const end = stop === null ? n : clamp(stop, 0, n);
        for (let i = start === null ? 0 : clamp(start, 0, n); i < end; i += step) found.push(i);
    } else {
        const end = stop === null ? -1 : clamp(stop, -1, n - 1);
        for (let i = start === null ? n - 1 : clamp(start, -1, n - 1); i > end; i += step)
            found.push(i);
    }
    return found;
}

/** Follows steps in the array and in the model; null where the model loses its shape (no elements left). */
function follow(view: View, walk: any[]): View | null {
    let { a, model } = view;
    for (const step of walk) {
        const { ndim } = a;
        if (ndim === 0 && step.kind !== 'newaxis') continue;
        const axis = step.axis % Math.max(1, ndim);
        const before = ':,'.repeat(axis);
        if (step.kind === 'slice') {
            const { start, stop } = step;
            a = a.at(`${before}${start ?? ''}:${stop ?? ''}:${step.step}`) as np.NDArray;
            model = onAxis(model, axis, (row) =>
                positions(row.length, start, stop, step.step).map((i) => row[i]!),
            );
            if (a.size === 0) return null;
        } else if (step.kind === 'take') {
            const n = a.shape[axis]!;
            const index = ((step.index % n) + n) % n;
            a = a.at(
                ...[...new Array(axis).fill(':'), index - (step.index < 0 ? n : 0), '...'],
            ) as np.NDArray;
            model = onAxis(model, axis, (row) => row[index]!);
        } else if (step.kind === 'newaxis') {
            a = a.at(np.newaxis) as np.NDArray;
            model = [model];
        } else {
            const other = step.other % ndim;
            const [p, q] = axis < other ? [axis, other] : [other, axis];
            if (p === q) continue;
            a = a.swapaxes(p, q);
            // Neighbours exchanged again and again bring p to q and q to p.
            const exchange = (at: number) => {
                model = onAxis(model, at, (rows) =>
                    (rows[0] as Nested[]).map((_, i) => rows.map((row) => (row as Nested[])[i]!)),
                );
            };
            for (let i = p; i < q; i++) exchange(i);
            for (let i = q - 2; i >= p; i--) exchange(i);
        }
    }
    return { a, model };
}

const flat = (model: Nested): number[] => (Array.isArray(model) ? model.flatMap(flat) : [model]);

describe('views', () => {
    rule<[number[], any[]]>(
        'show what lists in lists show',
        [shapes, steps],
        (shape, walk) => {
            const found = follow(filled(shape), walk);
            if (found === null) return undefined;
            const { a, model } = found;
            expect(a.tolist()).toEqual(model);
            expect(a.ndim).toBe(depth(model));
            expect(list(a.ravel())).toEqual(flat(model));
            expect(list(a.flatten('F'))).toEqual(flat(a.T.tolist() as Nested));
            expect(a.copy().tolist()).toEqual(model);
            expect(a.reshape(-1).tolist()).toEqual(flat(model));
            expect(np.sum(a)).toBe(flat(model).reduce((sum, x) => sum + x, 0));
            expect(np.add(a, 1).tolist()).toEqual(np.add(a.copy(), 1).tolist());
            expect([...a.toTypedArray()]).toEqual(flat(model));
            return undefined;
        },
        400,
    );

    rule<[number[], any[]]>(
        'writing through one changes just its elements',
        [shapes, steps],
        (shape, walk) => {
            const whole = filled(shape);
            const found = follow(whole, walk);
            if (found === null) return undefined;
            const { a, model } = found;
            a.fill(-1);
            const touched = new Set(flat(model));
            expect(list(whole.a.ravel())).toEqual(
                flat(whole.model).map((x) => (touched.has(x) ? -1 : x)),
            );
            return undefined;
        },
        200,
    );

    rule<[number[], any[], any[]]>(
        'share memory where they have an element in common',
        [shapes, steps, steps],
        (shape, p, q) => {
            const whole = filled(shape);
            const [x, y] = [follow(whole, p), follow(whole, q)];
            if (x === null || y === null) return undefined;
            const mine = new Set(flat(x.model));
            const common = flat(y.model).some((value) => mine.has(value));
            expect(np.shares_memory(x.a, y.a)).toBe(common);
            if (common) expect(np.may_share_memory(x.a, y.a)).toBe(true);
            return undefined;
        },
        300,
    );

    rule<[number[], any[]]>(
        'reductions along an axis, whatever the layout',
        [shapes, steps],
        (shape, walk) => {
            const found = follow(filled(shape), walk);
            if (found === null || found.a.ndim === 0) return undefined;
            const { a } = found;
            const dense = a.copy();
            for (let axis = 0; axis < a.ndim; axis++) {
                for (const name of ['sum', 'max', 'argmin', 'cumsum', 'any', 'count_nonzero']) {
                    const [mine, theirs] = [lib[name](a, { axis }), lib[name](dense, { axis })];
                    const lists = [mine, theirs].map((x) =>
                        x instanceof np.NDArray ? x.tolist() : x,
                    );
                    expect(lists[0]).toEqual(lists[1]);
                }
                const parts = np.sum(np.sum(a, { axis, keepdims: true }) as np.NDArray);
                expect(parts).toBe(np.sum(a));
            }
            return undefined;
        },
        150,
    );

    rule<[number[], any[], any[], any[]]>(
        'operations over one another are as if on copies',
        [shapes, steps, steps, steps],
        (shape, p, q, r) => {
            const whole = filled(shape);
            const [x, y, z] = [follow(whole, p), follow(whole, q), follow(whole, r)];
            if (x === null || y === null || z === null) return undefined;
            let lengths: number[];
            try {
                lengths = np.broadcast_shapes(x.a.shape, y.a.shape);
            } catch {
                return undefined;
            }
            if (String(lengths) !== String(z.a.shape)) {
                // Most do not fit: then the first stands for the output too.
                if (String(lengths) !== String(x.a.shape)) return undefined;
                z.a = x.a;
            }
            const expected = np.add(x.a.copy(), y.a.copy());
            np.add(x.a, y.a, { out: z.a });
            expect(z.a.tolist()).toEqual(expected.tolist());
            return undefined;
        },
        600,
    );

    rule<[number[], number[]]>('broadcasting', [shapes, shapes], (p, q) => {
        const [x, y] = [filled(p).a, filled(q).a];
        let lengths: number[];
        try {
            lengths = np.broadcast_shapes(p, q);
        } catch (error) {
            expect(error).toBeInstanceOf(np.ValueError);
            expect(() => np.add(x, y)).toThrow(np.ValueError);
            return undefined;
        }
        const sum = np.add(x, y);
        expect(sum.shape).toEqual(lengths);
        const [wide, other] = [np.broadcast_to(x, lengths), np.broadcast_to(y, lengths)];
        expect(sum.tolist()).toEqual(np.add(wide.copy(), other.copy()).tolist());
        expect(np.add(wide, other).tolist()).toEqual(sum.tolist());
        return undefined;
    });

    rule<[number[]]>('transposing twice, reshaping and back', [shapes], (shape) => {
        const { a, model } = filled(shape);
        expect(a.T.T.tolist()).toEqual(model);
        expect(a.reshape(-1).reshape(shape).tolist()).toEqual(model);
        expect(a.reshape(-1, { order: 'F' }).reshape(shape, { order: 'F' }).tolist()).toEqual(
            model,
        );
        expect(np.array(a.tolist() as number[]).tolist()).toEqual(model);
        if (shape.length > 0) expect(a.view('uint8').view('float64').tolist()).toEqual(model);
        return undefined;
    });
});

describe('casts', () => {
    rule<[number[], string]>(
        'from float64 as typed arrays cast',
        [
            fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true })),
            fc.constantFrom('int32', 'float32', 'float64'),
        ],
        (values, dtype) => {
            const arrayOf = { int32: Int32Array, float32: Float32Array, float64: Float64Array }[
                dtype
            ]!;
            expect([...np.array(values).astype(dtype).toTypedArray()]).toEqual([
                ...arrayOf.from(values.map((x) => (dtype === 'int32' ? Math.trunc(x) : x))),
            ]);
            return undefined;
        },
    );
    rule<[number[]]>(
        'float16 is the nearest there is',
        [fc.array(fc.double({ min: -7e4, max: 7e4, noNaN: true }))],
        (values) => {
            const halves = np.array(values).astype('float16');
            const back = list(halves.astype('float64') as np.NDArray);
            const raw = halves.toTypedArray() as Uint16Array;
            for (const [i, value] of values.entries()) {
                for (const step of [-1, 1]) {
                    if ((raw[i]! & 0x7fff) === 0 || (raw[i]! & 0x7fff) >= 0x7bff) continue;
                    const neighbour = np
                        .array(new Uint16Array([raw[i]! + step]))
                        .view('float16')
                        .astype('float64')
                        .item(0) as number;
                    expect(Math.abs(back[i]! - value)).toBeLessThanOrEqual(
                        Math.abs(neighbour - value),
                    );
                }
            }
            return undefined;
        },
    );
});

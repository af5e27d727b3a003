// Rules of the elementary functions, of parts of numbers, and of what is composed of them.
import fc from 'fast-check';
import * as np from 'raptors';

const lib = np as any;

afterEach(() => {
    expect(np.runtime.memory.blocks).toBe(0);
});

/** Checks a rule for lists of floats, as arrays of each of two dtypes; arrays made on the way are freed. */
function rule(
    title: string,
    count: number,
    options: fc.DoubleConstraints,
    check: (...operands: any[]) => unknown,
): void {
    const number = fc.double({ noNaN: true, ...options });
    const rows = fc.array(fc.tuple(...new Array<typeof number>(count).fill(number)), {
        minLength: 1,
        maxLength: 40,
    });
    test(title, () => {
        fc.assert(
            fc.property(rows, fc.constantFrom('float64', 'float32'), (given, dtype) =>
                np.scope(() => {
                    const operands = Array.from({ length: count }, (_, i) =>
                        np.array(given.map((row) => row[i]!)).astype(dtype as 'float64'),
                    );
                    if (!check(...operands)) throw new Error('it does not hold');
                }),
            ),
            { numRuns: 60, seed: 7 },
        );
    });
}

const same = (a: unknown, b: unknown) => lib.array_equal(a, b, { equal_nan: true });
const ulps = (n: number) => ({ rtol: n * 2 ** -23, atol: 1e-30 });
const near = (a: unknown, b: unknown, n = 4) => lib.allclose(a, b, ulps(n));
const wide = { min: -1e30, max: 1e30 };

rule('frexp and ldexp undo each other', 1, {}, (x) => {
    const [mantissa, exponent] = lib.frexp(x);
    return same(lib.ldexp(mantissa, exponent), x);
});
test.each([
    ['one exponent for all', [3, '...']],
    ['an exponent for each', ['8:']],
    ['every second place', ['::2']],
])('ldexp into an output that holds its exponents: %s', (_, keys) => {
    np.scope(() => {
        const block = np.full(8, 1.5);
        const exponents = block.view(np.int32).at(...(keys as [])) as np.NDArray;
        np.copyto(exponents, 5);
        const expected = lib.ldexp(block.copy(), exponents.copy());
        expect(same(lib.ldexp(block, exponents, { out: block }), expected)).toBe(true);
    });
});
rule('modf gives two parts that make the whole', 1, { noDefaultInfinity: true }, (x) => {
    const [fraction, whole] = lib.modf(x);
    return same(lib.add(fraction, whole), x) && same(whole, lib.trunc(x));
});
rule('nextafter goes one spacing up', 1, { min: 1e-3, max: 1e3 }, (x) =>
    same(lib.nextafter(x, Infinity), lib.add(x, lib.spacing(x))),
);
for (const name of ['sin', 'tan', 'arctan', 'sinh', 'tanh', 'arcsinh', 'cbrt']) {
    rule(`${name} is odd, to the bit`, 1, {}, (x) =>
        same(lib[name](lib.negative(x)), lib.negative(lib[name](x))),
    );
}
for (const name of ['cos', 'cosh']) {
    rule(`${name} is even, to the bit`, 1, {}, (x) =>
        same(lib[name](lib.negative(x)), lib[name](x)),
    );
}
rule('sin and cos lie on the circle', 1, wide, (x) =>
    near(lib.add(lib.square(lib.sin(x)), lib.square(lib.cos(x))), 1),
);
rule('log undoes exp', 1, { min: 0.5, max: 80 }, (x) => near(lib.log(lib.exp(x)), x));
rule('log1p undoes expm1', 1, { min: 1e-3, max: 80 }, (x) => near(lib.log1p(lib.expm1(x)), x));
rule('arctanh undoes tanh near 0', 1, { min: -0.5, max: 0.5 }, (x) =>
    near(lib.arctanh(lib.tanh(x)), x, 8),
);
rule('cbrt of a cube', 1, { min: 1e-3, max: 1e9 }, (x) =>
    near(lib.cbrt(lib.multiply(lib.multiply(x, x), x)), x),
);
for (const name of ['hypot', 'logaddexp', 'logaddexp2', 'maximum']) {
    rule(`${name} does not mind the order`, 2, wide, (x, y) =>
        same(lib[name](x, y), lib[name](y, x)),
    );
}
rule('power of 2 is the square, of 1 the number, of 0 one', 1, {}, (x) => {
    const one = lib.power(x, lib.zeros_like(x));
    return (
        same(lib.power(x, lib.full_like(x, 2)), lib.square(x)) &&
        same(lib.power(x, lib.ones_like(x)), x) &&
        same(one, lib.ones_like(x))
    );
});
rule('arctan2 tells the angle of hypot', 2, { min: -1e3, max: 1e3 }, (y, x) => {
    const length = lib.hypot(x, y);
    const angle = lib.arctan2(y, x);
    return lib.allclose(lib.multiply(length, lib.sin(angle)), y, { rtol: 1e-5, atol: 1e-3 });
});
rule('nansum of numbers is their sum', 1, wide, (x) => same(lib.nansum(x), lib.sum(x)));
rule('an array is close and equal to itself', 1, {}, (x) => {
    return lib.allclose(x, x) && lib.array_equal(x, x) && lib.array_equiv(x, lib.array([x]));
});
rule('rounding to tenths is near', 1, { min: -1e3, max: 1e3 }, (x) =>
    lib.allclose(lib.round(x, 1), x, { rtol: 0, atol: 0.0501 }),
);
rule('interp at its own points gives its own values', 1, { min: -1e3, max: 1e3 }, (y) => {
    const x = np.arange(y.size);
    return same(lib.interp(x, x, y), y.astype('float64'));
});

const whole = fc.integer({ min: -1000, max: 1000 });
const list = fc.array(whole, { minLength: 1, maxLength: 30 });
const ints = (values: number[]) => np.array(values).astype('int64');
const wholeRule = (title: string, check: (a: any, b: any) => unknown) =>
    test(title, () => {
        fc.assert(
            fc.property(list, list, (a, b) =>
                np.scope(() => {
                    if (!check(ints(a), ints(b))) throw new Error('it does not hold');
                }),
            ),
            { numRuns: 80, seed: 7 },
        );
    });
const paired = (a: any, b: any) => {
    const n = Math.min(a.size, b.size);
    return [a.at(`:${n}`), b.at(`:${n}`)];
};

wholeRule('gcd times lcm is the product', (a, b) => {
    const [x, y] = paired(a, b);
    return same(lib.multiply(lib.gcd(x, y), lib.lcm(x, y)), lib.absolute(lib.multiply(x, y)));
});
wholeRule('diff undoes cumsum', (a) => same(lib.diff(lib.cumsum(a), { prepend: 0 }), a));
wholeRule('convolve does not mind the order', (a, b) =>
    same(lib.convolve(a, b), lib.convolve(b, a)),
);
wholeRule('correlate is convolve with the second reversed', (a, b) =>
    same(lib.correlate(a, b, 'full'), lib.convolve(a, b.at('::-1'))),
);
wholeRule('concatenate keeps the sum', (a, b) =>
    same(lib.sum(lib.concatenate([a, b])), lib.sum(a) + lib.sum(b)),
);
wholeRule('vecdot is the sum of products', (a, b) => {
    const [x, y] = paired(a, b);
    return same(lib.vecdot(x, y), lib.sum(lib.multiply(x, y)));
});

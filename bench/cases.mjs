// The one list of what is timed. A case is the same call in NumPy, Raptors and numpy-ts: names in it
// that are not operands are functions of the library. Operands are made anew by each runner from
// their description: { dtype, shape, as, range }, where `as` is '' for C order, 'T' for the transposed of
// a C-ordered array, 'step2' for every second element of one twice as long, 'ramp' for rising values, 'true' and
// 'false' for bools that are all alike, 'list' for nested lists, 'picked' for as many elements as the bools
// that `by` names are true; `range` is [1, 100] unless said. python and ts: the call as NumPy and numpy-ts
// spell it, where that is not Raptors' way.
//
// want: NumPy's time divided by Raptors' time that is asked for, with one thread and with two.
//   Absent: nothing is asked, the case is for the overview.
// under: nanoseconds that a call may take, with two threads.
// against: the contestant that is asked to be slower, if not NumPy.
// mode: 'free' results are disposed of at once; 'collect' they are left to the collector, in a loop
//   that yields now and then, as programs with events do.
import { rows } from '../scripts/gen.mjs';
import { moving } from './moving.mjs';
import { short } from './names.mjs';

const side = 1000;
const million = [side, side];
const floats = ['float64', 'float32'];

const binary = ['add', 'multiply', 'maximum', 'greater'];
const asked = [...binary, 'sqrt'];

function* contiguous() {
    for (const name of asked) {
        for (const dtype of floats) {
            const a = { dtype, shape: million };
            yield {
                group: 'contiguous',
                name: `${name} ${short(dtype)}`,
                call: name === 'sqrt' ? 'sqrt(a)' : `${name}(a, b)`,
                operands: name === 'sqrt' ? { a } : { a, b: a },
                want: { one: 0.9, two: 1.3 },
            };
        }
    }
}

function* layouts() {
    const second = {
        row: { shape: [side] },
        column: { shape: [side, 1] },
        transposed: { shape: million, as: 'T' },
        'step-2': { shape: million, as: 'step2' },
    };
    for (const [layout, of] of Object.entries(second)) {
        for (const name of asked) {
            // A row or a column alone is a small array: there is nothing to broadcast it to.
            if (name === 'sqrt' && (layout === 'row' || layout === 'column')) continue;
            for (const dtype of floats) {
                yield {
                    group: 'layouts',
                    name: `${name} ${short(dtype)} ${layout}`,
                    call: name === 'sqrt' ? 'sqrt(b)' : `${name}(a, b)`,
                    operands: {
                        ...(name === 'sqrt' ? {} : { a: { dtype, shape: million } }),
                        b: { dtype, ...of },
                    },
                    want: { two: 1.2 },
                };
            }
        }
    }
}

function* small(group, mode, times) {
    for (const name of asked) {
        for (const dtype of floats) {
            for (const length of [1, 10, 100]) {
                const a = { dtype, shape: [length] };
                yield {
                    group,
                    name: `${name} ${short(dtype)} ${length}`,
                    call: name === 'sqrt' ? 'sqrt(a)' : `${name}(a, b)`,
                    operands: name === 'sqrt' ? { a } : { a, b: a },
                    mode,
                    want: { one: times, two: times },
                };
            }
        }
    }
}

function* reductions() {
    const figures = { sum: 2, mean: 2, min: 1, max: 1, argmax: 1 };
    for (const [name, two] of Object.entries(figures)) {
        for (const dtype of floats) {
            for (const axis of ['', '0', '1']) {
                yield {
                    group: 'reductions',
                    name: `${name} ${short(dtype)} ${axis === '' ? 'all' : `axis ${axis}`}`,
                    call: `${name}(a${axis && `, ${axis}`})`,
                    operands: { a: { dtype, shape: million } },
                    want: { two },
                };
            }
        }
    }
}

const casts = `
    float64>float32 float32>float64 int32>float64 float64>int32 int32>float32 float32>int32
    int64>float64 float64>int64 int64>int32 int32>int64 uint8>float32 uint8>float64 float32>uint8
    float64>uint8 bool>float64 float64>bool bool>float32 int16>int32 int32>int16 int16>float32
    uint16>float32 uint16>float64 uint32>float64 uint8>int32 int32>uint8 float32>float16
    float16>float32 float64>float16 float16>float64 float64>complex128 float32>complex64`;

function* astype() {
    for (const pair of casts.trim().split(/\s+/)) {
        const [from, to] = pair.split('>');
        yield {
            group: 'astype',
            name: `${short(from)} to ${short(to)}`,
            call: `a.astype("${to}")`,
            operands: { a: { dtype: from, shape: million } },
            want: { two: 1.2 },
        };
    }
}

const unit = [-0.99, 0.99];
const ranges = { arcsin: unit, arccos: unit, arctanh: unit, sinh: [-9, 9], expm1: [-2, 9] };

/** A call of a ufunc on arrays of a shape. */
function ufuncCall(name, nin, shape, dtype = 'float64') {
    const whole = /^(bitwise|invert|left|right|gcd|lcm)/.test(name);
    const of = { dtype: whole ? 'int32' : dtype, shape, range: ranges[name] };
    const list = ['a', 'b', 'c'].slice(0, Number(nin));
    const operands = Object.fromEntries(list.map((x) => [x, of]));
    if (name.endsWith('shift')) operands.b = { dtype: 'int32', shape: [1], range: [1, 9] };
    if (name === 'ldexp') operands.b = { dtype: 'int32', shape, range: [1, 9] };
    return { name: `${name} ${short(of.dtype)}`, call: `${name}(${list.join(', ')})`, operands };
}

const ufuncRows = () => rows('src/ufunc/ufunc_list.h', 'RP_ALL_UFUNCS');

/** Every ufunc once: a row more in the core's list is a case more here. */
function* ufuncs() {
    for (const [name, nin] of ufuncRows()) {
        // NumPy's clip is a Python function, which a bound of None takes another way through.
        if (!asked.includes(name)) yield { group: 'ufuncs', ...ufuncCall(name, nin, million) };
    }
    for (const name of ['std', 'ptp', 'argmin']) {
        const operands = { a: { dtype: 'float64', shape: million } };
        yield { group: 'ufuncs', name: `${name} f64 all`, call: `${name}(a)`, operands };
    }
}

/** Every ufunc on 100 elements: what a call costs. */
function* hundreds() {
    for (const [name, nin] of ufuncRows()) {
        yield { group: 'hundred', ...ufuncCall(name, nin, [100]), want: { two: 1.5 } };
    }
}

const binaryNames = /^(power|arctan2|hypot|divide|remainder|add|multiply|logical_(and|or|xor))$/;
const ninOf = (name) => (binaryNames.test(name) ? 2 : 1);

/** name: what is asked of float64 and of float32. */
const elementary = {
    ...Object.fromEntries(
        'exp log tanh power arctan2'.split(' ').map((name) => [name, [0.8, 0.7]]),
    ),
    ...Object.fromEntries('sin cos'.split(' ').map((name) => [name, [2, 0.7]])),
    ...Object.fromEntries(
        'hypot expm1 log1p cbrt sinh arcsin'.split(' ').map((name) => [name, [1, 1]]),
    ),
    ...Object.fromEntries('sqrt floor rint remainder'.split(' ').map((name) => [name, [1.2, 1.2]])),
    divide: [0.9, 1.2],
};

function* functions() {
    for (const [name, wants] of Object.entries(elementary)) {
        for (const [i, two] of wants.entries()) {
            const call = ufuncCall(name, ninOf(name), [1e6], floats[i]);
            yield { group: 'elementary', ...call, want: { two } };
        }
    }
    for (const name of 'any all count_nonzero isnan logical_and logical_or logical_xor logical_not'.split(
        ' ',
    )) {
        // All true, or all false: else any and all are done at the first element.
        const range = name === 'any' ? [0, 40] : [60, 100];
        const call = ufuncCall(name, ninOf(name), [1e6], 'bool');
        for (const operand of Object.values(call.operands)) operand.range = range;
        yield { group: 'truth', ...call, want: { two: 1.2 } };
    }
    for (const name of ['add', 'multiply', 'exp', 'sum']) {
        const call = ufuncCall(name, ninOf(name), [1e6], 'float16');
        yield { group: 'half', ...call, against: 'numpy-ts', want: { two: 2 } };
    }
}

function* scans() {
    const million1 = (range) => ({ a: { dtype: 'float64', shape: [1e6], range } });
    for (const [name, two] of Object.entries({ cumsum: 4, cumprod: 2, prod: 2 })) {
        for (const dtype of ['float64', 'float32', 'int64', 'int32']) {
            const operands = { a: { dtype, shape: [1e6] } };
            const want = dtype.startsWith('float') ? { two } : undefined;
            const call = `${name}(a)`;
            yield { group: 'scans', name: `${name} ${short(dtype)}`, call, operands, want };
        }
        for (const axis of [0, 1]) {
            const operands = { a: { dtype: 'float64', shape: million } };
            const call = `${name}(a, ${axis})`;
            yield {
                group: 'scans',
                name: `${name} f64 axis ${axis}`,
                call,
                operands,
                want: { two },
            };
        }
    }
    // Of mixed signs, which cancel, and of factors whose product neither overflows nor vanishes.
    const signs = million1([-50, 50]);
    yield { group: 'scans', name: 'cumsum f64 signs', call: 'cumsum(a)', operands: signs };
    const near = million1([0.999, 1.001]);
    for (const name of ['cumprod', 'prod']) {
        yield { group: 'scans', name: `${name} f64 near 1`, call: `${name}(a)`, operands: near };
    }
    for (const name of ['nansum', 'nanmean', 'nanstd']) {
        const want = { two: 2 };
        yield {
            group: 'scans',
            name: `${name} f64`,
            call: `${name}(a)`,
            operands: million1(),
            want,
        };
    }
}

function* calculus() {
    for (const length of [1e5, 1e6]) {
        for (const dtype of floats) {
            const of = (n, as) => ({ dtype, shape: [n], as });
            const line = of(length);
            const table = { b: of(1000, 'ramp'), c: of(1000) };
            const calls = {
                diff: ['diff(a)', { a: line }],
                gradient: ['gradient(a)', { a: line }],
                'interp random': ['interp(a, b, c)', { a: line, ...table }],
                'interp ramp': ['interp(a, b, c)', { a: of(length, 'ramp'), ...table }],
                'convolve 10': ['convolve(a, b)', { a: line, b: of(10) }],
                'convolve 100': ['convolve(a, b)', { a: line, b: of(100) }],
            };
            for (const [name, [call, operands]] of Object.entries(calls)) {
                const size = length === 1e6 ? '10^6' : '10^5';
                yield {
                    group: 'calculus',
                    name: `${name} ${short(dtype)} ${size}`,
                    call,
                    operands,
                    want: { two: 1.2 },
                };
            }
        }
    }
}

/** Parts of numbers and divisors. */
function* parts() {
    const large = (dtype) => ({ dtype, shape: million });
    const item = (name, dtype, b) => ({
        group: 'parts',
        name: `${name} ${short(dtype)}`,
        call: b ? `${name}(a, b)` : `${name}(a)`,
        operands: { a: large(dtype), ...(b && { b: large(b) }) },
        want: { two: 1 },
    });
    for (const dtype of floats) {
        for (const name of ['frexp', 'modf', 'spacing']) yield item(name, dtype);
        for (const name of ['heaviside', 'nextafter']) yield item(name, dtype, dtype);
        yield item('ldexp', dtype, 'int32');
    }
    for (const dtype of ['int32', 'int64', 'uint8'])
        for (const name of ['gcd', 'lcm']) yield item(name, dtype, dtype);
}

export const cases = [
    ...contiguous(),
    ...layouts(),
    ...small('small', 'free', 2),
    ...reductions(),
    ...astype(),
    ...ufuncs(),
    ...functions(),
    ...parts(),
    ...scans(),
    ...calculus(),
    ...moving(),
    ...hundreds(),
    // Last, for it leaves the collector with much to do.
    ...small('collected', 'collect', 1 / 1.5),
].map((item) => ({ mode: 'free', ...item, id: `${item.group}: ${item.name}` }));

/** The names in a call that are not methods: its operands and the library's functions. */
export function namesOf(call) {
    return [...new Set(call.match(/(?<![.\w"])[a-z_]\w*(?!["\w])/g))];
}

// The one list of what is timed. A case is the same call in NumPy, Raptors and numpy-ts: names in it
// that are not operands are functions of the library. Operands are made anew by each runner from
// their description: { dtype, shape, as }, where `as` is '' for C order, 'T' for the transposed of a
// C-ordered array, 'step2' for every second element of one twice as long.
//
// want: NumPy's time divided by Raptors' time that is asked for, with one thread and with two.
//   Absent: nothing is asked, the case is for the overview.
// mode: 'free' results are disposed of at once; 'collect' they are left to the collector, in a loop
//   that yields now and then, as programs with events do.
import { rows } from '../scripts/gen.mjs';

const side = 1000;
const million = [side, side];
const floats = ['float64', 'float32'];
const short = (dtype) =>
    dtype.replace('complex', 'c').replace('uint', 'u').replace('float', 'f').replace('int', 'i');

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

/** Every ufunc once: a row more in the core's list is a case more here. */
function* ufuncs() {
    for (const [name, nin] of rows('src/ufunc/ufunc_list.h', 'RP_ALL_UFUNCS')) {
        if (asked.includes(name)) continue;
        const whole = /^(bitwise|invert|left|right)/.test(name);
        const dtype = whole ? 'int32' : 'float64';
        const shape = million;
        const list = ['a', 'b', 'c'].slice(0, Number(nin));
        const operands = Object.fromEntries(list.map((x) => [x, { dtype, shape }]));
        if (name.endsWith('shift')) operands.b = { dtype, shape: [1] };
        // NumPy's clip is a Python function, which a bound of None takes another way through.
        yield {
            group: 'ufuncs',
            name: `${name} ${short(dtype)}`,
            call: `${name}(${list.join(', ')})`,
            operands,
        };
    }
    for (const name of ['prod', 'std', 'any', 'all', 'cumsum', 'ptp', 'count_nonzero', 'argmin']) {
        const operands = { a: { dtype: 'float64', shape: million } };
        yield { group: 'ufuncs', name: `${name} f64 all`, call: `${name}(a)`, operands };
    }
}

export const cases = [
    ...contiguous(),
    ...layouts(),
    ...small('small', 'free', 2),
    ...reductions(),
    ...astype(),
    ...ufuncs(),
    // Last, for it leaves the collector with much to do.
    ...small('collected', 'collect', 1 / 1.5),
].map((item) => ({ mode: 'free', ...item, id: `${item.group}: ${item.name}` }));

/** The names in a call that are not methods: its operands and the library's functions. */
export function namesOf(call) {
    return [...new Set(call.match(/(?<![.\w"])[a-z_]\w*(?!["\w])/g))];
}

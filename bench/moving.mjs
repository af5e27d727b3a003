// What moves, selects and builds elements: cases for the list of cases.mjs. Keys are spelt differently in
// each language, so a case may have its own text for a contestant: python, ts (numpy-ts; null: it cannot).
import { short } from './names.mjs';

const million = 1e6;
const side = 1000;
const floats = ['float64', 'float32'];
const large = (dtype = 'float64') => ({ dtype, shape: [million] });
const table = (dtype = 'float64') => ({ dtype, shape: [side, side] });
const positions = { dtype: 'intp', shape: [million], range: [0, million] };
const mask = { dtype: 'bool', shape: [million] };

function* selecting() {
    for (const dtype of floats) {
        const a = large(dtype);
        const b = large(dtype);
        const rows = { dtype: 'intp', shape: [side], range: [0, side] };
        // name: call, operands, the figure asked for, texts of the others
        const list = {
            take: ['take(a, k)', { a, k: positions }, 1.2],
            'take rows': ['take(a, k, 0)', { a: table(dtype), k: rows }, 1.2],
            'read by positions': ['a.at(k)', { a, k: positions }, 1.2, 'a[k]', 'a.iindex(k)'],
            put: ['put(a, k, b)', { a, b, k: positions }, 1.2],
            'write by positions': ['a.set([k], b)', { a, b, k: positions }, 1.2, 'a[k] = b', null],
            'read by mask': ['a.at(m)', { a, m: mask }, 4, 'a[m]', 'a.bindex(m)'],
            'write by mask, scalar': ['a.set([m], 7)', { a, m: mask }, 4, 'a[m] = 7', null],
            'write by mask, array': [
                'a.set([m], b)',
                { a, m: mask, b: { ...b, as: 'picked', by: 'm' } },
                4,
                'a[m] = b',
                null,
            ],
            where: ['where(m, a, b)', { a, b, m: mask }, 4],
        };
        yield* group('selecting', list, dtype);
    }
    const of = (a) => ['nonzero(a)', { a }, 1.2];
    yield* group('selecting', { nonzero: of(mask) }, 'bool');
    // Half of them zeros.
    yield* group('selecting', { nonzero: of({ ...large('int32'), range: [0, 2] }) }, 'int32');
}

/** Cases from a list of [call, operands, figure, texts of the others], by name. */
function* group(name, list, dtype, more) {
    for (const [what, [call, operands, two, python, ts]] of Object.entries(list)) {
        yield {
            group: name,
            name: dtype === undefined ? what : `${what} ${short(dtype)}`,
            call,
            operands,
            python,
            ts,
            want: { two },
            ...more,
        };
    }
}

function* joining() {
    for (const dtype of floats) {
        const a = large(dtype);
        const half = { dtype, shape: [million / 2] };
        const wide = { dtype, shape: [side, side / 2] };
        const tenth = { dtype, shape: [million / 10] };
        const list = {
            'transposed copy': ['a.T.copy()', { a: table(dtype) }],
            concatenate: ['concatenate([a, b])', { a: half, b: half }],
            'concatenate axis 1': ['concatenate([a, b], 1)', { a: wide, b: wide }],
            stack: ['stack([a, b])', { a: half, b: half }],
            'stack axis 1': ['stack([a, b], 1)', { a: half, b: half }],
            tile: ['tile(a, 10)', { a: tenth }],
            'tile rows': ['tile(a, [2, 2])', { a: { dtype, shape: [side / 2, side / 2] } }],
            repeat: ['repeat(a, 10)', { a: tenth }],
            'repeat axis 0': ['repeat(a, 2, 0)', { a: { dtype, shape: [side / 2, side] } }],
            roll: ['roll(a, 1000)', { a }],
            'roll axis 1': ['roll(a, 7, 1)', { a: table(dtype) }],
            flip: ['flip(a).copy()', { a }],
            'flip axis 1': ['flip(a, 1).copy()', { a: table(dtype) }],
            pad: ['pad(a, 1000)', { a }],
            'pad table': ['pad(a, 10)', { a: table(dtype) }],
            'pad edge': ['pad(a, 10, "edge")', { a: table(dtype) }],
        };
        for (const row of Object.values(list)) row[2] = 1.3;
        yield* group('joining', list, dtype);
    }
}

function* views() {
    const a = { dtype: 'float64', shape: [100] };
    const b = { dtype: 'float64', shape: [10, 20] };
    const views = {
        slice: ['a.at("10:90")', { a }, 1, 'a[10:90]', 'a.slice("10:90")'],
        'slice with step': ['b.at(":", "1:9:2")', { b }, 1, 'b[:, 1:9:2]', 'b.slice(":", "1:9:2")'],
        row: ['b.at(3)', { b }, 1, 'b[3]', 'b.row(3)'],
        transpose: ['b.transpose()', { b }, 1],
        T: ['b.T', { b }, 1],
        reshape: ['b.reshape(20, 10)', { b }, 1],
    };
    yield* group('views', views, undefined, { under: 120 });
    const elements = {
        'read 1-d': ['a.at(7)', { a }, 1, 'a[7]', 'a.get([7])'],
        'read 2-d': ['b.at(3, 4)', { b }, 1, 'b[3, 4]', 'b.get([3, 4])'],
        'write 1-d': ['a.set(7, 1.5)', { a }, 1, 'a[7] = 1.5', 'a.set([7], 1.5)'],
        'write 2-d': ['b.set([3, 4], 1.5)', { b }, 1, 'b[3, 4] = 1.5', 'b.set([3, 4], 1.5)'],
    };
    yield* group('elements', elements, undefined, { under: 60 });
}

function* building() {
    const list = (...shape) => ({ dtype: 'float64', shape, as: 'list' });
    const flat = { dtype: 'float64', shape: [1e5] };
    const nested = { dtype: 'float64', shape: [100, 1000] };
    const lists = {
        'array of a list': ['array(a)', { a: list(1e5) }, 4],
        'array of lists': ['array(a)', { a: list(100, 1000) }, 4],
        'array of short lists': ['array(a)', { a: list(1e4, 10) }, 4],
        'tolist 1-d': ['a.tolist()', { a: flat }, 4],
        'tolist 2-d': ['a.tolist()', { a: nested }, 4],
    };
    yield* group('lists', lists);
    const line = { dtype: 'float64', shape: [side] };
    const built = {
        arange: ['arange(1000000)', {}, 1.2],
        'arange floats': ['arange(0, 1000000, 0.5)', {}, 1.2],
        linspace: ['linspace(0, 1, 1000000)', {}, 1.2],
        zeros: ['zeros([1000, 1000])', {}, 1.2],
        full: ['full([1000, 1000], 7.5)', {}, 1.2],
        meshgrid: ['meshgrid(a, b)', { a: line, b: line }, 1.2],
    };
    yield* group('building', built);
}

export function* moving() {
    yield* selecting();
    yield* joining();
    yield* views();
    yield* building();
}

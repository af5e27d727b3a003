// Arrays as text: brackets and columns as NumPy prints them.
import { Complex } from './complex.js';
import { getItem, Slice } from './indexing.js';
import type { NDArray } from './ndarray.js';
import type { Scalar } from './types.js';

const THRESHOLD = 1000;
const EDGE = 3;
const PRECISION = 8;
const WIDTH = 75;

/** How one element becomes text, all of the same width. */
type Show = (value: Scalar) => string;

type Nested = Scalar | Nested[];

/** str(a) */
export function format(a: NDArray): string {
    return layOut(a, ' ', '');
}

/** repr(a), for consoles: with the shape or dtype where they are not plain to see. */
export function inspect(a: NDArray): string {
    if (a.disposed) return `array(disposed, shape=(${a.shape.join(', ')}), dtype=${a.dtype})`;
    const plain = a.size > 0 && ['float64', 'bool', 'complex128'].includes(String(a.dtype));
    const extra = [
        ...(a.size === 0 && (a.ndim !== 1 || a.shape[0] !== 0)
            ? [`shape=(${a.shape.join(', ')}${a.ndim === 1 ? ',' : ''})`]
            : []),
        ...(plain ? [] : [`dtype=${a.dtype}`]),
    ];
    const body = layOut(a, ', ', 'array(');
    return `array(${[body, ...extra].join(', ')})`;
}

function layOut(a: NDArray, separator: string, prefix: string): string {
    const shortest = a.dtype.name === 'float32' ? fround : same;
    const integers = 'iu'.includes(a.dtype.kind);
    if (a.ndim === 0) return showOf([a.item()], integers, shortest)(a.item()).trim();
    if (a.size === 0) return '[]';
    const cut = a.size > THRESHOLD;
    const shown = read(a, cut);
    const show = showOf(leaves(shown), integers, shortest);
    return rows(shown, a.shape, 0, show, separator, prefix.length, cut);
}

/** The elements to be shown: of a long axis only both ends. */
function read(a: NDArray, cut: boolean): Nested[] {
    if (!cut || a.shape.every((length) => length <= 2 * EDGE)) return a.tolist() as Nested[];
    let part: NDArray = a;
    const pieces: Nested[] = [];
    const length = a.shape[0]!;
    const ends =
        length > 2 * EDGE
            ? [new Slice(0, EDGE, null), new Slice(length - EDGE, length, null)]
            : [new Slice(null, null, null)];
    for (const end of ends) {
        part = getItem(a, [end]) as NDArray;
        if (a.ndim === 1) pieces.push(...(part.tolist() as Nested[]));
        else for (const row of part) pieces.push(read(row as NDArray, cut));
    }
    return pieces;
}

function leaves(nested: Nested, out: Scalar[] = []): Scalar[] {
    if (Array.isArray(nested)) for (const item of nested) leaves(item, out);
    else out.push(nested);
    return out;
}

function rows(
    nested: Nested[],
    shape: readonly number[],
    axis: number,
    show: Show,
    separator: string,
    indent: number,
    cut: boolean,
): string {
    const summarised = cut && shape[axis]! > 2 * EDGE;
    const last = axis === shape.length - 1;
    const parts = nested.map((item) =>
        last
            ? show(item as Scalar)
            : rows(item as Nested[], shape, axis + 1, show, separator, indent, cut),
    );
    if (summarised) parts.splice(EDGE, 0, '...');
    const margin = ' '.repeat(indent + axis + 1);
    if (!last) {
        const gap = '\n'.repeat(shape.length - axis - 1);
        return `[${parts.join(`${separator.trimEnd()}${gap}${margin}`)}]`;
    }
    let line = '';
    const lines: string[] = [];
    for (const [i, part] of parts.entries()) {
        const piece = i < parts.length - 1 ? part + separator.trimEnd() : part;
        if (line !== '' && margin.length + line.length + piece.length + 1 > WIDTH) {
            lines.push(line);
            line = '';
        }
        line += line === '' ? piece : ` ${piece}`;
    }
    lines.push(line);
    return `[${lines.join(`\n${margin}`)}]`;
}

const same = (x: number) => String(x);
/** The shortest text that is the same float32. */
function fround(x: number): string {
    if (!Number.isFinite(x)) return String(x);
    for (let digits = 1; digits < 10; digits++) {
        const text = x.toPrecision(digits);
        if (Math.fround(Number(text)) === x) return String(Number(text));
    }
    return String(x);
}

function showOf(values: Scalar[], integers: boolean, shortest: (x: number) => string): Show {
    const first = values[0];
    if (typeof first === 'boolean') return padded(values, (x) => (x ? 'True' : 'False'));
    if (first instanceof Complex) {
        const re = floats(
            values.map((z) => (z as Complex).re),
            shortest,
        );
        const im = floats(
            values.map((z) => Math.abs((z as Complex).im)),
            shortest,
        );
        return (z) => {
            const { re: x, im: y } = z as Complex;
            const sign = y < 0 || Object.is(y, -0) ? '-' : '+';
            return `${re(x)}${sign}${im(Math.abs(y)).trim()}j`;
        };
    }
    if (integers) return padded(values, String);
    return floats(values as number[], shortest) as Show;
}

function padded(values: Scalar[], text: Show): Show {
    const width = Math.max(...values.map((value) => text(value).length));
    return (value) => text(value).padStart(width);
}

function floats(values: number[], shortest: (x: number) => string): (x: number) => string {
    const finite = values.filter(Number.isFinite);
    const sizes = finite.filter((x) => x !== 0).map(Math.abs);
    const most = Math.max(...sizes);
    const least = Math.min(...sizes);
    const scientific =
        sizes.length > 0 &&
        (most >= 1e16 || least < 1e-4 || (most / least > 1000 && !finite.every(Number.isInteger)));
    const text = scientific ? exponential(finite) : fixed(finite, shortest);
    const special = (x: number) => (Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf');
    const show = (x: number) => (Number.isFinite(x) ? text(x) : special(x));
    const width = Math.max(...values.map((x) => show(x).length));
    return (x) => show(x).padStart(width);
}

const signed = (x: number, text: string) => (Object.is(x, -0) ? `-${text.replace('-', '')}` : text);

function fixed(values: number[], shortest: (x: number) => string): (x: number) => string {
    let digits = 0;
    for (const x of values) {
        const [mantissa, exponent] = shortest(Math.abs(x)).split('e');
        const fraction = (mantissa!.split('.')[1]?.length ?? 0) - Number(exponent ?? 0);
        digits = Math.max(digits, Math.min(PRECISION, fraction));
    }
    return (x) => {
        const text = x.toFixed(digits).replace(/(\.\d*?)0+$/, '$1');
        const point = text.includes('.') ? text : `${text}.`;
        // Columns align at the point.
        return signed(x, point).padEnd(
            point.length - (point.split('.')[1]?.length ?? 0) + digits + (Object.is(x, -0) ? 1 : 0),
        );
    };
}

function exponential(values: number[]): (x: number) => string {
    let digits = 0;
    for (const x of values) {
        const mantissa = x.toExponential(PRECISION).split('e')[0]!.replace(/0+$/, '');
        digits = Math.max(digits, mantissa.split('.')[1]?.length ?? 0);
    }
    return (x) => {
        const [mantissa, exponent] = x.toExponential(digits).split('e') as [string, string];
        const point = mantissa.includes('.') ? mantissa : `${mantissa}.`;
        const power = exponent.slice(1).padStart(2, '0');
        return signed(x, `${point}e${exponent[0]}${power}`);
    };
}

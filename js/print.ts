// Arrays as text: brackets and columns as NumPy prints them.
import { Complex, pythonComplex, pythonNumber } from './complex.js';
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

/** str(a): without dimensions, that of the scalar. */
export function format(a: NDArray): string {
    if (a.ndim > 0) return layOut(a, ' ', '');
    const value: Scalar = a.item();
    const { kind } = a.dtype;
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (value instanceof Complex) return pythonComplex(value, floatsOf(a).shortest);
    if (kind !== 'f') return String(value);
    const text = pythonNumber(value as number, floatsOf(a).shortest);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** repr(a), for consoles: with the shape or dtype where they are not plain to see. */
export function inspect(a: NDArray): string {
    if (a.disposed) return `array(disposed, shape=(${a.shape.join(', ')}), dtype=${a.dtype})`;
    const plain =
        a.size > 0 && ['float64', 'int64', 'bool', 'complex128'].includes(String(a.dtype));
    const extra = [
        ...(a.size > THRESHOLD || (a.size === 0 && (a.ndim !== 1 || a.shape[0] !== 0))
            ? [`shape=(${a.shape.join(', ')}${a.ndim === 1 ? ',' : ''})`]
            : []),
        ...(plain ? [] : [`dtype=${a.dtype}`]),
    ];
    const body = `array(${layOut(a, ', ', 'array(')}`;
    if (extra.length === 0) return `${body})`;
    const end = `${extra.join(', ')})`;
    const lastLine = body.length - (body.lastIndexOf('\n') + 1);
    const gap = lastLine + end.length + 2 > WIDTH ? '\n      ' : ' ';
    return `${body},${gap}${end}`;
}

function layOut(a: NDArray, separator: string, prefix: string): string {
    const of = floatsOf(a);
    const integers = 'iu'.includes(a.dtype.kind);
    if (a.ndim === 0) return showOf([a.item()], integers, of)(a.item()).trim();
    if (a.size === 0) return '[]';
    const cut = a.size > THRESHOLD;
    const shown = read(a, cut);
    const show = showOf(leaves(shown), integers, of);
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
    // Brackets may follow on the line, and a comma.
    const width = WIDTH - shape.length - (indent > 0 ? 1 : 0);
    const lines: string[] = [];
    let line = margin;
    for (const part of parts) {
        if (line.length + part.length > width && line.length > margin.length) {
            lines.push(line.trimEnd());
            line = margin;
        }
        line += part + separator;
    }
    lines.push(line.slice(0, -separator.length));
    return `[${lines.join('\n').slice(margin.length)}]`;
}

/** What is to be known of a dtype of floats. */
interface Floats {
    /** The element next to a number. */
    round(x: number): number;
    /** The number of fewest digits that is the same element. */
    shortest(x: number): number;
}

const DOUBLES: Floats = { round: Number, shortest: Number };

function roundToHalf(x: number): number {
    if (Math.abs(x) >= 65520) return Math.sign(x) * Infinity;
    const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -14) - 10);
    const whole = Math.floor(x / step);
    const rest = x / step - whole;
    return (whole + Number(rest > 0.5 || (rest === 0.5 && whole % 2 !== 0))) * step;
}

/** x.toExponential(count), but in the middle between two the one with an even digit, as NumPy. */
function rounded(x: number, count: number): string {
    const text = x.toExponential(count);
    const longer = x.toExponential(count + 1);
    if (Number(longer) !== x || !/[02468]\.?5e/.test(longer)) return text;
    return longer.replace(/\.?5e/, 'e');
}

function floatsOf({ dtype }: NDArray): Floats {
    const size = dtype.kind === 'c' ? dtype.itemsize / 2 : dtype.itemsize;
    if (size === 8) return DOUBLES;
    const round = size === 4 ? Math.fround : roundToHalf;
    const shortest = (x: number) => {
        for (let count = 0; ; count++) {
            const near = Number(rounded(x, count));
            if (round(near) === x) return near;
        }
    };
    return { round, shortest };
}

function showOf(values: Scalar[], integers: boolean, of: Floats): Show {
    const first = values[0];
    if (typeof first === 'boolean') return (x) => (x ? ' True' : 'False');
    if (first instanceof Complex) {
        const numbers = values as Complex[];
        const re = floats(
            numbers.map((z) => z.re),
            of,
            '',
        );
        const im = floats(
            numbers.map((z) => z.im),
            of,
            '+',
        );
        return (z) => re((z as Complex).re) + im((z as Complex).im).replace(/ *$/, 'j$&');
    }
    if (integers) return padded(values, String);
    return floats(values as number[], of, '') as Show;
}

function padded<T>(values: T[], text: (value: T) => string): (value: T) => string {
    const width = Math.max(...values.map((value) => text(value).length));
    return (value) => text(value).padStart(width);
}

/** `plus` stands before numbers that are not negative. */
function floats(values: number[], of: Floats, plus: string): (x: number) => string {
    const finite = values.filter(Number.isFinite);
    const sizes = finite.filter((x) => x !== 0).map(Math.abs);
    const most = Math.max(...sizes);
    const least = Math.min(...sizes);
    const scientific =
        sizes.length > 0 &&
        (most >= of.round(1e8) || least < of.round(1e-4) || of.round(most / least) > 1000);
    const text = (scientific ? exponential : fixed)(finite.map(Math.abs), of);
    const show = (x: number) => {
        if (Number.isNaN(x)) return `${plus}nan`;
        const sign = x < 0 || Object.is(x, -0) ? '-' : plus;
        return sign + (Number.isFinite(x) ? text(Math.abs(x)) : 'inf');
    };
    return padded(values, show);
}

const fractionOf = (digits: string) => digits.split('.')[1]?.length ?? 0;

function fixed(values: number[], { shortest }: Floats): (x: number) => string {
    const cut = (x: number) => {
        const unique = Number.isInteger(x) ? x : shortest(x);
        const places = PRECISION + Number(unique.toExponential().split('e')[1]);
        const far = places >= 0 && fractionOf(String(unique)) > PRECISION;
        const near = far ? Number(rounded(x, places)) : unique;
        return near.toFixed(PRECISION).replace(/0+$/, '');
    };
    const digits = Math.max(0, ...values.map((x) => fractionOf(cut(x))));
    return (x) => {
        const text = cut(x);
        return text.padEnd(text.length - fractionOf(text) + digits);
    };
}

function exponential(values: number[], { shortest }: Floats): (x: number) => string {
    const all = values.map((x) => shortest(x).toExponential().split('e') as [string, string]);
    const cut = values.map((x) => rounded(x, PRECISION).replace(/\.?0*e.*/, ''));
    const places = all.map(([digits], i) => Math.min(fractionOf(digits), fractionOf(cut[i]!)));
    const fraction = Math.max(0, ...places);
    const wide = Math.max(2, ...all.map(([, power]) => power.length - 1));
    return (x) => {
        const unique = shortest(x).toExponential();
        const same = fractionOf(unique.split('e')[0]!) === fraction;
        const [digits, power] = (same ? unique : rounded(x, fraction)).split('e');
        const point = fraction === 0 ? '.' : '';
        return `${digits}${point}e${power![0]}${power!.slice(1).padStart(wide, '0')}`;
    };
}

// np.frompyfunc: a JavaScript function as a ufunc. There is no dtype for objects: results have the
// dtype that np.array gives the values, where NumPy gives arrays of objects.
import {
    bind,
    bindLoosely,
    signature,
    takeKeywords,
    toCasting,
    toInteger,
    toIntegers,
    toOrder,
    unexpectedKeyword,
} from './args.js';
import { transpose } from './axes.js';
import { broadcast_shapes, broadcast_to } from './broadcasting.js';
import { newArray, toArray, toOut } from './convert.js';
import { type DType, optionalDType } from './dtype.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import { isScalar, run, temporary } from './operand.js';
import { AxisError, IndexError, ValueError } from './runtime/errors.js';
import { reshapeArray } from './shape.js';
import type { ArrayLike, DTypeLike, Scalar } from './types.js';
import { tooMany } from './ufunc.js';
import type { AccumulateKeywords, BinaryMethods, UfuncKeywords } from './ufunc-types.js';

type Fn = (...args: any[]) => unknown;

/** @internal The elements in C order, as JavaScript values. */
export const valuesOf = (a: NDArray): Scalar[] =>
    run(() => temporary(copyArray(a, 0)).reshape(-1).tolist() as Scalar[]);

/** @internal The elements of each operand, broadcast against the others, and the shape. */
export function broadcastValues(arrays: NDArray[]): [values: Scalar[][], shape: number[]] {
    const shape = broadcast_shapes(...arrays.map((a) => a._shape));
    return [arrays.map((a) => valuesOf(broadcast_to(a, shape))), shape];
}

/** @internal An array of values in C order. */
export function arrayOf(values: unknown[], shape: readonly number[], dtype?: DType): NDArray {
    return run(() => {
        const flat = temporary(newArray(values, dtype));
        if (flat._shape.length !== 1) {
            throw new ValueError('a function of elements must return numbers, not arrays');
        }
        return copyArray(reshapeArray(flat, shape, 0, 2), 0);
    });
}

/** @internal What a function of several results returned. */
export function severalResults(results: unknown, nout: number): unknown[] {
    if (Array.isArray(results) && results.length === nout) return results;
    throw new ValueError(`the function must return a list of ${nout} results`);
}

/** A ufunc made of a JavaScript function. */
export interface PyUfunc extends Pick<BinaryMethods, 'reduce' | 'accumulate'> {
    (...args: (ArrayLike | null | UfuncKeywords)[]): any;
    readonly nin: number;
    readonly nout: number;
    readonly nargs: number;
    readonly ntypes: 1;
    readonly types: readonly string[];
    readonly identity: unknown;
    readonly signature: null;
    /** Folds the pieces array[indices[i]:indices[i+1]] of an axis. */
    reduceat(
        array: ArrayLike,
        indices: readonly number[] | NDArray,
        axis?: number | AccumulateKeywords,
        dtype?: DTypeLike | null | AccumulateKeywords,
        out?: NDArray | null | AccumulateKeywords,
        keywords?: AccumulateKeywords,
    ): NDArray;
    /** The function of all pairs. */
    outer(A: ArrayLike, B: ArrayLike, keywords?: UfuncKeywords): any;
    /** a[indices] = f(a[indices], b) in place, one after the other. */
    at(a: NDArray, indices: readonly number[] | NDArray, b?: ArrayLike): void;
}

/** Puts a result where it is wanted: into `out`, as an array, or as a JavaScript value. */
function deliver(
    values: unknown[],
    shape: readonly number[],
    dtype: DType | undefined,
    out: NDArray | undefined,
    scalar: boolean,
    casting = 4,
    order = 0,
): NDArray | Scalar {
    if (out === undefined && scalar && dtype === undefined)
        return temporary(arrayOf(values, [])).item();
    const made = arrayOf(values, shape, dtype);
    if (out === undefined)
        return scalar ? temporary(made).item() : order === 1 ? copyArray(temporary(made), 1) : made;
    assign(out, temporary(made), casting);
    return out;
}

const callNames = ['out', 'where', 'casting', 'order', 'dtype', 'subok', 'signature', 'sig'];

interface Its {
    readonly fn: Fn;
    readonly name: string;
    readonly nin: number;
    readonly nout: number;
    readonly identity: unknown;
}

/** One call over operands that are broadcast; `combine` makes the values of each. */
function callOver(uf: Its, args: unknown[]): unknown {
    const { fn, name, nin, nout } = uf;
    const keywords = takeKeywords(args) as UfuncKeywords & { sig?: unknown };
    for (const key of Object.keys(keywords)) {
        if (!callNames.includes(key)) throw unexpectedKeyword(name, key);
    }
    if (args.length < nin || args.length > nin + nout) throw tooMany(uf, args.length);
    if ((keywords.signature ?? keywords.sig) != null) {
        throw new TypeError(`${name}() has one loop, of objects: it takes no signature`);
    }
    const { out, where } = keywords;
    const given = out == null ? args.slice(nin) : Array.isArray(out) ? out : [out];
    const outs = Array.from({ length: nout }, (_, i) => toOut(given[i]));
    const casting = toCasting(keywords.casting, 'same_kind');
    const order = toOrder(keywords.order, 'K');
    const dtype = optionalDType(keywords.dtype);
    return run(() => {
        const operands = args.slice(0, nin).map((x) => toArray(x));
        const scalar = args.slice(0, nin).every(isScalar);
        const masked = where !== undefined && where !== true;
        const mask = masked ? [toArray(where)] : [];
        const [values, shape] = broadcastValues([...operands, ...mask]);
        const wanted = masked ? values[nin]! : undefined;
        const size = values[0]?.length ?? 1;
        const before = outs.map((its) => (its && masked ? valuesOf(broadcast_to(its, shape)) : []));
        const results: unknown[][] = outs.map(() => new Array(size));
        for (let i = 0; i < size; i++) {
            const skip = wanted !== undefined && !wanted[i];
            const result = skip ? undefined : fn(...operands.map((_, k) => values[k]![i]));
            const list = skip || nout === 1 ? [result] : severalResults(result, nout);
            for (let k = 0; k < nout; k++) results[k]![i] = skip ? (before[k]![i] ?? 0) : list[k];
        }
        const all = results.map((list, k) =>
            deliver(list, shape, dtype, outs[k], scalar && !masked, casting, order),
        );
        return nout === 1 ? all[0] : all;
    });
}

function normal(axis: number, ndim: number): number {
    if (axis < -ndim || axis >= ndim) {
        throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`);
    }
    return axis < 0 ? axis + ndim : axis;
}

/** The values of an array by lines along axes: [line][place], and the shape of the rest. */
function lines(a: NDArray, axes: number[]): { rows: Scalar[][]; rest: number[]; n: number } {
    const kept = a._shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const values = valuesOf(transpose(a, [...kept, ...axes]));
    const rest = kept.map((i) => a._shape[i]!);
    const n = axes.reduce((size, i) => size * a._shape[i]!, 1);
    const count = rest.reduce((size, length) => size * length, 1);
    const rows = Array.from({ length: count }, (_, i) => values.slice(i * n, (i + 1) * n));
    return { rows, rest, n };
}

/** Values by lines along one axis, back in C order. */
function fromLines(
    rows: unknown[][],
    rest: number[],
    n: number,
    axis: number,
    dtype?: DType,
    out?: NDArray,
): NDArray {
    return run(() => {
        const flat = temporary(arrayOf(rows.flat(), [...rest, n], dtype));
        const order = rest.map((_, i) => i);
        order.splice(axis, 0, rest.length);
        const turned = transpose(flat, order);
        if (out === undefined) return copyArray(turned, 0);
        assign(out, turned, 4);
        return out;
    });
}

const reduceArgs = /* @__PURE__ */ signature(
    'reduce(array, axis=, dtype=, out=, keepdims=, initial=, where=)',
);
const accumulateArgs = /* @__PURE__ */ signature('accumulate(array, axis=, dtype=, out=)');
const reduceatArgs = /* @__PURE__ */ signature('reduceat(array, indices, axis=, dtype=, out=)');

function checkBinary({ nin, nout }: Its, method: string): void {
    if (nin !== 2 || nout !== 1) {
        throw new ValueError(`${method} only supported for binary functions with one result`);
    }
}

const methods: Record<string, (this: Its, ...args: unknown[]) => unknown> = {
    reduce(...args) {
        checkBinary(this, 'reduce');
        const [array, axis, dtype, out, keepdims, initial, where] = bindLoosely(reduceArgs, args);
        const { fn, name, identity } = this;
        return run(() => {
            const a = toArray(array);
            const { ndim } = a;
            const axes =
                axis === null
                    ? a._shape.map((_, i) => i)
                    : toIntegers(axis ?? 0, 'axis')
                          .filter((i) => ndim > 0 || (i !== 0 && i !== -1))
                          .map((i) => normal(i, ndim));
            if (new Set(axes).size < axes.length) throw new ValueError("duplicate value in 'axis'");
            if (axes.length > 1 && identity === undefined) {
                throw new ValueError(
                    `reduction operation '${name}' is not reorderable, so at most one axis may be specified`,
                );
            }
            const { rows, rest, n } = lines(
                a,
                axes.sort((x, y) => x - y),
            );
            const mask =
                where === undefined || where === true
                    ? undefined
                    : lines(broadcast_to(toArray(where), a._shape), axes).rows;
            const start = initial === undefined ? identity : initial;
            const none = start === undefined || start === null;
            // As NumPy: an identity serves where there is nothing to start from.
            if (none && mask !== undefined) {
                throw new ValueError(
                    `reduction operation '${name}' does not have an identity, so to use a where mask one has to specify 'initial'`,
                );
            }
            if (none && n === 0 && rows.length > 0) {
                throw new ValueError(
                    `zero-size array to reduction operation ${name} which has no identity`,
                );
            }
            const results = rows.map((row, r) => {
                const items = mask === undefined ? row : row.filter((_, i) => mask[r]![i]);
                const from = initial === undefined && mask === undefined && items.length > 0;
                return from || none
                    ? items.slice(1).reduce<unknown>((x, y) => fn(x, y), items[0])
                    : items.reduce<unknown>((x, y) => fn(x, y), start);
            });
            const shape = keepdims
                ? a._shape.map((length, i) => (axes.includes(i) ? 1 : length))
                : rest;
            return deliver(results, shape, optionalDType(dtype), toOut(out), shape.length === 0);
        });
    },
    accumulate(...args) {
        checkBinary(this, 'accumulate');
        const [array, along, dtype, out] = bind(accumulateArgs, args);
        const { fn } = this;
        return run(() => {
            const a = toArray(array);
            if (a.ndim === 0) throw new TypeError('cannot accumulate on a scalar');
            const axis = normal(toInteger(along ?? 0, 'axis'), a.ndim);
            const { rows, rest, n } = lines(a, [axis]);
            for (const row of rows as unknown[][])
                for (let i = 1; i < n; i++) row[i] = fn(row[i - 1], row[i]);
            return fromLines(rows, rest, n, axis, optionalDType(dtype), toOut(out));
        });
    },
    reduceat(...args) {
        checkBinary(this, 'reduceat');
        const [array, indices, along, dtype, out] = bind(reduceatArgs, args);
        const { fn } = this;
        return run(() => {
            const a = toArray(array);
            if (a.ndim === 0) throw new TypeError('cannot reduceat on a scalar');
            const axis = normal(toInteger(along ?? 0, 'axis'), a.ndim);
            const { rows, rest, n } = lines(a, [axis]);
            const places = toIntegers(indices, 'indices');
            for (const i of places) {
                if (i < 0 || i >= n) {
                    throw new IndexError(
                        `index ${i} out-of-bounds in ${this.name}.reduceat [0, ${n})`,
                    );
                }
            }
            const pieces = rows.map((row) =>
                places.map((from, k) => {
                    const end = k + 1 < places.length ? places[k + 1]! : n;
                    return row
                        .slice(from + 1, Math.max(end, from + 1))
                        .reduce<unknown>((x, y) => fn(x, y), row[from]);
                }),
            );
            return fromLines(pieces, rest, places.length, axis, optionalDType(dtype), toOut(out));
        });
    },
    outer(...args) {
        if (this.nin !== 2) {
            throw new ValueError('outer product only supported for binary functions');
        }
        const keywords = takeKeywords(args);
        if (args.length !== 2) {
            throw new TypeError(
                `outer() takes 2 positional arguments but ${args.length} were given`,
            );
        }
        const [A, B] = args;
        if (isScalar(A) || isScalar(B)) return callOver(this, [A, B, keywords]);
        return run(() => {
            const [a, b] = [toArray(A), toArray(B)];
            const ones = b._shape.map(() => 1);
            return callOver(this, [reshapeArray(a, [...a._shape, ...ones], 0, 2), b, keywords]);
        });
    },
    at(a, indices, b) {
        const { fn, nin } = this;
        if (!(a instanceof NDArray)) throw new TypeError('first operand must be array');
        if (nin > 2 || this.nout !== 1)
            throw new ValueError('Only unary and binary ufuncs supported at this time');
        if ((b === undefined) !== (nin === 1)) {
            throw new ValueError(
                nin === 1
                    ? 'second operand provided when ufunc is unary'
                    : 'second operand needed for ufunc',
            );
        }
        run(() => {
            const several =
                Array.isArray(indices) && indices.some((item) => typeof item === 'object');
            const lists = (several ? (indices as unknown[]) : [indices]).map((list) =>
                toArray(typeof list === 'bigint' ? Number(list) : list),
            );
            if (a.ndim !== lists.length) {
                throw new IndexError(`at() takes an index array for each of the ${a.ndim} axes`);
            }
            const with_ = b === undefined ? [] : [toArray(b)];
            const [values] = broadcastValues([...lists, ...with_]);
            const count = values[0]!.length;
            for (let i = 0; i < count; i++) {
                const key = lists.map((_, k) => toInteger(values[k]![i], 'an index'));
                const operands = [a.item(...key), ...with_.map(() => values[lists.length]![i])];
                a.set(key, fn(...operands) as Scalar);
            }
        });
    },
};
const pyUfunc = /* @__PURE__ */ Object.create(Function.prototype, {
    ntypes: { value: 1 },
    signature: { value: null },
    toString: {
        value(this: Its) {
            return `<ufunc '${this.name}'>`;
        },
    },
}) as object;

const fromArgs = /* @__PURE__ */ signature('frompyfunc(func, nin, nout, /, *, identity=)');
/**
 * A ufunc of a JavaScript function of `nin` elements that gives `nout` results (a list, if several).
 * Results have the dtype that np.array gives them. Keyword: identity, what a reduction of nothing gives;
 * null lets several axes be reduced at once.
 */
export function frompyfunc(
    func: Fn,
    nin: number,
    nout: number,
    keywords?: { identity?: unknown },
): PyUfunc;
export function frompyfunc(...args: unknown[]): PyUfunc {
    const [fn, inputs, outputs, identity] = bind(fromArgs, args);
    if (typeof fn !== 'function') throw new TypeError('function must be callable');
    const nin = toInteger(inputs, 'nin');
    const nout = toInteger(outputs, 'nout');
    if (nin < 0 || nout < 1) throw new ValueError('a ufunc has inputs and at least one output');
    const name = `${(fn as Fn).name || '?'} (vectorized)`;
    const its: Its = { fn: fn as Fn, name, nin, nout, identity };
    const ufunc = (...operands: unknown[]) => callOver(its, operands);
    Object.setPrototypeOf(ufunc, pyUfunc);
    for (const [key, method] of Object.entries(methods)) {
        Object.defineProperty(ufunc, key, { value: method.bind(its) });
    }
    const facts = {
        name,
        nin,
        nout,
        nargs: nin + nout,
        identity: identity ?? null,
        types: [`${'O'.repeat(nin)}->${'O'.repeat(nout)}`],
    };
    for (const [key, value] of Object.entries(facts)) {
        Object.defineProperty(ufunc, key, { value, enumerable: true });
    }
    return ufunc as unknown as PyUfunc;
}

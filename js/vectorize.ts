// np.vectorize: a function of elements, or of small arrays, over whole arrays.
import { bind, isKeywords, signature } from './args.js';
import { broadcast_shapes, broadcast_to } from './broadcasting.js';
import { toArray } from './convert.js';
import { empty } from './creation.js';
import { type DType, toDType } from './dtype.js';
import { getItem, getView } from './indexing.js';
import { assign, type NDArray } from './ndarray.js';
import { run } from './operand.js';
import { arrayOf, broadcastValues, severalResults } from './pyfunc.js';
import { ValueError } from './runtime/errors.js';
import type { DTypeLike } from './types.js';

type Fn = (...args: any[]) => unknown;

export interface VectorizeKeywords {
    /** The results' dtypes: a list, or letters; without, those of the first result. */
    otypes?: string | readonly DTypeLike[] | null;
    doc?: string | null;
    /** Positions and names of arguments that are passed on as they are. */
    excluded?: Iterable<number | string> | null;
    /** Keeps the first result rather than compute it twice. */
    cache?: boolean;
    /** Core dimensions, '(n),(n)->()': the function takes and gives arrays. */
    signature?: string | null;
}

/** A function over arrays. */
export interface Vectorized {
    (...args: any[]): any;
    readonly pyfunc: Fn;
    readonly otypes: readonly DType[] | null;
    readonly excluded: ReadonlySet<number | string>;
    readonly cache: boolean;
    readonly signature: string | null;
    readonly doc: string | null;
}

const SIGNATURE =
    /^(\((\w+(,\w+)*)?\))(,\((\w+(,\w+)*)?\))*->(\((\w+(,\w+)*)?\))(,\((\w+(,\w+)*)?\))*$/;

function coreDims(text: string): [inputs: string[][], outputs: string[][]] {
    const plain = text.replace(/\s/g, '');
    if (!SIGNATURE.test(plain)) throw new ValueError(`not a valid gufunc signature: ${plain}`);
    const [inputs, outputs] = plain
        .split('->')
        .map((side) => (side.match(/\([^)]*\)/g) ?? []).map((part) => part.match(/\w+/g) ?? []));
    return [inputs!, outputs!];
}

/** Learns the sizes of core dimensions from an argument. */
function learn(sizes: Map<string, number>, shape: readonly number[], dims: string[]): void {
    if (shape.length < dims.length) {
        throw new ValueError(
            `${shape.length}-dimensional argument does not have enough dimensions for all core dimensions (${dims})`,
        );
    }
    dims.forEach((dim, i) => {
        const size = shape[shape.length - dims.length + i]!;
        const known = sizes.get(dim) ?? size;
        if (known !== size) {
            throw new ValueError(
                `inconsistent size for core dimension '${dim}': ${size} vs ${known}`,
            );
        }
        sizes.set(dim, size);
    });
}

const sizeOfEmpty = () =>
    new ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set');

function callOnElements(fn: Fn, args: unknown[], otypes: readonly DType[] | null, cache: boolean) {
    if (args.length === 0) return fn();
    return run(() => {
        const arrays = args.map((x) => toArray(x));
        let nout = otypes?.length ?? 0;
        let dtypes = otypes;
        let first: unknown;
        if (dtypes === null) {
            if (arrays.some((a) => a.size === 0)) throw sizeOfEmpty();
            first = fn(
                ...arrays.map((a) =>
                    getItem(
                        a,
                        a._shape.map(() => 0),
                    ),
                ),
            );
            nout = Array.isArray(first) ? first.length : 1;
            dtypes = (Array.isArray(first) ? first : [first]).map((x) => toArray(x)._dtype);
        }
        const [values, shape] = broadcastValues(arrays);
        const results = dtypes.map(() => [] as unknown[]);
        for (let i = 0; i < values[0]!.length; i++) {
            const again = i > 0 || otypes !== null || !cache;
            const result = again ? fn(...values.map((list) => list[i])) : first;
            const list =
                nout === 1 && !Array.isArray(result) ? [result] : severalResults(result, nout);
            for (const [k, x] of list.entries()) results[k]!.push(x);
        }
        const made = results.map((list, k) => arrayOf(list, shape, dtypes![k]!));
        return nout === 1 ? made[0] : made;
    });
}

function callOnCores(
    fn: Fn,
    args: unknown[],
    [inputs, outputs]: [string[][], string[][]],
    otypes: readonly DType[] | null,
) {
    if (args.length !== inputs.length) {
        throw new TypeError(
            `wrong number of positional arguments: expected ${inputs.length}, got ${args.length}`,
        );
    }
    return run(() => {
        const given = args.map((x) => toArray(x));
        const sizes = new Map<string, number>();
        const outer = given.map((a, i) => {
            learn(sizes, a._shape, inputs[i]!);
            return a._shape.slice(0, a.ndim - inputs[i]!.length);
        });
        const shape = broadcast_shapes(...outer);
        const core = (dims: string[]) => dims.map((dim) => sizes.get(dim)!);
        const operands = given.map((a, i) => broadcast_to(a, [...shape, ...core(inputs[i]!)]));
        const nout = outputs.length;
        let made: NDArray[] | undefined;
        const create = (dtypes: readonly DType[]) =>
            outputs.map(
                (dims, k) => empty([...shape, ...core(dims)], { dtype: dtypes[k]! }) as NDArray,
            );
        const count = shape.reduce((size, length) => size * length, 1);
        for (let i = 0; i < count; i++) {
            const index: number[] = [];
            let left = i;
            for (let d = shape.length - 1; d >= 0; d--) {
                index.unshift(left % shape[d]!);
                left = Math.floor(left / shape[d]!);
            }
            const key = [...index, '...'];
            const result = fn(
                ...operands.map((a, k) =>
                    inputs[k]!.length ? getView(a, key) : getItem(a, index),
                ),
            );
            if (nout > 1 && (!Array.isArray(result) || result.length !== nout)) {
                const got = Array.isArray(result) ? result.length : 1;
                throw new ValueError(
                    `wrong number of outputs from pyfunc: expected ${nout}, got ${got}`,
                );
            }
            const results = (nout > 1 ? (result as unknown[]) : [result]).map((x) => toArray(x));
            if (made === undefined) {
                for (const [k, x] of results.entries()) learn(sizes, x._shape, outputs[k]!);
                made = create(otypes ?? results.map((x) => x._dtype));
            }
            for (const [k, x] of results.entries()) assign(getView(made[k]!, key), x, 4);
        }
        if (made === undefined) {
            if (otypes === null) throw sizeOfEmpty();
            if (outputs.some((dims) => dims.some((dim) => !sizes.has(dim)))) {
                throw new ValueError(
                    'cannot call `vectorize` with a signature including new output dimensions on size 0 inputs',
                );
            }
            made = create(otypes);
        }
        return nout === 1 ? made[0] : made;
    });
}

function outputTypes(otypes: unknown): DType[] | null {
    if (otypes === undefined || otypes === null) return null;
    if (typeof otypes !== 'string' && !Array.isArray(otypes))
        throw new ValueError('Invalid otype specification');
    return Array.from(otypes as Iterable<DTypeLike>, (one) => {
        if (typeof otypes === 'string' && !'?bhilqpBHILQPefdFD'.includes(one as string))
            throw new ValueError(`Invalid otype specified: ${String(one)}`);
        return toDType(one);
    });
}

const vectorizeArgs = /* @__PURE__ */ signature(
    'vectorize(pyfunc=, otypes=, doc=, excluded=, cache=, signature=)',
);
/**
 * A function that calls `pyfunc` for each element of its arguments, broadcast, and gives an array; or for
 * each of their parts by the core dimensions of `signature`. Several results are a list. The first
 * result says the dtype, unless `otypes` does. A plain object in last place is passed on as keywords.
 * Keywords: otypes, doc, excluded, cache, signature; without pyfunc, a decorator of functions.
 */
export function vectorize(
    pyfunc?: Fn | VectorizeKeywords,
    otypes?: VectorizeKeywords['otypes'] | VectorizeKeywords,
    doc?: string | null | VectorizeKeywords,
    excluded?: Iterable<number | string> | null | VectorizeKeywords,
    cache?: boolean | VectorizeKeywords,
    signature?: string | null | VectorizeKeywords,
): Vectorized;
export function vectorize(...args: unknown[]): Vectorized {
    const [fn, types, doc, left, cache, text] = bind(vectorizeArgs, args);
    const rest = {
        otypes: types,
        doc,
        excluded: left,
        cache,
        signature: text,
    } as VectorizeKeywords;
    if (fn === undefined) return ((pyfunc: Fn) => vectorize(pyfunc, rest)) as unknown as Vectorized;
    const pyfunc = fn as Fn;
    const otypes = outputTypes(types);
    const excluded = new Set((left ?? []) as Iterable<number | string>);
    const cores = text === undefined || text === null ? null : coreDims(text as string);
    const call = (...operands: unknown[]): unknown => {
        const keywords = isKeywords(operands[operands.length - 1])
            ? (operands.pop() as Record<string, unknown>)
            : undefined;
        const names = Object.keys(keywords ?? {}).filter((name) => !excluded.has(name));
        const places = operands.map((_, i) => i).filter((i) => !excluded.has(i));
        const varied = [...places.map((i) => operands[i]), ...names.map((name) => keywords![name])];
        const each = (...values: unknown[]) => {
            const all = [...operands];
            places.forEach((place, k) => {
                all[place] = values[k];
            });
            if (keywords === undefined) return pyfunc(...all);
            const named = names.map((name, k) => [name, values[places.length + k]] as const);
            return pyfunc(...all, { ...keywords, ...Object.fromEntries(named) });
        };
        return cores === null
            ? callOnElements(each, varied, otypes, Boolean(cache))
            : callOnCores(each, varied, cores, otypes);
    };
    const facts = {
        name: pyfunc.name,
        pyfunc,
        otypes,
        excluded,
        cache: Boolean(cache),
        signature: text ?? null,
        doc: doc ?? null,
    };
    for (const [key, value] of Object.entries(facts)) Object.defineProperty(call, key, { value });
    return call as unknown as Vectorized;
}

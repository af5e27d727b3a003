// Ufuncs: callable objects over the core's loops.
import {
    bind,
    type Signature,
    signature,
    takeKeywords,
    unexpectedKeyword,
    withoutTail,
} from './args.js';
import { putCallOptions, resolveDTypes, type Ufunc } from './call-options.js';
import { maskOf, toArray, toOperand, toOut } from './convert.js';
import { type DType, dtypes, optionalDType } from './dtype.js';
import { fastBinary, fastInto, fastOther, fastUnary } from './fast.js';
import { getItem, type Key, Slice, toPositions } from './indexing.js';
import { NDArray } from './ndarray.js';
import * as operand from './operand.js';
import { putReduceDType, reduction } from './reduce.js';
import { ValueError } from './runtime/errors.js';
import {
    check,
    core,
    getOption,
    getText,
    I32,
    putNumbers,
    putOption,
    S0,
} from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike, Scalar } from './types.js';

/** @internal Makes the ufunc of an id. */
export function makeUfunc<U>(id: number, name: string, nin: number, nout: number): U {
    const uf = { id, name, nin, nout };
    // Fixed parameters, not a rest array: it would be allocated on every call.
    const call =
        nin === 1 && nout === 1
            ? (x?: ArrayLike, out?: unknown, keywords?: unknown, more?: unknown) => {
                  if (more !== undefined) throw tooMany(uf, 4);
                  if (out === undefined && keywords === undefined && x instanceof NDArray) {
                      const result = fastUnary(id, x);
                      if (result !== null) return result;
                  } else if (out instanceof NDArray && keywords === undefined) {
                      if (fastInto(id, x, undefined, out)) return out;
                  }
                  return slow(uf, withoutTail([x, out, keywords]));
              }
            : nin === 2 && nout === 1
              ? (
                    x1?: ArrayLike,
                    x2?: ArrayLike,
                    out?: unknown,
                    keywords?: unknown,
                    more?: unknown,
                ) => {
                    if (more !== undefined) throw tooMany(uf, 5);
                    if (out === undefined && keywords === undefined) {
                        const result = fastBinary(id, x1, x2);
                        if (result !== null) return result;
                    } else if (out instanceof NDArray && keywords === undefined) {
                        if (x2 !== undefined && fastInto(id, x1, x2, out)) return out;
                    }
                    return slow(uf, withoutTail([x1, x2, out, keywords]));
                }
              : (...args: unknown[]) => {
                    const result = args.length === nin ? fastOther(id, nin, nout, args) : null;
                    return result ?? slow(uf, args);
                };
    return asUfunc(uf, call) as unknown as U;
}

/** @internal */
export const tooMany = ({ nin, nout, name }: Pick<Ufunc, 'nin' | 'nout' | 'name'>, count: number) =>
    new TypeError(
        `${name}() takes from ${nin} to ${nin + nout} positional arguments but ${count} were given`,
    );

/** @internal Gives a function what ufuncs have. */
export function asUfunc(uf: Ufunc, call: object): object {
    Object.setPrototypeOf(call, Methods.prototype);
    return Object.defineProperties(call, {
        name: { value: uf.name, enumerable: true },
        id: { value: uf.id },
        nin: { value: uf.nin, enumerable: true },
        nout: { value: uf.nout, enumerable: true },
        putCore: { value: uf.putCore },
    });
}

const common = ['out', 'casting', 'order', 'dtype', 'subok', 'signature', 'sig'];
const keywordNames = [...common, 'where'];
const coreKeywordNames = [...common, 'axis', 'axes', 'keepdims'];

/** @internal Everything the fast ways do not do: keywords, lists, errors, JavaScript values. */
export function slow(uf: Ufunc, args: unknown[]): unknown {
    const { nin, nout, name } = uf;
    const keywords = takeKeywords(args);
    if (args.length < nin || args.length > nin + nout) throw tooMany(uf, args.length);
    const known = uf.putCore === undefined ? keywordNames : coreKeywordNames;
    for (const key of Object.keys(keywords)) {
        if (!known.includes(key)) throw unexpectedKeyword(name, key);
    }
    const inputs = args.slice(0, nin);
    const outs = outputs(uf, args.slice(nin), keywords.out);
    return operand.run(() => {
        const operands = inputs.map((x) => toOperand(x));
        const mask = maskOf(keywords.where);
        const flags = putCallOptions(uf, keywords) | (uf.putCore?.(uf, keywords) ?? 0);
        operands.forEach(putInput);
        return callAndTake(uf, flags, outs, mask, operands.every(operand.isScalar), (f) =>
            core.rp_js_ufunc!(uf.id, f),
        );
    });
}

function putInput(x: NDArray | Scalar, slot: number): void {
    if (x instanceof NDArray) operand.putArray(slot, x);
    else operand.putScalar(slot, x);
}

/** Puts outputs and mask behind the inputs, calls, and takes the results. */
function callAndTake(
    uf: Ufunc,
    callFlags: number,
    outs: (NDArray | undefined)[],
    mask: NDArray | undefined,
    scalars: boolean,
    call: (flags: number) => number,
): unknown {
    const { nin, nout } = uf;
    let flags = callFlags;
    for (let i = 0; i < nout; i++) {
        operand.putOut(nin + i, outs[i]);
        if (outs[i] !== undefined) flags |= at.CALL_OUT;
    }
    if (mask !== undefined) {
        operand.putArray(nin + nout, mask);
        flags |= at.CALL_WHERE;
    }
    check(call(flags));
    const results = Array.from({ length: nout }, (_, i) => {
        const slot = nin + i;
        if (outs[i] !== undefined) return outs[i];
        const ptr = I32[S0 + slot * at.SLOT];
        const id = dtypes.findIndex((dtype) => dtype.ptr === ptr);
        if (uf.putCore !== undefined) return operand.takeResult(slot, id);
        return scalars ? operand.takeScalar(slot, id) : operand.takeArray(slot, id);
    });
    return nout === 1 ? results[0] : results;
}

/** The outputs given by position or by keyword. */
function outputs(
    { name, nout }: Ufunc,
    positional: unknown[],
    keyword: unknown,
): (NDArray | undefined)[] {
    let list = positional;
    if (keyword !== undefined && keyword !== null) {
        if (positional.some((out) => out !== undefined && out !== null)) {
            throw new TypeError("cannot specify 'out' as both a positional and keyword argument");
        }
        list = Array.isArray(keyword) ? keyword : [keyword];
        if (Array.isArray(keyword) && keyword.length !== nout) {
            throw new ValueError("The 'out' tuple must have exactly one entry per ufunc output");
        }
        if (list.length !== nout)
            throw new TypeError(`'out' of ${name}() must be a list of arrays`);
    }
    return Array.from({ length: nout }, (_, i) => toOut(list[i]));
}

const reduceArgs = /* @__PURE__ */ signature(
    'reduce(array, axis=, dtype=, out=, keepdims=, initial=, where=)',
);
const accumulateArgs = /* @__PURE__ */ signature('accumulate(array, axis=, dtype=, out=)');
const reduceatArgs = /* @__PURE__ */ signature('reduceat(array, indices, axis=, dtype=, out=)');

function bindMethod(uf: Ufunc, method: Signature, args: unknown[]): unknown[] {
    if (uf.nin !== 2 || uf.nout !== 1) {
        throw new ValueError(`${method.name} only supported for binary functions with one result`);
    }
    return bind(method, args);
}

/** @internal ufunc.accumulate, once its arguments are arrays. */
export function accumulateArray(
    id: number,
    a: NDArray,
    axis: number,
    dtype: DType | undefined,
    out: NDArray | undefined,
): NDArray {
    operand.putArray(0, a);
    operand.putOut(1, out);
    const flags = (out === undefined ? 0 : at.CALL_OUT) | putReduceDType(dtype);
    const result = check(core.rp_js_accumulate!(id, axis, flags));
    return out ?? operand.takeArray(1, result);
}

function info(uf: Ufunc): { identity: number; types: string[] } {
    const length = check(core.rp_js_ufunc_info!(uf.id));
    const [, types] = getText(length).split('\0');
    return {
        identity: getOption(2),
        types: (types ?? '').split('\n').filter((type) => type !== ''),
    };
}

const identities = [null, 0, 1, -1, null, -Infinity];

/** What every ufunc has. A class for its methods alone: no ufunc is made by `new`. */
class Methods extends Function implements Ufunc {
    declare readonly id: number;
    declare readonly nin: number;
    declare readonly nout: number;

    reduce(...args: unknown[]) {
        const values = bindMethod(this, reduceArgs, args);
        if (values[1] === undefined) values[1] = 0;
        return reduction(this.id, values);
    }
    accumulate(...args: unknown[]) {
        const [array, axis, dtype, out] = bindMethod(this, accumulateArgs, args);
        return operand.run(() =>
            accumulateArray(
                this.id,
                toArray(array),
                Number(axis ?? 0),
                optionalDType(dtype),
                toOut(out),
            ),
        );
    }
    reduceat(...args: unknown[]) {
        const [array, indices, axis, dtype, out] = bindMethod(this, reduceatArgs, args);
        return operand.run(() => {
            const a = toArray(array);
            const at_ = indexArray(indices);
            const into = toOut(out);
            operand.putArray(0, a);
            operand.putArray(1, at_);
            operand.putOut(2, into);
            const flags =
                (into === undefined ? 0 : at.CALL_OUT) | putReduceDType(optionalDType(dtype));
            const id = check(core.rp_js_reduceat!(this.id, Number(axis ?? 0), flags));
            return into ?? operand.takeArray(2, id);
        });
    }
    outer(...args: unknown[]) {
        if (this.nin !== 2) {
            throw new ValueError('outer product only supported for binary functions');
        }
        const keywords = takeKeywords(args);
        if (args.length !== 2) {
            throw new TypeError(
                `outer() takes 2 positional arguments but ${args.length} were given`,
            );
        }
        for (const key of Object.keys(keywords)) {
            if (!keywordNames.includes(key)) throw unexpectedKeyword('outer', key);
        }
        const outs = outputs(this, [], keywords.out);
        return operand.run(() => {
            const operands = args.map((x) => toOperand(x));
            const arrays = operands.map((x, i) => (x instanceof NDArray ? x : toArray(args[i])));
            const mask = maskOf(keywords.where);
            const flags = putCallOptions(this, keywords);
            arrays.forEach(putInput);
            return callAndTake(this, flags, outs, mask, operands.every(operand.isScalar), (f) =>
                core.rp_js_outer!(this.id, f),
            );
        });
    }
    at(a: unknown, key: unknown, b?: unknown) {
        if (!(a instanceof NDArray)) throw new TypeError('first operand must be array');
        if ((b === undefined) !== (this.nin === 1)) {
            throw new ValueError(
                this.nin === 1
                    ? 'second operand provided when ufunc is unary'
                    : 'second operand needed for ufunc',
            );
        }
        operand.run(() => {
            const keys = keysOfAt(key);
            // The core takes an index array for each of the first few axes, or flat positions.
            const direct = keys.length <= INDEX_ARRAYS && keys.every(isIndexArray);
            const places = direct ? keys.map(toIndexArray) : [positionsOf(a, keys)];
            const value = b === undefined ? undefined : toArray(isWhole(b) ? BigInt(b) : b);
            operand.putArray(0, a, operand.WRITE);
            for (const [i, list] of places.entries()) operand.putArray(i + 1, list);
            if (value === undefined) operand.putEmpty(places.length + 1);
            else operand.putArray(places.length + 1, value);
            if (direct) check(core.rp_js_at!(this.id, places.length));
            else check(core.rp_js_at_flat!(this.id));
        });
    }
    get nargs() {
        return this.nin + this.nout;
    }
    get types() {
        return info(this).types;
    }
    get ntypes() {
        return info(this).types.length;
    }
    get identity() {
        return identities[info(this).identity] ?? null;
    }
    get signature() {
        return null;
    }
    resolve_dtypes(...args: unknown[]) {
        return resolveDTypes(this, args);
    }
    override toString() {
        return `<ufunc '${this.name}'>`;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return this.toString();
    }
}

const INDEX_ARRAYS = 8;

/** Whole numbers count as integers, as in Python. */
const isWhole = (x: unknown): x is number => Number.isSafeInteger(x) && !Object.is(x, -0);
const isNumber = (x: unknown) => isIndex(x) || typeof x === 'boolean';
const isIndexArray = (key: Key) =>
    key instanceof NDArray ? 'iu'.includes(key._dtype.kind) : isIndex(key);
const isIndex = (key: unknown) => typeof key === 'number' || typeof key === 'bigint';
const toIndexArray = (key: Key) => (key instanceof NDArray ? key : toPositions(key));

/** What stands in the key of `at`, lists as arrays. A list of numbers is one of these. */
function keysOfAt(key: unknown): Key[] {
    const keys = (Array.isArray(key) && !key.every(isNumber) ? key : [key]) as Key[];
    return keys.map((item) => {
        const list = typeof item === 'object' || typeof item === 'boolean';
        const known = item instanceof NDArray || item instanceof Slice || item === null;
        return list && !known ? toPositions(item) : item;
    });
}

/** The positions among all elements of what a key selects. */
function positionsOf(a: NDArray, keys: Key[]): NDArray {
    putNumbers([a.size, 0, 1, 0]);
    putOption(at.OPTION_DTYPE, dtypes[INT32]!.ptr);
    operand.putScalar(1, 0);
    operand.putScalar(2, 1);
    operand.putEmpty(0);
    const all = operand.temporary(operand.takeArray(0, check(core.rp_js_arange!(0))));
    const base = operand.putArray(0, all, operand.VIEW);
    operand.putEmpty(1);
    putNumbers(a._shape);
    const id = check(core.rp_js_reshape!(a._shape.length, 0, 0));
    const found = getItem(operand.temporary(operand.takeView(1, id, all, base)), keys);
    return found instanceof NDArray ? operand.temporary(found) : toPositions(found);
}

/** Positions: numbers come as float64, indices are whole. */
function indexArray(indices: unknown): NDArray {
    const list = toOperand(indices, true, indices instanceof NDArray ? undefined : dtypes[INT32]);
    return list as NDArray;
}
const INT32 = 5;

// How arguments are bound: by position as in NumPy's signature, and the rest by keyword in a plain
// object in last place. `signature` reads what a function takes from a line that looks like NumPy's.

import { ValueError } from './runtime/errors.js';
import { CASTINGS, ORDERS } from './runtime/layout.js';

/** The parameters of a function. */
export interface Signature {
    readonly name: string;
    readonly params: readonly string[];
    /** So many of them must be given. */
    readonly required: number;
    /** So many may be given by position. */
    readonly positional: number;
    /** So many may not be given by keyword. */
    readonly positionalOnly: number;
}

/** Reads "sum(a, axis=, *, where=)": "=" marks what may be left out; "/" and "*" as in Python. */
export function signature(text: string): Signature {
    const open = text.indexOf('(');
    const params: string[] = [];
    let required = 0;
    let positional = -1;
    let positionalOnly = 0;
    for (const part of text.slice(open + 1, -1).split(', ')) {
        if (part === '*') positional = params.length;
        else if (part === '/') positionalOnly = params.length;
        else if (part !== '') {
            const optional = part.endsWith('=');
            if (!optional) required++;
            params.push(optional ? part.slice(0, -1) : part);
        }
    }
    if (positional < 0) positional = params.length;
    return { name: text.slice(0, open), params, required, positional, positionalOnly };
}

/** Whether a value is a bag of keywords: a plain object, of whichever realm. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
    if (typeof value !== 'object' || value === null) return false;
    const proto = Object.getPrototypeOf(value);
    if (proto !== null && Object.getPrototypeOf(proto) !== null) return false;
    return !('__array__' in value || 'tolist' in value || Symbol.iterator in value);
}

/** The keywords in last place, taken off the arguments. */
export const takeKeywords = (args: unknown[]): Record<string, unknown> =>
    (isKeywords(args[args.length - 1]) ? args.pop() : {}) as Record<string, unknown>;

/**
 * The arguments in the order of the parameters; undefined for what was not given. TypeError for too
 * many, a keyword that does not exist, one given twice, and one that is missing.
 */
export function bind(to: Signature, args: ArrayLike<unknown>): unknown[] {
    const { name, params, required, positional, positionalOnly } = to;
    let count = args.length;
    while (count > 0 && args[count - 1] === undefined) count--;
    const keywords = count > 0 && isKeywords(args[count - 1]) ? args[--count] : undefined;
    if (count > positional) {
        const range = required < positional ? `from ${required} to ${positional}` : `${positional}`;
        throw new TypeError(
            `${name}() takes ${range} positional arguments but ${count} were given`,
        );
    }
    const values = new Array<unknown>(params.length).fill(undefined);
    for (let i = 0; i < count; i++) values[i] = args[i];
    if (keywords !== undefined) {
        for (const [key, value] of Object.entries(keywords as object)) {
            const place = params.indexOf(key);
            if (place < positionalOnly) throw unexpectedKeyword(name, key);
            if (values[place] !== undefined) {
                throw new TypeError(`${name}() got multiple values for argument '${key}'`);
            }
            values[place] = value;
        }
    }
    for (let i = 0; i < required; i++) {
        if (values[i] === undefined) {
            throw new TypeError(
                `${name}() missing required argument '${params[i]}' (pos ${i + 1})`,
            );
        }
    }
    return values;
}

/** As bind, but what NumPy takes by keyword only may be given by position too: there is one rule. */
export const bindLoosely = (to: Signature, args: ArrayLike<unknown>): unknown[] =>
    bind({ ...to, positional: to.params.length }, args);

/** Arguments without those at the end that were not given. */
export function withoutTail(args: unknown[]): unknown[] {
    while (args.length > 0 && args[args.length - 1] === undefined) args.pop();
    return args;
}

export function unexpectedKeyword(name: string, key: string): TypeError {
    return new TypeError(`${name}() got an unexpected keyword argument '${key}'`);
}

/** The number of an order. */
export function toOrder(value: unknown, otherwise: 'C' | 'F' | 'A' | 'K'): number {
    const name = value === undefined || value === null ? otherwise : value;
    const found = ORDERS.indexOf(name as 'C');
    if (found >= 0) return found;
    const spelled = ORDERS.indexOf(String(name).toUpperCase() as 'C');
    if (spelled < 0) {
        throw new ValueError(`order must be one of 'C', 'F', 'A', or 'K' (got '${String(name)}')`);
    }
    return spelled;
}

/** The number of a casting rule. */
export function toCasting(value: unknown, otherwise: (typeof CASTINGS)[number]): number {
    const name = value === undefined || value === null ? otherwise : value;
    const found = CASTINGS.indexOf(name as 'no');
    if (found < 0) {
        throw new ValueError(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' " +
                `(got '${String(name)}')`,
        );
    }
    return found;
}

/** A whole number from a number, a bigint, or an integer array of one element. */
export function toInteger(value: unknown, what: string): number {
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'object' && value !== null && 'item' in value && 'dtype' in value) {
        const { dtype } = value as { dtype: { kind: string } };
        if ('iu'.includes(dtype.kind)) return Number((value as { item(): number | bigint }).item());
    }
    throw new TypeError(`${what} must be an integer, not ${describe(value)}`);
}

/** Whole numbers from one or several. */
export function toIntegers(value: unknown, what: string): number[] {
    if (typeof value === 'number' || typeof value === 'bigint') return [toInteger(value, what)];
    if (typeof value === 'object' && value !== null) {
        if ('item' in value && (value as { ndim?: number }).ndim === 0)
            return [toInteger(value, what)];
        if (Symbol.iterator in value) {
            return Array.from(value as Iterable<unknown>, (item) => toInteger(item, what));
        }
    }
    throw new TypeError(`${what} must be an integer or a list of integers, not ${describe(value)}`);
}

/** A value as messages show it. */
export function describe(value: unknown): string {
    if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
    if (typeof value === 'function') return `function ${value.name}`;
    if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'object';
    return String(value);
}

/** `device` and `like` are there for other libraries' sake; the only device is the CPU. */
export function checkDevice(device: unknown): void {
    if (device !== undefined && device !== null && device !== 'cpu') {
        throw new ValueError(
            `Device not understood. Only "cpu" is allowed, but received: ${String(device)}`,
        );
    }
}

// np.seterr and its kin. WebAssembly has no floating-point flags: while a mode other than 'ignore' is
// set, the core works out what happened in each call (src/ufunc/float_errors.h), and operations go the
// long way, through `run`, which reports. Otherwise nothing of this costs anything.
import { bind, describe, isKeywords, signature, unexpectedKeyword } from './args.js';
import { setAround } from './operand.js';
import { FloatingPointError, ValueError } from './runtime/errors.js';
import { core, getOption, getText } from './runtime/frame.js';
import { allowFast, inScope } from './runtime/memory.js';

/** What happens when a floating-point condition is met. */
export type ErrMode = 'ignore' | 'warn' | 'raise' | 'call' | 'print' | 'log';

/** The mode of each condition. */
export interface ErrState {
    /** Division of a finite number by zero, and other exact infinities: log(0). */
    divide: ErrMode;
    /** A result too large for its dtype. */
    over: ErrMode;
    /** A result so small that digits were lost. */
    under: ErrMode;
    /** NaN from operands that are not: 0/0, sqrt(-1); NaN and too large numbers cast to integers. */
    invalid: ErrMode;
}

/** Modes to set; those left out stay, `all` is for all four. */
export type ErrKeywords = { [K in keyof ErrState | 'all']?: ErrMode | null | undefined };

/** For mode 'call' a function of the condition and NumPy's flags (1 divide, 2 over, 4 under, 8 invalid). */
export type ErrCall = ((condition: string, flags: number) => void) | { write(text: string): void };

const names = ['divide', 'over', 'under', 'invalid'] as const;
const conditions = ['divide by zero', 'overflow', 'underflow', 'invalid value'];
const NOTE = 16;
const known: readonly unknown[] = ['ignore', 'warn', 'raise', 'call', 'print', 'log'];

let modes: readonly ErrMode[] = ['ignore', 'ignore', 'ignore', 'ignore'];
let callee: ErrCall | null = null;
let depth = 0;

const stateOf = (list: readonly ErrMode[]) =>
    Object.fromEntries(names.map((name, i) => [name, list[i]])) as unknown as ErrState;

/** How floating-point conditions are handled. All are ignored at first (NumPy warns). */
export const geterr = (): ErrState => stateOf(modes);

const seterrArgs = /* @__PURE__ */ signature('seterr(all=, divide=, over=, under=, invalid=)');

/**
 * Sets how floating-point conditions are handled, for all code from now on, and returns how they were
 * before: 'ignore', 'warn' (console.warn, once a call and condition), 'raise' (FloatingPointError, after
 * the call is done: `out` is written), 'call' and 'log' (see seterrcall), 'print' (console.log).
 * ValueError for another mode. While a mode is other than 'ignore', operations are slower.
 */
export function seterr(
    all?: ErrMode | null | ErrKeywords,
    divide?: ErrMode | null | ErrKeywords,
    over?: ErrMode | null | ErrKeywords,
    under?: ErrMode | null | ErrKeywords,
    invalid?: ErrMode | null | ErrKeywords,
    keywords?: ErrKeywords,
): ErrState;
export function seterr(...args: unknown[]): ErrState {
    const old = modes;
    setModes(bind(seterrArgs, args));
    return stateOf(old);
}

function setModes([all, ...each]: unknown[]): void {
    const wanted = names.map((_, i) => each[i] ?? all ?? modes[i]);
    for (const mode of [all, ...each, ...wanted]) {
        if (mode != null && !known.includes(mode)) {
            throw new ValueError(
                `invalid error mode ${typeof mode === 'string' ? `'${mode}'` : describe(mode)}`,
            );
        }
    }
    restore(wanted as ErrMode[], callee);
}

function restore(its: readonly ErrMode[], call: ErrCall | null): void {
    modes = its;
    callee = call;
    const watches = modes.some((mode) => mode !== 'ignore');
    allowFast(!watches);
    setAround(watches ? watched : null);
}

/** What np.seterrcall has set: null at first. */
export const geterrcall = (): ErrCall | null => callee;

/**
 * Sets the function for mode 'call', or an object with `write(text)` for mode 'log'; returns what was set
 * before. TypeError for anything else but null.
 */
export function seterrcall(func: ErrCall | null): ErrCall | null {
    const old = callee;
    restore(modes, checkCall(func));
    return old;
}

function checkCall(func: unknown): ErrCall | null {
    const writes = typeof (func as { write?: unknown } | null)?.write === 'function';
    if (func === null || typeof func === 'function' || writes) return func as ErrCall | null;
    throw new TypeError('python object must be callable or have a callable write method');
}

/** Restores the state that np.errstate changed, at the end of a `using` block or by dispose(). */
export interface ErrGuard {
    dispose(): void;
    [Symbol.dispose](): void;
}

const isStateKey = (key: string) => ['all', 'call', ...names].includes(key);

/**
 * Runs `fn` with floating-point conditions handled as said, and returns what it returns: the state before
 * comes back when it has, also if it throws. Of an asynchronous `fn`, when its promise settles; the state
 * is one for the whole program, so what else runs meanwhile is under it too, and of several such calls
 * that overlap each restores what it found. `call` is as for np.seterrcall.
 *
 * Without `fn` the state is set at once, until the result is disposed:
 * `using state = np.errstate({ all: 'raise' })`. TypeError for an unknown keyword, ValueError for an unknown
 * mode.
 */
export function errstate<T>(state: ErrKeywords & { call?: ErrCall | null }, fn: () => T): T;
export function errstate(state: ErrKeywords & { call?: ErrCall | null }): ErrGuard;
export function errstate(state: unknown, fn?: () => unknown): unknown {
    if (!isKeywords(state)) throw new TypeError('errstate() takes its modes by keyword');
    for (const key of Object.keys(state)) {
        if (!isStateKey(key)) throw unexpectedKeyword('errstate', key);
    }
    const before = modes;
    const call = callee;
    let entered = true;
    const leave = () => {
        if (entered) restore(before, call);
        entered = false;
    };
    const its = state.call === undefined ? call : checkCall(state.call);
    setModes([state.all, ...names.map((name) => state[name])]);
    restore(modes, its);
    if (fn === undefined) {
        const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
        return { dispose: leave, [dispose]: leave };
    }
    let later = false;
    try {
        const result = fn();
        if (typeof (result as { then?: unknown } | null)?.then === 'function') {
            later = true;
            return Promise.resolve(result).finally(leave);
        }
        return result;
    } finally {
        if (!later) leave();
    }
}

/**
 * An operation with what happens in it watched. It may be made of others; all is reported at the end of the
 * outermost, and where that throws, the arrays that the operation made are freed.
 */
function watched<T>(task: () => T): T {
    if (depth > 0) return task();
    depth++;
    const mask = modes.reduce((bits, mode, i) => (mode === 'ignore' ? bits : bits | (1 << i)), 0);
    try {
        core.rp_js_float_watch!(mask);
        const done = inScope(
            (): { result: T } | { error: unknown } => {
                try {
                    return { result: task() };
                } catch (error) {
                    return { error };
                }
            },
            (outcome, made) => {
                if ('result' in outcome) report();
                made.clear();
            },
        );
        if ('error' in done) throw done.error;
        return done.result;
    } finally {
        depth--;
        core.rp_js_float_watch!(0);
    }
}

function report(): void {
    const reports: [flags: number, where: string][] = [];
    for (;;) {
        const flags = core.rp_js_float_errors!(reports.length);
        if (flags === 0) break;
        reports.push([flags, getText(getOption(0))]);
    }
    const state = modes;
    const call = callee;
    for (const [flags, where] of reports) {
        // What NumPy warns of beside the conditions: means of nothing.
        if (flags === NOTE && state[3] === 'warn') console.warn(`RuntimeWarning: ${where}`);
        for (const [i, condition] of conditions.entries()) {
            if (flags & (1 << i)) handle(state[i]!, condition, where, flags, call);
        }
    }
}

function handle(
    mode: ErrMode,
    condition: string,
    where: string,
    flags: number,
    call: ErrCall | null,
): void {
    const text = `${condition} encountered in ${where}`;
    switch (mode) {
        case 'warn':
            console.warn(`RuntimeWarning: ${text}`);
            break;
        case 'print':
            console.log(`Warning: ${text}`);
            break;
        case 'raise':
            throw new FloatingPointError(text);
        case 'call':
            if (typeof call !== 'function') {
                throw new ReferenceError(
                    `callback specified for ${condition} (in ${where}) but no function found.`,
                );
            }
            call(condition, flags);
            break;
        case 'log':
            if (call === null || typeof (call as { write?: unknown }).write !== 'function') {
                throw new ReferenceError(
                    `log specified for ${condition} (in ${where}) but no object with write method found.`,
                );
            }
            (call as { write(text: string): void }).write(`Warning: ${text}\n`);
            break;
    }
}

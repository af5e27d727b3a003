// The frame through which JavaScript and the core talk (wasm/frame.h), the views on the core's memory,
// and the calls. Views and calls are plain variables, not fields: an operation on three elements takes
// about 100 ns, of which a chain of property loads would be a good part.
import { errorOf } from './errors.js';
import * as at from './layout.js';

type Call = (...args: number[]) => number;

/** The functions of wasm/EXPORTS.md. */
export interface Core {
    readonly [name: `rp_${string}`]: Call;
}

/** Throws on every call until a module is attached: an error says why there is none. */
function absent(message: () => Error): Core {
    return new Proxy({} as Core, {
        get() {
            throw message();
        },
    });
}

const notStarted = () =>
    new Error('Raptors is not ready: call "await init()" before the first array');

export let core: Core = absent(notStarted);
export let rp_ufunc: Call = () => core.rp_js_ufunc!();
export let rp_free: Call = () => core.rp_js_free!();
export let rp_index: Call = () => core.rp_js_index!();
export let rp_transpose: Call = () => core.rp_js_transpose!();
export let rp_reshape: Call = () => core.rp_js_reshape!();

/** Views on the whole memory. A growth makes them stale: see refresh. */
export let I32 = new Int32Array(0);
export let F64 = new Float64Array(0);
export let U8 = new Uint8Array(0);
export let DV = new DataView(new ArrayBuffer(0));
/** The frame: slot 0 in words, and its parts. */
export let S0 = 0;
export let S1 = 0;
export let S2 = 0;
export let NUM0 = 0;
export let OPT0 = 0;

let frame = 0;
let memory: WebAssembly.Memory | null = null;

export const isReady = () => memory !== null;

/** Makes `exports` the module that every call goes to. */
export function attach(exports: WebAssembly.Exports, itsMemory: WebAssembly.Memory): void {
    // A plain object: engines look names up in an exports object slowly.
    core = { ...exports } as unknown as Core;
    memory = itsMemory;
    frame = core.rp_js_start!() >>> 0;
    rp_ufunc = core.rp_js_ufunc!;
    rp_free = core.rp_js_free!;
    rp_index = core.rp_js_index!;
    rp_transpose = core.rp_js_transpose!;
    rp_reshape = core.rp_js_reshape!;
    S0 = frame >>> 2;
    S1 = S0 + at.SLOT;
    S2 = S1 + at.SLOT;
    NUM0 = (frame + at.NUMBERS) >>> 3;
    OPT0 = (frame + at.OPTIONS) >>> 2;
    refresh();
    const told = core.rp_js_layout!() >>> 2;
    const expected = [
        at.SLOT * 4,
        at.DIMS * 4,
        at.VALUE * 4,
        at.NUMBERS,
        at.OPTIONS,
        at.KEYS,
        at.TEXT,
        at.KEY_BYTES,
    ];
    for (const [i, value] of expected.entries()) {
        if (I32[told + i] !== value) {
            detach(() => new Error('the .wasm file is of another version of Raptors'));
            core.rp_js_start!();
        }
    }
}

/** Undoes attach; later calls throw what `why` returns. */
export function detach(why: () => Error = notStarted): void {
    core = absent(why);
    rp_ufunc = () => core.rp_js_ufunc!();
    rp_free = () => core.rp_js_free!();
    rp_index = () => core.rp_js_index!();
    rp_transpose = () => core.rp_js_transpose!();
    rp_reshape = () => core.rp_js_reshape!();
    memory = null;
    I32 = new Int32Array(0);
    F64 = new Float64Array(0);
    U8 = new Uint8Array(0);
}

/**
 * Makes the views anew if the memory has grown. Growth detaches the views of plain memory; those of
 * shared memory go on working but end where the memory ended when they were made.
 */
export function refresh(): void {
    if (memory === null) core.rp_js_start!(); // Says why there is no module.
    const buffer = memory!.buffer;
    if (I32.buffer === buffer && I32.length !== 0) return;
    I32 = new Int32Array(buffer);
    F64 = new Float64Array(buffer);
    U8 = new Uint8Array(buffer);
    DV = new DataView(buffer);
}

/** The memory as bytes, wherever the core may have written. */
export function heap(): Uint8Array {
    refresh();
    return U8;
}

/** What the memory's typed arrays are views of. */
export function heapBuffer(): ArrayBufferLike {
    return memory!.buffer;
}

/** Passes a result on; a negative one is thrown as the error it stands for. */
export function check(code: number): number {
    if (I32.length === 0) refresh();
    if (code < 0) throw lastError(code);
    return code;
}

/** The error that a call returned as -kind. */
export function lastError(code: number): Error {
    return errorOf(-code, readText(core.rp_js_error_message!() >>> 0));
}

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

/** Text at an address; without a length up to a zero byte. */
function readText(address: number, length?: number): string {
    const bytes = heap();
    const end = length === undefined ? bytes.indexOf(0, address) : address + length;
    // A copy: decoders refuse views of shared memory.
    return decoder.decode(bytes.slice(address, end));
}

/** Puts text into the frame and returns its length in bytes. */
export function putText(text: string): number {
    const bytes = encoder.encode(text);
    if (bytes.length > at.TEXT_BYTES)
        throw new RangeError(`text is too long: ${text.slice(0, 40)}...`);
    refresh();
    U8.set(bytes, frame + at.TEXT);
    return bytes.length;
}

export const getText = (length: number) => readText(frame + at.TEXT, length);

/** Puts numbers (a shape, axes, bounds) into the frame, from place `from` on. */
export function putNumbers(numbers: readonly number[], from = 0): void {
    if (F64.length === 0) refresh();
    for (let i = 0; i < numbers.length; i++) F64[NUM0 + from + i] = numbers[i]!;
}

export const getNumber = (i: number) => F64[NUM0 + i]!;
export const getOption = (i: number) => I32[OPT0 + i]!;

export function putOption(i: number, value: number): void {
    if (I32.length === 0) refresh();
    I32[OPT0 + i] = value;
}

/** Word of a slot. */
export const slotAt = (slot: number) => S0 + slot * at.SLOT;

/** Address of key `i`. */
export const keyAt = (i: number) => frame + at.KEYS + i * at.KEY_BYTES;

// Blocks of the heap and who frees them.
//
// An array's memory is freed by dispose() or, later, by a finaliser. Registering a finaliser costs as
// much as a small operation, so small storages first wait in a batch: what is disposed before the batch
// is full is never registered. Of the rest the tiny ones share finalisers, some neighbours one. Finalisers
// run only when the program yields; a loop that never does makes garbage no one frees, so the heap
// has a budget: past it, results are moved into ordinary JavaScript buffers, which the collector
// frees at any time.
import { MemoryError, ValueError } from './errors.js';
import { core, heap, isReady, refresh, rp_free, U8 } from './frame.js';
import { BATCH, GROUP, LARGE, SMALL, TINY } from './layout.js';

/** The memory of an array and of its views: a block of the heap, or a JavaScript buffer. */
export class Storage {
    // Declared, not defined: a defined field would be written twice.
    /** The block's address as int32; 0 if the storage is not on the heap. */
    declare ptr: number;
    declare nbytes: number;
    /** Place in the finalisers' table, -1 without one. */
    declare slot: number;
    /** The bytes of a storage that is not on the heap; null for a block, and when disposed. */
    declare bytes: Uint8Array | null;
    /** See giveBallast. */
    declare ballast: ArrayBuffer | null;
    /** What those that share its finaliser have in common. */
    declare group: Group | null;

    constructor(ptr: number, nbytes: number, bytes: Uint8Array | null) {
        this.ptr = ptr;
        this.nbytes = nbytes;
        this.slot = -1;
        this.bytes = bytes;
        this.ballast = null;
        this.group = null;
    }

    get disposed(): boolean {
        return this.ptr === 0 && this.bytes === null;
    }
}

/** Storages of one finaliser: when the last is garbage, so is this. */
interface Group {
    ballast: ArrayBuffer | null;
}

/** What a disposed array has for a storage. */
export const DISPOSED = /* @__PURE__ */ new Storage(0, 0, null);

/**
 * What the arrays on the heap count for against the budget: their bytes, and what a block costs beside
 * them: a header, padding, a finaliser's entry, the objects of the array.
 */
export let charged = 0;
const BLOCK_COST = 256;
let blocks = 0;
let spilled = 0;
/** Past so many bytes results go to JavaScript buffers. */
export let budget = Number.POSITIVE_INFINITY;
/** The same for the short ways of operations; below everything while there must be none. */
export let fastBudget = budget;
let fast = true;
let onLarge: (() => void) | null = null;

// A new array each time, not a ring: stores of young objects into an old array cost more.
let batch = new Array<Storage>(BATCH);
let batched = 0;
/** What scope() has to free; null outside of one. */
let scoped: Storage[] | null = null;

// The finalisers' table. A storage that is disposed clears its row, and the row is used again once its
// finaliser has run: taking a finaliser back would cost five times its registration.
const rowPtr: number[] = [];
const rowBytes: number[] = [];
const rowBallast: boolean[] = [];
const freeRows: number[] = [];
/** First rows of groups. */
const freeGroups: number[] = [];

const registry = /* @__PURE__ */ new FinalizationRegistry<number>(finalise);

/** A row, or ~ the first one of a group. */
function finalise(held: number): void {
    if (held >= 0) {
        finaliseRow(held);
        freeRows.push(held);
        return;
    }
    for (let i = 0; i < GROUP; i++) finaliseRow(~held + i);
    freeGroups.push(~held);
}

function finaliseRow(row: number): void {
    const ptr = rowPtr[row]!;
    if (rowBallast[row]) ballasts--;
    rowBallast[row] = false;
    if (ptr === 0) return;
    charged -= rowBytes[row]! + BLOCK_COST;
    blocks--;
    rowPtr[row] = 0;
    rp_free(ptr);
}

/** Storages whose bytes somebody holds a view of: they must stay where they are. */
const pinned = /* @__PURE__ */ new WeakSet<Storage>();
export const pin = (storage: Storage) => pinned.add(storage);
export const isPinned = (storage: Storage) => pinned.has(storage);

// To the collector an array of a megabyte is a small object: it would let the heap fill up before it
// looks for garbage. So for every eighth of the budget that arrays take, one of them is given a
// JavaScript buffer of that size to hold, which is never touched and so takes address space only.
let ballasts = 0;
const spareBallasts: ArrayBuffer[] = [];

function newBallast(): ArrayBuffer | null {
    const size = Math.floor(budget / 8);
    if (charged - ballasts * size <= size) return null;
    try {
        const ballast = spareBallasts.pop() ?? new ArrayBuffer(size);
        ballasts++;
        return ballast;
    } catch {
        return null;
    }
}

function takeBallast(storage: Storage): void {
    if (spareBallasts.length < 8) spareBallasts.push(storage.ballast!);
    storage.ballast = null;
    rowBallast[storage.slot] = false;
    ballasts--;
}

function enter(storage: Storage, row: number): void {
    rowPtr[row] = storage.ptr;
    rowBytes[row] = storage.nbytes;
    storage.slot = row;
}

function register(storage: Storage): void {
    const row = freeRows.length > 0 ? freeRows.pop()! : rowPtr.length;
    enter(storage, row);
    storage.ballast = newBallast();
    rowBallast[row] = storage.ballast !== null;
    registry.register(storage, row);
}

/** Storages made one after the other mostly become garbage together. */
function registerTogether(few: Storage[]): void {
    const first = freeGroups.length > 0 ? freeGroups.pop()! : rowPtr.length;
    const group = { ballast: newBallast() };
    for (let i = 0; i < GROUP; i++) {
        rowPtr[first + i] = 0;
        if (i < few.length) enter(few[i]!, first + i);
        rowBallast[first + i] = false;
    }
    for (const storage of few) storage.group = group;
    rowBallast[first] = group.ballast !== null;
    registry.register(group, ~first);
}

/** Takes charge of a block that the core has allocated. */
export function adopt(ptr: number, nbytes: number): Storage {
    const storage = new Storage(ptr, nbytes, null);
    charged += nbytes + BLOCK_COST;
    blocks++;
    if (nbytes >= SMALL) adoptLarge(storage);
    else {
        if (batched === BATCH) flush();
        batch[batched++] = storage;
    }
    if (scoped !== null) scoped.push(storage);
    return storage;
}

function adoptLarge(storage: Storage): void {
    register(storage);
    noteSize(storage.nbytes);
}

/** Runs what waits for the first large operation, once. */
export function large(): void {
    const start = onLarge;
    onLarge = null;
    start?.();
}

/** Whether an operation on so many bytes is large, and the first such. */
export function noteSize(nbytes: number): void {
    if (nbytes >= LARGE && onLarge !== null) large();
}

/** A storage in a JavaScript buffer. */
export function adoptBytes(bytes: Uint8Array): Storage {
    const storage = new Storage(0, bytes.byteLength, bytes);
    if (scoped !== null) scoped.push(storage);
    return storage;
}

/** Frees the memory at once. Views of it become errors. */
export function release(storage: Storage): void {
    const ptr = storage.ptr;
    if (ptr !== 0) {
        storage.ptr = 0;
        charged -= storage.nbytes + BLOCK_COST;
        blocks--;
        if (storage.slot >= 0) {
            rowPtr[storage.slot] = 0;
            if (storage.ballast !== null) takeBallast(storage);
        }
        rp_free(ptr);
    }
    storage.bytes = null;
}

/**
 * Gives a storage the memory of `fresh`, a new one, and frees its own: views of it go along. Bytes that
 * somebody holds a view of are no longer the array's.
 */
export function exchange(storage: Storage, fresh: Storage): void {
    const { ptr, nbytes, bytes } = storage;
    become(storage, fresh.ptr, fresh.nbytes, fresh.bytes);
    become(fresh, ptr, nbytes, bytes);
    pinned.delete(storage);
    // It may wait in no batch, and is no longer small perhaps.
    if (storage.ptr !== 0 && storage.slot < 0) register(storage);
    release(fresh);
}

function become(storage: Storage, ptr: number, nbytes: number, bytes: Uint8Array | null): void {
    storage.ptr = ptr;
    storage.nbytes = nbytes;
    storage.bytes = bytes;
    if (storage.slot < 0) return;
    rowPtr[storage.slot] = ptr;
    rowBytes[storage.slot] = nbytes;
}

export function disposedError(): ValueError {
    return new ValueError('the array has been disposed');
}

/** Moves a storage onto the heap if the budget has room for it; returns whether it is there. */
export function unspill(storage: Storage): boolean {
    const { bytes, nbytes } = storage;
    if (bytes === null || pinned.has(storage) || charged + nbytes > budget) return false;
    const ptr = core.rp_js_alloc!(nbytes);
    refresh();
    if (ptr === 0) return false;
    U8.set(bytes, ptr >>> 0);
    storage.ptr = ptr;
    storage.bytes = null;
    charged += nbytes + BLOCK_COST;
    blocks++;
    register(storage);
    return true;
}

const SLAB = 262144;
let slab: ArrayBuffer | null = null;
let slabUsed = 0;

/**
 * Zeroed JavaScript memory for a new array that the heap has no room for. Small arrays share a buffer:
 * to the engine one buffer costs as much as the arithmetic on a few thousand elements.
 */
export function newBytes(nbytes: number): Uint8Array {
    try {
        if (nbytes >= SMALL) {
            const whole = new Uint8Array(nbytes);
            spilled++;
            return whole;
        }
        if (slab === null || slabUsed + nbytes > SLAB) {
            slab = new ArrayBuffer(SLAB);
            slabUsed = 0;
        }
        const bytes = new Uint8Array(slab, slabUsed, nbytes);
        spilled++;
        slabUsed += (nbytes + 63) & ~63; // As well aligned as a block of the heap.
        return bytes;
    } catch {
        throw new MemoryError(`Unable to allocate ${nbytes} bytes for an array`);
    }
}

/** Registers what waits in the batch, so that the collector may have it. */
export function flush(): void {
    const waiting = batch;
    const count = batched;
    batch = new Array<Storage>(BATCH);
    batched = 0;
    let few: Storage[] = [];
    for (let i = 0; i < count; i++) {
        const storage = waiting[i]!;
        if (storage.ptr === 0 || storage.slot >= 0) continue;
        if (storage.nbytes >= TINY) {
            register(storage);
            continue;
        }
        few.push(storage);
        if (few.length === GROUP) {
            registerTogether(few);
            few = [];
        }
    }
    if (few.length > 0) registerTogether(few);
}

/** Starts anew with a module that has no arrays yet. */
export function resetMemory(itsBudget: number, whenLarge: (() => void) | null): void {
    budget = itsBudget;
    allowFast(fast);
    onLarge = whenLarge;
}

/** Whether operations may go their short ways, past `run`. */
export function allowFast(may: boolean): void {
    fast = may;
    fastBudget = may ? budget : -1;
}

export const arraysAlive = () => blocks;

/**
 * Runs `fn` and calls `keep` with what it returned and a set of the storages made meanwhile; frees
 * those that `keep` leaves in the set.
 */
export function inScope<T>(fn: () => T, keep: (result: T, made: Set<Storage>) => void): T {
    const outer = scoped;
    const mine: Storage[] = [];
    scoped = mine;
    let made = new Set<Storage>();
    try {
        const result = fn();
        made = new Set(mine);
        keep(result, made);
        return result;
    } catch (error) {
        made = new Set(mine);
        throw error;
    } finally {
        scoped = outer;
        for (const storage of mine) {
            if (made.has(storage)) release(storage);
            else outer?.push(storage); // What is returned belongs to the scope around.
        }
    }
}

/** The memory in use: np.runtime.memory. */
export interface MemoryInfo {
    /** Bytes of the arrays that live on the heap and are not yet disposed or collected. */
    readonly live: number;
    /** How many blocks these are: what a test for leaks compares. */
    readonly blocks: number;
    /** Size of the heap, used or free. */
    readonly heap: number;
    /** As `live`, with 256 bytes more for each block, passes this, results are kept in JavaScript buffers. */
    readonly budget: number;
    /** How many arrays were put in JavaScript buffers so far. */
    readonly spilled: number;
    /** Hands small recent arrays to the collector at once; for tests. */
    flush(): void;
}

export const memoryInfo: MemoryInfo = {
    get live() {
        return charged - blocks * BLOCK_COST;
    },
    get blocks() {
        return blocks;
    },
    get heap() {
        return isReady() ? heap().byteLength : 0;
    },
    get budget() {
        return budget;
    },
    get spilled() {
        return spilled;
    },
    flush,
};

// .npy files in and out: np.load, np.save and their like. Bytes are fetched from wherever they are.
import { bind, describe, signature, toInteger } from './args.js';
import { toArray } from './convert.js';
import { copyArray, type NDArray } from './ndarray.js';
import {
    ALLOW_PICKLE,
    Assembler,
    bytesOf,
    type LoadOptions,
    type NpyHeader,
    type Source,
} from './npy-reader.js';
import { putArray, run, temporary, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, getOption, heap } from './runtime/frame.js';
import type { ArrayLike, DTypeName } from './types.js';

/** How far np.load has come, in bytes of the file. */
export interface LoadProgress {
    loaded: number;
    /** null until the header has been read. */
    total: number | null;
}

/** Keywords of np.load. */
export interface LoadKeywords {
    /** Memory mapping is not supported yet: only null. */
    mmap_mode?: null;
    /** Trusts the file: max_header_size no longer counts. Pickled objects cannot be loaded either way. */
    allow_pickle?: boolean;
    /** For pickled objects only: no effect. */
    fix_imports?: boolean;
    /** For pickled objects only: no effect. */
    encoding?: 'ASCII' | 'latin1' | 'bytes';
    /** The longest header that is read, in characters: 10000. */
    max_header_size?: number;
    /** Called whenever bytes have arrived. */
    onProgress?: (progress: LoadProgress) => void;
    /** Ends loading: the promise is rejected with the signal's reason. */
    signal?: AbortSignal;
}

/** Keywords of np.save. */
export interface SaveKeywords {
    /** Accepted for NumPy's sake: there are no object arrays. */
    allow_pickle?: boolean;
    /** Deprecated in NumPy: no effect. */
    fix_imports?: boolean;
}

/** An open file: of node:fs/promises in Node, Deno and Bun, or a Deno.FsFile. */
export interface FileHandleLike {
    readonly fd?: number;
    // The runtimes' methods differ in everything: hence `any`.
    read(buffer: Uint8Array, ...more: any[]): Promise<any>;
    write(buffer: Uint8Array, ...more: any[]): Promise<any>;
}

/** A file of a browser's file system (showOpenFilePicker, navigator.storage.getDirectory). */
export interface BrowserFileHandle {
    getFile(): Promise<Blob>;
    createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>>;
}

/** A Node stream.Writable. */
export interface NodeWritable {
    write(chunk: Uint8Array, callback: (error?: Error | null) => void): boolean;
    on(event: string, listener: (error: Error) => void): unknown;
}

/** What np.load reads from. */
export type LoadSource =
    | string
    | URL
    | ArrayBufferLike
    | ArrayBufferView
    | Blob
    | Response
    | ReadableStream<Uint8Array>
    | AsyncIterable<Uint8Array>
    | FileHandleLike
    | Pick<BrowserFileHandle, 'getFile'>;

/** What np.save writes to. */
export type SaveTarget =
    | string
    | URL
    | FileHandleLike
    | WritableStream<Uint8Array>
    | NodeWritable
    | Pick<BrowserFileHandle, 'createWritable'>;

/** What there is where there are files. Undefined for what names or is none. */
interface Files {
    source(file: unknown): Source | Promise<Source> | undefined;
    save(file: unknown, bytes: Uint8Array): Promise<void> | undefined;
    loadSync(file: unknown, options: LoadOptions): NDArray | undefined;
    saveSync(file: unknown, arr: unknown): boolean;
}
let files: Files | undefined;

/** @internal */
export function setFiles(its: Files): void {
    files = its;
}

// ---- reading ----

const loadArgs = /* @__PURE__ */ signature(
    'load(file, mmap_mode=, allow_pickle=, fix_imports=, encoding=, *, max_header_size=, onProgress=, signal=)',
);
const loadSyncArgs = /* @__PURE__ */ signature(
    'loadSync(file, mmap_mode=, allow_pickle=, fix_imports=, encoding=, *, max_header_size=, onProgress=)',
);
const headerArgs = /* @__PURE__ */ signature(
    'npyHeader(file, *, allow_pickle=, max_header_size=, signal=)',
);

function loadOptions(bound: unknown[]): LoadOptions {
    const [, mmap_mode, allow_pickle, , encoding = 'ASCII', max_header_size, onProgress, signal] =
        bound;
    if (mmap_mode !== undefined && mmap_mode !== null) {
        if (!['r+', 'r', 'w+', 'c'].includes(mmap_mode as string)) {
            throw new ValueError(
                `mode must be one of 'r+', 'r', 'w+', 'c' (got ${describe(mmap_mode)})`,
            );
        }
        throw new TypeError('load: memory mapping (mmap_mode) is not supported yet');
    }
    if (!['ASCII', 'latin1', 'bytes'].includes(encoding as string)) {
        throw new ValueError("encoding must be 'ASCII', 'latin1', or 'bytes'");
    }
    if (onProgress !== undefined && typeof onProgress !== 'function') {
        throw new TypeError(`onProgress must be a function, not ${describe(onProgress)}`);
    }
    return {
        limit:
            max_header_size === undefined ? 10000 : toInteger(max_header_size, 'max_header_size'),
        flags: allow_pickle ? ALLOW_PICKLE : 0,
        onProgress: onProgress as LoadKeywords['onProgress'],
        signal: signal as AbortSignal | undefined,
    };
}

const nothing = async () => {};

/** Pieces as an iterator gives them, be it asynchronous or not. */
function fromIterator(
    iterator: Pick<AsyncIterator<unknown> | Iterator<unknown>, 'next' | 'return'>,
    name = '',
    length: number | null = null,
): Source {
    return {
        name,
        length,
        async next() {
            const { done, value } = await iterator.next();
            if (done) return null;
            if (!ArrayBuffer.isView(value)) {
                throw new TypeError(`load: the stream gives ${describe(value)} instead of bytes`);
            }
            return value as Uint8Array;
        },
        close: async () => iterator.return?.(),
    };
}

const fromBytes = (bytes: Uint8Array) => fromIterator([bytes].values(), '', bytes.length);

function fromStream(stream: ReadableStream<Uint8Array>, name: string, length?: number): Source {
    const reader = stream.getReader();
    const close = () => reader.cancel().catch(nothing) as Promise<never>;
    return fromIterator({ next: () => reader.read() as never, return: close }, name, length);
}

async function fromUrl(url: string | URL, signal: AbortSignal | undefined): Promise<Source> {
    const name = String(url);
    let response: Response;
    try {
        response = await fetch(name, signal === undefined ? {} : { signal });
    } catch (cause) {
        if (signal?.aborted) throw cause;
        const { message, cause: deeper } = cause as Error;
        const why = deeper instanceof Error && deeper.message ? deeper.message : message;
        throw new Error(`load: cannot fetch ${name}: ${why}`, { cause });
    }
    return fromResponse(response, name);
}

function fromResponse(response: Response, name = response.url): Source {
    if (!response.ok) {
        response.body?.cancel().catch(nothing);
        const status = `${response.status} ${response.statusText}`.trim();
        throw new Error(`load: ${name || 'the server'} answered ${status}`);
    }
    if (response.bodyUsed)
        throw new TypeError('load: the body of the response has been read already');
    // The length in the response's headers may be that of the compressed body, so it goes unused.
    if (response.body === null) return fromBytes(new Uint8Array(0));
    const source = fromStream(response.body, name);
    return {
        ...source,
        async next(wanted) {
            try {
                return await source.next(wanted);
            } catch (cause) {
                const { message, name: kind } = cause as Error;
                if (kind === 'AbortError') throw cause;
                throw new Error(`load: ${name}: the transfer broke off: ${message}`, { cause });
            }
        },
    };
}

/** The bytes of a buffer or of a view on one; undefined for anything else. */
function viewBytes(x: unknown): Uint8Array | undefined {
    if (ArrayBuffer.isView(x)) return new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
    const tag = Object.prototype.toString.call(x);
    if (tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]') {
        return new Uint8Array(x as ArrayBufferLike);
    }
    return undefined;
}

async function openSource(file: unknown, signal: AbortSignal | undefined): Promise<Source> {
    const opened = await files?.source(file);
    if (opened !== undefined) return opened;
    if (typeof file === 'string' || file instanceof URL) return fromUrl(file, signal);
    const bytes = viewBytes(file);
    if (bytes !== undefined) return fromBytes(bytes);
    if (typeof file === 'object' && file !== null) {
        if ('body' in file && 'status' in file) return fromResponse(file as Response);
        if ('getFile' in file)
            return openSource(await (file as BrowserFileHandle).getFile(), signal);
        if ('stream' in file && 'arrayBuffer' in file) {
            const blob = file as Blob & { name?: string };
            return fromStream(blob.stream(), blob.name ?? '', blob.size);
        }
        if ('getReader' in file) return fromStream(file as ReadableStream<Uint8Array>, '');
        if (Symbol.asyncIterator in file) {
            return fromIterator((file as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]());
        }
    }
    throw new TypeError(
        'load: file must be a path, URL, open file, Blob, Response, stream or bytes, ' +
            `not ${describe(file)}`,
    );
}

/** Rejects when the signal is given; a read that waits is then waited for no longer. */
function abortOf(signal: AbortSignal | undefined): { aborted: Promise<never>; stop: () => void } {
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
        if (signal === undefined) return;
        const onAbort = () => reject(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        stop = () => signal.removeEventListener('abort', onAbort);
    });
    aborted.catch(nothing);
    return { aborted, stop };
}

async function read(file: unknown, options: LoadOptions, headerOnly: boolean): Promise<Assembler> {
    const { signal } = options;
    const { aborted, stop } = abortOf(signal);
    let source: Source | undefined;
    let assembler: Assembler | undefined;
    try {
        signal?.throwIfAborted();
        source = await openSource(await file, signal);
        assembler = new Assembler(options, source.name, source.length, headerOnly);
        const enough = headerOnly || source.exact || source.length !== null;
        while (assembler.wanted > 0 || !enough) {
            const chunk = await Promise.race([source.next(assembler.wanted), aborted]);
            if (chunk === null) break;
            assembler.push(chunk);
        }
        assembler.finish();
        return assembler;
    } catch (error) {
        throw assembler === undefined ? error : assembler.fail(error);
    } finally {
        stop();
        await source?.close();
    }
}

/**
 * Reads the array of a .npy file, wherever it is: a path (Node, Deno, Bun), a URL, an open file, a
 * Blob, a Response, a stream, or bytes. What is fetched is copied to the array as it arrives.
 *
 * From an open file or a Deno.FsFile, the array at its position is read, and the position is then
 * behind it: several arrays may follow each other. Any other file must end where its array ends.
 *
 * ValueError for a file that is no .npy file, shorter or longer than it says, or too big; TypeError
 * for a dtype that is not supported. Nothing stays allocated then.
 */
export function load<D extends DTypeName = DTypeName>(
    file: LoadSource | PromiseLike<LoadSource>,
    mmap_mode?: null | LoadKeywords,
    allow_pickle?: boolean | LoadKeywords,
    fix_imports?: boolean | LoadKeywords,
    encoding?: 'ASCII' | 'latin1' | 'bytes' | LoadKeywords,
    keywords?: LoadKeywords,
): Promise<NDArray<D>>;
export async function load(...args: unknown[]): Promise<NDArray> {
    const bound = bind(loadArgs, args);
    return (await read(bound[0], loadOptions(bound), false)).finish();
}

/**
 * As load, at once: from a path (Node, Deno, Bun) or from bytes.
 */
export function loadSync<D extends DTypeName = DTypeName>(
    file: string | URL | ArrayBufferLike | ArrayBufferView,
    mmap_mode?: null | LoadKeywords,
    allow_pickle?: boolean | LoadKeywords,
    fix_imports?: boolean | LoadKeywords,
    encoding?: 'ASCII' | 'latin1' | 'bytes' | LoadKeywords,
    keywords?: Omit<LoadKeywords, 'signal'>,
): NDArray<D>;
export function loadSync(...args: unknown[]): NDArray {
    const bound = bind(loadSyncArgs, args);
    const options = loadOptions(bound);
    const file = bound[0];
    const bytes = viewBytes(file);
    if (bytes === undefined) {
        const array = files?.loadSync(file, options);
        if (array !== undefined) return array;
        throw new TypeError(
            `loadSync: file must be bytes or, where there are files, a path, not ${describe(file)}`,
        );
    }
    const assembler = new Assembler(options, '', bytes.length);
    try {
        assembler.push(bytes);
        return assembler.finish();
    } catch (error) {
        throw assembler.fail(error);
    }
}

/**
 * Reads only what a .npy file says of its array: dtype, shape, order, and where the elements are. From
 * a URL no more is fetched than that; an open file is then at its elements.
 */
export function npyHeader(
    file: LoadSource | PromiseLike<LoadSource>,
    keywords?: Pick<LoadKeywords, 'allow_pickle' | 'max_header_size' | 'signal'>,
): Promise<NpyHeader>;
export async function npyHeader(...args: unknown[]): Promise<NpyHeader> {
    const [file, allow_pickle, max_header_size, signal] = bind(headerArgs, args);
    const none = undefined;
    const bound = [file, none, allow_pickle, none, none, max_header_size, none, signal];
    return (await read(file, loadOptions(bound), true)).header!;
}

// ---- writing ----

const saveArgs = /* @__PURE__ */ signature('save(file, arr, allow_pickle=, fix_imports=)');

/** @internal NumPy's header for the array and the bytes that follow it, handed to `use` while they last. */
export function withBytes<T>(arr: unknown, use: (header: Uint8Array, data: Uint8Array) => T): T {
    return run(() => {
        const a = toArray(arr);
        putArray(0, a, VIEW);
        const length = check(core.rp_js_npy_header!(0));
        const dense = getOption(0) !== 0;
        const header = heap().slice(getNumber(0), getNumber(0) + length);
        return use(header, bytesOf(dense ? a : temporary(copyArray(a, 0))));
    });
}

/** The .npy file of an array, the very bytes that NumPy writes. */
export function npyBytes(arr: ArrayLike): Uint8Array<ArrayBuffer> {
    return withBytes(arr, (header, data) => {
        const bytes = new Uint8Array(header.length + data.length);
        bytes.set(header);
        bytes.set(data, header.length);
        return bytes;
    });
}

/** The .npy file of an array as a Blob, to be downloaded or sent. */
export const npyBlob = (arr: ArrayLike): Blob =>
    new Blob([npyBytes(arr)], { type: 'application/octet-stream' });

/**
 * Writes an array as a .npy file, the very bytes that NumPy writes: to a path (with .npy put behind it
 * if it is not there), an open file at its position, or a stream, which is left open. The elements are
 * those at the time of the call. For bytes and Blobs see npyBytes and npyBlob.
 */
export function save(
    file: SaveTarget,
    arr: ArrayLike,
    allow_pickle?: boolean | SaveKeywords,
    fix_imports?: boolean | SaveKeywords,
    keywords?: SaveKeywords,
): Promise<void>;
export async function save(...args: unknown[]): Promise<void> {
    const [file, arr] = bind(saveArgs, args);
    const bytes = npyBytes(arr as ArrayLike);
    const saving = files?.save(file, bytes);
    if (saving !== undefined) return saving;
    if (typeof file === 'object' && file !== null) {
        if ('getWriter' in file) {
            const writer = (file as WritableStream<Uint8Array>).getWriter();
            try {
                await writer.write(bytes);
            } finally {
                writer.releaseLock();
            }
            return;
        }
        if ('createWritable' in file) {
            const stream = await (file as BrowserFileHandle).createWritable();
            const writer = stream.getWriter();
            await writer.write(bytes);
            return writer.close();
        }
    }
    throw new TypeError(
        'save: file must be a stream or, where there are files, a path or an open file, ' +
            `not ${describe(file)}`,
    );
}

/** As save, at once, to a path (Node, Deno, Bun). */
export function saveSync(
    file: string | URL,
    arr: ArrayLike,
    allow_pickle?: boolean | SaveKeywords,
    fix_imports?: boolean | SaveKeywords,
    keywords?: SaveKeywords,
): void;
export function saveSync(...args: unknown[]): void {
    const [file, arr] = bind({ ...saveArgs, name: 'saveSync' }, args);
    if (!files?.saveSync(file, arr)) {
        throw new TypeError(
            `saveSync: file must be a path, where there are files, not ${describe(file)}`,
        );
    }
}

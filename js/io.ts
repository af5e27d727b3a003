// .npy files in and out: np.load, np.save and their like. The core reads and writes headers; here
// bytes are fetched from wherever they are and copied to where the array is.
import { bind, describe, signature, toInteger } from './args.js';
import { allocate, toArray } from './convert.js';
import { type DType, dtypeById } from './dtype.js';
import { copyArray, type NDArray } from './ndarray.js';
import { putArray, run, temporary, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, getOption, heap, lastError } from './runtime/frame.js';
import { MAX_DIMS } from './runtime/layout.js';
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

/** What a .npy file says of its array. */
export interface NpyHeader {
    dtype: DType;
    shape: number[];
    fortran_order: boolean;
    /** Of the format: [1, 0], [2, 0] or [3, 0]. */
    version: [number, number];
    /** Where the elements begin, and how many bytes they take. */
    data_offset: number;
    nbytes: number;
}

// ---- files ----

/** What is needed of node:fs, which entry-node.ts hands over. */
interface FileSystem {
    openSync(path: string | URL, flags: string): number;
    closeSync(fd: number): void;
    fstatSync(fd: number): { size: number; isFile(): boolean };
    readSync(
        fd: number,
        buffer: Uint8Array,
        offset: number,
        length: number,
        position: null,
    ): number;
    writeSync(fd: number, buffer: Uint8Array, offset: number, length: number): number;
    promises: {
        open(path: string | URL, flags: string): Promise<NodeFileHandle>;
    };
}

interface NodeFileHandle {
    stat(): Promise<{ size: number; isFile(): boolean }>;
    read(
        buffer: Uint8Array,
        offset: number,
        length: number,
        position: null,
    ): Promise<{ bytesRead: number }>;
    write(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
    close(): Promise<void>;
}

let fileSystem: FileSystem | undefined;

/** @internal */
export function setFileSystem(fs: FileSystem): void {
    fileSystem = fs;
}

function files(doing: string, name: string): FileSystem {
    const { process } = globalThis as {
        process?: { getBuiltinModule?: (id: string) => FileSystem | undefined };
    };
    fileSystem ??= process?.getBuiltinModule?.('node:fs');
    if (fileSystem === undefined) {
        throw new TypeError(`${doing}: there are no files here that a path could name: ${name}`);
    }
    return fileSystem;
}

/** Whether a string is taken for a path: where there are files, whatever has no URL's scheme. */
function isPath(file: string | URL): boolean {
    const text = String(file);
    if (/^file:/i.test(text)) return true;
    if (typeof file !== 'string' || /^(https?|data|blob):/i.test(text)) return false;
    if (fileSystem !== undefined) return true;
    const { process } = globalThis as { process?: { versions?: { node?: string } } };
    return process?.versions?.node !== undefined;
}

/** node:fs takes a URL only as an object. */
const toPlace = (file: string | URL): string | URL =>
    typeof file === 'string' && /^file:/i.test(file) ? new URL(file) : file;

/** The system's error in words that name the file. */
function fileError(doing: string, name: string, cause: unknown): Error {
    const { code, message } = cause as { code?: string; message?: string };
    const why =
        code === 'ENOENT' ? 'No such file or directory' : (message ?? String(cause)).split(',')[0];
    const error = new Error(`${doing}: ${why}: '${name}'`, { cause });
    return code === undefined ? error : Object.assign(error, { code });
}

// ---- headers ----

const NO_MORE_BYTES = 1;
const ALLOW_PICKLE = 2;

/** The header at the beginning of `bytes`, or how many bytes it takes to know. */
function parseHeader(bytes: Uint8Array, limit: number, flags: number): NpyHeader | number {
    const block = core.rp_js_alloc!(bytes.length);
    if (block === 0) throw lastError(-4);
    try {
        heap().set(bytes, block >>> 0);
        if (check(core.rp_js_npy_parse!(block, bytes.length, limit, flags)) !== 0) {
            return getNumber(MAX_DIMS + 2);
        }
    } finally {
        core.rp_js_free!(block);
    }
    return {
        dtype: dtypeById(getOption(0)),
        shape: Array.from({ length: getOption(2) }, (_, i) => getNumber(i)),
        fortran_order: getOption(1) !== 0,
        version: [getOption(3), getOption(4)],
        data_offset: getNumber(MAX_DIMS),
        nbytes: getNumber(MAX_DIMS + 1),
    };
}

/** The bytes of a dense array where they lie: good until the heap grows. */
function bytesOf(a: NDArray): Uint8Array {
    const { ptr, bytes } = a._storage;
    if (bytes !== null) return bytes.subarray(a._offset, a._offset + a.nbytes);
    const start = (ptr + a._offset) >>> 0;
    return heap().subarray(start, start + a.nbytes);
}

// ---- reading ----

interface LoadOptions {
    limit: number;
    flags: number;
    onProgress: LoadKeywords['onProgress'];
    signal: AbortSignal | undefined;
}

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

const startBytes = 10; // up to the end of version 1's length field

/** Takes a file's bytes as they come and makes the array of them. */
class Assembler {
    header: NpyHeader | undefined;
    private array: NDArray | undefined;
    private head = new Uint8Array(0);
    private needed = startBytes;
    private loaded = 0;

    constructor(
        private readonly options: LoadOptions,
        /** What the file is called in messages. */
        private readonly name: string,
        /** Its length, where that is known beforehand. */
        private readonly length: number | null,
        private readonly headerOnly = false,
    ) {}

    /** How many bytes it takes to go on; 0: none. */
    get wanted(): number {
        return this.header === undefined ? this.needed - this.loaded : this.total - this.loaded;
    }

    private get total(): number {
        const { data_offset, nbytes } = this.header!;
        return this.headerOnly ? data_offset : data_offset + nbytes;
    }

    push(chunk: Uint8Array): void {
        let at = 0;
        while (this.header === undefined && at < chunk.length) {
            const part = chunk.subarray(at, at + this.wanted);
            const head = new Uint8Array(this.head.length + part.length);
            head.set(this.head);
            head.set(part, this.head.length);
            this.head = head;
            this.loaded += part.length;
            at += part.length;
            if (this.loaded === this.needed) this.parse(0);
        }
        if (this.header !== undefined && !this.headerOnly && at < chunk.length) {
            const rest = at === 0 ? chunk : chunk.subarray(at);
            if (rest.length > this.wanted) throw this.tooLong();
            // Taken anew each time: the heap may have grown since the last chunk came.
            bytesOf(this.array!).set(rest, this.loaded - this.header.data_offset);
            this.loaded += rest.length;
        }
        this.options.onProgress?.({
            loaded: this.loaded,
            total: this.header === undefined ? null : this.total,
        });
    }

    private parse(flags: number): void {
        const found = parseHeader(this.head, this.options.limit, this.options.flags | flags);
        if (typeof found === 'number') {
            this.needed = found;
            return;
        }
        this.header = found;
        if (this.headerOnly) return;
        if (this.length !== null && this.length < this.total) throw this.tooShort(this.length);
        if (this.length !== null && this.length > this.total) throw this.tooLong();
        this.array = allocate(found.dtype, found.shape, found.fortran_order ? 1 : 0);
    }

    private tooShort(length: number): ValueError {
        const { data_offset, nbytes } = this.header!;
        return new ValueError(
            `EOF: reading array data, expected ${nbytes} bytes got ${length - data_offset}`,
        );
    }

    private tooLong(): ValueError {
        const extra = this.length === null ? '' : `${this.length - this.total} `;
        return new ValueError(
            `the file is longer than its header says: ${extra}bytes follow the array`,
        );
    }

    /** After the last byte. */
    finish(): NDArray {
        if (this.header === undefined) this.parse(NO_MORE_BYTES);
        if (this.wanted > 0) throw this.tooShort(this.loaded);
        return this.array!;
    }

    /** Frees what there is and gives the error to be thrown. */
    fail(error: unknown): unknown {
        this.array?.dispose();
        if (error instanceof RangeError || error instanceof TypeError) {
            if (this.name !== '' && !error.message.includes(this.name)) {
                error.message += ` (in ${this.name})`;
            }
        }
        return error;
    }
}

const CHUNK = 1 << 20;

/** Where bytes come from, piece by piece. */
interface Source {
    name: string;
    /** null if it is not known for certain. */
    length: number | null;
    /** The next bytes, null at the end. `wanted` is how many there is use for. */
    next(wanted: number): Promise<Uint8Array | null>;
    /** No more is to be read after what was asked for: it belongs to another array. */
    exact?: boolean;
    close(): Promise<unknown>;
}

const nothing = async () => {};

function fromBytes(bytes: Uint8Array): Source {
    let whole: Uint8Array | null = bytes;
    return {
        name: '',
        length: bytes.length,
        async next() {
            const all = whole;
            whole = null;
            return all;
        },
        close: nothing,
    };
}

function fromStream(
    stream: ReadableStream<Uint8Array>,
    name: string,
    length: number | null = null,
): Source {
    const reader = stream.getReader();
    return {
        name,
        length,
        async next() {
            const { done, value } = await reader.read();
            if (done) return null;
            if (!ArrayBuffer.isView(value)) {
                throw new TypeError(`load: the stream gives ${describe(value)} instead of bytes`);
            }
            return value;
        },
        close: () => reader.cancel().catch(nothing),
    };
}

function fromIterable(iterable: AsyncIterable<Uint8Array>): Source {
    const iterator = iterable[Symbol.asyncIterator]();
    return {
        name: '',
        length: null,
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

/** An open file of node:fs/promises or of Deno: streams have an fd, too. */
const isHandle = (x: object): x is FileHandleLike =>
    ('fd' in x && 'stat' in x) || ('readSync' in x && 'writeSync' in x);

/** Reads on from where the handle is, and not a byte further than the array goes. */
function fromHandle(handle: FileHandleLike): Source {
    let buffer = new Uint8Array(0);
    return {
        name: '',
        length: null,
        exact: true,
        async next(wanted) {
            const count = Math.min(wanted, CHUNK);
            if (buffer.length < count) buffer = new Uint8Array(count);
            const view = buffer.subarray(0, count);
            const read =
                handle.fd === undefined
                    ? ((await handle.read(view)) as number | null)
                    : ((await handle.read(view, 0, count, null)) as { bytesRead: number })
                          .bytesRead;
            return read ? view.subarray(0, read) : null;
        },
        close: nothing,
    };
}

async function fromPath(path: string | URL): Promise<Source> {
    const name = String(path);
    const fs = files('load', name);
    let handle: NodeFileHandle;
    try {
        handle = await fs.promises.open(toPlace(path), 'r');
    } catch (error) {
        throw fileError('load', name, error);
    }
    const close = () => handle.close();
    try {
        const stat = await handle.stat();
        const { next } = fromHandle(handle as unknown as FileHandleLike);
        return {
            name,
            length: stat.isFile() ? stat.size : null,
            async next(wanted) {
                try {
                    return await next(wanted || 1);
                } catch (error) {
                    throw fileError('load', name, error);
                }
            },
            close,
        };
    } catch (error) {
        await close();
        throw error;
    }
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
    if (typeof file === 'string' || file instanceof URL) {
        return isPath(file) ? fromPath(file) : fromUrl(file, signal);
    }
    const bytes = viewBytes(file);
    if (bytes !== undefined) return fromBytes(bytes);
    if (typeof file === 'object' && file !== null) {
        if (isHandle(file)) return fromHandle(file);
        if ('body' in file && 'status' in file) return fromResponse(file as Response);
        if ('getFile' in file)
            return openSource(await (file as BrowserFileHandle).getFile(), signal);
        if ('stream' in file && 'arrayBuffer' in file) {
            const blob = file as Blob & { name?: string };
            return fromStream(blob.stream(), blob.name ?? '', blob.size);
        }
        if ('getReader' in file) return fromStream(file as ReadableStream<Uint8Array>, '');
        if (Symbol.asyncIterator in file) return fromIterable(file as AsyncIterable<Uint8Array>);
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
    if (
        bytes === undefined &&
        !((typeof file === 'string' || file instanceof URL) && isPath(file))
    ) {
        throw new TypeError(`loadSync: file must be a path or bytes, not ${describe(file)}`);
    }
    if (bytes !== undefined) {
        const assembler = new Assembler(options, '', bytes.length);
        try {
            assembler.push(bytes);
            return assembler.finish();
        } catch (error) {
            throw assembler.fail(error);
        }
    }
    return loadPathSync(file as string | URL, options);
}

function loadPathSync(path: string | URL, options: LoadOptions): NDArray {
    const name = String(path);
    const fs = files('loadSync', name);
    const attempt = <T>(action: () => T): T => {
        try {
            return action();
        } catch (error) {
            throw fileError('loadSync', name, error);
        }
    };
    const fd = attempt(() => fs.openSync(toPlace(path), 'r'));
    let assembler: Assembler | undefined;
    try {
        const stat = attempt(() => fs.fstatSync(fd));
        assembler = new Assembler(options, name, stat.isFile() ? stat.size : null);
        const buffer = new Uint8Array(Math.min(CHUNK, stat.size || CHUNK));
        for (;;) {
            const wanted = Math.min(assembler.wanted || 1, buffer.length);
            const count = attempt(() => fs.readSync(fd, buffer, 0, wanted, null));
            if (count === 0) break;
            assembler.push(buffer.subarray(0, count));
        }
        return assembler.finish();
    } catch (error) {
        throw assembler === undefined ? error : assembler.fail(error);
    } finally {
        fs.closeSync(fd);
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

/** NumPy's header for the array and the bytes that follow it, handed to `use` while they last. */
function withBytes<T>(arr: unknown, use: (header: Uint8Array, data: Uint8Array) => T): T {
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

/** The path with .npy at its end. */
function npyPath(file: string | URL): string | URL {
    const place = toPlace(file);
    if (typeof place === 'string') return place.endsWith('.npy') ? place : `${place}.npy`;
    if (place.pathname.endsWith('.npy')) return place;
    const longer = new URL(place);
    longer.pathname += '.npy';
    return longer;
}

function checkPath(doing: string, file: string | URL): void {
    if (!isPath(file)) throw new TypeError(`${doing}: cannot write to a URL: ${file}`);
}

async function writeAll(handle: FileHandleLike, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
        const count =
            handle.fd === undefined
                ? ((await handle.write(bytes.subarray(at))) as number)
                : ((await handle.write(bytes, at, bytes.length - at)) as { bytesWritten: number })
                      .bytesWritten;
        at += count;
    }
}

async function savePath(file: string | URL, bytes: Uint8Array): Promise<void> {
    checkPath('save', file);
    const path = npyPath(file);
    const name = String(path);
    const fs = files('save', name);
    let handle: NodeFileHandle | undefined;
    try {
        handle = await fs.promises.open(path, 'w');
        await writeAll(handle as unknown as FileHandleLike, bytes);
    } catch (error) {
        throw fileError('save', name, error);
    } finally {
        await handle?.close();
    }
}

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
    if (typeof file === 'string' || file instanceof URL) return savePath(file, bytes);
    if (typeof file === 'object' && file !== null) {
        if (isHandle(file)) return writeAll(file, bytes);
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
        if ('write' in file && 'on' in file) return writeToStream(file as NodeWritable, bytes);
    }
    throw new TypeError(`save: file must be a path, open file or stream, not ${describe(file)}`);
}

function writeToStream(stream: NodeWritable, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
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
    if (typeof file !== 'string' && !(file instanceof URL)) {
        throw new TypeError(`saveSync: file must be a path, not ${describe(file)}`);
    }
    checkPath('saveSync', file);
    const path = npyPath(file);
    const name = String(path);
    const fs = files('saveSync', name);
    withBytes(arr, (header, data) => {
        let fd: number | undefined;
        try {
            fd = fs.openSync(path, 'w');
            for (const part of [header, data]) {
                for (let at = 0; at < part.length; ) {
                    // A copy: not every runtime writes from shared memory.
                    const chunk = part.slice(at, at + CHUNK);
                    for (let done = 0; done < chunk.length; ) {
                        done += fs.writeSync(fd, chunk, done, chunk.length - done);
                    }
                    at += chunk.length;
                }
            }
        } catch (error) {
            throw fileError('saveSync', name, error);
        } finally {
            if (fd !== undefined) fs.closeSync(fd);
        }
    });
}

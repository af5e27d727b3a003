// Files that paths name, open files and Node's streams, for np.load and np.save: where there is node:fs. A
// page has none of these, and so this is no part of what it loads.
import { type FileHandleLike, type NodeWritable, setFiles, withBytes } from './io.js';
import type { NDArray } from './ndarray.js';
import { Assembler, type LoadOptions, type Source } from './npy-reader.js';

/** What is needed of node:fs, which the entries hand over. */
export interface FileSystem {
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

const isName = (file: unknown): file is string | URL =>
    typeof file === 'string' || file instanceof URL;

/** Whether a name is taken for a path: of strings, whatever has no other URL's scheme. */
function isPath(file: unknown): file is string | URL {
    if (!isName(file)) return false;
    const text = String(file);
    if (/^file:/i.test(text)) return true;
    return typeof file === 'string' && !/^(https?|data|blob):/i.test(text);
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

// ---- reading ----

const CHUNK = 1 << 20;

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null;
/** An open file of node:fs/promises or of Deno: streams have an fd, too. */
const isHandle = (x: unknown): x is FileHandleLike =>
    isObject(x) && (('fd' in x && 'stat' in x) || ('readSync' in x && 'writeSync' in x));
const isStream = (x: unknown): x is NodeWritable => isObject(x) && 'write' in x && 'on' in x;

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
        close: async () => {},
    };
}

async function fromPath(fs: FileSystem, path: string | URL): Promise<Source> {
    const name = String(path);
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

function loadPathSync(fs: FileSystem, path: string | URL, options: LoadOptions): NDArray {
    const name = String(path);
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

// ---- writing ----

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

async function savePath(fs: FileSystem, file: string | URL, bytes: Uint8Array): Promise<void> {
    checkPath('save', file);
    const path = npyPath(file);
    const name = String(path);
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

function writeToStream(stream: NodeWritable, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
}

function savePathSync(fs: FileSystem, file: string | URL, arr: unknown): void {
    checkPath('saveSync', file);
    const path = npyPath(file);
    const name = String(path);
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

/** @internal Lets np.load and np.save read and write files. */
export function setFileSystem(fs: FileSystem): void {
    setFiles({
        source(file) {
            if (isPath(file)) return fromPath(fs, file);
            return isHandle(file) ? fromHandle(file) : undefined;
        },
        save(file, bytes) {
            if (isName(file)) return savePath(fs, file, bytes);
            if (isHandle(file)) return writeAll(file, bytes);
            return isStream(file) ? writeToStream(file, bytes) : undefined;
        },
        loadSync: (file, options) => (isPath(file) ? loadPathSync(fs, file, options) : undefined),
        saveSync(file, arr) {
            if (isName(file)) savePathSync(fs, file, arr);
            return isName(file);
        },
    });
}

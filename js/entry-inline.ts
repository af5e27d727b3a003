// Everything in one file, for where URLs are a trouble. Ready when imported, in browsers too.
import simd from 'virtual:wasm/raptors-simd';
import threads from 'virtual:wasm/raptors-threads-simd';
import workerSource from 'virtual:worker';
import { blobWorker, webThread, workerFrom } from './browser-thread.js';
import * as np from './entry-inline.js';
import { setNamespace } from './namespace.js';
import { nodeThread } from './node-thread.js';
import { type FileSystem, setFileSystem } from './npy-files.js';
import {
    type InitOptions,
    initWith,
    type Platform,
    type Runtime,
    startFrom,
    type Variant,
} from './runtime/loader.js';

const bytes: Partial<Record<Variant, Uint8Array<ArrayBuffer>>> = { simd, 'threads-simd': threads };

// Outside browsers too; there only worker_threads let a program end while they run.
type Builtins = { getBuiltinModule?: (id: string) => unknown };
const builtin = (globalThis as { process?: Builtins }).process?.getBuiltinModule;
const workers = builtin?.('node:worker_threads') as
    | typeof import('node:worker_threads')
    | undefined;
const system = builtin?.('node:os') as typeof import('node:os') | undefined;

const files = builtin?.('node:fs') as FileSystem | undefined;

const platform: Platform = {
    cores: () => system?.availableParallelism?.() ?? globalThis.navigator?.hardwareConcurrency ?? 1,
    variants: ['simd', 'threads-simd'],
    locate: (variant) => variant,
    readSync: (from) => bytes[from as Variant]!,
    eager: false,
    makeThread(url, failed) {
        if (workers !== undefined) return nodeThread(workers.Worker, url, failed);
        return webThread(url === undefined ? blobWorker(workerSource) : workerFrom(url), failed);
    },
};

startFrom(platform, (variant) => bytes[variant]!);
if (files !== undefined) setFileSystem(files);
setNamespace(np);

/** Only needed to change threads or memory, before any array. See InitOptions. */
export function init(options: InitOptions = {}): Promise<Runtime> {
    return initWith(platform, options);
}

/** All of the above by one name: import np from 'raptors'. */
export * as default from './entry-inline.js';
export * from './index.js';

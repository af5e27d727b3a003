// Everything in one file, for where URLs are a trouble. Ready when imported, in browsers too.
import simd from 'virtual:wasm/raptors-simd';
import threads from 'virtual:wasm/raptors-threads-simd';
import workerSource from 'virtual:worker';
import { blobWorker, webThread, workerFrom } from './browser-thread.js';
import { type InitOptions, initWith, type Platform, type Runtime, startFrom, type Variant } from './runtime/loader.js';

const bytes: Partial<Record<Variant, Uint8Array<ArrayBuffer>>> = { simd, 'threads-simd': threads };

const platform: Platform = {
    cores: () => globalThis.navigator?.hardwareConcurrency ?? 1,
    variants: ['simd', 'threads-simd'],
    locate: (variant) => variant,
    readSync: (from) => bytes[from as Variant]!,
    eager: false,
    makeThread: (url, failed) =>
        webThread(url === undefined ? blobWorker(workerSource) : workerFrom(url), failed),
};

startFrom(platform, (variant) => bytes[variant]!);

/** Only needed to change threads or memory, before any array. See InitOptions. */
export function init(options: InitOptions = {}): Promise<Runtime> {
    return initWith(platform, options);
}

export * from './index.js';
/** All of the above by one name: import np from 'raptors'. */
export * as default from './entry-inline.js';

// Browsers: `await init()` fetches the .wasm before the first array.
import { webThread, workerFrom } from './browser-thread.js';
import {
    type InitOptions,
    initWith,
    type Platform,
    type Runtime,
    type Variant,
} from './runtime/loader.js';

// Bundlers find files by new URL with a literal path: one for each variant.
const files: Record<Variant, () => URL> = {
    simd: () => new URL('./raptors-simd.wasm', import.meta.url),
    relaxed: () => new URL('./raptors-relaxed.wasm', import.meta.url),
    'threads-simd': () => new URL('./raptors-threads-simd.wasm', import.meta.url),
    'threads-relaxed': () => new URL('./raptors-threads-relaxed.wasm', import.meta.url),
};

const platform: Platform = {
    cores: () => globalThis.navigator?.hardwareConcurrency ?? 1,
    locate: (variant) => files[variant](),
    // A worker starts only when the page's thread yields: while init is awaited there is time.
    eager: true,
    makeThread(url, failed) {
        if (url !== undefined) return webThread(workerFrom(url), failed);
        const own = new URL('./worker.mjs', import.meta.url);
        const foreign = own.protocol !== 'blob:' && own.origin !== globalThis.location?.origin;
        const worker = foreign
            ? workerFrom(own)
            : new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
        return webThread(worker, failed);
    },
};

/** Fetches and starts the core; await it before the first array. See InitOptions. */
export function init(options: InitOptions = {}): Promise<Runtime> {
    return initWith(platform, options);
}

export * from './index.js';

import type { Thread, ThreadStart } from './runtime/workers.js';

/** A pool thread on a web worker. */
export function webThread(worker: Worker, failed: (why: string) => void): Thread {
    // A worker that a security policy forbids does not throw, it reports an error.
    worker.onerror = (event) => {
        event.preventDefault?.();
        failed(event.message || 'it could not be loaded (a Content-Security-Policy may forbid it)');
    };
    // Deno and Bun would wait for it at the end.
    (worker as unknown as { unref?: () => void }).unref?.();
    return {
        start: (message: ThreadStart) => worker.postMessage(message),
        end: () => worker.terminate(),
    };
}

/** A worker from a script of any origin: a foreign one is imported by a small script of our own. */
export function workerFrom(url: string | URL): Worker {
    const base = typeof location === 'undefined' ? undefined : location.href;
    const full = new URL(url, base);
    if (
        typeof location === 'undefined' ||
        full.origin === location.origin ||
        full.protocol === 'blob:'
    ) {
        return new Worker(full, { type: 'module' });
    }
    return blobWorker(`import ${JSON.stringify(full.href)};`);
}

/** Addresses of scripts, by their text: a few hundred bytes each, so they are never taken back. */
const addresses = new Map<string, string>();

/** A worker from source text. */
export function blobWorker(source: string): Worker {
    let address = addresses.get(source);
    if (address === undefined) {
        address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        addresses.set(source, address);
    }
    return new Worker(address, { type: 'module' });
}

import type { ThreadStart, Thread } from './runtime/workers.js';

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
    if (typeof location === 'undefined' || full.origin === location.origin || full.protocol === 'blob:') {
        return new Worker(full, { type: 'module' });
    }
    return blobWorker(`import ${JSON.stringify(full.href)};`);
}

/** A worker from source text. */
export function blobWorker(source: string): Worker {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    // The script is read before the first message; only then can its address go.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return worker;
}

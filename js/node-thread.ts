// Threads of the pool on worker_threads: Node, Deno and Bun.
import type { Worker as NodeWorker } from 'node:worker_threads';
import type { Thread, ThreadStart } from './runtime/workers.js';

// As worker.ts, which is for browsers. A string, so that no bundler can lose the file.
// Its names stand in a block: Deno's workers have a "module" of their own.
const workerSource = `{
const { module, memory, stack, tls } = require('node:worker_threads').workerData;
const imports = {};
for (const { module: space, name, kind } of WebAssembly.Module.imports(module))
    (imports[space] ??= {})[name] = kind === 'memory' ? memory : () => {};
const { exports } = new WebAssembly.Instance(module, imports);
exports.__stack_pointer.value = stack;
exports.__wasm_init_tls(tls);
exports.rp_js_thread_main();
}`;

/** A pool thread on a Worker of node:worker_threads. */
export function nodeThread(
    Worker: typeof NodeWorker,
    url: string | URL | undefined,
    failed: (why: string) => void,
): Thread {
    let worker: NodeWorker | undefined;
    return {
        start(message: ThreadStart) {
            const options = { workerData: message, eval: url === undefined, stdout: false };
            worker = new Worker(url ?? workerSource, options);
            worker.unref();
            worker.on('error', (error) => failed(error.message));
        },
        end: () => worker?.terminate(),
    };
}

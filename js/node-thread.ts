// Threads of the pool on worker_threads: Node, Deno and Bun.
import type { Worker as NodeWorker } from 'node:worker_threads';
import type { Thread, ThreadStart } from './runtime/workers.js';

// As worker.ts, which is for browsers. A string, so that no bundler can lose the file.
// Its names stand in a block: Deno's workers have a "module" of their own. And no line of it looks like
// a CommonJS module, which tools would take the whole file for.
const workerSource = `{
const load = require;
const { module, memory, stack, tls } = load('node:worker_threads').workerData;
const imports = {};
for (const { module: space, name, kind } of WebAssembly.Module.imports(module))
    (imports[space] ??= {})[name] = kind === 'memory' ? memory : () => {};
const core = new WebAssembly.Instance(module, imports).exports;
core.__stack_pointer.value = stack;
core.__wasm_init_tls(tls);
core.rp_js_thread_main();
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

// Node, Deno and Bun: ready when imported. The .wasm lies beside this file; workers need none.
import * as fs from 'node:fs';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { setFileSystem } from './io.js';
import { type InitOptions, initWith, type Platform, type Runtime, startSync, type Variant } from './runtime/loader.js';
import type { ThreadStart } from './runtime/workers.js';

// As worker.ts, which is for browsers. A string, so that no bundler can lose the file.
const workerSource = `
const { module, memory, stack, tls } = require('node:worker_threads').workerData;
const imports = {};
for (const { module: space, name, kind } of WebAssembly.Module.imports(module))
    (imports[space] ??= {})[name] = kind === 'memory' ? memory : () => {};
const { exports } = new WebAssembly.Instance(module, imports);
exports.__stack_pointer.value = stack;
exports.__wasm_init_tls(tls);
exports.rp_js_thread_main();
`;

const platform: Platform = {
    cores: () => os.availableParallelism?.() ?? os.cpus().length,
    locate: (variant: Variant) => new URL(`./raptors-${variant}.wasm`, import.meta.url),
    readSync: (from) => fs.readFileSync(from),
    eager: false,
    makeThread(url, failed) {
        let worker: Worker | undefined;
        return {
            start(message: ThreadStart) {
                const options = { workerData: message, eval: url === undefined, stdout: false };
                worker = new Worker(url ?? workerSource, options);
                worker.unref();
                worker.on('error', (error) => failed(error.message));
            },
            end: () => worker?.terminate(),
        };
    },
};

setFileSystem(fs);
startSync(platform);

/** See InitOptions: only needed to change threads, memory or where the .wasm is, before any array. */
export function init(options: InitOptions = {}): Promise<Runtime> {
    return initWith(platform, options);
}

export * from './index.js';
/** All of the above by one name: import np from 'raptors'. */
export * as default from './entry-node.js';

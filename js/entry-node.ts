// Node, Deno and Bun: ready when imported. The .wasm lies beside this file; workers need none.
import * as fs from 'node:fs';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import * as np from './entry-node.js';
import { setNamespace } from './namespace.js';
import { nodeThread } from './node-thread.js';
import { setFileSystem } from './npy-files.js';
import {
    type InitOptions,
    initWith,
    type Platform,
    type Runtime,
    startSync,
    type Variant,
} from './runtime/loader.js';

const platform: Platform = {
    cores: () => os.availableParallelism?.() ?? os.cpus().length,
    locate: (variant: Variant) => new URL(`./raptors-${variant}.wasm`, import.meta.url),
    readSync: (from) => fs.readFileSync(from),
    eager: false,
    makeThread: (url, failed) => nodeThread(Worker, url, failed),
};

setFileSystem(fs);
setNamespace(np);
startSync(platform);

/** See InitOptions: only needed to change threads, memory or where the .wasm is, before any array. */
export function init(options: InitOptions = {}): Promise<Runtime> {
    return initWith(platform, options);
}

/** All of the above by one name: import np from 'raptors'. */
export * as default from './entry-node.js';
export * from './index.js';

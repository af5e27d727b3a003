// A thread of the pool, in a browser. It is told what to run on, and from then on never reads a message.
import type { ThreadStart } from './runtime/workers.js';

interface WorkerScope {
    onmessage: ((event: { data: ThreadStart }) => void) | null;
}

(globalThis as unknown as WorkerScope).onmessage = ({ data: { module, memory, stack, tls } }) => {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const { module: space, name, kind } of WebAssembly.Module.imports(module)) {
        imports[space] ??= {};
        imports[space][name] = kind === 'memory' ? memory : () => {};
    }
    const { exports } = new WebAssembly.Instance(module, imports);
    // Its own stack, before anything runs: the pointer stands at the main thread's.
    (exports.__stack_pointer as WebAssembly.Global).value = stack;
    (exports.__wasm_init_tls as (tls: number) => void)(tls);
    (exports.rp_js_thread_main as () => void)();
};

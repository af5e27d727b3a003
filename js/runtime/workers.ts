// The pool's threads: workers that run nothing but the core's loop (wasm/wasm_thread.c says how).
import { core, heapBuffer, isReady } from './frame.js';

/** What a platform's worker must do for the pool. */
export interface Thread {
    start(message: ThreadStart): void;
    /** Ends it; resolves when it has ended. */
    end(): unknown;
}

/** All that a worker needs to become a thread of the pool. */
export interface ThreadStart {
    module: WebAssembly.Module;
    memory: WebAssembly.Memory;
    stack: number;
    tls: number;
}

/** Makes a worker; `failed` is called if it cannot run. May throw. */
export type MakeThread = (url: string | URL | undefined, failed: (why: string) => void) => Thread;

/** The threads of one instance. */
export class Pool {
    /** Why there are fewer threads than wanted. */
    reason = '';
    #threads: { thread: Thread; block: number }[] = [];
    #started = false;

    readonly #module: WebAssembly.Module;
    readonly #memory: WebAssembly.Memory;
    readonly #wanted: number;
    readonly #make: MakeThread;
    readonly #url: string | URL | undefined;

    constructor(
        module: WebAssembly.Module,
        memory: WebAssembly.Memory,
        wanted: number,
        make: MakeThread,
        url: string | URL | undefined,
    ) {
        this.#module = module;
        this.#memory = memory;
        this.#wanted = wanted;
        this.#make = make;
        this.#url = url;
    }

    get started(): boolean {
        return this.#started;
    }

    /** Starts the workers, which take part as soon as they are there. Never throws. */
    start(): void {
        if (this.#started) return;
        this.#started = true;
        const failed = (why: string) => {
            this.reason ||= `a worker did not start: ${why}`;
        };
        for (let i = 1; i < this.#wanted; i++) {
            const block = core.rp_js_thread_new!() >>> 0;
            if (block === 0) {
                this.reason = 'there is no memory for more threads';
                return;
            }
            const [stack, tls] = new Uint32Array(heapBuffer(), block, 2) as unknown as [
                number,
                number,
            ];
            let thread: Thread;
            try {
                thread = this.#make(this.#url, failed);
                thread.start({ module: this.#module, memory: this.#memory, stack, tls });
            } catch (error) {
                core.rp_js_thread_free!(block);
                failed(String(error instanceof Error ? error.message : error));
                return;
            }
            this.#threads.push({ thread, block });
        }
    }

    /** Ends the workers; resolves when they have. */
    async stop(): Promise<void> {
        if (!isReady()) return;
        core.rp_js_pool_stop!();
        const ending = this.#threads.splice(0);
        await Promise.all(ending.map(({ thread }) => thread.end()));
    }
}

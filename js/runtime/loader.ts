// Picks a variant of the module, finds it, starts it.
import { createMemory, type Features, PAGE, probeFeatures, probeFusing } from './features.js';
import { attach, core, detach, isReady } from './frame.js';
import { arraysAlive, type MemoryInfo, memoryInfo, resetMemory } from './memory.js';
import { type MakeThread, Pool } from './workers.js';

/** The builds of the core: dist/raptors-<name>.wasm. */
export type Variant = 'simd' | 'relaxed' | 'threads-simd' | 'threads-relaxed';

/** Where the core may come from. */
export type WasmSource =
    | string
    | URL
    | BufferSource
    | WebAssembly.Module
    | Response
    | PromiseLike<BufferSource | WebAssembly.Module | Response>;

/** What init can be told. */
export interface InitOptions {
    /** Threads that compute, the caller included; 1 for none beside it. By default all there are, to 16. */
    threads?: number | undefined;
    /**
     * The .wasm file: where it is, or itself; or a function of the variant that was chosen, since each
     * has a file of its own (dist/raptors-<variant>.wasm).
     */
    wasm?: WasmSource | ((variant: Variant) => WasmSource) | undefined;
    /** The script of a worker (dist/worker.mjs). */
    worker?: string | URL | undefined;
    /** Sizes of the heap in bytes, and the live bytes past which results go to JavaScript buffers. */
    memory?:
        | {
              initial?: number | undefined;
              maximum?: number | undefined;
              budget?: number | undefined;
          }
        | undefined;
    /** Told how much of the .wasm file has come, where it is fetched. */
    onProgress?: ((received: number, total: number) => void) | undefined;
}

/** What differs between Node, browsers and the inline build. */
export interface Platform {
    /** Cores of the machine. */
    cores(): number;
    /** Variants that this build of the package has; undefined for all. */
    variants?: readonly Variant[];
    /** The address of a variant's file. */
    locate(variant: Variant): string | URL;
    /** Reads it at once, if that is possible here. */
    readSync?: (from: string | URL) => BufferSource;
    makeThread: MakeThread;
    /** Start the workers with the runtime, not with the first large operation. */
    eager: boolean;
}

/** Which build runs, on how many threads, and why not on more: np.runtime. */
export interface Runtime {
    readonly ready: boolean;
    readonly variant: Variant | null;
    /** Threads that compute now, the caller included. Workers start with the first large operation. */
    readonly threads: number;
    /** Threads that will compute once all workers have started. */
    readonly wantedThreads: number;
    /** Why there are not more threads, or not this build. */
    readonly reason: string;
    readonly features: Readonly<Features>;
    /** Whether relaxed multiply-add really fuses on this machine; null where a plain build runs. */
    readonly relaxedFuses: boolean | null;
    readonly memory: MemoryInfo;
    readonly limits: Readonly<{
        /** Bytes that the heap can grow to. */
        heap: number;
        threads: number;
        dimensions: number;
    }>;
    /** Uses fewer threads, or all again; returns how many are used. */
    setThreads(threads: number): number;
}

const MAX_THREADS = 16;
const GIB = 2 ** 30;
const INITIAL_PAGES = 64;

interface State {
    variant: Variant | null;
    wanted: number;
    reason: string;
    maximum: number;
    pool: Pool | null;
}
const off: State = { variant: null, wanted: 1, reason: '', maximum: 0, pool: null };
let state = off;
let features: Features | null = null;
const afterAttach: (() => void)[] = [];

/** What a module that has just started is made known to. */
export function whenAttached(fn: () => void): void {
    afterAttach.push(fn);
}

const probed = () => {
    features ??= probeFeatures();
    return features;
};

export const runtime: Runtime = {
    get ready() {
        return isReady();
    },
    get variant() {
        return state.variant;
    },
    get threads() {
        return isReady() ? core.rp_js_pool_threads!() : 1;
    },
    get wantedThreads() {
        return state.pool?.reason ? this.threads : state.wanted;
    },
    get reason() {
        return state.pool?.reason || state.reason;
    },
    get features() {
        return probed();
    },
    get relaxedFuses() {
        return state.variant?.endsWith('relaxed') ? probeFusing() : null;
    },
    get memory() {
        return memoryInfo;
    },
    get limits() {
        return { heap: state.maximum, threads: MAX_THREADS, dimensions: 64 };
    },
    setThreads(threads) {
        core.rp_js_pool_set_limit!(threads);
        return core.rp_js_pool_threads!();
    },
};

interface Plan {
    variant: Variant;
    threads: number;
    reason: string;
}

/** Chooses the variant and the number of threads. */
function plan(platform: Platform, options: InitOptions): Plan {
    const { simd, relaxed, unshared } = probed();
    if (!simd) throw new Error('Raptors needs WebAssembly SIMD, which this engine does not have');
    const cores = Math.max(1, platform.cores());
    const { threads: asked } = options;
    if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1)) {
        throw new RangeError(
            `threads must be a whole number from 1 to ${MAX_THREADS}, not ${asked}`,
        );
    }
    let threads = Math.min(asked ?? cores, MAX_THREADS);
    let reason = '';
    if (unshared !== '') {
        reason = unshared;
        threads = 1;
    } else if (asked !== undefined) {
        reason = `init() asked for ${asked === 1 ? 'one thread' : `${asked} threads`}`;
    } else {
        reason =
            cores > MAX_THREADS
                ? `at most ${MAX_THREADS}`
                : `the machine has ${cores} core${cores > 1 ? 's' : ''}`;
    }
    const has = (name: Variant) => platform.variants?.includes(name) ?? true;
    const wanted = `${threads > 1 ? 'threads-' : ''}${relaxed ? 'relaxed' : 'simd'}` as Variant;
    const plain = wanted.replace('relaxed', 'simd') as Variant;
    if (has(wanted)) return { variant: wanted, threads, reason };
    if (has(plain)) return { variant: plain, threads, reason };
    return { variant: 'simd', threads: 1, reason: 'this build of the package has no threads' };
}

/** Imports that the module may name beside its memory: each throws when called, naming itself. */
function importsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): WebAssembly.Imports {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const { module: space, name, kind } of WebAssembly.Module.imports(module)) {
        imports[space] ??= {};
        if (kind === 'memory') imports[space][name] = memory;
        else if (kind === 'function') {
            imports[space][name] = () => {
                throw new Error(
                    `the core called ${space}.${name}, which the loader does not provide`,
                );
            };
        }
    }
    return imports;
}

function pages(bytes: number | undefined, otherwise: number): number {
    if (bytes === undefined) return otherwise;
    if (!(bytes > 0)) throw new RangeError(`a size of memory must be above 0, not ${bytes}`);
    return Math.min(65536, Math.ceil(bytes / PAGE));
}

/** Instantiates the module and makes it the one that every call goes to. */
function start(
    module: WebAssembly.Module,
    chosen: Plan,
    platform: Platform,
    options: InitOptions,
): void {
    const shared = chosen.variant.startsWith('threads');
    const sizes = options.memory ?? {};
    const maximum = pages(sizes.maximum, 65536);
    const initial = Math.min(maximum, pages(sizes.initial, INITIAL_PAGES));
    const [memory, granted] = createMemory(initial, maximum, shared);
    let instance: WebAssembly.Instance;
    try {
        instance = new WebAssembly.Instance(module, importsOf(module, memory));
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(
            `the .wasm file is not the variant "${chosen.variant}" that was chosen: ${why}`,
            {
                cause: error,
            },
        );
    }
    const { exports } = instance;
    attach(exports, memory);
    for (const fn of afterAttach) fn();
    const pool =
        shared && chosen.threads > 1
            ? new Pool(module, memory, chosen.threads, platform.makeThread, options.worker)
            : null;
    state = {
        variant: chosen.variant,
        wanted: chosen.threads,
        reason: chosen.reason,
        maximum: granted * PAGE,
        pool,
    };
    const budget = sizes.budget ?? Math.min(GIB, (granted * PAGE) / 2);
    resetMemory(budget, pool === null || platform.eager ? null : () => pool.start());
    if (platform.eager) pool?.start();
}

const overrides =
    'Tell init() where it is: init({ wasm: url }), or give it the bytes or a compiled module: ' +
    'init({ wasm: bytes }).';

function cannotLoad(url: unknown, error: unknown): Error {
    const why = error instanceof Error ? error.message : String(error);
    return new Error(`cannot load ${String(url)}: ${why}. ${overrides}`, { cause: error });
}

/** Starts at once. Where the file cannot be read, calls will say so; nothing is thrown here. */
export function startSync(platform: Platform): void {
    let chosen: Plan | undefined;
    let url: string | URL | undefined;
    try {
        chosen = plan(platform, {});
        url = platform.locate(chosen.variant);
        start(new WebAssembly.Module(platform.readSync!(url)), chosen, platform, {});
    } catch (error) {
        const shown = chosen === undefined ? error : cannotLoad(url, error);
        detach(() => shown as Error);
    }
}

// No type guard: every type is assignable to that of a module.
const isModule = (x: unknown): boolean =>
    Object.prototype.toString.call(x) === '[object WebAssembly.Module]';
const isResponse = (x: object): x is Response =>
    typeof Response !== 'undefined' && x instanceof Response;

async function compile(
    source: WasmSource,
    platform: Platform,
    onProgress: InitOptions['onProgress'],
): Promise<WebAssembly.Module> {
    const from = await source;
    if (isModule(from)) return from as WebAssembly.Module;
    if (typeof from === 'string' || from instanceof URL) {
        const isFile = !/^(https?|data|blob):/.test(String(from));
        if (platform.readSync !== undefined && isFile) {
            return WebAssembly.compile(platform.readSync(from));
        }
        const response = await fetch(from);
        if (!response.ok) throw new Error(`HTTP status ${response.status}`);
        return compileResponse(response, onProgress);
    }
    if (isResponse(from)) return compileResponse(from, onProgress);
    return WebAssembly.compile(from as BufferSource);
}

async function compileResponse(
    response: Response,
    onProgress: InitOptions['onProgress'],
): Promise<WebAssembly.Module> {
    // Engines compile while the bytes come, if the server names their type right.
    const streams = response.headers.get('content-type')?.startsWith('application/wasm');
    if (streams && onProgress === undefined) return WebAssembly.compileStreaming(response);
    const total = Number(response.headers.get('content-length') ?? 0);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    const reader = response.body?.getReader();
    if (reader === undefined) return WebAssembly.compile(await response.arrayBuffer());
    for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        parts.push(value as Uint8Array<ArrayBuffer>);
        received += value.length;
        onProgress?.(received, total);
    }
    return WebAssembly.compile(await new Blob(parts).arrayBuffer());
}

let starting: Promise<Runtime> | null = null;

/**
 * Makes Raptors ready. In a browser it must have resolved before the first array; elsewhere it is only
 * needed to change something, and only before the first array. Called again without options it
 * resolves to the same runtime.
 */
export async function initWith(platform: Platform, options: InitOptions): Promise<Runtime> {
    const changes = Object.values(options).some((value) => value !== undefined);
    if (starting !== null) {
        await starting.catch(() => {});
        if (isReady() && !changes) return runtime;
    }
    if (isReady() && !changes) return runtime;
    refuseArrays();
    starting = restart(platform, options);
    return starting;
}

function refuseArrays(): void {
    if (isReady() && arraysAlive() > 0) {
        throw new Error('init() comes too late: there are arrays already');
    }
}

async function restart(platform: Platform, options: InitOptions): Promise<Runtime> {
    const chosen = plan(platform, options);
    const { wasm } = options;
    const source =
        (typeof wasm === 'function' ? wasm(chosen.variant) : wasm) ??
        platform.locate(chosen.variant);
    let module: WebAssembly.Module;
    try {
        module = await compile(source, platform, options.onProgress);
    } catch (error) {
        const named = typeof source === 'string' || source instanceof URL;
        throw named ? cannotLoad(source, error) : error;
    }
    // Arrays made while this waited live in the memory that is about to be given up.
    refuseArrays();
    await state.pool?.stop();
    refuseArrays();
    state = off;
    start(module, chosen, platform, options);
    return runtime;
}

/** Starts at once from bytes that are at hand: the inline build. */
export function startFrom(platform: Platform, bytesOf: (variant: Variant) => BufferSource): void {
    startSync({
        ...platform,
        readSync: (variant) => bytesOf(variant as Variant),
        locate: (v) => v,
    });
}

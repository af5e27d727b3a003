// What this engine can do, found out by asking it.

// Smallest modules that use an instruction: i8x16.popcnt, i8x16.relaxed_swizzle.
const simdModule = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
    15, 253, 98, 11,
];
const relaxedModule = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253,
    15, 65, 2, 253, 15, 253, 128, 2, 11,
];

const valid = (bytes: number[]) => WebAssembly.validate(new Uint8Array(bytes));

/** What the loader's choice of a variant stands on. */
export interface Features {
    simd: boolean;
    relaxed: boolean;
    /** Empty if memory can be shared between threads, else why not. */
    unshared: string;
}

interface Scope {
    crossOriginIsolated?: boolean;
    window?: unknown;
    importScripts?: unknown;
}

export function probeFeatures(): Features {
    return { simd: valid(simdModule), relaxed: valid(relaxedModule), unshared: whyUnshared() };
}

function whyUnshared(): string {
    const scope = globalThis as Scope;
    // Outside browsers crossOriginIsolated is undefined and sharing needs no headers.
    if (scope.crossOriginIsolated === false) {
        return (
            'this page is not cross-origin isolated: threads need the response headers ' +
            '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"'
        );
    }
    if (typeof SharedArrayBuffer === 'undefined') return 'SharedArrayBuffer is not available here';
    if (typeof Atomics === 'undefined') return 'Atomics is not available here';
    return '';
}

// (a, b, c) => lane 0 of f32x4.relaxed_madd(a, b, c).
const maddModule = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 125, 125, 125, 1, 125, 3, 2, 1, 0, 7, 5, 1, 1, 102,
    0, 0, 10, 22, 1, 20, 0, 32, 0, 253, 19, 32, 1, 253, 19, 32, 2, 253, 19, 253, 133, 2, 253, 31, 0,
    11,
];

/** Whether relaxed multiply-add rounds once on this machine: (1 + 2^-12)^2 - (1 + 2^-11) is then not 0. */
export function probeFusing(): boolean {
    const module = new WebAssembly.Module(new Uint8Array(maddModule));
    const { f } = new WebAssembly.Instance(module).exports as Record<
        string,
        (...args: number[]) => number
    >;
    const x = 1 + 2 ** -12;
    return f!(x, x, -(1 + 2 ** -11)) !== 0;
}

export const PAGE = 65536;

/**
 * A memory of `initial` pages that may grow to as much of `maximum` as the engine grants: some reserve
 * the address space of a memory at once and refuse 4 GiB of it.
 */
export function createMemory(
    initial: number,
    maximum: number,
    shared: boolean,
): [WebAssembly.Memory, number] {
    for (let pages = maximum; ; pages = Math.max(initial, pages >> 1)) {
        try {
            return [new WebAssembly.Memory({ initial, maximum: pages, shared }), pages];
        } catch (error) {
            if (pages <= initial) throw error;
        }
    }
}

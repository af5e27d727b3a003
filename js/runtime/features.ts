// What this engine can do, found out by asking it.

// Smallest modules that use an instruction, in base64 without the first 8 bytes that all modules begin
// with: i8x16.popcnt, i8x16.relaxed_swizzle.
const simdModule = 'AQUBYAABewMCAQAKCgEIAEEA/Q/9Ygs=';
const relaxedModule = 'AQUBYAABewMCAQAKDwENAEEB/Q9BAv0P/YACCw==';

const moduleOf = (base64: string) =>
    Uint8Array.from(`\0asm\x01\0\0\0${atob(base64)}`, (char) => char.charCodeAt(0));
const valid = (base64: string) => WebAssembly.validate(moduleOf(base64));

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
const maddModule = 'AQgBYAN9fX0BfQMCAQAHBQEBZgAAChYBFAAgAP0TIAH9EyAC/RP9hQL9HwAL';

/** Whether relaxed multiply-add rounds once on this machine: (1 + 2^-12)^2 - (1 + 2^-11) is then not 0. */
export function probeFusing(): boolean {
    const module = new WebAssembly.Module(moduleOf(maddModule));
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

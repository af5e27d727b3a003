import { Complex } from './complex.js';
import { NDArray } from './ndarray.js';
import { inScope, type Storage } from './runtime/memory.js';

/**
 * Runs `fn` and disposes every array made meanwhile, but those that it returns: an array, or arrays in
 * lists, maps and plain objects, views of new arrays too. TypeError for an asynchronous function, whose
 * arrays could not be told from those of others.
 */
export function scope<T>(fn: () => T): T {
    return inScope(fn, (result, made) => {
        if (typeof (result as { then?: unknown } | null)?.then === 'function') {
            throw new TypeError('the function of np.scope must not be asynchronous');
        }
        keep(result, made, new Set());
    });
}

function keep(value: unknown, made: Set<Storage>, seen: Set<object>): void {
    if (value instanceof NDArray) {
        made.delete(value._storage);
        return;
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    if (ArrayBuffer.isView(value) || value instanceof Complex) return;
    seen.add(value);
    if (value instanceof Map) {
        for (const [key, item] of value) {
            keep(key, made, seen);
            keep(item, made, seen);
        }
    } else if (Symbol.iterator in value && !isGenerator(value)) {
        for (const item of value as Iterable<unknown>) keep(item, made, seen);
    }
    for (const item of Object.values(value)) keep(item, made, seen);
}

/** Looking into a generator would use it up. */
const isGenerator = (value: object) => 'next' in value;

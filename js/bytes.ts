// Methods that see an array as bytes: its fields, a copy of them, more or fewer of them.
import { bind, signature, takeKeywords, toIntegers, toOrder } from './args.js';
import { allocate, putShape } from './convert.js';
import { toDType, uint8 } from './dtype.js';
import { assign, copyArray, type NDArray } from './ndarray.js';
import { putArray, putEmpty, run, takeView, temporary, VIEW } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, heap, putNumbers } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { exchange, isPinned, type Storage } from './runtime/memory.js';
import type { DTypeLike } from './types.js';

function field(a: NDArray, dtype: unknown, offset: unknown): NDArray {
    const its = toDType(dtype as DTypeLike);
    const [from] = toIntegers(offset ?? 0, 'offset');
    const base = putArray(0, a, VIEW);
    putEmpty(1);
    putNumbers([from!]);
    return takeView(1, check(core.rp_js_field!(its.ptr)), a, base);
}

const getfieldArgs = /* @__PURE__ */ signature('getfield(dtype, offset=)');
const setfieldArgs = /* @__PURE__ */ signature('setfield(val, dtype, offset=)');

/** @internal */
export function getfield(a: NDArray, args: unknown[]): NDArray {
    const [dtype, offset] = bind(getfieldArgs, args);
    return field(a, dtype, offset);
}

/** @internal */
export function setfield(a: NDArray, args: unknown[]): void {
    const [val, dtype, offset] = bind(setfieldArgs, args);
    assign(field(a, dtype, offset), val, 4);
}

/** The bytes of a storage, where it has them. */
const bytesOf = ({ bytes, ptr, nbytes }: Storage): Uint8Array =>
    bytes ?? heap().subarray(ptr >>> 0, (ptr >>> 0) + nbytes);

const tobytesArgs = /* @__PURE__ */ signature('tobytes(order=)');

/** @internal */
export function tobytes(a: NDArray, args: unknown[]): Uint8Array {
    const order = toOrder(bind(tobytesArgs, args)[0], 'C');
    return run(() => {
        const { C_CONTIGUOUS, F_CONTIGUOUS, FNC } = a.flags;
        // Order K is C, as in NumPy.
        const columns = order === 1 || (order === 2 && FNC);
        const dense = columns ? F_CONTIGUOUS : C_CONTIGUOUS;
        const { _storage, _offset, nbytes } = dense ? a : temporary(copyArray(a, Number(columns)));
        return bytesOf(_storage).slice(_offset, _offset + nbytes);
    });
}

const resizeArgs = /* @__PURE__ */ signature('resize(new_shape=, refcheck=)');

/** a.resize(2, 3), a.resize([2, 3], refcheck), with keywords; null asks for nothing. */
function resizeArguments(args: unknown[]): [shape: number[] | null, refcheck: boolean] {
    const keywords = takeKeywords(args);
    const several = args.length > 1 && args.every((x) => typeof x !== 'boolean');
    const bound = several ? [args, keywords] : [...args, keywords];
    const [shape, refcheck = true] = bind(resizeArgs, bound);
    return [shape == null ? null : toIntegers(shape, 'new_shape'), Boolean(refcheck)];
}

/** Sees that the memory of an array, which is its own, holds so many bytes; new ones are zero. */
function provide(a: NDArray, nbytes: number): void {
    const storage = a._storage;
    const end = a._offset + nbytes;
    // Before anything is changed: there may be no memory.
    if (end > storage.nbytes) {
        const fresh = allocate(uint8, [end])._storage;
        bytesOf(fresh).set(bytesOf(storage));
        exchange(storage, fresh);
    }
    if (nbytes > a.nbytes) bytesOf(storage).fill(0, a._offset + a.nbytes, end);
}

/** @internal */
export function resize(a: NDArray, args: unknown[]): void {
    const [shape, refcheck] = resizeArguments(args);
    if (shape === null) return;
    const base = putArray(0, a, VIEW);
    putEmpty(1);
    const next = takeView(1, check(core.rp_js_resized!(putShape(shape))), a, base);
    if (next.nbytes !== a.nbytes) {
        if (!(a._flags & at.OWNDATA)) {
            throw new ValueError('cannot resize this array: it does not own its data');
        }
        if (refcheck && isPinned(a._storage)) {
            throw new ValueError(
                'cannot resize an array whose memory `data` has given out: a typed array would be left ' +
                    'behind. Use the np.resize function or refcheck: false',
            );
        }
        provide(a, next.nbytes);
    }
    const its = a as { _shape: number[]; _strides: number[]; _data: null };
    its._shape = next._shape;
    its._strides = next._strides;
    its._data = null;
}

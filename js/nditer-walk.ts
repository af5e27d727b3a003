// How np.nditer walks: the core lays the iteration out and says where it stands; here are the arrays and
// buffers it walks over, filled and written back from chunk to chunk.
import { allocate } from './convert.js';
import { type DType, dtypeById } from './dtype.js';
import { assign, copyArray, NDArray } from './ndarray.js';
import * as its from './nditer-request.js';
import { putArray, putEmpty, READ, run, WRITE } from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, getOption, I32, slotAt } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import { adopt, release, type Storage } from './runtime/memory.js';

export const ITSELF = 0;
export const MULTI_INDEX = 1;
export const SHAPE = 2;
/** Places of what the core tells of an iterator itself. */
export const SIZE = 0;
export const BEGIN = 1;
export const END = 2;
export const NDIM = 3;
const BUFFERSIZE = 4;
export const INDEX = 5;
/** Where a new iterator's facts begin. */
const FACTS = 200;

/** An array that the core asks for. */
interface Fresh {
    i: number;
    shape: number[];
    strides: number[];
}
function freshAt(i: number): Fresh {
    const o = slotAt(i);
    const ndim = I32[o + at.NDIM]!;
    const words = (first: number) => Array.from({ length: ndim }, (_, d) => I32[first + d]!);
    return { i, shape: words(o + at.DIMS), strides: words(o + at.STEPS) };
}

/** What NDIter (nditer.ts) is made of. */
export class NDWalk {
    protected block: Storage | null;
    protected flags: number;
    /** What is iterated over: the operands, copies of them, new outputs. */
    protected readonly arrays: NDArray[] = [];
    /** Where copies are written back to. */
    protected readonly originals: (NDArray | null)[] = [];
    /** Copies, which end with the iterator. */
    protected copies: NDArray[] = [];
    protected readonly kinds: number[] = [];
    protected readonly types: DType[] = [];
    protected buffers: (NDArray | null)[] | null = null;
    protected mask = -1;
    /** The buffers hold a chunk. */
    protected filled = false;
    protected delayed = false;
    protected started = false;
    protected done = false;
    /** What the core told last of where the iterator stands. */
    protected readonly places = {
        size: 1,
        position: 0,
        offsets: [] as number[],
        steps: [] as number[],
        flags: [] as number[],
    };
    protected child: NDWalk | null = null;

    /** @internal */
    constructor(from: its.Request | NDWalk) {
        if (from instanceof NDWalk) {
            this.flags = from.flags;
            check(core.rp_js_nditer_copy!(from.handle));
            this.block = adopt(getOption(0), getOption(1));
            this.look(from.arrays.length);
            for (const [i, a] of from.arrays.entries()) {
                this.arrays.push(a);
                this.originals.push(null);
                this.kinds.push(from.kinds[i]!);
                this.types.push(from.types[i]!);
            }
            this.mask = from.mask;
            this.buffers = from.buffers?.map((b) => (b === null ? null : copyArray(b, 0))) ?? null;
            this.filled = from.filled;
            this.delayed = from.delayed;
            this.started = from.started;
            this.done = from.done;
            return;
        }
        this.flags = from.flags;
        const count = from.operands.length;
        const given = its.putRequest(from);
        check(core.rp_js_nditer_new!(count, this.flags, from.ndim, given));
        this.block = adopt(getOption(0), getOption(1));
        for (let i = 0; i < count; i++) if (from.opFlags[i]! & its.ARRAYMASK) this.mask = i;
        this.look(count);
        const size = getNumber(FACTS + SIZE);
        const most = getNumber(FACTS + BUFFERSIZE);
        try {
            if (size < 0) throw new ValueError('iterator is too large');
            this.takeOperands(from.operands);
            this.started = this.done = size === 0;
            if (!this.buffered) return;
            this.delayed = (this.flags & its.DELAY_BUFALLOC) !== 0;
            if (!this.delayed) this.fill(most);
        } catch (error) {
            this.free();
            throw error;
        }
    }

    protected get buffered(): boolean {
        return (this.flags & its.BUFFERED) !== 0;
    }

    protected get handle(): number {
        const address = this.block?.ptr ?? 0;
        if (address === 0) throw new ValueError('Iterator is invalid');
        return address;
    }

    /** Makes the arrays that the core described in the slots. */
    protected takeOperands(operands: readonly (NDArray | null)[]): void {
        const fresh: Fresh[] = [];
        for (let i = 0; i < operands.length; i++) {
            const word = slotAt(i);
            const kind = I32[word + at.VALUE]!;
            this.types.push(dtypeById(I32[word + at.VALUE + 1]!));
            this.kinds.push(kind);
            this.originals.push(null);
            this.arrays.push(operands[i]!);
            if (kind & its.NEW_ARRAY) fresh.push(freshAt(i));
        }
        // What the slots say is read by now.
        for (const { i, shape, strides } of fresh) {
            const type = this.types[i]!;
            const dense = allocate(type, [shape.reduce((n, length) => n * length, 1)]);
            const { _storage, _flags } = dense;
            const array = new NDArray(type.id, _storage, 0, shape, strides, _flags, null);
            this.arrays[i] = array;
            const original = operands[i] ?? null;
            if (original === null) continue;
            this.copies.push(array);
            if (this.kinds[i]! & its.READ) assign(array, original, 4);
            if (this.kinds[i]! & its.WRITE) this.originals[i] = original;
        }
    }

    /** Keeps what the core tells of where it stands. */
    protected look(count = this.arrays.length): void {
        const { offsets, steps, flags } = this.places;
        this.places.size = getNumber(its.TOLD_SIZE);
        this.places.position = getNumber(its.TOLD_POSITION);
        for (let i = 0; i < count; i++) {
            offsets[i] = its.toldOffset(i);
            steps[i] = its.toldStep(i);
            flags[i] = its.toldFlags(i);
        }
    }

    protected about(fact: number): number {
        core.rp_js_nditer_about!(this.handle, ITSELF);
        return getNumber(fact);
    }

    protected list(what: number): number[] {
        const count = core.rp_js_nditer_about!(this.handle, what);
        return Array.from({ length: count }, (_, i) => getNumber(i));
    }

    /** Before the first element, or past the end of an iteration without any. */
    protected settle(): void {
        core.rp_js_nditer_about!(this.handle, ITSELF);
        const [size, begin, end] = [getNumber(SIZE), getNumber(BEGIN), getNumber(END)];
        if (size < 0) throw new ValueError('iterator is too large');
        this.started = this.done = begin >= end;
        if (!this.delayed) this.seek(begin);
    }

    protected seek(position: number): void {
        core.rp_js_nditer_goto!(this.handle, position);
        this.look();
        if (this.buffered) this.fill();
    }

    /** Puts the present chunk into the buffers that it needs, which have so many elements. */
    protected fill(count?: number): void {
        if (this.buffers === null) {
            const most = count ?? this.about(BUFFERSIZE);
            this.buffers = this.kinds.map((kind, i) =>
                kind & its.NEVER_BUFFERED ? null : allocate(this.types[i]!, [most]),
            );
        }
        this.filled = true;
        this.transfer(its.READ, 0);
    }

    protected flush(): void {
        if (this.filled) this.transfer(its.WRITE, 1);
        this.filled = false;
    }

    protected transfer(access: number, back: number): void {
        const { flags } = this.places;
        for (let i = 0; i < flags.length; i++) {
            const bits = flags[i]!;
            if (bits & its.BUFFERING && bits & access) run(() => this.move(i, bits, back));
        }
    }

    /** Moves the chunk of operand i into its buffer, or back. */
    private move(i: number, bits: number, back: number): void {
        putArray(0, this.arrays[i]!, back ? WRITE : READ);
        putArray(1, this.buffers![i]!, back ? READ : WRITE);
        if (back && bits & its.WRITEMASKED) {
            const buffered = this.places.flags[this.mask]! & its.BUFFERING;
            putArray(2, (buffered ? this.buffers! : this.arrays)[this.mask]!, READ);
        } else putEmpty(2);
        check(core.rp_js_nditer_transfer!(this.handle, i, back));
    }

    /** One step on; false at the end, where everything is written. */
    protected advance(): boolean {
        let more = core.rp_js_nditer_step!(this.handle);
        if (more === 0 && this.buffered) {
            this.flush();
            more = core.rp_js_nditer_next_chunk!(this.handle);
            this.look();
            if (more !== 0) this.fill();
        } else this.look();
        if (more === 0) {
            this.done = true;
            this.writeBack();
            return false;
        }
        this.child?.follow(this);
        return true;
    }

    /** @internal Goes where the iteration around stands. */
    follow(outer: NDWalk): void {
        this.flush();
        core.rp_js_nditer_rebase!(this.handle, outer.handle);
        this.delayed = false;
        this.settle();
        this.child?.follow(this);
    }

    /** @internal Makes `inner` begin anew at every step of this. */
    nest(inner: NDWalk): void {
        this.child = inner;
        inner.follow(this);
    }

    protected writeBack(): void {
        for (let i = 0; i < this.originals.length; i++) {
            const original = this.originals[i]!;
            if (original !== null) assign(original, this.arrays[i]!, 4);
        }
    }

    protected checkUndelayed(): void {
        if (this.delayed) {
            throw new ValueError(
                'Iterator construction used delayed buffer allocation, and no reset has been done yet',
            );
        }
    }

    protected checkNotPast(): void {
        this.handle; // Throws if it is closed.
        if (this.done) throw new ValueError('Iterator is past the end');
    }

    protected checkInside(): void {
        this.checkNotPast();
        this.checkUndelayed();
    }

    protected view(i: number): NDArray {
        const { size, offsets, steps, flags } = this.places;
        const bits = flags[i]!;
        const of = bits & its.BUFFERING ? this.buffers![i]! : this.arrays[i]!;
        const external = (this.flags & its.EXTERNAL_LOOP) !== 0;
        return new NDArray(
            this.types[i]!.id,
            of._storage,
            of._offset + offsets[i]!,
            external ? [size] : [],
            external ? [steps[i]!] : [],
            bits & its.WRITE ? at.WRITEABLE : 0,
            of._base ?? of,
        );
    }

    protected moveTo(position: number): void {
        this.started = false;
        this.done = false;
        if (core.rp_js_nditer_goto_in_chunk!(this.handle, position) !== 0) this.look();
        else {
            this.flush();
            this.seek(position);
        }
        this.child?.follow(this);
    }

    protected free(): void {
        for (const buffer of this.buffers ?? []) buffer?.dispose();
        this.buffers = null;
        for (const a of this.copies) a.dispose();
        this.copies = [];
        if (this.block !== null) release(this.block);
        this.block = null;
    }
}

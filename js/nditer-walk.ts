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
        check(core.rp_js_nditer_new!(...its.putRequest(from)));
        this.block = adopt(getOption(0), getOption(1));
        this.mask = from.opFlags.findIndex((bits) => bits & its.ARRAYMASK);
        this.look(from.operands.length);
        try {
            this.takeOperands(from.operands);
            this.delayed = (this.flags & its.DELAY_BUFALLOC) !== 0 && this.buffered;
            this.settle();
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
        const told = operands.map((_, i) => {
            const o = slotAt(i);
            const ndim = I32[o + at.NDIM]!;
            return {
                kind: I32[o + at.VALUE]!,
                id: I32[o + at.VALUE + 1]!,
                shape: Array.from({ length: ndim }, (_, d) => I32[o + at.DIMS + d]!),
                strides: Array.from({ length: ndim }, (_, d) => I32[o + at.STEPS + d]!),
            };
        });
        for (const [i, { kind, id, shape, strides }] of told.entries()) {
            const original = operands[i] ?? null;
            this.types.push(dtypeById(id));
            this.kinds.push(kind);
            this.originals.push(null);
            if (!(kind & its.NEW_ARRAY)) {
                this.arrays.push(original!);
                continue;
            }
            const dense = allocate(dtypeById(id), [shape.reduce((n, length) => n * length, 1)]);
            const { _storage, _flags } = dense;
            const array = new NDArray(id, _storage, 0, shape, strides, _flags, null);
            this.arrays.push(array);
            if (original === null) continue;
            this.copies.push(array);
            if (kind & its.READ) assign(array, original, 4);
            if (kind & its.WRITE) this.originals[i] = original;
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

    /** Puts the present chunk into the buffers that it needs. */
    protected fill(): void {
        if (this.buffers === null) {
            const count = this.about(BUFFERSIZE);
            this.buffers = this.kinds.map((kind, i) =>
                kind & its.NEVER_BUFFERED ? null : allocate(this.types[i]!, [count]),
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
        for (const [i, bits] of flags.entries()) {
            if (!(bits & its.BUFFERING) || !(bits & access)) continue;
            run(() => {
                putArray(0, this.arrays[i]!, back ? WRITE : READ);
                putArray(1, this.buffers![i]!, back ? READ : WRITE);
                if (back && bits & its.WRITEMASKED) {
                    const from = flags[this.mask]! & its.BUFFERING ? this.buffers! : this.arrays;
                    putArray(2, from[this.mask]!, READ);
                } else putEmpty(2);
                check(core.rp_js_nditer_transfer!(this.handle, i, back));
            });
        }
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
        for (const [i, original] of this.originals.entries()) {
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

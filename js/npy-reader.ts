// A .npy file taken in as its bytes come. The core reads the header; the bytes go where the array is.
import { allocate } from './convert.js';
import { type DType, dtypeById } from './dtype.js';
import type { LoadKeywords } from './io.js';
import type { NDArray } from './ndarray.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getNumber, getOption, heap, lastError } from './runtime/frame.js';
import { MAX_DIMS } from './runtime/layout.js';

/** What a .npy file says of its array. */
export interface NpyHeader {
    dtype: DType;
    shape: number[];
    fortran_order: boolean;
    /** Of the format: [1, 0], [2, 0] or [3, 0]. */
    version: [number, number];
    /** Where the elements begin, and how many bytes they take. */
    data_offset: number;
    nbytes: number;
}

const NO_MORE_BYTES = 1;
export const ALLOW_PICKLE = 2;

/** The header at the beginning of `bytes`, or how many bytes it takes to know. */
function parseHeader(bytes: Uint8Array, limit: number, flags: number): NpyHeader | number {
    const block = core.rp_js_alloc!(bytes.length);
    if (block === 0) throw lastError(-4);
    try {
        heap().set(bytes, block >>> 0);
        if (check(core.rp_js_npy_parse!(block, bytes.length, limit, flags)) !== 0) {
            return getNumber(MAX_DIMS + 2);
        }
    } finally {
        core.rp_js_free!(block);
    }
    return {
        dtype: dtypeById(getOption(0)),
        shape: Array.from({ length: getOption(2) }, (_, i) => getNumber(i)),
        fortran_order: getOption(1) !== 0,
        version: [getOption(3), getOption(4)],
        data_offset: getNumber(MAX_DIMS),
        nbytes: getNumber(MAX_DIMS + 1),
    };
}

/** @internal The bytes of a dense array where they lie: good until the heap grows. */
export function bytesOf(a: NDArray): Uint8Array {
    const { ptr, bytes } = a._storage;
    if (bytes !== null) return bytes.subarray(a._offset, a._offset + a.nbytes);
    const start = (ptr + a._offset) >>> 0;
    return heap().subarray(start, start + a.nbytes);
}

/** @internal */
export interface LoadOptions {
    limit: number;
    flags: number;
    onProgress: LoadKeywords['onProgress'];
    signal: AbortSignal | undefined;
}

const startBytes = 10; // up to the end of version 1's length field

/** @internal Takes a file's bytes as they come and makes the array of them. */
export class Assembler {
    header: NpyHeader | undefined;
    private _array: NDArray | undefined;
    private _head = new Uint8Array(0);
    private _needed = startBytes;
    private _loaded = 0;

    constructor(
        private readonly _options: LoadOptions,
        /** What the file is called in messages. */
        private readonly _name: string,
        /** Its length, where that is known beforehand. */
        private readonly _length: number | null,
        private readonly _headerOnly = false,
    ) {}

    /** How many bytes it takes to go on; 0: none. */
    get wanted(): number {
        return this.header === undefined ? this._needed - this._loaded : this._total - this._loaded;
    }

    private get _total(): number {
        const { data_offset, nbytes } = this.header!;
        return this._headerOnly ? data_offset : data_offset + nbytes;
    }

    push(chunk: Uint8Array): void {
        let at = 0;
        while (this.header === undefined && at < chunk.length) {
            const part = chunk.subarray(at, at + this.wanted);
            const head = new Uint8Array(this._head.length + part.length);
            head.set(this._head);
            head.set(part, this._head.length);
            this._head = head;
            this._loaded += part.length;
            at += part.length;
            if (this._loaded === this._needed) this._parse(0);
        }
        if (this.header !== undefined && !this._headerOnly && at < chunk.length) {
            const rest = at === 0 ? chunk : chunk.subarray(at);
            if (rest.length > this.wanted) throw this._tooLong();
            // Taken anew each time: the heap may have grown since the last chunk came.
            bytesOf(this._array!).set(rest, this._loaded - this.header.data_offset);
            this._loaded += rest.length;
        }
        this._options.onProgress?.({
            loaded: this._loaded,
            total: this.header === undefined ? null : this._total,
        });
    }

    private _parse(flags: number): void {
        const found = parseHeader(this._head, this._options.limit, this._options.flags | flags);
        if (typeof found === 'number') {
            this._needed = found;
            return;
        }
        this.header = found;
        if (this._headerOnly) return;
        if (this._length !== null && this._length < this._total) throw this._tooShort(this._length);
        if (this._length !== null && this._length > this._total) throw this._tooLong();
        this._array = allocate(found.dtype, found.shape, found.fortran_order ? 1 : 0);
    }

    private _tooShort(length: number): ValueError {
        const { data_offset, nbytes } = this.header!;
        return new ValueError(
            `EOF: reading array data, expected ${nbytes} bytes got ${length - data_offset}`,
        );
    }

    private _tooLong(): ValueError {
        const extra = this._length === null ? '' : `${this._length - this._total} `;
        return new ValueError(
            `the file is longer than its header says: ${extra}bytes follow the array`,
        );
    }

    /** After the last byte. */
    finish(): NDArray {
        if (this.header === undefined) this._parse(NO_MORE_BYTES);
        if (this.wanted > 0) throw this._tooShort(this._loaded);
        return this._array!;
    }

    /** Frees what there is and gives the error to be thrown. */
    fail(error: unknown): unknown {
        this._array?.dispose();
        if (error instanceof RangeError || error instanceof TypeError) {
            if (this._name !== '' && !error.message.includes(this._name)) {
                error.message += ` (in ${this._name})`;
            }
        }
        return error;
    }
}

/** @internal Where bytes come from, piece by piece. */
export interface Source {
    name: string;
    /** null if it is not known for certain. */
    length: number | null;
    /** The next bytes, null at the end. `wanted` is how many there is use for. */
    next(wanted: number): Promise<Uint8Array | null>;
    /** No more is to be read after what was asked for: it belongs to another array. */
    exact?: boolean;
    close(): Promise<unknown>;
}

import type { NDArray } from './ndarray.js';
import { putArray, VIEW } from './operand.js';
import { core } from './runtime/frame.js';
import * as at from './runtime/layout.js';

/** How an array lies in memory and what may be done with it: NumPy's a.flags, by its names. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the loop below gives what the interface says
export class Flags {
    readonly #array: NDArray;
    readonly #layout: number;

    /** @internal */
    constructor(array: NDArray) {
        this.#array = array;
        putArray(0, array, VIEW);
        this.#layout = core.rp_js_flags!();
    }

    get C_CONTIGUOUS(): boolean {
        return (this.#layout & 1) !== 0;
    }
    get F_CONTIGUOUS(): boolean {
        return (this.#layout & 2) !== 0;
    }
    /** Whether disposing the array frees its memory. */
    get OWNDATA(): boolean {
        return (this.#array._flags & at.OWNDATA) !== 0;
    }
    get WRITEABLE(): boolean {
        return (this.#array._flags & at.WRITEABLE) !== 0;
    }
    set WRITEABLE(value: boolean) {
        this.#array.setflags({ write: value });
    }
    get ALIGNED(): boolean {
        return (this.#layout & 4) !== 0;
    }
    set ALIGNED(value: boolean) {
        this.#array.setflags({ align: value });
    }
    get WRITEBACKIFCOPY(): boolean {
        return (this.#array._flags & at.WRITEBACKIFCOPY) !== 0;
    }
    set WRITEBACKIFCOPY(value: boolean) {
        this.#array.setflags({ uic: value });
    }
    /** F_CONTIGUOUS and not C_CONTIGUOUS. */
    get FNC(): boolean {
        return this.F_CONTIGUOUS && !this.C_CONTIGUOUS;
    }
    /** F_CONTIGUOUS or C_CONTIGUOUS. */
    get FORC(): boolean {
        return this.F_CONTIGUOUS || this.C_CONTIGUOUS;
    }
    get BEHAVED(): boolean {
        return this.ALIGNED && this.WRITEABLE;
    }
    get CARRAY(): boolean {
        return this.BEHAVED && this.C_CONTIGUOUS;
    }
    get FARRAY(): boolean {
        return this.BEHAVED && this.FNC;
    }
    /** The flags in one number, as in NumPy's C API. */
    get num(): number {
        const bits: [boolean, number][] = [
            [this.C_CONTIGUOUS, 0x1],
            [this.F_CONTIGUOUS, 0x2],
            [this.OWNDATA, 0x4],
            [this.ALIGNED, 0x100],
            [this.WRITEABLE, 0x400],
            [this.WRITEBACKIFCOPY, 0x2000],
        ];
        return bits.reduce((sum, [set, bit]) => sum + (set ? bit : 0), 0);
    }
    toString(): string {
        const names = [
            'C_CONTIGUOUS',
            'F_CONTIGUOUS',
            'OWNDATA',
            'WRITEABLE',
            'ALIGNED',
            'WRITEBACKIFCOPY',
        ] as const;
        return names.map((name) => `  ${name} : ${this[name] ? 'True' : 'False'}`).join('\n');
    }

    [Symbol.for('nodejs.util.inspect.custom')](): string {
        return this.toString();
    }
}

// NumPy has each of them in lower case too, and short.
export interface Flags {
    readonly C: boolean;
    readonly F: boolean;
    readonly O: boolean;
    W: boolean;
    A: boolean;
    X: boolean;
    readonly B: boolean;
    readonly CA: boolean;
    readonly FA: boolean;
    readonly CONTIGUOUS: boolean;
    readonly FORTRAN: boolean;
    readonly c_contiguous: boolean;
    readonly f_contiguous: boolean;
    readonly contiguous: boolean;
    readonly fortran: boolean;
    readonly owndata: boolean;
    writeable: boolean;
    aligned: boolean;
    writebackifcopy: boolean;
    readonly fnc: boolean;
    readonly forc: boolean;
    readonly behaved: boolean;
    readonly carray: boolean;
    readonly farray: boolean;
}
const also: Record<string, string> = {
    contiguous: 'C_CONTIGUOUS',
    fortran: 'F_CONTIGUOUS',
    CONTIGUOUS: 'C_CONTIGUOUS',
    FORTRAN: 'F_CONTIGUOUS',
    C: 'C_CONTIGUOUS',
    F: 'F_CONTIGUOUS',
    O: 'OWNDATA',
    W: 'WRITEABLE',
    A: 'ALIGNED',
    X: 'WRITEBACKIFCOPY',
    B: 'BEHAVED',
    CA: 'CARRAY',
    FA: 'FARRAY',
};
for (const name of Object.getOwnPropertyNames(Flags.prototype)) {
    if (name === name.toUpperCase()) also[name.toLowerCase()] = name;
}
for (const [name, of] of Object.entries(also)) {
    Object.defineProperty(
        Flags.prototype,
        name,
        Object.getOwnPropertyDescriptor(Flags.prototype, of)!,
    );
}

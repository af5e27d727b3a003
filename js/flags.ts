import type { NDArray } from './ndarray.js';
import { putArray, VIEW } from './operand.js';
import { core } from './runtime/frame.js';
import * as at from './runtime/layout.js';

/** How an array lies in memory and what may be done with it: NumPy's a.flags, by its names. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the loop below gives what the interface says
export class Flags {
    /** @internal */
    declare readonly _array: NDArray;
    /** @internal */
    declare readonly _layout: number;

    /** @internal */
    constructor(array: NDArray) {
        this._array = array;
        putArray(0, array, VIEW);
        this._layout = core.rp_js_flags!();
    }

    /** The flags in one number, as in NumPy's C API. */
    get num(): number {
        const { _flags } = this._array;
        const contiguous = this._layout & 3;
        const own = _flags & at.OWNDATA ? 0x4 : 0;
        const aligned = this._layout & 4 ? 0x100 : 0;
        const writeable = _flags & at.WRITEABLE ? 0x400 : 0;
        return contiguous | own | aligned | writeable | (_flags & at.WRITEBACKIFCOPY ? 0x2000 : 0);
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

export interface Flags {
    readonly C_CONTIGUOUS: boolean;
    readonly F_CONTIGUOUS: boolean;
    /** Whether disposing the array frees its memory. */
    readonly OWNDATA: boolean;
    WRITEABLE: boolean;
    ALIGNED: boolean;
    WRITEBACKIFCOPY: boolean;
    /** F_CONTIGUOUS and not C_CONTIGUOUS. */
    readonly FNC: boolean;
    /** F_CONTIGUOUS or C_CONTIGUOUS. */
    readonly FORC: boolean;
    /** ALIGNED and WRITEABLE. */
    readonly BEHAVED: boolean;
    /** BEHAVED and C_CONTIGUOUS. */
    readonly CARRAY: boolean;
    /** BEHAVED and FNC. */
    readonly FARRAY: boolean;
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

/** The names of a flag, whether it is among those in `num`, and setflags' keyword. */
const rows: [names: string, test: (num: number) => unknown, keyword?: string][] = [
    ['C_CONTIGUOUS c_contiguous CONTIGUOUS contiguous C', (num) => num & 0x1],
    ['F_CONTIGUOUS f_contiguous FORTRAN fortran F', (num) => num & 0x2],
    ['OWNDATA owndata O', (num) => num & 0x4],
    ['ALIGNED aligned A', (num) => num & 0x100, 'align'],
    ['WRITEABLE writeable W', (num) => num & 0x400, 'write'],
    ['WRITEBACKIFCOPY writebackifcopy X', (num) => num & 0x2000, 'uic'],
    ['FNC fnc', (num) => (num & 0x3) === 0x2],
    ['FORC forc', (num) => num & 0x3],
    ['BEHAVED behaved B', (num) => (num & 0x500) === 0x500],
    ['CARRAY carray CA', (num) => (num & 0x501) === 0x501],
    ['FARRAY farray FA', (num) => (num & 0x503) === 0x502],
];
for (const [names, test, keyword] of rows) {
    const set =
        keyword &&
        function (this: Flags, value: boolean) {
            this._array.setflags({ [keyword]: value });
        };
    for (const name of names.split(' ')) {
        Object.defineProperty(Flags.prototype, name, {
            get() {
                return Boolean(test(this.num));
            },
            ...(set && { set }),
        });
    }
}

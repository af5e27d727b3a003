/** A complex number: what elements of complex arrays come out as, and an operand like any number. */
export class Complex {
    readonly re: number;
    readonly im: number;

    constructor(re: number, im = 0) {
        this.re = Number(re);
        this.im = Number(im);
    }

    /** The modulus. */
    abs(): number {
        return Math.hypot(this.re, this.im);
    }

    conj(): Complex {
        return new Complex(this.re, -this.im);
    }

    equals(other: unknown): boolean {
        if (other instanceof Complex) return this.re === other.re && this.im === other.im;
        return typeof other === 'number' && this.im === 0 && this.re === other;
    }

    /** As Python writes it: "(1+2j)". */
    toString(): string {
        return pythonComplex(this);
    }

    [Symbol.for('nodejs.util.inspect.custom')](): string {
        return this.toString();
    }
}

/** @internal A number as Python writes it, but for the ".0" of a whole one. `shortest` finds its digits. */
export function pythonNumber(x: number, shortest: (x: number) => number = Number): string {
    if (Number.isNaN(x)) return 'nan';
    const size = Math.abs(x);
    const sign = x < 0 || Object.is(x, -0) ? '-' : '';
    if (size === Infinity) return `${sign}inf`;
    if (size === 0 || (size >= 1e-4 && size < 1e16)) return `${sign}${shortest(size)}`;
    const [digits, power] = shortest(size).toExponential().split('e') as [string, string];
    return `${sign}${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** @internal As Python writes it: "(1+2j)". */
export function pythonComplex({ re, im }: Complex, shortest?: (x: number) => number): string {
    const sign = im < 0 || Object.is(im, -0) ? '-' : '+';
    const imaginary = `${pythonNumber(Math.abs(im), shortest)}j`;
    if (re === 0 && !Object.is(re, -0)) return sign === '-' ? `-${imaginary}` : imaginary;
    return `(${pythonNumber(re, shortest)}${sign}${imaginary})`;
}

/** Makes a complex number: np.complex(1, 2) is 1+2j. */
export function complex(re: number, im = 0): Complex {
    return new Complex(re, im);
}

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
        const { re, im } = this;
        const sign = im < 0 || Object.is(im, -0) ? '-' : '+';
        const imaginary = `${pythonNumber(Math.abs(im))}j`;
        if (re === 0 && !Object.is(re, -0)) return sign === '-' ? `-${imaginary}` : imaginary;
        return `(${pythonNumber(re)}${sign}${imaginary})`;
    }

    [Symbol.for('nodejs.util.inspect.custom')](): string {
        return this.toString();
    }
}

const pythonNumber = (x: number) =>
    Number.isNaN(x) ? 'nan' : Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf');

/** Makes a complex number: np.complex(1, 2) is 1+2j. */
export function complex(re: number, im = 0): Complex {
    return new Complex(re, im);
}

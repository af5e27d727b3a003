// The classes of errors, named as Python and NumPy name them. The range-like ones are RangeErrors, so
// that code which knows nothing of Raptors can tell a bad value from a broken program.

/** An argument of the right type and a wrong value: shapes that do not fit, a disposed array. */
export class ValueError extends RangeError {
    override name = 'ValueError';
}

/** An index or key outside of the array. */
export class IndexError extends RangeError {
    override name = 'IndexError';
}

/** An axis the array does not have. */
export class AxisError extends IndexError {
    override name = 'AxisError';
}

/** There is no memory left for a result; everything made before stays usable. */
export class MemoryError extends RangeError {
    override name = 'MemoryError';
}

/** A number that the dtype cannot hold. */
export class OverflowError extends RangeError {
    override name = 'OverflowError';
}

/** An integer divided by zero where no array is at hand to hold the result. */
export class ZeroDivisionError extends RangeError {
    override name = 'ZeroDivisionError';
}

/** There is no dtype that both operands could be promoted to. */
export class DTypePromotionError extends TypeError {
    override name = 'DTypePromotionError';
}

/** A matrix that the operation cannot work on. */
export class LinAlgError extends ValueError {
    override name = 'LinAlgError';
}

/** A floating-point condition that np.seterr or np.errstate asks to be raised. */
export class FloatingPointError extends Error {
    override name = 'FloatingPointError';
}

/** The kinds of src/base/error.h, in order. */
const classes = [
    Error,
    ValueError,
    IndexError,
    AxisError,
    MemoryError,
    OverflowError,
    TypeError,
    DTypePromotionError,
    LinAlgError,
    ZeroDivisionError,
    Error,
];

/** The error for a kind that the core returned (negated) and its message. */
export function errorOf(kind: number, message: string): Error {
    return new (classes[kind] ?? Error)(message);
}

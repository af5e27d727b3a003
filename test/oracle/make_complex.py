"""The elementary functions of complex numbers: special values, in both dtypes, and ordinary ones.

Special values are the square of a list of parts; the test makes the same square. Ordinary values have
parts that float32 holds, so that complex64 may be held to the results of complex128, which are better
than NumPy's own of complex64; others, of any exponent, are for complex128 alone.
"""
from oracle import *

RANDOM = np.random.RandomState(1987)
FUNCTIONS = ("exp exp2 expm1 log log2 log10 log1p sin cos tan sinh cosh tanh "
             "arcsin arccos arctan arcsinh arccosh arctanh").split()


def square(parts, dtype):
    real = np.array(parts).astype(np.dtype(dtype).type(0).real.dtype)
    z = np.empty((len(parts), len(parts)), dtype)
    z.real, z.imag = real[:, None], real
    return z.reshape(-1)


def special_parts(dtype):
    info = np.finfo(dtype)
    return [0., -0., .5, 1, -1, -2, 100, -np.inf, np.inf, np.nan, float(info.max), float(-info.max),
            float(info.tiny), float(-info.smallest_subnormal)]


def scattered(count, low, high):
    """Parts with exponents from low to high."""
    z = np.empty(count, complex)
    for part in z.real, z.imag:
        part[:] = (RANDOM.rand(count) + .5) * 2.0 ** RANDOM.randint(low, high, count) \
            * RANDOM.choice([-1, 1], count)
    return z


def beside(points, count, low, high):
    """Near to where functions have zeros, poles and ends of branch cuts."""
    return RANDOM.choice(points, count) + scattered(count, low, high)


def log1p(z):
    """NumPy's has no correct digit for small z. From a sum of small terms, in a longer format."""
    x, y = z.real.astype("longdouble"), z.imag.astype("longdouble")
    near = np.abs(z) < .5
    x[~near] = y[~near] = 0
    result = np.log1p(z)
    result.real[near] = (np.log1p(x * (2 + x) + y * y) / 2).astype(float)[near]
    return result


def better(fn, *operands):
    """NumPy's result where it is special; else complex64 as complex128 has it."""
    result = fn(*operands)
    other = (log1p if fn is np.log1p else fn)(*[x.astype(complex) for x in operands]).astype(result.dtype)
    for part, its in (result.real, other.real), (result.imag, other.imag):
        ordinary = np.isfinite(part) & np.isfinite(its) & (its != 0)
        part[ordinary] = its[ordinary]
    return result


few = np.concatenate([scattered(30, -4, 5), scattered(10, -20, 1), beside([1, -1, 1j, -1j], 20, -12, -2)])
few = few.astype("complex64").astype(complex)
many = np.concatenate([scattered(14, -30, 5), scattered(10, -900, 9), beside([1, -1, 1j, -1j], 10, -50, -2),
                       np.exp(1j * RANDOM.rand(6) * 7)])  # the last on the unit circle, nearly

book = Book("complex")
book.content["parts"] = {dtype: book.put(np.array(special_parts(dtype)).tobytes()) for dtype in COMPLEX}
book.content["few"] = book.put(few.tobytes())
book.content["many"] = book.put(many.tobytes())
rows = book.content["functions"] = []
for name in FUNCTIONS:
    fn = log1p if name == "log1p" else getattr(np, name)
    rows.append({
        "f": name,
        "special": {dtype: book.put(canonical(better(getattr(np, name), square(special_parts(dtype), dtype)))) for dtype in COMPLEX},
        "few": book.put(canonical(fn(few))),
        "many": book.put(canonical(fn(many))),
    })

# Power: special bases by special exponents, where whole ones count as such; whole exponents, to the
# bit; others. Where phases are not known any more, there is nothing to compare.
power = book.content["power"] = {}


def pairs(kind, dtype, bases, exponents):
    x = np.repeat(np.asarray(bases, dtype), len(exponents))
    y = np.tile(np.asarray(exponents, dtype), len(bases))
    z = np.power(x, y) if kind == "whole" else better(np.power, x, y)
    power.setdefault(kind, {})[dtype] = [book.put(x.tobytes()), book.put(y.tobytes()), book.put(canonical(z))]


for dtype in COMPLEX:
    info = np.finfo(dtype)
    big, tiny = float(info.max), float(info.tiny)
    pairs("special", dtype, square([0., -0., 1, -2, np.inf, -np.inf, np.nan], dtype),
          np.concatenate([square([0., -0., .25, -np.inf, np.inf, np.nan], dtype), [1, 2, 3, 4, -1, -2, -7]]))
    pairs("edges", dtype, [big, -big, complex(0, big), tiny, complex(0, tiny), 2, .5, -2],
          [.25, -.25, .75, -1.75, 2000.25, -2000.25])
    pairs("whole", dtype, np.concatenate([few[:6], [complex(1, 0), complex(-2, -0.), complex(0, 3)]]),
          [1, 2, 3, 4, 5, 7, 10, 31, 64, 99, -1, -2, -3, -13, -99])
y = np.concatenate([few[:20] / 4, [.5, -.5, 1 / 3, 1j, -1j, 100, -100, 101, 12345]])
x = np.resize(few[::-1], len(y))
z = np.power(x, y)
power["others"] = [book.put(x.tobytes()), book.put(y.tobytes()), book.put(canonical(z))]

book.content["types"] = {name: [types for types in ufunc(name).types if not set(types) & set("gGOqQmM")]
                         for name in FUNCTIONS + "power float_power".split()}
book.save()

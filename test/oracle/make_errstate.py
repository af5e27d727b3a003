"""Which floating-point conditions NumPy reports: for each ufunc, signature and operands, and in the words
of its messages.

A table has the elements of each input, and a byte an element: 1 divide, 2 over, 4 under, 8 invalid. Elements
go in one by one.
"""
import itertools

from oracle import *

RANDOM = np.random.RandomState(11)
KINDS = {"divide by zero": 1, "overflow": 2, "underflow": 4, "invalid value": 8}
ALL = ("absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_and bitwise_count bitwise_or "
       "bitwise_xor cbrt ceil conjugate copysign cos cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs "
       "float_power floor floor_divide fmax fmin fmod frexp gcd greater greater_equal heaviside hypot invert "
       "isfinite isinf isnan lcm ldexp left_shift less less_equal log log10 log1p log2 logaddexp logaddexp2 "
       "logical_and logical_not logical_or logical_xor maximum minimum modf multiply negative nextafter not_equal "
       "positive power rad2deg radians reciprocal remainder right_shift rint sign signbit sin sinh spacing sqrt "
       "square subtract tan tanh trunc clip").split()


def operands(dtype, count):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        found = [0, 1, 2, 3, 100, info.max, info.max // 2 + 1]
        if dtype.kind == "i":
            found += [-1, -2, -100, info.min, info.min + 1]
        return np.array(found, dtype)
    info = np.finfo(dtype)
    part = info.dtype.type
    big, tiny, least = info.max, info.tiny, info.smallest_subnormal
    bits = info.bits if dtype.kind == "f" else info.bits // 2
    if dtype.kind == "c":
        root = part(np.sqrt(big)) * part(2)
        pairs = [(0, 0), (-0., 0), (1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (1.5, -2.25), (-3, 4), (big, 1),
                 (big, big), (root, -root), (tiny, tiny), (1 / root, 1 / root), (least, 1), (np.inf, 1), (2, -np.inf),
                 (-np.inf, np.inf), (np.nan, 1), (1, np.nan), (np.inf, np.nan), (1000, 1), (-1000, 1)]
        return np.array([complex(*map(float, pair)) for pair in pairs]).astype(dtype)
    found = [0., -0., 1, -1, .5, -1.5, 3, big, -big, tiny, least, -least, 3 * least, np.inf, -np.inf, np.nan,
             np.sqrt(big) * part(2), np.sqrt(tiny) / part(3), tiny * part(1.25), 1 + info.eps]
    if count == 1:
        found += [2, -2, 1 - info.epsneg, -1 + info.epsneg, -1 - info.eps, 10, -10, 16, -25, 88, 89, -86, -88, -104,
                  -110, 127, 128, -126, -127, -148, -149, -150, -151, 700, 709, 710, 711, -708, -709, -740, -745, -746, -750, 1023, 1024,
                  -1022, -1023, -1074, -1075, -1076, 11, 12, -9, -11, -17, -18, -14, -15, -24, -24.5, -26, 1e4, 65504, np.pi / 2,
                  tiny - least, -tiny, big / 2, big / 50, tiny * 60, least * 60, least * 100, -least * 40, np.sqrt(big), 1e-30, 1e-5, 1e30]
    return np.array(found, "float64").astype(dtype)


def inputs(name, dtypes):
    pools = [operands(dtype, len(dtypes)) for dtype in dtypes]
    if name == "ldexp":
        pools[1] = np.array([0, 1, -1, 3, -3, 20, -20, 60, -60, 127, -127, 160, -160, 1000, -1000, 1060, -1060, 3000,
                             -3000]).astype(dtypes[1])
    if name == "power" and pools[1].dtype.kind == "i":
        pools[1] = pools[1][pools[1] >= 0]
    if len(dtypes) > 2:
        pools = [pool[:4] for pool in pools]
    grid = list(itertools.product(*pools))
    columns = [np.array([row[i] for row in grid], dtype) for i, dtype in enumerate(dtypes)]
    if not all(np.dtype(dtype).kind in "fc" for dtype in dtypes):
        return columns
    return [np.concatenate([column, anywhere(column.dtype, 30)]) for column in columns]


def anywhere(dtype, count):
    """Numbers of any exponent, subnormal ones among them, some of few digits."""
    if dtype.kind == "c":
        both = np.empty(count, dtype)
        both.real, both.imag = (anywhere(both.real.dtype, count) for _ in range(2))
        return both
    info = np.finfo(dtype)
    digits = np.where(RANDOM.rand(count) < .7, 2, min(info.nmant, 12))
    mantissas = 1 + RANDOM.randint(0, 2 ** digits) / 2.0 ** digits
    exponents = RANDOM.randint(info.minexp - info.nmant, info.maxexp, count)
    return (np.ldexp(mantissas, exponents) * RANDOM.choice([-1, 1], count)).astype(dtype)


class Log:
    flags = 0


def note(kind, flag):
    Log.flags |= KINDS[kind]


def table(name, ins):
    uf = ufunc(name)
    columns = inputs(name, ins)
    flags = np.zeros(len(columns[0]), "uint8")
    with np.errstate(all="call", call=note):
        for i in range(len(flags)):
            Log.flags = 0
            uf(*[c[i:i + 1] for c in columns])
            flags[i] = Log.flags
    return columns, flags


def warned(call):
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn"):
        warnings.simplefilter("always")
        call()
    return [str(warning.message) for warning in caught]


big = np.array([1e308, 1e308, 1e308])
small = np.array([1e-200, 1e-200])
narrow = np.array([1, 2], "float32")
none = np.zeros((0, 3))
MESSAGES = {  # test/js/oracle-errstate.test.ts makes the same calls
    "divide": lambda: np.divide([1., 0], 0),
    "divide, exact": lambda: np.divide([1., 2], 4),
    "divide where": lambda: np.divide([1., 0], 0, where=[False, False]),
    "a where": lambda: np.divide([1., 0], 0, where=[True, False]),
    "divmod": lambda: np.divmod(big, 0),
    "floor_divide, integers": lambda: np.floor_divide(np.array([5, -128], "int8"), np.array([0, -1], "int8")),
    "sum": lambda: np.sum(big),
    "sum along an axis": lambda: np.sum(np.stack([big, big]), axis=0),
    "sum of columns": lambda: np.sum(np.stack([big / 10, big / 10, -big / 10], 1), axis=0),
    "sum of infinities": lambda: np.sum([np.inf, -np.inf]),
    "sum of an infinity": lambda: np.sum([np.inf, 1]),
    "sum of NaN": lambda: np.sum([np.nan, 1]),
    "sum of many": lambda: np.sum(np.full(10000, 1e305)),
    "prod": lambda: np.prod(big),
    "prod below": lambda: np.prod(small),
    "cumsum": lambda: np.cumsum(big),
    "cumprod": lambda: np.cumprod(small),
    "accumulate lines": lambda: np.add.accumulate(np.stack([big] * 9, 1), axis=0),
    "accumulate as float32": lambda: np.add.accumulate(big / 4, dtype="float32"),
    "reduce as float32": lambda: np.add.reduce(big / 4, dtype="float32"),
    "reduceat": lambda: np.add.reduceat(big, [0]),
    "outer": lambda: np.multiply.outer(big, big),
    "at": lambda: np.add.at(big.copy(), [0, 1], 1e308),
    "mean": lambda: np.mean(big),
    "mean of none": lambda: np.mean([]),
    "means of none": lambda: np.mean(none, axis=0),
    "mean of halves": lambda: np.mean(np.array([60000, 60000], "float16")),
    "var": lambda: np.var(big),
    "var of none": lambda: np.var([]),
    "vars of none": lambda: np.var(none, axis=0),
    "var of one": lambda: np.var([1.], ddof=1),
    "means where": lambda: np.mean([[1., 2], [3, 4]], axis=1, where=[[True, False], [False, False]]),
    "std": lambda: np.std(big),
    "ptp": lambda: np.ptp([-1e308, 1e308]),
    "min": lambda: np.min([np.nan, 1]),
    "less": lambda: np.less([np.nan, 1], 0),
    "astype float32": lambda: np.array([1e300, 1e-300]).astype("float32"),
    "astype int32": lambda: np.array([1., np.nan]).astype("int32"),
    "astype int8": lambda: np.array([300., -300]).astype("int8"),
    "astype uint64": lambda: np.array([-1., 1e19]).astype("uint64"),
    "astype bool": lambda: np.array([np.nan, 1e-300]).astype("bool"),
    "astype float16": lambda: np.array([70000, 1]).astype("float16"),
    "astype complex64": lambda: np.array([1e300j, 1]).astype("complex64"),
    "copyto": lambda: np.copyto(np.zeros(2, "int32"), np.array([np.nan, 1]), casting="unsafe"),
    "out": lambda: np.add(big[:1] / 4, 0, out=np.zeros(1, "float32"), casting="unsafe"),
    "a number that does not fit": lambda: np.add(narrow, 1e300),
    "power": lambda: np.power([0.], -1),
    "sqrt": lambda: np.sqrt([-1.]),
    "square": lambda: np.square(np.array([1e200 + 1e200j])),
}


if __name__ == "__main__":
    book = Book("errstate")
    tables = book.content["tables"] = []
    for name in ALL:
        for ins, outs in signatures(name):
            columns, flags = table(name, ins)
            tables.append({"f": name, "t": ins, "i": [book.put(c.tobytes()) for c in columns],
                           "e": book.put(flags.tobytes())})
    book.content["messages"] = {name: warned(call) for name, call in MESSAGES.items()}
    book.save()

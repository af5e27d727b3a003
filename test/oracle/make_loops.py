"""Every ufunc, every signature: its results for special values and some at random.

A table is the elements of each input, and of each output. The test computes it in one long array
(the elements again and again), strided, reversed, unaligned, byte-swapped, one by one, with one
operand a scalar. NumPy is asked in several of these ways too: where it contradicts itself, all its
answers are given.
"""
import itertools

from oracle import *

np.random.seed(20240)
RANDOM = np.random.RandomState(7)


def special(dtype, brief):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        bits = info.bits
        found = [0, 1, 2, 3, 7, bits - 1, bits, info.max, info.max - 1, info.max // 2, info.max // 2 + 1]
        if dtype.kind == "i":
            found += [-1, -2, -3, -7, info.min, info.min + 1, info.min // 2, -bits]
        if not brief:
            found += [5, 10, 100, 64, 65, 2 ** (bits // 2), 2 ** (bits // 2) - 1]
        return np.array(found, dtype)
    info = np.finfo(dtype)
    part = info.dtype
    big, tiny, least = info.max, info.tiny, info.smallest_subnormal
    if dtype.kind == "c":
        pairs = [(0, 0), (-0., 0), (0, -0.), (1, 0), (0, 1), (-1, -0.), (1.5, -2.25), (-3, 4), (3, 4),
                 (big, 1), (1, -big), (big, big), (tiny, tiny), (least, -least), (np.inf, 1), (2, -np.inf),
                 (-np.inf, np.inf), (np.nan, 1), (1, np.nan), (np.inf, np.nan)]
        if not brief:
            pairs += [(np.nan, np.nan), (np.nan, 0), (-np.inf, 0), (0, np.inf), (big, least), (.1, .3)]
        return np.array([complex(*map(float, pair)) for pair in pairs]).astype(dtype)
    found = [0., -0., 1, -1, .5, -.5, 1.5, 2.5, -2.5, 3, 7.25, least, -least, tiny, big, -big,
             np.inf, -np.inf, np.nan]
    if not brief:
        found += [-1.5, 3.5, -3.5, -3, 10, -7.25, 0.1, -tiny, tiny - least, 1 / 3, 2. ** 15, .49999997,
                  1 / info.eps, 1 / info.eps + 1, .5 / info.eps + .5, .5 / info.eps + 1.5, .5 - info.epsneg,
                  1 - info.epsneg, 1 + info.eps, np.sqrt(big), 1e4, 123.456, -.1, 65504, 2e-8]
    return np.array([part.type(x) for x in found]).astype(dtype)


def at_random(dtype, count):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return RANDOM.randint(0, 2, count).astype("bool")
    if dtype.kind in "iu":
        wide = RANDOM.randint(0, 2 ** 62, count, dtype="int64") * 4 + RANDOM.randint(0, 4, count)
        shifts = RANDOM.randint(0, dtype.itemsize * 8, count)
        return (wide.astype("uint64") >> (64 - dtype.itemsize * 8) >> shifts.astype("uint64")).astype(dtype) \
            * RANDOM.choice(np.array([1, -1]).astype(dtype), count)
    info = np.finfo(dtype)
    scale = RANDOM.randint(-8, 9, (2, count))
    parts = (RANDOM.rand(2, count) - .5) * 2.0 ** scale
    if dtype.kind == "c":
        return (parts[0] + 1j * parts[1]).astype(dtype)
    return parts[0].astype(dtype)


POOLS = {name: {1: np.concatenate([special(name, False), at_random(name, 60)]),
                2: [at_random(name, 60) for _ in range(2)],
                3: [at_random(name, 40) for _ in range(3)]} for name in NAMES}


def inputs(name, dtypes):
    if len(dtypes) == 1:
        return [POOLS[dtypes[0]][1]]
    if len(dtypes) == 2:
        x, y = (special(dtype, True) for dtype in dtypes)
        if name in ("power",) and x.dtype.kind == "i":
            y = y[y >= 0]
        columns = [np.repeat(x, len(y)), np.tile(y, len(x))]
        extra = [POOLS[dtype][2][i] for i, dtype in enumerate(dtypes)]
        if name == "power" and x.dtype.kind in "iu":
            extra[1] = extra[1] & 15
        if "power" in name and x.dtype.kind == "c":
            # An error in y log x turns the result: only where y log x is small can parts be compared.
            y = y[(np.abs(y) < 100) & (y.imag == 0) | ~np.isfinite(y)]
            extra[1] = np.where(RANDOM.rand(60) < .5, np.rint(extra[1].real / 4), extra[1] / 64).astype(x.dtype)
            columns = [np.repeat(x, len(y)), np.tile(y, len(x))]
        return [np.concatenate(pair) for pair in zip(columns, extra)]
    few = [special(dtype, True) for dtype in dtypes]
    few = [list(dict.fromkeys([*x[:3], *x[-3:], *x[7:9]]))[:7] if x.dtype.kind not in "fc" else
           x[[0, 1, 2, 5, 9, len(x) - 3, len(x) - 1]] for x in few]
    grid = list(itertools.product(*few))
    return [np.concatenate([np.array([row[i] for row in grid], dtype), POOLS[dtype][3][i]])
            for i, dtype in enumerate(dtypes)]


def better(uf, columns):
    """Of complex64, what complex128 gives; of log1p, what NumPy gives no digit of."""
    columns = [c.astype(complex) for c in columns]
    result = uf(*columns)
    if uf is np.log1p:
        near = np.abs(columns[0]) < .5
        x, y = (part[near].astype("longdouble") for part in (columns[0].real, columns[0].imag))
        result.real[near] = np.log1p(x * (2 + x) + y * y) / 2
    return result


def answers(uf, columns):
    """The different answers of NumPy: contiguous and long, strided, one by one."""
    n = len(columns[0])

    def tuples(result):
        return result if isinstance(result, tuple) else (result,)

    def strided(step):
        spread = [np.zeros(n * abs(step), c.dtype)[::step] for c in columns]
        for to, c in zip(spread, columns):
            to[:] = c
        return tuples(uf(*spread))

    long = tuples(uf(*[np.tile(c, 3) for c in columns]))
    ways = [tuple(r[k * n:(k + 1) * n] for r in long) for k in range(3)]
    ways += [strided(2), strided(-1), strided(3)]
    ones = [tuples(uf(*[c[i:i + 1] for c in columns])) for i in range(n)]
    ways.append(tuple(np.concatenate(parts) for parts in zip(*ones)))
    if uf.__name__ in COMPLEX_ULPS and columns[0].dtype.kind == "c":
        ways.append((better(uf, columns).astype(columns[0].dtype),))
    found = []
    for way in ways:
        key = [canonical(r) for r in way]
        if key not in [other for other, _ in found]:
            found.append((key, way))
    return [way for _, way in found]


book = Book("loops")
book.content["names"] = NAMES
tables = book.content["tables"] = []
different = []
for name, (nin, nout, ulp) in ufunc_list().items():
    uf = ufunc(name)
    assert (uf.nin, uf.nout) == (nin, nout)
    for ins, outs in signatures(name):
        columns = inputs(name, ins)
        found = answers(uf, columns)
        assert [r.dtype.name for r in found[0]] == outs, (name, ins, outs)
        row = {"f": name, "t": [ins, outs], "u": inexact(name, outs[0]),
               "i": [book.put(c.tobytes()) for c in columns],
               "o": [[book.put(canonical(r)) for r in way] for way in found]}
        if len(found) > 1:
            spots = sum((a.view("V%d" % a.itemsize) != b.view("V%d" % a.itemsize)).sum()
                        for a, b in zip(found[0], found[1]))
            different.append("%s %s: %d answers, %d elements" % (name, "".join(ins[:1]), len(found), spots))
        tables.append(row)

# All there are, where there are not many.
every = book.content["every"] = []
for name, (nin, nout, ulp) in ufunc_list().items():
    for ins, outs in signatures(name):
        if nin == 1 and ins[0] in "bool int8 uint8 int16 uint16 float16".split():
            bits = np.dtype(ins[0]).itemsize * 8
            columns = [np.arange(2 if ins[0] == "bool" else 2 ** bits).astype("uint%d" % bits).view(ins[0])]
        elif nin == 2 and set(ins) <= {"int8", "uint8"}:
            x = np.arange(256, dtype="uint8").view(ins[0])
            columns = [np.repeat(x, 256), np.tile(x, 256)]
            if name == "power" and ins[0] == "int8":
                columns[1] = np.abs(columns[1] // 2)
        else:
            continue
        results = ufunc(name)(*columns)
        results = results if nout > 1 else (results,)
        every.append({"f": name, "t": ins, "h": [hashlib.sha1(canonical(r)).hexdigest()[:16] for r in results]})

if "ORACLE_VERBOSE" in os.environ:
    print("\n".join(different))
book.save()

"""astype between all pairs of dtypes, in both byte orders."""
from oracle import *

book = Book("casts")


def source(dtype):
    """Edge cases of a dtype, also for what it may be cast to."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.array([True, False] * 9)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        marks = {0, 1, 2, 2049, 2051, 4097, 65503, 65519, 65520, 2**24 + 1, 2**24 + 3, 2**53 + 1, 2**53 + 3,
                 2**63 - 512, 2**62 + 2**38, 2**62 + 3 * 2**38, 2**40 + 2**28}
        for bits in (7, 8, 11, 15, 16, 24, 31, 32, 53, 63, 64):
            marks |= {2**bits - 1, 2**bits, 2**bits + 1}
        marks |= {-m for m in marks}
        return np.array(sorted(m for m in marks if info.min <= m <= info.max), dtype)
    if dtype.kind == "c":
        part = source(np.finfo(dtype).dtype)
        return joined(part, dtype)
    marks = [0., .1, .49, .5, .99, 1, 1.5, 2.5, 100.7, 127, 127.9, 128, 255, 255.9, 256, 300, 32767, 32767.9, 32768, 65503, 65519.9,
             65520, 65535, 65536, 1e5, 2.**24 + 1, 2.**31 - 1, 2.**31 - .5, 2.**31, 2.**31 + 5, 2.**32 - 1, 2.**32, 2.**32 + 7, 2.**33 + 12345,
             2.**51 + 1.5, 2.**52 + 3, 2.**53 - 1, 2.**53 + 2, 2.**62, 2.**63 - 1024, 2.**63, 2.**63 + 4096, 2.**64 - 2048, 2.**64,
             2.**64 + 8192, 2.**70, 3.4028235e38, 3.4028236e38, 1e39, 1e300, np.inf, 5e-324, 1e-45, 7e-46, 7.1e-46, 1e-40, 2.**-24, 2.**-25,
             2.**-25 * 1.00001, 2.**-14, 2.**-14 - 2.**-24, 1.0009765625, 1.00048828125, 1.0004882813, 2049, 2050, 2051, 1 / 3]
    both = np.array(marks + [-x for x in marks] + [np.nan])
    return both.astype(dtype)


def joined(part, dtype):
    out = np.empty(len(part), dtype)
    out.real = part
    out.imag = part[::-1]
    return out


pairs = book.content["pairs"] = []
for x in NAMES:
    data = source(x)
    row = {"t": x, "b": book.put(data.tobytes()), "n": len(data), "to": {}}
    for y in NAMES:
        long = np.tile(data, 5)
        result = long.astype(y)
        # The same in every position of a vector, except where NumPy contradicts itself.
        answers = [result[k * len(data):(k + 1) * len(data)] for k in range(5)]
        spread = np.repeat(data, 2)[::2]
        answers.append(spread.astype(y))
        answers.append(np.concatenate([data[i:i + 1].astype(y) for i in range(len(data))]))
        found = []
        for answer in answers:
            if canonical(answer) not in found:
                found.append(canonical(answer))
        if len(found) > 1 and "ORACLE_VERBOSE" in os.environ:
            print(x, y, len(found))
        row["to"][y] = [book.put(answer) for answer in found]
    pairs.append(row)

keywords = book.cases("keywords")
keywords.layout = True
for x in NAMES:
    for y in NAMES:
        for casting in ("no", "equiv", "safe", "same_kind", "unsafe"):
            keywords(".astype", A(x, 3, "mask"), y, casting=casting)
for layout in LAYOUTS:
    for order in "CFAK":
        for x, y in (("float64", "float32"), ("int16", "int16"), ("complex64", ">c16"), (">i4", "<i4"), (">f4", "<i2"), ("int8", "bool")):
            for copy in (True, False):
                keywords(".astype", laid_out(x, (3, 4, 5), layout), y, order=order, copy=copy)
    for shape in ((), (0,), (2, 0, 3), (1,), (5, 1, 2, 3, 2)):
        if layout == "broadcast" and 0 in shape:
            continue
        keywords(".astype", laid_out("float32", shape, layout), "int16")
        keywords(".astype", laid_out("int64", shape, layout), ">f8")
keywords(".astype", A("float64", 3), ">f8", casting="no")
keywords(".astype", A("float64", 3), ">f8", casting="equiv")
keywords(".astype", A(">f8", 3), "f8", "C", "equiv", True, False)
keywords(".astype", A("float64", 3), "f8", copy=False)
keywords(".astype", A("float64", 3), "f8", copy=False, order="F")
keywords(".astype", A("float64", (3, 3)), "f8", copy=False, order="F")
keywords(".astype", A("float64", 3), "nonsense")
keywords(".astype", A("float64", 3), "f8", casting="nonsense")
keywords(".astype", A("float64", 3), "f8", order="X")
for x in NAMES:
    for n in (1000, 70001):
        for y in NAMES:
            if n == 1000 or x in ("float64", "int32", "uint8") and y in ("float32", "int16", "float64", "complex64"):
                keywords(".astype", A(x, n, "small"), y)
    keywords(".byteswap", A(x, 5, "wave"))

fills = book.cases("assignment")
for x in NAMES:
    for y in NAMES:
        fills(".set", A(x, (4, 6), "iota"), "1:3, ::2", A(y, (3,), "small"))
    fills(".set", A(x, (4, 6), "iota").T, "...", A(x, (4,), "mask"))
    fills(".set", A(np.dtype(x).newbyteorder(">"), (4, 6), "iota"), "::-1", A(x, (4, 6), "small"))
    fills(".set", laid_out(x, (4, 6), "unaligned", "iota"), "1", A("int8", (6,), "mask"))
    for value in (1, 0, 2.5, True) + ((2 + 1j,) if x in COMPLEX else ()):
        fills(".set", A(x, (4, 6), "iota"), "1:, 2", value)
        fills(".set", A(x, (4, 6), "iota"), "1, 2", value)
        fills(".fill", A(x, (4, 6), "iota").at("::2"), value)
    fills(".set", A(x, (4, 6)), "1", A(x, (5,)))
    fills(".set", A(x, (4, 6)), "1", A(x, (2, 6)))
    fills(".set", A(x, (4, 6)), "1", A(x, (1, 6)))
    fills(".set", A(x, (4, 6)), "4", 1)
    fills(".set", A(x, (4, 6)), "0, -7", 1)
    fills(".set", A(x, (4, 6)), "0, 0, 0", 1)
    fills(".set", A(x, (4, 6)).readonly(), "0", 1)
    fills(".set", A(x, (4, 0)), "0", 1)
    fills(".set", A(x, ()), "...", 1)
    fills(".set", A(x, ()), "0", 1)
    a = A(x, 20, "iota")
    fills(".set", a, "5:15", a.at("3:13"))
    fills(".set", a, "5:15", a.at("7:17"))
    fills(".set", a, "::-1", a)
    fills(".set", a, "::2", a.at("10:"))
    b = A(x, (5, 5), "iota")
    fills(".set", b, "...", b.T)
    fills(".set", b, "1:", b.at("0"))
    fills("copyto", A(x, (3, 4), "iota"), A(x, (4,), "mask"))
    fills("copyto", A(x, (3, 4), "iota"), A("float64", (4,), "mask"))
    fills("copyto", A(x, (3, 4), "iota"), A("float64", (4,), "mask"), casting="unsafe")
    fills("copyto", A(x, (3, 4), "iota"), A(x, (4,), "mask"), where=A("bool", (3, 1), "mask"))
    fills("copyto", A(x, (3, 4), "iota"), A("int8", (3, 1), "mask"), where=A("bool", (4,), "mask"))
    fills("copyto", A(x, (3, 4), "iota"), A(x, (5,), "mask"))

book.save()

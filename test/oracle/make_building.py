"""array and asarray of whatever there is, arange, linspace, logspace, geomspace, meshgrid, vander,
fromfunction, fromiter, frombuffer, windows."""
import oracle
from oracle import *

NEAR = dict(logspace=2, geomspace=16, bartlett=0, blackman=8, hamming=2, hanning=8, kaiser=16)
bounds = oracle.inexact
oracle.inexact = lambda fn, dtype: NEAR.get(fn) if fn in NEAR and np.dtype(dtype).kind in "fc" else bounds(fn, dtype)


class Big(int):
    """A bigint, however small."""


class Cases(oracle.Cases):
    def pack(self, value, bases):
        if isinstance(value, Big):
            return {"i": str(int(value))}
        return super().pack(value, bases)

    def result(self, value, arrays):
        return super().result(tuple(value) if isinstance(value, list) else value, arrays)


def cases(section, layout=True):
    return Cases(book, book.content.setdefault(section, []), layout)


book = Book("building")
nan, inf = float("nan"), float("inf")

# --- lists in lists ---
nested = cases("nested")
i8, u8, i16, u32, i64, u64, f4, f8, c8, b1 = (
    lambda shape=(), dtype=dtype: A(dtype, shape, "small")
    for dtype in ("int8", "uint8", "int16", "uint32", "int64", "uint64", "float32", "float64", "complex64", "bool"))
MIXED = [
    lambda: [i8(2), i8(2)], lambda: [i8(2), i16(2)], lambda: [i8(2), u8(2)], lambda: [i64(2), u64(2)],
    lambda: [f4(2), i16(2)], lambda: [f4(2), u32(2)], lambda: [f4(2), c8(2)], lambda: [b1(2), i8(2)],
    lambda: [f4(2), [0.5, 1.5]], lambda: [[0.5, 1.5], i8(2)], lambda: [i8(2), [True, False]],
    lambda: [f4(2), [True, 1j]], lambda: [f4(), True], lambda: [f4(), 2.5, i8()], lambda: [i8(), Big(3)],
    lambda: [u8(2), [Big(1), Big(2)]], lambda: [u64(2), [Big(1), Big(2)]], lambda: [f4((2, 3)), i8((2, 3))],
    lambda: [[f4(2), f4(2)], [f4(2), [0.5, 0.25]]], lambda: [f4((2, 0)), f4((2, 0))], lambda: [f4(0), []],
    lambda: [[f4(), f4()], [0.5, f4()]], lambda: [f4((2, 2)).T, f4((2, 2))], lambda: [b1(), b1()],
    lambda: [A(">f4", 3), A("float32", 3)], lambda: [A(">i2", 3), A(">i2", 3)], lambda: [A("float16", 3), [True] * 3],
    lambda: [A("float16", 3), A("float16", 3)], lambda: [A("float16", (2, 2)), [[0.1, 0.2], [0.3, 0.4]]],
    lambda: [A("float64", 6).at("::2"), A("float64", 6).at("::-2")]]
for make in MIXED:
    nested("array", make())
    for dtype in ("float16", "float32", "int16", ">i4", "complex128", "bool"):
        if "1j" in repr(make()) and dtype != "complex128":
            continue
        nested("array", make(), dtype)
    nested("array", make(), ndmin=4)
    nested("array", make(), order="F")
    nested("asarray", make())
SCALARS = [[Big(1), Big(2)], [Big(1), True], [Big(1), 2.5], [Big(1), 1j], [True, 1j], [2.5, 1j], [2**63, Big(-1)],
           [2**63], [2**64 - 1, 2**63], [-2**63, 2**63 - 1], [2**63, 0.5], [Big(0)], Big(5), 2**63,
           [True, False, True], [[True], [2.5]], [[[Big(1)]], [[True]]], [0.1, 0.2, 0.3], [1e300, -1e-300], [nan, inf, -inf, -0.0]]
for data in SCALARS:
    nested("array", data)
    for dtype in ("float16", "float32", "float64", ">f4", "complex64", "int64", "uint64", "int8", "uint16", "bool", ">u8"):
        whole = dtype[-2:-1] in "iu" or "int" in dtype
        if whole and any(text in repr(data) for text in ("j", "nan", "inf", ".")) or "j" in repr(data) and dtype != "complex64":
            continue  # 0.5 is an integer in Python's eyes, nan and 1j are errors of another kind
        nested("array", data, dtype)
nested("array", [0.5, 1.9, -1.9, 100.0], "int8")
nested("array", [[0.5, 1.9], [-0.5, 100.0]], "uint8")
nested("array", [[0.5, 1.9], [-0.5, 100.0]], "int64")
nested("array", [[0.5, 1.9], [-0.5, 100.0]], ">i2")
nested("array", [[127.0, -128.0]], "int8")
for bad in ([128.0], [-129.0], [[1.0], [128.0]], [nan], [inf], [[1.0, nan]], [Big(128)], [2**64]):
    nested("array", bad, "int8")
for dtype in ("int32", "uint32"):
    for value in (2.0**31 - 1, -2.0**31, 2.0**31, 2.0**32 - 1, 2.0**32, -1.0):
        if value == int(value):
            value = Big(value)
        nested("array", [value, value], dtype)
nested("array", [[[0.5] * 4] * 3] * 2)
nested("array", [[[0.5] * 4] * 3] * 2, "float32")
nested("array", [[[[1.0] * 2] * 3] * 2] * 2, "uint8")
nested("array", [[[]]])
nested("array", [[[], []], [[], []]], "int8")
nested("array", [], "complex64")
nested("array", [], ndmin=3)
nested("array", 2.5, ndmin=2)
nested("array", 2.5, ndmin=0)
nested("array", 2.5, ndmin=-1)
nested("array", 2.5, ndmin=64)
nested("array", 2.5, ndmin=65)
deep = 0.5
for depth in range(1, 67):
    deep = [deep]
    if depth in (2, 3, 63, 64, 65, 66):
        nested("array", deep)

ragged = cases("ragged")
for data in [[[0.5, 1.5], [2.5]], [[0.5], [1.5, 2.5]], [[0.5], 2.5], [2.5, [0.5]], [[], [0.5]], [[0.5], []], [[[]], [[0.5]]],
             [[[0.5, 1.5], [2.5]], [0.5]], [[[0.5]], [0.5]], [[0.5], [[0.5]]], [f4(2), f4(3)], [f4(2), [0.5]], [f4((2, 2)), [0.5, 1.5]],
             [f4(2), 0.5], [0.5, f4(2)], [[f4(2)], f4(2)], [f4(), [0.5]], [[0.5, [1.5]], [0.5, 1.5]], [[0.5, 1.5], [0.5, [1.5]]],
             [[[0.5, 1.5], [0.5]], [[0.5, 1.5], [0.5, 1.5]]], [[True], []], [[[0.5], [0.5]], [[0.5], [0.5], [0.5]]]]:
    ragged("array", data)
    ragged("array", data, "float32")
    ragged("asarray", data)

# --- keywords ---
keywords = cases("keywords")
for dtype in ("float64", "int8", ">i4"):
    for shape in ((3,), (2, 3), (), (0, 2)):
        a = A(dtype, shape)
        for copy in (True, False, None):
            for order in ("C", "F", "A", "K"):
                for name in ("array", "asarray", "asanyarray"):
                    keywords(name, a, copy=copy, order=order)
                keywords("asarray", a, "float64", order, copy=copy)
            keywords("array", a, copy=copy, ndmin=3)
            keywords("array", a, "float32", copy=copy, ndmin=3, order="F")
        keywords("ascontiguousarray", a, dtype="float32")
        keywords("asfortranarray", a, "int8")
        keywords("asarray_chkfinite", a)
        keywords("asarray_chkfinite", a, "float32", "F")
for name in ("array", "asarray", "asanyarray"):
    keywords(name, [0.5], copy=False)
    keywords(name, 0.5, copy=False)
    keywords(name, [0.5], copy=None)
    keywords(name, [[0.5, 1.5]], order="F")
    keywords(name, [0.5], like=A("int8"))
    keywords(name, [0.5], like=None)
    keywords(name, [0.5], like=[0.5])
    keywords(name, [0.5], like=2.5)
    keywords(name, [0.5], nothing=1)
    keywords(name, [0.5], order="X")
keywords("array", [0.5], subok=True)
keywords("array", [0.5], device="cpu")
for name in ("asarray", "asanyarray", "zeros", "ones", "empty", "zeros_like", "ones_like", "empty_like", "arange", "eye", "linspace"):
    args = (2, 3) if name == "linspace" else ([0.5, 1.5],) if "like" in name or "as" in name else (2,)
    keywords(name, *args, device="gpu")
    if name[:5] != "empty":
        if not (name == "zeros"):
            keywords(name, *args, device="cpu")
        keywords(name, *args, device=None)
for name in ("zeros", "ones", "eye", "identity", "arange"):
    keywords(name, 2, like=A("int8"))
    keywords(name, 2, like=[0.5])
keywords("full", 2, 0.5, like=A("int8"))
keywords("full", 2, 0.5, like="x")
keywords("ascontiguousarray", [0.5], like=[0.5])
keywords("asfortranarray", [0.5], like=A("int8"))
keywords("asarray_chkfinite", [0.5, nan])
keywords("asarray_chkfinite", [0.5, inf])
keywords("asarray_chkfinite", [0.5, -inf], "float32")
keywords("asarray_chkfinite", A("complex64", 3, np.array([1, complex(0, nan), 2])))
keywords("asarray_chkfinite", A("int8", 3))
for dtype in NAMES + [">i2", ">c8"]:
    keywords("full", [2, 3], 1, dtype, "F")
    keywords("full_like", A("float64", (2, 3)), 1, dtype=dtype, shape=[3])
    keywords("zeros_like", A(dtype, (2, 3)).T, order="K", subok=False, shape=None, device="cpu")
    keywords("ones_like", A(dtype, (2, 3)), device="cpu")
keywords("full", [2, 2], [0.5, 1.5])
keywords("full", [2, 2], [0.5, 1.5], "int8")
keywords("full_like", A("int8", (2, 2)), [0.5, 1.5])
keywords("full_like", A("int8", (2, 2)), [0.5, 1.5, 2.5])
keywords("zeros_like", A("int8", (2, 2)), device="gpu")

# --- arange ---
arange = cases("arange")
for args in [(3.0, 9.0), (9.0, 3.0, -1.5), (0.1, 1.0, 0.1), (0.0, 2.5)]:
    for dtype in (None, "float16", "float32", ">f8", "complex64", "complex128", "int16", "uint8", ">i4"):
        if dtype not in ("int16", "uint8", ">i4") or args[0] % 1 == 0 and args[-1] % 1 == 0:
            arange("arange", *[float(x) for x in args], dtype=dtype or "float64")
for args in [(1j,), (0, 3 + 3j), (0, 3 + 3j, 1 + 1j), (1j, 5 + 1j), (0, 6 + 3j, 2 + 1j), (1 + 1j, 4, 0.5), (0, -3 + 3j, -1 + 1j), (0.5, 9 + 9j, 3 - 1j)]:
    arange("arange", *args)
    arange("arange", *args, dtype="complex64")
arange("arange", 0, 1j, 0)
arange("arange", 0, complex(nan, 1))
for args in [(2**60, 2**60 + 5), (2**62 + 1, 2**62 + 9, 3), (-2**63, -2**63 + 4), (2**60, 2**60 - 7, -2), (2**63 - 3, 2**63 - 1)]:
    arange("arange", *args, dtype="int64")
    arange("arange", *args, dtype="float32")
arange("arange", 2**64 - 4, 2**64, dtype="uint64")
arange("arange", 2**63, 2**63 + 3)
arange("arange", 2**63, 2**63 + 3, dtype="uint64")
arange("arange", 2**63, 2**63 + 3, dtype="int64")
for dtype, args in [("uint8", (300, 305)), ("uint8", (-1, 3)), ("uint8", (250, 260)), ("uint8", (255, 256)), ("uint8", (255, 258)), ("uint8", (300, 300)),
                    ("int8", (127, 128)), ("int8", (120, 140)), ("int8", (5, -5, -3)), ("uint16", (10, 0, -4)), ("uint8", (200, 100, -30))]:
    arange("arange", *args, dtype=dtype)
arange("arange", A("int8", (), "tenth"), 5, dtype="float64")
arange("arange", A("float32", (), "tenth"), 2.5)
arange("arange", A("float64", (), "tenth"), A("float32", (), "tenth"), A("int16", (), "tenth"))
arange("arange", 0, A("int64", (1,), "tenth"), dtype="int8")
arange("arange", start=5)
arange("arange", stop=5)
arange("arange", start=1, stop=5, step=2)
arange("arange", 1, step=2, stop=6)
arange("arange", 1, None, 2)
arange("arange", None, 5)
arange("arange", None)
arange("arange")
arange("arange", 1, 2, 3, "int8", 5)
for n in (16383, 16384, 16385, 50000, 200001):
    for dtype in ("int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex64", ">f8", ">i4"):
        arange("arange", 0.0, float(n), dtype=dtype) if dtype not in ("int8", "int16") else arange("arange", 0, n, dtype=dtype)
arange("arange", 0.5, 30000.0, 0.1, dtype="float32")

# --- linspace, logspace, geomspace ---
linspace = cases("linspace")
ENDS = [(A("float32", 3, "iota"), A("float32", 3, "wave")), (A("float32", (2, 1), "iota"), 10.5), (0.5, A("float16", (2, 3), "wave")),
        (A("int8", 3, "iota"), A("int8", 3, "tenth")), (A("bool", 2), 3.5), (A("complex64", 2), 2.5), (A("float32", ()), A("float32", (), "tenth")),
        (A("float64", (2, 3)), A("float64", 3, "tenth")), (1j, A("float32", 2)), (A("float32", 0), 1.5), (2 + 1j, 1 - 3j), (A(">f4", 2), A(">f4", 2, "tenth")),
        ([0.5, 1.5], [2.5, -1.5]), (A("float64", 2, "zeros"), A("float64", 2, "zeros"))]
for start, stop in ENDS:
    for num in (0, 1, 2, 5):
        linspace("linspace", start, stop, num)
        linspace("linspace", start, stop, num, False)
        linspace("linspace", start, stop, num, retstep=True)
    linspace("linspace", start, stop, 3, axis=-1)
    linspace("linspace", start, stop, 3, axis=1)
    if "complex" not in repr((start, stop)) and not any(isinstance(x, complex) or isinstance(x, A) and x.base.dtype.kind == "c" for x in (start, stop)):
        linspace("linspace", start, stop, 4, dtype="int16")
        linspace("linspace", start, stop, 4, dtype="float32")
    linspace("linspace", start, stop, 4, dtype="complex64", endpoint=False)
for n in (16385, 100000):
    for dtype in (None, "float32", "int32", ">f8", "complex128"):
        linspace("linspace", -3.5, 17.25, n, dtype=dtype)
        linspace("linspace", -3.5, 17.25, n, endpoint=False, dtype=dtype)
linspace("linspace", 0, 1, 2.5)
linspace("linspace", 0, 1, -3)
linspace("linspace", 0, 1, 3, True, False, None, 0, 1)
linspace("linspace", 0, 1, nothing=3)
for axis in (0, -1, 1, -2):
    linspace("linspace", 0, 1, 3, axis=axis)
    linspace("linspace", 0, 1j, 3, axis=axis)

log = cases("logspace", False)
for args in [(0, 3), (3, 0), (-2, 2.5), (0.5, 0.5), (1, 2 + 1j)]:
    for num in (0, 1, 2, 7):
        log("logspace", *args, num)
        log("logspace", *args, num, False)
        log("logspace", *args, num, base=2)
    if not isinstance(args[1], complex):
        log("logspace", *args, num=5, dtype="float32")
        log("logspace", *args, num=5, dtype="int16")
log("logspace", 0, 1)
log("logspace", 0, 1, -1)
log("logspace", 0, 3, 4, base=[2.0, 3.0])
log("logspace", 0, 3, 4, base=[2.0, 3.0], axis=-1)
log("logspace", [0.5, 1.0], 3, 4, base=2.5)
log("logspace", [0.5, 1.0], [[2.0], [3.0]], 4, base=[2.0, 3.0], axis=1)
log("logspace", [0.5, 1.0], [[2.0], [3.0]], 4, base=[[2.0], [3.0]], axis=-1)
log("logspace", A("float32", 2, "tenth"), A("float32", 2, "iota"), 3)
log("logspace", 0, 3, 4, base=A("float32", 2, "tenth"))
log("logspace", 0, 3, 4, True, 2.0, "float64", 0)
log("logspace", [0.5, 1.0], 3, 4, axis=3)

geom = cases("geomspace", False)
for args in [(1, 1000), (1000, 1), (-1, -1000), (-1000.0, -1.0), (0.25, 64), (1e-3, 1e3), (3, 3)]:
    for num in (0, 1, 2, 4, 9):
        geom("geomspace", *args, num)
        geom("geomspace", *args, num, False)
    geom("geomspace", *args, num=4, dtype="float32")
    geom("geomspace", *args, num=5, dtype=">f8")
geom("geomspace", 1, 256, num=9, dtype="float16")
geom("geomspace", 1, 2)
for args in [(0, 1), (1, 0), ([1.0, 0.0], 2), (1, -1.0)]:
    geom("geomspace", *args)
geom("geomspace", 1, 2, -1)
geom("geomspace", [1.0, -2.0], [100.0, -200.0], 3)
geom("geomspace", [1.0, -2.0], [100.0, -200.0], 3, axis=-1)
geom("geomspace", [[1.0], [2.0]], [100.0, 200.0], 3, axis=1)
geom("geomspace", A("float32", 2, "tenth"), A("float32", 2, "wave"), 3)
geom("geomspace", A("float32", 2, "tenth"), A("float32", 2, "wave"), 3, dtype="float32")
geom("geomspace", A("int8", 2, "tenth"), A("float16", 2, "tenth"), 3, dtype="float16")
geom("geomspace", 1, 2, 3, axis=2)

# --- grids ---
grid = cases("grids")
X, Y, Z = A("float64", 3), A("int8", 2), A("complex64", 4)
for arrays in ([X, Y], [X], [X, Y, Z], [Y, X], [X, 2.5], [X.at("::-1"), A("int16", 6).at("::2")], [A("float32", (2, 3)), Y], [A("float32", (2, 3)).T, Y],
               [X, A("float64", 0)], [X, X], [A(">f4", 2), A("bool", 3)], [], [2.5, True], [X, Y, Z, A("bool", 2)]):
    grid("meshgrid", *arrays)
    for indexing in ("xy", "ij"):
        for sparse in (True, False):
            for copy in (True, False):
                grid("meshgrid", *arrays, indexing=indexing, sparse=sparse, copy=copy)
grid("meshgrid", X, Y, indexing="yx")
grid("meshgrid", X, Y, nothing=True)
for dtype in NAMES + [">i2"]:
    grid("vander", A(dtype, 4, "small"))
    grid("vander", A(dtype, 3, "small"), 2)
    grid("vander", A(dtype, 3, "small"), 5, True)
    grid("vander", A(dtype, 3, "small"), N=4, increasing=True)
for args in [(A("float64", 0),), (X, 0), (X, 1), (X, -1), (A("float64", (2, 2)),), (2.5,), ([0.5, 1.5],), (A("float64", 8).at("::-3"), 3)]:
    grid("vander", *args)
    grid("vander", *args, increasing=True)

# --- frombuffer, of arrays ---
buffer = cases("frombuffer")
for dtype in NAMES + [">i2", ">c8"]:
    a = A("uint8", 48, "iota")
    buffer("frombuffer", a, dtype)
    buffer("frombuffer", a, dtype, 1)
    buffer("frombuffer", a, dtype, count=2, offset=16)
    buffer("frombuffer", a, dtype, offset=48)
    buffer("frombuffer", a, dtype, offset=1, count=1)
for args in [(), ("int32", -1, 3), ("int32", 13), ("int32", 12), ("int32", 0), ("int32", -5), ("int32", -1, -1), ("int32", -1, 49), ("int32", 1, 45), ("int32", 1, 44)]:
    buffer("frombuffer", A("uint8", 48, "iota"), *args)
buffer("frombuffer", A("float32", (2, 3)))
buffer("frombuffer", A("float32", (2, 3)), "float32")
buffer("frombuffer", A("float32", (2, 3)).T, "float32")
buffer("frombuffer", A("float32", 6).at("::2"), "float32")
buffer("frombuffer", A("float32", 6).at("2:5"), "float32", 2, 4)
buffer("frombuffer", A("float32", 6).readonly(), "float32")
buffer("frombuffer", A("float32", 0), "float32")
buffer("frombuffer", 2.5)
buffer("frombuffer", [2.5])
buffer("frombuffer", A("float32", 2), "float32", like=A("int8"))
buffer("frombuffer", A("float32", 2), "float32", like=[0.5])
buffer("frombuffer", A("float32", 2), "float32", nothing=1)

fromiter = cases("fromiter")
for dtype in NAMES + [">f4"]:
    fromiter("fromiter", [True, False, True], dtype)
    fromiter("fromiter", [1.0, 0.0, 100.0], dtype)
    fromiter("fromiter", [], dtype)
for args in [("float64",), ("float64", 2), ("float64", 3), ("float64", 4), ("float64", 0), ("float64", -3), ("float64", -1)]:
    fromiter("fromiter", [0.5, 1.5, 2.5], *args)
fromiter("fromiter", [0.5, 1.5], dtype="int8", count=2)
fromiter("fromiter", [Big(300)], "uint8")
fromiter("fromiter", [[0.5]], "float64")
fromiter("fromiter", 2.5, "float64")
fromiter("fromiter", [0.5])
fromiter("fromiter", A("int8", 4), "float32")
fromiter("fromiter", [0.5], "float64", like=[0.5])
fromiter("fromiter", [0.5], "float64", 1, like=A("int8"))

# --- windows ---
windows = cases("windows", False)
for name in ("bartlett", "blackman", "hamming", "hanning"):
    for M in (-3, 0, 1, 2, 3, 4, 5, 8, 12, 13, 51, 0.5, 1.5, 7.5, True, A("int8", (), "tenth")):
        windows(name, M)
for beta in (0, 0.5, 5, 14.0, 60):
    for M in (-1, 0, 1, 2, 3, 8, 13, 7.5):
        windows("kaiser", M, beta)
windows("kaiser", 5)
windows("kaiser", 5, beta=A("float32", (), "tenth"))

book.save()

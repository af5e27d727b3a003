"""sum, prod, min, max, mean, var, std, any, all, argmin, argmax, count_nonzero, cumsum, cumprod, ptp."""
from oracle import *

book = Book("reductions")
FUNCTIONS = "sum prod min max mean var std any all argmin argmax count_nonzero cumsum cumprod ptp".split()
NO_TUPLE = "argmin argmax cumsum cumprod"


def formula(fn, x):
    return "tiny" if fn in ("prod", "cumprod") else "signed" if fn in ("sum", "mean") else "wave"


# --- Every dtype, 0 to 5 dimensions, every axis. ---
shapes = book.cases("dtypes and shapes")
for fn in FUNCTIONS:
    for x in NAMES:
        for shape in [(), (1,), (7,), (130,), (3, 5), (4, 1, 6), (2, 3, 4, 5), (2, 1, 3, 2, 4), (0,), (0, 3), (3, 0)]:
            a = A(x, shape, formula(fn, x))
            axes = [None, *range(len(shape)), -1]
            if fn not in NO_TUPLE:
                axes += [[0, len(shape) - 1], [*range(len(shape))], []]
            for axis in axes:
                shapes(fn, a) if axis is None else shapes(fn, a, axis=axis)
                if "cum" not in fn and len(shape) in (2, 3) and (fn != "count_nonzero" or axis is not None):
                    shapes(fn, a, axis=axis, keepdims=True)

# --- Layouts: the order of additions depends on how the elements lie in memory. ---
layouts = book.cases("layouts")
for fn in FUNCTIONS:
    for x in ("float32", "float64", "int16", "complex64", "bool", "float16"):
        for layout in LAYOUTS:
            for shape in ((300,), (9, 31), (5, 6, 7)):
                a = laid_out(x, shape, layout, formula(fn, x))
                for axis in (None, *range(len(shape)), *([[0, 2], [0, 1], [1, 2]] if len(shape) == 3 and fn not in NO_TUPLE else [])):
                    layouts(fn, a, axis=axis)
for fn in ("sum", "mean", "max", "argmax", "var", "cumsum"):
    a = A("float32", (6, 8, 10, 4), "wave")
    for axes in ([2, 0, 3, 1], [3, 2, 1, 0], [1, 0, 2, 3], [0, 1, 3, 2]):
        for part in ("...", "::2", ":, ::-1", ":, :, 1::3", "::-1, :, ::2, ::-2"):
            for axis in ((0, 1, 2, 3, None) if fn in NO_TUPLE else (0, 1, 2, 3, None, [0, 1], [1, 3], [0, 2, 3])):
                layouts(fn, a.transpose(axes).at(part), axis=axis)

# --- Sizes at which the pairwise sum is cut in other ways. ---
sizes = book.cases("sizes")
for x in ("float16", "float32", "float64", "complex64", "complex128"):
    for n in (1, 2, 7, 8, 9, 15, 16, 17, 64, 65, 72, 127, 128, 129, 130, 136, 200, 255, 256, 257, 264, 1000, 1023, 1025, 4096,
              8191, 8192, 8193, 8200, 12289, 16384, 16385, 20000, 65537, 100003):
        a = A(x, n, "wave")
        sizes("sum", a)
        if n > 100:
            sizes("sum", A(x, 2 * n, "signed").at("::2"))
            sizes("sum", A(x, n, "signed").at("::-1"))
        if n in (8, 129, 1000, 8193, 20000, 100003):
            sizes("mean", A(x, n, "signed"))
            sizes("var", A(x, n, "signed"))
            sizes("std", A(x, n, "wave"), ddof=1)
            sizes("sum", A(np.dtype(x).newbyteorder(">"), n, "wave"))
            sizes("prod", A(x, n, "tiny"))
            sizes("cumsum", A(x, n, "tenth"))
            sizes("sum", laid_out(x, (n,), "unaligned", "wave"))
            sizes("max", A(x, n, "wave"))
            sizes("min", A(x, n, "wave"))
            sizes("argmax", A(x, n, "wave"))
            sizes("argmin", A(x, n, "nans"))
            sizes("max", A(x, n, "nans"))
            sizes("ptp", A(x, n, "signed"))
    for shape in ((3, 1000), (1000, 3), (17, 8200), (2, 20000), (20000, 2), (128, 129), (300, 300), (5, 70, 300), (300, 70, 5), (3, 3, 3, 500),
                  (1, 20000), (20000, 1), (100, 100, 10)):
        for axis in (None, *range(len(shape)), *([[0, 1], [0, 2], [1, 2]] if len(shape) == 3 else [])):
            sizes("sum", A(x, shape, "signed"), axis=axis)
            sizes("mean", A(x, shape, "wave", "F"), axis=axis)
            if x != "float16":
                sizes("sum", A(x, (*shape[:-1], 2 * shape[-1]), "wave").at("..., ::2"), axis=axis)
                sizes("sum", A(x, shape, "signed").at("::-1"), axis=axis)
                sizes("sum", A(x, shape, "signed").T, axis=axis)
            if x in ("float32", "complex64") and math.prod(shape) < 50000:
                sizes("var", A(x, shape, "wave"), axis=axis)
for x in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool"):
    for n in (15, 16, 17, 100, 1000, 8193, 100003):
        for fn in "sum prod min max mean argmin argmax any all count_nonzero".split():
            sizes(fn, A(x, n, "wave"))
            sizes(fn, A(x, 2 * n, "signed").at("::2"))
        if n in (100, 8193):
            for fn in ("var", "cumsum", "cumprod", "ptp", "std"):
                sizes(fn, A(x, n, "wave"))
    for shape in ((300, 70), (3, 5000), (5000, 3), (5, 70, 60)):
        for axis in range(len(shape)):
            for fn in "sum min max mean argmin argmax any count_nonzero var".split():
                sizes(fn, A(x, shape, "wave"), axis=axis)
                sizes(fn, A(x, shape, "wave", "F"), axis=axis)

# --- Large or special elements. ---
special = book.cases("special values")
for x in FLOATS + COMPLEX:
    big = float(np.finfo(x).max)
    for data in ([big, big, -big, -big], [np.inf, -np.inf], [np.nan, 1], [1, np.nan, np.inf], [0., -0.], [-0., -0.], [-0., 0.],
                 [-np.inf, -np.inf], [np.inf, np.inf, 1], [1e4] * 9 + [1e-4] * 9, [-0.], [np.nan] * 3, [2., 2., 1., 1.]):
        for fn in FUNCTIONS:
            special(fn, values(x, data))
            special(fn, values(x, [data, data[::-1]]), axis=0)
            special(fn, values(x, [data, data[::-1]]), axis=1)
    for at in (0, 1, 5, 16, 31, 62, 63):
        data = np.arange(64.)
        data[at] = np.nan
        for fn in ("min", "max", "argmin", "argmax", "any", "all", "count_nonzero"):
            special(fn, values(x, data))
            special(fn, values(x, data.reshape(8, 8)), axis=0)
            special(fn, values(x, data.reshape(8, 8)), axis=1)
for x in COMPLEX:
    special("max", values(x, [1 + 2j, 1 + 3j, 1 - 1j, 0 + 9j]))
    special("min", values(x, [1 + 2j, 1 + 3j, 1 - 1j, 2 + 9j]))
    special("argmax", values(x, [complex(1, np.nan), 5, complex(np.nan, 0)]))
    special("max", values(x, [1, complex(1, np.nan), 5, complex(np.nan, 0)]))
for x in INTEGERS:
    info = np.iinfo(x)
    for data in ([info.max, info.min], [info.max, info.max, 1], [info.min, info.min], [info.max] * 40, [0, 0, info.min, 0, info.max, 0]):
        for fn in FUNCTIONS:
            special(fn, values(x, data))
            special(fn, values(x, [data, data]), axis=0)

# --- Keywords. ---
keywords = book.cases("keywords")
for x in ("bool", "int8", "uint32", "int64", "float16", "float32", "float64", "complex64"):
    a, mask = A(x, (4, 5, 3), "signed"), A("bool", (4, 5, 3), "mask")
    for fn in "sum prod mean".split():
        for dtype in "bool int8 int32 uint64 float16 float32 float64 complex128 >f4".split():
            keywords(fn, a, axis=1, dtype=dtype)
            keywords(fn, a, dtype=dtype)
    for fn in "cumsum cumprod".split():
        for dtype in "int8 float64 float32 complex64 bool".split():
            keywords(fn, a, axis=1, dtype=dtype)
            keywords(fn, a, dtype=dtype)
            keywords(fn, a, axis=1, out=A(dtype, (4, 5, 3)))
            keywords(fn, a, out=A(dtype, 60))
        keywords(fn, a, axis=3)
        keywords(fn, a, out=A(x, 59))
    for fn in "sum prod min max mean any all var std ptp".split():
        for out in "float64 int16 bool complex64 float32 >f8".split():
            if fn in ("min", "max", "ptp") and not np.can_cast(x, out):
                continue  # the first element would pass through `out`
            keywords(fn, a, axis=1, out=A(out, (4, 3)))
            keywords(fn, a, axis=[0, 1], out=A(out, (6,)).at("::2"))
            keywords(fn, a, axis=1, keepdims=True, out=A(out, (4, 1, 3)))
            keywords(fn, a, out=A(out, ()))
        keywords(fn, a, axis=1, out=A("float64", (3, 4)).T)
        keywords(fn, a, axis=1, out=A("float64" if x != "complex64" else x, (3, 4)))
        keywords(fn, a, axis=3)
        keywords(fn, a, axis=-4)
        keywords(fn, a, axis=[1, 1])
        keywords(fn, a, axis=[0, 5])
    for fn in "sum prod min max".split():
        for initial in (1, 3, 100):
            keywords(fn, a, axis=1, initial=initial)
            keywords(fn, a, initial=initial)
            keywords(fn, a, axis=[0, 2], where=mask, initial=initial)
        keywords(fn, a, axis=1, where=mask)
        keywords(fn, A(x, (0, 3)), axis=0, initial=5)
        keywords(fn, a, axis=1, initial=2, where=A("bool", (3,), "mask"), keepdims=True)
    for fn in "mean any all var std".split():
        keywords(fn, a, axis=1, where=mask)
        keywords(fn, a, where=mask)
        keywords(fn, a, axis=[0, 2], where=mask, keepdims=True)
        keywords(fn, a, axis=1, where=A("bool", (5, 1), "mask"))
    keywords("mean", a, axis=0, where=A("bool", (4, 5, 3), "zeros"))
    for fn in "var std".split():
        for ddof in (0, 1, 2, 0.5, 4, 5):
            keywords(fn, a, axis=0, ddof=ddof)
            keywords(fn, a, axis=0, correction=ddof)
        keywords(fn, a, ddof=1, correction=1)
        keywords(fn, a, axis=1, ddof=1, keepdims=True)
        keywords(fn, a, axis=1, dtype="float32")
        keywords(fn, a, axis=1, dtype="complex64")
        keywords(fn, a, axis=1, dtype="float64", ddof=1, where=mask)
        keywords(fn, a, axis=1, mean=A("float64", (4, 1, 3), "small"))
        keywords(fn, A("float64", (), "wave"), ddof=1)
        keywords(fn, A("float32", 1, "wave"), ddof=1)
    for fn in "argmin argmax".split():
        keywords(fn, a, 1)
        keywords(fn, a, axis=1, keepdims=True)
        keywords(fn, a, keepdims=True)
        keywords(fn, a, axis=1, out=A("int64", (4, 3)))
        keywords(fn, a, axis=1, out=A("float64", (4, 3)))
        keywords(fn, a, axis=1, out=A("int64", (3, 4)))
        keywords(fn, a, axis=3)
        keywords(fn, a, axis=-4)
    keywords("count_nonzero", a, axis=[0, 1])
    keywords("count_nonzero", a, axis=1, keepdims=True)
    keywords("count_nonzero", a, axis=3)
    keywords("count_nonzero", a, axis=[1, 1])
    for fn in ("sum", "max", "mean", "argmin"):
        keywords("." + fn, a)
        keywords("." + fn, a, 1)
        keywords("." + fn, a, axis=-1)
    keywords("clip", a, a_min=values(x, 1).reshape([]), a_max=values(x, 1).reshape([]))
    keywords("clip", a, min=values(x, 1).reshape([]))
    keywords("clip", a, None, values(x, 1).reshape([]))
    keywords("clip", a, None, None)
    keywords("clip", a, values(x, 0).reshape([]), values(x, 1).reshape([]), out=A(x, (4, 5, 3)))
    keywords("clip", a, values(x, 0).reshape([]), values(x, 1).reshape([]), where=mask, out=A(x, (4, 5, 3)))
    keywords("clip", a, values(x, [0, 1, 1]), values(x, [1, 1, 0]))

book.save()

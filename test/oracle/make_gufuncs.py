"""Generalised ufuncs: products of every pair of dtypes, shapes, layouts, keywords, refusals; and what
ufunc objects say of themselves. Elements are such that sums are exact in any order."""
import oracle
from oracle import *

book = Book("gufuncs")
FNS = "matmul vecdot matvec vecmat".split()
# BLAS has its own mind about the signs of zero parts of complex numbers.
oracle.inexact = lambda fn, dtype: 0.1 if fn.split(".")[0] in FNS and np.dtype(dtype).kind == "c" else 0


def operands(fn, m, n, k, x="float64", y="float64", lead=((), ()), formula="small"):
    """Core shapes of the two operands of a product."""
    shapes = {"matmul": ((m, n), (n, k)), "vecdot": ((n,), (n,)), "matvec": ((m, n), (n,)), "vecmat": ((n,), (n, k))}
    return [A(dtype, (*before, *core), formula) for dtype, before, core in zip((x, y), lead, shapes[fn])]


# --- Every pair of dtypes. ---
dtypes = book.cases("dtypes")
for fn in FNS:
    for x in NAMES:
        for y in NAMES:
            dtypes.must(fn, *operands(fn, 3, 9, 4, x, y))
    for x in NAMES:
        dtypes.must(fn, *operands(fn, 2, 19, 3, x, x, formula="iota" if x in INTEGERS else "small"))
        dtypes.must(fn, *operands(fn, 2, 5, 3, x, x, lead=((4,), (4,))))

# --- Shapes: loop dimensions, missing and empty core dimensions. ---
shapes = book.cases("shapes")
for fn in FNS:
    for lead in [((), ()), ((3,), ()), ((), (3,)), ((2, 1), (3,)), ((2, 1, 4), (3, 1)), ((0,), (1,)), ((2,), (3,)),
                 ((0,), (2,)), ((5,), (5,)), ((1,), (0, 1)), ((1,) * 60, (2,)), ((1,) * 62, ())]:
        for m, n, k in [(2, 3, 4), (1, 1, 1), (0, 3, 2), (2, 0, 3), (2, 3, 0), (0, 0, 0), (5, 1, 2), (1, 17, 1)]:
            if max(map(len, lead)) < 60 or (m, n) == (2, 3):
                shapes(fn, *operands(fn, m, n, k, lead=lead))
    for x in [(), (3,), (2, 3), (3, 2), (2, 3, 3), (0,), (1,), (3, 1)]:
        for y in [(), (3,), (2, 3), (3, 2), (2, 3, 3), (0,), (1,), (1, 3)]:
            shapes(fn, A("float64", x, "small"), A("float32", y, "small"))
            shapes(fn, A("int16", x, "small"), A("int16", y, "small"))
    for number in (True, 2, 1.5, 1j):
        shapes(fn, A("float64", (3, 3), "small"), number)
        shapes(fn, number, A("float64", (3, 3), "small"))
    for n in [*range(36), 255, 1000]:
        shapes.must(fn, *operands(fn, 3, n, 2, "float32", "float32"))
        shapes.must(fn, *operands(fn, 3, 2, n, "complex64", "complex64"))
shapes.must("matmul", *operands("matmul", 20, 70, 30, "complex128", "complex128"))
shapes.must("vecmat", *operands("vecmat", 0, 20, 300, "complex128", "complex128", lead=((), (2,))))
for x in ("float64", "float32", "float16", "int8", "int64", "bool"):
    shapes.must("matmul", *operands("matmul", 70, 131, 300, x, x))
    shapes.must("matmul", *operands("matmul", 3, 65, 1030, x, x, lead=((2,), ())))
    shapes.must("matmul", *operands("matmul", 20, 30, 40, x, x, lead=((40, 1), (3,))))
    for fn in FNS:
        shapes.must(fn, *operands(fn, 50, 300, 40, x, x, lead=((60, 1), (2,))))
        shapes.must(fn, *operands(fn, 3, 4, 2, x, x, lead=((5000,), (1,))))
        shapes.must(fn, *operands(fn, 300, 700, 600, x, x))

# --- Layouts of operands; order of the result. ---
layouts = book.cases("layouts")
layouts.layout = True
for fn in FNS:
    for x in LAYOUTS:
        for y in LAYOUTS:
            for dtype in ("float64", "int16", "complex64"):
                one, two = [laid_out(dtype, a.base.shape, layout, "small")
                            for a, layout in zip(operands(fn, 3, 5, 4), (x, y))]
                layouts.must(fn, one, two)
            one, two = [laid_out("float32", a.base.shape, layout, "small")
                        for a, layout in zip(operands(fn, 3, 10, 4, lead=((2, 3), (3,))), (x, y))]
            layouts.must(fn, one, two)
        for order in "CFAK":
            for lead in [((), ()), ((2, 3), (2, 3)), ((4, 2, 3), (2, 1))]:
                one, two = [laid_out("float64", a.base.shape, x, "small") for a in operands(fn, 3, 5, 4, lead=lead)]
                layouts.must(fn, one, two, order=order)
layouts.must("matmul", A("float64", (4, 3, 5, 2), "small").transpose([2, 0, 1, 3]), A("float64", (2, 5), "small"))
layouts.must("matmul", A("float64", (4, 3, 5, 2), "small").transpose([1, 2, 3, 0]), A("float64", (4, 5), "small"))
layouts.must("vecdot", A("float64", (4, 3, 5, 2), "small").transpose([2, 0, 1, 3]), A("float64", (2,), "small"))
layouts.must("matmul", A("float64", (2, 3), "small"), A("float64", (3, 2), "small"), axes=[(0, 1), (0, 1), (1, 0)])
layouts.must("matmul", A("float64", (2, 3, 4), "small"), A("float64", (3, 2), "small"), axes=[(2, 1), (0, 1), (0, 1)])
layouts.must("matmul", A("float64", (2, 3, 4), "small"), A("float64", (3, 2), "small"), axes=[(2, 1), (0, 1), (0, 2)],
             order="F")

# --- axes, axis, keepdims. ---
axes = book.cases("axes")
x, y, z = A("float64", (2, 3), "small"), A("float64", (3, 2), "small"), A("float64", (3,), "small")
square, cube = A("float64", (3, 3), "small"), A("float32", (3, 3, 3), "iota")
for chosen in [[(0, 1), (0, 1), (0, 1)], [(-2, -1), (-2, -1), (-2, -1)], [(1, 0), (0, 1), (0, 1)], [(1, 0), (1, 0), (1, 0)],
               [0, 0, 0], [0, (0, 1), 0], [(0, 1), 0, 0], [0, 0, ()], [(0,), (0,), ()], [(0, 1), (0, 1)], [(0, 1)], [],
               [(0, 0), (0, 1), (1, 0)], [(0, 1), (0, 5), (1, 0)], [(0, 1, 2), (0, 1), (1, 0)], [0, 0], [1, 0], [-1, -2],
               [-1, -1, ()], [0, 0, -1], [(0,), (1,)], [(2, 1), (1, 2), (0, 1)], [(0, 2), (2, 1), (2, 0)], [2, 0, 1], [2, 0],
               [(0, 2), 1, 0], [(0, 2), 1, 2], [1, (0, 2), 0], [(), (), ()], [0, 0, 0, 0]]:
    for fn in FNS:
        for a, b in [(x, y), (y, x), (z, z), (square, square), (cube, cube), (cube, square), (square, z), (z, cube)]:
            axes(fn, a, b, axes=chosen)
            if fn == "vecdot":
                axes(fn, a, b, axes=chosen, keepdims=True)
for fn in FNS:
    for a, b in [(x, x), (x, z), (square, square), (cube, square), (z, z), (cube, cube), (A("int8", ()), z)]:
        for axis in (0, 1, -1, -2, 2, 5, -4):
            axes(fn, a, b, axis=axis)
            axes(fn, a, b, axis=axis, keepdims=True)
            axes(fn, a, b, axis=axis, keepdims=False)
        for keepdims in (True, False, 1, None):
            axes(fn, a, b, keepdims=keepdims)
        axes(fn, a, b, axis=0, axes=[0, 0])
        axes(fn, a, b, where=True)
        axes(fn, a, b, where=A("bool", (3,), "mask"))
        axes(fn, a, b, foo=1)
axes("vecdot", x, x, axes="01")
for axis in (None, 1.5, [0]):  # what else is wrong with a call, NumPy finds in an order of its own
    axes("vecdot", x, x, axis=axis)
    axes("vecdot", x, x, axes=[axis if axis != [0] else None, 0])
for fn in "add negative divmod".split():
    for key, value in [("axis", 0), ("axes", [0, 0]), ("keepdims", True)]:
        axes(fn, *[x] * (1 if fn == "negative" else 2), **{key: value})

# --- out, casting, dtype, signature. ---
keywords = book.cases("keywords")
for x in ("int8", "uint32", "float16", "float32", "float64", "complex64", "bool"):
    a, b = A(x, (2, 3), "small"), A(x, (3, 4), "small")
    for out in ("float64", "int32", "bool", "complex128", "float32", ">f8", ">i2", "uint8", "float16"):
        for casting in (None, "no", "equiv", "safe", "same_kind", "unsafe"):
            more = {} if casting is None else {"casting": casting}
            keywords("matmul", a, b, out=A(out, (2, 4), "iota"), **more)
        keywords("vecdot", a, a, out=A(out, (2,), "iota"))
        keywords("vecdot", a, a, out=A(out, (2, 1), "iota"), keepdims=True)
    for dtype in "bool int8 uint16 int64 float16 float32 float64 complex128 >f4 <i4".split():
        for fn in FNS:
            pair = operands(fn, 3, 4, 2, x, x)
            keywords(fn, *pair, dtype=dtype)
            keywords(fn, *pair, dtype=dtype, casting="unsafe")
    for signature in "dd->d ff->f bb->b dd->? ff->? d D dd ii->d ??->?".split():
        keywords("matmul", a, b, signature=signature)
        keywords("vecdot", a, a, signature=signature, casting="unsafe")
    keywords("matmul", a, b, signature=["float64", None, None])
    keywords("matmul", a, b, signature=[None, None, "float64"])
    keywords("matmul", a, b, dtype="float64", out=A("float32", (2, 4), "iota"))
    keywords("matmul", a, b, dtype="float64", out=A("int8", (2, 4), "iota"))
for shape in [(2, 4), (4, 2), (2,), (), (1, 2, 4), (5, 2, 4), (2, 5), (1, 4), (3, 2, 2, 4)]:
    for fn in FNS:
        for lead in [((), ()), ((5,), (1,)), ((3, 2), (2,))]:
            pair = operands(fn, 2, 3, 4, lead=lead)
            keywords(fn, *pair, out=A("float64", shape, "iota"))
            keywords(fn, *pair, A("float64", shape, "iota"))
            keywords(fn, *pair, out=A("float64", shape, "iota").readonly())
            if fn == "vecdot":
                keywords(fn, *pair, out=A("float64", (*shape, 1), "iota"), keepdims=True)
                keywords(fn, *pair, out=A("float64", shape, "iota"), keepdims=True)
                keywords(fn, *pair, out=A("float64", (1, *shape), "iota"), keepdims=True, axes=[-1, -1, 0])
a, b = A("float64", (2, 3), "small"), A("float64", (3, 4), "small")
for out in [A("float64", (4, 8), "iota").at("::2, ::-2"), A("float64", (4, 2), "iota").T, A("float64", (2, 4), "iota").at("::-1"),
            laid_out("float64", (2, 4), "unaligned"), laid_out("float32", (2, 4), "unaligned")]:
    keywords.must("matmul", a, b, out=out)
keywords.must("matmul", a, b, out=A("float64", (4, 2), "iota"), axes=[(0, 1), (0, 1), (1, 0)])
keywords.must("matmul", a, b, out=[A("float64", (2, 4), "iota")])
keywords("matmul", a, b, out=[None])
keywords("matmul", a, b, out=None)
keywords("matmul", a)
keywords("matmul", a, b, A("float64", (2, 4)), A("float64", (2, 4)))

# --- Operands that share memory with the result. ---
overlap = book.cases("overlap")
for dtype in ("float64", "int8", "complex64", "float16"):
    a = A(dtype, (4, 4), "small")
    for out in (a, a.T, a.at("::-1"), a.at(":, ::-1")):
        overlap.must("matmul", a, a, out=out)
        overlap.must("matmul", a, a.T, out=out)
        overlap.must("matmul", a.at("::-1"), A(dtype, (4, 4), "iota"), out=out)
    overlap.must("matvec", a, a.at("0"), out=a.at("0"))
    overlap.must("matvec", a, a.at("1"), out=a.at(":, 2"))
    overlap.must("vecmat", a.at(":, 0"), a, out=a.at("3"))
    overlap.must("vecdot", a, a, out=a.at(":, 0"))
    overlap.must("vecdot", a, a.T, out=a.at("1"), axis=0)
    overlap.must("matmul", a.at("1:, 1:"), a.at(":-1, :-1"), out=a.at(":-1, 1:"))

# --- New elementwise ufuncs: mixed dtypes, keywords, methods. ---
others = book.cases("others")
for x in NAMES:
    a = values(x, np.array([0, 1, 2, 3, 5, 100]) % 2 if x == "bool" else [0, 1, 2, 3, 5, 100])
    for y in NAMES:
        b = values(y, np.array([1, 1, 0, 2, 3, 3]) % 2 if y == "bool" else [1, 1, 0, 2, 3, 3])
        for fn in "heaviside nextafter ldexp gcd lcm".split():
            others(fn, a, b)
    for fn in "frexp modf".split():
        others(fn, a)
        others(fn, a, out=[A("float64", 6, "zeros"), A("float64", 6, "zeros")])
        others(fn, a, out=[None, A("int64", 6, "zeros")])
        others(fn, a, A("float64", 6, "zeros"))
        others(fn, a, dtype="float64")
        others(fn, a, where=A("bool", 6, "mask"), out=[A("float64", 6, "iota"), A("float64", 6, "iota")])
        others(fn, a, a)
    for number in (3, 2.5, True, -1):
        for fn in "heaviside nextafter ldexp gcd lcm".split():
            if x in INTEGERS[1::2] and number == -1:
                continue
            others(fn, a, number)
            others(fn, number, a)
for fn in "gcd lcm heaviside nextafter".split():
    for x in ("int8", "uint16", "int64", "float32"):
        for a in (A(x, (3, 4), "small"), A(x, (0, 3), "small"), A(x, (5,), "iota")):
            for axis in (0, -1, None, [0, 1]):
                others(fn + ".reduce", a, axis=axis)
            others(fn + ".accumulate", a)
            others(fn + ".reduceat", a, [0, 1])
            others(fn + ".outer", a, A(x, 3, "small"))
        others(fn + ".reduce", A(x, 300000, "signed"))
for fn in FNS:
    for x in ("float64", "int8"):
        a = A(x, (3, 3), "small")
        others(fn + ".outer", a, a)
for starts in ([0, 2], [0, 1], [2, 0], [1], [3, 2, 0], [0, 3], [2, 2]):
    for data in ([2, 3, -1, 4], [-2, 3, 1, 0], [2, -1, -1, 2], [1, 2, 3, -4]):
        others("power.reduceat", values("int32", data), starts)
        others("power.reduceat", values("int8", np.array([data, data[::-1]])), starts, axis=1)
        others("power.reduceat", values("float32", data), starts)

# --- resolve_dtypes. None in the place of a result or, for reductions, of `out`. ---
resolve = book.content["resolve"] = []


def resolved(fn, dtypes, **keywords):
    row = {"f": fn, "a": dtypes, "k": keywords}
    python = {"Number": float, "BigInt": int, "Complex": complex, None: None}
    given = tuple(python[d] if d in python else np.dtype(d) for d in dtypes)
    named = {k: tuple(v) if isinstance(v, list) else v for k, v in keywords.items()}
    try:
        row["r"] = [d.str for d in getattr(np, fn).resolve_dtypes(given, **named)]
    except Exception as error:
        row["e"] = next(kind.__name__ for kind in ERRORS if isinstance(error, kind))
    resolve.append(row)


KINDS = "bool int8 uint16 int64 uint64 float16 float32 float64 complex64".split()
for fn in "add divide equal left_shift power ldexp logical_and gcd matmul subtract".split():
    for x in [*KINDS, "Number", "BigInt", "Complex"]:
        for y in [*KINDS, "Number", "BigInt", "Complex"]:
            if fn == "power" and ("complex64" in (x, y) or "Complex" in (x, y)):
                continue
            if {x, y} & set(KINDS):
                resolved(fn, [x, y, None])
    for x in KINDS:
        if fn == "power" and x == "complex64":
            continue
        resolved(fn, [x, "float32", x])
        resolved(fn, [x, "float32", x], casting="unsafe")
        resolved(fn, [x, x, None], signature="dd->d")
        resolved(fn, [x, x, None], signature="ff->f", casting="safe")
        if fn in ("matmul", "ldexp"):
            continue
        resolved(fn, [x, x, None], signature=[None, None, "float64"])
        for out in (None, "float64", "int32"):
            resolved(fn, [out, x, None], reduction=True)
        resolved(fn, [None, x, x], reduction=True)
    resolved(fn, ["float32", "float32"])
    resolved(fn, ["float32", None, None])
    resolved(fn, [None, "float32", None])
    resolved(fn, ["float32", None, None], reduction=True)
for fn in "sqrt negative frexp divmod".split():
    nargs = getattr(np, fn).nargs
    for x in KINDS:
        resolved(fn, [x] * getattr(np, fn).nin + [None] * getattr(np, fn).nout)
        resolved(fn, [None] + [x] + [None] * (nargs - 2), reduction=True)

# --- What ufuncs say of themselves; letters are ours, in which there is one for each integer. ---
about = book.content["about"] = {}
for name in dir(np):
    uf = getattr(np, name)
    if not isinstance(uf, np.ufunc):
        continue
    types = []
    for text in uf.types:
        text = text.replace("q", "l").replace("Q", "L")
        if set(text) <= set("?bBhHiIlLefdFD->") and text not in types:
            types.append(text)
    about[name] = {"name": uf.__name__, "nin": uf.nin, "nout": uf.nout, "signature": uf.signature, "types": types,
                   "identity": None if uf.identity is None else repr(float(uf.identity))}
book.save()

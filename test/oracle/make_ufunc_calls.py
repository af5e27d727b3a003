"""Calls and methods of the elementary functions and of those on parts of numbers: dtypes that mix, numbers of
the host language, keywords, overlap, broadcasting, reductions and their kin, refusals."""
from oracle import *

book = Book("ufunc_calls")
UNARY = ("exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh "
         "cbrt degrees radians spacing").split()
BINARY = ("float_power logaddexp logaddexp2 arctan2 hypot heaviside nextafter ldexp gcd lcm").split()
ODD = "frexp modf".split()

mixed = book.cases("mixed dtypes")
for fn in BINARY:
    for x in NAMES:
        for y in NAMES:
            a = values(x, np.array([0, 1, 2, 3, 5, 100]) % 2 if x == "bool" else [0, 1, 2, 3, 5, 100])
            b = values(y, np.array([1, 1, 0, 2, 3, 3]) % 2 if y == "bool" else [1, 1, 0, 2, 3, 3])
            mixed(fn, a, b)

weak = book.cases("weak scalars")
for x in NAMES:
    a = values(x, np.array([0, 1, 2, 3, 5, 9]) % 2 if x == "bool" else [0, 1, 2, 3, 5, 9])
    for fn in BINARY:
        for number in (2.5, 0.25, 1e300, True) if x == "bool" else (2.5, 0.25, 3, 1, True):
            weak(fn, a, number)
            weak(fn, number, a)
for fn in UNARY + ODD:
    for number in (0.5, 2.0, True):
        if fn != "arccosh" or number == 2.0:
            weak(fn, number)

keywords = book.cases("keywords")
for x in ("int8", "float16", "float32", "float64", "complex64"):
    for fn in UNARY:
        a = A(x, (4, 5), "tiny")
        # Errors are counted in the places of the output's dtype: no wider one than the loop's.
        own = "float16" if x == "int8" else x
        for out in (own, "int32", *(["float32", "complex128", ">f8"] if x == "float64" else [])):
            keywords(fn, a, out=A(out, (4, 5), "small"))
        keywords(fn, a, out=A(own, (4, 5), "small"), where=A("bool", (4, 5), "mask"))
        if x == "complex64":
            keywords(fn, a, out=A("complex64", (4, 5), "small"), where=A("bool", (5,), "mask"))
        keywords(fn, a, out=A("float64", (5, 4)))
        for dtype in ("float32", "float64", "complex128", "int16"):
            keywords(fn, a, dtype=dtype)
            keywords(fn, a, dtype=dtype, casting="unsafe")
        keywords(fn, a, signature="d->d")
        keywords(fn, a, order="F")
        keywords(fn, A(x, (0, 3)))
        keywords(fn, A(x, (), "tiny"))
        for layout in "F strided reversed broadcast swapped unaligned".split():
            keywords(fn, laid_out(x, (3, 4), layout, "tiny"))
    for fn in BINARY:
        a, b = A(x, (4, 5), "tiny"), A(x, (5,), "tiny")
        for out in ("float64", "complex128", "int32"):
            keywords(fn, a, b, out=A(out, (4, 5), "small"))
        keywords(fn, a, b, out=A("float64", (4, 5), "small"), where=A("bool", (4, 5), "mask"))
        keywords(fn, a, A(x, (4,), "tiny"))
        keywords(fn, A(x, (3, 1, 2), "tiny"), A(x, (4, 1), "tiny"))
        keywords(fn, a, b, dtype="float64")
        keywords(fn, laid_out(x, (4, 5), "reversed", "tiny"), laid_out(x, (4, 5), "strided", "tiny"))
    for fn in ODD:
        a = A(x, (4, 5), "tiny")
        keywords(fn, a)
        keywords(fn, a, out=[A("float64", (4, 5)), A("float64" if fn == "modf" else "int32", (4, 5))])
        keywords(fn, a, where=A("bool", (4, 5), "mask"), out=[A("float64", (4, 5)), A("float64" if fn == "modf" else "int32", (4, 5))])

overlap = book.cases("overlap")
for x in ("float32", "float64"):
    a = A(x, 100, "tiny")
    for fn in ("exp", "sin", "arctan", "tanh", "cbrt", "log1p"):
        for source, target in ((":-1", "1:"), ("1:", ":-1"), (":", "::-1"), (":50", "50:"), ("::2", ":50")):
            overlap(fn, a.at(source), out=a.at(target))
    for fn in ("hypot", "arctan2", "logaddexp"):
        overlap(fn, a.at(":-1"), a.at("1:"), out=a.at(":-1"))
        overlap(fn, a.at("1:"), a.at(":-1"), out=a.at("1:"))
        overlap(fn, a, a.at("::-1"), out=a)

methods = book.cases("methods")
for fn in BINARY:
    for x in ("int8", "uint16", "int64", "float16", "float32", "float64", "complex128", "bool"):
        methods(fn + ".outer", A(x, 3, "tiny"), A(x, (2, 2), "tiny"))
        methods(fn + ".at", A(x, 6, "tiny"), values("int32", [0, 2, 2, -1]), A(x, 4, "tiny"))
        if fn == "ldexp":  # whose operands differ: NumPy reduces by way of odd promotions
            continue
        a = A(x, (3, 4), "tiny")
        for axis in (0, 1, None, [], 2):
            methods(fn + ".reduce", a, axis=axis)
        methods(fn + ".reduce", a, axis=1, keepdims=True)
        methods(fn + ".reduce", a, axis=0, initial=1)
        methods(fn + ".reduce", a, axis=0, initial=1, where=A("bool", (3, 4), "mask"))
        if x != "complex128":  # without an identity the first element passes through `out`
            methods(fn + ".reduce", a, axis=0, out=A("float64", 4))
        methods(fn + ".reduce", A(x, (0, 3)), axis=0)
        methods(fn + ".accumulate", a)
        methods(fn + ".accumulate", a, 1)
        methods(fn + ".reduceat", a, values("int32", [0, 2, 1]))
for fn in UNARY:
    methods(fn + ".at", A("float64", 6, "tiny"), values("int32", [0, 2, 2, -1]))
    methods(fn + ".reduce", A("float64", 6))
    methods(fn + ".outer", A("float64", 6), A("float64", 6))

book.save()

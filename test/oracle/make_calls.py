"""Calls of ufuncs: mixed dtypes, numbers of the host language, keywords, broadcasting, overlap."""
from oracle import *

book = Book("calls")

# --- Every pair of dtypes: the result's dtype and elements, or the error. ---
mixed = book.cases("mixed dtypes")
for fn in ("add subtract multiply divide less equal maximum power floor_divide bitwise_and left_shift "
           "logical_or fmod copysign divmod").split():
    for x in NAMES:
        for y in NAMES:
            a = values(x, np.array([0, 1, 2, 3, 5, 100]) % 2 if x == "bool" else [0, 1, 2, 3, 5, 100])
            b = values(y, np.array([1, 1, 0, 2, 3, 3]) % 2 if y == "bool" else [1, 1, 0, 2, 3, 3])
            mixed(fn, a, b)
for fn, (nin, nout, ulp) in ufunc_list().items():
    if nin == 1:
        for x in NAMES:  # those without a loop of their own too
            mixed(fn, values(x, [0, 1, 2, 3, 5, 100]))
for x, y, z in [("int8", "uint8", "float16"), ("int16", "int16", "uint16"), ("float32", "int32", "int8"),
                ("bool", "bool", "int8"), ("complex64", "float64", "int8"), ("uint64", "int64", "uint8")]:
    mixed("clip", values(x, [0, 1, 1, 0, 1]), values(y, [0] * 5), values(z, [1] * 5))

# --- Weak scalars. A whole number that does not fit counts as a float in JavaScript: none here. ---
weak = book.cases("weak scalars")
for x in NAMES:
    a = values(x, np.array([0, 1, 2, 3, 5, 100]) % 2 if x == "bool" else [0, 1, 2, 3, 5, 100])
    numbers = [True, False, 2.5, -0.25, float("nan"), float("inf"), -0.0, 1e300, 2 + 1j, 1j]
    if x != "bool":
        numbers += [1, 0, 3, 127]
        if x in INTEGERS and np.dtype(x).kind == "i" or x in FLOATS + COMPLEX:
            numbers += [-1, -128]
    for fn in "add multiply divide floor_divide less maximum".split():
        for number in numbers:
            weak(fn, a, number)
            if fn != "maximum":
                weak(fn, number, a)
    for fn in "power left_shift bitwise_and remainder copysign".split():
        for number in [number for number in numbers if not isinstance(number, complex)]:
            if fn == "power" and number in (-1, -128) and x in INTEGERS:
                continue
            weak(fn, a, number)
    weak("clip", a, 0.5, 2.5)
    if x != "bool":
        weak("clip", a, 1, 3)
    # Two 0-d arrays of which one is a number are the same.
    weak("add", A(x, (), "iota").reshape([]), 2.5)

# --- Keywords. ---
keywords = book.cases("keywords")
for x in ("int8", "int32", "uint64", "float16", "float32", "float64", "complex64", "bool"):
    a, b = A(x, (5, 7), "small"), A(x, (7,), "iota")
    mask = A("bool", (5, 7), "mask")
    for fn in "add maximum less multiply".split():
        outs = ["float64", "int32", "bool", "complex128", "float32", ">f8", ">i2", "uint8"]
        for out in outs:
            for casting in (None, "no", "equiv", "safe", "same_kind", "unsafe"):
                more = {} if casting is None else {"casting": casting}
                if out in (">f8", "uint8") or casting in (None, "safe", "unsafe"):
                    keywords(fn, a, b, out=A(out, (5, 7), "small"), **more)
        keywords(fn, a, b, out=A(x, (5, 7), "small"), where=mask)
        keywords(fn, a, b, out=A("float64", (5, 14), "small").at(":, ::2"), where=mask, casting="unsafe")
        keywords(fn, a, b, out=A("complex128", (7, 5), "small").T, where=mask.at(":, :1"))
        keywords(fn, a, b, out=A(x, (5, 7), "small"), where=A("bool", (7, 5), "mask").T)
        keywords(fn, a, b, out=A("float64", (3, 5, 7), "small"), casting="unsafe")
        keywords(fn, a, b, out=A("float64", (5, 1), "small"), casting="unsafe")
        keywords(fn, a, b, out=A("float64", (7,), "small"), casting="unsafe")
        keywords(fn, a, b, out=A("float64", (5, 8), "small"), casting="unsafe")
        keywords(fn, a, b, where=A("int8", (5, 7), "iota"), out=A(x, (5, 7), "small"))
        keywords(fn, a, b, where=A("bool", (4, 7), "mask"), out=A(x, (5, 7), "small"))
        keywords(fn, a, b, where=A("bool", (3, 5, 7), "mask"), out=A(x, (3, 5, 7), "small"))
        keywords(fn, a, b, where=True)
        for dtype in "bool int8 uint16 int64 float16 float32 float64 complex128 >f4 <i4".split():
            keywords(fn, a, b, dtype=dtype)
            keywords(fn, a, b, dtype=dtype, casting="unsafe")
        keywords(fn, a, b, dtype="float64", out=A("float32", (5, 7), "small"))
        keywords(fn, a, b, dtype="float64", out=A("int8", (5, 7), "small"))
    for signature in "dd->d ff->f bb->b dd->? ff->? d D dd ii->d ??->?".split():
        keywords("add", a, b, signature=signature)
        keywords("less", a, b, signature=signature, casting="unsafe")
    keywords("add", a, b, signature=["float64", "float64", "float64"])
    keywords("add", a, b, signature=[None, None, "float64"])
    keywords("add", a, b, signature=["float32", None, None])
    keywords("multiply", a, b, signature=[None, None, None])
    keywords("add", a, b, signature=["float64", "float64"])
    keywords("sqrt", a, signature="d->d")
    keywords("sqrt", a, signature="d->d", casting="unsafe")
    keywords("negative", a, dtype="float64")
    keywords("isfinite", a, dtype="bool")
    keywords("floor_divide", a, A(x, (5, 7), "tenth"), dtype="float64", casting="unsafe")
    keywords("divide", a, A(x, (5, 7), "tenth"), dtype="float32", casting="unsafe")
for a, b in [("int32", "int16"), ("float64", "int8"), ("uint8", "int8")]:
    x, y = A(a, (4, 6), "small"), A(b, (4, 6), "tenth")
    keywords("divmod", x, y)
    keywords("divmod", x, y, out=[A(np.promote_types(a, b), (4, 6), "zeros"), None])
    keywords("divmod", x, y, out=[None, A("float64", (4, 6), "zeros")])
    keywords("divmod", x, y, A("float64", (4, 6), "zeros"), A(">f8", (4, 6), "zeros"))
    keywords("divmod", x, y, where=A("bool", (4, 6), "mask"),
             out=[A("float64", (4, 6), "iota"), A("float64", (4, 12), "iota").at(":, ::-2")])
    keywords("divmod", x, y, dtype="float64")
    keywords("add", x, y, A("float64", (4, 6), "zeros"))

# --- Broadcasting, shapes. ---
shapes = book.cases("broadcasting")
PAIRS = [((), ()), ((3,), ()), ((), (2, 3)), ((1,), (3,)), ((3, 1), (1, 4)), ((2, 3, 4), (3, 1)), ((0,), (1,)),
         ((3, 0), (1,)), ((0,), (2,)), ((2, 0, 3), (1, 3)), ((3,), (4,)), ((2, 3), (3, 2)), ((2, 1, 3), (4, 1)),
         ((5, 1, 4, 1), (3, 1, 6)), ((1, 1, 1), (2, 2)), ((1,) * 20, (2,)), ((2, 1, 1, 2, 1, 1), (1, 2, 1, 1, 3, 1)),
         ((0,), ()), ((4, 4), (4, 5)), ((2, 2, 2), (2, 3, 2)), ((1,) * 63 + (2,), (3, 1)), ((1,) * 64, (2,))]
for x, y in PAIRS:
    for fn, dtypes in [("add", ("float64", "float64")), ("less", ("int32", "float32")),
                       ("multiply", ("int8", "int8")), ("subtract", ("complex64", "float32"))]:
        shapes(fn, A(dtypes[0], x, "small"), A(dtypes[1], y, "small"))
        shapes(fn, A(dtypes[1], y, "small"), A(dtypes[0], x, "small"))

# --- Layouts of operands, and of the result (order). ---
layouts = book.cases("layouts")
layouts.layout = True
for x in LAYOUTS:
    for y in LAYOUTS:
        for fn, dtypes in [("add", ("float64", "float64")), ("multiply", ("int16", "float32")),
                           ("greater", ("int32", "int32")), ("subtract", ("complex64", "complex64"))]:
            layouts.must(fn, laid_out(dtypes[0], (3, 4, 5), x), laid_out(dtypes[1], (3, 4, 5), y, "signed"))
    for order in "CFAK":
        layouts.must("add", laid_out("float32", (3, 4, 5), x), laid_out("float32", (4, 5), x), order=order)
        layouts.must("negative", laid_out("int16", (3, 4, 5), x), order=order)
        layouts.must("add", laid_out("float32", (3, 4, 5), x), laid_out("float32", (3, 4, 5), "F"), order=order)
    for fn, dtype in [("negative", "float64"), ("sqrt", "float32"), ("absolute", "complex64"), ("signbit", "float16"),
                      ("invert", "bool"), ("invert", "uint8"), ("square", "int64"), ("isnan", "float64")]:
        layouts.must(fn, laid_out(dtype, (3, 4, 5), x))
        layouts.must(fn, laid_out(dtype, (13,), x))
        layouts.must(fn, laid_out(dtype, (3, 0, 2), x if x != "broadcast" else "C"))
        layouts.must(fn, laid_out(dtype, (), x))
        layouts.must(fn, laid_out(dtype, (2, 1, 3, 2, 2), x))
layouts.must("add", A("float64", (2, 3, 4, 5), "iota").transpose([2, 0, 3, 1]), 1)
layouts.must("add", A("float64", (2, 3, 4, 5), "iota").transpose([2, 0, 3, 1]), A("float64", (2, 3, 4, 5)).transpose([2, 0, 3, 1]))
layouts.must("add", A("float64", (2, 3, 4, 5), "iota").transpose([2, 0, 3, 1]), A("float64", (4, 2, 5, 3)))
layouts.must("add", A("float64", (6, 4), "iota").at("::-2"), A("float64", (3, 8)).at(":, ::-2"))
layouts.must("add", A("float64", (6, 4), "iota").T.at("::-2"), 1)

# --- Operands and outputs that share memory: as if there were a copy. ---
overlap = book.cases("overlap")
for dtype in ("float64", "int8", "float32", "int16", "complex128", "bool"):
    for n in (8, 50, 1002, 9002):
        a = A(dtype, n, "wave")
        fn = "add"
        overlap.must(fn, a.at("1:"), a.at(":-1"), out=a.at("1:"))
        overlap.must(fn, a.at("1:"), a.at(":-1"), out=a.at(":-1"))
        overlap.must(fn, a, a, out=a)
        overlap.must(fn, a.at("::-1"), a, out=a)
        overlap.must(fn, a, a.at("::-1"), out=a.at("::-1"))
        overlap.must(fn, a.at("::2"), a.at("1::2"), out=a.at("1::2"))
        overlap.must(fn, a.at(":%d" % (n // 2)), a.at("%d:" % (n - n // 2)), out=a.at(":%d" % (n // 2 * 2)).at("::2"))
        overlap.must(fn, a.at("1"), a, out=a)
        overlap.must(fn, a, a.at("3:4"), out=a)
        overlap.must("maximum", a.at("3:"), a.at(":-3"), out=a.at("3:"))
        overlap.must("multiply", a.at("3:"), a.at("2:-1"), out=a.at("1:-2"), where=A("bool", n - 3, "mask"))
        overlap.must("logical_not" if dtype == "bool" else "square", a.at(":-1"), out=a.at("1:"), casting="unsafe")
        overlap.must("absolute", a.at("1:"), out=a.at(":-1")) if dtype[0] != "c" else None
        overlap("greater", a.at("1:"), a.at(":-1"), out=A(dtype, n).at("1:"))
        overlap("greater", a.at("1:"), a.at(":-1"), out=a.at("1:"), casting="unsafe")
        if n < 9000:
            b = A(dtype, (n // 4, 4), "wave")
            overlap.must(fn, b, b.at("::-1"), out=b)
            overlap.must(fn, b, b.at(":, ::-1"), out=b)
            overlap.must(fn, b.at("0"), b, out=b)
            overlap.must(fn, b.at(":, 1:2"), b, out=b)
            c = A(dtype, (5, 5), "wave")
            overlap.must(fn, c, c.T, out=c)
            overlap.must(fn, c.T, c.T, out=c)
            overlap.must(fn, c.at("1:, 1:"), c.at(":-1, :-1"), out=c.at(":-1, 1:"))
a = A("uint8", 4096, "iota")
overlap.must("add", a.at(":2048").view("<i2"), a.at("1024:3072").view("<i2"), out=a.at("512:2560").view("<i2"))
overlap.must("add", a.at("1:4001").view("<f4"), a.at("3:4003").view("<f4"), out=a.at("2:4002").view("<f4"))
overlap.must("add", a.at(":1024"), a.at("1024:2048"), out=a.at("0:4096").view("<i4"), casting="unsafe")
overlap.must("negative", a.at(":1024").view(">i4"), out=a.at("3:1027").view("<i4"))
overlap.must("add", a.at(":8"), 1, where=a.at("4:12").view("?"), out=a.at("4:12"))
overlap.must("logical_not", a.at(":100").view("?"), where=a.at("1:101").view("?"), out=a.at("2:102").view("?"))

book.save()

"""reduce, accumulate, reduceat, outer and at of ufuncs."""
from oracle import *

book = Book("methods")
REDUCED = ("add multiply maximum minimum logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor "
           "subtract fmax fmin power divide less").split()

NO_IDENTITY = "maximum minimum subtract fmax fmin power divide less".split()


def section(title):
    """Cases but for those that show how NumPy works inside, not what it means: without an identity the
    first element passes through `out`, a comparison looks at `out` to choose its loop, and negative
    powers are refused when they are come to."""
    cases = book.cases(title)

    def add(fn, a, *args, **kwargs):
        name, method = fn.split(".")
        x, out = a.base.dtype, kwargs.get("out")
        if out is not None and name in NO_IDENTITY and not np.can_cast(x, out.base.dtype, "safe"):
            return
        if out is not None and name == "less" and out.base.dtype != "bool":
            return
        if name == "power" and (x.kind == "i" or x.kind == "u" and str(kwargs.get("dtype")).startswith("int")):
            if method != "reduce" or set(kwargs) != {"axis"} or kwargs["axis"] == []:
                return
        cases(fn, a, *args, **kwargs)

    return add


reduce = section("reduce")
for fn in REDUCED:
    for x in NAMES:
        formula = "tiny" if fn in ("multiply", "power") else "small"
        a = A(x, (3, 4, 5), formula)
        m = A("bool", (3, 4, 5), "mask")
        for axis in (0, 1, -1, None, [0, 2], [0, 1, 2], [], [-1, 0], 3, -4, [1, 1], [0, 3], [1, -2]):
            reduce(fn + ".reduce", a, axis=axis)
            if axis in (1, [0, 2], None, []):
                reduce(fn + ".reduce", a, axis=axis, keepdims=True)
                reduce(fn + ".reduce", a, axis=axis, initial=2 if x != "bool" else True)
                reduce(fn + ".reduce", a, axis=axis, where=m, initial=1 if x != "bool" else True)
                reduce(fn + ".reduce", a, axis=axis, where=m)
                reduce(fn + ".reduce", a, axis=axis, dtype="float64")
                if fn != "multiply" or axis == 1:  # of several axes NumPy takes them in an order of its own
                    reduce(fn + ".reduce", a, axis=axis, initial=None)
        reduce(fn + ".reduce", a)
        reduce(fn + ".reduce", a, out=A(x, (4, 5), "iota"))
        reduce(fn + ".reduce", a, axis=2, out=A("complex128", (3, 8), "iota").at(":, ::2"))
        reduce(fn + ".reduce", a, axis=2, out=A("float32", (3, 4, 1), "iota"), keepdims=True)
        reduce(fn + ".reduce", a, out=A("int8", (4, 5), "iota"))
        reduce(fn + ".reduce", a, out=A(">i4", (4, 5), "iota"))
        reduce(fn + ".reduce", a, out=A(x, (4, 6), "iota"))
        reduce(fn + ".reduce", a, out=A(x, (1, 4, 5), "iota"))
        reduce(fn + ".reduce", a, axis=None, out=A("float64", (), "iota"))
        for dtype in ("bool", "int8", "uint32", "int64", "float16", "float32", "complex64"):
            reduce(fn + ".reduce", a, axis=1, dtype=dtype)
        for shape in ((0,), (0, 3), (3, 0), (2, 0, 3)):
            for axis in (0, -1, None, []):
                reduce(fn + ".reduce", A(x, shape), axis=axis)
                if axis == 0:
                    reduce(fn + ".reduce", A(x, shape), axis=axis, initial=1 if x != "bool" else True)
        reduce(fn + ".reduce", A(x, ()), axis=None)
        reduce(fn + ".reduce", A(x, ()), axis=0)
        reduce(fn + ".reduce", A(x, ()), axis=-1)
        reduce(fn + ".reduce", A(x, ()), axis=1)
        reduce(fn + ".reduce", A(x, ()), axis=[])
        reduce(fn + ".reduce", A(x, (1,)), axis=0)
for fn in ("add", "maximum"):
    a = A("float64", (3, 4, 5), "small")
    reduce(fn + ".reduce", a, where=A("bool", 5, "mask"), initial=0)
    reduce(fn + ".reduce", a, where=A("bool", (4, 1), "mask"), initial=0)
    reduce(fn + ".reduce", a, where=A("bool", (3, 1, 1), "mask"), initial=0)
    reduce(fn + ".reduce", a, where=A("bool", (2, 3, 4, 5), "mask"), initial=0)
    reduce(fn + ".reduce", a, where=A("bool", (4,), "mask"), initial=0)
    reduce(fn + ".reduce", a, where=A("int8", (5,), "mask"), initial=0)
    reduce(fn + ".reduce", A("int8", (3, 4), "small"), initial=200, axis=0)
    reduce(fn + ".reduce", A("int8", (3, 4), "small"), initial=2.5, axis=0)
    reduce(fn + ".reduce", A("float32", (3, 4), "small"), initial=2.5, axis=0)
    reduce(fn + ".reduce", A("float32", (3, 4), "small"), initial=1j, axis=0)
    reduce(fn + ".reduce", A("float64", (3, 4), "nans"), axis=1)
    reduce(fn + ".reduce", A("float32", (30, 40), "nans"), axis=0)
    reduce(fn + ".reduce", A("float16", (30, 40), "nans"), axis=None)
    reduce(fn + ".reduce", A("complex64", (30, 40), "nans"), axis=0)

accumulate = section("accumulate")
for fn in REDUCED:
    for x in NAMES:
        formula = "tiny" if fn in ("multiply", "power") else "small"
        a = A(x, (3, 4, 5), formula)
        for axis in (0, 1, 2, -1, -3, 3, -4):
            accumulate(fn + ".accumulate", a, axis)
        accumulate(fn + ".accumulate", a)
        accumulate(fn + ".accumulate", a, axis=1, dtype="float64")
        accumulate(fn + ".accumulate", a, axis=1, dtype="int8")
        accumulate(fn + ".accumulate", a, axis=1, out=A("float64", (3, 4, 5), "iota"))
        accumulate(fn + ".accumulate", a, axis=2, out=A("int16", (5, 4, 3), "iota").T)
        accumulate(fn + ".accumulate", a, axis=2, out=A(x, (3, 4, 4), "iota"))
        accumulate(fn + ".accumulate", a, axis=0, out=A(x, (4, 5), "iota"))
        accumulate(fn + ".accumulate", a, axis=1, out=a)
        accumulate(fn + ".accumulate", A(x, 700, formula))
        accumulate(fn + ".accumulate", A(x, (0, 3)), axis=0)
        accumulate(fn + ".accumulate", A(x, (0, 3)), axis=1)
        accumulate(fn + ".accumulate", A(x, ()))
accumulate("divmod.accumulate", A("float64", 3))
accumulate("sqrt.accumulate", A("float64", 3))
for x in LAYOUTS:
    for axis in (0, 1, 2):
        accumulate("add.accumulate", laid_out("float64", (3, 4, 5), x), axis)
        accumulate("maximum.accumulate", laid_out("int16", (3, 4, 5), x, "signed"), axis)
a = A("float64", 100, "wave")
accumulate("add.accumulate", a.at(":-1"), out=a.at("1:"))
accumulate("add.accumulate", a.at("1:"), out=a.at(":-1"))
accumulate("add.accumulate", a, out=a.at("::-1"))

reduceat = section("reduceat")
for fn in REDUCED:
    for x in ("bool", "int8", "uint16", "int32", "uint64", "float16", "float32", "float64", "complex128"):
        formula = "tiny" if fn in ("multiply", "power") else "small"
        a = A(x, (6, 4, 5), formula)
        for indices in ([0, 2, 4], [0, 4, 1, 5, 2], [3, 3, 0], [5], [0], [], [1, 5, 5], [-1], [6], [0, 6]):
            reduceat(fn + ".reduceat", a, values("int32", indices))
        reduceat(fn + ".reduceat", a, values("int64", [0, 2, 1, 3]), 1)
        reduceat(fn + ".reduceat", a, values("uint8", [0, 2, 1, 3]), axis=-1)
        reduceat(fn + ".reduceat", a, values("int32", [0, 2, 1, 5]), axis=-1)
        reduceat(fn + ".reduceat", a, values("int32", [0, 2, 1, 4]), axis=-1, dtype="float64")
        reduceat(fn + ".reduceat", a, values("int32", [0, 2]), axis=0, out=A("float64", (2, 4, 5)))
        reduceat(fn + ".reduceat", a, values("int32", [0, 2]), axis=0, out=A("float64", (3, 4, 5)))
        reduceat(fn + ".reduceat", a, values("int32", [0, 2]), axis=0, out=A("int8", (2, 10, 4)).at(":, ::2").transpose([0, 1, 2]).reshape([2, 5, 4]).transpose([0, 2, 1]))
        reduceat(fn + ".reduceat", A(x, 3000, formula), values("int32", [0, 1, 9, 150, 1000, 2999]))
reduceat("add.reduceat", A("float64", (6, 4)), values("float64", [0, 2]))
reduceat("add.reduceat", A("float64", (6, 4)), values("int32", [[0, 2]]))
reduceat("add.reduceat", A("float64", (6, 4)), values("int32", [0, 2]), 2)
reduceat("add.reduceat", A("float64", ()), values("int32", [0]))
reduceat("divmod.reduceat", A("float64", 3), values("int32", [0]))

outer = book.cases("outer")
for fn in "add multiply less divide power bitwise_and maximum divmod floor_divide".split():
    for x, y in [("int8", "int8"), ("float64", "float32"), ("int32", "float32"), ("bool", "bool"), ("complex64", "int16"),
                 ("uint8", "int64")]:
        for p, q in [((3,), (4,)), ((2, 3), (4,)), ((), (3,)), ((3,), ()), ((2, 2), (3, 1, 2)), ((0,), (3,)), ((3,), (2, 0)),
                     ((), ())]:
            outer(fn + ".outer", A(x, p, "iota"), A(y, q, "tenth"))
for more in [dict(dtype="float64"), dict(dtype="int8"), dict(out=A("float64", (3, 4))), dict(out=A("float64", (4, 3))),
             dict(out=A("float64", (4, 3)).T), dict(where=A("bool", (3, 4), "mask"), out=A("float32", (3, 4), "iota")),
             dict(casting="no"), dict(order="F"), dict(signature="dd->d"), dict(keepdims=True)]:
    outer("add.outer", A("float32", 3), A("float32", 4), **more)
outer("sqrt.outer", A("float32", 3), A("float32", 4))

# NumPy 2.2.4 writes to a read-only array here, and reads past the end of the operand where indices are
# two-dimensional: those are left out.
at = section("at")
for fn in "add subtract multiply maximum minimum logical_and logical_or bitwise_and bitwise_xor divide power less".split():
    for x in NAMES:
        i = values("int32", [0, 2, 2, 5, -1, 0, 2])
        at(fn + ".at", A(x, 6, "small"), i, A(x, 7, "tiny"))
        at(fn + ".at", A(x, 6, "small"), i, A(x, 1, "tiny"))
        at(fn + ".at", A(x, (6, 3), "small"), i, A(x, (7, 3), "tiny"))
        at(fn + ".at", A(x, (6, 3), "small"), i, A(x, (3,), "tiny"))
        at(fn + ".at", A(x, (6, 3), "small"), i, A(x, (7, 1), "tiny"))
        at(fn + ".at", A(x, (6, 3), "small"), i, A(x, (3, 1), "tiny"))
        at(fn + ".at", A(x, (6, 3), "small"), (i, values("int32", [0, 1, 2, 0, 1, 2, -3])), A(x, 7, "tiny"))
        at(fn + ".at", A(x, (3, 6), "small").T, (i, values("int32", [1])), A(x, 7, "tiny"))
        at(fn + ".at", A(x, 12, "small").at("::2"), i, A(x, 14, "tiny").at("::-2"))
        at(fn + ".at", A(x, 6, "small"), values("int64", [1, 6]), A(x, 1, "tiny"))
        at(fn + ".at", A(x, 6, "small"), values("int8", [-7]), A(x, 1, "tiny"))
        at(fn + ".at", A(x, 6, "small"), i, A("float64", 1, "tiny"))
        at(fn + ".at", A(x, 6, "small"), i, A("int8", 7, "tiny"))
        at(fn + ".at", A(np.dtype(x).newbyteorder(">"), 6, "small"), i, A(x, 7, "tiny"))
        at(fn + ".at", A(x, 6, "small"), values("int32", []), A(x, 1, "tiny"))
for x in NAMES:
    at("negative.at", A(x, 6, "small"), values("int32", [0, 1, 1, 5]))
    at("invert.at", A(x, 6, "small"), values("int32", [0, 1, 1, 5]))
at("add.at", A("float64", 6), values("int32", [0, 1]))
at("negative.at", A("float64", 6), values("int32", [0, 1]), A("float64", 2))
at("add.at", A("float64", 6), (values("int32", [0, 1]), values("int32", [0, 1])), A("float64", 2))
at("add.at", A("float64", 6), values("float64", [0, 1]), A("float64", 2))
at("divmod.at", A("float64", 6), values("int32", [0, 1]), A("float64", 2))
a = A("int32", 8, "iota")
at("add.at", a, values("int32", [1, 2, 3, 1]), a.at(":4"))
at("add.at", a, a.at("2:6"), A("int32", 4, "tenth"))

book.save()

"""Selecting by conditions: every dtype, layouts, 0 to 5 dimensions, empty arrays, refusals."""
from oracle import *

book = Book("conditions")
SHAPES = [(7,), (40,), (3, 5), (2, 3, 4), (2, 1, 3, 2), (2, 1, 2, 2, 3), (0,), (3, 0), (0, 2)]


def mask(shape, layout="C"):
    return laid_out("bool", (shape,) if isinstance(shape, int) else shape, layout, "mask")


dtypes = book.cases("dtypes")
for x in NAMES:
    for fn in ("nonzero", "flatnonzero", "argwhere", "where"):
        dtypes(fn, A(x, (3, 7), "small"))
    for fn in ("where", "extract", "compress"):
        rest = [A(x, 9, "wave"), A(x, 9, "small")] if fn == "where" else [A(x, 9, "wave")]
        dtypes(fn, A(x, 9, "small"), *rest)
    for y in NAMES:
        dtypes("where", mask(5), A(x, 5, "tiny"), A(y, 5, "small"))
        dtypes("place", A(x, 9, "wave"), mask(9), A(y, 3, "small"))
        dtypes("putmask", A(x, 9, "wave"), A(y, 9, "small"), A(x, 4, "small"))
        for casting in ("safe", "same_kind", "unsafe"):
            dtypes("copyto", A(x, 9, "wave"), A(y, 9, "small"), casting=casting, where=mask(9))
    for weak in (1, 2.5, True, 1 + 2j):
        dtypes("where", mask(5), A(x, 5, "tiny"), weak)
        dtypes("where", mask(5), weak, A(x, (2, 1), "tiny"))
        if not (isinstance(weak, complex) or isinstance(weak, float)):
            dtypes("place", A(x, 9, "wave"), mask(9), weak)
            dtypes("putmask", A(x, 9, "wave"), mask(9), weak)
        dtypes("copyto", A(x, 9, "wave"), weak, where=mask(9))
    dtypes("select", [A("bool", 6, "mask"), A("bool", (2, 1), "mask")], [A(x, 6, "wave"), A(x, (2, 6), "small")])
    dtypes("select", [A("bool", 6, "mask"), A("bool", 6, "small")], [A(x, 6, "wave"), A("int16", (), "small")], 3)
    dtypes("piecewise", A(x, 6, "wave"), [A("bool", 6, "mask"), A("bool", 6, "small")], [1, 2, 3])
    for out in ("int8", "float32", "float64", "complex128", x):
        dtypes("compress", [True, False, True], A(x, (3, 2), "wave"), 0, A(out, (2, 2), "zeros"))

layouts = Cases(book, book.content.setdefault("layouts", []), layout=True)
for layout in LAYOUTS:
    for shape in SHAPES:
        a = laid_out("float64", shape, layout, "small")
        b = laid_out("int16", shape, "F", "wave")
        dtypes(("nonzero"), a)
        dtypes(".nonzero", b)
        layouts("flatnonzero", a)
        layouts("argwhere", a)
        layouts("where", mask(shape, layout), a, b)
        layouts("where", a, b, laid_out("int16", shape, layout, "small"))
        layouts("where", mask(shape[-1:]), a, a)
        layouts("extract", mask(shape, layout), a)
        dtypes("place", A("int16", shape, "wave"), mask(shape, layout), laid_out("int16", shape[:1], "C", "small"))
        if layout not in ("broadcast",):
            c = laid_out("int16", shape, layout, "wave")
            dtypes("place", c, mask(shape), A("int8", 5, "small"))
            dtypes("place", c, mask(shape, "F"), A("int8", (), "small"))
            dtypes("putmask", c, mask(shape), A("int8", 5, "small"))
            dtypes("putmask", c, mask(shape), laid_out("int16", shape, layout, "small"))
            dtypes("copyto", c, laid_out("int8", shape, layout, "small"), where=mask(shape, "F"))
            dtypes("copyto", c, A("int8", (), "small"), where=mask(shape[-1:]))
        for axis in range(len(shape)):
            condition = laid_out("bool", shape[axis:axis + 1], layout, "mask")
            layouts("compress", condition, a, axis)
            layouts(".compress", a, condition, axis - len(shape))
        layouts("compress", mask((5,)), a) if math.prod(shape) >= 5 else None
for shape in SHAPES:
    layouts("select", [mask(shape), mask(shape, "F")], [A("int16", shape), A("float32", shape[-1:], "small")], 1.5)

zero = book.cases("0-d")
for value in (0, 1):
    a = values("int32", value)
    for fn in ("nonzero", "flatnonzero", "argwhere", "where", ".nonzero"):
        zero(fn, a)
    zero("where", a, A("int8", ()), A("float32", (), "small"))
    zero("where", a, 1, 2.5)
    zero("where", bool(value), 1, 2)
    zero("extract", a, A("int16", 1))
    zero("compress", [bool(value)], A("int16", ()))
    zero("compress", [bool(value)], A("int16", ()), 0)
    zero("place", A("int16", ()), a, A("int8", 3, "small"))
    zero("putmask", A("int16", ()), a, A("int8", 3, "small"))
    zero("select", [bool(value)], [A("float32", ())])
    zero("piecewise", A("float64", ()), bool(value), [1, 2])
    zero("piecewise", A("float64", ()), [bool(value), False], [1, 2, 3])

wrong = book.cases("wrong")
three = A("int32", 3)
wrong("where", three, three)
wrong("where", mask((3,)), A("int8", 2), 1)
wrong("where")
wrong("where", three, three, three, three)
wrong("nonzero", three, 1)
wrong("extract", [True, False, True, True], three)
wrong("extract", [True, False, True, False], three)
wrong("extract", [True], three)
wrong("compress", [True, False, True, True], three)
wrong("compress", [True, False, True, False], three)
wrong("compress", [False, True], three)
wrong("compress", A("bool", (1, 3)), three)
wrong("compress", True, three)
wrong("compress", [True], three, 1)
wrong("compress", [True], three, -2)
wrong("compress", [True], three, out=A("int32", 2))
wrong("compress", [True], three, out=A("int32", (1, 1)))
wrong("compress", [True], three, out=A("int32", 1).readonly())
wrong("compress", [True], three, 0, None, 1)
for fn in ("place", "putmask"):
    wrong(fn, three, [True, False], A("int32", 1))
    wrong(fn, three, [True, False, True], A("int32", 0))
    wrong(fn, three, [False, False, False], A("int32", 0))
    wrong(fn, three.readonly(), [True, False, True], A("int32", 1))
    wrong(fn, [1, 2], [True, False], 1)
    wrong(fn, A("int32", (2, 3)), A("bool", (3, 2), "mask"), A("int32", 2, "small"))
    wrong(fn, three, [True, False, True])
for where in ((1, 3), (2,), (4,), (1, 1, 3)):
    wrong("copyto", three, A("int32", 3, "small"), where=mask(where))
    wrong("copyto", three, A("int32", where, "small"), where=mask((3,)))
wrong("copyto", three, A("int32", 3, "small"), where=A("int32", 3))
wrong("copyto", three.readonly(), A("int32", 3, "small"), where=mask((3,)))
wrong("copyto", three, 1, where=False)
wrong("copyto", three, 1, where=True)
wrong("select", [], [])
wrong("select", [A("bool", 3)], [])
wrong("select", [A("int8", 3)], [three])
wrong("select", [A("bool", 3), A("bool", 2)], [three, three])
wrong("select", [A("bool", 3)], [A("int8", 2)])
wrong("piecewise", A("float64", 3), [A("bool", 3)], [1, 2, 3])
wrong("piecewise", A("float64", 3), [A("bool", 2)], [1, 2])
wrong("piecewise", A("float64", 3), [A("bool", 3), A("bool", 3)], [1])
wrong("piecewise", A("float64", (2, 3)), [A("bool", 2, "mask")], [1, 2])
wrong("piecewise", A("float64", 3), [True, False, True], [4, 5])

book.save()

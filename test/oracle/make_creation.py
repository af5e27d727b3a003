"""arange, linspace, eye, full, zeros and the like, array."""
from oracle import *

book = Book("creation")
arange = book.cases("arange")
for args in [(0,), (5,), (-3,), (1, 5), (5, 1), (1, 10, 3), (10, 1, -3), (10, 1, 3), (0, 10, 10), (0, 1, 11), (-5, 5, 2), (0, 0), (100,),
             (5000,), (0.5,), (2.5,), (0.5, 3), (0, 1, 0.1), (1, 0, -0.25), (0.1, 0.7, 0.1), (1, 2.5, 0.5), (-0.5, 0.5, 0.3), (0, 1e-3, 1.5e-4),
             (3, 0.5, -0.3), (1e20, 1e20), (0, 5, 0)]:
    arange("arange", *args)
    for dtype in NAMES + [">f8", ">i2"]:
        if dtype == "bool" or any(isinstance(x, float) for x in args) and dtype in INTEGERS:
            continue
        if dtype[0] in "u>" and any(x < 0 for x in args):
            continue
        if dtype in ("int8", "uint8", ">i2") and max(args) > 100:
            continue
        arange("arange", *args, dtype=dtype)
arange("arange", 2, dtype="bool")
arange("arange", 3, dtype="bool")
for args in [(0.5,), (2.5,), (0.5, 3), (0, 1, 0.1), (1, 7, 0.5), (0, 5, 1.5)]:
    arange("arange", *args, dtype="int32")
arange("arange", 0, float("nan"))
arange("arange", 0, float("inf"))
arange("arange", start=2, stop=9, step=3)
arange("arange", 2, stop=9)

linspace = book.cases("linspace")
for start, stop in [(0, 1), (1, 0), (-1, 1), (0, 10), (0.1, 0.9), (5, 5), (0, 1e-310), (1e300, -1e300), (-3, 7), (0, float("inf")), (float("nan"), 1)]:
    for num in (0, 1, 2, 3, 5, 50, 101):
        for endpoint in (True, False):
            linspace("linspace", start, stop, num, endpoint=endpoint)
    linspace("linspace", start, stop)
    linspace("linspace", start, stop, 7, retstep=True)
    linspace("linspace", start, stop, 7, False, True)
    for dtype in NAMES[1:]:
        if dtype in INTEGERS and not (0 <= start <= 10 and 0 <= stop <= 10) or dtype in ("float16", "float32", "complex64") and abs(start) > 1e200:
            continue
        linspace("linspace", start, stop, num=9, dtype=dtype)
linspace("linspace", 0, 1, -1)
linspace("linspace", 0, 1j, 5)
linspace("linspace", 1 + 2j, 3 - 1j, 5, endpoint=False)
linspace("linspace", A("float64", 3, "iota"), 10, 4)
linspace("linspace", A("float64", 3, "iota"), A("float32", (2, 1), "wave"), 4)
linspace("linspace", A("float64", 3, "iota"), 10, 4, axis=-1)
linspace("linspace", A("float64", 3, "iota"), 10, 4, axis=1, endpoint=False)
linspace("linspace", A("float64", 3, "iota"), 10, 4, axis=2)
linspace("linspace", A("int32", 3, "iota"), 10, 4, dtype="int16", retstep=True)

eye = book.cases("eye")
eye.layout = True
for args in [(3,), (0,), (1,), (3, 4), (4, 3), (0, 3), (3, 0)]:
    for k in (-5, -1, 0, 1, 2, 7):
        eye("eye", *args, k=k)
    for dtype in NAMES + [">f4"]:
        eye("eye", *args, dtype=dtype)
    eye("eye", *args, order="F")
    eye("eye", args[0], None, 1)
eye("eye", -1)
eye("identity", 3)
eye("identity", 0)
eye("identity", 3, "int8")
eye("identity", 2, dtype="complex64")
eye("eye", 3, order="X")

new = book.cases("zeros, ones, full")
new.layout = True
for shape in [3, [], [2, 3], [2, 0, 3], [0], [1, 1, 2, 1, 3], [1] * 64]:
    for fn in ("zeros", "ones"):
        for dtype in NAMES + [">i4"]:
            new(fn, shape, dtype)
        new(fn, shape)
        new(fn, shape, order="F")
        new(fn, shape, dtype="int8", order="F")
    for value in (True, 2.5, 1j, float("nan")):
        new("full", shape, value)
    for dtype in NAMES + [">f8"]:
        new("full", shape, 1, dtype)
        new("full", shape, 1, dtype=dtype, order="F")
        new("full", shape, A("float32", (), "tenth"), dtype=dtype)
for fn in ("zeros", "ones", "empty"):
    new(fn, [1] * 65)
    new(fn, [-1])
    new(fn, [2, -3])
    new(fn, -1)
    new(fn, 2.5)
    new(fn, [2.5])
    new(fn, 3, "nonsense")
    new(fn, 3, order="X")
    new(fn, [2**31, 2**31, 2**31])
    new(fn, [2**40, 2**40])
new("full", [2, 3], A("int16", (3,), "iota"))
new("full", [2, 3], A("int16", (2, 1), "iota"), "float32")
new("full", [2, 3], A("int16", (2,), "iota"))
new("full", [2], 300, "int8")
new("full", [2], -1, "uint8")
new("full", [2], float("nan"), "int8")

like = book.cases("like")
like.layout = True
for layout in LAYOUTS:
    for shape in ((3, 4, 2), (5,), (), (2, 1, 3)):
        a = laid_out("float32", shape, layout)
        for fn in ("zeros_like", "ones_like"):
            for order in "CFAK":
                like(fn, a, order=order)
            like(fn, a)
            like(fn, a, "int16")
            like(fn, a, dtype=">c8", order="F")
            like(fn, a, shape=[2, 2])
            like(fn, a, shape=[4, 3, 2], order="K")
            like(fn, a, None, "C", True, [2])
        like("full_like", a, 2.5)
        like("full_like", a, 1, "uint8", "F")
        like("full_like", a, 1, shape=[2, 3], dtype="complex64")
for axes in ([1, 2, 0, 3], [3, 1, 0, 2], [0, 2, 1, 3]):
    like("zeros_like", A("int8", (2, 3, 4, 5)).transpose(axes))
    like("zeros_like", A("int8", (2, 6, 4, 10)).transpose(axes).at("::-1, :, ::2"))

array = book.cases("array")
array.layout = True
for layout in LAYOUTS:
    a = laid_out("float32", (3, 4), layout)
    for fn in ("array", "asarray"):
        array(fn, a)
        for order in "CFAK":
            array(fn, a, order=order)
            array(fn, a, dtype="int16", order=order)
        array(fn, a, "float64")
        array(fn, a, copy=True)
        array(fn, a, copy=None)
        array(fn, a, dtype="float32", copy=False)
        array(fn, a, dtype="float64", copy=False)
        array(fn, a, order="F", copy=False)
    array("array", a, ndmin=3)
    array("array", a, ndmin=1)
    array("ascontiguousarray", a)
    array("asfortranarray", a)
    array("copy", a)
    array("copy", a, order="F")
    array(".copy", a)
    array(".copy", a, "K")
    array(".copy", a, order="A")
nested = book.cases("nested")
for data in [2.5, True, 1j, [], [[]], [[], []], [1.5, 2], [[1.5, 2.5], [3.5, 4.25]], [True, False], [True, 2.5], [1j, 2.5], [[True], [False]],
             [[[0.5]]], [0.5, float("nan"), float("inf"), -0.0], [[1.5, 2.5], [3.5]], [[1.5], 2.5], [2.5, [1.5]], [[[0.5], [1.5]], [[2.5], 3.5]]]:
    nested("array", data)
    for dtype in ("float32", "float16", "bool", "complex64", "int16", ">f8", "uint8"):
        if dtype in ("int16", "uint8", "float16", "float32") and "nan" in repr(data) + repr(1j in data if isinstance(data, list) else data == 1j).replace("True", "nan"):
            continue
        nested("array", data, dtype)
nested("array", [1, 2, 300], "uint8")
nested("array", [1, 2, -1], "uint8")
nested("array", [1, 2, 3], "uint8")
nested("array", [1, 127, -128], "int8")
nested("array", [128], "int8")
nested("array", [1, 2, float("nan")], "int32")
nested("array", [float("inf")], "int64")
nested("array", [2**62, -2**63, 2**63 - 1], "int64")
nested("array", [2**64 - 1, 0], "uint64")
nested("array", [2**64], "uint64")
nested("array", [1j], "float64")
nested("array", [1.5, 2.5], dtype="float64", ndmin=3)
nested("array", [[1.5, 2.5], [3.5, 4.5]], order="F")

book.save()

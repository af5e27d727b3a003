"""Selecting and repeating by position: dtypes, layouts, axes, modes, out, refusals."""
from oracle import *

book = Book("take")

dtypes = book.cases("dtypes")
AT = values("int32", [[2, 0, -1], [1, 1, 0]])
for x in NAMES + [">i2", ">c8"]:
    a = A(x, (3, 4), "wave")
    dtypes("take", a, AT)
    dtypes("take", a, AT, 0)
    dtypes("take", a, AT, axis=1, mode="wrap")
    dtypes("take", a, 5)
    dtypes(".repeat", a, 2)
    dtypes("repeat", a, [1, 0, 3], 0)
    dtypes("repeat", a, [2, 1, 0, 5], axis=-1)
    dtypes(".put", a, [1, -1, 2], A(x, 3, "tiny"))
    dtypes("take_along_axis", a, values("int16", [[0, 1, 2, 0], [1, 1, -1, -2]]), 0)
    dtypes("put_along_axis", a, values("int16", [[0, 1, 2, 0]]), A(x, (1, 4), "tiny"), 0)
    dtypes("choose", values("int8", [1, 0, 2, 1]), a)
    for y in NAMES:
        dtypes("put", A(x, 6, "tiny"), [3, 1, 3, 0], A(y, 3, "tiny"))
        dtypes("put_along_axis", A(x, (2, 3), "tiny"), values("int32", [[1], [2]]), A(y, (1, 1), "small"), 1)
        dtypes("take", A(x, 6, "tiny"), values("int64", [1, 5]), out=A(y, 2, "zeros"))
        dtypes("choose", values("int8", [1, 0]), [A(x, 2, "tiny"), A(y, 2, "tiny")], out=A(y, 2, "zeros"))
        dtypes("choose", values("uint8", [1, 0]), [A(x, 2, "tiny"), A(y, (), "tiny")])
for i in NAMES + [">i4", ">u2"]:  # of positions
    at = A(i, 3, "mask")
    dtypes("take", A("float64", 4), at)
    dtypes("take", A("float64", (2, 4)), at, 1, mode="clip")
    dtypes("repeat", A("float64", 3), at)
    dtypes("choose", at, [A("float32", 3), A("float64", ())])
    dtypes("unravel_index", at, [2, 2])
    dtypes("ravel_multi_index", [at, A(i, (), "mask")], [2, 2])
    dtypes("put", A("float64", 4), at, 7)
    dtypes("take_along_axis", A("float64", 4), at, 0)
    dtypes("put_along_axis", A("float64", 4), at, 7, 0)

shapes = book.cases("shapes")
for x in ("float64", "int8"):
    for shape in ((), (5,), (3, 4), (2, 3, 4), (2, 1, 3, 2), (2, 1, 2, 1, 3), (0,), (0, 3), (3, 0), (2, 0, 3)):
        a = A(x, shape)
        for axis in [None, *range(-len(shape) - 1, len(shape) + 1)]:
            for at in (0, -1, [], [0], [1, 0], values("int32", [[0, 0], [-1, -1]]), values("int64", [[[0]]])):
                for mode in ("raise", "wrap", "clip"):
                    shapes("take", a, at, axis, mode=mode)
            shapes("repeat", a, 3, axis)
            shapes("repeat", a, 0, axis)
            shapes("repeat", a, [2], axis)
            n = math.prod(shape) if axis is None else shape[axis] if -len(shape) <= axis < len(shape) else 1
            shapes("repeat", a, [i * 7919 % 4 for i in range(n)], axis)
            shapes("repeat", a, [1] * (n + 1), axis)
            at = [*shape]
            if axis is not None and -len(shape) <= axis < len(shape):
                at[axis] = 2
                shapes("take_along_axis", a, A("int32", at, "mask"), axis)
                shapes("put_along_axis", a, A("int32", at, "mask"), A("int32", at), axis)
                if len(at) > 1:
                    at[(axis - 1) % len(at)] = 1
                    shapes("take_along_axis", a, A("int32", at, "mask"), axis)
                    shapes("put_along_axis", a, A("int32", at, "mask"), 3, axis)
            else:
                shapes("take_along_axis", a, A("int64", 3, "mask"), axis)
                shapes("put_along_axis", a, A("int64", 3, "mask"), A("int32", 3), axis)
        for at in (0, -1, [], [0], [1, 0, 1], values("int32", [[0, 0], [1, 0]])):
            for v in (7, [], [7, 8], A("int16", (2, 2))):
                shapes("put", a, at, v)
                shapes(".put", a, at, v, "wrap")

layouts = Cases(book, book.content.setdefault("layouts", []), layout=True)
for x in ("float64", "int16", "complex64", "bool"):
    for layout in LAYOUTS:
        for shape in ((3, 4), (2, 3, 4)):
            a = laid_out(x, shape, layout)
            for axis in (None, *range(len(shape))):
                layouts("take", a, [1, -2], axis)
                layouts("take", a, 1, axis)
                layouts(".take", a, [0, 1, 1, 0, 1, 0, 1], axis, mode="clip")
                layouts("repeat", a, 2, axis)
            layouts("repeat", a, [2, 0, 5], -2)
            at = laid_out("int32", shape, layout, "mask")
            layouts("take", A(x, 5), at)
            layouts("take", A(x, (2, 5)), at, 1, mode="wrap")
            layouts("choose", at, [A(x, shape[-1]), laid_out(x, shape, layout)])
            for out in (laid_out(x, (3, 4), layout, "zeros"), laid_out("float64", (3, 4), layout, "zeros")):
                if layout != "broadcast":
                    layouts("take", A(x, 5), A("int8", (3, 4), "mask"), out=out)
                    layouts("choose", A("int8", (3, 4), "mask"), [A(x, 4), A(x, (3, 1))], out=out, mode="wrap")
            values_only = book.cases("shapes")
            values_only("ravel_multi_index", [at, 1], [3, 4])
            values_only("take_along_axis", a, at, 1)
            values_only("take_along_axis", a, A("uint8", shape, "mask"), -1)
            values_only("unravel_index", at, [2, 3, 2])
            if layout != "broadcast":
                values_only("put", a, [1, -2, 5, 5], A("int8", 3))
                # Positions named twice: where all is reversed NumPy goes backwards.
                if layout != "reversed":
                    values_only("put_along_axis", a, at, laid_out(x, shape, layout, "small"), 1)
                values_only("put_along_axis", a, laid_out("int64", (math.prod(shape),), layout, "mask"), [1, 2, 3], None)
            values_only("put", A(x, shape), at, laid_out(x, shape, layout))

modes = book.cases("modes")
for mode in ("raise", "wrap", "clip", "RAISE", "Wrap", "C", 0, 1, 2, 3, -1, None, "x", "", 1.5):
    for at in ([0, 4], [5], [-5], [-6], [1007], [-1007], [2**40], [-(2**40)]):
        if abs(at[0]) > 10000 and mode in ("wrap", "Wrap", 1):
            continue  # NumPy subtracts the length again and again
        modes("take", A("float32", 5), at, mode=mode)
        modes("take", A("float32", (2, 5)), at, 1, None, mode)
        modes(".put", A("float32", 5), at, [1], mode)
        modes("choose", at, [10, 20, 30, 40, 50], None, mode)
        modes("ravel_multi_index", [at, [1]], [5, 7], mode)
for mode in (["clip", "wrap"], ["wrap", "raise"], ["raise", "clip"], [0, 1], [2, None], ["clip"], ["clip"] * 3):
    for at in ([0, 6], [5, 2], [-1, 1], [1, -3]):
        modes("ravel_multi_index", values("int32", at), [5, 3], mode=tuple(mode))
        modes("ravel_multi_index", [[at[0], 0], at[1]], [5, 3], mode=tuple(mode), order="F")

flat = book.cases("flat")
for dims in ((), (7,), (3, 4), (2, 3, 4), (1, 5, 1), (2, 2, 2, 2, 2), (0,), (3, 0, 2), (4, 1, 3, 2), 6):
    size = abs(math.prod(dims)) if isinstance(dims, tuple) else dims
    lengths = list(dims) if isinstance(dims, tuple) else dims
    for order in ("C", "F"):
        for at in (0, size - 1, size, -1, [0], [], [size - 1, 0], values("int64", [[0, size // 2], [size - 1, 0]]),
                   values("int32", np.zeros((2, 0))), A("float64", 2), [1.5]):
            flat("unravel_index", at, lengths, order)
        if isinstance(dims, tuple) and math.prod(dims) > 0:
            parts = np.unravel_index(np.arange(size, dtype="int32"), dims, order) if dims else ()
            flat("ravel_multi_index", [of(np.ascontiguousarray(part)) for part in parts], lengths, order=order)
            flat("ravel_multi_index", [int(part[-1]) for part in parts], lengths, order=order)
            flat("ravel_multi_index", [int(part[-1]) for part in parts] + [0], lengths, order=order)
            flat("ravel_multi_index", [int(part[-1]) + 1 for part in parts], lengths, order=order)
flat("unravel_index", [1], shape=[3, 3])
flat("unravel_index", [1], [-2, 3])
flat("unravel_index", [1], [3, 3], order="A")
flat("unravel_index", [1], [3, 3], order="X")
flat("unravel_index", [1], [3, 3], None)
flat("unravel_index", [1], [2**40, 2**40])
flat("ravel_multi_index", [[0], [0]], [2**40, 2**40])
flat("ravel_multi_index", [[0], [0]], [2, 3], order="K")
flat("ravel_multi_index", [[1, 2], [1, 2, 0]], [6, 7])
flat("ravel_multi_index", [A("int32", (2, 1), "mask"), A("int8", (1, 3), "mask"), 1], [6, 7, 2])
flat("ravel_multi_index", A("int16", (2, 3, 4), "mask"), [3, 4])
flat("ravel_multi_index", [[0], [0]], [0, 3])
flat("ravel_multi_index", [[0], [0]], [0, 3], "wrap")
flat("ravel_multi_index", [values("int8", np.zeros(0))] * 2, [0, 3])
flat("ravel_multi_index", [1.5, 1], [3, 3])

choosing = book.cases("choosing")
for at in (A("int32", (2, 3), "mask"), A("int8", (2, 1), "mask"), A("bool", 3, "mask"), 1, A("uint16", (), "mask")):
    for list_ in ([A("float64", (2, 3)), A("int8", (2, 3))], [A("float32", 3), 1.5], [1, 2], [A("int16", (2, 1)), -3],
                  [A("int16", (4, 1, 1)), A("uint8", (2, 3), "small")], [A("float64", (2, 2)), 1], [A("int8", 3)]):
        choosing("choose", at, list_)
        choosing("choose", at, list_, mode="wrap")
        choosing("choose", at, list_, out=A("float64", (2, 3), "zeros"))
    choosing("choose", at, A("float32", (2, 2, 3)))
    choosing("choose", at, A(">i4", (2,)), mode="clip")
    choosing(".choose", A("int64", 4, "mask"), A("float32", (2, 4)), mode="clip")
for n in (0, 1, 2, 33, 63, 64, 65):
    choosing("choose", values("int8", [0, n - 1, n // 2]), A("float32", (n, 3)))
    choosing("choose", values("int8", [0, n - 1]), [A("int16", 2)] * n)
choosing("choose", values("int8", np.zeros(0)), [1, 2])
choosing("choose", values("int8", [5]), A("float64", (2, 0)))
choosing("choose", [], [1, 2])
choosing("choose", [0, 1], 5)
choosing("choose", [0, 1], A("int8", ()))
choosing("choose", [0, 1], [[1, 2], [3, 4], [5, 6, 7]])
choosing("choose", [0.5, 1], [1, 2])

sharing = book.cases("sharing")
a = A("float64", 8)
sharing("put", a, [1, 2, 3], a.at("0:3"))
sharing("put", a, values("int32", [0, 1, 2, 3]), a.at("::-2"))
i = values("int32", [3, 2, 1, 0])
sharing("put", i, i, i.at("::-1"))
sharing("take", i, i, out=i)
sharing("take", i, i.at("::-1"), out=i, mode="clip")
b = A("float64", 6)
for mode in ("raise", "wrap"):
    sharing("take", b, values("int8", [3, 2, 1]), out=b.at(":3"), mode=mode)
    sharing("choose", values("int8", [1, 0, 1]), [b.at(":3"), b.at("2:5")], out=b.at("1:4"), mode=mode)
j = values("int32", [1, 0])
sharing("choose", j, [j, j.at("::-1")], out=j)

wrong = book.cases("wrong")
for out in (A("float64", 3), A("float64", (2, 1)), A("float64", ()), A("float64", 2).readonly(), A("float64", 2, "zeros")):
    wrong("take", A("float64", 4), [1, 2], out=out)
    wrong("choose", [0, 1], [A("float64", 2), A("float64", 2)], out=out)
    wrong("choose", [0, 2], [A("float64", 2), A("float64", 2)], out=out)
    wrong("take", A("float64", 4), [1, 9], out=out)
wrong("take", A("float64", 4), 1, out=A("float64", ()))
wrong("put", A("float64", 4).readonly(), [0], 1)
wrong("put", A("float64", 4).readonly(), [], 1)
wrong("put", [1, 2], [0], 1)
wrong("put", A("int8", 4), [0], 300)
wrong("put", A("int8", 4), [0], 2j)
wrong("put", A("int8", 4), [0], 2.75)
wrong("put_along_axis", A("float64", (2, 2)).readonly(), values("int8", [[0]]), 1, 1)
wrong("put_along_axis", A("float64", (2, 2)).readonly(), values("int8", [0]), 1, None)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [[0]]), 300, 1)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [[0]]), [[[1], [2]]], 1)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [[0]]), [1, 2], 1)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [[2]]), 1, 1)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [[4]]), 1, None)
wrong("put_along_axis", A("int8", (2, 2)), values("int8", [4]), 1, None)
wrong("take_along_axis", A("int8", (2, 3)), A("int8", (3, 1), "zeros"), 1)
wrong("take_along_axis", A("int8", (1, 3)), A("int8", (3, 1), "zeros"), 1)
wrong("take_along_axis", A("int8", (2, 3)), A("int8", 3, "zeros"), 1)
wrong("take_along_axis", A("int8", (2, 3)), A("int8", (2, 3), "zeros"), 2)
wrong("take_along_axis", A("int8", (2, 3)), A("int8", (2, 3), "zeros"))
wrong("take_along_axis", A("int8", (2, 3)), values("int8", [[3], [0]]), axis=1)
wrong("take", A("int8", 4), [0], order="C")
wrong("take", A("int8", 4))
wrong("repeat", A("int8", 4), -1)
wrong("repeat", A("int8", 4), [1, -1, 2, 2])
wrong("repeat", A("int8", 4), values("int8", [[1, 1, 2, 2]]))
wrong("repeat", A("int8", 6), 2**62)
wrong("repeat", A("int8", 4), A("float64", 4))
wrong("repeat", A("int8", 4), repeats=2, axis=0)
wrong("repeat", A("int8", 4), 2, 0, 0)

book.save()

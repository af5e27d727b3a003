"""Stacks, blocks, parts, tiles, arrays turned and moved round: dtypes, layouts, dimensions 0 to 5, refusals."""
from oracle import *

book = Book("arranging")


class Lists(Cases):
    """Lists of arrays as results."""

    def result(self, value, arrays):
        return super().result(tuple(value) if isinstance(value, list) else value, arrays)


def cases(section):
    return Lists(book, book.content.setdefault(section, []), layout=True)


SHAPES = [(), (1,), (3,), (0,), (2, 3), (1, 3), (3, 1), (0, 3), (2, 0), (2, 3, 2), (1, 1, 2), (2, 1, 2, 3), (2, 1, 2, 1, 2)]
# The 16 bytes of an element that moves are all that matters here; promotion is concatenate's.
SOME = "bool int16 float32 float64 complex128".split()

stacks = cases("stacks")
for layout in LAYOUTS:
    for shape in SHAPES:
        if layout == "broadcast" and 0 in shape:
            continue
        a, b = laid_out("int16", shape, layout, "iota"), A("int16", shape, "small")
        for fn in ("vstack", "hstack", "dstack", "column_stack"):
            stacks(fn, [a, b])
        if layout in ("C", "F", "strided"):
            for axis in range(-len(shape) - 1, len(shape) + 1):
                stacks("stack", [a, b, a], axis)
for x in NAMES:
    for y in ("int8", "float32", ">i4", "complex64"):
        stacks("stack", [A(x, (2,), "tiny"), A(y, (2,), "tiny")], axis=-1)
        stacks("vstack", [A(x, (2,), "tiny"), A(y, (1, 2), "tiny")])
        stacks("hstack", [A(x, (), "tiny"), A(y, (2,), "tiny")])
    stacks("column_stack", [A(x, 3, "tiny"), A(x, (3, 2), "tiny"), A(x, (3, 0), "tiny")])
    stacks("dstack", [A(x, (1, 3), "tiny"), A(x, 3, "tiny"), A(x, (1, 3, 2), "tiny")])
for fn in ("stack", "vstack", "hstack", "row_stack"):
    for dtype in ("float32", "int8", "complex128"):
        for casting in ("no", "safe", "same_kind", "unsafe"):
            stacks(fn, [A("int16", 3), A("float32", 3)], dtype=dtype, casting=casting)
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("float64", (2, 2, 3)))
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("float64", (2, 2, 3), order="F"), casting="safe")
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], -1, out=laid_out("float64", (2, 3, 2), "strided"))
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("int8", (2, 2, 3)))
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("int16", (2, 3, 2)))
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("int16", (2, 6)))
stacks("stack", [A("int16", (2, 3)), A("int16", (2, 3))], 1, out=A("int16", (2, 2, 3)).readonly())
stacks("stack", [A("int16", 2)], out=A("int16", (1, 2)), dtype="int16")
for fn in ("stack", "vstack", "hstack", "dstack", "column_stack"):
    stacks(fn, [])
    stacks(fn, [A("int8", (2, 3)), A("int8", (3, 2))])
    stacks(fn, [A("int8", (2, 3)), A("int8", 2)])
    stacks(fn, [A("int8", (1,) * 63), A("int8", (1,) * 63)])
    stacks(fn, [A("int8", (1,) * 64), A("int8", (1,) * 64)])
    stacks(fn, A("int8", (2, 3, 2), "iota"))
    stacks(fn, [A("int8", 2)], order="C")
stacks("dstack", [A("int8", 2)], dtype="int8")
stacks("column_stack", [A("int8", 2)], dtype="int8")
for axis in (-1, 0, 1):
    stacks("concatenate", [A("float64", (2, 3, 2), order="F"), A("float64", (2, 3, 2)).transpose([1, 0, 2]).transpose([1, 0, 2])], axis)
    for one in ([1, 0, 2], [0, 2, 1], [2, 1, 0], [2, 0, 1]):
        for other in ([0, 1, 2], [1, 0, 2], [2, 0, 1]):
            a, b = A("float64", (2, 2, 2), "iota").transpose(one), A("float64", (2, 2, 2), "wave").transpose(other)
            stacks("concatenate", [a, b], axis)
            stacks("stack", [a, b], axis)
# many parts
stacks("concatenate", [A("int16", 2, "iota")] * 70)
stacks("stack", [A("int16", 2, "iota"), A("float32", 2)] * 50, 1)
stacks("hstack", [A("int16", (), "iota")] * 200)
# numbers beside arrays
for x in NAMES:
    stacks("concatenate", [A(x, 2, "tiny"), 1, A(x, (1, 2), "tiny")], axis=None)
    stacks("concatenate", [A(x, 2, "tiny"), 1.5], axis=None)
    stacks("concatenate", [True, A(x, 2, "tiny")], axis=None)
    stacks("concatenate", [A(x, 2, "tiny"), 1 + 2j], axis=None)
stacks("concatenate", [A("int16", (2, 3), "iota").T, A("int16", (2, 3), "iota")], axis=None, out=laid_out("float64", (12,), "strided"))
stacks("concatenate", [A("int16", (2, 3)), A("int16", (2, 3))], axis=None, out=A("int16", (3, 4)))
stacks("concatenate", [A("int16", (2, 3)), A("int16", (2, 3))], axis=None, out=A("int16", 11))
shared = A("int16", (4, 3), "iota")
stacks("concatenate", [shared.at("1:3"), shared.at("2:")], 0, out=A("int16", (4, 3)))
stacks("concatenate", [shared.at("2:"), shared.at("2:")], 0, out=shared)

blocks = cases("block")
a, b = A("int16", (2, 2), "iota"), A("float64", (2, 3), "wave")
for layout in LAYOUTS:
    c, d = laid_out("int16", (2, 2), layout, "iota"), laid_out("float32", (2, 3), layout)
    blocks("block", [[c, d], [d, c]])
    blocks("block", [[c, c], [d, A("int16", (2, 1))]])
    blocks("block", c)
    blocks("block", [c])
    blocks("block", [[c]])
    blocks("block", [[[c]]])
blocks("block", [[a, b]])
blocks("block", [[a], [a]])
blocks("block", [a, b])
blocks("block", [A("int8", 3), A("int8", 2), A("int8", ())])
blocks("block", [[A("int8", 3), A("int8", 2)], [A("int8", 5)]])
blocks("block", [[A("int8", ()), A("int8", ())], [A("int8", ()), A("int8", ())]])
blocks("block", [[[A("int8", 2)], [A("int8", 2)]], [[A("int8", 2)], [A("int8", 2)]]])
blocks("block", [[A("int8", (2, 1, 2)), A("int8", (2, 1, 3))], [A("int8", (2, 4, 5))]])
blocks("block", [[1.5, 2.5], [3.5, 4.5]])
blocks("block", 1.5)
blocks("block", A("int8", ()))
blocks("block", [A("float32", 2), 1.5])
blocks("block", [[a, A("int16", (2, 0))], [A("int16", (0, 2))]])
for wrong in ([], [[]], [[], []], [[1.5, 2.5], []], [[1.5, 2.5], 3.5], [1.5, [2.5]], [[a, b], [a]], [[a, b], [b, b]], [[a], [b]], [a, [b]],
              [[[a]], [b]], [[[a], []], [[a], [a]]], [A("int8", 2), A("int8", (3, 2))]):
    blocks("block", wrong)
blocks("block", [a], axis=0)

splits = cases("split")
for layout in LAYOUTS:
    for shape in ((6,), (4, 6), (2, 0), (6, 2, 4), (2, 1, 4, 2), (1, 2, 2, 1, 3)):
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int16", shape, layout, "iota")
        splits("split", a, 2)
        splits("array_split", a, 4)
        splits("array_split", a, [1, 3, -1, 9], axis=-1)
        splits("hsplit", a, 2)
        splits("vsplit", a, 2)
        splits("dsplit", a, 2)
        splits("hsplit", a, [1])
        splits("vsplit", a, [1, 1])
        splits("dsplit", a, [2, 3])
        for axis in range(-len(shape) - 1, len(shape) + 1):
            splits("array_split", a, 3, axis)
            if len(shape) > 1:
                splits("unstack", a, axis=axis)
a = A("float32", (4, 6), "iota")
for sections in (0, -1, 1, 4, 6, 7, [], [0], [6], [3, 1], [-2], [-9, 9], A("int64", 2, "iota")):
    for axis in (0, 1, -1):
        splits("split", a, sections, axis)
        splits("array_split", a, sections, axis=axis)
    splits("hsplit", a, indices_or_sections=sections)
for fn in ("split", "array_split", "hsplit", "vsplit", "dsplit"):
    splits(fn, A("int8", ()), 1)
    splits(fn, A("int8", 4), 2)
    splits(fn, A("int8", (4, 2)), 2)
    splits(fn, A("int8", 4))
    splits(fn, A("int8", 4), 2, order="C")
splits("split", A("int8", 4), 2, 2)
splits("split", A("int8", 4), 2, -2)
splits("split", A("int8", 4).readonly(), 2)

tiles = cases("tile")
for layout in LAYOUTS:
    for shape in SHAPES:
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int16", shape, layout, "iota")
        for reps in (0, 1, 3, [], [2], [1, 1], [2, 1], [1, 2], [3, 2], [2, 1, 3], [1, 1, 1], [2, 0, 2], [1, 2, 1, 2, 1]):
            tiles("tile", a, reps)
for x in NAMES:
    for shape in ((), (2,), (2, 3)):
        tiles("tile", A(x, shape), [2, 3])
    tiles("tile", A(x, 3, "wave").at("::-1"), 7)
    tiles("tile", A(x, (3, 1)), [2, 40])
for wrong in (-1, [-1, 2], [2, -1], 1.5, [1.5]):
    tiles("tile", A("int8", (2, 2)), wrong)
tiles("tile", A("int8", 2), [1] * 65)
tiles("tile", A("int8", 2), [2] + [1] * 63)
tiles("tile", A("int8", 2), A("int64", 2, "tenth"))
tiles("tile", A=A("int8", 2), reps=2)
tiles("tile", [1.5, 2.5], 2)
tiles("tile", [1.5, 2.5], 1)
tiles("tile", A("int8", 2))

turns = cases("turn")
for layout in LAYOUTS:
    for shape in SHAPES[1:]:
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int16", shape, layout, "iota")
        turns("flip", a)
        turns("fliplr", a)
        turns("flipud", a)
        for axis in range(-len(shape) - 1, len(shape) + 1):
            turns("flip", a, axis)
        for axes in ([0, 1], [0, -1], [-1, 0], [1, 1], []):
            turns("flip", a, axis=axes)
        for k in (0, 1, 2, 3, 4, -1, -6):
            turns("rot90", a, k)
            turns("rot90", a, k, [1, 0])
        for axes in ([0, 1], [0, 2], [-1, 0], [-2, -1], [1, 1], [0, -1], [0], [0, 1, 2], [0, 7]):
            turns("rot90", a, axes=axes)
turns("fliplr", A("int8", ()))
turns("flipud", A("int8", ()))
turns("rot90", A("int8", ()))
turns("flip", A("int8", 3), axis=0, k=1)

rolls = cases("roll")
for layout in LAYOUTS:
    for shape in SHAPES:
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int16", shape, layout, "iota")
        for shift in (0, 1, -1, 7, -1000001):
            rolls("roll", a, shift)
            for axis in range(-len(shape), len(shape)):
                rolls("roll", a, shift, axis)
        rolls("roll", a, 1, len(shape))
        rolls("roll", a, [1, 2], [0, 1])
        rolls("roll", a, [1, 2, -1], axis=[0, -1, 0])
        rolls("roll", a, 2, axis=[0, 1])
        rolls("roll", a, [1, 2], 0)
        rolls("roll", a, [1, 2])
for x in SOME + [">i4"]:
    for shape in ((5,), (3, 4), (2, 3, 4)):
        rolls("roll", A(x, shape), 2)
        rolls("roll", A(x, shape), 1, -1)
        rolls("roll", A(x, shape), [1, 3], [0, -1])
a = A("int8", (3, 4), "iota")
for shift, axis in ((10**12, 0), (-10**12, 1), (10**12 + 1, None), (1.9, 0), (-1.9, 0), ([1, 2, 3], [0, 1]), ([], 0), (1, []), ([[1]], 0),
                    (A("int64", 2, "iota"), [0, 1]), (A("int64", (), "tenth"), 1)):
    rolls("roll", a, shift, axis)
rolls("roll", [1.5, 2.5, 3.5], 1)
rolls("roll", a)
rolls("roll", a, 1, order="C")

moves = cases("rollaxis")
for layout in LAYOUTS:
    a = laid_out("int16", (2, 3, 4, 1), layout, "iota")
    for axis in range(-5, 6):
        for start in range(-5, 7):
            if layout == "C" or (axis + start) % 3 == 0:
                moves("rollaxis", a, axis, start)
    moves("rollaxis", a, 2)
moves("rollaxis", A("int8", ()), 0)
moves("rollaxis", A("int8", (2, 3)), axis=1, start=0)
moves("swapaxes", A("int8", (2, 3)), axis1=0, axis2=1)
moves("moveaxis", A("int8", (2, 3)), source=0, destination=1)
moves("expand_dims", A("int8", (2, 3)), axis=1)
moves("expand_dims", A("int8", (2, 3)), axis=[0, 3])
moves("transpose", A("int8", (2, 3)), axes=[1, 0])
moves("permute_dims", A("int8", (2, 3)), [1, 0])
moves("squeeze", A("int8", (2, 1)), axis=1)

book.save()

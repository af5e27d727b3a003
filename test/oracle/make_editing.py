"""Elements put in, taken out, cut off; bits; bytes; views by hand; required layouts."""
import random

from oracle import *

book = Book("editing")
RNG = random.Random(11)
SOME = "int8 float64 complex64 bool uint16".split()
SHAPES = [(), (5,), (3, 4), (2, 3, 4), (0,), (0, 3), (2, 0), (1, 2, 1, 3), (2, 1, 2, 2, 2)]


def axes_of(shape):
    return [None, *range(-len(shape) - 1, len(shape) + 1)]


# --- append ---
append = book.cases("append")
for x in NAMES:
    for y in SOME:
        append("append", A(x, 3, "tiny"), A(y, (2, 1), "tiny"))
    append("append", A(x, (2, 3), "tiny"), A(x, (1, 3), "tiny"), 0)
for layout in LAYOUTS:
    for axis in (None, 0, 1, -1, 2):
        append("append", laid_out("int16", (2, 3), layout, "iota"), A("int16", (2, 3), "iota"), axis=axis)
for shape in SHAPES:
    for axis in axes_of(shape):
        append("append", A("int16", shape, "iota"), A("int16", shape, "iota"), axis)
append("append", A("int16", 3), 7)
append("append", A("int16", 3), 1.5)
append("append", A("int16", 3), [7, 8])
append("append", A("bool", 3), True)
append("append", A("int16", 3), 7, 0)
append("append", A("int16", (2, 3)), A("int16", (2, 2)), 0)
append("append", A("int16", 3), 7, where=1)

# --- delete ---
delete = book.cases("delete")
for layout in LAYOUTS:
    for dtype in ("int16", "complex128") if layout in ("C", "strided", "unaligned") else ("int16",):
        for obj in (0, -1, 2, 3, -4, [0, 2], [2, 0, 0, -1], [3], [], [[0, 1], [1, 2]], [True, False, True], [False, False, False],
                    [True, False], A("uint8", (), "zeros"), A("int64", 1, "zeros"), A("float32", 2, "iota"), A("bool", 3, "mask")):
            for axis in (None, 0, 1, -1):
                delete("delete", laid_out(dtype, (3, 3), layout, "iota"), obj, axis)
for shape in SHAPES:
    for axis in axes_of(shape):
        for obj in (0, -1, [0], [0, -1], [], 7):
            delete("delete", A("int8", shape, "iota"), obj, axis)
for dtype in NAMES:
    delete("delete", A(dtype, 6, "tiny"), [1, 3])
    delete("delete", A(dtype, 6, "tiny"), 2)
    delete("delete", A(dtype, (2, 6), "tiny"), A(dtype, 3, "iota"), 1)
delete("delete", A("int8", 5), True)
delete("delete", A("int8", 5), 1.5)
delete("delete", A("int8", 5), [1.5, 2.5])
delete("delete", A("int8", 5), [0, 5])
delete("delete", A("int8", 5), [0, -6])
delete("delete", A("int8", 5), [0, 1], axis=0, mode="clip")
delete("delete", A("int16", 5000, "iota"), A("bool", 5000, "mask"))
delete("delete", A("float64", (5, 5000), "iota"), A("bool", 5000, "mask"), 1)
delete("delete", A("int8", (5000, 7), "iota"), A("bool", 5000, "mask"), 0)

# --- insert ---
insert = book.cases("insert")
for layout in LAYOUTS:
    for dtype in ("int16", "complex128") if layout in ("C", "strided", "unaligned") else ("int16",):
        for obj in (0, 3, -1, -3, 4, -5, [1], [0, 3], [3, 0, 1, 1, -1], [], [4, 0], [[1]], [[0, 1]], A("bool", 3, "mask"),
                    A("uint16", (), "zeros"), A("int64", 1, "zeros"), A("int32", 3, "iota")):
            for axis in (None, 0, 1):
                insert("insert", laid_out(dtype, (3, 3), layout, "iota"), obj, 9, axis)
for news in ([[7, 8, 9]], [[7], [8], [9]], [7, 8, 9], [7, 8], [[7, 8, 9], [4, 5, 6]], A("float32", (2, 3)), A("float64", (3, 2)), A("int8", (1, 1, 3)),
               A("int8", (2, 2, 3)), 2.5):
    for obj in (1, [1], [0, 2], [2, 2], []):
        for axis in (None, 0, 1, -1):
            insert("insert", A("int16", (3, 3), "iota"), obj, news, axis)
            insert("insert", A("int16", (3, 3), "iota", "F"), obj, news, axis=axis)
for shape in SHAPES:
    for axis in axes_of(shape):
        for obj in (0, -1, [0], [0, 0], [], 7):
            insert("insert", A("int8", shape, "iota"), obj, 5, axis)
for dtype in NAMES:
    for other in ("float64", "uint8", "complex64"):
        insert("insert", A(dtype, 4, "tiny"), [1, 3], A(other, 2, "tiny"))
        insert("insert", A(dtype, 4, "tiny"), 1, A(other, 2, "tiny"))
    if np.dtype(dtype).kind != "u":  # NumPy adds int64 to them, in place
        insert("insert", A(dtype, 4, "tiny"), A(dtype, 3, "iota"), 1)
insert("insert", A("int8", 4), 1, 300)
insert("insert", A("int8", 4), 1, [1, 300])
insert("insert", A("float32", 4), 1, 1e300)
insert("insert", A("int16", 4), 1, 2, axis=0, mode="clip")
insert("insert", A("int16", 3000, "iota"), A("int16", 4000, np.arange(4000) * 7919 % 3001), A("int16", 4000, "iota"))
insert("insert", A("float64", (5, 300), "iota"), A("int16", 400, np.arange(400) * 7919 % 301), A("int16", (5, 400), "iota"), 1)

# Slices: JavaScript writes them as text.
slices = book.cases("slices")
for name, extra in (("delete", ()), ("insert", (9,))):
    for a in (A("int16", 7, "iota"), A("int16", (7, 2), "iota", "F"), A("int16", (7, 2), "iota").at("::-1")):
        for text in (":", "::2", "::-1", "1:5", "5:1:-1", "5:1", "-2:", ":-2", "6::-3", "1:6:4", "9:", "-100:100:3", "2:3", "2:3:-1", "3:2:-1", "::0", "3"):
            keep = len(slices.rows)
            made = {"bases": []}
            slices.fn = name
            row = {"f": name, "a": [slices.pack(x, made["bases"]) for x in (a, text, *extra, 0)]}
            row["b"] = [base.spec(book) for base in made["bases"]]
            array = a.follow(a.base.build())
            try:
                row["e"] = slices.result(getattr(np, name)(array, key_of(text), *extra, 0), [array])
            except (ValueError, IndexError) as error:
                row["e"] = {"e": type(error).__name__}
            slices.rows.append(row)

# --- trim_zeros ---
trim = book.cases("trim_zeros")
trim.layout = True
for layout in LAYOUTS[:6]:
    for dtype in ("int8", "float64", "complex64", "bool"):
        for shape in ((), (7,), (4, 5), (3, 2, 3), (0,), (2, 0)):
            if layout == "broadcast" and 0 in shape:
                continue
            for formula in ("zeros", "mask", "iota"):
                trim("trim_zeros", laid_out(dtype, shape, layout, formula))
BOX = np.zeros((6, 7, 2))
BOX[2:4, 1:5] = [[[0, 1], [0, 0], [3, 0], [np.nan, 0]], [[0, 0], [0, 1], [0, 0], [0, 0]]]
for a in (values("float64", BOX), values("int16", BOX[2:, :, 1]), values("float32", BOX[2, :, 0]), values("int8", [0, 0, 3, 0, 5, 0]), values("int8", [0, 0])):
    for sides in ("fb", "bf", "f", "b", "FB", "x", "", "fbf"):
        for axis in (None, 0, 1, -1, 3):
            trim("trim_zeros", a, sides, axis)
trim("trim_zeros", A("int8", 3), axis=0, sides="f")

# --- resize ---
resize = book.cases("resize")
for x in NAMES:
    resize("resize", A(x, (2, 3), "tiny"), [3, 3])
for layout in LAYOUTS:
    for target in ([], [4], 4, [2, 3], [5, 3], [0], [2, 0], [1, 1, 13], [-1], [2, -3], [6], [24, 2], 2.5):
        resize("resize", laid_out("int32", (2, 3), layout, "iota"), target)
for shape in ((), (0,), (0, 3), (1,), (1, 1)):
    for target in ([], [3], [0, 2], [2, 2]):
        resize("resize", A("float32", shape, "wave"), target)
resize("resize", 3.5, [2, 2])
resize("resize", A("int8", 3), new_shape=[2, 2])

# The method, in place: what is left of the array is its description and its bytes.
method = book.content.setdefault("resize method", [])
for dtype in ("int16", "complex128", "bool", ">f4"):
    for order in "CF":
        for shape in ((), (6,), (2, 3), (0, 3), (1, 4, 1)):
            for target in ([], [6], [3, 2], [2, 2], [4, 5], [0], [0, 4], [7], [1], [1, 2, 3], [-1], [2, -1]):
                array = A(dtype, shape, "iota", order).base.build()
                row = {"t": array.dtype.str, "n": list(shape), "o": order, "x": target}
                row["b"] = book.put(array.tobytes("A"))
                try:
                    array.resize(target, refcheck=False)
                    row["e"] = {"n": list(array.shape), "k": list(array.strides), "b": book.put(array.tobytes("A"))}
                except ValueError:
                    row["e"] = {"e": "ValueError"}
                method.append(row)

# --- at least so many dimensions ---
least = book.cases("atleast")
least.layout = True
for name in ("atleast_1d", "atleast_2d", "atleast_3d"):
    for layout in LAYOUTS:
        for shape in SHAPES:
            if layout == "broadcast" and 0 in shape:
                continue
            least(name, laid_out("int16", shape, layout, "iota"))
    least(name)
    least(name, A("int16", ()), A("float64", 3), A("bool", (2, 3)), A("int8", (1, 2, 1, 3)))
    least(name, 3.5)
    least(name, [1.5, 2.5])
    least(name, 3.5, [[1.5, 2.5]])

# --- require and its kin ---
require = book.cases("require")
require.layout = True
WISHES = [None, [], "C", "F", "A", "W", "O", "E", "CW", ["C_CONTIGUOUS", "OWNDATA"], ["fortran", "aligned"], ["ENSUREARRAY", "WRITEABLE"], ["CONTIGUOUS"], "CF", ["c", "f"]]
for layout in LAYOUTS:
    for shape in ((), (4,), (2, 3)):
        for wish in WISHES:
            if "O" in str(wish) and layout in ("F", "swapped"):
                continue  # JavaScript's operands of these are views
            for dtype in (None, "int32", "float32", ">i4"):
                if wish in (None, "C", "F") or shape == (2, 3) and dtype in (None, "int32"):
                    require("require", laid_out("int32", shape, layout, "iota"), dtype, wish)
        for dtype in (None, "int32", "float32"):
            require("ascontiguousarray", laid_out("int32", shape, layout, "iota"), dtype)
            require("asfortranarray", laid_out("int32", shape, layout, "iota"), dtype=dtype)
        for order in ("C", "F", "A", "K", None, "X"):
            require("copy", laid_out("int32", shape, layout, "iota"), **({"order": order} if order else {}))
require("require", A("int32", (2, 3)).readonly(), None, "W")
require("require", A("int32", (2, 3)).readonly(), None, "O")
require("require", A("int32", (2, 3)).readonly(), None, "A")
require("require", [[1.5, 2.5], [3.5, 4.5]], "float32", ["F", "O"])
require("copy", [[1.5, 2.5], [3.5, 4.5]], "F")
require("copy", [[1.5, 2.5], [3.5, 4.5]])
require("ascontiguousarray", [[1.5, 2.5], [3.5, 4.5]], like=None)
require("asfortranarray", [[1.5, 2.5], [3.5, 4.5]], like=None)
require("asfortranarray", [[1.5, 2.5], [3.5, 4.5]], order="C")

# --- bits ---
bits = book.cases("bits")
for dtype in NAMES:
    bits("packbits", A(dtype, 21, "mask"))
    bits("packbits", A(dtype, (3, 11), "mask"), 0)
    bits("packbits", A(dtype, (3, 11), "mask"), -1, "little")
    bits("unpackbits", A(dtype, 5, "iota"))
packed = Cases(book, book.content.setdefault("bits", []), layout=True)
for layout in LAYOUTS:
    for dtype in ("bool", "uint8", "uint16", "int64"):
        for shape in ((17,), (5, 19), (2, 9, 17)):
            for axis in (None, *range(len(shape))):
                for order in ("big", "little"):
                    if dtype in ("bool", "int64") or order == "big":
                        packed("packbits", laid_out(dtype, shape, layout, "mask"), axis, bitorder=order)
                    if dtype == "uint8":
                        for count in (None, 0, 5, 16, 100, -3, -200):
                            if count in (None, 5) or layout in ("C", "F", "strided"):
                                packed("unpackbits", laid_out(dtype, shape, layout, "iota"), axis, count, order)
for shape in ((0,), (2, 0), (0, 3)):
    for axis in (None, 0, 1, -1, -3):
        packed("packbits", A("bool", shape), axis)
        packed("unpackbits", A("uint8", shape), axis)
for axis in (0, -1, 1, -2):
    packed("packbits", A("bool", (), "mask"), axis)
    packed("unpackbits", A("uint8", (), "iota"), axis)
for n in (*range(0, 36), 255, 256, 257, 4096 * 8 + 3, 100_000):
    bits("packbits", A("bool", n, "mask"))
    bits("packbits", A("uint8", n, "iota"), bitorder="little")
    bits("unpackbits", A("uint8", n, "wave"))
    bits("unpackbits", A("uint8", n, "iota"), bitorder="little", count=max(0, 8 * n - 5))
    bits("unpackbits", A("uint8", n, "iota"), count=8 * n + 37)if n else None
bits("packbits", A("bool", (70, 1111), "mask"), 0)
bits("packbits", A("bool", (70, 1111), "mask"), 1)
bits("unpackbits", A("uint8", (70, 1111), "iota"), 0, bitorder="little")
bits("unpackbits", A("uint8", (70, 1111), "iota"), 1, count=1000)
bits("packbits", [True, False, True, True])
bits("packbits", [1, 0, 2, 0, 3, 0, 0, 0, 4])
bits("packbits", [1.5, 2.0])
bits("packbits", A("bool", 3), bitorder="x")
bits("unpackbits", A("uint8", 3), bitorder="Big")
bits("unpackbits", A("uint8", 3), count=1.5)
bits("packbits", A("bool", 3), count=1)

# --- bytes ---
raw = book.cases("bytes")
raw.layout = True
for layout in LAYOUTS:
    for shape in ((), (3,), (2, 3), (2, 1, 3), (0, 2)):
        if layout == "broadcast" and 0 in shape:
            continue
        for dtype in NAMES:
            if shape in ((), (2, 3)):
                raw(".byteswap", laid_out(dtype, shape, layout, "iota"))
                raw(".byteswap", laid_out(dtype, shape, layout, "iota"), inplace=True)
        for dtype, offset in (("int16", 0), ("int16", 2), ("int8", 3), ("float32", 4), ("float64", 0), ("int64", 1), ("uint8", 7), ("uint8", 8), ("int8", -1),
                              ("complex128", 0), (">i2", 6)):
            raw(".getfield", laid_out("float64", shape, layout, "wave"), dtype, offset)
        raw(".setfield", laid_out("float64", shape, layout, "wave"), 77, "int16", 2)
        raw(".setfield", laid_out("complex64", shape, layout, "wave"), [1.5, 2.5, 3.5], "float32", offset=4)
raw(".getfield", A("complex64", 3), "float32")
raw(".setfield", A("float64", 3), 7, "int16", 7)
raw(".setfield", A("float64", 3).readonly(), 7, "int16", 0)
raw(".byteswap", A("int16", 3).readonly(), True)
raw(".byteswap", A("int16", 3).readonly())
tobytes = book.content.setdefault("tobytes", [])
for layout in LAYOUTS:
    for shape in ((), (3,), (2, 3), (2, 1, 3), (0, 2)):
        if layout == "broadcast" and 0 in shape:
            continue
        for dtype in ("int16", "complex128", "bool"):
            for order in ("C", "F", "A", "K", None):
                a = laid_out(dtype, shape, layout, "iota")
                bases = []
                row = {"a": raw.pack(a, bases), "o": order}
                row["b"] = [base.spec(book) for base in bases]
                row["x"] = book.put(a.follow(a.base.build()).tobytes(order))
                tobytes.append(row)

# --- views by hand ---
strided = book.cases("stride tricks")
strided.layout = True
window = "lib.stride_tricks.sliding_window_view"
for layout in LAYOUTS:
    for shape in ((), (5,), (4, 5), (2, 3, 4), (0, 3)):
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int16", shape, layout, "iota")
        strided(window, a, [2] * len(shape))
        strided(window, a, 2)
        strided(window, a, [0] * len(shape))
        strided(window, a, 1, 0)
        strided(window, a, 2, axis=-1, writeable=True)
        strided(window, a, [2, 2], [0, 0])
        strided(window, a, [2, 3], [-1, 0])
        strided(window, a, [9] * len(shape))
        strided(window, a, [-1] * len(shape))
        strided(window, a, 2, 7)
        strided(window, a, [2, 2], axis=[0])
for spec in [(None, None), ([2, 2], None), ([3], [2]), ([3, 2], [2, 2]), ([2, 2, 2], [4, 2, 2]), ([0], [1000]), ([], []), ([4], [0]), ([5, 5], [0, 0]),
             ([2], [2, 2]), ([-1], [2]), (None, [2]), (None, [8, 2]), ([2, 3], None), ([3], [3]), ([1, 1], [10**6, -10**6])]:
    for a in (A("int16", (3, 4), "iota"), A("int16", 12, "iota"), A("int16", (3, 4), "iota", "F"), A("int16", (6, 4), "iota").at("::2"),
              A("int16", (3, 4), "iota").readonly(), A("int16", (), "iota") if spec[0] in ([], [0]) else A("int16", (4, 6), "iota").at("1:, 2:")):
        strided("lib.stride_tricks.as_strided", a, *spec)
strided("lib.stride_tricks.as_strided", A("float64", 6, "iota").at("5:"), [6], [-8])
strided("lib.stride_tricks.as_strided", A("float64", (3, 3), "iota").at("1:2, 1:2"), shape=[3], strides=[8], writeable=False)
strided("lib.stride_tricks.as_strided", [1.5, 2.5], [2, 2], [0, 8])
strided("lib.stride_tricks.as_strided", A("int8", 3), [3], steps=[1])

# --- shapes ---
shapes = book.cases("shapes")
for a in (A("int8", (2, 3)), A("int8", ()), A("int8", (0, 4)), 3, [[1, 2], [3, 4]], [], True):
    shapes("ndim", a)
    shapes("size", a)
    for axis in (None, 0, 1, -1, -3, 2, 1.5):
        shapes("size", a, axis=axis)
both = book.cases("broadcast")
both.layout = True
for layout in LAYOUTS:
    for x, y in (((2, 3), (3,)), ((3, 1), (1, 4)), ((), (2, 2)), ((2, 3), (2, 3)), ((2,), (3,)), ((0, 1), (3,))):
        if layout == "broadcast" and 0 in x:
            continue
        both("broadcast_arrays", laid_out("int16", x, layout, "iota"), A("float32", y, "wave"))
both("broadcast_arrays", A("int16", 3), subok=True)
both("broadcast_arrays", A("int16", 3), A("int16", (2, 1)).readonly(), A("int16", (4, 1, 1)), subok=False)
both("broadcast_arrays", A("int16", 3), order="C")
both("broadcast_arrays")
both("broadcast_to", A("int16", 3), [2, 3], subok=True)
both("broadcast_to", A("int16", 3), shape=[2, 3])
both("broadcast_to", A("int16", 3), [2, 3], order="C")
both("broadcast_to", 3.5, [2, 2])

# --- What else depends on how an array lies: axes in any order, sliced, turned, of no step at all. ---
lying = book.cases("lying anyhow")
lying.layout = True


def lies_somehow(dtype):
    ndim = RNG.randint(1, 5)
    shape = [RNG.choice([1, 2, 2, 3, 4]) for _ in range(ndim)]
    a = A(dtype, shape, "iota", RNG.choice("CCF"))
    if RNG.random() < .6:
        a = a.at(", ".join(RNG.choice([":", ":", "::-1", "::2", "1:", ":1"]) for _ in shape))
    if RNG.random() < .6:
        a = a.transpose(RNG.sample(range(ndim), ndim))
    if RNG.random() < .2:
        a = a.at("newaxis").broadcast_to([2, *np.shape(a.at("newaxis").follow(a.base.build()))[1:]])
    return a


for _ in range(14):
    a = lies_somehow(RNG.choice(["int16", "float64", ">i4"]))
    size = a.follow(a.base.build()).size
    for order in "CFAK":
        lying(RNG.choice(["ravel", ".ravel"]), a, order)
        lying(".flatten", a, order)
        lying(".copy", a, order)
    for target in ([-1], [size, 1], [2, -1], [-1, 2], [2, 2, -1], [1, -1, 3]):
        order = RNG.choice("CFA")
        lying("reshape", a, target, order=order, copy=RNG.choice([None, True, False]))
    for dtype in ("int8", "int16", "float32", "complex64", "complex128"):
        lying(".view", a, dtype)
    lying(".byteswap", a)
    lying("packbits", a, RNG.randint(-1, 0))if a.base.dtype.kind == "i" else None
    lying("insert", a, [0, 1], 5, RNG.choice([None, 0]))
    lying("trim_zeros", a)

book.save()

"""Index tricks: grids, np.r_ and np.c_, diagonals and triangles, functions applied along axes, and ufunc.at with
every kind of key."""
import oracle
from oracle import *

plain_call = oracle.call


def in_brackets(item):
    return key_of(item) if isinstance(item, str) and ":" in item else item


def part_of_key(item):
    if isinstance(item, str):
        return key_of(item)
    return item


def tricky_call(fn, args, kwargs):
    if fn in ("r_", "c_", "mgrid", "ogrid"):
        alone = len(args) == 1 and isinstance(args[0], list) and fn in ("mgrid", "ogrid")
        parts = []
        for item in args[0] if alone else args:
            item = in_brackets(item)
            parts += item if isinstance(item, tuple) else [item]
        grid = getattr(np, fn)
        if fn in ("mgrid", "ogrid") and len(parts) == 1 and not alone:
            return grid[parts[0]]
        return grid[tuple(parts)]
    if fn.endswith(".at") and len(fn) > 3:
        key = args[1]
        if isinstance(key, str):
            key = key_of(key)
        elif isinstance(key, list) and any(not isinstance(item, (int, bool)) for item in key):
            flat = []
            for item in key:
                item = part_of_key(item)
                flat += item if isinstance(item, tuple) else [item]
            key = tuple(flat)
        args = [args[0], key, *args[2:]]
    if fn == "diag_indices_from" or fn == "apply_over_axes":
        args = [np.asarray(arg) if isinstance(arg, list) and fn != "apply_over_axes" else arg for arg in args]
    return plain_call(fn, args, kwargs)


def call_or_type_error(*args):
    try:
        return tricky_call(*args)
    except AttributeError as error:
        raise TypeError(*error.args)


oracle.call = call_or_type_error
book = Book("tricks")


class Names(Cases):
    """np's functions as arguments."""

    def pack(self, value, bases):
        return {"fn": value.__name__} if callable(value) and not isinstance(value, A) else super().pack(value, bases)


def section(name, layout=False):
    return Names(book, book.content.setdefault(name, []), layout)


LAYOUTS = [layout for layout in oracle.LAYOUTS]
SHAPES = [(3, 4), (4, 3), (3, 3), (1, 4), (4, 1), (2, 3, 4), (2, 1, 3, 2), (3, 2, 1, 2, 2), (0, 3), (3, 0), (0, 0), (2, 0, 3), (5,), (0,), ()]

# --- Triangles. ---
triangles = section("triangles", True)
for fn in ("tril", "triu"):
    for x in NAMES:
        odd = values(x, np.array([np.nan, -0.0, np.inf, -np.inf] * 3) if np.dtype(x).kind in "fc" else np.arange(12) + 1, (3, 4))
        for k in (0, 1, -1):
            triangles(fn, odd, k)
    for shape in SHAPES:
        for k in range(-5, 6) if len(shape) == 2 else (-1, 0, 2):
            triangles(fn, A("int16", shape, "iota"), k)
    for layout in LAYOUTS:
        for x in ("float64", "int8", "complex128", "float16", "int32"):
            for shape in ((3, 4), (4, 3), (2, 3, 4)):
                for k in (0, -1, 2):
                    triangles(fn, laid_out(x, shape, layout), k)
    for order in ((1, 0, 2, 3), (0, 1, 3, 2), (3, 2, 1, 0), (2, 3, 0, 1), (2, 0, 1, 3)):
        triangles(fn, A("int16", (2, 3, 4, 5), "iota").transpose(order), 1)
    triangles(fn, A("float64", (3, 4)).at("::-1, 1:"), k=1)
    triangles(fn, [[1.5, 2.5], [3.5, 4.5]])
    triangles(fn, A("float32", (3, 3)), 1000000000000)
    triangles(fn, A("float32", (3, 3)), k=-1000000000000)
    triangles(fn, A("float32", (300, 400)), -20)
    triangles(fn, A("float32", (400, 300), "wave", "F"), 20)
    triangles(fn, A("int16", (3, 3)), n=1)
    triangles(fn, A("int16", (3, 3)), 0, 1)
for args in ([3], [3, 4], [4, 3], [0], [-1], [2, -3], [3, None, 1], [3, 5, -1], [3, 5, 9], [3, 5, -9], [1, 1]):
    triangles("tri", *args)
for x in NAMES + [">i2", ">f8", ">c8"]:
    triangles("tri", 3, 4, 1, x)
    triangles("tri", 4, dtype=x, k=-1)
triangles("tri", 300, 500, 7, "int8")
triangles("tri")
triangles("tri", 3, size=3)

places = section("places")
for fn in ("tril_indices", "triu_indices"):
    for n in (0, 1, 3, 4, -2):
        for m in (None, 0, 1, 3, 5, -1):
            for k in (-6, -3, -2, -1, 0, 1, 2, 4, 6):
                places(fn, n, k, m)
    places(fn, 3)
    places(fn, 3, m=2)
    places(fn, 200, 3, 300)
    places(fn, 3, j=2)
    for x in (A("int8", (3, 4)), A("float32", (2, 2)).T, A("int8", (3,)), A("int8", ()), A("int8", (1, 2, 3)), A("int8", (0, 3))):
        places(fn + "_from", x)
        places(fn + "_from", x, k=-1)
for n in (0, 1, 4):
    for ndim in (2, 1, 3, 0, -1):
        places("diag_indices", n, ndim)
    places("diag_indices", n)
for shape in ((3, 3), (2, 2, 2), (0, 0), (2, 3), (3,), (), (2, 2, 3), (1, 1)):
    places("diag_indices_from", A("int8", shape))
for n in (0, 1, 3, 4):
    for mask in (np.triu, np.tril):
        for k in (0, 1, -1, 9):
            places("mask_indices", n, mask, k)
    places("mask_indices", n, np.tril)

# --- Diagonals. ---
diagonals = section("diagonals", True)
for layout in LAYOUTS:
    for x in ("float64", "int8"):
        for shape in ((3, 4), (4, 3), (2, 3, 4), (2, 3, 2, 3)):
            a = laid_out(x, shape, layout)
            for offset in (0, 1, -1, 2, -2, 3, 4, -9):
                diagonals("diagonal", a, offset)
            diagonals(".diagonal", a, 1)
            diagonals("diagonal", a, axis1=1, axis2=0)
            diagonals("diagonal", a, -1, 1, 0)
            if len(shape) > 2:
                diagonals("diagonal", a, 1, 0, 2)
                diagonals(".diagonal", a, 0, -1, -2)
                diagonals(".diagonal", a, offset=-1, axis1=2, axis2=-3)
for shape in ((0, 3), (3, 0), (2, 0, 3), (1, 1), (3, 2, 1, 2, 2)):
    for offset in (0, 1, -1):
        diagonals("diagonal", A("int16", shape), offset)
        diagonals("diagonal", A("int16", shape), offset, -1, -2)
for shape, args in (((3,), ()), ((), ()), ((2, 2), (0, 0, 0)), ((2, 2), (0, 0, 2)), ((2, 2), (0, -3, 1)), ((2, 2), (0, 1, -1)),
                    ((2, 2), (0.5,)), ((2, 2), (0, 0, 1, 2))):
    diagonals("diagonal", A("int16", shape), *args)
    diagonals(".diagonal", A("int16", shape), *args)
for x in NAMES:
    for k in (0, 1, -2):
        diagonals("diag", A(x, 3), k)
        diagonals("diag", A(x, (3, 4)), k)
        diagonals("diagflat", A(x, (2, 2)), k)
for layout in LAYOUTS:
    for shape in ((4,), (3, 2)):
        a = laid_out("float32", shape, layout)
        for k in (0, 1, -1, 5):
            diagonals("diag", a, k=k)
            diagonals("diagflat", a, k)
for shape in ((), (0,), (1,), (2, 2, 2), (0, 2)):
    diagonals("diag", A("int8", shape), 2)
    diagonals("diagflat", A("int8", shape), -2)
diagonals("diag", [1.5, 2.5])
diagonals("diag", [[1.5, 2.5], [3.5, 4.5]], 1)
diagonals("diagflat", 3.5)
diagonals("diag", [1.5, 2.5], 0.5)

filled = section("fill_diagonal")
for x in NAMES:
    filled("fill_diagonal", A(x, (3, 4)), 1)
    filled("fill_diagonal", A(x, (5, 2)), values("float64", [1, 2, 3]), True)
    filled("fill_diagonal", A(x, (5, 2)), A(x, (2, 2)), wrap=True)
for layout in LAYOUTS:
    if layout == "broadcast":
        continue
    for shape in ((3, 4), (4, 3), (9, 2), (9, 1), (3, 3, 3), (2, 2, 2, 2), (7, 3)):
        for wrap in (False, True):
            a = laid_out("int16", shape, layout)
            filled("fill_diagonal", a, 7, wrap)
            filled("fill_diagonal", a, [1, 2], wrap)
            filled("fill_diagonal", a, A("float64", (5,), "iota").at("::-2"), wrap)
filled("fill_diagonal", A("float64", (4, 4)), [])
filled("fill_diagonal", A("float64", (3, 3)), -0.0)
for shape in ((0, 3), (3, 0), (0, 0), (2, 3, 2), (3,), (), (1, 1), (1, 1, 1)):
    filled("fill_diagonal", A("int8", shape), 3, True)
filled("fill_diagonal", A("int8", (3, 3)).readonly(), 1)
filled("fill_diagonal", A("int8", (3, 3)), 300)
filled("fill_diagonal", A("float32", (3, 3)), 1j)
filled("fill_diagonal", A("int8", (3, 3)), 1, False, 2)
own = A("float64", (4, 4), "iota")
filled("fill_diagonal", own, own.at("0"))

# --- Grids. ---
grids = section("grids")
KEYS = ["0:3", ":4", "2:7:2", "7:2:-2", "5:", ":", "0:1:0.25", "0:1:5j", "0:1:1j", "0:1:0j", "1:0:-.25", "-1:1:3J", "0.:3", "3:0", "0:1:-3j",
        "0:1:2.5j", "1e-3:1:.5e0", "0:10:3", "-2:2", "0:3:0", ":3:1.5", "+1:+3:+1", "0:1:7j", "0:3:.1", "0.1:0.7:0.1"]
for fn in ("mgrid", "ogrid"):
    for key in KEYS:
        grids(fn, key)
        grids(fn, [key])
        for other in ("0:2", "0:1:3j", "0:.5:.1"):
            grids(fn, key, other)
            grids(fn, other, key)
    grids(fn, "0:2, 0:3")
    grids(fn, "0:2,0:1:2j", "5:6")
    grids(fn, "0:2", "1:3", "0:2", "2:0:-1")
    grids(fn)
    grids(fn, [])
for dims in ([3], [2, 3], [2, 3, 4], [0, 3], [3, 0], [], [1, 1, 1], [2, 1, 2, 1, 2], [-1, 2], [2, -1]):
    for sparse in (False, True):
        grids("indices", dims, sparse=sparse)
        for x in ("int8", "float32", "complex128", "int64", ">i2"):
            grids("indices", dims, x, sparse)
        if max(dims or [0]) < 3:
            grids("indices", dims, "bool", sparse)
grids("indices", [3, 2], "bool")
grids("indices", 3)
grids("indices", [2, 3], dense=True)

crossed = section("ix_")
crossed("ix_")
crossed("ix_", A("int64", 3, "iota"), A("int16", 2, "iota"))
crossed("ix_", A("uint8", 6, "iota").at("::-2"), A("bool", 5, "mask"), A("int32", (0,)))
crossed("ix_", A("bool", 6, "mask").at("::2"))
crossed("ix_", A("bool", (0,)))
crossed("ix_", A("float32", 2))
crossed("ix_", A("int32", (2, 2)))
crossed("ix_", A("int32", ()))
crossed("ix_", A("bool", (2, 2)), A("int32", 2))
crossed("ix_", [0, 2], [True, False, True], [])
crossed("ix_", [0, 2], [[1]])
crossed("ix_", 3)
crossed("ix_", *[A("int16", 2, "iota")] * 6)

# --- np.r_ and np.c_. ---
joins = section("joins")
line, matrix, cube = A("float32", 3), A("int16", (3, 2), "iota"), A("float64", (2, 3, 2))
for fn in ("r_", "c_"):
    for x in NAMES:
        joins(fn, A(x, 3), A(x, 3))
        joins(fn, A(x, 2), A("int16", 2))
        joins(fn, A(x, 2), True)
        joins(fn, A(x, 1), 2.5)
        joins(fn, A(x, 1), 3)
        joins(fn, A(x, 1), 1j)
        joins(fn, A(x, 1), "0:1")
    for args in (["0:3"], ["0:3", "3:6"], ["0:1:3j"], ["0:1:3j", "5:8"], ["0:1:.25"], ["0:3, 5:8"], ["5:"], [":4:2"], ["3:0:-1"], ["0:3:0"], ["0:1:0j"],
                 [1, 2, 3], [1.5, 2], [True, False], [1.5, True], [1j, 2], [line, 0, 0, line], [line, "0:3"], [matrix, matrix], [matrix, line],
                 [cube, cube], [cube, matrix], [], ["x", 1], ["0,x", line], [line, "r"], ["0,", line], ["1", [1.5], [2.5]], ["-1", [[1.5]], [[2.5]]],
                 ["r", line, 7.5], ["c", line, 7.5], ["r", "0:3"], ["c", "0:3"], ["c", matrix], ["r", cube], ["r", A("int8", (2, 1, 5))],
                 ["r", A("int8", (1, 1, 1))], ["0", line], ["1", matrix, matrix], ["2", matrix, matrix], ["-1", matrix, matrix],
                 ["0,2", line, line], ["1,2", line, line], ["0,2", matrix, line.at(":2")], ["0,2,0", line, line], ["1,2,0", line, line],
                 ["1,2,0", line, matrix], ["0,2,-1", line, line], ["0,3", line, line], ["0,3,0", line, line], ["0,3,1", line, line], ["1,3,0", line, line],
                 ["2,3,0", line, line], ["-1,3,1", line, line], ["0,3,1", A("float32", (3, 1)), matrix.at(":, 1:")], ["0,3,-2", line, line], ["0,3,-3", line, line],
                 ["0,2,5", line], ["0,2,5", "1:3"], ["0,2,0", "1:4", [1.5, 2.5, 3.5]], ["0,2,0", "1:4", 5], ["0,2,0", "0:1:3j"], ["0,2,3,4", line],
                 ["0,3,1", "0:3"], ["1,3,1", "0:3", "1:4"], ["0,2", "0:3", "1:4"], ["1,1", line], [" 1 , 2 ", line, line],
                 [A("float64", ()), A("float32", ())], [A("int8", (0,)), line], [[], line], [[1.5, 2.5], [3.5, 4.5]], ["1:3", "4:6"],
                 ["0,1", line, line.at("::-1")], [A(">i4", 3), A(">i4", 3)]):
        joins(fn, *args)

# --- Functions applied. ---
applied = section("applied")
for shape in ((4,), (3, 4), (2, 3, 4), (0, 3), (3, 0), (1, 1), (2, 1, 3, 2)):
    for axis in range(-len(shape) - 1, len(shape) + 1):
        for f in (np.sum, np.cumsum, np.diff, np.diag, np.max, np.real):
            applied("apply_along_axis", f, axis, A("float64", shape))
for layout in LAYOUTS:
    for f in (np.cumsum, np.diagflat, np.negative, np.prod):
        applied("apply_along_axis", f, 0, laid_out("float64", (3, 2), layout))
        applied("apply_along_axis", f, 1, laid_out("float64", (3, 2), layout))
for x in NAMES:
    applied("apply_along_axis", np.cumsum, 1, A(x, (2, 3)))
    applied("apply_along_axis", np.diag, -1, A(x, (2, 3)), 1)
    applied("apply_along_axis", np.diag, -1, A(x, (2, 3)), k=-1)
applied("apply_along_axis", np.add, 1, A("float64", (2, 3)), 2.5)
applied("apply_along_axis", np.add, 1, A("float64", (2, 3)), A("float64", 3), dtype="float32", casting="same_kind")
applied("apply_along_axis", np.sum, 0, [1.5, 2.5])
applied("apply_along_axis", np.sum, 0, 5.5)
applied("apply_along_axis", np.sum, 2, A("float64", (2, 3)))
applied("apply_along_axis", np.sum, 1, A("float64", (2, 3)), nonsense=3)
applied("apply_along_axis", np.iscomplexobj, 1, A("float64", (2, 3)))
for shape in ((2, 3), (2, 3, 4), (5,), (0, 3)):
    for axes in (0, -1, [0], [-1], [0, -1], [0, 0], [], [0, 1, 2], 5):
        for f in (np.sum, np.cumsum, np.mean):
            applied("apply_over_axes", f, A("float64", shape), axes)

# --- ufunc.at with every key. ---
at = section("at")
five, mask = values("int32", [0, 2, 2, -1, 0]), values("bool", [1, 0, 1, 1, 0, 1])
CASES = [("1:4", 3), ("::-2", 3), ("...", 6), ("2", 1), (":", 1), ("newaxis", 6), (mask, 4), ([True, False, True, True, False, True], 4),
         ([0, 2, 2, -1, 0], 5), (five, 5), (3, 1), ("9:", 1), ("9", 1), ([1, 9], 2), (values("bool", [1, 0]), 1), (values("float64", [1]), 1), ("1, 2", 1)]
for fn in ("add", "multiply", "subtract", "maximum", "bitwise_xor", "divide"):
    for x in ("int8", "uint16", "int64", "float16", "float64", "complex64"):
        if fn == "bitwise_xor" and x[0] in "fc":
            continue
        for key, n in CASES:
            at(fn + ".at", A(x, 6, "small"), key, A(x, n, "tiny"))
            at(fn + ".at", A(x, 12, "small").at("::-2"), key, 3)
            if fn != "bitwise_xor":  # which then has two reasons to refuse
                at(fn + ".at", A(x, 6, "small"), key, 2.5)
rows, columns = values("int64", [0, 2, 2]), values("uint8", [1, 0, 0])
wide = values("bool", [[1, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0]])
PLANE = ["1:, ::2", "..., 1", "1", "1, ...", "newaxis, 0", ["1:", rows], [rows, "1:"], [rows, columns], [rows, 1], [1, rows], [rows, "..."], ["...", columns],
         [None, rows], [rows, None, columns], wide, [wide], ["...", wide], [values("bool", [1, 0, 1]), "::2"], [values("bool", [1, 0, 1]), 3],
         [":", values("bool", [1, 0, 1, 1])], [rows, values("bool", [1, 0, 1, 1])], [True], [True, "1:"], [None, True, rows], ["1", rows], [rows, "9"], [[0, 2], "1"],
         [[0, 2, 2], [1, 0, 0]], [[[0], [2]], [1, 0, 1]], [rows, rows, rows], ["..., 0", rows], [1, "2"], ["..., ...", 1]]
for layout in LAYOUTS:
    if layout == "broadcast":
        continue
    for x in ("float64", "int16"):
        for key in PLANE:
            at("add.at", laid_out(x, (3, 4), layout, "iota"), key, 1)
            at("subtract.at", laid_out(x, (3, 4), layout, "iota"), key, values(x, [2]))
for key in PLANE:
    at("negative.at", A("float32", (3, 4)), key)
    at("add.at", A("float32", (3, 4, 2)), key, values("float32", [1, 2]))
    at("add.at", A("float32", (2, 3, 4)).T, key, values("int8", [1]))
at("add.at", A("float32", (3, 4)), ["1:", rows], A("float32", (2, 3)))
at("add.at", A("float32", (3, 4)), ["1:", rows], A("float32", (3, 2)))
at("add.at", A("float32", (3, 4, 5)), [rows, ":", values("int8", [1, 1, 4])], A("float32", (3, 4)))
at("add.at", A("float32", (3, 4, 5)), [rows, ":", values("int8", [1, 1, 4])], A("float32", (4, 3)))
at("add.at", A("float32", (1,) * 12), ["..., 0", values("int8", [0, 0])], 1)
at("add.at", A("float32", (1,) * 12), [values("int8", [0, 0])] * 10, 1)
at("add.at", A("int64", 2, "iota"), "1", 2**40)
at("add.at", A("int8", ()), "...", 3)
at("add.at", A("int8", (0, 3)), ":", 3)
at("add.at", A("int8", (0, 3)), [values("int32", [0]), ":1"], 3)
at("bitwise_xor.at", A("int8", 4, "tiny"), "1:3", 2.5)
at("left_shift.at", A("int8", 4, "tiny"), "1:3", 2)
at("add.at", A("float32", (3, 4)).readonly(), "1:", 1)
at("sqrt.at", A("float64", (3, 4)), "1:, ::2")
at("sqrt.at", A("float64", (3, 4)), "1:, ::2", 1)
at("add.at", A("float64", (3, 4)), "1:, ::2")

book.save()

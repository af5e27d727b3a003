"""Views and shapes: reshape, transpose, view, indexing, broadcast_to, ravel, flatten, shared memory."""
import random

from oracle import *

book = Book("shapes")
RNG = random.Random(5)

reshape = book.cases("reshape")
reshape.layout = True
SHAPES = [(), (1,), (6,), (12,), (3, 4), (2, 3, 2), (2, 1, 6), (1, 12, 1), (0,), (0, 3), (2, 0, 3), (2, 2, 3, 1)]
for layout in LAYOUTS:
    for shape in SHAPES:
        if layout == "broadcast" and 0 in shape:
            continue
        a = laid_out("int32", shape, layout, "iota")
        for target in ([12], [-1], [3, 4], [2, 6], [6, -1], [2, 3, 2], [1, 12], [12, 1, 1], [-1, 1], [2, 2, 3], []):
            for order in ("C", "F", "A"):
                reshape("reshape", a, target, order=order)
        reshape("reshape", a, [3, 4], copy=False)
        reshape("reshape", a, [4, 3], copy=True)
        reshape("reshape", a, [6, 2], order="F", copy=False)
        for order in "CFAK":
            reshape("ravel", a, order)
            reshape(".ravel", a, order=order)
            reshape(".flatten", a, order)
            reshape(".copy", a, order)
        reshape(".reshape", a, 3, 4)
        reshape(".reshape", a, -1)
        reshape("reshape", a, -1)
for target in ([5], [-1, -1], [-1, 5], [0, -1], [-2, 3], [2.5], [13], [0], [1] * 65):
    reshape("reshape", A("int8", 12), target)
    reshape("reshape", A("int8", (0, 3)), target)
reshape("reshape", A("int8", (0, 3)), [5, 0])
reshape("reshape", A("int8", (0, 3)), [0, 0, 7])
reshape("reshape", A("int8", (0, 3)), [-1, 0])
reshape("reshape", A("int8", 12), [3, 4], order="K")
reshape("reshape", A("int8", 12), [3, 4], order="X")
reshape("reshape", A("int8", 12).readonly(), [3, 4])

axes = book.cases("axes")
axes.layout = True
for layout in LAYOUTS:
    a = laid_out("int16", (2, 3, 4), layout, "iota")
    axes("transpose", a)
    axes("..T", a)
    axes("..mT", a)
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0], [-1, 0, 1], [1, 0], [0, 0, 1], [0, 1, 3], [0, 1, 2, 3], [-4, 0, 1]):
        axes("transpose", a, order)
        axes(".transpose", a, *order)
        axes(".transpose", a, order)
    for i, j in ((0, 1), (0, -1), (1, 1), (-3, 2), (0, 3), (-4, 0)):
        axes("swapaxes", a, i, j)
        axes(".swapaxes", a, i, j)
        axes("moveaxis", a, i, j)
    for source, to in (([0, 1], [1, 0]), ([0, 1], [-1, -2]), ([0], [2]), ([0, 0], [1, 2]), ([0, 1], [1, 1]), ([0, 1], [0])):
        axes("moveaxis", a, source, to)
    for axis in (0, 1, -1, 3, -4, 4, -5, [0, 1], [0, -1], [1, 1], [0, 5]):
        axes("expand_dims", a, axis)
    b = laid_out("float32", (1, 3, 1, 2, 1), layout, "iota")
    axes("squeeze", b)
    for axis in (0, 2, -1, [0, 4], [0, -1], 1, [0, 1], 5, -6, [], [0, 0]):
        axes("squeeze", b, axis=axis)
        axes(".squeeze", b, axis)
axes("matrix_transpose", A("int8", 3))
axes("..mT", A("int8", 3))
axes("..T", A("int8", ()))
axes("transpose", A("int8", ()), [])
axes("transpose", A("int8", ()), [0])

broadcast = book.cases("broadcast_to")
broadcast.layout = True
for layout in LAYOUTS:
    for shape in ((), (1,), (3,), (1, 3), (2, 1), (2, 3)):
        a = laid_out("int16", shape, layout, "iota")
        for target in ([], [1], [3], [2, 3], [4, 2, 3], [2, 0], [0], [1, 3], [3, 2], 3):
            broadcast("broadcast_to", a, target)
broadcast("broadcast_to", A("int8", 3), [-1, 3])
broadcast("broadcast_to", A("int8", 1), [1] * 65)
broadcast("broadcast_to", A("int8", 1), [1] * 64)
broadcast("broadcast_to", A("int8", 1), [2**20, 2**9])
broadcast("broadcast_arrays", A("int8", (3, 1)), A("float64", 4))
broadcast("broadcast_arrays", A("int8", (3, 1)), A("float64", (2, 1)))
shapes = book.cases("broadcast_shapes")
for row in [[[3, 1], [1, 4]], [[2], [3]], [[], [3]], [[]], [], [[5, 1, 3], [4, 1], [3]], [[1], [0]], [[2], [0]], [[1, 2], [3, 1], [3, 2]],
            [[6, 7], [5, 6, 1], [7], [5, 1, 7]], [3, [2, 1]], [[2, 3], [3, 2]]]:
    def shaped(item):
        return tuple(item) if isinstance(item, list) else item
    rows = [shaped(item) for item in row]
    try:
        answer = {"p": list(np.broadcast_shapes(*rows))}
    except ValueError:
        answer = {"e": "ValueError"}
    shapes.rows.append({"f": "broadcast_shapes", "a": row, "e": answer})

views = book.cases("view")
views.layout = True
for layout in LAYOUTS:
    for x in ("int8", "float32", "complex64", "uint16", "float64"):
        for shape in ((4, 8), (8,), (), (4, 0), (2, 1), (1, 3)):
            if layout == "broadcast" and 0 in shape:
                continue
            a = laid_out(x, shape, layout, "iota")
            for y in ("int8", "int16", "float32", "float64", "complex128", ">i4", "bool"):
                views(".view", a, y)
views(".view", A("int8", 8), "nonsense")
views(".view", A("int8", 8))
views(".view", A("int32", (4, 4)).at(":, ::2"), "int32")
views(".view", A("int32", (4, 4)).at(":, ::2"), "int16")
views(".view", A("int32", (4, 4)).at("::2"), "int16")
views(".view", A("int32", (4, 4)).readonly(), "int16")

# --- Indexing: keys at random, some of them wrong. ---
index = book.cases("indexing")
index.layout = True


def bound(n):
    return "" if RNG.random() < .35 else str(RNG.randint(-n - 2, n + 2))


def part(n):
    kind = RNG.random()
    if kind < .3:
        return str(RNG.randint(-n, n - 1) if n and RNG.random() < .93 else RNG.choice([n, -n - 1]))
    step = RNG.random()
    if step < .5:
        return bound(n) + ":" + bound(n)
    return bound(n) + ":" + bound(n) + ":" + (RNG.choice(["-1", "2", "-2", "3", "-3", "1", ""]) if step < .98 else "0")


for round in range(900):
    shape = [RNG.choice([0, 1, 2, 3, 4, 5, 7]) if RNG.random() < .2 else RNG.randint(1, 5) for _ in range(RNG.randint(0, 4))]
    layout = RNG.choice(LAYOUTS[:5] if 0 not in shape else ["C", "F"])
    a = laid_out(RNG.choice(["int16", "float64", "complex64", "int8"]), shape, layout, "iota")
    count = RNG.randint(0, len(shape)) if RNG.random() < .95 else len(shape) + 1
    parts = [part(shape[i] if i < len(shape) else 2) for i in range(count)]
    if RNG.random() < .4:
        # what comes after '...' are the last axes
        place = RNG.randint(0, len(parts))
        parts = parts[:place] + ["..."] + parts[place:]
    for _ in range(RNG.choice([0, 0, 0, 1, 2])):
        parts.insert(RNG.randint(0, len(parts)), "newaxis")
    if RNG.random() < .02:
        parts += ["...", "..."]
    if parts:
        index(".at", a, ", ".join(parts))
for key in ("0", "-1", "3", "-4", "1000000", "-1000000", "1:2, 5", "..., 0", "0, ...", "0, 0, ...", "..., 0, 0", "...", "newaxis, ..., newaxis",
            "0, 0", "0, 0, 0", "::0", "9:1:-1", "1000:-1000:-1", "-1000:1000", "2:1", ":0", "1:", "-1:", ":-1", "::-5", "::5"):
    index(".at", A("float64", (3, 4), "iota"), key)
    index(".at", A("int64", (3,), "iota"), key)
    index(".at", A("bool", (), "iota"), key)
index(".at", A("float64", (1,) * 64), "newaxis")
index(".at", A("float64", (1,) * 64), "0, newaxis")
index(".at", A("float64", (1,) * 64), "newaxis, 0")

items = book.cases("item")
for x in NAMES:
    items(".item", A(x, (2, 3), "wave"), 4)
    items(".item", A(x, (2, 3), "wave"), 1, 2)
    items(".item", A(x, (2, 3), "wave"), -1)
    items(".item", A(x, (1, 1), "wave"))
    items(".item", A(x, (), "wave"))
    items(".item", A(x, (2, 3), "wave"), 6)
    items(".item", A(x, (2, 3), "wave"), -7)
    items(".item", A(x, (2, 3), "wave"), 0, 3)
    items(".item", A(x, (2, 3), "wave"), 0, 0, 0)
    items(".item", A(x, (2, 3), "wave"))

# --- Shared memory. ---
shared = book.cases("shared memory")
base = A("uint8", 60, "iota")
cube = A("int16", (4, 5, 6), "iota")
PAIRS = [(base.at("::2"), base.at("1::2")), (base.at("::2"), base.at("::3")), (base.at(":30"), base.at("30:")), (base.at(":31"), base.at("30:")),
         (base.at("1::4"), base.at("2::4")), (base.at("1::4"), base.at("3::6")), (base.at("::-1"), base.at("59:")), (base, base),
         (base.at("0:0"), base), (base.at(":20").view("<i4"), base.at("20:40").view("<f4")), (base.at(":20").view("<i4").at("::2"), base.at("4::8")),
         (base.at("4::8"), base.at(":48").view("<i4").at("::2")),
         (cube, cube.T), (cube.at(":, 0"), cube.at(":, 1")), (cube.at("..., 0"), cube.at("..., 5")), (cube.at("0"), cube.at("1")),
         (cube.at("::2, ::2"), cube.at("1::2, ::2")), (cube.at("::2, ::3, ::2"), cube.at("1::2, 1::3, 1::2")),
         (cube.at("::3, 1::2, ::-1"), cube.at("::2, ::2, ::2")), (cube.at("1, 2, 3"), cube.at("1, 2")),
         (cube.reshape([120]).at("::7"), cube.reshape([120]).at("3::11")), (cube.reshape([120]).at("::14"), cube.reshape([120]).at("7::14")),
         (cube.reshape([120]).at("7::12").broadcast_to([3, 10]), cube.reshape([120]).at("1::6")), (cube, A("int16", (4, 5, 6)))]
for _ in range(150):
    def random_view():
        return cube.at(", ".join("%d:%d:%d" % (RNG.randint(0, n - 1), RNG.randint(1, n), RNG.choice([1, 1, 2, 3])) for n in (4, 5, 6))) \
            if RNG.random() < .7 else cube.reshape([120]).at("%d:%d:%d" % (RNG.randint(0, 60), RNG.randint(50, 120), RNG.randint(1, 17)))
    PAIRS.append((random_view(), random_view()))
for x, y in PAIRS:
    shared("shares_memory", x, y)
    shared("may_share_memory", x, y)
book.save()

"""Iterators: what they visit in which order, in what runs, and what they leave behind.

A case makes an iterator and carries out a few commands on it; see test/js/oracle-nditer.test.ts.
"""
import random
from oracle import *

book = Book("nditer")
KINDS = [*ERRORS, RuntimeError, SystemError]  # the last: NumPy forgets to pass a ValueError on
NAME = {RuntimeError: "TypeError", SystemError: "ValueError"}


AT = "@"  # stands for the second operand


def plain(value):
    """As JSON: arrays as lists, complex numbers as pairs."""
    if isinstance(value, np.dtype):
        return value.str
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, complex):
        return [value.real, value.imag]
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return type(value).__name__


def write(views, writes):
    """What the body of a loop does: every output gets the first operand's element, and a constant."""
    views = views if isinstance(views, tuple) else (views,)
    for place in np.ndindex(views[0].shape):
        first = views[0][place].item()
        for k, y in enumerate(views):
            if writes[k]:
                y[place] = first + k + 1 + (y[place].item() if writes[k] > 1 else 0)


def step(it, views, writes):
    shown = list(views) if isinstance(views, tuple) else [views]
    for k, kind in enumerate(writes or []):
        if kind == 1:  # nothing is to be read there
            shown[k] = None
    row = [it.iterindex, plain(shown)]
    if it.has_multi_index:
        row.append(list(it.multi_index))
    elif it.has_index:
        row.append(it.index)
    if writes:
        write(views, writes)
    return row


def carry_out(it, command, writes):
    name, *args = command
    if name == "trace":
        return [step(it, views, writes) for views in it]
    if name == "next":
        views = next(it, None)
        return None if views is None else step(it, views, writes)
    if name == "inner":  # an iterator in an iterator
        return [[step(it[0], views, None), [step(it[1], inner, writes) for inner in it[1]]] for views in it[0]]
    if name == "get":
        value = getattr(it, args[0])
        return plain(value)
    if name == "set":
        return setattr(it, args[0], tuple(args[1]) if isinstance(args[1], list) else args[1])
    if name == "at":
        return plain(it[key_of(args[0]) if isinstance(args[0], str) else args[0]])
    if name == "put":
        it[key_of(args[0]) if isinstance(args[0], str) else args[0]] = args[1]
        return None
    if name == "list":
        return plain(list(it))
    return plain(getattr(it, name)(*args))


class Programs(Cases):
    def __call__(self, fn, args, program, writes=None, **kwargs):
        row, bases = {"f": fn}, []
        row["a"] = [self.pack(arg, bases) for arg in args]
        if kwargs:
            row["k"] = {key: self.pack(value, bases) for key, value in kwargs.items()}
        if bases:
            row["b"] = [base.spec(self.book) for base in bases]
        if writes:
            row["w"] = writes
        row["p"] = program
        made, arrays = {}, []
        built = [self.build(arg, made, arrays) for arg in args]
        before = [made[base].tobytes("A") for base in bases]
        made_here = []
        row["e"] = results = []
        try:
            it = built[0].flat if fn == "flat" else getattr(np, fn)(*built, **kwargs)
            made_here.append(it)
        except Exception as error:
            results.append({"e": self.name(error)})
        for command in program if made_here else []:
            try:
                results.append(carry_out(it, [built[1] if x is AT else x for x in command], writes))
            except Exception as error:
                results.append({"e": self.name(error)})
        if made_here and fn == "nditer":
            outputs = {}
            for i, op in enumerate(built[0] if isinstance(built[0], list) else []):
                if op is None:
                    array = it.operands[i]
                    outputs[i] = [array.dtype.str, list(array.strides), plain(array) if writes else 0]
            it.close()
            if outputs:
                row["o"] = outputs
        if self.rows is not self.book.content.get("refused"):  # where a buffer that nobody filled may be written back
            changed = {i: plain(made[base]) for i, base in enumerate(bases) if made[base].tobytes("A") != before[i]}
            if changed and {"e": "IndexError"} not in results:  # NumPy may have begun to write
                row["c"] = changed
        self.rows.append(row)

    def name(self, error):
        kind = next((kind for kind in KINDS if isinstance(error, kind)), None)
        if kind is None:
            raise error
        return NAME.get(kind, kind.__name__)


TRACE = [["trace"]]
LOOK = [["get", name] for name in "ndim nop itersize shape dtypes finished has_index has_multi_index "
        "has_delayed_bufalloc iterrange".split()]
SHAPES = [(), (1,), (5,), (2, 3), (3, 1), (1, 4), (2, 3, 4), (2, 1, 3), (1, 1, 1), (3, 2, 2)]

# One operand: every layout, order, index.
single = Programs(book, book.content.setdefault("single", []))
for shape in SHAPES:
    for layout in LAYOUTS:
        for order in "KCFA":
            single("nditer", [laid_out("int16", shape, layout, "iota")], TRACE, flags=["multi_index"], order=order)
        single("nditer", [laid_out("int16", shape, layout, "iota")], [*TRACE, ["get", "itviews"]] + LOOK)
        single("nditer", [laid_out("int16", shape, layout, "iota")], TRACE, flags=["external_loop"])
        single("nditer", [laid_out("int16", shape, layout, "iota")], TRACE, flags=["c_index"])
        single("nditer", [laid_out("int16", shape, layout, "iota")],
               TRACE + (LOOK if math.prod(shape) > 1 else []), flags=["f_index"], order="C")
        for buffersize in (1, 2, 7):
            for flags in (["buffered", "external_loop"], ["buffered", "external_loop", "growinner"], ["buffered", "multi_index"]):
                single("nditer", [laid_out("int16", shape, layout, "iota")], TRACE, flags=flags, buffersize=buffersize,
                       op_dtypes=["float32"] if buffersize % 2 else None)
for axes in [(1, 0, 2), (2, 0, 1), (2, 1, 0), (1, 2, 0)]:
    for key in ("...", "::-1", "::-1, :, ::-1", ":, ::-1, ::2", "1:, 1:, 1:", ":, :1", "..., :1"):
        for flags in (["multi_index"], ["external_loop"], ["c_index"], ["buffered", "external_loop"]):
            operand = A("int32", (2, 3, 4), "iota").transpose(axes).at(key)
            single("nditer", [operand], [*TRACE, ["get", "shape"]], flags=flags, buffersize=5)

# Several operands, by chance.
chance = random.Random(20250101)
pick = chance.choice
several = Programs(book, book.content.setdefault("several", []))


def operand(dtypes, shape):
    shape = tuple(pick((n, n, n, 1)) for n in shape[pick((0, 0, 0, 1)):])
    return laid_out(pick(dtypes), shape, pick("C C F strided reversed transposed unaligned swapped".split()), "iota")


def some(*names):
    return [name for name in names if pick((0, 0, 1))]


for turn in range(500):
    shape = pick([(4,), (2, 3), (3, 2), (2, 3, 2), (2, 2, 3), (1, 3), (6, 2)])
    count = pick((2, 2, 3))
    dtypes = pick([["int32"], ["int16", "float32"], ["uint8", "int64", "float64"]])
    buffered = pick((0, 1))
    flags = some("common_dtype", "zerosize_ok", "refs_ok") + pick([["multi_index"], ["external_loop"], ["c_index"], ["f_index"], []])
    flags += ["buffered", *some("growinner")] if buffered else []
    ops, op_flags, writes = [], [], []
    for k in range(count):
        kind = pick(["readonly", "readonly", "readwrite", "writeonly", "allocate"]) if k else "readonly"
        if kind == "allocate":
            ops.append(None)
            op_flags.append(["writeonly", "allocate"])
        else:
            ops.append(operand(dtypes, shape) if kind == "readonly" and k else laid_out(
                pick(dtypes), shape, pick("C F strided reversed transposed unaligned swapped".split()), "iota"))
            op_flags.append([kind, *some("nbo", "aligned", "contig", "no_broadcast", *(["updateifcopy"] if buffered or k else ["copy"]))])
        writes.append(0 if kind == "readonly" else 2 if kind == "readwrite" else 1)
    kwargs = {"order": pick("KKKCFA"), "casting": pick(["safe", "same_kind", "unsafe", "unsafe"])}
    if pick((0, 1)):
        kwargs["op_dtypes"] = [pick([None, "float64", "int32", "float32", ">i4"]) for _ in ops]
    if buffered:
        kwargs["buffersize"] = pick((0, 1, 2, 3, 4, 5, 8))
    several("nditer", [ops], TRACE + LOOK[:5], writes if any(writes) else None, flags=flags, op_flags=op_flags, **kwargs)

# Reductions: axes of outputs that repeat, buffered and not.
reductions = Programs(book, book.content.setdefault("reductions", []))
for shape in [(2, 3), (3, 2, 2), (2, 3, 4), (4, 5)]:
    for layout in "C F transposed".split():
        for axes in range(1, 2 ** len(shape)):
            out = [1 if axes >> k & 1 else n for k, n in enumerate(shape)]
            x = laid_out("int16", shape, layout, "iota")
            for flags in (["external_loop"], ["buffered", "external_loop"], ["buffered"], ["multi_index"]):
                buffered = "buffered" in flags
                for buffersize in pick([(0, 3), (1, 4), (2, 6), (5, 7), (8, 3)]) if buffered else (0,):
                    types = pick([None, ["float64", "float64"], ["int16", "float64"]]) if buffered else None
                    reductions("nditer", [[x, A("int32", out, "zeros")]], TRACE, [0, 2], flags=["reduce_ok", *flags],
                               op_flags=[["readonly"], ["readwrite"]], op_dtypes=types, buffersize=buffersize,
                               casting="unsafe", order=pick("KKCF"))
    x = A("int16", shape, "iota")
    last = len(shape) - 1
    for axis in range(len(shape)):
        remapped = [k - (k > axis) if k != axis else -1 for k in range(len(shape))]
        for flags in (["reduce_ok"], ["reduce_ok", "external_loop"], ["reduce_ok", "buffered", "delay_bufalloc"], []):
            program = [["reset"], ["get", "itersize"], ["get", "ndim"]]
            reductions("nditer", [[x, None]], program, flags=flags, op_flags=[["readonly"], ["readwrite", "allocate"]],
                       op_axes=[None, remapped])
        two = [k for k in range(len(shape)) if k != axis]
        reductions("nditer", [[x, A("int32", shape[:1], "zeros"), A("int32", [1] * len(shape), "zeros")]], TRACE, [0, 2, 2],
                   flags=["reduce_ok", "buffered", "external_loop"], op_flags=[["readonly"], ["readwrite"], ["readwrite"]],
                   op_axes=[None, [0] + [-1] * last, None], buffersize=pick((2, 3, 5)), op_dtypes=["int16", "float64", "float32"],
                   casting="unsafe")

# Axes put elsewhere, shapes asked for.
axes = Programs(book, book.content.setdefault("axes", []))
x, y = A("int16", (2, 3), "iota"), A("int16", (3, 2), "iota")
for op_axes in ([[0, 1], [1, 0]], [[0, 1, -1], [-1, 0, 1]], [[0, -1, 1], [-1, 0, -1]], [[0, 1], None], [None, [1, 0]], [[1, 0], None],
                [[0, 1], [0, 0]], [[0, 2], [0, 1]], [[0, 1], [0]], [[0, 1]], [None, None], [[0, None], [None, 0]], [[0], [1]],
                [[-2, 0], [0, 1]], [[0, 1], [2**30 - 1, 0]], [[], []], [[0, 1], [2**30, 1]], [[0, 1], [70, 1]]):
    for itershape in (None, (2, 3), (-1, -1), (2, 3, 3), (4, -1, -1), ()):
        for flags in (["multi_index"], ["external_loop"]):
            axes("nditer", [[x, y]], TRACE + LOOK[:4], flags=flags, op_axes=op_axes, itershape=itershape)
            axes("nditer", [[x, None]], [["get", "shape"]], flags=flags + ["reduce_ok"], op_axes=op_axes, itershape=itershape)
for itershape in ((2, 3), (4, 2, 3), (2, 2, 3), (3,), (-1, 3), (2, 1), (1, 3), (2, 3, 1)):
    axes("nditer", [x], TRACE, flags=["multi_index"], itershape=itershape)
    axes("nditer", [x], TRACE, flags=["external_loop"], itershape=itershape, op_flags=[["readonly", "no_broadcast"]])
    axes("nditer", [[x, None]], [["get", "shape"]], itershape=itershape)
    axes("nditer", [[None, None]], [["get", "shape"]], itershape=itershape, op_dtypes=["int8", "float32"])
for mapped in ([0, 1], [1, 0], [0, 2], [1, 2], [2, 3], [1, -1], [-1, -1], [-1, 0]):
    for order in "KCF":
        axes("nditer", [[x, None]], [["get", "shape"]], flags=["reduce_ok"], op_flags=[["readonly"], ["readwrite", "allocate"]],
             op_axes=[None, mapped], order=order)

# Flags that do not go together, and what operands may not be.
refused = Programs(book, book.content.setdefault("refused", []))
FLAGS = ("c_index f_index multi_index external_loop common_dtype reduce_ok ranged buffered growinner grow_inner delay_bufalloc "
         "copy_if_overlap nothing").split()
OP_FLAGS = ("readwrite readonly writeonly nbo aligned contig copy updateifcopy allocate no_subtype no_broadcast "
            "writemasked arraymask overlap_assume_elementwise nothing").split()
for k, first in enumerate(FLAGS):
    for second in FLAGS[k:]:
        refused("nditer", [[x, laid_out("int32", (2, 3), "swapped")]], LOOK, flags=[first, second])
for k, first in enumerate(OP_FLAGS):
    for second in OP_FLAGS[k:]:
        for flags in ([], ["buffered"]):
            for own in ([], ["readonly"], ["writeonly"]):
                refused("nditer", [laid_out("int32", (2, 3), "strided", "iota")], LOOK[4:5], flags=flags, op_flags=[[*own, first, second]])
        if not {first, second} & {"writemasked", "arraymask"}:
            refused("nditer", [[x, None]], LOOK[3:5], flags=["buffered"] if first == "nbo" else [], op_flags=[["readonly"], [first, second]])
for dtypes in (NAMES, ):
    for a in dtypes:
        for b in ("bool", "int16", "uint32", "float32", "complex64", ">f8"):
            for casting in ("no", "equiv", "safe", "same_kind", "unsafe"):
                refused("nditer", [A(a, 2, "iota")], [["get", "dtypes"]], flags=["buffered"], op_flags=[pick(["readonly", "readwrite", "writeonly"])],
                        op_dtypes=[b], casting=casting)
for args in ([[]], [[x] * 65], [[x] * 20], [[None]], [[None, None]], [A("int8", (0, 3))], [x.readonly()], [1.5], [[1.5, x]], [[[1.5, 2.5, 3.5], x]]):
    refused("nditer", args, LOOK)
    refused("nditer", args, LOOK[:1], flags=["zerosize_ok"], op_flags=["readwrite"])
for key, choices in dict(order=["X", "c"], casting=["X"], flags=["multi_index", [], None], op_flags=[["readonly"], [["readonly"], ["readonly"]], [], "readonly"],
                        op_dtypes=["int64", ["int64", "int64"], []], buffersize=[-3, 5], bogus=[1]).items():
    for value in choices:
        refused("nditer", [x], LOOK, **{key: value})
refused("nditer", [[A("int8", (2, 3)), A("int8", (2,))]], [])
refused("nditer", [[A("int8", (2, 3)), A("int8", (3,)).readonly()]], [], op_flags=[["readonly"], ["readwrite"]])
for flags in ([], ["reduce_ok"]):
    for kind in ("readwrite", "writeonly"):
        refused("nditer", [[A("int8", (2, 3)), A("int8", (3,))]], [], flags=flags, op_flags=[["readonly"], [kind]])

# Commands.
commands = Programs(book, book.content.setdefault("commands", []))
x = A("int32", (2, 3), "iota")
for flags in ([], ["multi_index"], ["c_index"], ["f_index", "multi_index"], ["external_loop"], ["buffered"], ["ranged"], ["ranged", "buffered"],
              ["ranged", "buffered", "external_loop"], ["buffered", "multi_index"], ["buffered", "delay_bufalloc"], ["buffered", "growinner", "external_loop"]):
    for operand in (x, x.T, x.at("::-1"), A("int32", (2, 3, 2), "iota").at(":, ::-1, ::-1"), A("int32", (3, 4), "iota").at("::2, 1:3")):
        delayed = "delay_bufalloc" in flags
        commands("nditer", [operand], [["reset"], ["next"], ["next"], ["get", "iterindex"], ["get", "value"], ["reset"], ["next"], *TRACE, ["get", "finished"],
                                       ["get", "value"], ["iternext"], ["next"], ["reset"], ["get", "finished"], ["next"]], flags=flags, buffersize=4)
        for name, value in (("iterindex", 3), ("iterindex", 0), ("iterindex", 99), ("iterindex", -1), ("index", 2), ("index", 5), ("index", 60),
                            ("multi_index", [1, 2]), ("multi_index", [1, 1]), ("multi_index", [1]), ("multi_index", [1, 7]), ("iterrange", [1, 4]), ("iterrange", [2, 2]),
                            ("iterrange", [3, 2]), ("iterrange", [0, 100])):
            if not delayed:
                commands("nditer", [operand], [["set", name, value], ["get", "iterrange"], ["get", "finished"], ["get", "iterindex"], ["get", "index"], ["get", "multi_index"],
                                               ["get", "value"], *TRACE], flags=flags, buffersize=4)
        for axis in (0, 1, 2, -1):
            commands("nditer", [operand], [["remove_axis", axis], ["get", "shape"], ["get", "itersize"], *TRACE, ["remove_axis", 0], ["get", "ndim"],
                                           ["get", "itersize"]], flags=[f for f in flags if not delayed])
        if not delayed:
            commands("nditer", [operand], [["next"], ["remove_multi_index"], ["get", "shape"], ["get", "has_multi_index"], ["get", "multi_index"], *TRACE], flags=flags)
            if "ranged" in flags and operand.steps and "at" in operand.steps[0]:
                continue  # NumPy's iterator is no more where this fails
            if "c_index" not in flags and "multi_index" not in flags:
                commands("nditer", [operand], [["enable_external_loop"], *TRACE], flags=flags, buffersize=4)
            if "c_index" not in flags:
                commands("nditer", [operand], [["remove_multi_index"], *([["enable_external_loop"]] if "f_index" not in flags else []), *TRACE], flags=flags, buffersize=5)
for flags in ([], ["buffered"], ["external_loop"], ["multi_index"]):
    two = [[x, A("float64", 3, "iota")]]
    commands("nditer", two, [["next"], ["at", 0], ["at", 1], ["at", -1], ["at", 2], ["at", "0:2"], ["at", "1:"], ["put", 1, 7], ["put", 0, 1], ["put", 5, 1],
                             ["put", "0:2", [3, 4]], ["put", "1:2", [9]], ["put", "1:2", [9, 9]], ["at", 1]], flags=flags + ["reduce_ok"], op_flags=[["readonly"], ["readwrite"]])
for count in range(5):  # what is in the buffer when the iterator is closed
    for dtype in ("float32", "int32"):
        commands("nditer", [x], [["next"]] * count, [1], flags=["buffered"], op_flags=["readwrite"], op_dtypes=[dtype], casting="unsafe", buffersize=3)
        commands("nditer", [x], [["next"]] * count, [2], flags=["buffered"], op_flags=["readwrite"], op_dtypes=[dtype], casting="unsafe", buffersize=3)
        commands("nditer", [x], [["next"]] * count + [["reset"], ["next"]], [2], flags=["buffered"], op_flags=["readwrite"], op_dtypes=[dtype], casting="unsafe", buffersize=2)
    commands("nditer", [x], [["next"]] * count, [2], op_flags=["readwrite", "updateifcopy"], op_dtypes=["float64"], casting="unsafe")

# Memory in common.
overlap = Programs(book, book.content.setdefault("overlap", []))
line, square = A("int32", 8, "iota"), A("int32", (3, 3), "iota")
for pair in ([line.at("1:"), line.at(":-1")], [line.at(":-1"), line.at("1:")], [line, line], [line.at("::-1"), line], [square, square.T], [square.T, square.T],
             [line.at("::2"), line.at("1::2")]):
    for flags in (["copy_if_overlap"], [], ["copy_if_overlap", "buffered"], ["copy_if_overlap", "external_loop"]):
        for own in ([], ["overlap_assume_elementwise"]):
            for kind in ("readwrite", "writeonly"):
                overlap("nditer", [pair], TRACE, [0, 1 + (kind == "readwrite")], flags=flags, op_flags=[["readonly", *own], [kind, *own]])
                overlap("nditer", [[pair[1], pair[0], pair[1]]], TRACE, [0, 1, 0], flags=flags, op_flags=[["readonly", *own], [kind, *own], ["readonly"]])

# Masked writing.
masked = Programs(book, book.content.setdefault("masked", []))
for layout in "C F strided swapped".split():
    for dtypes in (None, ["int16", "float64", "bool"], ["int16", "float32", None]):
        for buffersize in (0, 2, 4):
            masked("nditer", [[x, laid_out("int32", (2, 3), layout, "iota"), A("bool", pick([(2, 3), (3,), (2, 1)]), "mask")]], TRACE, [0, 2, 0],
                   flags=["buffered", "external_loop"], op_flags=[["readonly"], ["readwrite", "writemasked"], ["readonly", "arraymask"]],
                   op_dtypes=["int32", "float64", "bool"], casting="unsafe", buffersize=buffersize)
            masked("nditer", [[x, laid_out("int32", (2, 1), layout, "iota"), A("bool", (2, 3), "mask")]], TRACE, [0, 2, 0],
                   flags=["buffered", "reduce_ok"], op_flags=[["readonly"], ["readwrite", "writemasked"], ["readonly", "arraymask"]],
                   op_dtypes=["int32", "float64", "bool"], casting="unsafe", buffersize=buffersize)

# Iterators in iterators.
nested = Programs(book, book.content.setdefault("nested", []))
INNER = [["inner"]]
for axes_ in ([[0], [1]], [[1], [0]], [[0], [1, 2]], [[1, 0], [2]], [[2], [0, 1]], [[0, 2], [1]], [[1], []], [[], [0, 1, 2]], [[0], [0]], [[0], [5]], [[0]], [[0], [-1]]):
    for operand in (A("int16", (2, 3, 2), "iota"), A("int16", (2, 3, 2), "iota").T, A("int16", (2, 3, 2), "iota").at("::-1, :, ::-1"), A("int16", (2, 3), "iota")):
        for flags in ([], ["multi_index"], ["external_loop"], ["buffered", "external_loop"], ["buffered"], ["c_index"]):
            nested("nested_iters", [operand, axes_], INNER, flags=flags, op_dtypes=["float32"] if "buffered" in flags else None)
        nested("nested_iters", [operand, axes_], INNER, [2], op_flags=["readwrite", *pick([[], ["updateifcopy"]])], order="C")
        nested("nested_iters", [[operand, operand.at("::-1")], axes_], INNER)
        nested("nested_iters", [operand, axes_], INNER, [2], flags=["buffered"], op_dtypes=["float64"], op_flags=["readwrite"], casting="unsafe", buffersize=2)

# The small ones.
small = Programs(book, book.content.setdefault("small", []))
LIST = [["list"]]
for shape in SHAPES + [(0, 3)]:
    for layout in LAYOUTS:
        operand = laid_out("int16", shape, layout, "iota")
        small("flat", [operand], [["get", "index"], ["get", "coords"], ["list"], ["get", "index"], ["copy"]])
        small("ndenumerate", [operand], LIST)
    small("ndindex", [shape], LIST)
    small("ndindex", list(shape), LIST)
small("ndindex", [-1], LIST)
small("ndindex", [(2, -1)], LIST)
small("ndenumerate", [[[1.5, 2.5], [3.5, 4.5]]], LIST)
for operand in (A("float32", (2, 3), "iota"), A("float32", (2, 3), "iota").T, A("float32", (3, 4), "iota").at("::-1, ::2"), A("float32", (), "iota"), A("float32", 4, "iota")):
    for key in (0, 3, -1, 17, -18, "...", "1:4", "::-1", "::2", "5:2", "1", [0], [1, 3, -1], [[1, 0], [2, 3]], [0, 20], values("bool", [True, False, True]), values("bool", [True, False, True, False, True, True]), values("bool", [True] * 20),
                values("int64", [1, 0]), values("int16", [[2], [1]]), values("bool", [True, True]), values("bool", [[True, True]]), values("float64", [1.0]),
                "1, 2", True, False):
        args = [operand, key] if isinstance(key, A) else [operand]
        key = AT if isinstance(key, A) else key
        small("flat", args, [["at", key], ["get", "index"]])
        for value in (7, [7, 8], [[1, 2], [3, 4], [5, 6]], []):
            small("flat", args, [["put", key, value]], [1])
for arrays in ([], [[1, 2]], [A("int8", (2, 1), "iota"), A("int8", 3, "iota")], [A("int8", (2, 3), "iota").T, 5, A("int8", (4, 1, 1), "iota")], [A("int8", 2), A("int8", 3)],
               [A("int8", (0, 1)), A("int8", (1, 3))], [A("int8", 1)] * 64, [A("int8", 1)] * 65):
    small("broadcast", arrays, [["get", name] for name in "shape ndim nd size numiter index".split()] + [["list"], ["get", "index"], ["reset"], ["list"]])

book.save()

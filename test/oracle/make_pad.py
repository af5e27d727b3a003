"""np.pad: modes, widths, keywords, dtypes, layouts, refusals."""
from oracle import *

book = Book("pad")


pads = Cases(book, book.content.setdefault("modes", []), layout=True)
MODES = ["constant", "edge", "linear_ramp", "maximum", "mean", "median", "minimum", "reflect", "symmetric", "wrap"]
WIDTHS = [0, 1, 5, [2, 1], [0, 3], [7, 0]]
for mode in MODES:
    for shape in ((1,), (2,), (5,)):
        for width in WIDTHS + [[11, 12]]:
            pads("pad", A("int16", shape, "small"), width, mode)
            pads("pad", A("float64", shape, "wave"), width, mode)
    for shape in ((2, 3), (1, 4), (3, 1), (2, 1, 3), (2, 1, 2, 2), (1, 2, 1, 2, 2)):
        for width in (1, [2, 1]):
            pads("pad", A("int32", shape, "small"), width, mode)
        pads("pad", A("float32", shape, "wave"), [[i % 3, (i + 1) % 2 * 3] for i in range(len(shape))], mode)
    for layout in LAYOUTS:
        pads("pad", laid_out("int16", (3, 4), layout, "small"), [[1, 2], [3, 0]], mode)
        pads("pad", laid_out("float64", (3, 2), layout, "wave"), [[1], [2]], mode=mode)
    for x in NAMES:
        for size in (4, 5):
            pads("pad", A(x, size, "wave" if x[0] != "i" else "small"), [2, 3], mode)
        pads("pad", A(x, (2, 3), "small"), 1, mode)
    pads("pad", A("float64", 40, "nans"), [2, 3], mode)
    pads("pad", A("float64", (), "wave"), 1, mode)
    pads("pad", A("float64", (0,), "wave"), 0, mode)
    pads("pad", A("float64", (0,), "wave"), 1, mode)
    pads("pad", A("float64", (0, 2), "wave"), [[0, 0], [1, 1]], mode)
    pads("pad", A("float64", (0, 2), "wave"), [[1, 0], [1, 1]], mode)
    pads("pad", [1.5, 2.5], 1, mode)
    pads("pad", A("int8", 3), 1, mode, nonsense=1)
    for keyword in ("stat_length", "constant_values", "end_values"):
        pads("pad", A("int16", 4, "small"), 2, mode, **{keyword: 1})
    pads("pad", A("int16", 4, "small"), 2, mode, reflect_type="odd")

words = Cases(book, book.content.setdefault("keywords", []), layout=True)
for mode in ("reflect", "symmetric"):
    for kind in ("even", "odd"):
        for x in ("bool", "uint8", "int16", "float32", "complex64", ">f8"):
            for width in (1, 3, [9, 4]):
                words("pad", A(x, 4, "wave"), width, mode, reflect_type=kind)
            words("pad", A(x, (2, 3), "wave"), [[2, 1], [5, 4]], mode, reflect_type=kind)
for mode in ("maximum", "minimum", "mean", "median"):
    for length in (1, 2, 3, 9, [1, 2], [[1, 2], [2, 3]], [[2], [1]], None, 0, -1, [1, 2, 3], [[1, 2]], 1.6):
        words("pad", A("int32", (4, 5), "small"), [[1, 2], [3, 1]], mode, stat_length=length)
        words("pad", A("float64", (4, 5), "wave"), [[1, 2], [3, 1]], mode, stat_length=length)
        words("pad", A("complex64", (4, 5), "wave"), 1, mode, stat_length=length)
for given in (7, -3, 2.5, [1, 2], [[1, 2], [3, 4]], [[5], [6]], [[1, 2]], [1, 2, 3], [[1, 2, 3], [4, 5, 6]], [[[1, 2]]], 1 + 2j, True, A("int16", (2, 2), "iota")):
    for x in ("int16", "float32", "complex128", "bool", ">i2"):
        if x != "complex128" and given == 1 + 2j:
            continue
        words("pad", A(x, (2, 3), "wave"), [[1, 2], [3, 1]], constant_values=given)
        words("pad", A(x, (2, 3), "wave"), [[1, 2], [3, 1]], "linear_ramp", end_values=given)
for width in ([[1, 2], [3, 4]], [[1, 2]], [[1], [2]], [1, 2], [3], 2, [1, 2, 3], [[1, 2, 3]], [[1, 2], [3, 4], [5, 6]], -1, [[1, -1], [0, 0]], 1.5,
              [[1.5, 1]], [], [[[1, 2]]], A("int64", (2, 2), "iota"), A("float64", ()), A("int8", (), "tenth")):
    words("pad", A("int16", (2, 3), "iota"), width)
    words("pad", A("int16", (2, 3), "iota"), width, "edge")
words("pad", A("int16", 3), 1, "nonsense")
words("pad", A("int16", 3), 1, mode="")
words("pad", A("int16", 3))
words("pad", A("int16", 3), 1, "edge", 3)
words("pad", A("int16", 3, "iota"), pad_width=2, mode="edge")
words("pad", array=A("int16", 3, "iota"), pad_width=2, mode="edge")
words("pad", A("int16", 3, "iota"), 2, pad_width=2)
words("pad", values("int64", [2**60, 2**60 + 1, 5]), 2, constant_values=2**60 + 3)
words("pad", values("int64", [2**60, 2**60 + 1, 5, 7]), 2, "median")
words("pad", values("float64", [math.inf, -math.inf, 1, 2]), 2, "median")
words("pad", values("float64", [1.7e308, 1.7e308]), 2, "median")
words("pad", values("float64", [1.7e308]), 2, "median")
words("pad", values("float16", [1, 2.0, 4, 60000]), 2, "median")
book.save()

"""diff, ediff1d, gradient, trapezoid, cross, convolve, correlate, interp.

Products that are summed are exact here (small multiples of 1/2), or few enough for NumPy to sum them in
order: how its dot product sums longer lines depends on the machine.
"""
from oracle import *

book = Book("calculus")
SHAPES = [(1,), (2,), (3,), (7,), (40,), (3, 5), (4, 1), (2, 3, 4), (0,), (0, 3), (3, 0)]


def scalar(dtype, value):
    return values(dtype, value).reshape([])


# --- diff ---
diff = book.cases("diff")
for x in NAMES:
    for shape in SHAPES:
        a = A(x, shape, "signed")
        for n in (0, 1, 2, 3):
            for axis in range(-1, len(shape)):
                diff("diff", a, n, axis)
        diff("diff", a)
    for layout in LAYOUTS:
        a = laid_out(x, (5, 6), layout, "signed")
        diff("diff", a)
        diff("diff", a, axis=0)
        diff("diff", a, n=2, axis=0, prepend=A(x, (1, 6), "wave"))
    a = A(x, (4, 5), "signed")
    for y in ("bool", "int8", "uint16", "int64", "float32", "float64", "complex64"):
        diff("diff", a, prepend=scalar(y, 1))
        diff("diff", a, append=A(y, (4, 2), "small"))
        diff("diff", a, axis=0, prepend=A(y, (2, 5), "small"), append=scalar(y, 0))
        diff("diff", A(x, 6, "signed"), prepend=A(y, 3, "small"), append=A(y, 1, "wave"))
    diff("diff", a, prepend=1)
    diff("diff", a, append=0.5, n=2)
a = A("float64", (2, 3))
diff("diff", a, -1)
diff("diff", a, axis=2)
diff("diff", a, axis=-3)
diff("diff", a, 9)
diff("diff", A("float64", ()))
diff("diff", a, prepend=A("float64", (3,)))
diff("diff", a, prepend=A("float64", (3, 1)))
diff("diff", a, append=A("float64", (2, 1, 1)))
diff("diff", a, axis=0, append=A("float64", (1, 4)))

ediff1d = book.cases("ediff1d")
for x in NAMES:
    for shape in [(), *SHAPES]:
        ediff1d("ediff1d", A(x, shape, "signed"))
    for layout in LAYOUTS:
        ediff1d("ediff1d", laid_out(x, (5, 6), layout, "signed"))
    a = A(x, 7, "signed")
    for y in NAMES:
        ediff1d("ediff1d", a, A(y, 2, "small"))
        ediff1d("ediff1d", a, to_begin=A(y, (2, 2), "wave"))
        ediff1d("ediff1d", A(x, (2, 2)), scalar(y, 1), scalar(y, 3))
    ediff1d("ediff1d", A(x, 0), to_end=A(x, 1), to_begin=A(x, 0))
    ediff1d("ediff1d", A(x, ()), to_begin=A(x, 1))
    ediff1d("ediff1d", a, to_end=99)
    ediff1d("ediff1d", a, to_end=2.5)
    ediff1d("ediff1d", a, None, 1)

# --- gradient ---
gradient = book.cases("gradient")
for x in NAMES:
    for shape in [(2,), (3,), (4,), (9,), (40,), (3, 5), (4, 3, 5), (1,), (0,), (3, 0), (1, 4)]:
        a = A(x, shape, "signed")
        for order in (1, 2):
            gradient("gradient", a, edge_order=order)
            for axis in range(-1, len(shape)):
                gradient("gradient", a, axis=axis, edge_order=order)
                gradient("gradient", a, 0.3, axis=axis, edge_order=order)
    for layout in LAYOUTS:
        for order in (1, 2):
            a = laid_out(x, (5, 6), layout, "signed")
            gradient("gradient", a, edge_order=order)
            gradient("gradient", a, 3, values("float64", [0, .5, 1.25, 3, 4, 6]), edge_order=order)
    a = A(x, (4, 5), "wave")
    for y in ("bool", "int32", "uint8", "float16", "float32", "float64", "complex64", "complex128"):
        for order in (1, 2):
            gradient("gradient", a, scalar(y, 3), edge_order=order)
            gradient("gradient", a, scalar(y, 1), scalar(y, 4), edge_order=order)
            gradient("gradient", a, values(y, [1, 2, 4, 7]), 2, edge_order=order)
            gradient("gradient", a, values(y, [1, 2, 3, 4]), values(y, [0, 4, 9, 11, 12]), edge_order=order)
            gradient("gradient", A(x, 4, "signed"), values(y, [5, 1, 1.5, 3]), edge_order=order)
a = A("float64", (4, 5), "wave")
gradient("gradient", a, axis=[1, 0])
gradient("gradient", a, 2, 4, axis=[1, 0])
gradient("gradient", a, axis=[0])
gradient("gradient", a, axis=[])
gradient("gradient", a, 1, axis=[])
gradient("gradient", a, 0.25, axis=[-1, 0])
gradient("gradient", a, values("float64", [1, 2, 4, 7]), axis=0, edge_order=2)
gradient("gradient", a, axis=None)
gradient("gradient", A("float64", ()))
gradient("gradient", a, 0)
gradient("gradient", a, -2.0)
gradient("gradient", a, 1e308)
gradient("gradient", a, 2**-1074)
gradient("gradient", values("float64", [5e-324, 0, 1e308, -1e308, np.inf, np.nan, 1]))
gradient("gradient", values("float32", [1e-45, 0, 3e38, -3e38, np.inf, np.nan, 1]), 0.5)
for bad in ((1, 2, 3), (values("float64", [1, 2]), 1), (A("float64", (2, 2)), 1), (A("float64", 4),), (1, A("float64", 4))):
    gradient("gradient", a, *bad)
gradient("gradient", a, axis=2)
gradient("gradient", a, axis=[0, 0])
gradient("gradient", a, edge_order=3)
gradient("gradient", values("float64", [1, 2, 3, 5]), edge_order=0)

# --- trapezoid ---
trapezoid = book.cases("trapezoid")
for x in NAMES:
    for shape in SHAPES:
        a = A(x, shape, "wave")
        trapezoid("trapezoid", a)
        for axis in range(len(shape)):
            trapezoid("trapezoid", a, None, 0.3, axis)
            trapezoid("trapezoid", a, A("float64", shape[axis], "wave"), axis=axis)
            trapezoid("trapezoid", a, A(x, shape, "small"), axis=axis)
    for layout in LAYOUTS:
        trapezoid("trapezoid", laid_out(x, (5, 6), layout, "wave"))
        trapezoid("trapezoid", laid_out(x, (5, 6), layout, "wave"), dx=2, axis=0)
    for y in ("bool", "int16", "uint32", "float32", "float64", "complex64"):
        trapezoid("trapezoid", A(x, 50, "wave"), A(y, 50, "wave"))
        trapezoid("trapezoid", A(x, (3, 4), "wave"), dx=scalar(y, 3))
        trapezoid("trapezoid", A(x, (3, 4), "wave"), dx=A(y, 3, "wave"))
for x in ("float32", "float64", "complex128", "int32"):
    trapezoid("trapezoid", A(x, 20000, "wave"))
    trapezoid("trapezoid", A(x, 20000, "wave"), A(x, 20000, "signed"))
    trapezoid("trapezoid", A(x, (100, 300), "wave"), axis=0)
a = A("float64", (3, 4), "wave")
for fn in ("trapezoid", "trapz"):
    trapezoid(fn, a, axis=2)
    trapezoid(fn, a, A("float64", 4), axis=-3)
    trapezoid(fn, a, A("float64", (3, 4)), axis=2)
    trapezoid(fn, a, A("float64", 3))
    trapezoid(fn, a, A("float64", (2, 4)))
    trapezoid(fn, a, A("float64", 2))
    trapezoid(fn, A("float64", ()))
    trapezoid(fn, a, dx=3)

# --- cross ---
cross = book.cases("cross")
for x in NAMES:
    for y in NAMES:
        cross("cross", A(x, 3, "signed"), A(y, 3, "wave"))
    for m in (1, 2, 3, 4):
        for n in (2, 3):
            cross("cross", A(x, m, "wave"), A(x, n, "small"))
            cross("cross", A(x, (5, m), "wave"), A(x, n, "small"))
            cross("cross", A(x, (5, m), "wave"), A(x, (2, 5, n), "small"))
            cross("cross", A(x, (m, 5), "wave"), A(x, (5, n), "small"), axisa=0)
            cross("cross", A(x, (m, 5, 2), "wave"), A(x, (n, 1, 2), "small"), axis=0)
            cross("cross", A(x, (5, m), "wave"), A(x, (5, n), "small"), axisc=0)
            cross("cross", A(x, (2, m, 4), "wave"), A(x, (n, 2, 4), "small"), 1, 0, 1)
            cross("cross", A(x, (2, 5, m), "wave"), A(x, (2, 5, n), "small"), -1, -1, -2)
    for layout in LAYOUTS:
        cross("cross", laid_out(x, (4, 3), layout, "signed"), A(x, (4, 3), "wave"))
        cross("cross", A(x, (3, 3), "wave"), laid_out(x, (3, 3), layout, "signed"), axis=0)
a = A("float64", (2, 3))
cross("cross", a, A("float64", (3, 3)))
cross("cross", a, A("float64", ()))
cross("cross", a, a, axis=2)
cross("cross", a, a, axisa=-3)
cross("cross", a, a, axisb=2)
cross("cross", a, a, axisc=2)
cross("cross", A("float64", (0, 3)), a.at(":1"))
cross("cross", A("float64", (2, 0)), A("float64", 3))
cross("cross", values("float64", [np.inf, 0, -0.]), values("float64", [0, np.nan, -1]))

# --- correlate and convolve ---
slide = book.cases("correlate and convolve")
for fn in ("correlate", "convolve"):
    for x in NAMES:
        for n, m in ((1, 1), (2, 1), (5, 2), (6, 6), (7, 3), (3, 8), (30, 5), (4, 33), (130, 17), (17, 131), (300, 299), (600, 12)):
            for mode in ("valid", "same", "full"):
                slide(fn, A(x, n, "small"), A(x, m, "small").at("::-1"), mode)
                # NumPy sums what hangs over by a dot product, which it need not take in order.
                if m <= 9 and (x in ("float16", "float64") or x == "float32" and mode == "valid"):
                    slide(fn, A(x, n, "signed"), A(x, m, "wave"), mode=mode)
        for y in NAMES:
            slide(fn, A(x, 20, "small"), A(y, 4, "small"), "full")
        for layout in LAYOUTS:
            slide(fn, laid_out(x, (40,), layout, "small"), laid_out(x, (3,), layout, "small"))
    a, v = A("float64", 5, "signed"), A("float64", 3, "signed")
    slide(fn, a, v)
    for mode in (0, 1, 2, True, False, 3, -1, 1.5, "f", "Same", "VALID", "x", "", None):
        slide(fn, a, v, mode)
    for p, q in ((A("float64", 0), v), (a, A("float64", 0)), (A("float64", 0), A("float64", 0)), (A("float64", (1, 1)), v),
                 (a, A("float64", (3, 1))), (A("float64", ()), v), (a, A("float64", ())), (A("float64", ()), A("float32", ()))):
        slide(fn, p, q)
    for x in ("float64", "float32", "float16"):
        for mode in ("valid", "full"):
            slide(fn, values(x, [np.inf, -0., np.nan, 1, -np.inf, 0, -0., 5e-324, 3e4, 6e4] + [0] * 9 + [-0.] * 9), values(x, [1, 0, -2]), mode)
            slide(fn, values(x, [-0.] * 40), values(x, [1, 2.]), mode)
for x in ("float32", "float64"):
    for n in (2000, 20000):
        for mode in ("valid", "same", "full"):
            slide("convolve", A(x, n, "wave" if x == "float64" or mode == "valid" else "small"), A(x, 10, "small"), mode)
            slide("correlate", A(x, n, "small"), A(x, 301, "small"), mode)
            slide("correlate", A(x, 301, "small"), A(x, n, "small"), mode)
slide("convolve", A("complex128", 9000, "small"), A("complex128", 77, "small"))
slide("correlate", A("complex64", 9000, "small"), A("complex64", 77, "small"), "full")
slide("convolve", A("int16", 9000, "signed"), A("int16", 77, "signed"))

# --- interp ---
interp = book.cases("interp")


def table(n):
    """n places, a little apart, the first at 0."""
    i = np.arange(n)
    return i + i % 3 / 4


for n in (1, 2, 3, 4, 5, 8, 17, 100, 1000):
    xp = values("float64", table(n))
    for f in ("signed", "nans"):
        for count in (0, 1, 7, 8, 9, 100, 600):
            spread = np.arange(count) * 7919 % max(count, 1) * (n + 2) / max(count, 1) - 1
            for x in (np.sort(spread), spread):
                interp("interp", of(x), xp, A("float64", n, f))
                interp("interp", of(x), xp, A("complex128", n, f))
                if count == 100:
                    interp("interp", of(x), xp, A("float64", n, f), -1.5, right=7)
                    interp("interp", of(x), xp, A("complex128", n, f), 1j, 2 - 3j)
                    for period in (0.7390851332, 2.718281828, 360.1234567, -1007):  # no two places fall together
                        interp("interp", of(x), xp, A("float64", n, f), period=period)
                        interp("interp", of(x), xp, A("complex128", n, f), 5, 6, period)
for f in ("float64", "complex128"):
    interp("interp", A("float64", 20000, "wave"), values("float64", table(900) / 90), A(f, 900, "wave"))
    interp("interp", A("float64", 20000, "iota"), values("float64", table(900) * 22.5), A(f, 900, "wave"))
    interp("interp", A("float64", 20000, "wave"), A("float64", 30000, "iota"), A(f, 30000, "wave"))
points = values("float64", [0, 1, 2, 4, 8, 16])
for x in NAMES:
    at = A(x, 12, "iota")
    interp("interp", at, points, A("float64", 6))
    interp("interp", at, points, A(x, 6))
    interp("interp", values("float64", [0, .5, 1, 2]), values(x, [0, 1, 3]), A(x, 3))
    if x not in COMPLEX:
        interp("interp", at, points, A(x, 6), period=5)
    for layout in LAYOUTS:
        interp("interp", laid_out(x, (3, 4), layout), points, laid_out(x, (6,), layout))
inf, nan = np.inf, np.nan
X = values("float64", [nan, inf, -inf, 0., -0., .5, 1, 1.5, 2, -1, 3, 5e-324, 1e308])
for xp in ([0, 1, 2], [0, 1, 1], [0, 0, 0], [1, 1, 2], [-inf, 0, inf], [-inf, inf, inf], [0, 1, nan], [nan] * 3, [nan, 0, 1], [-1e308, 0, 1e308], [0, 5e-324, 1]):
    for fp in ([1, 2, 3], [inf, inf, 1], [-inf, inf, inf], [nan, 1, nan], [1e308, -1e308, 0], [-0., 0, -0.], [inf, -inf, inf]):
        interp("interp", X, values("float64", xp), values("float64", fp))
        interp("interp", X, values("float64", xp), values("complex128", np.array(fp) + 1j * np.array(fp[::-1])))
for xp in ([0], [nan], [inf]):
    interp("interp", X, values("float64", xp), values("float64", [7]))
    interp("interp", X, values("float64", xp), values("complex128", [7 + 1j]), right=2)
circle = values("float64", [190, -190, 350, -350])
angles = values("float64", [-180, -170, -185, 185, -10, -5, 0, 365])
interp("interp", angles, circle, values("float64", [5, 10, 3, 4]), period=360)
interp("interp", angles, circle, values("float64", [5, 10, 3, 4]), 1, 2, -360)
interp("interp", X, circle, values("float64", [5, 10, 3, 4]), period=360)
interp("interp", 2.5, points, A("float64", 6))
interp("interp", scalar("float32", 2.5), points, A("complex64", 6))
interp("interp", scalar("float32", -2.5), points, A("float64", 6), left=scalar("float64", 9))
p, q = A("float64", 3, "iota"), A("float64", 4, "iota")
for bad in ((p, p, q), (p, A("float64", 0), A("float64", 0)), (p, A("float64", (1, 3)), p), (p, p, A("float64", ())),
            (p, A("float64", ()), A("float64", ())), (A("complex64", 3), p, p), (p, A("complex128", 3), p)):
    interp("interp", *bad)
    if not any(a.base.dtype.kind == "c" for a in bad):
        interp("interp", *bad, period=2)
interp("interp", p, p, p, 1j)
interp("interp", p, p, p, right="a")
interp("interp", p, p, p, period=0)

book.save()

"""Functions that NumPy composes of ufuncs: rounding, parts, closeness, reductions that pass over NaN."""
from oracle import *

book = Book("functions")
LAID = "C F strided reversed broadcast swapped unaligned".split()
SPECIAL = [0., -0., 1.5, -1.5, 2.5, 0.1, -7.25, 1e-20, 1234.5678, np.nan, np.inf, -np.inf, 3., -3.]


def special(x, shape=None):
    dtype = np.dtype(x)
    if dtype.kind in "fc":
        data = np.array(SPECIAL)
        return values(x, data + 1j * data[::-1] if dtype.kind == "c" else data, shape)
    return values(x, [0, 1, 2, 3, 100, 125, 1, 0, 55, 45, 35, 15, 0, 1], shape)


# --- Rounding. ---
rounding = book.cases("rounding")
for x in NAMES:
    for decimals in (None, 0, 1, 2, 5, -1, -2):
        args = {} if decimals is None else {"decimals": decimals}
        rounding("round", special(x), **args)
        rounding("around", A(x, (3, 4), "signed", "F"), **args)
        rounding(".round", laid_out(x, (5, 3), "strided", "signed"), **args)
    for out in ("float64", "float32", "int32", "complex64", x):
        for decimals in (0, 1, -1):
            rounding("round", A(x, 6, "signed"), decimals, out=A(out, 6))
        rounding("fix", special(x), out=A(out, 14))
    rounding("round", A(x, (2, 0)), 1)
    rounding("fix", special(x))
    rounding("fix", laid_out(x, (3, 4), "reversed", "signed"))
    for layout in LAID:
        rounding("round", laid_out(x, (3, 4), layout, "signed"), 1)
    rounding("nan_to_num", special(x))
    rounding("nan_to_num", special(x), nan=1.5, posinf=2., neginf=-3.)
    rounding("nan_to_num", special(x), False)
    rounding("nan_to_num", special(x).step("reshape", [2, 7]), nan=values(x, range(7)))
    rounding("nan_to_num", laid_out(x, (3, 37), "strided", "nans"), copy=False)
    rounding("nan_to_num", laid_out(x, (3, 37), "swapped", "nans"))
for value in (2.567, -0.5, 1e300, math.nan, math.inf):
    for fn in ("round", "fix", "nan_to_num"):
        rounding(fn, value)
rounding("round", 1234.5, -2)
rounding("round", [1.25, 2.35], 1)
rounding("nan_to_num", [1.25, 2.35], False)

# --- Parts. ---
parts = Cases(book, book.content.setdefault("parts", []), layout=True)
for x in NAMES:
    for layout in LAID:
        a = laid_out(x, (3, 4), layout, "signed")
        parts("..imag", a) if x in COMPLEX else None
        parts("..real", a) if x in COMPLEX else None
        parts("real", a) if x in COMPLEX else None
        parts("imag", a) if x in COMPLEX else None
    for fn in ("isneginf", "isposinf", "iscomplex", "isreal", "iscomplexobj", "isrealobj", "isscalar"):
        parts(fn, special(x))
        parts(fn, A(x, (0, 2)))
    for out in ("bool", "float32", "int8"):
        parts("isneginf", special(x), A(out, 14))
        parts("isposinf", special(x), out=A(out, 14))
tests = book.cases("tests of parts")
for x in NAMES:
    tests("imag", special(x))
    tests("real", special(x))
    tests("real_if_close", special(x))
for x in COMPLEX:
    eps = float(np.finfo(x).eps)
    for factor in (0, 1, 50, 99.5, 100, 101, 1000):
        a = values(x, np.array([1 + 1j * factor * eps, 2]))
        tests("real_if_close", a)
        tests("real_if_close", a, tol=1000)
        tests("real_if_close", a, 1e-5)
for value in (1.5, -2., True, 1 + 2j, math.nan, -math.inf):
    for fn in ("real", "imag", "iscomplex", "isreal", "iscomplexobj", "isrealobj", "isscalar", "isneginf", "isposinf"):
        if not (fn == "imag" and isinstance(value, bool)):
            tests(fn, value)

# --- Nearly equal. ---
close = book.cases("closeness")
for i, x in enumerate(NAMES):
    for y in (x, NAMES[(i * 5 + 3) % 14], "float32", "int8"):
        close("isclose", special(x), special(y))
        close("array_equal", special(x), special(y))
    big = values(x, [0, 1, 100, 3, 0, 1])
    for other in (1., 1.0000001, 100.5, -3.):
        close("isclose", big, other)
        close("isclose", other, big)
    if x in INTEGERS:
        info = np.iinfo(x)
        close("isclose", values(x, [info.min, info.max, 0]), values(x, [info.max, info.max, info.min]))
        close("isclose", values(x, [info.min, info.max, 0]), 1.)
for x in FLOATS + COMPLEX:
    a, b = special(x), special(x)
    for rtol, atol in ((1e-5, 1e-8), (0., 0.), (0.1, 0.), (0., 1.), (1e-3, 1e-3)):
        for equal_nan in (False, True):
            close("isclose", a, A(x, 14, "wave"), rtol, atol, equal_nan)
            close("allclose", a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)
            close("isclose", a, values(x, np.array(SPECIAL) * (1 + 1e-6)), rtol, atol, equal_nan=equal_nan)
    for equal_nan in (False, True):
        close("array_equal", a, b, equal_nan)
        close("array_equal", a, a, equal_nan=equal_nan)
        close("array_equal", A(x, 5), A(x, 5), equal_nan)
        close("array_equal", A(x, 5), A(x, 6), equal_nan)
        close("array_equal", A(x, (1, 5)), A(x, 5), equal_nan)
    close("array_equiv", A(x, (1, 5)), A(x, 5))
    close("array_equiv", A(x, (4, 1, 5)).step("broadcast_to", [4, 3, 5]), A(x, (4, 1, 5)))
    close("array_equiv", A(x, (2, 5)), A(x, 5))
    close("array_equiv", A(x, 4), A(x, 5))
    close("array_equiv", a, b)
    close("isclose", A(x, (3, 1)), A(x, (1, 4)), rtol=A("float64", (4,)), atol=A("float32", (3, 1)))
    close("isclose", A(x, 3), A(x, 4))
    close("allclose", A(x, (0, 3)), A(x, 3))
close("isclose", 1., 1.0000001)
close("isclose", math.nan, math.nan, equal_nan=True)
close("isclose", math.inf, math.inf)
close("allclose", 1., [1., 1.])

# --- Reductions that pass over NaN. ---
nan = book.cases("nan")
SUMS, OTHERS = "nansum nanprod nanmean nanvar nanstd nanmin nanmax".split(), "nanargmin nanargmax nancumsum nancumprod".split()


def pick(fn, x):
    return "tiny" if "prod" in fn and np.dtype(x).kind not in "fc" else "nans"


for fn in SUMS + OTHERS:
    for x in NAMES if fn in ("nansum", "nanargmin", "nanstd") else NAMES[1::2]:
        for shape in ((), (1,), (5, 37), *(((3, 4, 37), (0,), (0, 3), (3, 0)) if x in ("float32", "complex128", "int8", "bool") else ())):
            a = A(x, shape, pick(fn, x))
            axes = [None, *range(len(shape))] + ([[0, len(shape) - 1]] if len(shape) > 1 and fn in SUMS else [])
            for axis in axes:
                nan(fn, a, axis=axis)
                if "cum" not in fn and len(shape) == 2:
                    nan(fn, a, axis=axis, keepdims=True)
        if x in ("float64", "complex64"):
            for layout in LAID:
                for axis in (None, 0, 1):
                    nan(fn, laid_out(x, (9, 40), layout, pick(fn, x)), axis=axis)
        nan(fn, special(x))
    for x in FLOATS + COMPLEX:
        lost = values(x, [[np.nan, np.nan, 1], [np.nan, 2, 3]])
        for axis in (None, 0, 1, 2):
            nan(fn, lost, axis=axis)
            nan(fn, values(x, [[np.nan] * 3] * 2), axis=axis)
        nan(fn, values(x, [np.nan]))
        nan(fn, values(x, np.nan))
        nan(fn, values(x, [-0., np.nan]))
    nan(fn, [1., math.nan, 3.])
for x in ("float32", "float64", "float16", "complex128"):
    for n in (7, 8, 127, 129, 1000, 8191, 8192, 8193, 20000, 100003, 1 << 20):
        for fn in ("nansum", "nanmean", "nanvar", "nanstd", "nanmax", "nanargmin"):
            if n < 100000 or x[5:] in ("32", "64") and fn != "nanvar":
                nan(fn, A(x, n, "nans"))
        if n < 30000:
            nan("nansum", A(x, 2 * n, "nans").at("::2"))
            nan("nanstd", A(x, (2, n), "nans"), axis=1)
            nan("nanmean", A(x, (n, 3), "nans", "F"))
            nan("nancumsum", A(x, n, "nans"))
    nan("nanmean", A(x, (300, 70), "nans", "F"))
    nan("nansum", A(x, (70, 300), "nans").T)

named = book.cases("nan keywords")
for x in ("float16", "float32", "float64", "complex64", "int32", "bool"):
    a, mask = A(x, (4, 5, 37), "nans" if x != "bool" else "mask"), A("bool", (4, 5, 37), "mask")
    for fn in SUMS:
        wheres = {} if fn in ("nanmin", "nanmax") else {"where": mask}
        named(fn, a, axis=1, **wheres)
        named(fn, a, axis=[0, 2], keepdims=True, **wheres)
        if fn not in ("nanmin", "nanmax"):
            for dtype in "float32 float64 complex128 int32".split():
                named(fn, a, axis=1, dtype=dtype)
                named(fn, a, dtype=dtype)
        for out in (x, "float64", "int16"):
            if fn in ("nanmin", "nanmax") and not np.can_cast(x, out):
                continue
            named(fn, a, axis=1, out=A(out, (4, 37)))
            named(fn, a, axis=1, keepdims=True, out=A(out, (4, 1, 37)))
            named(fn, a, out=A(out, ()))
        named(fn, a, axis=1, out=A(x, (3, 37)))
        named(fn, a, axis=[1, 1])
    for fn in ("nanmin", "nanmax", "nansum", "nanprod"):
        named(fn, a, axis=1, initial=2)
        named(fn, a, axis=[0, 2], initial=2, where=mask)
    for fn in ("nanvar", "nanstd"):
        for ddof in (0, 1, 0.5, 4, 5):
            named(fn, a, axis=0, ddof=ddof)
            named(fn, a, axis=0, correction=ddof)
        named(fn, a, ddof=1, correction=1)
        named(fn, a, axis=1, ddof=1, where=mask, keepdims=True)
        named(fn, a, axis=1, mean=A("float64", (4, 1, 37), "small"))
        named(fn, A(x, 37, "nans"), ddof=36)
    for fn in ("nanargmin", "nanargmax"):
        named(fn, a, axis=2, keepdims=True)
        named(fn, a, keepdims=True)
        named(fn, a, axis=2, out=A("int64", (4, 5)))
        named(fn, a, axis=2, out=A("float64", (4, 5)))
    for fn in ("nancumsum", "nancumprod"):
        for dtype in ("float32", "complex64", "int8"):
            named(fn, a, axis=1, dtype=dtype)
        named(fn, A(x, 50, "nans"), out=A(x, 50))
        named(fn, A(x, 50, "nans"), out=A("float64", 49))

# --- Angles. ---
UFUNCS.update(angle=(1, 1, 2), sinc=(1, 1, 2))
angles = book.cases("angles")
for x in NAMES:
    for deg in ({}, {"deg": True}):
        angles("angle", special(x), **deg)
        angles("angle", A(x, (2, 3), "signed").T, **deg)
        angles("angle", values(x, 1), **deg)
    if x not in COMPLEX:
        angles("sinc", A(x, 40, "small"))
        angles("sinc", values(x, 0))
for value in (1.5, -2., 0.):
    angles("angle", value)
    angles("sinc", value)
angles("angle", 1 + 2j, True)
for x in NAMES:
    for shape, axis in (((40,), -1), ((5, 8), 0), ((5, 8), 1), ((3, 0), 1), ((5, 1), -1), ((5, 8), 2)):
        for period in ({}, {"period": 7.5}, {"discont": 1.}) if x[0] == "u" else ({}, {"period": 4}, {"period": 5}, {"period": 7.5}, {"period": 4, "discont": 3}, {"discont": 1.}):
            angles("unwrap", A(x, shape, "signed" if x in FLOATS else "small"), axis=axis, **period)
    angles("unwrap", A(x, ()))

# --- Functions that leave the real numbers, and i0. ---
UFUNCS.update(emath=(1, 1, 4), i0=(1, 1, 8))
beyond = book.cases("emath")
for x in NAMES:
    data = [0, 1, 2, 3, 0.5, 100] if x[0] in "ub" else [0.5, 1, -2, 3, -0.25, 100]
    unsigned = values(x, np.abs(data))
    for a in (values(x, data), unsigned, values(x, data[2])):
        for fn in "sqrt log log2 log10 arccos arcsin arctanh".split():
            if x not in COMPLEX:
                beyond("emath." + fn, a)
        if x not in COMPLEX:
            beyond("emath.logn", values("float64", 3.), a)
            beyond("emath.logn", a, values("float32", -2.))
            beyond("emath.power", a, values("int8", 2))
            beyond("emath.power", a, values("int16", [-2]))
            beyond("emath.power", a, values("float64", 0.5))
    beyond("i0", A(x, 40, "small"))
    beyond("i0", values(x, [0, 1, 8, 9, 20, 3]))
for value in (-4., 4., 0.5, -0.5, 2.):
    for fn in "sqrt log log2 log10 arccos arcsin arctanh".split():
        beyond("emath." + fn, value)
    beyond("emath.power", value, -2.)
    beyond("emath.logn", 2., value)

# --- The array standard. ---
standard = Cases(book, book.content.setdefault("standard", []), layout=True)
for x in NAMES[::2]:
    for fn in ("cumulative_sum", "cumulative_prod"):
        a = A(x, (3, 4), "tiny")
        for keywords in ({}, {"axis": 0}, {"axis": 1}, {"axis": -3}):
            for initial in ({}, {"include_initial": True}):
                standard(fn, a, **keywords, **initial)
                standard(fn, A(x, 5, "tiny"), **keywords, **initial)
                standard(fn, A(x, (), "tiny"), **keywords, **initial)
        standard(fn, a, axis=1, out=A(x, (3, 5)), include_initial=True)
        standard(fn, a, axis=1, out=A("float64", (3, 4)))
        standard(fn, a, axis=1, dtype="complex64", include_initial=True)
        standard(fn, A(x, (3, 0)), axis=1, include_initial=True)
    for dtype in ("float32", "int8", x):
        standard("astype", A(x, (2, 3), "tiny", "F"), dtype)
        standard("astype", A(x, (2, 3), "tiny"), dtype, copy=False)
    standard("astype", [1., 2.], x)
    standard("astype", A(x, 2, "tiny"), x, device="gpu")
    standard(".to_device", A(x, 2), "cpu")
    standard(".to_device", A(x, 2), "gpu")
for axis in (0, 1, -1, 2):
    standard("unstack", A("int16", (3, 4)), axis=axis)
standard("unstack", A("int16", ()))

book.save()

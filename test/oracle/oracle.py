"""What the scripts make_*.py share: operands that JavaScript can build too, calls, fixtures.

A fixture is a gzip file: the length of a JSON text (4 bytes, little-endian), the text, and bytes
that it refers to as [offset, length]. test/js/support/fixture.ts reads it, test/js/support/calls.ts
carries out the calls. Fixtures are the same whenever and wherever they are made: what NumPy computes
with extensions of the processor is turned off, for it differs between machines.
"""
import gzip
import hashlib
import json
import math
import os
import pathlib
import re
import struct
import warnings

if "ORACLE_ALL_FEATURES" not in os.environ:
    os.environ["NPY_DISABLE_CPU_FEATURES"] = (
        "SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_KNL AVX512_KNM "
        "AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR")
import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

HERE = pathlib.Path(__file__).parent
NAMES = ("bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 "
         "float16 float32 float64 complex64 complex128").split()
DTYPES = [np.dtype(name) for name in NAMES]
INTEGERS = NAMES[1:9]
FLOATS = NAMES[9:12]
COMPLEX = NAMES[12:]

# Letters of NumPy's type signatures. There are two letters for int64, and so two equal rows.
LETTERS = dict(zip("?bBhHiIlLefdFD", NAMES), q="int64", Q="uint64")


def ufunc_list():
    """{name: (nin, nout, ulp)} of src/ufunc/ufunc_list.h."""
    text = (HERE / "../../src/ufunc/ufunc_list.h").read_text()
    rows = re.findall(r"^    UFUNC\((\w+), (\d), (\d), \w+, ([\d.]+),", text, re.M)
    assert len(rows) > 40
    return {name: (int(nin), int(nout), float(ulp)) for name, nin, nout, ulp in rows}


def ufunc(name):
    return np._core.umath.clip if name == "clip" else getattr(np, name)


UFUNCS = ufunc_list()


# The bounds of the list are those of the real functions, of which several make a part of a complex one.
COMPLEX_ULPS = {name: 4 for name in (
    "exp exp2 expm1 log log2 log10 log1p sin cos tan sinh cosh tanh "
    "arcsin arccos arctan arcsinh arccosh arctanh").split()} | {"power": 16, "float_power": 16}


# NumPy's own errors, by the C library's, where they are the larger ones.
NUMPY_ULPS = {"cbrt": 2}


def inexact(fn, dtype):
    """The error in ulps that a function of ufunc_list.h and NumPy's may each have, results of this dtype."""
    name = fn.split(".")[0]
    kind = np.dtype(dtype).kind
    if kind == "c" and name in COMPLEX_ULPS:
        return COMPLEX_ULPS[name]
    ulp = UFUNCS[name][2] if name in UFUNCS and kind in "fc" else 0
    return max(ulp, NUMPY_ULPS.get(name, 1)) if ulp else 0


def signatures(name):
    """The type signatures of a ufunc as lists of names of dtypes, inputs and outputs."""
    found = []
    for types in ufunc(name).types:
        if set(types) <= set(LETTERS) | set("->"):
            both = [[LETTERS[c] for c in side] for side in types.split("->")]
            if both not in found:
                found.append(both)
    return found


# --- Contents of arrays, by a formula that test/js/support/formulas.ts computes in the same way. ---

def wave(i):
    return (i * 7919 % 10007) / 1024.0 + 1 / (i % 97 + 1)


def whole(i):
    return i * 7919 % 10007 - 5003


FORMULAS = {  # of float64, of int64
    "wave": (wave, whole),
    "signed": (lambda i: wave(i) - 5, whole),
    "small": (lambda i: (i * 7919 % 7 - 3) / 2, lambda i: i * 7919 % 7 - 3),
    "tiny": (lambda i: 1 + (i * 7919 % 5 - 2) / 1024.0, lambda i: i * 7919 % 3 - 1),
    "iota": (lambda i: i + 0.0, lambda i: i),
    "nans": (lambda i: np.where(i % 37 == 36, np.nan, wave(i)), whole),
    "tenth": (lambda i: 0.1 + 0 * i, lambda i: 1 + 0 * i),
    "zeros": (lambda i: 0.0 * i, lambda i: 0 * i),
    "mask": (lambda i: (i * 7919 % 3 != 0) * 1.0, lambda i: (i * 7919 % 3 != 0) * 1),
}


def fill(formula, dtype, size):
    dtype = np.dtype(dtype)
    of_float, of_int = FORMULAS[formula]
    i = np.arange(size, dtype="int64")
    if dtype.kind == "b":
        return of_int(i) % 2 != 0
    if dtype.kind in "iu":
        return of_int(i).astype(dtype)
    if dtype.kind == "f":
        return of_float(i).astype(dtype)
    out = np.empty(size, dtype)
    out.real = of_float(i)
    out.imag = of_float(i + 13)
    return out


class Base:
    """A whole array, of which operands are views."""

    def __init__(self, dtype, shape, formula, order):
        self.dtype, self.shape, self.formula, self.order = np.dtype(dtype), shape, formula, order

    def build(self):
        size = math.prod(self.shape)
        if isinstance(self.formula, np.ndarray):
            flat = self.formula.astype(self.dtype)
        elif isinstance(self.formula, tuple):  # bytes of another dtype's elements, behind one more byte
            formula, dtype = self.formula
            raw = fill(formula, dtype, (size - 1) // dtype.itemsize).tobytes()
            flat = np.frombuffer(b"\xa5" + raw, "uint8")
        else:
            flat = fill(self.formula, self.dtype, size)
        return flat.reshape(self.shape, order=self.order).copy(self.order)

    def spec(self, book):
        spec = {"t": self.dtype.str, "n": list(self.shape)}
        if isinstance(self.formula, np.ndarray):
            spec["x"] = book.put(np.ascontiguousarray(self.formula.astype(self.dtype)).tobytes())
        elif isinstance(self.formula, tuple):
            spec["f"], spec["p"] = self.formula[0], self.formula[1].str
        else:
            spec["f"] = self.formula
        if self.order == "F":
            spec["o"] = "F"
        return spec


class A:
    """An operand: a base and steps from it to a view."""

    def __init__(self, dtype, shape=(), formula="wave", order="C", base=None, steps=()):
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.base = base or Base(dtype, shape, formula, order)
        self.steps = steps

    def step(self, *step):
        return A(None, base=self.base, steps=self.steps + (list(step),))

    def at(self, key):
        return self.step("at", key)

    def view(self, dtype):
        return self.step("view", dtype)

    def reshape(self, shape):
        return self.step("reshape", list(shape))

    def broadcast_to(self, shape):
        return self.step("broadcast_to", list(shape))

    def readonly(self):
        return self.step("readonly")

    @property
    def T(self):
        return self.step("T")

    def transpose(self, axes):
        return self.step("transpose", list(axes))

    def follow(self, array):
        for step, *args in self.steps:
            if step == "at":
                array = array[key_of(args[0])]
            elif step == "T":
                array = array.T
            elif step == "readonly":
                array = array[...]
                array.flags.writeable = False
            elif step == "broadcast_to":
                array = np.broadcast_to(array, args[0])
            else:
                array = getattr(array, step)(args[0])
        return array


def key_of(text):
    """'1:, ::2' as Python understands it: an integer, a slice, or several."""
    return eval("np.s_[%s]" % text, {"np": np, "newaxis": None})


def values(dtype, data, shape=None):
    """An operand of given elements."""
    data = np.asarray(data).astype(dtype)
    shape = data.shape if shape is None else shape
    return A(dtype, shape, data.reshape(-1))


def of(array):
    return A(array.dtype, array.shape, array.reshape(-1))


LAYOUTS = "C F strided reversed transposed broadcast unaligned swapped".split()


def laid_out(dtype, shape, layout, formula="wave"):
    """An operand of this shape, lying in memory in some way. Its elements depend on the layout."""
    shape = tuple(shape)
    dtype = np.dtype(dtype)
    if layout == "F":
        return A(dtype, shape, formula, "F")
    if layout == "strided":
        return A(dtype, [2 * n + 1 for n in shape], formula).at(", ".join(["1::2"] * len(shape)) or "...")
    if layout == "reversed":
        return A(dtype, shape, formula).at(", ".join(["::-1"] * len(shape)) or "...")
    if layout == "transposed":
        if not shape:
            return A(dtype, shape, formula)
        return A(dtype, (shape[-1], *shape[:-1]), formula).transpose([*range(1, len(shape)), 0])
    if layout == "broadcast":
        return A(dtype, (*shape[:-1], 1) if shape else (), formula).broadcast_to(shape)
    if layout == "unaligned":
        size = 1 + math.prod(shape) * dtype.itemsize
        return A("uint8", (size,), (formula, dtype)).at("1:").view(dtype.str).reshape(shape)
    if layout == "swapped":
        return A(dtype.newbyteorder(">"), shape, formula)
    return A(dtype, shape, formula)


def canonical(array):
    """The elements in C order, native, every NaN the same."""
    array = np.array(array, dtype=array.dtype.newbyteorder("="), order="C", copy=True)
    if array.dtype.kind in "fc":
        parts = array.reshape(-1).view(array.real.dtype)
        parts[np.isnan(parts)] = np.nan
        # np.nan may come with a sign
        parts[np.isnan(parts)] = np.copysign(parts[np.isnan(parts)], 1)
    return array.tobytes()


ERRORS = [np.exceptions.AxisError, np.exceptions.DTypePromotionError, IndexError, OverflowError,
          ZeroDivisionError, MemoryError, TypeError, ValueError]
LONG = 160


class Book:
    """A fixture being written."""

    def __init__(self, name):
        self.name = name
        self.blob = bytearray()
        self.places = {}
        self.content = {"numpy": np.__version__}

    def put(self, data):
        data = bytes(data)
        if data not in self.places:
            found = self.blob.find(data) if len(data) < 64 else -1
            if found < 0:
                found = len(self.blob)
                self.blob += data
            self.places[data] = [found, len(data)]
        return self.places[data]

    def put_values(self, spec, array, whole=False):
        """Elements in full, or their hash where they are many."""
        data = canonical(array)
        if len(data) <= LONG or whole:
            spec["b"] = self.put(data)
        else:
            spec["h"] = hashlib.sha1(data).hexdigest()[:16]
        return spec

    def save(self):
        text = json.dumps(self.content, separators=(",", ":"), allow_nan=False).encode()
        path = HERE / "fixtures" / (self.name + ".gz")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(struct.pack("<I", len(text)) + text + bytes(self.blob), 9, mtime=0))
        print("  %s: %d kB" % (path.name, path.stat().st_size // 1024))

    def cases(self, section):
        return Cases(self, self.content.setdefault(section, []))


class Cases:
    def __init__(self, book, rows, layout=False):
        self.book, self.rows, self.layout = book, rows, layout

    def pack(self, value, bases):
        """An argument as JSON."""
        if isinstance(value, A):
            if value.base not in bases:
                bases.append(value.base)
            spec = {"a": bases.index(value.base)}
            if value.steps:
                spec["v"] = [list(step) for step in value.steps]
            return spec
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, (list, tuple)):
            return [self.pack(item, bases) for item in value]
        if isinstance(value, int):
            return value if abs(value) < 2**53 else {"i": str(value)}
        if isinstance(value, float):
            if math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0):
                return {"d": value} if value == int(value) else value
            return {"s": repr(value)}
        if isinstance(value, complex):
            return {"c": [self.pack(value.real, bases), self.pack(value.imag, bases)]}
        if isinstance(value, np.dtype):
            return value.str
        raise TypeError(value)

    def result(self, value, arrays):
        if self.fn == ".item":
            value = arrays[0].dtype.type(value)
        if isinstance(value, tuple):
            return {"l": [self.result(item, arrays) for item in value]}
        if value is None or isinstance(value, (bool, str, int)) and not isinstance(value, np.generic):
            return {"p": value}
        if isinstance(value, list):
            return {"p": value}
        if isinstance(value, np.dtype):
            return {"p": value.str}
        for i, array in enumerate(arrays):
            if value is array:
                return {"o": i}  # the very same object
        spec = {"t": np.asarray(value).dtype.str, "n": list(np.shape(value))}
        if isinstance(value, np.generic):
            spec["s"] = 1
            value = np.asarray(value)
        elif not isinstance(value, np.ndarray):
            spec["s"] = 1  # a Python number
            value = np.asarray(value)
            spec["t"] = value.dtype.str
        elif self.layout:
            flags = value.flags
            spec["k"] = list(value.strides)
            spec["w"] = (flags.c_contiguous | flags.f_contiguous << 1 | flags.aligned << 2
                         | flags.writeable << 3)
            spec["y"] = [i for i, array in enumerate(arrays) if array.size and np.shares_memory(value, array)]
        ulps = inexact(self.fn, value.dtype)
        if ulps:
            spec["u"] = ulps
        return self.book.put_values(spec, value, whole=ulps > 0)

    def build(self, value, made, arrays):
        if isinstance(value, A):
            if value.base not in made:
                made[value.base] = value.base.build()
            array = value.follow(made[value.base])
            arrays.append(array)
            return array
        if isinstance(value, list):
            return [self.build(item, made, arrays) for item in value]
        if isinstance(value, tuple):
            return tuple(self.build(item, made, arrays) for item in value)
        return value

    def __call__(self, fn, *args, **kwargs):
        """Makes the call and writes down what came of it. fn: 'add', 'add.reduce', or a method, as
        '.reshape', '.at' (indexing with the text of a key) and '.set'."""
        self.fn = fn
        row = {"f": fn}
        bases = []
        row["a"] = [self.pack(arg, bases) for arg in args]
        if kwargs:
            row["k"] = {key: self.pack(value, bases) for key, value in kwargs.items()}
        if bases:
            row["b"] = [base.spec(self.book) for base in bases]
        made, arrays = {}, []
        built = [self.build(arg, made, arrays) for arg in args]
        named = {key: self.build(value, made, arrays) for key, value in kwargs.items()}
        if fn.split(".")[0] == "power" and any(is_complex(x) for x in [*built, *named.values()]):
            return None  # make_complex.py: its errors are relative to the modulus
        before = [made[base].tobytes("A") for base in bases]
        try:
            row["e"] = self.result(call(fn, built, named), arrays)
        except Exception as error:
            kind = next((kind for kind in ERRORS if isinstance(error, kind)), None)
            if kind is None:
                raise
            row["e"] = {"e": kind.__name__}
            if "ORACLE_VERBOSE" in os.environ:
                row["e"]["m"] = str(error)
        changed = {}
        for i, base in enumerate(bases):
            if made[base].tobytes("A") != before[i]:
                ulps = inexact(fn, made[base].dtype)
                changed[i] = self.book.put_values({"u": ulps} if ulps else {}, made[base], whole=ulps > 0)
        if changed:
            if "e" in row["e"]:
                row["e"]["half"] = 1  # NumPy had begun to write
            else:
                row["c"] = changed
        self.rows.append(row)
        return row

    def must(self, fn, *args, **kwargs):
        row = self(fn, *args, **kwargs)
        assert "e" not in row["e"], (fn, row["e"])
        return row


def is_complex(value):
    if isinstance(value, str):
        return value.startswith(("complex", ">c", "<c"))
    return not isinstance(value, (list, tuple)) and np.asarray(value).dtype.kind == "c"


def call(fn, args, kwargs):
    for key in ("axis", "signature", "shape", "out"):
        if isinstance(kwargs.get(key), list):
            kwargs[key] = tuple(kwargs[key])
    if "squeeze" in fn:
        args = [tuple(arg) if isinstance(arg, list) else arg for arg in args]
    if fn == ".at":
        return args[0][key_of(args[1])]
    if fn == ".set":
        args[0][key_of(args[1])] = args[2]
        return None
    if fn.startswith(".."):  # a property
        return getattr(args[0], fn[2:])
    if fn.startswith("."):
        return getattr(args[0], fn[1:])(*args[1:], **kwargs)
    target = np
    for part in fn.split("."):
        target = getattr(target, part)
    return target(*args, **kwargs)

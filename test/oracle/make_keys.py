"""Random keys, valid and not, read and written: what NumPy gives for them.

The fixture is plain text for two readers, test/js/oracle-keys.test.ts and test/c/test_keys.c. A line is

    E <error> <start of the message>        number 0, 1, ... of the errors
    A <array>                               what the lines after it are about
    <keys>|<result>                         array[keys]
    <keys>=<value>|<result>                 array[keys] = value

An array is <dtype><layout><shape> (see `memory_of` and `layouts`), with %k behind it if its elements
are below k; within keys and as a value it stands in parentheses, before its elements (of bools digits,
of a value the first element, from which the others count up). Keys are separated by spaces:
    3  1:5:2  .  n  T  F  x1.5  @  (array)elements
an integer, a slice, an ellipsis, a new axis, True, False, a fraction, the array itself, an array. Of
dtype l an array is a list of integers, of L one of bools; of layout t a typed array. A value is a number,
an array, or @ with keys: that part of the array.
A result is !<number of the error>, or for a read v (view), c (copy) or e (element) with <shape>:<hash>,
for a write the hash of the whole memory behind the array.
"""
import gzip
import random
import warnings
from math import prod

from oracle import HERE, np

warnings.simplefilter("error", DeprecationWarning)
rnd = random.Random(4)
pick = rnd.choice


def chance(x):
    return rnd.random() < x


# --- arrays ---

def memory_of(dtype, count, below=None):
    """Element i of every array's memory; complex ones are their own half imaginary."""
    v = (np.arange(count, dtype="int64") * 37 + 11) % 101
    if below:
        v %= below
    elif dtype.char != "?":
        v -= 20
    else:
        v = v % 3 == 0
    out = v.astype(dtype)
    if dtype.kind == "c":
        out.imag = v / 2
    return out


layouts = {
    "C": lambda m, n: m.reshape(n),
    "F": lambda m, n: m.reshape(n[::-1]).T,
    # Every second element, from the second on, of each axis.
    "S": lambda m, n: m.reshape([2 * x + 1 for x in n])[(..., *(slice(1, None, 2) for _ in n))],
    "R": lambda m, n: m.reshape(n)[(..., *(slice(None, None, -1) for _ in n))],
    # The last axis in memory is the first of the array.
    "P": lambda m, n: np.moveaxis(m.reshape(n[1:] + n[:1]), -1, 0) if n else m.reshape(n),
    # Axes 0, 2, 4 repeat what is there once.
    "B": lambda m, n: np.broadcast_to(m.reshape(once(n)), n),
}


def once(shape):
    return [x if i % 2 else 1 for i, x in enumerate(shape)]


def laid_out(dtype, layout, shape, below=None):
    """The memory and the array on it."""
    shape = list(shape)
    if layout == "U":  # one byte off
        raw = b"\xa5" + memory_of(dtype, prod(shape), below).tobytes()
        memory = np.frombuffer(raw, "uint8").copy()
        return memory, memory[1:].view(dtype).reshape(shape)
    in_memory = {"S": [2 * x + 1 for x in shape], "B": once(shape)}.get(layout, shape)
    memory = memory_of(dtype, prod(in_memory), below)
    return memory, layouts[layout](memory, shape)


def code(dtype):
    return (">" if dtype.byteorder == ">" else "") + dtype.char.replace("l", "q").replace("L", "Q")


def spec(dtype, layout, shape, below=None):
    return f"{dtype if isinstance(dtype, str) else code(dtype)}{layout}{','.join(map(str, shape))}" + (
        f"%{below}" if below else "")


# --- keys: pairs of what NumPy takes and what the fixture says ---

INDEX_DTYPES = [np.dtype(c) for c in "bBhHiIqQqqii"] + [np.dtype(">i4"), np.dtype(">q"), np.dtype(">H")]


def integer(length):
    if chance(0.03):
        return pick([length, -length - 1, length + 7, 2**31, -2**32, 2**32, 10**20])
    return rnd.randrange(-length, length) if length else pick([0, -1])


def one_slice(length):
    def bound():
        if chance(0.35):
            return None
        return rnd.randint(-length - 2, length + 2) if chance(0.95) else pick([-10**12, 10**12, 2**31])
    start, stop = bound(), bound()
    step = pick([None, None, None, 1, 2, 3, -1, -1, -2, -5, 10**10]) if chance(0.98) else 0
    text = ":".join("" if x is None else str(x) for x in (start, stop))
    return slice(start, stop, step), text + ("" if step is None else f":{step}")


SHAPES = [(), (1,), (2,), (2,), (3,), (3,), (4,), (7,), (0,), (2, 3), (2, 3), (1, 3), (2, 1), (0, 2), (2, 1, 2), (1, 1, 1, 2)]


def variant(shape):
    """One that broadcasts to the shape, mostly."""
    if chance(0.02):
        return pick(SHAPES)
    shape = tuple(1 if chance(0.15) else n for n in shape)
    return shape[rnd.randint(0, len(shape)):] if chance(0.1) else shape


def an_array(length, shape):
    """An integer array, or a list, or one of a dtype that is none."""
    if chance(0.02):
        dtype = pick([np.dtype("d"), np.dtype("f"), np.dtype("D")])
        values = np.zeros(shape, dtype)
        text = f"({spec(dtype, 'C', shape)})" + ",".join(["0"] * values.size)
        return values, text
    wrong = chance(0.04)
    flat = [integer(length) if wrong else rnd.randrange(-length, length) if length else 0 for _ in range(prod(shape))]
    if length == 0 and not chance(0.1):
        flat = []
        shape = tuple(shape[:-1]) + (0,)
    if chance(0.25) and shape and (flat or len(shape) == 1):
        flat = [x for x in flat if x < 2**40] or [0] * prod(shape)
        flat = (flat * prod(shape))[: prod(shape)]
        return np.array(flat, "int64").reshape(shape).tolist(), f"({spec('l', 'C', shape)})" + ",".join(map(str, flat))
    dtype = pick(INDEX_DTYPES)
    info = np.iinfo(dtype)
    flat = [x if info.min <= x <= min(info.max, 2**62) else x % max(length, 1) for x in flat]
    native = dtype.isnative and len(shape) == 1
    layout = "t" if native and chance(0.1) else pick("CCCCCFSRU")
    values = np.array(flat, "int64").reshape(shape).astype(dtype)
    return values, f"({spec(dtype, layout, shape)})" + ",".join(map(str, flat))


def bools(shape):
    if chance(0.06):
        # Never to length 0: NumPy takes that for any length, beside other keys.
        shape = tuple(max(1, n + pick([0, 1, -1])) if n else n for n in shape)
    density = pick([0, 0.3, 0.5, 0.5, 0.7, 1])
    values = np.array([chance(density) for _ in range(prod(shape))], bool).reshape(shape)
    digits = "".join("01"[int(x)] for x in values.ravel())
    if chance(0.2) and digits:
        return values.tolist(), f"({spec('L', 'C', shape)}){digits}"
    return values, f"({spec('?', pick('CCCFSR'), shape)}){digits}"


def keys_for(a, fancy):
    """Keys for axes from the front and, behind an ellipsis, from the back."""
    ndim = a.ndim
    front = rnd.randint(0, ndim)
    back = rnd.randint(0, ndim - front) if chance(0.25) else None
    segments = [list(a.shape[:front])]
    if chance(0.02):
        segments[0] += [3]  # one too many, perhaps
    if back is not None:
        segments.append(list(a.shape[ndim - back:]))
    shape = pick(SHAPES)
    keys = []
    arrays = 0

    def extra():
        if chance(0.08):
            keys.append((None, "n"))
        if fancy and chance(0.03):
            keys.append(pick([(True, "T"), (False, "F")]))
        if fancy and chance(0.02):
            value = pick([True, False])
            keys.append((np.array(value), f"(?C){'01'[value]}"))
        if chance(0.004):
            keys.append((1.5, "x1.5"))

    for number, axes in enumerate(segments):
        if number:
            keys.append((Ellipsis, "."))
        while axes:
            extra()
            how = rnd.random()
            if fancy and how < 0.42 and arrays < 4:
                # Few positions where there are many arrays, lest results grow.
                keys.append(an_array(axes.pop(0), variant(shape)))
                arrays += 1
            elif fancy and how < 0.55:
                count = rnd.randint(1, min(len(axes), 3))
                keys.append(bools(tuple(axes[:count])))
                del axes[:count]
            elif how < 0.72:
                value = integer(axes.pop(0))
                as_array = fancy and chance(0.15) and abs(value) < 2**31
                keys.append((np.array(value, "int32"), f"(iC){value}") if as_array else (value, str(value)))
            else:
                keys.append(one_slice(axes.pop(0)))
        extra()
    if chance(0.01):
        keys.append((Ellipsis, "."))
    if fancy and a.dtype.char in "?iq" and chance(0.15):
        keys = [(None, "@")] + keys[a.ndim if a.dtype.char == "?" else 1:]
    return keys


def key_tuple(keys, a):
    """The keys, `a` being what @ stands for."""
    return tuple(a if text == "@" else value for value, text in keys)


# --- results ---

def hash_of(a):
    h = 2166136261
    for byte in np.ascontiguousarray(a).astype(a.dtype.newbyteorder("=")).tobytes():
        h = (h ^ byte) * 16777619 & 0xffffffff
    return f"{(h ^ h >> 24) & 0xffffff:06x}"


errors = {}


def must_do(a, keys):
    """There is no other fault in the keys."""
    try:
        a[tuple(keys)]
    except Exception:
        raise Unfit


def reaches_out(keys, a):
    """May some array hold positions out of range?"""
    arrays = [np.asarray(a if text == "@" else key) for key, text in keys if text[0] in "(@"]
    least = min(a.shape, default=0)
    return any(x.size and x.dtype.kind in "iu" and (x.max() >= least or x.min() < -least) for x in arrays)


class Unfit(Exception):
    """A question that is not put: NumPy's answer is to change, or one of two that are as good."""


def refusal(error, keys, a):
    """Of NumPy's message as much as can be asked for."""
    message = str(error)
    if isinstance(error, DeprecationWarning):
        # Positions out of range are an error even where nothing is taken, says NumPy, from some day on.
        error = error.__cause__ or error.__context__
        if not isinstance(error, IndexError):
            raise Unfit
        message = "index "
    if message.startswith("only integers, slices"):
        big = [isinstance(key, int) and abs(key) >= 2**63 for key, _ in keys]
        message = "cannot fit 'int'" if any(big) else "only integers, slices"
        if any(big):
            must_do(a, [key if not x else 0 for x, (key, _) in zip(big, keys)])
    elif message.startswith("index ") and any(text == "@" for _, text in keys):
        message = "index "  # It holds several out of range.
    elif message.startswith("arrays used as indices") and any(text == "x1.5" for _, text in keys):
        raise Unfit
    elif message.startswith("setting an array element"):
        message = "could not broadcast"
    elif message.startswith("boolean index did not match"):
        # Which of two faults is found first?
        rest = []
        for key, text in keys:
            is_bool = text[0] in "(@" and np.asarray(a if text == "@" else key).dtype.char == "?"
            rest += [slice(None)] * np.ndim(a if text == "@" else key) if is_bool else [key]
        must_do(a, rest)
    return f"!{errors.setdefault((type(error).__name__, message.strip()), len(errors))}"


def outcome(make, keys):
    memory, a = make()
    try:
        r = a[key_tuple(keys, a)]
    except Exception as error:
        return refusal(error, keys, a), None
    if not isinstance(r, np.ndarray):
        return f"e:{hash_of(np.array(r))}", ()
    if r.size == 0 and reaches_out(keys, a):
        raise Unfit  # NumPy does not always look at them
    basic = all(text[0] not in "(@TF" for _, text in keys)
    kind = "v" if (np.shares_memory(r, memory) if r.size else basic) else "c"
    return f"{kind}{','.join(map(str, r.shape))}:{hash_of(r)}", r.shape


VALUE_DTYPES = [np.dtype(c) for c in "?bBhHiIqQefdFD"] + [np.dtype(">i4"), np.dtype(">d")]


def a_value(a, shape):
    """A value for a part of this shape (None: there is no such part)."""
    if chance(0.3):
        number = pick(["7", "1", "0", "2.5"])
        return (lambda its: float(number) if "." in number else int(number)), number
    if chance(0.15) and a.ndim:
        parts = [one_slice(n) for n in a.shape] if chance(0.5) else [(slice(None, None, -1), "::-1")]
        if not any(text.endswith(":0") for _, text in parts):
            return (lambda its: its[tuple(key for key, _ in parts)]), "@" + " ".join(text for _, text in parts)
    shape = pick(SHAPES) if shape is None or chance(0.06) else variant(shape)
    if chance(0.1):
        shape = (1,) * rnd.randint(1, 2) + tuple(shape)
    dtype = a.dtype if chance(0.5) else pick(VALUE_DTYPES)
    layout = pick("CCCFSRU")
    first = rnd.randint(0, 50)
    values = (np.arange(prod(shape)) + first).reshape(shape).astype(dtype)
    return (lambda its: values), f"({spec(dtype, layout, shape)}){first}"


def broadcasts(shape, to):
    try:
        np.broadcast_to(np.empty(shape, "?"), (1,) * (len(shape) - len(to)) + tuple(to))
        return True
    except ValueError:
        return False


def written(make, keys, value, part_shape):
    memory, a = make()
    its = np.asarray(value(a))
    if part_shape is not None:
        # NumPy does not look at values for nothing, and wants numbers for elements.
        if 0 in part_shape and not broadcasts(its.shape, part_shape):
            raise Unfit
        if part_shape == () and its.ndim and (its.size == 1 or "c" in (its.dtype.kind, a.dtype.kind)):
            raise Unfit
    try:
        # Copies: NumPy 2.2.4 goes on reading an index array that it is writing into, past its checks.
        before = a.copy()
        a[key_tuple(keys, before)] = value(before)
    except Exception as error:
        return refusal(error, keys, a)
    return hash_of(memory)


ARRAYS = []
for index, dtype in enumerate("?bBhHiIqQefdFD"):
    for turn in range(8):
        ARRAYS.append((np.dtype(dtype), "CFSRPBUC"[turn], None))
for dtype in (">h", ">i4", ">d", ">F"):
    for layout in "CSF":
        ARRAYS.append((np.dtype(dtype), layout, None))
for dtype in "iqiq":
    for layout in "CSR":
        ARRAYS.append((np.dtype(dtype), layout, 3))


def some_shape(number):
    ndim = [1, 2, 3, 2, 4, 0, 5, 3, 1, 2][number % 10]
    most = [0, 9, 6, 4, 3, 3][ndim]
    return tuple(0 if chance(0.07) else rnd.randint(1, most) for _ in range(ndim))


KEYS_OF_AN_ARRAY = 160

lines = []
for number, (dtype, layout, below) in enumerate(ARRAYS):
    shape = some_shape(number)
    if below:
        shape = pick([(3,), (4,), (3, 4), (5, 2)])

    def make():
        return laid_out(dtype, layout, shape, below)

    lines.append(f"A {spec(dtype, layout, shape, below)}")
    _, a = make()
    known = set()
    tries = 0
    while len(known) < (KEYS_OF_AN_ARRAY if shape else KEYS_OF_AN_ARRAY // 3) and tries < 3000:
        tries += 1
        keys = keys_for(a, chance(0.7))
        text = " ".join(part for _, part in keys)
        try:
            result, part_shape = outcome(make, keys)
            if part_shape is not None and prod(part_shape) > 5000:
                continue
            if chance(0.45):
                value, said = a_value(a, part_shape)
                text, result = f"{text}={said}", written(make, keys, value, part_shape)
        except Unfit:
            continue
        if text in known:
            continue
        known.add(text)
        lines.append(f"{text}|{result}")

head = [f"E {name} {message}" for name, message in errors]
text = "\n".join(head + lines) + "\n"
data = gzip.compress(text.encode(), 9, mtime=0)
(HERE / "fixtures/keys.gz").write_bytes(data)
print(f"keys: {len(lines) - len(ARRAYS)} keys, {len(errors)} errors, {len(data)} bytes")

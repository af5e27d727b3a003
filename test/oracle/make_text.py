"""str and repr of scalars (arrays without dimensions) and of small arrays."""
import random
from oracle import *

book = Book("text")
rows = book.content.setdefault("cases", [])
rng = random.Random(7)
EDGES = [0, -0.0, 1, 3, -2.5, 0.1, 1 / 3, 123456, 123456789.123, 1e-4, 9.9999e-5, 1e-5, 6e-8, 65504, 1e7, 16777216,
         1e15, 9999999999999998, 1e16, 1.5e16, 1e22, 1e38, 1e100, 5e-324, 1e-45, math.nan, math.inf, -math.inf]


def row(array):
    data = array.tobytes()
    rows.append({"d": array.dtype.name, "n": array.shape, "x": data.hex(), "str": str(array), "repr": repr(array)})


def integers(name):
    bounds = np.iinfo(name)
    return [0, 1, 7, 100, bounds.min, bounds.max]


for name in NAMES:
    if name == "bool":
        values = [False, True]
    elif name in INTEGERS:
        values = integers(name)
    else:
        values = EDGES + [rng.uniform(-10, 10) * 10.0 ** rng.randint(-8, 20) for _ in range(40)]
        if name in COMPLEX:
            values += [complex(rng.choice(values), rng.choice(values)) for _ in range(60)]
    values = np.array(values).astype(name)
    for value in values:
        row(np.array(value))
    for _ in range(20):
        count = rng.randint(1, 6)
        row(values[[rng.randrange(len(values)) for _ in range(count)]])
        row(values[[rng.randrange(len(values)) for _ in range(2 * count)]].reshape(2, count))

# Of long ones only both ends are shown.
for name in ("bool", "int16", "float32", "float64"):
    for shape in [(1001,), (1000,), (30, 40), (2, 600), (600, 2), (8, 20, 7), (2, 3, 4, 50), (0,), (0, 3), (2, 0, 1)]:
        row((np.arange(np.prod(shape)) % 997 / 4).astype(name).reshape(shape))

book.save()

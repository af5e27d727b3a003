"""np.lib.Arrayterator: its blocks, for buffers of many sizes, over parts of arrays."""
import random
from oracle import *

book = Book("arrayterator")
rows = book.content.setdefault("cases", [])
rng = random.Random(5)
SHAPES = [(7,), (1,), (3, 4), (4, 1, 3), (3, 4, 5), (2, 3, 4, 2), (0,), (2, 0, 3), (1, 1, 1)]


def key(shape):
    """A key as text. Steps stand last: NumPy forgets them where keys follow."""
    parts = []
    for length in shape[:rng.randrange(len(shape) + 1)]:
        start = rng.randrange(max(length, 1))
        stop = rng.choice(["", rng.randint(start + 1, length + 3)])
        parts.append(str(start) if rng.random() < 0.3 and length else "%s:%s" % (start or "", stop))
    if parts and len(parts) < len(shape) and rng.random() < 0.3:
        parts.append("...")
    return ",".join(parts) or "..."


def stepped(text):
    return ",".join(part + ":%d" % rng.randint(1, 4) if ":" in part else part for part in text.split(","))


def index(text):
    parts = [[int(x) if x else None for x in part.split(":")] if part != "..." else ... for part in text.split(",")]
    return tuple(part if part is ... else slice(*part) if len(part) > 1 else part[0] for part in parts)


for shape in SHAPES:
    size = int(np.prod(shape))
    for most in [None, 0, *range(1, 9), 11, 12, 20, 23, 24, 30, 59, 60, 61]:
        for count in (0, 1, 2):
            array = np.arange(size).reshape(shape)
            it, keys = np.lib.Arrayterator(array, most), []
            for k in range(count):
                text = key(it.shape)
                if k == count - 1:
                    text = stepped(text)
                keys.append(text)
                it = it[index(text)]
            rows.append({
                "n": shape, "m": most, "k": keys, "start": it.start, "stop": it.stop, "step": it.step,
                "shape": it.shape, "blocks": [[list(block.shape), block.ravel().tolist()] for block in it],
                "flat": [int(x) for x in it.flat], "whole": it.__array__().tolist(),
            })

book.save()

"""Which floating-point conditions NumPy reports of the generalised ufuncs that sum products.

Vectors of two elements go in one pair at a time; a byte for each of PRODUCTS: 1 divide, 2 over, 4 under, 8 invalid.
"""
from make_errstate import Log, note, operands
from oracle import *

RANDOM = np.random.RandomState(12)
PRODUCTS = (  # test/js/oracle-errstate.test.ts makes the same calls
    lambda x, y: np.vecdot(x, y),
    lambda x, y: np.matmul(x[:, None], y[None, :]),
    lambda x, y: np.matvec(x[None, :], y),
    lambda x, y: np.vecmat(x, y[:, None]),
)


def table(dtype):
    pool = operands(dtype, 2)
    if dtype.kind == "c":  # what BLAS meets on the way to the product of an infinity is its own affair
        pool = pool[np.isfinite(pool)]
    x, y = (RANDOM.choice(pool, (100, 2)) for _ in range(2))
    flags = np.zeros((len(x), len(PRODUCTS)), "uint8")
    with np.errstate(all="call", call=note):
        for i in range(len(x)):
            for k, product in enumerate(PRODUCTS):
                Log.flags = 0
                product(x[i], y[i])
                flags[i, k] = Log.flags
    return x, y, flags


if __name__ == "__main__":
    book = Book("errstate_products")
    tables = book.content["tables"] = []
    for dtype in ("float16", "float32", "float64", "complex64", "complex128"):
        x, y, flags = table(np.dtype(dtype))
        tables.append({"t": dtype, "n": len(x), "i": [book.put(x.tobytes()), book.put(y.tobytes())],
                       "e": book.put(flags.tobytes())})
    book.save()

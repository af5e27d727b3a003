"""Arrays put together: every pair of dtypes, axes, layouts, keywords, refusals."""
from oracle import *

book = Book("joining")

dtypes = book.cases("dtypes")
for x in NAMES:
    for y in NAMES:
        dtypes("concatenate", [A(x, (2, 3), "tiny"), A(y, (1, 3), "tiny")])
    dtypes("concatenate", [A(x, 3, "tiny"), [1.5, 2.0]])
    for dtype in ("float32", "int8", "complex128", ">i4"):
        for casting in ("no", "safe", "same_kind", "unsafe"):
            dtypes("concatenate", [A(x, 3, "tiny"), A("int16", 2, "tiny")], dtype=dtype, casting=casting)

layouts = Cases(book, book.content.setdefault("layouts", []), layout=True)
for x in ("float64", "int16", "complex64", "bool"):
    for layout in "C F strided reversed broadcast swapped unaligned".split():
        for other in "C F".split():
            for axis in (0, 1, -1):
                layouts("concatenate", [laid_out(x, (3, 4), layout, "tiny"), laid_out(x, (3, 4), other, "tiny")], axis=axis)
        layouts("concatenate", [laid_out(x, (3, 4), layout, "tiny"), A(x, 5, "tiny"), A(x, (), "tiny")], axis=None)
    for shape in ((2, 3, 4), (1, 1, 1, 2), (0, 3), (3, 0), (0,), (2, 1, 2, 1, 3)):
        for axis in range(-len(shape) - 1, len(shape) + 1):
            layouts("concatenate", [A(x, shape, "tiny")] * 3, axis)
    layouts("concat", [A(x, (2, 3), "tiny")], 1)
    layouts("concatenate", [A(x, (2, 3), "tiny"), A(x, (2, 3), "tiny")], 0, out=A("float64", (4, 3)))
    layouts("concatenate", [A(x, (2, 3), "tiny"), A(x, (2, 3), "tiny")], 1, out=A("float64", (2, 6)), casting="safe")
    layouts("concatenate", [A(x, (2, 3), "tiny"), A(x, (2, 3), "tiny")], 1, out=A("int8", (2, 6)))
    layouts("concatenate", [A(x, (2, 3), "tiny"), A(x, (2, 3), "tiny")], 1, out=A(x, (2, 5)))
    layouts("concatenate", [A(x, 2), A(x, 2)], out=A(x, 4), dtype=x)

wrong = book.cases("wrong")
wrong("concatenate", [])
wrong("concatenate", [A("int8", ())])
wrong("concatenate", [A("int8", (2,)), A("int8", (2, 2))])
wrong("concatenate", [A("int8", (2, 3)), A("int8", (2, 2))])
wrong("concatenate", [A("int8", (2, 3)), A("int8", (3, 3))], 1)
wrong("concatenate", [A("int8", (2, 3))], 2)
wrong("concatenate", [A("int8", (2, 3))], axis=0, order="C")

book.save()

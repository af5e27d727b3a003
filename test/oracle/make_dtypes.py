"""can_cast, promote_types, result_type, min_scalar_type, finfo, iinfo, isdtype, issubdtype, spellings."""
from oracle import *

book = Book("dtypes")
content = book.content
RULES = ["no", "equiv", "safe", "same_kind", "unsafe"]
both = [d.str for d in DTYPES] + [d.newbyteorder(">").str for d in DTYPES if d.itemsize > 1]

content["names"] = NAMES
content["promote"] = [[np.promote_types(x, y).name for y in NAMES] for x in NAMES]
content["can_cast"] = {
    "dtypes": both,
    "rules": ["".join(str(next(i for i, rule in enumerate(RULES) if np.can_cast(x, y, rule))) for y in both) for x in both]}
content["promote_swapped"] = [[np.promote_types(x, y).str for y in (">i4", ">f8", "<i2", ">c8", "?")]
                              for x in (">i4", ">f8", "<i2", ">c8", "?")]

abstract = ("generic number integer signedinteger unsignedinteger inexact floating complexfloating bool int8 uint8 "
            "int32 uint64 float32 float64 complex64 complex128 flexible character").split()
content["issubdtype"] = {x: [y for y in abstract if np.issubdtype(x, np.dtype(y) if y in NAMES else getattr(np, y))]
                         for x in NAMES}
content["abstract"] = abstract
kinds = "bool|signed integer|unsigned integer|integral|real floating|complex floating|numeric".split("|")
content["isdtype"] = {x: [kind for kind in kinds if np.isdtype(np.dtype(x), kind)] for x in NAMES}

content["iinfo"] = {x: [str(np.iinfo(x).min), str(np.iinfo(x).max), np.iinfo(x).bits, np.iinfo(x).kind] for x in INTEGERS}
facts = ("bits nmant nexp machep negep minexp maxexp iexp precision eps epsneg max min tiny smallest_normal "
         "smallest_subnormal resolution").split()
content["finfo"] = {x: {fact: float(getattr(np.finfo(x), fact)) for fact in facts} for x in FLOATS + COMPLEX}

result = book.cases("result_type")
for x in NAMES:
    for y in NAMES:
        for z in ("int8", "float16", "uint64"):
            result("result_type", x, y, z)
        result("result_type", A(x, (), "mask"), A(y, 3, "mask"))
    result("result_type", x)
    for number in (True, 2.5, 1j):  # whole floats are ints in JavaScript
        if not (x == "bool" and number is True):
            result("result_type", A(x, 3, "mask"), number)
            result("result_type", number, x, "int8")
    if x != "bool":
        result("result_type", A(x, 3, "mask"), 1)
        result("result_type", 1, x, 2.5)
result("result_type")
result("result_type", "nonsense")

smallest = book.cases("min_scalar_type")
for x in INTEGERS:
    for value in sorted({s * (2**k + d) for k in (0, 7, 8, 15, 16, 31, 32, 63) for d in (-1, 0) for s in (1, -1)}):
        if np.iinfo(x).min <= value <= np.iinfo(x).max:
            smallest("min_scalar_type", of(np.array(value, x)))
for x in FLOATS + COMPLEX:
    for value in (0, 1, 0.1, 1e3, 65000, 7e4, 1e30, 3.4e38, 1e39, np.inf, np.nan, -7e4):
        smallest("min_scalar_type", of(np.array(value).astype(x)))
    smallest("min_scalar_type", A(x, 3))
# Whole floats are left out: they are ints in JavaScript.
for value in (0, 1, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 - 1, -1, -128, -129, -32769, -2**31 - 1, 0.5, 1.5, 65000.5,
              float("inf"), float("nan"), 1j, 1e300j, True):
    smallest("min_scalar_type", value)

# Spellings: what they mean, or that they are refused. Those that name a dtype of later issues are left out.
texts = [chr(c) for c in range(32, 127)] + [o + c for o in "<>=|" for c in "?bhiqefdFDBHIQ"]
texts += [o + k + n for o in ("", "<", ">", "=", "|") for k in "biufc" for n in ("0", "1", "2", "4", "8", "16", "3", "32")]
texts += NAMES + ("bool_ byte ubyte short ushort intc uintc int_ uint int float complex long ulong longlong ulonglong intp uintp half "
                  "single double csingle cdouble Float64 FLOAT64 float_ float128 complex256 f08 f8x xf8 f-8 <float64 >int32 =float32 "
                  "<<f8 none number integer floating complexfloating signedinteger inexact generic Bool BOOL bool8 int0 float8 uint7 "
                  "int128").split() + ["", " ", "f 8", " f8", "f8 ", "float 64", "f8\0", "\u00e9", "f8\u00e9", "x" * 300, "float64 "]
spellings = content["spellings"] = {}
for text in texts:
    try:
        dtype = np.dtype(text)
    except Exception:
        spellings[text] = 0
        continue
    if dtype.name in NAMES and dtype.shape == () and dtype.fields is None:
        if "long" in text or text in ("l", "L", "int", "int_", "uint", "p", "P", "intp", "uintp", "n", "N", "i0", "u0"):
            continue  # of the platform
        spellings[text] = dtype.str

facts = content["facts"] = {}
for x in both:
    d = np.dtype(x)
    facts[x] = [d.name, d.kind, d.char, d.itemsize, d.alignment, d.byteorder, d.isnative, d.str]

book.save()

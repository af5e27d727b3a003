"""Writes test/c/dtype_oracle.h: what NumPy says of dtypes and casts, for the native tests.

    python3 test/oracle/make_dtype_table.py > test/c/dtype_oracle.h

Made with NumPy 2.2.4 on 64-bit Linux (x86-64: casts of what is out of range differ elsewhere).
"""
import itertools
import random
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

NAMES = ("bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 "
         "float16 float32 float64 complex64 complex128").split()
DTYPES = [np.dtype(name) for name in NAMES]
WEAK = [1, 1.0, 1j]
OPERANDS = DTYPES + WEAK


def letter(dtype):
    """A dtype is the letter of its number."""
    return chr(ord("a") + NAMES.index(dtype.name))


def text(value):
    """A C string literal, as UTF-8."""
    out = ""
    for byte in value.encode():
        plain = 32 <= byte < 127 and chr(byte) not in '"\\?'
        out += chr(byte) if plain else "\\%03o" % byte
    return '"' + out + '"'


def table(name, comment, rows):
    print("\n/* %s */" % comment)
    print("static const char *const %s[] = {" % name)
    for row in rows:
        lines = [row[i:i + 90] for i in range(0, len(row), 90)]
        print("    " + "\n    ".join(text(line) for line in lines) + ",")
    print("};")


def promotions():
    table("oracle_promote", "np.promote_types, a row a dtype, a letter a dtype.",
          ["".join(letter(np.promote_types(a, b)) for b in DTYPES) for a in DTYPES])
    rules = ["no", "equiv", "safe", "same_kind", "unsafe"]
    table("oracle_can_cast", "np.can_cast: the number of the strictest rule that allows it.",
          ["".join(str(next(i for i, r in enumerate(rules) if np.can_cast(a, b, r))) for b in DTYPES)
           for a in DTYPES])
    table("oracle_result_type",
          "np.result_type of three: dtypes, then weak int, float and complex ('o' 'p' 'q').",
          ["".join(letter(np.result_type(a, b, c)) for b in OPERANDS for c in OPERANDS)
           for a in OPERANDS])
    rng = random.Random(1)
    rows = []
    for _ in range(20):
        row = ""
        for _ in range(15):
            picks = [rng.randrange(len(OPERANDS)) for _ in range(5)]
            result = np.result_type(*[OPERANDS[i] for i in picks])
            row += "".join(chr(97 + i) for i in picks) + letter(result)
        rows.append(row)
    table("oracle_result_type_5", "np.result_type of five: their letters, then the result's.", rows)


EDGES = [0.0, -0.0, 0.5, -0.5, 0.99, -1.0, -1.5, 127.5, 128, 255.9, 256, 300, -129, 32767, 32768,
         40000, 65535, 65536, -32769, -40000, 2**31 - 1, 2**31 - 0.5, 2**31, 2**31 + 5., -2.**31,
         -2.**31 - 0.5, -2.**31 - 1, -2.**31 - 300, 2**32 - 1., 2.**32, 2.**32 + 7, 2.**33 + 12345,
         -2.**33 - 12345, 2.**51 - 1, 2.**51, 2.**51 + 1.5, -2.**51 - 1, 2.**52 + 3, 2.**53 - 1,
         -2.**53 + 1, 2.**53 + 2, 3 * 2.**60 + 2**12 * 77, -3 * 2.**60 - 2**12 * 77, 2.**62,
         2.**63 - 1024, 2.**63, 2.**63 + 4096, -2.**63 + 1024, -2.**63, -2.**63 - 2048,
         2.**64 - 2048, 2.**64, 2.**64 + 8192, 2.**70, -2.**70, 2.**84 + 2.**40, 1e300, -1e300,
         np.inf, -np.inf, np.nan, -np.nan, 2.**40 + 3, -2.**40 - 3, 4294967296. * 3 + 200,
         1e-40, 5e-324, 123456789.75, -123456789.75, 6442450944.5, -6442450943.5]


def number(value):
    if np.isnan(value):
        return "-NAN" if np.signbit(value) else "NAN"
    return ("-" if np.signbit(value) else "") + "INFINITY" if np.isinf(value) else float(value).hex()


def casts():
    print("\n/* Floats to integers: float64 and, through `single`, the same rounded to float32. To")
    print(" * int8, int16, int32, uint32, int64, uint64, their bits; uint8 and uint16 are as int8 and int16. */")
    print("static const struct {\n    double value;\n    uint64_t of_double[6], of_single[6];")
    print("} oracle_float_to_int[] = {")
    for value in EDGES:
        parts = []
        for source in ("float64", "float32"):
            array = np.full(64, value, "float64").astype(source)
            results = [array.astype(name) for name in NAMES[1:9]]
            assert all((r == r[0]).all() for r in results)
            assert results[0].view("u1")[0] == results[1][0] and results[2].view("u2")[0] == results[3][0]
            del results[3], results[1]
            parts.append(", ".join("%#xu" % (int(r[0]) & (2**(8 * r.itemsize) - 1)) for r in results))
        print("    {%s, {%s}, {%s}}," % (number(value), *parts))
    print("};")

    rng = random.Random(2)
    ints = [0, 1, 2**24 + 1, 2**24 + 3, 2**53 - 1, 2**53, 2**53 + 1, 2**53 + 3, 2**62 + 2**38,
            2**62 + 2**38 + 1, 2**62 + 2**38 - 1, 2**62 + 3 * 2**38, 2**63 - 1, 2**63, 2**63 + 1,
            2**64 - 1, 2**64 - 2**10, 2**64 - 2**39, 2**64 - 2**39 - 1, 2**40 + 2**16 + 1]
    ints += [-x & (2**64 - 1) for x in ints[:12]]
    ints += [rng.getrandbits(rng.randrange(20, 65)) for _ in range(30)]
    ints += [(1 << k) + (1 << (k - 24)) + rng.choice([-1, 0, 1]) for k in range(55, 64) for _ in "ab"]
    print("\n/* 64-bit integers (signed ones by their bits) to the bits of float32 and float64. */")
    print("static const struct {\n    uint64_t value;")
    print("    uint32_t i64_f32, u64_f32;\n    uint64_t i64_f64, u64_f64;\n} oracle_int_to_float[] = {")
    for value in ints:
        unsigned = np.array([value], "uint64")
        signed = unsigned.view("int64")
        out = [int(signed.astype("f4").view("u4")[0]), int(unsigned.astype("f4").view("u4")[0]),
               int(signed.astype("f8").view("u8")[0]), int(unsigned.astype("f8").view("u8")[0])]
        print("    {%#xu, %s}," % (value, ", ".join("%#xu" % x for x in out)))
    print("};")

    halves = np.arange(0, 0x7c00, 97, dtype="uint16").view("float16").astype("float64")
    steps = np.spacing(halves.astype("float16")).astype("float64")
    values = []
    for half, step in list(zip(halves, steps)) + [(65504., 32.), (0., 2.**-24), (2.**-14, 2.**-24)]:
        values.append(half + step / 2)  # a tie, and its two sides by a bit of float64
        values += [np.nextafter(values[-1], 0), np.nextafter(values[-1], np.inf)]
    values = [v for v in values[::9]] + [65519.9999999, 65520., 1e5, 1e300, np.inf, -np.inf, 1e-300,
                                        2.**-25, 2.**-25 * 1.0000000001, 2.**-26, -2.**-24, -1.5]
    print("\n/* To the bits of float16: from float64, from that rounded to float32, from int64. */")
    print("static const struct {\n    double value;\n    uint16_t of_double, of_single, of_int64;")
    print("} oracle_to_half[] = {")
    for value in values:
        wide = np.array([value])
        bits = [wide.astype("f2"), wide.astype("f4").astype("f2"), wide.astype("i8").astype("f2")]
        print("    {%s, %s}," % (number(value), ", ".join("%#x" % int(b.view("u2")[0]) for b in bits)))
    print("};")


def min_scalars():
    print("\n/* np.min_scalar_type of an element: real and imaginary part, or the integer. */")
    print("static const struct {\n    char from, result;\n    double re, im;\n    uint64_t integer;")
    print("} oracle_min_scalar[] = {")
    for dtype in DTYPES:
        if dtype.kind in "bui":
            low, high = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
            marks = [0, 1] + [s * (2**k + d) for k in (7, 8, 15, 16, 31, 32) for d in (-1, 0)
                              for s in (1, -1)] + [-129, -32769, -2**31 - 1, low, high]
            for value in sorted({m for m in marks if low <= m <= high}):
                result = np.min_scalar_type(np.array(value, dtype))
                print("    {'%s', '%s', 0, 0, %#xu}," % (letter(dtype), letter(result),
                                                      value & (2**64 - 1)))
            continue
        reals = [0, 1, 1.1, 64999, 65000, -65000, 65504, 70000, -1e30, 3.3e38, 3.4e38, 3.41e38, 1e300,
                 np.inf, -np.inf, np.nan]
        pairs = [(r, 0) for r in reals]
        if dtype.kind == "c":
            pairs += [(0, r) for r in reals] + [(r, r) for r in reals]
        for re, im in pairs:
            value = np.array(complex(re, im) if dtype.kind == "c" else re).astype(dtype)
            result = np.min_scalar_type(value)
            print("    {'%s', '%s', %s, %s, 0}," % (letter(dtype), letter(result),
                                                  number(float(value.real)), number(float(value.imag))))
    print("};")


def spellings():
    cases = [chr(c) for c in range(32, 127) if not chr(c).isdigit() and chr(c) != ","]
    cases += [o + c for o in "<>=|@" for c in "?bhIlQpNefDgu"]
    cases += [o + k + n for o in ("", ">") for k in "?biufcq"
              for n in ("0", "1", "2", "4", "8", "16", "3")]
    cases += "<f8|<i1|=u2|f008|c32|f 8|f+8|f\t8|f-8|f8 | f8|f8\n|f+|f |f8x|f\0|f8\0|<<f8||i4294967300|i18446744073709551620".split("|")
    cases += NAMES + ("bool_ bool8 int0 uint0 void0 str0 byte ubyte short ushort intc uintc int_ uint "
                      "int float complex long ulong longlong ulonglong intp uintp half single double "
                      "csingle cdouble float_ complex_ cfloat singlecomplex longfloat longdouble "
                      "clongdouble float128 complex256 object str bytes void string number integer "
                      "floating Float64 Bool uint_ none None <float64 =int32 >float int|8 datetime64 "
                      "U5 S3 M8[ns] V4 O f8,f8 (2,)f8 f8,").split()
    cases += ["int 8", "f'8", 'f"8', "f'\"8", "a\\b", "a\tb\n", "a\x7fb", "\u00e9", "f\u00e98", "x" * 300]
    print("\n/* Spellings: dtype.str, or the message of the TypeError; 0: data type '...' not understood. */")
    print("static const struct {\n    const char *text;\n    int length;\n    const char *str, *error;")
    print("} oracle_spellings[] = {")
    seen = set()
    for case in cases:
        if case in seen:
            continue
        seen.add(case)
        result, error = None, "data type %r not understood" % case
        try:
            dtype = np.dtype(case)
            if dtype.num in (9, 10):
                dtype = np.dtype(dtype.str)  # long long is long
            if dtype.name in NAMES and not dtype.shape:
                result, error = dtype.str, None
        except TypeError as e:
            error = str(e)
        if error == "data type '%s' not understood" % case:
            error = None
        print("    {%s, %d, %s, %s}," % (text(case), len(case.encode()), text(result) if result else 0,
                                      text(error) if error else 0))
    print("};")


print("/* Written by test/oracle/make_dtype_table.py with NumPy %s; not to be edited. */" % np.__version__)
print("/* clang-format off */")
print("#ifndef RP_TEST_DTYPE_ORACLE_H\n#define RP_TEST_DTYPE_ORACLE_H\n")
print("#include <math.h>\n#include <stdint.h>")
promotions()
casts()
min_scalars()
spellings()
print("\n#endif")

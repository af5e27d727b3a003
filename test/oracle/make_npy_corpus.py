"""Writes test/oracle/fixtures/npy/: .npy files as NumPy writes them, and headers as NumPy reads them.

corpus.bin      the files, one behind the other
corpus.json     for each its place, what it holds, and the elements in C order and native byte order
headers.json    texts of headers, each with what NumPy makes of it
"""

import base64
import io
import json
import pathlib
import random
import warnings

import numpy as np
from numpy.lib import format as npy

OUT = pathlib.Path(__file__).parent / "fixtures" / "npy"
DTYPES = "? b B h H i I l L e f d F D".split()
SPELLINGS = {np.dtype(c).newbyteorder(order).str for c in DTYPES for order in "<>"}


def elements(dtype, count):
    """Values that show each byte: the limits, signed zeros, subnormals, infinities, NaN."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        values = [True, False, True, True, False]
    elif dtype.kind in "iu":
        info = np.iinfo(dtype)
        values = [info.min, info.max, 1, 0, info.max // 3, 100]
    else:
        part = dtype if dtype.kind == "f" else np.dtype(f"f{dtype.itemsize // 2}")
        info = np.finfo(part)
        values = [1.5, -0.0, info.max, -info.smallest_subnormal, np.inf, np.nan, -np.inf, 1 / 3]
        if dtype.kind == "c":
            values = [complex(x, y) for x, y in zip(values, values[3:] + values[:3])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.resize(np.array(values, dtype), count)


def file_of(array, version=None):
    out = io.BytesIO()
    if version is None:
        np.save(out, array)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            npy.write_array(out, array, version=version)
    return out.getvalue()


def write_corpus():
    blob, index = b"", []

    def add(array, version=None, view=None):
        nonlocal blob
        data = file_of(array, version)
        native = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("="))
        entry = {
            "offset": len(blob),
            "length": len(data),
            "dtype": array.dtype.str,
            "shape": list(array.shape),
            "fortran_order": bool(array.flags.f_contiguous and not array.flags.c_contiguous),
            "version": list(version or (1, 0)),
            "values": base64.b64encode(native.tobytes()).decode(),
        }
        if view:
            entry["view"] = view
        index.append(entry)
        blob += data

    for number, char in enumerate(DTYPES):
        for order in "<>":
            dtype = np.dtype(char).newbyteorder(order)
            if order == ">" and dtype.itemsize == 1:
                continue
            add(elements(char, 1).astype(dtype).reshape(()))
            add(elements(char, 8).astype(dtype))
            cube = elements(char, 12).astype(dtype).reshape(2, 3, 2)
            add(cube, [None, (2, 0), (3, 0)][number % 3])
            add(np.asfortranarray(cube), [(3, 0), None, (2, 0)][number % 3])
            add(np.zeros((0, 3), dtype))
    add(np.zeros((3, 0, 2), "<f8"))
    add(np.zeros((2, 0), "<i2", order="F"))
    add(np.arange(6.0).reshape((1,) * 31 + (2, 3) + (1,) * 31))
    add(np.arange(7, dtype="u1").reshape(1, 7))
    add(np.arange(100000, dtype="u1")[:1])

    # Views of np.arange(24, dtype).reshape(2, 3, 4); test/js/npy.test.ts knows how to make them.
    for dtype in ["<i2", ">f8"]:
        a = np.arange(24).astype(dtype).reshape(2, 3, 4)
        for name, view in {
            "step": a[:, :, ::2],
            "reversed": a[:, ::-1],
            "transposed": a.T,
            "swapped": a.transpose(1, 0, 2),
            "row": a[1],
            "column": a[:, :, 1],
            "one": a[1, 2, 3:],
            "broadcast": np.broadcast_to(a[0, 0], (3, 4)),
        }.items():
            add(view, view=name)

    (OUT / "corpus.bin").write_bytes(blob)
    (OUT / "corpus.json").write_text(
        "[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in index) + "\n]\n"
    )


# ---- headers ----

DICT = "{'descr':%s,'fortran_order':%s,'shape':%s}"
PLAIN = DICT % ("'<f4'", "False", "(2,)")
SHAPES = r"""() (3,) (3) (3,4) (3,4,) 3 [3] (True,) (-1,) (0,) (+3,) (--3,) (0x3,) (0b11,) (0o3,) (0X1F,)
    (3_0,) (03,) (00,) (0_0,) (3.0,) (3j,) (1+2j,) (1+2,) (2**2,) ((3),) ((3,),) ((3,4)) (3,,) (,) (3L,)
    (3l,) (10L,2L) (0x3L,) (0777L,) (3LL,) (1__0,) (1_,) (_1,) (3,'a') (99999999999999999999,) (0xL,)
    (1e2,) (None,) (...,) set() {} 'abc' (-0,) (3)L (9007199254740993,) (0,9999999999999) (*(),3)
    (-2,-3) (4294967296,4294967296) (1_0,0x1_0) (1.,) (.5,) (3-2j,) (3,)+()""".split()
SHAPES += ["(3or 4,)", "(3 L,)", "(3 L L,)", "(3 4)", "(3\n,4)", "(3,#c\n4)", "(3,\\\n4)", "(3,\r4)"]
SHAPES += ["(3,\x0c4)", "(3,\x0b4)", "(3\n L,)", " (\t3 , \f4 )\r\n"]
DESCRS = r"""'f4' u'f4' b'f4' r'f4' U'f4' f'f4' br'f4' ur'f4' rb'<f4' '''f4''' "f4" 'f'"4" 'f'b'4'
    '\x66\64' '\146\064' '\q' '\x6' '\U00110000' ('f4') ('f4',) [('a','f4')] 'O'
    '|O8' object None 0 4 'S5' '<U3' 'V8' 'M8[s]' 'm8' 'f4,f4' '(2,)f4' 'g' '' ('f4',(2,)) True 'float32'
    'nope' '>f4' '=f4' '|f4' '<f4\x20' [] 1.5 -1 '<c16' '?' '>i2' 'bool' 'double' 'longlong'
    '\u0066\N{digit~four}' '\N{LATIN~SMALL~LETTER~F}4' '\N{NO~SUCH}' 'f4 'f4" """.split()
DESCRS = [descr.replace("~", " ") for descr in DESCRS]
DESCRS += ["'f4\n'", "'f4\\\n'", '"""f4\n"""', '"""f\\\n4"""', "'f' '4'", "'f'\n'4'", "'\xe9'"]
ORDERS = "True False 0 1 None 'False' (False) (True,) -False +True true".split() + ["not True"]
WHOLE = [
    "",
    "{}",
    "[1]",
    "1",
    "{1}",
    "{'descr'}",
    "{**{}}",
    "{[]:1}",
    "dict(a=1)",
    " " + PLAIN,
    "\t \n" + PLAIN,
    "\n " + PLAIN,
    "\\\n" + PLAIN,
    "#x\n" + PLAIN,
    PLAIN + "\n\n  #x\n",
    PLAIN + "\n  ",
    PLAIN + "\n  \n",
    PLAIN + "  ",
    PLAIN + "\n",
    PLAIN + "\\\n",
    PLAIN + " x",
    PLAIN + ";",
    PLAIN + ",",
    PLAIN + "L",
    PLAIN + "\nx",
    PLAIN + "\0",
    PLAIN + "#\xe9",
    PLAIN + "\xa0",
    "\ufeff" + PLAIN,
    f"({PLAIN})",
    f"[{PLAIN}]",
    PLAIN[:-1] + ",}",
    PLAIN[:-1] + ",,}",
    PLAIN[:-1],
    PLAIN[1:],
    PLAIN[:-1] + ",'shape':(5,)}",
    PLAIN[:-1] + ",'x':1}",
    PLAIN[:-1] + ",1:1}",
    PLAIN[:-1] + ",b'shape':1}",
    PLAIN.replace("'shape'", "'sha' \"pe\""),
    PLAIN.replace("'descr'", "u'descr'"),
    PLAIN.replace("'descr':'<f4',", ""),
    PLAIN.replace(",", "\r\n,\n"),
    DICT % ("'<f4'", "False", "(" * 199 + ")" * 199),
    DICT % ("'<f4'", "False", "(" * 200 + ")" * 200),
    DICT % ("'<f4'", "False", "(" + "1," * 64 + ")"),
    DICT % ("'<f4'", "False", "(" + "1," * 65 + ")"),
    "[" * 300 + "]" * 300,
]
PIECES = (
    [" ", "\n", "\t", "\f", "\\\n", "#c\n", "(", ")", "[", "]", "{", "}", ",", ":", "'", '"', "'''"]
    + ["\\", "\\x41", "L", "1", "0", "0x", "_", ".", "e5", "j", "+", "-", "True", "None", "...", "u"]
    + ["b", "r", "'descr':", "'shape':", "'<f4'", "(3,)", "()", "*", ";", "\xe9", "007", "1L"]
)


def verdict(text, version):
    """What NumPy makes of a header: its values, or what kind of refusal. None: leave it out."""
    data = text.encode("utf8" if version == 3 else "latin1")
    size = len(data).to_bytes(2 if version == 1 else 4, "little")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shape, order, dtype = npy._read_array_header(io.BytesIO(size + data), (version, 0))
    except Exception:  # ValueError, or whatever Python's parser throws
        return "ValueError"
    if dtype.hasobject or any(isinstance(n, bool) or n < 0 for n in shape) or len(shape) > 64:
        return "ValueError"  # what read_array says next, at the latest
    if max(shape, default=0) > 2**53 or np.prod([n or 1 for n in shape], dtype=float) > 2**50:
        return "ValueError"
    if dtype.str not in SPELLINGS or dtype.metadata:
        return "TypeError"  # good in NumPy, not supported here yet
    if "()" in text.split("fortran")[0] or any(ord(c) < 32 for c in text.split("'")[3][:1]):
        return None  # "()f4" and type numbers as characters: dtypes spelt in ways that no one uses
    return {"dtype": dtype.str, "shape": [int(n) for n in shape], "fortran_order": order}


def write_headers():
    texts = [DICT % ("'<f4'", "False", shape) for shape in SHAPES]
    texts += [DICT % (descr, "False", "()") for descr in DESCRS]
    texts += [DICT % ("'<f4'", order, "(3,)") for order in ORDERS]
    texts += WHOLE
    chance = random.Random(2)
    base = [PLAIN, DICT % ("'''>i2'''", "True", "(3L, 0x4)"), "\n(" + PLAIN + ") # end\n"]
    for _ in range(300):
        text = chance.choice(base)
        for _ in range(chance.choice([1, 1, 2])):
            at = chance.randrange(len(text) + 1)
            drop = chance.choice([0, 0, 1, 1, 2])
            add = chance.choice([*PIECES, ""])
            text = text[:at] + add + text[at + drop :]
        texts.append(text)
    rows = {}
    for text in texts:
        for version in (1, 3):
            try:
                found = verdict(text, version)
            except UnicodeEncodeError:
                continue
            if found is not None:
                rows[text, version] = found
    lines = []
    for text in dict.fromkeys(texts):
        found = [rows.get((text, version)) for version in (1, 3)]
        if found[0] == found[1]:
            found = found[:1]
        if found != [None]:
            lines.append(json.dumps([text, *found], separators=(",", ":")))
    (OUT / "headers.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


OUT.mkdir(parents=True, exist_ok=True)
write_corpus()
write_headers()

"""The public names of NumPy by namespace and kind, as scripts/coverage.mjs reads them: a line with the version,
then lines of a namespace, a kind and names."""
import importlib
import inspect
import pathlib
import warnings

warnings.simplefilter("ignore")
import numpy as np

MODULES = """numpy numpy.linalg numpy.fft numpy.random numpy.ma numpy.strings numpy.char numpy.rec numpy.emath
    numpy.polynomial numpy.polynomial.polynomial numpy.polynomial.chebyshev numpy.polynomial.legendre
    numpy.polynomial.hermite numpy.polynomial.hermite_e numpy.polynomial.laguerre numpy.testing
    numpy.lib.stride_tricks numpy.lib.format numpy.lib.npyio numpy.exceptions numpy.dtypes"""
CLASSES = """numpy.ndarray numpy.dtype numpy.ufunc numpy.generic numpy.broadcast numpy.flatiter numpy.nditer
    numpy.poly1d numpy.recarray numpy.memmap numpy.ma.MaskedArray numpy.random.Generator
    numpy.random.RandomState numpy.polynomial.Polynomial"""


def look_up(path):
    found = np
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


def kind_in_module(value):
    if isinstance(value, np.ufunc):
        return "ufunc"
    if inspect.isclass(value):
        return "class"
    return "function" if callable(value) else "constant"


def kind_in_class(value):
    return "method" if callable(value) or isinstance(value, (classmethod, staticmethod)) else "attribute"


def names_of(namespace, is_class):
    if is_class:
        owner = look_up(namespace)
        return {n: kind_in_class(inspect.getattr_static(owner, n)) for n in dir(owner) if not n.startswith("_")}
    module = np.emath if namespace == "numpy.emath" else importlib.import_module(namespace)
    names = getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
    values = {n: getattr(module, n) for n in names}
    return {n: kind_in_module(value) for n, value in values.items() if not inspect.ismodule(value)}


lines = ["version " + np.__version__]
for is_class, namespaces in enumerate((MODULES, CLASSES)):
    for namespace in namespaces.split():
        kinds = names_of(namespace, is_class)
        for kind in sorted(set(kinds.values())):
            lines.append(" ".join([namespace, kind, *sorted(n for n in kinds if kinds[n] == kind)]))
path = pathlib.Path(__file__).parent / "fixtures/surface.txt"
path.write_text("\n".join(lines) + "\n")
print("  %s: %d kB" % (path.name, path.stat().st_size // 1024))

"""Times calls on NumPy: one request a line on stdin, one answer a line on stdout (see runner.mjs)."""

import gc
import json
import re
import sys
from time import perf_counter_ns

import numpy as np

rng = np.random.default_rng(0)


def make(dtype, shape, how, bounds):
    if how == "T":
        return make(dtype, shape[::-1], "", bounds).T
    if how == "step2":
        return make(dtype, [*shape[:-1], 2 * shape[-1]], "", bounds)[..., ::2]
    if how == "list":
        return make(dtype, shape, "", bounds).tolist()
    if how in ("true", "false"):
        return np.full(shape, how == "true", dtype)
    low, high = bounds
    values = rng.random(shape) * (high - low) + low
    if how == "ramp":
        values = np.linspace(low, high, *shape)
    return values > 50 if dtype == "bool" else values.astype(dtype)


def prepare(request):
    call = request["call"]
    operands = {
        name: make(of["dtype"], of["shape"], of.get("as", ""), of.get("range", [1, 100]))
        for name, of in request["operands"].items()
    }
    for name, of in request["operands"].items():
        if of.get("as") == "picked":
            operands[name] = operands[name][: np.count_nonzero(operands[of["by"]])]
    names = {
        name: operands[name] if name in operands else getattr(np, name)
        for name in set(re.findall(r'(?<![.\w"])[a-z_]\w*(?!["\w])', call))
    }
    # As timeit does it: local names, no range object to ask for numbers.
    source = f"""
def loop(repeats, clock, {", ".join(names)}):
    start = clock()
    for _ in repeats:
        {call}
    return clock() - start
"""
    scope = {}
    exec(source, scope)
    return lambda n: scope["loop"]([None] * n, perf_counter_ns, **names)


def main():
    gc.disable()
    np.seterr(all="ignore")
    loop = None
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        try:
            if request["do"] == "info":
                answer = {"name": f"NumPy {np.__version__}", "threads": 1}
            elif request["do"] == "prepare":
                loop = None  # frees the operands of the case before
                loop = prepare(request)
                loop(1)
            elif request["do"] == "run":
                asleep = perf_counter_ns()
                loop(1)  # brings the operands back into the cache
                while perf_counter_ns() - asleep < request.get("settle", 0):
                    loop(request["n"])
                answer = {"ns": loop(request["n"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()

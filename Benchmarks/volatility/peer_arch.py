"""The Python package arch on the work that Tapedeck's GARCH benchmark does: one line of JSON for each size.

    python peer_arch.py            # arch 8, numpy 2, Python 3.11
"""

import json
import resource
import statistics
import time

import numpy as np
from arch import arch_model


def simulate(count, seed=42):
    """A GARCH(1,1) with mu 0.03, omega 0.02, alpha 0.08, beta 0.90."""
    normal = np.random.default_rng(seed).standard_normal(count)
    returns = np.empty(count)
    variance = 1.0
    for index in range(count):
        residual = variance**0.5 * normal[index]
        returns[index] = 0.03 + residual
        variance = 0.02 + 0.08 * residual**2 + 0.90 * variance
    return returns


def fit(returns, start=None):
    return arch_model(returns, rescale=False).fit(disp="off", show_warning=False, starting_values=start)


def report(name, count, fits, seconds):
    print(json.dumps({
        "name": name, "n": count, "unit": "fits", "seconds": seconds, "per_second": fits / seconds,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


def main():
    fit(simulate(500))
    for count, repeats in [(1_000, 30), (5_000, 15), (50_000, 5)]:
        returns = simulate(count)
        times = []
        for _ in range(repeats):
            begin = time.perf_counter()
            fit(returns)
            times.append(time.perf_counter() - begin)
        report("arch garch fit", count, 1, statistics.median(times))
    returns = simulate(1_200)
    for name, warm in [("arch garch roll cold", False), ("arch garch roll warm", True)]:
        begin, start = time.perf_counter(), None
        for first in range(200):
            found = fit(returns[first : first + 1_000], start)
            start = found.params.values if warm else None
        report(name, 1_000, 200, time.perf_counter() - begin)


main()

"""The tests of selection by arch, the work of SelectionBenchmark: prints one line of JSON for each.

    python spa.py [MODELS DAYS RESAMPLES]

arch 8.0.0 with numpy 2.4.6. Normal differences, blocks of root n days; from data to p-values, the median of seven.
"""
import json
import resource
import sys
import time

import arch
import numpy as np
from arch.bootstrap import MCS, SPA, RealityCheck, StepM

models, days, resamples = map(int, sys.argv[1:4]) if len(sys.argv) == 4 else (20, 2500, 1000)
losses = 0.01 * np.random.default_rng(2005).standard_normal((days, models))
benchmark = np.zeros(days)
block = int(np.sqrt(days))

WORK = {
    "superior_predictive_ability": lambda seed: SPA(benchmark, losses, block, resamples, seed=seed),
    "reality_check": lambda seed: RealityCheck(benchmark, losses, block, resamples, seed=seed),
    "stepwise_multiple_test": lambda seed: StepM(benchmark, losses, 0.05, block, resamples, seed=seed),
    "model_confidence_set_range": lambda seed: MCS(losses, 0.1, resamples, block, "R", seed=seed),
    "model_confidence_set_maximum": lambda seed: MCS(losses, 0.1, resamples, block, "max", seed=seed),
}

for name, make in WORK.items():
    seconds = []
    for seed in range(7):
        begun = time.perf_counter()
        make(seed).compute()
        seconds.append(time.perf_counter() - begun)
    median = float(np.median(seconds))
    print(json.dumps({
        "peer": "arch", "version": arch.__version__, "name": name, "n": resamples, "unit": "resamples",
        "seconds": median, "per_second": resamples / median, "models": models, "days": days,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))

"""Writes the fixtures of the tests of selection, from seeded data.

Run in this folder with arch 8.0.0, numpy 2.4.6 and scipy 1.17.1: `python make_selection.py`.

- selection_returns.csv: per case, a benchmark's and six models' daily returns.
- selection_draws.csv: per case, the days of each resample as arch's StationaryBootstrap drew them.
- selection_results.csv: what arch makes of these draws (SPA, RealityCheck, StepM, MCS; neither SPA nor StepM of arch
  divides by standard errors), and Hansen's studentised SPA and Romano and Wolf's studentised StepM, written out below
  from the papers. P-values of MCS are by model.
- selection_seeded.csv: the same by arch on its own draws, 20,000 resamples, for tests within simulation error.
- backtest_overfitting.csv, backtest_overfitting_results.csv: returns of 18 configurations, and the probability of
  backtest overfitting, by all 12,870 splits in plain loops.
"""

import itertools
from math import comb

import numpy
from arch.bootstrap import MCS, SPA, RealityCheck, StepM
from scipy import stats

DAYS, MODELS, BLOCK, DRAWS = 80, 6, 5, 150


def text(values):
    return ",".join(repr(float(value)) for value in values)


def data(generator, drift, days=DAYS, models=MODELS):
    common = 0.01 * generator.standard_normal((days + 1, 1))
    own = 0.01 * generator.standard_normal((days + 1, models + 1))
    returns = common[1:] + own[1:] + 0.3 * own[:-1]
    returns[:, 1:] += numpy.array(drift)
    return returns


def hansen(differences, draws, variances):
    """P. R. Hansen (2005), section 3, and Romano and Wolf (2005) with the same fixed standard errors."""
    days = len(differences)
    mean, error = differences.mean(0), numpy.sqrt(variances / days)
    observed = max(0.0, (mean / error).max())
    low = numpy.minimum(mean, 0)
    consistent = numpy.where(mean < -error * numpy.sqrt(2 * numpy.log(numpy.log(days))), mean, 0)
    star = numpy.array([differences[draw].mean(0) - mean for draw in draws])
    # Where no model did better the test has nothing to reject: 1, as the Swift says.
    maxima = [((star + shift) / error).max(1) for shift in (low, consistent, 0 * mean)]
    p = [1.0 if observed == 0 else float((maximum >= observed).mean()) for maximum in maxima]
    superior, left, critical = [], list(range(len(mean))), []
    while left:
        critical.append(max(0.0, float(numpy.percentile((star / error)[:, left].max(1), 95))))
        named = [model for model in left if mean[model] / error[model] > critical[-1]]
        if not named:
            break
        superior += named
        left = [model for model in left if model not in named]
    return observed, p, sorted(superior), critical


CASES = {
    "even": [0.0] * 6,
    "one better": [0.0052, 0, -0.004, 0.001, -0.008, 0],
    "two better": [0.008, 0.0052, -0.006, 0, 0.0042, -0.003],
    "all worse": [-0.006, -0.008, -0.009, -0.007, -0.011, -0.01],
}

with open("selection_returns.csv", "w") as series, open("selection_draws.csv", "w") as drawn, \
        open("selection_results.csv", "w") as results:
    series.write("case,benchmark," + ",".join(f"model{m}" for m in range(MODELS)) + "\n")
    drawn.write("case,days\n")
    results.write("case,figure,values\n")
    for number, (case, drift) in enumerate(CASES.items()):
        returns = data(numpy.random.default_rng(2005 + number), drift)
        for row in returns:
            series.write(f"{case},{text(row)}\n")
        benchmark, models = -returns[:, 0], -returns[:, 1:]  # losses
        seed = 100 + number
        sets = {method: MCS(models, 0.1, DRAWS, BLOCK, method, seed=seed) for method in ("R", "max")}
        for one in sets.values():
            one.compute()
        draws = sets["R"]._bootstrap_indices
        for draw in draws:
            drawn.write(case + "," + " ".join(str(day) for day in draw) + "\n")

        spa = SPA(benchmark, models, BLOCK, DRAWS, seed=seed)
        spa.compute()
        simulated = spa._simulated_vals[:, :, 2].T
        differences = returns[:, 1:] - returns[:, :1]
        assert numpy.allclose(simulated, [differences[d].mean(0) - differences.mean(0) for d in draws], atol=1e-15)
        check = RealityCheck(benchmark, models, BLOCK, DRAWS, seed=seed, studentize=False)
        check.compute()
        steps = StepM(benchmark, models, 0.05, BLOCK, DRAWS, seed=seed)
        steps.compute()
        observed, p, superior, critical = hansen(differences, draws, spa._loss_diff_var)
        for figure, values in [
            ("variances", spa._loss_diff_var), ("arch_spa", spa.pvalues), ("arch_reality_check", check.pvalues[2:]),
            ("arch_critical", [spa.critical_values()["consistent"]]), ("arch_stepm", steps.superior_models),
            ("mcs_range", sets["R"].pvalues.sort_index()["Pvalue"]),
            ("mcs_maximum", sets["max"].pvalues.sort_index()["Pvalue"]),
            ("mcs_range_order", sets["R"].pvalues.index), ("mcs_maximum_order", sets["max"].pvalues.index),
            ("hansen_statistic", [observed]), ("hansen_spa", p), ("romano_wolf", superior),
            ("romano_wolf_critical", critical),
        ]:
            results.write(f"{case},{figure},{text(values).replace(',', ' ')}\n")

with open("selection_seeded.csv", "w") as results:
    results.write("case,figure,values\n")
    for number, (case, drift) in enumerate(CASES.items()):
        returns = data(numpy.random.default_rng(2005 + number), drift)
        benchmark, models = -returns[:, 0], -returns[:, 1:]
        spa = SPA(benchmark, models, BLOCK, 20_000, seed=1)
        spa.compute()
        results.write(f"{case},arch_spa,{text(spa.pvalues).replace(',', ' ')}\n")
        for figure, method in [("mcs_range", "R"), ("mcs_maximum", "max")]:
            one = MCS(models, 0.1, 20_000, BLOCK, method, seed=1)
            one.compute()
            results.write(f"{case},{figure},{text(one.pvalues.sort_index()['Pvalue']).replace(',', ' ')}\n")

generator = numpy.random.default_rng(2017)
CONFIGURATIONS, LENGTH, BLOCKS = 18, 333, 16
with open("backtest_overfitting.csv", "w") as series, open("backtest_overfitting_results.csv", "w") as results:
    series.write("case," + ",".join(f"configuration{c}" for c in range(CONFIGURATIONS)) + "\n")
    results.write("case,probability,median_logit,slope,loss\n")
    for case, drift in [("noise", numpy.zeros(CONFIGURATIONS)), ("skill", numpy.linspace(0, 0.0025, CONFIGURATIONS))]:
        returns = (0.01 * generator.standard_normal((LENGTH, CONFIGURATIONS)) + drift).round(6)
        for row in returns:
            series.write(f"{case},{text(row)}\n")
        edges = [block * LENGTH // BLOCKS for block in range(BLOCKS + 1)]
        rows = [numpy.arange(edges[b], edges[b + 1]) for b in range(BLOCKS)]

        def sharpe(blocks):
            part = returns[numpy.concatenate([rows[b] for b in blocks])]
            return part.mean(0) / part.std(0, ddof=1)

        logits, inside, outside = [], [], []
        for chosen in itertools.combinations(range(BLOCKS), BLOCKS // 2):
            first, second = sharpe(chosen), sharpe([b for b in range(BLOCKS) if b not in chosen])
            best = int(first.argmax())
            rank = stats.rankdata(second)[best] / (CONFIGURATIONS + 1)
            logits.append(numpy.log(rank / (1 - rank)))
            inside.append(first[best])
            outside.append(second[best])
        assert len(logits) == comb(16, 8)
        logits = numpy.array(logits)
        slope = stats.linregress(inside, outside).slope
        results.write(case + "," + text([
            (logits <= 1e-12).mean(), numpy.median(logits), slope, (numpy.array(outside) < 0).mean()]) + "\n")

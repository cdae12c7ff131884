"""Writes the fixtures of the risk backtests and of the attribution, from seeded data.

Run in this folder with arch 8.0.0, scipy 1.17.1, numpy 2.4.6, pandas 3.1.1 and vartests 0.4.1:
`python make_risk_backtests.py`.

- value_at_risk.csv: exceptions of several cases as 0 and 1, in order.
- value_at_risk_results.csv: Kupiec's test by vartests (kupiec_test), Christoffersen's independence by scipy
  (chi2_contingency of the transitions with the log-likelihood ratio), their sum with chi-squared of 2.
- expected_shortfall.csv, expected_shortfall_results.csv: returns with forecasts; Acerbi and Szekely's Z1 and Z2, and
  p-values by numpy's normal draws, 200,000 tapes.
- drawdowns.csv: quantiles of the maximum drawdown by arch's StationaryBootstrap of the returns of
  paired_returns.csv, 20,000 resamples.
- shapley.csv: profits of all sets of causes in units of 1e-8, and exact Shapley values as fractions, by walking through
  all orders of the causes; interaction indices from the formula of Grabisch and Roubens in fractions.
"""

import csv
from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy
from arch.bootstrap import StationaryBootstrap, optimal_block_length
from scipy import stats
from scipy.stats import chi2, chi2_contingency
from vartests import kupiec_test

generator = numpy.random.default_rng(1995)

with open("value_at_risk.csv", "w") as series, open("value_at_risk_results.csv", "w") as results:
    series.write("case,exceptions\n")
    results.write("case,level,kupiec,kupiec_p,independence,independence_p,conditional,conditional_p\n")
    for case, level, days, rate, after in [
            ("right", 0.05, 500, 0.05, 0.05), ("too many", 0.01, 750, 0.03, 0.03), ("clustered", 0.05, 500, 0.04, 0.35),
            ("few", 0.05, 250, 0.02, 0.02)]:
        exceptions, last = [], 0
        for _ in range(days):
            last = int(generator.random() < (after if last else rate))
            exceptions.append(last)
        series.write(case + "," + "".join(map(str, exceptions)) + "\n")
        kupiec = kupiec_test(exceptions, 1 - level)
        table = numpy.zeros((2, 2))
        for before, now in zip(exceptions, exceptions[1:]):
            table[before, now] += 1
        one = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        total = kupiec["statistic"] + one.statistic
        values = [kupiec["statistic"], chi2.sf(kupiec["statistic"], 1), one.statistic, one.pvalue]
        values += [total, chi2.sf(total, 2)]
        results.write(f"{case},{level}," + ",".join(repr(float(value)) for value in values) + "\n")

LEVEL, DAYS = 0.025, 500
with open("expected_shortfall.csv", "w") as series, open("expected_shortfall_results.csv", "w") as results:
    series.write("case,return,value_at_risk,expected_shortfall,scale\n")
    results.write("case,z1,p1,z2,p2\n")
    for case, factor in [("right", 1.0), ("underestimated", 1.25), ("fat tails", 0)]:
        scale = 0.01 * numpy.exp(0.3 * generator.standard_normal(DAYS))
        fat = factor == 0
        shocks = generator.standard_t(4, DAYS) / numpy.sqrt(2) if fat else factor * generator.standard_normal(DAYS)
        returns = scale * shocks
        risk = -stats.norm.ppf(LEVEL) * scale
        shortfall = stats.norm.pdf(stats.norm.ppf(LEVEL)) / LEVEL * scale
        for row in zip(returns, risk, shortfall, scale):
            series.write(f"{case}," + ",".join(repr(float(value)) for value in row) + "\n")

        def z(tapes):
            ratios = numpy.where(tapes < -risk, tapes / shortfall, 0)
            count = (ratios < 0).sum(1)
            with numpy.errstate(invalid="ignore"):
                return ratios.sum(1) / count + 1, ratios.sum(1) / (DAYS * LEVEL) + 1

        z1, z2 = (float(value[0]) for value in z(returns[None]))
        first, second = [], []
        for _ in range(200):
            one, two = z(scale * generator.standard_normal((1000, DAYS)))
            first.append(one)
            second.append(two)
        first, second = numpy.concatenate(first), numpy.concatenate(second)
        first = first[~numpy.isnan(first)]
        results.write(f"{case},{z1!r},{float((first <= z1).mean())!r},{z2!r},{float((second <= z2).mean())!r}\n")

with open("paired_returns.csv") as file, open("drawdowns.csv", "w") as results:
    rows = [row for row in csv.DictReader(file)]
    results.write("case,observed,p5,p25,p50,p75,p95,position\n")
    for case in ("crypto", "us_equities"):
        returns = numpy.array([float(row["reference"]) for row in rows if row["case"] == case])

        def drawdown(values):
            equity = numpy.concatenate([[1.0], numpy.cumprod(1 + values)])
            return float((1 - equity / numpy.maximum.accumulate(equity)).max())

        block = max(1.0, float(optimal_block_length(returns)["stationary"].iloc[0]))
        bootstrap = StationaryBootstrap(block, returns, seed=numpy.random.default_rng(1994))
        depths = bootstrap.apply(drawdown, 20_000).ravel()
        values = [drawdown(returns), *numpy.quantile(depths, [0.05, 0.25, 0.5, 0.75, 0.95])]
        values.append((depths <= values[0]).mean())
        results.write(case + "," + ",".join(repr(float(value)) for value in values) + "\n")

with open("shapley.csv", "w") as file:
    file.write("causes,profits,shapley_numerators_over_factorial,interactions\n")
    for causes in [1, 2, 3, 4, 5, 5]:
        profits = [int(value) for value in generator.integers(-10**13, 10**13, 2**causes)]
        values = [Fraction(0)] * causes
        for order in permutations(range(causes)):
            taken = 0
            for cause in order:
                values[cause] += profits[taken | 1 << cause] - profits[taken]
                taken |= 1 << cause
        interactions = []
        for i in range(causes):
            for j in range(i + 1, causes):
                index = Fraction(0)
                for taken in range(2**causes):
                    if taken & (1 << i | 1 << j):
                        continue
                    size = bin(taken).count("1")
                    weight = Fraction(factorial(size) * factorial(causes - size - 2), factorial(causes - 1))
                    both, one, two = taken | 1 << i | 1 << j, taken | 1 << i, taken | 1 << j
                    index += weight * (profits[both] - profits[one] - profits[two] + profits[taken])
                interactions.append(repr(float(index / 10**8)))
        assert sum(values) == factorial(causes) * (profits[-1] - profits[0])
        file.write(f"{causes},{' '.join(map(str, profits))},{' '.join(map(str, values))},{' '.join(interactions)}\n")

"""Writes the fixtures of the comparison statistics, all from seeded data.

- student_t.csv: quantiles of 0.975 by scipy 1.17.1.
- answers.csv, flip_rates.csv: paired answers; standard errors by statsmodels 0.15.0 (OLS on a constant, covariance clustered by
  day), Wilson intervals by statsmodels' proportion_confint at the effective sample size.
- block_series.csv, block_lengths.csv: series, and their block lengths by arch 8.0.0 (optimal_block_length).
- paired_returns.csv, bootstrap.csv: paired daily returns, and standard error and percentile interval of the
  difference of annual returns by arch's StationaryBootstrap, 50,000 resamples.
- divergences.csv: distributions, and their divergence by scipy.stats.entropy.
"""

import numpy
import statsmodels.api
from arch.bootstrap import StationaryBootstrap, optimal_block_length
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

generator = numpy.random.default_rng(1994)

with open("student_t.csv", "w") as file:
    file.write("degrees_of_freedom,quantile\n")
    for degrees in [1, 2, 3, 4, 5, 9, 10, 29, 30, 99, 364, 2500]:
        file.write(f"{degrees},{float(stats.t.ppf(0.975, degrees))!r}\n")

ACTIONS = ["HOLD", "BUY", "SELL"]
with open("answers.csv", "w") as answers, open("flip_rates.csv", "w") as rates:
    answers.write("case,day,reference,candidate\n")
    rates.write("case,rate,standard_error,effective_ticks,low,high\n")
    for case, days, chance, spread in [("rare", 120, 0.006, 0.01), ("common", 45, 0.06, 0.08), ("few", 7, 0.2, 0.15)]:
        day_of, flips = [], []
        for day in range(days):
            rate = min(0.9, max(0.0, chance + spread * generator.standard_normal()))
            for _ in range(int(generator.integers(8, 25))):
                reference = int(generator.integers(3))
                flip = generator.random() < rate
                candidate = (reference + int(generator.integers(1, 3))) % 3 if flip else reference
                day_of.append(day)
                flips.append(float(flip))
                answers.write(f"{case},{day},{ACTIONS[reference]},{ACTIONS[candidate]}\n")
        model = statsmodels.api.OLS(flips, numpy.ones(len(flips)))
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": numpy.array(day_of)})
        rate, error = float(fit.params[0]), float(fit.bse[0])
        effective = min(rate * (1 - rate) / error**2, len(flips))
        adjusted = effective * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, days - 1)) ** 2
        low, high = proportion_confint(rate * adjusted, adjusted, method="wilson")
        rates.write(f"{case},{rate!r},{error!r},{effective!r},{float(low)!r},{float(high)!r}\n")


def autoregression(count, coefficient):
    values, value = [], 0.0
    for shock in generator.standard_normal(count):
        value = coefficient * value + shock
        values.append(value)
    return numpy.array(values)


with open("block_series.csv", "w") as series, open("block_lengths.csv", "w") as lengths:
    series.write("case,value\n")
    lengths.write("case,stationary\n")
    for count, coefficient in [(20, 0.0), (60, 0.3), (250, 0.0), (250, 0.5), (250, -0.4), (900, 0.2), (900, 0.9)]:
        values = autoregression(count, coefficient)
        case = f"{count} values, coefficient {coefficient}"
        for value in values:
            series.write(f"{case!r},{float(value)!r}\n".replace("'", "").replace(", c", " c"))
        length = float(optimal_block_length(values)["stationary"].iloc[0])
        lengths.write(f"{case!r},{length!r}\n".replace("'", "").replace(", c", " c"))

with open("paired_returns.csv", "w") as pairs, open("bootstrap.csv", "w") as results:
    pairs.write("case,reference,candidate\n")
    results.write("case,days_per_year,block,difference,standard_error,low,high,tracking_error\n")
    for case, days, per_year, noise in [("crypto", 365, 365, 0.006), ("us_equities", 504, 252, 0.002)]:
        market = 0.0005 + 0.015 * generator.standard_normal(days)
        reference = market + noise * autoregression(days, 0.2)
        candidate = market + 0.0003 + noise * autoregression(days, 0.2)
        for first, second in zip(reference, candidate):
            pairs.write(f"{case},{float(first)!r},{float(second)!r}\n")

        growth = numpy.log1p(candidate) - numpy.log1p(reference)
        start = numpy.prod(1 + reference) ** (per_year / days)

        def difference(values):
            return start * numpy.expm1(values.mean() * per_year)

        block = max(1.0, float(optimal_block_length(growth)["stationary"].iloc[0]))
        bootstrap = StationaryBootstrap(block, growth, seed=numpy.random.default_rng(2009))
        draws = bootstrap.apply(difference, 50_000).ravel()
        low, high = numpy.quantile(draws, [0.025, 0.975])
        tracking = numpy.std(candidate - reference, ddof=1) * numpy.sqrt(per_year)
        annual = [numpy.prod(1 + series) ** (per_year / days) - 1 for series in (reference, candidate)]
        values = [block, annual[1] - annual[0], draws.std(ddof=1), low, high, tracking]
        results.write(f"{case},{per_year}," + ",".join(repr(float(value)) for value in values) + "\n")

with open("divergences.csv", "w") as file:
    file.write("p_hold,p_buy,p_sell,q_hold,q_buy,q_sell,divergence\n")
    for _ in range(50):
        p, q = generator.dirichlet([1, 0.5, 0.5], 2)
        values = [*p, *q, stats.entropy(p, q)]
        file.write(",".join(repr(float(value)) for value in values) + "\n")

"""Writes the fixtures of the money statistics, verdicts and power, all from seeded data.

Run in this folder: python make_money_statistics.py
With numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0.

- student_tails.csv, normal_quantiles.csv: by scipy.
- money_returns.csv: paired daily returns, four cases.
- newey_west.csv: standard error of the mean difference by statsmodels (OLS on a constant, HAC, fixed lags, no
  correction).
- bandwidths.csv: bandwidth and long-run variance at it by arch (Bartlett), of the first 100 days. arch rounds the
  paper's 4 (n / 100)^(2/9) lags up where the paper takes the whole part; at 100 days both have 4.
- mean_differences.csv: the prewhitened test in the plain words of PrewhitenedVariance.swift, autoregression by
  numpy.linalg.lstsq, long-run variance by arch, p-values and intervals by scipy.
- sharpe_differences.csv: Jobson-Korkie-Memmel in Memmel's own form; Ledoit-Wolf with statsmodels' S_hac_simple on the
  four moments at 5 lags, and prewhitened; its bootstrap with SplitMix64 as the project draws it.
- equivalence.csv: statsmodels DescrStatsW.ttost_mean.
- holm.csv: statsmodels multipletests.
- power.csv: statsmodels normal_sample_size_one_tail, scipy.
- track_records.csv: the formulas of Bailey and Lopez de Prado with scipy's moments.
"""

import math

import numpy
import statsmodels.api
from arch.covariance.kernel import Bartlett
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.sandwich_covariance import S_hac_simple
from statsmodels.stats.weightstats import DescrStatsW

generator = numpy.random.default_rng(1987)


def write(name, header, rows):
    with open(name, "w") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(v if isinstance(v, str) else repr(float(v)) for v in row) + "\n")


write("student_tails.csv", "degrees_of_freedom,value,tail", [
    (degrees, value, stats.t.sf(value, degrees))
    for degrees in [1, 1.5, 4.3, 9, 33.27, 69.86, 152.4, 999.5, 20_000]
    for value in [-2.5, 0, 0.3, 1, 1.96, 4, 12]])
write("normal_quantiles.csv", "share,quantile,probability_of_it", [
    (share, stats.norm.ppf(share), stats.norm.cdf(stats.norm.ppf(share)))
    for share in [1e-12, 1e-6, 0.001, 0.02, 0.05, 0.3, 0.5, 0.7, 0.8, 0.95, 0.975, 0.999, 1 - 1e-9]])


def autoregression(shocks, coefficient):
    values, value = [], 0.0
    for shock in shocks:
        value = coefficient * value + shock
        values.append(value)
    return numpy.array(values)


def garch(count):
    values, variance, value = [], 1.0, 0.0
    for shock in generator.standard_t(5, count) / math.sqrt(5 / 3):
        variance = 0.03 + 0.07 * value**2 + 0.9 * variance
        value = math.sqrt(variance) * shock
        values.append(value)
    return numpy.array(values)


def normal(count):
    return generator.standard_normal(count)


cases = {}
for case, days, gain, shocks, coefficient in [
        ("short", 30, 0.001, normal, 0.0), ("independent", 250, 0.0002, normal, 0.0),
        ("autocorrelated", 750, 0.0006, normal, 0.3), ("volatile", 500, 0.0, garch, -0.1)]:
    market = 0.0006 + 0.012 * shocks(days)
    reference = market + 0.005 * autoregression(shocks(days), coefficient)
    candidate = market + gain + 0.005 * autoregression(shocks(days), coefficient)
    cases[case] = (reference, candidate)
write("money_returns.csv", "case,reference,candidate",
      [(case, a, b) for case, pair in cases.items() for a, b in zip(*pair)])


def automatic(values):
    """Newey and West (1994), at most the root of the number of values."""
    count = len(values)
    deviations = values - values.mean()
    lags = range(1, int(4 * (count / 100) ** (2 / 9)) + 1)
    covariances = [deviations[lag:] @ deviations[:-lag] for lag in lags]
    level = deviations @ deviations + 2 * sum(covariances)
    slope = 2 * sum(lag * covariance for lag, covariance in zip(lags, covariances))
    return min(1.1447 * ((slope / level) ** 2 * count) ** (1 / 3), math.sqrt(count))


def long_run(values, bandwidth):
    return numpy.asarray(Bartlett(values, bandwidth=bandwidth).cov.long_run).item()


rows, bandwidths = [], []
for case, (reference, candidate) in cases.items():
    values = candidate - reference
    for lags in [0, 1, 4, 9]:
        model = statsmodels.api.OLS(values, numpy.ones(len(values)))
        fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
        rows.append((case, lags, fit.bse[0]))
    if len(values) > 100:
        bandwidth = min(10.0, Bartlett(values[:100]).bandwidth)
        bandwidths.append((case, bandwidth, long_run(values[:100], bandwidth)))
write("newey_west.csv", "case,lags,standard_error", rows)
write("bandwidths.csv", "case,bandwidth,long_run_variance", bandwidths)


def prewhitened(values):
    deviations = values - values.mean()
    slope = numpy.linalg.lstsq(deviations[:-1, None], deviations[1:], rcond=None)[0][0]
    slope = min(0.97, max(-0.97, slope))
    residuals = deviations[1:] - slope * deviations[:-1]
    bandwidth, count = automatic(residuals), len(residuals)
    raw = long_run(residuals, bandwidth)
    lags = numpy.arange(-int(bandwidth), int(bandwidth) + 1)
    weights = 1 - abs(lags) / (bandwidth + 1)
    expected = 1 - (weights * (1 - abs(lags) / count)).sum() / count
    variance = raw / expected / (1 - 1 / count) / (1 - slope) ** 2
    return variance, max(1.0, count / (weights**2).sum() - 1), slope, bandwidth


rows = []
for case, (reference, candidate) in cases.items():
    values = candidate - reference
    variance, degrees, slope, bandwidth = prewhitened(values)
    error = math.sqrt(variance / len(values))
    low, high = stats.t.interval(0.95, degrees, values.mean(), error)
    inner = stats.t.interval(0.9, degrees, values.mean(), error)
    rows.append((case, variance, degrees, slope, bandwidth, values.mean(), error,
                 2 * stats.t.sf(abs(values.mean()) / error, degrees), low, high, *inner))
write("mean_differences.csv",
      "case,variance,degrees_of_freedom,coefficient,bandwidth,mean,standard_error,p_value,low,high,low_90,high_90", rows)


def splitmix(seed):
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        mixed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        yield mixed ^ (mixed >> 31)


def sharpe(values):
    return values.mean() / values.std(ddof=1)


def moments(pair):
    """The deviations of returns and squared returns, and the gradient of the difference, candidate less reference."""
    series = numpy.column_stack([pair[0], pair[1], pair[0] ** 2, pair[1] ** 2])
    means = series.mean(axis=0)
    cubes = (means[2:] - means[:2] ** 2) ** 1.5
    gradient = numpy.concatenate([means[2:] / cubes, -means[:2] / (2 * cubes)]) * numpy.array([-1, 1, -1, 1])
    return series - means, gradient


def memmel(pair):
    (m1, m2), cov, n = [p.mean() for p in pair], numpy.cov(*pair, bias=True), len(pair[0])
    v1, v2, c = cov[0, 0], cov[1, 1], cov[0, 1]
    s1, s2 = math.sqrt(v1), math.sqrt(v2)
    # Memmel's ratios have standard deviations with n below, the project's with n - 1.
    k = (n - 1) / n
    theta = 2 * v1 * v2 - 2 * s1 * s2 * c + k * (
        m1**2 * v2 / 2 + m2**2 * v1 / 2 - m1 * m2 / (s1 * s2) * c**2)
    return math.sqrt(theta / n / (v1 * v2))


def bootstrap(pair, length, resamples, seed):
    days, draws = len(pair[0]), splitmix(seed)
    values, gradient = moments(pair)
    error = math.sqrt(prewhitened(values @ gradient)[0] / days)
    difference = sharpe(pair[1]) - sharpe(pair[0])
    statistics = []
    for _ in range(resamples):
        starts = [(next(draws) * days) >> 64 for _ in range(math.ceil(days / length))]
        chosen = numpy.concatenate([numpy.arange(start, start + length) % days for start in starts])[:days]
        sample = (pair[0][chosen], pair[1][chosen])
        values, gradient = moments(sample)
        blocks = days // length
        zeta = values[: blocks * length].reshape(blocks, length, 4).sum(axis=1) / math.sqrt(length)
        own = math.sqrt(gradient @ (zeta.T @ zeta / blocks) @ gradient / days)
        statistics.append(abs(sharpe(sample[1]) - sharpe(sample[0]) - difference) / own)
    statistics = numpy.sort(statistics)
    p_value = (1 + (statistics >= abs(difference) / error).sum()) / (1 + resamples)
    return p_value, statistics[math.ceil(0.95 * (1 + resamples)) - 1] * error


rows = []
for case, pair in cases.items():
    days, difference = len(pair[0]), sharpe(pair[1]) - sharpe(pair[0])
    values, gradient = moments(pair)
    plain = math.sqrt(gradient @ S_hac_simple(values, nlags=5) @ gradient) / days
    variance, degrees, _, _ = prewhitened(values @ gradient)
    error = math.sqrt(variance / days)
    p_value = 2 * stats.t.sf(abs(difference) / error, degrees)
    rows.append((case, sharpe(pair[0]), sharpe(pair[1]), memmel(pair),
                 2 * stats.norm.sf(abs(difference) / memmel(pair)), plain, error, degrees, p_value,
                 *bootstrap(pair, 3, 199, 11), *bootstrap(pair, 1, 199, 12)))
write("sharpe_differences.csv",
      "case,reference,candidate,memmel_error,memmel_p,error_5_lags,error,degrees_of_freedom,p_value,"
      "bootstrap_p_3,bootstrap_half_3,bootstrap_p_1,bootstrap_half_1", rows)

rows = []
for case, (reference, candidate) in cases.items():
    values = candidate - reference
    for margin in [0.0002, 0.0008, 0.003]:
        summary = DescrStatsW(values)
        p_value = summary.ttost_mean(-margin, margin)[0]
        rows.append((case, summary.mean, summary.std_mean, len(values) - 1, margin, p_value))
write("equivalence.csv", "case,mean,standard_error,degrees_of_freedom,margin,p_value", rows)

rows = []
for number, pvalues in enumerate([[0.01, 0.04, 0.03, 0.005], [0.2], [0.5, 0.5, 0.9], [0.02, 0.02, 0.02, 0.02, 0.019],
                                  list(generator.random(12) ** 3)]):
    rows += [(str(number), p, q) for p, q in zip(pvalues, multipletests(pvalues, method="holm")[1])]
write("holm.csv", "family,p_value,adjusted", rows)

write("power.csv", "difference,tracking_error,power,years,years_equivalent", [
    (difference, tracking, power, normal_sample_size_one_tail(difference, power, 0.025, tracking),
     ((stats.norm.ppf(0.95) + stats.norm.ppf((1 + power) / 2)) * tracking / difference) ** 2)
    for difference in [0.01, 0.05] for tracking in [0.02, 0.1] for power in [0.5, 0.8, 0.95]])

rows = []
for case, pair in cases.items():
    for values, benchmark, trials, spread in [(pair[1], 0.0, 10, 0.002), (pair[1] + 0.001, 0.03, 500, 0.0007)]:
        ratio, n = sharpe(values), len(values)
        skewness, kurtosis = stats.skew(values), stats.kurtosis(values, fisher=False)
        variance = 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio**2
        euler = numpy.euler_gamma
        typical, extreme = stats.norm.isf(1 / trials), stats.norm.isf(1 / trials / math.e)
        maximum = math.sqrt(spread) * ((1 - euler) * typical + euler * extreme)
        scale = math.sqrt(n - 1) / math.sqrt(variance)
        psr, dsr = [stats.norm.cdf((ratio - bar) * scale) for bar in (benchmark, maximum)]
        # Zero stands for "no record is long enough".
        length = 1 + variance * (stats.norm.ppf(0.95) / (ratio - benchmark)) ** 2 if ratio > benchmark else 0
        shift = 0.0 if values is pair[1] else 0.001
        rows.append((case, shift, benchmark, trials, spread, ratio, skewness, kurtosis, psr, maximum, dsr, length))
write("track_records.csv",
      "case,shift,benchmark,trials,trial_variance,ratio,skewness,kurtosis,probabilistic,maximum,deflated,minimum_length",
      rows)

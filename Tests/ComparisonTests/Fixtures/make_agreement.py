"""Writes the fixtures of distributions, agreement and calibration, all from seeded data.

Run in this folder by Python 3.11 with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1.

- distributions.csv: tails and quantiles by scipy.
- agreement_tables.csv: 3 x 3 tables, answers in the order SELL, HOLD, BUY; kappas by scikit-learn and statsmodels (equal to
  1e-12), their standard errors by statsmodels' cohens_kappa, Bowker and Stuart-Maxwell by its SquareTable, McNemar by its
  mcnemar. Bowker's degrees of freedom and p-value leave pairs of empty cells out; statsmodels counts three always.
- clustered.csv: paired answers with days and hours. clustered_expected.csv: of each case, the day-clustered standard errors
  of the three kappas (each tick's influence, regressed on a constant), the slope of flips on years, its error and p-value
  (OLS, covariance clustered by day), and Hotelling's T^2 by matrix inversion, as F and p-value, of symmetry, homogeneity
  and acting.
- waits.csv, survival.csv: waiting times, and their Kaplan-Meier estimate by statsmodels' SurvfuncRight.
- confidences.csv: stated confidences and outcomes. calibration.csv: Brier score, its parts, calibration error and
  sharpness by numpy, the score checked against scikit-learn's brier_score_loss. reliability.csv: scikit-learn's
  calibration_curve.
- three_class.csv: probabilities of hold, buy, sell and what was right; the last row holds the mean score by scikit-learn.
"""

import numpy
import statsmodels.api
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, cohen_kappa_score
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.contingency_tables import SquareTable, mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

generator = numpy.random.default_rng(1969)
ORDER = ["SELL", "HOLD", "BUY"]
WEIGHTS = {"plain": None, "linear": "linear", "quadratic": "quadratic"}


def write(name, header, rows):
    def text(value):
        return repr(float(value)) if isinstance(value, float) else str(value)

    with open(name, "w") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join("" if value is None else text(value) for value in row) + "\n")


rows = []
for value in [-30.0, -8.0, -3.0, -1.0, -0.1, 0.0, 0.5, 1.96, 4.0, 12.0]:
    rows.append(("normal", value, None, None, stats.norm.sf(value)))
for share in [1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999, 1 - 1e-12]:
    rows.append(("normal_quantile", share, None, None, stats.norm.ppf(share)))
for degrees in [1, 2, 3, 5, 10, 99, 1000]:
    for factor in [0.001, 0.2, 0.9, 1.0, 1.3, 3.0, 20.0]:
        rows.append(("chi_squared", factor * degrees, degrees, None, stats.chi2.sf(factor * degrees, degrees)))
for above, below in [(1, 1), (1, 9), (2, 14), (3, 27), (3, 249), (7, 1000), (40, 2)]:
    for value in [0.001, 0.3, 1.0, 1.5, 4.0, 60.0]:
        rows.append(("f", value, above, below, stats.f.sf(value, above, below)))
    for share in [0.001, 0.05, 0.1, 0.5, 0.95]:
        rows.append(("f_critical", share, above, below, stats.f.isf(share, above, below)))
for trials, chance in [(1, 0.5), (10, 0.5), (24, 0.5), (24, 0.05), (250, 0.01), (2500, 0.05), (10000, 0.5)]:
    for successes in sorted({0, 1, trials // 100, trials // 4, trials // 2, (2 * trials) // 3, trials}):
        rows.append(("binomial", chance, successes, trials, stats.binom.sf(successes - 1, trials, chance)))
rows = [row for row in rows if row[0] == "normal_quantile" or row[4] > 1e-290]
write("distributions.csv", "function,value,first,second,expected", rows)


def kappa_fields(table):
    fields = []
    first = numpy.repeat(numpy.arange(3), table.sum(1))
    second = numpy.concatenate([numpy.repeat(numpy.arange(3), row) for row in table])
    for weight in WEIGHTS.values():
        result = cohens_kappa(table, wt=weight)
        assert abs(result.kappa - cohen_kappa_score(first, second, labels=[0, 1, 2], weights=weight)) < 1e-12
        fields += [result.kappa, result.std_kappa, result.kappa_low, result.kappa_upp]
    return fields


tables = [
    [[44, 5, 2], [9, 812, 14], [1, 23, 90]],
    [[20, 30, 10], [5, 40, 25], [0, 8, 62]],
    [[3, 1, 0], [0, 9, 2], [0, 0, 4]],
    [[10, 7, 0], [12, 50, 0], [0, 0, 30]],
    [[0, 0, 0], [13, 400, 21], [0, 0, 0]],
    [[5, 60, 70], [55, 6, 80], [75, 65, 7]],
]
for size in [60, 400, 3000, 20000]:
    shares = generator.dirichlet([4, 0.5, 0.2, 0.5, 9, 0.5, 0.2, 0.5, 4])
    tables.append(generator.multinomial(size, shares).reshape(3, 3).tolist())
rows = []
for table in tables:
    table = numpy.array(table)
    square = SquareTable(table, shift_zeros=False)
    pairs = [(table[i, j], table[j, i]) for i, j in [(0, 1), (0, 2), (1, 2)]]
    pairs = [(a, b) for a, b in pairs if a + b > 0]
    bowker = float(sum((a - b) ** 2 / (a + b) for a, b in pairs))
    if len(pairs) == 3:
        assert abs(square.symmetry().statistic - bowker) < 1e-9 * max(1, bowker)
        assert square.symmetry().df == 3
    symmetric = [bowker, len(pairs), stats.chi2.sf(bowker, len(pairs))]
    if len(pairs) > 1:
        result = square.homogeneity()
        margins = [float(result.statistic), int(result.df), float(stats.chi2.sf(result.statistic, result.df))]
    else:
        margins = symmetric
    only_reference = int(table[0, 1] + table[2, 1])
    only_candidate = int(table[1, 0] + table[1, 2])
    acted = numpy.array([[table[0, 0], only_reference], [only_candidate, table[1, 1]]])
    exact = only_reference + only_candidate < 25
    fields = [float(mcnemar(acted, exact=exact, correction=correct).pvalue) for correct in (False, True)]
    cells = [int(cell) for cell in table.ravel()]
    rows.append(cells + kappa_fields(table) + symmetric + margins + fields)
header = [f"n{i}" for i in range(9)]
header += [f"{name}_{field}" for name in WEIGHTS for field in ("kappa", "error", "low", "high")]
header += ["bowker", "bowker_df", "bowker_p", "margins", "margins_df", "margins_p", "acted_p", "acted_corrected_p"]
write("agreement_tables.csv", ",".join(header), rows)


def clustered_error(values, days):
    fit = statsmodels.api.OLS(values, numpy.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": days})
    return float(fit.bse[0])


def hotelling(vectors):
    vectors = numpy.atleast_2d(numpy.array(vectors, float).T).T
    count, width = vectors.shape
    mean = vectors.mean(0)
    square = count * mean @ numpy.linalg.solve(numpy.atleast_2d(numpy.cov(vectors.T)), mean)
    value = float(square * (count - width) / (width * (count - 1)))
    return [value, float(stats.f.sf(value, width, count - width))]


answers, expected = [], []
for case, days, chance, drift, confidence in [("steady", 90, 0.08, 0.0, 0.9), ("drifting", 200, 0.02, 0.1, 0.9)]:
    day_of, hour_of, first, second = [], [], [], []
    for day in range(days):
        rate = min(0.9, max(0.0, chance + drift * day / days + 0.05 * generator.standard_normal()))
        for hour in range(0, 24, int(generator.integers(1, 4))):
            reference = int(generator.choice(3, p=[0.2, 0.6, 0.2]))
            flip = generator.random() < rate
            candidate = int((reference + generator.choice([1, 2], p=[0.6, 0.4])) % 3) if flip else reference
            day_of.append(day), hour_of.append(hour), first.append(reference), second.append(candidate)
            answers.append((case, day, hour, ORDER[reference], ORDER[candidate]))
    days_array = numpy.array(day_of)
    flips = numpy.array([float(a != b) for a, b in zip(first, second)])
    table = numpy.zeros((3, 3))
    numpy.add.at(table, (first, second), 1)
    shares = table / table.sum()
    fields = []
    for power in (0, 1, 2):
        distance = numpy.abs(numpy.subtract.outer(numpy.arange(3), numpy.arange(3)))
        weights = (distance == 0).astype(float) if power == 0 else 1 - (distance / 2.0) ** power
        row, column = shares.sum(1), shares.sum(0)
        by_chance = row @ weights @ column
        kappa = ((weights * shares).sum() - by_chance) / (1 - by_chance)
        means = (weights @ column)[:, None] + (weights.T @ row)[None, :]
        influence = weights - means * (1 - kappa)
        fields.append(clustered_error(influence[first, second], days_array) / (1 - by_chance))
    years = (days_array + numpy.array(hour_of) / 24) / 365.25
    fit = statsmodels.api.OLS(flips, statsmodels.api.add_constant(years)).fit(
        cov_type="cluster", cov_kwds={"groups": days_array}, use_t=True)
    fields += [float(fit.params[1]), float(fit.bse[1]), float(fit.pvalues[1])]
    vectors = []
    for day in range(days):
        daily = numpy.zeros((3, 3))
        today = days_array == day
        numpy.add.at(daily, (numpy.array(first)[today], numpy.array(second)[today]), 1)
        skew = daily - daily.T
        vectors.append([skew[1, 2], skew[1, 0], skew[2, 0]])
    vectors = numpy.array(vectors)
    fields += hotelling(vectors)
    fields += hotelling(numpy.column_stack([vectors[:, 0] + vectors[:, 1], vectors[:, 2] - vectors[:, 0]]))
    fields += hotelling(vectors[:, 0] + vectors[:, 1])
    effective = min(flips.mean() * (1 - flips.mean()) / clustered_error(flips, days_array) ** 2, len(flips))
    adjusted = effective * (stats.norm.ppf(0.95) / stats.t.ppf(0.95, days - 1)) ** 2
    fields += [float(v) for v in proportion_confint(flips.mean() * adjusted, adjusted, alpha=0.1, method="wilson")]
    expected.append([case] + fields)
write("clustered.csv", "case,day,hour,reference,candidate", answers)
write(
    "clustered_expected.csv",
    "case,plain_error,linear_error,quadratic_error,slope,slope_error,slope_p,symmetry_f,symmetry_p,homogeneity_f,"
    "homogeneity_p,acted_f,acted_p,low90,high90", expected)

waits = generator.geometric(0.15, 200) - 1
seen = (generator.random(200) < 0.8).astype(int)
write("waits.csv", "ticks,seen", [(int(a), int(b)) for a, b in zip(waits, seen)])
survival = SurvfuncRight(waits + 1, seen)  # it takes no time of zero
counts = {int(t) - 1: float(s) for t, s in zip(survival.surv_times, survival.surv_prob)}
write("survival.csv", "ticks,remaining", [(t, counts[t]) for t in counts if ((waits == t) & (seen == 1)).any()])

rows, summary, curves = [], [], []
for case, count, step in [("percent", 900, 100), ("fine", 2000, None), ("coarse", 300, 10)]:
    stated = generator.beta(4, 2, count)
    stated = numpy.round(stated * step) / step if step else stated
    right = (generator.random(count) < 0.15 + 0.6 * stated).astype(int)
    rows += [(case, float(c), int(o)) for c, o in zip(stated, right)]
    for strategy in ("uniform", "quantile"):
        edges = numpy.linspace(0, 1, 11)
        edges = numpy.array([k / 10 for k in range(11)]) if strategy == "uniform" else numpy.percentile(stated, edges * 100)
        places = numpy.searchsorted(edges[1:-1], stated)
        hits, means = calibration_curve(right, stated, n_bins=10, strategy=strategy)
        curves += [(case, strategy, float(m), float(h)) for m, h in zip(means, hits)]
        parts = numpy.zeros(6)
        for place in numpy.unique(places):
            inside = places == place
            c, o = stated[inside], right[inside]
            n = inside.sum()
            parts += [
                n * (c.mean() - o.mean()) ** 2, n * (o.mean() - right.mean()) ** 2, 0, ((c - c.mean()) ** 2).sum(),
                2 * ((c - c.mean()) * (o - o.mean())).sum(), n * abs(c.mean() - o.mean())]
        parts /= count
        parts[2] = right.mean() * (1 - right.mean())
        score = float(brier_score_loss(right, stated))
        assert abs(score - (parts[0] - parts[1] + parts[2] + parts[3] - parts[4])) < 1e-13
        summary.append([case, strategy, score] + [float(p) for p in parts] + [float(numpy.var(stated))])
write("confidences.csv", "case,confidence,right", rows)
write("reliability.csv", "case,strategy,mean_confidence,hit_rate", curves)
write(
    "calibration.csv",
    "case,strategy,brier,reliability,resolution,uncertainty,within_variance,within_covariance,calibration_error,sharpness",
    summary)

shares = generator.dirichlet([2, 1, 1], 80)
shares /= shares.sum(1, keepdims=True)
right = [int(generator.choice(3, p=p)) for p in shares]
score = float(brier_score_loss(right, shares, labels=[0, 1, 2], scale_by_half=False))
names = ["HOLD", "BUY", "SELL"]
rows = [(*[float(v) for v in p], names[r]) for p, r in zip(shares, right)]
write("three_class.csv", "hold,buy,sell,right", rows + [(score, "", "", "MEAN")])

#!/usr/bin/env python3
"""Writes sign_changes.csv: p-values of Hotelling's T-squared over days by changes of sign, with numpy alone.

    make_sign_changes.py        (numpy 2.4)

A day is three differences: HOLD-BUY, HOLD-SELL, BUY-SELL. Of "few" days all changes are counted, of "many" 400,000 random
ones. T-squared is worked out anew for each change, with the covariance about the mean of the changed days.
"""
import csv, itertools, pathlib
import numpy

folder = pathlib.Path(__file__).parent
generator = numpy.random.default_rng(20)


def t_squared(days):
    """Of many sets of days at once: sets x days x components."""
    count = days.shape[1]
    mean = days.mean(1)
    centred = days - mean[:, None, :]
    covariance = numpy.einsum("sdi,sdj->sij", centred, centred) / (count - 1)
    return count * numpy.einsum("si,si->s", mean, numpy.linalg.solve(covariance, mean[:, :, None])[:, :, 0])


def p_value(days, signs):
    """The share with a larger statistic and half of those with an equal one."""
    own = t_squared(days[None])[0]
    larger = equal = total = 0
    for block in signs:
        values = t_squared(block[:, :, None] * days[None])
        larger += int((values > own * (1 + 1e-9)).sum())
        equal += int((abs(values - own) <= own * 1e-9).sum())
        total += len(values)
    return (larger + equal / 2) / total


def all_signs(count):
    yield numpy.array(list(itertools.product([1.0, -1.0], repeat=count)))


def random_signs(count):
    for _ in range(400):
        yield generator.choice([1.0, -1.0], size=(1000, count))


def tests(vectors):
    """The daily differences behind symmetry, marginal homogeneity and "acted"."""
    homogeneity = numpy.column_stack([vectors[:, 0] + vectors[:, 1], vectors[:, 2] - vectors[:, 0]])
    return [vectors, homogeneity, vectors[:, :1] + vectors[:, 1:2]]


few = generator.integers(-3, 5, size=(11, 3))
few = numpy.insert(few, [2, 5, 5, 9], 0, axis=0)
many = (generator.integers(-3, 4, size=(70, 3)) + [1, 0, 0]) * (generator.random((70, 1)) < 0.7)
many[:3] = [[9, 1, 0], [8, 0, -6], [1, 7, 0]]
rows = []
for name, days in [("few", few), ("many", many)]:
    own = days.astype(float)
    signs = all_signs(len(own)) if name == "few" else random_signs(len(own))
    cells = ";".join(" ".join(str(value) for value in day) for day in days.tolist())
    signs = list(signs)
    rows.append([name, cells] + [p_value(test, signs) for test in tests(own)])
with open(folder / "sign_changes.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["case", "days", "symmetry", "homogeneity", "acted"])
    writer.writerows(rows)

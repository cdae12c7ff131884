"""Writes garch11_exact.json: maximum-likelihood GARCH(1,1) fits to 17 digits, for VolatilityTests.

Every sum runs in 80-bit extended precision (numpy.longdouble on x86-64) over analytic first and second derivatives,
written out observation by observation: no code is shared with Tapedeck, whose doubles are compared with the result.

    python garch11_exact.py        # Python 3.11, numpy 2.x; about a minute
"""

import csv
import json
import pathlib

import numpy as np

L = np.longdouble
PI = L("3.14159265358979323846264338327950288")
HERE = pathlib.Path(__file__).parent
FILES = {"dem2gbp": "dem2gbp.csv", "sp500": "sp500_returns.csv", "sim1000": "sim1000.csv"}
NAMES = ["mu", "omega", "alpha", "beta"]
START = {"mu": 0.02, "omega": 0.015, "alpha": 0.11, "beta": 0.86}


def evaluate(returns, theta, mean, presample):
    """Log-likelihood, score sum, Hessian, outer product of scores, first variance; order mu, omega, alpha, beta."""
    mu, omega, alpha, beta = theta
    n = L(len(returns))
    zero = np.zeros(4, L)
    if presample == "fcp":
        h = sum(((r - mu) ** 2 for r in returns), L(0)) / n
        dh = np.array([-2 * sum((r - mu for r in returns), L(0)) / n, 0, 0, 0], L)
        d2h = np.zeros((4, 4), L)
        d2h[0, 0] = 2
    else:
        centre = sum(returns, L(0)) / n if mean == "constant" else L(0)
        weights = [L(94) ** i / L(100) ** i for i in range(min(75, len(returns)))]
        h = sum((w * (r - centre) ** 2 for w, r in zip(weights, returns)), L(0)) / sum(weights, L(0))
        dh, d2h = zero.copy(), np.zeros((4, 4), L)
    square, dsquare, d2square = h, dh, d2h
    value, score = L(0), zero.copy()
    hessian, outer = np.zeros((4, 4), L), np.zeros((4, 4), L)
    first = None
    unit = np.eye(4, dtype=L)
    for r in returns:
        # h_t = omega + alpha * square + beta * h, differentiated by the product rule
        new_d2h = (
            alpha * d2square + beta * d2h
            + np.outer(unit[2], dsquare) + np.outer(dsquare, unit[2])
            + np.outer(unit[3], dh) + np.outer(dh, unit[3])
        )
        new_dh = unit[1] + alpha * dsquare + beta * dh + unit[2] * square + unit[3] * h
        h = omega + alpha * square + beta * h
        dh, d2h = new_dh, new_d2h
        first = h if first is None else first
        e = r - mu
        square, dsquare, d2square = e * e, -2 * e * unit[0], 2 * np.outer(unit[0], unit[0])
        # l = -(ln 2 pi + ln h + square / h) / 2
        value -= (np.log(2 * PI) + np.log(h) + square / h) / 2
        by_h = (square / h - 1) / (2 * h)
        by_square = -1 / (2 * h)
        s = by_h * dh + by_square * dsquare
        score += s
        outer += np.outer(s, s)
        hessian += (
            by_h * d2h + by_square * d2square
            + (1 - 2 * square / h) / (2 * h * h) * np.outer(dh, dh)
            + (np.outer(dh, dsquare) + np.outer(dsquare, dh)) / (2 * h * h)
        )
    return value, score, hessian, outer, first


def inverse(matrix):
    """Gauss-Jordan with partial pivoting: numpy.linalg knows no extended precision."""
    k = len(matrix)
    work = np.concatenate([matrix, np.eye(k, dtype=L)], axis=1)
    for column in range(k):
        pivot = column + int(np.argmax(np.abs(work[column:, column])))
        work[[column, pivot]] = work[[pivot, column]]
        work[column] /= work[column, column]
        for row in range(k):
            if row != column:
                work[row] -= work[row, column] * work[column]
    return work[:, k:]


def fit(returns, mean, presample):
    free = list(range(4)) if mean == "constant" else [1, 2, 3]
    theta = np.array([START[name] if i in free else 0 for i, name in enumerate(NAMES)], L)
    scale = L(np.var(np.array(returns, float)))
    theta[1] = scale * (1 - theta[2] - theta[3])
    value, score, hessian, outer, first = evaluate(returns, theta, mean, presample)
    for _ in range(60):
        curvature = -hessian[np.ix_(free, free)]
        if np.linalg.eigvalsh(curvature.astype(float)).min() <= 0:
            curvature = outer[np.ix_(free, free)]
        step = inverse(curvature) @ score[free]
        decrement = step @ score[free]
        if decrement < L(1e-32):
            break
        share = L(1)
        while True:
            trial = theta.copy()
            trial[free] += share * step
            if trial[1] > 0 and trial[2] > 0 and trial[3] > 0 and trial[2] + trial[3] < 1:
                found = evaluate(returns, trial, mean, presample)
                if found[0] >= value or decrement < 1e-10:
                    break
            share /= 2
        theta = trial
        value, score, hessian, outer, first = found
    h_inverse = inverse(-hessian[np.ix_(free, free)])
    g_inverse = inverse(outer[np.ix_(free, free)])
    sandwich = h_inverse @ outer[np.ix_(free, free)] @ h_inverse

    def errors(covariance):
        return {NAMES[i]: float(np.sqrt(covariance[row, row])) for row, i in enumerate(free)}

    return {
        "params": {name: float(theta[i]) for i, name in enumerate(NAMES)},
        "loglik": float(value),
        "first_variance": float(first),
        "se_hessian": errors(h_inverse),
        "se_opg": errors(g_inverse),
        "se_sandwich": errors(sandwich),
    }


def main():
    fits = []
    for name, file in FILES.items():
        with open(HERE / file) as lines:
            returns = [L(float(row["return_pct"])) for row in csv.DictReader(lines)]
        for mean in ["constant", "zero"]:
            for presample in ["backcast", "fcp"]:
                fits.append({"series": name, "mean": mean, "presample": presample, **fit(returns, mean, presample)})
                print(fits[-1]["series"], mean, presample, fits[-1]["loglik"])
    (HERE / "garch11_exact.json").write_text(json.dumps(fits, indent=1) + "\n")


main()

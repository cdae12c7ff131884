"""Writes equity_curves.csv and performance_metrics.csv.

Seeded equity curves, rounded to 1e-8 as a ledger holds them, and what two packages say of their daily returns:
empyrical-reloaded 0.7.1 and quantstats 0.0.86 (pandas 3.1.1, numpy 2.4.6). Only where the definitions agree is the quantstats
column filled: its annual return counts calendar days, its Calmar ratio follows.
"""

import empyrical
import numpy
import pandas
import quantstats

CASES = [  # name, days, days per year, mean, deviation
    ("crypto", 400, 365, 0.0008, 0.035),
    ("us_equities", 760, 252, 0.0004, 0.011),
    ("forex", 130, 260, -0.0002, 0.005),
    ("two_days", 2, 365, -0.001, 0.01),
    ("falling", 60, 365, -0.01, 0.02),
]

generator = numpy.random.default_rng(20_240_607)
with open("equity_curves.csv", "w") as curves, open("performance_metrics.csv", "w") as metrics:
    curves.write("case,time,equity\n")
    metrics.write("case,days_per_year,metric,empyrical,quantstats\n")
    for name, days, per_year, mean, deviation in CASES:
        changes = mean + deviation * generator.standard_t(4, days) / numpy.sqrt(2)
        equity = numpy.round(10_000 * numpy.concatenate([[1], numpy.cumprod(1 + changes)]), 8)
        times = pandas.date_range("2019-01-01", periods=days + 1)
        series = pandas.Series(equity, times)
        for time, value in series.items():
            curves.write(f"{name},{time:%Y-%m-%d},{value:.8f}\n")
        returns = series.pct_change().dropna()
        options = {"annualization": per_year}
        rows = {
            "total_return": (empyrical.cum_returns_final(returns), quantstats.stats.comp(returns)),
            "annual_return": (empyrical.annual_return(returns, **options), None),
            "annual_volatility": (
                empyrical.annual_volatility(returns, **options),
                quantstats.stats.volatility(returns, periods=per_year),
            ),
            "sharpe_ratio": (
                empyrical.sharpe_ratio(returns, **options),
                quantstats.stats.sharpe(returns, periods=per_year),
            ),
            "sortino_ratio": (
                empyrical.sortino_ratio(returns, **options),
                quantstats.stats.sortino(returns, periods=per_year),
            ),
            "calmar_ratio": (empyrical.calmar_ratio(returns, **options), None),
            "maximum_drawdown": (-empyrical.max_drawdown(returns), -quantstats.stats.max_drawdown(returns)),
        }
        for metric, (first, second) in rows.items():
            other = "" if second is None else repr(float(second))
            metrics.write(f"{name},{per_year},{metric},{float(first)!r},{other}\n")
        drawdowns = series / series.cummax() - 1
        trough = drawdowns.idxmin()
        peak = series[:trough].idxmax()
        after = series[trough:]
        recovered = after[after >= series[peak]]
        recovery = f"{recovered.index[0]:%Y-%m-%d}" if len(recovered) else ""
        metrics.write(f"{name},{per_year},drawdown_dates,{peak:%Y-%m-%d} {trough:%Y-%m-%d} {recovery},\n")

"""Writes course_curves.csv, course_months.csv, course_drawdowns.csv, course_sharpe.csv, course_trades.csv,
course_trade_figures.csv and course_trade_bins.csv.

Seeded equity curves and trades, and what pandas 3.1.1 and numpy 2.4.6 make of them: returns by calendar month, falls from
running maxima, ratios of sliding windows, quantiles and histograms.
"""

import math

import numpy
import pandas

CASES = [  # name, first day, days, every day of the week, clock of a day's end, days later, days a year, mean, deviation
    ("crypto", "2017-11-13", 400, True, "00:00", 1, 365, 0.003, 0.012),
    ("forex", "2018-02-27", 330, False, "17:00", 0, 260, 0.0006, 0.004),
    ("us_equities", "2016-12-20", 300, False, "09:30", 1, 252, 0.0006, 0.01),
]
WINDOW = 90
generator = numpy.random.default_rng(20_261_121)


def ends(dates, clock, later, zone):
    local = (dates + pandas.Timedelta(days=later)).strftime("%Y-%m-%d") + " " + clock
    return pandas.DatetimeIndex(local).tz_localize(zone).tz_convert("UTC")


def stamp(time):
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


with (
    open("course_curves.csv", "w") as curves, open("course_months.csv", "w") as months,
    open("course_drawdowns.csv", "w") as drawdowns, open("course_sharpe.csv", "w") as ratios,
):
    curves.write("case,time,equity\n")
    months.write("case,year,month,days,return\n")
    drawdowns.write("case,depth,peak,trough,recovery,days\n")
    ratios.write("case,time,sharpe\n")
    for name, first, count, daily, clock, later, per_year, mean, deviation in CASES:
        dates = pandas.date_range(first, periods=count, freq="D" if daily else "B")
        changes = mean + deviation * generator.standard_t(4, count)
        # A fortnight without a position: flat days stand at their peak or in a fall.
        changes[100:114] = 0
        equity = numpy.round(10_000 * numpy.cumprod(1 + changes), 8)
        times = ends(dates, clock, later, "UTC" if name == "crypto" else "America/New_York")
        start = pandas.Timestamp(first, tz="UTC")
        full = pandas.Series(numpy.concatenate([[10_000.0], equity]), times.insert(0, start))
        for time, value in full.items():
            curves.write(f"{name},{stamp(time)},{value:.8f}\n")

        frame = pandas.DataFrame({"equity": equity}, dates)
        for period in ("M", "Y"):
            groups = frame.groupby(frame.index.to_period(period))["equity"]
            last = groups.last()
            values = last / last.shift(1, fill_value=10_000.0) - 1
            for key, value in values.items():
                month = key.month if period == "M" else ""
                months.write(f"{name},{key.year},{month},{groups.size()[key]},{float(value)!r}\n")

        peaks = full.cummax()
        falls = []
        # A stretch begins whenever equity stands at its highest so far, and ends before the next such point.
        stretch = (full == peaks).cumsum()
        for number, part in full.groupby(stretch):
            if len(part) == 1:
                continue
            after = full[stretch == number + 1]
            recovery = after.index[0] if len(after) else None
            end = recovery if recovery is not None else full.index[-1]
            falls.append((
                (part.iloc[0] - part.min()) / part.iloc[0], stamp(part.index[0]), stamp(part.idxmin()),
                stamp(recovery) if recovery is not None else "", (end - part.index[0]).total_seconds() / 86_400,
            ))
        for depth, peak, trough, recovery, days in sorted(falls, key=lambda fall: -fall[0]):
            drawdowns.write(f"{name},{float(depth)!r},{peak},{trough},{recovery},{days!r}\n")

        returns = (full / full.shift() - 1).dropna()
        windows = numpy.lib.stride_tricks.sliding_window_view(returns.to_numpy(), WINDOW)
        values = windows.mean(axis=1) / windows.std(axis=1, ddof=1) * math.sqrt(per_year)
        for time, value in zip(returns.index[WINDOW - 1:], values):
            ratios.write(f"{name},{stamp(time)},{float(value)!r}\n")

with (
    open("course_trades.csv", "w") as trades, open("course_trade_figures.csv", "w") as figures,
    open("course_trade_bins.csv", "w") as bins,
):
    trades.write("case,account,exit,held,return\n")
    figures.write("case,count,hit_rate,mean,median,average_win,average_loss,streak,holding\n")
    bins.write("case,from,to,count\n")
    for name, accounts, count, deviation in [("many", 5, 400, 0.012), ("few", 2, 9, 0.0004), ("wide", 1, 250, 0.4)]:
        rows = []
        for account in range(accounts):
            exits = 1_514_764_800_000 + numpy.cumsum(generator.integers(1, 40, count)) * 3_600_000
            held = generator.integers(1, 60, count) * 1_800_000
            shares = numpy.round(deviation * generator.standard_t(3, count) - deviation / 10, 9)
            shares[generator.random(count) < 0.03] = 0
            rows += zip([account] * count, exits, held, shares)
        table = pandas.DataFrame(rows, columns=["account", "exit", "held", "share"])
        for row in table.itertuples():
            trades.write(f"{name},{row.account},{row.exit},{row.held},{float(row.share)!r}\n")
        share = table["share"]
        streaks = [
            (part < 0).groupby((part >= 0).cumsum()).sum().max() for _, part in table.groupby("account")["share"]
        ]
        values = [
            (share > 0).mean(), share.mean(), share.median(), share[share > 0].mean(), share[share < 0].mean(),
        ]
        text = ",".join(repr(float(value)) for value in values)
        figures.write(f"{name},{len(table)},{text},{max(streaks)},{float(table['held'].median())!r}\n")

        low, high = numpy.quantile(share, [0.01, 0.99])
        low, high = min(low, 0) * 1e4, max(high, 0) * 1e4
        widths = [factor * 10.0**power / 100 for power in range(0, 9) for factor in (1, 2, 5)]
        width = next(width for width in widths if width >= (high - low) / 40)
        first, last = min(math.floor(low / width), -1), max(math.ceil(high / width), 1)
        edges = [round(number * width, 6) for number in range(first, last + 1)]
        counts, _ = numpy.histogram(share * 1e4, [-numpy.inf, *edges, numpy.inf])
        for lower, upper, found in zip(["", *edges], [*edges, ""], counts):
            bins.write(f"{name},{lower},{upper},{found}\n")

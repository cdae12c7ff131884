"""Writes spy_sessions.csv: the dates of recorded SPY trading and how many regular-hours 1h candles each had.

Usage: make_spy_sessions.py spy_1d.csv.gz spy_1h.csv.gz. Recorded data of QuantConnect/Lean, Data/equity/usa (Apache-2.0, commit
24863901deff), converted to UTC; hourly candles start in 2009, before that the count is empty. `last` is the label of
the last hourly candle.
"""

import sys

import pandas

daily = pandas.read_csv(sys.argv[1], parse_dates=["open_time"])
hourly = pandas.read_csv(sys.argv[2], parse_dates=["open_time"])
hourly["date"] = hourly.open_time.dt.tz_convert("America/New_York").dt.strftime("%Y-%m-%d")
by_date = hourly.groupby("date").open_time.agg(["count", "first", "last"])
with open("spy_sessions.csv", "w") as file:
    file.write("date,hourly_candles,first,last\n")
    for date in daily.open_time.dt.strftime("%Y-%m-%d"):
        if date in by_date.index:
            row = by_date.loc[date]
            file.write(f"{date},{row['count']},{row['first']:%H:%M},{row['last']:%H:%M}\n")
        else:
            file.write(f"{date},,,\n")

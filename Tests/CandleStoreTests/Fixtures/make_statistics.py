"""Writes statistics.json: what SeriesStatistics must say of shipped files, computed by pandas and math.fsum.

Made with pandas 3.1.1 under Python 3.11; run from the root of the checkout:
    python Tests/CandleStoreTests/Fixtures/make_statistics.py
"""
import json
import math
from pathlib import Path

import pandas

FILES = {
    "coinbase/btcusd_4h.csv.gz": "4h",
    "coinbase/btcusd_1h.csv.gz": "1h",
    "coinbase/btcusd_1m.csv.gz": "1min",
    "oanda/eurusd_1h.csv.gz": "1h",
    "us-equity/spy_1d.csv.gz": "1D",
}


def statistics(file, step):
    candles = pandas.read_csv(Path("datasets") / file, parse_dates=["open_time"])
    times = candles.open_time
    grid = pandas.date_range(times.iloc[0], times.iloc[-1], freq=step)
    body = candles[["open", "close"]]
    return {
        "rows": len(candles),
        "first_open": times.iloc[0].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "last_open": times.iloc[-1].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "first_close": candles.close.iloc[0],
        "last_close": candles.close.iloc[-1],
        "max_high": candles.high.max(),
        "min_low": candles.low.min(),
        "sum_close": math.fsum(candles.close),
        "sum_volume": math.fsum(candles.volume),
        "missing_on_grid": len(grid.difference(pandas.DatetimeIndex(times))),
        "longest_gap_seconds": times.diff().max().total_seconds(),
        "zero_volume": int((candles.volume == 0).sum()),
        "ohlc_violations": int(((candles.high < body.max(axis=1)) | (candles.low > body.min(axis=1))).sum()),
    }


result = {file: statistics(file, step) for file, step in FILES.items()}
text = json.dumps(result, indent=2, default=lambda value: value.item()) + "\n"
(Path(__file__).parent / "statistics.json").write_text(text)

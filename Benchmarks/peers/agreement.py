"""What both peers are given: candles and wants of the agreement runs. Read by make_agreement.py.

A want is +1 (be long), -1 (be flat) or 0 (stay), decided at a candle's close and filled at the next candle's open.
"""
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
CASH = 100_000.0
FRACTION = 0.9  # of equity; a tenth is left for the fee and for an open beyond the close
STRATEGIES = ("sma-cross", "breakout", "rsi-reversion")


@dataclass(frozen=True)
class Case:
    """One data set and its costs; the same as in scenarios/<name>.yaml."""

    name: str
    file: str
    first: str  # inclusive
    last: str  # exclusive
    fee: float  # share of a fill's notional
    lot: float  # smallest step of a quantity
    daily: bool = False  # stamped by the date of a New York session


CASES = (
    Case("btcusd_1h", "coinbase/btcusd_1h.csv.gz", "2017-11-13", "2019-10-17T10:00Z", 0.001, 1e-5),
    Case("eurusd_1h", "oanda/eurusd_1h.csv.gz", "2014-07-01", "2016-07-01", 0.0, 1.0),
    Case("spy_1d", "us-equity/spy_1d.csv.gz", "1990-01-01", "2030-01-01", 0.0005, 1.0, daily=True),
)


def candles(case):
    """Open, High, Low, Close to decide on, and BuyOpen, SellOpen, BuyClose, SellClose to trade and mark at."""
    table = pd.read_csv(DATASETS / case.file, parse_dates=["open_time"], index_col="open_time")
    first, last = (pd.Timestamp(edge).tz_localize("UTC") if pd.Timestamp(edge).tz is None else pd.Timestamp(edge)
                   for edge in (case.first, case.last))
    table = table[(table.index >= first) & (table.index < last)]
    frame = table[["open", "high", "low", "close", "volume"]].copy()
    frame.columns = ["Open", "High", "Low", "Close", "Volume"]
    for column in ("Open", "Close"):
        low, high = frame[column], frame[column]
        if "bid_open" in table:
            # Where the two sides cross, each side trades at the worse one.
            pair = table[["bid_" + column.lower(), "ask_" + column.lower()]]
            low, high = pair.min(axis=1), pair.max(axis=1)
        frame["Sell" + column], frame["Buy" + column] = low, high
    return frame


def fill_times(case, index):
    """When an order can be filled at a candle's open: for a session's date its opening at 09:30 New York."""
    if case.daily:
        index = (index.tz_localize(None) + pd.Timedelta(hours=9, minutes=30)).tz_localize("America/New_York")
    return index.tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def wilder_rsi(closes, period=14):
    """Wilder 1978: averages of gains and losses, seeded with the mean of the first `period` changes."""
    changes = np.diff(closes)
    out = np.full(len(closes), np.nan)
    gain = np.maximum(changes[:period], 0).mean()
    loss = np.maximum(-changes[:period], 0).mean()
    for i in range(period, len(closes)):
        if i > period:
            gain = (gain * (period - 1) + max(changes[i - 1], 0)) / period
            loss = (loss * (period - 1) + max(-changes[i - 1], 0)) / period
        out[i] = 50 if gain + loss == 0 else 100 * gain / (gain + loss)
    return out


def channel(highs, lows, lookback=20):
    """Highest high and lowest low of the candles before each one."""
    high = pd.Series(highs).rolling(lookback).max().shift(1)
    low = pd.Series(lows).rolling(lookback).min().shift(1)
    return high.to_numpy(), low.to_numpy()

"""Writes the four series of scenarios/seed-validation.yaml: 5-minute candles that end on a given price.

    python3 make_seed_validation.py

Python's standard library only (3.11; any version gives the same bytes). The candles are made up: prices rise in a
straight line of small steps, each candle opens where the one before it closed, highs and lows lie a fixed step outside.
Only the last closes are figures of the origin's report: BTCUSD 92371.27 and GBPUSD 1.3456. ETHUSD's and EURUSD's are
round, nothing depends on them.
"""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

# Symbol: last close, rise a candle, how far high and low lie outside, volume a candle.
SERIES = {
    "BTCUSD": ("92371.27", "12.50", "6.25", "4.2"),
    "ETHUSD": ("3100", "0.80", "0.40", "55"),
    "EURUSD": ("1.17", "0.00005", "0.00002", "210"),
    "GBPUSD": ("1.3456", "0.00005", "0.00002", "180"),
}
FIRST_OPEN = datetime(2026, 1, 7, 11, 40, tzinfo=timezone.utc)
CANDLES = 16  # The last one closes at 13:00.

for symbol, (last, step, margin, volume) in SERIES.items():
    last, step, margin = Decimal(last), Decimal(step), Decimal(margin)
    lines = ["open_time,open,high,low,close,volume"]
    for index in range(CANDLES):
        time = FIRST_OPEN + timedelta(minutes=5 * index)
        close = last - step * (CANDLES - 1 - index)
        open_ = close - step
        lines.append(f"{time:%Y-%m-%dT%H:%M:%SZ},{open_},{close + margin},{open_ - margin},{close},{volume}")
    path = Path(__file__).with_name(f"{symbol.lower()}_5m.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

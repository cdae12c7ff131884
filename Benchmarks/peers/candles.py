"""The common workload: synthetic 1-minute candles, the same for every peer, as one file of raw columns.

    python candles.py CANDLES FILE          raw columns, for peers and for ReplayBenchmark
    python candles.py CANDLES FILE.csv      CSV, for `tapedeck data import` and `tapedeck run`

Raw: little-endian, open_time as CANDLES 64-bit integers (milliseconds since 1970 UTC), then open, high, low, close and
volume as CANDLES doubles each. Geometric Brownian motion; each open is the previous close.
"""
import sys

import numpy as np

SEED = 20261121
START_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
STEP_MS = 60_000
SIGMA = 0.0006  # a minute; about 43 % a year
FAST, SLOW = 10, 50
FEE = 0.001  # of a fill's notional
CASH = 1e6
FRACTION = 0.01  # of equity in a position, so that a million candles of fees leave every tool with money
PAIRS = [(fast, slow) for fast in range(5, 25, 2) for slow in range(40, 90, 10)]  # 50
# Fills of SMA(10) over SMA(50), long or flat, as a hand-written loop counts them.
EXPECTED_FILLS = {100_000: 2_737, 1_000_000: 27_543, 10_000_000: 274_430}


def make(count):
    """open_time (int64), open, high, low, close, volume."""
    random = np.random.default_rng(SEED)
    steps = random.standard_normal(count) * SIGMA - 0.5 * SIGMA * SIGMA
    close = 100.0 * np.exp(np.cumsum(steps))
    opened = np.empty(count)
    opened[0] = 100.0
    opened[1:] = close[:-1]
    up = np.abs(random.standard_normal(count)) * SIGMA * 0.5
    down = np.abs(random.standard_normal(count)) * SIGMA * 0.5
    high = np.maximum(opened, close) * (1.0 + up)
    low = np.minimum(opened, close) * (1.0 - down)
    volume = np.exp(random.standard_normal(count)) * 100.0
    return START_MS + STEP_MS * np.arange(count, dtype=np.int64), opened, high, low, close, volume


def read(path):
    """The columns of a raw file."""
    words = np.fromfile(path, dtype="<f8")
    if len(words) == 0 or len(words) % 6:
        sys.exit(f"{path}: not six columns of 64-bit values; make it with candles.py")
    columns = words.reshape(6, -1)
    return (columns[0].view("<i8"), *columns[1:])


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    columns = make(count)
    if not path.endswith(".csv"):
        with open(path, "wb") as file:
            for column in columns:
                column.tofile(file)
        return
    stamps = np.datetime_as_string(columns[0].astype("datetime64[ms]"), unit="s")
    with open(path, "w") as file:
        file.write("open_time,open,high,low,close,volume\n")
        for stamp, *values in zip(stamps, *(column.tolist() for column in columns[1:])):
            file.write(f"{stamp}Z,{','.join(map(repr, values))}\n")


if __name__ == "__main__":
    main()

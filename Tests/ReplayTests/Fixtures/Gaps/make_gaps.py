"""Cuts the stretches of candles around large opening gaps out of the sample data, with Python 3.11: python3 make_gaps.py

Run it in this folder; it writes the CSV files beside it. Each file holds, for the largest gaps of its series up and down
(as a share of the close before), the two candles before the gap and the two from it on.
"""

import csv
import gzip
import pathlib

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[3] / "datasets"
SERIES = {
    "spy_1d": "us-equity/spy_1d.csv.gz",
    "spy_1h": "us-equity/spy_1h.csv.gz",
    "gbpusd_1h": "mt5/gbpusd_1h.csv.gz",
    "btcusd_4h": "coinbase/btcusd_4h.csv.gz",
}
EACH_WAY = 10

for name, path in SERIES.items():
    with gzip.open(DATA / path, "rt", newline="") as file:
        header, *rows = csv.reader(file)
    gap = lambda i: float(rows[i][1]) / float(rows[i - 1][4]) - 1
    ranked = sorted(range(2, len(rows) - 1), key=lambda i: (gap(i), i))
    with open(HERE / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["gap", *header])
        for number, i in enumerate(ranked[:EACH_WAY] + ranked[-EACH_WAY:]):
            for row in rows[i - 2 : i + 2]:
                writer.writerow([number, *row])

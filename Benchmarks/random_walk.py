"""Writes candles to benchmark on: python3 random_walk.py COUNT FILE (Python 3.11, no packages)

Geometric Brownian motion, one minute a candle, each open the previous close; always the same for the same count.
"""

import datetime
import math
import random
import sys

count, path = int(sys.argv[1]), sys.argv[2]
random.seed(20261121)
close, sigma = 100.0, 0.0006
moment, minute = datetime.datetime(2020, 1, 1), datetime.timedelta(minutes=1)
with open(path, "w") as file:
    file.write("open_time,open,high,low,close,volume\n")
    for _ in range(count):
        opened, close = close, close * math.exp(sigma * random.gauss(0, 1) - sigma * sigma / 2)
        high = max(opened, close) * (1 + abs(random.gauss(0, 1)) * sigma / 2)
        low = min(opened, close) * (1 - abs(random.gauss(0, 1)) * sigma / 2)
        file.write(f"{moment:%Y-%m-%dT%H:%M:%SZ},{opened!r},{high!r},{low!r},{close!r},1\n")
        moment += minute

"""Writes chance_bands.csv: what chance alone does to the sum of the differences of paired_returns.csv.

By arch 8.0.0: StationaryBootstrap of the centred differences with optimal_block_length, 20,000 resamples, quantiles of
2.5 and 97.5 % by numpy 2.4.6 of the running sums after some days.
"""

import csv

import numpy
from arch.bootstrap import StationaryBootstrap, optimal_block_length

with open("paired_returns.csv") as file, open("chance_bands.csv", "w") as results:
    rows = list(csv.DictReader(file))
    results.write("case,day,low,high\n")
    for case in ("crypto", "us_equities"):
        pairs = numpy.array([(float(row["reference"]), float(row["candidate"])) for row in rows if row["case"] == case])
        differences = pairs[:, 1] - pairs[:, 0]
        differences -= differences.mean()
        block = max(1.0, float(optimal_block_length(differences)["stationary"].iloc[0]))
        bootstrap = StationaryBootstrap(block, differences, seed=numpy.random.default_rng(1994))
        sums = bootstrap.apply(numpy.cumsum, 20_000)
        for day in (1, 10, 100, len(differences)):
            low, high = numpy.quantile(sums[:, day - 1], [0.025, 0.975])
            results.write(f"{case},{day},{float(low)!r},{float(high)!r}\n")

#!/usr/bin/env bash
# A sweep: 50 pairs of moving averages on 100,000 candles, one thread. Two lines of JSON: the trials alone, as timings.json
# has them, and the whole process from store to report. Medians of five; pair-candles a second.
#
#     Benchmarks/sweep.sh [CANDLES]
set -euo pipefail
cd "$(dirname "$0")/.."
candles=${1:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 Benchmarks/random_walk.py "$candles" "$folder/candles.csv"

# Whole equity, long or flat, 10 bps a fill, no rule that stops a trade: the peers' workload.
cat >"$folder/sweep.yaml" <<YAML
name: sweep
data:
  - { series: "synthetic:BTCUSD 1m", files: [candles.csv], synthetic: true }
strategy: { kind: sma-cross }
volatility: { model: none }
sizing: { rule: fixed_fraction, fraction: 100 %, stop: off }
risk: { kill_switch: off, drawdown: off, daily_trades: off, volatility: off, value_at_risk: off, concentration: 100 % }
venue: { fee: 10 bp }
sweep:
  grid:
    strategy.fast: [5, 10, 15, 20, 25]
    strategy.slow: [50, 60, 70, 80, 90, 100, 120, 140, 170, 200]
YAML

.build/release/tapedeck run "$folder/sweep.yaml" --out "$folder/out" >"$folder/printed" 2>&1
python3 - .build/release/tapedeck "$folder" "$candles" <<'PYTHON'
import csv, json, os, statistics, subprocess, sys, time
tapedeck, folder, candles = sys.argv[1:]
n = 50 * int(candles)
trials, process, memory = [], [], 0
for _ in range(5):
    begun = time.perf_counter()
    child = subprocess.Popen(
        [tapedeck, "run", f"{folder}/sweep.yaml", "--out", f"{folder}/out", "--jobs", "1"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    process.append(time.perf_counter() - begun)
    memory = max(memory, usage.ru_maxrss // 1024)
    assert status == 0
    with open(f"{folder}/out/timings.json") as file:
        trials.append(json.load(file)["trials_seconds"])
with open(f"{folder}/out/trials.csv") as file:
    fills = sum(int(row["fills"]) for row in csv.DictReader(file))
for name, seconds in [("sweep_trials", trials), ("sweep_process", process)]:
    median = statistics.median(seconds)
    print(json.dumps({"name": name, "n": n, "unit": "pair-candles", "seconds": median, "per_second": n / median,
                      "best_per_second": n / min(seconds), "peak_rss_mb": memory, "fills": fills}))
PYTHON

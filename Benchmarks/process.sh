#!/usr/bin/env bash
# The whole process as a user sees it: stored candles in, run directory out (CSV, HTML, hashes). Median of five.
#
#     Benchmarks/process.sh [CANDLES]
set -euo pipefail
cd "$(dirname "$0")/.."
candles=${1:-1000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/synthetic"

# Geometric Brownian motion, one minute a candle, each open the previous close.
python3 - "$candles" "$folder/synthetic/btcusd_1m.csv" <<'PYTHON'
import datetime, math, random, sys
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
PYTHON

cat >"$folder/process.yaml" <<YAML
name: process
data:
  - { series: "synthetic:BTCUSD 1m", files: [synthetic/btcusd_1m.csv] }
strategy: { kind: sma-cross, fast: 10, slow: 50 }
volatility: { model: ewma }
sizing: { rule: fixed_fraction, fraction: 1 %, stop: off }
risk: { kill_switch: { loss: off, gain: off }, drawdown: { limit: off }, daily_trades: off }
venue: { fee: 10 bp }
YAML

tapedeck=.build/release/tapedeck
for log in lean full; do
  "$tapedeck" run "$folder/process.yaml" --out "$folder/out" --set "report.decision_log=$log" >"$folder/printed" 2>&1
  python3 - "$tapedeck" "$folder" "$log" "$candles" <<'PYTHON'
import json, os, statistics, subprocess, sys, time
tapedeck, folder, log, candles = sys.argv[1:]
seconds, memory = [], 0
for _ in range(5):
    begun = time.perf_counter()
    child = subprocess.Popen(
        [tapedeck, "run", f"{folder}/process.yaml", "--out", f"{folder}/out", "--set", f"report.decision_log={log}"],
        stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds.append(time.perf_counter() - begun)
    memory = max(memory, usage.ru_maxrss // 1024)
    assert status == 0
median = statistics.median(seconds)
print(json.dumps({"name": f"process_{log}_log", "n": int(candles), "unit": "candles", "seconds": median,
                  "per_second": int(candles) / median, "best_per_second": int(candles) / min(seconds),
                  "peak_rss_mb": memory}))
PYTHON
done

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

python3 Benchmarks/random_walk.py "$candles" "$folder/synthetic/btcusd_1m.csv"

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

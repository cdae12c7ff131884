#!/usr/bin/env bash
# All benchmarks: one line of JSON each. Numbers move with what else the machine does; compare ratios of one session.
set -euo pipefail
cd "$(dirname "$0")/.."
for product in StoreBenchmark ReplayBenchmark SelectionBenchmark; do
  swift build --configuration release --product "$product" >&2
done
.build/release/StoreBenchmark "${1:-1000000}"
.build/release/ReplayBenchmark "${1:-1000000}" models
Benchmarks/process.sh "${1:-1000000}"
.build/release/SelectionBenchmark
Benchmarks/sweep.sh

"""vectorbt, backtesting.py and a numba loop on the same candles as Tapedeck, in the same session, taking turns.

    .cache/peers/bin/python Benchmarks/peers/run.py [--rounds 5] [--candles 1000000] [--only replay|process|sweep]

Prints one line of JSON a comparison; medians over the rounds, and the ratio is of those medians. Each round plays ours
before each peer, so that both see the same machine. A run whose fills are not the expected ones stops the benchmark.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from candles import EXPECTED_FILLS, PAIRS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Name, environment, name in peer.py, most rounds: an event-driven loop in Python takes its time.
PEERS = (
    ("numba loop", "peers", "numba", 99),
    ("vectorbt (numba)", "peers", "vectorbt", 99),
    ("vectorbt (rust)", "peers-rust", "vectorbt", 99),
    ("backtesting.py", "peers", "backtesting.py", 2),
)
SCENARIO = """\
name: peers
data:
  - { series: "synthetic:BTCUSD 1m", files: [synthetic/btcusd_1m.csv], synthetic: true }
strategy: { kind: sma-cross, fast: 10, slow: 50 }
volatility: { model: none }
sizing: { rule: fixed_fraction, fraction: 1 %, stop: off }
risk: { kill_switch: off, drawdown: off, daily_trades: off }
venue: { balance: 1000000, fee: 10 bp }
"""


def measured(command):
    """Seconds and peak memory (MB) of a whole process, and what it printed."""
    with tempfile.TemporaryFile("w+") as output:
        begun = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=output)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"exit {child.returncode}: {' '.join(map(str, command))}")
        output.seek(0)
        return seconds, usage.ru_maxrss // 1024, output.read()


def check(name, fills, expected):
    if fills != expected:
        sys.exit(f"{name} filled {fills} times, not {expected}: this is not the same work.")


class Comparison:
    """Pairs of measurements, ours and a peer's, until there are enough."""

    def __init__(self, name, work, unit, expected, peer_expected):
        self.name, self.work, self.unit, self.expected = name, work, unit, expected
        self.peer_expected = peer_expected
        self.ours, self.theirs, self.memory, self.peer_memory, self.version = [], [], 0, 0, ""

    def add(self, peer, ours, theirs):
        """Each a dictionary of seconds, peak_rss_mb and fills."""
        check("tapedeck", ours["fills"], self.expected)
        check(peer, theirs["fills"], self.peer_expected)
        self.ours.append(ours["seconds"])
        self.theirs.append(theirs["seconds"])
        self.memory = max(self.memory, ours["peak_rss_mb"])
        self.peer_memory = max(self.peer_memory, theirs["peak_rss_mb"])
        self.version = theirs["version"]

    def emit(self, peer):
        seconds, theirs = statistics.median(self.ours), statistics.median(self.theirs)
        print(json.dumps({
            "name": self.name, "n": self.work, "unit": self.unit, "seconds": seconds,
            "per_second": self.work / seconds, "peak_rss_mb": self.memory, "fills": self.expected,
            "rounds": len(self.ours), "peer": peer, "peer_version": self.version, "peer_seconds": theirs,
            "peer_per_second": self.work / theirs, "peer_peak_rss_mb": self.peer_memory, "ratio": theirs / seconds,
        }), flush=True)


def take_turns(options, name, work, unit, expected, ours, theirs, peer_expected=None):
    """`ours()` and `theirs(environment, peer)` measure once."""
    comparisons = {peer: Comparison(name, work, unit, expected, peer_expected or expected) for peer, *_ in PEERS}
    for turn in range(options.rounds):
        for peer, environment, module, most in PEERS:
            if turn < most and (unit != "pair-candles" or module != "backtesting.py"):
                comparisons[peer].add(peer, ours(), theirs(environment, module))
    for peer, comparison in comparisons.items():
        if comparison.ours:
            comparison.emit(peer)


def python(environment):
    path = ROOT / ".cache" / environment / "bin/python"
    if not path.exists():
        sys.exit(f"{path} is missing: run Benchmarks/peers/setup.sh")
    return path


def in_process(options, file, name, *mode):
    """What the programs say of themselves: reading the candles and compiling are not counted."""
    def ours():
        return json.loads(measured([options.benchmark, file, "models", name])[2])

    def theirs(environment, module):
        return json.loads(measured([python(environment), HERE / "peer.py", module, file, *mode])[2])

    return ours, theirs


def whole_process(options, file, folder, log):
    """What a user waits for: stored candles in; tables (ours: the report and all hashes, too) out."""
    def ours():
        seconds, memory, text = measured(
            [options.tapedeck, "run", folder / "peers.yaml", "--out", folder / "out", "--json", "--set",
             f"report.decision_log={log}"])
        return {"seconds": seconds, "peak_rss_mb": memory, "fills": int(json.loads(text)["variants"][0]["fills"])}

    def theirs(environment, module):
        seconds, memory, text = measured([python(environment), HERE / "peer.py", module, file, "write", folder])
        return {**json.loads(text), "seconds": seconds, "peak_rss_mb": memory}

    return ours, theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--candles", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("replay", "process", "sweep"))
    parser.add_argument("--tapedeck", default=ROOT / ".build/release/tapedeck")
    parser.add_argument("--benchmark", default=ROOT / ".build/release/ReplayBenchmark")
    options = parser.parse_args()
    count, expected = options.candles, EXPECTED_FILLS.get(options.candles)
    if expected is None:
        sys.exit(f"fills are known for {', '.join(map(str, EXPECTED_FILLS))} candles")
    wanted = {options.only} if options.only else {"replay", "process", "sweep"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, short = folder / "candles.bin", folder / "short.bin"
        subprocess.run([sys.executable, HERE / "candles.py", str(count), file], check=True)
        subprocess.run([sys.executable, HERE / "candles.py", "100000", short], check=True)
        if "replay" in wanted:
            take_turns(options, "replay", count, "candles", expected, *in_process(options, file, "replay_sma_cross"))
        if "process" in wanted:
            (folder / "synthetic").mkdir()
            table = folder / "synthetic/btcusd_1m.csv"
            subprocess.run([sys.executable, HERE / "candles.py", str(count), table], check=True)
            (folder / "peers.yaml").write_text(SCENARIO)
            for log in ("lean", "full"):
                ours, theirs = whole_process(options, file, folder, log)
                ours()  # imports the CSV
                take_turns(options, f"process_{log}_log", count, "candles", expected, ours, theirs)
        if "sweep" in wanted:
            work = 100_000 * len(PAIRS)
            # Four orders are decided at the very last close, which leaves no open to fill at.
            take_turns(options, "sweep", work, "pair-candles", 120_114,
                       *in_process(options, short, "sweep_sma_cross", "sweep"), peer_expected=120_118)


if __name__ == "__main__":
    main()

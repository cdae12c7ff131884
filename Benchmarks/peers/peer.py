"""One peer, once, in a process of its own: prints one line of JSON.

    python peer.py NAME FILE [sweep | write FOLDER]

NAME is numba, vectorbt, vectorbt-next-open or backtesting.py; FILE is raw columns (candles.py). The engine that
vectorbt computes with (numba or Rust) is the environment's: see setup.sh.

`seconds` is the back-test proper: indicators, signals, orders, equity, after compiling on a short piece. With `write`
the process is a user's: it runs once, and writes fills and daily equity as CSV.
"""
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np

from candles import CASH, FAST, FEE, FRACTION, PAIRS, SLOW, read


def frame(columns, names):
    import pandas as pd
    index = pd.DatetimeIndex(columns[0].astype("datetime64[ms]")).as_unit("ns")
    return pd.DataFrame(dict(zip(names, columns[1:])), index=index)


class NumbaLoop:
    """A hand-written loop: the floor that no tool reaches."""

    repeats = 7

    def __init__(self):
        import numba
        self.version = numba.__version__

        @numba.njit
        def loop(close, fast, slow, fee, cash, fraction, bars, equity):
            fast_sum, slow_sum, units, fills = 0.0, 0.0, 0.0, 0
            for i in range(len(close)):
                fast_sum += close[i]
                slow_sum += close[i]
                if i >= fast:
                    fast_sum -= close[i - fast]
                if i >= slow:
                    slow_sum -= close[i - slow]
                if i >= slow - 1:
                    up = fast_sum / fast > slow_sum / slow
                    if up and units == 0.0:
                        units = cash * fraction / close[i]
                        cash -= units * close[i] * (1 + fee)
                        bars[fills] = i
                        fills += 1
                    elif not up and units > 0.0:
                        cash += units * close[i] * (1 - fee)
                        units = 0.0
                        bars[fills] = i
                        fills += 1
                equity[i] = cash + units * close[i]
            return fills

        self.loop = loop

    def prepare(self, columns):
        return columns[4], np.empty(len(columns[4]), np.int64), np.empty(len(columns[4]))

    def run(self, data, pairs):
        close, bars, equity = data
        fills = sum(self.loop(close, fast, slow, FEE, CASH, FRACTION, bars, equity) for fast, slow in pairs)
        return fills, (bars[:fills], equity)

    def write(self, columns, result, folder):
        bars, equity = result
        with open(f"{folder}/fills.csv", "w") as file:
            file.write("time,side,price\n")
            for number, bar in enumerate(bars):
                file.write(f"{columns[0][bar]},{'sell' if number % 2 else 'buy'},{columns[4][bar]}\n")
        np.savetxt(f"{folder}/equity.csv", equity[1439::1440], header="equity")


class VectorBT:
    """Portfolio.from_signals; filled at the close it decided on, its default and fastest way."""

    repeats = 3
    next_open = False

    def __init__(self):
        import vectorbt
        self.vbt = vectorbt
        self.version = vectorbt.__version__
        try:
            import vectorbt_rust  # noqa: F401
            self.engine = "rust"
        except ImportError:
            self.engine = "numba"
        vectorbt.settings["engine"] = self.engine

    def prepare(self, columns):
        return frame(columns, ("open", "high", "low", "close", "volume"))

    def run(self, data, pairs):
        close = data["close"]
        fast, slow = ([pair[side] for pair in pairs] if len(pairs) > 1 else pairs[0][side] for side in (0, 1))
        quick = self.vbt.MA.run(close, fast, short_name="fast")
        long = self.vbt.MA.run(close, slow, short_name="slow")
        entries, exits = quick.ma_crossed_above(long), quick.ma_crossed_below(long)
        price = {}
        if self.next_open:
            entries, exits = entries.vbt.signals.fshift(1), exits.vbt.signals.fshift(1)
            price = {"price": data["open"]}
        portfolio = self.vbt.Portfolio.from_signals(
            close, entries, exits, size=FRACTION, size_type="percent", init_cash=CASH, fees=FEE, freq="1min", **price)
        equity = portfolio.value()
        return int(np.sum(portfolio.orders.count())), (portfolio, equity)

    def write(self, columns, result, folder):
        portfolio, equity = result
        portfolio.orders.records_readable.to_csv(f"{folder}/fills.csv", index=False)
        equity.iloc[1439::1440].to_csv(f"{folder}/equity.csv")


class VectorBTNextOpen(VectorBT):
    next_open = True


class BacktestingPy:
    """Event by event in Python; filled at the next open, its default."""

    repeats = 1

    def __init__(self):
        import backtesting
        import pandas as pd
        from backtesting.lib import crossover
        self.module = backtesting
        self.version = backtesting.__version__
        backtesting.backtesting._tqdm = lambda sequence, **_: sequence  # no progress bar

        class Cross(backtesting.Strategy):
            fast, slow = FAST, SLOW

            def init(self):
                self.quick = self.I(lambda x, n: pd.Series(x).rolling(n).mean(), self.data.Close, self.fast)
                self.long = self.I(lambda x, n: pd.Series(x).rolling(n).mean(), self.data.Close, self.slow)

            def next(self):
                if crossover(self.quick, self.long):
                    self.buy(size=FRACTION)
                elif self.position and crossover(self.long, self.quick):
                    self.position.close()

        self.strategy = Cross

    def prepare(self, columns):
        return frame(columns, ("Open", "High", "Low", "Close", "Volume"))

    def run(self, data, pairs):
        # It trades whole units: enough cash that the rounding does not matter.
        test = self.module.Backtest(data, self.strategy, cash=CASH * 1e6, commission=FEE, finalize_trades=False)
        fills = 0
        for fast, slow in pairs:
            result = test.run(fast=fast, slow=slow)
            fills += 2 * len(result["_trades"]) + len(result["_strategy"]._broker.trades)
        return fills, result

    def write(self, columns, result, folder):
        result["_trades"].to_csv(f"{folder}/fills.csv", index=False)
        result["_equity_curve"]["Equity"].iloc[1439::1440].to_csv(f"{folder}/equity.csv")


PEERS = {
    "numba": NumbaLoop, "vectorbt": VectorBT, "vectorbt-next-open": VectorBTNextOpen, "backtesting.py": BacktestingPy}


def main():
    name, path, *mode = sys.argv[1:]
    peer = PEERS[name]()
    columns = read(path)
    pairs = PAIRS if mode == ["sweep"] else [(FAST, SLOW)]
    if mode[:1] != ["write"]:
        peer.run(peer.prepare([column[:500] for column in columns]), pairs)  # compiles
    data = peer.prepare(columns)
    seconds = []
    for _ in range(1 if mode else peer.repeats):
        begun = time.perf_counter()
        fills, result = peer.run(data, pairs)
        seconds.append(time.perf_counter() - begun)
    if mode[:1] == ["write"]:
        peer.write(columns, result, mode[1])
    work = len(columns[0]) * len(pairs)
    median = float(np.median(seconds))
    print(json.dumps({
        "peer": name, "version": peer.version, "engine": getattr(peer, "engine", None), "n": work, "fills": fills,
        "seconds": median, "per_second": work / median,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()

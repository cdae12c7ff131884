"""Runs vectorbt and backtesting.py over shipped candles and writes what they filled, for PeerAgreementTests.

    .cache/peers/bin/python Benchmarks/peers/make_agreement.py [FOLDER]

What had to be wrapped to make the assumptions equal is told in Documentation/peers.md.
"""
import csv
import sys
import warnings
from functools import partial
from pathlib import Path

warnings.filterwarnings("ignore")

import backtesting
import numpy as np
import pandas as pd
import vectorbt as vbt
from backtesting import Backtest, Strategy
from backtesting.lib import FractionalBacktest
from numba import njit
from vectorbt.portfolio import nb
from vectorbt.portfolio.enums import NoOrder, SizeType

from agreement import CASES, CASH, FRACTION, STRATEGIES, candles, channel, fill_times, wilder_rsi

backtesting.backtesting._tqdm = lambda sequence, **_: sequence  # no progress bars

FIXTURES = Path(__file__).resolve().parents[2] / "Tests/WorkbenchTests/Fixtures/peers"


# vectorbt

def vectorbt_wants(strategy, frame):
    close = frame["Close"]
    if strategy == "sma-cross":
        fast, slow = (vbt.MA.run(close, period).ma.to_numpy() for period in (10, 50))
        up = fast > slow
        known = ~np.isnan(slow)
    elif strategy == "breakout":
        high, low = channel(frame["High"], frame["Low"])
        return np.where(close > high, 1, np.where(close < low, -1, 0))
    else:
        index = wilder_rsi(close.to_numpy())
        return np.where(index <= 30, 1, np.where(index >= 70, -1, 0))
    return np.where(known, np.where(up, 1, -1), 0)


@njit
def next_open_order(c, wants, buy_open, sell_open, buy_close, fee, lot, fraction):
    """Sized by the cash and the ask that were known at the close before, filled at this open."""
    want = wants[c.i - 1] if c.i > 0 else 0
    if want > 0 and c.position_now == 0:
        lots = np.floor(c.cash_now / buy_close[c.i - 1] * fraction / lot + 1e-9)
        return nb.order_nb(size=lots * lot, price=buy_open[c.i], size_type=SizeType.Amount, fees=fee)
    if want < 0 and c.position_now > 0:
        return nb.order_nb(size=-c.position_now, price=sell_open[c.i], size_type=SizeType.Amount, fees=fee)
    return NoOrder


def run_vectorbt(case, strategy, frame):
    sides = [frame[name].to_numpy() for name in ("BuyOpen", "SellOpen", "BuyClose")]
    portfolio = vbt.Portfolio.from_order_func(
        frame["SellClose"].reset_index(drop=True), next_open_order, vectorbt_wants(strategy, frame), *sides, case.fee,
        case.lot, FRACTION, init_cash=CASH, freq="1h")
    fills = [(int(row["idx"]), "sell" if row["side"] else "buy", row["size"], row["price"])
             for row in portfolio.orders.values]
    return fills, float(portfolio.value().iloc[-1])


# backtesting.py

class Wanting(Strategy):
    """Sizes in whole units, at the close, as the orders of this project are sized."""

    lot = 1.0

    def wanted(self):
        raise NotImplementedError

    def next(self):
        want = self.wanted()
        if want > 0 and not self.position:
            units = np.floor(self.equity / self.data.BuyClose[-1] * FRACTION + 1e-9)
            if units:
                self.buy(size=units)
        elif want < 0 and self.position:
            self.position.close()


def before_known(values, fill):
    """backtesting.py skips a candle more than NaN asks for: what is not known yet is a number that wants nothing."""
    return np.where(np.isnan(values), fill, values)


def rolling_mean(values, period):
    return before_known(pd.Series(values).rolling(period).mean(), np.inf)


class Cross(Wanting):
    def init(self):
        self.fast = self.I(rolling_mean, self.data.MidClose, 10)
        self.slow = self.I(rolling_mean, self.data.MidClose, 50)

    def wanted(self):
        return 1 if self.fast[-1] > self.slow[-1] else -1


class Breakout(Wanting):
    def init(self):
        upper, lower = channel(self.data.MidHigh, self.data.MidLow)
        known = before_known(upper, np.inf), before_known(lower, -np.inf)
        self.upper, self.lower = self.I(lambda: known, name="channel")

    def wanted(self):
        close = self.data.MidClose[-1]
        return 1 if close > self.upper[-1] else -1 if close < self.lower[-1] else 0


class Reversion(Wanting):
    def init(self):
        self.index = self.I(lambda closes: before_known(wilder_rsi(closes), 50), self.data.MidClose)

    def wanted(self):
        return 1 if self.index[-1] <= 30 else -1 if self.index[-1] >= 70 else 0


class TwoSidedBroker(backtesting.backtesting._Broker):
    """Buys at the open of the ask; the data proper are the bid, at which it sells and marks."""

    def _adjusted_price(self, size=None, price=None):
        return self._data._current_value("BuyOpen") if price and size > 0 else price or self.last_price


def run_backtesting(case, strategy, frame):
    data = pd.DataFrame({"Open": frame["SellOpen"], "Close": frame["SellClose"], "Volume": frame["Volume"]})
    # It insists on open and close within low and high; nothing here rests at them.
    data["High"], data["Low"] = data.max(axis=1), data[["Open", "Close"]].min(axis=1)
    for column in ("High", "Low", "Close"):
        data["Mid" + column] = frame[column]
    data["BuyOpen"], data["BuyClose"] = frame["BuyOpen"] * case.lot, frame["BuyClose"] * case.lot
    data.index = data.index.tz_localize(None)
    kinds = {"sma-cross": Cross, "breakout": Breakout, "rsi-reversion": Reversion}
    settings = dict(cash=CASH, commission=case.fee, finalize_trades=False)
    if case.lot == 1:
        test = Backtest(data, kinds[strategy], **settings)
    else:
        test = FractionalBacktest(data, kinds[strategy], fractional_unit=case.lot, **settings)
    if (frame["BuyOpen"] != frame["SellOpen"]).any():
        test._broker = partial(TwoSidedBroker, *test._broker.args, **test._broker.keywords)
    result = test.run()
    fills = []
    for trade in result["_trades"].itertuples():
        fills.append((trade.EntryBar, "buy", trade.Size, trade.EntryPrice))
        fills.append((trade.ExitBar, "sell", trade.Size, trade.ExitPrice))
    for trade in result["_strategy"]._broker.trades:  # still open
        fills.append((trade.entry_bar, "buy", trade.size * case.lot, trade.entry_price / case.lot))
    return fills, float(result["_equity_curve"]["Equity"].iloc[-1])


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    folder.mkdir(parents=True, exist_ok=True)
    peers = (("vectorbt", vbt.__version__, run_vectorbt), ("backtesting.py", backtesting.__version__, run_backtesting))
    ends = []
    for case in CASES:
        frame = candles(case)
        times = fill_times(case, frame.index)
        for strategy in STRATEGIES:
            for peer, version, run in peers:
                fills, equity = run(case, strategy, frame)
                fills.sort(key=lambda fill: (fill[0], fill[1] == "buy"))
                with open(folder / f"{case.name}-{strategy}-{peer.removesuffix('.py')}.csv", "w", newline="") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(["time", "side", "quantity", "price"])
                    for bar, side, size, price in fills:
                        writer.writerow([times[bar], side, f"{size:.8f}", repr(float(price))])
                ends.append([case.name, strategy, peer, version, len(frame), len(fills), repr(equity)])
                print(*ends[-1])
    with open(folder / "final_equity.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["data", "strategy", "peer", "version", "candles", "fills", "final_equity"])
        writer.writerows(ends)


if __name__ == "__main__":
    main()

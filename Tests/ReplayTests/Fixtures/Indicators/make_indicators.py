"""Makes the indicator fixtures beside this file: real candles and what TA-Lib says of them.

    pip install TA-Lib==0.8.2 numpy==2.4.6
    python make_indicators.py DATASETS

DATASETS is the folder of the sample candles. Candles are copied as they stand there; TA-Lib's values are written with
14 significant digits, empty while an indicator warms up.
"""

import csv
import gzip
import pathlib
import sys

import numpy
import talib

ROWS = 600
SLICES = {  # fixture: (sample file, first open time)
    "btcusd_1m.csv": ("coinbase/btcusd_1m.csv.gz", "2018-04-05T12:00:00Z"),
    "eurusd_1h.csv": ("oanda/eurusd_1h.csv.gz", "2015-01-05T00:00:00Z"),
    "spy_1d.csv": ("us-equity/spy_1d.csv.gz", "2008-06-02T00:00:00Z"),
}


def indicators(high, low, close):
    macd, macd_signal, macd_histogram = talib.MACD(close, 12, 26, 9)
    upper, middle, lower = talib.BBANDS(close, 20, 2.0, 2.0, matype=0)
    k, d = talib.STOCH(high, low, close, 14, 3, 0, 3, 0)
    return {
        "sma_20": talib.SMA(close, 20),
        "ema_20": talib.EMA(close, 20),
        "rsi_14": talib.RSI(close, 14),
        "macd": macd,
        "macd_signal": macd_signal,
        "macd_histogram": macd_histogram,
        "bollinger_upper": upper,
        "bollinger_middle": middle,
        "bollinger_lower": lower,
        "atr_14": talib.ATR(high, low, close, 14),
        "adx_14": talib.ADX(high, low, close, 14),
        "plus_di_14": talib.PLUS_DI(high, low, close, 14),
        "minus_di_14": talib.MINUS_DI(high, low, close, 14),
        "stochastic_k": k,
        "stochastic_d": d,
    }


def main(datasets):
    here = pathlib.Path(__file__).parent
    for name, (source, first) in SLICES.items():
        with gzip.open(datasets / source, "rt", newline="") as file:
            rows = [row[:6] for row in csv.reader(file) if row[0] == "open_time" or row[0] >= first]
        header, rows = rows[0], rows[1 : ROWS + 1]
        high, low, close = (numpy.array([float(row[i]) for row in rows]) for i in (2, 3, 4))
        columns = indicators(high, low, close)
        with open(here / name, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header + list(columns))
            for index, row in enumerate(rows):
                values = [column[index] for column in columns.values()]
                writer.writerow(row + ["" if numpy.isnan(value) else f"{value:.14g}" for value in values])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

package import Market

extension QualitySettings {
  /// Which candles of a tape the pipeline takes for true: it is asked from the first candle on, in order.
  package func goodCandles(of columns: CandleColumns, timeframe: Timeframe) -> [Bool] {
    var gate = QualityGate(self, timeframe: timeframe)
    return (0..<columns.count).map { index in
      let open = Timestamp(milliseconds: columns.openTime[index])
      return gate.accepts(
        Candle(
          openTime: open, closeTime: Timestamp(milliseconds: open.milliseconds + timeframe.milliseconds),
          open: columns.open[index], high: columns.high[index], low: columns.low[index], close: columns.close[index],
          volume: columns.volume[index]), isPlain: false)
    }
  }
}

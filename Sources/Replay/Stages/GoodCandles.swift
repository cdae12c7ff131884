package import Market

extension QualitySettings {
  /// Which candles of a tape the pipeline takes for true: it is asked from the first candle on, in order.
  package func goodCandles(of tape: TapeChunk, timeframe: Timeframe) -> [Bool] {
    var gate = QualityGate(self, timeframe: timeframe)
    return (0..<tape.count).map { gate.accepts(tape.candle($0), isPlain: false) }
  }
}

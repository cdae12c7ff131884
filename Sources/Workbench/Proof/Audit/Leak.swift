package import Market

/// A tick that said something else when only candles were changed that it could not know.
package struct Leak: Equatable, Sendable {
  package enum Test: String, Sendable {
    /// A copy of the pipeline, taken at the tick, went on without a tape.
    case cutBranch = "cut branch"
    /// The same copy went on with other candles.
    case changedBranch = "changed branch"
    /// A replay from the start whose tape ends with what was known.
    case cutReplay = "cut replay"
    /// A replay from the start with other candles after what was known.
    case changedReplay = "changed replay"
  }

  /// Whose tick it is: `BTCUSD 1h`.
  package var instrument: String
  package var tick: Timestamp
  package var test: Test
  /// What changed, in the order in which one leads to the next.
  package var differences: [TickDifference]
  /// The first candle whose change reaches the tick; nil where no single stretch of them does.
  package var candle: Candle?

  /// A candle of any series that the account reads, or an exchange rate.
  package struct Candle: Equatable, Sendable {
    package var series: String
    package var open: Timestamp
    package var close: Timestamp
  }

  init(_ instrument: String, _ tick: Timestamp, _ test: Test, _ differences: [TickDifference], _ candle: Candle? = nil)
  {
    self.instrument = instrument
    self.tick = tick
    self.test = test
    self.differences = differences
    self.candle = candle
  }
}

package import Market

/// All that a model is told at one tick: plain values, each known by then.
package struct PromptFacts: Hashable, Sendable {
  /// `BTCUSD`; left out of a masked prompt.
  package var symbol: String
  /// The instant of the tick, never the wall clock; left out of a masked prompt.
  package var time: Timestamp
  /// The timeframe of the bars that changes and volume count.
  package var decisionTimeframe: Timeframe
  /// Close of the newest candle of the decision timeframe, in quote currency.
  package var price: Double
  /// Change of the close over 1, 4 and 24 bars, in per cent.
  package var change1: Double
  package var change4: Double
  package var change24: Double
  /// Volume of the newest candle over the mean of the newest 20; nil where the source records none.
  package var relativeVolume: Double?
  /// Indicators, the decision timeframe's first, then longer ones.
  package var pulses: [PulseReading]
  /// Standard deviation of the return expected over the next day, in per cent; nil without a forecast.
  package var forecastVolatility: Double?
  /// Standard deviation of returns over the last 24 hours or the last session, in per cent a day.
  package var realisedVolatility: Double
  package var position: Position
  /// At most three earlier decisions, newest first.
  package var recentDecisions: [Decision]

  /// What the account holds of the instrument.
  package enum Position: Hashable, Sendable {
    case flat
    /// Entry price in quote currency; result so far in per cent of the entry value, before fees.
    case long(entry: Double, unrealised: Double)
    case short(entry: Double, unrealised: Double)
  }

  package init(
    symbol: String, time: Timestamp, decisionTimeframe: Timeframe, price: Double,
    change1: Double, change4: Double, change24: Double, relativeVolume: Double?, pulses: [PulseReading],
    forecastVolatility: Double?, realisedVolatility: Double, position: Position, recentDecisions: [Decision]
  ) {
    (self.symbol, self.time, self.decisionTimeframe, self.price) = (symbol, time, decisionTimeframe, price)
    (self.change1, self.change4, self.change24) = (change1, change4, change24)
    (self.relativeVolume, self.pulses) = (relativeVolume, pulses)
    (self.forecastVolatility, self.realisedVolatility) = (forecastVolatility, realisedVolatility)
    (self.position, self.recentDecisions) = (position, recentDecisions)
  }
}

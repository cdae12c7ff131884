import Market
import Replay
import Scenarios

/// One replay of one panel on an account of its own, whoever listens.
struct ReplayJob: Sendable {
  var panel: Scenario.Panel
  var strategy: StrategyChoice
  var seed: UInt64
  /// Ticks lie in `(lowerBound, upperBound]`.
  var window: Range<Timestamp>
  /// Candles from here on are learned.
  var learnsFrom: Timestamp
  var exchange: ExchangeRates?
  /// Shared with other replays of the panel's candles.
  var findings: TapeFindings?
  /// The candles that open in a range.
  var candles: @Sendable (Range<Timestamp>) throws -> any CandleSource
  /// The same of the panel's finer series, where it has one.
  var finer: (@Sendable (Range<Timestamp>) throws -> any CandleSource)?

  /// A null trader is written down first, which takes a replay of the rule that it is made of. `change` has a last word
  /// on what is played, and where it goes.
  func play(
    into sink: any EventSink, asking respondent: (any Respondent)? = nil,
    change: (inout TrackSetup, inout TrackPorts) -> Void = { _, _ in }
  ) async throws -> RunOutcome {
    let job = try await scripted()
    var setup = TrackSetup(
      job.panel.settings, instrument: panel.instrument, timeframe: panel.series.timeframe, window: window,
      learnsFrom: learnsFrom, exchange: exchange, finerTimeframe: panel.finer?.series.timeframe)
    setup.findings = findings
    let span = learnsFrom..<window.upperBound
    var ports = TrackPorts(try candles(span), finer: try finer?(span), into: sink, asking: respondent)
    change(&setup, &ports)
    return try await Replayer([setup], strategy: job.strategy).play([ports])[0]
  }
}

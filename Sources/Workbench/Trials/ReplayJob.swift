import Market
import Replay
import Scenarios

/// One replay of one account, whoever listens.
struct ReplayJob: Sendable {
  /// Sorted by name where there are several.
  var tracks: [Track]
  var strategy: StrategyChoice
  var seed: UInt64

  /// One panel of the account.
  struct Track: Sendable {
    var panel: Scenario.Panel
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
  }

  /// A null trader is written down first, which takes a replay of the rule that it is made of. Each track has its sink and
  /// its respondent; `change` has a last word on what is played on it, and where it goes.
  func play(
    into sinks: [any EventSink], asking respondents: [(any Respondent)?]? = nil,
    change: (Int, inout TrackSetup, inout TrackPorts) -> Void = { _, _, _ in }
  ) async throws -> [RunOutcome] {
    let job = try await scripted()
    var (setups, ports): ([TrackSetup], [TrackPorts]) = ([], [])
    for (place, track) in job.tracks.enumerated() {
      var (setup, port) = (track.setup, try track.ports(into: sinks[place], asking: respondents?[place]))
      change(place, &setup, &port)
      setups.append(setup)
      ports.append(port)
    }
    return try await Replayer(setups, strategy: job.strategy).play(ports)
  }
}

extension ReplayJob.Track {
  fileprivate var setup: TrackSetup {
    var setup = TrackSetup(
      panel.settings, instrument: panel.instrument, timeframe: panel.series.timeframe, window: window,
      learnsFrom: learnsFrom, exchange: exchange, finerTimeframe: panel.finer?.series.timeframe)
    setup.findings = findings
    return setup
  }

  fileprivate func ports(into sink: any EventSink, asking respondent: (any Respondent)?) throws -> TrackPorts {
    let span = learnsFrom..<window.upperBound
    return TrackPorts(try candles(span), finer: try finer?(span), into: sink, asking: respondent)
  }
}

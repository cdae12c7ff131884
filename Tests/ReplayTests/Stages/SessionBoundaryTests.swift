import Market
import Replay
import Testing

/// Where a session begins and ends, to the millisecond: for the tick, and for the order that it would send.
@Suite struct SessionBoundaryTests {
  private static let minute: Int64 = 60_000

  /// Minutes of a source that never closes, an hour to either side of `boundary`.
  private func scene(_ instrument: Instrument, around boundary: Timestamp) -> ReplayScene {
    let candles = CandleColumns(flat: 100, count: 120, from: boundary - .seconds(3_600), .oneMinute)
    return ReplayScene(candles, instrument: instrument, timeframe: .oneMinute)
  }

  /// What becomes of a BUY at one instant, all others holding.
  private func buying(at instant: Timestamp, in scene: ReplayScene) throws -> (stage: Stage?, run: PlayedRun) {
    let run = try scene.played(
      by: ScriptedStrategy { Decision($0.now == instant ? .buy : .hold, confidence: 100) })
    return (run.stage(at: instant), run)
  }

  /// Forex in winter, in summer, in the weeks in which New York changes its clocks; shares, short days among them.
  static let closes: [(Instrument, String)] = [
    (.euro, "2024-01-12T22:00Z"), (.euro, "2024-07-12T21:00Z"), (.euro, "2024-03-08T22:00Z"),
    (.euro, "2024-03-15T21:00Z"), (.euro, "2024-11-01T21:00Z"), (.euro, "2024-11-08T22:00Z"),
    (.spy, "2024-01-09T21:00Z"), (.spy, "2024-07-09T20:00Z"), (.spy, "2023-11-24T18:00Z"),
    (.spy, "2024-07-03T17:00Z"), (.spy, "2024-12-24T18:00Z"),
  ]

  @Test(arguments: closes)
  func `a millisecond before the close is open, the close is not`(instrument: Instrument, close: String) throws {
    let close = Timestamp.at(close)
    for (offset, stage) in [(Self.minute - 1, Stage.ordered), (Self.minute, .marketClosed)] {
      var scene = scene(instrument, around: close)
      scene.settings.clock.decisionOffset = offset
      let tick = close - .milliseconds(Self.minute - offset)
      #expect(try buying(at: tick, in: scene).stage == stage)
    }
  }

  @Test(arguments: closes)
  func `an order that would arrive at the close is not sent, one that arrives a millisecond before it fills`(
    instrument: Instrument, close: String
  ) throws {
    let close = Timestamp.at(close)
    let tick = close - .milliseconds(Self.minute)
    for (latency, stage) in [(Self.minute - 1, Stage.ordered), (Self.minute, .marketClosed)] {
      var scene = scene(instrument, around: close)
      scene.settings.venue.latency = latency
      let (found, run) = try buying(at: tick, in: scene)
      #expect(found == stage)
      #expect(run.fills.count == (stage == .ordered ? 1 : 0))
      #expect(run.fills.allSatisfy { $0.time < close })
    }
  }

  static let opens = ["2024-01-14T22:00Z", "2024-07-14T21:00Z", "2024-03-10T21:00Z", "2024-11-03T22:00Z"]

  @Test(arguments: opens)
  func `forex is closed up to a millisecond before Sunday's open`(open: String) throws {
    let open = Timestamp.at(open)
    for (offset, stage) in [(Self.minute - 1, Stage.marketClosed), (Self.minute, .warmingUpReopen)] {
      var scene = scene(.euro, around: open)
      scene.settings.clock.decisionOffset = offset
      #expect(try buying(at: open - .milliseconds(Self.minute - offset), in: scene).stage == stage)
    }
  }

  @Test(arguments: opens)
  func `before the open it is the order's arrival that has to lie in the session`(open: String) throws {
    let open = Timestamp.at(open)
    for (latency, stage) in [(Self.minute - 1, Stage.marketClosed), (Self.minute, .warmingUpReopen)] {
      var scene = scene(.euro, around: open)
      scene.settings.venue.latency = latency
      #expect(try buying(at: open - .milliseconds(Self.minute), in: scene).stage == stage)
    }
  }

  /// The last session before a closure that no calendar rule foresees, and the open of the next one.
  @Test(arguments: [
    ("2001-09-10T20:00Z", "2001-09-17T13:30Z"), ("2004-06-10T20:00Z", "2004-06-14T13:30Z"),
    ("2006-12-29T21:00Z", "2007-01-03T14:30Z"), ("2012-10-26T20:00Z", "2012-10-31T13:30Z"),
    ("2018-12-04T21:00Z", "2018-12-06T14:30Z"), ("2025-01-08T21:00Z", "2025-01-10T14:30Z"),
  ])
  func `what is queued before a one-off closure fills when the exchange opens again`(close: String, open: String) throws
  {
    let (close, open) = (Timestamp.at(close), Timestamp.at(open))
    let midnight = Timestamp(milliseconds: close.milliseconds - close.millisecondsOfDay)
    // A source with a candle for every day of the year.
    let candles = CandleColumns(walk: 14, seed: 6, from: midnight, .oneDay, price: 400)
    let run = try ReplayScene(candles, instrument: .spy, timeframe: .oneDay)
      .played(by: ScriptedStrategy { Decision($0.now == close ? .buy : .hold, confidence: 100) })
    #expect(run.stage(at: close) == .ordered)
    #expect(run.fills.map(\.time) == [open])
    #expect(run.rows.filter { $0.time > close && $0.time < open }.isEmpty)
    let day = Int((open.milliseconds - midnight.milliseconds) / .millisecondsPerDay)
    #expect(run.fills.map(\.price) == [FixedPoint(candles.open[day])])
  }
}

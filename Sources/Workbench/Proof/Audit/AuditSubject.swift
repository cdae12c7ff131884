import Market
package import Replay

/// What is audited: the tracks of one account, what they read, and how their strategies come about.
package struct AuditSubject<S: Strategy>: Sendable {
  let tracks: [AuditTrack]
  /// Makes the strategy of a track. It is handed the tapes of the replay that it is made for: one that keeps them can
  /// leak.
  package let make: Make
  /// Answers the question of a track with this number, counted from 0, for a strategy that asks.
  package let answer: Answer

  package typealias Make = @Sendable (_ track: Int, _ tapes: [TrackTape]) -> S
  package typealias Answer = @Sendable (_ strategy: S, _ track: Int, _ ordinal: Int) async throws -> OutsideAnswer

  /// Tracks come sorted by name, as ``Pipeline`` wants them; `answer` is needed by strategies that ask.
  package init(
    _ tracks: [(setup: TrackSetup, tape: TrackTape)], make: @escaping Make,
    answer: @escaping Answer = { _, _, _ in OutsideAnswer(.failed, latency: 0) }
  ) {
    self.tracks = tracks.map { AuditTrack($0.setup, $0.tape) }
    self.make = make
    self.answer = answer
  }

  var tapes: [TrackTape] { tracks.map(\.tape) }

  func knowledge(at instant: Timestamp) -> Knowledge { Knowledge(of: tracks, at: instant) }

  func future(at knowledge: Knowledge, seed: UInt64) -> AuditFuture {
    AuditFuture(tracks: tracks, knowledge: knowledge, seed: seed)
  }

  /// The series, open and close of a candle.
  func interval(_ candle: UnknownCandle) -> Leak.Candle {
    let series = tracks[candle.track][candle.kind]
    return Leak.Candle(
      series: series.name, open: Timestamp(milliseconds: series.openTimes[candle.index]),
      close: Timestamp(milliseconds: series.closeTimes[candle.index]))
  }

  /// The same account from `start` on; nil where that leaves a track nothing to play.
  func starting(at start: Timestamp) -> AuditSubject? {
    var later: [(setup: TrackSetup, tape: TrackTape)] = []
    for track in tracks {
      var setup = track.setup
      guard start < setup.window.upperBound else { return nil }
      setup.window = max(start, setup.window.lowerBound)..<setup.window.upperBound
      var tape = track.tape
      let first = track[.candles].begun(before: start.milliseconds)
      guard first < tape.candles.count else { return nil }
      tape.candles = CandleColumns(tape.candles, first..<tape.candles.count)
      tape.finer = tape.finer.map { CandleColumns($0, track[.finer].begun(before: start.milliseconds)..<$0.count) }
      later.append((setup, tape))
    }
    return AuditSubject(later, make: make, answer: answer)
  }
}

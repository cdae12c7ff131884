import Comparison
import Market
import Replay
import Scenarios

/// A tick at which a variant answered another thing than the reference to the same prompt.
struct CostlyFlip: Equatable, Sendable {
  var panel: Int
  var seed: UInt64
  var time: Timestamp
  var reference: Decision
  var candidate: Decision
  /// Basis points: how far the close moved over ``horizon`` candles in the candidate's direction, less in the
  /// reference's. Before costs.
  var markOut: Double
  /// Closes around the tick, oldest first: ``horizon`` that were known then, and as many that came after.
  var closes: [Double]
  /// What both were asked; empty until it is found.
  var prompt = ""

  /// Candles.
  static let horizon = 24
  static let count = 10
}

extension ScenarioRun {
  /// The ten flips of a variant that lost most against the reference, in the probe of the first seed; the earlier of equal
  /// ones first, panels in the scenario's order.
  func costliestFlips(_ sessions: [Session], variant: Int) -> [CostlyFlip] {
    guard let reference, let seed = seeds.first else { return [] }
    var flips: [CostlyFlip] = []
    for session in sessions where session.variant == reference && session.seed == seed {
      guard let probe = session.probe else { continue }
      for (tick, time) in probe.times.enumerated() {
        let own = Decision(probe.answers[variant][tick], confidence: probe.confidences[variant][tick])
        let expected = Decision(probe.answers[reference][tick], confidence: probe.confidences[reference][tick])
        guard own.action != expected.action,
          let move = panels[session.panel].move(after: time, bars: CostlyFlip.horizon),
          let closes = panels[session.panel].closes(around: time, bars: CostlyFlip.horizon)
        else { continue }
        let markOut = (own.action.direction - expected.action.direction) * move * 1e4
        guard markOut < 0 else { continue }
        flips.append(
          CostlyFlip(
            panel: session.panel, seed: seed, time: time, reference: expected, candidate: own, markOut: markOut,
            closes: closes))
      }
    }
    flips.sort { ($0.markOut, $0.panel, $0.time) < ($1.markOut, $1.panel, $1.time) }
    return Array(flips.prefix(CostlyFlip.count))
  }
}

extension PanelTape {
  /// The `bars` closes that were known at `time` and the `bars` after them; nil where the tape ends before.
  fileprivate func closes(around time: Timestamp, bars: Int) -> [Double]? {
    let newest = newestCandle(closedBy: time)
    guard newest >= 0, newest + bars < closes.count else { return nil }
    return Array(closes[max(0, newest - bars + 1)...newest + bars])
  }
}

extension Action {
  fileprivate var direction: Double {
    switch self {
    case .buy: 1
    case .sell: -1
    case .hold: 0
    }
  }
}

package import Market

/// Decides what was written down before: the n-th decision at the n-th tick at which it is asked.
///
/// Which ticks those are is settled by the calendar and the candles, not by the account; so a script made of one
/// replay's decisions meets the same ticks in another replay of the same candles.
package struct ScriptedDecisions: Strategy, Equatable {
  private let decisions: [Decision]
  /// What it decides when the script is over.
  private let afterwards: Action
  /// It is ready once it has learned a candle that closed after this.
  private let readyAfter: Timestamp
  private var newestClose = Timestamp.distantPast
  private var next = 0

  package init(_ decisions: [Decision], afterwards: Action, readyAfter: Timestamp) {
    self.decisions = decisions
    self.afterwards = afterwards
    self.readyAfter = readyAfter
  }

  @inline(__always)
  package var isReady: Bool { newestClose > readyAfter }

  /// Which of its decisions comes next.
  package var readings: [Reading] { [Reading("next", Double(next))] }

  @inline(__always)
  package mutating func learn(_ candle: Candle) { newestClose = candle.closeTime }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    defer { next &+= 1 }
    guard next < decisions.count else {
      return .decided(Decision(afterwards, confidence: afterwards == .hold ? 0 : 100))
    }
    return .decided(decisions[next])
  }
}

package import Market

/// Decides what was written down before: the n-th action at the n-th tick at which it is asked.
///
/// Which ticks those are is settled by the calendar and the candles, not by the account; so a script made of one
/// replay's decisions meets the same ticks in another replay of the same candles.
package struct ScriptedDecisions: Strategy, Equatable {
  private let actions: [Action]
  /// What it decides when the script is over.
  private let afterwards: Action
  /// It is ready once it has learned a candle that closed after this.
  private let readyAfter: Timestamp
  private var newestClose = Timestamp.distantPast
  private var next = 0

  package init(_ actions: [Action], afterwards: Action, readyAfter: Timestamp) {
    self.actions = actions
    self.afterwards = afterwards
    self.readyAfter = readyAfter
  }

  @inline(__always)
  package var isReady: Bool { newestClose > readyAfter }

  /// Which of its actions comes next.
  package var readings: [Reading] { [Reading("next", Double(next))] }

  @inline(__always)
  package mutating func learn(_ candle: Candle) { newestClose = candle.closeTime }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    let action = next < actions.count ? actions[next] : afterwards
    next &+= 1
    return .decided(Decision(action, confidence: action == .hold ? 0 : 100))
  }
}

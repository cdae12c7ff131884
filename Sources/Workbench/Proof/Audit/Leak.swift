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

  package var tick: Timestamp
  package var test: Test
  /// What changed, in the order in which one leads to the next.
  package var differences: [TickDifference]
  /// Open and close of the first candle whose change reaches the tick; nil where no single stretch of them does.
  package var candle: (open: Timestamp, close: Timestamp)?

  package static func == (a: Leak, b: Leak) -> Bool {
    a.tick == b.tick && a.test == b.test && a.differences == b.differences && a.candle?.open == b.candle?.open
  }
}

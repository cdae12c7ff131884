package import Market
package import Replay

/// What one replay leaves behind for comparison: one variant on one panel with one seed.
package struct SessionRecord: Sendable {
  package var outcome: RunOutcome
  /// The account at the end of each trading day.
  package var days: [DayEquity] = []
  /// Profit of every trade, in order.
  package var profits: [FixedPoint] = []
  /// What every trade brought and how long it took, in order of exit.
  package var closed: [ClosedTrade] = []
  /// The first trades in full, for charts.
  package var trades: [Trade] = []
  package var forecasts: [ForecastRecord] = []
  /// Stretches in which ticks came to nothing because of the data or the market.
  package var periods: [TickPeriod] = []
  /// The side held before each tick (-1, 0, 1) and what was decided at it, HOLD where a gate stopped it; only where
  /// models decide.
  package var sides: [Int8] = []
  package var actions: [Action] = []
  /// What was decided at each tick at which somebody was asked, gates or not, and the last tick that came too early for
  /// that; only where models decide.
  package var decisions: [Decision] = []
  package var readyAfter = Timestamp.distantPast
  package var orders = 0
  package var fills = 0
  /// Answers that the model got wrong or never gave, by reason, in order of first appearance.
  package var failures: [(reason: String, count: Int)] = []

  /// Trades beyond this many are counted, not kept.
  package static let keptTrades = 20_000

  package init(outcome: RunOutcome) { self.outcome = outcome }
}

/// Neighbouring ticks that ended at the same stage before anything was decided.
package struct TickPeriod: Equatable, Sendable {
  package var stage: Stage
  /// The first and the last of the ticks.
  package var first: Timestamp
  package var last: Timestamp
  package var ticks: Int

  package init(stage: Stage, first: Timestamp, last: Timestamp, ticks: Int) {
    self.stage = stage
    self.first = first
    self.last = last
    self.ticks = ticks
  }
}

/// Builds periods from rows as they come.
package struct TickPeriods: Sendable {
  package private(set) var periods: [TickPeriod] = []
  private var current: TickPeriod?

  package init() {}

  package mutating func note(_ row: DecisionRow) {
    if let open = current {
      if open.stage == row.stage {
        current?.last = row.time
        current?.ticks += 1
        return
      }
      periods.append(open)
      current = nil
    }
    if !row.stage.isAfterDecision {
      current = TickPeriod(stage: row.stage, first: row.time, last: row.time, ticks: 1)
    }
  }

  package mutating func finish() {
    if let open = current { periods.append(open) }
    current = nil
  }
}

/// What every variant answered to the reference's prompts: the probe of one panel with one seed.
package struct ProbeRecord: Sendable {
  /// The ticks at which the reference was asked.
  package var times: [Timestamp] = []
  package var reference: [Action] = []
  /// By variant, the reference's own place among them: its answers again.
  package var answers: [[Action]] = []
  /// By variant, 0 to 100: how sure it says it is of each answer.
  package var confidences: [[UInt8]] = []
  /// By variant: whether it gave no answer, which is then counted as HOLD.
  package var failed: [[Bool]] = []
  /// By variant: how probable it held each action; nil where that is not known.
  package var probabilities: [[AnswerDistribution?]] = []
  /// By variant: asked with the prompt's other form, as `paraphrased` is of the reference.
  package var reworded: [[Action]] = []
  /// By variant: asked with all prices of the prompt moved a little.
  package var shifted: [[Action]] = []
  /// By variant: Kullback-Leibler divergence from the reference's probabilities in nats, summed over the ticks that
  /// `divergenceTicks` counts: those at which both were known.
  package private(set) var divergence: [Double] = []
  package private(set) var divergenceTicks: [Int] = []
  /// The reference asked the same again, by a model loaded anew.
  package var restarted: [Action] = []
  /// The reference asked the same with the next seed.
  package var reseeded: [Action] = []
  /// The reference asked with the prompt's other form: masked instead of plain, or plain instead of masked.
  package var paraphrased: [Action] = []

  package init(variants: Int) {
    answers = Array(repeating: [], count: variants)
    confidences = Array(repeating: [], count: variants)
    failed = Array(repeating: [], count: variants)
    probabilities = Array(repeating: [], count: variants)
    reworded = Array(repeating: [], count: variants)
    shifted = Array(repeating: [], count: variants)
    divergence = Array(repeating: 0, count: variants)
    divergenceTicks = Array(repeating: 0, count: variants)
  }

  package mutating func addDivergence(_ value: Double?, of variant: Int) {
    guard let value else { return }
    divergence[variant] += value
    divergenceTicks[variant] += 1
  }
}

import Comparison
import Market
import Replay

/// One variant's answers to the probe's prompts on some panels and seeds, beside what came of them.
///
/// A HOLD that was forced, because there was no answer, is left out.
struct JudgedAnswers: Sendable {
  /// A BUY or SELL.
  struct Acted: Sendable {
    /// Of the tick, among all that overlap: the start of its stretch between two ticks.
    var bar: Int64
    var confidence: Double
    var label: TradeLabels.Label
  }

  private(set) var acted: [Acted] = []
  /// All answers, HOLD among them, whose probabilities are known.
  private(set) var classes: [(probabilities: AnswerDistribution, right: Action)] = []
  /// Answers whose horizon lies beyond the end of the tape.
  private(set) var unlabelled = 0
  /// The most ticks that share candles of their labels.
  private(set) var overlap = 1

  mutating func add(_ probe: ProbeRecord, variant: Int, _ panel: LabelledPanel) {
    overlap = max(overlap, panel.overlap)
    for (tick, time) in probe.times.enumerated() where !probe.failed[variant][tick] {
      guard let labels = panel.labels.labels(at: time) else {
        unlabelled += 1
        continue
      }
      if let probabilities = probe.probabilities[variant][tick] { classes.append((probabilities, labels.best)) }
      guard let side = probe.answers[variant][tick].side else { continue }
      acted.append(
        Acted(
          bar: time.milliseconds.flooredQuotient(by: panel.interval) * panel.interval,
          confidence: Double(probe.confidences[variant][tick]) / 100,
          label: side == .buy ? labels.long : labels.short))
    }
  }

  /// Those of other sessions as well.
  mutating func add(_ other: JudgedAnswers) {
    acted += other.acted
    classes += other.classes
    unlabelled += other.unlabelled
    overlap = max(overlap, other.overlap)
  }

  /// Confidences beside whether they were right, by the first label or by the second.
  func stated(atHorizon: Bool) -> [StatedConfidence] { acted.map { $0.stated(atHorizon: atHorizon) } }

  /// The same by bar, in order of time.
  func bars(atHorizon: Bool) -> [[StatedConfidence]] {
    var bars: [[StatedConfidence]] = []
    var last: Int64?
    // Ties keep the order in which they were added.
    for place in acted.indices.sorted(by: { (acted[$0].bar, $0) < (acted[$1].bar, $1) }) {
      if acted[place].bar != last { bars.append([]) }
      last = acted[place].bar
      bars[bars.count - 1].append(acted[place].stated(atHorizon: atHorizon))
    }
    return bars
  }
}

extension JudgedAnswers.Acted {
  fileprivate func stated(atHorizon: Bool) -> StatedConfidence {
    StatedConfidence(confidence: min(confidence, 1), isRight: atHorizon ? label.isRightAtHorizon : label.isRight)
  }
}

extension Action {
  /// Nil for HOLD.
  var side: Side? {
    switch self {
    case .buy: .buy
    case .sell: .sell
    case .hold: nil
    }
  }
}

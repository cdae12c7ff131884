import Comparison
import Market

/// How well one variant's confidences fit what came of its answers.
struct CalibrationScores: Sendable {
  /// Nil for all instruments together.
  var instrument: String?
  /// Nil for all seeds together.
  var seed: UInt64?
  /// Whether by the second label: the sign of the return at the horizon.
  var atHorizon: Bool

  /// BUY and SELL answers with a label.
  var answers: Int
  /// Ticks at which at least one of them was given.
  var bars: Int
  /// Bars that one label reaches over.
  var overlap: Int
  var meanConfidence: Double
  var hitRate: Double
  var brier: BrierScore
  var diagram: ReliabilityDiagram
  /// Variance of the confidences.
  var sharpness: Double
  /// Nil where there are too few bars for blocks, and for single seeds.
  var bootstrap: CalibrationBootstrap?
  /// Over all answers, HOLD among them: of the three probabilities, and of always stating how often each class came.
  var threeClass: (score: Double, base: Double, answers: Int)?
  /// Answers so near the end of the tape that nothing can be said of them.
  var unlabelled: Int

  var overconfidence: Double { meanConfidence - hitRate }
  var calibrationError: Double { diagram.expectedCalibrationError ?? 0 }
  /// Fewer than 80 labels, one after the other, that share no candle.
  var isThin: Bool { bars < Self.fewestLabels * overlap }

  static let fewestLabels = 80
  static let bins = 10
  private static let resamples = 1_000

  /// Nil without a BUY or SELL that has a label.
  init?(
    _ judged: JudgedAnswers, atHorizon: Bool, instrument: String? = nil, seed: UInt64? = nil,
    resampling generatorSeed: UInt64?
  ) {
    let stated = judged.stated(atHorizon: atHorizon)
    guard let bins = ConfidenceBins.equalMass(Self.bins, of: stated), let brier = BrierScore(stated, bins: bins),
      let sharpness = stated.sharpness
    else { return nil }
    let byBar = judged.bars(atHorizon: atHorizon)
    (self.instrument, self.seed, self.atHorizon) = (instrument, seed, atHorizon)
    answers = stated.count
    bars = byBar.count
    overlap = judged.overlap
    let count = Double(stated.count)
    meanConfidence = stated.reduce(0) { $0 + $1.confidence } / count
    hitRate = Double(stated.count(where: \.isRight)) / count
    self.brier = brier
    diagram = ReliabilityDiagram(stated, bins: bins)
    self.sharpness = sharpness
    bootstrap = generatorSeed.flatMap {
      CalibrationBootstrap(byBar, bins: bins, labelHorizon: judged.overlap, resamples: Self.resamples, seed: $0)
    }
    threeClass = threeClassBrierScore(judged.classes).map { score in
      (score, Self.baseScore(judged.classes.map(\.right)), judged.classes.count)
    }
    unlabelled = judged.unlabelled
  }

  /// One less the sum of the classes' squared shares: what always stating these shares scores.
  private static func baseScore(_ classes: [Action]) -> Double {
    let count = Double(classes.count)
    return [Action.buy, .sell, .hold].reduce(1) { rest, action in
      let share = Double(classes.count { $0 == action }) / count
      return rest - share * share
    }
  }
}

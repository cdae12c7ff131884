import Comparison
import Market

/// What one variant's answers to the reference's prompts say, all panels and seeds together.
struct DecisionComparison: Sendable {
  let verdict: Verdict
  /// Nil with ticks of a single day.
  let equivalenceInterval: ConfidenceInterval?
  let kappa: CohensKappa?
  /// SELL, HOLD, BUY as a scale.
  let weightedKappa: CohensKappa?
  /// All six, the commonest first.
  let directions: [FlipDirection]
  let symmetry: DayClusteredSymmetry
  let bowker: ChiSquaredTest?
  let stuartMaxwell: ChiSquaredTest?
  let mcNemar: McNemar?
  let trend: FlipTrend?
  /// By what the ticks were told apart, then their groups.
  let breakdowns: [(by: String, groups: [AgreementBreakdown.Group])]
  /// The commonest flip, and where it happens: `mostly HOLD to BUY in calm markets`.
  let remark: String?

  /// An answer with its circumstances.
  struct Tick {
    var time: Timestamp
    var answer: PairedAnswer
    var panel: String
    var seed: String
    var regime: String
    var band: String
  }

  /// - `isIdentical`: every answer and its confidence is the reference's.
  /// - `floor`: how often the reference, loaded again, disagrees with itself: less than that is no difference.
  init(_ ticks: [Tick], rate: FlipRate, isIdentical: Bool, margin: Double, floor: FlipRate?) {
    let answers = ticks.map(\.answer)
    let matrix = FlipMatrix(answers)
    equivalenceInterval = rate.interval(confidence: EquivalenceTest.confidence)
    verdict = Verdict(
      rowsAreEqual: isIdentical, isEquivalent: equivalenceInterval.map { $0.high < margin } ?? false,
      isDifferent: rate.interval.map { $0.low > floor?.rate ?? 0 } ?? false)
    kappa = CohensKappa(answers, weights: .plain)
    weightedKappa = CohensKappa(answers, weights: .linear)
    directions = matrix.directions
    symmetry = DayClusteredSymmetry(answers)
    (bowker, stuartMaxwell) = (matrix.bowkerSymmetry, matrix.stuartMaxwell)
    mcNemar = McNemar(acted: matrix)
    trend = FlipTrend(ticks.map { (time: $0.time, answer: $0.answer) })
    let breakdowns = [
      ("instrument", AgreementBreakdown(Self.labelled(ticks, \.panel)).groups),
      ("seed", AgreementBreakdown(Self.labelled(ticks, \.seed)).groups),
      ("volatility", AgreementBreakdown(Self.labelled(ticks, \.regime), order: TickLabels.regimes).groups),
      (
        "session",
        AgreementBreakdown(
          ticks.map { (label: TickLabels.session(of: $0.time), answer: $0.answer) }, order: TickLabels.sessions
        ).groups
      ),
      ("reference's confidence", AgreementBreakdown(Self.labelled(ticks, \.band), order: TickLabels.bands).groups),
      ("month", AgreementBreakdown(byMonth: ticks.map { (time: $0.time, answer: $0.answer) }).groups),
    ]
    self.breakdowns = breakdowns.filter { $0.1.count > 1 }.map { (by: $0.0, groups: $0.1) }
    remark = Self.remark(ticks, directions)
  }

  private static func labelled(
    _ ticks: [Tick], _ label: KeyPath<Tick, String>
  ) -> [(label: String, answer: PairedAnswer)] {
    ticks.map { (label: $0[keyPath: label], answer: $0.answer) }
  }

  /// `mostly` is more than half of the flips, and so is the regime that is named.
  private static func remark(_ ticks: [Tick], _ directions: [FlipDirection]) -> String? {
    guard let first = directions.first, first.count > 0, let share = first.shareOfFlips else { return nil }
    let often = share > 0.5 ? "mostly" : "most often"
    var text = "\(often) \(first.reference.name) to \(first.candidate.name)"
    let own = ticks.filter { $0.answer.reference == first.reference && $0.answer.candidate == first.candidate }
    for regime in TickLabels.regimes where own.count(where: { $0.regime == regime }) * 2 > own.count {
      text += " in \(regime) markets"
    }
    return text
  }
}

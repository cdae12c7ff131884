internal import Market

/// How much two variants agree beyond what their habits alone would bring: 1 is full agreement, 0 that of chance.
///
/// J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960), and
/// "Weighted Kappa", Psychological Bulletin 70 (1968). The standard error is that of J. L. Fleiss, J. Cohen and
/// B. S. Everitt, "Large Sample Standard Errors of Kappa and Weighted Kappa", Psychological Bulletin 72 (1969):
/// the standard deviation over ticks of each tick's influence. It takes ticks for independent. The day-clustered one is the
/// same with the influences summed by day.
package struct CohensKappa: Hashable, Sendable {
  /// How much of an agreement two answers are. The order is SELL, HOLD, BUY: HOLD lies between the sides.
  package enum Weights: CaseIterable, Sendable {
    /// Equal answers agree, others do not.
    case plain
    /// A neighbour agrees by a half: `1 - distance / 2`.
    case linear
    /// A neighbour agrees by three quarters: `1 - (distance / 2)^2`.
    case quadratic
  }

  package let value: Double
  /// Share of agreement seen, and expected by chance, both weighted; 0 to 1.
  package let observed: Double
  package let expected: Double
  /// Ticks taken for independent; zero where all ticks have the same influence, as when none flipped.
  package let standardError: Double
  /// 95 %, normal, within -1 to 1; nil where the standard error is zero, which says nothing of other ticks.
  package let interval: ConfidenceInterval?
  /// Nil without the ticks' days, and with a single day.
  package let dayClusteredStandardError: Double?
  /// 95 %, by Student's t with days - 1 degrees of freedom; nil where that error is missing or zero.
  package let dayClusteredInterval: ConfidenceInterval?

  /// Nil without ticks, and where both variants always gave the same one answer: chance explains all of that.
  package init?(_ matrix: FlipMatrix, weights: Weights) {
    self.init(matrix, answers: [], weights: weights)
  }

  /// Knows the days as well.
  package init?(_ answers: [PairedAnswer], weights: Weights) {
    self.init(FlipMatrix(answers), answers: answers, weights: weights)
  }

  private init?(_ matrix: FlipMatrix, answers: [PairedAnswer], weights: Weights) {
    guard Action.allCases.allSatisfy({ matrix[reference: $0, candidate: $0] < matrix.total }) else { return nil }
    let table = AgreementTable(matrix, weights: weights)
    value = (table.observed - table.expected) / (1 - table.expected)
    (observed, expected) = (table.observed, table.expected)
    let kappa = value
    let scale = 1 - table.expected
    let center = kappa - table.expected * (1 - kappa)
    let variance = table.sum { cell, share in
      let deviation = table.influence(cell, kappa) - center
      return share * deviation * deviation
    }
    // Influences that differ by rounding alone do not differ.
    let deviation = variance > 1e-28 ? variance.squareRoot() : 0
    standardError = deviation / scale / Double(matrix.total).squareRoot()
    interval = .around(value, standardError, quantile: NormalQuantile.confidence)

    let ticks = answers.map { (day: $0.day, value: table.influence(.init($0.reference, $0.candidate), kappa)) }
    let clustered = DayClusteredMean(ticks)
    dayClusteredStandardError = clustered?.standardError.map { deviation > 0 ? $0 / scale : 0 }
    dayClusteredInterval = dayClusteredStandardError.flatMap { error in
      .around(kappa, error, quantile: StudentT.confidenceQuantile(degreesOfFreedom: (clustered?.days ?? 2) - 1))
    }
  }
}

extension ConfidenceInterval {
  fileprivate static func around(_ value: Double, _ error: Double, quantile: Double) -> ConfidenceInterval? {
    guard error > 0 else { return nil }
    return ConfidenceInterval(low: max(-1, value - quantile * error), high: min(1, value + quantile * error))
  }
}

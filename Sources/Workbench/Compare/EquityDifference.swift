import Comparison
import Market

/// How much more one run's account earned than another's, on the days that both have.
struct EquityDifference: Equatable, Sendable {
  /// Every row of every seed is the same to the last digit: nothing is left to estimate.
  var isIdentical: Bool
  /// Days with a return in both.
  var days: Int
  /// Arithmetic, with a standard error that knows of dependent days; nil of fewer than 10 days.
  var mean: MeanReturnDifference?
  var power: PairedComparisonPower?
  /// Compound, with the interval of the stationary bootstrap.
  var bootstrap: AnnualReturnDifference?

  /// The 95 % interval of the arithmetic difference, shares a year.
  var interval: ConfidenceInterval? { mean?.annual.interval(confidence: 0.95) }

  /// The accounts' days one after the other: every day of every account counts the same. Nil where an account stood at
  /// or below zero.
  init?(_ first: [WrittenEquity.Curve], _ other: [WrittenEquity.Curve], seed: UInt64) {
    var pairs: [PairedReturns] = []
    var years = 0.0
    for (reference, candidate) in zip(first, other) {
      let (one, two) = Self.curves(reference, candidate)
      guard let paired = try? PairedReturns(reference: one, candidate: two) else { return nil }
      pairs.append(paired)
      years += Double(paired.days) / reference.account.daysPerYear
    }
    let paired = PairedReturns(joining: pairs)
    let daysPerYear = years > 0 ? Double(paired.days) / years : 365
    isIdentical = zip(first, other).allSatisfy { $0.rows == $1.rows }
    days = paired.days
    mean = MeanReturnDifference(of: paired, daysPerYear: daysPerYear)
    power = mean.flatMap { PairedComparisonPower(of: paired, $0, daysPerYear: daysPerYear) }
    bootstrap = AnnualReturnDifference(of: paired, daysPerYear: daysPerYear, seed: seed)
  }

  /// Both from the starting balance over the days that both have.
  private static func curves(
    _ first: WrittenEquity.Curve, _ other: WrittenEquity.Curve
  ) -> (EquityCurve, EquityCurve) {
    let common = Set(first.days.map(\.day)).intersection(other.days.map(\.day))
    func curve(_ own: WrittenEquity.Curve) -> EquityCurve {
      let days = own.days.filter { common.contains($0.day) }
      let start = days.first.map { Timestamp(milliseconds: $0.day.milliseconds - 1) }
      let balance = FixedPoint(own.account.startingBalance)
      return EquityCurve(
        (start.map { [EquityPoint(time: $0, equity: balance)] } ?? [])
          + days.map { EquityPoint(time: $0.day, equity: $0.equity) })
    }
    return (curve(first), curve(other))
  }
}

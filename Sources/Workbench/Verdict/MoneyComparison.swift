import Comparison
import Market

/// What one variant's accounts earned beside the reference's, all of them together.
struct MoneyComparison: Sendable {
  let verdict: Verdict
  /// Arithmetic, shares a year; standard errors that know of dependent days.
  let difference: MeanReturnDifference
  /// Of the test that there is no difference, raised for the number of variants.
  let adjustedPValue: Double
  let power: PairedComparisonPower
  /// The compound difference with its bootstrap interval, beside it.
  let bootstrap: AnnualReturnDifference?
  let ledoitWolf: SharpeDifference?
  let jobsonKorkieMemmel: SharpeDifference?

  /// The 95 % interval of the annual difference.
  var interval: ConfidenceInterval { difference.annual.interval(confidence: 0.95) }

  /// By variant; nil for the reference, whose place is nil among `pairs`, and where there are too few days.
  static func all(
    _ pairs: [PairedReturns?], isIdentical: [Bool], daysPerYear: Double, margin: Double, seed: UInt64
  ) -> [MoneyComparison?] {
    let differences = pairs.map { pair in pair.flatMap { MeanReturnDifference(of: $0, daysPerYear: daysPerYear) } }
    let adjusted = HolmAdjustment.adjusted(differences.map { $0?.annual.pValue })
    return pairs.indices.map { variant in
      guard let pair = pairs[variant], let difference = differences[variant], let pValue = adjusted[variant],
        let power = PairedComparisonPower(of: pair, difference, daysPerYear: daysPerYear)
      else { return nil }
      return MoneyComparison(
        verdict: Verdict(
          rowsAreEqual: isIdentical[variant], difference: difference.annual, pValue: pValue, margin: margin),
        difference: difference, adjustedPValue: pValue, power: power,
        bootstrap: AnnualReturnDifference(of: pair, daysPerYear: daysPerYear, seed: seed &+ UInt64(variant)),
        ledoitWolf: .ledoitWolf(of: pair, daysPerYear: daysPerYear),
        jobsonKorkieMemmel: .jobsonKorkieMemmel(of: pair, daysPerYear: daysPerYear))
    }
  }
}

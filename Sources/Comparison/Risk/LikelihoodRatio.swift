internal import Glibc

/// Days with and without an exception, each with the same chance of one.
struct ExceptionCount: Hashable, Sendable {
  var with: Int
  var without: Int

  var total: Int { with + without }

  /// Where the chance of an exception is `share`; 0 ln 0 is 0.
  func logLikelihood(_ share: Double) -> Double {
    (with == 0 ? 0 : Double(with) * log(share)) + (without == 0 ? 0 : Double(without) * log1p(-share))
  }

  /// Where the chance is what was seen.
  var greatestLogLikelihood: Double { total == 0 ? 0 : logLikelihood(Double(with) / Double(total)) }
}

extension ChiSquaredTest {
  /// Twice how much better the data are explained without the null hypothesis than with it; rounding below zero is zero.
  init(free: Double, null: Double, degreesOfFreedom: Int) {
    self.init(statistic: max(0, 2 * (free - null)), degreesOfFreedom: degreesOfFreedom)
  }
}

/// Whether losses went beyond the value at risk as often as forecast, and on days that do not follow each other.
///
/// P. H. Kupiec, "Techniques for Verifying the Accuracy of Risk Measurement Models", Journal of Derivatives 3 (1995), for
/// coverage; P. F. Christoffersen, "Evaluating Interval Forecasts", International Economic Review 39 (1998), for
/// independence (section 3.2) and both together (section 3.3).
package struct ValueAtRiskBacktest: Hashable, Sendable {
  package let days: Int
  /// Days on which the loss was larger than the value at risk.
  package let exceptions: Int
  /// The forecast chance of an exception: 0.05 for a value at risk of 95 %.
  package let level: Double
  /// Kupiec's test that exceptions have the forecast chance. Without any exception it has its limit, -2 n ln(1 - level).
  package let coverage: ChiSquaredTest
  /// Christoffersen's test that an exception is as likely after an exception as after a quiet day. Nil where only one of
  /// the two was seen before another day.
  package let independence: ChiSquaredTest?
  /// Both together, two degrees of freedom: the sum of the two statistics. Nil with `independence`.
  package let conditionalCoverage: ChiSquaredTest?

  /// How often each day met its next: quiet or not, then quiet or not.
  package struct Transitions: Hashable, Sendable {
    package var quietToQuiet = 0
    package var quietToException = 0
    package var exceptionToQuiet = 0
    package var exceptionToException = 0
  }
  package let transitions: Transitions

  package var expectedExceptions: Double { Double(days) * level }

  /// From daily returns and the value at risk forecast for each, as positive shares: a loss is an exception when it is
  /// strictly larger. Nil without days, and where a figure is no number.
  package init?(returns: [Double], valueAtRisk: [Double], level: Double) {
    precondition(returns.count == valueAtRisk.count, "each return has its forecast")
    guard zip(returns, valueAtRisk).allSatisfy({ $0.isFinite && $1.isFinite }) else { return nil }
    self.init(exceptions: zip(returns, valueAtRisk).map { $0 < -$1 }, level: level)
  }

  /// From whether each day was an exception, in order; nil without days.
  package init?(exceptions: [Bool], level: Double) {
    precondition(0 < level && level < 1, "a level is a share")
    guard !exceptions.isEmpty else { return nil }
    let count = exceptions.count(where: \.self)
    days = exceptions.count
    self.exceptions = count
    self.level = level
    let counts = ExceptionCount(with: count, without: exceptions.count - count)
    coverage = ChiSquaredTest(
      free: counts.greatestLogLikelihood, null: counts.logLikelihood(level), degreesOfFreedom: 1)
    transitions = Transitions(exceptions)
    independence = transitions.independence
    conditionalCoverage = independence.map { [coverage] in
      ChiSquaredTest(statistic: coverage.statistic + $0.statistic, degreesOfFreedom: 2)
    }
  }
}

extension ValueAtRiskBacktest.Transitions {
  init(_ exceptions: [Bool]) {
    for (before, after) in zip(exceptions, exceptions.dropFirst()) {
      switch (before, after) {
      case (false, false): quietToQuiet += 1
      case (false, true): quietToException += 1
      case (true, false): exceptionToQuiet += 1
      case (true, true): exceptionToException += 1
      }
    }
  }

  var independence: ChiSquaredTest? {
    let afterQuiet = ExceptionCount(with: quietToException, without: quietToQuiet)
    let afterException = ExceptionCount(with: exceptionToException, without: exceptionToQuiet)
    guard afterQuiet.total > 0, afterException.total > 0 else { return nil }
    let all = ExceptionCount(
      with: afterQuiet.with + afterException.with, without: afterQuiet.without + afterException.without)
    return ChiSquaredTest(
      free: afterQuiet.greatestLogLikelihood + afterException.greatestLogLikelihood, null: all.greatestLogLikelihood,
      degreesOfFreedom: 1)
  }
}

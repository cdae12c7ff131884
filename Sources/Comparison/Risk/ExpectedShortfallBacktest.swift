internal import Market

/// Whether losses beyond the value at risk were as large as the expected shortfall forecast.
///
/// C. Acerbi and B. Szekely, "Back-testing expected shortfall", Risk, December 2014, tests 1 and 2.
/// Both statistics are zero in the mean under the forecast and negative where risk was underestimated; both tests are
/// one-sided.
package struct ExpectedShortfallBacktest: Hashable, Sendable {
  package struct Test: Hashable, Sendable {
    package let statistic: Double
    /// The share of tapes, drawn from the forecast, with a statistic as low or lower.
    package let pValue: Double
  }

  package let days: Int
  package let exceptions: Int
  /// Z1: how far the mean loss of the exceptions exceeds the shortfall; their number does not matter. Nil without an
  /// exception. Tapes without one are left out of its p-value; nil where none had one.
  package let severity: Test?
  /// Z2: number and size of the exceptions together, against the number expected.
  package let frequencyAndSeverity: Test
  package let simulations: Int

  /// Each day's forecast: `valueAtRisk` and `expectedShortfall` at the same `level` (0.025 is common) as positive shares,
  /// and `scale` times `innovations` for its distribution. Nil without days, where a figure is no number, and where a
  /// forecast shortfall is not positive.
  package init?(
    returns: [Double], valueAtRisk: [Double], expectedShortfall: [Double], scale: [Double], innovations: Innovations,
    level: Double, simulations: Int = 5_000, seed: UInt64
  ) {
    precondition(0 < level && level < 1, "a level is a share")
    precondition(simulations >= 100, "a p-value needs at least 100 simulations")
    precondition(
      [valueAtRisk.count, expectedShortfall.count, scale.count].allSatisfy { $0 == returns.count },
      "each return has its forecasts")
    if case .sample(let values) = innovations, values.isEmpty || !values.allSatisfy(\.isFinite) { return nil }
    guard !returns.isEmpty, [returns, valueAtRisk, scale].allSatisfy({ $0.allSatisfy(\.isFinite) }),
      expectedShortfall.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }

    func tally(_ day: Int, _ value: Double, into tally: inout Tally) {
      if value < -valueAtRisk[day] { tally.add(value / expectedShortfall[day]) }
    }
    var observed = Tally()
    for (day, value) in returns.enumerated() { tally(day, value, into: &observed) }
    let expected = Double(returns.count) * level
    var (asLow, asSevere, withExceptions) = (0, 0, 0)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<simulations {
      var drawn = Tally()
      innovations.draw(returns.count, &generator) { tally($0, scale[$0] * $1, into: &drawn) }
      if drawn.sum / expected <= observed.sum / expected { asLow += 1 }
      guard drawn.exceptions > 0 else { continue }
      withExceptions += 1
      if observed.exceptions > 0, drawn.mean <= observed.mean { asSevere += 1 }
    }
    days = returns.count
    exceptions = observed.exceptions
    self.simulations = simulations
    severity =
      observed.exceptions > 0 && withExceptions > 0
      ? Test(statistic: observed.mean + 1, pValue: Double(asSevere) / Double(withExceptions)) : nil
    frequencyAndSeverity = Test(
      statistic: observed.sum / expected + 1, pValue: Double(asLow) / Double(simulations))
  }
}

/// Exceptions in units of their forecast shortfall.
private struct Tally {
  private(set) var exceptions = 0
  private(set) var sum = 0.0

  mutating func add(_ ratio: Double) {
    exceptions += 1
    sum += ratio
  }

  var mean: Double { sum / Double(exceptions) }
}

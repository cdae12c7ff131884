package import Market

/// Daily returns of two accounts over the same days, as shares.
package struct PairedReturns: Hashable, Sendable {
  package let reference: [Double]
  package let candidate: [Double]

  /// Both of the same length, day by day.
  package init(reference: [Double], candidate: [Double]) {
    precondition(reference.count == candidate.count, "paired returns have the same days")
    (self.reference, self.candidate) = (reference, candidate)
  }

  /// Throws unless both curves have the same days and a return on each.
  package init(reference: EquityCurve, candidate: EquityCurve) throws(UnpairedCurves) {
    guard reference.points.count == candidate.points.count else {
      throw .lengths(reference: reference.points.count, candidate: candidate.points.count)
    }
    for (first, second) in zip(reference.points, candidate.points) where first.time != second.time {
      throw .days(reference: first.time, candidate: second.time)
    }
    guard let referenceReturns = reference.dailyReturns, let candidateReturns = candidate.dailyReturns else {
      throw .noMoney
    }
    self.init(reference: referenceReturns, candidate: candidateReturns)
  }

  /// The days of several pairs one after the other: every day counts the same.
  package init(joining pairs: [PairedReturns]) {
    self.init(reference: pairs.flatMap(\.reference), candidate: pairs.flatMap(\.candidate))
  }

  package var days: Int { reference.count }

  /// Candidate minus reference.
  package var differences: [Double] { zip(reference, candidate).map { $1 - $0 } }

  /// The annualised standard deviation (n - 1) of daily return differences; nil of fewer than two days.
  package func trackingError(daysPerYear: Double) -> Double? {
    differences.sampleStandardDeviation.map { $0 * daysPerYear.squareRoot() }
  }
}

/// Why two equity curves cannot be compared day by day.
package enum UnpairedCurves: Error, Equatable, CustomStringConvertible {
  case lengths(reference: Int, candidate: Int)
  case days(reference: Timestamp, candidate: Timestamp)
  case noMoney

  package var description: String {
    switch self {
    case .lengths(let reference, let candidate):
      "The reference has \(reference) days of equity and the candidate \(candidate). Compare runs of the same tape."
    case .days(let reference, let candidate):
      "The reference has equity at \(reference) where the candidate has it at \(candidate). Compare runs of the same tape."
    case .noMoney:
      "An account stood at or below zero, so its daily returns are undefined. Compare the runs by their trades instead."
    }
  }
}

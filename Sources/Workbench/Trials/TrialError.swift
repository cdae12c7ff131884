package import Market

/// Why a sweep or a walk-forward cannot be run although its scenario is well written.
package enum TrialError: Error, CustomStringConvertible {
  /// Every point failed while it was played.
  case noPoint(first: String)
  case noPointInFold(Int, first: String)
  case noCommonWindow
  case noFold(Range<Timestamp>, needed: Int64)
  case unknownBalance(SeriesName)

  package var description: String {
    switch self {
    case .noPoint(let first):
      "every point of the sweep failed, the first because: \(first)"
    case .noPointInFold(let fold, let first):
      "every point failed in the training of fold \(fold), the first because: \(first)"
    case .noCommonWindow:
      "the windows of the series have no time in common, so that no fold can hold all of them. Change from and to in data."
    case .noFold(let window, let needed):
      "the window \(window.lowerBound) to \(window.upperBound) is shorter than walk_forward.train and test together, "
        + "\(needed / 86_400_000) days. Shorten them or widen the window."
    case .unknownBalance(let series):
      "walk_forward carries the balance of \(series) from fold to fold, and venue.balance is off. Give one."
    }
  }
}

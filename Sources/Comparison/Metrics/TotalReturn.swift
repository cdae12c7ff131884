internal import Market

extension EquityCurve {
  /// Last equity over first, minus one; nil without a day or without money at the start.
  package var totalReturn: Double? { growth.map { $0 - 1 } }

  /// Last equity over first.
  var growth: Double? {
    guard dayCount > 0, let first = points.first?.equity, let last = points.last?.equity, first > .zero else {
      return nil
    }
    return last.doubleValue / first.doubleValue
  }
}

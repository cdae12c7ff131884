extension TrackRecord {
  /// The confidence, 0 to 1, that the true Sharpe ratio of a day exceeds `benchmark`, in the same daily unit.
  ///
  /// D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012):
  /// `Phi((S - benchmark) sqrt(n - 1) / sqrt(1 - skewness S + (kurtosis - 1) / 4 S^2))`. For independent days.
  /// Nil where the ratio has no variance.
  package func probabilisticSharpeRatio(benchmark: Double = 0) -> Double? {
    guard ratioVariance > 1e-12 else { return nil }
    let distance = (sharpeRatio - benchmark) * Double(days - 1).squareRoot() / ratioVariance.squareRoot()
    return distance.isFinite ? StandardNormal.probability(upTo: distance) : nil
  }
}

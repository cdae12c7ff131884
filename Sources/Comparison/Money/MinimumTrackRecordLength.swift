extension TrackRecord {
  /// Days that a record with these moments needs before its Sharpe ratio exceeds `benchmark`, a daily ratio, with
  /// `confidence`, 0.5 to 1, both exclusive; not rounded.
  ///
  /// D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012):
  /// `1 + (1 - skewness S + (kurtosis - 1) / 4 S^2) (z / (S - benchmark))^2`.
  /// Nil where the ratio is not above the benchmark: no record of this kind is long enough.
  package func minimumLength(benchmark: Double = 0, confidence: Double = 0.95) -> Double? {
    precondition(confidence > 0.5 && confidence < 1, "confidence lies between a half and one")
    guard sharpeRatio > benchmark else { return nil }
    let distance = StandardNormal.quantile(confidence) / (sharpeRatio - benchmark)
    return (1 + max(0, ratioVariance) * distance * distance).finite
  }
}

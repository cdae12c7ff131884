/// What a variant owns of a trade run, and so what can be taken from it alone.
///
/// The reply's amount is none of them: no sizing rule reads it. Gates and sizing are the pipeline's, not the model's.
enum AttributionCause: String, CaseIterable, Sendable {
  case action
  case confidence
  case latency
  /// Whether there is an answer at all.
  case failures

  /// In order of their bits: the causes by which two variants can differ. Failures only where either is made to fail.
  static func owned(by reference: VariantModel, and candidate: VariantModel) -> [AttributionCause] {
    let fails = reference.failures != nil || candidate.failures != nil
    return allCases.filter { $0 != .failures || fails }
  }

  /// Those of `causes` whose bit is set in `mask`.
  static func names(_ causes: [AttributionCause], in mask: Int) -> [String] {
    causes.indices.filter { mask >> $0 & 1 == 1 }.map { causes[$0].rawValue }
  }
}

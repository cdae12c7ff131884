/// What a model takes as the expected return.
package enum MeanModel: String, CaseIterable, Sendable {
  /// One number, estimated with the other parameters.
  case constant
  /// Zero: returns are residuals.
  case zero
}

package import Market
package import Scenarios

/// One fold of a walk-forward: where the point is chosen, and where it is judged.
package struct Fold: Equatable, Sendable {
  /// From 1.
  package var number: Int
  package var train: TapeStretch
  package var test: TapeStretch
}

extension WalkForward {
  /// Folds as long as a whole test window fits; what is left at the end is not played.
  package func folds(of window: Range<Timestamp>) throws(TrialError) -> [Fold] {
    func later(_ time: Timestamp, _ span: Int64) -> Timestamp { Timestamp(milliseconds: time.milliseconds + span) }
    var folds: [Fold] = []
    var start = later(window.lowerBound, train)
    while later(start, test) <= window.upperBound {
      let trainStart = mode == .anchored ? window.lowerBound : later(start, -train)
      folds.append(
        Fold(
          number: folds.count + 1, train: stretch(trainStart..<later(start, -embargo), of: window),
          test: stretch(start..<later(start, test), of: window)))
      start = later(start, step)
    }
    guard !folds.isEmpty else { throw .noFold(window, needed: train + test) }
    return folds
  }

  /// No candle before the tape's own window is ever read.
  private func stretch(_ part: Range<Timestamp>, of window: Range<Timestamp>) -> TapeStretch {
    let leadIn = Timestamp(milliseconds: part.lowerBound.milliseconds - leadIn)
    return TapeStretch(window: part, learnsFrom: max(leadIn, window.lowerBound))
  }
}

extension [TrialTape] {
  /// The time that all tapes have in common.
  func commonWindow() throws(TrialError) -> Range<Timestamp> {
    let start = map(\.window.lowerBound).max() ?? .distantPast
    let end = map(\.window.upperBound).min() ?? .distantPast
    guard start < end else { throw .noCommonWindow }
    return start..<end
  }
}

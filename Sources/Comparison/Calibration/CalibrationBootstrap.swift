/// Intervals of calibration figures whose outcomes overlap in time.
///
/// A label looks ahead over many bars, so neighbouring forecasts share most of theirs. The stationary bootstrap (see
/// ``StationaryBootstrap``) draws blocks of decision bars, each with all forecasts made on it. Brier score and
/// overconfidence have percentile intervals.
///
/// The expected calibration error is a sum of magnitudes: noise can only raise it, and resampling adds noise once more.
/// `calibratedError` says how large noise alone would make it: its mean over resamples from whose bins the observed gaps
/// were taken away. The interval is the wider of percentile and reverse percentile interval on each side (A. C. Davison
/// and D. V. Hinkley, "Bootstrap Methods and their Application", 1997, sections 5.2 and 5.3), from zero on where
/// calibration is not refuted at 5 %.
package struct CalibrationBootstrap: Hashable, Sendable {
  package let brier: ConfidenceInterval
  /// Mean confidence less the share that was right.
  package let overconfidence: ConfidenceInterval
  package let expectedCalibrationError: ConfidenceInterval
  /// The expected calibration error that a calibrated model would show on so many such bars.
  package let calibratedError: Double
  /// How probable an expected calibration error as large as the observed is for a calibrated model.
  package let pValue: Double
  /// Mean block length, in decision bars.
  package let blockLength: Double
  package let bars: Int
  package let resamples: Int

  /// - `bars`: the forecasts of each decision bar that has any, in order of time.
  /// - `labelHorizon`: decision bars that a label looks ahead. Blocks are twice as long in the mean, or longer where the
  ///   errors say so: a label's overlap fades over the horizon, and blocks of random length cut into it.
  ///
  /// 95 %. Nil of fewer than 30 bars, and where that makes fewer than ten blocks.
  package init?(
    _ bars: [[StatedConfidence]], bins: ConfidenceBins = .equalWidth(), labelHorizon: Int, resamples: Int = 2_000,
    seed: UInt64
  ) {
    precondition(resamples >= 100, "a 95 % interval needs at least 100 resamples")
    let bars = bars.filter { !$0.isEmpty }
    let shortest = labelHorizon > 1 ? 2 * labelHorizon : 1
    guard bars.count >= 30, shortest <= bars.count / 10 else { return nil }
    let errors = bars.map { bar in bar.reduce(0) { $0 + $1.squaredError } / Double(bar.count) }
    let length = max(errors.stationaryBlockLength, Double(shortest))
    let samples = bars.map { bar in bar.map { (place: bins.place(of: $0.confidence), gap: $0.gap) } }
    var bootstrap = StationaryBootstrap(count: bars.count, meanBlockLength: length, seed: seed)
    let draws = (0..<resamples).map { _ in
      var sums = CalibrationSums(bins: bins.count)
      bootstrap.resample { bar in for sample in samples[bar] { sums.add(sample.gap, at: sample.place) } }
      return sums
    }
    var whole = CalibrationSums(bins: bins.count)
    for bar in samples { for sample in bar { whole.add(sample.gap, at: sample.place) } }

    brier = .percentiles(draws.map(\.brier))
    overconfidence = .percentiles(draws.map(\.overconfidence))
    let error = whole.calibrationError()
    let noise = draws.map { $0.calibrationError(less: whole) }
    calibratedError = noise.reduce(0, +) / Double(resamples)
    pValue = Double(1 + noise.count { $0 >= error }) / Double(1 + resamples)
    let bounds = ConfidenceInterval.percentiles(draws.map { $0.calibrationError() })
    expectedCalibrationError = ConfidenceInterval(
      low: pValue > 0.05 ? 0 : max(0, min(bounds.low, 2 * error - bounds.high)),
      high: min(1, max(bounds.high, 2 * error - bounds.low)))
    blockLength = length
    self.bars = bars.count
    self.resamples = resamples
  }
}

extension ConfidenceInterval {
  /// The middle 95 % of resampled values.
  fileprivate static func percentiles(_ values: [Double]) -> ConfidenceInterval {
    let sorted = values.sorted()
    return ConfidenceInterval(low: sorted.sortedQuantile(0.025), high: sorted.sortedQuantile(0.975))
  }
}

import Comparison
import Market
import Testing

@Suite struct CalibrationBootstrapTests {
  /// One forecast a bar whose label is drawn from the `horizon` shocks ahead, right with probability
  /// `confidence - bias` exactly.
  private func bars(
    _ count: Int, horizon: Int, bias: Double, _ generator: inout SeededGenerator
  ) -> [[StatedConfidence]] {
    let shocks = (0..<count + horizon).map { _ in generator.normal() }
    return (0..<count).map { bar in
      let confidence = 0.6 + 0.01 * Double(generator.index(below: 36))
      let outlook = shocks[bar..<bar + horizon].reduce(0, +) / Double(horizon).squareRoot()
      let isRight = StandardNormal.probability(upTo: outlook) < confidence - bias
      return [StatedConfidence(confidence: confidence, isRight: isRight)]
    }
  }

  /// Of 150 intervals, 95 % have a standard deviation of 1.8 %. Overlapping labels are known to cost coverage.
  @Test(arguments: [(400, 1, 0.0, 0.88), (400, 1, 0.15, 0.86), (1_500, 12, 0.0, 0.84), (1_500, 12, 0.1, 0.84)])
  func `most intervals hold the truth`(count: Int, horizon: Int, bias: Double, floor: Double) throws {
    var generator = SeededGenerator(seed: 21)
    var covered = (overconfidence: 0, error: 0)
    var refuted = 0
    for seed in 0..<150 {
      let bars = bars(count, horizon: horizon, bias: bias, &generator)
      let bootstrap = try #require(
        CalibrationBootstrap(bars, labelHorizon: horizon, resamples: 200, seed: UInt64(seed)))
      if bootstrap.overconfidence.contains(bias) { covered.overconfidence += 1 }
      // All bins are off by the same amount.
      if bootstrap.expectedCalibrationError.contains(bias) { covered.error += 1 }
      if bootstrap.pValue < 0.05 { refuted += 1 }
    }
    #expect(Double(covered.overconfidence) >= 150 * floor && Double(covered.error) >= 150 * floor, "\(covered)")
    #expect(bias == 0 ? refuted <= 22 : refuted >= 100, "\(refuted)")
  }

  @Test func `noise alone explains the calibration error of a calibrated model`() throws {
    var generator = SeededGenerator(seed: 8)
    let bars = bars(1_000, horizon: 1, bias: 0, &generator)
    let bootstrap = try #require(CalibrationBootstrap(bars, labelHorizon: 1, seed: 3))
    let diagram = ReliabilityDiagram(bars.flatMap(\.self), bins: .equalWidth())
    let error = try #require(diagram.expectedCalibrationError)
    // A bin of n independent outcomes of variance v is off by sqrt(2 n v / pi) in the mean.
    let noise = diagram.bins.reduce(0) { sum, bin in
      sum + (2 * Double(bin.count) * bin.hitRate * (1 - bin.hitRate) / .pi).squareRoot() / 1_000
    }
    #expect(bootstrap.calibratedError.isClose(to: noise, 0.1), "\(bootstrap.calibratedError) \(noise)")
    #expect(bootstrap.pValue > 0.05)
    #expect(bootstrap.expectedCalibrationError.low == 0 && bootstrap.expectedCalibrationError.contains(error))
    #expect(bootstrap.brier.contains(try #require(BrierScore(bars.flatMap(\.self))).value))
    #expect(bootstrap.bars == 1_000 && bootstrap.resamples == 2_000)
  }

  @Test func `labels that look ahead make the blocks longer and the interval wider`() throws {
    var generator = SeededGenerator(seed: 30)
    let bars = bars(2_000, horizon: 24, bias: 0, &generator)
    let blind = try #require(CalibrationBootstrap(bars, labelHorizon: 1, seed: 1))
    let aware = try #require(CalibrationBootstrap(bars, labelHorizon: 24, seed: 1))
    #expect(aware.blockLength >= 48 && aware.blockLength >= blind.blockLength)
    let naive = CalibrationBootstrap(bars.sorted { $0[0].confidence < $1[0].confidence }, labelHorizon: 1, seed: 1)
    let widths = [try #require(naive), aware].map { $0.overconfidence.high - $0.overconfidence.low }
    #expect(widths[0] * 2 < widths[1])
  }

  @Test func `forecasts of one bar stay together, and empty bars are none`() throws {
    var generator = SeededGenerator(seed: 4)
    let single = bars(100, horizon: 1, bias: 0, &generator)
    let twins = single.flatMap { [[], $0 + $0] }
    let intervals = try [single, twins].map { bars in
      try #require(CalibrationBootstrap(bars, labelHorizon: 1, seed: 6)).brier
    }
    #expect(intervals[0].low.isClose(to: intervals[1].low, 1e-12))
    #expect(intervals[0].high.isClose(to: intervals[1].high, 1e-12))
  }

  @Test func `too few bars for their labels have no interval`() {
    var generator = SeededGenerator(seed: 4)
    #expect(CalibrationBootstrap(bars(29, horizon: 1, bias: 0, &generator), labelHorizon: 1, seed: 1) == nil)
    #expect(CalibrationBootstrap(bars(479, horizon: 24, bias: 0, &generator), labelHorizon: 24, seed: 1) == nil)
    #expect(CalibrationBootstrap(bars(480, horizon: 24, bias: 0, &generator), labelHorizon: 24, seed: 1) != nil)
    #expect(CalibrationBootstrap([], labelHorizon: 1, seed: 1) == nil)
  }

  @Test func `outcomes that never vary give intervals of no width, not a crash`() throws {
    let bars = [[StatedConfidence]](repeating: [StatedConfidence(confidence: 1, isRight: true)], count: 50)
    let bootstrap = try #require(CalibrationBootstrap(bars, labelHorizon: 1, seed: 1))
    #expect(bootstrap.brier == ConfidenceInterval(low: 0, high: 0) && bootstrap.calibratedError == 0)
    #expect(bootstrap.pValue == 1)
  }
}

import Comparison
import Market
import Testing

/// Expected values: scikit-learn and numpy, see Fixtures/make_agreement.py.
@Suite struct CalibrationTests {
  private func forecasts(_ name: String) throws -> [StatedConfidence] {
    try Fixture.rows("confidences.csv").filter { $0[0] == name }.map { row in
      StatedConfidence(confidence: try #require(Double(row[1])), isRight: row[2] == "1")
    }
  }

  private func bins(_ strategy: String, _ forecasts: [StatedConfidence]) throws -> ConfidenceBins {
    strategy == "uniform" ? .equalWidth() : try #require(.equalMass(of: forecasts))
  }

  @Test(arguments: ["percent", "fine", "coarse"], ["uniform", "quantile"])
  func `bins, Brier score and calibration error are those of scikit-learn`(name: String, strategy: String) throws {
    let forecasts = try forecasts(name)
    let bins = try bins(strategy, forecasts)
    let diagram = ReliabilityDiagram(forecasts, bins: bins)
    let curve = try Fixture.rows("reliability.csv").filter { $0[0] == name && $0[1] == strategy }
    #expect(diagram.bins.count == curve.count && diagram.bins.reduce(0) { $0 + $1.count } == forecasts.count)
    for (bin, row) in zip(diagram.bins, curve) {
      #expect(bin.meanConfidence.isClose(to: try #require(Double(row[2])), 1e-12))
      #expect(bin.hitRate.isClose(to: try #require(Double(row[3])), 1e-12))
    }
    let row = try #require(Fixture.rows("calibration.csv").first { $0[0] == name && $0[1] == strategy })
    let score = try #require(BrierScore(forecasts, bins: bins))
    let values = [
      score.value, score.reliability, score.resolution, score.uncertainty, score.withinBinVariance,
      score.withinBinCovariance, try #require(diagram.expectedCalibrationError), try #require(forecasts.sharpness),
    ]
    let expected = row.dropFirst(2).compactMap(Double.init)
    #expect(expected.count == values.count)
    for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 1e-13, "\(value) \(expected)") }
  }

  @Test(arguments: [1, 2, 3, 10, 37])
  func `the parts of a Brier score add up exactly, whatever the bins`(count: Int) throws {
    let forecasts = try forecasts("fine")
    for bins in [ConfidenceBins.equalWidth(count), try #require(.equalMass(count, of: forecasts))] {
      let score = try #require(BrierScore(forecasts, bins: bins))
      let sum = score.reliability - score.generalizedResolution + score.uncertainty
      #expect(abs(sum - score.value) < 1e-14)
    }
  }

  @Test func `a confidence on a bound belongs to the band below it`() {
    let bins = ConfidenceBins.equalWidth()
    // Whole per cents are what models answer: each tenth must fall on its own bound.
    let places = (0...10).map { bins.place(of: Double(10 * $0) / 100) }
    #expect(places == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(bins.place(of: 0.701) == 7 && bins.place(of: 0.699) == 6)
  }

  @Test func `equal confidences share a band of equal mass`() throws {
    let forecasts = (0..<40).map { StatedConfidence(confidence: $0 < 30 ? 0.6 : 0.9, isRight: $0 % 2 == 0) }
    let diagram = ReliabilityDiagram(forecasts, bins: try #require(.equalMass(of: forecasts)))
    #expect(diagram.bins.map(\.count) == [30, 10])
    #expect(ConfidenceBins.equalMass(of: []) == nil)
  }

  @Test func `certain and right is perfect, certain and wrong is worst`() throws {
    let right = [StatedConfidence(confidence: 1, isRight: true), StatedConfidence(confidence: 0, isRight: false)]
    let wrong = [StatedConfidence(confidence: 1, isRight: false), StatedConfidence(confidence: 0, isRight: true)]
    let best = try #require(BrierScore(right))
    let worst = try #require(BrierScore(wrong))
    #expect(best.value == 0 && best.reliability == 0 && best.resolution == 0.25 && best.uncertainty == 0.25)
    #expect(worst.value == 1 && worst.reliability == 1)
    #expect(ReliabilityDiagram(wrong, bins: .equalWidth()).expectedCalibrationError == 1)
    #expect(right.sharpness == 0.25)
  }

  @Test func `nothing forecast has no figures`() {
    #expect(BrierScore([]) == nil && [StatedConfidence]().sharpness == nil && threeClassBrierScore([]) == nil)
    let diagram = ReliabilityDiagram([], bins: .equalWidth())
    #expect(diagram.bins.isEmpty && diagram.expectedCalibrationError == nil)
  }

  @Test func `the score of three classes is that of scikit-learn`() throws {
    let rows = try Fixture.rows("three_class.csv")
    let forecasts = try rows.dropLast().map { row in
      let numbers = row.prefix(3).compactMap(Double.init)
      let probabilities = try #require(AnswerDistribution(hold: numbers[0], buy: numbers[1], sell: numbers[2]))
      return (probabilities: probabilities, right: try #require(Action(name: row[3])))
    }
    let expected = try #require(Double(rows.last?[0] ?? ""))
    #expect(try #require(threeClassBrierScore(forecasts)).isClose(to: expected, 1e-12))
    let third = try #require(AnswerDistribution(hold: 1.0 / 3, buy: 1.0 / 3, sell: 1.0 / 3))
    #expect(third.squaredError(.sell).isClose(to: 2.0 / 3, 1e-14))
    let sure = try #require(AnswerDistribution(hold: 0, buy: 1, sell: 0))
    #expect(sure.squaredError(.buy) == 0 && sure.squaredError(.hold) == 2)
  }
}

import Comparison
import Testing

/// What the tests of selection say where there is little or nothing to test.
@Suite struct SelectionLimitsTests {
  @Test func `models that differ from nothing are not found better`() throws {
    let flat = try #require(DailyMatrix([[Double]](repeating: [Double](repeating: 0, count: 20), count: 3)))
    let differences = ResampledMeans(of: flat, meanBlockLength: 2, resamples: 100, seed: 1)
    #expect(RealityCheck(of: differences).pValue == 1)
    let test = try #require(SuperiorPredictiveAbility(of: differences))
    #expect(test.statistic == 0 && test.best == nil && test.lower == 1 && test.upper == 1)
    let steps = try #require(StepwiseMultipleTest(of: differences))
    #expect(steps.superior == [] && steps.criticalValues == [])
    for statistic in ModelConfidenceSet.Statistic.allCases {
      let set = ModelConfidenceSet(of: differences, statistic: statistic)
      #expect(set.pValues == [1, 1, 1] && set.order == [0, 1, 2])
    }
  }

  @Test func `a model that is better by the same every day has no test, a worse one takes no part`() throws {
    let noise = Array(try SelectionFixture("one better").differences.column(0))
    func test(_ constant: Double) throws -> ResampledMeans {
      let matrix = try #require(DailyMatrix([noise, [Double](repeating: constant, count: 80)]))
      return ResampledMeans(of: matrix, meanBlockLength: 3, resamples: 100, seed: 1)
    }
    #expect(SuperiorPredictiveAbility(of: try test(0.001)) == nil)
    #expect(StepwiseMultipleTest(of: try test(0.001)) == nil)
    let alone = ResampledMeans(of: try #require(DailyMatrix([noise])), meanBlockLength: 3, resamples: 100, seed: 1)
    #expect(SuperiorPredictiveAbility(of: try test(-0.1)) == SuperiorPredictiveAbility(of: alone))
  }

  @Test(arguments: ModelConfidenceSet.Statistic.allCases)
  func `a twin stays with its twin, and a certain difference is certain`(
    statistic: ModelConfidenceSet.Statistic
  ) throws {
    let losses = Array(try SelectionFixture("even").losses.column(0))
    let worse = losses.map { $0 + 0.25 }
    let matrix = try #require(DailyMatrix([losses, worse, losses]))
    let set = ModelConfidenceSet(
      of: ResampledMeans(of: matrix, meanBlockLength: 3, resamples: 100, seed: 1), statistic: statistic)
    #expect(set.pValues == [1, 0, 1])
    #expect(set.order == [1, 0, 2])
  }

  @Test func `figures that are no numbers, ragged and short ones make no matrix`() {
    let ten = [Double](repeating: 0.01, count: 10)
    #expect(DailyMatrix([]) == nil)
    #expect(DailyMatrix([ten, Array(ten.dropLast())]) == nil)
    #expect(DailyMatrix([Array(ten.dropLast())]) == nil)
    #expect(DailyMatrix([ten.dropLast() + [.nan]]) == nil)
    #expect(DailyMatrix([ten.dropLast() + [.infinity]]) == nil)
    #expect(DailyMatrix([ten])?.negated.values == ten.map { -$0 })
  }
}

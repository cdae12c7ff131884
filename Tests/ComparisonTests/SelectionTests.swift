import Comparison
import Market
import Testing

/// Expected values: arch, and the papers' formulas in numpy, on the same resamples; see Fixtures/make_selection.py.
@Suite struct SelectionTests {
  @Test(arguments: SelectionFixture.cases)
  func `means of a resample are sums of blocks`(name: String) throws {
    let fixture = try SelectionFixture(name)
    let resampled = fixture.resampled(fixture.differences)
    #expect(resampled.resamples == 150 && resampled.models == 6 && resampled.days == 80)
    for (draw, days) in fixture.drawn.enumerated() {
      for model in 0..<6 {
        let column = Array(fixture.differences.column(model))
        let mean = days.reduce(0) { $0 + column[$1] } / 80
        #expect(abs(resampled.means[model] + resampled.deviations[draw * 6 + model] - mean) < 1e-16)
      }
    }
    for (variance, expected) in zip(resampled.variances, try fixture.expected("variances")) {
      #expect(variance.isClose(to: expected, 1e-12))
    }
  }

  @Test(arguments: SelectionFixture.cases)
  func `the reality check is that of arch`(name: String) throws {
    let fixture = try SelectionFixture(name)
    let check = RealityCheck(of: fixture.resampled(fixture.differences))
    #expect(check.pValue.isClose(to: try fixture.expected("arch_reality_check")[0], 1e-12))
  }

  /// Where no model does better than the benchmark arch goes on and finds 0.61; here nothing is left to test.
  @Test(arguments: SelectionFixture.cases)
  func `superior predictive ability is that of arch where it is not studentised`(name: String) throws {
    let fixture = try SelectionFixture(name)
    let test = try #require(
      SuperiorPredictiveAbility(of: fixture.resampled(fixture.differences), studentized: false))
    let expected = name == "all worse" ? [1, 1, 1] : try fixture.expected("arch_spa")
    #expect(zip([test.lower, test.consistent, test.upper], expected).allSatisfy { $0.isClose(to: $1, 1e-12) })
  }

  @Test(arguments: SelectionFixture.cases)
  func `superior predictive ability is Hansen's`(name: String) throws {
    let fixture = try SelectionFixture(name)
    let test = try #require(SuperiorPredictiveAbility(of: fixture.resampled(fixture.differences)))
    #expect(test.statistic.isClose(to: try fixture.expected("hansen_statistic")[0], 1e-12))
    let expected = try fixture.expected("hansen_spa")
    #expect(zip([test.lower, test.consistent, test.upper], expected).allSatisfy { $0.isClose(to: $1, 1e-12) })
    #expect((test.best == nil) == (name == "all worse"))
  }

  @Test(arguments: SelectionFixture.cases)
  func `the stepwise test names the models of arch, and Romano and Wolf's`(name: String) throws {
    let fixture = try SelectionFixture(name)
    let differences = fixture.resampled(fixture.differences)
    let arch = try #require(StepwiseMultipleTest(of: differences, studentized: false, recentring: .consistent))
    #expect(arch.superior.map(Double.init) == (try fixture.expected("arch_stepm")))
    let critical = max(0, try fixture.expected("arch_critical")[0]) * 80.0.squareRoot()
    #expect(arch.criticalValues[0].isClose(to: critical, 1e-12))

    let studentized = try #require(StepwiseMultipleTest(of: differences))
    #expect(studentized.superior.map(Double.init) == (try fixture.expected("romano_wolf")))
    let criticalValues = try fixture.expected("romano_wolf_critical")
    #expect(studentized.criticalValues.count == criticalValues.count)
    #expect(zip(studentized.criticalValues, criticalValues).allSatisfy { $0.isClose(to: $1, 1e-12) })
  }

  @Test(arguments: SelectionFixture.cases, [ModelConfidenceSet.Statistic.range, .maximum])
  func `the model confidence set is that of arch`(name: String, statistic: ModelConfidenceSet.Statistic) throws {
    let fixture = try SelectionFixture(name)
    let set = ModelConfidenceSet(of: fixture.resampled(fixture.losses), statistic: statistic)
    #expect(zip(set.pValues, try fixture.expected("mcs_\(statistic)")).allSatisfy { $0.isClose(to: $1, 1e-12) })
    #expect(set.order.map(Double.init) == (try fixture.expected("mcs_\(statistic)_order")))
    #expect(set.models(significance: 0.1) == set.pValues.indices.filter { set.pValues[$0] > 0.1 })
  }

  /// Against arch's own 20,000 resamples: each share is known to 0.0035 at most, their difference to 0.005.
  @Test(arguments: SelectionFixture.cases, [1, 2] as [UInt64])
  func `own resamples say the same as those of arch`(name: String, seed: UInt64) throws {
    let fixture = try SelectionFixture(name)
    let expected = try SelectionFixture.figures("selection_seeded.csv", name)
    func resampled(_ matrix: DailyMatrix) -> ResampledMeans {
      ResampledMeans(of: matrix, meanBlockLength: SelectionFixture.block, resamples: 20_000, seed: seed)
    }
    let test = try #require(SuperiorPredictiveAbility(of: resampled(fixture.differences), studentized: false))
    let shares = name == "all worse" ? [1, 1, 1] : try #require(expected["arch_spa"])
    #expect(zip([test.lower, test.consistent, test.upper], shares).allSatisfy { abs($0 - $1) < 0.018 })
    for statistic in ModelConfidenceSet.Statistic.allCases {
      let set = ModelConfidenceSet(of: resampled(fixture.losses), statistic: statistic)
      #expect(zip(set.pValues, try #require(expected["mcs_\(statistic)"])).allSatisfy { abs($0 - $1) < 0.018 })
    }
  }

  @Test func `the same seed gives the same resamples, another seed others`() throws {
    let differences = try SelectionFixture("even").differences
    func deviations(_ seed: UInt64) -> [Double] {
      ResampledMeans(of: differences, meanBlockLength: 5, resamples: 100, seed: seed).deviations
    }
    #expect(deviations(1) == deviations(1))
    #expect(deviations(1) != deviations(2))
  }

  /// 20,000 resamples know a variance to 1 %; blocks of one day are days drawn one by one.
  @Test(arguments: [1, 1.5, 5, 20, 400] as [Double])
  func `resampled means vary as the exact variance says`(block: Double) throws {
    let differences = try SelectionFixture("even").differences
    let resampled = ResampledMeans(of: differences, meanBlockLength: block, resamples: 20_000, seed: 8)
    for model in 0..<6 {
      let values = (0..<20_000).map { resampled.deviations[$0 * 6 + model] }
      let variance = 80 * values.reduce(0) { $0 + $1 * $1 } / 20_000
      #expect(variance.isClose(to: resampled.variances[model], 0.06), "\(block)")
      #expect(abs(values.reduce(0, +) / 20_000) < 4 * (resampled.variances[model] / 80 / 20_000).squareRoot())
    }
  }

  @Test func `the block length is the longest that a model asks for`() throws {
    let differences = try SelectionFixture("one better").differences
    let lengths = (0..<6).map { Array(differences.column($0)).stationaryBlockLength }
    #expect(differences.meanBlockLength == lengths.max())
  }
}

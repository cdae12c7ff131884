import Comparison
import Testing

@Suite struct TrackRecordTests {
  /// Expected values: the papers' formulas by scipy, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases)
  func `probabilistic, deflated and minimum length are those of the formulas`(name: String) throws {
    let rows = try MoneyFixtures.numbers("track_records.csv", name)
    #expect(rows.count == 2)
    for row in rows {
      let record = try #require(TrackRecord(of: try MoneyFixtures.returns(name).candidate.map { $0 + row[0] }))
      let deflated = try #require(DeflatedSharpeRatio(of: record, trials: Int(row[2]), trialVariance: row[3]))
      let values = [
        record.sharpeRatio, record.skewness, record.kurtosis,
        try #require(record.probabilisticSharpeRatio(benchmark: row[1])), deflated.expectedMaximum,
        deflated.probability, record.minimumLength(benchmark: row[1]) ?? 0,
      ]
      for (value, expected) in zip(values, row[4...]) { #expect(value.isClose(to: expected, 1e-9)) }
    }
  }

  @Test func `a record as long as its minimum has just the confidence asked for`() throws {
    let record = try #require(TrackRecord(of: try MoneyFixtures.returns("autocorrelated").candidate))
    let confidence = try #require(record.probabilisticSharpeRatio())
    #expect(try #require(record.minimumLength(confidence: confidence)).isClose(to: Double(record.days), 1e-9))
  }

  @Test func `one trial deflates nothing, and more trials deflate more`() throws {
    let record = try #require(TrackRecord(of: try MoneyFixtures.returns("autocorrelated").candidate))
    let single = try #require(DeflatedSharpeRatio(of: record, trials: 1, trialVariance: 0.01))
    #expect(single.expectedMaximum == 0 && single.probability == record.probabilisticSharpeRatio())
    let deflated = [2, 10, 1_000, 1_000_000].compactMap {
      DeflatedSharpeRatio(of: record, trials: $0, trialVariance: 0.01)?.probability
    }
    #expect(deflated.count == 4 && zip(deflated, deflated.dropFirst()).allSatisfy { $0 > $1 })
    #expect(DeflatedSharpeRatio.expectedMaximum(trials: 50, trialVariance: 0) == 0)
  }

  @Test func `no record is long enough for a ratio that is not above its benchmark`() throws {
    let record = try #require(TrackRecord(of: (0..<20).map { $0 % 2 == 0 ? 0.01 : -0.01 }))
    #expect(record.sharpeRatio == 0 && record.kurtosis.isClose(to: 1, 1e-12))
    #expect(record.minimumLength() == nil)
    #expect(try #require(record.probabilisticSharpeRatio()).isClose(to: 0.5, 1e-12))
  }

  @Test func `returns that do not vary and few returns are no record`() {
    #expect(TrackRecord(of: [Double](repeating: 0.01, count: 30)) == nil)
    #expect(TrackRecord(of: (0..<9).map(Double.init)) == nil)
    #expect(TrackRecord(of: (0..<30).map { $0 == 3 ? .nan : Double($0) }) == nil)
  }

  /// Of two values, one in ten the higher, the skewness is 8/3 and the variance of the ratio S is `(1 - 4/3 S)^2`.
  @Test func `a ratio without variance has no confidence`() throws {
    let share = 0.75 * 0.3 * (10 / 9.0).squareRoot()
    let low = (share - 0.1) / (share + 0.9)
    let record = try #require(TrackRecord(of: [1] + [Double](repeating: low, count: 9)))
    #expect(record.sharpeRatio.isClose(to: 0.75, 1e-12) && record.skewness.isClose(to: 8 / 3.0, 1e-12))
    #expect(record.probabilisticSharpeRatio() == nil)
    #expect(DeflatedSharpeRatio(of: record, trials: 5, trialVariance: 0.01) == nil)
    #expect(try #require(record.minimumLength()).isClose(to: 1, 1e-9))
  }
}

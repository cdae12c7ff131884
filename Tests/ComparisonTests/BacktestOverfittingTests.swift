import Comparison
import Market
import Testing

@Suite struct BacktestOverfittingTests {
  /// Expected values: all splits in plain numpy, see Fixtures/make_selection.py.
  @Test(arguments: ["noise", "skill"])
  func `all splits are those of plain loops`(name: String) throws {
    let rows = try Fixture.rows("backtest_overfitting.csv").filter { $0[0] == name }.map { $0.compactMap(Double.init) }
    let matrix = try #require(DailyMatrix((0..<18).map { column in rows.map { $0[column] } }))
    let result = try BacktestOverfitting(of: matrix)
    let expected = try #require(Fixture.rows("backtest_overfitting_results.csv").first { $0[0] == name })
      .dropFirst().compactMap(Double.init)
    #expect(result.probability.isClose(to: expected[0], 1e-12))
    #expect(result.medianLogit.isClose(to: expected[1], 1e-12))
    #expect(try #require(result.slope).isClose(to: expected[2], 1e-9))
    #expect(result.probabilityOfLoss.isClose(to: expected[3], 1e-12))
    #expect(result.splits == 12_870 && result.configurations == 18)
  }

  @Test func `fewer than sixteen configurations are refused, and too few days`() throws {
    let days = (0..<64).map { 0.01 * Double($0 % 7 - 3) }
    let fifteen = try #require(DailyMatrix([[Double]](repeating: days, count: 15)))
    #expect(throws: TooLittleForOverfitting.configurations(15)) { try BacktestOverfitting(of: fifteen) }
    let short = try #require(DailyMatrix([[Double]](repeating: Array(days.dropLast()), count: 16)))
    #expect(throws: TooLittleForOverfitting.days(63)) { try BacktestOverfitting(of: short) }
    #expect("\(TooLittleForOverfitting.configurations(15))".contains("at least 16 configurations; there are 15"))
    #expect("\(TooLittleForOverfitting.days(63))".contains("at least 64 days"))
  }

  @Test func `equal configurations share the middle rank, and nothing at all is no skill`() throws {
    let days = (0..<64).map { 0.01 * Double($0 % 7 - 3) }
    let equal = try BacktestOverfitting(of: try #require(DailyMatrix([[Double]](repeating: days, count: 16))))
    #expect(equal.probability == 1 && equal.medianLogit == 0)
    let idle = [Double](repeating: 0, count: 64)
    let nothing = try BacktestOverfitting(of: try #require(DailyMatrix([[Double]](repeating: idle, count: 16))))
    #expect(nothing.probability == 1 && nothing.slope == nil && nothing.probabilityOfLoss == 0)
  }

  @Test func `one configuration that is truly better is no overfitting`() throws {
    var generator = SeededGenerator(seed: 2_017)
    let columns = (0..<16).map { number in (0..<320).map { _ in generator.normal() + (number == 3 ? 1 : 0) } }
    let result = try BacktestOverfitting(of: try #require(DailyMatrix(columns)))
    // The best of 16 has rank 16 of 17: ln 16.
    #expect(result.probability == 0 && result.medianLogit.isClose(to: 2.772588722239781, 1e-14))
  }
}

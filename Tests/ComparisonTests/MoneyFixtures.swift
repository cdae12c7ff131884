import Comparison
import Testing

/// The paired returns on which the money statistics are fixed; see Fixtures/make_money_statistics.py.
enum MoneyFixtures {
  static let cases = ["short", "independent", "autocorrelated", "volatile"]

  static func returns(_ name: String) throws -> PairedReturns {
    let rows = try Fixture.rows("money_returns.csv").filter { $0[0] == name }
    return PairedReturns(
      reference: try rows.map { try #require(Double($0[1])) }, candidate: try rows.map { try #require(Double($0[2])) })
  }

  /// The numbers of each row that begins with `name`, without the name.
  static func numbers(_ file: String, _ name: String) throws -> [[Double]] {
    try Fixture.rows(file).filter { $0[0] == name }.map { try $0.dropFirst().map { try #require(Double($0)) } }
  }
}

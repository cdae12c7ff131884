import Comparison
import Testing

/// Cases of models against a benchmark and what other programs make of them: Fixtures/make_selection.py.
struct SelectionFixture {
  static let cases = ["even", "one better", "two better", "all worse"]
  /// Mean length of the blocks that were drawn.
  static let block = 5.0

  let differences: DailyMatrix
  let losses: DailyMatrix
  /// The days of each resample as arch drew them.
  let drawn: [[Int]]
  private let expected: [String: [Double]]

  init(_ name: String) throws {
    let rows = try Fixture.rows("selection_returns.csv").filter { $0[0] == name }.map { $0.compactMap(Double.init) }
    let columns = (0..<rows[0].count).map { column in rows.map { $0[column] } }
    let models = try #require(DailyMatrix(Array(columns.dropFirst())))
    differences = models.minus(columns[0])
    losses = models.negated
    drawn = try Fixture.rows("selection_draws.csv").filter { $0[0] == name }.map { row in
      row[1].split(separator: " ").compactMap { Int($0) }
    }
    expected = try Self.figures("selection_results.csv", name)
  }

  static func figures(_ file: String, _ name: String) throws -> [String: [Double]] {
    let rows = try Fixture.rows(file).filter { $0[0] == name }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[1], $0[2].split(separator: " ").compactMap { Double($0) }) })
  }

  func expected(_ figure: String) throws -> [Double] { try #require(expected[figure]) }

  func resampled(_ matrix: DailyMatrix) -> ResampledMeans {
    ResampledMeans(of: matrix, meanBlockLength: Self.block, drawn: drawn)
  }
}

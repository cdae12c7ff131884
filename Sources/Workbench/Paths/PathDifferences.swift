import Comparison
import Market
import Scenarios

/// How each variant's profit drew away from the reference's, account by account, and what chance alone would have made
/// of it.
struct PathDifferences: Sendable {
  /// Books in order, within them the variants; the reference has none.
  let paths: [Path]

  struct Path: Sendable {
    var variant: Int
    var book: Int
    var times: [Timestamp]
    /// Profit so far less the reference's, shares of the starting equity; zero at the first of the times.
    var difference: [Double]
    /// Of the daily steps of ``difference``; nil of fewer than ten.
    var chance: ChanceBand?
  }

  /// Nothing where nothing is compared. The bands are drawn on `jobs` threads.
  init(_ results: RunResults, jobs: Int) async throws {
    let run = results.run
    guard let reference = run.reference else {
      paths = []
      return
    }
    let undrawn = run.books.indices.flatMap { book in
      run.variantNames.indices.compactMap { variant in
        variant == reference
          ? nil
          : Path(
            variant, book, results.accounts[variant][book].curve, less: results.accounts[reference][book].curve)
      }
    }
    let seed = run.scenario.seed
    paths = try await mapInParallel(undrawn, jobs: jobs) { $0.drawn(seed: seed) }
  }

  func path(variant: Int, book: Int) -> Path? { paths.first { $0.variant == variant && $0.book == book } }
}

extension PathDifferences.Path {
  /// Nil where the accounts began without money.
  fileprivate init?(_ variant: Int, _ book: Int, _ own: EquityCurve, less reference: EquityCurve) {
    guard let start = reference.points.first?.equity.doubleValue, start > 0 else { return nil }
    self.variant = variant
    self.book = book
    times = reference.points.map(\.time)
    difference = zip(own.points, reference.points).map { ($0.equity.doubleValue - $1.equity.doubleValue) / start }
  }

  fileprivate func drawn(seed: UInt64) -> PathDifferences.Path {
    var path = self
    // Far from the seeds of the run's other draws, and one for each path.
    path.chance = ChanceBand(
      of: zip(difference, difference.dropFirst()).map { $1 - $0 },
      seed: seed &+ 1_000_000 &+ UInt64(variant * 1_000 + book))
    return path
  }
}

package import Market

/// The days that an account began with a position, each with the loss that its position was not to exceed.
///
/// The limit is the pipeline's own rule: each position's notional at the day's start times its price's returns of the
/// last 60 days, summed over the account's positions, and of these sums the one at rank ceil(0.05 n). The day's return is
/// the account's, so it holds what was traded during the day and what that cost.
package struct ExposedDays: Equatable, Sendable {
  /// One instrument of an account at the end of a trading day.
  package struct Day: Equatable, Sendable {
    package var start: Timestamp
    /// Of the account, in its currency.
    package var equity: Double
    /// Base units, below zero when short.
    package var quantity: Double
    /// The day's close; zero before the first candle.
    package var price: Double

    package init(start: Timestamp, equity: Double, quantity: Double, price: Double) {
      (self.start, self.equity, self.quantity, self.price) = (start, equity, quantity, price)
    }
  }

  /// Of the account, shares of its equity at the day's start.
  package private(set) var returns: [Double] = []
  /// Value at risk, 95 %, the same shares. Below zero where even the tail of the past days is a gain.
  package private(set) var limits: [Double] = []
  /// Exposed days without a limit: fewer than 20 days were known.
  package private(set) var unknown = 0

  package static let level = 0.05
  private static let window = 60
  private static let fewest = 20

  /// `panels` are the days of each instrument of one account in its currency, all of the same days.
  package init(_ panels: [[Day]]) {
    guard let first = panels.first, panels.allSatisfy({ $0.map(\.start) == first.map(\.start) }) else { return }
    for day in first.indices.dropFirst() {
      let equity = first[day - 1].equity
      let held = panels.map { $0[day - 1].quantity * $0[day - 1].price }
      guard equity > 0, held.contains(where: { $0 != 0 }) else { continue }
      let past = Self.changes(panels, before: day)
      guard past.count >= Self.fewest else {
        unknown += 1
        continue
      }
      let outcomes = past.map { zip(held, $0).reduce(0) { $0 + $1.0 * $1.1 } }.sorted()
      limits.append(-outcomes[(outcomes.count + 19) / 20 - 1] / equity)
      returns.append(first[day].equity / equity - 1)
    }
  }

  /// What each price did on each of the last days that are known at the start of `day`; zero where one is not known.
  private static func changes(_ panels: [[Day]], before day: Int) -> [[Double]] {
    var changes: [[Double]] = []
    for past in (1..<max(day, 1)).reversed() where changes.count < window {
      let all = panels.map { days -> Double? in
        let (from, to) = (days[past - 1].price, days[past].price)
        return from > 0 && to > 0 ? to / from - 1 : nil
      }
      if all.contains(where: { $0 != nil }) { changes.append(all.map { $0 ?? 0 }) }
    }
    return changes
  }
}

import Market

/// What positions that are held together would have made on each of the last days: historical value at risk.
///
/// A day on which an instrument did not trade counts as a return of zero for it.
struct PortfolioTail: Sendable {
  /// Signed notional in the account's currency, and the days of its instrument.
  typealias Holding = (notional: Double, returns: DailyReturns)

  private let days: [Timestamp]
  /// By day, account currency.
  private let held: [Double]

  /// Nil where too few days are known. `others` are instruments that are not held but may be.
  init?(_ holdings: [Holding], others: [DailyReturns]) {
    let all = holdings.map(\.returns) + others
    let known = Set(all.flatMap { $0.days.map(\.start) }).sorted().suffix(DailyReturns.window)
    guard known.count >= DailyReturns.fewest else { return nil }
    days = Array(known)
    var held = [Double](repeating: 0, count: known.count)
    for holding in holdings {
      for (index, value) in holding.returns.aligned(to: days).enumerated() { held[index] += holding.notional * value }
    }
    self.held = held
  }

  /// The loss that 95 % of the days stayed under, with `added` on top of what is held; account currency, negative where
  /// even the tail is a gain. The empirical quantile at rank ceil(0.05 n).
  func loss(adding added: [Holding]) -> Double {
    var outcomes = held
    for holding in added {
      for (index, value) in holding.returns.aligned(to: days).enumerated() {
        outcomes[index] += holding.notional * value
      }
    }
    outcomes.sort()
    return -outcomes[(outcomes.count + 19) / 20 - 1]
  }

  /// The largest share of `wanted`, 0 to 1, whose loss stays within `limit`: by halving, so that of several such
  /// stretches it finds one, always the same.
  func largestShare(of wanted: [Holding], within limit: Double) -> Double {
    func fits(_ share: Double) -> Bool {
      loss(adding: wanted.map { ($0.notional * share, $0.returns) }) <= limit
    }
    if fits(1) { return 1 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<48 {
      let middle = (low + high) / 2
      if fits(middle) { low = middle } else { high = middle }
    }
    return low
  }
}

extension DailyReturns {
  /// The return of each of those days, zero where none is known.
  func aligned(to wanted: [Timestamp]) -> [Double] {
    var next = 0
    return wanted.map { day in
      while next < days.count, days[next].start < day { next += 1 }
      return next < days.count && days[next].start == day ? days[next].value : 0
    }
  }

  /// Pearson's correlation over the days that both know; nil for fewer than 20, or where one never moved.
  func correlation(with other: DailyReturns) -> Double? {
    var pairs: [(Double, Double)] = []
    var next = 0
    for day in days {
      while next < other.days.count, other.days[next].start < day.start { next += 1 }
      if next < other.days.count, other.days[next].start == day.start {
        pairs.append((day.value, other.days[next].value))
      }
    }
    guard pairs.count >= Self.fewest else { return nil }
    let count = Double(pairs.count)
    let means = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - means.0) * (x - means.0)
      yy += (y - means.1) * (y - means.1)
      xy += (x - means.0) * (y - means.1)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}

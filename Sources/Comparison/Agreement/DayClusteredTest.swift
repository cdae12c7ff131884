internal import Market

/// Whether the mean of daily vectors is zero: a randomisation test of H. Hotelling's T^2, "The Generalization of
/// Student's Ratio", Annals of Mathematical Statistics 2 (1931).
///
/// Where nothing differs, a day with the two sides exchanged is as likely as the day itself. So the statistic is compared
/// with what it is when days change sign at random: R. A. Fisher, "The Design of Experiments" (1935), section 21; that it
/// keeps its level for few and unequal clusters: I. A. Canay, J. P. Romano and A. M. Shaikh, "Randomization Tests under
/// an Approximate Symmetry Assumption", Econometrica 85 (2017). Counts of flips are whole numbers and often tie: ties
/// count half, the mid-P of H. O. Lancaster, "Significance Tests in Discrete Distributions", Journal of the American
/// Statistical Association 56 (1961), without which few flips would hardly ever be held against anybody.
package struct DayClusteredTest: Hashable, Sendable {
  /// T^2 as an F with `dimensions` and `days - dimensions` degrees of freedom; infinite where all days are alike.
  package let statistic: Double
  /// Components that vary by themselves.
  package let dimensions: Int
  package let days: Int
  /// The share of sign changes with a larger statistic and half of those with an equal one: of all of them, or of 4,999
  /// drawn and the days as they are.
  package let pValue: Double

  private static let draws = 4_999
  /// All sign changes of so many days are fewer than are drawn.
  private static let countedDays = 12

  /// Nil where no day has any difference, and without more days than twice the dimensions.
  init?(_ days: [[Double]]) {
    // T^2 rises with the form of the days' sum in their second moments about zero, which no change of sign moves.
    let different = days.filter { $0.contains { $0 != 0 } }
    guard let width = different.first?.count else { return nil }
    let moments = (0..<width).map { row in
      (0..<width).map { column in different.reduce(0) { $0 + $1[row] * $1[column] } }
    }
    guard let form = QuadraticForm(inverseOf: moments), days.count > 2 * form.rank else { return nil }
    let whitened = different.map(form.whitened)
    let columns = (0..<form.rank).map { place in whitened.map { $0[place] } }
    let own = columns.reduce(0) { sum, column in
      let total = column.reduce(0, +)
      return sum + total * total
    }
    let share = min(1, own / Double(days.count))
    statistic = share / (1 - share) * Double(days.count - form.rank) / Double(form.rank)
    dimensions = form.rank
    self.days = days.count
    pValue = Self.share(of: columns, beyond: own)
  }

  private static func share(of columns: [[Double]], beyond own: Double) -> Double {
    let count = columns[0].count
    var halves = 0
    func note(_ bits: [UInt64]) {
      let value = value(columns, changing: bits)
      halves += value > own * (1 + 1e-9) ? 2 : value < own * (1 - 1e-9) ? 0 : 1
    }
    if count <= countedDays {
      let all = 1 << count
      for bits in 0..<all { note([UInt64(bits)]) }
      return Double(halves) / Double(2 * all)
    }
    var generator = SeededGenerator(seed: 0)
    let words = (count + 63) / 64
    note(Array(repeating: 0, count: words))
    for _ in 0..<draws { note((0..<words).map { _ in generator.next() }) }
    return Double(halves) / Double(2 * (1 + draws))
  }

  /// The form where the days whose bits are set change their sign.
  private static func value(_ columns: [[Double]], changing bits: [UInt64]) -> Double {
    columns.reduce(0) { sum, column in
      var total = 0.0
      for (day, value) in column.enumerated() { total += bits[day >> 6] >> UInt64(day & 63) & 1 == 0 ? value : -value }
      return sum + total * total
    }
  }
}

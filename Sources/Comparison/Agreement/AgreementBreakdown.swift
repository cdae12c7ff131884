package import Market

/// Flips by category: by volatility regime, session, instrument, band of confidence, or calendar month.
package struct AgreementBreakdown: Hashable, Sendable {
  package struct Group: Hashable, Sendable {
    package let label: String
    package let matrix: FlipMatrix
    /// Flips among the group's ticks, with an interval clustered by day.
    package let rate: FlipRate
  }

  /// Only labels that have ticks.
  package let groups: [Group]

  /// - `answers`: each tick's category, in the caller's words, and its answers.
  /// - `order`: labels that come first, in this order; the others follow by first appearance.
  package init(_ answers: [(label: String, answer: PairedAnswer)], order: [String] = []) {
    // The dictionary only finds a label's place.
    var places: [String: Int] = [:]
    var parts: [(label: String, answers: [PairedAnswer])] = []
    func place(of label: String) -> Int {
      if let place = places[label] { return place }
      places[label] = parts.count
      parts.append((label, []))
      return parts.count - 1
    }
    for label in order { _ = place(of: label) }
    for (label, answer) in answers { parts[place(of: label)].answers.append(answer) }
    groups = parts.compactMap { label, answers in
      FlipRate(answers).map { Group(label: label, matrix: FlipMatrix(answers), rate: $0) }
    }
  }

  /// By calendar month in UTC, labelled `2023-05`, the earliest first.
  package init(byMonth answers: [(time: Timestamp, answer: PairedAnswer)]) {
    let months = answers.map { Self.month(of: $0.time) }
    self.init(zip(months, answers).map { (label: $0, answer: $1.answer) }, order: months.sorted())
  }

  private static func month(of time: Timestamp) -> String { String(time.description.prefix(7)) }
}

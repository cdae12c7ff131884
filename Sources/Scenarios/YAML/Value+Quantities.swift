import Market

/// Values with a unit, as people write them.
extension Value {
  /// A share: `0.05`, `5 %`, `5%` or `500 bp`.
  func share(in range: ClosedRange<Double>) throws(ScenarioError) -> Double {
    let text = try text()
    guard let share = Self.share(text), share.isFinite else {
      throw error("expected a share such as 0.05, 5 % or 500 bp, found \(kind).")
    }
    guard range.contains(share) else {
      throw error(
        "\(kind) is out of range: use \(Self.spoken(range.lowerBound * 100...range.upperBound * 100)) percent.")
    }
    return share
  }

  static func share(_ text: String) -> Double? {
    // Divided, not multiplied: 5 / 100 is the double nearest to 0.05, 5 x 0.01 need not be.
    for (unit, divisor) in [("%", 100.0), ("bp", 10_000.0)] where text.hasSuffix(unit) {
      return Double(text.dropLast(unit.count).trimmed).map { $0 / divisor }
    }
    return Double(text)
  }

  /// A span in milliseconds: `300s`, `15m`, `51.3 m`, `2h`, `1d`, `250ms`.
  func duration(upTo days: Int64 = 400) throws(ScenarioError) -> Int64 {
    let text = try text()
    let units: [(String, Double)] = [
      ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    for (unit, factor) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count).trimmed) else { continue }
      guard number >= 0, number * factor <= Double(days) * 86_400_000 else {
        throw error("\(kind) is out of range: use 0s to \(days)d.")
      }
      return Int64((number * factor).rounded())
    }
    throw error("expected a span such as 250ms, 300s, 15m, 2h or 1d, found \(kind).")
  }

  /// A UTC instant: a date, or a date and time with `Z`.
  func time() throws(ScenarioError) -> Timestamp {
    let text = try text()
    guard let time = Timestamp(text) else {
      throw error("expected a UTC time such as 2017-11-13 or 2017-11-13T05:00:00Z, found \(kind).")
    }
    return time
  }

  /// `from` and `to` of a section, `from` before `to`.
  static func period(_ section: inout Section) throws(ScenarioError) -> Range<Timestamp> {
    let from = try section.required("from").time()
    let toValue = try section.required("to")
    let to = try toValue.time()
    guard from < to else { throw toValue.error("the period ends at \(to), which is not after its start \(from).") }
    return from..<to
  }

  func timeframe() throws(ScenarioError) -> Timeframe { try choice(Timeframe.self) }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return text
  }
}

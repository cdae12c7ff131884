import Comparison
import Market

/// Names for the circumstances of a tick, by which flips are told apart.
enum TickLabels {
  static let regimes = ["calm", "ordinary", "volatile"]

  /// By tick: which third of the panel's ticks its last 24 closes fall into by the size of their moves. The thirds are those
  /// of the whole run: they describe it, and nobody decided by them.
  static func regimes(of times: [Timestamp], on tape: PanelTape) -> [String] {
    let sizes = times.map { tape.recentMove(at: $0, bars: 24) }
    let ranked = sizes.compactMap { $0 }.sorted()
    guard !ranked.isEmpty else { return times.map { _ in "unknown" } }
    let (low, high) = (ranked[ranked.count / 3], ranked[ranked.count * 2 / 3])
    return sizes.map { size in
      guard let size else { return "unknown" }
      return size < low ? regimes[0] : size < high ? regimes[1] : regimes[2]
    }
  }

  static let sessions = ["Asia, 00-07 UTC", "Europe, 07-13 UTC", "America, 13-21 UTC", "late, 21-24 UTC"]

  /// The part of the world that is at its desks.
  static func session(of time: Timestamp) -> String {
    let hour = (time.milliseconds - Int64(time.daysSince1970) * .millisecondsPerDay) / .millisecondsPerHour
    return sessions[hour < 7 ? 0 : hour < 13 ? 1 : hour < 21 ? 2 : 3]
  }

  static let bands = ["below 50", "50-59", "60-69", "70-79", "80 and more"]

  /// Of a confidence from 0 to 100.
  static func band(of confidence: UInt8) -> String {
    bands[confidence < 50 ? 0 : confidence < 60 ? 1 : confidence < 70 ? 2 : confidence < 80 ? 3 : 4]
  }
}

extension PanelTape {
  /// Root mean square of the last `bars` returns that were known by `time`; nil where there are fewer.
  func recentMove(at time: Timestamp, bars: Int) -> Double? {
    let newest = newestCandle(closedBy: time)
    guard newest >= bars else { return nil }
    var sum = 0.0
    for index in newest - bars + 1...newest {
      let move = closes[index] / closes[index - 1] - 1
      sum += move * move
    }
    return (sum / Double(bars)).squareRoot()
  }
}

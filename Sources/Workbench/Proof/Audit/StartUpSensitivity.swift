package import Market
import Replay

/// What a run that starts later says otherwise, and for how long.
package struct StartUpSensitivity: Equatable, Sendable {
  /// Candles left out at the start, of the instrument that takes longest to warm up.
  package var candles: Int
  /// Ticks at which both runs decided.
  package var ticks: Int
  /// From here on both decide the same to the end; nil where the last decisions differ.
  package var decisionsEqualFrom: Timestamp?
  package var decisionsDifferent: Int
  /// From here on no reading differs by more than ``tolerance``; nil where the last ones do.
  package var readingsEqualFrom: Timestamp?
  package var forecastsEqualFrom: Timestamp?
  /// The reading that differs most over the last quarter of the ticks, and by which share; nil where none does.
  package var worstReading: (name: String, difference: Double)?
  /// Likewise the forecast, as a share.
  package var worstForecast: Double

  /// Relative: what rounding may leave of a start long ago.
  package static let tolerance = 1e-12

  package static func == (a: StartUpSensitivity, b: StartUpSensitivity) -> Bool {
    (a.candles, a.ticks, a.decisionsDifferent, a.worstForecast) == (
      b.candles, b.ticks, b.decisionsDifferent, b.worstForecast
    )
      && (a.decisionsEqualFrom, a.readingsEqualFrom, a.forecastsEqualFrom) == (
        b.decisionsEqualFrom, b.readingsEqualFrom, b.forecastsEqualFrom
      ) && a.worstReading?.name == b.worstReading?.name && a.worstReading?.difference == b.worstReading?.difference
  }

  /// Compares the ticks at which both decided; nil where there are none.
  init?(_ reference: [TickRecord], later: [TickRecord], candles: Int) {
    self.candles = candles
    var equal = (decisions: Timestamp?.none, readings: Timestamp?.none, forecasts: Timestamp?.none)
    (ticks, decisionsDifferent, worstForecast) = (0, 0, 0)
    let pairs = Self.pairs(reference, later)
    for (index, pair) in pairs.enumerated() {
      let (own, other) = pair
      let isLate = index * 4 >= pairs.count * 3
      let decided = own.row.action == other.row.action && own.row.confidence == other.row.confidence
      decisionsDifferent += decided ? 0 : 1
      equal.decisions = decided ? equal.decisions ?? own.time : nil
      let worst = Self.worst(own.made?.readings ?? [], other.made?.readings ?? [])
      equal.readings = (worst?.difference ?? 0) <= Self.tolerance ? equal.readings ?? own.time : nil
      let forecast = Self.relative(own.made?.forecast ?? 0, other.made?.forecast ?? 0)
      equal.forecasts = forecast <= Self.tolerance ? equal.forecasts ?? own.time : nil
      guard isLate else { continue }
      if let worst, worst.difference > (worstReading?.difference ?? 0) { worstReading = worst }
      worstForecast = max(worstForecast, forecast)
    }
    guard !pairs.isEmpty else { return nil }
    ticks = pairs.count
    (decisionsEqualFrom, readingsEqualFrom, forecastsEqualFrom) = equal
  }

  private static func pairs(_ a: [TickRecord], _ b: [TickRecord]) -> [(TickRecord, TickRecord)] {
    var pairs: [(TickRecord, TickRecord)] = []
    var place = 0
    for other in b where other.made != nil {
      while place < a.count, (a[place].time, a[place].track) < (other.time, other.track) { place += 1 }
      guard place < a.count, a[place].time == other.time, a[place].track == other.track else { continue }
      if a[place].made != nil { pairs.append((a[place], other)) }
    }
    return pairs
  }

  private static func worst(_ a: [Reading], _ b: [Reading]) -> (name: String, difference: Double)? {
    zip(a, b).map { ($0.name, relative($0.value, $1.value)) }.max { $0.1 < $1.1 }
  }

  private static func relative(_ a: Double, _ b: Double) -> Double { a == b ? 0 : abs(a - b) / max(abs(a), abs(b)) }
}

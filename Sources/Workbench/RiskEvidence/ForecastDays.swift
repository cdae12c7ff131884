import Foundation
package import Market

/// The days that volatility forecasts were made for, each with what it brought.
///
/// A forecast is of the `barsPerDay` candles that follow it, so these are its day, wherever in the calendar it begins.
/// Days do not overlap: a forecast that was made inside the day of an earlier one is left out. The return is that of
/// the closes, closed hours in between included; the forecast's model leaves these out.
package struct ForecastDays: Equatable, Sendable {
  /// Log returns, shares.
  package private(set) var returns: [Double] = []
  /// Standard deviations that were forecast for them, shares.
  package private(set) var volatilities: [Double] = []

  /// Forecasts in per cent a day, in order; `closeTimes`, milliseconds, and `closes` are those of the panel's candles.
  package init(
    _ forecasts: [(time: Timestamp, volatility: Double)], closeTimes: [Int64], closes: [Double], barsPerDay: Int
  ) {
    var next = 0
    var free = 0
    for forecast in forecasts {
      while next < closeTimes.count, closeTimes[next] <= forecast.time.milliseconds { next += 1 }
      let newest = next - 1
      guard newest >= free, newest + barsPerDay < closes.count, newest >= 0 else { continue }
      let (from, to) = (closes[newest], closes[newest + barsPerDay])
      guard from > 0, to > 0, forecast.volatility > 0 else { continue }
      returns.append(log(to / from))
      volatilities.append(forecast.volatility / 100)
      free = newest + barsPerDay
    }
  }
}

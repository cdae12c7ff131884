import Market

/// What a unit of an instrument's quote currency was worth in the account's currency: known from each candle's close on.
package struct ExchangeRates: Sendable {
  /// Milliseconds since 1970, rising.
  package let times: [Int64]
  package let rates: [Double]
  /// How many of the rates are known.
  private var known = 0

  /// `rates[i]` is known from `times[i]` on; before the first, the first holds.
  package init(times: [Int64], rates: [Double]) {
    precondition(!times.isEmpty && times.count == rates.count, "a rate for each time, and at least one")
    self.times = times
    self.rates = rates
  }

  /// As if nothing had come after the first `count`.
  package func first(_ count: Int) -> ExchangeRates {
    ExchangeRates(times: Array(times.prefix(count)), rates: Array(rates.prefix(count)))
  }

  /// The newest rate that is known at `instant`, which never goes back.
  mutating func rate(at instant: Timestamp) -> Double {
    while known < times.count, times[known] <= instant.milliseconds { known += 1 }
    return rates[max(0, known - 1)]
  }
}

extension TradingCalendar {
  /// Trading days a year, by which daily figures are annualised: 365 for crypto, 260 for forex, 252 for equities.
  public var daysPerYear: Double {
    switch self {
    case .alwaysOpen: 365
    case .forex: 260
    case .usEquities: 252
    }
  }

  /// Candles of `timeframe` a year: days of 24 hours, or sessions of 390 minutes of which a last short candle counts
  /// as one (seven hourly candles a session).
  public func periodsPerYear(of timeframe: Timeframe) -> Double {
    let length = timeframe.milliseconds
    switch self {
    case .alwaysOpen, .forex:
      return daysPerYear * Double(.millisecondsPerDay / length)
    case .usEquities:
      let session = 390 * Int64.millisecondsPerMinute
      return daysPerYear * Double((session + length - 1) / length)
    }
  }
}

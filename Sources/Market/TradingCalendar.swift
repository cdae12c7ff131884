/// When an instrument trades, and how its figures are annualised.
public enum TradingCalendar: String, CaseIterable, Sendable {
  /// Day and night, every day: crypto.
  case alwaysOpen = "crypto"
  /// Sunday 17:00 to Friday 17:00 in New York.
  case forex
  /// New York Stock Exchange hours and days.
  case usEquities = "us-equities"
}

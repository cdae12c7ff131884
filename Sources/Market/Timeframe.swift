/// How long one candle lasts.
public enum Timeframe: String, CaseIterable, Comparable, Sendable {
  case oneMinute = "1m"
  case fiveMinutes = "5m"
  case fifteenMinutes = "15m"
  case thirtyMinutes = "30m"
  case oneHour = "1h"
  case fourHours = "4h"
  case oneDay = "1d"

  /// Length in milliseconds; a day has 24 hours whatever the session.
  public var milliseconds: Int64 {
    switch self {
    case .oneMinute: 60_000
    case .fiveMinutes: 300_000
    case .fifteenMinutes: 900_000
    case .thirtyMinutes: 1_800_000
    case .oneHour: 3_600_000
    case .fourHours: 14_400_000
    case .oneDay: 86_400_000
    }
  }

  public static func < (a: Timeframe, b: Timeframe) -> Bool { a.milliseconds < b.milliseconds }

  /// `1m, 5m, …`, for error texts.
  package static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

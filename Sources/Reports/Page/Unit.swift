import Market

extension ReportPage {
  /// What a figure counts, and so how it is written.
  package enum Unit: Equatable, Sendable {
    /// A share; `0.051` is `5.1 %`.
    case percent
    /// A share with its sign always shown: `+5.1 %`.
    case signedPercent
    /// A share that may be small and must not round to nothing: `0.38 %`, `0.006 %`.
    case rate
    /// The same with its sign always shown: `+0.43 %`.
    case signedRate
    /// Two decimals.
    case ratio
    /// Three decimals; what is smaller is said to be.
    case probability
    case count
    /// An amount in this currency, two decimals.
    case money(String)
    /// One decimal and its sign.
    case basisPoints
    case seconds
    case days
    /// Seconds, in minutes, hours or days where there are many.
    case duration
    /// Milliseconds since 1970, as the UTC day: `2018-12-07`.
    case date
  }
}

extension ReportPage.Unit {
  /// `value` as a reader wants it: thousands parted, a true minus sign, the unit after a space that does not break.
  /// A dash where there is no value, or none that is finite.
  package func text(_ value: Double?) -> String { text(value, asFineAs: value) }

  /// `value` with the decimals that `other` would have.
  func text(_ value: Double?, asFineAs other: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    switch self {
    case .percent: return Figures.fixed(value * 100, Self.percentDecimals(value)) + "\u{A0}%"
    case .signedPercent: return Figures.signed(value * 100, Self.percentDecimals(value)) + "\u{A0}%"
    case .rate: return Figures.fixed(value * 100, Self.rateDecimals(other ?? value)) + "\u{A0}%"
    case .signedRate: return Figures.signed(value * 100, Self.rateDecimals(other ?? value)) + "\u{A0}%"
    case .ratio: return Figures.fixed(value, 2)
    case .probability: return value < 0.001 ? "<\u{202F}0.001" : Figures.fixed(value, 3)
    case .count: return Figures.fixed(value, 0)
    case .money(let currency): return Figures.fixed(value, 2) + "\u{A0}" + currency
    case .basisPoints: return Figures.signed(value, 1) + "\u{A0}bp"
    case .seconds: return Figures.fixed(value, abs(value) < 10 ? 2 : 1) + "\u{A0}s"
    case .days: return Figures.fixed(value, abs(value) < 100 ? 1 : 0) + "\u{A0}d"
    case .duration: return Self.duration(value)
    case .date: return Int64(exactly: value.rounded()).map { Timestamp(milliseconds: $0).day } ?? "–"
    }
  }

  /// In the largest unit of which there are two.
  private static func duration(_ seconds: Double) -> String {
    switch abs(seconds) {
    case ..<120: Figures.fixed(seconds, 0) + "\u{A0}s"
    case ..<7200: Figures.fixed(seconds / 60, 0) + "\u{A0}min"
    case ..<172_800: Figures.fixed(seconds / 3600, 1) + "\u{A0}h"
    default: Figures.fixed(seconds / 86_400, 1) + "\u{A0}d"
    }
  }

  /// A tenth of a percent is as fine as these figures are known; from 100 % on, a percent.
  private static func percentDecimals(_ share: Double) -> Int { abs(share) < 1 ? 1 : 0 }

  /// Two digits or so that say something.
  private static func rateDecimals(_ share: Double) -> Int {
    switch abs(share) {
    case 0.1...: 1
    case 0.0005...: 2
    case 0.00001...: 3
    case .leastNonzeroMagnitude...: 4
    default: 1
    }
  }
}

/// Numbers as text, the same everywhere on the page and on every machine.
package enum Figures {
  /// `decimals` digits after the point, halves away from zero, thousands parted by commas, `−` before negatives.
  /// What rounds to zero has no sign. `value` must be finite; what 64 bits cannot count is written with an exponent.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = powersOfTen[decimals]
    let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard let units = Int64(exactly: scaled) else { return "\(value)" }
    let whole = grouped(units / Int64(scale))
    let sign = value < 0 && units != 0 ? "−" : ""
    guard decimals > 0 else { return sign + whole }
    let fraction = String(units % Int64(scale))
    return sign + whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// As ``fixed(_:_:)``, with `+` before what rounds to more than zero.
  package static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
  }

  /// `4,222`.
  package static func grouped(_ value: some BinaryInteger) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return text
  }

  /// 1, 10, 100, … up to 1e9; that many decimals can be asked for.
  static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}

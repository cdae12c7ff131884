/// What is traded: a pair of base and quote, or a share priced in a currency.
public struct Instrument: Hashable, Sendable {
  /// The name that files use: `BTCUSD`.
  public var symbol: String
  /// What a quantity counts: `BTC`; for a share its own symbol.
  public var base: String
  /// What a price and all money count: `USD`.
  public var quote: String
  /// When it trades, and how its figures are annualised.
  public var calendar: TradingCalendar
  /// Smallest step of a price, in units of 1e-8 quote.
  public var priceTick: Int64
  /// Smallest step of a quantity, in units of 1e-8 base.
  public var lotStep: Int64
  /// Smallest order, in units of 1e-8 base.
  public var minimumOrder: Int64

  /// An instrument from its parts; steps are in units of 1e-8.
  public init(
    symbol: String, base: String, quote: String, calendar: TradingCalendar,
    priceTick: Int64, lotStep: Int64, minimumOrder: Int64
  ) {
    precondition(priceTick > 0 && lotStep > 0 && minimumOrder >= 0, "steps must be positive")
    self.symbol = symbol
    self.base = base
    self.quote = quote
    self.calendar = calendar
    self.priceTick = priceTick
    self.lotStep = lotStep
    self.minimumOrder = minimumOrder
  }
}

extension Instrument {
  /// The instruments that scenarios may name without describing them.
  ///
  /// Ticks, lots and minimums are round figures of the kind the venues use, not any venue's current list: crypto
  /// 0.01 USD and 1e-8 coins with 1e-5 at least, forex a tenth of a pip and one unit, shares a cent and one share.
  public static let known: [Instrument] = [
    .crypto("BTC", minimumOrder: 1_000), .crypto("ETH", minimumOrder: 10_000),
    .forex("EUR", "USD"), .forex("GBP", "USD"),
    .share("SPY"), .share("AAPL"), .share("SP500"),
  ]

  /// The known instrument of that symbol.
  public static func named(_ symbol: String) -> Instrument? { known.first { $0.symbol == symbol } }

  private static func crypto(_ base: String, minimumOrder: Int64) -> Instrument {
    Instrument(
      symbol: base + "USD", base: base, quote: "USD", calendar: .alwaysOpen,
      priceTick: 1_000_000, lotStep: 1, minimumOrder: minimumOrder)
  }

  private static func forex(_ base: String, _ quote: String) -> Instrument {
    Instrument(
      symbol: base + quote, base: base, quote: quote, calendar: .forex,
      priceTick: 1_000, lotStep: 100_000_000, minimumOrder: 100_000_000)
  }

  private static func share(_ symbol: String) -> Instrument {
    Instrument(
      symbol: symbol, base: symbol, quote: "USD", calendar: .usEquities,
      priceTick: 1_000_000, lotStep: 100_000_000, minimumOrder: 100_000_000)
  }
}

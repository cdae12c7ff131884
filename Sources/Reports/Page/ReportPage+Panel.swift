package import Market

extension ReportPage {
  /// One instrument at its decision timeframe: prices, what was wrong with them, and who traded them when.
  package struct Panel: Equatable, Sendable {
    /// Unique on the page: `BTCUSD 1h`. An account, funnel or matrix of the same name switches together with it.
    package var name: String
    package var quote: String
    /// Digits after the point of a price.
    package var priceDecimals: Int
    /// First and last tick.
    package var first: Timestamp
    package var last: Timestamp
    /// Drawn up to ``PageData/maximumCandles`` bars; more are merged, several to a bar.
    package var candles: CandleColumns
    /// How many candles of the tape each of ``candles`` stands for.
    package var merged = 1
    /// What could not be listed among ``periods``: `gaps are not listed: …`.
    package var remark: String?
    /// In order of `from`.
    package var periods: [Period] = []
    /// Trades of each variant, in the order of ``ReportPage/variants``, each in order of entry.
    package var trades: [[Trade]] = []
    package var volatility: VolatilityCurve?
    /// Name of the account that trades it, where that is on the page.
    package var account: String?

    package init(
      name: String, quote: String, priceDecimals: Int, first: Timestamp, last: Timestamp, candles: CandleColumns
    ) {
      self.name = name
      self.quote = quote
      self.priceDecimals = priceDecimals
      self.first = first
      self.last = last
      self.candles = candles
    }
  }

  /// A stretch of time in which the market was closed or the candles were not to be trusted; shaded in the chart.
  package struct Period: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
      /// `gap` is candles that are missing while the market was open.
      case closed, gap, stale, frozen, bad
      case warmingUp = "warming up"
    }

    package var kind: Kind
    /// Inclusive.
    package var from: Timestamp
    /// Exclusive.
    package var until: Timestamp
    /// Ticks inside it that came to nothing because of it.
    package var ticks: Int
    /// What was found and what was done about it.
    package var detail: String

    package init(kind: Kind, from: Timestamp, until: Timestamp, ticks: Int, detail: String) {
      self.kind = kind
      self.from = from
      self.until = until
      self.ticks = ticks
      self.detail = detail
    }
  }

  /// A position from its first fill to flat.
  package struct Trade: Equatable, Sendable {
    package var isLong: Bool
    package var entry: Timestamp
    package var entryPrice: Double
    /// Nil while it is open.
    package var exit: Timestamp?
    package var exitPrice: Double?
    /// Quote currency, after costs; of an open trade, at the last mark.
    package var profit: Double
    /// Why it ended: `signal`, `stop`, `take profit`, `open`.
    package var reason: String

    package init(
      isLong: Bool, entry: Timestamp, entryPrice: Double, exit: Timestamp?, exitPrice: Double?,
      profit: Double, reason: String
    ) {
      self.isLong = isLong
      self.entry = entry
      self.entryPrice = entryPrice
      self.exit = exit
      self.exitPrice = exitPrice
      self.profit = profit
      self.reason = reason
    }
  }

  /// Forecast volatility beside what happened, both annualised shares.
  package struct VolatilityCurve: Equatable, Sendable {
    /// `GARCH(1,1), Student t, refit every 24 bars`.
    package var model: String
    /// Milliseconds since 1970, rising; all columns have this length.
    package var times: [Int64]
    package var forecast: [Double]
    /// NaN where it is not known.
    package var realised: [Double]
    /// What a forecast is annualised by: a day's is the year's over the root of this.
    package var daysPerYear: Double
    /// Candles of the panel that a forecast looks ahead.
    package var barsPerDay: Double
    /// Scores of the forecast: `QLIKE`, `R²`.
    package var scores: [Fact]

    package init(
      model: String, times: [Int64], forecast: [Double], realised: [Double], daysPerYear: Double, barsPerDay: Double,
      scores: [Fact] = []
    ) {
      precondition(times.count == forecast.count && times.count == realised.count, "columns of one length")
      self.model = model
      self.times = times
      self.forecast = forecast
      self.realised = realised
      self.daysPerYear = daysPerYear
      self.barsPerDay = barsPerDay
      self.scores = scores
    }
  }
}

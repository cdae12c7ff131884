package import Market

/// Everything a scenario can set about the pipeline, with the defaults that hold where it is silent.
///
/// Spans are milliseconds, shares are fractions (0.25 is a quarter), money is quote currency.
package struct PipelineSettings: Equatable, Sendable {
  package var clock = ClockSettings()
  package var feed = FeedSettings()
  package var staleness = StalenessSettings()
  package var quality = QualitySettings()
  package var positions = PositionMode.longFlat
  /// BUY and SELL need at least this confidence, 0 to 100, unless they only close.
  package var minimumConfidence: UInt8 = 70
  package var risk = RiskSettings()
  package var sizing = SizingSettings()
  package var volatility = VolatilitySettings()
  package var venue = VenueSettings()
  package var entry = EntrySettings()
  /// Whether every tick tells what its strategy decided by: for audits, baselines and explanations.
  package var recordsReadings = false
  /// Whether every tick leaves a row and every decision is marked out; the funnel counts them either way.
  package var recordsTicks = true

  package init() {}
}

package struct ClockSettings: Equatable, Sendable {
  package enum Grid: String, CaseIterable, Sendable {
    case utc
    case newYork = "new_york_17"
  }
  package enum WhenClosed: String, CaseIterable, Sendable {
    case hold
    case queueNextOpen = "queue_next_open"
  }
  /// Every n-th close of the decision timeframe is a tick.
  package var decideEvery = 1
  /// From a candle's close to the tick; nil: the feed's delay, so that the closing candle is known.
  package var decisionOffset: Int64?
  package var grid = Grid.utc
  /// Nil: `queue_next_open` for daily candles of an exchange, else `hold`.
  package var whenClosed: WhenClosed?

  package init() {}
}

/// What lies between the market and the pipeline: a delay, and outages that a scenario injects.
package struct FeedSettings: Equatable, Sendable {
  /// How long after its close a candle is known.
  package var delay: Int64 = 0
  /// Candles that close inside an outage never arrive; the market, and the orders resting in it, go on.
  package var outages: [Range<Timestamp>] = []
  /// How far ahead of the true time the feed stamps its candles.
  package var clockSkew: Int64 = 0

  package init() {}
}

package struct StalenessSettings: Equatable, Sendable {
  package enum Profile: String, CaseIterable, Sendable {
    /// Age from the close; one threshold a timeframe.
    case standard
    /// The origin's rules: age from the open stamp, hourly candles judged at 15 minutes, no rule for 4 hours.
    case legacy = "legacy-ffe"
  }
  package var profile = Profile.standard
  /// Overrides the timeframe's threshold.
  package var threshold: Int64?
  /// So many equal candles without volume in a row mean that the feed repeats itself; nil switches the rule off.
  package var frozenAfter: Int? = 3

  package init() {}
}

package struct QualitySettings: Equatable, Sendable {
  /// A close further than this share from the last good close is a bad print. Nil: 0.25, for daily candles 0.60.
  package var jumpLimit: Double?
  /// Stretches that are known to be wrong.
  package var badRanges: [Range<Timestamp>] = []

  package init() {}
}

package enum PositionMode: String, CaseIterable, Sendable {
  /// BUY is be long, SELL is be flat: spot.
  case longFlat = "long_flat"
  /// SELL is be short: simulated margin.
  case longShort = "long_short"
}

package struct RiskSettings: Equatable, Sendable {
  package enum DrawdownPeak: String, CaseIterable, Sendable {
    case rolling30Days = "rolling_30d"
    case sinceStart = "since_start"
  }
  package enum OnExcess: String, CaseIterable, Sendable {
    case shrink
    case reject
  }
  /// Loss and gain since the start of the day that stop openings until the next day; nil switches one off.
  package var killSwitchLoss: Double? = 0.02
  package var killSwitchGain: Double? = 0.05
  /// Whether the kill switch also closes what is open.
  package var killSwitchFlattens = false
  package var maximumDrawdown: Double? = 0.05
  package var drawdownPeak = DrawdownPeak.rolling30Days
  /// Openings a day.
  package var dailyTrades: Int? = 5
  /// Forecast volatility, percent a day, above which an opening needs `volatileConfidence`.
  package var maximumDailyVolatility: Double? = 5
  package var volatileConfidence: UInt8 = 80
  /// Correlation of daily returns from which on two positions move together; nil switches the rule off.
  package var correlationLimit: Double? = 0.7
  /// So many positions that move with an opening stop it.
  package var correlatedPositions = 2
  package var rejectionCooldown: Int64 = 300_000
  package var maximumLeverage = 5.0
  package var maximumConcentration = 0.25
  /// Historical value at risk of the position, 95 %, over 60 days, as a share of equity.
  package var maximumValueAtRisk: Double? = 0.05
  package var onExcess = OnExcess.shrink

  package init() {}
}

package struct SizingSettings: Equatable, Sendable {
  package enum Rule: String, CaseIterable, Sendable {
    case riskPerTrade = "risk_per_trade"
    case volatilityTarget = "volatility_target"
    case halfKelly = "half_kelly"
    case fixedFraction = "fixed_fraction"
  }
  package enum Stop: Equatable, Sendable {
    /// A fixed share of the entry price.
    case fraction(Double)
    /// `multiple` average true ranges, as a share of price, clamped.
    case averageTrueRange(multiple: Double, minimum: Double, maximum: Double)
    /// No protective orders; sizing still assumes the stop fraction of the rule.
    case none(assumed: Double)
  }
  package enum Profile: String, CaseIterable, Sendable {
    case standard
    /// The origin's: without a known balance the venue's minimum order, six decimals rounded half to even, no lots.
    case legacy = "legacy-ffe"
  }
  package var profile = Profile.standard
  package var rule = Rule.riskPerTrade
  /// Share of the balance that a stopped-out trade loses.
  package var riskPerTrade = 0.01
  package var stop = Stop.fraction(0.02)
  /// Take-profit distance as a multiple of the stop distance; nil for no target.
  package var takeProfitMultiple: Double? = 2.5
  /// Annual volatility that `volatility_target` aims at.
  package var targetVolatility = 0.2
  /// Share of equity that `fixed_fraction` puts in.
  package var fraction = 0.25
  /// Largest share of equity that `half_kelly` puts in.
  package var kellyCap = 0.25

  package init() {}
}

package struct VolatilitySettings: Equatable, Sendable {
  package enum Model: String, CaseIterable, Sendable {
    case garch
    case ewma
    case none
  }
  package var model = Model.garch
  /// Returns that a fit sees.
  package var window = 1_000
  /// Bars from one fit to the next.
  package var refitEvery = 24
  /// The weight that `ewma` keeps on the past.
  package var decay = 0.94

  package init() {}
}

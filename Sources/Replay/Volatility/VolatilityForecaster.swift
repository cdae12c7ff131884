import Glibc
import Market
import Volatility

/// Expected volatility of the next day, from candles that have closed.
///
/// GARCH is fitted only when somebody asks, on the window that ended at the last multiple of `refitEvery` bars, always
/// from the same cold start: what one asker sees does not depend on who asked before.
struct VolatilityForecaster: Sendable {
  private let settings: VolatilitySettings
  /// Bars in 24 hours (crypto, forex) or one session (exchanges).
  private let barsPerDay: Int
  private let daysPerYear: Double
  /// A return over closed hours is no bar's return: intraday models leave it out.
  private let dropsReopenings: Bool
  /// Log returns x 100; a ring.
  private var returns: [Double]
  /// Returns learned so far, and where in the ring the next one goes.
  private var count = 0
  private var next = 0
  private var lastClose = 0.0
  private var lastCloseTime = Timestamp.distantFuture
  private var ewma: ExponentiallyWeightedVariance?
  private var fit: Fit?
  /// Where replays of the same candles share their fits.
  private let findings: TapeFindings?

  struct Fit: Sendable {
    /// How many returns were known when it was made, and how many the filter has seen since.
    var bar: Int
    var filtered: Int
    var model: Model

    enum Model: Sendable {
      case garch(GARCHFilter)
      /// The likelihood had no maximum to be trusted: the window's variance stands in.
      case sampleVariance(Double, reason: String)
    }
  }

  init(
    _ settings: VolatilitySettings, timeframe: Timeframe, calendar: TradingCalendar, findings: TapeFindings? = nil
  ) {
    self.settings = settings
    self.findings = findings
    daysPerYear = calendar.daysPerYear
    barsPerDay = max(1, Int((calendar.periodsPerYear(of: timeframe) / calendar.daysPerYear).rounded()))
    dropsReopenings = calendar != .alwaysOpen && timeframe < .oneDay
    let capacity = settings.model == .garch ? settings.window + settings.refitEvery : settings.window
    returns = [Double](repeating: 0, count: max(capacity, barsPerDay))
  }

  /// Whether a forecast can be given.
  var isReady: Bool {
    switch settings.model {
    case .none: true
    case .ewma: ewma != nil
    case .garch: firstFitBar != nil
    }
  }

  @inline(__always)
  mutating func learn(_ candle: Candle) {
    guard settings.model != .none else { return }
    let previous = lastClose
    let reopened = dropsReopenings && candle.openTime > lastCloseTime
    lastClose = candle.close
    lastCloseTime = candle.closeTime
    guard previous > 0, !reopened else { return }
    let value = 100 * log(candle.close / previous)
    returns[next] = value
    next = next + 1 == returns.count ? 0 : next + 1
    count += 1
    if settings.model == .ewma { learnExponentially(value) }
  }

  /// Learns candles one after the other.
  mutating func learn(_ candles: Range<Int>, of chunk: TapeChunk) {
    guard settings.model != .none, let last = candles.last else { return }
    guard lastClose > 0, !dropsReopenings, settings.model != .ewma || ewma != nil else {
      for place in candles { learn(chunk.candle(place)) }
      return
    }
    let closes = chunk.columns.close.span
    var place = candles.lowerBound
    // From the ring's next place to its end, then from its start on.
    while place < candles.upperBound {
      let end = min(candles.upperBound, place + returns.count - next)
      learn(closes.extracting(place..<end))
      place = end
    }
    lastCloseTime = chunk.candle(last).closeTime
  }

  /// Learns closes whose returns go into the ring one after the other.
  private mutating func learn(_ closes: Span<Double>) {
    let slots = next..<next + closes.count
    var previous = lastClose
    var ring = returns.mutableSpan
    for index in closes.indices {
      ring[slots.lowerBound + index] = 100 * log(closes[index] / previous)
      previous = closes[index]
    }
    lastClose = previous
    if settings.model == .ewma {
      var variance = ewma
      variance?.update(returns.span.extracting(slots))
      ewma = variance
    }
    next = slots.upperBound == returns.count ? 0 : slots.upperBound
    count += closes.count
  }

  @inline(__always)
  private mutating func learnExponentially(_ value: Double) {
    if ewma != nil {
      ewma?.update(value)
    } else if count == settings.window {
      ewma = ExponentiallyWeightedVariance(decay: settings.decay, over: returns.span.extracting(0..<count))
    }
  }

  /// What the returns of the last day amounted to: the root of the sum of their squares, percent.
  var realisedDailyVolatility: Double {
    let bars = min(barsPerDay, count)
    var sum = 0.0
    for bar in count - bars..<count {
      let value = returns[bar % returns.count]
      sum += value * value
    }
    return sum.squareRoot()
  }

  /// Percent a day; nil where there is no model, or not yet enough returns for it.
  mutating func dailyVolatility(at now: Timestamp, into events: inout EventLog) -> Double? {
    switch settings.model {
    case .none:
      return nil
    case .ewma:
      return ewma.map { $0.varianceSum(over: barsPerDay).squareRoot() }
    case .garch:
      return garchVolatility(at: now, into: &events)
    }
  }

  /// Percent a year from percent a day.
  func annualised(_ daily: Double) -> Double { daily * daysPerYear.squareRoot() }

  // MARK: GARCH

  /// The newest bar at which a fit is due; nil before the window has filled.
  private var firstFitBar: Int? {
    guard count >= settings.window else { return nil }
    let due = count - count % settings.refitEvery
    return due >= settings.window ? due : settings.window
  }

  private mutating func garchVolatility(at now: Timestamp, into events: inout EventLog) -> Double? {
    guard let due = firstFitBar else { return nil }
    let isNew = fit?.bar != due
    var fit = isNew ? makeFit(at: due) : self.fit ?? makeFit(at: due)
    if case .garch(var filter) = fit.model {
      while fit.filtered < count {
        filter.update(returns[fit.filtered % returns.count])
        fit.filtered += 1
      }
      fit.model = .garch(filter)
    }
    self.fit = fit
    let daily = dailyVolatility(of: fit)
    if isNew {
      events.forecasts.append(
        ForecastRecord(
          time: now, dailyVolatility: daily, realisedVolatility: realisedDailyVolatility,
          parameters: parameters(of: fit)))
    }
    return daily
  }

  private func makeFit(at bar: Int) -> Fit {
    let window = (bar - settings.window..<bar).map { returns[$0 % returns.count] }
    guard let findings else { return Self.makeFit(of: window, at: bar) }
    return findings.fit(window, at: bar) { Self.makeFit(of: window, at: bar) }
  }

  private static func makeFit(of window: [Double], at bar: Int) -> Fit {
    let reason: String
    do throws(VolatilityFitError) {
      let fit = try GARCHModel().fit(window.span, standardErrors: false)
      if fit.isConverged {
        let filter = GARCHFilter(fit.parameters.rounded(), over: window.span)
        return Fit(bar: bar, filtered: bar, model: .garch(filter))
      }
      reason = fit.outcome.explanation
    } catch {
      reason = error.description
    }
    let mean = window.reduce(0, +) / Double(window.count)
    let variance = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window.count)
    return Fit(bar: bar, filtered: bar, model: .sampleVariance(variance, reason: reason))
  }

  private func parameters(of fit: Fit) -> VolatilityParameters {
    switch fit.model {
    case .garch(let filter):
      let parameters = filter.parameters
      return .garch(
        mean: parameters.mu, omega: parameters.omega, alpha: parameters.alpha, beta: parameters.beta)
    case .sampleVariance(let variance, let reason):
      return .sampleVariance(variance, reason: reason)
    }
  }

  private func dailyVolatility(of fit: Fit) -> Double {
    switch fit.model {
    case .garch(let filter): filter.varianceSum(over: barsPerDay).squareRoot()
    case .sampleVariance(let variance, _): (variance * Double(barsPerDay)).squareRoot()
    }
  }
}

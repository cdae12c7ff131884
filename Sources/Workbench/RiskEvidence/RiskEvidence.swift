import Comparison
import Market
import Replay
import Scenarios

/// Whether risk was what it was said to be, and how deep the drawdowns might have been.
struct RiskEvidence: Sendable {
  let forecasts: [Forecast]
  let accounts: [Account]
  let drawdowns: [Drawdown]
  /// Accounts whose instruments are priced in other currencies: their value at risk is not worked out here.
  let hasForeignPrices: Bool

  /// One instrument and level; the same for all variants.
  struct Forecast: Sendable {
    var instrument: String
    var hasClosedHours: Bool
    var test: TailBacktest
  }

  /// One variant on one account with one seed.
  struct Account: Sendable {
    var variant: Int
    var book: Int
    var seed: UInt64
    var unknown: Int
    /// Nil without exposed days.
    var test: ValueAtRiskBacktest?
    var coverage: SimulatedCoverage?
  }

  struct Drawdown: Sendable {
    var variant: Int
    var book: Int
    var seed: UInt64
    var days: Int
    var distribution: DrawdownDistribution
  }

  private static let resamples = 1_000

  init(_ results: RunResults, _ tapes: [LabelledPanel]) {
    let run = results.run
    let seed = run.scenario.seed
    forecasts = tapes.enumerated().flatMap { panel, tape in
      Self.forecasts(results, panel: panel, tape.tape, seed: seed &+ 100 &* UInt64(panel))
    }
    hasForeignPrices = run.scenario.panels.contains { $0.exchange != nil }
    var accounts: [Account] = []
    var drawdowns: [Drawdown] = []
    for variant in run.variantNames.indices {
      for (book, panels) in run.books.enumerated() {
        let days = run.books(of: panels)
        for (place, own) in run.seeds.enumerated() {
          let draw = seed &+ 10_000 &+ UInt64(variant * 1_000 + book * 100 + place)
          let record = results.accounts[variant][book].records[place]
          if let returns = days.curve(record.days).dailyReturns,
            let distribution = DrawdownDistribution(of: returns, resamples: Self.resamples, seed: draw)
          {
            drawdowns.append(
              Drawdown(variant: variant, book: book, seed: own, days: returns.count, distribution: distribution))
          }
          guard panels.panels.allSatisfy({ run.scenario.panels[$0].exchange == nil }) else { continue }
          let held = panels.panels.compactMap { panel in
            results.sessions(variant: variant, panel: panel).first { $0.seed == own }?.record.days.map { day in
              ExposedDays.Day(
                start: day.dayStart, equity: day.equity.doubleValue, quantity: day.quantity.doubleValue,
                price: day.price)
            }
          }
          accounts.append(
            Account(variant: variant, book: book, seed: own, exposed: ExposedDays(held), drawing: draw))
        }
      }
    }
    (self.accounts, self.drawdowns) = (accounts, drawdowns)
  }

  private static func forecasts(
    _ results: RunResults, panel index: Int, _ tape: LabelTape, seed: UInt64
  ) -> [Forecast] {
    let panel = results.run.scenario.panels[index]
    let calendar = panel.instrument.calendar
    let bars = max(
      1, Int((calendar.periodsPerYear(of: panel.series.timeframe) / calendar.daysPerYear).rounded()))
    let records = results.sessions(variant: 0, panel: index).first?.record.forecasts ?? []
    let days = ForecastDays(
      records.map { ($0.time, $0.dailyVolatility) }, closeTimes: tape.closeTimes, closes: tape.closes, barsPerDay: bars)
    return TailBacktest.levels.enumerated().compactMap { place, level in
      TailBacktest(days, level: level, seed: seed &+ 10 &* UInt64(place)).map {
        Forecast(instrument: panel.instrument.symbol, hasClosedHours: calendar != .alwaysOpen, test: $0)
      }
    }
  }
}

extension RiskEvidence.Account {
  fileprivate init(variant: Int, book: Int, seed: UInt64, exposed: ExposedDays, drawing: UInt64) {
    (self.variant, self.book, self.seed, unknown) = (variant, book, seed, exposed.unknown)
    test = ValueAtRiskBacktest(returns: exposed.returns, valueAtRisk: exposed.limits, level: ExposedDays.level)
    coverage = test.map { SimulatedCoverage(of: $0, seed: drawing &+ 50) }
  }
}

import Comparison
package import Foundation
import Market
import Replay
import Scenarios

/// What `summary.json` holds and `run --json` prints.
package struct RunSummary: Encodable, Equatable, Sendable {
  package var runId: String
  package var scenario: String
  /// Whether the mock answered for any of the variants.
  package var isMock: Bool
  /// Absent unless a server did.
  package var asksServers: Bool?
  package var reference: String?
  package var noiseFloor: NoiseFloor?
  package var margins: Margins?
  /// One for each variant on each instrument.
  package var variants: [Variant]
  /// What was tried to get here; absent where nothing was.
  package var trials: TrialsSummary?
  package var walkForward: WalkForwardSummary?
  /// Absent where it was not worked out.
  package var evidence: EvidenceSummary?
  /// Absent where nothing was taken apart.
  package var attribution: AttributionSummary?

  package struct NoiseFloor: Encodable, Equatable, Sendable {
    package var restarted: Double?
    package var reseeded: Double?
    package var paraphrased: Double?
  }

  /// Registered before the run.
  package struct Margins: Codable, Equatable, Sendable {
    package var flips: Double
    package var annualReturn: Double
  }

  package struct Decisions: Codable, Equatable, Sendable {
    package var buy: Double
    package var sell: Double
    package var hold: Double
  }

  /// Counts and figures are means over the seeds; `seeds` has each one's own.
  package struct Variant: Encodable, Equatable, Sendable {
    package var name: String
    package var instrument: String
    package var figures: Figures
    package var seeds: [Seed]
    package var probe: Probe?
    /// Against the reference, all instruments together; absent for the reference itself.
    package var money: Money?
    /// What the two say, in one sentence.
    package var sentence: String?

    package struct Seed: Encodable, Equatable, Sendable {
      package var seed: UInt64
      package var figures: Figures
    }

    private enum Keys: String, CodingKey { case name, instrument, seeds, probe, money, sentence }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(name, forKey: .name)
      try container.encode(instrument, forKey: .instrument)
      try container.encode(seeds, forKey: .seeds)
      try container.encodeIfPresent(probe, forKey: .probe)
      try container.encodeIfPresent(money, forKey: .money)
      try container.encodeIfPresent(sentence, forKey: .sentence)
      try figures.encode(to: encoder)
    }
  }

  package struct Figures: Codable, Equatable, Sendable {
    package var ticks: Double
    package var decisions: Decisions
    package var funnel: [String: Double]
    /// Questions that ended without a usable answer, by reason.
    package var failures: [String: Double]
    package var orders: Double
    package var fills: Double
    package var trades: Double
    package var finalEquity: Double
    package var totalReturn: Double?
    package var annualReturn: Double?
    package var annualVolatility: Double?
    package var sharpe: Double?
    package var sortino: Double?
    package var calmar: Double?
    package var maxDrawdown: Double?
    package var exposure: Double?
    package var hitRate: Double?
    package var profitFactor: Double?
    package var averageTrade: Double?
    package var turnover: Double?
    package var fees: Double
    package var buyAndHoldReturn: Double?
  }

  package struct Probe: Encodable, Equatable, Sendable {
    package var ticks: Int
    package var flips: Int
    package var verdict: String?
    package var flipRate: Double
    package var low: Double?
    package var high: Double?
    package var divergence: Double?
    package var kappa: Double?
    package var weightedKappa: Double?
    package var remark: String?
    /// p-values that know of days: whether flips one way are as common as back, and whether both act as often.
    package var symmetryPValue: Double?
    package var actedPValue: Double?
    /// Ticks after a flip until both positions agree again, half of the flips and nine in ten.
    package var recoveryMedian: Double?
    package var recoveryNinetyPercent: Double?
  }

  package struct Money: Encodable, Equatable, Sendable {
    package var verdict: String
    /// Arithmetic, with the 95 % interval of a test that knows of dependent days.
    package var annualDifference: Double
    package var low: Double
    package var high: Double
    package var pValue: Double
    /// Raised for the number of variants (Holm).
    package var adjustedPValue: Double
    package var trackingError: Double?
    package var smallestDetectable: Double
    /// Years of such days that would show a difference as large as the margin, four times in five.
    package var yearsNeeded: Double?
    package var days: Int
    /// The compound difference by bootstrap.
    package var bootstrap: Bootstrap?
    package var sharpe: Sharpe?

    package struct Bootstrap: Encodable, Equatable, Sendable {
      package var annualDifference: Double
      package var low: Double
      package var high: Double
    }

    package struct Sharpe: Encodable, Equatable, Sendable {
      package var difference: Double
      package var low: Double
      package var high: Double
      package var pValue: Double
      /// By Jobson, Korkie and Memmel, which takes days for independent.
      package var pValueIfIndependent: Double?
    }
  }
}

extension RunSummary {
  init(_ results: RunResults, runID: String) {
    let run = results.run
    runId = runID
    scenario = run.scenario.name
    isMock = run.models.contains(where: \.isMock)
    asksServers = run.models.contains { !$0.isMock } ? true : nil
    reference = run.reference.map { run.variantNames[$0] }
    noiseFloor = results.floor.map {
      NoiseFloor(restarted: $0.restarted?.rate, reseeded: $0.reseeded?.rate, paraphrased: $0.paraphrased?.rate)
    }
    margins = run.reference.map { _ in
      Margins(flips: run.scenario.report.margins.flips, annualReturn: run.scenario.report.margins.annualReturn)
    }
    variants = run.variantNames.indices.flatMap { variant in
      run.books.indices.map { Variant(results, variant: variant, book: $0) }
    }
  }

  /// Pretty, with sorted keys: the same summary gives the same bytes.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension RunSummary.Variant {
  fileprivate init(_ results: RunResults, variant: Int, book: Int) {
    let account = results.accounts[variant][book]
    name = results.run.variantNames[variant]
    instrument = results.run.name(of: account.book)
    seeds = zip(results.run.seeds, zip(account.records, account.metrics)).map { seed, own in
      Seed(seed: seed, figures: RunSummary.Figures(own.0, own.1))
    }
    figures = RunSummary.Figures(meanOf: seeds.map(\.figures))
    probe = results.probes[variant].flatMap {
      RunSummary.Probe($0, results.decisions[variant], results.recoveries[variant])
    }
    money = results.money[variant].map {
      RunSummary.Money($0, margin: results.run.scenario.report.margins.annualReturn)
    }
    sentence = results.sentence(variant: variant)
  }
}

extension RunSummary.Probe {
  fileprivate init?(
    _ probe: RunResults.ProbeResult, _ comparison: DecisionComparison?, _ recovery: PositionRecovery?
  ) {
    guard let rate = probe.rate else { return nil }
    self.init(
      ticks: rate.ticks, flips: rate.flips, verdict: comparison?.verdict.rawValue, flipRate: rate.rate,
      low: rate.interval?.low, high: rate.interval?.high, divergence: probe.divergence, kappa: comparison?.kappa?.value,
      weightedKappa: comparison?.weightedKappa?.value, remark: comparison?.remark,
      symmetryPValue: comparison?.symmetry.symmetry?.pValue, actedPValue: comparison?.symmetry.acted?.pValue,
      recoveryMedian: recovery?.median.map(Double.init), recoveryNinetyPercent: recovery?.ninetyPercent.map(Double.init)
    )
  }
}

extension RunSummary.Money {
  fileprivate init(_ money: MoneyComparison, margin: Double) {
    self.init(
      verdict: money.verdict.rawValue, annualDifference: money.difference.annual.value, low: money.interval.low,
      high: money.interval.high, pValue: money.difference.annual.pValue, adjustedPValue: money.adjustedPValue,
      trackingError: money.power.trackingError, smallestDetectable: money.power.smallestDetectable(),
      yearsNeeded: money.power.years(toDetect: margin), days: money.difference.days,
      bootstrap: money.bootstrap.map { Bootstrap($0) },
      sharpe: money.ledoitWolf.map { sharpe in
        let interval = sharpe.difference.interval(confidence: 0.95)
        return Sharpe(
          difference: sharpe.difference.value, low: interval.low, high: interval.high, pValue: sharpe.difference.pValue,
          pValueIfIndependent: money.jobsonKorkieMemmel?.difference.pValue)
      })
  }
}

extension RunSummary.Money.Bootstrap {
  init(_ difference: AnnualReturnDifference) {
    self.init(annualDifference: difference.difference, low: difference.interval.low, high: difference.interval.high)
  }
}

extension RunSummary.Figures {
  init(_ record: SessionRecord, _ metrics: PerformanceMetrics) {
    let funnel = record.outcome.funnel
    var stages: [String: Double] = [:]
    for stage in Stage.allCases where funnel[stage] > 0 { stages[stage.name] = Double(funnel[stage]) }
    let last = record.days.last?.equity ?? record.outcome.account.cash
    self.init(
      ticks: Double(funnel.ticks),
      decisions: RunSummary.Decisions(
        buy: Double(funnel[.buy]), sell: Double(funnel[.sell]), hold: Double(funnel[Action.hold])),
      funnel: stages, failures: Dictionary(record.failures.map { ($0.reason, Double($0.count)) }, uniquingKeysWith: +),
      orders: Double(record.orders), fills: Double(record.fills), trades: Double(metrics.trades.count),
      finalEquity: last.doubleValue, totalReturn: metrics.returns.totalReturn,
      annualReturn: metrics.returns.annualReturn, annualVolatility: metrics.returns.annualVolatility,
      sharpe: metrics.returns.sharpeRatio, sortino: metrics.returns.sortinoRatio, calmar: metrics.returns.calmarRatio,
      maxDrawdown: metrics.returns.maximumDrawdown?.depth ?? 0, exposure: metrics.exposure,
      hitRate: metrics.trades.hitRate, profitFactor: metrics.trades.profitFactor,
      averageTrade: metrics.trades.averageProfit?.doubleValue, turnover: metrics.turnover,
      fees: metrics.fees.doubleValue, buyAndHoldReturn: metrics.buyAndHold?.totalReturn)
  }

  /// Optional figures are averaged over the seeds that have them.
  init(meanOf all: [RunSummary.Figures]) {
    func mean(_ figure: (RunSummary.Figures) -> Double) -> Double {
      all.isEmpty ? 0 : all.reduce(0) { $0 + figure($1) } / Double(all.count)
    }
    func known(_ figure: (RunSummary.Figures) -> Double?) -> Double? {
      let values = all.compactMap(figure)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    func means(_ counts: (RunSummary.Figures) -> [String: Double]) -> [String: Double] {
      let names = Set(all.flatMap { counts($0).keys })
      return Dictionary(uniqueKeysWithValues: names.map { name in (name, mean { counts($0)[name] ?? 0 }) })
    }
    self.init(
      ticks: mean(\.ticks),
      decisions: RunSummary.Decisions(
        buy: mean(\.decisions.buy), sell: mean(\.decisions.sell), hold: mean(\.decisions.hold)),
      funnel: means(\.funnel), failures: means(\.failures), orders: mean(\.orders), fills: mean(\.fills),
      trades: mean(\.trades),
      finalEquity: mean(\.finalEquity), totalReturn: known(\.totalReturn), annualReturn: known(\.annualReturn),
      annualVolatility: known(\.annualVolatility), sharpe: known(\.sharpe), sortino: known(\.sortino),
      calmar: known(\.calmar), maxDrawdown: known(\.maxDrawdown), exposure: known(\.exposure),
      hitRate: known(\.hitRate), profitFactor: known(\.profitFactor), averageTrade: known(\.averageTrade),
      turnover: known(\.turnover), fees: mean(\.fees), buyAndHoldReturn: known(\.buyAndHoldReturn))
  }
}

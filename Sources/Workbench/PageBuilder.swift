import Comparison
import Foundation
import LanguageModels
import Market
import Replay
import Reports
import Scenarios

/// Turns results into the page's view model: picks, names and units, no figures of its own.
struct PageBuilder {
  let results: RunResults
  let runID: String
  let inputs: [Manifest.Entry]
  let version: String
  let command: String

  private var run: ScenarioRun { results.run }
  private var scenario: Scenario { run.scenario }

  func page() -> ReportPage {
    var page = ReportPage(title: scenario.name, runID: runID)
    page.summary = scenario.description.isEmpty ? nil : scenario.description
    page.tags = tags
    page.seeds = run.seeds.count
    page.ticks = run.panels.indices.reduce(0) { $0 + (results.accounts[0][$1].sessions.first?.ticks ?? 0) }
    page.reference = run.reference
    page.focus = run.reference.map { $0 == run.variantNames.count - 1 ? 0 : run.variantNames.count - 1 } ?? 0
    page.variants = run.variantNames.indices.map(variant)
    page.noiseFloor = noiseFloor
    page.panels = run.panels.indices.map(panel)
    page.accounts = run.panels.indices.map(account)
    page.flipMatrices = run.variantNames.indices.compactMap(flipMatrix)
    page.funnels = run.variantNames.indices.flatMap { variant in
      run.panels.indices.map { funnel(variant, panel: $0) }
    }
    page.metrics = run.panels.indices.map(metrics)
    page.assumptions = Assumptions(scenario: scenario).facts
    page.inputs = inputs.map { ReportPage.InputFile(name: $0.name, kind: $0.kind, hash: $0.sha256, detail: $0.detail) }
    page.provenance = [
      ReportPage.Fact("tapedeck", version), ReportPage.Fact("run", runID),
      ReportPage.Fact("seeds", run.seeds.map(String.init).joined(separator: ", ")),
    ]
    page.command = command
    return page
  }

  private var tags: [String] {
    var tags: [String] = []
    if scenario.panels.contains(where: { $0.settings.staleness.profile == .legacy }) { tags.append("legacy-ffe") }
    if scenario.panels.contains(where: { $0.settings.positions == .longShort }) { tags.append("simulated margin") }
    if scenario.panels.contains(where: \.isSynthetic) { tags.append("synthetic candles") }
    return tags
  }

  private func panelName(_ index: Int) -> String {
    let series = scenario.panels[index].series
    return "\(series.instrument) \(series.timeframe.rawValue)"
  }

  // MARK: Variants

  private func variant(_ index: Int) -> ReportPage.Variant {
    let sessions = results.accounts[index].flatMap(\.sessions)
    let fills = sessions.reduce(0) { $0 + $1.record.fills } / max(1, run.seeds.count)
    var variant = ReportPage.Variant(name: run.variantNames[index], isMock: !run.models.isEmpty, fills: fills)
    if run.models.indices.contains(index) {
      let card = run.models[index].card
      variant.sizeGigabytes = card.fileSizeGB?.value
      if let reference = run.reference, reference != index, let own = card.fileSizeGB?.value,
        let other = run.models[reference].card.fileSizeGB?.value
      {
        variant.timesSmaller = other / own
      }
      variant.latency = card.latency.map { latency($0.value) }
    }
    variant.headlines = headlines(index)
    variant.notes = notes(index, sessions)
    variant.decisions = results.probes[index]?.rate.flatMap(decisionDifference)
    variant.money = results.money[index].map { money in
      ReportPage.MoneyDifference(
        annual: money.difference, interval: ReportPage.Interval(money.interval.low, money.interval.high),
        trackingError: results.trackingErrors[index] ?? 0, smallestDetectable: money.smallestDetectable)
    }
    return variant
  }

  private func latency(_ distribution: LatencyDistribution) -> ReportPage.Latency {
    let timeframe = scenario.panels.map(\.series.timeframe).min() ?? .oneDay
    let median = distribution.milliseconds(share: 0.5) / 1000
    let isBelow = median * 1000 < Double(timeframe.milliseconds)
    return ReportPage.Latency(
      median: median, percentile95: distribution.milliseconds(share: 0.95) / 1000, source: "from the card",
      resolution: isBelow ? "below the resolution of \(timeframe.rawValue) candles" : "longer than a candle")
  }

  private func headlines(_ index: Int) -> [ReportPage.Headline] {
    guard run.reference == nil || run.reference == index else { return [] }
    let figures = RunSummary(results, runID: runID).variants.filter { $0.name == run.variantNames[index] }
    return figures.flatMap { one -> [ReportPage.Headline] in
      let place = figures.count > 1 ? "\(one.instrument) " : ""
      return [
        ReportPage.Headline("\(place)return a year", one.figures.annualReturn, .signedPercent),
        ReportPage.Headline("\(place)maximum drawdown", one.figures.maxDrawdown, .percent),
        ReportPage.Headline("\(place)Sharpe ratio", one.figures.sharpe, .ratio),
      ]
    }
  }

  private func notes(_ index: Int, _ sessions: [ScenarioRun.Session]) -> [String] {
    var notes: [String] = []
    if let probe = results.probes[index], let note = Self.mostly(probe.matrix) { notes.append(note) }
    if let divergence = results.probes[index]?.divergence {
      notes.append("Answers diverge by \(Self.short(divergence * 1000)) millinats a tick (Kullback-Leibler).")
    }
    var failures: [(reason: String, count: Int)] = []
    for failure in sessions.flatMap(\.record.failures) {
      if let known = failures.firstIndex(where: { $0.reason == failure.reason }) {
        failures[known].count += failure.count
      } else {
        failures.append(failure)
      }
    }
    if !failures.isEmpty {
      notes.append("No answer: " + failures.map { "\($0.count) × \($0.reason)" }.joined(separator: ", ") + ".")
    }
    if !run.models.isEmpty, let cutoff = run.models[index].card.knowledgeCutoff?.value,
      run.panels.allSatisfy({ $0.window.upperBound <= cutoff })
    {
      notes.append("Every tick lies before the real model's knowledge cutoff; the mock has learnt nothing of them.")
    }
    return notes
  }

  /// The commonest flip, if it makes up a third of all flips or more.
  private static func mostly(_ matrix: FlipMatrix) -> String? {
    var best: (from: Action, to: Action, count: Int)?
    for from in [Action.buy, .hold, .sell] {
      for to in [Action.buy, .hold, .sell] where from != to {
        let count = matrix[reference: from, candidate: to]
        if count > best?.count ?? 0 { best = (from, to, count) }
      }
    }
    guard let best, best.count * 3 >= matrix.flips else { return nil }
    return "Mostly \(best.from.name) to \(best.to.name)."
  }

  private static func short(_ value: Double) -> String {
    let scaled = (value * 100).rounded() / 100
    var text = TextBuffer()
    text.append(scaled)
    return text.string
  }

  private func decisionDifference(_ rate: FlipRate) -> ReportPage.DecisionDifference? {
    guard let interval = rate.interval else { return nil }
    return ReportPage.DecisionDifference(
      flips: rate.flips, ticks: rate.ticks, rate: rate.rate, interval: ReportPage.Interval(interval.low, interval.high))
  }

  private var noiseFloor: ReportPage.NoiseFloor? {
    guard let paraphrased = results.floor.paraphrased else { return nil }
    let again = results.floor.restarted?.rate == 0 ? "a restart flips nothing, " : ""
    return ReportPage.NoiseFloor(
      rate: paraphrased.rate, interval: paraphrased.interval.map { ReportPage.Interval($0.low, $0.high) },
      against: "itself: \(again)the same facts in a masked prompt flip this much")
  }

  // MARK: Panels

  private func panel(_ index: Int) -> ReportPage.Panel {
    let panel = scenario.panels[index]
    let tape = run.panels[index]
    var page = ReportPage.Panel(
      name: panelName(index), quote: panel.instrument.quote, priceDecimals: Self.decimals(panel.instrument.priceTick),
      first: tape.window.lowerBound, last: tape.window.upperBound, candles: tape.chart)
    page.periods = periods(index)
    page.trades = run.variantNames.indices.map { variant in
      results.accounts[variant][index].sessions.first.map(trades) ?? []
    }
    page.volatility = volatility(index)
    return page
  }

  private static func decimals(_ tick: Int64) -> Int {
    var (rest, decimals) = (tick, 8)
    while decimals > 0, rest % 10 == 0 { (rest, decimals) = (rest / 10, decimals - 1) }
    return decimals
  }

  private func periods(_ index: Int) -> [ReportPage.Period] {
    let panel = scenario.panels[index]
    let step = Duration.milliseconds(panel.series.timeframe.milliseconds * Int64(panel.settings.clock.decideEvery))
    return (results.accounts[0][index].sessions.first?.record.periods ?? []).compactMap { period in
      guard let (kind, detail) = describe(period, panel) else { return nil }
      return ReportPage.Period(
        kind: kind, from: period.first - step, until: period.last, ticks: period.ticks, detail: detail)
    }
  }

  private func describe(_ period: TickPeriod, _ panel: Scenario.Panel) -> (ReportPage.Period.Kind, String)? {
    switch period.stage {
    case .marketClosed: return (.closed, "the market is closed")
    case .stale: return (.stale, "no fresh candle: held")
    case .clockSkew: return (.stale, "candles stamped in the future: held")
    case .frozen: return (.frozen, "the feed repeats itself: held")
    case .badCandle:
      let known = panel.badRanges.first { $0.period.lowerBound <= period.last && period.first <= $0.period.upperBound }
      return (.bad, known?.reason ?? "the newest candle cannot be true: left out, held")
    case .warmingUp: return (.warmingUp, "not enough history")
    case .warmingUpReopen: return (.warmingUp, "no candle yet since the market reopened")
    default: return nil
    }
  }

  private func trades(_ session: ScenarioRun.Session) -> [ReportPage.Trade] {
    session.record.trades.map { trade in
      ReportPage.Trade(
        isLong: trade.side == .buy, entry: trade.entryTime, entryPrice: trade.entryPrice.doubleValue,
        exit: trade.exitTime, exitPrice: trade.exitPrice.doubleValue, profit: trade.profit.doubleValue,
        reason: trade.exit.name.replacing("_", with: " "))
    }
  }

  private func volatility(_ index: Int) -> ReportPage.VolatilityCurve? {
    let settings = scenario.panels[index].settings.volatility
    let forecasts = results.accounts[0][index].sessions.first?.record.forecasts ?? []
    guard forecasts.count > 1 else { return nil }
    let annual = scenario.panels[index].instrument.calendar.daysPerYear.squareRoot() / 100
    // What the day after a forecast brought stands in the next record.
    let pairs = zip(forecasts, forecasts.dropFirst())
    return ReportPage.VolatilityCurve(
      model: "GARCH(1,1), normal, window \(settings.window), refit every \(settings.refitEvery) bars",
      times: pairs.map { $0.0.time.milliseconds }, forecast: pairs.map { $0.0.dailyVolatility * annual },
      realised: pairs.map { $0.1.realisedVolatility * annual })
  }

  // MARK: Accounts, funnels, metrics

  private func account(_ panel: Int) -> ReportPage.Account {
    let curves = run.variantNames.indices.map { results.accounts[$0][panel].curve }
    let equity = curves.map { curve in curve.points.map(\.equity.doubleValue) }
    var account = ReportPage.Account(
      name: panelName(panel), currency: scenario.panels[panel].instrument.quote,
      times: curves[0].points.map(\.time.milliseconds), equity: equity, drawdown: equity.map(Self.drawdown))
    if let reference = run.reference, let start = equity[reference].first, start > 0 {
      account.difference = equity.map { zip($0, equity[reference]).map { ($0 - $1) / start } }
    }
    account.buyAndHold = results.accounts[0][panel].buyAndHold.flatMap { held in
      held.points.count == account.times.count ? held.points.map(\.equity.doubleValue) : nil
    }
    return account
  }

  private static func drawdown(_ equity: [Double]) -> [Double] {
    var peak = -Double.infinity
    return equity.map { value in
      peak = max(peak, value)
      return peak > 0 ? value / peak - 1 : 0
    }
  }

  private func flipMatrix(_ variant: Int) -> ReportPage.FlipMatrix? {
    guard let probe = results.probes[variant] else { return nil }
    let order = [Action.buy, .hold, .sell]
    let ticks = order.flatMap { reference in order.map { probe.matrix[reference: reference, candidate: $0] } }
    let scope = run.panels.count == 1 ? panelName(0) : "all panels"
    return ReportPage.FlipMatrix(variant: variant, scope: scope, ticks: ticks, markouts: probe.markouts)
  }

  private func funnel(_ variant: Int, panel: Int) -> ReportPage.Funnel {
    let outcomes = results.accounts[variant][panel].sessions.map(\.record.outcome)
    let seeds = max(1, outcomes.count)
    let stages = Stage.allCases.compactMap { stage -> ReportPage.FunnelStage? in
      let ticks = outcomes.reduce(0) { $0 + $1.funnel[stage] }
      guard ticks > 0 else { return nil }
      let kind: ReportPage.FunnelStage.Kind = stage == .ordered ? .traded : stage == .hold ? .held : .stopped
      let markouts = MarkOuts.horizons.indices.map { horizon -> ReportPage.Markout? in
        let sums = outcomes.map { $0.markOuts.sum(stage, horizon: horizon) }
        let count = sums.reduce(0) { $0 + $1.count }
        return count == 0 ? nil : ReportPage.Markout(sums.reduce(0) { $0 + $1.total } / Double(count) * 1e4)
      }
      let name = stage.name.replacing("_", with: " ").replacing(":", with: ": ")
      return ReportPage.FunnelStage(
        name: name, kind: kind, ticks: (ticks + seeds / 2) / seeds, markouts: markouts)
    }
    return ReportPage.Funnel(
      variant: variant, scope: panelName(panel), ticks: outcomes.first?.funnel.ticks ?? 0, stages: stages)
  }

  private func metrics(_ panel: Int) -> ReportPage.MetricsTable {
    MetricsTableBuilder(results: results, panel: panel, scope: panelName(panel)).table()
  }
}

extension ScenarioRun.Session {
  fileprivate var ticks: Int { record.outcome.funnel.ticks }
}

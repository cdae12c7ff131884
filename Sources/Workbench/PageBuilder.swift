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
  let paths: PathDifferences
  let runID: String
  let inputs: [Manifest.Entry]
  let version: String
  let command: String

  var run: ScenarioRun { results.run }
  var scenario: Scenario { run.scenario }

  func page() -> ReportPage {
    var page = ReportPage(title: scenario.name, runID: runID)
    page.summary = scenario.description.isEmpty ? nil : scenario.description
    page.tags = tags
    page.seeds = run.seeds.count
    page.tradesSeed = run.seeds.first.map(String.init)
    page.ticks = results.accounts[0].reduce(0) { $0 + ($1.records.first?.outcome.funnel.ticks ?? 0) }
    page.reference = run.reference
    page.focus = run.reference.map { $0 == run.variantNames.count - 1 ? 0 : run.variantNames.count - 1 } ?? 0
    page.variants = run.variantNames.indices.map(variant)
    page.noiseFloor = noiseFloor
    if run.reference != nil {
      page.flipMargin = scenario.report.margins.flips
      page.returnMargin = scenario.report.margins.annualReturn
      page.agreement = AgreementPage(results: results).agreement()
    }
    page.notes = notes
    page.panels = run.panels.indices.map(panel)
    page.accounts = run.books.indices.map(account)
    page.flipMatrices = run.variantNames.indices.compactMap(flipMatrix)
    page.funnels = run.variantNames.indices.flatMap { variant in
      run.panels.indices.map { funnel(variant, panel: $0) }
    }
    page.metrics = run.books.indices.map(metrics)
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
    if run.models.contains(where: { !$0.isMock }) { tags.append("models of servers, from a tape") }
    return tags
  }

  func panelName(_ index: Int) -> String { scenario.panels[index].name }

  func bookName(_ index: Int) -> String {
    run.books[index].panels.map(panelName).joined(separator: " and ")
  }

  // MARK: Variants

  private func variant(_ index: Int) -> ReportPage.Variant {
    let records = results.accounts[index].flatMap(\.records)
    let seeds = max(1, run.seeds.count)
    let fills = records.reduce(0) { $0 + $1.fills }
    var variant = ReportPage.Variant(
      name: run.variantNames[index], isMock: run.models.indices.contains(index) && run.models[index].isMock,
      fills: (fills + seeds / 2) / seeds)
    if run.models.indices.contains(index) {
      let card = run.models[index].card
      variant.sizeGigabytes = card.fileSizeGB?.value
      variant.timesSmaller = results.timesSmaller(index)
      let model = run.models[index]
      variant.latency = model.latency.map {
        latency($0, source: model.measured == nil ? "from the card" : "measured in this run")
      }
    }
    variant.headlines = headlines(index)
    variant.notes = failures(records) + probeFailures(index)
    variant.decisions = results.probes[index].flatMap { decisionDifference($0, results.decisions[index]) }
    variant.money = results.money[index].map { money in
      ReportPage.MoneyDifference(
        annual: money.difference.annual.value, interval: ReportPage.Interval(money.interval.low, money.interval.high),
        trackingError: money.power.trackingError, smallestDetectable: money.power.smallestDetectable(),
        days: money.difference.days, verdict: money.verdict.onPage)
    }
    variant.sentence = results.sentence(variant: index)
    return variant
  }

  private func latency(_ distribution: LatencyDistribution, source: String) -> ReportPage.Latency {
    let timeframe = run.shortestTimeframe
    return ReportPage.Latency(
      median: distribution.milliseconds(share: 0.5) / 1000, percentile95: distribution.milliseconds(share: 0.95) / 1000,
      source: source,
      resolution: distribution.isBelow(timeframe)
        ? "below the resolution of \(timeframe.rawValue) candles"
        : "longer than a candle of \(timeframe.rawValue)")
  }

  private func headlines(_ index: Int) -> [ReportPage.Headline] {
    guard run.reference == nil || run.reference == index else { return [] }
    let figures = RunSummary(results, runID: runID).variants.filter { $0.name == run.variantNames[index] }
    return figures.flatMap { one -> [ReportPage.Headline] in
      let place = figures.count > 1 ? one.instrument : nil
      var headlines = [
        ReportPage.Headline("a year", one.figures.annualReturn, .signedPercent, place: place),
        ReportPage.Headline("Sharpe", one.figures.sharpe, .ratio, place: place),
        ReportPage.Headline("drawdown", one.figures.maxDrawdown, .percent, place: place),
      ]
      if run.reference == nil {
        headlines += [
          ReportPage.Headline("total return", one.figures.totalReturn, .signedPercent, place: place),
          ReportPage.Headline("buy and hold", one.figures.buyAndHoldReturn, .signedPercent, place: place),
          ReportPage.Headline("trades", one.figures.trades, .count, place: place),
        ]
      }
      return headlines
    }
  }

  private func failures(_ records: [SessionRecord]) -> [String] {
    var failures: [(reason: String, count: Int)] = []
    for failure in records.flatMap(\.failures) {
      if let known = failures.firstIndex(where: { $0.reason == failure.reason }) {
        failures[known].count += failure.count
      } else {
        failures.append(failure)
      }
    }
    guard !failures.isEmpty else { return [] }
    let list = failures.map { "\($0.count) × \($0.reason)" }.joined(separator: ", ")
    return ["Decisions without an answer, all seeds: \(list); each was held."]
  }

  private func probeFailures(_ variant: Int) -> [String] {
    let failed = results.sessions.compactMap { $0.probe?.failed[variant] }.joined()
    let count = failed.count { $0 }
    guard count > 0 else { return [] }
    return ["Without an answer in the probe: \(count) of \(failed.count) prompts; each counts as HOLD."]
  }

  /// What holds for the whole comparison.
  private var notes: [String] {
    guard run.reference != nil else { return [] }
    let seeds = run.seeds.count
    var notes: [String] = []
    var pooling: [String] = []
    if seeds > 1 {
      notes.append("Probe: the answers of all \(seeds) seeds are counted together; a day’s answers are one cluster.")
      pooling.append("a variant’s account is the mean of its \(seeds) seeds’ accounts")
    }
    if run.books.count > 1 {
      let names = run.books.map(run.name).joined(separator: ", then ")
      pooling.append("the accounts’ days are taken one after the other, as of one account that traded \(names)")
    }
    if !pooling.isEmpty {
      notes.append(
        "Trade: " + pooling.joined(separator: "; ")
          + ". The difference is arithmetic; its interval is that of a mean of dependent days (Newey and West, prewhitened)."
      )
    }
    return notes
  }

  private func decisionDifference(
    _ probe: RunResults.ProbeResult, _ comparison: DecisionComparison?
  ) -> ReportPage.DecisionDifference? {
    guard let rate = probe.rate, let interval = rate.interval else { return nil }
    var difference = ReportPage.DecisionDifference(
      flips: rate.flips, answers: rate.ticks, rate: rate.rate,
      interval: ReportPage.Interval(interval.low, interval.high))
    difference.divergence = probe.divergence
    difference.remark = comparison?.remark
    difference.verdict = comparison?.verdict.onPage
    return difference
  }

  private var noiseFloor: ReportPage.NoiseFloor? {
    guard let floor = results.floor, let paraphrased = floor.paraphrased else { return nil }
    let isMasked: Bool
    if case .languageModel(let prompt) = scenario.strategy { isMasked = prompt.masked } else { isMasked = false }
    return ReportPage.NoiseFloor(
      flips: paraphrased.flips, answers: paraphrased.ticks, rate: paraphrased.rate,
      interval: paraphrased.interval.map { ReportPage.Interval($0.low, $0.high) },
      under: isMasked ? "unmasked prompt" : "masked prompt",
      remarks: [("loaded again", floor.restarted), ("another seed", floor.reseeded)].compactMap { name, rate in
        rate.map { "\(name): \(Figures.grouped($0.flips)) of \(Figures.grouped($0.ticks))" }
      })
  }

  // MARK: Accounts, funnels, metrics

  private func account(_ book: Int) -> ReportPage.Account {
    let curves = run.variantNames.indices.map { results.accounts[$0][book].curve }
    let equity = curves.map { curve in curve.points.map(\.equity.doubleValue) }
    var account = ReportPage.Account(
      name: bookName(book), currency: run.currency(of: run.books[book]),
      times: curves[0].points.map(\.time.milliseconds), equity: equity, drawdown: equity.map(Self.drawdown))
    let own = run.variantNames.indices.map { paths.path(variant: $0, book: book) }
    if own.contains(where: { $0 != nil }) {
      account.difference = own.map { $0?.difference ?? account.times.map { _ in 0 } }
      account.chance = own.map { $0?.chance.map(ReportPage.Chance.init) }
    }
    account.buyAndHold = results.accounts[0][book].buyAndHold.flatMap { held in
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
    let outcomes = results.sessions(variant: variant, panel: panel).map(\.record.outcome)
    let seeds = max(1, outcomes.count)
    let stages = Stage.allCases.compactMap { stage -> ReportPage.FunnelStage? in
      let ticks = outcomes.reduce(0) { $0 + $1.funnel[stage] }
      guard ticks > 0 else { return nil }
      let name = stage.name.replacing("_", with: " ").replacing(":", with: ": ")
      return ReportPage.FunnelStage(
        name: name, kind: stage.kind, ticks: (ticks + seeds / 2) / seeds, markouts: markouts(outcomes, [stage]))
    }
    var funnel = ReportPage.Funnel(
      variant: variant, scope: panelName(panel), ticks: outcomes.first?.funnel.ticks ?? 0, stages: stages)
    funnel.stopped = markouts(outcomes, Stage.allCases.filter { $0.kind == .stopped })
    return funnel
  }

  /// Means over every decision of all seeds that ended at one of `stages`.
  private func markouts(_ outcomes: [RunOutcome], _ stages: [Stage]) -> [ReportPage.Markout?] {
    MarkOuts.horizons.indices.map { horizon in
      let sums = outcomes.flatMap { outcome in stages.map { outcome.markOuts.sum($0, horizon: horizon) } }
      let count = sums.reduce(0) { $0 + $1.count }
      return count == 0 ? nil : ReportPage.Markout(sums.reduce(0) { $0 + $1.total } / Double(count) * 1e4)
    }
  }

  private func metrics(_ book: Int) -> ReportPage.MetricsTable {
    MetricsTableBuilder(results: results, book: book, scope: bookName(book)).table()
  }
}

extension Stage {
  fileprivate var kind: ReportPage.FunnelStage.Kind {
    switch self {
    case .ordered: .traded
    case .hold, .alreadyInPosition, .alreadyFlat: .held
    default: .stopped
    }
  }
}

extension ReportPage.Chance {
  fileprivate init(_ band: ChanceBand) {
    self.init(
      low: band.lows, high: band.highs, blockLength: band.blockLength, resamples: band.resamples,
      seed: String(band.seed))
  }
}

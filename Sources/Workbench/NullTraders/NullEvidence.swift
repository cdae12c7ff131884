import Comparison
import LanguageModels
import Market
import Replay
import Scenarios

/// Each variant's accounts beside those of traders that know nothing: its own decisions in another order, and its mean
/// exposure bought once and held. Of the first seed.
struct NullEvidence: Sendable {
  let seed: UInt64
  /// Decisions that stay together when their order is lost.
  let block: Int
  /// By variant, then panel.
  let accounts: [Account]

  /// Nil where nobody asked for them, and where they cannot be had: models decide, each instrument on an account of its
  /// own, over one stretch of tape.
  init?(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session], jobs: Int) async throws {
    let traders = run.scenario.report.nullTraders
    guard traders > 0, !run.models.isEmpty, run.scenario.accounts == .separate, run.isOneStretch,
      let seed = run.seeds.first
    else { return nil }
    let tapes = try run.panels.indices.map { try run.candles(ofPanel: $0) }
    let own = run.variantNames.indices.flatMap { variant in
      run.panels.indices.compactMap { panel in
        sessions.first { $0.variant == variant && $0.panel == panel && $0.seed == seed }
      }
    }
    let plans = own.indices.flatMap { account in (0...traders).map { (account, $0) } }
    let figures = try await mapInParallel(plans, jobs: jobs) { _, _ in
    } _: { account, number in
      let session = own[account]
      return try await run.playNull(number, of: session, on: tapes[session.panel])
    }
    var accounts: [Account] = []
    for (place, session) in own.enumerated() {
      let played = figures[place * (traders + 1)..<(place + 1) * (traders + 1)]
      let books = run.books(of: run.books[session.panel])
      guard let own = Figures(session.record, books), let matched = played.first ?? nil else { continue }
      accounts.append(
        Account(
          variant: session.variant, panel: session.panel, own: own, shuffled: played.dropFirst().compactMap { $0 },
          exposureMatched: matched, breakEvenFee: BreakEvenFee.basisPoints(of: session.record, books),
          paidFee: session.record.outcome.ledger.meanFee))
    }
    self.seed = seed
    block = run.scenario.report.nullBlock
    self.accounts = accounts
  }

  struct Account: Sendable {
    let variant: Int
    let panel: Int
    let own: Figures
    let shuffled: [Figures]
    let exposureMatched: Figures
    /// Basis points of what was traded at which the account would have ended where it began.
    let breakEvenFee: Double?
    /// Basis points of what was traded that it paid.
    let paidFee: Double?

    /// Of the hypothesis that the order of its decisions is worth nothing: the share of orders, its own among them, that
    /// brought as much.
    var pValue: Double {
      let asGood = shuffled.count { $0.totalReturn >= own.totalReturn }
      return Double(1 + asGood) / Double(1 + shuffled.count)
    }

    /// Of the shuffled accounts' returns.
    func quantile(_ share: Double) -> Double { shuffled.map(\.totalReturn).sorted().sortedQuantile(share) }
  }

  struct Figures: Sendable {
    var totalReturn: Double
    var maximumDrawdown: Double?
    var sharpe: Double?
    var fills: Int
    var finalEquity: FixedPoint

    init?(_ record: SessionRecord, _ books: AccountBooks) {
      let metrics = books.metrics(record, buyAndHold: nil)
      guard let total = metrics.returns.totalReturn else { return nil }
      totalReturn = total
      maximumDrawdown = metrics.returns.maximumDrawdown?.depth
      sharpe = metrics.returns.sharpeRatio
      fills = record.fills
      finalEquity = record.outcome.account.equity
    }
  }
}

extension ScenarioRun {
  /// Plays a trader that knows nothing: the 0th holds the session's mean exposure, the others its decisions in another
  /// order. Nil of a tape without a day.
  fileprivate func playNull(
    _ number: Int, of session: Session, on candles: CandleColumns
  ) async throws -> NullEvidence.Figures? {
    let (panel, tape) = (scenario.panels[session.panel], panels[session.panel])
    let delay = panel.settings.feed.delay
    let record = session.record
    let strategy: StrategyChoice =
      number == 0
      ? .exposureMatched(
        of: .scripted(ScriptedDecisions(record.decisions, readyAfter: record.readyAfter, feedDelay: delay)))
      : .scripted(
        ScriptedDecisions(
          record.decisions.shuffled(inBlocksOf: scenario.report.nullBlock, seed: session.seed &+ UInt64(number) << 32),
          readyAfter: record.readyAfter, feedDelay: delay))
    let track = ReplayJob.Track(
      panel: panel, window: tape.window, learnsFrom: tape.window.lowerBound, exchange: tape.exchange,
      findings: findings(ofPanel: session.panel), candles: { KeptCandles([candles], in: $0) },
      finer: panel.finer.map { self.candles(of: $0.series) })
    let job = ReplayJob(tracks: [track], strategy: strategy, seed: session.seed)
    let sink = TrialSink(answers: nil)
    let latency = models[session.variant].latency?.milliseconds(share: 0.5)
    let outcomes = try await job.play(into: [sink]) { _, setup, _ in
      setup.settings.recordsTicks = false
      if let latency { setup.settings.venue.latency = Int64(latency.rounded()) }
    }
    return NullEvidence.Figures(sink.record(outcomes[0]), books(of: books[session.panel]))
  }
}

extension Ledger {
  /// Basis points of what was traded; nil where nothing was.
  fileprivate var meanFee: Double? {
    turnover > 0 ? fees.reduce(0) { $0 + $1.doubleValue } / turnover * 1e4 : nil
  }
}

extension BreakEvenFee {
  /// Of an account, what it still holds at its mark; nil where it traded nothing.
  fileprivate static func basisPoints(of record: SessionRecord, _ books: AccountBooks) -> Double? {
    let ledger = record.outcome.ledger
    let profit = books.curve(record.days).profit + ledger.fees.reduce(.zero, +)
    return basisPoints(grossProfits: [profit], tradedValue: ledger.turnover)
  }
}

import CandleStore
import LanguageModels
package import Market
import Replay
package import Scenarios

/// The audit of every replay of a scenario: each instrument with each variant, with the first seed.
package struct ScenarioAudit: Sendable {
  private let run: ScenarioRun
  private let store: CandleStore
  private let options: AuditOptions

  /// One replay's audit.
  package struct Entry: Sendable {
    package var instrument: String
    package var variant: String
    package var finding: AuditFinding
  }

  /// Imports what the store lacks, as a run does.
  package init(
    _ scenario: Scenario, file: String, storePath: String, modelFolder: String, options: AuditOptions,
    progress: (String) -> Void
  ) throws {
    // Played alone and without them, these would be other runs than the scenario's.
    if scenario.accounts == .shared, scenario.panels.count > 1 { throw AuditError.sharedAccount }
    if let panel = scenario.panels.first(where: { $0.finer != nil }) { throw AuditError.finerCandles(panel.series) }
    let models = try ModelLibrary(folder: modelFolder, scenarioFile: file).models(of: scenario)
    store = try CandleStore(path: storePath, creating: true)
    try Stocking.fill(store, for: scenario, file: file, progress: progress)
    run = try ScenarioRun(scenario, models: models, store: store)
    self.options = options
  }

  /// Audits on `jobs` threads; the entries are in the scenario's order.
  package func audit(jobs: Int, progress: @escaping @Sendable (Int, Int) -> Void) async throws -> [Entry] {
    let plans = run.variantNames.indices.flatMap { variant in run.panels.indices.map { (variant, $0) } }
    var done = 0
    return try await mapInParallel(plans, jobs: jobs) { _, _ in
      done += 1
      progress(done, plans.count)
    } _: {
      try await entry(variant: $0.0, panel: $0.1)
    }
  }

  private func entry(variant: Int, panel: Int) async throws -> Entry {
    let scenario = run.scenario
    let settings = scenario.panels[panel]
    let candles = try run.candles(ofPanel: panel)
    let setup = run.setup(ofPanel: panel, recordingReadings: true)
    return Entry(
      instrument: settings.instrument.symbol, variant: run.variantNames[variant],
      finding: try await finding(setup, candles, variant: variant))
  }

  private func finding(_ setup: TrackSetup, _ candles: CandleColumns, variant: Int) async throws -> AuditFinding {
    func audit<S: Strategy>(_ strategy: S) async throws -> AuditFinding {
      try await Audit(AuditSubject(setup, candles: candles) { _ in strategy }, options).run()
    }
    switch run.scenario.strategy {
    case .movingAverageCross(let fast, let slow): return try await audit(MovingAverageCross(fast: fast, slow: slow))
    case .relativeStrengthReversion(let period, let oversold, let overbought):
      return try await audit(RelativeStrengthReversion(period: period, oversold: oversold, overbought: overbought))
    case .momentum(let lookback, let threshold):
      return try await audit(Momentum(lookback: lookback, threshold: threshold))
    case .breakout(let lookback): return try await audit(Breakout(lookback: lookback))
    case .buyAndHold: return try await audit(BuyAndHold())
    case .alwaysHold: return try await audit(AlwaysHold())
    case .shuffled, .exposureMatched, .scripted: throw AuditError.nullTrader(run.scenario.strategy.name)
    case .languageModel(let prompt):
      let strategy = LanguageModelStrategy(
        prompt, allowsShort: setup.settings.positions == .longShort, instrument: setup.instrument,
        timeframe: setup.timeframe)
      let (model, seed, retries) = (run.models[variant].asked, run.seeds[0], run.scenario.models?.retries ?? 0)
      let sampling = run.models[variant].sampling
      let subject = AuditSubject(setup, candles: candles) { _ in
        strategy
      } answer: { strategy, ordinal in
        guard let question = strategy.question else { preconditionFailure("a question is what it asks") }
        return try await ModelRespondent(
          model, seed: seed, retries: retries, sampling: sampling, ordinal: ordinal
        ).answer(to: question)
      }
      return try await Audit(subject, options).run()
    }
  }
}

/// What an audit cannot look at.
package enum AuditError: Error, Equatable, CustomStringConvertible {
  case sharedAccount
  case finerCandles(SeriesName)
  case nullTrader(String)

  package var description: String {
    switch self {
    case .sharedAccount:
      "audit looks at one instrument at a time, and these share an account. Use --set accounts=separate."
    case .nullTrader(let name):
      "'\(name)' is written down from a whole replay before it plays: it knows the future by design. Audit its rule."
    case .finerCandles(let series):
      "audit cannot change the future of finer candles yet, and \(series) has some. Take 'finer' out of a copy."
    }
  }
}

import CandleStore
import LanguageModels
import Market
import Replay
package import Scenarios

/// The audit of every replay of a scenario: each account with each variant, with the first seed.
package struct ScenarioAudit: Sendable {
  private let run: ScenarioRun
  private let options: AuditOptions

  /// One replay's audit.
  package struct Entry: Sendable {
    /// `BTCUSD`, or `BTCUSD+GBPUSD` of an account that holds both.
    package var instrument: String
    package var variant: String
    package var finding: AuditFinding
  }

  /// Imports what the store lacks, as a run does.
  package init(
    _ scenario: Scenario, file: String, storePath: String, modelFolder: String, options: AuditOptions,
    progress: (String) -> Void
  ) throws {
    let models = try ModelLibrary(folder: modelFolder, scenarioFile: file).models(of: scenario)
    let store = try CandleStore(path: storePath, creating: true)
    try Stocking.fill(store, for: scenario, file: file, progress: progress)
    run = try ScenarioRun(scenario, models: models, store: store)
    self.options = options
  }

  /// Audits on `jobs` threads; the entries are in the scenario's order.
  package func audit(jobs: Int, progress: @escaping @Sendable (Int, Int) -> Void) async throws -> [Entry] {
    let plans = run.variantNames.indices.flatMap { variant in run.books.map { (variant, $0) } }
    var done = 0
    return try await mapInParallel(plans, jobs: jobs) { _, _ in
      done += 1
      progress(done, plans.count)
    } _: {
      try await entry(variant: $0.0, book: $0.1)
    }
  }

  private func entry(variant: Int, book: ScenarioRun.Book) async throws -> Entry {
    let tracks = try book.panels.map { panel in
      (
        setup: run.setup(ofPanel: panel, recordingReadings: true),
        tape: TrackTape(
          try run.candles(ofPanel: panel), finer: try run.finerCandles(ofPanel: panel),
          rates: run.panels[panel].exchange)
      )
    }
    return Entry(
      instrument: run.name(of: book), variant: run.variantNames[variant],
      finding: try await finding(tracks, variant: variant))
  }

  private func finding(_ tracks: [(setup: TrackSetup, tape: TrackTape)], variant: Int) async throws -> AuditFinding {
    func audit<S: Strategy>(_ strategy: S) async throws -> AuditFinding {
      try await Audit(AuditSubject(tracks) { _, _ in strategy }, options).run()
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
      let strategies = tracks.map { track in
        LanguageModelStrategy(
          prompt, allowsShort: track.setup.settings.positions == .longShort, instrument: track.setup.instrument,
          timeframe: track.setup.timeframe)
      }
      let (model, seed) = (run.models[variant], run.seeds[0])
      let subject = AuditSubject(tracks) { track, _ in
        strategies[track]
      } answer: { strategy, _, ordinal in
        guard let question = strategy.question else { preconditionFailure("a question is what it asks") }
        return try await model.respondent(seed: seed, ordinal: ordinal).answer(to: question)
      }
      return try await Audit(subject, options).run()
    }
  }
}

/// What an audit cannot look at.
package enum AuditError: Error, Equatable, CustomStringConvertible {
  case nullTrader(String)

  package var description: String {
    switch self {
    case .nullTrader(let name):
      "'\(name)' is written down from a whole replay before it plays: it knows the future by design. Audit its rule."
    }
  }
}

import Comparison
import LanguageModels
import Market
import Replay
import Scenarios

/// The replays that an attribution is made of.
struct AttributionReplays: Sendable {
  let run: ScenarioRun
  let reference: Int
  private let sessions: [ScenarioRun.Session]
  private let wanted: Set<Timestamp>

  typealias Subject = Attribution.Subject

  /// A variant's own replay, its answers written down.
  struct Recorded: Sendable {
    var subject: Subject
    var replay: AccountReplay
    var profit: FixedPoint
    /// By the account's panels.
    var answers: [[RecordedAnswer]]
    var prompts: [[Timestamp: String]]
  }

  init(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session], reference: Int, promptsOf wanted: [Timestamp]) {
    self.run = run
    self.sessions = sessions
    self.reference = reference
    self.wanted = Set(wanted)
  }

  func causes(of subject: Subject) -> [AttributionCause] {
    AttributionCause.owned(by: run.models[reference], and: run.models[subject.variant])
  }

  /// The set of no cause for the reference, that of all causes for a candidate; each must be the run's own replay.
  func own(_ subject: Subject) async throws -> Recorded {
    let mask = subject.variant == reference ? 0 : (1 << causes(of: subject).count) - 1
    let recorders = book(of: subject).panels.map { _ in
      RecordingRespondent(hybrid(subject, mask: mask), promptsOf: subject.variant == reference ? wanted : [])
    }
    let replay = try await run.replay(book(of: subject), asking: recorders)
    let others = book(of: subject).panels.compactMap { panel in
      sessions.first { $0.panel == panel && $0.variant == subject.variant && $0.seed == subject.seed }?.record.outcome
    }
    guard replay.agrees(with: others) else {
      throw AttributionError.notItsOwn(
        variant: run.variantNames[subject.variant], account: run.name(of: book(of: subject)), seed: subject.seed)
    }
    return Recorded(
      subject: subject, replay: replay, profit: profit(replay, subject), answers: recorders.map(\.answers),
      prompts: recorders.map(\.prompts))
  }

  /// Profit with the causes of `mask` taken from the candidate, the others from the reference.
  func mixed(_ subject: Subject, mask: Int) async throws -> FixedPoint {
    let respondents = book(of: subject).panels.map { _ in hybrid(subject, mask: mask) }
    return profit(try await run.replay(book(of: subject), asking: respondents), subject)
  }

  /// Profit of the same answers, each after the latency that is drawn for its prompt from another variant's.
  func exchanged(_ recorded: Recorded, latencyOf other: Int?) async throws -> FixedPoint {
    let distribution = other.flatMap { run.models[$0].latency }
    let (seed, own) = (recorded.subject.seed, recorded.subject.variant)
    let respondents = recorded.answers.map { answers in
      ScriptedRespondent(answers) { answer in
        guard other != own else { return answer.latency }
        return Int64(distribution?.milliseconds(seed: seed, stream: answer.question) ?? 0)
      }
    }
    let replay = try await run.replay(book(of: recorded.subject), asking: respondents)
    return profit(replay, recorded.subject)
  }

  func market(ofPanel index: Int) throws -> FillMarket {
    try run.fillMarket(ofPanel: index)
  }

  /// `markets` are those of all panels.
  func parts(of recorded: Recorded, _ markets: [FillMarket]) -> ProfitParts {
    let panels = book(of: recorded.subject).panels
    return ProfitParts(
      profit: recorded.profit,
      panels.indices.map { place in
        let outcome = recorded.replay.outcomes[place]
        return (markets[panels[place]], recorded.replay.flows[place], outcome.position.settlement)
      })
  }

  func beyondLedger(_ subject: Subject) -> AttributionError {
    .beyondLedger(variant: run.variantNames[subject.variant], account: run.name(of: book(of: subject)))
  }

  private func book(of subject: Subject) -> ScenarioRun.Book { run.books[subject.book] }

  private func profit(_ replay: AccountReplay, _ subject: Subject) -> FixedPoint {
    let settings = run.scenario.panels[book(of: subject).panels[0]].settings
    return replay.equity - (settings.venue.balance ?? .zero)
  }

  private func hybrid(_ subject: Subject, mask: Int) -> HybridRespondent {
    HybridRespondent(
      run.models[reference], run.models[subject.variant], causes: causes(of: subject), mask: mask, seed: subject.seed)
  }
}

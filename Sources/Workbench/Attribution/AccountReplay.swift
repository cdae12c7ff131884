import Market
package import Replay
import Scenarios

/// What changed one panel's part of an account, in order.
package struct AccountFlows: Equatable, Sendable {
  package var fills: [Fill] = []
  package var charges: [Charge] = []

  package init(fills: [Fill] = [], charges: [Charge] = []) { (self.fills, self.charges) = (fills, charges) }
}

/// What a replay of one account left: no rows, only where its money went.
struct AccountReplay: Sendable {
  /// By the account's panels.
  var outcomes: [RunOutcome]
  var flows: [AccountFlows]

  var equity: FixedPoint { outcomes[0].account.equity }

  /// Whether these are the same accounts, fills, charges and counts as `others`; mark-outs are not taken here.
  func agrees(with others: [RunOutcome]) -> Bool {
    outcomes.count == others.count
      && zip(outcomes, others).allSatisfy { own, other in
        own.account == other.account && own.position == other.position && own.ledger == other.ledger
          && own.funnel == other.funnel
      }
  }
}

extension ScenarioRun {
  /// Plays an account; `respondents` answer for its panels.
  func replay(_ book: Book, asking respondents: [any Respondent]) async throws -> AccountReplay {
    let setups = book.panels.map { panel in
      var setup = self.setup(ofPanel: panel, recordingReadings: false)
      setup.settings.recordsTicks = false
      setup.findings = findings(ofPanel: panel)
      return setup
    }
    let sinks = book.panels.map { _ in FlowSink() }
    let ports = try book.panels.indices.map { place in
      try self.ports(ofPanel: book.panels[place], into: sinks[place], asking: respondents[place])
    }
    let outcomes = try await Replayer(setups, strategy: scenario.strategy).play(ports)
    return AccountReplay(outcomes: outcomes, flows: sinks.map(\.flows))
  }
}

private final class FlowSink: EventSink {
  private(set) var flows = AccountFlows()

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    flows.fills += events.fills
    flows.charges += events.charges
  }
}

import Comparison
import Replay

extension SessionRecord {
  /// Replays that followed one another on one account, as one.
  init(joining parts: [SessionRecord]) {
    guard let last = parts.last else { preconditionFailure("there is something to join") }
    self.init(outcome: last.outcome)
    for part in parts.dropLast() {
      outcome.candles += part.outcome.candles
      outcome.funnel.add(part.outcome.funnel)
      outcome.markOuts.add(part.outcome.markOuts)
      outcome.ledger.add(part.outcome.ledger)
    }
    for part in parts {
      // A day that two parts share ends with the later one.
      if let first = part.days.first, days.last?.dayStart == first.dayStart { days.removeLast() }
      days += part.days
      profits += part.profits
      closed += part.closed
      trades += part.trades
      forecasts += part.forecasts
      periods += part.periods
      sides += part.sides
      actions += part.actions
      if decisions.isEmpty { readyAfter = part.readyAfter }
      decisions += part.decisions
      orders += part.orders
      fills += part.fills
      for failure in part.failures {
        if let known = failures.firstIndex(where: { $0.reason == failure.reason }) {
          failures[known].count += failure.count
        } else {
          failures.append(failure)
        }
      }
    }
  }
}

import Comparison
import Market
import Replay
import Scenarios

/// How each fold's test went: its own figures, from the balance that it began with.
struct FoldFigures: Sendable {
  /// By fold, over panels and seeds.
  let means: [RunSummary.Figures]

  init(_ trials: Trials, _ results: RunResults) {
    means = trials.folds.indices.map { fold in
      RunSummary.Figures(
        meanOf: results.sessions.map { session in
          var panel = results.run.scenario.panels[session.panel]
          if fold > 0 { panel.settings.venue.balance = session.parts[fold - 1].outcome.account.equity }
          let part = session.parts[fold]
          let window = trials.folds[fold].test.window
          let books = AccountBooks(panel: panel, from: window.lowerBound, firstOpen: 0)
          return RunSummary.Figures(part, books.metrics(part, buyAndHold: nil))
        })
    }
  }
}

import Comparison
import Market
import Replay
import Scenarios

/// How each fold's test went: its own figures, from the balance that it began with.
struct FoldFigures: Sendable {
  /// By fold, over accounts and seeds.
  let means: [RunSummary.Figures]

  init(_ trials: Trials, _ results: RunResults) {
    means = trials.folds.indices.map { fold in
      RunSummary.Figures(
        meanOf: results.foldParts.map { book, parts in
          let own = SessionRecord(sharing: parts.map { $0[fold] })
          let books = AccountBooks(
            book.panels.map { panel in
              var panel = results.run.scenario.panels[panel]
              if fold > 0 { panel.settings.venue.balance = parts[0][fold - 1].outcome.account.equity }
              return (panel, 0)
            }, from: trials.folds[fold].test.window.lowerBound)
          return RunSummary.Figures(own, books.metrics(own, buyAndHold: nil))
        })
    }
  }
}

extension RunResults {
  /// Account by account and seed by seed, of each of its panels what was played fold by fold.
  var foldParts: [(book: ScenarioRun.Book, parts: [[SessionRecord]])] {
    run.books.flatMap { book in
      run.seeds.map { seed in
        let parts = book.panels.compactMap { panel in sessions.first { $0.panel == panel && $0.seed == seed }?.parts }
        return (book, parts)
      }
    }
  }
}
